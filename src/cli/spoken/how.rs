//! Words of a table that name nothing in it and say how: changes, totals, means, formats.

use clap::Command;

use super::command::NOTES;
use super::flags::takes;
use super::names::{command_called, is_near_area, is_year, members_beginning};
use super::synonyms::{FORMATS, VALUES};
use super::vocabulary::{
    COMPARED, FILLERS, GROWTH, HIGHEST, LOWEST, MEAN, PLACES, computed, is_change,
};
use super::{Asked, Said};
use crate::cli::error::Refusal;
use crate::figure::{Kind, Value, Years};
use crate::package::{Column, Content, Package, Table, fold};
use crate::query::lookup::not_read;
use crate::query::options::{flag, option};
use crate::words::{printable, quoted_list, shell_word};

impl Said {
    /// A word of a table that names nothing in it and says how.
    pub(super) fn how(
        &mut self,
        table: &'static Table,
        grammar: &Command,
        word: &str,
    ) -> Result<bool, Refusal> {
        let lower = word.to_lowercase();
        let is_it = |known: &&str| *known == lower;
        if let Some(condition) = condition(table, word) {
            self.out.push(condition);
            return Ok(true);
        }
        let dimension = table
            .dimensions()
            .find(|(_, column, _)| column.name.to_lowercase() == lower);
        if let Some((_, column, _)) = dimension {
            self.by = Some(column.name.clone());
            return Ok(true);
        }
        if FILLERS.iter().chain(&PLACES).chain(&PARTS).any(is_it)
            || command_called(self.package, word).is_some_and(|name| name == self.name)
        {
            return Ok(true);
        }
        if ["percent", "%"].contains(&lower.as_str()) && !self.asks(Asked::Percent) {
            self.asked.push(Asked::Percent);
            return Ok(true);
        }
        if UNITS.iter().any(is_it) {
            return self.unit(table, word);
        }
        if NOTES.iter().any(is_it) {
            self.out.push("--notes=full".to_owned());
            if !self.out.iter().any(|word| word.starts_with("-f")) {
                self.out.push("--format=table".to_owned());
            }
            return Ok(true);
        }
        if let Some(option) = members_beginning(self.package, table, &lower) {
            self.out.extend(option);
            return Ok(true);
        }
        if GROWTH.iter().any(is_it) {
            self.growth()?;
            return Ok(true);
        }
        // A word of several indicators' titles asks for all of them.
        let several = titled_with(table, &lower);
        if !several.is_empty() {
            self.out
                .extend(["--indicator".to_owned(), several.join(",")]);
            return Ok(true);
        }
        if let Some(options) = computed(&lower) {
            let is_said = |option: &String| option.starts_with(&format!("{lower}:"));
            if self.out.iter().any(is_said) {
                return Ok(true);
            }
            let is_change = is_change(&lower);
            // Growth says it already: `grow or shrink`.
            if is_change && (self.asks(Asked::Growth) || self.asks(Asked::Change)) {
                return Ok(true);
            }
            if is_change {
                self.asked.push(Asked::Change);
            }
            if lower == "index" {
                self.asked.push(Asked::Index);
            }
            if Some(options) == computed("total") {
                self.asked.push(Asked::Total);
            }
            self.out
                .extend(options.iter().map(|word| (*word).to_owned()));
            return Ok(true);
        }
        if RATES.iter().any(is_it) && self.dimension_asked(table).is_some() {
            self.out.extend(["--as", "share"].map(str::to_owned));
            return Ok(true);
        }
        if self.is_whole(table, word) {
            return Ok(true);
        }
        if self.index(&lower) {
            return Ok(true);
        }
        if MEAN.iter().any(is_it) {
            self.asked.push(Asked::Mean);
            return Ok(true);
        }
        if let Some(format) = format_called(grammar, &lower) {
            self.out.extend(["--format".to_owned(), format]);
            return Ok(true);
        }
        self.elsewhere(word)?;
        self.near(table, word)?;
        Ok(false)
    }

    /// Whether a word is the whole of which an indicator that is asked for is a part, as its unit says: the GDP of `% of
    /// GDP`.
    pub(super) fn is_whole(&self, table: &Table, word: &str) -> bool {
        let mut tables = self.package.tables();
        let titles = tables.find_map(|other| {
            let (_, column, _) = other.indicators_titled(word).first().copied()?;
            Some([&column.title, word])
        });
        let mut indicators = table.indicators();
        titles.is_some_and(|titles| {
            indicators.any(|(_, _, indicator)| {
                let unit = indicator.unit_and_prices();
                let of = unit.split_once("% of ").map(|(_, whole)| fold(whole));
                indicator.kind == Kind::Share
                    && of.is_some_and(|whole| titles.iter().any(|title| fold(title) == whole))
            })
        })
    }

    /// Refuses a word that another command answers.
    fn elsewhere(&self, word: &str) -> Result<(), Refusal> {
        let lower = word.to_lowercase();
        let is_it = |known: &&str| *known == lower;
        let members = self.package.table(&self.name);
        let members = members.and_then(|table| self.dimension_asked(table));
        if let (true, Some(dimension)) = (COMPARED.iter().any(is_it), members) {
            let option = format!("--{}", option(dimension));
            let asked = self.out.windows(2).filter(|pair| pair[0] == option);
            let asked: Vec<&str> = asked.map(|pair| pair[1].as_str()).collect();
            return Err(Refusal::new(format!(
                "`{}` holds areas against one another and no members",
                printable(word)
            ))
            .next(format!(
                "`hlj {} {option} {}` shows these, and `--as share:{}` what part each is \
                    of the whole",
                printable(&self.name),
                printable(&asked.join(",")),
                flag(dimension)
            )));
        }
        if COMPARED.iter().any(is_it) {
            return Err(Refusal::new(format!(
                "`{}` asks for two areas to be compared: write `hlj compare AREA AREA -i INDICATOR`",
                printable(word)
            )));
        }
        if HIGHEST.iter().chain(&LOWEST).any(is_it) {
            let table = printable(&self.name);
            return Err(Refusal::new(format!(
                "`{}` asks for an order: `hlj rank INDICATOR` ranks the areas in a year, and `hlj {table} --sort -COLUMN` puts the largest first",
                printable(word)
            )));
        }
        Ok(())
    }

    /// The base of an index: `2008=100`.
    fn index(&mut self, word: &str) -> bool {
        if let Some((base, "100")) = word.split_once('=')
            && base.parse::<Years>().is_ok()
        {
            if self.out.ends_with(&["--as".to_owned(), "index".to_owned()]) {
                self.out.truncate(self.out.len() - 2);
            }
            self.out
                .extend(["--as".to_owned(), format!("index:{base}")]);
            return true;
        }
        false
    }

    /// A word of a unit: of that in which figures are it says nothing, into any other nothing is converted.
    pub(super) fn unit(&self, table: &Table, word: &str) -> Result<bool, Refusal> {
        let wanted = fold(word);
        let wanted = SAME_UNITS
            .iter()
            .find(|(other, _)| *other == wanted)
            .map_or(wanted.as_str(), |(_, same)| same);
        let mut units: Vec<String> = table
            .indicators()
            .map(|(_, _, indicator)| indicator.unit_and_prices())
            .filter(|unit| !unit.is_empty())
            .collect();
        units.dedup();
        if units.iter().any(|unit| fold(unit).contains(wanted)) {
            return Ok(true);
        }
        Err(Refusal::new(format!(
            "figures are in the units of their source and not converted to `{}`",
            printable(word)
        ))
        .next(format!(
            "those of `{}` are {}",
            printable(&self.name),
            quoted_list(units, "and")
        )))
    }

    /// Refuses what is near to another name than that of an area, or is called so elsewhere.
    fn near(&self, table: &Table, word: &str) -> Result<(), Refusal> {
        if is_near_area(self.package, table, word) {
            return Ok(());
        }
        let ask = |table: &Table, id: &str| {
            format!("hlj {} -i {}", table.name, shell_word(&printable(id)))
        };
        let has_title =
            |table: &&Table| word.chars().count() > 3 || !table.indicators_titled(word).is_empty();
        let elsewhere: Vec<String> = self
            .package
            .tables()
            .filter(has_title)
            .filter_map(|table| {
                let (_, _, found) = table.indicator_called(word)?;
                Some(ask(table, &found.id))
            })
            .collect();
        let called = printable(word);
        let here = printable(&self.name);
        let other = command_called(self.package, word);
        let is_table = |name: &&String| self.package.table(name).is_some();
        if let Some(other) = other.as_ref().filter(is_table) {
            return Err(Refusal::new(format!(
                "`{called}` is a table of its own: `hlj {other}` shows it, and one question is asked of one table"
            )));
        }
        if let Some(verb) = other {
            return Err(Refusal::new(format!(
                "`{called}` is a command and stands before what it is asked of"
            ))
            .next(format!("write `hlj {verb} …`")));
        }
        if !elsewhere.is_empty() {
            return Err(
                Refusal::new(format!("`{here}` has no indicator `{called}`"))
                    .next(format!("{} shows it", quoted_list(elsewhere, "or"))),
            );
        }
        let rows = self.package.rows(table).unwrap_or_default();
        let has =
            |value: &Value| matches!(value, Value::Text(text) if fold(text).contains(&fold(word)));
        let mut texts = table.indicators();
        if !fold(word).is_empty()
            && texts.any(|(place, _, _)| rows.iter().any(|row| has(&row.cells[place])))
        {
            return Err(Refusal::new(format!(
                "`{called}` stands in texts of `{here}`: `hlj search {called}` tells where"
            )));
        }
        let members = table.dimensions();
        let members = members.flat_map(|(_, _, dimension)| dimension.members.iter());
        let members = members.map(|member| member.value.as_str());
        let indicators = table.indicators();
        let indicators = indicators.map(|(_, _, indicator)| indicator.id.as_str());
        if let Some(why) = self.package.why_not_read(word) {
            return Err(not_read(word, why));
        }
        let unknown = Refusal::new(format!("nothing in `{here}` is called `{called}`"))
            .meaning(word, indicators.chain(members));
        let lists = format!("`hlj describe {here}` lists what there is");
        // A group, a code and a list are names of areas alone.
        let is_name = word.chars().any(char::is_alphabetic) && !word.contains(['@', ',', '*']);
        if unknown.knows_what_is_meant() {
            Err(unknown.next(lists))
        } else if is_name && table.area().is_some() && self.package.outline(table).is_ok() {
            // Of a table that only an engine holds the places are not known.
            Err(unknown.next(format!("{lists}, and `hlj areas` the areas")))
        } else {
            Ok(())
        }
    }
}

/// The condition that a word is, where it begins with the name of a column: `class=A`.
fn condition(table: &Table, word: &str) -> Option<String> {
    let (name, value) = word.split_once(['=', '<', '>'])?;
    let name = name.trim_end_matches('!');
    let is_it =
        |column: &Column| fold(&column.name) == fold(name) || fold(&column.title) == fold(name);
    let column = table.columns.iter().find(|column| is_it(column))?;
    let is_said = !name.is_empty() && !value.trim_start_matches('=').is_empty();
    is_said.then(|| format!("--where={}{}", column.name, &word[name.len()..]))
}

/// Words for how a whole is made up, which a table of its parts answers.
const PARTS: [&str; 5] = [
    "structure",
    "breakdown",
    "composition",
    "distribution",
    "结构",
];
/// Words for a part of a whole behind the name of a member: `urban rate`.
const RATES: [&str; 2] = ["rate", "率"];
/// Words of units that people ask for.
const UNITS: [&str; 20] = [
    "thousand", "million", "millions", "billion", "billions", "trillion", "yuan", "rmb", "cny",
    "usd", "dollar", "dollars", "euro", "eur", "percent", "%", "亿元", "万元", "万人", "美元",
];
/// What of these is another name of the unit of figures.
const SAME_UNITS: [(&str, &str); 5] = [
    ("yuan", "rmb"),
    ("cny", "rmb"),
    ("percent", "%"),
    ("billions", "billion"),
    ("millions", "million"),
];

/// The condition that a year is, where a table without periods has years in columns: in the only one that has this year.
pub(super) fn year_in(package: &Package, table: &Table, word: &str) -> Option<String> {
    if table.time().is_some() || !is_year(word) {
        return None;
    }
    let rows = package.rows(table).ok()?;
    let mut having = table.indicators().filter(|(place, column, _)| {
        let has = |value: &Value| match value {
            Value::Text(text) => text == word,
            Value::Year(year) => year.to_string() == word,
            _ => false,
        };
        column.content == Content::Year && rows.iter().any(|row| has(&row.cells[*place]))
    });
    let (_, _, only) = having.next().filter(|_| having.next().is_none())?;
    Some(format!("--where={}={word}", only.id))
}

/// The indicators in whose titles a word stands, where these are several.
fn titled_with(table: &Table, word: &str) -> Vec<String> {
    let has = |title: &str| {
        title
            .split_whitespace()
            .any(|part| fold(part) == fold(word))
    };
    let found = table
        .indicators()
        .filter(|(_, column, _)| has(&column.title));
    let found: Vec<String> = found
        .map(|(_, _, indicator)| indicator.id.clone())
        .collect();
    if found.len() > 1 { found } else { Vec::new() }
}

/// The format that a word names.
fn format_called(grammar: &Command, word: &str) -> Option<String> {
    let mut options = grammar.get_arguments();
    let format = options.find(|arg| arg.get_id() == "format")?;
    let other = FORMATS.iter().find(|(name, _)| *name == word);
    let other = other.map(|(_, stands)| *stands).or_else(|| {
        let mut values = VALUES.iter().filter(|(option, _, _)| *option == "format");
        let (_, _, stands) = values.find(|(_, name, _)| *name == word)?;
        Some(*stands)
    });
    let wanted = other.unwrap_or(word);
    takes(format, wanted).then(|| wanted.to_owned())
}
