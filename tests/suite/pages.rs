//! What holds for every page, every LaTeX and Markdown table and every message of SDMX, whatever they tell.

use std::collections::BTreeSet;

use hlj::figure::Status;
use hlj::package::Package;

use crate::support::{hlj, in_repository};

/// Questions of every kind: all commands that answer, layouts, nothing there, one row, names that are no markup.
fn questions() -> Vec<Vec<String>> {
    let odd = in_repository("tests/packages/odd-names");
    let odd = odd.to_str().expect("the place is UTF-8");
    let built_in = Package::built_in().expect("it is sound");
    let tables = built_in.table_names().map(str::to_owned);
    let of_words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut questions: Vec<Vec<String>> = tables.map(|table| vec![table]).collect();
    questions.extend(
        [
            "sectors --wide",
            "gdp --long -c Hegang --bounds",
            "gdp -c Hegang -y 2015",
            "gdp -y 1990",
            "gdp --total -y 2014 --explain",
            "gdp --as index:2008 --lang zh",
            "rank gdp -y 2014",
            "rank gdp -y 2008,2014",
            "compare Hegang Jixi",
            "compare Hegang -y 2008,2014",
            "profile Hegang",
            "profile Xiangyang --lang zh",
            "profile Heilongjiang",
            "areas",
            "describe",
            "describe gdp",
        ]
        .map(of_words),
    );
    questions.extend(
        [
            "odd",
            "odd --wide",
            "odd --long",
            "odd --lang zh",
            "words",
            "twins",
        ]
        .map(|line| {
            let mut words = of_words("--data");
            words.push(odd.to_owned());
            words.extend(of_words(line));
            words
        }),
    );
    questions
}

/// The answer in a format; nothing where it has no form in it.
fn answer(question: &[String], format: &str) -> Option<String> {
    let format = ["-f", format].map(str::to_owned);
    let output = hlj(question.iter().chain(&format))
        .output()
        .expect("the program starts");
    let code = output.status.code().expect("it ends by itself");
    assert!([0, 2, 3].contains(&code), "{question:?} ends with {code}");
    (code != 2).then(|| String::from_utf8(output.stdout).expect("it is UTF-8"))
}

#[test]
fn every_page_is_well_formed_and_needs_nothing_else() {
    for question in questions() {
        let page = answer(&question, "html").expect("every answer has a page");
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\""), "{page}");
        let mut open: Vec<&str> = Vec::new();
        let mut ids = BTreeSet::new();
        let mut links = BTreeSet::new();
        let (before, rest) = page.split_once("<style>").expect("it has a look");
        let (style, after) = rest.split_once("</style>").expect("the look ends");
        for outside in ["url(", "@import", "http"] {
            assert!(
                !style.contains(outside),
                "the look of {question:?} needs {outside}"
            );
        }
        let markup = format!("{before}{after}");
        for piece in markup.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').expect("a tag ends");
            assert!(!text.contains('>'), "{question:?}: {text}");
            let name = tag.split([' ', '\n']).next().unwrap_or_default();
            assert!(
                !["script", "link", "img", "iframe", "object"].contains(&name),
                "{question:?} has <{tag}>"
            );
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{question:?}"),
                None if tag.ends_with('/') || ["meta", "!DOCTYPE", "br"].contains(&name) => {}
                None => open.push(name),
            }
            for (attribute, found) in [("id=\"", &mut ids), ("href=\"#", &mut links)] {
                if let Some((_, value)) = tag.split_once(attribute) {
                    let value = value.split('"').next().unwrap_or_default();
                    let is_new = found.insert(value.to_owned());
                    assert!(
                        is_new || attribute != "id=\"",
                        "{question:?}: two are {value}"
                    );
                }
            }
            assert!(
                !tag.contains(" on") && !tag.contains("src="),
                "{question:?}: <{tag}>"
            );
        }
        assert!(open.is_empty(), "{question:?} leaves {open:?} open");
        assert!(
            links.is_subset(&ids),
            "{question:?}: {links:?} lead to {ids:?}"
        );
    }
}

#[test]
fn every_row_of_a_page_has_a_cell_for_every_column() {
    for question in questions() {
        let page = answer(&question, "html").expect("every answer has a page");
        let tables: Vec<&str> = page.split("<table").skip(1).collect();
        assert!(!tables.is_empty(), "{question:?} has no table");
        for table in tables {
            let rows: Vec<usize> = table
                .split("<tr")
                .skip(1)
                .map(|row| {
                    let row = row.split("</tr>").next().unwrap_or_default();
                    row.matches("</td>").count() + row.matches("</th>").count()
                })
                .collect();
            assert!(
                rows.iter().all(|cells| *cells == rows[0] && *cells > 0),
                "{question:?}: {rows:?}"
            );
        }
    }
}

#[test]
fn every_latex_table_is_balanced() {
    for question in questions() {
        let table = answer(&question, "latex").expect("every answer has a table");
        let mut depth = 0_i32;
        let mut before = ' ';
        let mut open: Vec<&str> = Vec::new();
        for line in table.lines().filter(|line| !line.starts_with('%')) {
            for c in line.chars() {
                match c {
                    '{' if before != '\\' => depth += 1,
                    '}' if before != '\\' => depth -= 1,
                    _ => {}
                }
                assert!(depth >= 0, "{question:?}: {line}");
                before = if before == '\\' && c == '\\' { ' ' } else { c };
            }
            let name = |command: &str| line.strip_prefix(command)?.split('}').next();
            if let Some(name) = name("\\begin{") {
                open.push(name);
            }
            if let Some(name) = name("\\end{") {
                assert_eq!(open.pop(), Some(name), "{question:?}");
            }
        }
        assert_eq!((depth, open.len()), (0, 0), "{question:?}");
        let body = table.split("\\midrule").last().unwrap_or_default();
        let body = body.split("\\bottomrule").next().unwrap_or_default();
        let cells: BTreeSet<usize> = body
            .lines()
            .filter(|line| line.ends_with(" \\\\"))
            .map(|line| line.matches(" & ").count())
            .collect();
        assert!(cells.len() <= 1, "{question:?}: {cells:?}");
    }
}

#[test]
fn every_row_of_a_markdown_table_has_the_cells_of_its_header() {
    for question in questions() {
        let text = answer(&question, "md").expect("every answer has a table");
        let count = |line: &str| {
            let line = line.replace("\\\\", "").replace("\\|", "");
            line.matches('|').count()
        };
        // Tables of a page are parted by empty lines.
        let parts = text.split("\n\n").filter(|part| part.starts_with('|'));
        let tables: Vec<Vec<usize>> = parts
            .map(|part| part.lines().map(count).collect())
            .collect();
        assert!(!tables.is_empty(), "{question:?} has no table");
        for cells in tables {
            assert!(
                cells.len() >= 2 && cells.iter().all(|count| *count == cells[0]),
                "{question:?}: {cells:?}"
            );
        }
    }
}

#[test]
fn every_message_of_sdmx_keeps_to_its_concepts() {
    let mut told = 0;
    for question in questions() {
        let Some(text) = answer(&question, "sdmx-csv") else {
            continue;
        };
        told += 1;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().expect("there is a header").clone();
        let place = |name: &str| header.iter().position(|found| found == name);
        assert_eq!(
            header.iter().take(3).collect::<Vec<_>>(),
            ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
        );
        let value = place("OBS_VALUE").expect("there are values");
        for record in reader.records() {
            let record = record.expect("every record is as long as the header");
            let is_code = |text: &str| {
                let is_taken = |c: char| c.is_ascii_alphanumeric() || "_-@$".contains(c);
                !text.is_empty() && text.chars().all(is_taken)
            };
            for (at, code) in record.iter().enumerate().take(value).skip(3) {
                if header[at] != *"TIME_PERIOD" {
                    assert!(is_code(code), "{question:?}: `{code}` is no code");
                }
            }
            let status = place("OBS_STATUS").expect("there are statuses");
            let known = Status::ALL
                .iter()
                .any(|known| known.code() == &record[status]);
            assert!(known, "{question:?}: {record:?}");
            if record[value].is_empty() {
                assert_ne!(&record[status], "A", "{question:?}: {record:?}");
            } else {
                let number = record[value].parse::<f64>();
                assert!(number.is_ok(), "{question:?}: {record:?}");
            }
        }
    }
    assert!(told > 15, "only {told} questions have a message");
}

#[test]
fn every_value_of_the_tables_is_in_their_message_once() {
    let package = Package::built_in().expect("it is sound");
    for table in [
        "population",
        "gdp",
        "sectors",
        "province",
        "districts",
        "census",
    ] {
        let rows = package
            .rows(package.table(table).expect("the table is there"))
            .expect("it is sound");
        let indicators = package
            .table(table)
            .map_or(0, |table| table.indicators().count());
        for layout in [&[][..], &["--wide"], &["--long"]] {
            let mut question = vec![table.to_owned()];
            question.extend(layout.iter().map(|word| (*word).to_owned()));
            let text = answer(&question, "sdmx-csv").expect("a table has a message");
            let records = csv::Reader::from_reader(text.as_bytes()).records().count();
            assert_eq!(records, rows.len() * indicators, "{question:?}");
        }
    }
}
