//! A table for LaTeX with booktabs, to be put into a document with `\input`.
//!
//! Numbers line up by their decimal point without a package for that: what a number lacks of the longest fraction is
//! left blank (`\phantom`), and marks stand in a gap of one width (`\rlap`). So a plain TeX distribution is enough, with
//! array, booktabs and, for many rows, longtable. 汉字 need `xelatex` or `lualatex` with ctex; a comment in the output says
//! so where there are some.

use std::fmt::Write;

use super::Style;
use super::footnotes::{Footnotes, letters};
use super::layout::{Tail, heading, parts, text, width, wrap};
use crate::answer::{Answer, Cell, Label, Row};
use crate::words::legible;

/// The most rows that a table has on one page.
const PAGE: usize = 40;
/// The widest a heading is, in characters.
const HEADING: usize = 16;
/// Columns of words that are wider than this, in characters, get a width of their own.
const WORDS: usize = 28;

pub(super) fn render(answer: &Answer, style: &Style) -> Vec<u8> {
    let page: Vec<&Answer> = answer.page().collect();
    // Each table floats by itself, and so has notes of its own and says which page it is from.
    let footnotes: Vec<Footnotes> = page
        .iter()
        .map(|part| Footnotes::new(part, style))
        .collect();
    let tables = page.iter().zip(&footnotes).enumerate();
    let tables = tables.map(|(at, (part, footnotes))| {
        let tail = |place| Tail::of(part, place, footnotes, style);
        Table {
            answer: part,
            of: (at > 0).then_some(&answer.title),
            style,
            footnotes,
            tails: (0..part.columns.len()).map(tail).collect(),
        }
    });
    // A page may have nothing under its own title.
    let is_told = |table: &Table| page.len() == 1 || !table.answer.rows.is_empty();
    let tables: Vec<Table> = tables.filter(is_told).collect();
    let mut lines = comments(answer, &tables);
    for (at, table) in tables.iter().enumerate() {
        if at > 0 {
            lines.push(String::new());
        }
        lines.extend(table.lines());
    }
    let mut out = lines.join("\n");
    out.push('\n');
    out.into_bytes()
}

/// What the document needs, and how the tables were made.
fn comments(answer: &Answer, tables: &[Table]) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(origin) = &answer.origin {
        lines.push(format!("% {}", legible(&origin.query)));
        lines.push(format!("% Data: {}", legible(&origin.data())));
    }
    let packages = if tables.iter().any(Table::is_long) {
        "\\usepackage{array,booktabs,longtable}"
    } else {
        "\\usepackage{array,booktabs}"
    };
    let farthest = tables.iter().map(Table::farthest_character).max();
    let engine = match farthest {
        Some('\u{2e80}'..) => " and \\usepackage{ctex}, and xelatex or lualatex",
        Some('\u{250}'..) => ", and xelatex or lualatex",
        _ => "",
    };
    lines.push(format!("% The document needs {packages}{engine}."));
    lines
}

struct Table<'a> {
    answer: &'a Answer,
    /// The title of the page that it stands on below others.
    of: Option<&'a Label>,
    style: &'a Style,
    footnotes: &'a Footnotes<'a>,
    /// Of every column, what stands behind the whole parts of its numbers.
    tails: Vec<Tail>,
}

impl Table<'_> {
    /// Whether the table goes over several pages.
    fn is_long(&self) -> bool {
        self.answer.rows.len() > PAGE
    }

    /// The lines of the table with what stands above and below it.
    fn lines(&self) -> Vec<String> {
        let (caption, columns, heads) = (self.caption(), self.columns(), self.heads());
        let mut lines = Vec::new();
        let mut push = |line: &str| lines.push(line.to_owned());
        if self.is_long() {
            push(&format!("\\begin{{longtable}}{{{columns}}}"));
            push(&format!("\\caption{{{caption}}}\\\\"));
            push("\\toprule");
            push(&heads);
            push("\\midrule\n\\endfirsthead\n\\toprule");
            push(&heads);
            push("\\midrule\n\\endhead\n\\bottomrule\n\\endfoot");
        } else {
            push("\\begin{table}[htbp]\n\\centering");
            push(&format!("\\caption{{{caption}}}\\smallskip"));
            push(&format!("\\begin{{tabular}}{{{columns}}}"));
            push("\\toprule");
            push(&heads);
            push("\\midrule");
        }
        for row in &self.answer.rows {
            push(&self.row(row));
        }
        if self.is_long() {
            push("\\end{longtable}");
        } else {
            push("\\bottomrule\n\\end{tabular}");
        }
        let below = self.below();
        if !below.is_empty() {
            push("\\par\\smallskip\n{\\footnotesize\\raggedright\\setlength{\\parindent}{0pt}");
            for text in below {
                push(&format!("{text}\\par"));
            }
            push("}");
        }
        if !self.is_long() {
            push("\\end{table}");
        }
        lines
    }

    /// The character with the greatest number, those aside that every LaTeX sets: it tells which fonts are needed.
    fn farthest_character(&self) -> char {
        let answer = self.answer;
        let heads = answer.shown().flat_map(|(_, column)| {
            let (label, unit) = heading(column, self.style);
            [label, unit.unwrap_or_default()]
        });
        let cells = answer.rows.iter().flat_map(|row| {
            answer
                .shown()
                .map(|(place, _)| text(&row.cells[place], self.style))
        });
        let texts = heads.chain(cells).map(|text| escape(&text));
        let texts = texts.chain([self.caption()]).chain(self.below());
        let farthest = texts.filter_map(|text| {
            let letters = text.chars().filter(|c| !"–—‘’“”…€†‡•".contains(*c));
            letters.max()
        });
        farthest.max().unwrap_or(' ')
    }

    fn caption(&self) -> String {
        let parts = [&self.answer.title, &self.answer.subtitle];
        let parts: Vec<String> = parts
            .into_iter()
            .chain(self.of)
            .map(|label| escape(&self.style.label(label)))
            .filter(|text| !text.is_empty())
            .collect();
        parts.join(". ")
    }

    /// The kinds of the columns: numbers to the right, words to the left, long ones in a width of their own.
    fn columns(&self) -> String {
        let kinds = self.answer.shown().map(|(place, _)| {
            if self.tails[place].numeric {
                return "r";
            }
            let widths = self.answer.rows.iter().map(|row| {
                let text = text(&row.cells[place], self.style);
                width(&text)
            });
            if widths.max().unwrap_or(0) > WORDS {
                ">{\\raggedright\\arraybackslash}p{0.25\\linewidth}"
            } else {
                "l"
            }
        });
        kinds.collect()
    }

    fn heads(&self) -> String {
        let heads = self.answer.shown().map(|(place, column)| {
            let (label, unit) = heading(column, self.style);
            let mut lines: Vec<String> = wrap(&label, HEADING)
                .iter()
                .map(|line| escape(line))
                .collect();
            if let Some(last) = lines.last_mut() {
                last.push_str(&marks(&self.footnotes.at_column(place)));
            }
            let unit = unit
                .map(|unit| wrap(&unit, HEADING + 2))
                .unwrap_or_default();
            let unit = unit
                .iter()
                .map(|line| format!("\\footnotesize {}", escape(line)));
            lines.extend(unit);
            let numeric = self.tails[place].numeric;
            let side = if numeric { "r" } else { "l" };
            match lines.as_slice() {
                [one] => one.clone(),
                lines => format!("\\shortstack[{side}]{{{}}}", lines.join("\\\\")),
            }
        });
        line(heads)
    }

    fn row(&self, row: &Row) -> String {
        let cells = self.answer.shown().map(|(place, _)| {
            let cell = &row.cells[place];
            let text = text(cell, self.style);
            let marks = marks(&self.footnotes.at_cell(place, cell));
            let bold = |text: String| match (row.total, text.is_empty()) {
                (true, false) => format!("\\textbf{{{text}}}"),
                _ => text,
            };
            if !self.tails[place].numeric {
                return format!("{}{marks}", bold(escape(&text)));
            }
            let tail = &self.tails[place];
            let (whole, fraction) = parts(&text);
            let blank = match (fraction.len(), tail.fraction) {
                (0, longest) if longest > 0 => format!(".{}", "0".repeat(longest - 1)),
                (own, longest) => "0".repeat(longest - own),
            };
            let blank = match blank.as_str() {
                "" => blank,
                blank => format!("\\phantom{{{blank}}}"),
            };
            let whole = match (cell, whole.strip_prefix('-')) {
                (Cell::Figure(_), Some(digits)) => format!("$-${digits}"),
                _ => escape(whole),
            };
            let marks = match marks.as_str() {
                "" => marks,
                marks => format!("\\rlap{{{marks}}}"),
            };
            let gap = match tail.marks {
                0 => String::new(),
                // A raised letter takes about 0.4em.
                letters => format!("\\hspace*{{{}.{}em}}", letters * 4 / 10, letters * 4 % 10),
            };
            format!("{}{marks}{blank}{gap}", bold(format!("{whole}{fraction}")))
        });
        line(cells)
    }

    /// What stands below the table: why there are no rows, notes, remarks, sources.
    fn below(&self) -> Vec<String> {
        let answer = self.answer;
        let nothing = answer.nothing.iter().filter(|_| answer.rows.is_empty());
        let nothing = nothing.map(|text| escape(&self.style.told(text)));
        let notes = self.footnotes.texts(letters).enumerate();
        let notes = notes.map(|(at, text)| {
            let text = escape(&text);
            format!("\\textsuperscript{{{}}} {text}", letters(at))
        });
        let remarks = answer.below().map(|text| escape(&legible(text)));
        let sources = answer.sources.iter();
        let sources = sources.map(|source| escape(&self.style.source(source)));
        nothing.chain(notes).chain(remarks).chain(sources).collect()
    }
}

/// Raised letters of notes.
fn marks(notes: &[usize]) -> String {
    if notes.is_empty() {
        return String::new();
    }
    let letters: Vec<String> = notes.iter().map(|note| letters(*note)).collect();
    format!("\\textsuperscript{{{}}}", letters.join(","))
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("{} \\\\", cells.collect::<Vec<_>>().join(" & "))
}

/// A text that LaTeX sets as it stands.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => out.extend(['\\', c]),
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '"' => out.push_str("{\\char34}"),
            // At the beginning of a row these would be taken for an option of the row before.
            '[' | ']' | '*' => out.extend(['{', c, '}']),
            // Two of these in a row would become another sign.
            '-' | '\'' | '`' | ',' if before == c => out.extend(['{', '}', c]),
            '`' if matches!(before, '?' | '!') => out.push_str("{}`"),
            '−' => out.push_str("$-$"),
            '×' => out.push_str("$\\times$"),
            '÷' => out.push_str("$\\div$"),
            '±' => out.push_str("$\\pm$"),
            '≈' => out.push_str("$\\approx$"),
            '≤' => out.push_str("$\\leq$"),
            '≥' => out.push_str("$\\geq$"),
            '·' => out.push_str("$\\cdot$"),
            'Σ' => out.push_str("$\\Sigma$"),
            '→' => out.push_str("$\\rightarrow$"),
            '²' => out.push_str("\\textsuperscript{2}"),
            '³' => out.push_str("\\textsuperscript{3}"),
            // Sparklines are drawn, since few fonts have their blocks: eight heights, and a blank for a missing value.
            '▁'..='█' => {
                let eighths = u32::from(c) - u32::from('▁') + 1;
                write!(out, "\\rule{{0.5em}}{{{}ex}}", f64::from(eighths) / 4.0).ok();
            }
            '\u{2800}' => out.push_str("\\hspace*{0.5em}"),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_in_a_text_is_taken_for_a_command() {
        for (text, escaped) in [
            (
                "50% of A_B & C #1 $2 {x}",
                "50\\% of A\\_B \\& C \\#1 \\$2 \\{x\\}",
            ),
            (
                "<a|b> \"c\" ^ ~ \\",
                "\\textless{}a\\textbar{}b\\textgreater{} {\\char34}c{\\char34} \\textasciicircum{} \\textasciitilde{} \\textbackslash{}",
            ),
            ("--long [x] *", "-{}-long {[}x{]} {*}"),
            ("=1+2", "=1+2"),
            ("−9.7 km²", "$-$9.7 km\\textsuperscript{2}"),
            (
                "▁\u{2800}█",
                "\\rule{0.5em}{0.25ex}\\hspace*{0.5em}\\rule{0.5em}{2ex}",
            ),
        ] {
            assert_eq!(super::escape(text), escaped);
        }
    }
}
