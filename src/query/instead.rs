//! What a word names that is no table and no indicator: a place, a member, a text of a column; with the next step.

use super::options::option;
use crate::figure::{Kind, Period};
use crate::package::{Package, Table, fold};
use crate::words::{excerpt, printable, quoted_list, shell_word};

/// What a word that is no table and no indicator names instead, with the next step.
pub(crate) fn names_instead(package: &Package, word: &str) -> Option<String> {
    let has = |table: &&Table| table.indicator_called(word).is_some();
    let tables: Vec<&Table> = package.tables().filter(has).collect();
    if !tables.is_empty() {
        let ask = tables.iter().filter_map(|table| {
            let (_, _, indicator) = table.indicator_called(word)?;
            Some(format!(
                "hlj {} -i {}",
                table.name,
                shell_word(&printable(&indicator.id))
            ))
        });
        return Some(format!(
            "it is an indicator: write {}",
            quoted_list(ask, "or")
        ));
    }
    let areas = package.areas().ok()?;
    if let Some(area) = areas.find(word, |_| false).first() {
        let is_plain = area.name.chars().all(char::is_alphanumeric);
        let finds_it = areas.find(&area.name, |_| false).as_slice() == [*area];
        let name = if (is_plain && finds_it) || area.code.is_empty() {
            &area.name
        } else {
            &area.code
        };
        let name = printable(name);
        return Some(format!(
            "it names a place: `hlj profile {name}` is a page on it, and `--city {name}` keeps a table, `check` or \
             `rank` to it"
        ));
    }
    let of_member = package.tables().find_map(|table| {
        let (column, member) = table.dimensions().find_map(|(_, column, dimension)| {
            let mut members = dimension.members.iter();
            let member = members.find(|member| dimension.is_called(&member.value, word))?;
            Some((column, member))
        })?;
        let indicators = || table.indicators().map(|(_, _, indicator)| indicator);
        let amount = indicators().find(|indicator| indicator.is_amount());
        let ranked = amount.or_else(|| indicators().find(|found| found.kind != Kind::Text));
        let rank = ranked.map_or_else(String::new, |indicator| {
            let id = shell_word(&printable(&indicator.id));
            let choice = shell_word(&printable(&format!("{}={}", column.name, member.value)));
            format!(", and `hlj rank {id} --member {choice}` ranks it")
        });
        Some(format!(
            "it is one of `{}` in the table `{table}`: `hlj {table} --{} {}` shows it{rank}",
            printable(&column.name),
            option(&column.name),
            shell_word(&printable(&member.value)),
            table = table.name
        ))
    });
    of_member.or_else(|| is_said(package, word))
}

/// That a word stands in a column of words, with the next step.
fn is_said(package: &Package, word: &str) -> Option<String> {
    package.tables().find_map(|table| {
        let condition = shell_word(&printable(&text_called(package, table, word)?));
        Some(format!(
            "it stands in the table `{table}`: `hlj {table} --where {condition}` shows it",
            table = table.name
        ))
    })
}

/// The condition for the rows in which a column of words says this, in the language of the file or in Chinese.
pub(crate) fn text_called(package: &Package, table: &Table, word: &str) -> Option<String> {
    let wanted = fold(word);
    let frame = package.outline(table).ok()?;
    let mut indicators = table.indicators().filter(|_| !wanted.is_empty());
    indicators.find_map(|(place, _, indicator)| {
        let is_it = |text: &&str| {
            let zh = indicator.texts_zh.get(*text);
            fold(text) == wanted || zh.is_some_and(|zh| fold(zh) == wanted)
        };
        let mut texts = frame.texts(place)?.dictionary().iter();
        Some(format!("{}={}", indicator.id, texts.find(is_it)?))
    })
}

/// The step that is left where a table of a package has no time but has columns of periods: to declare one; as the end of a
/// sentence that names another step.
pub(crate) fn or_declare_time(package: &Package, table: &Table) -> String {
    let frame = package.folder().and_then(|_| package.outline(table).ok());
    let is_of_periods = |place: usize| {
        let texts = frame.and_then(|frame| frame.texts(place));
        texts.is_some_and(|texts| {
            let mut all = texts.dictionary().iter().peekable();
            // Small numbers are ranks and counts.
            let is_dated = |period: Period| (1500..=2200).contains(&period.number());
            all.peek().is_some() && all.all(|text| text.parse().is_ok_and(is_dated))
        })
    };
    let dimensions = table.dimensions();
    let like_time = dimensions.filter(|(place, ..)| is_of_periods(*place));
    let names: Vec<String> = like_time
        .map(|(_, column, _)| excerpt(&column.name))
        .collect();
    if names.is_empty() {
        return String::new();
    }
    format!(
        ", or give the field {} the property `\"role\": \"time\"`",
        quoted_list(names, "or")
    )
}
