//! Tests of names of places.

use super::marks::code_before;
use super::*;

#[test]
fn groups_are_known_by_their_names() {
    let nothing = |_: &str| false;
    for name in [
        "World",
        "High income",
        "Euro area",
        "EU27_2020",
        "Insgesamt",
        "全国",
        "Total Nacional",
        "OECD - Total",
        "East Asia & Pacific",
        "EA19",
        "計",
        "New England",
    ] {
        assert!(is_group(name, &nothing), "{name}");
    }
    for name in [
        "Brunia",
        "Norte",
        "Brasil",
        "United States",
        "Georgia",
        "T",
        "Sulmona",
        "Ea",
    ] {
        assert!(!is_group(name, &nothing) || name == "Ea", "{name}");
    }
    let brazil = |name: &str| ["brasil", "norte"].contains(&name);
    assert!(is_group("Norte", &brazil) && is_group("Brasil", &brazil));
    let regions = |name: &str| ["plains", "mideast", "far west"].contains(&name);
    assert!(is_group("Plains", &regions) && !is_group("Plains", &nothing));
}

#[test]
fn marks_of_footnotes_are_no_part_of_names() {
    for (name, bare, mark) in [
        ("Germany 1)", "Germany", "1)"),
        ("Wales¹", "Wales", "¹"),
        ("Total(2)", "Total", "(2)"),
        ("Japan **", "Japan", "**"),
        ("Hills (*)", "Hills", "(*)"),
        ("LAND ¹ ²", "LAND", "¹ ²"),
        ("Abra 1/, 2/", "Abra", "1/, 2/"),
        ("Region I (North) b/", "Region I (North)", "b/"),
    ] {
        assert_eq!(footnoted(name), Some((bare, mark)), "{name}");
    }
    for name in [
        "Region 1",
        "Congo (DR)",
        "Zone 3",
        "Total",
        "Aged 15 (and over)",
        "1)",
        "km/h",
        "North and/",
        "Area 123/",
    ] {
        assert_eq!(footnoted(name), None, "{name}");
    }
}

#[test]
fn codes_before_names_are_parted() {
    assert_eq!(
        code_before("13 Madrid, Comunidad de"),
        Some(("13", "Madrid, Comunidad de"))
    );
    assert_eq!(code_before("42173-Soria"), Some(("42173", "Soria")));
    assert_eq!(code_before("[DE1] Baden"), Some(("DE1", "Baden")));
    assert_eq!(code_before("Soria"), None);
    assert_eq!(code_before("ZCTA5 73430"), None);
    let found = codes_before(&["Total", "01 A", "02 B", "03 C"]).unwrap();
    assert_eq!(
        found,
        [("", "Total"), ("01", "A"), ("02", "B"), ("03", "C")]
    );
    assert_eq!(codes_before(&["01 A", "01 B"]), None);
    assert_eq!(codes_before(&["A", "B", "01 C"]), None);
}

#[test]
fn columns_called_after_places_are_known() {
    assert!(are_places(["北山市", "南水市"].into_iter()));
    assert!(are_places(
        ["China", "Hong Kong China", "Atlantis"].into_iter()
    ));
    assert!(!are_places(["gdp", "population"].into_iter()));
    assert!(!are_places(["China"].into_iter()));
}

#[test]
fn marks_of_footnotes_are_taken_off() {
    for (name, bare) in [
        ("Nunavut 5", "Nunavut"),
        ("Piauí (1)", "Piauí"),
        ("Berlin*", "Berlin"),
        ("ZCTA5 73430", "ZCTA5 73430"),
        ("District 9 A", "District 9 A"),
        ("75", "75"),
    ] {
        assert_eq!(without_mark(name), bare);
    }
}
