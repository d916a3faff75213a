//! What `hlj` was made for, one test a promise. Each is shown at more length in a transcript; here it says what a
//! reader of the promise would look for.

use unicode_width::UnicodeWidthStr;

use crate::support::{answer, hlj, stdout};

/// Table 4 of the report, Hegang: GDP, growth and GDP per capita of 2008 to 2015.
const HEGANG: &str = "\
city,year,gdp_rmb_bn,real_growth_pct,gdp_per_capita_rmb
Hegang,2008,18.5,12.2,16887
Hegang,2009,20.2,13.9,18509
Hegang,2010,25.1,16.5,23044
Hegang,2011,31.3,14.2,28768
Hegang,2012,35.8,13.7,32968
Hegang,2013,32.0,-9.0,29594
Hegang,2014,26.0,-9.7,24154
Hegang,2015,26.6,4.0,25400
";

#[test]
fn the_gdp_of_hegang_from_2008_to_2015_is_what_the_report_prints() {
    let args = ["gdp", "--city", "Hegang", "--years", "2008..2015"];
    assert_eq!(stdout(&[&args[..], &["--csv"]].concat()), HEGANG);
    assert_eq!(stdout(&args), HEGANG, "a pipe gets CSV without being asked");
}

#[test]
fn every_name_of_a_city_gets_the_same_bytes() {
    // Table 3 of the report, Hegang, 2015: 1,056 thousand.
    let expected = "city,year,population_thousand\nHegang,2015,1056\n";
    for name in ["鹤岗", "hegang", "Hègǎng", "230400", "鹤岗市", "Heli"] {
        let printed = stdout(&["population", "-c", name, "-y", "2015", "--csv"]);
        assert_eq!(printed, expected, "`-c {name}` asks for another city");
    }
}

#[test]
fn a_value_that_is_not_published_is_null_and_says_why() {
    // Table 4 of the report leaves Qitaihe's GDP per capita of 2015 blank.
    let json = stdout(&["gdp", "-c", "Qitaihe", "-y", "2015", "--json"]);
    assert!(json.contains("\"gdp_per_capita_rmb\": null"), "{json}");
    let long = stdout(&["gdp", "-c", "Qitaihe", "-y", "2015", "--long", "--csv"]);
    let line = long
        .lines()
        .find(|line| line.contains("gdp-per-capita"))
        .unwrap_or_else(|| panic!("the missing value has no row:\n{long}"));
    assert!(
        line.contains(",O,"),
        "the status of a missing value is O: {line}"
    );
    assert!(
        line.contains("Table 4 leaves the cell of 2015 blank"),
        "the reason is not told: {line}"
    );
    for (notes, reason) in [
        ("full", "leaves the cell of 2015 blank"),
        ("brief", "– not printed"),
    ] {
        let notes = format!("--notes={notes}");
        let table = stdout(&["gdp", "-c", "Qitaihe", "-y", "2015", "-f", "table", &notes]);
        assert!(table.contains('–') && table.contains(reason), "{table}");
    }
}

#[test]
fn printed_digits_are_kept() {
    // Table 5 of the report, Shuangyashan, 2014: 36.8%, 36.6%, 26.7% and 43.27.
    for format in ["csv", "json", "ndjson", "tsv", "md", "table"] {
        let printed = stdout(&["sectors", "-c", "Shuangyashan", "-y", "2014", "-f", format]);
        for digits in ["36.8", "36.6", "26.7", "43.27"] {
            assert!(
                printed.contains(digits),
                "{format} has no {digits}:\n{printed}"
            );
        }
    }
    // Table 4, Hegang, 2014: 26.0, not 26.
    for format in ["csv", "json", "table"] {
        let printed = stdout(&["gdp", "-c", "Hegang", "-y", "2014", "-f", format]);
        assert!(printed.contains("26.0"), "{format} has no 26.0:\n{printed}");
    }
}

#[test]
fn a_year_has_no_thousands_separator_and_is_never_a_fraction() {
    for format in ["csv", "tsv", "json", "ndjson", "md", "table"] {
        for layout in [&[][..], &["--wide"], &["--long"]] {
            for table in ["population", "gdp", "targets"] {
                if table == "targets" && layout == ["--wide"] {
                    continue;
                }
                let args = [&[table, "-f", format], layout].concat();
                let printed = stdout(&args);
                for year in 2005..=2020 {
                    let grouped = format!("2,{:03}", year - 2000);
                    // RMB per person and persons per year reach no such value in these tables.
                    let told = printed
                        .lines()
                        .filter(|line| !line.starts_with(|c: char| !c.is_ascii()))
                        .any(|line| line.contains(&grouped));
                    assert!(!told, "`hlj {}` prints {grouped}", args.join(" "));
                    let fraction = printed
                        .match_indices(&format!("{year}."))
                        .any(|(at, _)| printed[at + 5..].starts_with(|c: char| c.is_ascii_digit()));
                    assert!(
                        !fraction,
                        "`hlj {}` prints {year} as a fraction",
                        args.join(" ")
                    );
                }
                assert!(
                    printed.contains("2015") || table == "targets" && printed.contains("2020"),
                    "`hlj {}` prints no year:\n{printed}",
                    args.join(" ")
                );
            }
        }
    }
}

#[test]
fn chinese_names_stand_in_line() {
    let printed = stdout(&[
        "gdp",
        "-y",
        "2013..2014",
        "--lang",
        "zh",
        "-f",
        "table",
        "-i",
        "gdp",
        "--sort",
        "year",
    ]);
    // Where the year begins, counted in the cells of a terminal: a Chinese character takes two.
    let places: Vec<usize> = printed
        .lines()
        .filter(|line| line.contains("市") && line.contains(" 2014 "))
        .map(|line| line.split("2014").next().unwrap_or_default().width())
        .collect();
    assert_eq!(places.len(), 4, "four cities have a row:\n{printed}");
    assert!(
        places.windows(2).all(|pair| pair[0] == pair[1]),
        "years begin at {places:?}:\n{printed}"
    );
    let areas = stdout(&["areas", "-f", "table", "--columns", "name_zh,pinyin,code"]);
    let ends: Vec<usize> = areas
        .lines()
        .filter(|line| line.contains("230") || line.contains("231"))
        .map(|line| line.split(" 23").next().unwrap_or_default().width())
        .collect();
    assert!(ends.len() > 20, "every area has a row:\n{areas}");
    assert!(
        ends.windows(2).all(|pair| pair[0] == pair[1]),
        "codes begin at {ends:?}:\n{areas}"
    );
}

#[test]
fn a_table_prints_all_its_years_without_being_asked() {
    // Table 3 has four cities and eleven years, Table 4 four and eight, Table 5 four and nine with four rows each.
    for (table, rows) in [
        ("population", 44),
        ("gdp", 32),
        ("sectors", 144),
        ("province", 13),
    ] {
        assert_eq!(stdout(&[table]).lines().count(), rows + 1, "`hlj {table}`");
    }
}

#[test]
fn a_csv_begins_with_its_header() {
    for table in [
        "population",
        "gdp",
        "sectors",
        "province",
        "districts",
        "census",
        "pillars",
    ] {
        let printed = stdout(&[table, "--csv"]);
        let first = printed.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("city,") || first.starts_with("district,"),
            "`hlj {table} --csv` begins with `{first}`"
        );
    }
    // The header is there without rows, too, and what is to be said is said on stderr.
    assert_eq!(
        answer(["gdp", "-y", "1990", "--csv"]).lines().next(),
        Some("city,year,gdp_rmb_bn,real_growth_pct,gdp_per_capita_rmb")
    );
}

#[test]
fn a_growth_of_two_cities_or_a_sum_of_all_is_nowhere_among_the_members() {
    // Totals are marked: ranking and filtering by size never put them among their parts.
    let top = hlj(["sectors", "-y", "2014", "-i", "value-added", "--top", "16"])
        .output()
        .expect("the program starts");
    let printed = String::from_utf8_lossy(&top.stdout);
    assert!(!printed.contains("total"), "{printed}");
    assert_eq!(
        printed.lines().count(),
        13,
        "twelve parts and a header:\n{printed}"
    );
}

#[test]
fn the_same_question_gets_the_same_bytes_whatever_is_around() {
    let args = ["gdp", "-c", "@project", "--long"];
    let plain = stdout(&args);
    for (name, value) in [
        ("LANG", "de_DE.UTF-8"),
        ("LC_ALL", "C"),
        ("LC_NUMERIC", "de_DE.UTF-8"),
        ("TZ", "Asia/Shanghai"),
        ("TERM", "xterm-256color"),
        ("COLUMNS", "40"),
        ("CLICOLOR_FORCE", "1"),
        ("HOME", "/nowhere"),
    ] {
        let output = hlj(args)
            .env(name, value)
            .output()
            .expect("the program starts");
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            plain,
            "{name}={value}"
        );
    }
}

#[test]
fn a_parent_selects_all_of_its_parts() {
    // The article on Hegang lists eight districts and counties.
    let printed = stdout(&["districts", "-c", "Hegang", "--csv"]);
    assert_eq!(printed, stdout(&["districts", "--csv"]));
}
