//! Packages that nobody makes by mistake: what they can make the program do is bounded, and what is wrong is told.

use std::fmt::Write as _;

use hlj::package::{Package, Table};

use crate::support::hlj;

const DESCRIPTOR: &str = r#"{"resources": [{"name": "rain", "path": "rain.csv", "schema": {"fields": [
    {"name": "town", "type": "string"}, {"name": "year", "type": "year"}, {"name": "mm", "type": "number"}]}}]}"#;
const HEADER: &str = "town,year,mm\n";

/// A package of one table in memory.
fn rain(rows: &str) -> Package {
    let files = [
        ("datapackage.json", DESCRIPTOR.to_owned()),
        ("rain.csv", format!("{HEADER}{rows}")),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.into_bytes()));
    Package::in_memory("rain", files.to_vec()).expect("the descriptor is sound")
}

/// What is told of the table's rows, which are faulty.
#[track_caller]
fn told(rows: &str) -> String {
    let package = rain(rows);
    let table: &Table = package.tables().next().expect("there is one");
    let error = package.rows(table).expect_err("the rows are faulty");
    error.to_string()
}

#[test]
fn of_many_faults_the_first_are_told_and_the_others_counted() {
    let mut rows = String::new();
    for number in 0..5000 {
        writeln!(rows, "t{number},2001,wet").expect("memory is there");
    }
    let told = told(&rows);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(
        lines[0],
        "the package `rain` has 5000 faults; mend what each line names:"
    );
    assert!(lines[1].starts_with("  rain.csv:2:3: "), "{}", lines[1]);
    assert_eq!(lines.len(), 102);
    assert_eq!(lines[101], "  and 4900 more");
}

#[test]
fn a_cell_of_any_length_is_told_in_a_line() {
    let long = "9".repeat(100_000);
    let header = "x,".repeat(100_000);
    for rows in [
        format!("a,{long},1\n"),
        format!("a,2001,{long}\n"),
        format!("{long},2001,1\n{long},2001,2\n"),
        format!("a,2001,1\n\"{long}\n"),
    ] {
        let told = told(&rows);
        assert!(told.len() < 1000, "{} bytes are told", told.len());
    }
    for descriptor in [
        DESCRIPTOR.replace("rain.csv", &long),
        DESCRIPTOR.replace("\"string\"", &format!("\"string\", \"role\": \"{long}\"")),
        DESCRIPTOR.replace("town", &long),
        DESCRIPTOR.replace("\"rain\"", &format!("\"{long}+\"")),
    ] {
        let files = vec![
            ("datapackage.json".to_owned(), descriptor.into_bytes()),
            ("rain.csv".to_owned(), header.clone().into_bytes()),
        ];
        let read = Package::in_memory("rain", files).and_then(|package| package.check());
        let told = read.expect_err("it is faulty").to_string();
        assert!(told.len() < 3000, "{} bytes are told", told.len());
    }
}

#[test]
fn only_a_file_is_read_as_a_descriptor() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let descriptor = folder.path().join("datapackage.json");
    std::os::unix::fs::symlink("/dev/null", &descriptor).expect("links can be made");
    for place in [folder.path(), &descriptor] {
        let output = hlj(["areas", "--data"]).arg(place).output();
        let output = output.expect("the program starts");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.contains("`datapackage.json` is no file"), "{stderr}");
    }
}

#[test]
fn a_carriage_return_alone_ends_no_line() {
    for (rows, place) in [
        ("a,2001,1\rb,2001,2\n", "rain.csv:2: "),
        ("a,2001,1\nb,2001,2\r", "rain.csv:3: "),
        ("\"a\rb\",2001,1\n", "rain.csv:2: "),
    ] {
        let told = told(rows);
        let first = told.lines().nth(1).unwrap_or_default();
        assert!(
            first.contains(place) && first.contains("carriage return"),
            "{told}"
        );
    }
}
