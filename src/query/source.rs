//! `--with-source`: where each row is from, and by which version of the package, in columns of their own at the end.

use crate::answer::{Answer, Cell, Column, Label};
use crate::package::{Package, Table};

/// Adds the table's source to each row, and gives the column's name.
pub(super) fn add_source_of(answer: &mut Answer, package: &Package, table: &Table) -> String {
    let sources = vec![package.short_source(table); answer.rows.len()];
    push(answer, "source", source_label(), sources)
}

/// Adds the source of the table that each row names, and gives the column's name.
pub(super) fn add_source(answer: &mut Answer, package: &Package) -> String {
    let place = answer
        .columns
        .iter()
        .position(|column| column.name == "table");
    let source = |cells: &[Cell]| {
        let table = package.table(cells.get(place?)?.text()?)?;
        Some(package.short_source(table))
    };
    let sources = answer
        .rows
        .iter()
        .map(|row| source(&row.cells).unwrap_or_default());
    let sources = sources.collect();
    push(answer, "source", source_label(), sources)
}

/// Adds the package with its version to each row, and gives the column's name.
pub(super) fn add_version(answer: &mut Answer, package: &Package) -> String {
    let label = Label::new("Data version", Some("数据版本"));
    let versions = vec![package.name_and_version(); answer.rows.len()];
    push(answer, "data_version", label, versions)
}

fn source_label() -> Label {
    Label::new("Source", Some("来源"))
}

/// Adds a column of words under a name that the answer does not have yet.
fn push(answer: &mut Answer, name: &str, label: Label, texts: Vec<String>) -> String {
    let mut name = name.to_owned();
    while answer.columns.iter().any(|column| column.is_called(&name)) {
        name.insert_str(0, "table_");
    }
    answer.columns.push(Column {
        label,
        ..Column::words(&name, "")
    });
    for (row, text) in answer.rows.iter_mut().zip(texts) {
        row.cells.push(Cell::words(text));
    }
    name
}
