//! One row of a file, and what it says of a contact.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde_json::Value;
use tabular::{Problem, Row};

use super::columns::{Target, attribute_name};
use crate::item::{AccountItem, Item, Said};
use crate::rules::field;
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
    columns: Vec<(String, Target)>,
    now_us: i64,
}

/// Parts of a name in columns of their own.
#[derive(Default)]
struct Parts {
    infix: Option<String>,
    last: Option<String>,
}

impl Converter {
    pub(crate) fn new(columns: &[String], targets: &[Target], now_us: i64) -> Self {
        Self {
            columns: columns
                .iter()
                .cloned()
                .zip(targets.iter().copied())
                .collect(),
            now_us,
        }
    }

    /// The external id and address of a row, as far as they are valid: enough to see which rows
    /// are one person.
    pub(crate) fn keys(&self, row: &Row) -> (Option<String>, Option<String>) {
        let cell = |wanted: Target| {
            let column = self.columns.iter().position(|(_, t)| *t == wanted)?;
            Some(row.cell(column))
        };
        (
            cell(Target::ExternalId).and_then(|text| field::external_id(text).ok()),
            cell(Target::Email).and_then(|text| field::email(text).ok()),
        )
    }

    /// What a row says. Cells that are empty say nothing.
    pub(crate) fn item(&self, row: &Row) -> Result<Item, Vec<Fault>> {
        let (mut item, mut account, mut parts) = Default::default();
        let mut faults = Vec::new();
        if let Some(wrong) = row_wrong(row) {
            faults.push(Fault {
                column: String::new(),
                value: String::new(),
                wrong,
            });
        }
        for (index, (column, target)) in self.columns.iter().enumerate() {
            let text = row.cell(index).trim();
            if text.is_empty() {
                continue;
            }
            let place = (column.as_str(), *target);
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
        if account != AccountItem::default() {
            if account.name.is_some() || account.external_id.is_some() {
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
        if faults.is_empty() && !item.is_somebody() {
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
        (column, target): (&str, Target),
        text: &str,
        (item, account, parts): (&mut Item, &mut AccountItem, &mut Parts),
    ) -> Result<(), Wrong> {
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
            Target::Attribute => attribute(&mut item.attributes, target, column, text)?,
            Target::AccountAttribute => attribute(&mut account.attributes, target, column, text)?,
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

fn attribute(
    attributes: &mut BTreeMap<String, Option<String>>,
    target: Target,
    column: &str,
    text: &str,
) -> Result<(), Wrong> {
    let name = attribute_name(target, column);
    field::attribute_name(name)?;
    let value = field::attribute_value(&Value::from(text))?;
    attributes.insert(name.to_owned(), value);
    Ok(())
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
