//! Bytes into text: byte-order marks, UTF-16, and the encodings of before UTF-8.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Finding, SourceError};
use crate::words::excerpt;

/// How many bytes are looked at to tell an encoding.
const SAMPLE: usize = 1 << 20;

/// Bytes by which a format is told, without a byte-order mark and blanks: of text of two bytes a letter those letters of
/// ASCII that stand in its beginning.
pub(super) fn letters(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if is_wide {
        let head = &bytes[2..bytes.len().min(SAMPLE)];
        return head.iter().copied().filter(|byte| *byte != 0).collect();
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    Cow::Borrowed(bytes.trim_ascii_start())
}

/// A text, and what it was told from.
#[derive(Debug)]
pub struct Decoded {
    /// The text, without a byte-order mark.
    pub text: String,
    /// What was concluded, where it is not plain UTF-8.
    pub finding: Option<Finding>,
    /// How many signs could not be read.
    pub unreadable: usize,
}

/// Whether an encoding of this name is known.
pub fn encoding_named(name: &str) -> bool {
    named(name).is_some()
}

/// The encoding of this name, as the web, Python or Windows have it.
pub(crate) fn named(name: &str) -> Option<&'static Encoding> {
    let plain = name.trim();
    Encoding::for_label(plain.as_bytes()).or_else(|| {
        // Names that are in use beside those of the web's list.
        let folded: String = plain
            .to_ascii_lowercase()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let label = match folded.as_str() {
            "utf16" => "utf-16le",
            "utf8sig" => "utf-8",
            "latin1" | "iso88591" => "latin1",
            "shiftjis" | "cp932" | "ms932" => "shift_jis",
            "latin9" => "iso-8859-15",
            "cp936" | "ms936" => "gb18030",
            "cp949" | "uhc" => "euc-kr",
            "cp950" => "big5",
            "ansi" => "windows-1252",
            other => match other
                .strip_prefix("cp")
                .or_else(|| other.strip_prefix("win"))
            {
                Some(page) if page.starts_with("125") => {
                    return Encoding::for_label(format!("windows-{page}").as_bytes());
                }
                _ => return None,
            },
        };
        Encoding::for_label(label.as_bytes())
    })
}

/// The text of these bytes: in the encoding that is said, else by a byte-order mark, by NUL bytes, as UTF-8, or as the
/// bytes themselves suggest.
///
/// # Errors
/// If they are no text at all.
pub fn decode(bytes: Vec<u8>, said: Option<&str>) -> Result<Decoded, SourceError> {
    if let Some(name) = said {
        let encoding = named(name).ok_or_else(|| {
            SourceError::Unreadable(format!("no encoding is called `{}`", excerpt(name)))
        })?;
        // A mark that contradicts what is said is of the encoding all the same.
        let encoding = match Encoding::for_bom(&bytes) {
            Some((marked, _)) if name.to_ascii_lowercase().starts_with("utf") => marked,
            _ => encoding,
        };
        return Ok(decoded(&bytes, encoding, None));
    }
    if let Some((encoding, _)) = Encoding::for_bom(&bytes) {
        let why = "it begins with a byte-order mark";
        let told = (encoding != UTF_8).then_some(why);
        return Ok(decoded(&bytes, encoding, told));
    }
    if let Some(encoding) = by_nul_bytes(&bytes) {
        return Ok(decoded(&bytes, encoding, Some("every other byte is NUL")));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            refuse_binary(text.as_bytes())?;
            return Ok(Decoded {
                text,
                finding: None,
                unreadable: 0,
            });
        }
        Err(error) => error,
    };
    // A file that was cut, or that has a few wrong bytes, is UTF-8 all the same where it has many right ones.
    let valid = bytes.utf8_error().valid_up_to();
    let bytes = bytes.into_bytes();
    refuse_binary(&bytes)?;
    let is_cut = bytes.len() - valid < 4 && bytes[..valid].iter().any(|byte| !byte.is_ascii());
    if is_cut {
        return Ok(decoded(&bytes, UTF_8, Some("all but its last bytes are")));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(telling(&bytes), true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    // Lines ended in CR alone on the Macs that had an encoding of their own; parts of a large text end in LF.
    let count = |end: u8| memchr::memchr_iter(end, &bytes).count();
    let is_of_mac = count(b'\n') * 2 < count(b'\r');
    let encoding = if guessed.is_single_byte() && is_of_mac {
        MACINTOSH
    } else if guessed.is_single_byte() && has_marks_alone(telling(&bytes)) {
        WINDOWS_1252
    } else if guessed.is_single_byte() && guessed != WINDOWS_1252 && is_japanese(telling(&bytes)) {
        SHIFT_JIS
    } else {
        guessed
    };
    let letters = telling(&bytes).iter().filter(|byte| !byte.is_ascii());
    let why = if encoding == MACINTOSH {
        "its lines end as on old Macs, and its bytes are no UTF-8"
    } else if letters.count() < FEW_LETTERS && encoding != WINDOWS_1252 {
        "no more than few letters beyond ASCII tell it"
    } else {
        "its bytes are no UTF-8, and read best so"
    };
    Ok(decoded(&bytes, encoding, Some(why)))
}

/// Fewer letters do not tell an encoding surely.
const FEW_LETTERS: usize = 16;

/// Whether the bytes beyond ASCII are marks of footnotes and other signs in the Western encoding, and none of them stands
/// beside a letter, as one of a word would: `PHILIPPINES ¹ ²`.
fn has_marks_alone(bytes: &[u8]) -> bool {
    let (text, ..) = WINDOWS_1252.decode(bytes);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let beside_letter = before.is_alphabetic() || after.is_alphabetic();
        if !c.is_ascii() && (c.is_alphabetic() || c.is_control() || beside_letter) {
            return false;
        }
        before = c;
    }
    true
}

/// Whether all bytes beyond ASCII are pairs of `Shift_JIS`, nearly all of common signs: a few of them, as in a short table, tell
/// the detector little, and in encodings of one byte a sign letters hardly begin with such bytes.
fn is_japanese(bytes: &[u8]) -> bool {
    let (mut common, mut rare) = (0, 0);
    let mut bytes = bytes.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            0..=0x7f => continue,
            0x81..=0x9f => common += 1,
            0xe0..=0xfc => rare += 1,
            // Kana of half width, and what is none.
            _ => return false,
        }
        if !matches!(bytes.next(), Some(0x40..=0x7e | 0x80..=0xfc)) {
            return false;
        }
    }
    common > 3 && rare * 10 <= common
}

/// The part of the bytes that tells the encoding: from the first that are not ASCII on.
fn telling(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = bytes[..first]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    &bytes[start..bytes.len().min(start + SAMPLE)]
}

/// UTF-16 without a mark: of text, most of which is Latin digits and delimiters, every other byte is NUL.
fn by_nul_bytes(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let nul = |parity: usize| {
        sample
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let half = sample.len() / 2;
    match (nul(0), nul(1)) {
        (first, second) if second * 3 > half && first * 20 < half => Some(UTF_16LE),
        (first, second) if first * 3 > half && second * 20 < half => Some(UTF_16BE),
        _ => None,
    }
}

/// Refuses what is no text: NUL and other controls among the first bytes, but for that with which DOS ended files.
fn refuse_binary(bytes: &[u8]) -> Result<(), SourceError> {
    let sample = &bytes[..bytes.len().min(8192)];
    let controls = sample
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 14..=25 | 28..=31))
        .count();
    if controls * 50 > sample.len() {
        return Err(SourceError::Unreadable(
            "it is no text and of no format that is known (text between delimiters, workbooks, PC-Axis, JSON-stat, SDMX, gzip, zstd, zip)".to_owned(),
        ));
    }
    Ok(())
}

fn decoded(bytes: &[u8], encoding: &'static Encoding, why: Option<&str>) -> Decoded {
    let (text, _, malformed) = encoding.decode(bytes);
    let text = match text {
        Cow::Owned(text) => text,
        Cow::Borrowed(text) => text.to_owned(),
    };
    let unreadable = if malformed {
        text.matches('\u{fffd}').count()
    } else {
        0
    };
    let finding = why.map(|why| {
        Finding::new(
            format!("the encoding is {}", encoding.name()),
            why,
            "--encoding NAME",
        )
    });
    Decoded {
        text,
        finding,
        unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes.to_vec(), None).unwrap().text
    }

    #[test]
    fn marks_and_nul_bytes_tell_utf_16() {
        let utf16 =
            |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let body = utf16("area\tyear\nÄ\t2020\n");
        assert_eq!(text(&body), "area\tyear\nÄ\t2020\n");
        let marked = [&[0xff, 0xfe][..], &body].concat();
        assert_eq!(text(&marked), "area\tyear\nÄ\t2020\n");
        let big: Vec<u8> = "a;b\n1;2\n"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(text(&big), "a;b\n1;2\n");
        assert_eq!(text(b"\xef\xbb\xbfa,b\n"), "a,b\n");
        assert_eq!(text("é,b\n".as_bytes()), "é,b\n");
    }

    #[test]
    fn older_encodings_are_told_by_their_bytes() {
        for (label, body) in [
            (
                "windows-1252",
                "Land;Jahr;Einwohner\nThüringen;2020;1200\nBaden-Württemberg;2020;800\n",
            ),
            (
                "shift_jis",
                "都道府県,年,人口\n東京都,2020,1200\n大阪府,2020,800\n",
            ),
            (
                "euc-kr",
                "행정구역,연도,인구\n서울특별시,2020,1200\n부산광역시,2020,800\n",
            ),
            (
                "gb18030",
                "地区,年份,人口\n北京市,2020,1200\n黑龙江省,2020,800\n",
            ),
            (
                "big5",
                "地區,年份,人口\n臺北市,2020,1200\n高雄市,2020,800\n",
            ),
            (
                "windows-1250",
                "Země;rok;obyvatelé\nČesko;2020;1200\nŘecko;2020;800\nŽďár;2020;7\n",
            ),
            (
                "windows-1251",
                "Регион;год;население\nМосква;2020;1200\nТверская область;2020;800\n",
            ),
        ] {
            let (bytes, _, _) = Encoding::for_label(label.as_bytes()).unwrap().encode(body);
            assert_eq!(text(&bytes), body, "{label}");
            assert_eq!(decode(bytes.into_owned(), Some(label)).unwrap().text, body);
        }
    }

    /// The signs of Mac OS Roman: 0x81 is `Å`, 0x8e is `é`.
    #[test]
    fn lines_that_end_in_cr_alone_are_of_old_macs() {
        assert_eq!(
            text(b"Area;n\r\x81land;1\rR\x8eunion;2\r"),
            "Area;n\rÅland;1\rRéunion;2\r"
        );
    }

    #[test]
    fn few_signs_of_japanese_are_told_from_letters_of_one_byte() {
        let table = "age,n\n10歳未満,9\n10代,24\n20代,83\n80代以上,26\n不明,8\n";
        let (bytes, _, _) = SHIFT_JIS.encode(table);
        assert_eq!(text(&bytes), table);
        for (label, word) in [
            ("windows-1251", "Москва"),
            ("windows-1256", "تهران"),
            ("windows-874", "กรุงเทพ"),
        ] {
            let (bytes, _, _) = Encoding::for_label(label.as_bytes()).unwrap().encode(word);
            assert!(!is_japanese(&bytes), "{label}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(decode(vec![0; 100], None).is_err());
        assert!(decode((0..=255).collect(), None).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_upset_decoding(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = decode(bytes, None);
        }
    }
}
