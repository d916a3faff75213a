//! What can only be said when all words are known: spans of which the ends were named apart, orders, limits.

use super::{Asked, Said};
use crate::cli::error::Refusal;
use crate::figure::{Kind, Period};
use crate::words::printable;

impl Said {
    /// What can only be said when all is known.
    pub(super) fn finish(&mut self) -> Result<(), Refusal> {
        if let [None, None] = self.ends {
        } else {
            let [from, to] = self.ends.clone().map(Option::unwrap_or_default);
            self.out
                .extend(["--years".to_owned(), format!("{from}..{to}")]);
        }
        self.base_of_index();
        self.change_in_percent()?;
        self.ends_of_change();
        self.share_of_dimension();
        self.computed_mean()?;
        self.sum_over_periods();
        // The total alone is asked for by both.
        if self.out.iter().any(|word| word == "--only-total") {
            self.out.retain(|word| word != "--total");
        }
        if let Some((option, number)) = self.limit.take() {
            // Without an order the largest are meant by `--top`, and the first rows by this.
            if !self.out.iter().any(|word| word == "--sort") {
                return Err(Refusal::new(format!(
                    "`--{option}` needs an order: write `--top {number}` for the largest, or add `--sort COLUMN` for the first rows by a column",
                    number = printable(&number)
                )));
            }
            self.out.extend(["--top".to_owned(), number]);
        }
        match self.way {
            Some(descending) => self.in_order(descending),
            None => Ok(()),
        }
    }

    /// Puts the rows in an order of which it is said which come first: by the column that is named, else by the only one
    /// that may be meant.
    fn in_order(&mut self, descending: bool) -> Result<(), Refusal> {
        if self.name == "rank" {
            if !descending {
                self.out.push("--ascending".to_owned());
            }
            return Ok(());
        }
        let at = self.out.iter().position(|word| word == "--sort");
        if at.is_none()
            && let Some(key) = self.only_key()
        {
            self.out.extend(["--sort".to_owned(), key]);
        }
        let at = self.out.iter().position(|word| word == "--sort");
        let Some(key) = at.and_then(|at| self.out.get_mut(at + 1)) else {
            return Err(Refusal::new(
                "what is to come first is said with the column: write `--sort -COLUMN` for the largest first",
            ));
        };
        if descending && !key.starts_with('-') {
            key.insert(0, '-');
        }
        Ok(())
    }

    /// The indicator that is asked for alone, or that the table is called after, or its only one.
    fn only_key(&self) -> Option<String> {
        let table = self.package.table(&self.name)?;
        let mut said = self.out.windows(2);
        let said = said.find(|pair| pair[0] == "-i" || pair[0] == "--indicator");
        if let Some([_, said]) = said {
            let (_, _, found) = table.indicator_called(said)?;
            return Some(found.id.clone());
        }
        let mut own = table.indicators_titled(&table.name).into_iter();
        let all = || {
            table
                .indicators()
                .filter(|(_, _, found)| found.kind != Kind::Text)
        };
        let found = own
            .next()
            .or_else(|| all().next().filter(|_| all().count() == 1));
        found.map(|(_, _, found)| found.id.clone())
    }

    /// The base of an index of one year that is asked for in words: the first year of the table.
    fn base_of_index(&mut self) {
        let first = self.package.table(&self.name).and_then(|table| {
            let years = self.package.years(table);
            years.first().copied()
        });
        let at = |pair: [&str; 2]| self.out.windows(2).position(|words| words == pair);
        let index = at(["--as", "index"]).filter(|_| self.asks(Asked::Index));
        let mut years = self.out.windows(2).filter(|words| words[0] == "--years");
        let one = years.next().filter(|_| years.next().is_none());
        let is_one = one.is_some_and(|words| words[1].parse::<Period>().is_ok());
        if let (Some(index), Some(first), true) = (index, first, is_one) {
            self.out[index + 1] = format!("index:{first}");
        }
    }
}
