//! Which member is the total of the others: it is called so, or the data prove it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Level, Whole};
use crate::figure::Estimate;
use crate::order::IntoMap;
use crate::package::fold;
use crate::source::totals;

/// Words by which a row is the total of the others, folded.
const CALLED: [&str; 27] = [
    "total",
    "totals",
    "grandtotal",
    "overall",
    "sum",
    "all",
    "everything",
    "world",
    "totale",
    "totaal",
    "totalt",
    "ialt",
    "insgesamt",
    "gesamt",
    "zusammen",
    "ensemble",
    "yhteensa",
    "ogolem",
    "celkem",
    "合计",
    "总计",
    "共计",
    "总和",
    "全省",
    "全市",
    "全国",
    "全县",
];

/// How improbable it has to be that a row is the sum of the others by chance: one in so many.
const PROOF: i64 = 10_000;

/// Among how many members layers are looked for.
const MOST_IN_LAYERS: usize = 400;

/// What the levels of one key come to.
#[derive(Default)]
struct Sum {
    count: usize,
    total: Decimal,
    /// Half the width of the intervals, added.
    slack: Decimal,
    /// The largest and the largest beside it.
    largest: Option<(Decimal, usize, Decimal)>,
    second: Option<Decimal>,
    /// The value of the member that is called a total.
    called: Option<Decimal>,
}

impl Whole {
    /// The outermost member that is the total of the others: called so where the data do not speak against it, or
    /// proven by them. Where one alone may be it, none counts by its name.
    pub(super) fn find_total(&self, levels: &[Level], candidate: Option<&str>) -> Option<String> {
        let places: BTreeMap<&str, usize> = self
            .outermost(None)
            .enumerate()
            .map(|(place, name)| (name, place))
            .into_map();
        if places.len() < 2 {
            return None;
        }
        let has_name = |wanted: fn(&str) -> bool| {
            let mut named = self.outermost(None).filter(|name| wanted(name));
            named.next().filter(|_| named.next().is_none())
        };
        let outright = has_name(is_called_total);
        let called = outright.or_else(|| has_name(sounds_like_total));
        let called = called.filter(|_| candidate.is_none());
        let mut sums: BTreeMap<&[String], Sum> = BTreeMap::new();
        for level in levels {
            let Some(&place) = places.get(level.member) else {
                continue;
            };
            let sum = sums.entry(&level.key).or_default();
            sum.add(place, level.value, called == Some(level.member));
        }
        if let Some(called) = called {
            let against = |sum: &Sum| {
                sum.called
                    .zip(sum.largest)
                    .is_some_and(|(own, (largest, ..))| own < largest && sum.total >= Decimal::ZERO)
            };
            let beside = sums
                .values()
                .filter(|sum| sum.called.is_some() && sum.count > 1);
            let (said, denied) = (
                beside.clone().count(),
                beside.filter(|sum| against(sum)).count(),
            );
            // One wrong figure of a total makes no area of it.
            let is_refuted = 2 * denied > said;
            return (!is_refuted && (said > 0 || outright.is_some())).then(|| called.to_owned());
        }
        if places.len() < 3 {
            return None;
        }
        let complete = sums.values().filter(|sum| sum.count == places.len());
        let tried = complete.clone().count();
        let mut proofs: BTreeMap<usize, (usize, Decimal)> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for sum in complete {
            let Some((place, factor)) = sum.is_sum_of_others() else {
                continue;
            };
            let (held, chance) = proofs.entry(place).or_insert((0, Decimal::ONE));
            *held += 1;
            // What stays the same from period to period proves no more than once.
            if seen.insert(sum.total) {
                *chance = chance.checked_mul(factor).unwrap_or(Decimal::ZERO);
            }
        }
        // One wrong figure takes no proof away; but then it may be any of those tried.
        let is_proof = |(held, chance): (usize, Decimal)| {
            let misses = (held..tried).map(|_| Decimal::from(tried));
            let chance = misses.fold(chance, Decimal::saturating_mul);
            3 * held >= 2 * tried && chance.saturating_mul(Decimal::from(PROOF)) < Decimal::ONE
        };
        let mut proven = proofs.into_iter().filter(|(_, proof)| is_proof(*proof));
        let (proven, _) = proven.next()?;
        self.outermost(None).nth(proven).map(str::to_owned)
    }
}

impl Whole {
    /// Takes the total that others make up more than once, by parts and by parts of parts, and those parts that are sums
    /// themselves as groups.
    pub(super) fn take_layers<'l>(&mut self, levels: &'l [Level<'l>]) {
        let places = self.members.iter().zip(0_u32..);
        let places: BTreeMap<&str, u32> =
            places.map(|((name, _), at)| (name.as_str(), at)).into_map();
        if !(4..=MOST_IN_LAYERS).contains(&places.len()) {
            return;
        }
        let mut cells: BTreeMap<&[String], u32> = BTreeMap::new();
        let level = |level: &'l Level<'l>| {
            let next = u32::try_from(cells.len()).unwrap_or(u32::MAX);
            let number = |decimal: Decimal| decimal.to_string().parse::<f64>().ok();
            Some(totals::Level {
                member: *places.get(level.member)?,
                cell: *cells.entry(&level.key).or_insert(next),
                value: number(level.value.value)?,
                half: number(level.value.bounds.width())? / 2.0,
            })
        };
        let levels: Vec<totals::Level> = levels.iter().filter_map(level).collect();
        let proven = totals::find(&levels, places.len(), &[]);
        let all = proven
            .iter()
            .filter(|total| total.layers == 1 && totals::sums_up_all(total, &proven, places.len()))
            .max_by_key(|total| total.parts);
        let all = all.map(|total| total.member);
        let name = |at: u32| self.members[at as usize].0.clone();
        for total in proven.iter().filter(|total| Some(total.member) != all) {
            let own = name(total.member);
            if all.is_some() || self.left_out.contains(&own) {
                self.groups.insert(own);
            } else {
                // Without a total of all, those that are made of others beside them hold these.
                let parts = total.holds.iter();
                let parts = parts.map(|part| (name(*part), own.clone()));
                self.holders.extend(parts);
            }
        }
        self.total = all.map(name);
    }
}

impl Sum {
    fn add(&mut self, place: usize, value: Estimate, is_called: bool) {
        self.count += 1;
        self.total = self.total.saturating_add(value.value);
        self.slack = self
            .slack
            .saturating_add(value.bounds.width() / Decimal::TWO);
        if is_called {
            self.called = Some(value.value);
        }
        let own = (value.value, place, value.bounds.width());
        match self.largest {
            Some((largest, ..)) if value.value <= largest => {
                self.second = self.second.max(Some(value.value));
            }
            known => {
                self.second = known.map(|(value, ..)| value).or(self.second);
                self.largest = Some(own);
            }
        }
    }

    /// The place of the value that is the sum of all others within rounding, and how probable that is by chance.
    fn is_sum_of_others(&self) -> Option<(usize, Decimal)> {
        let (largest, place, width) = self.largest?;
        if largest <= Decimal::ZERO || self.second >= Some(largest) {
            return None;
        }
        let off = self.total.checked_sub(largest)?.checked_sub(largest)?.abs();
        if off > self.slack {
            return None;
        }
        let within = if off.is_zero() {
            width
        } else {
            self.slack.checked_mul(Decimal::TWO)?
        };
        Some((place, (within / largest).min(Decimal::ONE)))
    }
}

/// Whether a name is one of a total.
pub(super) fn is_called_total(name: &str) -> bool {
    CALLED.contains(&fold(name).as_str())
}

/// Whether a name begins or ends like one of a total: `All counties`, `Grand total of the region`.
pub(super) fn sounds_like_total(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or_default();
    ["all", "total", "sum"].contains(&first) || last == "total"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Number;
    use crate::package::Areas;

    fn whole(rows: &[(&str, &[&str])]) -> Whole {
        let levels = rows.iter().flat_map(|(name, values)| {
            values.iter().enumerate().map(|(year, value)| Level {
                key: vec![year.to_string()],
                member: name,
                value: Estimate::from(value.parse::<Number>().unwrap()),
            })
        });
        let names = rows.iter().map(|(name, _)| *name);
        Whole::of_areas(&Areas::default(), names, levels)
    }

    #[test]
    fn a_row_that_is_the_sum_of_the_others_is_their_total() {
        let proven = |rows: &[(&str, &[&str])]| whole(rows).total().map(str::to_owned);
        let parts: [(&str, &[&str]); 2] = [("Ebn", &["211", "198"]), ("Fal", &["340.5", "351.0"])];
        let with = |name: &'static str, values: &'static [&'static str]| {
            let mut rows = parts.to_vec();
            rows.push((name, values));
            rows
        };
        assert_eq!(proven(&with("Gor", &["551.5", "549"])), Some("Gor".into()));
        // Within rounding, by the widths of 211, 340.5 and 552.
        assert_eq!(proven(&with("Gor", &["552", "549"])), Some("Gor".into()));
        assert_eq!(proven(&with("Gor", &["551.5", "560"])), None);
        assert_eq!(proven(&with("Gor", &["100", "120"])), None);
        // 2 + 3 = 5 may be chance.
        assert_eq!(proven(&[("A", &["2"]), ("B", &["3"]), ("C", &["5"])]), None);
        // 10 + 9 + 9 = 28 and 30 + 31 + 29 = 90 for 88 may be as well.
        let towns: [(&str, &[&str]); 4] = [
            ("A", &["28", "88"]),
            ("B", &["10", "30"]),
            ("C", &["9", "31"]),
            ("D", &["9", "29"]),
        ];
        assert_eq!(proven(&towns), None);
        // Two rows that are equal are no whole and part.
        assert_eq!(proven(&[("A", &["211"]), ("B", &["211"])]), None);
    }

    #[test]
    fn a_row_that_is_called_a_total_is_one_unless_the_figures_speak_against_it() {
        let total = |rows: &[(&str, &[&str])]| whole(rows).total().map(str::to_owned);
        assert_eq!(
            total(&[("A", &["2"]), ("Total", &["5"])]),
            Some("Total".into())
        );
        assert_eq!(
            total(&[("A", &["2"]), ("合计", &["5"])]),
            Some("合计".into())
        );
        assert_eq!(
            total(&[("A", &["2"]), ("All counties", &["5"])]),
            Some("All counties".into())
        );
        assert_eq!(total(&[("Avon", &["20"]), ("All Saints", &["5"])]), None);
        assert_eq!(total(&[("A", &[]), ("All Saints", &[])]), None);
        assert_eq!(total(&[("A", &[]), ("Total", &[])]), Some("Total".into()));
    }
}
