//! Temporary
pub mod figure;
pub mod package;
pub mod words;
