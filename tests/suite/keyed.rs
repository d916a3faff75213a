//! Random small files whose columns are easily mistaken: a running number, a code of four digits, a flag; names with commas
//! and quotes, names that are marks of missing figures elsewhere, members that fold alike. What is asked by name is
//! selected here again, changes are computed again, and of what a reader is shown the digits are counted.

use std::collections::{BTreeMap, BTreeSet};

use assert_cmd::Command;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::support::{hlj, tries};

const TOWNS: [&str; 10] = [
    "Alba",
    "Alba, Rep.",
    "Rep.",
    "ALBA",
    "Corín",
    "Corin",
    "NA",
    "O'Hara, \"Old\"",
    "Dorn-West",
    "Dorn West",
];
const BANDS: [&str; 10] = [
    "1-4", "14", "1.4", "-5", "5", "5+", "<5", "young", "Young", "a, b",
];

/// A file: its towns, its bands, and what stands in a town, a year and a band, with its flag.
#[derive(Debug, Clone)]
struct Random {
    towns: Vec<&'static str>,
    bands: Vec<&'static str>,
    cells: Vec<(Option<i64>, &'static str)>,
    columns: Vec<usize>,
}

type Key = (String, i64, String);

impl Random {
    fn any() -> impl Strategy<Value = Random> {
        let columns = Just((0..7).collect::<Vec<usize>>()).prop_shuffle();
        let sets = (
            subsequence(&TOWNS[..], 2..=4),
            subsequence(&BANDS[1..], 1..=4),
            columns,
        );
        sets.prop_flat_map(|(towns, mut bands, columns)| {
            // A column of numbers alone could be one of figures.
            bands.push(BANDS[0]);
            let value = prop_oneof![1 => Just(None), 9 => prop_oneof![0_i64..30, 1800_i64..2100, 0_i64..100_000].prop_map(Some)];
            let cells = (value, select(vec!["", "", "p", "e"]));
            let count = towns.len() * bands.len() * 2;
            (Just(towns), Just(bands), Just(columns), prop::collection::vec(cells, count))
        })
        .prop_map(|(towns, bands, columns, cells)| Random { towns, bands, cells, columns })
    }

    fn rows(&self) -> BTreeMap<Key, Option<i64>> {
        let mut rows = BTreeMap::new();
        let mut cells = self.cells.iter();
        for town in &self.towns {
            for year in [2010, 2011] {
                for band in &self.bands {
                    let (value, _) = cells.next().expect("a cell for each row");
                    rows.insert(((*town).to_owned(), year, (*band).to_owned()), *value);
                }
            }
        }
        rows
    }

    fn write(&self, path: &std::path::Path) {
        let mut writer = csv::Writer::from_path(path).expect("a file can be made");
        let head = ["no", "code", "town", "year", "band", "beds", "flag"];
        let put = |writer: &mut csv::Writer<_>, row: [&str; 7]| {
            let row = self.columns.iter().map(|column| row[*column]);
            writer.write_record(row).expect("a row can be written");
        };
        put(&mut writer, head);
        let mut cells = self.cells.iter();
        let mut number = 0;
        for (place, town) in self.towns.iter().enumerate() {
            for year in ["2010", "2011"] {
                for band in &self.bands {
                    number += 1;
                    let (value, flag) = cells.next().expect("a cell for each row");
                    let value = value.map(|value| value.to_string()).unwrap_or_default();
                    let (number, code) = (number.to_string(), (1501 + place).to_string());
                    put(
                        &mut writer,
                        [&number, &code, town, year, band, &value, flag],
                    );
                }
            }
        }
        writer.flush().expect("a file can be written");
    }
}

/// The answer as CSV: by town, year and band the text in one column.
fn asked(
    path: &std::path::Path,
    words: &[&str],
    column: &str,
) -> Result<BTreeMap<Key, String>, String> {
    let mut all = vec!["--data", path.to_str().expect("a path"), "t"];
    all.extend(words);
    all.push("--csv");
    let output = hlj(&all).output().expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut reader = csv::Reader::from_reader(&output.stdout[..]);
    let head = reader.headers().map_err(|error| error.to_string())?.clone();
    let place = |name: &str| {
        head.iter()
            .position(|other| other == name)
            .ok_or_else(|| format!("{words:?}: there is no `{name}` in {head:?}: {said}"))
    };
    let (town, year, band, column) = (
        place("town")?,
        place("year")?,
        place("band")?,
        place(column)?,
    );
    let mut rows = BTreeMap::new();
    for row in reader.records() {
        let row = row.map_err(|error| error.to_string())?;
        let year = row[year]
            .parse()
            .map_err(|_| format!("{} is no year", &row[year]))?;
        rows.insert(
            (row[town].to_owned(), year, row[band].to_owned()),
            row[column].to_owned(),
        );
    }
    Ok(rows)
}

/// The rows of an answer as CSV, each by the columns that are named.
fn table(mut command: Command, columns: &[&str]) -> Result<Vec<Vec<String>>, String> {
    let output = command.output().expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut reader = csv::Reader::from_reader(&output.stdout[..]);
    let head = reader.headers().map_err(|error| error.to_string())?.clone();
    let places = columns.iter().map(|name| {
        let place = head.iter().position(|other| other == *name);
        place.ok_or_else(|| format!("there is no `{name}` in {head:?}: {said}"))
    });
    let places: Vec<usize> = places.collect::<Result<_, _>>()?;
    let rows = reader.records().map(|row| {
        let row = row.map_err(|error| error.to_string())?;
        Ok(places.iter().map(|place| row[*place].to_owned()).collect())
    });
    rows.collect()
}

/// The ranks of values, the largest first: equals share one, what is missing has none.
fn ranks(values: &[(&str, Option<i64>)]) -> BTreeMap<String, (String, String)> {
    let ranked = values.iter().map(|(name, value)| {
        let before = |own: i64| {
            values
                .iter()
                .filter(move |(_, other)| other.is_some_and(|other| other > own))
        };
        let rank = value.map(|own| (before(own).count() + 1).to_string());
        let value = value.map(|own| own.to_string());
        (
            (*name).to_owned(),
            (rank.unwrap_or_default(), value.unwrap_or_default()),
        )
    });
    ranked.collect()
}

/// In percent, what a value is more than a base; none without both, or where the base is not above zero.
fn change(value: Option<i64>, base: Option<i64>) -> Option<f64> {
    let (value, base) = (value?, base.filter(|base| *base > 0)?);
    #[expect(clippy::cast_precision_loss, reason = "the figures are small")]
    let of = |number: i64| number as f64;
    Some(of(value - base) * 100.0 / of(base))
}

fn significant(text: &str) -> usize {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').len()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 20, ..tries(40) })]

    #[test]
    fn names_codes_and_digits_are_what_they_are(random in Random::any()) {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().join("t.csv");
        random.write(&path);
        let rows = random.rows();
        let text = |value: &Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
        let chosen = |holds: &dyn Fn(&Key) -> bool| -> BTreeMap<Key, String> {
            rows.iter().filter(|(key, _)| holds(key)).map(|(key, value)| (key.clone(), text(value))).collect()
        };
        let ask = |words: &[&str], column: &str| asked(&path, words, column).map_err(TestCaseError::fail);

        prop_assert_eq!(ask(&[], "beds")?, chosen(&|_| true));
        for town in &random.towns {
            let expected = chosen(&|key| key.0 == *town);
            prop_assert_eq!(&ask(&[&format!("--city={town}")], "beds")?, &expected, "{}", town);
            prop_assert_eq!(&ask(&[&format!("--where=town={town}")], "beds")?, &expected, "{}", town);
        }
        for band in &random.bands {
            let expected = chosen(&|key| key.2 == *band);
            prop_assert_eq!(&ask(&[&format!("--band={band}")], "beds")?, &expected, "{}", band);
            let others = chosen(&|key| key.2 != *band);
            prop_assert_eq!(&ask(&[&format!("--where=band!={band}")], "beds")?, &others, "{}", band);
        }

        let exact: BTreeMap<Key, Option<f64>> = rows.keys().filter(|key| key.1 == 2011).map(|key| {
            let before = (key.0.clone(), 2010, key.2.clone());
            (key.clone(), change(rows[key], rows[&before]))
        }).collect();
        let found = ask(&["--as", "yoy", "-y", "2011"], "beds_yoy_pct")?;
        prop_assert_eq!(found.keys().collect::<Vec<_>>(), exact.keys().collect::<Vec<_>>());
        for (key, exact) in &exact {
            match exact {
                None => prop_assert_eq!(&found[key], "", "{:?}", key),
                Some(exact) => {
                    let figure: f64 = found[key].parse().map_err(|_| TestCaseError::fail(format!("{key:?}: {}", found[key])))?;
                    prop_assert!((figure - exact).abs() <= exact.abs() * 1e-12, "{key:?}: {figure} and not {exact}");
                }
            }
        }

        // What comes in a pipe is read as a file is.
        let piped = hlj(["-", "--csv"]).write_stdin(std::fs::read(&path).expect("the file is there")).output();
        let filed = hlj([path.to_str().expect("a path"), "--csv"]).output();
        prop_assert_eq!(piped.expect("the program starts").stdout, filed.expect("the program starts").stdout);

        // Ranked and compared as counted here.
        let data = ["--data", path.to_str().expect("a path")];
        let value = |town: &str, band: &str| rows[&(town.to_owned(), 2011, band.to_owned())];
        for band in &random.bands {
            let values: Vec<(&str, Option<i64>)> = random.towns.iter().map(|town| (*town, value(town, band))).collect();
            let member = format!("--member=band={band}");
            let words = data.into_iter().chain(["rank", "beds", "-y", "2011", &member, "--csv"]);
            let found = table(hlj(words), &["town", "rank", "beds"]).map_err(TestCaseError::fail)?;
            let found: BTreeMap<String, (String, String)> =
                found.into_iter().map(|row| (row[0].clone(), (row[1].clone(), row[2].clone()))).collect();
            if values.iter().any(|(_, value)| value.is_some()) {
                prop_assert_eq!(found, ranks(&values), "{}", band);
            }
        }
        let pair = [random.towns[0], random.towns[1]];
        let words = data.into_iter().chain(["compare", pair[0], pair[1], "-y", "2011", "--csv"]);
        let found = table(hlj(words), &["indicator", pair[0], pair[1], "difference"]).map_err(TestCaseError::fail)?;
        for row in found {
            let band = row[0].split_once(':').map_or("", |(_, band)| band);
            let [first, second] = pair.map(|town| value(town, band));
            let text = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
            let difference = first.zip(second).map(|(first, second)| second - first);
            prop_assert_eq!(&row[1..], &[text(first), text(second), text(difference)], "{}", band);
        }

        // What a reader is shown: one number of decimals, two digits at least, nowhere half a unit off.
        let words = ["--data", path.to_str().expect("a path"), "t", "--as", "yoy", "-y", "2011", "-f", "md"];
        let output = hlj(words).output().expect("the program starts");
        let page = String::from_utf8_lossy(&output.stdout).into_owned();
        let cells = page.lines().filter(|line| line.contains("| 2011 |")).filter_map(|line| line.trim_end_matches(" |").rsplit("| ").next());
        let shown: Vec<String> = cells.map(|cell| cell.replace(',', "")).map(|cell| {
            cell.trim_end_matches(|c: char| !c.is_ascii_digit()).to_owned()
        }).filter(|cell| !cell.is_empty()).collect();
        let decimals: BTreeSet<usize> = shown.iter().filter(|cell| *cell != "0").map(|cell| cell.split_once('.').map_or(0, |(_, behind)| behind.len())).collect();
        prop_assert!(decimals.len() <= 1, "{page}");
        prop_assert!(shown.iter().all(|cell| cell == "0" || significant(cell) >= 2), "{page}");
        let of_exact: Vec<f64> = exact.values().copied().flatten().collect();
        prop_assert_eq!(shown.len(), of_exact.len(), "{}", page);
        let half = 0.5 * 10_f64.powi(-i32::try_from(decimals.first().copied().unwrap_or(0)).expect("few decimals"));
        for cell in &shown {
            // Of a change of a count of few, tens and hundreds are rounded away.
            let zeros = cell.len() - cell.trim_end_matches('0').len();
            let half = if decimals.first() == Some(&0) { half * 10_f64.powi(i32::try_from(zeros).expect("few digits")) } else { half };
            let cell: f64 = cell.parse().map_err(|_| TestCaseError::fail(cell.clone()))?;
            prop_assert!(of_exact.iter().any(|exact| (exact - cell).abs() <= half * 1.000_001), "{cell} in {page}");
        }
    }
}
