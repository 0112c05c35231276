//! Two contacts that turn out to be one person.

use crate::model::{Consent, Contact};

/// Puts `other` into `kept`: what `kept` says stays, gaps are filled, and of what keeps the person
/// from being written to nothing is lost. Whether an address bounces belongs to the address.
pub(crate) fn merge(kept: &mut Contact, other: &Contact) {
    let fill = |to: &mut Option<String>, from: &Option<String>| {
        if to.is_none() {
            to.clone_from(from);
        }
    };
    if kept.email.is_none() {
        kept.email.clone_from(&other.email);
        kept.bounced_at_us = other.bounced_at_us;
        kept.do_not_contact = other.do_not_contact;
    } else if kept.email == other.email {
        kept.bounced_at_us = earliest(kept.bounced_at_us, other.bounced_at_us);
    }
    fill(&mut kept.external_id, &other.external_id);
    fill(&mut kept.name, &other.name);
    fill(&mut kept.first_name, &other.first_name);
    fill(&mut kept.language, &other.language);
    fill(&mut kept.zone, &other.zone);
    fill(&mut kept.account_id, &other.account_id);
    kept.employee |= other.employee;
    for (name, value) in &other.attributes {
        kept.attributes
            .entry(name.clone())
            .or_insert_with(|| value.clone());
    }
    kept.opted_out_at_us = earliest(kept.opted_out_at_us, other.opted_out_at_us);
    kept.complained_at_us = earliest(kept.complained_at_us, other.complained_at_us);
    // The person was on the list, whatever address they have now.
    kept.do_not_contact |= other.do_not_contact;
    if strength(other.consent) > strength(kept.consent) {
        kept.consent = other.consent;
        kept.consent_at_us = other.consent_at_us;
    }
    kept.created_at_us = kept.created_at_us.min(other.created_at_us);
}

/// A refusal outweighs a consent.
const fn strength(consent: Consent) -> u8 {
    match consent {
        Consent::Unknown => 0,
        Consent::Given => 1,
        Consent::Refused => 2,
    }
}

fn earliest(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
