//! The areas of a table: what its cells call them, their codes, the sets they belong to, which of them are groups.

mod groups;

use std::collections::{BTreeMap, BTreeSet};

use super::body::Body;
use super::heads::Heads;
use super::keys::Keys;
use super::nested::Nested;
use super::roles::Roles;
use crate::order::IntoSet;
use crate::source::found::{AreaRow, Finding};
use crate::source::headings;
use crate::source::places;
use crate::source::totals::{Level, are_ranges};
use crate::words::{count, excerpt, list};

/// The areas of a table.
pub(super) struct Areas {
    /// For each row of the body the index of its area; 0 where it has none.
    pub(super) of_row: Vec<u32>,
    /// What the records call each area; the first is none.
    pub(super) cells: Vec<String>,
    /// What is known of each; the first is none.
    pub(super) rows: Vec<AreaRow>,
    /// For each column of sets the set of each area.
    pub(super) sets: Vec<Vec<u32>>,
    /// The area that each lies in, where larger ones stand beside smaller ones; 0 for none.
    within: Vec<usize>,
    pub(super) findings: Vec<Finding>,
    pub(super) warnings: Vec<String>,
}

/// How many names a finding tells.
const TOLD: usize = 6;

impl Areas {
    /// The areas that a column names.
    pub(super) fn of(body: &Body, heads: &Heads, roles: &Roles, area: usize) -> Areas {
        let texts = body.texts(area);
        let mut areas = Areas {
            of_row: texts.of_row.clone(),
            cells: texts.distinct.iter().map(|&text| text.to_owned()).collect(),
            rows: Vec::new(),
            sets: Vec::new(),
            within: Vec::new(),
            findings: Vec::new(),
            warnings: Vec::new(),
        };
        match (&roles.nested, roles.area_apart) {
            (Some(nested), _) => {
                areas.take_nested(body, roles, nested);
                return areas;
            }
            (_, Some(inside)) => areas.take_inside(body, area, inside),
            _ => areas.tell_places_apart(body, heads, roles, area),
        }
        areas.rows = areas
            .cells
            .iter()
            .map(|cell| AreaRow {
                name: cell.clone(),
                ..AreaRow::default()
            })
            .collect();
        let names: Vec<String> = areas.cells[1..].to_vec();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        // Of ages the first number is no code: `15 to 19 years`.
        let parted = places::codes_before(&names).filter(|_| !are_ranges(names.iter().copied()));
        if let Some(parted) = parted {
            for ((code, name), at) in parted.into_iter().zip(1..) {
                if !code.is_empty() {
                    areas.rows[at].aliases.push(areas.cells[at].clone());
                    code.clone_into(&mut areas.rows[at].code);
                    name.clone_into(&mut areas.rows[at].name);
                    name.clone_into(&mut areas.cells[at]);
                }
            }
            areas.findings.push(Finding::new(
                "the codes before the names of areas are their codes",
                "each name has one of its own",
                "",
            ));
        }
        for &column in &roles.area_codes {
            areas.take_codes(body, column);
        }
        areas.take_dots();
        areas.take_marks();
        areas.take_groups(body, roles);
        areas.find_groups(body, roles);
        areas
    }

    /// Areas of several columns, of which larger ones are the wholes of smaller ones.
    fn take_nested(&mut self, body: &Body, roles: &Roles, nested: &Nested) {
        let paths = nested.paths(body);
        let row = |((name, code), within): ((&String, &String), &usize)| AreaRow {
            name: name.clone(),
            code: code.clone(),
            parent: paths.codes[*within].clone(),
            ..AreaRow::default()
        };
        let named = paths.names.iter().zip(&paths.codes).zip(&paths.within);
        self.rows = named.map(row).collect();
        self.of_row = paths.of_row;
        self.cells = paths.names;
        self.take_groups(body, roles);
        self.within = paths.within;
        let is_blank = |at: &usize| self.rows[*at].name == places::BLANK;
        let of_all: Vec<usize> = (1..self.rows.len()).filter(is_blank).collect();
        self.mark(&of_all, "their names say so", "its name says so");
    }

    /// Marks the areas that others lie in and whose figures hold theirs: of some, a row without a smaller area is of what
    /// is left beside them.
    pub(super) fn take_wholes(&mut self, levels: &[Level]) {
        let mut of_parts: BTreeMap<(usize, u32), f64> = BTreeMap::new();
        for level in levels {
            let inside = self.within.get(level.member as usize).copied().unwrap_or(0);
            if inside > 0 {
                *of_parts.entry((inside, level.cell)).or_default() += level.value;
            }
        }
        let mut sums: BTreeMap<usize, (f64, f64, bool)> = BTreeMap::new();
        for level in levels {
            let at = level.member as usize;
            if let Some(parts) = of_parts.get(&(at, level.cell)) {
                let (own, held, fits) = sums.entry(at).or_insert((0.0, 0.0, true));
                *own += level.value.abs();
                *held += parts.abs();
                *fits &= level.value + level.half >= parts * 0.98;
            }
        }
        let is_whole = |(own, held, fits): &(f64, f64, bool)| *fits && held * 2.0 >= *own;
        let wholes: Vec<usize> = sums
            .iter()
            .filter(|(_, sums)| is_whole(sums))
            .map(|(at, _)| *at)
            .collect();
        let why = "their figures hold those of the areas that lie in them";
        self.mark(
            &wholes,
            why,
            "its figures hold those of the areas that lie in it",
        );
    }

    /// Areas by their name and what they lie in, which is told beside names that several have.
    fn take_inside(&mut self, body: &Body, area: usize, inside: usize) {
        let (names, beside) = (body.texts(area), body.texts(inside));
        let keys = Keys::none(body.len())
            .with(&names.of_row)
            .with(&beside.of_row);
        let mut of_name: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for (name, key) in names.of_row.iter().zip(&keys.of_row) {
            of_name.entry(*name).or_default().insert(*key);
        }
        let mut cells = vec![String::new(); keys.count + 1];
        for row in 0..body.len() {
            let at = keys.of_row[row] as usize + 1;
            if cells[at].is_empty() {
                let name = body.cell(row, area);
                let several = of_name
                    .get(&names.of_row[row])
                    .is_some_and(|keys| keys.len() > 1);
                cells[at] = if several {
                    format!("{name} ({})", body.cell(row, inside))
                } else {
                    name.to_owned()
                };
            }
        }
        self.of_row = keys.of_row.iter().map(|key| key + 1).collect();
        self.cells = cells;
    }

    /// Where one name is that of several places with figures of their own, their codes tell them apart.
    fn tell_places_apart(&mut self, body: &Body, heads: &Heads, roles: &Roles, area: usize) {
        let texts = body.texts(area);
        let Some(code) = roles.area_codes.iter().copied().find(|&code| {
            let codes = body.texts(code);
            codes.determines_where_told(texts) && !texts.determines_where_told(codes)
        }) else {
            return;
        };
        let codes = body.texts(code);
        let mut keys = Keys::none(body.len());
        let others = roles.dimensions.iter().copied();
        let times = roles.time.iter().flat_map(super::when::When::columns);
        for column in others
            .chain(times)
            .chain(roles.indicator.iter().map(|named| named.key))
        {
            keys = keys.with(&body.texts(column).of_row);
        }
        let repeated = keys.with(&texts.of_row).repeated();
        if repeated.is_empty() {
            return;
        }
        let figures = roles.all_figures(heads);
        let differs = |(first, second): &(usize, usize)| {
            figures.iter().any(|&column| {
                let format = body.columns[column].format;
                let value = |row: usize| format.read(body.cell(row, column)).ok().and_then(|cell| cell.number).and_then(|number| number.parse::<f64>().ok());
                matches!((value(*first), value(*second)), (Some(one), Some(other)) if one.to_bits() != other.to_bits())
            })
        };
        let names = |pairs: &[(usize, usize)]| {
            let names: BTreeSet<&str> =
                pairs.iter().map(|(row, _)| body.cell(*row, area)).collect();
            let more = names.len().saturating_sub(TOLD);
            let mut told: Vec<String> = names.into_iter().take(TOLD).map(excerpt).collect();
            if more > 0 {
                told.push(count(more, "other"));
            }
            list(told, "and")
        };
        let heading = excerpt(&body.columns[code].name);
        if !repeated.iter().any(differs) {
            let told = names(&repeated);
            let stand = if told.contains(" and ") {
                "stand"
            } else {
                "stands"
            };
            self.warnings.push(format!("{told} {stand} under several codes of `{heading}` with the same figures; the later rows are left out"));
            return;
        }
        // A column of what they lie in, else the code.
        let bearers: BTreeMap<u32, BTreeSet<u32>> = texts.of_row.iter().zip(&codes.of_row).fold(
            BTreeMap::new(),
            |mut known, (name, code)| {
                known.entry(*name).or_default().insert(*code);
                known
            },
        );
        let several = |name: u32| bearers.get(&name).is_some_and(|codes| codes.len() > 1);
        let inside = roles
            .attributes
            .iter()
            .map(|(column, _)| *column)
            .find(|&column| {
                let beside = body.texts(column);
                let short = beside.each().all(|text| text.chars().count() <= 30);
                let told = Keys::none(body.len())
                    .with(&texts.of_row)
                    .with(&beside.of_row);
                let is_area = headings::area(&body.columns[column].name) > 0
                    || headings::normal(&body.columns[column].name).starts_with("sta");
                short && is_area && codes.determines(beside) && told.count >= codes.count()
            });
        let mut cells = vec![String::new(); codes.distinct.len()];
        for row in 0..body.len() {
            let at = codes.of_row[row] as usize;
            if cells[at].is_empty() {
                let name = body.cell(row, area);
                let beside = inside.map_or(codes.distinct[at], |column| body.cell(row, column));
                cells[at] = if several(texts.of_row[row]) {
                    format!("{name} ({beside})")
                } else {
                    name.to_owned()
                };
            }
        }
        self.findings.push(Finding::new(
            format!(
                "{} are names of several places; what stands in brackets tells them apart",
                names(&repeated)
            ),
            format!("`{heading}` has several codes for one name"),
            "-c CODE",
        ));
        self.of_row.clone_from(&codes.of_row);
        self.cells = cells;
    }

    /// Takes over codes: the first of an area is its code, others are further names.
    fn take_codes(&mut self, body: &Body, column: usize) {
        let texts = body.texts(column);
        let mut seen: BTreeSet<(u32, u32)> = BTreeSet::new();
        for (area, code) in self.of_row.iter().zip(&texts.of_row) {
            if *area == 0 || *code == 0 || !seen.insert((*area, *code)) {
                continue;
            }
            let (row, code) = (
                &mut self.rows[*area as usize],
                texts.distinct[*code as usize],
            );
            if row.code.is_empty() {
                code.clone_into(&mut row.code);
            } else if row.code != code && !row.aliases.iter().any(|known| known == code) {
                row.aliases.push(code.to_owned());
            }
        }
        // Digits without the zeros that a spreadsheet cut off, and with them.
        for row in &mut self.rows {
            let bare = row.code.trim_start_matches('0');
            if bare.len() < row.code.len()
                && !bare.is_empty()
                && bare.bytes().all(|b| b.is_ascii_digit())
                && !row.aliases.iter().any(|known| known == bare)
            {
                row.aliases.push(bare.to_owned());
            }
        }
    }

    /// Names without the dots that set them in below a larger area: `.Alabama`.
    fn take_dots(&mut self) {
        let bare = |name: &str| places::without_dots(name).map(str::to_owned);
        let taken: BTreeSet<String> = self.rows.iter().map(|row| row.name.clone()).collect();
        let dotted = self.rows.iter().filter_map(|row| bare(&row.name));
        let names: Vec<String> = dotted.collect();
        let distinct: BTreeSet<&String> = names.iter().into_set();
        // One name in a column may be set in by chance; a cross says that it is one of those above.
        let is_crossed = self
            .rows
            .iter()
            .any(|row| row.name.starts_with(['#', '＃']));
        if names.len() < 2 && !is_crossed
            || distinct.len() < names.len()
            || distinct.iter().any(|name| taken.contains(*name))
        {
            return;
        }
        for (row, cell) in self.rows.iter_mut().zip(&mut self.cells) {
            if let Some(name) = bare(&row.name) {
                row.aliases
                    .push(std::mem::replace(&mut row.name, name.clone()));
                *cell = name;
            }
        }
        self.findings.push(Finding::new(
            "the dots before names are no part of them",
            "they set the names in",
            "",
        ));
    }

    /// Names without marks of footnotes: those of few areas are taken off, others make further names.
    fn take_marks(&mut self) {
        let taken: BTreeSet<String> = self.rows.iter().map(|row| row.name.clone()).collect();
        let own = |text: &str| text.to_owned();
        let marked = self.rows.iter().map(|row| {
            let (bare, mark) = places::footnoted(&row.name)?;
            Some((own(bare), own(mark)))
        });
        let marked: Vec<Option<(String, String)>> = marked.collect();
        let few = marked.iter().flatten().count() * 2 <= marked.len();
        // What tells areas of one name apart is no mark.
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let bare = marked.iter().flatten().map(|(bare, _)| bare.as_str());
        let shared: BTreeSet<&str> = bare.filter(|bare| !seen.insert(bare)).collect();
        let mut told = Vec::new();
        let rows = self.rows.iter_mut().zip(&mut self.cells);
        for ((row, cell), marked) in rows.zip(&marked) {
            let printed = row.name.clone();
            let taken = |bare: &str| bare.is_empty() || taken.contains(bare);
            if let Some((bare, mark)) = marked
                && (few || !mark.starts_with('('))
                && !taken(bare)
                && !shared.contains(bare.as_str())
            {
                told.push(format!("`{}` of `{}`", excerpt(mark), excerpt(&printed)));
                row.name.clone_from(bare);
                cell.clone_from(bare);
                row.aliases.push(printed);
                continue;
            }
            let bare = places::without_mark(&printed);
            if bare.len() < printed.len() && !taken(bare) {
                row.aliases.push(bare.to_owned());
            }
        }
        if !told.is_empty() {
            told.truncate(TOLD);
            self.findings.push(Finding::new(
                format!("{} is no part of the name", list(told, "and")),
                "it is the mark of a footnote",
                "",
            ));
        }
    }

    /// The rows of the register: areas of which more is known than their name.
    pub(super) fn register(self) -> Vec<AreaRow> {
        let is_known = |row: &AreaRow| {
            !row.name.is_empty()
                && (!row.code.is_empty()
                    || !row.aliases.is_empty()
                    || !row.groups.is_empty()
                    || row.aggregate)
        };
        self.rows.into_iter().filter(is_known).collect()
    }
}
