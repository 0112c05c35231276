//! The columns of a list: what pages show and files hold.

use serde_json::{Value, json};

use crate::cell::word;
use crate::order::Named;

/// Columns of one list at most.
const COLUMNS_MAX: usize = 30;

/// What a noun says of its own columns.
pub trait Own: Named {
    /// Those shown when none are chosen.
    const USUAL: &'static [Self];
    /// What the keys of their words begin with.
    const WORDS: &'static str;

    /// Whether a list can be ordered by what stands in it, under the column's name.
    fn is_sort(self) -> bool;

    /// Whether numbers stand in it.
    fn is_number(self) -> bool {
        false
    }
}

/// A column of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column<C> {
    /// Something every one of the noun has.
    Own(C),
    /// An attribute.
    Attribute(String),
}

impl<C: Own> Column<C> {
    /// As a list's address has it.
    pub fn written(&self) -> String {
        match self {
            Self::Own(own) => own.name().to_owned(),
            Self::Attribute(name) => format!("attribute.{name}"),
        }
    }

    /// Reads what [`Column::written`] gives.
    pub fn read(text: &str) -> Option<Self> {
        match text.strip_prefix("attribute.") {
            Some("") => None,
            Some(name) => Some(Self::Attribute(name.to_owned())),
            None => C::named(text).map(Self::Own),
        }
    }

    /// Its name in a file, as programs read it again.
    pub fn in_file(&self) -> String {
        match self {
            Self::Own(own) => own.name().to_owned(),
            Self::Attribute(name) => name.clone(),
        }
    }

    /// What a list is ordered by to have this column in order; none when it can't. `is_ordered`
    /// says whether an attribute's values have an order.
    pub fn sort(&self, is_ordered: impl Fn(&str) -> bool) -> Option<String> {
        let has = match self {
            Self::Own(own) => own.is_sort(),
            Self::Attribute(name) => is_ordered(name),
        };
        has.then(|| self.written())
    }

    /// Its head as templates show it: an attribute is called by its name, anything else by words.
    pub fn head(&self, is_ordered: impl Fn(&str) -> bool) -> Value {
        let (name, is_number) = match self {
            Self::Attribute(name) => (Some(name), is_ordered(name)),
            Self::Own(own) => (None, own.is_number()),
        };
        json!({
            "value": self.written(),
            "name": name,
            "key": format!("{}-{}", C::WORDS, word(&self.written())),
            "is_number": is_number,
        })
    }

    /// These columns, or the usual ones when none were chosen.
    pub fn or_usual(mut chosen: Vec<Self>) -> Vec<Self> {
        chosen.truncate(COLUMNS_MAX);
        if chosen.is_empty() {
            chosen = C::USUAL.iter().copied().map(Self::Own).collect();
        }
        chosen
    }

    /// The columns of a file: `first`, those of the page, and all attributes that are defined.
    pub fn of_file(
        first: &[C],
        page: Vec<Self>,
        attributes: impl IntoIterator<Item = String>,
    ) -> Vec<Self> {
        let mut all: Vec<Self> = first.iter().copied().map(Self::Own).collect();
        for column in page
            .into_iter()
            .chain(attributes.into_iter().map(Self::Attribute))
        {
            if !all.contains(&column) {
                all.push(column);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Two {
        Email,
        LastAnswer,
    }

    impl Named for Two {
        const ALL: &'static [Self] = &[Self::Email, Self::LastAnswer];

        fn name(self) -> &'static str {
            match self {
                Self::Email => "email",
                Self::LastAnswer => "last_answer",
            }
        }
    }

    impl Own for Two {
        const USUAL: &'static [Self] = &[Self::Email];
        const WORDS: &'static str = "two-column";

        fn is_sort(self) -> bool {
            self == Self::LastAnswer
        }
    }

    #[test]
    fn columns_are_written_and_read() {
        for column in [
            Column::Own(Two::Email),
            Column::Own(Two::LastAnswer),
            Column::Attribute("revenue".to_owned()),
        ] {
            assert_eq!(Column::read(&column.written()), Some(column));
        }
        assert_eq!(Column::<Two>::read("attribute."), None);
        assert_eq!(Column::<Two>::read("secret"), None);
    }

    #[test]
    fn a_head_says_by_what_a_list_can_be_ordered() {
        let none = |_: &str| false;
        assert_eq!(Column::Own(Two::Email).sort(none), None);
        let last = Column::Own(Two::LastAnswer);
        assert_eq!(last.sort(none).as_deref(), Some("last_answer"));
        assert_eq!(last.head(none)["key"], "two-column-last-answer");
        let size = Column::<Two>::Attribute("size".to_owned());
        assert_eq!(size.sort(|_| true).as_deref(), Some("attribute.size"));
        assert_eq!(size.sort(none), None);
    }

    #[test]
    fn a_file_has_each_column_once() {
        let page = Column::or_usual(Vec::new());
        let all = Column::of_file(&[Two::Email], page, ["size".to_owned()]);
        let names: Vec<String> = all.iter().map(Column::in_file).collect();
        assert_eq!(names, ["email", "size"]);
    }
}
