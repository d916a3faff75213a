//! The country that stands first or last among its parts.

use super::codes;
use super::lists::PLACES;
use super::normal;

/// Where the countries end in the list of places: behind them are parts of the largest.
const LAST_COUNTRY: &str = "zimbabwe";
/// Countries by the names that they have themselves, and names of countries as they are written beside their parts.
#[rustfmt::skip]
const OWN_NAMES: &[&str] = &[
    "polska", "deutschland", "osterreich", "schweiz", "suisse", "svizzera", "espana", "italia", "brasil", "magyarorszag",
    "suomi", "sverige", "norge", "danmark", "ceska republika", "cesko", "slovensko", "slovenska republika", "slovenija",
    "hrvatska", "republika hrvatska", "srbija", "republika srbija", "republika srpska", "nederland", "belgie", "belgique",
    "eesti", "latvija", "lietuva", "island", "turkiye", "россия", "россииская федерация", "украина", "украіна",
    "казахстан", "республика казахстан", "республика беларусь", "日本", "中国", "대한민국", "republic of korea",
    "ca nuoc", "viet nam", "the philippines", "england and wales", "great britain", "aotearoa", "maroc", "algerie",
    "tunisie", "cote d ivoire", "peru", "republica dominicana", "pilipinas", "republik indonesia", "bharat",
];
/// Countries of which a part has the same name, or that are towns.
const OF_PARTS_TOO: &[&str] = &[
    "georgia",
    "guatemala",
    "hong kong",
    "hong kong china",
    "kuwait",
    "luxembourg",
    "mexico",
    "niger",
    "panama",
    "singapore",
    "djibouti",
];
/// The fewest others beside it.
const FEWEST: usize = 4;

/// The name among those of areas that is of the country of all others: it stands first or last, and no other country is
/// there, or the others are codes of its parts.
pub(crate) fn country_of_all(names: &[&str]) -> Option<usize> {
    if names.len() <= FEWEST {
        return None;
    }
    if let Some(at) = codes::country_of_all(names) {
        return Some(at);
    }
    let is_country = |name: &str| {
        let plain = normal(name);
        let mut countries = PLACES.iter();
        let ends = countries.position(|known| *known == LAST_COUNTRY)?;
        let is_one =
            PLACES[..=ends].contains(&plain.as_str()) || OWN_NAMES.contains(&plain.as_str());
        is_one.then(|| !OF_PARTS_TOO.contains(&plain.as_str()))
    };
    let mut countries = (0..names.len()).filter_map(|at| Some((at, is_country(names[at])?)));
    let (at, is_sure) = countries.next().filter(|_| countries.next().is_none())?;
    (is_sure && (at == 0 || at + 1 == names.len())).then_some(at)
}

/// Whether a heading says that the areas are countries, or what people come from.
pub(crate) fn is_of_countries(heading: &str) -> bool {
    let heading = normal(heading);
    let words = [
        "countr", "nation", "citizen", "origin", "destin", "partner", "birth", "pais", "pays",
        "staat", "ulke", "国", "stran", "kraj", "land",
    ];
    words.iter().any(|word| heading.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_beside_its_parts_is_their_total() {
        let last = ["ACEH", "RIAU", "JAMBI", "BALI", "INDONESIA"];
        assert_eq!(country_of_all(&last), Some(4));
        let first = [
            "Polska",
            "Mazowieckie",
            "Podlaskie",
            "Pomorskie",
            "Opolskie",
        ];
        assert_eq!(country_of_all(&first), Some(0));
        for names in [
            ["Aceh", "Indonesia", "Riau", "Jambi", "Bali"],
            ["Indonesia", "Malaysia", "Riau", "Jambi", "Bali"],
            ["Alabama", "Arkansas", "Delaware", "Florida", "Georgia"],
            ["London", "Paris", "Rome", "Tokyo", "Singapore"],
        ] {
            assert_eq!(country_of_all(&names), None, "{names:?}");
        }
        assert_eq!(
            country_of_all(&["NSW", "Vic.", "Qld", "Aust.", "SA"]),
            Some(3)
        );
        assert_eq!(country_of_all(&["CA", "CO", "CT", "DE", "FL"]), None);
        assert_eq!(country_of_all(&["BR", "PE", "PA", "ES", "PR"]), None);
    }
}
