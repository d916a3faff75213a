//! A place.

use super::folding::fold;
use crate::figure::Period;

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Area {
    /// The official code (GB/T 2260 in the built-in package); empty where there is none.
    pub code: String,
    /// The name that tables and machine formats use.
    pub name: String,
    /// The Chinese name, with its generic word.
    pub name_zh: String,
    /// The pinyin, with tones.
    pub pinyin: String,
    /// What sort of area it is: `province`, `prefecture`, `district`, `county`.
    pub level: String,
    /// The code of the area that it is a part of.
    pub parent: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// The named sets it belongs to.
    pub groups: Vec<String>,
    /// The first and the last year in which it existed, where it was made or dissolved.
    pub valid: (Option<Period>, Option<Period>),
}

impl Area {
    /// The level of areas that are groups or totals of others.
    pub const AGGREGATE: &'static str = "aggregate";

    /// An area of which no more is known than what a table calls it.
    pub(super) fn unregistered(name: &str) -> Area {
        Area {
            name: name.to_owned(),
            ..Area::default()
        }
    }

    /// Takes over codes by which a table knows it: the first is its code, the others are further names.
    pub fn take_codes<'c>(&mut self, codes: impl Iterator<Item = &'c str>) {
        for code in codes.filter(|code| !code.is_empty()) {
            if self.code.is_empty() {
                code.clone_into(&mut self.code);
            } else if self.code != code && !self.aliases.iter().any(|alias| alias == code) {
                self.aliases.push(code.to_owned());
            }
        }
    }

    /// Whether it is a group of others or their total, never ranked or added with them.
    pub fn is_aggregate(&self) -> bool {
        self.level == Area::AGGREGATE
    }

    /// Whether it existed in a period, as far as is known.
    pub fn exists(&self, period: Period) -> bool {
        let (from, to) = self.valid;
        let year = period.year();
        from.is_none_or(|from| year >= from) && to.is_none_or(|to| year <= to)
    }

    /// Whether this is one of its names, its code or an alias to the letter.
    pub fn is_spelt(&self, text: &str) -> bool {
        let names = [&self.name, &self.name_zh, &self.pinyin, &self.code];
        let mut names = names.into_iter().chain(&self.aliases);
        names.any(|name| name == text)
    }

    /// The name as one word of a shell: no spaces or apostrophes.
    pub fn slug(&self) -> String {
        if self
            .name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        {
            self.name.clone()
        } else {
            fold(&self.name)
        }
    }
}
