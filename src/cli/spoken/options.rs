//! Options as people write them: under other names, with values under other names, called after a column.

use clap::{Arg, Command};

use super::flags::takes;
use super::names::dimension_called;
use super::synonyms::{FORMATS, OPTIONS, VALUES};
use super::vocabulary::{GROWTH, MEAN, computed};
use super::{Asked, Said, option};
use crate::cli::error::Refusal;
use crate::figure::{Kind, Period};
use crate::package::{AREA_COLUMNS, Table};
use crate::query::Transform;
use crate::query::options::{self, flag};
use crate::words::{printable, quoted_list};

/// Whether a command takes the indicator without an option, by itself or among other words.
fn takes_indicator(grammar: &Command) -> bool {
    grammar
        .get_positionals()
        .any(|arg| arg.get_id() == "indicator" || arg.get_id() == "what")
}

impl Said {
    /// An option that the grammar does not have; its value may be the next of the words.
    pub(super) fn other(
        &mut self,
        grammar: &Command,
        word: &str,
        words: &mut std::slice::Iter<String>,
    ) -> Result<(), Refusal> {
        let has = |name: &str| {
            grammar
                .get_arguments()
                .any(|arg| arg.get_long() == Some(name))
        };
        let (name, own) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word, None),
        };
        let name = name.trim_start_matches('-');
        let mut value = || own.clone().or_else(|| words.next().cloned());
        if let Some((_, stands)) = OPTIONS
            .iter()
            .find(|(known, _)| *known == name)
            .filter(|(_, stands)| has(stands))
        {
            let takes = option(grammar, &format!("--{stands}"))
                .is_some_and(|arg| arg.get_action().takes_values());
            self.out.push(format!("--{stands}"));
            if takes {
                self.out.extend(value());
            }
        } else if let Some((_, format)) = FORMATS
            .iter()
            .find(|(known, _)| *known == name)
            .filter(|_| has("format"))
        {
            self.out.extend(["-f".to_owned(), (*format).to_owned()]);
        } else if has("years") && ["from", "since", "start"].contains(&name) {
            self.ends[0] = value();
        } else if has("years") && ["to", "until", "end"].contains(&name) {
            self.ends[1] = value();
        } else if has("sort") && way(name).is_some() {
            self.way = way(name);
        } else if has("as") && name.parse::<Transform>().is_ok() {
            // A transform as an option: `--yoy`, `--index 2008`.
            let base = own.clone().or_else(|| {
                let next = words.clone().next()?;
                let with_base = format!("{name}:{next}");
                let is_base =
                    next.parse::<Period>().is_ok() && with_base.parse::<Transform>().is_ok();
                is_base.then(|| words.next().cloned())?
            });
            let base = base.map(|base| format!(":{base}")).unwrap_or_default();
            self.out
                .extend(["--as".to_owned(), format!("{name}{base}")]);
        } else if has("top") && ["bottom", "lowest", "smallest"].contains(&name) {
            self.way = Some(false);
            self.out.push("--top".to_owned());
            self.out.extend(value());
        } else if has("total") && computed(name) == computed("total") {
            self.out.push("--total".to_owned());
        } else if has("agg") && MEAN.contains(&name) {
            self.asked.push(Asked::Mean);
        } else if self.name == "areas" && AREA_COLUMNS.contains(&name) {
            let text = value().unwrap_or_default();
            self.out.push(format!("--where={name}={text}"));
        } else if has("as") && GROWTH.contains(&name) {
            self.growth()?;
        } else if ["i", "indicator"].contains(&name) && takes_indicator(grammar) {
            self.out.extend(value());
        } else if has("top") && ["limit", "head", "rows"].contains(&name) {
            self.limit = Some((name.to_owned(), value().unwrap_or_default()));
        } else if let Some(dimension) = self.dimension(name, has("member")) {
            if has("member") {
                let member = value().unwrap_or_default();
                self.out
                    .extend(["--member".to_owned(), format!("{dimension}={member}")]);
            } else {
                self.out.push(format!("--{}", options::option(dimension)));
                self.out.extend(value());
            }
        } else if let Some(column) = self.attribute(name).filter(|_| has("where")) {
            let text = value().unwrap_or_default();
            self.out.push(format!("--where={column}={text}"));
        } else if ["quiet", "q", "silent"].contains(&name) && has("notes") {
            return Err(
                Refusal::new(format!("there is no option `{}` here", printable(word))).next(
                    "`--notes=none` leaves out notes, and `2>/dev/null` what is said on stderr",
                ),
            );
        } else {
            self.out.push(word.to_owned());
        }
        Ok(())
    }

    /// The dimension that an option means which the grammar does not have: of the table, or of any where a verb asks.
    fn dimension(&self, option: &str, of_verb: bool) -> Option<&'static str> {
        let of_table = self.package.table(&self.name);
        let tables = self.package.tables().filter(|_| of_verb);
        dimension_called(of_table.into_iter().chain(tables), option)
    }

    /// The column of the table beside its key and its figures that an option is called after.
    fn attribute(&self, option: &str) -> Option<&'static str> {
        let mut attributes = self.package.table(&self.name)?.attributes();
        let found =
            attributes.find(|(_, column, _)| flag(&column.name).eq_ignore_ascii_case(option));
        found.map(|(_, column, _)| column.name.as_str())
    }

    /// An option that the grammar has, with its value under another name put right.
    pub(super) fn known(
        &mut self,
        grammar: &Command,
        word: &str,
        next: Option<&String>,
    ) -> Result<(), Refusal> {
        let long = option(grammar, word)
            .and_then(Arg::get_long)
            .unwrap_or_default();
        let value = next
            .map(String::as_str)
            .or_else(|| Some(word.split_once('=')?.1));
        let folded = value.map(str::to_lowercase).unwrap_or_default();
        // No engine's table is called after a period.
        if long == "from" && folded.parse::<Period>().is_ok() {
            self.ends[0] = Some(folded);
            return Ok(());
        }
        if long == "as" && GROWTH.contains(&folded.as_str()) {
            self.growth()?;
            return Ok(());
        }
        if long == "sort" && way(&folded).is_some() {
            self.way = way(&folded);
            return Ok(());
        }
        if long == "as"
            && let Some((name, base)) = value.and_then(|value| value.split_once(['=', ' ']))
        {
            self.out
                .extend(["--as".to_owned(), format!("{name}:{base}")]);
            return Ok(());
        }
        if long == "where"
            && let Some(condition) = value.map(|value| match word.split_once('=') {
                Some((_, own)) if next.is_none() => own,
                _ => value,
            })
            && let Some(scaled) = self.scaled(condition)?
        {
            self.out.push(format!("--where={scaled}"));
            return Ok(());
        }
        // What the option takes itself is no other name.
        let is_own = |value: &str| option(grammar, word).is_some_and(|arg| takes(arg, value));
        let known = VALUES
            .iter()
            .find(|(option, from, _)| *option == long && *from == folded)
            .filter(|_| !is_own(&folded));
        match (known, next) {
            (Some((_, _, to)), _) => self.out.extend([format!("--{long}"), (*to).to_owned()]),
            (None, Some(next)) => self.out.extend([word.to_owned(), next.clone()]),
            (None, None) => self.out.push(word.to_owned()),
        }
        Ok(())
    }

    /// Growth that is not said to be published or computed: the change on the year before, where no rate is published.
    pub(super) fn growth(&mut self) -> Result<(), Refusal> {
        // A change says it already, and so does growth that was named before.
        if self.asks(Asked::Change) || self.asks(Asked::Growth) {
            return Ok(());
        }
        self.asked.push(Asked::Growth);
        let published = self.package.table(&self.name).into_iter();
        let published: Vec<&str> = published
            .flat_map(Table::indicators)
            .filter(|(_, _, indicator)| indicator.kind == Kind::Rate)
            .map(|(_, _, indicator)| indicator.id.as_str())
            .collect();
        // `growth of gdp` is what is called so.
        let of_named = |named: &String| {
            let table = self.package.table(&self.name)?;
            let (_, column, _) = table.indicator_called(named)?;
            let (_, _, found) =
                table.indicator_called(&format!("{} {}", column.title, GROWTH[0]))?;
            (found.kind == Kind::Rate).then(|| found.id.clone())
        };
        // Of another indicator that is named it is not the published growth.
        let named = self
            .out
            .iter()
            .position(|word| word == "-i" || word == "--indicator");
        let place = named.map(|at| at + 1);
        let named = place.and_then(|at| self.out.get(at)).cloned();
        if let Some((at, growth)) = place.zip(named.as_ref().and_then(of_named)) {
            self.out[at] = growth;
            return Ok(());
        }
        let of_other = named.is_some_and(|named| {
            let table = self.package.table(&self.name);
            let found = table.and_then(|table| table.indicator_called(&named));
            found.is_some_and(|(_, _, found)| matches!(found.kind, Kind::Ratio | Kind::Stock))
        });
        if published.is_empty() || of_other {
            self.out.extend(["--as", "yoy"].map(str::to_owned));
            return Ok(());
        }
        let published = published.iter().map(|id| format!("-i {}", printable(id)));
        Err(Refusal::new(format!(
            "growth could mean two things here: write {} for growth as it is published, or `--as yoy` for the nominal change on the year before",
            quoted_list(published, "or")
        )))
    }
}

/// Whether the largest come first, where a word says which do.
pub(super) fn way(word: &str) -> Option<bool> {
    match word {
        "desc" | "descending" | "reverse" | "降序" => Some(true),
        "asc" | "ascending" | "升序" => Some(false),
        _ => None,
    }
}
