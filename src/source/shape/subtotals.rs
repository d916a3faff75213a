//! Names that stand once beside the rows that they are of, and the totals that close these, as pivot tables leave them:
//! `East | Apples`, `| Pears`, `East Total |`. Each row gets all of its names, a total that of a member: `East | Total`. It is
//! one file since which names are lacking and which rows are totals is told by one another.

use std::collections::BTreeSet;

use super::body::clean;
use crate::order::IntoSet;
use crate::source::found::Finding;
use crate::source::grid::{Grid, Row};
use crate::source::headings;
use crate::source::layout::{Heading, Layout};
use crate::source::numeral::{is_figure, is_number};
use crate::source::places;
use crate::words::{excerpt, quoted_list};

/// More rows are not looked at: such tables are printed ones.
const MOST_ROWS: usize = 20_000;
/// What a total is called among the members that it is of.
const WHOLE: &str = "Total";
/// What else closes the rows of a name: `East Average`.
const STATISTICS: [&str; 16] = [
    "sum",
    "average",
    "mean",
    "median",
    "count",
    "number",
    "max",
    "maximum",
    "min",
    "minimum",
    "stddev",
    "var",
    "mittelwert",
    "anzahl",
    "moyenne",
    "promedio",
];

/// The table with all names in each row, and what was concluded; nothing where names stand in every row, or in one column
/// of blanks alone.
pub(super) fn named_apart(grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, Vec<Finding>)> {
    let lines = Lines::of(grid, layout)?;
    let named = lines.named()?;
    let width = grid.rows().map(|row| row.len()).max().unwrap_or(0);
    let mut rows = grid.like();
    for (row, told) in layout.rows(grid).zip(&named.each) {
        let Some(told) = told else { continue };
        let own = |at: usize| {
            let mut labels = lines.columns.iter().zip(told);
            labels.find(|(column, _)| column.index == at)
        };
        rows.push(
            row.line,
            (0..width).map(|at| own(at).map_or(row.cell(at), |(_, name)| name.as_str())),
        );
    }
    let mut told = Vec::new();
    let blank = lines.columns.iter().zip(&lines.is_sparse);
    let blank = blank.filter(|(_, sparse)| **sparse);
    let blank = blank.map(|(column, _)| excerpt(&column.name));
    if lines.is_sparse.contains(&true) {
        told.push(Finding::new(
            format!(
                "a blank in {} repeats what stands above it",
                quoted_list(blank, "and")
            ),
            "each name stands once, above the rows that it is of",
            "",
        ));
    }
    if let Some((text, names)) = named.example {
        told.push(Finding::new(
            format!("`{}` and the like are told as {names}", excerpt(&text)),
            "they close the rows of one name, and have no other names of their own",
            "",
        ));
    }
    let columns = layout.columns.clone();
    let layout = layout.of_other_rows(columns, 0..rows.len());
    Some((rows, layout, told))
}

/// How a row tells its names.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// The first column in which a name stands.
    first: usize,
    /// The last such column.
    last: usize,
    /// Whether anything stands behind the names.
    has_figures: bool,
}

/// The rows of a table whose first columns hold names.
struct Lines<'a> {
    columns: &'a [Heading],
    /// Each with what stands in the columns of names; without a line where that is nothing.
    rows: Vec<(Option<Line>, Vec<&'a str>)>,
    /// In which columns names are lacking that stand further above.
    is_sparse: Vec<bool>,
}

/// The names of each row; nothing for a heading without figures.
struct Named {
    each: Vec<Option<Vec<String>>>,
    /// A name that closes rows, and how it is told.
    example: Option<(String, String)>,
}

impl<'a> Lines<'a> {
    /// The rows, where the first two columns or more hold names and some of these are blank.
    fn of(grid: &'a Grid, layout: &'a Layout) -> Option<Lines<'a>> {
        if layout.body.len() > MOST_ROWS || layout.columns.len() < 3 {
            return None;
        }
        let cell = |row: &Row<'a>, at: usize| clean(row.cell(layout.columns[at].index));
        let holds_names = |at: &usize| {
            let is_word = |text: &str| !text.is_empty() && !is_figure(text);
            let is_time = headings::is_time(&layout.columns[*at].name);
            let any =
                |holds: &dyn Fn(&str) -> bool| layout.rows(grid).any(|row| holds(cell(&row, *at)));
            is_time || any(&is_word) && !any(&is_number)
        };
        // Most tables have neither blanks nor merged cells there.
        let of_first = |row: &Row<'a>| {
            let [one, other] = [0, 1].map(|at| row.cell(layout.columns[at].index).trim());
            one.is_empty() || other.is_empty() || one == other
        };
        if !layout.rows(grid).any(|row| of_first(&row)) {
            return None;
        }
        let names = (0..layout.columns.len()).take_while(holds_names).count();
        if names < 2 || names == layout.columns.len() {
            return None;
        }
        let mut rows = Vec::new();
        let mut above = "";
        for row in layout.rows(grid) {
            let mut labels: Vec<&str> = (0..names).map(|at| cell(&row, at)).collect();
            // Merged cells hold the name of a total in each.
            if is_total_of(above, labels[0]) && labels.iter().all(|label| *label == labels[0]) {
                labels[1..].fill("");
            }
            above = if labels[0].is_empty() {
                above
            } else {
                labels[0]
            };
            let is_told = |label: &&str| !label.is_empty();
            let ends = labels
                .iter()
                .position(is_told)
                .zip(labels.iter().rposition(is_told));
            if ends.is_some_and(|(first, last)| labels[first..=last].contains(&"")) {
                return None;
            }
            let line = ends.map(|(first, last)| Line {
                first,
                last,
                has_figures: (names..layout.columns.len()).any(|at| !cell(&row, at).is_empty()),
            });
            rows.push((line, labels));
        }
        // Some rows may have lost theirs.
        let nameless = rows.iter().filter(|(line, _)| line.is_none()).count();
        if nameless * 20 > rows.len() {
            return None;
        }
        let is_sparse = |at: usize| {
            let mut lines = rows.iter().filter_map(|(line, _)| *line);
            lines.any(|line| line.is_full(names) && line.first > at)
        };
        Some(Lines {
            columns: &layout.columns[..names],
            is_sparse: (0..names).map(is_sparse).collect(),
            rows,
        })
    }

    /// Whether the next row has all names.
    fn begins_below(&self, row: usize) -> bool {
        let next = self.rows.get(row + 1).and_then(|(line, _)| line.as_ref());
        next.is_some_and(|line| line.is_full(self.columns.len()) && line.first == 0)
    }

    /// The first name of the next row below a row that has all names.
    fn next_name(&self, row: usize) -> Option<&'a str> {
        let mut below = self.rows[row + 1..].iter();
        below.find_map(|(line, labels)| {
            let line = line.as_ref()?;
            (line.is_full(self.columns.len()) && line.first == 0).then_some(labels[0])
        })
    }

    /// The names of each row, where names that are lacking stand once above theirs and totals close the rows of a name.
    fn named(&self) -> Option<Named> {
        let names = self.columns.len();
        let told = self.rows.iter();
        let told = told.filter_map(|(line, labels)| Some((line.as_ref()?, labels)));
        let full = told.clone().filter(|(line, _)| line.is_full(names));
        let lacking = full.clone().filter(|(line, _)| line.first > 0).count();
        let closing = told.filter(|(line, _)| line.closes(names));
        let closing: Vec<&str> = closing.map(|(line, labels)| labels[line.last]).collect();
        let mut once = BTreeSet::new();
        let repeated = closing.iter().filter(|text| !once.insert(**text));
        let repeated: BTreeSet<&str> = repeated.copied().into_set();
        // Columns in which no row begins go with the one before: a code beside its name.
        let firsts: BTreeSet<usize> = full.clone().map(|(line, _)| line.first).into_set();
        let begins: Vec<bool> = (0..names)
            .map(|at| lacking == 0 || firsts.contains(&at))
            .collect();
        if lacking * 3 < full.clone().count() && lacking > 0
            || closing.is_empty() && firsts.len() < 3
        {
            return None;
        }
        // Where each of the last names stands once, these are the places, and a total is one among them.
        let last: Vec<&str> = full.map(|(_, labels)| labels[names - 1]).collect();
        let is_nested = last.iter().into_set().len() == last.len();
        if is_nested && lacking == 0 {
            return None;
        }
        let mut above: Vec<&str> = vec![""; names];
        let mut at_head = false;
        let mut seen: BTreeSet<Vec<&str>> = BTreeSet::new();
        let mut told: BTreeSet<Vec<String>> = BTreeSet::new();
        let mut closed: Option<usize> = None;
        let mut each = Vec::new();
        let mut example = None;
        let mut of_above = 0;
        for (row, (line, labels)) in self.rows.iter().enumerate() {
            let Some(line) = line else {
                each.push(Some(vec![String::new(); names]));
                continue;
            };
            // What follows a total begins with another name than that which it closes.
            if closed.is_some_and(|closed| line.first > closed) {
                return None;
            }
            if line.closes(names) {
                let text = labels[line.last];
                let is_next = closed == Some(line.last);
                // A total may stand before its rows, as the first of all does.
                let next = self.next_name(row).filter(|_| line.last == 0);
                let of_next =
                    next.filter(|next| is_total_of(next, text) && beside(next, text).is_some());
                at_head |= told.is_empty() && of_next.is_some();
                let base = match of_next.filter(|_| at_head) {
                    Some(next) => next,
                    None if told.is_empty() && !self.begins_below(row) => return None,
                    None => above[line.last],
                };
                let base = Base {
                    name: base,
                    above: &above,
                    begins: &begins,
                    is_nested,
                };
                let is_repeated = repeated.contains(text) && !is_next && !told.is_empty();
                let (own, is_of_above) = base.closed(labels, *line, is_repeated)?;
                if is_of_above && example.is_none() {
                    let as_told = own.iter().map(String::as_str);
                    example = Some((labels[line.last].to_owned(), quoted_list(as_told, "and")));
                }
                of_above += usize::from(is_of_above);
                closed = Some(line.last);
                if !told.insert(own.clone()) {
                    return None;
                }
                each.push(Some(own));
                continue;
            }
            closed = None;
            above[line.first..=line.last].copy_from_slice(&labels[line.first..=line.last]);
            for at in line.first..=line.last {
                let is_new = seen.insert(above[..=at].to_vec());
                if self.is_sparse[at] && !is_new {
                    return None;
                }
            }
            let own: Vec<String> = above.iter().map(|name| (*name).to_owned()).collect();
            let is_full = line.is_full(names);
            if is_full && (own.contains(&String::new()) || !told.insert(own.clone())) {
                return None;
            }
            each.push(is_full.then_some(own));
        }
        let ends_with_figures = each.last().is_some_and(Option::is_some);
        // One blank could be anything.
        let is_told = lacking > 1 || of_above > 1;
        (ends_with_figures && is_told).then_some(Named { each, example })
    }
}

impl Line {
    fn is_full(&self, names: usize) -> bool {
        self.last + 1 == names
    }

    fn closes(&self, names: usize) -> bool {
        !self.is_full(names) && self.has_figures
    }
}

/// What a row may close.
struct Base<'b> {
    /// The name in its last column of names.
    name: &'b str,
    /// The names of the row above.
    above: &'b [&'b str],
    /// In which columns names begin.
    begins: &'b [bool],
    /// Whether each of the last names stands once.
    is_nested: bool,
}

impl Base<'_> {
    /// The names of a row that closes others, and whether they are those of a name beside it; nothing where it could say
    /// something else.
    fn closed(&self, labels: &[&str], line: Line, again: bool) -> Option<(Vec<String>, bool)> {
        let text = labels[line.last];
        let before = self.above[..line.first]
            .iter()
            .chain(&labels[line.first..line.last]);
        let mut own: Vec<String> = before.map(|name| (*name).to_owned()).collect();
        let rest = beside(self.name, text).filter(|rest| {
            places::is_total(rest) || STATISTICS.contains(&rest.to_lowercase().as_str())
        });
        let (member, is_of_above) = match rest {
            Some(rest) => {
                own.push(self.name.to_owned());
                (rest, true)
            }
            None if line.last == 0 && again => {
                own.push(self.name.to_owned());
                (text, true)
            }
            None if line.last == 0 && text != self.name || places::is_total(text) => {
                own.push(text.to_owned());
                (WHOLE, false)
            }
            None => return None,
        };
        let member = match member {
            _ if self.is_nested => text,
            member if places::is_total(member) => WHOLE,
            member => member,
        };
        for at in own.len()..self.above.len() {
            let name = match self.above[at] {
                _ if self.begins[at] => member,
                name if is_of_above => name,
                _ => "",
            };
            own.push(name.to_owned());
        }
        Some((own, is_of_above))
    }
}

/// Whether a text is the name of a total, of all or of a name.
fn is_total_of(name: &str, text: &str) -> bool {
    places::is_total(text) || beside(name, text).is_some_and(places::is_total)
}

/// What a text says beside a name that it begins or ends with: `Total` of `East Total`.
fn beside<'t>(name: &str, text: &'t str) -> Option<&'t str> {
    let joins = |rest: &str, edge: Option<char>| {
        let is_wide = edge.is_some_and(|edge| edge > '\u{2e7f}');
        let is_parted = edge.is_some_and(|edge| !edge.is_alphanumeric());
        (is_wide || is_parted) && !rest.trim().is_empty()
    };
    if name.is_empty() {
        return None;
    }
    let behind = text.strip_prefix(name);
    let behind = behind.filter(|rest| joins(rest, rest.chars().next()));
    let before = || {
        let rest = text.strip_suffix(name);
        rest.filter(|rest| joins(rest, rest.chars().next_back()))
    };
    let rest = behind.or_else(before)?;
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    Some(rest).filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn totals_are_called_after_what_they_are_of() {
        assert_eq!(beside("East", "East Total"), Some("Total"));
        assert_eq!(beside("East", "Total: East"), Some("Total"));
        assert_eq!(beside("东部", "东部汇总"), Some("汇总"));
        assert_eq!(beside("East", "Eastern Total"), None);
        assert_eq!(beside("East", "East"), None);
        assert_eq!(beside("East", "Grand Total"), None);
    }
}
