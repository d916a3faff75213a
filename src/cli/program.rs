//! What the process has one of: the package that is asked, the commands, how much the grammar has to say.
//!
//! clap builds a command only when it is called for (`defer`), and a deferred function cannot carry anything along; hence
//! these live here.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use super::verb::{Commands, Verb};
use crate::package::Package;

/// How much the grammar has to say for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Enough to parse.
    Parsing,
    /// Texts for readers too.
    Help,
    /// Completion of values too.
    Completion,
}

static PACKAGE: OnceLock<Package> = OnceLock::new();
static COMMANDS: OnceLock<&'static Commands> = OnceLock::new();
static DETAIL: AtomicU8 = AtomicU8::new(0);
static CHINESE: AtomicBool = AtomicBool::new(false);

/// The package, once it is loaded.
pub(crate) fn package() -> Option<&'static Package> {
    PACKAGE.get()
}

/// Keeps the package for the whole process; the first one stays.
pub(super) fn keep_package(package: Package) -> &'static Package {
    PACKAGE.get_or_init(|| package)
}

/// Keeps the commands for the whole process; the first ones stay.
pub(crate) fn keep_commands(commands: &'static Commands) {
    COMMANDS.get_or_init(|| commands);
}

/// The verbs, in the order of the help.
pub(crate) fn verbs() -> &'static [Verb] {
    COMMANDS.get().map_or(&[], |commands| commands.verbs)
}

/// The verb of this name, which is no alias.
pub(crate) fn verb(name: &str) -> Option<&'static Verb> {
    verbs().iter().find(|verb| verb.name == name)
}

/// Every word that names a verb.
pub(crate) fn verb_names() -> impl Iterator<Item = &'static str> {
    verbs()
        .iter()
        .flat_map(|verb| std::iter::once(verb.name).chain(verb.alias))
}

pub(super) fn set_detail(detail: Detail) {
    DETAIL.store(detail as u8, Ordering::Relaxed);
}

pub(super) fn is(detail: Detail) -> bool {
    DETAIL.load(Ordering::Relaxed) == detail as u8
}

/// Sets whether texts of help are Chinese.
pub(super) fn speak_chinese(chinese: bool) {
    CHINESE.store(chinese, Ordering::Relaxed);
}

pub(super) fn speaks_chinese() -> bool {
    CHINESE.load(Ordering::Relaxed)
}
