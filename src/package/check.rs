//! Everything that is wrong with a package, told at once.

use std::collections::BTreeSet;

use super::Package;
use super::areas::Areas;
use super::contents::{self, Contents};
use super::descriptor::{Resource, ResourceRole};
use super::fault::{Fault, Faults, PackageError};
use super::holding::{Held, Read};
use super::identity::Check;
use super::lines;
use super::notes::{Remark, Remarks};
use super::part::Part;
use super::schema::Table;
use crate::table::Frame;
use crate::words::{excerpt, quoted_list};

impl Package {
    /// Reads the whole package, and holds each file against the length, SHA-256 and count of rows that the descriptor
    /// states of it.
    ///
    /// # Errors
    /// If anything is wrong, all of it.
    pub fn check(&self) -> Result<(), PackageError> {
        let of_contents = self.faults_of_contents();
        let mut error = self.faulty();
        error.faults.extend(of_contents);
        if error.faults.is_empty() {
            Ok(())
        } else {
            Err(error)
        }
    }

    /// An error with everything that is wrong with the package.
    pub(super) fn faulty(&self) -> PackageError {
        let mut faults = self.faults_of_descriptor();
        let areas = self.read_areas(&mut faults);
        // That of a file which declares nothing names only the areas of which something was found.
        let has_register = self.resource(ResourceRole::Areas).is_some() && !self.is_opened();
        for table in self.tables() {
            let frame = self.read_frame(table, &mut faults);
            if let Some(area) = table.area().filter(|_| has_register) {
                faults.extend(unregistered(table, area, frame, areas));
            }
        }
        let claims = self.read_claims(&mut faults);
        let remarks = self.read_remarks(&mut faults);
        if let Some(resource) = self.resource(ResourceRole::Notes) {
            let ids: BTreeSet<&str> = claims.iter().map(|claim| claim.id.as_str()).collect();
            let met = self.rows_met(remarks);
            faults.extend(
                remarks
                    .iter()
                    .zip(met)
                    .flat_map(|(remark, met)| self.faults_of(remark, resource.file(), met, &ids)),
            );
        }
        self.read_identities(&mut faults);
        self.error(faults)
    }

    /// Where files are not those that the descriptor states, or their rows not as it wants them. Whoever edits a table need
    /// not know of its checksum, so this is no fault of reading; a file that cannot be read is one. What is read is kept.
    fn faults_of_contents(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let resources = &self.descriptor.resources;
        let held = resources.iter().map(|resource| {
            let table = self.table(&resource.name);
            Held::of(resource, table)
        });
        let held: Vec<Option<Held>> = held.collect();
        let wanted: BTreeSet<&str> = held.iter().flatten().flat_map(Held::refers_to).collect();
        let wanted: Vec<bool> = resources
            .iter()
            .zip(&held)
            .map(|(resource, held)| {
                let is_needed = held.as_ref().is_some_and(Held::is_needed);
                is_needed || wanted.contains(resource.name.as_str())
            })
            .collect();
        let mut read = Read::new();
        for ((resource, held), is_wanted) in resources.iter().zip(held).zip(wanted) {
            let Ok(whole) = resource.whole() else {
                continue;
            };
            let parts = match resource.path.all() {
                [path] if whole.states_contents() => self
                    .stated_part(resource, &whole, path, &mut faults)
                    .into_iter()
                    .collect(),
                _ if is_wanted => self.parts(resource, &mut Faults::default()),
                _ => continue,
            };
            self.keep(resource, &parts);
            if let Some(held) = held.filter(|_| is_wanted) {
                let rows = held.rows(&parts);
                read.insert(resource.name.clone(), (held, rows));
            }
        }
        for (held, rows) in read.values() {
            faults.extend(held.faults(rows, &read));
        }
        faults
    }

    /// The text of a file of which the descriptor states what it is, and where that is not so.
    fn stated_part(
        &self,
        resource: &Resource,
        stated: &Resource,
        path: &str,
        faults: &mut Vec<Fault>,
    ) -> Option<Part<'_>> {
        let bytes = self.files.read(path).ok()?;
        let mut contents = Contents::of(&bytes, &resource.dialect);
        let part = resource.part_of(path, bytes.clone()).ok();
        if let Some(part) = &part {
            contents.rows = lines::count(&part.text, &part.dialect);
        }
        let differences = contents.differences(stated, &bytes).into_iter();
        faults.extend(differences.map(|message| Fault::of_file(path, message)));
        part
    }

    /// What the descriptor declares by the standard and nothing here tries, each as a sentence.
    pub fn untried(&self) -> Vec<String> {
        let of_resource = |resource: &Resource| {
            let name = excerpt(&resource.name);
            let mut untried = Vec::new();
            let Ok(whole) = resource.whole() else {
                return untried;
            };
            if let ([_, _, ..], true) = (resource.path.all(), whole.states_contents()) {
                let several = "since it has several files";
                untried.push(format!(
                    "not checked: `bytes`, `hash` and `rows` of `{name}`, {several}"
                ));
            } else if let Some(hash) = whole
                .hash
                .as_deref()
                .filter(|hash| contents::is_unknown(hash))
            {
                let hash = excerpt(hash);
                untried.push(format!("not checked: `hash` of `{name}`, `{hash}`; write `sha256:` and the digits, or those of `md5`, `sha1` or `sha512`"));
            }
            let held = Held::of(resource, self.table(&resource.name));
            untried.extend(held.iter().flat_map(Held::untried));
            untried
        };
        self.descriptor
            .resources
            .iter()
            .flat_map(of_resource)
            .collect()
    }

    /// For each note, how many rows of its table it is about, and whether the table has any.
    fn rows_met(&self, remarks: &Remarks) -> Vec<Met> {
        let met = |remark: &Remark| {
            let Some(table) = self.table(&remark.table) else {
                return Met::default();
            };
            let frame = self.read_frame(table, &mut Faults::default());
            let mut rows = remark.rows(table, frame).into_iter();
            Met {
                count: rows
                    .by_ref()
                    .filter(|row| remark.is_about(table, frame, *row))
                    .count(),
                has_rows: !frame.is_empty(),
            }
        };
        remarks.iter().map(met).collect()
    }

    /// What is wrong with where a note points; `claims` are the names of all claims.
    fn faults_of(
        &self,
        remark: &Remark,
        file: &str,
        met: Met,
        claims: &BTreeSet<&str>,
    ) -> Vec<Fault> {
        let fault =
            |index: usize, message: String| Fault::of_field(file, remark.line, index, message);
        let Some(table) = self.table(&remark.table) else {
            let tables = quoted_list(self.table_names(), "or");
            return vec![fault(
                0,
                format!(
                    "there is no table `{}`; expected {tables}",
                    excerpt(&remark.table)
                ),
            )];
        };
        let mut faults = Vec::new();
        for (dimension, _) in &remark.key {
            if table.dimension(dimension).is_none() {
                faults.push(fault(
                    1,
                    format!(
                        "`{}` is no dimension of `{}`",
                        excerpt(dimension),
                        table.name
                    ),
                ));
            }
        }
        for id in &remark.indicators {
            if table.indicator(id).is_none() {
                faults.push(fault(
                    2,
                    format!("`{}` is no indicator of `{}`", excerpt(id), table.name),
                ));
            }
        }
        if remark.explains.contains(&Check::Claim) {
            let message = "`explains`: name the claim in place of `claim`";
            faults.push(fault(7, message.to_owned()));
        }
        for name in &remark.claims {
            if !claims.contains(name.as_str()) {
                let checks = Check::ALL
                    .iter()
                    .filter(|(_, check)| *check != Check::Claim);
                let message = format!(
                    "`explains`: `{}` is no check and no claim; write {}, or the `id` of a claim",
                    excerpt(name),
                    quoted_list(checks.map(|(name, _)| name), "or")
                );
                faults.push(fault(7, message));
            }
        }
        let cells = met.count * remark.indicators.len();
        if remark.corrected.is_some() && (cells > 1 || remark.usable) {
            let message =
                "`corrected`: a correction is for one value, which `usable` says not to use";
            faults.push(fault(6, message.to_owned()));
        }
        if faults.is_empty() && met.has_rows && met.count == 0 {
            faults.push(fault(
                1,
                format!("no row of `{}` meets the conditions", table.name),
            ));
        }
        faults
    }

    /// What is wrong with the descriptor.
    pub(super) fn faults_of_descriptor(&self) -> Faults {
        let text = self.text_of_descriptor();
        let mut faults = Faults::default();
        let mut names: BTreeSet<&str> = BTreeSet::new();
        let mut from = 0;
        for resource in &self.descriptor.resources {
            if !names.insert(&resource.name) {
                let message = format!(
                    "two resources are called `{}`; a name is a command",
                    excerpt(&resource.name)
                );
                faults.push(Fault::of_descriptor(message));
            }
            if resource.is_table() {
                let found = Table::describe(resource).err().unwrap_or_default();
                let schema = resource.schema.as_ref().map_or("", |schema| schema.get());
                // Two tables may have the same schema, so each is looked for behind those before it.
                let before = text[from..].find(schema).map_or("", |start| {
                    let before = &text[..from + start];
                    from += start + schema.len();
                    before
                });
                faults.extend(found.into_iter().map(|fault| fault.after(before)));
            }
        }
        if faults.is_empty() {
            let of_rules = self
                .tables()
                .flat_map(|table| table.faults_of_rules(|name| self.table(name)));
            faults.extend(of_rules);
        }
        if self.table_names().next().is_none() {
            let message = "no resource is a table; list at least one under `resources`";
            faults.push(Fault::of_descriptor(message));
        }
        faults
    }
}

/// How many rows a note is about.
#[derive(Debug, Clone, Copy, Default)]
struct Met {
    count: usize,
    /// Whether its table has any rows.
    has_rows: bool,
}

/// Where rows name areas, in the column at `area`, that are none of those the register spells.
fn unregistered(
    table: &Table,
    area: usize,
    frame: &Frame,
    areas: &Areas,
) -> impl Iterator<Item = Fault> {
    let unknown = move |row: usize| {
        let cell = frame.text(row, area)?;
        areas.of_cell(cell).is_none().then(|| {
            format!(
                "`{}`: `{}` is in no row of the register of areas",
                excerpt(&table.columns[area].name),
                excerpt(cell)
            )
        })
    };
    (0..frame.len()).filter_map(move |row| {
        Some(Fault::of_field(
            &table.path,
            frame.line(row),
            area,
            unknown(row)?,
        ))
    })
}

impl Table {
    /// What is wrong with the rules by which indicators combine, seen from the package's tables: each names indicators
    /// that it takes, as `indicator` or, below the line, `table/indicator`.
    pub(super) fn faults_of_rules<'a>(
        &'a self,
        find: impl Fn(&str) -> Option<&'a Table>,
    ) -> Vec<Fault> {
        let wrong = |property: &str, input: &str| {
            let (table, id) = match input.split_once('/') {
                Some((table, id)) if property == "denominator" => (find(table).ok_or(table), id),
                _ => (Ok(self), input),
            };
            match table {
                Err(table) => Some(format!("there is no table `{}`", excerpt(table))),
                Ok(table) if table.indicator(id).is_some() => None,
                Ok(table) => {
                    let known = table.indicators().map(|(_, _, known)| &known.id);
                    Some(format!(
                        "`{}` is no indicator of `{}`; expected {}",
                        excerpt(id),
                        excerpt(&table.name),
                        quoted_list(known, "or")
                    ))
                }
            }
        };
        let mut faults = Vec::new();
        for (_, _, indicator) in self.indicators() {
            for (property, input) in indicator.combine.inputs() {
                if let Some(why) = wrong(property, input) {
                    let (table, id) = (excerpt(&self.name), excerpt(&indicator.id));
                    let message =
                        format!("resource `{table}`: `{property}` in the rule of `{id}`: {why}");
                    faults.push(Fault::of_descriptor(message));
                }
            }
        }
        faults
    }
}
