//! What a workbook may be before it is read: none that swells without end.

use crate::source::container;

/// The most bytes of all files in the archive of a workbook.
const MOST_BYTES: u64 = 2 << 30;

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
