use super::*;

#[test]
fn names_are_parted_from_their_periods() {
    for (name, stem, period) in [
        ("gdpPercap_1952", "gdpPercap", "1952"),
        ("POP_ESTIMATE_2010", "POP_ESTIMATE", "2010"),
        ("Population,2021", "Population", "2021"),
        ("Population (2021)", "Population", "2021"),
        ("Private dwellings, 2021", "Private dwellings", "2021"),
        ("2015 Population", "Population", "2015"),
        ("2015年人口", "人口", "2015"),
        ("GDP Q1 2010", "GDP", "2010Q1"),
        ("POPESTIMATE2010", "POPESTIMATE", "2010"),
        ("jobs 2010/11", "jobs", "2010"),
        ("Share 2022 (%)", "Share (%)", "2022"),
        ("all;2020;[persons]", "all (persons)", "2020"),
    ] {
        let found = split(name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(
            (found.stem.as_str(), found.label.period.to_string().as_str()),
            (stem, period),
            "{name}"
        );
    }
    for name in [
        "2010",
        "HD01_VD01",
        "S1501",
        "rate",
        "age 15-64",
        "x_1499",
        "CI90",
        "2010-2011",
    ] {
        assert!(split(name).is_none(), "{name}");
    }
}
