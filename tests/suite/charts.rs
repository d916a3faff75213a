//! Pictures in a terminal: no wider than asked for, in ASCII where asked for, and never a value left out in silence.
//! What they look like stands in `transcripts/charts.console`.

use unicode_width::UnicodeWidthStr;

use crate::support::{self, PICTURES, hlj};

/// What is drawn for the words, with more options.
fn chart(words: &str, more: &[&str]) -> String {
    support::picture(words, "chart", more)
}

#[test]
fn no_line_is_wider_than_asked_for() {
    for asked in PICTURES {
        for width in [20, 24, 40, 60, 80, 200] {
            let drawn = chart(asked, &["--width", &width.to_string()]);
            for line in drawn.lines() {
                assert!(
                    line.width() <= width,
                    "`{asked}` at {width}, {}: {line}",
                    line.width()
                );
                assert_eq!(line, line.trim_end(), "`{asked}` at {width}");
            }
        }
    }
}

#[test]
fn in_ascii_nothing_else_is_drawn() {
    for asked in PICTURES.iter().filter(|asked| {
        !["zh", "TOWNS", "SIZES"]
            .iter()
            .any(|name| asked.contains(name))
    }) {
        let drawn = chart(asked, &["--ascii"]);
        let other = drawn.chars().find(|c| !c.is_ascii() && *c != '²');
        assert_eq!(other, None, "`{asked}`:\n{drawn}");
    }
    for asked in [
        "gdp",
        "sectors --spark",
        "population",
        "rank gdp",
        "compare Hegang Jixi",
    ] {
        for format in ["table", "md"] {
            let written = support::picture(asked, format, &["--ascii"]);
            assert!(written.is_ascii(), "`{asked}` as {format}:\n{written}");
        }
    }
    // Names are those of the data, whatever they are written in.
    assert!(chart("TOWNS -y 2020", &["--ascii"]).contains("哈尔滨 Harbin"));
}

#[test]
fn every_note_of_the_table_is_told_below_the_picture() {
    for asked in [
        "gdp",
        "sectors",
        "population",
        "gdp --chart spark",
        "sectors --chart line",
    ] {
        let drawn = chart(asked, &["--width", "5000", "--notes"]);
        let mut args: Vec<&str> = asked.split_whitespace().collect();
        args.retain(|arg| !["--chart", "spark", "line"].contains(arg));
        let table = hlj(args.into_iter().chain(["-f", "md"]))
            .output()
            .expect("the program starts");
        let table = String::from_utf8(table.stdout).expect("it is UTF-8");
        let is_note = |line: &&str| {
            line.starts_with(|c: char| ('ᵃ'..='ᶿ').contains(&c) || "ⁱⁿʰʲʳʷʸˡˢˣ".contains(c))
        };
        let notes: Vec<&str> = table.lines().filter(is_note).collect();
        assert!(!notes.is_empty());
        for note in notes {
            let text = note.split_once(' ').expect("a mark, then the note").1;
            // Of a share's total, which cannot exist, no picture has a place.
            let is_no_value =
                text.starts_with("M (missing, cannot exist)") && !asked.contains("line");
            assert!(
                is_no_value || drawn.contains(text),
                "`{asked}` does not tell: {text}"
            );
        }
    }
}
