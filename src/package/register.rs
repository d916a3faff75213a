//! The register of areas as a file (`areas.csv`), read into [`Areas`].

use std::collections::BTreeSet;

use super::area::Area;
use super::areas::Areas;
use super::fault::{Fault, Faults};
use super::lines::lines;
use super::part::Part;
use crate::figure::Period;
use crate::words::excerpt;

/// The columns of the register of areas.
pub const AREA_COLUMNS: [&str; 8] = [
    "code", "name", "name_zh", "pinyin", "level", "parent", "aliases", "groups",
];

/// The columns of the years in which an area came to be and ceased to be, where a register has them.
const OF_VALIDITY: [&str; 2] = ["valid_from", "valid_to"];

/// Reads the register from its file.
pub(super) fn read(part: &Part, faults: &mut Faults) -> Areas {
    let file = &part.file;
    let split = |text: &str| {
        let parts = text.split('|').filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let mut codes: BTreeSet<&str> = BTreeSet::new();
    let mut parents: Vec<(u64, &str)> = Vec::new();
    let mut columns = AREA_COLUMNS.to_vec();
    if part.header().len() > AREA_COLUMNS.len() {
        columns.extend(OF_VALIDITY);
    }
    let lines = lines(part, &columns, faults);
    let mut areas: Vec<Area> = Vec::with_capacity(lines.len());
    for line in &lines {
        let number = line.number;
        let [
            code,
            name,
            name_zh,
            pinyin,
            level,
            parent,
            aliases,
            groups,
            from,
            to,
        ] = line.fields();
        let mut year = |index: usize, text: &str| match text {
            "" => None,
            text => match text.parse::<Period>() {
                Ok(year) => Some(year),
                Err(error) => {
                    let message = format!("`{}`: {error}", columns[index]);
                    faults.push(Fault::of_field(file, number, index, message));
                    None
                }
            },
        };
        let valid = (
            year(AREA_COLUMNS.len(), from),
            year(AREA_COLUMNS.len() + 1, to),
        );
        if name.is_empty() {
            faults.push(Fault::of_field(
                file,
                number,
                1,
                "`name` is empty; every area needs one",
            ));
        }
        if !code.is_empty() && !codes.insert(code) {
            faults.push(Fault::of_field(
                file,
                number,
                0,
                format!("the code `{}` stands here twice", excerpt(code)),
            ));
        }
        if !parent.is_empty() {
            parents.push((number, parent));
        }
        areas.push(Area {
            code: code.to_owned(),
            name: name.to_owned(),
            name_zh: name_zh.to_owned(),
            pinyin: pinyin.to_owned(),
            level: level.to_owned(),
            parent: parent.to_owned(),
            aliases: split(aliases),
            groups: split(groups),
            valid,
        });
    }
    for (line, parent) in parents {
        if !codes.contains(parent) {
            let message = format!("`parent`: no area has the code `{}`", excerpt(parent));
            faults.push(Fault::of_field(file, line, 5, message));
        }
    }
    areas.into_iter().collect()
}
