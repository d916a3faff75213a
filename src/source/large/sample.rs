//! A part of a large file, by which it is told what the file is.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

#[cfg(feature = "parquet")]
use super::parquet_store;
use super::store::Store;
use crate::source::container::{self, Packing};
use crate::source::found::Finding;
use crate::source::{Input, Options, may_be_cut, packed};

/// How many bytes of a packed text are read to say what it is.
const PACKED_SAMPLE: u64 = 48 << 10;

/// A part of a large file, to say what it is.
#[derive(Debug)]
pub struct Sample {
    /// The part.
    pub input: Input,
    /// How it is read.
    pub options: Options,
    /// What is known of the file beside that.
    pub findings: Vec<Finding>,
}

/// The beginning, the end and a few stretches of a large file; nothing where it is not read in parts.
///
/// # Errors
/// If the file cannot be read.
pub fn sample(file: &File, name: &str, options: &Options) -> io::Result<Option<Sample>> {
    let sizes = options.sizes.unwrap_or_default();
    let length = file.metadata()?.len();
    let as_sample = |bytes: Vec<u8>, options: &Options| {
        let input = Input {
            name: name.to_owned(),
            bytes,
        };
        let options = Options {
            cut: true,
            ..options.clone()
        };
        Sample {
            input,
            options,
            findings: Vec::new(),
        }
    };
    #[cfg(feature = "parquet")]
    if let Some((store, options)) = parquet_store(file, options)? {
        let part = as_sample(store.ends(&sizes)?.lines(true).text, &options);
        return Ok(Some(Sample {
            findings: store.findings(),
            ..part
        }));
    }
    if length < sizes.from.max(1) {
        return Ok(None);
    }
    let mut first = vec![0; usize::try_from(length.min(PACKED_SAMPLE)).unwrap_or(0)];
    file.read_exact_at(&mut first, 0)?;
    let packed = Packing::of(&first).filter(|packing| *packing != Packing::Zip);
    if let Some(packing) = packed {
        let inside = Input {
            name: packed::without_packing(name),
            bytes: container::beginning(packing, &first),
        };
        let is_text = may_be_cut(&inside);
        return Ok(is_text.then(|| as_sample(first, options)));
    }
    let ends = Store::Text(file.try_clone()?).ends(&sizes)?;
    let part = as_sample(ends.lines(true).text, options);
    let is_text = may_be_cut(&part.input) && !is_wide(&part.input.bytes);
    Ok(is_text.then_some(part))
}

/// Whether a text is in an encoding of more than one byte a sign that is no UTF-8.
fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || memchr::memchr(0, bytes).is_some()
}
