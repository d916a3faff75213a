//! Lists the files of `data/` for the binary to hold, so that adding a table is adding a file.

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
    let mut list = String::from("[\n");
    for name in names {
        let path = data.join(&name);
        println!("cargo::rerun-if-changed={}", path.display());
        let path = path.display().to_string();
        list.extend(["    (\"", &name, "\", include_str!(r#\"", &path, "\"#)),\n"]);
    }
    list.push_str("]\n");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("files.rs"), list)
}
