//! PC-Axis (`.px`), the format of the statistical offices of Scandinavia, Spain, Ireland and many others.
//!
//! A file is a list of keywords, `KEYWORD[language]("variable","value")=…;`, the last of which is `DATA`. Everything is
//! declared: variables, values, codes, units, what may be added, which value is the total, notes down to the cell.

use std::collections::{BTreeMap, BTreeSet};

use super::cube::{Cube, Dimension, Measure, Member, Role, Values};
use super::flags::status_of;
use super::found::Found;
use super::{Input, Options, Reader, SourceError, decode};
use crate::figure::{Frequency, Kind, Period, Status};
use crate::words::{count, excerpt};

/// The reader of the format.
pub(super) const READER: Reader = Reader {
    name: "PC-Axis",
    sniff,
    read,
};

/// What a file of the format begins with.
const FIRST: [&str; 10] = [
    "CHARSET",
    "AXIS-VERSION",
    "CODEPAGE",
    "LANGUAGE",
    "CREATION-DATE",
    "NEXT-UPDATE",
    "DECIMALS",
    "SHOWDECIMALS",
    "SUBJECT-AREA",
    "MATRIX",
];
/// The most cells of one note that stands for many.
const MOST_NOTED: usize = 100_000;

fn sniff(input: &Input) -> bool {
    let bytes = input
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&input.bytes);
    let bytes = bytes.trim_ascii_start();
    FIRST.iter().any(|word| {
        let rest = bytes.strip_prefix(word.as_bytes());
        rest.is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'=' | b'[')))
    })
}

fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let name = super::stem(&input.name).to_owned();
    let said = options
        .encoding
        .clone()
        .or_else(|| declared_encoding(&input.bytes));
    let text = decode::decode(input.bytes, said.as_deref())?.text;
    let matrix = Matrix::parse(&text).map_err(SourceError::Unreadable)?;
    let cube = matrix.cube(&name).map_err(SourceError::Unreadable)?;
    cube.found(options).map(|found| vec![found])
}

/// The encoding that a file declares, where its bytes are not UTF-8 anyway.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    if std::str::from_utf8(bytes).is_ok() {
        return Some("utf-8".to_owned());
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4000)]);
    let of = |keyword: &str| {
        let (_, rest) = head.split_once(&format!("{keyword}=\""))?;
        Some(rest.split('"').next()?.to_owned())
    };
    let named = of("CODEPAGE").filter(|name| decode::encoding_named(name));
    // What Windows calls ANSI is its own code page, most often that of the West.
    named.or_else(|| of("CHARSET").filter(|set| set == "ANSI").and(None))
}

/// A keyword with what it is about and what it says.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    language: String,
    about: Vec<String>,
    says: Vec<Word>,
}

/// A part of what a keyword says.
#[derive(Debug, Clone, PartialEq)]
enum Word {
    /// A text in quotes.
    Text(String),
    /// A bare word: `YES`, `2`, `TLIST(A1`.
    Bare(String),
    /// A sign between them, but for commas: `-`, `:`, `(`, `)`.
    Sign(char),
}

impl Word {
    fn text(&self) -> Option<&str> {
        match self {
            Word::Text(text) | Word::Bare(text) => Some(text),
            Word::Sign(_) => None,
        }
    }
}

/// A file, taken apart.
#[derive(Debug, Default)]
struct Matrix<'t> {
    keywords: BTreeMap<String, Vec<Entry>>,
    data: Option<&'t str>,
    /// The line on which the data begin.
    line: usize,
    /// The language that keywords without one are in.
    language: String,
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
    fn parse(text: &'t str) -> Result<Matrix<'t>, String> {
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
    fn entry_in(&self, keyword: &str, about: &[&str], language: &str) -> Option<&Entry> {
        let entries = self.keywords.get(keyword)?;
        entries.iter().find(|entry| {
            entry.language == language && entry.about.iter().eq(about.iter().copied())
        })
    }

    /// What a keyword says in the file's own language.
    fn entry(&self, keyword: &str, about: &[&str]) -> Option<&Entry> {
        let own = self.entry_in(keyword, about, "");
        own.or_else(|| self.entry_in(keyword, about, &self.language))
    }

    fn text(&self, keyword: &str, about: &[&str]) -> Option<String> {
        joined(&self.entry(keyword, about)?.says)
    }

    /// The texts that a keyword lists.
    fn list(&self, keyword: &str, about: &[&str]) -> Vec<String> {
        let entry = self.entry(keyword, about);
        let words = entry.map_or(&[][..], |entry| &entry.says);
        words
            .iter()
            .filter_map(Word::text)
            .map(|text| text.trim().to_owned())
            .collect()
    }

    /// Every entry of a keyword in the file's own language.
    fn all(&self, keyword: &str) -> impl Iterator<Item = &Entry> {
        let entries = self.keywords.get(keyword).into_iter().flatten();
        entries.filter(|entry| entry.language.is_empty() || entry.language == self.language)
    }

    /// The table that the file declares.
    fn cube(&self, name: &str) -> Result<Cube, String> {
        let stub = self.list("STUB", &[]);
        let heading = self.list("HEADING", &[]);
        let rows = stub.len();
        let variables: Vec<String> = stub.into_iter().chain(heading).collect();
        if variables.is_empty() {
            return Err("it names no variables: `STUB` and `HEADING` are not there; the file seems to be cut off, so fetch it again".to_owned());
        }
        let contents = self.text("CONTVARIABLE", &[]);
        let mut dimensions = Vec::new();
        for variable in &variables {
            dimensions.push(self.dimension(variable, contents.as_deref())?);
        }
        let sizes: Vec<usize> = dimensions
            .iter()
            .map(|dimension| dimension.members.len())
            .collect();
        let mut cube = Cube {
            name: name.to_owned(),
            title: self
                .text("TITLE", &[])
                .or_else(|| self.text("DESCRIPTION", &[])),
            measure: self.measure(&[]),
            notes: self.notes(&[]),
            source: self.text("SOURCE", &[]),
            updated: self
                .text("LAST-UPDATED", &[])
                .or_else(|| self.text("CREATION-DATE", &[])),
            dimensions,
            ..Cube::default()
        };
        cube.measure.label = self.text("CONTENTS", &[]);
        cube.never_added = self
            .text("AGGREGALLOWED", &[])
            .is_some_and(|says| says.eq_ignore_ascii_case("no"));
        let adds = self
            .text("AGGREGALLOWED", &[])
            .is_some_and(|says| says.eq_ignore_ascii_case("yes"));
        let all_add = cube.dimensions.iter().any(|dimension| dimension.all_add);
        if !cube.never_added && (adds || all_add) {
            cube.adds = Some(
                if adds {
                    "AGGREGALLOWED=YES"
                } else {
                    "ELIMINATION=YES"
                }
                .to_owned(),
            );
        }
        cube.values = self.values(&cube, &sizes, rows)?;
        self.note_cells(&mut cube, &sizes);
        Ok(cube)
    }

    fn notes(&self, about: &[&str]) -> Vec<String> {
        let notes = ["NOTE", "NOTEX"].iter().flat_map(|keyword| {
            let entries = self
                .all(keyword)
                .filter(|entry| entry.about.iter().eq(about.iter().copied()));
            entries.filter_map(|entry| joined(&entry.says))
        });
        notes
            .map(|note| note.replace('#', "\n").trim().to_owned())
            .collect()
    }

    /// What is said of the figures, or of those of a value of the variable of contents.
    fn measure(&self, value: &[&str]) -> Measure {
        let of = |keyword: &str| self.text(keyword, value);
        let stock = of("STOCKFA");
        Measure {
            label: None,
            unit: of("UNITS"),
            decimals: of("SHOWDECIMALS")
                .or_else(|| of("DECIMALS"))
                .and_then(|text| text.parse().ok()),
            kind: match stock.as_deref() {
                Some("S") => Some(Kind::Stock),
                Some("F") => Some(Kind::Flow),
                _ => None,
            },
            is_average: stock.as_deref() == Some("A"),
            prices: of("CFPRICES").and_then(|says| match says.as_str() {
                "C" => Some("current prices".to_owned()),
                "F" => Some("constant prices".to_owned()),
                _ => None,
            }),
            base: of("BASEPERIOD"),
            reference: of("REFPERIOD"),
            is_adjusted: of("SEASADJ").is_some_and(|says| says.eq_ignore_ascii_case("yes"))
                || of("DAYADJ").is_some_and(|says| says.eq_ignore_ascii_case("yes")),
        }
    }

    fn dimension(&self, variable: &str, contents: Option<&str>) -> Result<Dimension, String> {
        let about = [variable];
        let values = self.list("VALUES", &about);
        if values.is_empty() {
            return Err(format!(
                "`{}` has no values: `VALUES(\"{}\")` is not there",
                excerpt(variable),
                excerpt(variable)
            ));
        }
        let codes = self.list("CODES", &about);
        let is_contents = contents == Some(variable);
        let type_ = self.text("VARIABLE-TYPE", &about);
        let is_place = self.text("MAP", &about).is_some()
            || matches!(type_.as_deref(), Some("G" | "g" | "Geographical"));
        let timeval = self.entry("TIMEVAL", &about);
        let role = if is_contents {
            Some(Role::Measure)
        } else if timeval.is_some() {
            Some(Role::Time)
        } else {
            is_place.then_some(Role::Area)
        };
        let english = self.other_language("en");
        let chinese = self.other_language("zh");
        let translated = |language: Option<&str>| -> Vec<String> {
            let language = language.unwrap_or_default();
            let about = self.translated_variable(variable, language);
            let entry = (!language.is_empty())
                .then(|| self.entry_in("VALUES", &[&about], language))
                .flatten();
            let words = entry.map_or(&[][..], |entry| &entry.says);
            words
                .iter()
                .filter_map(Word::text)
                .map(|text| text.trim().to_owned())
                .collect()
        };
        let (in_english, in_chinese) = (translated(english), translated(chinese));
        let periods = timeval
            .and_then(|entry| periods(&entry.says))
            .filter(|found| found.len() == values.len());
        let members = values.into_iter().enumerate().map(|(index, label)| {
            let measure = if is_contents {
                self.measure(&[&label])
            } else {
                Measure::default()
            };
            let mut measure = measure;
            if is_contents {
                measure.decimals = self
                    .text("PRECISION", &[variable, &label])
                    .and_then(|text| text.parse().ok())
                    .or(measure.decimals);
            }
            let notes = ["VALUENOTE", "VALUENOTEX"]
                .iter()
                .filter_map(|keyword| self.text(keyword, &[variable, &label]));
            let notes: Vec<String> = notes
                .map(|note| note.replace('#', " ").trim().to_owned())
                .collect();
            Member {
                code: codes.get(index).cloned().unwrap_or_default(),
                period: periods.as_ref().map(|periods| periods[index]),
                aliases: in_english
                    .get(index)
                    .filter(|other| **other != label)
                    .cloned()
                    .into_iter()
                    .collect(),
                label_zh: in_chinese.get(index).cloned(),
                note: (!notes.is_empty()).then(|| notes.join(" ")),
                label,
                measure,
                ..Member::default()
            }
        });
        let mut dimension = Dimension {
            id: variable.trim().to_owned(),
            title_zh: chinese
                .map(|language| self.translated_variable(variable, language))
                .filter(|name| name != variable),
            role,
            members: members.collect(),
            notes: self.notes(&about),
            ..Dimension::default()
        };
        match self.text("ELIMINATION", &about).as_deref().map(str::trim) {
            Some(says) if says.eq_ignore_ascii_case("yes") => dimension.all_add = true,
            Some(says) if says.eq_ignore_ascii_case("no") => {}
            Some(total) => {
                let is_total = |member: &Member| member.label == total || member.code == total;
                dimension.total = dimension.members.iter().position(is_total);
            }
            None => {}
        }
        self.add_parents(variable, &mut dimension);
        Ok(dimension)
    }

    /// The parents that `HIERARCHIES` tells: `"A","A":"A1","A":"A2"`.
    fn add_parents(&self, variable: &str, dimension: &mut Dimension) {
        let Some(entry) = self.entry("HIERARCHIES", &[variable]) else {
            return;
        };
        let find = |name: &str| {
            dimension
                .members
                .iter()
                .position(|member| member.code == name || member.label == name)
        };
        let mut pairs = Vec::new();
        for window in entry.says.windows(3) {
            if let [Word::Text(parent), Word::Sign(':'), Word::Text(child)] = window
                && let (Some(parent), Some(child)) = (find(parent), find(child))
            {
                pairs.push((parent, child));
            }
        }
        for (parent, child) in pairs.into_iter().filter(|(parent, child)| parent != child) {
            dimension.members[child].parent = Some(parent);
        }
    }

    /// A further language of the file that begins so.
    fn other_language(&self, wanted: &str) -> Option<&str> {
        let entries = self.keywords.get("VALUES")?;
        let mut languages = entries.iter().map(|entry| entry.language.as_str());
        languages.find(|language| language.starts_with(wanted) && *language != self.language)
    }

    /// What a variable is called in another language: the one at the same place of `STUB` or `HEADING`.
    fn translated_variable(&self, variable: &str, language: &str) -> String {
        let place = |keyword: &str| {
            let own = self
                .list(keyword, &[])
                .iter()
                .position(|known| known == variable)?;
            let entry = self.entry_in(keyword, &[], language)?;
            entry
                .says
                .iter()
                .filter_map(Word::text)
                .nth(own)
                .map(str::to_owned)
        };
        place("STUB")
            .or_else(|| place("HEADING"))
            .unwrap_or_else(|| variable.to_owned())
    }

    /// The figures, by index in the order of the variables.
    fn values(&self, cube: &Cube, sizes: &[usize], rows: usize) -> Result<Values, String> {
        let Some(data) = self.data else {
            return Err(
                "it has no `DATA`; the file seems to be cut off, so fetch it again".to_owned(),
            );
        };
        let product = sizes
            .iter()
            .try_fold(1usize, |product, size| product.checked_mul(*size));
        let product = product.filter(|product| u32::try_from(*product).is_ok());
        let mut values = Values::new(
            product.ok_or("its variables have more combinations than there can be figures")?,
        );
        let keyed: Vec<usize> = (0..sizes.len())
            .filter(|index| self.entry("KEYS", &[&cube.dimensions[*index].id]).is_some())
            .collect();
        let symbols = Symbols::of(self);
        let mut cells = Cells { rest: data };
        if keyed.is_empty() {
            let mut index = 0;
            while let Some(cell) = cells.next()? {
                if index == values.len() {
                    return Err(self.wrong_count(index + 1 + cells.count()?, values.len()));
                }
                symbols.put(&mut values, index, cell);
                index += 1;
            }
            if index < values.len() {
                return Err(self.wrong_count(index, values.len()));
            }
            return Ok(values);
        }
        // A row for each combination of keys that there is, the keys before its figures.
        let row: usize = sizes
            .iter()
            .enumerate()
            .filter(|(index, _)| !keyed.contains(index))
            .map(|(_, size)| size)
            .product();
        let free: Vec<usize> = (0..sizes.len())
            .filter(|index| !keyed.contains(index))
            .collect();
        let _ = rows;
        while let Some(first) = cells.next()? {
            let mut at = vec![0; sizes.len()];
            let mut key = Some(first);
            for &dimension in &keyed {
                let cell = match key.take() {
                    Some(cell) => Some(cell),
                    None => cells.next()?,
                };
                let name = cell.map(Cell::text).unwrap_or_default().trim();
                let own = &cube.dimensions[dimension];
                let found = own
                    .members
                    .iter()
                    .position(|member| member.code == name || member.label == name);
                at[dimension] = found.ok_or_else(|| {
                    format!(
                        "`{}` in `DATA` is no value of `{}`",
                        excerpt(name),
                        excerpt(&own.id)
                    )
                })?;
            }
            for number in 0..row {
                let mut left = number;
                for &dimension in free.iter().rev() {
                    at[dimension] = left % sizes[dimension];
                    left /= sizes[dimension];
                }
                let index = at
                    .iter()
                    .zip(sizes)
                    .fold(0, |index, (own, size)| index * size + own);
                let Some(cell) = cells.next()? else {
                    return Err(
                        "`DATA` ends within a row; the file seems to be cut off, so fetch it again"
                            .to_owned(),
                    );
                };
                symbols.put(&mut values, index, cell);
            }
        }
        Ok(values)
    }

    fn wrong_count(&self, found: usize, expected: usize) -> String {
        format!(
            "line {}: `DATA` holds {}, and the variables have {expected} combinations; the file seems to be cut off or changed, so fetch it again",
            self.line,
            count(found, "figure"),
        )
    }

    /// The notes on cells, `*` standing for all values of a variable.
    fn note_cells(&self, cube: &mut Cube, sizes: &[usize]) {
        for keyword in ["CELLNOTE", "CELLNOTEX", "DATANOTECELL"] {
            for entry in self.all(keyword) {
                let Some(text) = joined(&entry.says) else {
                    continue;
                };
                let text = text.replace('#', " ").trim().to_owned();
                if entry.about.len() != sizes.len() || text.is_empty() {
                    continue;
                }
                let chosen: Option<Vec<Vec<usize>>> = entry
                    .about
                    .iter()
                    .zip(&cube.dimensions)
                    .map(|(name, dimension)| match name.as_str() {
                        "*" => Some((0..dimension.members.len()).collect()),
                        name => {
                            let own = |member: &Member| member.label == name || member.code == name;
                            Some(vec![dimension.members.iter().position(own)?])
                        }
                    })
                    .collect();
                let Some(chosen) = chosen else { continue };
                let cells = chosen
                    .iter()
                    .try_fold(1usize, |product, own| product.checked_mul(own.len()));
                if cells.is_none_or(|cells| cells > MOST_NOTED) {
                    cube.notes.push(text);
                    continue;
                }
                let mut indices = vec![0usize];
                for (own, size) in chosen.iter().zip(sizes) {
                    indices = indices
                        .iter()
                        .flat_map(|index| own.iter().map(move |member| index * size + member))
                        .collect();
                }
                for index in indices {
                    if keyword == "DATANOTECELL" {
                        cube.values.status.insert(index, text.clone());
                    } else {
                        let note = cube.values.notes.entry(index).or_default();
                        if !note.is_empty() {
                            note.push(' ');
                        }
                        note.push_str(&text);
                    }
                }
            }
        }
    }
}

/// The words of an entry as one text.
fn joined(words: &[Word]) -> Option<String> {
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

/// The periods of `TLIST(A1),"2020","2021"` or `TLIST(Q1,"20201"-"20214")`.
fn periods(words: &[Word]) -> Option<Vec<Period>> {
    let mut words = words.iter();
    let is_list =
        |word: &Word| matches!(word, Word::Bare(text) if text.eq_ignore_ascii_case("TLIST"));
    words.by_ref().find(|word| is_list(word))?;
    let frequency = words.find_map(|word| match word {
        Word::Bare(text) => Some(text.chars().next()?),
        _ => None,
    })?;
    let frequency = match frequency {
        'A' | 'a' => Frequency::Year,
        'H' | 'h' => Frequency::Half,
        'Q' | 'q' => Frequency::Quarter,
        'M' | 'm' => Frequency::Month,
        'W' | 'w' => Frequency::Week,
        _ => return None,
    };
    let rest: Vec<&Word> = words
        .filter(|word| !matches!(word, Word::Sign('(' | ')')))
        .collect();
    let period = |word: &Word| {
        let text = word.text()?.trim();
        let (year, number) = text.split_at_checked(4)?;
        let year = year.parse().ok()?;
        let number = number.trim_start_matches(|c: char| !c.is_ascii_digit());
        match frequency {
            Frequency::Year => Period::new(year),
            _ => Period::of(frequency, year, number.parse().ok()?),
        }
    };
    // A range has a hyphen, as a sign or as a word of its own.
    let is_hyphen = |word: &&&Word| {
        matches!(word, Word::Sign('-')) || matches!(word, Word::Bare(text) if text == "-")
    };
    if rest.iter().any(|word| is_hyphen(&word)) {
        let ends: Vec<Period> = rest.iter().filter_map(|word| period(word)).collect();
        let [first, last] = ends.as_slice() else {
            return None;
        };
        return (first <= last && first.frequency() == last.frequency())
            .then(|| first.through(*last).take(100_000).collect());
    }
    rest.into_iter().map(period).collect()
}

/// A cell of the data.
#[derive(Debug, Clone, Copy)]
enum Cell<'t> {
    Quoted(&'t str),
    Bare(&'t str),
}

impl<'t> Cell<'t> {
    fn text(self) -> &'t str {
        match self {
            Cell::Quoted(text) | Cell::Bare(text) => text,
        }
    }
}

/// The cells of the data, one by one.
struct Cells<'t> {
    rest: &'t str,
}

impl<'t> Cells<'t> {
    fn next(&mut self) -> Result<Option<Cell<'t>>, String> {
        let parts = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '\u{1a}');
        self.rest = self.rest.trim_start_matches(parts);
        if let Some(inside) = self.rest.strip_prefix('"') {
            let end = inside.find('"').ok_or(
                "a quote in `DATA` is not closed; the file seems to be cut off, so fetch it again",
            )?;
            self.rest = &inside[end + 1..];
            return Ok(Some(Cell::Quoted(&inside[..end])));
        }
        let end = self
            .rest
            .find(|c| parts(c) || c == '"')
            .unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok((!cell.is_empty()).then_some(Cell::Bare(cell)))
    }

    /// How many cells are left.
    fn count(&mut self) -> Result<usize, String> {
        let mut count = 0;
        while self.next()?.is_some() {
            count += 1;
        }
        Ok(count)
    }
}

/// What stands in the place of figures that are missing: `.` to `......`, and `-`, with what the file says of each.
struct Symbols {
    known: BTreeMap<String, (Status, String)>,
}

impl Symbols {
    fn of(matrix: &Matrix) -> Symbols {
        let mut known = BTreeMap::new();
        let mut used = BTreeSet::new();
        for number in 1..=6 {
            let symbol = ".".repeat(number);
            let says = matrix
                .text(&format!("DATASYMBOL{number}"), &[])
                .unwrap_or_default();
            let says = if says.chars().any(char::is_alphabetic) {
                says
            } else {
                String::new()
            };
            let status = status_of(&says)
                .filter(|status| is_missing(*status))
                .unwrap_or(Status::Missing);
            used.insert(says.clone());
            known.insert(symbol, (status, says));
        }
        let nil = matrix
            .text("DATASYMBOLNIL", &[])
            .filter(|says| says.chars().any(char::is_alphabetic));
        known.insert(
            "-".to_owned(),
            (Status::CannotExist, nil.unwrap_or_else(|| "nil".to_owned())),
        );
        Symbols { known }
    }

    fn put(&self, values: &mut Values, index: usize, cell: Cell) {
        let text = cell.text().trim();
        if let Some((status, says)) = self.known.get(text) {
            values.status.insert(index, status.code().to_owned());
            if !says.is_empty() {
                values.notes.insert(index, says.clone());
            }
        } else {
            values.put(index, text);
        }
    }
}

/// Whether a status is one of a figure that is not there.
fn is_missing(status: Status) -> bool {
    matches!(
        status,
        Status::Missing
            | Status::CannotExist
            | Status::NotCollected
            | Status::Suppressed
            | Status::MissingHoliday
    )
}
