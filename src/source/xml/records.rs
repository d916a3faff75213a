//! XML with records, as offices answer requests and let tables be downloaded: an element for each row, whose parts are
//! elements (`<year>2020</year>`, `<field name="Year">2020</field>`) or attributes.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::events::{add_entity, attributes, events};
use crate::source::found::{Finding, Found};
use crate::source::grid::Grid;
use crate::source::numeral::is_figure;
use crate::source::{Input, Options, Reader, SourceError, decode, stacked, stem};
use crate::words::excerpt;

/// The reader of the format.
pub(in crate::source) const READER: Reader = Reader {
    name: "XML",
    sniff: |input| {
        let bytes = decode::letters(&input.bytes);
        let head = &bytes[..bytes.len().min(4096)];
        let has = |word: &[u8]| memchr::memmem::find(head, word).is_some();
        head.starts_with(b"<?xml") && !has(b"<html") && !has(b"<HTML")
    },
    read,
};

/// What stands in a record: columns with their texts.
type Cells = Vec<(String, String)>;

/// An element that is not yet closed.
#[derive(Default)]
struct Element {
    name: String,
    attributes: Cells,
    text: String,
    cells: Cells,
    /// How many elements it holds, and whether it is more than a record: one of these holds others, or has the name of
    /// another.
    count: usize,
    is_deep: bool,
}

/// The records of one kind: those that stand in the same elements.
#[derive(Default)]
struct Records {
    rows: Vec<(u64, Cells)>,
    figures: usize,
}

fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let name = stem(&input.name).to_owned();
    let text = decode::decode(input.bytes, options.encoding.as_deref())?.text;
    let (name_of_each, records) = records(&text).map_err(SourceError::Unreadable)?;
    let mut columns: Vec<&str> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (column, _) in records.rows.iter().flat_map(|(_, cells)| cells) {
        places.entry(column).or_insert_with(|| {
            columns.push(column);
            columns.len() - 1
        });
    }
    let mut grid = Grid::named(&name, columns.iter().copied());
    for (line, row) in &records.rows {
        let mut cells = vec![""; columns.len()];
        for (column, cell) in row {
            cells[places[column.as_str()]] = cell;
        }
        if !grid.push(*line, cells) {
            let why = "it is longer than 4 GB; ask for a part of it";
            return Err(SourceError::Unreadable(why.to_owned()));
        }
    }
    let told = Finding::new(
        format!("each `{}` is a row", excerpt(&name_of_each)),
        "it is XML with records",
        "",
    );
    stacked::tables(&grid, &[told], options)
}

/// The records that hold most figures, and the name of their element.
fn records(text: &str) -> Result<(String, Records), String> {
    let mut open: Vec<Element> = vec![Element::default()];
    let mut found: BTreeMap<(bool, String), Records> = BTreeMap::new();
    events(text, &mut |line, event| {
        match event {
            Event::Start(start) => open.push(Element::of(&start)?),
            Event::End(_) => close(&mut open, line, &mut found),
            Event::Text(text) => said(&mut open).push_str(&text),
            Event::CData(text) => said(&mut open).push_str(&text),
            Event::GeneralRef(name) => {
                add_entity(said(&mut open), &name);
            }
            _ => {}
        }
        Ok(())
    })?;
    // Of parts that are elements, and of those that are attributes only.
    let mut most: Option<(String, Records)> = None;
    for ((_, path), records) in found {
        if records.figures > most.as_ref().map_or(0, |(_, before)| before.figures) {
            let name = path.rsplit(' ').next().unwrap_or_default();
            most = Some((name.to_owned(), records));
        }
    }
    most.ok_or_else(|| {
        "it is XML without records that hold figures; save the table as CSV or as a workbook"
            .to_owned()
    })
}

fn said(open: &mut [Element]) -> &mut String {
    let last = open.len() - 1;
    &mut open[last].text
}

/// Ends an element: it is a part of a record, or a record.
fn close(open: &mut Vec<Element>, line: u64, found: &mut BTreeMap<(bool, String), Records>) {
    let Some(element) = open.pop() else { return };
    let path: Vec<&str> = open.iter().map(|open| open.name.as_str()).collect();
    let path = format!("{} {}", path.join(" "), element.name);
    let Some(parent) = open.last_mut() else {
        return;
    };
    parent.count += 1;
    parent.is_deep |= element.count > 0;
    let is_leaf = element.count == 0;
    let mut cells = element.attributes.clone();
    if is_leaf {
        let text = element.text.trim().to_owned();
        let own = |name: &str| cells.iter().find(|(key, _)| key == name);
        let name = own("name").map_or(&element.name, |(_, name)| name);
        // A list holds several of a name, a record one.
        parent.is_deep |= parent.cells.iter().any(|(own, _)| own == name);
        for (key, cell) in cells.iter().filter(|(key, _)| key != "name") {
            parent.cells.push((format!("{name} {key}"), cell.clone()));
        }
        parent.cells.push((name.clone(), text.clone()));
        if !text.is_empty() {
            cells.push(("value".to_owned(), text));
        }
    } else if element.is_deep {
        return;
    } else {
        cells.extend(element.cells);
    }
    if cells.len() > 1 {
        let records = found.entry((is_leaf, path)).or_default();
        records.figures += cells.iter().filter(|(_, cell)| is_figure(cell)).count();
        records.rows.push((line, cells));
    }
}

impl Element {
    fn of(start: &BytesStart) -> Result<Element, String> {
        // Neither names of vocabularies nor what a server says of its rows.
        let is_told = |(key, _): &(String, String)| {
            !key.contains(':') && !key.starts_with('_') && !matches!(key.as_str(), "xmlns" | "nil")
        };
        let attributes = attributes(start)?.into_iter().filter(is_told).collect();
        Ok(Element {
            name: start.local_name().as_ref().to_owned(),
            attributes,
            ..Element::default()
        })
    }
}
