//! Data in columns: a member, an area, a period is a code with its dictionary, a number an integer with its scale.
//!
//! It knows no file and no meaning: which column is what, the package says.

mod decimals;
mod dictionary;
mod frame;
mod index;

pub use decimals::Decimals;
pub use dictionary::Dictionary;
pub use frame::{Data, Field, Frame, FrameBuilder, Periods, Texts};
pub use index::Index;
