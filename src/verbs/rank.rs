//! `hlj rank`: areas by the size of an indicator: position, value, share, gap to the first, change of rank.
//!
//! The set is every area of the chosen table; which of them are shown changes no rank.

mod columns;
mod ranked;

use std::collections::BTreeSet;

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::answer::{Answer, Cell, Label, Role};
use crate::cli::args::{ArrangeArgs, FigureArgs, OutputArgs};
use crate::cli::verb::{Outcome, Verb};
use crate::figure::{Period, Years};
use crate::package::Package;
use crate::query::choose_table::{Choice, choose};
use crate::query::lookup::{MemberChoice, only_indicator};
use crate::query::series::{Reading, only};
use crate::query::{Query, SortKey, arrange, ask};
use crate::words::{count, list};
use ranked::{CHANGE, Ranked, Tie, tie_warnings};

pub(super) const VERB: Verb = Verb {
    name: "rank",
    alias: None,
    about: "Rank areas by an indicator: position, value, share, gap, change of rank",
    figures: true,
    augment: |command: Command| {
        let command = OutputArgs::augment_args(RankArgs::augment_args(command));
        crate::cli::complete::of_rank(command).after_help(crate::cli::examples::of_rank())
    },
    run,
};

#[derive(Debug, Args)]
#[command(next_help_heading = "Choose")]
struct RankArgs {
    /// The indicator, by id or title; may be left out where there is one
    #[arg(value_name = "INDICATOR", value_parser = crate::cli::error::name)]
    indicator: Option<String>,
    /// One year, or two for the change of rank; the newest that every area has without it
    #[arg(long)]
    years: Vec<Years>,
    /// Show only these areas; their ranks stay those among all areas of the table
    #[arg(long)]
    city: Vec<String>,
    /// The smallest first; ranks stay as they are
    #[arg(long)]
    ascending: bool,
    /// The table to rank in; the one with most areas without it
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
    /// The member of a further dimension to rank
    #[arg(long, value_name = "DIMENSION=NAME")]
    member: Vec<MemberChoice>,
    #[command(flatten)]
    figures: FigureArgs,
    #[command(flatten)]
    arrange: ArrangeArgs,
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let mut args = RankArgs::from_arg_matches(matches)?;
    if args.indicator.is_none() {
        args.indicator = Some(only_indicator(package, args.table.as_deref(), "rank")?);
    }
    let mut arrangement = args.arrange.arrangement();
    let telling = args.figures.telling();
    let years = Years::joined(&args.years);
    let choice = choose(
        package,
        args.indicator.as_deref().unwrap_or_default(),
        args.table.as_deref(),
        Reading {
            members: &args.member,
            adjusted: telling.adjusted,
        },
        years.as_ref(),
    )?;
    let (answer, ties) = answer(package, choice, &args)?;
    if (arrangement.top.is_some() || args.ascending) && arrangement.sort.is_empty() {
        // The first are those with the best rank, not with the largest figure in the first column.
        let rank = answer
            .columns
            .iter()
            .rfind(|column| column.name.starts_with("rank") && column.name != CHANGE);
        arrangement.sort.extend(rank.map(|column| SortKey {
            column: column.name.clone(),
            descending: args.ascending,
        }));
    }
    let said = answer.warnings.len();
    let mut answer = arrange(answer, &arrangement, telling, package)?;
    let ties = tie_warnings(&ties, &areas_of(&answer));
    answer.warnings.splice(said..said, ties);
    Ok(Outcome::Answer(Box::new(answer)))
}

fn answer(package: &Package, choice: Choice, args: &RankArgs) -> Result<(Answer, Vec<Tie>)> {
    let chosen = &choice.chosen;
    let series = &chosen.series[only(&chosen.series)?];
    let table = chosen.table;
    let mut warnings = chosen.warnings.clone();
    let mut nothing = choice.nothing;
    let mut shown: Option<BTreeSet<String>> = None;
    if nothing.is_none() && !args.city.is_empty() {
        let query = Query {
            areas: args.city.clone(),
            ..Query::default()
        };
        let asked = ask(package, table, &query)?;
        shown = Some(areas_of(&asked));
        warnings.extend(asked.warnings);
        nothing = asked.nothing;
    }
    let ranked = Ranked::new(package, series, &chosen.years, &mut warnings);
    let size = count(ranked.areas.len(), "area");
    let label = series.label();
    let mut remarks = Vec::new();
    if !choice.others.is_empty() {
        let told = format!(
            "`{}` is in {} too: `--table` chooses",
            series.indicator.id,
            list(&choice.others, "and")
        );
        // Sheets of a file often have one name for their figures and mean others.
        if package.is_opened() {
            warnings.push(format!("this is `{}`; {told}", table.name));
        } else {
            remarks.push(format!("{told}."));
        }
    }
    if shown.is_some() {
        remarks.push(format!(
            "Ranks, shares and gaps are those among all {size} of `{}`.",
            table.name
        ));
    }
    let (mut rows, mut ties) = (Vec::new(), Vec::new());
    if nothing.is_none() {
        (rows, ties) = ranked.rows(shown.as_ref(), &mut warnings);
        if rows.is_empty() {
            nothing = Some(format!(
                "`{}` has no row for what is asked; `hlj describe {}` says what there is",
                table.name, table.name
            ));
        }
    }
    let years = ranked.years.iter().flatten().map(Period::to_string);
    let years: Vec<String> = years.collect();
    let when = match years.as_slice() {
        [one] => format!(", {one}"),
        _ => String::new(),
    };
    let subtitle = |about: String| match years.as_slice() {
        [] | [_] => about,
        years => format!("{about} · {}", list(years, "and")),
    };
    let mut answer = Answer {
        title: Label::new(
            format!("Rank by {}{when}", label.en),
            Some(format!("按{}排名{when}", label.zh_or_en())),
        ),
        subtitle: Label::new(
            subtitle(size.clone()),
            Some(subtitle(format!("{}个地区", ranked.areas.len()))),
        ),
        columns: ranked.columns(package),
        rows,
        ordered: true,
        remarks,
        sources: package.source_line(table).into_iter().collect(),
        warnings,
        nothing,
        ..Answer::default()
    };
    // A table too narrow for all columns does without the code first.
    answer.details.push("code".to_owned());
    Ok((answer, ties))
}

/// The areas of the rows.
fn areas_of(answer: &Answer) -> BTreeSet<String> {
    let mut columns = answer.columns.iter();
    let place = columns.position(|column| matches!(column.role, Role::Area));
    let cells = answer.rows.iter().filter_map(|row| row.cells.get(place?));
    let area = |cell: &Cell| match cell {
        Cell::Name(name) => Some(name.id.clone()),
        _ => None,
    };
    cells.filter_map(area).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Row;
    use crate::cli::args::with_shared;
    use crate::figure::{Figure, Status};

    fn asked(words: &[&str]) -> Answer {
        let package = Package::built_in().unwrap();
        let command = Command::new("rank").no_binary_name(true);
        let command = with_shared(RankArgs::augment_args(command));
        let args = RankArgs::from_arg_matches(&command.get_matches_from(words)).unwrap();
        let years = Years::joined(&args.years);
        let choice = choose(
            &package,
            args.indicator.as_deref().unwrap_or_default(),
            args.table.as_deref(),
            Reading {
                members: &args.member,
                adjusted: false,
            },
            years.as_ref(),
        )
        .unwrap();
        answer(&package, choice, &args).unwrap().0
    }

    fn figure<'a>(answer: &Answer, row: &'a Row, column: &str) -> &'a Figure {
        let place = answer
            .columns
            .iter()
            .position(|known| known.name == column)
            .unwrap();
        match &row.cells[place] {
            Cell::Figure(figure) => figure,
            other => panic!("{other:?} is no figure"),
        }
    }

    #[test]
    fn computed_figures_tell_their_formula_and_inherit_doubts() {
        // Table 6: 26.0 of 1,594.1; Shuangyashan's 43.3 is in doubt.
        let answer = asked(&["gdp", "-y", "2014"]);
        let hegang = &answer.rows[9];
        let of = |column: &str| {
            let figure = figure(&answer, hegang, column);
            (figure.status, figure.formula.clone().unwrap().to_string())
        };
        assert_eq!(
            of("share_pct"),
            (
                Status::LowReliability,
                "100 × 26.0 ÷ 1594.1 [U] · ADB 49021-002-3, Table 6".to_owned()
            )
        );
        assert_eq!(
            of("gap"),
            (
                Status::Normal,
                "26.0 − 534.0 · ADB 49021-002-3, Table 6".to_owned()
            )
        );
        assert_eq!(
            of("rank").1,
            "1 + 9 of 13 values above 26.0 · ADB 49021-002-3, Table 6"
        );
        let first = figure(&answer, &answer.rows[0], "gap");
        let bounds = first.bounds.unwrap();
        assert!(bounds.low.is_zero() && bounds.high.is_zero());
    }

    #[test]
    fn a_change_of_rank_tells_both_ranks() {
        let answer = asked(&["gdp", "-y", "2008,2015"]);
        let change = figure(&answer, &answer.rows[2], CHANGE);
        assert_eq!(
            change.formula.as_deref(),
            Some("4 − 3 · ADB 49021-002-3, Table 4")
        );
    }

    #[test]
    fn the_table_is_told_beside_the_title_and_in_a_column_that_is_not_shown() {
        let answer = asked(&["gdp", "-y", "2014"]);
        assert_eq!(answer.subtitle.en, "13 areas");
        let hidden = answer.columns.iter().find(|column| !column.shown).unwrap();
        assert_eq!(hidden.name, "table");
        assert_eq!(answer.rows[0].cells.last(), Some(&Cell::words("province")));
    }
}
