//! How much of what is to be read was read, for whoever waits.

use std::sync::atomic::{AtomicU64, Ordering};

static WANTED: AtomicU64 = AtomicU64::new(0);
static READ: AtomicU64 = AtomicU64::new(0);

/// Says that so many bytes more are to be read.
pub(super) fn expect(bytes: u64) {
    WANTED.fetch_add(bytes, Ordering::Relaxed);
}

/// Says that so many of them were read, or need not be.
pub(super) fn pass(bytes: u64) {
    READ.fetch_add(bytes, Ordering::Relaxed);
}

/// How many bytes of how many were read in this process.
pub fn bytes_read() -> (u64, u64) {
    (READ.load(Ordering::Relaxed), WANTED.load(Ordering::Relaxed))
}
