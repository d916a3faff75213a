//! What a file is, byte for byte: its length, its checksum, its count of rows, and whether they are those stated.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::descriptor::Resource;
use super::dialect::Dialect;
use super::lines;
use crate::words::{count, printable};

/// How a descriptor marks a checksum as one of SHA-256.
const SHA256: &str = "sha256:";

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

    /// Where the descriptor states otherwise, and how to correct it. A checksum that is no SHA-256 is ignored.
    pub(super) fn differences(&self, stated: &Resource) -> Vec<String> {
        let says = |found: &str, stated: &str, corrected: &str| {
            format!(
                "has {found}, and the descriptor states {stated}; restore the file, or write `{corrected}` there"
            )
        };
        let digits = stated
            .hash
            .as_deref()
            .and_then(|hash| hash.strip_prefix(SHA256));
        let mut found = Vec::new();
        if let Some(bytes) = stated.bytes.filter(|bytes| *bytes != self.bytes) {
            let corrected = format!("\"bytes\": {}", self.bytes);
            found.push(says(
                &count(self.bytes, "byte"),
                &bytes.to_string(),
                &corrected,
            ));
        }
        if let Some(digits) = digits.filter(|digits| !digits.eq_ignore_ascii_case(&self.sha256)) {
            let sha256 = format!("the SHA-256 {}", self.sha256);
            let corrected = format!("\"hash\": \"{}\"", self.hash());
            found.push(says(&sha256, &printable(digits), &corrected));
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
    fn rows_are_records_below_the_header() {
        let rows = |text: &str| Contents::of(text.as_bytes(), &Dialect::default()).rows;
        assert_eq!(rows(""), 0);
        assert_eq!(rows("a,b\n"), 0);
        assert_eq!(rows("a,b\n1,2\n\n3,4"), 2);
        assert_eq!(rows("a,b\n\"1\n1\",2\n"), 1);
    }
}
