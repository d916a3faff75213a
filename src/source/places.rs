//! Names of places: which of them are groups or totals of others, which columns are called after places, which codes
//! stand before a name.

mod codes;
mod groups;
mod lists;
mod marks;
mod whole;

use super::headings::normal;
pub(crate) use codes::{COUNTRIES, are_codes_of_places};
pub(crate) use groups::{is_group, is_set_of_groups, is_set_of_places};
use lists::{GROUPS, PLACES};
pub(crate) use marks::{codes_before, footnoted, without_dots, without_mark};
pub(crate) use whole::{country_of_all, is_of_countries};

/// What a blank is called that names a row beside those with a member.
pub(crate) const BLANK: &str = "(blank)";

/// What totals of a dimension are called, folded.
const TOTALS: &[&str] = &[
    "blank",
    "total",
    "totals",
    "grand total",
    "all",
    "t",
    "both sexes",
    "both",
    "ambos sexos",
    "ambos",
    "ambos generos",
    "todas las edades",
    "todos",
    "todas",
    "all ages",
    "total all ages",
    "all persons",
    "all industries",
    "all sectors",
    "all industry total",
    "insgesamt",
    "gesamt",
    "zusammen",
    "ensemble",
    "hommes et femmes",
    "total geral",
    "totale",
    "totaal",
    "i alt",
    "ialt",
    "totalt",
    "yhteensa",
    "alls",
    "osszesen",
    "ogolem",
    "celkem",
    "spolu",
    "toplam",
    "ukupno",
    "всего",
    "оба пола",
    "合计",
    "总计",
    "总数",
    "総数",
    "計",
    "合計",
    "男女計",
    "総人口",
    "계",
    "합계",
    "전체",
    "total nacional",
    "subtotal",
    "sub total",
    "total result",
    "ergebnis",
    "gesamtergebnis",
    "totale complessivo",
    "общий итог",
    "итог",
    "итого",
    "小计",
    "小計",
    "汇总",
    "集計",
    "요약",
    "male and female",
    "persons total",
    "男女计",
];

/// Whether the name of a member of any dimension is one of the total of the others.
pub(crate) fn is_total(name: &str) -> bool {
    let plain = normal(name);
    let last = plain
        .rsplit_once(' ')
        .map_or(plain.as_str(), |(_, last)| last);
    TOTALS.contains(&plain.as_str())
        || (last == "total" && plain.split(' ').count() <= 3)
        || name == "_T"
}

/// Words of what is counted, which names of places do not have.
const COUNTS: &[&str] = &[
    "average", "index", "mean", "median", "number", "pct", "per", "percent", "rate", "ratio",
    "share",
];

/// Whether most of the names are names of places.
pub(crate) fn are_places<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let (mut known, mut all) = (0, 0);
    for name in names {
        all += 1;
        known += usize::from(is_place(name));
    }
    all > 1 && known * 2 >= all
}

/// Whether columns that are called so are those of areas: most of the names are of places, and no more than one of the others
/// says what is counted, such as `handgun_share`.
pub(crate) fn name_columns<'n>(names: impl Iterator<Item = &'n str> + Clone) -> bool {
    let counts = |name: &&str| {
        let plain = normal(name);
        plain.split(' ').any(|word| COUNTS.contains(&word)) && !is_place(name)
    };
    are_places(names.clone()) && names.filter(counts).count() < 2
}

fn is_place(name: &str) -> bool {
    let plain = normal(name);
    let suffixes = [
        "市",
        "省",
        "县",
        "縣",
        "区",
        "區",
        "自治区",
        "自治州",
        "地区",
        "都",
        "府",
        "県",
        "道",
        "郡",
        "町",
        "村",
        "시",
        "도",
        "군",
        "구",
        "county",
        "province",
        "district",
        "state",
        "oblast",
        "prefecture",
        "region",
        "municipality",
        "область",
        "краи",
        "округ",
        "республика",
        "wojewodztwo",
    ];
    let begins = plain.starts_with("республика ") || plain.starts_with("г москва");
    let ends = suffixes
        .iter()
        .any(|suffix| plain.chars().count() > suffix.chars().count() && plain.ends_with(suffix));
    ends || begins
        || PLACES.contains(&plain.as_str())
        || GROUPS.contains(&plain.as_str()) && plain.len() > 3
}

#[cfg(test)]
mod tests;
