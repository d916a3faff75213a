//! Regional statistics with their meaning: tables, questions to them, answers in every format.
//!
//! In reading order, each module naming only those above it:
//!
//! - [`order`]: putting lists in order.
//! - [`words`]: the grammar of messages: lists, counts, near spellings.
//! - [`figure`]: a number and what it means: exact decimal, interval, status, kind, period.
//! - [`methods`]: pure statistics on series and vectors, a file a method.
//! - [`table`]: data in columns: codes with dictionaries, integers with scales, one index by key.
//! - [`source`]: files as their owners have them, made into tables with a descriptor, a file a format.
//! - [`package`]: a Frictionless Data Package: descriptor, tables, areas, notes, and what is wrong with it.
//! - [`answer`]: what every command returns: typed columns, rows, notes, sources.
//! - [`query`]: a question to a table, answered in steps, a file a step.
//! - [`sql`]: a plan as SQL for other engines, and what they answer as a table again.
//! - [`audit`]: the package against itself: identities, claims, series.
//! - [`render`]: an answer into bytes, a file a format.
//! - [`cli`]: the command line: grammar, arguments, help, completion, errors, output.
//! - [`verbs`]: the commands, a file each.
//!
//! What always holds:
//!
//! - The program knows no area, table or indicator by name; the package says all of it.
//! - Missing is missing: it is never zero and never left out.
//! - A published number keeps its printed digits.
//! - An indicator belongs to its table; nothing is spliced from two.
//! - Totals are marked and never stand among the members.
//! - The same arguments give the same bytes: no clock, no locale, no order of hashing.
//!
//! ```
//! use hlj::package::Package;
//! use hlj::query::{Query, ask};
//! use hlj::render::{Format, Style};
//!
//! let package = Package::built_in()?;
//! let table = package.table("gdp").ok_or("no such table")?;
//! let query = Query { areas: vec!["鹤岗".into()], years: Some("2008".parse()?), ..Query::default() };
//! let csv = Format::Csv.render(&ask(&package, table, &query)?, &Style::default())?;
//! assert!(String::from_utf8(csv)?.ends_with("Hegang,2008,18.5,12.2,16887\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod answer;
pub mod audit;
pub mod cli;
pub mod figure;
pub mod methods;
pub mod order;
pub mod package;
pub mod query;
pub mod render;
pub mod source;
pub mod sql;
pub mod table;
pub mod verbs;
pub mod words;
