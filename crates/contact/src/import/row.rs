//! One row of a file, and what it says of a contact.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde_json::Value;
use tabular::{Problem, Row};

use super::columns::{About, Meant, Target, about, attribute_name};
use crate::item::{AccountItem, Item, PersonItem, Said};
use crate::rules::{self, field};
use crate::wrong::Wrong;

/// What is wrong with one cell, or with the whole row when there is no column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) column: String,
    pub(crate) value: String,
    pub(crate) wrong: Wrong,
}

/// Reads rows by what their columns become.
#[derive(Clone, Debug)]
pub(crate) struct Converter {
    columns: Vec<(String, Meant)>,
    now_us: i64,
    /// Whether rows say something of accounts alone.
    is_of_accounts: bool,
}

/// Parts of a name in columns of their own.
#[derive(Default)]
struct Parts {
    infix: Option<String>,
    last: Option<String>,
}

impl Converter {
    pub(crate) fn new(columns: &[String], targets: &[Meant], now_us: i64) -> Self {
        Self {
            columns: columns
                .iter()
                .cloned()
                .zip(targets.iter().cloned())
                .collect(),
            now_us,
            is_of_accounts: about(targets) == Some(About::Accounts),
        }
    }

    /// The external id and address of a row, as far as they are valid: enough to see which rows
    /// are one person.
    pub(crate) fn keys(&self, row: &Row) -> (Option<String>, Option<String>) {
        let cell = |wanted: Target| {
            let column = self
                .columns
                .iter()
                .position(|(_, meant)| meant.target == wanted)?;
            Some(row.cell(column))
        };
        (
            cell(Target::ExternalId).and_then(|text| field::external_id(text).ok()),
            cell(Target::Email).and_then(|text| field::email(text).ok()),
        )
    }

    /// What a row says. Cells that are empty say nothing.
    pub(crate) fn item(&self, row: &Row) -> Result<Item, Vec<Fault>> {
        self.said(|column| row.cell(column), row_wrong(row))
    }

    /// What the cells of a row say that has been read before.
    pub(crate) fn again(&self, cells: &[String]) -> Result<Item, Vec<Fault>> {
        self.said(|column| cells.get(column).map_or("", String::as_str), None)
    }

    fn said<'r>(
        &self,
        cell: impl Fn(usize) -> &'r str,
        wrong: Option<Wrong>,
    ) -> Result<Item, Vec<Fault>> {
        let (mut item, mut account, mut parts): (Item, AccountItem, Parts) = Default::default();
        let mut faults = Vec::new();
        if let Some(wrong) = wrong {
            faults.push(Fault {
                column: String::new(),
                value: String::new(),
                wrong,
            });
        }
        for (index, (column, meant)) in self.columns.iter().enumerate() {
            let text = cell(index).trim();
            if text.is_empty() {
                continue;
            }
            let place = (column.as_str(), meant);
            let all = (&mut item, &mut account, &mut parts);
            if let Err(wrong) = self.take(place, text, all) {
                faults.push(Fault {
                    column: column.clone(),
                    value: text.chars().take(200).collect(),
                    wrong,
                });
            }
        }
        put_name_together(&mut item, parts);
        if account != AccountItem::default() || self.is_of_accounts {
            if account.name.is_some() || account.external_id.is_some() {
                drop_itself(&mut account);
                item.account = Said::Value(account);
            } else {
                faults.push(Fault {
                    column: String::new(),
                    value: String::new(),
                    wrong: Wrong::NoAccount,
                });
            }
        }
        if item.consent.is_none() {
            item.consent_at_us = None;
        }
        if faults.is_empty() && !item.is_somebody() && !self.is_of_accounts {
            faults.push(Fault {
                column: String::new(),
                value: String::new(),
                wrong: Wrong::NobodyInParticular,
            });
        }
        if faults.is_empty() {
            Ok(item)
        } else {
            Err(faults)
        }
    }

    fn take(
        &self,
        (column, meant): (&str, &Meant),
        text: &str,
        (item, account, parts): (&mut Item, &mut AccountItem, &mut Parts),
    ) -> Result<(), Wrong> {
        let target = meant.target;
        // What an attribute is called; without a name of its own as the column.
        let called = match meant.name.as_str() {
            "" => attribute_name(target, column),
            name => name,
        };
        match target {
            Target::Ignore => {}
            Target::Email => item.email = Said::Value(field::email(text)?),
            Target::Name => item.name = Said::Value(field::line(text)?),
            Target::FirstName => item.first_name = Said::Value(field::line(text)?),
            Target::Infix => parts.infix = Some(field::line(text)?),
            Target::LastName => parts.last = Some(field::line(text)?),
            Target::Language => item.language = Said::Value(field::language_named(text)?),
            Target::Zone => item.zone = Said::Value(field::zone(text)?),
            Target::ExternalId => item.external_id = Some(field::external_id(text)?),
            Target::Account => account.name = Some(field::line(text)?),
            Target::AccountExternalId => account.external_id = Some(field::external_id(text)?),
            Target::ResponsibleName => account.responsible_name = Said::Value(field::line(text)?),
            Target::ResponsibleEmail => {
                account.responsible_email = Said::Value(field::email(text)?);
            }
            Target::Employee => item.employee = Some(field::yes_no(text)?),
            Target::Consent => item.consent = Some(field::consent(text)?),
            Target::ConsentAt => item.consent_at_us = Some(self.moment(text)?),
            Target::OptedOut => item.opted_out = field::yes_no(text)?,
            Target::Attribute if self.is_of_accounts => {
                attribute(&mut account.attributes, called, text)?;
            }
            Target::Attribute => attribute(&mut item.attributes, called, text)?,
            Target::AccountAttribute => attribute(&mut account.attributes, called, text)?,
            Target::Parent => above(account).name = Some(field::line(text)?),
            Target::ParentExternalId => {
                above(account).external_id = Some(field::external_id(text)?);
            }
            Target::Person => {
                let people = people(text)?;
                account.people.insert(meant.name.clone(), people);
            }
        }
        Ok(())
    }

    fn moment(&self, text: &str) -> Result<i64, Wrong> {
        let at = tabular::date(text)
            .and_then(|when| when.timestamp(&TimeZone::UTC))
            .ok_or(Wrong::NoDate)?;
        field::past(at.as_microsecond(), self.now_us)
    }
}

/// The account above, as far as it was said.
fn above(account: &mut AccountItem) -> &mut AccountItem {
    if account.parent.value().is_none() {
        account.parent = Said::Value(Box::default());
    }
    match &mut account.parent {
        Said::Value(above) => above,
        _ => unreachable!("it was just said"),
    }
}

/// Addresses of people, with commas, semicolons or spaces between them.
fn people(text: &str) -> Result<Vec<PersonItem>, Wrong> {
    let parts = text.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
    let mut people: Vec<PersonItem> = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        let email = field::email(part)?;
        if !people.iter().any(|person| person.email == email) {
            people.push(PersonItem {
                email,
                name: String::new(),
            });
        }
    }
    Ok(people)
}

fn attribute(
    attributes: &mut BTreeMap<String, Option<String>>,
    name: &str,
    text: &str,
) -> Result<(), Wrong> {
    field::attribute_name(name)?;
    let value = field::attribute_value(&Value::from(text))?;
    attributes.insert(name.to_owned(), value);
    Ok(())
}

/// An account that a file says is a part of itself is a part of none.
fn drop_itself(account: &mut AccountItem) {
    let key = |name: &Option<String>| name.as_deref().map(rules::name_key);
    let is_itself = account.parent.value().is_some_and(|above| {
        match (&above.external_id, &account.external_id) {
            (Some(above), Some(own)) => above == own,
            (None, _) => key(&above.name) == key(&account.name),
            _ => false,
        }
    });
    if is_itself {
        account.parent = Said::Nothing;
    }
}

/// The whole name, where a file has only its parts.
fn put_name_together(item: &mut Item, parts: Parts) {
    let (Said::Nothing, Some(last)) = (&item.name, parts.last) else {
        return;
    };
    let first = item.first_name.value().cloned();
    let all: Vec<String> = [first, parts.infix, Some(last)]
        .into_iter()
        .flatten()
        .collect();
    if let Ok(name) = field::line(&all.join(" ")) {
        item.name = Said::Value(name);
    }
}

/// What is wrong with a row as a whole; one with too few cells just says less.
fn row_wrong(row: &Row) -> Option<Wrong> {
    match row.problem()? {
        Problem::TooManyCells { .. } => Some(Wrong::TooManyCells),
        Problem::Unreadable => Some(Wrong::Unreadable),
        Problem::TooFewCells { .. } | Problem::Nul => None,
    }
}
