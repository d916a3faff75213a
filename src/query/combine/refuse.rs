//! What is never combined, and the message that says so: the reason, and what to ask instead. It is one file since refusing an
//! indicator and hiding it are one decision, made by whether it was named.

use std::collections::BTreeSet;

use super::keys::Keys;
use super::{Aggregate, Combination, TOTAL, period_of, printed};
use crate::answer::{Answer, Cell, Row};
use crate::figure::{Kind, Period};
use crate::package::{Combine, Indicator, Table, WeightYear};
use crate::query::QueryError;
use crate::query::options::option;
use crate::query::select::Selected;
use crate::source::totals::are_disjoint;
use crate::words::{Refusal, list, quoted_list, uncapitalised};

/// The columns that collapse whose members overlap, with the total that stands for all of them; refuses where none does.
/// Members of one set that makes up the whole do not overlap, nor do ranges without numbers in common.
pub(super) fn overlapping(
    table: &Table,
    answer: &Answer,
    keys: &Keys,
    how: &Combination,
) -> Result<Vec<(usize, String)>, QueryError> {
    let mut totals = Vec::new();
    for (_, column, dimension) in table.dimensions() {
        let mut columns = answer.columns.iter();
        let Some(place) = columns.position(|known| known.name == column.name) else {
            continue;
        };
        let rows = answer.rows.iter();
        let members: BTreeSet<&str> = rows.filter_map(|row| row.cells[place].text()).collect();
        let Some(reason) = dimension
            .overlapping
            .as_ref()
            .filter(|_| keys.collapses(Some(place)) && members.len() > 1)
        else {
            continue;
        };
        let is_disjoint = |set: &Vec<String>| {
            members
                .iter()
                .all(|member| set.iter().any(|known| known == member))
        };
        let chosen: Vec<&str> = members.iter().copied().collect();
        if dimension.partitions.iter().any(is_disjoint) || are_disjoint(&chosen) {
            continue;
        }
        let total = dimension
            .total
            .as_ref()
            .filter(|total| members.contains(total.as_str()));
        let has_all = dimension.members.len() <= members.len();
        match total.filter(|_| has_all && how.aggregate.is_none()) {
            Some(total) => totals.push((place, total.clone())),
            None => {
                return Err(QueryError::refused(
                    Refusal::new(format!(
                        "the members of `{}` overlap and are never combined ({})",
                        column.name,
                        reason.trim_end_matches('.')
                    ))
                    .next(format!(
                        "name one with `--{}`, or keep them with `--group-by {}`",
                        option(&column.name),
                        column.name
                    )),
                ));
            }
        }
    }
    Ok(totals)
}

/// Refuses a total of areas beside an area that is called so.
pub(super) fn refuse_namesake_of_total(
    table: &Table,
    selected: &Selected,
    keys: &Keys,
    how: &Combination,
) -> Result<(), QueryError> {
    let is_namesake = |row: &Row| {
        let area = keys.area.and_then(|area| row.cells[area].text());
        area == Some(TOTAL)
    };
    let mut rows = selected.answer.rows.iter().chain(&selected.others);
    if !how.makes_total() || !rows.any(is_namesake) {
        return Ok(());
    }
    Err(QueryError::refused(
        Refusal::new(format!(
            "`{}` has an area called `{TOTAL}`, which the row that `--total` adds \
                    could be taken for",
            table.name
        ))
        .next("ask that row alone with `--group-by`"),
    ))
}

/// Whether quarters or months are put together to years, where not every year is printed.
fn adds_parts_of_years(answer: &Answer, keys: &Keys, aggregate: Option<Aggregate>) -> bool {
    if !keys.yearly {
        return false;
    }
    let held = printed::periods(answer, keys, aggregate);
    let is_part = |row: &Row| {
        period_of(row, keys).is_some_and(|period| period.year() != period) && !held.holds(row)
    };
    answer.rows.iter().any(is_part)
}

/// Hides the indicators that do not combine, or refuses where one is asked for by name.
pub(super) fn hide_what_does_not_combine(
    table: &Table,
    selected: &mut Selected,
    how: &Combination,
    keys: &Keys,
    named: bool,
) -> Result<(), QueryError> {
    let aggregate = how.aggregate;
    let over = periods_that_collapse(selected, keys);
    let adds_to_years = adds_parts_of_years(&selected.answer, keys, aggregate);
    let answer = &mut selected.answer;
    let mut hidden = Vec::new();
    let mut reasons = Vec::new();
    let mut over_time = false;
    let mut bases = Vec::new();
    for column in answer.columns.iter_mut().filter(|column| column.shown) {
        let Some(measure) = column.measure() else {
            continue;
        };
        let Some((_, _, indicator)) = table.indicator(&measure.id) else {
            continue;
        };
        if let Some(aggregate) = aggregate {
            refuse_aggregate(table, indicator, aggregate, keys)?;
            if !indicator.kind_declared && is_mean_of_bases(indicator, aggregate, keys) {
                bases.push(indicator.id.clone());
            }
        }
        let why = why_not(table, indicator, aggregate, keys, (over, adds_to_years));
        let of_time = matches!(why, Some(Why::OverTime(_)));
        let reason = match why {
            None => continue,
            Some(Why::OverTime(reason)) if named => return Err(QueryError::refused(reason)),
            Some(Why::OverTime(reason)) => {
                over_time |= over.is_some() || !keys.parts.is_empty();
                reason
            }
            Some(Why::Ever(reason)) => reason,
        };
        if named {
            return Err(QueryError::refused(
                Refusal::new(format!("`{}` does not combine: {reason}", indicator.id))
                    .next("leave out `--total` and `--group-by`"),
            ));
        }
        column.shown = false;
        hidden.push(indicator.id.clone());
        // What says how to ask tells more than what never combines, and that more than that words are words.
        let place = if indicator.kind == Kind::Text || (!of_time && over_time) {
            reasons.len()
        } else {
            0
        };
        reasons.insert(place, of_column(&indicator.id, reason));
    }
    if !bases.is_empty() {
        answer.warnings.push(format!(
            "a mean of {} means nothing where the bases differ, and nothing states them",
            quoted_list(bases, "and")
        ));
    }
    if !answer
        .columns
        .iter()
        .any(|column| column.shown && column.measure().is_some())
    {
        let reason = reasons.first().map_or("", String::as_str);
        let over_time = (over.is_some() || over_time) && aggregate.is_none();
        let over = if over_time { " over time" } else { "" };
        let nothing = Refusal::new(format!(
            "`{}` holds nothing that combines{over}: {reason}",
            table.name
        ));
        return Err(QueryError::refused(if over_time {
            nothing
        } else {
            nothing.next("leave out `--total` and `--group-by`")
        }));
    }
    if !hidden.is_empty() {
        let (it_does, is) = if hidden.len() == 1 {
            ("it does", "is")
        } else {
            ("they do", "are")
        };
        let why = match over.filter(|_| aggregate.is_none() && over_time) {
            Some((first, last)) => format!(
                "amounts are added over {first} to {last} only with `--agg sum`, or told with `--agg mean`"
            ),
            None if aggregate.is_none() && over_time => {
                "it is not added over the parts of a year, and told with `--agg mean` or `--agg last`".to_owned()
            }
            None => format!("{it_does} not combine"),
        };
        let left_out = quoted_list(hidden, "and");
        answer
            .warnings
            .push(format!("{left_out} {is} left out: {why}"));
    }
    Ok(())
}

/// A reason that names its column.
fn of_column(id: &str, reason: String) -> String {
    if reason.contains(&format!("`{id}`")) {
        return reason;
    }
    format!("as for `{id}`, {}", uncapitalised(&reason))
}

/// Why an indicator does not combine.
enum Why {
    /// It does never.
    Ever(String),
    /// It does not over time.
    OverTime(String),
}

/// Why an indicator does not combine, where it does not; `over` are the ends of the periods that collapse, and parts of years
/// may be added to them.
fn why_not(
    table: &Table,
    indicator: &Indicator,
    aggregate: Option<Aggregate>,
    keys: &Keys,
    (over, yearly): (Option<(Period, Period)>, bool),
) -> Option<Why> {
    let id = &indicator.id;
    let adds_parts = keys.parts.iter().any(|parts| !parts.has_total);
    match (&indicator.combine, indicator.kind) {
        (_, Kind::Text) => Some(Why::Ever("it holds words".to_owned())),
        _ if aggregate.is_some() => None,
        (Combine::None { reason }, _) => {
            let reason = reason.clone().unwrap_or_else(|| {
                let how = format!("`--rule '{id}=ratio:A/B'` or `--rule '{id}=weighted:W'`");
                let declares = if indicator.looks_like_a_rate() {
                    format!("{how} declares it")
                } else {
                    format!("`--rule '{id}=sum'` declares that it adds up, {how} how else")
                };
                format!("nothing says how it does; {declares}")
            });
            Some(Why::Ever(reason.trim_end_matches('.').to_owned()))
        }
        (Combine::Sum, Kind::Stock) if adds_parts => Some(Why::OverTime(format!(
            "`{id}` is a stock and is not added over the parts of a year; write `--agg mean` for the mean, `--agg last` for the end, or keep them in `--group-by`"
        ))),
        (rule, _) if (yearly || adds_parts) && !adds_to_years(table, rule) => {
            Some(Why::OverTime(format!(
                "nothing says that `{id}` of a year is made of those of its parts so; write `--agg mean` or `--agg last`"
            )))
        }
        // What adds up over areas may be a stock.
        (Combine::Sum, Kind::Flow)
            if (yearly || adds_parts) && (indicator.kind_assumed || !indicator.kind_declared) =>
        {
            Some(Why::OverTime(format!(
                "nothing says whether `{id}` is a flow or a stock over the parts of a year; write `--agg sum` for a flow, `--agg mean` or `--agg last` for a stock"
            )))
        }
        // What flows in the quarters of a year flows in the year.
        (Combine::Sum, Kind::Flow) if keys.yearly => None,
        (Combine::Sum, kind) => {
            over.map(|span| Why::OverTime(not_over_time(indicator, kind, span)))
        }
        _ => None,
    }
}

/// Whether a rule holds between a year and its parts: growth may be on the part before, and what flows in a quarter
/// beside a stock is a fourth of what does in a year.
fn adds_to_years(table: &Table, rule: &Combine) -> bool {
    let kind = |id: &str| table.indicator(id).map(|(_, _, found)| found.kind);
    match rule {
        Combine::WeightedMean { weight_year, .. } => *weight_year == WeightYear::Same,
        Combine::Ratio {
            numerator,
            denominator,
            ..
        } => denominator
            .as_deref()
            .is_some_and(|below| kind(below).is_some() && kind(below) == kind(numerator)),
        _ => true,
    }
}

/// The span of the periods that collapse, where there are several.
fn periods_that_collapse(selected: &Selected, keys: &Keys) -> Option<(Period, Period)> {
    let time = keys.time.filter(|time| keys.collapse.contains(time))?;
    let is_asked_for = |period: &Period| {
        let asked = selected.years.as_ref();
        asked.is_none_or(|years| years.contains(period))
    };
    let rows = selected.answer.rows.iter();
    let periods: BTreeSet<Period> = rows
        .filter_map(|row| match row.cells[time] {
            Cell::Year(period) => Some(period),
            _ => None,
        })
        .filter(is_asked_for)
        .collect();
    let ends = (*periods.first()?, *periods.last()?);
    (ends.0 != ends.1).then_some(ends)
}

/// Why an amount is not added over time unless asked for, and how to ask.
fn not_over_time(indicator: &Indicator, kind: Kind, (first, last): (Period, Period)) -> String {
    let id = &indicator.id;
    match kind {
        Kind::Stock => format!(
            "`{id}` is a stock and is not added over {first} to {last}; write `--agg mean` for the mean, `--agg last` for the end, or keep the time in `--group-by`"
        ),
        kind => {
            let is = if indicator.kind_assumed || !indicator.kind_declared {
                String::new()
            } else {
                format!("is {} and ", kind.with_article())
            };
            format!(
                "`{id}` {is}is added over {first} to {last} only where that is said; write `--agg sum` or `--agg mean`, or keep the time in `--group-by`"
            )
        }
    }
}

/// Refuses a sum that has no meaning.
pub(super) fn refuse_aggregate(
    table: &Table,
    indicator: &Indicator,
    aggregate: Aggregate,
    keys: &Keys,
) -> Result<(), QueryError> {
    let id = &indicator.id;
    if aggregate != Aggregate::Sum {
        return refuse_mean_of_bases(indicator, aggregate, keys);
    }
    let is_over_time = keys.is_over_time();
    let reason = match indicator.kind {
        Kind::Flow => return Ok(()),
        Kind::Stock if !is_over_time => return Ok(()),
        Kind::Stock => format!(
            "`{id}` is a stock, and a sum of it over time counts the same people or things again"
        ),
        kind => format!("`{id}` is {} and has no sum", kind.with_article()),
    };
    let others = table
        .indicators()
        .filter(|(_, _, other)| {
            other.kind == Kind::Flow || (other.kind == Kind::Stock && !is_over_time)
        })
        .map(|(_, _, other)| format!("`-i {}`", other.id));
    let mut asks = vec!["say `--agg mean` for an unweighted mean".to_owned()];
    if indicator.kind == Kind::Stock {
        asks.push("`--agg last` for the end".to_owned());
    } else if !matches!(indicator.combine, Combine::None { .. }) {
        asks.push("leave out `--agg` for its own rule".to_owned());
    }
    asks.extend(others.map(|other| format!("ask {other}")));
    Err(QueryError::refused(
        Refusal::new(reason).next(list(asks, "or")),
    ))
}

/// Refuses a mean of indices of different bases.
fn refuse_mean_of_bases(
    indicator: &Indicator,
    aggregate: Aggregate,
    keys: &Keys,
) -> Result<(), QueryError> {
    if indicator.kind != Kind::Index || !is_mean_of_bases(indicator, aggregate, keys) {
        return Ok(());
    }
    Err(QueryError::refused(
        Refusal::new(format!(
            "`{}` is an index, and a mean of indices that may have different bases means nothing",
            indicator.id
        ))
        .next("combine the levels, or state the base in its unit (`2010 = 100`)"),
    ))
}

/// Whether a mean would be of index numbers whose base periods are not stated.
fn is_mean_of_bases(indicator: &Indicator, aggregate: Aggregate, keys: &Keys) -> bool {
    let is_mean = matches!(aggregate, Aggregate::Mean | Aggregate::Median);
    let over_members = keys.collapse.iter().any(|place| Some(*place) != keys.time);
    let states_base = indicator.unit.as_deref().is_some_and(|unit| {
        let digits = unit.chars().filter(char::is_ascii_digit).count();
        digits > 3 && unit.contains("100")
    });
    is_mean && over_members && !states_base && indicator.is_index()
}
