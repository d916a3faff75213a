//! How the texts of help and of manual pages are set: sections, and names with their explanations.

use clap_mangen::roff::{Roff, roman};
use unicode_width::UnicodeWidthStr as _;

use super::said;

/// How wide the texts are.
pub(crate) const WIDTH: usize = 80;
/// The widest names that have their explanations beside them, even if these are wrapped.
const NAME: usize = 24;

/// A heading and the lines below it.
pub(crate) struct Section {
    pub(crate) heading: &'static str,
    pub(crate) lines: Vec<String>,
}

/// A section of a manual page.
pub(crate) fn roff(section: &Section) -> String {
    let mut page = Roff::new();
    page.control("SH", [section.heading.to_uppercase().as_str()]);
    page.control("nf", []);
    for line in &section.lines {
        page.text([roman(line.as_str())]);
    }
    page.control("fi", []);
    page.render()
}

/// The sections as text, set off like clap's own.
pub(crate) fn written(about: Option<&str>, sections: &[Section]) -> String {
    let heading = anstyle::Style::new().bold().underline();
    let parts = about
        .map(str::to_owned)
        .into_iter()
        .chain(sections.iter().map(|section| {
            format!(
                "{heading}{}{heading:#}\n{}",
                said(&format!("{}:", section.heading)),
                section.lines.join("\n")
            )
        }));
    parts.collect::<Vec<_>>().join("\n\n")
}

/// Names with their explanations in a second column, or below long names where there is no room for that; a text
/// without a name runs over the whole width.
pub(crate) fn pairs(pairs: Vec<(String, String)>) -> Vec<String> {
    let width = |text: &str| text.width();
    let widest = pairs.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let has_room =
        |(name, text): &(String, String)| name.is_empty() || widest + 4 + width(text) <= WIDTH;
    if widest > NAME && !pairs.iter().all(has_room) {
        return pairs
            .iter()
            .flat_map(|(name, text)| {
                let wrapped = textwrap::wrap(text, WIDTH - 6);
                let text = wrapped.into_iter().map(|line| format!("      {line}"));
                std::iter::once(format!("  {name}")).chain(text)
            })
            .collect();
    }
    let mut lines = Vec::new();
    for (name, text) in pairs {
        let indent = if name.is_empty() { 2 } else { widest + 4 };
        let start = if name.is_empty() {
            "  ".to_owned()
        } else {
            let gap = widest + 2 - width(&name);
            format!("  {name}{}", " ".repeat(gap))
        };
        let wrapped = textwrap::wrap(&text, WIDTH.saturating_sub(indent));
        for (index, line) in wrapped.iter().enumerate() {
            let lead = if index == 0 {
                start.clone()
            } else {
                " ".repeat(indent)
            };
            lines.push(format!("{lead}{line}"));
        }
    }
    lines
}
