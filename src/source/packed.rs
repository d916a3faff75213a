//! Files that hold others: gzip, zstd and zip. What is inside is read as if it lay there by itself.

use super::container::{self, PackedFile, Packing};
use super::found::{Finding, Found};
use super::sdmx::Structure;
use super::{Input, Options, Reader, SourceError, decode, world_bank};
use crate::words::{count, excerpt, quoted_list};

/// The reader of what is packed; workbooks, which are packed too, are known before.
pub(super) const READER: Reader = Reader {
    name: "archive",
    sniff: |input| Packing::of(&input.bytes).is_some(),
    read: |input, options| unpack(input, options, 0),
};

/// How many packings may lie in one another.
const DEEPEST: usize = 3;
/// The most files of an archive that are read without being asked for, and the most bytes of them.
const MOST_FILES: usize = 20;
const MOST_BYTES: u64 = 400 << 20;
/// How many names a message tells.
const TOLD: usize = 10;

/// Extensions of files that hold tables.
const TABLES: [&str; 15] = [
    "csv", "tsv", "tab", "txt", "px", "json", "xlsx", "xlsm", "xlsb", "xls", "ods", "parquet",
    "gz", "zst", "zip",
];
/// Words in the names of files that explain others.
const ASIDE: [&str; 14] = [
    "metadata",
    "readme",
    "license",
    "licence",
    "itemcodes",
    "areacodes",
    "elements",
    "flags",
    "symbols",
    "footnote",
    "notes",
    "wdicountry",
    "wdiseries",
    "codebook",
];

impl From<container::UnpackError> for SourceError {
    fn from(error: container::UnpackError) -> SourceError {
        SourceError::Unreadable(error.to_string())
    }
}

fn unpack(input: Input, options: &Options, depth: usize) -> Result<Vec<Found>, SourceError> {
    let Some(packing) = Packing::of(&input.bytes) else {
        return super::read(input, options);
    };
    if (super::workbook::READER.sniff)(&input) {
        return super::read(input, options);
    }
    if depth == DEEPEST {
        return Err(SourceError::Unreadable(
            "packings lie too deep in one another; unpack it first".to_owned(),
        ));
    }
    if packing == Packing::Zip {
        return unpack_archive(&input, options, depth);
    }
    let bytes = if options.cut {
        container::beginning(packing, &input.bytes)
    } else {
        container::unpack(packing, &input.bytes)?
    };
    let name = without_packing(&input.name);
    let mut found = unpack(Input { name, bytes }, options, depth + 1)?;
    let finding = finding(packing);
    for table in &mut found {
        table.findings.insert(0, finding.clone());
    }
    Ok(found)
}

/// The tables of the files in an archive.
fn unpack_archive(
    input: &Input,
    options: &Options,
    depth: usize,
) -> Result<Vec<Found>, SourceError> {
    let members = container::members(&input.bytes)?;
    let chosen = choose(&members, options.member.as_deref())?;
    let mut inner = options.clone();
    let wanted = options.member.as_deref();
    if wanted.is_some_and(|wanted| chosen.iter().any(|member| is_called(member, wanted))) {
        inner.member = None;
    }
    if let Some(why) = nothing_called(inner.member.as_deref(), &members, &chosen) {
        return Err(SourceError::Asked(why));
    }
    let several = chosen.len() > 1;
    let mut tables = Vec::new();
    let mut failures: Vec<(String, SourceError)> = Vec::new();
    let packed = |member: &PackedFile| {
        let bytes = container::member(&input.bytes, member)?;
        let name = file_name(&member.name).to_owned();
        Ok::<_, SourceError>(Input { name, bytes })
    };
    let described = structure(&members, &packed);
    let is_description = |member: &&PackedFile| {
        described.as_ref().is_some_and(|(by, _)| *by == member.name) && several
    };
    for member in chosen.iter().filter(|member| !is_description(member)) {
        let own = packed(member)?;
        let read = match &described {
            Some((by, structure)) if (super::sdmx::ML.sniff)(&own) => {
                super::sdmx::read_described(own, &inner, structure, by)
            }
            _ => unpack(own, &inner, depth + 1),
        };
        match read {
            Ok(found) => tables.extend(found),
            Err(error) => failures.push((member.name.clone(), error)),
        }
    }
    if tables.is_empty() {
        return Err(match failures.into_iter().next() {
            Some((name, SourceError::Unreadable(why))) => {
                SourceError::Unreadable(format!("`{}` in it: {why}", excerpt(&name)))
            }
            Some((name, SourceError::Asked(why))) => {
                SourceError::Asked(format!("`{}` in it: {why}", excerpt(&name)))
            }
            None => SourceError::Unreadable("the archive holds no file".to_owned()),
        });
    }
    let beside = |wanted: &str| {
        let member = members
            .iter()
            .find(|member| world_bank::plain(file_name(&member.name)).starts_with(wanted))?;
        let bytes = container::member(&input.bytes, member).ok()?;
        Some(world_bank::of_csv(&bytes))
    };
    world_bank::add_metadata(&mut tables, beside);
    let names = chosen.iter().take(TOLD).map(|member| excerpt(&member.name));
    let names = quoted_list(names, "and");
    let what = if several {
        format!("it is an archive of {names}")
    } else {
        format!("it is an archive, of which {names} is read")
    };
    let finding = Finding::new(
        what,
        "its first bytes say so",
        if several { "--member-file NAME" } else { "" },
    );
    for table in &mut tables {
        table.findings.insert(0, finding.clone());
    }
    if let Some((name, error)) = failures.first() {
        let others = if failures.len() > 1 {
            format!(", and {} more", failures.len() - 1)
        } else {
            String::new()
        };
        let what = format!("`{}` in it holds no table{others}", excerpt(name));
        tables[0]
            .findings
            .push(Finding::new(what, error.to_string(), ""));
    }
    Ok(tables)
}

/// What a message of SDMX-ML says of the data in an archive of XML, the meaning of their codes; with its name.
fn structure(
    members: &[PackedFile],
    packed: &dyn Fn(&PackedFile) -> Result<Input, SourceError>,
) -> Option<(String, Structure)> {
    let mut messages = members.iter().filter(|member| is_xml(member));
    if messages.clone().count() < 2 || members.len() > MOST_FILES {
        return None;
    }
    messages.find_map(|member| {
        let input = packed(member).ok()?;
        let text = decode::decode(input.bytes, None).ok()?.text;
        Some((member.name.clone(), Structure::of(&text)?))
    })
}

fn is_xml(member: &PackedFile) -> bool {
    member.name.to_lowercase().ends_with(".xml")
}

/// That a file is packed.
pub(super) fn finding(packing: Packing) -> Finding {
    Finding::new(
        format!("it is packed as {}", packing.name()),
        "its first bytes say so",
        "",
    )
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The name without what says how a file is packed.
pub(super) fn without_packing(name: &str) -> String {
    let lower = name.to_lowercase();
    let end = [".gz", ".gzip", ".zst", ".zstd"]
        .iter()
        .find(|end| lower.ends_with(**end));
    end.and_then(|end| name.get(..name.len() - end.len()))
        .unwrap_or(name)
        .to_owned()
}

/// Whether a file of an archive is asked for so: by its path, its name, or its name without the extension.
fn is_called(member: &PackedFile, wanted: &str) -> bool {
    let name = file_name(&member.name);
    [member.name.as_str(), name, super::stem(name)]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(wanted))
}

/// That nothing in an archive is called as what is wanted of it, where that is so: what is chosen may hold it.
fn nothing_called(
    wanted: Option<&str>,
    members: &[PackedFile],
    chosen: &[&PackedFile],
) -> Option<String> {
    let wanted = wanted.filter(|_| !chosen.iter().any(|one| may_hold_others(one)))?;
    let names = members
        .iter()
        .take(TOLD)
        .map(|member| excerpt(&member.name));
    Some(format!(
        "nothing in the archive is called `{}`; it holds {}",
        excerpt(wanted),
        quoted_list(names, "and")
    ))
}

/// Whether a file of an archive may hold sheets or files itself, by its name.
fn may_hold_others(member: &PackedFile) -> bool {
    let name = member.name.to_lowercase();
    let plain = [".csv", ".tsv", ".tab", ".txt", ".px", ".json", ".parquet"];
    !plain.iter().any(|end| name.ends_with(end))
}

/// The files of an archive to read: the one that is asked for, else those that hold tables.
fn choose<'m>(
    members: &'m [PackedFile],
    wanted: Option<&str>,
) -> Result<Vec<&'m PackedFile>, SourceError> {
    let named = |members: &[&PackedFile]| {
        let mut names: Vec<String> = members
            .iter()
            .take(TOLD)
            .map(|member| excerpt(&member.name))
            .collect();
        let more = members.len().saturating_sub(names.len());
        if more > 0 {
            names.push(count(more, "other"));
        }
        quoted_list(names, "and")
    };
    let extension = |member: &PackedFile| {
        let name = file_name(&member.name).to_lowercase();
        name.rsplit_once('.')
            .map_or(String::new(), |(_, extension)| extension.to_owned())
    };
    let mut tables: Vec<&PackedFile> = members
        .iter()
        .filter(|member| TABLES.contains(&extension(member).as_str()))
        .collect();
    if let Some(wanted) = wanted
        && let Some(member) = members.iter().find(|member| is_called(member, wanted))
    {
        return Ok(vec![member]);
    }
    let is_aside = |member: &&PackedFile| {
        let name = file_name(&member.name).to_lowercase();
        ASIDE.iter().any(|word| name.contains(word))
    };
    // Where nothing else is a table, XML may be one; not the parts of a workbook that is damaged.
    let is_of_workbook = |member: &PackedFile| member.name == "[Content_Types].xml";
    if tables.iter().all(is_aside) && !members.iter().any(is_of_workbook) {
        tables.extend(members.iter().filter(|member| is_xml(member)));
    }
    if tables.iter().any(|member| !is_aside(member)) {
        tables.retain(|member| !is_aside(member));
    }
    // A text beside tables explains them.
    if tables.iter().any(|member| extension(member) != "txt") {
        tables.retain(|member| extension(member) != "txt");
    }
    match tables.len() {
        0 if members.len() == 1 => Ok(members.iter().collect()),
        0 => {
            let all: Vec<&PackedFile> = members.iter().collect();
            let holds = if all.is_empty() {
                "no file".to_owned()
            } else {
                named(&all)
            };
            Err(SourceError::Unreadable(format!(
                "the archive holds {holds} and no table"
            )))
        }
        few if few <= MOST_FILES
            && (few == 1
                || tables.iter().map(|member| member.bytes).sum::<u64>() <= MOST_BYTES) =>
        {
            Ok(tables)
        }
        _ => {
            let example = tables
                .first()
                .map(|member| excerpt(&member.name))
                .unwrap_or_default();
            Err(SourceError::Asked(format!(
                "the archive holds {}: {}; say which is wanted, as `--member-file '{example}'`",
                count(tables.len(), "table"),
                named(&tables)
            )))
        }
    }
}
