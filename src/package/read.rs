//! What the files of a package hold: each read when it is asked for, or everything that is wrong with the package.

use std::collections::BTreeSet;

use super::area::Area;
use super::areas::Areas;
use super::claims::{self, Claim};
use super::descriptor::{Resource, ResourceRole};
use super::dialect::Dialect;
use super::fault::{Fault, Faults, PackageError};
use super::identity::Identity;
use super::notes::Remarks;
use super::parts::Part;
use super::rows::{self, Row};
use super::schema::Table;
use super::{Package, json, register};
use crate::figure::{Value, Year};

impl Package {
    /// A table's rows, in the order of its file.
    ///
    /// # Errors
    /// If the file is faulty; then everything that is wrong with the whole package is told.
    pub fn rows(&self, table: &Table) -> Result<Vec<Row>, PackageError> {
        self.sound(|faults| self.read_rows(table, faults))
    }

    /// The years of a table, in order; none where it has none, or cannot be read.
    pub fn years(&self, table: &Table) -> BTreeSet<Year> {
        let Some(time) = table.time() else {
            return BTreeSet::new();
        };
        let rows = self.rows(table).unwrap_or_default();
        let year = |row: &Row| match row.cells[time] {
            Value::Year(year) => Some(year),
            _ => None,
        };
        rows.iter().filter_map(year).collect()
    }

    /// The register of areas; empty where the package has none.
    ///
    /// # Errors
    /// If the register is faulty; then everything that is wrong with the whole package is told.
    pub fn areas(&self) -> Result<&Areas, PackageError> {
        if let Some(areas) = self.areas.get() {
            return Ok(areas);
        }
        let areas = self.sound(|faults| self.read_areas(faults))?;
        Ok(self.areas.get_or_init(|| areas))
    }

    /// The area that a table's cell names, from the register or, where it is not in it, by that name alone.
    ///
    /// # Errors
    /// If the register is faulty.
    pub fn area_of_cell(&self, cell: &str) -> Result<Area, PackageError> {
        Ok(self
            .areas()?
            .of_cell(cell)
            .cloned()
            .unwrap_or_else(|| Area::unregistered(cell)))
    }

    /// The doubts about a table's printed values.
    ///
    /// # Errors
    /// If the file of notes is faulty; then everything that is wrong with the whole package is told.
    pub fn remarks(&self, table: &Table) -> Result<Remarks, PackageError> {
        self.sound(|faults| self.read_remarks(Some(&table.name), faults))
    }

    /// The notes on every table, and the file they stand in; none where the package has no notes.
    ///
    /// # Errors
    /// If the file of notes is faulty; then everything that is wrong with the whole package is told.
    pub fn notes(&self) -> Result<Option<(&str, Remarks)>, PackageError> {
        let remarks = self.sound(|faults| self.read_remarks(None, faults))?;
        let resource = self.resource(ResourceRole::Notes);
        Ok(resource.map(|resource| (resource.file(), remarks)))
    }

    /// What has to hold between figures beyond what their kinds say, as far as it is declared.
    ///
    /// # Errors
    /// If a declaration is faulty; then everything that is wrong with the whole package is told.
    pub fn identities(&self) -> Result<Vec<Identity>, PackageError> {
        self.sound(|faults| self.read_identities("", faults))
    }

    /// What the documents state beside their tables, and the file it stands in; none where the package has no claims.
    ///
    /// # Errors
    /// If the file of claims is faulty; then everything that is wrong with the whole package is told.
    pub fn claims(&self) -> Result<Option<(&str, Vec<Claim>)>, PackageError> {
        let claims = self.sound(|faults| self.read_claims(faults))?;
        let resource = self.resource(ResourceRole::Claims);
        Ok(resource.map(|resource| (resource.file(), claims)))
    }

    /// What is read; where a fault is found, everything that is wrong with the whole package.
    fn sound<T>(&self, read: impl FnOnce(&mut Faults) -> T) -> Result<T, PackageError> {
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

    pub(super) fn read_rows(&self, table: &Table, faults: &mut Faults) -> Vec<Row> {
        let mut resources = self.descriptor.resources.iter();
        let resource = resources.find(|resource| resource.name == table.name);
        let parts = resource.map(|resource| self.parts(resource, faults));
        rows::rows(table, &parts.unwrap_or_default(), faults)
    }

    /// The text of a resource, part by part.
    fn parts(&self, resource: &Resource, faults: &mut Faults) -> Vec<Part> {
        let mut wrong = Vec::new();
        let parts = resource.parts(&self.files, &mut wrong);
        for fault in wrong {
            faults.push(Fault::of_file(&fault.file, fault.message));
        }
        parts
    }

    pub(super) fn read_areas(&self, faults: &mut Faults) -> Areas {
        self.read_resource(ResourceRole::Areas, register::read, faults)
    }

    pub(super) fn read_remarks(&self, only: Option<&str>, faults: &mut Faults) -> Remarks {
        let read = |file: &str, bytes: &[u8], dialect: &Dialect, faults: &mut Faults| {
            Remarks::read(file, bytes, dialect, only, faults)
        };
        self.read_resource(ResourceRole::Notes, read, faults)
    }

    pub(super) fn read_claims(&self, faults: &mut Faults) -> Vec<Claim> {
        let documents: Vec<&str> = self
            .documents()
            .iter()
            .filter_map(|document| document.name.as_deref())
            .collect();
        let read = |file: &str, bytes: &[u8], dialect: &Dialect, faults: &mut Faults| {
            claims::read(file, bytes, dialect, &documents, faults)
        };
        self.read_resource(ResourceRole::Claims, read, faults)
    }

    /// Reads the declared identities; `text` is that of the descriptor, for the places of faults.
    pub(super) fn read_identities(&self, text: &str, faults: &mut Faults) -> Vec<Identity> {
        let Some(raw) = &self.descriptor.identities else {
            return Vec::new();
        };
        let before = text.find(raw.get()).map_or("", |start| &text[..start]);
        match serde_json::from_str::<Vec<Identity>>(raw.get()) {
            Ok(identities) => {
                let found = identities
                    .iter()
                    .flat_map(|identity| identity.faults(|name| self.table(name)));
                faults.extend(found.map(Fault::of_descriptor));
                identities
            }
            Err(error) => {
                faults.push(json::fault(&error, raw.get()).after(before));
                Vec::new()
            }
        }
    }

    /// Reads a resource that is no table; an absent one is empty.
    fn read_resource<T: Default>(
        &self,
        role: ResourceRole,
        read: impl FnOnce(&str, &[u8], &Dialect, &mut Faults) -> T,
        faults: &mut Faults,
    ) -> T {
        let Some(resource) = self.resource(role) else {
            return T::default();
        };
        match self.parts(resource, faults).first() {
            Some(part) => read(&part.file, &part.text, &part.dialect, faults),
            None => T::default(),
        }
    }
}
