//! The cells of a spreadsheet as texts: numbers with the digits that a spreadsheet keeps, and the decimals that it shows.

use calamine::{Data, DataRef, Style};

/// The digits that a number of a spreadsheet has.
const DIGITS: usize = 15;
/// The most decimals that a format is believed to show.
const MOST_DECIMALS: usize = 15;

/// How a cell shows its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Shown {
    /// How many decimals, at least.
    pub(super) decimals: usize,
    /// Whether as a percentage.
    pub(super) percent: bool,
    /// How far a text is set in.
    pub(super) indent: u8,
}

impl Shown {
    /// What a style shows.
    pub(super) fn of(style: &Style) -> Shown {
        let format = style.number_format.as_ref();
        let own = format.map_or_else(Shown::default, |format| Shown::of_code(&format.format_code));
        let alignment = style.alignment.as_ref();
        Shown {
            indent: alignment.and_then(|own| own.indent).unwrap_or_default(),
            ..own
        }
    }

    /// What a format such as `#,##0.0` shows of a positive number.
    pub(super) fn of_code(code: &str) -> Shown {
        let bare = bare(code);
        // A power or a date has no decimals of its own.
        if bare.contains(['E', 'e', 'y', 'm', 'd', 'h', '/']) {
            return Shown::default();
        }
        let decimals = bare.split_once('.').map_or(0, |(_, behind)| {
            behind.chars().take_while(|c| *c == '0').count()
        });
        Shown {
            decimals: decimals.min(MOST_DECIMALS),
            percent: bare.contains('%'),
            indent: 0,
        }
    }
}

/// Whether a format shows a date.
pub(super) fn is_date(code: &str) -> bool {
    let bare = bare(code).to_lowercase();
    bare.contains('y') || bare.contains('d') && bare.contains('m')
}

/// A format of positive numbers without texts, colours and fillings.
fn bare(code: &str) -> String {
    let mut bare = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            '\\' | '_' | '*' => {
                chars.next();
            }
            c => bare.push(c),
        }
    }
    bare
}

/// The text of a number.
pub(super) fn text(number: f64, shown: Shown) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let number = if shown.percent {
        number * 100.0
    } else {
        number
    };
    let mut text = plain(number);
    let decimals = text
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    if decimals < shown.decimals {
        if decimals == 0 {
            text.push('.');
        }
        text.push_str(&"0".repeat(shown.decimals - decimals));
    }
    if shown.percent {
        text.push('%');
    }
    text
}

/// The shortest plain numeral with the digits that a spreadsheet keeps.
fn plain(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let scientific = format!("{number:.*e}", DIGITS - 1);
    let exponent: i32 = scientific
        .split_once('e')
        .and_then(|(_, exponent)| exponent.parse().ok())
        .unwrap_or(0);
    // Numbers that are read with an exponent anyway.
    if !(-20..=25).contains(&exponent) {
        return scientific;
    }
    let last = i32::try_from(DIGITS).unwrap_or(15) - 1 - exponent;
    let Ok(decimals) = usize::try_from(last) else {
        // More digits than are kept: the others are zeros.
        let rounded: f64 = scientific.parse().unwrap_or(number);
        return format!("{rounded:.0}");
    };
    let text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// The text of a cell of an xlsx, as its format shows it.
pub(super) fn of_reference(value: &DataRef, shown: Shown) -> String {
    match value {
        DataRef::Float(number) => text(*number, shown),
        #[expect(
            clippy::cast_precision_loss,
            reason = "a spreadsheet has no other numbers"
        )]
        DataRef::Int(number) => text(*number as f64, shown),
        DataRef::SharedString(text) => set_in(text, shown.indent),
        other => of_data(&Data::from(other.clone())),
    }
}

/// A text with the blanks before it by which its style sets it in.
pub(super) fn set_in(text: &str, indent: u8) -> String {
    let indent = usize::from(indent) * 2;
    format!("{:indent$}{text}", "")
}

/// The text of a cell.
pub(super) fn of_data(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DurationIso(text) => text.clone(),
        Data::Float(number) => text(*number, Shown::default()),
        Data::Int(number) => number.to_string(),
        Data::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            match (hour, minute, second) {
                (0, 0, 0) => date,
                (hour, minute, second) => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
            }
        }
        Data::DateTime(moment) => text(moment.as_f64(), Shown::default()),
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        Data::Error(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_a_spreadsheet_shows() {
        for (number, code, expected) in [
            (0.1 + 0.2, "General", "0.3"),
            (1.0, "General", "1"),
            (2010.0, "0", "2010"),
            (26.0, "0.0", "26.0"),
            (26.25, "0.0", "26.25"),
            (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1234.50"),
            (0.052, "0.0%", "5.2%"),
            (12_345_678_901_234_567.0, "General", "12345678901234600"),
            (1e-7, "General", "0.0000001"),
            (0.0, "0.00", "0.00"),
            (44_000.0, "yyyy-mm-dd", "44000"),
            (5.0, "0.0\" m²\"", "5.0"),
        ] {
            assert_eq!(
                text(number, Shown::of_code(code)),
                expected,
                "{number} {code}"
            );
        }
    }

    #[test]
    fn texts_are_set_in_as_their_style_says() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let style = rust_xlsxwriter::Format::new().set_indent(2);
        let sheet = book.add_worksheet();
        sheet.write_with_format(0, 0, "Men", &style).unwrap();
        sheet.write_with_format(1, 0, 7, &style).unwrap();
        let bytes = std::io::Cursor::new(book.save_to_buffer().unwrap());
        let mut book: calamine::Xlsx<_> = calamine::Reader::new(bytes).unwrap();
        let mut cells = book.worksheet_cells_reader("Sheet1").unwrap();
        let shown: Vec<Shown> = cells.styles().iter().map(Shown::of).collect();
        let mut texts = Vec::new();
        while let Some((cell, style)) = cells.next_cell_with_style_id().unwrap() {
            texts.push(of_reference(cell.get_value(), shown[style]));
        }
        assert_eq!(texts, ["    Men", "7"]);
    }

    proptest::proptest! {
        #[test]
        fn every_number_is_a_text_of_its_own_value(number in proptest::num::f64::NORMAL) {
            let text = plain(number);
            let read: f64 = text.parse().unwrap();
            let gap = ((read - number) / number).abs();
            proptest::prop_assert!(gap < 1e-13, "{number} {text}");
        }

        #[test]
        fn no_format_upsets_it(code in ".{0,20}", number: f64) {
            text(number, Shown::of_code(&code));
        }
    }
}
