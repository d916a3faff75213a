//! Hostile arguments and hostile data, through everything there is: each command with each of its options, as its help
//! tells them, so that what is added later is swept too.

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hlj::cli::{Output, Reply, Surroundings, exit};
use hlj::verbs::run;
use hlj::words::{message, printable};

use crate::support::{hlj, tries};
#[cfg(unix)]
use crate::terminal::shown;

/// The program's answer to these words, in this process: nothing is written, `-o` neither.
fn reply(words: &[OsString]) -> Reply {
    let words: Vec<OsString> = std::iter::once("hlj".into())
        .chain(words.iter().cloned())
        .collect();
    catch_unwind(AssertUnwindSafe(|| run(&words, &Surroundings::default())))
        .unwrap_or_else(|_| panic!("a panic at {}", told(&words)))
}

/// The words, of a length that is read.
fn told(words: &[OsString]) -> String {
    let start =
        |word: &OsString| format!("{:.80}", word.to_string_lossy().escape_debug().to_string());
    let words: Vec<String> = words.iter().take(8).map(start).collect();
    words.join(" ")
}

fn help(words: &[&str]) -> String {
    let words: Vec<OsString> = words
        .iter()
        .chain(&["--help"])
        .map(OsString::from)
        .collect();
    match reply(&words).output {
        Output::Styled(text) => String::from_utf8(text).expect("help is UTF-8"),
        other => panic!("help is {other:?}"),
    }
}

/// An option as help tells it, and whether it takes a value.
struct Opt {
    name: String,
    takes: bool,
}

/// The tables and verbs, as the program's help lists them.
fn commands() -> Vec<String> {
    let text = help(&[]);
    let listed = text
        .lines()
        .skip_while(|line| !line.starts_with("Tables:"))
        .take_while(|line| !line.starts_with("Usage:"))
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with(' '));
    listed
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

/// The options of a command, as its help lists them.
fn options(command: &str) -> Vec<Opt> {
    let text = help(&[command]);
    let lines = text.lines().map(str::trim_start);
    lines
        .filter(|line| line.starts_with('-'))
        .filter_map(|line| {
            let at = line.find("--")?;
            let name: String = line[at..]
                .chars()
                .take_while(|c| *c == '-' || c.is_ascii_lowercase())
                .collect();
            let rest = &line[at + name.len()..];
            let takes = rest.starts_with(" <") || rest.starts_with("[=");
            Some(Opt { name, takes })
        })
        .filter(|option| option.name != "--help")
        .collect()
}

/// Words that a command needs to answer at all.
fn needed(command: &str) -> &'static [&'static str] {
    match command {
        "compare" => &["Hegang", "Jixi"],
        "rank" => &["gdp"],
        "profile" => &["Hegang"],
        "export" => &["folder"],
        "completions" => &["bash"],
        _ => &[],
    }
}

/// Values that no option expects: nothing, marks, control characters, numbers past every bound, much of anything.
fn hostile() -> Vec<OsString> {
    let mut all: Vec<OsString> = [
        "",
        " ",
        "-",
        "--",
        ",",
        "=",
        "a=",
        "@",
        "..",
        "../x.csv",
        "/",
        "x.tar",
        "`x`",
        "\u{1b}[31mx\u{7}",
        "a\nb\rc",
        "He\u{200b}gang\u{202e}",
        "\u{61c}\u{ad}\u{9b}\u{e0041}",
        "-1",
        "0",
        "1e400",
        "99999999999999999999999999999999",
        "gdp>99999999999999999999999999999999",
        "0..999999999",
        "2000..2015/0",
        "2000..2015/99999999999999999999",
        "latest:99999999999999999999",
        "index:99999",
        "18446744073709551615",
    ]
    .map(OsString::from)
    .into();
    all.push("x".repeat(20_000).into());
    all.push("\u{1b}".repeat(5_000).into());
    let names: Vec<String> = (0..200).map(|number| format!("x{number}")).collect();
    all.push(names.join(",").into());
    #[cfg(unix)]
    all.push(std::os::unix::ffi::OsStringExt::from_vec(
        b"Heg\xffang".to_vec(),
    ));
    all
}

/// What holds for every reply.
fn check(words: &[OsString]) {
    let reply = reply(words);
    let at = || format!("`hlj {}`: {reply:.600?}", told(words));
    assert!(reply.code <= exit::FOUND, "no such exit code, {}", at());
    for said in &reply.messages {
        assert_eq!(*said, printable(said), "it speaks to a terminal, {}", at());
        assert!(message(said).chars().count() <= 2000, "too long, {}", at());
    }
    match reply.code {
        exit::FAILED | exit::USAGE => {
            assert_eq!(reply.messages.len(), 1, "not one sentence, {}", at());
            let is_empty = matches!(&reply.output, Output::Stdout(bytes) if bytes.is_empty());
            assert!(is_empty, "half an answer, {}", at());
        }
        exit::NOTHING => assert!(!reply.messages.is_empty(), "no reason, {}", at()),
        _ => {}
    }
}

/// Tries the options of a command, each with some of the hostile values; `turn` goes round among all of them, so that
/// an option that many commands have meets each.
fn sweep(command: &str, values: &[OsString], turn: &mut usize) -> usize {
    let start: Vec<OsString> = std::iter::once(&command)
        .chain(needed(command))
        .map(OsString::from)
        .collect();
    let mut tried = 0;
    let mut check = |words: &[OsString]| {
        tried += 1;
        check(&[&start, words].concat());
    };
    let options = options(command);
    assert!(
        !options.is_empty(),
        "the help of `{command}` lists no option"
    );
    let each =
        usize::try_from(tries(2).cases).map_or(values.len(), |cases| cases.min(values.len()));
    for option in &options {
        let name = OsString::from(&option.name);
        for _ in 0..each {
            let value = &values[*turn % values.len()];
            *turn += 1;
            if option.takes {
                let mut joined = name.clone();
                joined.push("=");
                joined.push(value);
                check(&[joined]);
            } else {
                check(&[name.clone(), value.clone()]);
            }
        }
    }
    for _ in 0..each {
        check(&values[*turn % values.len()..][..1]);
        *turn += 1;
    }
    tried
}

#[test]
fn whatever_an_option_of_a_command_is_given_the_reply_is_an_answer_or_a_sentence() {
    let commands = commands();
    for known in ["gdp", "sectors", "compare", "export", "help"] {
        assert!(
            commands.iter().any(|command| command == known),
            "{commands:?}"
        );
    }
    let (values, mut turn) = (hostile(), 0);
    let tried: usize = commands
        .iter()
        .map(|command| sweep(command, &values, &mut turn))
        .sum();
    assert!(tried > 800, "only {tried} were tried");
}

/// Text that a terminal would obey: a title, a colour, a bell, a clear screen, the other direction.
const SPELL: &str = "\u{1b}]0;x\u{7}\u{1b}[1m\u{1b}[2J\u{202e}\u{9b}2J\u{7f}";

/// A package in which every text has the spell.
fn bewitched() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let escape = |c: char| format!("\\u{:04x}", u32::from(c));
    let spell: String = SPELL.chars().map(escape).collect();
    let descriptor = format!(
        r#"{{"name": "p", "title": "{spell}", "version": "{spell}", "description": "{spell}",
        "sources": [{{"title": "{spell}", "path": "{spell}"}}],
        "contributors": [{{"title": "{spell}"}}],
        "resources": [{{"name": "t", "path": "t.csv", "title": "T{spell}", "description": "{spell}",
        "schema": {{"fields": [{{"name": "region", "type": "string", "title": "{spell}"}},
        {{"name": "year", "type": "year"}},
        {{"name": "v", "type": "number", "title": "V{spell}", "unit": "{spell}"}},
        {{"name": "w", "type": "string", "title": "W{spell}"}}]}}}}]}}"#
    );
    let rows = format!("region,year,v,w\n{SPELL}a,2010,1,{SPELL}\nb,2010,2,{SPELL}\n");
    for (name, text) in [("datapackage.json", &descriptor), ("t.csv", &rows)] {
        std::fs::write(folder.path().join(name), text).expect("it can be written");
    }
    folder
}

#[test]
#[cfg(unix)]
fn data_cannot_speak_to_a_terminal_in_any_format_and_a_pipe_gets_them_as_they_are() {
    let here = bewitched();
    let package = here.path().display();
    let formats = "table csv tsv json ndjson md html latex sdmx-csv chart svg";
    let line = format!(
        "export HLJ_DATA={package}; \
        for format in {formats}; do for ask in 't' 't --long' areas describe 'rank v' check; do \
        \"$HLJ\" $ask -f $format; done; done; \
        \"$HLJ\" t --excel; \"$HLJ\" t -i v -f csv -o /dev/tty; \"$HLJ\" t -c nowhere; \"$HLJ\" t --where w=x; \
        \"$HLJ\" t --help; \"$HLJ\" --help; \"$HLJ\" --version; \"$HLJ\" man; \"$HLJ\" man t; \
        for format in text bibtex ris csl-json; do \"$HLJ\" cite -f $format; done"
    );
    let printed = shown(&line, 100, &[("NO_COLOR", "1")]);
    assert!(printed.lines().count() > 300, "{printed}");
    let harmless = printed.replace(['\n', '\t', '\r', '\u{feff}'], "");
    assert_eq!(printable(&harmless), harmless);
    // Colours are those of the program alone.
    let styled = shown(&line, 100, &[("CLICOLOR_FORCE", "1")]);
    assert!(styled.contains("\u{1b}[1m"), "no title is bold");
    for spell in [
        "\u{1b}]",
        "\u{7}",
        "\u{1b}[2J",
        "\u{202e}",
        "\u{9b}",
        "\u{7f}",
    ] {
        assert!(!styled.contains(spell), "{spell:?}");
    }
    let args = ["--data", &package.to_string(), "t", "-c", "b"].map(str::to_owned);
    let piped = hlj(&args).output().expect("the program starts").stdout;
    assert_eq!(
        String::from_utf8(piped).expect("it is UTF-8"),
        format!("region,year,v,w\nb,2010,2,{SPELL}\n")
    );
}
