//! The header that a file should have, and how the columns of a file go with it.

use super::declared::Match;
use crate::words::{cut, excerpt};

/// How many characters of a header a message carries.
pub(super) const LONGEST_HEADER: usize = 400;

/// The header that a file should have.
pub(super) struct Header<'a> {
    pub(super) names: &'a [&'a str],
    /// What stands in the column of each that the file lacks.
    pub(super) absent: &'a [&'a str],
    /// How the columns of the file go with these.
    pub(super) matching: Match,
    /// Whether the file continues another, so that it need not have the header again.
    pub(super) continues: bool,
}

impl Header<'_> {
    /// Which column of the file each wanted one is; none where the file may lack it. Else the index of a column and
    /// what is wrong there.
    pub(super) fn columns(
        &self,
        found: &[String],
        case_counts: bool,
    ) -> Result<Vec<Option<usize>>, (usize, String)> {
        let is = |found: &String, name: &str| {
            found == name || !case_counts && found.to_lowercase() == name.to_lowercase()
        };
        let names = |names: &mut dyn Iterator<Item = &str>| {
            cut(&names.collect::<Vec<_>>().join(","), LONGEST_HEADER)
        };
        let all = || names(&mut found.iter().map(String::as_str));
        let wanted = || names(&mut self.names.iter().copied());
        if self.matching == Match::Exact {
            let pairs = || found.iter().zip(self.names);
            if found.len() == self.names.len() && pairs().all(|(found, name)| is(found, name)) {
                return Ok((0..found.len()).map(Some).collect());
            }
            let differs = pairs().position(|(found, name)| !is(found, name));
            let index = differs.unwrap_or(found.len().min(self.names.len()));
            let message = format!(
                "the header is `{}`; expected `{}` (or say how they go together: `\"fieldsMatch\": \"subset\"`)",
                all(),
                wanted()
            );
            return Err((index, message));
        }
        let columns: Vec<Option<usize>> = self
            .names
            .iter()
            .map(|name| found.iter().position(|found| is(found, name)))
            .collect();
        let may_lack = matches!(self.matching, Match::Superset | Match::Partial);
        if let Some(lacking) = columns
            .iter()
            .position(Option::is_none)
            .filter(|_| !may_lack)
        {
            let name = excerpt(self.names[lacking]);
            let message = format!("no column is called `{name}`; the header is `{}`", all());
            return Err((0, message));
        }
        let may_have_more = matches!(self.matching, Match::Subset | Match::Partial);
        let is_extra = |index: &usize| !columns.contains(&Some(*index));
        if let Some(extra) = (0..found.len()).find(is_extra).filter(|_| !may_have_more) {
            let name = excerpt(&found[extra]);
            let message = format!(
                "`{name}` is no field of the schema; expected `{}`",
                wanted()
            );
            return Err((extra, message));
        }
        if columns.iter().all(Option::is_none) {
            let message = format!("none of `{}` is in the header `{}`", wanted(), all());
            return Err((0, message));
        }
        Ok(columns)
    }
}
