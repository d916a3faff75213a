//! How the answer of a verb that measures looks: the options for that, and what they make of an answer.

use anyhow::Result;
use clap::Args;

use crate::answer::Answer;
use crate::cli::args::{ArrangeArgs, FigureArgs, ShapeArgs};
use crate::cli::verb::Outcome;
use crate::package::{Package, Table};
use crate::query::{Telling, arrange_as};

/// The options that say how an answer is laid out, told and arranged.
#[derive(Debug, Args)]
pub(super) struct Looks {
    #[command(flatten)]
    shape: ShapeArgs,
    #[command(flatten)]
    figures: FigureArgs,
    #[command(flatten)]
    arrange: ArrangeArgs,
}

impl Looks {
    /// What is said about figures.
    pub(super) fn telling(&self) -> Telling {
        self.figures.telling()
    }

    /// The answer as it is asked for.
    pub(super) fn outcome(
        &self,
        answer: Answer,
        table: &Table,
        package: &Package,
    ) -> Result<Outcome> {
        let arrangement = self.arrange.arrangement();
        let (layout, telling) = (self.shape.layout(), self.telling());
        let answer = arrange_as(answer, table, layout, &arrangement, telling, package)?;
        Ok(Outcome::Answer(Box::new(answer)))
    }
}
