//! Amounts in the units of Chinese yearbooks, for those who read Chinese: what is told in 十亿元 or 千人 stands in 亿元 and
//! 万人. Digits are shifted and never rounded; formats for machines keep the units of the data.

use crate::answer::{Answer, Cell, Holds, Label, Measure, Role, Screen};
use crate::figure::{Figure, Value};

/// Units that no yearbook has: how they begin, what takes their place, and by which power of ten figures grow.
const BEGINNINGS: [(&str, &str, i32); 3] = [("十亿", "亿", 1), ("百万", "万", 2), ("千", "万", -1)];
/// What is counted in thousands; of other units 千 is a part (千米, 千瓦).
const COUNTED: [&str; 10] = ["人", "元", "户", "吨", "辆", "头", "件", "亩", "台", "家"];

/// The unit of a yearbook in the place of this one, and the power of ten by which figures grow.
fn unit_of_yearbooks(unit: &str) -> Option<(String, i32)> {
    BEGINNINGS.iter().find_map(|(from, to, power)| {
        let rest = unit.strip_prefix(from)?;
        let is_counted = COUNTED.iter().any(|counted| rest.starts_with(counted));
        is_counted.then(|| (format!("{to}{rest}"), *power))
    })
}

/// The answer in units of yearbooks, on all parts of its page.
pub(super) fn in_yearbook_units(answer: &Answer) -> Answer {
    let mut answer = answer.clone();
    restate_page(&mut answer);
    answer
}

fn restate_page(answer: &mut Answer) {
    restate(answer);
    if let Some(drawn) = &mut answer.drawn {
        restate_page(drawn);
    }
    if let Some(Screen::Instead(screen)) = &mut answer.screen {
        restate_page(screen);
    }
    answer.sections.iter_mut().for_each(restate_page);
}

fn restate(answer: &mut Answer) {
    let unit_column = answer
        .columns
        .iter()
        .position(|column| matches!(column.role, Role::Unit));
    let unit_name = unit_column.map(|at| answer.columns[at].name.clone());
    let named = answer.place(|role| matches!(role, Role::Indicator));
    // First what each figure is in, while units are as the data have them.
    let mut restated: Vec<(usize, usize, Figure)> = Vec::new();
    for (at, row) in answer.rows.iter().enumerate() {
        let of_row = || {
            let own = unit_column.and_then(|place| match &row.cells[place] {
                Cell::Name(name) => name.label.zh.clone(),
                _ => None,
            });
            own.or_else(|| {
                let id = row.cells[named?].text()?;
                let measure = answer.indicators.iter().find(|measure| measure.id == id)?;
                measure.unit.as_ref()?.zh.clone()
            })
        };
        for (place, column) in answer.columns.iter().enumerate() {
            let Some(measure) = column.measure() else {
                continue;
            };
            let unit = match &measure.unit {
                _ if is_in_unit_of(measure, unit_name.as_deref()) => of_row(),
                Some(unit) if !unit.en.is_empty() => unit.zh.clone(),
                _ if is_value(measure) => of_row(),
                _ => None,
            };
            let power = unit.as_deref().and_then(unit_of_yearbooks);
            if let (Some((_, power)), Cell::Figure(figure)) = (power, &row.cells[place]) {
                // Where one has no exact decimal, all stay as they are.
                let Some(figure) = scaled(figure, power) else {
                    return;
                };
                restated.push((at, place, figure));
            }
        }
    }
    for (row, place, figure) in restated {
        answer.rows[row].cells[place] = Cell::from(figure);
    }
    for column in &mut answer.columns {
        if let Role::Measure(measure) = &mut column.role {
            rename(measure.unit.as_mut());
        }
    }
    for measure in &mut answer.indicators {
        rename(measure.unit.as_mut());
    }
    for row in &mut answer.rows {
        if let Some(Cell::Name(name)) = unit_column.map(|place| &mut row.cells[place]) {
            rename(Some(name.label_mut()));
        }
    }
}

/// Whether the column of units tells the unit of these figures.
fn is_in_unit_of(measure: &Measure, column: Option<&str>) -> bool {
    column.is_some() && measure.unit_in.as_deref() == column
}

/// Whether figures without a unit of their own are values of what their row is about.
fn is_value(measure: &Measure) -> bool {
    matches!(
        measure.holds,
        Holds::Values | Holds::OfYear(_) | Holds::OfArea(_) | Holds::LowOf(_) | Holds::HighOf(_)
    )
}

fn rename(unit: Option<&mut Label>) {
    if let Some(unit) = unit
        && let Some((renamed, _)) = unit.zh.as_deref().and_then(unit_of_yearbooks)
    {
        unit.zh = Some(renamed);
    }
}

/// A figure in another unit; nothing where it has no exact decimal there.
fn scaled(figure: &Figure, power: i32) -> Option<Figure> {
    let mut scaled = figure.clone();
    if let Value::Number(number) = figure.value {
        scaled.value = Value::Number(number.times_power_of_ten(power)?);
        scaled.decimals = figure.decimals.map(|decimals| decimals - power);
        if let Some(bounds) = figure.bounds {
            scaled.bounds = Some(bounds.times_power_of_ten(power)?);
        }
    }
    Some(scaled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_yearbooks_take_the_place_of_thousands_and_billions() {
        let told = |unit| unit_of_yearbooks(unit);
        assert_eq!(told("十亿元"), Some(("亿元".to_owned(), 1)));
        assert_eq!(told("千人"), Some(("万人".to_owned(), -1)));
        assert_eq!(told("百万元"), Some(("万元".to_owned(), 2)));
        for other in ["元", "千米", "千瓦时", "%", "", "人"] {
            assert_eq!(told(other), None, "{other}");
        }
    }
}
