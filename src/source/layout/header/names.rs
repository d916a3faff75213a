//! Whether a row names columns: words, years or nothing where the body holds figures.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::order::IntoSet;
use crate::source::grid::Row;
use crate::source::headings;
use crate::source::layout::row::{is_figure, is_number, is_year};
use crate::source::periods::{self, Script};

/// Whether numbers are one alone that is no year of the centuries that statistics are about: the first figure of a table
/// without names.
fn is_old(numbers: &[&str]) -> bool {
    matches!(numbers, [one] if !("1800".."2151").contains(one))
}

/// Whether what reads as numbers in the first row are names beside so many words: signs, as in `Relation | # | %`; of many
/// words a few may begin with a digit: `2B`.
fn are_signs(numbers: &[&str], words: usize) -> bool {
    let few = numbers.len() * 4 <= words;
    let is_sign = |cell: &&str| {
        !cell.contains(|c: char| c.is_ascii_digit()) || few && cell.contains(char::is_alphabetic)
    };
    words > 0 && numbers.iter().all(is_sign)
}

/// Whether a row names columns or says something of them: where the body holds figures, it holds words, periods or
/// nothing. What stands in the header above it too is a heading of merged cells, and says nothing new.
pub(in crate::source::layout) fn is_header(
    row: &Row<'_>,
    above: Option<&Row<'_>>,
    figures: &[bool],
    years: &[bool],
) -> bool {
    let first = above.is_none();
    let (mut words, mut blanks, mut numbers) = (0, 0, Vec::new());
    let (mut labels, mut marks) = (0, Vec::new());
    for (index, holds_figures) in figures.iter().enumerate() {
        let cell = row.cell(index).trim();
        let merged = above.is_some_and(|above| above.cell(index).trim() == cell);
        if merged && !holds_figures && !is_number(cell) {
            continue;
        }
        // `2018(r)` is a year among others.
        let cell = bare_year(cell);
        match (cell.is_empty(), holds_figures) {
            (true, true) => blanks += 1,
            (false, true) if is_number(cell) || is_figure(cell) && !is_word(cell) => {
                numbers.push(cell);
            }
            (false, true) if is_figure(cell) && !first => marks.push(cell),
            (false, true) => words += 1,
            (false, false) => labels += 1,
            (true, false) => {}
        }
    }
    if first && are_signs(&numbers, words) {
        words += numbers.len();
        numbers.clear();
    }
    // Letters that elsewhere are the mark of a missing figure are names among names: `Nr`.
    if numbers.is_empty() && words > 0 && words >= marks.len() {
        words += marks.len();
    } else {
        numbers.append(&mut marks);
    }
    let of_figures = words + blanks + numbers.len();
    if of_figures == 0 {
        return first;
    }
    if numbers.is_empty() {
        // A row whose figures are all blank has words elsewhere, as headings inside a table have.
        return words > 0 && (first || words * 2 >= of_figures || labels == 0);
    }
    // Figures may be years as well.
    let over = |at: &usize| figures[*at] && !years[*at];
    let over: Vec<usize> = (0..figures.len()).filter(over).collect();
    if let Some(above) = above {
        if tells_apart(row, above, &over, numbers.len()) {
            return true;
        }
        let told = Told {
            words,
            blanks,
            labels,
            numbers,
        };
        return told.goes_on_below(row, above, figures);
    }
    // Years over figures that are none.
    let names_year = |at: &&usize| is_year(bare_year(row.cell(**at).trim()));
    let over_figures = over.iter().filter(names_year).count();
    // Or beside a blank corner, each another one.
    let all_differ = blanks == 0 && numbers.iter().into_set().len() == numbers.len();
    let are_told = (labels + words > 0 || all_differ) && !(words == 0 && is_old(&numbers));
    if over_figures == numbers.len() && are_told {
        return true;
    }
    // Months of six digits that go on: `201601`, `201602`.
    if numbers.len() > 2 && labels + words > 0 && are_months(&numbers) {
        return true;
    }
    // What the first column holds is told: `town,2010,2011`, also over figures that look like years.
    let first_cell = row.cell(0).trim();
    let names_keys = headings::area(first_cell) > 1 || headings::is_time(first_cell);
    if names_keys
        && labels == 1
        && words == 0
        && all_differ
        && numbers.iter().all(|cell| is_year(cell))
    {
        return true;
    }
    // Years over several columns each, as merged cells leave them: `,2022,,,2023,,`.
    if over_figures == numbers.len() && are_spread(row, figures) {
        return true;
    }
    // Years of another calendar beside names in its script.
    let script = row.cells().find_map(Script::of);
    let of_calendar = |cell: &&str| script.is_some_and(|script| script.could_be_year(cell));
    if numbers.iter().all(of_calendar) && all_differ {
        return true;
    }
    // Years over figures that look like years, or members that are numbers, stand in an order.
    let Some(whole) = numbers
        .iter()
        .map(|cell| cell.parse().ok())
        .collect::<Option<Vec<i64>>>()
    else {
        return false;
    };
    let steps: Vec<i64> = whole.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let all_years = numbers.iter().all(|cell| is_year(cell));
    // Years of an economic history: 1, 1000, 1500, 1600, 1700, 1820.
    let most_are_years = numbers.iter().filter(|cell| is_year(cell)).count() * 2 > numbers.len();
    let long = steps.len() > 3 && steps.iter().all(|step| *step > 0) && whole[0] > 0;
    if long && most_are_years && whole.last().is_some_and(|last| *last < 2200) {
        return true;
    }
    let even = steps.len() > 1
        && steps
            .iter()
            .all(|step| *step == steps[0] && step.abs() <= 10 && *step != 0);
    even || all_years && words == 0 && repeats(&whole)
}

/// What a row holds: words, blanks and numbers over figures, labels over the rest.
struct Told<'r> {
    words: usize,
    blanks: usize,
    labels: usize,
    numbers: Vec<&'r str>,
}

impl Told<'_> {
    /// Whether a row with numbers goes on with the names of the row above it.
    fn goes_on_below(&self, row: &Row<'_>, above: &Row<'_>, figures: &[bool]) -> bool {
        let numbers = self.numbers.len();
        let of_figures = self.words + self.blanks + numbers;
        let all_years = self.numbers.iter().all(|cell| is_year(cell));
        // Names of which some are years: `Week | 2019 | men 0-64 | men 65+ | 2020 | …`.
        if all_years && self.words >= 2 * numbers && self.words * 2 > of_figures {
            return true;
        }
        let of_years = all_years && self.words == 0 && numbers > self.blanks && self.blanks > 0;
        if of_years && self.labels > 0 && names_the_rest(row, above, figures) {
            return true;
        }
        if counts_parts(row, above, &self.numbers) {
            return true;
        }
        // `Year` beside years.
        let names_years = self.labels == 1 && headings::is_time(row.cell(0).trim());
        all_years && numbers > 1 && names_years
            || self.labels == 0 && (all_years || self.words > 0 && figures.contains(&false))
    }
}

/// Whether so many years, each over figures, tell apart columns that the row above calls alike: `2019 | 2020 | 2019 | 2020`
/// below `Men | Men | Women | Women`.
fn tells_apart(row: &Row<'_>, above: &Row<'_>, over: &[usize], count: usize) -> bool {
    let is_of_year = |at: &&usize| is_year(row.cell(**at).trim());
    let pair = |&at: &usize| (above.cell(at).trim(), row.cell(at).trim());
    let pairs: Vec<(&str, &str)> = over.iter().filter(is_of_year).map(pair).collect();
    let different: BTreeSet<&(&str, &str)> = pairs.iter().into_set();
    let names: BTreeSet<&str> = pairs.iter().map(|(name, _)| *name).into_set();
    pairs.len() == count && different.len() == count && names.len() < count && !names.contains("")
}

/// Whether numbers count on what the row above names over the first of them and nothing over the others: weeks, months.
fn counts_parts(row: &Row<'_>, above: &Row<'_>, numbers: &[&str]) -> bool {
    let counted: Option<Vec<u32>> = numbers.iter().map(|cell| cell.parse().ok()).collect();
    let goes_on = |counted: Vec<u32>| counted.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let begins = |cell: &str| numbers.first() == Some(&cell.trim());
    let first = row.cells().position(begins);
    numbers.len() > 3
        && counted.is_some_and(goes_on)
        && first.is_some_and(|first| {
            let heading = above.cell(first).trim();
            let mut others = above.cells().skip(first + 1).map(str::trim);
            headings::part_counted(heading).is_some()
                && others.all(|cell| cell.is_empty() || cell == heading)
        })
}

/// Whether the row above names the figures that a row does not, and nothing else that stands in it: `Births | | Deaths | |
/// Total births` above `Region | 2019 | 2020 | 2019 | 2020 |`.
fn names_the_rest(row: &Row<'_>, above: &Row<'_>, figures: &[bool]) -> bool {
    let is_told = |row: &Row<'_>, at: usize| row.is_filled(at);
    (0..figures.len()).all(|at| match (figures[at], is_told(row, at)) {
        (true, false) => is_told(above, at),
        (false, true) => !is_told(above, at),
        _ => true,
    })
}

/// Whether a row holds nothing but different years over figures, each over as many up to the last; before the first a number
/// of the row may stand and the like.
fn are_spread(row: &Row<'_>, figures: &[bool]) -> bool {
    let filled: Vec<usize> = (0..figures.len()).filter(|&at| row.is_filled(at)).collect();
    let Some(first) = figures.iter().position(|holds| *holds) else {
        return false;
    };
    let steps: BTreeSet<usize> = filled.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let last = figures.iter().rposition(|holds| *holds).unwrap_or(first);
    let different: BTreeSet<&str> = filled.iter().map(|&at| row.cell(at).trim()).collect();
    let Some(step) = steps.first().copied().filter(|step| *step > 1) else {
        return false;
    };
    filled
        .first()
        .is_some_and(|at| *at >= first && figures[*at])
        && steps.len() == 1
        && different.len() == filled.len()
        && filled.last().is_some_and(|at| at + step + step > last)
}

/// A year without what stands behind it: `2018` of `2018(r)`.
pub(super) fn bare_year(cell: &str) -> &str {
    let year = cell.get(..4).filter(|year| is_year(year));
    let marked = || periods::read_one(cell).is_some_and(|label| label.mark.is_some());
    match year {
        Some(year) if (5..10).contains(&cell.len()) && marked() => year,
        // `2020.`, as an ordinal is written.
        Some(year) if cell.len() == 5 && cell.ends_with('.') => year,
        _ => periods::said_twice(cell).unwrap_or(cell),
    }
}

/// A name whose words were parted where a line ended, in one: `Stadt-` above `bezirk`.
pub(super) fn unbroken(cell: &str) -> Cow<'_, str> {
    if !cell.contains("-\n") {
        return Cow::Borrowed(cell);
    }
    let mut parts = cell.split("-\n");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_other = ["und ", "oder ", "bzw"]
            .iter()
            .any(|word| part.starts_with(word));
        let goes_on = part.starts_with(char::is_lowercase) && !is_other;
        whole.push_str(if goes_on {
            ""
        } else if is_other {
            "- "
        } else {
            "-"
        });
        whole.push_str(part);
    }
    Cow::Owned(whole)
}

/// Whether a cell holds letters alone.
pub(super) fn is_word(cell: &str) -> bool {
    cell.chars().all(char::is_alphabetic)
}

/// Whether numbers are months as `201601`, of which most follow the one before by as much, forwards or backwards.
pub(super) fn are_months(numbers: &[&str]) -> bool {
    let month = |cell: &&str| -> Option<i64> {
        let (year, month) = cell.split_at_checked(4).filter(|_| cell.len() == 6)?;
        let month: i64 = month
            .parse()
            .ok()
            .filter(|month| (1..=12).contains(month))?;
        Some(year.parse::<i64>().ok().filter(|_| is_year(year))? * 12 + month)
    };
    let months: Option<Vec<i64>> = numbers.iter().map(month).collect();
    months.is_some_and(|months| {
        let steps: Vec<i64> = months.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let forwards = steps.iter().all(|step| *step > 0);
        let backwards = steps.iter().all(|step| *step < 0);
        let alike = steps.iter().filter(|step| **step == steps[0]).count();
        steps.len() > 1 && (forwards || backwards) && alike * 3 > steps.len() * 2
    })
}

/// Whether the years begin again: 2010, 2011, 2010, 2011.
fn repeats(years: &[i64]) -> bool {
    let Some(period) = years
        .iter()
        .skip(1)
        .position(|year| *year == years[0])
        .map(|at| at + 1)
    else {
        return false;
    };
    years
        .iter()
        .zip(&years[period..])
        .all(|(year, later)| year == later)
}
