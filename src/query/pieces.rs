//! Lists of names that were split at commas: a whole name that holds a comma is tried before its pieces.

/// The most pieces of a name: none has more commas in it.
const MOST: usize = 8;

/// The names that pieces make: the longest run of pieces that is a name to the letter, else each piece, unless it is
/// none and a run that begins with it is one.
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
            let is_alone = is_exact(&pieces[at]) || is_known(&pieces[at]);
            let mut ends = ends().filter(|_| !is_alone);
            ends.find_map(|end| run(end, &is_known))
        });
        let (end, name) = found.unwrap_or_else(|| (at + 1, pieces[at].clone()));
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
        assert_eq!(names("Westing, DC"), ["Westing, DC"]);
        assert_eq!(names("Westing,DC"), ["Westing", "DC"]);
        assert_eq!(names("Nowhere,Boria"), ["Nowhere", "Boria"]);
    }
}
