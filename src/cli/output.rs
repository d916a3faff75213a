//! Where an answer goes and in which format.

use std::path::{Path, PathBuf};

use clap::ValueEnum as _;

use super::args::{FormatChoice, Lang, Locale, Notes, OutputArgs, When};
use super::error::Refusal;
use super::surroundings::Surroundings;
use crate::package::Package;
use crate::render::{Fact, Format, Language, NotesLevel, Spreadsheet, Style};
use crate::words::{list, printable, quoted_list};

/// Where an answer goes and how it is written.
pub(crate) struct Target {
    /// The file; none for stdout.
    pub(crate) file: Option<PathBuf>,
    pub(crate) format: Format,
    pub(crate) style: Style,
    /// Whether a pager may show it, where it is longer than the screen.
    pub(crate) paged: bool,
}

impl Target {
    /// What the options and the surroundings come to.
    pub(crate) fn new(args: &OutputArgs, surroundings: &Surroundings) -> Result<Target, Refusal> {
        let file = args.output.clone().filter(|path| path.as_os_str() != "-");
        let format = format(args, file.as_deref(), surroundings)?;
        refuse_idle(args, format)?;
        let on_terminal = file.is_none() && surroundings.terminal;
        if on_terminal && format.has(Fact::Binary) {
            let name = format.name();
            return Err(
                Refusal::new(format!("a terminal cannot show `{name}`, which is no text"))
                    .next(format!("add `-o FILE.{name}`")),
            );
        }
        let style = Style {
            width: width(args, on_terminal, surroundings),
            rows: surroundings.rows.filter(|_| on_terminal),
            color: match args.color {
                When::Always => true,
                When::Never => false,
                When::Auto => surroundings.wants_color(on_terminal),
            },
            language: match args.lang {
                Some(Lang::Zh) => Language::Chinese,
                None if surroundings.wants_chinese() => Language::Chinese,
                None | Some(Lang::En) => Language::English,
            },
            spreadsheet: args.excel.map(|locale| match locale {
                Locale::Us => Spreadsheet::Comma,
                Locale::Eu => Spreadsheet::Semicolon,
            }),
            chart: args.picture.chart,
            spark: args.picture.spark,
            no_header: args.no_header,
            notes: notes(args, format, surroundings)?,
            ascii: args.picture.ascii,
        };
        Ok(Target {
            file,
            format,
            style,
            paged: !args.no_pager,
        })
    }
}

impl Target {
    /// Whether the rows of an answer may be written part by part, one behind the other; a pager takes them together.
    pub(crate) fn writes_in_parts(&self, surroundings: &Surroundings) -> bool {
        let is_paged = self.file.is_none() && surroundings.terminal;
        self.format.has(Fact::Rows) && self.style.spreadsheet.is_none() && !is_paged
    }
}

/// Refuses to write over a file that the answer is made from.
pub(crate) fn spare(package: &Package, file: Option<&Path>) -> Result<(), Refusal> {
    let Some(file) = file.filter(|file| package.is_read_from(file)) else {
        return Ok(());
    };
    Err(Refusal::new(format!(
        "`{}` is what the answer is made from, and is not written over",
        printable(&file.display().to_string())
    ))
    .next("name another file with `-o`"))
}

/// How much of the notes is shown: as asked for, else as `HLJ_NOTES` says, else as the format does.
fn notes(
    args: &OutputArgs,
    format: Format,
    surroundings: &Surroundings,
) -> Result<NotesLevel, Refusal> {
    let of_variable = match surroundings.notes.as_deref() {
        None | Some("") => None,
        Some(name) => Some(Notes::from_str(name, true).map_err(|_| {
            let names = Notes::value_variants().iter();
            let names =
                names.filter_map(|known| Some(known.to_possible_value()?.get_name().to_owned()));
            Refusal::new(format!("the variable `HLJ_NOTES` is `{}`", printable(name))).next(
                format!("set it to {}, or unset it", quoted_list(names, "or")),
            )
        })?),
    };
    Ok(match args.notes.or(of_variable) {
        Some(Notes::Brief) => NotesLevel::Brief,
        Some(Notes::None) => NotesLevel::None,
        None if format.has(Fact::Brief) => NotesLevel::Brief,
        Some(Notes::Full) | None => NotesLevel::Full,
    })
}

/// Refuses an option that the format would not heed.
fn refuse_idle(args: &OutputArgs, format: Format) -> Result<(), Refusal> {
    let name = format.name();
    let (is_drawn, is_table) = (format.has(Fact::Picture), format.has(Fact::Table));
    let contradicts = |option: &str, is_for: &str| {
        Refusal::new(format!("`{option}` {is_for} and contradicts `{name}`"))
    };
    Err(if args.excel.is_some() && format != Format::Csv {
        contradicts("--excel", "writes CSV").next("leave out one of them")
    } else if args.no_header && !matches!(format, Format::Csv | Format::Tsv) {
        contradicts("--no-header", "is for CSV and TSV").next("write `-f csv`, or leave it out")
    } else if args.notes.is_some() && !format.has(Fact::Notes) {
        Refusal::new(format!(
            "`--notes` is for readers, and `{name}` is for machines: `--long` has the notes in a column of their own"
        ))
        .next("leave out one of them")
    } else if args.picture.chart.is_some() && !is_drawn {
        contradicts("--chart", "is for pictures").next("write `-f chart`, or leave it out")
    } else if args.picture.spark && !is_table {
        contradicts("--spark", "is for tables").next("write `-f table`, or leave it out")
    } else if args.picture.ascii && !(format.has(Fact::Characters) || args.picture.spark) {
        contradicts("--ascii", "is for tables and pictures of characters")
            .next("write `-f table` or `-f chart`, or leave it out")
    } else {
        return Ok(());
    })
}

/// How wide an answer may be: as asked for, else as the terminal is, else as `COLUMNS` says, else without limit.
fn width(args: &OutputArgs, on_terminal: bool, surroundings: &Surroundings) -> Option<usize> {
    match args.width {
        Some(width) => Some(width),
        None if args.output.is_some() && !on_terminal => None,
        None => surroundings
            .width
            .filter(|_| on_terminal)
            .or(surroundings.columns),
    }
}

/// The format: as asked for, else by the file's extension, else by `HLJ_FORMAT`, else by where the answer goes.
fn format(
    args: &OutputArgs,
    file: Option<&Path>,
    surroundings: &Surroundings,
) -> Result<Format, Refusal> {
    let asked = if args.csv {
        Some((Format::Csv, "--csv".to_owned()))
    } else if args.json {
        Some((Format::Json, "--json".to_owned()))
    } else if let Some(FormatChoice::Is(format)) = args.format {
        Some((format, format!("--format {}", format.name())))
    } else {
        args.excel.map(|_| (Format::Csv, "--excel".to_owned()))
    };
    let Some(file) = file else {
        return match asked {
            Some((format, _)) => Ok(format),
            None if args.picture.chart.is_some() => Ok(Format::Chart),
            None if args.picture.spark => Ok(Format::Table),
            None => match format_by_variable(surroundings)? {
                FormatChoice::Is(format) => Ok(format),
                FormatChoice::Auto if surroundings.terminal => Ok(Format::Table),
                FormatChoice::Auto => Ok(Format::Csv),
            },
        };
    };
    if let Some(command) = from_svg(file) {
        let [shown, svg] =
            [file, &file.with_extension("svg")].map(|file| printable(&file.display().to_string()));
        return Err(Refusal::new(format!(
            "`{shown}` is made from an SVG picture by another program"
        ))
        .next(format!("write `-o {svg}`, then `{command}`")));
    }
    of_file(file, asked)
}

/// The formats of one sort of output, as files tell them.
pub(crate) trait FileFormat: Copy + PartialEq {
    /// The name by which `--format` asks for it.
    fn name(self) -> &'static str;
    /// The format of files with this name, by its extension in any case.
    fn of_name(name: &str) -> Option<Self>;
    /// Whether files in this format may have this name: several formats may share an extension.
    fn suits(self, name: &str) -> bool;
    /// The usual extension of each.
    fn extensions() -> impl Iterator<Item = &'static str>;
}

impl FileFormat for Format {
    fn name(self) -> &'static str {
        Format::name(self)
    }

    fn of_name(name: &str) -> Option<Format> {
        Format::of_file(name)
    }

    fn suits(self, name: &str) -> bool {
        self.suits_file(name)
    }

    fn extensions() -> impl Iterator<Item = &'static str> {
        Format::extensions()
    }
}

/// The format of a file: the one asked for, with the words that ask for it, else the one that the extension tells.
/// The two must not contradict each other.
pub(crate) fn of_file<F: FileFormat>(
    file: &Path,
    asked: Option<(F, String)>,
) -> Result<F, Refusal> {
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let by_extension = F::of_name(&name);
    let shown = printable(&file.display().to_string());
    match (asked, by_extension) {
        (Some((format, flag)), Some(by_extension)) if !format.suits(&name) => {
            Err(Refusal::new(format!(
                "`{flag}` and the file `{shown}` contradict each other: the extension \
                    stands for {}",
                by_extension.name()
            ))
            .next("change one of them"))
        }
        (Some((format, _)), _) | (None, Some(format)) => Ok(format),
        (None, None) => Err(Refusal::new(format!(
            "the extension of `{shown}` stands for no format"
        ))
        .next(format!(
            "end the name in {}, or add `--format`",
            list(
                F::extensions().map(|extension| format!("`.{extension}`")),
                "or"
            )
        ))),
    }
}

/// Refuses the file of a picture, where the answer is none.
pub(crate) fn refuse_picture(args: &OutputArgs) -> Result<(), Refusal> {
    match args
        .output
        .as_deref()
        .filter(|file| from_svg(file).is_some())
    {
        None => Ok(()),
        Some(file) => {
            let [file, page] = [file, &file.with_extension("html")]
                .map(|file| printable(&file.display().to_string()));
            Err(Refusal::new(format!(
                "`{file}` is made from a picture, and this answer is none"
            ))
            .next(format!("write `-o {page}` for a page")))
        }
    }
}

/// The command that makes a picture file from an SVG picture, where its extension is that of one.
fn from_svg(file: &Path) -> Option<String> {
    let extension = file.extension()?.to_string_lossy();
    let name = printable(&file.display().to_string());
    let svg = printable(&file.with_extension("svg").display().to_string());
    match extension.to_lowercase().as_str() {
        "png" => Some(format!("rsvg-convert {svg} -o {name}")),
        kind @ ("pdf" | "ps" | "eps") => Some(format!("rsvg-convert -f {kind} {svg} -o {name}")),
        "jpg" | "jpeg" | "webp" | "gif" | "tif" | "tiff" => Some(format!("magick {svg} {name}")),
        _ => None,
    }
}

/// The format that `HLJ_FORMAT` asks for.
fn format_by_variable(surroundings: &Surroundings) -> Result<FormatChoice, Refusal> {
    match surroundings.format.as_deref() {
        None | Some("") => Ok(FormatChoice::Auto),
        Some(name) if FormatChoice::names().any(|known| known.eq_ignore_ascii_case(name)) => {
            Ok(FormatChoice::named(name))
        }
        Some(name) => Err(Refusal::new(format!(
            "the variable `HLJ_FORMAT` is `{}`",
            printable(name)
        ))
        .next(format!(
            "set it to {}, or unset it",
            quoted_list(FormatChoice::names(), "or")
        ))),
    }
}
