//! The text of a resource: its files, unpacked and in UTF-8, or what stands in the descriptor in the place of a file;
//! and what a descriptor tells in files of their own.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::descriptor::{Resource, SchemaText};
use super::dialect::Dialect;
use super::files::{DESCRIPTOR, Files};
use super::json;
use super::part::Part;
use crate::source::container::{self, Packing};
use crate::source::decode;
use crate::words::{excerpt, printable, quoted_list, shell_word};

/// What is wrong with a file of a resource.
pub(super) struct PartFault {
    pub(super) file: String,
    pub(super) message: String,
}

/// Extensions of files that hold tables and are no CSV.
const OTHERS: [&str; 9] = [
    "xlsx", "xls", "ods", "px", "parquet", "ndjson", "jsonl", "sqlite", "html",
];

/// Formats that a descriptor may declare and that are read.
const READ: [&str; 4] = ["csv", "tsv", "json", "txt"];

impl Resource {
    /// Every file that the descriptor names for the resource.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        let referred = self.referred.iter().map(String::as_str);
        self.path.all().iter().map(String::as_str).chain(referred)
    }

    /// Reads what the descriptor tells in files of their own, and the dialect.
    pub(super) fn resolve(&mut self, files: &Files) {
        let mut referred = Vec::new();
        let mut faults = Vec::new();
        let mut resolved = |raw: Option<&str>, property: &str| -> Option<Option<Box<RawValue>>> {
            let text = raw.filter(|text| text.starts_with('"'))?;
            let path: String = serde_json::from_str(text).ok()?;
            let found = read_json(files, &path)
                .map_err(|why| faults.push(format!("`{property}` is `{}`: {why}", excerpt(&path))));
            referred.push(path);
            Some(found.ok())
        };
        if let Some(found) = resolved(self.schema.as_ref().map(SchemaText::get), "schema") {
            self.schema = found.map(SchemaText::Written);
        }
        if let Some(found) = resolved(
            self.declared_dialect.as_deref().map(RawValue::get),
            "dialect",
        ) {
            self.declared_dialect = found;
        }
        if let Some(raw) = &self.declared_dialect {
            match json::read::<Dialect>(raw.get()) {
                Ok(dialect) => self.dialect = dialect.unnested(),
                Err(found) => faults.push(format!("`dialect`: {}", found.message)),
            }
        }
        if self.written_as() == "tsv" && self.dialect.delimiter.is_none() {
            self.dialect.delimiter = Some("\t".to_owned());
        }
        self.unread = self.refusal(files);
        faults.extend(self.unread.clone());
        self.referred = referred;
        self.faults = faults;
    }

    /// The extension of the file below that of its packing, in small letters.
    fn extension(&self) -> String {
        let name = self.path.first().unwrap_or_default().to_lowercase();
        let packed = [".gz", ".zip", ".zst"];
        let name = packed
            .iter()
            .find_map(|end| name.strip_suffix(end))
            .unwrap_or(&name);
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        extension.unwrap_or_default().to_owned()
    }

    /// Why the resource cannot be read, where its format or its packing is not known.
    fn refusal(&self, files: &Files) -> Option<String> {
        self.schema.as_ref()?;
        if let Some(packed) = self.compression.as_deref()
            && !["gz", "gzip", "zip", "zst", "zstd", "no"].contains(&packed)
        {
            let known = quoted_list(["gz", "zip", "zst"], "or");
            let packed = excerpt(packed);
            return Some(format!(
                "`compression` is `{packed}`; unpack the file, or pack it as {known}"
            ));
        }
        let format = self.written_as();
        if OTHERS.contains(&format.as_str()) {
            let file = self.file();
            let path = match files {
                Files::Folder(folder) => folder.join(file).display().to_string(),
                _ => file.to_owned(),
            };
            return Some(format!(
                "`{}` is no CSV file; ask it by itself (`hlj {}`), or save it as CSV",
                excerpt(file),
                shell_word(&printable(&path))
            ));
        }
        let declared = self.format.as_deref()?;
        (!READ.contains(&format.as_str())).then(|| {
            let declared = excerpt(declared);
            format!(
                "`format` is `{declared}`, which is not read; save the file as one of {}",
                quoted_list(READ, "or")
            )
        })
    }

    /// The format of the file as the descriptor declares it, else by its name; in small letters.
    fn written_as(&self) -> String {
        let of_media = match self.mediatype.as_deref().map(str::to_lowercase).as_deref() {
            Some("text/tab-separated-values") => Some("tsv".to_owned()),
            Some("application/json") => Some("json".to_owned()),
            _ => None,
        };
        let declared = self.format.as_deref().map(str::to_lowercase);
        declared.or(of_media).unwrap_or_else(|| self.extension())
    }

    /// The files of the resource one behind another, or what stands in the descriptor in their place.
    pub(super) fn parts<'a>(&self, files: &'a Files, faults: &mut Vec<PartFault>) -> Vec<Part<'a>> {
        if let Some(data) = &self.data
            && self.path.all().is_empty()
        {
            let dialect = self.dialect.clone();
            return match inline(data, dialect) {
                Ok(part) => vec![part],
                Err(message) => {
                    let message = format!("`data` of `{}`: {message}", excerpt(&self.name));
                    faults.push(PartFault {
                        file: DESCRIPTOR.to_owned(),
                        message,
                    });
                    Vec::new()
                }
            };
        }
        let mut parts = Vec::new();
        for file in self.path.all() {
            match self.part(files, file) {
                Ok(part) => parts.push(part),
                Err(message) => faults.push(PartFault {
                    file: file.clone(),
                    message,
                }),
            }
        }
        parts
    }

    fn part<'a>(&self, files: &'a Files, file: &str) -> Result<Part<'a>, String> {
        let bytes = files.read(file)?;
        match files.cells(file) {
            Some(cells) => Ok(Part {
                cells: Some(cells),
                ..Part::new(file, bytes, Dialect::default())
            }),
            None => self.part_of(file, bytes),
        }
    }

    /// What the bytes of a file hold.
    pub(super) fn part_of<'a>(&self, file: &str, bytes: Cow<'a, [u8]>) -> Result<Part<'a>, String> {
        let bytes = unpacked(bytes)?;
        let text = match self.encoding.as_deref() {
            None => bytes,
            Some(encoding) => decoded(bytes, encoding)?,
        };
        let part = Part::new(file, text, self.dialect.clone());
        if self.written_as() == "json" {
            let text = std::str::from_utf8(&part.text).map_err(|_| "the file is not UTF-8")?;
            let data: &RawValue = json::read(text).map_err(|fault| fault.message)?;
            let part = inline(data, self.dialect.clone())?;
            return Ok(Part {
                file: file.to_owned(),
                ..part
            });
        }
        Ok(part)
    }
}

fn read_json(files: &Files, path: &str) -> Result<Box<RawValue>, String> {
    if path.contains("://") {
        return Err("nothing is read from the network; save it beside the descriptor".to_owned());
    }
    let bytes = files.read(path)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| "the file is not UTF-8".to_owned())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    json::read(text).map_err(|fault| fault.message)
}

/// What is packed in a file, or the file itself.
fn unpacked(bytes: Cow<'_, [u8]>) -> Result<Cow<'_, [u8]>, String> {
    let Some(packing) = Packing::of(&bytes) else {
        return Ok(bytes);
    };
    let found = if packing == Packing::Zip {
        let members = container::members(&bytes).map_err(|error| error.to_string())?;
        match members.as_slice() {
            [one] => container::member(&bytes, one),
            several => {
                let names = quoted_list(several.iter().map(|one| excerpt(&one.name)), "and");
                return Err(format!(
                    "is an archive of {names}; a resource is one file, so pack it alone"
                ));
            }
        }
    } else {
        container::unpack(packing, &bytes)
    };
    found.map(Cow::Owned).map_err(|error| error.to_string())
}

/// The text in UTF-8 of bytes in a declared encoding.
fn decoded<'a>(bytes: Cow<'a, [u8]>, encoding: &str) -> Result<Cow<'a, [u8]>, String> {
    let found = decode::named(encoding).ok_or_else(|| {
        let encoding = excerpt(encoding);
        format!("`encoding` is `{encoding}`, which is not known; expected one such as `utf-8`, `windows-1252` or `gb18030`")
    })?;
    if found == encoding_rs::UTF_8 {
        return Ok(bytes);
    }
    let (text, used, damaged) = found.decode(&bytes);
    if damaged {
        let line = text
            .split('\u{fffd}')
            .next()
            .map_or(0, |before| before.matches('\n').count());
        let line = line + 1;
        return Err(format!(
            "is not in {} as the descriptor says: line {line} does not fit",
            used.name()
        ));
    }
    Ok(Cow::Owned(text.into_owned().into_bytes()))
}

/// What stands in the descriptor in the place of a file: a text, or a list of records that are lists or objects.
fn inline(data: &RawValue, dialect: Dialect) -> Result<Part<'static>, String> {
    if let Ok(text) = serde_json::from_str::<String>(data.get()) {
        return Ok(Part::new(DESCRIPTOR, text.into_bytes(), dialect));
    }
    let expected = || "expected a list of records, each a list or an object".to_owned();
    let mut data = data;
    if let Some(property) = &dialect.property {
        let members: BTreeMap<String, &RawValue> =
            serde_json::from_str(data.get()).unwrap_or_default();
        data = members.get(property).copied().ok_or_else(|| {
            let property = excerpt(property);
            format!("`property` of `dialect` names `{property}`, which does not stand there")
        })?;
    }
    let rows: Vec<&RawValue> = serde_json::from_str(data.get()).map_err(|_| expected())?;
    let mut names: Vec<String> = dialect.item_keys.clone();
    let mut records: Vec<Vec<String>> = Vec::new();
    for row in rows {
        if row.get().starts_with('{') {
            let pairs: Pairs = serde_json::from_str(row.get()).map_err(|_| expected())?;
            let mut record = vec![String::new(); names.len()];
            let wanted =
                |name: &String| dialect.item_keys.is_empty() || dialect.item_keys.contains(name);
            for (name, value) in pairs.0.into_iter().filter(|(name, _)| wanted(name)) {
                let index = names.iter().position(|known| *known == name);
                let index = index.unwrap_or_else(|| {
                    names.push(name);
                    record.push(String::new());
                    names.len() - 1
                });
                record[index] = value;
            }
            records.push(record);
        } else {
            let cells: Vec<&RawValue> = serde_json::from_str(row.get()).map_err(|_| expected())?;
            records.push(cells.into_iter().map(text_of).collect());
        }
    }
    let header = (!names.is_empty()).then_some(names);
    let width = header.as_ref().map_or(0, Vec::len);
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for record in header.iter().chain(&records) {
        let mut record = record.clone();
        record.resize(record.len().max(width), String::new());
        writer
            .write_record(&record)
            .map_err(|error| error.to_string())?;
    }
    let text = writer.into_inner().map_err(|error| error.to_string())?;
    let mut common = Dialect::default();
    common.header = header.is_some() || dialect.header;
    Ok(Part::new(DESCRIPTOR, text, common))
}

/// The properties of an object in their order, each value as a text.
struct Pairs(Vec<(String, String)>);

impl<'de> serde::Deserialize<'de> for Pairs {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Pairs;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    pairs.push((name, text_of(value)));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

/// A value as a cell of a CSV file has it, numbers with their digits.
fn text_of(value: &RawValue) -> String {
    match value.get() {
        "null" => String::new(),
        text if text.starts_with('"') => serde_json::from_str(text).unwrap_or_default(),
        text => text.to_owned(),
    }
}
