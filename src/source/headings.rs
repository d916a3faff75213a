//! What the heading of a column says of it, in the languages and dialects of statistical offices.
//!
//! A heading is compared without case, accents and signs, `countryCode` as `country code`. What it says is a first
//! guess; what stands in the column decides with it. It is one file since every question asks the same plain form of it.

mod lists;

use crate::figure::Frequency;
use unicode_normalization::UnicodeNormalization;

use super::attribute::What;
use lists::{
    AREA, ASIDE, CODE, DAY, EVENT, IN_AREA, INDICATOR, INDICATOR_CODE, LARGER, NOTE, ON_THE_GLOBE,
    PARTNER, RUNNING, SOURCE, STATUS, TIME, UNIT, VALUE,
};

/// The heading as it is compared: lower-case words without accents, parted by single blanks.
pub fn normal(heading: &str) -> String {
    let mut words = String::with_capacity(heading.len());
    let mut before = ' ';
    for c in heading.nfd() {
        if ('\u{300}'..'\u{370}').contains(&c) {
            continue;
        }
        let parts = c.is_uppercase() && before.is_lowercase();
        if (!c.is_alphanumeric() || parts) && !words.ends_with(' ') && !words.is_empty() {
            words.push(' ');
        }
        if c.is_alphanumeric() {
            words.extend(c.to_lowercase());
        }
        before = c;
    }
    let words: String = words.nfc().collect();
    words.trim_end().to_owned()
}

/// Whether one of these is the heading.
fn is_one(heading: &str, known: &[&str]) -> bool {
    known.contains(&heading)
}

/// Whether one of these stands in the heading as whole words; signs of Chinese and Japanese need no blanks around them.
fn holds(heading: &str, known: &[&str]) -> bool {
    known.iter().any(|word| {
        if word.is_ascii() {
            heading.match_indices(word).any(|(at, _)| {
                let ends =
                    |text: &str| text.is_empty() || text.starts_with(' ') || text.ends_with(' ');
                ends(&heading[..at]) && ends(&heading[at + word.len()..])
            })
        } else {
            heading.contains(word)
        }
    })
}

/// Whether the heading is one of a column of areas: 2 where that is all it says, 1 where it holds such a word.
pub fn area(heading: &str) -> u8 {
    let heading = normal(heading);
    let before = [
        "denominazione ",
        "tx descr ",
        "tx ",
        "desc ",
        "nom ",
        "nombre ",
        "nome ",
        "name ",
        "libelle ",
        "by ",
        "von ",
    ];
    let heading = before
        .iter()
        .find_map(|before| heading.strip_prefix(before))
        .unwrap_or(&heading);
    // `By province(1)` is the first of several levels.
    let levels = [" 1", " 2", " 3"];
    let level = levels.iter().find_map(|level| heading.strip_suffix(level));
    let heading = level.unwrap_or(heading);
    // `İl Province` says it in two languages; `County and Region` names two kinds.
    let in_two = || {
        let joined =
            |word: &&str| !["and", "or", "und", "et", "y", "e", "og", "och"].contains(word);
        let words: Vec<&str> = heading.split(' ').filter(joined).collect();
        words.len() == 2 && words.iter().all(|word| is_one(word, AREA))
    };
    if is_one(heading, AREA) {
        2
    } else {
        u8::from(holds(heading, IN_AREA) || in_two())
    }
}

/// Whether the heading is one of areas that commonly hold those of another column.
pub fn is_larger_area(heading: &str) -> bool {
    is_one(&normal(heading), LARGER)
}

/// Whether the heading is one of the other end of a flow.
pub fn is_partner(heading: &str) -> bool {
    is_one(&normal(heading), PARTNER)
}

/// Whether the heading is one of where the people come from who are counted in an area, or go to.
pub fn is_of_people(heading: &str) -> bool {
    let heading = normal(heading);
    let behind = [
        " of birth",
        " of citizenship",
        " of nationality",
        " of travel",
    ];
    behind.iter().any(|behind| heading.ends_with(behind))
}

/// What a heading says behind the prefix by which a database calls codes: `CD_YEAR`.
fn behind_prefix(heading: &str) -> Option<String> {
    heading
        .strip_prefix("CD_")
        .or_else(|| heading.strip_prefix("cd_"))
        .map(normal)
}

/// Whether the heading is one of a column of periods.
pub fn is_time(heading: &str) -> bool {
    if behind_prefix(heading).is_some_and(|rest| is_one(&rest, TIME)) {
        return true;
    }
    let heading = normal(heading);
    // `年 別`, as words are spread over the width of a column.
    let drawn_together = || !heading.is_ascii() && is_one(&heading.replace(' ', ""), TIME);
    // `Year (YEAR)`, with the code of the variable.
    let twice = || heading.split_once(' ').filter(|(name, code)| name == code);
    is_one(&heading, TIME)
        || twice().is_some_and(|(name, _)| is_one(name, TIME))
        || drawn_together()
        || is_of_the_republic(&heading)
        || heading
            .strip_suffix(" label")
            .is_some_and(|rest| is_one(rest, TIME))
}

/// Whether the heading is one of years in which something happened: `opened`, `Year founded`.
pub fn is_event(heading: &str) -> bool {
    let heading = normal(heading);
    let bare = ["year of ", "year "]
        .iter()
        .find_map(|word| heading.strip_prefix(word));
    let bare = bare.or_else(|| heading.strip_suffix(" year"));
    is_one(bare.unwrap_or(&heading), EVENT)
}

/// Whether the heading holds the word for years, and of nothing that happened once: `YearValue`.
pub fn names_years(heading: &str) -> bool {
    !is_event(heading) && holds(&normal(heading), &["year"])
}

/// Whether the heading is a word that ends in that for a year, and of nothing that happened once: `iyear`, not `birthyear`.
pub fn ends_in_year(heading: &str) -> bool {
    let heading = heading.trim().to_lowercase();
    let before = heading.strip_suffix("year");
    before.is_some_and(|word| {
        !word.is_empty()
            && !is_one(word, EVENT)
            && word.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

/// Whether the heading is one of years that may begin in another month than January: `fiscal year`.
pub fn is_fiscal(heading: &str) -> bool {
    let words = [
        "fiscal",
        "financial",
        "fy",
        "tax",
        "crop",
        "marketing",
        "season",
    ];
    holds(&normal(heading), &words)
}

/// Whether the heading is one of years counted from the founding of the Republic of China.
pub fn is_of_the_republic(heading: &str) -> bool {
    ["民國", "民国"].iter().any(|era| heading.contains(era))
        && !heading.contains(|c: char| c.is_ascii_digit())
}

/// Whether the heading holds a word for weeks: `leto_teden`, `year week`.
pub fn counts_weeks(heading: &str) -> bool {
    let words = [
        "week",
        "weeks",
        "yearweek",
        "epiweek",
        "teden",
        "woche",
        "kw",
        "semana",
        "semaine",
        "settimana",
        "tyden",
        "tydzien",
        "uke",
        "uge",
        "vecka",
        "viikko",
        "het",
        "hafta",
        "週",
        "周",
    ];
    holds(&normal(heading), &words)
}

/// Whether the heading is one of days of the month.
pub fn is_day(heading: &str) -> bool {
    is_one(&normal(heading), DAY)
}

/// Whether the heading begins as one of days of the month: `day_endofweek`.
pub fn begins_with_day(heading: &str) -> bool {
    let heading = normal(heading);
    heading
        .split_once(' ')
        .is_some_and(|(first, _)| is_one(first, DAY))
}

/// Whether the heading is one of a column that names indicators.
pub fn is_indicator(heading: &str) -> bool {
    is_one(&normal(heading), INDICATOR)
}

/// Whether the heading is one of a column with codes of indicators.
pub fn is_indicator_code(heading: &str) -> bool {
    is_one(&normal(heading), INDICATOR_CODE)
}

/// Whether the heading is one of a column of units.
pub fn is_unit(heading: &str) -> bool {
    is_one(&normal(heading), UNIT)
}

/// Whether the heading is one of the power of ten that goes with the unit, in words or digits.
pub fn is_scale(heading: &str) -> bool {
    let heading = normal(heading);
    let heading = heading.strip_suffix(" code").unwrap_or(&heading);
    matches!(
        heading,
        "scale"
            | "unit multiplier"
            | "unit mult"
            | "multiplier"
            | "power"
            | "power code"
            | "powercode"
            | "magnitude"
    )
}

/// Whether the heading says no more of figures than that they are figures.
pub fn is_value(heading: &str) -> bool {
    is_one(&normal(heading), VALUE)
}

/// What a column of this heading counts within a year.
pub fn part_counted(heading: &str) -> Option<Frequency> {
    match normal(heading).as_str() {
        "quarter" | "quarters" | "trimestre" | "quartal" | "季度" | "qtr" | "kvartal"
        | "kwartal" | "kwartaal" | "ctvrtleti" | "stvrtrok" | "negyedev" | "ceyrek"
        | "neljannes" => Some(Frequency::Quarter),
        "week" | "semana" | "semaine" | "woche" | "tyden" | "vecka" | "uke" | "uge"
        | "calendar week" | "kalenderwoche" => Some(Frequency::Week),
        "month" | "months" | "mes" | "monat" | "mois" | "mese" | "月" | "月份" | "month number"
        | "mm" | "month name" | "period" | "periodo" | "mesic" | "mesiac" | "miesiac"
        | "mjesec" | "mesec" | "maand" | "maned" | "manad" | "kuukausi" | "honap" | "ay"
        | "luna" | "месяц" | "місяць" => Some(Frequency::Month),
        _ => None,
    }
}

/// Whether the heading is one of a column that numbers the rows.
pub fn is_running(heading: &str) -> bool {
    is_one(&normal(heading), RUNNING)
}

/// Whether the heading is one of numbers that a database gave its records.
pub fn is_record(heading: &str) -> bool {
    heading.trim() == "_id"
        || matches!(
            normal(heading).as_str(),
            "rowid"
                | "row id"
                | "objectid"
                | "object id"
                | "fid"
                | "ogc fid"
                | "record id"
                | "idhod"
                | "row number"
        )
}

/// Whether a plain heading is one of codes that could as well head a count or an amount: `district number`, `Gemeinde-Nr`; `Rs`
/// alone, which is rupees too.
pub fn may_count(plain: &str) -> bool {
    let numbered = [" nr", " nummer", " number"];
    let numbered = numbered.iter().find_map(|word| plain.strip_suffix(word));
    matches!(plain, "rs" | "reg") || numbered.is_some_and(|of| of == "bfs" || is_one(of, AREA))
}

/// Whether the heading is one of codes.
pub fn is_code(heading: &str) -> bool {
    if behind_prefix(heading).is_some_and(|rest| !is_one(&rest, TIME)) {
        return true;
    }
    let heading = normal(heading);
    // Names stand beside codes: `ISO name`.
    let names = [" name", " names", " label", " title"];
    if names.iter().any(|ends| heading.ends_with(ends)) {
        return false;
    }
    may_count(&heading)
        || holds(&heading, CODE)
        || heading.ends_with("code")
        || heading.ends_with("fips")
        || heading.ends_with("代码")
        || heading.ends_with("コード")
}

/// What is left of a plain heading of flags without the word for these: `jobs` of `jobs flag` and `flag jobs`.
pub fn flag_of(plain: &str) -> Option<&str> {
    let without = |word: &&str| {
        let behind = plain
            .strip_suffix(*word)
            .and_then(|rest| rest.strip_suffix(' '));
        behind.or_else(|| plain.strip_prefix(*word)?.strip_prefix(' '))
    };
    let shortest = STATUS
        .iter()
        .filter_map(without)
        .min_by_key(|rest| rest.len());
    match shortest {
        None if STATUS.contains(&plain) => Some(""),
        rest => rest,
    }
}

/// What a column of this heading says of a figure, an area or the table, where it says such.
pub fn attribute(heading: &str) -> Option<What> {
    // `SexQF` qualifies what stands under `Sex`, which need not be a figure.
    let qualifies = heading.trim_end().ends_with("QF");
    let heading = normal(heading);
    let lists = [
        (STATUS, What::Status),
        (NOTE, What::Note),
        (SOURCE, What::Source),
        (ASIDE, What::Other),
    ];
    let listed = lists
        .into_iter()
        .find(|(known, _)| is_one(&heading, known))
        .map(|(_, what)| what);
    let is_footnote = heading.ends_with(" footnotes") || heading.ends_with(" footnote");
    let is_place = heading.split(' ').any(|word| is_one(word, ON_THE_GLOBE));
    listed
        .or(is_place.then_some(What::Other))
        .or(is_footnote.then_some(What::Note))
        .or(qualifies.then_some(What::Other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_compared_without_case_accents_and_signs() {
        for (heading, plain) in [
            ("countryCode", "country code"),
            ("GEO.display-label", "geo display label"),
            (
                "Comunidades y Ciudades Autónomas",
                "comunidades y ciudades autonomas",
            ),
            (" Area Code (M49)", "area code m49"),
            ("TIME_PERIOD", "time period"),
            ("全国・都道府県", "全国 都道府県"),
            ("행정구역별", "행정구역별"),
            ("", ""),
        ] {
            assert_eq!(normal(heading), plain);
        }
    }

    #[test]
    fn headings_of_many_producers_are_known() {
        for heading in [
            "GeoName",
            "Country Name",
            "Entity",
            "Area_name",
            "ref_area.label",
            "LOCATION",
            "GEO.display-label",
            "geo",
            "地区",
            "행정구역별",
            "Comunidades y Ciudades Autónomas",
            "Municipio",
            "Land",
        ] {
            assert_eq!(area(heading), 2, "{heading}");
        }
        assert_eq!(area("Brasil, Grande Região e Unidade da Federação"), 1);
        assert_eq!(area("全国・都道府県"), 1);
        assert_eq!(area("jobs"), 0);
        for heading in ["Year", "TIME_PERIOD", "REF_DATE", "Periodo", "年份", "시점"] {
            assert!(is_time(heading), "{heading}");
        }
        for heading in [
            "GeoFIPS",
            "Country Code",
            "countryCode",
            "Area Code (M49)",
            "GEO.id2",
            "DGUID",
            "fips",
            "FIPStxt",
        ] {
            assert!(is_code(heading), "{heading}");
        }
        assert!(!is_code("Encoded") && !is_code("jobs"));
        assert_eq!(attribute("Flag Codes"), Some(What::Status));
        assert_eq!(attribute("obs_status.label"), Some(What::Status));
        assert_eq!(attribute("LAST UPDATE"), Some(What::Other));
        assert_eq!(attribute("note_source.label"), Some(What::Note));
        assert_eq!(attribute("jobs"), None);
    }
}
