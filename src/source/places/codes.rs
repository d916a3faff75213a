//! Codes of countries, and of the parts of some, as columns are called after them.

/// A country a line: its codes by ISO 3166-1, and before them those that the statistical offices of the European Union
/// write otherwise (`EL`, `UK`); then its names in English and in Chinese.
pub(crate) const COUNTRIES: &str = include_str!("countries.txt");

/// Countries under the codes and names that stand beside those of their parts, with the codes of these as their offices
/// write them.
const PARTS: [(&str, &str); 5] = [
    ("AU AUS AUST AUSTRALIA", "NSW VIC QLD SA WA TAS NT ACT"),
    (
        "BR BRA BRASIL BRAZIL",
        "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO",
    ),
    ("CA CAN CANADA", "AB BC MB NB NL NS NT NU ON PE QC SK YT"),
    (
        "D DE DEU DEUTSCHLAND GERMANY",
        "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH",
    ),
    (
        "US USA",
        "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK \
         OR PA PR RI SC SD TN TX UT VA VT WA WI WV WY",
    ),
];

/// So many names are codes of places at least, and more where all have two letters: fewer could be so by chance, as `SD`
/// and `CV` are of deviations, or `IT` and `NO` are words.
const FEWEST: usize = 4;
const FEWEST_OF_TWO: usize = 8;

/// Whether a name is one of these codes: in capitals, but for the first letter where it has three, as in `Vic.`
fn is_one_of(codes: &str, name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let is_short = name.len() < 3;
    let is_code = name.starts_with(|c: char| c.is_ascii_uppercase())
        && !(is_short && name.contains(|c: char| c.is_ascii_lowercase()));
    let mut codes = codes.split_ascii_whitespace();
    is_code && codes.any(|code| code.eq_ignore_ascii_case(name))
}

fn are_of_countries(names: &[&str]) -> bool {
    let is_one = |name: &&str| {
        let mut codes = COUNTRIES.lines().filter_map(|line| line.split('|').next());
        codes.any(|codes| is_one_of(codes, name))
    };
    names.iter().all(is_one)
}

/// Where the country stands among the codes of its parts: `AUS` beside `NSW`, `VIC`, `QLD` and others. Where all could be
/// countries, none is the others' whole.
pub(super) fn country_of_all(names: &[&str]) -> Option<usize> {
    PARTS.iter().find_map(|(country, parts)| {
        let at = names.iter().position(|name| is_one_of(country, name))?;
        let mut others = names.iter().enumerate().filter(|(other, _)| *other != at);
        let are_parts = others.all(|(_, name)| is_one_of(parts, name));
        (are_parts && names.len() > FEWEST && !are_of_countries(names)).then_some(at)
    })
}

/// Whether columns are called after the codes of countries, or of the parts of one, but for what is the total of them.
pub(crate) fn are_codes_of_places<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let names: Vec<&str> = names.filter(|name| !super::is_total(name)).collect();
    let are_enough = |names: &[&str]| {
        let are_short = names.iter().all(|name| name.len() < 3);
        names.len() >= if are_short { FEWEST_OF_TWO } else { FEWEST }
    };
    let are_of_parts = |(country, parts): &(&str, &str)| {
        let is_part = |name: &&str| !is_one_of(country, name);
        let own: Vec<&str> = names.iter().copied().filter(is_part).collect();
        are_enough(&own) && own.iter().all(|name| is_one_of(parts, name))
    };
    PARTS.iter().any(are_of_parts) || are_enough(&names) && are_of_countries(&names)
}
