//! The headings that statistical offices use, as they are compared: lower case, without accents and signs.

/// Headings of columns that name areas.
#[rustfmt::skip]
pub(super) const AREA: &[&str] = &[
    "areanm", "areacd", "observation about", "state ut", "administrative unit", "administrative division", "administrative divisions", "cname", "area nm", "area cd", "sg uf", "sigla uf", "nm uf", "nome uf", "uf sigla", "nm municipio", "nome municipio", "zone", "zona", "dept",
    "state territory", "states territories", "local government area", "lga", "sa2", "sa3", "sa4", "gccsa", "gccsa ur", "ste ur", "lga ur", "sa2 ur", "sa3 ur", "sa4 ur",
    "health board", "council area", "local authority district", "upazila", "taluk", "kecamatan",
    "kabupaten", "kabupaten kota", "provinsi", "kota", "tinh", "tinh thanh pho", "縣市", "縣市別", "區域別", "地區",
    "地區別", "鄉鎮市區", "country or area", "country or territory", "geographic region", "geographic subregion", "subregion", "sub region", "iso name", "iso country", "iso3 name", "geo name", "geoname", "country name", "country", "countries", "entity", "area name", "area", "areas",
    "ref area label", "ref area", "spatial dim", "reference area", "location", "location name", "reporter",
    "reporter name", "reporter desc", "exporter", "exporter name", "exporting country", "geo display label", "geo",
    "geo label", "geo labels", "geography",
    "geography name", "geopolitical entity", "geopolitical entity reporting", "region", "regions",
    "region name", "territory", "economy", "economy name", "province", "provinces", "prov", "state",
    "states", "state name", "county", "counties", "county name", "ctyname",
    "county name state abbreviation", "stname", "city", "cities", "city name", "district", "districts",
    "district name", "municipality", "municipalities", "municipality name", "place", "place name", "town",
    "village", "settlement", "parish", "prefecture", "borough", "local authority", "local authority name",
    "ward", "nation", "nuts", "nuts name", "nuts label", "msa", "metro area", "cbsa title", "jurisdiction",
    "community", "land", "lander", "bundesland", "bundeslander", "kreis", "kreise", "landkreis",
    "kreise und kreisfreie stadte", "gemeinde", "gemeinden", "gebiet", "raumeinheit", "staat", "staaten",
    "stadt", "stadtbezirk", "bezirk", "stadtteil", "ort", "kanton", "kantone", "canton", "pays", "departement", "departements", "commune",
    "communes", "territoire", "zone geographique", "libelle", "comunidad", "comunidades",
    "comunidad autonoma", "comunidades autonomas", "comunidades y ciudades autonomas", "ccaa", "provincia",
    "provincias", "municipio", "municipios", "pais", "paises", "comarca", "comarcas", "isla", "islas",
    "territorio", "territorios", "espacio", "uf", "unidade da federacao", "estado", "estados", "regiao",
    "grande regiao", "entidad federativa", "entidad", "departamento", "departamentos", "regione", "regioni",
    "comune", "comuni", "comuna", "comunas", "ripartizione", "gemeente", "gemeenten", "regio", "regio s", "regios", "provincie",
    "lan", "kommun", "kommune", "kommuner", "omrade", "fylke", "maakunta", "kunta", "alue", "wojewodztwo",
    "wojewodztwa", "powiat", "powiaty", "gmina", "jednostka terytorialna", "nazwa", "kraj", "kraje",
    "okres", "okresy", "obec", "uzemi", "il", "ilce", "ulke", "地区", "地区名称", "省", "省份", "省市",
    "省区", "城市", "市", "县", "村", "镇", "乡", "乡镇", "区域", "区县", "国家", "国家和地区", "行政区划", "都道府県", "市区町村",
    "地域", "全国都道府県", "国", "国名", "행정구역별", "행정구역", "시도별", "시도", "시군구별", "시군구",
    "지역", "지역별", "국가별", "국가", "регион", "субъект", "страна", "область", "территория", "територія",
    "регіон", "країна", "субъект рф", "субъект российской федерации",
];

/// Those of areas that commonly hold those of another column, where the two name as many.
#[rustfmt::skip]
pub(super) const LARGER: &[&str] = &[
    "continent", "country", "country name", "countries", "nation", "state", "states", "state name", "province",
    "provinces", "region", "regions", "region name", "territory", "land", "bundesland", "staat", "pays", "pais",
    "regione", "regioni", "comunidad autonoma", "ccaa", "estado", "uf", "fylke", "lan", "wojewodztwo", "kraj",
    "省", "省份", "省区", "国家", "都道府県", "国", "시도", "регион", "страна",
];

/// Words by which a longer heading is one of areas.
#[rustfmt::skip]
pub(super) const IN_AREA: &[&str] = &[
    "unidade da federacao", "comunidades autonomas", "comunidad autonoma", "ciudades autonomas",
    "bundeslander", "都道府県", "行政区", "행정구역", "municipio", "municipios", "provincia", "provincias",
    "regioni", "commune", "comune", "gemeinde", "kommune", "country or area", "area name",
    "geographic area", "region country area", "country region", "province state", "state province",
    "local authority", "country territory", "countries", "geographic", "market",
];

/// Headings of columns that name the other end of a flow, where the area is one of two.
#[rustfmt::skip]
pub(super) const PARTNER: &[&str] = &[
    "partner", "partner name", "partner desc", "partner country", "counterpart area", "counterpart",
    "destination", "country of destination", "origin", "country of origin", "counterpart country name",
    "counterpart area name", "partner2", "importer", "importer name", "importing country",
];

/// What happened in a year that is said of something.
#[rustfmt::skip]
pub(super) const EVENT: &[&str] = &[
    "opened", "opening", "closed", "closing", "closure", "founded", "foundation", "founding", "established",
    "establishment", "built", "construction", "completed", "completion", "commissioned", "commissioning",
    "incorporated", "incorporation", "inaugurated", "inauguration", "independence", "accession", "joined", "born",
    "birth", "created", "creation", "launched", "gegrundet", "eroffnet", "baujahr", "grundungsjahr", "fondation",
    "ouverture", "开通年份", "成立年份", "建成年份", "投产年份", "建市年份", "设立年份", "关闭年份",
];

/// Headings of columns that tell the time.
#[rustfmt::skip]
pub(super) const TIME: &[&str] = &[
    "year", "years", "yr", "year id", "time", "time period", "time dim", "timeperiod", "period", "date", "dates", "ref date",
    "reference date", "ref period", "reference period", "ref year", "reference year", "reporting year",
    "data year", "survey year", "snapshot year", "census year", "tax year", "crop year", "fiscal year", "financial year",
    "calendar year", "school year", "academic year", "fy", "time year", "quarter", "quarters", "month",
    "months", "week", "day", "observation date", "obs date", "datetime", "jahr", "jahre", "zeit",
    "zeitraum", "stichtag", "monat", "monate", "quartal", "quartale", "kalenderwoche", "kalenderwochen", "calendar week",
    "weeks", "berichtsjahr", "ano", "anos", "any", "periodo", "periodos",
    "annee", "annees", "periode", "trimestre", "trimestres", "fecha", "mes", "meses", "mesi", "anno", "anni", "tempo",
    "time and frequency", "rok", "lata", "vuosi", "ar", "aar", "tid", "perioden", "kvartal", "yil", "jaar",
    "anio", "年", "年份", "年度", "年別", "年别", "时间", "时期", "年次", "時点", "時間", "時間軸", "時間軸年", "調査年",
    "prd de", "time frame", "timeframe", "yyyymm", "yyyy", "year month", "yearmonth", "西暦", "西暦 年",
    "期间", "月份", "季度", "日期", "統計期", "年底", "年底別", "會計年度", "ปี", "ปี พ ศ", "พ ศ", "سال", "السنة", "سنة", "العام", "ani", "anul", "perioade", "연도", "시점", "년도", "기간", "год", "период", "дата",
];

/// Headings of columns that number the days of a month.
#[rustfmt::skip]
pub(super) const DAY: &[&str] = &[
    "day", "day of month", "date of month", "dayofmonth", "mday", "dia", "dia del mes", "tag", "jour",
    "giorno", "dag", "日", "일",
];

/// Headings of columns that name the indicator of each row.
#[rustfmt::skip]
pub(super) const INDICATOR: &[&str] = &[
    "indicator", "indicators", "variable measured", "indicator name", "indicator label", "indicator desc", "series",
    "series name", "series title", "series description", "series label", "variable", "variables",
    "variable name", "variable label", "subject descriptor", "element", "description", "measure",
    "measure name", "measures", "measure label", "measures dimension", "measure dimension variables", "concept", "statistic", "statistics", "statistic label",
    "information", "line description", "data item", "metric", "stat", "indicador", "indicadores",
    "variavel", "variaveis", "indicateur", "indicateurs", "indicatore", "tipo dato", "merkmal", "kennzahl",
    "wert variable", "magnitud", "concepto", "contents", "tableinnhold", "statistikkvariabel", "onderwerp",
    "tiedot", "ukazatel", "zmienna", "指标", "指标名称", "项目", "統計項目", "表章項目", "지표", "항목",
    "показатель",
];

/// Headings of columns with codes of indicators.
#[rustfmt::skip]
pub(super) const INDICATOR_CODE: &[&str] = &[
    "indicator code", "indicator id", "id indicator", "series code", "series id", "seriesid", "variable code",
    "variable id", "subject code", "weo subject code", "element code", "line code", "linecode",
    "measure code", "statistic code", "indic", "indicator", "mnemonic", "指标代码",
];

/// Headings of columns with the unit of each row.
#[rustfmt::skip]
pub(super) const UNIT: &[&str] = &[
    "unit", "units", "unit name", "unit label", "unit of measure", "unit of measurement", "unit measure",
    "unit measure label", "uom", "measurement unit", "unite", "unite de mesure", "unidad", "unidades",
    "unidad de medida", "unidade", "unidade de medida", "einheit", "masseinheit", "unita di misura",
    "eenheid", "enhed", "enhet", "yksikko", "jednostka", "jednotka", "birim", "单位",
    "計量单位", "计量单位", "単位", "단위", "единица измерения",
];

/// Headings of columns with figures of whatever the table is about.
#[rustfmt::skip]
pub(super) const VALUE: &[&str] = &[
    "value", "values", "val", "numeric value", "fact value numeric", "obs value", "observation value", "obsvalue", "figure", "figures", "amount",
    "data value", "data", "datavalue", "wert", "werte", "valor", "valores", "valeur", "valeurs", "valore",
    "waarde", "waarden", "verdi", "vaerdi", "indhold", "arvo", "wartosc", "hodnota", "deger", "total",
    "dt", "数值", "值", "数据", "値", "데이터", "значение", "primary value",
];

/// Headings of columns that say something of a figure or of the table, by what they say.
#[rustfmt::skip]
pub(super) const STATUS: &[&str] = &[
    "flag", "flags", "flag code", "flag codes", "obs status", "obs status label", "obs flag",
    "observation status", "observation status label", "status", "status code", "data status",
    "estimate flag", "标记", "状态",
];

/// Those of notes.
#[rustfmt::skip]
pub(super) const NOTE: &[&str] = &[
    "note", "notes", "note indicator label", "note source label", "note classif label", "note indicator",
    "note source", "country notes", "footnote", "footnotes", "footnote codes", "footnote code", "foot note", "comment",
    "comments", "obs comment", "remark", "remarks", "nota", "notas", "observacion", "observaciones",
    "anmerkung", "anmerkungen", "bemerkung", "remarque", "remarques", "备注", "備考", "注", "注釈", "비고",
    "subject notes", "country series specific notes", "comment ts", "comment obs",
];

/// Those of sources.
#[rustfmt::skip]
pub(super) const SOURCE: &[&str] = &[
    "source", "sources", "source label", "source name", "data source", "quelle", "fuente", "fonte", "bron",
    "kilde", "lahde", "zrodlo", "来源", "数据来源", "出典", "出所", "출처", "source organization",
    "source note", "provider",
];

/// Those that say something else.
#[rustfmt::skip]
pub(super) const ASIDE: &[&str] = &[
    "scaling factor", "observation period", "measurement method", "source year", "last update", "last updated", "updated", "as of", "as of date", "update date", "release date", "dataflow", "key",
    "series key", "obs key", "dataflow label", "dataset", "dataset code", "structure", "structure id",
    "structure name", "action", "decimal", "decimals", "fk unidad", "fk periodo", "fk tipo dato", "fk escala", "unit mult", "unit multiplier", "unitmult", "power code",
    "powercode", "powercode code", "power code code", "scale", "scalar", "scalar factor", "scalar id", "uom id", "vector",
    "coordinate", "terminated", "symbol", "freq", "frequency", "frequency code", "time format",
    "timeformat", "collection", "obs pre break", "pre break value", "embargo", "conf status", "obs conf",
    "confidentiality", "confidentiality status", "precision", "table name", "tablename", "table id",
    "reference period code", "is leaf code", "aggregate level", "classification", "flag description",
    "flag desc", "status label", "status description", "estimates start after", "version", "domain",
    "domain code", "time identifier", "time coverage", "collection code", "compiling org", "data comp",
    "coverage", "obs edp wbb", "base period", "url", "link", "long", "decimal date", "year decimal", "decimal year", "download date",
    "industry classification", "lst chn de", "oppdatert dato", "oppdatert", "date updated", "column order", "sort order", "display order", "元号", "和暦", "和暦 年",
];

/// Words of headings that say where a place is on the globe: `start_lat`, `latitudine_regione`.
#[rustfmt::skip]
pub(super) const ON_THE_GLOBE: &[&str] = &[
    "lat", "latitude", "latitud", "latitudine", "lon", "lng", "longitude", "longitud", "longitudine",
];

/// Headings of columns that number the rows.
#[rustfmt::skip]
pub(super) const RUNNING: &[&str] = &[
    "", "sl no", "s no", "sr no", "sno", "s n", "serial no", "serial number", "no urut", "nomor", "stt", "lp", "poradi", "sira", "sira no", "№", "№ п п", "n п п", "п п", "rownames", "row names", "rowname", "index", "row", "row number", "rownumber", "rowid", "record id", "objectid 1", "row id", "no", "nr",
    "n", "num", "number", "lfd nr", "unnamed 0", "x1", "序号", "行", "番号", "순번", "id", "objectid",
    "object id", "fid",
];

/// Words by which a heading is one of codes.
#[rustfmt::skip]
pub(super) const CODE: &[&str] = &[
    "code", "codes", "id", "muncod", "codmun", "stateid", "countyid", "countryid", "regionid", "areaid", "districtid", "ansi", "geocode", "fips", "fipstxt", "geofips", "geoid", "geo id", "id2", "iso", "iso2",
    "iso3", "iso 2", "iso 3", "isocode", "iso a2", "iso a3", "alpha 2", "alpha 3", "m49", "dguid", "ags",
    "ars", "nuts id", "lau", "insee", "codgeo", "cod", "codice", "codici", "codigo", "kennziffer",
    "sigla", "kode", "kod", "kodi", "koodi", "schlussel", "regionalschlussel", "gemeindeschlussel", "plz",
    "postcode", "postal code", "zip", "zip code", "zipcode", "zcta", "zcta5", "modzcta", "uhf", "cpc", "isic", "hs", "sitc", "cbsa", "gss",
    "lad", "stabr", "state abbr", "abbr", "abbreviation", "usps", "istat", "ibge", "gid", "wb code",
    "teryt", "cis", "coordinate", "代码", "编码", "コード", "코드", "код",
];
