//! A question in words: those that one would type behind the table's name, and the question that such words ask.
//!
//! One list of options serves both ways, so that what is said is read again as the same question. What a screen alone
//! makes of an answer ([`Layout::Across`], notes left out) is no part of it.

use super::options;
use super::{Condition, Layout, Query, SortKey, ask};
use crate::answer::Answer;
use crate::figure::Years;
use crate::package::{Package, Table};
use crate::words::{printable, quoted_list};

/// An option of a question: its name, a letter or another name for it, and what it says.
struct Choice(&'static str, &'static [&'static str], Says);

/// What an option says of a question.
enum Says {
    /// That something holds.
    Flag(fn(&mut Query) -> &mut bool),
    /// Names, with commas between them.
    Names(fn(&mut Query) -> &mut Vec<String>),
    /// How the answer is laid out.
    Layout(Layout),
    /// A value: those that the question has, one each time the option is written, and how one is taken.
    Value(
        fn(&Query) -> Vec<String>,
        fn(&mut Query, &str) -> Result<(), String>,
    ),
}

const fn flag_of(name: &'static str, of: fn(&mut Query) -> &mut bool) -> Choice {
    Choice(name, &[], Says::Flag(of))
}

const fn names_of(
    name: &'static str,
    also: &'static [&'static str],
    of: fn(&mut Query) -> &mut Vec<String>,
) -> Choice {
    Choice(name, also, Says::Names(of))
}

/// Every option of a table but those of its own dimensions, in the order in which they are said.
const CHOICES: [Choice; 21] = [
    names_of("city", &["c", "area"], |query| &mut query.areas),
    Choice("years", &["y", "year"], Says::Value(years, add_years)),
    names_of("indicator", &["i"], |query| &mut query.indicators),
    flag_of("total", |query| &mut query.combination.total),
    flag_of("only-total", |query| &mut query.combination.only_total),
    names_of("group-by", &[], |query| &mut query.combination.group_by),
    Choice("agg", &[], Says::Value(aggregate, set_aggregate)),
    flag_of("partial", |query| &mut query.combination.partial),
    flag_of("approximate", |query| &mut query.combination.approximate),
    Choice("as", &[], Says::Value(transform, set_transform)),
    Choice("wide", &[], Says::Layout(Layout::Wide)),
    Choice("long", &[], Says::Layout(Layout::Long)),
    flag_of("bounds", |query| &mut query.telling.bounds),
    flag_of("explain", |query| &mut query.telling.explain),
    flag_of("with-source", |query| &mut query.telling.with_source),
    Choice("digits", &[], Says::Value(digits, set_digits)),
    flag_of("adjusted", |query| &mut query.telling.adjusted),
    Choice("where", &[], Says::Value(conditions, add_condition)),
    Choice("sort", &[], Says::Value(sort, add_keys)),
    Choice("top", &["n"], Says::Value(top, set_top)),
    names_of("columns", &[], |query| &mut query.arrangement.columns),
];

fn years(query: &Query) -> Vec<String> {
    texts(query.years.as_slice())
}

fn add_years(query: &mut Query, value: &str) -> Result<(), String> {
    let more = value.parse();
    let more = more.map_err(|error| format!("`--years`: {error}"))?;
    let all: Vec<Years> = query.years.take().into_iter().chain([more]).collect();
    query.years = Years::joined(&all);
    Ok(())
}

fn aggregate(query: &Query) -> Vec<String> {
    texts(query.combination.aggregate.as_slice())
}

fn set_aggregate(query: &mut Query, value: &str) -> Result<(), String> {
    query.combination.aggregate = Some(value.parse()?);
    Ok(())
}

fn transform(query: &Query) -> Vec<String> {
    texts(query.transform.as_slice())
}

fn set_transform(query: &mut Query, value: &str) -> Result<(), String> {
    query.transform = Some(value.parse()?);
    Ok(())
}

fn digits(query: &Query) -> Vec<String> {
    texts(query.telling.digits.as_slice())
}

fn set_digits(query: &mut Query, value: &str) -> Result<(), String> {
    query.telling.digits = Some(whole("digits", value)?);
    Ok(())
}

fn conditions(query: &Query) -> Vec<String> {
    let conditions = query.arrangement.conditions.iter();
    conditions.map(Condition::in_words).collect()
}

fn add_condition(query: &mut Query, value: &str) -> Result<(), String> {
    query.arrangement.conditions.push(value.parse()?);
    Ok(())
}

fn sort(query: &Query) -> Vec<String> {
    let keys = texts(&query.arrangement.sort);
    joined(&keys).into_iter().collect()
}

fn add_keys(query: &mut Query, value: &str) -> Result<(), String> {
    for key in value.split(',') {
        query.arrangement.sort.push(key.parse::<SortKey>()?);
    }
    Ok(())
}

fn top(query: &Query) -> Vec<String> {
    texts(query.arrangement.top.as_slice())
}

fn set_top(query: &mut Query, value: &str) -> Result<(), String> {
    query.arrangement.top = Some(whole("top", value)?);
    Ok(())
}

fn texts<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(T::to_string).collect()
}

/// One value that holds several names; none for no name.
fn joined(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| names.join(","))
}

fn whole<T: std::str::FromStr>(option: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| {
        format!(
            "`--{option}` does not take `{}`; write a whole number of 0 or more",
            printable(value)
        )
    })
}

impl Query {
    /// The words behind the table's name that ask this, each as it is before a shell reads it.
    pub fn words(&self) -> Vec<String> {
        let mut query = self.clone();
        let mut words = Vec::new();
        for Choice(name, _, says) in &CHOICES {
            let values: Vec<Option<String>> = match says {
                Says::Flag(flag) => Vec::from_iter((*flag(&mut query)).then_some(None)),
                Says::Layout(layout) => Vec::from_iter((*layout == self.layout).then_some(None)),
                Says::Names(of) => Vec::from_iter(joined(of(&mut query)).map(Some)),
                Says::Value(values, _) => values(self).into_iter().map(Some).collect(),
            };
            for value in values {
                words.push(format!("--{name}"));
                words.extend(value);
            }
        }
        for (dimension, members) in &self.members {
            words.extend([
                format!("--{}", options::option(dimension)),
                members.join(","),
            ]);
        }
        words
    }

    /// The question that these words ask of a table: options, and areas and periods without one.
    ///
    /// # Errors
    /// If a word is no option of a table, or a value none of its option.
    pub fn read(table: &Table, words: &[String]) -> Result<Query, String> {
        let mut query = Query::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let Some(option) = word.strip_prefix('-').filter(|rest| !rest.is_empty()) else {
                let is_period = word.parse::<Years>().is_ok();
                query.take(if is_period { "years" } else { "city" }, || Ok(word))?;
                continue;
            };
            let (option, own) = match option.split_once('=') {
                Some((option, value)) => (option, Some(value)),
                None => (option, None),
            };
            let mut value = || {
                let value = own.or_else(|| Some(words.next()?.as_str()));
                value.ok_or_else(|| format!("`-{}` needs a value after it", printable(option)))
            };
            let long = option.strip_prefix('-');
            if query.take(long.unwrap_or(option), &mut value)? {
                continue;
            }
            let mut dimensions = table.dimensions();
            let called =
                dimensions.find(|(_, column, _)| long == Some(&options::option(&column.name)));
            let Some((_, column, _)) = called else {
                return Err(format!(
                    "`-{}` is no option of a question to a table",
                    printable(option)
                ));
            };
            let members = value()?.split(',').map(str::to_owned).collect();
            query.members.push((column.name.clone(), members));
        }
        Ok(query)
    }

    /// Takes an option by one of its names, with its value where it has one; `false` where no option is called so.
    fn take<'v>(
        &mut self,
        name: &str,
        value: impl FnOnce() -> Result<&'v str, String>,
    ) -> Result<bool, String> {
        let is_it = |choice: &&Choice| choice.0 == name || choice.1.contains(&name);
        let Some(Choice(_, _, says)) = CHOICES.iter().find(is_it) else {
            return Ok(false);
        };
        match says {
            Says::Flag(flag) => *flag(self) = true,
            Says::Layout(layout) => self.layout = *layout,
            Says::Names(names) => names(self).extend(value()?.split(',').map(str::to_owned)),
            Says::Value(_, take) => take(self, value()?)?,
        }
        Ok(true)
    }
}

/// The answer to a question from which a claim is derived, in words as a shell takes them, a table's name first; what
/// cannot be answered is told as a sentence.
///
/// # Errors
/// If the question is none, or it is refused.
pub fn answer_in_words(
    package: &Package,
    question: &str,
    adjusted: bool,
) -> Result<Answer, String> {
    let told = |why: &str| format!("`hlj {}` {why}", printable(question));
    let words = shlex::split(question).ok_or_else(|| told("has a quote that is not closed"))?;
    let table = words
        .split_first()
        .and_then(|(name, words)| Some((package.table(name)?, words)));
    let Some((table, words)) = table else {
        let tables = quoted_list(package.table_names(), "and");
        return Err(told(&format!("asks no table; the tables are {tables}")));
    };
    let refused = |why: String| told(&format!("is refused: {why}"));
    let mut query = Query::read(table, words).map_err(refused)?;
    query.telling.adjusted |= adjusted;
    ask(package, table, &query).map_err(|error| refused(error.to_string()))
}
