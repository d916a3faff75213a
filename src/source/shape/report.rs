//! Findings and warnings about a table: where its periods are, which columns stay aside, why it has no figures.

use std::collections::BTreeSet;

use super::body::Body;
use super::faulty::tell_multiplied;
use super::heads::Heads;
use super::ranges;
use super::roles::{self, Roles};
use crate::source::attribute::What;
use crate::source::found::Finding;
use crate::source::headings;
use crate::source::layout::Layout;
use crate::source::numeral;
use crate::source::periods;
use crate::words::{excerpt, list, printable, quoted_list, shell_word};

/// Tells where the periods are found.
pub(super) fn tell_periods(body: &Body, heads: &Heads, roles: &Roles, findings: &mut Vec<Finding>) {
    if let Some(decided) = heads
        .decided
        .or_else(|| roles.time.as_ref().and_then(|when| when.decided))
    {
        findings.push(Finding::new(decided, "all labels read so", ""));
    }
    if !heads.values.is_empty() {
        let what = match heads.values.len() {
            1 => "1 column of the header is a period".to_owned(),
            several => format!("{several} columns of the header are periods"),
        };
        findings.push(Finding::new(what, "all of them read so", ""));
    } else if let Some(when) = &roles.time {
        let name = excerpt(&body.columns[when.column].name);
        findings.push(Finding::new(
            if name.is_empty() {
                "the column without a name is the time".to_owned()
            } else {
                format!("`{name}` is the time")
            },
            when.why.clone(),
            "\"role\": \"time\"",
        ));
    } else if let Some(&column) = roles.dimensions.iter().find(|&&column| {
        // Such as `99年`, of which the era is not told.
        headings::is_time(&body.columns[column].name)
    }) {
        let name = excerpt(&body.columns[column].name);
        let texts = body.texts(column);
        let mut labels = texts.each().filter(|text| !periods::readable(text));
        let label = labels
            .next()
            .or_else(|| texts.each().next())
            .unwrap_or_default();
        findings.push(Finding::new(
            format!("`{name}` is not the time, though its name says so"),
            format!("`{}` is no period that is known", excerpt(label)),
            "",
        ));
    }
}

/// What is warned of before rows are looked at.
pub(super) fn tell_early(
    body: &Body,
    heads: &Heads,
    roles: &Roles,
    layout: &Layout,
) -> Vec<String> {
    let of_layout = layout.nameless.iter().chain(&layout.warnings).cloned();
    let mut warnings: Vec<String> = of_layout.chain(tell_twice(body, heads)).collect();
    warnings.extend(tell_multiplied(body, roles));
    warnings.extend((0..body.columns.len()).filter_map(|column| tell_dates(body, column)));
    warnings
}

/// Warns of dates that a spreadsheet made of ranges.
fn tell_dates(body: &Body, column: usize) -> Option<String> {
    let (dates, ranges): (Vec<&str>, Vec<String>) = ranges::dates(body, column).into_iter().unzip();
    let (one, is) = if dates.len() == 1 {
        ("a date", "is")
    } else {
        ("dates", "are")
    };
    (!dates.is_empty()).then(|| {
        format!(
            "{} in `{}` {is} {one} that a spreadsheet made of ranges; {} may be meant",
            quoted_list(dates, "and"),
            excerpt(&body.columns[column].name),
            quoted_list(ranges, "and"),
        )
    })
}

/// Warns of periods that stand over several columns, of which the first is taken.
fn tell_twice(body: &Body, heads: &Heads) -> Option<String> {
    let taken = heads.values.iter().map(|value| value.column);
    let taken: BTreeSet<usize> = taken.collect();
    let again = body.columns.iter().enumerate().filter(|(at, column)| {
        let own = column.heading.name.rsplit_once('-');
        column.heading.is_numbered
            && own.is_some_and(|(own, _)| {
                let is_first = |first: &usize| body.columns[*first].heading.name == own;
                periods::readable(own) && taken.iter().any(is_first)
            })
            && roles::holds_figures(body, *at)
    });
    let again: Vec<&str> = again.map(|(_, column)| column.name.as_str()).collect();
    let first = again.first()?;
    let own = first.rsplit_once('-')?.0;
    Some(format!(
        "`{}` stands over several columns and is taken from the first; `--columns {}` shows the next{}",
        excerpt(own),
        excerpt(first),
        match again.len() {
            1 => String::new(),
            more => format!(", and so for {} others", more - 1),
        }
    ))
}

/// Tells which columns hold figures beside those of the periods in the header.
pub(super) fn tell_besides(body: &Body, heads: &Heads, roles: &Roles, findings: &mut Vec<Finding>) {
    if heads.periods.is_empty() {
        return;
    }
    let besides = roles
        .attributes
        .iter()
        .filter(|(column, what)| *what == What::Other && roles::holds_figures(body, *column));
    let names: Vec<&str> = besides
        .map(|(column, _)| body.columns[*column].name.as_str())
        .collect();
    let Some(first) = names.first() else {
        return;
    };
    let verb = if names.len() == 1 { "holds" } else { "hold" };
    let told = names.iter().map(|name| format!("`{}`", excerpt(name)));
    findings.push(Finding::new(
        format!("{} {verb} figures of no period", list(told, "and")),
        format!(
            "`--columns {}` shows what is so",
            shell_word(&printable(first))
        ),
        "",
    ));
}

/// That nothing names the rows.
pub(super) fn no_names(layout: &Layout) -> String {
    let why = "none of its columns names the rows, such as an area or a year";
    if layout.header_line == 0 {
        format!(
            "{why}; no line names the columns either: write one above them, such as `area,year,value`"
        )
    } else {
        why.to_owned()
    }
}

/// That there are no figures; of the column with most numbers, the cell that is none.
pub(super) fn no_figures(body: &Body, roles: &Roles) -> String {
    let why = "none of its columns holds figures";
    let time = roles.time.as_ref().map(|when| when.column);
    let numbers = |column: &usize| body.columns[*column].tally.figures();
    let nearest = (0..body.columns.len())
        .filter(|column| Some(*column) != time && numbers(column) > 0)
        .max_by_key(numbers);
    let odd = nearest.and_then(|column| {
        let is_odd = |row: &usize| {
            numeral::Format::default()
                .read(body.cell(*row, column))
                .is_err()
        };
        Some((column, (0..body.len()).find(is_odd)?))
    });
    if let Some(column) = nearest.filter(|_| odd.is_none()) {
        let name = excerpt(&body.columns[column].name);
        return format!("{why}: what `{name}` holds says something of the rows");
    }
    // Where none has a number, a cell that begins as one does.
    let begins = |(column, row): &(usize, usize)| {
        let cell = body.cell(*row, *column);
        Some(*column) != time && cell.starts_with(|c: char| c.is_numeric())
    };
    let columns = (0..body.columns.len()).rev();
    let mut cells = columns.flat_map(|at| (0..body.len()).map(move |row| (at, row)));
    let odd = odd.or_else(|| cells.find(begins));
    // Under a period what should be a figure stands: `R+15.2`.
    let under_period = |at: &usize| periods::readable(&body.columns[*at].name);
    let odd = odd.or_else(|| {
        let column = (0..body.columns.len()).find(under_period)?;
        let row = (0..body.len()).find(|&row| !body.cell(row, column).is_empty())?;
        Some((column, row))
    });
    if body.len() == 0 {
        return format!("{why}: no row below its header holds one");
    }
    match odd {
        Some((column, row)) => format!(
            "{why}: `{}` in line {} of `{}` is none; correct such cells or leave them empty",
            excerpt(body.cell(row, column)),
            body.line(row),
            excerpt(&body.columns[column].name)
        ),
        None => why.to_owned(),
    }
}
