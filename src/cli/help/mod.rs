//! The texts for readers of help and of manual pages, made from the package: examples first, then
//! what there is.

mod short;
mod text;

use std::io::Write as _;

use anyhow::Result;
use clap::Command;
use clap_mangen::Man;
use unicode_width::UnicodeWidthStr as _;

use super::error::exit;
use super::program::{speaks_chinese, verbs};
use super::shell::call;
use crate::figure::spans;
use crate::package::{Example, Meaning, Package, Table};
use crate::render::wrap;
use crate::table::Texts;
use crate::words::{count, printable};
pub(crate) use short::{of_command as short_of_command, of_program as short_of_program};
use text::{Section, WIDTH, pairs, roff, written};

/// The template of clap's help: our sections, usage, options, our last sections.
const TEMPLATE: &str = "{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";
/// The same for a command whose commands are listed in our sections.
const PROGRAM_TEMPLATE: &str =
    "{before-help}{usage-heading} {usage}\n\nOptions:\n{options}{after-help}";

/// What clap says by itself around the options, and the same in Chinese.
const AROUND: [(&str, &str); 5] = [
    ("Usage: ", "用法："),
    ("Options:", "选项："),
    ("Arguments:", "参数："),
    ("[alias:", "[别名："),
    ("[possible values:", "[可选值："),
];

/// A text of help in the language that is spoken, as far as the catalogue has it.
pub(crate) fn said(text: &str) -> String {
    if speaks_chinese() {
        crate::words::in_chinese(text)
    } else {
        text.to_owned()
    }
}

/// The texts of a command's options in the language that is spoken.
pub(crate) fn in_language(command: Command) -> Command {
    if !speaks_chinese() {
        return command;
    }
    command.mut_args(|arg| {
        let help = arg.get_help().map(|help| said(&help.to_string()));
        let heading = arg.get_help_heading().map(said);
        let arg = match help {
            Some(help) => arg.help(help),
            None => arg,
        };
        match heading {
            Some(heading) => arg.help_heading(heading),
            None => arg,
        }
    })
}

/// Help as clap renders it, in the language that is spoken; clap breaks lines at spaces alone.
pub(crate) fn rendered(text: String) -> String {
    if !speaks_chinese() {
        return text;
    }
    let replace = |text: String, (english, chinese): &(&str, &str)| text.replace(english, chinese);
    let text = AROUND.iter().fold(text, replace);
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let start = start_of_text(line);
        let indent = line[..start].width();
        let mut lines = wrap(&line[start..], WIDTH.saturating_sub(indent)).into_iter();
        out.push_str(&line[..start]);
        out.push_str(&lines.next().unwrap_or_default());
        for more in lines {
            out.extend(["\n", &" ".repeat(indent), &more]);
        }
        out.push('\n');
    }
    out
}

/// Where in a line of help its text begins, behind the name that it explains.
fn start_of_text(line: &str) -> usize {
    let start = line.len() - line.trim_start().len();
    let gap = line[start..].rfind("  ").map(|at| start + at + 2);
    gap.unwrap_or(start)
}

/// The program's version and that of the data.
pub(crate) fn version(package: &Package) -> String {
    let program = concat!("hlj ", env!("CARGO_PKG_VERSION"));
    let version = package
        .version()
        .map(|version| format!(" {}", printable(version)))
        .unwrap_or_default();
    format!(
        "{program}\ndata {}{version} ({})\n",
        printable(package.name()),
        count(package.table_names().count(), "table")
    )
}

/// Gives the program's grammar its texts.
pub(crate) fn of_program(command: Command, package: Option<&Package>) -> Command {
    let Some(package) = package else {
        return command;
    };
    let about = command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    in_language(command)
        .before_help(written(Some(&said(&about)), &program_sections(package)))
        .after_help(written(None, &contract()))
        .help_template(PROGRAM_TEMPLATE)
        .term_width(WIDTH)
        .override_usage("hlj [--data DIR] TABLE|COMMAND [OPTIONS]")
}

/// Gives a table's grammar its texts.
pub(crate) fn of_table(command: Command, package: Option<&Package>, table: &Table) -> Command {
    let Some(package) = package else {
        return command;
    };
    let title = title(table);
    in_language(command)
        .about(title.to_owned())
        .before_help(written(Some(title), &table_sections(package, table)))
        .help_template(TEMPLATE)
}

/// The title of a table in the language that is spoken.
fn title(table: &Table) -> &str {
    let chinese = table.title_zh.as_ref().filter(|_| speaks_chinese());
    chinese.unwrap_or(&table.title)
}

/// A manual page.
pub(crate) fn manual(command: Command, name: &str, package: &Package) -> Result<Vec<u8>> {
    let sections = match package.table(command.get_name()) {
        Some(table) => table_sections(package, table),
        None if name == "hlj" => program_sections(package),
        None => Vec::new(),
    };
    let command = command
        .before_help("")
        .after_help("")
        .version(env!("CARGO_PKG_VERSION"));
    let page = Man::new(command)
        .title(name)
        .source(concat!("hlj ", env!("CARGO_PKG_VERSION")));
    let mut out = Vec::new();
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    for section in sections {
        write!(out, "{}", roff(&section))?;
    }
    page.render_options_section(&mut out)?;
    for section in contract() {
        write!(out, "{}", roff(&section))?;
    }
    Ok(out)
}

fn program_sections(package: &Package) -> Vec<Section> {
    let hlj = call(package);
    let examples = package
        .tables()
        .filter_map(|table| Some(example(&hlj, table, table.examples.first()?)))
        .take(4)
        .chain([
            (
                format!("{hlj} areas"),
                said("every place, in every spelling"),
            ),
            (
                format!("{hlj} describe"),
                said("every indicator: unit, kind, coverage, source"),
            ),
        ])
        .collect();
    let tables = package
        .tables()
        .map(|table| {
            let years = years(package, table);
            let years = if years.is_empty() {
                String::new()
            } else {
                format!(", {years}")
            };
            (
                table.name.clone(),
                format!("{}{years}", printable(title(table))),
            )
        })
        .collect();
    let verbs = verbs()
        .iter()
        .map(|verb| (verb.name.to_owned(), said(verb.about)))
        .collect();
    vec![
        Section {
            heading: "Examples",
            lines: pairs(examples),
        },
        Section {
            heading: "Tables",
            lines: pairs(tables),
        },
        Section {
            heading: "Commands",
            lines: pairs(verbs),
        },
    ]
}

fn contract() -> Vec<Section> {
    let pair = |(name, text): (&str, &str)| (name.to_owned(), said(text));
    let environment = [
        ("HLJ_DATA", "the package to ask, where --data names none"),
        (
            "HLJ_FORMAT",
            "the format, where no option or file name tells one",
        ),
        (
            "HLJ_NOTES",
            "how much of the notes is shown: brief, full or none",
        ),
        (
            "HLJ_ENGINE",
            "the command of the SQL engine that the rows come from",
        ),
        (
            "HLJ_PAGER, PAGER",
            "what shows an answer longer than the screen; empty for nothing",
        ),
        ("COLUMNS", "the width of tables that go to no terminal"),
        ("NO_COLOR, CLICOLOR_FORCE", "no colour; colour everywhere"),
    ];
    let codes = exit::ALL.map(|(code, text)| (code.to_string(), said(text)));
    vec![
        Section {
            heading: "Environment",
            lines: pairs(environment.into_iter().map(pair).collect()),
        },
        Section {
            heading: "Exit codes",
            lines: pairs(codes.into()),
        },
    ]
}

/// An example as it is typed, and what it answers.
fn example(hlj: &str, table: &Table, example: &Example) -> (String, String) {
    (
        format!("{hlj} {} {}", table.name, printable(&example.args)),
        printable(&said(&example.title)),
    )
}

fn table_sections(package: &Package, table: &Table) -> Vec<Section> {
    let hlj = call(package);
    let examples: Vec<(String, String)> = table
        .examples
        .iter()
        .map(|known| example(&hlj, table, known))
        .collect();
    let mut sections = Vec::new();
    if !examples.is_empty() {
        sections.push(Section {
            heading: "Examples",
            lines: pairs(examples),
        });
    }
    let mut holds: Vec<(String, String)> = Vec::new();
    if let Some(description) = &table.description {
        holds.push((String::new(), printable(description)));
    }
    for (place, column) in table.columns.iter().enumerate() {
        let members = match &column.meaning {
            Meaning::Time => years(package, table),
            Meaning::Area | Meaning::Dimension(_) => members(package, table, place),
            Meaning::Indicator(_) | Meaning::Attribute(_) => continue,
        };
        holds.push((column.name.clone(), members));
    }
    for (_, column, indicator) in table.indicators() {
        let unit = match indicator.unit_and_prices() {
            unit if unit.is_empty() => unit,
            unit => format!(", {unit}"),
        };
        let text = match &column.title_zh {
            Some(title) if speaks_chinese() => {
                let unit = indicator.unit_zh.iter().map(|unit| format!("，{unit}"));
                format!("{title}{}（列{}）", unit.collect::<String>(), column.name)
            }
            _ => format!("{}{unit} (column {})", column.title, column.name),
        };
        holds.push((indicator.id.clone(), printable(&text)));
    }
    if let Some(source) = package.source_line(table) {
        holds.push(("source".to_owned(), printable(&source.to_string())));
    }
    sections.push(Section {
        heading: "What it holds",
        lines: pairs(holds),
    });
    sections
}

/// The years of a table as a reader says them; nothing where it has none or cannot be read.
fn years(package: &Package, table: &Table) -> String {
    let years = package.years(table);
    if years.is_empty() {
        String::new()
    } else {
        spans(&years)
    }
}

/// The members of a column for a line of text, in the order of the data: all of a few, the first of many.
pub(crate) fn members(package: &Package, table: &Table, column: usize) -> String {
    const MOST: usize = 16;
    let frame = package.outline(table).ok();
    let texts = frame.and_then(|frame| frame.texts(column));
    let Some(members) = texts.map(Texts::dictionary) else {
        return String::new();
    };
    let told = members.iter().take(MOST).map(printable);
    let told = told.collect::<Vec<_>>().join(", ");
    match members.len().checked_sub(MOST) {
        None | Some(0) => told,
        Some(more) => format!("{told} and {more} more"),
    }
}

/// A help text in Chinese, line by line, as far as the catalogue has what it says; columns stay where they are.
pub(super) fn in_chinese(text: &str) -> String {
    let line = |line: &str| {
        let (kept, said) = line.split_at(start_of_text(line));
        format!("{kept}{}\n", crate::words::in_chinese(said))
    };
    text.lines().map(line).collect()
}
