//! What the steps of an answer cost, as library calls: `cargo bench --bench answers`.
//!
//! The package built in is small, so the last group asks a made-up one of 100,000 rows. What a whole process costs,
//! and what peers cost on the same question, is measured by `process.sh`.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, SamplingMode, Throughput};
use hlj::package::Package;
use hlj::query::{Layout, Query, ask};
use hlj::render::{Format, Style};

const AREAS: usize = 1_000;
const YEARS: usize = 100;
const FIRST_YEAR: usize = 1_901;

const DESCRIPTOR: &str = r#"{
  "name": "large",
  "resources": [
    {
      "name": "output",
      "path": "output.csv",
      "schema": {
        "fields": [
          { "name": "area", "type": "string", "role": "area" },
          { "name": "year", "type": "year", "role": "time" },
          { "name": "output_bn", "type": "number", "role": "indicator", "id": "output", "kind": "flow" },
          { "name": "growth_pct", "type": "number", "role": "indicator", "id": "growth", "kind": "rate" }
        ],
        "primaryKey": ["area", "year"]
      }
    }
  ]
}
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default().configure_from_args();
    built_in(&mut criterion)?;
    large(&mut criterion)?;
    criterion.final_summary();
    Ok(())
}

/// The package in the binary: from opening it to the bytes of every format.
fn built_in(criterion: &mut Criterion) -> Result<(), Box<dyn Error>> {
    let city = Query {
        areas: vec!["Hegang".to_owned()],
        years: Some("2008..2015".parse()?),
        ..Query::default()
    };
    let whole = Query::default();
    let long = Query {
        layout: Layout::Long,
        ..Query::default()
    };

    let mut group = criterion.benchmark_group("built-in");
    group.bench_function("open", |bencher| bencher.iter(Package::built_in));
    group.bench_function("open, ask for one city", |bencher| {
        bencher.iter(|| answered(&Package::built_in()?, "gdp", &city));
    });
    let package = Package::built_in()?;
    for (name, query) in [
        ("one city", &city),
        ("the table", &whole),
        ("the table, long", &long),
    ] {
        group.bench_function(format!("ask for {name}"), |bencher| {
            bencher.iter(|| answered(&package, "gdp", black_box(query)));
        });
    }
    let areas = package.areas()?;
    for spelling in ["Hegang", "鹤岗市", "hè gǎng", "230400", "nowhere"] {
        group.bench_function(format!("resolve {spelling}"), |bencher| {
            bencher.iter(|| areas.find_all(black_box(spelling)).len());
        });
    }
    group.finish();

    let table = package.table("gdp").ok_or("there is no table `gdp`")?;
    let answer = ask(&package, table, &whole)?;
    let style = Style {
        width: Some(100),
        ..Style::default()
    };
    let mut group = criterion.benchmark_group("render the table");
    for format in Format::all() {
        group.bench_function(format.name(), |bencher| {
            bencher.iter(|| format.render(black_box(&answer), &style));
        });
    }
    group.finish();
    Ok(())
}

/// A package of 100,000 rows in a folder: one area out of it, one year out of it, all of it.
fn large(criterion: &mut Criterion) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("datapackage.json"), DESCRIPTOR)?;
    fs::write(folder.path().join("output.csv"), rows()?)?;

    let area = Query {
        areas: vec!["Area 500".to_owned()],
        ..Query::default()
    };
    let year = Query {
        years: Some("1950".parse()?),
        ..Query::default()
    };
    let mut group = criterion.benchmark_group("100,000 rows");
    group
        .sample_size(10)
        .sampling_mode(SamplingMode::Flat)
        .measurement_time(Duration::from_secs(10))
        .throughput(Throughput::Elements((AREAS * YEARS) as u64));
    for (name, query) in [
        ("one area", area),
        ("one year", year),
        ("all", Query::default()),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| opened_and_answered(folder.path(), &query));
        });
    }
    group.finish();
    Ok(())
}

/// The rows of the large table, every one of its own.
fn rows() -> Result<String, Box<dyn Error>> {
    let mut text = String::from("area,year,output_bn,growth_pct\n");
    for area in 0..AREAS {
        for year in 0..YEARS {
            let output = (area * 37 + year * 101) % 9_000 + 100;
            let growth = (area + year * 7) % 200;
            writeln!(
                text,
                "Area {area},{},{}.{},{}.{}",
                FIRST_YEAR + year,
                output / 10,
                output % 10,
                growth / 10,
                growth % 10
            )?;
        }
    }
    Ok(text)
}

fn opened_and_answered(folder: &Path, query: &Query) -> Result<usize, Box<dyn Error>> {
    answered(&Package::open(folder)?, "output", query)
}

/// How many rows answer a question; a number, so that nothing is left out as unused.
fn answered(package: &Package, table: &str, query: &Query) -> Result<usize, Box<dyn Error>> {
    let table = package
        .table(table)
        .ok_or_else(|| format!("there is no table `{table}`"))?;
    let rows = ask(package, table, query)?.rows.len();
    if rows == 0 {
        return Err("the question has no rows".into());
    }
    Ok(rows)
}
