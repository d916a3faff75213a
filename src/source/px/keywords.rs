//! The keywords of a PC-Axis file: the text taken apart, and what a keyword says of what in which language.

use std::collections::BTreeMap;

use crate::words::excerpt;

/// A keyword with what it is about and what it says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) language: String,
    pub(super) about: Vec<String>,
    pub(super) says: Vec<Word>,
}

/// A part of what a keyword says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    /// A text in quotes.
    Text(String),
    /// A bare word: `YES`, `2`, `TLIST(A1`.
    Bare(String),
    /// A sign between them, but for commas: `-`, `:`, `(`, `)`.
    Sign(char),
}

impl Entry {
    /// The texts that it lists.
    pub(super) fn texts(&self) -> Vec<String> {
        let texts = self.says.iter().filter_map(Word::text);
        texts.map(|text| text.trim().to_owned()).collect()
    }
}

impl Word {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Word::Text(text) | Word::Bare(text) => Some(text),
            Word::Sign(_) => None,
        }
    }
}

/// A file, taken apart.
#[derive(Debug, Default)]
pub(super) struct Matrix<'t> {
    pub(super) keywords: BTreeMap<String, Vec<Entry>>,
    pub(super) data: Option<&'t str>,
    /// The line on which the data begin.
    pub(super) line: usize,
    /// The language that keywords without one are in.
    pub(super) language: String,
}

/// A text that is taken apart.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_whitespace() && c != '\u{feff}' && c != '\u{1a}');
        self.at += end.unwrap_or(rest.len());
    }

    fn take(&mut self, sign: char) -> bool {
        self.skip_blanks();
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    fn line(&self) -> usize {
        self.text[..self.at].matches('\n').count() + 1
    }

    /// A text in quotes; those that follow one another without a comma are one.
    fn quoted(&mut self) -> Result<Option<String>, String> {
        let mut found: Option<String> = None;
        loop {
            self.skip_blanks();
            let Some(inside) = self.rest().strip_prefix('"') else {
                return Ok(found);
            };
            let Some(end) = inside.find('"') else {
                let line = self.line();
                return Err(format!(
                    "line {line}: a quote begins a text and none ends it; the file seems to be cut off, so fetch it again"
                ));
            };
            let part: String = inside[..end]
                .chars()
                .filter(|c| !matches!(c, '\n' | '\r'))
                .collect();
            self.at += end + 2;
            found.get_or_insert_default().push_str(&part);
        }
    }

    /// A bare word.
    fn bare(&mut self) -> &'t str {
        self.skip_blanks();
        let rest = self.rest();
        let ends = |c: char| {
            c.is_whitespace() || matches!(c, '=' | '[' | ']' | '(' | ')' | ',' | ';' | '"' | ':')
        };
        let end = rest.find(ends).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }
}

impl<'t> Matrix<'t> {
    pub(super) fn parse(text: &'t str) -> Result<Matrix<'t>, String> {
        let mut matrix = Matrix::default();
        let mut scanner = Scanner { text, at: 0 };
        loop {
            scanner.skip_blanks();
            if scanner.rest().is_empty() {
                break;
            }
            let line = scanner.line();
            let keyword = scanner.bare().to_uppercase();
            let wrong = |what: &str| {
                format!("line {line}: {what}; expected `KEYWORD=…;` as PC-Axis writes it")
            };
            if keyword.is_empty() {
                return Err(wrong(&format!(
                    "`{}` is no keyword",
                    excerpt(&text[scanner.at..])
                )));
            }
            let mut entry = Entry {
                language: String::new(),
                about: Vec::new(),
                says: Vec::new(),
            };
            if scanner.take('[') {
                scanner.bare().clone_into(&mut entry.language);
                scanner.take(']');
            }
            if scanner.take('(') {
                while let Some(part) = scanner.quoted()? {
                    entry.about.push(part.trim().to_owned());
                    if !scanner.take(',') {
                        break;
                    }
                }
                if !scanner.take(')') {
                    return Err(wrong(&format!(
                        "the brackets of `{}` are not closed",
                        excerpt(&keyword)
                    )));
                }
            }
            if !scanner.take('=') {
                return Err(wrong(&format!("`{}` says nothing", excerpt(&keyword))));
            }
            if keyword == "DATA" {
                matrix.line = scanner.line();
                matrix.data = Some(scanner.rest());
                break;
            }
            entry.says = says(&mut scanner)?;
            matrix.keywords.entry(keyword).or_default().push(entry);
        }
        let language = matrix.text("LANGUAGE", &[]);
        matrix.language = language.unwrap_or_default();
        Ok(matrix)
    }

    /// What a keyword says in a language of something.
    pub(super) fn entry_in(&self, keyword: &str, about: &[&str], language: &str) -> Option<&Entry> {
        let entries = self.keywords.get(keyword)?;
        entries.iter().find(|entry| {
            entry.language == language && entry.about.iter().eq(about.iter().copied())
        })
    }

    /// What a keyword says in the file's own language.
    pub(super) fn entry(&self, keyword: &str, about: &[&str]) -> Option<&Entry> {
        let own = self.entry_in(keyword, about, "");
        own.or_else(|| self.entry_in(keyword, about, &self.language))
    }

    pub(super) fn text(&self, keyword: &str, about: &[&str]) -> Option<String> {
        joined(&self.entry(keyword, about)?.says)
    }

    /// The texts that a keyword lists.
    pub(super) fn list(&self, keyword: &str, about: &[&str]) -> Vec<String> {
        let entry = self.entry(keyword, about);
        entry.map(Entry::texts).unwrap_or_default()
    }

    /// Every entry of a keyword in the file's own language.
    pub(super) fn all(&self, keyword: &str) -> impl Iterator<Item = &Entry> {
        let entries = self.keywords.get(keyword).into_iter().flatten();
        entries.filter(|entry| entry.language.is_empty() || entry.language == self.language)
    }
}

/// The words of an entry as one text.
pub(super) fn joined(words: &[Word]) -> Option<String> {
    let texts: Vec<&str> = words.iter().filter_map(Word::text).collect();
    let text = texts.join(", ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// What a keyword says, up to its semicolon.
fn says(scanner: &mut Scanner) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    loop {
        if let Some(text) = scanner.quoted()? {
            words.push(Word::Text(text));
            continue;
        }
        if scanner.rest().is_empty() || scanner.take(';') {
            return Ok(words);
        }
        if scanner.take(',') {
            continue;
        }
        let word = scanner.bare();
        if word.is_empty() {
            let sign = scanner.rest().chars().next().unwrap_or(';');
            scanner.at += sign.len_utf8();
            words.push(Word::Sign(sign));
        } else {
            words.push(Word::Bare(word.to_owned()));
        }
    }
}
