//! The texts of a picture: labels in the reader's language, digits, marks of notes.

use super::observe::{Observation, Part, When};
use super::ticks::Powers;
use crate::answer::{Cell, Label};
use crate::figure::Frequency;
use crate::render::ascii::in_ascii;
use crate::render::layout::text;
use crate::render::{Language, Style};

/// What the texts of a picture are made with.
pub(super) struct Teller<'a> {
    style: &'a Style,
}

impl<'a> Teller<'a> {
    pub(super) fn new(style: &'a Style) -> Teller<'a> {
        Teller { style }
    }

    pub(super) fn label(&self, label: &Label) -> String {
        let text = self.style.label(label);
        if self.style.ascii {
            in_ascii(&text)
        } else {
            text
        }
    }

    pub(super) fn words(&self, text: &str) -> String {
        self.label(&Label::plain(text))
    }

    /// Whether a kind of picture was asked for.
    pub(super) fn chart_is_asked(&self) -> bool {
        self.style.chart.is_some()
    }

    /// The unit of changes in percent that stand in the place of levels, whose labels have their own unit.
    pub(super) fn change_against(&self, of: Frequency, base: &str, unit: &str) -> String {
        let year = if of == Frequency::Year { "年" } else { "" };
        match self.style.language {
            Language::English if unit.is_empty() => {
                format!("% change since {base}; labels are levels")
            }
            Language::English => format!("% change since {base}; labels in {unit}"),
            Language::Chinese if unit.is_empty() => format!("比{base}{year}变化，%（标签为原值）"),
            Language::Chinese => format!("比{base}{year}变化，%（标签单位：{unit}）"),
        }
    }

    /// In what large numbers along an axis are told.
    pub(super) fn powers(&self) -> Powers {
        match self.style.language {
            Language::English => &[(12, " trillion"), (9, " billion"), (6, " million")],
            Language::Chinese => &[(12, "万亿"), (8, "亿"), (4, "万")],
        }
    }

    /// The unit where only the figures of the shortest periods are drawn.
    pub(super) fn only(&self, of: Frequency, unit: &str) -> String {
        let only = match (self.style.language, of) {
            (Language::English, _) => format!("{}s only", of.name()),
            (_, Frequency::Year) => "仅年度数据".to_owned(),
            (_, Frequency::Half) => "仅半年度数据".to_owned(),
            (_, Frequency::Quarter) => "仅季度数据".to_owned(),
            (_, Frequency::Month) => "仅月度数据".to_owned(),
            (_, Frequency::Week) => "仅周数据".to_owned(),
            (_, Frequency::Day) => "仅日数据".to_owned(),
        };
        match unit {
            "" => only,
            unit => format!("{unit}{}{only}", self.comma()),
        }
    }

    /// Between a title and what it goes on with.
    pub(super) fn comma(&self) -> &'static str {
        self.style.word(", ", "，")
    }

    /// Between parts of a label.
    pub(super) fn join(&self, parts: &[String]) -> String {
        parts.join(if self.style.ascii { ", " } else { " · " })
    }

    pub(super) fn digits(&self, one: &Observation) -> String {
        let digits = text(&Cell::from(one.figure.clone()), self.style);
        if self.style.ascii {
            in_ascii(&digits)
        } else {
            digits
        }
    }

    /// Whose a figure is, in words: `Hegang`.
    pub(super) fn about(&self, one: &Observation) -> String {
        let labels = one.about.iter().map(|part| self.label(&part.label));
        let labels: Vec<String> = labels.collect();
        labels.join(" ")
    }

    pub(super) fn when(&self, when: &When) -> String {
        match when {
            When::Year(year) => year.to_string(),
            When::Span(span) => self.words(span),
        }
    }

    /// The parts that tell members of a group apart, in one label; all of them where nothing does.
    pub(super) fn name(&self, parts: &[Part], varying: &[String]) -> String {
        let named = parts.iter().filter(|part| varying.contains(&part.column));
        let mut named: Vec<String> = named.map(|part| self.label(&part.label)).collect();
        if named.is_empty() {
            named = parts.iter().map(|part| self.label(&part.label)).collect();
        }
        self.join(&named)
    }
}

/// The columns whose parts differ within a group, in their order.
pub(super) fn varying(group: &[&Observation]) -> Vec<String> {
    let about = group
        .first()
        .map_or(&[][..], |first| first.about.as_slice());
    let differs = |part: &&Part| group.iter().any(|one| !one.about.contains(part));
    let parts = about.iter().filter(differs);
    parts.map(|part| part.column.clone()).collect()
}
