//! Which part of the code may name which, and who may touch the world: the rules of the house, checked by reading
//! the source.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{files_below, in_repository};

/// The layers, each naming only those before it.
const LAYERS: [&str; 14] = [
    "order", "words", "figure", "methods", "table", "source", "package", "answer", "query", "sql",
    "audit", "render", "cli", "verbs",
];

/// What belongs to `main.rs` alone: the terminal, files that are written, variables, the end of the process.
const OF_MAIN: [&str; 14] = [
    "stdin(",
    "stdout(",
    "stderr(",
    "print!(",
    "println!(",
    "eprint!(",
    "eprintln!(",
    "terminal_size",
    "fs::write",
    "File::create",
    "OpenOptions",
    "env::var",
    "env::args",
    "process::exit",
];

/// A file of the library: its path below `src/` and its text without comments.
pub(crate) struct Source {
    pub(crate) path: String,
    /// Where it stands in the tree of modules: `query/select.rs` is `query`, `select`.
    pub(crate) module: Vec<String>,
    pub(crate) code: String,
}

/// Every file below `src/` but the program's own.
pub(crate) fn sources() -> Vec<Source> {
    let root = in_repository("src");
    files_below(&root)
        .iter()
        .map(|file| {
            let path = file.strip_prefix(&root).expect("it is below src");
            let text = fs::read_to_string(file).expect("source is UTF-8");
            Source {
                path: path.to_string_lossy().into_owned(),
                module: module(path),
                code: without_comments(&text),
            }
        })
        .filter(|source| !source.path.starts_with("main") && source.path != "lib.rs")
        .collect()
}

pub(crate) fn module(path: &Path) -> Vec<String> {
    let mut parts: Vec<String> = path
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if parts.last().is_some_and(|part| part == "mod") {
        parts.pop();
    }
    parts
}

/// The code without its line comments; line breaks stay.
pub(crate) fn without_comments(text: &str) -> String {
    text.lines()
        .map(|line| match line.trim_start().strip_prefix("//") {
            Some(_) => "",
            None => line,
        })
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// The names that follow `path` (`crate::`), a list in braces told one by one, each with its line.
fn named_after(code: &str, path: &str) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(path) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let line = 1 + code[..at].matches('\n').count();
        let rest = &code[at + path.len()..];
        let first_words = match rest.strip_prefix('{') {
            Some(list) => items(list),
            None => vec![rest],
        };
        for item in first_words {
            let name: String = item
                .trim_start()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            names.push((line, name));
        }
    }
    names
}

/// The items of a list up to its closing brace.
pub(crate) fn items(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut items) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&list[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items
}

/// What a source names against the order of the layers.
fn offences(source: &Source) -> Vec<String> {
    let Some(own) = LAYERS.iter().position(|layer| *layer == source.module[0]) else {
        return vec![format!(
            "src/{}: `{}` is no layer; the layers are {}",
            source.path,
            source.module[0],
            LAYERS.join(", ")
        )];
    };
    let mut offences = Vec::new();
    for (line, name) in named_after(&source.code, "crate::") {
        if LAYERS.iter().skip(own + 1).any(|later| *later == name) {
            offences.push(format!(
                "src/{}:{line}: `{}` names `crate::{name}`, which comes after it",
                source.path, LAYERS[own]
            ));
        }
    }
    // `super` must not lead out of the layer, where the order could not be seen. Modules of tests lie one deeper.
    let tests = source
        .code
        .find("#[cfg(test)]")
        .unwrap_or(source.code.len());
    for (at, _) in source.code.match_indices("super::") {
        if source.code[..at].ends_with("super::") {
            continue;
        }
        let climbs = source.code[at..]
            .split("super::")
            .skip(1)
            .take_while(|between| between.is_empty())
            .count()
            + 1;
        let depth = source.module.len() + usize::from(at > tests);
        if climbs >= depth {
            let line = 1 + source.code[..at].matches('\n').count();
            offences.push(format!(
                "src/{}:{line}: `super` leads to the root of the crate; write `crate::`",
                source.path
            ));
        }
    }
    offences
}

#[test]
fn every_layer_names_only_those_before_it() {
    let offences: Vec<String> = sources().iter().flat_map(offences).collect();
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn no_file_is_left_out_of_the_modules() {
    let root = in_repository("src");
    let text = |path: &Path| {
        fs::read_to_string(path)
            .map(|text| without_comments(&text))
            .unwrap_or_default()
    };
    let (modules, others): (Vec<Source>, Vec<Source>) = sources()
        .into_iter()
        .partition(|source| Path::new(&source.path).extension() == Some("rs".as_ref()));
    for other in others {
        let name = Path::new(&other.path)
            .file_name()
            .expect("a file has a name");
        let taken_in = format!("include_str!(\"{}\")", name.to_string_lossy());
        assert!(
            modules.iter().any(|module| module.code.contains(&taken_in)),
            "src/{} is compiled by nobody; take it in with `{taken_in}`",
            other.path
        );
    }
    for source in modules {
        let (name, above) = source.module.split_last().expect("a file has a name");
        let parent: String = if above.is_empty() {
            text(&root.join("lib.rs"))
        } else {
            let above = root.join(above.join("/"));
            text(&above.join("mod.rs")) + &text(&above.with_extension("rs"))
        };
        let declared = parent.lines().any(|line| {
            line.trim()
                .trim_end_matches(';')
                .ends_with(&format!("mod {name}"))
        });
        assert!(
            declared,
            "src/{} is compiled by nobody; name it with `mod {name};` in its parent",
            source.path
        );
    }
}

#[test]
fn main_alone_touches_the_world() {
    let mut offences = Vec::new();
    // A release aborts where a crate panics, and nothing returns to main that could say why.
    let others = |source: &Source| source.path != "source/parquet/guard.rs";
    for source in sources().into_iter().filter(others) {
        for (number, line) in source.code.lines().enumerate() {
            for word in OF_MAIN.iter().filter(|word| line.contains(**word)) {
                offences.push(format!(
                    "src/{}:{}: `{word}` belongs to main.rs",
                    source.path,
                    number + 1
                ));
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn nothing_is_kept_in_an_order_of_hashing() {
    for source in sources() {
        for word in ["HashMap", "HashSet"] {
            assert!(
                !source.code.contains(word),
                "src/{} uses `{word}`, whose order differs from run to run; use a BTreeMap or a Vec",
                source.path
            );
        }
    }
}

#[test]
fn every_layer_that_the_map_names_exists() {
    let map = fs::read_to_string(in_repository("src/lib.rs")).expect("source is UTF-8");
    let told: Vec<&str> = map
        .lines()
        .filter_map(|line| line.strip_prefix("//! - [`")?.split('`').next())
        .collect();
    let declared: BTreeSet<&str> = map
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(
        told.iter().copied().collect::<BTreeSet<_>>(),
        declared,
        "the list in src/lib.rs tells other modules than there are"
    );
    let in_order: Vec<&str> = LAYERS
        .into_iter()
        .filter(|layer| declared.contains(layer))
        .collect();
    assert_eq!(
        told, in_order,
        "src/lib.rs tells the modules in another order than they build on each other"
    );
}

#[test]
fn a_breach_in_any_writing_is_seen() {
    let offences_of = |path: &str, code: &str| {
        offences(&Source {
            path: path.to_owned(),
            module: module(Path::new(path)),
            code: without_comments(code),
        })
        .len()
    };
    for (path, code, count) in [
        ("query/shape.rs", "use crate::render::Format;", 1),
        (
            "query/shape.rs",
            "use crate::{\n    answer::{A, B},\n    render, words,\n};",
            1,
        ),
        ("query/shape.rs", "let x = crate::verbs::run();", 1),
        (
            "query/shape.rs",
            "use crate::answer::Answer;\n// crate::render\nuse super::Query;",
            0,
        ),
        ("query/shape.rs", "use super::super::render::Format;", 1),
        ("query/mod.rs", "use super::render::Format;", 1),
        ("words.rs", "use super::figure;", 1),
        (
            "words.rs",
            "fn a() {}\n#[cfg(test)]\nmod tests { use super::*; }",
            0,
        ),
        (
            "words.rs",
            "#[cfg(test)]\nmod tests { use super::super::figure; }",
            1,
        ),
        ("figure/year.rs", "fn f() { crate::words::list() }", 0),
        ("odd.rs", "", 1),
    ] {
        assert_eq!(offences_of(path, code), count, "{path}: {code}");
    }
}
