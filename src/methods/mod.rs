//! Statistics on series and vectors of estimates, a file a method, each with its formula and, where it is
//! more than arithmetic, its source.
//!
//! Every method gives the interval that its inputs imply: in closed form, or from the ends where the result is
//! monotone in each input. An input that appears twice in a formula is one input. Nothing here knows of tables.

mod change;
mod combine;
mod concentration;
mod elementary;
mod enclose;
mod growth;
mod inequality;
mod outlier;
mod share;
mod shift_share;
mod specialisation;
mod trend;

pub use change::{cagr, difference, index, relative_change};
pub use combine::{
    NoPower, mean, median, power_between, power_of_most, product, ratio, sum, total, weighted_mean,
};
pub use concentration::{entropy, equivalent_number, evenness, herfindahl, normalised_herfindahl};
pub use growth::{average_growth, chain, deflator, linked_level};
pub use inequality::{
    Aversion, Decomposition, Spread, decompose, max_min_ratio, of_sample, range, standard_deviation,
};
pub use outlier::{Peers, apart, deviates, hidiroglou_berthelot};
pub use share::{contribution, contribution_inside, share, share_of};
pub use shift_share::{Components, Effects, Part, Shifts, components, effects, net_shift, summed};
pub use specialisation::{
    Against, hachman, hoover_specialisation, krugman, location_quotient, reference_share,
    structural_change,
};
pub use trend::{log_growth, slope_factors, trend};

/// Why a figure does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    /// The divisor is zero, or may be zero within its rounding.
    #[error("the divisor is zero or cannot be told from zero")]
    ZeroDivisor,
    /// A root or a growth factor of a value that is not positive.
    #[error("it needs values above zero")]
    NotPositive,
    /// There is nothing to compute from.
    #[error("there is no value")]
    Empty,
    /// The value has more digits than an exact decimal holds.
    #[error("the value is too large for an exact decimal")]
    TooLarge,
}
