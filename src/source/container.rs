//! What is packed into the bytes of a file: gzip, zstd or zip, told by the first bytes and never by the name.
//!
//! What comes out is bounded: a small file that swells without end is refused.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::os::unix::fs::FileExt;

/// The most bytes that come out of a packed file.
const MOST_BYTES: u64 = 4 << 30;
/// The most bytes that come out whatever went in.
const ALWAYS_ALLOWED: u64 = 64 << 20;
/// The most bytes that come out for each that went in.
const MOST_INFLATION: u64 = 250;

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// A stream of gzip, or several one behind another.
    Gzip,
    /// Frames of zstd.
    Zstd,
    /// An archive of zip.
    Zip,
}

/// Why nothing is unpacked.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// The bytes are no such thing after all, or damaged.
    #[error("it is packed as {0} and damaged: {1}; fetch it again")]
    Damaged(&'static str, String),
    /// It swells.
    #[error(
        "it swells to more than {0} MB when it is unpacked; unpack it yourself if it is to be trusted, and open what comes out"
    )]
    Swells(u64),
    /// An archive is locked.
    #[error("`{0}` in it is locked with a password; unpack it first")]
    Locked(String),
}

/// A file inside an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedFile {
    /// Its name with its folders.
    pub name: String,
    /// Its index in the archive.
    index: usize,
    /// Its length when it is unpacked, as the archive states it.
    pub bytes: u64,
}

impl Packing {
    /// How these bytes are packed; none where they are not.
    pub fn of(bytes: &[u8]) -> Option<Packing> {
        match bytes {
            [0x1f, 0x8b, 8, ..] => Some(Packing::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Packing::Zstd),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Packing::Zip),
            _ => None,
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Zip => "zip",
        }
    }

    fn damaged(self, error: impl std::fmt::Display) -> UnpackError {
        UnpackError::Damaged(self.name(), error.to_string())
    }
}

/// What comes out of a stream of gzip or zstd.
///
/// # Errors
/// If the stream is damaged or swells.
pub fn unpack(packing: Packing, bytes: &[u8]) -> Result<Vec<u8>, UnpackError> {
    match packing {
        Packing::Gzip => {
            let decoder = flate2::read::MultiGzDecoder::new(bytes);
            read(packing, decoder, limit(bytes.len()))
        }
        Packing::Zstd => zstd(bytes),
        Packing::Zip => Err(packing.damaged("it is an archive")),
    }
}

/// What comes out of a file that is one stream of gzip or zstd, in a file without a name that goes with the last who has
/// it open; nothing where it is no such stream, or is damaged or swells.
///
/// # Errors
/// If the file cannot be read.
pub fn unpacked(file: &File) -> io::Result<Option<(File, Packing)>> {
    let mut first = [0; 4];
    if file.read_at(&mut first, 0)? < first.len() {
        return Ok(None);
    }
    let Some(packing) = Packing::of(&first).filter(|packing| *packing != Packing::Zip) else {
        return Ok(None);
    };
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    let mut source = io::BufReader::with_capacity(1 << 18, file.try_clone()?);
    source.seek(io::SeekFrom::Start(0))?;
    let Ok(mut into) = tempfile::tempfile() else {
        return Ok(None);
    };
    let most = limit(length);
    let copied = match packing {
        Packing::Gzip => {
            let mut decoder = flate2::bufread::MultiGzDecoder::new(source).take(most + 1);
            io::copy(&mut decoder, &mut into)
        }
        // Of frames one behind another the others are seen by whoever reads all of it.
        _ => return Ok(None),
    };
    Ok(copied
        .ok()
        .filter(|bytes| *bytes <= most)
        .map(|_| (into, packing)))
}

/// What comes out of the beginning of a stream, of which the rest is not there.
pub fn beginning(packing: Packing, bytes: &[u8]) -> Vec<u8> {
    let mut found = Vec::new();
    let most = limit(bytes.len());
    // Where it ends early is where it was cut.
    match packing {
        Packing::Gzip => {
            let decoder = flate2::read::MultiGzDecoder::new(bytes);
            let _ = decoder.take(most).read_to_end(&mut found);
        }
        Packing::Zstd => {
            if let Ok(decoder) = ruzstd::decoding::StreamingDecoder::new(bytes) {
                let _ = decoder.take(most).read_to_end(&mut found);
            }
        }
        Packing::Zip => {}
    }
    found
}

/// Frames of zstd, one behind another.
fn zstd(bytes: &[u8]) -> Result<Vec<u8>, UnpackError> {
    let mut rest = bytes;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let before = rest.len();
        let decoder = ruzstd::decoding::StreamingDecoder::new(&mut rest);
        let decoder = decoder.map_err(|error| Packing::Zstd.damaged(error))?;
        let left = limit(bytes.len()) - found.len() as u64;
        found.extend(read(Packing::Zstd, decoder, left)?);
        if rest.len() == before {
            break;
        }
    }
    Ok(found)
}

/// The files in an archive of zip, in its order; folders and what systems add are none.
///
/// # Errors
/// If the archive is damaged.
pub fn members(bytes: &[u8]) -> Result<Vec<PackedFile>, UnpackError> {
    let mut archive = archive(bytes)?;
    let mut found = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index);
        let file = file.map_err(|error| Packing::Zip.damaged(error))?;
        let name = file.name().map_or_else(
            |_| String::from_utf8_lossy(file.name_raw()).into_owned(),
            std::borrow::Cow::into_owned,
        );
        let own = name.rsplit('/').next().unwrap_or_default();
        if !own.is_empty() && !own.starts_with('.') && !name.starts_with("__MACOSX/") {
            found.push(PackedFile {
                name,
                index,
                bytes: file.size(),
            });
        }
    }
    Ok(found)
}

/// A file of an archive of zip.
///
/// # Errors
/// If the archive is damaged or locked, or the file swells.
pub fn member(bytes: &[u8], member: &PackedFile) -> Result<Vec<u8>, UnpackError> {
    let mut archive = archive(bytes)?;
    match archive.by_index(member.index) {
        Ok(file) => {
            // What is packed says how much it may swell, and not what stands beside it.
            let packed = usize::try_from(file.compressed_size()).unwrap_or(bytes.len());
            read(Packing::Zip, file, limit(packed.min(bytes.len())))
        }
        Err(zip::result::ZipError::UnsupportedArchive(why)) if why.contains("assword") => {
            Err(UnpackError::Locked(member.name.clone()))
        }
        Err(error) => Err(Packing::Zip.damaged(error)),
    }
}

/// How long a file of an archive of zip is once it is unpacked, whatever the archive says.
///
/// # Errors
/// If the archive is damaged or locked, or the file swells.
pub fn measure(bytes: &[u8], member: &PackedFile) -> Result<u64, UnpackError> {
    let mut archive = archive(bytes)?;
    let file = archive
        .by_index(member.index)
        .map_err(|error| Packing::Zip.damaged(error))?;
    let packed = usize::try_from(file.compressed_size()).unwrap_or(bytes.len());
    let limit = limit(packed.min(bytes.len()));
    let length = io::copy(&mut file.take(limit + 1), &mut io::sink());
    let length = length.map_err(|error| Packing::Zip.damaged(error))?;
    if length > limit {
        return Err(UnpackError::Swells(limit >> 20));
    }
    Ok(length)
}

fn archive(bytes: &[u8]) -> Result<zip::ZipArchive<Cursor<&[u8]>>, UnpackError> {
    zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| Packing::Zip.damaged(error))
}

/// How many bytes may come out of so many.
fn limit(packed: usize) -> u64 {
    let inflated = (packed as u64).saturating_mul(MOST_INFLATION);
    inflated.clamp(ALWAYS_ALLOWED, MOST_BYTES)
}

/// What comes out of a reader, unless it is more than `limit` bytes.
fn read(packing: Packing, reader: impl Read, limit: u64) -> Result<Vec<u8>, UnpackError> {
    let mut found = Vec::new();
    let result: io::Result<usize> = reader.take(limit + 1).read_to_end(&mut found);
    result.map_err(|error| packing.damaged(error))?;
    if found.len() as u64 > limit {
        return Err(UnpackError::Swells(limit >> 20));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let options = zip::write::SimpleFileOptions::default();
            archive.start_file(*name, options).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn what_is_packed_comes_out() {
        let packed = gzip(b"a,b\n1,2\n");
        assert_eq!(Packing::of(&packed), Some(Packing::Gzip));
        let twice = [packed.clone(), gzip(b"3,4\n")].concat();
        assert_eq!(
            unpack(Packing::Gzip, &twice).unwrap(),
            b"a,b\n1,2\n3,4\n",
            "streams one behind another are one"
        );
        assert!(unpack(Packing::Gzip, &packed[..packed.len() - 3]).is_err());
        let zstd = ruzstd::encoding::compress_to_vec(
            b"a,b\n1,2\n".as_slice(),
            ruzstd::encoding::CompressionLevel::Fastest,
        );
        assert_eq!(Packing::of(&zstd), Some(Packing::Zstd));
        assert_eq!(unpack(Packing::Zstd, &zstd).unwrap(), b"a,b\n1,2\n");
        assert!(unpack(Packing::Zstd, &zstd[..zstd.len() - 3]).is_err());
        assert_eq!(Packing::of(b"a,b\n"), None);
    }

    #[test]
    fn an_archive_tells_its_files_and_leads_nowhere() {
        let archive = zip_of(&[
            ("data/", b""),
            ("data/a.csv", b"a\n1\n"),
            ("../../b.csv", b"b\n2\n"),
            ("__MACOSX/data/._a.csv", b"x"),
        ]);
        assert_eq!(Packing::of(&archive), Some(Packing::Zip));
        let found = members(&archive).unwrap();
        let names: Vec<&str> = found.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["data/a.csv", "../../b.csv"]);
        assert_eq!(member(&archive, &found[0]).unwrap(), b"a\n1\n");
        assert!(members(&archive[..archive.len() / 2]).is_err());
    }

    #[test]
    fn what_swells_without_end_is_refused() {
        let bomb = gzip(&vec![0; 3 << 20]);
        let decoder = flate2::read::MultiGzDecoder::new(bomb.as_slice());
        let error = read(Packing::Gzip, decoder, 2 << 20).unwrap_err();
        assert!(matches!(error, UnpackError::Swells(2)), "{error}");
        // However small or large a file is.
        assert_eq!(limit(10), ALWAYS_ALLOWED);
        assert_eq!(limit(usize::MAX), MOST_BYTES);
    }
}
