//! Why something is refused, in parts, and the one wording of them.

use std::fmt;

use super::{capitalised, near, quoted_list};

/// Why a question is not answered: what is wrong, what may have been meant, what is allowed, the next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    what: String,
    meant: Vec<String>,
    allowed: Option<String>,
    next: Option<String>,
}

impl Refusal {
    /// That this is wrong.
    pub fn new(what: impl Into<String>) -> Refusal {
        Refusal {
            what: what.into(),
            meant: Vec::new(),
            allowed: None,
            next: None,
        }
    }

    /// With those of the names that are near the one that was given.
    #[must_use]
    pub fn meaning<'a>(self, given: &str, names: impl IntoIterator<Item = &'a str>) -> Refusal {
        self.meant(near(given, names).into_iter().map(str::to_owned))
    }

    /// With the names that may have been meant.
    #[must_use]
    pub fn meant(self, names: impl IntoIterator<Item = String>) -> Refusal {
        Refusal {
            meant: names.into_iter().collect(),
            ..self
        }
    }

    /// With what is allowed instead.
    #[must_use]
    pub fn allowing(self, allowed: impl Into<String>) -> Refusal {
        Refusal {
            allowed: Some(allowed.into()),
            ..self
        }
    }

    /// With the next step.
    #[must_use]
    pub fn next(self, step: impl Into<String>) -> Refusal {
        Refusal {
            next: Some(step.into()),
            ..self
        }
    }

    /// Whether a name is near the one that was given.
    pub fn knows_what_is_meant(&self) -> bool {
        !self.meant.is_empty()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.what)?;
        let asks = self.knows_what_is_meant();
        if asks {
            write!(f, ", did you mean {}?", quoted_list(&self.meant, "or"))?;
        }
        for (at, part) in self.allowed.iter().chain(&self.next).enumerate() {
            if asks && at == 0 {
                write!(f, " {}", capitalised(part))?;
            } else {
                write!(f, "; {part}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

impl From<String> for Refusal {
    fn from(what: String) -> Refusal {
        Refusal::new(what)
    }
}

impl From<&str> for Refusal {
    fn from(what: &str) -> Refusal {
        Refusal::new(what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_one_sentence_or_a_question_and_one() {
        let unknown = || Refusal::new("there is no table `gpd`");
        assert_eq!(unknown().to_string(), "there is no table `gpd`");
        let told = unknown()
            .allowing("the tables are `gdp` and `census`")
            .next("choose one");
        assert_eq!(
            told.to_string(),
            "there is no table `gpd`; the tables are `gdp` and `census`; choose one"
        );
        assert_eq!(
            told.meaning("gpd", ["gdp", "census"]).to_string(),
            "there is no table `gpd`, did you mean `gdp`? The tables are `gdp` and `census`; choose one"
        );
    }
}
