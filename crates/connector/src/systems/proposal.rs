//! What is proposed to pull of a new connection: one table for all systems. Everything in it can be
//! changed.

use crate::model::{Mapped, Pull, Stream, System, ValueKind};

/// Their fields and where each goes.
type Fields = &'static [(&'static str, &'static str)];

/// A stream of a system: where its rows are, with the fields for id and stamp, and its fields.
type Proposed = (System, Stream, [&'static str; 3], Fields);

const ALL: &[Proposed] = &[
    // A GetConnector is made by the company; its names are those that AFAS proposes itself.
    (
        System::Afas,
        Stream::Accounts,
        ["Luister_Organisaties", "BcCo", "Gewijzigd_op"],
        &[
            ("BcCo", "external_id"),
            ("Naam", "name"),
            ("Branche", "attribute:branche"),
            ("E-mail_accountmanager", "role:account_manager"),
        ],
    ),
    (
        System::Afas,
        Stream::Contacts,
        ["Luister_Contacten", "BcCo", "Gewijzigd_op"],
        &[
            ("BcCo", "external_id"),
            ("Naam", "name"),
            ("Voornaam", "first_name"),
            ("E-mail_werk", "email"),
            ("Nummer_organisatie", "account"),
            ("Functie", "attribute:functie"),
        ],
    ),
    (
        System::Afas,
        Stream::Responsibilities,
        ["Luister_Verantwoordelijken", "Id", "Gewijzigd_op"],
        &[
            ("BcCo", "account"),
            ("Rol", "role"),
            ("E-mail", "email"),
            ("Naam", "name"),
        ],
    ),
    (
        System::HubSpot,
        Stream::Accounts,
        ["companies", "hs_object_id", "hs_lastmodifieddate"],
        &[
            ("hs_object_id", "external_id"),
            ("name", "name"),
            ("industry", "attribute:industry"),
            ("numberofemployees", "attribute:size"),
            ("hs_parent_company_id", "parent"),
            ("hubspot_owner_id.email", "role:account_manager"),
        ],
    ),
    (
        System::HubSpot,
        Stream::Contacts,
        ["contacts", "hs_object_id", "lastmodifieddate"],
        &[
            ("hs_object_id", "external_id"),
            ("email", "email"),
            ("firstname", "first_name"),
            ("associatedcompanyid", "account"),
            ("hs_language", "language"),
            ("hs_email_optout", "opted_out"),
            ("jobtitle", "attribute:job title"),
        ],
    ),
    (
        System::Salesforce,
        Stream::Accounts,
        ["Account", "Id", "SystemModstamp"],
        &[
            ("Id", "external_id"),
            ("Name", "name"),
            ("Industry", "attribute:industry"),
            ("NumberOfEmployees", "attribute:size"),
            ("ParentId", "parent"),
            ("Owner.Email", "role:account_manager"),
        ],
    ),
    (
        System::Salesforce,
        Stream::Contacts,
        ["Contact", "Id", "SystemModstamp"],
        &[
            ("Id", "external_id"),
            ("Email", "email"),
            ("Name", "name"),
            ("FirstName", "first_name"),
            ("AccountId", "account"),
            ("HasOptedOutOfEmail", "opted_out"),
            ("Title", "attribute:job title"),
        ],
    ),
    (
        System::Salesforce,
        Stream::Responsibilities,
        ["AccountTeamMember", "Id", "SystemModstamp"],
        &[
            ("AccountId", "account"),
            ("TeamMemberRole", "role"),
            ("User.Email", "email"),
            ("User.Name", "name"),
        ],
    ),
    (
        System::RequestTracker,
        Stream::Tickets,
        ["tickets", "id", "LastUpdated"],
        &[("Queue.Name", "attribute:queue")],
    ),
];

/// What is proposed to pull of a stream of a system; none when it has no such stream.
pub(super) fn of(system: System, stream: Stream) -> Option<Pull> {
    let found = ALL
        .iter()
        .find(|(own, of, _, _)| (*own, *of) == (system, stream));
    let (_, _, [source, id, stamp], fields) = found?;
    let mapped = |(from, to): &(&str, &str)| {
        Some(Mapped {
            from: (*from).to_owned(),
            to: to.parse().ok()?,
            kind: ValueKind::Text,
        })
    };
    Some(Pull {
        stream,
        source: (*source).to_owned(),
        id: (*id).to_owned(),
        stamp: (*stamp).to_owned(),
        filter: String::new(),
        fields: fields.iter().filter_map(mapped).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_can_be_read_and_every_stream_stands_there_once() {
        for (place, (system, stream, _, fields)) in ALL.iter().enumerate() {
            let pull = of(*system, *stream).expect("proposed");
            assert_eq!(pull.fields.len(), fields.len(), "{system:?} {stream:?}");
            assert!(system.streams().contains(stream));
            let again = |(own, of, _, _): &&Proposed| (own, of) == (system, stream);
            assert_eq!(ALL.iter().filter(again).count(), 1, "{place}");
        }
        for system in System::ALL {
            for stream in system.streams() {
                assert!(of(*system, *stream).is_some(), "{system:?} {stream:?}");
            }
        }
    }
}
