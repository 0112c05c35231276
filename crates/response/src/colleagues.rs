//! Attributes that say who of ours served. They are taken in, and decide who sees an answer, but
//! they never go out with it: rows of answers with the name of a colleague beside each would be
//! figures per person for anybody with a spreadsheet. So nothing that shows answers one by one has
//! them, neither lists nor files, for no role and no key.

use std::borrow::Cow;
use std::collections::HashSet;

use platform::{DbError, Tx};

use crate::model::{Attributes, Extent, New, Response};

/// Names such attributes have, without marks between words.
const NAMES: [&str; 14] = [
    "servedby",
    "employee",
    "employeeid",
    "medewerker",
    "agent",
    "assignee",
    "solver",
    "solvedby",
    "handledby",
    "behandelaar",
    "consultant",
    "accountmanager",
    "csm",
    "adviseur",
];

/// Names of attributes about the customer, who may be called like one of ours.
const OF_CUSTOMERS: [&str; 10] = [
    "name",
    "naam",
    "firstname",
    "voornaam",
    "lastname",
    "achternaam",
    "contact",
    "contactname",
    "customer",
    "klant",
];

fn plain(attribute: &str) -> String {
    let letters = attribute.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether an attribute names people of ours by what it is called.
pub fn is_named(attribute: &str) -> bool {
    NAMES.contains(&plain(attribute).as_str())
}

/// Whoever works or worked in a workspace, as attributes may name them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Colleagues {
    /// In lower case.
    addresses: HashSet<String>,
    /// In lower case.
    names: HashSet<String>,
}

impl Colleagues {
    /// Those of a workspace.
    pub(crate) fn read(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Self, DbError> {
        let (addresses, names) = user::people::named(tx, workspace_id)?
            .into_iter()
            .map(|(address, name)| (address.to_lowercase(), name.to_lowercase()))
            .unzip();
        Ok(Self { addresses, names })
    }

    /// Whether an attribute says that one of them served: by what it is called, or by an address or
    /// a name of theirs in it.
    fn are_in(&self, attribute: &str, value: &str) -> bool {
        if is_named(attribute) {
            return true;
        }
        let is_of_customer = OF_CUSTOMERS.contains(&plain(attribute).as_str());
        value.split([',', ';']).any(|part| {
            let part = part.trim().to_lowercase();
            self.addresses.contains(&part) || !is_of_customer && self.names.contains(&part)
        })
    }

    /// Leaves out what says that one of them served.
    pub(crate) fn hide(&self, attributes: &mut Attributes) {
        attributes.retain(|name, value| !self.are_in(name, value));
    }

    /// What a row of a file says of `old`. A file of ours doesn't say who served, so what it doesn't
    /// mention of that stays; of everything that isn't a file, `new` is the whole.
    pub(crate) fn completed<'n>(&self, old: &Response, new: &'n New) -> Cow<'n, New> {
        if !matches!(new.extent, Extent::Row { .. }) {
            return Cow::Borrowed(new);
        }
        let untold = old.attributes.iter().filter(|(name, value)| {
            !new.attributes.contains_key(*name) && self.are_in(name, value)
        });
        let mut whole = new.clone();
        for (name, value) in untold {
            whole.attributes.insert(name.clone(), value.clone());
        }
        Cow::Owned(whole)
    }

    /// The responses without it.
    pub(crate) fn hidden(&self, mut responses: Vec<Response>) -> Vec<Response> {
        for response in &mut responses {
            self.hide(&mut response.attributes);
        }
        responses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(all: &[(&str, &str)]) -> Attributes {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        all.iter().map(owned).collect()
    }

    #[test]
    fn attributes_of_people_are_known_by_name() {
        for name in [
            "served_by",
            "Served By",
            "CSM",
            "account-manager",
            "Medewerker",
        ] {
            assert!(is_named(name), "{name}");
        }
        for name in ["team", "account", "agents", "industry", "employees"] {
            assert!(!is_named(name), "{name}");
        }
    }

    #[test]
    fn what_says_who_served_is_left_out() {
        let set = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        let colleagues = Colleagues {
            addresses: set(&["ann@us.nl"]),
            names: set(&["bob de vries"]),
        };
        let mut all = attributes(&[
            ("served_by", "somebody@else.nl"),
            ("handled", "x@them.nl; Ann@us.nl "),
            ("helper", "Bob de Vries"),
            ("name", "Bob de Vries"),
            ("email", "x@them.nl"),
            ("team", "North"),
        ]);
        colleagues.hide(&mut all);
        let left = [
            ("email", "x@them.nl"),
            ("name", "Bob de Vries"),
            ("team", "North"),
        ];
        assert_eq!(all, attributes(&left));
    }
}
