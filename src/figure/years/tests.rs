//! Tests of requests for years.

use super::*;

fn years(numbers: &[i64]) -> BTreeSet<Period> {
    numbers
        .iter()
        .filter_map(|&number| Period::new(number))
        .collect()
}

fn chosen(request: &str, existing: &[i64]) -> (Vec<i64>, Vec<i64>) {
    let existing = years(existing);
    let chosen = request
        .parse::<Years>()
        .unwrap()
        .choose(&existing, &existing);
    let numbers = |set: BTreeSet<Period>| set.into_iter().map(Period::number).collect();
    (numbers(chosen.found), numbers(chosen.absent))
}

#[test]
fn every_spelling_of_a_range_includes_both_ends() {
    for text in [
        "2008..2010",
        "2008..=2010",
        "2008:2010",
        "2008-2010",
        "2008–2010",
        " 2008 .. 2010 ",
    ] {
        assert_eq!(
            chosen(text, &[2007, 2008, 2009, 2010, 2011]).0,
            [2008, 2009, 2010],
            "{text}"
        );
    }
}

#[test]
fn open_ends_lists_steps_and_latest_choose_what_exists() {
    let existing = [2000, 2004, 2008, 2010, 2011, 2012];
    assert_eq!(chosen("2010..", &existing).0, [2010, 2011, 2012]);
    assert_eq!(chosen("..2004", &existing).0, [2000, 2004]);
    assert_eq!(
        chosen("2000,2008,2011..2012", &existing).0,
        [2000, 2008, 2011, 2012]
    );
    assert_eq!(
        chosen("2000..2012/4", &existing),
        (vec![2000, 2004, 2008, 2012], vec![])
    );
    assert_eq!(chosen("2000../4", &existing).0, [2000, 2004, 2008, 2012]);
    assert_eq!(chosen("latest", &existing).0, [2012]);
    assert_eq!(chosen("latest:3", &existing).0, [2010, 2011, 2012]);
}

#[test]
fn a_year_stands_for_its_quarters_and_months() {
    let of = |request: &str, existing: &[&str]| {
        let existing: BTreeSet<Period> =
            existing.iter().map(|text| text.parse().unwrap()).collect();
        let chosen = request
            .parse::<Years>()
            .unwrap()
            .choose(&existing, &existing);
        let texts =
            |set: BTreeSet<Period>| -> Vec<String> { set.iter().map(Period::to_string).collect() };
        (texts(chosen.found), texts(chosen.absent))
    };
    let quarters = ["2022Q3", "2022Q4", "2023Q1", "2023Q2"];
    assert_eq!(of("2023", &quarters).0, ["2023Q1", "2023Q2"]);
    assert_eq!(of("2022Q4..2023Q1", &quarters).0, ["2022Q4", "2023Q1"]);
    assert_eq!(of("2022Q4..2023", &quarters).1, ["2023Q3", "2023Q4"]);
    assert_eq!(of("2023..", &quarters).0, ["2023Q1", "2023Q2"]);
    assert_eq!(of("..2022", &quarters).0, ["2022Q3", "2022Q4"]);
    assert_eq!(of("2024", &quarters).1, ["2024"]);
    assert_eq!(of("latest", &quarters).0, ["2023Q2"]);
    // A year that is printed beside its quarters is itself.
    assert_eq!(of("2023", &["2023", "2023Q1"]).0, ["2023"]);
    assert_eq!(of("2023-05", &["2023-05", "2023-06"]).0, ["2023-05"]);
}

#[test]
fn years_asked_for_in_vain_are_told() {
    assert_eq!(
        chosen("2008..2010", &[2008, 2010]),
        (vec![2008, 2010], vec![2009])
    );
    assert_eq!(chosen("1990", &[2008]), (vec![], vec![1990]));
    assert_eq!(chosen("2016..", &[2008]), (vec![], vec![2016]));
    assert_eq!(
        chosen("2006..", &[2008, 2010]),
        (vec![2008, 2010], vec![2006, 2007])
    );
    assert_eq!(
        chosen("..2011", &[2008, 2010]),
        (vec![2008, 2010], vec![2011])
    );
    assert_eq!(chosen("2008..", &[2008, 2010]), (vec![2008, 2010], vec![]));
}

#[test]
fn what_is_not_in_the_grammar_is_refused_with_the_mend() {
    let message = |text: &str| text.parse::<Years>().unwrap_err().to_string();
    assert_eq!(
        message("2015..2008"),
        "the years `2015..2008` run backwards; write `2008..2015`"
    );
    for (text, fix) in [
        ("-2012", "..2012"),
        ("2008-", "2008.."),
        ("2008..=", "2008.."),
    ] {
        assert_eq!(
            message(text),
            format!("`{text}` is no range with an open end; write `{fix}`")
        );
    }
    assert!(message("..2015/5").contains("2000..2015/5"));
    assert!(message("2000..2015/0").contains("2000..2015/5"));
    for text in [
        "",
        "abc",
        "20l0",
        "2010,",
        "2008..2010..2012",
        "latest:0",
        "latest3",
        "-2008..2012",
        "10000",
        "0",
    ] {
        assert!(message(text).contains("asks for no years"), "{text}");
    }
}
