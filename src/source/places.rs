//! Names of places: which of them are groups or totals of others, which columns are called after places, which codes
//! stand before a name.

mod lists;
mod whole;

use super::headings::normal;
use lists::{BEA_REGIONS, CODES, GROUPS, PLACES};
pub(crate) use whole::{country_of_all, is_of_countries};

/// Names of great regions that are groups only beside the name of their country, which holds them.
const GREAT_REGIONS: &[(&str, &[&str])] = &[
    (
        "brasil",
        &[
            "norte",
            "nordeste",
            "sudeste",
            "sul",
            "centro oeste",
            "regiao norte",
            "regiao nordeste",
            "regiao sudeste",
            "regiao sul",
            "regiao centro oeste",
            "brasil",
        ],
    ),
    (
        "brazil",
        &[
            "north",
            "northeast",
            "southeast",
            "south",
            "central west",
            "brazil",
        ],
    ),
    (
        "united states",
        &[
            "northeast",
            "midwest",
            "south",
            "west",
            "northeast region",
            "midwest region",
            "south region",
            "west region",
            "united states",
        ],
    ),
    (
        "italia",
        &[
            "nord",
            "nord ovest",
            "nord est",
            "centro",
            "mezzogiorno",
            "sud",
            "isole",
            "centro nord",
            "italia",
        ],
    ),
    ("polynesia", &["micronesia"]),
    ("melanesia", &["micronesia"]),
    ("england", &["england"]),
    ("us", &["us"]),
];
/// Countries that are the totals of their regions in tables of these alone.
const COUNTRIES: &[&str] = &["us", "united states", "brazil", "brasil", "italia"];
/// Countries and their codes, none of them those of a state, that tell a table of countries.
const BESIDE_COUNTRIES: &[&str] = &[
    "gb",
    "fr",
    "cn",
    "jp",
    "ru",
    "mx",
    "uk",
    "canada",
    "mexico",
    "china",
    "japan",
    "france",
    "germany",
    "alemania",
    "alemanha",
    "germania",
    "francia",
    "china",
    "india",
    "united kingdom",
];
/// Beginnings of names of groups.
const BEGINNINGS: &[&str] = &[
    "all counties",
    "all municipalities",
    "all districts",
    "total ",
    "eu27 ",
    "eu28 ",
    "eu 27",
    "eu 28",
    "euro area ",
    "european union ",
    "oecd ",
    "world ",
    "less developed regions ",
    "more developed regions ",
];
/// Ends of names of groups and totals.
const ENDS: &[&str] = &[
    " osszesen",
    " insgesamt",
    " zusammen",
    " yhteensa",
    " celkem",
    " spolu",
    " ogolem",
    " toplami",
    " ukupno",
    " всего",
    " итого",
    " i alt",
    " totalt",
];
/// States by code and by name, of which a table of states of the United States has most.
const STATES: [[&str; 4]; 2] = [
    ["ca", "tx", "ny", "fl"],
    ["california", "texas", "new york", "florida"],
];

/// Groups that are called by initials, which as a word name a place.
const ACRONYMS: [&str; 4] = ["cis", "ea", "eea", "eu"];

/// Whether a name is one of a group or a total, beside the other names of its table.
pub(crate) fn is_group(name: &str, has: &dyn Fn(&str) -> bool) -> bool {
    let plain = normal(name);
    if plain.is_empty() {
        return false;
    }
    // Eu is a town in Normandy, Cis one in Trentino.
    let is_word = name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase);
    if ACRONYMS.contains(&plain.as_str()) && is_word {
        return false;
    }
    if GROUPS.contains(&plain.as_str()) {
        // A single letter is a name of its own where nothing else speaks for a total.
        return plain.chars().count() > 1 || !plain.is_ascii();
    }
    let ends = || ENDS.iter().any(|end| plain.ends_with(end));
    if CODES.contains(&name) || BEGINNINGS.iter().any(|start| plain.starts_with(start)) || ends() {
        return true;
    }
    // `All India`.
    let of_all = plain.strip_prefix("all ");
    if of_all.is_some_and(|rest| PLACES.contains(&rest)) {
        return true;
    }
    let beside = |set: &[&str]| {
        set.iter()
            .filter(|other| **other != plain && has(other))
            .count()
    };
    if BEA_REGIONS.contains(&plain.as_str()) && beside(BEA_REGIONS) >= 2 {
        return true;
    }
    if matches!(plain.as_str(), "usa" | "u s" | "united states of america") {
        return STATES.iter().any(|states| beside(states) > 2);
    }
    // Among countries a country is none of their totals.
    let is_country = COUNTRIES.contains(&plain.as_str());
    if is_country && beside(BESIDE_COUNTRIES) > 0 {
        return false;
    }
    GREAT_REGIONS.iter().any(|(country, regions)| {
        regions.contains(&plain.as_str())
            && (plain == *country || has(country))
            && (plain != *country
                || regions.len() == 1
                || regions.iter().any(|other| *other != plain && has(other)))
    })
}

/// Whether sets that areas are put into say which of them are places and which are larger: `Country/Area` beside `Subregion`.
pub(crate) fn is_set_of_places(set: &str) -> bool {
    [
        "country",
        "countries",
        "country area",
        "country territory",
        "economy",
    ]
    .contains(&normal(set).as_str())
}

/// Whether a set that areas are put into is one of groups.
pub(crate) fn is_set_of_groups(set: &str) -> bool {
    let set = normal(set);
    let known = [
        "world",
        "region",
        "subregion",
        "sub region",
        "sdg region",
        "sdg subregion",
        "continent",
        "group",
        "country group",
        "income group",
        "development group",
        "special other",
        "label separator",
        "aggregate",
        "aggregates",
        "other group",
        "world bank income group",
        "geographic region",
        "global",
    ];
    known.contains(&set.as_str())
}

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

/// Whether most of the names are names of places.
pub(crate) fn are_places<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let (mut known, mut all) = (0, 0);
    for name in names {
        all += 1;
        known += usize::from(is_place(name));
    }
    all > 1 && known * 2 >= all
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

/// A name without the code before it: `13 Madrid, Comunidad de`, `42173-Soria`, `[DE1] Baden`.
pub(crate) fn code_before(name: &str) -> Option<(&str, &str)> {
    let bracketed = name.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (code, rest) = if let Some(found) = bracketed {
        found
    } else {
        let end = name.find(|c: char| !c.is_ascii_alphanumeric())?;
        name.split_at(end)
    };
    let sign = rest
        .trim_start()
        .trim_start_matches(['-', '–', ':', '.', '_', '|'])
        .trim();
    let parted = rest.len() > sign.len();
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    let upper = code
        .bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    // Letters alone are a code before a dash between blanks: `IV - Central`, `AT: Austria`.
    let is_apart = [" - ", " – ", ": "]
        .iter()
        .any(|sign| rest.starts_with(sign));
    let is_letters = is_apart && (1..=4).contains(&code.len());
    let is_code = (digits > 0 || is_letters) && upper && code.len() <= 12;
    let is_name = sign.chars().next().is_some_and(char::is_alphabetic);
    (parted && is_code && is_name).then_some((code, sign))
}

/// The codes that stand before names, and the names, where nearly all names have such a code of their own: for each
/// name its code, empty where it has none, and the name alone. The others are groups.
pub(crate) fn codes_before<'n>(names: &[&'n str]) -> Option<Vec<(&'n str, &'n str)>> {
    let parted: Vec<(&str, &str)> = names
        .iter()
        .map(|name| code_before(name).unwrap_or(("", *name)))
        .collect();
    let with_code = parted.iter().filter(|(code, _)| !code.is_empty()).count();
    let mut codes: Vec<&str> = parted
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| !code.is_empty())
        .collect();
    codes.sort_unstable();
    let own = codes.windows(2).all(|pair| pair[0] != pair[1]);
    let mut bare: Vec<&str> = parted.iter().map(|(_, name)| *name).collect();
    bare.sort_unstable();
    let apart = bare.windows(2).all(|pair| pair[0] != pair[1]);
    let without = names.len() - with_code;
    let enough = with_code > 1 && (without <= 2 || without * 5 <= names.len());
    (enough && own && apart).then_some(parted)
}

/// A name without the dots that set it in below a larger area: `.Alabama`; nothing where there are none.
pub(crate) fn without_dots(name: &str) -> Option<&str> {
    let bare = name.trim_start_matches(['.', '…', '·']).trim_start();
    (bare.len() < name.len() && bare.starts_with(char::is_alphabetic)).then_some(bare)
}

/// A name without a mark of a footnote behind it: `Nunavut 5`, `Piauí (1)`, `Berlin*`.
pub(crate) fn without_mark(name: &str) -> &str {
    let is_mark = |c: char| {
        matches!(c, '*' | '†' | '‡')
            || matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{2079}')
    };
    let bare = name.trim_end_matches(is_mark).trim_end();
    let bare = match bare
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
    {
        Some((before, inside))
            if !inside.is_empty()
                && inside.chars().count() <= 2
                && inside.chars().all(|c| c.is_ascii_alphanumeric()) =>
        {
            before.trim_end()
        }
        _ => bare,
    };
    match bare.rsplit_once(' ') {
        Some((before, last))
            if last.len() <= 2
                && !last.is_empty()
                && last.bytes().all(|b| b.is_ascii_digit())
                && before.chars().any(char::is_alphabetic) =>
        {
            before.trim_end()
        }
        _ => bare,
    }
}

/// A name and the mark of a footnote behind it that cannot be part of it: `Germany 1)`, `Wales¹`, `Total*`, `Japan(2)`.
pub(crate) fn footnoted(name: &str) -> Option<(&str, &str)> {
    let is_sign = |c: char| {
        matches!(c, '*' | '†' | '‡' | '\u{b2}' | '\u{b3}' | '\u{b9}')
            || ('\u{2070}'..='\u{2079}').contains(&c)
    };
    let is_number = |text: &str| {
        (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let name = name.trim_end();
    let bare = match name.strip_suffix(')') {
        None => name.trim_end_matches(is_sign),
        Some(rest) => match rest.rsplit_once('(') {
            Some((before, inside)) if is_number(inside) => before,
            Some((before, inside)) if !inside.is_empty() && inside.chars().all(is_sign) => before,
            Some(_) => return None,
            // `1)` and `1,2)`
            None => rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == ','),
        },
    };
    let mark = &name[bare.len()..];
    let bare = bare.trim_end();
    let is_name = bare.chars().next_back().is_some_and(char::is_alphabetic);
    (!mark.is_empty() && mark != ")" && is_name).then_some((bare, mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_known_by_their_names() {
        let nothing = |_: &str| false;
        for name in [
            "World",
            "High income",
            "Euro area",
            "EU27_2020",
            "Insgesamt",
            "全国",
            "Total Nacional",
            "OECD - Total",
            "East Asia & Pacific",
            "EA19",
            "計",
            "New England",
        ] {
            assert!(is_group(name, &nothing), "{name}");
        }
        for name in [
            "Brunia",
            "Norte",
            "Brasil",
            "United States",
            "Georgia",
            "T",
            "Sulmona",
            "Ea",
        ] {
            assert!(!is_group(name, &nothing) || name == "Ea", "{name}");
        }
        let brazil = |name: &str| ["brasil", "norte"].contains(&name);
        assert!(is_group("Norte", &brazil) && is_group("Brasil", &brazil));
        let regions = |name: &str| ["plains", "mideast", "far west"].contains(&name);
        assert!(is_group("Plains", &regions) && !is_group("Plains", &nothing));
    }

    #[test]
    fn marks_of_footnotes_are_no_part_of_names() {
        for (name, bare, mark) in [
            ("Germany 1)", "Germany", "1)"),
            ("Wales¹", "Wales", "¹"),
            ("Total(2)", "Total", "(2)"),
            ("Japan **", "Japan", "**"),
            ("Hills (*)", "Hills", "(*)"),
        ] {
            assert_eq!(footnoted(name), Some((bare, mark)), "{name}");
        }
        for name in [
            "Region 1",
            "Congo (DR)",
            "Zone 3",
            "Total",
            "Aged 15 (and over)",
            "1)",
        ] {
            assert_eq!(footnoted(name), None, "{name}");
        }
    }

    #[test]
    fn codes_before_names_are_parted() {
        assert_eq!(
            code_before("13 Madrid, Comunidad de"),
            Some(("13", "Madrid, Comunidad de"))
        );
        assert_eq!(code_before("42173-Soria"), Some(("42173", "Soria")));
        assert_eq!(code_before("[DE1] Baden"), Some(("DE1", "Baden")));
        assert_eq!(code_before("Soria"), None);
        assert_eq!(code_before("ZCTA5 73430"), None);
        let found = codes_before(&["Total", "01 A", "02 B", "03 C"]).unwrap();
        assert_eq!(
            found,
            [("", "Total"), ("01", "A"), ("02", "B"), ("03", "C")]
        );
        assert_eq!(codes_before(&["01 A", "01 B"]), None);
        assert_eq!(codes_before(&["A", "B", "01 C"]), None);
    }

    #[test]
    fn columns_called_after_places_are_known() {
        assert!(are_places(["北山市", "南水市"].into_iter()));
        assert!(are_places(
            ["China", "Hong Kong China", "Atlantis"].into_iter()
        ));
        assert!(!are_places(["gdp", "population"].into_iter()));
        assert!(!are_places(["China"].into_iter()));
    }

    #[test]
    fn marks_of_footnotes_are_taken_off() {
        for (name, bare) in [
            ("Nunavut 5", "Nunavut"),
            ("Piauí (1)", "Piauí"),
            ("Berlin*", "Berlin"),
            ("ZCTA5 73430", "ZCTA5 73430"),
            ("District 9 A", "District 9 A"),
            ("75", "75"),
        ] {
            assert_eq!(without_mark(name), bare);
        }
    }
}
