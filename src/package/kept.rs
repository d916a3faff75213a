//! The rows of a table of which the package has a part: those of a large file.
//!
//! [`Package::outline`] has every area, member and period of the table, in their order, and rows that show them;
//! [`Package::kept`] has all rows that have certain cells beside these.

use std::fmt;
use std::io;
use std::ops::Deref;
use std::sync::Arc;

use super::dialect::Dialect;
use super::fault::{Fault, Faults, PackageError};
use super::part::Part;
use super::schema::{Content, Table};
use super::{Package, rows};
use crate::source::{Filled, Large, Sums, Wanted};
use crate::table::{Data, Dictionary, Frame, Periods, Texts};

/// Who holds the rows of a table of which the package has an outline.
pub trait Holder: fmt::Debug + Send + Sync {
    /// CSV of the rows that have these cells, and that are of some groups where these are named; nothing where those cannot
    /// be asked for by themselves.
    ///
    /// # Errors
    /// If they cannot be had.
    fn rows(&self, wanted: &[Wanted], of: Option<Groups>) -> io::Result<Option<Vec<u8>>>;

    /// As [`Package::sums`].
    ///
    /// # Errors
    /// If they cannot be had.
    fn sums(&self, wanted: &[Wanted], by: &[&str], of: &[&str]) -> io::Result<Option<Sums>>;
}

/// Groups of rows: the columns that name them, and the cells of each.
pub type Groups<'a> = (&'a [&'a str], &'a [Vec<&'a str>]);

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

    /// What stands for areas in a table, each text once; none where it cannot be read.
    pub fn area_texts<'a>(&'a self, table: &'a Table) -> impl Iterator<Item = &'a str> {
        let frame = self.outline(table).ok();
        let texts = frame.and_then(|frame| frame.texts(table.area()?));
        texts
            .into_iter()
            .flat_map(|texts| texts.dictionary().iter())
    }

    /// The package with the outline of a table in the place of its rows, of which all are held elsewhere.
    ///
    /// # Errors
    /// If the outline is no table.
    pub fn held(
        &self,
        table: &Table,
        outline: Vec<u8>,
        holder: Box<dyn Holder>,
    ) -> Result<Package, PackageError> {
        let files = self.files_with(&table.path, outline);
        let mut package = Package::in_memory(&self.label, files)?;
        package.held = Some((table.name.clone(), holder));
        Ok(package)
    }

    /// Whether [`Package::outline`] lacks rows of a table.
    pub fn is_outlined(&self, table: &Table) -> bool {
        self.large().is_some() || self.holder(table).is_some()
    }

    fn holder(&self, table: &Table) -> Option<&dyn Holder> {
        let (name, holder) = self.held.as_ref()?;
        (*name == table.name).then_some(&**holder)
    }

    /// Rows of a table, all those among them in which these cells stand.
    ///
    /// # Errors
    /// As [`Package::frame`]; if the file has changed.
    pub fn kept(&self, table: &Table, wanted: &[Wanted]) -> Result<Rows<'_>, PackageError> {
        let outline = self.outline(table)?;
        if !self.is_outlined(table) {
            return Ok(Rows::Own(outline));
        }
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
        let frame = Arc::new(self.read_kept(table, outline, wanted)?);
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
        let sums = match (self.holder(table), self.large()) {
            (Some(holder), _) => holder.sums(wanted, by, of),
            (None, Some(large)) => large.sums(wanted, by, of),
            (None, None) => Ok(None),
        };
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
        if let Some(holder) = self.holder(table) {
            return self.read_held(table, outline, holder, (wanted, Some((by, groups))));
        }
        let Some(large) = self.large() else {
            return Ok(None);
        };
        let columns = large
            .columns_of_groups(wanted, &names(table), (by, groups))
            .map_err(|error| self.unread(table, &error))?;
        Ok(columns.and_then(|columns| straight(table, outline, columns)))
    }

    /// That the file of a table cannot be read.
    fn unread(&self, table: &Table, error: &io::Error) -> PackageError {
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

    /// The rows of a table that are held elsewhere; nothing where its groups are too many to be asked for.
    fn read_held(
        &self,
        table: &Table,
        outline: &Frame,
        holder: &dyn Holder,
        (wanted, of): (&[Wanted], Option<Groups>),
    ) -> Result<Option<Frame>, PackageError> {
        let rows = holder.rows(wanted, of);
        let Some(rows) = rows.map_err(|error| self.unread(table, &error))? else {
            return Ok(None);
        };
        let frame = self.frame_of(table, rows)?;
        let frame = straight(table, outline, filled(&frame));
        frame.map(Some).ok_or_else(|| self.changed(table))
    }

    /// The rows that CSV has.
    fn frame_of(&self, table: &Table, csv: Vec<u8>) -> Result<Frame, PackageError> {
        let part = Part::new(&table.path, csv, Dialect::default());
        let mut faults = Faults::default();
        let frame = rows::frame(table, &[part], &mut faults);
        if faults.is_empty() {
            Ok(frame)
        } else {
            Err(self.error(faults))
        }
    }

    fn read_kept(
        &self,
        table: &Table,
        outline: &Frame,
        wanted: &[Wanted],
    ) -> Result<Frame, PackageError> {
        if let Some(holder) = self.holder(table) {
            let frame = self.read_held(table, outline, holder, (wanted, None))?;
            return frame.ok_or_else(|| self.changed(table));
        }
        let Some(large) = self.large() else {
            return Ok(outline.clone());
        };
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
        let frame = self.frame_of(table, found.records.into_bytes())?;
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
        let outline = self.outline(table)?;
        if !self.is_outlined(table) {
            return Ok(outline);
        }
        if let Some(frame) = self.catalogue.whole.get() {
            return Ok(frame);
        }
        let frame = self.read_kept(table, outline, &[])?;
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

/// The columns of a frame as a large file would have them.
fn filled(frame: &Frame) -> Vec<Filled> {
    let of_column = |column: &Data| match column {
        Data::Texts(texts) => {
            let mut dictionary = texts.dictionary().clone();
            let codes = (0..frame.len()).map(|row| match texts.get(row) {
                Some(_) => texts.code(row),
                None => dictionary.intern(""),
            });
            let codes = codes.collect();
            Filled::Texts(dictionary, codes)
        }
        Data::Periods(periods) => {
            let mut dictionary = Dictionary::default();
            let codes = periods.all().iter();
            let codes: Vec<u32> = codes
                .map(|period| dictionary.intern(&period.to_string()))
                .collect();
            let codes = recoded(
                (0..frame.len()).map(|row| periods.code(row)).collect(),
                &codes,
            );
            Filled::Texts(dictionary, codes)
        }
        Data::Numbers(numbers) => Filled::Numbers(numbers.clone()),
    };
    frame.columns().iter().map(of_column).collect()
}

/// Other codes in the place of these.
fn recoded(mut codes: Vec<u32>, own: &[u32]) -> Vec<u32> {
    for code in &mut codes {
        *code = own.get(*code as usize).copied().unwrap_or(u32::MAX);
    }
    codes
}
