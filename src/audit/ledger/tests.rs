use super::*;

#[test]
fn the_indicator_of_a_computed_column_is_found_though_ids_have_dots() {
    let descriptor = r#"{"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "area"},
        {"name": "gdp.real", "type": "number"}, {"name": "gdp", "type": "number"}]}}]}"#;
    let files = [
        ("datapackage.json", descriptor),
        ("t.csv", "area,gdp.real,gdp\n"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let package = Package::in_memory("t", files.to_vec()).unwrap();
    let ledger = Ledger::new(&package, false).unwrap();
    let of = |column: &str| ledger.sheets[0].id_behind(column);
    assert_eq!(of("gdp.real.yoy").as_deref(), Some("gdp.real"));
    assert_eq!(of("gdp.real").as_deref(), Some("gdp.real"));
    assert_eq!(of("gdp.yoy").as_deref(), Some("gdp"));
    assert_eq!(of("rank"), None);
}
