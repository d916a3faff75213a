//! Which rows and columns are asked for: years, members of further dimensions, indicators.
//!
//! It is one file since areas, members and periods narrow one selection in one order.

use std::collections::{BTreeMap, BTreeSet};

use super::Reach;
use crate::figure::{Period, YearItem, Years, spans};
use crate::order::{InOrder, IntoMap, IntoSet};
use crate::package::{Meaning, Package, Rows, Table, fold};
use crate::query::instead::or_declare_time;
use crate::query::lookup::column_aside;
use crate::query::pieces::whole_names;
use crate::query::{Query, QueryError};
use crate::source::Wanted;
use crate::table::Frame;
use crate::words::{Refusal, list, printable, quoted_list};

/// Which rows are asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    /// The area cells; none for all.
    pub(super) areas: Option<BTreeSet<String>>,
    /// The years; none for all.
    pub(super) years: Option<BTreeSet<Period>>,
    /// The members, by the places of the columns of which not all are.
    pub(super) members: BTreeMap<usize, BTreeSet<String>>,
}

/// Which rows are asked for, and what is to be said of that.
#[derive(Default)]
pub(super) struct Narrowed {
    pub(super) filter: Filter,
    /// What the user has to know of the selection.
    pub(super) warnings: Vec<String>,
    /// Why nothing can be there.
    pub(super) nothing: Option<String>,
    /// The years that are asked for and do not exist.
    pub(super) absent: BTreeSet<Period>,
}

/// A filter as the codes of a frame say it.
pub(super) struct Keeps<'a> {
    parts: Vec<Part<'a>>,
}

/// The codes of a column, and which of them are asked for.
type Part<'a> = (&'a [u32], Vec<bool>);

impl Filter {
    /// The cells that the rows have.
    pub(super) fn wanted(&self, table: &Table) -> Vec<Wanted> {
        let areas = table.area().zip(self.areas.clone());
        let of_columns = self.members.clone().into_iter().chain(areas);
        let periods = |years: &BTreeSet<Period>| years.iter().map(ToString::to_string).collect();
        let years = table.time().zip(self.years.as_ref().map(periods));
        let cells = of_columns.chain(years);
        let wanted = cells.map(|(column, cells)| Wanted {
            field: table.columns[column].name.clone(),
            cells,
        });
        wanted.collect()
    }

    /// The filter for the rows of a frame.
    pub(super) fn on<'a>(&self, table: &Table, frame: &'a Frame) -> Keeps<'a> {
        let members = self
            .members
            .iter()
            .map(|(column, members)| (Some(*column), members));
        let areas = self.areas.as_ref().map(|areas| (table.area(), areas));
        let texts = members.chain(areas).map(|(column, wanted)| {
            let texts = frame.texts(column?)?;
            let is_wanted = texts.dictionary().iter().map(|text| wanted.contains(text));
            let (codes, _) = frame.columns()[column?].codes()?;
            Some((codes, is_wanted.collect()))
        });
        let years = self.years.as_ref().map(|wanted| {
            let time = table.time()?;
            let periods = frame.periods(time)?;
            let is_wanted = periods.all().iter().map(|period| wanted.contains(period));
            let (codes, _) = frame.columns()[time].codes()?;
            Some((codes, is_wanted.collect()))
        });
        // What no column can meet, no row does.
        let never = || (&[][..], Vec::new());
        Keeps {
            parts: texts
                .chain(years)
                .map(|part| part.unwrap_or_else(never))
                .collect(),
        }
    }
}

impl Keeps<'_> {
    /// Whether a row is asked for.
    pub(super) fn keeps(&self, row: usize) -> bool {
        self.parts.iter().all(|(codes, is_wanted)| {
            let code = codes.get(row).map(|code| *code as usize);
            code.and_then(|code| is_wanted.get(code))
                .copied()
                .unwrap_or(false)
        })
    }
}

impl Narrowed {
    /// The rows of a table, those among them that may be asked for.
    pub(super) fn rows<'a>(
        &self,
        package: &'a Package,
        table: &Table,
        years: Option<&Years>,
        reach: Reach,
    ) -> Result<Rows<'a>, QueryError> {
        if reach == Reach::Outline {
            return Ok(Rows::Own(package.outline(table)?));
        }
        if !package.is_outlined(table) || reach == Reach::Whole {
            return Ok(package.kept(table, &[])?);
        }
        let wanted = self.filter.wanted(table);
        let (Some(time), Some(years), Reach::Chosen) = (table.time(), years, reach) else {
            return Ok(package.kept(table, &wanted)?);
        };
        // The years that are there for all areas and members are there for those that are asked for, unless these lack
        // one: then all of theirs are told.
        let Some(chosen) = known_years(package, table, years) else {
            return Ok(package.kept(table, &wanted)?);
        };
        let of_years = Filter {
            years: Some(chosen.clone()),
            ..self.filter.clone()
        };
        let rows = package.kept(table, &of_years.wanted(table))?;
        let keeps = self.filter.on(table, &rows);
        let found = (0..rows.len()).filter(|row| keeps.keeps(*row));
        let found: BTreeSet<Period> = found.filter_map(|row| rows.period(row, time)).collect();
        if chosen.is_subset(&found) {
            return Ok(rows);
        }
        Ok(package.kept(table, &wanted)?)
    }

    /// Finds the years that are asked for among those that the selected areas and members have.
    pub(super) fn select_years(
        &mut self,
        package: &Package,
        table: &Table,
        frame: &Frame,
        query: &Query,
    ) -> Result<(), QueryError> {
        let Some(years) = &query.years else {
            return Ok(());
        };
        let Some(time) = table.time() else {
            return Err(QueryError::refused(
                Refusal::new(format!("`{}` has no years", table.name)).next(format!(
                    "leave out `--years`{}",
                    or_declare_time(package, table)
                )),
            ));
        };
        let cells = table.area().and_then(|area| frame.texts(area));
        // That an area is there in other years may be said by rows that were not read for the question.
        let outline = package.outline(table)?;
        let mut present: BTreeSet<(Option<u32>, Option<Period>)> = BTreeSet::new();
        for rows in [frame, outline] {
            let texts = table.area().and_then(|area| rows.texts(area));
            let keeps = self.filter.on(table, rows);
            let selected = (0..rows.len()).filter(|row| keeps.keeps(*row));
            let area = |row: usize| texts.map(|texts| texts.code(row));
            present.extend(selected.map(|row| (area(row), rows.period(row, time))));
            if !package.is_outlined(table) {
                break;
            }
        }
        let existing: BTreeSet<Period> = present.iter().filter_map(|(_, year)| *year).collect();
        let areas: BTreeSet<Option<u32>> = present.iter().map(|(area, _)| *area).into_set();
        let register = package.areas()?;
        let exists = |area: &Option<u32>, year: &Period| {
            let name = cells
                .zip(*area)
                .map(|(cells, area)| cells.dictionary().text(area));
            name.is_none_or(|name| register.exists(name, *year))
        };
        let is_complete = |year: &Period| {
            areas
                .iter()
                .all(|area| present.contains(&(*area, Some(*year))) || !exists(area, year))
        };
        let complete: BTreeSet<Period> = existing.iter().copied().filter(is_complete).collect();

        let chosen = years.choose(&existing, &complete);
        if !chosen.absent.is_empty() {
            let elsewhere = elsewhere(package, table, query, &chosen.absent);
            // Other rows may have the years.
            let all = package.years(table);
            let is_there = chosen.absent.iter().any(|year| all.contains(year));
            let only = areas.first().filter(|_| areas.len() == 1).copied();
            let only = cells.zip(only.flatten());
            let who = only.map_or("what is asked for", |(cells, area)| {
                cells.dictionary().text(area)
            });
            let (nothing, covers, years) = if is_there {
                (format!("no row for {who} in"), "has such for", &existing)
            } else {
                ("nothing for".to_owned(), "covers", &all)
            };
            let message = format!(
                "`{}` has {nothing} {}; it {covers} {}{elsewhere}",
                table.name,
                spans(&chosen.absent),
                spans(years)
            );
            if chosen.found.is_empty() {
                self.nothing = Some(message);
            } else {
                self.warnings.push(message);
            }
        } else if chosen.found.is_empty() {
            self.nothing = Some(format!(
                "no year of `{}` has a row for every selected area; name the years",
                table.name
            ));
        }
        let incomplete: Vec<Period> = chosen
            .found
            .iter()
            .copied()
            .filter(|year| !is_complete(year))
            .collect();
        let cells = cells.filter(|_| !incomplete.is_empty());
        let mut lacking: Vec<(&str, BTreeSet<Period>)> = Vec::new();
        for area in areas.iter().flatten() {
            let years = incomplete
                .iter()
                .filter(|year| !present.contains(&(Some(*area), Some(**year))));
            let years = years.copied().filter(|year| exists(&Some(*area), year));
            let years: BTreeSet<Period> = years.collect();
            if let Some(cells) = cells.filter(|_| !years.is_empty()) {
                lacking.push((cells.dictionary().text(*area), years));
            }
        }
        lacking.order();
        for (area, years) in lacking {
            self.warnings.push(format!(
                "`{}` has no row for {area} in {}",
                table.name,
                spans(&years)
            ));
        }
        self.absent = chosen.absent;
        self.filter.years = Some(chosen.found);
        Ok(())
    }
}

/// The years that are asked for among all of a table; nothing where one is not there, or which they are depends on the
/// areas that are asked for.
pub(super) fn known_years(
    package: &Package,
    table: &Table,
    years: &Years,
) -> Option<BTreeSet<Period>> {
    table.time()?;
    let all = package.years(table);
    let chosen = years.choose(&all, &all);
    let mut items = years.items().iter();
    let is_open = items.any(|item| matches!(item, YearItem::Latest(_)));
    (!is_open && chosen.absent.is_empty() && !chosen.found.is_empty()).then_some(chosen.found)
}

/// Which other tables have an indicator that is asked for in a year that this one lacks, for the end of a clause.
fn elsewhere(package: &Package, table: &Table, query: &Query, absent: &BTreeSet<Period>) -> String {
    let called = |name: &String| Some(table.indicator_called(name)?.0);
    let asked: Vec<usize> = query.indicators.iter().filter_map(called).collect();
    let mut found: Vec<String> = Vec::new();
    for other in package.tables().filter(|other| other.name != table.name) {
        let has_year = package
            .years(other)
            .iter()
            .any(|year| absent.contains(year));
        let mut own = table.indicators();
        let shared = own.find(|(place, _, own)| {
            let is_asked = query.indicators.is_empty() || asked.contains(place);
            is_asked && other.indicator(&own.id).is_some()
        });
        if let Some((_, _, shared)) = shared.filter(|_| has_year) {
            found.push(format!("`{}` has `{}`", other.name, shared.id));
        }
    }
    if found.is_empty() {
        String::new()
    } else {
        let years: BTreeSet<Period> = absent.clone();
        format!("; {} of {}", list(found, "and"), spans(&years))
    }
}

/// The members of further dimensions that are asked for, by the places of their columns.
pub(super) fn members_asked(
    table: &Table,
    frame: &Frame,
    wanted: &[(String, Vec<String>)],
) -> Result<BTreeMap<usize, BTreeSet<String>>, QueryError> {
    let mut asked = BTreeMap::new();
    for (name, spellings) in wanted {
        let Some((place, column, dimension)) = table
            .dimensions()
            .find(|(_, column, _)| column.name == *name)
        else {
            continue;
        };
        let members = members(table, frame, place);
        let mut chosen = BTreeSet::new();
        let is_exact = |name: &str| {
            let mut all = members.iter();
            all.any(|member| dimension.is_spelt(member, name))
        };
        let is_known = |name: &str| {
            let mut all = members.iter();
            fold(name) == "all" || all.any(|member| dimension.is_called(member, name))
        };
        for spelling in &whole_names(spellings, is_exact, is_known) {
            let exact: Vec<&&str> = members
                .iter()
                .filter(|member| dimension.is_spelt(member, spelling))
                .collect();
            let found: Vec<&&str> = if exact.is_empty() && !fold(spelling).is_empty() {
                let called = members.iter();
                called
                    .filter(|member| dimension.is_called(member, spelling))
                    .collect()
            } else {
                exact
            };
            if found.len() > 1 {
                return Err(QueryError::refused(
                    Refusal::new(format!(
                        "`{}` may be {} of {}",
                        printable(spelling),
                        quoted_list(found.iter().map(|member| printable(member)), "or"),
                        column.name
                    ))
                    .next("write it to the letter"),
                ));
            }
            if let [member] = found.as_slice() {
                chosen.insert((**member).to_owned());
            } else if fold(spelling) == "all" {
                chosen.extend(members.iter().map(|&member| member.to_owned()));
            } else if let Some(member) = member_of_code(table, frame, place, spelling) {
                chosen.insert(member);
            } else {
                let spelt = printable(spelling);
                let all = members.iter().copied().chain(["all"]).map(printable);
                return Err(QueryError::refused(
                    Refusal::new(format!("`{}` has no {} `{spelt}`", table.name, column.name))
                        .meaning(spelling, members.iter().copied())
                        .next(format!("write {}", quoted_list(all, "or"))),
                ));
            }
        }
        asked.insert(place, chosen);
    }
    Ok(asked)
}

/// The member that a code names, where another column holds the codes of a dimension.
fn member_of_code(table: &Table, frame: &Frame, place: usize, spelling: &str) -> Option<String> {
    let wanted = fold(spelling);
    let mut codes = table.codes_of(&table.columns[place].name);
    codes.find_map(|column| {
        let texts = frame.texts(column)?;
        let mut known = texts.dictionary().iter();
        let code = known.position(|code| fold(code) == wanted)?;
        let row = (0..frame.len()).find(|row| texts.code(*row) as usize == code)?;
        frame.text(row, place).map(str::to_owned)
    })
}

/// The members of a dimension that the data have, in the declared order, else in that of the data.
pub(super) fn members<'a>(table: &Table, frame: &'a Frame, place: usize) -> Vec<&'a str> {
    let texts = frame.texts(place);
    let mut members: Vec<&str> = texts
        .into_iter()
        .flat_map(|texts| texts.dictionary().iter())
        .collect();
    if let Meaning::Dimension(dimension) = &table.columns[place].meaning {
        let declared: BTreeMap<&str, usize> = dimension
            .members
            .iter()
            .zip(0..)
            .map(|(member, at)| (member.value.as_str(), at))
            .into_map();
        members.order_by_key(|member| declared.get(member).copied().unwrap_or(usize::MAX));
    }
    members
}

/// The columns of indicators that are asked for; none for all.
pub(super) fn indicators(
    package: &Package,
    table: &Table,
    wanted: &[String],
) -> Result<BTreeSet<usize>, QueryError> {
    let mut chosen = BTreeSet::new();
    let is_exact = |name: &str| {
        table
            .indicators()
            .any(|(_, column, _)| column.title == name || column.names().any(|known| known == name))
    };
    let is_known = |name: &str| table.indicator_called(name).is_some();
    for name in &whole_names(wanted, is_exact, is_known) {
        if let Some((place, _, _)) = table.indicator_called(name) {
            chosen.insert(place);
            continue;
        }
        let ids: Vec<&str> = table
            .indicators()
            .map(|(_, _, indicator)| indicator.id.as_str())
            .collect();
        let elsewhere = package
            .tables()
            .find(|other| other.indicator(name).is_some());
        if let Some(aside) = column_aside(std::iter::once(table), name) {
            return Err(QueryError::refused(aside));
        }
        let own = format!("its indicators are {}", quoted_list(&ids, "and"));
        let unknown = Refusal::new(format!(
            "`{}` has no indicator `{}`",
            table.name,
            printable(name)
        ));
        return Err(QueryError::refused(match elsewhere {
            Some(other) => unknown
                .allowing(own)
                .next(format!("the table `{}` has it", other.name)),
            None => unknown.meaning(name, ids.iter().copied()).allowing(own),
        }));
    }
    if chosen.is_empty() {
        chosen.extend(table.indicators().map(|(place, _, _)| place));
    }
    Ok(chosen)
}
