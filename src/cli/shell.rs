//! Words as a shell takes them.

use crate::package::Package;
use crate::words::printable;

/// How the program is called to ask this package.
pub(crate) fn call(package: &Package) -> String {
    match package.folder() {
        None => "hlj".to_owned(),
        Some(folder) => format!("hlj --data {}", shell_word(&printable(folder))),
    }
}

/// A text as one word of a shell.
pub(crate) fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%,=".contains(c);
    if !text.is_empty() && !text.starts_with('=') && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
