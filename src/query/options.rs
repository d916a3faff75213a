//! How the options of dimensions are called.

use crate::package::{Package, Table};
use crate::words::printable;

/// The options that every table has: a dimension that is called so has another one.
pub(crate) const OPTIONS: [&str; 56] = [
    "adjusted",
    "agg",
    "approximate",
    "area",
    "area-column",
    "as",
    "ascii",
    "bounds",
    "chart",
    "city",
    "color",
    "columns",
    "csv",
    "data",
    "dates",
    "decimal",
    "delimiter",
    "digits",
    "encoding",
    "engine",
    "excel",
    "explain",
    "format",
    "from",
    "group-by",
    "header",
    "help",
    "indicator",
    "json",
    "lang",
    "long",
    "max",
    "member-file",
    "min",
    "no-header",
    "no-pager",
    "notes",
    "only-total",
    "output",
    "partial",
    "plan",
    "rule",
    "sort",
    "spark",
    "sql",
    "top",
    "total",
    "version",
    "where",
    "wide",
    "width",
    "with-aggregates",
    "with-source",
    "without",
    "year",
    "years",
];

/// The option of a dimension, without its hyphens: its name, behind `dim-` where every table has an option of that name;
/// empty where the name holds no letter and no digit.
pub(crate) fn option(name: &str) -> String {
    let flag = flag(name);
    if OPTIONS.contains(&flag.as_str()) {
        format!("dim-{flag}")
    } else {
        flag
    }
}

/// That an option which every table has is not that of the dimension of its name, where a table of the package has one.
pub(crate) fn no_dimension(package: &Package, given: &str) -> Option<String> {
    let wanted = given.trim_start_matches('-');
    let mut dimensions = package.tables().flat_map(Table::dimensions);
    let (_, column, _) = dimensions
        .find(|(_, column, _)| flag(&column.name) == wanted && option(&column.name) != wanted)?;
    Some(format!(
        "members of `{}` are chosen with `--{}`",
        printable(&column.name),
        option(&column.name)
    ))
}

/// A name as an option writes it; empty where it holds no letter and no digit.
pub(crate) fn flag(name: &str) -> String {
    let flag = name.replace(|c: char| !c.is_alphanumeric() && c != '.', "-");
    flag.trim_start_matches('-').to_owned()
}
