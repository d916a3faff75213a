//! Files and folders that are written: whole or not at all.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use hlj::words::printable;

use crate::give;

/// Bytes, part by part.
type Parts<'a> = &'a mut dyn Iterator<Item = io::Result<Vec<u8>>>;

/// Puts the bytes in the place of the file, all or none of them. What is no regular file (a device, a pipe) is
/// written to as it is.
pub(crate) fn write(file: &Path, parts: Parts) -> io::Result<()> {
    let existing = match fs::metadata(file) {
        Ok(found) if found.is_dir() => {
            return Err(io::Error::new(ErrorKind::IsADirectory, "it is a folder"));
        }
        Ok(found) if !found.is_file() => return give_all(fs::File::create(file)?, parts),
        Ok(found) => Some(found.permissions()),
        Err(error) if is_absent(&error) => None,
        // Links that lead in a circle, say: none of them is replaced.
        Err(error) => return Err(error),
    };
    let place = behind_links(file);
    if is_descriptor(file) {
        // What is open already is written on from where it is.
        return give_all(fs::OpenOptions::new().append(true).open(file)?, parts);
    }
    if existing.is_some() {
        // A file that must not be written to is not replaced either.
        fs::OpenOptions::new().append(true).open(&place)?;
    }
    let folder = folder_of(&place)?;
    clear_drafts(folder);
    let mut draft = tempfile::Builder::new()
        .prefix(&own_drafts())
        .permissions(new(0o666))
        .tempfile_in(folder)?;
    for part in parts {
        draft.write_all(&part?)?;
    }
    draft.as_file().sync_all()?;
    if let Some(permissions) = existing {
        draft.as_file().set_permissions(permissions)?;
    }
    draft.persist(&place).map_err(|error| error.error)?;
    Ok(())
}

/// Writes parts to a stream as they are made.
fn give_all(mut stream: impl Write + IsTerminal, parts: Parts) -> io::Result<()> {
    for part in parts {
        give(&mut stream, &part?, false)?;
    }
    Ok(())
}

/// Makes a folder with these files, all or none of them. A folder that is there and empty is filled and stays what it
/// is; any other thing in its place is kept.
pub(crate) fn write_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let is_there = is_empty_folder(folder)?;
    let place = if is_there { folder } else { folder_of(folder)? };
    clear_drafts(place);
    let draft = tempfile::Builder::new()
        .prefix(&own_drafts())
        .permissions(new(0o777))
        .tempdir_in(place)?;
    for (path, bytes) in files {
        let file = draft.path().join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = fs::File::create_new(file)?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    if !is_there {
        return fs::rename(draft.path(), folder);
    }
    // Everything is written; what is left is a matter of names.
    for entry in fs::read_dir(draft.path())? {
        let entry = entry?;
        fs::rename(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(())
}

/// Whether an empty folder is there; if nothing is, not. Anything else is in the way.
fn is_empty_folder(place: &Path) -> io::Result<bool> {
    if let Err(error) = fs::symlink_metadata(place)
        && is_absent(&error)
    {
        return Ok(false);
    }
    if place.is_file() {
        let message = "it is a file; name a new or an empty folder";
        return Err(io::Error::new(ErrorKind::NotADirectory, message));
    }
    if fs::read_dir(place)?.next().is_some() {
        let message = "the folder is not empty; name a new or an empty one";
        return Err(io::Error::new(ErrorKind::DirectoryNotEmpty, message));
    }
    Ok(true)
}

/// Whether it is an error because nothing is there.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The folder in which a place lies, if it is there.
fn folder_of(place: &Path) -> io::Result<&Path> {
    let folder = place
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if folder.is_dir() {
        return Ok(folder);
    }
    let folder = printable(&folder.display().to_string());
    let message = format!("there is no folder `{folder}`");
    Err(io::Error::new(ErrorKind::NotFound, message))
}

/// The place that a link leads to, whether or not anything is there: a link stays a link.
fn behind_links(file: &Path) -> PathBuf {
    const MOST: usize = 40;
    let mut place = file.to_owned();
    for _ in 0..MOST {
        let Ok(target) = fs::read_link(&place) else {
            break;
        };
        place = place.parent().unwrap_or(Path::new("")).join(target);
    }
    place
}

/// Whether a name leads to a descriptor that is open, such as `/dev/stdout`.
fn is_descriptor(file: &Path) -> bool {
    const MOST: usize = 40;
    let mut place = file.to_owned();
    for _ in 0..MOST {
        if place.starts_with("/dev") || place.starts_with("/proc") {
            return true;
        }
        let Ok(target) = fs::read_link(&place) else {
            break;
        };
        place = place.parent().unwrap_or(Path::new("")).join(target);
    }
    false
}

/// What the names of drafts begin with.
const DRAFT: &str = ".hlj-";

/// What the names of this run's drafts begin with.
fn own_drafts() -> String {
    format!("{DRAFT}{}-", std::process::id())
}

/// Removes the drafts that killed runs have left in a folder, where the system tells which runs there are. What cannot
/// be removed is ignored.
fn clear_drafts(folder: &Path) {
    let runs = Path::new("/proc");
    if !runs.join("self").exists() {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let run = name
            .to_str()
            .and_then(|name| name.strip_prefix(DRAFT)?.split('-').next());
        let run = run.filter(|run| run.parse::<u32>().is_ok());
        if run.is_none_or(|run| runs.join(run).exists()) {
            continue;
        }
        let _ = if entry.path().is_dir() {
            fs::remove_dir_all(entry.path())
        } else {
            fs::remove_file(entry.path())
        };
    }
}

/// The permissions of something new, before the user's mask; `mode` is for systems that know of such.
fn new(mode: u32) -> Permissions {
    #[cfg(unix)]
    {
        std::os::unix::fs::PermissionsExt::from_mode(mode)
    }
    #[cfg(not(unix))]
    {
        let _ = mode;
        fs::metadata(".")
            .map(|here| here.permissions())
            .unwrap_or_else(|_| unreachable!())
    }
}
