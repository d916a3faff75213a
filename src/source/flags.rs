//! What the cells of a status column mean: codes of SDMX, letters of Eurostat and FAO, words.

use super::headings::normal;
use crate::figure::Status;

/// What flags and words of producers mean, beside the codes of SDMX. Of a word the beginning counts.
const WORDS: &[(&str, Status)] = &[
    ("official", Status::Normal),
    ("normal", Status::Normal),
    ("final", Status::Normal),
    ("reliable", Status::Normal),
    ("revised", Status::Normal),
    ("break", Status::Break),
    ("time series break", Status::Break),
    ("series break", Status::Break),
    ("rupture", Status::Break),
    ("definition differs", Status::DefinitionDiffers),
    ("different definition", Status::DefinitionDiffers),
    ("difference in methodology", Status::DefinitionDiffers),
    ("estimat", Status::Estimated),
    ("eurostat estimate", Status::Estimated),
    ("fao estimate", Status::Estimated),
    ("geschatzt", Status::Estimated),
    ("estimado", Status::Estimated),
    ("modelled", Status::Estimated),
    ("secretariat estimate", Status::Estimated),
    ("forecast", Status::Forecast),
    ("projection", Status::Forecast),
    ("projected", Status::Forecast),
    ("imput", Status::Imputed),
    ("preliminary", Status::Provisional),
    ("provisional", Status::Provisional),
    ("provisoire", Status::Provisional),
    ("vorlaufig", Status::Provisional),
    ("low reliability", Status::LowReliability),
    ("unreliable", Status::LowReliability),
    ("unofficial", Status::LowReliability),
    ("use with caution", Status::LowReliability),
    ("high sampling variability", Status::LowReliability),
    ("confidential", Status::Suppressed),
    ("suppressed", Status::Suppressed),
    ("withheld", Status::Suppressed),
    ("too unreliable", Status::Suppressed),
    ("not significant", Status::NotSignificant),
    ("nil or negligible", Status::NotSignificant),
    ("not applicable", Status::CannotExist),
    ("not available", Status::Missing),
    ("missing", Status::Missing),
    ("not collected", Status::NotCollected),
    ("experimental", Status::Experimental),
];

/// The status that a cell of a status column gives its figure: a code of SDMX, letters of Eurostat and FAO, or words;
/// nothing where its meaning is not known.
pub fn status_of(cell: &str) -> Option<Status> {
    let cell = cell.trim().trim_matches(['(', ')', '[', ']']);
    // `E Estimated value`, `E: estimated`, `e - estimated`
    if let Ok(status) = cell.parse::<Status>() {
        return Some(status);
    }
    let known = |letter: char| match letter {
        'b' => Some(Status::Break),
        'c' => Some(Status::Suppressed),
        'd' => Some(Status::DefinitionDiffers),
        'e' | 's' => Some(Status::Estimated),
        'f' => Some(Status::Forecast),
        'i' => Some(Status::Imputed),
        'm' => Some(Status::Missing),
        'n' => Some(Status::NotSignificant),
        'p' => Some(Status::Provisional),
        'u' => Some(Status::LowReliability),
        'z' => Some(Status::CannotExist),
        'a' | 'r' => Some(Status::Normal),
        _ => None,
    };
    // FAO: figures of other organisations, unofficial ones.
    match cell {
        "X" | "R" => return Some(Status::Normal),
        "T" => return Some(Status::LowReliability),
        "*" => return Some(Status::Provisional),
        _ => {}
    }
    let letters = cell.chars().filter(|c| !matches!(c, ',' | ';' | ' ' | '|'));
    if cell.chars().count() <= 4 {
        let all: Option<Vec<Status>> = letters
            .map(|c| {
                if c.is_ascii_uppercase() {
                    c.to_string().parse().ok()
                } else {
                    known(c)
                }
            })
            .collect();
        if let Some(all) = all.filter(|all| !all.is_empty()) {
            return all.into_iter().reduce(Status::worst);
        }
    }
    let words = normal(cell);
    let of_words = |words: &str| {
        WORDS
            .iter()
            .find(|(start, _)| words.starts_with(start))
            .map(|(_, status)| *status)
    };
    of_words(&words).or_else(|| {
        let (first, rest) = words.split_once(' ')?;
        (first.len() <= 2).then(|| of_words(rest)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_and_words_of_many_producers_are_understood() {
        use Status::{
            Break, DefinitionDiffers, Estimated, Imputed, LowReliability, Missing, Normal,
            Provisional, Suppressed,
        };
        for (cell, status) in [
            ("A", Normal),
            ("B", Break),
            ("E", Estimated),
            ("P", Provisional),
            ("I", Imputed),
            ("b", Break),
            ("p", Provisional),
            ("bp", Break),
            ("de", DefinitionDiffers),
            ("e,u", LowReliability),
            ("(p)", Provisional),
            ("E Estimated value", Estimated),
            ("Estimated value", Estimated),
            ("Break in series", Break),
            ("Official figure", Normal),
            ("Imputed value", Imputed),
            ("Unofficial figure", LowReliability),
            ("Unreliable", LowReliability),
            ("Confidential", Suppressed),
            ("B: time series break", Break),
            ("Not available", Missing),
        ] {
            assert_eq!(status_of(cell), Some(status), "{cell}");
        }
        for cell in ["", "0", "4", "yes", "something else"] {
            assert_eq!(status_of(cell), None, "{cell}");
        }
    }
}
