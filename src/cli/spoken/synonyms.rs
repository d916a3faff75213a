//! Other words for what the grammar has: options, formats, values, commands, and words that say how without an option.

/// Options under other names, each with what it stands for here.
pub(super) const OPTIONS: [(&str, &str); 19] = [
    ("cities", "city"),
    ("region", "city"),
    ("regions", "city"),
    ("areas", "city"),
    ("place", "city"),
    ("period", "years"),
    ("periods", "years"),
    ("time", "years"),
    ("indicators", "indicator"),
    ("measure", "indicator"),
    ("variable", "indicator"),
    ("filter", "where"),
    ("select", "columns"),
    ("fields", "columns"),
    ("order-by", "sort"),
    ("sort-by", "sort"),
    ("groupby", "group-by"),
    ("pivot", "wide"),
    ("out", "output"),
];
/// Options that name a format, which is a value here.
pub(super) const FORMATS: [(&str, &str); 8] = [
    ("plot", "chart"),
    ("tsv", "tsv"),
    ("md", "md"),
    ("markdown", "md"),
    ("html", "html"),
    ("latex", "latex"),
    ("svg", "svg"),
    ("table", "table"),
];
/// Values under other names: of which option, and what each stands for.
pub(super) const VALUES: [(&str, &str, &str); 16] = [
    ("format", "excel", "xlsx"),
    ("format", "xls", "xlsx"),
    ("format", "markdown", "md"),
    ("format", "text", "table"),
    ("format", "txt", "table"),
    ("format", "tex", "latex"),
    ("format", "plot", "chart"),
    ("format", "jsonl", "ndjson"),
    ("lang", "cn", "zh"),
    ("lang", "zh-cn", "zh"),
    ("lang", "zh_cn", "zh"),
    ("lang", "中文", "zh"),
    ("lang", "汉语", "zh"),
    ("lang", "chinese", "zh"),
    ("lang", "english", "en"),
    ("lang", "en-us", "en"),
];
/// Commands under other names; `Err` says why there is none.
pub(super) const COMMANDS: [(&str, Result<&str, &str>); 15] = [
    ("list", Ok("describe")),
    ("ls", Ok("describe")),
    ("tables", Ok("describe")),
    ("find", Ok("search")),
    ("grep", Ok("search")),
    ("places", Ok("areas")),
    ("audit", Ok("check")),
    ("summary", Ok("profile")),
    ("doubts", Ok("check")),
    ("errors", Ok("check")),
    ("source", Ok("cite")),
    ("inequality", Ok("disparity")),
    ("concentration", Ok("structure")),
    ("specialisation", Ok("structure")),
    (
        "sql",
        Err(
            "no database is inside; `hlj TABLE -f csv | duckdb -c \"from read_csv('/dev/stdin')\"` asks one",
        ),
    ),
];
/// Words between names that say nothing.
pub(super) const FILLERS: [&str; 13] = [
    "of",
    "in",
    "for",
    "the",
    "by",
    "and",
    "cities",
    "areas",
    "places",
    "regions",
    "countries",
    "over",
    "during",
];
/// Words of a table that say how, each with the option that it stands for.
pub(super) const COMPUTED: [(&str, &[&str]); 17] = [
    ("total", &["--total"]),
    ("sum", &["--total"]),
    ("together", &["--total"]),
    ("合计", &["--total"]),
    ("share", &["--as", "share"]),
    ("shares", &["--as", "share"]),
    ("change", &["--as", "change"]),
    ("decline", &["--as", "change"]),
    ("decrease", &["--as", "change"]),
    ("fall", &["--as", "change"]),
    ("increase", &["--as", "change"]),
    ("变化", &["--as", "change"]),
    ("index", &["--as", "index"]),
    ("yoy", &["--as", "yoy"]),
    ("cagr", &["--as", "cagr"]),
    ("chart", &["-f", "chart"]),
    ("csv", &["-f", "csv"]),
];
/// Words that ask for the largest first.
pub(super) const HIGHEST: [&str; 8] = [
    "largest", "highest", "biggest", "most", "best", "first", "top", "ranking",
];
/// Words that ask for the smallest first.
pub(super) const LOWEST: [&str; 4] = ["smallest", "lowest", "least", "worst"];
/// Words between two that are compared.
pub(super) const AGAINST: [&str; 4] = ["vs", "vs.", "versus", "against"];
/// Words for a change on the year before, where no growth is published.
pub(super) const GROWTH: [&str; 4] = ["growth", "real-growth", "growth-rate", "增长"];
