//! Findings as an answer: a row each, the most serious first, and a line on how many checks were made.
//!
//! It is one file since rows, columns and that line are of one answer and share its wording.

use std::collections::{BTreeMap, BTreeSet};

use super::chinese::{self, Names};
use crate::answer::{Answer, Cell, Column, Holds, Label, Name, Role, Row, Screen};
use crate::audit::{Finding, Severity, Spot};
use crate::figure::{Estimate, Figure, Status, Value};
use crate::package::{Check, Package};
use crate::verbs::areas::several;
use crate::words::{count, in_chinese, list};

/// How many findings, the gravest first, are told in Chinese as well.
const TRANSLATED: usize = 200;
/// The columns that a table for readers can do without, the first to go first.
const DETAILS: [&str; 11] = [
    "low",
    "high",
    "gap",
    "derived",
    "kind",
    "culprits",
    "moves",
    "printed",
    "indicator",
    "table",
    "explained",
];

/// The findings as an answer; `adjusted` says that corrections stand in the place of what they correct, which is then
/// said of every finding.
pub(super) fn answer(package: &Package, findings: &[Finding], adjusted: bool) -> Answer {
    let remark = "The package's corrections stand in the place of what arithmetic refutes.";
    let remarks = if adjusted {
        vec![remark.to_owned()]
    } else {
        Vec::new()
    };
    let title = package.title().unwrap_or(package.name());
    let names = (!findings.is_empty()).then(|| Names::of(package));
    Answer {
        title: Label::new(format!("Findings in {title}"), Some("核查结果")),
        columns: columns(adjusted),
        details: DETAILS.map(str::to_owned).into(),
        rows: findings
            .iter()
            .enumerate()
            .map(|(at, finding)| row(package, names.as_ref().filter(|_| at < TRANSLATED), finding))
            .collect(),
        remarks,
        identifiers: vec!["id".to_owned()],
        ..Answer::default()
    }
}

/// What was tried by name, and what was not and why: of a file that declares nothing, whose silence would say little.
pub(super) fn coverage(findings: &[Finding]) -> String {
    let mut tried: BTreeMap<Check, usize> = BTreeMap::new();
    let mut untried: Vec<(&str, Vec<String>)> = Vec::new();
    for finding in findings {
        if finding.trials > 0 {
            *tried.entry(finding.check).or_default() += finding.trials;
            continue;
        }
        let why = finding.message.trim_start_matches("Not tried: ");
        let why = why.trim_end_matches('.');
        match untried.iter_mut().find(|(known, _)| *known == why) {
            Some((_, checks)) => checks.push(finding.check.to_string()),
            None => untried.push((why, vec![finding.check.to_string()])),
        }
    }
    let tried = tried
        .iter()
        .map(|(check, times)| format!("{check} {times}"));
    let untried = untried
        .iter()
        .map(|(why, checks)| format!("{} ({why})", list(checks, "and")));
    let untried: Vec<String> = untried.collect();
    let tried = if tried.len() == 0 {
        "Nothing could be tried".to_owned()
    } else {
        format!("Tried: {}", list(tried, "and"))
    };
    if untried.is_empty() {
        format!("{tried}.")
    } else {
        format!("{tried}; not tried: {}.", untried.join("; "))
    }
}

/// How much was tried and what came of it, so that silence means something.
pub(super) fn summary(findings: &[Finding]) -> String {
    let of = |severity| {
        let of_severity = findings
            .iter()
            .filter(|finding| finding.severity == severity);
        if severity <= Severity::Open {
            return of_severity.map(|finding| finding.trials).sum();
        }
        of_severity.count()
    };
    let parts = [
        (Severity::Held, "holds", "hold"),
        (
            Severity::Note,
            "holds within rounding or differs by definition",
            "hold within rounding or differ by definition",
        ),
        (
            Severity::Open,
            "cannot be checked with these tables",
            "cannot be checked with these tables",
        ),
        (Severity::Warning, "is implausible", "are implausible"),
        (Severity::Error, "cannot be true", "cannot be true"),
    ];
    let parts = parts.iter().filter_map(|(severity, one, several)| {
        let number = of(*severity);
        let verb = if number == 1 { one } else { several };
        (number > 0 || *severity == Severity::Held).then(|| format!("{number} {verb}"))
    });
    let doubtful = of(Severity::Error) + of(Severity::Warning);
    let unexplained = findings
        .iter()
        .filter(|finding| super::is_unexplained(finding))
        .count();
    let explained = match (doubtful, unexplained) {
        (0, _) => String::new(),
        (_, 0) => "; notes explain all of these".to_owned(),
        (_, some) => format!("; no note explains {some}"),
    };
    let trials: usize = findings.iter().map(|finding| finding.trials).sum();
    let tried = count(trials, "check");
    format!("{tried}: {}{explained}.", list(parts, "and"))
}

/// How many findings stand at the top of a screen.
const FIRST: usize = 5;

/// What a screen shows first: how much was tried, and the findings that matter most in a few words; below, all in full.
pub(super) fn on_screen(answer: &Answer) -> Option<Screen> {
    if answer.rows.len() <= FIRST {
        return None;
    }
    let all = Answer {
        title: Label::new(
            format!("All {} in full", count(answer.rows.len(), "finding")),
            Some(format!("全部{}项", answer.rows.len())),
        ),
        subtitle: Label::default(),
        summary: None,
        remarks: Vec::new(),
        ..answer.clone()
    };
    let summary = answer.summary.clone().unwrap_or_default();
    let mut first = Answer {
        subtitle: Label::new(summary.clone(), Some(in_chinese(&summary))),
        rows: answer.rows[..FIRST].to_vec(),
        summary: None,
        sections: vec![all],
        ..answer.clone()
    };
    for (place, column) in first.columns.iter_mut().enumerate() {
        column.shown &= ["severity", "city", "year", "message"].contains(&column.name.as_str());
        for row in first.rows.iter_mut().filter(|_| column.name == "message") {
            if let Cell::Name(message) = &row.cells[place] {
                let zh = message.label.zh.as_deref().map(chinese::in_brief);
                row.cells[place] = Cell::label(Label::new(in_brief(&message.label.en), zh));
            }
        }
    }
    first.details.clear();
    Some(Screen::Instead(Box::new(first)))
}

/// A column of numbers, each in a unit of its own.
pub(super) fn figures(name: &str, en: &str, zh: &str) -> Column {
    Column::figures(name, Label::new(en, Some(zh)), Holds::Various, None)
}

/// The start of a message, by whole clauses, without what stands in long brackets.
fn in_brief(message: &str) -> String {
    /// About three lines beside the place and the year.
    const LONGEST: usize = 180;
    /// How much of it says enough.
    const ENOUGH: usize = 100;
    const BRACKETS: usize = 30;
    let mut text = String::new();
    let mut rest = message;
    while let Some((before, inside, after)) = bracketed(rest) {
        let kept = inside.chars().count() <= BRACKETS;
        text += if kept {
            &rest[..rest.len() - after.len()]
        } else {
            before.trim_end()
        };
        rest = after;
    }
    text += rest;
    let length = |end: usize| text[..end].chars().count();
    if length(text.len()) <= LONGEST {
        return text;
    }
    let ends_at = |marks: &'static [char]| {
        let all = text.match_indices(marks);
        let ends = all.filter(|(at, _)| text[at + 1..].starts_with(' '));
        ends.map(|(at, _)| at)
            .take_while(|end| length(*end) <= LONGEST)
    };
    let sentence = ends_at(&['.', ';']).last();
    if let Some(end) = sentence.filter(|end| length(*end) >= ENOUGH / 2) {
        return format!("{}.", &text[..end]);
    }
    let clause = |marks| {
        let enough = ends_at(marks).find(|end| length(*end) >= ENOUGH);
        enough.or_else(|| ends_at(marks).last())
    };
    match clause(&[';', '.', ':', ',']) {
        Some(end) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A text before its first bracket, in it, and behind it.
fn bracketed(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('(')?;
    let (inside, after) = rest.split_once(')')?;
    Some((before, inside, after))
}

fn columns(adjusted: bool) -> Vec<Column> {
    vec![
        Column::titled("severity", "Severity", "严重程度"),
        Column::titled("kind", "Kind", "类别"),
        Column::titled("table", "Table", "表"),
        Column::titled("city", "City", "地区").of_role(Role::Area),
        Column::titled("year", "Year", "年份").of_role(Role::Time),
        Column::titled("indicator", "Indicator", "指标"),
        figures("printed", "Printed", "刊印值"),
        figures("derived", "Derived", "推算值"),
        figures("low", "Low", "下限"),
        figures("high", "High", "上限"),
        figures("gap", "Gap", "差距"),
        Column::titled("message", "Message", "说明"),
        Column::titled("culprits", "Culprits", "错误数据"),
        figures("moves", "Moves, %", "变动，%"),
        Column::titled("explained", "Explained", "解释"),
        // There to be asked for.
        Column {
            shown: false,
            ..Column::titled("note", "Note", "注")
        },
        Column {
            shown: false,
            ..Column::titled("id", "Id", "编号")
        },
        Column {
            shown: false,
            ..Column::titled("check", "Check", "检查")
        },
        Column {
            shown: false,
            ..Column::titled("place", "Place", "位置")
        },
        Column {
            shown: false,
            ..Column::titled("location", "Location", "文件位置")
        },
        Column {
            shown: adjusted,
            ..Column::titled("adjusted", "Adjusted", "已更正")
        },
    ]
}

fn row(package: &Package, names: Option<&Names>, finding: &Finding) -> Row {
    let spot = finding.spots.first();
    let area = spot.map_or(Cell::Empty, |spot| area(package, spot));
    let derived = finding
        .derived
        .map(|estimate| Figure::computed(estimate, Status::Normal, Vec::new()));
    let ends = derived.as_ref().and_then(Figure::ends);
    let [low, high] = ends.map_or([Cell::Empty, Cell::Empty], |ends| ends.map(Cell::from));
    let gap = finding
        .gap
        .map(|gap| Figure::printed(Value::Number(Estimate::exact(gap).number())));
    let moves = finding
        .moves
        .map(|moves| Figure::printed(Value::Number(Estimate::exact(moves).number())));
    let notes: Vec<&str> = finding
        .notes
        .iter()
        .map(|(_, text)| text.as_str())
        .collect();
    let adjusted = finding.spots.iter().filter(|spot| spot.adjusted);
    let adjusted: Vec<String> = adjusted.map(Spot::indicator_with_members).collect();
    let cells = vec![
        Cell::words(finding.severity.to_string()),
        Cell::words(finding.family().to_string()),
        Cell::words(spot.map_or("", |spot| spot.table.as_str())),
        area,
        spot.and_then(|spot| spot.year)
            .map_or(Cell::Empty, Cell::Year),
        Cell::words(spot.map_or_else(String::new, Spot::indicator_with_members)),
        figure(
            finding
                .printed
                .map(|number| Figure::printed(Value::Number(number))),
        ),
        figure(derived),
        low,
        high,
        figure(gap),
        match names {
            Some(names) => names.cell(&finding.message),
            None => Cell::words(&finding.message),
        },
        Cell::words(culprits(finding)),
        figure(moves),
        several(&finding.explained()),
        Cell::words(notes.join(" ")),
        Cell::words(finding.id()),
        Cell::words(finding.check.to_string()),
        Cell::words(places(package, finding)),
        Cell::words(location(package, finding)),
        several(&adjusted),
    ];
    Row {
        cells,
        total: false,
    }
}

/// The area of a figure, by the cell that names it.
pub(super) fn area(package: &Package, spot: &Spot) -> Cell {
    spot.area.as_ref().map_or(Cell::Empty, |name| {
        let zh = package.area_of_cell(name).map(|area| area.name_zh.clone());
        Cell::Name(Name::new(name.clone(), Label::new(name, zh.ok())))
    })
}

/// The figures that are wrong: `|` between several, ` or ` between those of which one is.
fn culprits(finding: &Finding) -> String {
    let set = |set: &Vec<Spot>| {
        let paths: Vec<String> = set.iter().map(Spot::path).collect();
        paths.join("|")
    };
    let sets: Vec<String> = finding.culprits.iter().map(set).collect();
    sets.join(" or ")
}

/// The files and lines of the figures that it is about: `gdp.csv:5`.
fn places(package: &Package, finding: &Finding) -> String {
    let mut places: Vec<String> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for spot in finding.about() {
        let place = place(package, spot, str::to_owned);
        if let Some(place) = place.filter(|_| spot.line.is_some())
            && seen.insert(place.clone())
        {
            places.push(place);
        }
    }
    places.join("|")
}

/// The file and line of the figure that it is told at, from the folder on in which the program runs.
fn location(package: &Package, finding: &Finding) -> String {
    let spot = finding.spots.first();
    let place = spot.and_then(|spot| place(package, spot, |path| package.path_of(path)));
    place.unwrap_or_default()
}

/// The file and line of a figure; of a file that was opened its own line, where that is known.
fn place(package: &Package, spot: &Spot, path: impl Fn(&str) -> String) -> Option<String> {
    let table = package.table(&spot.table)?;
    let (file, line) = if package.is_opened() {
        let line = spot.line.and_then(|line| package.line_opened(table, line));
        (package.label().to_owned(), line)
    } else {
        (path(&table.path), spot.line)
    };
    Some(match line {
        Some(line) => format!("{file}:{line}"),
        None => file,
    })
}

fn figure(figure: Option<Figure>) -> Cell {
    figure.map_or(Cell::Empty, Cell::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_in_brief_is_whole_clauses_without_long_brackets() {
        let short = "GDP of A in 2010 (`gdp`) is wrong: 5.1 (5.0 to 5.2) would fit.";
        assert_eq!(in_brief(short), short);
        let long = format!(
            "It is wrong (see the {}): it differs from what others say of it, {}.",
            "list, ".repeat(9),
            "much ".repeat(30)
        );
        assert_eq!(
            in_brief(&long),
            "It is wrong: it differs from what others say of it…"
        );
        let endless = format!("{} (", "word ".repeat(60));
        assert_eq!(in_brief(&endless), endless);
        assert_eq!(in_brief(""), "");
    }
}
