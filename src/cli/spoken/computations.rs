//! Computations that words ask for and that are known when all are said: changes in percent and over two ends, shares of a
//! whole, means.

use super::names::{has_cell, is_one_of, is_year};
use super::vocabulary::PLACES;
use super::{Asked, Said};
use crate::cli::error::Refusal;
use crate::figure::Kind;
use crate::package::{Dimension, Indicator, Table, fold};
use crate::query::options::{flag, option};
use crate::words::printable;

/// Words behind which stands what a total or a mean is asked by.
const BY: [&str; 4] = ["by", "per", "each", "every"];

impl Said {
    /// The dimension with a whole of which members are asked for, else the only one of a table of one area.
    pub(super) fn dimension_asked(&self, table: &'static Table) -> Option<&'static str> {
        let has_whole =
            |dimension: &Dimension| dimension.total.is_some() || !dimension.partitions.is_empty();
        let mut dimensions = table.dimensions();
        let found = dimensions.find(|(_, column, dimension)| {
            let option = format!("--{}", option(&column.name));
            has_whole(dimension) && self.out.contains(&option)
        });
        found.map(|(_, column, _)| column.name.as_str())
    }

    /// A share of members is that of the whole of their dimension.
    pub(super) fn share_of_dimension(&mut self) {
        let table = self.package.table(&self.name);
        let at = self
            .out
            .windows(2)
            .position(|pair| pair == ["--as", "share"]);
        if let (Some(at), Some(dimension)) =
            (at, table.and_then(|table| self.dimension_asked(table)))
        {
            self.out[at + 1] = format!("share:{}", flag(dimension));
        }
    }

    /// A change that is asked for in percent; percent of anything else is a unit.
    pub(super) fn change_in_percent(&mut self) -> Result<(), Refusal> {
        if !self.asks(Asked::Percent) {
            return Ok(());
        }
        let at = self
            .out
            .windows(2)
            .position(|pair| pair == ["--as", "change"]);
        if let Some(at) = at {
            "pct".clone_into(&mut self.out[at + 1]);
            for word in &mut self.out {
                if let Some(key) = word
                    .strip_suffix(".change")
                    .filter(|_| word.starts_with("--sort="))
                {
                    *word = format!("{key}.pct");
                }
            }
        } else if let Some(table) = self
            .package
            .table(&self.name)
            .filter(|_| !self.asks(Asked::Growth))
        {
            self.unit(table, "percent")?;
        }
        Ok(())
    }

    /// Of a change over a range that is said as two ends, the ends.
    pub(super) fn ends_of_change(&mut self) {
        if !self.asks(Asked::Change) {
            return;
        }
        for at in 1..self.out.len() {
            if self.out[at - 1] == "--years"
                && let Some(start) = self.out[at].strip_suffix("..")
            {
                self.out[at] = format!("{start},latest");
                continue;
            }
            let ends = self.out[at].split_once(['-', '–']);
            if let Some((start, end)) = ends
                && self.out[at - 1] == "--years"
                && is_year(start)
                && is_year(end)
            {
                self.out[at] = format!("{start},{end}");
            }
        }
    }

    /// What is said of an option.
    fn value_of(&self, option: &str) -> Option<&String> {
        let at = self.out.iter().position(|word| word == option)?;
        self.out.get(at + 1)
    }

    /// Whether one area is asked for, and no group or list.
    fn is_of_one_area(&self) -> bool {
        self.value_of("--city").is_some_and(|area| {
            let several = area.contains(',') || area.starts_with('@') || fold(area) == "all";
            !several && self.out.iter().filter(|word| *word == "--city").count() == 1
        })
    }

    /// The column that stands behind `by`: that of the areas or of the periods.
    ///
    /// # Errors
    /// If it is one that is said of others, by which nothing is grouped.
    pub(super) fn by(&self, word: &str, next: &str) -> Result<Option<String>, Refusal> {
        let Some(table) = self
            .package
            .table(&self.name)
            .filter(|_| BY.contains(&word))
        else {
            return Ok(None);
        };
        let next = fold(next);
        let called = |place: &usize| fold(&table.columns[*place].name) == next;
        // `a year` is how growth is told: only `by` parts the periods.
        let time = table.time().filter(|_| word == BY[0]);
        let found = table.area().filter(called).or(time.filter(called));
        let mut said = table.attributes();
        if let Some((_, column, _)) = said.find(|(place, ..)| found.is_none() && called(place)) {
            return Err(Refusal::new(format!(
                "nothing is grouped by `{0}`, which is said of other columns; `--where {0}=NAME` keeps the rows of one",
                printable(&column.name)
            )));
        }
        let of_places = || table.area().filter(|_| PLACES.contains(&next.as_str()));
        let found = found.or_else(of_places);
        Ok(found.map(|place| table.columns[place].name.clone()))
    }

    /// The sum that a word asks for of one area over several periods is that of these.
    pub(super) fn sum_over_periods(&mut self) {
        let table = self
            .package
            .table(&self.name)
            .filter(|table| self.asks(Asked::Total) && table.time().is_some());
        let Some((table, area)) = table.and_then(|table| Some((table, table.area()?))) else {
            return;
        };
        let name = &table.columns[area].name;
        let is_by_area = self.by.as_ref() == Some(name);
        if let Some(by) = self.by.as_ref().filter(|_| !is_by_area) {
            let options = ["--group-by".to_owned(), by.clone()];
            self.out.retain(|word| word != "--total");
            self.out.extend(options);
            return;
        }
        let years = self.value_of("--years");
        let is_one = years.is_some_and(|years| is_one_of(self.package, table, years));
        if !(is_by_area || self.is_of_one_area() && !is_one) {
            return;
        }
        self.out.retain(|word| word != "--total");
        if self.indicators().is_none() && !table.indicators_titled(&table.name).is_empty() {
            self.out.extend(["-i".to_owned(), table.name.clone()]);
        }
        self.out.extend(["--group-by", name].map(str::to_owned));
        // What nothing says of how it combines is added up by no word alone: it may be a stock.
        let says_how = |found: &&Indicator| found.kind_declared || found.combine_declared;
        let has_rule = self.out.iter().any(|word| word.starts_with("--rule"));
        if has_rule || called(table, self.indicators()).iter().all(says_how) {
            self.out.extend(["--agg", "sum"].map(str::to_owned));
        }
    }

    /// The indicators that an option names.
    fn indicators(&self) -> Option<&String> {
        self.value_of("-i").or_else(|| self.value_of("--indicator"))
    }

    /// The mean that a word asks for: over areas, of one area over its periods; of a ratio that of all together.
    pub(super) fn computed_mean(&mut self) -> Result<(), Refusal> {
        let table = self
            .package
            .table(&self.name)
            .filter(|_| self.asks(Asked::Mean));
        let Some(table) = table else {
            return Ok(());
        };
        let wanted = self.indicators().cloned();
        // A table that is called as one of its indicators.
        let own = || {
            table
                .indicators_titled(&table.name)
                .first()
                .map(|_| table.name.clone())
        };
        let is_own = wanted.is_none();
        let wanted = wanted.or_else(own);
        let kind = |indicator: &Indicator| matches!(indicator.kind, Kind::Flow | Kind::Stock);
        let asked = called(table, wanted.as_ref());
        let wanted = wanted.filter(|_| is_own);
        let of_amounts = asked.iter().all(|indicator| kind(indicator));
        let area = table.area().map(|place| table.columns[place].name.clone());
        let by = self.by.take();
        let over_periods = by
            .as_ref()
            .map_or_else(|| self.is_of_one_area(), |by| area.as_ref() == Some(by));
        if let Some(id) = wanted {
            self.out.extend(["-i".to_owned(), id]);
        }
        // What stays: what is named, the one area, or each period where an area is called as the row of all would be.
        let time = table.time().map(|place| table.columns[place].name.clone());
        let time = time.filter(|_| has_cell(self.package, table, "Total"));
        let stays = match (&by, over_periods) {
            (Some(by), _) => Some(by.clone()),
            (None, true) => area.clone(),
            (None, false) => time,
        };
        match (over_periods, of_amounts, area) {
            (_, true, _) => {
                match stays {
                    Some(stays) => self.out.extend(["--group-by".to_owned(), stays]),
                    None => self.out.push("--total".to_owned()),
                }
                self.out.extend(["--agg", "mean"].map(str::to_owned));
            }
            (false, false, _) if asked.len() == 1 => match by {
                Some(by) => self.out.extend(["--group-by".to_owned(), by]),
                None => self.out.push("--total".to_owned()),
            },
            // Growth over years is chained.
            (true, false, Some(area)) if asked.iter().map(|one| one.kind).eq([Kind::Rate]) => {
                self.out.extend(["--group-by".to_owned(), area]);
            }
            _ => {
                let name = &table.name;
                let id = asked.first().map_or("INDICATOR", |one| one.id.as_str());
                return Err(Refusal::new(format!(
                    "the mean of {} has no one meaning here: `hlj {name} --total -i {id}` takes areas together, and `--as cagr` gives the mean rate of change over years",
                    if asked.len() == 1 {
                        "a ratio over years"
                    } else {
                        "several indicators"
                    }
                )));
            }
        }
        Ok(())
    }
}

/// The indicators of a table that are named with commas between them, or all.
fn called<'t>(table: &'t Table, names: Option<&String>) -> Vec<&'t Indicator> {
    let all = || table.indicators().map(|(_, _, indicator)| indicator);
    let one = |name: &str| table.indicator_called(name).map(|(_, _, found)| found);
    names.map_or_else(
        || all().collect(),
        |names| names.split(',').filter_map(one).collect(),
    )
}
