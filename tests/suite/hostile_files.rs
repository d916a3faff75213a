//! Files of every format, whole and damaged in every way: none upsets a reader, and each is a table or one sentence.

use std::io::{Cursor, Write};

use hlj::package::{OpenError, Package};
use hlj::query::{Query, ask};
use hlj::render::{Format, Style};
use hlj::source::{Input, Options, SourceError, read};
use proptest::prelude::*;

use crate::support::archive;

/// A matrix of PC-Axis with all that it may say.
const MATRIX: &str = r#"CHARSET="ANSI";AXIS-VERSION="2013";LANGUAGE="en";LANGUAGES="en","sv";DECIMALS=1;
CONTVARIABLE="item";STUB="region","sex";HEADING="item","year";STUB[sv]="region","kön";
VALUES("region")="Total","01 Marn","02 Olpe";CODES("region")="0","1","2";
VALUES("sex")="both","men";VALUES[sv]("kön")="båda","män";VALUES("item")="jobs","rate";
VALUES("year")="2020","2021";TIMEVAL("year")=TLIST(A1,"2020"-"2021");
UNITS("jobs")="persons";UNITS("rate")="percent";STOCKFA("jobs")="S";STOCKFA("rate")="A";PRECISION("item","rate")=2;
ELIMINATION("sex")="both";ELIMINATION("region")=YES;MAP("region")="country";
HIERARCHIES("region")="Total","Total":"01 Marn","Total":"02 Olpe";
DATASYMBOL1="not available";NOTE="All of#it.";VALUENOTE("region","02 Olpe")="Without the isle.";
CELLNOTE("01 Marn","men","jobs","*")="Counted ""twice"".";
DATA=
30 31.5 1 2 15 ".." 3 4;
20 21 1 - 10 10.5 2 ".";
10 10.5 1 2 5 5.0 1E+01 2;
"#;

/// A dataset of JSON-stat.
const SET: &str = r#"{"version": "2.0", "class": "dataset", "label": "Jobs", "source": "Office", "id": ["item", "area", "time"],
"size": [2, 3, 2], "role": {"time": ["time"], "geo": ["area"], "metric": ["item"]}, "note": ["All."],
"dimension": {"item": {"category": {"label": {"J": "jobs", "R": "rate"}, "unit": {"J": {"label": "persons", "decimals": 0}}},
"extension": {"measuringType": {"J": "Stock", "R": "Average"}}}, "area": {"label": "Area", "category": {"index": ["T", "M", "O"],
"label": {"T": "Total", "M": "Marn", "O": "Olpe"}, "child": {"T": ["M", "O"]}}, "extension": {"elimination": true, "eliminationValueCode": "T"}},
"time": {"category": {"index": {"2020": 0, "2021": 1}}}}, "value": {"0": 30, "1": 31.50, "2": 20, "3": null, "4": 10, "11": 1.5e1},
"status": {"3": "m", "4": "e"}, "extension": {"px": {"aggregallowed": true}}}"#;

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet()
        .set_name("Notes")
        .expect("a name")
        .write(0, 0, "About")
        .expect("a cell");
    let sheet = book.add_worksheet().set_name("Data").expect("a name");
    for (column, heading) in ["town", "year", "jobs"].into_iter().enumerate() {
        sheet
            .write(0, u16::try_from(column).expect("few"), heading)
            .expect("a cell");
    }
    for (row, (town, year, jobs)) in [("Marn", 2020, 1.5), ("Olpe", 2020, 2.0)]
        .into_iter()
        .enumerate()
    {
        let row = u32::try_from(row).expect("few") + 1;
        sheet.write(row, 0, town).expect("a cell");
        sheet.write(row, 1, year).expect("a cell");
        sheet.write(row, 2, jobs).expect("a cell");
    }
    book.save_to_buffer().expect("a workbook is written")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("it is written");
    packed.finish().expect("the stream is closed")
}

/// An old workbook as a compound file: a header, the table of chains, a folder, and a stream of these records.
fn old_workbook(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut stream: Vec<u8> = Vec::new();
    for (kind, body) in records {
        stream.extend(kind.to_le_bytes());
        stream.extend(u16::try_from(body.len()).expect("short").to_le_bytes());
        stream.extend(body);
    }
    stream.resize(stream.len().next_multiple_of(512).max(4096), 0);
    let sectors = u32::try_from(stream.len() / 512).expect("few");
    let mut file = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    file.resize(24, 0);
    for word in [0x3e_u16, 3, 0xfffe, 9, 6] {
        file.extend(word.to_le_bytes());
    }
    file.resize(44, 0);
    // One sector of chains, the folder in sector 1, no small streams, no further table.
    for word in [1_u32, 1, 0, 4096, 0xffff_fffe, 0, 0xffff_fffe, 0, 0] {
        file.extend(word.to_le_bytes());
    }
    file.resize(512, 0xff);
    let mut chains: Vec<u32> = vec![0xffff_fffd, 0xffff_fffe];
    chains.extend((0..sectors).map(|at| {
        if at + 1 == sectors {
            0xffff_fffe
        } else {
            at + 3
        }
    }));
    chains.resize(128, 0xffff_ffff);
    file.extend(chains.iter().flat_map(|word| word.to_le_bytes()));
    let mut entry = |name: &str, kind: u8, start: u32, length: usize| {
        let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let named = u16::try_from(bytes.len() + 2).expect("short");
        bytes.resize(64, 0);
        bytes.extend(named.to_le_bytes());
        bytes.extend([kind, 1]);
        bytes.extend([0xff; 12]);
        bytes.resize(116, 0);
        bytes.extend(start.to_le_bytes());
        bytes.extend(u64::try_from(length).expect("short").to_le_bytes());
        file.extend(bytes);
    };
    entry("Root Entry", 5, 0xffff_fffe, 0);
    entry("Workbook", 2, 2, stream.len());
    file.resize(file.len().next_multiple_of(512), 0);
    file.extend(stream);
    file
}

/// Files of all formats, each whole.
fn whole() -> Vec<(&'static str, Vec<u8>)> {
    let csv = b"town,year,jobs\nMarn,2020,1.5\nOlpe,2020,2\n".as_slice();
    vec![
        ("a.px", MATRIX.as_bytes().to_vec()),
        ("a.json", SET.as_bytes().to_vec()),
        ("a.tsv", b"unit,geo\\time\t2021 \t2020 \nPC,AA\t1.5 b\t2 \nPC,BB\t: c\t3 p\n".to_vec()),
        ("b.csv", b"STRUCTURE,REF_AREA: Area,TIME_PERIOD,OBS_VALUE,UNIT_MULT: Power\nd,A: Aa,2020,1,3: T\nd,B: Bb,2020,2,3: T\n".to_vec()),
        ("a.xlsx", workbook()),
        ("a.csv.gz", gzip(csv)),
        ("a.zip", archive(&[("a.csv", csv), ("Metadata_Country_a.csv", b"Country Code,Region\nA,B\n")], zip::CompressionMethod::Stored)),
        ("a.ods", archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", MANIFEST.as_bytes()), ("content.xml", ODS.as_bytes())], zip::CompressionMethod::Stored)),
        ("a.xls", old_workbook(&old_records())),
        ("c.csv", TOPICS.as_bytes().to_vec()),
        ("d.csv", CAPTIONS.as_bytes().to_vec()),
        ("e.csv", NESTED.as_bytes().to_vec()),
        ("f.csv", BLANKS.as_bytes().to_vec()),
    ]
}

/// Names over several years, units below, marks and flags, a source.
const TOPICS: &str = "\"Population; region\"\n\"Topic\";\"Population\";\"Population\";\"Births\";\"Births\"\n\"Periods\";\"2019\";\"2020*\";\"2019\";\"2020*\"\n\"Regions\";\"number\";\"number\";\"number\";\"number\"\n\"Brunia\";\"17.282,5\";\"17.407,5\";\"169\";\"168 b\"\n\"Katina\";\"583,5\";\"585,5\";\"5\";\".\"\n\"Source: Office\"\n";

/// Rows of captions below the names, periods of several lengths.
const CAPTIONS: &str = ",Residents ;  Brunia ;,Rate: %\nUnit,Persons,%\nCollection Month,3,3\nNo. Obs,158,158\nSeries ID,A1,A2\nMar-2020,\"1,815\",6.9\nJun-2020,816,-\n2020 Q3,817,71%\nDec-2020,818,72\n1/22/21,819,73\n2021,820,74\n";

/// Areas that lie in one another, days in the header.
const NESTED: &str = "Province/State,Country/Region,Lat,Long,1/22/20,1/23/20\n,Brunia,33.9,67.7,0,1\nHub,Katina,30.9,112.2,444,549\nBey,Katina,40.1,116.4,14,36\n,Lund,46.2,2.2,10,20\nIsle,Lund,14.6,-61.0,0,1\n";

/// A title over a narrow table, dates that could be others, blanks that are members.
const BLANKS: &str = "Jobs by region (Mthly),,,\nregion,month,kind,jobs\nBrunia,01/02/2020,,5\nBrunia,01/02/2020,a,6\nBrunia,01/03/2020,,7\nBrunia,01/03/2020,a,8\nKatina,01/02/2021,,9\nKatina,01/02/2021,a,1\nKatina,01/03/2021,,2\nKatina,民國110年4月,a,3\n";

/// The sheet of an old workbook with a header and a row.
fn old_records() -> Vec<(u16, Vec<u8>)> {
    let begin = |kind: u16| {
        [0x0600_u16, kind, 0, 0, 0, 0, 0, 0]
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .collect::<Vec<u8>>()
    };
    let label = |row: u16, column: u16, text: &str| {
        let mut bytes: Vec<u8> = [row, column, 0, u16::try_from(text.len()).expect("short")]
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .collect();
        bytes.push(0);
        bytes.extend(text.as_bytes());
        (0x0204_u16, bytes)
    };
    let number = |row: u16, column: u16, value: f64| {
        let mut bytes: Vec<u8> = [row, column, 0]
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .collect();
        bytes.extend(value.to_le_bytes());
        (0x0203_u16, bytes)
    };
    // The place of the sheet in the stream: behind the globals.
    let mut sheet = 0x0000_0028_u32.to_le_bytes().to_vec();
    sheet.extend([0, 0, 4, 0]);
    sheet.extend(b"Data");
    vec![
        (0x0809, begin(5)),
        (0x0085, sheet),
        (0x000a, Vec::new()),
        (0x0809, begin(0x10)),
        label(0, 0, "town"),
        label(0, 1, "year"),
        label(0, 2, "jobs"),
        label(1, 0, "Marn"),
        number(1, 1, 2020.0),
        number(1, 2, 1.5),
        label(2, 0, "Olpe"),
        number(2, 1, 2020.0),
        number(2, 2, 2.0),
        (0x000a, Vec::new()),
    ]
}

/// What an `OpenDocument` file lists of itself.
const MANIFEST: &str = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"#;

/// The cells of an `OpenDocument` spreadsheet.
const ODS: &str = r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Data"><table:table-row><table:table-cell office:value-type="string"><text:p>town</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>year</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>jobs</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>Marn</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="2020"/><table:table-cell office:value-type="float" office:value="1.5"/></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>Olpe</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="2020"/><table:table-cell office:value-type="float" office:value="2"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;

/// What a reader makes of a file: how many tables and rows, or its sentence.
fn told(name: &str, bytes: Vec<u8>) -> Result<(usize, usize), String> {
    let input = Input {
        name: name.to_owned(),
        bytes,
    };
    match read(input, &Options::default()) {
        Ok(found) => Ok((
            found.len(),
            found.iter().map(|table| table.records.len()).sum(),
        )),
        Err(SourceError::Unreadable(why) | SourceError::Asked(why)) => Err(why),
    }
}

#[test]
fn whole_files_are_tables() {
    for (name, bytes) in whole() {
        let found = told(name, bytes);
        assert!(
            found
                .as_ref()
                .is_ok_and(|(tables, rows)| *tables == 1 && *rows >= 2),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn what_would_fill_the_memory_is_refused() {
    // Two cells of an old workbook in opposite corners of the sheet.
    let mut records = old_records();
    let far: Vec<u8> = [0xffff_u16, 0xfffe, 0]
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .chain(1.0_f64.to_le_bytes())
        .collect();
    records.insert(5, (0x0203, far));
    // What lies between them takes no space, whatever is made of the cells.
    let _ = told("a.xls", old_workbook(&records));
    // Variables with more combinations than there are figures.
    let many: Vec<String> = (0..2000).map(|at| format!("\"{at}\"")).collect();
    let values = |name: &str| format!("VALUES(\"{name}\")={};", many.join(","));
    let matrix = format!(
        "CHARSET=\"ANSI\";STUB=\"a\",\"b\",\"c\";HEADING=\"d\";{}{}{}{}DATA=1 2;",
        values("a"),
        values("b"),
        values("c"),
        values("d")
    );
    assert!(told("a.px", matrix.into_bytes()).is_err_and(|why| why.contains("combinations")));
    let set = r#"{"class": "dataset", "id": ["a"], "size": [99999999999], "dimension": {"a": {"category": {"index": ["x"]}}}, "value": {"99999999": 1}}"#;
    assert!(told("a.json", set.as_bytes().to_vec()).is_err());
    // Archives in one another.
    let mut bytes = b"a,b\n1,2\n".to_vec();
    for _ in 0..6 {
        bytes = archive(&[("a.zip", &bytes)], zip::CompressionMethod::Stored);
    }
    assert!(told("a.zip", bytes).is_err_and(|why| why.contains("too deep")));
    // A row that is repeated without end.
    let ods = ODS.replace("repeated=\"2\"", "repeated=\"1048575\" table:x=\"\"").replace("<table:table-cell office:value-type=\"float\" office:value=\"2\"/>", "<table:table-cell office:value-type=\"float\" office:value=\"2\" table:number-columns-repeated=\"16000\"/>");
    let found = told(
        "a.ods",
        archive(
            &[
                (
                    "mimetype",
                    b"application/vnd.oasis.opendocument.spreadsheet",
                ),
                ("META-INF/manifest.xml", MANIFEST.as_bytes()),
                ("content.xml", ods.as_bytes()),
            ],
            zip::CompressionMethod::Deflated,
        ),
    );
    assert!(found.is_err(), "{found:?}");
}

/// A change of a file: a byte, a piece left out, a piece written twice, the end cut off, a word put in.
#[derive(Debug, Clone)]
enum Change {
    Byte(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Omit(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
    Insert(prop::sample::Index, &'static str),
}

const WORDS: [&str; 18] = [
    "\"",
    ";",
    ",",
    "=",
    "(",
    ")",
    "-1",
    "99999999999999999999999999999999999",
    "1e400",
    "\0",
    "\u{feff}",
    "{",
    "]",
    "null",
    "DATA=",
    "\\",
    "\n",
    "KEYS(\"region\")=VALUES;",
];

#[test]
fn an_ods_whose_table_does_not_end_is_refused() {
    for damaged in [
        ODS.replace("</table:table>", "</table:tabel>"),
        ODS.replace("</table:table>", ""),
    ] {
        assert_ne!(damaged, ODS);
        let files: [(&str, &[u8]); 3] = [
            (
                "mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet",
            ),
            ("META-INF/manifest.xml", MANIFEST.as_bytes()),
            ("content.xml", damaged.as_bytes()),
        ];
        let book = archive(&files, zip::CompressionMethod::Stored);
        let why = told("a.ods", book).expect_err("it is damaged");
        assert!(
            why.contains("not every element of its `content.xml` is closed"),
            "{why}"
        );
    }
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        1 => at().prop_map(Change::Cut),
        2 => (at(), 1usize..40).prop_map(|(at, length)| Change::Omit(at, length)),
        1 => (at(), 1usize..200).prop_map(|(at, length)| Change::Repeat(at, length)),
        3 => (at(), prop::sample::select(WORDS.as_slice())).prop_map(|(at, word)| Change::Insert(at, word)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    if bytes.is_empty() {
        return;
    }
    let length = bytes.len();
    let end = |start: usize, of: usize| (start + of).min(length);
    match change {
        Change::Byte(at, byte) => {
            let at = at.index(length);
            bytes[at] = *byte;
        }
        Change::Cut(at) => bytes.truncate(at.index(length)),
        Change::Omit(at, of) => {
            let start = at.index(length);
            bytes.drain(start..end(start, *of));
        }
        Change::Repeat(at, of) => {
            let start = at.index(length);
            let piece = bytes[start..end(start, *of)].to_vec();
            bytes.splice(start..start, piece);
        }
        Change::Insert(at, word) => {
            let start = at.index(length);
            bytes.splice(start..start, word.bytes());
        }
    }
}

/// The files in a workbook.
fn inside(book: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("an archive");
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).expect("a file");
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut bytes).expect("it is read");
            (file.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

proptest! {
    #[test]
    fn no_damage_inside_a_workbook_upsets_its_reader(ods: bool, which: prop::sample::Index, changes in prop::collection::vec(change(), 1..4)) {
        let mut files = if ods {
            vec![("mimetype".to_owned(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec()), ("META-INF/manifest.xml".to_owned(), MANIFEST.as_bytes().to_vec()), ("content.xml".to_owned(), ODS.as_bytes().to_vec())]
        } else {
            inside(&workbook())
        };
        let at = which.index(files.len());
        for change in &changes { apply(&mut files[at].1, change); }
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let _ = told("a.xlsx", archive(&files, zip::CompressionMethod::Deflated));
    }

    #[test]
    fn no_damage_upsets_a_reader(which in 0usize..13, changes in prop::collection::vec(change(), 1..5)) {
        let (name, mut bytes) = whole().swap_remove(which);
        for change in &changes { apply(&mut bytes, change); }
        let input = Input { name: name.to_owned(), bytes };
        match Package::from_source("it", input, &Options::default(), &[]) {
            Ok(package) => for table in package.tables() {
                if let Ok(answer) = ask(&package, table, &Query::default()) {
                    prop_assert!(Format::Csv.render(&answer, &Style::default()).is_ok());
                }
            },
            // What a reader makes is never a faulty package.
            Err(OpenError::Source { error: SourceError::Unreadable(why) | SourceError::Asked(why), .. }) => {
                prop_assert!(!why.is_empty() && !why.contains('\n'), "{}", why);
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}
