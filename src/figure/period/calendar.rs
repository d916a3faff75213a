//! The proleptic Gregorian calendar and the weeks of ISO 8601 as counts of days and months.

/// The days before the year of this number, counted from the first day of the year 1.
pub(super) fn days_before_year(year: i32) -> i32 {
    let past = year - 1;
    365 * past + past / 4 - past / 100 + past / 400
}

pub(super) fn is_leap(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

pub(super) fn days_in_month(year: i32, month: i32) -> i32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day on which a month begins, months counted from January of the year 0.
pub(super) fn start_of_month(ordinal: i32) -> i32 {
    let (year, month) = (ordinal.div_euclid(12), ordinal.rem_euclid(12) + 1);
    let before: i32 = (1..month).map(|month| days_in_month(year, month)).sum();
    days_before_year(year) + before
}

/// The month in which a day lies.
pub(super) fn month_of_day(day: i32) -> i32 {
    // A first estimate is at most a few days too early.
    let mut month = 12 + (i64::from(day) * 4800 / 146_097).to_i32();
    while start_of_month(month + 1) <= day {
        month += 1;
    }
    while start_of_month(month) > day {
        month -= 1;
    }
    month
}

/// The Monday with which the first week of a year begins: that of the week of 4 January.
pub(super) fn first_week(year: i32) -> i32 {
    (days_before_year(year) + 3).div_euclid(7)
}

pub(super) trait ToI32 {
    fn to_i32(self) -> i32;
}

impl ToI32 for i64 {
    fn to_i32(self) -> i32 {
        i32::try_from(self).unwrap_or(i32::MAX)
    }
}
