//! The help of `-h` and of the program alone: what is asked most, on one screen.

use clap::{Arg, Command};

use super::text::{WIDTH, pairs};
use super::{call, example};
use crate::cli::program::{verb, verbs};
use crate::package::{Package, Table};
use crate::words::printable;

/// The options of tables that the help of `-h` tells.
const OF_TABLES: [&str; 15] = [
    "city",
    "years",
    "indicator",
    "total",
    "transform",
    "wide",
    "long",
    "top",
    "sort",
    "min",
    "columns",
    "format",
    "output",
    "notes",
    "words",
];
/// The options that verbs share with others and that are told by `--help` alone.
const RARE: [&str; 25] = [
    "help",
    "data",
    "encoding",
    "delimiter",
    "decimal",
    "header",
    "csv",
    "json",
    "excel",
    "lang",
    "width",
    "color",
    "no_header",
    "no_pager",
    "chart",
    "spark",
    "ascii",
    "conditions",
    "min",
    "max",
    "columns",
    "bounds",
    "explain",
    "with_source",
    "digits",
];
/// How many examples are told.
const EXAMPLES: usize = 3;

/// The help of the program.
pub(crate) fn of_program(package: &Package) -> String {
    let hlj = call(package);
    let mut examples: Vec<(String, String)> = package
        .tables()
        .filter_map(|table| Some(example(&hlj, table, table.examples.first()?)))
        .take(EXAMPLES)
        .collect();
    examples.extend([
        (
            format!("{hlj} check"),
            "which figures cannot be true".to_owned(),
        ),
        (
            "hlj FILE".to_owned(),
            "a CSV, a workbook, PC-Axis, …".to_owned(),
        ),
    ]);
    let names = |names: Vec<&str>| {
        textwrap::wrap(&names.join(" "), WIDTH - 2)
            .into_iter()
            .map(|line| format!("  {line}"))
            .collect::<Vec<_>>()
    };
    let tables = names(package.table_names().collect());
    let commands = names(verbs().iter().map(|verb| verb.name).collect());
    let parts = [
        vec![
            "hlj asks regional statistics: every figure with its unit, source and doubts."
                .to_owned(),
            String::new(),
        ],
        pairs(examples),
        vec![String::new(), "Tables:".to_owned()],
        tables,
        vec!["Commands:".to_owned()],
        commands,
        vec![
            String::new(),
            format!(
                "`{hlj} TABLE` shows a table, `{hlj} TABLE -h` says what can be asked of it, `hlj --help` all."
            ),
        ],
    ];
    text(&parts.concat())
}

/// Lines as text, without blanks at their ends.
fn text(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The help of a table or a verb.
pub(crate) fn of_command(package: &Package, name: &str, grammar: &Command) -> String {
    let table = package.table(name);
    let hlj = call(package);
    let title = match (table, verb(name)) {
        (Some(table), _) => printable(&table.title),
        (_, Some(verb)) => verb.about.to_owned(),
        _ => String::new(),
    };
    let examples = table.map(|table| examples(&hlj, table)).unwrap_or_default();
    let options: Vec<String> = grammar
        .get_arguments()
        .filter(|arg| !arg.is_hide_set() && is_told(arg, table.is_some()))
        .map(line)
        .collect();
    let usage = match table {
        Some(_) => format!("{hlj} {name} [AREA|PERIOD]… [OPTIONS]"),
        None => grammar
            .clone()
            .render_usage()
            .to_string()
            .replace("Usage: ", ""),
    };
    let mut lines = vec![
        title,
        String::new(),
        format!("Usage: {usage}"),
        String::new(),
    ];
    if !examples.is_empty() {
        lines.extend(examples);
        lines.push(String::new());
    }
    lines.extend(options);
    lines.extend([String::new(), format!("`{hlj} {name} --help` says all.")]);
    text(&lines)
}

fn examples(hlj: &str, table: &Table) -> Vec<String> {
    let examples = table.examples.iter().take(EXAMPLES);
    pairs(examples.map(|known| example(hlj, table, known)).collect())
}

fn is_told(arg: &Arg, is_table: bool) -> bool {
    let id = arg.get_id().as_str();
    if is_table {
        OF_TABLES.contains(&id) || id.starts_with("dimension:")
    } else {
        !RARE.contains(&id)
    }
}

/// An option with its value, and what it is for, on one line.
fn line(arg: &Arg) -> String {
    const NAME: usize = 28;
    let value = arg
        .get_value_names()
        .and_then(<[_]>::first)
        .map(ToString::to_string);
    let takes = arg.get_action().takes_values();
    let value = value.filter(|_| takes).unwrap_or_default();
    let name = match (arg.get_short(), arg.get_long()) {
        (Some(short), Some(long)) if arg.is_require_equals_set() => {
            format!("-{short}, --{long}[={value}]")
        }
        (Some(short), Some(long)) => format!("-{short}, --{long} {value}"),
        (None, Some(long)) if arg.is_require_equals_set() => format!("    --{long}[={value}]"),
        (None, Some(long)) => format!("    --{long} {value}"),
        _ => format!("[{value}]…"),
    };
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let lead = format!("  {:NAME$}", name.trim_end());
    let room = WIDTH.saturating_sub(lead.chars().count() + 1);
    let clause = |text: &str, mark: &str| text.split(mark).next().unwrap_or_default().to_owned();
    let mut told = clause(&clause(&help, ": "), "; ");
    if told.chars().count() > room {
        told = clause(&told, ", ");
    }
    if told.chars().count() > room {
        told = told
            .chars()
            .take(room.saturating_sub(1))
            .collect::<String>()
            .trim_end()
            .to_owned()
            + "…";
    }
    format!("{lead} {told}")
}
