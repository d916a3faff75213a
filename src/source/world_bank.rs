//! What the World Bank puts beside its tables in an archive or in further sheets: which codes are groups of countries, what an indicator is,
//! who made it, how it is combined over countries.

use std::collections::BTreeMap;

use super::found::{Finding, Found};
use crate::order::IntoMap;
use crate::words::count;

/// Rows of a file of metadata as columns by name.
pub(super) type Table = Vec<BTreeMap<String, String>>;

/// Adds what files or sheets beside the tables say; `beside` gives the one whose name begins so, of which the letters alone
/// are compared.
pub(super) fn add_metadata(tables: &mut [Found], beside: impl Fn(&str) -> Option<Table>) {
    let read = |names: &[&str]| names.iter().find_map(|name| beside(name));
    if let Some(countries) = read(&["metadatacountr", "wdicountrycsv"]) {
        for found in tables.iter_mut() {
            add_countries(found, &countries);
        }
    }
    if let Some(series) = read(&["metadataindicator", "wdiseriescsv"]) {
        for found in tables.iter_mut() {
            add_series(found, &series);
        }
    }
}

/// The rows of a file of metadata.
pub(super) fn of_csv(bytes: &[u8]) -> Table {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(bytes);
    let rows = reader.into_byte_records().map_while(Result::ok);
    of_rows(rows.map(|record| {
        let cells = record.iter().map(String::from_utf8_lossy);
        cells.map(std::borrow::Cow::into_owned).collect()
    }))
}

/// The rows below a header.
pub(super) fn of_rows(mut rows: impl Iterator<Item = Vec<String>>) -> Table {
    let header: Vec<String> = match rows.next() {
        Some(header) => header.iter().map(|name| plain(name)).collect(),
        None => return Vec::new(),
    };
    let cells = |row: Vec<String>| row.into_iter().map(|cell| cell.trim().to_owned());
    rows.map(|row| header.iter().cloned().zip(cells(row)).into_map())
        .collect()
}

/// A text without signs and case: `INDICATOR_CODE` and `Indicator Code` are one.
pub(super) fn plain(heading: &str) -> String {
    heading
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn add_countries(found: &mut Found, countries: &Table) {
    let by_code: BTreeMap<&str, &BTreeMap<String, String>> = countries
        .iter()
        .filter_map(|row| Some((row.get("countrycode")?.as_str(), row)))
        .into_map();
    let mut groups = 0;
    let mut known = 0;
    for area in &mut found.areas {
        let Some(row) = by_code
            .get(area.code.as_str())
            .filter(|_| !area.code.is_empty())
        else {
            continue;
        };
        known += 1;
        let says = |column: &str| row.get(column).map(String::as_str).unwrap_or_default();
        area.aggregate = says("region").is_empty();
        groups += usize::from(area.aggregate);
        for set in [says("region"), says("incomegroup")] {
            let set = super::assemble::slug(&set.to_lowercase());
            if !area.aggregate && set != "table" && !area.groups.contains(&set) {
                area.groups.push(set);
            }
        }
    }
    if known > 0 {
        let what = format!(
            "{groups} of {known} areas are groups of countries, left out of ranks, shares and sums"
        );
        found.findings.push(Finding::new(
            what,
            "the list of countries beside the table gives them no region",
            "--with-aggregates",
        ));
    }
}

fn add_series(found: &mut Found, series: &Table) {
    let mut sources: Vec<String> = Vec::new();
    let mut told = 0;
    let Some(fields) = found.resource["schema"]["fields"].as_array_mut() else {
        return;
    };
    for field in fields
        .iter_mut()
        .filter(|field| field["role"] == "indicator")
    {
        let names: Vec<String> = ["title", "name", "id", "concept"]
            .iter()
            .filter_map(|property| field[*property].as_str().map(plain))
            .collect();
        let is_own = |row: &&BTreeMap<String, String>| {
            let keys = ["indicatorname", "indicatorcode", "seriescode", "seriesname"];
            keys.iter()
                .filter_map(|key| row.get(*key))
                .any(|own| !own.is_empty() && names.contains(&plain(own)))
        };
        let one = (series.len() == 1).then(|| series.first()).flatten();
        let Some(row) = series.iter().find(is_own).or(one) else {
            continue;
        };
        told += 1;
        let says = |columns: &[&str]| {
            columns
                .iter()
                .filter_map(|column| row.get(*column))
                .find(|text| !text.is_empty())
                .cloned()
        };
        if let Some(note) = says(&["sourcenote", "longdefinition", "shortdefinition"]) {
            field["description"] = note.into();
        }
        if field.get("unit").is_none_or(serde_json::Value::is_null)
            && let Some(unit) = says(&["unitofmeasure"])
        {
            field["unit"] = unit.into();
        }
        if let Some(source) = says(&["sourceorganization", "source"])
            && !sources.contains(&source)
        {
            sources.push(source);
        }
        if let Some(method) = says(&["aggregationmethod"]) {
            field["combine"] = rule(&method);
        }
    }
    if told > 0 {
        if !sources.is_empty() && sources.len() <= 3 {
            found.resource["sources"] = sources
                .iter()
                .map(|source| serde_json::json!({ "title": source }))
                .collect();
        }
        let what = format!("definitions and sources of {}", count(told, "indicator"));
        found.findings.push(Finding::new(
            what,
            "the list of indicators beside the table tells them",
            "",
        ));
    }
}

/// The rule that a method of aggregation stands for: only sums are said so that they can be made.
fn rule(method: &str) -> serde_json::Value {
    match method.to_lowercase().as_str() {
        "sum" | "gap-filled total" => serde_json::json!({ "rule": "sum" }),
        other => {
            serde_json::json!({ "rule": "none", "reason": format!("the World Bank combines it by {other}") })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::AreaRow;
    use serde_json::json;

    #[test]
    fn metadata_tell_groups_definitions_and_rules() {
        let area = |code: &str| AreaRow {
            code: code.to_owned(),
            name: code.to_owned(),
            aggregate: code == "BRU",
            ..AreaRow::default()
        };
        let mut tables = vec![Found {
            resource: json!({ "schema": { "fields": [{ "name": "Jobs", "role": "indicator" }] } }),
            areas: vec![area("BRU"), area("WLD"), area("")],
            ..Found::default()
        }];
        add_metadata(&mut tables, |name| {
            match name {
            "metadatacountr" => Some(of_csv(b"\xef\xbb\xbf\"Country Code\",\"Region\",\"IncomeGroup\"\n\"BRU\",\"South Sea\",\"High income\"\n\"WLD\",\"\",\"\"\n")),
            "wdiseriescsv" => Some(of_csv(b"Series Code,Indicator Name,Long definition,Aggregation method,Source\nJ.1,Jobs,All jobs.,Sum,Office\n")),
            _ => None,
        }
        });
        let found = &tables[0];
        let groups: Vec<(bool, &[String])> = found
            .areas
            .iter()
            .map(|area| (area.aggregate, area.groups.as_slice()))
            .collect();
        assert_eq!(
            groups,
            [
                (
                    false,
                    &["south-sea".to_owned(), "high-income".to_owned()][..]
                ),
                (true, &[]),
                (false, &[])
            ]
        );
        let field = &found.resource["schema"]["fields"][0];
        assert_eq!(
            (&field["description"], &field["combine"]["rule"]),
            (&json!("All jobs."), &json!("sum"))
        );
        assert_eq!(found.resource["sources"][0]["title"], "Office");
    }
}
