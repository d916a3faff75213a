//! The program: gathers what is around it, answers, writes once, exits. Nothing else touches the terminal.

#[path = "main/files.rs"]
mod files;

use std::env;
use std::ffi::OsString;
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anstyle::AnsiColor;
use hlj::cli::{Output, Reply, Surroundings, exit};
use hlj::source::progress::bytes_read;
use hlj::verbs::{complete_for_shell, run};
use hlj::words::{for_terminal, in_chinese, message, printable};

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
    let fault = |text: String| {
        let chinese = surroundings.speaks_chinese(&arguments);
        fail(&if chinese { in_chinese(&text) } else { text })
    };
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
        Err((Some(file), error)) => fault(format!(
            "cannot write `{}`: {}; nothing was changed",
            printable(&file.display().to_string()),
            plain(&error)
        )),
        Err((None, error)) => fault(format!("cannot write the answer: {}", plain(&error))),
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
            files::write(file, &mut parts).map_err(|error| (Some(file.as_path()), error))
        }
        Output::Parts(None, parts) => {
            for part in parts {
                give(&mut io::stdout(), &part.map_err(nowhere)?, false).map_err(nowhere)?;
            }
            Ok(())
        }
        Output::Parts(Some(file), parts) => {
            files::write(file, parts).map_err(|error| (Some(file.as_path()), error))
        }
        Output::Folder(folder, files) => {
            files::write_folder(folder, files).map_err(|error| (Some(folder.as_path()), error))
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
            _ if ["warning: ", "警告："]
                .iter()
                .any(|begun| text.starts_with(begun)) =>
            {
                AnsiColor::Yellow
            }
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
