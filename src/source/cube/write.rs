//! The rows of a cube and the entry that describes them.
//!
//! It is one file since a figure, its marks and its notes are written in one pass over the cells.

use serde_json::{Value, json};

use super::indicators::{Indicator, id_of};
use super::{Cube, Dimension, Role};
use crate::order::InOrder;
use crate::source::Options;
use crate::source::flags::status_of;
use crate::source::found::{Finding, Found, NoteRow, Records};
use crate::source::places;
use crate::source::totals::Total;
use crate::words::{count, excerpt, list, quoted_list};

/// The most rows that are written where many of them would be empty.
const MOST_EMPTY: usize = 2_000_000;
/// The most notes on members that are kept apart.
const MOST_NOTES: usize = 60;
/// How many names a finding tells.
const TOLD: usize = 6;

impl Cube {
    /// The rows and what describes them; figures, periods and areas are known by now.
    #[expect(
        clippy::too_many_lines,
        reason = "one table is written from its first column to its last"
    )]
    pub(super) fn write(mut self, options: &Options) -> Found {
        let _ = options;
        let measure = self.of_role(Role::Measure);
        let area = self.of_role(Role::Area);
        let time = self.of_role(Role::Time);
        let mut areas = area.map(|area| self.area_rows(area)).unwrap_or_default();
        let strides = self.strides();
        let indicators = self.indicators(measure, &strides);
        let any_adds = indicators
            .iter()
            .any(|indicator| indicator.field["combine"]["rule"] != "none");
        if let Some(area) = area
            && any_adds
        {
            for total in self.proven_totals(area, measure) {
                areas[total.member as usize].aggregate = true;
            }
        }
        let groups: Vec<String> = areas
            .iter()
            .filter(|row| row.aggregate)
            .map(|row| excerpt(&row.name))
            .collect();
        if !groups.is_empty() && groups.len() < areas.len() {
            let mut told: Vec<String> = groups.iter().take(TOLD).cloned().collect();
            if groups.len() > TOLD {
                told.push(count(groups.len() - TOLD, "other"));
            }
            let are = if groups.len() == 1 {
                "is a group or total"
            } else {
                "are groups or totals"
            };
            let what = format!(
                "{} {are} of others, left out of ranks, shares and sums",
                list(told, "and")
            );
            self.findings.push(Finding::new(
                what,
                "the file declares it, the figures prove it or the name says it",
                "--with-aggregates",
            ));
        } else {
            for row in &mut areas {
                row.aggregate = false;
            }
        }
        // Area, time, the others in their order.
        let is_other = |at: &usize| ![measure, area, time].contains(&Some(*at));
        let others: Vec<usize> = (0..self.dimensions.len()).filter(is_other).collect();
        let mut fields: Vec<Value> = Vec::new();
        for at in area.into_iter().chain(time).chain(others.iter().copied()) {
            let field = self.field(at, measure, any_adds);
            fields.push(field);
        }
        let keys: Vec<Value> = fields.iter().map(|field| field["name"].clone()).collect();
        fields.extend(indicators.iter().map(|indicator| indicator.field.clone()));
        let kept = self.kept_rows(measure, &strides, &indicators);
        let (has_status, has_notes) = self.marked(&indicators, measure, &strides);
        let mut marks: Vec<(usize, bool)> = Vec::new();
        let several = indicators.len() > 1;
        let names: Vec<String> = fields
            .iter()
            .filter_map(|field| field["name"].as_str().map(str::to_owned))
            .collect();
        let mut names: std::collections::BTreeSet<String> = names.into_iter().collect();
        for (flags, is_status, word) in [(has_status, true, "status"), (has_notes, false, "note")] {
            for (at, indicator) in indicators.iter().enumerate().filter(|(at, _)| flags[*at]) {
                let wanted = if several {
                    format!("{word} of {}", indicator.name)
                } else {
                    word.to_owned()
                };
                let mut field = json!({ "name": super::distinct(&wanted, "", &mut names), "type": "string", "role": "attribute", "attribute": word });
                field["of"] = id_of(&indicator.name).into();
                fields.push(field);
                marks.push((at, is_status));
            }
        }
        let header: Vec<&str> = fields
            .iter()
            .filter_map(|field| field["name"].as_str())
            .collect();
        let mut records = Records::new(header);
        let order: Vec<usize> = area
            .into_iter()
            .chain(time)
            .chain(others.iter().copied())
            .collect();
        let periods: Vec<String> = time.map_or(Vec::new(), |time| {
            let members = self.dimensions[time].members.iter();
            members
                .map(|member| {
                    member
                        .period
                        .map(|period| period.to_string())
                        .unwrap_or_default()
                })
                .collect()
        });
        for start in kept {
            let mut cells: Vec<&str> = Vec::with_capacity(fields.len());
            for &at in &order {
                let member = (start / strides[at]) % self.dimensions[at].members.len();
                cells.push(if Some(at) == time {
                    &periods[member]
                } else {
                    &self.dimensions[at].members[member].label
                });
            }
            for indicator in &indicators {
                cells.push(self.values.get(start + indicator.offset));
            }
            for &(at, is_status) in &marks {
                let marks = if is_status {
                    &self.values.status
                } else {
                    &self.values.notes
                };
                cells.push(
                    marks
                        .get(&(start + indicators[at].offset))
                        .map_or("", String::as_str),
                );
            }
            records.push(0, cells);
        }
        let notes = self.member_notes(&indicators);
        let resource = self.resource(&fields, &keys, &records);
        let mut warnings = Vec::new();
        let (unread, first) = &self.values.unread;
        if *unread > 0 {
            let cells = count(*unread, "cell");
            warnings.push(format!(
                "{cells} of `{}`, such as `{}`, hold no number and are taken as missing",
                excerpt(&self.name),
                excerpt(first)
            ));
        }
        let is_known = |row: &crate::source::AreaRow| {
            !row.code.is_empty()
                || !row.aliases.is_empty()
                || row.aggregate
                || !row.name_zh.is_empty()
        };
        areas.retain(is_known);
        Found {
            origin: None,
            resource,
            records,
            areas,
            notes,
            findings: self.findings,
            warnings,
        }
    }

    /// The field of a dimension.
    fn field(&mut self, at: usize, measure: Option<usize>, any_adds: bool) -> Value {
        let proven = match self.dimensions[at].role {
            None if any_adds && self.dimensions[at].members.len() > 2 => {
                self.proven_totals(at, measure)
            }
            _ => Vec::new(),
        };
        let dimension = &self.dimensions[at];
        let mut field = json!({ "name": dimension.id, "type": "string" });
        let mut set = |property: &str, value: Option<&String>| {
            if let Some(value) = value.filter(|value| **value != dimension.id && !value.is_empty())
            {
                field[property] = value.as_str().into();
            }
        };
        set("title", dimension.title.as_ref());
        set("titleZh", dimension.title_zh.as_ref());
        let notes = dimension.notes.join("\n");
        set("description", Some(&notes));
        match dimension.role {
            Some(Role::Area) => field["role"] = "area".into(),
            Some(Role::Time) => {
                let is_year = |member: &super::Member| {
                    member.period.is_some_and(|period| {
                        period.frequency() == crate::figure::Frequency::Year && !period.is_span()
                    })
                };
                field["role"] = "time".into();
                field["type"] = if dimension.members.iter().all(is_year) {
                    "year"
                } else {
                    "string"
                }
                .into();
            }
            _ => {
                field["role"] = "dimension".into();
                field["categories"] = categories(dimension);
                self.set_total(at, &proven, &mut field);
            }
        }
        field
    }

    /// Says which member is the total of a dimension, and where members overlap.
    fn set_total(&mut self, at: usize, proven: &[Total], field: &mut Value) {
        let dimension = &self.dimensions[at];
        let label = |at: &usize| dimension.members[*at].label.as_str();
        let is_named = |at: &usize| places::is_total(label(at));
        let id = excerpt(&dimension.id);
        let named = || {
            let mut totals = (0..dimension.members.len()).filter(is_named);
            totals
                .next()
                .filter(|_| totals.next().is_none() && dimension.members.len() > 1)
        };
        let (total, why) = match (dimension.total, proven) {
            (Some(total), _) => (Some(total), "the file declares it"),
            (None, [total]) if total.could_be_called(label(&(total.member as usize))) => (
                Some(total.member as usize),
                "it is the sum of the others wherever all are there",
            ),
            (None, _) => (named(), "its name says so"),
        };
        let parts = dimension
            .members
            .iter()
            .any(|member| member.parent.is_some_and(|parent| Some(parent) != total));
        let sums: Vec<usize> = proven
            .iter()
            .map(|proven| proven.member as usize)
            .filter(|member| Some(*member) != total)
            .collect();
        if parts || !sums.is_empty() {
            field["overlapping"] = true.into();
            let named = sums
                .iter()
                .take(TOLD)
                .map(|member| excerpt(&dimension.members[*member].label));
            let reason = if sums.is_empty() {
                "some of its members are parts of others".to_owned()
            } else {
                format!("{} are sums of others", quoted_list(named, "and"))
            };
            field["overlappingReason"] = reason.into();
        }
        if let Some(total) = total {
            let name = dimension.members[total].label.clone();
            field["total"] = name.as_str().into();
            let what = format!("`{}` is the total of `{id}`", excerpt(&name));
            self.findings.push(Finding::new(what, why, "\"total\""));
        }
    }

    /// The index at which each row begins: of all combinations, or of those that there is something of.
    fn kept_rows(
        &mut self,
        measure: Option<usize>,
        strides: &[usize],
        indicators: &[Indicator],
    ) -> Vec<usize> {
        let (stride, size) = measure.map_or((1, 1), |measure| {
            (strides[measure], self.dimensions[measure].members.len())
        });
        let starts = |index: usize| (index / stride).is_multiple_of(size);
        let rows = self.values.product / size;
        let known = self.values.cells.len() + self.values.status.len();
        if rows <= MOST_EMPTY.max(known.saturating_mul(4)) {
            return (0..self.values.product)
                .filter(|index| starts(*index))
                .collect();
        }
        let start = |index: usize| index - ((index / stride) % size) * stride;
        let cells = self
            .values
            .cells
            .iter()
            .map(|cell| usize::try_from(cell.0).unwrap_or(usize::MAX));
        let mut kept: Vec<usize> = cells
            .chain(self.values.status.keys().copied())
            .map(start)
            .collect();
        kept.order();
        kept.dedup();
        kept.retain(|start| {
            indicators
                .iter()
                .any(|indicator| self.values.has(start + indicator.offset))
        });
        let what = format!("{} of {rows} combinations have a row", kept.len());
        self.findings.push(Finding::new(
            what,
            "the file has no figure of the others",
            "",
        ));
        kept
    }

    /// For each indicator whether any of its figures has a status, and whether any has a note.
    fn marked(
        &self,
        indicators: &[Indicator],
        measure: Option<usize>,
        strides: &[usize],
    ) -> (Vec<bool>, Vec<bool>) {
        let of = |index: &usize| {
            measure.map_or(0, |measure| {
                (index / strides[measure]) % self.dimensions[measure].members.len()
            })
        };
        let mut found = (vec![false; indicators.len()], vec![false; indicators.len()]);
        for (index, status) in &self.values.status {
            // That a figure is missing is seen.
            let says = status_of(status) != Some(crate::figure::Status::Missing);
            found.0[of(index)] |= says || !self.values.get(*index).is_empty();
        }
        for index in self.values.notes.keys() {
            found.1[of(index)] = true;
        }
        found
    }

    /// The notes on members, as far as they can be kept apart; the others become notes on the table.
    fn member_notes(&mut self, indicators: &[Indicator]) -> Vec<NoteRow> {
        let ids: Vec<String> = indicators
            .iter()
            .map(|indicator| id_of(&indicator.name))
            .collect();
        let is_plain = |text: &str| !text.contains(['=', ';', '|']) && text.trim() == text;
        let mut rows = Vec::new();
        let mut others = Vec::new();
        for dimension in self
            .dimensions
            .iter()
            .filter(|dimension| dimension.role != Some(Role::Measure))
        {
            for member in &dimension.members {
                let Some(note) = member.note.as_deref().filter(|note| !note.is_empty()) else {
                    continue;
                };
                let name = match (dimension.role, member.period) {
                    (Some(Role::Time), Some(period)) => period.to_string(),
                    _ => member.label.clone(),
                };
                let fits =
                    is_plain(&dimension.id) && is_plain(&name) && ids.iter().all(|id| is_plain(id));
                if fits && rows.len() < MOST_NOTES {
                    rows.push(NoteRow {
                        key: format!("{}={name}", dimension.id),
                        indicator: ids.join("|"),
                        status: "A".to_owned(),
                        note: note.to_owned(),
                    });
                } else {
                    others.push(format!("{name}: {note}"));
                }
            }
        }
        self.notes.extend(others);
        rows
    }

    /// The entry of the descriptor.
    fn resource(&self, fields: &[Value], keys: &[Value], records: &Records) -> Value {
        let _ = records;
        let mut resource = json!({
            "name": self.name,
            "schema": { "fields": fields, "primaryKey": keys, "missingValues": [""] },
        });
        if let Some(title) = &self.title {
            resource["title"] = title.trim().into();
        }
        let updated = self
            .updated
            .as_ref()
            .map(|updated| format!("Last updated {updated}."));
        let notes: Vec<String> = self.notes.iter().cloned().chain(updated).collect();
        if !notes.is_empty() {
            resource["description"] = notes.join("\n").into();
        }
        if let Some(source) = self
            .source
            .as_deref()
            .map(str::trim)
            .filter(|source| !source.is_empty())
        {
            resource["sources"] = json!([{ "title": source }]);
        }
        resource
    }
}

/// The members of a dimension, with their codes and other labels.
fn categories(dimension: &Dimension) -> Value {
    let of_member = |member: &super::Member| {
        let mut category = json!({ "value": member.label });
        if !member.code.is_empty() && member.code != member.label {
            category["code"] = member.code.as_str().into();
        }
        if let Some(label) = &member.label_zh {
            category["labelZh"] = label.as_str().into();
        }
        category
    };
    dimension.members.iter().map(of_member).collect()
}
