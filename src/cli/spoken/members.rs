//! Members of a dimension in order: `largest sector in Hegang`, `which sector lost most between 2010 and 2015`.

use super::Said;
use super::names::{dimension_titled, is_area};
use super::vocabulary::{FILLERS, GROWTH, LOST, is_change};
use crate::figure::{Kind, Years};
use crate::package::{Column, Indicator, Table};
use crate::query::options::option;

/// What is asked of the members of a dimension.
pub(super) struct Asked<'a> {
    /// The words, without those of the order.
    pub(super) words: &'a [String],
    /// The words that may say what is put in order: the first, and that behind the order.
    pub(super) nouns: [Option<&'a str>; 2],
    /// Whether the smallest come first.
    pub(super) lowest: bool,
    /// How many are wanted.
    pub(super) limit: Option<usize>,
}

impl Said {
    /// The words that ask for the members of a dimension in order, where one names the dimension, and the table that has
    /// it.
    pub(super) fn members_in_order(&self, asked: &Asked) -> Option<(&'static Table, Vec<String>)> {
        let words = asked.words;
        let (at, table, column) = words.iter().enumerate().find_map(|(at, word)| {
            let is_noun = asked.nouns.contains(&Some(word.as_str()));
            let (table, column) = dimension_titled(self.package, word).filter(|_| is_noun)?;
            Some((at, table, column))
        })?;
        let others = || words.iter().enumerate().filter(|(place, _)| *place != at);
        let named = others().find_map(|(place, word)| {
            let mut titled = table.indicators_titled(word).into_iter();
            titled.next().map(|(_, _, found)| (place, found))
        });
        let grows = others().any(|(_, word)| GROWTH.contains(&word.as_str()));
        let change = others().find(|(_, word)| is_change(&word.to_lowercase()));
        let change = change.map(|(_, word)| LOST.contains(&word.to_lowercase().as_str()));
        let indicator = named.map(|(_, found)| found);
        let indicator = indicator.or_else(|| telling(table, change.is_some() || grows))?;
        let is_own = |word: &str| {
            self.table_called(word)
                .is_some_and(|name| name == table.name)
        };
        let mut out = vec!["-i".to_owned(), indicator.id.clone()];
        let kept = others().filter(|(place, word)| {
            let is_named = named.is_some_and(|(at, _)| at == *place);
            !is_named
                && !FILLERS.contains(&word.as_str())
                && (is_area(self.package, word) || !is_own(word))
        });
        out.extend(kept.map(|(_, word)| word.clone()));
        let years = out.iter().filter(|word| word.parse::<Years>().is_ok());
        let (key, ascending) = match change {
            Some(lost) => (format!("{}.change", indicator.id), lost != asked.lowest),
            None if grows => (format!("{}.yoy", indicator.id), asked.lowest),
            None => (indicator.id.clone(), asked.lowest),
        };
        if years.count() == 0 {
            let first = self.package.years(table).first().copied();
            out.push(match change {
                Some(_) => format!("{}..", first?),
                None => "latest".to_owned(),
            });
        }
        let members = self.parts_of(table, column);
        if !members.is_empty() {
            out.push(format!("--{}={}", option(&column.name), members.join(",")));
        }
        out.push(format!("--sort={}{key}", if ascending { "" } else { "-" }));
        out.extend(asked.limit.map(|count| format!("--top={count}")));
        Some((table, out))
    }

    /// The members of a dimension but its total.
    fn parts_of(&self, table: &'static Table, column: &Column) -> Vec<&'static str> {
        let place = table
            .columns
            .iter()
            .position(|known| known.name == column.name);
        let frame = self.package.outline(table).ok();
        let texts = place
            .zip(frame)
            .and_then(|(place, frame)| frame.texts(place));
        let total = table
            .dimensions()
            .find(|(_, known, _)| known.name == column.name)
            .and_then(|(_, _, dimension)| dimension.total.as_deref());
        let all = texts
            .into_iter()
            .flat_map(|texts| texts.dictionary().iter());
        let is_plain = |member: &&str| Some(*member) != total && !member.contains(',');
        all.map(AsRef::as_ref).filter(is_plain).collect()
    }
}

/// The indicator by which members are put in order where none is named: of a change an amount, else the share.
fn telling(table: &Table, of_change: bool) -> Option<&Indicator> {
    let is_amount = |kind: Kind| matches!(kind, Kind::Flow | Kind::Stock);
    let is_first = |kind: Kind| {
        if of_change {
            is_amount(kind)
        } else {
            kind == Kind::Share
        }
    };
    let numbers = || {
        let indicators = table.indicators().map(|(_, _, found)| found);
        indicators.filter(|found| found.kind != Kind::Text)
    };
    let first = numbers().find(|found| is_first(found.kind));
    first.or_else(|| numbers().find(|found| is_amount(found.kind)))
}
