//! Tests of periods as files write them.

use super::*;

fn one(label: &str) -> Option<String> {
    read_one(label).map(|label| label.period.to_string())
}

fn all(labels: &[&str]) -> Option<Vec<String>> {
    let labels = read(labels.iter().copied())?;
    Some(
        labels
            .all
            .iter()
            .map(|label| label.period.to_string())
            .collect(),
    )
}

#[test]
fn months_are_named_in_the_languages_of_offices() {
    for (label, month) in [
        ("2. leden 2003", "2003-01-02"),
        ("30. prosinec 2003", "2003-12-30"),
        ("červenec 2003", "2003-07"),
        ("červen 2003", "2003-06"),
        ("март 2010", "2010-03"),
        ("май 2010", "2010-05"),
        ("2010 жовтень", "2010-10"),
        ("Haziran 2015", "2015-06"),
        ("tammikuu 2020", "2020-01"),
        ("juuli 2020", "2020-07"),
        ("augusztus 2020", "2020-08"),
        ("Δεκέμβριος 2020", "2020-12"),
    ] {
        assert_eq!(one(label).as_deref(), Some(month), "{label}");
    }
}

#[test]
fn years_of_eras_are_counted_as_elsewhere() {
    for (label, period) in [
        ("民國113年", "2024"),
        ("中華民國 99 年", "2010"),
        ("民國113年1月", "2024-01"),
        ("平成27年", "2015"),
        ("令和元年", "2019"),
        ("昭和45年度", "1970"),
    ] {
        assert_eq!(one(label).as_deref(), Some(period), "{label}");
    }
    assert_eq!(one("民國0年"), None);
    assert_eq!(one("平成"), None);
}

#[test]
fn days_that_could_be_months_are_settled_by_their_order_or_asked() {
    let ask = |labels: &[&str]| read_dates(labels.iter().copied(), None).err();
    assert_eq!(ask(&["03/04/2020", "05/06/2020"]), Some(Unread::TwoDays));
    assert_eq!(ask(&["01/02/2020", "01/03/2020"]), Some(Unread::TwoDays));
    assert_eq!(
        all(&["01/01/2020", "01/02/2020", "01/01/2021"]).unwrap(),
        ["2020-01", "2020-02", "2021-01"]
    );
    assert_eq!(
        all(&["1/1/2020", "2/1/2020", "1/1/2021"]).unwrap(),
        ["2020-01", "2020-02", "2021-01"]
    );
    assert_eq!(
        all(&["01/07/2019", "01/07/2020"]).unwrap(),
        ["2019", "2020"]
    );
    let said = |dates| {
        let labels = read_dates(["03/04/2020"], Some(dates)).unwrap();
        labels.all[0].period.to_string()
    };
    assert_eq!(said(Dates::DayFirst), "2020-04-03");
    assert_eq!(said(Dates::MonthFirst), "2020-03-04");
}

#[test]
fn labels_of_one_reading() {
    for (label, period) in [
        ("1960", "1960"),
        ("2014 ", "2014"),
        ("2015年", "2015"),
        ("2015 年", "2015"),
        ("2015年度", "2015"),
        ("2020년", "2020"),
        ("FY2010", "2010"),
        ("FY 2010", "2010"),
        ("2019-20", "2019"),
        ("2010/11", "2010"),
        ("2010/2011", "2010"),
        ("1999-00", "1999"),
        ("2019–20", "2019"),
        ("2005-2010", "2005..2010"),
        ("2015 [YR2015]", "2015"),
        ("YR2015", "2015"),
        ("X2015", "2015"),
        ("2023T2", "2023Q2"),
        ("2023-Q2", "2023Q2"),
        ("2023K2", "2023Q2"),
        ("Q1 1946", "1946Q1"),
        ("Q1/2020", "2020Q1"),
        ("1Q 2020", "2020Q1"),
        ("T3-2020", "2020Q3"),
        ("1Q19", "2019Q1"),
        ("4T2019", "2019Q4"),
        ("Q1'20", "2020Q1"),
        ("2H20", "2020H2"),
        ("1º trimestre 2020", "2020Q1"),
        ("1er trimestre 2020", "2020Q1"),
        ("4º trimestre de 2020", "2020Q4"),
        ("1st quarter 2020", "2020Q1"),
        ("2. Quartal 2020", "2020Q2"),
        ("2020 JAN-MAR", "2020Q1"),
        ("2020年第3季度", "2020Q3"),
        ("2020年一季度", "2020Q1"),
        ("2020년 1분기", "2020Q1"),
        ("2020.1/4", "2020Q1"),
        ("2020 IV", "2020Q4"),
        ("2020H1", "2020H1"),
        ("S2 2020", "2020H2"),
        ("2020年上半年", "2020H1"),
        ("2018M12", "2018-12"),
        ("2025-12", "2025-12"),
        ("2025/3", "2025-03"),
        ("12/2018", "2018-12"),
        ("201812", "2018-12"),
        ("2024年1月", "2024-01"),
        ("2020년 1월", "2020-01"),
        ("Jan-46", "1946-01"),
        ("Jan 1946", "1946-01"),
        ("January 1946", "1946-01"),
        ("1946 Jan", "1946-01"),
        ("1946JAN", "1946-01"),
        ("enero 2020", "2020-01"),
        ("Ene-20", "2020-01"),
        ("février 2020", "2020-02"),
        ("März 2020", "2020-03"),
        ("dez/2020", "2020-12"),
        ("2020W05", "2020W05"),
        ("2020U05", "2020W05"),
        ("KW 5 2020", "2020W05"),
        ("2015-06-30", "2015-06-30"),
        ("2015-06-30T00:00:00", "2015-06-30"),
        ("2015/6/30", "2015-06-30"),
        ("20150630", "2015-06-30"),
        ("30.06.2015", "2015-06-30"),
        ("30 June 2015", "2015-06-30"),
        ("June 30, 2015", "2015-06-30"),
        ("2015年6月30日", "2015-06-30"),
        ("31.12.1995", "1995"),
    ] {
        assert_eq!(one(label).as_deref(), Some(period), "{label}");
    }
}

#[test]
fn what_is_no_period() {
    for label in [
        "",
        " ",
        "1499",
        "2200",
        "15-64",
        "65+",
        "0-14",
        "1000-1999",
        "May",
        "2015x",
        "1",
        "12",
        "A 2015 B C D",
        "20101",
        "2015Q5",
        "HD01_VD01",
        "Population 2016",
        "23010",
        "01371",
        "5-9",
        "2015-2010",
        "Total",
        "2016-02-30",
    ] {
        assert_eq!(one(label), None, "{label}");
    }
}

#[test]
fn marks_behind_a_label_are_kept() {
    for (label, mark) in [
        ("2011p", Some('p')),
        ("2011 (p)", Some('p')),
        ("2011*", Some('*')),
        ("2011", None),
        ("2011(1)", Some('1')),
    ] {
        let found = read_one(label).unwrap();
        assert_eq!(
            (found.period.to_string().as_str(), found.mark),
            ("2011", mark),
            "{label}"
        );
    }
}

#[test]
fn a_column_decides_by_all_of_its_labels() {
    // Years of two halves, or months: the other labels tell.
    assert_eq!(
        all(&["2009-10", "2010-11", "2011-12"]).unwrap(),
        ["2009", "2010", "2011"]
    );
    assert_eq!(
        all(&["2010-10", "2010-11", "2010-12"]).unwrap(),
        ["2010-10", "2010-11", "2010-12"]
    );
    assert_eq!(
        all(&["2010-11", "2010-12"]).unwrap(),
        ["2010-11", "2010-12"]
    );
    // Days and months by what cannot be a month.
    assert_eq!(
        all(&["01/02/2010", "13/02/2010"]).unwrap(),
        ["2010-02-01", "2010-02-13"]
    );
    assert_eq!(
        all(&["01/02/2010", "01/13/2010"]).unwrap(),
        ["2010-01-02", "2010-01-13"]
    );
    assert_eq!(all(&["01/02/2010", "03/04/2010"]), None);
    // The same in either reading.
    assert_eq!(
        all(&["01/01/2010", "01/01/2011"]).unwrap(),
        ["2010", "2011"]
    );
    assert_eq!(
        all(&["12/31/2010", "12/31/2011"]).unwrap(),
        ["2010", "2011"]
    );
    // Periods of several lengths in one column.
    assert_eq!(
        all(&["2010", "2010 Q1", "2010 JAN"]).unwrap(),
        ["2010", "2010Q1", "2010-01"]
    );
    assert_eq!(all(&["2010", "total"]), None);
}

#[test]
fn days_stand_for_longer_periods_where_all_do() {
    assert_eq!(
        all(&["31.12.2005", "31.12.2006"]).unwrap(),
        ["2005", "2006"]
    );
    assert_eq!(
        all(&["30.06.2005", "30.06.2006"]).unwrap(),
        ["2005", "2006"]
    );
    assert_eq!(
        all(&["2005-01-01", "2005-02-01"]).unwrap(),
        ["2005-01", "2005-02"]
    );
    assert_eq!(
        all(&["2005-01-31", "2005-02-28"]).unwrap(),
        ["2005-01", "2005-02"]
    );
    assert_eq!(
        all(&["2005-01-01", "2005-04-01", "2005-07-01"]).unwrap(),
        ["2005Q1", "2005Q2", "2005Q3"]
    );
    assert_eq!(
        all(&["2005-03-31", "2005-06-30"]).unwrap(),
        ["2005Q1", "2005Q2"]
    );
    assert_eq!(
        all(&["2005-03-31", "2005-06-29"]).unwrap(),
        ["2005-03-31", "2005-06-29"]
    );
    assert_eq!(all(&["2005-03-14"]).unwrap(), ["2005-03-14"]);
}

proptest::proptest! {
    #[test]
    fn canonical_periods_are_read_as_what_they_are(year in 1500_i64..2200, frequency in 0_usize..5, place in 1_i64..=52) {
        let frequencies = [Frequency::Year, Frequency::Half, Frequency::Quarter, Frequency::Month, Frequency::Week];
        if let Some(period) = Period::of(frequencies[frequency], year, place) {
            let found = read([period.to_string().as_str(), period.to_string().as_str()]).unwrap();
            // `2010-11` is either; another label of the column decides.
            let both = period.frequency() == Frequency::Month && place == (year + 1) % 100;
            proptest::prop_assert!(both || found.all[0].period == period, "{period}");
        }
    }

    #[test]
    fn no_label_upsets(text in "\\PC{0,40}", digits in "[0-9QTM./年月 p()-]{0,16}") {
        let _ = (read_one(&text), read_one(&digits), read([text.as_str(), digits.as_str()]));
    }

    #[test]
    fn codes_are_no_periods(code in "[0-9]{1,3}|[0-9]{5}|0[0-9]{3}|[3-9][0-9]{3}|[3-9][0-9]{5,9}|[0-9]{1,2}-[0-9]{1,3}") {
        proptest::prop_assert_eq!(read_one(&code), None);
    }
}

#[test]
fn spans_of_several_years_are_no_months() {
    assert_eq!(one("1990-92").as_deref(), Some("1990..1992"));
    // Averages of three years in a food balance.
    let averages = ["1997-99", "1998-00", "1999-01", "2000-02"];
    assert_eq!(
        all(&averages).unwrap(),
        ["1997..1999", "1998..2000", "1999..2001", "2000..2002"]
    );
    let later = ["2001-03", "2002-04", "2003-05", "2004-06"];
    assert_eq!(all(&later).unwrap()[3], "2004..2006");
    // Months that follow one another, or years alone.
    assert_eq!(all(&["2001-03", "2001-04"]).unwrap()[1], "2001-04");
    assert_eq!(all(&["2001-03", "2002-03"]).unwrap()[1], "2002-03");
    assert_eq!(all(&["2010-11", "2011-12"]).unwrap(), ["2010", "2011"]);
    assert_eq!(all(&["1990-92", "1990-95"]), None);
}

#[test]
fn decimals_of_years_are_months_where_october_lost_its_nought() {
    let months = ["1871.01", "1871.09", "1871.1", "1871.11"];
    assert_eq!(all(&months).unwrap()[2], "1871-10");
    assert_eq!(all(&["1871.1", "1871.2"]).unwrap()[0], "1871-01");
    assert_eq!(
        all(&["1871.01", "1871.1", "1871.10"]).unwrap()[1],
        "1871-01"
    );
}
