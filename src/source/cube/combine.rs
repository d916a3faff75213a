//! What of a cube may be added, and which members are totals: as declared, else proven by the figures.

use super::{Cube, Measure};
use crate::figure::Kind;
use crate::order::InOrder;
use crate::source::totals::{self, Level, Total};
use crate::source::units;

/// The most figures from which totals are proven.
const MOST_LEVELS: usize = 3_000_000;

/// How an indicator combines, as a descriptor writes it; nothing where nothing is declared.
pub(super) fn rule(cube: &Cube, measure: &Measure, title: &str) -> Option<serde_json::Value> {
    let none = |reason: String| Some(serde_json::json!({ "rule": "none", "reason": reason }));
    if cube.never_added {
        return none("the file declares that its figures are never added".to_owned());
    }
    if measure.is_average {
        return none("the file declares them to be averages".to_owned());
    }
    if measure.base.as_deref().is_some_and(|base| !base.is_empty()) && measure.prices.is_none() {
        return none("it is an index".to_owned());
    }
    if let Some(why) = units::does_not_add(title, measure.unit.as_deref()) {
        return none(format!("it {why}"));
    }
    let declared = cube.adds.is_some() || matches!(measure.kind, Some(Kind::Stock | Kind::Flow));
    declared.then(|| serde_json::json!({ "rule": "sum" }))
}

impl Cube {
    /// The members of a dimension that the figures prove to be totals of others.
    pub(super) fn proven_totals(&self, dimension: usize, measure: Option<usize>) -> Vec<Total> {
        let size = self.dimensions[dimension].members.len();
        let strides = self.strides();
        // Of the indicators one is enough, where it adds at all.
        let fixed =
            measure.map(|measure| (strides[measure], self.dimensions[measure].members.len()));
        let mut levels = Vec::new();
        let step = self.values.cells.len().div_ceil(MOST_LEVELS).max(1);
        for &(index, ..) in &self.values.cells {
            let index = usize::try_from(index).unwrap_or(usize::MAX);
            if fixed.is_some_and(|(stride, size)| (index / stride) % size != 0) {
                continue;
            }
            let member = (index / strides[dimension]) % size;
            let cell = index - member * strides[dimension];
            if !cell.is_multiple_of(step) {
                continue;
            }
            let text = self.values.get(index);
            let Ok(value) = text.parse::<f64>() else {
                continue;
            };
            let decimals = text
                .split_once('.')
                .map_or(0, |(_, decimals)| decimals.len());
            let half = 0.5 / 10f64.powi(i32::try_from(decimals).unwrap_or(0));
            levels.push((cell, member, value, half));
        }
        // Cells are numbered without gaps.
        let mut cells: Vec<usize> = levels.iter().map(|level| level.0).collect();
        cells.order();
        cells.dedup();
        let number = |cell: usize| cells.binary_search(&cell).unwrap_or(0);
        let to_u32 = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let levels: Vec<Level> = levels
            .into_iter()
            .map(|(cell, member, value, half)| Level {
                member: to_u32(member),
                cell: to_u32(number(cell)),
                value,
                half,
            })
            .collect();
        let members = &self.dimensions[dimension].members;
        let codes: Vec<&str> = members.iter().map(|member| member.code.as_str()).collect();
        let names: Vec<&str> = members.iter().map(|member| member.label.as_str()).collect();
        totals::find(&levels, size, &totals::sets::told(&codes, &names))
    }
}
