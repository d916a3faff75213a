//! Lists the files of `data/` for the binary to hold, so that adding a table is adding a file.
//!
//! Beside the CSV files stand their cells, so that the program has no CSV to read but that of claims; beside the descriptor
//! the same without blanks and without its resources, which stand behind the files one by one, since a run needs one of
//! them.

use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

const DESCRIPTOR: &str = "datapackage.json";

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
    let (descriptor, resources) = parted(&data.join(DESCRIPTOR))?;
    // What is read for a single command may as well be read as it is.
    let is_read_often = |name: &str| {
        let mut claims = resources.iter().filter(|[_, _, role, ..]| role == "claims");
        claims.all(|[_, path, ..]| path != name)
    };
    let mut list = String::from("([\n");
    for name in names {
        let path = data.join(&name);
        println!("cargo::rerun-if-changed={}", path.display());
        let path = path.display().to_string();
        let prepared = if name == DESCRIPTOR {
            format!("Prepared::Descriptor({descriptor:?})")
        } else if let Some(cells) = cells(&path)?.filter(|_| is_read_often(&name)) {
            format!("Prepared::Cells(&{})", literal(&cells))
        } else {
            "Prepared::Not".to_owned()
        };
        list.extend([format!(
            "    ({name:?}, include_str!({path:?}), {prepared}),\n"
        )]);
    }
    list.extend([format!("], {resources:?})\n")]);
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let out = Path::new(&out);
    fs::write(out.join("files.rs"), list)?;
    link(out)
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

/// A descriptor without its resources; and of each of these the name, the path, the role, the schema, and all properties
/// but the schema.
fn parted(path: &Path) -> io::Result<(String, Vec<[String; 5]>)> {
    let mut descriptor: serde_json::Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let resources = descriptor["resources"].take();
    descriptor["resources"] = serde_json::Value::Array(Vec::new());
    let mut parts = Vec::new();
    for mut resource in resources.as_array().cloned().unwrap_or_default() {
        let schema = resource["schema"].take();
        if let Some(properties) = resource.as_object_mut() {
            properties.remove("schema");
        }
        let text = |name: &str| resource[name].as_str().unwrap_or_default().to_owned();
        parts.push([
            text("name"),
            text("path"),
            text("role"),
            schema.to_string(),
            resource.to_string(),
        ]);
    }
    Ok((descriptor.to_string(), parts))
}

/// What takes a good part of a short answer is to load the program. At a fixed address the loader has nothing to relocate.
/// A release has the C library and the unwinder in it, where there are archives of them, so that nothing is loaded but the
/// binary; where the linker is Rust's own, functions that come to the same instructions are kept once, and what only a
/// backtrace reads is left out.
fn link(out: &Path) -> io::Result<()> {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if !is("CARGO_CFG_TARGET_OS", "linux") || !is("CARGO_CFG_TARGET_ENV", "gnu") {
        return Ok(());
    }
    println!("cargo::rustc-link-arg-bins=-no-pie");
    if !is("PROFILE", "release") || env::var("TARGET") != env::var("HOST") {
        return Ok(());
    }
    let archives = ["libc.a", "libm.a", "libgcc_eh.a", "libgcc.a"];
    let archives = archives.map(|name| said("cc", &format!("-print-file-name={name}")));
    if archives.iter().all(|path| Path::new(path).is_absolute()) {
        // The compiler asks for shared libraries, and gets what stands here.
        for name in ["libc.so", "libm.so", "libgcc_s.so"] {
            let group = format!("GROUP ( {} )\n", archives.join(" "));
            fs::write(out.join(name), group)?;
        }
        let found_in = format!("-L{}", out.display());
        for argument in ["-static", &found_in] {
            println!("cargo::rustc-link-arg-bins={argument}");
        }
    }
    if has_linker_of_rust() {
        let script = out.join("unwinding.ld");
        let sections = ".eh_frame .eh_frame_hdr .gcc_except_table .gcc_except_table.*";
        let discard =
            format!("SECTIONS {{ /DISCARD/ : {{ *({sections}) }} }} INSERT AFTER .text;\n");
        fs::write(&script, discard)?;
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", script.display());
    }
    Ok(())
}

/// Whether binaries are linked by the linker that comes with Rust, as they are there since 1.90.
fn has_linker_of_rust() -> bool {
    const TARGET: &str = "x86_64-unknown-linux-gnu";
    let rustc = env::var("RUSTC").unwrap_or_default();
    let linker = format!("lib/rustlib/{TARGET}/bin/gcc-ld/ld.lld");
    let version = said(&rustc, "--version");
    let minor = version
        .split('.')
        .nth(1)
        .and_then(|minor| minor.parse().ok());
    env::var("TARGET").is_ok_and(|target| target == TARGET)
        && Path::new(&said(&rustc, "--print=sysroot"))
            .join(linker)
            .is_file()
        && minor.is_some_and(|minor: u32| minor >= 90)
}

/// What a program says; nothing where it cannot be run.
fn said(program: &str, argument: &str) -> String {
    let output = Command::new(program).arg(argument).output();
    let said = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    said.unwrap_or_default()
}
