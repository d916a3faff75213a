//! Compound files, in which old workbooks lie: sectors in chains, a folder of streams.

use std::collections::BTreeMap;

/// Sectors that are no place: the end of a chain, and beyond.
const LAST_SECTOR: u32 = 0xffff_fffa;

/// The stream of the workbook in a compound file.
pub(super) fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let u16_at = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let u32_at = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let shift = u32::from(u16_at(30)?);
    if !(7..=16).contains(&shift) {
        return None;
    }
    let size = 1usize << shift;
    let sector = |number: u32| {
        let start = (number as usize).checked_add(1)?.checked_mul(size)?;
        bytes.get(start..(start + size).min(bytes.len()))
    };
    let words = |sector: &[u8]| -> Vec<u32> {
        sector
            .chunks_exact(4)
            .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
            .collect()
    };
    // Which sectors hold the table of chains: the first 109 in the header, others in a chain of their own.
    let mut tables: Vec<u32> = (0..109)
        .filter_map(|index| u32_at(76 + 4 * index))
        .collect();
    let mut next = u32_at(68)?;
    let most = bytes.len() / size + 1;
    for _ in 0..most {
        if next >= LAST_SECTOR {
            break;
        }
        let mut more = words(sector(next)?);
        next = more.pop()?;
        tables.extend(more);
    }
    let mut chains: Vec<u32> = Vec::new();
    for table in tables
        .into_iter()
        .filter(|table| *table < LAST_SECTOR)
        .take(most)
    {
        chains.extend(sector(table).map(&words).unwrap_or_default());
    }
    let chain = |first: u32| {
        let mut found = Vec::new();
        let mut next = first;
        for _ in 0..most {
            let Some(part) = sector(next).filter(|_| next < LAST_SECTOR) else {
                break;
            };
            found.extend_from_slice(part);
            next = chains.get(next as usize).copied().unwrap_or(u32::MAX);
        }
        found
    };
    let folder = chain(u32_at(48)?);
    let mut streams: BTreeMap<String, (u32, u64)> = BTreeMap::new();
    let mut root = None;
    for entry in folder.chunks_exact(128) {
        let length = usize::from(u16::from_le_bytes([entry[64], entry[65]])).min(64);
        let name: Vec<u16> = entry[..length.saturating_sub(2)]
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        let start = u32::from_le_bytes([entry[116], entry[117], entry[118], entry[119]]);
        let length = u64::from(u32::from_le_bytes([
            entry[120], entry[121], entry[122], entry[123],
        ]));
        if entry[66] == 5 {
            root = Some(start);
        }
        streams.insert(
            String::from_utf16_lossy(&name).to_lowercase(),
            (start, length),
        );
    }
    let (start, length) = *streams.get("workbook").or_else(|| streams.get("book"))?;
    if length >= 4096 {
        return Some(chain(start));
    }
    // Small streams lie in one of their own, in sectors of 64 bytes.
    let small = chain(root?);
    let table = words(&chain(u32_at(60)?));
    let mut found = Vec::new();
    let mut next = start;
    for _ in 0..=small.len() / 64 {
        let at = (next as usize).checked_mul(64)?;
        let Some(part) = small.get(at..(at + 64).min(small.len())) else {
            break;
        };
        found.extend_from_slice(part);
        next = table.get(next as usize).copied().unwrap_or(u32::MAX);
    }
    Some(found)
}
