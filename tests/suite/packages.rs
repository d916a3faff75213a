//! Other people's tables: that nothing in the program knows the built-in ones, and that every fault is told with its
//! place. The messages themselves stand in `transcripts/broken-packages.console`.

use std::fs;
use std::path::Path;

use crate::support::{diff, hlj, in_repository};

/// What `hlj` prints, says and ends with when it asks a package in `tests/packages`.
fn asked(package: &str, args: &[&str]) -> (String, String, Option<i32>) {
    let output = hlj(args)
        .env("HLJ_DATA", in_repository("tests/packages").join(package))
        .output()
        .expect("the program starts");
    (
        String::from_utf8(output.stdout).expect("it is UTF-8"),
        String::from_utf8(output.stderr).expect("it is UTF-8"),
        output.status.code(),
    )
}

#[test]
fn another_package_shows_no_trace_of_the_built_in_one() {
    let traces = [
        "Hegang",
        "鹤岗",
        "Jixi",
        "Qitaihe",
        "Heilongjiang",
        "@project",
        "@prefectures",
        "sector",
        "RMB",
        "ADB",
        "population -",
        "pinyin or Chinese",
    ];
    for args in [
        &["--help"][..],
        &["unemployment", "--help"],
        &["offene-stellen", "--help"],
        &["help", "unemployment"],
        &["man"],
        &["man", "unemployment"],
        &["describe"],
        &["describe", "unemployment"],
        &["areas"],
        &["unemployment", "--region", "Nowhere"],
        &["unemployment", "--sex", "nobody"],
        &["unemployment", "-i", "nothing"],
        &["unemployment", "--sort", "nothing"],
        &["unemployment", "-y", "1990"],
        &["gdp"],
        &["--version"],
    ] {
        let (printed, said, _) = asked("labour", args);
        for trace in traces {
            let found = [&printed, &said]
                .into_iter()
                .find(|text| text.contains(trace));
            assert!(
                found.is_none(),
                "`hlj {}` speaks of `{trace}`:\n{printed}{said}",
                args.join(" ")
            );
        }
    }
}

#[test]
fn regions_without_a_register_are_found_by_their_names_alone() {
    let row = "region,year,sex,rate_pct,labour_force_thousand\nKöln,2010,total,7.6,531.4\n";
    for name in ["Köln", "köln", "KÖLN", "Koln", "K ö l n", "Ko\u{308}ln"] {
        let found = asked(
            "labour",
            &["unemployment", "-c", name, "-y", "2010", "--sex", "total"],
        );
        assert_eq!(found, (row.to_owned(), String::new(), Some(0)), "{name}");
    }
    for option in ["-c", "--city", "--area", "--region"] {
        let found = asked(
            "labour",
            &[
                "unemployment",
                option,
                "Köln",
                "-y",
                "2010",
                "--sex",
                "both",
            ],
        );
        assert_eq!(found.0, row, "{option}");
    }
    for name in ["K", "Kö", "Koeln", "Düren", "230400", "鹤岗", "@all"] {
        let (printed, said, code) = asked("labour", &["unemployment", "-c", name]);
        assert_eq!(
            (printed.as_str(), code),
            ("", Some(2)),
            "{name} finds something"
        );
        assert!(said.contains(&format!("`{name}`")), "{said}");
    }
}

#[test]
fn a_total_of_another_dimension_is_kept_apart_too() {
    let (printed, said, code) = asked(
        "labour",
        &["unemployment", "-i", "labour-force", "--top", "3"],
    );
    assert_eq!(code, Some(0), "{said}");
    let sexes: Vec<&str> = printed
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(2))
        .collect();
    // The largest that are no totals: Köln's men of 2011 (283.5) and 2010 (280.0), its women of 2010 (251.4).
    assert_eq!(sexes, ["male", "male", "female"], "{printed}");
    assert!(
        said.contains("total"),
        "it is not told that totals are left out: {said}"
    );
}

#[test]
fn missing_is_missing_in_any_package() {
    let (json, _, _) = asked(
        "labour",
        &[
            "unemployment",
            "-c",
            "Köln",
            "-y",
            "2011",
            "--sex",
            "total",
            "--json",
        ],
    );
    assert!(
        json.contains("\"rate_pct\": 7.2, \"labour_force_thousand\": null"),
        "{json}"
    );
    // `..` stands for a missing value in this package, an empty cell as well.
    let (csv, _, _) = asked("plain", &["harvest", "-y", "2020", "--crop", "rye"]);
    let rows =
        "crop,country,year,tonnes_million,farms\nrye,Norway,2020,0.05,\nrye,Poland,2020,2.90,\n";
    assert_eq!(csv, rows);
}

#[test]
fn a_descriptor_of_names_and_types_is_enough() {
    let (printed, said, code) = asked(
        "plain",
        &[
            "harvest",
            "--country",
            "POLAND",
            "--crop",
            "Rye",
            "-y",
            "latest",
            "-i",
            "tonnes-million",
        ],
    );
    assert_eq!((said.as_str(), code), ("", Some(0)));
    assert_eq!(
        printed,
        "crop,country,year,tonnes_million\nrye,Poland,2020,2.90\n"
    );
    let (described, _, _) = asked("plain", &["describe", "harvest"]);
    for part in [
        "harvest,country,role,area",
        "harvest,year,role,year",
        "harvest,crop,role,dimension",
    ] {
        assert!(
            described.contains(part),
            "`describe` does not say `{part}`:\n{described}"
        );
    }
}

/// The text of a file in the plain package.
fn plain(file: &str) -> String {
    let path = in_repository("tests/packages/plain").join(file);
    fs::read_to_string(path).expect("the file is UTF-8")
}

/// A package in a folder of its own: the plain one with some files put in the place of its own.
fn package(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let root = folder.path().join("broken");
    fs::create_dir(&root).expect("it can be made");
    for file in ["datapackage.json", "harvest.csv"] {
        fs::write(root.join(file), plain(file)).expect("it can be written");
    }
    for (file, bytes) in files {
        fs::write(root.join(file), bytes).expect("it can be written");
    }
    folder
}

#[test]
fn a_title_of_two_indicators_names_neither() {
    let titled = |farms: &str| {
        let title = |text: &str, name: &str, title: &str| {
            let field = format!("\"name\": \"{name}\"");
            text.replace(&field, &format!("{field}, \"title\": \"{title}\""))
        };
        let text = title(&plain("datapackage.json"), "tonnes_million", "The Yield");
        package(&[("datapackage.json", title(&text, "farms", farms).as_bytes())])
    };
    let asked = |folder: &tempfile::TempDir, words: &[&str]| {
        let output = hlj([&["--data", "broken"], words].concat())
            .current_dir(folder.path())
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    };
    let of_table = ["harvest", "-i", "the yield", "-y", "2020"];
    let ranked = ["rank", "the yield", "--member", "crop=rye", "-y", "2020"];
    let apart = titled("Farms");
    assert_eq!(asked(&apart, &of_table), (Some(0), String::new()));
    let (code, said) = asked(&apart, &ranked);
    assert_eq!(code, Some(0), "{said}");
    let alike = titled("The yield");
    for words in [&of_table[..], &ranked] {
        let (code, said) = asked(&alike, words);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("`the yield`"), "{said}");
    }
}

/// The faults that `hlj --data broken …` tells, which is all it may do.
#[track_caller]
fn faults(folder: &Path, args: &[&str]) -> Vec<String> {
    let output = hlj([&["--data", "broken"], args].concat())
        .current_dir(folder)
        .output()
        .expect("the program starts");
    let stderr = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "",
        "something is printed beside:\n{stderr}"
    );
    assert_eq!(
        output.status.code(),
        Some(1),
        "a broken package ends with 1:\n{stderr}"
    );
    let mut lines = stderr.lines();
    let first = lines.next().unwrap_or_default();
    assert!(
        first.starts_with("hlj: the package `broken` has "),
        "{stderr}"
    );
    let faults: Vec<String> = lines
        .map(|line| {
            line.strip_prefix("  ")
                .unwrap_or_else(|| panic!("`{line}` is no fault"))
                .to_owned()
        })
        .collect();
    let count = if faults.len() == 1 {
        "1 fault;".to_owned()
    } else {
        format!("{} faults;", faults.len())
    };
    assert!(first.contains(&count), "{stderr}");
    faults
}

#[test]
fn a_fault_is_told_with_its_file_its_line_and_its_field() {
    let csv = plain("harvest.csv");
    let changed = |from: &str, to: &str| csv.replacen(from, to, 1).into_bytes();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "a wrong header",
            changed("tonnes_million", "tons"),
            "harvest.csv:1:4: ",
        ),
        (
            "a text for a number",
            changed("0.05", "about 0.05"),
            "harvest.csv:3:4: ",
        ),
        (
            "a thousands separator",
            changed("250000", "\"250,000\""),
            "harvest.csv:4:5: ",
        ),
        (
            "a decimal for a whole number",
            changed("900\n", "900.5\n"),
            "harvest.csv:2:5: ",
        ),
        (
            "a year that is none",
            changed("2019", "2O19"),
            "harvest.csv:2:3: ",
        ),
        ("a key twice", changed("2020", "2019"), "harvest.csv:3: "),
        ("no country", changed("Norway", ""), "harvest.csv:2:2: "),
        ("a field too few", changed(",900", ""), "harvest.csv:2: "),
        (
            "a field too many",
            changed(",900", ",900,1"),
            "harvest.csv:2: ",
        ),
        ("no header", Vec::new(), "harvest.csv:1: "),
        (
            "another encoding",
            [b"crop,country,year,tonnes_million,farms\nrye,Norge\xe5,2019,1,1\n".as_slice()]
                .concat(),
            "harvest.csv:2:2: ",
        ),
        ("zeros", changed("0.04", "\0"), "harvest.csv:2:4: "),
    ];
    for (what, bytes, place) in cases {
        let folder = package(&[("harvest.csv", &bytes)]);
        let told = faults(folder.path(), &["harvest"]);
        assert_eq!(told.len(), 1, "{what}: {told:?}");
        assert!(
            told[0].starts_with(place),
            "{what}: expected {place} in {told:?}"
        );
    }
}

#[test]
fn a_fault_of_the_descriptor_is_told_by_every_command() {
    let json = plain("datapackage.json");
    let changed = |from: &str, to: &str| {
        assert!(json.contains(from), "the descriptor has no {from}");
        json.replacen(from, to, 1)
    };
    let cases: Vec<(&str, String, &str)> = vec![
        (
            "no JSON",
            changed("\"plain\",", "\"plain\""),
            "expected `,`",
        ),
        ("nothing", String::new(), "datapackage.json:1:"),
        ("a list", "[]".to_owned(), "datapackage.json:1:"),
        (
            "an unknown role",
            changed("\"crop\",", "\"crop\", \"role\": \"plant\","),
            "plant",
        ),
        (
            "an unknown kind",
            changed("\"farms\",", "\"farms\", \"kind\": \"amount\","),
            "amount",
        ),
        (
            "a verb's name",
            changed("\"harvest\"", "\"describe\""),
            "`describe`",
        ),
        (
            "an alias of a verb",
            changed("\"harvest\"", "\"cities\""),
            "`cities`",
        ),
        ("help", changed("\"harvest\"", "\"help\""), "`help`"),
        (
            "no schema",
            changed("\"schema\"", "\"columns\""),
            "`schema`",
        ),
        ("no path", changed("\"path\"", "\"file\""), "`path`"),
        (
            "two of one name",
            changed("\"farms\"", "\"crop\""),
            "`crop`",
        ),
    ];
    for (what, bytes, names) in cases {
        let folder = package(&[("datapackage.json", bytes.as_bytes())]);
        for args in [&["harvest"][..], &["describe"], &["--help"], &["areas"]] {
            let told = faults(folder.path(), args);
            assert!(
                told.iter()
                    .any(|fault| fault.starts_with("datapackage.json") && fault.contains(names)),
                "{what}: `hlj --data broken {}` tells {told:?}",
                args.join(" ")
            );
        }
    }
}

#[test]
fn an_area_column_with_the_name_of_an_option_is_told_or_served() {
    // The column of the area is asked for by its own name as well, so that name must be free.
    for name in ["top", "years", "data", "year", "version"] {
        let json = plain("datapackage.json")
            .replace(
                "\"year\", \"type\"",
                "\"season\", \"role\": \"time\", \"type\"",
            )
            .replace("\"country\"", &format!("\"{name}\", \"role\": \"area\""));
        let csv = plain("harvest.csv")
            .replacen("year", "season", 1)
            .replacen("country", name, 1);
        let folder = package(&[
            ("datapackage.json", json.as_bytes()),
            ("harvest.csv", csv.as_bytes()),
        ]);
        for args in [
            &["harvest"][..],
            &["harvest", "--help"],
            &["harvest", "-c", "Norway"],
        ] {
            let output = hlj([&["--data", "broken"], args].concat())
                .current_dir(folder.path())
                .output()
                .expect("the program starts");
            let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
            let told = output.status.code() == Some(1) && stderr.contains(&format!("`{name}`"));
            assert!(
                told || output.status.success() && stderr.is_empty(),
                "`{name}`: `hlj --data broken {}` ends with {} and says: {stderr}",
                args.join(" "),
                output.status
            );
        }
    }
}

#[test]
fn what_is_declared_does_not_shift_what_is_inferred() {
    // The area is declared, the year told by its type alone.
    let json = plain("datapackage.json").replace("\"crop\",", "\"crop\", \"role\": \"dimension\",");
    let folder = package(&[("datapackage.json", json.as_bytes())]);
    let output = hlj([
        "--data",
        "broken",
        "harvest",
        "-y",
        "2019",
        "--country",
        "Norway",
    ])
    .current_dir(folder.path())
    .output()
    .expect("the program starts");
    assert_eq!(
        (
            String::from_utf8_lossy(&output.stdout).into_owned(),
            String::from_utf8_lossy(&output.stderr).into_owned()
        ),
        (
            "crop,country,year,tonnes_million,farms\nrye,Norway,2019,0.04,900\n".to_owned(),
            String::new()
        )
    );
}

#[test]
fn a_faulty_place_in_the_descriptor_is_where_it_is() {
    let json = plain("datapackage.json");
    let line = 1 + json
        .lines()
        .position(|line| line.contains("\"farms\""))
        .expect("it is there");
    let bytes = json.replace("\"farms\",", "\"farms\", \"kind\": \"amount\",");
    let folder = package(&[("datapackage.json", bytes.as_bytes())]);
    let told = faults(folder.path(), &["harvest"]);
    assert!(
        told[0].starts_with(&format!("datapackage.json:{line}:")),
        "it stands on line {line}: {told:?}"
    );
    assert!(
        !told[0].contains(" at line "),
        "another place is told beside: {told:?}"
    );
}

#[test]
fn two_columns_of_one_role_are_named() {
    let json = plain("datapackage.json").replace(
        "\"type\": \"string\"",
        "\"type\": \"string\", \"role\": \"area\"",
    );
    let folder = package(&[("datapackage.json", json.as_bytes())]);
    let told = faults(folder.path(), &["harvest"]);
    assert!(
        told.len() == 1 && told[0].contains("`crop` and `country`") && told[0].contains("`area`"),
        "{told:?}"
    );
}

#[test]
#[cfg(unix)]
fn no_path_leads_out_of_the_package() {
    for path in [
        "../secret.csv",
        "/etc/passwd",
        "a/../../secret.csv",
        "",
        "https://example.org/x.csv",
    ] {
        let json = plain("datapackage.json").replace("harvest.csv", path);
        let folder = package(&[("datapackage.json", json.as_bytes())]);
        fs::write(folder.path().join("secret.csv"), plain("harvest.csv"))
            .expect("it can be written");
        let told = faults(folder.path(), &["harvest"]);
        assert_eq!(told.len(), 1, "{path}: {told:?}");
    }
    // Nor a link.
    let folder = package(&[]);
    fs::write(folder.path().join("secret.csv"), plain("harvest.csv")).expect("it can be written");
    let inside = folder.path().join("broken/harvest.csv");
    fs::remove_file(&inside).expect("it is there");
    std::os::unix::fs::symlink("../secret.csv", &inside).expect("links can be made");
    let told = faults(folder.path(), &["harvest"]);
    assert!(
        told[0].starts_with("harvest.csv: ") && told[0].contains("leads out"),
        "{told:?}"
    );
    // A link within the package is as good as a file.
    fs::remove_file(&inside).expect("it is there");
    fs::write(folder.path().join("broken/real.csv"), plain("harvest.csv"))
        .expect("it can be written");
    std::os::unix::fs::symlink("real.csv", &inside).expect("links can be made");
    let output = hlj(["--data", "broken", "harvest"])
        .current_dir(folder.path())
        .output()
        .expect("it starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 6);
}

/// A package with a register of areas and notes.
fn annotated(areas: &str, notes: &str) -> tempfile::TempDir {
    let json = r#"{
  "resources": [
    {
      "name": "rain", "path": "rain.csv",
      "schema": {
        "fields": [
          { "name": "town", "type": "string", "role": "area" },
          { "name": "year", "type": "year", "role": "time" },
          { "name": "mm", "type": "number" }
        ]
      }
    },
    { "name": "areas", "path": "areas.csv", "role": "areas" },
    { "name": "notes", "path": "notes.csv", "role": "notes" }
  ]
}
"#;
    let areas = format!("code,name,name_zh,pinyin,level,parent,aliases,groups\n{areas}");
    let notes = format!("table,key,indicator,status,note,usable,corrected\n{notes}");
    package(&[
        ("datapackage.json", json.as_bytes()),
        (
            "rain.csv",
            b"town,year,mm\nUpton,2001,700\nDowney,2001,650.5\n",
        ),
        ("areas.csv", areas.as_bytes()),
        ("notes.csv", notes.as_bytes()),
    ])
}

const TOWNS: &str = "1,Upton,,,town,3,,\n2,Downey,,,town,3,Down|Downie,coast\n3,Shire,,,shire,,,\n";

#[test]
fn a_register_and_notes_of_another_package_serve_it() {
    let folder = annotated(TOWNS, "rain,town=Upton,mm,E,Guessed.,,\n");
    let printed = |args: &[&str]| {
        let output = hlj([&["--data", "broken"], args].concat())
            .current_dir(folder.path())
            .output()
            .expect("the program starts");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        String::from_utf8(output.stdout).expect("it is UTF-8")
    };
    assert_eq!(
        printed(&["rain", "-c", "Shire"]),
        "town,year,mm\nUpton,2001,700\nDowney,2001,650.5\n"
    );
    for name in ["downie", "2", "@coast", "DOWN"] {
        assert_eq!(
            printed(&["rain", "--town", name]),
            "town,year,mm\nDowney,2001,650.5\n",
            "{name}"
        );
    }
    let long = printed(&["rain", "-c", "1", "--long"]);
    assert!(long.contains("Upton,1,2001,mm,700,,E,Guessed.,"), "{long}");
}

#[test]
fn faults_of_the_register_and_the_notes_are_told_with_their_places() {
    let sound = "rain,town=Upton,mm,E,Guessed.,,\n";
    let cases = [
        (
            "an unknown parent",
            TOWNS.replace(",town,3,,\n", ",town,9,,\n"),
            sound.to_owned(),
            "areas.csv:2:6: ",
        ),
        (
            "a code twice",
            TOWNS.replace("2,Downey", "1,Downey"),
            sound.to_owned(),
            "areas.csv:3:1: ",
        ),
        (
            "no name",
            TOWNS.replace("Shire", ""),
            sound.to_owned(),
            "areas.csv:4:2: ",
        ),
        (
            "a town that is not in it",
            TOWNS.replace("Downey", "Downham"),
            sound.to_owned(),
            "rain.csv:3:1: ",
        ),
        (
            "an unknown table",
            TOWNS.to_owned(),
            sound.replace("rain", "snow"),
            "notes.csv:2:1: ",
        ),
        (
            "an unknown dimension",
            TOWNS.to_owned(),
            sound.replace("town=", "city="),
            "notes.csv:2:2: ",
        ),
        (
            "no condition",
            TOWNS.to_owned(),
            sound.replace("town=", "town "),
            "notes.csv:2:2: ",
        ),
        (
            "an unknown indicator",
            TOWNS.to_owned(),
            sound.replace(",mm,", ",inches,"),
            "notes.csv:2:3: ",
        ),
        (
            "an unknown status",
            TOWNS.to_owned(),
            sound.replace(",E,", ",Z,"),
            "notes.csv:2:4: ",
        ),
        (
            "no text",
            TOWNS.to_owned(),
            sound.replace("Guessed.", ""),
            "notes.csv:2:5: ",
        ),
        (
            "neither yes nor no",
            TOWNS.to_owned(),
            sound.replace(".,,", ".,maybe,"),
            "notes.csv:2:6: ",
        ),
        (
            "a correction that is no number",
            TOWNS.to_owned(),
            sound.replace(".,,", ".,,1e3"),
            "notes.csv:2:7: ",
        ),
    ];
    for (what, areas, notes, place) in cases {
        let folder = annotated(&areas, &notes);
        let told = faults_of_the_whole(folder.path());
        assert_eq!(told.len(), 1, "{what}: {told:?}");
        assert!(
            told[0].starts_with(place),
            "{what}: expected {place} in {told:?}"
        );
    }
}

#[test]
fn a_note_that_points_at_nothing_is_told() {
    let folder = annotated(TOWNS, "rain,town=Upton; year=1999,mm,E,Guessed.,,\n");
    let told = faults_of_the_whole(folder.path());
    assert!(
        told.len() == 1 && told[0].starts_with("notes.csv:2:2: "),
        "a note on a row that is not there is lost in silence: {told:?}"
    );
}

/// Everything that is wrong with the package in a folder, as the library tells it.
fn faults_of_the_whole(folder: &Path) -> Vec<String> {
    let package = hlj::package::Package::open(&folder.join("broken"));
    match package.expect("it can be opened").check() {
        Ok(()) => Vec::new(),
        Err(error) => error.faults.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn all_faults_are_told_at_once_each_with_its_place() {
    let folder = annotated(
        &TOWNS.replace(",town,3,,\n", ",town,9,,\n"),
        "snow,,mm,E,Guessed.,,\nrain,,mm,Z,,,\n",
    );
    let rain = "town,year,mm\nUpton,2001,wet\nUpton,2001,1\nAtlantis,20,2\nDowney\n";
    fs::write(folder.path().join("broken/rain.csv"), rain).expect("it can be written");
    let told = faults(folder.path(), &["rain"]);
    let places: Vec<String> = told
        .iter()
        .map(|fault| fault.split(": ").next().unwrap_or_default().to_owned())
        .collect();
    let expected = [
        "areas.csv:2:6",
        "rain.csv:2:3",
        "rain.csv:3",
        "rain.csv:5",
        "rain.csv:4:1",
        "notes.csv:2:1",
        "notes.csv:3:4",
        "notes.csv:3:5",
    ];
    let sorted = |places: Vec<String>| {
        let mut places = places;
        places.sort();
        places.join("\n")
    };
    let (expected, found) = (sorted(expected.map(str::to_owned).to_vec()), sorted(places));
    assert!(
        expected == found,
        "{}\n{}",
        diff(&expected, &found),
        told.join("\n")
    );
}

#[test]
fn a_file_that_is_not_the_one_stated_is_told_by_a_check_and_by_nothing_else() {
    // By `md5sum`, `sha256sum` and `wc -c` of tests/packages/plain/harvest.csv, which has five rows.
    const MD5: &str = "e7e5b805f24497403644a10c99ed3dde";
    const SHA256: &str = "7cbd69c034c01de75c9f9f76bf4aa470cad74aae78d82c7304bd36421d35ecc9";
    let stating = |stated: &str| {
        let path = "\"path\": \"harvest.csv\",";
        let descriptor = plain("datapackage.json").replace(path, &format!("{path} {stated},"));
        package(&[("datapackage.json", descriptor.as_bytes())])
    };
    let other = SHA256.replacen('7', "8", 1);
    let hash = |digits: &str| format!("\"hash\": \"sha256:{digits}\"");
    for (stated, expected) in [
        ("\"bytes\": 165, \"rows\": 5".to_owned(), String::new()),
        (hash(SHA256), String::new()),
        (hash(&SHA256.to_uppercase()), String::new()),
        // Without the name of a method it is of MD5 to the standard.
        (format!("\"hash\": \"{MD5}\""), String::new()),
        (
            "\"hash\": \"d41d8cd98f00b204e9800998ecf8427e\"".to_owned(),
            format!(
                "harvest.csv: has the MD5 {MD5}, and the descriptor states d41d8cd98f00b204e9800998ecf8427e; restore the \
                 file, or write `\"hash\": \"md5:{MD5}\"` there"
            ),
        ),
        (
            "\"bytes\": 164".to_owned(),
            "harvest.csv: has 165 bytes, and the descriptor states 164; restore the file, or write `\"bytes\": 165` there"
                .to_owned(),
        ),
        (
            "\"rows\": 6".to_owned(),
            "harvest.csv: has 5 rows, and the descriptor states 6; restore the file, or write `\"rows\": 5` there"
                .to_owned(),
        ),
        (
            hash(&other),
            format!(
                "harvest.csv: has the SHA-256 {SHA256}, and the descriptor states {other}; restore the file, or write \
                 `\"hash\": \"sha256:{SHA256}\"` there"
            ),
        ),
    ] {
        let folder = stating(&stated);
        assert_eq!(faults_of_the_whole(folder.path()).join("\n"), expected, "{stated}");
        let answer = hlj(["--data", "broken", "harvest"]).current_dir(folder.path()).output();
        let answer = answer.expect("it starts");
        assert!(answer.status.success() && answer.stderr.is_empty(), "{stated}: reading is disturbed");
    }
    let folder = stating("\"bytes\": 1");
    fs::write(folder.path().join("broken/harvest.csv"), "crop\n").expect("it can be written");
    let told = faults(folder.path(), &["harvest"]);
    assert!(
        told.len() == 1 && told[0].contains("the header is"),
        "an edited file is told its length: {told:?}"
    );
}

#[test]
fn a_place_without_a_package_is_named_with_what_is_expected_there() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for place in ["nowhere", ".", "nowhere/datapackage.json"] {
        let output = hlj(["--data", place, "harvest"])
            .current_dir(folder.path())
            .output()
            .expect("it starts");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(
            stderr.contains(&format!("`{place}`")) && stderr.contains("`datapackage.json`"),
            "{stderr}"
        );
    }
}
