//! The value of an expression over questions, with the interval that their answers imply.

use super::{Ask, Spot};
use crate::answer::{Answer, Cell, Role};
use crate::figure::{Estimate, Figure};
use crate::methods::{difference, product, ratio, sum};
use crate::package::{Derivation, Operation};
use crate::words::count;

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// A value that it needs is missing, or undefined.
    Missing(String),
    /// It asks what cannot be answered with one figure.
    Fault(String),
}

/// The value of an expression; the figures that it rests on are added to `spots`.
pub(super) fn evaluate(
    derivation: &Derivation,
    ask: &mut Ask,
    spots: &mut Vec<Spot>,
) -> Result<Estimate, Failure> {
    match derivation {
        Derivation::Number(number) => Ok(Estimate::exact(number.decimal())),
        Derivation::Query(query) => {
            let answer = ask(query).map_err(Failure::Fault)?;
            let (figure, spot) = single(&answer).map_err(|failure| failure.of(query))?;
            spots.push(spot);
            let missing = || {
                let why = "gives no value that can be computed with";
                Failure::Missing(format!("`hlj {query}` {why}"))
            };
            figure.estimate().ok_or_else(missing)
        }
        Derivation::Minus(of) => {
            let of = evaluate(of, ask, spots)?;
            Ok(Estimate::new(-of.value, -of.bounds.low, -of.bounds.high))
        }
        Derivation::Join(one, operation, other) => {
            let one = evaluate(one, ask, spots)?;
            let other = evaluate(other, ask, spots)?;
            let joined = match operation {
                Operation::Add => sum(&[one, other]),
                Operation::Subtract => difference(one, other),
                Operation::Multiply => product(one, other),
                Operation::Divide => ratio(one, other),
            };
            joined.map_err(|undefined| Failure::Missing(undefined.to_string()))
        }
    }
}

impl Failure {
    /// The failure, as it concerns a question.
    fn of(self, query: &str) -> Failure {
        let told = |why: String| format!("`hlj {query}` {why}");
        match self {
            Failure::Missing(why) => Failure::Missing(told(why)),
            Failure::Fault(why) => Failure::Fault(told(why)),
        }
    }
}

/// The one figure of an answer, and where it stands; or why there is not one.
fn single(answer: &Answer) -> Result<(Figure, Spot), Failure> {
    let row = match answer.rows.as_slice() {
        [row] => row,
        [] => return Err(Failure::Missing("finds nothing".to_owned())),
        several => {
            let rows = count(several.len(), "row");
            let why = format!("answers with {rows}, and a derivation takes one");
            return Err(Failure::Fault(why));
        }
    };
    let figures: Vec<(&Figure, &crate::answer::Measure)> = answer
        .shown()
        .filter_map(|(place, column)| Some((row.cells[place].figure()?, column.measure()?)))
        .collect();
    let [(figure, measure)] = figures.as_slice() else {
        let figures = count(figures.len(), "figure");
        let why = format!("answers with {figures}, and a derivation takes one");
        return Err(Failure::Fault(why));
    };
    let mut spot = Spot {
        table: measure.table.clone(),
        indicator: measure.id.clone(),
        adjusted: figure.adjusted,
        ..Spot::default()
    };
    for (column, cell) in answer.columns.iter().zip(&row.cells) {
        match (&column.role, cell) {
            (Role::Area, Cell::Name(name)) => {
                spot.area = Some(name.id.clone());
                spot.key.push((column.name.clone(), name.id.clone()));
            }
            (Role::Time, Cell::Year(year)) => {
                spot.year = Some(*year);
                spot.key.push((column.name.clone(), year.to_string()));
            }
            (Role::Member, Cell::Name(name) | Cell::Numeral(name)) => {
                spot.members.push(name.id.clone());
                spot.key.push((column.name.clone(), name.id.clone()));
            }
            // An answer across tables names the table in words, and the indicator in a column.
            (Role::Words, Cell::Words(table)) if column.name == "table" => {
                spot.table.clone_from(table);
            }
            (Role::Indicator, Cell::Name(name)) => spot.indicator.clone_from(&name.id),
            _ => {}
        }
    }
    Ok(((*figure).clone(), spot))
}

#[cfg(test)]
mod tests {
    use super::super::finding::told;
    use super::*;
    use crate::answer::{Column, Measure, Row};
    use crate::figure::Value;

    /// An answer with the number that the question is.
    fn answer(question: &str) -> Result<Answer, String> {
        let number = question
            .parse()
            .map_err(|_| format!("`{question}` is no number"))?;
        Ok(Answer {
            columns: vec![Column {
                role: Role::Measure(Box::<Measure>::default()),
                ..Column::words("value", "")
            }],
            rows: vec![Row {
                cells: vec![Cell::from(Figure::printed(Value::Number(number)))],
                total: false,
            }],
            ..Answer::default()
        })
    }

    #[test]
    fn expressions_carry_the_intervals_of_their_questions() {
        let value = |text: &str| {
            let derivation: Derivation = text.parse().unwrap();
            evaluate(&derivation, &mut answer, &mut Vec::new()).map(|found| told(&found, ""))
        };
        // 1,056 thousand against 1,099: (1055.5 ÷ 1099.5 − 1) to (1056.5 ÷ 1098.5 − 1), by a pocket calculator.
        assert_eq!(
            value("100 * ([1056] / [1099] - 1)").unwrap(),
            "−3.9 (−4.00 to −3.82)"
        );
        assert_eq!(value("-(2 + 3) * 4").unwrap(), "−20");
        assert!(matches!(value("1 / 0"), Err(Failure::Missing(_))));
        assert!(matches!(value("[x]"), Err(Failure::Fault(_))));
    }
}
