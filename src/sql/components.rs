//! What of a group is added: for every rule the sums of which its figure is the quotient, how many values there are and
//! how many there would be, and the worst status by its rank.

use std::fmt;

use super::{Context, part, refused, selected};
use crate::figure::Status;
use crate::order::InOrder;
use crate::package::{Combine, Moment, WeightYear};
use crate::query::{Added, Aggregate, Combined, Part, QueryError};
use crate::source::attribute::What;
use crate::words::{Refusal, printable};

/// How many digits any engine sums exactly.
const MOST_DIGITS: u32 = 38;
/// The decimals of a table of which the program holds no row; what does not fit is counted.
const UNKNOWN: Decimal = Decimal {
    digits: 14,
    scale: 4,
};
/// How many digits the count of its rows may have.
const UNKNOWN_ROWS: u32 = 10;

/// A type of exact decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: u32,
    scale: u32,
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DECIMAL({}, {})", self.digits, self.scale)
    }
}

impl Context<'_> {
    /// Whether the cells of an indicator are numbers.
    pub(super) fn is_numeric(&self, place: usize) -> bool {
        let is_text = self
            .package
            .frame(self.table)
            .ok()
            .is_some_and(|frame| frame.texts(place).is_some());
        matches!(
            self.table.columns[place].meaning,
            crate::package::Meaning::Indicator(_)
        ) && !is_text
    }

    /// Whether the program holds none of the rows that are asked for.
    pub(super) fn is_unknown(&self) -> Result<bool, QueryError> {
        Ok(self.source.from.is_some() || self.package.frame(self.table)?.is_empty())
    }

    /// The type that holds every value of a column as printed.
    pub(super) fn decimal(&self, place: usize) -> Result<Decimal, QueryError> {
        if self.is_unknown()? {
            return Ok(UNKNOWN);
        }
        let frame = self.package.frame(self.table)?;
        let (mut whole, mut scale) = (1, 0);
        for number in (0..frame.len()).filter_map(|row| frame.number(row, place)) {
            let decimal = number.decimal();
            scale = scale.max(number.decimals());
            let text = decimal.trunc().abs().to_string();
            whole = whole.max(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Ok(Decimal {
            digits: whole.saturating_add(scale),
            scale,
        })
    }

    /// Refuses a sum of products of these columns that 38 digits may not hold: some engines would wrap it silently.
    pub(super) fn check(&self, places: &[usize]) -> Result<(), QueryError> {
        let rows = self.package.frame(self.table)?.len().max(1);
        let mut digits = if self.is_unknown()? {
            UNKNOWN_ROWS
        } else {
            rows.ilog10() + 1
        };
        for place in places {
            digits = digits.saturating_add(self.decimal(*place)?.digits);
        }
        if digits <= MOST_DIGITS {
            return Ok(());
        }
        let names = places
            .iter()
            .map(|place| self.table.columns[*place].name.as_str());
        Err(refused(
            Refusal::new(format!(
                "a sum of {} may need {digits} digits, and engines hold {MOST_DIGITS}",
                printable(&names.collect::<Vec<_>>().join(" × "))
            ))
            .next("ask it here without `--sql`"),
        ))
    }

    /// The query of a combination.
    pub(super) fn components(
        &self,
        combined: &Combined,
        parts: &mut Vec<String>,
    ) -> Result<String, QueryError> {
        adds_up(
            &combined.added,
            "choose members, or keep them with `--group-by`",
        )?;
        if combined.over_time {
            return Err(refused(
                Refusal::new("combining over periods is not said in SQL")
                    .next("keep them with `--group-by`, or ask with `--engine`"),
            ));
        }
        let name = |column: &String| {
            let place = self.table.column(column);
            place.map(|place| self.names.at(place).to_owned())
        };
        let stay: Vec<String> = combined.stay.iter().filter_map(name).collect();
        let collapse: Vec<String> = combined.collapse.iter().filter_map(name).collect();
        let area = self.table.area().map(|place| self.names.at(place));
        parts.push(part("added", &self.outermost("chosen", &combined.added)));
        let members = format!(
            "SELECT COUNT(*) AS n\nFROM (SELECT DISTINCT {} FROM added) AS named",
            collapse.join(", ")
        );
        parts.push(part("expected", &members));
        let mut columns: Vec<String> = Vec::new();
        for key in &stay {
            columns.push(format!("added.{key} AS {key}"));
        }
        if let Some(area) = area.filter(|_| combined.how.makes_total()) {
            columns.push(format!("added.{area} AS {area}"));
            columns.push(format!("GROUPING(added.{area}) AS is_total"));
        }
        let mut needs_before = false;
        for one in &self.plan.indicators {
            needs_before |= self.of_indicator(one, combined, &mut columns)?;
        }
        for (place, ..) in self.table.attributes() {
            if self.is_status(place) {
                let status = self.names.at(place);
                columns.push(format!(
                    "{} AS {status}_rank",
                    rank(&format!("added.{status}"))
                ));
            }
        }
        columns.push("MAX(expected.n) AS n_expected".to_owned());
        let mut text = format!("{}\nFROM added\nCROSS JOIN expected", selected(&columns));
        if needs_before {
            text.push_str(&self.join_before(parts)?);
        }
        let qualified: Vec<String> = stay.iter().map(|key| format!("added.{key}")).collect();
        if let Some(area) = area.filter(|_| combined.how.makes_total()) {
            let mut each = qualified.clone();
            each.push(format!("added.{area}"));
            text.extend([format!(
                "\nGROUP BY GROUPING SETS (({}), ({}))\nORDER BY {}",
                each.join(", "),
                qualified.join(", "),
                stay.iter()
                    .chain([&"is_total".to_owned(), &area.to_owned()])
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(", ")
            )]);
        } else if !stay.is_empty() {
            text.extend([format!(
                "\nGROUP BY {}\nORDER BY {}",
                qualified.join(", "),
                stay.join(", ")
            )]);
        }
        Ok(text)
    }

    /// The count of values that decimals do not hold in full, of a table of which the program holds no row.
    pub(super) fn cut(&self, of: &str, name: &str) -> Result<Option<String>, QueryError> {
        let count = || format!("COUNT(CASE WHEN {of}.r{name} <> {of}.{name} THEN 1 END)");
        Ok(self.is_unknown()?.then(count))
    }

    /// The rows that are added: those of a part of the query, without the areas that others hold.
    pub(super) fn outermost(&self, of: &str, added: &Added) -> String {
        let mut text = format!("SELECT *\nFROM {of}");
        if let Some(area) = self.table.area().filter(|_| !added.held.is_empty()) {
            let held = added.held.iter().map(|name| self.dialect.literal(name));
            let held = held.collect::<Vec<_>>().join(", ");
            text.extend([format!("\nWHERE {} NOT IN ({held})", self.names.at(area))]);
        }
        text
    }

    /// Adds the components of an indicator; says whether they need the period before.
    fn of_indicator(
        &self,
        one: &Part,
        combined: &Combined,
        columns: &mut Vec<String>,
    ) -> Result<bool, QueryError> {
        let place = self.place(&one.id)?;
        if !self.is_numeric(place) {
            return Err(refused(
                Refusal::new(format!("`{}` holds words", one.id))
                    .next("name indicators with numbers with `-i`"),
            ));
        }
        let value = self.usable("added", place);
        let name = self.names.at(place).to_owned();
        let mut add = |text: String, what: &str| columns.push(format!("{text} AS {name}_{what}"));
        if let Some(cut) = self.cut("added", &name)? {
            add(cut, "cut");
        }
        if let Some(aggregate) = combined.how.aggregate {
            match aggregate {
                Aggregate::Sum | Aggregate::Mean => {
                    self.check(&[place])?;
                    add(format!("SUM({value})"), "sum");
                }
                Aggregate::Min => add(format!("MIN({value})"), "min"),
                Aggregate::Max => add(format!("MAX({value})"), "max"),
                Aggregate::Count => {}
                Aggregate::Median | Aggregate::First | Aggregate::Last => {
                    return Err(refused(
                        Refusal::new(format!(
                            "`--agg {aggregate}` has no components that add up, so that it is not \
                    said in SQL"
                        ))
                        .next("sum, mean, min, max and count are, and `--engine` answers it"),
                    ));
                }
            }
            add(format!("COUNT({value})"), "n");
            return Ok(false);
        }
        let pair = |one: &str, other: &str, text: &str| {
            format!("CASE WHEN {one} IS NOT NULL AND {other} IS NOT NULL THEN {text} END")
        };
        match &one.rule {
            Combine::Sum | Combine::Mean => {
                self.check(&[place])?;
                add(format!("SUM({value})"), "sum");
                add(format!("COUNT({value})"), "n");
                Ok(false)
            }
            Combine::WeightedMean {
                weight,
                weight_year,
            } => {
                let weights = self.place(weight)?;
                self.check(&[place, weights])?;
                let is_before = *weight_year == WeightYear::Previous;
                let weight = if is_before {
                    self.usable("before", weights)
                } else {
                    self.usable("added", weights)
                };
                add(format!("SUM({value} * {weight})"), "by_weight");
                add(format!("SUM({})", pair(&value, &weight, &weight)), "weight");
                add(format!("COUNT({})", pair(&value, &weight, "1")), "n");
                Ok(is_before)
            }
            Combine::Ratio {
                numerator,
                denominator: Some(denominator),
                denominator_year: Moment::YearEnd,
            } if !denominator.contains('/') => {
                let (above, below) = (self.place(numerator)?, self.place(denominator)?);
                self.check(&[above])?;
                self.check(&[below])?;
                let (above, below) = (self.usable("added", above), self.usable("added", below));
                add(format!("SUM({})", pair(&above, &below, &above)), "above");
                add(format!("SUM({})", pair(&above, &below, &below)), "below");
                add(format!("COUNT({})", pair(&above, &below, "1")), "n");
                Ok(false)
            }
            Combine::Ratio { .. } | Combine::Share { .. } => Err(refused(
                Refusal::new(format!(
                    "the parts of `{}` are not all in its row, so that its rule is not said in SQL",
                    one.id
                ))
                .next("name other indicators with `-i`, or ask with `--engine`"),
            )),
            Combine::None { .. } => Err(refused(
                Refusal::new(format!("`{}` does not combine", one.id))
                    .next("name other indicators with `-i`, or add `--agg`"),
            )),
        }
    }

    /// A value of the rows called so, unless arithmetic refutes it.
    pub(super) fn usable(&self, of: &str, place: usize) -> String {
        let name = format!("{of}.{}", self.names.at(place));
        let column = &self.table.columns[place].name;
        let refuted = self.plan.refuted.iter().filter(|(of, _)| of == column);
        let rows: Vec<String> = refuted
            .map(|(_, key)| {
                let key = key.iter().filter_map(|(column, text)| {
                    let place = self.table.column(column)?;
                    Some(format!(
                        "{of}.{} = {}",
                        self.names.at(place),
                        self.dialect.literal(text)
                    ))
                });
                format!("({})", key.collect::<Vec<_>>().join(" AND "))
            })
            .collect();
        if rows.is_empty() {
            return name;
        }
        format!("CASE WHEN {} THEN NULL ELSE {name} END", rows.join(" OR "))
    }

    fn place(&self, id: &str) -> Result<usize, QueryError> {
        let found = self.table.indicator(id).map(|(place, ..)| place);
        found.ok_or_else(|| {
            refused(format!(
                "the rule needs `{id}`, which the table does not have"
            ))
        })
    }

    /// Whether a column holds statuses.
    pub(super) fn is_status(&self, place: usize) -> bool {
        let mut attributes = self.table.attributes();
        attributes.any(|(known, _, attribute)| known == place && attribute.what == What::Status)
    }
}

/// Refuses what is not the sum of its members; `instead` is what can be asked.
pub(super) fn adds_up(added: &Added, instead: &str) -> Result<(), QueryError> {
    if let Some((column, member)) = added.printed.first() {
        return Err(refused(
            Refusal::new(format!(
                "the table prints the total of `{}`, {}, and where it is missing its \
                    parts are the answer, which is not said in SQL",
                printable(column),
                printable(member)
            ))
            .next(format!("{instead}, or ask with `--engine`")),
        ));
    }
    if added.limited {
        return Err(refused(
            Refusal::new(
                "some of the areas exist in a part of the periods only, and \
                    how many are expected in each is not said in SQL",
            )
            .next(format!("{instead}, or ask with `--engine`")),
        ));
    }
    Ok(())
}

/// The rank of the worst status of a group.
fn rank(name: &str) -> String {
    let mut ranked: Vec<(u8, &str)> = Status::ALL
        .iter()
        .map(|status| (status.weight(), status.code()))
        .filter(|(weight, _)| *weight > 1)
        .collect();
    ranked.order_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let cases: Vec<String> = ranked
        .iter()
        .map(|(weight, code)| format!("WHEN '{code}' THEN {weight}"))
        .collect();
    format!(
        "MAX(CASE {name} {} WHEN 'A' THEN 0 ELSE 1 END)",
        cases.join(" ")
    )
}
