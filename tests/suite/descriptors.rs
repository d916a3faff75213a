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

/// What is told of a faulty package, a line each.
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
