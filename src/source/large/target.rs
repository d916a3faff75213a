//! What is looked for in every row of a large file, as its beginning, its end and stretches between say what it is.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;

use super::Sizes;
use super::store::{Ends, Lines, Reading, Store};
use super::survey::{self, Plan, Shared, Survey};
use crate::order::IntoSet;
use crate::source::found::Found;
use crate::source::shape::{Origin, Selects};
use crate::source::{Input, Options, may_be_cut, text};

/// How many rows show what is added to a total, for each column.
const EXAMPLES: usize = 4;
/// The same where a row has several figures, each of which is an example.
const EXAMPLES_ACROSS: usize = 1;

/// The table that these lines of a file make.
pub(super) fn digested(name: &str, lines: &Lines, options: &Options) -> Option<(Found, u8)> {
    let input = Input {
        name: name.to_owned(),
        bytes: lines.text.clone(),
    };
    let numbers: Vec<u32> = lines.each.iter().map(|(_, line, _)| *line).collect();
    let (found, delimiter) = text::digest(input, &numbers, options).ok()?;
    Some((found, u8::try_from(delimiter?).ok()?))
}

/// What is to be surveyed, told from the beginning, the end and stretches between; and the delimiter.
pub(super) fn first_target(
    name: &str,
    ends: &Ends,
    lines: &Lines,
    length: u64,
    options: &Options,
) -> Option<(Target, u8)> {
    let input = Input {
        name: name.to_owned(),
        bytes: lines.text.clone(),
    };
    if !may_be_cut(&input) || std::str::from_utf8(&input.bytes).is_err() {
        return None;
    }
    let (found, delimiter) = digested(name, lines, options)?;
    let target = Target::of(found.origin.as_ref()?, lines, delimiter, length, ends)?;
    Some((target, delimiter))
}

/// The columns whose texts are told apart, each with its texts.
pub(super) type Codes = Vec<(usize, BTreeMap<Vec<u8>, u32>)>;

/// Whether each text by which rows are selected was seen in a row that stays, where some rows are left out.
pub(super) fn shows_all(origin: &Origin, codes: &Codes) -> bool {
    let is_shown = |selects: &Selects| {
        let mut columns = codes.iter();
        let texts = columns.find(|(column, _)| *column == selects.column);
        let mut texts = texts.into_iter().flat_map(|(_, texts)| texts.keys());
        let dropped = origin.dropped.iter();
        let dropped = dropped.filter(|(column, _)| *column == selects.column);
        let known = selects.texts.values().flatten();
        let known: BTreeSet<&[u8]> = known
            .chain(dropped.map(|(_, text)| text))
            .map(String::as_bytes)
            .into_set();
        texts.all(|text| known.contains(text.as_slice()))
    };
    origin.dropped.is_empty() || origin.selects.iter().all(is_shown)
}

/// What is to be surveyed.
pub(super) struct Target {
    pub(super) plan: Plan,
    pub(super) body: Range<u64>,
    /// Texts for which rows are left out.
    pub(super) dropped: Vec<Vec<(usize, Vec<u8>)>>,
    /// Whether rows of keys that two have are wanted.
    wants_repeated: bool,
}

impl Target {
    /// The target of what was found in lines of a file; nothing where its rows are not told apart by columns alone.
    pub(super) fn of(
        origin: &Origin,
        lines: &Lines,
        delimiter: u8,
        length: u64,
        ends: &Ends,
    ) -> Option<Target> {
        if !origin.is_plain || origin.key.is_empty() || origin.figures.is_empty() {
            return None;
        }
        let first = lines.offset_of_line(origin.lines.0)?;
        let last = lines.offset_of_line(origin.lines.1)?;
        let start = lines.each[first].0;
        let end = lines.end(last).min(length);
        // What lies between the beginning and the end is body.
        let gap = ends.head_end..ends.tail_at;
        if !gap.is_empty() && (start > gap.start || end < gap.end) {
            return None;
        }
        let mut texts: Vec<usize> = origin
            .key
            .iter()
            .chain(&origin.aside)
            .chain(&origin.others)
            .copied()
            .collect();
        texts.sort_unstable();
        texts.dedup();
        let at = |column: &usize| texts.binary_search(column).unwrap_or(0);
        let key: Vec<usize> = origin.key.iter().map(at).collect();
        let times: Vec<usize> = match origin.times.as_slice() {
            [] | [_] => Vec::new(),
            several => several.iter().map(at).collect(),
        };
        let used = texts
            .iter()
            .copied()
            .chain(origin.figures.iter().map(|(column, _)| *column));
        let plan = Plan {
            width: origin.width,
            used: used.max().map_or(0, |last| last + 1),
            wanted: examples(origin, &texts, lines, delimiter, first..last + 1),
            figures: origin.figures.clone(),
            indicator: origin.indicator.map(|column| at(&column)),
            key,
            times,
            texts: texts.clone(),
        };
        let dropped = origin.dropped.iter();
        let dropped = dropped.map(|(column, text)| vec![(at(column), text.clone().into_bytes())]);
        Some(Target {
            plan,
            body: start..end,
            dropped: dropped.collect(),
            wants_repeated: false,
        })
    }

    /// What all rows show; nothing where the whole file has to be read.
    pub(super) fn survey(
        &self,
        store: &Store,
        delimiter: u8,
        sizes: &Sizes,
    ) -> io::Result<Option<(survey::Found, Codes)>> {
        let shared = Shared::new(&self.plan);
        let reading = Reading {
            body: &self.body,
            delimiter,
            width: self.plan.width,
            conditions: Vec::new(),
            columns: None,
            chunks: None,
            zones: None,
            quotes: None,
        };
        let surveys = store.run(reading, sizes, || Survey::new(&self.plan, &shared))?;
        let Ok(shown) = Survey::merged(surveys) else {
            return Ok(None);
        };
        let codes = self.plan.texts.iter().copied().zip(shared.into_codes());
        Ok(Some((shown, codes.collect())))
    }

    /// Whether two rows have one key and such rows were not yet asked for: now they are.
    pub(super) fn asks_for_repeated(&mut self, shown: &survey::Found) -> bool {
        let asks = !shown.repeated.is_empty() && !self.wants_repeated;
        if asks {
            self.wants_repeated = true;
            self.plan.wanted.extend(shown.repeated.iter().cloned());
        }
        asks
    }

    /// The target with what it leaves out to be seen, and what was wanted before of the same columns.
    pub(super) fn with(mut self, before: Target, is_same: bool) -> Target {
        self.plan.wanted.extend(self.dropped.iter().cloned());
        if is_same {
            self.plan.wanted.extend(before.plan.wanted);
            self.plan.wanted.sort_unstable();
            self.plan.wanted.dedup();
        }
        self
    }

    /// The lines of the digest: the beginning, the rows that show something, the end.
    pub(super) fn digest(&self, ends: &Ends, shown: &survey::Found) -> Option<Lines> {
        if self.body.start > ends.head_end {
            return None;
        }
        let first = ends.head.ended_by(self.body.start) + 1;
        let mut rows = Lines::default();
        for row in &shown.rows {
            rows.push(row.offset, first + row.line, &row.raw);
        }
        let mut lines = ends.head.clone();
        // The line on which the end begins: behind the body there are lines of the end alone.
        let tail_line = if ends.tail_at <= ends.head_end {
            lines.each.len() as u64 + 1
        } else {
            if self.body.end < ends.tail_at {
                return None;
            }
            first + shown.lines - ends.tail.ended_by(self.body.end)
        };
        for (number, at) in (tail_line..).zip(0..ends.tail.each.len()) {
            lines.push(ends.tail.each[at].0, number, ends.tail.raw(at));
        }
        Some(lines.merged(&rows))
    }
}

impl Plan {
    /// Whether it looks at the same columns in the same way.
    pub(super) fn same_columns(&self, other: &Plan) -> bool {
        let same = |one: &Plan| Plan {
            wanted: Vec::new(),
            ..one.clone()
        };
        same(self) == same(other)
    }
}

/// For the areas and for each further dimension some rows of all that name them but the one: from all rows beside them it
/// is seen whether one is the total of the others. And some rows by area, time and indicator alone: rows beside them show
/// what else tells them apart.
fn examples(
    origin: &Origin,
    texts: &[usize],
    lines: &Lines,
    delimiter: u8,
    rows: Range<usize>,
) -> Vec<Vec<(usize, Vec<u8>)>> {
    let mut found = BTreeSet::new();
    let others = |left_out: &dyn Fn(&usize) -> bool| -> Vec<usize> {
        origin
            .key
            .iter()
            .copied()
            .filter(|column| !left_out(column))
            .collect()
    };
    let mut kinds: Vec<Vec<usize>> = origin
        .area
        .iter()
        .chain(&origin.dimensions)
        .map(|own| others(&|column| column == own))
        .collect();
    kinds.push(others(&|column| origin.dimensions.contains(column)));
    let examples = match origin.figures.len() {
        ..EXAMPLES => EXAMPLES,
        _ => EXAMPLES_ACROSS,
    };
    for step in 0..examples {
        let at = rows.start + rows.len() * (2 * step + 1) / (2 * examples);
        let Some(fields) = rows.contains(&at).then(|| fields(lines.raw(at), delimiter)) else {
            continue;
        };
        if fields.len() != origin.width {
            continue;
        }
        for columns in kinds.iter().filter(|columns| !columns.is_empty()) {
            let equal = columns.iter().map(|column| {
                let at = texts.binary_search(column).unwrap_or(0);
                (at, fields[*column].clone())
            });
            found.insert(equal.collect::<Vec<_>>());
        }
    }
    found.into_iter().collect()
}

/// The fields of a line.
fn fields(line: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(line);
    let mut records = reader.byte_records();
    let record = records.next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(<[u8]>::to_vec).collect()
}
