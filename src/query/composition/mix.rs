//! What an area is made of, and what stands beside it as a reference.

use rust_decimal::Decimal;

use super::{Composition, Parts};
use crate::figure::{Estimate, Figure, Interval};
use crate::methods::{Undefined, product, share, sum};
use crate::query::breaks;
use crate::query::derived::{derive, lacking};
use crate::words::list;

/// What an area is made of in a year.
pub(crate) struct Mix {
    /// The parts as they stand.
    pub(crate) parts: Vec<Figure>,
    /// Their sum.
    pub(crate) sum: Estimate,
    /// Each as a fraction of their sum.
    pub(crate) shares: Vec<Estimate>,
    /// The amounts of the parts and of their whole; a missing figure that says why where these are not known.
    pub(crate) amounts: Result<Amounts, Figure>,
}

/// Amounts of parts, and of the whole that they make.
#[derive(Debug, Clone)]
pub(crate) struct Amounts {
    pub(crate) parts: Vec<Estimate>,
    pub(crate) whole: Estimate,
    /// A figure with the doubts about all of them.
    pub(crate) doubt: Figure,
    /// One with the doubts about the whole alone.
    pub(crate) doubt_of_whole: Figure,
}

/// Several areas as one, to hold an area against.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) amounts: Amounts,
    /// Which areas these are.
    areas: Vec<usize>,
}

/// How far from 1 the sum of parts may be, as a part of their whole; beyond that they are not its parts.
const OFF: Decimal = Decimal::from_parts(333, 0, 0, false, 3);

impl Composition<'_> {
    /// What an area is made of in a year; a missing figure that says why where that is not known.
    pub(crate) fn mix(&self, area: usize, year: usize) -> Result<Mix, Figure> {
        self.mix_of(area, year, None)
    }

    /// The same at the end of a span that begins in another year: with the breaks that the span crosses, and no others.
    pub(crate) fn mix_since(&self, area: usize, since: usize, year: usize) -> Result<Mix, Figure> {
        self.mix_of(area, year, Some(since))
    }

    /// The parts and the whole of an area at the end of a span.
    fn at_end(&self, found: &Parts, area: usize, [since, year]: [usize; 2]) -> Parts {
        let (Some(from), Some(to)) = (self.years[since], self.years[year]) else {
            return found.clone();
        };
        let end = |figure: &Figure, of: &dyn Fn(&Parts) -> Option<&Figure>| {
            let years = since..=year;
            let series = years.filter_map(|at| {
                let parts = self.cells.get(&(area, at))?;
                Some((self.years[at]?, of(parts)?))
            });
            breaks::at_end(figure, [from, to], series)
        };
        let parts = found.of.iter().enumerate();
        let part = |(member, part): (usize, &Option<Figure>)| {
            let part = part.as_ref()?;
            Some(end(part, &|parts| parts.of[member].as_ref()))
        };
        let whole = found.whole.as_ref();
        Parts {
            of: parts.map(part).collect(),
            whole: whole.map(|whole| end(whole, &|parts| parts.whole.as_ref())),
        }
    }

    fn mix_of(&self, area: usize, year: usize, since: Option<usize>) -> Result<Mix, Figure> {
        let at = self.in_words(area, year);
        let Some(found) = self.cells.get(&(area, year)) else {
            return Err(Figure::missing(format!(
                "`{}` has no row for {at}.",
                self.table.name
            )));
        };
        let of_span = since.map(|since| self.at_end(found, area, [since, year]));
        let found = of_span.as_ref().unwrap_or(found);
        let absent = self.members.iter().zip(&found.of);
        let absent = absent.filter(|(_, part)| part.is_none());
        let absent: Vec<&str> = absent.map(|(name, _)| name.label.en.as_str()).collect();
        if !absent.is_empty() {
            let absent = list(absent, "and");
            return Err(Figure::missing(format!(
                "`{}` has no row for {at}: {absent}.",
                self.table.name
            )));
        }
        let parts: Vec<Figure> = found.of.iter().flatten().cloned().collect();
        let inputs: Vec<&Figure> = parts.iter().collect();
        // A part is not below zero, whatever half a unit of its last digit says.
        let positive = |estimate: Estimate| {
            let Interval { low, high } = estimate.bounds;
            if estimate.value < Decimal::ZERO {
                estimate
            } else {
                Estimate::new(estimate.value, low.max(Decimal::ZERO), high)
            }
        };
        let estimate = |part: &Figure| part.estimate().map(positive);
        let estimates: Option<Vec<Estimate>> = parts.iter().map(estimate).collect();
        let Some(estimates) = estimates else {
            return Err(lacking(&inputs));
        };
        let undefined =
            |reason: Undefined| Figure::missing(format!("It cannot be computed: {reason}."));
        if estimates.iter().any(|part| part.value < Decimal::ZERO) {
            let reason = "A part is below zero, and parts of both signs have no shares.";
            return Err(Figure::missing(reason));
        }
        let sum = sum(&estimates).map_err(undefined)?;
        self.check_sum(&sum, found.whole.as_ref(), &at)?;
        let shares = fractions(&estimates).map_err(undefined)?;
        let amounts = self.amounts(&estimates, &shares, found.whole.as_ref(), &inputs, &at);
        Ok(Mix {
            parts,
            sum,
            shares,
            amounts,
        })
    }

    /// Refuses parts that are far from making their whole: some overlap, or many are not there.
    fn check_sum(&self, sum: &Estimate, whole: Option<&Figure>, at: &str) -> Result<(), Figure> {
        let whole = if self.is_share {
            Some(Decimal::ONE_HUNDRED)
        } else {
            whole.and_then(Figure::estimate).map(|whole| whole.value)
        };
        let Some(ratio) = whole.and_then(|whole| sum.value.checked_div(whole)) else {
            return Ok(());
        };
        if (ratio - Decimal::ONE).abs() <= OFF {
            return Ok(());
        }
        let percent = (ratio * Decimal::ONE_HUNDRED).round_dp(0);
        Err(Figure::missing(format!(
            "The parts of {at} make {percent}% of their whole: some overlap, or are not there; `--member {}=…` chooses \
             those that make it.",
            self.dimension.name
        )))
    }

    fn amounts(
        &self,
        estimates: &[Estimate],
        shares: &[Estimate],
        whole: Option<&Figure>,
        inputs: &[&Figure],
        at: &str,
    ) -> Result<Amounts, Figure> {
        if !self.is_share {
            let whole = sum(estimates);
            return Ok(Amounts {
                parts: estimates.to_vec(),
                whole: whole.map_err(|reason| Figure::missing(reason.to_string()))?,
                doubt: doubt(inputs),
                doubt_of_whole: doubt(inputs),
            });
        }
        let Some(whole) = whole else {
            return Err(Figure::missing(format!(
                "Shares have no weight without the amount of their whole, which is not known for {at}."
            )));
        };
        let Some(amount) = whole.estimate() else {
            return Err(lacking(&[whole]));
        };
        let parts: Result<Vec<Estimate>, Undefined> =
            shares.iter().map(|share| product(*share, amount)).collect();
        let inputs: Vec<&Figure> = inputs.iter().copied().chain([whole]).collect();
        Ok(Amounts {
            parts: parts.map_err(|reason| Figure::missing(reason.to_string()))?,
            whole: amount,
            doubt: doubt(&inputs),
            doubt_of_whole: doubt(&[whole]),
        })
    }

    /// Several areas as one in a year, which may be the end of a span; a missing figure that says why where one of them is
    /// not known.
    ///
    /// A single one needs no amounts: its shares are those of the reference.
    pub(crate) fn reference(
        &self,
        areas: &[usize],
        year: usize,
        since: Option<usize>,
    ) -> Result<Reference, Figure> {
        let mut all: Vec<Amounts> = Vec::new();
        for &area in areas {
            let because = |missing: Figure| {
                let reasons = missing
                    .notes
                    .iter()
                    .map(|note| note.text.trim_end_matches('.'));
                let reason: Vec<&str> = reasons.collect();
                Figure::missing(format!(
                    "The reference is not known: {} ({}).",
                    self.in_words(area, year),
                    reason.join("; ")
                ))
            };
            let mix = self.mix_of(area, year, since).map_err(because)?;
            match mix.amounts {
                Ok(amounts) => all.push(amounts),
                Err(_) if areas.len() == 1 => {
                    let inputs: Vec<&Figure> = mix.parts.iter().collect();
                    all.push(Amounts {
                        parts: mix.shares,
                        whole: Estimate::exact(Decimal::ONE),
                        doubt: doubt(&inputs),
                        doubt_of_whole: doubt(&inputs),
                    });
                }
                Err(missing) => return Err(because(missing)),
            }
        }
        let column = |part: usize| all.iter().map(|one| one.parts[part]).collect::<Vec<_>>();
        let parts: Result<Vec<Estimate>, Undefined> = (0..self.members.len())
            .map(|part| sum(&column(part)))
            .collect();
        let wholes: Vec<Estimate> = all.iter().map(|one| one.whole).collect();
        let doubts: Vec<&Figure> = all.iter().map(|one| &one.doubt).collect();
        let of_wholes: Vec<&Figure> = all.iter().map(|one| &one.doubt_of_whole).collect();
        let undefined =
            |reason: Undefined| Figure::missing(format!("The reference is not known: {reason}."));
        Ok(Reference {
            amounts: Amounts {
                parts: parts.map_err(undefined)?,
                whole: sum(&wholes).map_err(undefined)?,
                doubt: doubt(&doubts),
                doubt_of_whole: doubt(&of_wholes),
            },
            areas: areas.to_vec(),
        })
    }
}

impl Reference {
    /// Whether an area is a part of it.
    pub(crate) fn holds(&self, area: usize) -> bool {
        self.areas.contains(&area)
    }

    /// Whether an area is all of it.
    pub(crate) fn is_only(&self, area: usize) -> bool {
        self.areas == [area]
    }

    /// The amounts of the others of the reference, where an area is a part of it.
    pub(crate) fn without(&self, own: &Amounts) -> Amounts {
        let parts = self.amounts.parts.iter().zip(&own.parts);
        Amounts {
            parts: parts.map(|(all, own)| less(all, own)).collect(),
            whole: less(&self.amounts.whole, &own.whole),
            doubt: self.amounts.doubt.clone(),
            doubt_of_whole: self.amounts.doubt_of_whole.clone(),
        }
    }

    /// The shares of the reference without an area, and the weight of the area in it; those of all of it, and no
    /// weight, where the area is no part of it.
    pub(crate) fn beside(
        &self,
        area: usize,
        mix: &Mix,
    ) -> Result<(Vec<Estimate>, Estimate), Figure> {
        let undefined =
            |reason: Undefined| Figure::missing(format!("The reference is not known: {reason}."));
        let shares = |of: &[Estimate]| fractions(of).map_err(undefined);
        if self.is_only(area) {
            return Ok((mix.shares.clone(), Estimate::exact(Decimal::ONE)));
        }
        if !self.holds(area) {
            let none = Estimate::exact(Decimal::ZERO);
            return Ok((shares(&self.amounts.parts)?, none));
        }
        let own = mix.amounts.as_ref().map_err(Figure::clone)?;
        let others = self.without(own);
        let weight = fractions(&[own.whole, others.whole]).map_err(undefined)?[0];
        Ok((shares(&others.parts)?, weight))
    }
}

/// A sum without one of its parts.
fn less(all: &Estimate, own: &Estimate) -> Estimate {
    Estimate::new(
        all.value - own.value,
        all.bounds.low - own.bounds.low,
        all.bounds.high - own.bounds.high,
    )
}

/// A figure without meaning but for the doubts that it passes on.
fn doubt(inputs: &[&Figure]) -> Figure {
    derive(inputs, "", "", |_| Ok(Estimate::exact(Decimal::ZERO)))
}

/// Parts as fractions of their sum.
fn fractions(parts: &[Estimate]) -> Result<Vec<Estimate>, Undefined> {
    if parts.len() == 1 {
        return Ok(vec![Estimate::exact(Decimal::ONE)]);
    }
    let all = sum(parts)?;
    let fraction = |part: &Estimate| {
        let percent = share(*part, less(&all, part))?;
        let fraction = percent.map(|percent| percent.checked_div(Decimal::ONE_HUNDRED));
        fraction.ok_or(Undefined::TooLarge)
    };
    parts.iter().map(fraction).collect()
}
