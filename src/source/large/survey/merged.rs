//! What the surveys of all threads come to.

use std::collections::BTreeMap;

use super::pairs::refuted_across;
use super::{Fault, Kept, MOST_LOOSE, MOST_REPEATED, Shown, Survey, Zone};
use crate::order::InOrder;
use crate::source::scan::Quotes;

/// What all rows show.
pub(in crate::source::large) struct Found {
    /// The rows that show something, in order.
    pub(in crate::source::large) rows: Vec<Kept>,
    /// How many lines end in the stretch.
    pub(in crate::source::large) lines: u64,
    /// How many rows are of another width.
    pub(in crate::source::large) rejected: usize,
    /// Keys that two rows have, as conditions.
    pub(in crate::source::large) repeated: Vec<Vec<(usize, Vec<u8>)>>,
    /// The columns with too many different texts, by their places in `texts`.
    pub(in crate::source::large) open: Vec<usize>,
    /// What stands in which chunk; nothing where that is too much to keep.
    pub(in crate::source::large) zones: Option<Vec<Zone>>,
    /// How quotes stand in any chunk at the most.
    pub(in crate::source::large) quotes: Quotes,
}

impl Survey<'_> {
    /// What the surveys of all threads show.
    ///
    /// # Errors
    /// If the whole file has to be read.
    pub(in crate::source::large) fn merged(surveys: Vec<Survey>) -> Result<Found, Fault> {
        if let Some(fault) = surveys.iter().find_map(|survey| survey.fault) {
            return Err(fault);
        }
        let Some(plan) = surveys.first().map(|survey| survey.plan) else {
            return Err(Fault::Much);
        };
        let open = (0..plan.texts.len()).filter(|&at| {
            surveys
                .iter()
                .any(|survey| survey.texts[at].texts.is_open())
        });
        let open: Vec<usize> = open.collect();
        let mut chunks: Vec<(u64, u64)> = Vec::new();
        let mut rows: Vec<Kept> = Vec::new();
        let mut zones = Some(Vec::new());
        let mut repeated: Vec<Vec<u32>> = Vec::new();
        let across = refuted_across(&surveys);
        let rejected: usize = surveys.iter().map(|survey| survey.rejected).sum();
        if rejected > MOST_LOOSE && surveys.iter().any(|survey| survey.loose > 0) {
            return Err(Fault::Much);
        }
        let quotes = surveys.iter().map(|survey| survey.quotes).max();
        let shared = surveys[0].shared;
        for survey in surveys {
            zones = zones.zip(survey.zones).map(|(mut zones, its)| {
                zones.extend(its);
                zones
            });
            chunks.extend(survey.chunks);
            rows.extend(survey.kept);
            repeated.extend(survey.repeated);
        }
        for row in &mut rows {
            if row.shows.iter().any(|shown| matches!(shown, Shown::Text(column, code) if across.contains(&(*column, *code)))) {
                row.shows.push(Shown::Always);
            }
        }
        chunks.sort_unstable();
        rows.order_by_key(|row| row.offset);
        // The lines before each chunk.
        let mut before = 0;
        let mut of_chunk: Vec<(u64, u64)> = Vec::with_capacity(chunks.len());
        for (offset, lines) in &chunks {
            of_chunk.push((*offset, before));
            before += lines;
        }
        for row in &mut rows {
            let chunk = of_chunk.partition_point(|(offset, _)| *offset <= row.offset);
            row.line += chunk.checked_sub(1).map_or(0, |at| of_chunk[at].1);
        }
        let mut seen: BTreeMap<Shown, usize> = BTreeMap::new();
        rows.retain(|row| {
            let mut stays = false;
            for shown in &row.shows {
                let count = seen.entry(shown.clone()).or_default();
                *count += 1;
                stays |= *count <= shown.enough();
            }
            stays
        });
        let codes = shared
            .codes
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let text = |column: usize, code: u32| {
            let mut known = codes[column].iter();
            let found = known.find(|(_, known)| **known == code);
            found.map(|(text, _)| text.clone()).unwrap_or_default()
        };
        repeated.sort_unstable();
        repeated.dedup();
        let repeated = repeated.iter().take(MOST_REPEATED).map(|key| {
            let columns = plan.key.iter().zip(key);
            columns
                .map(|(column, code)| (*column, text(*column, *code)))
                .collect()
        });
        Ok(Found {
            rows,
            lines: before,
            rejected,
            repeated: repeated.collect(),
            open,
            zones,
            quotes: quotes.unwrap_or_default(),
        })
    }
}
