//! What a terminal gets: a real one, that the program cannot tell from a user's.
#![cfg(unix)]

use std::process::Command;

use rexpect::session::spawn_command;

use crate::support::{HLJ, basics};

/// How long a terminal may be silent, in milliseconds.
const PATIENCE: Option<u64> = Some(30_000);

/// What a terminal of this width shows for a line of the shell.
pub(crate) fn shown(line: &str, columns: u16, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new("sh");
    let path = std::env::var_os("PATH").unwrap_or_default();
    command
        .env_clear()
        .envs(basics())
        .env("PATH", path)
        .env("TERM", "xterm-256color")
        .env("HLJ", HLJ)
        .env("HLJ_PAGER", "")
        .envs(variables.iter().copied())
        .current_dir(std::env::temp_dir())
        .args(["-c", &format!("stty cols {columns} rows 40 -onlcr; {line}")]);
    let mut terminal = spawn_command(command, PATIENCE).expect("a terminal can be made");
    let shown = terminal.exp_eof().expect("the program ends");
    // The terminal hands on bytes, each as the character of that number.
    let bytes: Vec<u8> = shown
        .chars()
        .map(|c| u8::try_from(c).expect("it is a byte"))
        .collect();
    String::from_utf8(bytes).expect("the program writes UTF-8")
}

const ASK: &str = "\"$HLJ\" gdp -c Hegang -y 2015";

#[test]
fn a_terminal_gets_a_table_and_a_pipe_on_it_csv() {
    let table = shown(ASK, 100, &[]);
    assert!(table.contains("──") && table.contains("25,400"), "{table}");
    assert!(table.contains("ADB 49021-002-3, Table 4"), "{table}");
    let piped = shown(&format!("{ASK} | cat"), 100, &[]);
    assert_eq!(
        piped,
        "city,year,gdp_rmb_bn,real_growth_pct,gdp_per_capita_rmb\nHegang,2015,26.6,4.0,25400\n"
    );
    let data = shown(&format!("{ASK} --csv"), 100, &[]);
    assert_eq!(data, piped, "what is asked for outweighs the terminal");
}

#[test]
fn a_terminal_is_not_given_what_is_no_text() {
    let refused = "hlj: a terminal cannot show `xlsx`, which is no text; add `-o FILE.xlsx`\n";
    let plain = ("NO_COLOR", "1");
    assert_eq!(shown(&format!("{ASK} -f xlsx"), 100, &[plain]), refused);
    assert_eq!(
        shown(&format!("{ASK} -f xlsx -o -"), 100, &[plain]),
        refused
    );
    assert_eq!(shown(ASK, 100, &[("HLJ_FORMAT", "xlsx"), plain]), refused);
    let red = shown(&format!("{ASK} -f xlsx"), 100, &[]);
    assert!(
        red.starts_with("\u{1b}[1m\u{1b}[31mhlj:\u{1b}[0m a terminal"),
        "{red:?}"
    );
    let piped = shown(&format!("{ASK} -f xlsx | head -c 2"), 100, &[]);
    assert_eq!(piped, "PK");
}

#[test]
fn a_title_is_bold_on_a_terminal_that_can_show_it() {
    let title = "\u{1b}[1mHegang: GDP, real growth";
    assert!(
        shown(ASK, 100, &[]).contains(title),
        "{:?}",
        shown(ASK, 100, &[])
    );
    for plain in [("TERM", "dumb"), ("NO_COLOR", "1")] {
        let printed = shown(ASK, 100, &[plain]);
        assert!(printed.contains("GDP, real growth"), "{plain:?}: {printed}");
        assert!(!printed.contains('\u{1b}'), "{plain:?}: {printed:?}");
    }
    assert!(!shown(&format!("{ASK} --color never"), 100, &[]).contains('\u{1b}'));
    assert!(
        shown("\"$HLJ\" --help", 100, &[]).contains('\u{1b}'),
        "help has headings"
    );
    assert!(!shown("\"$HLJ\" --help", 100, &[("NO_COLOR", "1")]).contains('\u{1b}'));
}

#[test]
fn a_table_fits_the_terminal_and_the_terminal_outweighs_the_variable() {
    use unicode_width::UnicodeWidthStr;
    let plain = &[("NO_COLOR", "1")][..];
    for columns in [40, 60, 80, 120] {
        let printed = shown(ASK, columns, plain);
        for line in printed.lines() {
            assert!(
                line.width() <= usize::from(columns),
                "on {columns} columns a line is {} wide:\n{printed}",
                line.width()
            );
        }
    }
    let wide = shown(ASK, 120, plain);
    let narrow = shown(ASK, 40, plain);
    assert_ne!(wide, narrow);
    assert_eq!(
        shown(ASK, 120, &[("NO_COLOR", "1"), ("COLUMNS", "40")]),
        wide
    );
    assert_eq!(shown(&format!("{ASK} --width 40"), 120, plain), narrow);
}

#[test]
fn a_terminal_that_does_not_know_its_width_gets_a_table_all_the_same() {
    let printed = shown(ASK, 0, &[("NO_COLOR", "1")]);
    assert!(
        printed.contains("──") && printed.contains("25,400"),
        "{printed}"
    );
}

#[test]
fn what_is_longer_than_the_screen_goes_through_the_pager_and_nothing_else_does() {
    const LONG: &str = "\"$HLJ\" gdp --long";
    let viewer = ("HLJ_PAGER", "sed s/^/paged:/");
    let paged =
        |line: &str, variables: &[(&str, &str)]| shown(line, 100, variables).contains("paged:");
    assert!(paged(LONG, &[viewer]));
    assert!(paged(LONG, &[("HLJ_PAGER", "cat"), ("PAGER", "sed s/^/paged:/")]).eq(&false));
    for line in [
        ASK,
        &format!("{LONG} --no-pager"),
        &format!("{LONG} | cat"),
        &format!("{LONG} -o -|cat"),
    ] {
        assert!(!paged(line, &[viewer]), "{line}");
    }
    assert!(!paged(LONG, &[viewer, ("TERM", "dumb")]));
    // A pager that is not there is none.
    let shown_all = shown(LONG, 100, &[("HLJ_PAGER", "no-such-pager")]);
    assert!(shown_all.contains("43.33"), "{shown_all}");
}

#[test]
fn a_message_cannot_speak_to_the_terminal() {
    for line in [
        "\"$HLJ\" gdp -c \"$(printf '\\033[31mred')\"",
        "\"$HLJ\" \"$(printf '\\033]0;title\\007')\"",
        "\"$HLJ\" gdp --where \"$(printf 'gdp>\\033[2J')\"",
        "\"$HLJ\" gdp -y \"$(printf '\\033c')\"",
    ] {
        let said = shown(line, 80, &[("NO_COLOR", "1")]);
        assert!(said.starts_with("hlj: "), "{line}: {said:?}");
        assert!(!said.contains(['\u{1b}', '\u{7}']), "{line}: {said:?}");
    }
}

#[test]
fn the_help_of_a_wrong_call_goes_to_the_terminal_as_well() {
    let said = shown("\"$HLJ\" > /dev/null", 100, &[("NO_COLOR", "1")]);
    assert!(
        said.contains("Tables:") && said.contains("population"),
        "{said}"
    );
}
