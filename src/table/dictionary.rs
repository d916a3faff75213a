//! The different texts of a column, each with a code.

/// The different texts of a column, each with a code: 0 for the first that came, and so on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dictionary {
    /// The texts, one behind the other.
    arena: String,
    /// Where each ends.
    ends: Vec<usize>,
    /// Codes by the hash of their text, 0 for none, else the code and one; the length is a power of two.
    slots: Vec<u32>,
}

impl Dictionary {
    /// The code of a text, which is added where it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        if 2 * (self.ends.len() + 1) > self.slots.len() {
            self.grow();
        }
        let slot = self.slot(text);
        if self.slots[slot] > 0 {
            return self.slots[slot] - 1;
        }
        self.arena.push_str(text);
        self.ends.push(self.arena.len());
        // More texts than this no memory holds.
        self.slots[slot] = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.slots[slot] - 1
    }

    /// The code of a text that is there.
    pub fn find(&self, text: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        self.slots[self.slot(text)].checked_sub(1)
    }

    /// The text of a code; empty for one that is none.
    pub fn text(&self, code: u32) -> &str {
        #[cfg(test)]
        crate::words::work::step();
        let at = code as usize;
        let Some(&end) = self.ends.get(at) else {
            return "";
        };
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.arena[start..end]
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The texts, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..).take(self.len()).map(|code| self.text(code))
    }

    /// The slot of a text, or the free one that it would get.
    fn slot(&self, text: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(text) & mask;
        while self.slots[slot] > 0 && self.text(self.slots[slot] - 1) != text {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let length = (2 * self.slots.len()).max(16);
        self.slots = vec![0; length];
        for code in 0..self.ends.len() {
            let code = u32::try_from(code).unwrap_or(u32::MAX);
            let mut slot = hash(self.text(code)) & (length - 1);
            while self.slots[slot] > 0 {
                slot = (slot + 1) & (length - 1);
            }
            self.slots[slot] = code + 1;
        }
    }
}

/// The same on every machine and in every run.
fn hash(text: &str) -> usize {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut chunks = text.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = mixed(hash ^ u64::from_le_bytes(word));
    }
    let mut word = [0; 8];
    word[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    hash = mixed(hash ^ u64::from_le_bytes(word) ^ ((text.len() as u64) << 56));
    usize::try_from(hash >> 32).unwrap_or_default()
}

fn mixed(word: u64) -> u64 {
    let product = word.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ (product >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_text_is_found_by_its_code_and_the_code_by_the_text(texts in proptest::collection::vec("[ab鹤]{0,3}", 0..80)) {
            let mut dictionary = Dictionary::default();
            let mut seen: Vec<&str> = Vec::new();
            for text in &texts {
                if !seen.contains(&text.as_str()) {
                    proptest::prop_assert_eq!(dictionary.find(text), None);
                    seen.push(text);
                }
                let code = dictionary.intern(text);
                proptest::prop_assert_eq!(dictionary.text(code), text);
                proptest::prop_assert_eq!(dictionary.find(text), Some(code));
            }
            proptest::prop_assert_eq!(dictionary.iter().collect::<Vec<_>>(), seen);
        }
    }

    #[test]
    fn what_is_not_there_has_no_code_and_no_text() {
        let mut dictionary = Dictionary::default();
        assert_eq!(dictionary.find(""), None);
        assert_eq!(dictionary.text(0), "");
        dictionary.intern("");
        assert_eq!(dictionary.find(""), Some(0));
        assert_eq!(dictionary.find("a"), None);
        assert_eq!(dictionary.text(1), "");
    }
}
