//! The tests that stand outside the code, in one program.
//!
//! A table of contents:
//!
//! - [`support`]: how a test asks `hlj` something, and how it shows what came back.
//! - [`transcripts`]: what a user types and sees, replayed to the letter; a case is a piece of text.
//! - [`demands`]: what `hlj` was made for, one test a promise.
//! - [`layers`]: which part of the code may name which.
//! - [`data`]: the built-in tables against the printed ones, and their canonical form.
//! - [`properties`]: what holds for every input, tried on random ones.
//! - [`streams`]: pipes, files, devices, variables, strange arguments.
//! - [`hostile`]: every option of every command, given what it does not expect; data that would speak to a terminal.
//! - [`terminal`]: what a terminal gets.
//! - [`completion`]: what a shell offers; manual pages.
//! - [`packages`]: other people's tables, sound and broken.
//! - [`descriptors`]: what a descriptor may say, and what of it is refused.
//! - [`hostile_packages`]: packages that nobody makes by mistake.
//! - [`cite`]: citations, by the rules of their formats.
//! - [`round_trips`]: what is written of a file is read back.
//! - [`export`]: packages written and asked again.
//! - [`verbs`]: `rank` and `compare`, against values computed elsewhere.
//! - [`profile`]: pages on places, against values computed here from the files.
//! - [`sheets`]: workbooks, read back by another program.
//! - [`pages`]: what holds for every page, every LaTeX table, every message of SDMX.
//! - [`charts`]: what holds for pictures in a terminal and for sparklines, and what they cannot draw.
//! - [`svg`]: what holds for pictures for print and web, read back by another library.
//! - [`engines`]: questions answered by other engines, and the SQL that they are asked.
//! - [`examples`]: the recipes in `examples/`, run.
//! - [`questions`]: `docs/questions.md`, replayed, its sentences held to its figures.
//! - [`combine`]: several areas, years or members as one, by rules, or refused.
//! - [`recomputed`]: random packages, every figure computed again in exact fractions.
//! - [`keyed`]: random files whose codes, flags and names are easily mistaken.
//! - [`transform`]: levels into changes, indices, shares, volumes.
//! - [`measures`]: structure, disparities and cycles, against other programs and inside their intervals.
//! - [`certainty`]: the intervals of computed figures, and what holds for all of them.
//! - [`large`]: large files, of which a part is read.
//! - [`audit`]: `check`, on sound and spoiled packages, and the notes that explain what it finds.
//!
//! `cargo llvm-cov test` measures which code the tests run, in the programs that they start as well;
//! `LLVM_PROFILE_FILE_NAME=hlj-%8m.profraw` keeps these from writing a file each.
//!
//! `HLJ_UPDATE=1 cargo test` writes what is printed today into transcripts and recipes; read the difference
//! before you keep it.

mod archives;
mod audit;
mod certainty;
mod charts;
mod circles;
mod cite;
mod combine;
mod completion;
mod data;
mod demands;
mod descriptors;
mod engines;
mod examples;
mod export;
mod hostile;
mod hostile_files;
mod hostile_packages;
mod hostile_texts;
mod keyed;
mod large;
mod layers;
mod measures;
mod packages;
mod pages;
mod profile;
mod properties;
mod questions;
mod recomputed;
mod round_trips;
mod sheets;
mod streams;
mod support;
mod svg;
mod terminal;
mod transcripts;
mod transform;
mod verbs;
mod wrong_cells;
