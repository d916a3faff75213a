//! A CSV file alone as a package: a descriptor is written for it, from its header and its values.
//!
//! Only what each column holds is told here (years, numbers, words); what it is for is inferred as for every descriptor
//! that leaves it unsaid (`infer`).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::files::DESCRIPTOR;
use super::infer::TIME_NAMES;
use crate::figure::Number;
use crate::words::excerpt;

/// The extensions of files that are taken for tables.
const EXTENSIONS: [&str; 3] = ["csv", "tsv", "tab"];
/// Texts that stand for a missing value, in columns that hold numbers besides.
const MISSING: [&str; 9] = ["", "NA", "N/A", "n/a", "..", "…", ":", "-", "–"];
/// Names of columns whose numbers are no values.
const CODES: [&str; 3] = ["code", "id", "geocode"];

/// Whether a file of this name is taken for a table.
pub(super) fn is_table(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|own| {
        EXTENSIONS
            .iter()
            .any(|known| own.eq_ignore_ascii_case(known))
    })
}

/// The files of the package that a CSV file makes.
///
/// # Errors
/// Why it makes none, as the end of a sentence about the file.
pub(super) fn files(name: &str, bytes: Vec<u8>) -> Result<Vec<(String, Vec<u8>)>, String> {
    // Spreadsheets begin a file so; here it is known to be no part of the first name.
    let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    let delimiter = delimiter(name, header(&bytes));
    let columns = columns(&bytes, delimiter);
    let mut names = BTreeSet::new();
    if let Some(column) = columns.iter().find(|column| !names.insert(&column.name)) {
        let name = excerpt(&column.name);
        return Err(format!("two of its columns are called `{name}`"));
    }
    let time = time(&columns);
    let mut values = columns.iter().enumerate();
    if !values.any(|(place, column)| time != Some(place) && column.holds_numbers()) {
        return Err("none of its columns holds plain numbers alone, such as `1234.5`".to_owned());
    }
    let descriptor = format!("{:#}\n", descriptor(name, &bytes, &columns, delimiter));
    Ok(vec![
        (DESCRIPTOR.to_owned(), descriptor.into_bytes()),
        (name.to_owned(), bytes),
    ])
}

/// The place of the column of years: the one that is called so, else the first that holds nothing else.
fn time(columns: &[Column]) -> Option<usize> {
    let mut named = columns.iter();
    let named = named.position(|column| column.is_called(&TIME_NAMES));
    named.or_else(|| columns.iter().position(Column::holds_years))
}

/// The first line.
fn header(bytes: &[u8]) -> &[u8] {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    lines.next().unwrap_or_default()
}

fn descriptor(name: &str, bytes: &[u8], columns: &[Column], delimiter: u8) -> Value {
    let delimiter = char::from(delimiter).to_string();
    let mut dialect = json!({ "delimiter": delimiter });
    if header(bytes).ends_with(b"\r") {
        dialect["lineTerminator"] = "\r\n".into();
    }
    let time = time(columns);
    let field = |(place, column): (usize, &Column)| {
        let type_ = match place {
            _ if time == Some(place) && column.holds_years() => "year",
            _ if column.holds_numbers() => "number",
            _ => "string",
        };
        // Words that may lack, such as remarks, name no row.
        if type_ == "string" && column.cells.iter().any(String::is_empty) {
            return json!({ "name": column.name, "type": type_, "role": "indicator" });
        }
        json!({ "name": column.name, "type": type_ })
    };
    let fields: Vec<Value> = columns.iter().enumerate().map(field).collect();
    let is_met = |mark: &&&str| {
        let mut numbers = columns.iter().filter(|column| column.holds_numbers());
        mark.is_empty() || numbers.any(|column| column.cells.iter().any(|cell| cell == *mark))
    };
    let marks: Vec<&&str> = MISSING.iter().filter(is_met).collect();
    let table = table_name(name);
    json!({
        "name": table,
        "resources": [{
            "name": table,
            "path": name,
            "dialect": dialect,
            "schema": { "fields": fields, "missingValues": marks },
        }],
    })
}

/// What stands between fields: a tab in files that are called so, else what the header has most of.
fn delimiter(name: &str, header: &[u8]) -> u8 {
    if !name.to_lowercase().ends_with(".csv") {
        return b'\t';
    }
    let count = |delimiter: u8| header.split(|byte| *byte == delimiter).count();
    // The first of those with most.
    let found = [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|delimiter| count(*delimiter));
    found.unwrap_or(b',')
}

/// A column with its cells below the header.
struct Column {
    name: String,
    cells: Vec<String>,
}

fn columns(bytes: &[u8], delimiter: u8) -> Vec<Column> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(bytes);
    let mut columns: Vec<Column> = Vec::new();
    for record in reader.byte_records().filter_map(Result::ok) {
        let mut fields = record.iter().map(String::from_utf8_lossy);
        if columns.is_empty() {
            columns.extend(fields.map(|name| Column {
                name: name.into_owned(),
                cells: Vec::new(),
            }));
            continue;
        }
        for column in &mut columns {
            let cell = fields.next().unwrap_or_default();
            column.cells.push(cell.into_owned());
        }
    }
    columns
}

impl Column {
    fn is_called(&self, names: &[&str]) -> bool {
        names.contains(&self.name.to_lowercase().as_str())
    }

    /// Whether every cell is a year of these centuries.
    fn holds_years(&self) -> bool {
        let is_year = |cell: &String| {
            let is_long = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
            is_long && ("1500".."2200").contains(&cell.as_str())
        };
        !self.cells.is_empty() && self.cells.iter().all(is_year)
    }

    /// Whether its cells are numbers, missing ones aside. Digits behind a zero are a code.
    fn holds_numbers(&self) -> bool {
        let is_number = |cell: &&String| {
            let is_code = cell.len() > 1 && cell.starts_with('0') && !cell.starts_with("0.");
            !is_code && cell.parse::<Number>().is_ok()
        };
        let known = || {
            self.cells
                .iter()
                .filter(|cell| !MISSING.contains(&cell.as_str()))
        };
        !self.is_called(&CODES) && known().next().is_some() && known().all(|cell| is_number(&cell))
    }
}

/// The name of the table, which is a command: that of the file, with what a command cannot have left out.
fn table_name(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let plain = |c: char| {
        if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') {
            c
        } else {
            '-'
        }
    };
    stem.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The type of each column of a file.
    fn types(name: &str, text: &str) -> Vec<String> {
        let files = files(name, text.as_bytes().to_vec()).unwrap();
        let descriptor: Value = serde_json::from_slice(&files[0].1).unwrap();
        let fields = descriptor["resources"][0]["schema"]["fields"].as_array();
        let fields = fields.unwrap().iter();
        fields
            .map(|field| format!("{}:{}", field["name"], field["type"]).replace('"', ""))
            .collect()
    }

    #[test]
    fn columns_are_told_by_their_values() {
        let text = "country,year,rate,code,note\nPoland,2010,5.5,001,a\nCzechia,2011,..,002,\n";
        let expected = [
            "country:string",
            "year:year",
            "rate:number",
            "code:string",
            "note:string",
        ];
        assert_eq!(types("a.csv", text), expected);
        // Years without a name of theirs; figures that look like years beside them.
        let text = "land;jahr;kopf\nA;2010;1914\nB;2011;1908\n";
        assert_eq!(
            types("a.csv", text),
            ["land:string", "jahr:year", "kopf:number"]
        );
        assert_eq!(types("a.tsv", "a\tb\nx\t1\n"), ["a:string", "b:number"]);
        // A table of one moment.
        assert_eq!(
            types("a.csv", "city,people\nA,1\nB,\n"),
            ["city:string", "people:number"]
        );
        assert!(files("a.csv", Vec::new()).is_err());
    }

    #[test]
    fn a_table_is_named_after_its_file() {
        assert_eq!(table_name("my table (2).v1.csv"), "my-table--2-.v1");
        assert_eq!(table_name("失业.csv"), "失业");
        assert!(is_table("a.CSV") && is_table("b.tsv") && !is_table("csv") && !is_table("a.txt"));
    }
}
