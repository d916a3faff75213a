//! Parquet files, written here by the crate that reads them: they go through the same steps as any other format.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hlj::package::Package;
use hlj::query::{Layout, Query, ask};
use hlj::render::{Format, Style};
use hlj::source::Options;
use hlj::source::large::Sizes;
use parquet::data_type::{
    ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType,
    FloatType, Int32Type, Int64Type, Int96, Int96Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Writes the next column of a group; what is missing has no value.
fn column<T: DataType>(group: &mut SerializedRowGroupWriter<'_, Vec<u8>>, values: &[Option<T::T>])
where
    T::T: Clone,
{
    let levels: Vec<i16> = values
        .iter()
        .map(|value| i16::from(value.is_some()))
        .collect();
    let own: Vec<T::T> = values.iter().flatten().cloned().collect();
    let mut writer = group
        .next_column()
        .expect("there is a column")
        .expect("there is one more");
    writer
        .typed::<T>()
        .write_batch(&own, Some(&levels), None)
        .expect("values are written");
    writer.close().expect("the column ends");
}

fn texts(texts: &[&str]) -> Vec<Option<ByteArray>> {
    texts
        .iter()
        .map(|text| (!text.is_empty()).then(|| ByteArray::from(*text)))
        .collect()
}

/// A file of groups of rows, which `write` writes.
fn file(
    folder: &Path,
    name: &str,
    schema: &str,
    groups: usize,
    write: impl Fn(usize, &mut SerializedRowGroupWriter<'_, Vec<u8>>),
) -> PathBuf {
    let schema = Arc::new(parse_message_type(schema).expect("it is a schema"));
    let properties =
        WriterProperties::builder().set_compression(parquet::basic::Compression::SNAPPY);
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build()))
        .expect("a file begins");
    for at in 0..groups {
        let mut group = writer.next_row_group().expect("a group begins");
        write(at, &mut group);
        group.close().expect("the group ends");
    }
    let path = folder.join(name);
    std::fs::write(&path, writer.into_inner().expect("the file ends")).expect("it is written");
    path
}

fn hlj(folder: &Path, words: &str) -> (String, String, i32) {
    let words = words.split(' ').filter(|word| !word.is_empty());
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_hlj"))
        .args(words)
        .current_dir(folder)
        .env_clear()
        .output()
        .expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is UTF-8");
    (
        text(output.stdout),
        text(output.stderr),
        output.status.code().unwrap_or(-1),
    )
}

/// Three areas in two years, a column of each sort.
fn sorts(folder: &Path) -> PathBuf {
    let schema = "message m {
        optional binary region (STRING);
        optional int32 period (DATE);
        optional int32 price (DECIMAL(9, 2));
        optional fixed_len_byte_array(9) debt (DECIMAL(20, 3));
        optional double rate;
        optional float ratio;
        optional int64 jobs;
        optional binary status (STRING);
        optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
    }";
    file(folder, "sorts.parquet", schema, 1, |_, group| {
        column::<ByteArrayType>(group, &texts(&["Brunia", "Katina", "Brunia", "Katina"]));
        // The first days of 2020 and 2021.
        let days = [18_262, 18_262, 18_628, 18_628].map(Some);
        column::<Int32Type>(group, &days);
        column::<Int32Type>(group, &[Some(4_327), Some(2_600), None, Some(-5)]);
        let wide = |value: i128| {
            Some(FixedLenByteArray::from(ByteArray::from(
                value.to_be_bytes()[7..].to_vec(),
            )))
        };
        let debts = [
            wide(12_345_678_901_234_567_890),
            wide(-1),
            None,
            wide(1_500),
        ];
        column::<FixedLenByteArrayType>(group, &debts);
        column::<DoubleType>(
            group,
            &[Some(0.1), Some(35_913.819_369_419_29), Some(f64::NAN), None],
        );
        column::<FloatType>(
            group,
            &[Some(0.1), Some(2.5), Some(3.0), Some(16_777_216.0)],
        );
        column::<Int64Type>(
            group,
            &[Some(7), None, Some(9_007_199_254_740_993), Some(-3)],
        );
        column::<ByteArrayType>(group, &texts(&["", "e", "p", ""]));
        let mut lists = group
            .next_column()
            .expect("there is a column")
            .expect("there is one more");
        lists
            .typed::<ByteArrayType>()
            .write_batch(&[], Some(&[0, 0, 0, 0]), Some(&[0, 0, 0, 0]))
            .expect("no lists");
        lists.close().expect("the column ends");
    })
}

#[test]
fn values_keep_their_digits_and_what_is_missing_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    sorts(folder.path());
    let (out, err, code) = hlj(folder.path(), "sorts.parquet --csv");
    assert_eq!(
        (out.as_str(), code),
        (
            "region,period,price,debt,rate,ratio,jobs\n\
             Brunia,2020,43.27,12345678901234567.890,0.1,0.1,7\n\
             Katina,2020,26.00,-0.001,35913.81936941929,2.5,\n\
             Brunia,2021,,,,3,9007199254740993\n\
             Katina,2021,-0.05,1.500,,16777216,-3\n",
            0
        ),
        "{err}"
    );
    let (out, _, _) = hlj(folder.path(), "sorts.parquet Katina 2020 -i price --long");
    assert!(out.contains("Katina,,2020,price,26.00,,E,"), "{out}");
}

#[test]
fn a_file_is_described_and_exported_as_any_other() {
    let folder = tempfile::tempdir().expect("a folder");
    sorts(folder.path());
    let (out, err, code) = hlj(folder.path(), "sorts.parquet describe sorts -f table");
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("it is Parquet: 4 rows in 1 group"), "{out}");
    assert!(
        out.contains("1 column is omitted: `tags.list.element`"),
        "{out}"
    );
    let (whole, _, _) = hlj(folder.path(), "sorts.parquet --csv");
    assert_eq!(hlj(folder.path(), "sorts.parquet export copy").2, 0);
    assert_eq!(
        hlj(folder.path(), "--data copy sorts --csv"),
        (whole, String::new(), 0)
    );
}

#[test]
fn moments_are_periods() {
    let folder = tempfile::tempdir().expect("a folder");
    let schema = "message m { optional binary region (STRING); optional int64 time (TIMESTAMP(NANOS,true)); optional int64 jobs; }";
    let month = 86_400_000_000_000_i64;
    file(folder.path(), "months.parquet", schema, 1, |_, group| {
        column::<ByteArrayType>(group, &texts(&["A", "A", "A"]));
        let days = [19_723, 19_754, 19_783].map(|day| Some(day * month));
        column::<Int64Type>(group, &days);
        column::<Int64Type>(group, &[Some(1), Some(2), Some(3)]);
    });
    let schema =
        "message m { optional binary region (STRING); optional int96 time; optional int64 jobs; }";
    file(folder.path(), "old.parquet", schema, 1, |_, group| {
        column::<ByteArrayType>(group, &texts(&["A", "A", "A"]));
        let days = [19_723, 19_754, 19_783].map(|day| {
            let mut moment = Int96::new();
            moment.set_data(0, 0, 2_440_588 + day);
            Some(moment)
        });
        column::<Int96Type>(group, &days);
        column::<Int64Type>(group, &[Some(1), Some(2), Some(3)]);
    });
    let expected = "region,time,jobs\nA,2024-01,1\nA,2024-02,2\nA,2024-03,3\n";
    for name in ["months", "old"] {
        let (out, err, _) = hlj(folder.path(), &format!("{name}.parquet --csv"));
        assert_eq!(out, expected, "{name}: {err}");
    }
}

#[test]
fn a_damaged_file_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = sorts(folder.path());
    let bytes = std::fs::read(&path).expect("it is there");
    std::fs::write(&path, &bytes[..bytes.len() - 9]).expect("it is written");
    let (out, err, code) = hlj(folder.path(), "sorts.parquet");
    assert_eq!((out.as_str(), code), ("", 1), "{err}");
    assert!(
        err.contains("it is a Parquet file, and it is damaged"),
        "{err}"
    );
}

/// A file of several groups, and the same as text.
fn large(folder: &Path) -> (PathBuf, PathBuf) {
    let (groups, each) = (12_usize, 150_usize);
    let products = ["all, and more", "rye", "\"wheat\""];
    let cell = |group: usize, at: usize| {
        let (row, area) = (group * each + at, group / 3);
        let year = 1990 + i32::try_from(row % (3 * each) / 3).expect("it is small");
        let value = i64::try_from(row * 7919 % 10_007).expect("it is small");
        (
            format!("Area {area}"),
            year,
            products[row % 3],
            (row % 97 != 5).then_some(value),
            row % 211 == 3,
        )
    };
    let schema = "message m { optional binary area (STRING); optional int32 year; optional binary product (STRING); optional int64 harvest; optional binary flag (STRING); }";
    let parquet = file(folder, "large.parquet", schema, groups, |group, writer| {
        let cells: Vec<_> = (0..each).map(|at| cell(group, at)).collect();
        let names: Vec<&str> = cells.iter().map(|cell| cell.0.as_str()).collect();
        column::<ByteArrayType>(writer, &texts(&names));
        column::<Int32Type>(
            writer,
            &cells.iter().map(|cell| Some(cell.1)).collect::<Vec<_>>(),
        );
        column::<ByteArrayType>(
            writer,
            &texts(&cells.iter().map(|cell| cell.2).collect::<Vec<_>>()),
        );
        column::<Int64Type>(writer, &cells.iter().map(|cell| cell.3).collect::<Vec<_>>());
        let flags: Vec<&str> = cells
            .iter()
            .map(|cell| if cell.4 { "e" } else { "" })
            .collect();
        column::<ByteArrayType>(writer, &texts(&flags));
    });
    let text = folder.join("large.csv");
    let mut writer = csv::Writer::from_path(&text).expect("a file");
    writer
        .write_record(["area", "year", "product", "harvest", "flag"])
        .expect("a header");
    for (group, at) in (0..groups).flat_map(|group| (0..each).map(move |at| (group, at))) {
        let (area, year, product, value, flag) = cell(group, at);
        let value = value.map(|value| value.to_string()).unwrap_or_default();
        let flag = if flag { "e" } else { "" };
        writer
            .write_record([&area, &year.to_string(), product, &value, flag])
            .expect("a row");
    }
    writer.flush().expect("it is written");
    (parquet, text)
}

#[test]
fn a_part_of_a_file_answers_as_the_whole_and_as_the_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let (parquet, text) = large(folder.path());
    let whole = Sizes {
        from: u64::MAX,
        ..Sizes::default()
    };
    let parts = Sizes {
        from: 1,
        head: (0, 20),
        tail: (0, 5),
        stretches: (3, 640),
        chunk: 64,
        threads: 2,
    };
    let open = |path: &Path, sizes: Sizes| {
        let options = Options {
            sizes: Some(sizes),
            ..Options::default()
        };
        Package::open_with(path, &options, &[]).expect("it opens")
    };
    let packages = [
        open(&text, whole),
        open(&parquet, whole),
        open(&parquet, parts),
    ];
    let is_outlined = |package: &Package| {
        let mut tables = package.tables();
        tables.all(|table| package.is_outlined(table))
    };
    assert!(is_outlined(&packages[2]) && !is_outlined(&packages[1]));
    let of = |areas: &[&str], layout: Layout| Query {
        areas: areas.iter().map(|area| (*area).to_owned()).collect(),
        layout,
        ..Query::default()
    };
    for query in [
        Query::default(),
        of(&["Area 2"], Layout::Tidy),
        of(&["Area 1", "Area 3"], Layout::Wide),
    ] {
        let answers = packages.each_ref().map(|package| {
            let table = package.tables().next().expect("there is a table");
            let answer = ask(package, table, &query).expect("it is answered");
            let bytes = Format::Csv.render(&answer, &Style::default());
            String::from_utf8(bytes.expect("it is shown")).expect("it is UTF-8")
        });
        assert!(answers[0].lines().count() > 1);
        assert_eq!(answers[0], answers[1], "{query:?}");
        assert_eq!(answers[0], answers[2], "{query:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn no_damage_upsets_the_parquet_reader(of_groups: bool, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0usize..4), 1..6)) {
        let mut bytes = damaged(of_groups);
        for (at, byte, how) in changes {
            // The end says what stands where: half of the changes are there.
            let length = bytes.len();
            let at = if byte % 2 == 0 { at.index(length) } else { length - 1 - at.index(length.min(900)) };
            match how {
                0 => { bytes.remove(at); }
                1 => bytes.insert(at, byte),
                _ => bytes[at] = byte,
            }
        }
        let input = hlj::source::Input { name: "a.parquet".to_owned(), bytes };
        if let Err(why) = hlj::source::read(input, &Options::default()) {
            prop_assert!(!why.to_string().contains('\n'), "{}", why);
        }
    }
}

/// A file to be damaged.
fn damaged(of_groups: bool) -> Vec<u8> {
    static FILES: std::sync::OnceLock<[Vec<u8>; 2]> = std::sync::OnceLock::new();
    let files = FILES.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        [sorts(folder.path()), large(folder.path()).0]
            .map(|path| std::fs::read(path).expect("it is there"))
    });
    files[usize::from(of_groups)].clone()
}
