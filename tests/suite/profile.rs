//! Pages on places, against values computed here from the files of the tables.

use std::collections::BTreeMap;
use std::ffi::OsString;

use hlj::cli::{Output, Surroundings};
use hlj::package::Package;
use hlj::verbs::run;

use crate::support::{in_repository, stdout};

/// The records of a CSV text, by the names in its header.
fn records(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let records = reader.deserialize();
    records.map(|record| record.expect("it is CSV")).collect()
}

/// The rows of a table's file for a year.
fn of_year(file: &str, year: &str) -> Vec<BTreeMap<String, String>> {
    let path = in_repository("data").join(file);
    let text = std::fs::read_to_string(path).expect("the file is there");
    let mut rows = records(&text);
    rows.retain(|row| row["year"] == year);
    rows
}

fn number(text: &str) -> f64 {
    text.parse().expect("it is a number")
}

/// Whether a text is the number, but for the digits that machines do not get.
fn tells(text: &str, exact: f64) -> bool {
    (number(text) - exact).abs() < 1e-9
}

/// The key figures of a place, by the names of the table and of the indicator.
fn key_figures(area: &str) -> BTreeMap<[String; 2], BTreeMap<String, String>> {
    let rows = records(&stdout(&["profile", area, "--csv"]));
    let named =
        |row: BTreeMap<String, String>| ([row["table"].clone(), row["indicator"].clone()], row);
    rows.into_iter().map(named).collect()
}

#[test]
fn prefectures_are_ranked_as_their_values_are_sorted() {
    let prefectures = of_year("province.csv", "2014");
    assert_eq!(prefectures.len(), 13);
    for own in &prefectures {
        let told = key_figures(&own["city"]);
        for (column, indicator) in [("gdp_rmb_bn", "gdp"), ("real_growth_pct", "real-growth")] {
            let told = &told[&["province", indicator].map(str::to_owned)];
            let higher = prefectures
                .iter()
                .filter(|other| number(&other[column]) > number(&own[column]));
            assert_eq!(told["value"], own[column]);
            assert_eq!(told["rank"], (higher.count() + 1).to_string(), "{own:?}");
            assert_eq!(told["of"], "13");
        }
    }
}

#[test]
fn changes_are_relative_for_levels_and_differences_for_percentages() {
    let [before, newest] = ["2014", "2015"].map(|year| of_year("gdp.csv", year));
    for (first, last) in before.iter().zip(&newest) {
        let city = &last["city"];
        let told = key_figures(city);
        let level = &told[&["gdp", "gdp"].map(str::to_owned)];
        assert_eq!((&*level["year"], &*level["against"]), ("2015", "2014"));
        let change = 100.0 * (number(&last["gdp_rmb_bn"]) / number(&first["gdp_rmb_bn"]) - 1.0);
        assert!(tells(&level["change"], change), "{city}");
        assert_eq!(level["change_unit"], "%");
        let rate = &told[&["gdp", "real-growth"].map(str::to_owned)];
        let change = number(&last["real_growth_pct"]) - number(&first["real_growth_pct"]);
        assert!(tells(&rate["change"], change), "{city}");
        assert_eq!(rate["change_unit"], "pp");
    }
}

#[test]
fn the_volume_is_the_chain_of_published_growth() {
    let page = stdout(&["profile", "Hegang", "-f", "md"]);
    let mut volume = 100.0;
    for year in 2009..=2015 {
        let year = year.to_string();
        let rows = of_year("gdp.csv", &year);
        let own = rows.iter().find(|row| row["city"] == "Hegang");
        volume *= 1.0 + number(&own.expect("the city is there")["real_growth_pct"]) / 100.0;
        let beginning = format!("| {year} | ");
        let mut lines = page.lines().filter(|line| line.starts_with(&beginning));
        let line = lines.rfind(|line| line.matches('|').count() == 6);
        let told = line.and_then(|line| line.trim_end_matches(" |").rsplit(' ').next());
        let told = number(told.expect("the year has a row"));
        assert!((told - volume).abs() < 0.06, "{year}: {told}, {volume}");
    }
}

#[test]
fn every_place_has_a_page_or_is_told_to_have_none() {
    let package = Package::built_in().expect("it is sound");
    let areas = package.areas().expect("they can be read");
    let mut pages = 0;
    for area in areas.iter().filter(|area| !area.code.is_empty()) {
        let words = ["hlj", "profile", &area.code, "-f", "html"].map(OsString::from);
        let reply = run(&words, &Surroundings::default());
        let Output::Stdout(bytes) = &reply.output else {
            panic!("{} goes elsewhere", area.name);
        };
        if reply.code == 0 {
            pages += 1;
            assert!(String::from_utf8_lossy(bytes).contains(&area.code));
        } else {
            assert_eq!(reply.code, 3, "{}: {:?}", area.name, reply.messages);
            assert!(reply.messages[0].contains("no table has anything on"));
        }
    }
    // The province, its 13 prefectures and Hegang's eight parts are in the tables.
    assert!(pages >= 22, "{pages}");
}
