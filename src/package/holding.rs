//! What must hold in the rows of a resource by the standard: the constraints of its fields, keys that name a row, keys
//! that stand in another resource. Tried when the package is checked, on the cells as the file writes them.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::CellFormat;
use super::constraints::Trial;
use super::declared::{ForeignKey, OneOrMany, Schema};
use super::descriptor::Resource;
use super::fault::{Fault, Faults};
use super::header::Header;
use super::json;
use super::line::Line;
use super::lines::matched_lines;
use super::part::Part;
use super::schema::{Content, Meaning, Table};
use crate::order::IntoSet;
use crate::words::{excerpt, list, quoted_list};

/// The schema of a resource with what it says of the cells.
pub(super) struct Held {
    resource: String,
    schema: Schema,
    /// Whether it is read as a table, which finds rows of one key.
    is_table: bool,
    formats: Vec<CellFormat>,
    /// Whether the column holds figures, and whether it is read as what its type says.
    known: Vec<(bool, bool)>,
}

/// The rows of a resource.
pub(super) struct FileRows(Vec<(String, Vec<Line>)>);

/// The rows of every resource that was read, by name.
pub(super) type Read = BTreeMap<String, (Held, FileRows)>;

impl Schema {
    /// What is wrong with the keys themselves.
    pub(super) fn faults_of_keys(&self) -> Vec<String> {
        let is_field = |name: &&String| !self.fields.iter().any(|field| field.name == **name);
        let unknown = |property: &str, names: &OneOrMany| {
            let name = excerpt(names.all().iter().find(is_field)?);
            Some(format!("`{property}` names `{name}`, which is no column"))
        };
        let unique = self.unique_keys.iter();
        let foreign = self.foreign_keys.iter();
        unique
            .filter_map(|key| unknown("uniqueKeys", key))
            .chain(foreign.filter_map(|key| unknown("foreignKeys", &key.fields)))
            .collect()
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    fn places(&self, names: &OneOrMany) -> Option<Vec<usize>> {
        names.all().iter().map(|name| self.place(name)).collect()
    }
}

impl Held {
    /// What a resource says of its rows; nothing where it has no schema, or none that is one. `table` is what it makes.
    pub(super) fn of(resource: &Resource, table: Option<&Table>) -> Option<Held> {
        let schema: Schema = json::read(resource.schema.as_ref()?.get()).ok()?;
        let null = resource.dialect.null_sequence.as_deref();
        let format = |field| CellFormat::of_field(field, &schema.missing_values, null, &mut |_| {});
        let known = |field: &super::declared::Field| {
            let column = table.and_then(|table| table.columns.get(table.column(&field.name)?));
            column.map_or((false, false), |column| {
                let is_number = matches!(column.content, Content::Integer | Content::Number);
                let is_figure = is_number && matches!(column.meaning, Meaning::Indicator(_));
                let is_boolean = field.type_.as_deref() == Some("boolean");
                let has_members = matches!(&column.meaning, Meaning::Dimension(dimension) if !dimension.members.is_empty());
                let is_read = column.content != Content::Text || is_boolean || has_members;
                (is_figure, is_read)
            })
        };
        Some(Held {
            resource: resource.name.clone(),
            is_table: table.is_some(),
            formats: schema.fields.iter().map(format).collect(),
            known: schema.fields.iter().map(known).collect(),
            schema,
        })
    }

    fn trials(&self) -> Vec<Trial<'_>> {
        let columns = self
            .schema
            .fields
            .iter()
            .zip(&self.formats)
            .zip(&self.known);
        columns
            .map(|((field, format), (is_figure, is_read))| {
                Trial::of(field, format, *is_figure, *is_read)
            })
            .collect()
    }

    /// Whether anything is to be tried on the rows.
    pub(super) fn is_needed(&self) -> bool {
        self.trials().iter().any(Trial::is_needed)
            || self.keys().next().is_some()
            || !self.schema.foreign_keys.is_empty()
    }

    /// The keys that name a row, each with what declares it.
    fn keys(&self) -> impl Iterator<Item = (&OneOrMany, &'static str)> {
        let primary = Some(&self.schema.primary_key);
        let primary = primary.filter(|key| !self.is_table && key.first().is_some());
        let primary = primary.map(|key| (key, "`primaryKey`"));
        let unique = self.schema.unique_keys.iter();
        primary
            .into_iter()
            .chain(unique.map(|key| (key, "`uniqueKeys`")))
    }

    /// The resources in which keys of this one stand.
    pub(super) fn refers_to(&self) -> impl Iterator<Item = &str> {
        self.schema
            .foreign_keys
            .iter()
            .map(|key| self.resource_of(key))
    }

    fn resource_of<'a>(&'a self, key: &'a ForeignKey) -> &'a str {
        match key.reference.resource.as_str() {
            "" => &self.resource,
            other => other,
        }
    }

    /// What is declared and not tried, each as a sentence.
    pub(super) fn untried(&self) -> Vec<String> {
        let resource = excerpt(&self.resource);
        let mut untried = Vec::new();
        for (field, trial) in self.schema.fields.iter().zip(self.trials()) {
            if !trial.untried.is_empty() {
                let names = quoted_list(trial.untried, "and");
                let field = excerpt(&field.name);
                untried.push(format!("not checked: {names} of `{field}` in `{resource}`"));
            }
        }
        untried
    }

    /// The rows of the parts of the resource; what is wrong with them is told where they are read.
    pub(super) fn rows(&self, parts: &[Part]) -> FileRows {
        let fields = &self.schema.fields;
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let absent: Vec<&str> = self.formats.iter().map(CellFormat::absent).collect();
        let parts = parts.iter().enumerate().map(|(index, part)| {
            let header = Header {
                names: &names,
                absent: &absent,
                matching: self.schema.fields_match.get(),
                continues: index > 0,
            };
            let mut ignored = Faults::default();
            let lines = matched_lines(part, &header, &mut ignored);
            (part.file.clone(), lines)
        });
        FileRows(parts.collect())
    }

    /// What does not hold in the rows.
    pub(super) fn faults(&self, rows: &FileRows, read: &Read) -> Vec<Fault> {
        let trials = self.trials();
        let mut faults = Vec::new();
        for (at, trial) in trials
            .iter()
            .enumerate()
            .filter(|(_, trial)| trial.is_needed())
        {
            let wrong = |(file, line): (&str, &Line)| {
                Some(Fault::of_field(
                    file,
                    line.number,
                    at,
                    trial.fault(line.field(at))?,
                ))
            };
            faults.extend(rows.iter().filter_map(wrong));
        }
        let unique = self.schema.fields.iter().zip(0..);
        let unique = unique.filter(|(field, _)| field.constraints.unique);
        for (_, at) in unique {
            faults.extend(repeated(
                &self.schema,
                &trials,
                &[at],
                rows,
                "its constraint `unique`",
            ));
        }
        for (key, by) in self.keys() {
            if let Some(places) = self.schema.places(key) {
                faults.extend(repeated(&self.schema, &trials, &places, rows, by));
            }
        }
        for key in &self.schema.foreign_keys {
            faults.extend(self.strangers(key, &trials, rows, read));
        }
        faults
    }

    /// The rows whose key does not stand where it should.
    fn strangers(
        &self,
        key: &ForeignKey,
        trials: &[Trial],
        rows: &FileRows,
        read: &Read,
    ) -> Vec<Fault> {
        let name = self.resource_of(key);
        let wrong = |why: &str| {
            let (resource, columns) = (
                excerpt(&self.resource),
                quoted_list(key.fields.all(), "and"),
            );
            vec![Fault::of_descriptor(format!(
                "resource `{resource}`: `foreignKeys` of {columns}: {why}"
            ))]
        };
        if key.reference.package.is_some() {
            return wrong(
                "what another package holds is not read; leave `package` out and add the resource here",
            );
        }
        let (held, others) = match read.get(name) {
            Some((held, others)) => (held, others),
            None if name == self.resource => (self, rows),
            None => {
                let name = excerpt(name);
                return wrong(&format!(
                    "there is no resource `{name}` with a `schema`; add it, or correct `reference`"
                ));
            }
        };
        let referred = &key.reference.fields;
        let (Some(own), Some(theirs)) = (
            self.schema.places(&key.fields),
            held.schema.places(referred),
        ) else {
            let (name, columns) = (excerpt(name), quoted_list(referred.all(), "and"));
            return wrong(&format!("{columns} are not all columns of `{name}`"));
        };
        if own.len() != theirs.len() {
            return wrong("`fields` and those of the `reference` are not as many");
        }
        let their_trials = held.trials();
        let known: BTreeSet<Vec<String>> = others
            .iter()
            .filter_map(|(_, line)| values(&their_trials, &theirs, line))
            .into_set();
        let is_stranger = |(file, line): (&str, &Line)| {
            let found = values(trials, &own, line).filter(|found| !known.contains(found))?;
            let (found, columns) = (
                list(found.iter().map(|one| format!("`{}`", excerpt(one))), "and"),
                quoted_list(key.fields.all(), "and"),
            );
            let (name, referred) = (excerpt(name), quoted_list(referred.all(), "and"));
            let message = format!(
                "{columns}: no row of `{name}` has {found} in {referred}, and `foreignKeys` wants one"
            );
            Some(Fault::of_field(file, line.number, *own.first()?, message))
        };
        rows.iter().filter_map(is_stranger).collect()
    }
}

impl FileRows {
    fn iter(&self) -> impl Iterator<Item = (&str, &Line)> {
        let parts = self.0.iter();
        parts.flat_map(|(file, lines)| lines.iter().map(move |line| (file.as_str(), line)))
    }
}

/// The values of a row in some columns; nothing where one is missing.
fn values(trials: &[Trial], places: &[usize], line: &Line) -> Option<Vec<String>> {
    let value = |place: &usize| {
        let cell = line.field(*place);
        (!trials[*place].is_missing(cell)).then(|| trials[*place].logical(cell))
    };
    places.iter().map(value).collect()
}

/// The rows that have the values of one before them in some columns. A missing value is none that repeats another.
fn repeated(
    schema: &Schema,
    trials: &[Trial],
    places: &[usize],
    rows: &FileRows,
    by: &str,
) -> Vec<Fault> {
    let Some(&first_place) = places.first() else {
        return Vec::new();
    };
    let names: Vec<&str> = places
        .iter()
        .map(|place| schema.fields[*place].name.as_str())
        .collect();
    let mut seen: BTreeMap<Vec<String>, (&str, u64)> = BTreeMap::new();
    let mut faults = Vec::new();
    for (file, line) in rows.iter() {
        let Some(found) = values(trials, places, line) else {
            continue;
        };
        if let Some((first_file, first)) = seen.get(&found) {
            let elsewhere = if *first_file == file {
                String::new()
            } else {
                format!(" of `{}`", excerpt(first_file))
            };
            let columns = quoted_list(names.iter().map(|name| excerpt(name)), "and");
            let found = list(found.iter().map(|one| format!("`{}`", excerpt(one))), "and");
            let message = format!(
                "the row repeats {columns} {found} of line {first}{elsewhere}; {by} allows them once"
            );
            faults.push(Fault::of_field(file, line.number, first_place, message));
        } else {
            seen.insert(found, (file, line.number));
        }
    }
    faults
}
