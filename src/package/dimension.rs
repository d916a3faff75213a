//! Dimensions beside area and time: their members, what is their total, which sets of them make up the whole.

use super::declared::{Category, Field};
use super::folding::fold;
use crate::words::{excerpt, list};

/// A dimension beside area and time.
#[derive(Debug, Clone, Default)]
pub struct Dimension {
    /// The declared members, in order; empty where the data alone say.
    pub members: Vec<Member>,
    /// The member that is the total of the others; it is never combined or ranked with them.
    pub total: Option<String>,
    /// Why members overlap, where they do; they are then never combined.
    pub overlapping: Option<String>,
    /// The declared sets of members of which each makes up the whole; see [`Dimension::partitions_of`].
    pub partitions: Vec<Vec<String>>,
}

/// A member of a dimension.
#[derive(Debug, Clone)]
pub struct Member {
    /// As the file writes it.
    pub value: String,
    /// In words.
    pub label: Option<String>,
    /// In Chinese.
    pub label_zh: Option<String>,
    /// The code, where the file writes the name.
    pub code: Option<String>,
    /// Other names that people give it.
    pub aliases: Vec<String>,
}

impl Dimension {
    /// The dimension that a field declares; says what is wrong with it.
    pub(super) fn of_field(field: &Field, fault: &mut dyn FnMut(String)) -> Dimension {
        let members: Vec<Member> = field
            .categories
            .iter()
            .map(|category| match category {
                Category::Value(value) => Member {
                    value: value.clone(),
                    label: None,
                    label_zh: None,
                    code: None,
                    aliases: Vec::new(),
                },
                Category::Labelled {
                    value,
                    label,
                    label_zh,
                    code,
                    aliases,
                } => Member {
                    value: value.clone(),
                    label: label.clone(),
                    label_zh: label_zh.clone(),
                    code: code.clone(),
                    aliases: aliases.clone(),
                },
            })
            .collect();
        if let Some(total) = &field.total
            && !members.is_empty()
            && !members.iter().any(|member| member.value == *total)
        {
            let members = list(members.iter().map(|member| excerpt(&member.value)), "and");
            fault(format!(
                "the total of `{}`, `{}`, is none of its members {members}",
                excerpt(&field.name),
                excerpt(total)
            ));
        }
        for partition in &field.partitions {
            if let Some(wrong) = fault_of_partition(partition, &members, field.total.as_deref()) {
                let name = excerpt(&field.name);
                fault(format!("`partitions` of `{name}`: {wrong}"));
            }
        }
        let reason = || {
            field
                .overlapping_reason
                .clone()
                .unwrap_or_else(|| "its members overlap".to_owned())
        };
        Dimension {
            members,
            total: field.total.clone(),
            overlapping: field.overlapping.then(reason),
            partitions: field.partitions.clone(),
        }
    }

    /// The declared member of this value.
    pub fn member(&self, value: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.value == value)
    }

    /// Whether a spelling is the value of a member or one of its labels to the letter.
    pub fn is_spelt(&self, value: &str, spelling: &str) -> bool {
        value == spelling
            || self.member(value).is_some_and(|member| {
                let labels = [member.label.as_deref(), member.label_zh.as_deref()];
                labels.contains(&Some(spelling))
            })
    }

    /// Whether a member of this value is asked for by a spelling: the value or one of its labels, folded.
    pub fn is_called(&self, value: &str, spelling: &str) -> bool {
        let wanted = fold(spelling);
        let labels = self.member(value).into_iter().flat_map(|member| {
            let names = [&member.label, &member.label_zh, &member.code]
                .into_iter()
                .flatten();
            names.chain(&member.aliases).map(String::as_str)
        });
        labels.chain([value]).any(|known| fold(known) == wanted)
    }

    /// The sets of members of which each makes up the whole: those declared, else, where there is a total and nothing
    /// overlaps, all members that the data have but the total.
    pub fn partitions_of(&self, present: &[&str]) -> Vec<Vec<String>> {
        let Some(total) = self
            .total
            .as_deref()
            .filter(|_| self.partitions.is_empty() && self.overlapping.is_none())
        else {
            return self.partitions.clone();
        };
        let parts = present.iter().filter(|member| **member != total);
        vec![parts.map(|member| (*member).to_owned()).collect()]
    }
}

/// What is wrong with a set of members that is to make up the whole.
fn fault_of_partition(
    partition: &[String],
    members: &[Member],
    total: Option<&str>,
) -> Option<String> {
    if partition.len() < 2 {
        return Some("a set of fewer than two members makes up no whole".to_owned());
    }
    partition.iter().enumerate().find_map(|(at, member)| {
        let word = excerpt(member);
        if total == Some(member) {
            Some(format!("`{word}` is the total and no part of it"))
        } else if partition[..at].contains(member) {
            Some(format!("`{word}` stands there twice"))
        } else if !members.is_empty() && !members.iter().any(|known| known.value == *member) {
            let members = list(members.iter().map(|known| excerpt(&known.value)), "and");
            Some(format!("`{word}` is none of its members {members}"))
        } else {
            None
        }
    })
}
