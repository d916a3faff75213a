//! Texts in HTML and in XML.

/// A text that a page or a picture shows and does not take for its own language. What XML has no place for is a blank,
/// or the sign for what cannot be shown.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_in_a_text_is_taken_for_markup() {
        assert_eq!(
            super::escape("<b> \"A\" & 'B' | =1+2 汉"),
            "&lt;b&gt; &quot;A&quot; &amp; &#39;B&#39; | =1+2 汉"
        );
    }
}
