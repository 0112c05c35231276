//! Further ids or addresses of one person. A file can have tens of thousands of them for one (every
//! row with the address of the switchboard), so none of them is looked for among all.

use std::collections::{BTreeMap, HashMap};

/// Texts, each once, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Others {
    /// The number of each text.
    numbers: HashMap<String, u64>,
    /// The texts by their numbers.
    texts: BTreeMap<u64, String>,
}

impl Others {
    /// Adds one at the end; false when it is there already.
    pub(super) fn add(&mut self, text: String) -> bool {
        if self.numbers.contains_key(&text) {
            return false;
        }
        let last = self.texts.last_key_value();
        let number = last.map_or(0, |(number, _)| number + 1);
        self.numbers.insert(text.clone(), number);
        self.texts.insert(number, text);
        true
    }

    /// Takes one away, if it is there.
    pub(super) fn remove(&mut self, text: &str) {
        if let Some(number) = self.numbers.remove(text) {
            self.texts.remove(&number);
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &String> {
        self.texts.values()
    }
}

impl PartialEq for Others {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Others {}

impl IntoIterator for Others {
    type Item = String;
    type IntoIter = std::collections::btree_map::IntoValues<u64, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.texts.into_values()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::item::{Item, Said};

    fn item(id: &str, email: &str) -> Item {
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Item {
            external_id: said(id),
            email: said(email).map_or(Said::Nothing, Said::Value),
            ..Item::default()
        }
    }

    /// What further rows make of ids and addresses, written down as plainly as can be.
    #[derive(Default)]
    struct Plain {
        ids: Vec<String>,
        email: String,
        others: Vec<String>,
        differed: usize,
    }

    impl Plain {
        fn fold(&mut self, id: &str, email: &str) {
            if !id.is_empty() && !self.ids.iter().any(|known| known == id) {
                self.differed += usize::from(!self.ids.is_empty());
                self.ids.push(id.to_owned());
            }
            if email.is_empty() || self.email == email {
                return;
            }
            if !self.email.is_empty() {
                self.differed += 1;
                self.others.retain(|known| known != email);
                self.others.push(self.email.clone());
            }
            email.clone_into(&mut self.email);
        }
    }

    proptest! {
        #[test]
        fn rows_of_one_person_keep_every_id_and_address(
            rows in prop::collection::vec(("[a-d]?[0-9]?", "([a-f]@x)?"), 1..60),
        ) {
            let (mut folded, mut plain, mut differed) = (Item::default(), Plain::default(), 0);
            for (id, email) in &rows {
                differed += folded.fold(item(id, email)).len();
                plain.fold(id, email);
            }
            let (ids, emails) = folded.keys();
            prop_assert_eq!(ids, plain.ids.iter().collect::<Vec<_>>());
            let email = Some(&plain.email).filter(|email| !email.is_empty());
            prop_assert_eq!(emails, email.into_iter().chain(&plain.others).collect::<Vec<_>>());
            prop_assert_eq!(differed, plain.differed);
        }
    }

    /// A look through all ids for each would take minutes.
    #[test]
    fn very_many_ids_of_one_address() {
        let mut folded = item("0", "a@x");
        for id in 1..300_000 {
            folded.fold(item(
                &id.to_string(),
                if id % 2 == 0 { "a@x" } else { "b@x" },
            ));
        }
        assert_eq!(folded.other_ids.iter().count(), 299_999);
        assert!(folded.other_emails.iter().eq(["a@x"]));
    }
}
