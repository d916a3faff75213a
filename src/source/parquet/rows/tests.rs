//! Tests of rows against files that they write.

use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::*;

/// Forty groups of a hundred rows: an area each, years in it, a figure, and a text that is long and of no use.
fn file() -> Vec<u8> {
    let schema = "message m { required binary area (STRING); required int32 year; required int64 jobs; required binary word (STRING); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut bytes = Vec::new();
    let properties = Arc::new(
        WriterProperties::builder()
            .set_dictionary_enabled(false)
            .build(),
    );
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
    for group in 0..40_i32 {
        let mut own = writer.next_row_group().unwrap();
        let texts = |text: String| vec![ByteArray::from(text.as_str()); 100];
        let mut column = own.next_column().unwrap().unwrap();
        column
            .typed::<ByteArrayType>()
            .write_batch(&texts(format!("Area {group:02}")), None, None)
            .unwrap();
        column.close().unwrap();
        let mut column = own.next_column().unwrap().unwrap();
        let years: Vec<i32> = (1900..2000).collect();
        column
            .typed::<Int32Type>()
            .write_batch(&years, None, None)
            .unwrap();
        column.close().unwrap();
        let mut column = own.next_column().unwrap().unwrap();
        let jobs: Vec<i64> = (0..100).map(|at| i64::from(group) * 1000 + at).collect();
        column
            .typed::<Int64Type>()
            .write_batch(&jobs, None, None)
            .unwrap();
        column.close().unwrap();
        let mut column = own.next_column().unwrap().unwrap();
        let words: Vec<ByteArray> = (0..100)
            .map(|at| ByteArray::from(format!("{at}{}", "w".repeat(500)).as_str()))
            .collect();
        column
            .typed::<ByteArrayType>()
            .write_batch(&words, None, None)
            .unwrap();
        column.close().unwrap();
        own.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

#[derive(Default)]
struct Kept(Vec<(u64, String)>);

impl Fold for Kept {
    fn take(&mut self, record: &Record) {
        self.0.push((
            record.offset,
            String::from_utf8(record.raw.to_vec()).unwrap(),
        ));
    }
    fn reject(&mut self, _: &Record) {}
}

fn read(
    rows: &Rows,
    conditions: &[Condition],
    columns: Option<&[usize]>,
) -> (Vec<(u64, String)>, u64) {
    let before = rows.bytes_read();
    let body = 1..rows.len() + 1;
    let asked = Asked {
        body: &body,
        conditions,
        columns,
    };
    let folds = rows.run(&asked, 2, Kept::default).unwrap();
    let mut found: Vec<_> = folds.into_iter().flat_map(|fold| fold.0).collect();
    found.sort();
    (found, rows.bytes_read() - before)
}

#[test]
fn groups_and_columns_that_are_not_asked_for_are_not_read() {
    let bytes = file();
    let all = bytes.len() as u64;
    let rows = Rows::of_bytes(bytes).unwrap();
    let (found, whole) = read(&rows, &[], None);
    assert_eq!((found.len(), found[0].0), (4000, 1));
    assert!(whole > all * 9 / 10);
    // Statistics exclude all groups but one; of its columns three are asked for, and the long one is not among them.
    let area = Condition::new(0, [b"Area 07".to_vec()]);
    let (found, read_for_one) = read(&rows, std::slice::from_ref(&area), Some(&[0, 1, 2]));
    assert_eq!(found.len(), 100);
    assert_eq!(found[3], (704, "Area 07,1903,7003,".to_owned()));
    // A whole group is a fortieth of the file.
    assert!(read_for_one < all / 100, "{read_for_one} of {all}");
    // One year is in every group: the long column is read where it is asked for, and nowhere for a year that is in none.
    let year = Condition::new(1, [b"1950".to_vec()]);
    let (found, _) = read(&rows, &[area, year], None);
    assert_eq!(found.len(), 1);
    assert!(found[0].1.starts_with("Area 07,1950,7050,50www"));
    let (found, nothing) = read(&rows, &[Condition::new(1, [b"2050".to_vec()])], None);
    assert_eq!((found.len(), nothing), (0, 0));
    // A text that no number of the column is excludes nothing by itself.
    let (found, _) = read(&rows, &[Condition::new(1, [b"many".to_vec()])], None);
    assert_eq!(found.len(), 0);
}

#[test]
fn a_damaged_file_is_told() {
    let bytes = file();
    for cut in [0, 3, 4, 11, 100, bytes.len() / 2, bytes.len() - 1] {
        assert!(Rows::of_bytes(bytes[..cut].to_vec()).is_err(), "{cut}");
    }
    let rows = Rows::of_bytes(bytes).unwrap();
    assert!(rows.text(1000).unwrap_err().to_string().contains("swells"));
}
