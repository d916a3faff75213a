//! Layouts of invented files, each of a kind that offices publish.

use super::*;
use crate::source::{Input, text};

fn layout(text: &str) -> (Grid, Layout) {
    let input = Input {
        name: "a.csv".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let options = Options::default();
    let (grid, _) = text::grid(input, &options).unwrap();
    let layout = find(&grid, &options).unwrap();
    (grid, layout)
}

/// The names of the columns, and the first cells of the rows of the body.
fn told(text: &str) -> (String, String) {
    let (grid, layout) = layout(text);
    let names: Vec<&str> = layout
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let first: Vec<&str> = layout.rows(&grid).map(|row| row.cell(0).trim()).collect();
    (names.join("|"), first.join("|"))
}

#[test]
fn a_plain_table_is_all_there_is() {
    assert_eq!(
        told("area,year,value\nA,2020,1\nB,2020,2\n"),
        ("area|year|value".into(), "A|B".into())
    );
    // Years as figures, and no year at all.
    assert_eq!(
        told("village,men,women\nA,1914,1950\nB,1720,1730\n"),
        ("village|men|women".into(), "A|B".into())
    );
    assert_eq!(
        told("city,year,jobs,x\nA,2010,<5,1\nA,2011,5,2\n"),
        ("city|year|jobs|x".into(), "A|A".into())
    );
    assert_eq!(
        told("geo,2010,2011,2012\nA,5.5,6.1,6.2\nB,4,3,2\n"),
        ("geo|2010|2011|2012".into(), "A|B".into())
    );
    assert_eq!(
        told("area,year,value\nA,2020,5\n"),
        ("area|year|value".into(), "A".into())
    );
    assert_eq!(
        told("area;2020\nA;5\nB;6\n"),
        ("area|2020".into(), "A|B".into())
    );
}

#[test]
fn titles_stand_above_and_notes_below() {
    let (grid, layout) = layout(
        "Jobs by region\n(thousands)\nSource: Office of Jobs\n\nregion,year,jobs\nA,2020,5\n\nB,2020,6\n\n\"Note: figures of 2020, revised.\"\nData are provisional\n",
    );
    assert_eq!(layout.title.as_deref(), Some("Jobs by region"));
    assert_eq!(layout.unit.as_deref(), Some("thousands"));
    assert_eq!(layout.source.as_deref(), Some("Office of Jobs"));
    assert_eq!(
        layout.notes,
        ["Note: figures of 2020, revised.", "Data are provisional"]
    );
    assert_eq!(layout.header_line, 5);
    assert_eq!(layout.rows(&grid).count(), 2);
    // As a spreadsheet pads them.
    let (grid, layout) = self::layout(
        "Jobs by region,,\n\"Unit: thousands\",,\n,,\nregion,year,jobs\nA,2020,5\nB,2020,6\n,,\nQuelle: Amt,,\n",
    );
    assert_eq!(layout.title.as_deref(), Some("Jobs by region"));
    assert_eq!(layout.unit.as_deref(), Some("thousands"));
    assert_eq!(layout.source.as_deref(), Some("Amt"));
    assert_eq!(layout.header_line, 4);
    assert_eq!(layout.rows(&grid).count(), 2);
}

#[test]
fn a_row_of_labels_or_units_stands_below_the_header() {
    let (_, labelled) =
        layout("ID,NAME,V1,V2\nId,Geography,Estimate; Total,Margin of error\n01,A,5,1\n02,B,6,2\n");
    assert_eq!(
        labelled.columns[2].label.as_deref(),
        Some("Estimate; Total")
    );
    assert_eq!(labelled.columns[0].label.as_deref(), Some("Id"));
    let (_, units) = layout("Geography,2019,2020\n,Persons,\nA,5,6\nB,7,8\n");
    assert_eq!(units.columns[1].unit.as_deref(), Some("Persons"));
    assert_eq!(units.columns[2].unit.as_deref(), Some("Persons"));
    let (_, units) = layout("area,year,gdp,people\n,,(EUR),(1000)\nA,2020,5.5,6\nB,2020,7.1,8\n");
    assert_eq!(units.columns[2].unit.as_deref(), Some("(EUR)"));
    assert_eq!(units.columns[3].unit.as_deref(), Some("(1000)"));
}

#[test]
fn headings_of_merged_cells_stand_above() {
    let (_, layout) =
        layout("region;people;;area;\n;2010;2011;2010;2011\nA;5;6;7;8\nB;5;6;7;8\nC;5;6;7;8\n");
    let columns: Vec<String> = layout
        .columns
        .iter()
        .map(|column| format!("{}/{}", column.above.join("/"), column.name))
        .collect();
    assert_eq!(
        columns,
        [
            "/region",
            "people/2010",
            "people/2011",
            "area/2010",
            "area/2011"
        ]
    );
    let (_, layout) =
        self::layout("\"Areas\";\"Year\"\n\"Areas\";\"2019\";\"2020\"\nA;5;6\nB;7;8\nC;7;8\n");
    assert_eq!(layout.columns[1].above, ["Year"]);
    assert_eq!(layout.columns[1].name, "2019");
}

#[test]
fn remarks_and_empty_columns_are_no_part_of_it() {
    assert_eq!(
        told("# figures of jobs\ncity,year,jobs\nA,2010,5\n# more\nB,2010,6\n"),
        ("city|year|jobs".into(), "A|B".into())
    );
    assert_eq!(
        told("city,year,jobs,,\nA,2010,5,,\n"),
        ("city|year|jobs".into(), "A".into())
    );
    assert_eq!(
        told("city,year,jobs\nA,2010,5,\nB,2010,6,\n"),
        ("city|year|jobs".into(), "A|B".into())
    );
    assert_eq!(
        told("#city,year,jobs\nA,2010,5\nB,2011,5\n"),
        ("city|year|jobs".into(), "A|B".into())
    );
    assert_eq!(
        told("city, year, jobs\nA, 2010, 5\n,,\n"),
        ("city|year|jobs".into(), "A".into())
    );
}

#[test]
fn a_row_of_another_width_costs_itself() {
    let rows: Vec<String> = (2000..2020).map(|year| format!("A,{year},5\n")).collect();
    let rows = rows.concat();
    let (grid, layout) = layout(&format!(
        "city,year,jobs\n{rows}B, the second,2010,5\nC,2010\n{rows}"
    ));
    assert_eq!(layout.rows(&grid).count(), 40);
    assert_eq!(
        layout.warnings,
        [
            "2 rows are left out: line 22 has 4 fields, line 23 has 2 fields, and the header has 3 (a delimiter inside a field needs quotes around the field)"
        ]
    );
}

#[test]
fn two_columns_and_their_notes() {
    let (grid, layout) =
        layout("Region;People\nA;5\nB;7\nC;8\n\nNote;figures are rounded\n\"..\";not available\n");
    assert_eq!(layout.rows(&grid).count(), 3);
    assert_eq!(layout.notes[0], "Note figures are rounded");
}

#[test]
fn a_table_without_names_is_told() {
    let (_, layout) = layout("A,2010,5.5\nB,2010,6.5\n");
    assert_eq!(layout.header_line, 0);
    assert_eq!(layout.columns[2].name, "column-3");
}

#[test]
fn the_user_says_where_the_header_is() {
    let input = Input {
        name: String::new(),
        bytes: b"x,y,z\narea,year,value\nA,2020,1\n".to_vec(),
    };
    let options = Options {
        header: Some(2),
        ..Options::default()
    };
    let (grid, _) = text::grid(input, &options).unwrap();
    let layout = find(&grid, &options).unwrap();
    assert_eq!(layout.columns[0].name, "area");
    assert_eq!(layout.rows(&grid).count(), 1);
    let options = Options {
        header: Some(9),
        ..Options::default()
    };
    assert!(find(&grid, &options).is_err());
}

proptest::proptest! {
    #[test]
    fn no_grid_upsets_a_layout(text in "[aZ1 2,;\"\n\t|.:#()-]{0,120}") {
        let input = Input { name: String::new(), bytes: text.into_bytes() };
        let options = Options::default();
        let (grid, _) = text::grid(input, &options).unwrap();
        if let Ok(layout) = find(&grid, &options) {
            let cells: usize = layout.rows(&grid).map(|row| row.len()).sum();
            proptest::prop_assert!(cells < 1000);
        }
    }
}
