//! Findings in Chinese: the sentences by the catalogue of messages, what the package names by its names in Chinese.

use crate::answer::{Cell, Label};
use crate::order::InOrder;
use crate::package::{Areas, Package};
use crate::words::{capitalised, in_chinese, uncapitalised};

/// Names and units, each with what it is in Chinese, the longest first; what stays as it is stands for itself.
pub(super) struct Names(Vec<(String, String)>);

impl Names {
    pub(super) fn of(package: &Package) -> Names {
        let mut names: Vec<(String, String)> = Vec::new();
        let areas = package.areas().ok();
        for area in areas.into_iter().flat_map(Areas::iter) {
            names.push((area.name.clone(), area.name_zh.clone()));
        }
        for table in package.tables() {
            let source = package.source_line(table).map(|source| source.short);
            names.extend(source.map(|short| (short.clone(), short)));
            let members: Vec<_> = table
                .dimensions()
                .flat_map(|(_, _, dimension)| &dimension.members)
                .collect();
            for (_, column, indicator) in table.indicators() {
                let unit = indicator.unit.iter().zip(&indicator.unit_zh);
                names.extend(unit.map(|(unit, zh)| (unit.clone(), zh.clone())));
                let Some(title) = &column.title_zh else {
                    continue;
                };
                names.push((column.title.clone(), title.clone()));
                // One word may be one of the sentence's own.
                if column.title.contains(' ') {
                    names.push((uncapitalised(&column.title), title.clone()));
                }
                for member in &members {
                    let label = member.label_zh.as_ref().unwrap_or(&member.value);
                    let alone = capitalised(&member.value);
                    names.extend(member.label_zh.clone().map(|zh| (alone, zh)));
                    let both = format!("{}, {}", column.title, member.value);
                    names.push((both, format!("{title}：{label}")));
                }
            }
        }
        names.retain(|(name, zh)| !name.is_empty() && !zh.is_empty());
        names.order_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        names.dedup();
        Names(names)
    }

    /// A message of the audit as a cell that is in Chinese for those who read it.
    pub(super) fn cell(&self, message: &str) -> Cell {
        Cell::label(Label::new(message, self.told(message)))
    }

    /// A message in Chinese, clause by clause, so that none reaches into the next; nothing where the catalogue has none of
    /// them. What it does not have stays as it is.
    pub(super) fn told(&self, message: &str) -> Option<String> {
        let named = self.named(message);
        let mut is_known = false;
        let mut out = String::new();
        let sentences = message.split(". ").zip(named.split(". "));
        for (sentence, named) in sentences {
            let clauses = sentence.split("; ").zip(named.split("; "));
            let clauses = clauses.map(|(clause, named)| {
                let named = named.trim_end_matches('.');
                let told = in_chinese(named);
                if told == named {
                    return clause.trim_end_matches('.').to_owned();
                }
                is_known = true;
                in_figures(&told)
            });
            out += &clauses.collect::<Vec<_>>().join("；");
            out.push('。');
        }
        is_known.then_some(out)
    }

    /// The text with these names in Chinese, but for what stands between backticks.
    fn named(&self, text: &str) -> String {
        let mut out = String::new();
        for (at, piece) in text.split('`').enumerate() {
            if at > 0 {
                out.push('`');
            }
            if at % 2 == 1 {
                out += piece;
                continue;
            }
            let mut rest = piece;
            let mut before = None;
            while let Some(first) = rest.chars().next() {
                let found = self.0.iter().find(|(name, _)| {
                    let behind = rest.strip_prefix(name.as_str());
                    behind.is_some_and(|behind| !joins(name.chars().last(), behind.chars().next()))
                        && !joins(before, Some(first))
                });
                let (taken, told) = match found {
                    Some((name, zh)) => (name.as_str(), zh.as_str()),
                    None => (&rest[..first.len_utf8()], &rest[..first.len_utf8()]),
                };
                out += told;
                before = taken.chars().last();
                rest = &rest[taken.len()..];
            }
        }
        out
    }
}

/// The start of a message by whole clauses.
pub(super) fn in_brief(message: &str) -> String {
    /// About three lines beside the place and the year.
    const LONGEST: usize = 90;
    if message.chars().count() <= LONGEST {
        return message.to_owned();
    }
    let ends = message.match_indices(['。', '；']);
    let short = ends
        .map(|(at, mark)| (at, mark, message[..at].chars().count()))
        .take_while(|(_, _, length)| *length <= LONGEST);
    match short.last() {
        Some((at, ..)) => format!("{}。", &message[..at]),
        None => message.to_owned(),
    }
}

/// Whether two letters are of one word.
fn joins(one: Option<char>, other: Option<char>) -> bool {
    let is_of_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    is_of_word(one) && is_of_word(other)
}

/// Ranges, lists, years and tables as Chinese writes them.
fn in_figures(text: &str) -> String {
    const WORDS: [(&str, &str); 9] = [
        (": ", "："),
        (" nominal, ", " 名义，"),
        (" real)", " 实际)"),
        (" pp", "个百分点"),
        ("Table ", "表"),
        (" and ", "和"),
        (" or ", "或"),
        (", ", "、"),
        (" for ", "应为"),
    ];
    let words = WORDS.iter();
    let text = words.fold(text.to_owned(), |text, (word, zh)| text.replace(word, zh));
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '−' | '+' | '-' | '%');
    let text = between(&text, " to ", |before, behind| {
        (before.ends_with(is_number) && behind.starts_with(is_number)).then_some((0, "至", ""))
    });
    between(&text, " in ", |_, behind| {
        let year = behind.get(..4)?;
        year.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some((4, "（", "年）"))
    })
}

/// The text with a word between two parts replaced where these are such: by what stands before and behind so many bytes.
fn between(
    text: &str,
    word: &str,
    told: impl Fn(&str, &str) -> Option<(usize, &'static str, &'static str)>,
) -> String {
    let mut pieces = text.split(word);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match told(&out, piece) {
            Some((count, before, behind)) => {
                let (inside, rest) = piece.split_at(count);
                out.extend([before, inside, behind, rest]);
            }
            None => out.extend([word, piece]),
        }
    }
    out
}
