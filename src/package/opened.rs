//! A file as its owner has it, opened as a package: what is found in it becomes an ordinary descriptor.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::contents::{in_digits, sha256};
use super::fault::{Fault, Faults};
use super::{DESCRIPTOR, OpenError, Package, PackageError, Table};
use crate::order::IntoMap;
use crate::source::{self, Finding, Found, Input, Large, Options, SourceError};
use crate::words::{printable, thousands};

/// What is known of a package that was made from a file.
#[derive(Debug, Default)]
pub(super) struct Opened {
    /// What has to be said of each table with every answer, by its name.
    pub(super) warnings: Vec<(String, Vec<String>)>,
    /// The lines of each table's rows, by its path, with those of the file which they are from, where the file is one of
    /// lines and all of it was read.
    pub(super) lines: BTreeMap<String, Vec<(u32, u32)>>,
    /// The SHA-256 of what was read from a stream, which is not there to be read again.
    pub(super) hash: Option<String>,
    /// How much of the file was read where that is not all, and how long it is, in bytes.
    pub(super) part: Option<(u64, u64)>,
    /// How the rows of the file are read that the package does not have, where it is large.
    pub(super) large: Option<Large>,
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
        let found = source::read(input, options).map_err(|error| unread(label, error))?;
        Package::from_found(label, &name, found, Opened::default(), reserved)
    }

    /// The package of these tables.
    fn from_found(
        label: &str,
        name: &str,
        found: Vec<Found>,
        opened: Opened,
        reserved: &[String],
    ) -> Result<Package, OpenError> {
        let assembled = source::assemble(name, found, reserved);
        let mut files = vec![(DESCRIPTOR.to_owned(), assembled.descriptor.into_bytes())];
        files.extend(assembled.files);
        let mut package = Package::in_memory(label, files)?;
        let is_whole = opened.large.is_none();
        package.opened = Some(Opened {
            warnings: assembled.warnings,
            lines: assembled.lines.into_iter().filter(|_| is_whole).into_map(),
            ..opened
        });
        Ok(package)
    }

    /// The package that a file makes: of a large text from a part of its rows, and where it is only asked what it is, from
    /// less of it.
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
        // What is inside a file is told where all of it is read.
        let is_inside = options.member.is_some();
        if options.sample && !is_inside {
            let sample = source::large::sample(&file, &name, options).map_err(absent)?;
            if let Some(sample) = sample {
                let part = sample.input.bytes.len() as u64;
                let all = file.metadata().map_err(absent)?.len();
                let found = source::read(sample.input, &sample.options);
                let mut found = found.map_err(|error| unread(label, error))?;
                for table in &mut found {
                    table.findings.splice(0..0, sample.findings.iter().cloned());
                }
                let opened = Opened::default();
                let mut package = Package::from_found(label, &name, found, opened, reserved)?;
                if let Some(opened) = &mut package.opened {
                    opened.part = Some((part, all));
                    // Which line is which is not known between the ends.
                    opened.warnings.clear();
                    opened.lines.clear();
                }
                return Ok(package);
            }
        } else if !is_inside {
            let large = Large::open(&file, &name, options).map_err(absent)?;
            if let Some((found, large)) = large {
                let opened = Opened {
                    large: Some(large),
                    ..Opened::default()
                };
                return Package::from_found(label, &name, vec![found], opened, reserved);
            }
        }
        let mut input = Input {
            name: name.into_owned(),
            bytes: Vec::new(),
        };
        file.read_to_end(&mut input.bytes).map_err(absent)?;
        Package::from_source(label, input, options, reserved)
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

    /// That only a part of the file was read, and how much, where it is so.
    pub fn part_read(&self) -> Option<String> {
        let (part, all) = self.opened.as_ref()?.part?;
        let (all, unit) = if all < 10 << 20 {
            (all >> 10, "kB")
        } else {
            (all >> 20, "MB")
        };
        Some(format!(
            "{} kB of {} {unit}, spread over it unless it is packed; what is counted is of these",
            part >> 10,
            thousands(&all.to_string()),
        ))
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

    /// The line of the file that was opened from which a row is that begins on this line of its table's.
    pub fn line_opened(&self, table: &Table, line: u64) -> Option<u64> {
        let lines = self.opened.as_ref()?.lines.get(&table.path)?;
        let line = u32::try_from(line).ok()?;
        let at = lines.binary_search_by_key(&line, |(own, _)| *own).ok()?;
        Some(u64::from(lines[at].1))
    }

    /// What was found wrong in the file that was opened, in the tables that `asked` holds for, or in all where it holds for
    /// none; each by the name of its table where there are several.
    pub fn warnings(&self, asked: impl Fn(&str) -> bool) -> Vec<String> {
        let all = self.opened.iter().flat_map(|opened| &opened.warnings);
        let several = all.clone().count() > 1;
        let any = all.clone().any(|(name, _)| asked(name));
        let told = all.filter(|(name, _)| !any || asked(name));
        let named = |name: &str, warning: &String| {
            if several {
                format!("`{name}`: {warning}")
            } else {
                warning.clone()
            }
        };
        told.flat_map(|(name, warnings)| warnings.iter().map(move |warning| named(name, warning)))
            .collect()
    }
}

fn unread(label: &str, error: SourceError) -> OpenError {
    OpenError::Source {
        path: printable(label),
        error,
    }
}
