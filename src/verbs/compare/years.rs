//! One area in two years: the change of every indicator, each from its own table.

use std::collections::BTreeSet;

use anyhow::Result;

use super::{Question, cagr, no_ratio};
use crate::answer::{Answer, Cell, Column, Holds, Label, Role, Row};
use crate::cli::error::refused;
use crate::figure::{Figure, Period, spans};
use crate::query::derived::derive_from;
use crate::query::formula::Formula;
use crate::query::lookup::is_called;
use crate::query::names::label;
use crate::query::series::{Series, series};
use crate::words::{Refusal, list, printable};

/// A series, with the cell that names the area in its table.
struct Subject<'a> {
    cell: &'a str,
    series: Series<'a>,
}

pub(super) fn answer(question: &Question) -> Result<Answer> {
    let area = &question.areas[0];
    let name = printable(&area.name);
    let mut subjects: Vec<Subject> = Vec::new();
    for covered in &question.covered {
        if let (Some(cell), Some(_)) = (covered.cell(area), covered.table.time()) {
            let all = series(question.package, covered.table, question.reading)?;
            let asked = all.into_iter().filter(|series| question.asks_for(series));
            subjects.extend(asked.map(|series| Subject { cell, series }));
        }
    }
    let years = two_years(question, &subjects)?;
    let [first, last] = years;
    let zh = format!("{}：{first}年与{last}年", label(area).zh_or_en());
    let mut answer = Answer {
        title: Label::new(format!("{name} in {first} and {last}"), Some(zh)),
        columns: columns(&subjects, years),
        ..Answer::default()
    };
    for subject in subjects.iter().filter(|subject| subject.has(years)) {
        answer.rows.push(subject.row(question, years));
        let source = question.package.source_line(subject.series.table);
        answer
            .sources
            .extend(source.filter(|source| !answer.sources.contains(source)));
    }
    if answer.rows.is_empty() {
        answer.nothing = Some(format!(
            "no table has figures of {name} for both {first} and {last}{}",
            coverage(subjects.iter())
        ));
        return Ok(answer);
    }
    for id in question.indicators {
        let of_id = || {
            subjects
                .iter()
                .filter(|subject| is_called(subject.series.column, id))
        };
        if !of_id().any(|subject| subject.has(years)) {
            answer.warnings.push(format!(
                "no table has `{}` of {name} for both {first} and {last}{}",
                printable(id),
                coverage(of_id())
            ));
        }
    }
    Ok(answer)
}

/// The two years that are asked for.
fn two_years(question: &Question, subjects: &[Subject]) -> Result<[Period; 2]> {
    let name = printable(&question.areas[0].name);
    let existing: BTreeSet<Period> = subjects.iter().flat_map(Subject::years).collect();
    let ends = subjects.iter().find_map(|subject| {
        let (first, last) = (subject.years().min()?, subject.years().max()?);
        (first < last).then(|| format!("{first},{last}"))
    });
    let example = ends.unwrap_or_else(|| "YEAR,YEAR".to_owned());
    let Some(years) = &question.years else {
        return refused(
            Refusal::new(format!(
                "`compare` takes two areas or more, or one area and two years, and only \
                    {name} is named"
            ))
            .next(format!("name another area, or add `-y {example}`")),
        );
    };
    let chosen = years.choose(&existing, &existing);
    let asked: Vec<Period> = chosen.found.union(&chosen.absent).copied().collect();
    match asked.as_slice() {
        [first, last] => Ok([*first, *last]),
        [first, .., last] => refused(
            Refusal::new(format!(
                "one area is compared in two years, and `{years}` asks for {}",
                asked.len()
            ))
            .next(format!("write `-y {first},{last}`")),
        ),
        _ => refused(
            Refusal::new(format!(
                "one area is compared in two years, and `{years}` asks for {}",
                asked.len()
            ))
            .next(format!(
                "write both, such as `-y {example}`, or name another area"
            )),
        ),
    }
}

/// What the tables cover, as the end of a sentence.
fn coverage<'a>(subjects: impl Iterator<Item = &'a Subject<'a>>) -> String {
    let mut tables: Vec<(&str, BTreeSet<Period>)> = Vec::new();
    for subject in subjects {
        let table = subject.series.table.name.as_str();
        match tables.iter_mut().find(|(known, _)| *known == table) {
            Some((_, years)) => years.extend(subject.years()),
            None => tables.push((table, subject.years().collect())),
        }
    }
    tables.retain(|(_, years)| !years.is_empty());
    if tables.is_empty() {
        return "; `hlj areas` says which tables cover it".to_owned();
    }
    let tables = tables
        .iter()
        .map(|(table, years)| format!("`{table}` has {}", spans(years)));
    format!("; {}", list(tables, "and"))
}

/// The columns of the rows; the area's is called as in the tables, where they agree.
fn columns(subjects: &[Subject], [first, last]: [Period; 2]) -> Vec<Column> {
    let mut of_tables = subjects.iter().filter_map(|subject| {
        let table = subject.series.table;
        table.area().map(|place| &table.columns[place])
    });
    let named = of_tables.next();
    let area = named.filter(|named| of_tables.all(|other| other.name == named.name));
    let area = area.map_or_else(
        || Column::titled("area", "Area", "地区"),
        |column| Column {
            label: Label::new(&column.title, column.title_zh.as_ref()),
            ..Column::words(&column.name, "")
        },
    );
    let year = |year: Period| {
        let name = year.to_string();
        Column::figures(&name, Label::plain(&name), Holds::OfYear(year), None)
    };
    let in_unit = Label::new("in the unit; pp for %", Some("按单位，百分数为百分点"));
    let mut change = Column::figures(
        "change",
        Label::new("Change", Some("变化")),
        Holds::Aside,
        Some(in_unit),
    );
    if let Role::Measure(measure) = &mut change.role {
        measure.unit_in = Some("unit".to_owned());
    }
    vec![
        Column::titled("table", "Table", "表"),
        Column::indicator(),
        Column::unit(),
        Column {
            role: Role::Area,
            ..area
        },
        Column {
            shown: false,
            ..Column::titled("code", "Code", "代码")
        },
        year(first),
        year(last),
        change,
        Column::figures(
            "change_pct",
            Label::new("Relative change", Some("变化率")),
            Holds::Aside,
            Some(Label::new("%", Some("%"))),
        ),
        Column::figures(
            "cagr_pct",
            Label::new("Rate of change", Some("年均变化率")),
            Holds::Aside,
            Some(Label::new("% a year", Some("%/年"))),
        ),
    ]
}

impl Subject<'_> {
    /// The years for which the area has a value.
    fn years(&self) -> impl Iterator<Item = Period> {
        let own = self
            .series
            .observations
            .iter()
            .filter(|observation| observation.area.id == self.cell && observation.has_value());
        own.filter_map(|observation| observation.year)
    }

    /// Whether there is a row for both years, and a value for one of them.
    fn has(&self, years: [Period; 2]) -> bool {
        let found = years.map(|year| self.series.at(self.cell, Some(year)));
        found.iter().all(Option::is_some)
            && found
                .iter()
                .flatten()
                .any(|observation| observation.has_value())
    }

    fn row(&self, question: &Question, years: [Period; 2]) -> Row {
        let series = &self.series;
        let source = question.package.short_source(series.table);
        let shown = years.map(|year| series.figure(self.cell, Some(year)));
        let [first, last] = series.ends(self.cell, years);
        let change = derive_from(Formula::Difference, &last, &first, &source);
        let (relative, yearly) = if series.has_levels() {
            let relative = derive_from(Formula::Change, &last, &first, &source);
            (relative, cagr([&first, &last], years, &source))
        } else {
            let none = Figure::missing(no_ratio(series));
            (none.clone(), none)
        };
        let observation = series.at(self.cell, Some(years[0]));
        let (area, code) = observation.map_or((Cell::Empty, Cell::Empty), |found| {
            (Cell::Name(found.area.clone()), found.code.clone())
        });
        let [first, last] = shown;
        let figures = [first, last, change, relative, yearly];
        let keys = [
            Cell::words(&series.table.name),
            series.name_cell(),
            series.unit_cell(),
            area,
            code,
        ];
        let cells = keys.into_iter().chain(figures.map(Cell::from)).collect();
        Row {
            cells,
            total: false,
        }
    }
}
