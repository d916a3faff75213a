//! What is wrong with a descriptor as JSON, in our words: `serde_json` speaks to programmers.

use std::str::Utf8Error;

use serde::Deserialize;
use serde_path_to_error::Segment;

use super::fault::Fault;
use crate::words::{printable, quoted_list};

/// What a text says, or what is wrong with it and where.
///
/// # Errors
/// If it is no JSON, or says something else.
pub(super) fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| {
        let mut again = serde_json::Deserializer::from_str(text);
        let at = serde_path_to_error::deserialize::<_, T>(&mut again).err();
        let mut names = at.iter().flat_map(|at| at.path().iter().rev());
        let key = names.find_map(|segment| match segment {
            Segment::Map { key } => Some(key.as_str()),
            _ => None,
        });
        fault(&error, text, key)
    })
}

/// The fault that was found in `text` at a property, with its place there.
fn fault(error: &serde_json::Error, text: &str, key: Option<&str>) -> Fault {
    let counted = |place: usize| (place > 0).then_some(place as u64);
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(message, _)| message);
    let before = text_before(text, error.line(), error.column());
    // What the error counts are bytes.
    let characters = before.and_then(|before| Some(before.rsplit('\n').next()?.chars().count()));
    Fault {
        line: counted(error.line()),
        column: counted(characters.unwrap_or(error.column())),
        ..Fault::of_descriptor(printable(&reworded(message, key)))
    }
}

/// The fault of a descriptor that is no UTF-8.
pub(super) fn no_text(bytes: &[u8], error: Utf8Error) -> Fault {
    let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
    let line = before.rsplit('\n').next().unwrap_or_default();
    Fault {
        line: Some(before.matches('\n').count() as u64 + 1),
        column: Some(line.chars().count() as u64 + 1),
        ..Fault::of_descriptor("it is not UTF-8; save it as UTF-8".to_owned())
    }
}

/// What stands before a place, of which the column is counted in bytes; nothing where it is within a character.
fn text_before(text: &str, line: usize, column: usize) -> Option<&str> {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    text.get(..start + column)
}

fn reworded(message: &str, key: Option<&str>) -> String {
    let about = |found: &str, expected: &str| match key {
        Some(key) => format!("`{key}` is {found}; expected {expected}"),
        None => format!("{found} stands here; expected {expected}"),
    };
    if let Some(rest) = message.strip_prefix("unknown variant ")
        && let Some((found, expected)) = rest.rsplit_once(", expected ")
    {
        let names = expected.split('`').skip(1).step_by(2);
        return about(found, &quoted_list(names, "or"));
    }
    if let Some(rest) = message.strip_prefix("unknown field ")
        && let Some((found, expected)) = rest.split_once(", expected ")
    {
        let names = expected.split('`').skip(1).step_by(2);
        return format!(
            "{found} is no property here; write {}",
            quoted_list(names, "or")
        );
    }
    if let Some(rest) = message.strip_prefix("unknown field ")
        && let Some(found) = rest.strip_suffix(", there are no fields")
    {
        return format!("{found} is no property here; leave it out");
    }
    let mistaken = ["invalid type: ", "invalid value: "];
    if let Some(rest) = mistaken
        .iter()
        .find_map(|start| message.strip_prefix(start))
        && let Some((found, expected)) = rest.rsplit_once(", expected ")
    {
        return about(&type_found(found), type_expected(expected));
    }
    if message.starts_with("invalid length ") {
        return about("a list", "an object");
    }
    if let Some(field) = message.strip_prefix("missing field ") {
        return format!("{field} is missing; add it");
    }
    if let Some(field) = message.strip_prefix("duplicate field ") {
        return format!("{field} stands here twice; keep one of them");
    }
    if let Some(kind) = message.strip_prefix("data did not match any variant of untagged enum ") {
        let expected = match kind {
            "OneOrMany" => "a text, or a list of texts",
            "MissingValue" => "a text, or an object with a `value` and a `label`",
            "FieldsMatch" => "`exact`, `equal`, `subset`, `superset` or `partial`",
            "Category" => "a text, a number, or an object with a `value`",
            _ => "another form",
        };
        return about("of no form that is known", expected);
    }
    let known = match message {
        _ if message.starts_with("EOF while parsing") => "the file ends too early",
        _ if message.starts_with("control character") => {
            "a line break or another control character stands in a text; write it as `\\n` or the like"
        }
        "expected value" | "expected ident" => {
            "expected a value: a text in double quotes, a number, a list, an object"
        }
        "key must be a string" => "expected a name in double quotes",
        "trailing comma" => "a comma stands before a closing bracket; leave it out",
        "trailing characters" => "something follows the end of the descriptor; leave it out",
        "recursion limit exceeded" => "brackets lie too deep in one another",
        other => other,
    };
    known.to_owned()
}

/// What was found, as JSON calls it.
fn type_found(found: &str) -> String {
    match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("integer", number)) => format!("the number {}", number.trim_matches('`')),
        Some(("floating", number)) => {
            let number = number.trim_start_matches("point ");
            format!("the number {}", number.trim_matches('`'))
        }
        Some(("boolean", value)) => value.to_owned(),
        _ => match found {
            "sequence" => "a list".to_owned(),
            "map" => "an object".to_owned(),
            "null" => "`null`".to_owned(),
            other => other.to_owned(),
        },
    }
}

/// What was expected, as JSON calls it.
fn type_expected(expected: &str) -> &str {
    match expected {
        "a string" | "str" | "borrowed string" | "variant identifier" => "a text",
        "a sequence" => "a list",
        "a boolean" => "`true` or `false`",
        "a character" | "a char" => "a single character",
        "u32" | "u64" | "usize" => "a whole number of 0 or more",
        "i8" | "i32" | "i64" => "a whole number",
        "a map" => "an object",
        other if other.starts_with("struct ") || other.contains(" enum ") => "an object",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::declared::Schema;
    use crate::package::descriptor::Descriptor;

    fn told<'a, T: serde::Deserialize<'a>>(text: &'a str) -> String {
        let fault = read::<T>(text).err();
        fault.expect("the text is faulty").to_string()
    }

    #[test]
    fn faults_of_a_descriptor_name_the_property_and_what_is_expected() {
        let cases = [
            ("", "datapackage.json:1: the file ends too early"),
            (
                "{\"resources\": [",
                "datapackage.json:1:15: the file ends too early",
            ),
            ("{}", "datapackage.json:1:2: `resources` is missing; add it"),
            (
                "{\"resources\": {}}",
                "datapackage.json:1:14: `resources` is an object; expected a list",
            ),
            (
                "{\n\"name\": 5, \"resources\": []}",
                "datapackage.json:2:9: `name` is the number 5; expected a text",
            ),
            (
                "{\"resources\": [{\"name\": \"a\", \"role\": \"fields\"}]}",
                "datapackage.json:1:45: `role` is `fields`; expected `table`, `areas`, `notes` or `claims`",
            ),
            (
                "{\"resources\": [],}",
                "datapackage.json:1:18: a comma stands before a closing bracket; leave it out",
            ),
            (
                "[]",
                "datapackage.json:1:2: a list stands here; expected an object",
            ),
            // A blank of two bytes before the end.
            (
                "{\"name\": \"a\u{a0}b",
                "datapackage.json:1:13: the file ends too early",
            ),
            (
                "null",
                "datapackage.json:1:4: `null` stands here; expected an object",
            ),
            (
                "{\"resources\": [{\"name\": 1.5}]}",
                "datapackage.json:1:27: `name` is the number 1.5; expected a text",
            ),
            (
                "{\"name\": [], \"resources\": []}",
                "datapackage.json:1:9: `name` is a list; expected a text",
            ),
            (
                "{\"name\": \"a\", \"name\": \"b\", \"resources\": []}",
                "datapackage.json:1:20: `name` stands here twice; keep one of them",
            ),
            (
                "{\"name\": }",
                "datapackage.json:1:10: expected a value: a text in double quotes, a number, a list, an object",
            ),
            (
                "{name: \"a\"}",
                "datapackage.json:1:2: expected a name in double quotes",
            ),
            (
                "{\"name\": \"a\nb\"}",
                "datapackage.json:2: a line break or another control character stands in a text; write it as `\\n` or the like",
            ),
            (
                "{\"resources\": []} {",
                "datapackage.json:1:19: something follows the end of the descriptor; leave it out",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(told::<Descriptor>(text), expected, "{text}");
        }
    }

    #[test]
    fn faults_of_a_schema_do_so_too() {
        let cases = [
            (
                "{\"fields\": [{\"name\": \"a\", \"kind\": \"amount\"}]}",
                "`kind` is `amount`; expected `flow`, `stock`, `ratio`, `rate`, `share`, `index` or `text`",
            ),
            (
                "{\"fields\": [{\"name\": \"a\", \"total\": true}]}",
                "`total` is `true`; expected a text",
            ),
            (
                "{\"fields\": [{\"name\": \"a\", \"decimals\": -1}]}",
                "`decimals` is the number -1; expected a whole number of 0 or more",
            ),
            (
                "{\"fields\": [{\"name\": \"a\", \"unitMult\": \"thousand\"}]}",
                "`unitMult` is the text \"thousand\"; expected a whole number",
            ),
            (
                "{\"fields\": [{\"name\": \"a\", \"overlapping\": \"yes\"}]}",
                "`overlapping` is the text \"yes\"; expected `true` or `false`",
            ),
            (
                "{\"fields\": [{\"name\": \"a\", \"categories\": [true]}]}",
                "expected a text, a number, or an object with a `value`",
            ),
            (
                "{\"fields\": [], \"primaryKey\": 5}",
                "`primaryKey` is of no form that is known; expected a text, or a list of texts",
            ),
        ];
        for (text, expected) in cases {
            let told = told::<Schema>(text);
            assert!(told.ends_with(expected), "{text}: {told}");
        }
    }
}
