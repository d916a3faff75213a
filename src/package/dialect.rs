//! How the text of a table is written: delimiter, quotes, header and comments, as the standard's dialects declare them
//! (version 1, CSV Dialect, and version 2, Table Dialect), and the records of a text by them.
//!
//! Whatever ends a line by common usage (LF, CR LF) ends one here, unless the dialect declares something else.

use serde::Deserialize;

/// How a CSV file is written.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the properties are those of the standard"
)]
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Dialect {
    /// What stands between fields, where it is not a comma.
    pub delimiter: Option<String>,
    /// What ends a line, where it is not LF or CR LF.
    pub line_terminator: Option<String>,
    /// What stands around a field that holds delimiters or line ends.
    pub quote_char: Option<char>,
    /// Whether a quote in a quoted field is written twice.
    pub double_quote: bool,
    /// What makes the next character a plain one.
    pub escape_char: Option<char>,
    /// What stands for a missing value besides those of the schema.
    pub null_sequence: Option<String>,
    /// Whether blanks behind a delimiter are no part of the field.
    pub skip_initial_space: bool,
    /// Whether the file has a header.
    pub header: bool,
    /// Which rows make up the header, counted from 1.
    pub header_rows: Vec<usize>,
    /// What stands between the texts of several header rows.
    pub header_join: String,
    /// Rows that are comments, counted from 1.
    pub comment_rows: Vec<usize>,
    /// What a row begins with that is a comment.
    pub comment_char: Option<String>,
    /// Whether the case of names in the header counts.
    pub case_sensitive_header: bool,
    /// The member of a JSON file that holds the rows, where these are not all of it.
    pub property: Option<String>,
    /// Which members of the objects of a JSON file are read, in their order; all where none is named.
    #[serde(alias = "keys")]
    pub item_keys: Vec<String>,
    /// Whether its rows are objects or lists; a reader sees it.
    #[serde(alias = "keyed")]
    item_type: serde::de::IgnoredAny,
    /// The properties once more, as some programs write them.
    #[serde(alias = "json")]
    csv: Option<Box<Dialect>>,
    /// Which version of the dialect is meant; not read.
    #[serde(rename = "csvddfVersion")]
    version: serde::de::IgnoredAny,
    /// Which schema the dialect follows; not read.
    #[serde(rename = "$schema")]
    schema: serde::de::IgnoredAny,
}

impl Default for Dialect {
    fn default() -> Self {
        Dialect {
            delimiter: None,
            line_terminator: None,
            quote_char: Some('"'),
            double_quote: true,
            escape_char: None,
            null_sequence: None,
            skip_initial_space: false,
            header: true,
            header_rows: vec![1],
            header_join: " ".to_owned(),
            comment_rows: Vec::new(),
            comment_char: None,
            case_sensitive_header: true,
            property: None,
            item_keys: Vec::new(),
            item_type: serde::de::IgnoredAny,
            csv: None,
            version: serde::de::IgnoredAny,
            schema: serde::de::IgnoredAny,
        }
    }
}

/// A record of a text with the line on which it begins, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) line: u64,
    pub(super) fields: Vec<String>,
}

/// The records of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Records {
    /// The names of the columns; none where the file has no header, or is empty.
    pub(super) header: Option<Record>,
    /// What stands below.
    pub(super) rows: Vec<Record>,
    /// The line and the index of a field that begins with a quote which nothing ends.
    pub(super) open_quote: Option<(u64, usize)>,
}

impl Dialect {
    /// Whether a file is plain CSV with a header of one row: what any reader of CSV takes it for.
    pub fn is_plain(&self) -> bool {
        let plain = Dialect::default();
        self.delimiter() == ","
            && self.header
            && self.header_rows == plain.header_rows
            && self.quote_char == plain.quote_char
            && self.double_quote
            && self.escape_char.is_none()
            && self.null_sequence.is_none()
            && self.comment_rows.is_empty()
            && self.comment_char.is_none()
            && !self.skip_initial_space
    }

    /// The dialect that a descriptor means: what is nested in it counts.
    pub(super) fn unnested(self) -> Dialect {
        match self.csv {
            Some(inner) => inner.unnested(),
            // No row of a header is no header.
            None => Dialect {
                header: self.header && !self.header_rows.is_empty(),
                ..self
            },
        }
    }

    /// What stands between fields.
    pub(super) fn delimiter(&self) -> &str {
        self.delimiter.as_deref().unwrap_or(",")
    }

    /// What stands between fields, where it is a single byte.
    pub(super) fn byte(&self) -> Option<u8> {
        match self.delimiter().as_bytes() {
            [byte] => Some(*byte),
            _ => None,
        }
    }

    /// Whether the text is CSV as everybody writes it, but for the delimiter, which is a single byte.
    pub(super) fn is_common(&self) -> bool {
        let ends = self.line_terminator.as_deref();
        let common = Dialect {
            delimiter: self.delimiter.clone(),
            line_terminator: self.line_terminator.clone(),
            null_sequence: self.null_sequence.clone(),
            ..Dialect::default()
        };
        self.byte().is_some() && matches!(ends, None | Some("\n" | "\r\n")) && *self == common
    }

    /// What is wrong with the dialect itself.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |text: &str| faults.push(format!("`dialect`: {text}"));
        if self.delimiter().is_empty() || self.delimiter().contains(['\n', '\r']) {
            fault("`delimiter` is empty or ends a line; write what stands between fields");
        }
        if self.line_terminator.as_deref() == Some("") {
            fault("`lineTerminator` is empty; write what ends a line");
        }
        if self.header_rows.contains(&0) || self.comment_rows.contains(&0) {
            fault("`headerRows` and `commentRows` count from 1");
        }
        if self.comment_char.as_deref() == Some("") {
            fault("`commentChar` is empty; write what a comment begins with");
        }
        faults
    }

    /// The last row of the header; 0 where there is none.
    fn last_header_row(&self) -> usize {
        let last = self.header_rows.iter().copied().max();
        last.filter(|_| self.header).unwrap_or(0)
    }

    /// The records of a text, by the dialect; empty lines are none.
    pub(super) fn records(&self, text: &str) -> Records {
        let mut found = Records::default();
        let mut splitter = Splitter {
            dialect: self,
            rest: text,
            line: 1,
            open_quote: None,
        };
        let last_header = self.last_header_row();
        // Where it is not said which row is the header, it is the first that is no comment.
        let is_first = self.header && self.header_rows == [1];
        let mut row = 0;
        while let Some(Found {
            record,
            is_comment,
            is_blank,
        }) = splitter.next()
        {
            row += 1;
            if self.comment_rows.contains(&row) || is_comment {
                continue;
            }
            if is_first && found.header.is_none() {
                if !is_blank {
                    found.header = Some(record);
                }
            } else if row > last_header {
                if !is_blank {
                    found.rows.push(record);
                }
            } else if self.header_rows.contains(&row) {
                match &mut found.header {
                    None => found.header = Some(record),
                    Some(header) => header.join(record.fields, &self.header_join),
                }
            }
        }
        found.open_quote = splitter.open_quote;
        found
    }
}

impl Record {
    /// Joins the names of a further header row to those of this one.
    fn join(&mut self, fields: Vec<String>, between: &str) {
        for (index, field) in fields.into_iter().enumerate() {
            match self.fields.get_mut(index) {
                Some(name) if name.is_empty() => *name = field,
                Some(name) if !field.is_empty() && *name != field => {
                    name.push_str(between);
                    name.push_str(&field);
                }
                Some(_) => {}
                None => self.fields.push(field),
            }
        }
    }
}

/// A text that is taken apart.
struct Splitter<'a> {
    dialect: &'a Dialect,
    rest: &'a str,
    line: u64,
    open_quote: Option<(u64, usize)>,
}

struct Found {
    record: Record,
    is_comment: bool,
    /// Whether the line is empty.
    is_blank: bool,
}

impl Splitter<'_> {
    /// How long the line end is with which the rest begins; 0 where it begins with none.
    fn line_end(&self) -> usize {
        let ends = match self.dialect.line_terminator.as_deref() {
            None | Some("\n" | "\r\n") => ["\r\n", "\n"].as_slice(),
            Some(declared) => return declared.len() * usize::from(self.rest.starts_with(declared)),
        };
        let found = ends.iter().find(|end| self.rest.starts_with(**end));
        found.map_or(0, |end| end.len())
    }

    /// Takes a character of the rest.
    fn take(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        self.line += u64::from(c == '\n');
        Some(c)
    }

    /// Takes so many bytes of the rest, which end a line or part fields.
    fn pass(&mut self, bytes: usize, ends_line: bool) {
        let newlines = self.rest[..bytes].matches('\n').count() as u64;
        self.line += if ends_line { newlines.max(1) } else { newlines };
        self.rest = &self.rest[bytes..];
    }

    fn next(&mut self) -> Option<Found> {
        if self.rest.is_empty() {
            return None;
        }
        let comment = self.dialect.comment_char.as_deref();
        let is_comment = comment.is_some_and(|mark| self.rest.starts_with(mark));
        let mut record = Record {
            line: self.line,
            fields: Vec::new(),
        };
        if is_comment {
            while self.line_end() == 0 && self.take().is_some() {}
            self.pass(self.line_end(), true);
            return Some(Found {
                record,
                is_comment,
                is_blank: false,
            });
        }
        let is_blank = self.line_end() > 0;
        loop {
            let field = self.field(record.fields.len());
            record.fields.push(field);
            let end = self.line_end();
            if end > 0 {
                self.pass(end, true);
                break;
            }
            if self.rest.is_empty() {
                break;
            }
            self.pass(self.dialect.delimiter().len(), false);
        }
        Some(Found {
            record,
            is_comment,
            is_blank,
        })
    }

    /// The next field, up to the delimiter, the line end or the end of the text.
    fn field(&mut self, index: usize) -> String {
        let dialect = self.dialect;
        if dialect.skip_initial_space {
            self.rest = self.rest.trim_start_matches(' ');
        }
        let mut field = String::new();
        let begins = (self.line, index);
        let mut quoted = dialect.quote_char.is_some_and(|q| self.rest.starts_with(q));
        if quoted {
            self.take();
        }
        while !self.rest.is_empty() {
            if !quoted && (self.line_end() > 0 || self.rest.starts_with(dialect.delimiter())) {
                return field;
            }
            let Some(c) = self.take() else { break };
            if dialect.escape_char == Some(c) {
                // At the end of the text it stands for itself.
                field.push(self.take().unwrap_or(c));
            } else if quoted && dialect.quote_char == Some(c) {
                if dialect.double_quote && self.rest.starts_with(c) {
                    self.take();
                    field.push(c);
                } else {
                    quoted = false;
                }
            } else {
                field.push(c);
            }
        }
        if quoted && self.open_quote.is_none() {
            self.open_quote = Some(begins);
        }
        field
    }
}

#[cfg(test)]
mod tests;
