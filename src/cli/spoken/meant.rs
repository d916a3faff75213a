//! What is meant where the first word is no command: the table or the verb behind it, the page on an area, or what to write.

use std::collections::BTreeSet;

use super::command::{EXAMPLES, NOTES, free};
use super::names::{is_area, is_indicator, is_title, members_beginning, table_with};
use super::synonyms::COMMANDS;
use super::vocabulary::{COMPARED, FILLERS, computed};
use super::{Said, verb_names};
use crate::cli::error::Refusal;
use crate::figure::Years;
use crate::package::{Areas, Package, Table, fold};
use crate::query::instead::text_called;
use crate::words::{near, printable, quoted_list};

impl Said {
    /// The command for a word that is none: the one behind it (`Hegang gdp`), the table of an indicator, the page on an
    /// area.
    pub(super) fn meant(&self, word: &str, rest: &mut Vec<String>) -> Option<String> {
        // A piece of a title is not meant where a member bears the whole name: `industry`.
        let is_member = !is_title(self.package, word) && table_with(self.package, word).is_some();
        if let Some(table) = self.table_of(word, rest).filter(|_| !is_member) {
            rest.splice(0..0, ["-i".to_owned(), word.to_owned()]);
            return Some(table.name.clone());
        }
        if !is_area(self.package, word) {
            let mut beginning = self.package.tables().filter(|table| {
                members_beginning(self.package, table, &word.to_lowercase()).is_some()
            });
            let says_it = |table: &&Table| text_called(self.package, table, word).is_some();
            let mut saying = self.package.tables().filter(says_it);
            // Of several texts with the word a search shows all.
            if rest.is_empty() && texts_with(self.package, word) > 1 {
                rest.push(word.to_owned());
                return Some("search".to_owned());
            }
            let table = table_with(self.package, word)
                .or_else(|| beginning.next().filter(|_| beginning.next().is_none()))
                .or_else(|| saying.next().filter(|_| saying.next().is_none()))?;
            rest.insert(0, word.to_owned());
            return Some(table.name.clone());
        }
        // A group alone asks which areas it has.
        if word.starts_with('@') && rest.first().is_none_or(|word| word.starts_with('-')) {
            rest.insert(0, word.to_owned());
            return Some("areas".to_owned());
        }
        let said = rest.iter().take_while(|word| !word.starts_with('-'));
        let said: Vec<String> = said.cloned().collect();
        let all: Vec<String> = [word.to_owned()].into_iter().chain(said.clone()).collect();
        let is_verb = |name: &str| verb_names().any(|verb| verb == name);
        let verb = said.iter().enumerate().find_map(|(at, behind)| {
            let known = COMMANDS.iter().find(|(name, _)| name == behind);
            let known = known.and_then(|(_, verb)| verb.ok());
            let verb = Some(behind.as_str())
                .filter(|verb| is_verb(verb))
                .or(known)?;
            is_verb(verb).then(|| (at, verb.to_owned()))
        });
        if let Some((at, verb)) = verb {
            rest.remove(at);
            rest.insert(0, word.to_owned());
            return Some(verb);
        }
        // What is noted of a place and of no table of its own stands on its page.
        if let [note] = said.as_slice()
            && NOTES.contains(&note.as_str())
        {
            word.clone_into(&mut rest[0]);
            rest.extend(["--notes=full", "--format=table"].map(str::to_owned));
            return Some("profile".to_owned());
        }
        // A table that is no indicator says where what is asked stands.
        let is_plain =
            |word: &String| self.table_called(word).is_some() && !is_title(self.package, word);
        if let Some(at) = said.iter().position(is_plain) {
            let behind = rest.remove(at);
            rest.insert(0, word.to_owned());
            return self.table_called(&behind);
        }
        // A whole name says more than a piece of one that may say how: GDP in `share of the four cities' GDP`.
        let is_how = |word: &String| computed(word).is_some() && !is_title(self.package, word);
        let has_title = said.iter().any(|word| is_title(self.package, word));
        let named = said.iter().enumerate();
        for (at, behind) in named.filter(|(_, word)| !(has_title && is_how(word))) {
            let named = self.table_called(behind);
            let named = named.as_deref().and_then(|name| self.package.table(name));
            let holding = self.table_of(behind, &all);
            // What the table of the name lacks, another may have.
            let lacks = |table: &&Table| {
                holding.is_some_and(|other| !self.has_all(table, &all) && self.has_all(other, &all))
            };
            let named = named.filter(|table| !lacks(table));
            let Some(table) = named.or(holding) else {
                continue;
            };
            let behind = rest.remove(at);
            rest.insert(0, word.to_owned());
            if named.is_none() {
                rest.splice(0..0, ["-i".to_owned(), behind]);
            }
            return Some(table.name.clone());
        }
        let member = said.iter().find_map(|word| table_with(self.package, word));
        if let Some(table) = member {
            rest.insert(0, word.to_owned());
            return Some(table.name.clone());
        }
        let areas = self.package.areas().ok()?;
        let is_one = areas.find_all(word).len() == 1 && rest.is_empty();
        is_one.then(|| {
            rest.push(word.to_owned());
            "profile".to_owned()
        })
    }

    /// Where what is asked is named behind a word that names nothing and is near to no name.
    pub(super) fn named_behind(&self, word: &str, rest: &[String]) -> Option<usize> {
        let is_period = word.parse::<Years>().is_ok();
        let is_how = [&FILLERS[..], &COMPARED, &["percent"]]
            .concat()
            .contains(&word)
            || computed(word).is_some();
        if is_area(self.package, word) || !(is_period || is_how) {
            return None;
        }
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        let said = free(&rest);
        let is_one = |word: &&str| is_title(self.package, word);
        let is_table = |word: &&str| self.table_called(word).is_some();
        let is_member = |word: &&str| table_with(self.package, word).is_some();
        let place = |is: &dyn Fn(&&str) -> bool| said.iter().position(is);
        // A table that is no indicator says where what is asked stands.
        place(&|word| is_table(word) && !is_one(word))
            .or_else(|| place(&is_one))
            .or_else(|| place(&is_table))
            .or_else(|| place(&is_member))
            .or_else(|| place(&|word| is_indicator(self.package, word)))
            .or_else(|| place(&|word| is_area(self.package, word)))
    }

    /// What to write where the first word names no command and no indicator, but something near, or an area.
    pub(super) fn misspelt(&self, word: &str, rest: &[String]) -> Option<Refusal> {
        let tables: Vec<&Table> = self.package.tables().collect();
        let about = tables.iter().filter(|table| table.area().is_some());
        if is_area(self.package, word) {
            let said = rest.iter().take_while(|word| !word.starts_with('-'));
            let mut said = said
                .filter(|word| word.parse::<Years>().is_err() && !FILLERS.contains(&word.as_str()));
            let name = printable(word);
            let Some(other) = said.next() else {
                let tables = about.filter(|table| {
                    let all = [word.to_owned()].into_iter().chain(rest.iter().cloned());
                    self.has_all(table, &all.collect::<Vec<_>>())
                });
                let behind = rest.iter().map(String::as_str);
                let behind = [name.as_str()]
                    .into_iter()
                    .chain(behind.filter(|word| !FILLERS.contains(word)));
                let behind = behind.collect::<Vec<_>>().join(" ");
                let ask: Vec<String> = tables
                    .take(EXAMPLES)
                    .map(|table| format!("hlj {} {}", table.name, printable(&behind)))
                    .collect();
                return (!ask.is_empty()).then(|| {
                    Refusal::new(format!(
                        "`{name}` is a place, and nothing says what of it is asked: write {}",
                        quoted_list(ask, "or")
                    ))
                });
            };
            let what = format!(
                "`{}` names no table, indicator or command",
                printable(other)
            );
            return Some(Refusal::new(what).meaning(other, names(&tables)).next(format!(
                "`hlj profile {name}` is a page on {name}, and `hlj describe` lists the indicators"
            )));
        }
        // Of words that name a command the usual message tells.
        let of_commands = verb_names().chain(self.package.table_names());
        if !near(word, of_commands).is_empty() {
            return None;
        }
        let areas = self.package.areas().ok();
        let areas = areas.into_iter().flat_map(Areas::iter);
        let places = areas.map(|area| area.name.as_str());
        let unknown = Refusal::new(format!(
            "there is no table, command, indicator or area `{}`",
            printable(word)
        ));
        let unknown = unknown
            .meaning(word, names(&tables).into_iter().chain(places))
            .next("`hlj describe` lists the indicators, and `hlj areas` the areas");
        Some(unknown).filter(Refusal::knows_what_is_meant)
    }
}

/// How many different texts of the tables hold a word.
fn texts_with(package: &Package, word: &str) -> usize {
    let wanted = fold(word);
    let holds = |text: &&str| {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        !wanted.is_empty() && words.any(|part| fold(part) == wanted)
    };
    let texts = package.tables().flat_map(|table| {
        let frame = package.outline(table).ok();
        let places = table.indicators().map(|(place, ..)| place);
        places.filter_map(move |place| frame?.texts(place))
    });
    let texts = texts.flat_map(|texts| texts.dictionary().iter().filter(holds));
    texts.collect::<BTreeSet<&str>>().len()
}

/// What tables and indicators are called.
fn names<'a>(tables: &[&'a Table]) -> Vec<&'a str> {
    let ids = tables.iter().flat_map(|table| table.indicators());
    let ids = ids.map(|(_, _, indicator)| indicator.id.as_str());
    ids.chain(tables.iter().map(|table| table.name.as_str()))
        .collect()
}
