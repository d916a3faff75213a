//! Lines of text cut into fields, in quotes or not.

use crate::source::grid::Grid;

/// How many lines a field in quotes may go over; a quote that is not closed by then is none.
const LONGEST_FIELD: u64 = 1000;

/// Cuts the text of a grid from `start` on into at most `most` rows, and gives the line of the first quote that none
/// closes. A quote begins a field in quotes where it stands first in it, and ends it before a delimiter or a line's end; a
/// quote that stands otherwise is a letter.
pub(super) fn fill(grid: &mut Grid, start: usize, delimiter: char, most: usize) -> Option<u64> {
    let text = grid.take_text();
    let bytes = text.as_bytes();
    let delimiter = u8::try_from(delimiter).unwrap_or(b',');
    // Fields with doubled quotes have a text of their own, which stands behind the file's.
    let mut unescaped = String::new();
    let mut open = None;
    let mut line = 1;
    let mut at = start;
    // The end of the line that names the delimiter.
    if at > 0 {
        at += line_end(bytes, at);
        line += 1;
    }
    while at < bytes.len() && grid.len() < most {
        let first_line = line;
        if let ends @ 1.. = line_end(bytes, at) {
            at += ends;
            line += 1;
            grid.end_row(first_line);
            continue;
        }
        loop {
            let field = at;
            // Blanks may stand before a quote.
            let quote = field
                + bytes[field..]
                    .iter()
                    .take_while(|byte| **byte == b' ')
                    .count();
            let closing = match bytes.get(quote) {
                Some(b'"') => {
                    let closing = closing_quote(bytes, quote, delimiter);
                    if closing.is_none() {
                        open.get_or_insert(line);
                    }
                    closing
                }
                _ => None,
            };
            if let Some(Closing {
                quote: end,
                next,
                lines,
                doubled,
            }) = closing
            {
                if doubled {
                    let from = text.len() + unescaped.len();
                    unescaped.push_str(&text[quote + 1..end].replace("\"\"", "\""));
                    grid.push_span(from, text.len() + unescaped.len());
                } else {
                    grid.push_span(quote + 1, end);
                }
                line += lines;
                at = next;
            } else {
                let rest = &bytes[field..];
                let length = rest
                    .iter()
                    .position(|byte| *byte == delimiter || *byte == b'\n' || *byte == b'\r');
                at = field + length.unwrap_or(rest.len());
                grid.push_span(field, at);
            }
            if bytes.get(at) == Some(&delimiter) {
                at += 1;
                continue;
            }
            break;
        }
        at += line_end(bytes, at);
        line += 1;
        grid.end_row(first_line);
    }
    grid.put_text(text, &unescaped);
    open
}

/// How many bytes the end of a line has that stands here: none where no line ends.
fn line_end(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => 2,
        (Some(b'\r' | b'\n'), _) => 1,
        _ => 0,
    }
}

/// Where a field in quotes ends.
struct Closing {
    /// The quote that ends it.
    quote: usize,
    /// The delimiter or the line's end behind it.
    next: usize,
    /// How many lines end in it.
    lines: u64,
    /// Whether quotes are written twice in it.
    doubled: bool,
}

fn closing_quote(bytes: &[u8], opening: usize, delimiter: u8) -> Option<Closing> {
    let mut at = opening + 1;
    let (mut lines, mut doubled): (u64, bool) = (0, false);
    while at < bytes.len() {
        match bytes[at] {
            b'"' if bytes.get(at + 1) == Some(&b'"') => {
                // Two quotes in an empty field close it, as they do before the end.
                doubled = true;
                at += 2;
                continue;
            }
            b'"' => {
                // Blanks may stand behind the quote.
                let blanks = bytes[at + 1..]
                    .iter()
                    .take_while(|byte| **byte == b' ' || (**byte == b'\t' && delimiter != b'\t'))
                    .count();
                let next = at + 1 + blanks;
                let ends = bytes
                    .get(next)
                    .is_none_or(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'));
                if ends {
                    return Some(Closing {
                        quote: at,
                        next,
                        lines,
                        doubled,
                    });
                }
            }
            b'\n' => lines += 1,
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => lines += 1,
            _ => {}
        }
        if lines > LONGEST_FIELD {
            return None;
        }
        at += 1;
    }
    None
}
