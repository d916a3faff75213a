//! Tests of notes.

use super::super::dialect::Dialect;
use super::*;

#[test]
fn a_look_at_the_text_misses_no_value_that_is_refuted() {
    let head = "table,key,indicator,status,note,usable,corrected\n";
    for (text, found) in [
        ("gdp,,gdp,U,Refuted.,no,\n", true),
        ("\"gdp\",,gdp,U,Refuted.,\"no\",\n", true),
        ("gdp,,gdp,U,\"In two\nlines.\",no,\n", true),
        ("gdp,,gdp,U,\"Doubtful, perhaps.\",,\n", false),
        ("gdp-2,,gdp,U,Refuted.,no,\n", false),
    ] {
        assert_eq!(
            may_refute(format!("{head}{text}").as_bytes(), "gdp"),
            found,
            "{text}"
        );
    }
}

#[test]
fn a_remark_covers_what_its_key_does_not_name() {
    let csv = "table,key,indicator,status,note,usable,corrected\n\
               gdp,year=2015,gdp|growth,A,Perhaps provisional.,,\n\
               gdp,city=Hegang; year=2015,gdp,U,Doubtful.,no,26.5\n";
    let mut faults = Faults::default();
    let part = Part::new("notes.csv", csv.as_bytes(), Dialect::default());
    let lines = lines_of(&part, &mut faults);
    let remarks = Remarks::read("notes.csv", &lines, Some("gdp"), &mut faults);
    assert!(faults.is_empty());
    let of = |city: &'static str, indicator: &'static str| {
        let key = [("city", Cow::from(city)), ("year", Cow::from("2015"))];
        remarks
            .of_cell(indicator, &key)
            .into_iter()
            .map(|remark| remark.line)
            .collect::<Vec<_>>()
    };
    assert_eq!(of("Hegang", "gdp"), [2, 3]);
    assert_eq!(of("Jixi", "gdp"), [2]);
    assert_eq!(of("Jixi", "growth"), [2]);
    assert_eq!(of("Jixi", "population"), Vec::<u64>::new());
}
