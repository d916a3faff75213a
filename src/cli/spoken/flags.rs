//! Which words are options of the grammar, and which are their values.

use clap::{Arg, Command};

/// Where the first word stands that is no option and no value of one.
pub(super) fn first_word(grammar: &Command, words: &[&str]) -> Option<usize> {
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

/// The words with options of tables behind the others, where they stand before what they are said of: `-c Hegang gdp`.
pub(super) fn options_last(
    program: &Command,
    table: &Command,
    words: &[&str],
) -> Option<Vec<String>> {
    let mut at = 1;
    let is_moved = |word: &&str| option(program, word).is_none() && option(table, word).is_some();
    while words.get(at).is_some_and(is_moved) {
        at += 1 + usize::from(takes_next(table, words[at]));
    }
    let rest = words.get(at..).filter(|rest| at > 1 && !rest.is_empty())?;
    let words = words[..1].iter().chain(rest).chain(&words[1..at]);
    Some(words.map(|word| (*word).to_owned()).collect())
}

/// The option that a word names.
pub(super) fn option<'a>(grammar: &'a Command, word: &str) -> Option<&'a Arg> {
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
pub(super) fn takes_next(grammar: &Command, word: &str) -> bool {
    let has_own = word.starts_with("--") && word.contains('=');
    option(grammar, word).is_some_and(|arg| {
        arg.get_action().takes_values() && !arg.is_require_equals_set() && !has_own
    })
}

/// Whether an option takes a value by this name.
pub(super) fn takes(arg: &Arg, value: &str) -> bool {
    let known = arg.get_possible_values();
    known.iter().any(|known| known.matches(value, true))
}
