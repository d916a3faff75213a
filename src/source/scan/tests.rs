//! Tests of the scan against the reader of the crate `csv`.

use std::io::Write as _;

use proptest::prelude::*;

use super::*;

/// Keeps what it is given.
#[derive(Default)]
struct Kept {
    records: Vec<(u64, Vec<Vec<u8>>)>,
    /// The fields of the record that was taken before in the chunk.
    before: Vec<Vec<u8>>,
}

impl Fold for Kept {
    fn take(&mut self, record: &Record) {
        let fields = (0..record.spans.len()).map(|at| record.field(at).to_vec());
        let fields: Vec<Vec<u8>> = fields.collect();
        let same = record.same;
        assert_eq!(fields[..same], self.before[..same], "{same} are the same");
        self.before.clone_from(&fields);
        self.records.push((record.offset, fields));
    }

    fn reject(&mut self, record: &Record) {
        self.records
            .push((record.offset, vec![b"rejected".to_vec(); record.len()]));
    }

    fn end_chunk(&mut self, _: &[u8], _: u64) {
        self.before.clear();
    }
}

fn read(text: &str, conditions: &[Condition], threads: usize, size: u64) -> Vec<Vec<Vec<u8>>> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let scan = Scan {
        file: &file,
        body: 0..text.len() as u64,
        delimiter: b',',
        quote: b'"',
        width: 2,
        conditions: conditions.to_vec(),
        quotes: None,
        chunks: Vec::new(),
    };
    let folds = scan.run_in_chunks(threads, size, Kept::default).unwrap();
    let mut records: Vec<_> = folds.into_iter().flat_map(|fold| fold.records).collect();
    records.sort();
    records.into_iter().map(|(_, fields)| fields).collect()
}

/// The same by the reader of the crate `csv`.
fn expected(text: &str, conditions: &[Condition]) -> Vec<Vec<Vec<u8>>> {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .terminator(csv::Terminator::Any(b'\n'))
        .from_reader(text.as_bytes());
    let records = reader.into_byte_records().map(Result::unwrap);
    let fields = |record: csv::ByteRecord| -> Vec<Vec<u8>> {
        let fields: Vec<Vec<u8>> = record.iter().map(<[u8]>::to_vec).collect();
        match fields.len() {
            2 => fields,
            other => vec![b"rejected".to_vec(); other],
        }
    };
    let meets = |fields: &Vec<Vec<u8>>| {
        fields.len() != 2
            || conditions
                .iter()
                .all(|condition| condition.holds(&fields[condition.column]))
    };
    records.map(fields).filter(meets).collect()
}

proptest! {
    #[test]
    fn the_size_of_chunks_and_the_number_of_threads_do_not_matter(
        text in "([abé]{0,3}[,\n\"]){0,30}", size in 1_u64..40, threads in 1_usize..4,
    ) {
        prop_assert_eq!(read(&text, &[], threads, size), expected(&text, &[]), "{}", text);
    }

    #[test]
    fn what_lines_begin_with_as_those_before_is_the_same(
        text in "((a|aa|\"ab\"|)[,\n]){0,40}(\"aaaaaaaaa\"|aaaaaaaab)?(,(b|\"b\")\n){0,3}", size in 1_u64..80,
    ) {
        prop_assert_eq!(read(&text, &[], 1, size), expected(&text, &[]), "{}", text);
        let asked = [Condition::new(1, [b"aa".to_vec(), b"ab".to_vec()])];
        prop_assert_eq!(read(&text, &asked, 2, size), expected(&text, &asked), "{}", text);
    }

    #[test]
    fn what_is_asked_for_is_found_wherever_it_stands(
        text in "(a?aab?c?[,\n]{1,2}){0,30}", size in 1_u64..40, threads in 1_usize..4,
    ) {
        let asked = [Condition::new(1, [b"aab".to_vec()])];
        let found = |text: &str| {
            let mut found = read(text, &asked, threads, size);
            found.retain(|record| record.len() == 2);
            found
        };
        let mut wanted = expected(&text, &asked);
        wanted.retain(|record| record.len() == 2);
        prop_assert_eq!(found(&text), wanted);
    }
}

#[test]
fn quotes_are_taken_off_and_doubled_ones_are_one() {
    let text = "\"a\"\"b\",\"c\nd\"\r\n5\" x,\"y\"\r\n";
    let found = read(text, &[], 2, 3);
    let found: Vec<Vec<String>> = found
        .iter()
        .map(|record| {
            record
                .iter()
                .map(|field| String::from_utf8_lossy(field).into())
                .collect()
        })
        .collect();
    assert_eq!(found, [["a\"b", "c\nd"], ["5\" x", "y"]]);
}
