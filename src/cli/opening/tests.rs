use super::*;

fn asked(words: &str) -> Result<Asked, String> {
    let words: Vec<OsString> = words.split(' ').map(OsString::from).collect();
    Asked::of(&words, &Surroundings::default()).map_err(|error| error.to_string())
}

#[test]
fn what_is_said_of_a_file_stands_anywhere() {
    let found = asked("hlj rank --decimal , --data=a.csv -y 2020 --delimiter tab").unwrap();
    assert_eq!(found.path, Some(PathBuf::from("a.csv")));
    assert_eq!(found.options.decimal, Some(','));
    assert_eq!(found.options.delimiter, Some('\t'));
    assert_eq!(found.rest, ["rank", "-y", "2020"]);
    assert_eq!(
        asked("hlj a --decimal x").unwrap_err(),
        "`--decimal` does not take `x`; write `.` or `,`"
    );
    // A file of this folder that is no verb and no table.
    let found = asked("hlj Cargo.toml x").unwrap();
    assert_eq!(found.path, Some(PathBuf::from("Cargo.toml")));
    assert_eq!(asked("hlj gdp").unwrap().path, None);
    assert_eq!(asked("hlj - x").unwrap().rest, ["x"]);
}
