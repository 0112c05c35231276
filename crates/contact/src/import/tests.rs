//! Columns, rows and parcels of files, without a database.

use std::fmt::Write;
use std::sync::atomic::AtomicU64;

use super::columns::{About, Meant, Target, about, propose, propose_among};
use super::parcels::{Parcel, Reading, read};
use crate::item::Said;
use crate::model::Consent;
use crate::wrong::Wrong;

fn roles() -> Vec<String> {
    ["responsible", "success_manager", "consultant", "coach"]
        .map(str::to_owned)
        .into()
}

#[test]
fn people_parents_and_known_attributes_of_accounts_are_recognised() {
    let all = parcels(
        "email,klant,moederbedrijf,Success Manager e-mail,Consultant,coach,Omzet,Branche\n\
         a@x.nl,Acme,Holding,S@us.nl,\"c@us.nl; d@us.nl\",,1000,Bouw\n\
         b@x.nl,Alone, alone ,,,,,\n\
         c@x.nl,Acme,,nobody,,,,\n",
    );
    let item = all[0].said.as_ref().expect("valid");
    let account = item.account.value().expect("an account");
    let above = account.parent.value().expect("a parent");
    assert_eq!(above.name.as_deref(), Some("Holding"));
    let emails = |role: &str| -> Vec<&str> {
        let people = account.people.get(role).expect("people");
        people.iter().map(|person| person.email.as_str()).collect()
    };
    assert_eq!(emails("success_manager"), ["s@us.nl"]);
    assert_eq!(emails("consultant"), ["c@us.nl", "d@us.nl"]);
    assert!(
        !account.people.contains_key("coach"),
        "a blank cell says nothing"
    );
    assert_eq!(account.attributes["revenue"].as_deref(), Some("1000"));
    assert_eq!(item.attributes["Branche"].as_deref(), Some("Bouw"));
    let alone = all[1].said.as_ref().expect("valid");
    let alone = alone.account.value().expect("an account");
    assert_eq!(
        alone.parent,
        Said::Nothing,
        "a part of itself is a part of nothing"
    );
    let faults = all[2].said.as_ref().expect_err("no address");
    assert_eq!(faults[0].column, "Success Manager e-mail");
}

#[test]
fn rows_without_people_are_accounts() {
    let file = "Klant;Klantnummer;Moederbedrijf;Consultant;Omzet;Branche\n\
                Acme;A1;Holding;c@us.nl;1000;Bouw\n\
                ;;;;5;\n";
    let all = parcels(file);
    let item = all[0].said.as_ref().expect("valid");
    assert!(!item.is_somebody());
    let account = item.account.value().expect("an account");
    assert_eq!(account.external_id.as_deref(), Some("A1"));
    assert_eq!(account.people["consultant"][0].email, "c@us.nl");
    assert_eq!(account.attributes["revenue"].as_deref(), Some("1000"));
    assert_eq!(account.attributes["Branche"].as_deref(), Some("Bouw"));
    let faults = all[1].said.as_ref().expect_err("whose revenue?");
    assert_eq!(faults[0].wrong, Wrong::NoAccount);
}

#[test]
fn our_own_file_of_accounts_is_recognised() {
    let all = parcels(
        "account_id,name,external_id,parent,people,nps,last_answer,contacts,silent,open_cases,revenue\n\
         x,Acme,A1,Holding,Ann,50,,1,0,0,1200.5\n",
    );
    let item = all[0].said.as_ref().expect("valid");
    assert!(!item.is_somebody(), "an account is nobody");
    let account = item.account.value().expect("an account");
    assert_eq!(account.name.as_deref(), Some("Acme"));
    assert_eq!(account.external_id.as_deref(), Some("A1"));
    let above = account.parent.value().expect("a parent");
    assert_eq!(above.name.as_deref(), Some("Holding"));
    let names: Vec<&String> = account.attributes.keys().collect();
    assert_eq!(names, ["revenue"], "what is counted says nothing");
}

#[test]
fn what_rows_are_about_follows_from_their_columns() {
    let of = |all: &[Target]| {
        let meant: Vec<Meant> = all.iter().copied().map(Meant::plain).collect();
        about(&meant)
    };
    let (account, email) = (Target::Account, Target::Email);
    assert_eq!(of(&[account, email]), Some(About::Contacts));
    assert_eq!(of(&[account, Target::Attribute]), Some(About::Accounts));
    let by_id = [Target::AccountExternalId, Target::Ignore, Target::Parent];
    assert_eq!(of(&by_id), Some(About::Accounts));
    // A person nobody could find again isn't left out in silence.
    assert_eq!(of(&[account, Target::Name]), None);
    assert_eq!(of(&[Target::Attribute]), None);
}

#[test]
fn what_a_column_means_is_written_and_read() {
    for meant in [
        Meant::plain(Target::Email),
        Meant::named(Target::Person, "coach"),
        Meant::named(Target::AccountAttribute, "a:b"),
    ] {
        assert_eq!(Meant::read(&meant.written()), Some(meant));
    }
    for wrong in ["person", "email:x", "nothing", ""] {
        assert_eq!(Meant::read(wrong), None, "{wrong}");
    }
}

fn parcels(file: &str) -> Vec<Parcel> {
    let table = tabular::open(file.as_bytes(), &tabular::Options::default()).expect("a table");
    let reading = Reading {
        source: file.as_bytes().into(),
        sheet: None,
        targets: propose_among(table.columns(), &roles(), &["revenue".to_owned()]),
        now_us: i64::MAX / 2,
        folder: std::env::temp_dir(),
    };
    let mut all = Vec::new();
    read(
        &reading,
        &AtomicU64::default(),
        |_, _| {},
        |parcel| {
            all.push(parcel);
            true
        },
    )
    .expect("readable");
    all
}

#[test]
fn columns_are_recognised_in_english_and_dutch() {
    for (header, expected) in [
        (
            "E-mailadres;Voornaam;Tussenvoegsel;Achternaam;Taal;Klant;Klantnummer;Accountmanager",
            vec![
                Target::Email,
                Target::FirstName,
                Target::Infix,
                Target::LastName,
                Target::Language,
                Target::Account,
                Target::AccountExternalId,
                Target::ResponsibleName,
            ],
        ),
        (
            "id;email;E-mail;name;Time zone;opt-in;unsubscribed;Industry;account.size;consent date",
            vec![
                Target::ExternalId,
                Target::Email,
                Target::Attribute,
                Target::Name,
                Target::Zone,
                Target::Consent,
                Target::OptedOut,
                Target::Attribute,
                Target::AccountAttribute,
                Target::ConsentAt,
            ],
        ),
        (
            "line;column;value;reason;email",
            vec![
                Target::Ignore,
                Target::Ignore,
                Target::Ignore,
                Target::Ignore,
                Target::Email,
            ],
        ),
    ] {
        let columns: Vec<String> = header.split(';').map(str::to_owned).collect();
        assert_eq!(propose(&columns), expected, "{header}");
    }
    let many: Vec<String> = (0..60).map(|n| format!("a{n}")).collect();
    let ignored = propose(&many);
    assert_eq!(ignored.iter().filter(|t| **t == Target::Ignore).count(), 10);
}

#[test]
fn a_row_says_what_its_cells_say() {
    let all = parcels(
        "E-mail;Voornaam;Tussenvoegsel;Achternaam;Taal;Klant;klant.grootte;Opt-in;consent at;Rol\n\
         \" Jan@ACME.nl \";Jan;de;Vries;Nederlands;Acme;groot;ja;01-02-2026;inkoper\n\
         ;;;;;;;;;\n",
    );
    assert_eq!(all.len(), 1, "blank rows are no rows");
    let item = all[0].said.as_ref().expect("valid");
    assert_eq!(item.email, Said::Value("jan@acme.nl".into()));
    assert_eq!(item.name, Said::Value("Jan de Vries".into()));
    assert_eq!(item.language, Said::Value("nl".into()));
    assert_eq!(item.consent, Some(Consent::Given));
    assert!(item.consent_at_us.is_some());
    assert_eq!(item.attributes["Rol"].as_deref(), Some("inkoper"));
    let account = item.account.value().expect("said");
    assert_eq!(account.name.as_deref(), Some("Acme"));
    assert_eq!(account.attributes["grootte"].as_deref(), Some("groot"));
}

#[test]
fn a_mistake_is_told_with_its_line_column_and_value() {
    let all = parcels("email,taal,opt-in\njan@acme.nl,xx1,maybe\nnone,nl,ja\n,nl,\n");
    let faults = |at: usize| {
        let told = all[at].said.as_ref().expect_err("mistakes").iter();
        told.map(|f| (f.column.clone(), f.value.clone(), f.wrong.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(all[0].lines, [2]);
    assert_eq!(
        faults(0),
        [
            ("taal".into(), "xx1".into(), Wrong::NoLanguage),
            ("opt-in".into(), "maybe".into(), Wrong::NoConsent)
        ]
    );
    assert_eq!(
        faults(1),
        [("email".into(), "none".into(), Wrong::NoAddress)]
    );
    assert_eq!(
        faults(2),
        [(String::new(), String::new(), Wrong::NobodyInParticular)]
    );
}

#[test]
fn rows_of_one_person_come_together_wherever_they_stand() {
    let mut file = String::from("id,email,name,opt-out\n1,a@x.nl,Jan,no\n");
    for n in 0..1000 {
        let _ = writeln!(file, "n{n},p{n}@x.nl,,");
    }
    file.push_str(",\" A@X.nl\",Johan,yes\n1,,,no\n");
    let all = parcels(&file);
    assert_eq!(all.len(), 1001);
    let joined = all.last().expect("the last to be whole");
    assert_eq!(joined.lines, [2, 1003, 1004]);
    let item = joined.said.as_ref().expect("valid");
    assert_eq!(item.name, Said::Value("Johan".into()));
    assert!(item.opted_out, "a refusal stands wherever it is said");
    assert_eq!(joined.differed.len(), 1);
    let (line, differed) = &joined.differed[0];
    assert_eq!(
        (*line, differed.field.as_str(), differed.earlier.as_str()),
        (1003, "name", "Jan")
    );
}

#[test]
fn a_row_with_a_mistake_spoils_no_other() {
    let all = parcels("email,language\na@x.nl,nl\na@x.nl,??\n");
    assert_eq!(all.len(), 2);
    assert!(all[0].said.is_ok() && all[1].said.is_err());
}
