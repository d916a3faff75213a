//! Questions answered by other engines: the same bytes as here, for every rule; SQL that each dialect reads.
//!
//! `duckdb` and a Python with `sqlglot`, `pysail` and `pyspark` are looked for on the path; where one is absent its test is
//! passed over, unless `HLJ_ENGINES=required` is set.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

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

/// Those of which a cluster is asked too: every call of it starts a Python.
const OF_A_CLUSTER: [&str; 10] = [
    "work -c '哈尔滨 \"市\", 城' --long",
    "work --group-by year",
    "work --total -i rate,growth,per-job,score -f json",
    "work --group-by year --agg median --partial",
    "work --group-by 地区 --agg max",
    "work -i jobs --as change -y 2018,2021",
    "work -i income --as index:2019",
    "work -i income --as cagr -y 2018..2021",
    "work -i income --as share",
    "work -i income --group-by year --as yoy --partial",
];

/// What makes Sail a cluster.
const TWO_WORKERS: &str =
    "SAIL_MODE=local-cluster SAIL_CLUSTER__WORKER_INITIAL_COUNT=2 SAIL_CLUSTER__WORKER_MAX_COUNT=2";

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
    said_in(&in_repository("tests/packages"), line)
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
    fs::copy(package.join("work.csv"), folder.path().join("work.csv")).expect("it is copied");
    in_a_database(folder.path());
    fs::remove_file(folder.path().join("work.csv")).expect("it is removed");
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
fn in_order(folder: &Path) {
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
    let run = |line: &str| said_in(folder.path(), line);
    let example = in_repository("examples/sail.py");
    for question in OF_A_CLUSTER {
        let here = run(&format!("hlj --data . {question}"));
        let there = run(&format!(
            "{TWO_WORKERS} HLJ_CSV=far=work.csv hlj --data . {question} --from far --engine \"python3 {}\"",
            example.display()
        ));
        assert_eq!(here, there, "{question}");
    }
}

/// The rows of CSV without line breaks in cells, by the names of their columns.
fn records(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize();
    rows.map(|row| row.expect("it is CSV")).collect()
}

/// A number of a row; nothing where the cell is empty.
fn number(row: &BTreeMap<String, String>, name: &str) -> Option<f64> {
    row.get(name)
        .unwrap_or_else(|| panic!("`{name}` is a column of {row:?}"))
        .parse()
        .ok()
}

/// What the SQL of a question comes to in an engine.
fn by_sql(question: &str) -> Vec<BTreeMap<String, String>> {
    let run =
        format!("hlj --data engines {question} --sql | duckdb -init /dev/null -csv -nullvalue ''");
    records(&said(&run).0)
}

/// A package of amounts by area, sex and year, in the order of their keys: whole numbers and decimals, cells that are empty
/// and rows that are absent. Its figures come from a formula, so that they differ.
fn many(folder: &Path) -> usize {
    let descriptor = r#"{"name": "many", "resources": [{"name": "work", "path": "work.csv", "schema": {"primaryKey": ["town", "sex", "year"], "fields": [
        {"name": "town", "type": "string", "role": "area"}, {"name": "sex", "type": "string", "role": "dimension"}, {"name": "year", "type": "year", "role": "time"},
        {"name": "jobs", "type": "number", "role": "indicator", "kind": "stock", "combine": {"rule": "sum"}},
        {"name": "score", "type": "number", "role": "indicator", "kind": "rate", "combine": {"rule": "mean"}}]}}]}"#;
    fs::write(folder.join("datapackage.json"), descriptor).expect("it is written");
    let mut rows = Vec::new();
    for town in 0..60_u64 {
        for sex in ["F", "M", "X'Y"] {
            for year in 2001..=2020_u64 {
                let key = town * 7919 + year * 104_729 + sex.len() as u64 * 31;
                if key.is_multiple_of(1511) {
                    continue;
                }
                let jobs = match key % 97 {
                    _ if key.is_multiple_of(499) => String::new(),
                    rest if rest < 30 => format!("{}", key % 5003),
                    rest if rest < 60 => format!("{}.{}", key % 5003, key % 10),
                    _ => format!("-{}.{:02}", key % 503, key % 100),
                };
                let score = format!("{}.{}", key % 11, key % 9);
                rows.push(format!("T{town:02}\\,{sex},{year},{jobs},{score}"));
            }
        }
    }
    let text = format!("town,sex,year,jobs,score\n{}\n", rows.join("\n"));
    fs::write(folder.join("work.csv"), text).expect("it is written");
    rows.len()
}

/// What a line prints in a folder, with its messages and its exit code.
fn said_in(folder: &Path, line: &str) -> (String, String, Option<i32>) {
    let output = sh(line, folder).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        text(&output.stdout),
        text(&output.stderr),
        output.status.code(),
    )
}

/// Makes `far.db` with the table `far` of the folder's file.
fn in_a_database(folder: &Path) {
    let line = "echo \"CREATE TABLE far AS FROM read_csv('work.csv', all_varchar = true, nullstr = '')\" | duckdb -init /dev/null far.db";
    let made = said_in(folder, line);
    assert_eq!(made.2, Some(0), "{}", made.1);
}

#[test]
fn sums_cross_the_pipe_and_not_their_rows() {
    if !has("command -v duckdb") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    let rows = many(folder.path());
    let run = |line: &str| said_in(folder.path(), line);
    in_a_database(folder.path());
    let engine = "duckdb -init /dev/null -csv far.db | tee -a crossed";
    for (question, most) in [
        ("--group-by year", rows),
        ("--group-by year -i score", rows / 2),
        ("--group-by town,year -i jobs -f csv", rows),
        ("--group-by town,year --agg mean -i score", rows),
        ("--group-by sex,year --agg count -i jobs", rows / 2),
        (
            "--group-by sex,year --agg sum -i jobs --sort -jobs --top 3",
            rows / 2,
        ),
        (
            "--group-by sex,year -y 2005..2010 --agg mean -i score",
            rows / 2,
        ),
        // An area that lacks a year is told of, for which the rows are seen.
        ("--group-by year --sex F -i score", usize::MAX),
        ("T07\\\\ 2019.. -f csv", rows / 2),
        ("-i score --group-by town,year --as yoy -f csv", usize::MAX),
    ] {
        let here = run(&format!("hlj --data . work {question}"));
        let _ = fs::remove_file(folder.path().join("crossed"));
        let there = run(&format!(
            "hlj --data . work {question} --from main.far --engine '{engine}'"
        ));
        assert_eq!(here, there, "{question}");
        let crossed = fs::read_to_string(folder.path().join("crossed")).expect("it is read");
        let crossed = crossed.lines().count();
        assert!(crossed < most, "{question}: {crossed} of {rows} rows");
    }
}

#[test]
fn sums_are_asked_for_in_every_dialect() {
    if !(has("command -v duckdb") && has("python3 -c 'import sqlglot'")) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    many(folder.path());
    in_a_database(folder.path());
    // What an engine would do is done by another, to which its query is translated.
    let script = "python3 -c \"import sqlglot, sys; print(sqlglot.transpile(sys.stdin.read(), read='$1', write='duckdb')[0])\" | duckdb -init /dev/null -csv far.db";
    fs::write(folder.path().join("engine.sh"), script).expect("it is written");
    for question in [
        "--group-by town,year -i jobs -f csv",
        "'T07\\' 2019.. -f csv",
    ] {
        let here = said_in(folder.path(), &format!("hlj --data . work {question}"));
        for dialect in ["spark", "clickhouse", "trino", "postgres"] {
            let line = format!(
                "hlj --data . work {question} --from main.far --engine 'sh engine.sh {dialect}'"
            );
            assert_eq!(here, said_in(folder.path(), &line), "{dialect}: {question}");
        }
    }
    if has("python3 -c 'import pysail, pyspark'") {
        let question = "--group-by town,year -i jobs -f csv";
        let here = said_in(folder.path(), &format!("hlj --data . work {question}"));
        let there = format!(
            "{TWO_WORKERS} HLJ_CSV=far=work.csv hlj --data . work {question} --from far --engine \"python3 {}\"",
            in_repository("examples/sail.py").display()
        );
        assert_eq!(here, said_in(folder.path(), &there), "{question}");
    }
}

#[test]
fn the_components_of_every_rule_make_its_figure() {
    if !has("command -v duckdb") {
        return;
    }
    let components = by_sql("work --group-by year");
    let (figures, ..) = said("hlj --data engines work --group-by year -f csv 2>/dev/null");
    // Each figure is the quotient of its two sums, where as many values are there as are expected.
    let parts = [
        ("jobs", "v_jobs_sum", None, "v_jobs_n"),
        ("income", "v_income_sum", None, "v_income_n"),
        (
            "rate",
            "v_rate_by_weight",
            Some("v_rate_weight"),
            "v_rate_n",
        ),
        (
            "growth",
            "v_growth_by_weight",
            Some("v_growth_weight"),
            "v_growth_n",
        ),
        (
            "per_job",
            "v_per_job_above",
            Some("v_per_job_below"),
            "v_per_job_n",
        ),
        ("score", "v_score_sum", Some("v_score_n"), "v_score_n"),
    ];
    for (row, figure) in components.iter().zip(records(&figures)) {
        for (name, above, below, count) in parts {
            let complete = number(row, count) == number(row, "n_expected");
            let made = number(row, above).map(|above| {
                above / below.map_or(1.0, |below| number(row, below).unwrap_or(f64::NAN))
            });
            let printed = number(&figure, name);
            assert_eq!(complete, printed.is_some(), "{above} {row:?}");
            if let (Some(printed), Some(made)) = (printed, made) {
                assert!((printed - made).abs() < 1e-9, "{above}: {printed} {made}");
            }
        }
    }
}

/// What a transform makes of a figure and of that which it is held against.
type Makes = fn(f64, f64) -> f64;

#[test]
fn what_a_figure_is_held_against_makes_every_transform() {
    if !has("command -v duckdb") {
        return;
    }
    let questions: [(&str, &str, &str, Makes); 7] = [
        (
            "--as yoy",
            "income_yoy_pct",
            "v_income_before",
            |now, before| 100.0 * (now / before - 1.0),
        ),
        (
            "--as change",
            "income_change",
            "v_income_before",
            |now, before| now - before,
        ),
        (
            "--as change -y 2018,2021",
            "income_change",
            "v_income_before",
            |now, before| now - before,
        ),
        (
            "--as pct",
            "income_change_pct",
            "v_income_before",
            |now, before| 100.0 * (now / before - 1.0),
        ),
        (
            "--as index:2019",
            "income_index",
            "v_income_before",
            |now, before| 100.0 * now / before,
        ),
        (
            "--as cagr -y 2018..2021",
            "income_cagr_pct",
            "v_income_before",
            |now, before| 100.0 * ((now / before).powf(1.0 / 3.0) - 1.0),
        ),
        (
            "--as share 2019..",
            "income_share_pct",
            "v_income_whole",
            |now, whole| 100.0 * now / whole,
        ),
    ];
    for (asked, figure, against, makes) in questions {
        let line = format!("hlj --data engines work -i income {asked} -f csv 2>/dev/null");
        let mut printed = BTreeMap::new();
        for row in records(&said(&line).0) {
            if let Some(found) = number(&row, figure) {
                let period = row["year"].rsplit("..").next().map(str::to_owned);
                printed.insert((row["地区"].clone(), period), found);
            }
        }
        assert!(!printed.is_empty(), "{asked}");
        for row in by_sql(&format!("work -i income {asked}")) {
            let is_whole = against.ends_with("_before")
                || number(&row, "v_income_n") == number(&row, "n_expected");
            let pair = number(&row, "v_income").zip(number(&row, against));
            let made = pair
                .filter(|_| is_whole)
                .map(|(now, other)| makes(now, other));
            let key = (row["k__1"].clone(), Some(row["k_year"].clone()));
            let here = printed.remove(&key);
            assert_eq!(made.is_some(), here.is_some(), "{asked}: {row:?}");
            if let Some((made, here)) = made.zip(here) {
                assert!(
                    (made - here).abs() < 1e-9,
                    "{asked}: {row:?}: {made} {here}"
                );
            }
        }
        assert!(printed.is_empty(), "{asked}: not in SQL: {printed:?}");
    }
}

#[test]
fn a_cluster_and_one_machine_read_the_same_in_sql() {
    if !(has("command -v duckdb") && has("python3 -c 'import pysail, pyspark'")) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    in_order(folder.path());
    let run = |line: &str| {
        let output = sh(line, folder.path()).output().expect("it runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    for question in [
        "--group-by year",
        "--total",
        "--group-by year --agg max",
        "--as yoy",
        "--as cagr -y 2018..2021",
        "--as share",
    ] {
        let one = run(&format!(
            "hlj --data . work {question} --sql | duckdb -init /dev/null -csv -nullvalue ''"
        ));
        let cluster = run(&format!(
            "hlj --data . work {question} --sql=spark --from far | {TWO_WORKERS} HLJ_CSV=far=work.csv python3 {}",
            in_repository("examples/sail.py").display()
        ));
        // Of a table that only the engine holds there are counts of values that its decimals cut, and four decimals.
        let read = |text: &str| -> Vec<BTreeMap<String, String>> {
            let mut rows = records(text);
            for row in &mut rows {
                row.retain(|name, _| !name.ends_with("_cut"));
                for cell in row.values_mut() {
                    if let Ok(number) = cell.parse::<f64>() {
                        *cell = number.to_string();
                    }
                }
            }
            rows
        };
        assert!(!one.is_empty(), "{question}");
        assert_eq!(read(&one), read(&cluster), "{question}");
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
            "work --as cagr -y 2018..2021",
            "work --as share",
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
