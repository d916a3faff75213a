//! What stands in a text of XML, with the lines on which it stands.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::words::excerpt;

/// What stands in a text, each with its line; an element that is empty begins and ends.
///
/// # Errors
/// If it is damaged, with the line.
pub(in crate::source) fn events<'t>(
    text: &'t str,
    each: &mut dyn FnMut(u64, Event<'t>) -> Result<(), String>,
) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let (mut line, mut until, mut depth) = (1, 0, 0_u64);
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let passed = text.as_bytes().get(until..at).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', passed).count() as u64;
        until = at;
        let taken = match event {
            Ok(Event::Eof) if depth == 0 => return Ok(()),
            Ok(Event::Eof) => Err("it ends too early".to_owned()),
            Ok(event) => {
                match event {
                    Event::Start(_) => depth += 1,
                    Event::End(_) => depth = depth.saturating_sub(1),
                    _ => {}
                }
                each(line, event)
            }
            Err(error) => Err(error.to_string()),
        };
        taken.map_err(|why| {
            format!(
                "it is damaged XML in line {line} ({}); fetch it again",
                excerpt(&why)
            )
        })?;
    }
}

/// Adds the letter that `&lt;` or `&#60;` stands for.
pub(in crate::source) fn add_entity(text: &mut String, name: &BytesRef) {
    text.extend(name.resolve_char_ref().ok().flatten());
    text.push_str(quick_xml::escape::resolve_predefined_entity(name).unwrap_or_default());
}

/// The attributes of an element, with their prefixes.
///
/// # Errors
/// If one is damaged.
pub(in crate::source) fn attributes(element: &BytesStart) -> Result<Vec<(String, String)>, String> {
    let attribute = |attribute: Result<quick_xml::events::attributes::Attribute, _>| {
        let attribute = attribute
            .map_err(|error: quick_xml::events::attributes::AttrError| error.to_string())?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| error.to_string())?;
        Ok((attribute.key.as_ref().to_owned(), value.trim().to_owned()))
    };
    element.attributes().map(attribute).collect()
}
