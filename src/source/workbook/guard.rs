//! What a workbook may be before it is read: none that swells without end, and none whose few cells lie so far apart that
//! the space between them fills the memory.

use std::collections::BTreeMap;

use crate::source::container;

/// The most bytes of all files in the archive of a workbook.
const MOST_BYTES: u64 = 2 << 30;
/// The most space of all sheets of an old workbook, in cells, empty ones among them.
const MOST_SPACE: u64 = 40_000_000;
/// Sectors that are no place: the end of a chain, and beyond.
const LAST_SECTOR: u32 = 0xffff_fffa;

/// Refuses an archive that swells.
pub(super) fn archive(bytes: &[u8]) -> Result<(), String> {
    let members = container::members(bytes).map_err(|error| error.to_string())?;
    let mut all = 0;
    for member in &members {
        all += container::measure(bytes, member).map_err(|error| error.to_string())?;
        if all > MOST_BYTES {
            return Err(format!(
                "its files swell to more than {} MB; save the table in it as CSV",
                MOST_BYTES >> 20
            ));
        }
    }
    Ok(())
}

/// Refuses an old workbook (a compound file) whose cells lie too far apart.
pub(super) fn compound(bytes: &[u8]) -> Result<(), String> {
    let Some(stream) = workbook_stream(bytes) else {
        // Whatever is wrong with it is told by the reader of it.
        return Ok(());
    };
    let mut space = 0;
    let mut sheet: Option<[u32; 4]> = None;
    let mut at = 0;
    while let Some(head) = stream.get(at..at + 4) {
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let body = &stream[(at + 4).min(stream.len())..(at + 4 + length).min(stream.len())];
        at += 4 + length;
        match kind {
            // The beginning and the end of a sheet.
            0x0809 | 0x000a => space += extent(sheet.take()),
            // Records of cells: blank, number, text, boolean, formula, and several of a row.
            0x0201
            | 0x0203..=0x0206
            | 0x0406
            | 0x0006
            | 0x027e
            | 0x00bd
            | 0x00be
            | 0x00d6
            | 0x00fd => {
                let [r0, r1, c0, c1, ..] = body else { continue };
                let (row, first) = (
                    u32::from(u16::from_le_bytes([*r0, *r1])),
                    u32::from(u16::from_le_bytes([*c0, *c1])),
                );
                let last = match (kind, body) {
                    (0x00bd | 0x00be, [.., l0, l1]) => u32::from(u16::from_le_bytes([*l0, *l1])),
                    _ => first,
                };
                let [top, left, bottom, right] = sheet.get_or_insert([row, first, row, first]);
                (*top, *bottom) = ((*top).min(row), (*bottom).max(row));
                (*left, *right) = ((*left).min(first), (*right).max(first).max(last));
            }
            _ => {}
        }
    }
    space += extent(sheet);
    if space > MOST_SPACE {
        return Err(
            "its cells lie too far apart to be a table; save the table in it as CSV".to_owned(),
        );
    }
    Ok(())
}

/// How many cells a sheet has between its corners.
fn extent(sheet: Option<[u32; 4]>) -> u64 {
    sheet.map_or(0, |[top, left, bottom, right]| {
        u64::from(bottom - top + 1) * u64::from(right - left + 1)
    })
}

/// The stream of the workbook in a compound file.
fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
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
