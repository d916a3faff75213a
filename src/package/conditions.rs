//! Conditions that a row meets, as files write them.

use crate::words::excerpt;

/// Reads `city=Hegang; sector=secondary|tertiary`.
pub(super) fn read_key(text: &str) -> Result<Vec<(String, Vec<String>)>, String> {
    text.split(';')
        .map(str::trim)
        .filter(|condition| !condition.is_empty())
        .map(|condition| match condition.split_once('=') {
            Some((dimension, members)) => {
                let members = members
                    .split('|')
                    .map(|member| member.trim().to_owned())
                    .collect();
                Ok((dimension.trim().to_owned(), members))
            }
            None => Err(format!(
                "`key`: `{}` is no condition such as `dimension=member`",
                excerpt(condition)
            )),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_list_of_conditions() {
        assert_eq!(read_key("").unwrap(), vec![]);
        assert_eq!(
            read_key("city=Hegang; sector=secondary|tertiary").unwrap(),
            vec![
                ("city".to_owned(), vec!["Hegang".to_owned()]),
                (
                    "sector".to_owned(),
                    vec!["secondary".to_owned(), "tertiary".to_owned()]
                ),
            ]
        );
        assert!(read_key("Hegang").unwrap_err().contains("dimension=member"));
    }
}
