//! What is largest or smallest: areas in order, the periods of one area, changes.

use super::command::free;
use super::growth::says_growth;
use super::names::{is_indicator, is_one_of, is_title, one_area};
use super::vocabulary::{FILLERS, GROWTH, HIGHEST, LOWEST, PEOPLE, PLACES, SIZES, is_change};
use super::{Said, bounds, members, numbers};
use crate::cli::error::Refusal;
use crate::figure::{Kind, Years};
use crate::package::{Areas, Indicator, Table};
use crate::words::{printable, quoted_list, shell_word};

/// How many indicators a message gives as examples.
const EXAMPLES: usize = 4;

/// What an order is asked of.
struct Asked {
    /// Whether of one place, or of none.
    is_one: bool,
    /// How many periods are named.
    years: usize,
    lowest: bool,
    count: Option<usize>,
}

impl Said {
    /// The answer to a superlative: the areas in order, or of one area the periods (`top 3 cities by gdp`, `when was gdp
    /// of Hegang highest`).
    pub(super) fn ordered(&mut self, words: &[&str]) -> Result<Option<Vec<String>>, Refusal> {
        let said = free(words);
        let asks = |word: &str| HIGHEST.contains(&word) || LOWEST.contains(&word);
        let is_order = |word: &&str| asks(&word.to_lowercase()) && !is_title(self.package, word);
        let Some(at) = said.iter().position(is_order) else {
            return Ok(None);
        };
        let lowest = LOWEST.contains(&said[at].to_lowercase().as_str());
        let number =
            |at: Option<usize>| numbers::number(said.get(at?)?).filter(|number| *number < 1000);
        // What says nothing may stand between: `最高的三个城市`.
        let behind = said[at + 1..]
            .iter()
            .position(|word| !FILLERS.contains(word));
        let limit = [behind.map(|behind| at + 1 + behind), at.checked_sub(1)]
            .into_iter()
            .find_map(|at| Some((at?, number(at)?)));
        // What stands behind `by` is what is ordered by, whatever else it is called.
        let by = said.iter().position(|word| *word == "by").map(|by| by + 1);
        let by = by.filter(|by| {
            said.get(*by)
                .is_some_and(|word| is_title(self.package, word))
        });
        let key = by.map(|by| said[by]);
        let mut rest: Vec<String> = said
            .iter()
            .enumerate()
            .filter(|(place, word)| {
                let is_limit = limit.is_some_and(|(at, _)| at == *place);
                let is_level = self.says_of_which_sort(word, said);
                let is_key = by == Some(*place);
                *place != at && !is_limit && **word != "rank" && (!is_level || is_key)
            })
            .map(|(_, word)| (*word).to_owned())
            .collect();
        // What grows is told by its growth.
        for word in &mut rest {
            if GROWTH.contains(&word.as_str()) && !is_indicator(self.package, word) {
                GROWTH[0].clone_into(word);
            }
        }
        if let Some(found) = self.by_members(words, at, &rest, lowest, limit.map(|(_, n)| n)) {
            return Ok(Some(found));
        }
        let named = key.and_then(|key| rest.iter().position(|word| word == key));
        let named = named.or_else(|| self.of_people(said, at, &mut rest));
        let named = named.or_else(|| self.of_only_figure(&mut rest));
        if named.is_none() && self.grows_of_several(&rest) {
            return Err(self.of_nothing(said[at], lowest, &rest));
        }
        let named = named.or_else(|| self.of_what(&rest));
        let Some(named) = named else {
            return Err(self.of_nothing(said[at], lowest, &rest));
        };
        let mut indicator = rest.remove(named);
        // The growth of what is named may be published: `gdp growth`.
        let grown = format!("{indicator} {}", GROWTH[0]);
        if rest.iter().any(|word| word == GROWTH[0]) && is_title(self.package, &grown) {
            rest.retain(|word| word != GROWTH[0]);
            indicator = grown;
        }
        let number = |is: &dyn Fn(&String) -> bool| rest.iter().filter(|word| is(word)).count();
        let areas = number(&|word| one_area(self.package, word));
        let years = number(&|word| word.parse::<Years>().is_ok());
        let table = self
            .package
            .table(&indicator)
            .or_else(|| self.table_of(&indicator, &rest));
        let is_span = |word: &String| {
            let is_one = table.is_some_and(|table| is_one_of(self.package, table, word));
            word.parse::<Years>().is_ok() && !is_one
        };
        let of_table = table.and_then(|table| table.indicator_called(&indicator));
        let is_own = |word: &String| {
            table.is_some_and(|table| table.name == *word) && !is_title(self.package, word)
        };
        // A file is often called as what it holds.
        let is_same = |word: &String| {
            let id = |word: &str| Some(&table?.indicator_called(word)?.2.id);
            id(word).is_some() && id(word) == id(&indicator)
        };
        let several = self.package.table_names().count() > 1;
        let named = rest.iter().find(|word| several && is_own(word)).cloned();
        rest.retain(|word| !is_own(word) && !is_same(word));
        let options = words[said.len()..].iter().map(|word| (*word).to_owned());
        if let (Some(table), Some((_, _, found))) = (table, of_table) {
            let asked = Asked {
                // What is of one place, or of none, is put in order by its periods.
                is_one: (areas == 1 || table.area().is_none())
                    && (years == 0 || rest.iter().any(is_span))
                    && !said.iter().any(|word| self.is_level(word)),
                years,
                lowest,
                count: limit.map(|(_, count)| count),
            };
            if let Some(mut words) = self.sorted(table, found, &asked, &mut rest) {
                words.extend(options);
                return Ok(Some(self.take(table.name.clone(), words)));
            }
        }
        // A table without an indicator of its name, or what is ranked.
        rest.insert(0, indicator);
        rest.extend(lowest.then(|| "--ascending".to_owned()));
        rest.extend(limit.map(|(_, count)| format!("--top={count}")));
        rest.extend(named.map(|table| format!("--table={table}")));
        rest.extend(options);
        Ok(Some(self.take("rank".to_owned(), rest)))
    }

    /// The words for the rows of a table in an order: by periods, changes or growth; nothing where areas are ranked by what
    /// stands there.
    fn sorted(
        &self,
        table: &Table,
        found: &Indicator,
        asked: &Asked,
        rest: &mut Vec<String>,
    ) -> Option<Vec<String>> {
        let Asked {
            is_one,
            years,
            lowest,
            count,
        } = *asked;
        // What was lost or gained, and not since when, is over all periods.
        let first = self.package.years(table).first().copied();
        let all = first.filter(|_| years == 0 && rest.iter().any(|word| is_change(word)));
        rest.extend(all.map(|first| format!("{first}..")));
        let over = if is_one {
            None
        } else {
            self.grown_over(table, found, rest)
        };
        // What grows, and not since when, is on the year before.
        let is_growth = rest.iter().any(|word| GROWTH.contains(&word.as_str()));
        let is_newest = is_growth && years == 0 && all.is_none() && !is_one;
        rest.extend(is_newest.then(|| "latest".to_owned()));
        let (key, ascending) = if let Some(key) = over {
            (key, lowest)
        } else {
            let changes = years > 0 || all.is_some() || is_newest;
            let change = self.change_in_order(rest, found, lowest);
            let own = is_one.then(|| (found.id.clone(), lowest));
            change.filter(|_| changes).or(own)?
        };
        let mut words = vec!["-i".to_owned(), found.id.clone()];
        words.append(rest);
        let way = if ascending { "" } else { "-" };
        words.push(format!("--sort={way}{key}"));
        let count = count.or(is_one.then_some(1));
        let count = count.or_else(|| self.all_areas(table).filter(|_| years < 2));
        words.extend(count.map(|count| format!("--top={count}")));
        Some(words)
    }

    /// The members of a dimension in order, where the order is one of these.
    fn by_members(
        &mut self,
        words: &[&str],
        at: usize,
        rest: &[String],
        lowest: bool,
        limit: Option<usize>,
    ) -> Option<Vec<String>> {
        let said = free(words);
        let is_said = |word: &&&str| !FILLERS.contains(*word) && numbers::number(word).is_none();
        let asked = members::Asked {
            words: rest,
            nouns: [
                said[..at].iter().find(is_said).copied(),
                said[at + 1..].iter().find(is_said).copied(),
            ],
            lowest,
            limit,
        };
        let (table, mut found) = self.members_in_order(&asked)?;
        found.extend(words[said.len()..].iter().map(|word| (*word).to_owned()));
        Some(self.take(table.name.clone(), found))
    }

    /// Where it is said what is put in order: an indicator, a piece of one's name, a table. The name of a table is no piece
    /// where something else is.
    fn of_what(&self, words: &[String]) -> Option<usize> {
        let is_table = |word: &String| self.table_called(word).is_some();
        let is_piece = |word: &String| is_indicator(self.package, word);
        let place = |is: &dyn Fn(&String) -> bool| words.iter().position(is);
        place(&|word| is_title(self.package, word))
            .or_else(|| place(&|word| is_piece(word) && !is_table(word)))
            .or_else(|| place(&is_piece))
            .or_else(|| place(&is_table))
    }

    /// The people of a place, where its size is asked for and nothing else that orders: `largest city`.
    fn of_people(&self, said: &[&str], at: usize, rest: &mut Vec<String>) -> Option<usize> {
        let is_size = SIZES.contains(&said[at].to_lowercase().as_str());
        let of_places = said.iter().any(|word| self.is_sort(word));
        if !is_size || !of_places || rest.iter().any(|word| self.says_what(word)) {
            return None;
        }
        let people = PEOPLE.iter().find(|word| is_title(self.package, word))?;
        rest.insert(0, (*people).to_owned());
        Some(0)
    }

    /// The only figure that there is, where its growth or change is asked for and it is not named.
    fn of_only_figure(&self, rest: &mut Vec<String>) -> Option<usize> {
        // What has no areas is ordered by its only figure, which no word need name.
        let mut tables = self.package.tables();
        let is_bare = tables.all(|table| table.area().is_none());
        let says_what = rest
            .iter()
            .any(|word| self.says_what(word) && !self.is_table(word));
        if !self.only_grows(rest) && (says_what || !is_bare) {
            return None;
        }
        rest.insert(0, bounds::only_figure(self.package)?);
        Some(0)
    }

    fn is_table(&self, word: &str) -> bool {
        self.table_called(word).is_some() && !is_title(self.package, word)
    }

    /// Whether growth or a change is asked for, and not of what.
    fn only_grows(&self, rest: &[String]) -> bool {
        let is_else =
            |word: &String| self.says_what(word) && !says_growth(word) && !self.is_table(word);
        rest.iter().any(|word| says_growth(word)) && !rest.iter().any(is_else)
    }

    /// Whether growth is asked for that no table has, and of which of several figures is not said.
    fn grows_of_several(&self, rest: &[String]) -> bool {
        self.only_grows(rest)
            && !rest.iter().any(|word| is_indicator(self.package, word))
            && bounds::only_figure(self.package).is_none()
    }

    /// Whether a word says of which sort the areas are, and names no figure: `cities`.
    fn is_sort(&self, word: &str) -> bool {
        self.is_level(word) && !is_title(self.package, word)
    }

    /// Whether a word says what is asked, and not only where, when or of which sort of places.
    fn says_what(&self, word: &str) -> bool {
        !FILLERS.contains(&word)
            && !self.is_sort(word)
            && !one_area(self.package, word)
            && word.parse::<Years>().is_err()
    }

    /// That an order is asked for, and not of what, or of what is no figure here.
    fn of_nothing(&self, word: &str, lowest: bool, rest: &[String]) -> Refusal {
        let tables = self.package.tables().filter(|table| table.area().is_some());
        let mut ids: Vec<&str> = Vec::new();
        for (_, _, indicator) in tables.flat_map(Table::indicators) {
            if indicator.kind != Kind::Text && !ids.contains(&indicator.id.as_str()) {
                ids.push(&indicator.id);
            }
        }
        let way = if lowest { " --ascending" } else { "" };
        let ask = ids.iter().take(EXAMPLES);
        let word = printable(word);
        let grows = self.only_grows(rest);
        let ask = ask.map(|id| match shell_word(&printable(id)) {
            id if grows => format!("hlj {id} {word} growth"),
            id => format!("hlj rank {id}{way}"),
        });
        let mut unknown = rest.iter().filter(|_| !grows);
        let what = match unknown.find(|word| self.says_what(word)) {
            Some(what) => format!(
                "`{word}` asks for an order, and no figure is called `{}`",
                printable(what)
            ),
            None => format!("`{word}` asks for an order and does not say of what"),
        };
        Refusal::new(what).next(format!("write {}", quoted_list(ask, "or")))
    }

    /// Whether a word among others says of which sort the areas are, and no more: an area is a place, unless nothing else
    /// says what is put in order.
    fn says_of_which_sort(&self, word: &str, said: &[&str]) -> bool {
        let mut titles = said.iter().filter(|word| is_title(self.package, word));
        let is_only = titles.next() == Some(&word) && titles.next().is_none();
        self.is_level(word) && self.table_called(word).is_none() && !is_only
    }

    /// Whether a word says of which sort the areas are: `cities`, `prefecture`.
    pub(super) fn is_level(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let areas = self.package.areas().ok();
        let mut areas = areas.into_iter().flat_map(Areas::iter);
        PLACES.contains(&lower.as_str())
            || !lower.is_empty()
                && areas.any(|area| lower.strip_suffix('s').unwrap_or(&lower) == area.level)
    }
}
