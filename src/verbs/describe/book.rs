//! The lines of a codebook: all that is known of a table or an indicator, and what of it is inferred.

use anyhow::Result;

use super::Coverage;
use crate::answer::{Cell, Label, Row};
use crate::figure::{Kind, Status};
use crate::package::{
    Column, Combine, Dimension, Document, Indicator, Meaning, Member, Moment, Package, Remark,
    Table, WeightYear,
};
use crate::query::options::{flag, no_dimension};
use crate::words::{in_chinese, list, quoted_list};

/// The roles of columns, in Chinese.
const ROLES: [(&str, &str); 4] = [
    ("area", "地区"),
    ("year", "年份"),
    ("dimension", "维度"),
    ("attribute", "属性"),
];
/// The properties of tables and columns, in Chinese.
const PROPERTIES: [(&str, &str); 23] = [
    ("title", "名称"),
    ("title in Chinese", "中文名称"),
    ("holds", "内容"),
    ("rows", "行数"),
    ("found", "识别"),
    ("role", "角色"),
    ("inferred", "推断"),
    ("covers", "范围"),
    ("option", "选项"),
    ("total", "合计"),
    ("never combined", "不合并"),
    ("source", "来源"),
    ("document", "文献"),
    ("published at", "发布网址"),
    ("about the document", "文献说明"),
    ("producers", "编制单位"),
    ("column", "列"),
    ("unit", "单位"),
    ("kind", "类型"),
    ("combining rule", "合并规则"),
    ("printed decimals", "刊印小数位"),
    ("concept", "概念"),
    ("note", "注"),
];

/// The lines of a codebook: table, item, property, value.
#[derive(Default)]
pub(super) struct Book {
    pub(super) rows: Vec<Row>,
}

impl Book {
    fn add(&mut self, table: &Table, item: &str, property: &str, value: impl Into<String>) {
        self.push(table, item, property, Cell::words(value));
    }

    /// A line of which the value is a sentence of the program.
    fn tell(&mut self, table: &Table, item: &str, property: &str, value: String) {
        if !value.is_empty() {
            let chinese = in_chinese(&value);
            let value = Label::new(value, Some(chinese));
            self.push(table, item, property, Cell::label(value));
        }
    }

    fn push(&mut self, table: &Table, item: &str, property: &str, value: Cell) {
        if value == Cell::Empty {
            return;
        }
        let property = Cell::label(Label::listed(property, &PROPERTIES));
        self.rows.push(Row {
            cells: [
                Cell::words(&*table.name),
                Cell::words(item),
                property,
                value,
            ]
            .into(),
            total: false,
        });
    }

    pub(super) fn table(&mut self, package: &Package, table: &Table) -> Result<()> {
        let coverage = Coverage::of(package, table)?;
        self.add(table, "", "title", table.title.as_str());
        self.add(
            table,
            "",
            "title in Chinese",
            table.title_zh.as_deref().unwrap_or_default(),
        );
        self.add(
            table,
            "",
            "holds",
            table.description.as_deref().unwrap_or_default(),
        );
        self.add(table, "", "rows", coverage.rows.to_string());
        self.source(package, table);
        for finding in package.findings(table) {
            let pin = match finding.pin.as_str() {
                "" => String::new(),
                pin => format!("; say otherwise with {pin}"),
            };
            let told = format!("{}: {}{pin}", finding.what, finding.why);
            self.add(table, "", "found", told);
        }
        for (place, column) in table.columns.iter().enumerate() {
            let (role, members) = match &column.meaning {
                Meaning::Area => ("area", coverage.areas.join(", ")),
                Meaning::Time => ("year", coverage.years.clone()),
                Meaning::Dimension(dimension) if dimension.members.is_empty() => {
                    let members = crate::cli::help::members(package, table, place);
                    ("dimension", members)
                }
                Meaning::Dimension(dimension) => ("dimension", members(dimension)),
                Meaning::Attribute(attribute) => {
                    let of = attribute.of.as_deref();
                    let of = of.map_or_else(String::new, |of| format!(" of {of}"));
                    ("attribute", format!("{}{of}", attribute.what.name()))
                }
                Meaning::Indicator(_) => continue,
            };
            let role = Cell::label(Label::listed(role, &ROLES));
            self.push(table, &column.name, "role", role);
            self.inferred(table, &column.name, column);
            self.add(
                table,
                &column.name,
                "holds",
                column.description.as_deref().unwrap_or_default(),
            );
            self.add(table, &column.name, "covers", members);
            if let Meaning::Dimension(dimension) = &column.meaning {
                let option = no_dimension(package, &flag(&column.name));
                self.tell(table, &column.name, "option", option.unwrap_or_default());
                self.tell(
                    table,
                    &column.name,
                    "total",
                    dimension
                        .total
                        .as_deref()
                        .map(|total| format!("{total}: never combined or ranked with the others"))
                        .unwrap_or_default(),
                );
                self.add(
                    table,
                    &column.name,
                    "never combined",
                    dimension.overlapping.as_deref().unwrap_or_default(),
                );
            }
        }
        for (_, column, indicator) in table.indicators() {
            self.facts(table, column, indicator);
        }
        for (_, _, indicator) in table.indicators() {
            self.notes(package, table, indicator)?;
        }
        Ok(())
    }

    pub(super) fn indicator(
        &mut self,
        package: &Package,
        table: &Table,
        column: &Column,
        indicator: &Indicator,
    ) -> Result<()> {
        let coverage = Coverage::of(package, table)?;
        self.facts(table, column, indicator);
        self.add(table, &indicator.id, "years", coverage.years);
        self.add(table, &indicator.id, "areas", coverage.areas.join(", "));
        self.source(package, table);
        self.notes(package, table, indicator)
    }

    fn source(&mut self, package: &Package, table: &Table) {
        for source in &table.sources {
            let document = package.document(source);
            let of_document = |part: fn(&Document) -> &Option<String>| {
                document
                    .and_then(|document| part(document).clone())
                    .unwrap_or_default()
            };
            let place = source.place.as_deref().unwrap_or_default();
            let title = source
                .title
                .as_deref()
                .map(|title| format!("“{title}”"))
                .unwrap_or_default();
            self.add(
                table,
                "",
                "source",
                [place, &title]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect::<Vec<_>>()
                    .join(", "),
            );
            self.add(
                table,
                "",
                "document",
                of_document(|document| &document.title),
            );
            self.add(
                table,
                "",
                "published at",
                of_document(|document| &document.path),
            );
            self.add(
                table,
                "",
                "about the document",
                of_document(|document| &document.note),
            );
            self.add(table, "", "producers", source.producers.join("; "));
        }
    }

    /// Where a column's role is not declared: what it is told from, and how to pin it down.
    fn inferred(&mut self, table: &Table, item: &str, column: &Column) {
        let role = match column.meaning {
            Meaning::Area => "area",
            Meaning::Time => "time",
            Meaning::Dimension(_) => "dimension",
            Meaning::Indicator(_) => "indicator",
            Meaning::Attribute(_) => "attribute",
        };
        let pinned =
            |reason: &String| format!("{reason}; declare `\"role\": \"{role}\"` to pin it down");
        let inferred = column.inferred.as_ref().map(pinned);
        self.tell(table, item, "inferred", inferred.unwrap_or_default());
    }

    fn facts(&mut self, table: &Table, column: &Column, indicator: &Indicator) {
        let id = &indicator.id;
        self.add(table, id, "title", column.title.as_str());
        self.add(
            table,
            id,
            "title in Chinese",
            column.title_zh.as_deref().unwrap_or_default(),
        );
        self.add(table, id, "column", column.name.as_str());
        self.add(
            table,
            id,
            "holds",
            column.description.as_deref().unwrap_or_default(),
        );
        self.add(table, id, "unit", indicator.unit_and_prices());
        self.inferred(table, id, column);
        self.tell(table, id, "kind", kind(indicator));
        self.tell(table, id, "combining rule", rule(indicator));
        let decimals = indicator.decimals.map(|decimals| {
            format!("{decimals} as a rule; each value keeps those it was printed with")
        });
        self.tell(table, id, "printed decimals", decimals.unwrap_or_default());
        self.add(
            table,
            id,
            "concept",
            indicator.concept.as_deref().unwrap_or_default(),
        );
    }

    fn notes(&mut self, package: &Package, table: &Table, indicator: &Indicator) -> Result<()> {
        for remark in package.remarks(table)?.iter() {
            if remark.indicators.contains(&indicator.id) {
                self.push(table, &indicator.id, "note", Cell::label(note(remark)));
            }
        }
        Ok(())
    }
}

/// A note: what it is on, its status where it is no normal one, its text, and what becomes of the figure.
fn note(remark: &Remark) -> Label {
    let key = remark
        .key
        .iter()
        .map(|(dimension, members)| format!("{dimension} {}", list(members, "or")));
    let status = remark.note.status;
    let marked = (status != Status::Normal).then(|| status.label());
    let wording = remark.note.wording().cloned().unwrap_or_default();
    let on = key.collect::<Vec<_>>().join(", ");
    let put = |text: &str, label: Option<&str>, between: &str| {
        let label = label.map(|label| format!("{status} ({label})"));
        let parts = [Some(on.clone()), label, Some(text.to_owned())];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(between)
    };
    let mut english = put(&remark.note.text, marked, ": ");
    let mut chinese = put(&wording.zh, marked.map(in_chinese).as_deref(), "：");
    if !remark.usable {
        english.push_str(" Not used in computations.");
        chinese.push_str("不参与计算。");
    }
    if let Some(corrected) = remark.corrected {
        english.extend([" Correction: ", &corrected.to_string(), "."]);
        chinese.extend(["更正值：", &corrected.to_string(), "。"]);
    }
    Label::new(english, (!wording.zh.is_empty()).then_some(chinese))
}

fn members(dimension: &Dimension) -> String {
    let member = |member: &Member| match &member.label {
        Some(label) if *label != member.value => format!("{} ({label})", member.value),
        _ => member.value.clone(),
    };
    dimension
        .members
        .iter()
        .map(member)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The kind in words, or how to declare it.
fn kind(indicator: &Indicator) -> String {
    if indicator.kind_declared {
        return indicator.kind.meaning().to_owned();
    }
    let kinds = Kind::ALL.iter().filter(|kind| **kind != Kind::Text);
    format!(
        "not declared; declare `kind` as {}",
        quoted_list(kinds.map(|kind| kind.name()), "or")
    )
}

/// The rule for combining, in words.
fn rule(indicator: &Indicator) -> String {
    if !indicator.combine_declared && indicator.kind != Kind::Text {
        return "not declared, hence never combined; declare `combine`, such as `{\"rule\": \"sum\"}`"
            .to_owned();
    }
    let over_years = match indicator.kind {
        _ if !indicator.kind_declared => "over years never, since the kind is not declared",
        Kind::Flow => "over years the sum, which is cumulative",
        Kind::Stock => "over years the average, never a sum",
        Kind::Rate => "over years chained",
        Kind::Ratio | Kind::Share => "over years recomputed from sums",
        Kind::Index => "over years never",
        Kind::Text => return String::new(),
    };
    let over_areas = match &indicator.combine {
        Combine::Sum => "over areas the sum".to_owned(),
        Combine::WeightedMean {
            weight,
            weight_year,
        } => {
            let year = match weight_year {
                WeightYear::Same => "",
                WeightYear::Previous => " of the previous year",
            };
            format!("over areas the mean weighted by {weight}{year}")
        }
        Combine::Ratio {
            numerator,
            denominator: Some(denominator),
            denominator_year,
        } => {
            let year = match denominator_year {
                Moment::YearEnd => "",
                Moment::MidYear => " at mid-year",
            };
            format!("over areas the sum of {numerator} over the sum of {denominator}{year}")
        }
        Combine::Ratio {
            numerator,
            denominator: None,
            ..
        } => {
            format!(
                "over areas the sum of {numerator} over the sum of the denominators that the ratios imply"
            )
        }
        Combine::Mean => "over areas the mean, each counting once".to_owned(),
        Combine::Share { of } => format!(
            "over areas the sum of share × {of} of the total over the sum of {of} of the total"
        ),
        Combine::None { reason } => {
            return match reason {
                Some(reason) => format!("never combined: {reason}"),
                None => "never combined".to_owned(),
            };
        }
    };
    format!("{over_areas}; {over_years}")
}
