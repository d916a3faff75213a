//! The rows of a table of which the package has a part: those of a large file.
//!
//! [`Package::outline`] has every area, member and period of the table, in their order, and rows that show them;
//! [`Package::kept`] has all rows that have certain cells beside these.

use std::ops::Deref;
use std::sync::Arc;

use super::dialect::Dialect;
use super::fault::{Fault, Faults, PackageError};
use super::parts::Part;
use super::schema::{Content, Table};
use super::{Package, rows};
use crate::source::{Filled, Large, Sums, Wanted};
use crate::table::{Data, Frame, Periods, Texts};

/// Rows of a table: all that the package has, or some that were read for a question.
#[derive(Debug, Clone)]
pub enum Rows<'a> {
    /// The package's own.
    Own(&'a Frame),
    /// Read for a question.
    Read(Arc<Frame>),
}

impl Deref for Rows<'_> {
    type Target = Frame;

    fn deref(&self) -> &Frame {
        match self {
            Rows::Own(frame) => frame,
            Rows::Read(frame) => frame,
        }
    }
}

impl Package {
    /// Rows of a table in which all its areas, members and periods occur, in the order of its file: all rows but of a
    /// large file.
    ///
    /// # Errors
    /// As [`Package::frame`].
    pub fn outline(&self, table: &Table) -> Result<&Frame, PackageError> {
        self.sound(|faults| self.read_frame(table, faults))
    }

    /// Whether [`Package::outline`] lacks rows of the tables.
    pub fn is_outlined(&self) -> bool {
        self.large().is_some()
    }

    /// Rows of a table, all those among them in which these cells stand.
    ///
    /// # Errors
    /// As [`Package::frame`]; if the file has changed.
    pub fn kept(&self, table: &Table, wanted: &[Wanted]) -> Result<Rows<'_>, PackageError> {
        let outline = self.outline(table)?;
        let Some(large) = self.large() else {
            return Ok(Rows::Own(outline));
        };
        let mut kept = self
            .catalogue
            .kept
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((known, frame)) = kept.as_ref()
            && known == wanted
        {
            return Ok(Rows::Read(Arc::clone(frame)));
        }
        *kept = None;
        let frame = Arc::new(self.read_kept(table, large, outline, wanted)?);
        *kept = Some((wanted.to_vec(), Arc::clone(&frame)));
        Ok(Rows::Read(frame))
    }

    /// Sums of columns of a table of a large file by others, in the order in which their groups first come; nothing where
    /// the rows have to be seen.
    ///
    /// # Errors
    /// As [`Package::kept`].
    pub fn sums(
        &self,
        table: &Table,
        wanted: &[Wanted],
        by: &[&str],
        of: &[&str],
    ) -> Result<Option<Sums>, PackageError> {
        let Some(large) = self.large() else {
            return Ok(None);
        };
        let sums = large.sums(wanted, by, of);
        sums.map_err(|error| self.unread(table, &error))
    }

    /// The rows of a table in which these cells stand, part by part; nothing where they are read together.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn kept_in_parts<'p>(
        &'p self,
        table: &'p Table,
        wanted: &[Wanted],
    ) -> Result<Option<impl Iterator<Item = Result<Frame, PackageError>> + 'p>, PackageError> {
        let outline = self.outline(table)?;
        let parts = self
            .large()
            .and_then(|large| large.parts(wanted, &names(table)));
        Ok(parts.map(|parts| {
            parts.map(move |part| {
                let columns = part.map_err(|error| self.unread(table, &error))?;
                let frame = columns.and_then(|columns| straight(table, outline, columns));
                frame.ok_or_else(|| self.changed(table))
            })
        }))
    }

    /// The rows of a table in which these cells stand and that are of some groups: `by` names columns, `groups` has
    /// their cells. Nothing where the rows are read together.
    ///
    /// # Errors
    /// As [`Package::kept`].
    pub fn kept_of_groups(
        &self,
        table: &Table,
        wanted: &[Wanted],
        by: &[&str],
        groups: &[Vec<&str>],
    ) -> Result<Option<Frame>, PackageError> {
        let outline = self.outline(table)?;
        let Some(large) = self.large() else {
            return Ok(None);
        };
        let columns = large
            .columns_of_groups(wanted, &names(table), (by, groups))
            .map_err(|error| self.unread(table, &error))?;
        Ok(columns.and_then(|columns| straight(table, outline, columns)))
    }

    /// That the file of a table cannot be read.
    fn unread(&self, table: &Table, error: &std::io::Error) -> PackageError {
        let why = format!("cannot be read: {error}");
        self.error(Faults::from_iter([Fault::of_file(&table.path, why)]))
    }

    /// That the file of a table is not what it was.
    fn changed(&self, table: &Table) -> PackageError {
        let why = "its rows are not what all of them together showed before; it was changed meanwhile, so ask again";
        self.error(Faults::from_iter([Fault::of_file(&table.path, why)]))
    }

    fn large(&self) -> Option<&Large> {
        self.opened.as_ref()?.large.as_ref()
    }

    fn read_kept(
        &self,
        table: &Table,
        large: &Large,
        outline: &Frame,
        wanted: &[Wanted],
    ) -> Result<Frame, PackageError> {
        let columns = large
            .columns(wanted, &names(table))
            .map_err(|error| self.unread(table, &error))?;
        if let Some(frame) = columns.and_then(|columns| straight(table, outline, columns)) {
            return Ok(frame);
        }
        let found = large
            .keep(wanted)
            .map_err(|error| self.unread(table, &error))?;
        let found = found.ok_or_else(|| self.changed(table))?;
        let part = Part {
            file: table.path.clone(),
            text: found.records.into_bytes().into(),
            dialect: Dialect::default(),
        };
        let mut faults = Faults::default();
        let frame = rows::frame(table, &[part], &mut faults);
        if !faults.is_empty() {
            return Err(self.error(faults));
        }
        let same = table
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.meaning.is_key())
            .all(|(at, _)| match (outline.texts(at), frame.texts(at)) {
                (Some(known), Some(read)) => known.dictionary().iter().eq(read.dictionary().iter()),
                _ => outline.periods(at).map(Periods::all) == frame.periods(at).map(Periods::all),
            });
        if same {
            Ok(frame)
        } else {
            Err(self.changed(table))
        }
    }

    /// All rows of a table of a large file.
    pub(super) fn whole_frame(&self, table: &Table) -> Result<&Frame, PackageError> {
        let Some(large) = self.large() else {
            return self.outline(table);
        };
        let outline = self.outline(table)?;
        if let Some(frame) = self.catalogue.whole.get() {
            return Ok(frame);
        }
        let frame = self.read_kept(table, large, outline, &[])?;
        Ok(self.catalogue.whole.get_or_init(|| frame))
    }
}

/// The columns of a table by their names.
fn names(table: &Table) -> Vec<&str> {
    let columns = table.columns.iter();
    columns.map(|column| column.name.as_str()).collect()
}

/// The rows of a table from its columns as a large file has them; nothing where a cell is not what its column holds.
fn straight(table: &Table, outline: &Frame, columns: Vec<Filled>) -> Option<Frame> {
    let columns = table.columns.iter().zip(outline.columns()).zip(columns);
    let columns = columns.map(|((column, known), filled)| match (known, filled) {
        (Data::Numbers(_), Filled::Numbers(numbers)) => {
            let fits = column.content == Content::Number || !numbers.has_decimals();
            fits.then_some(Data::Numbers(numbers))
        }
        (Data::Periods(periods), Filled::Texts(cells, codes)) => {
            let own = cells.iter().map(|cell| periods.code_of(cell.parse().ok()?));
            let codes = recoded(codes, &own.collect::<Option<Vec<u32>>>()?);
            Some(Data::Periods(periods.with_codes(codes)))
        }
        (Data::Texts(texts), Filled::Texts(cells, codes)) => {
            let mut dictionary = texts.dictionary().clone();
            let is_key = column.meaning.is_key();
            let own = cells.iter().map(|cell| match dictionary.find(cell) {
                Some(code) => Some(code),
                None if cell.is_empty() || is_key => None,
                None => Some(dictionary.intern(cell)),
            });
            let own: Vec<Option<u32>> = own.collect();
            if is_key && own.contains(&None) {
                return None;
            }
            let own: Vec<u32> = own
                .into_iter()
                .map(|code| code.unwrap_or(u32::MAX))
                .collect();
            Some(Data::Texts(Texts::new(dictionary, recoded(codes, &own))))
        }
        _ => None,
    });
    Some(Frame::of(
        columns.collect::<Option<Vec<Data>>>()?,
        &table.key,
    ))
}

/// Other codes in the place of these.
fn recoded(mut codes: Vec<u32>, own: &[u32]) -> Vec<u32> {
    for code in &mut codes {
        *code = own[*code as usize];
    }
    codes
}
