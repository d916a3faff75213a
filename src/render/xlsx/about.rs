//! The last sheet: what is to be known of the figures on the others.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::{WORDS, set_heights, set_width};
use crate::answer::{Answer, Label};
use crate::figure::Status;
use crate::render::Style;
use crate::render::layout::{heading, widest, wrap};

/// What the sheet tells.
pub(super) struct About<'a> {
    pub(super) answer: &'a Answer,
    pub(super) style: &'a Style,
    /// The parts of the page, each with the name of its sheet.
    pub(super) sheets: &'a [(String, &'a Answer)],
    /// The notes, each with its status, in words, with the cells that it is about.
    pub(super) notes: Vec<(Status, String, String)>,
}

/// A row of the sheet: whether it is a heading, and its cells.
type Line = (bool, Vec<String>);

impl About<'_> {
    pub(super) fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let lines = self.lines();
        let columns = lines.iter().map(|(_, cells)| cells.len()).max();
        let mut widths = vec![0_usize; columns.unwrap_or(0)];
        let mut heights = vec![1; lines.len()];
        for (row, (is_head, cells)) in (0_u32..).zip(&lines) {
            let mut format = Format::new().set_align(FormatAlign::Top);
            if *is_head {
                format = format.set_bold();
            }
            // What stands alone in its row runs on over the empty cells beside it.
            if cells.len() > 1 {
                format = format.set_text_wrap();
                for (width, text) in widths.iter_mut().zip(cells) {
                    *width = (*width).max(widest(text).min(WORDS));
                    let height = &mut heights[row as usize];
                    *height = (*height).max(wrap(text, WORDS).len());
                }
            }
            for (column, text) in (0_u16..).zip(cells) {
                sheet.write_string_with_format(row, column, text, &format)?;
            }
        }
        for (column, width) in (0_u16..).zip(widths) {
            set_width(sheet, column, width)?;
        }
        set_heights(sheet, &heights)?;
        sheet.set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        Ok(())
    }

    /// Blocks of rows, each below its heading, with an empty row between them.
    fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for (head, rows) in self
            .blocks()
            .into_iter()
            .filter(|(_, rows)| !rows.is_empty())
        {
            if !lines.is_empty() {
                lines.push((false, Vec::new()));
            }
            lines.push((true, head));
            lines.extend(rows.into_iter().map(|row| (false, row)));
        }
        lines
    }

    /// The headings with the rows below them.
    fn blocks(&self) -> Vec<(Vec<String>, Vec<Vec<String>>)> {
        let answer = self.answer;
        let word = |en: &'static str, zh: &'static str| self.style.word(en, zh).to_owned();
        let label = |label: &Label| self.style.label(label);
        let one = |text: &str| vec![text.to_owned()];
        let titles = [&answer.title, &answer.subtitle].map(label);
        let titles = titles.iter().filter(|text| !text.is_empty());
        let of_sheets = self.sheets.iter().filter(|_| self.is_page());
        let of_sheets = of_sheets.map(|(name, part)| vec![name.clone(), label(&part.title)]);
        let nothing = answer.nothing.iter().filter(|_| answer.rows.is_empty());
        let columns = self.sheets.iter().flat_map(|(name, part)| {
            let columns = part.shown();
            columns.map(|(_, column)| {
                let (label, unit) = heading(column, self.style);
                let source = column.measure().map(|measure| measure.source.clone());
                let source = source.unwrap_or_default();
                let cells = vec![label, column.name.clone(), unit.unwrap_or_default(), source];
                self.on_sheet(name, cells)
            })
        });
        let notes = self.notes.iter().map(|(status, words, cells)| {
            let status = format!("{status} ({})", status.label());
            vec![cells.clone(), status, words.clone()]
        });
        let remarks = self.sheets.iter().flat_map(|(name, part)| {
            let remarks = part.below();
            remarks.map(|remark| self.on_sheet(name, one(remark)))
        });
        let sources = answer.sources_of_page();
        let mut blocks = vec![
            (
                vec![word("Title", "标题")],
                titles.map(|text| one(text)).collect(),
            ),
            (
                vec![word("Sheet", "工作表"), word("Title", "标题")],
                of_sheets.collect(),
            ),
            (
                vec![word("No rows", "无数据")],
                nothing.map(|text| one(text)).collect(),
            ),
            (
                self.on_sheet(
                    self.style.word("Sheet", "工作表"),
                    vec![
                        word("Column", "列"),
                        word("Name in CSV", "CSV列名"),
                        word("Unit", "单位"),
                        word("Source", "来源"),
                    ],
                ),
                columns.collect(),
            ),
            (
                vec![
                    word("Cells", "单元格"),
                    word("Status", "状态"),
                    word("Note", "注"),
                ],
                notes.collect(),
            ),
            (
                self.on_sheet(
                    self.style.word("Sheet", "工作表"),
                    vec![word("Remarks", "备注")],
                ),
                remarks.collect(),
            ),
            (
                vec![word("Sources", "来源")],
                sources
                    .iter()
                    .map(|source| one(&source.to_string()))
                    .collect(),
            ),
        ];
        if let Some(origin) = &answer.origin {
            let data = label(&Label::plain(origin.data()));
            blocks.push((vec![word("Query", "查询")], vec![one(&origin.query)]));
            blocks.push((vec![word("Data", "数据版本")], vec![one(&data)]));
        }
        blocks
    }

    /// Whether there are several sheets of figures.
    fn is_page(&self) -> bool {
        self.sheets.len() > 1
    }

    /// Cells behind the name of the sheet that they are about, where there are several.
    fn on_sheet(&self, name: &str, cells: Vec<String>) -> Vec<String> {
        let name = self.is_page().then(|| name.to_owned());
        name.into_iter().chain(cells).collect()
    }
}
