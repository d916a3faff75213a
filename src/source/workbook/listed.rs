//! The sheet that lists the others: `Index`, `Contents`.

use super::Sheet;
use crate::source::world_bank;

/// Whether a sheet is called as one that lists the others.
pub(super) fn lists_others(name: &str) -> bool {
    ["index", "contents", "tableofcontents"].contains(&world_bank::plain(name).as_str())
}

/// Whether a sheet that is called so names one of the others in a cell of its own.
pub(super) fn names_another(sheet: &Sheet, names: &[String]) -> bool {
    let others = || names.iter().filter(|name| **name != sheet.name);
    let is_name = |text: &String| others().any(|name| name == text.trim());
    lists_others(&sheet.name)
        && sheet
            .rows
            .values()
            .flat_map(|row| row.values())
            .any(is_name)
}

/// The title of all sheets without one of their own: the only line that begins as titles of tables do in the sheet that
/// lists the others.
pub(super) fn title_of_all(sheets: &[Sheet]) -> Option<String> {
    let list = sheets.iter().find(|sheet| lists_others(&sheet.name))?;
    let alone = |row: Vec<String>| {
        let mut texts = row.into_iter().filter(|text| !text.trim().is_empty());
        texts.next().filter(|_| texts.next().is_none())
    };
    let is_title = |text: &String| text.to_lowercase().starts_with("table ");
    let mut titles = list.texts().filter_map(alone).filter(is_title);
    titles.next().filter(|_| titles.next().is_none())
}
