//! Tests of dialects of CSV.

use super::*;

fn read(dialect: &str, text: &str) -> (Option<Vec<String>>, Vec<Vec<String>>) {
    let dialect: Dialect = serde_json::from_str(dialect).unwrap();
    let found = dialect.unnested().records(text);
    let fields = |record: Record| record.fields;
    (
        found.header.map(fields),
        found.rows.into_iter().map(fields).collect(),
    )
}

/// Fields with `|` between them, records with `/`.
fn told(dialect: &str, text: &str) -> String {
    let (header, rows) = read(dialect, text);
    let header = header.map_or("-".to_owned(), |header| header.join("|"));
    let rows = rows.into_iter().map(|row| row.join("|"));
    std::iter::once(header)
        .chain(rows)
        .collect::<Vec<_>>()
        .join("/")
}

#[test]
fn every_property_changes_how_a_text_is_read() {
    let cases = [
        ("{}", "a,b\n1,\"x,\"\"y\"\n\n2,\n", "a|b/1|x,\"y/2|"),
        ("{}", "a,b\r\n1,\"2\r\n3\"\r\n4,5", "a|b/1|2\r\n3/4|5"),
        (r#"{"delimiter": ";"}"#, "a;b\n1,5;2\n", "a|b/1,5|2"),
        (r#"{"delimiter": "::"}"#, "a::b\n1:2::3\n", "a|b/1:2|3"),
        (r#"{"csv": {"delimiter": "\t"}}"#, "a\tb\n1\t2\n", "a|b/1|2"),
        (r#"{"lineTerminator": "\r"}"#, "a,b\r1,2\r", "a|b/1|2"),
        (r#"{"lineTerminator": "|"}"#, "a,b|1,2|", "a|b/1|2"),
        (
            r#"{"quoteChar": "'"}"#,
            "a,b\n'x, y',\"z\"\n",
            "a|b/x, y|\"z\"",
        ),
        (r#"{"quoteChar": null}"#, "a,b\n\"x,y\n", "a|b/\"x|y"),
        (
            r#"{"doubleQuote": false, "escapeChar": "\\"}"#,
            "a,b\n\"x\\\"y\",1\\,5\n",
            "a|b/x\"y|1,5",
        ),
        (
            r#"{"skipInitialSpace": true}"#,
            "a, b\n1, \"x, y\"\n",
            "a|b/1|x, y",
        ),
        (r#"{"header": false}"#, "1,2\n3,4\n", "-/1|2/3|4"),
        (
            r#"{"headerRows": [2, 3]}"#,
            "Title\nyear,jobs,\n,men,men\n1,2,3\n",
            "year|jobs men|men/1|2|3",
        ),
        (
            r#"{"headerRows": [1, 2], "headerJoin": "-"}"#,
            "a,b\nx,b\n1,2\n",
            "a-x|b/1|2",
        ),
        (
            r##"{"commentChar": "#", "commentRows": [4]}"##,
            "a,b\n# 1,2\n3,4\n5,6\n7,#8\n",
            "a|b/3|4/7|#8",
        ),
    ];
    for (dialect, text, expected) in cases {
        assert_eq!(told(dialect, text), expected, "{dialect} {text:?}");
    }
}

#[test]
fn records_know_their_lines_and_open_quotes_where_they_begin() {
    let found = Dialect::default().records("a,b\n\n\"x\ny\",1\n2,\"z\n");
    let lines: Vec<u64> = found.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [3, 5]);
    assert_eq!(found.open_quote, Some((5, 1)));
}

#[test]
fn what_is_no_property_is_named() {
    let error = serde_json::from_str::<Dialect>(r#"{"sheetName": "Data"}"#);
    assert!(error.unwrap_err().to_string().contains("sheetName"));
    let dialect: Dialect = serde_json::from_str(r#"{"delimiter": ""}"#).unwrap();
    assert_eq!(dialect.faults().len(), 1);
}

proptest::proptest! {
    #[test]
    fn a_text_of_any_dialect_is_read_to_its_end(
        text in "[ab,; '\"\\\\#\n\r|é]{0,60}",
        quote in proptest::option::of(proptest::sample::select(vec!['"', '\'', 'é'])),
        escape in proptest::option::of(proptest::sample::select(vec!['\\', 'b'])),
        double_quote: bool, skip_initial_space: bool, header: bool,
        delimiter in proptest::sample::select(vec![",", ";", "ab", "é"]),
    ) {
        let dialect = Dialect {
            delimiter: Some(delimiter.to_owned()), quote_char: quote, escape_char: escape, double_quote,
            skip_initial_space, header, comment_char: Some("#".to_owned()), ..Dialect::default()
        };
        dialect.records(&text);
    }

    #[test]
    fn common_text_is_read_as_by_the_reader_of_csv(text in "[ab,\" \n]{0,40}") {
        let found = Dialect { header: false, ..Dialect::default() }.records(&text);
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let read: Vec<Vec<String>> = reader.into_records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        let rows: Vec<Vec<String>> = found.rows.into_iter().map(|row| row.fields).collect();
        proptest::prop_assume!(found.open_quote.is_none());
        proptest::prop_assert_eq!(rows, read);
    }
}
