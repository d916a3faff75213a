//! PC-Axis (`.px`), the format of the statistical offices of Scandinavia, Spain, Ireland and many others.
//!
//! A file is a list of keywords, `KEYWORD[language]("variable","value")=…;`, the last of which is `DATA`. Everything is
//! declared: variables, values, codes, units, what may be added, which value is the total, notes down to the cell.

mod cube;
mod data;
mod keywords;

use super::found::Found;
use super::{Input, Options, Reader, SourceError, decode};
use keywords::Matrix;

/// The reader of the format.
pub(super) const READER: Reader = Reader {
    name: "PC-Axis",
    sniff,
    read,
};

/// What a file of the format begins with.
const FIRST: [&str; 10] = [
    "CHARSET",
    "AXIS-VERSION",
    "CODEPAGE",
    "LANGUAGE",
    "CREATION-DATE",
    "NEXT-UPDATE",
    "DECIMALS",
    "SHOWDECIMALS",
    "SUBJECT-AREA",
    "MATRIX",
];
fn sniff(input: &Input) -> bool {
    let bytes = input
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&input.bytes);
    let bytes = bytes.trim_ascii_start();
    FIRST.iter().any(|word| {
        let rest = bytes.strip_prefix(word.as_bytes());
        rest.is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'=' | b'[')))
    })
}

fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let name = super::stem(&input.name).to_owned();
    let said = options
        .encoding
        .clone()
        .or_else(|| declared_encoding(&input.bytes));
    let text = decode::decode(input.bytes, said.as_deref())?.text;
    let matrix = Matrix::parse(&text).map_err(SourceError::Unreadable)?;
    let cube = matrix.cube(&name).map_err(SourceError::Unreadable)?;
    cube.found(options).map(|found| vec![found])
}

/// The encoding that a file declares, where its bytes are not UTF-8 anyway.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    if std::str::from_utf8(bytes).is_ok() {
        return Some("utf-8".to_owned());
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4000)]);
    let of = |keyword: &str| {
        let (_, rest) = head.split_once(&format!("{keyword}=\""))?;
        Some(rest.split('"').next()?.to_owned())
    };
    let named = of("CODEPAGE").filter(|name| decode::encoding_named(name));
    // What Windows calls ANSI is its own code page, most often that of the West.
    named.or_else(|| of("CHARSET").filter(|set| set == "ANSI").and(None))
}
