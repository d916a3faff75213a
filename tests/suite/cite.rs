//! Citations, by the rules of their formats: of every table of the built-in package, and of a hostile one.

use std::fs;

use hlj::package::sha256;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{in_repository, stdout, tries};

/// The properties of an item in the schema `csl-data.json` of CSL 1.0.2 that citations of data may have.
const OF_CSL: [&str; 13] = [
    "id",
    "type",
    "author",
    "title",
    "title-short",
    "container-title",
    "container-title-short",
    "section",
    "issued",
    "version",
    "URL",
    "note",
    "custom",
];

fn csl(args: &[&str]) -> Vec<Value> {
    let text = stdout(&[args, &["-f", "csl-json"]].concat());
    let items: Value = serde_json::from_str(&text).expect("it is JSON");
    items.as_array().expect("it is a list").clone()
}

#[test]
fn every_table_is_cited_with_its_place_its_producers_and_its_checksum() {
    let path = in_repository("data/datapackage.json");
    let text = fs::read_to_string(path).expect("the descriptor is UTF-8");
    let package: Value = serde_json::from_str(&text).expect("the descriptor is JSON");
    let of = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let mut cited = 0;
    for resource in package["resources"].as_array().expect("it is a list") {
        if resource["role"] != "table" {
            continue;
        }
        let name = of(resource, "name");
        let bytes = fs::read(in_repository("data").join(of(resource, "path")));
        let sha256 = sha256(&bytes.expect("the file can be read"));
        let sources = resource["sources"].as_array().expect("it is a list");
        let items = csl(&["cite", &name]);
        assert_eq!(items.len(), sources.len(), "{name}");
        for (item, source) in items.iter().zip(sources) {
            cited += 1;
            assert_eq!(item["title"], source["title"]);
            assert_eq!(item["section"], source["place"]);
            assert_eq!(item["custom"]["producers"], source["producers"]);
            assert_eq!(item["custom"]["sha256"], sha256.as_str());
            assert_eq!(item["version"], package["version"]);
            let documents = package["sources"].as_array().expect("it is a list");
            let document = documents
                .iter()
                .find(|known| known["name"] == source["document"]);
            assert_eq!(
                item["container-title"],
                document.expect("it is there")["title"]
            );
            assert_eq!(item["URL"], document.expect("it is there")["path"]);
            // The descriptor knows neither an author nor a date.
            assert!(item["author"].is_null() && item["issued"].is_null());
            let text = stdout(&["cite", &name]);
            for part in [
                of(source, "title"),
                of(source, "place")[1..].to_owned(),
                sha256.clone(),
                "(n.d.)".to_owned(),
            ] {
                assert!(text.contains(&part), "{name}: no `{part}` in {text}");
            }
        }
    }
    assert!(cited >= 10, "only {cited} sources are cited");
}

#[test]
fn an_indicator_is_cited_from_each_table_that_has_it() {
    let keys: Vec<Value> = csl(&["cite", "gdp-per-capita"])
        .into_iter()
        .map(|item| item["id"].clone())
        .collect();
    assert_eq!(keys, ["hlj-gdp", "hlj-province"]);
    assert_eq!(csl(&["cite", "gdp"]).len(), 1, "`gdp` is a table first");
}

/// A text that formats may take for their own.
fn hostile() -> impl Strategy<Value = String> {
    let marks = r#"[a-zäö李 {}\\%&$#_~^<>"'@,=\-\n\r\t\u{1b}\u{202e}]{1,24}"#;
    marks.prop_filter("a title has a letter", |text| {
        text.chars().any(char::is_alphabetic)
    })
}

proptest! {
    #![proptest_config(tries(24))]

    #[test]
    fn no_title_breaks_a_format(title in hostile(), author in hostile(), url in hostile()) {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let field = |name: &str, kind: &str| json!({ "name": name, "type": kind });
        let descriptor = json!({
            "name": title,
            "title": title,
            "homepage": url,
            "contributors": [{ "title": author, "role": "author" }],
            "sources": [{ "name": title, "title": title, "short": author, "path": url, "note": title }],
            "resources": [{
                "name": "rain", "path": "rain.csv",
                "sources": [{ "title": title, "document": title, "place": author, "producers": [title, author] }],
                "schema": { "fields": [field("town", "string"), field("mm", "number")] },
            }],
        });
        fs::write(folder.path().join("datapackage.json"), descriptor.to_string()).expect("it can be written");
        fs::write(folder.path().join("rain.csv"), "town,mm\nUpton,1\n").expect("it can be written");
        let place = folder.path().display().to_string();
        for what in [&["cite"][..], &["cite", "rain"]] {
            let args = [&["--data", &place], what].concat();
            let written = |format: &str| stdout(&[&args[..], &["-f", format]].concat());
            for item in csl(&args) {
                let properties = item.as_object().expect("it is an object").keys();
                for property in properties {
                    prop_assert!(OF_CSL.contains(&property.as_str()), "{property}");
                }
            }
            let control = |text: &str| text.chars().any(|c| c.is_control() && c != '\n');
            let text = written("text");
            prop_assert!(!control(&text), "{text:?}");
            for line in written("ris").lines() {
                let tag = line.as_bytes();
                let is_field = tag.len() >= 6 && tag[..2].iter().all(u8::is_ascii_alphanumeric) && &tag[2..6] == b"  - ";
                prop_assert!((is_field || line.is_empty()) && !control(line), "{line:?}");
            }
            let bibtex = written("bibtex");
            let mut depth = 0;
            for (line, c) in bibtex.lines().flat_map(|line| line.chars().map(move |c| (line, c))) {
                depth += i32::from(c == '{') - i32::from(c == '}');
                prop_assert!(depth >= 0 && (depth > 0 || !line.starts_with(' ')), "{bibtex}");
            }
            prop_assert_eq!(depth, 0, "{}", bibtex);
            for (at, c) in bibtex.char_indices().filter(|(_, c)| "&%$#_".contains(*c)) {
                let line = bibtex[..at].rsplit('\n').next().unwrap_or_default();
                let is_taken_as_it_stands = line.trim_start().starts_with("url") || line.starts_with('@');
                prop_assert!(is_taken_as_it_stands || line.ends_with('\\'), "{c} in {bibtex}");
            }
        }
    }
}
