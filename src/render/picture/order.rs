//! What makes panels comparable: the same order and the same scale; and what all of a picture is about.

use std::collections::BTreeMap;

use crate::order::{InOrder, IntoMap};

use super::lines::range;
use super::observe::{Observation, When};
use super::teller::Teller;
use super::{Body, Panel};

/// Puts areas that are compared at one time in the order of their first figures, the largest first, in all panels alike;
/// totals come last.
pub(super) fn largest_first(all: &mut [Observation]) {
    let Some(first) = all.first() else { return };
    let is_of_area = |one: &Observation| matches!(one.about.as_slice(), [part] if part.is_area);
    let same_time = all.iter().all(|one| one.when == first.when);
    if !same_time || !all.iter().all(is_of_area) {
        return;
    }
    let of_first = all.iter().filter(|one| one.subject == first.subject);
    let mut values: Vec<(&str, bool, Option<f64>)> = of_first
        .map(|one| (one.about[0].id.as_str(), one.total, one.value()))
        .collect();
    if values.len() < 3 {
        return;
    }
    values.order_by(|a, b| {
        let by_value = b.2.unwrap_or(f64::MIN).total_cmp(&a.2.unwrap_or(f64::MIN));
        a.1.cmp(&b.1).then(by_value)
    });
    let names = values.iter().map(|(id, _, _)| (*id).to_owned());
    let places: BTreeMap<String, usize> = names.zip(0..).into_map();
    all.order_by_key(|one| places.get(&one.about[0].id).copied().unwrap_or(usize::MAX));
}

/// Gives bars of one unit one scale, so that they can be compared between panels.
pub(super) fn on_one_scale(panels: &mut [Panel]) {
    let axis_of = |panel: &Panel| match &panel.body {
        Body::Bars(bars) if !bars.stacked && !panel.unit.is_empty() => bars.axis,
        _ => None,
    };
    let mut scales: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for panel in panels.iter() {
        let ends = scales.entry(panel.unit.clone()).or_default();
        ends.extend(axis_of(panel).into_iter().flatten());
    }
    for panel in panels {
        if axis_of(panel).is_some()
            && let Body::Bars(bars) = &mut panel.body
        {
            let ends = scales.get(&panel.unit).into_iter().flatten();
            bars.axis = range(ends.copied());
        }
    }
}

/// What every figure is about: its area, its members, its year.
pub(super) fn common(teller: &Teller, all: &[Observation]) -> Vec<String> {
    let Some(first) = all.first() else {
        return Vec::new();
    };
    let is_common = |part: &&super::observe::Part| all.iter().all(|one| one.about.contains(part));
    let parts = first.about.iter().filter(is_common);
    let mut told: Vec<String> = parts.map(|part| teller.label(&part.label)).collect();
    if let Some(When::Year(_)) = first.when
        && all.iter().all(|one| one.when == first.when)
    {
        told.extend(first.when.as_ref().map(|when| teller.when(when)));
    }
    told
}
