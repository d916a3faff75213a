//! What the columns are that are neither area, time, indicator nor figures.

use super::{Roles, base, holds_figures, is_other};
use crate::order::InOrder;
use crate::source::attribute::What;
use crate::source::found::Finding;
use crate::source::headings;
use crate::source::layout::is_figure;
use crate::source::periods;
use crate::source::places;
use crate::source::shape::body::{Body, are_codes};
use crate::source::shape::keys::Keys;
use crate::words::excerpt;

/// The most sets that areas are grouped into by a column.
const MOST_GROUPS: usize = 60;

/// What the columns are that are left: attributes by their names, what area and time tell anyway, and dimensions.
pub(super) fn rest(body: &Body, open: Vec<usize>, roles: &mut Roles) {
    let mut base = base(body, roles);
    let mut candidates: Vec<usize> = Vec::new();
    let mut unit = None;
    for column in open {
        let heading = &body.columns[column].name;
        let texts = body.texts(column);
        let twin =
            unit.filter(|&known| body.determines(known, column) && body.determines(column, known));
        if headings::is_unit(heading) && unit.is_none() {
            unit = Some(column);
        } else if let Some(known) = twin.filter(|_| headings::is_unit(heading)) {
            // Of codes of units and their names the names.
            let (name, code) = if are_codes(body.texts(known).each()) {
                (column, known)
            } else {
                (known, column)
            };
            unit = Some(name);
            roles.attributes.push((code, What::Code));
        } else if let Some(what) = headings::attribute(heading) {
            roles.attributes.push((column, what));
        } else if says_of_rows(body, roles, column) {
            roles.attributes.push((column, What::Other));
        } else if roles.area.is_some_and(|area| body.determines(area, column)) {
            roles.attributes.push((column, What::Other));
            if texts.count() <= MOST_GROUPS
                && texts.count() * 2 <= body.texts(roles.area.unwrap_or(0)).count() + 1
            {
                roles.area_groups.push(column);
            }
        } else if headings::is_code(heading)
            && !base.is_unique()
            && candidates
                .iter()
                .any(|&other| body.determines(other, column))
        {
            candidates.push(column);
        } else if base.determines(&texts.of_row) || texts.has_blanks() {
            // What is not given for every row names none.
            roles.attributes.push((column, What::Other));
        } else {
            candidates.push(column);
        }
    }
    leave_figures(body, &base, &mut candidates, roles);
    // One of two that say the same is the code of the other; what another one tells is no dimension.
    let same = |a: usize, b: usize| body.determines(a, b) && body.determines(b, a);
    let mut kept: Vec<usize> = Vec::new();
    for &column in &candidates {
        let twin = kept.iter().copied().find(|&other| same(other, column));
        match twin {
            Some(other)
                if are_codes(body.texts(other).each()) && !are_codes(body.texts(column).each()) =>
            {
                kept.retain(|known| *known != other);
                kept.push(column);
                roles.codes.push((other, column));
            }
            Some(other) => roles.codes.push((column, other)),
            None => kept.push(column),
        }
    }
    let told: Vec<usize> = kept
        .iter()
        .copied()
        .filter(|&column| {
            kept.iter()
                .any(|&other| other != column && body.determines(other, column))
        })
        .collect();
    kept.retain(|column| !told.contains(column));
    roles
        .attributes
        .extend(told.into_iter().map(|column| (column, What::Other)));
    // The ends of a period, which the other dimensions tell together, are none.
    for column in kept.clone() {
        let others = kept.iter().filter(|other| **other != column);
        let keys = others.fold(base.clone(), |keys, &other| {
            keys.with(&body.texts(other).of_row)
        });
        let texts = body.texts(column);
        if texts.each().all(periods::readable) && keys.determines(&texts.of_row) {
            kept.retain(|other| *other != column);
            roles.attributes.push((column, What::Other));
        }
    }
    for &column in &kept {
        base = base.with(&body.texts(column).of_row);
    }
    roles.dimensions = kept;
    tell_apart(body, &mut base, roles);
    roles.dimensions.order();
    take_units(body, &mut base, roles, unit);
    numbered(body, &mut base, roles);
    leave_flags(body, roles);
    tell_codes(body, roles);
}

/// Leaves out figures of no period beside periods in the header, where words tell all rows apart.
fn leave_figures(body: &Body, base: &Keys, candidates: &mut Vec<usize>, roles: &mut Roles) {
    let (figures, words): (Vec<usize>, Vec<usize>) = candidates
        .iter()
        .partition(|&&column| holds_figures(body, column));
    let keys = words.iter().fold(base.clone(), |keys, &column| {
        keys.with(&body.texts(column).of_row)
    });
    if roles.figures.is_empty() && keys.is_unique() {
        let told = figures.into_iter().map(|column| (column, What::Other));
        roles.attributes.extend(told);
        *candidates = words;
    }
}

/// Leaves out letters behind figures where what else names the rows tells them: they are flags and name none.
fn leave_flags(body: &Body, roles: &mut Roles) {
    let Some(first) = roles.figures.iter().copied().min() else {
        return;
    };
    let is_letter = |text: &str| text.chars().count() < 3 && text.chars().all(char::is_alphabetic);
    let could_be = |column: &usize| *column > first && body.texts(*column).each().all(is_letter);
    let flags: Vec<usize> = roles.dimensions.iter().copied().filter(could_be).collect();
    let others = roles
        .dimensions
        .iter()
        .filter(|column| !flags.contains(column));
    let keys = others.fold(base(body, roles), |keys, &other| {
        keys.with(&body.texts(other).of_row)
    });
    if !flags.is_empty() && keys.is_unique() {
        roles.dimensions.retain(|column| !flags.contains(column));
        roles
            .attributes
            .extend(flags.into_iter().map(|column| (column, What::Other)));
    }
}

/// Takes the column of units, and those of powers of ten, for what is said of figures, or for dimensions where they part them.
fn take_units(body: &Body, base: &mut Keys, roles: &mut Roles, unit: Option<usize>) {
    let scales = scales(body, roles);
    for column in unit.into_iter().chain(scales) {
        let texts = body.texts(column);
        let is_one = texts.is_constant() || texts.has_blanks();
        if is_one || of_members(body, roles).determines(&texts.of_row) {
            roles.unit = roles.unit.or(unit.filter(|unit| *unit == column));
        } else {
            // Figures of several units are told apart by them: those of one area are no ranks beside those of another.
            *base = base.with(&texts.of_row);
            roles.dimensions.push(column);
            roles.dimensions.order();
            roles.attributes.retain(|(other, _)| *other != column);
        }
    }
}

/// The columns with the powers of ten of the figures, as long as these differ.
fn scales(body: &Body, roles: &Roles) -> Vec<usize> {
    let differs = |column: &usize| {
        headings::is_scale(&body.columns[*column].name) && body.texts(*column).count() > 1
    };
    let columns = roles.attributes.iter().map(|(column, _)| *column);
    columns.filter(differs).collect()
}

/// The members and indicators of the rows, whatever their areas and times.
fn of_members(body: &Body, roles: &Roles) -> Keys {
    let indicator = roles.indicator.iter().map(|named| named.key);
    let columns = roles.dimensions.iter().copied().chain(indicator);
    columns.fold(Keys::none(body.len()), |keys, column| {
        keys.with(&body.texts(column).of_row)
    })
}

/// Whether a column names no rows by what it holds: the same in all of them, or figures of another kind.
fn says_of_rows(body: &Body, roles: &Roles, column: usize) -> bool {
    let texts = body.texts(column);
    texts.is_constant()
        || texts.each().all(is_with_interval)
        || is_interval_of(body, roles, column)
        || measures_besides(body, roles, column)
}

/// Whether a column beside periods in the header holds figures of its own: a census beside yearly estimates. Ages are few.
fn measures_besides(body: &Body, roles: &Roles, column: usize) -> bool {
    roles.figures.is_empty()
        && roles.time.is_none()
        && holds_figures(body, column)
        && (body.texts(column).count() > MOST_NUMBERED || body.columns[column].tally.fractions > 0)
}

/// Whether a column holds the interval of each row's figure, and hardly two are alike: `(18.9–21.2)` beside `20`.
fn is_interval_of(body: &Body, roles: &Roles, column: usize) -> bool {
    let texts = body.texts(column);
    let is_interval = |text: &str| {
        let inside = text.strip_prefix(['(', '[']);
        let inside = inside.and_then(|rest| rest.strip_suffix([')', ']']));
        let ends = inside.and_then(|ends| ends.split_once(['–', '-', ',', ';']));
        ends.is_some_and(|(low, high)| is_figure(low.trim()) && is_figure(high.trim()))
    };
    !roles.figures.is_empty() && texts.count() > 1 && texts.each().all(is_interval)
}

/// Whether a text is a figure with its interval, as it is printed: `47.7 [46.9-48.6]`.
fn is_with_interval(text: &str) -> bool {
    text.split_once('[')
        .is_some_and(|(figure, _)| is_figure(figure.trim()) && text.ends_with(']'))
}

/// Tells which columns are the codes of which.
fn tell_codes(body: &Body, roles: &mut Roles) {
    for (code, of) in roles.codes.clone() {
        roles.findings.push(Finding::new(
            format!(
                "`{}` is the code of `{}`",
                excerpt(&body.columns[code].name),
                excerpt(&body.columns[of].name)
            ),
            "each of its codes goes with one name",
            "\"attribute\": \"code\"",
        ));
    }
}

/// Where many rows are not told apart yet, a column whose name is one of something said of figures is a dimension if it
/// tells each from the others: sources of energy, symbols of shares.
fn tell_apart(body: &Body, base: &mut Keys, roles: &mut Roles) {
    if base.is_unique() {
        return;
    }
    let nearly = base.count * 10 > body.len() * 9;
    let found = roles.attributes.iter().position(|&(column, what)| {
        let texts = body.texts(column);
        // Of few rows it may be a slip, unless blanks of it were found to be a member.
        let is_slip = nearly && !texts.each().any(|text| text == places::BLANK);
        let could_be =
            matches!(what, What::Other | What::Source) && !texts.has_blanks() && !is_slip;
        could_be && texts.count() > 1 && base.with(&texts.of_row).is_unique()
    });
    if let Some(at) = found {
        let (column, _) = roles.attributes.remove(at);
        roles.dimensions.push(column);
        *base = base.with(&body.texts(column).of_row);
    }
}

/// The most members of a dimension of numbers, such as ages, beside what else names the rows.
const MOST_NUMBERED: usize = 130;

/// Where rows are not told apart yet, a column of whole numbers that does so is a dimension: an age, a class; or the first
/// few of them, which stand before what is measured.
fn numbered(body: &Body, base: &mut Keys, roles: &mut Roles) {
    if base.is_unique() || roles.figures.len() < 2 {
        return;
    }
    // Of rows that are nearly all told apart a few are there twice; what is counted in them is no class.
    let nearly = base.count * 50 >= body.len() * 49;
    let could_be = |column: &usize| {
        let texts = body.texts(*column);
        let tally = &body.columns[*column].tally;
        let whole = tally.either == tally.figures() && tally.missing == 0;
        // `Part No`, another one in each row.
        let name = headings::normal(&body.columns[*column].name);
        let numbers = name.ends_with(" no") || name.ends_with(" nr");
        let named = is_other(&name) || numbers && texts.count() == body.len();
        if nearly && !named && texts.count() > MOST_NUMBERED / 2 {
            return false;
        }
        let repeats = texts.count() * 3 <= body.len();
        // `<5`, which is missing among figures, is a member, and so is 1.4, where hardly a row is told from the others.
        let crosses = repeats && base.count * 2 <= body.len();
        tally.blank == 0 && texts.count() > 1 && (whole && (named || repeats) || crosses)
    };
    let alone = roles
        .figures
        .iter()
        .copied()
        .find(|column| could_be(column) && base.with(&body.texts(*column).of_row).is_unique());
    let found = alone.map(|column| vec![column]).or_else(|| {
        let mut keys = base.clone();
        let mut taken = Vec::new();
        let first = roles.figures.iter().copied().take(roles.figures.len() - 1);
        // Where nothing else names the rows they may be codes of many places.
        let most = if base.count > 1 {
            MOST_NUMBERED
        } else {
            usize::MAX
        };
        // What is the same in all rows stops none.
        let varying = first.filter(|column| !body.texts(*column).is_constant());
        for column in
            varying.take_while(|column| could_be(column) && body.texts(*column).count() <= most)
        {
            keys = keys.with(&body.texts(column).of_row);
            taken.push(column);
            if keys.is_unique() {
                return Some(taken);
            }
        }
        None
    });
    for column in found.into_iter().flatten() {
        roles.figures.retain(|known| *known != column);
        roles.dimensions.push(column);
        *base = base.with(&body.texts(column).of_row);
    }
    roles.dimensions.order();
}
