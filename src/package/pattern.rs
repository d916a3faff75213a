//! Regular expressions of the standard's `pattern`, which a whole value has to match.

use regex_lite::Regex;

/// A pattern that is read.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    whole: Regex,
    /// Whether it asks for letters, which are those of every script to the standard and of ASCII alone to the reader.
    asks_for_letters: bool,
}

impl Pattern {
    /// The pattern of a text; none where it is beyond what is read here.
    pub(super) fn read(text: &str) -> Option<Pattern> {
        Some(Pattern {
            // Alone, so that brackets cannot be closed that are opened around it.
            whole: Regex::new(text)
                .and_then(|_| Regex::new(&format!("^(?:{text})$")))
                .ok()?,
            asks_for_letters: ["\\w", "\\W", "\\b", "\\B"]
                .iter()
                .any(|class| text.contains(class)),
        })
    }

    /// Whether a whole text matches; nothing where that is not known.
    pub(super) fn matches(&self, text: &str) -> Option<bool> {
        let is_known = text.is_ascii() || !self.asks_for_letters;
        is_known.then(|| self.whole.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> Option<bool> {
        Pattern::read(pattern).unwrap().matches(text)
    }

    #[test]
    fn a_whole_text_matches_or_does_not() {
        for (pattern, yes, no) in [
            ("[A-Z]{2}[0-9]{1,3}", "AB12", "AB1234"),
            ("^[A-Z]{2}\\d+$", "AB1234", "xAB1"),
            ("a|bc", "bc", "abc"),
            ("(ab)*c", "ababc", "abac"),
            ("(?:x|y)+?z?", "xyxz", "z"),
            ("[^,;]+", "a b", "a,b"),
            ("[+-]?\\d+(\\.\\d*)?", "-1.5", "1,5"),
            ("\\w\\s\\W", "a !", "a a"),
            (".*", "", "a\nb"),
            ("[\\w.-]+", "a.b-c", "a b"),
            ("东.", "东山", "西山"),
        ] {
            assert_eq!(matches(pattern, yes), Some(true), "{pattern} {yes}");
            assert_eq!(matches(pattern, no), Some(false), "{pattern} {no}");
        }
        assert_eq!(matches("\\w+", "Ärzte"), None);
    }

    #[test]
    fn what_is_beyond_is_not_read() {
        for pattern in [
            "(",
            "[a",
            "a{2",
            "(?=a)",
            "\\p{L}",
            "(a)\\1",
            "a)|(b",
            "[a-z-[b]]",
        ] {
            assert!(Pattern::read(pattern).is_none(), "{pattern}");
        }
    }
}
