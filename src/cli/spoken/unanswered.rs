//! What is asked that nothing here answers, with what does.

use std::ffi::OsString;

use super::names::{is_indicator, is_title, one_area};
use super::vocabulary::{FILLERS, MEAN, computed, is_change};
use crate::cli::error::Refusal;
use crate::figure::Kind;
use crate::package::{Package, Table};
use crate::words::{printable, quoted_list};

/// Words that ask what is said of something.
const SAYS: [&str; 6] = ["say", "says", "said", "mention", "mentions", "mentioned"];
/// What nothing here computes, each with what can be done.
const UNANSWERED: [(&[&str], &str, &str); 4] = [
    (
        &[
            "correlation",
            "correlate",
            "correlated",
            "correlates",
            "regression",
            "相关",
            "相关性",
            "相关系数",
            "回归",
        ],
        "correlations are not computed here",
        "a tool that computes them takes the figures from",
    ),
    (
        &[
            "forecast",
            "forecasts",
            "predict",
            "prediction",
            "projection",
            "projections",
            "extrapolate",
            "预测",
        ],
        "nothing is forecast here",
        "the figures that there are come from",
    ),
    (
        &[
            "why",
            "reason",
            "reasons",
            "cause",
            "causes",
            "为什么",
            "为何",
            "原因",
        ],
        "figures do not say why",
        "`hlj search WORD` looks for a word in what is noted of them, and they come from",
    ),
    (
        &["map", "地图"],
        "maps are not drawn here",
        "a tool that draws them takes the figures from",
    ),
];

/// The words that are refused wherever they stand.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let unanswered = UNANSWERED.iter().flat_map(|(words, ..)| words.iter());
    unanswered.chain(&SAYS).copied().chain(["per"])
}

/// Whether a word in Chinese is one of these.
pub(super) fn is_known(text: &str) -> bool {
    UNANSWERED.iter().any(|(words, ..)| words.contains(&text))
}

/// Refuses what nothing here answers, in one sentence that says what does.
pub(super) fn refuse_unanswered(
    package: &'static Package,
    words: &[String],
) -> Result<(), Refusal> {
    let said = || words.iter().take_while(|word| !word.starts_with("--"));
    let found = said().find_map(|word| {
        let lower = word.to_lowercase();
        let known = UNANSWERED
            .iter()
            .find(|(known, ..)| known.contains(&lower.as_str()));
        known.filter(|_| !is_title(package, word) && !one_area(package, word))
    });
    let says = SAYS;
    if said().any(|word| says.contains(&word.as_str()))
        && let Some(word) = said().last()
    {
        return Err(Refusal::new(format!(
            "what texts say is found by a word: `hlj search {}`",
            printable(word)
        )));
    }
    if let Some(at) = said().position(|word| word == "per") {
        let behind = words.get(at + 1).map(String::as_str);
        let asked = at.checked_sub(1).map(|at| words[at..].iter().take(3));
        let asked: Vec<&str> = asked.into_iter().flatten().map(String::as_str).collect();
        let asked = asked.join(" ");
        return Err(ratio(package, behind.unwrap_or_default()).meaning(&asked, titles(package)));
    }
    let Some((_, why, what)) = found else {
        return Ok(());
    };
    let named: Vec<&String> = said().filter(|word| is_indicator(package, word)).collect();
    let has_all = |table: &&Table| {
        named
            .iter()
            .all(|word| table.indicator_called(word).is_some())
    };
    let mut tables = package.tables().filter(|table| table.area().is_some());
    let ask = if let Some(table) = tables.find(has_all) {
        let ids = named.iter().filter_map(|word| table.indicator_called(word));
        let ids: Vec<&str> = ids.map(|(_, _, found)| found.id.as_str()).collect();
        let of = if ids.is_empty() {
            String::new()
        } else {
            format!(" -i {}", printable(&ids.join(",")))
        };
        vec![format!("hlj {}{of} --csv", table.name)]
    } else {
        let each = named.iter().filter_map(|word| {
            let mut tables = package.tables();
            let table = tables.find(|table| table.indicator_called(word).is_some())?;
            let (_, _, found) = table.indicator_called(word)?;
            Some(format!(
                "hlj {} -i {} --csv",
                table.name,
                printable(&found.id)
            ))
        });
        each.collect()
    };
    Err(Refusal::new(*why).next(format!("{what} {}", quoted_list(ask, "and"))))
}

/// The one word of a question that is left without those that say nothing is looked for: `who has graphite`. Of several a
/// refusal names the first that does not say how: `average employment` is asked of employment.
pub(super) fn searched(words: &[OsString], asked: &[&str], left: &[&str]) -> Option<Vec<OsString>> {
    let how = |word: &&&str| MEAN.contains(*word) || computed(word).is_some() || is_change(word);
    let hows = left.iter().take_while(how).count();
    if (1..left.len()).contains(&hows) && !left[hows].starts_with('-') {
        let said = left[hows..].iter().filter(|word| !FILLERS.contains(*word));
        let said = said.map(OsString::from);
        return Some(words.iter().take(1).cloned().chain(said).collect());
    }
    let first = left.first()?;
    if asked[0] == *first || !FILLERS.contains(&asked[0]) || first.starts_with('-') {
        return None;
    }
    let search = (left.len() == 1).then_some("search");
    let said = search.iter().chain(left).map(OsString::from);
    Some(words.iter().take(1).cloned().chain(said).collect())
}

/// What ratios are called.
fn titles(package: &'static Package) -> impl Iterator<Item = &'static str> {
    let indicators = package.tables().flat_map(Table::indicators);
    let ratios = indicators.filter(|(_, _, found)| found.kind == Kind::Ratio);
    ratios.flat_map(|(_, column, found)| [column.title.as_str(), found.id.as_str()])
}

/// Refuses a ratio that no table has.
fn ratio(package: &'static Package, behind: &str) -> Refusal {
    let mut ids: Vec<&str> = Vec::new();
    let indicators = package.tables().flat_map(Table::indicators);
    for (_, _, ratio) in indicators.filter(|(_, _, found)| found.kind == Kind::Ratio) {
        if !ids.contains(&ratio.id.as_str()) {
            ids.push(&ratio.id);
        }
    }
    let has = if ids.is_empty() {
        "no table has a ratio".to_owned()
    } else {
        format!(
            "the ratios that tables have are {}",
            quoted_list(ids, "and")
        )
    };
    Refusal::new(format!(
        "`per {}` asks for a ratio that is not computed here",
        printable(behind)
    ))
    .next(has)
}
