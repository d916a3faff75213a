//! `hlj export`: a package into a folder. The loaded one, byte for byte, or the answer to a question as a package.

mod descriptor;
mod doubts;
mod excerpt;
mod fields;
mod files;

use std::path::PathBuf;

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches, ValueHint};

use crate::answer::Answer;
use crate::cli::args::{FigureArgs, OutputArgs, ShapeArgs};
use crate::cli::error::{Refusal, refused};
use crate::cli::grammar::{table_grammar, with_summary};
use crate::cli::origin;
use crate::cli::program;
use crate::cli::reply::{Output, Reply, said};
use crate::cli::table;
use crate::cli::verb::{Outcome, Verb};
use crate::package::Package;
use crate::query::{self, Query, ask};
use crate::render::{Format, Style};
use crate::words::{printable, shell_word};
use excerpt::Excerpt;
use fields::Making;

pub(super) const VERB: Verb = Verb {
    name: "export",
    alias: None,
    about: "Write the package, or the answer to a question, as a Data Package",
    figures: false,
    augment: |command: Command| {
        let names = program::package()
            .into_iter()
            .flat_map(Package::table_names);
        let tables = names.map(|name| Command::new(name).defer(table_grammar));
        ExportArgs::augment_args(command)
            .override_usage("hlj export FOLDER [TABLE [OPTIONS]]")
            .subcommand_help_heading("Tables")
            .disable_help_subcommand(true)
            .subcommands(tables)
            .mut_subcommands(with_summary)
            .after_help(format!("{}\n\n{HOW}", crate::cli::examples::of_export()))
    },
    run,
};

const HOW: &str = "\
Alone, every file of the package is written as it is. With a table and its options of selecting, combining and \
arranging, the answer is written as a package: figures with unit, kind and source, the doubts about them, their areas, \
the question. Ask either with `hlj --data FOLDER`. A folder called like a table is written `./NAME`.";

#[derive(Debug, Args)]
struct ExportArgs {
    /// A folder that is new or empty
    #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    folder: PathBuf,
    /// The tables of a workbook, a sheet each; all without this option
    #[arg(long, hide = true, value_delimiter = ',')]
    tables: Vec<String>,
}

/// The tables as a workbook, a sheet each, all of them where none is named.
fn sheets(tables: &[String], package: &Package) -> Result<Answer> {
    let names: Vec<String> = match tables {
        [] => package.table_names().map(str::to_owned).collect(),
        some => some.to_vec(),
    };
    let mut sheets = Vec::new();
    for name in names {
        let table = query::lookup::tables(package, Some(&name))?;
        for table in table {
            let answer = ask(package, table, &Query::default())?;
            sheets.push(Answer {
                name: table.name.clone(),
                ..answer
            });
        }
    }
    let mut sheets = sheets.into_iter();
    let first = sheets.next().unwrap_or_default();
    Ok(Answer {
        sections: sheets.collect(),
        ..first
    })
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let ExportArgs { folder, tables } = ExportArgs::from_arg_matches(matches)?;
    let name = printable(&folder.display().to_string());
    match Format::of_file(&name).filter(|_| !folder.is_dir()) {
        Some(Format::Xlsx) => {
            let page = match matches.subcommand() {
                Some((name, matches)) => {
                    let (table, query) = table::query(name, matches, package)?;
                    ask(package, table, &query)?
                }
                None => sheets(&tables, package)?,
            };
            let bytes = Format::Xlsx.render(&page, &Style::default())?;
            return Ok(Outcome::Reply(Output::File(folder, bytes).into()));
        }
        Some(_) => {
            return refused(
                Refusal::new(format!(
                    "`{name}` is the name of a file, and a package is a folder"
                ))
                .next(format!(
                    "write `hlj TABLE -o {name}` for a file, or name a folder"
                )),
            );
        }
        None => {}
    }
    let Some((name, matches)) = matches.subcommand() else {
        let output = Output::Folder(folder, package.all_files()?);
        return Ok(Outcome::Reply(output.into()));
    };
    refuse_layout(matches)?;
    let (table, query) = table::query(name, matches, package)?;
    let answer = ask(package, table, &query)?;
    let reply = said(&answer);
    if answer.nothing.is_some() && answer.rows.is_empty() {
        return Ok(Outcome::Reply(reply));
    }
    let question = std::iter::once(table.name.clone()).chain(query.words());
    let question: Vec<String> = question.map(|word| shell_word(&word)).collect();
    let excerpt = Excerpt {
        package,
        table,
        answer,
        making: Making {
            combined: query.combination.is_asked_for(),
            aggregated: query.combination.aggregate.is_some(),
            transform: query
                .transform
                .filter(|transform| !transform.is_published()),
        },
        question: format!("hlj {}", question.join(" ")),
    };
    Ok(Outcome::Reply(Reply {
        output: Output::Folder(folder, excerpt.files()?),
        ..reply
    }))
}

/// Refuses what says how an answer looks; a package has a form of its own.
fn refuse_layout(matches: &ArgMatches) -> Result<(), Refusal> {
    let layout = ShapeArgs::augment_args(Command::new("layout"));
    let layout = OutputArgs::augment_args(FigureArgs::augment_args(layout));
    let mut given = origin::given(&layout, matches);
    // Corrections change the figures and not how they look.
    let given = given.find(|arg| arg.get_id() != "adjusted");
    match given.and_then(clap::Arg::get_long) {
        Some(option) => Err(Refusal::new(format!(
            "`--{option}` says how an answer looks, and what is exported has the form of a package"
        ))
        .next("leave it out")),
        None => Ok(()),
    }
}
