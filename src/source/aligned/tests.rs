//! Tests of columns of blanks.

use super::*;

fn told(text: &str) -> Option<Vec<String>> {
    let grid = grid("a", text)?;
    Some(
        grid.rows()
            .map(|row| row.cells().collect::<Vec<_>>().join("|"))
            .collect(),
    )
}

#[test]
fn columns_of_blanks_part_fields() {
    let text = "Jobs in regions\n\nregion      year    jobs   wage\n---------   ----    ----   ----\nAlba        2019     5.1    100\nSan Brun    2019             90\nAlba        2020     6.2    110\n";
    let rows = told(text).unwrap();
    assert_eq!(rows[0], "Jobs in regions");
    assert_eq!(rows[2], "region|year|jobs|wage");
    assert_eq!(rows[4], "Alba|2019|5.1|100");
    assert_eq!(rows[5], "San Brun|2019||90");
}

#[test]
fn names_stand_one_below_another() {
    let text = "                 Civilian    Employed\n     Year         popu-              of\n                 lation     Total  which\n\n     1940.....   99,840    55,640   55.7\n     1941.....   99,900    55,910   56.0\n     1942.....   98,640    56,410   57.2\n";
    let rows = told(text).unwrap();
    assert_eq!(
        rows[0],
        "Year|Civilian population|Employed Total|Employed of which"
    );
    assert_eq!(rows[2], "1940|99,840|55,640|55.7");
}

#[test]
fn words_part_lines_that_are_not_aligned() {
    let rows =
        told("date price index\n1871.01 4.44 12.46\n1871.02 14.5 2.8\n1871.03 4.61 113.03\n")
            .unwrap();
    assert_eq!(rows[1], "1871.01|4.44|12.46");
    assert_eq!(rows[2], "1871.02|14.5|2.8");
    let text = "region      jobs\nRegion 1      5\nRegion 12   100\nRegion 3     20\n";
    assert_eq!(told(text).unwrap()[2], "Region 12|100");
    // Two figures in one field.
    assert_eq!(
        told("name a b\nAlba 5 100\nSan Brun 15 9\nDer Carn 1 20\n"),
        None
    );
    assert_eq!(told("a note\nand another\n"), None);
}

proptest::proptest! {
    #[test]
    fn no_text_upsets_it(text in "[aé1 2.,\n\r-]{0,200}") {
        let cells = grid("", &text).map_or(0, |grid| grid.rows().map(|row| row.len()).sum());
        proptest::prop_assert!(cells <= text.len() * 200);
    }
}
