//! Areas that are omitted from a sum, since they would be counted twice: areas within others, groups and totals.

use std::collections::BTreeSet;

use super::{Basis, Keys};
use crate::answer::Answer;
use crate::query::QueryError;
use crate::query::whole::say_groups;
use crate::words::{Refusal, list, printable};

/// Omits areas that lie within others from what is added, or refuses where both were chosen by name.
pub(super) fn omit_parts(basis: Basis, answer: &mut Answer, keys: &Keys) -> Result<(), QueryError> {
    let Some(area) = keys.area.filter(|area| keys.collapse.contains(area)) else {
        return Ok(());
    };
    let rows = answer.rows.iter();
    let named: BTreeSet<&str> = rows.filter_map(|row| row.cells[area].text()).collect();
    let register = basis.package.areas()?;
    let all: BTreeSet<String> = named.iter().map(|name| (*name).to_owned()).collect();
    omit_groups(basis, &mut answer.warnings, &all)?;
    let rows = answer.rows.iter();
    let named: BTreeSet<&str> = rows.filter_map(|row| row.cells[area].text()).collect();
    let Some((holder, part)) = basis.whole.nested(&named) else {
        return Ok(());
    };
    let name = |cell: &'_ str| {
        let name = register.of_cell(cell).map_or(cell, |area| &area.name);
        printable(name)
    };
    if basis.wanted.areas_named {
        return Err(QueryError::refused(
            Refusal::new(format!(
                "{} is a part of {}, so that it would count twice",
                name(part),
                name(holder)
            ))
            .next("name one of them with `--city`"),
        ));
    }
    let parts = named.iter().filter(|name| basis.whole.is_part(name));
    let holders: BTreeSet<&str> = named
        .iter()
        .copied()
        .filter(|name| basis.whole.has_parts(name) && basis.whole.is_outermost(name))
        .collect();
    if parts.count() > 0 {
        let message = format!(
            "the parts of {} are not added to {}, since they would count twice",
            list(holders.iter().map(|cell| name(cell)), "and"),
            if holders.len() > 1 { "them" } else { "it" }
        );
        answer.warnings.push(message);
    }
    Ok(())
}

/// Says that groups and totals among the areas are not added, or refuses where they were chosen by name beside others.
fn omit_groups(
    basis: Basis,
    warnings: &mut Vec<String>,
    named: &BTreeSet<String>,
) -> Result<(), QueryError> {
    let groups: Vec<&String> = named
        .iter()
        .filter(|name| basis.whole.is_group(name))
        .collect();
    let [first, ..] = groups.as_slice() else {
        return Ok(());
    };
    if basis.wanted.areas_named && named.len() > 1 {
        return Err(QueryError::refused(
            Refusal::new(format!(
                "{} is a group or total of other areas, so that some may count twice",
                printable(first)
            ))
            .next("name it alone, or leave it out"),
        ));
    }
    let told = groups.iter().filter(|name| !basis.whole.is_left_out(name));
    let mut told = told.map(|name| name.as_str()).peekable();
    if !basis.wanted.areas_named && told.peek().is_some() {
        warnings.push(say_groups(told, "added"));
    }
    Ok(())
}
