//! What a descriptor may say, and what of it is refused: each with the little that it takes to see it.

use hlj::package::{Package, PackageError};

/// The package of these fields (and what else its schema says) with this file; all of it read.
fn harvest(schema: &str, csv: &str) -> Result<Package, PackageError> {
    let resource =
        format!(r#"{{"name": "harvest", "path": "harvest.csv", "schema": {{{schema}}}}}"#);
    package(&resource, &[("harvest.csv", csv)])
}

/// The package of these resources and files; all of it read.
fn package(resources: &str, files: &[(&str, &str)]) -> Result<Package, PackageError> {
    let descriptor = format!(r#"{{"name": "fields", "resources": [{resources}]}}"#);
    let descriptor = ("datapackage.json".to_owned(), descriptor.into_bytes());
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let package = Package::in_memory("fields", std::iter::once(descriptor).chain(files).collect())?;
    package.check()?;
    Ok(package)
}

/// What is reported on a faulty package, a line each.
#[track_caller]
fn told(found: Result<Package, PackageError>) -> Vec<String> {
    let error = found.expect_err("the package is faulty");
    error.faults.iter().map(ToString::to_string).collect()
}

/// The schema of a table of areas and years, with amounts in `tonnes` and this rule for `mean`.
fn with_rule(rule: &str) -> String {
    format!(
        r#""fields": [{{"name": "area"}}, {{"name": "year", "type": "year"}},
        {{"name": "tonnes", "type": "number", "kind": "flow", "combine": {{"rule": "sum"}}}},
        {{"name": "mean", "type": "number", "kind": "ratio", "combine": {rule}}}]"#
    )
}

const CSV: &str = "area,year,tonnes,mean\na,2001,1,2\n";

#[test]
fn a_year_of_a_rule_is_one_of_those_that_are_known() {
    for (rule, expected) in [
        (
            r#"{"rule": "weighted-mean", "weight": "tonnes", "weightYear": "prevous"}"#,
            "expected `same` or `previous`",
        ),
        (
            r#"{"rule": "ratio", "numerator": "tonnes", "denominator": "tonnes", "denominatorYear": "midyear"}"#,
            "expected `year-end` or `mid-year`",
        ),
    ] {
        let told = told(harvest(&with_rule(rule), CSV));
        assert!(told.len() == 1 && told[0].ends_with(expected), "{told:?}");
    }
}

#[test]
fn a_rule_takes_indicators_that_there_are() {
    for (rule, fault) in [
        (
            r#"{"rule": "weighted-mean", "weight": "tons"}"#,
            "`weight` in the rule of `mean`: `tons` is no indicator of `harvest`; expected `tonnes` or `mean`",
        ),
        (
            r#"{"rule": "ratio", "numerator": "harvest/tonnes"}"#,
            "`numerator` in the rule of `mean`: `harvest/tonnes` is no indicator of `harvest`; expected `tonnes` or `mean`",
        ),
        (
            r#"{"rule": "ratio", "numerator": "tonnes", "denominator": "nowhere/x"}"#,
            "`denominator` in the rule of `mean`: there is no table `nowhere`",
        ),
        (
            r#"{"rule": "ratio", "numerator": "tonnes", "denominator": "harvest/x"}"#,
            "`denominator` in the rule of `mean`: `x` is no indicator of `harvest`; expected `tonnes` or `mean`",
        ),
        (
            r#"{"rule": "share", "of": "whole"}"#,
            "`of` in the rule of `mean`: `whole` is no indicator of `harvest`; expected `tonnes` or `mean`",
        ),
    ] {
        let expected = format!("datapackage.json: resource `harvest`: {fault}");
        assert_eq!(told(harvest(&with_rule(rule), CSV)), [expected]);
    }
    let rule = r#"{"rule": "ratio", "numerator": "tonnes", "denominator": "harvest/tonnes"}"#;
    assert!(harvest(&with_rule(rule), CSV).is_ok());
}

#[test]
fn a_key_is_never_empty_nor_a_mark_of_what_is_missing() {
    let schema = r#""missingValues": ["-"], "fields": [{"name": "area"}, {"name": "year", "type": "year"},
        {"name": "v", "type": "number"}]"#;
    let told = told(harvest(schema, "area,year,v\n,1950,1.0\n-,1951,-\n"));
    assert_eq!(
        told,
        [
            "harvest.csv:2:1: `area` is empty; every row needs one",
            "harvest.csv:3:1: `area` is `-`, which stands for a missing value; every row needs one",
        ]
    );
}

#[test]
fn a_table_has_a_column_that_names_its_rows() {
    let schema = r#""fields": [{"name": "v", "type": "number"}]"#;
    assert_eq!(
        told(harvest(schema, "v\n1\n2\n")),
        [
            "datapackage.json: resource `harvest`: has no column that names a row; give one the role `area` or `time`"
        ]
    );
}

#[test]
fn the_time_is_looked_for_in_the_key_first() {
    let schema = r#""primaryKey": ["area", "year"], "fields": [{"name": "area"}, {"name": "year", "type": "integer"},
        {"name": "base", "type": "year"}, {"name": "v", "type": "number"}]"#;
    let package = harvest(schema, "area,year,base,v\na,2001,1990,1\n").expect("it is sound");
    let table = package.table("harvest").expect("it is there");
    assert_eq!(table.time(), table.column("year"));
    assert!(table.indicator("base").is_some());
}

#[test]
fn what_is_no_table_may_lie_beside_the_tables() {
    let table = r#"{"name": "harvest", "path": "harvest.csv", "schema": {"fields": [{"name": "area"},
        {"name": "v", "type": "number"}]}}"#;
    let file = [("harvest.csv", "area,v\na,1\n")];
    let with = |other: &str| package(&format!("{table}, {other}"), &file);
    let readme = with(r#"{"name": "readme", "path": "readme.pdf"}"#).expect("it is sound");
    assert_eq!(readme.table_names().collect::<Vec<_>>(), ["harvest"]);
    for table in [
        r#"{"name": "other", "path": "other.csv"}"#,
        r#"{"name": "other", "path": "other.pdf", "role": "table"}"#,
        r#"{"name": "other"}"#,
    ] {
        let told = told(with(table));
        assert!(told[0].contains("`other`: has no `schema`"), "{told:?}");
    }
}

#[test]
fn notes_are_written_in_the_dialect_that_is_declared() {
    let resources = r#"{"name": "harvest", "path": "harvest.csv", "schema": {"fields": [{"name": "area"},
        {"name": "v", "type": "number"}]}},
        {"name": "notes", "path": "notes.csv", "role": "notes", "dialect": {"delimiter": ";"}}"#;
    let notes = "table;key;indicator;status;note;usable;corrected;explains;reason\n\
                 harvest;area=a;v;U;Doubtful, it seems.;;;;no check finds it\n";
    let files = [("harvest.csv", "area,v\na,1\n"), ("notes.csv", notes)];
    let package = package(resources, &files).expect("it is sound");
    let (_, remarks) = package
        .notes()
        .expect("it is sound")
        .expect("there are notes");
    assert_eq!(remarks.iter().count(), 1);
}

#[test]
fn a_place_in_a_descriptor_is_a_line_and_a_character() {
    let of = |text: &str| {
        let files = vec![("datapackage.json".to_owned(), text.as_bytes().to_vec())];
        told(Package::in_memory("fields", files))
    };
    let told = of(r#"{"title":"鹤岗鹤岗鹤岗鹤岗","resources":5}"#);
    assert!(told[0].starts_with("datapackage.json:1:33: "), "{told:?}");
    // Two tables with the same faulty schema: each at its own line.
    let resource = |name: &str| {
        format!(
            r#"{{"name": "{name}", "path": "{name}.csv", "title": "鹤岗", "schema": {{"fields": [{{"name": 5}}]}}}}"#
        )
    };
    let told = of(&format!(
        "{{\"resources\": [\n{},\n{}]}}",
        resource("a"),
        resource("b")
    ));
    let places: Vec<_> = told.iter().map(|fault| &fault[..22]).collect();
    assert_eq!(places, ["datapackage.json:2:78:", "datapackage.json:3:78:"]);
}
