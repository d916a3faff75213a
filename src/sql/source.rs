//! Where the rows come from: the table's own CSV file, or a table that only the engine holds.

use super::{Context, refused};
use crate::query::QueryError;
use crate::words::Refusal;

/// Where the rows of a table are.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The table of the engine, its parts with dots between; none for the file of the package.
    pub from: Option<String>,
}

impl Context<'_> {
    /// The clause behind `FROM`.
    pub(super) fn from(&self) -> Result<String, QueryError> {
        let plain = std::path::Path::new(&self.table.path)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        if !plain || !self.table.dialect.is_plain() {
            return Err(refused(
                Refusal::new(format!(
                    "`{}` is described as no plain CSV file with a header",
                    self.table.name
                ))
                .next("`hlj export FOLDER` writes a package of such to ask with `--data FOLDER`"),
            ));
        }
        if let Some(from) = &self.source.from {
            let parts: Vec<&str> = from.split('.').collect();
            if parts.iter().any(|part| part.trim().is_empty()) {
                return Err(refused(
                    "`--from` takes the name of a table that the engine holds, such as `catalog.schema.table`",
                ));
            }
            let parts = parts.iter().map(|part| self.dialect.identifier(part));
            return Ok(parts.collect::<Vec<_>>().join("."));
        }
        let named = "name a table that the engine holds with `--from catalog.schema.table`";
        let Some(clause) = self.dialect.file else {
            return Err(refused(
                Refusal::new(format!(
                    "`{}` reads no CSV file within a query",
                    self.dialect.name
                ))
                .next(named),
            ));
        };
        if self.package.folder().is_none() || self.package.is_opened() {
            return Err(refused(
                Refusal::new("an engine reads the tables of a folder, and this table is in none")
                    .next(format!(
                        "`hlj export FOLDER` writes one to ask with `--data FOLDER`, or {named}"
                    )),
            ));
        }
        let path = self.package.path_of(&self.table.path);
        let columns = self.table.columns.iter().map(|column| {
            let name = self.dialect.identifier(&column.name);
            format!("{name} Nullable(String)")
        });
        let columns = columns.collect::<Vec<_>>().join(", ");
        Ok(clause
            .replace("{columns}", &self.dialect.literal(&columns))
            .replace("{}", &self.dialect.literal(&path)))
    }
}
