//! The files of an exported answer, and the resources that tell of them.

use super::descriptor::{Field, Resource, Schema};
use crate::package::{Area, Contents, Dialect};

/// A file of the package: its path and its bytes.
pub(super) type File = (String, Vec<u8>);

/// The file of a resource.
pub(super) fn file(name: &str, bytes: Vec<u8>) -> File {
    (format!("{name}.csv"), bytes)
}

/// What is to be said of any file; the rest is empty.
pub(super) fn resource<'a>(name: String, (path, bytes): &File) -> Resource<'a> {
    let contents = Contents::of(bytes, &Dialect::default());
    Resource {
        name,
        type_: "table",
        path: path.clone(),
        bytes: contents.bytes,
        hash: contents.hash(),
        rows: contents.rows,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        title: String::new(),
        title_zh: None,
        description: None,
        role: "",
        licenses: None,
        sources: Vec::new(),
        schema: Schema {
            fields: Vec::new(),
            primary_key: Vec::new(),
            missing_values: [""],
        },
    }
}

/// A resource of words that stands beside the table, with its file.
pub(super) fn beside<const COUNT: usize>(
    name: String,
    role: &'static str,
    title: &str,
    header: &[&'static str; COUNT],
    lines: impl IntoIterator<Item = [String; COUNT]>,
) -> (Resource<'static>, File) {
    let file = file(&name, csv(header, lines));
    let field = |name: &&'static str| Field {
        name,
        ..Field::default()
    };
    let resource = Resource {
        title: title.to_owned(),
        role,
        schema: Schema {
            fields: header.iter().map(field).collect(),
            primary_key: Vec::new(),
            missing_values: [""],
        },
        ..resource(name, &file)
    };
    (resource, file)
}

/// An area as a line of the register.
pub(super) fn of_area(area: &Area) -> [String; 8] {
    [
        area.code.clone(),
        area.name.clone(),
        area.name_zh.clone(),
        area.pinyin.clone(),
        area.level.clone(),
        area.parent.clone(),
        area.aliases.join("|"),
        area.groups.join("|"),
    ]
}

/// Lines as CSV below a header.
#[expect(clippy::expect_used, reason = "writing to memory does not fail")]
fn csv<const COUNT: usize>(
    header: &[&str; COUNT],
    lines: impl IntoIterator<Item = [String; COUNT]>,
) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    writer.write_record(header).expect("memory takes a header");
    for line in lines {
        writer.write_record(&line).expect("memory takes a line");
    }
    writer.into_inner().expect("memory takes the rest")
}
