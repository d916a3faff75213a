//! Which names of places are those of groups.

use super::BLANK;
use super::lists::{BEA_REGIONS, CODES, GROUPS, PLACES};
use crate::source::headings::normal;

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
    " total",
    " subtotal",
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
    if name == BLANK {
        return true;
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
