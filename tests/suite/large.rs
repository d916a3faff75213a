//! Large files, of which a part is read: they answer as if all of it were. Small files are read so here, with beginnings
//! and chunks as small as it takes to see the rest.

use std::fmt::Write as _;

use crate::support::tries;
use hlj::answer::Answer;
use hlj::figure::Years;
use hlj::package::Package;
use hlj::query::{
    Aggregate, Arrangement, Combination, Layout, Query, QueryError, Transform, ask, ask_in_parts,
};
use hlj::render::{Format, Style};
use hlj::source::large::Sizes;
use hlj::source::{Input, Options};
use proptest::prelude::*;

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).map_or(0, |number| number % sides.max(1))
    }

    fn one_in(&mut self, sides: usize) -> bool {
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

/// How a file is written.
struct Form {
    delimiter: &'static str,
    decimal: &'static str,
    quoted: bool,
    end: &'static str,
    /// Whether years stand across, indicators in the rows, or a row is one of an area, a year and a product.
    sort: usize,
    gaps: bool,
    /// What is odd in it.
    oddity: usize,
}

impl Form {
    fn of(dice: &mut Dice) -> Form {
        let (delimiter, decimal) = match dice.roll(4) {
            0 => (";", ","),
            1 => ("\t", "."),
            _ => (",", "."),
        };
        Form {
            delimiter,
            decimal,
            quoted: dice.one_in(3),
            end: if dice.one_in(4) { "\r\n" } else { "\n" },
            oddity: dice.roll(14),
            sort: dice.roll(5),
            gaps: dice.one_in(3),
        }
    }

    fn number(&self, dice: &mut Dice) -> String {
        let whole = dice.roll(100_000);
        match dice.roll(12) {
            0 if self.gaps => ["", "..", "n/a", "-"][dice.roll(4)].to_owned(),
            1 | 2 => whole.to_string(),
            3 if self.oddity == 1 => format!("{whole} p"),
            _ => format!("{whole}{}{}", self.decimal, 1 + dice.roll(98)),
        }
    }

    /// The rows, the header first.
    fn rows(&self, dice: &mut Dice) -> Vec<Vec<String>> {
        let areas = 2 + dice.roll(9);
        let first = dice.roll(3);
        let years = 1 + dice.roll(12);
        let kinds = 1 + dice.roll(4);
        let areas = AREAS.iter().skip(first).take(areas).enumerate();
        let mut rows: Vec<Vec<String>> = Vec::new();
        if self.sort == 0 {
            let figures: &[&str] = match kinds {
                3 => &["jobs ", "wages "],
                _ => &[""],
            };
            let mut across: Vec<String> = (0..years)
                .flat_map(|year| {
                    figures
                        .iter()
                        .map(move |figure| format!("{figure}{}", 2000 + year))
                })
                .collect();
            if dice.one_in(3) {
                across.reverse();
            }
            // A figure may lack a year that another has.
            if across.len() > 4 && dice.one_in(4) {
                across.pop();
            }
            let products = if kinds.is_multiple_of(2) { kinds } else { 1 };
            let mut header = vec!["country".to_owned(), "code".to_owned()];
            header.extend((products > 1).then(|| "product".to_owned()));
            header.extend(across.iter().cloned());
            rows.push(header);
            for (at, area) in areas {
                for product in 0..products {
                    let mut row = vec![(*area).to_owned(), format!("A{at:02}")];
                    row.extend((products > 1).then(|| format!("kind {product}")));
                    row.extend(across.iter().map(|_| self.number(dice)));
                    rows.push(row);
                }
            }
            return rows;
        }
        let in_rows = self.sort == 1;
        let header = if in_rows {
            "geo,time,indicator,value"
        } else {
            "region,region code,year,product,jobs,status"
        };
        rows.push(header.split(',').map(str::to_owned).collect());
        for (at, area) in areas {
            for (year, kind) in (0..years).flat_map(|year| (0..kinds).map(move |kind| (year, kind)))
            {
                if self.gaps && dice.one_in(9) {
                    continue;
                }
                let (area, year, number) = (
                    (*area).to_owned(),
                    (2000 + year).to_string(),
                    self.number(dice),
                );
                rows.push(if in_rows {
                    vec![area, year, format!("Output of sort {kind}"), number]
                } else {
                    let status = if self.oddity == 2 && dice.one_in(6) {
                        "p"
                    } else {
                        ""
                    };
                    let (code, kind) = ((100 + at).to_string(), format!("kind {kind}"));
                    vec![area, code, year, kind, number, status.to_owned()]
                });
            }
        }
        if self.sort == 2 {
            rows[1..].sort_by_cached_key(|row| (row[2].clone(), row[3].clone()));
        }
        rows
    }

    /// Makes a row odd.
    fn spoil(&self, dice: &mut Dice, rows: &mut Vec<Vec<String>>) {
        if rows.len() < 3 {
            return;
        }
        let last = rows[0].len() - 1;
        let figure = last.min(4);
        let at = 1 + dice.roll(rows.len() - 1);
        let mut again = rows[at].clone();
        let row = &mut rows[at];
        match self.oddity {
            3 => row.truncate(last - 1),
            4 => row.push("more".to_owned()),
            5 => "a word".clone_into(&mut row[figure]),
            6 => row[0].clear(),
            7 if self.sort != 0 => {
                "no year".clone_into(&mut row[if self.sort == 1 { 1 } else { 2 }]);
            }
            8 => rows.push(again),
            9 => {
                "12345".clone_into(&mut again[figure]);
                rows.push(again);
            }
            10 => row[0].push(' '),
            _ => {}
        }
    }
}

/// A file of some form, with now and then something odd in it.
fn file(dice: &mut Dice) -> String {
    let form = Form::of(dice);
    let mut rows = form.rows(dice);
    form.spoil(dice, &mut rows);
    let end = form.end;
    let mut text = String::new();
    if form.oddity == 11 {
        let _ = write!(text, "Figures of places{end}{end}");
    }
    for row in rows {
        let cells = row.iter().map(|cell| {
            if form.quoted || cell.contains(form.delimiter) {
                format!("\"{cell}\"")
            } else {
                cell.clone()
            }
        });
        let _ = write!(
            text,
            "{}{end}",
            cells.collect::<Vec<_>>().join(form.delimiter)
        );
    }
    if form.oddity == 12 {
        let _ = write!(text, "{end}Source: an office of statistics{end}");
    }
    text
}

/// Questions to a table of whatever form.
fn questions(dice: &mut Dice) -> Vec<Query> {
    let area = |dice: &mut Dice| AREAS[dice.roll(9)].to_owned();
    let year = |dice: &mut Dice| (2000 + dice.roll(12)).to_string();
    let years = |text: &str| text.parse::<Years>().ok();
    let of_area = |area: String| Query {
        areas: vec![area],
        ..Query::default()
    };
    let mut questions = vec![
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
    ];
    questions.extend(combinations(dice));
    questions
}

/// Questions that combine rows of a table of whatever form.
fn combinations(dice: &mut Dice) -> Vec<Query> {
    let year = |dice: &mut Dice| (2000 + dice.roll(12)).to_string();
    let years = |text: &str| text.parse::<Years>().ok();
    let group = |dice: &mut Dice| {
        let names = [["area", "year"], ["area", "product"], ["year", "product"]];
        names[dice.roll(3)].map(str::to_owned).to_vec()
    };
    vec![
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
        Query {
            combination: Combination {
                group_by: group(dice),
                aggregate: dice.one_in(2).then_some(Aggregate::Sum),
                ..Combination::default()
            },
            years: years(&format!("{}..{}", year(dice), 2006 + dice.roll(6))),
            members: if dice.one_in(2) {
                vec![("product".to_owned(), vec!["kind 1".to_owned()])]
            } else {
                Vec::new()
            },
            arrangement: Arrangement {
                top: dice.one_in(2).then(|| dice.roll(4)),
                ..Arrangement::default()
            },
            ..Query::default()
        },
        Query {
            combination: Combination {
                group_by: group(dice),
                aggregate: Some(Aggregate::Mean),
                ..Combination::default()
            },
            ..Query {
                areas: vec![AREAS[dice.roll(9)].to_owned()],
                ..Query::default()
            }
        },
        Query {
            combination: Combination {
                group_by: group(dice),
                aggregate: Some(Aggregate::Mean),
                ..Combination::default()
            },
            arrangement: Arrangement {
                sort: ["-jobs_mean", "value_mean"][dice.roll(2)]
                    .parse()
                    .into_iter()
                    .collect(),
                top: Some(dice.roll(5)),
                ..Arrangement::default()
            },
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
    let mut options = Options::default();
    if dice.one_in(2) {
        for name in ["jobs", "value"] {
            if text.contains(name) {
                options.rules.push((name.to_owned(), "sum".to_owned()));
            }
        }
    }
    let input = Input {
        name: "a.csv".to_owned(),
        bytes: text.clone().into_bytes(),
    };
    let whole = Package::from_source("a.csv", input, &options, &[]);
    let folder = tempfile::tempdir().expect("a folder is made");
    let path = folder.path().join("a.csv");
    std::fs::write(&path, &text).expect("a file is written");
    let bytes = |dice: &mut Dice, most: usize| 1 + dice.roll(most) as u64;
    options.sizes = Some(Sizes {
        from: 1,
        head: (bytes(&mut dice, 300), 1 + dice.roll(4)),
        tail: (bytes(&mut dice, 100), dice.roll(3)),
        stretches: (dice.roll(4) as u64, 40 + bytes(&mut dice, 200)),
        chunk: bytes(&mut dice, 400),
        threads: 1 + dice.roll(2),
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
    let said = |package: &Package| package.warnings(|_| false);
    prop_assert_eq!(said(&whole), said(&part), "{}", text);
    let assuming = |package: Package| package.assuming(&options);
    let (Ok(whole), Ok(part)) = (assuming(whole), assuming(part)) else {
        return Ok(false);
    };
    for query in questions(&mut dice) {
        let of = format!("{query:?}\n{text}");
        alike(&answered(&whole, &query), &answered(&part, &query), &of)?;
    }
    for condition in [None, Some("jobs>50000"), Some("value<=500")] {
        let query = Query {
            areas: Vec::from_iter(dice.one_in(3).then(|| AREAS[dice.roll(9)].to_owned())),
            arrangement: Arrangement {
                conditions: condition
                    .and_then(|text| text.parse().ok())
                    .into_iter()
                    .collect(),
                ..Arrangement::default()
            },
            bare: true,
            ..Query::default()
        };
        let of = format!("{query:?}\n{text}");
        if let Some(parts) = in_parts(&part, &query) {
            alike(&whole_rows(&whole, &query), &parts, &of)?;
        }
    }
    Ok(is_outlined(&part))
}

/// The rows that a package answers with.
fn whole_rows(package: &Package, query: &Query) -> String {
    let table = package.tables().next().expect("there is a table");
    let rows = ask(package, table, query).map(|answer| rows(&answer));
    rows.unwrap_or_else(|error| error.to_string())
}

/// The same where they are made part by part; nothing where they are not.
fn in_parts(package: &Package, query: &Query) -> Option<String> {
    let table = package.tables().next().expect("there is a table");
    match ask_in_parts(package, table, query) {
        Ok(parts) => {
            let parts = parts?.map(|part| part.map(|answer| rows(&answer)));
            let parts: Result<String, QueryError> = parts.collect();
            Some(parts.unwrap_or_else(|error| error.to_string()))
        }
        Err(error) => Some(error.to_string()),
    }
}

fn rows(answer: &Answer) -> String {
    let style = Style {
        no_header: true,
        ..Style::default()
    };
    let bytes = Format::Csv
        .render(answer, &style)
        .expect("rows are rendered");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether all rows of the package's tables are elsewhere than in it.
fn is_outlined(package: &Package) -> bool {
    package.tables().all(|table| package.is_outlined(table))
}

#[test]
fn most_files_are_read_in_part() {
    let read_so = (0..60)
        .filter(|seed| same(*seed).is_ok_and(|in_part| in_part))
        .count();
    assert!(read_so >= 20, "{read_so} of 60");
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn a_part_of_a_file_answers_as_the_whole(seed in any::<u64>()) {
        same(seed)?;
    }
}

#[test]
fn periods_that_several_columns_tell_are_all_known_from_a_part() {
    let mut text = "town,year,month,jobs\n".to_owned();
    for (town, year, month) in (0..900).map(|at| (at % 5, 2010 + at / 60, at / 5 % 12 + 1)) {
        writeln!(text, "{},{year},{month},{}", AREAS[town], town * 7 + month)
            .expect("memory takes it");
    }
    let (whole, part) = whole_and_part(&text);
    assert!(is_outlined(&part) && !is_outlined(&whole));
    let query = Query {
        areas: vec!["Falun".to_owned()],
        years: "2017-03".parse().ok(),
        ..Query::default()
    };
    let found = answered(&part, &query);
    assert!(found.contains("Falun,2017-03,10"), "{found}");
    assert_eq!(found, answered(&whole, &query));
}

#[test]
fn a_period_that_a_row_without_area_shows_first_is_known() {
    let mut text = "town,code,year,jobs\n".to_owned();
    for (year, (town, code)) in (2000..2030).flat_map(|year| {
        let towns = AREAS[..5].iter().zip(100..);
        towns.map(move |town| (year, town))
    }) {
        let town = if (year, code) == (2025, 100) {
            ""
        } else {
            town
        };
        writeln!(text, "{town},{code},{year},{}", year * 7 + code).expect("memory takes it");
    }
    let (whole, part) = whole_and_part(&text);
    let found = answered(&whole, &Query::default());
    assert!(found.contains("Falun,2025,"), "{found}");
    assert_eq!(answered(&part, &Query::default()), found);
}

/// The package of a text that is read as a whole, and the same with little of it looked at first.
fn whole_and_part(text: &str) -> (Package, Package) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    std::fs::write(&path, text).expect("a file is written");
    let open = |from: u64| {
        let sizes = Sizes {
            from,
            head: (300, 3),
            tail: (60, 1),
            stretches: (0, 0),
            chunk: 900,
            threads: 2,
        };
        let options = Options {
            sizes: Some(sizes),
            ..Options::default()
        };
        Package::open_with(&path, &options, &[]).expect("it opens")
    };
    (open(u64::MAX), open(1))
}
