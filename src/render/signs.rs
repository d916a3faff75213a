//! The brief way of telling doubts, for a screen: one letter at a figure where something is wrong with it, and one line that
//! says what the letters mean. Figures that nothing is known against have none.

mod sign;

use std::collections::BTreeSet;

use super::layout::{self, MISSING, width};
use super::{Language, NotesLevel, Style};
use crate::answer::{Answer, Cell, Holds, Role};
use crate::figure::{Figure, Note, Status};
use crate::order::InOrder;
use crate::words::{count, legible};
pub(super) use sign::Sign;

/// How long the part of a note is that stands for it where it has no brief form.
const LONGEST: usize = 40;
/// How many brief texts stand behind one letter; more are told by one word and their number.
const MOST: usize = 3;

/// What is said behind one sign.
struct Entry {
    sign: Sign,
    /// What is said at figures themselves.
    briefs: Vec<String>,
    /// What is said of figures that others rest on, with whose these are.
    inherited: Vec<(String, Vec<String>)>,
    figures: usize,
    /// Whether the figures are told by their number alone.
    short: bool,
}

impl Entry {
    fn text(&self, style: &Style) -> String {
        let sign = match self.sign {
            Sign::Missing => MISSING.to_owned(),
            sign => sign.letter(),
        };
        if self.short {
            let meaning = self.sign.meaning(style);
            let number = match self.figures {
                1 => String::new(),
                figures => format!(" ({figures})"),
            };
            return format!("{sign} {meaning}{number}");
        }
        let texts = self.texts(style).join(style.word(", ", "，"));
        // A refuted figure is said to be so, whatever the note says.
        let word = style.word("refuted", "证伪");
        if self.sign == Sign::Refuted && !texts.to_lowercase().contains(word) {
            return format!("{sign} {word}{}{texts}", style.word(": ", "："));
        }
        format!("{sign} {texts}")
    }

    /// What is said, each once: at its own figures, else whose figures it is said of.
    fn texts(&self, style: &Style) -> Vec<String> {
        let mut texts = self.briefs.clone();
        let inherited = self.inherited.iter();
        let mut before: &[String] = &[];
        for (brief, whose) in inherited.filter(|(brief, _)| !self.briefs.contains(brief)) {
            if whose == before {
                texts.push(brief.clone());
                continue;
            }
            before = whose;
            let told: Vec<&str> = whose.iter().take(MOST).map(String::as_str).collect();
            let more = if whose.len() > MOST { " …" } else { "" };
            texts.push(format!(
                "{}{more}{}{brief}",
                legible(&told.join(style.word(", ", "、"))),
                style.word(": ", "：")
            ));
        }
        texts
    }
}

/// The signs of a page, gathered part by part.
pub(super) struct Signs {
    entries: Vec<Entry>,
    style: Style,
    /// Whether signs stand only at what cannot be true.
    refuted_alone: bool,
}

impl Signs {
    pub(super) fn new(style: &Style, refuted_alone: bool) -> Signs {
        Signs {
            entries: Vec::new(),
            style: *style,
            refuted_alone,
        }
    }

    /// Takes up the shown figures of a part of the page.
    pub(super) fn add(&mut self, answer: &Answer) {
        let area = answer.place(|role| matches!(role, Role::Area));
        for row in &answer.rows {
            let of_row = area.and_then(|place| row.cells[place].text());
            for (place, column) in answer.shown() {
                let Cell::Figure(figure) = &row.cells[place] else {
                    continue;
                };
                let of_column = match column.measure().map(|measure| &measure.holds) {
                    Some(Holds::OfArea(name)) => Some(name.id.as_str()),
                    _ => None,
                };
                // Of an answer about one area its title names it.
                let is_own = |name: &str| match of_column.or(of_row) {
                    Some(own) => own == name,
                    None => answer.title.en.contains(name),
                };
                self.add_figure(figure, &is_own);
            }
        }
    }

    /// Takes up a figure; `is_own` says whether an area is the one that it is about.
    fn add_figure(&mut self, figure: &Figure, is_own: &dyn Fn(&str) -> bool) {
        let Some(sign) = self.of(figure) else {
            return;
        };
        let (brief, note) = self.brief(figure, sign);
        let chinese = self.style.language == Language::Chinese;
        let whose = note.and_then(Note::origin).map(|(whose, _)| whose);
        let whose = whose.filter(|whose| !whose.name.is_empty() && !is_own(&whose.name));
        let whose = whose.map(|whose| whose.named(chinese).to_owned());
        let place = if let Some(place) = self.entries.iter().position(|entry| entry.sign == sign) {
            place
        } else {
            self.entries.push(Entry {
                sign,
                briefs: Vec::new(),
                inherited: Vec::new(),
                figures: 0,
                short: false,
            });
            self.entries.len() - 1
        };
        let entry = &mut self.entries[place];
        entry.figures += 1;
        let Some(whose) = whose else {
            if !entry.briefs.contains(&brief) {
                entry.briefs.push(brief);
            }
            return;
        };
        let known = entry
            .inherited
            .iter_mut()
            .find(|(known, _)| *known == brief);
        match known {
            Some((_, names)) if names.contains(&whose) => {}
            Some((_, names)) => names.push(whose),
            None => entry.inherited.push((brief, vec![whose])),
        }
    }

    /// The sign of a figure, where it is told.
    pub(super) fn of(&self, figure: &Figure) -> Option<Sign> {
        Sign::of(figure).filter(|sign| !self.refuted_alone || *sign == Sign::Refuted)
    }

    /// The sign that all figures of a column have, totals aside, where there are several; it stands at the heading.
    pub(super) fn of_column(&self, answer: &Answer, place: usize) -> Option<Sign> {
        let mut figures = 0;
        let mut common: BTreeSet<Option<Sign>> = BTreeSet::new();
        for row in answer.rows.iter().filter(|row| !row.total) {
            if let Cell::Figure(figure) = &row.cells[place] {
                // What is missing is seen to be so.
                let sign = self.of(figure);
                if sign != Some(Sign::Missing) {
                    figures += 1;
                    common.insert(sign);
                }
            }
        }
        let least_grave = common.iter().flatten().next().copied();
        let all_have_it = figures > 2 && !common.contains(&None);
        least_grave.filter(|sign| all_have_it && *sign != Sign::Refuted)
    }

    /// What is said of a figure for short, and the note that says it.
    fn brief<'a>(&self, figure: &'a Figure, sign: Sign) -> (String, Option<&'a Note>) {
        let meaning = || sign.meaning(&self.style).to_owned();
        let is_of_sign = |note: &&Note| match sign {
            Sign::Missing => true,
            Sign::Refuted => note.status != Status::Normal,
            sign => Sign::of_note(note) == Some(sign),
        };
        let notes = figure.notes.iter().filter(is_of_sign);
        // Why something could not be computed, its last note says.
        let note = match figure.why_not_computed() {
            Some(note) => Some(note),
            None => notes.clone().next(),
        };
        let Some(note) = note else {
            return (meaning(), None);
        };
        if let Some(wording) = note.wording() {
            let chinese = self.style.language == Language::Chinese;
            let brief = match (chinese, wording.brief_zh.as_str()) {
                (true, brief) if !brief.is_empty() => brief,
                _ => wording.brief.as_str(),
            };
            if !brief.is_empty() {
                return (legible(brief), Some(note));
            }
        }
        let text = note.origin().map_or(&note.text, |(_, text)| text);
        let clause = text
            .split(['.', ':', ';'])
            .next()
            .unwrap_or_default()
            .trim();
        let brief = if clause.is_empty() || width(clause) > LONGEST {
            meaning()
        } else {
            self.style.told(clause)
        };
        (brief, Some(note))
    }

    /// What the signs mean, the gravest first, on one line where that can be.
    pub(super) fn legend(mut self, measure: usize) -> Vec<String> {
        self.entries
            .order_by_key(|entry| std::cmp::Reverse(entry.sign));
        for entry in &mut self.entries {
            entry.short = entry.texts(&self.style).len() > MOST;
        }
        loop {
            let texts: Vec<String> = self
                .entries
                .iter()
                .map(|entry| entry.text(&self.style))
                .collect();
            let line = texts.join(" · ");
            let style = self.style;
            let longest = |entry: &&mut Entry| {
                let texts = entry.texts(&style);
                texts.iter().map(|brief| width(brief)).sum::<usize>()
            };
            let mut several = self.entries.iter_mut();
            let several = several
                .by_ref()
                .filter(|entry| !entry.short && entry.texts(&style).len() > 1);
            if width(&line) > measure
                && let Some(entry) = several.max_by_key(longest)
            {
                entry.short = true;
                continue;
            }
            let mut lines: Vec<String> = Vec::new();
            for text in texts {
                match lines.last_mut() {
                    Some(line) if width(line) + 3 + width(&text) <= measure => {
                        line.extend([" · ", &text]);
                    }
                    _ => lines.extend(layout::wrap(&text, measure)),
                }
            }
            return lines;
        }
    }
}

/// The answer with notes in brief, for formats that have marks and notes of their own: at each figure that something is
/// wrong with the one that says most, and no other.
pub(super) fn briefed(answer: &Answer, style: &Style) -> Answer {
    let signs = Signs::new(style, style.notes == NotesLevel::None);
    let mut answer = answer.clone();
    let briefed = |part: &mut Answer| {
        for cell in part.rows.iter_mut().flat_map(|row| &mut row.cells) {
            if let Cell::Figure(figure) = cell {
                let sign = signs.of(figure);
                let note = sign.map(|sign| Note::remark(signs.brief(figure, sign).0));
                figure.notes = note.into_iter().collect();
            }
        }
    };
    briefed(&mut answer);
    if let Some(drawn) = &mut answer.drawn {
        briefed(drawn);
    }
    answer.sections.iter_mut().for_each(briefed);
    answer
}

/// How many notes there are beside, and how to see them.
pub(super) fn more(notes: usize, style: &Style) -> Option<String> {
    let told = match style.language {
        Language::English => format!("{}: --notes", count(notes, "note")),
        Language::Chinese => format!("{notes}条注：--notes"),
    };
    (notes > 0).then_some(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Value;
    use crate::figure::Wording;

    fn figure(text: &str, notes: &[Note]) -> Figure {
        Figure {
            notes: notes.to_vec(),
            status: notes.first().map_or(Status::Normal, |note| note.status),
            ..Figure::printed(Value::Number(text.parse().unwrap()))
        }
    }

    #[test]
    fn the_gravest_of_what_is_said_is_the_sign() {
        let plain = Note::remark("A remark that says nothing against it.");
        let doubtful = Note::new(Status::LowReliability, "It does not fit.");
        let provisional = plain.clone().worded(Wording {
            mark: Some('p'),
            ..Wording::default()
        });
        let broken = doubtful.clone().worded(Wording {
            mark: Some('b'),
            ..Wording::default()
        });
        for (notes, sign) in [
            (vec![], None),
            (vec![plain.clone()], None),
            (vec![plain, provisional.clone()], Some(Sign::Provisional)),
            (vec![broken.clone()], Some(Sign::Break)),
            (vec![provisional, broken, doubtful], Some(Sign::Doubtful)),
        ] {
            assert_eq!(Sign::of(&figure("1.0", &notes)), sign);
        }
        assert_eq!(Sign::of(&Figure::missing("No value.")), Some(Sign::Missing));
        let refuted = Figure {
            usable: false,
            ..figure("1.0", &[])
        };
        assert_eq!(Sign::of(&refuted), Some(Sign::Refuted));
    }

    #[test]
    fn many_texts_behind_one_sign_become_one_word() {
        let style = Style::default();
        let told = |texts: &[&str], measure| {
            let mut signs = Signs::new(&style, false);
            for text in texts {
                let note = Note::new(Status::LowReliability, text);
                signs.add_figure(&figure("1", &[note]), &|_| false);
            }
            signs.legend(measure)
        };
        assert_eq!(
            told(&["It jumps. Why?", "It falls."], 80),
            ["? It jumps, It falls"]
        );
        assert_eq!(told(&["It jumps.", "It falls."], 12), ["? doubtful", "(2)"]);
        assert_eq!(told(&["A.", "B.", "C.", "D."], 80), ["? doubtful (4)"]);
        assert_eq!(told(&[], 80), Vec::<String>::new());
    }
}
