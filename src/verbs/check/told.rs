//! Findings as an answer: a row each, the gravest first, and in a line how much was tried.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{Answer, Cell, Column, Holds, Label, Name, Role, Row, Screen};
use crate::audit::{Finding, Severity, Spot};
use crate::figure::{Estimate, Figure, Status, Value};
use crate::package::{Check, Package};
use crate::verbs::areas::several;
use crate::words::{count, list};

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
/// told of every finding.
pub(super) fn answer(package: &Package, findings: &[Finding], adjusted: bool) -> Answer {
    let remark = "The package's corrections stand in the place of what arithmetic refutes.";
    let remarks = if adjusted {
        vec![remark.to_owned()]
    } else {
        Vec::new()
    };
    let title = package.title().unwrap_or(package.name());
    Answer {
        title: Label::new(format!("Findings in {title}"), Some("核查结果")),
        columns: columns(adjusted),
        details: DETAILS.map(str::to_owned).into(),
        rows: findings
            .iter()
            .map(|finding| row(package, finding))
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

/// What a screen shows first: how much was tried, and the findings that matter most; the others below.
pub(super) fn on_screen(answer: &Answer) -> Option<Screen> {
    if answer.rows.len() <= FIRST {
        return None;
    }
    let (first, rest) = answer.rows.split_at(FIRST);
    let summary = answer.summary.clone().unwrap_or_default();
    let rest = Answer {
        title: Label::new(
            format!("The other {}", count(rest.len(), "finding")),
            Some(format!("其余{}项", rest.len())),
        ),
        subtitle: Label::default(),
        rows: rest.to_vec(),
        summary: None,
        remarks: Vec::new(),
        ..answer.clone()
    };
    let mut first = Answer {
        subtitle: Label::plain(summary),
        rows: first.to_vec(),
        summary: None,
        sections: vec![rest],
        ..answer.clone()
    };
    // The list below says more of each.
    for column in &mut first.columns {
        column.shown &= ["severity", "city", "year", "message"].contains(&column.name.as_str());
    }
    first.details.clear();
    Some(Screen::Instead(Box::new(first)))
}

fn columns(adjusted: bool) -> Vec<Column> {
    let figures = |name: &str, en: &str, zh: &str| {
        Column::figures(name, Label::new(en, Some(zh)), Holds::Various, None)
    };
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

fn row(package: &Package, finding: &Finding) -> Row {
    let spot = finding.spots.first();
    let area = spot.and_then(|spot| spot.area.as_ref());
    let area = area.map_or(Cell::Empty, |name| {
        let zh = package.area_of_cell(name).map(|area| area.name_zh.clone());
        Cell::Name(Name {
            id: name.clone(),
            label: Label::new(name, zh.ok()),
        })
    });
    let derived = finding
        .derived
        .map(|estimate| Figure::computed(estimate, Status::Normal, Vec::new()));
    let ends = derived.as_ref().and_then(Figure::ends);
    let [low, high] = ends.map_or([Cell::Empty, Cell::Empty], |ends| ends.map(Cell::Figure));
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
        Cell::words(&finding.message),
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
    let mut seen: BTreeSet<(&str, u64)> = BTreeSet::new();
    for spot in finding.about() {
        if let (Some(table), Some(line)) = (package.table(&spot.table), spot.line)
            && seen.insert((&table.path, line))
        {
            places.push(format!("{}:{line}", table.path));
        }
    }
    places.join("|")
}

/// The file and line of the figure that it is told at, from the folder on in which the program runs. The lines of a file
/// that was made into a table are not known.
fn location(package: &Package, finding: &Finding) -> String {
    let spot = finding.spots.first();
    let table = spot.and_then(|spot| package.table(&spot.table));
    let Some((spot, table)) = spot.zip(table) else {
        return String::new();
    };
    match (package.is_opened(), spot.line) {
        (true, _) => package.label().to_owned(),
        (false, Some(line)) => format!("{}:{line}", package.path_of(&table.path)),
        (false, None) => package.path_of(&table.path),
    }
}

fn figure(figure: Option<Figure>) -> Cell {
    figure.map_or(Cell::Empty, Cell::Figure)
}
