//! Text with the characters of ASCII alone, as far as it is no name.

/// A text in which punctuation that has a form in ASCII has that form; letters stay as they are.
pub(super) fn in_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '–' | '—' | '−' | '‐' | '‑' | '·' | '─' => out.push('-'),
            '×' => out.push('x'),
            '÷' => out.push('/'),
            '…' => out.push_str("..."),
            '‘' | '’' => out.push('\''),
            '“' | '”' => out.push('"'),
            '\u{a0}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
