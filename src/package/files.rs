//! Where the files of a package lie: in the binary, in a folder or in memory.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The name of the descriptor in a package's folder.
pub const DESCRIPTOR: &str = "datapackage.json";

/// A file of the built-in package: the name, the text, and what the build made of it.
type BuiltIn = (&'static str, &'static str, Prepared);

/// What the build made of a file of the built-in package.
#[derive(Debug, Clone, Copy)]
enum Prepared {
    /// Of CSV.
    Cells(Cells),
    /// Of the descriptor the same without the resources.
    Descriptor(&'static str),
    /// Nothing.
    Not,
}

/// The cells of a CSV file, line by line, the header first.
pub(super) type Cells = &'static [&'static [&'static str]];

/// A resource of the built-in package: the name, the path, the role, the schema, and all properties but that.
pub(super) type Listed = [&'static str; 5];

/// The files of the built-in package, and its resources.
static BUILT_IN: (&[BuiltIn], &[Listed]) = {
    let (files, resources) = &include!(concat!(env!("OUT_DIR"), "/files.rs"));
    (files, resources)
};

/// Where the files of a package lie.
#[derive(Debug, Clone)]
pub(super) enum Files {
    /// In the binary.
    BuiltIn,
    /// In a folder.
    Folder(PathBuf),
    /// In memory, each with its path.
    Memory(Vec<(String, Vec<u8>)>),
}

impl Files {
    /// The bytes of a file, or why there are none, as the end of a sentence about the file.
    pub(super) fn read(&self, path: &str) -> Result<Cow<'_, [u8]>, String> {
        match self {
            Files::BuiltIn => {
                let text = self.built_in(path).ok_or_else(|| missing(path))?;
                Ok(Cow::Borrowed(text.as_bytes()))
            }
            Files::Folder(folder) => {
                #[cfg(test)]
                opened::count(path);
                read_inside(folder, path).map(Cow::Owned)
            }
            Files::Memory(files) => {
                let found = files.iter().find(|(name, _)| name == path);
                found
                    .map(|(_, bytes)| Cow::Borrowed(bytes.as_slice()))
                    .ok_or_else(|| missing(path))
            }
        }
    }
}

impl Files {
    fn of_binary(&self, path: &str) -> Option<&'static BuiltIn> {
        let mut files = BUILT_IN.0.iter();
        let found = files.find(|(name, ..)| *name == path);
        found.filter(|_| matches!(self, Files::BuiltIn))
    }

    /// The text of a file of the binary.
    fn built_in(&self, path: &str) -> Option<&'static str> {
        self.of_binary(path).map(|(_, text, _)| *text)
    }

    /// The cells of a CSV file of the binary.
    pub(super) fn cells(&self, path: &str) -> Option<Cells> {
        match self.of_binary(path)?.2 {
            Prepared::Cells(cells) => Some(cells),
            Prepared::Descriptor(_) | Prepared::Not => None,
        }
    }

    /// The descriptor of the binary without its resources.
    pub(super) fn descriptor(&self) -> Option<&'static str> {
        match self.of_binary(DESCRIPTOR)?.2 {
            Prepared::Descriptor(text) => Some(text),
            Prepared::Cells(_) | Prepared::Not => None,
        }
    }

    /// The resources of the binary.
    pub(super) fn resources(&self) -> &'static [Listed] {
        match self {
            Files::BuiltIn => BUILT_IN.1,
            Files::Folder(_) | Files::Memory(_) => &[],
        }
    }

    /// The bytes of a file that is in memory anyhow.
    pub(super) fn at_hand(&self, path: &str) -> Option<&[u8]> {
        match self {
            Files::BuiltIn => self.built_in(path).map(str::as_bytes),
            Files::Folder(_) => None,
            Files::Memory(files) => {
                let found = files.iter().find(|(name, _)| name == path);
                found.map(|(_, bytes)| bytes.as_slice())
            }
        }
    }
}

/// Reads a file of the folder and of no other place: neither `..` nor a link leads out.
fn read_inside(folder: &Path, path: &str) -> Result<Vec<u8>, String> {
    let plain = Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !plain || path.is_empty() {
        return Err(
            "a path must lead down from the descriptor's folder, without `..` or a leading `/`"
                .to_owned(),
        );
    }
    let outside = || "the path leads out of the package's folder".to_owned();
    let explain = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => missing(path),
        _ => format!("cannot be read: {error}"),
    };
    let root = folder.canonicalize().map_err(explain)?;
    let file = folder.join(path).canonicalize().map_err(explain)?;
    if !file.starts_with(&root) {
        return Err(outside());
    }
    if !file.is_file() {
        return Err("is no file; expected a CSV file".to_owned());
    }
    fs::read(&file).map_err(explain)
}

fn missing(path: &str) -> String {
    if path.contains("://") {
        let name = path.rsplit('/').next().unwrap_or_default();
        return format!(
            "it is an address, and nothing is fetched; download it beside the descriptor, and write `{}` as its `path`",
            crate::words::excerpt(name)
        );
    }
    format!(
        "there is no such file; the descriptor names it, so add `{}` or correct its `path`",
        crate::words::excerpt(path)
    )
}

/// How often a thread opened each file of a folder, for tests.
#[cfg(test)]
pub(crate) mod opened {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    thread_local! {
        static OPENED: RefCell<BTreeMap<String, usize>> = const { RefCell::new(BTreeMap::new()) };
    }

    pub(super) fn count(path: &str) {
        OPENED.with_borrow_mut(|opened| *opened.entry(path.to_owned()).or_default() += 1);
    }

    /// How often each file was opened since this was asked last.
    pub(crate) fn take() -> BTreeMap<String, usize> {
        OPENED.take()
    }
}
