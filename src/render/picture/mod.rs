//! What is drawn of an answer, in no format yet: panels of lines, bars or sparklines, with everything that has to be
//! told beside them. The formats decide where each thing goes, and nothing else: `chart` and `svg` place it, `html` takes
//! the SVG.
//!
//! `observe` reads any layout into observations; `kind` chooses the kind of picture, or says which cannot be drawn.
//! `lines` and `bars` hold what is drawn; `teller` tells its labels, its marks and its notes, `whose` the values that a note
//! without a mark at them is about. `ticks` and `spread` choose the values on an axis and push labels apart. What a picture knows of meaning is what a column `holds` (values, those
//! of one year or area, the ends of intervals, what is said aside) and what an answer `adds_over`: only figures that add
//! up are stacked, and of those none that is refuted.
//!
//! Numbers are floating-point here, for places on an axis; every label is told from the exact digits.

mod bar_names;
mod bars;
mod calendar;
mod kind;
mod lines;
mod observe;
mod order;
mod panel;
mod spread;
mod teller;
mod ticks;
mod whose;

use super::ascii::in_ascii;
use super::footnotes::Notes;
use super::{RenderError, Style};
use crate::answer::Answer;
use crate::words::{Refusal, legible, quoted_list};
pub(super) use bars::{Bar, Bars, Piece};
pub(super) use calendar::TimeLabel;
pub use kind::Chart;
pub(super) use lines::{Lines, Series, no_value};
use observe::{Observation, Subject, observations};
pub(super) use spread::spread;
use teller::Teller;
pub(super) use ticks::Ticks;
use whose::{About, whose};

/// A picture of an answer.
pub(super) struct Picture {
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) panels: Vec<Panel>,
    /// Why there is nothing to draw, where that is so.
    pub(super) nothing: Option<String>,
    pub(super) remarks: Vec<String>,
    /// The lines that say where the figures are from.
    pub(super) sources: Vec<String>,
    notes: Notes,
    ascii: bool,
}

/// What is drawn on one pair of axes.
pub(super) struct Panel {
    /// What is measured.
    pub(super) heading: String,
    pub(super) unit: String,
    /// The marks of the notes that hold for all of it.
    pub(super) marks: String,
    /// How many names its values have.
    names: usize,
    pub(super) body: Body,
}

/// How a panel is drawn.
pub(super) enum Body {
    /// Values over years.
    Lines(Lines),
    /// Values side by side, or one on the other.
    Bars(Bars),
    /// The course of each series on a line of text.
    Sparks(Lines),
}

/// A value as it is drawn.
#[derive(Debug, Clone, Default)]
pub(super) struct Datum {
    /// Where it stands on the axis; nothing where it is missing.
    pub(super) value: Option<f64>,
    /// The ends of its interval, where they are to be drawn.
    pub(super) ends: Option<[f64; 2]>,
    /// Its digits.
    pub(super) text: String,
    /// The marks of its notes.
    pub(super) marks: String,
    /// Whether it is in more doubt than others beside it.
    pub(super) doubtful: bool,
    /// What it is about.
    pub(super) about: About,
    /// The places of its notes among those of the picture.
    notes: Vec<usize>,
}

impl Datum {
    /// The digits with the marks.
    pub(super) fn marked(&self) -> String {
        format!("{}{}", self.text, self.marks)
    }

    /// The lowest and the highest place that it takes.
    fn reach(&self) -> impl Iterator<Item = f64> + '_ {
        self.value
            .into_iter()
            .chain(self.ends.into_iter().flatten())
    }
}

impl Picture {
    /// The picture of an answer: of the kind that is asked for, else of the kind that suits it.
    pub(super) fn new(answer: &Answer, style: &Style) -> Result<Picture, RenderError> {
        if !answer.sections.is_empty() {
            return Err(RenderError::new(
                Refusal::new("a page of several tables is not one picture")
                    .next("`-f html` draws them in their places, or ask a table alone"),
            ));
        }
        let answer = answer.drawn.as_deref().unwrap_or(answer);
        let mut all = observations(answer);
        if !answer.ordered {
            order::largest_first(&mut all);
        }
        if all.is_empty() && !answer.rows.is_empty() {
            return Err(RenderError::new(
                Refusal::new("there are no figures to draw in this answer")
                    .next("`-f table` shows what it holds"),
            ));
        }
        let teller = Teller::new(style);
        let mut notes = Notes::new(style);
        let mut panels = Vec::new();
        let groups = by_subject(&all);
        let several = groups.len() > 1;
        for (subject, group) in &groups {
            let additive = answer
                .adds_over
                .get(&subject.id)
                .map_or(&[][..], Vec::as_slice);
            let choice = kind::choose(group, additive, style.chart)
                .map_err(|reason| refused(reason, subject, answer, style.chart))?;
            panels.push(teller.panel(subject, group, &choice, several, &mut notes));
        }
        order::on_one_scale(&mut panels);
        if answer.dots {
            for panel in &mut panels {
                panel.as_dots();
            }
        }
        let mut title = teller.label(&answer.title);
        let subtitle = teller.label(&answer.subtitle);
        for told in order::common(&teller, &all) {
            if !(title.contains(&told) || subtitle.contains(&told)) {
                title.extend([if title.is_empty() { "" } else { teller.comma() }, &told]);
            }
        }
        let nothing = answer.nothing.as_ref().filter(|_| answer.rows.is_empty());
        Ok(Picture {
            title,
            subtitle,
            panels,
            nothing: nothing.map(|text| teller.words(text)),
            remarks: answer
                .below()
                .filter_map(without_commands)
                .map(|text| teller.words(&text))
                .collect(),
            sources: answer
                .sources
                .iter()
                .map(|source| teller.words(&style.source(source)))
                .collect(),
            notes,
            ascii: style.ascii,
        })
    }

    /// Whether there are values to be seen beside each other.
    pub(super) fn compares(&mut self) -> bool {
        self.panels.iter_mut().any(|panel| panel.data().len() > 1)
    }

    /// Takes the marks of notes away, where the notes are told elsewhere.
    pub(super) fn forget_marks(&mut self) {
        for panel in &mut self.panels {
            panel.marks.clear();
            if let Body::Sparks(lines) = &mut panel.body {
                for series in &mut lines.series {
                    series.marks.clear();
                    series.marks_with_first.clear();
                }
            }
            for datum in panel.data() {
                datum.marks.clear();
            }
        }
    }

    /// The notes, each with its mark. Where a value had no room for its marks, its notes say whose they are.
    pub(super) fn notes(&self, unmarked: &[&Datum]) -> Vec<(String, String)> {
        let names_are_marked = self.panels.iter().all(|panel| panel.courses().is_some());
        let all = |about: &About| {
            let mut panels = self.panels.iter();
            let panel = panels.find(|panel| [&panel.heading, ""].contains(&about.heading.as_str()));
            panel.map_or(0, |panel| panel.names)
        };
        let notes = self.notes.lines().enumerate();
        notes
            .map(|(place, (mark, note))| {
                let of = unmarked.iter().filter(|datum| datum.notes.contains(&place));
                let whose = whose(of.map(|datum| &datum.about), all, names_are_marked);
                let note = match whose.as_str() {
                    "" => note,
                    whose if self.ascii => format!("({}) {note}", in_ascii(whose)),
                    whose => format!("({whose}) {note}"),
                };
                (mark, note)
            })
            .collect()
    }
}

impl Panel {
    /// The lines over years, where it has such.
    pub(super) fn lines(&self) -> Option<&Lines> {
        match &self.body {
            Body::Lines(lines) => Some(lines),
            _ => None,
        }
    }

    /// The courses of its series, where it has such.
    pub(super) fn courses(&self) -> Option<&Lines> {
        match &self.body {
            Body::Sparks(lines) => Some(lines),
            _ => None,
        }
    }

    /// Draws dots in the place of bars.
    fn as_dots(&mut self) {
        if let Body::Bars(bars) = &mut self.body {
            bars.dots = !bars.stacked;
        }
    }

    /// Every value that is drawn.
    fn data(&mut self) -> Vec<&mut Datum> {
        match &mut self.body {
            Body::Lines(lines) | Body::Sparks(lines) => {
                let points = lines
                    .series
                    .iter_mut()
                    .flat_map(|series| &mut series.points);
                points.map(|point| &mut point.datum).collect()
            }
            Body::Bars(bars) => bars
                .bars
                .iter_mut()
                .flat_map(|bar| {
                    let pieces = bar.pieces.iter_mut().map(|piece| &mut piece.datum);
                    pieces.chain(&mut bar.total)
                })
                .collect(),
        }
    }
}

/// A remark for those who see a picture and no command line: without the names of tables and columns set off, and nothing
/// where it says what to type.
fn without_commands(remark: &str) -> Option<String> {
    let tells_to_type = ["`-", "`hlj ", "table `"]
        .iter()
        .any(|word| remark.contains(word));
    (!tells_to_type).then(|| remark.replace('`', ""))
}

/// The observations of each subject, subjects in the order in which they come.
fn by_subject(all: &[Observation]) -> Vec<(&Subject, Vec<&Observation>)> {
    let mut groups: Vec<(&Subject, Vec<&Observation>)> = Vec::new();
    for observation in all {
        match groups
            .iter_mut()
            .find(|(subject, _)| **subject == observation.subject)
        {
            Some((_, group)) => group.push(observation),
            None => groups.push((&observation.subject, vec![observation])),
        }
    }
    groups
}

/// That a subject has no picture, and what has one.
fn refused(
    reason: kind::NoPicture,
    subject: &Subject,
    answer: &Answer,
    asked: Option<Chart>,
) -> RenderError {
    let name = if subject.id.is_empty() {
        legible(&subject.label.en)
    } else {
        subject.id.clone()
    };
    if reason == kind::NoPicture::Ambiguous {
        return RenderError::new(
            Refusal::new(format!(
                "`{name}` {reason}, which a picture cannot tell apart"
            ))
            .next("leave out `--columns` and `--explain`"),
        );
    }
    let has_figures = |id: &&String| answer.columns.iter().any(|column| column.is_called(id));
    let additive = answer.adds_over.keys().filter(has_figures);
    let additive: Vec<String> = additive.map(|id| format!("-i {id}")).collect();
    let fix = match reason {
        kind::NoPicture::DoesNotAddUp if additive.is_empty() => {
            format!("`--rule '{name}=sum'` declares that it does; else leave out `--chart`")
        }
        kind::NoPicture::DoesNotAddUp => format!(
            "ask {}, or leave out `--chart`",
            quoted_list(additive, "or")
        ),
        _ => "leave out `--chart` for the kind that suits it".to_owned(),
    };
    let asked = asked.map_or_else(String::new, |asked| format!("`--chart {}`: ", asked.name()));
    RenderError::new(Refusal::new(format!("{asked}`{name}` {reason}")).next(fix))
}
