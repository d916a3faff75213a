//! SDMX-ML 2.0, 2.1 and 3.0: messages of data in XML, whether observations name what they are of by elements (generic)
//! or by attributes (of a structure; compact), in series or flat.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::structure::Structure;
use super::table;
use crate::source::found::{Finding, Found};
use crate::source::headings;
use crate::source::xml::{attributes, events};
use crate::source::{Grid, Input, Options, Reader, SourceError, decode, stem};
use crate::words::excerpt;

/// The reader of the format.
pub(in crate::source) const READER: Reader = Reader {
    name: "SDMX-ML",
    sniff: |input| {
        let bytes = decode::letters(&input.bytes);
        let head = &bytes[..bytes.len().min(1 << 16)];
        let has = |word: &[u8]| memchr::memmem::find(head, word).is_some();
        head.starts_with(b"<")
            && (has(b"www.sdmx.org/resources/sdmxml") || has(b"www.SDMX.org/resources/SDMXML"))
    },
    read,
};

fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    described(input, options, &Structure::default())
}

/// The table of a message whose codes have their meaning from this structure, in the file of this name.
///
/// # Errors
/// If there is none, or if it has to be asked what is meant.
pub(in crate::source) fn read_described(
    input: Input,
    options: &Options,
    structure: &Structure,
    by: &str,
) -> Result<Vec<Found>, SourceError> {
    let mut found = described(input, options, structure)?;
    let told = Finding::new(
        format!("`{}` tells what the codes mean", excerpt(by)),
        "it lies beside the figures",
        "",
    );
    for table in &mut found {
        table.findings.insert(0, told.clone());
    }
    Ok(found)
}

fn described(
    input: Input,
    options: &Options,
    structure: &Structure,
) -> Result<Vec<Found>, SourceError> {
    let name = stem(&input.name).to_owned();
    let text = decode::decode(input.bytes, options.encoding.as_deref())?.text;
    let (grid, parents) = grid(&name, &text, structure).map_err(SourceError::Unreadable)?;
    let mut found = table::table(grid, Vec::new(), options)?;
    table::add_parents(&mut found, &parents);
    Ok(vec![found])
}

/// What is said of an observation or of some: ids with values.
type Said = Vec<(String, String)>;

/// The observations of a message, under all ids that are said of some; and the codes of areas that lie in another one, with
/// that.
fn grid(name: &str, text: &str, structure: &Structure) -> Result<(Grid, Said), String> {
    let mut columns = Columns::default();
    let mut count = 0_u64;
    let first = walk(text, &mut |_, said| {
        count += 1;
        columns.extend(said);
    })?;
    if count == 0 || first.is_of_sections {
        return Err(first.why_none());
    }
    let groups = Groups::of(first.groups, &columns);
    for said in groups.0.iter().flat_map(|(_, said)| said.values()) {
        columns.extend(said);
    }
    let headings: Vec<String> = columns.ids.iter().map(|id| structure.heading(id)).collect();
    let mut grid = Grid::named(name, headings.iter().map(String::as_str));
    grid.decimal = Some('.');
    let mut fits = true;
    walk(text, &mut |line, said| {
        let mut cells = vec![String::new(); columns.ids.len()];
        let of_groups = groups.said_of(said);
        for (id, value) in of_groups.into_iter().flatten().chain(said) {
            cells[columns.places[id]] = structure.cell(id, value);
        }
        fits &= grid.push(line, cells.iter().map(String::as_str));
    })?;
    let names_areas = |id: &&String| headings::area(id).max(headings::area(structure.name(id))) > 0;
    let areas = columns.ids.iter().filter(names_areas);
    let parents = areas.flat_map(|id| structure.parents(id)).collect();
    if fits {
        Ok((grid, parents))
    } else {
        Err("it is longer than 4 GB; ask for a part of it".to_owned())
    }
}

/// The ids that are said of observations, in the order in which they come.
#[derive(Default)]
struct Columns {
    ids: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Columns {
    fn extend(&mut self, said: &Said) {
        for (id, _) in said {
            if !self.places.contains_key(id) {
                self.places.insert(id.clone(), self.ids.len());
                self.ids.push(id.clone());
            }
        }
    }
}

/// What is said of observations with these members.
type OfMembers = BTreeMap<Vec<String>, Said>;

/// What is said of all observations with the same members in some dimensions: for each set of dimensions by these members.
struct Groups(Vec<(Vec<String>, OfMembers)>);

impl Groups {
    /// Of what a group says at once, what observations say too is its key.
    fn of(groups: Vec<(Said, Said)>, columns: &Columns) -> Groups {
        let mut all: Vec<(Vec<String>, OfMembers)> = Vec::new();
        for (key, said) in groups {
            let is_key = |(id, _): &(String, String)| columns.places.contains_key(id);
            let (key, said) = if said.is_empty() {
                key.into_iter().partition(is_key)
            } else {
                (key, said)
            };
            if key.is_empty() {
                continue;
            }
            let (ids, members): (Vec<String>, Vec<String>) = key.into_iter().unzip();
            let at = all.iter().position(|(own, _)| *own == ids);
            let at = at.unwrap_or_else(|| {
                all.push((ids, BTreeMap::new()));
                all.len() - 1
            });
            all[at].1.entry(members).or_default().extend(said);
        }
        Groups(all)
    }

    /// What is said of the groups of an observation.
    fn said_of(&self, observation: &Said) -> Vec<&Said> {
        let own = |id: &String| {
            let mut found = observation.iter().rev().filter(|(own, _)| own == id);
            found.next().map(|(_, member)| member.clone())
        };
        let of_each = self.0.iter().filter_map(|(ids, said)| {
            let members: Vec<String> = ids.iter().map(own).collect::<Option<_>>()?;
            said.get(&members)
        });
        of_each.collect()
    }
}

/// Where in a message one is.
#[derive(Default)]
struct Message {
    /// The open elements, without their prefixes.
    path: Vec<String>,
    /// The dimension that observations of a series differ in.
    at_observation: String,
    of_set: Said,
    /// The key of a group and what is said of it; in one where nothing parts them.
    of_group: (Said, Said),
    of_series: Said,
    of_observation: Said,
    /// What is said of all observations with some members.
    groups: Vec<(Said, Said)>,
    /// What the message says instead of data.
    remark: String,
    is_of_sections: bool,
    describes: bool,
}

/// Goes through a message: each observation is given with its line and what is said of it, of its series and of its set.
fn walk(text: &str, each: &mut dyn FnMut(u64, &Said)) -> Result<Message, String> {
    let mut message = Message::default();
    events(text, &mut |line, event| {
        match event {
            Event::Start(element) => message.begin(&element)?,
            Event::End(_) => message.end(line, each),
            Event::Text(text) => message.text(&text),
            _ => {}
        }
        Ok(())
    })?;
    Ok(message)
}

impl Message {
    fn begin(&mut self, element: &BytesStart) -> Result<(), String> {
        let name = element.local_name().as_ref().to_owned();
        let mut told: Said = Vec::new();
        let mut own_type = None;
        for (key, value) in attributes(element)? {
            if key == "xsi:type" {
                let local = value.rsplit(':').next().unwrap_or_default();
                own_type = Some(local.to_owned()).filter(|local| !local.ends_with("Type"));
            } else if !key.contains(':') && key != "xmlns" {
                told.push((key, value));
            }
        }
        let get = |wanted: &str| {
            let mut found = told.iter().filter(|(key, _)| key == wanted);
            found.next().map(|(_, value)| value.clone())
        };
        let parent = self.path.last().map_or("", String::as_str);
        if parent.is_empty() {
            let kinds = ["Query", "Metadata", "Registry"];
            self.describes = name == "Structure" || kinds.iter().any(|kind| name.contains(kind));
        }
        match name.as_str() {
            "Structure" if self.at_observation.is_empty() => {
                self.at_observation = get("dimensionAtObservation").unwrap_or_default();
            }
            "DataSet" => {
                self.of_series.clear();
                self.of_set = only_ids(&told);
                if get("action").is_some_and(|action| action == "Delete") {
                    self.of_set.push(("ACTION".to_owned(), "D".to_owned()));
                }
            }
            "Series" => self.of_series = told,
            "Obs" => {
                self.of_observation = told;
                // Where the observations of a series are of several measures, each is of the type of its own.
                if let (Some(own), Some(id)) = (own_type, self.differing()) {
                    self.of_observation.push((id.to_owned(), own));
                }
            }
            "Section" => self.is_of_sections = true,
            // A group is called after what it is of.
            "Group" => {
                let is_dimension = |(key, _): &(String, String)| key != "type";
                self.of_group.0 = told.into_iter().filter(is_dimension).collect();
            }
            _ if parent == "DataSet" => self.of_group.0 = told,
            "Value" => {
                if let (Some(id), Some(value)) =
                    (get("id").or_else(|| get("concept")), get("value"))
                {
                    self.say(id, value);
                }
            }
            "ObsDimension" => {
                let own = self.differing().unwrap_or("TIME_PERIOD").to_owned();
                let id = get("id").unwrap_or(own);
                self.of_observation
                    .push((id, get("value").unwrap_or_default()));
            }
            "ObsValue" => {
                let value = get("value").unwrap_or_default();
                self.of_observation.push(("OBS_VALUE".to_owned(), value));
            }
            _ => {}
        }
        self.path.push(name);
        Ok(())
    }

    /// The dimension that the observations of a series differ in, where it is not the time.
    fn differing(&self) -> Option<&str> {
        let id = self.at_observation.as_str();
        (!["", "AllDimensions", "TIME_PERIOD"].contains(&id)).then_some(id)
    }

    /// Adds what is said where one is.
    fn say(&mut self, id: String, value: String) {
        let is_open = |name: &str| self.path.iter().any(|open| open == name);
        let of = if is_open("Obs") {
            &mut self.of_observation
        } else if is_open("Series") {
            &mut self.of_series
        } else if is_open("GroupKey") {
            &mut self.of_group.0
        } else if is_open("Group") {
            &mut self.of_group.1
        } else {
            &mut self.of_set
        };
        of.push((id, value));
    }

    fn text(&mut self, text: &str) {
        match self.path.last().map(String::as_str) {
            Some("Time") if self.path.iter().any(|open| open == "Obs") => {
                let value = text.trim().to_owned();
                self.of_observation.push(("TIME_PERIOD".to_owned(), value));
            }
            Some("Text") if self.remark.is_empty() => text.trim().clone_into(&mut self.remark),
            _ => {}
        }
    }

    fn end(&mut self, line: u64, each: &mut dyn FnMut(u64, &Said)) {
        let Some(name) = self.path.pop() else {
            return;
        };
        match name.as_str() {
            "Obs" => {
                let of = [&self.of_set, &self.of_series, &self.of_observation];
                let mut said: Said = of.into_iter().flatten().cloned().collect();
                for (id, _) in &mut said {
                    // As version 2.0 has it.
                    if id == "TIME" {
                        "TIME_PERIOD".clone_into(id);
                    }
                }
                each(line, &said);
            }
            "Series" => self.of_series.clear(),
            _ if !self.of_group.0.is_empty()
                && self.path.last().is_some_and(|open| open == "DataSet") =>
            {
                self.groups.push(std::mem::take(&mut self.of_group));
            }
            _ => {}
        }
    }

    /// Why no observation of the message is read.
    fn why_none(&self) -> String {
        if self.is_of_sections {
            return "it is SDMX-ML of cross-sections, which is not read; fetch the same table as SDMX-CSV or as generic SDMX-ML".to_owned();
        }
        if self.describes {
            return "it is SDMX-ML that describes tables and holds no figures; fetch the data that it describes".to_owned();
        }
        match self.remark.as_str() {
            "" => "it is SDMX-ML without an observation; ask for more years or places".to_owned(),
            remark => format!(
                "it is SDMX-ML without an observation, and says `{}`; fetch it again",
                excerpt(remark)
            ),
        }
    }
}

/// What is called as a concept is, in capitals: other attributes say how a set of data is to be taken.
fn only_ids(told: &Said) -> Said {
    let is_id = |id: &str| {
        id.starts_with(|c: char| c.is_ascii_uppercase())
            && !id.contains(|c: char| c.is_ascii_lowercase())
    };
    told.iter().filter(|(id, _)| is_id(id)).cloned().collect()
}
