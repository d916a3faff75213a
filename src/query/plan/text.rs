//! A plan in a few plain lines (`--plan`).

use std::fmt;

use super::{Added, Part, Plan};
use crate::figure::spans;
use crate::package::{Combine, Moment, WeightYear};
use crate::query::{Combination, Layout};
use crate::words::{list, printable};

impl Part {
    /// How its values combine, in words.
    fn in_words(&self, how: &Combination) -> String {
        if let Some(aggregate) = how.aggregate {
            return format!("{aggregate} of the values");
        }
        match &self.rule {
            Combine::Sum => "sum".to_owned(),
            Combine::Mean => "mean".to_owned(),
            Combine::WeightedMean {
                weight,
                weight_year,
            } => match weight_year {
                WeightYear::Same => format!("mean weighted by {weight}"),
                WeightYear::Previous => format!("mean weighted by {weight} of the year before"),
            },
            Combine::Ratio {
                numerator,
                denominator,
                denominator_year,
            } => {
                let below = match denominator {
                    Some(below) => format!("sum of {below}"),
                    None => "the sum of the denominators that the ratios imply".to_owned(),
                };
                let moment = match denominator_year {
                    Moment::MidYear => " at mid-year",
                    Moment::YearEnd => "",
                };
                format!("sum of {numerator} over {below}{moment}")
            }
            Combine::Share { of } => format!("sum of the shares, weighted by {of} of the total"),
            Combine::None { .. } => "does not combine".to_owned(),
        }
    }
}

impl fmt::Display for Added {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (column, member) in &self.printed {
            let (column, member) = (printable(column), printable(member));
            writeln!(f, "  where printed: the total, {column} {member}")?;
        }
        if !self.held.is_empty() {
            let names = list(self.held.iter().map(|name| printable(name)), "and");
            writeln!(f, "  not added, since others hold them: {names}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |names: &[String]| list(names.iter().map(|name| printable(name)), "and");
        writeln!(f, "table: {}", self.table)?;
        if let Some(areas) = &self.areas {
            writeln!(f, "areas: {}", names(areas))?;
        }
        for (column, members) in &self.members {
            writeln!(f, "{}: {}", printable(column), names(members))?;
        }
        if let Some(periods) = &self.periods {
            writeln!(f, "periods: {}", spans(periods))?;
        }
        let ids = self.indicators.iter().map(|part| part.id.clone());
        writeln!(f, "indicators: {}", names(&ids.collect::<Vec<_>>()))?;
        if let Some(combined) = &self.combined {
            let stay = match combined.stay.as_slice() {
                [] => "one row".to_owned(),
                stay => format!("a row for each {}", names(stay)),
            };
            let beside = if combined.how.makes_total() {
                ", beside the rows of its areas"
            } else {
                ""
            };
            writeln!(
                f,
                "combine: over {}, {stay}{beside}",
                names(&combined.collapse)
            )?;
            for part in &self.indicators {
                writeln!(f, "  {}: {}", part.id, part.in_words(&combined.how))?;
            }
            write!(f, "{}", combined.added)?;
            if combined.how.partial {
                writeln!(f, "  where members are missing: over those there are")?;
            }
        }
        if let Some(transform) = &self.transform {
            writeln!(f, "transform: {transform}")?;
            if let Some(whole) = &self.whole {
                writeln!(f, "  of all of {}", printable(&whole.column))?;
                write!(f, "{}", whole.added)?;
            }
        }
        if !self.refuted.is_empty() {
            let count = self.refuted.len();
            writeln!(
                f,
                "not computed with: {}",
                match count {
                    1 => "1 value that arithmetic refutes".to_owned(),
                    count => format!("{count} values that arithmetic refutes"),
                }
            )?;
        }
        for condition in &self.conditions {
            writeln!(f, "where: {condition}")?;
        }
        for key in &self.sort {
            let order = if key.descending {
                ", the largest first"
            } else {
                ""
            };
            writeln!(f, "sort: {}{order}", printable(&key.column))?;
        }
        if let Some(top) = self.top {
            writeln!(f, "rows: the first {top}")?;
        }
        if !self.columns.is_empty() {
            writeln!(f, "columns: {}", names(&self.columns))?;
        }
        let layout = match self.layout {
            Layout::Tidy => return Ok(()),
            Layout::Wide | Layout::Across => "periods side by side",
            Layout::Long => "one observation a row",
        };
        writeln!(f, "layout: {layout}")
    }
}
