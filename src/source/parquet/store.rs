//! The bytes of a Parquet file, read where they are asked for.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

/// The bytes of the file, wherever they are, and how many of them were read.
#[derive(Debug, Clone)]
pub(super) struct Store(pub(super) Arc<(Bytes, Option<File>, AtomicU64)>);

/// A stretch of the file from a position on.
pub(super) struct From(Store, u64);

impl Length for Store {
    fn len(&self) -> u64 {
        match &self.0.1 {
            Some(file) => file.metadata().map_or(0, |metadata| metadata.len()),
            None => self.0.0.len() as u64,
        }
    }
}

impl ChunkReader for Store {
    type T = io::BufReader<From>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        // What is read so is the head of a page.
        Ok(io::BufReader::with_capacity(512, From(self.clone(), start)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let ends_at = start.checked_add(length as u64);
        if ends_at.is_none_or(|end| end > self.len()) {
            return Err(ParquetError::EOF("it is shorter than it says".to_owned()));
        }
        self.0.2.fetch_add(length as u64, Ordering::Relaxed);
        let Some(file) = &self.0.1 else {
            let start = usize::try_from(start).unwrap_or(usize::MAX);
            return Ok(self.0.0.slice(start..start + length));
        };
        let mut bytes = vec![0; length];
        file.read_exact_at(&mut bytes, start)?;
        Ok(bytes.into())
    }
}

impl Read for From {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let left = self.0.len().saturating_sub(self.1);
        let wanted = usize::try_from(left).map_or(to.len(), |left| left.min(to.len()));
        let bytes = self.0.get_bytes(self.1, wanted).map_err(io::Error::other)?;
        to[..wanted].copy_from_slice(&bytes);
        self.1 += wanted as u64;
        Ok(wanted)
    }
}
