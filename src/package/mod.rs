//! A package: its descriptor, tables, areas and notes, built in, in a folder or in memory.
//!
//! Files are read when they are asked for. What is wrong with a package is told all at once.

mod amount;
mod area;
mod areas;
mod assumed;
mod catalogue;
mod cells;
mod check;
mod claims;
mod conditions;
mod constraints;
mod contents;
mod countries;
mod declared;
mod derivation;
mod descriptor;
mod dialect;
mod dimension;
mod fault;
mod files;
mod folding;
mod header;
mod holding;
mod identity;
mod infer;
mod json;
mod kept;
mod line;
mod lines;
mod notes;
mod open;
mod opened;
mod part;
mod parts;
mod pattern;
mod provenance;
mod read;
mod register;
mod rows;
mod rule;
mod schema;
mod spelling;
mod unit;
mod unsaid;

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

pub use area::Area;
pub use areas::Areas;
pub use cells::CellFormat;
pub use claims::{Claim, Stated};
pub use contents::{Contents, sha256};
pub use countries::country_codes;
pub use derivation::{Derivation, Operation};
pub use descriptor::{Document, Example, Source};
pub use dialect::Dialect;
pub use dimension::{Dimension, Member};
pub use fault::{Fault, Faults, PackageError};
pub use files::DESCRIPTOR;
#[cfg(test)]
pub(crate) use files::opened as reads;
pub use folding::fold;
pub use identity::{Check, Difference, Identity, Place, Rule};
pub use kept::{Groups, Holder, Rows};
pub use notes::{Remark, Remarks};
pub use open::{OpenError, no_file};
pub use provenance::SourceLine;
pub use register::AREA_COLUMNS;
pub use rows::Row;
pub use rule::{Combine, Moment, WeightYear};
pub use schema::{Column, Content, Indicator, Meaning, Table};
pub use spelling::stem;
pub use unit::{Powers, power_of_unit};

use catalogue::Catalogue;
use descriptor::{Descriptor, Resource, SchemaText};
use files::Files;

/// A set of tables with all that is to be known of them.
#[derive(Debug)]
pub struct Package {
    /// The package as messages name it.
    label: String,
    files: Files,
    /// The bytes of the descriptor, where it is a file.
    text: Option<Vec<u8>>,
    descriptor: Descriptor,
    /// For each resource, the table that it describes, once that is asked for; nothing where it is no table.
    tables: Vec<OnceLock<Option<Table>>>,
    catalogue: Catalogue,
    /// Where it was made from a file, what is known of that.
    opened: Option<opened::Opened>,
    /// The table of which the rows are held elsewhere, and by whom.
    held: Option<(String, Box<dyn Holder>)>,
    /// What the user says of it.
    assumed: assumed::Assumed,
}

impl Package {
    /// Whether a file is one that the package is read from.
    pub fn is_read_from(&self, file: &Path) -> bool {
        let Ok(file) = file.canonicalize() else {
            return false;
        };
        let is_it = |path: &Path| path.canonicalize().is_ok_and(|path| path == file);
        match &self.files {
            Files::BuiltIn => false,
            // Where the system tells what is read from a stream.
            Files::Memory(_) if self.label == "-" => is_it(Path::new("/dev/stdin")),
            Files::Memory(_) => is_it(Path::new(&self.label)),
            Files::Folder(folder) => {
                let resources = self.descriptor.resources.iter();
                let mut paths = resources.flat_map(|resource| resource.path.all());
                paths.any(|path| is_it(&folder.join(path))) || is_it(&folder.join(DESCRIPTOR))
            }
        }
    }

    /// The text of the descriptor.
    fn text_of_descriptor(&self) -> Cow<'_, str> {
        match &self.text {
            Some(bytes) => String::from_utf8_lossy(bytes),
            None => match self.files.read(DESCRIPTOR).unwrap_or_default() {
                Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
                Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
            },
        }
    }

    /// The folder that it lies in, as the user named it; none for one that is built in or in memory.
    pub fn folder(&self) -> Option<&str> {
        match self.files {
            Files::Folder(_) => Some(&self.label),
            Files::BuiltIn | Files::Memory(_) => None,
        }
    }

    /// The package as it was named by whoever opened it.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The path of one of its files from where the program runs; of one that lies in no folder its own path.
    pub fn path_of(&self, file: &str) -> String {
        match &self.files {
            Files::Folder(folder) => {
                let path = folder.join(file).display().to_string();
                path.strip_prefix("./").map_or(path.clone(), str::to_owned)
            }
            Files::BuiltIn | Files::Memory(_) => file.to_owned(),
        }
    }

    /// The package's own short name; that of its folder where it states none.
    pub fn name(&self) -> &str {
        let of_folder = || match &self.files {
            Files::Folder(folder) => folder.file_name()?.to_str(),
            Files::BuiltIn | Files::Memory(_) => None,
        };
        match self.descriptor.name.as_str() {
            "" => of_folder().unwrap_or(&self.label),
            name => name,
        }
    }

    /// The version of the data, where one is stated.
    pub fn version(&self) -> Option<&str> {
        self.descriptor.version.as_deref()
    }

    /// What the package holds, in a line.
    pub fn title(&self) -> Option<&str> {
        self.descriptor.title.as_deref()
    }

    /// The level of the areas that the package is mainly about.
    pub fn main_level(&self) -> Option<&str> {
        self.descriptor.main_level.as_deref()
    }

    /// The names of the tables, in the order of the descriptor.
    pub fn table_names(&self) -> impl Iterator<Item = &str> {
        let tables = self
            .descriptor
            .resources
            .iter()
            .filter(|resource| resource.is_table());
        tables.map(|resource| resource.name.as_str())
    }

    /// Why the resource of this name is not read, where it is set aside beside others for that.
    pub fn why_not_read(&self, name: &str) -> Option<&str> {
        let mut resources = self.descriptor.resources.iter();
        let named = resources.find(|resource| resource.is_aside && resource.name == name)?;
        named.unread.as_deref()
    }

    /// The tables, in the order of the descriptor.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        (0..self.tables.len()).filter_map(|place| self.table_at(place))
    }

    /// The table of this name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        let place = self
            .descriptor
            .resources
            .iter()
            .position(|resource| resource.name == name)?;
        self.table_at(place)
    }

    /// The table that the resource at this place describes. A faulty description is told when a package is opened,
    /// and that of the built-in package by a test.
    fn table_at(&self, place: usize) -> Option<&Table> {
        let resource = &self.descriptor.resources[place];
        let describe = || {
            resource
                .is_table()
                .then(|| Table::describe(resource).ok())
                .flatten()
                .map(|table| self.with_totals(self.with_attributes(self.with_rules(table))))
        };
        self.tables[place].get_or_init(describe).as_ref()
    }

    /// The error that these faults of the package make.
    pub fn error(&self, faults: Faults) -> PackageError {
        PackageError {
            package: self.label.clone(),
            faults,
        }
    }

    /// The bytes of a file of the package, the descriptor ([`DESCRIPTOR`]) among them.
    ///
    /// # Errors
    /// If there is no such file or it cannot be read.
    pub fn file(&self, path: &str) -> Result<Cow<'_, [u8]>, PackageError> {
        if let (DESCRIPTOR, Some(bytes)) = (path, &self.text) {
            return Ok(Cow::Borrowed(bytes));
        }
        self.files
            .read(path)
            .map_err(|message| self.error(Faults::from_iter([Fault::of_file(path, message)])))
    }

    /// Every file of the package for a copy in memory, with other bytes for one of them. Of a table that is not there the
    /// copy has none but its header.
    pub fn files_with(&self, path: &str, bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
        let mut files = vec![(
            DESCRIPTOR.to_owned(),
            self.text_of_descriptor().into_owned().into_bytes(),
        )];
        for resource in &self.descriptor.resources {
            for name in resource.files() {
                if name == path || files.iter().any(|(known, _)| known == name) {
                    continue;
                }
                let header = || {
                    let schema = resource.schema.as_ref().map(SchemaText::get);
                    let schema: Option<serde_json::Value> =
                        schema.and_then(|schema| serde_json::from_str(schema).ok());
                    let fields = schema
                        .as_ref()
                        .and_then(|schema| schema["fields"].as_array());
                    let names = fields.into_iter().flatten();
                    let names: Vec<&str> =
                        names.filter_map(|field| field["name"].as_str()).collect();
                    format!("{}\n", names.join(",")).into_bytes()
                };
                let own = self.files.read(name).map(Cow::into_owned);
                files.push((name.to_owned(), own.unwrap_or_else(|_| header())));
            }
        }
        files.push((path.to_owned(), bytes));
        files
    }

    /// The package without rows where it lacks its files.
    ///
    /// # Errors
    /// If what it has is faulty.
    pub fn hollow(&self) -> Result<Package, PackageError> {
        Package::in_memory(&self.label, self.files_with("", Vec::new()))
    }

    /// Every file of the package, byte for byte, each once: the descriptor, then those that it names.
    ///
    /// # Errors
    /// If one of them is not there or cannot be read.
    pub fn all_files(&self) -> Result<Vec<(String, Vec<u8>)>, PackageError> {
        let resources = self.descriptor.resources.iter();
        let mut paths = vec![DESCRIPTOR];
        for path in resources.flat_map(Resource::files) {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        let file = |path: &str| Ok((path.to_owned(), self.file(path)?.into_owned()));
        paths.into_iter().map(file).collect()
    }
}
