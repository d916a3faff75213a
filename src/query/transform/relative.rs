//! The level as a percentage of that of a reference, which is 100: an area, or a group as one.

use super::rule::{Head, Rule, Years};
use super::whole::row_beside;
use super::work::{At, Work};
use crate::answer::Measure;
use crate::figure::{Figure, Kind, Note};
use crate::package::Indicator;
use crate::query::formula::Formula;
use crate::query::keyed::{key, keys};
use crate::query::operand::Operand;

pub(super) const RULE: Rule = Rule {
    name: "relative",
    years: Years::Reference,
    needs_growth: false,
    is_of_whole: false,
    kind: |_| Some(Kind::Index),
    refusal: |_, _| None,
    head: |level| {
        let (reference, title) = (name(level.work), level.title());
        // Of amounts it is a share, and called that.
        let (title, unit) = if level.indicator.is_amount() {
            (format!("{title}, share"), format!("% of {reference}"))
        } else {
            (format!("{title}, relative"), format!("{reference} = 100"))
        };
        Head {
            name: format!("{}_relative", level.stem),
            title,
            unit,
            code: Some(Measure::INDEX),
        }
    },
    figure: |work, at, indicator| Ok(figure(work, at, indicator).unwrap_or_else(|missing| missing)),
    rows: None,
    remark: None,
};

/// What the reference is called.
fn name<'w>(work: &'w Work) -> &'w str {
    work.reference
        .as_ref()
        .map_or("", |reference| &reference.name)
}

fn figure(work: &Work, at: At, indicator: &Indicator) -> Result<Figure, Figure> {
    let year = work.year(at.row);
    let year = year.ok_or_else(|| Figure::missing("There is no year."))?;
    let value = work.operand(Some(at.row), at.place, year)?;
    let Some(reference) = &work.reference else {
        return Err(Figure::missing("There is no reference."));
    };
    let own = work.own_area(at.row);
    if own.is_some() && own == reference.area {
        return Ok(value.against_itself());
    }
    let mut places = keys(work.answer);
    places.retain(|place| Some(*place) != work.area);
    let key = key(&work.answer.rows[at.row], &places);
    let name = &reference.name;
    let measure = work.answer.columns[at.place].measure();
    let id = measure.map_or(&indicator.id, |measure| &measure.id);
    let Some(level) = reference.level(key, id) else {
        return Err(Figure::missing(format!(
            "There is no value of {name} for {year}."
        )));
    };
    let Some(of) = Operand::of(level) else {
        let why = level
            .notes
            .last()
            .map(|note| note.text.trim_end_matches('.'));
        let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
        return Err(Figure::missing(format!(
            "The value of {name} for {year} is missing or not used{why}."
        )));
    };
    let beside = reference.area.as_deref();
    let beside = beside.and_then(|area| row_beside(work, at.row, area));
    let both = beside.map(|row| [at, At { row, ..at }]);
    // Of a partial combination both are taken over the members that each has.
    let (value, of) = match both.and_then(|both| work.matched(&both, "in both").transpose()) {
        Some(both) => match <[Operand; 2]>::try_from(both?) {
            Ok([value, of]) => (value, of),
            Err(_) => (value, of),
        },
        None => (value, of),
    };
    let is_less = || work.lacking(at).is_some_and(|lacking| !lacking.is_empty());
    if both.is_none()
        && work.is_partial()
        && (is_less() || level.notes.iter().any(Note::is_lasting))
    {
        return Err(Figure::missing(format!(
            "It may be over other members than the value of {name}, since a part of them is absent."
        )));
    }
    Ok(work.made(Formula::Index, [&value, &of]))
}
