//! Where a concept stands: the places that are declared to hold one and the same thing.

use std::collections::BTreeMap;

use super::ledger::{Ledger, Point, Sheet};
use crate::figure::{Number, Period};
use crate::order::IntoMap;
use crate::package::{Identity, Place, Rule};

/// A place where a concept stands, with its points by area and year.
pub(super) struct Standing<'a, 'l> {
    pub(super) sheet: &'l Sheet<'a>,
    place: &'l Place,
    /// In the order of the file.
    pub(super) points: Vec<&'l Point>,
    by_key: BTreeMap<(Option<&'l str>, Option<Period>), &'l Point>,
}

impl<'a, 'l> Standing<'a, 'l> {
    pub(super) fn new(ledger: &'l Ledger<'a>, place: &'l Place) -> Option<Standing<'a, 'l>> {
        let sheet = ledger.sheet(&place.table)?;
        let points = sheet.points_of(place);
        let keyed = points
            .iter()
            .map(|point| ((point.area.as_deref(), point.year), *point));
        Some(Standing {
            sheet,
            place,
            by_key: keyed.into_map(),
            points,
        })
    }

    /// The indicator, by id.
    pub(super) fn indicator(&self) -> &'l str {
        &self.place.indicator
    }

    /// The value for the area and year of a point, and where it stands.
    pub(super) fn value_at(&self, point: &Point) -> Option<(&'l Point, Number)> {
        let at = self.by_key.get(&(point.area.as_deref(), point.year))?;
        Some((at, self.sheet.value(self.indicator(), at)?))
    }
}

/// Where else an indicator stands, as a value of the same concept and definition.
pub(super) fn elsewhere<'a, 'l>(
    ledger: &'l Ledger<'a>,
    identities: &'l [Identity],
    sheet: &Sheet,
    indicator: &str,
) -> Vec<Standing<'a, 'l>> {
    let is_here = |place: &&Place| place.table == sheet.table.name && place.indicator == indicator;
    let mut found = Vec::new();
    for identity in identities {
        let Rule::Same { of, differs: None } = &identity.rule else {
            continue;
        };
        if of.iter().any(|place| is_here(&place)) {
            let others = of.iter().filter(|place| !is_here(place));
            found.extend(others.filter_map(|place| Standing::new(ledger, place)));
        }
    }
    found
}
