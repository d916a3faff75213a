//! The words of questions: those that say nothing, what areas and periods are called, what asks for a computation or an order.

/// Words between names that say nothing.
pub(super) const FILLERS: [&str; 99] = [
    "available",
    "covered",
    "download",
    "any",
    "anything",
    "table",
    "as",
    "far",
    "meet",
    "met",
    "reach",
    "reached",
    "achieve",
    "achieved",
    "develop",
    "developed",
    "annual",
    "yearly",
    "been",
    "be",
    "fast",
    "quickly",
    "strongly",
    "trend",
    "trends",
    "development",
    "evolution",
    "history",
    "that",
    "those",
    "or",
    "aged",
    "ever",
    "both",
    "respectively",
    "size",
    "level",
    "amount",
    "give",
    "tell",
    "about",
    "year",
    "a",
    "an",
    "on",
    "at",
    "with",
    "during",
    "each",
    "every",
    "what",
    "which",
    "who",
    "whose",
    "when",
    "where",
    "how",
    "many",
    "much",
    "is",
    "are",
    "was",
    "were",
    "did",
    "does",
    "do",
    "has",
    "have",
    "had",
    "there",
    "live",
    "lived",
    "living",
    "me",
    "please",
    "number",
    "numbers",
    "figure",
    "figures",
    "data",
    "statistics",
    "between",
    "from",
    "its",
    "their",
    "的",
    "是",
    "在",
    "有",
    "和",
    "与",
    "各",
    "of",
    "in",
    "for",
    "the",
    "by",
    "and",
    "over",
];
/// Words for areas of any sort.
pub(super) const PLACES: [&str; 22] = [
    "city",
    "cities",
    "area",
    "areas",
    "place",
    "places",
    "region",
    "regions",
    "country",
    "countries",
    "state",
    "states",
    "nations",
    "economies",
    "省",
    "省份",
    "个省",
    "城市",
    "个城市",
    "市",
    "个市",
    "地区",
];
/// Options as they are typed.
type Options = &'static [&'static str];

/// What asks for a change.
const CHANGE: Options = &["--as", "change"];

/// Options, each with the words of a table that ask for it.
const COMPUTED: [(Options, &[&str]); 11] = [
    (CHANGE, &LOST),
    (
        CHANGE,
        &[
            "上升",
            "rise",
            "rose",
            "gain",
            "change",
            "increase",
            "changed",
            "changes",
            "gained",
            "increased",
            "增加",
            "变化",
        ],
    ),
    (
        &["--total"],
        &[
            "combined",
            "altogether",
            "一共",
            "总共",
            "总和",
            "total",
            "sum",
            "together",
            "合计",
            "总计",
        ],
    ),
    (&["--as", "share"], &["share", "shares"]),
    (&["--as", "index"], &["index"]),
    (&["--as", "yoy"], &["yoy"]),
    (&["--as", "deflator"], &["deflator", "平减指数"]),
    (&["--as", "cagr"], &["cagr"]),
    (&["-f", "chart"], &["chart", "plot", "graph", "图"]),
    (&["-f", "csv"], &["csv"]),
    (&["--wide"], &["wide"]),
];

/// The option that a word asks for, where it says how something is computed or shown.
pub(super) fn computed(word: &str) -> Option<Options> {
    let mut all = COMPUTED.iter();
    let found = all.find(|(_, words)| words.contains(&word));
    found.map(|(options, _)| *options)
}

/// Whether a word asks for a change.
pub(super) fn is_change(word: &str) -> bool {
    computed(word) == Some(CHANGE)
}

/// Words for a change that leaves less.
pub(super) const LOST: [&str; 18] = [
    "下降",
    "contracted",
    "shrank",
    "shrunk",
    "shrink",
    "shrinking",
    "losing",
    "decline",
    "decrease",
    "fall",
    "declined",
    "loss",
    "lost",
    "lose",
    "fell",
    "drop",
    "dropped",
    "减少",
];
/// Words for what has become less, which of no indicator that is named is growth.
pub(super) const SHRUNK: [&str; 6] = [
    "shrank",
    "shrunk",
    "shrink",
    "shrinking",
    "contracted",
    "萎缩",
];
/// Words for periods.
pub(super) const PERIODS: [&str; 8] = [
    "year", "years", "quarters", "months", "period", "periods", "年", "年份",
];
/// Words that ask for the largest first.
pub(super) const HIGHEST: [&str; 24] = [
    "前",
    "desc",
    "descending",
    "strongest",
    "sorted",
    "ranked",
    "ordered",
    "largest",
    "highest",
    "biggest",
    "greatest",
    "most",
    "best",
    "first",
    "top",
    "ranking",
    "max",
    "maximum",
    "fastest",
    "richest",
    "最高",
    "最大",
    "最多",
    "最快",
];
/// Superlatives that said of a place alone are of its people.
pub(super) const SIZES: [&str; 5] = ["largest", "biggest", "smallest", "最大", "最小"];
/// What says how many people a place has, in every language.
pub(super) const PEOPLE: [&str; 2] = ["population", "人口"];
/// Words that ask for the smallest first.
pub(super) const LOWEST: [&str; 18] = [
    "最穷",
    "最贫穷",
    "asc",
    "ascending",
    "fewest",
    "weakest",
    "smallest",
    "lowest",
    "least",
    "worst",
    "bottom",
    "min",
    "minimum",
    "slowest",
    "poorest",
    "最低",
    "最小",
    "最少",
];
/// Words for the mean.
pub(super) const MEAN: [&str; 5] = ["average", "mean", "avg", "平均", "年均"];
/// Measures, each with the verb that computes it.
pub(super) const MEASURES: [(&str, &str); 23] = [
    ("rank", "rank"),
    ("ranks", "rank"),
    ("unequal", "disparity"),
    ("unequally", "disparity"),
    ("disparities", "disparity"),
    ("不平等", "disparity"),
    ("gini", "disparity"),
    ("theil", "disparity"),
    ("median", "disparity"),
    ("williamson", "disparity"),
    ("atkinson", "disparity"),
    ("inequality", "disparity"),
    ("cv", "disparity"),
    ("hhi", "structure"),
    ("herfindahl", "structure"),
    ("krugman", "structure"),
    ("entropy", "structure"),
    ("peak", "cycle"),
    ("peaked", "cycle"),
    ("trough", "cycle"),
    ("volatility", "cycle"),
    ("排名", "rank"),
    ("排序", "rank"),
];
/// Words that hold two areas against one another, where two are named.
pub(super) const COMPARED: [&str; 10] = [
    "gap",
    "ratio",
    "difference",
    "compared",
    "comparison",
    "compare",
    "than",
    "对比",
    "比较",
    "相比",
];
/// Words between two that are compared.
pub(super) const AGAINST: [&str; 4] = ["vs", "vs.", "versus", "against"];
/// Words for a change on the year before, where no growth is published.
pub(super) const GROWTH: [&str; 10] = [
    "growth",
    "growth rate",
    "real-growth",
    "growth-rate",
    "growing",
    "grew",
    "grow",
    "增长",
    "增长率",
    "增速",
];
