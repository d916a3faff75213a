//! What a figure is held against: the row of the period before, found by its period.

use std::collections::BTreeMap;

use super::{Context, part, refused, selected};
use crate::figure::Period;
use crate::query::{QueryError, Transform};

impl Context<'_> {
    /// The query of a transform: each figure with that of the period that it is held against, nothing divided.
    pub(super) fn steps(
        &self,
        transform: &Transform,
        parts: &mut Vec<String>,
    ) -> Result<String, QueryError> {
        let Some(time) = self.table.time() else {
            return Err(refused("the table has no periods; leave out `--as`"));
        };
        let known = &self.plan.known;
        let shown = self.plan.periods.as_ref().unwrap_or(known);
        let base = transform.base();
        let against = |period: Period| -> Option<Period> {
            match transform.name() {
                "yoy" => period.year_before(),
                "change" | "pct" => period.previous(),
                "index" => base,
                _ => None,
            }
        };
        if !matches!(transform.name(), "yoy" | "change" | "pct" | "index") {
            return Err(refused(format!(
                "`--as {transform}` is not said in SQL; yoy, change, pct and index:YEAR are, and `--engine` answers all of them"
            )));
        }
        if transform.name() == "index" && base.is_none() {
            return Err(refused(
                "`--as index` takes as its base whatever comes first, which is not said in SQL; name it: `--as index:2010`",
            ));
        }
        let goes_by_names =
            matches!(transform.name(), "change" | "pct") && !self.plan.named.is_empty();
        let pairs: BTreeMap<Period, Period> = if goes_by_names {
            let named = self.plan.named.windows(2);
            named.map(|pair| (pair[1], pair[0])).collect()
        } else {
            let pairs = shown
                .iter()
                .filter_map(|period| Some((*period, against(*period)?)));
            pairs.collect()
        };
        if pairs.is_empty() {
            return Err(refused(
                "no periods are known to hold figures against each other; name them with `--years`",
            ));
        }
        self.push_pairs(&pairs, parts);
        let before = self.before(time);
        let mut columns: Vec<String> = Vec::new();
        for place in self.keys() {
            columns.push(format!("chosen.{0} AS {0}", self.names.at(place)));
        }
        columns.push("pairs.k_before AS k_before".to_owned());
        for place in self.shown().filter(|place| self.is_numeric(*place)) {
            let name = self.names.at(place);
            columns.push(format!("{} AS {name}", self.usable("chosen", place)));
            columns.push(format!("{} AS {name}_before", self.usable("before", place)));
        }
        let keys = self.keys();
        let order: Vec<&str> = keys.iter().map(|place| self.names.at(*place)).collect();
        let time = self.names.at(time);
        Ok(format!(
            "{}\nFROM chosen\nJOIN pairs ON pairs.k_now = chosen.{time}\n{before}\nORDER BY {}",
            selected(&columns),
            order.join(", ")
        ))
    }

    /// The periods and what each is held against.
    fn push_pairs(&self, pairs: &BTreeMap<Period, Period>, parts: &mut Vec<String>) {
        let rows: Vec<String> = pairs
            .iter()
            .map(|(now, before)| {
                let text = |period: &Period| self.dialect.literal(&period.to_string());
                format!(
                    "SELECT {} AS k_now, {} AS k_before",
                    text(now),
                    text(before)
                )
            })
            .collect();
        parts.push(part("pairs", &rows.join("\nUNION ALL ")));
    }

    fn before(&self, time: usize) -> String {
        let mut on = vec![format!("before.{} = pairs.k_before", self.names.at(time))];
        for place in self.keys().into_iter().filter(|place| *place != time) {
            let name = self.names.at(place);
            on.push(format!("before.{name} = chosen.{name}"));
        }
        format!("LEFT JOIN given AS before ON {}", on.join("\n  AND "))
    }

    /// The join of the rows that are added with those of the year before.
    pub(super) fn join_before(&self, parts: &mut Vec<String>) -> Result<String, QueryError> {
        let Some(time) = self.table.time() else {
            return Err(refused(
                "the table has no periods before; name other indicators with `-i`",
            ));
        };
        let pairs: BTreeMap<Period, Period> = self
            .plan
            .known
            .iter()
            .filter_map(|period| Some((*period, period.year_before()?)))
            .collect();
        if pairs.is_empty() {
            return Err(refused(
                "growth is weighted by the period before, and the periods are not known here; name other indicators with `-i`",
            ));
        }
        self.push_pairs(&pairs, parts);
        let name = self.names.at(time);
        let before = self.before(time).replace("chosen.", "added.");
        Ok(format!(
            "\nLEFT JOIN pairs ON pairs.k_now = added.{name}\n{before}"
        ))
    }
}
