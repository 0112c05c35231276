//! Writes a letter about an invitation.

use contact::model::{Account, Contact};
use mail::{Composed, Letter, Links, Mailbox, Unsubscribe};
use platform::{DbError, Tx};

use super::Post;
use super::look::Found;
use crate::letter::{self, Input, Occasion, Values};
use crate::model::{Programme, Sender};
use crate::store;

/// The letter; without wording in any language there is none.
pub(super) fn letter(
    tx: &mut Tx<'_>,
    post: &Post,
    found: &Found,
    links: &Links,
) -> Result<Composed, DbError> {
    let Found {
        programme,
        survey,
        contact,
        account,
        ..
    } = found;
    let wording = &programme.definition.wording;
    let chosen = letter::language(
        wording,
        contact.language.as_deref(),
        survey.definition.language(),
    );
    let Some((language, wording)) = chosen else {
        return Ok(Composed::Stop("no_wording"));
    };
    let Some(address) = contact.email.clone() else {
        return Ok(Composed::Stop("no_address"));
    };
    let person = sender(&programme.definition.sender, account.as_ref());
    let (from, reply_to) = post.settings.sender(person);
    let values = Values {
        sender: from.name.clone(),
        company: company(tx, programme)?,
        survey: survey
            .definition
            .say(&survey.definition.title, language)
            .to_owned(),
        subject: title(tx, found)?,
        ..values(contact, account.as_ref())
    };
    let links = letter::Links {
        base_url: &post.base_url,
        answer: &links.answer,
        unsubscribe: &links.unsubscribe,
    };
    let is_event = found.invitation.subject.is_some();
    let rendered = letter::render(&Input {
        language,
        wording,
        is_reminder: found.is_reminder,
        definition: &survey.definition,
        occasion: if is_event {
            Occasion::Event
        } else {
            Occasion::Turn
        },
        values: &values,
        links,
    });
    Ok(Composed::Letter(Box::new(Letter {
        from,
        reply_to,
        to: Mailbox {
            name: contact.name.clone().unwrap_or_default(),
            address,
        },
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
        language: language.to_owned(),
        enclosures: Vec::new(),
        unsubscribe: Some(Unsubscribe {
            url: links.unsubscribe(),
        }),
    })))
}

/// Name and address of the person a mail is from; `None` is the company.
pub(crate) fn sender<'a>(
    sender: &'a Sender,
    account: Option<&'a Account>,
) -> Option<(&'a str, &'a str)> {
    if sender.responsible
        && let Some(account) = account
        && let Some(email) = &account.responsible.email
    {
        let name = account.responsible.name.as_deref().unwrap_or_default();
        return Some((name, email));
    }
    let is_set = !sender.name.trim().is_empty() || !sender.email.is_empty();
    is_set.then_some((sender.name.as_str(), sender.email.as_str()))
}

/// What is filled in of a contact and its account. Attributes of the account are `account.NAME`.
pub(crate) fn values(contact: &Contact, account: Option<&Account>) -> Values {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut attributes = contact.attributes.clone();
    if let Some(account) = account {
        for (name, value) in &account.attributes {
            attributes.insert(format!("account.{name}"), value.clone());
        }
    }
    Values {
        first_name: said(&contact.first_name),
        name: said(&contact.name),
        account: account.map(|a| a.name.clone()).unwrap_or_default(),
        attributes,
        ..Values::default()
    }
}

/// The company's name.
pub(super) fn company(tx: &mut Tx<'_>, programme: &Programme) -> Result<String, DbError> {
    store::programme::company(tx, &programme.workspace_id)
}

/// What the event was about, as its sender calls it: its attribute `title`, else the subject itself.
fn title(tx: &mut Tx<'_>, found: &Found) -> Result<String, DbError> {
    let Some(subject) = &found.invitation.subject else {
        return Ok(String::new());
    };
    let workspace_id = &found.programme.workspace_id;
    let events = store::event::about(tx, workspace_id, std::slice::from_ref(subject))?;
    let latest = events
        .iter()
        .filter(|event| event.attributes.contains_key("title"))
        .max_by_key(|event| event.at_us);
    // A subject that is only an event's id says nothing to anybody.
    let is_own = events.iter().any(|event| event.id == *subject);
    Ok(
        match latest.and_then(|event| event.attributes.get("title")) {
            Some(title) => title.clone(),
            None if is_own => String::new(),
            None => subject.clone(),
        },
    )
}
