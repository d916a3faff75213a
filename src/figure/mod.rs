//! A number and what it means: exact decimal, interval, status, kind, year.
//!
//! Nothing here knows of tables, files or terminals.

mod estimate;
mod interval;
mod kind;
mod number;
mod status;
mod value;
mod year;
mod years;

pub use estimate::Estimate;
pub use interval::Interval;
pub use kind::Kind;
pub use number::{Number, NumberError};
pub use status::Status;
pub use value::{Figure, Note, Value, Whose};
pub use year::{Year, YearError, spans};
pub use years::{ChosenYears, YearItem, Years, YearsError};
