//! What is doubtful or cannot be true about a place: the findings of the audit, those with one explanation in one row.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::Place;
use crate::answer::{Answer, Cell, Column, Label, Name, Row, Screen};
use crate::audit::{Severity, Spot, audit};
use crate::figure::{Note, Period, Status, spans};
use crate::order::InOrder;
use crate::query::answer_in_words;
use crate::query::covered::Covered;
use crate::query::series::{Reading, series};
use crate::words::count;

/// Findings that one sentence tells.
struct Doubt {
    /// How grave it is: a severity, or the status of a value.
    gravity: String,
    tables: Vec<String>,
    indicators: Vec<String>,
    years: BTreeSet<Period>,
    message: String,
    /// The message for a screen, where there is one.
    brief: Option<Label>,
}

/// How many doubts a screen shows.
const ON_SCREEN: usize = 5;

impl Place {
    /// The findings of severity warning and error that are about the place, the gravest first; then what is said of its
    /// values of low reliability beside them.
    pub(super) fn doubts(&self, covered: &[Covered]) -> Result<Answer> {
        let mut ask = |query: &str| answer_in_words(self.package, query, self.adjusted);
        let mut findings = audit(self.package, self.adjusted, &mut ask)?;
        findings.order_by_key(|finding| std::cmp::Reverse(finding.severity));
        let register = self.package.areas()?;
        let is_named = |cell: &str| register.names(cell, &self.area);
        let mut doubts: Vec<Doubt> = Vec::new();
        for finding in findings {
            let is_own = |spot: &&Spot| spot.area.as_deref().is_some_and(is_named);
            // It is told at the figures that it is about, else at one that it was derived from.
            let mut own: Vec<&Spot> = finding.about().iter().filter(is_own).collect();
            if own.is_empty() {
                own.extend(finding.spots.iter().find(is_own));
            }
            if own.is_empty() {
                continue;
            }
            if finding.severity >= Severity::Warning {
                let explanation = finding.notes.first().map(|(_, text)| text);
                let message = explanation.unwrap_or(&finding.message);
                let doubt = doubt_of(&mut doubts, &finding.severity.to_string(), message);
                for spot in own {
                    doubt.add(&spot.table, &spot.indicator_with_members(), spot.year);
                }
            }
        }
        let mut labels: BTreeMap<String, Label> = BTreeMap::new();
        for covered in covered {
            self.add_unreliable(covered, &mut doubts, &mut labels)?;
        }
        let notes = self.package.notes()?;
        for doubt in &mut doubts {
            let remarks = notes.iter().flat_map(|(_, remarks)| remarks.iter());
            let mut notes = remarks.map(|remark| &remark.note);
            let own = notes.find(|note| *note.text == *doubt.message);
            let brief = own.and_then(|note| note.wording()).map(|wording| {
                let zh = Some(wording.brief_zh.as_str());
                Label::new(&wording.brief, zh)
            });
            doubt.brief = brief.filter(|brief| !brief.en.is_empty());
        }
        let screen = self.gravest(&doubts, &labels);
        let rows = doubts.into_iter().map(|doubt| Row {
            cells: vec![
                Cell::words(doubt.gravity),
                Cell::words(doubt.tables.join(", ")),
                Cell::words(doubt.indicators.join(", ")),
                Cell::words(if doubt.years.is_empty() {
                    String::new()
                } else {
                    spans(&doubt.years)
                }),
                Cell::words(doubt.message),
            ],
            total: false,
        });
        Ok(Answer {
            name: "doubts".to_owned(),
            title: Label::new("What to beware of", Some("注意事项")),
            columns: columns(),
            rows: rows.collect(),
            screen: Some(Screen::Instead(Box::new(screen))),
            ..Answer::default()
        })
    }

    /// The gravest of the doubts, each in a line.
    fn gravest(&self, doubts: &[Doubt], labels: &BTreeMap<String, Label>) -> Answer {
        let mut lines: Vec<(String, BTreeSet<Period>, Label)> = Vec::new();
        for doubt in doubts {
            let indicator = doubt.indicators.first().cloned().unwrap_or_default();
            let brief = doubt.brief.clone();
            let message = brief.unwrap_or_else(|| Label::plain(&doubt.message));
            let is_it = |(known, _, told): &&mut (String, BTreeSet<Period>, Label)| {
                *known == indicator && *told == message
            };
            match lines.iter_mut().find(is_it) {
                Some((_, years, _)) => years.extend(&doubt.years),
                None => lines.push((indicator, doubt.years.clone(), message)),
            }
        }
        let rows = lines
            .iter()
            .take(ON_SCREEN)
            .map(|(indicator, years, message)| Row {
                cells: vec![
                    match labels.get(indicator) {
                        // Whole titles are too long beside the rest.
                        Some(Label { zh, .. }) => {
                            Cell::Name(Name::new(indicator, Label::new(indicator, zh.as_ref())))
                        }
                        None => Cell::words(indicator),
                    },
                    Cell::label(in_brief(years)),
                    Cell::label(message.clone()),
                ],
                total: false,
            });
        let more = lines.len().saturating_sub(ON_SCREEN);
        let summary = (more > 0).then(|| format!("{more} more: `{}`", self.asking("check")));
        Answer {
            title: Label::new("What to beware of", Some("注意事项")),
            columns: vec![
                Column::titled("indicator", "Indicator", "指标"),
                Column::titled("years", "Years", "年份"),
                Column::titled("message", "Message", "说明"),
            ],
            rows: rows.collect(),
            summary,
            ..Answer::default()
        }
    }

    /// Adds what is said of the place's values of low reliability in a table, where no finding says it.
    /// What the series of the table are called is kept.
    fn add_unreliable(
        &self,
        covered: &Covered,
        doubts: &mut Vec<Doubt>,
        labels: &mut BTreeMap<String, Label>,
    ) -> Result<()> {
        let Some(cell) = covered.cell(&self.area) else {
            return Ok(());
        };
        let told: Vec<String> = doubts.iter().map(|doubt| doubt.message.clone()).collect();
        let reading = Reading {
            members: &[],
            adjusted: self.adjusted,
        };
        for series in series(self.package, covered.table, reading)? {
            labels.entry(series.id()).or_insert_with(|| series.label());
            let own = series.observations.iter().filter(|one| one.area.id == cell);
            for one in own {
                let unreliable = |note: &&Note| note.status == Status::LowReliability;
                for note in one.figure.notes.iter().filter(unreliable) {
                    let message = note.text.to_string();
                    if !told.contains(&message) {
                        let gravity = Status::LowReliability.label();
                        let doubt = doubt_of(doubts, gravity, &message);
                        doubt.add(&covered.table.name, &series.id(), one.year);
                    }
                }
            }
        }
        Ok(())
    }
}

/// The years as a line has room for them: the first and the last, and how many there are, where they make many spans.
fn in_brief(years: &BTreeSet<Period>) -> Label {
    const LONGEST: usize = 20;
    let all = spans(years);
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if all.len() > LONGEST => {
            let years = years.len();
            Label::new(
                format!("{first}–{last} ({})", count(years, "year")),
                Some(format!("{first}–{last}（{years}年）")),
            )
        }
        _ => Label::plain(all),
    }
}

/// The doubt that says this; a new one where there is none yet.
fn doubt_of<'a>(doubts: &'a mut Vec<Doubt>, gravity: &str, message: &str) -> &'a mut Doubt {
    let is_it = |known: &Doubt| known.gravity == gravity && known.message == message;
    let place = doubts.iter().position(is_it).unwrap_or(doubts.len());
    if place == doubts.len() {
        doubts.push(Doubt {
            gravity: gravity.to_owned(),
            tables: Vec::new(),
            indicators: Vec::new(),
            years: BTreeSet::new(),
            message: message.to_owned(),
            brief: None,
        });
    }
    &mut doubts[place]
}

impl Doubt {
    /// Adds a figure that it is about.
    fn add(&mut self, table: &str, indicator: &str, year: Option<Period>) {
        for (known, name) in [(&mut self.tables, table), (&mut self.indicators, indicator)] {
            if !known.iter().any(|known| known == name) {
                known.push(name.to_owned());
            }
        }
        self.years.extend(year);
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::titled("severity", "Severity", "严重程度"),
        Column::titled("table", "Table", "表"),
        Column::titled("indicator", "Indicator", "指标"),
        Column::titled("years", "Years", "年份"),
        Column::titled("message", "Message", "说明"),
    ]
}
