//! The figures of a table by what names them: a record for each area, period and member, a cell for each indicator.

use std::borrow::Cow;

use super::body::Body;
use super::drafts::Draft;
use super::heads::Heads;
use super::keys::Keys;
use super::roles::Roles;
use crate::figure::{Period, Status};

/// Nothing in the place of an index.
pub(super) const NONE: u32 = u32::MAX;

/// The records of a table.
pub(super) struct Tidy {
    /// The records, in the order in which they first come.
    pub(super) records: Vec<Record>,
    /// The cells of all records, so many for each as there are indicators: the row and the column.
    cells: Vec<(u32, u32)>,
    indicators: usize,
    /// Pairs of cells that have one key and different figures.
    pub(super) conflicts: Vec<Conflict>,
    /// How many cells repeat another one.
    pub(super) repeated: usize,
}

/// What names the figures of a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    /// The first row of the body that has such a figure.
    pub(super) row: usize,
    pub(super) period: Option<Period>,
}

/// Two rows of one key with different figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Conflict {
    pub(super) record: usize,
    pub(super) first: usize,
    pub(super) second: usize,
}

/// A figure as it is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Read<'a> {
    /// The plain numeral; nothing where it is missing.
    pub(super) number: Option<Cow<'a, str>>,
    /// What its flag, its mark, or that of its period says.
    pub(super) status: Option<Status>,
    /// The flag, as printed.
    pub(super) flag: &'a str,
    /// Whether the cell could not be understood.
    pub(super) unread: bool,
}

/// The status that a mark behind the label of a period gives the figures of that period.
pub(super) fn status_of_mark(mark: char) -> Option<Status> {
    match mark {
        'p' => Some(Status::Provisional),
        'e' => Some(Status::Estimated),
        'f' => Some(Status::Forecast),
        'b' => Some(Status::Break),
        _ => None,
    }
}

impl Tidy {
    /// The records of a table.
    pub(super) fn of(
        body: &Body,
        heads: &Heads,
        roles: &Roles,
        area: Option<&[u32]>,
        drafts: &[Draft],
    ) -> Tidy {
        let mut keys = Keys::none(body.len());
        if let Some(area) = area {
            keys = keys.with(area);
        }
        for &column in &roles.dimensions {
            keys = keys.with(&body.texts(column).of_row);
        }
        if let Some(when) = &roles.time {
            keys = keys.with(&when.keys(body));
        }
        let periods = heads.periods.len().max(1);
        let mut of_key: Vec<u32> = vec![NONE; keys.count * periods];
        let indicators = drafts.len();
        let mut tidy = Tidy {
            records: Vec::new(),
            cells: Vec::new(),
            indicators,
            conflicts: Vec::new(),
            repeated: 0,
        };
        let in_rows = roles.indicator.as_ref().map(|named| body.texts(named.key));
        // Which columns hold the figures of each period, each with its indicator.
        let columns: Vec<Vec<(usize, usize)>> = if heads.values.is_empty() {
            vec![roles.figures.iter().copied().zip(0..).collect()]
        } else {
            (0..periods)
                .map(|period| {
                    heads
                        .values
                        .iter()
                        .filter(|value| value.period == period)
                        .map(|value| (value.column, value.stem))
                        .collect()
                })
                .collect()
        };
        for row in 0..body.len() {
            for (period, columns) in columns.iter().enumerate() {
                let of_header = heads.periods.get(period).copied();
                let slot = &mut of_key[keys.of_row[row] as usize * periods + period];
                if *slot == NONE {
                    *slot = u32::try_from(tidy.records.len()).unwrap_or(NONE);
                    let of_row = roles.time.as_ref().and_then(|when| when.of_row[row]);
                    tidy.records.push(Record {
                        row,
                        period: of_header.or(of_row),
                    });
                    tidy.cells
                        .resize(tidy.records.len() * indicators, (NONE, NONE));
                }
                let record = *slot as usize;
                for &(column, indicator) in columns {
                    let indicator = match in_rows {
                        Some(texts) => match (texts.of_row[row] as usize).checked_sub(1) {
                            Some(indicator) => indicator,
                            None => continue,
                        },
                        None => indicator,
                    };
                    tidy.put(body, drafts, record, indicator, (row, column));
                }
            }
        }
        tidy.conflicts
            .dedup_by_key(|conflict| (conflict.first, conflict.second));
        tidy
    }

    /// Puts a cell where it belongs. Where another one is there already, the one that holds a figure stays; two that hold
    /// different ones are told.
    fn put(
        &mut self,
        body: &Body,
        drafts: &[Draft],
        record: usize,
        indicator: usize,
        (row, column): (usize, usize),
    ) {
        let at = record * self.indicators + indicator;
        let (other, beside) = self.cells[at];
        let own = (
            u32::try_from(row).unwrap_or(NONE),
            u32::try_from(column).unwrap_or(NONE),
        );
        if other == NONE {
            self.cells[at] = own;
            return;
        }
        let format = drafts[indicator].format;
        let value = |row: usize, column: usize| {
            let cell = format.read(body.cell(row, column)).ok()?;
            cell.number?.parse::<f64>().ok()
        };
        let (first, second) = (value(other as usize, beside as usize), value(row, column));
        match (first, second) {
            (_, None) => self.repeated += 1,
            (None, Some(_)) => self.cells[at] = own,
            (Some(first), Some(second)) if first.to_bits() == second.to_bits() => {
                self.repeated += 1;
            }
            _ => self.conflicts.push(Conflict {
                record,
                first: other as usize,
                second: row,
            }),
        }
    }

    /// Where the figure of a record and an indicator stands: its row and its column.
    pub(super) fn place(&self, record: usize, indicator: usize) -> Option<(usize, usize)> {
        let (row, column) = self.cells[record * self.indicators + indicator];
        (row != NONE).then_some((row as usize, column as usize))
    }

    /// The figure of a record and an indicator.
    pub(super) fn read<'a>(
        &self,
        body: &Body<'a>,
        record: usize,
        indicator: usize,
        draft: &Draft,
    ) -> Read<'a> {
        let Some((row, column)) = self.place(record, indicator) else {
            return Read::default();
        };
        let cell = body.cell(row, column);
        match draft.format.read(cell) {
            Ok(read) => Read {
                // A number in parentheses is a negative one, or the sign of a footnote: it is told.
                unread: read.number.is_none()
                    && read.flag.starts_with('(')
                    && read.flag.contains(|c: char| c.is_ascii_digit()),
                number: read.number,
                status: read.status,
                flag: read.flag,
            },
            Err(_) => Read {
                status: Some(Status::Missing),
                unread: true,
                ..Read::default()
            },
        }
    }

    /// Leaves out the figures of conflicting rows.
    pub(super) fn drop_conflicts(&mut self) {
        for conflict in &self.conflicts {
            let start = conflict.record * self.indicators;
            for cell in &mut self.cells[start..start + self.indicators] {
                *cell = (NONE, NONE);
            }
        }
    }
}
