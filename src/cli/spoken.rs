//! What people type, as the grammar has it: areas, periods and members without their options, and options and commands
//! under names that other programs give them. What could mean two things is refused with what to write.
//!
//! Words are rewritten and parsed again, so that `hlj gdp Hegang 2008..2015` is `hlj gdp -c Hegang -y 2008..2015` in every
//! respect.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Command};

mod bounds;
mod command;
mod computations;
mod finish;
mod flags;
mod growth;
mod holding;
mod how;
mod idioms;
mod matched;
mod meant;
mod members;
mod names;
mod numbers;
mod options;
mod order;
mod phrases;
mod questions;
mod synonyms;
mod unanswered;
mod vocabulary;

use super::error::Refusal;
use super::grammar::{self, WORDS};
use super::program::{Detail, verb_names};
use crate::package::Package;
use crate::query::instead::text_called;
use flags::{first_word, option, options_last, takes, takes_next};
use matched::has_words;
pub(crate) use names::is_command;
use names::{
    dimension_of_member, has_cell, is_area, is_indicator, is_title, means_years, member_of,
    names_area, option_of, says_part, takes_areas,
};
use vocabulary::{AGAINST, FILLERS, GROWTH, HIGHEST, LOWEST, MEASURES, PLACES, SHRUNK, computed};

/// The words as the grammar has them, the program's name first, and what it makes of them.
///
/// # Errors
/// If a word could mean several things; it says what to write.
pub(crate) fn matched(
    mut words: Vec<OsString>,
    package: &'static Package,
) -> Result<(Vec<OsString>, Result<ArgMatches, clap::Error>), Refusal> {
    let parsed = |words: &[OsString]| {
        let mut program = grammar::command(Detail::Parsing);
        let matches = program.try_get_matches_from_mut(words);
        // To take the grammar apart costs as much as an answer of a few rows, and the program ends soon.
        std::mem::forget(program);
        matches
    };
    let mut matches = parsed(&words);
    let is_spoken = match &matches {
        Ok(matches) => has_words(matches) || asks_of(&words) || asks_for_help(&words),
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

/// The words that ask for something wherever they stand, so that no table of a file can be called by them.
pub(crate) fn reserved() -> Vec<&'static str> {
    let measures = MEASURES.iter().map(|(word, _)| word);
    let plain = HIGHEST.iter().chain(&LOWEST).chain(&SHRUNK).chain(&AGAINST);
    let words = plain.chain(measures).copied().chain(["from"]);
    words
        .chain(idioms::words())
        .chain(unanswered::words())
        .collect()
}

/// Whether places are asked for that lie in one: `cities of Heilongjiang`, of which the first word is a command.
fn asks_of(words: &[OsString]) -> bool {
    let is = |at: usize, known: &[&str]| {
        let word = words.get(at).and_then(|word| word.to_str());
        word.is_some_and(|word| known.contains(&word))
    };
    is(1, &PLACES) && is(2, &["of", "in"])
}

/// Whether a command is asked what it does: `gdp help`.
fn asks_for_help(words: &[OsString]) -> bool {
    matches!(words, [_, command, last] if last == "help" && command != "search")
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
    let mut tables = package.tables();
    let table = tables.find_map(|table| program.find_subcommand(&table.name));
    if let Some(moved) = table.and_then(|table| options_last(&program, table, &texts)) {
        let moved: Vec<OsString> = moved.iter().map(OsString::from).collect();
        return Ok(Some(reworded(&moved, package)?.unwrap_or(moved)));
    }
    let Some(at) = first_word(&program, &texts) else {
        return Ok(None);
    };
    if asks_for_help(words) && program.find_subcommand(texts[1]).is_some() {
        let help = [&words[0], &words[2], &words[1]];
        return Ok(Some(help.into_iter().cloned().collect()));
    }
    let before = texts[1..at].iter().map(|word| (*word).to_owned());
    let mut said = Said {
        package,
        out: before.collect(),
        ..Said::default_for(package)
    };
    let question = questions::plain(package, &texts[at..]);
    let question: Vec<&str> = question.iter().map(String::as_str).collect();
    let has_group = |words: &[&str]| words.iter().any(|word| word.starts_with('@'));
    said.of_group = has_group(&question) && !has_group(&texts);
    let has_condition = |words: &[&str]| words.iter().any(|word| word.starts_with("--where"));
    said.of_condition = has_condition(&question) && !has_condition(&texts);
    let phrases = phrases::joined(package, &question);
    if !questions::is_verbatim(&texts[at..]) {
        unanswered::refuse_unanswered(package, &phrases)?;
    }
    let phrases: Vec<&str> = phrases.iter().map(String::as_str).collect();
    let Some(rest) = said.command(&phrases)? else {
        return Ok(unanswered::searched(words, &texts[at..], &phrases));
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

/// What a word may ask for that depends on the others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// A change, which is one between two ends.
    Change,
    /// Growth.
    Growth,
    /// Percent.
    Percent,
    /// The mean.
    Mean,
    /// The total.
    Total,
    /// An index without its base.
    Index,
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
    /// Whether the largest are to come first, where that is said.
    way: Option<bool>,
    /// How many rows are wanted, and the option that says so.
    limit: Option<(String, String)>,
    /// What words ask for that is put together at the end.
    asked: Vec<Asked>,
    /// Whether a group is asked for in words, so that a table is wanted that has all of it.
    of_group: bool,
    /// The column by which a total or a mean is asked: a dimension that is named, or what stands behind `by`.
    by: Option<String>,
    /// Whether a condition is said in words.
    of_condition: bool,
}

impl Said {
    fn default_for(package: &'static Package) -> Said {
        Said {
            package,
            name: String::new(),
            out: Vec::new(),
            ends: [None, None],
            way: None,
            limit: None,
            asked: Vec::new(),
            of_group: false,
            by: None,
            of_condition: false,
        }
    }

    /// Whether a word asked for something.
    fn asks(&self, asked: Asked) -> bool {
        self.asked.contains(&asked)
    }

    /// Takes the words behind the command.
    fn arguments(&mut self, grammar: &Command, words: &[String]) -> Result<(), Refusal> {
        let mut words = words.iter();
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
                let by = words.clone().next().map(|next| self.by(word, next));
                if let Some(column) = by.transpose()?.flatten() {
                    self.by = Some(column);
                    words.next();
                } else {
                    self.word(word, grammar, &mut free)?;
                }
                continue;
            }
            let ahead = words.clone().next();
            if let (Some(arg), Some(value)) = (option(grammar, word), ahead)
                && arg.is_require_equals_set()
                && !word.contains('=')
                && takes(arg, value)
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
            self.other(grammar, word, &mut words)?;
        }
        self.finish()
    }

    /// A word without an option.
    fn word(&mut self, word: &str, grammar: &Command, free: &mut usize) -> Result<(), Refusal> {
        let has = |name: &str| {
            grammar
                .get_arguments()
                .any(|arg| arg.get_long() == Some(name))
        };
        let table = self.package.table(&self.name);
        let is_named = self
            .out
            .iter()
            .any(|word| word == "-i" || word == "--indicator");
        let is_sum = computed(&word.to_lowercase()) == computed("total");
        let options = self.out.iter().filter(|word| word.starts_with("--"));
        let options: Vec<String> = options.cloned().collect();
        let mut push = |option: &str| self.out.extend([format!("--{option}"), word.to_owned()]);
        // An age is no year, nor is a class of them: `15-64`.
        let has_year = word
            .split(|letter: char| !letter.is_ascii_digit())
            .any(|digits| digits.len() > 3);
        let is_age = !has_year && dimension_of_member(self.package, word).is_some();
        let is_cell = table.is_some_and(|table| has_cell(self.package, table, word));
        // A short number may be the code of an area, which years are too long for.
        let is_code = !has_year && is_area(self.package, word);
        if has("years") && means_years(word) && !is_cell && !is_age && !is_code {
            match table.and_then(|table| how::year_in(self.package, table, word)) {
                Some(condition) => self.out.push(condition),
                None => push("years"),
            }
        } else if let Some(table) = table {
            match option_of(self.package, table, word) {
                // Of what is named the growth is asked, and no other indicator.
                Some(_) if is_named && GROWTH.contains(&word.to_lowercase().as_str()) => {
                    self.growth()?;
                }
                // `total births` is no `total_pop`.
                Some(option)
                    if is_sum && option == "indicator" && !is_title(self.package, word) =>
                {
                    self.how(table, grammar, word)?;
                }
                // Beside another member the total is that of the areas.
                Some(option) if is_sum && options.contains(&format!("--{option}")) => {
                    self.out.push("--total".to_owned());
                }
                Some(option) => {
                    push(&option);
                    let is_growth = GROWTH.contains(&word.to_lowercase().as_str());
                    if is_growth && option == "indicator" {
                        self.asked.push(Asked::Growth);
                    }
                }
                None if is_cell || is_area(self.package, word) => push("city"),
                None => {
                    let says_how = computed(&word.to_lowercase()).is_some();
                    let condition = text_called(self.package, table, word);
                    if let Some(condition) = condition.filter(|_| !says_how) {
                        self.out.push(format!("--where={condition}"));
                    } else if is_age || !self.how(table, grammar, word)? {
                        self.out.extend(["--city".to_owned(), word.to_owned()]);
                    }
                }
            }
        } else if has("city") && !takes_areas(grammar) && is_area(self.package, word) {
            push("city");
        } else if has("indicator")
            && takes_areas(grammar)
            && is_indicator(self.package, word)
            && !says_part(self.package, word)
        {
            push("indicator");
        } else if let (true, Some(name)) = (
            has("table") && !is_indicator(self.package, word) && !is_area(self.package, word),
            names::command_called(self.package, word)
                .filter(|name| self.package.table(name).is_some()),
        ) {
            self.out.extend(["--table".to_owned(), name]);
        } else if [&FILLERS[..], &PLACES].concat().contains(&word)
            && !names_area(self.package, word)
            && !is_title(self.package, word)
        {
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
}
