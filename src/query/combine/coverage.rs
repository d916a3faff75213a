//! Which members of a group are missing, how much of the whole they are, and the note that reports it.
//!
//! A member without a row weighs as much as one with an empty cell: both have their newest known weight.

use rust_decimal::Decimal;

use super::inputs::{Inputs, Lacking, Series};
use super::rules::Rules;
use super::{Absent, Group};
use crate::figure::{Figure, Note, Status};
use crate::methods::total;
use crate::order::InOrder;
use crate::query::keyed::key_text;
use crate::query::operand::Operand;

/// The smallest part of all weights over which a partial figure is computed.
const LEAST_COVERAGE: (u32, u32) = (2, 3);
/// How many of the reasons are named one by one.
const TOLD: usize = 3;

impl Rules<'_> {
    /// The inputs of the rows, and which of them are missing.
    pub(super) fn inputs<T>(
        &self,
        rows: &[usize],
        absent: &[Absent],
        input: impl Fn(usize) -> Result<T, String>,
    ) -> Inputs<T> {
        let mut inputs = Inputs {
            found: Vec::new(),
            lacking: Vec::new(),
        };
        for &row in rows {
            match input(row) {
                Ok(found) => inputs.found.push(found),
                Err(reason) => inputs.lacking.push(self.lacking(row, reason)),
            }
        }
        inputs.lacking.extend(absent.iter().map(Lacking::absent));
        inputs
    }

    /// A row whose value is of no use.
    pub(super) fn lacking(&self, row: usize, reason: String) -> Lacking {
        Lacking {
            reason,
            key: self.collapsed_key(row),
            period: self.rows.year(row),
        }
    }

    /// The note on how a figure was made (`4 of 4: …`), or the missing figure with the reason. `weights` gives the weight of
    /// the members present, and of all.
    pub(super) fn coverage<T>(
        &self,
        inputs: &Inputs<T>,
        made: &str,
        weights: impl FnOnce() -> Option<(Decimal, Decimal)>,
    ) -> Result<Note, Figure> {
        let (present, all) = (
            inputs.found.len(),
            inputs.found.len() + inputs.lacking.len(),
        );
        let counted = format!("{present} of {all}");
        if present == all {
            return Ok(Note::remark(format!("{counted}: {made}.")));
        }
        let mut reasons: Vec<&str> = Vec::new();
        for lacking in &inputs.lacking {
            if !reasons.contains(&lacking.reason.as_str()) && reasons.len() <= TOLD {
                reasons.push(&lacking.reason);
            }
        }
        let more = if reasons.len() > TOLD {
            reasons.truncate(TOLD);
            format!(", {} more", inputs.lacking.len() - TOLD)
        } else {
            String::new()
        };
        let reasons = format!("{}{more}", reasons.join(", "));
        if present == 0 {
            return Err(Figure::missing(format!("{counted}: {reasons}.")));
        }
        if !self.how.partial {
            let hint = "`--partial` computes it over those there are";
            return Err(Figure::missing(format!("{counted}: {reasons}; {hint}.")));
        }
        let (have, need) = weights().unwrap_or((Decimal::from(present), Decimal::from(all)));
        let (above, below) = (
            Decimal::from(LEAST_COVERAGE.0),
            Decimal::from(LEAST_COVERAGE.1),
        );
        if have / above < need / below {
            let why = "what is there is less than two thirds of the whole";
            return Err(Figure::missing(format!("{counted}: {reasons}; {why}.")));
        }
        let mut lacked = self.lacked.borrow_mut();
        lacked.extend(inputs.lacking.iter().map(|one| self.without_time(&one.key)));
        let text = format!("{counted}, partial: {made}; {reasons}.");
        Ok(Note::lasting(Status::Estimated, text))
    }

    /// The weight of the members present, and of all members. A missing member has its newest known weight up to the period,
    /// else the first one after it. `None` where a weight is not known.
    pub(super) fn weights<'o>(
        &self,
        group: &Group,
        lacking: &[Lacking],
        present: impl IntoIterator<Item = &'o Operand>,
        weight: impl Fn(usize) -> Option<Decimal>,
    ) -> Option<(Decimal, Decimal)> {
        let have = total(present.into_iter().map(|weight| weight.value.value.abs()))?;
        let lacks: Option<Vec<Decimal>> = lacking
            .iter()
            .map(|one| self.newest(group, one, &weight))
            .collect();
        Some((have, have.checked_add(total(lacks?)?)?))
    }

    fn newest(
        &self,
        group: &Group,
        lacking: &Lacking,
        weight: impl Fn(usize) -> Option<Decimal>,
    ) -> Option<Decimal> {
        let first = *group.rows.first()?;
        let cells = &self.rows.row(first).cells;
        let named = |place: &usize| {
            let collapsed = self.keys.collapse.iter().position(|known| known == place);
            collapsed.map_or_else(|| key_text(&cells[*place]), |at| lacking.key[at].clone())
        };
        let key: Vec<String> = self.series_key().iter().map(named).collect();
        let series = self.series.get_or_init(|| self.all_series());
        let rows = series.get(&key)?;
        let split = rows.partition_point(|(period, _)| *period <= lacking.period);
        let (before, after) = rows.split_at(split);
        let mut by_nearness = before.iter().rev().chain(after);
        by_nearness.find_map(|(_, row)| weight(*row).map(|weight| weight.abs()))
    }

    /// The positions of the columns that identify a series: all key columns but the time.
    fn series_key(&self) -> Vec<usize> {
        let mut places: Vec<usize> = self
            .keys
            .stay
            .iter()
            .chain(&self.keys.collapse)
            .copied()
            .filter(|place| Some(*place) != self.keys.time)
            .collect();
        places.order();
        places
    }

    fn all_series(&self) -> Series {
        let places = self.series_key();
        let mut all = Series::new();
        for at in 0..self.rows.len() {
            let row = self.rows.row(at);
            let key = places.iter().map(|&place| key_text(&row.cells[place]));
            let period = self.rows.year(at);
            all.entry(key.collect()).or_default().push((period, at));
        }
        for rows in all.values_mut() {
            rows.order_by_key(|(period, _)| *period);
        }
        all
    }

    /// What a row has in the columns that collapse.
    pub(super) fn collapsed_key(&self, row: usize) -> Vec<String> {
        let cells = &self.rows.row(row).cells;
        let places = self.keys.collapse.iter();
        places.map(|&place| key_text(&cells[place])).collect()
    }

    /// A key of the columns that collapse without the time among them.
    pub(super) fn without_time(&self, key: &[String]) -> Vec<String> {
        let key = self.keys.collapse.iter().zip(key);
        let key = key.filter(|(place, _)| Some(**place) != self.keys.time);
        key.map(|(_, text)| text.clone()).collect()
    }
}
