//! What a workbook may be before it is read: none that swells without end, none that its reader never comes to the end of.

use std::path::Path;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::source::container;
use crate::words::excerpt;

/// The most bytes of all files in the archive of a workbook.
const MOST_BYTES: u64 = 2 << 30;

/// Refuses an archive that swells, or one of an ods with elements that stay open.
pub(super) fn archive(bytes: &[u8], is_ods: bool) -> Result<(), String> {
    let members = container::members(bytes).map_err(|error| error.to_string())?;
    let mut all = 0;
    for member in &members {
        all += container::measure(bytes, member).map_err(|error| error.to_string())?;
        if all > MOST_BYTES {
            return Err(format!(
                "its files swell to more than {} MB; save the table in it as CSV",
                MOST_BYTES >> 20
            ));
        }
    }
    if is_ods { elements(bytes) } else { Ok(()) }
}

/// Refuses an archive with XML whose elements do not close: the reader of ods waits for their ends for ever.
fn elements(bytes: &[u8]) -> Result<(), String> {
    let members = container::members(bytes).map_err(|error| error.to_string())?;
    let texts = members.iter().filter(|member| is_xml(&member.name));
    let texts: Result<Vec<(&str, Vec<u8>)>, String> = texts
        .map(|member| {
            let text = container::member(bytes, member).map_err(|error| error.to_string())?;
            Ok((member.name.as_str(), text))
        })
        .collect();
    let texts = texts?;
    // What is locked with a password is no XML, and is not read.
    let is_locked = texts.iter().any(|(name, text)| {
        *name == "META-INF/manifest.xml" && memmem::find(text, b"encryption-data").is_some()
    });
    for (name, text) in texts.iter().filter(|_| !is_locked) {
        if !closes(text) {
            return Err(format!(
                "it is damaged: not every element of its `{}` is closed; save it again",
                excerpt(name)
            ));
        }
    }
    Ok(())
}

fn is_xml(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("xml"))
}

/// Whether every element of a text in XML is closed, each within the one that holds it.
fn closes(text: &[u8]) -> bool {
    let mut reader = Reader::from_reader(text);
    let mut depth = 0_u64;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            // That it ends what began last is checked by the reader.
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) => return depth == 0,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_that_stay_open_are_seen() {
        for (text, closed) in [
            ("<a><b>1</b><c/></a>", true),
            ("", true),
            ("<a><b>1</b>", false),
            ("<a><b>1</c></a>", false),
            ("<a><!-- </a>", false),
            ("<a", false),
        ] {
            assert_eq!(closes(text.as_bytes()), closed, "{text}");
        }
    }
}
