//! Random packages, asked at random, and every figure computed again in exact fractions by a small model of its own: areas
//! in several levels with residuals, printed totals, absent rows, missing and refuted values, negative ones, weights of
//! zero, breaks, members of a dimension with and without a total. Compared are the value, or that there is none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::support::{hlj, tries};

/// An exact fraction.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Fraction(i128, i128);

impl Fraction {
    fn new(above: i128, below: i128) -> Fraction {
        let (mut one, mut other) = (above.abs(), below.abs());
        while other != 0 {
            (one, other) = (other, one % other);
        }
        let by = one.max(1) * below.signum();
        Fraction(above / by, below / by)
    }
    fn plus(self, other: Fraction) -> Fraction {
        Fraction::new(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }
    fn minus(self, other: Fraction) -> Fraction {
        self.plus(Fraction(-other.0, other.1))
    }
    fn times(self, other: Fraction) -> Fraction {
        Fraction::new(self.0 * other.0, self.1 * other.1)
    }
    fn over(self, other: Fraction) -> Fraction {
        Fraction::new(self.0 * other.1, self.1 * other.0)
    }
    fn abs(self) -> Fraction {
        Fraction(self.0.abs(), self.1)
    }
    fn less(self, other: Fraction) -> bool {
        self.minus(other).0 < 0
    }
    #[expect(clippy::cast_precision_loss, reason = "12 digits are compared")]
    fn rounded(self) -> f64 {
        self.0 as f64 / self.1 as f64
    }
    fn is_above_zero(self) -> bool {
        self.0 > 0
    }
}

fn sum(parts: impl IntoIterator<Item = Fraction>) -> Fraction {
    parts.into_iter().fold(Fraction(0, 1), Fraction::plus)
}

const HUNDRED: Fraction = Fraction(100, 1);

/// Random numbers from a seed (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides
    }
    fn within(&mut self, low: i128, high: i128) -> i128 {
        low + i128::from(self.below(u64::try_from(high - low + 1).expect("low is not above high")))
    }
    /// Whether something happens that does so in so many of a hundred.
    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }
}

/// Area, year and member; the member is empty where there is no further dimension.
type Key = (&'static str, i128, &'static str);

/// Areas with their members.
type Members = BTreeSet<(&'static str, &'static str)>;

/// What a row holds: an amount in units of its last digit, a weight, a rate in tenths of a percent.
#[derive(Debug, Clone, Copy, Default)]
struct Cells {
    v: Option<i128>,
    w: Option<i128>,
    g: Option<i128>,
}

const LEAVES: [&str; 5] = ["Ash", "Birch", "Cedar", "Elm", "Fir"];
const YEARS: std::ops::RangeInclusive<i128> = 2001..=2005;
const TOTAL: &str = "Total";
const ALL: &str = "whole";

/// A package, and how its areas lie in one another.
#[derive(Debug)]
struct Random {
    areas: Vec<&'static str>,
    holder: BTreeMap<&'static str, &'static str>,
    /// Whether the area called a total is there; whether the dimension has a printed total.
    has_total: bool,
    has_whole: bool,
    members: Vec<&'static str>,
    decimals: u32,
    is_stock: bool,
    rows: BTreeMap<Key, Cells>,
    refuted: BTreeSet<Key>,
    breaks: BTreeSet<Key>,
}

impl Random {
    fn new(dice: &mut Dice) -> Random {
        let leaves = LEAVES[..usize::try_from(dice.within(2, 5)).expect("a few")].to_vec();
        let shape = dice.below(4);
        let (mut areas, mut holder) = (leaves.clone(), BTreeMap::new());
        match shape {
            1 => {
                areas.push("Highland");
                let held = 1 + usize::try_from(dice.below(leaves.len() as u64)).expect("a few");
                holder.extend(leaves[..held].iter().map(|leaf| (*leaf, "Highland")));
            }
            2 => {
                areas.extend(["Highland", "Kingdom"]);
                let half = leaves.len() / 2;
                holder.extend(leaves[..half].iter().map(|leaf| (*leaf, "Highland")));
                holder.extend(leaves[half..].iter().map(|leaf| (*leaf, "Kingdom")));
                holder.insert("Highland", "Kingdom");
            }
            3 => areas.push(TOTAL),
            _ => {}
        }
        let (members, has_whole) = match dice.below(4) {
            0 | 1 => (vec![""], false),
            2 => (vec!["Q1", "Q2", "Q3"], false),
            _ => (vec!["farms", "trade", ALL], true),
        };
        let mut made = Random {
            has_total: shape == 3,
            has_whole,
            decimals: u32::try_from(dice.below(3)).expect("a few"),
            is_stock: dice.percent(50),
            areas,
            holder,
            members,
            rows: BTreeMap::new(),
            refuted: BTreeSet::new(),
            breaks: BTreeSet::new(),
        };
        made.fill(dice);
        made
    }

    fn fill(&mut self, dice: &mut Dice) {
        let has_negative = dice.percent(15) && !self.has_total;
        for year in YEARS {
            if dice.percent(5) {
                continue;
            }
            for &member in &self.members {
                for &area in &self.areas {
                    let sign = if has_negative && dice.percent(30) {
                        -1
                    } else {
                        1
                    };
                    let [v, w, g] = [
                        sign * dice.within(1, 999) * i128::from(!dice.percent(3)),
                        dice.within(1, 500) * i128::from(!dice.percent(2)),
                        dice.within(-150, 200),
                    ];
                    let cells = Cells {
                        v: (!dice.percent(5)).then_some(v),
                        w: (!dice.percent(4)).then_some(w),
                        g: (!dice.percent(5)).then_some(g),
                    };
                    if !dice.percent(4) {
                        self.rows.insert((area, year, member), cells);
                    }
                }
            }
        }
        let (areas, members) = (self.areas.clone(), self.members.clone());
        for year in YEARS {
            for &member in &members {
                let is_part = |area: &&&'static str| self.has_total && ***area != *TOTAL;
                let parts: Vec<Key> = areas
                    .iter()
                    .filter(is_part)
                    .map(|area| (*area, year, member))
                    .collect();
                self.add_up((TOTAL, year, member), &parts, 0);
            }
            for &area in &areas {
                let is_part = |member: &&&'static str| self.has_whole && ***member != *ALL;
                let parts: Vec<Key> = members
                    .iter()
                    .filter(is_part)
                    .map(|member| (area, year, *member))
                    .collect();
                let residual = dice.within(-1, 1);
                self.add_up((area, year, ALL), &parts, residual);
            }
        }
        for key in self.rows.keys().copied().collect::<Vec<_>>() {
            if dice.percent(2) && self.rows[&key].v.is_some() {
                self.refuted.insert(key);
            } else if dice.percent(3) {
                self.breaks.insert(key);
            }
        }
    }

    /// Makes a row the sum of others, as far as these are there, with a residual of rounding.
    fn add_up(&mut self, key: Key, parts: &[Key], residual: i128) {
        let sum_of = |pick: fn(&Cells) -> Option<i128>| {
            let found: Vec<i128> = parts
                .iter()
                .filter_map(|part| pick(self.rows.get(part)?))
                .collect();
            (!found.is_empty()).then(|| found.iter().sum::<i128>())
        };
        let (v, w) = (sum_of(|cells| cells.v), sum_of(|cells| cells.w));
        if let Some(cells) = self.rows.get_mut(&key).filter(|_| !parts.is_empty()) {
            cells.v = v.map(|v| v + residual);
            cells.w = w;
        }
    }

    /// Whether an indicator is not added over the members, which are quarters: a stock, or a ratio of one to a flow.
    fn is_refused(&self, indicator: &str) -> bool {
        self.members[0] == "Q1" && self.is_stock && matches!(indicator, "v" | "r")
    }

    fn unit(&self) -> i128 {
        10_i128.pow(self.decimals)
    }

    fn amount(&self, key: Key) -> Option<Fraction> {
        let v = self
            .rows
            .get(&key)?
            .v
            .filter(|_| !self.refuted.contains(&key))?;
        Some(Fraction::new(v, self.unit()))
    }

    fn weight(&self, key: Key) -> Option<Fraction> {
        Some(Fraction(self.rows.get(&key)?.w?, 1))
    }

    fn rate(&self, key: Key) -> Option<Fraction> {
        Some(Fraction::new(self.rows.get(&key)?.g?, 10))
    }

    /// The ratio as it is printed, with three decimals, a half away from zero.
    fn printed_ratio(&self, key: Key) -> Option<Fraction> {
        let cells = self.rows.get(&key)?;
        let (v, w) = (cells.v?, cells.w.filter(|w| *w != 0)?);
        let (above, below) = (v.abs() * 1000, w * self.unit());
        Some(Fraction::new(
            (2 * above + below) / (2 * below) * v.signum(),
            1000,
        ))
    }

    fn value(&self, indicator: &str, key: Key) -> Option<Fraction> {
        match indicator {
            "v" => self.amount(key),
            "w" => self.weight(key),
            "g" => self.rate(key),
            _ => self.printed_ratio(key),
        }
    }

    /// Half a unit of the last digit of an amount.
    fn half(&self) -> Fraction {
        Fraction::new(1, 2 * self.unit())
    }

    fn write(&self, folder: &Path) {
        let number = |value: Option<Fraction>, decimals: usize| {
            let scaled = value.map(|value| {
                value.times(Fraction(
                    10_i128.pow(u32::try_from(decimals).expect("few")),
                    1,
                ))
            });
            scaled.map_or(String::new(), |Fraction(whole, _)| {
                let digits = format!("{:0width$}", whole.abs(), width = decimals + 1);
                let (whole_part, rest) = digits.split_at(digits.len() - decimals);
                let point = if rest.is_empty() { "" } else { "." };
                format!(
                    "{}{whole_part}{point}{rest}",
                    if whole < 0 { "-" } else { "" }
                )
            })
        };
        let has_member = self.members.len() > 1;
        let mut table = format!(
            "area,year,{}v,w,g,r\n",
            if has_member { "part," } else { "" }
        );
        for (&key, cells) in &self.rows {
            let (area, year, member) = key;
            let member = if has_member {
                format!("{member},")
            } else {
                String::new()
            };
            let v = cells.v.map(|v| Fraction::new(v, self.unit()));
            let cells = [
                number(v, self.decimals as usize),
                number(self.weight(key), 0),
                number(self.rate(key), 1),
                number(self.printed_ratio(key), 3),
            ];
            writeln!(table, "{area},{year},{member}{}", cells.join(",")).expect("memory is there");
        }
        let kind = if self.is_stock { "stock" } else { "flow" };
        let total = if self.has_whole {
            r#","total":"whole""#
        } else {
            ""
        };
        let part = if has_member {
            format!(r#"{{"name":"part","type":"string","role":"dimension"{total}}},"#)
        } else {
            String::new()
        };
        let key = if has_member { r#","part""# } else { "" };
        let descriptor = format!(
            r#"{{"name":"p","resources":[{{"name":"t","path":"t.csv","schema":{{"primaryKey":["area","year"{key}],"fields":[
            {{"name":"area","type":"string","role":"area"}},{{"name":"year","type":"year","role":"time"}},{part}
            {{"name":"v","type":"number","role":"indicator","id":"v","kind":"{kind}","combine":{{"rule":"sum"}}}},
            {{"name":"w","type":"number","role":"indicator","id":"w","kind":"flow","combine":{{"rule":"sum"}}}},
            {{"name":"g","type":"number","role":"indicator","id":"g","kind":"rate","unit":"%","combine":{{"rule":"weighted-mean","weight":"v","weightYear":"same"}}}},
            {{"name":"r","type":"number","role":"indicator","id":"r","kind":"ratio","combine":{{"rule":"ratio","numerator":"v","denominator":"w"}}}}]}}}},
            {{"name":"areas","path":"areas.csv","role":"areas"}},{{"name":"notes","path":"notes.csv","role":"notes"}}]}}"#
        );
        let mut register = "code,name,name_zh,pinyin,level,parent,aliases,groups\n".to_owned();
        for area in &self.areas {
            let parent = self
                .holder
                .get(area)
                .map_or(String::new(), |parent| format!("c-{parent}"));
            writeln!(register, "c-{area},{area},,,place,{parent},,").expect("memory is there");
        }
        let mut notes = "table,key,indicator,status,note,usable,corrected\n".to_owned();
        for (keys, rest) in [(&self.refuted, "U,Wrong.,no,"), (&self.breaks, "B,New.,,")] {
            for (area, year, member) in keys {
                let member = if has_member {
                    format!("; part={member}")
                } else {
                    String::new()
                };
                writeln!(notes, "t,area={area}; year={year}{member},v,{rest}")
                    .expect("memory is there");
            }
        }
        for (name, text) in [
            ("t.csv", table),
            ("datapackage.json", descriptor),
            ("areas.csv", register),
            ("notes.csv", notes),
        ] {
            fs::write(folder.join(name), text).expect("the folder takes a file");
        }
    }

    fn is_present(&self, area: &str) -> bool {
        self.rows.keys().any(|key| key.0 == area)
    }

    /// Whether another area of the table holds it.
    fn is_held(&self, area: &str) -> bool {
        let mut at = area;
        while let Some(holder) = self.holder.get(at) {
            if self.is_present(holder) {
                return true;
            }
            at = holder;
        }
        false
    }

    /// The areas that make up the whole.
    fn outermost(&self) -> Vec<&'static str> {
        let areas = self.areas.iter().copied();
        areas
            .filter(|area| self.is_present(area) && *area != TOTAL && !self.is_held(area))
            .collect()
    }

    /// The rows of a year that make up a figure where areas, or members, or both collapse: printed totals in the place of
    /// what they are the totals of; and which members are absent.
    fn chosen(
        &self,
        indicator: &str,
        year: i128,
        area: Option<&str>,
        member: Option<&str>,
    ) -> Option<(Vec<Key>, Vec<Key>)> {
        let takes_area = |own: &str| match area {
            Some(area) => own == area,
            None => !self.is_held(own),
        };
        let takes_member = |own: &str| member.is_none_or(|member| own == member);
        let rows: Vec<Key> = self
            .rows
            .keys()
            .copied()
            .filter(|key| key.1 == year && takes_area(key.0) && takes_member(key.2))
            .collect();
        if rows.is_empty() {
            return None;
        }
        let (by_area, by_member) = (
            self.has_total && area.is_none(),
            self.has_whole && member.is_none(),
        );
        let is_there = |key: &Key| self.value(indicator, *key).is_some();
        // The totals where each is there and every part has one, else the parts.
        let totals_of = |rows: &[Key], is_total: &dyn Fn(&Key) -> bool| -> Vec<Key> {
            let (whole, parts): (Vec<Key>, Vec<Key>) = rows.iter().partition(|key| is_total(key));
            let is_whole = !whole.is_empty() && whole.iter().all(is_there);
            if parts.is_empty() || is_whole {
                whole
            } else {
                parts
            }
        };
        let of_areas = |rows: &[Key]| {
            if by_area {
                totals_of(rows, &|key| key.0 == TOTAL)
            } else {
                rows.to_vec()
            }
        };
        let of_each_member = |rows: &[Key]| -> Vec<Key> {
            let members: BTreeSet<&str> = rows.iter().map(|key| key.2).collect();
            let of = |member| rows.iter().copied().filter(move |key| key.2 == member);
            let rows = members.into_iter().map(|member| of(member).collect());
            rows.flat_map(|rows: Vec<Key>| of_areas(&rows)).collect()
        };
        let found: Vec<Key> = if by_member && by_area {
            let (whole, parts): (Vec<Key>, Vec<Key>) = rows.iter().partition(|key| key.2 == ALL);
            let whole = of_areas(&whole);
            let is_held = |part: &Key| {
                let mut held = whole.iter();
                held.any(|key| key.0 == TOTAL || key.0 == part.0)
            };
            let is_whole = whole.iter().all(is_there) && parts.iter().all(is_held);
            if parts.is_empty() || (!whole.is_empty() && is_whole) {
                whole
            } else {
                of_each_member(&parts)
            }
        } else if by_member {
            let areas: BTreeSet<&str> = rows.iter().map(|key| key.0).collect();
            let of = |area| rows.iter().copied().filter(move |key| key.0 == area);
            let rows = areas.into_iter().map(|area| of(area).collect());
            rows.flat_map(|rows: Vec<Key>| totals_of(&rows, &|key| key.2 == ALL))
                .collect()
        } else {
            of_each_member(&rows)
        };
        let stands_for = |key: &Key, wanted: &Key| {
            (key.0 == wanted.0 || (by_area && key.0 == TOTAL))
                && (key.2 == wanted.2 || (by_member && key.2 == ALL))
        };
        let expected = self.expected(year, area, member).into_iter();
        let absent = expected.filter(|wanted| !found.iter().any(|key| stands_for(key, wanted)));
        let absent = absent.collect();
        Some((found, absent))
    }

    /// The rows that a year has where none is absent: what any year has.
    fn expected(&self, year: i128, area: Option<&str>, member: Option<&str>) -> BTreeSet<Key> {
        let counts = |(own, _, part): &&Key| {
            let area_counts = area.is_some() || (*own != TOTAL && !self.is_held(own));
            area_counts && (member.is_some() || *part != ALL || !self.has_whole)
        };
        let known = |all: &[&'static str], wanted: Option<&str>| {
            let mut all = all.iter().copied();
            wanted.and_then(|wanted| all.find(|known| *known == wanted))
        };
        let key = |&(own, _, part): &Key| {
            let area = known(&self.areas, area).unwrap_or(own);
            (area, year, known(&self.members, member).unwrap_or(part))
        };
        self.rows.keys().filter(counts).map(key).collect()
    }

    /// A figure of all areas, or members, or both together; outer nothing where there is no row at all.
    #[expect(clippy::option_option, reason = "no row, or a row without a figure")]
    fn combined(
        &self,
        indicator: &str,
        year: i128,
        area: Option<&str>,
        member: Option<&str>,
    ) -> Option<Option<Fraction>> {
        let (rows, absent) = self.chosen(indicator, year, area, member)?;
        Some((|| {
            if !absent.is_empty() {
                return None;
            }
            if let [only] = rows.as_slice() {
                return self.value(indicator, *only);
            }
            let all = |of: &dyn Fn(Key) -> Option<Fraction>| {
                rows.iter().map(|key| of(*key)).collect::<Option<Vec<_>>>()
            };
            let amounts = || all(&|key| self.amount(key));
            match indicator {
                "v" => Some(sum(amounts()?)),
                "w" => Some(sum(all(&|key| self.weight(key))?)),
                "g" => {
                    let (rates, weights) = (all(&|key| self.rate(key))?, amounts()?);
                    let whole = sum(weights.iter().copied());
                    // A weight of nothing weighs nothing; that all may be nothing is no mean.
                    if weights.iter().any(|weight| weight.0 < 0) || whole.0 == 0 {
                        return None;
                    }
                    Some(
                        sum(rates
                            .iter()
                            .zip(&weights)
                            .map(|(rate, weight)| rate.times(*weight)))
                        .over(whole),
                    )
                }
                _ => {
                    let (above, below) = (sum(amounts()?), sum(all(&|key| self.weight(key))?));
                    let slack = Fraction::new(i128::try_from(rows.len()).expect("few"), 2);
                    slack.less(below.abs()).then(|| above.over(below))
                }
            }
        })())
    }

    /// A sum over the areas that there are but for some, where they have two thirds of the weights, and which it is without;
    /// what is lacking has its newest weight.
    #[expect(clippy::option_option, reason = "no row, or a row without a figure")]
    fn partial(&self, year: i128, out: &Members) -> Option<Option<(Fraction, Members)>> {
        let (rows, absent) = self.chosen("v", year, None, None)?;
        if let ([only], true, true) = (rows.as_slice(), absent.is_empty(), out.is_empty()) {
            return Some(self.amount(*only).map(|own| (own, Members::new())));
        }
        let is_there = |key: &&Key| self.amount(**key).is_some() && !out.contains(&(key.0, key.2));
        let (found, lacking): (Vec<Key>, Vec<Key>) = rows.iter().partition(is_there);
        let lacking: Vec<Key> = lacking.into_iter().chain(absent).collect();
        if found.is_empty() {
            return Some(None);
        }
        let newest = |key: &Key| {
            let before = YEARS.rev().filter(|other| *other <= year);
            let after = YEARS.filter(|other| *other > year);
            before
                .chain(after)
                .find_map(|other| Some(self.amount((key.0, other, key.2))?.abs()))
        };
        let weights: Option<Vec<Fraction>> = lacking.iter().map(newest).collect();
        let own = sum(found
            .iter()
            .filter_map(|key| Some(self.amount(*key)?.abs())));
        let number = |keys: &[Key]| Fraction(i128::try_from(keys.len()).expect("few"), 1);
        let (have, lack) = match weights {
            Some(weights) => (own, sum(weights)),
            None => (number(&found), number(&lacking)),
        };
        let is_enough = !have
            .times(Fraction(3, 1))
            .less(have.plus(lack).times(Fraction(2, 1)));
        Some((lacking.is_empty() || is_enough).then(|| {
            let without = lacking.iter().map(|key| (key.0, key.2)).collect();
            let value = sum(found.iter().filter_map(|key| self.amount(*key)));
            (value, without)
        }))
    }

    /// The change of such sums on the year before, over the members that both have.
    fn partial_change(&self, year: i128) -> Option<Fraction> {
        let of = |out: &Members| {
            let both = [year, year - 1].map(|year| self.partial(year, out).flatten());
            let [Some(own), Some(before)] = both else {
                return None;
            };
            Some((own, before))
        };
        let (own, before) = of(&Members::new())?;
        if own.1 == before.1 {
            return Some(own.0.minus(before.0));
        }
        let (own, before) = of(&own.1.union(&before.1).copied().collect())?;
        Some(own.0.minus(before.0))
    }

    /// What the areas come to, and the area whose row that is.
    fn whole(&self, year: i128, member: &'static str) -> Option<(Fraction, Option<&'static str>)> {
        if let Some(total) = self.amount((TOTAL, year, member)) {
            return Some((total, Some(TOTAL)));
        }
        let areas = self.outermost();
        if let [only] = areas.as_slice()
            && self
                .areas
                .iter()
                .any(|area| self.is_present(area) && self.is_held(area))
        {
            return Some((self.amount((only, year, member))?, Some(only)));
        }
        let parts: Option<Vec<Fraction>> = areas
            .iter()
            .map(|area| self.amount((area, year, member)))
            .collect();
        Some((sum(parts?), None))
    }

    fn over_base(&self, value: Option<Fraction>, base: Option<Fraction>) -> Option<Fraction> {
        let base = base.filter(|base| base.minus(self.half()).is_above_zero())?;
        Some(HUNDRED.times(value?).over(base))
    }

    /// Whether a sum of rounded amounts cannot be zero: nothing is a part of one that may be.
    fn is_there(&self, whole: Fraction) -> bool {
        let areas = i128::try_from(self.outermost().len()).expect("few");
        let slack = self.half().times(Fraction(areas, 1));
        whole.minus(slack).is_above_zero()
    }

    /// A figure of an area after `--as`.
    fn transformed(&self, transform: &str, (area, year, member): Key) -> Option<Fraction> {
        let own = self.amount((area, year, member));
        let before = self.amount((area, year - 1, member));
        // A balance has no growth.
        let amount = own.filter(|own| own.0 >= 0);
        let change = || Some(self.over_base(amount, before)?.minus(HUNDRED));
        match transform {
            "yoy" => change(),
            "change" => Some(own?.minus(before?)),
            "share" => {
                let (whole, row) = self.whole(year, member)?;
                let others = self.areas.iter().filter(|area| **area != TOTAL);
                let parts: Vec<Fraction> = others
                    .filter_map(|area| self.amount((area, year, member)))
                    .collect();
                let (above, below) = (
                    parts.iter().any(|part| part.0 > 0),
                    parts.iter().any(|part| part.0 < 0),
                );
                let own = own.filter(|_| !(above && below))?;
                match row {
                    Some(row) if row == area => (own.0 != 0).then_some(HUNDRED),
                    Some(_) if whole.0 < 0 && own.0 > 0 || whole.0 > 0 && own.0 < 0 => None,
                    None => self
                        .is_there(whole.abs())
                        .then(|| HUNDRED.times(own).over(whole)),
                    Some(_) => (whole.0 != 0).then(|| HUNDRED.times(own).over(whole)),
                }
            }
            "contribution" => {
                let difference = own?.minus(before?);
                match self.whole(year - 1, member)? {
                    (_, Some(row)) if row == area => change(),
                    (whole, None) => self
                        .is_there(whole)
                        .then(|| HUNDRED.times(difference).over(whole)),
                    (whole, Some(_)) => whole
                        .is_above_zero()
                        .then(|| HUNDRED.times(difference).over(whole)),
                }
            }
            index => {
                let base: i128 = index.trim_start_matches("index:").parse().expect("a year");
                let from = self
                    .amount((area, base, member))
                    .filter(|from| from.is_above_zero());
                if base == year {
                    own.and(from).map(|_| HUNDRED)
                } else {
                    // A balance has no index either.
                    self.over_base(amount, from)
                }
            }
        }
    }
}

/// What `hlj` answers, by what names the rows; nothing where it refuses.
fn asked(
    folder: &Path,
    words: &[&str],
    column: usize,
) -> Result<BTreeMap<Vec<String>, String>, String> {
    let data = folder.to_string_lossy().into_owned();
    let output = hlj(["--data", &data].iter().chain(words))
        .output()
        .expect("the program starts");
    if output.status.code() != Some(0) {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows = text.lines().skip(1).map(|line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        let value = cells.remove(column);
        cells.truncate(column);
        (cells, value)
    });
    Ok(rows.collect())
}

/// Whether what is printed is the fraction, to 12 digits; an exact zero is `0`.
fn agrees(printed: &str, exact: Option<Fraction>) -> bool {
    match exact {
        None => printed.is_empty(),
        Some(Fraction(0, _)) => {
            printed.parse::<f64>().is_ok() && !printed.contains(|c| ('1'..='9').contains(&c))
        }
        Some(exact) => printed.parse::<f64>().is_ok_and(|value| {
            let exact = exact.rounded();
            (value - exact).abs() <= exact.abs() * 1e-12
        }),
    }
}

/// A question: its words, the column of the value, and what each row has to hold by what names it.
struct Question {
    words: Vec<String>,
    column: usize,
    rows: BTreeMap<Vec<String>, Option<Fraction>>,
    is_refused: bool,
}

impl Question {
    fn new(words: &str, column: usize, rows: BTreeMap<Vec<String>, Option<Fraction>>) -> Question {
        let words = words.split(' ').map(str::to_owned).collect();
        Question {
            words,
            column,
            rows,
            is_refused: false,
        }
    }
}

/// Sums over the areas that there are, and their changes.
fn of_partial(random: &Random) -> [Question; 2] {
    let by_year = YEARS.filter_map(|year| Some((year, random.partial(year, &Members::new())?)));
    let by_year: Vec<(i128, Option<(Fraction, Members)>)> = by_year.collect();
    let levels = by_year.iter().map(|(year, level)| {
        let level = level.as_ref().map(|(value, _)| *value);
        (vec![year.to_string()], level)
    });
    let changes = by_year
        .iter()
        .map(|(year, _)| (vec![year.to_string()], random.partial_change(*year)));
    let words = "t -i v --group-by year --partial";
    [
        Question::new(&format!("{words} --csv"), 1, levels.collect()),
        Question::new(&format!("{words} --as change --csv"), 1, changes.collect()),
    ]
}

/// Every question to a random package: its words, the place of the value, what each row has to hold.
fn questions(random: &Random, dice: &mut Dice) -> Vec<Question> {
    let mut all = Vec::new();
    let has_part = random.members.len() > 1;
    let named = |parts: &[&str]| {
        parts
            .iter()
            .map(|part| (*part).to_owned())
            .collect::<Vec<_>>()
    };
    let indicator = ["v", "w", "g", "r"][usize::try_from(dice.below(4)).expect("few")];
    let is_refused = random.is_refused(indicator);
    let by_year = YEARS
        .filter_map(|year| {
            Some((
                vec![year.to_string()],
                random.combined(indicator, year, None, None)?,
            ))
        })
        .collect();
    all.push(Question {
        is_refused,
        ..Question::new(
            &format!("t -i {indicator} --group-by year --csv"),
            1,
            by_year,
        )
    });
    if has_part {
        let (mut by_part, mut by_area) = (BTreeMap::new(), BTreeMap::new());
        for year in YEARS {
            for &member in &random.members {
                if let Some(found) = random.combined(indicator, year, None, Some(member)) {
                    by_part.insert(named(&[&year.to_string(), member]), found);
                }
            }
            for &area in &random.areas {
                if let Some(found) = random.combined(indicator, year, Some(area), None) {
                    by_area.insert(named(&[area, &year.to_string()]), found);
                }
            }
        }
        all.push(Question::new(
            &format!("t -i {indicator} --group-by year,part --csv"),
            2,
            by_part,
        ));
        all.push(Question {
            is_refused,
            ..Question::new(
                &format!("t -i {indicator} --group-by area,year --csv"),
                2,
                by_area,
            )
        });
    }
    if !random.has_total && !random.has_whole && !random.is_refused("v") {
        all.extend(of_partial(random));
    }
    let years: BTreeSet<i128> = random.rows.keys().map(|key| key.1).collect();
    let base = years
        .iter()
        .nth(usize::try_from(dice.below(5)).expect("few"))
        .copied();
    let index = format!("index:{}", base.unwrap_or(2001));
    for transform in ["yoy", "change", "share", "contribution", index.as_str()] {
        // Of one area alone there is no share; what the parts of a printed total leave has rows of its own.
        let is_other = match transform {
            "share" => random.outermost().len() < 2,
            "contribution" => random.has_whole || random.outermost().len() < 2,
            _ => years.len() < 2 || base.is_none(),
        };
        if is_other {
            continue;
        }
        let row = |key: &Key| {
            let (area, year, member) = *key;
            let mut name = named(&[area, &year.to_string()]);
            name.extend(has_part.then(|| member.to_owned()));
            (name, random.transformed(transform, *key))
        };
        let rows = random.rows.keys().map(row).collect();
        all.push(Question::new(
            &format!("t -i v --as {transform} --csv"),
            2 + usize::from(has_part),
            rows,
        ));
    }
    all
}

/// The ranks of a year: of the areas that hold no other, the largest first, equal ones alike.
fn ranks(random: &Random, year: i128) -> BTreeMap<&'static str, usize> {
    let holds = |area: &str| {
        random
            .holder
            .iter()
            .any(|(part, holder)| *holder == area && random.is_present(part))
    };
    let areas = random
        .areas
        .iter()
        .copied()
        .filter(|area| *area != TOTAL && !holds(area));
    let values: Vec<(&str, Fraction)> = areas
        .filter_map(|area| Some((area, random.amount((area, year, ""))?)))
        .collect();
    let rank = |(area, value): &(&'static str, Fraction)| {
        (
            *area,
            1 + values
                .iter()
                .filter(|(_, other)| value.less(*other))
                .count(),
        )
    };
    values.iter().map(rank).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..tries(50) })]

    #[test]
    fn every_figure_is_that_of_exact_fractions(seed in 1_u64..) {
        let mut dice = Dice(seed);
        let random = Random::new(&mut dice);
        let folder = tempfile::tempdir().expect("a folder can be made");
        random.write(folder.path());
        for Question { words, column, rows: expected, is_refused } in questions(&random, &mut dice) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let found = asked(folder.path(), &words, column);
            if is_refused {
                prop_assert!(found.is_err_and(|said| said.contains("a year")), "{:?}", words);
                continue;
            }
            let found = found.map_err(|said| TestCaseError::fail(format!("{words:?}: {said}")))?;
            prop_assert_eq!(
                found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{:?}", words
            );
            for (row, exact) in &expected {
                prop_assert!(agrees(&found[row], *exact), "{words:?} {row:?}: {} and not {exact:?}", found[row]);
            }
        }
        if random.members.len() == 1 {
            let years: BTreeSet<i128> = random.rows.keys().map(|key| key.1).collect();
            for year in years {
                let expected = ranks(&random, year);
                let words = ["rank", "v", "-y", &year.to_string(), "--columns", "area,rank", "--csv"];
                let found = asked(folder.path(), &words, 1).unwrap_or_default();
                let found: BTreeMap<String, String> = found.into_iter().map(|(row, rank)| (row.concat(), rank)).collect();
                for (area, rank) in expected {
                    prop_assert_eq!(found.get(area), Some(&rank.to_string()), "{} {} {:?}", area, year, found);
                }
            }
        }
    }
}
