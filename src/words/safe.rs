//! What text a terminal may be given: what it would obey is written out, what is long is cut.

/// Text as it may stand in a message: control characters and marks of direction are written out, so that a
/// hostile name cannot speak to the terminal.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        push_printable(&mut out, c);
    }
    out
}

/// Text as it may stand in an answer: what a terminal would obey is written out, and what turns other text around. Letters
/// that are not shown, such as joiners, belong to the spelling; [`for_terminal`] alone writes those out.
pub fn legible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unprintable(c) && !is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

fn push_printable(out: &mut String, c: char) {
    if is_unprintable(c) {
        out.extend(c.escape_unicode());
    } else {
        out.push(c);
    }
}

/// A text that others wrote, as it may stand in a sentence: [`printable`], and cut to what a sentence can carry.
pub fn excerpt(text: &str) -> String {
    cut(text, 60)
}

/// [`printable`] text of so many characters at most, with a sign where more follow.
pub fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => printable(&text[..end]) + "…",
        None => printable(text),
    }
}

/// [`printable`] text of so many characters at most, its middle left out where it is longer: long names begin alike.
pub fn cut_inside(text: &str, longest: usize) -> String {
    let all: Vec<char> = text.chars().collect();
    if all.len() <= longest {
        return printable(text);
    }
    let half = longest / 2;
    let part = |chars: &[char]| printable(chars.iter().collect::<String>().trim());
    format!("{}…{}", part(&all[..half]), part(&all[all.len() - half..]))
}

/// A control character, or one of Unicode's invisible marks that change the direction of text; the joiners of scripts
/// (U+200C and U+200D) belong to the spelling of words.
fn is_unprintable(c: char) -> bool {
    let is_mark =
        matches!(c, '\u{2028}'..='\u{202e}' | '\u{2065}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}');
    c.is_control() || is_mark || (is_hidden(c) && !matches!(c, '\u{200c}' | '\u{200d}'))
}

/// One of Unicode's characters that are not shown, take no room and turn no other text around: joiners, marks of one place,
/// the letters of tags.
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}')
}

/// What is to be said, safe for a terminal and of a length that is read: of a long quotation, and of a line that is
/// long all the same, the start and the end are told.
pub fn message(text: &str) -> String {
    const QUOTATION: usize = 200;
    const LINE: usize = 2000;
    let line = |line: &str| {
        let parts: Vec<String> = printable(line)
            .split('`')
            .enumerate()
            .map(|(index, part)| match index % 2 {
                0 => part.to_owned(),
                _ => shortened(part, QUOTATION),
            })
            .collect();
        shortened(&parts.join("`"), LINE)
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// A text of at most so many characters, else its first half and its end around an ellipsis.
fn shortened(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let start = most / 2;
    let end = most - start - 1;
    let characters = text.chars();
    let kept = characters.clone().take(start).chain(['…']);
    kept.chain(characters.skip(length - end)).collect()
}

/// An answer as a terminal may be given it: what comes from data cannot speak to it. Lines and tabs stay, a mark of
/// byte order at the start too, and in text that is `styled` the colours and weights.
pub fn for_terminal(text: &str, styled: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let kept = match c {
            '\n' | '\t' => 1,
            '\r' if rest.starts_with("\r\n") => 2,
            '\u{feff}' if out.is_empty() => c.len_utf8(),
            '\u{1b}' if styled => style(rest),
            _ => 0,
        };
        if kept == 0 {
            push_printable(&mut out, c);
        } else {
            out.push_str(&rest[..kept]);
        }
        rest = &rest[kept.max(c.len_utf8())..];
    }
    out
}

/// The length of the sequence at the start that chooses colours and weights (`ESC [ 1 ; 31 m`), or 0.
fn style(text: &str) -> usize {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else {
        return 0;
    };
    match parameters.find(|c: char| !(c.is_ascii_digit() || c == ';')) {
        Some(end) if parameters[end..].starts_with('m') => text.len() - parameters.len() + end + 1,
        _ => 0,
    }
}
