//! What the files of a package hold: each read when it is asked for, or everything that is wrong with the package.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::area::Area;
use super::areas::Areas;
use super::catalogue::Read;
use super::claims::{self, Claim};
use super::descriptor::{Resource, ResourceRole};
use super::dialect::Dialect;
use super::fault::{Fault, Faults, PackageError};
use super::identity::Identity;
use super::notes::{self, NoteLines, Remarks};
use super::part::Part;
use super::rows::{self, Row};
use super::schema::Table;
use super::{Package, json, register};
use crate::figure::Period;
use crate::table::{Frame, Periods};

impl Package {
    /// A table's rows in columns, in the order of its file.
    ///
    /// # Errors
    /// If the file is faulty; then everything that is wrong with the whole package is told.
    pub fn frame(&self, table: &Table) -> Result<&Frame, PackageError> {
        self.whole_frame(table)
    }

    /// A table's rows, in the order of its file.
    ///
    /// # Errors
    /// As [`Package::frame`].
    pub fn rows(&self, table: &Table) -> Result<Vec<Row>, PackageError> {
        let frame = self.frame(table)?;
        let row = |row: usize| Row {
            line: frame.line(row),
            cells: (0..table.columns.len())
                .map(|column| frame.value(row, column))
                .collect(),
        };
        Ok((0..frame.len()).map(row).collect())
    }

    /// The years of a table, in order; none where it has none, or cannot be read.
    pub fn years(&self, table: &Table) -> BTreeSet<Period> {
        let periods = table
            .time()
            .and_then(|time| self.outline(table).ok()?.periods(time));
        periods.into_iter().flat_map(Periods::in_order).collect()
    }

    /// The register of areas; empty where the package has none.
    ///
    /// # Errors
    /// If the register is faulty; then everything that is wrong with the whole package is told.
    pub fn areas(&self) -> Result<&Areas, PackageError> {
        self.sound(|faults| self.read_areas(faults))
    }

    /// The area that a table's cell names, from the register or, where it is not in it, by that name alone.
    ///
    /// # Errors
    /// If the register is faulty.
    pub fn area_of_cell(&self, cell: &str) -> Result<Cow<'_, Area>, PackageError> {
        let found = self.areas()?.of_cell(cell);
        Ok(found.map_or_else(|| Cow::Owned(Area::unregistered(cell)), Cow::Borrowed))
    }

    /// The doubts about a table's printed values.
    ///
    /// # Errors
    /// If the file of notes is faulty; then everything that is wrong with the whole package is told.
    pub fn remarks(&self, table: &Table) -> Result<&Remarks, PackageError> {
        self.sound(|faults| {
            let Some(at) = self.place_of(&table.name) else {
                return self.read_remarks(faults);
            };
            let read = |faults: &mut Faults| {
                let of_table = self.lines_on(&table.name, false);
                let lines = of_table
                    .as_ref()
                    .unwrap_or_else(|| self.read_lines_of_notes(faults));
                self.take_remarks(lines, Some(&table.name), faults)
            };
            let notes = &self.catalogue.tables[at].notes;
            notes.get_or_init(|| Read::new(read)).take(faults)
        })
    }

    /// The lines of notes on one table, all or those that refute, of the built-in package, which a test keeps sound, where
    /// the others are not read yet.
    fn lines_on(&self, table: &str, refuting: bool) -> Option<NoteLines> {
        let resource = self.resource(ResourceRole::Notes)?;
        let is_read = self.catalogue.lines_of_notes.get().is_some();
        let cells = self.files.cells(resource.file()).filter(|_| !is_read)?;
        Some(notes::lines_on(table, refuting, cells))
    }

    /// The doubts that refute printed values of a table, with the others where these are read anyhow. Nothing is read where a
    /// look at the text is enough.
    ///
    /// # Errors
    /// As [`Package::remarks`].
    pub fn refutations(&self, table: &Table) -> Result<Cow<'_, Remarks>, PackageError> {
        let Some(resource) = self.resource(ResourceRole::Notes) else {
            return Ok(Cow::Owned(Remarks::default()));
        };
        if let Some(lines) = self.lines_on(&table.name, true) {
            let refuting =
                self.sound(|faults| self.take_remarks(&lines, Some(&table.name), faults))?;
            return Ok(Cow::Owned(refuting));
        }
        let plain = Some(resource).filter(|resource| resource.dialect == Dialect::default());
        if let Some(text) = plain.and_then(|resource| self.files.at_hand(resource.file()))
            && !notes::may_refute(text, &table.name)
        {
            return Ok(Cow::Owned(Remarks::default()));
        }
        self.remarks(table).map(Cow::Borrowed)
    }

    /// The notes on every table, and the file they stand in; none where the package has no notes.
    ///
    /// # Errors
    /// If the file of notes is faulty; then everything that is wrong with the whole package is told.
    pub fn notes(&self) -> Result<Option<(&str, &Remarks)>, PackageError> {
        let remarks = self.sound(|faults| self.read_remarks(faults))?;
        let resource = self.resource(ResourceRole::Notes);
        Ok(resource.map(|resource| (resource.file(), remarks)))
    }

    /// What has to hold between figures beyond what their kinds say, as far as it is declared.
    ///
    /// # Errors
    /// If a declaration is faulty; then everything that is wrong with the whole package is told.
    pub fn identities(&self) -> Result<&[Identity], PackageError> {
        self.sound(|faults| self.read_identities(faults))
    }

    /// What the documents state beside their tables, and the file it stands in; none where the package has no claims.
    ///
    /// # Errors
    /// If the file of claims is faulty; then everything that is wrong with the whole package is told.
    pub fn claims(&self) -> Result<Option<(&str, &[Claim])>, PackageError> {
        let claims = self.sound(|faults| self.read_claims(faults))?;
        let resource = self.resource(ResourceRole::Claims);
        Ok(resource.map(|resource| (resource.file(), claims)))
    }

    /// What is read; where a fault is found, everything that is wrong with the whole package.
    pub(super) fn sound<T>(&self, read: impl FnOnce(&mut Faults) -> T) -> Result<T, PackageError> {
        let mut faults = Faults::default();
        let found = read(&mut faults);
        if faults.is_empty() {
            Ok(found)
        } else {
            Err(self.faulty())
        }
    }

    /// The resource of this role.
    pub(super) fn resource(&self, role: ResourceRole) -> Option<&Resource> {
        self.descriptor
            .resources
            .iter()
            .find(|resource| resource.role == Some(role))
    }

    /// The text of a resource, part by part.
    pub(super) fn parts(&self, resource: &Resource, faults: &mut Faults) -> Vec<Part<'_>> {
        let mut wrong = Vec::new();
        let parts = resource.parts(&self.files, &mut wrong);
        for fault in wrong {
            faults.push(Fault::of_file(&fault.file, fault.message));
        }
        parts
    }

    /// Keeps what the parts of a resource hold, so that its file need not be opened again.
    pub(super) fn keep(&self, resource: &Resource, parts: &[Part]) {
        match (resource.role, parts) {
            (Some(ResourceRole::Areas), [part]) => {
                let read = |faults: &mut Faults| register::read(part, faults);
                self.catalogue.areas.get_or_init(|| Read::new(read));
            }
            (Some(ResourceRole::Notes), [part]) => {
                let read = |faults: &mut Faults| notes::lines_of(part, faults);
                let lines = &self.catalogue.lines_of_notes;
                lines.get_or_init(|| Read::new(read));
            }
            (Some(ResourceRole::Claims), [part]) => {
                let read = |faults: &mut Faults| self.claims_of(part, faults);
                self.catalogue.claims.get_or_init(|| Read::new(read));
            }
            _ => {
                let at = self.place_of(&resource.name);
                let table = self.tables().find(|table| table.name == resource.name);
                if let (Some(table), Some(at)) = (table, at) {
                    let read = |faults: &mut Faults| rows::frame(table, parts, faults);
                    let frame = &self.catalogue.tables[at].frame;
                    frame.get_or_init(|| Read::new(read));
                }
            }
        }
    }

    fn claims_of(&self, part: &Part, faults: &mut Faults) -> Vec<Claim> {
        let documents = self.documents().iter();
        let documents: Vec<&str> = documents
            .filter_map(|document| document.name.as_deref())
            .collect();
        claims::read(part, &documents, faults)
    }

    /// The place of the resource of a table.
    pub(super) fn place_of(&self, table: &str) -> Option<usize> {
        let mut resources = self.descriptor.resources.iter();
        resources.position(|resource| resource.name == table)
    }

    /// The frame of a table; an empty one where its file cannot be read.
    pub(super) fn read_frame(&self, table: &Table, faults: &mut Faults) -> &Frame {
        static NONE: std::sync::LazyLock<Frame> = std::sync::LazyLock::new(Frame::default);
        let Some(at) = self.place_of(&table.name) else {
            return &NONE;
        };
        let read = |faults: &mut Faults| {
            let parts = self.parts(&self.descriptor.resources[at], faults);
            rows::frame(table, &parts, faults)
        };
        let frame = &self.catalogue.tables[at].frame;
        frame.get_or_init(|| Read::new(read)).take(faults)
    }

    pub(super) fn read_areas(&self, faults: &mut Faults) -> &Areas {
        let read = |faults: &mut Faults| {
            let areas: Areas = self.read_resource(ResourceRole::Areas, register::read, faults);
            let groups = self.descriptor.groups.iter();
            let aliases = groups.flat_map(|group| {
                let aliases = group.aliases.iter();
                aliases.map(|alias| (alias.as_str(), group.name.as_str()))
            });
            self.assumed.say_of(areas).calling(aliases)
        };
        let areas = &self.catalogue.areas;
        areas.get_or_init(|| Read::new(read)).take(faults)
    }

    fn read_lines_of_notes(&self, faults: &mut Faults) -> &NoteLines {
        let read =
            |faults: &mut Faults| self.read_resource(ResourceRole::Notes, notes::lines_of, faults);
        let lines = &self.catalogue.lines_of_notes;
        lines.get_or_init(|| Read::new(read)).take(faults)
    }

    /// The notes of the lines: those about one table, or all.
    fn take_remarks(&self, lines: &NoteLines, only: Option<&str>, faults: &mut Faults) -> Remarks {
        let file = self
            .resource(ResourceRole::Notes)
            .map_or("", Resource::file);
        Remarks::read(file, lines, only, faults)
    }

    pub(super) fn read_remarks(&self, faults: &mut Faults) -> &Remarks {
        let lines = self.read_lines_of_notes(faults);
        let read = |faults: &mut Faults| self.take_remarks(lines, None, faults);
        let notes = &self.catalogue.notes;
        notes.get_or_init(|| Read::new(read)).take(faults)
    }

    pub(super) fn read_claims(&self, faults: &mut Faults) -> &[Claim] {
        let claims = |part: &Part, faults: &mut Faults| self.claims_of(part, faults);
        let read = |faults: &mut Faults| self.read_resource(ResourceRole::Claims, claims, faults);
        let claims = &self.catalogue.claims;
        claims.get_or_init(|| Read::new(read)).take(faults)
    }

    /// The declared identities.
    pub(super) fn read_identities(&self, faults: &mut Faults) -> &[Identity] {
        let identities = &self.catalogue.identities;
        let read = |faults: &mut Faults| self.declared_identities(faults);
        identities.get_or_init(|| Read::new(read)).take(faults)
    }

    fn declared_identities(&self, faults: &mut Faults) -> Vec<Identity> {
        let Some(raw) = &self.descriptor.identities else {
            return Vec::new();
        };
        match json::read::<Vec<Identity>>(raw.get()) {
            Ok(identities) => {
                let found = identities
                    .iter()
                    .flat_map(|identity| identity.faults(|name| self.table(name)));
                faults.extend(found.map(Fault::of_descriptor));
                identities
            }
            Err(fault) => {
                let text = self.text_of_descriptor();
                let before = text.find(raw.get()).map_or("", |start| &text[..start]);
                faults.push(fault.after(before));
                Vec::new()
            }
        }
    }

    /// Reads a resource that is no table; an absent one is empty.
    fn read_resource<T: Default>(
        &self,
        role: ResourceRole,
        read: impl FnOnce(&Part, &mut Faults) -> T,
        faults: &mut Faults,
    ) -> T {
        let Some(resource) = self.resource(role) else {
            return T::default();
        };
        match self.parts(resource, faults).first() {
            Some(part) => read(part, faults),
            None => T::default(),
        }
    }
}
