//! A file as its owner has it, opened as a package: what is found in it becomes an ordinary descriptor.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::{DESCRIPTOR, OpenError, Package};
use crate::source::{self, Input, Options};
use crate::words::printable;

/// What is known of a package that was made from a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Opened {
    /// What has to be told of each table with every answer, by its name.
    pub(super) warnings: Vec<(String, Vec<String>)>,
}

impl Package {
    /// The package that a file makes; `reserved` are words that no table of it may be called.
    ///
    /// # Errors
    /// If no table is found in it, or it has to be asked what is meant.
    pub fn from_source(
        label: &str,
        input: Input,
        options: &Options,
        reserved: &[String],
    ) -> Result<Package, OpenError> {
        let name = input.name.clone();
        let found = source::read(input, options).map_err(|error| OpenError::Source {
            path: printable(label),
            error,
        })?;
        let assembled = source::assemble(&name, found, reserved);
        let mut files = vec![(DESCRIPTOR.to_owned(), assembled.descriptor.into_bytes())];
        files.extend(assembled.files);
        let mut package = Package::in_memory(label, files)?;
        package.opened = Some(Opened {
            warnings: assembled.warnings,
        });
        Ok(package)
    }

    /// The bytes of a file, or of its beginning.
    pub(super) fn source_at(path: &Path, options: &Options) -> std::io::Result<Input> {
        let mut file = File::open(path)?;
        let mut bytes = Vec::new();
        match options.limit {
            Some(limit) => file.take(limit as u64).read_to_end(&mut bytes)?,
            None => file.read_to_end(&mut bytes)?,
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(Input {
            name: name.into_owned(),
            bytes,
        })
    }

    /// Whether the package was made from a file that declares nothing of the kind.
    pub fn is_opened(&self) -> bool {
        self.opened.is_some()
    }

    /// What has to be told with an answer from this table, or from any.
    pub fn warnings(&self, table: Option<&str>) -> impl Iterator<Item = &str> {
        let all = self.opened.iter().flat_map(|opened| &opened.warnings);
        all.filter(move |(name, _)| table.is_none_or(|table| table == name))
            .flat_map(|(_, warnings)| warnings.iter().map(String::as_str))
    }
}
