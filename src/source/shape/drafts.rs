//! What the indicators of a table are called: names, titles, units, whether their figures can be added. It is one file since what
//! each is not called by its own name another tells.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::body::{Body, are_codes};
use super::heads::Heads;
use super::roles::{Roles, is_own_long};
use crate::source::attribute::What;
use crate::source::headings;
use crate::source::layout::Layout;
use crate::source::numeral::Format;
use crate::source::units;

/// An indicator to be.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// The name of its column.
    pub(super) name: String,
    /// Its id, where that is not made of the name.
    pub(super) id: Option<String>,
    pub(super) title: String,
    pub(super) unit: Option<String>,
    pub(super) description: Option<String>,
    /// How its numbers are written.
    pub(super) format: Format,
    /// Whether its figures are years that are said of something.
    pub(super) years: bool,
}

impl Draft {
    /// The id by which it is asked for.
    pub(super) fn id(&self) -> String {
        self.id
            .clone()
            .unwrap_or_else(|| self.name.replace('_', "-"))
    }

    /// The field that describes it.
    pub(super) fn field(&self) -> Value {
        let type_ = if self.years { "year" } else { "number" };
        let mut field = json!({ "name": self.name, "type": type_, "role": "indicator" });
        if let Some(id) = &self.id {
            field["id"] = id.as_str().into();
        }
        if self.title != self.name {
            field["title"] = self.title.as_str().into();
        }
        if let Some(unit) = &self.unit {
            field["unit"] = unit.as_str().into();
        }
        if let Some(description) = &self.description {
            field["description"] = description.as_str().into();
        }
        if let Some(why) =
            units::does_not_add(&self.title, self.unit.as_deref()).filter(|_| !self.years)
        {
            field["combine"] = json!({ "rule": "none", "reason": format!("it {why}") });
        }
        field
    }
}

/// The indicators of a table: of the stems of its header, of its columns of figures, or of what its rows name. What
/// names the rows' indicators goes first.
pub(super) fn find(body: &Body, heads: &Heads, roles: &Roles, layout: &Layout) -> Vec<Draft> {
    let mut drafts = if roles.indicator.is_some() {
        of_rows(body, heads, roles)
    } else if heads.values.is_empty() {
        let of_column = |&column: &usize| of_column(body, column, roles, layout);
        roles.figures.iter().map(of_column).collect()
    } else {
        let stems = heads.stems.iter().enumerate();
        let of_stem = |(stem, name): (usize, &String)| {
            let first = heads.values.iter().find(|value| value.stem == stem);
            let column = first.map_or(0, |value| value.column);
            let mut draft = if name.is_empty() {
                let mut draft = of_table(body, roles, layout);
                let (title, unit) = units::split(&heads.shared);
                if draft.title == "value" && !title.is_empty() {
                    title.clone_into(&mut draft.title);
                }
                draft.unit = unit.map(str::to_owned).or(draft.unit);
                draft
            } else {
                named(name)
            };
            draft.format = body.columns[column].format;
            let heading = body.columns[column].heading;
            draft.unit = heading
                .unit
                .clone()
                .or(draft.unit)
                .or_else(|| money(body, column));
            draft
        };
        stems.map(of_stem).collect()
    };
    let only = drafts.len() == 1;
    for draft in &mut drafts {
        if draft.unit.is_none() && (only || !roles.figures.is_empty()) {
            let of_rows = roles.unit.map(|unit| body.texts(unit));
            let constant = of_rows.filter(|texts| texts.is_constant());
            let constant = constant.and_then(|texts| texts.each().next().map(str::to_owned));
            draft.unit = match constant.filter(|unit| !unit.is_empty()) {
                Some(unit) => Some(match scale_of_all(body) {
                    Some(scale) => format!("{unit}, {scale}"),
                    None => unit,
                }),
                None => layout
                    .unit
                    .clone()
                    .filter(|unit| units::is_unit_of(unit, &draft.name)),
            };
        }
        let unit = draft.unit.take();
        draft.unit = unit.map(|unit| units::scaled(unit, layout.unit.as_deref()));
    }
    distinct(&mut drafts);
    drafts
}

/// The power of ten that a text tells in words, or as its exponent; none of units themselves.
fn scale_of(text: &str) -> Option<&str> {
    match text {
        "" | "0" | "Units" => None,
        "3" => Some("thousands"),
        "6" => Some("millions"),
        "9" => Some("billions"),
        text => text.parse::<f64>().is_err().then_some(text),
    }
}

/// The power of ten of all figures, where a column tells one.
fn scale_of_all<'b>(body: &'b Body) -> Option<&'b str> {
    let tells = |&column: &usize| {
        headings::is_scale(&body.columns[column].name) && body.texts(column).is_constant()
    };
    (0..body.columns.len())
        .filter(tells)
        .find_map(|column| scale_of(body.texts(column).each().next()?))
}

/// An indicator of this name, a unit in brackets taken off its title.
fn named(name: &str) -> Draft {
    let (title, unit) = units::split(name);
    Draft {
        name: name.to_owned(),
        title: title.to_owned(),
        unit: unit.map(str::to_owned),
        ..Draft::default()
    }
}

/// The indicator of a column of figures.
fn of_column(body: &Body, column: usize, roles: &Roles, layout: &Layout) -> Draft {
    let heading = body.columns[column].heading;
    let name = &body.columns[column].name;
    let mut draft = named(if name.is_empty() { "value" } else { name });
    // Levels of headings above the name.
    let mut above: Vec<&str> = heading
        .above
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty() && part != name)
        .collect();
    above.dedup();
    let alike = roles
        .figures
        .iter()
        .any(|&other| other != column && body.columns[other].name == *name);
    if alike && !above.is_empty() {
        let name = Some(name.as_str()).filter(|name| !name.is_empty());
        let parts: Vec<&str> = above.iter().copied().chain(name).collect();
        draft = named(&parts.join(", "));
    } else {
        let titles = above.iter().filter(|text| !units::is_short(text));
        let titles = titles.map(|text| units::split(text).0);
        let titles: Vec<&str> = titles.chain([draft.title.as_str()]).collect();
        draft.title = titles.join(", ");
    }
    if let Some(label) = &heading.label {
        let (title, unit) = units::split(label);
        title.clone_into(&mut draft.title);
        draft.unit = draft.unit.or_else(|| unit.map(str::to_owned));
    }
    if roles.figures.len() == 1 && headings::is_value(name) && heading.label.is_none() {
        let of_table = of_table(body, roles, layout);
        draft.id = of_table.id;
        // What the program calls an indicator in a file, it calls so when it reads it.
        if is_own_long(body) && of_table.name != "value" {
            draft.id = Some(of_table.name);
        }
        // A column of units says it before the brackets of a title do.
        draft.unit = draft
            .unit
            .or(of_table.unit.filter(|_| roles.unit.is_none()));
        if of_table.title != "value" {
            draft.title = of_table.title;
        }
    }
    draft.unit = heading
        .unit
        .clone()
        .or(draft.unit)
        .or_else(|| money(body, column));
    draft.format = body.columns[column].format;
    draft.years = are_years(body, column, roles);
    draft
}

/// The sign that stands at all figures of a column: `$`, `%`.
fn money(body: &Body, column: usize) -> Option<String> {
    let tally = &body.columns[column].tally;
    let figures = tally.figures();
    if figures > 0 && tally.percent == figures {
        return Some("%".to_owned());
    }
    (tally.money * 2 > figures && !tally.currency.is_empty()).then(|| tally.currency.clone())
}

/// Whether the figures of a column are years that are said of something: the same for an area whatever the time, or in a
/// column that is called after what happened in them.
fn are_years(body: &Body, column: usize, roles: &Roles) -> bool {
    let Some(area) = roles.area else {
        return false;
    };
    let is_named = headings::is_event(&body.columns[column].name);
    let texts = body.texts(column);
    let is_year = |text: &str| {
        text.len() == 4
            && text
                .parse::<i64>()
                .is_ok_and(|year| (1000..2200).contains(&year))
    };
    let is_known = || roles.time.is_some() && body.texts(area).count() < body.len();
    texts.count() > 0
        && texts.each().all(is_year)
        && body.determines(area, column)
        && (is_named || is_known())
}

/// The one indicator of a table whose figures have no name of their own: what a column that does not vary calls it, or
/// the title.
fn of_table(body: &Body, roles: &Roles, layout: &Layout) -> Draft {
    let constant = |wanted: fn(&str) -> bool, fits: fn(&str) -> bool| {
        roles.attributes.iter().find_map(|&(column, what)| {
            let texts = body.texts(column);
            let is_one =
                what == What::Other && wanted(&body.columns[column].name) && texts.is_constant();
            let text = is_one.then(|| texts.each().next()).flatten();
            text.filter(|text| fits(text))
        })
    };
    // Of a code and a name that are called alike the name: `INDICATOR` beside `Indicator`.
    let name = constant(headings::is_indicator, |text| {
        !are_codes(std::iter::once(text))
    });
    let code = constant(headings::is_indicator_code, is_id)
        .or_else(|| constant(headings::is_indicator, is_id));
    // A column of units says them before the brackets of a title do.
    let split = |text: &str| match (roles.unit, units::split(text)) {
        (None, (title, unit)) => (title.to_owned(), unit.map(str::to_owned)),
        (Some(_), _) => (text.to_owned(), None),
    };
    let called = |text: &str| {
        let (title, unit) = split(text);
        Draft {
            name: text.to_owned(),
            title,
            unit,
            ..Draft::default()
        }
    };
    let mut draft = match (name, code, &layout.title) {
        (Some(text), ..) => called(text),
        (None, Some(code), _) => named(code),
        (None, None, Some(title)) => {
            let (title, unit) = split(title);
            Draft {
                name: "value".to_owned(),
                title,
                unit,
                ..Draft::default()
            }
        }
        _ => named("value"),
    };
    draft.id = code.filter(|code| *code != draft.name).map(str::to_owned);
    draft
}

/// Whether a code can be typed as an id.
fn is_id(code: &str) -> bool {
    code.starts_with(|c: char| c.is_ascii_alphabetic())
        && code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
        && code.len() <= 40
}

/// The indicators that rows name, in the order in which they first come.
fn of_rows(body: &Body, heads: &Heads, roles: &Roles) -> Vec<Draft> {
    let Some(named_) = &roles.indicator else {
        return Vec::new();
    };
    let keys = body.texts(named_.key);
    let columns: Vec<usize> = match heads.values.as_slice() {
        [] => roles.figures.clone(),
        values => values.iter().map(|value| value.column).collect(),
    };
    let format = columns
        .first()
        .map(|&column| body.columns[column].format)
        .unwrap_or_default();
    let text = |column: usize, row: usize| {
        body.texts(column).distinct[body.texts(column).of_row[row] as usize]
    };
    let mut drafts: Vec<Draft> = Vec::new();
    for code in 1..keys.distinct.len() {
        let row = keys
            .of_row
            .iter()
            .position(|own| *own as usize == code)
            .unwrap_or(0);
        let mut draft = named(text(named_.name, row));
        let unit = named_
            .unit
            .map(|unit| text(unit, row))
            .filter(|unit| !unit.is_empty());
        let scale = named_.scale.and_then(|scale| scale_of(text(scale, row)));
        draft.unit = match (unit, scale) {
            (Some(unit), Some(scale)) => Some(format!("{unit}, {scale}")),
            (Some(unit), None) => Some(unit.to_owned()),
            (None, Some(scale)) => draft.unit.or(Some(scale.to_owned())),
            (None, None) => draft.unit,
        };
        let id = keys.distinct[code];
        if is_id(id) && (id != draft.name || is_constant_name(id)) {
            draft.id = Some(id.to_owned());
        }
        draft.format = format;
        let notes = roles.attributes.iter().filter(|(column, what)| {
            matches!(what, What::Note | What::Other)
                && body.determines(named_.key, *column)
                && !body.texts(*column).is_constant()
        });
        let notes: Vec<&str> = notes
            .filter(|(column, _)| {
                headings::attribute(&body.columns[*column].name) == Some(What::Note)
            })
            .map(|(column, _)| text(*column, row))
            .filter(|note| !note.is_empty())
            .collect();
        draft.description = (!notes.is_empty()).then(|| notes.join(" "));
        drafts.push(draft);
    }
    // Where several have one name, the unit tells them apart, else the code.
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<String> = drafts
        .iter()
        .filter(|draft| !seen.insert(draft.name.clone()))
        .map(|draft| draft.name.clone())
        .collect();
    for (draft, code) in drafts.iter_mut().zip(1..) {
        if twice.contains(&draft.name) {
            match &draft.id {
                Some(id) => draft.name.clone_from(id),
                None => {
                    draft.name = match &draft.unit {
                        Some(unit) => format!("{} ({unit})", draft.name),
                        None => format!("{} {}", draft.name, keys.distinct[code]),
                    }
                }
            }
            if draft.id.as_ref() == Some(&draft.name) && !is_constant_name(&draft.name) {
                draft.id = None;
            }
        }
    }
    drafts
}

/// Whether an id has capitals and underscores, and is known as it is written: `NGDP_R`.
fn is_constant_name(id: &str) -> bool {
    id.contains('_') && !id.contains(char::is_lowercase)
}

/// Gives indicators of one name or id numbers.
fn distinct(drafts: &mut [Draft]) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for draft in drafts {
        let name = draft.name.clone();
        let mut number = 2;
        let taken = |draft: &Draft, seen: &BTreeSet<String>| {
            seen.contains(&draft.name) || seen.contains(&draft.id())
        };
        if taken(draft, &seen) && draft.id.is_some() {
            draft.id = None;
        }
        while taken(draft, &seen) {
            draft.name = format!("{name} ({number})");
            number += 1;
        }
        seen.insert(draft.name.clone());
        seen.insert(draft.id());
    }
}
