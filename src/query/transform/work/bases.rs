//! What a figure is held against: the period or the year before, a base, the same members at both ends.

use std::rc::Rc;

use rust_decimal::Decimal;

use super::{At, Work, series_key};
use crate::figure::{Figure, Period};
use crate::methods;
use crate::query::breaks::Breaks;
use crate::query::combine::Members;
use crate::query::formula::Formula;
use crate::query::keyed::{figure_in, year};
use crate::query::operand::{Operand, taken};

impl Work<'_> {
    /// The period that the change of a row is on, and its row: the one before, or where periods are named one by one the
    /// one named before it; a missing figure that says why there is none.
    pub(in crate::query::transform) fn base_of_change(
        &self,
        row: usize,
    ) -> Result<(Period, usize), Figure> {
        let Some(own) = self.year(row) else {
            return Err(Figure::missing("There is no year."));
        };
        if let Some(named) = &self.pairs {
            let before = named.range(..own).next_back();
            let Some(before) = before else {
                return Err(Figure::missing("No year is named before it."));
            };
            let found = self.in_year(row, *before).map(|base| (*before, base));
            return found
                .ok_or_else(|| Figure::missing(format!("There is no {before} in the table.")));
        }
        let Some(before) = own.previous() else {
            return Err(Figure::missing("There is no year before."));
        };
        let found = self.in_year(row, before).map(|base| (before, base));
        found.ok_or_else(|| Figure::missing(self.no_year_before(row, before)))
    }

    /// The same period of the year before that of a row, and its row; a missing figure that says why there is none.
    pub(in crate::query::transform) fn year_before(
        &self,
        row: usize,
    ) -> Result<(Period, usize), Figure> {
        let own = self.year(row);
        let Some(before) = own.and_then(Period::year_before) else {
            return Err(Figure::missing("There is no year before."));
        };
        let found = self.in_year(row, before).map(|base| (before, base));
        found.ok_or_else(|| Figure::missing(self.no_year_before(row, before)))
    }

    /// Why there is no change on the period before.
    fn no_year_before(&self, row: usize, before: Period) -> String {
        let mut earlier = self.existing.iter().rev();
        let earlier = earlier.find(|year| **year < before && self.in_year(row, **year).is_some());
        let what = before.frequency().name();
        match earlier {
            Some(earlier) => format!(
                "There is no {before} in the table; a change since {earlier} is not one on the {what} before."
            ),
            None => format!("There is no {before} in the table, which begins here."),
        }
    }

    /// A level and that of an earlier period, each an input: over the members that both have, where the combination is
    /// partial; with the breaks that the span between them crosses, and with no others.
    pub(in crate::query::transform) fn ends(
        &self,
        at: At,
        before: Period,
        base_row: usize,
    ) -> Result<(Operand, Operand), Figure> {
        let own = self.year(at.row).unwrap_or(before);
        let base = At {
            row: base_row,
            ..at
        };
        let both = [(at, own), (base, before)];
        let mut both = self.alike(&both, "at both ends")?.into_iter();
        let (Some(value), Some(from)) = (both.next(), both.next()) else {
            return Err(Figure::missing("There is no value."));
        };
        Ok(self.between(at, [(value, own), (from, before)]))
    }

    /// A level and that of an earlier period with the breaks that the span between them crosses, and with no others.
    pub(in crate::query::transform) fn between(
        &self,
        at: At,
        [(value, own), (from, before)]: [(Operand, Period); 2],
    ) -> (Operand, Operand) {
        let value = value.without_break();
        let (breaks, key) = (self.breaks(at.place), self.series_key(at.row));
        let crossed = breaks.crossed(&key, before, own);
        let value = crossed.fold(value, Operand::across);
        (value, from.without_break())
    }

    /// Levels with their periods as inputs, over the members that all of them have; `apart` says where a member that is
    /// left out is not.
    pub(in crate::query::transform) fn alike(
        &self,
        levels: &[(At, Period)],
        apart: &str,
    ) -> Result<Vec<Operand>, Figure> {
        let own = levels
            .iter()
            .map(|(at, period)| self.operand(Some(at.row), at.place, *period));
        let own = own.collect::<Result<Vec<_>, _>>()?;
        let places: Vec<At> = levels.iter().map(|(at, _)| *at).collect();
        Ok(self.matched(&places, apart)?.unwrap_or(own))
    }

    /// Gives levels of one series, the earliest first, the breaks that the span over all of them crosses, and no others.
    pub(in crate::query::transform) fn cross_once(
        &self,
        at: At,
        rows: &[usize],
        levels: &mut [Operand],
    ) {
        for level in levels.iter_mut() {
            *level = level.clone().without_break();
        }
        let ends = rows.first().zip(rows.last());
        let ends = ends.and_then(|(first, last)| self.year(*first).zip(self.year(*last)));
        if let (Some((first, last)), Some(level)) = (ends, levels.last_mut()) {
            let (breaks, key) = (self.breaks(at.place), self.series_key(at.row));
            let crossed = breaks.crossed(&key, first, last);
            *level = crossed.fold(level.clone(), Operand::across);
        }
    }

    /// The levels of rows over the members that all of them have, where these are not the same; `apart` says where a
    /// member that is left out is not. Rows of areas that are not chosen go on behind the others.
    pub(in crate::query::transform) fn matched(
        &self,
        levels: &[At],
        apart: &str,
    ) -> Result<Option<Vec<Operand>>, Figure> {
        let Some(out) = self.apart(levels) else {
            return Ok(None);
        };
        let level = |at: &At| self.without(*at, &out, apart);
        levels.iter().map(level).collect::<Result<_, _>>().map(Some)
    }

    /// The members that some of these levels are without; nothing where all are without the same.
    pub(in crate::query::transform) fn apart(&self, levels: &[At]) -> Option<Members> {
        let lacking = levels.iter().map(|at| self.lacking(*at));
        let lacking: Vec<Rc<Members>> = lacking.collect::<Option<_>>()?;
        let are_same = lacking.windows(2).all(|two| two[0] == two[1]);
        (!are_same).then(|| lacking.iter().flat_map(|one| one.iter().cloned()).collect())
    }

    /// The members that a level is without; nothing where it is missing, or from no partial combination.
    pub(in crate::query::transform) fn lacking(&self, at: At) -> Option<Rc<Members>> {
        let (matching, measure) = (self.matching?, self.answer.columns[at.place].measure()?);
        self.level(at)?.estimate()?;
        Some(matching.lacking(at.row, &measure.id))
    }

    /// A level without these members, or a missing figure that says why there is none.
    pub(in crate::query::transform) fn without(
        &self,
        at: At,
        out: &Members,
        apart: &str,
    ) -> Result<Operand, Figure> {
        let measure = self.answer.columns[at.place].measure();
        let figure = self
            .matching
            .zip(measure)
            .and_then(|(matching, measure)| matching.without(at.row, &measure.id, out, apart));
        let found = figure.as_ref().and_then(Operand::of);
        found.ok_or_else(|| {
            let why = figure.and_then(|figure| Some(figure.notes.last()?.text.to_string()));
            let why = why.unwrap_or_else(|| format!("none is there {apart}."));
            Figure::missing(format!("What is there {apart} cannot be compared: {why}"))
        })
    }

    /// What names the series of a row: all that names it but the time.
    fn series_key(&self, row: usize) -> Vec<String> {
        series_key(self.answer, self.time, &self.answer.rows[row])
    }

    /// The breaks of the series in a column of levels.
    fn breaks(&self, place: usize) -> Rc<Breaks> {
        let mut known = self.breaks.borrow_mut();
        let breaks = known.entry(place).or_insert_with(|| {
            let rows = self.answer.rows.iter().filter_map(|row| {
                let key = || series_key(self.answer, self.time, row);
                Some((key, year(row, self.time)?, figure_in(row, place)?))
            });
            Rc::new(Breaks::of(rows))
        });
        Rc::clone(breaks)
    }

    /// What is made of a value and that of the period before.
    pub(in crate::query::transform) fn on_period_before(&self, at: At, formula: Formula) -> Figure {
        self.on_base(at, self.base_of_change(at.row), formula)
    }

    /// What is made of a value and that of the year before.
    pub(in crate::query::transform) fn on_year_before(&self, at: At, formula: Formula) -> Figure {
        self.on_base(at, self.year_before(at.row), formula)
    }

    fn on_base(&self, at: At, base: Result<(Period, usize), Figure>, formula: Formula) -> Figure {
        let figure = || {
            let year = self.year(at.row);
            let year = year.ok_or_else(|| Figure::missing("There is no year."))?;
            self.operand(Some(at.row), at.place, year)?;
            let (before, base) = base?;
            let (value, from) = self.ends(at, before, base)?;
            Ok(self.made(formula, [&value, &from]))
        };
        figure().unwrap_or_else(|missing| missing)
    }

    /// What is made of a value and that of a base period, which are so many periods apart, of which so many are in a year;
    /// 100 in the base period itself.
    pub(in crate::query::transform) fn against(
        &self,
        at: At,
        base: Period,
        formula: impl Fn((i64, i64)) -> Formula,
    ) -> Figure {
        let figure = || {
            let year = self.year(at.row);
            let year = year.ok_or_else(|| Figure::missing("There is no year."))?;
            let value = self.operand(Some(at.row), at.place, year)?;
            if self.takes_mean_of(base) && base.frequency() < year.frequency() {
                return self.against_mean(at, (base, year), formula);
            }
            if base.frequency() != year.frequency() {
                let [own, other] = [year, base].map(|period| period.frequency().name());
                return Err(Figure::missing(format!(
                    "A {own} is not held against {base}, which is a {other}."
                )));
            }
            let base_row = self.in_year(at.row, base);
            let from = self.operand(base_row, at.place, base)?;
            if from.value.value <= Decimal::ZERO {
                return Err(Figure::missing(format!(
                    "The base, {} of {base}, is not above zero.",
                    from.value.number()
                )));
            }
            if base == year {
                return Ok(value.without_break().against_itself());
            }
            let (value, from) = self.ends(at, base, base_row.unwrap_or(at.row))?;
            let years = base.years_to(year).unwrap_or((0, 1));
            Ok(self.made(formula(years), [&value, &from]))
        };
        figure().unwrap_or_else(|missing| missing)
    }

    /// What is made of a value and the mean of the periods of a base year, of which each has to be there.
    fn against_mean(
        &self,
        at: At,
        (base, own): (Period, Period),
        formula: impl Fn((i64, i64)) -> Formula,
    ) -> Result<Figure, Figure> {
        let frequency = own.frequency();
        let (first, last) = (base.beginning(frequency), base.ending(frequency));
        let mut rows = vec![at.row];
        for period in first.through(last).filter(|period| base.contains(*period)) {
            let row = self.in_year(at.row, period);
            self.operand(row, at.place, period)?;
            rows.extend(row);
        }
        let places: Vec<At> = rows.iter().map(|&row| At { row, ..at }).collect();
        let mut levels = match self.matched(&places, "in all these periods")? {
            Some(levels) => levels,
            None => rows
                .iter()
                .map(|row| self.operand(Some(*row), at.place, own))
                .collect::<Result<_, _>>()?,
        };
        for level in &mut levels {
            *level = level.clone().without_break();
        }
        let mut value = levels.remove(0);
        let (estimates, doubt, texts) = taken(&levels);
        let undefined = |why| Figure::missing(format!("The base cannot be computed: {why}."));
        let mean = methods::mean(&estimates).map_err(undefined)?;
        if mean.value <= Decimal::ZERO {
            return Err(Figure::missing(format!(
                "The base, the mean of {base}, is not above zero."
            )));
        }
        // A break inside the base year lies in the span as well.
        let (from, to) = (first.min(own), last.max(own));
        let key = self.series_key(at.row);
        let breaks = self.breaks(at.place);
        value = breaks.crossed(&key, from, to).fold(value, Operand::across);
        let text = format!("(({}) ÷ {})", texts.join(" + "), texts.len());
        let from = Operand::made(mean, text, doubt);
        let years = first.years_to(own).unwrap_or((0, 1));
        Ok(self.made(formula(years), [&value, &from]))
    }
}
