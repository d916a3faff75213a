//! Whose values a note is about, in words, where no mark at the values says so.

use std::collections::BTreeSet;
use std::fmt;

use super::observe::When;
use crate::figure::{Period, spans};
use crate::words::list;

/// What a value is about, in words.
#[derive(Debug, Clone, Default)]
pub(in crate::render) struct About {
    /// What is measured, where a picture has several of that.
    pub(super) heading: String,
    /// The area and the members of further dimensions.
    pub(super) name: String,
    pub(super) when: Option<When>,
}

/// The values of one name: their years, and other times in words.
struct Times<'a> {
    about: &'a About,
    years: BTreeSet<Period>,
    others: Vec<&'a str>,
}

/// Whose values these are, each name once with its years, names with the same years together; of `all` the names of a
/// panel none is told, and neither is where marks at names say whose.
pub(super) fn whose<'a>(
    values: impl Iterator<Item = &'a About>,
    all: impl Fn(&About) -> usize,
    names_are_marked: bool,
) -> String {
    let mut of_names: Vec<Times> = Vec::new();
    for about in values {
        let is_same = |known: &Times| {
            (&known.about.heading, &known.about.name) == (&about.heading, &about.name)
        };
        let place = of_names.iter().position(is_same).unwrap_or_else(|| {
            of_names.push(Times {
                about,
                years: BTreeSet::new(),
                others: Vec::new(),
            });
            of_names.len() - 1
        });
        match &about.when {
            Some(When::Year(year)) => {
                of_names[place].years.insert(*year);
            }
            Some(When::Span(span)) if !of_names[place].others.contains(&span.as_str()) => {
                of_names[place].others.push(span);
            }
            _ => {}
        }
    }
    let told = of_names.iter().map(|times| (times.about, times.told()));
    let of_times = gathered(
        told.map(|(about, times)| ((about, times), about.name.as_str())),
        |a, b| a.0.heading == b.0.heading && a.1 == b.1,
    );
    let has_one_time = of_times.windows(2).all(|pair| pair[0].0.1 == pair[1].0.1);
    if names_are_marked && has_one_time {
        return of_times
            .into_iter()
            .map(|((_, times), _)| times)
            .next()
            .unwrap_or_default();
    }
    let texts = of_times.into_iter().map(|((about, times), names)| {
        let is_all = names.len() > 2 && names.len() == all(about);
        let names = if is_all {
            String::new()
        } else {
            list(names, "and")
        };
        let parts = [names, times];
        let text: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (text.join(" "), about.heading.as_str())
    });
    let texts = gathered(texts, |a, b| a == b)
        .into_iter()
        .map(|(text, headings)| {
            let headings: Vec<&str> = headings
                .into_iter()
                .filter(|heading| !heading.is_empty())
                .collect();
            match (headings.is_empty(), text.is_empty()) {
                (true, _) => text,
                (false, true) => list(headings, "and"),
                (false, false) => format!("{}: {text}", list(headings, "and")),
            }
        });
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    texts.join("; ")
}

/// The values of each key, keys in the order in which they come.
fn gathered<K, V>(
    pairs: impl Iterator<Item = (K, V)>,
    same: impl Fn(&K, &K) -> bool,
) -> Vec<(K, Vec<V>)> {
    let mut all: Vec<(K, Vec<V>)> = Vec::new();
    for (key, value) in pairs {
        match all.iter_mut().find(|(known, _)| same(known, &key)) {
            Some((_, values)) => values.push(value),
            None => all.push((key, vec![value])),
        }
    }
    all
}

impl Times<'_> {
    fn told(&self) -> String {
        let years = Some(spans(&self.years)).filter(|_| !self.years.is_empty());
        let others = self.others.iter().map(|&span| span.to_owned());
        let times: Vec<String> = years.into_iter().chain(others).collect();
        times.join(", ")
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let when = self.when.as_ref().map(|when| match when {
            When::Year(year) => year.to_string(),
            When::Span(span) => span.clone(),
        });
        let name = Some(self.name.clone()).filter(|name| !name.is_empty());
        let parts: Vec<String> = name.into_iter().chain(when).collect();
        if !self.heading.is_empty() {
            write!(f, "{}, ", self.heading)?;
        }
        f.write_str(&parts.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(heading: &str, name: &str, year: i64) -> About {
        About {
            heading: heading.to_owned(),
            name: name.to_owned(),
            when: Period::new(year).map(When::Year),
        }
    }

    #[test]
    fn names_are_told_once_with_their_years() {
        let of = |values: &[(&str, &str, i64)], all, marked| {
            let values: Vec<About> = values
                .iter()
                .map(|one| about(one.0, one.1, one.2))
                .collect();
            whose(values.iter(), |_| all, marked)
        };
        let years = [("", "A", 2004), ("", "A", 2010), ("", "A", 2011)];
        assert_eq!(of(&years, 9, false), "A 2004 and 2010–2011");
        assert_eq!(of(&years, 9, true), "2004 and 2010–2011");
        let panels = [
            ("X", "A", 2008),
            ("X", "B", 2008),
            ("Y", "A", 2008),
            ("Y", "B", 2008),
        ];
        assert_eq!(of(&panels, 9, false), "X and Y: A and B 2008");
        let different = [("X", "A", 2008), ("Y", "B", 2009)];
        assert_eq!(of(&different, 9, true), "X: A 2008; Y: B 2009");
        let all = [("", "A", 2008), ("", "B", 2008), ("", "C", 2008)];
        assert_eq!(of(&all, 3, false), "2008");
        assert_eq!(of(&[], 3, false), "");
    }
}
