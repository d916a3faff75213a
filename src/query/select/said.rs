//! Attributes of figures that stand in columns of their own: flags, notes, units, sources.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::figure::{Figure, Interval, Note, Number, Status, Value, Whose};
use crate::order::IntoMap;
use crate::package::Table;
use crate::source::attribute::What;
use crate::source::flags::status_of;
use crate::table::Frame;
use crate::words::capitalised;

/// The attribute columns of each indicator.
pub(super) struct Said {
    /// By the place of the indicator's column.
    of: BTreeMap<usize, Columns>,
    names: Vec<String>,
    /// The notes made so far, so that a note that many figures share is kept once.
    known: RefCell<BTreeMap<String, Known>>,
}

/// The places of the columns that say something of an indicator's figures.
#[derive(Default)]
struct Columns {
    flags: Vec<usize>,
    notes: Vec<usize>,
    /// The columns with the lower and upper bound of a figure.
    bounds: Option<(usize, usize)>,
}

/// What a text says of a figure.
type Known = (Option<Status>, Option<Note>);

/// The columns that tell such of the figures of an indicator.
pub(super) fn said_of(table: &Table, indicator: &str, wanted: What) -> impl Iterator<Item = usize> {
    table.attributes().filter_map(move |(place, _, attribute)| {
        let is_its = attribute.of.as_deref().is_none_or(|of| of == indicator);
        (attribute.what == wanted && is_its).then_some(place)
    })
}

/// The number of a text, whose decimals may stand behind a comma.
fn number(text: &str) -> Option<Decimal> {
    let plain = text
        .parse::<Number>()
        .or_else(|_| text.replace(',', ".").parse());
    plain.ok().map(Number::decimal)
}

impl Said {
    /// What the columns of a table say; nothing where none says anything.
    pub(super) fn of(table: &Table) -> Option<Said> {
        let columns = table.indicators().map(|(place, _, indicator)| {
            let told = |what| said_of(table, &indicator.id, what);
            let columns = Columns {
                flags: told(What::Status).collect(),
                notes: told(What::Note).collect(),
                bounds: told(What::Low).next().zip(told(What::High).next()),
            };
            (place, columns)
        });
        let says = |(_, told): &(usize, Columns)| {
            !(told.flags.is_empty() && told.notes.is_empty() && told.bounds.is_none())
        };
        let of: BTreeMap<usize, Columns> = columns.filter(says).into_map();
        (!of.is_empty()).then(|| Said {
            of,
            names: table
                .columns
                .iter()
                .map(|column| column.title.clone())
                .collect(),
            known: RefCell::default(),
        })
    }

    /// Whether any column has the bounds of figures, which machine formats need too.
    pub(super) fn has_bounds(&self) -> bool {
        self.of.values().any(|told| told.bounds.is_some())
    }

    /// Adds to a figure in a cell, by row and column, what the other cells of its row say of it.
    pub(super) fn add(
        &self,
        frame: &Frame,
        (row, place): (usize, usize),
        about: &Arc<Whose>,
        figure: &mut Figure,
    ) {
        let Some(Columns {
            flags,
            notes,
            bounds,
        }) = self.of.get(&place)
        else {
            return;
        };
        if let Some((low, high)) = *bounds {
            let end = |at| number(frame.text(row, at)?);
            figure.bounds = end(low).zip(end(high)).and_then(|(low, high)| {
                let Value::Number(printed) = figure.value else {
                    return None;
                };
                let stated = Interval { low, high };
                let holds = low <= printed.decimal() && printed.decimal() <= high;
                (holds && stated != printed.interval()).then_some(stated)
            });
            // What the program wrote itself may be computed.
            let own = self.names[low] == "low" && self.names[high] == "high";
            figure.stated = figure.bounds.is_some() && !own;
        }
        for &flag in flags {
            if let Some(text) = frame.text(row, flag) {
                self.flag(flag, text, about, figure);
            }
        }
        for &note in notes {
            if let (Some(text), false) = (frame.text(row, note), figure.is_missing()) {
                let mut known = self.known.borrow_mut();
                // A text that has what the flag says in it says it for both.
                let said = |note: &Note| text.contains(&*note.text);
                let status = figure.notes.iter().find(|note| said(note));
                let status = status.map(|note| note.status);
                figure.notes.retain(|note| !said(note));
                let made = || match status {
                    Some(status) => (None, Some(Note::new(status, text))),
                    None => (None, Some(Note::remark(text))),
                };
                let key = format!("note {} {text}", status.map_or("", Status::code));
                let (_, found) = known.entry(key).or_insert_with(made);
                figure
                    .notes
                    .extend(found.as_ref().map(|note| note.about(about)));
            }
        }
    }

    fn flag(&self, place: usize, text: &str, about: &Arc<Whose>, figure: &mut Figure) {
        let mut known = self.known.borrow_mut();
        let column = &self.names[place];
        // A star in a cell points to a note, in a column of flags it may be one.
        let says = status_of(text).filter(|_| text != "*" || column != "flag");
        let made = || match says {
            Some(Status::Normal) => (None, None),
            // Which a figure that is not there says itself.
            Some(Status::Missing) => (Some(Status::Missing), None),
            Some(status) => {
                let note = Note::new(status, format!("{}.", capitalised(status.label())));
                (Some(status), Some(note))
            }
            // A code that counts from zero says nothing that is known.
            None if text.bytes().all(|byte| byte.is_ascii_digit()) => (None, None),
            None => (None, Some(Note::remark(format!("{column}: {text}.")))),
        };
        let (status, note) = known
            .entry(format!("{place} {text}"))
            .or_insert_with(made)
            .clone();
        let says_missing = |status: Status| {
            use Status::{CannotExist, Missing, MissingHoliday, NotCollected, Suppressed};
            matches!(
                status,
                Missing | Suppressed | CannotExist | NotCollected | MissingHoliday
            )
        };
        match status {
            // What is there is not missing, and what is missing is neither estimated nor a break.
            Some(status) if says_missing(status) != figure.is_missing() => {}
            Some(status) => {
                figure.status = if figure.is_missing() {
                    status
                } else {
                    figure.status.worst(status)
                };
                figure.notes.extend(note.map(|note| note.about(about)));
            }
            None if figure.is_missing() => {}
            None => figure.notes.extend(note.map(|note| note.about(about))),
        }
    }
}
