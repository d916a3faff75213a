//! Tables of one's own: writes a small package to a folder, opens it and asks it. Its places and numbers are made up.
//!
//! A package is a folder with a `datapackage.json` and CSV files. `role`, `id`, `kind` and `unit` are all that this
//! program adds to the Frictionless descriptor here; other programs pass over them.

use std::error::Error;
use std::fs;
use std::io::{self, Write as _};

use hlj::package::Package;
use hlj::query::{Arrangement, Layout, Query, ask};
use hlj::render::{Format, Style};

const DESCRIPTOR: &str = r#"{
  "name": "islands",
  "title": "Made-up islands",
  "resources": [
    {
      "name": "ferries",
      "path": "ferries.csv",
      "title": "Ferry passengers of three made-up islands",
      "role": "table",
      "schema": {
        "fields": [
          { "name": "island", "type": "string", "role": "area" },
          { "name": "year", "type": "year", "role": "time" },
          {
            "name": "passengers_thousand", "type": "number", "title": "Passengers", "role": "indicator",
            "id": "passengers", "kind": "flow", "unit": "thousand persons"
          }
        ],
        "primaryKey": ["island", "year"]
      }
    }
  ]
}
"#;

const ROWS: &str = "\
island,year,passengers_thousand
Skerry,2021,12.4
Skerry,2022,15.0
Skerry,2023,
Holm,2021,230.9
Holm,2022,241.6
Holm,2023,239.2
Long Ness,2021,58.3
Long Ness,2022,61.7
Long Ness,2023,64.5
";

fn main() -> Result<(), Box<dyn Error>> {
    io::stdout().write_all(report()?.as_bytes())?;
    Ok(())
}

/// The newest year's passengers, the most first; then the whole series of one island, years side by side.
///
/// # Errors
/// If the folder cannot be written, or the package not read.
pub(crate) fn report() -> Result<String, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("datapackage.json"), DESCRIPTOR)?;
    fs::write(folder.path().join("ferries.csv"), ROWS)?;

    let package = Package::open(folder.path())?;
    package.check()?;
    let ferries = package
        .table("ferries")
        .ok_or("there is no table `ferries`")?;

    let newest = Query {
        years: Some("2023".parse()?),
        arrangement: Arrangement {
            sort: vec!["-passengers".parse()?],
            ..Arrangement::default()
        },
        ..Query::default()
    };
    let series = Query {
        areas: vec!["long-ness".to_owned()],
        layout: Layout::Wide,
        ..Query::default()
    };
    let mut bytes = Format::Table.render(&ask(&package, ferries, &newest)?, &Style::default())?;
    bytes.push(b'\n');
    bytes.extend(Format::Csv.render(&ask(&package, ferries, &series)?, &Style::default())?);
    Ok(String::from_utf8(bytes)?)
}
