//! The register of areas as a file (`areas.csv`), read into [`Areas`].

use std::collections::BTreeSet;

use super::area::Area;
use super::areas::Areas;
use super::dialect::Dialect;
use super::fault::{Fault, Faults};
use super::rows::lines;
use crate::words::excerpt;

/// The columns of the register of areas.
pub const AREA_COLUMNS: [&str; 8] = [
    "code", "name", "name_zh", "pinyin", "level", "parent", "aliases", "groups",
];

/// Reads the register from the bytes of its file.
pub(super) fn read(file: &str, bytes: &[u8], dialect: &Dialect, faults: &mut Faults) -> Areas {
    let split = |text: &str| {
        text.split('|')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let mut areas: Vec<Area> = Vec::new();
    let mut codes: BTreeSet<String> = BTreeSet::new();
    let mut parents: Vec<(u64, String)> = Vec::new();
    for line in lines(file, bytes, dialect, &AREA_COLUMNS, faults) {
        let number = line.number;
        let [code, name, name_zh, pinyin, level, parent, aliases, groups] = line.fields();
        if name.is_empty() {
            faults.push(Fault::of_field(
                file,
                number,
                1,
                "`name` is empty; every area needs one",
            ));
        }
        if !code.is_empty() && !codes.insert(code.to_owned()) {
            faults.push(Fault::of_field(
                file,
                number,
                0,
                format!("the code `{}` stands here twice", excerpt(code)),
            ));
        }
        if !parent.is_empty() {
            parents.push((number, parent.to_owned()));
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
        });
    }
    for (line, parent) in parents {
        if !codes.contains(&parent) {
            let message = format!("`parent`: no area has the code `{}`", excerpt(&parent));
            faults.push(Fault::of_field(file, line, 5, message));
        }
    }
    areas.into_iter().collect()
}
