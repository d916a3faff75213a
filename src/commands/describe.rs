//! `hlj describe`: the codebook. Every indicator in a line, or all that is known of a table or an indicator.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::{ArgMatches, Args, Command};

use super::args::{ArrangeArgs, OutputArgs};
use super::error::Refusal;
use super::{Outcome, Verb};
use crate::answer::{Answer, Cell, Column, Label, Name, Row};
use crate::figure::{Kind, Status, Value, Year, spans};
use crate::package::{Combine, Dimension, Indicator, Meaning, Package, Remark, Table};
use crate::query::arrange;
use crate::words::{did_you_mean, list, printable, quoted_list};

pub(super) const VERB: Verb = Verb {
    name: "describe",
    alias: None,
    about: "The codebook: what tables and indicators hold, unit, kind, coverage, source, doubts",
    augment: |command: Command| {
        let command = OutputArgs::augment_args(ArrangeArgs::augment_args(
            DescribeArgs::augment_args(command),
        ));
        command.mut_arg("target", |arg| {
            arg.add(super::complete::tables_and_indicators())
        })
    },
    run,
};

#[derive(Debug, Args)]
struct DescribeArgs {
    /// A table or an indicator; every indicator in a line without one
    #[arg(value_name = "TABLE|INDICATOR", value_parser = super::error::name)]
    target: Option<String>,
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args: DescribeArgs = Verb::args(matches)?;
    let arrangement = Verb::args::<ArrangeArgs>(matches)?.arrangement();
    let answer = match &args.target {
        None => catalogue(package)?,
        Some(target) => codebook(package, target)?,
    };
    Ok(Outcome::Answer(Box::new(arrange(
        answer,
        &arrangement,
        package,
    )?)))
}

/// Every indicator in a line.
fn catalogue(package: &Package) -> Result<Answer> {
    let mut rows = Vec::new();
    for table in package.tables() {
        let coverage = Coverage::of(package, table)?;
        for (_, column, indicator) in table.indicators() {
            let kind = if indicator.kind_declared {
                indicator.kind.name()
            } else {
                ""
            };
            let areas = coverage.areas.len().to_string();
            let cells = vec![
                Cell::words(&table.name),
                Cell::words(&indicator.id),
                Cell::words(&column.name),
                Cell::words(&column.title),
                Cell::words(indicator.unit_and_prices()),
                Cell::words(kind),
                Cell::words(&coverage.years),
                Cell::Numeral(Name {
                    label: Label::plain(&areas),
                    id: areas,
                }),
                Cell::words(package.short_source(table)),
            ];
            rows.push(Row {
                cells,
                total: false,
            });
        }
    }
    let columns = [
        ("table", "Table", "表"),
        ("indicator", "Indicator", "指标"),
        ("column", "Column", "列"),
        ("title", "Title", "名称"),
        ("unit", "Unit", "单位"),
        ("kind", "Kind", "类型"),
        ("years", "Years", "年份"),
        ("areas", "Areas", "地区数"),
        ("source", "Source", "来源"),
    ];
    Ok(Answer {
        title: Label::plain(package.title().unwrap_or_else(|| package.name())),
        columns: columns.map(|(name, en, zh)| column(name, en, zh)).into(),
        rows,
        details: ["source", "column", "title"].map(str::to_owned).into(),
        ..Answer::default()
    })
}

fn column(name: &str, en: &str, zh: &str) -> Column {
    Column {
        label: Label::new(en, Some(zh)),
        ..Column::words(name, en)
    }
}

/// What the rows of a table cover.
struct Coverage {
    years: String,
    areas: Vec<String>,
    rows: usize,
}

impl Coverage {
    fn of(package: &Package, table: &Table) -> Result<Coverage> {
        let rows = package.rows(table)?;
        let mut years: BTreeSet<Year> = BTreeSet::new();
        let mut areas: Vec<String> = Vec::new();
        for row in &rows {
            if let Some(Value::Year(year)) = table.time().map(|place| &row.cells[place]) {
                years.insert(*year);
            }
            if let Some(Value::Text(area)) = table.area().map(|place| &row.cells[place])
                && !areas.contains(area)
            {
                areas.push(area.clone());
            }
        }
        let years = if years.is_empty() {
            String::new()
        } else {
            spans(&years)
        };
        Ok(Coverage {
            years,
            areas,
            rows: rows.len(),
        })
    }
}

/// All that is known of a table, or of an indicator in every table that has it.
fn codebook(package: &Package, target: &str) -> Result<Answer> {
    let mut book = Book::default();
    let (of_table, indicator) = match target.split_once('/') {
        Some((table, indicator)) => (Some(table), indicator),
        None => (None, target),
    };
    if let Some(table) = package.table(target) {
        book.table(package, table)?;
    } else {
        for table in package
            .tables()
            .filter(|table| of_table.is_none_or(|name| table.name == name))
        {
            let found = table
                .indicators()
                .find(|(_, column, _)| column.names().any(|name| name == indicator));
            if let Some((_, column, indicator)) = found {
                book.indicator(package, table, column, indicator)?;
            }
        }
    }
    if book.rows.is_empty() {
        let tables = package.tables().map(|table| table.name.as_str());
        let indicators = package
            .tables()
            .flat_map(Table::indicators)
            .map(|(_, _, known)| known.id.as_str());
        let hint = did_you_mean(target, tables.chain(indicators));
        let hint = if hint.is_empty() { ";" } else { &hint };
        let message = format!(
            "there is no table or indicator `{}`{hint} `hlj describe` lists them",
            printable(target)
        );
        return Err(Refusal::new(message).into());
    }
    Ok(Answer {
        title: Label::plain(format!("Codebook: {target}")),
        columns: vec![
            column("table", "Table", "表"),
            column("item", "Item", "项目"),
            column("property", "Property", "属性"),
            column("value", "Value", "内容"),
        ],
        rows: book.rows,
        ..Answer::default()
    })
}

/// The lines of a codebook: table, item, property, value.
#[derive(Default)]
struct Book {
    rows: Vec<Row>,
}

impl Book {
    fn add(&mut self, table: &Table, item: &str, property: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            let cells = [table.name.as_str(), item, property, &value];
            self.rows.push(Row {
                cells: cells.into_iter().map(Cell::words).collect(),
                total: false,
            });
        }
    }

    fn table(&mut self, package: &Package, table: &Table) -> Result<()> {
        let coverage = Coverage::of(package, table)?;
        self.add(table, "", "title", table.title.as_str());
        self.add(
            table,
            "",
            "title in Chinese",
            table.title_zh.as_deref().unwrap_or_default(),
        );
        self.add(
            table,
            "",
            "holds",
            table.description.as_deref().unwrap_or_default(),
        );
        self.add(table, "", "rows", coverage.rows.to_string());
        self.source(package, table);
        for column in &table.columns {
            let (role, members) = match &column.meaning {
                Meaning::Area => ("area", coverage.areas.join(", ")),
                Meaning::Time => ("year", coverage.years.clone()),
                Meaning::Dimension(dimension) => ("dimension", members(dimension)),
                Meaning::Indicator(_) => continue,
            };
            self.add(table, &column.name, "role", role);
            self.inferred(table, &column.name, column);
            self.add(
                table,
                &column.name,
                "holds",
                column.description.as_deref().unwrap_or_default(),
            );
            self.add(table, &column.name, "covers", members);
            if let Meaning::Dimension(dimension) = &column.meaning {
                self.add(
                    table,
                    &column.name,
                    "total",
                    dimension
                        .total
                        .as_deref()
                        .map(|total| format!("{total}: never combined or ranked with the others"))
                        .unwrap_or_default(),
                );
                self.add(
                    table,
                    &column.name,
                    "never combined",
                    dimension.overlapping.as_deref().unwrap_or_default(),
                );
            }
        }
        for (_, column, indicator) in table.indicators() {
            self.facts(table, column, indicator);
        }
        for (_, _, indicator) in table.indicators() {
            self.notes(package, table, indicator)?;
        }
        Ok(())
    }

    fn indicator(
        &mut self,
        package: &Package,
        table: &Table,
        column: &crate::package::Column,
        indicator: &Indicator,
    ) -> Result<()> {
        let coverage = Coverage::of(package, table)?;
        self.facts(table, column, indicator);
        self.add(table, &indicator.id, "years", coverage.years);
        self.add(table, &indicator.id, "areas", coverage.areas.join(", "));
        self.source(package, table);
        self.notes(package, table, indicator)
    }

    fn source(&mut self, package: &Package, table: &Table) {
        for source in &table.sources {
            let document = package.document(source);
            let of_document = |part: fn(&crate::package::Document) -> &Option<String>| {
                document
                    .and_then(|document| part(document).clone())
                    .unwrap_or_default()
            };
            let place = source.place.as_deref().unwrap_or_default();
            let title = source
                .title
                .as_deref()
                .map(|title| format!("“{title}”"))
                .unwrap_or_default();
            self.add(
                table,
                "",
                "source",
                [place, &title]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect::<Vec<_>>()
                    .join(", "),
            );
            self.add(
                table,
                "",
                "document",
                of_document(|document| &document.title),
            );
            self.add(
                table,
                "",
                "published at",
                of_document(|document| &document.path),
            );
            self.add(
                table,
                "",
                "about the document",
                of_document(|document| &document.note),
            );
            self.add(table, "", "producers", source.producers.join("; "));
        }
    }

    /// Where a column's role is not declared: what it is told from, and how to pin it down.
    fn inferred(&mut self, table: &Table, item: &str, column: &crate::package::Column) {
        let pinned = |reason: &String| format!("{reason}; declare `role` to pin it down");
        let inferred = column.inferred.as_ref().map(pinned);
        self.add(table, item, "inferred", inferred.unwrap_or_default());
    }

    fn facts(&mut self, table: &Table, column: &crate::package::Column, indicator: &Indicator) {
        let id = &indicator.id;
        self.add(table, id, "title", column.title.as_str());
        self.add(
            table,
            id,
            "title in Chinese",
            column.title_zh.as_deref().unwrap_or_default(),
        );
        self.add(table, id, "column", column.name.as_str());
        self.add(
            table,
            id,
            "holds",
            column.description.as_deref().unwrap_or_default(),
        );
        self.add(table, id, "unit", indicator.unit_and_prices());
        self.inferred(table, id, column);
        self.add(table, id, "kind", kind(indicator));
        self.add(table, id, "combining rule", rule(indicator));
        let decimals = indicator.decimals.map(|decimals| {
            format!("{decimals} as a rule; each value keeps those it was printed with")
        });
        self.add(table, id, "printed decimals", decimals.unwrap_or_default());
        self.add(
            table,
            id,
            "concept",
            indicator.concept.as_deref().unwrap_or_default(),
        );
    }

    fn notes(&mut self, package: &Package, table: &Table, indicator: &Indicator) -> Result<()> {
        for remark in package.remarks(table)?.iter() {
            if remark.indicators.contains(&indicator.id) {
                self.add(table, &indicator.id, "note", note(remark));
            }
        }
        Ok(())
    }
}

fn note(remark: &Remark) -> String {
    let key = remark
        .key
        .iter()
        .map(|(dimension, members)| format!("{dimension} {}", list(members, "or")));
    let mut parts = vec![key.collect::<Vec<_>>().join(", ")];
    if remark.note.status != Status::Normal {
        parts.push(format!(
            "{} ({})",
            remark.note.status,
            remark.note.status.label()
        ));
    }
    parts.push(remark.note.text.to_string());
    let mut text = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(": ");
    if !remark.usable {
        text.push_str(" Not used in computations.");
    }
    if let Some(corrected) = remark.corrected {
        text.extend([" Correction: ", &corrected.to_string(), "."]);
    }
    text
}

fn members(dimension: &Dimension) -> String {
    let member = |member: &crate::package::Member| match &member.label {
        Some(label) if *label != member.value => format!("{} ({label})", member.value),
        _ => member.value.clone(),
    };
    dimension
        .members
        .iter()
        .map(member)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The kind in words, or how to declare it.
fn kind(indicator: &Indicator) -> String {
    if indicator.kind_declared {
        return indicator.kind.meaning().to_owned();
    }
    let kinds = Kind::ALL.iter().filter(|kind| **kind != Kind::Text);
    format!(
        "not declared; declare `kind` as {}",
        quoted_list(kinds.map(|kind| kind.name()), "or")
    )
}

/// The rule for combining, in words.
fn rule(indicator: &Indicator) -> String {
    if !indicator.combine_declared && indicator.kind != Kind::Text {
        return "not declared, hence never combined; declare `combine` to pin it down".to_owned();
    }
    let over_years = match indicator.kind {
        _ if !indicator.kind_declared => "over years never, since the kind is not declared",
        Kind::Flow => "over years the sum, which is cumulative",
        Kind::Stock => "over years the average, never a sum",
        Kind::Rate => "over years chained",
        Kind::Ratio | Kind::Share => "over years recomputed from sums",
        Kind::Index => "over years never",
        Kind::Text => return String::new(),
    };
    let over_areas = match &indicator.combine {
        Combine::Sum => "over areas the sum".to_owned(),
        Combine::WeightedMean {
            weight,
            weight_year,
        } => {
            let year = weight_year
                .as_deref()
                .map(|year| format!(" of the {year} year"))
                .unwrap_or_default();
            format!("over areas the mean weighted by {weight}{year}")
        }
        Combine::Ratio {
            numerator,
            denominator: Some(denominator),
            denominator_year,
        } => {
            let year = denominator_year
                .as_deref()
                .map(|year| format!(" at {year}"))
                .unwrap_or_default();
            format!("over areas the sum of {numerator} over the sum of {denominator}{year}")
        }
        Combine::Ratio {
            numerator,
            denominator: None,
            ..
        } => {
            format!(
                "over areas the sum of {numerator} over the sum of the denominators that the ratios imply"
            )
        }
        Combine::Share { of } => format!(
            "over areas the sum of share × {of} of the total over the sum of {of} of the total"
        ),
        Combine::None { reason } => {
            return match reason {
                Some(reason) => format!("never combined: {reason}"),
                None => "never combined".to_owned(),
            };
        }
    };
    format!("{over_areas}; {over_years}")
}
