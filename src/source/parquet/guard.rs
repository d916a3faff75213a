//! Around the crate `parquet`, which panics at some damaged pages: such a file is refused like any other.
//!
//! Where a panic unwinds it becomes an error here. A release aborts instead: there the sentence is said by what is called
//! before it aborts, and the program ends as after any file that cannot be read.

use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether the crate is at work on this thread.
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Does this, and makes an error of a panic in it.
///
/// # Errors
/// As the work, or if it panics.
pub(super) fn guarded<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if READING.get() {
                end_if_it_aborts();
            } else {
                usual(panic);
            }
        }));
    });
    READING.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    READING.set(false);
    done.unwrap_or_else(|_| Err(io::Error::other(BROKEN)))
}

/// What is said of such a file.
const BROKEN: &str = "it is damaged: its pages are not what it says of them";

#[cfg(panic = "abort")]
fn end_if_it_aborts() {
    use io::Write as _;
    // There is nobody left who could be told that this cannot be written.
    let _ = writeln!(
        io::stderr(),
        "hlj: the file is Parquet, and {BROKEN}; fetch it again"
    );
    std::process::exit(1);
}

#[cfg(not(panic = "abort"))]
fn end_if_it_aborts() {}
