//! `hlj check`: a sound package is silent, every planted fault is found and told rightly, what was only rounded is no
//! error, and in the built-in package findings and notes hold each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use hlj::answer::Answer;
use hlj::audit::{Finding, Severity, audit};
use hlj::package::{Check, Package};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{hlj, in_repository, tries};

/// The findings that `hlj check` tells in JSON, and its exit code.
fn checked(args: &[&str]) -> (Vec<Value>, Option<i32>) {
    let args = ["check", "--json"].iter().chain(args);
    let output = hlj(args).output().expect("the program starts");
    let found = serde_json::from_slice(&output.stdout);
    (found.expect("it is JSON"), output.status.code())
}

/// A copy of a package in `tests/packages`.
fn copy(package: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for entry in fs::read_dir(in_repository("tests/packages").join(package)).expect("it is there") {
        let file = entry.expect("it is a file").path();
        let name = file.file_name().expect("it has a name");
        fs::copy(&file, folder.path().join(name)).expect("it can be copied");
    }
    folder
}

/// The findings about a package in a folder, claims aside; from notes on.
fn findings_in(folder: &Path) -> Vec<Finding> {
    let package = Package::open(folder).expect("it is a package");
    let mut ask = |_: &str| Ok(Answer::default());
    let findings = audit(&package, false, &mut ask).expect("it can be read");
    findings
        .into_iter()
        .filter(|finding| finding.severity >= Severity::Note && finding.check != Check::Claim)
        .collect()
}

#[test]
fn a_sound_package_is_silent_and_says_how_much_was_tried() {
    let sound = in_repository("tests/packages/sound");
    let output = hlj(["check", "--csv", "--fail-on", "unexplained", "--data"])
        .arg(sound)
        .output()
        .expect("the program starts");
    let lines = String::from_utf8(output.stdout).expect("it is UTF-8");
    assert_eq!(lines.lines().count(), 1, "{lines}");
    // 4 cities: 28 sums, 28 times 100 %, 84 amounts, 28 GDP per capita, 28 GDP in two tables, 24 signs, 24 deflators,
    // 28 changes of population and 72 of shares, 60 pairs of sectors in 5 inner years, 1 sum of districts, 3 tables
    // without a gap, 3 claims.
    let said = String::from_utf8(output.stderr).expect("it is UTF-8");
    assert_eq!(
        said,
        "hlj: 411 checks: 410 hold and 1 cannot be checked with these tables.\n"
    );
    assert_eq!(output.status.code(), Some(0));
}

/// What is planted in a file of the sound package: what stands in it, and what is put there.
struct Fault {
    file: &'static str,
    changes: &'static [(&'static str, &'static str)],
    /// All that is to be found, each with the beginning of what is said.
    found: &'static [&'static str],
}

const PLANTED: &[Fault] = &[
    // A total that is 1 too large also contradicts the other table and the largest share.
    Fault {
        file: "parts.csv",
        changes: &[("Ash,2003,total,,62.62", "Ash,2003,total,,63.62")],
        found: &[
            "error identity parts Ash 2003 value:total: Value, total of Ash in 2003 (`parts`), 63.62 billion must be wrong: 62.62 billion would fit; it would fit with one digit another. Value: farms, mines and shops add up to 62.62",
        ],
    },
    Fault {
        file: "parts.csv",
        changes: &[("Birch,2004,shops,30", "Birch,2004,shops,34")],
        found: &[
            "error identity parts Birch 2004 share:shops: Share, shops of Birch in 2004 (`parts`), 34% must be wrong: 30.00% (29.985 to 30.011) would fit",
        ],
    },
    Fault {
        file: "parts.csv",
        changes: &[("Cedar,2005,mines,31,14.01", "Cedar,2005,mines,31,19.00")],
        found: &[
            "error identity parts Cedar 2005 value:mines: Value, mines of Cedar in 2005 (`parts`), 19.00 billion must be wrong: 14.00 billion (13.985 to 14.015) would fit",
        ],
    },
    // Two amounts that were made by adding where multiplying was meant: 21.39 + 0.21 and 22.94 + 0.21.
    Fault {
        file: "parts.csv",
        changes: &[
            ("Dogwood,2005,mines,21,4.49", "Dogwood,2005,mines,21,21.60"),
            ("Dogwood,2006,mines,21,4.82", "Dogwood,2006,mines,21,23.15"),
        ],
        found: &[
            "error identity parts Dogwood – value:mines: Value, mines of Dogwood in 2005–2006: both figures are wrong in one way, each equals the total plus the share as a fraction (21.60 for 4.49 in 2005 and 23.15 for 4.82 in 2006 billion); 4 checks would hold.",
        ],
    },
    // 68.37 billion over 60,000 is 1,139.5 thousand.
    Fault {
        file: "accounts.csv",
        changes: &[("Ash,2004,68.37,6.0,67194", "Ash,2004,68.37,6.0,60000")],
        found: &[
            "warning identity accounts Ash 2004 gdp-per-capita: GDP per capita of Ash in 2004 (`accounts`), 60,000 units does not fit: 67,190 units (67,156 to 67,232) would fit. GDP per capita is 60,000 units, and 68.37 billion over the mid-year population of `people` is 67,190 (67,156 to 67,232); no other moment or table alone fits; it would need a population of 1,139.5 thousand persons.",
        ],
    },
    Fault {
        file: "accounts.csv",
        changes: &[("Dogwood,2005,21.39,3.0", "Dogwood,2005,21.39,-3.0")],
        found: &[
            "warning series accounts Dogwood 2005 real-growth: Real growth of Dogwood in 2005 (`accounts`), −3.0% does not fit: 3.1% (2.2 to 4.0) would fit. The implied deflator is +8.4%",
        ],
    },
    Fault {
        file: "accounts.csv",
        changes: &[("Birch,2004,48.67,5.0", "Birch,2004,48.67,15.0")],
        found: &[
            "warning series accounts Birch 2004 real-growth: Real growth of Birch in 2004 (`accounts`), 15.0% does not fit: 5.2% (4.5 to 6.0) would fit. The implied deflator is −5.8% (−5.85 to −5.72), against Ash +3.0%, Cedar +2.8% and Dogwood +3.1%",
        ],
    },
    // A jump in the last year, which the claims and GDP per capita feel as well.
    Fault {
        file: "people.csv",
        changes: &[("Birch,2007,825", "Birch,2007,900")],
        found: &[
            "error identity people Birch 2007 population: Population of Birch in 2007 (`people`), 900 thousand persons must be wrong: 825 thousand persons (824.4 to 825.6) would fit.",
        ],
    },
    // Two sectors in one another's place: there and back again are jumps, and follow from the exchange.
    Fault {
        file: "parts.csv",
        changes: &[
            ("Ash,2004,mines,41,28.03", "Ash,2004,mines,31,21.19"),
            ("Ash,2004,shops,31,21.19", "Ash,2004,shops,41,28.03"),
        ],
        found: &[
            "warning series parts Ash 2004 share:mines: Mines runs 41, 31, 42% and shops 30, 41, 30% in 2003, 2004 and \
             2005: exchanged, both would lie between their neighbours; a swap may be suspected.",
        ],
    },
    Fault {
        file: "people.csv",
        changes: &[("Dogwood,2003,406\n", "")],
        found: &[
            "warning series people Dogwood – –: `people` has no row for Dogwood in 2003, which others have.",
        ],
    },
    Fault {
        file: "districts.csv",
        changes: &[("Elm,2007,400", "Elm,2007,420")],
        found: &[
            "error identity people Ash 2007 population: Population: the 3 areas of `districts` add up to 1,055 (1,053.5 \
             to 1,056.5), `people` prints 1,035 thousand persons.",
        ],
    },
    Fault {
        file: "claims.csv",
        changes: &[(
            "2,892 thousand people.\",2892",
            "2,992 thousand people.\",2992",
        )],
        found: &[
            "error claim people – 2007 population: Yearbook, page 1: The four cities have 2,992 thousand people. \
             Contradicted by 97.5 thousand persons: the tables give 2,892 thousand persons (2,890.0 to 2,894.0).",
        ],
    },
    // One value up and back again, and one beyond what the column allows, a row that repeats the one before it.
    Fault {
        file: "people.csv",
        changes: &[("Cedar,2003,608", "Cedar,2003,640")],
        found: &[
            "warning identity people Cedar 2003 population: Population of Cedar in 2003 (`people`), 640 thousand",
        ],
    },
    Fault {
        file: "datapackage.json",
        changes: &[(
            "\"type\": \"integer\",\n            \"id\": \"population\",\n            \"title\": \"Population\",\n            \"kind\": \"stock\",\n            \"unit\": \"thousand persons\",\n            \"unitMeasure\": \"PS\",\n            \"unitMult\": 3,\n            \"combine\": {\n              \"rule\": \"sum\"\n            }\n          }\n        ],\n        \"primaryKey\": [\n          \"city\",",
            "\"type\": \"integer\",\n            \"constraints\": {\"maximum\": 1034},\n            \"id\": \"population\",\n            \"title\": \"Population\",\n            \"kind\": \"stock\",\n            \"unit\": \"thousand persons\",\n            \"unitMeasure\": \"PS\",\n            \"unitMult\": 3,\n            \"combine\": {\n              \"rule\": \"sum\"\n            }\n          }\n        ],\n        \"primaryKey\": [\n          \"city\",",
        )],
        found: &["error identity people Ash 2007 population: "],
    },
    Fault {
        file: "accounts.csv",
        changes: &[("Ash,2005,73.22,5.0,71644", "Ash,2005,68.37,6.0,67194")],
        found: &[
            "error identity accounts Ash 2005 gdp: GDP of Ash in 2005 (`accounts`), 68.37 billion must be wrong: 73.22 billion would fit",
        ],
    },
    Fault {
        file: "parts.csv",
        changes: &[(
            "Ash,2005,farms,28,20.50\nAsh,2005,mines,42,30.75\nAsh,2005,shops,30,21.97\nAsh,2005,total,,73.22",
            "Ash,2005,farms,28,19.14\nAsh,2005,mines,41,28.03\nAsh,2005,shops,31,21.19\nAsh,2005,total,,68.37",
        )],
        found: &[
            "error identity parts Ash 2005 value:farms: All 4 figures of Ash in 2005 repeat those of 2004: a year may have been copied. ",
        ],
    },
    // A series that stands a year too late.
    Fault {
        file: "accounts.csv",
        changes: &[
            ("Ash,2001,53.55,5.0,53416", "Ash,2001,49.20,5.0,53416"),
            ("Ash,2002,58.47,6.0,58064", "Ash,2002,53.55,6.0,58064"),
            ("Ash,2003,62.62,5.0,61877", "Ash,2003,58.47,5.0,61877"),
            ("Ash,2004,68.37,6.0,67194", "Ash,2004,62.62,6.0,67194"),
            ("Ash,2005,73.22,5.0,71644", "Ash,2005,68.37,5.0,71644"),
            ("Ash,2006,79.94,6.0,77838", "Ash,2006,73.22,6.0,77838"),
            ("Ash,2007,85.62,5.0,82925", "Ash,2007,79.94,5.0,82925"),
        ],
        found: &[
            "error identity parts Ash 2001 value:total: GDP: what `parts` prints of Ash is in 6 of 7 years what `accounts` prints for the year after; one of the two series is shifted.",
        ],
    },
    // Less than a third is stated of what is more than one.
    Fault {
        file: "claims.csv",
        changes: &[(
            "most,yearbook,page 1,More than a third of them live in Ash.,>33.3",
            "most,yearbook,page 1,Less than a third of them live in Ash.,<33.3",
        )],
        found: &[
            "error claim people – 2007 –: Yearbook, page 1: Less than a third of them live in Ash. Contradicted by 2.446 pp: \
             the tables give 35.79% (35.746 to 35.830).",
        ],
    },
    // A fault so small that the rounding of the shares would hide it: 0.2 more than 31% of 45.18.
    Fault {
        file: "parts.csv",
        changes: &[("Cedar,2005,mines,31,14.01", "Cedar,2005,mines,31,14.20")],
        found: &[
            "error identity parts Cedar 2005 value:total: Value: farms, mines and shops add up to 45.38 (45.365 to \
             45.395), the total is 45.18 billion.",
        ],
    },
    Fault {
        file: "parts.csv",
        changes: &[("Birch,2004,shops,30", "Birch,2004,shops,20")],
        found: &[
            "error identity parts Birch 2004 share:shops: Share, shops of Birch in 2004 (`parts`), 20% must be wrong: 30.00% (29.985 to 30.011) would fit",
        ],
    },
    // A year that is absent from a whole table.
    Fault {
        file: "people.csv",
        changes: &[
            ("Ash,2003,1015\n", ""),
            ("Birch,2003,811\n", ""),
            ("Cedar,2003,608\n", ""),
            ("Dogwood,2003,406\n", ""),
        ],
        found: &["note series people – – –: `people` has no rows for 2003."],
    },
    // Two counts of one thing that are said to differ by definition: it takes a note to explain by how much.
    Fault {
        file: "datapackage.json",
        changes: &[(
            "\"title\": \"Population\",\n      \"rule\": \"sum\",\n      \"whole\": {\n        \"table\": \"people\",\n        \"indicator\": \"population\"\n      },\n      \"parts\": {\n        \"table\": \"districts\",\n        \"indicator\": \"population\"\n      }",
            "\"title\": \"Persons\",\n      \"rule\": \"same\",\n      \"differs\": \"definition\",\n      \"of\": [\n        {\"table\": \"accounts\", \"indicator\": \"real-growth\"},\n        {\"table\": \"parts\", \"indicator\": \"share\", \"key\": \"city=Ash; year=2001; sector=farms\"}\n      ]",
        )],
        found: &[
            "note identity accounts Ash 2001 real-growth: Persons: 5.0% in `accounts`, 30 in `parts`; they are counted by \
             different definitions.",
        ],
    },
];

/// The sound package with the fault planted.
fn spoiled(fault: &Fault) -> tempfile::TempDir {
    let folder = copy("sound");
    let path = folder.path().join(fault.file);
    let mut text = fs::read_to_string(&path).expect("it is UTF-8");
    for (from, to) in fault.changes {
        assert_eq!(text.matches(from).count(), 1, "{from} in {}", fault.file);
        text = text.replace(from, to);
    }
    fs::write(&path, text).expect("it can be written");
    folder
}

#[test]
fn every_planted_fault_is_found_and_told_rightly() {
    let mut report = String::new();
    for fault in PLANTED {
        let folder = spoiled(fault);
        let data = folder.path().to_str().expect("it is UTF-8");
        let options = ["--severity", "note", "--fail-on", "unexplained"];
        let (found, code) = checked(&[&["--data", data], &options[..]].concat());
        let told: Vec<String> = found.iter().map(told).collect();
        let is_told = |expected: &&&str| told.iter().any(|line| line.starts_with(**expected));
        let missing: Vec<&&str> = fault.found.iter().filter(|line| !is_told(line)).collect();
        if !missing.is_empty() || told.len() != fault.found.len() || code != Some(4) {
            let changes = fault.changes;
            writeln!(
                report,
                "{changes:?}\nnot found: {missing:#?}\ntold: {told:#?}\nexit code: {code:?}"
            )
            .expect("memory is there");
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// A finding in a line.
fn told(finding: &Value) -> String {
    let text = |name: &str| match &finding[name] {
        Value::String(text) => text.clone(),
        Value::Null => "–".to_owned(),
        other => other.to_string(),
    };
    let keys = ["severity", "kind", "table", "city", "year", "indicator"].map(text);
    format!("{}: {}", keys.join(" "), text("message"))
}

#[test]
fn every_check_has_a_fault_that_it_finds() {
    let mut found: BTreeSet<Check> = BTreeSet::new();
    for fault in PLANTED {
        let folder = spoiled(fault);
        found.extend(
            findings_in(folder.path())
                .iter()
                .flat_map(|finding| finding.checks().to_vec()),
        );
    }
    // Claims ask the command line, which is not there to be asked here.
    found.insert(Check::Claim);
    let all: BTreeSet<Check> = Check::ALL.iter().map(|(_, check)| *check).collect();
    assert_eq!(found, all, "a check wants a fault that it finds");
}

#[test]
fn what_cannot_be_tried_is_counted_as_open() {
    let without = |file: &str, line: &str| {
        let folder = spoiled(&Fault {
            file: "claims.csv",
            changes: &[],
            found: &[],
        });
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).expect("it is UTF-8");
        fs::write(&path, text.replace(line, "")).expect("it can be written");
        let data = folder.path().to_str().expect("it is UTF-8");
        let args = [
            "--data",
            data,
            "--severity",
            "open",
            "--where",
            "severity=open",
        ];
        let (found, code) = checked(&args);
        assert_eq!(code, Some(0));
        found.iter().map(told).collect::<Vec<_>>()
    };
    let open = without("parts.csv", "Ash,2004,shops,31,21.19\n");
    for expected in [
        "open identity parts Ash 2004 value:total: Value: the parts cannot be added up, since shops has no value.",
        "open identity parts Ash 2004 share:farms: Share: the parts cannot be added up, since shops has no value.",
    ] {
        assert!(open.iter().any(|line| line == expected), "{open:#?}");
    }
    let open = without(
        "parts.csv",
        "Ash,2004,mines,41,28.03\nAsh,2004,shops,31,21.19\n",
    );
    let expected = "Value: the parts cannot be added up, since mines and shops have no value.";
    assert!(
        open.iter().any(|line| line.ends_with(expected)),
        "{open:#?}"
    );
    let open = without("districts.csv", "Gum,2007,335\n");
    let expected = "open identity people Ash 2007 population: Population: the parts cannot be added up, since Gum has no value.";
    assert!(open.iter().any(|line| line == expected), "{open:#?}");
}

#[test]
fn what_stands_in_several_partitions_is_tried_once() {
    let descriptor = r#"{"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [
        {"name": "area"}, {"name": "year", "type": "year", "role": "time"},
        {"name": "part", "role": "dimension", "total": "all",
         "partitions": [["a", "b"], ["b", "a"], ["a", "c", "d"], ["d", "a", "c"]]},
        {"name": "v", "type": "number", "kind": "flow"},
        {"name": "s", "type": "number", "kind": "share", "combine": {"rule": "share", "of": "v"}},
        {"name": "n", "type": "number", "kind": "stock"}]}}]}"#;
    let mut csv = "area,year,part,v,s,n\n".to_owned();
    for year in 2001..=2006 {
        for row in [
            "all,100,,9",
            "a,40,40,1",
            "b,60,60,2",
            "c,30,30,3",
            "d,30,30,4",
        ] {
            writeln!(csv, "x,{year},{row}").expect("a text takes all");
        }
    }
    let files = [
        ("datapackage.json", descriptor.as_bytes()),
        ("t.csv", csv.as_bytes()),
    ];
    let files = files.map(|(path, bytes)| (path.to_owned(), bytes.to_vec()));
    let package = Package::in_memory("parts", files.to_vec()).expect("it is sound");
    let mut ask = |_: &str| Ok(Answer::default());
    let findings = audit(&package, false, &mut ask).expect("it can be read");
    let count = |check| findings.iter().filter(|found| found.check == check).count();
    // Four members in six years; of six pairs of two indicators all but b with c and d, in the four years between others.
    assert_eq!((count(Check::Amount), count(Check::Swap)), (24, 32));
}

#[test]
fn every_note_has_a_finding_or_a_reason_and_every_finding_an_explanation() {
    let (findings, _) = checked(&["--fail-on", "never"]);
    let mut led_to: BTreeSet<u64> = BTreeSet::new();
    for finding in &findings {
        let explained = finding["explained"].as_str().unwrap_or_default();
        assert_ne!(explained, "", "nothing explains: {}", told(finding));
        led_to.extend(
            explained
                .split('|')
                .filter_map(|part| part.strip_prefix("notes.csv:")?.parse::<u64>().ok()),
        );
    }
    let package = Package::built_in().expect("it can be read");
    let (_, notes) = package
        .notes()
        .expect("they can be read")
        .expect("there are notes");
    for note in notes.iter() {
        let place = format!("notes.csv:{}", note.line);
        let has_reason = !note.reason.is_empty();
        let explains_nothing = note.explains.is_empty() && note.claims.is_empty();
        assert_eq!(
            explains_nothing, has_reason,
            "{place}: a note names the checks that it explains, or gives a reason, and not both"
        );
        assert_eq!(
            led_to.contains(&note.line),
            !explains_nothing,
            "{place}: findings lead to the notes that explain them, and to no others"
        );
    }
}

#[test]
fn the_tool_finds_by_itself_that_nine_amounts_are_sums_where_products_were_meant() {
    // By hand for each year: GDP + share/100 rounded to one decimal, from the first panel of Table 5 (2013 is an exact
    // tie, 32.45, printed as 32.5).
    let printed = [6.7, 10.9, 18.4, 25.6, 31.8, 36.3, 32.5, 26.2, 26.9];
    let fits = [2.5, 4.6, 8.2, 11.8, 15.0, 16.8, 14.4, 8.3, 8.0];
    let (findings, code) = checked(&["sectors", "-c", "鹤岗", "--severity", "error"]);
    let first = &findings[0];
    assert_eq!(first["indicator"], "value-added:secondary");
    let years = [2000, 2004, 2008, 2010, 2011, 2012, 2013, 2014, 2015];
    let culprits = years.map(|year| format!("sectors/Hegang/{year}/value-added:secondary"));
    assert_eq!(first["culprits"], culprits.join("|"));
    let message = first["message"].as_str().expect("it says something");
    let cause =
        "all 9 figures are wrong in one way, each equals the total plus the share as a fraction";
    assert!(message.contains(cause), "{message}");
    for ((year, printed), fits) in years.iter().zip(printed).zip(fits) {
        // 2008 is taken with the GDP of Table 4, which its own identities ask for: 46% of 18.5.
        let fits = if *year == 2008 { 8.5 } else { fits };
        let says = |fits: f64| message.contains(&format!("{printed:.1} for {fits:.1} in {year}"));
        // The sum of the amounts narrows what the share allows, by a digit of rounding.
        assert!(says(fits) || says(fits - 0.1), "{year}: {message}");
    }
    assert_eq!(code, Some(4));
}

#[test]
fn with_the_corrections_the_sectors_add_up() {
    let (findings, _) = checked(&["sectors", "--severity", "error", "--adjusted"]);
    let left: Vec<String> = findings.iter().map(told).collect();
    // A GDP that no correction of a sector fixes, and the other that a share of Table 4 refutes.
    assert!(!left.is_empty() && left.len() <= 2, "{left:#?}");
    assert!(
        left.iter()
            .all(|line| line.contains("no value rounds to both")),
        "{left:#?}"
    );
}

/// The claims that are not simply confirmed, with their verdicts, evaluated apart from this program: each bracket by a
/// query of its own, the arithmetic in Python's `decimal`, the verdict from the stated digits.
const VERDICTS: &str = "\
hegang-area-dongshan within rounding
hegang-area-geography contradicted
hegang-area-luobei within rounding
hegang-area-opening contradicted
hegang-area-suibin within rounding
hegang-real-growth-2010 contradicted
hegang-summary-real-growth-2010 contradicted";

#[test]
fn claims_have_the_verdicts_that_another_evaluation_gives_them() {
    let package = Package::built_in().expect("it can be read");
    let (_, claims) = package
        .claims()
        .expect("they can be read")
        .expect("there are claims");
    let (findings, _) = checked(&["--kind", "claim", "--severity", "held"]);
    let mut verdicts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for claim in claims {
        let says = |finding: &&Value| {
            let message = finding["message"].as_str().unwrap_or_default();
            message.contains(&format!(", {}: {} ", claim.place, claim.text))
        };
        // The same words may stand in two documents.
        let document = package
            .documents()
            .iter()
            .find(|document| document.name.as_deref() == Some(&claim.document))
            .and_then(|document| document.short.clone())
            .expect("it has a short name");
        let finding = findings
            .iter()
            .filter(says)
            .find(|finding| {
                finding["message"]
                    .as_str()
                    .unwrap_or_default()
                    .contains(&format!("{document}, {}: {}", claim.place, claim.text))
            })
            .expect("every claim has a finding");
        let message = finding["message"].as_str().unwrap_or_default();
        let verdict = match finding["severity"].as_str() {
            Some("held") if message.contains(" Confirmed: ") => "confirmed",
            Some("open") if message.contains(" Not checkable ") => "not checkable",
            Some("note") if message.contains(" Confirmed within rounding: ") => "within rounding",
            Some("error") if message.contains(" Contradicted by ") => "contradicted",
            other => panic!("{other:?}: {message}"),
        };
        verdicts.entry(verdict).or_default().push(&claim.id);
    }
    let counts: Vec<(&str, usize)> = verdicts
        .iter()
        .map(|(verdict, ids)| (*verdict, ids.len()))
        .collect();
    assert_eq!(
        counts,
        [
            ("confirmed", 130),
            ("contradicted", 4),
            ("not checkable", 18),
            ("within rounding", 3)
        ]
    );
    let mut others: Vec<String> = ["contradicted", "within rounding"]
        .iter()
        .flat_map(|verdict| {
            verdicts[verdict]
                .iter()
                .map(move |id| format!("{id} {verdict}"))
        })
        .collect();
    others.sort();
    assert_eq!(others.join("\n"), VERDICTS);
}

/// A value rounded half away from zero to so many decimals, as tables print it.
fn rounded(value: f64, decimals: u32) -> rust_decimal::Decimal {
    let exact = rust_decimal::Decimal::try_from(value).expect("it is a number");
    let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let mut rounded = exact.round_dp_with_strategy(decimals, away);
    rounded.rescale(decimals);
    rounded
}

proptest! {
    #![proptest_config(tries(64))]
    #[test]
    fn a_table_that_was_only_rounded_gives_no_error(
        amounts in proptest::collection::vec((0.1f64..900.0, 0.1f64..900.0, 0.1f64..900.0, 10.0f64..900.0), 2..6),
        decimals in 0u32..4,
        of_shares in 0u32..3,
    ) {
        let folder = copy("sound");
        let mut parts = String::from("city,year,sector,share_pct,value_bn\n");
        let mut accounts = String::from("city,year,gdp_bn,real_growth_pct,gdp_per_capita\n");
        let mut people = String::from("city,year,population_thousand\nAsh,2000,500\n");
        let mut before = 500.0;
        for (at, (farms, mines, shops, persons)) in amounts.iter().enumerate() {
            let year = 2001 + at;
            let total = farms + mines + shops;
            for (name, value) in [("farms", farms), ("mines", mines), ("shops", shops)] {
                let share = rounded(100.0 * value / total, of_shares);
                writeln!(parts, "Ash,{year},{name},{share},{}", rounded(*value, decimals)).expect("memory is there");
            }
            let gdp = rounded(total, decimals);
            writeln!(parts, "Ash,{year},total,,{gdp}").expect("memory is there");
            let population = rounded(*persons, 0);
            let now = f64::try_from(population).expect("it is small");
            let per_capita = rounded(total * 1_000_000.0 / f64::midpoint(before, now), 0);
            writeln!(accounts, "Ash,{year},{gdp},,{per_capita}").expect("memory is there");
            writeln!(people, "Ash,{year},{population}").expect("memory is there");
            before = now;
        }
        for (file, text) in [("parts.csv", &parts), ("accounts.csv", &accounts), ("people.csv", &people)] {
            fs::write(folder.path().join(file), text).expect("it can be written");
        }
        // The districts are those of the sound package.
        fs::write(folder.path().join("districts.csv"), "district,year,population_thousand\n").expect("it can be written");
        let wrong: Vec<Finding> = findings_in(folder.path())
            .into_iter()
            .filter(|finding| finding.severity > Severity::Note)
            .filter(|finding| matches!(finding.check, Check::Sum | Check::Shares | Check::Amount | Check::Ratio | Check::Same))
            .collect();
        prop_assert!(wrong.is_empty(), "{wrong:#?}\n{parts}\n{accounts}\n{people}");
    }
}
