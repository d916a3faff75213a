//! Text between delimiters, of every shape: its lines become the rows of a grid.

mod fields;
#[cfg(test)]
mod tests;

use super::found::{Finding, Found};
use super::grid::Grid;
use super::numeral::Tally;
use super::{Input, Options, Reader, SourceError, aligned, decode, markdown, stacked};
use fields::fill;

/// Takes whatever no other format knows.
pub(super) const READER: Reader = Reader {
    name: "text",
    sniff: |_| true,
    read,
};

/// What may stand between fields, the likeliest first.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// What may stand between fields where none of those does.
const RARE: [char; 5] = [':', ' ', '~', '^', '\u{1}'];
/// How much of a text is looked at to tell the delimiter, in bytes.
const SAMPLE: usize = 1 << 18;

fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let (mut grid, findings) = grid(input, options)?;
    grid.unshield();
    grid.narrow();
    grid.drop_margin();
    stacked::tables(&grid, &findings, options)
}

/// The table of some lines of a file, which are these.
///
/// # Errors
/// As for the whole.
pub(super) fn digest(
    input: Input,
    lines: &[u32],
    options: &Options,
) -> Result<(Found, Option<char>), SourceError> {
    let (mut grid, findings) = grid(input, options)?;
    // Cells that are looked for in the file are found where and as they stand.
    if grid.narrow() || grid.drop_margin() {
        return Err(SourceError::Unreadable("it is no plain table".to_owned()));
    }
    grid.is_digest = true;
    grid.renumber(lines);
    Ok((stacked::table(&grid, &findings, options)?, grid.delimiter))
}

/// A text as a grid, with what was concluded of it.
///
/// # Errors
/// If the bytes are no text, or too many.
pub fn grid(input: Input, options: &Options) -> Result<(Grid, Vec<Finding>), SourceError> {
    let Input { name, bytes } = input;
    let decoded = decode::decode(bytes, options.encoding.as_deref())?;
    let mut text = decoded.text;
    if text.len() > Grid::LONGEST {
        return Err(SourceError::Unreadable(
            "it is longer than 4 GB; cut it into parts".to_owned(),
        ));
    }
    if markdown::is_page(&text) {
        return Err(SourceError::Unreadable(
            "it is a web page, and no table stands in it, as where a script draws it; save the table as CSV or as a workbook"
                .to_owned(),
        ));
    }
    // The lines of a cube say each what they are, and name no columns.
    if text.lines().take(5).any(|line| line.starts_with("K;DQ;")) {
        return Err(SourceError::Unreadable(
            "it is a cube of GENESIS, which is not read; download the table as a flat file (`ffcsv`), as CSV or as a workbook"
                .to_owned(),
        ));
    }
    let mut findings: Vec<Finding> = decoded.finding.into_iter().collect();
    if options.delimiter.is_none()
        && let Some(grid) = markdown::grid(super::stem(&name), &text)
    {
        findings.push(Finding::new(
            "it is a table of Markdown",
            "a line of hyphens between bars stands below its names",
            "--delimiter CHAR",
        ));
        return Ok((grid, findings));
    }
    if decoded.unreadable > 0 {
        findings.push(Finding::new(
            format!("{} bytes could not be read", decoded.unreadable),
            "they stand for nothing in this encoding",
            "--encoding NAME",
        ));
    }
    // DOS ended files so; and a line that was cut off says nothing.
    text.truncate(text.trim_end_matches('\u{1a}').len());
    if options.cut {
        text.truncate(text.rfind(['\n', '\r']).map_or(text.len(), |at| at + 1));
    }
    let (said, start) = separator_line(&text);
    let delimiter = match (options.delimiter, said) {
        (Some(delimiter), _) => delimiter,
        (None, Some(delimiter)) => {
            findings.push(Finding::new(
                format!("fields are parted by {}", named(delimiter)),
                "the first line says so",
                "--delimiter CHAR",
            ));
            delimiter
        }
        (None, None) => {
            let (delimiter, parted) = best_of(&DELIMITERS, sample(&text));
            let parts_most = parted >= 5 && !(delimiter == ',' && groups_digits(sample(&text)));
            if !parts_most && let Some(grid) = aligned::grid(super::stem(&name), &text) {
                findings.push(Finding::new(
                    "fields are parted by blanks",
                    "they stand below one another, and nothing else parts most lines",
                    "--delimiter CHAR",
                ));
                return Ok((grid, findings));
            }
            let rare = || {
                let (rare, parted) = best_of(&RARE, sample(&text));
                (parted >= 9).then_some(rare)
            };
            let delimiter = (!parts_most).then(rare).flatten().unwrap_or(delimiter);
            if delimiter != ',' {
                findings.push(Finding::new(
                    format!("fields are parted by {}", named(delimiter)),
                    "so most lines have the same count of them",
                    "--delimiter CHAR",
                ));
            }
            delimiter
        }
    };
    let mut grid = Grid::over(super::stem(&name), text);
    let open = fill(&mut grid, start, delimiter, usize::MAX);
    grid.delimiter = Some(delimiter);
    if let Some(line) = open.filter(|_| !options.cut) {
        findings.push(Finding::new(
            format!("the quote in line {line} is a letter of its field"),
            "none closes it",
            "",
        ));
    }
    Ok((grid, findings))
}

/// Whether most commas stand between the digits of printed numbers, which gaps of blanks part: `1,234   5,678`.
fn groups_digits(text: &str) -> bool {
    let (mut all, mut grouping, mut gaps) = (0, 0, 0);
    for line in text.lines().filter(|line| line.contains(',')) {
        gaps += usize::from(line.trim().contains("  "));
        for (at, _) in line.match_indices(',') {
            let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
            let is_behind = line[..at].ends_with(|c: char| c.is_ascii_digit());
            all += 1;
            grouping += usize::from(is_behind && digits(&line[at + 1..]) == 3);
        }
    }
    let lines = text.lines().filter(|line| line.contains(',')).count();
    grouping * 4 >= all * 3 && gaps * 4 >= lines * 3 && grouping > 0
}

/// A delimiter in words.
fn named(delimiter: char) -> String {
    match delimiter {
        '\t' => "tabs".to_owned(),
        ' ' => "blanks".to_owned(),
        '\u{1}' => "the control character 1".to_owned(),
        other => format!("`{other}`"),
    }
}

/// The beginning of a text, up to the end of a line.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let mut end = SAMPLE;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let end = text[..end].rfind(['\n', '\r']).map_or(end, |at| at + 1);
    &text[..end]
}

/// The delimiter that a first line `sep=;` names, as Excel takes it, and where the text goes on.
fn separator_line(text: &str) -> (Option<char>, usize) {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let line = text[..end].trim_matches(['"', ' ']);
    let said = line
        .strip_prefix("sep=")
        .or_else(|| line.strip_prefix("SEP="));
    match said.map(|said| said.chars().collect::<Vec<char>>()) {
        Some(said) if said.len() == 1 && said[0].is_ascii() => (Some(said[0]), end),
        Some(said) if said.is_empty() && text[..end].ends_with('\t') => (Some('\t'), end),
        _ => (None, 0),
    }
}

/// What stands between the fields of most lines: that which gives the longest run of rows of one width, the widest rows
/// and the most figures in them.
/// How many of ten lines it parts is told too.
fn best_of(delimiters: &[char], sample: &str) -> (char, usize) {
    let mut best = (0, ',');
    let mut parted = 0;
    for &delimiter in delimiters {
        if !sample.contains(delimiter) {
            continue;
        }
        let mut grid = Grid::over("", sample.to_owned());
        fill(&mut grid, 0, delimiter, 2000);
        let (score, rows) = score(&grid);
        if score > best.0 {
            best = (score, delimiter);
            let filled = grid.rows().filter(|row| !row.is_blank()).count();
            parted = rows * 10 / filled.max(1);
        }
    }
    (best.1, parted)
}

/// How much of a table a grid looks, and how many rows that table has; none where few of its cells are figures.
fn score(grid: &Grid) -> (usize, usize) {
    // The longest run of rows of one width, blank rows aside.
    let (mut best, mut start, mut run, mut width) = (0..0, 0, 0, 0);
    let mut longest = 0;
    for (index, row) in grid.rows().enumerate() {
        if row.is_blank() {
            continue;
        }
        if row.len() != width {
            (start, run, width) = (index, 0, row.len());
        }
        run += 1;
        if width > 1 && run * width > longest {
            longest = run * width;
            best = start..index + 1;
        }
    }
    let begin = best.start;
    let rows = best.len();
    let mut tally = Tally::default();
    for row in best.take(200).map(|index| grid.row(index)) {
        row.cells().for_each(|cell| tally.add(cell, row.line));
    }
    let known = tally.figures() + tally.missing + tally.blank;
    // A header has as many fields as what is below it.
    let first = grid.rows().position(|row| !row.is_blank());
    let headed = if first == Some(begin) { 3 } else { 2 };
    let score = headed * longest * (tally.cells() + 3 * known) / tally.cells().max(1);
    // Commas inside the numbers of a printed table part them too, but not the names above them into as many fields.
    let headed = first.is_some_and(|first| {
        let is_name = |cell: &str| cell.trim().contains(char::is_alphabetic);
        let row = grid.row(first);
        first == begin && row.len() > 2 && row.cells().all(is_name)
    });
    let rows = if known * 3 < tally.cells() && !headed {
        0
    } else {
        rows
    };
    (score, rows)
}
