//! `hlj check`: does the package agree with itself? Every finding in a row, and how much was tried.

mod balanced;
mod chinese;
mod told;

use std::collections::BTreeSet;

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::answer::Answer;
use crate::audit::{Family, Finding, Severity, Spot, audit, balanced, crowds};
use crate::cli::args::{ArrangeArgs, OutputArgs, one_of};
use crate::cli::error::{Refusal, refused};
use crate::cli::verb::{Outcome, Verb};
use crate::figure::{Period, Years};
use crate::package::{Area, Package};
use crate::query::instead::names_instead;
use crate::query::lookup::no_table;
use crate::query::{Telling, answer_in_words, arrange};
use crate::words::{printable, uncapitalised};

pub(super) const VERB: Verb = Verb {
    name: "check",
    alias: None,
    about: "Does the package agree with itself? What cannot be true, what is doubtful",
    figures: false,
    augment: |command: Command| {
        let command = OutputArgs::augment_args(CheckArgs::augment_args(command));
        crate::cli::complete::of_check(command).after_help(crate::cli::examples::of_check())
    },
    run,
};

#[derive(Debug, Args)]
#[command(next_help_heading = "Choose")]
struct CheckArgs {
    /// Only findings about figures of these tables; all of them without a name
    #[arg(value_name = "TABLE", value_parser = crate::cli::error::name)]
    tables: Vec<String>,
    /// Only findings about these areas, in any spelling, or a group (`@GROUP`)
    #[arg(long)]
    city: Vec<String>,
    /// Only findings about these years, both ends included
    #[arg(long)]
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
        value_parser = one_of(&Family::ALL),
        ignore_case = true,
        hide_possible_values = true
    )]
    kind: Vec<Family>,
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
    /// With the package's corrections in the place of what arithmetic refutes; `balanced` for the nearest table that
    /// meets the identities, by what it changes: a proposal, printed nowhere
    #[arg(
        long,
        value_name = "HOW",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "corrections",
        value_parser = one_of(&Adjusted::ALL),
        ignore_case = true,
        hide_possible_values = true
    )]
    adjusted: Option<Adjusted>,
    #[command(flatten)]
    arrange: ArrangeArgs,
}

/// What stands in the place of what arithmetic refutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Adjusted {
    /// The package's own corrections.
    Corrections,
    /// The nearest table that meets the identities.
    Balanced,
}

impl Adjusted {
    const ALL: [(&'static str, Adjusted); 2] = [
        ("corrections", Adjusted::Corrections),
        ("balanced", Adjusted::Balanced),
    ];
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
    finding.severity >= Severity::Note && finding.explained().is_empty()
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = CheckArgs::from_arg_matches(matches)?;
    let mut arrangement = args.arrange.arrangement();
    let unknown = args
        .tables
        .iter()
        .find(|name| package.table(name).is_none());
    if let Some(unknown) = unknown {
        return refused(match names_instead(package, unknown) {
            Some(next) => {
                Refusal::new(format!("there is no table `{}`", printable(unknown))).next(next)
            }
            None => no_table(package, unknown),
        });
    }
    let wanted = super::areas::named(package, &args.city)?;
    // A validator says first what cannot be read at all.
    package.check()?;
    if args.adjusted == Some(Adjusted::Balanced) {
        let answer = balanced::answer(package, &balanced(package)?);
        let answer = arrange(answer, &arrangement, Telling::default(), package)?;
        return Ok(Outcome::Answer(Box::new(answer)));
    }
    let is_adjusted = args.adjusted.is_some();
    let untried = package.untried();
    let mut ask = |query: &str| answer_in_words(package, query, is_adjusted);
    let mut findings = audit(package, is_adjusted, &mut ask)?;
    let scope = Scope {
        areas: areas(package, &findings, &wanted)?,
        years: years(&findings, &args.years),
        args: &args,
    };
    findings.retain(|finding| scope.has(finding));
    let mut findings = crowds(findings);
    let fails = findings.iter().any(|finding| args.fail_on.fails(finding));
    let mut summary = told::summary(&findings);
    let coverage = told::coverage(&findings);
    if package.is_opened() {
        summary = format!("{summary} {coverage}");
    }
    let was_tried = findings.iter().any(|finding| finding.trials > 0);
    findings.retain(|finding| finding.severity >= args.severity);
    let nothing = (!was_tried && findings.is_empty()).then(|| {
        if package.is_opened() {
            uncapitalised(&coverage).trim_end_matches('.').to_owned()
        } else {
            "nothing is checked there; `hlj check --severity held` lists everything that is"
                .to_owned()
        }
    });
    let mut answer = Answer {
        summary: nothing.is_none().then_some(summary),
        nothing,
        warnings: untried,
        ..told::answer(package, &findings, is_adjusted)
    };
    if !arrangement.columns.is_empty() {
        answer.identifiers.clear();
    }
    // The gravest stand first; sizes of findings are not to be compared.
    let top = arrangement.top.take_if(|_| arrangement.sort.is_empty());
    let mut answer = arrange(answer, &arrangement, Telling::default(), package)?;
    answer.rows.truncate(top.unwrap_or(usize::MAX));
    answer.screen = told::on_screen(&answer);
    Ok(Outcome::Checked {
        answer: Box::new(answer),
        fails,
    })
}

/// Which findings are asked for.
struct Scope<'a> {
    /// The areas, by the cells that name them; none for all.
    areas: Option<BTreeSet<String>>,
    years: Option<BTreeSet<Period>>,
    args: &'a CheckArgs,
}

impl Scope<'_> {
    /// Whether a finding is asked for: where one of the figures that it is about is, in every respect.
    fn has(&self, finding: &Finding) -> bool {
        let is_of_kind = self.args.kind.is_empty() || self.args.kind.contains(&finding.family());
        let asks_for_spot =
            !self.args.tables.is_empty() || self.areas.is_some() || self.years.is_some();
        is_of_kind && (!asks_for_spot || finding.about().iter().any(|spot| self.has_spot(spot)))
    }

    fn has_spot(&self, spot: &Spot) -> bool {
        let is_table = self.args.tables.is_empty() || self.args.tables.contains(&spot.table);
        let is_area = self
            .areas
            .as_ref()
            .is_none_or(|areas| spot.area.as_ref().is_some_and(|area| areas.contains(area)));
        let is_year = self
            .years
            .as_ref()
            .is_none_or(|years| spot.year.is_some_and(|year| years.contains(&year)));
        is_table && is_area && is_year
    }
}

/// The years that are asked for among those that findings are about; none for all.
fn years(findings: &[Finding], wanted: &[Years]) -> Option<BTreeSet<Period>> {
    let wanted = Years::joined(wanted)?;
    let spots = findings.iter().flat_map(|finding| &finding.spots);
    let existing: BTreeSet<Period> = spots.filter_map(|spot| spot.year).collect();
    Some(wanted.choose(&existing, &existing).found)
}

/// The cells that findings name and that name an area which is asked for or one inside it; none for all.
fn areas(
    package: &Package,
    findings: &[Finding],
    wanted: &[Area],
) -> Result<Option<BTreeSet<String>>> {
    if wanted.is_empty() {
        return Ok(None);
    }
    let register = package.areas()?;
    let mut chosen: Vec<&Area> = wanted.iter().collect();
    chosen.extend(wanted.iter().flat_map(|area| register.inside(&area.code)));
    let spots = findings.iter().flat_map(|finding| &finding.spots);
    let mut cells: BTreeSet<String> = spots.filter_map(|spot| spot.area.clone()).collect();
    let is_chosen = |cell: &String| chosen.iter().any(|area| register.names(cell, area));
    cells.retain(is_chosen);
    Ok(Some(cells))
}
