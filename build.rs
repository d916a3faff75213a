//! Lists the files of `data/` for the binary to hold, so that adding a table is adding a file.
//!
//! Beside each CSV file stands the same without quotes, with a separator that no cell has, for which no reader has to be
//! made when the program runs; beside the descriptor the same without blanks and without the schemas of its resources,
//! which stand behind the files, since a run needs one of them.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let data = Path::new(&root).join("data");
    println!("cargo::rerun-if-changed={}", data.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&data)? {
        let name = entry?.file_name();
        let name = name
            .to_str()
            .ok_or_else(|| io::Error::other("a file name in data/ is not UTF-8"))?
            .to_owned();
        if Path::new(&name)
            .extension()
            .is_some_and(|extension| extension == "csv" || extension == "json")
        {
            names.push(name);
        }
    }
    names.sort();
    let mut of_resources = Vec::new();
    let mut list = String::from("([\n");
    for name in names {
        let path = data.join(&name);
        println!("cargo::rerun-if-changed={}", path.display());
        let path = path.display().to_string();
        let prepared = if name == "datapackage.json" {
            let (descriptor, schemas) = parted(&path)?;
            of_resources = schemas;
            Some(descriptor)
        } else {
            prepared(&path)?
        };
        list.extend([format!(
            "    ({name:?}, include_str!({path:?}), {prepared:?}),\n"
        )]);
    }
    list.extend([format!("], {of_resources:?})\n")]);
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("files.rs"), list)
}

/// What stands between the cells of a prepared file.
const BETWEEN: &str = "\u{1f}";

/// A CSV file with a record on each line and [`BETWEEN`] between its cells, without quotes; nothing where its records are not
/// lines or a cell has a quote, as in what is no CSV.
fn prepared(path: &str) -> io::Result<Option<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(path)?;
    let mut text = String::new();
    for (record, line) in reader.records().zip(1..) {
        let record = record?;
        let is_line = record.position().is_some_and(|found| found.line() == line);
        let is_plain = |cell: &str| !cell.contains(['"', '\n', '\r']) && !cell.contains(BETWEEN);
        if !is_line || !record.iter().all(is_plain) {
            return Ok(None);
        }
        text.push_str(&record.iter().collect::<Vec<_>>().join(BETWEEN));
        text.push('\n');
    }
    Ok(Some(text))
}

/// A descriptor without the schemas of its resources, and each of these with the name of its resource.
fn parted(path: &str) -> io::Result<(String, Vec<(String, String)>)> {
    let mut descriptor: serde_json::Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let mut schemas = Vec::new();
    let resources = descriptor["resources"].as_array_mut();
    for resource in resources.into_iter().flatten() {
        let name = resource["name"].as_str().unwrap_or_default().to_owned();
        let properties = resource.as_object_mut();
        if let Some(schema) = properties.and_then(|properties| properties.remove("schema")) {
            schemas.push((name, schema.to_string()));
        }
    }
    Ok((descriptor.to_string(), schemas))
}
