//! How engines differ, as data.

use std::str::FromStr;

use crate::words::{printable, quoted_list};

/// How an engine writes SQL.
#[derive(Debug)]
pub struct Dialect {
    /// The name by which `--sql` asks for it.
    pub name: &'static str,
    /// What stands in a command that calls it.
    calls: &'static [&'static str],
    /// What stands around an identifier.
    quote: char,
    /// Whether a backslash escapes in texts, the apostrophe among what it escapes.
    backslash: bool,
    /// The type of texts.
    pub(super) text: &'static str,
    /// What stands around the name of a type whose values may be missing.
    nullable: Option<&'static str>,
    /// How a CSV file is named, with its path for `{}` and its columns as texts for `{columns}`; none where it has to be registered first.
    pub(super) file: Option<&'static str>,
    /// How a text is held against a regular expression, `{0}` and `{1}`.
    matches: &'static str,
    /// What makes texts compare by their bytes, where they do not by themselves.
    pub(super) by_bytes: &'static str,
    /// What has to be set at the end of a query.
    settings: Option<&'static str>,
}

/// The dialects, in the order in which they are told.
const DIALECTS: [Dialect; 5] = [
    Dialect {
        name: "duckdb",
        calls: &["duckdb"],
        quote: '"',
        backslash: false,
        text: "VARCHAR",
        nullable: None,
        file: Some(
            "read_csv({}, header = true, all_varchar = true, nullstr = '', quote = '\"', escape = '\"', delim = ',')",
        ),
        matches: "regexp_matches({0}, {1})",
        by_bytes: "",
        settings: None,
    },
    Dialect {
        name: "spark",
        calls: &["spark", "sail"],
        quote: '`',
        backslash: true,
        text: "STRING",
        nullable: None,
        file: None,
        matches: "{0} RLIKE {1}",
        by_bytes: "",
        settings: None,
    },
    Dialect {
        name: "clickhouse",
        calls: &["clickhouse"],
        quote: '`',
        backslash: true,
        text: "String",
        nullable: Some("Nullable"),
        file: Some("file({}, 'CSVWithNames', {columns})"),
        matches: "match({0}, {1})",
        by_bytes: "",
        settings: Some("join_use_nulls = 1, cast_keep_nullable = 1"),
    },
    Dialect {
        name: "trino",
        calls: &["trino"],
        quote: '"',
        backslash: false,
        text: "VARCHAR",
        nullable: None,
        file: None,
        matches: "regexp_like({0}, {1})",
        by_bytes: "",
        settings: None,
    },
    Dialect {
        name: "postgres",
        calls: &["psql", "postgres"],
        quote: '"',
        backslash: false,
        text: "TEXT",
        nullable: None,
        file: None,
        matches: "{0} ~ {1}",
        by_bytes: " COLLATE \"C\"",
        settings: None,
    },
];

impl Dialect {
    /// Every dialect.
    pub fn all() -> impl Iterator<Item = &'static Dialect> {
        DIALECTS.iter()
    }

    /// The dialect of the engine that a command calls, by its name in it.
    pub fn of_command(command: &str) -> Option<&'static Dialect> {
        let command = command.to_lowercase();
        DIALECTS
            .iter()
            .find(|dialect| dialect.calls.iter().any(|name| command.contains(name)))
    }

    /// A name of something in the data.
    pub(super) fn identifier(&self, name: &str) -> String {
        let doubled = name.replace(self.quote, &format!("{0}{0}", self.quote));
        // A backslash in a name escapes as in texts where the quote is one of MySQL's.
        let doubled = if self.name == "clickhouse" {
            doubled.replace('\\', "\\\\")
        } else {
            doubled
        };
        format!("{0}{doubled}{0}", self.quote)
    }

    /// A text.
    pub(super) fn literal(&self, text: &str) -> String {
        let escaped = if self.backslash {
            text.replace('\\', "\\\\").replace('\'', "\\'")
        } else {
            text.replace('\'', "''")
        };
        format!("'{escaped}'")
    }

    /// Whether a text is of the form of a regular expression.
    pub(super) fn matches(&self, text: &str, form: &str) -> String {
        let matches = self.matches.replace("{1}", &self.literal(form));
        format!("({})", matches.replace("{0}", text))
    }

    /// A query with its end.
    pub(super) fn ended(&self, mut query: String) -> String {
        if let Some(settings) = self.settings {
            query.extend([format!("\nSETTINGS {settings}")]);
        }
        query.push_str(";\n");
        query
    }

    /// An expression as another type.
    pub(super) fn cast(&self, expression: &str, kind: &str) -> String {
        match self.nullable {
            Some(wrapper) => format!("CAST({expression} AS {wrapper}({kind}))"),
            None => format!("CAST({expression} AS {kind})"),
        }
    }
}

impl FromStr for &'static Dialect {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = DIALECTS.iter().find(|dialect| dialect.name == text);
        found.ok_or_else(|| {
            let names = quoted_list(DIALECTS.iter().map(|dialect| dialect.name), "or");
            format!("`--sql` does not take `{}`; write {names}", printable(text))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_as_each_engine_reads_them() {
        let named = |name: &str| name.parse::<&'static Dialect>().unwrap();
        // Sail reads `''` as nothing, so that an apostrophe needs a backslash there.
        assert_eq!(named("spark").literal("Da'an"), r"'Da\'an'");
        assert_eq!(named("spark").literal(r"a\b"), r"'a\\b'");
        assert_eq!(named("clickhouse").literal(r"a\b"), r"'a\\b'");
        assert_eq!(named("duckdb").literal("Da'an"), "'Da''an'");
        assert_eq!(named("trino").literal(r"a\b"), r"'a\b'");
    }

    #[test]
    fn names_stand_in_the_quotes_of_the_engine() {
        let named = |name: &str| name.parse::<&'static Dialect>().unwrap();
        // In Spark `"城市"` is a text.
        assert_eq!(named("spark").identifier("城市"), "`城市`");
        assert_eq!(named("duckdb").identifier("a\"b"), "\"a\"\"b\"");
    }

    #[test]
    fn an_engine_is_known_by_its_name_in_the_command() {
        let of = |command: &str| Dialect::of_command(command).map(|dialect| dialect.name);
        assert_eq!(of("duckdb -init /dev/null -csv"), Some("duckdb"));
        assert_eq!(of("python3 sail.py"), Some("spark"));
        assert_eq!(of("psql --csv"), Some("postgres"));
        assert_eq!(of("cat"), None);
    }
}
