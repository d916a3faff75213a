//! Levels into changes, indices, rates a year, shares, contributions, volumes and prices.
//!
//! Expected values come from exact fractions in Python over the tables in `data/`, rounded to fifteen significant
//! digits; roots from 60-digit decimals. The formula stands with each. Nothing here was copied from an answer.

use crate::combine::{Told, ask, ask_of};

/// Nominal change: `100 × (gdp(t) ÷ gdp(t−1) − 1)`, 2008–2015; the total's from the sums.
const YOY: [(&str, [&str; 8]); 5] = [
    (
        "Hegang",
        [
            "",
            "9.18918918918919",
            "24.2574257425743",
            "24.7011952191235",
            "14.3769968051118",
            "-10.6145251396648",
            "-18.75",
            "2.30769230769231",
        ],
    ),
    (
        "Jixi",
        [
            "",
            "12.0253164556962",
            "18.6440677966102",
            "20.952380952381",
            "14.5669291338583",
            "-1.89003436426117",
            "-9.63222416812609",
            "-0.387596899224806",
        ],
    ),
    (
        "Qitaihe",
        [
            "",
            "25.1336898395722",
            "30.3418803418803",
            "0.983606557377049",
            "-2.92207792207792",
            "-23.4113712374582",
            "-6.55021834061135",
            "-0.467289719626168",
        ],
    ),
    (
        "Shuangyashan",
        [
            "",
            "15",
            "32.4414715719064",
            "27.020202020202",
            "12.3260437375746",
            "-1.76991150442478",
            "-22.036036036036",
            "0.138664201525306",
        ],
    ),
    (
        "Total",
        [
            "",
            "14.873417721519",
            "25.9871441689624",
            "18.9504373177843",
            "10.5392156862745",
            "-7.15077605321508",
            "-15.0626865671642",
            "0.253039994376889",
        ],
    ),
];

/// `100 × gdp(t) ÷ gdp(2011)`, 2008–2015.
const INDEX_2011: [(&str, [&str; 8]); 5] = [
    (
        "Hegang",
        [
            "59.1054313099042",
            "64.5367412140575",
            "80.1916932907348",
            "100",
            "114.376996805112",
            "102.23642172524",
            "83.0670926517572",
            "84.9840255591054",
        ],
    ),
    (
        "Jixi",
        [
            "62.2047244094488",
            "69.6850393700787",
            "82.6771653543307",
            "100",
            "114.566929133858",
            "112.40157480315",
            "101.574803149606",
            "101.181102362205",
        ],
    ),
    (
        "Qitaihe",
        [
            "60.7142857142857",
            "75.974025974026",
            "99.025974025974",
            "100",
            "97.0779220779221",
            "74.3506493506494",
            "69.4805194805195",
            "69.1558441558442",
        ],
    ),
    (
        "Shuangyashan",
        [
            "51.6898608349901",
            "59.4433399602386",
            "78.727634194831",
            "100",
            "112.326043737575",
            "110.337972166998",
            "86.0238568588469",
            "86.1431411530815",
        ],
    ),
    (
        "Total",
        [
            "58.0882352941176",
            "66.7279411764706",
            "84.0686274509804",
            "100",
            "110.539215686275",
            "102.634803921569",
            "87.1752450980392",
            "87.3958333333333",
        ],
    ),
];

/// `100 × Π (1 + growth)` from 2008 on; the total's growth is weighted by GDP of the year before.
const REAL_2008: [(&str, [&str; 8]); 5] = [
    (
        "Hegang",
        [
            "100",
            "113.9",
            "132.6935",
            "151.535977",
            "172.296405849",
            "156.78972932259",
            "141.581125578299",
            "147.244370601431",
        ],
    ),
    (
        "Jixi",
        [
            "100",
            "113.9",
            "132.8074",
            "152.1972804",
            "174.4180833384",
            "177.034354588476",
            "178.804698134361",
            "186.13569075787",
        ],
    ),
    (
        "Qitaihe",
        [
            "100",
            "123.8",
            "154.8738",
            "163.0821114",
            "176.6179266462",
            "151.891416915732",
            "155.53681092171",
            "161.9138201695",
        ],
    ),
    (
        "Shuangyashan",
        [
            "100",
            "114.1",
            "142.1686",
            "164.3469016",
            "186.533733316",
            "190.450941715636",
            "168.549083418338",
            "173.605555920888",
        ],
    ),
    (
        "Total",
        [
            "100",
            "115.907700421941",
            "139.789795588218",
            "157.610243560351",
            "177.940999230595",
            "172.665403696311",
            "164.041514139398",
            "170.188429975684",
        ],
    ),
];

/// The same with 2011 as its base, and divided by the links before it.
const REAL_2011: [(&str, [&str; 8]); 5] = [
    (
        "Hegang",
        [
            "65.9909296655012",
            "75.1636688890058",
            "87.5656742556918",
            "100",
            "113.7",
            "103.467",
            "93.430701",
            "97.16792904",
        ],
    ),
    (
        "Jixi",
        [
            "65.7041963806339",
            "74.837079677542",
            "87.260034904014",
            "100",
            "114.6",
            "116.319",
            "117.48219",
            "122.29895979",
        ],
    ),
    (
        "Qitaihe",
        [
            "61.3188038476671",
            "75.9126791634119",
            "94.9667616334283",
            "100",
            "108.3",
            "93.138",
            "95.373312",
            "99.283617792",
        ],
    ),
    (
        "Shuangyashan",
        [
            "60.8469031216589",
            "69.4263164618127",
            "86.5051903114187",
            "100",
            "113.5",
            "115.8835",
            "102.5568975",
            "105.633604425",
        ],
    ),
    (
        "Total",
        [
            "63.4476527293156",
            "73.5407152502486",
            "88.6933440558328",
            "100",
            "112.899387254902",
            "109.552145720906",
            "104.080490223076",
            "107.980564036447",
        ],
    ),
];

/// GDP of 2008 times the index of volume ÷ 100; the total's is not the sum of the cities'.
const CONSTANT_2008: [(&str, [&str; 8]); 5] = [
    (
        "Hegang",
        [
            "18.5",
            "21.0715",
            "24.5482975",
            "28.034155745",
            "31.874835082065",
            "29.0060999246792",
            "26.1925082319853",
            "27.2402085612647",
        ],
    ),
    (
        "Jixi",
        [
            "31.6",
            "35.9924",
            "41.9671384",
            "48.0943406064",
            "55.1161143349344",
            "55.9428560499584",
            "56.502284610458",
            "58.8188782794868",
        ],
    ),
    (
        "Qitaihe",
        [
            "18.7",
            "23.1506",
            "28.9614006",
            "30.4963548318",
            "33.0275522828394",
            "28.4036949632419",
            "29.0853836423597",
            "30.2778843716964",
        ],
    ),
    (
        "Shuangyashan",
        [
            "26",
            "29.666",
            "36.963836",
            "42.730194416",
            "48.49877066216",
            "49.5172448460654",
            "43.8227616887678",
            "45.1374445394309",
        ],
    ),
    (
        "Total",
        [
            "94.8",
            "109.8805",
            "132.520726217631",
            "149.414510895213",
            "168.688067270604",
            "163.686802704103",
            "155.511355404149",
            "161.338631616949",
        ],
    ),
];

/// `100 × ((gdp(t) ÷ gdp(t−1)) ÷ (1 + growth(t)) − 1)`, 2008–2015.
const DEFLATOR: [(&str, [&str; 8]); 5] = [
    (
        "Hegang",
        [
            "",
            "-4.13591818332819",
            "6.6587345429822",
            "9.19544239853197",
            "0.595423751197732",
            "-1.7742034501811",
            "-10.0221483942414",
            "-1.62721893491124",
        ],
    ),
    (
        "Jixi",
        [
            "",
            "-1.64590302397173",
            "1.7530598598715",
            "5.54308983628355",
            "-0.0288576493383353",
            "-3.33993533424746",
            "-10.526954621907",
            "-4.31085196851566",
        ],
    ),
    (
        "Qitaihe",
        [
            "",
            "1.07729389303085",
            "4.19015215178285",
            "-4.09913907181667",
            "-10.3620294756029",
            "-10.943454927277",
            "-8.74044759825328",
            "-4.38740607072639",
        ],
    ),
    (
        "Shuangyashan",
        [
            "",
            "0.788781770376862",
            "6.29331586830366",
            "9.87906749152424",
            "-1.0343226981722",
            "-3.7903148916991",
            "-11.9051254644475",
            "-2.77799592084922",
        ],
    ),
    (
        "Total",
        [
            "",
            "-0.892333034523869",
            "4.46313410721329",
            "5.50112062618018",
            "-2.09050874943963",
            "-4.31387334584394",
            "-10.5974143819584",
            "-3.36792882979869",
        ],
    ),
];

/// `100 × gdp ÷ Σ gdp`, 2008–2015.
const SHARE: [(&str, [&str; 8]); 4] = [
    (
        "Hegang",
        [
            "19.5147679324895",
            "18.5491276400367",
            "18.2944606413994",
            "19.1789215686275",
            "19.8447893569845",
            "19.1044776119403",
            "18.2751107049975",
            "18.6496529481876",
        ],
    ),
    (
        "Jixi",
        [
            "33.3333333333333",
            "32.5068870523416",
            "30.6122448979592",
            "31.1274509803922",
            "32.2616407982262",
            "34.089552238806",
            "36.2690658606874",
            "36.0372993058964",
        ],
    ),
    (
        "Qitaihe",
        [
            "19.7257383966245",
            "21.4876033057851",
            "22.2303206997085",
            "18.8725490196078",
            "16.5742793791574",
            "13.6716417910448",
            "15.0418218879595",
            "14.9337446539999",
        ],
    ),
    (
        "Shuangyashan",
        [
            "27.4261603375527",
            "27.4563820018365",
            "28.8629737609329",
            "30.8210784313725",
            "31.3192904656319",
            "33.134328358209",
            "30.4140015463555",
            "30.3793030919161",
        ],
    ),
];

/// `100 × (gdp(t) − gdp(t−1)) ÷ Σ gdp(t−1)`, 2008–2015.
const CONTRIBUTION: [(&str, [&str; 8]); 5] = [
    (
        "Hegang",
        [
            "",
            "1.79324894514768",
            "4.49954086317723",
            "4.51895043731778",
            "2.75735294117647",
            "-2.10643015521064",
            "-3.58208955223881",
            "0.421733323961482",
        ],
    ),
    (
        "Jixi",
        [
            "",
            "4.0084388185654",
            "6.06060606060606",
            "6.41399416909621",
            "4.5343137254902",
            "-0.609756097560976",
            "-3.28358208955224",
            "-0.140577774653827",
        ],
    ),
    (
        "Qitaihe",
        [
            "",
            "4.957805907173",
            "6.51974288337925",
            "0.21865889212828",
            "-0.551470588235294",
            "-3.88026607538803",
            "-0.895522388059701",
            "-0.0702888873269136",
        ],
    ),
    (
        "Shuangyashan",
        [
            "",
            "4.11392405063291",
            "8.90725436179982",
            "7.79883381924198",
            "3.79901960784314",
            "-0.554323725055432",
            "-7.30149253731343",
            "0.0421733323961482",
        ],
    ),
    (
        "Total",
        [
            "",
            "14.873417721519",
            "25.9871441689624",
            "18.9504373177843",
            "10.5392156862745",
            "-7.15077605321508",
            "-15.0626865671642",
            "0.253039994376889",
        ],
    ),
];

const HEGANG: (&str, &str) = ("city", "Hegang");

/// Asks a transform of GDP with the total, and holds every value of every city against what is expected.
fn holds<const YEARS: usize>(
    transform: &str,
    column: &str,
    expected: &[(&str, [&str; YEARS])],
) -> Told {
    let told = ask(&["gdp", "--total", "--as", transform, "-i", "gdp", "--csv"]);
    for (city, values) in expected {
        assert_eq!(
            told.column(column, &[("city", city)]),
            values,
            "{transform} of {city}"
        );
    }
    told
}

fn number(text: &str) -> f64 {
    text.parse()
        .unwrap_or_else(|_| panic!("`{text}` is no number"))
}

#[test]
fn a_change_on_the_year_before_is_of_the_levels_also_in_total() {
    holds("yoy", "gdp_yoy_pct", &YOY);
}

#[test]
fn the_change_of_a_combined_ratio_is_of_the_combined_ratio() {
    // 27,294.9956… ÷ 26,742.4812… − 1, each Σ gdp ÷ Σ mid-year population.
    let told = ask(&[
        "gdp",
        "--total",
        "--as",
        "yoy",
        "-i",
        "gdp-per-capita",
        "-y",
        "2015",
    ]);
    assert_eq!(
        told.cell("gdp_per_capita_yoy_pct", &[("city", "Total")]),
        "2.06605545308297"
    );
}

#[test]
fn across_a_gap_there_is_no_change_on_the_year_before_and_the_reason_is_told() {
    let told = ask(&[
        "sectors",
        "-c",
        "Jixi",
        "--sector",
        "total",
        "-i",
        "value-added",
        "--as",
        "yoy",
        "--long",
    ]);
    for (year, reason) in [
        ("2000", "There is no 1999"),
        ("2004", "a change since 2000 is not one on the year before"),
        ("2008", "a change since 2004 is not one on the year before"),
        ("2010", "a change since 2008 is not one on the year before"),
    ] {
        assert_eq!(told.cell("value", &[("year", year)]), "");
        assert_eq!(told.cell("status", &[("year", year)]), "O");
        let note = told.cell("note", &[("year", year)]);
        assert!(note.contains(reason), "{year}: {note}");
    }
    // 50.8 ÷ 42.0 − 1 and 51.5 ÷ 51.6 − 1.
    assert_eq!(told.cell("value", &[("year", "2011")]), "20.952380952381");
    assert_eq!(
        told.cell("value", &[("year", "2015")]),
        "-0.193798449612403"
    );
}

#[test]
fn the_first_year_has_no_change_and_the_year_of_the_table_before_the_selection_has() {
    let told = ask(&[
        "gdp",
        "-c",
        "Hegang",
        "--as",
        "yoy",
        "-i",
        "gdp",
        "-y",
        "2008..2009",
    ]);
    assert_eq!(told.column("gdp_yoy_pct", &[]), ["", "9.18918918918919"]);
    // Cut after computing: 2012 is not selected, and yet it is the year before.
    let cut = ask(&[
        "gdp",
        "-c",
        "Hegang",
        "--as",
        "yoy",
        "-i",
        "gdp",
        "-y",
        "2013,2015",
    ]);
    assert_eq!(
        cut.column("gdp_yoy_pct", &[]),
        ["-10.6145251396648", "2.30769230769231"]
    );
}

#[test]
fn a_value_that_is_missing_has_no_change_and_its_reason_is_passed_on() {
    let told = ask(&[
        "gdp",
        "-c",
        "Qitaihe",
        "--as",
        "yoy",
        "-i",
        "gdp-per-capita",
        "-y",
        "2015",
        "--long",
    ]);
    assert_eq!(told.cell("value", &[]), "");
    assert!(told.cell("note", &[]).contains("Not printed"));
}

#[test]
fn differences_are_in_the_unit_and_those_of_percentages_in_points() {
    let told = ask(&["gdp", "-c", "Hegang", "--as", "change", "--csv"]);
    assert_eq!(
        told.column("gdp_change_rmb_bn", &[]),
        ["", "1.7", "4.9", "6.2", "4.5", "-3.8", "-6", "0.6"]
    );
    assert_eq!(
        told.column("real_growth_change_pp", &[]),
        ["", "1.7", "2.6", "-2.3", "-0.5", "-22.7", "-0.7", "13.7"]
    );
    assert_eq!(
        told.column("gdp_per_capita_change_rmb", &[])[7],
        "1246",
        "25,400 − 24,154"
    );
    let shares = ask(&[
        "sectors",
        "-c",
        "Hegang",
        "--sector",
        "primary",
        "--as",
        "change",
        "-y",
        "2011..2015",
    ]);
    assert_eq!(
        shares.column("share_change_pp", &[]),
        ["2", "1", "0", "9", "-2.7"]
    );
    let long = ask(&[
        "gdp",
        "-c",
        "Hegang",
        "--as",
        "change",
        "-i",
        "real-growth",
        "-y",
        "2015",
        "--long",
    ]);
    assert_eq!(long.cell("indicator", &[]), "real-growth.change");
    assert!(long.cell("unit", &[]).contains("percentage points"));
}

#[test]
fn the_change_of_a_combined_share_is_of_the_combined_share() {
    // Differences of Σ share × total ÷ Σ total.
    let told = ask(&[
        "sectors",
        "--total",
        "--sector",
        "secondary",
        "-i",
        "sector-share",
        "--as",
        "change",
        "-y",
        "2011..2015",
    ]);
    assert_eq!(
        told.column("share_change_pp", &[("city", "Total")]),
        [
            "-0.769075487337792",
            "-1.77253434633277",
            "-4.12021891679821",
            "-8.42520768047837",
            "-6.91339002002279"
        ]
    );
}

#[test]
fn an_index_is_a_hundred_at_its_base_exactly_wherever_that_stands() {
    let told = holds("index:2011", "gdp_index", &INDEX_2011);
    assert_eq!(told.column("gdp_index", &[("year", "2011")]), ["100"; 5]);
    let bounds = ask(&[
        "gdp",
        "--as",
        "index:2011",
        "-i",
        "gdp",
        "-y",
        "2011",
        "--bounds",
    ]);
    for end in ["gdp_index_low", "gdp_index_high"] {
        assert_eq!(bounds.column(end, &[]), ["100"; 4]);
    }
    // The base need not be selected.
    let later = ask(&[
        "gdp",
        "-c",
        "Jixi",
        "--as",
        "index:2008",
        "-i",
        "gdp-per-capita",
        "-y",
        "2015",
    ]);
    assert_eq!(
        later.cell("gdp_per_capita_index", &[]),
        "169.475847893114",
        "100 × 28,033 ÷ 16,541"
    );
}

#[test]
fn a_bare_index_has_the_first_selected_year_as_its_base() {
    let told = ask(&[
        "gdp",
        "-c",
        "Hegang",
        "--as",
        "index",
        "-i",
        "gdp",
        "-y",
        "2011..2012",
    ]);
    assert_eq!(told.column("gdp_index", &[]), ["100", "114.376996805112"]);
    let long = ask(&[
        "gdp",
        "-c",
        "Hegang",
        "--as",
        "index",
        "-i",
        "gdp",
        "-y",
        "2011..2012",
        "--long",
    ]);
    assert_eq!(long.column("unit", &[]), ["2011 = 100"; 2]);
}

#[test]
fn a_rate_a_year_stands_for_the_whole_span() {
    // 100 × ((gdp(2015) ÷ gdp(2008))^(1/7) − 1).
    let told = ask(&["gdp", "--total", "--as", "cagr", "-i", "gdp", "--csv"]);
    for (city, expected) in [
        ("Hegang", 5.324_640_850_855_33),
        ("Jixi", 7.196_915_951_329_18),
        ("Qitaihe", 1.877_166_319_873_53),
        ("Shuangyashan", 7.569_191_853_284_62),
        ("Total", 6.009_117_882_283_35),
    ] {
        let found = number(told.cell("gdp_cagr_pct", &[("city", city)]));
        assert!((found - expected).abs() < 1e-11, "{city}: {found}");
    }
    assert_eq!(told.column("year", &[]), ["2008..2015"; 5]);
    // Ends: 26.55 over 18.55 and 26.65 over 18.45.
    let bounds = ask(&[
        "gdp", "-c", "Hegang", "--as", "cagr", "-i", "gdp", "--long", "--bounds",
    ]);
    assert!((number(bounds.cell("low", &[])) - 5.255_743_087_053_76).abs() < 1e-10);
    assert!((number(bounds.cell("high", &[])) - 5.393_640_495_761_72).abs() < 1e-10);
    assert_eq!(bounds.cell("indicator", &[]), "gdp.cagr");
    assert_eq!(bounds.cell("year", &[]), "2008..2015");
    // Of the census, by ten years between two points: (891,271 ÷ 1,058,665)^(1/10) − 1.
    let census = ask(&[
        "census",
        "--group",
        "total",
        "-i",
        "population",
        "--as",
        "cagr",
    ]);
    let found = number(census.cell("population_cagr_pct", &[]));
    assert!((found - -1.706_427_009_341).abs() < 1e-11, "{found}");
}

#[test]
fn a_rate_a_year_without_an_end_names_the_nearest_year() {
    ask(&[
        "gdp",
        "-c",
        "Qitaihe",
        "--as",
        "cagr",
        "-i",
        "gdp-per-capita",
    ])
    .is_refused_with(&["2015 is missing", "nearest year is 2014", "`--years`"]);
    ask(&["gdp", "--as", "cagr", "-y", "2015"]).is_refused_with(&["two years"]);
    // Among others it is a hole with the reason.
    let told = ask(&["gdp", "--as", "cagr", "-i", "gdp-per-capita", "--long"]);
    assert_eq!(told.cell("value", &[("city", "Qitaihe")]), "");
    assert!(
        told.cell("note", &[("city", "Qitaihe")])
            .contains("nearest year is 2014")
    );
}

#[test]
fn shares_are_of_all_areas_of_the_table_whichever_are_chosen() {
    holds("share", "gdp_share_pct", &SHARE);
    for (city, shares) in &SHARE {
        let alone = ask(&["gdp", "-c", city, "--as", "share", "-i", "gdp"]);
        assert_eq!(alone.column("gdp_share_pct", &[]), shares, "{city} alone");
    }
    // (26.6 + 51.4) ÷ 142.63.
    let two = ask(&[
        "gdp",
        "-c",
        "Hegang,Jixi",
        "--as",
        "share",
        "-i",
        "gdp",
        "-y",
        "2015",
        "--total",
    ]);
    let total = number(two.cell("gdp_share_pct", &[("city", "Total")]));
    assert!((total - 100.0 * 78.0 / 142.63).abs() < 1e-12);
}

#[test]
fn shares_of_all_areas_add_to_a_hundred() {
    for (table, column) in [
        ("gdp", "gdp_share_pct"),
        ("population", "population_share_pct"),
        ("province", "gdp_share_pct"),
        ("districts", "area_share_pct"),
    ] {
        let told = ask(&[table, "--as", "share", "--csv"]);
        for year in told.column("year", &[]) {
            let shares = told.column(column, &[("year", year)]);
            let sum: f64 = shares.iter().map(|share| number(share)).sum();
            assert!((sum - 100.0).abs() < 1e-10, "{table} {year}: {sum}");
        }
    }
}

#[test]
fn contributions_of_areas_add_to_the_change_of_all() {
    let told = holds("contribution", "gdp_contribution_pp", &CONTRIBUTION);
    for year in ["2009", "2010", "2011", "2012", "2013", "2014", "2015"] {
        let cells = told.column("gdp_contribution_pp", &[("year", year)]);
        let (total, parts) = cells.split_last().expect("there are rows");
        let sum: f64 = parts.iter().map(|part| number(part)).sum();
        assert!((sum - number(total)).abs() < 1e-11, "{year}");
    }
    // One city alone contributes to the change of all four.
    let alone = ask(&[
        "gdp",
        "-c",
        "Jixi",
        "--as",
        "contribution",
        "-i",
        "gdp",
        "-y",
        "2015",
    ]);
    assert_eq!(alone.cell("gdp_contribution_pp", &[]), "-0.140577774653827");
}

#[test]
fn contributions_of_sectors_and_a_residual_make_the_growth_of_the_total() {
    // 100 × (x(t) − x(t−1)) ÷ total(t−1); the residual is the total's change less the three.
    for (city, year, values) in [
        (
            "Jixi",
            "2011",
            [
                "5.47619047619048",
                "8.80952380952381",
                "6.9047619047619",
                "20.952380952381",
                "-0.238095238095238",
            ],
        ),
        (
            "Qitaihe",
            "2011",
            [
                "2.29508196721311",
                "-2.29508196721311",
                "2.29508196721311",
                "0.983606557377049",
                "-1.31147540983607",
            ],
        ),
        (
            "Shuangyashan",
            "2011",
            [
                "10.6060606060606",
                "13.3838383838384",
                "3.03030303030303",
                "27.020202020202",
                "0",
            ],
        ),
        (
            "Jixi",
            "2015",
            [
                "3.10077519379845",
                "-5.03875968992248",
                "1.93798449612403",
                "-0.193798449612403",
                "-0.193798449612403",
            ],
        ),
        (
            "Qitaihe",
            "2015",
            [
                "0.934579439252336",
                "-4.20560747663551",
                "1.86915887850467",
                "-0.467289719626168",
                "0.934579439252336",
            ],
        ),
    ] {
        let told = ask(&[
            "sectors",
            "-c",
            city,
            "-y",
            year,
            "--as",
            "contribution",
            "--csv",
        ]);
        assert_eq!(
            told.column("sector", &[]),
            ["primary", "secondary", "tertiary", "total", "residual"]
        );
        let found = told.column("value_added_contribution_pp", &[]);
        assert_eq!(found[..4], values[..4], "{city} {year}");
        // The residual of Shuangyashan 2011 is zero but for the last digit of three quotients.
        assert!(
            (number(found[4]) - number(values[4])).abs() < 1e-13,
            "{city} {year}: {}",
            found[4]
        );
    }
}

#[test]
fn a_refuted_part_leaves_no_residual() {
    let told = ask(&[
        "sectors",
        "-c",
        "Hegang",
        "-y",
        "2011",
        "--as",
        "contribution",
        "--csv",
    ]);
    for sector in ["secondary", "residual"] {
        assert_eq!(
            told.cell("value_added_contribution_pp", &[("sector", sector)]),
            ""
        );
    }
    // (8.8 − 6.5) ÷ 25.1.
    assert_eq!(
        told.cell("value_added_contribution_pp", &[("sector", "primary")]),
        "9.16334661354582"
    );
}

#[test]
fn one_sector_contributes_as_it_does_among_all() {
    // (13.2 − 10.9) ÷ 42.0: the total is in the table though it is not chosen.
    let told = ask(&[
        "sectors",
        "-c",
        "Jixi",
        "-y",
        "2011",
        "--as",
        "contribution",
        "--sector",
        "primary,total",
    ]);
    assert_eq!(
        told.cell("value_added_contribution_pp", &[("sector", "primary")]),
        "5.47619047619048"
    );
}

#[test]
fn an_index_of_volume_chains_published_growth_from_any_base() {
    holds("real-index:2008", "gdp_real_index", &REAL_2008);
    holds("real-index:2011", "gdp_real_index", &REAL_2011);
    // Π of the ends 1 + (g ± 0.05) ÷ 100 of Hegang, 2009–2015.
    let told = ask(&[
        "gdp",
        "-c",
        "Hegang",
        "--as",
        "real-index:2008",
        "-y",
        "2015",
        "--bounds",
    ]);
    assert_eq!(told.cell("gdp_real_index_low", &[]), "146.7547920467");
    assert_eq!(told.cell("gdp_real_index_high", &[]), "147.73534579072");
}

#[test]
fn volumes_at_constant_prices_are_chained_and_not_added() {
    let told = holds("constant:2008", "gdp_constant_2008_rmb_bn", &CONSTANT_2008);
    let cells = told.column("gdp_constant_2008_rmb_bn", &[("year", "2015")]);
    let (total, cities) = cells.split_last().expect("there are rows");
    let sum: f64 = cities.iter().map(|city| number(city)).sum();
    // The sum of the chained levels, 161.4744…, is not the chained level of the sum.
    assert!((sum - 161.474_415_751_879).abs() < 1e-9);
    assert!((sum - number(total)).abs() > 0.1);
}

#[test]
fn the_deflator_is_what_growth_leaves_of_nominal_change() {
    holds("deflator", "gdp_deflator_pct", &DEFLATOR);
    // Ends for Qitaihe 2012: 29.85 ÷ 30.85 ÷ 1.0835 − 1 and 29.95 ÷ 30.75 ÷ 1.0825 − 1.
    let told = ask(&[
        "gdp", "-c", "Qitaihe", "--as", "deflator", "-y", "2012", "--bounds",
    ]);
    assert_eq!(told.cell("gdp_deflator_pct_low", &[]), "-10.6981920497457");
    assert_eq!(told.cell("gdp_deflator_pct_high", &[]), "-10.0245967817646");
    assert_eq!(told.cell("gdp_deflator_pct", &[]), "-10.3620294756029");
}

#[test]
fn nominal_change_and_real_growth_differ_in_sign_in_seven_cases() {
    let (change, published) = (
        ask(&["gdp", "--as", "yoy", "-i", "gdp", "--csv"]),
        ask(&["gdp", "-i", "real-growth", "--csv"]),
    );
    let mut conflicts = Vec::new();
    for row in &change.rows {
        let key = [
            ("city", row["city"].as_str()),
            ("year", row["year"].as_str()),
        ];
        let growth = number(published.cell("real_growth_pct", &key));
        let nominal = change.cell("gdp_yoy_pct", &key);
        if !nominal.is_empty() && number(nominal) * growth < 0.0 {
            conflicts.push(format!("{} {}", row["city"], row["year"]));
        }
    }
    assert_eq!(
        conflicts,
        [
            "Jixi 2013",
            "Jixi 2014",
            "Jixi 2015",
            "Qitaihe 2012",
            "Qitaihe 2014",
            "Qitaihe 2015",
            "Shuangyashan 2013"
        ]
    );
}

#[test]
fn ends_of_sums_changes_and_shares_are_those_of_their_inputs() {
    // Σ (x ± half a unit of its last digit): 142.475 to 142.785.
    let total = ask(&["gdp", "--total", "-y", "2015", "-i", "gdp", "--bounds"]);
    let key = [("city", "Total")];
    assert_eq!(total.cell("gdp_rmb_bn_low", &key), "142.475");
    assert_eq!(total.cell("gdp_rmb_bn_high", &key), "142.785");
    // 51.35 ÷ 51.65 − 1 and 51.45 ÷ 51.55 − 1.
    let change = ask(&[
        "gdp", "-c", "Jixi", "--as", "yoy", "-i", "gdp", "-y", "2015", "--bounds",
    ]);
    assert_eq!(change.cell("gdp_yoy_pct_low", &[]), "-0.580832526621491");
    assert_eq!(change.cell("gdp_yoy_pct_high", &[]), "-0.193986420950533");
    // x ÷ (x + rest), the part at one end and the rest at the other.
    let share = ask(&[
        "gdp", "--as", "share", "-i", "gdp", "-y", "2015", "--bounds",
    ]);
    assert_eq!(
        share.cell("gdp_share_pct_low", &[HEGANG]),
        "18.6074219434418"
    );
    assert_eq!(
        share.cell("gdp_share_pct_high", &[HEGANG]),
        "18.6919165351569"
    );
}

#[test]
fn conditions_look_at_the_levels_after_combining() {
    let told = ask(&[
        "gdp", "-c", "Hegang", "--as", "yoy", "-i", "gdp", "--where", "gdp>30",
    ]);
    assert_eq!(told.column("year", &[]), ["2011", "2012", "2013"]);
    assert_eq!(
        told.column("gdp_yoy_pct", &[]),
        ["24.7011952191235", "14.3769968051118", "-10.6145251396648"]
    );
    let total = ask(&[
        "gdp", "--total", "--as", "yoy", "-i", "gdp", "--where", "gdp>150",
    ]);
    assert_eq!(total.column("city", &[]), ["Total"; 3]);
    assert_eq!(total.column("year", &[]), ["2011", "2012", "2013"]);
}

#[test]
fn transformed_figures_are_laid_out_like_all_others() {
    let wide = ask(&[
        "gdp",
        "-c",
        "Hegang",
        "--as",
        "yoy",
        "-i",
        "gdp",
        "-y",
        "2013..2015",
        "--wide",
    ]);
    assert_eq!(wide.cell("indicator", &[]), "gdp.yoy");
    assert_eq!(wide.cell("2013", &[]), "-10.6145251396648");
    assert_eq!(wide.cell("2015", &[]), "2.30769230769231");
    let sorted = ask(&[
        "gdp",
        "--as",
        "yoy",
        "-i",
        "gdp",
        "-y",
        "2015",
        "--sort",
        "-gdp_yoy_pct",
        "--digits",
        "2",
        "--columns",
        "city,gdp_yoy_pct",
    ]);
    assert_eq!(
        sorted.column("city", &[]),
        ["Hegang", "Shuangyashan", "Jixi", "Qitaihe"]
    );
    assert_eq!(
        sorted.column("gdp_yoy_pct", &[]),
        ["2.31", "0.14", "-0.39", "-0.47"]
    );
    assert!(sorted.rows.iter().all(|row| row.len() == 2));
    let top = ask(&["gdp", "--as", "cagr", "-i", "gdp", "--top", "1", "--csv"]);
    assert_eq!(top.column("city", &[]), ["Shuangyashan"]);
    let bounds = ask(&[
        "gdp",
        "--as",
        "index:2008",
        "-i",
        "gdp",
        "-y",
        "2008,2015",
        "--wide",
        "--bounds",
    ]);
    assert_eq!(bounds.column("2008_low", &[]), ["100"; 4]);
}

#[test]
fn indicators_without_a_meaning_are_left_out_or_refused_by_name() {
    for (table, transform, left, kept) in [
        ("gdp", "yoy", "`real-growth`", "gdp_yoy_pct"),
        ("gdp", "cagr", "`real-growth`", "gdp_cagr_pct"),
        ("gdp", "share", "`gdp-per-capita`", "gdp_share_pct"),
        ("sectors", "index", "`sector-share`", "value_added_index"),
        ("gdp", "deflator", "`gdp-per-capita`", "gdp_deflator_pct"),
    ] {
        let told = ask(&[table, "--as", transform, "--csv"]);
        assert!(
            told.said.contains(left),
            "{table} {transform}: {}",
            told.said
        );
        assert!(told.said.contains("left out"), "{}", told.said);
        assert!(told.rows.iter().all(|row| row.contains_key(kept)));
    }
    for (args, words) in [
        (
            ["gdp", "cagr", "real-growth"],
            ["`real-growth` is a rate", "`--as change`"],
        ),
        (
            ["gdp", "yoy", "real-growth"],
            ["`real-growth` is a rate", "`--as change`"],
        ),
        (
            ["sectors", "index", "sector-share"],
            ["`sector-share` is a share", "`--as change`"],
        ),
        (
            ["gdp", "share", "gdp-per-capita"],
            ["`gdp-per-capita` is a ratio", "`-i`"],
        ),
        (
            ["sectors", "deflator", "value-added"],
            ["`value-added`", "no published growth"],
        ),
        (
            ["gdp", "real-index", "gdp-per-capita"],
            ["`gdp-per-capita`", "no published growth"],
        ),
    ] {
        ask(&[args[0], "--as", args[1], "-i", args[2]]).is_refused_with(&words);
    }
    for (table, transform) in [
        ("population", "deflator"),
        ("sectors", "real-index"),
        ("pillars", "yoy"),
        ("targets", "share"),
    ] {
        ask(&[table, "--as", transform]).is_refused_with(&["no meaning", table]);
    }
}

#[test]
fn a_base_year_that_the_data_do_not_have_is_refused_with_those_there_are() {
    for transform in ["index:1999", "real-index:1999", "constant:1999"] {
        ask(&["gdp", "--as", transform]).is_refused_with(&["1999", "2008–2015"]);
    }
    ask(&["sectors", "--as", "index:2009", "-i", "value-added"]).is_refused_with(&[
        "2009",
        "2000, 2004, 2008 and 2010–2015",
        "nearest is 2010",
    ]);
    ask(&["gdp", "--as", "cagr", "-y", "2005..2015"]).is_refused_with(&["2005", "2008–2015"]);
    ask(&["gdp", "--as", "constant"]).is_refused_with(&["base year", "`constant:2010`"]);
    ask(&["gdp", "--as", "yoy:2010"]).is_refused_with(&["no base year"]);
    ask(&["gdp", "--as", "expansion"]).is_refused_with(&["`expansion`", "`real-index[:YEAR]`"]);
}

#[test]
fn what_arithmetic_refutes_is_not_transformed() {
    for transform in ["yoy", "index:2014", "share", "contribution", "change"] {
        let told = ask(&[
            "sectors",
            "-c",
            "Hegang",
            "-y",
            "2015",
            "-i",
            "value-added",
            "--as",
            transform,
            "--long",
        ]);
        let key = [("sector", "secondary")];
        assert_eq!(told.cell("value", &key), "", "{transform}");
        assert!(!told.cell("note", &key).is_empty(), "{transform}");
    }
    // The share of another city's secondary sector is of a whole that is not known.
    let jixi = ask(&[
        "sectors",
        "-c",
        "Jixi",
        "-y",
        "2015",
        "--sector",
        "secondary",
        "--as",
        "share",
        "--long",
    ]);
    assert_eq!(jixi.cell("value", &[]), "");
    assert!(jixi.cell("note", &[]).contains("Hegang"));
}

#[test]
fn transforms_of_totals_need_years_and_areas_where_they_speak_of_them() {
    ask(&["gdp", "--as", "yoy", "--group-by", "city"]).is_refused_with(&["years", "`--group-by`"]);
    ask(&["gdp", "--as", "share", "--group-by", "year"]).is_refused_with(&["area", "`--group-by`"]);
}

#[test]
fn a_transformed_figure_inherits_the_doubt_of_both_its_years() {
    // Qitaihe's GDP of 2013 is in doubt: so are the changes of 2013 and of 2014, and no others.
    let told = ask(&[
        "gdp",
        "-c",
        "Qitaihe",
        "--as",
        "yoy",
        "-i",
        "gdp",
        "-y",
        "2012..2015",
        "--long",
    ]);
    assert_eq!(told.column("status", &[]), ["A", "U", "U", "A"]);
    for (city, status, note) in [
        ("Normal", "A", ""),
        ("Provisional", "P", "A provisional figure."),
        ("Estimated", "E", "An estimated figure."),
        ("Different", "D", "A figure of another definition."),
        ("Broken", "B", "A figure after a break."),
        ("Unreliable", "U", "An unreliable figure."),
    ] {
        for transform in ["yoy", "change", "index:2020", "real-index:2020", "deflator"] {
            let told = ask_of(
                "two-cities",
                &[
                    "doubtful", "-c", city, "-y", "2021", "-i", "amount", "--as", transform,
                    "--long",
                ],
            );
            assert_eq!(told.cell("status", &[]), status, "{transform} of {city}");
            // An inherited note says which value it is about.
            let inherited = if note.is_empty() {
                String::new()
            } else {
                format!("{city} 2021: {note}")
            };
            assert_eq!(told.cell("note", &[]), inherited, "{transform} of {city}");
        }
    }
}

#[test]
fn changes_of_one_package_do_not_reach_into_a_year_that_a_city_lacks() {
    let told = ask_of(
        "two-cities",
        &[
            "product", "--as", "yoy", "-i", "product", "--total", "--csv",
        ],
    );
    // 21.0 ÷ 20.0 − 1; the small city and the total have no product of 2021.
    assert_eq!(
        told.column("product_yoy_pct", &[("year", "2021")]),
        ["5", "", ""]
    );
    assert_eq!(
        told.column("product_yoy_pct", &[("city", "Total")]),
        ["", "", ""]
    );
}
