//! Units that stand in headings, and what sort of quantity a heading and a unit tell of.

/// Words that stand in units, compared in lower case.
const OF_UNITS: &[&str] = &[
    "%",
    "‰",
    "percent",
    "per cent",
    "pct",
    "prozent",
    "porcentaje",
    "pourcent",
    "percentage",
    "points",
    "per ",
    "index",
    "=100",
    "= 100",
    "usd",
    "us$",
    "eur",
    "gbp",
    "jpy",
    "cny",
    "rmb",
    "cad",
    "aud",
    "$",
    "€",
    "£",
    "¥",
    "₩",
    "₹",
    "元",
    "円",
    "원",
    "dollar",
    "euro",
    "pound",
    "yuan",
    "peso",
    "reais",
    "franc",
    "kroner",
    "osoba",
    "osób",
    "osob",
    "zł",
    "sztuk",
    "million",
    "millones",
    "millions",
    "milhões",
    "mio",
    "mrd",
    "mn",
    "bn",
    "billion",
    "thousand",
    "'000",
    "000s",
    "miles",
    "mil ",
    "tausend",
    "milliers",
    "migliaia",
    "persons",
    "people",
    "personen",
    "personas",
    "pessoas",
    "personnes",
    "persone",
    "habitantes",
    "inhabitants",
    "einwohner",
    "number",
    "anzahl",
    "número",
    "nombre",
    "numero",
    "count",
    "heads",
    "households",
    "tonnes",
    "tons",
    "tonne",
    "km",
    "hectare",
    "acres",
    "square",
    "sq ",
    "m2",
    "m²",
    "km2",
    "qkm",
    "km²",
    "kg",
    "kwh",
    "gwh",
    "mwh",
    "twh",
    "joule",
    "litre",
    "barrel",
    "years",
    "jahre",
    "años",
    "anos",
    "ans",
    "days",
    "hours",
    "stunden",
    "人",
    "万",
    "億",
    "亿",
    "千",
    "百",
    "戸",
    "户",
    "件",
    "个",
    "公里",
    "公顷",
    "吨",
    "トン",
    "명",
    "천",
    "가구",
    "constant",
    "current",
    "ppp",
    "units",
    "unidades",
    "stück",
    "cases",
    "rate",
    "degrees",
    "°c",
    "celsius",
    "mm",
    "current us",
    "international",
    "live births",
    "deaths",
    "fte",
    "jobs",
    "beds",
];
/// Units of one to three letters, which stand alone.
const SHORT: &[&str] = &[
    "t", "ha", "kg", "g", "l", "m", "m3", "km", "mw", "gw", "c", "h", "n", "no", "no.", "pp",
    "p.p.", "pc", "dm", "kt", "mt", "an", "tj", "pj", "db", "ppm", "mg", "μg",
];

/// The name without a unit in brackets behind it, and that unit: `GDP (current US$)`.
pub(crate) fn split(name: &str) -> (&str, Option<&str>) {
    let name = name.trim();
    let pairs = [
        ('(', ')'),
        ('（', '）'),
        ('[', ']'),
        ('【', '】'),
        ('［', '］'),
        ('〔', '〕'),
    ];
    for (open, close) in pairs {
        if let Some((before, inside)) = name
            .strip_suffix(close)
            .and_then(|rest| rest.rsplit_once(open))
        {
            let (before, inside) = (before.trim(), inside.trim());
            let inside = [
                "单位：",
                "单位:",
                "単位：",
                "単位:",
                "unit:",
                "Unit:",
                "in ",
            ]
            .iter()
            .find_map(|prefix| inside.strip_prefix(prefix))
            .unwrap_or(inside)
            .trim();
            if !before.is_empty() && is_unit(inside) {
                return (before, Some(inside));
            }
        }
    }
    (name, None)
}

/// Whether a text reads as a unit.
pub(crate) fn is_unit(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let length = text.chars().count();
    // How often figures come says nothing of what they count: `Qrtly-Mar/Jun/Sep/Dec`.
    let often = [
        "qrtly",
        "mthly",
        "quarterly",
        "monthly",
        "annual-",
        "weekly",
    ];
    if length == 0 || length > 60 || often.iter().any(|word| text.starts_with(word)) {
        return false;
    }
    SHORT.contains(&text.as_str())
        || OF_UNITS.iter().any(|word| {
            if word.len() <= 3 && word.is_ascii() && word.bytes().all(|b| b.is_ascii_alphabetic()) {
                text.split(|c: char| !c.is_alphanumeric())
                    .any(|part| part == *word)
            } else {
                text.contains(word)
            }
        })
}

/// Words of figures per head.
const PER_HEAD: &[&str] = &[
    "per capita",
    "percap",
    "per head",
    "per person",
    "pro kopf",
    "por habitante",
    "per cápita",
    "par habitant",
    "人均",
    "1人当たり",
    "一人当たり",
    "gdppc",
    "pc",
];

/// Words of rates and shares.
const RATES: &[&str] = &[
    "rate",
    "rates",
    "ratio",
    "ratios",
    "share",
    "shares",
    "quote",
    "anteil",
    "tasa",
    "tasas",
    "taxa",
    "taux",
    "tasso",
    "proportion",
    "率",
    "比重",
    "比率",
    "growth",
    "change",
    "wachstum",
    "crecimiento",
    "croissance",
    "增长",
    "inflation",
    "deflation",
];

/// Words of averages, and of what is only averaged.
const AVERAGES: &[&str] = &[
    "average",
    "mean",
    "median",
    "promedio",
    "medio",
    "media",
    "durchschnitt",
    "moyenne",
    "moyen",
    "medium",
    "平均",
    "expectancy",
    "lifeexp",
    "esperanza",
    "esperance",
    "lebenserwartung",
    "age",
    "temperature",
    "price",
    "prices",
    "preis",
    "precio",
    "prix",
    "wage",
    "wages",
    "salary",
    "salario",
    "earnings",
    "rank",
    "score",
    "density",
    "yield",
    "寿命",
    "价格",
    "密度",
];

/// Words of indices.
const INDICES: &[&str] = &[
    "index", "indices", "deflator", "indice", "índice", "指数", "지수",
];

/// Why figures of such a title and unit do not add up, as far as these tell: the end of a sentence, with the
/// denominator where the title names it; nothing where they say nothing of it.
pub(crate) fn does_not_add(title: &str, unit: Option<&str>) -> Option<String> {
    let both = format!(
        "{} {}",
        title.to_lowercase(),
        unit.unwrap_or_default().to_lowercase()
    );
    let unit = unit.unwrap_or_default().trim().to_lowercase();
    let words: Vec<&str> = both
        .split(|c: char| !c.is_alphanumeric() && c != '%' && c != '$')
        .filter(|word| !word.is_empty())
        .collect();
    let has = |known: &[&str]| {
        known.iter().any(|word| {
            if word.contains(' ') || !word.is_ascii() {
                both.contains(word)
            } else {
                words.contains(word)
            }
        })
    };
    let denominator = |marks: &[&str]| {
        marks.iter().find_map(|mark| {
            let (_, behind) = both.split_once(mark)?;
            let word: String = behind
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-'))
                .collect();
            let word = word.trim().to_owned();
            (!word.is_empty()).then_some(word)
        })
    };
    if has(INDICES) || both.contains("=100") || both.contains("= 100") {
        return Some("looks like an index, and indices do not add up".to_owned());
    }
    if has(PER_HEAD)
        || both.contains("percap")
        || both.contains("percapita")
        || both.contains("per_capita")
        || both.ends_with("_pc")
    {
        return Some("looks like a figure per head, which does not add up; its denominator is the population".to_owned());
    }
    let percent = unit.contains('%')
        || unit.starts_with("percent")
        || unit.starts_with("per cent")
        || unit.starts_with("pc_")
        || unit == "pc"
        || unit.starts_with("prozent")
        || unit.starts_with("porcentaje")
        || both.contains('%')
        || both.contains("percent")
        || has(&["pct", "prozent", "porcentaje", "百分"])
        || both.starts_with("pct");
    if percent {
        let of = denominator(&[
            "% of ",
            "percent of ",
            "per cent of ",
            "percentage of ",
            "as % of ",
            "share of ",
        ]);
        let of = of
            .map(|of| format!("; its denominator is {of}"))
            .unwrap_or_default();
        return Some(format!(
            "looks like a percentage, and percentages do not add up{of}"
        ));
    }
    // Births less deaths are people, unless the unit says otherwise.
    let of_people = has(&[
        "natural growth",
        "crecimiento natural",
        "crecimiento vegetativo",
        "crescimento natural",
    ]);
    let rate = has(RATES) && !of_people || both.contains("_rate") || both.contains("率");
    if rate {
        return Some("looks like a rate or a share, which does not add up".to_owned());
    }
    let per = denominator(&[" per "]).or_else(|| {
        unit.split_once('/')
            .map(|(_, below)| below.trim().to_owned())
            .filter(|below| !below.is_empty())
    });
    if let Some(per) = per {
        return Some(format!(
            "looks like a ratio, which does not add up; its denominator is {per}"
        ));
    }
    if has(AVERAGES) || both.contains("life_exp") || both.contains("density") {
        return Some("looks like an average, and averages do not add up".to_owned());
    }
    None
}

#[cfg(test)]
mod tests;
