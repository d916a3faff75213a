//! Pipes, files, devices, variables, strange arguments: what a shell may put around the program.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{HLJ, answer, basics, hlj, sh, stdout, told};

const GDP_2015: &str =
    "city,year,gdp_rmb_bn,real_growth_pct,gdp_per_capita_rmb\nHegang,2015,26.6,4.0,25400\n";
const ASK_2015: [&str; 5] = ["gdp", "-c", "Hegang", "-y", "2015"];

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("it can be listed")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let here = folder();
    assert_eq!(
        told(&mut sh("hlj gdp --long | head -1", here.path())),
        "city,code,year,indicator,value,unit,status,note,source\n"
    );
    // The reader is gone before the first byte: silence, and the code of the answer.
    for args in [
        "gdp",
        "sectors --long --json",
        "--help",
        "completions bash",
        "man",
        "describe",
    ] {
        let (reader, writer) = std::io::pipe().expect("there are pipes");
        drop(reader);
        let output = Command::new(HLJ)
            .args(args.split(' '))
            .env_clear()
            .envs(basics())
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            output.status.code(),
            Some(0),
            "`hlj {args}` into a closed pipe says: {said}"
        );
        assert_eq!(said, "", "`hlj {args}` into a closed pipe");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_that_names_what_could_not_be_written() {
    let here = folder();
    for line in [
        "hlj gdp",
        "hlj gdp --json",
        "hlj gdp -f table",
        "hlj --help",
        "hlj completions bash",
    ] {
        assert_eq!(
            told(&mut sh(&format!("{line} > /dev/full"), here.path())),
            "2> hlj: cannot write the answer: No space left on device\n? 1\n",
            "`{line} > /dev/full`"
        );
    }
    assert_eq!(
        told(&mut sh("hlj gdp --csv -o /dev/full", here.path())),
        "2> hlj: cannot write `/dev/full`: No space left on device; nothing was changed\n? 1\n"
    );
    let output = sh("COMPLETE=bash hlj > /dev/full", here.path())
        .output()
        .expect("sh starts");
    assert_eq!(
        output.status.code(),
        Some(1),
        "a completion script that is lost is an error"
    );
    assert_eq!(
        told(&mut sh(
            "COMPLETE=bash _CLAP_COMPLETE_INDEX=1 hlj -- hlj gdp > /dev/full",
            here.path()
        )),
        "2> hlj: cannot write the answer: No space left on device\n? 1\n"
    );
    // Help after a wrong call is a message, and a message that nobody gets changes no code.
    assert_eq!(told(&mut sh("hlj 2> /dev/full", here.path())), "? 2\n");
}

#[test]
fn a_shell_that_cannot_be_completed_for_is_told_so() {
    let said = told(hlj([""; 0]).env("COMPLETE", "csh\u{202e}"));
    assert!(
        said.starts_with("2> hlj: nothing is completed, which the variable `COMPLETE` asks for: unknown shell `csh\\u{202e}`"),
        "{said}"
    );
    assert!(
        said.ends_with("\n? 1\n") && said.lines().count() == 2,
        "{said}"
    );
}

#[test]
fn a_device_is_written_to_and_stays_one() {
    let here = folder();
    assert_eq!(told(&mut sh("hlj gdp --csv -o /dev/null", here.path())), "");
    assert!(
        !fs::metadata("/dev/null").expect("it is there").is_file(),
        "/dev/null was replaced"
    );
    assert_eq!(
        told(&mut sh(
            "hlj gdp -c Hegang -y 2015 --csv -o /dev/stdout | cat",
            here.path()
        )),
        GDP_2015
    );
    assert_eq!(
        told(&mut sh(
            "mkfifo pipe.csv; cat pipe.csv & hlj gdp -c Hegang -y 2015 -o pipe.csv; wait",
            here.path()
        )),
        GDP_2015
    );
}

#[test]
fn where_stderr_is_closed_the_code_still_tells() {
    let here = folder();
    for (line, code) in [
        ("hlj gdp -c Nowhere 2>&-", 2),
        ("hlj gdp -y 1990 2>&-", 3),
        ("hlj gdp 2>&-", 0),
    ] {
        let output = sh(line, here.path()).output().expect("sh starts");
        assert_eq!(output.status.code(), Some(code), "`{line}`");
    }
}

#[test]
fn a_file_is_replaced_as_a_whole_or_not_at_all() {
    let here = folder();
    let file = here.path().join("gdp.csv");
    fs::write(&file, "precious\n").expect("it can be written");
    // A wrong question leaves it alone.
    for args in [
        &["-c", "Nowhere"][..],
        &["-i", "nothing"],
        &["--json"],
        &["--nonsense"],
    ] {
        let args = [&["gdp", "-o", "gdp.csv"], args].concat();
        let output = hlj(&args)
            .current_dir(here.path())
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(2), "`hlj {}`", args.join(" "));
        assert_eq!(
            fs::read_to_string(&file).expect("it is there"),
            "precious\n"
        );
    }
    let mut command = hlj([&ASK_2015[..], &["-o", "gdp.csv"]].concat());
    assert_eq!(told(command.current_dir(here.path())), "");
    assert_eq!(fs::read_to_string(&file).expect("it is there"), GDP_2015);
    assert_eq!(names(here.path()), ["gdp.csv"], "something was left behind");
}

#[test]
fn a_new_file_has_the_permissions_that_the_user_gives_new_files() {
    let here = folder();
    let line = "umask 027; hlj gdp -o new.csv; umask 077; hlj gdp -o private.csv";
    assert_eq!(told(&mut sh(line, here.path())), "");
    let mode = |name: &str| {
        fs::metadata(here.path().join(name))
            .expect("it is there")
            .mode()
            & 0o777
    };
    assert_eq!(format!("{:o}", mode("new.csv")), "640");
    assert_eq!(format!("{:o}", mode("private.csv")), "600");
}

#[test]
fn an_existing_file_keeps_its_permissions() {
    let here = folder();
    let file = here.path().join("gdp.csv");
    for mode in [0o600, 0o664, 0o755] {
        fs::write(&file, "").expect("it can be written");
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("it is ours");
        let mut command = hlj(["gdp", "-o", "gdp.csv"]);
        assert_eq!(told(command.current_dir(here.path())), "");
        let found = fs::metadata(&file).expect("it is there").mode() & 0o777;
        assert_eq!(format!("{found:o}"), format!("{mode:o}"));
    }
}

#[test]
fn a_link_stays_a_link_and_what_it_leads_to_is_replaced() {
    let here = folder();
    fs::create_dir(here.path().join("inner")).expect("it can be made");
    fs::write(here.path().join("inner/target.csv"), "old\n").expect("it can be written");
    symlink("inner/target.csv", here.path().join("link.csv")).expect("links can be made");
    let mut command = hlj([&ASK_2015[..], &["-o", "link.csv"]].concat());
    assert_eq!(told(command.current_dir(here.path())), "");
    let link = fs::symlink_metadata(here.path().join("link.csv")).expect("it is there");
    assert!(link.is_symlink(), "the link was replaced by a file");
    let target = fs::read_to_string(here.path().join("inner/target.csv")).expect("it is there");
    assert_eq!(target, GDP_2015);
    assert_eq!(names(&here.path().join("inner")), ["target.csv"]);
}

#[test]
fn a_link_to_nothing_yet_leads_to_the_new_file() {
    let here = folder();
    symlink("later.csv", here.path().join("link.csv")).expect("links can be made");
    let mut command = hlj([&ASK_2015[..], &["-o", "link.csv"]].concat());
    assert_eq!(told(command.current_dir(here.path())), "");
    let link = fs::symlink_metadata(here.path().join("link.csv")).expect("it is there");
    assert!(link.is_symlink(), "the link was replaced by a file");
    assert_eq!(
        fs::read_to_string(here.path().join("later.csv")).expect("it is there"),
        GDP_2015
    );
}

#[test]
fn links_that_lead_in_a_circle_stay() {
    let here = folder();
    symlink("b.csv", here.path().join("a.csv")).expect("links can be made");
    symlink("a.csv", here.path().join("b.csv")).expect("links can be made");
    let output = hlj(["gdp", "-o", "a.csv"])
        .current_dir(here.path())
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.starts_with("hlj: cannot write `a.csv`: "), "{said}");
    assert_eq!(names(here.path()), ["a.csv", "b.csv"]);
    assert!(
        here.path().join("a.csv").is_symlink(),
        "a link was replaced"
    );
}

#[test]
fn a_file_that_several_write_or_that_is_cut_short_is_one_whole_answer() {
    let here = folder();
    let file = here.path().join("x.csv");
    let whole = [stdout(&["gdp"]), stdout(&ASK_2015)];
    let start = |args: &[&str]| {
        let mut command = Command::new(HLJ);
        command.args(args).args(["-o", "x.csv"]);
        command.env_clear().envs(basics());
        command.current_dir(here.path());
        command.spawn().expect("the program starts")
    };
    for round in 0..20 {
        let mut both = [start(&["gdp"]), start(&ASK_2015)];
        if round % 2 == 0 {
            std::thread::sleep(std::time::Duration::from_millis(round));
            for child in &mut both {
                child.kill().expect("it is ours");
            }
        }
        for mut child in both {
            let status = child.wait().expect("it ends");
            assert!(status.success() || round % 2 == 0, "{status}");
        }
        // The first two were killed, perhaps before they wrote.
        if round > 0 || file.exists() {
            let found = fs::read_to_string(&file).expect("it is there");
            assert!(whole.contains(&found), "round {round}: {found}");
        }
    }
    // What is left behind is a draft, and only where the program was killed.
    for name in names(here.path()) {
        assert!(name == "x.csv" || name.starts_with(".hlj-"), "{name}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_to_is_named_with_the_reason() {
    let here = folder();
    let shut = here.path().join("shut");
    fs::create_dir(&shut).expect("it can be made");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o555)).expect("it is ours");
    // The superuser may write anywhere; for such a user the place is one where nobody can.
    let enforced = fs::write(shut.join("probe"), "").is_err();
    let (place, said) = if enforced {
        ("shut/gdp.csv", "Permission denied")
    } else {
        let _ = fs::remove_file(shut.join("probe"));
        ("missing/gdp.csv", "there is no folder `missing`")
    };
    let output = hlj(["gdp", "-o", place])
        .current_dir(here.path())
        .output()
        .expect("the program starts");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(
        stderr.contains(&format!("`{place}`")) && stderr.contains(said),
        "{stderr}"
    );
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert_eq!(names(&shut), Vec::<String>::new());
}

#[test]
fn a_file_that_must_not_be_written_is_not_replaced() {
    let here = folder();
    let file = here.path().join("gdp.csv");
    fs::write(&file, "precious\n").expect("it can be written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).expect("it is ours");
    let enforced = fs::OpenOptions::new().append(true).open(&file).is_err();
    let output = hlj(["gdp", "-o", "gdp.csv"])
        .current_dir(here.path())
        .output()
        .expect("the program starts");
    let kept = fs::read_to_string(&file).expect("it is there") == "precious\n";
    // The superuser may write to it, and then it is replaced.
    assert_eq!(output.status.code(), Some(i32::from(enforced)));
    assert_eq!(kept, enforced);
    assert_eq!(names(here.path()), ["gdp.csv"]);
}

#[test]
fn a_format_from_the_surroundings_is_as_good_as_one_from_the_command_line() {
    for format in ["csv", "json", "ndjson", "tsv", "md", "table"] {
        let output = hlj(ASK_2015)
            .env("HLJ_FORMAT", format)
            .output()
            .expect("the program starts");
        let asked = stdout(&[&ASK_2015[..], &["-f", format]].concat());
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            asked,
            "HLJ_FORMAT={format}"
        );
    }
    for format in ["xml", "CSV ", " ", "table\u{1b}[0m"] {
        let output = hlj(ASK_2015)
            .env("HLJ_FORMAT", format)
            .output()
            .expect("the program starts");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "HLJ_FORMAT={format:?}");
        assert!(
            stderr.contains("HLJ_FORMAT") && stderr.contains("`csv`"),
            "{stderr}"
        );
        assert!(!stderr.contains('\u{1b}'), "{stderr:?}");
        assert_eq!(output.stdout, b"");
    }
}

#[test]
fn colour_is_where_it_is_asked_for() {
    let has_colour = |command: &mut assert_cmd::Command| {
        let output = command.output().expect("the program starts");
        assert!(output.status.success());
        output.stdout.contains(&0x1b)
    };
    let table = || hlj(["gdp", "-f", "table"]);
    let asked = |when: &str| hlj(["gdp", "-f", "table", "--color", when]);
    for (what, mut command, expected) in [
        ("nothing", table(), false),
        ("--color always", asked("always"), true),
        ("--color never", asked("never"), false),
        ("--color auto", asked("auto"), false),
    ] {
        assert_eq!(has_colour(&mut command), expected, "{what}");
    }
    assert!(
        has_colour(table().env("CLICOLOR_FORCE", "1")),
        "CLICOLOR_FORCE=1"
    );
    assert!(
        !has_colour(table().env("CLICOLOR_FORCE", "0")),
        "CLICOLOR_FORCE=0"
    );
    assert!(
        !has_colour(table().env("CLICOLOR_FORCE", "")),
        "CLICOLOR_FORCE is empty"
    );
    assert!(
        !has_colour(table().envs([("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")])),
        "NO_COLOR outweighs"
    );
    assert!(
        has_colour(asked("always").env("NO_COLOR", "1")),
        "the option outweighs NO_COLOR"
    );
    assert!(
        !has_colour(asked("never").env("CLICOLOR_FORCE", "1")),
        "the option outweighs CLICOLOR_FORCE"
    );
    assert!(
        has_colour(hlj(["--help"]).env("CLICOLOR_FORCE", "1")),
        "help with CLICOLOR_FORCE=1"
    );
    assert!(!has_colour(&mut hlj(["--help"])), "help in a pipe");
    // Data are never coloured.
    for format in ["csv", "json", "md", "tsv", "ndjson"] {
        let mut command = hlj(["gdp", "-f", format, "--color", "always"]);
        assert!(!has_colour(&mut command), "{format}");
    }
}

#[test]
fn columns_narrow_a_table_and_nonsense_in_it_is_let_be() {
    let table = |columns: Option<&str>| {
        let mut command = hlj(["gdp", "-c", "Hegang", "-f", "table"]);
        if let Some(columns) = columns {
            command.env("COLUMNS", columns);
        }
        told(&mut command)
    };
    let free = table(None);
    for columns in [
        "0",
        "",
        "abc",
        "-5",
        "1e3",
        "99999999999999999999999",
        "200",
    ] {
        assert_eq!(table(Some(columns)), free, "COLUMNS={columns}");
    }
    let narrow = table(Some("40"));
    assert_ne!(narrow, free, "COLUMNS=40 changes nothing");
    assert_eq!(
        table(Some("1")),
        table(Some("20")),
        "no table is narrower than 20"
    );
    let asked = answer(["gdp", "-c", "Hegang", "-f", "table", "--width", "40"]);
    assert_eq!(asked, narrow);
}

#[test]
fn an_argument_that_is_not_text_is_told_and_no_panic() {
    let bytes = OsStr::from_bytes(b"Heg\xffang");
    for args in [
        vec![OsStr::new("gdp"), OsStr::new("-c"), bytes],
        vec![OsStr::new("gdp"), OsStr::new("--where"), bytes],
    ] {
        let output = hlj(&args).output().expect("the program starts");
        let stderr = String::from_utf8(output.stderr).expect("messages are UTF-8");
        assert_eq!(output.status.code(), Some(2), "{args:?}: {stderr}");
        assert!(
            stderr.starts_with("hlj: ") && stderr.contains("UTF-8"),
            "{args:?}: {stderr}"
        );
    }
    for args in [
        vec![bytes],
        vec![OsStr::new("gdp"), bytes],
        vec![OsStr::new("describe"), bytes],
    ] {
        let output = hlj(&args).output().expect("the program starts");
        let stderr = String::from_utf8(output.stderr).expect("messages are UTF-8");
        assert_eq!(output.status.code(), Some(2), "{args:?}: {stderr}");
        assert!(stderr.starts_with("hlj: "), "{args:?}: {stderr}");
    }
    // Names of files are bytes, as the system has them.
    let here = folder();
    let name = OsStr::from_bytes(b"g\xffdp.csv");
    let mut command = hlj([OsStr::new("gdp"), OsStr::new("-o"), name]);
    assert_eq!(told(command.current_dir(here.path())), "");
    assert!(here.path().join(name).exists());
    let output = hlj([OsStr::new("--data"), bytes, OsStr::new("gdp")])
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(1), "a folder that is not there");
}

#[test]
fn an_empty_argument_is_a_wrong_one() {
    for args in [
        &[""][..],
        &["gdp", ""],
        &["gdp", "-c", ""],
        &["gdp", "-c", ","],
        &["gdp", "-y", ""],
        &["gdp", "-i", ""],
        &["sectors", "--sector", ""],
        &["gdp", "--where", ""],
        &["gdp", "--sort", ""],
        &["gdp", "--columns", ""],
        &["gdp", "--top", ""],
        &["gdp", "--digits", ""],
        &["gdp", "-f", ""],
        &["gdp", "-o", ""],
        &["gdp", "--lang", ""],
        &["gdp", "--width", ""],
        &["describe", ""],
        &["man", ""],
        &["areas", ""],
    ] {
        let output = hlj(args).output().expect("the program starts");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            output.status.code(),
            Some(2),
            "`hlj {}`: {stderr}",
            args.join(" ")
        );
        assert!(
            stderr.starts_with("hlj: "),
            "`hlj {}`: {stderr}",
            args.join(" ")
        );
        assert!(!stderr.contains("panicked"), "{stderr}");
    }
}

#[test]
fn a_huge_argument_is_answered_shortly() {
    let long = "鹤".repeat(30_000);
    let list = vec!["Hegang"; 2_000].join(",");
    let years = vec!["2015"; 15_000].join(",");
    for args in [
        vec!["gdp", "-c", &long],
        vec!["gdp", "-y", &long],
        vec!["gdp", "-i", &long],
        vec!["gdp", "--where", &long],
        vec![long.as_str()],
    ] {
        let output = hlj(&args).output().expect("the program starts");
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.starts_with("hlj: ") && said.contains("鹤…"), "{said}");
        assert!(said.chars().count() < 600, "{said}");
    }
    let names: Vec<String> = (1..=3_000).map(|number| format!("x{number}")).collect();
    let said = answer(["gdp", "-c", &names.join(",")]);
    assert!(
        said.starts_with("2> hlj: no area is called `x1`, `x2`, ")
            && said.contains("`x10` or 2990 other names;"),
        "{said}"
    );
    // No picture is as wide as an address space.
    let chart = answer(["gdp", "-f", "chart", "--width", "18446744073709551615"]);
    assert!(
        chart.lines().all(|line| line.chars().count() <= 1000),
        "{chart}"
    );
    assert_eq!(answer(["gdp", "-c", &list, "-y", &years]), GDP_2015);
    for (years, code) in [("1..9999", 0), ("1..9999/9998", 3), ("latest:99999999", 0)] {
        let output = hlj(["population", "-y", years])
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(code), "-y {years}");
    }
    let number = "9".repeat(100);
    for args in [
        ["--top", &number],
        ["--digits", &number],
        ["--width", &number],
        ["-y", &number],
    ] {
        let output = hlj([&["gdp"], &args[..]].concat())
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(2), "{}", args[0]);
    }
    for (option, number) in [
        ("--top", "4294967296"),
        ("--digits", "4294967295"),
        ("--width", "65536"),
    ] {
        let args = [&ASK_2015[..], &[option, number]].concat();
        let output = hlj(&args).output().expect("the program starts");
        assert_eq!(output.status.code(), Some(0), "`hlj {}`", args.join(" "));
    }
}

#[test]
fn a_name_cannot_speak_to_the_terminal_even_from_a_file() {
    let here = folder();
    let package = here.path().join("p");
    fs::create_dir(&package).expect("it can be made");
    let descriptor = r#"{"resources": [{"name": "t", "path": "t.csv", "title": "a\u001b[31mb", "schema": {"fields":
        [{"name": "region", "type": "string"}, {"name": "v", "type": "number", "unit": "\u001b]0;x\u0007"}]}}]}"#;
    fs::write(package.join("datapackage.json"), descriptor).expect("it can be written");
    fs::write(package.join("t.csv"), "region,v\n\u{1b}[2Jx\u{202e}y,1\n")
        .expect("it can be written");
    for args in [
        &["t", "-f", "table"][..],
        &["t", "-f", "table", "--width", "20"],
        &["--help"],
        &["t", "--help"],
    ] {
        let output = hlj([&["--data", "p"], args].concat())
            .current_dir(here.path())
            .output()
            .expect("the program starts");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(
            !printed.contains(['\u{1b}', '\u{7}', '\u{202e}']),
            "`hlj --data p {}` prints {printed:?}",
            args.join(" ")
        );
    }
}
