//! Pages of the web with tables in them, and workbooks that are written as pages or as XML, whatever they are called.
//!
//! Each table becomes a sheet, tables within cells of others too. Nothing else of a page is read but the caption of a
//! table, or else the heading before it.

mod letters;
mod table;
mod tags;

use std::collections::BTreeMap;

use super::{MOST_SHEETS, Sheet};
use crate::source::decode;
use crate::words::{count, excerpt};
use letters::Text;
use table::Table;
use tags::{Piece, Pieces, find, plain, said};

/// How many bytes are looked at to tell what a file is.
const SAMPLE: usize = 4096;
/// How many tables stand in one another at most; what is deeper is text.
const DEEPEST: usize = 32;

/// Whether these bytes are a page with a table, or a workbook as XML.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(SAMPLE)];
    // Of texts of two bytes a letter one is enough.
    let letters: Vec<u8> = head
        .iter()
        .copied()
        .filter(|byte| *byte != 0 && byte.is_ascii())
        .collect();
    let text = String::from_utf8_lossy(&letters);
    let text = text.trim_start();
    let begins = text.starts_with('<')
        && text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "!?".contains(c));
    if !begins {
        return false;
    }
    let wide = head.contains(&0);
    let holds = |tag: &str| {
        if wide {
            return find(text, &tag[..2]).is_some();
        }
        let tag = tag.as_bytes();
        let mut places = memchr::memchr_iter(b'<', bytes);
        places.any(|at| {
            let here = bytes.get(at..at + tag.len());
            here.is_some_and(|here| here.eq_ignore_ascii_case(tag))
        })
    };
    holds("<table") || is_xml(text)
}

/// Whether a text is a workbook as XML.
fn is_xml(text: &str) -> bool {
    find(text, "urn:schemas-microsoft-com:office:spreadsheet").is_some_and(|at| {
        let before = &text[..at];
        before.contains("<Workbook") || before.contains(":Workbook")
    })
}

/// The tables of a page as sheets.
pub(super) fn sheets(bytes: Vec<u8>, encoding: Option<&str>) -> Result<Vec<Sheet>, String> {
    let told = encoding
        .map(str::to_owned)
        .or_else(|| told_encoding(&bytes));
    let text = decode::decode(bytes, told.as_deref()).map_err(|error| error.to_string())?;
    let mut page = Page {
        is_xml: is_xml(&text.text[..floor(&text.text, SAMPLE)]),
        ..Page::default()
    };
    for piece in Pieces::of(&text.text) {
        page.take(piece)?;
    }
    while !page.open.is_empty() {
        page.end_table();
    }
    if page.sheets.len() > MOST_SHEETS {
        return Err(format!(
            "it has {}, more than the {MOST_SHEETS} that are read; save those that are wanted as CSV",
            count(page.sheets.len(), "table")
        ));
    }
    Ok(page.sheets.into_iter().flatten().collect())
}

/// The encoding that a page names, where its bytes are not of UTF-8.
fn told_encoding(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(SAMPLE)];
    if std::str::from_utf8(bytes).is_ok() || head.contains(&0) {
        return None;
    }
    let head = String::from_utf8_lossy(head);
    let at = ["charset=", "encoding="]
        .into_iter()
        .find_map(|key| Some(find(&head, key)? + key.len()))?;
    let name = head[at..].trim_start_matches(['"', '\'', ' ']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let name = &name[..name.find(|c| !is_name(c)).unwrap_or(name.len())];
    let is_other = !name.to_ascii_lowercase().starts_with("utf");
    (is_other && decode::encoding_named(name)).then(|| name.to_owned())
}

fn floor(text: &str, most: usize) -> usize {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// What was read of a page.
#[derive(Default)]
struct Page {
    is_xml: bool,
    sheets: Vec<Option<Sheet>>,
    open: Vec<Table>,
    /// Tables too deep in others.
    deeper: usize,
    /// The heading that stands before, and whether it is being read.
    heading: Option<Text>,
    is_in_heading: bool,
    /// The element that is not shown, and how many of its name are open.
    hidden: Option<(String, usize)>,
    /// The name of the sheet that is being read.
    name: Option<String>,
}

impl Page {
    fn take(&mut self, piece: Piece<'_>) -> Result<(), String> {
        let is_cell = |name: &str| ["td", "th", "tr", "table"].contains(&name);
        match piece {
            Piece::Text(text) => {
                if self.hidden.is_none()
                    && let Some(into) = self.text()
                {
                    into.letters.push_str(&plain(text));
                }
            }
            Piece::Open(name, told) => {
                let name = name.to_ascii_lowercase();
                match &mut self.hidden {
                    Some((hidden, depth)) if *hidden == name => *depth += 1,
                    None if is_hidden(&name, told) => self.hidden = Some((name, 1)),
                    Some(_) if !is_cell(&name) => {}
                    _ => {
                        self.hidden = None;
                        self.begin(&name, told)?;
                    }
                }
            }
            Piece::Close(name) => {
                let name = name.to_ascii_lowercase();
                match &mut self.hidden {
                    Some((hidden, depth)) if *hidden == name => {
                        *depth -= 1;
                        if *depth == 0 {
                            self.hidden = None;
                        }
                    }
                    Some(_) if !is_cell(&name) => {}
                    _ => {
                        self.hidden = None;
                        self.end(&name)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Where text goes that comes now.
    fn text(&mut self) -> Option<&mut Text> {
        match self.open.last_mut() {
            Some(table) if table.is_in_caption => table.caption.as_mut(),
            Some(table) => table.cell.as_mut().map(|cell| &mut cell.text),
            None => self.heading.as_mut().filter(|_| self.is_in_heading),
        }
    }

    fn begin(&mut self, name: &str, told: &str) -> Result<(), String> {
        match name {
            "worksheet" => self.name = said(told, "Name").map(std::borrow::Cow::into_owned),
            "table" => self.begin_table(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.open.is_empty() => {
                self.heading = Some(Text::default());
                self.is_in_heading = true;
            }
            "sup" => {
                if let Some(text) = self.text() {
                    text.raised.get_or_insert(text.letters.len());
                }
            }
            "br" | "p" | "div" | "li" | "hr" => {
                if let Some(text) = self.text() {
                    text.letters.push(' ');
                }
            }
            _ => {}
        }
        let is_xml = self.is_xml;
        let Some(table) = self.open.last_mut().filter(|_| self.deeper == 0) else {
            return Ok(());
        };
        if ["tr", "td", "th"].contains(&name) {
            table.is_in_caption = false;
        }
        match name {
            "caption" => {
                table.caption = Some(Text::default());
                table.is_in_caption = true;
            }
            "tr" | "row" => {
                table.end_row()?;
                table.is_in_row = true;
                if let Some(number) = number(told, "Index").filter(|_| is_xml) {
                    table.row = table.row.max(number - 1);
                }
                if told.ends_with('/') {
                    table.end_row()?;
                }
            }
            "td" | "th" => table.begin_cell(number(told, "colspan"), number(told, "rowspan"))?,
            "cell" if is_xml => {
                table.end_cell()?;
                if let Some(number) = number(told, "Index") {
                    table.column = table.column.max(number - 1);
                }
                let more = |name: &str| number(told, name).map(|more| more + 1);
                table.begin_cell(more("MergeAcross"), more("MergeDown"))?;
                if told.ends_with('/') {
                    table.end_cell()?;
                }
            }
            "data" => {
                if let Some(cell) = &mut table.cell {
                    cell.is_text = said(told, "Type").is_none_or(|kind| kind != "Number");
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        match name {
            "table" if self.deeper > 0 => self.deeper -= 1,
            "table" => {
                if let Some(table) = self.open.last_mut() {
                    table.end_row()?;
                }
                self.end_table();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.is_in_heading = false,
            "sup" => {
                if let Some(text) = self.text() {
                    text.end_raised();
                }
            }
            "p" | "div" | "li" => {
                if let Some(text) = self.text() {
                    text.letters.push(' ');
                }
            }
            _ => {}
        }
        let Some(table) = self.open.last_mut().filter(|_| self.deeper == 0) else {
            return Ok(());
        };
        match name {
            "caption" => table.is_in_caption = false,
            "td" | "th" | "cell" => table.end_cell()?,
            "tr" | "row" | "thead" | "tbody" | "tfoot" => table.end_row()?,
            // What was said of a cell aside.
            _ => {}
        }
        Ok(())
    }

    fn begin_table(&mut self) {
        if self.open.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        let at = self.sheets.len();
        self.sheets.push(None);
        let heading = self.heading.take();
        self.is_in_heading = false;
        let name = self.name.take();
        self.open.push(Table {
            sheet: Sheet {
                name: name.unwrap_or_default(),
                is_hidden: false,
                rows: BTreeMap::new(),
                merged: Vec::new(),
                written: false,
            },
            at,
            caption: heading,
            is_in_caption: false,
            // A title stands in the first row.
            row: u32::from(!self.is_xml),
            is_in_row: false,
            column: 0,
            cell: None,
            taken: BTreeMap::new(),
            known: 0,
            spanned: 0,
        });
    }

    fn end_table(&mut self) {
        let Some(table) = self.open.pop() else {
            return;
        };
        let mut sheet = table.sheet;
        let caption = table.caption.map(Text::told).unwrap_or_default();
        if sheet.name.is_empty() {
            sheet.name = match caption.as_str() {
                "" => format!("table {}", table.at + 1),
                caption => excerpt(caption),
            };
        }
        if !caption.is_empty() && !sheet.rows.is_empty() {
            sheet.rows.entry(0).or_default().insert(0, caption);
        }
        self.sheets[table.at] = Some(sheet);
    }
}

/// The number that a tag says.
fn number(told: &str, name: &str) -> Option<u32> {
    let number = said(told, name)?.trim().parse().ok()?;
    (1..=1 << 20).contains(&number).then_some(number)
}

/// Whether an element is not shown.
fn is_hidden(name: &str, told: &str) -> bool {
    let may_be = ["span", "div", "sup", "small", "b", "i", "a", "font"].contains(&name);
    may_be
        && said(told, "style").is_some_and(|style| {
            let style: String = style.split_whitespace().collect();
            style.to_ascii_lowercase().contains("display:none")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(page: &str) -> Vec<Vec<Vec<String>>> {
        let sheets = sheets(page.as_bytes().to_vec(), None).unwrap();
        sheets.iter().map(|sheet| sheet.texts().collect()).collect()
    }

    #[test]
    fn cells_stand_where_those_that_go_over_several_leave_room() {
        let page = "<TABLE><CAPTION>Jobs<TR><TH rowspan=2>Region<TH colspan='2'>Men</TR>\
            <tr><th>2020<th>2021</tr><tr><td>Brunia<td>1&nbsp;250<sup>1</sup><td><b>7</b><br>8\
            <tr><td><span style='display: none'>x</span>Katina<td><td>3</TABLE>";
        assert!(is_page(page.as_bytes()));
        let found = rows(page);
        assert_eq!(found[0][0], ["Jobs"]);
        assert_eq!(found[0][2], ["", "2020", "2021"]);
        assert_eq!(found[0][3], ["Brunia", "1 250¹", "7 8"]);
        assert_eq!(found[0][4], ["Katina", "", "3"]);
    }

    #[test]
    fn tables_in_cells_are_tables_of_their_own() {
        let page =
            "<html><table><tr><td>menu<td><table><tr><td>a<td>1</table> and <tr><td>b</table>";
        let found = rows(page);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0][0], ["menu", "and"]);
        assert_eq!(found[1][0], ["a", "1"]);
    }

    #[test]
    fn workbooks_as_xml_have_sheets() {
        let book = "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>\
            <Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet ss:Name='A &amp; b'><Table>\
            <Row ss:Index='2'><Cell ss:Index='2'><Data ss:Type='Number'>1.5</Data></Cell><Cell ss:MergeAcross='1'/>\
            <Cell><Data ss:Type='DateTime'>2020-01-01T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>";
        assert!(is_page(book.as_bytes()));
        let sheets = sheets(book.as_bytes().to_vec(), None).unwrap();
        assert_eq!(sheets[0].name, "A & b");
        let texts: Vec<Vec<String>> = sheets[0].texts().collect();
        assert_eq!(texts[0], ["", "1.5", "", "", "2020-01-01"]);
        assert!(!is_page(b"<?xml version='1.0'?><a>1</a>") && !is_page(b"<5,6\n<table"));
    }
}
