//! What is wrong with a package: all of it at once, each with the place where it stands.

use std::fmt;

/// One thing that is wrong, where it stands and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, as the descriptor names it.
    pub file: String,
    /// The line, counted from 1, where the fault stands on one.
    pub line: Option<u64>,
    /// The field of the line (in a CSV file) or the character (in the descriptor), counted from 1.
    pub column: Option<u64>,
    /// What is wrong and what was expected.
    pub message: String,
}

impl Fault {
    /// A fault of a file as a whole.
    pub(super) fn of_file(file: &str, message: impl Into<String>) -> Self {
        Fault {
            file: file.to_owned(),
            line: None,
            column: None,
            message: message.into(),
        }
    }

    /// A fault of the descriptor as a whole.
    pub fn of_descriptor(message: impl Into<String>) -> Self {
        Fault::of_file(super::files::DESCRIPTOR, message)
    }

    /// The fault of a part of a text, seen from the beginning of the text: `before` is what stands before the part.
    pub(super) fn after(self, before: &str) -> Self {
        let lines = before.matches('\n').count() as u64;
        let last = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count() as u64;
        let column = if self.line == Some(1) {
            self.column.map(|column| column + last)
        } else {
            self.column
        };
        Fault {
            line: self.line.map(|line| line + lines),
            column,
            ..self
        }
    }

    /// A fault of one line.
    pub(super) fn of_line(file: &str, line: u64, message: impl Into<String>) -> Self {
        Fault {
            line: Some(line),
            ..Fault::of_file(file, message)
        }
    }

    /// A fault of one field of a line; `index` counts from 0.
    pub(super) fn of_field(
        file: &str,
        line: u64,
        index: usize,
        message: impl Into<String>,
    ) -> Self {
        Fault {
            column: Some(index as u64 + 1),
            ..Fault::of_line(file, line, message)
        }
    }
}

impl fmt::Display for Fault {
    /// `gdp.csv:5:3: …`, the form that editors jump to.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::words::excerpt(&self.file))?;
        for place in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{place}")?;
        }
        write!(f, ": {}", crate::words::cut(&self.message, LONGEST))
    }
}

/// How many faults are told; the others are counted.
const MOST: usize = 100;
/// How many characters of a message are told.
const LONGEST: usize = 1200;

/// What is found to be wrong: as much as anyone reads, and how much there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    told: Vec<Fault>,
    count: usize,
}

impl Faults {
    /// Adds a fault.
    pub fn push(&mut self, fault: Fault) {
        self.count += 1;
        if self.told.len() < MOST {
            self.told.push(fault);
        }
    }

    /// Adds the faults of a part.
    pub(super) fn append(&mut self, others: &Faults) {
        let room = MOST.saturating_sub(self.told.len());
        self.told.extend(others.told.iter().take(room).cloned());
        self.count += others.count;
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The first of them.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.told.iter()
    }
}

impl Extend<Fault> for Faults {
    fn extend<T: IntoIterator<Item = Fault>>(&mut self, faults: T) {
        faults.into_iter().for_each(|fault| self.push(fault));
    }
}

impl FromIterator<Fault> for Faults {
    fn from_iter<T: IntoIterator<Item = Fault>>(faults: T) -> Faults {
        let mut all = Faults::default();
        all.extend(faults);
        all
    }
}

/// A package that cannot be read as one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PackageError {
    /// The package, as the user named it.
    pub package: String,
    /// Everything that is wrong; never empty.
    pub faults: Faults,
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let package = crate::words::printable(&self.package);
        let faults = crate::words::count(self.faults.count, "fault");
        write!(
            f,
            "the package `{package}` has {faults}; fix what each line names:"
        )?;
        for fault in self.faults.iter() {
            write!(f, "\n  {fault}")?;
        }
        match self.faults.count - self.faults.told.len() {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}
