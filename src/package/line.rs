//! A line of a CSV file and its fields, from a text or as the build has read them.

use super::files::Cells;

/// A line of a CSV file, not yet read as anything.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) fields: Fields,
}

impl Line {
    /// Those that the build has read, below their header.
    pub(super) fn all(cells: Cells) -> impl Iterator<Item = Line> {
        let lines = (1..).zip(cells).skip(1);
        lines.map(|(number, cells)| Line {
            number,
            fields: Fields::Read(cells),
        })
    }

    /// The field at this index; one that the file does not have is empty.
    pub(super) fn field(&self, index: usize) -> &str {
        self.get(index).unwrap_or_default()
    }

    /// The field at this index, where the file has it.
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        self.fields.get(index)
    }

    /// All fields.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.fields.iter()
    }

    /// The first fields, so many as are asked for; those that the file does not have are empty.
    pub(super) fn fields<const COUNT: usize>(&self) -> [&str; COUNT] {
        let mut fields = self.fields.iter();
        [(); COUNT].map(|()| fields.next().unwrap_or_default())
    }
}

/// The fields of a line.
#[derive(Debug, Clone)]
pub(super) enum Fields {
    /// Those that the build has read.
    Read(&'static [&'static str]),
    /// In a text, one behind another.
    Text {
        text: String,
        /// Where each begins and ends.
        places: Vec<(usize, usize)>,
    },
}

impl Fields {
    /// Those of a line without quotes.
    pub(super) fn of_line(line: &str, delimiter: u8, room: usize) -> Fields {
        let mut places = Vec::with_capacity(room);
        let mut start = 0;
        for end in memchr::memchr_iter(delimiter, line.as_bytes()) {
            places.push((start, end));
            start = end + 1;
        }
        places.push((start, line.len()));
        Fields::Text {
            text: line.to_owned(),
            places,
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Fields::Read(cells) => cells.len(),
            Fields::Text { places, .. } => places.len(),
        }
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        match self {
            Fields::Read(cells) => cells.get(index).copied(),
            Fields::Text { text, places } => {
                let (start, end) = *places.get(index)?;
                text.get(start..end)
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

impl<'a> FromIterator<&'a str> for Fields {
    fn from_iter<T: IntoIterator<Item = &'a str>>(fields: T) -> Fields {
        let (mut text, mut places) = (String::new(), Vec::new());
        for field in fields {
            let start = text.len();
            text.push_str(field);
            places.push((start, text.len()));
        }
        Fields::Text { text, places }
    }
}
