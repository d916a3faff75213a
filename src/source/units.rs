//! Units that stand in headings, and what sort of quantity a heading and a unit tell of.

mod adding;
#[cfg(test)]
mod tests;

pub(crate) use adding::{does_not_add, is_unit_of};

/// Words that stand in units, compared in lower case.
const OF_UNITS: &[&str] = &[
    "%",
    "‰",
    "percent",
    "per cent",
    "pct",
    "prozent",
    "porcentaje",
    "pourcent",
    "percentage",
    "points",
    "per ",
    "index",
    "=100",
    "= 100",
    "usd",
    "us$",
    "eur",
    "gbp",
    "jpy",
    "cny",
    "rmb",
    "cad",
    "aud",
    "$",
    "€",
    "£",
    "¥",
    "₩",
    "₹",
    "元",
    "円",
    "원",
    "dollar",
    "euro",
    "pound",
    "yuan",
    "peso",
    "reais",
    "franc",
    "kroner",
    "osoba",
    "osób",
    "osob",
    "zł",
    "sztuk",
    "million",
    "millones",
    "millions",
    "milhões",
    "mio",
    "mrd",
    "mn",
    "bn",
    "billion",
    "thousand",
    "'000",
    "’000",
    "000s",
    "miles",
    "mil ",
    "tausend",
    "milliers",
    "migliaia",
    "persons",
    "people",
    "personen",
    "personas",
    "pessoas",
    "personnes",
    "persone",
    "habitantes",
    "inhabitants",
    "einwohner",
    "number",
    "anzahl",
    "número",
    "nombre",
    "numero",
    "count",
    "heads",
    "households",
    "tonnes",
    "tons",
    "tonne",
    "km",
    "hectare",
    "acres",
    "square",
    "sq ",
    "m2",
    "m²",
    "km2",
    "qkm",
    "km²",
    "kg",
    "kwh",
    "gwh",
    "mwh",
    "twh",
    "joule",
    "litre",
    "barrel",
    "years",
    "jahre",
    "años",
    "anos",
    "ans",
    "days",
    "hours",
    "stunden",
    "人",
    "万",
    "億",
    "亿",
    "千",
    "百",
    "戸",
    "户",
    "件",
    "个",
    "公里",
    "公顷",
    "吨",
    "トン",
    "명",
    "천",
    "가구",
    "constant",
    "current",
    "ppp",
    "units",
    "unidades",
    "stück",
    "cases",
    "rate",
    "degrees",
    "°c",
    "celsius",
    "mm",
    "current us",
    "international",
    "live births",
    "deaths",
    "fte",
    "jobs",
    "beds",
];
/// Units of one to three letters, which stand alone.
const SHORT: &[&str] = &[
    "t", "ha", "kg", "g", "l", "m", "m3", "km", "mw", "gw", "c", "h", "n", "no", "no.", "pp",
    "p.p.", "pc", "dm", "kt", "mt", "an", "tj", "pj", "db", "ppm", "mg", "μg",
];

/// Powers of ten in words, without the plural's ending.
const SCALES: &[&str] = &[
    "000", "thousand", "million", "billion", "mio", "mio.", "mrd", "mrd.", "tausend", "tsd",
    "tsd.", "1000", "1,000", "1 000", "1.000", "mile", "millone", "milhare", "milhõe", "millier",
    "migliaia", "milioni", "tysiące", "tys.", "千", "百万", "万", "亿", "億", "천", "백만",
];
/// Words for what is counted one by one.
const COUNTS: &[&str] = &[
    "number",
    "no",
    "no.",
    "count",
    "units",
    "persons",
    "people",
    "head",
    "heads",
    "households",
    "anzahl",
    "personen",
    "nombre",
    "personnes",
    "número",
    "personas",
    "numero",
    "persone",
    "pessoas",
    "人",
    "户",
    "戸",
    "명",
];

/// Whether a text is a power of ten and no more: `'000`, `in thousands`.
pub(crate) fn is_scale(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let text = text.strip_prefix("in ").unwrap_or(&text);
    let bare = text.trim_start_matches(['\'', '’', '‘', '`']);
    SCALES.contains(&bare)
        || bare
            .strip_suffix('s')
            .is_some_and(|bare| SCALES.contains(&bare))
}

/// A unit with the power of ten that is said of all figures, where it counts one by one: `Number` below `('000)`.
pub(crate) fn scaled(unit: String, of_all: Option<&str>) -> String {
    match of_all {
        Some(scale) if is_scale(scale) && COUNTS.contains(&unit.to_lowercase().as_str()) => {
            format!("{unit}, {scale}")
        }
        _ => unit,
    }
}

/// The name without a unit in brackets behind it, and that unit: `GDP (current US$)`.
pub(crate) fn split(name: &str) -> (&str, Option<&str>) {
    let name = name.trim();
    let pairs = [
        ('(', ')'),
        ('（', '）'),
        ('[', ']'),
        ('【', '】'),
        ('［', '］'),
        ('〔', '〕'),
    ];
    for (open, close) in pairs {
        if let Some((before, inside)) = name
            .strip_suffix(close)
            .and_then(|rest| rest.rsplit_once(open))
        {
            let (before, inside) = (before.trim(), inside.trim());
            let inside = [
                "单位：",
                "单位:",
                "単位：",
                "単位:",
                "unit:",
                "Unit:",
                "in ",
                "en ",
                "em ",
            ]
            .iter()
            .find_map(|prefix| inside.strip_prefix(prefix))
            .unwrap_or(inside)
            .trim();
            if !before.is_empty() && is_unit(inside) {
                return (before, Some(inside));
            }
        }
    }
    (name, None)
}

/// Whether a text is a short unit and nothing else: `%`, `km2`. `No` is an answer, `M` a sex.
pub(crate) fn is_short(text: &str) -> bool {
    let text = text.trim();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_word = letters == 0 || letters > 1 && text.starts_with(char::is_lowercase);
    text.chars().count() <= 3 && is_word && !matches!(text, "no" | "no." | "an") && is_unit(text)
}

/// Whether a text reads as a unit.
pub(crate) fn is_unit(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let length = text.chars().count();
    // How often figures come says nothing of what they count: `Qrtly-Mar/Jun/Sep/Dec`.
    let often = [
        "qrtly",
        "mthly",
        "quarterly",
        "monthly",
        "annual-",
        "weekly",
    ];
    // What is quoted is a work from which figures are taken.
    let is_quoted = text.contains(['『', '「', '《']);
    let is_often = often.iter().any(|word| text.starts_with(word));
    if length == 0 || length > 60 || is_often || is_quoted {
        return false;
    }
    SHORT.contains(&text.as_str())
        || OF_UNITS.iter().any(|word| {
            if word.len() <= 3 && word.is_ascii() && word.bytes().all(|b| b.is_ascii_alphabetic()) {
                text.split(|c: char| !c.is_alphanumeric())
                    .any(|part| part == *word)
            } else {
                text.contains(word)
            }
        })
}
