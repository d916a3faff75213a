//! How the program is called.

use crate::package::Package;
use crate::words::{printable, shell_word};

/// How the program is called to ask this package.
pub(crate) fn call(package: &Package) -> String {
    match package.folder() {
        Some(folder) => format!("hlj --data {}", shell_word(&printable(folder))),
        None if package.is_opened() => format!("hlj {}", shell_word(&printable(package.label()))),
        None => "hlj".to_owned(),
    }
}

/// A message of which the next steps ask this package: `hlj rank …` becomes `hlj FILE rank …`, where `rank` is a command
/// or a table of it. What a message begins with, or quotes behind a colon, was typed.
pub(crate) fn with_package(
    message: &str,
    package: &Package,
    is_command: impl Fn(&str) -> bool,
) -> String {
    const CALL: &str = "`hlj ";
    let mut parts = message.split(CALL);
    let mut told = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let command = part.split([' ', '`']).next().unwrap_or_default();
        let is_next = !told.is_empty() && !told.ends_with(": ");
        // What is asked of may be named first.
        let is_figure = || {
            let mut tables = package.tables();
            command.starts_with('\'') || tables.any(|table| table.indicator(command).is_some())
        };
        if is_next && (is_command(command) || package.table(command).is_some() || is_figure()) {
            told.push('`');
            told.push_str(&call(package));
            told.push(' ');
        } else {
            told.push_str(CALL);
        }
        told.push_str(part);
    }
    told
}
