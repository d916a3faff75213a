//! Tests of periods.

use super::*;

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

#[test]
fn a_year_before_is_the_same_period() {
    let before = |text: &str| period(text).year_before().map(|found| found.to_string());
    assert_eq!(before("2015").as_deref(), Some("2014"));
    assert_eq!(before("2015Q2").as_deref(), Some("2014Q2"));
    assert_eq!(before("2015-01").as_deref(), Some("2014-01"));
    assert_eq!(before("2016-02-29"), None);
    assert_eq!(before("2020W53"), None);
    assert_eq!(before("2021W05").as_deref(), Some("2020W05"));
    assert_eq!(before("1"), None);
}

#[test]
fn a_year_contains_what_lies_in_it() {
    for part in [
        "2015",
        "2015H2",
        "2015Q1",
        "2015-12",
        "2015-12-31",
        "2015W01",
        "2015W53",
    ] {
        assert!(period("2015").contains(period(part)), "{part}");
        assert!(!period("2014").contains(period(part)), "{part}");
        assert!(period("2014..2016").contains(period(part)), "{part}");
    }
    assert!(!period("2015Q1").contains(period("2015")));
    assert!(period("2015Q1").contains(period("2015-03")));
}

#[test]
fn periods_are_ordered_by_when_they_begin_and_the_longer_first() {
    let mut all: Vec<Period> = [
        "2015-02",
        "2015Q1",
        "2014Q4",
        "2015",
        "2015-01",
        "2014..2016",
    ]
    .map(period)
    .into();
    all.sort();
    let all: Vec<String> = all.iter().map(Period::to_string).collect();
    assert_eq!(
        all,
        [
            "2014..2016",
            "2014Q4",
            "2015",
            "2015Q1",
            "2015-01",
            "2015-02"
        ]
    );
}

#[test]
fn time_elapsed_is_told_in_years() {
    let years = |from: &str, to: &str| period(from).years_to(period(to));
    assert_eq!(years("2005", "2015"), Some((10, 1)));
    assert_eq!(years("2015Q1", "2015Q3"), Some((2, 4)));
    assert_eq!(years("2015", "2015Q3"), None);
}

proptest::proptest! {
    #[test]
    fn days_count_as_a_calendar_does(year in 1_i64..=9999, month in 1_i64..=12, day in 1_i64..=31) {
        let length = calendar::days_in_month(year.to_i32(), month.to_i32());
        let found = Period::day(year, month, day);
        proptest::prop_assert_eq!(found.is_some(), day <= i64::from(length));
        if let Some(found) = found {
            proptest::prop_assert_eq!(found.date(), [year, month, day]);
            proptest::prop_assert_eq!(found.to_string().parse(), Ok(found));
            proptest::prop_assert_eq!(found.beginning(Frequency::Month).to_string(), format!("{year:04}-{month:02}"));
            let week = found.beginning(Frequency::Week);
            proptest::prop_assert!(week.contains(found));
            if let Some(next) = found.next() {
                proptest::prop_assert!(found < next);
            }
        }
    }

    #[test]
    fn what_is_printed_is_read_again(frequency in 0_usize..6, ordinal in 0_i64..3_700_000) {
        let all = [Frequency::Year, Frequency::Half, Frequency::Quarter, Frequency::Month, Frequency::Week, Frequency::Day];
        if let Some(found) = Period::checked(all[frequency], ordinal)
            && found.number() >= 1000
        {
            proptest::prop_assert_eq!(found.to_string().parse(), Ok(found));
        }
    }
}
