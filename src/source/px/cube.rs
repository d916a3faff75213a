//! The table that the keywords of a PC-Axis file declare: its dimensions, what is said of its figures, its notes.

use super::data;
use super::keywords::{Entry, Matrix, Word, joined};
use crate::figure::{Frequency, Kind, Period};
use crate::source::cube::{Cube, Dimension, Measure, Member, Role};
use crate::source::periods;
use crate::words::excerpt;

/// The most cells of one note that stands for many.
const MOST_NOTED: usize = 100_000;

impl Matrix<'_> {
    /// The table that the file declares.
    pub(super) fn cube(&self, name: &str) -> Result<Cube, String> {
        let stub = self.list("STUB", &[]);
        let heading = self.list("HEADING", &[]);
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
        cube.values = data::values(self, &cube, &sizes)?;
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
            entry.map(Entry::texts).unwrap_or_default()
        };
        let (in_english, in_chinese) = (translated(english), translated(chinese));
        let periods = timeval
            .and_then(|entry| declared_periods(&entry.says))
            .filter(|found| found.len() == values.len() && are_in_order(found, [&values, &codes]));
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

/// Whether declared periods stand in the order of the members, or these name none or others. In another order they are
/// those that the members name.
fn are_in_order(declared: &[Period], names: [&Vec<String>; 2]) -> bool {
    names.iter().all(|names| {
        let own = periods::read(names.iter().map(String::as_str));
        own.is_none_or(|own| {
            let own: Vec<Period> = own.all.iter().map(|label| label.period).collect();
            own == declared
                || own.len() != declared.len()
                || own.iter().any(|period| !declared.contains(period))
        })
    })
}

/// The periods of `TLIST(A1),"2020","2021"` or `TLIST(Q1,"20201"-"20214")`.
fn declared_periods(words: &[Word]) -> Option<Vec<Period>> {
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
