//! Text files of every shape, changed at random and asked: they answer, or are refused with a sentence; nothing panics.

use hlj::package::Package;
use hlj::query::{Query, ask};
use hlj::source::{Input, Options};
use proptest::prelude::*;

use crate::support::tries;

/// Files as offices publish them, one of each kind.
const TEXTS: &[(&str, &str)] = &[
    (
        "plain.csv",
        "area,code,year,jobs,rate,flag\nBrunia,BRU,2020,1200,5.5,\nBrunia,BRU,2021,1250,6.1,p\nKatina,KAT,2020,800,4.0,b\nKatina,KAT,2021,790,3.9,\n",
    ),
    (
        "titles.csv",
        "Jobs by region (thousands)\nSource: Office\n\nregion;2020;2021;\nBrunia;25.896,82;26.010,50;\nKatina;9.512,00;: c;\nTotal;35.408,82;x;\n\nNote: revised\n",
    ),
    (
        "wide.tsv",
        "unit,geo\\time\t2014 \t2013 \t2012 \nMIO,XA\t120 \t118 b\t115 \nMIO,XB\t: \t52.5 p\t50 \n",
    ),
    (
        "sdmx.csv",
        "DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE\nX:Y(1.0),Q,XA,2020-Q1,5,A,PC\nX:Y(1.0),Q,XA,2020-Q2,6,P,PC\nX:Y(1.0),Q,XB,2020-Q1,7,A,PC\n",
    ),
    (
        "long.csv",
        "\"GeoFIPS\",\"GeoName\",\"Description\",\"Unit\",\"2019\",\"2020\"\n \"00000\",\"Freedonia\",\"Real GDP \",\"Dollars\",500,(NA)\n \"01000\",\"Brunia\",\"Real GDP \",\"Dollars\",\"1,300\",(D)\n",
    ),
    (
        "labels.csv",
        "GEO.id,GEO.label,V1,V2\nId,Geography,Estimate; Total,Margin\n01,Brunia,1313,213\n02,Katina,473,*****\n",
    ),
    (
        "heads.csv",
        ";people;;area;\n;2010;2011;2010;2011\nA;5;6;7;8\nB;5;6;7;8\nC;5;6;7;8\n",
    ),
    (
        "turned.csv",
        "\"时间\",\"北山市\",\"南水市\"\n\"2020年\",\"52 \",\"22 \"\n\"2021年\",\"62 \",\"26 \"\n",
    ),
];

/// The seeds, one of them in UTF-16.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut seeds: Vec<(String, Vec<u8>)> = TEXTS
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let utf16 = TEXTS[0].1.encode_utf16().flat_map(u16::to_le_bytes);
    seeds.push(("utf-16.txt".to_owned(), utf16.collect()));
    seeds
}

/// A change of a file: what is done, where (as a fraction), how much.
type Change = (u8, f64, u8, usize);

/// What is put into files: signs that mean something to some format.
const WORDS: [&[u8]; 16] = [
    b"\"",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\0",
    b"(",
    b"=",
    b"{",
    b"e999",
    b"-",
    b"2020",
    b"\xff\xfe",
    b":",
    b"99999999999999999999999999999999",
];

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for &(what, place, byte, length) in changes {
        if bytes.is_empty() {
            break;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place in a short file"
        )]
        let at = ((place * bytes.len() as f64) as usize).min(bytes.len() - 1);
        let to = (at + length).min(bytes.len());
        match what % 6 {
            0 => bytes[at] = byte,
            1 => drop(bytes.drain(at..to)),
            2 => bytes.truncate(at),
            3 => drop(bytes.splice(
                at..at,
                WORDS[usize::from(byte) % WORDS.len()].iter().copied(),
            )),
            4 => {
                let part = bytes[at..to].to_vec();
                bytes.splice(at..at, part);
            }
            _ => bytes[at..to].reverse(),
        }
    }
    bytes
}

/// Opens a file and asks each of its tables; whether it was opened, and what is said where it was not.
fn opened(name: &str, bytes: Vec<u8>) -> Result<(), String> {
    let input = Input {
        name: name.to_owned(),
        bytes,
    };
    let package = Package::from_source(name, input, &Options::default(), &[]);
    let package = package.map_err(|error| error.to_string())?;
    for table in package.tables() {
        let _ = ask(&package, table, &Query::default());
    }
    Ok(())
}

#[test]
fn every_seed_is_read() {
    for (name, bytes) in seeds() {
        assert_eq!(opened(&name, bytes), Ok(()), "{name}");
    }
}

proptest! {
    #![proptest_config(tries(400))]

    #[test]
    fn no_change_of_a_file_upsets_its_reader(
        seed in 0..=TEXTS.len(),
        changes in prop::collection::vec((any::<u8>(), 0.0..1.0_f64, any::<u8>(), 0..120_usize), 1..6),
    ) {
        let (name, bytes) = seeds().swap_remove(seed);
        if let Err(told) = opened(&name, changed(bytes, &changes)) {
            prop_assert!(!told.is_empty() && !told.contains("internal"), "{told}");
        }
    }
}
