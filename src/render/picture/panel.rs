//! What is drawn of one subject, with its texts and marks.

use std::collections::{BTreeMap, BTreeSet};

use super::bars;
use super::kind::Choice;
use super::lines::Lines;
use super::observe::{Observation, Subject, of_shortest};
use super::teller::Teller;
use super::{About, Body, Datum, Panel};
use crate::figure::{Note, Status};
use crate::package::power_of_unit;
use crate::render::footnotes::Notes;

impl Teller<'_> {
    /// What is drawn of one subject.
    pub(super) fn panel(
        &self,
        subject: &Subject,
        group: &[&Observation],
        choice: &Choice,
        several: bool,
        notes: &mut Notes,
    ) -> Panel {
        let common = common(group);
        for note in &common {
            notes.add(note);
        }
        let heading = self.label(&subject.label);
        let names: BTreeSet<String> = group.iter().map(|one| self.about(one)).collect();
        let names = names.len();
        let usual = usual_status(group);
        let mut datum = |one: &Observation| {
            let own: Vec<&Note> = one
                .figure
                .notes
                .iter()
                .filter(|note| !common.contains(note))
                .collect();
            for note in &own {
                notes.add(note);
            }
            Datum {
                value: one.value(),
                ends: one.ends,
                text: self.digits(one),
                marks: notes.marks(&notes.places(&own)),
                doubtful: ![Status::Normal, usual].contains(&one.figure.status),
                about: About {
                    heading: if several {
                        heading.clone()
                    } else {
                        String::new()
                    },
                    name: self.about(one),
                    when: one.when.clone(),
                },
                notes: notes.places(&own),
            }
        };
        let course = of_shortest(group);
        let mut body = match choice {
            Choice::Lines => {
                let mut lines = Lines::new(self, &course, &mut datum);
                if !self.chart_is_asked() {
                    lines.as_changes();
                }
                Body::Lines(lines)
            }
            Choice::Sparks => {
                let mut lines = Lines::new(self, &course, &mut datum);
                for series in &mut lines.series {
                    series.mark_name(|places| notes.marks(places));
                }
                Body::Sparks(lines)
            }
            Choice::Bars => Body::Bars(bars::plain(self, group, &mut datum)),
            Choice::Stacks(column) => Body::Bars(bars::stacked(self, group, column, &mut datum)),
        };
        let unit = subject.unit.as_ref().map(|unit| self.label(unit));
        let mut unit = unit.unwrap_or_default();
        // What is in thousands already would be in millions of thousands.
        let powers = match power_of_unit(&unit) {
            None | Some(0) => self.powers(),
            Some(_) => &[],
        };
        match &mut body {
            Body::Lines(lines) | Body::Sparks(lines) => lines.powers = powers,
            Body::Bars(bars) => bars.powers = powers,
        }
        if let Body::Lines(lines) = &body
            && let Some(year) = lines.against
        {
            unit = self.change_against(lines.frequency, &lines.told(year), &unit);
        }
        if let Body::Lines(lines) | Body::Sparks(lines) = &body
            && course.len() < group.len()
        {
            unit = self.only(lines.frequency, &unit);
        }
        Panel {
            marks: notes.marks(&notes.places(&common)),
            unit,
            heading,
            names,
            body,
        }
    }
}

/// The status that most values have; a doubt that most share is told at the heading and sets none apart.
fn usual_status(group: &[&Observation]) -> Status {
    let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
    for one in group
        .iter()
        .filter(|one| one.value().is_some() && !one.total)
    {
        *counts.entry(one.figure.status).or_default() += 1;
    }
    let most = counts
        .into_iter()
        .max_by_key(|(status, count)| (*count, *status == Status::Normal));
    most.map_or(Status::Normal, |(status, _)| status)
}

/// The notes that every figure of a panel has, totals aside, where there are several.
fn common<'a>(group: &[&'a Observation]) -> Vec<&'a Note> {
    let members: Vec<&&Observation> = group.iter().filter(|one| !one.total).collect();
    let [first, _, ..] = members.as_slice() else {
        return Vec::new();
    };
    let is_common = |note: &&Note| members.iter().all(|one| one.figure.notes.contains(note));
    first.figure.notes.iter().filter(is_common).collect()
}
