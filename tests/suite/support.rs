//! How a test asks `hlj` something, and how it shows what came back.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// The program under test.
pub(crate) const HLJ: &str = env!("CARGO_BIN_EXE_hlj");

/// A place in the repository.
pub(crate) fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Whether expectations are to be rewritten instead of compared.
pub(crate) fn updating() -> bool {
    std::env::var_os("HLJ_UPDATE").is_some_and(|value| !value.is_empty() && value != "0")
}

/// The variables that every program under test sees whatever is around it, and no others: a language, and where a
/// program built to measure coverage writes what it ran.
pub(crate) fn basics() -> impl Iterator<Item = (&'static str, OsString)> {
    let measured = std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file));
    std::iter::once(("LANG", "C.UTF-8".into())).chain(measured)
}

/// The variables that a line of a shell sees beside these: `hlj` first on the path, a home of its own.
fn surroundings(home: &Path) -> [(&'static str, OsString); 2] {
    let own = Path::new(HLJ).parent().expect("the program has a folder");
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let path =
        std::env::join_paths(std::iter::once(own.to_owned()).chain(std::env::split_paths(&rest)))
            .expect("the folders make a path");
    [("PATH", path), ("HOME", home.into())]
}

/// `hlj` with nothing around it.
pub(crate) fn hlj<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(HLJ);
    command
        .env_clear()
        .envs(basics())
        .current_dir(std::env::temp_dir())
        .args(args);
    command
}

/// A line of a shell, run with `hlj` on the path in a folder.
pub(crate) fn sh(line: &str, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .env_clear()
        .envs(basics())
        .envs(surroundings(folder))
        .current_dir(folder)
        .args(["-c", line]);
    command
}

/// What came back, as one text: stdout as it is, each line of stderr after `2> `, then `? N` where the exit code is
/// not 0. That nothing was said is thereby part of what is compared.
pub(crate) fn told(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    let (mut text, faults) = transcript(&output);
    for fault in faults {
        writeln!(text, "!! {fault}").expect("memory is there");
    }
    text
}

/// As [`told`], with what no answer may do: end within a line, be no UTF-8, end by a signal.
pub(crate) fn transcript(output: &std::process::Output) -> (String, Vec<&'static str>) {
    let mut faults = Vec::new();
    let mut text = |bytes: &[u8], unfinished: &'static str| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if std::str::from_utf8(bytes).is_err() {
            faults.push("not UTF-8");
        }
        if !text.is_empty() && !text.ends_with('\n') {
            faults.push(unfinished);
        }
        text
    };
    let stdout = text(&output.stdout, "stdout does not end with a newline");
    let stderr = text(&output.stderr, "stderr does not end with a newline");
    let mut all = stdout;
    if !all.is_empty() && !all.ends_with('\n') {
        all.push('\n');
    }
    for line in stderr.strip_suffix('\n').unwrap_or(&stderr).split('\n') {
        if !stderr.is_empty() {
            writeln!(all, "2> {line}").expect("memory is there");
        }
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => writeln!(all, "? {code}").expect("memory is there"),
        None => faults.push("ended by a signal"),
    }
    (all, faults)
}

/// What `hlj` answers to these arguments, as one text.
pub(crate) fn answer<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> String {
    told(&mut hlj(args))
}

/// What `hlj` writes to stdout for these arguments, which it must answer in silence but for the line that tells of
/// refuted values.
pub(crate) fn stdout(args: &[&str]) -> String {
    let output = hlj(args).output().expect("the program starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && stderr.lines().all(tells_of_refuted),
        "`hlj {}` should answer in silence; it ended with {} and said:\n{stderr}",
        args.join(" "),
        output.status
    );
    String::from_utf8(output.stdout).expect("the answer is UTF-8")
}

/// Whether a line on stderr is the one that tells of refuted values, which no answer may leave out.
fn tells_of_refuted(line: &str) -> bool {
    line.starts_with("hlj: warning: ")
        && (line.contains("refuted by arithmetic and not computed with")
            || line.ends_with("refuted and not used"))
}

/// Every file below a folder, in order.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// The lines that differ, `-` expected and `+` printed, with the lines around them.
pub(crate) fn diff(expected: &str, printed: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (
        expected.split('\n').collect(),
        printed.split('\n').collect(),
    );
    // The length of the longest common part of what remains from each pair of places on.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            common[i][j] = if a == b {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = String::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            writeln!(out, "    {}", old[i]).expect("memory is there");
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            writeln!(out, "  - {}", old[i]).expect("memory is there");
            i += 1;
        } else {
            writeln!(out, "  + {}", new[j]).expect("memory is there");
            j += 1;
        }
    }
    out
}

#[test]
fn a_difference_shows_both_sides_in_their_places() {
    assert_eq!(diff("a\nb\nc", "a\nx\nc"), "    a\n  - b\n  + x\n    c\n");
    assert_eq!(diff("a", "a\nb"), "    a\n  + b\n");
}

/// How much a property is tried: on as many inputs, the same on every run, so that a failure can be looked at again;
/// `PROPTEST_RNG_SEED` and `PROPTEST_CASES` try other inputs and more of them.
pub(crate) fn tries(cases: u32) -> ProptestConfig {
    let usual = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let usual = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => usual,
        None => ProptestConfig { cases, ..usual },
    };
    if std::env::var_os("PROPTEST_RNG_SEED").is_some() {
        usual
    } else {
        ProptestConfig {
            rng_seed: RngSeed::Fixed(230_400),
            ..usual
        }
    }
}

/// What every kind of picture is drawn of, at one series and at thirteen (`TOWNS`), with notes, holes, intervals,
/// values below zero and of very different sizes (`SIZES`), names that formats trip over, and long names with years
/// far apart (`SPANS`).
pub(crate) const PICTURES: [&str; 38] = [
    "gdp",
    "gdp -c Hegang -i gdp",
    "gdp --lang zh",
    "gdp -c Qitaihe -i gdp-per-capita",
    "gdp -i real-growth -y 2014..",
    "gdp -i real-growth --chart bar",
    "gdp -y 2014 --total --bounds",
    "gdp --as index:2008 --bounds",
    "gdp --as yoy",
    "gdp --chart spark",
    "gdp --top 5",
    "sectors",
    "sectors -c Hegang -i value-added",
    "sectors -c Hegang --chart line",
    "sectors -y 2014 --lang zh",
    "sectors -c Hegang,Jixi -y 2010..2012 --chart bar",
    "population",
    "province",
    "districts",
    "census",
    "targets",
    "rank gdp",
    "rank gdp -y 2010,2014",
    "compare Hegang Jixi -y 2008,2015",
    "TOWNS",
    "TOWNS -y 2020",
    "TOWNS --as yoy",
    "TOWNS -i jobs --chart stack",
    "SIZES",
    "SIZES --chart bar",
    "SIZES --chart spark",
    "SIZES -y 2020",
    "SPANS",
    "SPANS --chart bar",
    "SPANS --chart line",
    "SPANS --chart spark",
    "SPANS --kind kept",
    "SPANS --kind sold -y 2001,2003 --chart line",
];

/// A picture in a format, of what the words ask for, with more options.
pub(crate) fn picture(words: &str, format: &str, more: &[&str]) -> String {
    let package = |name: &str| {
        let folder = in_repository("tests/packages").join(name);
        folder.display().to_string()
    };
    let [towns, sizes, sparse] = ["towns", "sizes", "sparse"].map(package);
    let mut args: Vec<&str> = Vec::new();
    for word in words.split_whitespace() {
        match word {
            "TOWNS" => args.extend(["--data", &towns, "jobs"]),
            "SIZES" => args.extend(["--data", &sizes, "amounts"]),
            "SPANS" => args.extend(["--data", &sparse, "spans"]),
            word => args.push(word),
        }
    }
    let output = hlj(args.iter().chain(&["-f", format]).chain(more)).output();
    let output = output.expect("the program starts");
    assert!(
        output.status.success(),
        "`{words}`: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("it is UTF-8")
}

/// A zip of these files.
pub(crate) fn archive(files: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        archive.start_file(*name, options).expect("a file is begun");
        archive.write_all(bytes).expect("it is written");
    }
    archive
        .finish()
        .expect("the archive is closed")
        .into_inner()
}
