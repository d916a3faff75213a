//! `hlj search WORD…`: where words stand: among tables and indicators, areas, members, notes and claims, each with what to
//! ask next.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::answer::{Answer, Cell, Column, Label, Row};
use crate::cli::args::{ArrangeArgs, OutputArgs};
use crate::cli::shell::call;
use crate::cli::verb::{Outcome, Verb};
use crate::figure::Value;
use crate::package::{Package, Table, fold};
use crate::query::{Telling, arrange};
use crate::words::{list, printable, shell_word};

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

impl Found {
    /// Adds a row where the texts have all words.
    fn add(&mut self, kind: &str, texts: &[&str], [name, text, ask]: [&str; 3]) {
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        let has = |word: &String| folded.iter().any(|text| text.contains(word.as_str()));
        if self.words.iter().all(has) {
            self.rows.push(Row {
                cells: [kind, name, text, ask].map(Cell::words).into(),
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
            self.add("table", &texts, [&table.name, &table.title, &ask]);
            for (_, column, indicator) in table.indicators() {
                let zh = column.title_zh.as_deref().unwrap_or_default();
                let concept = indicator.concept.as_deref().unwrap_or_default();
                let texts = [
                    indicator.id.as_str(),
                    &column.name,
                    &column.title,
                    zh,
                    concept,
                ];
                let unit = indicator.unit_and_prices();
                let parts = [column.title.as_str(), &unit]
                    .into_iter()
                    .filter(|part| !part.is_empty());
                let text = parts.collect::<Vec<_>>().join(", ");
                let own = format!("{ask} -i {}", shell_word(&indicator.id));
                self.add("indicator", &texts, [&indicator.id, &text, &own]);
            }
            self.words_of(package, table, &ask);
            for (_, column, dimension) in table.dimensions() {
                for member in &dimension.members {
                    let label = member.label.as_deref().unwrap_or(&member.value);
                    let zh = member.label_zh.as_deref().unwrap_or_default();
                    let own = format!("{ask} {}", shell_word(&member.value));
                    let text = format!("{label} ({} of {})", column.name, table.name);
                    self.add(
                        "member",
                        &[&member.value, label, zh],
                        [&member.value, &text, &own],
                    );
                }
            }
        }
    }

    /// What a table says in words, each text once.
    fn words_of(&mut self, package: &Package, table: &Table, ask: &str) {
        let rows = package.rows(table).unwrap_or_default();
        for (place, _, indicator) in table.indicators() {
            let mut told: BTreeSet<&str> = BTreeSet::new();
            for row in &rows {
                if let Value::Text(text) = &row.cells[place]
                    && told.insert(text)
                {
                    let condition = format!("{}={text}", indicator.id);
                    let own = format!("{ask} --where {}", shell_word(&condition));
                    let zh = indicator.texts_zh.get(text);
                    let zh = zh.map_or("", |zh| zh.as_str());
                    self.add("text", &[text, zh], [&table.name, text, &own]);
                }
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
            self.add("area", &texts, [&area.name, &text, &ask]);
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
            self.add("note", &texts, [name.trim(), &remark.note.text, &ask]);
        }
        Ok(())
    }

    fn claims(&mut self, package: &Package) -> Result<()> {
        let hlj = call(package);
        let claims = package.claims()?;
        for claim in claims.iter().flat_map(|(_, claims)| claims.iter()) {
            let ask = format!("{hlj} check --kind claim --severity held");
            let texts = [claim.id.as_str(), &claim.text];
            self.add("claim", &texts, [&claim.id, &claim.text, &ask]);
        }
        Ok(())
    }
}
