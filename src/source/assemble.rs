//! The files of a package, made of what was found: a descriptor, a table each, the register of areas, the notes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::found::{AreaRow, Found, NOTE_COLUMNS, NoteRow, Records};

/// The files of a package.
#[derive(Debug, Clone, Default)]
pub struct Assembled {
    /// The descriptor.
    pub descriptor: String,
    /// Each file with its path.
    pub files: Vec<(String, Vec<u8>)>,
    /// What has to be said of each table with every answer, by its name.
    pub warnings: Vec<(String, Vec<String>)>,
    /// The lines of each table's file on which rows begin, by its path, with those of the file which they are from.
    pub lines: BTreeMap<String, Vec<(u32, u32)>>,
}

/// The package that the tables found in a file make. `reserved` are words that no table may be called.
pub fn assemble(name: &str, found: Vec<Found>, reserved: &[String]) -> Assembled {
    let stem = super::stem(name);
    let mut taken = BTreeSet::new();
    let mut assembled = Assembled::default();
    let mut resources = Vec::new();
    let mut areas = Register::default();
    let mut notes = Records::new(NOTE_COLUMNS);
    for mut found in found {
        let wanted = found.resource["name"].as_str().unwrap_or(stem);
        let own = slug(wanted);
        // `Median` and `rank` would be taken for what they ask.
        if reserved.contains(&own.to_lowercase()) {
            taken.insert(own.clone());
        }
        let name = free_name(&own, &mut taken);
        let path = format!("{name}.csv");
        if found.resource.get("title").is_none() && slug(wanted) != wanted {
            found.resource["title"] = wanted.into();
        }
        found.resource["name"] = name.clone().into();
        found.resource["path"] = path.clone().into();
        if !found.findings.is_empty() {
            let findings = found.findings.iter().map(
                |finding| json!({ "what": finding.what, "why": finding.why, "pin": finding.pin }),
            );
            found.resource["findings"] = findings.collect();
        }
        for note in &found.notes {
            let NoteRow {
                key,
                indicator,
                status,
                note,
            } = note;
            notes.push(0, [name.as_str(), key, indicator, status, note, "", ""]);
        }
        found.areas.into_iter().for_each(|area| areas.add(area));
        let lines = found.records.take_lines();
        assembled.lines.insert(path.clone(), lines);
        assembled.files.push((path, found.records.into_bytes()));
        assembled.warnings.push((name, found.warnings));
        resources.push(found.resource);
    }
    let title = match resources.as_slice() {
        [only] => only["title"].clone(),
        _ => Value::Null,
    };
    if !areas.rows.is_empty() {
        resources.push(
            json!({ "name": free_name("areas", &mut taken), "path": "areas.csv", "role": "areas" }),
        );
        assembled
            .files
            .push(("areas.csv".to_owned(), areas.records().into_bytes()));
    }
    if !notes.is_empty() {
        resources.push(
            json!({ "name": free_name("notes", &mut taken), "path": "notes.csv", "role": "notes" }),
        );
        assembled
            .files
            .push(("notes.csv".to_owned(), notes.into_bytes()));
    }
    let mut descriptor = json!({ "name": slug(stem), "resources": resources });
    if !title.is_null() {
        descriptor["title"] = title;
    }
    assembled.descriptor = format!("{descriptor:#}\n");
    assembled
}

/// A name as a command: letters, digits, `-`, `_` and `.`, what else stands in it as single hyphens.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.trim().chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '.') {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches(['-', '.']);
    if slug.is_empty() { "table" } else { slug }.to_owned()
}

/// The name, or where that is taken the name with a number.
fn free_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = wanted.to_owned();
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{wanted}-{number}");
        number += 1;
    }
    name
}

/// The areas of all tables, each once.
#[derive(Default)]
struct Register {
    rows: Vec<AreaRow>,
    known: BTreeSet<(String, String)>,
    codes: BTreeSet<String>,
}

impl Register {
    fn add(&mut self, mut area: AreaRow) {
        if !self.known.insert((area.code.clone(), area.name.clone())) {
            return;
        }
        // A register has a code once; another name with the code of a table before stands without it.
        if !area.code.is_empty() && !self.codes.insert(area.code.clone()) {
            area.code.clear();
        }
        self.rows.push(area);
    }

    fn records(mut self) -> Records {
        let mut records = Records::new([
            "code", "name", "name_zh", "pinyin", "level", "parent", "aliases", "groups",
        ]);
        for area in &mut self.rows {
            if !self.codes.contains(&area.parent) {
                area.parent.clear();
            }
            let level = match area.level.as_str() {
                "" if area.aggregate => "aggregate",
                level => level,
            };
            let (aliases, groups) = (area.aliases.join("|"), area.groups.join("|"));
            records.push(
                0,
                [
                    &area.code,
                    &area.name,
                    &area.name_zh,
                    "",
                    level,
                    &area.parent,
                    &aliases,
                    &groups,
                ],
            );
        }
        records
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_one_name_are_told_apart_and_none_is_called_as_a_command() {
        let found = |name: &str| Found {
            resource: json!({ "name": name }),
            records: Records::new(["a"]),
            ..Found::default()
        };
        let found = vec![found("Full data (1)"), found("Full data 1"), found("check")];
        let assembled = assemble("my book.xlsx", found, &["check".to_owned()]);
        let names: Vec<&str> = assembled
            .files
            .iter()
            .map(|(path, _)| path.as_str())
            .collect();
        assert_eq!(
            names,
            ["Full-data-1.csv", "Full-data-1-2.csv", "check-2.csv"]
        );
        let descriptor: Value = serde_json::from_str(&assembled.descriptor).unwrap();
        assert_eq!(descriptor["name"], "my-book");
        assert_eq!(descriptor["resources"][0]["title"], "Full data (1)");
    }
}
