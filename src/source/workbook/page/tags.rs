//! What stands between the angle brackets of a page, and the letters that are written by their names.

use std::borrow::Cow;

/// A piece of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// What is read, letters by their names among it.
    Text(&'a str),
    /// A tag that opens an element, with what is said in it.
    Open(&'a str, &'a str),
    /// A tag that closes one.
    Close(&'a str),
}

/// The pieces of a page, without remarks, programs and styles.
pub(super) struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(text: &'a str) -> Pieces<'a> {
        Pieces { rest: text }
    }

    /// Passes over everything up to a text and over that; to the end where it does not come.
    fn pass(&mut self, end: &str) -> &'a str {
        let at = find(self.rest, end).unwrap_or(self.rest.len());
        let (before, behind) = self.rest.split_at(at);
        self.rest = behind.get(end.len()..).unwrap_or_default();
        before
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        while !self.rest.is_empty() {
            let rest = self.rest;
            if rest.starts_with("<!--") {
                self.pass("-->");
                continue;
            }
            if let Some(inside) = rest.strip_prefix("<![CDATA[") {
                self.rest = inside;
                return Some(Piece::Text(self.pass("]]>")));
            }
            if rest.starts_with("<!") || rest.starts_with("<?") {
                self.pass(">");
                continue;
            }
            if !begins_tag(rest) {
                let from = usize::from(rest.starts_with('<'));
                let length = rest[from..].find('<').map_or(rest.len(), |at| at + from);
                self.rest = &rest[length..];
                return Some(Piece::Text(&rest[..length]));
            }
            let end = end_of_tag(rest);
            let inside = rest[1..end].trim_end_matches('>');
            self.rest = &rest[end..];
            if let Some(name) = inside.strip_prefix('/') {
                return Some(Piece::Close(local(name.trim())));
            }
            let name = inside.split([' ', '\t', '\r', '\n', '/']).next();
            let name = name.unwrap_or_default();
            let said = &inside[name.len()..];
            for kind in ["script", "style"] {
                if name.eq_ignore_ascii_case(kind) && !said.ends_with('/') {
                    self.pass(&format!("</{kind}"));
                    self.pass(">");
                }
            }
            return Some(Piece::Open(local(name), said));
        }
        None
    }
}

/// A name without the letters before its colon, which say of which kind of document it is.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Where a text stands in another, in capitals or not.
pub(super) fn find(text: &str, wanted: &str) -> Option<usize> {
    let wanted = wanted.as_bytes();
    let first = *wanted.first()?;
    let mut places = text.as_bytes().windows(wanted.len()).enumerate();
    places
        .find(|(_, bytes)| {
            bytes[0].eq_ignore_ascii_case(&first) && bytes.eq_ignore_ascii_case(wanted)
        })
        .map(|(at, _)| at)
}

/// Whether a tag begins here, and no sign for less.
fn begins_tag(text: &str) -> bool {
    let mut letters = text.chars();
    let name = match (letters.next(), letters.next()) {
        (Some('<'), Some('/')) => letters.next(),
        (Some('<'), other) => other,
        _ => None,
    };
    name.is_some_and(|letter| letter.is_ascii_alphabetic())
}

/// Where the tag ends that begins here: behind the first bracket that stands in no quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            // A quote is one where a value begins alone.
            (None, b'"' | b'\'') if text[..at].trim_end().ends_with('=') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    text.find('>').map_or(text.len(), |at| at + 1)
}

/// What a tag says of something: `2` for `colspan="2"`.
pub(super) fn said<'a>(mut text: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
    while let Some(at) = text.find('=') {
        let name = text[..at].split_whitespace().next_back();
        let name = local(name.unwrap_or_default());
        let rest = text[at + 1..].trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, behind) = if let Some(quote) = quote {
            let inside = &rest[1..];
            let (value, behind) = inside.split_once(quote).unwrap_or((inside, ""));
            (value, behind)
        } else {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            (rest[..end].trim_end_matches('/'), &rest[end..])
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(plain(value));
        }
        text = behind;
    }
    None
}

/// Letters by their names, beside those of Latin 1.
const NAMED: [(&str, char); 46] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("ndash", '–'),
    ("mdash", '—'),
    ("minus", '−'),
    ("hellip", '…'),
    ("bull", '•'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("dagger", '†'),
    ("Dagger", '‡'),
    ("permil", '‰'),
    ("euro", '€'),
    ("trade", '™'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("infin", '∞'),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
    ("fnof", 'ƒ'),
    ("circ", 'ˆ'),
    ("tilde", '˜'),
    ("prime", '′'),
    ("Prime", '″'),
    ("rarr", '→'),
    ("mu", 'μ'),
];
/// The names of the letters of Latin 1, from the blank that does not break on.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
    sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
    AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash \
    Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml \
    igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn \
    yuml";
/// How long the name of a letter is at most.
const LONGEST: usize = 10;

/// A text with the letters that are written by their names; what names none stays as it is.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '#';
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let name = &rest[..length];
        match letter(name).filter(|_| length <= LONGEST) {
            Some(letter) => {
                out.push(letter);
                rest = &rest[length..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The letter of a name, or of its number.
fn letter(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Numbers of Windows' letters stand for these.
        return match u8::try_from(number) {
            Ok(byte @ 0x80..=0x9f) => {
                let bytes = [byte];
                let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
                text.chars().next()
            }
            _ => char::from_u32(number).filter(|letter| *letter != '\0'),
        };
    }
    let named = NAMED.iter().find(|(known, _)| *known == name);
    named.map(|(_, letter)| *letter).or_else(|| {
        let mut latin = (160..).zip(LATIN.split_whitespace());
        let (number, _) = latin.find(|(_, known)| *known == name)?;
        char::from_u32(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_told_apart_and_letters_are_named() {
        let text =
            "<p a='1>2'>a &lt; 5 <!-- <b> --> <script>if (a<b) \"</p>\"</script><ss:b/></ss:p>";
        let pieces: Vec<Piece> = Pieces::of(text).collect();
        assert_eq!(pieces[0], Piece::Open("p", " a='1>2'"));
        assert_eq!(pieces[1], Piece::Text("a &lt; 5 "));
        assert!(pieces.contains(&Piece::Open("b", "/")));
        assert_eq!(pieces.last(), Some(&Piece::Close("p")));
        assert_eq!(
            plain("R&eacute;gion &amp;nbsp; &#8211;&#x2d; &no; &#150;&nbsp"),
            "Région &nbsp; –- &no; –\u{a0}"
        );
        assert_eq!(plain("&yuml;&nbsp;&szlig;&OElig;"), "ÿ\u{a0}ßŒ");
        let cell = " class=xl65 x:num='1.5' colspan=\"2\" ss:Name = \"a &gt; b\"/";
        let of = |name: &str| said(cell, name).map(Cow::into_owned);
        assert_eq!(of("colspan").as_deref(), Some("2"));
        assert_eq!(of("num").as_deref(), Some("1.5"));
        assert_eq!(of("name").as_deref(), Some("a > b"));
        assert_eq!(of("rowspan"), None);
        // Signs for less, and what is never closed.
        assert_eq!(Pieces::of("a < 5 <").last(), Some(Piece::Text("<")));
        assert_eq!(Pieces::of("<td").count(), 1);
    }
}
