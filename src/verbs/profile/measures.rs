//! What a page on a place measures beyond what tables print: its structure against the reference, its cycles.

use anyhow::Result;

use super::Place;
use crate::answer::{Answer, Screen};
use crate::figure::Kind;
use crate::query::covered::Covered;
use crate::verbs::{cycle, structure};

impl Place {
    /// The structure by the first table that divides a whole of the place, and the cycle of each amount over a period
    /// that stands in a table without further dimensions.
    pub(super) fn measures(&self, covered: &[Covered]) -> Result<Vec<Answer>> {
        let mut sections = Vec::new();
        for covered in covered {
            let Some(cell) = covered.cell(&self.area) else {
                continue;
            };
            let table = covered.table;
            if table.dimensions().next().is_some() {
                let found = structure::of_area(self.package, &table.name, cell, self.adjusted)?;
                sections.extend(found);
                continue;
            }
            for (_, _, indicator) in table.indicators() {
                if indicator.kind == Kind::Flow && indicator.kind_declared && table.time().is_some()
                {
                    let named = format!("{}/{}", table.name, indicator.id);
                    sections.extend(cycle::of_area(self.package, &named, cell, self.adjusted)?);
                }
            }
        }
        // A screen has the figures of a cycle, and of a structure its shares.
        for section in &mut sections {
            section.screen = Some(if section.name == structure::VERB.name {
                Screen::Named(self.asking(&section.name))
            } else {
                let mut brief = section.clone();
                brief.remarks.clear();
                Screen::Instead(Box::new(brief))
            });
        }
        // What is to be said beside a verb's answer is said on its own.
        for section in &mut sections {
            section.warnings.clear();
        }
        Ok(sections)
    }
}
