//! Questions answered by other engines: the same bytes as here, for every rule; SQL that each dialect reads.
//!
//! `duckdb` and a Python with `sqlglot`, `pysail` and `pyspark` are looked for on the path; where one is absent its test is
//! passed over, unless `HLJ_ENGINES=required` is set.
#![cfg(unix)]

use std::fs;

use crate::support::{in_repository, sh};

/// The questions of the package with gaps, a rule or a transform each.
const QUESTIONS: [&str; 20] = [
    "work",
    "work \"Da'an\" 'A\\B' 2019..",
    "work -c '哈尔滨 \"市\", 城' --long",
    "work --group-by year",
    "work --group-by year --partial --long",
    "work --total -i jobs,income",
    "work --total -i rate,growth,per-job,score -f json",
    "work --group-by year --agg mean",
    "work --group-by year --agg median --partial",
    "work --group-by 地区 --agg max",
    "work --group-by 地区 --agg count",
    "work -i jobs --as yoy",
    "work -i jobs --as change -y 2018,2021",
    "work -i income --as pct",
    "work -i income --as index:2019",
    "work -i income --as cagr -y 2018..2021",
    "work -i income --as share",
    "work --where 'jobs>100' --sort -income --top 3",
    "work -i income --group-by year --as yoy --partial",
    "work -y 2031",
];

/// Whether a tool is there; it must be where that is required.
fn has(test: &str) -> bool {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let output = sh(test, folder.path()).output();
    let found = output.is_ok_and(|output| output.status.success());
    let required = std::env::var_os("HLJ_ENGINES").is_some_and(|value| value == "required");
    assert!(
        found || !required,
        "`{test}` fails, and HLJ_ENGINES=required"
    );
    found
}

/// What a line prints, with its messages and its exit code.
fn said(line: &str) -> (String, String, Option<i32>) {
    let output = sh(line, &in_repository("tests/packages"))
        .output()
        .expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        text(&output.stdout),
        text(&output.stderr),
        output.status.code(),
    )
}

#[test]
fn an_engine_gives_the_same_bytes_for_every_rule() {
    if !has("command -v duckdb") {
        return;
    }
    for question in QUESTIONS {
        let here = said(&format!("hlj --data engines {question}"));
        let there = said(&format!(
            "HLJ_ENGINE='duckdb -init /dev/null -csv' hlj --data engines {question}"
        ));
        assert_eq!(here, there, "{question}");
    }
}

#[test]
fn a_table_that_only_the_engine_holds_needs_the_descriptor_alone() {
    if !has("command -v duckdb") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    let package = in_repository("tests/packages/engines");
    fs::copy(
        package.join("datapackage.json"),
        folder.path().join("datapackage.json"),
    )
    .expect("it is copied");
    let csv = package.join("work.csv");
    let made = format!(
        "echo \"CREATE TABLE far AS FROM read_csv('{}', all_varchar = true, nullstr = '')\" | duckdb -init /dev/null far.db",
        csv.display()
    );
    assert!(
        sh(&made, folder.path())
            .output()
            .expect("it runs")
            .status
            .success()
    );
    let engine = "duckdb -init /dev/null -csv far.db";
    for question in ["work --group-by year", "work \"Da'an\" --as yoy -i jobs"] {
        let line = format!("hlj --data . {question} --from main.far --engine '{engine}'");
        let there = sh(&line, folder.path()).output().expect("it runs");
        // The rows of a table have no order but that of their keys.
        let here = said(&format!("hlj --data engines {question}"));
        assert_eq!(
            String::from_utf8_lossy(&there.stdout),
            here.0,
            "{question}: {}",
            String::from_utf8_lossy(&there.stderr)
        );
    }
}

/// A copy of the package with gaps, its rows in the order of their keys, as those of a table come.
fn in_order(folder: &std::path::Path) {
    let package = in_repository("tests/packages/engines");
    fs::copy(
        package.join("datapackage.json"),
        folder.join("datapackage.json"),
    )
    .expect("it is copied");
    let text = fs::read_to_string(package.join("work.csv")).expect("it is read");
    let (header, rows) = text.split_once('\n').expect("it has a header");
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.sort_unstable_by_key(|row| row.trim_start_matches('"'));
    let sorted = format!("{header}\n{}\n", rows.join("\n"));
    fs::write(folder.join("work.csv"), sorted).expect("it is written");
}

#[test]
fn a_cluster_gives_the_same_bytes_for_every_rule() {
    if !has("python3 -c 'import pysail, pyspark'") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    in_order(folder.path());
    let run = |line: &str| {
        let output = sh(line, folder.path()).output().expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (
            text(&output.stdout),
            text(&output.stderr),
            output.status.code(),
        )
    };
    let example = in_repository("examples/sail.py");
    let two_workers = "SAIL_MODE=local-cluster SAIL_CLUSTER__WORKER_INITIAL_COUNT=2 SAIL_CLUSTER__WORKER_MAX_COUNT=2";
    for question in QUESTIONS {
        let here = run(&format!("hlj --data . {question}"));
        let there = run(&format!(
            "{two_workers} HLJ_CSV=far=work.csv hlj --data . {question} --from far --engine \"python3 {}\"",
            example.display()
        ));
        assert_eq!(here, there, "{question}");
    }
}

#[test]
fn the_components_of_every_rule_make_its_figure() {
    if !has("command -v duckdb") {
        return;
    }
    let run =
        "hlj --data engines work --group-by year --sql | duckdb -init /dev/null -csv -nullvalue ''";
    let (components, ..) = said(run);
    let (figures, ..) = said("hlj --data engines work --group-by year -f csv 2>/dev/null");
    let rows = |text: &str| -> Vec<Vec<String>> {
        let lines = text.lines();
        lines
            .map(|line| line.split(',').map(str::to_owned).collect())
            .collect()
    };
    let (components, figures) = (rows(&components), rows(&figures));
    let at = |row: &[String], name: &str| -> Option<f64> {
        let place = components[0].iter().position(|known| known == name);
        row[place.expect("the column is there")].parse().ok()
    };
    // Each figure is the quotient of its two sums, where as many values are there as are expected.
    let parts = [
        ("v_jobs_sum", None, "v_jobs_n"),
        ("v_income_sum", None, "v_income_n"),
        ("v_rate_by_weight", Some("v_rate_weight"), "v_rate_n"),
        ("v_growth_by_weight", Some("v_growth_weight"), "v_growth_n"),
        ("v_per_job_above", Some("v_per_job_below"), "v_per_job_n"),
        ("v_score_sum", Some("v_score_n"), "v_score_n"),
    ];
    for (row, figure) in components[1..].iter().zip(&figures[1..]) {
        for (place, (above, below, count)) in parts.iter().enumerate() {
            let complete = at(row, count) == at(row, "n_expected");
            let made = at(row, above)
                .map(|above| above / below.map_or(1.0, |below| at(row, below).unwrap_or(f64::NAN)));
            let printed: Option<f64> = figure[place + 1].parse().ok();
            assert_eq!(complete, printed.is_some(), "{above} {row:?}");
            if let (Some(printed), Some(made)) = (printed, made) {
                assert!((printed - made).abs() < 1e-9, "{above}: {printed} {made}");
            }
        }
    }
}

#[test]
fn the_text_is_read_in_every_dialect() {
    if !has("python3 -c 'import sqlglot'") {
        return;
    }
    for dialect in ["duckdb", "spark", "clickhouse", "trino", "postgres"] {
        for question in [
            "work",
            "work \"Da'an\" 'A\\B' 2019.. --where 'jobs>100' --sort -income --top 3",
            "work --group-by year",
            "work --total",
            "work --group-by year --agg max",
            "work --as yoy",
            "work --as change -y 2018,2021",
            "work --as index:2019",
        ] {
            let line = format!(
                "hlj --data engines {question} --sql={dialect} --from lake.far.work | python3 -c 'import sqlglot, sys; sqlglot.parse_one(sys.stdin.read(), read=\"{dialect}\")'"
            );
            let (_, errors, code) = said(&line);
            assert_eq!(code, Some(0), "{dialect}: {question}: {errors}");
        }
    }
}

#[test]
fn a_sum_at_the_brink_of_38_digits_is_refused() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let descriptor = r#"{"name": "brink", "resources": [{"name": "t", "path": "t.csv", "schema": {"primaryKey": ["area", "year"], "fields": [
        {"name": "area", "type": "string", "role": "area"}, {"name": "year", "type": "year", "role": "time"},
        {"name": "x", "type": "number", "role": "indicator", "kind": "stock", "combine": {"rule": "sum"}},
        {"name": "r", "type": "number", "role": "indicator", "kind": "rate", "combine": {"rule": "weighted-mean", "weight": "x"}}]}}]}"#;
    fs::write(folder.path().join("datapackage.json"), descriptor).expect("it is written");
    // 19 digits and 20: their products have 39, of which engines hold 38 and wrap the rest without a word.
    fs::write(
        folder.path().join("t.csv"),
        "area,year,x,r\nA,2020,9999999999999999999,99999999999999999.999\nB,2020,1,1\n",
    )
    .expect("it is written");
    let output = sh("hlj --data . t --group-by year --sql", folder.path())
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("engines hold 38"), "{errors}");
    let output = sh("hlj --data . t -i x --group-by year --sql", folder.path())
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(0));
}
