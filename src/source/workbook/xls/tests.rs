use super::*;

#[test]
fn short_numbers_are_read() {
    for (rk, number) in [
        (0x0000_0002 | (5 << 2), 5.0),
        (0x0000_0003 | (550 << 2), 5.5),
        (0x3ff0_0000, 1.0),
        (0xffff_fffe, -1.0),
    ] {
        assert!((of_rk(rk) - number).abs() < 1e-12, "{rk:x}");
    }
}

#[test]
fn a_text_goes_on_in_the_next_record() {
    // Two texts; the second begins narrow and goes on wide.
    let first = [2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, b'a', 3, 0, 0, b'b'];
    let second = [1, 0xe9, 0, b'c', 0];
    assert_eq!(shared_strings(&[&first, &second]), ["a", "béc"]);
}

proptest::proptest! {
    #[test]
    fn no_bytes_upset_the_reader(parts in proptest::collection::vec(proptest::collection::vec(0u8.., 0..40), 1..4)) {
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        shared_strings(&parts);
        let stream = parts.concat();
        if let Ok(book) = Book::of(&stream) {
            let _ = book.sheet(&stream, 0, false, "");
        }
    }
}
