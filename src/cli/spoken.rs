//! What people type, as the grammar has it: areas, periods and members without their options, and options and commands
//! under names that other programs give them. What could mean two things is refused with what to write.
//!
//! Words are rewritten and parsed again, so that `hlj gdp Hegang 2008..2015` is `hlj gdp -c Hegang -y 2008..2015` in every
//! respect.

use std::ffi::{OsStr, OsString};

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Command};

mod names;
mod synonyms;

use super::error::Refusal;
use super::grammar::{self, WORDS};
use super::program::{Detail, package, verb, verb_names};
use crate::figure::{Kind, Years};
use crate::package::{Package, Table};
use crate::query::covered::Covered;
use crate::query::words::flag;
use crate::words::{printable, quoted_list};
use names::{
    dimension_called, dimension_of_member, has_cell, is_area, is_indicator, option_of, takes_areas,
};
use synonyms::{COMMANDS, COMPUTED, FILLERS, FORMATS, GROWTH, OPTIONS, ORDERED, VALUES};

/// The words of verbs that a period may stand among.
const PLACES: [&str; 4] = ["areas", "names", "tables", "indicator"];

/// The words as the grammar has them, the program's name first, and what it makes of them.
///
/// # Errors
/// If a word could mean several things; it says what to write.
pub(crate) fn matched(
    mut words: Vec<OsString>,
    package: &'static Package,
) -> Result<(Vec<OsString>, Result<ArgMatches, clap::Error>), Refusal> {
    let parsed = |words: &[OsString]| grammar::command(Detail::Parsing).try_get_matches_from(words);
    let mut matches = parsed(&words);
    let is_spoken = match &matches {
        Ok(matches) => has_words(matches),
        Err(error) => !matches!(
            error.kind(),
            ErrorKind::DisplayHelp
                | ErrorKind::DisplayVersion
                | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        ),
    };
    if is_spoken && let Some(reworded) = reworded(&words, package)? {
        words = reworded;
        matches = parsed(&words);
    }
    Ok((words, matches))
}

/// The words as the grammar has them, the program's name first; none where they are that already.
///
/// # Errors
/// If a word could mean several things; it says what to write.
fn reworded(
    words: &[OsString],
    package: &'static Package,
) -> Result<Option<Vec<OsString>>, Refusal> {
    let Some(texts) = words
        .iter()
        .map(|word| word.to_str())
        .collect::<Option<Vec<&str>>>()
    else {
        return Ok(None);
    };
    let mut program = grammar::command(Detail::Parsing);
    program.build();
    let Some(at) = first_word(&program, &texts) else {
        return Ok(None);
    };
    let before = texts[1..at].iter().map(|word| (*word).to_owned());
    let mut said = Said {
        package,
        out: before.collect(),
        ..Said::default_for(package)
    };
    let Some(rest) = said.command(&texts[at..])? else {
        return Ok(None);
    };
    let name = said.name.clone();
    let mut rest = rest.as_slice();
    let mut grammar = program.find_subcommand(&name);
    // What is exported is a question to a table.
    if name == "export" {
        let is_table = |word: &String| package.table(word).is_some();
        // A workbook takes several.
        if let [file, tables @ ..] = rest
            && file.to_lowercase().ends_with(".xlsx")
            && tables.iter().all(is_table)
            && !tables.is_empty()
        {
            said.out
                .extend(["--tables".to_owned(), tables.join(","), file.clone()]);
            rest = &[];
        }
        let at = rest.iter().skip(1).position(is_table).map(|at| at + 1);
        let (before, after) = rest.split_at(at.map_or(rest.len(), |at| at + 1));
        said.out.extend(before.iter().cloned());
        said.name = before.last().cloned().unwrap_or_default();
        grammar = grammar.and_then(|grammar| grammar.find_subcommand(&said.name));
        rest = after;
    }
    match grammar {
        Some(grammar) => said.arguments(grammar, rest)?,
        None => said.out.extend(rest.iter().cloned()),
    }
    let out: Vec<OsString> = words
        .iter()
        .take(1)
        .cloned()
        .chain(said.out.iter().map(OsString::from))
        .collect();
    Ok((out != words).then_some(out))
}

/// Whether words were matched that stand without an option and ought to have one.
fn has_words(matches: &ArgMatches) -> bool {
    let Some((name, matches)) = matches.subcommand() else {
        return false;
    };
    let is_period = |value: &OsStr| {
        let word = value.to_str();
        word.is_some_and(|word| word.parse::<Years>().is_ok())
    };
    let is_no_table = |value: &OsStr| {
        let table = package().and_then(|package| package.table(value.to_str()?));
        table.is_none()
    };
    let is_named = |value: &OsStr| {
        let word = package().zip(value.to_str());
        word.is_some_and(|(package, word)| is_indicator(package, word))
    };
    let is_member = |value: &OsStr| {
        let word = package().zip(value.to_str());
        word.is_some_and(|(package, word)| {
            !is_area(package, word) && dimension_of_member(package, word).is_some()
        })
    };
    // Of a verb, what stands where something else is expected.
    let is_misplaced = |id: &str| {
        let values = matches.try_get_raw(id).ok().flatten();
        let mut values = values.into_iter().flatten();
        PLACES.contains(&id)
            && values.any(|value| {
                let is_wrong = match id {
                    "tables" => is_no_table(value),
                    "areas" => is_named(value) || is_member(value),
                    _ => false,
                };
                is_wrong || is_period(value)
            })
    };
    matches!(matches.try_get_raw(WORDS), Ok(Some(_)))
        || (verb(name).is_some() && matches.ids().any(|id| is_misplaced(id.as_str())))
        || matches.subcommand().is_some_and(|_| has_words(matches))
}

/// Where the first word stands that is no option and no value of one.
fn first_word(grammar: &Command, words: &[&str]) -> Option<usize> {
    let mut at = 1;
    while at < words.len() {
        match words[at].strip_prefix('-') {
            None => return Some(at),
            Some("-") => return None,
            Some(_) => at += 1 + usize::from(takes_next(grammar, words[at])),
        }
    }
    None
}

/// The option that a word names.
fn option<'a>(grammar: &'a Command, word: &str) -> Option<&'a Arg> {
    let is_long = |arg: &&Arg, name: &str| {
        arg.get_long() == Some(name) || arg.get_all_aliases().unwrap_or_default().contains(&name)
    };
    if let Some(name) = word.strip_prefix("--") {
        let name = name.split('=').next().unwrap_or_default();
        return grammar.get_arguments().find(|arg| is_long(arg, name));
    }
    // Of several letters the last that may take a value counts.
    let mut letters = word.strip_prefix('-')?.chars();
    let letter = letters.next()?;
    let is_short = |arg: &&Arg| arg.get_short() == Some(letter);
    let found = grammar.get_arguments().find(is_short)?;
    match letters.as_str() {
        "" => Some(found),
        rest if !found.get_action().takes_values() => option(grammar, &format!("-{rest}")),
        _ => None,
    }
}

/// Whether the value of an option is the next word.
fn takes_next(grammar: &Command, word: &str) -> bool {
    let has_own = word.starts_with("--") && word.contains('=');
    option(grammar, word).is_some_and(|arg| {
        arg.get_action().takes_values() && !arg.is_require_equals_set() && !has_own
    })
}

/// A word that is no area and no indicator but a member of a dimension, as a verb takes it.
fn member_of(package: &Package, grammar: &Command, word: &str) -> Option<String> {
    let mut options = grammar.get_arguments().filter_map(Arg::get_long);
    let is_other = is_area(package, word) || is_indicator(package, word);
    if is_other || !options.any(|option| option == "member") {
        return None;
    }
    let dimension = dimension_of_member(package, word)?;
    Some(format!("{dimension}={word}"))
}

/// What was said so far.
struct Said {
    package: &'static Package,
    /// The command.
    name: String,
    /// The words behind the program's name.
    out: Vec<String>,
    /// The first and the last period, where they were named apart.
    ends: [Option<String>; 2],
    /// Whether the largest are to come first.
    descending: bool,
    /// How many rows are wanted, and the option that says so.
    limit: Option<(String, String)>,
}

impl Said {
    fn default_for(package: &'static Package) -> Said {
        Said {
            package,
            name: String::new(),
            out: Vec::new(),
            ends: [None, None],
            descending: false,
            limit: None,
        }
    }

    /// Takes the command, and gives the words behind it; none where there is no such command under any name.
    fn command(&mut self, words: &[&str]) -> Result<Option<Vec<String>>, Refusal> {
        let [word, rest @ ..] = words else {
            return Ok(None);
        };
        let mut rest: Vec<String> = rest.iter().map(|word| (*word).to_owned()).collect();
        let is_command = |name: &str| self.is_command(name);
        let known = COMMANDS.iter().find(|(name, _)| name == word);
        let name = if is_command(word) {
            (*word).to_owned()
        } else if *word == "version" {
            self.out.push("--version".to_owned());
            return Ok(Some(Vec::new()));
        } else if let (true, Some(table)) = (
            ["show", "get", "plot", "chart", "draw"].contains(word),
            rest.first()
                .cloned()
                .filter(|name| self.package.table(name).is_some()),
        ) {
            rest.remove(0);
            if !["show", "get"].contains(word) {
                rest.extend(["-f", "chart"].map(str::to_owned));
            }
            table
        } else if let Some((_, stands)) = known {
            match stands {
                Ok(verb) if is_command(verb) => (*verb).to_owned(),
                Ok(_) => return Ok(None),
                Err(why) => {
                    return Err(Refusal::new(format!("there is no command `{word}`: {why}")));
                }
            }
        } else if let Some(found) = self.meant(word, &mut rest) {
            found
        } else {
            return Ok(None);
        };
        self.out.push(name.clone());
        self.name = name;
        Ok(Some(rest))
    }

    /// The command for a word that is none: the one behind it (`Hegang gdp`), the table of an indicator, the page on an
    /// area.
    fn meant(&self, word: &str, rest: &mut Vec<String>) -> Option<String> {
        if let Some(table) = self.table_of(word, rest) {
            rest.splice(0..0, ["-i".to_owned(), word.to_owned()]);
            return Some(table.name.clone());
        }
        if !is_area(self.package, word) {
            return None;
        }
        let free = rest.iter().take_while(|word| !word.starts_with('-'));
        let free: Vec<String> = free.cloned().collect();
        for (at, behind) in free.iter().enumerate() {
            let is_command = self.is_command(behind);
            let table = self.table_of(behind, &free);
            if !is_command && table.is_none() {
                continue;
            }
            let behind = rest.remove(at);
            rest.insert(0, word.to_owned());
            return Some(match table.filter(|_| !is_command) {
                Some(table) => {
                    rest.splice(0..0, ["-i".to_owned(), behind]);
                    table.name.clone()
                }
                None => behind,
            });
        }
        let areas = self.package.areas().ok()?;
        let is_one = areas.find_all(word).len() == 1 && rest.is_empty();
        is_one.then(|| {
            rest.push(word.to_owned());
            "profile".to_owned()
        })
    }

    /// The table of an indicator: of several that have the areas and periods among these words the one with most periods.
    fn table_of(&self, indicator: &str, words: &[String]) -> Option<&'static Table> {
        let tables = self.package.tables();
        let mut tables: Vec<(usize, &Table)> = tables
            .filter(|table| table.indicator_called(indicator).is_some())
            .map(|table| (self.package.years(table).len(), table))
            .collect();
        if let [(_, only)] = tables.as_slice() {
            return Some(only);
        }
        tables.retain(|(_, table)| self.has_all(table, words));
        let most = tables.iter().map(|(periods, _)| *periods).max()?;
        tables.retain(|(periods, _)| *periods == most);
        tables
            .first()
            .filter(|_| tables.len() == 1)
            .map(|(_, table)| *table)
    }

    /// Whether a word is a table or a verb.
    fn is_command(&self, word: &str) -> bool {
        self.package.table(word).is_some() || verb_names().any(|verb| verb == word)
    }

    /// Whether a table has the areas and the periods among these words.
    fn has_all(&self, table: &Table, words: &[String]) -> bool {
        let Ok(covered) = Covered::new(self.package, table) else {
            return false;
        };
        let periods = self.package.years(table);
        let mut words = words.iter().take_while(|word| !word.starts_with('-'));
        words.all(|word| {
            if let Ok(years) = word.parse::<Years>() {
                return !years.choose(&periods, &periods).found.is_empty();
            }
            let areas = self.package.areas().map(|areas| areas.find_all(word));
            let mut areas = areas.into_iter().flatten().peekable();
            areas.peek().is_none() || areas.any(|area| covered.has(area))
        })
    }

    /// Takes the words behind the command.
    fn arguments(&mut self, grammar: &Command, words: &[String]) -> Result<(), Refusal> {
        let mut words = words.iter();
        let has = |name: &str| {
            grammar
                .get_arguments()
                .any(|arg| arg.get_long() == Some(name))
        };
        let own = || {
            let positionals = grammar.get_positionals();
            positionals.filter(|arg| arg.get_id() != WORDS)
        };
        let takes_several = |arg: &Arg| {
            let numbers = arg.get_num_args();
            numbers.is_some_and(|numbers| numbers.max_values() > 1)
        };
        let mut free = if own().any(takes_several) {
            usize::MAX
        } else {
            own().count()
        };
        while let Some(word) = words.next() {
            if word == "--" {
                self.out.push(word.clone());
                self.out.extend(words.by_ref().cloned());
                break;
            }
            if !word.starts_with('-') || word.len() == 1 {
                self.word(word, grammar, &mut free)?;
                continue;
            }
            let ahead = words.clone().next();
            if let (Some(arg), Some(value)) = (option(grammar, word), ahead)
                && arg.is_require_equals_set()
                && !word.contains('=')
                && arg
                    .get_possible_values()
                    .iter()
                    .any(|known| known.matches(value, true))
            {
                words.next();
                self.out.push(format!("{word}={value}"));
                continue;
            }
            if option(grammar, word).is_some() {
                let next = takes_next(grammar, word).then(|| words.next()).flatten();
                self.known(grammar, word, next)?;
                continue;
            }
            let (name, own) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            let name = name.trim_start_matches('-');
            let mut value = || own.clone().or_else(|| words.next().cloned());
            if let Some((_, stands)) = OPTIONS
                .iter()
                .find(|(known, _)| *known == name)
                .filter(|(_, stands)| has(stands))
            {
                let takes = option(grammar, &format!("--{stands}"))
                    .is_some_and(|arg| arg.get_action().takes_values());
                self.out.push(format!("--{stands}"));
                if takes {
                    self.out.extend(value());
                }
            } else if let Some((_, format)) = FORMATS
                .iter()
                .find(|(known, _)| *known == name)
                .filter(|_| has("format"))
            {
                self.out.extend(["-f".to_owned(), (*format).to_owned()]);
            } else if has("years") && ["from", "since", "start"].contains(&name) {
                self.ends[0] = value();
            } else if has("years") && ["to", "until", "end"].contains(&name) {
                self.ends[1] = value();
            } else if has("sort") && ["desc", "descending", "reverse"].contains(&name) {
                self.descending = true;
            } else if has("top") && ["limit", "head", "rows"].contains(&name) {
                self.limit = Some((name.to_owned(), value().unwrap_or_default()));
            } else if let Some(dimension) = self.dimension(name, has("member")) {
                if has("member") {
                    let member = value().unwrap_or_default();
                    self.out
                        .extend(["--member".to_owned(), format!("{dimension}={member}")]);
                } else {
                    self.out.push(format!("--{}", flag(dimension)));
                    self.out.extend(value());
                }
            } else if let Some(column) = self.attribute(name).filter(|_| has("where")) {
                let text = value().unwrap_or_default();
                self.out.push(format!("--where={column}={text}"));
            } else if ["quiet", "q", "silent"].contains(&name) && has("notes") {
                return Err(Refusal::new(format!(
                    "there is no option `{}` here; `--notes=none` leaves out notes, and `2>/dev/null` what is said on stderr",
                    printable(word)
                )));
            } else {
                self.out.push(word.clone());
            }
        }
        self.finish()
    }

    /// The dimension that an option means which the grammar does not have: of the table, or of any where a verb asks.
    fn dimension(&self, option: &str, of_verb: bool) -> Option<&'static str> {
        let of_table = self.package.table(&self.name);
        let tables = self.package.tables().filter(|_| of_verb);
        dimension_called(of_table.into_iter().chain(tables), option)
    }

    /// The column of the table beside its key and its figures that an option is called after.
    fn attribute(&self, option: &str) -> Option<&'static str> {
        let mut attributes = self.package.table(&self.name)?.attributes();
        let found =
            attributes.find(|(_, column, _)| flag(&column.name).eq_ignore_ascii_case(option));
        found.map(|(_, column, _)| column.name.as_str())
    }

    /// An option that the grammar has, with its value under another name put right.
    fn known(
        &mut self,
        grammar: &Command,
        word: &str,
        next: Option<&String>,
    ) -> Result<(), Refusal> {
        let long = option(grammar, word)
            .and_then(Arg::get_long)
            .unwrap_or_default();
        let value = next
            .map(String::as_str)
            .or_else(|| Some(word.split_once('=')?.1));
        let folded = value.map(str::to_lowercase).unwrap_or_default();
        if long == "as" && GROWTH.contains(&folded.as_str()) {
            self.growth()?;
            return Ok(());
        }
        let known = VALUES
            .iter()
            .find(|(option, from, _)| *option == long && *from == folded);
        match (known, next) {
            (Some((_, _, to)), _) => self.out.extend([format!("--{long}"), (*to).to_owned()]),
            (None, Some(next)) => self.out.extend([word.to_owned(), next.clone()]),
            (None, None) => self.out.push(word.to_owned()),
        }
        Ok(())
    }

    /// Growth that is not said to be published or computed: the change on the year before, where no rate is published.
    fn growth(&mut self) -> Result<(), Refusal> {
        let published = self.package.table(&self.name).into_iter();
        let published: Vec<&str> = published
            .flat_map(Table::indicators)
            .filter(|(_, _, indicator)| indicator.kind == Kind::Rate)
            .map(|(_, _, indicator)| indicator.id.as_str())
            .collect();
        if published.is_empty() {
            self.out.extend(["--as", "yoy"].map(str::to_owned));
            return Ok(());
        }
        let published = published.iter().map(|id| format!("-i {}", printable(id)));
        Err(Refusal::new(format!(
            "growth could mean two things here: write {} for growth as it is published, or `--as yoy` for the nominal change on the year before",
            quoted_list(published, "or")
        )))
    }

    /// A word of a table that names nothing in it and says how.
    fn how(&mut self, word: &str) -> Result<bool, Refusal> {
        let lower = word.to_lowercase();
        let is_it = |known: &&str| *known == lower;
        if FILLERS.iter().any(is_it) {
            return Ok(true);
        }
        if GROWTH.iter().any(is_it) {
            self.growth()?;
            return Ok(true);
        }
        if let Some((_, options)) = COMPUTED.iter().find(|(known, _)| *known == lower) {
            self.out
                .extend(options.iter().map(|word| (*word).to_owned()));
            return Ok(true);
        }
        if ORDERED.iter().any(is_it) {
            let table = printable(&self.name);
            return Err(Refusal::new(format!(
                "`{}` asks for an order: `hlj rank INDICATOR` ranks the areas in a year, and `hlj {table} --sort -COLUMN` puts the largest first",
                printable(word)
            )));
        }
        Ok(false)
    }

    /// A word without an option.
    fn word(&mut self, word: &str, grammar: &Command, free: &mut usize) -> Result<(), Refusal> {
        let has = |name: &str| {
            grammar
                .get_arguments()
                .any(|arg| arg.get_long() == Some(name))
        };
        let table = self.package.table(&self.name);
        let mut push = |option: &str| self.out.extend([format!("--{option}"), word.to_owned()]);
        // An age is no year.
        let is_short_member =
            |word: &str| word.len() < 4 && dimension_of_member(self.package, word).is_some();
        let is_cell =
            table.is_some_and(|table| has_cell(self.package, table, word)) || is_short_member(word);
        if has("years") && word.parse::<Years>().is_ok() && !is_cell {
            push("years");
        } else if let Some(table) = table {
            match option_of(self.package, table, word) {
                Some(option) => push(&option),
                None if is_cell || is_area(self.package, word) => push("city"),
                None => {
                    if !self.how(word)? {
                        self.out.extend(["--city".to_owned(), word.to_owned()]);
                    }
                }
            }
        } else if has("city") && !takes_areas(grammar) && is_area(self.package, word) {
            push("city");
        } else if has("indicator") && takes_areas(grammar) && is_indicator(self.package, word) {
            push("indicator");
        } else if let Some(member) = member_of(self.package, grammar, word) {
            self.out.extend(["--member".to_owned(), member]);
        } else if *free > 0 || !has("city") {
            *free = free.saturating_sub(1);
            self.out.push(word.to_owned());
        } else {
            push("city");
        }
        Ok(())
    }

    /// What can only be said when all is known.
    fn finish(&mut self) -> Result<(), Refusal> {
        if let [None, None] = self.ends {
        } else {
            let [from, to] = self.ends.clone().map(Option::unwrap_or_default);
            self.out
                .extend(["--years".to_owned(), format!("{from}..{to}")]);
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
        if self.descending {
            let at = self.out.iter().position(|word| word == "--sort");
            let Some(key) = at.and_then(|at| self.out.get_mut(at + 1)) else {
                return Err(Refusal::new(
                    "what is to come first is said with the column: write `--sort -COLUMN` for the largest first",
                ));
            };
            if !key.starts_with('-') {
                key.insert(0, '-');
            }
        }
        Ok(())
    }
}
