use super::*;
use crate::figure::Whose;

#[test]
fn what_is_inherited_from_many_values_is_one_note() {
    let note = Note::new(Status::Estimated, "Estimated.");
    let of = |name: &str, year| {
        let name = name.to_owned();
        let year = Period::new(year);
        let zh = None;
        note.about(&Arc::new(Whose { name, zh, year })).inherited()
    };
    let all = [of("A", 2010), of("A", 2012), of("B", 2008), of("A", 2011)];
    let mut notes = Notes::new(&Style::default());
    for one in std::iter::once(&note).chain(&all) {
        notes.add(one);
    }
    let told: Vec<String> = notes.lines().map(|(_, text)| text).collect();
    assert_eq!(
        told,
        [
            "E (estimated): Estimated.",
            "E (estimated): A 2010–2012; B 2008: Estimated."
        ]
    );
    assert_eq!(notes.places(&[&all[1], &all[0]]), [1]);
    assert_eq!(notes.places(&[&all[2], &note]), [0, 1]);
    assert_eq!(text(&all[2]), "E (estimated): B 2008: Estimated.");
}

#[test]
fn letters_go_on_after_z() {
    let letters: Vec<String> = [0, 16, 25, 26, 27, 701, 702].map(letters).to_vec();
    assert_eq!(letters, ["a", "q", "z", "aa", "ab", "zz", "aaa"]);
}
