//! What words name: areas, cells, indicators, options of a table.

use crate::package::{Package, Table, fold};
use crate::query::words::flag;
use clap::Command;

/// Whether the words of a verb are areas as they are.
pub(super) fn takes_areas(grammar: &Command) -> bool {
    let mut positionals = grammar.get_positionals();
    positionals.any(|arg| ["areas", "area", "names"].contains(&arg.get_id().as_str()))
}

/// The option of a table that takes a word which is no period: for areas none where something else bears the name alone.
pub(super) fn option_of(package: &Package, table: &Table, word: &str) -> Option<String> {
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
            return Some(flag(&column.name));
        }
    }
    let is_indicator = |part: &str| table.indicator_called(part.trim()).is_some();
    word.split(',')
        .all(is_indicator)
        .then(|| "indicator".to_owned())
}

/// Whether a word names an indicator of a table, or several of them, and no area.
pub(super) fn is_indicator(package: &Package, word: &str) -> bool {
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
pub(super) fn is_area(package: &Package, word: &str) -> bool {
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
pub(super) fn has_cell(package: &Package, table: &Table, word: &str) -> bool {
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
