//! Which areas the words of a comparison or of a page name, and that they can stand side by side.

use super::covered::{Covered, register};
use super::error::{Result, refused};
use super::pieces::whole_names;
use crate::answer::Label;
use crate::package::{Area, Areas, Package};
use crate::words::{Refusal, printable, quoted_list, shell_word};

/// An area as a reader calls it.
pub(crate) fn label(area: &Area) -> Label {
    Label::new(&area.name, Some(&area.name_zh))
}

/// The areas that the words name, in their order: as the first table understands them that has all of them, else as
/// the register does.
pub(crate) fn resolve(
    package: &Package,
    covered: &[Covered],
    words: &[String],
) -> Result<Vec<Area>> {
    let register = register(package, covered)?;
    let is_exact = |name: &str| register.spelt(name).next().is_some();
    let is_known = |name: &str| match name.strip_prefix('@') {
        Some(group) => !register.group(group).is_empty(),
        None => !register.find(name, |_| true).is_empty(),
    };
    let words = &whole_names(words, is_exact, is_known);
    check_known(&register, covered, words, "compare")?;
    let areas = covered
        .iter()
        .find_map(|covered| as_in(&register, covered, words));
    let areas = match areas {
        Some(areas) => areas,
        None => as_registered(&register, words)?,
    };
    check(words, &areas)?;
    Ok(areas.into_iter().map(|(_, area)| area).collect())
}

/// The names of two of the areas of which the first is a part of the second, where there are such.
pub(crate) fn part_of_whole(
    package: &Package,
    covered: &[Covered],
    areas: &[Area],
) -> Result<Option<[String; 2]>> {
    let register = register(package, covered)?;
    let mut wholes = areas.iter().filter(|area| !area.code.is_empty());
    Ok(wholes.find_map(|whole| {
        let inside = register.inside(&whole.code);
        let is_part = |area: &&Area| *area != whole && inside.contains(area);
        let part = areas.iter().find(is_part)?;
        Some([part, whole].map(|area| printable(&area.name)))
    }))
}

/// The areas that a word names, of whatever level: those that bear the name alone, where there are any.
pub(crate) fn bearers(package: &Package, covered: &[Covered], word: &str) -> Result<Vec<Area>> {
    let register = register(package, covered)?;
    check_known(&register, covered, &[word.to_owned()], "profile")?;
    let found = match word.strip_prefix('@') {
        Some(group) => register.group(group),
        None => register.find(word, |_| true),
    };
    Ok(found.into_iter().cloned().collect())
}

/// A word with an area that it names.
type Named<'a> = (&'a str, Area);

/// The areas of a group that no word before has named.
fn members<'a>(register: &Areas, word: &'a str, named: &[Named<'a>]) -> Option<Vec<Named<'a>>> {
    let group = word.strip_prefix('@')?;
    let members = register.group(group).into_iter();
    let members = members.filter(|area| !named.iter().any(|(_, known)| known == *area));
    Some(members.map(|area| (word, area.clone())).collect())
}

/// The areas as a table understands the words, where it has all of them.
fn as_in<'a>(register: &Areas, covered: &Covered, words: &'a [String]) -> Option<Vec<Named<'a>>> {
    let mut named: Vec<Named> = Vec::new();
    for word in words {
        if let Some(members) = members(register, word, &named) {
            named.extend(members);
            continue;
        }
        let has = |area: &Area| covered.cell(area).is_some();
        match register.find(word, has).as_slice() {
            [area] => named.push((word, (*area).clone())),
            _ => return None,
        }
    }
    named
        .iter()
        .all(|(_, area)| covered.cell(area).is_some())
        .then_some(named)
}

/// The areas as the register understands the words.
fn as_registered<'a>(register: &Areas, words: &'a [String]) -> Result<Vec<Named<'a>>> {
    let mut named: Vec<Named> = Vec::new();
    for word in words {
        if let Some(members) = members(register, word, &named) {
            named.extend(members);
            continue;
        }
        match register.find(word, |_| false).as_slice() {
            [area] => named.push((word, (*area).clone())),
            several => return refused(register.several(word, several)),
        }
    }
    Ok(named)
}

/// Refuses words that name nothing, in a question to the verb.
fn check_known(register: &Areas, covered: &[Covered], words: &[String], verb: &str) -> Result<()> {
    let is_unknown = |word: &&String| match word.strip_prefix('@') {
        Some(group) => register.group(group).is_empty(),
        None => register.find_all(word).is_empty(),
    };
    let unknown: Vec<&str> = words
        .iter()
        .filter(is_unknown)
        .map(String::as_str)
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    if unknown.iter().all(is_year)
        && let Some((_, area)) = covered.iter().find_map(|covered| covered.iter().next())
    {
        let are = match unknown.as_slice() {
            [_] => "is a year and names",
            _ => "are years and name",
        };
        let years = match verb {
            "compare" => format!(" -y {}", unknown.join(",")),
            _ => String::new(),
        };
        return refused(
            Refusal::new(format!("{} {are} no area", quoted_list(&unknown, "and"))).next(format!(
                "name one, such as `hlj {verb} {}{years}`",
                shell_word(&printable(&area.name))
            )),
        );
    }
    refused(register.unknown(&unknown))
}

/// Refuses an area that is named twice.
fn check(words: &[String], areas: &[Named]) -> Result<()> {
    for (place, (word, area)) in areas.iter().enumerate() {
        let name = printable(&area.name);
        if let Some((other, _)) = areas[..place].iter().find(|(_, known)| known == area) {
            let what = if other == word {
                format!("{name} is named twice")
            } else {
                let (other, word) = (printable(other), printable(word));
                format!("`{other}` and `{word}` both name {name}")
            };
            return refused(Refusal::new(what).next("name each area once"));
        }
    }
    if areas.is_empty() {
        return refused(
            Refusal::new(format!(
                "{} names no area",
                quoted_list(words.iter().map(|word| printable(word)), "and")
            ))
            .next("`hlj areas` lists every name"),
        );
    }
    Ok(())
}
