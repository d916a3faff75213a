//! How a stated number is derived: arithmetic over questions to the tables, `100 * [a] / ([b] + [c])`.
//!
//! A question stands in square brackets, in the words of the command line. Only reading; `audit` evaluates.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::figure::Number;
use crate::words::excerpt;

/// How deep parentheses may nest.
const DEEPEST: usize = 40;
/// How many operations an expression may have.
const MOST_OPERATIONS: usize = 400;

/// An expression over questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Derivation {
    /// A number, known exactly.
    Number(Number),
    /// The one figure that answers a question.
    Query(String),
    /// The negative.
    Minus(Box<Derivation>),
    /// Two expressions joined.
    Join(Box<Derivation>, Operation, Box<Derivation>),
}

/// How two expressions are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl std::str::FromStr for Derivation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parser = Parser {
            text,
            rest: text.char_indices().peekable(),
            depth: 0,
            operations: 0,
        };
        let found = parser.sum()?;
        match parser.peek() {
            None => Ok(found),
            Some((at, _)) => Err(parser.unexpected(at)),
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    rest: Peekable<CharIndices<'a>>,
    depth: usize,
    operations: usize,
}

impl Parser<'_> {
    /// The next character that is no space.
    fn peek(&mut self) -> Option<(usize, char)> {
        while self.rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        self.rest.peek().copied()
    }

    fn unexpected(&self, at: usize) -> String {
        format!(
            "it is not understood from `{}` on; write numbers, `+ - * /`, parentheses, and questions in square brackets",
            excerpt(&self.text[at..])
        )
    }

    fn sum(&mut self) -> Result<Derivation, String> {
        let mut found = self.product()?;
        while let Some((at, sign @ ('+' | '-'))) = self.peek() {
            self.rest.next();
            self.longer(at)?;
            let operation = if sign == '+' {
                Operation::Add
            } else {
                Operation::Subtract
            };
            found = Derivation::Join(Box::new(found), operation, Box::new(self.product()?));
        }
        Ok(found)
    }

    fn product(&mut self) -> Result<Derivation, String> {
        let mut found = self.factor()?;
        while let Some((at, sign @ ('*' | '/'))) = self.peek() {
            self.rest.next();
            self.longer(at)?;
            let operation = if sign == '*' {
                Operation::Multiply
            } else {
                Operation::Divide
            };
            found = Derivation::Join(Box::new(found), operation, Box::new(self.factor()?));
        }
        Ok(found)
    }

    fn factor(&mut self) -> Result<Derivation, String> {
        let Some((at, first)) = self.peek() else {
            return Err("it ends where a number or a question is expected".to_owned());
        };
        match first {
            '-' => {
                self.rest.next();
                self.deeper(at)?;
                let of = self.factor()?;
                self.depth -= 1;
                Ok(Derivation::Minus(Box::new(of)))
            }
            '(' => {
                self.rest.next();
                self.deeper(at)?;
                let inside = self.sum()?;
                self.depth -= 1;
                match self.peek() {
                    Some((_, ')')) => self.rest.next(),
                    Some((at, _)) => return Err(self.unexpected(at)),
                    None => {
                        return Err("it lacks a `)`".to_owned());
                    }
                };
                Ok(inside)
            }
            '[' => {
                let inside = &self.text[at + 1..];
                let Some(end) = inside.find(']') else {
                    return Err("it lacks a `]`".to_owned());
                };
                let query = inside[..end].trim();
                if query.is_empty() {
                    return Err(self.unexpected(at));
                }
                while self
                    .rest
                    .next_if(|(place, _)| *place <= at + 1 + end)
                    .is_some()
                {}
                Ok(Derivation::Query(query.to_owned()))
            }
            _ => {
                let is_part = |c: char| c.is_ascii_digit() || c == '.';
                let digits: String = self.text[at..]
                    .chars()
                    .take_while(|c| is_part(*c))
                    .collect();
                let number = digits.parse().map_err(|_| self.unexpected(at))?;
                while self.rest.next_if(|(_, c)| is_part(*c)).is_some() {}
                Ok(Derivation::Number(number))
            }
        }
    }

    fn longer(&mut self, at: usize) -> Result<(), String> {
        self.operations += 1;
        if self.operations > MOST_OPERATIONS {
            return Err(self.unexpected(at));
        }
        Ok(())
    }

    fn deeper(&mut self, at: usize) -> Result<(), String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.unexpected(at));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expression with every operation in parentheses.
    fn written(derivation: &Derivation) -> String {
        match derivation {
            Derivation::Number(number) => number.to_string(),
            Derivation::Query(query) => format!("[{query}]"),
            Derivation::Minus(of) => format!("-{}", written(of)),
            Derivation::Join(one, operation, other) => {
                let sign = match operation {
                    Operation::Add => '+',
                    Operation::Subtract => '-',
                    Operation::Multiply => '*',
                    Operation::Divide => '/',
                };
                format!("({} {sign} {})", written(one), written(other))
            }
        }
    }

    #[test]
    fn products_bind_before_sums_and_both_from_the_left() {
        for (text, read) in [
            ("1", "1"),
            (" 1 - 2 - 3 ", "((1 - 2) - 3)"),
            ("100*([a b]/[c]-1)", "(100 * (([a b] / [c]) - 1))"),
            ("-1.50 + 2 * -[x]", "(-1.50 + (2 * -[x]))"),
            (
                "[gdp --where 'city=鹤岗' (a)]",
                "[gdp --where 'city=鹤岗' (a)]",
            ),
        ] {
            assert_eq!(written(&text.parse().unwrap()), read);
        }
    }

    #[test]
    fn what_is_no_expression_is_refused_and_nothing_nests_without_end() {
        for text in ["", "1 +", "(1", "[a", "[]", "1 2", "a", "1..2", "*1", ")"] {
            assert!(text.parse::<Derivation>().is_err(), "{text}");
        }
        assert!("(".repeat(100_000).parse::<Derivation>().is_err());
        assert!("-".repeat(100_000).parse::<Derivation>().is_err());
        assert!("1+".repeat(100_000).parse::<Derivation>().is_err());
        assert!("1*".repeat(100_000).parse::<Derivation>().is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "[-+*/()\\[\\]0-9. a鹤]{0,40}") {
            if let Ok(read) = text.parse::<Derivation>() {
                proptest::prop_assert_eq!(&written(&read).parse::<Derivation>().unwrap(), &read);
            }
        }
    }
}
