//! Which texts of a column always stand beside the same text of another.

use super::{OPEN, Survey};
use crate::source::scan::Record;

/// Whether each text of one column always stands beside the same of another.
pub(super) struct Pair {
    pub(super) of: usize,
    pub(super) beside: usize,
    /// Whether rows are passed over in which either is blank.
    pub(super) told: bool,
    pub(super) known: Vec<u32>,
    pub(super) refuted: bool,
}

impl Pair {
    /// Whether the texts of a row stand beside one another as in those before.
    pub(super) fn holds(&mut self, codes: &[u32], record: &Record, columns: &[usize]) -> bool {
        let (of, beside) = (codes[self.of], codes[self.beside]);
        if of == OPEN || beside == OPEN {
            self.refuted = true;
            return true;
        }
        let at = of as usize;
        if let Some(known) = self.known.get(at)
            && *known == beside
        {
            return true;
        }
        let is_blank = |at: usize| record.field(columns[at]).trim_ascii().is_empty();
        if self.told && (is_blank(self.of) || is_blank(self.beside)) {
            return true;
        }
        if self.known.len() <= at {
            self.known.resize(at + 1, OPEN);
        }
        let known = &mut self.known[at];
        if *known == OPEN {
            *known = beside;
            return true;
        }
        self.refuted = true;
        false
    }
}

/// The texts, each with its column, that stand beside one text in one thread and beside another in another.
pub(super) fn refuted_across(surveys: &[Survey]) -> Vec<(usize, u32)> {
    let mut found = Vec::new();
    let Some((first, others)) = surveys.split_first() else {
        return found;
    };
    for (at, pair) in first.pairs.iter().enumerate() {
        if surveys.iter().any(|survey| survey.pairs[at].refuted) {
            continue;
        }
        let mut known = pair.known.clone();
        'threads: for other in others {
            for (code, beside) in other.pairs[at].known.iter().enumerate() {
                if known.len() <= code {
                    known.resize(code + 1, OPEN);
                }
                if *beside == OPEN || known[code] == OPEN {
                    known[code] = known[code].min(*beside);
                } else if known[code] != *beside {
                    found.push((pair.of, u32::try_from(code).unwrap_or(OPEN)));
                    break 'threads;
                }
            }
        }
    }
    found.sort_unstable();
    found
}
