//! The third step: levels into changes, indices, shares, volumes.
//!
//! Computed on the whole series, which is cut to the years that are asked for afterwards; the levels stay in the answer,
//! not shown, so that conditions can look at them. A transform is a file with its `RULE`, registered in `RULES`; `rule`
//! says what a rule is and how `--as` writes it, `work` finds the figures that it works on, `volume` and `whole` hold
//! what several share. This file applies the rule to the columns that it has a meaning for.

mod cagr;
mod change;
mod constant;
mod contribution;
mod deflator;
mod deflator_index;
mod index;
mod log_growth;
mod members;
mod pct;
mod published;
mod real_contribution;
mod real_index;
mod reference;
mod relative;
mod rule;
mod share;
mod trend;
mod volume;
mod whole;
mod work;
mod yoy;

use super::QueryError;
use super::combine::Aggregate;
use super::keyed::{figure_in, key, keys, year};
use super::select::Selected;
use crate::answer::{Answer, Cell, Column, Label, Measure, Role, Row};
use crate::order::IntoSet;
use std::collections::BTreeSet;

use crate::figure::{Figure, Kind, Period, Status, Value};
use crate::package::{Indicator, Table};
use crate::words::{Refusal, in_chinese, printable, quoted_list};
pub(super) use reference::Reference;
use rule::{Level, Rule, Years};
pub(super) use whole::NO_WHOLE;
use work::{At, Work};
pub(super) use work::{Context, Members};

pub use rule::Transform;

/// The transforms, in the order in which they are told.
const RULES: &[Rule] = &[
    published::RULE,
    yoy::RULE,
    change::RULE,
    pct::RULE,
    index::RULE,
    cagr::RULE,
    log_growth::RULE,
    trend::RULE,
    share::RULE,
    contribution::RULE,
    real_contribution::RULE,
    relative::RULE,
    real_index::RULE,
    constant::RULE,
    deflator::RULE,
    deflator_index::RULE,
];

/// Transforms the figures of a selection.
pub(super) fn transform(
    context: Context,
    selected: &mut Selected,
    transform: &Transform,
    named: bool,
) -> Result<(), QueryError> {
    let rule = transform.rule;
    let table = context.table;
    let targets = targets(table, &mut selected.answer, transform, named)?;
    let answer = &mut selected.answer;
    let misread = targets
        .iter()
        .filter(|(_, target)| is_misread(rule, table, target));
    let misread: Vec<String> = misread.map(|(_, target)| printable(&target.id)).collect();
    if !misread.is_empty() {
        let look = if misread.len() == 1 {
            "looks like a percentage"
        } else {
            "look like percentages"
        };
        answer.warnings.push(format!(
            "{} {look}, of which a relative change is easily misread; `--as change` has percentage points",
            quoted_list(misread, "and")
        ));
    }
    let work = Work::new(context, selected, transform.clone())?;
    let mut columns = Vec::new();
    for &(place, indicator) in &targets {
        columns.push((
            column(&work, indicator, &selected.answer.columns[place]),
            figures(&work, indicator, place)?,
        ));
    }
    let places: Vec<usize> = targets.iter().map(|(place, _)| *place).collect();
    let rows = rule.rows.map(|rows| rows(&work, &places));
    let (time, asked) = (work.time, work.asked);
    let remark = rule.remark.map(|remark| remark(&work));
    let pairs = work.pairs.clone();
    let answer = &mut selected.answer;
    for (column, figures) in columns {
        answer.columns.push(column);
        for (row, figure) in answer.rows.iter_mut().zip(figures) {
            row.cells.push(Cell::from(figure));
        }
    }
    for (behind, row) in rows.into_iter().flatten().rev() {
        answer.rows.insert(behind + 1, row);
    }
    answer.remarks.extend(remark);
    if rule.years == Years::Ends {
        into_spans(answer, transform, time, asked)?;
    }
    if let Some(named) = pairs {
        into_pairs(answer, time, &named);
    }
    Ok(())
}

/// The indicator of a level: what its own figures make up over periods is a level of it as well.
fn indicator_of<'t>(table: &'t Table, id: &str) -> Option<&'t Indicator> {
    const LEVELS: [Aggregate; 4] = [
        Aggregate::Sum,
        Aggregate::Mean,
        Aggregate::First,
        Aggregate::Last,
    ];
    let combined = || {
        let (of, how) = id.rsplit_once('.')?;
        let is_level = LEVELS.iter().any(|known| known.name() == how);
        is_level.then(|| table.indicator(of)).flatten()
    };
    let (_, _, indicator) = table.indicator(id).or_else(combined)?;
    Some(indicator)
}

/// The columns that the transform has a meaning for; those that it has none for are hidden or refused.
fn targets<'t>(
    table: &'t Table,
    answer: &mut Answer,
    transform: &Transform,
    named: bool,
) -> Result<Vec<(usize, &'t Indicator)>, QueryError> {
    let mut targets: Vec<(usize, &Indicator)> = Vec::new();
    let mut left_out: Vec<String> = Vec::new();
    let shown: Vec<(usize, String)> = answer
        .shown()
        .filter_map(|(place, column)| Some((place, column.measure()?.id.clone())))
        .collect();
    for (place, id) in shown {
        answer.columns[place].shown = false;
        let Some(indicator) = indicator_of(table, &id) else {
            continue;
        };
        // Growth stands for the amount that it is the growth of.
        let amount = volume::amount_of(indicator).filter(|_| transform.rule.needs_growth);
        let target = amount
            .and_then(|id| table.indicator(id))
            .map_or(indicator, |(_, _, amount)| amount);
        match refusal(transform.rule, table, target) {
            Some(reason) if named => {
                return Err(QueryError::refused(format!("`--as {transform}`: {reason}")));
            }
            Some(_) => left_out.push(id),
            None => {
                let target_place = answer.place_of(&target.id).unwrap_or(place);
                if !targets.iter().any(|(known, _)| *known == target_place) {
                    targets.push((target_place, target));
                }
            }
        }
    }
    if targets.is_empty() {
        return Err(QueryError::refused(
            Refusal::new(format!(
                "`--as {transform}` has no meaning for any indicator of `{}`",
                table.name
            ))
            .next(format!("`hlj describe {}` says their kinds", table.name)),
        ));
    }
    if !left_out.is_empty() {
        let whom = if left_out.len() == 1 { "it" } else { "them" };
        answer.warnings.push(format!(
            "{} left out, since `--as {transform}` has no meaning for {whom}",
            quoted_list(left_out, "and")
        ));
    }
    Ok(targets)
}

/// Whether a transform is computed of what looks like a percentage, and would be refused of one that is declared.
fn is_misread(rule: &Rule, table: &Table, indicator: &Indicator) -> bool {
    let declared = || Indicator {
        kind_declared: true,
        ..indicator.clone()
    };
    !indicator.kind_declared
        && indicator.is_percent()
        && (rule.refusal)(table, &declared()).is_some()
}

/// Why a transform has no meaning for an indicator, or nothing where it has one.
fn refusal(rule: &Rule, table: &Table, indicator: &Indicator) -> Option<String> {
    let why = match indicator.kind {
        Kind::Text => Some("nothing is computed from it"),
        _ => (rule.refusal)(table, indicator),
    };
    let is = if indicator.kind_declared {
        format!("is {}", indicator.kind.with_article())
    } else {
        "is of no declared kind".to_owned()
    };
    why.map(|why| format!("`{}` {is}, and {why}", indicator.id))
}

/// The figure of each row in the place of its level. One that cannot exist has no change or share either.
fn figures(work: &Work, indicator: &Indicator, place: usize) -> Result<Vec<Figure>, QueryError> {
    let figure = |row| {
        let at = At { row, place };
        let level = work.level(at);
        match level.filter(|level| level.status == Status::CannotExist) {
            Some(level) => Ok(level.clone()),
            None => (work.transform.rule.figure)(work, at, indicator),
        }
    };
    (0..work.answer.rows.len()).map(figure).collect()
}

/// The column that the figures made of a column of levels go to.
fn column(work: &Work, indicator: &Indicator, levels: &Column) -> Column {
    let id = levels.measure().map_or(&indicator.id, |level| &level.id);
    let stem = stem(&levels.name, &id.replace('.', "_"));
    let level = Level {
        work,
        indicator,
        column: levels,
        suffix: levels
            .name
            .strip_prefix(&stem)
            .unwrap_or_default()
            .to_owned(),
        stem,
        nominal: if indicator.is_at_current_prices() {
            "nominal "
        } else {
            ""
        },
        base: work.base(),
    };
    let rule = work.transform.rule;
    let head = (rule.head)(&level);
    let of_levels = levels.measure().cloned().unwrap_or_default();
    let suffix = head.title.strip_prefix(levels.label.en.as_str());
    let suffix = suffix.and_then(|suffix| match suffix {
        "" => Some(String::new()),
        suffix => in_chinese_if_known(suffix),
    });
    // What is called in one language alone has a heading in Chinese for what is made of it.
    let is_made = |suffix: &String| levels.label.zh.is_some() || !suffix.is_empty();
    let title_zh = suffix.filter(is_made);
    let title_zh = title_zh.map(|suffix| format!("{}{suffix}", levels.label.zh_or_en()));
    let (unit_measure, unit_mult) = match head.code {
        Some(code) => (Some(code.to_owned()), 0),
        None => (of_levels.unit_measure, of_levels.unit_mult),
    };
    let unit_zh = in_chinese_if_known(&head.unit).or_else(|| {
        let (_, on) = head.unit.rsplit_once(", ")?;
        let unit = of_levels.unit.as_ref()?;
        Some(format!("{}，{}", unit.zh_or_en(), in_chinese_if_known(on)?))
    });
    let has_base = matches!(rule.years, Years::Base | Years::NamedBase);
    let measure = Measure {
        id: format!("{id}.{}", rule.name),
        unit: Some(Label::new(&head.unit, unit_zh)),
        unit_measure,
        unit_mult,
        base: has_base.then_some(level.base),
        ..of_levels
    };
    Column {
        name: head.name,
        label: Label::new(&head.title, title_zh),
        role: Role::Measure(Box::new(measure)),
        shown: true,
    }
}

/// A heading in Chinese, where the catalogue has it.
fn in_chinese_if_known(text: &str) -> Option<String> {
    let chinese = in_chinese(text);
    (chinese != text).then_some(chinese)
}

/// The name of a column without its unit.
fn stem(column: &str, id: &str) -> String {
    let id = id.replace('-', "_");
    if column.starts_with(&id) {
        id
    } else {
        column.strip_suffix("_pct").unwrap_or(column).to_owned()
    }
}

/// Keeps the rows of the periods that are named, each with the span from the one named before it.
fn into_pairs(answer: &mut Answer, time: usize, named: &BTreeSet<Period>) {
    answer.rows.retain_mut(|row| {
        let span = year(row, time)
            .filter(|own| named.contains(own))
            .and_then(|own| {
                let before = named.range(..own).next_back()?;
                Period::span(*before, own)
            });
        if let Some(span) = span {
            row.cells[time] = Cell::Year(span);
        }
        span.is_some()
    });
}

/// Keeps one row for each series, that of the last year, and gives it the span as its year.
fn into_spans(
    answer: &mut Answer,
    transform: &Transform,
    time: usize,
    (first, last): (Period, Period),
) -> Result<(), QueryError> {
    let keys: Vec<usize> = keys(answer).into_iter().filter(|&at| at != time).collect();
    let is_end = |row: &Row| year(row, time) == Some(last);
    let rows = answer.rows.iter();
    let ended: BTreeSet<Vec<String>> = rows
        .filter(|row| is_end(row))
        .map(|row| key(row, &keys))
        .into_set();
    let mut kept: Vec<Row> = Vec::new();
    let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
    for row in &answer.rows {
        let of_series = key(row, &keys);
        if seen.contains(&of_series) || (!is_end(row) && ended.contains(&of_series)) {
            continue;
        }
        let mut row = row.clone();
        if !is_end(&row) {
            let columns = answer.columns.iter().zip(&mut row.cells);
            let shown = columns.filter(|(column, _)| column.shown && column.measure().is_some());
            for (_, cell) in shown {
                *cell = Cell::from(Figure::missing(format!("The series has no {last}.")));
            }
        }
        seen.insert(of_series);
        row.cells[time] = Period::span(first, last)
            .map_or_else(|| Cell::Words(format!("{first}..{last}")), Cell::Year);
        kept.push(row);
    }
    answer.rows = kept;
    let measures = answer
        .shown()
        .filter(|(_, column)| column.measure().is_some());
    let shown: Vec<usize> = measures.map(|(place, _)| place).collect();
    let rows = answer.rows.iter();
    let figures: Vec<&Figure> = rows
        .flat_map(|row| shown.iter().filter_map(|&place| figure_in(row, place)))
        .collect();
    let is_missing = |figure: &&Figure| figure.value == Value::Missing;
    if figures.iter().all(is_missing)
        && let Some(note) = figures.iter().find_map(|figure| figure.notes.last())
    {
        let reason = note.text.trim_end_matches('.');
        return Err(QueryError::refused(
            Refusal::new(format!(
                "`--as {transform}` between {first} and {last}: {reason}"
            ))
            .next("name other years with `--years`"),
        ));
    }
    Ok(())
}
