//! Lists the files of `data/` for the binary to hold, so that adding a table is adding a file.
//!
//! Beside each CSV file stand its cells, so that the program has no CSV to read; beside the descriptor the same without
//! blanks and without most of what it says of its resources, which stands behind the files, since a run needs that of one.

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
    let mut set_aside = Vec::new();
    let mut list = String::from("([\n");
    for name in names {
        let path = data.join(&name);
        println!("cargo::rerun-if-changed={}", path.display());
        let path = path.display().to_string();
        let prepared = if name == "datapackage.json" {
            let (descriptor, parts) = parted(&path)?;
            set_aside = parts;
            format!("Prepared::Descriptor({descriptor:?})")
        } else {
            match cells(&path)? {
                Some(cells) => format!("Prepared::Cells(&{})", literal(&cells)),
                None => "Prepared::Not".to_owned(),
            }
        };
        list.extend([format!(
            "    ({name:?}, include_str!({path:?}), {prepared}),\n"
        )]);
    }
    list.extend([format!("], {set_aside:?})\n")]);
    link();
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("files.rs"), list)
}

/// The cells of a CSV file, line by line; nothing where a record is more or less than a line, as in what is no CSV.
fn cells(path: &str) -> io::Result<Option<Vec<Vec<String>>>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(path)?;
    let mut lines = Vec::new();
    for (record, line) in reader.records().zip(1..) {
        let record = record?;
        if record.position().is_none_or(|found| found.line() != line) {
            return Ok(None);
        }
        lines.push(record.iter().map(str::to_owned).collect());
    }
    Ok(Some(lines))
}

/// Cells as the compiler reads them.
fn literal(lines: &[Vec<String>]) -> String {
    let lines = lines.iter().map(|cells| format!("&{cells:?}"));
    format!("[{}]", lines.collect::<Vec<_>>().join(", "))
}

/// A descriptor without most properties of its resources; and of each of these its name, its schema, and its other properties
/// with the name.
fn parted(path: &str) -> io::Result<(String, Vec<[String; 3]>)> {
    let mut descriptor: serde_json::Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let mut set_aside = Vec::new();
    let resources = descriptor["resources"].as_array_mut();
    for resource in resources.into_iter().flatten() {
        let name = resource["name"].as_str().unwrap_or_default().to_owned();
        let Some(properties) = resource.as_object_mut() else {
            continue;
        };
        let schema = properties.remove("schema").unwrap_or_default();
        let others = ["description", "sources", "licenses", "examples"].into_iter();
        let others = others.filter_map(|name| properties.remove_entry(name));
        let mut others: serde_json::Map<_, _> = others.collect();
        others.insert("name".to_owned(), name.clone().into());
        let others = serde_json::Value::Object(others);
        set_aside.push([name, schema.to_string(), others.to_string()]);
    }
    Ok((descriptor.to_string(), set_aside))
}

/// At a fixed address the loader has nothing to relocate, which takes a tenth of the instructions of a short answer.
fn link() {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
