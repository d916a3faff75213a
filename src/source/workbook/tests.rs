use super::*;

#[test]
fn rows_of_figures_that_end_early_are_as_wide_as_the_others() {
    let mut sheet = Sheet {
        name: "a".to_owned(),
        is_hidden: false,
        rows: BTreeMap::new(),
        merged: Vec::new(),
        written: false,
    };
    for (row, texts) in [
        vec!["A title", "", "", "", "", "with more"],
        vec!["name", "a", "b", "c"],
        vec!["Avra", "1", "2", "3"],
        vec!["Borla", "1"],
        vec!["a note"],
    ]
    .into_iter()
    .enumerate()
    {
        let filled = (0..).zip(texts).filter(|(_, text)| !text.is_empty());
        let cells = filled
            .map(|(column, text)| (column, text.to_owned()))
            .collect();
        sheet.rows.insert(u32::try_from(row).unwrap(), cells);
    }
    let grid = grid(sheet).unwrap();
    let widths: Vec<usize> = grid.rows().map(|row| row.len()).collect();
    assert_eq!(widths, [6, 6, 6, 6, 1]);
}
