//! The options that commands share.

mod parsers;

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Command, ValueEnum, ValueHint};

use crate::figure::Years;
use crate::query::{
    Aggregate, Arrangement, Combination, Condition, Layout, SortKey, Telling, Transform,
};
use crate::render::Chart;
use crate::sql::Dialect;
pub(crate) use parsers::{FormatChoice, one_of};
use parsers::{at_least, at_most, format_parser, width_in_characters};

/// All that may be asked of a table, but for its own dimensions.
#[derive(Debug, Clone, Args)]
pub(crate) struct TableArgs {
    #[command(flatten)]
    pub(crate) select: SelectArgs,
    #[command(flatten)]
    pub(crate) combine: CombineArgs,
    #[command(flatten)]
    pub(crate) shape: ShapeArgs,
    #[command(flatten)]
    pub(crate) figures: FigureArgs,
    #[command(flatten)]
    pub(crate) arrange: ArrangeArgs,
}

/// What the options for areas, years and indicators take, in whichever command declares a field of that name; what
/// they ask there, the field says.
pub(crate) fn with_shared(command: Command) -> Command {
    command.mut_args(|arg| match arg.get_id().as_str() {
        _ if arg.is_positional() => arg,
        "city" => (arg.short('c').visible_alias("area"))
            .value_name("NAME,…")
            .value_delimiter(',')
            .value_parser(super::error::name),
        "years" => (arg.short('y').visible_alias("year"))
            .value_name("YEARS")
            .allow_hyphen_values(true),
        "indicator" => (arg.short('i').value_name("ID,…"))
            .value_delimiter(',')
            .value_parser(super::error::name),
        _ => arg,
    })
}

/// The heading under which a table's own dimensions stand as well.
pub(crate) const SELECTING: &str = "Choose";

/// What is selected of a table.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = SELECTING)]
pub(crate) struct SelectArgs {
    /// Areas: any of their names or codes, `@GROUP`, or `all`
    #[arg(long)]
    pub(crate) city: Vec<String>,
    /// Years, both ends included: 2015, 2008..2015, 2010.., ..2012, 2000..2015/5, latest, latest:3, or a list
    #[arg(long)]
    pub(crate) years: Vec<Years>,
    /// Indicators, by id or title
    #[arg(long)]
    pub(crate) indicator: Vec<String>,
}

/// What is made one of, and how.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Combine")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what is switched on or not, each on its own"
)]
pub(crate) struct CombineArgs {
    /// One more row for all the areas together, each indicator by its own rule
    #[arg(long)]
    pub(crate) total: bool,
    /// That row alone, without the areas
    #[arg(long, conflicts_with = "total")]
    pub(crate) only_total: bool,
    /// Combine over all dimensions but these
    #[arg(long = "group-by", value_name = "DIM,…", value_delimiter = ',', value_parser = super::error::name)]
    pub(crate) group_by: Vec<String>,
    /// Combine otherwise: sum, mean, median, min, max, count, first, last
    #[arg(long, value_name = "HOW")]
    pub(crate) agg: Option<Aggregate>,
    /// Combine over the members there are, where some are missing
    #[arg(long)]
    pub(crate) partial: bool,
    /// Combine what can be combined only approximately
    #[arg(long)]
    pub(crate) approximate: bool,
    #[arg(long = "as", value_name = "TRANSFORM", help = of_transforms(), help_heading = "Compute")]
    pub(crate) transform: Option<Transform>,
}

/// The help of `--as`.
fn of_transforms() -> String {
    let usages: Vec<String> = Transform::usages().collect();
    format!("Levels as {}", usages.join(", "))
}

impl CombineArgs {
    /// Whether anything is computed.
    pub(crate) fn computes(&self) -> bool {
        self.transform.is_some() || self.combination().is_asked_for()
    }

    pub(crate) fn combination(&self) -> Combination {
        Combination {
            total: self.total,
            only_total: self.only_total,
            group_by: self.group_by.clone(),
            aggregate: self.agg,
            partial: self.partial,
            approximate: self.approximate,
        }
    }
}

/// How the figures of a table are laid out.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Arrange")]
pub(crate) struct ShapeArgs {
    /// Years side by side, a row for each indicator
    #[arg(long, conflicts_with = "long")]
    pub(crate) wide: bool,
    /// One value a row, with unit, status, note and source
    #[arg(long)]
    pub(crate) long: bool,
}

/// How figures are told.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Compute")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a wish of its own, none excludes another"
)]
pub(crate) struct FigureArgs {
    /// The ends of the interval in which each figure lies
    #[arg(long)]
    pub(crate) bounds: bool,
    /// How each computed figure was made: its formula with the inputs put in
    #[arg(long)]
    pub(crate) explain: bool,
    /// The source of each row and the version of the data, in columns at the end
    #[arg(long)]
    pub(crate) with_source: bool,
    /// Round to at most N decimals
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) digits: Option<u32>,
    /// Corrections in the place of what arithmetic refutes; a column names the figures that rest on them
    #[arg(long)]
    pub(crate) adjusted: bool,
}

impl FigureArgs {
    pub(crate) fn telling(&self) -> Telling {
        Telling {
            adjusted: self.adjusted,
            bounds: self.bounds,
            explain: self.explain,
            with_source: self.with_source,
            digits: self.digits,
        }
    }
}

/// Which rows and columns of an answer, in which order.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Arrange")]
pub(crate) struct ArrangeArgs {
    /// Only rows that meet a condition: a column, one of = != < <= > >=, a value (repeat it: all must hold)
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) conditions: Vec<Condition>,
    /// Only rows with a value of this or more: `--min gdp=30`
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = at_least)]
    pub(crate) min: Vec<Condition>,
    /// Only rows with a value of this or less
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = at_most)]
    pub(crate) max: Vec<Condition>,
    /// Sort by columns; `-COLUMN` for the largest first
    #[arg(
        long,
        value_name = "[-]COLUMN,…",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    pub(crate) sort: Vec<SortKey>,
    /// Only the first N rows; without `--sort`, the largest
    #[arg(short = 'n', long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) top: Option<usize>,
    /// Only these columns, in this order
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',', value_parser = super::error::name)]
    pub(crate) columns: Vec<String>,
}

/// Where a question is answered, and what of it is told instead.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Other engines")]
pub(crate) struct EngineArgs {
    /// What is to be done to answer, in plain lines, instead of the answer
    #[arg(long)]
    pub(crate) plan: bool,
    /// The question as SQL for duckdb, spark, clickhouse, trino or postgres, instead of the answer
    #[arg(long, value_name = "DIALECT", num_args = 0..=1, require_equals = true, default_missing_value = "duckdb", conflicts_with = "plan")]
    pub(crate) sql: Option<&'static Dialect>,
    /// The command of an engine.
    #[arg(long, value_name = "CMD", help = "Take the rows from this SQL command, which reads a query on stdin and writes CSV (or set HLJ_ENGINE)", conflicts_with_all = ["plan", "sql"])]
    pub(crate) engine: Option<String>,
    /// The table as the engine calls it, in the place of the file of the package
    #[arg(long, value_name = "TABLE")]
    pub(crate) from: Option<String>,
}

/// In which form the answer is written, and where.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Print")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a wish of its own, none excludes another"
)]
pub(crate) struct OutputArgs {
    /// Format; `auto` is a table on a terminal and CSV elsewhere
    #[arg(short = 'f', long, value_name = "FORMAT", value_parser = format_parser(), ignore_case = true)]
    pub(crate) format: Option<FormatChoice>,
    /// Short for `--format csv`
    #[arg(long, conflicts_with_all = ["json", "format"])]
    pub(crate) csv: bool,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// CSV that spreadsheets open rightly; `--excel=eu` with semicolons and decimal commas
    #[arg(long, ignore_case = true, value_name = "LOCALE", num_args = 0..=1, require_equals = true, default_missing_value = "us")]
    pub(crate) excel: Option<Locale>,
    /// Write to a file; its extension tells the format (`-` for the terminal or pipe)
    #[arg(short = 'o', long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Language of names and headings in tables; data formats do not change
    #[arg(long, ignore_case = true, value_name = "LANG")]
    pub(crate) lang: Option<Lang>,
    /// Width of tables and terminal pictures, in characters
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = width_in_characters)]
    pub(crate) width: Option<usize>,
    /// When to use colour
    #[arg(
        long,
        ignore_case = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true
    )]
    pub(crate) color: When,
    /// Notes on figures: brief (letters and a line), full, none; brief in tables, full elsewhere; `--notes` is full
    #[arg(long, ignore_case = true, value_name = "HOW", num_args = 0..=1, require_equals = true, default_missing_value = "full")]
    pub(crate) notes: Option<Notes>,
    /// CSV and TSV without the line of column names
    #[arg(long)]
    pub(crate) no_header: bool,
    /// Never show what is longer than the screen through a pager
    #[arg(long)]
    pub(crate) no_pager: bool,
    #[command(flatten)]
    pub(crate) picture: PictureArgs,
}

/// How much of the notes on figures is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Notes {
    /// A letter at each figure that something is wrong with, and a line that says what the letters mean
    Brief,
    /// Every note in full
    Full,
    /// Only what arithmetic refutes
    None,
}

/// How figures are drawn.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Print")]
pub(crate) struct PictureArgs {
    /// Kind of picture: line, bar, stack or spark; without it the one that suits the answer
    #[arg(long, value_name = "KIND", value_parser = chart_parser(), ignore_case = true, hide_possible_values = true)]
    pub(crate) chart: Option<Chart>,
    /// A column in tables that draws the years of each row, which then stand side by side
    #[arg(long)]
    pub(crate) spark: bool,
    /// Draw pictures and tables with the characters of ASCII alone; names keep their letters
    #[arg(long)]
    pub(crate) ascii: bool,
}

fn chart_parser() -> impl TypedValueParser<Value = Chart> {
    PossibleValuesParser::new(Chart::ALL.map(Chart::name)).map(|name| Chart::named(&name))
}

/// The locale of the spreadsheet that CSV is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Locale {
    /// Commas between fields, decimal points
    Us,
    /// Semicolons between fields, decimal commas
    Eu,
}

/// The language of names and headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// English
    En,
    /// Chinese
    Zh,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal
    Auto,
    /// Everywhere, in pipes and files too
    Always,
    /// Nowhere
    Never,
}

impl ShapeArgs {
    pub(crate) fn layout(&self) -> Layout {
        match (self.wide, self.long) {
            (true, _) => Layout::Wide,
            (_, true) => Layout::Long,
            _ => Layout::Tidy,
        }
    }
}

impl ArrangeArgs {
    /// Whether rows or columns are chosen or ordered.
    pub(crate) fn is_asked_for(&self) -> bool {
        let is_free = self.conditions.is_empty() && self.min.is_empty() && self.max.is_empty();
        !(is_free && self.sort.is_empty() && self.columns.is_empty()) || self.top.is_some()
    }

    pub(crate) fn arrangement(&self) -> Arrangement {
        Arrangement {
            conditions: [&self.conditions, &self.min, &self.max]
                .into_iter()
                .flatten()
                .cloned()
                .collect(),
            sort: self.sort.clone(),
            top: self.top,
            columns: self.columns.clone(),
        }
    }
}
