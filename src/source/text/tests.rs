//! Tests of texts.

use super::*;

fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
    let input = Input {
        name: "a.csv".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let (grid, _) = grid(input, &Options::default()).unwrap();
    let row =
        |row: super::super::grid::Row<'_>| (row.line, row.cells().map(str::to_owned).collect());
    grid.rows().map(row).collect()
}

fn cells(text: &str) -> Vec<Vec<String>> {
    rows(text).into_iter().map(|(_, cells)| cells).collect()
}

#[test]
fn lines_end_in_any_way_and_fields_in_quotes_hold_anything() {
    for end in ["\n", "\r\n", "\r"] {
        let text = "a,b\n\n1,\"x, \"\"y\"\"\"\n2,\"two\nlines\"\n3, \"z\" \n".replace('\n', end);
        let found = rows(&text);
        assert_eq!(
            found[0],
            (1, vec!["a".to_owned(), "b".to_owned()]),
            "{end:?}"
        );
        assert_eq!(found[1], (2, vec![]));
        assert_eq!(found[2], (3, vec!["1".to_owned(), "x, \"y\"".to_owned()]));
        assert_eq!(found[3].1[1].replace(end, "\n"), "two\nlines");
        assert_eq!(found[4], (6, vec!["3".to_owned(), "z".to_owned()]));
    }
    // Every kind in one file.
    assert_eq!(cells("a,b\r\n1,2\r3,4\n5,6"), cells("a,b\n1,2\n3,4\n5,6\n"));
}

#[test]
fn a_quote_that_is_not_closed_swallows_nothing() {
    assert_eq!(cells("a,b\n1,\"x\n2,y\n")[1..], [["1", "\"x"], ["2", "y"]]);
    assert_eq!(
        cells("a,b\n1,5\" pipe\n2,\"\"\n")[1..],
        [["1", "5\" pipe"], ["2", ""]]
    );
}

#[test]
fn the_delimiter_is_told_by_the_longest_run_of_rows() {
    let told = |text: &str| best_of(&DELIMITERS, text).0;
    assert_eq!(told("a,b\n1,2\n"), ',');
    assert_eq!(told("Land;Jahr;Wert\nA;2020;25.896,82\nB;2020;1,5\n"), ';');
    assert_eq!(told("x;y\n1,5;2,5\n3,5;4,5\n"), ';');
    assert_eq!(
        told("unit,geo\\time\t2014 \t2013 \nM,XA\t1 \t2 b\nM,XB\t: \t3\n"),
        '\t'
    );
    assert_eq!(told("a|b|c\n1|2|3\n"), '|');
    assert_eq!(
        told("a title, with a comma; and more\n\na;b;c\nx;1;2\ny;3;4\n"),
        ';'
    );
    assert_eq!(told("name,list\na,x;y;z\nb,u;v;w\nc,p;q;r\n"), ',');
    assert_eq!(
        rows("sep=;\na;b\n1,5;2\n")[1],
        (3, vec!["1,5".to_owned(), "2".to_owned()])
    );
    assert_eq!(cells("sep=,\r\na,b\r\n")[0], ["a", "b"]);
}

proptest::proptest! {
    #[test]
    fn what_a_writer_of_csv_writes_is_read_back(table in proptest::collection::vec(proptest::collection::vec("[a-z0-9 ,;\"\n\r\t|é.]{0,6}", 3), 1..6), semicolon in proptest::bool::ANY) {
        let delimiter = if semicolon { b';' } else { b',' };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let mut bytes = b"header\n".to_vec();
        bytes.extend(writer.into_inner().unwrap());
        let input = Input { name: String::new(), bytes };
        let options = Options { delimiter: Some(char::from(delimiter)), ..Options::default() };
        let (grid, _) = grid(input, &options).unwrap();
        let read: Vec<Vec<&str>> = grid.rows().skip(1).map(|row| row.cells().collect()).collect();
        proptest::prop_assert_eq!(read, table);
    }

    #[test]
    fn no_text_upsets_a_grid(text in "[a1,;\"\n\r\t |é'#=]{0,80}") {
        let input = Input { name: String::new(), bytes: text.into_bytes() };
        let (grid, _) = grid(input, &Options::default()).unwrap();
        for row in grid.rows() {
            row.cells().for_each(drop);
        }
    }
}
