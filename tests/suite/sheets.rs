//! Workbooks, read back by another program: values, formats, widths, comments, names that are no formulas.

use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};
use unicode_width::UnicodeWidthStr;

use crate::support::{hlj, in_repository};

/// The bytes of the workbook that answers these arguments, whatever is said beside it.
fn workbook(args: &[&str]) -> Vec<u8> {
    let output = hlj(args.iter().chain(&["-f", "xlsx"]))
        .output()
        .expect("the program starts");
    assert!(
        output.stdout.starts_with(b"PK"),
        "`hlj {}` should give a workbook; it said:\n{}",
        args.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

fn sheet(book: &[u8], name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).expect("it opens");
    assert!(book.sheet_names().contains(&name.to_owned()));
    book.worksheet_range(name).expect("the sheet is there")
}

/// The texts of a sheet's rows, empty cells left out.
fn lines(sheet: &Range<Data>) -> Vec<Vec<String>> {
    let texts = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
    sheet
        .rows()
        .map(|row| {
            texts(row)
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect()
        })
        .collect()
}

/// A part of the workbook as it is written.
fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("it is an archive");
    let mut text = String::new();
    archive
        .by_name(name)
        .expect("the part is there")
        .read_to_string(&mut text)
        .expect("it is UTF-8");
    text
}

/// What stands in every tag of this name.
fn tags<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name} ");
    xml.split(open.as_str())
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or_default())
        .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let tag = tag.split_once(&format!("{name}=\""))?.1;
    tag.split('"').next()
}

/// The number format of a cell of the first sheet.
fn format_of(book: &[u8], cell: &str) -> String {
    let (sheet, styles) = (
        part(book, "xl/worksheets/sheet1.xml"),
        part(book, "xl/styles.xml"),
    );
    let of_cell = |tag: &&str| attribute(tag, "r") == Some(cell);
    let cells = tags(&sheet, "c");
    let style = attribute(cells.into_iter().find(of_cell).expect(cell), "s").expect("a style");
    let (_, formats) = styles.split_once("<cellXfs").expect("there are formats");
    let format = tags(formats, "xf")[style.parse::<usize>().expect("a place")];
    let id = attribute(format, "numFmtId").expect("a number format");
    match id {
        // Those that every spreadsheet knows.
        "1" => "0".to_owned(),
        "3" => "#,##0".to_owned(),
        "4" => "#,##0.00".to_owned(),
        id => {
            let own = tags(&styles, "numFmt");
            let found = own
                .iter()
                .find(|tag| attribute(tag, "numFmtId") == Some(id));
            attribute(found.expect("a format of its own"), "formatCode")
                .expect("a code")
                .to_owned()
        }
    }
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

fn odd_names() -> String {
    let place = in_repository("tests/packages/odd-names");
    place.to_str().expect("the place is UTF-8").to_owned()
}

#[test]
fn numbers_are_numbers_and_missing_values_are_empty() {
    // Table 4; the GDP per capita of Shuangyashan for 2015 is not printed.
    let book = workbook(&["gdp", "-c", "Shuangyashan", "-y", "2014..2015"]);
    let data = sheet(&book, "Data");
    let expected = [
        vec![
            text("City"),
            text("Year"),
            text("GDP\nRMB billion, current\nprices"),
            text("Real growth\n% on the year\nbefore, constant\nprices"),
            text("GDP per capita\nRMB, current prices"),
        ],
        vec![
            text("Shuangyashan"),
            Data::Float(2014.0),
            Data::Float(43.27),
            Data::Float(-11.5),
            Data::Float(28964.0),
        ],
        vec![
            text("Shuangyashan"),
            Data::Float(2015.0),
            Data::Float(43.33),
            Data::Float(3.0),
            Data::Empty,
        ],
    ];
    let rows: Vec<Vec<Data>> = data.rows().map(<[Data]>::to_vec).collect();
    assert_eq!(rows, expected);
}

#[test]
fn the_format_of_a_number_shows_its_printed_digits() {
    let book = workbook(&["gdp", "-c", "Hegang,Shuangyashan", "-y", "2014..2015"]);
    for (cell, format) in [
        ("B2", "0"),
        ("C2", "#,##0.0"),  // 26.0
        ("D2", "#,##0.0"),  // -9.7
        ("E2", "#,##0"),    // 24154
        ("C4", "#,##0.00"), // 43.27
        ("D5", "#,##0"),    // 3
    ] {
        assert_eq!(format_of(&book, cell), format, "{cell}");
    }
    // 33.49852…, of which two decimals are sure, has 15 digits and shows two.
    let book = workbook(&["rank", "gdp", "-y", "2014", "--columns", "share_pct"]);
    assert_eq!(format_of(&book, "A2"), "#,##0.00");
    let share = sheet(&book, "Data").get((1, 0)).cloned();
    assert_eq!(share, Some(Data::Float(33.498_525_813_938_9)));
}

#[test]
fn columns_are_wide_enough_for_chinese() {
    let book = workbook(&["province", "--lang", "zh"]);
    let data = sheet(&book, "数据");
    assert_eq!(data.height(), 14, "a header and thirteen prefectures");
    let xml = part(&book, "xl/worksheets/sheet1.xml");
    let widths: Vec<f64> = tags(&xml, "col")
        .iter()
        .flat_map(|tag| {
            let place = |name| -> usize {
                let place = attribute(tag, name).expect("a place");
                place.parse().expect("a number")
            };
            let width = attribute(tag, "width").expect("a width");
            let width: f64 = width.parse().expect("a number");
            vec![width; place("max") - place("min") + 1]
        })
        .collect();
    assert_eq!(widths.len(), data.width());
    for row in data.rows() {
        for (cell, width) in row.iter().zip(&widths) {
            let text = cell.to_string();
            let needed = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
            assert!(
                *width > f64::from(u32::try_from(needed).expect("it is short")),
                "`{text}` does not fit {width}"
            );
        }
    }
}

#[test]
fn the_header_stays_in_sight() {
    let xml = part(&workbook(&["gdp"]), "xl/worksheets/sheet1.xml");
    let panes = tags(&xml, "pane");
    assert_eq!(attribute(panes[0], "ySplit"), Some("1"));
    assert_eq!(attribute(panes[0], "xSplit"), Some("1"));
    assert_eq!(attribute(panes[0], "state"), Some("frozen"));
}

#[test]
fn the_second_sheet_says_what_is_to_be_known() {
    let book = workbook(&["gdp", "-c", "Qitaihe", "-y", "2014..2015", "--width", "90"]);
    let about = lines(&sheet(&book, "About"));
    for line in [
        vec!["Qitaihe: GDP, real growth and GDP per capita, 2014–2015"],
        vec![
            "GDP",
            "gdp_rmb_bn",
            "RMB billion, current prices",
            "ADB 49021-002-3, Table 4",
        ],
        vec![
            "E3",
            "O (missing)",
            "Not printed: Table 4 leaves the cell of 2015 blank.",
        ],
        vec![
            "ADB 49021-002-3, Table 4 (after CEIC; CDO; Heilongjiang Statistical Yearbook 2015; Municipal Governments of the four cities; Government website of Shuangyashan)",
        ],
        vec!["hlj gdp --city Qitaihe --years 2014..2015"],
        vec!["heilongjiang-coal-cities 1.0.0"],
    ] {
        assert!(
            about.iter().any(|found| *found == line),
            "{line:?} is not told in {about:#?}"
        );
    }
}

#[test]
fn a_note_stands_at_its_cells_and_is_listed_with_them() {
    // The note on 2015 is about GDP and growth of both cities, and that of Hegang alone about GDP per capita.
    let book = workbook(&["gdp", "-c", "Hegang,Jixi", "-y", "2013..2015"]);
    let comments = part(&book, "xl/comments1.xml");
    let cells: Vec<&str> = tags(&comments, "comment")
        .iter()
        .filter_map(|tag| attribute(tag, "ref"))
        .collect();
    let about = lines(&sheet(&book, "About"));
    let provisional = about
        .iter()
        .find(|line| line.len() == 3 && line[2].starts_with("Perhaps provisional"))
        .expect("the note is listed");
    assert_eq!(provisional[0], "C4, C7, D4, D7, E4, E7");
    for cell in provisional[0].split(", ") {
        assert!(cells.contains(&cell), "{cell} has no comment");
    }
    assert!(comments.contains("Perhaps provisional"));
    // Of the eighth it is at its rank and gap, and at every share, since it is part of the whole.
    let book = workbook(&["rank", "gdp", "-y", "2014"]);
    let about = lines(&sheet(&book, "About"));
    assert!(
        about
            .iter()
            .any(|line| line.len() == 3 && line[0] == "A9, F2:F14, G9"),
        "{about:#?}"
    );
}

#[test]
fn a_page_has_a_sheet_for_each_of_its_tables_and_its_notes_say_which() {
    let book = workbook(&["profile", "Hegang"]);
    let opened: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&book)).expect("it opens");
    let page = hlj(["profile", "Hegang", "-f", "md"]).output();
    let page = String::from_utf8(page.expect("it starts").stdout).expect("it is UTF-8");
    let names = opened.sheet_names();
    assert_eq!(names.len(), page.matches("\n## ").count() + 2);
    let ends = [names.first(), names.last()].map(|name| name.map(String::as_str));
    assert_eq!(ends, [Some("key-figures"), Some("About")]);
    // Table 4: the newest of eight years.
    let gdp = sheet(&book, "gdp");
    let newest = [Data::Float(2015.0), Data::Float(26.6), Data::Float(4.0)];
    assert_eq!(gdp.rows().next_back().expect("there are rows")[..3], newest);
    let about = lines(&sheet(&book, "About"));
    let has = |cells: &[&str]| {
        let begins = |line: &&Vec<String>| cells.iter().zip(*line).all(|(a, b)| a == b);
        assert!(about.iter().any(|line| begins(&line)), "{cells:?}");
    };
    has(&["Sheet", "Column", "Name in CSV", "Unit", "Source"]);
    has(&["gdp", "GDP", "gdp_rmb_bn"]);
    // The provisional year concerns key figures of three tables, and their tables.
    has(&[
        "'key-figures'!D3:D6, gdp!B9:D9, sectors!D1:D8",
        "A (normal)",
    ]);
    has(&["Query"]);
    has(&["hlj profile Hegang"]);
}

#[test]
fn no_name_becomes_a_formula() {
    let place = odd_names();
    let book = workbook(&["--data", &place, "odd", "-y", "2020"]);
    let xml = part(&book, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f>") && !xml.contains("<f ") && !xml.contains("<hyperlink"));
    let data = sheet(&book, "Data");
    let names: Vec<String> = data
        .rows()
        .skip(1)
        .map(|row| match &row[0] {
            Data::String(name) => name.clone(),
            other => panic!("{other:?} is no text"),
        })
        .collect();
    assert_eq!(
        names,
        [
            "O'Neil \"Bob\", A & B <c> | d",
            "=1+2",
            "@SUM(A1)",
            "New\\u{a}line",
            "哈尔滨 \"引号\"",
            "50% #1 $2_{x}^~\\y",
            "[a](b) *c* `d`",
            "-cmd|' /C calc'!A0",
            "<script>alert(1)</script>",
            "Plain",
            "\\u{202e}right\\u{202c} to left",
            "Zoë Straße ǎ",
            "]]>-->",
        ]
    );
    let words = sheet(&workbook(&["--data", &place, "words"]), "Data");
    assert_eq!(words.get((1, 1)), Some(&text("=1+2")));
}

#[test]
fn codes_stay_text() {
    let data = sheet(&workbook(&["areas"]), "Data");
    let codes = data
        .rows()
        .flatten()
        .filter(|cell| **cell == text("230400"));
    assert_eq!(
        codes.count(),
        9,
        "Hegang's own, and that of its parts' parent"
    );
}

#[test]
fn an_answer_without_rows_has_its_header_and_says_why() {
    let book = workbook(&["gdp", "-y", "1990"]);
    assert_eq!(sheet(&book, "Data").height(), 1);
    let about = lines(&sheet(&book, "About"));
    let reason = vec!["`gdp` has nothing for 1990; it covers 2008–2015".to_owned()];
    assert!(about.contains(&reason), "{about:#?}");
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    for args in [&["gdp"][..], &["describe"]] {
        let first = workbook(args);
        // A clock in the file would have gone on by then.
        std::thread::sleep(std::time::Duration::from_millis(1100));
        assert!(first == workbook(args), "`hlj {}` differs", args.join(" "));
    }
}
