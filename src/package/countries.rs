//! Countries by their codes, for what a name may mean that no table has.

use super::folding::fold;
use crate::source::COUNTRIES;

/// The codes of the country of this name; none where no country is called so.
pub fn country_codes(name: &str) -> impl Iterator<Item = &'static str> {
    let wanted = fold(name);
    let of_line = move |line: &'static str| {
        let (codes, names) = line.split_once('|')?;
        let is_it = !wanted.is_empty() && names.split('|').any(|own| fold(own) == wanted);
        is_it.then(|| codes.split(' '))
    };
    COUNTRIES.lines().find_map(of_line).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_their_codes() {
        let codes = |name| country_codes(name).collect::<Vec<_>>();
        assert_eq!(codes("germany"), ["DE", "DEU"]);
        assert_eq!(codes("Greece"), ["EL", "GR", "GRC"]);
        assert_eq!(codes("德国"), ["DE", "DEU"]);
        assert_eq!(codes("Cote d'Ivoire"), ["CI", "CIV"]);
        assert!(codes("Heilongjiang").is_empty() && codes("").is_empty());
        for line in COUNTRIES.lines() {
            let (codes, names) = line.split_once('|').unwrap();
            let is_code = |code: &str| {
                [2, 3].contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase())
            };
            assert!(codes.split(' ').all(is_code) && !names.is_empty(), "{line}");
        }
    }
}
