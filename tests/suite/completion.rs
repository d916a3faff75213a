//! What a shell offers at the tab key, and the manual pages.

use std::process::Command as Process;

use hlj::render::Format;

use crate::support::{hlj, in_repository, stdout};

/// What a shell offers for the last word of a command line.
fn offered_by(shell: &str, words: &[&str], variables: &[(&str, &str)]) -> Vec<String> {
    let mut command = hlj(["--", "hlj"]);
    let output = command
        .args(words)
        .current_dir(in_repository(""))
        .env("COMPLETE", shell)
        .env("_CLAP_IFS", "\n")
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .env("_CLAP_COMPLETE_COMP_TYPE", "9")
        .env("_CLAP_COMPLETE_SPACE", "true")
        .envs(variables.iter().copied())
        .output()
        .expect("the program starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && stderr.is_empty(),
        "{shell} {words:?}: {stderr}"
    );
    let text = String::from_utf8(output.stdout).expect("it is UTF-8");
    text.lines()
        .map(str::to_owned)
        .filter(|line| !line.is_empty())
        .collect()
}

fn offered(words: &[&str]) -> Vec<String> {
    offered_by("bash", words, &[])
}

#[track_caller]
fn assert_offers(words: &[&str], expected: &[&str]) {
    let found = offered(words);
    for value in expected {
        assert!(
            found.iter().any(|known| known == value),
            "after {words:?} there is no `{value}`: {found:?}"
        );
    }
}

#[test]
fn the_first_word_is_a_table_or_a_command() {
    assert_offers(
        &[""],
        &[
            "population",
            "gdp",
            "sectors",
            "province",
            "areas",
            "describe",
            "man",
            "help",
        ],
    );
    assert_eq!(offered(&["pop"]), ["population"]);
    assert_eq!(offered(&["xyz"]), Vec::<String>::new());
}

#[test]
fn cities_are_offered_by_any_beginning_of_any_name() {
    let cities = offered(&["gdp", "-c", ""]);
    assert_eq!(
        cities,
        [
            "Hegang",
            "Jixi",
            "Qitaihe",
            "Shuangyashan",
            "@prefectures",
            "@project",
            "all"
        ]
    );
    for begun in ["He", "he", "HE", "鹤", "鹤岗", "2304", "Hè", "Hok"] {
        assert_eq!(offered(&["gdp", "--city", begun]), ["Hegang"], "{begun}");
    }
    assert_eq!(offered(&["gdp", "-c", "@"]), ["@prefectures", "@project"]);
    assert_eq!(
        offered(&["gdp", "-c", "Har"]),
        Vec::<String>::new(),
        "Harbin is not in the table"
    );
    assert_eq!(offered(&["province", "-c", "Har"]), ["Harbin"]);
    // A name that needs no quotes.
    assert_eq!(offered(&["districts", "-c", "Xing'a"]), ["xingan"]);
    assert_eq!(
        offered(&["province", "--area", "Greater"]),
        ["Daxinganling"]
    );
}

#[test]
fn a_list_goes_on_after_a_comma() {
    assert_eq!(offered(&["gdp", "-c", "Hegang,Ji"]), ["Hegang,Jixi"]);
    assert_eq!(offered(&["gdp", "-c", "Hegang,鸡"]), ["Hegang,Jixi"]);
    assert_eq!(offered(&["gdp", "-i", "gdp,real"]), ["gdp,real-growth"]);
    assert_eq!(
        offered(&["sectors", "--sector", "primary,sec"]),
        ["primary,secondary"]
    );
}

#[test]
fn indicators_sectors_years_and_columns_are_those_of_the_table() {
    assert_eq!(
        offered(&["gdp", "-i", ""]),
        ["gdp", "real-growth", "gdp-per-capita"]
    );
    assert_eq!(
        offered(&["sectors", "-i", ""]),
        ["sector-share", "value-added"]
    );
    assert_offers(
        &["sectors", "--sector", ""],
        &["primary", "secondary", "tertiary", "total"],
    );
    assert_eq!(offered(&["sectors", "--sector", "第二"]), ["secondary"]);
    let years = offered(&["sectors", "-y", ""]);
    assert_eq!(years[..4], ["2000", "2004", "2008", "2010"]);
    assert!(
        years.contains(&"latest".to_owned()) && years.contains(&"2000..2015".to_owned()),
        "{years:?}"
    );
    assert_offers(
        &["gdp", "--columns", "gdp_"],
        &["gdp_rmb_bn", "gdp_per_capita_rmb"],
    );
    assert_offers(&["gdp", "--sort", "ye"], &["year"]);
}

#[test]
fn transforms_and_dimensions_are_offered() {
    assert_offers(&["gdp", "--as", "re"], &["real-index"]);
    assert_offers(&["gdp", "--as", ""], &["yoy", "index", "constant:"]);
    assert_eq!(
        offered(&["sectors", "--group-by", ""]),
        ["city", "year", "sector"]
    );
    assert_eq!(
        offered(&["sectors", "--group-by", "city,s"]),
        ["city,sector"]
    );
}

/// A shell that puts what is offered in the place of what is typed would take letters away.
#[test]
fn nothing_is_offered_that_is_shorter_than_what_is_typed() {
    assert_eq!(offered(&["rank", "gdp-"]), ["gdp-per-capita"]);
    assert_eq!(offered(&["gdp", "-i", "gdp-"]), ["gdp-per-capita"]);
    assert_eq!(offered(&["rank", "gdp"]), ["gdp", "gdp-per-capita"]);
}

#[test]
fn verbs_across_tables_are_offered_what_any_table_has() {
    let indicators = offered(&["compare", "Hegang", "Jixi", "-i", ""]);
    assert!(
        indicators.contains(&"sector-share".to_owned())
            && !indicators.contains(&"pillar".to_owned()),
        "indicators of words have no place here: {indicators:?}"
    );
    for verb in ["rank", "compare"] {
        assert_eq!(
            offered(&[verb, "--member", "sector="]),
            [
                "sector=primary",
                "sector=secondary",
                "sector=tertiary",
                "sector=total"
            ],
            "{verb}"
        );
        assert_eq!(offered(&[verb, "--table", "pro"]), ["province"], "{verb}");
    }
    assert_eq!(
        offered(&["rank", "gdp", "-c", "Har"]),
        ["Harbin"],
        "every place of the register"
    );
    assert_eq!(offered(&["profile", "鹤"]), ["Hegang"]);
}

#[test]
fn citations_are_of_tables_and_indicators_in_formats_of_their_own() {
    assert_offers(&["cite", ""], &["gdp", "sectors", "real-growth"]);
    assert_offers(
        &["cite", "--format", ""],
        &["text", "bibtex", "ris", "csl-json"],
    );
}

#[test]
fn what_is_exported_is_completed_like_a_question_to_its_table() {
    assert_offers(&["export", "folder", ""], &["population", "gdp"]);
    assert_offers(&["export", "folder", "gdp", "-c", "鹤"], &["Hegang"]);
    assert_offers(
        &["export", "folder", "sectors", "--sector", "s"],
        &["secondary"],
    );
}

#[test]
fn options_and_their_values_are_offered() {
    let formats = std::iter::once("auto").chain(Format::all().map(Format::name));
    let formats: Vec<&str> = formats.collect();
    assert_eq!(offered(&["gdp", "--format", ""]), formats);
    assert_eq!(offered(&["gdp", "--lang", ""]), ["en", "zh"]);
    assert_offers(
        &["gdp", "--"],
        &[
            "--city",
            "--years",
            "--indicator",
            "--where",
            "--wide",
            "--output",
        ],
    );
    assert_offers(&["sectors", "--sec"], &["--sector"]);
    assert!(
        !offered(&["gdp", "--sec"]).contains(&"--sector".to_owned()),
        "gdp has no sectors"
    );
    assert_offers(
        &["completions", ""],
        &["bash", "zsh", "fish", "elvish", "powershell"],
    );
    assert_offers(&["describe", "gdp"], &["gdp", "gdp-per-capita"]);
    assert_offers(&["man", "po"], &["population"]);
    assert_eq!(offered(&["areas", "鹤"]), ["Hegang"]);
}

#[test]
fn every_shell_is_offered_the_same_with_explanations_where_it_shows_them() {
    for (shell, explained) in [("bash", false), ("zsh", true), ("fish", true)] {
        let cities = offered_by(shell, &["gdp", "-c", "He"], &[]);
        assert_eq!(cities.len(), 1, "{shell}: {cities:?}");
        assert!(cities[0].starts_with("Hegang"), "{shell}: {cities:?}");
        assert_eq!(
            cities[0].contains("鹤岗市"),
            explained,
            "{shell}: {cities:?}"
        );
        let tables = offered_by(shell, &["popu"], &[]);
        assert_eq!(tables.len(), 1, "{shell}: {tables:?}");
        assert_eq!(
            tables[0].contains("Population of the four"),
            explained,
            "{shell}: {tables:?}"
        );
    }
}

#[test]
fn another_package_is_completed_from_its_own_words() {
    let labour = in_repository("tests/packages/labour");
    let labour = labour.to_str().expect("the place is UTF-8");
    assert!(offered(&["--data", labour, "un"]).contains(&"unemployment".to_owned()));
    assert!(
        !offered(&["--data", labour, ""]).contains(&"gdp".to_owned()),
        "gdp is another package's"
    );
    assert_eq!(
        offered(&["--data", labour, "unemployment", "--region", "K"]),
        ["Köln"]
    );
    assert_eq!(
        offered(&["--data", labour, "unemployment", "-c", "dur"]),
        ["Düren-Süd"]
    );
    assert_eq!(
        offered(&["unemployment", "--data", labour, "--sex", "f"]),
        ["female"]
    );
    assert_eq!(
        offered(&["--data", labour, "offene-stellen", "--trade-group", "P"]),
        ["Pflege"]
    );
    let by_variable = offered_by(
        "bash",
        &["unemployment", "-y", "2010"],
        &[("HLJ_DATA", labour)],
    );
    assert!(by_variable.contains(&"2010".to_owned()), "{by_variable:?}");
    assert!(!by_variable.contains(&"2008".to_owned()), "{by_variable:?}");
}

#[test]
fn a_package_that_cannot_be_read_is_no_noise_at_the_prompt() {
    let output = hlj(["--", "hlj", "--data", "/nowhere", "g"])
        .envs([
            ("COMPLETE", "bash"),
            ("_CLAP_IFS", "\n"),
            ("_CLAP_COMPLETE_INDEX", "3"),
        ])
        .envs([
            ("_CLAP_COMPLETE_COMP_TYPE", "9"),
            ("_CLAP_COMPLETE_SPACE", "true"),
        ])
        .output()
        .expect("the program starts");
    assert!(
        output.stdout.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.is_empty(), "{said}");
}

#[test]
fn the_folder_of_a_package_is_completed_while_it_is_no_package_yet() {
    let packages = in_repository("tests/packages");
    let begun = packages.join("lab").display().to_string();
    let whole = packages.join("labour").display().to_string() + "/";
    assert_eq!(offered(&["--data", &begun]), [whole.as_str()]);
    assert_eq!(
        offered(&[&format!("--data={begun}")]),
        [format!("--data={whole}")]
    );
    assert_eq!(
        offered(&["--data", "tests/packages/t"]),
        ["tests/packages/towns/", "tests/packages/two-cities/"]
    );
}

#[test]
fn every_shell_has_a_script() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = stdout(&["completions", shell]);
        assert!(
            script.contains("COMPLETE") && script.contains("hlj"),
            "{shell}: {script}"
        );
        assert!(
            script.ends_with('\n'),
            "{shell}: the script ends within a line"
        );
        assert!(
            !script.contains(env!("CARGO_MANIFEST_DIR")),
            "{shell}: the script names this machine"
        );
    }
}

#[test]
#[cfg(unix)]
fn the_script_works_in_bash_itself() {
    let Ok(bash) = Process::new("bash").arg("--version").output() else {
        return;
    };
    if !bash.status.success() {
        return;
    }
    let here = tempfile::tempdir().expect("a folder can be made");
    let line = r#"bash --norc -c '
        source <(hlj completions bash)
        COMP_WORDS=(hlj gdp -c 鹤); COMP_CWORD=3; COMP_TYPE=9
        _clap_complete_hlj hlj 鹤 -c
        printf "%s\n" "${COMPREPLY[@]}"'"#;
    let printed = crate::support::told(&mut crate::support::sh(line, here.path()));
    assert_eq!(printed, "Hegang\n");
    // The shell parts words at the equals sign.
    let line = r#"bash --norc -c '
        source <(hlj completions bash)
        complete -p hlj | grep -o "_[a-z_]* hlj"
        COMP_WORDS=(hlj gdp --city = He -y); COMP_CWORD=4; COMP_TYPE=9
        _hlj_equals_joined hlj He =
        printf "%s\n" "${COMPREPLY[@]}" "${COMP_WORDS[@]}"'"#;
    let printed = crate::support::told(&mut crate::support::sh(line, here.path()));
    assert_eq!(
        printed,
        "_hlj_equals_joined hlj\nHegang\nhlj\ngdp\n--city\n=\nHe\n-y\n"
    );
}

/// A name in Chinese does not begin with what stands for it in the script, so zsh must not choose once more.
#[test]
fn zsh_takes_what_is_offered_as_it_is() {
    let script = stdout(&["completions", "zsh"]);
    assert!(
        script.contains("_describe -V 'values' other -U && "),
        "{script}"
    );
}

#[test]
fn every_table_and_command_has_a_manual_page() {
    let mut names = vec![
        "population",
        "gdp",
        "sectors",
        "province",
        "districts",
        "census",
    ];
    names.extend([
        "pillars",
        "targets",
        "diversification",
        "areas",
        "describe",
        "cite",
        "export",
        "completions",
        "man",
    ]);
    for name in names {
        let page = stdout(&["man", name]);
        assert!(
            page.contains(&format!(".TH hlj-{name} ")),
            "{name}:\n{page}"
        );
        for section in [
            ".SH NAME",
            ".SH SYNOPSIS",
            ".SH OPTIONS",
            ".SH \"EXIT CODES\"",
        ] {
            assert!(page.contains(section), "{name} has no {section}:\n{page}");
        }
    }
    let page = stdout(&["man"]);
    for section in [
        ".TH hlj ",
        ".SH NAME",
        ".SH SYNOPSIS",
        ".SH EXAMPLES",
        ".SH TABLES",
        ".SH COMMANDS",
    ] {
        assert!(page.contains(section), "hlj(1) has no {section}:\n{page}");
    }
    assert_eq!(stdout(&["man", "gdp"]), stdout(&["man", "gdp"]));
}

#[test]
#[cfg(unix)]
fn manual_pages_render_without_a_complaint() {
    let here = tempfile::tempdir().expect("a folder can be made");
    let run = |line: &str| {
        crate::support::sh(line, here.path())
            .output()
            .expect("sh starts")
    };
    let renderer = [
        "mandoc -T utf8 -W warning",
        "groff -man -Tutf8 -P-cbou -ww -K utf8",
    ]
    .into_iter()
    .find(|line| {
        let program = line.split(' ').next().unwrap_or_default();
        run(&format!("command -v {program}")).status.success()
    });
    for page in ["", "gdp", "sectors", "describe", "cite", "export"] {
        let raw = run(&format!("hlj man {page}"));
        assert!(
            raw.stdout.starts_with(b".") && raw.status.success(),
            "`hlj man {page}`"
        );
        let Some(renderer) = renderer else { continue };
        let output = run(&format!("hlj man {page} | {renderer}"));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            said.is_empty(),
            "`hlj man {page} | {renderer}` says: {said}"
        );
        let below = |heading: &str| {
            let mut lines = text.lines().skip_while(|line| *line != heading).skip(1);
            lines.next().unwrap_or_default().trim().to_owned()
        };
        for heading in ["NAME", "SYNOPSIS", "OPTIONS"] {
            assert!(
                below(heading).chars().any(char::is_alphanumeric),
                "`hlj man {page}`: {heading} is empty:\n{text}"
            );
        }
        assert!(
            below("SYNOPSIS").contains("hlj"),
            "`hlj man {page}`:\n{text}"
        );
    }
}
