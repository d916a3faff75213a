//! Large files, of which a part is read: they answer as if all of it were. Small files are read so here, with beginnings
//! and chunks as small as it takes to see the rest.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::support::tries;
use hlj::figure::Years;
use hlj::package::Package;
use hlj::query::{Aggregate, Arrangement, Combination, Layout, Query, Transform, ask};
use hlj::render::{Format, Style};
use hlj::source::large::Sizes;
use hlj::source::{Input, Options};
use proptest::prelude::*;

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides.max(1)
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }
}

const AREAS: [&str; 12] = [
    "Ebnat",
    "Falun",
    "Gorlitz",
    "Harbin",
    "Ioannina",
    "Jena",
    "Kursk",
    "Lund",
    "Moss",
    "World",
    "São Paulo",
    "Nis, East",
];

/// A file of some form, with now and then something odd in it.
fn file(dice: &mut Dice) -> String {
    let (delimiter, decimal) = match dice.roll(4) {
        0 => (";", ","),
        1 => ("\t", "."),
        _ => (",", "."),
    };
    let quoted = dice.one_in(3);
    let end = if dice.one_in(4) { "\r\n" } else { "\n" };
    let oddity = dice.roll(14);
    let form = dice.roll(5);
    let areas = 2 + usize::try_from(dice.roll(9)).unwrap();
    let first = usize::try_from(dice.roll(3)).unwrap();
    let years = 1 + dice.roll(12);
    let kinds = 1 + dice.roll(4);
    let gaps = dice.one_in(3);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let number = |dice: &mut Dice| {
        let whole = dice.roll(100_000);
        match dice.roll(12) {
            0 if gaps => ["", "..", "n/a", "-"][usize::try_from(dice.roll(4)).unwrap()].to_owned(),
            1 | 2 => whole.to_string(),
            3 if oddity == 1 => format!("{whole} p"),
            _ => format!("{whole}{decimal}{}", 1 + dice.roll(98)),
        }
    };
    match form {
        // Years across.
        0 => {
            let mut header = vec!["country".to_owned(), "code".to_owned()];
            header.extend((0..years).map(|year| (2000 + year).to_string()));
            rows.push(header);
            for (at, area) in AREAS.iter().skip(first).take(areas).enumerate() {
                let mut row = vec![(*area).to_owned(), format!("A{at:02}")];
                row.extend((0..years).map(|_| number(dice)));
                rows.push(row);
            }
        }
        // Indicators in the rows.
        1 => {
            rows.push(
                ["geo", "time", "indicator", "value"]
                    .map(str::to_owned)
                    .to_vec(),
            );
            for area in AREAS.iter().skip(first).take(areas) {
                for year in 0..years {
                    for kind in 0..=kinds {
                        if gaps && dice.one_in(9) {
                            continue;
                        }
                        rows.push(vec![
                            (*area).to_owned(),
                            (2000 + year).to_string(),
                            format!("Output of sort {kind}"),
                            number(dice),
                        ]);
                    }
                }
            }
        }
        // A row for each area, year and product; codes beside them.
        _ => {
            rows.push(
                ["region", "region code", "year", "product", "jobs", "status"]
                    .map(str::to_owned)
                    .to_vec(),
            );
            for (at, area) in AREAS.iter().skip(first).take(areas).enumerate() {
                for year in 0..years {
                    for kind in 0..kinds {
                        if gaps && dice.one_in(9) {
                            continue;
                        }
                        let status = if oddity == 2 && dice.one_in(6) {
                            "p"
                        } else {
                            ""
                        };
                        rows.push(vec![
                            (*area).to_owned(),
                            format!("{}", 100 + at),
                            (2000 + year).to_string(),
                            format!("kind {kind}"),
                            number(dice),
                            status.to_owned(),
                        ]);
                    }
                }
            }
            if form == 2 {
                rows[1..].sort_by_key(|row| (row[2].clone(), row[3].clone()));
            }
        }
    }
    let some = |dice: &mut Dice, rows: &Vec<Vec<String>>| {
        1 + usize::try_from(dice.roll(rows.len() as u64 - 1)).unwrap()
    };
    let last = rows[0].len() - 1;
    if rows.len() > 2 {
        let at = some(dice, &rows);
        match oddity {
            3 => rows[at].truncate(last - 1),
            4 => rows[at].push("more".to_owned()),
            5 => rows[at][last.min(4)] = "a word".to_owned(),
            6 => rows[at][0] = String::new(),
            7 if form != 0 => rows[at][if form == 1 { 1 } else { 2 }] = "no year".to_owned(),
            8 => {
                let again = rows[at].clone();
                rows.push(again);
            }
            9 => {
                let mut again = rows[at].clone();
                again[last.min(4)] = "12345".to_owned();
                rows.push(again);
            }
            10 => rows[at][0] = format!("{} ", rows[at][0]),
            _ => {}
        }
    }
    let mut text = String::new();
    if oddity == 11 {
        let _ = write!(text, "Figures of places{end}{end}");
    }
    for row in rows {
        let cells = row.iter().map(|cell| {
            if quoted || cell.contains(delimiter) {
                format!("\"{cell}\"")
            } else {
                cell.clone()
            }
        });
        let _ = write!(text, "{}{end}", cells.collect::<Vec<_>>().join(delimiter));
    }
    if oddity == 12 {
        let _ = write!(text, "{end}Source: an office of statistics{end}");
    }
    text
}

/// Questions to a table of whatever form.
fn questions(dice: &mut Dice) -> Vec<Query> {
    let area = |dice: &mut Dice| AREAS[usize::try_from(dice.roll(9)).unwrap()].to_owned();
    let year = |dice: &mut Dice| (2000 + dice.roll(12)).to_string();
    let years = |text: &str| text.parse::<Years>().ok();
    let group = |dice: &mut Dice| {
        let names = [["area", "year"], ["area", "product"], ["year", "product"]];
        names[usize::try_from(dice.roll(3)).unwrap()]
            .map(str::to_owned)
            .to_vec()
    };
    let of_area = |area: String| Query {
        areas: vec![area],
        ..Query::default()
    };
    vec![
        Query::default(),
        of_area(area(dice)),
        Query {
            years: years(&format!("{}..", year(dice))),
            ..of_area(area(dice))
        },
        Query {
            years: years(&year(dice)),
            arrangement: Arrangement {
                top: Some(3),
                ..Arrangement::default()
            },
            ..Query::default()
        },
        Query {
            years: years("latest"),
            members: vec![("product".to_owned(), vec!["kind 1".to_owned()])],
            ..Query::default()
        },
        Query {
            years: years(&format!("{},{}", year(dice), year(dice))),
            layout: Layout::Long,
            ..of_area(area(dice))
        },
        Query {
            transform: "yoy".parse::<Transform>().ok(),
            ..of_area(area(dice))
        },
        Query {
            transform: "share".parse::<Transform>().ok(),
            years: years(&year(dice)),
            ..of_area(area(dice))
        },
        Query {
            combination: Combination {
                group_by: group(dice),
                aggregate: Some(Aggregate::Mean),
                ..Combination::default()
            },
            ..Query::default()
        },
        Query {
            combination: Combination {
                total: true,
                aggregate: Some(Aggregate::Sum),
                ..Combination::default()
            },
            ..Query::default()
        },
        Query {
            combination: Combination {
                group_by: group(dice),
                partial: dice.one_in(2),
                ..Combination::default()
            },
            years: years(&format!("..{}", year(dice))),
            ..Query::default()
        },
    ]
}

/// What a package answers, with all that is said beside it.
fn answered(package: &Package, query: &Query) -> String {
    let table = package.tables().next().expect("there is a table");
    match ask(package, table, query) {
        Ok(answer) => {
            let csv = Format::Csv.render(&answer, &Style::default());
            let csv = csv.map(|csv| String::from_utf8_lossy(&csv).into_owned());
            format!(
                "{csv:?}\n{:?}\n{:?}\n{:?}",
                answer.warnings, answer.nothing, answer.title
            )
        }
        Err(error) => error.to_string(),
    }
}

fn descriptor(package: &Package) -> String {
    let bytes = package.file("datapackage.json").expect("it is there");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// That two texts are the same, or where they begin to differ.
fn alike(whole: &str, part: &str, of: &str) -> Result<(), TestCaseError> {
    if whole == part {
        return Ok(());
    }
    let differs = |text: &str, other: &str| {
        let both = text.bytes().zip(other.bytes());
        let same = both.take_while(|(one, its)| one == its).count();
        let rest = text.bytes().skip(same.saturating_sub(60)).take(300);
        String::from_utf8_lossy(&rest.collect::<Vec<u8>>()).into_owned()
    };
    let (one, other) = (differs(whole, part), differs(part, whole));
    Err(TestCaseError::fail(format!(
        "whole: {one}\npart: {other}\n{of}"
    )))
}

/// Whether a file was read in part, which answers as the whole does.
fn same(seed: u64) -> Result<bool, TestCaseError> {
    let mut dice = Dice(seed);
    dice.roll(2);
    let text = file(&mut dice);
    let rules = [("--rule", "sum"), ("", "")];
    let mut options = Options::default();
    if dice.one_in(2) {
        for name in ["jobs", "value"] {
            if text.contains(name) {
                options.rules.push((name.to_owned(), rules[0].1.to_owned()));
            }
        }
    }
    let input = Input {
        name: "a.csv".to_owned(),
        bytes: text.clone().into_bytes(),
    };
    let whole = Package::from_source("a.csv", input, &options, &[]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::File::create(&path)
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    options.sizes = Some(Sizes {
        from: 1,
        head: (
            1 + dice.roll(300),
            1 + usize::try_from(dice.roll(4)).unwrap(),
        ),
        tail: (1 + dice.roll(100), usize::try_from(dice.roll(3)).unwrap()),
        stretches: (dice.roll(4), 40 + dice.roll(200)),
        chunk: 1 + dice.roll(400),
        threads: 1 + usize::try_from(dice.roll(2)).unwrap(),
    });
    let part = Package::open_with(&path, &options, &[]);
    let (whole, part) = match (whole, part) {
        (Ok(whole), Ok(part)) => (whole, part),
        (Err(whole), Err(part)) => {
            let path = path.display().to_string();
            prop_assert_eq!(whole.to_string(), part.to_string().replace(&path, "a.csv"));
            return Ok(false);
        }
        (Ok(_), Err(part)) => return Err(TestCaseError::fail(format!("{part}\n{text}"))),
        (Err(whole), Ok(_)) => {
            return Err(TestCaseError::fail(format!(
                "read in part, but {whole}\n{text}"
            )));
        }
    };
    alike(&descriptor(&whole), &descriptor(&part), &text)?;
    let said = |package: &Package| {
        package
            .warnings(None)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    prop_assert_eq!(said(&whole), said(&part), "{}", text);
    let assuming = |package: Package| package.assuming(&options);
    let (Ok(whole), Ok(part)) = (assuming(whole), assuming(part)) else {
        return Ok(false);
    };
    for query in questions(&mut dice) {
        let of = format!("{query:?}\n{text}");
        alike(&answered(&whole, &query), &answered(&part, &query), &of)?;
    }
    Ok(part.is_outlined())
}

#[test]
fn most_files_are_read_in_part() {
    let read_so = (0..60).filter(|seed| same(*seed).unwrap()).count();
    assert!(read_so >= 20, "{read_so} of 60");
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn a_part_of_a_file_answers_as_the_whole(seed in any::<u64>()) {
        same(seed)?;
    }
}
