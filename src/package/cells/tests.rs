//! Tests of cells.

use super::*;

fn format(field: &str) -> CellFormat {
    let field: Field = serde_json::from_str(field).unwrap();
    let mut faults = Vec::new();
    let missing = [MissingValue::Text(String::new())];
    let format = CellFormat::of_field(&field, &missing, None, &mut |fault| faults.push(fault));
    assert_eq!(faults, Vec::<String>::new());
    format
}

#[test]
fn numbers_are_read_as_their_field_declares_them() {
    let cases = [
        ("", "1234.50", Some("1234.50")),
        ("", "7.1E-09", Some("0.0000000071")),
        ("", "3.72e+08", Some("372000000")),
        ("", "1.25e1", Some("12.5")),
        ("", "+5", Some("5")),
        ("", ".5", Some("0.5")),
        ("", "-.5", Some("-0.5")),
        ("", "1e99", None),
        ("", "1,5", None),
        ("", "e5", None),
        ("", ".", None),
        (
            r#", "decimalChar": ",", "groupChar": ".""#,
            "1.234,5",
            Some("1234.5"),
        ),
        (
            r#", "decimalChar": ",", "groupChar": ".""#,
            "1.234",
            Some("1234"),
        ),
        // No group has two digits at the end.
        (r#", "decimalChar": ",", "groupChar": ".""#, "1.23", None),
        (r#", "decimalChar": ",", "groupChar": ".""#, "1,234,5", None),
        (r#", "groupChar": ",""#, "12,34,567.0", Some("1234567.0")),
        (r#", "groupChar": " ""#, "-1 234", Some("-1234")),
        (r#", "bareNumber": false"#, "$ 59.50 ", Some("59.50")),
        (r#", "bareNumber": false"#, "-3%", Some("-3")),
        (r#", "bareNumber": false"#, "- US$ 3", Some("-3")),
        // Neither is certain to be a minus, nor to be none.
        (r#", "bareNumber": false"#, "(3)", None),
        (r#", "bareNumber": false"#, "3-", None),
        (r#", "bareNumber": false"#, "none", None),
    ];
    for (properties, cell, expected) in cases {
        let format = format(&format!(r#"{{"name": "a", "type": "number"{properties}}}"#));
        let found = format.number(cell).ok().map(|number| number.to_string());
        assert_eq!(found.as_deref(), expected, "{properties} {cell}");
    }
}

#[test]
fn a_field_has_its_own_missing_values_with_their_reasons() {
    let format = format(
        r#"{"name": "a", "type": "number", "missingValues": ["-9", {"value": "-8", "label": "suppressed"}]}"#,
    );
    assert!(format.is_missing("-9") && format.is_missing("-8") && !format.is_missing(""));
    assert_eq!(
        (format.reason("-8"), format.reason("-9")),
        (Some("suppressed"), None)
    );
}

#[test]
fn dates_are_read_by_their_pattern() {
    let cases = [
        (
            r#""date", "format": "%d.%m.%Y""#,
            "31.12.1995",
            Some("1995-12-31"),
        ),
        (
            r#""date", "format": "%d/%m/%y""#,
            "01/02/68",
            Some("2068-02-01"),
        ),
        (r#""date", "format": "%b %Y""#, "Mar 2015", Some("2015-03")),
        (
            r#""date", "format": "%B %d, %Y""#,
            "August 1, 2015",
            Some("2015-08-01"),
        ),
        (r#""date", "format": "%d.%m.%Y""#, "31.02.1995", None),
        (r#""date", "format": "%d.%m.%Y""#, "31.12.1995x", None),
        (r#""datetime""#, "2015-03-31T12:00:00Z", Some("2015-03-31")),
        (r#""yearmonth""#, "2015-03", Some("2015-03")),
        (r#""year""#, "2015", Some("2015")),
    ];
    for (type_, cell, expected) in cases {
        let format = format(&format!(r#"{{"name": "a", "type": {type_}}}"#));
        let found = format.period(cell).ok().map(|period| period.to_string());
        assert_eq!(found.as_deref(), expected, "{type_} {cell}");
    }
}

proptest::proptest! {
    #[test]
    fn no_cell_upsets_a_format(cell in "[0-9.,e+ $%()-]{0,12}|.{0,8}", text in "[0-9a-zéM. ]{0,12}") {
        for properties in ["", r#", "decimalChar": ",", "groupChar": ".""#, r#", "bareNumber": false, "groupChar": "é""#] {
            let format = format(&format!(r#"{{"name": "a", "type": "number"{properties}}}"#));
            let _ = format.number(&cell);
        }
        let _ = date(&text, "%d.%m.%Y");
        let _ = date(&text, "%B%y%%");
    }
}
