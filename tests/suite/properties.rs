//! What holds for every input, tried on random ones.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::sync::LazyLock;

use crate::support::tries;
use hlj::answer::{Answer, Cell, Column, Label, Measure, Name, Role, Row};
use hlj::cli::{Output, Surroundings};
use hlj::figure::{Figure, Note, Number, Period, Status, Value, YearItem, Years};
use hlj::package::{Area, Package, Table, fold};
use hlj::query::{
    Aggregate, Arrangement, Combination, Condition, Layout, Query, SortKey, Telling, ask,
};
use hlj::render::{Chart, Fact, Format, Style};
use hlj::verbs::run;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

static PACKAGE: LazyLock<Package> =
    LazyLock::new(|| Package::built_in().expect("the built-in package is sound"));

fn areas() -> Vec<Area> {
    PACKAGE
        .areas()
        .expect("the register is sound")
        .iter()
        .cloned()
        .collect()
}

fn year(number: i64) -> Period {
    Period::new(number).expect("the number is a year")
}

// Years.

/// An item of a request in one of its spellings, with the item itself.
fn year_item() -> impl Strategy<Value = (String, YearItem)> {
    let years = || 1990_i64..2030;
    let single = years().prop_map(|y| (y.to_string(), YearItem::Single(year(y))));
    let latest = (1_usize..6).prop_map(|count| {
        let item = YearItem::Latest(NonZeroUsize::new(count).expect("it is not 0"));
        let text = if count == 1 {
            "latest".to_owned()
        } else {
            format!("latest:{count}")
        };
        (text, item)
    });
    let marks = prop::sample::select(vec!["..", "..=", ":", "-", "–", " .. "]);
    let closed = (years(), 0_i64..30, 1_usize..5, marks).prop_map(|(from, more, step, mark)| {
        let to = from + more;
        let suffix = if step == 1 {
            String::new()
        } else {
            format!("/{step}")
        };
        let item = YearItem::Range {
            from: Some(year(from)),
            to: Some(year(to)),
            step: NonZeroUsize::new(step).expect("it is not 0"),
        };
        (format!("{from}{mark}{to}{suffix}"), item)
    });
    let upwards = (years(), 1_usize..5).prop_map(|(from, step)| {
        let suffix = if step == 1 {
            String::new()
        } else {
            format!("/{step}")
        };
        let item = YearItem::Range {
            from: Some(year(from)),
            to: None,
            step: NonZeroUsize::new(step).expect("it is not 0"),
        };
        (format!("{from}..{suffix}"), item)
    });
    let downwards = years().prop_map(|to| {
        let item = YearItem::Range {
            from: None,
            to: Some(year(to)),
            step: NonZeroUsize::MIN,
        };
        (format!("..{to}"), item)
    });
    prop_oneof![single, latest, closed, upwards, downwards]
}

/// Whether a year is asked for by an item, both ends included; `latest` is looked up among the complete years.
fn is_wanted(item: &YearItem, wanted: Period, complete: &BTreeSet<Period>) -> bool {
    match *item {
        YearItem::Single(year) => year == wanted,
        YearItem::Latest(count) => {
            complete.contains(&wanted)
                && complete.iter().filter(|known| **known > wanted).count() < count.get()
        }
        YearItem::Range { from, to, step } => {
            let stepped = from.is_none_or(|from| {
                (wanted.number() - from.number())
                    % i64::try_from(step.get()).expect("steps are small")
                    == 0
            });
            from.is_none_or(|from| from <= wanted) && to.is_none_or(|to| wanted <= to) && stepped
        }
    }
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn years_read_back_as_they_are_printed(items in prop::collection::vec(year_item(), 1..5)) {
        let text: Vec<&str> = items.iter().map(|(text, _)| text.as_str()).collect();
        let parsed: Years = text.join(",").parse().expect("the spelling is in the grammar");
        let expected: Vec<YearItem> = items.iter().map(|(_, item)| *item).collect();
        prop_assert_eq!(parsed.items(), &expected[..]);
        let again: Years = parsed.to_string().parse().expect("what is printed is in the grammar");
        prop_assert_eq!(again, parsed);
    }

    #[test]
    fn years_choose_what_an_inclusive_reading_chooses(
        items in prop::collection::vec(year_item(), 1..4),
        existing in prop::collection::btree_set(1990_i64..2030, 0..20),
        keep in prop::collection::vec(any::<bool>(), 20),
    ) {
        let existing: BTreeSet<Period> = existing.into_iter().map(year).collect();
        let complete: BTreeSet<Period> =
            existing.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(year, _)| *year).collect();
        let text: Vec<&str> = items.iter().map(|(text, _)| text.as_str()).collect();
        let chosen = text.join(",").parse::<Years>().expect("it is in the grammar").choose(&existing, &complete);

        let wanted = |y: Period| items.iter().any(|(_, item)| is_wanted(item, y, &complete));
        let found: BTreeSet<Period> = existing.iter().copied().filter(|y| wanted(*y)).collect();
        prop_assert_eq!(&chosen.found, &found);
        for absent in &chosen.absent {
            prop_assert!(!existing.contains(absent) && wanted(*absent), "{} is told absent", absent);
        }
        for (_, item) in &items {
            let named: Vec<Period> = match *item {
                YearItem::Single(y) => vec![y],
                YearItem::Range { from: Some(from), to: Some(to), step } => {
                    (from.number()..=to.number()).step_by(step.get()).map(year).collect()
                }
                _ => Vec::new(),
            };
            for y in named.into_iter().filter(|y| !existing.contains(y)) {
                prop_assert!(chosen.absent.contains(&y), "nobody is told that {} is not there", y);
            }
        }
    }
}

// Numbers.

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn numbers_print_as_they_are_read(text in r"-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,9})?") {
        let number: Number = text.parse().expect("it is a plain numeral");
        let is_zero = !text.contains(|c: char| ('1'..='9').contains(&c));
        // Nothing is published as minus nothing.
        if !(is_zero && text.starts_with('-')) {
            prop_assert_eq!(number.to_string(), text);
        }
    }

    #[test]
    fn a_number_stands_for_half_a_unit_of_its_last_place(
        digits in -999_999_999_999_i64..=999_999_999_999, scale in 0_u32..9,
    ) {
        let number = Number::from(rust_decimal::Decimal::new(digits, scale));
        let interval = number.interval();
        // In units of a tenth of the last place, as whole numbers.
        let units = |end: rust_decimal::Decimal| {
            let mut end = end;
            end.rescale(scale + 1);
            end.mantissa()
        };
        prop_assert_eq!(units(interval.low), i128::from(digits) * 10 - 5);
        prop_assert_eq!(units(interval.high), i128::from(digits) * 10 + 5);
        prop_assert!(interval.contains(number.decimal()));
        prop_assert!(interval.meets(&interval));
    }

    #[test]
    fn rounding_is_to_the_nearest_and_adds_no_digits(
        digits in -999_999_999_i64..=999_999_999, scale in 0_u32..6, places in 0_u32..8,
    ) {
        let number = Number::from(rust_decimal::Decimal::new(digits, scale));
        let rounded = number.rounded(places);
        prop_assert_eq!(rounded.decimals(), scale.min(places));
        let gap = (rounded.decimal() - number.decimal()).abs();
        prop_assert!(gap * rounded_unit(places) * rust_decimal::Decimal::TWO <= rust_decimal::Decimal::ONE);
    }

    #[test]
    fn what_is_no_numeral_is_refused(text in any::<String>()) {
        let mut parts = text.strip_prefix('-').unwrap_or(&text).split('.');
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let plain = parts.next().is_some_and(digits) && parts.next().is_none_or(digits) && parts.next().is_none();
        prop_assert_eq!(text.parse::<Number>().is_ok(), plain && text.len() < 28);
    }
}

/// How many units of this decimal place make one.
fn rounded_unit(places: u32) -> rust_decimal::Decimal {
    rust_decimal::Decimal::from(10_i64.pow(places))
}

// Names.

/// A spelling as a user may type it: other case, blanks here and there, and marks, but for before digits, where they count.
fn disguised(text: &str, choices: &[u8]) -> String {
    let mut out = String::new();
    for (c, choice) in text.chars().zip(choices.iter().cycle()) {
        match choice % 6 {
            0 => out.push(' '),
            1 if !c.is_numeric() => out.push('-'),
            2 if !c.is_numeric() => out.push('\''),
            _ => {}
        }
        if choice & 64 == 0 {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
    }
    out
}

/// Pinyin without its tones.
fn toneless(pinyin: &str) -> String {
    let plain = |c: char| match c {
        'ā' | 'á' | 'ǎ' | 'à' => 'a',
        'ē' | 'é' | 'ě' | 'è' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' => 'i',
        'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
        'ū' | 'ú' | 'ǔ' | 'ù' => 'u',
        'Ā' => 'A',
        'Ē' => 'E',
        other => other,
    };
    pinyin.chars().map(plain).collect()
}

/// What an area is called by people: its names, its code, its aliases.
fn spellings(area: &Area) -> Vec<String> {
    let mut names = vec![
        area.name.clone(),
        area.name_zh.clone(),
        area.pinyin.clone(),
        toneless(&area.pinyin),
        area.code.clone(),
    ];
    for word in ["地区", "省", "市", "区", "县"] {
        if let Some(stem) = area.name_zh.strip_suffix(word) {
            names.push(stem.to_owned());
            break;
        }
    }
    names.extend(area.aliases.clone());
    names
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded);
    }

    #[test]
    fn a_mark_between_digits_counts(before in "[0-9]{1,4}", mark in "[-–‐‑'’_]", after in "[0-9]{1,4}") {
        prop_assert_ne!(fold(&format!("{before}{mark}{after}")), fold(&format!("{before}{after}")));
        prop_assert_ne!(fold(&format!("-{after}")), fold(&after));
    }

    #[test]
    fn case_blanks_and_tones_do_not_matter_in_a_name(
        index in any::<prop::sample::Index>(), choices in prop::collection::vec(any::<u8>(), 1..12),
    ) {
        let areas = areas();
        let area = index.get(&areas);
        for spelling in spellings(area) {
            prop_assert_eq!(fold(&disguised(&spelling, &choices)), fold(&spelling));
        }
        prop_assert_eq!(fold(&toneless(&area.pinyin)), fold(&area.pinyin));
    }
}

proptest! {
    #![proptest_config(tries(64))]

    #[test]
    fn every_spelling_finds_its_area(
        index in any::<prop::sample::Index>(), choices in prop::collection::vec(any::<u8>(), 1..12),
    ) {
        let areas = areas();
        let area = index.get(&areas);
        let register = PACKAGE.areas().expect("the register is sound");
        for spelling in spellings(area) {
            let typed = disguised(&spelling, &choices);
            let found = register.find_all(&typed);
            prop_assert!(found.contains(&area), "`{}` does not find {}", typed, area.name);
            let level = |other: &Area| other.level == area.level;
            let found = register.find(&typed, level);
            prop_assert_eq!(found, vec![area], "`{}` among the {} areas", typed, area.level);
        }
    }
}

#[test]
fn no_area_is_found_by_the_beginning_of_its_name() {
    let areas = areas();
    let known: BTreeSet<String> = areas
        .iter()
        .flat_map(spellings)
        .map(|spelling| fold(&spelling))
        .collect();
    let register = PACKAGE.areas().expect("the register is sound");
    let mut tried = 0;
    for spelling in areas.iter().flat_map(spellings) {
        for (end, _) in spelling.char_indices() {
            let prefix = &spelling[..end];
            if known.contains(&fold(prefix)) {
                continue;
            }
            let found = register.find_all(prefix);
            assert!(
                found.is_empty(),
                "`{prefix}` is taken for {}",
                found[0].name
            );
            tried += 1;
        }
    }
    assert!(tried > 400, "only {tried} beginnings were tried");
}

// Whatever is typed.

/// Words that are typed: some that mean something, some that nearly do, some that do not.
fn word() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "gdp",
        "sectors",
        "population",
        "pillars",
        "areas",
        "describe",
        "help",
        "man",
        "completions",
        "-c",
        "--city",
        "-y",
        "--years",
        "-i",
        "--sector",
        "--where",
        "--sort",
        "--top",
        "--columns",
        "--wide",
        "--long",
        "--digits",
        "-f",
        "--csv",
        "--json",
        "--excel",
        "--excel=eu",
        "--lang",
        "--width",
        "--color",
        "-h",
        "--help",
        "--version",
        "--",
        "-",
        "",
        "Hegang",
        "鹤岗",
        "@project",
        "@",
        "all",
        ",",
        "2008..2015",
        "latest",
        "2015..",
        "gdp>30",
        "-gdp",
        "zh",
        "table",
        "md",
        "0",
        "-1",
        "40",
        "99999999999999999999",
        "always",
        "secondary",
        "real-growth",
    ]);
    prop_oneof![
        4 => known.prop_map(str::to_owned),
        1 => any::<String>(),
        1 => r"[-=<>!.,:/@A-Za-z0-9 岗市\u{300}\u{202e}]{0,12}",
    ]
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn no_command_line_makes_it_panic_and_every_failure_has_a_message(
        words in prop::collection::vec(word(), 0..9),
    ) {
        let args: Vec<OsString> =
            std::iter::once("hlj").chain(words.iter().map(String::as_str)).map(OsString::from).collect();
        let reply = run(&args, &Surroundings::default());
        prop_assert!(reply.code <= 3, "{:?} ends with {}", words, reply.code);
        if reply.code != 0 {
            prop_assert!(
                !reply.messages.is_empty() || matches!(reply.output, Output::Stderr(_)),
                "{:?} ends with {} in silence", words, reply.code
            );
        }
        for message in &reply.messages {
            let unprintable = message.chars().find(|c| c.is_control() && *c != '\n');
            prop_assert_eq!(unprintable, None, "{:?} says {:?}", words, message);
        }
    }

    #[test]
    fn no_text_makes_the_parsers_panic(text in any::<String>(), number in r"[0-9.,:/\-=a-z ]{0,16}") {
        for text in [&text, &number] {
            // A request that is read is one that reads back.
            if let Ok(years) = text.parse::<Years>() {
                prop_assert_eq!(years.to_string().parse::<Years>(), Ok(years));
            }
            if let Ok(condition) = text.parse::<Condition>() {
                prop_assert!(!condition.column.is_empty() && !condition.value.is_empty());
            }
            if let Ok(key) = text.parse::<SortKey>() {
                prop_assert!(!key.column.is_empty());
            }
        }
    }

    #[test]
    fn a_question_is_read_from_its_own_words(
        lists in prop::collection::vec(prop::collection::vec("[A-Za-z岗@][A-Za-z0-9 '岗@=.]{0,8}", 0..3), 4),
        members in prop::option::of(prop::collection::vec("[a-z岗 ]{1,6}", 1..3)),
        years in prop::option::of(year_item()),
        conditions in prop::collection::vec("[a-z]{1,4}(=|!=|<|<=|>|>=)[A-Za-z0-9.\"' \\-]{1,6}", 0..3),
        sort in prop::collection::vec("-?[a-z]{1,4}", 0..3),
        (top, digits) in (prop::option::of(any::<usize>()), prop::option::of(any::<u32>())),
        layout in prop::sample::select(vec![Layout::Tidy, Layout::Wide, Layout::Long]),
        flags in prop::collection::vec(any::<bool>(), 8),
        aggregate in prop::option::of(prop::sample::select(vec![Aggregate::Sum, Aggregate::Last])),
        transform in prop::option::of(prop::sample::select(vec!["yoy", "index:2005", "relative:Hegang", "cagr"])),
    ) {
        let table = PACKAGE.table("sectors").expect("it is built in");
        let [areas, indicators, group_by, columns] = lists.as_slice() else { unreachable!() };
        let [total, only_total, partial, approximate, bounds, explain, adjusted, with_source] = flags[..] else { unreachable!() };
        let query = Query {
            areas: areas.clone(),
            years: years.map(|(text, _)| text.parse().expect("it is in the grammar")),
            indicators: indicators.clone(),
            members: members.map(|members| ("sector".to_owned(), members)).into_iter().collect(),
            combination: Combination { total, only_total, group_by: group_by.clone(), aggregate, partial, approximate },
            transform: transform.map(|transform| transform.parse().expect("it is a transform")),
            arrangement: Arrangement {
                conditions: conditions.iter().filter_map(|condition| condition.parse().ok()).collect(),
                sort: sort.iter().map(|key| key.parse().expect("it is a column")).collect(),
                top,
                columns: columns.clone(),
            },
            layout,
            telling: Telling { bounds, explain, digits, adjusted, with_source },
            bare: false,
        };
        let words = query.words();
        prop_assert_eq!(Query::read(table, &words), Ok(query), "from {:?}", words);
    }

    #[test]
    fn no_question_makes_it_panic(
        table in any::<prop::sample::Index>(),
        areas in prop::collection::vec(word(), 0..3),
        indicators in prop::collection::vec(word(), 0..2),
        members in prop::collection::vec((word(), prop::collection::vec(word(), 0..2)), 0..2),
        years in prop::option::of(year_item()),
        condition in r"(city|year|gdp|share_pct|[a-z]{1,4})(=|!=|<|<=|>|>=)[A-Za-z0-9.\-]{1,6}",
        sort in r"-?(city|year|gdp|[a-z]{0,4})",
        columns in prop::collection::vec(word(), 0..2),
        top in prop::option::of(any::<usize>()),
        digits in prop::option::of(any::<u32>()),
        layout in prop::sample::select(vec![Layout::Tidy, Layout::Wide, Layout::Long]),
        (format, width, chart, spark, ascii) in (
            prop::sample::select(Format::all().collect::<Vec<_>>()),
            prop::option::of(any::<u16>()),
            prop::option::of(prop::sample::select(Chart::ALL.to_vec())),
            any::<bool>(),
            any::<bool>(),
        ),
        (total, group_by, aggregate) in (
            any::<bool>(),
            prop::collection::vec(prop::sample::select(vec!["city", "year", "sector", "group", "x"]), 0..3),
            prop::option::of(prop::sample::select(Aggregate::ALL.to_vec())),
        ),
        (partial, approximate, bounds, explain, adjusted, with_source) in any::<(bool, bool, bool, bool, bool, bool)>(),
        transform in prop::option::of(prop::sample::select(vec![
            "yoy", "change", "index", "index:2010", "cagr", "share", "contribution", "real-index", "constant:2012",
            "deflator", "published",
        ])),
    ) {
        let tables: Vec<&Table> = PACKAGE.tables().collect();
        let table = table.get(&tables);
        let combination = Combination {
            total,
            only_total: false,
            group_by: group_by.into_iter().map(str::to_owned).collect(),
            aggregate: aggregate.map(|(_, aggregate)| aggregate),
            partial,
            approximate,
        };
        let query = Query {
            combination,
            transform: transform.map(|transform| transform.parse().expect("it is a transform")),
            telling: Telling {
                bounds,
                explain,
                digits,
                adjusted,
                with_source,
            },
            bare: false,
            areas,
            years: years.map(|(text, _)| text.parse().expect("it is in the grammar")),
            indicators,
            members,
            arrangement: Arrangement {
                conditions: condition.parse().into_iter().collect(),
                sort: sort.parse().into_iter().collect(),
                top,
                columns,
            },
            layout,
        };
        match ask(&PACKAGE, table, &query) {
            Ok(answer) => {
                let style = Style { width: width.map(usize::from), chart, spark, ascii, ..Style::default() };
                match format.render(&answer, &style) {
                    Ok(bytes) => prop_assert!(
                        format.has(Fact::Binary) || std::str::from_utf8(&bytes).is_ok()
                    ),
                    Err(unfit) => prop_assert!(unfit.to_string().contains(';'), "no next step: {unfit}"),
                }
                for row in &answer.rows {
                    prop_assert_eq!(row.cells.len(), answer.columns.len());
                }
                prop_assert!(!answer.rows.is_empty() || answer.nothing.is_some() || top == Some(0), "nothing, and no word why");
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}

// Formats.

/// Text that formats trip over.
fn nasty() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a", ",", "\"", "\n", "\r", "\t", ";", "=1+2", "@x", "-", "汉字", " ", "|", "\\", "<b>",
        "&", "'", "`", "0", "1.5", "null", "\u{1b}", "é", "𝔘",
    ]);
    prop::collection::vec(pieces, 0..6).prop_map(|pieces| pieces.concat())
}

fn plain_number() -> impl Strategy<Value = Number> {
    r"-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,4})?"
        .prop_map(|text| text.parse().expect("it is a plain numeral"))
}

/// A cell with what machine formats write for it; nothing for what is missing.
fn cell() -> impl Strategy<Value = (Cell, Option<String>)> {
    let figure = |value| Cell::from(Figure::printed(value));
    prop_oneof![
        nasty().prop_map(|text| (
            Cell::words(text.clone()),
            (!text.is_empty()).then_some(text)
        )),
        nasty().prop_map(|text| {
            let label = Label::plain("another name");
            (Cell::Name(Name::new(text.clone(), label)), Some(text))
        }),
        (1_i64..9999).prop_map(|y| (Cell::Year(year(y)), Some(y.to_string()))),
        plain_number().prop_map(move |n| (figure(Value::Number(n)), Some(n.to_string()))),
        Just((figure(Value::Missing), None)),
        Just((Cell::Empty, None)),
    ]
}

/// An answer of any columns and rows, with what machine formats write.
fn table_of_anything() -> impl Strategy<Value = (Answer, Vec<String>, Vec<Vec<Option<String>>>)> {
    (1_usize..6).prop_flat_map(|width| {
        let names = prop::collection::vec(nasty(), width);
        let rows = prop::collection::vec(prop::collection::vec(cell(), width), 0..6);
        (names, rows).prop_map(|(names, rows)| {
            let columns = names.iter().map(|name| Column::words(name, name)).collect();
            let written = rows
                .iter()
                .map(|row| row.iter().map(|(_, text)| text.clone()).collect())
                .collect();
            let rows = rows
                .into_iter()
                .map(|row| Row {
                    cells: row.into_iter().map(|(cell, _)| cell).collect(),
                    total: false,
                })
                .collect();
            (
                Answer {
                    columns,
                    rows,
                    ..Answer::default()
                },
                names,
                written,
            )
        })
    })
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn any_csv_reads_back_as_it_was((answer, names, rows) in table_of_anything()) {
        for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
            let bytes = format.render(&answer, &Style::default()).expect("it has a form");
            prop_assert!(bytes.ends_with(b"\n"));
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .delimiter(delimiter)
                .from_reader(&*bytes);
            let read: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.expect("each row is whole").iter().map(str::to_owned).collect())
                .collect();
            let expected: Vec<Vec<String>> = std::iter::once(names.clone())
                .chain(rows.iter().map(|row| row.iter().map(|cell| cell.clone().unwrap_or_default()).collect()))
                .collect();
            prop_assert_eq!(read, expected);
        }
    }

    #[test]
    fn any_json_is_json_and_keeps_the_digits((answer, names, rows) in table_of_anything()) {
        let bytes = Format::Json.render(&answer, &Style::default()).expect("it has a form");
        let text = String::from_utf8(bytes).expect("it is UTF-8");
        let read: Vec<serde_json::Value> = serde_json::from_str(&text).expect("it is a list");
        prop_assert_eq!(read.len(), rows.len());
        let lines = Format::Ndjson.render(&answer, &Style::default()).expect("it has a form");
        let lines = String::from_utf8(lines).expect("it is UTF-8");
        prop_assert_eq!(lines.lines().count(), rows.len());
        let unique: BTreeSet<&String> = names.iter().collect();
        for ((record, line), (row, cells)) in read.iter().zip(lines.lines()).zip(answer.rows.iter().zip(&rows)) {
            let alone: serde_json::Value = serde_json::from_str(line).expect("each line is a record");
            prop_assert_eq!(&alone, record);
            if unique.len() < names.len() {
                continue;
            }
            for ((name, cell), written) in names.iter().zip(&row.cells).zip(cells) {
                let is_number = cell.number().is_some();
                match (written, &record[name]) {
                    (None, value) => prop_assert!(value.is_null(), "{} is {}", name, value),
                    (Some(text), value) if is_number => {
                        prop_assert!(value.is_number());
                        let member = format!("{}: {text}", serde_json::Value::from(name.as_str()));
                        let digits = |end: &str| line.contains(&format!("{member}{end}"));
                        prop_assert!(digits(",") || digits("}"), "{} is not in {}", member, line);
                    }
                    (Some(text), value) => prop_assert_eq!(value.as_str(), Some(text.as_str())),
                }
            }
        }
    }
}

// Tables for readers.

/// A word for headings and cells.
fn plain_word() -> impl Strategy<Value = String> {
    prop_oneof![r"[A-Za-z]{1,12}", r"[汉字市人口]{1,5}"]
}

fn words(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(plain_word(), 1..most).prop_map(|words| words.join(" "))
}

/// An answer as queries give it: an area, a year, some figures, some words.
fn readable() -> impl Strategy<Value = Answer> {
    let figures = prop::collection::vec((words(4), prop::option::of(words(4))), 0..5);
    let texts = prop::collection::vec(words(3), 0..2);
    (figures, texts, 0_usize..6).prop_flat_map(|(figures, texts, rows)| {
        let row = (
            words(2),
            1990_i64..2030,
            prop::collection::vec(
                (prop::option::of(plain_number()), any::<bool>()),
                figures.len(),
            ),
            prop::collection::vec(words(12), texts.len()),
        );
        prop::collection::vec(row, rows)
            .prop_map(move |rows| readable_answer(&figures, &texts, rows))
    })
}

type ReadableRow = (String, i64, Vec<(Option<Number>, bool)>, Vec<String>);

fn readable_answer(
    figures: &[(String, Option<String>)],
    texts: &[String],
    rows: Vec<ReadableRow>,
) -> Answer {
    let column = |name: &str, role: Role| Column {
        name: name.to_owned(),
        label: Label::plain(name),
        role,
        shown: true,
    };
    let mut columns = vec![column("Place", Role::Area), column("Year", Role::Time)];
    for (label, unit) in figures {
        let unit = unit.as_ref().map(Label::plain);
        columns.push(column(
            label,
            Role::Measure(Box::new(Measure {
                unit,
                ..Measure::default()
            })),
        ));
    }
    columns.extend(texts.iter().map(|label| column(label, Role::Words)));
    let note = Note::new(Status::LowReliability, "This figure is open to doubt.");
    let rows = rows
        .into_iter()
        .map(|(area, y, numbers, texts)| {
            let mut cells = vec![
                Cell::Name(Name::new(area.clone(), Label::plain(area))),
                Cell::Year(year(y)),
            ];
            cells.extend(numbers.into_iter().map(|(number, doubtful)| {
                Cell::from(Figure {
                    status: Status::Normal,
                    notes: if doubtful {
                        vec![note.clone()]
                    } else {
                        Vec::new()
                    },
                    ..Figure::printed(number.map_or(Value::Missing, Value::Number))
                })
            }));
            cells.extend(texts.into_iter().map(Cell::words));
            Row {
                cells,
                total: false,
            }
        })
        .collect();
    Answer {
        title: Label::plain("A title of some words"),
        columns,
        rows,
        ..Answer::default()
    }
}

/// The digits of a number with commas between its thousands.
fn grouped(number: Number) -> String {
    let text = number.to_string();
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out: Vec<String> = Vec::new();
    let mut rest = whole;
    while rest.len() > 3 {
        let (start, end) = rest.split_at(rest.len() - 3);
        out.insert(0, end.to_owned());
        rest = start;
    }
    out.insert(0, rest.to_owned());
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", out.join(","))
}

/// What no line break may fall into: numbers with a mark, and words of headings.
fn widest_piece(answer: &Answer) -> usize {
    let numbers = answer
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter_map(Cell::number)
        .map(|number| grouped(number).width() + 2);
    let headings = answer.columns.iter().flat_map(|column| {
        let unit = column.measure().and_then(|measure| measure.unit.as_ref());
        [Some(&column.label), unit]
            .into_iter()
            .flatten()
            .flat_map(|label| {
                label
                    .en
                    .split(' ')
                    .map(|word| word.width() + 2)
                    .collect::<Vec<_>>()
            })
    });
    numbers.chain(headings).max().unwrap_or(0)
}

/// What is wrong with a table of this width, if anything is.
fn misdrawn(answer: &Answer, width: usize) -> Result<(), String> {
    let style = Style {
        width: Some(width),
        ..Style::default()
    };
    let bytes = Format::Table.render(answer, &style).expect("it has a form");
    let text = String::from_utf8(bytes).expect("it is UTF-8");
    // The first and the last column always stand.
    let limit = width.max(2 * widest_piece(answer) + 20);
    for line in text.lines() {
        if line.width() > limit {
            return Err(format!(
                "a line is {} wide, the terminal {width}:\n{text}",
                line.width()
            ));
        }
        if line.ends_with(' ') {
            return Err(format!("a line ends with a blank:\n{text}"));
        }
    }
    // What is omitted is said.
    if answer.rows.is_empty() || text.contains("-f csv") || text.contains("`-f") {
        return Ok(());
    }
    for (place, column) in answer.shown() {
        let is_same = |row: &Row| row.cells[place] == answer.rows[0].cells[place];
        if column.measure().is_none() && answer.rows.iter().all(is_same) {
            continue;
        }
        // Units may stand behind the names of indicators.
        if matches!(column.role, Role::Unit) {
            let units = answer.rows.iter().filter_map(|row| row.cells[place].text());
            let mut words = units.filter_map(|unit| unit.split([' ', ',']).next());
            if let Some(word) = words.find(|word| word.is_ascii() && !text.contains(word)) {
                return Err(format!("the unit `{word}` is not shown:\n{text}"));
            }
            continue;
        }
        for word in column.label.en.split_whitespace() {
            let is_key = matches!(column.role, Role::Area | Role::Time | Role::Member);
            let is_empty = answer
                .rows
                .iter()
                .all(|row| row.cells[place] == Cell::Empty);
            // What is empty everywhere has no heading; a word of Chinese may be broken anywhere.
            if !is_key && !is_empty && word.is_ascii() && !text.contains(word) {
                return Err(format!("the heading `{word}` is not shown:\n{text}"));
            }
        }
    }
    for row in &answer.rows {
        for (place, column) in answer.shown() {
            let is_figure = matches!(column.role, Role::Measure(_));
            let digits = match row.cells[place].number() {
                Some(number) if is_figure => grouped(number),
                Some(year) => year.to_string(),
                None => continue,
            };
            if !text.lines().any(|line| line.contains(&digits)) {
                return Err(format!("{digits} is not on one line:\n{text}"));
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn a_table_of_anything_fits_its_width_and_drops_nothing(answer in readable(), width in 40_usize..=200) {
        prop_assert_eq!(misdrawn(&answer, width), Ok(()));
    }
}

proptest! {
    #![proptest_config(tries(64))]

    #[test]
    fn a_table_of_the_package_fits_its_width_and_drops_nothing(
        table in any::<prop::sample::Index>(),
        years in prop::option::of(prop::sample::select(vec!["2014", "2010..2015", "latest:2"])),
        layout in prop::sample::select(vec![Layout::Tidy, Layout::Wide, Layout::Long]),
        width in 40_usize..=200,
    ) {
        let tables: Vec<&Table> = PACKAGE.tables().collect();
        let table = table.get(&tables);
        let years = years.map(|years| years.parse().expect("it is in the grammar"));
        let query = Query { years, layout, ..Query::default() };
        if let Ok(answer) = ask(&PACKAGE, table, &query) {
            prop_assert_eq!(misdrawn(&answer, width), Ok(()));
        }
    }
}
