//! The measures of structure: what each is called, and what it is made of.

use rust_decimal::Decimal;

use crate::answer::{Column, Holds, Label, Measure as OfColumn, Role};
use crate::figure::{Estimate, Figure};
use crate::methods::{self, Against, Undefined};
use crate::query::composition::Mix;
use crate::query::derived::{derive, lacking, operand};

/// The measure that every member has one of.
pub(super) const QUOTIENT: &str = "location-quotient";

/// The measure of the change from one named year to the next.
pub(super) const CHANGE: &str = "structural-change";

/// A measure of an area in a year.
pub(super) struct Measure {
    pub(super) id: &'static str,
    pub(super) title: [&'static str; 2],
    pub(super) of: Of,
}

/// What a measure is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Herfindahl,
    Normalised,
    Number,
    Entropy,
    Evenness,
    Krugman,
    Hoover,
    Hachman,
    /// The change from the year before in the question.
    Change,
}

/// The measures, in the order of their columns.
pub(super) const MEASURES: [Measure; 9] = [
    Measure {
        id: "hhi",
        title: ["Herfindahl–Hirschman index", "赫芬达尔指数"],
        of: Of::Herfindahl,
    },
    Measure {
        id: "hhi-normalised",
        title: ["HHI, normalised", "赫芬达尔指数（标准化）"],
        of: Of::Normalised,
    },
    Measure {
        id: "equivalent-number",
        title: ["Equivalent number", "等效部门数"],
        of: Of::Number,
    },
    Measure {
        id: "entropy",
        title: ["Entropy (natural)", "熵（自然对数）"],
        of: Of::Entropy,
    },
    Measure {
        id: "evenness",
        title: ["Evenness", "均匀度"],
        of: Of::Evenness,
    },
    Measure {
        id: "krugman",
        title: ["Krugman index", "克鲁格曼专业化指数"],
        of: Of::Krugman,
    },
    Measure {
        id: "hoover",
        title: ["Hoover coefficient", "胡佛专业化系数"],
        of: Of::Hoover,
    },
    Measure {
        id: "hachman",
        title: ["Hachman index", "哈奇曼指数"],
        of: Of::Hachman,
    },
    Measure {
        id: CHANGE,
        title: ["Structural change", "结构变动"],
        of: Of::Change,
    },
];

impl Measure {
    /// Its column; `source` is the short citation of the table, `table` its name.
    pub(super) fn column(&self, table: &str, source: &str) -> Column {
        let is_change = self.of == Of::Change;
        let unit = is_change.then(|| Label::new("percentage points", Some("百分点")));
        let [en, zh] = self.title;
        let column = Column::figures(self.id, Label::new(en, Some(zh)), Holds::Values, unit);
        described(
            column,
            self.id,
            table,
            source,
            is_change.then_some(OfColumn::POINTS),
        )
    }
}

/// A column of figures with its id, its table and its source.
pub(super) fn described(
    column: Column,
    id: &str,
    table: &str,
    source: &str,
    unit_measure: Option<&str>,
) -> Column {
    let measure = column.measure().cloned().unwrap_or_default();
    let role = Role::Measure(Box::new(OfColumn {
        id: id.to_owned(),
        table: table.to_owned(),
        source: source.to_owned(),
        unit_measure: unit_measure.map(str::to_owned),
        ..measure
    }));
    column.of_role(role)
}

/// What the figures of an area and a year are made from.
pub(super) struct Inputs<'a> {
    pub(super) mix: &'a Mix,
    /// The mixes at the ends of the span from the year before in the question, where there is one.
    pub(super) change: Option<&'a Result<[Mix; 2], Figure>>,
    /// The shares of the reference without the area, the area's weight in it, and a figure with its doubts.
    pub(super) reference: &'a Result<Beside, Figure>,
    pub(super) source: &'a str,
}

/// A reference beside an area.
pub(super) struct Beside {
    pub(super) others: Vec<Estimate>,
    pub(super) weight: Estimate,
    pub(super) doubt: Figure,
}

impl Inputs<'_> {
    /// A measure of them; nothing where there is no such figure.
    pub(super) fn figure(&self, of: Of) -> Option<Figure> {
        let mix = self.mix;
        let parts: Vec<_> = mix.parts.iter().collect();
        let own = |method: fn(&[Estimate]) -> _, formula: String| {
            derive(&parts, &formula, self.source, method)
        };
        let shares = || in_words(mix.parts.iter().map(operand), "x");
        let sum = mix.sum.number();
        Some(match of {
            Of::Herfindahl => own(methods::herfindahl, squares(mix)),
            Of::Normalised => {
                let count = mix.parts.len();
                let formula = format!("({} − 1 ÷ {count}) ÷ (1 − 1 ÷ {count})", squares(mix));
                own(methods::normalised_herfindahl, formula)
            }
            Of::Number => own(
                methods::equivalent_number,
                format!("1 ÷ ({})", squares(mix)),
            ),
            Of::Entropy => own(
                methods::entropy,
                format!("−Σ s ln s with s = x ÷ {sum} of {}", shares()),
            ),
            Of::Evenness => {
                let count = mix.parts.len();
                let formula = format!("−Σ s ln s ÷ ln {count} with s = x ÷ {sum} of {}", shares());
                own(methods::evenness, formula)
            }
            Of::Krugman => self.against("Σ |s − S|", methods::krugman),
            Of::Hoover => self.against("½ Σ |s − S|", methods::hoover_specialisation),
            Of::Hachman => self.against("1 ÷ Σ (s² ÷ S)", methods::hachman),
            Of::Change => match self.change? {
                Err(missing) => missing.clone(),
                Ok([before, mix]) => {
                    let inputs: Vec<&Figure> = before.parts.iter().chain(&mix.parts).collect();
                    let formula = format!(
                        "100 × ½ Σ |s − s₀| with s of {} and s₀ of {}",
                        in_words(mix.parts.iter().map(operand), "x"),
                        in_words(before.parts.iter().map(operand), "x")
                    );
                    derive(&inputs, &formula, self.source, |_| {
                        let change = methods::structural_change(&before.shares, &mix.shares)?;
                        change
                            .scaled(Decimal::ONE_HUNDRED)
                            .ok_or(Undefined::TooLarge)
                    })
                }
            },
        })
    }

    fn against(&self, formula: &str, method: fn(Against) -> Result<Estimate, Undefined>) -> Figure {
        let beside = match self.reference {
            Ok(beside) => beside,
            Err(missing) => return lacking_reference(missing),
        };
        let mut inputs: Vec<&Figure> = self.mix.parts.iter().collect();
        inputs.push(&beside.doubt);
        let reference = self.mix.shares.iter().zip(&beside.others);
        let reference = reference.map(|(own, others)| {
            let weight = beside.weight.value;
            let share = weight * own.value + (Decimal::ONE - weight) * others.value;
            share.round_dp(4).normalize().to_string()
        });
        let shares = self.mix.shares.iter();
        let shares = shares.map(|share| share.value.round_dp(4).normalize().to_string());
        let formula = format!(
            "{formula} with s of {} and S of {}",
            in_words(shares, "s"),
            in_words(reference, "S")
        );
        derive(&inputs, &formula, self.source, |_| {
            method(Against {
                own: &self.mix.shares,
                others: &beside.others,
                weight: beside.weight,
            })
        })
    }

    /// The location quotient of a member.
    pub(super) fn quotient(&self, member: usize) -> Figure {
        let beside = match self.reference {
            Ok(beside) => beside,
            Err(missing) => return lacking_reference(missing),
        };
        let (own, others) = (self.mix.shares[member], beside.others[member]);
        let mut inputs: Vec<&Figure> = self.mix.parts.iter().collect();
        inputs.push(&beside.doubt);
        let digits = |share: &Estimate| share.number().to_string();
        let formula = format!(
            "s ÷ S with s = {} and S = {1} × s + (1 − {1}) × {2}",
            digits(&own),
            digits(&beside.weight),
            digits(&others)
        );
        derive(&inputs, &formula, self.source, |_| {
            methods::location_quotient(own, others, beside.weight)
        })
    }
}

fn lacking_reference(missing: &Figure) -> Figure {
    if missing.notes.is_empty() {
        lacking(&[missing])
    } else {
        missing.clone()
    }
}

/// The most inputs that a formula names one by one.
const NAMED: usize = 8;

/// Inputs one by one, or how many there are.
fn in_words(inputs: impl ExactSizeIterator<Item = String>, letter: &str) -> String {
    let count = inputs.len();
    if count > NAMED {
        return format!("{count} values of {letter}");
    }
    inputs.collect::<Vec<_>>().join(", ")
}

/// `(26 ÷ 100)² + (47 ÷ 100)²`.
fn squares(mix: &Mix) -> String {
    let sum = mix.sum.number();
    if mix.parts.len() > NAMED {
        return format!("Σ (x ÷ {sum})² of {} values of x", mix.parts.len());
    }
    let terms = mix.parts.iter();
    let terms = terms.map(|part| format!("({} ÷ {sum})²", operand(part)));
    terms.collect::<Vec<_>>().join(" + ")
}
