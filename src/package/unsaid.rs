//! What a descriptor leaves unsaid of the members of a dimension and the data tell: which is the total of the others, which
//! hold others. What is declared in any way is left as it is.

use std::collections::BTreeMap;

use super::Package;
use super::dimension::Member;
use super::fault::Faults;
use super::schema::{Meaning, Table};
use crate::figure::Kind;
use crate::source::totals::{self, Level, with_half};
use crate::table::Frame;

impl Package {
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
