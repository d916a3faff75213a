//! The components of `shift-share` as formulas with their figures.

use crate::methods::{self, Part, Shifts};

/// The amounts of the reference in both years, as a formula has them.
fn in_reference(part: &Part, is_within: bool) -> [String; 2] {
    [0, 1].map(|at| {
        let others = part.others[at];
        let all = if is_within {
            methods::sum(&[part.own[at], others]).unwrap_or(others)
        } else {
            others
        };
        all.number().to_string()
    })
}

/// `E₀ (T₁ ÷ T₀ − 1)`.
pub(super) fn of_reference(of: &Shifts) -> String {
    let [before, after] = in_reference(&of.whole, of.is_within);
    format!("{} × ({after} ÷ {before} − 1)", of.whole.own[0].number())
}

/// The most members whose terms a formula has one by one.
const NAMED: usize = 6;

/// `Σ e₀ (E₁ₛ ÷ E₀ₛ − E₁ ÷ E₀)`.
pub(super) fn of_mix(of: &Shifts) -> String {
    let [all_before, all_after] = in_reference(&of.whole, of.is_within);
    terms(of, "Σ e₀ (E₁ₛ ÷ E₀ₛ − E₁ ÷ E₀)", |part| {
        let [before, after] = in_reference(part, of.is_within);
        format!(
            "{} × ({after} ÷ {before} − {all_after} ÷ {all_before})",
            part.own[0].number()
        )
    })
}

/// `Σ e₁ − e₀ E₁ₛ ÷ E₀ₛ`.
pub(super) fn of_area(of: &Shifts) -> String {
    terms(of, "Σ (e₁ − e₀ E₁ₛ ÷ E₀ₛ)", |part| {
        let [before, after] = in_reference(part, of.is_within);
        format!(
            "({} − {} × {after} ÷ {before})",
            part.own[1].number(),
            part.own[0].number()
        )
    })
}

fn terms(of: &Shifts, short: &str, term: impl Fn(&Part) -> String) -> String {
    if of.parts.len() > NAMED {
        return format!("{short} of {} parts", of.parts.len());
    }
    let terms: Vec<String> = of.parts.iter().map(term).collect();
    terms.join(" + ")
}
