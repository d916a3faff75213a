//! How the audit asks: a question in words, and figures or a sentence for an answer.

use std::ffi::OsString;

use anyhow::Result;

use super::table;
use crate::answer::Answer;
use crate::cli::origin;
use crate::cli::program::{verb, verbs};
use crate::cli::spoken;
use crate::cli::usage::usage;
use crate::cli::verb::Outcome;
use crate::package::Package;
use crate::words::{printable, quoted_list};

/// The answer to a question from which a claim is derived, in the words of the command line without the program's
/// name; what cannot be answered is told as a sentence.
pub(super) fn claimed(
    question: &str,
    adjusted: bool,
    package: &'static Package,
) -> Result<Answer, String> {
    let told = |why: &str| format!("`hlj {}` {why}", printable(question));
    let words = shlex::split(question).ok_or_else(|| told("has a quote that is not closed"))?;
    let program = std::iter::once("hlj".to_owned()).chain(words);
    let adjusted = adjusted.then(|| "--adjusted".to_owned());
    let words: Vec<OsString> = program.chain(adjusted).map(OsString::from).collect();
    let answer = || -> Result<Option<Answer>> {
        let (words, matches) = spoken::matched(words.clone(), package)?;
        let matches = matches.map_err(|error| usage(&error, &words, package, None))?;
        let Some((name, matches)) = matches.subcommand() else {
            return Ok(None);
        };
        origin::refuse_what_is_no_question(matches)?;
        let Some(verb) = verb(name) else {
            return Ok(Some(table::figures(name, matches, package)?));
        };
        // A verb that asks claims would ask itself without end.
        if !verb.figures {
            return Ok(None);
        }
        match (verb.run)(matches, package)? {
            Outcome::Answer(answer) => Ok(Some(*answer)),
            _ => Ok(None),
        }
    };
    match answer() {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => {
            let figures = verbs().iter().filter(|verb| verb.figures);
            let verbs = quoted_list(figures.map(|verb| verb.name), "or");
            Err(told(&format!("gives no figures; ask a table, {verbs}")))
        }
        Err(error) => Err(told(&format!("is refused: {error:#}"))),
    }
}
