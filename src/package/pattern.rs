//! Regular expressions of the standard's `pattern`, which a whole value has to match: characters, classes, groups,
//! alternatives and counts. What goes beyond that is not read, and said not to be tried.

/// The most steps that a value is tried for; a pattern that needs more is not tried to the end.
const MOST_STEPS: usize = 100_000;
/// How deep groups may stand in one another.
const DEEPEST: usize = 50;

/// A pattern that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Branch>);

/// One of several alternatives: pieces one behind another.
type Branch = Vec<Piece>;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    atom: Atom,
    least: usize,
    most: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Atom {
    Set { negated: bool, parts: Vec<Part> },
    Group(Vec<Branch>),
}

/// A part of a class of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Range(char, char),
    Class { class: Class, negated: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Word,
    Space,
}

impl Class {
    fn has(self, c: char) -> bool {
        match self {
            Class::Digit => c.is_ascii_digit(),
            Class::Word => c.is_alphanumeric() || c == '_',
            Class::Space => matches!(c, ' ' | '\t' | '\n' | '\r'),
        }
    }
}

impl Pattern {
    /// The pattern of a text; none where it is beyond what is read here.
    pub(super) fn read(text: &str) -> Option<Pattern> {
        let text = text.strip_prefix('^').unwrap_or(text);
        let text = match text.strip_suffix('$') {
            Some(rest) if !rest.ends_with('\\') => rest,
            _ => text,
        };
        let mut reader = Reader {
            rest: text.chars().collect::<Vec<char>>().into_iter().peekable(),
            depth: 0,
        };
        let branches = reader.branches()?;
        reader.rest.peek().is_none().then_some(Pattern(branches))
    }

    /// Whether a whole text matches; nothing where that takes too long to find out.
    pub(super) fn matches(&self, text: &str) -> Option<bool> {
        let text: Vec<char> = text.chars().collect();
        let mut steps = 0;
        let found = any(&self.0, &text, &mut steps, &mut |rest, _| rest.is_empty());
        (found || steps < MOST_STEPS).then_some(found)
    }
}

/// What has to hold of the rest of a text.
type Then<'t> = dyn FnMut(&[char], &mut usize) -> bool + 't;

fn any(branches: &[Branch], text: &[char], steps: &mut usize, then: &mut Then) -> bool {
    let mut branches = branches.iter();
    branches.any(|branch| all(branch, text, steps, then))
}

fn all(pieces: &[Piece], text: &[char], steps: &mut usize, then: &mut Then) -> bool {
    match pieces.split_first() {
        None => then(text, steps),
        Some((piece, others)) => repeated(piece, 0, text, steps, &mut |rest, steps| {
            all(others, rest, steps, then)
        }),
    }
}

/// A piece that has been met `times` already.
fn repeated(
    piece: &Piece,
    times: usize,
    text: &[char],
    steps: &mut usize,
    then: &mut Then,
) -> bool {
    *steps += 1;
    if *steps >= MOST_STEPS {
        return false;
    }
    if times < piece.most {
        let more = match &piece.atom {
            Atom::Set { negated, parts } => match text.split_first() {
                Some((c, rest)) if parts.iter().any(|part| part.has(*c)) != *negated => {
                    repeated(piece, times + 1, rest, steps, then)
                }
                _ => false,
            },
            Atom::Group(branches) => any(branches, text, steps, &mut |rest, steps| {
                // What takes nothing would be met for ever.
                let is_new = rest.len() < text.len() || times < piece.least;
                is_new && repeated(piece, times + 1, rest, steps, then)
            }),
        };
        if more {
            return true;
        }
    }
    times >= piece.least && then(text, steps)
}

impl Part {
    fn has(self, c: char) -> bool {
        match self {
            Part::Range(first, last) => (first..=last).contains(&c),
            Part::Class { class, negated } => class.has(c) != negated,
        }
    }
}

struct Reader {
    rest: std::iter::Peekable<std::vec::IntoIter<char>>,
    depth: usize,
}

impl Reader {
    fn branches(&mut self) -> Option<Vec<Branch>> {
        let mut branches = vec![Branch::new()];
        while let Some(&c) = self.rest.peek() {
            match c {
                ')' => break,
                '|' => {
                    self.rest.next();
                    branches.push(Branch::new());
                }
                _ => {
                    let piece = self.piece()?;
                    branches.last_mut()?.push(piece);
                }
            }
        }
        Some(branches)
    }

    fn piece(&mut self) -> Option<Piece> {
        let atom = match self.rest.next()? {
            '(' => self.group()?,
            '[' => self.set()?,
            '.' => Atom::Set {
                negated: true,
                parts: vec![Part::Range('\n', '\n'), Part::Range('\r', '\r')],
            },
            '\\' => Atom::Set {
                negated: false,
                parts: vec![self.escaped()?],
            },
            '^' | '$' | '*' | '+' | '?' | '{' | '}' | ']' => return None,
            c => Atom::Set {
                negated: false,
                parts: vec![Part::Range(c, c)],
            },
        };
        let (least, most) = match self.rest.peek() {
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('?') => (0, 1),
            Some('{') => self.counts()?,
            _ => {
                return Some(Piece {
                    atom,
                    least: 1,
                    most: 1,
                });
            }
        };
        self.rest.next();
        // How much is taken first does not matter to what matches as a whole.
        self.rest.next_if_eq(&'?');
        (least <= most).then_some(Piece { atom, least, most })
    }

    /// A group, behind its bracket.
    fn group(&mut self) -> Option<Atom> {
        if self.rest.next_if_eq(&'?').is_some() && self.rest.next() != Some(':') {
            return None;
        }
        self.depth += 1;
        let branches = (self.depth <= DEEPEST).then(|| self.branches())??;
        self.depth -= 1;
        (self.rest.next()? == ')').then_some(Atom::Group(branches))
    }

    /// The counts in braces, up to the closing one.
    fn counts(&mut self) -> Option<(usize, usize)> {
        self.rest.next();
        let mut text = String::new();
        while let Some(c) = self.rest.next_if(|c| *c != '}') {
            text.push(c);
        }
        self.rest.peek()?;
        let number = |text: &str| text.parse::<usize>().ok();
        match text.split_once(',') {
            None => Some((number(&text)?, number(&text)?)),
            Some((least, "")) => Some((number(least)?, usize::MAX)),
            Some((least, most)) => Some((number(least)?, number(most)?)),
        }
    }

    /// A class in brackets, behind the first of them.
    fn set(&mut self) -> Option<Atom> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut parts = Vec::new();
        loop {
            let part = match self.rest.next()? {
                ']' if !parts.is_empty() => return Some(Atom::Set { negated, parts }),
                // A class in a class, or one taken from another.
                '[' | ']' => return None,
                '\\' => self.escaped()?,
                c => Part::Range(c, c),
            };
            let Part::Range(first, _) = part else {
                parts.push(part);
                continue;
            };
            if self.rest.next_if_eq(&'-').is_none() {
                parts.push(part);
                continue;
            }
            match self.rest.peek()? {
                ']' => parts.extend([part, Part::Range('-', '-')]),
                '[' => return None,
                _ => {
                    let last = match self.rest.next()? {
                        '\\' => match self.escaped()? {
                            Part::Range(last, _) => last,
                            Part::Class { .. } => return None,
                        },
                        c => c,
                    };
                    parts.push(Part::Range(first, last));
                }
            }
        }
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Option<Part> {
        let class = |class, negated| Some(Part::Class { class, negated });
        match self.rest.next()? {
            'd' => class(Class::Digit, false),
            'D' => class(Class::Digit, true),
            'w' => class(Class::Word, false),
            'W' => class(Class::Word, true),
            's' => class(Class::Space, false),
            'S' => class(Class::Space, true),
            'n' => Some(Part::Range('\n', '\n')),
            'r' => Some(Part::Range('\r', '\r')),
            't' => Some(Part::Range('\t', '\t')),
            c if !c.is_alphanumeric() => Some(Part::Range(c, c)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::read(pattern).unwrap().matches(text).unwrap()
    }

    #[test]
    fn a_whole_text_matches_or_does_not() {
        for (pattern, yes, no) in [
            ("[A-Z]{2}[0-9]{1,3}", "AB12", "AB1234"),
            ("^[A-Z]{2}\\d+$", "AB1234", "xAB1"),
            ("a|bc", "bc", "abc"),
            ("(ab)*c", "ababc", "abac"),
            ("(?:x|y)+?z?", "xyxz", "z"),
            ("[^,;]+", "a b", "a,b"),
            ("[+-]?\\d+(\\.\\d*)?", "-1.5", "1,5"),
            ("\\w\\s\\W", "ä !", "ä a"),
            (".*", "", "a\nb"),
            ("[\\w.-]+", "a.b-c", "a b"),
            ("(a*)*b", "aab", "aac"),
            ("东.", "东山", "西山"),
        ] {
            assert!(matches(pattern, yes), "{pattern} {yes}");
            assert!(!matches(pattern, no), "{pattern} {no}");
        }
    }

    #[test]
    fn what_is_beyond_is_not_read_and_what_takes_too_long_not_said() {
        for pattern in [
            "(",
            "[a",
            "a{2",
            "(?=a)",
            "\\p{L}",
            "a**",
            "\\bx",
            "(a)\\1",
            "[a-z-[b]]",
        ] {
            assert_eq!(Pattern::read(pattern), None, "{pattern}");
        }
        let slow = Pattern::read("(a|a)*b").unwrap();
        assert_eq!(slow.matches(&"a".repeat(60)), None);
    }
}
