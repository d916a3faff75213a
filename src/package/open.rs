//! Opening a package: the one that is built in, one in a folder, or files in memory.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::assumed::Assumed;
use super::catalogue::{Catalogue, OfTable};
use super::descriptor::{Descriptor, Resource};
use super::fault::{Fault, Faults};
use super::files::{DESCRIPTOR, Files};
use super::{Package, PackageError, json};
use crate::source::{Options, SourceError};
use crate::words::printable;

/// Why there is no package to ask.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No folder with a descriptor is there.
    #[error(
        "cannot open `{path}`: {reason}; `--data` takes a file of statistics, or a folder with a `{DESCRIPTOR}`"
    )]
    Absent {
        /// The place, as the user named it.
        path: String,
        /// Why it cannot be opened.
        reason: String,
    },
    /// A file is there, and no table is found in it, or it has to be asked what is meant.
    #[error("`{path}`: {error}")]
    Source {
        /// The place, as the user named it.
        path: String,
        /// What is the matter.
        error: SourceError,
    },
    /// It is there and faulty.
    #[error(transparent)]
    Faulty(#[from] PackageError),
}

/// That an option says how a file is read, of a package that is none.
pub fn no_file(option: &str) -> String {
    format!(
        "`--{option}` says how a file is read, and of a package its `{DESCRIPTOR}` says that; leave the option out"
    )
}

impl Package {
    /// The package that is built into the program.
    ///
    /// # Errors
    /// None but where the program was built from faulty data.
    pub fn built_in() -> Result<Package, PackageError> {
        Package::describe("built-in", Files::BuiltIn, None)
    }

    /// The package in a folder, or beside a descriptor; or the one that a file makes by itself.
    ///
    /// # Errors
    /// If there is no descriptor, or it describes no package; if no table is found in a file.
    pub fn open(path: &Path) -> Result<Package, OpenError> {
        Package::open_with(path, &Options::default(), &[])
    }

    /// As [`Package::open`], with what the user says of a file, and words that no table found in it may be called.
    ///
    /// # Errors
    /// If there is no descriptor, or it describes no package; if no table is found in a file.
    pub fn open_with(
        path: &Path,
        options: &Options,
        reserved: &[String],
    ) -> Result<Package, OpenError> {
        let label = path.display().to_string();
        let absent = |reason: String| OpenError::Absent {
            path: printable(&label),
            reason,
        };
        let folder: PathBuf = match path.metadata() {
            Ok(found) if found.is_dir() => path.to_owned(),
            Ok(_) if path.file_name().is_some_and(|name| name == DESCRIPTOR) => match path.parent()
            {
                Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
                _ => PathBuf::from("."),
            },
            Ok(found) if found.is_file() => {
                return Package::from_file(&label, path, options, reserved);
            }
            Ok(_) => return Err(absent("it is no file and no folder".to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(absent("there is no such file or folder".to_owned()));
            }
            Err(error) => return Err(absent(error.to_string())),
        };
        if let Some(option) = options.of_a_file() {
            let error = SourceError::Asked(no_file(option));
            return Err(OpenError::Source {
                path: printable(&label),
                error,
            });
        }
        let descriptor = folder.join(DESCRIPTOR);
        let unread = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => absent(format!("it has no `{DESCRIPTOR}`")),
            _ => absent(format!("its `{DESCRIPTOR}` cannot be read: {error}")),
        };
        // A pipe or a device may have no end.
        if !descriptor.metadata().map_err(unread)?.is_file() {
            return Err(absent(format!("its `{DESCRIPTOR}` is no file")));
        }
        let files = Files::Folder(folder);
        let bytes = files
            .read(DESCRIPTOR)
            .map_err(|why| absent(format!("its `{DESCRIPTOR}` is not read: {why}")))?
            .into_owned();
        Ok(Package::describe(&label, files, Some(bytes))?.checked()?)
    }

    /// The package that these files make, each by its path, [`DESCRIPTOR`] among them.
    ///
    /// # Errors
    /// If there is no descriptor, or it describes no package.
    pub fn in_memory(label: &str, files: Vec<(String, Vec<u8>)>) -> Result<Package, PackageError> {
        let files = Files::Memory(files);
        Package::describe(label, files, None)?.checked()
    }

    /// The package that its descriptor describes, of which the bytes are given where it is a file.
    fn describe(label: &str, files: Files, read: Option<Vec<u8>>) -> Result<Package, PackageError> {
        let bytes = match &read {
            Some(bytes) => Cow::Borrowed(bytes.as_slice()),
            None => files.read(DESCRIPTOR).unwrap_or_default(),
        };
        let bytes = bytes.as_ref();
        let faulty = |fault: Fault| PackageError {
            package: label.to_owned(),
            faults: Faults::from_iter([fault]),
        };
        // A text known to be UTF-8 as a whole is read faster than its strings one by one.
        let text = files
            .descriptor()
            .map_or_else(|| std::str::from_utf8(bytes), Ok);
        let text = text.map_err(|error| faulty(json::no_text(bytes, error)))?;
        let mut descriptor: Descriptor = json::read(text).map_err(faulty)?;
        for resource in &mut descriptor.resources {
            resource.resolve(&files);
        }
        let built_in = files.resources().iter().map(Resource::built_in);
        descriptor.resources.extend(built_in);
        // Words beside figures, such as the meanings of codes, are no table to be asked; alone they are one without values.
        // What is not read keeps no other table from being asked.
        let resources = descriptor.resources.iter();
        let why = resources.map(|one| one.unread.as_deref().or_else(|| one.why_no_table()));
        let why: Vec<Option<String>> = why.map(|why| why.map(str::to_owned)).collect();
        let mut beside = descriptor.resources.iter().zip(&why);
        if beside.any(|(resource, why)| why.is_none() && resource.is_table()) {
            for (resource, why) in descriptor.resources.iter_mut().zip(why) {
                resource.is_aside = why.is_some();
                resource.unread = why;
            }
        }
        Ok(Package {
            label: label.to_owned(),
            tables: descriptor
                .resources
                .iter()
                .map(|_| OnceLock::new())
                .collect(),
            catalogue: Catalogue {
                tables: descriptor
                    .resources
                    .iter()
                    .map(|_| OfTable::default())
                    .collect(),
                ..Catalogue::default()
            },
            descriptor,
            files,
            text: read,
            opened: None,
            held: None,
            assumed: Assumed::default(),
        })
    }

    /// The package, unless something is wrong with its descriptor.
    fn checked(self) -> Result<Package, PackageError> {
        match self.faults_of_descriptor() {
            faults if faults.is_empty() => Ok(self),
            faults => Err(self.error(faults)),
        }
    }
}
