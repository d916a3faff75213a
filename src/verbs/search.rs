//! `hlj search WORD…`: where words stand: among tables and indicators, areas, members, notes and claims, each with what to
//! ask next.

use std::collections::BTreeMap;

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::answer::{Answer, Cell, Column, Label, Row};
use crate::cli::args::{ArrangeArgs, OutputArgs};
use crate::cli::shell::call;
use crate::cli::verb::{Outcome, Verb};
use crate::figure::Value;
use crate::package::{Package, Table, fold};
use crate::query::{Telling, arrange};
use crate::words::{in_chinese, list, printable, shell_word};

pub(super) const VERB: Verb = Verb {
    name: "search",
    alias: None,
    about: "Where a word stands: tables, indicators, areas, notes, claims",
    figures: false,
    augment: |command: Command| OutputArgs::augment_args(SearchArgs::augment_args(command)),
    run,
};

#[derive(Debug, Args)]
struct SearchArgs {
    /// The words; what has all of them is found
    #[arg(value_name = "WORD", required = true, value_parser = crate::cli::error::name)]
    words: Vec<String>,
    #[command(flatten)]
    arrange: ArrangeArgs,
}

/// The most areas of which a text is said that are told with it.
const FEW: usize = 6;
/// What is found, in Chinese.
const KINDS: [(&str, &str); 7] = [
    ("table", "表"),
    ("indicator", "指标"),
    ("member", "成员"),
    ("text", "文字"),
    ("area", "地区"),
    ("note", "注"),
    ("claim", "说法"),
];

/// What is found, row by row.
struct Found {
    /// The words that are looked for, folded.
    words: Vec<String>,
    rows: Vec<Row>,
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = SearchArgs::from_arg_matches(matches)?;
    let mut found = Found {
        words: args.words.iter().map(|word| fold(word)).collect(),
        rows: Vec::new(),
    };
    found.tables(package);
    found.areas(package)?;
    found.notes(package)?;
    found.claims(package)?;
    let words = args.words.join(" ");
    let nothing = found.rows.is_empty().then(|| {
        format!(
            "nothing here has `{}`; `hlj describe` lists the indicators, `hlj areas` the areas",
            printable(&words)
        )
    });
    let columns = [
        ("kind", "Kind", "类别"),
        ("name", "Name", "名称"),
        ("text", "Text", "文字"),
        ("ask", "Ask", "查询"),
    ];
    let answer = Answer {
        title: Label::new(format!("Found: {words}"), Some(format!("查找：{words}"))),
        columns: columns
            .map(|(name, en, zh)| Column::titled(name, en, zh))
            .into(),
        rows: found.rows,
        nothing,
        ..Answer::default()
    };
    let arrangement = args.arrange.arrangement();
    let answer = arrange(answer, &arrangement, Telling::default(), package)?;
    Ok(Outcome::Answer(Box::new(answer)))
}

/// The Chinese name of the area in a cell where it has one, else what stands there.
fn name_in_chinese(package: &Package, cell: &str) -> String {
    let area = package.area_of_cell(cell).ok();
    let name = Label::new(cell, area.map(|area| area.name_zh.clone()));
    name.zh_or_en().to_owned()
}

impl Found {
    /// Adds a row where the texts have all words.
    fn add(&mut self, kind: &str, texts: &[&str], text: Label, [name, ask]: [&str; 2]) {
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        let has = |word: &String| folded.iter().any(|text| text.contains(word.as_str()));
        if self.words.iter().all(has) {
            let kind = Cell::label(Label::listed(kind, &KINDS));
            let [name, ask] = [name, ask].map(Cell::words);
            self.rows.push(Row {
                cells: [kind, name, Cell::label(text), ask].into(),
                total: false,
            });
        }
    }

    fn tables(&mut self, package: &Package) {
        let hlj = call(package);
        for table in package.tables() {
            let zh = table.title_zh.as_deref().unwrap_or_default();
            let description = table.description.as_deref().unwrap_or_default();
            let ask = format!("{hlj} {}", shell_word(&table.name));
            let texts = [table.name.as_str(), &table.title, zh, description];
            let title = Label::new(table.title.as_str(), table.title_zh.as_deref());
            self.add("table", &texts, title, [&table.name, &ask]);
            for (_, column, indicator) in table.indicators() {
                let zh = column.title_zh.as_deref().unwrap_or_default();
                let concept = indicator.concept.as_deref().unwrap_or_default();
                let texts = [
                    indicator.id.as_str(),
                    &column.name,
                    &column.title,
                    zh,
                    concept,
                    &column.aliases.join("\n"),
                ];
                let unit = indicator.unit_and_prices();
                let with_unit = |title: &str, unit: &str, comma: &str| {
                    let parts = [title, unit].into_iter();
                    let parts = parts.filter(|part| !part.is_empty());
                    parts.collect::<Vec<_>>().join(comma)
                };
                let text = Label::new(
                    with_unit(&column.title, &unit, ", "),
                    (!zh.is_empty()).then(|| with_unit(zh, &in_chinese(&unit), "，")),
                );
                let own = format!("{ask} -i {}", shell_word(&indicator.id));
                self.add("indicator", &texts, text, [&indicator.id, &own]);
            }
            self.words_of(package, table, &ask);
            for (_, column, dimension) in table.dimensions() {
                for member in &dimension.members {
                    let label = member.label.as_deref().unwrap_or(&member.value);
                    let zh = member.label_zh.as_deref().unwrap_or_default();
                    let own = format!("{ask} {}", shell_word(&member.value));
                    let text = Label::new(
                        format!("{label} ({} of {})", column.name, table.name),
                        (!zh.is_empty())
                            .then(|| format!("{zh}（`{}`的{}）", table.name, column.name)),
                    );
                    let texts = [&member.value, label, zh, &member.aliases.join("\n")];
                    self.add("member", &texts, text, [&member.value, &own]);
                }
            }
        }
    }

    /// What a table says in words, each text once, with the areas of which it is said where these are few.
    fn words_of(&mut self, package: &Package, table: &Table, ask: &str) {
        let rows = package.rows(table).unwrap_or_default();
        for (place, _, indicator) in table.indicators() {
            let mut places: BTreeMap<&str, usize> = BTreeMap::new();
            let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
            for row in &rows {
                let Value::Text(text) = &row.cells[place] else {
                    continue;
                };
                let at = *places.entry(text).or_insert(told.len());
                if at == told.len() {
                    told.push((text, Vec::new()));
                }
                if let Some(Value::Text(area)) = table.area().map(|area| &row.cells[area])
                    && !told[at].1.contains(&area.as_str())
                    && told[at].1.len() <= FEW
                {
                    told[at].1.push(area);
                }
            }
            for (text, areas) in told {
                let condition = format!("{}={text}", indicator.id);
                let own = format!("{ask} --where {}", shell_word(&condition));
                let zh = indicator.texts_zh.get(text);
                let zh = zh.map_or("", |zh| zh.as_str());
                let label = if (1..=FEW).contains(&areas.len()) {
                    let zh = if zh.is_empty() { text } else { zh };
                    let names_zh = areas.iter().map(|area| name_in_chinese(package, area));
                    let zh = format!("{zh}：{}", names_zh.collect::<Vec<String>>().join("、"));
                    Label::new(format!("{text}: {}", list(areas, "and")), Some(zh))
                } else {
                    Label::new(text, Some(zh))
                };
                self.add("text", &[text, zh], label, [&table.name, &own]);
            }
        }
    }

    fn areas(&mut self, package: &Package) -> Result<()> {
        let hlj = call(package);
        for area in package.areas()?.iter() {
            let aliases = area.aliases.join(" ");
            let groups = area.groups.join(" ");
            let texts = [
                area.name.as_str(),
                &area.name_zh,
                &area.pinyin,
                &area.code,
                &aliases,
                &groups,
            ];
            let parts = [&area.name_zh, &area.level, &area.code];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            let text = list(parts, "and").replace(" and ", ", ");
            let ask = format!("{hlj} profile {}", shell_word(&area.name));
            self.add("area", &texts, Label::plain(text), [&area.name, &ask]);
        }
        Ok(())
    }

    fn notes(&mut self, package: &Package) -> Result<()> {
        let hlj = call(package);
        let notes = package.notes()?;
        for remark in notes.iter().flat_map(|(_, remarks)| remarks.iter()) {
            let wording = remark.note.wording().cloned().unwrap_or_default();
            let key = remark
                .key
                .iter()
                .map(|(_, members)| members.join("/"))
                .collect::<Vec<_>>()
                .join(" ");
            let texts = [&remark.note.text, wording.brief.as_str(), &wording.zh, &key];
            let name = format!("{} {key}", remark.table);
            let ask = format!("{hlj} describe {}", shell_word(&remark.table));
            let text = Label::new(remark.note.text.to_string(), Some(wording.zh.as_str()));
            self.add("note", &texts, text, [name.trim(), &ask]);
        }
        Ok(())
    }

    fn claims(&mut self, package: &Package) -> Result<()> {
        let hlj = call(package);
        let claims = package.claims()?;
        for claim in claims.iter().flat_map(|(_, claims)| claims.iter()) {
            let ask = format!("{hlj} check --kind claim --severity held");
            let texts = [claim.id.as_str(), &claim.text];
            let text = Label::plain(claim.text.as_str());
            self.add("claim", &texts, text, [&claim.id, &ask]);
        }
        Ok(())
    }
}
