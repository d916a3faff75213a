//! Which package a command line asks, and its words as the grammar takes them.
//!
//! `hlj FILE WORD…` is `hlj --data FILE WORD…`, as is `hlj VERB FILE WORD…`, and where the file holds one table and WORD is neither a verb nor a table,
//! `hlj --data FILE TABLE WORD…`. What is said of a file decides which tables there are, so it is looked for before the
//! words are parsed. It is one file since the options of reading, the file and the table are all taken from one line of
//! words.

#[cfg(test)]
mod tests;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Arg, ArgAction, Command};

use super::error::Refusal;
use super::program::{self, Detail, verb_names};
use super::spoken;
use super::surroundings::Surroundings;
use crate::package::{DESCRIPTOR, Package, Table, fold};
use crate::source::{Dates, Options, encoding_named};
use crate::words::{excerpt, printable, quoted_list};

/// An option that says how a file is to be read.
struct Reading {
    name: &'static str,
    value: &'static str,
    help: &'static str,
    /// Takes its value.
    set: fn(&mut Options, &str) -> Result<(), String>,
}

/// The options that say how a file is to be read; each wins over what is found.
const READING: [Reading; 10] = [
    Reading {
        name: "member-file",
        value: "NAME",
        help: "The sheet of the workbook, or the file of the archive, that is meant",
        set: |options, text| {
            options.member = Some(text.to_owned());
            Ok(())
        },
    },
    Reading {
        name: "encoding",
        value: "NAME",
        help: "The encoding of the file: utf-8, windows-1252, gb18030, shift_jis, …",
        set: |options, text| {
            if !encoding_named(text) {
                return Err("no such encoding is known; utf-8, utf-16, windows-1252, iso-8859-15, gb18030, big5, shift_jis and euc-kr are among those that are".to_owned());
            }
            options.encoding = Some(text.to_owned());
            Ok(())
        },
    },
    Reading {
        name: "delimiter",
        value: "CHAR",
        help: "What stands between the fields of the file: `,` `;` `|` or `tab`",
        set: |options, text| {
            options.delimiter = Some(match text {
                "tab" | "\\t" => '\t',
                _ => single(text)
                    .filter(|c| c.is_ascii() && !matches!(c, '"' | '\n' | '\r'))
                    .ok_or("write one sign, or `tab`")?,
            });
            Ok(())
        },
    },
    Reading {
        name: "decimal",
        value: "CHAR",
        help: "What stands before the decimals in the file: `.` or `,`",
        set: |options, text| {
            let sign = single(text).filter(|c| matches!(c, '.' | ','));
            options.decimal = Some(sign.ok_or("write `.` or `,`")?);
            Ok(())
        },
    },
    Reading {
        name: "dates",
        value: "ORDER",
        help: "What comes first in dates such as 03/04/2020: `day-first` or `month-first`",
        set: |options, text| {
            options.dates = Some(match text {
                "day-first" => Dates::DayFirst,
                "month-first" => Dates::MonthFirst,
                _ => return Err("write `day-first` or `month-first`".to_owned()),
            });
            Ok(())
        },
    },
    Reading {
        name: "header",
        value: "LINE",
        help: "The line of the file that names the columns",
        set: |options, text| {
            let line: Option<u64> = text.parse().ok().filter(|line| *line > 0);
            options.header = Some(line.ok_or("write the number of a line, from 1 on")?);
            Ok(())
        },
    },
    Reading {
        name: "area-column",
        value: "COLUMN",
        help: "The column of the file that names the areas",
        set: |options, text| {
            options.area = Some(text.to_owned());
            Ok(())
        },
    },
    Reading {
        name: "rule",
        value: "IND=RULE",
        help: "How an indicator combines where the data do not say: sum, mean, weighted:W, weighted:W@previous, ratio:N/D, none (repeat it)",
        set: |options, text| {
            let rule = text.rsplit_once('=').filter(|(name, _)| !name.is_empty());
            let (name, rule) = rule.ok_or("write it as `jobs=sum`")?;
            options.rules.push((name.to_owned(), rule.to_owned()));
            Ok(())
        },
    },
    Reading {
        name: WITH_AGGREGATES,
        value: "",
        help: "Rank and add groups and totals of areas like the others",
        set: |options, _| {
            options.with_aggregates = true;
            Ok(())
        },
    },
    Reading {
        name: "without",
        value: "NAME",
        help: "An area that is a group or total of others, neither ranked nor added (repeat it)",
        set: |options, text| {
            options.without.push(text.to_owned());
            Ok(())
        },
    },
];

/// The one of these options that takes no value.
const WITH_AGGREGATES: &str = "with-aggregates";

/// The only sign of a text.
fn single(text: &str) -> Option<char> {
    let mut signs = text.chars();
    signs.next().filter(|_| signs.next().is_none())
}

/// What a command line asks.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The package or the file; the built-in package where there is none.
    pub(super) path: Option<PathBuf>,
    /// What is said of the file.
    pub(super) options: Options,
    /// The program's name, and the options that are said of the file, as they stand.
    front: Vec<OsString>,
    /// The other words.
    rest: Vec<OsString>,
}

impl Asked {
    /// What these words ask, the program's name first.
    ///
    /// # Errors
    /// If an option that says how to read a file has no such value.
    pub(super) fn of(words: &[OsString], surroundings: &Surroundings) -> Result<Asked> {
        let mut asked = Asked {
            front: words.iter().take(1).cloned().collect(),
            ..Asked::default()
        };
        let mut words = words.iter().skip(1);
        while let Some(word) = words.next() {
            if word == "--" {
                asked.rest.push(word.clone());
                asked.rest.extend(words.by_ref().cloned());
                break;
            }
            let text = word.to_str().unwrap_or_default();
            let (name, value) = match text.split_once('=') {
                Some((name, value)) => (name, Some(OsStr::new(value))),
                None => (text, None),
            };
            let option = READING
                .iter()
                .find(|option| name.strip_prefix("--") == Some(option.name));
            if name != "--data" && option.is_none() {
                asked.rest.push(word.clone());
                continue;
            }
            let value = match value {
                None if option.is_some_and(|option| option.name == WITH_AGGREGATES) => {
                    asked.options.with_aggregates = true;
                    asked.front.push(OsString::from(name));
                    continue;
                }
                Some(value) => Some(value.to_owned()),
                None => words.next().cloned(),
            };
            let Some(value) = value else {
                // The grammar says that a value is lacking.
                asked.rest.push(word.clone());
                break;
            };
            if let Some(option) = option {
                (option.set)(&mut asked.options, &value.to_string_lossy()).map_err(|why| {
                    let value = excerpt(&value.to_string_lossy());
                    Refusal::new(format!("`--{}` does not take `{value}`", option.name)).next(why)
                })?;
                asked.front.extend([OsString::from(name), value]);
            } else {
                asked.path = Some(PathBuf::from(value)).filter(|path| !path.as_os_str().is_empty());
            }
        }
        if asked.path.is_none()
            && let Some(at) = place_of_file(&asked.rest)
        {
            asked.path = Some(PathBuf::from(asked.rest.remove(at)));
        }
        if let Some(path) = &asked.path {
            asked
                .front
                .extend([OsString::from("--data"), path.clone().into_os_string()]);
        } else {
            let data = surroundings.data.clone().filter(|path| !path.is_empty());
            asked.path = data.map(PathBuf::from);
        }
        Ok(asked)
    }

    /// Whether nothing is asked of a package that is named.
    pub(super) fn is_bare(&self) -> bool {
        self.path.is_some() && self.rest.is_empty()
    }

    /// Whether it is asked what a file holds, and not for its figures.
    pub(super) fn describes(&self) -> bool {
        self.path.is_some() && self.rest.first().is_some_and(|word| word == "describe")
    }

    /// The words as the grammar of this package takes them: the table that they leave unsaid among them.
    ///
    /// # Errors
    /// If the file holds several tables and none is named.
    pub(super) fn words(mut self, package: &Package) -> Result<Vec<OsString>> {
        if self.path.is_some() {
            self.name_tables(package);
            let word = self.rest.first().and_then(|word| word.to_str());
            let is_said = word.is_none_or(|word| {
                verb_names().any(|verb| verb == word)
                    || package.table_names().any(|table| table == word)
                        && (package.table_names().count() > 1
                            || !means_area(&self.rest, package, word))
                    || spoken::is_command(package, word)
                    || matches!(word, "-h" | "--help" | "-V" | "--version" | "--")
            });
            let mut tables = package.table_names();
            match (tables.next(), tables.next()) {
                (Some(only), None) if !is_said => self.rest.insert(0, OsString::from(only)),
                (Some(_), Some(_)) if !is_said && package.is_opened() => {
                    let Some(meant) = self.meant_table(package) else {
                        return Err(self.which_table(package).into());
                    };
                    self.rest
                        .retain(|word| word.to_str() != Some(meant.as_str()));
                    self.rest.insert(0, OsString::from(meant));
                }
                _ => {}
            }
        }
        self.front.append(&mut self.rest);
        Ok(self.front)
    }

    /// Names of tables as they are printed (`Full data`), written as the commands that they are (`Full-data`).
    fn name_tables(&mut self, package: &Package) {
        let others = self.rest.clone();
        let is_area = |word: &str| means_area(&others, package, word);
        let called = |word: &str| {
            if package.table_names().any(|table| table == word) {
                return None;
            }
            // A title may have blanks where the name has dashes.
            let bare = |text: &str| fold(&text.replace(['-', '_', ',', '.', '(', ')'], " "));
            let folded = bare(word);
            let mut found = package
                .tables()
                .filter(|table| bare(&table.name) == folded || bare(&table.title) == folded);
            let only = found.next().filter(|_| found.next().is_none())?;
            (!is_area(word)).then(|| only.name.clone())
        };
        let mut after_option = true;
        for word in &mut self.rest {
            let text = word.to_str().unwrap_or_default();
            let value = text.strip_prefix("--table=");
            let prefix = if value.is_some() { "--table=" } else { "" };
            // An option is no table, though its name be one's: `--long`.
            let is_word = after_option && !text.starts_with('-');
            if (is_word || value.is_some())
                && verb_names().all(|verb| verb != text)
                && let Some(name) = called(value.unwrap_or(text))
            {
                *word = OsString::from(format!("{prefix}{name}"));
            }
            after_option = word == "--table";
        }
    }

    /// The table that a word behind the first names, else the only one with an indicator that a word names.
    fn meant_table(&self, package: &Package) -> Option<String> {
        let words = self.rest.iter().map_while(|word| word.to_str());
        let words = words.take_while(|word| !word.starts_with('-'));
        let words: Vec<&str> = words.collect();
        let is_named = |table: &&Table| words.contains(&table.name.as_str());
        let has_one = |table: &&Table| {
            let mut words = words.iter();
            words.any(|word| !table.indicators_titled(word).is_empty())
        };
        let only = |is_meant: &dyn Fn(&&Table) -> bool| {
            let mut tables = package.tables().filter(is_meant);
            let found = tables.next()?;
            tables.next().is_none().then(|| found.name.clone())
        };
        only(&is_named).or_else(|| only(&has_one))
    }

    fn which_table(&self, package: &Package) -> Refusal {
        let path = self.path.as_deref().unwrap_or(Path::new("-"));
        let path = printable(&path.display().to_string());
        let names = quoted_list(package.table_names().map(excerpt), "and");
        let first = package.table_names().next().unwrap_or_default();
        Refusal::new(format!("`{path}` holds several tables, {names}"))
            .next(format!("say which, such as `hlj {path} {first} …`"))
    }
}

/// Whether a word that could be a table means an area, `china` of `china.csv`, in which China is: where no command and no
/// other area's option stands beside it.
fn means_area(words: &[OsString], package: &Package, word: &str) -> bool {
    let says_more = |word: &OsString| {
        let word = word.to_str().unwrap_or_default();
        let mut options = ["-c", "--city", "--area"].iter();
        verb_names().any(|verb| verb == word) || options.any(|option| word.starts_with(option))
    };
    let folded = fold(word);
    !words.iter().any(says_more)
        && package
            .tables()
            .flat_map(|table| package.area_texts(table))
            .any(|text| fold(text) == folded)
}

/// Where the file stands that is asked: first, or somewhere behind a verb, under a name that is no area's.
fn place_of_file(words: &[OsString]) -> Option<usize> {
    let first = words.first()?;
    if is_file(first) {
        return Some(0);
    }
    let first = first.to_str()?;
    // What is exported to is named first.
    if first == "export" || verb_names().all(|verb| verb != first) {
        return None;
    }
    let behind = words.windows(2).position(|pair| {
        let [before, word] = pair else { return false };
        let has_path = |text: &str| text == "-" || text.contains(['.', '/', '\\']);
        // The value of an option is another file.
        !before.to_string_lossy().starts_with('-')
            && word.to_str().is_some_and(has_path)
            && is_file(word)
    });
    behind.map(|at| at + 1)
}

/// Whether a word that stands first is a file, or a folder with a descriptor, and no verb and no table of the package that
/// is built in.
fn is_file(word: &OsStr) -> bool {
    if word == "-" {
        return true;
    }
    let path = Path::new(word);
    let Ok(found) = path.metadata() else {
        return false;
    };
    if !(found.is_file() || found.is_dir() && path.join(DESCRIPTOR).is_file()) {
        return false;
    }
    let Some(word) = word.to_str() else {
        return true;
    };
    let is_table =
        || Package::built_in().is_ok_and(|package| package.table_names().any(|name| name == word));
    !verb_names().any(|verb| verb == word) && !is_table()
}

/// Adds the options that say how a file is to be read. Their values are taken before the words are parsed, and what is said
/// of them is needed for help alone.
pub(super) fn with_reading(command: Command) -> Command {
    let is_parsed = program::is(Detail::Parsing);
    command.args(READING.iter().map(|option| {
        let arg = Arg::new(option.name).long(option.name);
        let arg = if is_parsed {
            arg
        } else {
            arg.help_heading("How to read a file").help(option.help)
        };
        if option.name == WITH_AGGREGATES {
            return arg.action(ArgAction::SetTrue);
        }
        arg.value_name(option.value)
            .value_parser(NonEmptyStringValueParser::new())
            .action(ArgAction::Append)
            .allow_hyphen_values(true)
    }))
}
