//! Eurostat's tables as downloaded: the names of all keys but the last stand in the first cell of the header, joined by
//! commas, the last one behind a backslash names the columns (`freq,unit,geo\TIME_PERIOD`); so do the keys of each row.

use super::found::{Finding, Found};
use super::{Grid, Input, Options, Reader, SourceError, headings, layout, shape, text};
use crate::words::quoted_list;

/// The reader of the format.
pub(super) const READER: Reader = Reader {
    name: "Eurostat",
    sniff: |input| {
        let bytes = input
            .bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&input.bytes);
        let cell = bytes
            .split(|byte| matches!(byte, b'\t' | b'\n'))
            .next()
            .unwrap_or_default();
        std::str::from_utf8(cell).is_ok_and(|cell| keys(cell).is_some())
            && bytes.get(cell.len()) == Some(&b'\t')
    },
    read,
};

/// The names in the first cell of the header: those of the keys, and that of the columns.
fn keys(cell: &str) -> Option<(Vec<&str>, &str)> {
    let (keys, columns) = cell.trim().trim_matches('"').split_once('\\')?;
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '))
    };
    let keys: Vec<&str> = keys.split(',').map(str::trim).collect();
    let columns = columns.trim();
    (is_name(columns) && keys.iter().all(|key| is_name(key))).then_some((keys, columns))
}

fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let stem = super::stem(&input.name).to_owned();
    let mut tabs = options.clone();
    tabs.delimiter = Some('\t');
    let (grid, findings) = text::grid(input, &tabs)?;
    let mut parted = Grid::new(&stem);
    let header = grid
        .rows()
        .next()
        .map(|row| row.cell(0))
        .unwrap_or_default();
    let (names, columns) = keys(header).unwrap_or_default();
    // Areas along are told one a row, as the periods of others are read anyway.
    let along: Vec<String> = match headings::area(columns) {
        2 => grid
            .rows()
            .next()
            .into_iter()
            .flat_map(|row| row.cells().skip(1))
            .map(|cell| cell.trim().to_owned())
            .collect(),
        _ => Vec::new(),
    };
    for (index, row) in grid.rows().enumerate() {
        if row.is_blank() {
            continue;
        }
        let own: Vec<&str> = match index {
            0 => names.clone(),
            // A key has no comma.
            _ => row.cell(0).split(',').map(str::trim).collect(),
        };
        let cells = row.cells().skip(1).map(str::trim);
        let fits = if along.is_empty() {
            parted.push(row.line, own.into_iter().chain(cells))
        } else if index == 0 {
            parted.push(row.line, own.into_iter().chain([columns, "value"]))
        } else {
            let mut told = along.iter().zip(cells);
            told.all(|(area, cell)| parted.push(row.line, own.iter().copied().chain([area, cell])))
        };
        if !fits {
            return Err(SourceError::Unreadable(
                "it is longer than 4 GB; cut it into parts".to_owned(),
            ));
        }
    }
    let told = Finding::new(
        format!(
            "the first column holds {}, the others are by `{columns}`",
            quoted_list(names.iter(), "and")
        ),
        "the header is Eurostat's",
        "",
    );
    drop(grid);
    let mut layout = layout::find(&parted, options)?;
    layout
        .findings
        .splice(0..0, findings.into_iter().chain([told]));
    Ok(vec![shape::shape(&parted, &layout, options)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_cell_of_a_header_tells_the_format() {
        assert_eq!(
            keys("freq,unit,geo\\TIME_PERIOD"),
            Some((vec!["freq", "unit", "geo"], "TIME_PERIOD"))
        );
        assert_eq!(keys("unit,geo\\time"), Some((vec!["unit", "geo"], "time")));
        for cell in ["geo", "a,,b\\c", "C:\\Users", "unit,geo\\"] {
            assert_eq!(keys(cell), None, "{cell}");
        }
        let is_one = |text: &str| {
            (READER.sniff)(&Input {
                name: "a.tsv".to_owned(),
                bytes: text.as_bytes().to_vec(),
            })
        };
        assert!(is_one("unit,geo\\time\t2011 \t2010 \nA,B\t1 \t2 b\n"));
        assert!(!is_one("unit,geo\\time,2011\n") && !is_one("a\tb\n"));
    }
}
