//! Ratios and shares: recomputed from the sums of their parts, never averaged as they stand.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::Group;
use super::inputs::{Denominator, Found, Inputs, Lacking};
use super::rules::{Rules, no_indicator};
use crate::answer::Row;
use crate::figure::{Estimate, Figure};
use crate::methods::{NoPower, Undefined, power_between, power_of_most, ratio, sum, weighted_mean};
use crate::package::{Indicator, Powers, Table};
use crate::query::QueryError;
use crate::query::keyed::figure_in;
use crate::query::operand::{Doubt, Operand, taken};

impl Rules<'_> {
    /// Σ a ÷ Σ b.
    pub(super) fn ratio(
        &self,
        indicator: &Indicator,
        numerator: &str,
        denominator: &Denominator,
        place: usize,
        group: &Group,
    ) -> Result<Figure, QueryError> {
        let Some(above) = self.indicator_place(numerator) else {
            return Ok(no_indicator(numerator));
        };
        let Some(name) = denominator.name else {
            return Ok(self.implied_ratio(numerator, above, place, group));
        };
        let (table, id) = match name.split_once('/') {
            Some((table, id)) => (self.package.table(table), id),
            None => (Some(self.table), name),
        };
        let Some(table) = table else {
            return Ok(no_indicator(name));
        };
        let elsewhere = if table.name == self.table.name {
            None
        } else {
            Some(self.elsewhere(table, id)?)
        };
        let below_of = |row: usize| -> Result<Found, String> {
            if let Some(amounts) = &elsewhere {
                return self.amount_elsewhere(row, amounts, denominator.mid_year);
            }
            let place = self
                .indicator_place(id)
                .ok_or_else(|| format!("there is no `{id}`"))?;
            Ok((Vec::new(), self.amount(row, place, id)?))
        };
        let inputs = self.inputs(&group.rows, &group.absent, |row| {
            Ok((self.amount(row, above, numerator)?, below_of(row)?))
        });
        let weights = || {
            let found = inputs.found.iter().map(|(_, (_, below))| below);
            let amount = |row| Some(below_of(row).ok()?.1.value.value);
            let of_denominators = self.weights(group, &inputs.lacking, found, amount);
            of_denominators.or_else(|| {
                let found = inputs.found.iter().map(|(above, _)| above);
                let amount = |row| Some(self.operand(row, above).ok()?.value.value);
                self.weights(group, &inputs.lacking, found, amount)
            })
        };
        let moment = denominator.mid_year.then_some("mid-year ");
        let moment = moment.unwrap_or_default();
        let made = format!("sum of {numerator} over sum of {moment}{id}");
        let how = match self.coverage(&inputs, &made, weights) {
            Ok(how) => how,
            Err(missing) => return Ok(missing),
        };
        // An amount of another table that belongs to several rows, such as the people of all sectors, is one.
        let mut seen = BTreeSet::new();
        let below = inputs.found.iter().map(|(_, found)| found);
        let below = below.filter(|(keys, _)| keys.is_empty() || seen.insert(keys));
        let below: Vec<&Operand> = below.map(|(_, below)| below).collect();
        let numerators = above;
        let above: Vec<&Operand> = inputs.found.iter().map(|(above, _)| above).collect();
        let doubt = Doubt::of(above.iter().chain(&below).copied());
        let summed = |operands: &[&Operand]| {
            let parts: Vec<Estimate> = operands.iter().map(|operand| operand.value).collect();
            sum(&parts)
        };
        let own_table = self.indicator_place(id).filter(|_| elsewhere.is_none());
        let printed = self.printed_power([place, numerators], own_table, below_of);
        let of = [(self.table, numerator), (table, id)];
        let Some(scale) = self.power(of, indicator, printed) else {
            return Ok(Figure::missing(format!(
                "The printed figures are not {numerator} ÷ {id}, in whichever power of ten."
            )));
        };
        let estimate = summed(&above)
            .and_then(|above| ratio(above, summed(&below)?))
            .and_then(|ratio| ratio.times_power_of_ten(scale).ok_or(Undefined::TooLarge));
        Ok(self.finish(estimate, doubt, how, || {
            let texts = |operands: &[&Operand]| {
                let texts: Vec<&str> = operands.iter().map(|one| one.text.as_str()).collect();
                texts.join(" + ")
            };
            let factor = Estimate::exact(Decimal::ONE).times_power_of_ten(scale);
            let scale = factor
                .filter(|_| scale != 0)
                .map_or_else(String::new, |factor| format!(" × {}", factor.number()));
            let of = elsewhere.as_ref().map_or_else(String::new, |_| {
                let source = match self.package.short_source(table) {
                    source if source.is_empty() => format!("`{}`", table.name),
                    source => source,
                };
                format!("; {id} from {source}")
            });
            format!("({}) ÷ ({}){scale}{of}", texts(&above), texts(&below))
        }))
    }

    /// The power of ten between the printed ratios of a column, over all its groups, and the quotients of their parts.
    fn printed_power(
        &self,
        [place, above]: [usize; 2],
        below: Option<usize>,
        below_of: impl Fn(usize) -> Result<Found, String>,
    ) -> Option<Result<i32, NoPower>> {
        let known = self.powers.borrow().get(&place).copied();
        known.unwrap_or_else(|| {
            let beside = below.into_iter().flat_map(|below| {
                let rows = self.others.iter();
                rows.filter_map(move |row| power_in(row, [place, above, below]))
            });
            let own = (0..self.rows.len()).filter_map(|row| {
                let below = below_of(row).ok()?.1.value.value;
                let own = [place, above].map(|place| self.operand(row, place));
                let [Ok(own), Ok(above)] = own else {
                    return None;
                };
                power_between(own.value.value, above.value.value, below)
            });
            let found = power_of_most(own.chain(beside));
            self.powers.borrow_mut().insert(place, found);
            found
        })
    }

    /// The power of ten by which a quotient of these indicators is multiplied; `None` where the rule is assumed and the printed
    /// figures contradict it.
    fn power(
        &self,
        of: [(&Table, &str); 2],
        own: &Indicator,
        printed: Option<Result<i32, NoPower>>,
    ) -> Option<i32> {
        if let Some(printed) = printed.filter(|_| self.package.assumes()) {
            return printed.ok();
        }
        let [above, below] = of.map(|(table, id)| table.indicator(id));
        let (Some((_, _, above)), Some((_, _, below))) = (above, below) else {
            return Some(0);
        };
        let powers = Powers { above, below, own };
        Some(powers.of_quotient(printed.and_then(Result::ok)))
    }

    /// Σ a ÷ Σ (a ÷ r): the denominator that the published ratios imply.
    pub(super) fn implied_ratio(
        &self,
        numerator: &str,
        above: usize,
        place: usize,
        group: &Group,
    ) -> Figure {
        let inputs = self.inputs(&group.rows, &group.absent, |row| {
            Ok((
                self.operand(row, place)?,
                self.amount(row, above, numerator)?,
            ))
        });
        let made =
            format!("sum of {numerator} over the sum of the denominators that the ratios imply");
        let of_pairs = || self.weights_of_pairs(group, &inputs.lacking, &inputs.found, above);
        let how = match self.coverage(&inputs, &made, of_pairs) {
            Ok(how) => how,
            Err(missing) => return missing,
        };
        let doubt = Doubt::of(inputs.found.iter().flat_map(|(own, amount)| [own, amount]));
        let one = Estimate::exact(Decimal::ONE);
        let estimate = over_implied(&inputs.found, one, |own| Ok(own.value));
        self.finish(estimate, doubt, how, || {
            in_formula(&inputs.found, |own| own.text.clone())
        })
    }

    /// Σ (share × whole) ÷ Σ whole, the whole being that of the dimension's total; shares of the parts that
    /// collapse are added first.
    pub(super) fn share(&self, of: &str, place: usize, group: &Group) -> Figure {
        let Some(wholes) = self.indicator_place(of) else {
            return no_indicator(of);
        };
        let partition = self.table.dimensions().find_map(|(_, column, dimension)| {
            let total = dimension.total.clone()?;
            let place = self
                .answer
                .columns
                .iter()
                .position(|known| known.name == column.name)?;
            Some((place, total))
        });
        let Some((part, total)) = partition else {
            return Figure::missing("The whole of the shares is not in the table.");
        };
        // Shares of one whole add up; areas and years are then weighted by their wholes.
        let mut wholes_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut lacking: Vec<Lacking> = Vec::new();
        for &row in &group.rows {
            if let Some(whole) = self.rows.sibling(row, part, &total) {
                wholes_of.entry(whole).or_default().push(row);
            } else {
                let reason = format!("the whole of {} is not in the table", self.name(row));
                lacking.push(self.lacking(row, reason));
            }
        }
        let parts_of = |whole: usize, rows: &[usize]| -> Result<(Operand, Operand), String> {
            let parts: Result<Vec<Operand>, String> =
                rows.iter().map(|&row| self.operand(row, place)).collect();
            let (estimates, doubt, texts) = taken(&parts?);
            let value = sum(&estimates).map_err(|undefined| undefined.to_string())?;
            let text = match texts.as_slice() {
                [only] => only.clone(),
                several => format!("({})", several.join(" + ")),
            };
            let share = Operand::made(value, text, doubt);
            Ok((share, self.amount(whole, wholes, of)?))
        };
        let mut found = Vec::new();
        for (whole, rows) in &wholes_of {
            match parts_of(*whole, rows) {
                Ok(pair) => found.push(pair),
                Err(reason) => lacking.push(self.lacking(rows[0], reason)),
            }
        }
        lacking.extend(group.absent.iter().map(Lacking::absent));
        let inputs = Inputs { found, lacking };
        let of_wholes = || {
            let amount = |row| {
                let whole = self.rows.sibling(row, part, &total)?;
                Some(self.operand(whole, wholes).ok()?.value.value)
            };
            let present = inputs.found.iter().map(|(_, whole)| whole);
            self.weights(group, &inputs.lacking, present, amount)
        };
        // Of one whole nothing is averaged.
        let made = match wholes_of.len() {
            1 => "sum of the shares".to_owned(),
            _ => format!("mean weighted by {of} of the total"),
        };
        match self.coverage(&inputs, &made, of_wholes) {
            Ok(how) => self.mean_of_pairs(&inputs.found, how),
            Err(missing) => missing,
        }
    }
}

/// The power of ten between the printed ratio of a row and the quotient of its parts.
fn power_in(row: &Row, places: [usize; 3]) -> Option<Result<i32, NoPower>> {
    let of = |place| Some(figure_in(row, place)?.estimate()?.value);
    let [own, above, below] = places.map(of);
    power_between(own?, above?, below?)
}

/// `one` × Σ a ÷ Σ (a ÷ f), where f is the factor of the first of each pair: amounts over the denominators that they imply.
pub(super) fn over_implied(
    pairs: &[(Operand, Operand)],
    one: Estimate,
    factor: impl Fn(&Operand) -> Result<Estimate, Undefined>,
) -> Result<Estimate, Undefined> {
    let inverses = pairs
        .iter()
        .map(|(own, amount)| Ok((ratio(one, factor(own)?)?, amount.value)));
    let inverses: Result<Vec<(Estimate, Estimate)>, Undefined> = inverses.collect();
    ratio(one, weighted_mean(&inverses?)?)
}

/// The same as a formula has it.
pub(super) fn in_formula(
    pairs: &[(Operand, Operand)],
    factor: impl Fn(&Operand) -> String,
) -> String {
    let amounts: Vec<&str> = pairs
        .iter()
        .map(|(_, amount)| amount.text.as_str())
        .collect();
    let implied = pairs
        .iter()
        .map(|(own, amount)| format!("{} ÷ {}", amount.text, factor(own)));
    let implied: Vec<String> = implied.collect();
    format!("({}) ÷ ({})", amounts.join(" + "), implied.join(" + "))
}
