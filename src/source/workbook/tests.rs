use super::*;

/// A sheet with these texts.
fn sheet(name: &str, rows: &[&[&str]]) -> Sheet {
    let cells = |row: &&[&str]| {
        let filled = (0..).zip(row.iter()).filter(|(_, text)| !text.is_empty());
        filled
            .map(|(column, text)| (column, (*text).to_owned()))
            .collect()
    };
    Sheet {
        name: name.to_owned(),
        is_hidden: false,
        rows: (0..).zip(rows.iter().map(cells)).collect(),
        merged: Vec::new(),
        written: false,
    }
}

#[test]
fn rows_of_figures_that_end_early_are_as_wide_as_the_others() {
    let sheet = sheet(
        "a",
        &[
            &["A title", "", "", "", "", "with more"],
            &["name", "a", "b", "c"],
            &["Avra", "1", "2", "3"],
            &["Borla", "1"],
            &["a note"],
        ],
    );
    let grid = grid(sheet, None).unwrap();
    let widths: Vec<usize> = grid.rows().map(|row| row.len()).collect();
    assert_eq!(widths, [6, 6, 6, 6, 1]);
}

#[test]
fn the_sheet_that_lists_the_others_has_the_title_of_those_without_one() {
    let table: &[&[&str]] = &[&["Year", "Jobs"], &["2020", "5"], &["2021", "6"]];
    let titled: &[&[&str]] = &[&["Its own"], &["", "Jobs"], &["2020", "5"]];
    let one: &[&[&str]] = &[&["Series"], &["Table 3. Jobs ('000)"], &["Jobs", "Data1"]];
    let two: &[&[&str]] = &[&["Table 1. Jobs"], &["Table 2. Wages"]];
    let title = title_of_all(&[sheet("Index", one), sheet("Data1", table)]);
    assert_eq!(title.as_deref(), Some("Table 3. Jobs ('000)"));
    assert_eq!(title_of_all(&[sheet("Contents", two)]), None);
    assert_eq!(title_of_all(&[sheet("Data", one)]), None);
    let first = |rows| {
        let grid = grid(sheet("Data1", rows), title.as_deref()).unwrap();
        grid.row(0).cell(0).to_owned()
    };
    assert_eq!(first(table), "Table 3. Jobs ('000)");
    assert_eq!(first(titled), "Its own");
}
