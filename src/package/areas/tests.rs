//! Tests of names of areas.

use super::*;

fn hegang() -> Area {
    Area {
        code: "230400".into(),
        name: "Hegang".into(),
        name_zh: "鹤岗市".into(),
        pinyin: "Hègǎng".into(),
        level: "prefecture".into(),
        aliases: vec!["Heli".into(), "Xingshan".into()],
        ..Area::default()
    }
}

fn district() -> Area {
    Area {
        code: "230407".into(),
        name: "Xingshan".into(),
        name_zh: "兴山区".into(),
        pinyin: "Xīngshān".into(),
        level: "district".into(),
        parent: "230400".into(),
        ..Area::default()
    }
}

#[test]
fn every_usual_spelling_finds_the_area() {
    let areas = Areas::from_iter([hegang(), district()]);
    for spelling in [
        "Hegang",
        "HEGANG",
        "he gang",
        "He-gang",
        "Hègǎng",
        "He\u{300}ga\u{30c}ng",
        "鹤岗",
        "鹤岗市",
        "230400",
        "230400000000",
        "Heli",
        "Hegang City",
        "Hègǎng Shì",
    ] {
        let found = areas.find(spelling, |_| false);
        assert_eq!(found.len(), 1, "{spelling}");
        assert_eq!(found[0].code, "230400", "{spelling}");
    }
}

#[test]
fn nothing_is_found_by_its_beginning_or_by_nearness() {
    let areas = Areas::from_iter([hegang()]);
    for spelling in ["Hegan", "Heg", "鹤", "2304", "Hegangg", ""] {
        assert!(areas.find(spelling, |_| true).is_empty(), "{spelling}");
    }
    assert_eq!(areas.near("Hegan"), ["Hegang"]);
    assert_eq!(areas.near("230401"), ["Hegang"]);
}

#[test]
fn a_name_wins_in_tables_of_its_level_and_an_alias_elsewhere() {
    let areas = Areas::from_iter([hegang(), district()]);
    let found = |level: &str| {
        areas.find("Xingshan", |area| area.level == level)[0]
            .code
            .clone()
    };
    assert_eq!(found("district"), "230407");
    assert_eq!(found("prefecture"), "230400");
    assert_eq!(areas.find("xingshan", |_| false)[0].code, "230407");
}

#[test]
fn a_parent_holds_its_parts_even_where_parents_run_in_a_circle() {
    let areas = Areas::from_iter([hegang(), district()]);
    assert_eq!(
        areas
            .inside("230400")
            .iter()
            .map(|area| area.name.as_str())
            .collect::<Vec<_>>(),
        ["Xingshan"]
    );
    let circle = Areas::from_iter([
        Area {
            code: "1".into(),
            parent: "2".into(),
            ..Area::default()
        },
        Area {
            code: "2".into(),
            parent: "1".into(),
            ..Area::default()
        },
    ]);
    assert_eq!(circle.inside("1").len(), 2);
}

#[test]
fn a_name_for_the_shell_has_no_apostrophe() {
    let area = Area {
        name: "Xing'an".into(),
        ..Area::default()
    };
    assert_eq!(area.slug(), "xingan");
    assert_eq!(hegang().slug(), "Hegang");
}
