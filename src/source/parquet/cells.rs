//! Values of Parquet as text: numbers with the digits that they have, moments as dates.

use std::io::Write as _;

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::data_type::Int96;
use parquet::schema::types::ColumnDescriptor;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What its physical type says: truth, an integer, a number, a text.
    Plain,
    /// An integer that is never negative.
    Unsigned,
    /// An integer of so many decimals.
    Decimal(u32),
    /// Days since 1970.
    Date,
    /// So many of these units a second since 1970.
    Moment(i64),
    /// A number of 16 bits.
    Half,
    /// Four groups of letters and digits.
    Uuid,
    /// Nothing that is a figure or a name.
    Other,
}

impl Kind {
    /// What a column declares.
    pub(super) fn of(column: &ColumnDescriptor) -> Kind {
        let decimals = |scale: i32| Kind::Decimal(u32::try_from(scale).unwrap_or(0));
        match column.logical_type_ref() {
            Some(LogicalType::Decimal(decimal)) => return decimals(decimal.scale),
            Some(LogicalType::Date) => return Kind::Date,
            Some(LogicalType::Timestamp(moment)) => return Kind::Moment(a_second(moment.unit)),
            Some(LogicalType::Integer(integer)) if !integer.is_signed => return Kind::Unsigned,
            Some(LogicalType::Float16) => return Kind::Half,
            Some(LogicalType::Uuid) => return Kind::Uuid,
            Some(
                LogicalType::Bson
                | LogicalType::Variant(_)
                | LogicalType::Geometry(_)
                | LogicalType::Geography(_),
            ) => return Kind::Other,
            _ => {}
        }
        match column.converted_type() {
            ConvertedType::DECIMAL => decimals(column.type_scale()),
            ConvertedType::DATE => Kind::Date,
            ConvertedType::TIMESTAMP_MILLIS => Kind::Moment(1_000),
            ConvertedType::TIMESTAMP_MICROS => Kind::Moment(1_000_000),
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Kind::Unsigned,
            ConvertedType::INTERVAL | ConvertedType::BSON => Kind::Other,
            _ => Kind::Plain,
        }
    }

    /// Whether texts of the column are in the order of the bytes that statistics of it are told in.
    pub(super) fn is_text(self, column: &ColumnDescriptor) -> bool {
        self == Kind::Plain && column.physical_type() == Type::BYTE_ARRAY
    }

    /// Adds an integer.
    pub(super) fn integer(self, value: i64, bits: u32, to: &mut Vec<u8>) {
        let written = match self {
            Kind::Unsigned if bits == 32 => write!(to, "{}", value & 0xffff_ffff),
            Kind::Unsigned => write!(to, "{}", value.cast_unsigned()),
            Kind::Decimal(scale) => {
                decimal(value.into(), scale, to);
                Ok(())
            }
            Kind::Date => {
                date(value, to);
                Ok(())
            }
            Kind::Moment(a_second) => {
                moment(value.div_euclid(a_second), to);
                Ok(())
            }
            _ => write!(to, "{value}"),
        };
        debug_assert!(written.is_ok(), "memory takes what is written");
    }

    /// Adds a text, or a number that is written as bytes.
    pub(super) fn bytes(self, value: &[u8], to: &mut Vec<u8>) {
        match self {
            Kind::Decimal(scale) => match wide(value) {
                Some(value) => decimal(value, scale, to),
                None => to.extend_from_slice(b"beyond 38 digits"),
            },
            Kind::Half => {
                if let &[low, high] = value {
                    real(half(u16::from_le_bytes([low, high])), to);
                }
            }
            Kind::Uuid => {
                for (at, byte) in value.iter().enumerate() {
                    if matches!(at, 4 | 6 | 8 | 10) {
                        to.push(b'-');
                    }
                    to.extend_from_slice(format!("{byte:02x}").as_bytes());
                }
            }
            Kind::Other => {}
            // Pictures and shapes say nothing; a line break is no end of a row.
            _ => {
                if let Ok(text) = std::str::from_utf8(value) {
                    let breaks = |byte: u8| matches!(byte, b'\n' | b'\r');
                    let plain = |byte: u8| if breaks(byte) { b' ' } else { byte };
                    to.extend(text.bytes().map(plain));
                }
            }
        }
    }
}

fn a_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    }
}

/// Adds the shortest digits that give the number again, and nothing where it is none. `{:?}` has powers of ten, `{}` all
/// zeros.
pub(super) fn real<N: Into<f64> + Copy + std::fmt::Display + std::fmt::LowerExp>(
    value: N,
    to: &mut Vec<u8>,
) {
    let size = value.into().abs();
    let text = if size.is_nan() {
        return;
    } else if size == 0.0 {
        "0".to_owned()
    } else if (1e-9..1e21).contains(&size) || size.is_infinite() {
        format!("{value}")
    } else {
        format!("{value:e}")
    };
    to.extend_from_slice(text.as_bytes());
}

/// The number that 16 bits stand for.
fn half(bits: u16) -> f32 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023));
    let size = match exponent {
        0 => fraction * 2_f32.powi(-24),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1024.0 + fraction) * 2_f32.powi(exponent - 25),
    };
    if bits >> 15 == 1 { -size } else { size }
}

/// The integer that bytes stand for, the highest first; none where it has more than 128 bits.
fn wide(bytes: &[u8]) -> Option<i128> {
    let negative = bytes.first().is_some_and(|first| *first > 127);
    let fill = if negative { 0xff } else { 0 };
    let (ahead, own) = bytes.split_at(bytes.len().saturating_sub(16));
    let mut all = [fill; 16];
    all[16 - own.len()..].copy_from_slice(own);
    let value = i128::from_be_bytes(all);
    (ahead.iter().all(|byte| *byte == fill) && (value < 0) == negative).then_some(value)
}

fn decimal(value: i128, scale: u32, to: &mut Vec<u8>) {
    let digits = value.unsigned_abs().to_string();
    let scale = usize::try_from(scale).unwrap_or(0).min(1_000);
    if value < 0 {
        to.push(b'-');
    }
    if scale == 0 {
        to.extend_from_slice(digits.as_bytes());
        return;
    }
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, decimals) = digits.split_at(digits.len() - scale);
    to.extend_from_slice(format!("{whole}.{decimals}").as_bytes());
}

/// Adds the date of a day that is counted from the first of 1970.
fn date(days: i64, to: &mut Vec<u8>) {
    // Years are counted from March, so that a leap day ends one; in 400 of them there are 146,097 days.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    to.extend_from_slice(format!("{year:04}-{month:02}-{day:02}").as_bytes());
}

/// Adds the moment so many seconds after the beginning of 1970: the date alone at midnight.
fn moment(seconds: i64, to: &mut Vec<u8>) {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    date(days, to);
    if second != 0 {
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        to.extend_from_slice(format!("T{hour:02}:{minute:02}:{second:02}").as_bytes());
    }
}

/// Adds a moment as older writers have it: nanoseconds of a day, and the day as astronomers count them.
pub(super) fn old_moment(value: &Int96, to: &mut Vec<u8>) {
    let [low, high, day] = value.data() else {
        return;
    };
    let nanoseconds = u64::from(*high) << 32 | u64::from(*low);
    let seconds = i64::try_from(nanoseconds / 1_000_000_000).unwrap_or(0);
    let days = i64::from(day.cast_signed()) - 2_440_588;
    moment(days * 86_400 + seconds, to);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(add: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut to = Vec::new();
        add(&mut to);
        String::from_utf8(to).unwrap()
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (19_723, "2024-01-01"),
            (19_782, "2024-02-29"),
            (11_016, "2000-02-29"),
            (-25_509, "1900-02-28"),
            (-25_508, "1900-03-01"),
        ] {
            assert_eq!(text(|to| date(days, to)), expected);
        }
        assert_eq!(text(|to| moment(-1, to)), "1969-12-31T23:59:59");
        assert_eq!(text(|to| moment(86_400, to)), "1970-01-02");
        let mut old = Int96::new();
        old.set_data(0, 0, 2_440_588 + 19_723);
        assert_eq!(text(|to| old_moment(&old, to)), "2024-01-01");
    }

    #[test]
    fn numbers_have_their_digits_and_no_others() {
        let decimal = |value: i128, scale| text(|to| decimal(value, scale, to));
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(4_327, 2), "43.27");
        assert_eq!(decimal(260, 1), "26.0");
        assert_eq!(decimal(7, 0), "7");
        assert_eq!(
            text(|to| Kind::Decimal(1).bytes(&[0xff, 0x38], to)),
            "-20.0"
        );
        assert_eq!(wide(&[0x7f; 17]), None);
        assert_eq!(wide(&[0xff; 17]), Some(-1));
        assert_eq!(text(|to| real(0.1_f32, to)), "0.1");
        assert_eq!(
            text(|to| real(35_913.819_369_419_29_f64, to)),
            "35913.81936941929"
        );
        assert_eq!(text(|to| real(2020.0_f64, to)), "2020");
        assert_eq!(text(|to| real(1e300_f64, to)), "1e300");
        assert_eq!(text(|to| real(f64::NAN, to)), "");
        assert_eq!(text(|to| real(-0.0_f64, to)), "0");
        assert_eq!(text(|to| real(half(0x3c00), to)), "1");
        assert_eq!(text(|to| real(half(0xc500), to)), "-5");
        assert_eq!(text(|to| Kind::Unsigned.integer(-1, 32, to)), "4294967295");
        assert_eq!(text(|to| Kind::Plain.bytes(b"a\r\nb", to)), "a  b");
    }
}
