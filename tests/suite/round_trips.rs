//! What `hlj` writes of a file it reads back to the same figures: in every layout and format that holds figures.

use std::fs;

use crate::support::{HLJ, sh};

/// Small files, one a kind, with invented figures.
const FILES: &[(&str, &str)] = &[
    (
        "long.csv",
        "town,year,jobs,rate\nMarn,2020,1.50,3\nMarn,2021,..,4\nOlpe,2020,2.0,5.25\n",
    ),
    (
        "wide.csv",
        "country,code,2019,2020\n\"Korea, Rep.\",KOR,5,6\nBrunia,BRU,7.10,\n",
    ),
    (
        "quarters.csv",
        "region;period;jobs\nA;2020T1;1.250,5\nA;2020T2;9,56\nB;2020T1;3\n",
    ),
    (
        "kinds.csv",
        "area,year,indicator,unit,value,flag\nA,2020,Jobs,1000,5,p\nA,2020,Rate,%,6.1,\nB,2020,Jobs,1000,7,\n",
    ),
    (
        "members.csv",
        "area,year,sex,age,count\nA,2020,men,15-24,5\nA,2020,women,15-24,6\nB,2020,men,15-24,7\nB,2020,women,15-24,8\n",
    ),
    ("one.csv", "area,year,age,count\nA,2020,28,5\nB,2020,28,6\n"),
    (
        "turned.csv",
        "year,France,Germany,Italy\n2019,5,6,7\n2020,8,9.5,10\n",
    ),
    (
        "months.csv",
        "date,rate\n2020-01-01,3.5\n2020-02-01,3.6\n2020-03-01,.\n",
    ),
    (
        "days.csv",
        "area,date,cases\nA,2020-03-01,1\nA,2020-03-02,2\nB,2020-03-01,3\n",
    ),
    (
        "flags.tsv",
        "unit,geo\\time\t2021 \t2020 \nPC,AA\t1.5 b\t2 \nPC,BB\t: c\t3 p\n",
    ),
    (
        "nested.csv",
        "date,country,province,cases\n2020,Brunia,,9\n2020,Brunia,North,5\n2020,Brunia,South,4\n2020,Katina,,7\n",
    ),
    (
        "a.px",
        "CHARSET=\"ANSI\";AXIS-VERSION=\"2013\";STUB=\"region\",\"$$SORT\";HEADING=\"year\";VALUES(\"region\")=\"1 A\",\"2 B\";VALUES(\"$$SORT\")=\"x\",\"y\";VALUES(\"year\")=\"2019\",\"2020\";UNITS=\"persons\";CONTENTS=\"Jobs\";TITLE=\"Jobs\";DATA=1 2 3.5 \"..\" 5 6 7 8;\n",
    ),
];

/// The figures that a long table holds, in an order of their own.
fn figures(csv: &[u8]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv);
    let headings = reader.headers().expect("a header").clone();
    let value = headings
        .iter()
        .position(|name| name == "value")
        .expect("figures");
    let mut figures: Vec<String> = reader
        .records()
        .map(|record| record.expect("a record")[value].to_owned())
        .filter(|figure| !figure.is_empty())
        .collect();
    figures.sort_unstable();
    figures
}

/// The ways of writing, and the files that they make.
const WAYS: [(&str, &str); 13] = [
    ("--long", "l.csv"),
    ("-f json", "j.json"),
    ("-f ndjson", "n.ndjson"),
    ("--long -f json", "lj.json"),
    ("--wide -f ndjson", "wn.ndjson"),
    ("-f md", "m.md"),
    ("-f sdmx-csv", "s.csv"),
    ("--wide", "w.csv"),
    ("-f tsv", "t.tsv"),
    ("--excel=eu", "u.csv"),
    ("--long --excel=eu", "lu.csv"),
    ("--wide --excel=eu", "wu.csv"),
    ("-f xlsx", "x.xlsx Data"),
];

#[test]
fn what_is_written_of_a_file_is_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let answered = |line: &str| {
        let output = sh(line, folder.path()).output().expect("an answer");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() {
            return format!("value\n{}", said.trim().replace(['"', '\n', ','], " ")).into_bytes();
        }
        output.stdout
    };
    let mut wrong = Vec::new();
    for (name, text) in FILES {
        fs::write(folder.path().join(name), text).expect("a file");
        let long = |file: &str| figures(&answered(&format!("{HLJ} {file} --long --csv")));
        let first = long(name);
        assert!(!first.is_empty(), "{name}");
        for (format, written) in WAYS {
            let path = written.trim_end_matches(" Data");
            answered(&format!("rm -f {path}; {HLJ} {name} {format} -o {path}"));
            let again = long(written);
            if again != first {
                wrong.push(format!("{name} {format}: {again:?} and not {first:?}"));
            }
        }
        answered(&format!("rm -rf out; {HLJ} {name} export out"));
        if long("out") != first {
            wrong.push(format!(
                "{name} export: {:?} and not {first:?}",
                long("out")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Files of which the long form has columns that could be taken for others.
const WHOLE: &[(&str, &str)] = &[
    // One indicator has no figure at all, so that its status tells it.
    (
        "empty.csv",
        "quarter,Number,Weight\n2020Q1,851,..\n2020Q2,164,..\n2020Q3,161,..\n",
    ),
    // A name begins with a mark of missing figures, and few fields are figures.
    (
        "marks.csv",
        "areacd,areanm,kind,year,rate,unit,low,high\nE01,Na Brun,Town,2020,11.6,%,10.1,13\nE02,Na Kat,Town,2020,9.5,%,9,10\n\
         E03,Tolm,Town,2020,8.5,%,8,9\nE04,Na Vesk,Town,2020,7.5,%,7,8\n",
    ),
    // Another column is called `indicator`.
    (
        "named.csv",
        "areacd,areanm,indicator,year,observation,low\nE01,Brun,Rate of work,2020,73.6,72.5\nE01,Brun,Rate of rest,2020,24.7,23.6\n\
         E02,Kat,Rate of work,2020,78.5,74.7\nE02,Kat,Rate of rest,2020,19.8,16.2\n",
    ),
    // Another dimension has more members than there are areas.
    (
        "born.json",
        r#"{"version":"2.0","class":"dataset","label":"People","id":["home","time","born"],"size":[2,1,3],"role":{"geo":["home"],"time":["time"]},"dimension":{"home":{"label":"home","category":{"index":["1","2"],"label":{"1":"Brun","2":"Kat"}}},"time":{"category":{"index":["2020"]}},"born":{"label":"born","category":{"index":["a","b","c"],"label":{"a":"same","b":"other","c":"abroad"}}}},"value":[1,2,3,4,5,6]}"#,
    ),
    // Flags and notes.
    (
        "flags.csv",
        "area,year,value,status,note\nBrun,2019,5,B,\nBrun,2020,6,E,A new method.\nKat,2019,,O,\nKat,2020,7,,\n",
    ),
    (
        "codes.csv",
        "Country,Code,Subject,Name,2019,2020\nBrunia,512,NGDP_R,Output,1319.9,1288.8\nKatina,914,NGDP_R,Output,850.1,820\n\
         Brunia,512,LUR,Rate of unemployment,11.1,11.2\nKatina,914,LUR,Rate of unemployment,11.5,13.3\n",
    ),
    (
        "goods.csv",
        "Commodity,2019,2020\nRice,9.0,8.1\nMaize,6.7,..\nCoffee,1.5,2\n",
    ),
    (
        "codes.px",
        "CHARSET=\"ANSI\";AXIS-VERSION=\"2013\";STUB=\"municipality\";HEADING=\"year\";VALUES(\"municipality\")=\"42001-Brun\",\"42003-Kat\";CODES(\"municipality\")=\"42001\",\"42003\";VALUES(\"year\")=\"2019\",\"2020\";TIMEVAL(\"year\")=TLIST(A1),\"2019\",\"2020\";UNITS=\"persons\";CONTENTS=\"People\";TITLE=\"People\";DATA=1 2 3 4;\n",
    ),
];

#[test]
fn the_long_form_read_back_is_the_same_to_the_letter() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in FILES.iter().chain(WHOLE) {
        fs::write(folder.path().join(name), text).expect("a file");
        let long = |file: &str| {
            let line = format!("rm -f x.csv; {HLJ} {file} --long -o x.csv; cat x.csv");
            let output = sh(&line, folder.path()).output().expect("an answer");
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        let first = long(name);
        assert!(first.lines().count() > 1, "{name}: {first}");
        fs::write(folder.path().join("l.csv"), &first).expect("a file");
        assert_eq!(long("l.csv"), first, "{name}");
    }
}
