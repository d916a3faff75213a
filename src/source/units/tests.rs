//! Tests of units.

use super::*;

#[test]
fn units_in_brackets_are_taken_off_names() {
    for (name, bare, unit) in [
        ("GDP (current US$)", "GDP", Some("current US$")),
        ("Trade Value (US$)", "Trade Value", Some("US$")),
        ("人口【千人】", "人口", Some("千人")),
        ("地方财政教育支出 (亿元)", "地方财政教育支出", Some("亿元")),
        (
            "População residente estimada (Pessoas)",
            "População residente estimada",
            Some("Pessoas"),
        ),
        ("Gebietsfläche (qkm)", "Gebietsfläche", Some("qkm")),
        ("Netweight (kg)", "Netweight", Some("kg")),
        (
            "Employment rate by sex (%)",
            "Employment rate by sex",
            Some("%"),
        ),
        ("Area Code (M49)", "Area Code (M49)", None),
        ("Life expectancy (total)", "Life expectancy (total)", None),
        ("(%)", "(%)", None),
    ] {
        assert_eq!(split(name), (bare, unit), "{name}");
    }
}

#[test]
fn what_does_not_add_up_is_told_by_its_name() {
    for (title, unit) in [
        ("Inflation", None),
        ("Unemployment_rate", None),
        ("gdppc", None),
        ("gdpPercap", None),
        ("Life expectancy", None),
        ("life_expectancy", None),
        ("PCTPOVALL", None),
        ("Yield", Some("kg/ha")),
        ("Tasa de paro", None),
        ("Employment", Some("%")),
        ("CPI", Some("2010=100")),
        ("人均地区生产总值", None),
        ("Population density per square kilometre", None),
        ("Value added", Some("PC_VA")),
        ("Population growth", None),
        ("Mean age by region", None),
        ("Households by region, average size", None),
        ("Tasa de crecimiento natural", None),
        ("Natural growth rate", Some("per 1000")),
    ] {
        assert!(does_not_add(title, unit).is_some(), "{title}");
    }
    for (title, unit) in [
        ("Population", None),
        ("jobs", None),
        ("GDP", Some("current US$")),
        ("Production", Some("t")),
        ("Trade Value", Some("US$")),
        ("管理", None),
        ("hotels", None),
        ("Natural change of population", Some("Number")),
        ("Crecimiento vegetativo", None),
        ("Deaths by age and sex (Annual-Jun)", None),
        ("Live births by age of mother", None),
        ("Deaths by region, age and year", None),
    ] {
        assert_eq!(does_not_add(title, unit), None, "{title}");
    }
    assert!(
        does_not_add("Debt (% of GDP)", None)
            .unwrap()
            .contains("gdp")
    );
}
