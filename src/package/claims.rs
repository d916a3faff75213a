//! What the documents state in figures beside their tables, and how each statement is derived from these.

use std::collections::BTreeSet;

use super::derivation::Derivation;
use super::fault::{Fault, Faults};
use super::lines::lines;
use super::part::Part;
use crate::figure::Number;
use crate::words::excerpt;

/// The columns of the file of claims.
const COLUMNS: [&str; 8] = [
    "id",
    "document",
    "place",
    "claim",
    "stated",
    "unit",
    "derivation",
    "needs",
];

/// A number that a document states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The line it stands on.
    pub line: u64,
    /// Its name.
    pub id: String,
    /// The document, by name.
    pub document: String,
    /// Where in it.
    pub place: String,
    /// What it says, in other words.
    pub text: String,
    /// The number, with its printed digits.
    pub stated: Stated,
    /// The unit of the number.
    pub unit: String,
    /// How to derive it; none where the tables do not tell.
    pub derivation: Option<Derivation>,
    /// What would be needed to check it, where the tables do not tell.
    pub needs: String,
}

/// A number as it is stated: itself, or a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// This number.
    Is(Number),
    /// Less than it (`<15`).
    Below(Number),
    /// More than it (`>1500`).
    Above(Number),
}

impl Stated {
    /// The number.
    pub fn number(self) -> Number {
        match self {
            Stated::Is(number) | Stated::Below(number) | Stated::Above(number) => number,
        }
    }
}

impl std::str::FromStr for Stated {
    type Err = crate::figure::NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text.strip_prefix('<'), text.strip_prefix('>')) {
            (Some(limit), _) => limit.parse().map(Stated::Below),
            (_, Some(limit)) => limit.parse().map(Stated::Above),
            _ => text.parse().map(Stated::Is),
        }
    }
}

/// Reads the claims from their file; `documents` are those that the package names.
pub(super) fn read(part: &Part, documents: &[&str], faults: &mut Faults) -> Vec<Claim> {
    let file = &part.file;
    let mut claims: Vec<Claim> = Vec::new();
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for line in lines(part, &COLUMNS, faults) {
        let [id, document, place, text, stated, unit, derivation, needs] = line.fields();
        let line = line.number;
        let mut fault = |index: usize, message: String| {
            faults.push(Fault::of_field(file, line, index, message));
        };
        if id.is_empty() || !ids.insert(id.to_owned()) {
            let message = "is empty or stands above already; a claim has a name of its own";
            fault(0, format!("`id`: `{}` {message}", excerpt(id)));
        }
        if !documents.contains(&document) {
            let message = "is no document of the package; name one of its `sources`";
            fault(1, format!("`document`: `{}` {message}", excerpt(document)));
        }
        if text.is_empty() {
            fault(
                3,
                "`claim` is empty; say what the document states".to_owned(),
            );
        }
        let stated = stated.parse::<Stated>();
        if let Err(error) = &stated {
            fault(4, format!("`stated`: {error}"));
        }
        let derivation = match (derivation, needs) {
            ("", "") => {
                let message = "`derivation` and `needs` are both empty; say how to derive the number, or what would be needed for that";
                fault(6, message.to_owned());
                continue;
            }
            ("", _) => None,
            (_, "") => match derivation.parse::<Derivation>() {
                Ok(derivation) => Some(derivation),
                Err(message) => {
                    fault(6, format!("`derivation`: {message}"));
                    continue;
                }
            },
            _ => {
                let message = "`needs` says that the number cannot be derived, and `derivation` derives it; leave out one of them";
                fault(7, message.to_owned());
                continue;
            }
        };
        if let Ok(stated) = stated {
            claims.push(Claim {
                line,
                id: id.to_owned(),
                document: document.to_owned(),
                place: place.to_owned(),
                text: text.to_owned(),
                stated,
                unit: unit.to_owned(),
                derivation,
                needs: needs.to_owned(),
            });
        }
    }
    claims
}

#[cfg(test)]
mod tests {
    use super::super::dialect::Dialect;
    use super::*;

    fn told(csv: &str) -> (Vec<Claim>, Vec<String>) {
        let mut faults = Faults::default();
        let header = COLUMNS.join(",");
        let text = format!("{header}\n{csv}");
        let part = Part::new("claims.csv", text.as_bytes(), Dialect::default());
        let claims = read(&part, &["report"], &mut faults);
        (claims, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_claim_is_a_number_with_its_place_and_its_derivation() {
        let (claims, faults) = told(
            "a,report,Table 3,The total.,5173,thousand persons,[population --total],\n\
             b,report,paragraph 1,Less than 15%.,<15,%,,areas\n",
        );
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(claims[0].stated, Stated::Is("5173".parse().unwrap()));
        assert!(claims[0].derivation.is_some());
        assert_eq!(claims[1].stated, Stated::Below("15".parse().unwrap()));
        assert_eq!(claims[1].derivation, None);
    }

    #[test]
    fn every_fault_of_a_claim_is_told_with_its_place() {
        let (_, faults) = told(
            "a,elsewhere,p,A.,1,%,[q],\n\
             a,report,p,,1 %,%,[q],\n\
             b,report,p,B.,1,%,,\n\
             c,report,p,C.,1,%,[q,\n\
             d,report,p,D.,1,%,[q],too\n",
        );
        let places: Vec<&str> = faults
            .iter()
            .map(|fault| fault.split(": ").next().unwrap())
            .collect();
        assert_eq!(
            places,
            [
                "claims.csv:2:2",
                "claims.csv:3:1",
                "claims.csv:3:4",
                "claims.csv:3:5",
                "claims.csv:4:7",
                "claims.csv:5:7",
                "claims.csv:6:8",
            ]
        );
    }
}
