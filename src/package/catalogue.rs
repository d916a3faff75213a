//! What was read of a package: each file once, with what is wrong with it.

use std::sync::{Arc, Mutex, OnceLock};

use super::areas::Areas;
use super::claims::Claim;
use super::fault::Faults;
use super::identity::Identity;
use super::notes::{NoteLines, Remarks};
use crate::source::Wanted;
use crate::table::Frame;

/// What was read, with what is wrong with it.
#[derive(Debug)]
pub(super) struct Read<T> {
    found: T,
    faults: Faults,
}

impl<T> Read<T> {
    pub(super) fn new(read: impl FnOnce(&mut Faults) -> T) -> Read<T> {
        let mut faults = Faults::default();
        let found = read(&mut faults);
        Read { found, faults }
    }

    /// What was read; its faults are added to `faults`.
    pub(super) fn take(&self, faults: &mut Faults) -> &T {
        faults.append(&self.faults);
        &self.found
    }
}

/// What was read of a package.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    /// What was read of each resource that is a table.
    pub(super) tables: Vec<OfTable>,
    pub(super) areas: OnceLock<Read<Areas>>,
    /// The file of notes, not yet taken for notes.
    pub(super) lines_of_notes: OnceLock<Read<NoteLines>>,
    /// The notes on every table.
    pub(super) notes: OnceLock<Read<Remarks>>,
    pub(super) claims: OnceLock<Read<Vec<Claim>>>,
    pub(super) identities: OnceLock<Read<Vec<Identity>>>,
    /// The rows of a large file that were read last, and what of it was asked for.
    pub(super) kept: Mutex<Option<(Vec<Wanted>, Arc<Frame>)>>,
    /// All rows of a large file.
    pub(super) whole: OnceLock<Frame>,
}

/// What was read of a table.
#[derive(Debug, Default)]
pub(super) struct OfTable {
    pub(super) frame: OnceLock<Read<Frame>>,
    pub(super) notes: OnceLock<Read<Remarks>>,
}
