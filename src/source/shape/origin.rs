//! Where in the rows of a file everything stands that was found in them, for a reader that looks for the rest of them.

use std::collections::{BTreeMap, BTreeSet};

use super::areas::Areas;
use super::body::Body;
use super::heads::Heads;
use super::roles::Roles;
use super::when::When;
use crate::source::numeral::Format;

/// Where everything stands. Columns are those of the file, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// How many fields a row has.
    pub width: usize,
    /// The lines of the first and the last row of the body.
    pub lines: (u64, u64),
    /// The columns that name a row, each once: areas, what tells them apart, times, what names indicators, dimensions.
    pub key: Vec<usize>,
    /// The column of the area.
    pub area: Option<usize>,
    /// The columns that tell the time.
    pub times: Vec<usize>,
    /// The column that tells which indicator a row's figures are of.
    pub indicator: Option<usize>,
    /// The columns of the further dimensions.
    pub dimensions: Vec<usize>,
    /// The columns of figures, and how these are written.
    pub figures: Vec<(usize, Format)>,
    /// The columns whose texts say something of what the key names, or of figures, and decide nothing.
    pub aside: Vec<usize>,
    /// All other columns with anything in them.
    pub others: Vec<usize>,
    /// Where rows are records as they stand, or a record for each period of the header, the columns of the records that
    /// hold figures, each with its columns of the file: one, or one for each of those periods where it has one.
    pub measures: Vec<(String, Vec<Option<usize>>)>,
    /// Likewise those of the records that hold words of which nothing depends, as they stand in the file.
    pub words: Vec<(String, usize)>,
    /// The column of the records that tells the period, and the periods of the header as it has them, in their order.
    pub across: Option<(String, Vec<String>)>,
    /// What of the file's columns stands in those of the records by which rows are selected.
    pub selects: Vec<Selects>,
    /// The texts for which rows are left out, each with its column.
    pub dropped: BTreeSet<(usize, String)>,
    /// Whether rows are told apart by these columns alone.
    pub is_plain: bool,
}

/// A column of the file by which rows are selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selects {
    /// The column of the records.
    pub field: String,
    /// The column of the file.
    pub column: usize,
    /// For each cell of the records what stands in the file for it.
    pub texts: BTreeMap<String, BTreeSet<String>>,
}

impl Origin {
    /// Where everything stands that was found; `lines` are those of the first and the last row of the body.
    pub(super) fn of(
        body: &Body,
        heads: &Heads,
        roles: &Roles,
        areas: Option<&Areas>,
        lines: (u64, u64),
        dropped: BTreeSet<(usize, String)>,
    ) -> Origin {
        let of_file = |column: usize| body.columns[column].heading.index;
        let times = roles.time.iter().flat_map(When::columns);
        let larger = roles.nested.iter().flat_map(|nested| &nested.levels);
        let larger = larger.copied().filter(|&column| Some(column) != roles.area);
        let key: Vec<usize> = roles
            .area
            .into_iter()
            .chain(roles.area_apart)
            .chain(larger)
            .chain(times)
            .chain(roles.indicator.iter().map(|named| named.key))
            .chain(roles.dimensions.iter().copied())
            .collect();
        let figures = roles.all_figures(heads);
        let aside = roles.attributes.iter().map(|(column, _)| *column);
        let aside: Vec<usize> = aside.filter(|column| !key.contains(column)).collect();
        let others = (0..body.columns.len())
            .filter(|at| !key.contains(at) && !figures.contains(at) && !aside.contains(at));
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        for row in 0..body.len() {
            *widths.entry(body.width(row)).or_default() += 1;
        }
        let width = widths.into_iter().max_by_key(|(_, rows)| *rows);
        Origin {
            width: width.map_or(0, |(width, _)| width),
            lines,
            area: roles.area.map(of_file),
            times: roles
                .time
                .iter()
                .flat_map(When::columns)
                .map(of_file)
                .collect(),
            indicator: roles.indicator.as_ref().map(|named| of_file(named.key)),
            dimensions: roles.dimensions.iter().copied().map(of_file).collect(),
            figures: figures
                .iter()
                .map(|&column| (of_file(column), body.columns[column].format))
                .collect(),
            others: others.map(of_file).collect(),
            aside: aside.into_iter().map(of_file).collect(),
            key: key.into_iter().map(of_file).collect(),
            measures: Vec::new(),
            words: Vec::new(),
            across: None,
            selects: Vec::new(),
            dropped,
            is_plain: areas.is_none_or(|areas| {
                roles.area_apart.is_none()
                    && !body.repeats_down()
                    && roles.nested.is_none()
                    && areas.warnings.is_empty()
                    && roles
                        .area
                        .is_none_or(|area| areas.of_row == body.texts(area).of_row)
            }),
        }
    }
}

impl Selects {
    /// For each cell that the records have for the rows of a body, what stands in the column.
    pub(super) fn of(
        body: &Body,
        field: &str,
        column: usize,
        cell: impl Fn(usize) -> Option<String>,
    ) -> Selects {
        let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut before: Option<(&str, String)> = None;
        for row in 0..body.len() {
            let raw = body.raw(row, column);
            let Some(cell) = cell(row) else { continue };
            if before
                .as_ref()
                .is_some_and(|(text, known)| *text == raw && *known == cell)
            {
                continue;
            }
            let known = texts.entry(cell.clone()).or_default();
            if !known.contains(raw) {
                known.insert(raw.to_owned());
            }
            before = Some((raw, cell));
        }
        Selects {
            field: field.to_owned(),
            column: body.columns[column].heading.index,
            texts,
        }
    }
}
