//! Turns of phrase that stand for words of the grammar: `second largest`, `densest`, `how many times larger`, `since` of a
//! change.

use super::names::{command_called, is_title, one_area};
use super::unanswered;
use super::vocabulary::{GROWTH, HIGHEST, LOWEST, PERIODS, PLACES, SHRUNK, is_change};
use crate::figure::Period;
use crate::package::Package;

/// The most words of an indicator's name.
const LONGEST_NAME: usize = 4;
/// Places in an order as words.
const ORDINALS: [(&str, usize); 12] = [
    ("second", 2),
    ("2nd", 2),
    ("third", 3),
    ("3rd", 3),
    ("fourth", 4),
    ("4th", 4),
    ("fifth", 5),
    ("5th", 5),
    ("第二", 2),
    ("第三", 3),
    ("第四", 4),
    ("第五", 5),
];
/// What stands behind them in Chinese, each with the superlative.
const CHINESE_ORDERS: [(&str, &str); 6] = [
    ("大", "最大"),
    ("高", "最高"),
    ("多", "最多"),
    ("小", "最小"),
    ("低", "最低"),
    ("少", "最少"),
];
/// Words that compare, which say nothing where two areas are held against one another anyhow.
const COMPARATIVES: [&str; 19] = [
    "richer",
    "poorer",
    "wealthier",
    "larger",
    "bigger",
    "higher",
    "greater",
    "smaller",
    "lower",
    "more",
    "less",
    "fewer",
    "faster",
    "slower",
    "large",
    "big",
    "high",
    "as",
    "times",
];
/// Words that hold one area against another in Chinese.
const THAN: [&str; 11] = [
    "minus", "/", "比", "更高", "更多", "更大", "高", "多", "大", "低", "少",
];
/// Words for so and so many times.
const TIMES: [&str; 4] = ["times", "几倍", "多少倍", "倍"];
/// Words for the part that one is of another.
const PARTS: [&str; 7] = [
    "占",
    "percentage",
    "proportion",
    "占比",
    "比例",
    "百分比",
    "占多少",
];
/// Words for the newest period.
const NOW: [&str; 7] = [
    "now",
    "today",
    "currently",
    "nowadays",
    "目前",
    "现在",
    "如今",
];
/// Words behind a period for all up to it or from it.
const BEHIND: [(&str, &str); 6] = [
    ("以来", "since"),
    ("之后", "after"),
    ("以后", "after"),
    ("以前", "before"),
    ("之前", "before"),
    ("onwards", "since"),
];
/// Growth of one sign, as the bound that it is.
const SIGNED: [(&str, &str); 2] = [("负增长", "below"), ("正增长", "above")];
/// Words before growth for its sign.
const SIGNS: [&str; 2] = ["negative", "positive"];
/// Words for one area that comes to have more than another.
const OVERTAKE: [&str; 11] = [
    "overtake",
    "overtook",
    "overtaken",
    "surpass",
    "surpassed",
    "outgrow",
    "outgrew",
    "pass",
    "passed",
    "超过",
    "超越",
];
/// The words that are put in other words wherever they stand first.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let signed = SIGNED.iter().map(|(word, _)| word);
    PARTS
        .iter()
        .chain(&NOW)
        .chain(signed)
        .chain(&SIGNS)
        .copied()
}

/// The words with these turns of phrase as the words that they stand for.
pub(super) fn put_plainly(package: &'static Package, words: &[String]) -> Vec<String> {
    // `占四市的比重` says once more that a part is asked for.
    let of_part = words.iter().any(|word| word == "占");
    let says = |word: &&String| !(of_part && is_part_word(word));
    let words: Vec<String> = words.iter().filter(says).cloned().collect();
    // An option ends the words.
    let (options, mut said): (Vec<String>, Vec<String>) =
        (plainly(package, &words).into_iter()).partition(|word| word == "--wide");
    said.extend(options.into_iter().take(1));
    said
}

/// The growth of what shrank: of one place as it is, of several the lowest first, of those that did unless one is meant.
fn shrunk(is_one: bool, is_most: bool) -> &'static [&'static str] {
    match (is_one, is_most) {
        (true, _) => &[GROWTH[0]],
        (false, true) => &["lowest", GROWTH[0]],
        (false, false) => &["lowest", GROWTH[0], "below", "0"],
    }
}

fn plainly(package: &'static Package, words: &[String]) -> Vec<String> {
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let is = |at: usize, known: &[&str]| {
        let word = lower.get(at).map(String::as_str);
        word.is_some_and(|word| known.contains(&word) && !is_title(package, &words[at]))
    };
    let areas = words.iter().filter(|word| one_area(package, word)).count();
    let periods = words.iter().filter(|word| word.parse::<Period>().is_ok());
    let compares = (areas > 1 || periods.count() > 1)
        && (0..words.len()).any(|at| is(at, &["than", "as", "gap", "compared"]) || is(at, &TIMES));
    let changes = lower.iter().any(|word| is_change(word));
    let is_titled = words.iter().any(|word| is_title(package, word));
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let word = lower[at].as_str();
        let mut said = |word: &str| out.push(word.to_owned());
        at += 1;
        let passed = says_nothing(&is, at - 1);
        if passed > 0 {
            at += passed - 1;
        } else if areas > 1 && as_part(&is, at - 1) > 0 {
            // One area as a part of another is their ratio.
            said("ratio");
            at += as_part(&is, at - 1) - 1;
        } else if let Some((order, number)) = chinese_order(word) {
            said(order);
            said(&number.to_string());
        } else if let (Some(number), Some([order, quality])) = (
            ordinal(word),
            lower.get(at).and_then(|next| superlative(package, next)),
        ) {
            said(&order);
            said(&number.to_string());
            if quality != order {
                said(&quality);
            }
            at += 1;
        } else if let Some([order, quality]) = superlative(package, word)
            .filter(|[order, quality]| order != quality && !is_title(package, word))
        {
            said(&order);
            said(&quality);
        } else if let Some(quality) =
            degree(package, word, "er").filter(|_| !is_title(package, word))
        {
            said("than");
            said(&quality);
        } else if compares && is(at - 1, &TIMES) {
            said("ratio");
        } else if word.starts_with('总')
            && is_title(package, word)
            && lower.iter().any(|word| PLACES.contains(&word.as_str()))
        {
            // `四市总人口` is of all of them together.
            said(word);
            said("合计");
        } else if areas > 1 && is(at - 1, &OVERTAKE) {
            said("--wide");
        } else if changes && is(at - 1, &[&PARTS[..], &["percent", "%"]].concat()) {
            said("percent");
        } else if is(at - 1, &PARTS) || is(at - 1, &["percent", "%"]) && is(at, &["of"]) {
            said("share");
        } else if let (Ok(_), Some(bound)) = (word.parse::<Period>(), span_bound(lower.get(at))) {
            said(bound);
            said(&words[at - 1]);
            at += 1;
        } else if let Some((words, count)) = of_growth(package, &words[at - 1..]) {
            for word in &words {
                said(word);
            }
            at += count;
        } else if is(at - 1, &NOW) {
            said("latest");
        } else if !is_titled && is(at - 1, &SHRUNK) {
            let is_most = lower.iter().any(|word| HIGHEST.contains(&word.as_str()));
            for word in shrunk(areas == 1, is_most) {
                said(word);
            }
            at += usize::from(is(at, &["the"]) && is(at + 1, &HIGHEST));
            at += usize::from(is(at, &HIGHEST));
        } else if is(at - 1, &["which", "what", "哪个", "哪些"]) && is(at, &PLACES) {
            at += 1;
        } else if areas > 1 && is(at - 1, &THAN) {
            said("than");
        } else if is(at - 1, &["go", "goes", "went", "gone"]) && is(at, &["up", "down"]) {
            said("change");
            at += if is(at + 1, &["or"]) && is(at + 2, &["up", "down"]) {
                3
            } else {
                1
            };
        } else if compares && is(at - 1, &COMPARATIVES)
            || is(at - 1, &PERIODS) && is(at, &["in", "when", "where", "with"])
            || is(at - 1, &HIGHEST) && is(at, &SHRUNK)
            || at == 1 && is(0, &["list", "show"]) && is(at, &["of", "the"])
            || word == "per" && is_each(package, words.get(at))
        {
            // Says nothing here.
        } else {
            said(&words[at - 1]);
        }
    }
    out
}

/// Whether what stands behind `per` are rows of their own: periods, places, what a table is of.
fn is_each(package: &'static Package, next: Option<&String>) -> bool {
    next.is_some_and(|next| {
        let lower = next.to_lowercase();
        let lower = lower.as_str();
        (PERIODS.contains(&lower) || PLACES.contains(&lower)) && !is_title(package, next)
            || is_table_of(package, lower)
    })
}

/// Whether a word in Chinese says once more that a part is asked for.
fn is_part_word(word: &str) -> bool {
    ["比重", "比例", "份额", "百分比", "占比"].contains(&word)
}

/// How many words say nothing from here on: `how big` is something, `which of the cities`.
fn says_nothing(is: &impl Fn(usize, &[&str]) -> bool, at: usize) -> usize {
    if is(at, &["how"]) && is(at + 1, &["big", "large", "high", "low"]) {
        return 2;
    }
    if at > 0 && is(at, &["all", "every", "所有", "全部"]) && is(at + 1, &PLACES) {
        return 2;
    }
    let of_places = is(at + 1, &["of"]) && is(at + 2, &["the"]) && is(at + 3, &PLACES);
    if is(at, &["which"]) && of_places {
        4
    } else {
        0
    }
}

/// How many words `as a percentage` or `as % of` are that stand here.
fn as_part(is: &impl Fn(usize, &[&str]) -> bool, at: usize) -> usize {
    let parts = [&PARTS[..], &["percent", "%", "share"]].concat();
    let article = usize::from(is(at + 1, &["a", "the"]));
    if is(at, &["as"]) && is(at + 1 + article, &parts) {
        2 + article
    } else {
        0
    }
}

/// The word before a period that says what one behind it does: `2010以来`.
fn span_bound(behind: Option<&String>) -> Option<&'static str> {
    let (_, bound) = BEHIND
        .iter()
        .find(|(word, _)| Some(*word) == behind.map(String::as_str))?;
    Some(bound)
}

/// Whether a word in Chinese is one of these turns.
pub(super) fn is_known(package: &Package, text: &str) -> bool {
    let is = |words: &[&str]| words.contains(&text);
    text == "率"
        || text.starts_with('最') && superlative(package, text).is_some()
        || is(&TIMES)
        || is(&THAN)
        || is(&PARTS)
        || is_part_word(text)
        || is(&NOW)
        || BEHIND.iter().any(|(word, _)| *word == text)
        || is(&OVERTAKE)
        || is(&SHRUNK)
        || chinese_order(text).is_some()
        || SIGNED.iter().any(|(word, _)| *word == text)
        || unanswered::is_known(text)
}

/// What growth of one sign and a rate of change are, and of how many more words they are.
fn of_growth(package: &'static Package, words: &[String]) -> Option<(Vec<String>, usize)> {
    let lower = |at: usize| words.get(at).map(|word| word.to_lowercase());
    let first = lower(0)?;
    if let Some((_, bound)) = SIGNED.iter().find(|(known, _)| *known == first) {
        let words = [GROWTH[0], bound, "0"].map(str::to_owned);
        return Some((words.to_vec(), 0));
    }
    if SIGNS.contains(&first.as_str()) {
        return Some(of_sign(package, &first, &words[1..]));
    }
    if first != "rate" || is_title(package, &first) || lower(1).as_deref() != Some("of") {
        return None;
    }
    // A rate of change is one in percent.
    let behind = lower(2)?;
    let words: &[&str] = match behind.as_str() {
        "change" => &["percent", "change"],
        "growth" => &["growth"],
        _ => return None,
    };
    Some((words.iter().map(|word| (*word).to_owned()).collect(), 2))
}

/// The indicator behind `negative` or `positive` with the bound that this is, and of how many words its name is.
fn of_sign(package: &'static Package, word: &str, behind: &[String]) -> (Vec<String>, usize) {
    let is_name = |count: &usize| is_title(package, &behind[..*count].join(" "));
    let grows = |count: &usize| *count == 1 && GROWTH.contains(&behind[0].as_str());
    let mut counts = (1..=behind.len().min(LONGEST_NAME)).rev();
    let count = counts.find(|count| is_name(count) || grows(count));
    let count = count.unwrap_or_default();
    let mut words = behind[..count].to_vec();
    let bound = if word == "negative" { "below" } else { "above" };
    words.extend([bound, "0"].map(str::to_owned));
    (words, count)
}

fn ordinal(word: &str) -> Option<usize> {
    let known = ORDINALS.iter().find(|(known, _)| *known == word);
    known.map(|(_, number)| *number)
}

/// The superlative and the number of `第二大`.
fn chinese_order(word: &str) -> Option<(&'static str, usize)> {
    let (order, superlative) = CHINESE_ORDERS
        .iter()
        .find(|(order, _)| word.ends_with(order))?;
    Some((superlative, ordinal(word.strip_suffix(order)?)?))
}

/// The word that asks for an order and what it is an order of: `densest` is the highest of what is called dense; of one
/// that does not say of what it is itself.
fn superlative(package: &Package, word: &str) -> Option<[String; 2]> {
    let lowest = LOWEST.contains(&word);
    let quality = word
        .strip_prefix('最')
        .filter(|quality| is_title(package, quality));
    let quality = quality
        .map(str::to_owned)
        .or_else(|| degree(package, word, "est"));
    if let Some(quality) = quality {
        let order = if lowest { "lowest" } else { "highest" };
        return Some([order.to_owned(), quality]);
    }
    (lowest || HIGHEST.contains(&word)).then(|| [word.to_owned(), word.to_owned()])
}

/// The name of an indicator that a word is a degree of: `dense` of `densest`, `wealthy` of `wealthier`.
fn degree(package: &Package, word: &str, ending: &str) -> Option<String> {
    let stem = word.strip_suffix(ending).filter(|stem| stem.len() > 2)?;
    let with_y = stem.strip_suffix('i').map(|stem| format!("{stem}y"));
    let names = [Some(stem.to_owned()), Some(format!("{stem}e")), with_y];
    names
        .into_iter()
        .flatten()
        .find(|name| is_title(package, name))
}

/// Whether a word names a table by its areas and no figure: `district`.
fn is_table_of(package: &'static Package, word: &str) -> bool {
    let table = command_called(package, word).and_then(|name| package.table(&name));
    table.is_some_and(|table| table.area().is_some()) && !is_title(package, word)
}
