//! No circles of files inside a layer: two files that name each other cannot be read, or moved, one at a time.
//!
//! A file that stands above a folder puts together what is in it, so that it names the files there is no part of a
//! circle; that these name one another, or the folder's file something that leads back to it, is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::layers::{Source, module, sources, without_comments};

/// A module as its names from the root of the crate.
type Module = Vec<String>;

/// Circles that are known, each by its files; there should be none.
const KNOWN: &[&[&str]] = &[&[
    "query::transform::published",
    "query::transform::real_index",
    "query::transform::rule",
    "query::transform::volume",
    "query::transform::whole",
    "query::transform::work",
]];

/// The names of a path or of a tree of paths that begins here: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start();
    if let Some(list) = text.strip_prefix('{') {
        return crate::layers::items(list)
            .into_iter()
            .flat_map(paths)
            .collect();
    }
    let name: String = text
        .chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '*'))
        .collect();
    if name.is_empty() {
        return Vec::new();
    }
    match text[name.len()..].strip_prefix("::") {
        Some(rest) => paths(rest)
            .into_iter()
            .map(|path| std::iter::once(name.clone()).chain(path).collect())
            .collect(),
        None => vec![vec![name]],
    }
}

/// The places in the code where this word begins a path.
fn beginnings<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(|at| {
        let before = code[..*at].trim_end_matches(' ').chars().next_back();
        let glued = code[..*at].chars().next_back();
        before != Some(':') && !glued.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

/// The modules of the library, with what each names.
struct Map {
    codes: BTreeMap<Module, String>,
    /// What a module gives on under a name of its own: `pub use child::Item`.
    given_on: BTreeMap<(Module, String), Module>,
}

impl Map {
    fn new(sources: impl IntoIterator<Item = Source>) -> Map {
        let codes: BTreeMap<Module, String> = sources
            .into_iter()
            .filter(|source| Path::new(&source.path).extension() == Some("rs".as_ref()))
            .map(|source| {
                let code = source.code.split("#[cfg(test)]").next().unwrap_or_default();
                (source.module, code.to_owned())
            })
            .collect();
        let mut map = Map {
            codes,
            given_on: BTreeMap::new(),
        };
        let mut given_on = BTreeMap::new();
        for (module, code) in &map.codes {
            for start in ["pub use ", "pub(crate) use ", "pub(super) use "] {
                for at in beginnings(code, start) {
                    for path in paths(&code[at + start.len()..]) {
                        if let (Some(from), Some(item)) = (map.module(module, &path), path.last()) {
                            given_on.insert((module.clone(), item.clone()), from);
                        }
                    }
                }
            }
        }
        map.given_on = given_on;
        map
    }

    /// The module that a path leads to from another, the last name perhaps an item of it.
    fn module(&self, from: &Module, path: &[String]) -> Option<Module> {
        let mut at = from.clone();
        let mut rest = path;
        match path.first().map(String::as_str) {
            Some("crate") => {
                at = Vec::new();
                rest = &rest[1..];
            }
            Some("self") => rest = &rest[1..],
            _ => {}
        }
        while rest.first().is_some_and(|name| name == "super") {
            at.pop();
            rest = &rest[1..];
        }
        while let Some(name) = rest.first() {
            let mut below = at.clone();
            below.push(name.clone());
            if !self.codes.contains_key(&below) {
                break;
            }
            at = below;
            rest = &rest[1..];
        }
        if at == *from {
            return None;
        }
        let item = rest
            .first()
            .and_then(|name| self.given_on.get(&(at.clone(), name.clone())));
        Some(item.cloned().unwrap_or(at))
    }

    /// The modules of its layer that a module names, those below it aside.
    fn named(&self, module: &Module) -> BTreeSet<Module> {
        let code = &self.codes[module];
        let mut named = BTreeSet::new();
        for start in ["crate::", "super::", "self::"] {
            for at in beginnings(code, start) {
                let paths = paths(&code[at..]);
                named.extend(paths.iter().filter_map(|path| self.module(module, path)));
            }
        }
        named.retain(|other| !other.starts_with(module) && other.first() == module.first());
        named
    }

    /// The circles, each with its files in order.
    fn circles(&self) -> BTreeSet<Vec<String>> {
        let named: BTreeMap<&Module, BTreeSet<Module>> = self
            .codes
            .keys()
            .map(|module| (module, self.named(module)))
            .collect();
        let reached: BTreeMap<&Module, BTreeSet<&Module>> = named
            .keys()
            .map(|module| {
                let (mut seen, mut ahead) = (BTreeSet::new(), vec![*module]);
                while let Some(module) = ahead.pop() {
                    for next in named.get(module).into_iter().flatten() {
                        if seen.insert(next) {
                            ahead.push(next);
                        }
                    }
                }
                (*module, seen)
            })
            .collect();
        let mut circles = BTreeSet::new();
        for (module, ahead) in &reached {
            let circle: BTreeSet<String> = ahead
                .iter()
                .filter(|other| {
                    reached
                        .get(**other)
                        .is_some_and(|back| back.contains(module))
                })
                .map(|other| other.join("::"))
                .collect();
            if circle.len() > 1 {
                circles.insert(circle.into_iter().collect());
            }
        }
        circles
    }
}

#[test]
fn no_files_of_a_layer_name_one_another_in_a_circle() {
    let found = Map::new(sources()).circles();
    let is_new = |circle: &&Vec<String>| {
        let mut known = KNOWN.iter();
        !known.any(|known| circle.iter().all(|file| known.contains(&file.as_str())))
    };
    let lines: Vec<String> = found
        .iter()
        .filter(is_new)
        .map(|circle| circle.join(" ↔ "))
        .collect();
    assert!(lines.is_empty(), "circles of files:\n{}", lines.join("\n"));
}

#[test]
fn a_circle_in_any_writing_is_seen() {
    let circles = |files: &[(&str, &str)]| {
        let sources = files.iter().map(|(path, code)| Source {
            path: (*path).to_owned(),
            module: module(Path::new(path)),
            code: without_comments(code),
        });
        Map::new(sources).circles().len()
    };
    for (count, files) in [
        (
            0,
            [
                ("a/b.rs", "use super::c::X;"),
                ("a/c.rs", ""),
                ("a/mod.rs", "mod b;"),
            ],
        ),
        (
            1,
            [
                ("a/b.rs", "use super::c::X;"),
                ("a/c.rs", "use super::{b::Y};"),
                ("a/mod.rs", ""),
            ],
        ),
        (
            0,
            [
                ("a/b.rs", "use super::X;"),
                ("a/c.rs", ""),
                ("a/mod.rs", "use b::Y;\nstruct X;"),
            ],
        ),
        (
            1,
            [
                ("a/b.rs", "use super::X;"),
                ("a/c.rs", "use crate::a::b::Y;"),
                ("a/mod.rs", "pub use c::X;"),
            ],
        ),
        (
            1,
            [
                ("a/b.rs", "fn f() { super::c::g() }"),
                ("a/c.rs", "fn g() { crate::a::b::f() }"),
                ("a/mod.rs", ""),
            ],
        ),
        (
            1,
            [
                ("a/b.rs", "use super::c::X;"),
                ("a/c/mod.rs", "use super::b::Y;"),
                ("a/c/d.rs", ""),
            ],
        ),
    ] {
        assert_eq!(circles(&files), count, "{files:?}");
    }
}
