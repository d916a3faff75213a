//! The measures of disparity: what each is called, and what it is made of.

use rust_decimal::Decimal;

use crate::answer::Label;
use crate::figure::Estimate;
use crate::methods::{self, Aversion, Spread, Undefined};

/// A measure of the values of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Count,
    Mean,
    Median,
    Range,
    Ratio,
    Variation,
    Logarithms,
    Gini,
    TheilT,
    TheilL,
    Atkinson,
    Hoover,
    Williamson,
    Dispersion,
}

/// The measures with their ids, in the order of their columns.
pub(super) const MEASURES: [(Of, &str); 14] = [
    (Of::Count, "n"),
    (Of::Mean, "mean"),
    (Of::Median, "median"),
    (Of::Range, "range"),
    (Of::Ratio, "max-min-ratio"),
    (Of::Variation, "cv"),
    (Of::Logarithms, "sd-log"),
    (Of::Gini, "gini"),
    (Of::TheilT, "theil-t"),
    (Of::TheilL, "theil-l"),
    (Of::Atkinson, "atkinson"),
    (Of::Hoover, "hoover"),
    (Of::Williamson, "williamson"),
    (Of::Dispersion, "dispersion"),
];

/// By which conventions the measures are made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Conventions {
    /// Whether every index is weighted.
    pub(super) is_weighted: bool,
    /// Whether there are weights.
    pub(super) has_weights: bool,
    pub(super) is_sample: bool,
    pub(super) aversion: Aversion,
}

/// The values of a year with what they weigh, where that is known.
pub(super) struct Values<'v> {
    pub(super) values: &'v [Estimate],
    pub(super) weights: Option<&'v [Estimate]>,
}

impl Of {
    /// Whether it is in the unit of the values.
    pub(super) fn has_unit(self) -> bool {
        matches!(self, Of::Mean | Of::Median | Of::Range)
    }

    /// Whether it has a meaning for rates of change, which have no natural zero.
    pub(super) fn is_of_rates(self) -> bool {
        matches!(self, Of::Count | Of::Mean | Of::Median | Of::Range)
    }

    /// Whether it is weighted.
    pub(super) fn is_weighted(self, by: Conventions) -> bool {
        match self {
            Of::Williamson | Of::Dispersion => true,
            Of::Hoover => by.has_weights,
            Of::Variation | Of::Logarithms | Of::Gini | Of::TheilT | Of::TheilL | Of::Atkinson => {
                by.is_weighted
            }
            Of::Count | Of::Mean | Of::Median | Of::Range | Of::Ratio => false,
        }
    }

    /// Its heading.
    pub(super) fn title(self, by: Conventions) -> Label {
        let ddof = u8::from(by.is_sample);
        let epsilon = match by.aversion {
            Aversion::Half => "0.5",
            Aversion::One => "1",
            Aversion::Two => "2",
        };
        let (en, zh) = match self {
            Of::Count => ("Areas".to_owned(), "地区数".to_owned()),
            Of::Mean => ("Mean".to_owned(), "平均值".to_owned()),
            Of::Median => ("Median".to_owned(), "中位数".to_owned()),
            Of::Range => ("Range".to_owned(), "极差".to_owned()),
            Of::Ratio => ("Largest over smallest".to_owned(), "最大最小比".to_owned()),
            Of::Variation => (
                format!("Coefficient of variation (ddof {ddof})"),
                format!("变异系数（ddof {ddof}）"),
            ),
            Of::Logarithms => (
                format!("Standard deviation of logarithms (ddof {ddof})"),
                format!("对数标准差（ddof {ddof}）"),
            ),
            Of::Gini => ("Gini index".to_owned(), "基尼系数".to_owned()),
            Of::TheilT => ("Theil T".to_owned(), "泰尔指数T".to_owned()),
            Of::TheilL => ("Theil L".to_owned(), "泰尔指数L".to_owned()),
            Of::Atkinson => (
                format!("Atkinson index (ε = {epsilon})"),
                format!("阿特金森指数（ε={epsilon}）"),
            ),
            Of::Hoover => ("Hoover index".to_owned(), "胡佛指数".to_owned()),
            Of::Williamson => ("Williamson coefficient".to_owned(), "威廉逊系数".to_owned()),
            Of::Dispersion => ("Dispersion".to_owned(), "离散度".to_owned()),
        };
        if self.is_weighted(by) {
            Label::new(format!("{en}, weighted"), Some(format!("{zh}（加权）")))
        } else {
            Label::new(en, Some(zh))
        }
    }

    /// The formula, without inputs.
    pub(super) fn formula(self, by: Conventions) -> &'static str {
        match (self, self.is_weighted(by)) {
            (Of::Count, _) => "n",
            (Of::Mean, _) => "Σ x ÷ n",
            (Of::Median, _) => "middle of x",
            (Of::Range, _) => "max x − min x",
            (Of::Ratio, _) => "max x ÷ min x",
            (Of::Variation, false) if by.is_sample => "√(Σ (x − μ)² ÷ (n − 1)) ÷ μ",
            (Of::Variation, false) => "√(Σ (x − μ)² ÷ n) ÷ μ",
            (Of::Logarithms, false) if by.is_sample => "√(Σ (ln x − m)² ÷ (n − 1))",
            (Of::Logarithms, false) => "√(Σ (ln x − m)² ÷ n)",
            (Of::Gini, false) => "Σ Σ |x − x′| ÷ (2 n² μ)",
            (Of::TheilT, false) => "Σ (x ÷ μ) ln (x ÷ μ) ÷ n",
            (Of::TheilL, false) => "−Σ ln (x ÷ μ) ÷ n",
            (Of::Hoover, false) => "½ Σ |x ÷ Σ x − 1 ÷ n|",
            (Of::Variation | Of::Williamson, true) => "√(Σ p (x − μ)²) ÷ μ",
            (Of::Logarithms, true) => "√(Σ p (ln x − m)²)",
            (Of::Gini, true) => "Σ Σ p p′ |x − x′| ÷ (2 μ)",
            (Of::TheilT, true) => "Σ s ln (s ÷ p)",
            (Of::TheilL, true) => "Σ p ln (p ÷ s)",
            (Of::Hoover, true) => "½ Σ |s − p|",
            (Of::Dispersion, _) => "100 × Σ p |x − μ| ÷ μ",
            (Of::Williamson, false) => "",
            (Of::Atkinson, _) => match by.aversion {
                Aversion::Half => "1 − (Σ p √x)² ÷ μ",
                Aversion::One => "1 − exp (Σ p ln x) ÷ μ",
                Aversion::Two => "1 − 1 ÷ (Σ p ÷ x) ÷ μ",
            },
        }
    }

    /// The measure of values.
    pub(super) fn measured(self, of: &Values, by: Conventions) -> Result<Estimate, Undefined> {
        let values = of.values;
        let spread = || match of.weights.filter(|_| self.is_weighted(by)) {
            Some(weights) => {
                let pairs = values.iter().copied().zip(weights.iter().copied());
                Spread::weighted(&pairs.collect::<Vec<_>>())
            }
            None => Spread::new(values),
        };
        let sample = |index: Estimate| {
            if by.is_sample && !self.is_weighted(by) {
                methods::of_sample(index, values.len())
            } else {
                Ok(index)
            }
        };
        match self {
            Of::Count => Ok(Estimate::exact(Decimal::from(values.len()))),
            Of::Mean => methods::mean(values),
            Of::Median => methods::median(values),
            Of::Range => methods::range(values),
            Of::Ratio => methods::max_min_ratio(values),
            Of::Variation => sample(spread()?.variation()?),
            Of::Logarithms => sample(spread()?.deviation_of_logarithms()?),
            Of::Gini => spread()?.gini(),
            Of::TheilT => spread()?.theil_t(),
            Of::TheilL => spread()?.theil_l(),
            Of::Atkinson => spread()?.atkinson(by.aversion),
            Of::Hoover => spread()?.hoover(),
            Of::Williamson => spread()?.variation(),
            Of::Dispersion => spread()?
                .hoover()?
                .scaled(Decimal::from(200))
                .ok_or(Undefined::TooLarge),
        }
    }
}
