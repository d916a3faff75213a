//! Which notes stand below a table, and the marks that lead to them.
//!
//! What figures inherit from many values is one note: one text, with all the values that it is about.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ascii::in_ascii;
use super::{Language, Style};
use crate::answer::{Answer, Cell, Column, Role};
use crate::figure::{Note, Period, Status, Wording, spans};
use crate::words::{in_chinese, legible};

/// Superscript letters; there is no usable one for q.
const MARKS: [char; 25] = [
    'ᵃ', 'ᵇ', 'ᶜ', 'ᵈ', 'ᵉ', 'ᶠ', 'ᵍ', 'ʰ', 'ⁱ', 'ʲ', 'ᵏ', 'ˡ', 'ᵐ', 'ⁿ', 'ᵒ', 'ᵖ', 'ʳ', 'ˢ', 'ᵗ',
    'ᵘ', 'ᵛ', 'ʷ', 'ˣ', 'ʸ', 'ᶻ',
];

/// What is said of a value that its note refutes without that word.
const REFUTED: &str = "refuted by arithmetic";

/// Notes that are told together, each once, in the order in which a reader meets them.
#[derive(Debug, Clone)]
pub(super) struct Notes {
    all: Vec<Footnote>,
    /// Whether marks and notes are told in ASCII.
    ascii: bool,
    /// Whether they are told in Chinese.
    chinese: bool,
}

/// What is told at one mark.
#[derive(Debug, Clone)]
pub(super) struct Footnote {
    pub(super) status: Status,
    text: Arc<str>,
    /// The text in Chinese, where that is wanted and there.
    in_chinese: Option<String>,
    /// Whose values it is about, and of which years, where it is inherited from them.
    whose: Vec<(String, BTreeSet<Period>)>,
    /// Whether it is told in Chinese.
    chinese: bool,
    /// Whether it refutes its value and does not say so itself.
    refutes: bool,
}

/// The notes of an answer laid out as a table.
pub(super) struct Footnotes<'a> {
    notes: Notes,
    /// For each column of the answer, the notes that hold for all of it.
    of_columns: Vec<Vec<&'a Note>>,
}

impl<'a> Footnotes<'a> {
    pub(super) fn new(answer: &'a Answer, style: &Style) -> Self {
        Footnotes::after(Notes::new(style), answer)
    }

    /// The answers of a page with their notes: the marks go on from one to the next, and the last knows all notes.
    pub(super) fn of_page(answer: &'a Answer, style: &Style) -> Vec<(&'a Answer, Footnotes<'a>)> {
        Footnotes::of_parts(answer.page(), style)
    }

    /// These answers of a page with their notes.
    pub(super) fn of_parts(
        parts: impl IntoIterator<Item = &'a Answer>,
        style: &Style,
    ) -> Vec<(&'a Answer, Footnotes<'a>)> {
        let mut all: Vec<(&Answer, Footnotes)> = Vec::new();
        for answer in parts {
            let before = all.last().map(|(_, footnotes)| footnotes.notes.clone());
            let before = before.unwrap_or_else(|| Notes::new(style));
            all.push((answer, Footnotes::after(before, answer)));
        }
        all
    }

    /// The notes of an answer, behind those that are told before.
    fn after(before: Notes, answer: &'a Answer) -> Self {
        let mut of_columns: Vec<Vec<&Note>> = vec![Vec::new(); answer.columns.len()];
        let has_column = |(_, column): (usize, &Column)| matches!(column.role, Role::Note);
        if answer.shown().any(has_column) {
            return Footnotes {
                notes: before,
                of_columns,
            };
        }
        for (place, _) in answer.shown() {
            of_columns[place] = common(answer, place);
        }
        let mut footnotes = Footnotes {
            notes: before,
            of_columns,
        };
        let mut met: Vec<&Note> = footnotes.of_columns.iter().flatten().copied().collect();
        for row in &answer.rows {
            met.extend(
                answer
                    .shown()
                    .flat_map(|(place, _)| footnotes.own(place, &row.cells[place])),
            );
        }
        for note in met {
            footnotes.notes.add(note);
        }
        footnotes
    }

    /// The notes that hold for a whole column.
    pub(super) fn of_whole(&self, place: usize) -> &[&'a Note] {
        &self.of_columns[place]
    }

    /// The marks at a column's heading.
    pub(super) fn of_column(&self, place: usize) -> String {
        self.notes.marks(&self.at_column(place))
    }

    /// The marks at a cell of a column.
    pub(super) fn of_cell(&self, place: usize, cell: &'a Cell) -> String {
        self.notes.marks(&self.at_cell(place, cell))
    }

    /// Each note with its mark, its status told where it is not normal.
    pub(super) fn lines(&self) -> impl Iterator<Item = (String, String)> {
        self.notes.lines()
    }

    /// How many notes there are.
    pub(super) fn count(&self) -> usize {
        self.notes.all.len()
    }

    /// The statuses of the notes, and each in words; what stands for a note that is told again is made of its place.
    pub(super) fn words(
        &self,
        named: impl Fn(usize) -> String,
    ) -> impl Iterator<Item = (Status, String)> {
        let all = &self.notes.all;
        let words =
            move |(place, note): (usize, &Footnote)| (note.status, self.notes.words(place, &named));
        all.iter().enumerate().map(words)
    }

    /// The text of each note, its status told where it is not normal.
    pub(super) fn texts(&self, named: impl Fn(usize) -> String) -> impl Iterator<Item = String> {
        let words = self.words(named);
        let notes = self.notes.all.iter();
        notes
            .zip(words)
            .map(|(note, (_, words))| note.with_status(words))
    }

    /// The places, among the notes, of those that hold for a whole column.
    pub(super) fn at_column(&self, place: usize) -> Vec<usize> {
        self.notes.places(&self.of_columns[place])
    }

    /// The places, among the notes, of those of a cell that are not those of its whole column.
    pub(super) fn at_cell(&self, place: usize, cell: &'a Cell) -> Vec<usize> {
        self.notes.places(&self.own(place, cell))
    }

    /// The notes of a cell that are not those of its whole column.
    pub(super) fn own(&self, place: usize, cell: &'a Cell) -> Vec<&'a Note> {
        notes(cell)
            .iter()
            .filter(|note| !self.of_columns[place].contains(note))
            .collect()
    }
}

impl Notes {
    pub(super) fn new(style: &Style) -> Notes {
        Notes {
            all: Vec::new(),
            ascii: style.ascii,
            chinese: style.language == Language::Chinese,
        }
    }

    /// Adds a note that is not there yet.
    pub(super) fn add(&mut self, note: &Note) {
        if let Some(known) = self.all.iter_mut().find(|known| known.tells(note)) {
            known.widen(note);
        } else {
            self.all.push(Footnote::new(note, self.chinese));
        }
    }

    /// The places of these notes among all, in order, each once.
    pub(super) fn places(&self, notes: &[&Note]) -> Vec<usize> {
        let place = |note: &&Note| self.all.iter().position(|known| known.tells(note));
        let places: BTreeSet<usize> = notes.iter().filter_map(place).collect();
        places.into_iter().collect()
    }

    /// The marks of the notes at these places.
    pub(super) fn marks(&self, places: &[usize]) -> String {
        if self.ascii {
            return marks_in_ascii(places);
        }
        let marks: Vec<String> = places.iter().map(|place| mark(*place)).collect();
        // Marks of one letter may stand side by side; longer ones need something between them.
        marks.join(if self.all.len() > MARKS.len() {
            ","
        } else {
            ""
        })
    }

    /// The note at a place in words. What is said at a value itself as well is said there alone.
    fn words(&self, place: usize, named: impl Fn(usize) -> String) -> String {
        let note = &self.all[place];
        let is_own = |own: &Footnote| {
            own.whose.is_empty() && own.status == note.status && own.text == note.text
        };
        let is_long = note.text.chars().count() > Wording::LONGEST;
        let own = self.all.iter().position(is_own);
        let own = own.filter(|own| is_long && *own != place);
        note.words(own.map(named).as_deref())
    }

    /// Each note with its mark, its status told where it is not normal.
    pub(super) fn lines(&self) -> impl Iterator<Item = (String, String)> {
        let marked = |place: usize| {
            if self.ascii {
                marks_in_ascii(&[place])
            } else {
                mark(place)
            }
        };
        let notes = self.all.iter().enumerate();
        notes.map(move |(place, note)| {
            let text = note.with_status(self.words(place, marked));
            let text = if self.ascii { in_ascii(&text) } else { text };
            (marked(place), text)
        })
    }
}

impl Footnote {
    fn new(note: &Note, chinese: bool) -> Footnote {
        let text = note.origin().map_or(&note.text, |(_, text)| text).clone();
        let translated = || match note.wording().map(|wording| wording.zh.as_str()) {
            None | Some("") => in_chinese(&text),
            Some(own) => own.to_owned(),
        };
        let mut footnote = Footnote {
            status: note.status,
            in_chinese: chinese.then(translated),
            text,
            whose: Vec::new(),
            chinese,
            refutes: note.refutes_untold(),
        };
        footnote.widen(note);
        footnote
    }

    /// Whether a note is told here: it says the same, at a value itself or of values that a figure rests on.
    fn tells(&self, note: &Note) -> bool {
        let (is_inherited, text) = match note.origin() {
            Some((_, text)) => (true, text),
            None => (false, &note.text),
        };
        self.status == note.status && self.whose.is_empty() != is_inherited && self.text == *text
    }

    /// Takes up the value that an inherited note is about.
    fn widen(&mut self, note: &Note) {
        let Some((whose, _)) = note.origin() else {
            return;
        };
        let name = whose.named(self.chinese);
        let known = self.whose.iter_mut().find(|(known, _)| known == name);
        if let Some((_, years)) = known {
            years.extend(whose.year);
        } else {
            let years = whose.year.into_iter().collect();
            self.whose.push((name.to_owned(), years));
        }
    }

    /// Whose values it is about, where it is inherited: `Hegang 2010–2015; Jixi 2008`.
    fn whose(&self) -> String {
        let whose = self.whose.iter().map(|(name, years)| {
            let years = Some(spans(years)).filter(|_| !years.is_empty());
            let name = Some(name.clone()).filter(|name| !name.is_empty());
            let parts: Vec<String> = name.into_iter().chain(years).collect();
            parts.join(" ")
        });
        let whose: Vec<String> = whose.collect();
        whose.join(if self.chinese { "；" } else { "; " })
    }

    /// The note in words, whose it is before it where it is inherited; a note that is told `at` the value itself too is not
    /// told again.
    fn words(&self, at: Option<&str>) -> String {
        let whose = self.whose();
        let text = self.in_chinese.as_deref().unwrap_or(&self.text);
        legible(&match (whose.as_str(), at, self.chinese) {
            ("", ..) => text.to_owned(),
            (_, Some(at), false) => format!("{whose}: see {at}"),
            (_, Some(at), true) => format!("{whose}：见{at}"),
            (_, None, false) => format!("{whose}: {text}"),
            (_, None, true) => format!("{whose}：{text}"),
        })
    }

    /// Words with the status before them where it is not normal.
    fn with_status(&self, words: String) -> String {
        let words = match (self.refutes, self.chinese) {
            (false, _) => words,
            (true, false) => format!("{REFUTED}: {words}"),
            (true, true) => format!("{}：{words}", in_chinese(REFUTED)),
        };
        match self.status {
            status if self.chinese && status != Status::Normal => {
                format!("{status}（{}）：{words}", in_chinese(status.label()))
            }
            status => with_status(status, words),
        }
    }
}

/// A note at its own value in words, its status told where it is not normal.
pub(super) fn text(note: &Note) -> String {
    with_status(note.status, legible(&note.text))
}

fn with_status(status: Status, text: String) -> String {
    match status {
        Status::Normal => text,
        status => format!("{status} ({}): {text}", status.label()),
    }
}

/// The mark of the note at this place in plain letters, for formats that raise them: a to z, then aa, ab and so on.
pub(super) fn letters(place: usize) -> String {
    let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
    match place / 26 {
        0 => letter(place).to_string(),
        more => letters(more - 1) + &letter(place).to_string(),
    }
}

/// The marks of the notes at these places, in ASCII: `[a,b]`.
fn marks_in_ascii(places: &[usize]) -> String {
    let marks: Vec<String> = places.iter().map(|place| letters(*place)).collect();
    if marks.is_empty() {
        String::new()
    } else {
        format!("[{}]", marks.join(","))
    }
}

/// The mark of the note at this place: a to z, then aa to zz.
fn mark(index: usize) -> String {
    MARKS[index % MARKS.len()]
        .to_string()
        .repeat(index / MARKS.len() + 1)
}

fn notes(cell: &Cell) -> &[Note] {
    match cell {
        Cell::Figure(figure) => &figure.notes,
        _ => &[],
    }
}

/// The notes that every figure of a column has, totals aside, where there are several.
fn common(answer: &Answer, place: usize) -> Vec<&Note> {
    let members = || {
        answer
            .rows
            .iter()
            .filter(|row| !row.total)
            .map(|row| &row.cells[place])
    };
    let Some(first) = members().next().filter(|_| members().count() > 1) else {
        return Vec::new();
    };
    notes(first)
        .iter()
        .filter(|note| members().all(|cell| notes(cell).contains(note)))
        .collect()
}
