//! Lists of names that were split at commas: a whole name that holds a comma is tried before its pieces.

/// The most pieces of a name: none has more commas in it.
const MOST: usize = 8;

/// The names that pieces make: the longest run of pieces that is a name to the letter, else the longest that is one in another
/// spelling, unless each piece of it is a name to the letter; else each piece.
pub(crate) fn whole_names(
    pieces: &[String],
    is_exact: impl Fn(&str) -> bool,
    is_known: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let run = |end: usize, is_one: &dyn Fn(&str) -> bool| {
            let joined = pieces[at..end].join(",");
            is_one(joined.trim()).then(|| (end, joined.trim().to_owned()))
        };
        let ends = || (at + 2..=pieces.len().min(at + MOST)).rev();
        let exact = ends().find_map(|end| run(end, &is_exact));
        let found = exact.or_else(|| {
            let are_names = |end: usize| pieces[at..end].iter().all(|piece| is_exact(piece.trim()));
            let mut ends = ends().filter(|end| !are_names(*end));
            ends.find_map(|end| run(end, &is_known))
        });
        let alone = || {
            let piece = &pieces[at];
            let name = if is_exact(piece) { piece } else { piece.trim() };
            (at + 1, name.to_owned())
        };
        let (end, name) = found.unwrap_or_else(alone);
        names.push(name);
        at = end;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::whole_names;

    #[test]
    fn a_whole_name_is_tried_before_its_pieces() {
        let known = ["Alba, Rep.", "Boria", "Westing", "DC", "Westing, DC"];
        let names = |text: &str| {
            let pieces: Vec<String> = text.split(',').map(str::to_owned).collect();
            let fold = |name: &str| name.to_lowercase().replace(' ', "");
            whole_names(
                &pieces,
                |name| known.contains(&name),
                |name| known.iter().any(|known| fold(known) == fold(name)),
            )
        };
        assert_eq!(names("Alba, Rep."), ["Alba, Rep."]);
        assert_eq!(names("Boria,Alba, Rep."), ["Boria", "Alba, Rep."]);
        assert_eq!(names("alba,rep."), ["alba,rep."]);
        assert_eq!(names("westing, dc"), ["westing, dc"]);
        assert_eq!(names("boria, westing, dc"), ["boria", "westing, dc"]);
        assert_eq!(names("boria, nowhere"), ["boria", "nowhere"]);
        assert_eq!(names("Westing, DC"), ["Westing, DC"]);
        assert_eq!(names("Westing,DC"), ["Westing", "DC"]);
        assert_eq!(names("Nowhere,Boria"), ["Nowhere", "Boria"]);
    }
}
