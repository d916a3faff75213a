//! A table whose dimensions are declared: members with codes, labels and parents, what is the time and what the area,
//! which member is the total, what may be added. One function makes rows and their description of it, whatever the
//! format it stood in.
//!
//! What is declared is used. What is not is found as in any other table: places and periods by their names and labels,
//! totals by the figures.

mod area;
mod combine;
mod indicators;
mod time;
mod write;

use std::collections::BTreeMap;

use super::found::{Finding, Found};
use super::{Options, SourceError};
use crate::figure::{Kind, Period};
use crate::order::InOrder;

/// What a dimension is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Places.
    Area,
    /// Periods.
    Time,
    /// Indicators.
    Measure,
}

/// A table with declared dimensions.
#[derive(Debug, Clone, Default)]
pub(super) struct Cube {
    /// What the table is called.
    pub(super) name: String,
    /// What it holds, in a line.
    pub(super) title: Option<String>,
    /// What is said of it.
    pub(super) notes: Vec<String>,
    /// Who published it.
    pub(super) source: Option<String>,
    /// When it was last changed, as printed.
    pub(super) updated: Option<String>,
    /// The dimensions; of the last one the members follow each other in `values`.
    pub(super) dimensions: Vec<Dimension>,
    /// What is said of the figures, where no dimension names indicators.
    pub(super) measure: Measure,
    /// Whether the file says that its figures are never added.
    pub(super) never_added: bool,
    /// That the file says that its figures may be added, and where: `AGGREGALLOWED=YES`.
    pub(super) adds: Option<String>,
    /// The figures.
    pub(super) values: Values,
    /// What was concluded while it was read.
    pub(super) findings: Vec<Finding>,
}

/// A dimension of a cube.
#[derive(Debug, Clone, Default)]
pub(super) struct Dimension {
    /// The name: of the column, of the option that chooses a member.
    pub(super) id: String,
    /// What it is called, where that is not the name.
    pub(super) title: Option<String>,
    /// The heading in Chinese.
    pub(super) title_zh: Option<String>,
    /// What it is, where that is declared.
    pub(super) role: Option<Role>,
    /// The members, in order.
    pub(super) members: Vec<Member>,
    /// The member that is the total.
    pub(super) total: Option<usize>,
    /// Whether the file says that all members add up to a whole.
    pub(super) all_add: bool,
    /// What is said of it.
    pub(super) notes: Vec<String>,
}

/// A member of a dimension.
#[derive(Debug, Clone, Default)]
pub(super) struct Member {
    /// The code; empty where there is none.
    pub(super) code: String,
    /// The name.
    pub(super) label: String,
    /// The name in Chinese.
    pub(super) label_zh: Option<String>,
    /// Other names.
    pub(super) aliases: Vec<String>,
    /// The member that it is a part of.
    pub(super) parent: Option<usize>,
    /// The period that it stands for, where that is declared.
    pub(super) period: Option<Period>,
    /// What is said of it.
    pub(super) note: Option<String>,
    /// What is said of its figures, where it is an indicator.
    pub(super) measure: Measure,
}

/// What is said of figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Measure {
    /// What they are called.
    pub(super) label: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) decimals: Option<u32>,
    /// Stock or flow.
    pub(super) kind: Option<Kind>,
    /// Whether they are averages, which do not add.
    pub(super) is_average: bool,
    /// At which prices.
    pub(super) prices: Option<String>,
    /// The base period of an index.
    pub(super) base: Option<String>,
    /// The moment or the time that they are about.
    pub(super) reference: Option<String>,
    /// Whether they are adjusted for seasons or for days of work.
    pub(super) is_adjusted: bool,
}

/// The figures of a cube by their index: that of the last dimension runs fastest.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    product: usize,
    text: String,
    /// Index, beginning in the text, length; in the order of the index once they are sorted.
    cells: Vec<(u64, u32, u8)>,
    /// Codes of statuses, or flags of the producer.
    pub(super) status: BTreeMap<usize, String>,
    pub(super) notes: BTreeMap<usize, String>,
    /// How many cells hold something else than a number, and the first of them.
    unread: (usize, String),
}

/// The longest text of a figure, in bytes.
const LONGEST_FIGURE: usize = 100;

impl Values {
    /// No figures yet of so many combinations.
    pub(super) fn new(product: usize) -> Values {
        Values {
            product,
            ..Values::default()
        }
    }

    /// How many combinations there are.
    pub(super) fn len(&self) -> usize {
        self.product
    }

    /// Puts a figure, a plain numeral or one with an exponent; whatever else is counted.
    pub(super) fn put(&mut self, index: usize, text: &str) {
        let read = super::numeral::Format::default().read(text);
        let number = match &read {
            Ok(cell) => cell.number.as_deref().unwrap_or_default(),
            Err(_) => "",
        };
        let fits =
            number.len() <= LONGEST_FIGURE && self.text.len() + number.len() < u32::MAX as usize;
        if number.is_empty() || !fits {
            let is_mark = read.is_ok_and(|cell| cell.number.is_none());
            if is_mark && !text.is_empty() {
                self.notes.entry(index).or_insert_with(|| text.to_owned());
            } else if !text.is_empty() {
                self.unread.0 += 1;
                if self.unread.1.is_empty() {
                    text.clone_into(&mut self.unread.1);
                }
            }
            return;
        }
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(number);
        self.cells
            .push((index as u64, start, u8::try_from(number.len()).unwrap_or(0)));
    }

    /// Brings the figures into the order of their index; of two at one index the first counts.
    fn sort(&mut self) {
        if !self.cells.is_sorted_by_key(|cell| cell.0) {
            self.cells.order_by_key(|cell| cell.0);
        }
        self.cells.dedup_by_key(|cell| cell.0);
    }

    /// The figure at an index, once they are sorted; empty where there is none.
    fn get(&self, index: usize) -> &str {
        let wanted = index as u64;
        let at = match self.cells.get(index) {
            Some(cell) if cell.0 == wanted => Some(index),
            _ => self.cells.binary_search_by_key(&wanted, |cell| cell.0).ok(),
        };
        at.map_or("", |at| {
            let (_, start, length) = self.cells[at];
            &self.text[start as usize..][..usize::from(length)]
        })
    }

    /// Whether anything is known at an index.
    fn has(&self, index: usize) -> bool {
        !self.get(index).is_empty()
            || self.status.contains_key(&index)
            || self.notes.contains_key(&index)
    }
}

impl Cube {
    /// The table with what describes it.
    ///
    /// # Errors
    /// If it has no figures, or more than one dimension could be the area.
    pub(super) fn found(mut self, options: &Options) -> Result<Found, SourceError> {
        self.values.sort();
        let sizes: Vec<usize> = self
            .dimensions
            .iter()
            .map(|dimension| dimension.members.len())
            .collect();
        let product = sizes
            .iter()
            .try_fold(1usize, |product, size| product.checked_mul(*size));
        if product.is_none_or(|product| product == 0 || product != self.values.product) {
            return Err(SourceError::Unreadable(
                "its dimensions do not fit its figures; the file seems to be damaged, so fetch it again".to_owned(),
            ));
        }
        if self.values.cells.is_empty() && self.values.status.is_empty() {
            return Err(SourceError::Unreadable(
                "it declares a table and holds no figures".to_owned(),
            ));
        }
        self.name_members();
        self.find_time();
        self.find_area(options)?;
        Ok(self.write(options))
    }

    /// The dimension of a role.
    fn of_role(&self, role: Role) -> Option<usize> {
        self.dimensions
            .iter()
            .position(|dimension| dimension.role == Some(role))
    }

    /// How far the index runs from one member of each dimension to the next.
    fn strides(&self) -> Vec<usize> {
        let mut strides = vec![1; self.dimensions.len()];
        for at in (1..self.dimensions.len()).rev() {
            strides[at - 1] = strides[at] * self.dimensions[at].members.len();
        }
        strides
    }

    /// Gives every dimension and member a name of its own, without blanks around it.
    fn name_members(&mut self) {
        let mut names = std::collections::BTreeSet::new();
        for dimension in &mut self.dimensions {
            let base = match dimension.id.trim() {
                "" => "dimension".to_owned(),
                name => name.to_owned(),
            };
            dimension.id = distinct(&base, "", &mut names);
            let mut labels = std::collections::BTreeSet::new();
            for member in &mut dimension.members {
                let label = member.label.trim();
                let label = if label.is_empty() {
                    member.code.trim()
                } else {
                    label
                };
                let label = if label.is_empty() { "(blank)" } else { label }.to_owned();
                member.label = distinct(&label, &member.code, &mut labels);
            }
        }
    }
}

/// The name, or where that is taken the name with its code, or with a number.
fn distinct(name: &str, code: &str, taken: &mut std::collections::BTreeSet<String>) -> String {
    let mut found = name.to_owned();
    let mut number = 2;
    if taken.contains(&found) && !code.is_empty() {
        found = format!("{name} ({code})");
    }
    while taken.contains(&found) {
        found = format!("{name} ({number})");
        number += 1;
    }
    taken.insert(found.clone());
    found
}
