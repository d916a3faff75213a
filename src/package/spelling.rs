//! How places may be spelt.
//!
//! A spelling names an area to the letter, once both are folded; what is merely near it is for messages alone.

use super::area::Area;
use super::folding::folding;

/// The generic words that may follow the name of an area of any level, in Chinese, Japanese and Korean.
const GENERIC_CJK: [&str; 32] = [
    "省",
    "市",
    "地区",
    "自治区",
    "自治州",
    "自治县",
    "区",
    "县",
    "盟",
    "旗",
    "壮族自治区",
    "回族自治区",
    "维吾尔自治区",
    "特别行政区",
    "縣",
    "區",
    "都",
    "府",
    "県",
    "町",
    "村",
    "특별시",
    "광역시",
    "특별자치시",
    "특별자치도",
    "도",
    "시",
    "군",
    "구",
    "鄉",
    "鎮",
    "地區",
];
/// The generic words in which the name of an area may end, in English.
const GENERIC_EN: [&str; 13] = [
    " SAR",
    " County",
    " Parish",
    " Borough",
    " Census Area",
    " Province",
    " Region",
    " Prefecture",
    " District",
    " Municipality",
    " Governorate",
    " Oblast",
    " Voivodeship",
];
/// The generic words that may follow the name of an area of a level, in English and pinyin.
const GENERIC: [(&str, &[&str]); 4] = [
    ("province", &["province", "sheng"]),
    ("prefecture", &["city", "prefecture", "shi", "diqu"]),
    ("district", &["district", "qu"]),
    ("county", &["county", "xian"]),
];

/// How a spelling names an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Naming {
    /// As one of its names or its code.
    Name,
    /// As an alias.
    Alias,
}

/// A name without the generic word in which it ends, in Chinese, Japanese or Korean: 黑龙江 of 黑龙江省.
pub fn stem(name: &str) -> Option<&str> {
    let stems = GENERIC_CJK
        .iter()
        .filter_map(|word| name.strip_suffix(word));
    let stem = stems.min_by_key(|stem| stem.len());
    stem.filter(|stem| stem.chars().count() > 1)
}

/// What a name is in short: without what stands behind a comma (`Egypt, Arab Rep.`), without a generic word (`Autauga
/// County, AL`).
fn in_short(name: &str) -> impl Iterator<Item = &str> {
    let head = name.split_once(", ").map(|(head, _)| head);
    let bare = |name: &str| {
        GENERIC_EN
            .iter()
            .find(|word| name.ends_with(**word))
            .map(|word| name.len() - word.len())
    };
    let [own, other] =
        [Some(name), head].map(|name| name.and_then(|name| Some(&name[..bare(name)?])));
    let short = [head, own, other].into_iter().flatten();
    short.filter(|short| short.chars().count() > 2)
}

impl Area {
    /// Every spelling that finds the area, in two parts that are read as one: a name, and a generic word or nothing.
    pub(super) fn spellings(&self) -> impl Iterator<Item = (Naming, [&str; 2])> {
        let names =
            [&self.name, &self.name_zh, &self.pinyin, &self.code].map(|name| [name.as_str(), ""]);
        let stem = match self.name_zh.as_str() {
            "" => stem(&self.name),
            chinese => stem(chinese),
        };
        let is_gb = self.code.len() == 6 && self.code.bytes().all(|byte| byte.is_ascii_digit());
        let statistical = is_gb.then_some([self.code.as_str(), "000000"]);
        let generic = GENERIC.iter().find(|(level, _)| *level == self.level);
        let words = generic.map_or(&[][..], |(_, words)| words).iter();
        let with_words =
            words.flat_map(|word| [[self.name.as_str(), word], [self.pinyin.as_str(), word]]);
        let names = names
            .into_iter()
            .chain(stem.map(|stem| [stem, ""]))
            .chain(statistical)
            .chain(with_words);
        let names = names
            .filter(|[name, _]| !name.is_empty())
            .map(|name| (Naming::Name, name));
        let aliases = self.aliases.iter().map(String::as_str);
        let others = aliases.chain(in_short(&self.name));
        names.chain(others.map(|alias| (Naming::Alias, [alias, ""])))
    }

    /// How a folded spelling names the area, where it does.
    pub(super) fn naming(&self, folded: &str) -> Option<Naming> {
        #[cfg(test)]
        crate::words::work::step();
        // Most spellings are told apart by their first character: a letter or digit of ASCII folds to its lower case, a
        // Chinese character to itself.
        let first = folded.chars().next();
        let may_begin = |name: &str| match name.chars().next() {
            Some(c) if c.is_ascii_alphanumeric() => first == Some(c.to_ascii_lowercase()),
            Some(c) if ('\u{4e00}'..='\u{9fff}').contains(&c) => first == Some(c),
            Some(_) => true,
            None => false,
        };
        // What is said with a generic word begins as the name without it.
        let own = [&self.name, &self.name_zh, &self.pinyin, &self.code];
        if !own
            .into_iter()
            .chain(&self.aliases)
            .any(|name| may_begin(name))
        {
            return None;
        }
        let names_it = |[name, word]: [&str; 2]| {
            may_begin(name) && folding(name).chain(folding(word)).eq(folded.chars())
        };
        let mut names = self
            .spellings()
            .filter(|(_, parts)| names_it(*parts))
            .map(|(naming, _)| naming);
        // Names come before aliases.
        names.next()
    }
}
