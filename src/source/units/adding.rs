//! What does not add up, by its heading and unit.

/// Words of figures per head.
const PER_HEAD: &[&str] = &[
    "per capita",
    "percap",
    "per head",
    "per person",
    "pro kopf",
    "por habitante",
    "per cápita",
    "par habitant",
    "人均",
    "1人当たり",
    "一人当たり",
    "gdppc",
    "pc",
];

/// Words of rates and shares.
const RATES: &[&str] = &[
    "rate",
    "rates",
    "ratio",
    "ratios",
    "share",
    "shares",
    "quote",
    "anteil",
    "tasa",
    "tasas",
    "taxa",
    "taux",
    "tasso",
    "proportion",
    "率",
    "比重",
    "比率",
    "inflation",
    "deflation",
];

/// Words of growth, which is a rate unless it is of people.
const GROWTH: &[&str] = &[
    "growth",
    "change",
    "wachstum",
    "crecimiento",
    "croissance",
    "crescimento",
    "增长",
];

/// Births less deaths, in words of growth.
const NATURAL: &[&str] = &[
    "natural growth",
    "natural change",
    "crecimiento natural",
    "crecimiento vegetativo",
    "crescimento natural",
];

/// Words of averages.
const AVERAGES: &[&str] = &[
    "average",
    "mean",
    "median",
    "promedio",
    "medio",
    "media",
    "durchschnitt",
    "moyenne",
    "moyen",
    "medium",
    "平均",
    "expectancy",
    "lifeexp",
    "esperanza",
    "esperance",
    "lebenserwartung",
    "density",
    "yield",
    "寿命",
    "价格",
    "密度",
];

/// Words of what is only averaged, unless figures are parted by it: deaths by age.
const LEVELS: &[&str] = &[
    "age",
    "temperature",
    "price",
    "prices",
    "preis",
    "precio",
    "prix",
    "wage",
    "wages",
    "salary",
    "salario",
    "earnings",
    "rank",
    "score",
];

/// Words of indices.
const INDICES: &[&str] = &[
    "index", "indices", "deflator", "indice", "índice", "指数", "지수",
];

/// Words behind `per` that say by what figures are parted: `Population per district`.
const PARTS: &[&str] = &[
    "district",
    "region",
    "province",
    "municipality",
    "commune",
    "canton",
    "county",
    "state",
    "country",
    "sector",
    "industry",
    "calendar",
];

/// Why figures of such a title and unit do not add up, as far as these tell: the end of a sentence, with the
/// denominator where the title names it; nothing where they say nothing of it.
pub(crate) fn does_not_add(title: &str, unit: Option<&str>) -> Option<String> {
    let both = format!(
        "{} {}",
        // What statistical offices publish with is no figure per capita.
        title.to_lowercase().replace("pc-axis", ""),
        unit.unwrap_or_default().to_lowercase()
    );
    let unit = unit.unwrap_or_default().trim().to_lowercase();
    let words = words_of(&both);
    let has = |known: &[&str]| holds(&both, &words, known);
    let denominator = |marks: &[&str]| {
        marks.iter().find_map(|mark| {
            let (_, behind) = both.split_once(mark)?;
            let word: String = behind
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-'))
                .collect();
            let word = word.trim().to_owned();
            (!word.is_empty()).then_some(word)
        })
    };
    if has(INDICES) || has_base(&both) {
        return Some("looks like an index, and indices do not add up".to_owned());
    }
    if has(PER_HEAD)
        || both.contains("percap")
        || both.contains("percapita")
        || both.contains("per_capita")
        || both.ends_with("_pc")
    {
        return Some("looks like a figure per head, which does not add up; its denominator is the population".to_owned());
    }
    let percent = unit.contains('%')
        || unit.starts_with("percent")
        || unit.starts_with("per cent")
        || unit.starts_with("pc_")
        || unit == "pc"
        || unit.starts_with("prozent")
        || unit.starts_with("porcentaje")
        || says_percent(&both, &words);
    if percent {
        let of = denominator(&[
            "% of ",
            "percent of ",
            "per cent of ",
            "percentage of ",
            "as % of ",
            "share of ",
        ]);
        let of = of
            .map(|of| format!("; its denominator is {of}"))
            .unwrap_or_default();
        return Some(format!(
            "looks like a percentage, and percentages do not add up{of}"
        ));
    }
    let grows = has(GROWTH) && !has(NATURAL);
    if grows || says_rate(&both, &words) {
        return Some("looks like a rate or a share, which does not add up".to_owned());
    }
    let parts = |of: &String| !PARTS.contains(&of.split(' ').next().unwrap_or_default());
    let per = denominator(&[" per "]).filter(parts).or_else(|| {
        unit.split_once('/')
            .map(|(_, below)| below.trim().to_owned())
            .filter(|below| !below.is_empty())
    });
    if let Some(per) = per {
        return Some(format!(
            "looks like a ratio, which does not add up; its denominator is {per}"
        ));
    }
    let what = without_parts(&both);
    let is_level = holds(&what, &words_of(&what), LEVELS);
    if has(AVERAGES) || is_level || both.contains("life_exp") || both.contains("density") {
        return Some("looks like an average, and averages do not add up".to_owned());
    }
    None
}

/// Whether a unit that is said of all figures is also that of one with this title: not where its title is that of a
/// percentage, a rate or an index and the unit is none of these.
pub(crate) fn is_unit_of(unit: &str, title: &str) -> bool {
    let is_relative = |text: &str| {
        let text = text.to_lowercase();
        let words = words_of(&text);
        holds(&text, &words, INDICES)
            || has_base(&text)
            || says_percent(&text, &words)
            || says_rate(&text, &words)
    };
    is_relative(unit) || !is_relative(title)
}

/// Whether a text in small letters, of these words, holds one that is known.
fn holds(text: &str, words: &[&str], known: &[&str]) -> bool {
    known.iter().any(|word| {
        if word.contains(' ') || !word.is_ascii() {
            text.contains(word)
        } else {
            words.contains(word)
        }
    })
}

/// Whether a text names the base of an index: `2015 = 100`.
fn has_base(text: &str) -> bool {
    text.contains("=100") || text.contains("= 100")
}

fn says_percent(text: &str, words: &[&str]) -> bool {
    text.contains('%')
        || text.contains("percent")
        || holds(text, words, &["pct", "prozent", "porcentaje", "百分"])
        || text.starts_with("pct")
}

fn says_rate(text: &str, words: &[&str]) -> bool {
    holds(text, words, RATES) || text.contains("_rate") || text.contains("率")
}

fn words_of(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '%' && c != '$')
        .filter(|word| !word.is_empty())
        .collect()
}

/// A title without what it says its figures are parted by: `deaths` of `deaths by age`, `deaths, age groups`.
fn without_parts(title: &str) -> String {
    const BY: [&str; 6] = [" by ", " nach ", " por ", " según ", " selon ", " par "];
    let mut rest = title;
    let mut kept = String::new();
    while let Some((at, by)) = BY.iter().filter_map(|by| Some((rest.find(by)?, by))).min() {
        kept.push_str(&rest[..at]);
        let behind = &rest[at + by.len()..];
        rest = &behind[behind.find(['(', ';', ':']).unwrap_or(behind.len())..];
    }
    kept.push_str(rest);
    kept.replace("age group", "").replace("age class", "")
}
