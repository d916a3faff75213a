//! A number and what it means: exact decimal, interval, status, kind, period.
//!
//! Nothing here knows of tables, files or terminals.

mod estimate;
mod interval;
mod kind;
mod note;
mod number;
mod period;
mod status;
mod value;
mod years;

pub use estimate::{Decimals, Estimate, power_of_ten};
pub use interval::Interval;
pub use kind::Kind;
pub use note::{Note, REFUTED, Whose, Wording, tells_of_refuted};
pub(crate) use number::MOST_DIGITS;
pub use number::{Number, NumberError};
pub use period::{Frequency, Period, PeriodError, spans};
pub use status::Status;
pub use value::{Figure, Value};
pub use years::{ChosenYears, YearItem, Years, YearsError};
