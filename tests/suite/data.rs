//! The built-in tables against what the report and the article print, and the form in which they are kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use hlj::figure::Status;
use hlj::package::{Package, sha256};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use crate::support::in_repository;

/// Table 3, "Population for Hegang, Jixi, Qitaihe, and Shuangyashan 2005-2015", thousand persons, as printed: the
/// year, the four cities, their total.
const TABLE_3: &str = "\
2005 1,099 1,914 884 1,502 5,399
2006 1,093 1,908 891 1,500 5,392
2007 1,093 1,911 895 1,504 5,403
2008 1,094 1,908 902 1,505 5,409
2009 1,094 1,907 928 1,508 5,437
2010 1,091 1,892 929 1,516 5,428
2011 1,088 1,889 927 1,512 5,416
2012 1,085 1,859 924 1,504 5,372
2013 1,078 1,866 920 1,498 5,362
2014 1,070 1,836 882 1,490 5,278
2015 1,056 1,812 831 1,474 5,173";

/// Table 4, "GDP of the Four Cities (RMB billion)", as printed: GDP, growth and GDP per capita of 2008 to 2015. The
/// two cells of 2015 that the report leaves blank are a dash here.
const TABLE_4: [(&str, [&str; 3]); 4] = [
    (
        "Hegang",
        [
            "18.5 20.2 25.1 31.3 35.8 32.0 26.0 26.6",
            "12.2% 13.9% 16.5% 14.2% 13.7% -9.0% -9.7% 4.0%",
            "16,887 18,509 23,044 28,768 32,968 29,594 24,154 25,400",
        ],
    ),
    (
        "Jixi",
        [
            "31.6 35.4 42.0 50.8 58.2 57.1 51.6 51.4",
            "12.3% 13.9% 16.6% 14.6% 14.6% 1.5% 1.0% 4.1%",
            "16,541 18,547 22,083 26,864 31,076 30,653 27,881 28,033",
        ],
    ),
    (
        "Qitaihe",
        [
            "18.7 23.4 30.5 30.8 29.9 22.9 21.4 21.3",
            "25.6% 23.8% 25.1% 5.3% 8.3% -14.0% 2.4% 4.1%",
            "20,826 25,534 32,891 33,209 32,308 26,122 25,123 -",
        ],
    ),
    (
        "Shuangyashan",
        [
            "26.0 29.9 39.6 50.3 56.5 55.5 43.27 43.33",
            "15.2% 14.1% 24.6% 15.6% 13.5% 2.1% -11.5% 3%",
            "17,285 19,817 26,215 33,215 37,490 36,983 28,964 -",
        ],
    ),
];

/// The years of Table 5.
const YEARS_5: &str = "2000 2004 2008 2010 2011 2012 2013 2014 2015";

/// Table 5, "GDP by Main Sectors, in Selected Years for the Four Cities (RMB billion)", as printed: GDP and the
/// shares of the three sectors from the first panel, the three amounts from the second.
const TABLE_5: [(&str, [&str; 7]); 4] = [
    (
        "Hegang",
        [
            "6.3 10.5 17.9 25.1 31.3 35.8 32.0 25.9 26.6",
            "28% 24% 25% 26% 28% 29% 29% 38% 35.3%",
            "39% 44% 46% 47% 48% 47% 45% 32% 30%",
            "34% 31% 29% 27% 24% 24% 26% 31% 34.9%",
            "1.8 2.5 4.5 6.5 8.8 10.4 9.3 9.8 9.4",
            "6.7 10.9 18.4 25.6 31.8 36.3 32.5 26.2 26.9",
            "2.1 3.3 5.2 6.8 7.5 8.6 8.3 8.0 9.3",
        ],
    ),
    (
        "Jixi",
        [
            "12.4 19.5 31.6 42.0 50.8 58.2 57.1 51.6 51.5",
            "27% 28% 27% 26% 26% 28% 29% 34% 37%",
            "41% 41% 32% 42% 42% 41% 39% 30% 25%",
            "32% 30% 41% 32% 32% 31% 32% 36% 38%",
            "3.3 5.5 8.5 10.9 13.2 16.3 16.6 17.5 19.1",
            "5.1 8.0 10.1 17.6 21.3 23.9 22.3 15.5 12.9",
            "4.0 5.9 13.0 13.4 16.3 18.0 18.3 18.6 19.6",
        ],
    ),
    (
        "Qitaihe",
        [
            "5.6 9.7 18.7 30.5 30.8 29.9 24.1 21.4 21.3",
            "12% 12% 9% 7% 9% 10% 13% 15% 16%",
            "49% 53% 59% 66% 63% 58% 46% 41% 37%",
            "39% 35% 32% 26% 28% 32% 41% 45% 47%",
            "0.7 1.2 1.7 2.1 2.8 3.0 3.1 3.2 3.4",
            "2.7 5.1 11.0 20.1 19.4 17.3 11.1 8.8 7.9",
            "2.2 3.4 6.0 7.9 8.6 9.6 9.9 9.6 10.0",
        ],
    ),
    (
        "Shuangyashan",
        [
            "8.4 13.7 26.0 39.6 50.3 56.5 55.5 43.27 43.33",
            "29% 28% 31% 30% 32% 33% 34% 36.8% 38%",
            "38% 43% 43% 45% 46% 46% 43% 36.6% 23%",
            "33% 28% 26% 25% 22% 22% 23% 26.7% 39%",
            "2.4 3.8 8.1 11.9 16.1 18.6 18.9 15.9 16.5",
            "3.2 5.9 11.2 17.8 23.1 26.0 23.9 15.8 10.0",
            "2.8 3.8 6.8 9.9 11.1 12.4 12.8 11.6 16.9",
        ],
    ),
];

/// Table 6, "GDP and Per Capita GDP of Cities in the Heilongjiang Province, 2014", as printed.
const TABLE_6: &str = "\
Harbin 534.0 6.9% 53,872
Daqing 407.8 4.5% 146,518
Qiqihar 120.9 5.1% 23,099
Suihua 119.0 6.7% 21,467
Mudanjiang 113.0 7.2% 42,792
Jiamusi 76.6 6.8% 32,864
Jixi 51.6 1.0% 27,881
Shuangyashan 43.3 -11.5% 28,964
Heihe 42.1 8.0% 24,731
Hegang 26.0 -9.7% 24,154
Yichun 25.6 -9.4% 20,885
Qitaihe 21.4 2.4% 25,123
Daxinganling 12.8 4.1% 25,509";

/// Hegang's residents by the census of 2010, as the article on Hegang prints them.
const RESIDENTS_2010: i64 = 1_058_665;

/// A CSV file of the package as text: its header and its rows.
struct Sheet {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    fn read(name: &str) -> Sheet {
        let path = in_repository("data").join(format!("{name}.csv"));
        let mut reader = csv::Reader::from_path(&path).expect("the file is there");
        let owned = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let header = owned(reader.headers().expect("it has a header"));
        let rows = reader
            .records()
            .map(|row| owned(&row.expect("each row is whole")))
            .collect();
        Sheet { header, rows }
    }

    fn place(&self, column: &str) -> usize {
        let place = self.header.iter().position(|name| name == column);
        place.unwrap_or_else(|| panic!("there is no column `{column}`"))
    }

    /// The cell in the row with these first cells.
    fn cell(&self, key: &[&str], column: &str) -> &str {
        let mut found = self
            .rows
            .iter()
            .filter(|row| row.iter().zip(key).all(|(a, b)| a == b));
        let row = found
            .next()
            .unwrap_or_else(|| panic!("there is no row {key:?}"));
        assert!(found.next().is_none(), "there are two rows {key:?}");
        &row[self.place(column)]
    }

    fn exact(&self, key: &[&str], column: &str) -> Decimal {
        decimal(self.cell(key, column))
    }
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap_or_else(|_| panic!("`{text}` is no number"))
}

/// A printed cell as data write it: no thousands separators, no percent sign; a dash is an empty cell.
fn plain(printed: &str) -> String {
    match printed {
        "-" => String::new(),
        printed => printed.replace([',', '%'], ""),
    }
}

fn descriptor() -> Value {
    let path = in_repository("data/datapackage.json");
    let text = fs::read_to_string(path).expect("the descriptor is UTF-8");
    serde_json::from_str(&text).expect("the descriptor is JSON")
}

fn resources(descriptor: &Value) -> &Vec<Value> {
    descriptor["resources"]
        .as_array()
        .expect("`resources` is a list")
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn fields(resource: &Value) -> &Vec<Value> {
    resource["schema"]["fields"]
        .as_array()
        .expect("`fields` is a list")
}

/// What the build prepares for the binary says what the files say.
#[test]
fn the_built_in_package_is_that_of_the_folder() {
    let built_in = Package::built_in().expect("it is sound");
    let folder = Package::open(&in_repository("data")).expect("it is sound");
    let tables = |package: &Package| -> Vec<String> {
        let of = |table| {
            let rows = package.rows(table).expect("they are sound");
            let notes = package.remarks(table).expect("they are sound");
            format!("{table:?} {rows:?} {:?}", notes.iter().collect::<Vec<_>>())
        };
        package.tables().map(of).collect()
    };
    assert!(!tables(&folder).is_empty());
    assert_eq!(tables(&built_in), tables(&folder));
    let areas = |package: &Package| {
        format!(
            "{:?}",
            package
                .areas()
                .expect("they are sound")
                .iter()
                .collect::<Vec<_>>()
        )
    };
    assert_eq!(areas(&built_in), areas(&folder));
    let claims = |package: &Package| format!("{:?}", package.claims().expect("they are sound"));
    assert_eq!(claims(&built_in), claims(&folder));
}

#[test]
fn population_is_what_table_3_prints() {
    let sheet = Sheet::read("population");
    let mut count = 0;
    for line in TABLE_3.lines() {
        let printed: Vec<String> = line.split(' ').map(plain).collect();
        let cities = ["Hegang", "Jixi", "Qitaihe", "Shuangyashan"];
        let mut sum = Decimal::ZERO;
        for (city, value) in cities.iter().zip(&printed[1..]) {
            let cell = sheet.cell(&[city, &printed[0]], "population_thousand");
            assert_eq!(cell, value, "{city} {}", printed[0]);
            sum += decimal(cell);
            count += 1;
        }
        // The column TOTAL of Table 3, as printed.
        assert_eq!(sum.to_string(), printed[5], "the total of {}", printed[0]);
    }
    assert_eq!(
        sheet.rows.len(),
        count,
        "there are rows that Table 3 has not"
    );
}

#[test]
fn gdp_is_what_table_4_prints() {
    let sheet = Sheet::read("gdp");
    let mut count = 0;
    for (city, lines) in TABLE_4 {
        let columns = ["gdp_rmb_bn", "real_growth_pct", "gdp_per_capita_rmb"];
        for (column, line) in columns.iter().zip(lines) {
            for (year, printed) in (2008..=2015).zip(line.split(' ')) {
                let cell = sheet.cell(&[city, &year.to_string()], column);
                assert_eq!(cell, plain(printed), "{city} {year} {column}");
                count += 1;
            }
        }
    }
    assert_eq!(
        sheet.rows.len() * 3,
        count,
        "there are rows that Table 4 has not"
    );
}

#[test]
fn sectors_are_what_table_5_prints() {
    let sheet = Sheet::read("sectors");
    let mut count = 0;
    for (city, lines) in TABLE_5 {
        let of = [
            ("total", "value_added_rmb_bn"),
            ("primary", "share_pct"),
            ("secondary", "share_pct"),
            ("tertiary", "share_pct"),
            ("primary", "value_added_rmb_bn"),
            ("secondary", "value_added_rmb_bn"),
            ("tertiary", "value_added_rmb_bn"),
        ];
        for ((sector, column), line) in of.iter().zip(lines) {
            for (year, printed) in YEARS_5.split(' ').zip(line.split(' ')) {
                let cell = sheet.cell(&[city, year, sector], column);
                assert_eq!(cell, plain(printed), "{city} {year} {sector} {column}");
                count += 1;
            }
        }
        for year in YEARS_5.split(' ') {
            let cell = sheet.cell(&[city, year, "total"], "share_pct");
            assert_eq!(cell, "", "{city} {year}: a total has no share of itself");
            count += 1;
        }
    }
    assert_eq!(
        sheet.rows.len() * 2,
        count,
        "there are rows that Table 5 has not"
    );
}

#[test]
fn the_province_is_what_table_6_prints_in_its_order() {
    let sheet = Sheet::read("province");
    let printed: Vec<Vec<String>> = TABLE_6
        .lines()
        .map(|line| {
            let mut cells: Vec<String> = line.split(' ').map(plain).collect();
            cells.insert(1, "2014".to_owned());
            cells
        })
        .collect();
    assert_eq!(sheet.rows, printed);
}

#[test]
fn districts_add_to_the_census_of_2010() {
    let sheet = Sheet::read("districts");
    assert_eq!(
        sheet.rows.len(),
        8,
        "Hegang has six districts and two counties"
    );
    let place = sheet.place("population_persons");
    let sum: Decimal = sheet.rows.iter().map(|row| decimal(&row[place])).sum();
    assert_eq!(sum, Decimal::from(RESIDENTS_2010));
    let census = Sheet::read("census");
    let total = census.exact(&["Hegang", "2010", "total"], "population_persons");
    assert_eq!(
        total, sum,
        "the census table and the districts tell other totals"
    );
    for row in &sheet.rows {
        // The article prints whole numbers: the density is residents over area, to the nearest or cut off.
        let of = |column: &str| decimal(&row[sheet.place(column)]);
        let density = of("population_persons") / of("area_km2");
        let gap = (density - of("density_per_km2")).abs();
        assert!(gap < Decimal::ONE, "{}: {density} people a km²", row[0]);
    }
}

#[test]
fn every_division_of_the_census_adds_to_its_whole() {
    let sheet = Sheet::read("census");
    let of = |group: &str| sheet.exact(&["Hegang", "2020", group], "population_persons");
    let total = of("total");
    // The partitions by sex, by age and by residence, as the article on Hegang prints them.
    assert_eq!(of("male") + of("female"), total);
    assert_eq!(of("age-0-14") + of("age-15-59") + of("age-60-plus"), total);
    assert_eq!(of("urban") + of("rural"), total);
    assert!(of("age-65-plus") < of("age-60-plus"));
    assert!(of("built-up") < of("urban"));
}

/// Rounded to one decimal, halves up.
fn to_one_decimal(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
}

#[test]
fn hegangs_nine_secondary_amounts_are_gdp_plus_share_and_their_corrections_share_of_gdp() {
    let sheet = Sheet::read("sectors");
    let notes = Sheet::read("notes");
    let mut corrected = 0;
    for year in YEARS_5.split(' ') {
        let of = |sector: &str, column: &str| sheet.exact(&["Hegang", year, sector], column);
        let gdp = of("total", "value_added_rmb_bn");
        let share = of("secondary", "share_pct") / Decimal::ONE_HUNDRED;
        let printed = of("secondary", "value_added_rmb_bn");
        assert_eq!(
            to_one_decimal(gdp + share),
            printed,
            "{year}: GDP plus share"
        );
        assert!(
            printed > gdp,
            "{year}: a part cannot be more than its whole"
        );

        let key = format!("city=Hegang; year={year}; sector=secondary");
        let of_note = |column: &str| notes.cell(&["sectors", &key, "value-added"], column);
        assert_eq!(of_note("usable"), "no", "{year}");
        assert_eq!(of_note("status"), "U", "{year}");
        let correction = of_note("corrected");
        assert_eq!(
            decimal(correction),
            to_one_decimal(gdp * share),
            "{year}: share of GDP"
        );
        assert!(
            correction.contains('.'),
            "{year}: `{correction}` has not the decimals of its table"
        );
        corrected += 1;
    }
    let place = notes.place("corrected");
    let all = notes
        .rows
        .iter()
        .filter(|row| !row[place].is_empty())
        .count();
    assert_eq!(
        all, corrected,
        "other values have corrections that nothing here checks"
    );
    let place = notes.place("usable");
    let all = notes
        .rows
        .iter()
        .filter(|row| !row[place].is_empty())
        .count();
    assert_eq!(all, corrected, "other values are called unusable");
}

#[test]
fn every_other_amount_is_share_of_gdp_within_rounding() {
    // The note under Table 5: the amounts are estimated from the percentages.
    let sheet = Sheet::read("sectors");
    let mut checked = 0;
    for row in sheet.rows.iter().filter(|row| row[2] != "total") {
        if row[0] == "Hegang" && row[2] == "secondary" {
            continue;
        }
        let gdp = sheet.exact(&[&row[0], &row[1], "total"], "value_added_rmb_bn");
        let (share, amount) = (decimal(&row[3]), decimal(&row[4]));
        // A printed number stands for half a unit of its last place on either side.
        let ends = |printed: Decimal| {
            let half = Decimal::new(5, printed.scale() + 1);
            (printed - half, printed + half)
        };
        let (gdp, share) = (ends(gdp), ends(share));
        let least = gdp.0 * share.0 / Decimal::ONE_HUNDRED;
        let most = gdp.1 * share.1 / Decimal::ONE_HUNDRED;
        assert!(
            ends(amount).1 >= least && ends(amount).0 <= most,
            "{row:?}: {amount} is not between {least} and {most}"
        );
        checked += 1;
    }
    assert_eq!(checked, 4 * 9 * 3 - 9);
}

#[test]
fn every_file_has_its_canonical_form() {
    for file in crate::support::files_below(&in_repository("data")) {
        let bytes = fs::read(&file).expect("the file can be read");
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = std::str::from_utf8(&bytes).unwrap_or_else(|_| panic!("{name} is not UTF-8"));
        assert!(
            !text.starts_with('\u{feff}'),
            "{name} begins with a byte-order mark"
        );
        assert!(!text.contains('\r'), "{name} has a carriage return");
        assert!(
            text.ends_with('\n') && !text.ends_with("\n\n"),
            "{name} does not end with one newline"
        );
        for (index, line) in text.lines().enumerate() {
            let number = index + 1;
            assert_eq!(line, line.trim_end(), "{name}:{number} ends with blanks");
            assert!(!line.contains('\t'), "{name}:{number} has a tab");
        }
        if file.extension().is_some_and(|extension| extension == "csv") {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(&*bytes);
            let mut writer = csv::WriterBuilder::new()
                .terminator(csv::Terminator::Any(b'\n'))
                .from_writer(Vec::new());
            for record in reader.records() {
                let record = record.unwrap_or_else(|error| panic!("{name}: {error}"));
                for field in &record {
                    assert_eq!(field, field.trim(), "{name}: a field has blanks around it");
                }
                writer.write_record(&record).expect("memory takes a row");
            }
            let again = writer.into_inner().expect("memory takes the rest");
            let again = String::from_utf8(again).expect("it was UTF-8");
            assert_eq!(
                again, text,
                "{name} quotes what needs no quotes, or not what does"
            );
        }
    }
}

#[test]
fn the_descriptor_names_every_file_and_no_other() {
    let descriptor = descriptor();
    let named: BTreeSet<String> = resources(&descriptor)
        .iter()
        .map(|resource| text(resource, "path").to_owned())
        .chain(["datapackage.json", "README.md"].map(str::to_owned))
        .collect();
    let there: BTreeSet<String> = crate::support::files_below(&in_repository("data"))
        .iter()
        .map(|file| {
            file.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(named, there);
}

/// The properties of Data Package v2 that the descriptor uses (<https://datapackage.org/standard/>).
const STANDARD: &[&str] = &[
    "$schema",
    "bytes",
    "categories",
    "constraints",
    "description",
    "encoding",
    "enum",
    "fields",
    "foreignKeys",
    "format",
    "hash",
    "keywords",
    "label",
    "mediatype",
    "minimum",
    "missingValues",
    "name",
    "path",
    "pattern",
    "primaryKey",
    "reference",
    "required",
    "resource",
    "resources",
    "schema",
    "sources",
    "title",
    "type",
    "unique",
    "value",
    "version",
];

fn add_properties(of: &Value, names: &mut BTreeSet<String>) {
    match of {
        Value::Object(object) => {
            for (name, value) in object {
                names.insert(name.clone());
                // A key's names are columns, and no properties.
                if name != "key" {
                    add_properties(value, names);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| add_properties(value, names)),
        _ => {}
    }
}

#[test]
fn every_property_of_our_own_is_explained_beside_the_data() {
    let explained = fs::read_to_string(in_repository("data/README.md")).expect("it is there");
    let mut used = BTreeSet::new();
    add_properties(&descriptor(), &mut used);
    for name in used
        .iter()
        .filter(|name| !STANDARD.contains(&name.as_str()))
    {
        assert!(
            explained.contains(&format!("`{name}`")),
            "`data/README.md` should explain the property `{name}` of the descriptor"
        );
    }
}

/// The descriptor with the length, the checksum and the count of rows of each file below the line that names it, all
/// other lines as they are.
fn with_contents(descriptor: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut replacing = false;
    for line in descriptor.lines() {
        let property = line.trim_start();
        let stated = ["\"bytes\": ", "\"hash\": ", "\"rows\": "];
        if replacing && stated.iter().any(|stated| property.starts_with(stated)) {
            continue;
        }
        lines.push(line.to_owned());
        let file = property
            .strip_prefix("\"path\": \"")
            .and_then(|rest| rest.strip_suffix("\","))
            .filter(|file| !file.contains("://"));
        replacing = file.is_some();
        if let Some(file) = file {
            let bytes = fs::read(in_repository("data").join(file)).expect("the file can be read");
            let hash = sha256(&bytes);
            let records = csv::Reader::from_reader(&*bytes).into_records();
            let indent = &line[..line.len() - property.len()];
            lines.extend([
                format!("{indent}\"bytes\": {},", bytes.len()),
                format!("{indent}\"hash\": \"sha256:{hash}\","),
                format!("{indent}\"rows\": {},", records.count()),
            ]);
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn the_descriptor_tells_what_each_file_is() {
    let place = in_repository("data/datapackage.json");
    let stated = fs::read_to_string(&place).expect("the descriptor is UTF-8");
    let right = with_contents(&stated);
    if crate::support::updating() {
        if right != stated {
            fs::write(&place, right).expect("the descriptor can be written");
        }
        return;
    }
    assert!(
        right == stated,
        "a file in data/ is not what the descriptor states; `HLJ_UPDATE=1 cargo test what_each_file_is` mends it:\n{}",
        crate::support::diff(&stated, &right)
            .lines()
            .filter(|line| !line.starts_with("    "))
            .collect::<Vec<_>>()
            .join("\n")
    );
    for resource in resources(&descriptor()) {
        for property in ["bytes", "hash", "rows"] {
            let name = text(resource, "name");
            assert!(
                !resource[property].is_null(),
                "`{name}` has no `{property}`"
            );
        }
    }
}

#[test]
fn every_header_is_the_one_that_the_descriptor_tells() {
    for resource in resources(&descriptor()) {
        let sheet = Sheet::read(text(resource, "name"));
        let told: Vec<&str> = fields(resource)
            .iter()
            .map(|field| text(field, "name"))
            .collect();
        assert_eq!(sheet.header, told, "{}", text(resource, "path"));
    }
}

#[test]
fn a_key_names_one_row_and_most_files_are_in_its_order() {
    // Tables that keep the order in which their source prints them.
    let in_printed_order = [
        "province",
        "districts",
        "census",
        "diversification",
        "notes",
        "claims",
    ];
    for resource in resources(&descriptor()) {
        let name = text(resource, "name");
        let sheet = Sheet::read(name);
        let key: Vec<&str> = resource["schema"]["primaryKey"]
            .as_array()
            .unwrap_or_else(|| panic!("`{name}` has no key"))
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let members: BTreeMap<&str, Vec<&str>> = fields(resource)
            .iter()
            .filter_map(|field| {
                let members = field["categories"].as_array()?.iter();
                let members = members.map(|member| member["value"].as_str().or(member.as_str()));
                Some((text(field, "name"), members.flatten().collect()))
            })
            .collect();
        // A cell as it is ordered: a member by its place in the descriptor, a number by its value, else as text.
        let rank = |row: &Vec<String>, column: &&str| {
            let cell = row[sheet.place(column)].clone();
            let declared = members
                .get(column)
                .and_then(|members| members.iter().position(|known| *known == cell));
            (
                declared.map(|place| place as u64).or(cell.parse().ok()),
                cell,
            )
        };
        let ranks: Vec<Vec<_>> = sheet
            .rows
            .iter()
            .map(|row| key.iter().map(|column| rank(row, column)).collect())
            .collect();
        let unique: BTreeSet<_> = ranks.iter().collect();
        assert_eq!(
            unique.len(),
            ranks.len(),
            "`{name}` has two rows with one key"
        );
        if !in_printed_order.contains(&name) {
            for pair in ranks.windows(2) {
                assert!(
                    pair[0] < pair[1],
                    "`{name}`: {:?} stands before {:?}",
                    pair[0],
                    pair[1]
                );
            }
        }
    }
}

/// Whether a text is a plain numeral: digits, perhaps a minus before and decimals after, no needless zero in front.
fn is_plain_numeral(text: &str, with_decimals: bool) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(|fraction| with_decimals && all_digits(fraction))
}

#[test]
fn cells_of_number_columns_are_plain_numerals() {
    assert!(is_plain_numeral("-9.0", true) && is_plain_numeral("0", false));
    assert!(
        !is_plain_numeral("1,056", true)
            && !is_plain_numeral("4.0", false)
            && !is_plain_numeral("04", true)
    );
    let mut checked = 0;
    for resource in resources(&descriptor()) {
        let sheet = Sheet::read(text(resource, "name"));
        for field in fields(resource) {
            let kind = text(field, "type");
            if !["number", "integer", "year"].contains(&kind) {
                continue;
            }
            let place = sheet.place(text(field, "name"));
            for row in sheet.rows.iter().filter(|row| !row[place].is_empty()) {
                let cell = &row[place];
                assert!(
                    is_plain_numeral(cell, kind == "number"),
                    "{}: `{cell}` in {row:?}",
                    text(resource, "path")
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 500, "only {checked} cells were looked at");
}

#[test]
fn codes_of_areas_begin_like_those_of_their_parents() {
    let sheet = Sheet::read("areas");
    let codes: Vec<&str> = sheet.rows.iter().map(|row| row[0].as_str()).collect();
    for row in &sheet.rows {
        let [code, name, name_zh, pinyin, level, parent, ..] = &row[..] else {
            panic!("{row:?} is short")
        };
        assert!(
            code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()),
            "{name}: {code}"
        );
        assert!(
            !name_zh.is_empty() && !pinyin.is_empty(),
            "{name} has no Chinese name or pinyin"
        );
        // GB/T 2260: two digits for the province, two for the prefecture, two for the district or county.
        let (shared, zeros) = match level.as_str() {
            "province" => (0, 4),
            "prefecture" => (2, 2),
            "district" | "county" => (4, 0),
            other => panic!("{name} has the level `{other}`"),
        };
        assert!(
            code.ends_with(&"0".repeat(zeros)),
            "{name}: {code} is no code of a {level}"
        );
        assert_eq!(shared == 0, parent.is_empty(), "{name}: parent `{parent}`");
        if shared > 0 {
            assert_eq!(
                code[..shared],
                parent[..shared],
                "{name}: {code} lies in {parent}"
            );
            assert!(
                codes.contains(&parent.as_str()),
                "{name}: no area has the code {parent}"
            );
        }
    }
    let in_group = |group: &str| {
        let place = sheet.place("groups");
        let of_group = |row: &&Vec<String>| row[place].split('|').any(|one| one == group);
        sheet
            .rows
            .iter()
            .filter(of_group)
            .map(|row| row[1].as_str())
            .collect::<Vec<_>>()
    };
    // The report's four project cities (the heads of Table 3) and the thirteen rows of Table 6.
    assert_eq!(
        in_group("project"),
        ["Jixi", "Hegang", "Shuangyashan", "Qitaihe"]
    );
    let thirteen: BTreeSet<&str> = TABLE_6
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(
        in_group("prefectures").into_iter().collect::<BTreeSet<_>>(),
        thirteen
    );
}

#[test]
fn every_area_of_a_table_is_in_the_register() {
    let areas = Sheet::read("areas");
    let known: BTreeSet<&str> = areas.rows.iter().map(|row| row[1].as_str()).collect();
    let mut checked = 0;
    for resource in resources(&descriptor()) {
        let sheet = Sheet::read(text(resource, "name"));
        for field in fields(resource)
            .iter()
            .filter(|field| field["role"] == "area")
        {
            let place = sheet.place(text(field, "name"));
            for row in &sheet.rows {
                assert!(
                    known.contains(row[place].as_str()),
                    "{}: {}",
                    text(resource, "path"),
                    row[place]
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 200, "only {checked} rows have an area");
}

/// One note, read here without the help of the code under test.
struct Note {
    table: String,
    key: Vec<(String, Vec<String>)>,
    indicators: Vec<String>,
    status: String,
}

fn notes() -> Vec<Note> {
    let split = |text: &str| text.split('|').map(|part| part.trim().to_owned()).collect();
    Sheet::read("notes")
        .rows
        .into_iter()
        .map(|row| Note {
            table: row[0].clone(),
            key: row[1]
                .split("; ")
                .filter(|condition| !condition.is_empty())
                .map(|condition| {
                    let (dimension, members) = condition
                        .split_once('=')
                        .expect("a condition is dimension=members");
                    (dimension.to_owned(), split(members))
                })
                .collect(),
            indicators: split(&row[2]),
            status: row[3].clone(),
        })
        .collect()
}

impl Note {
    /// Whether the note is about this indicator of a row.
    fn is_about(&self, sheet: &Sheet, row: &[String], indicator: &str) -> bool {
        self.indicators.iter().any(|known| known == indicator)
            && self
                .key
                .iter()
                .all(|(dimension, members)| members.contains(&row[sheet.place(dimension)]))
    }
}

#[test]
fn every_missing_value_has_its_reason_and_every_note_its_value() {
    // SDMX CL_OBS_STATUS: O missing, M missing because it cannot exist, L and Q missing for other reasons.
    let missing = ["O", "M", "L", "Q"];
    let notes = notes();
    let mut used: BTreeSet<(usize, String)> = BTreeSet::new();
    let mut used_members: BTreeSet<(usize, String, String)> = BTreeSet::new();
    let mut empty = 0;
    for resource in resources(&descriptor())
        .iter()
        .filter(|resource| resource["role"] == "table")
    {
        let name = text(resource, "name");
        let sheet = Sheet::read(name);
        for field in fields(resource)
            .iter()
            .filter(|field| field["role"] == "indicator")
        {
            let (place, id) = (sheet.place(text(field, "name")), text(field, "id"));
            for row in &sheet.rows {
                let about: Vec<usize> = (0..notes.len())
                    .filter(|&index| {
                        notes[index].table == name && notes[index].is_about(&sheet, row, id)
                    })
                    .collect();
                for &index in &about {
                    used.insert((index, id.to_owned()));
                    for (dimension, _) in &notes[index].key {
                        let member = row[sheet.place(dimension)].clone();
                        used_members.insert((index, dimension.clone(), member));
                    }
                }
                let first = about.first().map(|&index| notes[index].status.as_str());
                let says_missing = first.is_some_and(|status| missing.contains(&status));
                if row[place].is_empty() {
                    empty += 1;
                    assert!(
                        says_missing,
                        "{name} {row:?}: `{id}` is empty, and the first note says {first:?}"
                    );
                } else {
                    assert!(
                        !says_missing,
                        "{name} {row:?}: `{id}` is there, and a note calls it missing"
                    );
                }
            }
        }
    }
    // 36 totals without a share, two blank cells in Table 4, households, and the base year of Hegang's plan.
    assert!(empty > 40, "only {empty} cells are empty");
    for (index, note) in notes.iter().enumerate() {
        let line = index + 2;
        for indicator in &note.indicators {
            let points = used.contains(&(index, indicator.clone()));
            assert!(
                points,
                "notes.csv:{line} points at no value of `{indicator}`"
            );
        }
        for (dimension, members) in &note.key {
            for member in members {
                let points = used_members.contains(&(index, dimension.clone(), member.clone()));
                assert!(
                    points,
                    "notes.csv:{line} points at nothing for {dimension}={member}"
                );
            }
        }
        assert!(
            note.status.parse::<Status>().is_ok(),
            "notes.csv:{line}: `{}` is no status",
            note.status
        );
    }
}

#[test]
fn the_package_finds_nothing_wrong_with_itself() {
    let package = Package::built_in().expect("the descriptor can be read");
    if let Err(error) = package.check() {
        panic!("{error}");
    }
}

/// Of the built-in notes only the lines on the table that is asked are read.
#[test]
fn a_table_has_the_notes_that_the_whole_file_has_on_it() {
    let whole = Package::built_in().expect("the descriptor can be read");
    let (_, notes) = whole.notes().expect("sound").expect("there are notes");
    for table in whole.tables() {
        let alone = Package::built_in().expect("the descriptor can be read");
        let of_table = alone.remarks(table).expect("sound");
        let on_it = notes.iter().filter(|note| note.table == table.name);
        assert!(of_table.iter().eq(on_it), "the notes on {}", table.name);
    }
}

#[test]
fn every_table_has_its_words_in_both_languages_and_a_source() {
    for resource in resources(&descriptor())
        .iter()
        .filter(|resource| resource["role"] == "table")
    {
        let name = text(resource, "name");
        for property in ["title", "titleZh", "description"] {
            assert!(
                !text(resource, property).is_empty(),
                "`{name}` has no `{property}`"
            );
        }
        let sources = resource["sources"].as_array().map_or(0, Vec::len);
        assert!(sources > 0, "`{name}` has no source");
        for field in fields(resource) {
            let column = text(field, "name");
            for property in ["title", "titleZh", "role", "type"] {
                assert!(
                    !text(field, property).is_empty(),
                    "`{name}.{column}` has no `{property}`"
                );
            }
            if field["role"] == "indicator" {
                for property in ["id", "kind"] {
                    assert!(
                        !text(field, property).is_empty(),
                        "`{name}.{column}` has no `{property}`"
                    );
                }
                let numeric = ["number", "integer"].contains(&text(field, "type"));
                if numeric {
                    assert!(
                        !text(field, "unit").is_empty(),
                        "`{name}.{column}` has no unit"
                    );
                    let rule = text(&field["combine"], "rule");
                    assert!(
                        !rule.is_empty(),
                        "`{name}.{column}` does not say how it combines"
                    );
                }
            }
        }
    }
}

#[test]
fn every_example_of_the_package_answers() {
    let mut run = 0;
    for resource in resources(&descriptor())
        .iter()
        .filter(|resource| resource["role"] == "table")
    {
        let examples = resource["examples"].as_array().cloned().unwrap_or_default();
        let name = text(resource, "name");
        assert!(!examples.is_empty(), "`hlj {name} --help` shows no example");
        for example in &examples {
            let line = format!("hlj {name} {}", text(example, "args"));
            let folder = tempfile::tempdir().expect("a folder can be made");
            let output = crate::support::sh(&line, folder.path())
                .output()
                .expect("sh starts");
            assert!(
                output.status.success() && output.stderr.is_empty(),
                "the example `{line}` ends with {} and says: {}",
                output.status,
                String::from_utf8_lossy(&output.stderr)
            );
            let printed = String::from_utf8_lossy(&output.stdout);
            assert!(
                printed.lines().count() > 1,
                "the example `{line}` shows no row"
            );
            run += 1;
        }
    }
    assert!(run >= 9, "only {run} examples were run");
}
