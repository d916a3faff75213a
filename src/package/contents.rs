//! What a file is, byte for byte: its length, its checksum, its count of rows, and whether they are those stated.

use std::fmt::Write as _;

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::descriptor::Resource;
use super::dialect::Dialect;
use super::lines;
use crate::words::{count, printable};

/// How a descriptor marks a checksum as one of SHA-256.
const SHA256: &str = "sha256:";
/// How many digits a checksum of MD5 has, which the standard takes one for that names no algorithm.
const DIGITS_OF_MD5: usize = 32;

/// A checksum that is computed here: what it is called, how a descriptor marks it, and how it is computed.
struct Checksum {
    name: &'static str,
    mark: &'static str,
    of: fn(&[u8]) -> String,
}

const CHECKSUMS: [Checksum; 4] = [
    Checksum {
        name: "SHA-256",
        mark: "sha256",
        of: sha256,
    },
    Checksum {
        name: "MD5",
        mark: "md5",
        of: |bytes| in_digits(&Md5::digest(bytes)),
    },
    Checksum {
        name: "SHA-1",
        mark: "sha1",
        of: |bytes| in_digits(&Sha1::digest(bytes)),
    },
    Checksum {
        name: "SHA-512",
        mark: "sha512",
        of: |bytes| in_digits(&Sha512::digest(bytes)),
    },
];

/// The checksum that a `hash` states, and its digits; none where its algorithm is not known here.
fn checksum(hash: &str) -> Option<(&'static Checksum, &str)> {
    let (mark, digits) = match hash.split_once(':') {
        Some((mark, digits)) => (mark.to_lowercase().replace('-', ""), digits),
        None if hash.len() == DIGITS_OF_MD5 => ("md5".to_owned(), hash),
        None => return None,
    };
    let found = CHECKSUMS.iter().find(|known| known.mark == mark)?;
    Some((found, digits))
}

/// Whether a checksum that a descriptor states is of an algorithm that is not known here.
pub(super) fn is_unknown(hash: &str) -> bool {
    checksum(hash).is_none()
}

/// What can be known of a CSV file without reading it as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The length, in bytes.
    pub bytes: usize,
    /// The SHA-256, in 64 hexadecimal digits.
    pub sha256: String,
    /// How many rows there are below the header.
    pub rows: usize,
}

/// The SHA-256 of these bytes, in 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    in_digits(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal digits.
pub(super) fn in_digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        // Writing to memory does not fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

impl Contents {
    /// What these bytes of a CSV file are.
    pub fn of(bytes: &[u8], dialect: &Dialect) -> Contents {
        Contents {
            bytes: bytes.len(),
            sha256: sha256(bytes),
            rows: lines::count(bytes, dialect),
        }
    }

    /// The checksum as a descriptor states it.
    pub fn hash(&self) -> String {
        format!("{SHA256}{}", self.sha256)
    }

    /// Where the descriptor states otherwise, and how to correct it; `bytes` are those of the file.
    pub(super) fn differences(&self, stated: &Resource, bytes: &[u8]) -> Vec<String> {
        let says = |found: &str, stated: &str, corrected: &str| {
            format!(
                "has {found}, and the descriptor states {stated}; restore the file, or write `{corrected}` there"
            )
        };
        let mut found = Vec::new();
        if let Some(bytes) = stated.bytes.filter(|bytes| *bytes != self.bytes) {
            let corrected = format!("\"bytes\": {}", self.bytes);
            found.push(says(
                &count(self.bytes, "byte"),
                &bytes.to_string(),
                &corrected,
            ));
        }
        if let Some((checksum, digits)) = stated.hash.as_deref().and_then(checksum) {
            let own = match checksum.mark {
                "sha256" => self.sha256.clone(),
                _ => (checksum.of)(bytes),
            };
            if !digits.eq_ignore_ascii_case(&own) {
                let corrected = format!("\"hash\": \"{}:{own}\"", checksum.mark);
                let own = format!("the {} {own}", checksum.name);
                found.push(says(&own, &printable(digits), &corrected));
            }
        }
        if let Some(rows) = stated.rows.filter(|rows| *rows != self.rows) {
            let corrected = format!("\"rows\": {}", self.rows);
            found.push(says(
                &count(self.rows, "row"),
                &rows.to_string(),
                &corrected,
            ));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        // FIPS 180-4, the examples of one block and of two, and that of the empty message.
        for (text, digits) in [
            (
                "abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            ),
            (
                "",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
        ] {
            assert_eq!(sha256(text.as_bytes()), digits);
        }
    }

    #[test]
    fn checksums_of_other_algorithms_are_those_of_their_standards() {
        // RFC 1321 (MD5) and FIPS 180-4 (SHA-1, and the beginning of SHA-512), of `abc`.
        for (hash, digits) in [
            (
                "900150983cd24fb0d6963f7d28e17f72",
                "900150983cd24fb0d6963f7d28e17f72",
            ),
            ("md5:", "900150983cd24fb0d6963f7d28e17f72"),
            ("sha1:", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            ("SHA-512:", "ddaf35a193617abacc417349ae204131"),
        ] {
            let (checksum, _) = checksum(hash).unwrap();
            assert!((checksum.of)(b"abc").starts_with(digits), "{hash}");
        }
        assert!(is_unknown("crc32:1234") && is_unknown(&"a".repeat(64)));
    }

    #[test]
    fn rows_are_records_below_the_header() {
        let rows = |text: &str| Contents::of(text.as_bytes(), &Dialect::default()).rows;
        assert_eq!(rows(""), 0);
        assert_eq!(rows("a,b\n"), 0);
        assert_eq!(rows("a,b\n1,2\n\n3,4"), 2);
        assert_eq!(rows("a,b\n\"1\n1\",2\n"), 1);
    }
}
