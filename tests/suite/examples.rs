//! The recipes in `examples/`, run as a reader would run them.
//!
//! A shell recipe (`examples/NAME.sh`) runs with `hlj` on the path in a folder of its own. It must end well and say
//! nothing on stderr; where `examples/NAME.out` stands beside it, it prints that (`HLJ_UPDATE=1` rewrites it). A
//! recipe that begins with a comment `# needs: sqlite3` runs where that tool is installed, and always where
//! `HLJ_TOOLS=required` is set.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{diff, files_below, in_repository, sh, updating};

// The Rust examples, each compiled into this program and run by a test below.
#[path = "../../examples/doubts.rs"]
#[expect(dead_code, reason = "its `main` prints what `report` gives")]
mod doubts;
#[path = "../../examples/falls.rs"]
#[expect(dead_code, reason = "its `main` prints what `report` gives")]
mod falls;
#[path = "../../examples/own_table.rs"]
#[expect(dead_code, reason = "its `main` prints what `report` gives")]
mod own_table;

/// The shell recipes, in order.
fn recipes() -> Vec<PathBuf> {
    let is_recipe = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "sh");
    files_below(&in_repository("examples"))
        .into_iter()
        .filter(is_recipe)
        .collect()
}

/// The tools that a recipe needs, by its own word.
fn needs(text: &str) -> Vec<&str> {
    text.lines()
        .filter_map(|line| line.strip_prefix("# needs:"))
        .flat_map(|tools| tools.split([',', ' ']))
        .map(str::trim)
        .filter(|tool| !tool.is_empty())
        .collect()
}

fn is_installed(tool: &str, folder: &Path) -> bool {
    let output = sh(&format!("command -v {tool}"), folder).output();
    output.is_ok_and(|output| output.status.success())
}

/// What is wrong with a recipe, if anything is.
fn run(recipe: &Path) -> Option<String> {
    let name = recipe
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let text = fs::read_to_string(recipe).expect("the recipe is UTF-8");
    let folder = tempfile::tempdir().expect("a folder can be made");
    let required = std::env::var_os("HLJ_TOOLS").is_some_and(|value| value == "required");
    if !required
        && !needs(&text)
            .iter()
            .all(|tool| is_installed(tool, folder.path()))
    {
        return None;
    }
    let shell = if text.starts_with("#!/usr/bin/env bash") || text.starts_with("#!/bin/bash") {
        "bash"
    } else {
        "sh"
    };
    let output = sh(&format!("exec {shell} \"$RECIPE\""), folder.path())
        .env("RECIPE", recipe)
        .env("HLJ_TESTS", in_repository("tests/packages"))
        .output()
        .expect("sh starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || !stderr.is_empty() {
        return Some(format!(
            "{name} ends with {} and says:\n{stderr}",
            output.status
        ));
    }
    let expectation = recipe.with_extension("out");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    // A recipe without an expectation prints nothing.
    let expected = fs::read_to_string(&expectation).unwrap_or_default();
    if updating() {
        fs::write(&expectation, printed).expect("the expectation can be written");
        return None;
    }
    (printed != expected).then(|| {
        format!(
            "{name} prints other than {name_out}:\n{}",
            diff(&expected, &printed),
            name_out = expectation.display()
        )
    })
}

#[test]
fn every_recipe_does_what_it_says() {
    let report: Vec<String> = recipes().iter().filter_map(|recipe| run(recipe)).collect();
    assert!(report.is_empty(), "{}", report.join("\n"));
}

#[test]
fn every_expectation_belongs_to_a_recipe() {
    for file in files_below(&in_repository("examples")) {
        if file.extension().is_some_and(|extension| extension == "out") {
            assert!(
                file.with_extension("sh").exists(),
                "{} belongs to no recipe",
                file.display()
            );
        }
    }
}

#[test]
fn what_a_recipe_needs_is_read_from_its_first_lines() {
    assert_eq!(
        needs("#!/bin/sh\n# needs: sqlite3, gnuplot\nhlj gdp\n"),
        ["sqlite3", "gnuplot"]
    );
    assert_eq!(needs("hlj gdp\n"), Vec::<&str>::new());
}

#[test]
fn a_recipe_that_fails_or_prints_something_else_is_told() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("it can be written");
        path
    };
    assert!(run(&file("fails.sh", "exit 3\n")).is_some());
    assert!(run(&file("warns.sh", "echo a >&2\n")).is_some());
    if !updating() {
        assert!(run(&file("is-new.sh", "echo a\n")).is_some());
        file("prints.out", "a\n");
        assert!(run(&file("prints.sh", "echo b\n")).is_some());
        assert!(run(&file("prints.sh", "echo a\n")).is_none());
    }
    let tool = "no-such-tool-anywhere";
    let skipped = run(&file("needs.sh", &format!("# needs: {tool}\n{tool}\n")));
    let required = std::env::var_os("HLJ_TOOLS").is_some_and(|value| value == "required");
    assert_eq!(skipped.is_some(), required);
}

/// Table 4 of the report: 55.5 in 2013 and 43.27 in 2014 for Shuangyashan, 29.9 and 22.9 for Qitaihe; the changes
/// and their ends by hand: 43.265 ÷ 55.55 and 43.275 ÷ 55.45.
#[test]
fn the_example_of_falls_finds_those_of_2013_and_2014() {
    let report = falls::report().expect("it reports");
    let lines: Vec<&str> = report.lines().collect();
    assert!(
        lines[1].starts_with("Qitaihe       2013   29.9 to  22.9  -23.4"),
        "{report}"
    );
    assert!(
        lines[2].starts_with("Shuangyashan  2014   55.5 to 43.27  -22.0"),
        "{report}"
    );
}

#[test]
fn the_example_of_doubts_tells_every_status_with_its_note() {
    let report = doubts::report().expect("it reports");
    // The cells of `gdp` that the notes of the package mark U, and the two that Table 4 leaves blank.
    assert_eq!(report.matches("U (low reliability)").count(), 5, "{report}");
    assert_eq!(report.matches("O (missing)").count(), 2, "{report}");
}

#[test]
fn the_example_of_an_own_table_asks_it_like_any_other() {
    let report = own_table::report().expect("it reports");
    assert!(
        report
            .lines()
            .any(|line| line.starts_with("Skerry ") && line.ends_with(" –")),
        "{report}"
    );
    assert!(
        report.contains("Long Ness,passengers,thousand persons,58.3,61.7,64.5"),
        "{report}"
    );
}
