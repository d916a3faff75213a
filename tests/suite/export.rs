//! Packages that are written and asked again.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use hlj::cli::{Output, Reply, Surroundings};
use hlj::package::{Package, sha256};
use hlj::query::{Layout, Query, ask};
use hlj::render::{Format, Style};
use hlj::verbs::run;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{files_below, hlj, in_repository, tries};

/// What the program replies, without being a process of its own.
fn reply(words: &[&str]) -> Reply {
    let words: Vec<OsString> = std::iter::once("hlj")
        .chain(words.iter().copied())
        .map(OsString::from)
        .collect();
    run(&words, &Surroundings::default())
}

/// The package that the answer to a question makes, where it makes one.
fn exported(question: &[&str]) -> Option<Vec<(String, Vec<u8>)>> {
    match reply(&[&["export", "folder"], question].concat()).output {
        Output::Folder(place, files) => {
            assert_eq!(place, Path::new("folder"));
            Some(files)
        }
        _ => None,
    }
}

/// A table's answer to no question in particular.
fn asked_again(
    files: Vec<(String, Vec<u8>)>,
    table: &str,
    layout: Layout,
    format: Format,
) -> String {
    let package = Package::in_memory("again", files).expect("it is a package");
    package.check().expect("it is sound");
    let table = package.table(table).expect("the table is there");
    let query = Query {
        layout,
        ..Query::default()
    };
    let answer = ask(&package, table, &query).expect("it answers");
    String::from_utf8(
        format
            .render(&answer, &Style::default())
            .expect("it has this form"),
    )
    .expect("it is UTF-8")
}

fn asked(question: &[&str], options: &[&str]) -> String {
    match reply(&[question, options].concat()).output {
        Output::Stdout(bytes) => String::from_utf8(bytes).expect("it is UTF-8"),
        other => panic!("`{}` gives {other:?}", question.join(" ")),
    }
}

/// An answer in the form of JSON, the words of its notes in an order of their own: the first note of a package gives
/// the status, so one that gives it comes first.
fn records(json: &str) -> Vec<Value> {
    let mut records: Vec<Value> = serde_json::from_str(json).expect("it is JSON");
    for record in &mut records {
        let note = record["note"].as_str().unwrap_or_default();
        let mut words: Vec<String> = note.split(' ').map(str::to_owned).collect();
        words.sort();
        record["note"] = words.into();
    }
    records
}

/// The files of the built-in package; what explains them to those who write packages is none.
fn files_of_the_package() -> Vec<PathBuf> {
    let mut files = files_below(&in_repository("data"));
    files.retain(|file| file.extension() != Some("md".as_ref()));
    files
}

#[test]
fn the_package_is_written_byte_for_byte() {
    let Output::Folder(_, files) = reply(&["export", "folder"]).output else {
        panic!("no folder is written");
    };
    let data = in_repository("data");
    assert_eq!(files.len(), files_of_the_package().len());
    for (path, bytes) in &files {
        assert!(
            *bytes == fs::read(data.join(path)).expect("it is there"),
            "{path} is another"
        );
    }
}

#[test]
fn an_answer_answers_again_with_its_figures_units_and_notes() {
    for question in [
        "gdp",
        "population -y 2014..",
        "gdp -c Qitaihe,Shuangyashan -y 2013..2015 --sort -gdp",
        "sectors",
        "sectors -c Hegang --sector secondary,total -i value-added",
        "province --where real-growth<0 --columns city,year,real-growth",
        "districts",
        "census",
        "pillars",
        "targets",
        "diversification",
        "gdp --as yoy",
        "gdp --as index:2010 -y 2010..",
        "gdp --as change -i gdp-per-capita",
        "gdp --as real-index",
        "gdp --as constant:2010",
        "gdp --as deflator",
        "gdp --as share -y 2015",
        "sectors --as contribution",
        "population --group-by year",
        "gdp --group-by year --as index",
        "gdp --group-by city -y 2010..",
        "gdp --agg mean --group-by city",
        "gdp --agg count --group-by year",
        "sectors --group-by sector,year -y 2015",
    ] {
        let words: Vec<&str> = question.split(' ').collect();
        let files = exported(&words).unwrap_or_else(|| panic!("`{question}` is not exported"));
        let again = asked_again(files.clone(), words[0], Layout::Tidy, Format::Csv);
        assert_eq!(asked(&words, &["--csv"]), again, "{question}");
        if !words.contains(&"--columns") {
            let long = asked_again(files, words[0], Layout::Long, Format::Json);
            let before = records(&asked(&words, &["--long", "--json"]));
            assert_eq!(before, records(&long), "{question}");
        }
    }
}

#[test]
fn the_descriptor_of_an_answer_says_what_it_is() {
    let question = [
        "gdp", "-c", "鹤岗", "-c", "Jixi", "-y", "2010..", "--where", "gdp>20",
    ];
    let files = exported(&question).expect("it is exported");
    let file = |name: &str| {
        &files
            .iter()
            .find(|(path, _)| path == name)
            .expect("it is there")
            .1
    };
    let descriptor: Value = serde_json::from_slice(file("datapackage.json")).expect("it is JSON");
    assert_eq!(
        descriptor["query"],
        "hlj gdp --city 鹤岗,Jixi --years 2010.. --where 'gdp>20'"
    );
    let data = fs::read(in_repository("data/datapackage.json")).expect("it is there");
    assert_eq!(descriptor["excerptOf"]["sha256"], sha256(&data).as_str());
    let built_in: Value = serde_json::from_slice(&data).expect("it is JSON");
    assert_eq!(descriptor["version"], built_in["version"]);
    assert_eq!(descriptor["sources"][0], built_in["sources"][0]);
    let gdp = |descriptor: &Value| {
        let resources = descriptor["resources"]
            .as_array()
            .expect("it is a list")
            .clone();
        resources
            .into_iter()
            .find(|resource| resource["name"] == "gdp")
            .expect("it is there")
    };
    let (table, original) = (gdp(&descriptor), gdp(&built_in));
    assert_eq!(table["sources"], original["sources"]);
    for property in [
        "unit",
        "unitZh",
        "unitMeasure",
        "kind",
        "prices",
        "decimals",
        "concept",
        "combine",
        "role",
        "id",
    ] {
        let of = |table: &Value| table["schema"]["fields"][2][property].clone();
        assert_eq!(of(&table), of(&original), "{property}");
    }
    for resource in descriptor["resources"].as_array().expect("it is a list") {
        let bytes = file(resource["path"].as_str().expect("it has a path"));
        assert_eq!(resource["hash"], format!("sha256:{}", sha256(bytes)));
        assert_eq!(resource["bytes"], bytes.len());
    }
    let question: Vec<&str> = descriptor["query"]
        .as_str()
        .expect("it is a text")
        .split(' ')
        .skip(1)
        .collect();
    let typed: Vec<String> = question.iter().map(|word| word.replace('\'', "")).collect();
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    assert_eq!(
        exported(&typed),
        Some(files.clone()),
        "the question that is told gives the same bytes"
    );
}

#[test]
fn licences_and_makers_go_with_an_answer() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let source = in_repository("tests/packages/plain");
    let descriptor = fs::read_to_string(source.join("datapackage.json")).expect("it is UTF-8");
    let licences =
        r#"[{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]"#;
    let makers = r#"[{"title": "A. Farmer", "roles": ["author"]}]"#;
    let stated = format!(r#""name": "plain", "licenses": {licences}, "contributors": {makers},"#);
    fs::write(
        folder.path().join("datapackage.json"),
        descriptor.replace(r#""name": "plain","#, &stated),
    )
    .expect("it can be written");
    fs::copy(
        source.join("harvest.csv"),
        folder.path().join("harvest.csv"),
    )
    .expect("it can be copied");
    let out = folder.path().join("out");
    let output = hlj([
        "--data".as_ref(),
        folder.path().as_os_str(),
        "export".as_ref(),
        out.as_os_str(),
    ])
    .args(["harvest", "--country", "Norway"])
    .output()
    .expect("the program starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let written = fs::read_to_string(out.join("datapackage.json")).expect("it is there");
    let written: Value = serde_json::from_str(&written).expect("it is JSON");
    let stated = |text: &str| serde_json::from_str::<Value>(text).expect("it is JSON");
    assert_eq!(written["licenses"], stated(licences));
    assert_eq!(written["contributors"], stated(makers));
    assert_eq!(
        written["query"], "hlj harvest --city Norway",
        "no place on this machine is told"
    );
}

#[test]
#[cfg(unix)]
fn a_folder_is_filled_as_a_whole_or_not_at_all() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let here = tempfile::tempdir().expect("a folder can be made");
    let at = |name: &str| here.path().join(name);
    let export = |place: &str| {
        let output = hlj(["export", place])
            .current_dir(here.path())
            .output()
            .expect("it starts");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let count = files_of_the_package().len();
    // A new one, with the permissions that the user gives new folders.
    assert_eq!(export("new"), (Some(0), String::new()));
    fs::create_dir(at("usual")).expect("it can be made");
    let mode = |name: &str| {
        fs::metadata(at(name))
            .expect("it is there")
            .permissions()
            .mode()
    };
    assert_eq!(mode("new"), mode("usual"));
    assert_eq!(files_below(&at("new")).len(), count);
    // An empty one stays what it is.
    fs::set_permissions(at("usual"), fs::Permissions::from_mode(0o750)).expect("it is ours");
    let before = fs::metadata(at("usual")).expect("it is there");
    assert_eq!(export("usual/"), (Some(0), String::new()));
    let after = fs::metadata(at("usual")).expect("it is there");
    assert_eq!((before.ino(), before.mode()), (after.ino(), after.mode()));
    assert_eq!(files_below(&at("usual")).len(), count);
    // A link to an empty one leads there.
    fs::create_dir(at("far")).expect("it can be made");
    symlink("far", at("near")).expect("links can be made");
    assert_eq!(export("near"), (Some(0), String::new()));
    assert_eq!(files_below(&at("far")).len(), count);
    // Everything else stays as it is.
    fs::write(at("file"), "precious\n").expect("it can be written");
    symlink("nowhere", at("dangling")).expect("links can be made");
    for (place, said) in [
        ("new", "is not empty"),
        ("near", "is not empty"),
        ("file", "it is a file"),
        ("file/below", "there is no folder `file`"),
        ("nowhere/below", "there is no folder `nowhere`"),
        ("dangling", "No such file"),
        ("/dev/null", "`/dev/null`"),
    ] {
        let (code, stderr) = export(place);
        assert_eq!(code, Some(1), "{place}: {stderr}");
        assert!(
            stderr.contains(said)
                && stderr.lines().count() == 1
                && stderr.contains("nothing was changed"),
            "{place}: {stderr}"
        );
    }
    assert_eq!(
        fs::read_to_string(at("file")).expect("it is there"),
        "precious\n"
    );
    let drafts = fs::read_dir(here.path())
        .expect("it can be listed")
        .filter(|entry| {
            entry
                .as_ref()
                .expect("it can be listed")
                .file_name()
                .to_string_lossy()
                .starts_with(".hlj")
        });
    assert_eq!(drafts.count(), 0);
}

#[test]
fn a_package_with_folders_keeps_them() {
    let here = tempfile::tempdir().expect("a folder can be made");
    let at = |name: &str| here.path().join(name);
    let source = in_repository("tests/packages/plain");
    let descriptor = fs::read_to_string(source.join("datapackage.json")).expect("it is UTF-8");
    fs::create_dir_all(at("deep/a/b")).expect("they can be made");
    fs::write(
        at("deep/datapackage.json"),
        descriptor.replace("harvest.csv", "a/b/harvest.csv"),
    )
    .expect("it can be written");
    fs::copy(source.join("harvest.csv"), at("deep/a/b/harvest.csv")).expect("it can be copied");
    for place in ["new", "empty"] {
        if place == "empty" {
            fs::create_dir(at(place)).expect("it can be made");
        }
        let output = hlj(["--data", "deep", "export", place])
            .current_dir(here.path())
            .output();
        assert!(output.expect("it starts").status.success());
        for file in ["datapackage.json", "a/b/harvest.csv"] {
            let same = fs::read(at("deep").join(file)).ok() == fs::read(at(place).join(file)).ok();
            assert!(same, "{place}/{file} is another");
        }
        assert_eq!(files_below(&at(place)).len(), 2);
    }
    // A file that the descriptor names and that is not there: nothing is written.
    fs::remove_file(at("deep/a/b/harvest.csv")).expect("it is ours");
    let output = hlj(["--data", "deep", "export", "broken"])
        .current_dir(here.path())
        .output();
    let output = output.expect("it starts");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("a/b/harvest.csv: there is no such file")
    );
    assert!(!at("broken").exists());
}

proptest! {
    #![proptest_config(tries(100))]

    #[test]
    fn whatever_is_exported_answers_again(
        table in prop::sample::select(vec!["population", "gdp", "sectors", "province", "census", "districts", "targets"]),
        options in prop::collection::vec(prop::sample::select(vec![
            "-c=Hegang", "-c=Hegang,Qitaihe", "-y=2010", "-y=latest:3", "-y=2008..2012", "-i=gdp", "-i=value-added",
            "--total", "--group-by=year", "--group-by=city", "--group-by=sector,year", "--agg=mean", "--agg=last",
            "--partial", "--approximate", "--as=yoy", "--as=cagr", "--as=share", "--as=index", "--as=contribution",
            "--as=change", "--where=gdp>30", "--sort=-year", "--top=4", "--columns=city,year,gdp", "--columns=city,code",
            "--sector=secondary", "--sector=total", "--group=total",
        ]), 0..4),
    ) {
        let question = [&[table], &options[..]].concat();
        let reply = reply(&[&["export", "folder"], &question[..]].concat());
        if let Output::Folder(_, files) = reply.output {
            let again = asked_again(files, table, Layout::Tidy, Format::Csv);
            let before = asked(&question, &["--csv"]);
            // Spans of years have a name of their own.
            let (header, rows) = before.split_once('\n').unwrap_or_default();
            let spanned = header.split(',').map(|name| if name == "year" { "span" } else { name });
            let spanned = spanned.collect::<Vec<_>>().join(",");
            let header = if again.starts_with(&spanned) { &spanned } else { header };
            prop_assert_eq!(format!("{header}\n{rows}"), again);
        } else {
            prop_assert!(reply.code != 0 && !reply.messages.is_empty(), "{:?} is silent", question);
            prop_assert!(!reply.messages.iter().any(|message| message.contains("no package of its own")), "{:?}", reply);
        }
    }
}
