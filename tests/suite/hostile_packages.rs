//! Packages, texts and numbers that nobody writes by mistake: what they can make the program do is bounded, and what is
//! wrong is told.

use std::fmt::Write as _;

use hlj::answer::Cell;
use hlj::audit::audit;
use hlj::figure::{Estimate, Figure, Interval, Number, Period, Status, Value, Years};
use hlj::methods::{
    apart, average_growth, cagr, chain, contribution, contribution_inside, deflator, deviates,
    difference, index, linked_level, mean, median, product, ratio, relative_change, share, sum,
    weighted_mean,
};
use hlj::package::{Derivation, Package, Table, fold};
use hlj::query::{Combination, Condition, Query, Transform, ask};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::{hlj, tries};

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

/// What is reported on the table's rows, which are faulty.
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
        "the package `rain` has 5000 faults; fix what each line names:"
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
    // Nor one that lies elsewhere.
    let elsewhere = tempfile::NamedTempFile::new().expect("a file can be made");
    std::fs::remove_file(&descriptor).expect("it is there");
    std::os::unix::fs::symlink(elsewhere.path(), &descriptor).expect("links can be made");
    let output = hlj(["areas", "--data"]).arg(folder.path()).output();
    let stderr = String::from_utf8(output.expect("the program starts").stderr);
    let stderr = stderr.expect("messages are UTF-8");
    assert!(
        stderr.contains("`datapackage.json` is not read: the path leads out"),
        "{stderr}"
    );
}

#[test]
fn a_carriage_return_alone_ends_no_line() {
    for (rows, place) in [
        ("a,2001,1\rb,2001,2\n", "rain.csv:2: "),
        ("a,2001,1\nb,2001,2\r", "rain.csv:3: "),
        ("\"a\rb\",2001,1\n\"c\",2001,1\rd,2001,2\n", "rain.csv:3: "),
    ] {
        let told = told(rows);
        let first = told.lines().nth(1).unwrap_or_default();
        assert!(
            first.contains(place) && first.contains("carriage return"),
            "{told}"
        );
    }
}

/// A text of the pieces that a grammar is made of, and of others.
fn text_of(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(pieces).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[0-9]{1,30}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A number with up to 28 digits, at the edges of what an exact decimal holds more often than between them.
fn edge() -> impl Strategy<Value = Number> {
    const MOST: i128 = 10_i128.pow(28) - 1;
    let mantissa = prop_oneof![
        -999..=999_i128,
        MOST - 99..=MOST,
        -MOST..=-MOST + 99,
        -MOST..=MOST,
    ];
    (mantissa, prop_oneof![0..=3_u32, 24..=27_u32])
        .prop_map(|(digits, scale)| Number::from(Decimal::from_i128_with_scale(digits, scale)))
}

/// That the figure of an estimate can be told in every way, and holds its value between its ends.
fn can_be_told(estimate: Estimate) -> Result<(), TestCaseError> {
    let Interval { low, high } = estimate.bounds;
    prop_assert!(low <= estimate.value && estimate.value <= high);
    let figure = Figure::computed(estimate, Status::Normal, Vec::new());
    prop_assert!(figure.number_in_full().is_some() && figure.number_in_short().is_some());
    let _ = (figure.ends(), estimate.supported(), figure.rounded(2));
    Ok(())
}

/// The ways to ask a table that compute.
fn computing() -> Vec<Query> {
    let combined = |total: bool, group_by: &[&str], partial: bool| Query {
        combination: Combination {
            total,
            group_by: group_by.iter().map(|&name| name.to_owned()).collect(),
            partial,
            approximate: partial,
            ..Combination::default()
        },
        ..Query::default()
    };
    let transformed = |name: &str| Query {
        transform: Some(name.parse::<Transform>().expect("it is one")),
        ..Query::default()
    };
    let transforms = [
        "yoy",
        "change",
        "cagr",
        "index:2001",
        "real-index:2001",
        "constant:2001",
        "deflator",
        "share",
        "contribution",
    ];
    [
        combined(true, &[], false),
        combined(true, &[], true),
        combined(false, &["year"], true),
        combined(false, &["town"], true),
    ]
    .into_iter()
    .chain(transforms.map(transformed))
    .collect()
}

/// A table with every rule of combination.
const EVERY_RULE: &str = r#"{"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [
    {"name": "town", "role": "area"}, {"name": "year", "type": "year"},
    {"name": "part", "role": "dimension", "total": "all"},
    {"name": "gdp", "type": "number", "kind": "flow", "combine": {"rule": "sum"}},
    {"name": "growth", "type": "number", "kind": "rate",
     "combine": {"rule": "weighted-mean", "weight": "gdp", "weightYear": "previous"}},
    {"name": "mean", "type": "number", "kind": "ratio", "combine": {"rule": "weighted-mean", "weight": "gdp"}},
    {"name": "implied", "type": "number", "kind": "ratio", "combine": {"rule": "ratio", "numerator": "gdp"}},
    {"name": "over", "type": "number", "kind": "ratio",
     "combine": {"rule": "ratio", "numerator": "gdp", "denominator": "mean"}},
    {"name": "share", "type": "number", "kind": "share", "combine": {"rule": "share", "of": "gdp"}}],
    "primaryKey": ["town", "year", "part"]}}]}"#;

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn no_text_upsets_a_grammar(
        years in text_of(&["..", "..=", "–", "-", ":", ",", "/", " ", "latest", "2008", "2015", "0", "9999", "10000"]),
        condition in text_of(&["gdp", "!", "=", "<", ">", ">=", "'", "\"", " ", "30", "-", "鹤岗"]),
        number in text_of(&["-", ".", "0", "00", "1", "e", "+", ",", "_", " ", "NaN", "inf", "１"]),
        derivation in text_of(&["(", ")", "[", "]", "+", "-", "*", "/", " ", "1.5", "gdp -c Hegang", "."]),
        transform in text_of(&["yoy", "cagr", "index", ":", "=", "2008", "share", " ", "constant"]),
        name in text_of(&["He", "gang", "鹤", "岗", "市", " ", "-", "'", "ě", "\u{300}", "City", "@", "2304", "00"]),
    ) {
        match years.parse::<Years>() {
            Ok(read) => {
                prop_assert_eq!(&read.to_string().parse::<Years>(), &Ok(read.clone()));
                let some = [Period::FIRST, Period::LAST].into();
                let chosen = read.choose(&some, &some);
                prop_assert!(chosen.found.is_subset(&some) && chosen.absent.is_disjoint(&some));
            }
            Err(error) => prop_assert!(error.to_string().len() < 1000),
        }
        if let Ok(read) = condition.parse::<Condition>() {
            prop_assert!(!read.column.is_empty() && !read.value.is_empty());
        }
        if let Ok(read) = number.parse::<Number>() {
            prop_assert_eq!(read.to_string().parse::<Number>(), Ok(read));
            prop_assert!(read.interval().contains(read.decimal()));
        }
        let _ = derivation.parse::<Derivation>();
        let _ = transform.parse::<Transform>();
        prop_assert_eq!(fold(&fold(&name)), fold(&name));
    }

    #[test]
    fn no_file_upsets_a_package(
        rows in text_of(&["town", "a", "b", ",", ",", "\n", "\n", "2001", "2002", "1.5", "\"", "\"\"", "\r", "\u{feff}", "\0"]),
        place in 0..DESCRIPTOR.len(), length in 0..9_usize,
        piece in text_of(&["{", "}", "[", "]", ":", ",", "\"", "null", "-1", "1e99", "\\", "role", "area"]),
    ) {
        let package = rain(&rows);
        for table in package.tables() {
            if let Err(error) = package.rows(table) {
                prop_assert!(!error.faults.is_empty() && error.to_string().len() < 100_000);
            }
        }
        let mut descriptor = DESCRIPTOR.to_owned();
        descriptor.replace_range(place..(place + length).min(DESCRIPTOR.len()), &piece);
        let files = [("datapackage.json", descriptor), ("rain.csv", format!("{HEADER}{rows}"))];
        let files = files.map(|(name, text)| (name.to_owned(), text.into_bytes()));
        if let Err(error) = Package::in_memory("rain", files.to_vec()).and_then(|package| package.check()) {
            prop_assert!(!error.faults.is_empty() && error.to_string().len() < 100_000);
        }
    }

    #[test]
    fn what_no_decimal_holds_has_no_estimate(numbers in prop::collection::vec(edge(), 3..6), years in 0..10_000_u32) {
        let all: Vec<Estimate> = numbers.iter().map(|number| Estimate::from(*number)).collect();
        let (a, b, c) = (all[0], all[1], all[2]);
        let pairs: Vec<(Estimate, Estimate)> = all.windows(2).map(|pair| (pair[0], pair[1])).collect();
        let found = [
            sum(&all), mean(&all), median(&all), product(a, b), ratio(a, b), weighted_mean(&pairs),
            difference(a, b), relative_change(a, b), index(a, b), cagr(a, b, (i64::from(years % 100), 1)), chain(&all),
            average_growth(&all), linked_level(a, b), deflator(a, b, c), share(a, b),
            contribution_inside(a, b, c), contribution(a, b, c),
        ];
        for estimate in found.into_iter().flatten() {
            can_be_told(estimate)?;
            let others: Vec<Interval> = all.iter().map(|other| other.bounds).collect();
            let _ = (apart(estimate.bounds, &others), deviates(estimate.bounds, &all));
        }
    }
}

proptest! {
    #![proptest_config(tries(48))]

    #[test]
    fn no_number_upsets_a_question(numbers in prop::collection::vec(prop::option::weighted(0.9, edge()), 72)) {
        let mut rows = String::from("town,year,part,gdp,growth,mean,implied,over,share\n");
        let mut numbers = numbers.iter();
        for key in ["a,2001,x", "a,2001,all", "a,2002,x", "a,2002,all", "b,2001,x", "b,2002,x", "b,2002,y", "b,2002,all"] {
            rows += key;
            for number in numbers.by_ref().take(6) {
                let number = number.map(|number| number.to_string()).unwrap_or_default();
                write!(rows, ",{number}").expect("memory is there");
            }
            rows += "\n";
        }
        let files = [("datapackage.json", EVERY_RULE), ("t.csv", &rows)];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let package = Package::in_memory("edges", files.to_vec()).expect("it is sound");
        let table = package.tables().next().expect("there is one");
        for query in computing() {
            // What is refused is refused in words.
            let Ok(answer) = ask(&package, table, &query) else { continue };
            for cell in answer.rows.iter().flat_map(|row| &row.cells) {
                let Cell::Figure(figure) = cell else { continue };
                match figure.estimate() {
                    Some(estimate) => can_be_told(estimate)?,
                    None => prop_assert!(figure.value != Value::Missing || figure.why_not_computed().is_some() || figure.usable),
                }
            }
        }
        for adjusted in [false, true] {
            let mut ask = |_: &str| Err("nobody asks".to_owned());
            audit(&package, adjusted, &mut ask).expect("it is sound");
        }
    }
}
