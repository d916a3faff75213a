//! `hlj compare`: areas side by side, the first named being the baseline; or one area in two years.

mod areas;

mod pick;
mod years;

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::cli::args::{ArrangeArgs, FigureArgs, OutputArgs};
use crate::cli::verb::{Outcome, Verb};
use crate::figure::{Figure, Kind, Period, Years};
use crate::package::{Area, Package};
use crate::query::arrange;
use crate::query::covered::Covered;
use crate::query::derived::derive_from;
use crate::query::formula::Formula;
use crate::query::lookup::{
    MemberChoice, check_members, has_dimension, has_indicator, indicator, is_called, tables, titled,
};
use crate::query::names::{self, label};
use crate::query::series::{Reading, Series};
use crate::words::{list, printable, shell_word};

pub(super) const VERB: Verb = Verb {
    name: "compare",
    alias: None,
    about: "Put areas or years side by side: difference, ratio, change, cagr",
    figures: true,
    augment: |command: Command| {
        let command = OutputArgs::augment_args(CompareArgs::augment_args(command));
        crate::cli::complete::of_compare(command).after_help(crate::cli::examples::of_compare())
    },
    run,
};

#[derive(Debug, Args)]
#[command(next_help_heading = "Choose")]
struct CompareArgs {
    /// Two areas or more, in any spelling, or a group (`@GROUP`): the first is what the others are held against; or
    /// one area and two years
    #[arg(value_name = "AREA", required = true, value_delimiter = ',', value_parser = crate::cli::error::name)]
    areas: Vec<String>,
    /// Indicators, by id or title; without it those of one table, and of every table where two years are compared
    #[arg(long)]
    indicator: Vec<String>,
    /// Years, both ends included: 2015, 2008,2015, 2008..2015, latest; the newest that the areas share without it
    #[arg(long)]
    years: Vec<Years>,
    /// The table to compare in; the one that covers most of what is asked without it
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
    /// Members of a further dimension; all of them without it
    #[arg(long, value_name = "DIMENSION=NAME,…")]
    member: Vec<MemberChoice>,
    #[command(flatten)]
    figures: FigureArgs,
    #[command(flatten)]
    arrange: ArrangeArgs,
}

/// What is asked, its names resolved.
struct Question<'a> {
    package: &'a Package,
    /// The areas, the baseline first.
    areas: Vec<Area>,
    /// Two of them of which the first is a part of the second, where there are such.
    part_of_whole: Option<[String; 2]>,
    /// The tables that are asked, with the areas that they cover.
    covered: Vec<Covered<'a>>,
    /// The indicators, by id or column; none for all.
    indicators: &'a [String],
    years: Option<Years>,
    reading: Reading<'a>,
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = CompareArgs::from_arg_matches(matches)?;
    let arrangement = args.arrange.arrangement();
    let telling = args.figures.telling();
    let mut tables = tables(package, args.table.as_deref())?;
    let asked = args.indicator.iter();
    let indicators = asked.map(|asked| indicator(package, &tables, asked));
    let indicators: Vec<String> = indicators.collect::<Result<_, _>>()?;
    if !indicators.is_empty() {
        let asked = args.indicator.iter();
        let titled = asked.flat_map(|asked| titled(tables.clone(), asked));
        let names: Vec<&str> = titled.map(|table| table.name.as_str()).collect();
        tables.retain(|table| names.contains(&table.name.as_str()));
    }
    tables.retain(|table| {
        let asked = |id: &String| has_indicator(table, id);
        table.area().is_some() && (indicators.is_empty() || indicators.iter().any(asked))
    });
    check_members(&tables, &args.member)?;
    // Members are of the tables that have their dimension, and nothing is compared that is not of them.
    if indicators.is_empty() {
        tables.retain(|table| {
            let mut members = args.member.iter();
            members.all(|choice| has_dimension(table, &choice.dimension))
        });
    }
    let covered: Vec<Covered> = tables
        .into_iter()
        .map(|table| Covered::new(package, table))
        .collect::<Result<_, _>>()?;
    let areas = names::resolve(package, &covered, &args.areas)?;
    let question = Question {
        package,
        part_of_whole: names::part_of_whole(package, &covered, &areas)?,
        areas,
        covered,
        indicators: &indicators,
        years: Years::joined(&args.years),
        reading: Reading {
            members: &args.member,
            adjusted: telling.adjusted,
        },
    };
    let answer = match question.areas.as_slice() {
        [_] => years::answer(&question)?,
        _ => areas::answer(&question)?,
    };
    Ok(Outcome::Answer(Box::new(arrange(
        answer,
        &arrangement,
        telling,
        package,
    )?)))
}

impl Question<'_> {
    /// The areas in words: `Hegang and Jixi`.
    fn areas_in_words(&self) -> String {
        list(self.areas.iter().map(|area| printable(&area.name)), "and")
    }

    /// The areas in Chinese, those without a Chinese name by their own.
    fn areas_in_chinese(&self) -> String {
        let names = self
            .areas
            .iter()
            .map(|area| label(area).zh_or_en().to_owned());
        names.collect::<Vec<_>>().join("、")
    }

    /// Whether a series is asked for.
    fn asks_for(&self, series: &Series) -> bool {
        self.indicators.is_empty()
            || self
                .indicators
                .iter()
                .any(|id| is_called(series.column, id))
    }

    /// Whether the areas are held against one another in a series: amounts of a part are within those of its whole.
    fn compares(&self, series: &Series) -> bool {
        let is_amount = matches!(series.indicator.kind, Kind::Flow | Kind::Stock);
        self.part_of_whole.is_none() || !is_amount
    }
}

/// The compound annual growth rate of a level between two years.
fn cagr([first, last]: [&Figure; 2], between: [Period; 2], source: &str) -> Figure {
    let years = between[0].years_to(between[1]).unwrap_or((0, 1));
    derive_from(Formula::Cagr(years), last, first, source)
}

/// Why the values of a series are not divided by one another.
fn no_ratio(series: &Series) -> String {
    if series.indicator.kind_declared {
        "Percentages have no ratio; their difference is in percentage points.".to_owned()
    } else if series.is_percent() {
        format!(
            "`{}` looks like a percentage, and percentages have no ratio; their difference is in percentage points.",
            printable(&series.indicator.id)
        )
    } else {
        let id = printable(&series.indicator.id);
        let rules = ["mean", "ratio:A/B"].map(|rule| shell_word(&format!("{id}={rule}")));
        format!(
            "Nothing says what kind of number `{id}` is, so nothing is divided by it; `--rule {}` or `--rule {}` does.",
            rules[0], rules[1]
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Answer, Cell};
    use crate::figure::Status;

    fn asked(areas: &[&str], indicators: &[&str], years: &str) -> Answer {
        let package = Package::built_in().unwrap();
        let owned = |words: &[&str]| -> Vec<String> {
            words.iter().map(|word| (*word).to_owned()).collect()
        };
        let indicators = owned(indicators);
        let covered: Vec<Covered> = package
            .tables()
            .filter(|table| table.area().is_some())
            .map(|table| Covered::new(&package, table).unwrap())
            .collect();
        let question = Question {
            package: &package,
            areas: names::resolve(&package, &covered, &owned(areas)).unwrap(),
            part_of_whole: None,
            covered,
            indicators: &indicators,
            years: Some(years.parse().unwrap()),
            reading: Reading {
                members: &[],
                adjusted: false,
            },
        };
        match areas {
            [_] => years::answer(&question).unwrap(),
            _ => areas::answer(&question).unwrap(),
        }
    }

    /// The statuses and formulas of a row's computed figures.
    fn computed(answer: &Answer, row: usize) -> Vec<(Status, &str)> {
        let cells = answer.rows[row].cells.iter();
        cells
            .filter_map(|cell| match cell {
                Cell::Figure(figure) => Some((figure.status, figure.formula.as_deref()?)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn formulas_of_areas_put_the_baseline_last() {
        // Table 4, 2013: 32.0 in Hegang; 22.9 in Qitaihe, which is in doubt.
        let answer = asked(&["Hegang", "Qitaihe"], &["gdp"], "2013");
        assert_eq!(
            computed(&answer, 0),
            [
                (
                    Status::LowReliability,
                    "22.9 [U] − 32.0 · ADB 49021-002-3, Table 4"
                ),
                (
                    Status::LowReliability,
                    "22.9 [U] ÷ 32.0 · ADB 49021-002-3, Table 4"
                ),
            ]
        );
        let place = answer.columns.iter().position(|column| !column.shown);
        assert_eq!(answer.rows[0].cells[place.unwrap()], Cell::words("gdp"));
    }

    #[test]
    fn formulas_of_years_put_the_later_first() {
        let answer = asked(&["Hegang"], &["gdp"], "2008,2015");
        let formulas: Vec<&str> = computed(&answer, 0)
            .into_iter()
            .map(|(_, formula)| formula)
            .collect();
        assert_eq!(
            formulas,
            [
                "26.6 − 18.5 · ADB 49021-002-3, Table 4",
                "100 × (26.6 ÷ 18.5 − 1) · ADB 49021-002-3, Table 4",
                "100 × ((26.6 ÷ 18.5)^(1/7) − 1) · ADB 49021-002-3, Table 4",
            ]
        );
    }
}
