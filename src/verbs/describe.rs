//! `hlj describe`: the codebook. Every indicator in a line, or all that is known of a table or an indicator.

mod book;

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::answer::{Answer, Cell, Column, Label, Name, Row};
use crate::cli::args::{ArrangeArgs, OutputArgs};
use crate::cli::verb::{Outcome, Verb};
use crate::figure::spans;
use crate::package::{Package, Table};
use crate::query::lookup::{Named, named};
use crate::query::{Telling, arrange};
use book::Book;

pub(super) const VERB: Verb = Verb {
    name: "describe",
    alias: None,
    about: "The codebook: what figures mean, their unit, kind, source, doubts",
    figures: false,
    augment: |command: Command| {
        let command = OutputArgs::augment_args(DescribeArgs::augment_args(command));
        command.mut_arg("target", |arg| {
            arg.add(crate::cli::complete::tables_and_indicators())
        })
    },
    run,
};

#[derive(Debug, Args)]
struct DescribeArgs {
    /// A table or an indicator; every indicator in a line without one
    #[arg(value_name = "TABLE|INDICATOR", value_parser = crate::cli::error::name)]
    target: Option<String>,
    #[command(flatten)]
    arrange: ArrangeArgs,
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = DescribeArgs::from_arg_matches(matches)?;
    let arrangement = args.arrange.arrangement();
    let answer = match &args.target {
        None => catalogue(package)?,
        Some(target) => codebook(package, target)?,
    };
    Ok(Outcome::Answer(Box::new(arrange(
        answer,
        &arrangement,
        Telling::default(),
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
                Cell::Numeral(Name::new(areas.clone(), Label::plain(areas))),
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
        columns: columns
            .map(|(name, en, zh)| Column::titled(name, en, zh))
            .into(),
        rows,
        details: ["source", "column", "title"].map(str::to_owned).into(),
        ..Answer::default()
    })
}

/// What the rows of a table cover.
struct Coverage {
    years: String,
    areas: Vec<String>,
    rows: usize,
}

impl Coverage {
    fn of(package: &Package, table: &Table) -> Result<Coverage> {
        let years = package.years(table);
        let frame = package.frame(table)?;
        let areas = table.area().and_then(|column| frame.texts(column));
        let areas = areas
            .into_iter()
            .flat_map(|areas| areas.dictionary().iter());
        let areas = areas.map(str::to_owned).collect();
        let years = if years.is_empty() {
            String::new()
        } else {
            spans(&years)
        };
        Ok(Coverage {
            years,
            areas,
            rows: frame.len(),
        })
    }
}

/// All that is known of a table, or of an indicator in every table that has it.
fn codebook(package: &Package, target: &str) -> Result<Answer> {
    let mut book = Book::default();
    match named(package, target)? {
        Named::Table(table) => book.table(package, table)?,
        Named::Indicator(found) => {
            for (table, column, indicator) in found {
                book.indicator(package, table, column, indicator)?;
            }
        }
    }
    Ok(Answer {
        title: Label::new(
            format!("Codebook: {target}"),
            Some(format!("数据说明：{target}")),
        ),
        columns: vec![
            Column::titled("table", "Table", "表"),
            Column::titled("item", "Item", "项目"),
            Column::titled("property", "Property", "属性"),
            Column::titled("value", "Value", "内容"),
        ],
        rows: book.rows,
        ..Answer::default()
    })
}
