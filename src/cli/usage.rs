//! The mistakes that clap finds, in our words.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::error::{EMPTY, Refusal};
use super::grammar;
use super::program::{Detail, verb_names};
use crate::package::{Package, Table};
use crate::query::instead::names_instead;
use crate::query::lookup::not_read;
use crate::query::options::no_dimension;
use crate::words::{near, printable, quoted_list};

/// An error of the command line `words`, in our words; `command` is the table or verb that it befell.
pub(crate) fn usage(
    error: &clap::Error,
    words: &[OsString],
    package: &Package,
    command: Option<&str>,
) -> Refusal {
    let mistake = Mistake {
        error,
        words,
        package,
        command,
    };
    let refusal = mistake.refusal();
    let option = mistake.text(ContextKind::InvalidArg);
    let option = option.split([' ', '=']).next().unwrap_or_default();
    match no_dimension(package, option) {
        Some(next) => refusal.next(next),
        None => refusal,
    }
}

/// What clap says of a mistake, with what is around it.
struct Mistake<'a> {
    error: &'a clap::Error,
    words: &'a [OsString],
    package: &'a Package,
    command: Option<&'a str>,
}

impl Mistake<'_> {
    fn refusal(&self) -> Refusal {
        let help = self.help();
        let option = self.option(ContextKind::InvalidArg);
        let value = self.text(ContextKind::InvalidValue);
        match self.error.kind() {
            ErrorKind::InvalidSubcommand => {
                no_command(&self.text(ContextKind::InvalidSubcommand), self.package)
            }
            ErrorKind::UnknownArgument => self.unknown_argument(),
            ErrorKind::InvalidValue => {
                let allowed = match self.error.get(ContextKind::ValidValue) {
                    Some(ContextValue::Strings(values)) if !values.is_empty() => {
                        format!("write {}", quoted_list(values, "or"))
                    }
                    _ => format!("`{help}` says which"),
                };
                let what = match value.as_str() {
                    "" => format!("{option} needs a value"),
                    value => format!("{option} does not take `{value}`"),
                };
                Refusal::new(what).next(allowed)
            }
            ErrorKind::ValueValidation => self.bad_value(&option, &value),
            ErrorKind::ArgumentConflict => match self.option(ContextKind::PriorArg) {
                other if other == option || other.is_empty() => {
                    Refusal::new(format!("{option} is given twice")).next("give it once")
                }
                other => Refusal::new(format!("{option} and {other} contradict each other"))
                    .next("leave out one of them"),
            },
            ErrorKind::NoEquals => {
                Refusal::new(format!("the value of {option} follows an equals sign"))
                    .next(format!("`{help}` says which it takes"))
            }
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
                Refusal::new(format!("{option} needs a value after it"))
                    .next(format!("`{help}` says which"))
            }
            ErrorKind::TooManyValues => Refusal::new(format!("{option} does not take `{value}`"))
                .next(format!("`{help}` says what it takes")),
            ErrorKind::MissingRequiredArgument => self.missing_argument(),
            ErrorKind::InvalidUtf8 => Refusal::new("an argument is not UTF-8")
                .next("write names in UTF-8, or use an area's code"),
            _ => Refusal::new("the arguments cannot be understood")
                .next(format!("`{help}` says what there is")),
        }
    }

    /// That a value is none that its option takes.
    fn bad_value(&self, option: &str, value: &str) -> Refusal {
        let source = std::error::Error::source(self.error).map(ToString::to_string);
        match source {
            // Our own parsers say what is wrong in a whole sentence; those of numbers do not.
            Some(source) if source.contains('`') => Refusal::new(source),
            Some(source) if source == EMPTY => Refusal::new(format!(
                "{option} is given an empty name"
            ))
            .next(if option.starts_with("`-") {
                format!("write each name with one comma between two, or leave {option} out")
            } else {
                "write a name, or leave it out for all".to_owned()
            }),
            _ => Refusal::new(format!("{option} does not take `{value}`"))
                .next("write a whole number of 0 or more"),
        }
    }

    /// That a value is missing that stands after the command without an option.
    fn missing_argument(&self) -> Refusal {
        let subject = self.subject();
        let missing = self.text(ContextKind::InvalidArg);
        let name = missing.trim_matches(|c: char| !c.is_alphanumeric());
        let grammar = self.grammar();
        let positional = grammar.get_positionals().find(|arg| {
            let names = arg.get_value_names().unwrap_or_default();
            names.iter().any(|known| known.as_str() == name)
        });
        let values: Vec<String> = positional
            .map(clap::Arg::get_possible_values)
            .unwrap_or_default()
            .iter()
            .map(|value| value.get_name().to_owned())
            .collect();
        let name = name.to_lowercase();
        let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) {
            "an"
        } else {
            "a"
        };
        let mut words = self.words.iter().filter_map(|word| word.to_str());
        if let (Some(command @ "export"), Some(table)) = (
            self.command,
            words.find(|word| self.package.table(word).is_some()),
        ) {
            return Refusal::new(format!("{subject} needs {article} {name} before the table"))
                .allowing(format!(
                    "write `hlj {command} FOLDER {table}`, and a folder of that name as `./{table}`"
                ))
                .next(format!("`hlj {table} -o {table}.xlsx` writes one file"));
        }
        let needed = Refusal::new(format!("{subject} needs {article} {name}"));
        if values.is_empty() {
            let help = self.help();
            return needed.next(format!("`{help}` says what to write"));
        }
        needed.next(format!("write {}", quoted_list(values, "or")))
    }

    fn unknown_argument(&self) -> Refusal {
        let help = self.help();
        let wanted = self.text(ContextKind::InvalidArg);
        if !wanted.starts_with('-') {
            return self.unexpected_word(&wanted);
        }
        let has_dimension = |table: &&Table| {
            table
                .dimensions()
                .any(|(_, column, _)| wanted.strip_prefix("--") == Some(&column.name))
        };
        if let Some(table) = self.package.tables().find(has_dimension) {
            let table = &table.name;
            return Refusal::new(format!(
                "there is no option `{wanted}` here, the table `{table}` has it"
            ))
            .next(format!("`{help}` lists those there are"));
        }
        let grammar = self.grammar();
        let names = grammar
            .get_arguments()
            .flat_map(|arg| arg.get_long_and_visible_aliases().unwrap_or_default());
        let options: Vec<String> = names.map(|name| format!("--{name}")).collect();
        if let (Some(command), true) = (self.command, options.contains(&wanted)) {
            return Refusal::new(format!(
                "`{wanted}` stands before the command that it belongs to"
            ))
            .next(format!("write `hlj {command} {wanted}`"));
        }
        // The hyphens would count as likeness.
        let bare = options.iter().map(|option| option.trim_start_matches('-'));
        let found = near(wanted.trim_start_matches('-'), bare);
        Refusal::new(format!("there is no option `{wanted}` here"))
            .meant(found.into_iter().map(|name| format!("--{name}")))
            .next(format!("`{help}` lists them"))
    }

    /// That a word stands where none is expected, with where it may belong.
    fn unexpected_word(&self, wanted: &str) -> Refusal {
        let help = self.help();
        if self.command == Some("export") {
            return Refusal::new(format!("`{wanted}` is no table"))
                .meaning(wanted, self.package.table_names())
                .next("`hlj export` takes a folder, then perhaps a table with its options");
        }
        let before = self.word_before(wanted);
        let grammar = self.grammar();
        let option = before.and_then(|before| {
            let long = before.strip_prefix("--")?;
            grammar
                .get_arguments()
                .find(|arg| arg.get_long() == Some(long) && arg.is_require_equals_set())
        });
        if let (Some(before), Some(option)) = (before, option)
            && option
                .get_possible_values()
                .iter()
                .any(|value| value.matches(wanted, true))
        {
            return Refusal::new(format!("the value of `{before}` follows an equals sign"))
                .next(format!("write `{before}={wanted}`"));
        }
        let table = before.and_then(|before| self.package.table(before));
        if let (Some(table), Some(command @ ("describe" | "cite"))) = (table, self.command)
            && table
                .indicators()
                .any(|(_, column, _)| column.names().any(|name| name == wanted))
        {
            let subject = self.subject();
            let table = &table.name;
            return Refusal::new(format!("{subject} takes one name"))
                .next(format!("write `hlj {command} {table}/{wanted}`"));
        }
        let is_table = self
            .command
            .is_some_and(|name| self.package.table(name).is_some());
        let hint = if is_table {
            "names of areas follow `--city` with commas between them, and "
        } else {
            ""
        };
        Refusal::new(format!("`{wanted}` stands where nothing is expected"))
            .next(format!("{hint}`{help}` lists the options"))
    }

    /// The word before another on the command line.
    fn word_before(&self, wanted: &str) -> Option<&str> {
        let at = self
            .words
            .iter()
            .skip(1)
            .position(|word| word.to_str() == Some(wanted))?;
        self.words[at].to_str()
    }

    /// The grammar of the command that the mistake befell.
    fn grammar(&self) -> clap::Command {
        let mut program = grammar::command(Detail::Parsing);
        program.build();
        let command = self.command.and_then(|name| program.find_subcommand(name));
        command.cloned().unwrap_or(program)
    }

    /// The program or its command, as messages name it.
    fn subject(&self) -> String {
        self.command
            .map_or("`hlj`".to_owned(), |command| format!("`hlj {command}`"))
    }

    fn help(&self) -> String {
        self.command.map_or("hlj --help".to_owned(), |command| {
            format!("hlj {command} --help")
        })
    }

    fn text(&self, kind: ContextKind) -> String {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => printable(text),
            Some(ContextValue::Strings(texts)) => texts
                .iter()
                .map(|text| printable(text))
                .collect::<Vec<_>>()
                .join(" "),
            _ => String::new(),
        }
    }

    /// An option without its values, which clap names with it: `--sort <[-]COLUMN,…>`; for a value without an option
    /// the command itself.
    fn option(&self, kind: ContextKind) -> String {
        match self.text(kind) {
            text if text.starts_with('-') => {
                let option = text.split([' ', '=', '[']).next().unwrap_or_default();
                format!("`{option}`")
            }
            text if text.is_empty() => text,
            _ => self.subject(),
        }
    }
}

/// That a word names no table and no verb.
pub(crate) fn no_command(wanted: &str, package: &Package) -> Refusal {
    let word = printable(wanted);
    if let Some(why) = package.why_not_read(wanted) {
        return not_read(wanted, why);
    }
    if let Some(next) = names_instead(package, wanted) {
        return Refusal::new(format!("there is no table or command `{word}`")).next(next);
    }
    // A first word may be a file.
    let is_file = wanted.contains(['.', '/']);
    let what = if is_file {
        "file, table or command"
    } else {
        "table or command"
    };
    let verbs: Vec<&str> = verb_names().collect();
    let unknown = Refusal::new(format!("there is no {what} `{word}`"))
        .meaning(wanted, package.table_names().chain(verbs));
    let is_word = !wanted.is_empty() && wanted.chars().all(char::is_alphanumeric);
    let lists = if is_file {
        "a file is named by its path from here, and `hlj --help` lists tables and commands"
    } else {
        "`hlj --help` lists them"
    };
    if is_word && !unknown.knows_what_is_meant() {
        unknown.next(format!(
            "{lists}, and `hlj search {word}` looks for the word"
        ))
    } else {
        unknown.next(lists)
    }
}
