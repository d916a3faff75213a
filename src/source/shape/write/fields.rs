//! The columns of the records that are written.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Table;
use crate::figure::{Frequency, Period};
use crate::order::IntoSet;
use crate::source::attribute::What;

/// The entry of a column that tells something of a figure or an area, of one indicator or column where that is named.
fn attribute(name: &str, what: What, of: Option<&str>) -> Value {
    let mut schema =
        json!({ "name": name, "type": "string", "role": "attribute", "attribute": what.name() });
    if let Some(of) = of {
        schema["of"] = of.into();
    }
    schema
}

/// A column of the records.
pub(super) struct Field {
    pub(super) schema: Value,
    pub(super) holds: Holds,
}

/// What stands in a column of the records.
#[derive(Clone, Copy)]
pub(super) enum Holds {
    Area,
    Time,
    /// The cell of this column, in the record's first row.
    Of(usize),
    /// The figure of an indicator.
    Figure(usize),
    /// The cell of this column, in the row of an indicator's figure.
    Beside(usize, usize),
    /// The status of an indicator's figure.
    Status(usize),
    /// The least (`end` 0) or the most (1) that an indicator's figure may be.
    Bound {
        indicator: usize,
        end: usize,
    },
}

impl Table<'_, '_> {
    /// Says of a dimension what is its total and why its members overlap.
    fn say_proven(&self, column: usize, schema: &mut serde_json::Value) {
        let known = self.totals.iter().find(|known| known.column == column);
        let Some(known) = known else {
            return;
        };
        if let Some((total, _)) = &known.held.total {
            schema["total"] = total.as_str().into();
        }
        if let Some(why) = &known.held.overlap {
            schema["overlapping"] = true.into();
            schema["overlappingReason"] = why.as_str().into();
        }
        if !known.held.partitions.is_empty() {
            schema["partitions"] = json!(known.held.partitions);
        }
    }

    /// The columns of the records.
    pub(super) fn fields(&self, flagged: &[bool]) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        let mut taken: BTreeSet<String> = self
            .drafts
            .iter()
            .flat_map(|draft| [draft.name.clone(), draft.id()])
            .collect();
        let mut free = |wanted: &str| {
            let mut name = wanted.to_owned();
            let mut number = 2;
            while !taken.insert(name.clone()) {
                name = format!("{wanted} ({number})");
                number += 1;
            }
            name
        };
        let name = |column: usize| self.body.columns[column].name.as_str();
        if let Some(area) = self.roles.area {
            let name = if name(area).is_empty() {
                "area"
            } else {
                name(area)
            };
            fields.push(Field {
                schema: json!({ "name": free(name), "type": "string", "role": "area" }),
                holds: Holds::Area,
            });
        }
        if let Some((name, type_)) = self.time() {
            fields.push(Field {
                schema: json!({ "name": free(&name), "type": type_, "role": "time" }),
                holds: Holds::Time,
            });
        }
        for &column in &self.roles.dimensions {
            let wanted = if name(column).is_empty() {
                "dimension"
            } else {
                name(column)
            };
            let mut schema = json!({ "name": free(wanted), "type": "string", "role": "dimension" });
            self.say_proven(column, &mut schema);
            fields.push(Field {
                schema,
                holds: Holds::Of(column),
            });
        }
        for (indicator, draft) in self.drafts.iter().enumerate() {
            fields.push(Field {
                schema: draft.field(),
                holds: Holds::Figure(indicator),
            });
        }
        let area_name = fields
            .first()
            .filter(|_| self.roles.area.is_some())
            .and_then(|field| field.schema["name"].as_str().map(str::to_owned));
        for &column in &self.roles.area_codes {
            let schema = attribute(&free(name(column)), What::Code, area_name.as_deref());
            fields.push(Field {
                schema,
                holds: Holds::Of(column),
            });
        }
        for &(column, of) in &self.roles.codes {
            let schema = attribute(&free(name(column)), What::Code, Some(name(of)));
            fields.push(Field {
                schema,
                holds: Holds::Of(column),
            });
        }
        if let Some(named) = &self.roles.indicator {
            self.beside(named.key, &mut free, &mut fields);
        } else {
            if let Some(unit) = self
                .roles
                .unit
                .filter(|&unit| !self.body.texts(unit).is_constant())
            {
                fields.push(Field {
                    schema: attribute(&free(name(unit)), What::Unit, None),
                    holds: Holds::Of(unit),
                });
            }
            for &(column, what) in &self.roles.attributes {
                let wanted = if name(column).is_empty() {
                    "note"
                } else {
                    name(column)
                };
                fields.push(Field {
                    schema: attribute(&free(wanted), what, None),
                    holds: Holds::Of(column),
                });
            }
        }
        self.flags(flagged, &mut free, &mut fields);
        self.bounds(&mut free, &mut fields);
        fields
    }

    /// The columns of the least and the most that the figures of each indicator may be, where such are told.
    fn bounds(&self, free: &mut dyn FnMut(&str) -> String, fields: &mut Vec<Field>) {
        for (indicator, draft) in self.drafts.iter().enumerate() {
            let is_own = |(figures, _): &(usize, [usize; 2])| match &*self.heads.values {
                [] => self.roles.figures.get(indicator) == Some(figures),
                values => values
                    .iter()
                    .any(|value| (value.column, value.stem) == (*figures, indicator)),
            };
            if self.roles.indicator.is_some() || !self.roles.bounds.iter().any(is_own) {
                continue;
            }
            let id = draft.id();
            for (end, what) in [What::Low, What::High].into_iter().enumerate() {
                let name = free(&format!("{} of {id}", what.name()));
                fields.push(Field {
                    schema: attribute(&name, what, Some(&id)),
                    holds: Holds::Bound { indicator, end },
                });
            }
        }
    }

    /// A column of flags for each indicator that has such.
    fn flags(
        &self,
        flagged: &[bool],
        free: &mut dyn FnMut(&str) -> String,
        fields: &mut Vec<Field>,
    ) {
        let several = self.drafts.len() > 1;
        for (indicator, draft) in self
            .drafts
            .iter()
            .enumerate()
            .filter(|(indicator, _)| flagged[*indicator])
        {
            let wanted = if several {
                format!("flag of {}", draft.id())
            } else {
                "flag".to_owned()
            };
            let id = draft.id();
            fields.push(Field {
                schema: attribute(&free(&wanted), What::Status, Some(&id)),
                holds: Holds::Status(indicator),
            });
        }
    }

    /// Attributes where rows name indicators: of the area and the table as they are, of the figures one for each
    /// indicator that has such.
    fn beside(&self, key: usize, free: &mut dyn FnMut(&str) -> String, fields: &mut Vec<Field>) {
        let keys = self.body.texts(key);
        let unit = self
            .roles
            .unit
            .filter(|&unit| !self.body.texts(unit).is_constant());
        let attributes = self
            .roles
            .attributes
            .iter()
            .copied()
            .chain(unit.map(|unit| (unit, What::Unit)));
        for (column, what) in attributes {
            let texts = self.body.texts(column);
            let name = &self.body.columns[column].name;
            let of_area = self
                .roles
                .area
                .is_some_and(|area| self.body.determines(area, column));
            if texts.is_constant() || of_area {
                fields.push(Field {
                    schema: attribute(&free(name), what, None),
                    holds: Holds::Of(column),
                });
            } else if !(matches!(what, What::Code | What::Other)
                || what == What::Note && self.body.determines(key, column))
            {
                for (indicator, draft) in self.drafts.iter().enumerate() {
                    let is_own =
                        |(own, text): (&u32, &u32)| *own as usize == indicator + 1 && *text != 0;
                    if keys.of_row.iter().zip(&texts.of_row).any(is_own) {
                        let id = draft.id();
                        let schema = attribute(&free(&format!("{name} of {id}")), what, Some(&id));
                        fields.push(Field {
                            schema,
                            holds: Holds::Beside(column, indicator),
                        });
                    }
                }
            }
        }
    }

    /// The name and the type of the column of the time.
    fn time(&self) -> Option<(String, &'static str)> {
        let frequencies: BTreeSet<Frequency> = self
            .tidy
            .records
            .iter()
            .filter_map(|record| record.period)
            .map(Period::frequency)
            .into_set();
        let spans = self
            .tidy
            .records
            .iter()
            .filter_map(|record| record.period)
            .any(Period::is_span);
        let years = !spans && frequencies.iter().eq([&Frequency::Year]);
        let type_ = if years { "year" } else { "string" };
        if let Some(when) = &self.roles.time {
            let name = match self.body.columns[when.column].name.as_str() {
                "" => "period",
                name => name,
            };
            return Some((name.to_owned(), type_));
        }
        let only = frequencies
            .first()
            .filter(|_| frequencies.len() == 1 && !spans);
        let name = only.map_or("period", |only| only.name());
        (!self.heads.values.is_empty()).then(|| (name.to_owned(), type_))
    }
}
