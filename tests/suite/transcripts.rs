//! What a user types and sees, replayed to the letter: the consoles in `README.md`, `docs/` and `tests/transcripts/`.
//!
//! ```text
//! # what the next command is to show, if that needs saying
//! $ hlj gdp -c Hegang |
//! > head -1
//! stdout, as it is
//! 2> stderr, line by line
//! ? 2
//! ```
//!
//! Commands run through `sh` with `hlj` on the path, in a folder that the commands of one file share; `$HLJ_TESTS`
//! leads to `tests/packages`. Silence and the exit code 0 are part of what is expected unless something else is
//! stated. `HLJ_UPDATE=1 cargo test` rewrites the expectations.
#![cfg(unix)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{diff, in_repository, sh, transcript, updating};

/// How the first line of a file ends that shows the look of answers: its commands ask a package that stays as it is, so
/// that a note or a figure that changes in `data/` changes few expectations.
const FROZEN: &str = "(Of the frozen package.)";

/// A piece of a file, in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Lines that are no part of a command or its output.
    Text(Vec<String>),
    /// A command and what it is to print.
    Case(Case),
}

/// A command and what it is to print.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Case {
    /// The line of the command, counted from 1.
    line: usize,
    /// The command as it is typed, its prompts left out.
    command: Vec<String>,
    /// What it is to print.
    expected: Vec<String>,
    /// How many empty lines follow.
    gap: usize,
}

/// Reads a console; `first` is the number of its first line.
fn console(lines: &[&str], first: usize) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let number = first + index;
        if let Some(command) = line.strip_prefix("$ ") {
            pieces.push(Piece::Case(Case {
                line: number,
                command: vec![command.to_owned()],
                expected: Vec::new(),
                gap: 0,
            }));
            continue;
        }
        match pieces.last_mut() {
            Some(Piece::Case(case)) => match line.strip_prefix("> ") {
                Some(more) if case.expected.is_empty() => case.command.push(more.to_owned()),
                // Remarks stand before a command, never after output without an empty line between.
                _ if line.starts_with("# ")
                    && case.expected.last().is_none_or(String::is_empty) =>
                {
                    pieces.push(Piece::Text(vec![(*line).to_owned()]));
                }
                _ => case.expected.push((*line).to_owned()),
            },
            Some(Piece::Text(text)) => text.push((*line).to_owned()),
            None => pieces.push(Piece::Text(vec![(*line).to_owned()])),
        }
    }
    for piece in &mut pieces {
        if let Piece::Case(case) = piece {
            while case.expected.last().is_some_and(String::is_empty) {
                case.expected.pop();
                case.gap += 1;
            }
        }
    }
    pieces
}

/// Reads a Markdown file: what is fenced as `console` holds commands, the rest is text.
pub(crate) fn markdown(text: &str) -> Vec<Piece> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let opens = lines[at..].iter().position(|line| *line == "```console");
        let Some(opens) = opens.map(|place| at + place + 1) else {
            break;
        };
        let closes = lines[opens..]
            .iter()
            .position(|line| line.starts_with("```"));
        let closes =
            opens + closes.unwrap_or_else(|| panic!("the fence above line {opens} is open"));
        pieces.push(Piece::Text(owned(&lines[at..opens])));
        pieces.extend(console(&lines[opens..closes], opens + 1));
        at = closes;
    }
    pieces.push(Piece::Text(owned(&lines[at..])));
    pieces
}

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// The pieces as the file that they were read from.
fn written(pieces: &[Piece]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => lines.extend(text.iter().cloned()),
            Piece::Case(case) => {
                let prompts = std::iter::once("$").chain(std::iter::repeat(">"));
                lines.extend(
                    prompts
                        .zip(&case.command)
                        .map(|(prompt, line)| format!("{prompt} {line}")),
                );
                lines.extend(case.expected.iter().cloned());
                lines.extend(std::iter::repeat_n(String::new(), case.gap));
            }
        }
    }
    lines.join("\n")
}

/// Runs a command and gives what it prints, or why that cannot be written down.
fn printed(case: &Case, folder: &Path, package: Option<&str>) -> (Vec<String>, Vec<&'static str>) {
    let output = sh(&case.command.join("\n"), folder)
        .env("HLJ_TESTS", in_repository("tests/packages"))
        .envs(package.map(|package| ("HLJ_DATA", package)))
        .output()
        .expect("sh starts");
    let (text, mut faults) = transcript(&output);
    let packages = in_repository("tests/packages").display().to_string();
    let text = text.replace(&packages, "$HLJ_TESTS");
    if text.ends_with("\n\n") {
        faults.push("the output ends with an empty line");
    }
    if text
        .lines()
        .any(|line| line.starts_with("$ ") || line.starts_with("# "))
    {
        faults.push("a line of the output looks like a part of the transcript");
    }
    (text.lines().map(str::to_owned).collect(), faults)
}

/// Replays a file: writes it anew, or gives what differs.
pub(crate) fn replay(file: &Path, read: impl Fn(&str) -> Vec<Piece>) -> String {
    let text = fs::read_to_string(file).expect("the transcript is UTF-8");
    let mut pieces = read(&text);
    assert_eq!(
        written(&pieces),
        text,
        "reading {} loses a part",
        file.display()
    );
    let name = file
        .strip_prefix(env!("CARGO_MANIFEST_DIR"))
        .unwrap_or(file);
    let folder = tempfile::tempdir().expect("a folder can be made");
    let first = text.lines().next().unwrap_or_default();
    let frozen = first.ends_with(FROZEN).then(|| {
        let package = in_repository("tests/packages/frozen");
        std::os::unix::fs::symlink(package, folder.path().join("frozen"))
            .expect("the folder takes links");
        "frozen"
    });
    let mut report = String::new();
    for piece in &mut pieces {
        let Piece::Case(case) = piece else { continue };
        let (lines, faults) = printed(case, folder.path(), frozen);
        let place = format!(
            "{}:{}: $ {}",
            name.display(),
            case.line,
            case.command.join("\n> ")
        );
        for fault in faults {
            writeln!(report, "{place}\n  !! {fault}").expect("memory is there");
        }
        if updating() {
            case.expected = lines;
        } else if lines != case.expected {
            let difference = diff(&case.expected.join("\n"), &lines.join("\n"));
            writeln!(report, "{place}\n{difference}").expect("memory is there");
        }
    }
    if updating() && written(&pieces) != text {
        fs::write(file, written(&pieces)).expect("the transcript can be written");
    }
    report
}

/// The consoles beside this program, in order.
fn transcripts() -> Vec<PathBuf> {
    let folder = in_repository("tests/transcripts");
    let files = crate::support::files_below(&folder);
    for file in &files {
        assert!(
            file.extension()
                .is_some_and(|extension| extension == "console"),
            "{} is no transcript; end its name in `.console`",
            file.display()
        );
    }
    files
}

#[test]
fn every_transcript_shows_what_is_printed_today() {
    let files = transcripts();
    assert!(
        !files.is_empty(),
        "there are no transcripts in tests/transcripts"
    );
    let of_console = |text: &str| console(&text.split('\n').collect::<Vec<_>>(), 1);
    let report: String = std::thread::scope(|scope| {
        let running: Vec<_> = files
            .iter()
            .map(|file| scope.spawn(move || replay(file, of_console)))
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().expect("the transcript can be replayed"))
            .collect()
    });
    assert!(
        report.is_empty(),
        "a user would see (-) what the transcript says, (+) what is printed:\n{report}"
    );
}

#[test]
fn the_readme_shows_what_is_printed_today() {
    let readme = in_repository("README.md");
    if !readme.exists() {
        return;
    }
    let report = replay(&readme, markdown);
    assert!(
        report.is_empty(),
        "a reader would see (-) what the README says, (+) what is printed:\n{report}"
    );
    let text = fs::read_to_string(&readme).expect("the README is UTF-8");
    let shown = markdown(&text)
        .iter()
        .any(|piece| matches!(piece, Piece::Case(_)));
    assert!(shown, "the README shows no command in a ```console block");
    assert!(
        text.lines().count() <= 120,
        "the README is longer than it should be"
    );
}

#[test]
fn the_picture_of_the_readme_is_what_is_drawn_today() {
    let picture = in_repository("docs/gdp.svg");
    let drawn = sh("hlj gdp -i gdp -f svg", std::env::temp_dir().as_path())
        .output()
        .expect("sh starts");
    if updating() {
        fs::write(&picture, &drawn.stdout).expect("the picture can be written");
    }
    let kept = fs::read(&picture).expect("the picture is there");
    assert!(
        kept == drawn.stdout,
        "HLJ_UPDATE=1 cargo test draws docs/gdp.svg anew"
    );
}

#[test]
fn the_documents_show_what_is_printed_today() {
    let folder = in_repository("docs");
    if !folder.exists() {
        return;
    }
    let files = crate::support::files_below(&folder);
    let reports = files.iter().map(|file| replay(file, markdown));
    let report: String = reports.collect();
    assert!(
        report.is_empty(),
        "a reader would see (-) what a document says, (+) what is printed:\n{report}"
    );
}

#[test]
fn a_console_is_commands_with_what_they_print() {
    let text =
        "about this file\n# first\n$ echo a |\n> cat\na\n\nb\n2> c\n? 3\n\n# second\n$ true\n";
    let pieces = console(&text.split('\n').collect::<Vec<_>>(), 1);
    let case = |line, command: &[&str], expected: &[&str], gap| {
        Piece::Case(Case {
            line,
            command: owned(command),
            expected: owned(expected),
            gap,
        })
    };
    assert_eq!(
        pieces,
        [
            Piece::Text(owned(&["about this file", "# first"])),
            case(3, &["echo a |", "cat"], &["a", "", "b", "2> c", "? 3"], 1),
            Piece::Text(owned(&["# second"])),
            case(12, &["true"], &[], 1),
        ]
    );
    assert_eq!(written(&pieces), text);
}

#[test]
fn fences_in_markdown_are_told_from_the_text_around_them() {
    let text = "# Title\n```console\n$ true\n```\n$ no command\n```sh\n$ nor this\n```\n";
    let pieces = markdown(text);
    let cases = pieces
        .iter()
        .filter(|piece| matches!(piece, Piece::Case(_)));
    assert_eq!(cases.count(), 1);
    assert_eq!(written(&pieces), text);
}

#[test]
fn a_transcript_that_is_wrong_in_any_part_is_told() {
    let told = |text: &str| {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let file = folder.path().join("wrong.console");
        fs::write(&file, text).expect("the file can be written");
        let of_console = |text: &str| console(&text.split('\n').collect::<Vec<_>>(), 1);
        replay(&file, of_console)
    };
    if updating() {
        return;
    }
    assert_eq!(told("$ echo a; echo b >&2; exit 3\na\n2> b\n? 3\n"), "");
    for wrong in [
        "$ echo a\n",
        "$ echo a\nb\n",
        "$ echo a >&2\na\n",
        "$ echo a >&2\n",
        "$ exit 3\n",
        "$ true\n? 3\n",
        "$ printf a\na\n",
        "$ printf 'a\\n\\n'\na\n",
        "$ printf '\\377\\n'\n\u{fffd}\n",
    ] {
        assert!(
            told(wrong).contains("wrong.console:1: $"),
            "{wrong:?} passes"
        );
    }
}
