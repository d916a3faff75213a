//! `hlj check`: does the package agree with itself? Every finding in a row, and how much was tried.

use anyhow::Result;
use clap::{ArgMatches, Args, Command};

use super::args::{ArrangeArgs, OutputArgs, one_of};
use super::error::Refusal;
use super::{Outcome, Verb};
use crate::answer::{Answer, Cell, Column, Label, Measure, Name, Role, Row};
use crate::audit::{Finding, Kind, Severity, audit};
use crate::figure::{Estimate, Figure, Status, Value, Year, Years};
use crate::package::{Area, Package};
use crate::query::{Telling, arrange};
use crate::words::{count, did_you_mean, end_of_hint, list, printable, quoted_list};

pub(super) const VERB: Verb = Verb {
    name: "check",
    alias: None,
    about: "Does the package agree with itself? What cannot be true, what is doubtful",
    figures: false,
    augment: |command: Command| {
        let command =
            OutputArgs::augment_args(ArrangeArgs::augment_args(CheckArgs::augment_args(command)));
        super::complete::of_check(command).after_help(super::examples::of_check())
    },
    run,
};

#[derive(Debug, Args)]
#[command(next_help_heading = "What to check")]
struct CheckArgs {
    /// Only findings about figures of these tables; all of them without a name
    #[arg(value_name = "TABLE", value_parser = super::error::name)]
    tables: Vec<String>,
    /// Only findings about these areas, in any spelling, or a group (`@GROUP`)
    #[arg(
        short = 'c',
        long = "city",
        visible_alias = "area",
        value_name = "NAME,…",
        value_delimiter = ',',
        value_parser = super::error::name
    )]
    city: Vec<String>,
    /// Only findings about these years, both ends included
    #[arg(
        short = 'y',
        long = "years",
        visible_alias = "year",
        value_name = "YEARS",
        allow_hyphen_values = true
    )]
    years: Vec<Years>,
    /// The least severity told: error, warning, note, open (cannot be checked), held (all that was tried)
    #[arg(
        long,
        value_name = "SEVERITY",
        value_parser = one_of(&Severity::ALL),
        ignore_case = true,
        default_value = "note",
        hide_default_value = true,
        hide_possible_values = true
    )]
    severity: Severity,
    /// Only findings of a kind: identity, claim, series
    #[arg(
        long,
        value_name = "KIND,…",
        value_delimiter = ',',
        value_parser = one_of(&Kind::ALL),
        ignore_case = true,
        hide_possible_values = true
    )]
    kind: Vec<Kind>,
    /// When to exit with 4: from severity error or warning on, for what no note explains (unexplained), or never
    #[arg(
        long,
        value_name = "WHEN",
        value_parser = one_of(&FailOn::ALL),
        ignore_case = true,
        default_value = "error",
        hide_default_value = true,
        hide_possible_values = true
    )]
    fail_on: FailOn,
    /// With the package's corrections in the place of what arithmetic refutes
    #[arg(long)]
    adjusted: bool,
}

/// When the findings make the exit code 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FailOn {
    /// From this severity on.
    Severity(Severity),
    /// Where a finding is explained by no note and not by itself.
    Unexplained,
    /// Never.
    Never,
}

impl FailOn {
    const ALL: [(&'static str, FailOn); 4] = [
        ("error", FailOn::Severity(Severity::Error)),
        ("warning", FailOn::Severity(Severity::Warning)),
        ("unexplained", FailOn::Unexplained),
        ("never", FailOn::Never),
    ];

    fn fails(self, finding: &Finding) -> bool {
        match self {
            FailOn::Severity(least) => finding.severity >= least,
            FailOn::Unexplained => is_unexplained(finding),
            FailOn::Never => false,
        }
    }
}

fn is_unexplained(finding: &Finding) -> bool {
    finding.severity >= Severity::Note && finding.explained.is_empty()
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args: CheckArgs = Verb::args(matches)?;
    let arrangement = Verb::args::<ArrangeArgs>(matches)?.arrangement();
    if let Some(unknown) = args
        .tables
        .iter()
        .find(|name| package.table(name).is_none())
    {
        return Err(Refusal::new(format!(
            "there is no table `{}`{} The tables are {}",
            printable(unknown),
            end_of_hint(&did_you_mean(unknown, package.table_names())),
            quoted_list(package.table_names(), "and")
        ))
        .into());
    }
    let scope = Scope {
        areas: areas(package, &args.city)?,
        years: Years::joined(&args.years),
        args: &args,
    };
    // A validator says first what cannot be read at all.
    package.check()?;
    let mut ask = |query: &str| super::answer_to(query, package);
    let mut findings = audit(package, args.adjusted, &mut ask)?;
    findings.retain(|finding| scope.has(finding));
    let fails = findings.iter().any(|finding| args.fail_on.fails(finding));
    let summary = summary(&findings);
    findings.retain(|finding| finding.severity >= args.severity);
    let mut answer = Answer {
        title: Label::new(
            format!("Findings in {}", package.title().unwrap_or(package.name())),
            Some("核查结果"),
        ),
        columns: columns(),
        details: [
            "low",
            "high",
            "gap",
            "derived",
            "kind",
            "printed",
            "indicator",
            "table",
            "explained",
        ]
        .map(str::to_owned)
        .into(),
        rows: findings
            .iter()
            .map(|finding| row(package, finding))
            .collect(),
        ..Answer::default()
    };
    answer.summary = Some(summary);
    if args.adjusted {
        let message = "The package's corrections stand in the place of what arithmetic refutes.";
        answer.remarks.push(message.to_owned());
    }
    let answer = arrange(answer, &arrangement, Telling::default(), package)?;
    Ok(Outcome::Checked {
        answer: Box::new(answer),
        fails,
    })
}

/// Which findings are asked for.
struct Scope<'a> {
    areas: Option<Vec<Area>>,
    years: Option<Years>,
    args: &'a CheckArgs,
}

impl Scope<'_> {
    /// Whether a finding is asked for: where one of its figures is, in every respect.
    fn has(&self, finding: &Finding) -> bool {
        let is_of_kind = self.args.kind.is_empty() || self.args.kind.contains(&finding.kind());
        let asks_for_spot =
            !self.args.tables.is_empty() || self.areas.is_some() || self.years.is_some();
        is_of_kind
            && (!asks_for_spot
                || finding.spots.iter().any(|spot| {
                    (self.args.tables.is_empty() || self.args.tables.contains(&spot.table))
                        && self.areas.as_ref().is_none_or(|areas| {
                            let is_it = |area: &Area| spot.area.as_ref() == Some(&area.name);
                            areas.iter().any(is_it)
                        })
                        && self
                            .years
                            .as_ref()
                            .is_none_or(|years| spot.year.is_some_and(|year| is_among(years, year)))
                }))
    }
}

fn is_among(years: &Years, year: Year) -> bool {
    let only = [year].into();
    years.choose(&only, &only).found.contains(&year)
}

/// The areas that are asked for; none for all.
fn areas(package: &Package, names: &[String]) -> Result<Option<Vec<Area>>> {
    if names.is_empty() {
        return Ok(None);
    }
    Ok(Some(super::areas::named(package, names)?))
}

/// How much was tried and what came of it, so that silence means something.
fn summary(findings: &[Finding]) -> String {
    let of = |severity| {
        let of_severity = findings
            .iter()
            .filter(|finding| finding.severity == severity);
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
        .filter(|finding| is_unexplained(finding))
        .count();
    let explained = match (doubtful, unexplained) {
        (0, _) => String::new(),
        (_, 0) => "; notes explain all of these".to_owned(),
        (_, some) => format!("; no note explains {some}"),
    };
    let tried = count(findings.len(), "check");
    format!("{tried}: {}{explained}.", list(parts, "and"))
}

fn columns() -> Vec<Column> {
    let words = |name: &str, en: &str, zh: &str, role: Role| Column {
        label: Label::new(en, Some(zh)),
        role,
        ..Column::words(name, en)
    };
    let figures = || Role::Measure(Box::<Measure>::default());
    vec![
        words("severity", "Severity", "严重程度", Role::Words),
        words("kind", "Kind", "类别", Role::Words),
        words("table", "Table", "表", Role::Words),
        words("city", "City", "地区", Role::Area),
        words("year", "Year", "年份", Role::Time),
        words("indicator", "Indicator", "指标", Role::Words),
        words("printed", "Printed", "刊印值", figures()),
        words("derived", "Derived", "推算值", figures()),
        words("low", "Low", "下限", figures()),
        words("high", "High", "上限", figures()),
        words("gap", "Gap", "差距", figures()),
        words("message", "Message", "说明", Role::Words),
        words("explained", "Explained", "解释", Role::Words),
        // There to be asked for.
        Column {
            shown: false,
            ..words("note", "Note", "注", Role::Words)
        },
    ]
}

fn row(package: &Package, finding: &Finding) -> Row {
    let spot = finding.spots.first();
    let area = spot.and_then(|spot| spot.area.as_ref());
    let area = area.map_or(Cell::Empty, |name| {
        let zh = package.area_of_cell(name).map(|area| area.name_zh);
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
    let cells = vec![
        Cell::words(finding.severity.to_string()),
        Cell::words(finding.kind().to_string()),
        Cell::words(spot.map_or("", |spot| spot.table.as_str())),
        area,
        spot.and_then(|spot| spot.year)
            .map_or(Cell::Empty, Cell::Year),
        Cell::words(spot.map_or_else(String::new, crate::audit::Spot::indicator_with_members)),
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
        super::areas::several(&finding.explained),
        Cell::words(finding.notes.join(" ")),
    ];
    Row {
        cells,
        total: false,
    }
}

fn figure(figure: Option<Figure>) -> Cell {
    figure.map_or(Cell::Empty, Cell::Figure)
}
