//! SDMX-JSON 1 and 2: dimensions and attributes with their codes and labels, and observations that name these by their
//! places in the lists. It is one file since keys, groups and attributes all go by the places of one list of components.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::table;
use crate::source::found::Found;
use crate::source::headings;
use crate::source::json::{Pairs, is_json, parse_as, unquoted};
use crate::source::{Grid, Input, Options, Reader, SourceError, decode, stem};
use crate::words::excerpt;

/// The reader of the format.
pub(in crate::source) const READER: Reader = Reader {
    name: "SDMX-JSON",
    sniff: |input| {
        let bytes = decode::letters(&input.bytes);
        let has = |word: &str| memchr::memmem::find(&bytes, word.as_bytes()).is_some();
        is_json(&bytes) && has("\"dataSets\"") && !has("\"dimension\"")
    },
    read,
};

type Raw<'t> = &'t RawValue;
type Object<'t> = Pairs<Raw<'t>>;

fn parse<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, String> {
    parse_as(text, "it is not as SDMX-JSON has it")
}

/// What an object holds under a name; nothing where it says `null`.
fn held<'t>(of: &Object<'t>, name: &str) -> Option<Raw<'t>> {
    of.get(name).copied().filter(|raw| raw.get() != "null")
}

/// An object or a list; an empty one where `null` stands for it.
fn all_of<'t, T: Deserialize<'t> + Default>(raw: Raw<'t>) -> Result<T, String> {
    let all: Option<T> = parse(raw.get())?;
    Ok(all.unwrap_or_default())
}

fn object<'t>(of: &Object<'t>, name: &str) -> Result<Object<'t>, String> {
    held(of, name).map_or(Ok(Pairs::default()), all_of)
}

fn list<'t>(of: &Object<'t>, name: &str) -> Result<Vec<Raw<'t>>, String> {
    held(of, name).map_or(Ok(Vec::new()), all_of)
}

fn text(of: &Object, name: &str) -> String {
    held(of, name).map_or_else(String::new, words)
}

/// A value in words: of several languages English or the first, of several values all.
fn words(raw: Raw) -> String {
    let text = raw.get();
    if text.starts_with('[') {
        let all: Vec<Raw> = parse(text).unwrap_or_default();
        let all: Vec<String> = all.into_iter().map(words).collect();
        return all.join("; ");
    }
    if text.starts_with('{') {
        let all: Object = parse(text).unwrap_or_default();
        let own = all.get("en").or(all.0.first().map(|(_, first)| first));
        return own.map_or_else(String::new, |raw| words(raw));
    }
    unquoted(text)
}

fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let name = stem(&input.name).to_owned();
    let text = decode::decode(input.bytes, options.encoding.as_deref().or(Some("utf-8")))?.text;
    let grids = grids(&name, &text).map_err(SourceError::Unreadable)?;
    let table = |(title, grid, parents): Told| {
        let mut found = table::table(grid, Vec::new(), options)?;
        if !title.is_empty() {
            found.resource["title"] = title.into();
        }
        table::add_parents(&mut found, &parents);
        Ok(found)
    };
    grids.into_iter().map(table).collect()
}

/// A grid, with its title before it and the codes of areas behind it that have a larger one around them, each with that of the
/// larger one.
type Told = (String, Grid, Vec<(String, String)>);

/// The observations of a message, a grid for each structure.
fn grids(name: &str, message: &str) -> Result<Vec<Told>, String> {
    let mut message: Object = parse(message)?;
    // What it holds since version 1.
    if let Some(data) = held(&message, "data") {
        message = parse(data.get())?;
    }
    let mut structures = list(&message, "structures")?;
    structures.extend(held(&message, "structure"));
    let sets = list(&message, "dataSets")?;
    let sets: Vec<Object> = sets
        .iter()
        .map(|set| all_of(set))
        .collect::<Result<_, _>>()?;
    let mut grids = Vec::new();
    for (at, structure) in structures.iter().enumerate() {
        let structure = all_of(structure)?;
        let is_own = |set: &&Object| text(set, "structure").parse().unwrap_or(0) == at;
        let sets: Vec<&Object> = sets.iter().filter(is_own).collect();
        let name = match structures.len() {
            1 => name.to_owned(),
            _ => format!("{name}-{}", at + 1),
        };
        let columns = Columns::of(&structure)?;
        let grid = columns.grid(&name, &sets)?;
        if grid.len() > 1 {
            let parents = columns.components.into_iter();
            let parents = parents.filter(|component| headings::area(&component.id) > 0);
            let parents = parents.flat_map(|component| component.parents).collect();
            grids.push((text(&structure, "name"), grid, parents));
        }
    }
    if grids.is_empty() {
        return Err(
            "it is SDMX-JSON without an observation; ask for more years or places".to_owned(),
        );
    }
    Ok(grids)
}

/// A dimension, an attribute or a measure.
struct Component {
    id: String,
    name: String,
    /// Codes with their labels.
    values: Vec<(String, String)>,
    /// Codes that lie in another one, with that.
    parents: Vec<(String, String)>,
    /// Whether codes have labels.
    is_labelled: bool,
}

impl Component {
    fn of(raw: Raw) -> Result<Component, String> {
        let own: Object = all_of(raw)?;
        let value = |raw: &Raw| {
            let value: Object = all_of(raw)?;
            let [id, name] = ["id", "name"].map(|key| text(&value, key));
            Ok::<_, String>(match (id.is_empty(), name.is_empty()) {
                (false, _) => (id, name),
                (true, false) => (name, String::new()),
                (true, true) => (text(&value, "value"), String::new()),
            })
        };
        let values = list(&own, "values")?;
        let parent = |raw: &Raw| {
            let value: Object = all_of(raw).ok()?;
            let parent = text(&value, "parent");
            (!parent.is_empty()).then(|| (text(&value, "id"), parent))
        };
        let parents = values.iter().filter_map(parent).collect();
        let values: Vec<(String, String)> = values.iter().map(value).collect::<Result<_, _>>()?;
        let id = text(&own, "id");
        Ok(Component {
            is_labelled: id != "TIME_PERIOD"
                && values
                    .iter()
                    .any(|(code, label)| !label.is_empty() && label != code),
            id,
            name: text(&own, "name"),
            parents,
            values,
        })
    }

    /// The value at a place.
    fn value(&self, place: usize) -> Result<String, String> {
        let (code, label) = self.values.get(place).ok_or_else(|| {
            format!(
                "an observation has the value {} of `{}`, which has {}; fetch it again",
                place + 1,
                excerpt(&self.id),
                self.values.len()
            )
        })?;
        Ok(match (self.is_labelled, label.as_str()) {
            (false, _) => code.clone(),
            (true, "") => format!("{code}: {code}"),
            (true, label) => format!("{code}: {label}"),
        })
    }
}

/// What is said once, of a series, of an observation or of all with some members, in the order of the columns.
const LEVELS: [(&str, &str); 8] = [
    ("dimensions", "dataSet"),
    ("dimensions", "series"),
    ("dimensions", "observation"),
    ("attributes", "dataSet"),
    ("attributes", "dimensionGroup"),
    ("attributes", "series"),
    ("attributes", "observation"),
    ("measures", "observation"),
];
const SERIES: usize = 1;
const OBSERVATION: usize = 2;
const OF_SET: usize = 3;
const OF_GROUP: usize = 4;
const OF_SERIES: usize = 5;
const OF_OBSERVATION: usize = 6;
const MEASURES: usize = 7;

/// The columns of a grid, each level behind the one before.
struct Columns {
    components: Vec<Component>,
    /// Where each level begins.
    begins: [usize; LEVELS.len()],
}

impl Columns {
    fn of(structure: &Object) -> Result<Columns, String> {
        let mut components = Vec::new();
        let mut begins = [0; LEVELS.len()];
        for ((kind, level), begin) in LEVELS.iter().zip(&mut begins) {
            *begin = components.len();
            for component in list(&object(structure, kind)?, level)? {
                components.push(Component::of(component)?);
            }
        }
        Ok(Columns { components, begins })
    }

    /// How many columns there are.
    fn width(&self) -> usize {
        self.components.len().max(self.begins[MEASURES] + 1)
    }

    fn headings(&self) -> Vec<String> {
        let heading = |component: &Component| match component.name.as_str() {
            name if component.is_labelled && !name.is_empty() => {
                format!("{}: {name}", component.id)
            }
            _ => component.id.clone(),
        };
        let mut headings: Vec<String> = self.components.iter().map(heading).collect();
        if headings.len() < self.width() {
            headings.push("OBS_VALUE".to_owned());
        }
        headings
    }

    /// Puts the members of a level in their columns, of which a key tells the places: `0:3`.
    fn put(&self, level: usize, key: &str, cells: &mut [String]) -> Result<(), String> {
        let columns = self.begins[level]..self.begins[level + 1];
        for (column, place) in columns.zip(key.split(':')) {
            let place = place.parse().map_err(|_| {
                format!(
                    "`{}` is no key of an observation; fetch it again",
                    excerpt(key)
                )
            })?;
            cells[column] = self.components[column].value(place)?;
        }
        Ok(())
    }

    /// Puts the values of attributes of a level in their columns, each its place in a list or itself.
    fn say(&self, level: usize, values: &[Raw], cells: &mut [String]) -> Result<(), String> {
        let columns = self.begins[level]..self.begins[level + 1];
        let values = values.iter().map(|raw| (raw, words(raw)));
        for (column, (raw, words)) in columns.zip(values) {
            let component = &self.components[column];
            match raw.get().parse() {
                Ok(place) if !component.values.is_empty() => {
                    cells[column] = component.value(place)?;
                }
                _ if words.is_empty() => {}
                _ => cells[column] = words,
            }
        }
        Ok(())
    }

    fn grid(&self, name: &str, sets: &[&Object]) -> Result<Grid, String> {
        let mut headings = self.headings();
        let deletes = |set: &Object| text(set, "action") == "Delete";
        let action = headings.len();
        if sets.iter().any(|set| deletes(set)) {
            headings.push("ACTION".to_owned());
        }
        let mut grid = Grid::named(name, headings.iter().map(String::as_str));
        grid.decimal = Some('.');
        for set in sets {
            let mut cells = vec![String::new(); headings.len()];
            if deletes(set) {
                "D".clone_into(&mut cells[action]);
            }
            for (cell, component) in cells
                .iter_mut()
                .zip(&self.components[..self.begins[SERIES]])
            {
                *cell = component.value(0)?;
            }
            self.say(OF_SET, &list(set, "attributes")?, &mut cells)?;
            let groups = self.groups(set)?;
            self.observe(&mut grid, "", set, &groups, &cells)?;
            for (key, series) in &object(set, "series")?.0 {
                let series: Object = all_of(series)?;
                let mut cells = cells.clone();
                self.put(SERIES, key, &mut cells)?;
                self.say(OF_SERIES, &list(&series, "attributes")?, &mut cells)?;
                self.observe(&mut grid, key, &series, &groups, &cells)?;
            }
        }
        Ok(grid)
    }

    /// Adds a row for each observation of a series, or of a set without series.
    fn observe(
        &self,
        grid: &mut Grid,
        series: &str,
        of: &Object,
        groups: &[Group],
        before: &[String],
    ) -> Result<(), String> {
        let measures = self.width() - self.begins[MEASURES];
        for (key, values) in &object(of, "observations")?.0 {
            let mut cells = before.to_vec();
            self.put(OBSERVATION, key, &mut cells)?;
            let of_set = std::iter::repeat_n("0", self.begins[SERIES]);
            let own = series.split(':').chain(key.split(':'));
            let own = own.filter(|place| !place.is_empty());
            let whole: Vec<&str> = of_set.chain(own).collect();
            for said in groups.iter().filter_map(|group| group.said_of(&whole)) {
                self.say(OF_GROUP, said, &mut cells)?;
            }
            let values: Vec<Raw> = all_of(values)?;
            // A key alone says nothing, where it does not say what is to be deleted.
            if values.is_empty() && before.len() == self.width() {
                continue;
            }
            let (own, said) = values.split_at(values.len().min(measures));
            for (cell, value) in cells[self.begins[MEASURES]..].iter_mut().zip(own) {
                *cell = unquoted(value.get());
            }
            self.say(OF_OBSERVATION, said, &mut cells)?;
            if !grid.push(grid.len() as u64 + 1, cells.iter().map(String::as_str)) {
                return Err("it is longer than 4 GB; ask for a part of it".to_owned());
            }
        }
        Ok(())
    }

    /// What is said of groups of observations: those of the same dimensions together.
    fn groups<'t>(&self, set: &Object<'t>) -> Result<Vec<Group<'t>>, String> {
        let mut groups: Vec<Group> = Vec::new();
        for (key, said) in object(set, "dimensionGroupAttributes")?.0 {
            let places: Vec<&str> = key.split(':').collect();
            let is_told = |at: &usize| !places[*at].is_empty();
            let told: Vec<usize> = (0..places.len()).filter(is_told).collect();
            // Some leave out the dimensions that all observations have the same member of.
            let dimensions = self.begins[OF_SET];
            let left_out = match places.len() {
                all if all == dimensions => 0,
                _ => self.begins[SERIES],
            };
            let slots: Vec<usize> = told.iter().map(|at| at + left_out).collect();
            if slots.last().is_some_and(|last| *last >= dimensions) {
                return Err(format!(
                    "`{}` has more dimensions than its observations; fetch it again",
                    excerpt(&key)
                ));
            }
            let places = told.iter().map(|at| places[*at].to_owned()).collect();
            let said: Vec<Raw> = all_of(said)?;
            match groups.iter_mut().find(|group| group.slots == slots) {
                Some(group) => {
                    group.said.insert(places, said);
                }
                None => groups.push(Group {
                    slots,
                    said: BTreeMap::from([(places, said)]),
                }),
            }
        }
        Ok(groups)
    }
}

/// What is said of all observations that have the same places in some dimensions.
struct Group<'t> {
    slots: Vec<usize>,
    said: BTreeMap<Vec<String>, Vec<Raw<'t>>>,
}

impl<'t> Group<'t> {
    fn said_of(&self, key: &[&str]) -> Option<&[Raw<'t>]> {
        let places = self.slots.iter().map(|at| key.get(*at));
        let places: Option<Vec<String>> = places
            .map(|place| place.map(|place| (*place).to_owned()))
            .collect();
        self.said.get(&places?).map(Vec::as_slice)
    }
}
