//! What a figure is held against: the row of another period, found by its period, or all that it is a share of.

use std::collections::BTreeMap;

use super::components::adds_up;
use super::{Context, Dialect, part, refused, selected};
use crate::figure::Period;
use crate::order::IntoMap;
use crate::package::Meaning;
use crate::query::{QueryError, Transform, WholeOf};
use crate::words::Refusal;

const CAGR: &str = "cagr";
const SHARE: &str = "share";

/// The transforms that are said in SQL.
const SAID: &str = "yoy, change, pct, index:YEAR, cagr and share";

impl Context<'_> {
    /// The query of a transform: each figure with that which it is held against, nothing divided.
    pub(super) fn steps(
        &self,
        transform: &Transform,
        parts: &mut Vec<String>,
    ) -> Result<String, QueryError> {
        let Some(time) = self.table.time() else {
            return Err(refused(
                Refusal::new("the table has no periods").next("leave out `--as`"),
            ));
        };
        let figures = self.transformed(transform)?;
        if let Some(whole) = self
            .plan
            .whole
            .as_ref()
            .filter(|_| transform.name() == SHARE)
        {
            return self.of_whole(whole, &figures, parts);
        }
        let pairs = self.pairs(transform)?;
        if pairs.is_empty() {
            return Err(refused(
                Refusal::new("no periods are known to hold figures against each other")
                    .next("name them with `--years`"),
            ));
        }
        push_pairs(self.dialect, &pairs, parts);
        let others: Vec<&str> = self.names_but(time).collect();
        let time = self.names.at(time);
        // A rate between two ends has a row for every series, also for one that lacks an end.
        let is_of_ends = transform.name() == CAGR;
        let named = if is_of_ends { "series" } else { "chosen" };
        if is_of_ends {
            let text = match others.as_slice() {
                [] => "SELECT 1 AS one".to_owned(),
                others => format!("SELECT DISTINCT {}\nFROM chosen", others.join(", ")),
            };
            parts.push(part(named, &text));
        }
        let now = if is_of_ends { "after" } else { named };
        let key = |name: &str| {
            let of = if name == time {
                "pairs.k_now".to_owned()
            } else {
                format!("{named}.{name}")
            };
            format!("{of} AS {name}")
        };
        let keys = self.keys().into_iter();
        let mut columns: Vec<String> = keys.map(|place| key(self.names.at(place))).collect();
        columns.push("pairs.k_before AS k_before".to_owned());
        for place in figures {
            let name = self.names.at(place);
            columns.push(format!("{} AS {name}", self.usable(now, place)));
            columns.push(format!("{} AS {name}_before", self.usable("before", place)));
        }
        let from = if is_of_ends {
            let after = self.beside("given", "after", "k_now", named);
            format!("FROM {named}\nCROSS JOIN pairs\n{after}")
        } else {
            format!("FROM chosen\nJOIN pairs ON pairs.k_now = chosen.{time}")
        };
        let before = self.beside("given", "before", "k_before", named);
        Ok(format!(
            "{}\n{from}\n{before}\n{}",
            selected(&columns),
            self.in_order()
        ))
    }

    /// The columns that the transform has a meaning for; one that is named must be one of them.
    fn transformed(&self, transform: &Transform) -> Result<Vec<usize>, QueryError> {
        let mut figures = Vec::new();
        let mut why = None;
        for place in self.shown().filter(|place| self.is_numeric(*place)) {
            let Meaning::Indicator(indicator) = &self.table.columns[place].meaning else {
                continue;
            };
            match transform.refusal(self.table, indicator) {
                Some(reason) => why = why.or(Some(reason)),
                None => figures.push(place),
            }
        }
        let is_named = self.plan.indicators.len() < self.table.indicators().count();
        match why.filter(|_| is_named || figures.is_empty()) {
            Some(reason) => Err(refused(format!("`--as {transform}`: {reason}"))),
            None => Ok(figures),
        }
    }

    /// Which period is held against which.
    fn pairs(&self, transform: &Transform) -> Result<BTreeMap<Period, Period>, QueryError> {
        let shown = self.plan.periods.as_ref().unwrap_or(&self.plan.known);
        let each = |against: &dyn Fn(Period) -> Option<Period>| {
            let pairs = shown.iter();
            let pairs = pairs.filter_map(|period| Some((*period, against(*period)?)));
            pairs.into_map()
        };
        Ok(match transform.name() {
            "yoy" => each(&|period| period.year_before()),
            "change" | "pct" if !self.plan.named.is_empty() => {
                let named = self.plan.named.windows(2);
                named.map(|pair| (pair[1], pair[0])).into_map()
            }
            "change" | "pct" => each(&|period| period.previous()),
            "index" => {
                let Some(base) = transform.base() else {
                    return Err(refused(
                        Refusal::new(
                            "`--as index` takes as its base whatever comes first, which is \
                    not said in SQL",
                        )
                        .next("name it: `--as index:2010`"),
                    ));
                };
                each(&|_| Some(base))
            }
            CAGR => {
                let ends = shown.iter().max().zip(shown.iter().min());
                let ends = ends.filter(|(last, first)| last != first);
                ends.map(|(last, first)| (*last, *first))
                    .into_iter()
                    .collect()
            }
            _ => {
                return Err(refused(
                    Refusal::new(format!("`--as {transform}` is not said in SQL"))
                        .next(format!("{SAID} are, and `--engine` answers all of them")),
                ));
            }
        })
    }

    /// The query of shares: each amount with the sum of those that make up the whole, how many there are and how many there
    /// would be, and the least and the most of them, since amounts of both signs have no shares.
    fn of_whole(
        &self,
        whole: &WholeOf,
        figures: &[usize],
        parts: &mut Vec<String>,
    ) -> Result<String, QueryError> {
        adds_up(&whole.added, "leave out `--as share`")?;
        let Some(of) = self.table.column(&whole.column) else {
            return Err(refused(
                Refusal::new("the answer has nothing that shares are of")
                    .next("leave out `--as share`"),
            ));
        };
        parts.push(part("added", &self.outermost("given", &whole.added)));
        let beside: Vec<&str> = self.names_but(of).collect();
        let mut columns: Vec<String> = beside.iter().map(|&name| name.to_owned()).collect();
        let mut shown: Vec<String> = self
            .keys()
            .into_iter()
            .map(|place| self.chosen(place))
            .collect();
        for &place in figures {
            self.check(&[place])?;
            let (name, value) = (self.names.at(place), self.usable("added", place));
            shown.push(format!("{} AS {name}", self.usable("chosen", place)));
            let mut add = |text: String, what: &str| {
                columns.push(format!("{text} AS {name}_{what}"));
                shown.push(format!("wholes.{name}_{what} AS {name}_{what}"));
            };
            if let Some(cut) = self.cut("added", name)? {
                add(cut, "cut");
            }
            add(format!("SUM({value})"), "whole");
            add(format!("COUNT({value})"), "n");
            add(format!("MIN({value})"), "least");
            add(format!("MAX({value})"), "most");
        }
        shown.push("expected.n AS n_expected".to_owned());
        let grouped = format!(
            "{}\nFROM added\nGROUP BY {}",
            selected(&columns),
            beside.join(", ")
        );
        parts.push(part("wholes", &grouped));
        let of = self.names.at(of);
        let members =
            format!("SELECT COUNT(*) AS n\nFROM (SELECT DISTINCT {of} FROM added) AS named");
        parts.push(part("expected", &members));
        let on: Vec<String> = beside
            .iter()
            .map(|name| format!("wholes.{name} = chosen.{name}"))
            .collect();
        let mut text = format!(
            "{}\nFROM chosen\nLEFT JOIN wholes ON {}\nCROSS JOIN expected",
            selected(&shown),
            on.join("\n  AND ")
        );
        if let (Some(periods), Some(time)) = (&self.plan.periods, self.table.time()) {
            text.extend([format!("\nWHERE chosen.{}", self.of_periods(time, periods))]);
        }
        text.extend([format!("\n{}", self.in_order())]);
        Ok(text)
    }

    fn chosen(&self, place: usize) -> String {
        format!("chosen.{0} AS {0}", self.names.at(place))
    }

    /// The names of the key columns but one.
    fn names_but(&self, place: usize) -> impl Iterator<Item = &str> {
        let keys = self.keys().into_iter().filter(move |key| *key != place);
        keys.map(|key| self.names.at(key))
    }

    /// The order of the keys.
    fn in_order(&self) -> String {
        let keys = self.keys();
        let names: Vec<&str> = keys.iter().map(|place| self.names.at(*place)).collect();
        format!("ORDER BY {}", names.join(", "))
    }

    /// The join of the row of a period of the pairs, under a name, beside that of the same series in `of`.
    fn beside(&self, rows: &str, name: &str, period: &str, of: &str) -> String {
        let keys = self.keys().into_iter().map(|place| {
            let key = self.names.at(place);
            if Some(place) == self.table.time() {
                format!("{name}.{key} = pairs.{period}")
            } else {
                format!("{name}.{key} = {of}.{key}")
            }
        });
        let on = keys.collect::<Vec<_>>().join("\n  AND ");
        format!("LEFT JOIN {rows} AS {name} ON {on}")
    }

    /// The join of the rows that are added with those of the year before.
    pub(super) fn join_before(&self, parts: &mut Vec<String>) -> Result<String, QueryError> {
        let Some(time) = self.table.time() else {
            return Err(refused(
                Refusal::new("the table has no periods before")
                    .next("name other indicators with `-i`"),
            ));
        };
        let pairs: BTreeMap<Period, Period> = self
            .plan
            .known
            .iter()
            .filter_map(|period| Some((*period, period.year_before()?)))
            .into_map();
        if pairs.is_empty() {
            return Err(refused(
                Refusal::new(
                    "growth is weighted by the period before, and the periods are not known here",
                )
                .next("name other indicators with `-i`"),
            ));
        }
        push_pairs(self.dialect, &pairs, parts);
        let name = self.names.at(time);
        let before = self.beside("given", "before", "k_before", "added");
        Ok(format!(
            "\nLEFT JOIN pairs ON pairs.k_now = added.{name}\n{before}"
        ))
    }
}

/// The periods and what each is held against.
fn push_pairs(dialect: &Dialect, pairs: &BTreeMap<Period, Period>, parts: &mut Vec<String>) {
    let rows: Vec<String> = pairs
        .iter()
        .map(|(now, before)| {
            let text = |period: &Period| dialect.literal(&period.to_string());
            format!(
                "SELECT {} AS k_now, {} AS k_before",
                text(now),
                text(before)
            )
        })
        .collect();
    parts.push(part("pairs", &rows.join("\nUNION ALL ")));
}
