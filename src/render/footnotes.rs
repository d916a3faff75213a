//! Which notes stand below a table, and the marks that lead to them.

use crate::answer::{Answer, Cell, Column, Role};
use crate::figure::{Note, Status};
use crate::words::printable;

/// Superscript letters; there is no usable one for q.
const MARKS: [char; 25] = [
    'ᵃ', 'ᵇ', 'ᶜ', 'ᵈ', 'ᵉ', 'ᶠ', 'ᵍ', 'ʰ', 'ⁱ', 'ʲ', 'ᵏ', 'ˡ', 'ᵐ', 'ⁿ', 'ᵒ', 'ᵖ', 'ʳ', 'ˢ', 'ᵗ',
    'ᵘ', 'ᵛ', 'ʷ', 'ˣ', 'ʸ', 'ᶻ',
];

/// Notes that are told together, each once, in the order in which a reader meets them.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes(Vec<Note>);

/// The notes of an answer laid out as a table.
pub(super) struct Footnotes<'a> {
    notes: Notes,
    /// For each column of the answer, the notes that hold for all of it.
    of_columns: Vec<Vec<&'a Note>>,
}

impl<'a> Footnotes<'a> {
    pub(super) fn new(answer: &'a Answer) -> Self {
        Footnotes::after(Notes::default(), answer)
    }

    /// The answers of a page with their notes: the marks go on from one to the next, and the last knows all notes.
    pub(super) fn of_page(answer: &'a Answer) -> Vec<(&'a Answer, Footnotes<'a>)> {
        let mut all: Vec<(&Answer, Footnotes)> = Vec::new();
        for answer in answer.page() {
            let before = all.last().map(|(_, footnotes)| footnotes.notes.clone());
            all.push((answer, Footnotes::after(before.unwrap_or_default(), answer)));
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

    /// The notes.
    pub(super) fn notes(&self) -> &[Note] {
        &self.notes.0
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
    fn own(&self, place: usize, cell: &'a Cell) -> Vec<&'a Note> {
        notes(cell)
            .iter()
            .filter(|note| !self.of_columns[place].contains(note))
            .collect()
    }
}

impl Notes {
    /// Adds a note that is not there yet.
    pub(super) fn add(&mut self, note: &Note) {
        if !self.0.contains(note) {
            self.0.push(note.clone());
        }
    }

    /// The places of these notes among all, in order.
    pub(super) fn places(&self, notes: &[&Note]) -> Vec<usize> {
        let places = notes
            .iter()
            .filter_map(|note| self.0.iter().position(|known| known == *note));
        let mut places: Vec<usize> = places.collect();
        places.sort_unstable();
        places
    }

    /// The marks of the notes at these places.
    pub(super) fn marks(&self, places: &[usize]) -> String {
        let marks: Vec<String> = places.iter().map(|place| mark(*place)).collect();
        // Marks of one letter may stand side by side; longer ones need something between them.
        marks.join(if self.0.len() > MARKS.len() { "," } else { "" })
    }

    /// Each note with its mark, its status told where it is not normal.
    pub(super) fn lines(&self) -> impl Iterator<Item = (String, String)> {
        let texts = self.0.iter().map(text);
        texts.enumerate().map(|(index, text)| (mark(index), text))
    }
}

/// A note in words, its status told where it is not normal.
pub(super) fn text(note: &Note) -> String {
    let text = printable(&note.text);
    match note.status {
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
pub(super) fn marks_in_ascii(places: &[usize]) -> String {
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

#[cfg(test)]
mod tests {
    #[test]
    fn letters_go_on_after_z() {
        let letters: Vec<String> = [0, 16, 25, 26, 27, 701, 702].map(super::letters).to_vec();
        assert_eq!(letters, ["a", "q", "z", "aa", "ab", "zz", "aaa"]);
    }
}
