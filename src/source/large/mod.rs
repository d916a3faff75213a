//! Large files of text: what they are is told from a part of their rows, and of the rest those rows are read that are
//! asked for.
//!
//! The beginning, the end and a few stretches between them say where the table stands and what its columns are. Then every
//! row is looked at once, in chunks and on all cores (`survey`): those that show something new make the *digest*, a
//! text of some thousand lines from which the ordinary readers conclude what they would from the whole. What is asked is
//! answered from the digest and the rows that a [`Scan`](super::scan::Scan) finds beside it, read as if they were the file: there is one
//! reader of rows and not two. Wherever the digest cannot promise that, the whole file is read.

mod columns;
mod sample;
mod store;
mod straight;
mod sums;
mod survey;
mod target;
mod zones;

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::ops::Range;

use super::found::Found;
#[cfg(feature = "parquet")]
use super::parquet;
use super::scan::{Condition, Fold, Quotes, Record};
use super::shape::{Origin, Selects};
use super::{Options, container, packed};
pub use columns::Parts;
pub use sample::{Sample, sample};
use store::{Lines, Reading, Store};
pub use straight::Filled;
pub use sums::Sums;
use target::{Target, digested, first_target, shows_all};
use zones::Zones;

/// How much of a file is read of what, and from which length on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// The shortest file that is read so, in bytes.
    pub from: u64,
    /// How many bytes are read of its beginning, and how many lines at least.
    pub head: (u64, usize),
    /// How many bytes are read of its end, and how many lines at least.
    pub tail: (u64, usize),
    /// How many stretches are read between these, and how many bytes of each.
    pub stretches: (u64, u64),
    /// How many bytes are looked at at once.
    pub chunk: u64,
    /// By how many threads; by as many as there are cores where it is 0.
    pub threads: usize,
}

impl Default for Sizes {
    fn default() -> Sizes {
        Sizes {
            from: 1 << 20,
            head: (16 << 10, 200),
            tail: (8 << 10, 50),
            stretches: (32, 1 << 10),
            chunk: 1 << 20,
            threads: 0,
        }
    }
}

/// How much longer than what it is packed as a text mostly is at the least.
const MOST_PACKED: u64 = 4;
/// How many bytes a cell has at the least that is read as text.
#[cfg(feature = "parquet")]
const BYTES_A_CELL: u64 = 4;
/// How often what was found is looked for again.
const MOST_ROUNDS: usize = 4;

/// Cells that are asked for: the column of the records, and what may stand there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// The column.
    pub field: String,
    /// What may stand in it.
    pub cells: BTreeSet<String>,
}

/// A large file of which the digest is known.
#[derive(Debug)]
pub struct Large {
    store: Store,
    name: String,
    options: Options,
    /// Where the rows stand.
    body: Range<u64>,
    delimiter: u8,
    origin: Origin,
    digest: Lines,
    /// What describes the table.
    schema: serde_json::Value,
    /// Which texts stand in which chunk, where that is known.
    zones: Option<Zones>,
    /// How quotes stand in any chunk at the most.
    quotes: Quotes,
}

/// The rows of a large Parquet file, and how they are read as text; nothing where it is none.
#[cfg(feature = "parquet")]
fn parquet_store(file: &File, options: &Options) -> io::Result<Option<(Store, Options)>> {
    use std::os::unix::fs::FileExt;
    let mut first = [0; 4];
    if file.read_at(&mut first, 0)? < first.len() || !parquet::is_one(&first) {
        return Ok(None);
    }
    // Whoever reads all of it tells what is wrong.
    let rows = parquet::Rows::of_file(file).ok();
    let shortest = options.sizes.unwrap_or_default().from;
    let large = rows.filter(|rows| rows.cells().saturating_mul(BYTES_A_CELL) >= shortest);
    Ok(large.map(|rows| (Store::Parquet(Box::new(rows)), parquet::as_text(options))))
}

impl Large {
    /// The tables of a large text and how to read more of it; nothing where the whole of it has to be read.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn open(file: &File, name: &str, options: &Options) -> io::Result<Option<(Found, Large)>> {
        let sizes = options.sizes.unwrap_or_default();
        #[cfg(feature = "parquet")]
        if let Some((store, options)) = parquet_store(file, options)? {
            let told = store.findings();
            let opened = Large::open_store(store, name, &options)?;
            return Ok(opened.map(|(mut found, large)| {
                found.findings.splice(0..0, told);
                (found, large)
            }));
        }
        let may_be_large = file.metadata()?.len().saturating_mul(MOST_PACKED) >= sizes.from;
        let unpacked = if may_be_large {
            container::unpacked(file)?
        } else {
            None
        };
        let Some((inside, packing)) = unpacked else {
            return Large::open_text(file, name, options);
        };
        let opened = Large::open_text(&inside, &packed::without_packing(name), options)?;
        Ok(opened.map(|(mut found, large)| {
            found.findings.insert(0, packed::finding(packing));
            (found, large)
        }))
    }

    fn open_text(file: &File, name: &str, options: &Options) -> io::Result<Option<(Found, Large)>> {
        let sizes = options.sizes.unwrap_or_default();
        let length = file.metadata()?.len();
        if length < sizes.from.max(1) || options.encoding.is_some() {
            return Ok(None);
        }
        Large::open_store(Store::Text(file.try_clone()?), name, options)
    }

    fn open_store(
        store: Store,
        name: &str,
        options: &Options,
    ) -> io::Result<Option<(Found, Large)>> {
        let sizes = options.sizes.unwrap_or_default();
        let length = store.length()?;
        let ends = store.ends(&sizes)?;
        let lines = ends.lines(true);
        let Some((mut target, delimiter)) = first_target(name, &ends, &lines, length, options)
        else {
            return Ok(None);
        };
        for _ in 0..MOST_ROUNDS {
            let Some((mut shown, codes)) = target.survey(&store, delimiter, &sizes)? else {
                return Ok(None);
            };
            if target.asks_for_repeated(&shown) {
                continue;
            }
            let digest = target.digest(&ends, &shown);
            let found = digest.and_then(|digest| {
                let (found, _) = digested(name, &digest, options)?;
                let origin = found.origin.clone()?;
                Some((digest, found, origin))
            });
            let Some((digest, found, origin)) = found else {
                return Ok(None);
            };
            let next = Target::of(&origin, &digest, delimiter, length, &ends);
            let Some(next) = next.filter(|next| next.body == target.body) else {
                return Ok(None);
            };
            let is_same = next.plan.same_columns(&target.plan);
            // Rows of one key: what they come to is decided by all of them.
            if is_same && !shown.repeated.is_empty() {
                return Ok(None);
            }
            if !is_same
                || !next
                    .dropped
                    .iter()
                    .all(|text| target.plan.wanted.contains(text))
            {
                target = next.with(target, is_same);
                continue;
            }
            let is_aside = |at: &usize| origin.aside.contains(&target.plan.texts[*at]);
            if !shown.open.iter().all(is_aside) || shown.rejected * 20 > digest.each.len() {
                return Ok(None);
            }
            if !shows_all(&origin, &codes) {
                return Ok(None);
            }
            let zones = shown.zones.take().filter(|_| store.is_text());
            let zones = zones.map(|zones| {
                let start = (target.body.start, sizes.chunk);
                Zones::new(codes, zones, start)
            });
            let large = Large {
                store,
                name: name.to_owned(),
                options: options.clone(),
                body: target.body,
                delimiter,
                origin,
                digest,
                schema: found.resource["schema"].clone(),
                zones,
                quotes: shown.quotes,
            };
            return Ok(Some((found, large)));
        }
        Ok(None)
    }

    fn selects(&self, field: &str) -> Option<&Selects> {
        self.origin
            .selects
            .iter()
            .find(|selects| selects.field == field)
    }

    /// The rows with these cells, of all that the file has.
    fn reading(&self, wanted: &[Wanted]) -> Reading<'_> {
        let conditions = wanted.iter().filter_map(|wanted| {
            let selects = self.selects(&wanted.field)?;
            let texts = wanted
                .cells
                .iter()
                .filter_map(|cell| selects.texts.get(cell));
            let texts = texts.flatten().map(|text| text.clone().into_bytes());
            Some(Condition::new(selects.column, texts))
        });
        Reading {
            body: &self.body,
            delimiter: self.delimiter,
            width: self.origin.width,
            conditions: conditions.collect(),
            columns: None,
            chunks: None,
            zones: self.zones.as_ref(),
            quotes: Some(self.quotes),
        }
    }

    /// The table with all rows that have such cells, and others beside them; nothing where these rows show something that
    /// was not found before.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn keep(&self, wanted: &[Wanted]) -> io::Result<Option<Found>> {
        let sizes = self.options.sizes.unwrap_or_default();
        let folds = self
            .store
            .run(self.reading(wanted), &sizes, Taken::default)?;
        let mut places: Vec<(u64, usize, usize)> = Vec::new();
        for (thread, taken) in folds.iter().enumerate() {
            places.extend((0..taken.rows.each.len()).map(|at| (taken.rows.each[at].0, thread, at)));
        }
        places.sort_unstable();
        let mut rows = Lines::default();
        for (offset, thread, at) in places {
            rows.push(offset, 0, folds[thread].rows.raw(at));
        }
        drop(folds);
        let rows = self.digest.merged(&rows);
        let found = digested(&self.name, &rows, &self.options).map(|(found, _)| found);
        Ok(found.filter(|found| found.resource["schema"] == self.schema))
    }
}

/// The rows that meet all conditions.
#[derive(Default)]
struct Taken {
    rows: Lines,
}

impl Fold for Taken {
    fn take(&mut self, record: &Record) {
        self.rows.push(record.offset, 0, record.raw);
    }

    fn reject(&mut self, _: &Record) {}
}
