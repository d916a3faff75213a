//! Texts that are pages: tables of Markdown become a grid, and pages of the web are told as such.

use super::grid::Grid;

/// How many bytes are looked at for what a text is.
const SAMPLE: usize = 1 << 16;

/// Whether a text is a page of HTML, or part of one.
pub(super) fn is_page(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let begins = |tag: &str| {
        let head = text.get(..tag.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(tag))
    };
    ["<!doctype html", "<html", "<table", "<head>", "<body"]
        .into_iter()
        .any(begins)
}

/// The grid of a text in which a line of hyphens between bars stands below the names of columns; nothing of others.
pub(super) fn grid(name: &str, text: &str) -> Option<Grid> {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let is_ruled = text[..end].lines().map(str::trim).any(is_rule);
    if !is_ruled {
        return None;
    }
    let mut grid = Grid::new(name);
    grid.decimal = is_written_here(text).then_some('.');
    for (line, at) in text.lines().zip(1..) {
        let line = line.trim();
        if is_rule(line) {
            continue;
        }
        let cells = match line.strip_prefix('|') {
            Some(row) => cells(row),
            None => vec![line.trim_matches('*').to_owned()],
        };
        grid.push(at, cells.iter().map(String::as_str));
    }
    Some(grid)
}

/// Whether the table has the form in which answers are written: below its title in bold, with commas between thousands and
/// nowhere else in numbers.
fn is_written_here(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let has_form = |rule: &str| {
        let inside = rule.trim_matches('|').split('|');
        inside
            .into_iter()
            .all(|cell| matches!(cell, " --- " | " ---: "))
    };
    let mut rules = text
        .lines()
        .map(str::trim)
        .filter(|line| is_rule(line))
        .peekable();
    let Some(first) = rules.peek().filter(|_| text.starts_with("**")) else {
        return false;
    };
    // Numbers stand to the right.
    let right = first.trim_matches('|').split('|');
    let right: Vec<bool> = right.map(|cell| cell.trim_end().ends_with(':')).collect();
    let of_thousands = |cell: &String| {
        let has_three = |group: &str| {
            let digits = group.bytes().take_while(u8::is_ascii_digit);
            digits.count() == 3
        };
        cell.split(',').skip(1).all(has_three)
    };
    let mut rows = text
        .lines()
        .filter_map(|line| line.strip_prefix('|'))
        .skip(1)
        .map(cells);
    rules.all(has_form)
        && rows.all(|row| {
            let numbers = row.iter().zip(&right).filter(|(_, right)| **right);
            numbers.into_iter().all(|(cell, _)| of_thousands(cell))
        })
}

/// Whether a line parts names from rows: `| --- | ---: |`.
fn is_rule(line: &str) -> bool {
    let Some(inside) = line
        .strip_prefix('|')
        .and_then(|line| line.strip_suffix('|'))
    else {
        return false;
    };
    inside.split('|').all(|cell| {
        let cell = cell.trim();
        let hyphens = cell.strip_prefix(':').unwrap_or(cell);
        let hyphens = hyphens.strip_suffix(':').unwrap_or(hyphens);
        hyphens.len() > 2 && hyphens.bytes().all(|byte| byte == b'-')
    })
}

/// The cells of a row behind its first bar; a bar behind a backslash is a letter.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut letters = row.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_escape = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        match (letter, cells.last_mut()) {
            ('|', _) => cells.push(String::new()),
            (_, Some(cell)) if is_escape => cell.extend(letters.next()),
            (letter, Some(cell)) => cell.push(letter),
            (_, None) => {}
        }
    }
    // The last bar ends the row.
    if cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_part_cells_and_the_rule_is_no_row() {
        let made = grid(
            "t",
            "**A title**\n\n| a | b \\| c |\n| --- | ---: |\n| x |  |\n| y | 5 |\n",
        );
        let made = made.expect("a table of Markdown");
        let rows: Vec<Vec<&str>> = made.rows().map(|row| row.cells().collect()).collect();
        assert_eq!(rows[2..], [["a", "b | c"], ["x", ""], ["y", "5"]]);
        for other in ["a|b\n1|2\n", "a,b\n---,---\n1,2\n", "|a|b|\n|-|-|\n|1|2|\n"] {
            assert!(grid("t", other).is_none(), "{other}");
        }
        assert!(is_page("\n<!DOCTYPE html>\n") && !is_page("area,<html>\n"));
    }
}
