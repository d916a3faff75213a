//! What people type, as the grammar has it: areas, periods and members without their options, and options and commands
//! under names that other programs give them. What could mean two things is refused with what to write.
//!
//! Words are rewritten and parsed again, so that `hlj gdp Hegang 2008..2015` is `hlj gdp -c Hegang -y 2008..2015` in every
//! respect.

use std::ffi::{OsStr, OsString};

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Command};

use super::error::Refusal;
use super::grammar::{self, WORDS};
use super::program::{Detail, package, verb, verb_names};
use crate::figure::Years;
use crate::package::{Package, Table, fold};
use crate::words::printable;

/// The words of verbs that a period may stand among.
const PLACES: [&str; 4] = ["areas", "names", "tables", "indicator"];

/// Options under other names, each with what it stands for here.
const OPTIONS: [(&str, &str); 19] = [
    ("cities", "city"),
    ("region", "city"),
    ("regions", "city"),
    ("areas", "city"),
    ("place", "city"),
    ("period", "years"),
    ("periods", "years"),
    ("time", "years"),
    ("indicators", "indicator"),
    ("measure", "indicator"),
    ("variable", "indicator"),
    ("filter", "where"),
    ("select", "columns"),
    ("fields", "columns"),
    ("order-by", "sort"),
    ("sort-by", "sort"),
    ("groupby", "group-by"),
    ("pivot", "wide"),
    ("out", "output"),
];
/// Options that name a format, which is a value here.
const FORMATS: [(&str, &str); 8] = [
    ("plot", "chart"),
    ("tsv", "tsv"),
    ("md", "md"),
    ("markdown", "md"),
    ("html", "html"),
    ("latex", "latex"),
    ("svg", "svg"),
    ("table", "table"),
];
/// Values under other names: of which option, and what each stands for.
const VALUES: [(&str, &str, &str); 16] = [
    ("format", "excel", "xlsx"),
    ("format", "xls", "xlsx"),
    ("format", "markdown", "md"),
    ("format", "text", "table"),
    ("format", "txt", "table"),
    ("format", "tex", "latex"),
    ("format", "plot", "chart"),
    ("format", "jsonl", "ndjson"),
    ("lang", "cn", "zh"),
    ("lang", "zh-cn", "zh"),
    ("lang", "zh_cn", "zh"),
    ("lang", "中文", "zh"),
    ("lang", "汉语", "zh"),
    ("lang", "chinese", "zh"),
    ("lang", "english", "en"),
    ("lang", "en-us", "en"),
];
/// Commands under other names; `Err` says why there is none.
const COMMANDS: [(&str, Result<&str, &str>); 9] = [
    ("list", Ok("describe")),
    ("ls", Ok("describe")),
    ("tables", Ok("describe")),
    ("find", Ok("search")),
    ("grep", Ok("search")),
    ("places", Ok("areas")),
    ("audit", Ok("check")),
    ("summary", Ok("profile")),
    (
        "sql",
        Err(
            "no database is inside; `hlj TABLE -f csv | duckdb -c \"from read_csv('/dev/stdin')\"` asks one",
        ),
    ),
];

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
    // Of a verb, what stands where something else is expected.
    let is_misplaced = |id: &str| {
        let values = matches.try_get_raw(id).ok().flatten();
        let mut values = values.into_iter().flatten();
        PLACES.contains(&id)
            && values.any(|value| {
                let is_wrong = match id {
                    "tables" => is_no_table(value),
                    "areas" => is_named(value),
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
        let is_command = |name: &str| {
            self.package.table(name).is_some() || verb_names().any(|verb| verb == name)
        };
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

    /// The command for a word that names an area or an indicator of one table alone.
    fn meant(&self, word: &str, rest: &mut Vec<String>) -> Option<String> {
        let has = |table: &&Table| table.indicator_called(word).is_some();
        let tables: Vec<&Table> = self.package.tables().filter(has).collect();
        if let [table] = tables.as_slice() {
            rest.splice(0..0, ["-i".to_owned(), word.to_owned()]);
            return Some(table.name.clone());
        }
        let areas = self.package.areas().ok()?;
        let is_one = tables.is_empty() && areas.find_all(word).len() == 1 && rest.is_empty();
        is_one.then(|| {
            rest.push(word.to_owned());
            "profile".to_owned()
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
                self.word(word, grammar, &mut free);
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
        if long == "as" && ["growth", "real-growth"].contains(&folded.as_str()) {
            return Err(Refusal::new(
                "`--as growth` could mean two things: write `-i real-growth` for growth as it is published, in constant prices, or `--as yoy` for the nominal change on the year before",
            ));
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

    /// A word without an option.
    fn word(&mut self, word: &str, grammar: &Command, free: &mut usize) {
        let has = |name: &str| {
            grammar
                .get_arguments()
                .any(|arg| arg.get_long() == Some(name))
        };
        let table = self.package.table(&self.name);
        let mut push = |option: &str| self.out.extend([format!("--{option}"), word.to_owned()]);
        let is_cell = table.is_some_and(|table| has_cell(self.package, table, word));
        if has("years") && word.parse::<Years>().is_ok() && !is_cell {
            push("years");
        } else if let Some(table) = table {
            match option_of(self.package, table, word) {
                Some(option) => push(&option),
                None => push("city"),
            }
        } else if has("city") && !takes_areas(grammar) && is_area(self.package, word) {
            push("city");
        } else if has("indicator") && takes_areas(grammar) && is_indicator(self.package, word) {
            push("indicator");
        } else if *free > 0 || !has("city") {
            *free = free.saturating_sub(1);
            self.out.push(word.to_owned());
        } else {
            push("city");
        }
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

/// Whether the words of a verb are areas as they are.
fn takes_areas(grammar: &Command) -> bool {
    let mut positionals = grammar.get_positionals();
    positionals.any(|arg| ["areas", "area", "names"].contains(&arg.get_id().as_str()))
}

/// The option of a table that takes a word which is no period: for areas none where something else bears the name alone.
fn option_of(package: &Package, table: &Table, word: &str) -> Option<String> {
    if is_area(package, word) || has_cell(package, table, word) {
        return None;
    }
    let frame = package.outline(table).ok()?;
    for (place, column, dimension) in table.dimensions() {
        let Some(texts) = frame.texts(place) else {
            continue;
        };
        let is_called = |word: &str| {
            let mut members = texts.dictionary().iter();
            members.any(|member| dimension.is_called(member, word))
        };
        if word.split(',').all(|part| is_called(part.trim())) {
            return Some(grammar::flag(&column.name));
        }
    }
    let is_indicator = |part: &str| table.indicator_called(part.trim()).is_some();
    word.split(',')
        .all(is_indicator)
        .then(|| "indicator".to_owned())
}

/// Whether a word names an indicator of a table, or several of them, and no area.
fn is_indicator(package: &Package, word: &str) -> bool {
    /// No list of names is longer, in bytes; what is longer is told as it stands.
    const LONGEST: usize = 400;
    if word.len() > LONGEST {
        return false;
    }
    let is_one = |part: &str| {
        let mut tables = package.tables();
        tables.any(|table| table.indicator_called(part.trim()).is_some())
    };
    !is_area(package, word) && word.split(',').all(is_one)
}

/// Whether a word names an area, a group, or several of them.
fn is_area(package: &Package, word: &str) -> bool {
    let Ok(areas) = package.areas() else {
        return false;
    };
    let is_one = |part: &str| {
        let part = part.trim();
        part.starts_with('@') || fold(part) == "all" || !areas.find_all(part).is_empty()
    };
    is_one(word) || word.split(',').all(is_one)
}

/// Whether a table has a row of an area that is written so.
fn has_cell(package: &Package, table: &Table, word: &str) -> bool {
    let Some(place) = table.area() else {
        return false;
    };
    let texts = package
        .outline(table)
        .ok()
        .and_then(|frame| frame.texts(place));
    let mut cells = texts
        .into_iter()
        .flat_map(|texts| texts.dictionary().iter());
    cells.any(|text| text == word || fold(text) == fold(word))
}
