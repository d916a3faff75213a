//! Several areas, years or members as one: each indicator by its own rule, what is missing, and what is refused.
//!
//! Expected values come from exact fractions in Python over the tables in `data/` and in `tests/packages/two-cities`,
//! rounded to fifteen significant digits; each test names its formula. Nothing here was copied from an answer.

use std::collections::BTreeMap;

use crate::support::{hlj, in_repository};

/// What came back: the rows by column, what was said, and the exit code.
pub(crate) struct Told {
    pub(crate) rows: Vec<BTreeMap<String, String>>,
    pub(crate) said: String,
    code: Option<i32>,
    asked: String,
}

/// What `hlj` answers as CSV, read by column.
pub(crate) fn ask(args: &[&str]) -> Told {
    told(None, args)
}

/// As [`ask`], of a package in `tests/packages`.
pub(crate) fn ask_of(package: &str, args: &[&str]) -> Told {
    told(Some(package), args)
}

fn told(package: Option<&str>, args: &[&str]) -> Told {
    let mut command = hlj(args);
    if let Some(package) = package {
        command.env("HLJ_DATA", in_repository("tests/packages").join(package));
    }
    let output = command.output().expect("the program starts");
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let rows = reader
        .deserialize()
        .map(|row| row.expect("the answer is CSV with as many fields in every row"))
        .collect();
    Told {
        rows,
        said: String::from_utf8(output.stderr).expect("it is UTF-8"),
        code: output.status.code(),
        asked: format!("hlj {}", args.join(" ")),
    }
}

impl Told {
    /// The cells of a column in the rows that meet every `column=text`.
    pub(crate) fn column(&self, name: &str, conditions: &[(&str, &str)]) -> Vec<&str> {
        assert_eq!(self.code, Some(0), "`{}` fails:\n{}", self.asked, self.said);
        self.rows
            .iter()
            .filter(|row| {
                conditions
                    .iter()
                    .all(|(column, text)| row.get(*column).is_some_and(|cell| cell == text))
            })
            .map(|row| {
                let cell = row.get(name);
                cell.unwrap_or_else(|| panic!("`{}` has no column `{name}`", self.asked))
                    .as_str()
            })
            .collect()
    }

    /// The one cell of a column in the rows that meet every `column=text`.
    pub(crate) fn cell(&self, name: &str, conditions: &[(&str, &str)]) -> &str {
        let cells = self.column(name, conditions);
        assert_eq!(
            cells.len(),
            1,
            "`{}` has {} rows with {conditions:?}",
            self.asked,
            cells.len()
        );
        cells[0]
    }

    /// Whether it is refused: exit code 2, nothing on stdout, one line that has every one of these words.
    pub(crate) fn is_refused_with(&self, words: &[&str]) {
        assert_eq!(self.code, Some(2), "`{}` is not refused", self.asked);
        assert!(
            self.rows.is_empty(),
            "`{}` answers all the same",
            self.asked
        );
        assert_eq!(
            self.said.lines().count(),
            1,
            "`{}` says more than one line:\n{}",
            self.asked,
            self.said
        );
        for word in words {
            assert!(
                self.said.contains(word),
                "`{}` does not say {word:?}:\n{}",
                self.asked,
                self.said
            );
        }
    }
}

const TOTAL: (&str, &str) = ("city", "Total");

#[test]
fn gdp_of_the_four_cities_is_their_sum_in_every_year() {
    // Σ gdp of Table 4.
    let told = ask(&["gdp", "--total", "--csv"]);
    assert_eq!(
        told.column("gdp_rmb_bn", &[TOTAL]),
        [
            "94.8", "108.9", "137.2", "163.2", "180.4", "167.5", "142.27", "142.63"
        ]
    );
    assert_eq!(told.rows.len(), 4 * 8 + 8);
}

#[test]
fn gdp_per_capita_of_the_four_cities_is_summed_gdp_over_summed_mid_year_population() {
    // Σ gdp ÷ Σ (population of the year before + population) ÷ 2, Tables 4 and 3.
    let told = ask(&["gdp", "--total", "--csv"]);
    assert_eq!(
        told.column("gdp_per_capita_rmb", &[TOTAL]),
        [
            "17536.0710321865",
            "20081.1359026369",
            "25255.4072710538",
            "30099.5942456658",
            "33444.5680385614",
            "31209.2416620086",
            "26742.4812030075",
            "27294.9956941919",
        ]
    );
}

#[test]
fn real_growth_of_the_four_cities_is_weighted_by_gdp_of_the_year_before() {
    // Σ gdp(t−1) × growth(t) ÷ Σ gdp(t−1), Table 4. Weights of the same year would give −4.5 for 2014.
    let told = ask(&["gdp", "--total", "--csv"]);
    assert_eq!(
        told.column("real_growth_pct", &[TOTAL]),
        [
            "",
            "15.9077004219409",
            "20.6044077134986",
            "12.7480320699708",
            "12.899387254902",
            "-2.96480044345898",
            "-4.9945671641791",
            "3.74717087228509",
        ]
    );
}

#[test]
fn growth_of_the_first_year_has_no_weights_and_says_so() {
    let long = ask(&[
        "gdp",
        "--total",
        "-y",
        "2008",
        "-i",
        "real-growth",
        "--long",
    ]);
    assert_eq!(long.cell("value", &[TOTAL]), "");
    assert_eq!(long.cell("status", &[TOTAL]), "O");
    let note = long.cell("note", &[TOTAL]);
    for words in ["weighted by gdp of the year before", "`--approximate`"] {
        assert!(note.contains(words), "{note:?} does not say {words:?}");
        assert!(long.said.contains(words), "stderr does not say {words:?}");
    }
}

#[test]
fn what_holds_only_approximately_is_asked_for_and_marked() {
    // Σ gdp ÷ Σ (gdp ÷ (1 + growth)) − 1, Table 4 of 2008.
    let told = ask(&[
        "gdp",
        "--total",
        "-y",
        "2008",
        "-i",
        "real-growth",
        "--approximate",
        "--long",
    ]);
    assert_eq!(told.cell("value", &[TOTAL]), "15.4896093728598");
    assert_eq!(told.cell("status", &[TOTAL]), "E");
    assert!(told.cell("note", &[TOTAL]).contains("approximate"));
}

#[test]
fn the_approximation_never_replaces_what_is_exact() {
    // The approximation of 2014 would be −4.94618845006747.
    let told = ask(&[
        "gdp",
        "--total",
        "-y",
        "2014",
        "-i",
        "real-growth",
        "--approximate",
        "--long",
    ]);
    assert_eq!(told.cell("value", &[TOTAL]), "-4.9945671641791");
    assert!(!told.cell("note", &[TOTAL]).contains("approximate"));
}

#[test]
fn growth_of_the_thirteen_prefectures_needs_approximate() {
    let exact = ask(&["province", "--total", "--csv"]);
    assert_eq!(exact.cell("real_growth_pct", &[TOTAL]), "");
    assert!(exact.said.contains("`--approximate`"), "{}", exact.said);
    // Σ gdp; Σ gdp ÷ Σ (gdp ÷ (1 + growth)) − 1; Σ gdp ÷ Σ (gdp ÷ per capita), Table 6.
    let told = ask(&["province", "--total", "--approximate", "--csv"]);
    assert_eq!(told.cell("gdp_rmb_bn", &[TOTAL]), "1594.1");
    assert_eq!(told.cell("real_growth_pct", &[TOTAL]), "4.68861396834903");
    assert_eq!(
        told.cell("gdp_per_capita_rmb", &[TOTAL]),
        "42911.7630870848"
    );
}

#[test]
fn sector_shares_of_the_four_cities_are_weighted_by_gdp_of_the_same_table() {
    // Σ share × total ÷ Σ total, Table 5: 2000, 2004, 2008, 2010–2015.
    let expected = [
        (
            "primary",
            [
                "25.1376146788991",
                "24.3071161048689",
                "24.1507430997877",
                "22.9307580174927",
                "25.0245098039216",
                "26.7810421286031",
                "28.3592175459395",
                "32.7209397200535",
                "33.8528690534576",
            ],
        ),
        (
            "secondary",
            [
                "41.2140672782875",
                "44.2827715355805",
                "43.0562632696391",
                "49.115889212828",
                "48.3468137254902",
                "46.5742793791574",
                "42.4540604623592",
                "34.0288527818808",
                "27.1154627618581",
            ],
        ),
        (
            "tertiary",
            [
                "33.8409785932722",
                "30.5917602996255",
                "32.7929936305732",
                "27.7310495626822",
                "26.6286764705882",
                "26.9578713968958",
                "29.1867219917012",
                "33.6133431806992",
                "39.0689413578084",
            ],
        ),
    ];
    let all = ask(&["sectors", "--total", "--csv"]);
    for (sector, shares) in expected {
        let key = [TOTAL, ("sector", sector)];
        assert_eq!(all.column("share_pct", &key), shares, "{sector}");
        let alone = ask(&["sectors", "--total", "--sector", sector, "--csv"]);
        assert_eq!(alone.column("share_pct", &key), shares, "{sector} alone");
    }
}

#[test]
fn amounts_that_arithmetic_refutes_leave_the_sum_missing() {
    let key = [TOTAL, ("sector", "secondary"), ("indicator", "value-added")];
    let whole = ask(&["sectors", "--total", "-y", "2015", "--long"]);
    assert_eq!(whole.cell("value", &key), "");
    for words in ["3 of 4", "Hegang", "refuted", "`--partial`"] {
        assert!(whole.cell("note", &key).contains(words), "{words}");
        assert!(whole.said.contains(words), "{words}");
    }
    // 12.9 + 7.9 + 10.0, Table 5 without Hegang; the printed 26.9 of Hegang would make 57.7.
    let part = ask(&["sectors", "--total", "-y", "2015", "--partial", "--long"]);
    assert_eq!(part.cell("value", &key), "30.8");
    assert!(part.cell("note", &key).starts_with("3 of 4, partial"));
}

#[test]
fn over_years_amounts_add_growth_is_chained_and_ratios_are_recomputed() {
    // Σ gdp; (Π (1 + growth))^(1/6) − 1, not the arithmetic mean (4.95 for Hegang); Σ gdp ÷ Σ mid-year population.
    let added = ask(&[
        "gdp",
        "--group-by",
        "city",
        "-y",
        "2010..2015",
        "--csv",
        "-i",
        "gdp",
        "--agg",
        "sum",
    ]);
    assert_eq!(
        added.column("gdp_rmb_bn_sum", &[]),
        ["176.8", "311.1", "156.8", "288.5"]
    );
    assert_eq!(added.column("year", &[]), ["2010..2015"; 4]);
    let told = ask(&["gdp", "--group-by", "city", "-y", "2010..2015", "--csv"]);
    assert_eq!(
        told.column("real_growth_pct", &[]),
        [
            "4.37243828691063",
            "8.53029626332201",
            "4.57484089152443",
            "7.2456442741042"
        ]
    );
    assert_eq!(
        told.column("gdp_per_capita_rmb", &[]),
        [
            "27254.5090180361",
            "27773.0661072178",
            "28710.0613384601",
            "32016.4243702142"
        ]
    );
}

#[test]
fn sums_over_years_say_that_prices_differ() {
    ask(&["gdp", "--group-by", "city", "-i", "gdp"]).is_refused_with(&["`gdp`", "`--agg sum`"]);
    let told = ask(&[
        "gdp",
        "--group-by",
        "city",
        "-i",
        "gdp",
        "--agg",
        "sum",
        "--long",
    ]);
    for note in told.column("note", &[]) {
        assert!(
            note.contains("cumulative") && note.contains("own prices"),
            "{note}"
        );
    }
}

#[test]
fn population_over_years_is_an_average_and_never_a_sum() {
    // Σ population ÷ 11, Table 3.
    ask(&["population", "--group-by", "city"]).is_refused_with(&["stock", "`--agg mean`"]);
    let told = ask(&["population", "--group-by", "city", "--agg", "mean", "--csv"]);
    assert_eq!(
        told.column("population_thousand_mean", &[]),
        [
            "1085.54545454545",
            "1882",
            "901.181818181818",
            "1501.18181818182"
        ]
    );
    // Over areas it is summed in each year: 1056 + 1812 + 831 + 1474.
    let total = ask(&["population", "--total", "-y", "2015", "--csv"]);
    assert_eq!(total.cell("population_thousand", &[TOTAL]), "5173");
    ask(&["population", "--group-by", "city", "--agg", "sum"]).is_refused_with(&[
        "`population`",
        "stock",
        "over time",
        "`--agg mean`",
    ]);
}

#[test]
fn density_of_the_districts_is_people_over_area_and_no_mean_of_densities() {
    // 1,058,665 ÷ 14,784; the mean of the eight densities would be 4,195.
    for combined in [["--total", "--csv"].as_slice(), &["--group-by", "year"]] {
        let args = [&["districts"], combined].concat();
        let told = ask(&args);
        let last = told.rows.last().expect("there is a row");
        assert_eq!(last["population_persons"], "1058665");
        assert_eq!(last["area_km2"], "14784");
        assert_eq!(last["density_per_km2"], "71.6088338744589");
    }
}

#[test]
fn groups_of_a_census_that_overlap_are_never_combined() {
    // Where all are asked for, the printed total stands for them; some of them overlap.
    let all = ask(&["census", "--group-by", "year", "--csv"]);
    assert_eq!(all.column("population_persons", &[]), ["1058665", "891271"]);
    ask(&["census", "--group-by", "year", "--group", "male,age-0-14"])
        .is_refused_with(&["overlap", "`--group`"]);
    let kept = ask(&["census", "--group-by", "year", "--group", "total", "--csv"]);
    assert_eq!(
        kept.column("population_persons", &[]),
        ["1058665", "891271"]
    );
}

#[test]
fn a_group_of_one_is_its_member_as_published() {
    let told = ask(&[
        "gdp",
        "--total",
        "-c",
        "Hegang",
        "-y",
        "2014..2015",
        "--long",
    ]);
    for indicator in ["gdp", "real-growth", "gdp-per-capita"] {
        for column in ["value", "status", "note"] {
            for year in ["2014", "2015"] {
                let of = |city| {
                    told.cell(
                        column,
                        &[("city", city), ("year", year), ("indicator", indicator)],
                    )
                };
                assert_eq!(of("Total"), of("Hegang"), "{column} of {indicator} {year}");
            }
        }
    }
    let json = String::from_utf8(
        hlj([
            "gdp",
            "--group-by",
            "year",
            "-c",
            "Hegang",
            "-y",
            "2014",
            "--json",
        ])
        .output()
        .expect("the program starts")
        .stdout,
    )
    .expect("it is UTF-8");
    assert!(json.contains("\"gdp_rmb_bn\": 26.0"), "{json}");
    assert!(json.contains("\"real_growth_pct\": -9.7"), "{json}");
}

#[test]
fn an_area_named_twice_counts_once() {
    let once = ask(&["gdp", "-c", "Hegang,Jixi", "--total", "-y", "2015", "--csv"]);
    let twice = ask(&[
        "gdp",
        "-c",
        "Hegang,鹤岗,230400",
        "-c",
        "Jixi",
        "--total",
        "-y",
        "2015",
        "--csv",
    ]);
    assert_eq!(once.rows, twice.rows);
    // 26.6 + 51.4.
    assert_eq!(twice.cell("gdp_rmb_bn", &[TOTAL]), "78");
}

#[test]
fn totals_have_no_code_and_are_never_among_the_top() {
    let long = ask(&["gdp", "--total", "-y", "2015", "-i", "gdp", "--long"]);
    assert_eq!(long.cell("code", &[TOTAL]), "");
    assert!(long.cell("note", &[TOTAL]).starts_with("4 of 4"));
    let top = ask(&["gdp", "--total", "-y", "2015", "--top", "9", "--csv"]);
    assert_eq!(
        top.column("city", &[]),
        ["Jixi", "Shuangyashan", "Hegang", "Qitaihe"]
    );
    assert!(top.said.contains("totals"), "{}", top.said);
}

#[test]
fn product_per_head_of_a_large_and_a_small_city_is_no_mean_of_the_two() {
    // (20.0 + 4.0) billion ÷ (1.0 + 0.1) million = 21,818.18…; the mean of 20,000 and 40,000 would be 30,000.
    for args in [
        ["product", "--total", "-y", "2020", "--csv"],
        ["implied", "--total", "-y", "2020", "--csv"],
    ] {
        let told = ask_of("two-cities", &args);
        assert_eq!(told.cell("product_per_head", &[TOTAL]), "21818.1818181818");
    }
}

#[test]
fn a_year_without_one_of_two_cities_has_no_total() {
    for year in ["2021", "2022"] {
        for combined in [["--total"].as_slice(), &["--group-by", "year"]] {
            let args = [&["product", "-y", year, "-i", "product"], combined].concat();
            // 21.0 and 22.0, the other city's values, would be wrong.
            let told = ask_of("two-cities", &args);
            let last = told.rows.last().expect("there is a row");
            assert_eq!(last["product_bn"], "", "{year} {combined:?}");
            assert!(told.said.contains("1 of 2"), "{}", told.said);
        }
    }
}

#[test]
fn what_is_missing_over_years_is_told_too() {
    let told = ask_of(
        "two-cities",
        &[
            "product",
            "--group-by",
            "city",
            "-i",
            "product",
            "--agg",
            "sum",
            "--csv",
        ],
    );
    // 20.0 + 21.0 + 22.0.
    assert_eq!(told.cell("product_bn_sum", &[("city", "Large")]), "63");
    assert_eq!(told.cell("product_bn_sum", &[("city", "Small")]), "");
    assert!(
        told.said.contains("`product.sum` is missing"),
        "nothing is said of what is missing: {:?}",
        told.said
    );
}

#[test]
fn a_member_without_a_row_is_named() {
    let told = ask_of(
        "two-cities",
        &[
            "product", "--total", "-y", "2022", "-i", "product", "--long",
        ],
    );
    let note = told.cell("note", &[TOTAL]);
    assert!(note.contains("Small"), "{note:?} does not name the city");
}

#[test]
fn a_partial_rate_is_refused_below_two_thirds_of_the_weights() {
    // Of 1.2 million people, 2020 lacks 1.0 and 2021 lacks 0.1: (1.0 × 2.0 + 0.1 × 6.0) ÷ 1.1.
    partial("uneven", "rate_pct", &[], "2.36363636363636");
}

#[test]
fn a_partial_ratio_is_refused_below_two_thirds_of_the_weights() {
    // As above: (21.0 + 4.1) billion ÷ (1.0 + 0.1) million.
    partial("uneven", "product_per_head", &[], "22818.1818181818");
}

#[test]
fn a_partial_share_is_refused_below_two_thirds_of_the_weights() {
    // Of 27.0 billion, 2020 lacks 20.0; of 28.0, 2021 lacks 3.0: (30 × 21.0 + 60 × 4.0) ÷ 25.0.
    partial("halves", "share_pct", &[("half", "upper")], "34.8");
}

/// That 2020, where most of the weights are missing, has no partial figure, and 2021 has this one.
fn partial(table: &str, column: &str, key: &[(&str, &str)], expected: &str) {
    let told = ask_of("two-cities", &[table, "--total", "--partial", "--csv"]);
    let of = |year| told.cell(column, &[&[TOTAL, ("year", year)], key].concat());
    assert_eq!(of("2021"), expected);
    assert_eq!(of("2020"), "", "less than two thirds of the weights");
    assert!(told.said.contains("less than two thirds"), "{}", told.said);
}

#[test]
fn shares_of_all_parts_together_never_exceed_the_whole() {
    let args = |year| {
        [
            "halves",
            "--group-by",
            "year",
            "--partial",
            "-y",
            year,
            "--csv",
        ]
    };
    // Without Tiny, whose parts are both missing, the two halves are the whole.
    let sound = ask_of("two-cities", &args("2021"));
    assert_eq!(sound.cell("share_pct", &[]), "100");
    // The upper half of Large is missing, the lower half is 70.0 %: the sum of both is not known.
    let told = ask_of("two-cities", &args("2022"));
    let share = told.cell("share_pct", &[]);
    assert!(
        share.is_empty() || share.parse::<f64>().is_ok_and(|share| share <= 100.0),
        "{share} % of the whole"
    );
}

#[test]
fn every_aggregate_is_computed_and_named_as_what_it_is() {
    // Table 4, 2015: GDP 26.6, 51.4, 21.3, 43.33; growth 4.0, 4.1, 4.1, 3.
    for (how, gdp, growth) in [
        ("mean", 35.6575, 3.8),
        ("median", 34.965, 4.05),
        ("min", 21.3, 3.0),
        ("max", 51.4, 4.1),
        ("count", 4.0, 4.0),
        ("first", 26.6, 4.0),
        ("last", 43.33, 3.0),
    ] {
        let told = ask(&[
            "gdp",
            "--total",
            "--agg",
            how,
            "-y",
            "2015",
            "-i",
            "gdp,real-growth",
            "--csv",
        ]);
        for (column, expected) in [("gdp_rmb_bn", gdp), ("real_growth_pct", growth)] {
            let cell = told.cell(&format!("{column}_{how}"), &[TOTAL]);
            let found: f64 = cell.parse().expect("it is a number");
            assert!(
                (found - expected).abs() < 1e-12,
                "{how} of {column}: {cell}"
            );
        }
        let long = ask(&[
            "gdp", "--total", "--agg", how, "-y", "2015", "-i", "gdp", "--long",
        ]);
        assert_eq!(long.cell("indicator", &[TOTAL]), format!("gdp.{how}"));
        let note = long.cell("note", &[TOTAL]);
        match how {
            "mean" | "median" => {
                assert!(note.contains(&format!("unweighted {how} of 4")), "{note}");
            }
            _ => assert!(note.starts_with("4 of 4"), "{note}"),
        }
    }
}

#[test]
fn an_aggregate_that_picks_a_member_keeps_its_printed_digits() {
    // Hegang's growth of 2015 is printed 4.0, Shuangyashan's 3.
    for (how, growth) in [
        ("first", "4.0"),
        ("min", "3"),
        ("max", "4.1"),
        ("last", "3"),
    ] {
        let told = ask(&[
            "gdp",
            "--total",
            "--agg",
            how,
            "-y",
            "2015",
            "-i",
            "real-growth",
        ]);
        let column = format!("real_growth_pct_{how}");
        assert_eq!(told.cell(&column, &[TOTAL]), growth, "{how}");
    }
}

#[test]
fn an_aggregate_that_picks_a_member_has_no_doubt_of_the_others() {
    // Of 2013 only Qitaihe's GDP is in doubt; the first is Hegang's.
    let told = ask(&[
        "gdp", "--total", "--agg", "first", "-y", "2013", "-i", "gdp", "--long",
    ]);
    assert_eq!(told.cell("status", &[TOTAL]), "A");
}

#[test]
fn a_count_counts_also_one_and_also_what_is_missing() {
    let one = ask(&[
        "gdp", "--total", "--agg", "count", "-y", "2015", "-c", "Hegang", "--csv",
    ]);
    assert_eq!(one.cell("gdp_rmb_bn_count", &[TOTAL]), "1");
    let told = ask(&["gdp", "--total", "--agg", "count", "-y", "2015", "--csv"]);
    assert_eq!(told.cell("gdp_per_capita_rmb_count", &[TOTAL]), "2");
}

#[test]
fn an_aggregate_of_what_is_missing_in_part_is_missing() {
    let told = ask(&["gdp", "--total", "--agg", "mean", "-y", "2015", "--csv"]);
    assert_eq!(told.cell("gdp_per_capita_rmb_mean", &[TOTAL]), "");
    assert!(told.said.contains("2 of 4"), "{}", told.said);
}

#[test]
fn a_sum_without_meaning_is_refused_with_what_to_ask_instead() {
    for (args, words) in [
        (
            ["gdp", "--total", "--agg", "sum", "-i", "real-growth"],
            ["`real-growth`", "rate", "`--agg mean`"],
        ),
        (
            ["gdp", "--total", "--agg", "sum", "-i", "gdp-per-capita"],
            ["`gdp-per-capita`", "ratio", "`-i gdp`"],
        ),
        (
            ["sectors", "--total", "--agg", "sum", "-i", "sector-share"],
            ["`sector-share`", "share", "`-i value-added`"],
        ),
        (
            ["districts", "--total", "--agg", "sum", "-i", "density"],
            ["`density`", "ratio", "`-i population`"],
        ),
    ] {
        ask(&args).is_refused_with(&words);
    }
}

#[test]
fn areas_that_overlap_are_refused() {
    ask(&["gdp", "-c", "@project,Hegang", "--total"]).is_refused_with(&["`@project`", "`Hegang`"]);
    ask(&[
        "province",
        "-c",
        "@project,@prefectures",
        "--group-by",
        "year",
    ])
    .is_refused_with(&["`@project`", "`@prefectures`"]);
    for combined in [["--total"].as_slice(), &["--group-by", "year"]] {
        let args = [&["nested", "-c", "Large,Land"], combined].concat();
        ask_of("two-cities", &args).is_refused_with(&["Large", "Land", "twice"]);
        // Of all areas the outermost are added, which is the land alone.
        let args = [&["nested", "--csv"], combined].concat();
        let told = ask_of("two-cities", &args);
        let land = ask_of("two-cities", &["nested", "-c", "Land", "--csv"]);
        let whole = told.rows.last().expect("there is a total");
        assert_eq!(whole["people_million"], land.rows[0]["people_million"]);
        assert!(told.said.contains("twice"), "{:?}", told.said);
    }
    let parts = ask_of(
        "two-cities",
        &["nested", "-c", "Large,Small", "--total", "--csv"],
    );
    assert_eq!(parts.cell("people_million", &[TOTAL]), "1.1");
}

#[test]
fn each_ratio_has_its_own_denominator_from_another_table() {
    // 300 ÷ (10 + 10), ÷ (20 + 100), ÷ (20 + 20): the people under codes, the workers of both sexes.
    let told = ask_of("elsewhere", &["product", "--total", "--csv"]);
    let expected = [
        ("per_head", "15"),
        ("per_km2", "2.5"),
        ("per_worker", "7.5"),
        ("per_vote", ""),
    ];
    for (column, figure) in expected {
        assert_eq!(told.cell(column, &[TOTAL]), figure, "{column}");
        let alone = [
            "product",
            "--total",
            "--csv",
            "-i",
            &column.replace('_', "-"),
        ];
        let told = ask_of("elsewhere", &alone);
        assert_eq!(told.cell(column, &[TOTAL]), figure, "{column} alone");
    }
    let several = "votes of Aden 2000 stands there for several members, of which none is the total";
    assert!(told.said.contains(several), "{}", told.said);
}

#[test]
fn a_denominator_from_another_table_is_that_of_the_same_member() {
    // (16 + 18) ÷ (8 + 9), (36 + 44) ÷ (12 + 11); all four rows: 114 ÷ 40.
    let told = ask_of("elsewhere", &["wages", "--total", "--csv"]);
    let of = |sex| told.cell("per_worker", &[TOTAL, ("sex", sex)]);
    assert_eq!([of("f"), of("m")], ["2", "3.47826086956522"]);
    let told = ask_of("elsewhere", &["wages", "--group-by", "year", "--csv"]);
    assert_eq!(told.cell("per_worker", &[]), "2.85");
}

#[test]
fn a_denominator_of_several_rows_counts_once() {
    // (60 + 40 + 80 + 120) ÷ (10 + 10): the people of a city are those of both sectors.
    let told = ask_of("elsewhere", &["sectors", "--group-by", "year", "--explain"]);
    assert_eq!(told.cell("value", &[("indicator", "per-head")]), "15");
    assert_eq!(
        told.cell("formula", &[("indicator", "per-head")]),
        "(60 + 40 + 80 + 120) ÷ (10 + 10); people from `people`"
    );
}

#[test]
fn a_part_counts_twice_beside_its_whole_under_codes_too() {
    for combined in [["--total"].as_slice(), &["--group-by", "year"]] {
        let args = [&["coded", "-c", "Aden,Province"], combined].concat();
        ask_of("elsewhere", &args).is_refused_with(&["Aden", "Province", "twice"]);
    }
    let args = ["coded", "-c", "Aden,102", "-y", "2000", "--total", "--csv"];
    assert_eq!(ask_of("elsewhere", &args).cell("people", &[TOTAL]), "300");
}

#[test]
fn an_area_called_total_is_an_area() {
    let told = ask_of("elsewhere", &["namesake", "--as", "share", "--csv"]);
    assert_eq!(told.column("km2_share_pct", &[]), ["25", "75"]);
    for areas in [["-c", "all"], ["-c", "Bern"]] {
        let args = [&["namesake", "--total"][..], &areas].concat();
        ask_of("elsewhere", &args).is_refused_with(&["`namesake`", "`Total`", "`--group-by"]);
    }
    let told = ask_of("elsewhere", &["namesake", "--group-by", "year", "--csv"]);
    assert_eq!(told.cell("km2", &[]), "400");
}

#[test]
fn options_of_combining_need_something_to_combine() {
    for option in [
        ["--agg", "mean"].as_slice(),
        &["--partial"],
        &["--approximate"],
    ] {
        let args = [&["gdp"], option].concat();
        ask(&args).is_refused_with(&[option[0], "`--total`"]);
    }
    ask(&["gdp", "--total", "--group-by", "year"]).is_refused_with(&["`--total`", "`--group-by`"]);
    ask(&["gdp", "--group-by", "cty"]).is_refused_with(&["`cty`", "`city`", "`year`"]);
    ask(&["gdp", "--total", "--agg", "average"]).is_refused_with(&["`average`", "`mean`"]);
}

#[test]
fn words_do_not_combine() {
    for args in [
        ["pillars", "--total"].as_slice(),
        &["pillars", "--group-by", "city"],
        &["diversification", "--total"],
        &["diversification", "--group-by", "type"],
    ] {
        ask(args).is_refused_with(&["leave out"]);
    }
}

#[test]
fn an_indicator_without_a_rule_is_refused_with_the_reason_of_the_package() {
    for args in [
        ["targets", "--total", "-i", "base-share"].as_slice(),
        &["targets", "--total"],
    ] {
        ask(args).is_refused_with(&["no weights"]);
    }
}

#[test]
fn a_combined_figure_has_the_doubt_that_matters_most_with_its_note() {
    // From the least doubt to the most.
    let ladder = [
        ("Normal", "A", ""),
        ("Provisional", "P", "A provisional figure."),
        ("Estimated", "E", "An estimated figure."),
        ("Different", "D", "A figure of another definition."),
        ("Broken", "B", "A figure after a break."),
        ("Unreliable", "U", "An unreliable figure."),
    ];
    for (less, (one, ..)) in ladder.iter().enumerate() {
        for (other, status, note) in &ladder[less + 1..] {
            for cities in [format!("{one},{other}"), format!("{other},{one}")] {
                let told = ask_of(
                    "two-cities",
                    &["doubtful", "-c", &cities, "--total", "-y", "2021", "--long"],
                );
                for indicator in ["amount", "growth"] {
                    let key = [TOTAL, ("indicator", indicator)];
                    assert_eq!(told.cell("status", &key), *status, "{cities} {indicator}");
                    let notes = told.cell("note", &key);
                    assert!(notes.ends_with(note), "{cities}: {notes}");
                    for (.., milder) in ladder.iter().filter(|(.., text)| text != note) {
                        assert!(
                            milder.is_empty() || !notes.contains(milder),
                            "{cities}: {notes}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn the_doubt_of_a_weight_is_inherited_too() {
    // Growth of 2014 is weighted by GDP of 2013, where Qitaihe's is in doubt.
    let told = ask(&[
        "gdp",
        "--total",
        "-c",
        "Hegang,Qitaihe",
        "-y",
        "2014",
        "-i",
        "real-growth",
        "--long",
    ]);
    assert_eq!(told.cell("status", &[TOTAL]), "U");
    // That of Hegang and Jixi rests on nothing in doubt.
    let sound = ask(&[
        "gdp",
        "--total",
        "-c",
        "Hegang,Jixi",
        "-y",
        "2014",
        "-i",
        "real-growth",
        "--long",
    ]);
    assert_eq!(sound.cell("status", &[TOTAL]), "A");
}
