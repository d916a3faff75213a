//! The program: gathers what is around it, answers, writes once, exits. Nothing else touches the terminal.

use std::ffi::OsString;
use std::fs::Permissions;
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use std::{env, fs};

use anstyle::AnsiColor;
use hlj::cli::{Output, Reply, Surroundings, exit};
use hlj::source::progress::bytes_read;
use hlj::verbs::{complete_for_shell, run};
use hlj::words::{for_terminal, message, printable};

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().collect();
    let surroundings = surroundings();
    if env::var_os("COMPLETE").is_some_and(|shell| !shell.is_empty()) {
        return match complete_for_shell(
            &arguments,
            &surroundings,
            env::current_dir().ok().as_deref(),
        ) {
            Ok(()) => match io::stdout().flush() {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => fail(&format!("cannot write the answer: {}", plain(&error))),
            },
            Err(message) => fail(&message),
        };
    }
    let waiting = Waiting::begin();
    let mut reply = run(&arguments, &surroundings);
    // What is written to the terminal begins on a line of its own.
    let waiting = waiting.filter(|_| !io::stdout().is_terminal());
    let written = write(&mut reply);
    drop(waiting);
    match written {
        Ok(()) => {
            say(&reply.messages, reply.code);
            ExitCode::from(reply.code)
        }
        // The reader has seen enough.
        Err((None, error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::from(reply.code),
        Err((Some(file), error)) => fail(&format!(
            "cannot write `{}`: {}; nothing was changed",
            printable(&file.display().to_string()),
            plain(&error)
        )),
        Err((None, error)) => fail(&format!("cannot write the answer: {}", plain(&error))),
    }
}

/// Says on a terminal's stderr how far the reading is, where it lasts.
struct Waiting {
    ended: Arc<AtomicBool>,
    teller: Option<JoinHandle<()>>,
}

impl Waiting {
    /// How long one waits without a word, and how often it is told then.
    const PATIENCE: Duration = Duration::from_secs(1);
    const OFTEN: Duration = Duration::from_millis(200);

    fn begin() -> Option<Waiting> {
        if !io::stderr().is_terminal() || env::var_os("TERM").is_none_or(|term| term == "dumb") {
            return None;
        }
        let ended = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ended);
        let teller = thread::spawn(move || {
            thread::park_timeout(Self::PATIENCE);
            let mut is_shown = false;
            while !told.load(Ordering::Relaxed) {
                let (read, wanted) = bytes_read();
                if let Some(percent) = (read.min(wanted) * 100).checked_div(wanted) {
                    is_shown |= write!(io::stderr(), "\r\x1b[Khlj: reading, {percent} %").is_ok();
                }
                thread::park_timeout(Self::OFTEN);
            }
            if is_shown {
                let _ = write!(io::stderr(), "\r\x1b[K");
            }
        });
        Some(Waiting {
            ended,
            teller: Some(teller),
        })
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        if let Some(teller) = self.teller.take() {
            teller.thread().unpark();
            let _ = teller.join();
        }
    }
}

fn surroundings() -> Surroundings {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let text = |name: &str| {
        let value = env::var_os(name).filter(|value| !value.is_empty());
        value.map(|value| value.to_string_lossy().into_owned())
    };
    let terminal = io::stdout().is_terminal();
    let size = if terminal {
        terminal_size::terminal_size_of(io::stdout())
    } else {
        None
    };
    Surroundings {
        terminal,
        width: size
            .map(|(width, _)| usize::from(width.0))
            .filter(|width| *width > 0),
        rows: size
            .map(|(_, height)| usize::from(height.0))
            .filter(|rows| *rows > 0),
        columns: env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok())
            .filter(|columns| *columns > 0),
        data: env::var_os("HLJ_DATA"),
        format: env::var_os("HLJ_FORMAT").map(|format| format.to_string_lossy().into_owned()),
        notes: env::var_os("HLJ_NOTES").map(|notes| notes.to_string_lossy().into_owned()),
        lang: text("HLJ_LANG"),
        locale: ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(text),
        no_color: is_set("NO_COLOR"),
        force_color: env::var_os("CLICOLOR_FORCE")
            .is_some_and(|value| !value.is_empty() && value != "0"),
        dumb: env::var_os("TERM").is_some_and(|term| term == "dumb"),
        engine: env::var_os("HLJ_ENGINE").map(|command| command.to_string_lossy().into_owned()),
        run_engine: Some(run_engine),
        stdin: Some(read_stdin),
    }
}

/// Reads what is on stdin, at most so many bytes where that is said.
fn read_stdin(limit: Option<usize>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut stream = io::stdin()
        .lock()
        .take(limit.map_or(u64::MAX, |limit| limit as u64));
    stream.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Runs a command of the shell with this text on its stdin; it is written while the output is read, since either may be
/// longer than a pipe holds.
fn run_engine(command: &str, text: &str) -> io::Result<(bool, Vec<u8>, Vec<u8>)> {
    let mut child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let pipe = child.stdin.take();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            // What a command does not read of its question shows in its answer.
            let _ = pipe.map(|mut pipe| pipe.write_all(text.as_bytes()));
        });
        child.wait_with_output()
    })?;
    Ok((output.status.success(), output.stdout, output.stderr))
}

/// Writes the answer, once; the file or folder it was for stands beside an error.
fn write(reply: &mut Reply) -> Result<(), (Option<&Path>, io::Error)> {
    let nowhere = |error| (None, error);
    match &mut reply.output {
        Output::Stdout(bytes) => show(bytes, false, reply.paged).map_err(nowhere),
        Output::Styled(bytes) => show(bytes, true, reply.paged).map_err(nowhere),
        Output::Stderr(bytes) => {
            let _ = give(&mut io::stderr(), bytes, true);
            Ok(())
        }
        Output::File(file, bytes) => {
            let mut parts = std::iter::once(Ok(std::mem::take(bytes)));
            write_file(file, &mut parts).map_err(|error| (Some(file.as_path()), error))
        }
        Output::Parts(None, parts) => {
            for part in parts {
                give(&mut io::stdout(), &part.map_err(nowhere)?, false).map_err(nowhere)?;
            }
            Ok(())
        }
        Output::Parts(Some(file), parts) => {
            write_file(file, parts).map_err(|error| (Some(file.as_path()), error))
        }
        Output::Folder(folder, files) => {
            write_folder(folder, files).map_err(|error| (Some(folder.as_path()), error))
        }
    }
}

/// Writes to stdout: on a terminal, what is longer than the screen through a pager, where one may and can be used.
fn show(bytes: &[u8], styled: bool, paged: bool) -> io::Result<()> {
    if paged
        && io::stdout().is_terminal()
        && let Some((width, height)) = terminal_size::terminal_size_of(io::stdout())
        && let Some(mut pager) = pager()
    {
        let text = for_terminal(&String::from_utf8_lossy(bytes), styled);
        // The prompt takes a line too.
        if lines(&text, usize::from(width.0)) >= usize::from(height.0)
            && let Ok(mut child) = pager.stdin(Stdio::piped()).spawn()
        {
            let written = match child.stdin.take() {
                Some(mut pipe) => pipe.write_all(text.as_bytes()),
                None => Ok(()),
            };
            child.wait()?;
            return written;
        }
    }
    give(&mut io::stdout(), bytes, styled)
}

/// The pager that `HLJ_PAGER` or `PAGER` names, else `less`; none where the variable is empty or `cat`.
fn pager() -> Option<Command> {
    let is_dumb = env::var_os("TERM").is_none_or(|term| term == "dumb");
    let named = ["HLJ_PAGER", "PAGER"].iter().find_map(env::var_os);
    let line = named.map_or("less".to_owned(), |named| {
        named.to_string_lossy().into_owned()
    });
    let mut words = shlex::split(&line)?.into_iter();
    let program = words
        .next()
        .filter(|program| program != "cat" && !is_dumb)?;
    let mut command = Command::new(program);
    command.args(words);
    // As git does: leave at once where all fits, keep colours, do not clear the screen.
    for (name, value) in [("LESS", "FRX"), ("LV", "-c"), ("LESSCHARSET", "utf-8")] {
        if env::var_os(name).is_none() {
            command.env(name, value);
        }
    }
    Some(command)
}

/// How many lines a text takes on a terminal so many columns wide.
fn lines(text: &str, width: usize) -> usize {
    let of_line = |line: &str| {
        let mut wide = 0;
        let mut in_code = false;
        for letter in line.chars() {
            match letter {
                '\u{1b}' => in_code = true,
                letter if in_code => in_code = letter != 'm',
                letter => wide += unicode_width::UnicodeWidthChar::width(letter).unwrap_or(0),
            }
        }
        wide.div_ceil(width.max(1)).max(1)
    };
    text.lines().map(of_line).sum()
}

/// Writes to a stream: the bytes as they are, but to a terminal nothing that it would obey, unless it is style.
fn give(stream: &mut (impl Write + IsTerminal), bytes: &[u8], styled: bool) -> io::Result<()> {
    if stream.is_terminal() {
        let text = for_terminal(&String::from_utf8_lossy(bytes), styled);
        stream.write_all(text.as_bytes())?;
    } else {
        stream.write_all(bytes)?;
    }
    stream.flush()
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
fn write_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
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

/// Bytes, part by part.
type Parts<'a> = &'a mut dyn Iterator<Item = io::Result<Vec<u8>>>;

/// Puts the bytes in the place of the file, all or none of them. What is no regular file (a device, a pipe) is
/// written to as it is.
fn write_file(file: &Path, parts: Parts) -> io::Result<()> {
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

/// An error of the system without its number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

fn fail(text: &str) -> ExitCode {
    say(&[text.to_owned()], exit::FAILED);
    ExitCode::from(exit::FAILED)
}

/// Says what is beside the answer: on a terminal in red what is wrong, in yellow what to beware of. Where stderr takes
/// nothing there is no one to tell.
fn say(messages: &[String], code: u8) {
    let is_plain = |name: &str, value: &str| env::var_os(name).is_some_and(|found| found == value);
    let is_dressed = io::stderr().is_terminal()
        && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && !is_plain("TERM", "dumb");
    let name = |text: &str| {
        let colour = match code {
            _ if text.starts_with("warning: ") => AnsiColor::Yellow,
            exit::FAILED | exit::USAGE => AnsiColor::Red,
            _ => return "hlj:".to_owned(),
        };
        let dress = colour.on_default().bold();
        format!("{dress}hlj:{dress:#}")
    };
    let lines: Vec<String> = messages
        .iter()
        .map(|text| {
            if is_dressed {
                format!("{} {}\n", name(text), message(text))
            } else {
                format!("hlj: {}\n", message(text))
            }
        })
        .collect();
    let _ = io::stderr().write_all(lines.concat().as_bytes());
}
