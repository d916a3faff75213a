//! A place.

use super::folding::fold;

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
}

impl Area {
    /// An area of which no more is known than what a table calls it.
    pub(super) fn unregistered(name: &str) -> Area {
        Area {
            name: name.to_owned(),
            ..Area::default()
        }
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
