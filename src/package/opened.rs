//! A file as its owner has it, opened as a package: what is found in it becomes an ordinary descriptor.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::contents::{in_digits, sha256};
use super::fault::{Fault, Faults};
use super::{DESCRIPTOR, OpenError, Package, PackageError, Table};
use crate::source::{self, Finding, Input, Options};
use crate::words::printable;

/// What is known of a package that was made from a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Opened {
    /// What has to be told of each table with every answer, by its name.
    pub(super) warnings: Vec<(String, Vec<String>)>,
    /// Whether only the beginning of the file was read.
    pub(super) cut: bool,
    /// The SHA-256 of what was read from a stream, which is not there to be read again.
    pub(super) hash: Option<String>,
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
            cut: options.cut,
            hash: None,
        });
        Ok(package)
    }

    /// The package that a file makes. Where a part of a text is enough, no more of it is read.
    pub(super) fn from_file(
        label: &str,
        path: &Path,
        options: &Options,
        reserved: &[String],
    ) -> Result<Package, OpenError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let absent = |error: std::io::Error| OpenError::Absent {
            path: printable(label),
            reason: format!("it cannot be read: {error}"),
        };
        let mut file = File::open(path).map_err(absent)?;
        let mut input = Input {
            name: name.into_owned(),
            bytes: Vec::new(),
        };
        let Some(limit) = options.limit else {
            file.read_to_end(&mut input.bytes).map_err(absent)?;
            return Package::from_source(label, input, options, reserved);
        };
        let mut beginning = (&mut file).take(limit as u64);
        beginning.read_to_end(&mut input.bytes).map_err(absent)?;
        let cut = input.bytes.len() == limit && source::may_be_cut(&input);
        if !cut {
            file.read_to_end(&mut input.bytes).map_err(absent)?;
        }
        let options = Options {
            cut,
            ..options.clone()
        };
        Package::from_source(label, input, &options, reserved)
    }

    /// The package that a stream makes, which `read` reads to its end or to a limit.
    ///
    /// # Errors
    /// If it cannot be read, if no table is found in it, or it has to be asked what is meant.
    pub fn from_stream(
        read: fn(Option<usize>) -> std::io::Result<Vec<u8>>,
        options: &Options,
        reserved: &[String],
    ) -> Result<Package, OpenError> {
        let bytes = read(None).map_err(|error| OpenError::Absent {
            path: "-".to_owned(),
            reason: format!("stdin cannot be read: {error}"),
        })?;
        let name = "stdin".to_owned();
        let hash = sha256(&bytes);
        let mut package = Package::from_source("-", Input { name, bytes }, options, reserved)?;
        if let Some(opened) = &mut package.opened {
            opened.hash = Some(hash);
        }
        Ok(package)
    }

    /// What is cited of a file of the package: its name and its SHA-256; of a package that was made from a file, those of
    /// this one.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn cited(&self, file: &str) -> Result<(String, String), PackageError> {
        match &self.opened {
            None => Ok((file.to_owned(), sha256(&self.file(file)?))),
            Some(Opened {
                hash: Some(hash), ..
            }) => Ok(("stdin".to_owned(), hash.clone())),
            Some(_) => {
                let path = Path::new(&self.label);
                let name = path.file_name().unwrap_or(path.as_os_str());
                let fault = |error: std::io::Error| {
                    let fault = Fault::of_file(&self.label, format!("cannot be read: {error}"));
                    self.error(Faults::from_iter([fault]))
                };
                let mut file = File::open(path).map_err(fault)?;
                let mut digest = Sha256::new();
                let mut part = vec![0; 1 << 16];
                loop {
                    match file.read(&mut part).map_err(fault)? {
                        0 => break,
                        length => digest.update(&part[..length]),
                    }
                }
                Ok((
                    name.to_string_lossy().into_owned(),
                    in_digits(&digest.finalize()),
                ))
            }
        }
    }

    /// Whether only the beginning of the file was read.
    pub fn is_cut(&self) -> bool {
        self.opened.as_ref().is_some_and(|opened| opened.cut)
    }

    /// What was concluded of a table when its file was opened.
    pub fn findings(&self, table: &Table) -> &[Finding] {
        let mut resources = self.descriptor.resources.iter();
        let found = resources.find(|resource| resource.name == table.name);
        found.map_or(&[], |resource| &resource.findings)
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
