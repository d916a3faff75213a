//! The columns that name the indicator of each row.

use super::{Named, Roles, base};
use crate::order::InOrder;
use crate::source::attribute::What;
use crate::source::found::Finding;
use crate::source::headings;
use crate::source::places;
use crate::source::shape::body::{Body, are_codes};
use crate::source::shape::keys::Keys;
use crate::words::excerpt;

/// The most indicators that stand in the rows of one table.
const MOST_INDICATORS: usize = 400;

/// Whether a column is called as those that name indicators, and holds no places, as where it is called after what its rows are
/// of.
pub(super) fn names_indicators(body: &Body, column: usize) -> bool {
    headings::is_indicator(&body.columns[column].name)
        && !places::are_places(body.texts(column).each())
}

/// Whether one of these columns names all rows, and nothing else does: they are of its members then.
fn names_all_rows(body: &Body, roles: &Roles, base: &Keys, columns: &[usize]) -> bool {
    let names_all = |column: &usize| body.texts(*column).count() == body.len();
    let is_undated = roles.time.is_none() && !roles.figures.is_empty();
    roles.area.is_none() && is_undated && base.count < 2 && columns.iter().any(names_all)
}

/// Finds the columns that name the indicator of each row.
pub(super) fn find_indicator(
    body: &Body,
    open: &mut Vec<usize>,
    roles: &mut Roles,
    one_value: bool,
) {
    if !one_value {
        return;
    }
    let is_named = |column: &usize| {
        let heading = &body.columns[*column].name;
        names_indicators(body, *column)
            || headings::is_indicator_code(heading)
            || headings::normal(heading) == "value indicator"
    };
    let base = base(body, roles);
    let varies = |column: &usize| {
        (2..=MOST_INDICATORS).contains(&body.texts(*column).count())
            && !body.texts(*column).has_blanks()
    };
    let tells = |column: &usize| !base.determines(&body.texts(*column).of_row);
    let could_be = |column: &usize| is_named(column) && varies(column) && tells(column);
    let mut candidates: Vec<usize> = open.iter().copied().filter(could_be).collect();
    if names_all_rows(body, roles, &base, &candidates) {
        return;
    }
    leave_keys(body, &base, &mut candidates, open, roles);
    let key = candidates.iter().copied().max_by_key(|&column| {
        let texts = body.texts(column);
        // One that has names before one that has codes, of as many; what `hlj` itself calls so beside another `indicator`.
        (
            headings::normal(&body.columns[column].name) == "value indicator",
            texts.count(),
            !are_codes(texts.each()),
            std::cmp::Reverse(column),
        )
    });
    let Some(mut key) = key else {
        return;
    };
    // A code that says as much is the better id.
    let same = |a: usize, b: usize| body.determines(a, b) && body.determines(b, a);
    let code = open.iter().copied().find(|&column| {
        let heading = &body.columns[column].name;
        column != key
            && same(column, key)
            && are_codes(body.texts(column).each())
            && !headings::is_time(heading)
            && !headings::is_unit(heading)
            && headings::attribute(heading).is_none_or(|what| what == What::Code)
    });
    let mut names: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|&column| {
            body.determines(key, column)
                && headings::is_indicator(&body.columns[column].name)
                && !are_codes(body.texts(column).each())
        })
        .collect();
    names.order_by_key(|&column| std::cmp::Reverse(body.texts(column).count()));
    let name = names.first().copied().unwrap_or(key);
    let gone: Vec<usize> = open
        .iter()
        .copied()
        .filter(|&column| {
            column == key
                || (body.determines(key, column)
                    && body.texts(column).count() > 0
                    && (is_named(&column)
                        || headings::is_unit(&body.columns[column].name)
                        || headings::is_scale(&body.columns[column].name)
                        || same(column, key)
                            && headings::attribute(&body.columns[column].name)
                                .is_none_or(|what| what == What::Code)))
        })
        .collect();
    // Of a code of the unit and its name the name.
    let units = || {
        let units = gone.iter().copied();
        units.filter(|&column| headings::is_unit(&body.columns[column].name))
    };
    let is_name = |column: &usize| !are_codes(body.texts(*column).each());
    let unit = units().find(is_name).or_else(|| units().next());
    let scale = gone
        .iter()
        .copied()
        .find(|&column| headings::is_scale(&body.columns[column].name));
    if let Some(code) = code {
        key = code;
    }
    roles.findings.push(Finding::new(
        format!(
            "`{}` names the indicators",
            excerpt(&body.columns[name].name)
        ),
        "area and time do not name the rows without it",
        "",
    ));
    open.retain(|column| !gone.contains(column) && *column != key);
    roles.indicator = Some(Named {
        key,
        name,
        unit,
        scale,
    });
}

/// Leaves out of the candidates the codes of rows that are made of what the other columns tell, which name no indicator:
/// `Q:4T:N:628`.
fn leave_keys(
    body: &Body,
    base: &Keys,
    candidates: &mut Vec<usize>,
    open: &mut Vec<usize>,
    roles: &mut Roles,
) {
    let tells = |column: &usize| {
        let heading = &body.columns[*column].name;
        !candidates.contains(column)
            && !headings::is_indicator_code(heading)
            && headings::attribute(heading).is_none()
    };
    let told = open
        .iter()
        .filter(|column| tells(column))
        .fold(base.clone(), |keys, &column| {
            keys.with(&body.texts(column).of_row)
        });
    if body.len() < 2 || !told.is_unique() {
        return;
    }
    let is_key = |column: &usize| {
        let texts = body.texts(*column);
        // An indicator's id has no such parts.
        let is_made = |text: &str| text.contains([':', '.', '/', '|']);
        let named = headings::normal(&body.columns[*column].name) == "indicator";
        texts.count() == body.len()
            && are_codes(texts.each())
            && (!named || texts.each().all(is_made))
    };
    let keys: Vec<usize> = candidates.iter().copied().filter(is_key).collect();
    candidates.retain(|column| !keys.contains(column));
    open.retain(|column| !keys.contains(column));
    let of_rows = keys.into_iter().map(|column| (column, What::Code));
    roles.attributes.extend(of_rows);
}
