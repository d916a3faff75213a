//! A table that only an engine holds, asked for what a question needs of it: an outline of its areas, members and periods,
//! sums of groups, and rows.
//!
//! Sums cross the pipe and not the rows that they are of. Figures are added apart by how many decimals they have, so that a
//! sum has the digits and the interval that the rows would give it; where a cell is no plain number, the rows are asked
//! for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;

use super::observations::{counted, csv_of, rows_of, rows_query};
use super::{Context, Dialect, Source, part, selected};
use crate::order::InOrder;
use crate::package::{Groups, Holder, Package, Table};
use crate::query::{Plan, QueryError};
use crate::source::fold::{Added, Sum};
use crate::source::{Sums, Wanted};

/// What asks the engine: the answer to a query, as CSV.
pub type Ask = Box<dyn Fn(&str) -> io::Result<Vec<u8>> + Send + Sync>;

/// A table that an engine holds.
pub struct Held {
    dialect: &'static Dialect,
    /// The part of a query that has the table's cells as texts, under its names.
    given: String,
    names: Vec<String>,
    header: Vec<String>,
    /// The key columns, and those of them that tell the area and the time.
    keys: Vec<usize>,
    area: Option<usize>,
    time: Option<usize>,
    /// The engine as messages name it.
    called: String,
    ask: Ask,
}

/// What stands between the cells of a key: it sorts before any letter.
const BETWEEN: &str = "\t";
/// A plain number of at most 18 digits before the point and 9 behind it.
const PLAIN: &str = "^-?(0|[1-9][0-9]{0,17})([.][0-9]{1,9})?$";
/// The type that holds it; sums of it have 38 digits.
const DECIMAL: &str = "DECIMAL(27, 9)";
/// What stands for the count of decimals of a figure that is missing.
const MISSING: &str = "-1";
/// How many groups or keys a query names at the most, areas, members and periods aside.
const MOST_GROUPS: usize = 5000;
/// How many rows show what is added to a total, for each key column.
const EXAMPLES: usize = 4;

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut held = f.debug_struct("Held");
        held.field("given", &self.given).finish_non_exhaustive()
    }
}

impl Held {
    /// A table that the engine `called` so holds.
    ///
    /// # Errors
    /// If the engine cannot be told where it is.
    pub fn new(
        package: &Package,
        table: &Table,
        (dialect, source): (&'static Dialect, &Source),
        (called, ask): (String, Ask),
    ) -> Result<Held, QueryError> {
        let plan = Plan::whole(table);
        let context = Context::new(package, table, &plan, dialect, source);
        let columns = 0..table.columns.len();
        let header = table.columns.iter().map(|column| column.name.clone());
        Ok(Held {
            dialect,
            given: context.given()?,
            names: columns
                .map(|place| context.names.at(place).to_owned())
                .collect(),
            header: header.collect(),
            keys: context.keys(),
            area: table.area(),
            time: table.time(),
            called,
            ask,
        })
    }

    /// CSV of the rows in which areas, members and periods first come, and of some rows beside them, which show whether
    /// one of them is the total of others.
    ///
    /// # Errors
    /// If the engine cannot be asked, or its answer is not that of the query.
    pub fn outline(&self) -> io::Result<Vec<u8>> {
        let mut first = self.first_keys()?;
        first.retain(|key| key.len() == self.keys.len());
        let texts = first
            .iter()
            .map(|key| self.dialect.literal(&key.join(BETWEEN)));
        let texts = texts.collect::<Vec<_>>().join(", ");
        let mut any = vec![format!("{} IN ({texts})", self.key_texts())];
        for (place, column) in self.keys.iter().enumerate() {
            if Some(*column) == self.time || self.keys.len() == 1 {
                continue;
            }
            for step in 0..EXAMPLES.min(first.len()) {
                let at = first.len() * (2 * step + 1) / (2 * EXAMPLES);
                let others = first.iter().nth(at).map(|key| {
                    let cells = self.keys.iter().zip(key).enumerate();
                    let others = cells.filter(|(other, _)| *other != place);
                    let equal = others.map(|(_, (column, cell))| self.equal(*column, cell));
                    equal.collect::<Vec<_>>().join(" AND ")
                });
                any.extend(others.map(|others| format!("({others})")));
            }
        }
        if first.is_empty() {
            return self.rows_where(&[]);
        }
        self.rows_where(&[any.join("\n  OR ")])
    }

    /// The keys of the rows in which areas, members and periods first come, and members beside periods where these are few.
    fn first_keys(&self) -> io::Result<BTreeSet<Vec<String>>> {
        let name = |key: &usize| self.names[*key].clone();
        let mut groups: Vec<(&str, String)> =
            self.keys.iter().map(|key| ("1", name(key))).collect();
        for dimension in self.keys.iter().filter(|key| Some(**key) != self.time) {
            if let Some(time) = self.time.filter(|_| Some(*dimension) != self.area) {
                groups.push(("2", format!("{}, {}", name(dimension), self.names[time])));
            }
        }
        let least = self.least_key();
        let groups = groups.iter().map(|(columns, names)| {
            format!("SELECT '{columns}' AS of_columns, {least} AS key_texts\nFROM given\nGROUP BY {names}")
        });
        let answer = part("answer", &groups.collect::<Vec<_>>().join("\nUNION ALL "));
        let rows = self.counted(&[self.given.clone(), answer], &["of_columns", "key_texts"])?;
        let are_few = rows.len() <= MOST_GROUPS;
        let rows = rows.iter().filter(|row| are_few || row[0] == "1");
        let keys = rows.map(|row| row[1].split(BETWEEN).map(str::to_owned).collect());
        Ok(keys.collect())
    }

    /// The answer to a query for the columns of its part `answer`, of which it is told how many rows they have.
    fn counted(&self, parts: &[String], columns: &[&str]) -> io::Result<Vec<Vec<String>>> {
        let mut shown: Vec<String> = columns.iter().map(|&name| name.to_owned()).collect();
        shown.push("COUNT(*) OVER () AS n_rows".to_owned());
        let query = format!(
            "WITH {}\n{}\nFROM answer",
            parts.join(",\n"),
            selected(&shown)
        );
        let output = (self.ask)(&self.dialect.ended(query))?;
        counted(&output, columns.len()).map_err(|why| self.wrong(&why))
    }

    /// CSV of the table's rows that meet these conditions, in the order of their keys.
    fn rows_where(&self, conditions: &[String]) -> io::Result<Vec<u8>> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let query = rows_query(self.dialect, &self.given, &names, conditions);
        let output = (self.ask)(&self.dialect.ended(query))?;
        let mut rows = rows_of(&output, self.header.len()).map_err(|why| self.wrong(&why))?;
        rows.sort_by_cached_key(|row| -> Vec<Vec<u8>> {
            let cells = self.keys.iter().map(|place| row.get(place + 1));
            cells
                .map(|cell| cell.unwrap_or_default().to_vec())
                .collect()
        });
        csv_of(&self.header, &rows).map_err(|why| self.wrong(&why))
    }

    /// That the engine's output is not what was asked for.
    fn wrong(&self, why: &str) -> io::Error {
        io::Error::other(format!("the engine `{}`: {why}", self.called))
    }

    /// The cells of a row's key as one text.
    fn key_texts(&self) -> String {
        let names = self.keys.iter().map(|key| self.names[*key].as_str());
        match names.collect::<Vec<_>>().as_slice() {
            [one] => (*one).to_owned(),
            names => {
                let between = format!(", {}, ", self.dialect.literal(BETWEEN));
                format!("CONCAT({})", names.join(&between))
            }
        }
    }

    /// The first key of a group, whatever order of texts is usual to the engine.
    fn least_key(&self) -> String {
        format!("MIN({}{})", self.key_texts(), self.dialect.by_bytes)
    }

    fn equal(&self, column: usize, cell: &str) -> String {
        format!("{} = {}", self.names[column], self.dialect.literal(cell))
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|known| known == name)
    }

    /// What rows with these cells meet.
    fn conditions(&self, wanted: &[Wanted]) -> Vec<String> {
        let one_of = |wanted: &Wanted| {
            let name = &self.names[self.column(&wanted.field)?];
            let cells = wanted.cells.iter().map(|cell| self.dialect.literal(cell));
            let cells = cells.collect::<Vec<_>>().join(", ");
            Some(format!("{name} IN ({cells})"))
        };
        wanted.iter().filter_map(one_of).collect()
    }
}

impl Holder for Held {
    fn rows(&self, wanted: &[Wanted], of: Option<Groups>) -> io::Result<Option<Vec<u8>>> {
        let mut conditions = self.conditions(wanted);
        if let Some((by, groups)) = of {
            if groups.len() > MOST_GROUPS {
                return Ok(None);
            }
            let columns: Option<Vec<usize>> = by.iter().map(|name| self.column(name)).collect();
            let Some(columns) = columns else {
                return Ok(None);
            };
            let group = |cells: &Vec<&str>| {
                let equal = columns.iter().zip(cells);
                let equal = equal.map(|(column, cell)| self.equal(*column, cell));
                equal.collect::<Vec<_>>().join(" AND ")
            };
            let any: Vec<String> = groups.iter().map(group).collect();
            if columns.is_empty() {
                return Ok(None);
            }
            conditions.push(format!("({})", any.join("\n  OR ")));
        }
        self.rows_where(&conditions).map(Some)
    }

    fn sums(&self, wanted: &[Wanted], by: &[&str], of: &[&str]) -> io::Result<Option<Sums>> {
        let columns = |names: &[&str]| -> Option<Vec<&str>> {
            let places = names.iter().map(|name| self.column(name));
            let names = places.map(|place| Some(self.names[place?].as_str()));
            names.collect()
        };
        let (Some(by), Some(of)) = (columns(by), columns(of)) else {
            return Ok(None);
        };
        let query = self.sums_query(wanted, &by, &of);
        let rows = self.counted(
            &query.0,
            &query.1.iter().map(String::as_str).collect::<Vec<_>>(),
        )?;
        let mut groups: BTreeMap<&[String], (&str, Added)> = BTreeMap::new();
        for row in &rows {
            let (key, rest) = row.split_at(by.len());
            let [first, count, figures @ ..] = rest else {
                return Ok(None);
            };
            let Ok(count) = count.trim().parse::<u64>() else {
                return Ok(None);
            };
            let (known, group) = groups.entry(key).or_insert_with(|| {
                let sums = vec![Sum::default(); of.len()];
                (
                    first,
                    Added {
                        sums,
                        ..Added::default()
                    },
                )
            });
            *known = (*known).min(first);
            group.count += count;
            for (sum, cells) in group.sums.iter_mut().zip(figures.chunks(2)) {
                if cells[0].trim() == MISSING {
                    group.lacks = true;
                } else if let Some(part) = scaled(cells, count) {
                    sum.merge(&part);
                } else {
                    return Ok(None);
                }
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.order_by_key(|(_, (first, _))| *first);
        Ok(Sums::of(
            by.len(),
            groups
                .into_iter()
                .map(|(key, (_, group))| (key.to_vec(), group))
                .collect(),
        ))
    }
}

impl Held {
    /// The parts of a query for sums of columns by others, and the columns of its answer: those that name a group, its
    /// first key, how many rows it has, and of each figure how many decimals there are (-1 where it is missing, -2 where it
    /// is no plain number) and the sum.
    fn sums_query(
        &self,
        wanted: &[Wanted],
        by: &[&str],
        of: &[&str],
    ) -> (Vec<String>, Vec<String>) {
        let mut chosen = "SELECT *\nFROM given".to_owned();
        let conditions = self.conditions(wanted);
        if !conditions.is_empty() {
            chosen.extend([format!("\nWHERE {}", conditions.join("\n  AND "))]);
        }
        let mut cells: Vec<String> = by.iter().map(|&name| name.to_owned()).collect();
        cells.push(format!("{} AS key_texts", self.key_texts()));
        let mut columns: Vec<String> = by.iter().map(|&name| name.to_owned()).collect();
        columns.push(format!(
            "MIN(key_texts{}) AS first_key",
            self.dialect.by_bytes
        ));
        columns.push("COUNT(*) AS n".to_owned());
        let mut shown: Vec<String> = by.iter().map(|&name| name.to_owned()).collect();
        shown.extend(["first_key".to_owned(), "n".to_owned()]);
        let mut grouped: Vec<String> = by.iter().map(|&name| name.to_owned()).collect();
        for &name in of {
            let plain = self.dialect.matches(name, PLAIN);
            cells.push(name.to_owned());
            cells.push(format!(
                "CASE WHEN {name} = '' THEN {MISSING} WHEN NOT {plain} THEN -2 WHEN POSITION('.' IN {name}) = 0 THEN 0 ELSE LENGTH({name}) - POSITION('.' IN {name}) END AS s{name}"
            ));
            let number = self.dialect.cast(name, DECIMAL);
            columns.push(format!("s{name} AS s{name}"));
            columns.push(format!(
                "SUM(CASE WHEN s{name} >= 0 THEN {number} END) AS t{name}"
            ));
            shown.extend([format!("s{name}"), format!("t{name}")]);
            grouped.push(format!("s{name}"));
        }
        let scaled = format!("{}\nFROM chosen", selected(&cells));
        let mut answer = format!("{}\nFROM scaled", selected(&columns));
        if !grouped.is_empty() {
            answer.extend([format!("\nGROUP BY {}", grouped.join(", "))]);
        }
        let parts = [("chosen", chosen), ("scaled", scaled), ("answer", answer)];
        let parts = parts.iter().map(|(name, text)| part(name, text));
        let parts = std::iter::once(self.given.clone()).chain(parts);
        (parts.collect(), shown)
    }
}

/// The sum of `count` figures with so many decimals each, as `[decimals, sum]` say it; nothing where they are no plain numbers.
fn scaled(cells: &[String], count: u64) -> Option<Sum> {
    let [decimals, sum] = cells else {
        return None;
    };
    let scale: u8 = decimals.trim().parse().ok()?;
    let (whole, rest) = sum.trim().split_once('.').unwrap_or((sum.trim(), ""));
    let rest = rest.trim_end_matches('0');
    if rest.len() > usize::from(scale) {
        return None;
    }
    let units = format!("{whole}{rest:0<width$}", width = usize::from(scale));
    Some(Sum {
        units: units.parse().ok()?,
        scale,
        rounding: count.into(),
        count,
        overflows: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_has_the_digits_of_its_figures() {
        let of = |decimals: &str, sum: &str| {
            let sum = scaled(&[decimals.to_owned(), sum.to_owned()], 2);
            sum.map(|sum| (sum.units, sum.scale))
        };
        assert_eq!(of("1", "12.500000000"), Some((125, 1)));
        assert_eq!(of("0", "12"), Some((12, 0)));
        assert_eq!(of("2", "-0.5"), Some((-50, 2)));
        // Digits behind those that the figures have are none of theirs.
        assert_eq!(of("1", "12.51"), None);
        assert_eq!(of("-2", ""), None);
    }
}
