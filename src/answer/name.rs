//! What things are called: by machines, and by people in both languages.

use std::ops::Deref;
use std::sync::Arc;

/// A text in English, and in Chinese where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// In English, or as the data write it.
    pub en: String,
    /// In Chinese.
    pub zh: Option<String>,
}

impl Label {
    /// A label that has no Chinese form.
    pub fn plain(text: impl Into<String>) -> Label {
        Label {
            en: text.into(),
            zh: None,
        }
    }

    /// A word of the program with its Chinese form, as a list of both has it.
    pub fn listed(word: &str, words: &[(&str, &str)]) -> Label {
        let chinese = words.iter().find(|(english, _)| *english == word);
        Label::new(word, chinese.map(|(_, chinese)| *chinese))
    }

    /// The Chinese form where there is one, else the English.
    pub fn zh_or_en(&self) -> &str {
        self.zh.as_ref().unwrap_or(&self.en)
    }

    /// A label with its Chinese form, where there is one.
    pub fn new(en: impl Into<String>, zh: Option<impl Into<String>>) -> Label {
        Label {
            en: en.into(),
            zh: zh.map(Into::into).filter(|zh| !zh.is_empty()),
        }
    }
}

/// Something that has a name for machines and one for people. Rows share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(Arc<Named>);

/// The names of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What machines read.
    pub id: String,
    /// What people read.
    pub label: Label,
}

impl Name {
    /// The names of something: what machines read, and what people read.
    pub fn new(id: impl Into<String>, label: Label) -> Name {
        Name(Arc::new(Named {
            id: id.into(),
            label,
        }))
    }

    /// What people read, to be changed here alone.
    pub fn label_mut(&mut self) -> &mut Label {
        &mut Arc::make_mut(&mut self.0).label
    }
}

impl Deref for Name {
    type Target = Named;

    fn deref(&self) -> &Named {
        &self.0
    }
}
