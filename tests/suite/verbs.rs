//! Verbs that look for the table themselves: `rank` and `compare`.
//!
//! Expected ranks come from sorting the printed tables by hand; shares, ratios, changes and yearly rates were computed
//! from the printed figures with Python's `decimal` at 30 digits, by the textbook formulas and without this program.

use crate::support::{answer, hlj, in_repository, stdout};

/// The cells of a CSV answer, without its header.
fn rows(csv: &str) -> Vec<Vec<&str>> {
    csv.lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect()
}

/// The cells of one column of a CSV answer whose cells hold no commas.
fn column<'a>(csv: &'a str, name: &str) -> Vec<&'a str> {
    let header = csv.lines().next().expect("an answer has a header");
    let place = header
        .split(',')
        .position(|known| known == name)
        .unwrap_or_else(|| panic!("there is no column {name}: {header}"));
    rows(csv).iter().map(|row| row[place]).collect()
}

/// Whether a printed number is the expected one to nine decimals.
fn is_near(printed: &str, expected: f64) -> bool {
    printed
        .parse::<f64>()
        .is_ok_and(|printed| (printed - expected).abs() < 1e-9)
}

/// What `hlj` answers on a package of the tests.
fn on_package(package: &str, args: &[&str]) -> String {
    let folder = in_repository("tests/packages").join(package);
    let folder = folder.to_str().expect("the path is UTF-8");
    answer([&["--data", folder], args].concat())
}

/// GDP per capita of Table 6, sorted by hand.
const BY_GDP_PER_CAPITA: [(&str, &str); 13] = [
    ("Daqing", "146518"),
    ("Harbin", "53872"),
    ("Mudanjiang", "42792"),
    ("Jiamusi", "32864"),
    ("Shuangyashan", "28964"),
    ("Jixi", "27881"),
    ("Daxinganling", "25509"),
    ("Qitaihe", "25123"),
    ("Heihe", "24731"),
    ("Hegang", "24154"),
    ("Qiqihar", "23099"),
    ("Suihua", "21467"),
    ("Yichun", "20885"),
];

#[test]
fn prefectures_are_ranked_in_the_widest_table() {
    let csv = stdout(&["rank", "gdp-per-capita", "-y", "2014"]);
    assert!(csv.starts_with("rank,city,code,year,gdp_per_capita_rmb,gap\n"));
    let rows = rows(&csv);
    for (place, (city, value)) in BY_GDP_PER_CAPITA.iter().enumerate() {
        let gap = value.parse::<i64>().unwrap() - 146_518;
        let expected = [
            (place + 1).to_string(),
            (*city).to_owned(),
            "2014".to_owned(),
            (*value).to_owned(),
            gap.to_string(),
        ];
        let row = &rows[place];
        assert_eq!([row[0], row[1], row[3], row[4], row[5]], expected);
    }
    assert_eq!(rows.len(), 13);
    assert_eq!(
        stdout(&["rank", "gdp-per-capita"]),
        csv,
        "2014 is its newest year"
    );
}

#[test]
fn shares_are_of_all_areas_ranked_and_add_to_a_hundred() {
    let csv = stdout(&["rank", "gdp", "-y", "2014"]);
    let shares: Vec<f64> = column(&csv, "share_pct")
        .iter()
        .map(|share| share.parse().unwrap())
        .collect();
    // The thirteen add to 1,594.1 billion: 100 × 534.0 ÷ 1594.1 and 100 × 26.0 ÷ 1594.1.
    assert!((shares[0] - 33.498_525_813_938_9).abs() < 1e-9);
    assert!((shares[9] - 1.631_014_365_472_68).abs() < 1e-9);
    assert!((shares.iter().sum::<f64>() - 100.0).abs() < 1e-9);
    // Rates, shares and ratios have no share of a sum.
    for indicator in ["real-growth", "gdp-per-capita"] {
        let csv = stdout(&["rank", indicator, "-y", "2014"]);
        assert!(!csv.contains("share_pct"), "{csv}");
    }
}

#[test]
fn showing_some_areas_changes_no_rank() {
    let all = stdout(&["rank", "gdp", "-y", "2014"]);
    let some = stdout(&["rank", "gdp", "-y", "2014", "-c", "鹤岗,Harbin"]);
    let expected: Vec<&str> = all
        .lines()
        .filter(|line| ["rank", "1", "10"].contains(&line.split(',').next().unwrap()))
        .collect();
    assert_eq!(some.lines().collect::<Vec<_>>(), expected);
    let table = stdout(&["rank", "gdp", "-c", "Hegang", "-f", "table"]);
    assert!(
        table.contains("among all 13 areas of `province`"),
        "{table}"
    );
}

#[test]
fn a_change_of_rank_is_positive_where_an_area_moved_up() {
    // Table 4: 31.6, 26.0, 18.7, 18.5 in 2008; 51.4, 43.33, 26.6, 21.3 in 2015.
    let csv = stdout(&["rank", "gdp", "-y", "2008,2015"]);
    let found: Vec<[&str; 4]> = rows(&csv)
        .iter()
        .map(|row| [row[0], row[2], row[3], row[4]])
        .collect();
    assert_eq!(
        found,
        [
            ["Jixi", "1", "1", "0"],
            ["Shuangyashan", "2", "2", "0"],
            ["Hegang", "4", "3", "1"],
            ["Qitaihe", "3", "4", "-1"],
        ]
    );
}

#[test]
fn equals_share_the_better_rank_and_the_next_is_skipped() {
    // Table 4, 2015: 4.1% in Jixi and Qitaihe, 4.0% in Hegang, 3% in Shuangyashan.
    let told = answer(["rank", "real-growth", "-y", "2015"]);
    let ranks: Vec<&str> = told
        .lines()
        .skip(1)
        .take(4)
        .map(|line| &line[..2])
        .collect();
    assert_eq!(ranks, ["1,", "1,", "3,", "4,"]);
    assert!(
        told.contains("2> hlj: warning: Jixi and Qitaihe are equal in 2015 and share rank 1\n")
    );
    let table = stdout_with_warnings(&[
        "rank",
        "real-growth",
        "-y",
        "2015",
        "-f",
        "table",
        "--notes",
    ]);
    assert!(table.contains("Tied: Jixi and Qitaihe."), "{table}");
    assert!(
        table.contains("Gap to the first") && table.contains("pp"),
        "{table}"
    );
}

/// What `hlj` writes to stdout, whatever it warns of.
fn stdout_with_warnings(args: &[&str]) -> String {
    let output = hlj(args).output().expect("the program starts");
    assert!(output.status.success(), "`hlj {}` fails", args.join(" "));
    String::from_utf8(output.stdout).expect("the answer is UTF-8")
}

#[test]
fn areas_without_a_value_come_last_and_no_change_is_told_among_fewer() {
    // Table 4 leaves GDP per capita of 2015 blank for Qitaihe and Shuangyashan.
    let told = answer(["rank", "gdp-per-capita", "-y", "2015"]);
    assert!(
        told.contains("\n,Qitaihe,230900,2015,,\n,Shuangyashan,230500,2015,,\n"),
        "{told}"
    );
    assert!(told.contains("ranks are among 2 of 4 areas"), "{told}");
    let csv = stdout_with_warnings(&["rank", "gdp-per-capita", "-y", "2014,2015"]);
    assert_eq!(column(&csv, "rank_change"), ["", "", "", ""]);
    // The newest year of a table is that of all its areas, and it is said that a newer one is passed over.
    let told = answer(["rank", "gdp-per-capita", "--table", "gdp"]);
    assert!(
        told.contains("1,Shuangyashan,230500,2014,28964,0\n"),
        "{told}"
    );
    assert!(
        told.contains("2015 lacks Qitaihe and Shuangyashan"),
        "{told}"
    );
}

#[test]
fn a_refuted_value_is_shown_and_neither_ranked_nor_summed() {
    let csv = stdout_with_warnings(&[
        "rank",
        "value-added",
        "-y",
        "2015",
        "--member",
        "sector=secondary",
    ]);
    let last = rows(&csv).pop().unwrap();
    assert_eq!(last, ["", "Hegang", "230400", "2015", "26.9", "", ""]);
    assert_eq!(column(&csv, "share_pct"), ["", "", "", ""]);
}

#[test]
fn a_member_of_a_further_dimension_has_to_be_chosen() {
    assert_eq!(
        answer(["rank", "sector-share"]),
        "2> hlj: `sector-share` of `sectors` has a value for each `sector` (primary, secondary or tertiary); \
         choose one, such as `--member sector=primary`\n? 2\n"
    );
    // Of one with a printed total that is ranked. Table 5, totals of 2015.
    let csv = stdout_with_warnings(&["rank", "value-added"]);
    assert_eq!(
        column(&csv, "value_added_rmb_bn"),
        ["51.5", "43.33", "26.6", "21.3"]
    );
}

#[test]
fn wholes_are_not_ranked_with_their_parts() {
    let told = on_package("two-cities", &["rank", "people", "--table", "nested"]);
    assert!(
        told.contains("Land holds other areas of `nested`"),
        "{told}"
    );
    assert!(!told.lines().any(|line| line.contains(",Land,")), "{told}");
}

#[test]
fn where_the_kind_of_a_number_is_not_declared_levels_are_divided_and_have_no_shares() {
    let told = on_package("plain", &["rank", "tonnes_million", "--member", "crop=rye"]);
    assert!(
        told.starts_with("rank,country,code,year,tonnes_million,gap\n"),
        "{told}"
    );
    let told = on_package(
        "plain",
        &[
            "compare", "Norway", "Poland", "-i", "farms", "--member", "crop=rye",
        ],
    );
    assert!(
        // 250,000 ÷ 900.
        told.contains("farms:rye,,2019,900,250000,249100,277.777777777778\n"),
        "{told}"
    );
}

#[test]
fn areas_stand_side_by_side_against_the_first() {
    let csv = stdout(&[
        "compare",
        "Hegang",
        "Jixi",
        "-i",
        "gdp,population",
        "-y",
        "2008,2015",
    ]);
    let csv = csv.replace("\"RMB billion, current prices\"", "bn");
    assert!(
        csv.starts_with("indicator,unit,year,Hegang,Jixi,difference,ratio\n"),
        "{csv}"
    );
    let rows = rows(&csv);
    // 31.6 − 18.5, 31.6 ÷ 18.5; 51.4 − 26.6, 51.4 ÷ 26.6.
    assert_eq!(rows[0][..6], ["gdp", "bn", "2008", "18.5", "31.6", "13.1"]);
    assert!(is_near(rows[0][6], 1.708_108_108_108_108));
    assert_eq!(rows[1][..6], ["gdp", "bn", "2015", "26.6", "51.4", "24.8"]);
    assert!(is_near(rows[1][6], 1.932_330_827_067_669));
    // (26.6 ÷ 18.5)^(1/7), (51.4 ÷ 31.6)^(1/7).
    assert_eq!(rows[2][..3], ["gdp.cagr", "% a year", "2008..2015"]);
    assert!(is_near(rows[2][3], 5.324_640_850_855_325));
    assert!(is_near(rows[2][4], 7.196_915_951_329_176));
    assert!(is_near(rows[2][5], 1.872_275_100_473_851));
    assert_eq!(rows[2][6], "", "rates have no ratio");
    assert_eq!(
        rows[3][..6],
        [
            "population",
            "thousand persons",
            "2008",
            "1094",
            "1908",
            "814"
        ]
    );
    assert!(is_near(rows[5][3], -0.503_762_819_150_635));
    assert!(is_near(rows[5][4], -0.734_778_142_930_334));
    assert_eq!(rows.len(), 6);
}

#[test]
fn percentages_differ_by_points_and_have_no_ratio() {
    let told = answer([
        "compare",
        "Hegang",
        "Jixi",
        "-i",
        "real-growth",
        "-y",
        "2008,2015",
    ]);
    let (csv, said) = told.split_once("2> ").expect("why there is no ratio");
    assert!(said.contains("`ratio` is missing"), "{said}");
    let csv = csv.replace("\"% on the year before, constant prices\"", "%");
    assert_eq!(
        rows(&csv),
        [
            ["real-growth", "%", "2008", "12.2", "12.3", "0.1", ""],
            ["real-growth", "%", "2015", "4.0", "4.1", "0.1", ""],
        ],
        "and no rate a year either"
    );
}

#[test]
fn three_areas_have_a_difference_and_a_ratio_each() {
    let csv = stdout(&[
        "compare", "Hegang", "Jixi", "Qitaihe", "-i", "gdp", "-y", "2008",
    ]);
    assert_eq!(
        csv.lines().next(),
        Some(
            "indicator,unit,year,Hegang,Jixi,Qitaihe,Jixi_difference,Jixi_ratio,Qitaihe_difference,Qitaihe_ratio"
        )
    );
    let csv = csv.replace("\"RMB billion, current prices\"", "bn");
    assert_eq!(column(&csv, "Qitaihe_difference"), ["0.2"]);
    // 18.7 ÷ 18.5.
    assert!(is_near(
        column(&csv, "Qitaihe_ratio")[0],
        1.010_810_810_810_811
    ));
}

#[test]
fn a_missing_end_names_the_nearest_year() {
    let table = stdout(&[
        "compare",
        "Hegang",
        "Qitaihe",
        "-i",
        "gdp-per-capita",
        "-y",
        "2008,2015",
        "-f",
        "table",
        "--notes",
    ]);
    assert!(
        table.contains("Qitaihe has no value for 2015; the nearest year that has one is 2014."),
        "{table}"
    );
}

#[test]
fn one_area_in_two_years_changes_by_each_table_of_its_own() {
    let csv = stdout(&["compare", "Hegang", "-y", "2008,2015"]);
    assert!(
        csv.starts_with("table,indicator,unit,city,2008,2015,change,change_pct,cagr_pct\n"),
        "{csv}"
    );
    let row = |table: &str, id: &str| {
        let start = format!("{table},{id},");
        let line = csv.lines().find(|line| line.starts_with(&start));
        let line = line.unwrap_or_else(|| panic!("no row of {id}:\n{csv}"));
        let cells: Vec<&str> = line.split(',').collect();
        cells[cells.len() - 5..]
            .iter()
            .map(|cell| (*cell).to_owned())
            .collect::<Vec<_>>()
    };
    let gdp = row("gdp", "gdp");
    assert_eq!(gdp[..3], ["18.5", "26.6", "8.1"]);
    assert!(is_near(&gdp[3], 43.783_783_783_783_78));
    assert!(is_near(&gdp[4], 5.324_640_850_855_325));
    // The same concept of another table is another row: 17.9 to 26.6.
    let total = row("sectors", "value-added:total");
    assert!(is_near(&total[4], 5.821_890_302_607_358));
    assert_eq!(row("gdp", "real-growth"), ["12.2", "4.0", "-8.2", "", ""]);
    assert_eq!(
        row("sectors", "sector-share:primary"),
        ["25", "35.3", "10.3", "", ""]
    );
    // Refuted amounts are shown and not computed with.
    assert_eq!(
        row("sectors", "value-added:secondary"),
        ["18.4", "26.9", "", "", ""]
    );
    assert!(
        !csv.contains("growth_pct") && !csv.contains("province"),
        "{csv}"
    );
}

#[test]
fn a_name_means_what_the_table_means_by_it() {
    // Xingshan is a district and another name of Hegang.
    let csv = stdout(&[
        "compare",
        "Xingshan",
        "Luobei",
        "-i",
        "population",
        "-y",
        "2010",
    ]);
    assert!(
        csv.starts_with("indicator,unit,year,Xingshan,Luobei,"),
        "{csv}"
    );
    let csv = stdout(&["compare", "Xingshan", "Jixi", "-i", "gdp", "-y", "2015"]);
    assert!(csv.starts_with("indicator,unit,year,Hegang,Jixi,"), "{csv}");
}

#[test]
fn what_cannot_stand_side_by_side_is_refused() {
    for (args, said) in [
        (&["Hegang", "鹤岗"][..], "both name Hegang"),
        (&["Hegang", "Hegang"], "named twice"),
        (&["Hegang", "Luobei"], "Luobei is a part of Hegang"),
        (&["Hegang"], "only Hegang is named"),
        (&["Hegang", "-y", "2015"], "asks for 1"),
        (&["Hegang", "-y", "2008..2015"], "write `-y 2008,2015`"),
        (&["Hegang", "Nowhere"], "no area is called `Nowhere`"),
        (&["Hegang", "Jixi", "-i", "gpd"], "did you mean `gdp`"),
        (&["Hegang", "Jixi", "-i", "pillar"], "not computed with"),
        (
            &["Hegang", "Jixi", "--member", "sector"],
            "`DIMENSION=NAME`",
        ),
        (&["Hegang", "Jixi", "--member", "colour=red"], "`colour`"),
    ] {
        let told = answer([&["compare"], args].concat());
        assert!(
            told.contains(said) && told.ends_with("\n? 2\n"),
            "{args:?}: {told}"
        );
    }
}

#[test]
fn where_nothing_is_there_the_header_comes_with_the_reason() {
    for (args, header) in [
        (
            &["rank", "gdp", "-y", "2020"][..],
            "rank,city,code,year,gdp_rmb_bn,share_pct,gap\n",
        ),
        (
            &["rank", "gdp", "-y", "2007,2015"],
            "city,code,rank_2007,rank_2015,rank_change,gdp_rmb_bn_2007,gdp_rmb_bn_2015\n",
        ),
        (
            &["compare", "Hegang", "Jixi", "-i", "gdp", "-y", "2020"],
            "indicator,unit,year,Hegang,Jixi,difference,ratio\n",
        ),
        (
            &["compare", "Jixi", "Luobei"],
            "indicator,unit,year,Jixi,Luobei,difference,ratio\n",
        ),
        (
            &["compare", "Hegang", "-y", "2000,2020"],
            "table,indicator,unit,city,2000,2020,change,change_pct,cagr_pct\n",
        ),
    ] {
        let told = answer(args);
        assert!(
            told.starts_with(header) && told.ends_with("\n? 3\n"),
            "{args:?}: {told}"
        );
        assert_eq!(told.lines().count(), 3, "{told}");
    }
}
