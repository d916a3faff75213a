//! Rows by what names them: by the texts of several columns together.

use std::collections::BTreeMap;

/// What names the rows by several columns: an index for each row, the same for rows with the same texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) of_row: Vec<u32>,
    pub(super) count: usize,
}

impl Keys {
    /// All rows alike.
    pub(super) fn none(rows: usize) -> Keys {
        Keys {
            of_row: vec![0; rows],
            count: usize::from(rows > 0),
        }
    }

    /// Told apart by another column as well. The keys are numbered in the order of the rows.
    pub(super) fn with(&self, codes: &[u32]) -> Keys {
        // The rows by their keys, in order.
        let mut ends = vec![0; self.count + 1];
        for own in &self.of_row {
            ends[*own as usize + 1] += 1;
        }
        for key in 0..self.count {
            ends[key + 1] += ends[key];
        }
        let mut by_key = vec![0; self.of_row.len()];
        for (row, own) in (0..).zip(&self.of_row) {
            let end = &mut ends[*own as usize];
            by_key[*end] = row;
            *end += 1;
        }
        // For each row the first with its key and its code, then which key that is.
        let most = codes.iter().max().map_or(0, |code| *code as usize + 1);
        let mut firsts: Vec<Option<(u32, u32)>> = vec![None; most];
        let mut of_row = vec![0; self.of_row.len()];
        for row in by_key {
            let own = self.of_row[row as usize];
            let first = &mut firsts[codes[row as usize] as usize];
            of_row[row as usize] = match *first {
                Some((key, first)) if key == own => first,
                _ => {
                    *first = Some((own, row));
                    row
                }
            };
        }
        let mut count = 0;
        for row in 0..of_row.len() {
            let first = of_row[row] as usize;
            of_row[row] = if first == row {
                count += 1;
                count - 1
            } else {
                of_row[first]
            };
        }
        Keys {
            of_row,
            count: count as usize,
        }
    }

    /// Whether each row has its own.
    pub(super) fn is_unique(&self) -> bool {
        self.count == self.of_row.len()
    }

    /// Whether each always stands beside the same text of a column.
    pub(super) fn determines(&self, codes: &[u32]) -> bool {
        always_beside(&self.of_row, self.count, codes)
    }

    /// The indices of the rows that follow one of the same key, each with the first.
    pub(super) fn repeated(&self) -> Vec<(usize, usize)> {
        let mut first: BTreeMap<u32, usize> = BTreeMap::new();
        let mut found = Vec::new();
        for (row, key) in self.of_row.iter().enumerate() {
            match first.get(key) {
                Some(&before) => found.push((before, row)),
                None => {
                    first.insert(*key, row);
                }
            }
        }
        found
    }
}

/// Whether each of so many codes always stands beside the same other code.
pub(super) fn always_beside(codes: &[u32], count: usize, others: &[u32]) -> bool {
    let mut beside: Vec<Option<u32>> = vec![None; count];
    codes.iter().zip(others).all(|(own, its)| {
        let known = &mut beside[*own as usize];
        *known.get_or_insert(*its) == *its
    })
}
