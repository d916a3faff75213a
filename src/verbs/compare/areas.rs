//! Areas side by side, each indicator from the table that covers most of what is asked.

use anyhow::Result;

use super::pick::{Pick, pick, settle_years};
use super::{Question, cagr, no_ratio};
use crate::answer::{Answer, Cell, Column, Holds, Label, Name, Role, Row};
use crate::cli::error::refused;
use crate::figure::{Figure, Period, Value, spans};
use crate::package::Area;
use crate::query::derived::derive_from;
use crate::query::formula::Formula;
use crate::query::lookup::has_indicator;
use crate::query::names::label;
use crate::query::series::Series;
use crate::words::{Refusal, list, printable, quoted_list};

/// Why rates of change have no ratio.
const NO_RATIO: &str = "Rates of change have no ratio; their difference is in percentage points.";

pub(super) fn answer(question: &Question) -> Result<Answer> {
    let baseline = &question.areas[0];
    let columns = columns(&question.areas);
    let mut answer = Answer {
        title: Label::new(
            format!("{} side by side", question.areas_in_words()),
            Some(format!("{}对比", question.areas_in_chinese())),
        ),
        subtitle: Label::new(
            format!(
                "Differences and ratios are to {}",
                printable(&baseline.name)
            ),
            Some(format!("差额与比率以{}为基准", label(baseline).zh_or_en())),
        ),
        details: details(&columns),
        columns,
        ..Answer::default()
    };
    let wanted: Vec<Option<&str>> = match question.indicators {
        [] => vec![None],
        ids => ids.iter().map(|id| Some(id.as_str())).collect(),
    };
    let mut in_vain: Vec<String> = Vec::new();
    let mut picks: Vec<Pick> = Vec::new();
    for id in wanted {
        match pick(question, id)? {
            Ok(pick) if picks.iter().any(|known| known.is_same(&pick)) => {}
            Ok(pick) => picks.push(pick),
            Err(reason) => in_vain.push(reason),
        }
    }
    if let Some([part, whole]) = &question.part_of_whole {
        let within = format!("{part} is a part of {whole}");
        if picks.is_empty() {
            let what = format!("{within}, and amounts of a part are not held against its whole");
            return refused(Refusal::new(what).next(
                "ask ratios or rates with `-i`, or name areas that do not hold one another",
            ));
        }
        answer
            .warnings
            .push(format!("{within}, so that amounts are left out"));
    }
    if question.years.is_none() {
        settle_years(question, &mut picks, &mut answer);
    }
    let mut told: Vec<(&str, Vec<String>)> = Vec::new();
    for pick in &picks {
        let table = pick.table();
        let ids = pick.series.iter().map(|series| series.indicator.id.clone());
        if let Some((_, known)) = told.iter_mut().find(|(known, _)| *known == table.name) {
            known.extend(ids);
        } else {
            told.push((&table.name, ids.collect()));
            answer.sources.extend(question.package.source_line(table));
        }
        if !pick.absent.is_empty() {
            let warning = format!(
                "`{}` has nothing for {}; it covers {}",
                table.name,
                spans(&pick.absent),
                spans(&pick.existing)
            );
            if !answer.warnings.contains(&warning) {
                answer.warnings.push(warning);
            }
        }
        for series in &pick.series {
            fill(question, pick, series, &mut answer);
        }
        answer.warnings.extend(elsewhere(question, pick));
    }
    let from = told.into_iter().map(|(table, mut ids)| {
        ids.dedup();
        format!("{} from the table `{table}`", quoted_list(ids, "and"))
    });
    if answer.rows.is_empty() {
        answer.nothing = Some(list(in_vain, "and"));
    } else {
        answer
            .remarks
            .push(format!("{}.", from.collect::<Vec<_>>().join("; ")));
        answer.warnings.extend(in_vain);
    }
    Ok(answer)
}

/// That tables of a file beside the one that is compared have figures of the same name, which may mean others.
fn elsewhere(question: &Question, pick: &Pick) -> Option<String> {
    let table = pick.table();
    let [series] = pick.series.as_slice() else {
        return None;
    };
    let id = &series.indicator.id;
    let others = question.covered.iter().map(|covered| covered.table);
    let others = others.filter(|other| other.name != table.name && has_indicator(other, id));
    let others: Vec<String> = others.map(|other| format!("`{}`", other.name)).collect();
    let told = || {
        let others = list(others.clone(), "and");
        format!(
            "this is `{}`; `{id}` is in {others} too: `--table` chooses",
            table.name
        )
    };
    (question.package.is_opened() && !others.is_empty()).then(told)
}

/// The columns: the areas, then what the others are against the first.
fn columns(areas: &[Area]) -> Vec<Column> {
    let mut columns = vec![
        Column::indicator(),
        Column::unit(),
        Column::titled("year", "Year", "年份").of_role(Role::Time),
    ];
    for area in areas {
        // Names of columns differ, whatever the areas are called.
        let fixed = ["indicator", "unit", "year", "difference", "ratio", "table"];
        let is_taken = fixed.contains(&area.name.as_str())
            || areas.iter().filter(|other| other.name == area.name).count() > 1;
        let name = if is_taken {
            let which = match area.code.as_str() {
                "" => "(area)",
                code => code,
            };
            format!("{} {which}", area.name)
        } else {
            area.name.clone()
        };
        let holds = Holds::OfArea(Name::new(area.name.clone(), label(area)));
        columns.push(Column::figures(&name, label(area), holds, None));
    }
    let others: Vec<(String, String)> = match areas {
        [_, _] => vec![(String::new(), String::new())],
        _ => columns[4..]
            .iter()
            .map(|column| {
                let zh = column.label.zh_or_en();
                (column.name.clone(), zh.to_owned())
            })
            .collect(),
    };
    for (en, zh) in others {
        let (name, title) = match en.as_str() {
            "" => (String::new(), String::new()),
            en => (format!("{en}_"), format!("{en}: ")),
        };
        let label = |word: &str, chinese: &str| {
            let en = format!("{title}{word}");
            let en = match title.as_str() {
                "" => en[..1].to_uppercase() + &en[1..],
                _ => en,
            };
            Label::new(en, Some(format!("{zh}{chinese}")))
        };
        let mut difference = Column::figures(
            &format!("{name}difference"),
            label("difference", "差额"),
            Holds::Aside,
            Some(Label::new("", Some("按单位，百分数为百分点"))),
        );
        if let Role::Measure(measure) = &mut difference.role {
            measure.unit_in = Some("unit".to_owned());
        }
        columns.push(difference);
        columns.push(Column::figures(
            &format!("{name}ratio"),
            label("ratio", "比率"),
            Holds::Aside,
            None,
        ));
    }
    columns.push(Column {
        shown: false,
        ..Column::titled("table", "Table", "表")
    });
    columns
}

/// What has to go first where several areas do not fit beside one another: what is computed of them, differences first.
fn details(columns: &[Column]) -> Vec<String> {
    let of = |ending: &'static str| {
        let names = columns.iter().rev().map(|column| &column.name);
        names.filter(move |name| name.ends_with(ending)).cloned()
    };
    of("_difference").chain(of("_ratio")).collect()
}

/// Adds the rows of a series: one for each year, and one for the span of several years of a level.
fn fill(question: &Question, pick: &Pick, series: &Series, answer: &mut Answer) {
    let source = question.package.short_source(series.table);
    let mut push = |indicator: Cell, unit: Cell, year: Cell, figures: Vec<Figure>| {
        let mut cells = vec![indicator, unit, year];
        cells.extend(figures.into_iter().map(Cell::from));
        cells.push(Cell::words(&series.table.name));
        answer.rows.push(Row {
            cells,
            total: false,
        });
    };
    for year in &pick.years {
        let mut figures: Vec<Figure> = pick
            .cells
            .iter()
            .map(|cell| series.figure(cell, *year))
            .collect();
        let (first, others) = (figures[0].clone(), figures[1..].to_vec());
        for other in &others {
            figures.push(derive_from(Formula::Difference, other, &first, &source));
            figures.push(if series.has_levels() {
                derive_from(Formula::Ratio, other, &first, &source)
            } else {
                Figure::missing(no_ratio(series))
            });
        }
        let year = year.map_or(Cell::Empty, Cell::Year);
        push(series.name_cell(), series.unit_cell(), year, figures);
    }
    let (Some(first), Some(last)) = (pick.years.first(), pick.years.last()) else {
        return;
    };
    if let (Some(first), Some(last), true) = (*first, *last, series.has_levels())
        && first < last
    {
        let mut figures: Vec<Figure> = pick
            .cells
            .iter()
            .map(|cell| yearly(series, cell, [first, last], &source))
            .collect();
        let (base, others) = (figures[0].clone(), figures[1..].to_vec());
        for other in &others {
            figures.push(derive_from(Formula::Difference, other, &base, &source));
            figures.push(Figure::missing(NO_RATIO));
        }
        let unit = Label::new("% a year", Some("%/年"));
        let span = Period::span(first, last)
            .map_or_else(|| Cell::words(format!("{first}..{last}")), Cell::Year);
        push(yearly_name(series), Cell::label(unit), span, figures);
    }
}

/// The average yearly change of an area; where an end is missing, the reason names the nearest year that has one.
fn yearly(series: &Series, cell: &str, between: [Period; 2], source: &str) -> Figure {
    let ends = between.map(|year| series.figure(cell, Some(year)));
    let missing = between
        .iter()
        .zip(&ends)
        .find(|(_, figure)| figure.value == Value::Missing);
    let Some((year, _)) = missing else {
        let [first, last] = series.ends(cell, between);
        return cagr([&first, &last], between, source);
    };
    let with_a_value = series
        .observations
        .iter()
        .filter(|observation| observation.area.id == cell && observation.has_value());
    let nearest = with_a_value
        .filter_map(|observation| observation.year)
        .min_by_key(|known| ((known.number() - year.number()).abs(), -known.number()));
    Figure::missing(match nearest {
        Some(nearest) => {
            format!("{cell} has no value for {year}; the nearest year that has one is {nearest}.")
        }
        None => format!("{cell} has no value for any year."),
    })
}

/// The name of the average yearly change of a series.
fn yearly_name(series: &Series) -> Cell {
    let label = series.label();
    Cell::Name(Name::new(
        format!("{}.cagr", series.id()),
        Label::new(
            format!("{}, {}rate of change", label.en, series.nominal()),
            Some(format!("{}，年均变化率", label.zh_or_en())),
        ),
    ))
}
