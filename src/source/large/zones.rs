//! Which texts stand in which chunk of a file, so that chunks are passed over in which nothing is asked for.

use std::collections::BTreeMap;

use super::survey::Zone;
use crate::source::scan::Condition;

/// Which texts stand in which chunk, of the columns that the survey told apart.
#[derive(Debug)]
pub(super) struct Zones {
    /// The columns of the file, each with the codes of its texts.
    columns: Vec<(usize, BTreeMap<Vec<u8>, u32>)>,
    /// For each chunk, for each of the columns, a bit for each code.
    chunks: Vec<Vec<Vec<u64>>>,
}

impl Zones {
    /// The zones of chunks of such a size, the first of which begins at `start`.
    pub(super) fn new(
        columns: Vec<(usize, BTreeMap<Vec<u8>, u32>)>,
        zones: Vec<Zone>,
        (start, size): (u64, u64),
    ) -> Zones {
        let mut chunks: Vec<Vec<Vec<u64>>> = Vec::new();
        for (offset, zone) in zones {
            let at = usize::try_from(offset.saturating_sub(start) / size.max(1)).unwrap_or(0);
            if chunks.len() <= at {
                chunks.resize(at + 1, vec![Vec::new(); columns.len()]);
            }
            for (known, new) in chunks[at].iter_mut().zip(zone) {
                if known.len() < new.len() {
                    known.resize(new.len(), 0);
                }
                for (known, new) in known.iter_mut().zip(new) {
                    *known |= new;
                }
            }
        }
        Zones { columns, chunks }
    }

    /// How many chunks there are.
    pub(super) fn len(&self) -> usize {
        self.chunks.len()
    }

    /// In which chunks a record may meet these conditions.
    pub(super) fn chunks_with(&self, conditions: &[Condition]) -> Vec<bool> {
        let mut may = vec![true; self.chunks.len()];
        for condition in conditions {
            let mut columns = self.columns.iter();
            let Some(at) = columns.position(|(column, _)| *column == condition.column()) else {
                continue;
            };
            let mut asked: Vec<u64> = Vec::new();
            let codes = condition
                .allowed()
                .filter_map(|text| self.columns[at].1.get(text));
            for code in codes {
                let word = *code as usize / 64;
                if asked.len() <= word {
                    asked.resize(word + 1, 0);
                }
                asked[word] |= 1 << (code % 64);
            }
            for (may, zone) in may.iter_mut().zip(&self.chunks) {
                *may &= zone[at]
                    .iter()
                    .zip(&asked)
                    .any(|(zone, asked)| zone & asked != 0);
            }
        }
        may
    }
}
