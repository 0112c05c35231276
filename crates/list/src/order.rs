//! What a list is ordered by.

use platform::Problem;

/// Things of a noun that lists name: its orders, its columns.
pub trait Named: Copy + PartialEq + Send + Sync + 'static {
    /// All of them, in the order a page offers them.
    const ALL: &'static [Self];

    /// As an address has it.
    fn name(self) -> &'static str;

    /// The one of this name.
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name() == name)
    }
}

/// What a list is ordered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort<S> {
    /// Something every one of the noun has.
    Own(S),
    /// An attribute whose values are numbers, amounts or days.
    Attribute(String),
}

impl<S: Default> Default for Sort<S> {
    fn default() -> Self {
        Self::Own(S::default())
    }
}

impl<S: Named> Sort<S> {
    /// As a list's address has it.
    pub fn written(&self) -> String {
        match self {
            Self::Own(own) => own.name().to_owned(),
            Self::Attribute(name) => format!("attribute.{name}"),
        }
    }

    /// Reads what [`Sort::written`] gives.
    pub fn read(text: &str) -> Option<Self> {
        match text.strip_prefix("attribute.") {
            Some("") => None,
            Some(name) => Some(Self::Attribute(name.to_owned())),
            None => S::named(text).map(Self::Own),
        }
    }
}

/// An order and its direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order<S> {
    /// By what.
    pub sort: Sort<S>,
    /// Largest first.
    pub descending: bool,
}

impl<S: Named> Order<S> {
    /// Takes `sort` and `order`; false for any other pair.
    pub fn take(&mut self, name: &str, value: &str) -> Result<bool, Problem> {
        match name {
            "sort" => {
                self.sort = Sort::read(value).ok_or_else(|| {
                    let own: Vec<&str> = S::ALL.iter().map(|own| own.name()).collect();
                    let detail = format!("give {} or attribute.NAME", own.join(", "));
                    Problem::invalid("sort", detail)
                })?;
            }
            "order" => {
                self.descending = match value {
                    "asc" => false,
                    "desc" => true,
                    _ => return Err(Problem::invalid("order", "give asc or desc")),
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    enum Own {
        #[default]
        Name,
        Created,
    }

    impl Named for Own {
        const ALL: &'static [Self] = &[Self::Name, Self::Created];

        fn name(self) -> &'static str {
            match self {
                Self::Name => "name",
                Self::Created => "created",
            }
        }
    }

    #[test]
    fn orders_are_written_and_read() {
        for sort in [
            Sort::Own(Own::Name),
            Sort::Own(Own::Created),
            Sort::Attribute("revenue".to_owned()),
        ] {
            assert_eq!(Sort::read(&sort.written()), Some(sort));
        }
        for wrong in ["attribute.", "revenue", ""] {
            assert_eq!(Sort::<Own>::read(wrong), None, "{wrong}");
        }
        let mut order = Order::<Own>::default();
        assert!(order.take("sort", "revenue").is_err());
        assert!(order.take("order", "up").is_err());
        assert!(order.take("sort", "created").expect("an order"));
        assert!(order.take("order", "desc").expect("a direction"));
        assert!(!order.take("q", "x").expect("nothing of ours"));
        assert_eq!(
            (order.sort, order.descending),
            (Sort::Own(Own::Created), true)
        );
    }
}
