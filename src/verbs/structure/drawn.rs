//! The answer of `structure` as a picture has it: the shares as parts of bars, and the index over years.

use std::collections::BTreeMap;

use super::measures::{MEASURES, described};
use super::page::{Key, Page, in_percent};
use crate::answer::{Answer, Cell, Column, Holds, Label, Measure as OfColumn, Row};
use crate::figure::{Figure, Period};
use crate::methods;
use crate::query::composition::Mix;
use crate::query::derived::derive;

impl Page<'_> {
    /// The shares as parts of bars, and the index over years.
    pub(super) fn drawn(
        &self,
        answer: &Answer,
        keys: &[Key],
        mixes: &BTreeMap<Key, Result<Mix, Figure>>,
    ) -> Answer {
        let composition = self.composition;
        let mut columns = composition.key_columns();
        columns.push(self.member_column());
        let (table, source) = (&composition.table.name, &composition.source);
        let label = Label::new(
            &composition.column.title,
            composition.column.title_zh.as_ref(),
        );
        let percent = Some(Label::new("%", Some("%")));
        let share = Column::figures("share", label, Holds::Values, percent);
        columns.push(described(
            share,
            "share",
            table,
            source,
            Some(OfColumn::PERCENT),
        ));
        columns.extend(
            MEASURES
                .iter()
                .take(1)
                .map(|measure| measure.column(table, source)),
        );
        let mut rows = Vec::new();
        for key in keys {
            let Ok(mix) = &mixes[key] else { continue };
            let when: Option<Period> = composition.years[key.1];
            let head = || composition.key_cells(key.0, when.map_or(Cell::Empty, Cell::Year));
            let parts: Vec<&Figure> = mix.parts.iter().collect();
            for (name, share) in composition.members.iter().zip(&mix.shares) {
                let share = derive(&parts, "", "", |_| in_percent(*share));
                let mut cells = head();
                cells.extend([Cell::Name(name.clone()), Cell::from(share), Cell::Empty]);
                rows.push(Row {
                    cells,
                    total: false,
                });
            }
            let index = derive(&parts, "", "", methods::herfindahl);
            let mut cells = head();
            cells.extend([Cell::Empty, Cell::Empty, Cell::from(index)]);
            rows.push(Row {
                cells,
                total: false,
            });
        }
        Answer {
            title: answer.title.clone(),
            subtitle: answer.subtitle.clone(),
            remarks: answer.remarks.clone(),
            summary: answer.summary.clone(),
            sources: answer.sources.clone(),
            columns,
            rows,
            adds_over: [("share".to_owned(), vec![composition.dimension.name.clone()])].into(),
            ..Answer::default()
        }
    }
}
