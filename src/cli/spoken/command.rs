//! The command that the words ask for: named, under another name, or meant by an area, an indicator or an order.

use super::names::{
    command_called, dimension_of_member, is_area, is_indicator, is_title, one_area, table_with,
};
use super::synonyms::{ANYWHERE, ASKING, COMMANDS};
use super::vocabulary::{
    AGAINST, COMPARED, FILLERS, GROWTH, HIGHEST, LOWEST, MEAN, MEASURES, PERIODS, PLACES, computed,
    is_change,
};
use super::{Said, verb_names};
use crate::cli::error::Refusal;
use crate::figure::Years;

/// Words for all that is checked.
const WHOLE: [&str; 6] = ["report", "publication", "tables", "data", "figures", "报告"];
/// Words for what is noted.
pub(super) const NOTES: [&str; 6] = ["notes", "note", "footnotes", "caveats", "注释", "脚注"];
/// How many tables or indicators a message gives as examples.
pub(super) const EXAMPLES: usize = 4;

impl Said {
    /// Takes the command, and gives the words behind it; none where there is no such command under any name.
    pub(super) fn command(&mut self, words: &[&str]) -> Result<Option<Vec<String>>, Refusal> {
        let [word, rest @ ..] = words else {
            return Ok(None);
        };
        if let Some(sides) = self.compared(words) {
            return Ok(Some(self.take("compare".to_owned(), sides)));
        }
        if let Some(words) = self.without_first(words) {
            return self.command(&words);
        }
        if let Some(code) = self.held_by(words) {
            let rest = vec!["--where".to_owned(), format!("parent={code}")];
            return Ok(Some(self.take("areas".to_owned(), rest)));
        }
        if let Some(found) = self.anywhere(words) {
            return Ok(Some(found));
        }
        let is_verb = verb_names().any(|verb| verb == *word) && *word != "rank";
        let mut rest: Vec<String> = rest.iter().map(|word| (*word).to_owned()).collect();
        if !is_verb && let Some(found) = self.ordered(words)? {
            return Ok(Some(found));
        }
        if let Some(found) = self.measured(words) {
            return Ok(Some(found));
        }
        // `years` alone asks which there are: `in which years did gdp of Hegang fall` does not.
        let is_table = self.package.table(word).is_some();
        let of_periods = PERIODS.contains(word) && !is_table && free(&words[1..]).len() > 1;
        let of_codes = PLACES.contains(word) && matches!(words.get(1), Some(&"code" | &"codes"));
        if of_periods || of_codes {
            return self.command(&words[1..]);
        }
        if let Some(found) = self.of_table_behind(word, &mut rest) {
            return Ok(Some(self.take(found, rest)));
        }
        let known = COMMANDS.iter().find(|(name, _)| name == word);
        let name = if let Some(table) = self.with_all_asked(word, &rest) {
            rest.splice(0..0, ["-i", word].map(str::to_owned));
            table
        } else if let Some(table) = self.with_parts_of(word, &rest) {
            table
        } else if let Some(name) = command_called(self.package, word) {
            name
        } else if *word == "version" {
            self.out.push("--version".to_owned());
            return Ok(Some(Vec::new()));
        } else if NOTES.contains(word) && !rest.is_empty() {
            let how: Vec<&str> = words[1..].iter().chain([word]).copied().collect();
            return self.command(&how);
        } else if let (true, Some(name)) = (
            ASKING.iter().any(|(known, _)| known == word),
            rest.first().and_then(|name| self.table_called(name)),
        ) {
            rest.remove(0);
            let asking = ASKING.iter().filter(|(known, _)| known == word);
            let options = asking.flat_map(|(_, options)| options.iter());
            rest.extend(options.map(|word| (*word).to_owned()));
            name
        } else if let Some((_, stands)) = known {
            match stands {
                Ok("describe") if rest.first().is_some_and(|word| LISTED.contains(&&**word)) => {
                    let places = ["areas", "cities", "places"].contains(&rest[0].as_str());
                    rest.remove(0);
                    let verb = if places { "areas" } else { "describe" };
                    verb.to_owned()
                }
                Ok(verb) if command_called(self.package, verb).is_some() => {
                    // What is checked is the whole of it.
                    if *verb == "check" {
                        rest.retain(|word| !WHOLE.contains(&word.as_str()));
                    }
                    (*verb).to_owned()
                }
                Ok(_) => return Ok(None),
                Err(why) => {
                    return Err(Refusal::new(format!("there is no command `{word}`: {why}")));
                }
            }
        } else if let Some(how) = self.rotated(words) {
            let how: Vec<&str> = how.iter().map(String::as_str).collect();
            return self.command(&how);
        } else if let Some(found) = self.meant(word, &mut rest) {
            found
        } else if let Some(at) = self.named_behind(word, &rest) {
            // What says how may stand first: `trend of gdp`, `2015 gdp`.
            let words: Vec<&str> = rest.iter().map(String::as_str).collect();
            let (said, options) = words.split_at(free(&words).len());
            let others = said.iter().enumerate().filter(|(place, _)| *place != at);
            let others = others.map(|(_, word)| *word);
            let how = [said[at]].into_iter().chain(others).chain([*word]);
            let how: Vec<&str> = how.chain(options.iter().copied()).collect();
            return self.command(&how);
        } else {
            return self.misspelt(word, &rest).map_or(Ok(None), Err);
        };
        Ok(Some(self.take(name, rest)))
    }

    /// The words where the first says nothing of its own: a comparison of no two places, the sort of places of which something
    /// is asked, what grew without saying what.
    fn without_first<'w>(&self, words: &'w [&'w str]) -> Option<Vec<&'w str>> {
        let (word, rest) = words.split_first()?;
        let is_title = |word: &&str| is_title(self.package, word);
        let has_title = free(rest).iter().any(is_title);
        if *word == "compare" && has_title {
            let mut areas = free(rest).iter().filter(|word| is_area(self.package, word));
            return areas.next().is_none().then(|| rest.to_vec());
        }
        let asks = |word: &&str| {
            let lists = [&HIGHEST[..], &LOWEST, &GROWTH];
            lists.iter().any(|list| list.contains(word)) || is_change(word) || is_title(word)
        };
        if PLACES.contains(word) && free(rest).iter().any(asks) {
            let first = rest.iter().position(|word| !FILLERS.contains(word));
            return Some(rest[first.unwrap_or_default()..].to_vec());
        }
        let grew = GROWTH[1..].contains(word) && !is_title(word) && !has_title;
        (grew && is_indicator(self.package, GROWTH[0])).then(|| [&[GROWTH[0]], rest].concat())
    }

    /// The code of an area of which those that lie in it are asked for, and nothing else: `cities of Heilongjiang`.
    fn held_by(&self, words: &[&str]) -> Option<String> {
        let (sort, [between @ .., name]) = words.split_first()? else {
            return None;
        };
        let is_plain = between.iter().all(|word| FILLERS.contains(word));
        let is_sort = self.is_level(sort) || sort.starts_with('@');
        if !is_plain || !is_sort || between.is_empty() || self.table_called(sort).is_some() {
            return None;
        }
        let areas = self.package.areas().ok()?;
        let [area] = areas.find_all(name)[..] else {
            return None;
        };
        let mut all = areas.iter();
        all.any(|other| other.parent == area.code && !area.code.is_empty())
            .then(|| area.code.clone())
    }

    pub(super) fn take(&mut self, name: String, rest: Vec<String>) -> Vec<String> {
        self.out.push(name.clone());
        self.name = name;
        rest
    }

    pub(super) fn table_called(&self, word: &str) -> Option<String> {
        command_called(self.package, word).filter(|name| self.package.table(name).is_some())
    }

    /// The table that has an indicator for the areas and periods that are asked for, or for a member, where the table of its
    /// name has not; for a condition that has the most areas.
    fn with_all_asked(&self, word: &str, rest: &[String]) -> Option<String> {
        let named = self.table_called(word)?;
        let named = self.package.table(&named)?;
        let is_foreign = |word: &String| {
            let owner = table_with(self.package, word);
            owner.is_some_and(|owner| owner.name != named.name)
                && !is_area(self.package, word)
                && !is_title(self.package, word)
        };
        let said = || rest.iter().take_while(|word| !word.starts_with('-'));
        // A group that is written as one may be asked for in part.
        let is_group = said().any(|word| word.starts_with('@'));
        if is_group && !self.of_group && !said().any(is_foreign) || !is_title(self.package, word) {
            return None;
        }
        if self.has_all(named, rest) && !self.asks_which(rest) {
            return None;
        }
        let other = self.table_of(word, rest)?;
        let is_better = other.name != named.name && self.has_all(other, rest);
        is_better.then(|| other.name.clone())
    }

    /// The table that stands behind an indicator that it has under this name: `population by district`.
    fn of_table_behind(&self, word: &str, rest: &mut Vec<String>) -> Option<String> {
        let said = rest.iter().take_while(|word| !word.starts_with('-'));
        let said: Vec<&String> = said.collect();
        let found = said.iter().enumerate().find_map(|(at, behind)| {
            let name = self
                .table_called(behind)
                .filter(|_| !is_title(self.package, behind))?;
            let table = self.package.table(&name)?;
            let has = name != word && !table.indicators_titled(word).is_empty();
            has.then_some((at, name))
        });
        let (at, name) = found?;
        rest.remove(at);
        rest.splice(0..0, ["-i".to_owned(), word.to_owned()]);
        Some(name)
    }

    /// What is compared, where a word says that something is: `Hegang vs Jixi`, `ratio of Hegang and Jixi`.
    fn compared(&self, words: &[&str]) -> Option<Vec<String>> {
        let said = free(words);
        let is_named = |word: &str| is_title(self.package, word) || one_area(self.package, word);
        let areas = said.iter().filter(|word| one_area(self.package, word));
        let periods = said.iter().filter(|word| word.parse::<Years>().is_ok());
        let apart = said.iter().any(|word| AGAINST.contains(word));
        let together = said
            .iter()
            .any(|word| COMPARED.contains(word) && !is_named(word))
            && (areas.count() > 1 || periods.count() > 1);
        if !(apart || together) {
            return None;
        }
        let is_verb = verb_names().any(|verb| Some(&verb) == words.first());
        if is_verb && words.first() != Some(&"compare") {
            return None;
        }
        let is_table =
            |word: &str| self.package.table(word).is_some() && !is_title(self.package, word);
        // How many times one is of the other, or what it has more, is told with the other as the base.
        let of_other = said.iter().any(|word| ["ratio", "than"].contains(word));
        let says = |word: &&&str| {
            let joins = AGAINST.contains(*word)
                || together && (COMPARED.contains(*word) || ["to", "with"].contains(*word));
            !joins && **word != "compare" && !is_table(word)
        };
        let mut sides: Vec<String> = words
            .iter()
            .filter(says)
            .map(|word| (*word).to_owned())
            .collect();
        let places = 0..sides.len();
        let places: Vec<usize> = places
            .filter(|at| one_area(self.package, &sides[*at]))
            .collect();
        if let (true, [one, other]) = (of_other, places.as_slice()) {
            sides.swap(*one, *other);
        }
        Some(sides)
    }

    /// The command that a word of a question asks for, and what it is asked of: `is the gdp of Hegang reliable`.
    fn anywhere(&mut self, words: &[&str]) -> Option<Vec<String>> {
        let said = free(words);
        let asks = |word: &&str| ANYWHERE.iter().find(|(known, _)| known == word);
        let (at, (_, verb)) = (said.iter().enumerate())
            .find_map(|(at, word)| Some((at, asks(word)?)))
            .filter(|(at, _)| !is_title(self.package, said[*at]))?;
        let of = |place: usize, word: &str| place != at && !FILLERS.contains(&word);
        let rest = words.iter().enumerate();
        let rest = rest.filter(|(place, word)| of(*place, word));
        let named = |word: &str| {
            let table = self.table_called(word);
            table.unwrap_or_else(|| word.to_owned())
        };
        let mut rest: Vec<String> = rest.map(|(_, word)| named(word)).collect();
        // What is cited is one table or indicator.
        if *verb == "cite" {
            let is_one =
                |word: &String| is_title(self.package, word) || self.table_called(word).is_some();
            rest.retain(is_one);
            rest.truncate(1);
        }
        Some(self.take((*verb).to_owned(), rest))
    }

    /// The verb that computes what a word names: `gini gdp-per-capita`, `hhi Hegang`.
    fn measured(&mut self, words: &[&str]) -> Option<Vec<String>> {
        let first = words.first()?;
        if verb_names().any(|verb| verb == *first) {
            return None;
        }
        let said = free(words);
        let found = said.iter().enumerate().find_map(|(at, word)| {
            let lower = word.to_lowercase();
            let found = MEASURES.iter().find(|(name, _)| *name == lower);
            let (_, verb) = found.filter(|_| !is_title(self.package, word))?;
            Some((at, *verb))
        });
        let (at, verb) = found?;
        if said.len() < 2 {
            return None;
        }
        let mut rest: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        if rest.remove(at).to_lowercase() == "median" {
            rest.push("--columns=median,mean,n".to_owned());
        }
        rest.retain(|word| !is_change(word));
        // These take an indicator, and a table where there are several.
        let table = rest.first().and_then(|word| self.table_called(word));
        let is_table = |name: &String| {
            let table = self.package.table(name);
            let has = |word: &String| table.is_some_and(|own| own.indicator_called(word).is_some());
            !is_title(self.package, &rest[0]) || rest[1..].iter().any(has)
        };
        if let Some(table) = table.filter(|name| verb != "structure" && is_table(name)) {
            rest.remove(0);
            if self.package.table_names().count() > 1 {
                rest.push(format!("--table={table}"));
            }
        }
        Some(self.take(verb.to_owned(), rest))
    }

    /// A word that says how, behind what it is said of: `total gdp` is `gdp total`. Of a share the whole is no row.
    fn rotated(&self, words: &[&str]) -> Option<Vec<String>> {
        let [how, rest @ ..] = words else {
            return None;
        };
        let lower = how.to_lowercase();
        let is_computed = computed(&lower).is_some();
        // Growth of what is named is no indicator of its own.
        let titled = |word: &&str| is_title(self.package, word);
        let grows = GROWTH.contains(&lower.as_str()) && free(rest).iter().any(titled);
        if !(is_computed || grows || MEAN.contains(&lower.as_str())) {
            return None;
        }
        let is_share = is_indicator(self.package, how);
        let said = free(rest);
        let is_whole = |word: &&str| TOTAL.contains(word);
        // Of members a table may print the shares.
        let of_members = said.iter().any(|word| {
            !is_whole(word)
                && !FILLERS.contains(word)
                && dimension_of_member(self.package, word).is_some()
        });
        let is_said = said.iter().any(|word| {
            let is_table = self.table_called(word).is_some();
            let is_indicator = is_indicator(self.package, word) && !is_share;
            is_table || is_indicator || is_title(self.package, word)
        });
        if !is_said || is_share && of_members {
            return None;
        }
        let (said, options) = rest.split_at(said.len());
        let start = said
            .iter()
            .take_while(|word| FILLERS.contains(word))
            .count();
        let said = said[start..].iter();
        let said = said.filter(|word| !(is_share && is_whole(word)));
        let words = said.chain([how]).chain(options);
        Some(words.map(|word| (*word).to_owned()).collect())
    }
}

/// Words for a whole.
const TOTAL: [&str; 4] = ["total", "whole", "all", "合计"];
/// What `list` may be asked to list.
const LISTED: [&str; 8] = [
    "areas",
    "cities",
    "places",
    "tables",
    "indicators",
    "all",
    "data",
    "everything",
];

/// The words before the first option.
pub(super) fn free<'a>(words: &'a [&'a str]) -> &'a [&'a str] {
    let is_option = |word: &&str| word.starts_with('-') && word.len() > 1;
    let end = words.iter().position(is_option).unwrap_or(words.len());
    &words[..end]
}
