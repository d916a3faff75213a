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

/// The tables of sheets of a workbook, by name, with the periods of those that were put together.
fn pieces(sheets: &[(&str, &[&[&str]])]) -> Vec<(String, Vec<String>)> {
    let grids = sheets
        .iter()
        .map(|(name, rows)| grid(sheet(name, rows), None).unwrap());
    let pieces = dated::together(grids.collect(), &Options::default());
    let told = pieces.into_iter().map(|piece| match piece {
        Piece::Sheet(grid) => (grid.name, Vec::new()),
        Piece::Table(table) => {
            let title = table.resource["title"].as_str().unwrap_or_default();
            let fields = table.resource["schema"]["fields"].as_array().unwrap();
            let names = fields.iter().map(|field| field["name"].as_str().unwrap());
            let told = [title].into_iter().chain(names).map(str::to_owned);
            (
                table.resource["name"].as_str().unwrap().to_owned(),
                told.collect(),
            )
        }
    });
    told.collect()
}

#[test]
fn sheets_that_are_called_after_periods_are_one_table() {
    let notes: &[&[&str]] = &[&["Notes"], &["Write to the registry."]];
    let newer: &[&[&str]] = &[
        &["Births by town in 2021"],
        &["Town", "Births 2021", "Deaths"],
        &["Avra", "5", "3"],
        &["Borla", "6", "4"],
    ];
    let older: &[&[&str]] = &[
        &["Births by town in 2020"],
        &["Town", "Births 2020", "Deaths"],
        &["Avra", "7", "2"],
        &["Cale", "1", "0"],
    ];
    let joined = pieces(&[
        ("Notes", notes),
        ("Births 2021", newer),
        ("Births 2020", older),
    ]);
    let names: Vec<&str> = joined.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Notes", "Births 2020 to Births 2021"]);
    assert_eq!(
        joined[1].1,
        ["Births by town", "Town", "period", "Births", "Deaths"]
    );
}

#[test]
fn sheets_of_other_columns_or_with_a_time_of_their_own_stay_apart() {
    let one: &[&[&str]] = &[&["Town", "Births"], &["Avra", "5"], &["Borla", "6"]];
    let other: &[&[&str]] = &[&["Town", "Deaths"], &["Avra", "5"], &["Borla", "6"]];
    let timed: &[&[&str]] = &[
        &["Town", "2018", "2019"],
        &["Avra", "5", "6"],
        &["Borla", "6", "7"],
    ];
    let apart = |sheets: &[(&str, &[&[&str]])]| pieces(sheets).len() == sheets.len();
    assert!(apart(&[("2019", one), ("2020", other)]));
    assert!(apart(&[("2019", timed), ("2020", timed)]));
    assert!(apart(&[("1", one), ("2", one)]));
    assert!(apart(&[("2019", one), ("Year 2019", one)]));
    assert!(!apart(&[("2019", one), ("2020", one), ("Sources", other)]));
    assert!(!apart(&[("Jan2019", one), ("Feb2019", one)]));
    assert!(!apart(&[("2019年人口", one), ("2020年人口", one)]));
    assert!(!apart(&[
        ("T 2019 final", one),
        ("T 2020 final", one),
        ("2021", other)
    ]));
    assert!(apart(&[("2019 Births", one), ("2020 Deaths", one)]));
}
