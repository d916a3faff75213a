//! Which dimension of a cube is the time, and the period of each of its members.

use super::{Cube, Dimension, Role};
use crate::figure::Period;
use crate::order::InOrder;
use crate::source::found::Finding;
use crate::source::{headings, periods};
use crate::words::excerpt;

impl Cube {
    /// Finds the dimension of the time and its periods; a declared one whose members are no periods is none.
    pub(super) fn find_time(&mut self) {
        let mut declared = None;
        for at in 0..self.dimensions.len() {
            if self.dimensions[at].role != Some(Role::Time) {
                continue;
            }
            // A second time is a dimension like others.
            if declared.is_some() || !self.dimensions[at].take_periods() {
                let id = excerpt(&self.dimensions[at].id);
                self.dimensions[at].role = None;
                let what = format!("`{id}` is a dimension beside the time");
                self.findings.push(Finding::new(
                    what,
                    "it is declared to be time, and its members are no periods, or another is",
                    "",
                ));
            } else {
                declared = Some(at);
            }
        }
        if declared.is_some() {
            return;
        }
        let named = |dimension: &Dimension| {
            let title = dimension.title.as_deref().unwrap_or_default();
            headings::is_time(&dimension.id) || headings::is_time(title)
        };
        let mut candidates: Vec<(usize, bool)> =
            self.dimensions.iter().map(named).enumerate().collect();
        candidates.order_by_key(|(_, is_named)| !is_named);
        for (at, is_named) in candidates {
            let dimension = &mut self.dimensions[at];
            if dimension.role.is_some() || !is_named && !dimension.looks_like_time() {
                continue;
            }
            if dimension.take_periods() {
                dimension.role = Some(Role::Time);
                let id = excerpt(&dimension.id);
                let why = if is_named {
                    "its name and its members say so"
                } else {
                    "its members are periods"
                };
                self.findings
                    .push(Finding::new(format!("`{id}` is the time"), why, ""));
                return;
            }
        }
    }
}

impl Dimension {
    /// Whether all members are years in a row, or periods that are no plain numbers.
    fn looks_like_time(&self) -> bool {
        let plain = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
        let years: Vec<Option<i64>> = self
            .members
            .iter()
            .map(|member| member.label.parse().ok())
            .collect();
        let in_row = years.len() > 1
            && years
                .iter()
                .all(|year| year.is_some_and(|year| (1500..2200).contains(&year)))
            && years.windows(2).all(|pair| pair[0] < pair[1])
                | years.windows(2).all(|pair| pair[0] > pair[1]);
        in_row || !self.members.iter().any(|member| plain(&member.label))
    }

    /// Gives each member its period: the declared one, else what its code or its label tells.
    fn take_periods(&mut self) -> bool {
        if self.members.iter().all(|member| member.period.is_some()) {
            return true;
        }
        let codes = self.members.iter().map(|member| member.code.as_str());
        let labels = self.members.iter().map(|member| member.label.as_str());
        let has_codes = self.members.iter().all(|member| !member.code.is_empty());
        let of_codes = || has_codes.then(|| periods::read(codes)).flatten();
        let Some(found) = periods::read(labels).or_else(of_codes) else {
            return false;
        };
        let found: Vec<Period> = found.all.into_iter().map(|label| label.period).collect();
        let mut distinct = found.clone();
        distinct.order();
        distinct.dedup();
        if found.len() != self.members.len() || distinct.len() != found.len() {
            return false;
        }
        for (member, period) in self.members.iter_mut().zip(found) {
            member.period = Some(period);
        }
        true
    }
}
