//! Random tables, and what has to hold of whatever comes out of them.

use proptest::prelude::*;

use super::keys::Keys;
use crate::source::{Input, Options, read};

/// A heading, of those that files have.
fn heading() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        prop::sample::select(vec![
            "country",
            "Country Code",
            "Region",
            "year",
            "Quarter",
            "month",
            "Indicator",
            "Series Code",
            "Unit",
            "Scale",
            "Value",
            "Flag",
            "Note",
            "source",
            "sex",
            "age",
            "row",
            "fips",
            "geo",
            "2010",
            "2011",
            "2010Q1",
            "2011p",
            "jobs_2010",
            "jobs_2011",
            "rate_2010",
            "Population,2021",
            "Estimates Start After",
            "地区",
            "Reporter",
            "Partner",
            "state",
            "county",
            "GDP (current US$)",
            "31.12.2005",
            "2019-20",
            "total",
        ])
        .prop_map(str::to_owned),
        "[a-z_ (%)]{0,8}",
    ]
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec!["", "..", "1", "2", "3", "5", "10.5", "2010", "2011", "2012", "A", "B", "Total", "World", "01000", "02000", "e", "p", "x", "01 A", "02 B", "2010Q1", "1,234", "12 b", "%", "t", "M", "F"]).prop_map(str::to_owned),
        1 => "[a-zA-Z0-9 .:%()-]{0,6}",
    ]
}

fn table() -> impl Strategy<Value = String> {
    (1_usize..8, 0_usize..14).prop_flat_map(|(columns, rows)| {
        let header = prop::collection::vec(heading(), columns);
        let body = prop::collection::vec(prop::collection::vec(cell(), columns), rows);
        (header, body, prop::sample::select(vec![",", ";", "\t"])).prop_map(
            |(header, body, delimiter)| {
                let quoted = |cell: &String| format!("\"{cell}\"");
                let line = |cells: &Vec<String>| {
                    cells.iter().map(quoted).collect::<Vec<_>>().join(delimiter)
                };
                std::iter::once(&header)
                    .chain(&body)
                    .map(line)
                    .collect::<Vec<_>>()
                    .join("\n")
            },
        )
    })
}

proptest! {
    /// Against the rows as they are: each set of codes once, numbered as it comes.
    #[test]
    fn keys_tell_rows_apart_as_their_codes_do(
        rows in prop::collection::vec((0_u32..4, 0_u32..3, 0_u32..5), 0..40),
    ) {
        let column = |of: fn(&(u32, u32, u32)) -> u32| rows.iter().map(of).collect::<Vec<u32>>();
        let keys = Keys::none(rows.len())
            .with(&column(|row| row.0))
            .with(&column(|row| row.1))
            .with(&column(|row| row.2));
        let mut seen = Vec::new();
        for (row, key) in rows.iter().zip(&keys.of_row) {
            let at = seen.iter().position(|before| before == row).unwrap_or_else(|| {
                seen.push(*row);
                seen.len() - 1
            });
            prop_assert_eq!(*key as usize, at);
        }
        prop_assert_eq!(keys.count, seen.len());
        let two = Keys::none(rows.len()).with(&column(|row| row.0)).with(&column(|row| row.1));
        prop_assert_eq!(two.determines(&column(|row| row.2)), two.count == keys.count);
    }

    #[test]
    fn whatever_is_read_keeps_its_key(text in table()) {
        let input = Input { name: "t.csv".to_owned(), bytes: text.clone().into_bytes() };
        let Ok(found) = read(input, &Options::default()) else {
            return Ok(());
        };
        for found in found {
            let schema = &found.resource["schema"];
            let fields = schema["fields"].as_array().unwrap().clone();
            let key: Vec<usize> = (0..fields.len())
                .filter(|&at| schema["primaryKey"].as_array().unwrap().contains(&fields[at]["name"]))
                .collect();
            let bytes = found.records.into_bytes();
            let mut reader = csv::ReaderBuilder::new().from_reader(bytes.as_slice());
            let mut seen = std::collections::BTreeSet::new();
            for record in reader.records() {
                let record = record.unwrap();
                prop_assert_eq!(record.len(), fields.len());
                let own: Vec<String> = key.iter().map(|&at| record[at].to_owned()).collect();
                prop_assert!(own.iter().all(|part| !part.is_empty()), "{text}");
                prop_assert!(seen.insert(own), "{text}");
                for (field, cell) in fields.iter().zip(&record) {
                    if field["type"] == "number" && !cell.is_empty() {
                        prop_assert!(cell.parse::<crate::figure::Number>().is_ok(), "{cell} in {text}");
                    }
                    if field["role"] == "time" {
                        prop_assert!(cell.parse::<crate::figure::Period>().is_ok(), "{cell} in {text}");
                    }
                }
            }
            let names: std::collections::BTreeSet<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
            prop_assert_eq!(names.len(), fields.len(), "{}", text);
        }
    }
}
