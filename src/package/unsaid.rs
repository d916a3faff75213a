//! What a descriptor leaves unsaid and the data tell: which columns say something of the area and are no key; which member
//! of a dimension is the total of the others, which hold others. What is declared in any way is left as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::Package;
use super::dimension::Member;
use super::fault::Faults;
use super::rows;
use super::schema::{Meaning, Table};
use crate::figure::Kind;
use crate::order::IntoSet;
use crate::source::attribute::{Attribute, What};
use crate::source::totals::{self, Level, with_half};
use crate::table::Frame;

impl Package {
    /// The table without the dimensions that the descriptor does not declare and that are the same in all rows of an area,
    /// where rows are told apart without them: they say something of the area.
    pub(super) fn with_attributes(&self, mut table: Table) -> Table {
        let is_open = |place: &usize| {
            let column = &table.columns[*place];
            column.inferred.is_some() && matches!(column.meaning, Meaning::Dimension(_))
        };
        let open: Vec<usize> = table.key.iter().copied().filter(is_open).collect();
        let (Some(area), Some(at)) = (table.area(), self.place_of(&table.name)) else {
            return table;
        };
        if open.is_empty() || table.key_declared || self.is_opened() || self.held.is_some() {
            return table;
        }
        let mut faults = Faults::default();
        let parts = self.parts(&self.descriptor.resources[at], &mut faults);
        let frame = rows::frame(&table, &parts, &mut faults);
        let codes = |place: &usize| frame.columns().get(*place)?.codes();
        let distinct = |places: &[usize]| {
            let columns: Option<Vec<&[u32]>> = places.iter().map(|p| Some(codes(p)?.0)).collect();
            let row = |row: usize| columns.iter().flatten().map(move |codes| codes[row]);
            let rows: BTreeSet<Vec<u32>> = (0..frame.len()).map(|at| row(at).collect()).into_set();
            rows.len()
        };
        let areas = distinct(&[area]);
        let is_said = |place: &usize| distinct(&[area, *place]) == areas;
        let said: Vec<usize> = open.into_iter().filter(is_said).collect();
        let is_left = |place: &usize| !said.contains(place);
        let key: Vec<usize> = table.key.iter().copied().filter(is_left).collect();
        let is_sound = faults.is_empty() && distinct(&key) == frame.len();
        if said.is_empty() || frame.len() <= areas || !is_sound {
            return table;
        }
        for place in said {
            let attribute = Attribute {
                what: What::Other,
                of: None,
            };
            table.columns[place].meaning = Meaning::Attribute(attribute);
            let same = "since it is the same in all rows of an area and no `primaryKey` has it";
            table.columns[place].inferred = Some(same.to_owned());
        }
        table.key = key;
        table
    }

    /// The table with what its rows tell of dimensions of which nothing is declared.
    pub(super) fn with_totals(&self, mut table: Table) -> Table {
        let has_figures = table
            .indicators()
            .any(|(.., indicator)| indicator.kind != Kind::Text);
        // Members that are declared by their names alone may hold one another by these.
        for column in &mut table.columns {
            if let Meaning::Dimension(known) = &mut column.meaning
                && known.total.is_none()
                && known.overlapping.is_none()
                && known.partitions.is_empty()
            {
                let label =
                    |member: &Member| member.label.clone().unwrap_or_else(|| member.value.clone());
                let names: Vec<String> = known.members.iter().map(label).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                known.overlapping = totals::overlap(&names);
            }
        }
        let open: Vec<usize> = table
            .dimensions()
            .filter(|(.., known)| {
                known.members.is_empty()
                    && known.total.is_none()
                    && known.overlapping.is_none()
                    && known.partitions.is_empty()
            })
            .map(|(place, ..)| place)
            .collect();
        if open.is_empty() || !has_figures || self.is_opened() || self.held.is_some() {
            return table;
        }
        let frame = self.read_frame(&table, &mut Faults::default());
        for place in open {
            let held = held(&table, frame, place);
            if let Meaning::Dimension(dimension) = &mut table.columns[place].meaning {
                dimension.total = held.total.map(|(name, _)| name);
                dimension.overlapping = held.overlap;
            }
        }
        table
    }
}

fn held(table: &Table, frame: &Frame, place: usize) -> totals::Held {
    let Some(texts) = frame.texts(place) else {
        return totals::Held::default();
    };
    let names: Vec<&str> = texts.dictionary().iter().collect();
    let proven = if (3..=totals::MOST_MEMBERS).contains(&names.len()) {
        totals::find(&levels(table, frame, place), names.len(), &[])
    } else {
        Vec::new()
    };
    totals::held(&table.columns[place].name, &names, &proven)
}

/// The amounts by the members of a dimension; what else names their rows tells them apart.
fn levels(table: &Table, frame: &Frame, place: usize) -> Vec<Level> {
    let codes = |at: usize| frame.columns().get(at)?.codes().map(|(codes, _)| codes);
    let is_key = |at: &usize| {
        let meaning = &table.columns[*at].meaning;
        *at != place && !matches!(meaning, Meaning::Indicator(_) | Meaning::Attribute(_))
    };
    let keys: Vec<&[u32]> = (0..table.columns.len())
        .filter(is_key)
        .filter_map(codes)
        .collect();
    let Some(members) = codes(place) else {
        return Vec::new();
    };
    let amounts = table
        .indicators()
        .filter(|(.., indicator)| indicator.is_amount());
    let amounts: Vec<usize> = amounts.map(|(at, ..)| at).collect();
    let mut cells: BTreeMap<(Vec<u32>, usize), u32> = BTreeMap::new();
    let mut levels = Vec::new();
    for (row, member) in members.iter().enumerate() {
        for &amount in &amounts {
            let number = frame.number(row, amount).map(|number| number.to_string());
            let Some((value, half)) = number.as_deref().and_then(with_half) else {
                continue;
            };
            let next = u32::try_from(cells.len()).unwrap_or(u32::MAX);
            let key = (keys.iter().map(|codes| codes[row]).collect(), amount);
            levels.push(Level {
                member: *member,
                cell: *cells.entry(key).or_insert(next),
                value,
                half,
            });
        }
    }
    levels
}
