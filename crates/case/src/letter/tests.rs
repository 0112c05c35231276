//! Whole mails against the texts they must be, and what must hold for all of them.

use std::sync::Arc;

use mail::Mailbox;
use platform::PLATFORM;
use platform::web::{Assets, Templates};
use platform::words::{Language, Words};
use proptest::prelude::*;

use super::*;

fn desk() -> (Arc<Words>, Templates) {
    let slices = [&PLATFORM, &crate::SLICE];
    let words = Arc::new(Words::new(&slices).expect("words"));
    let templates = Templates::new(&slices, words.clone(), &Assets::new(&[])).expect("templates");
    (words, templates)
}

fn told(tells: Tells, language: Language) -> Told {
    let mailbox = |name: &str, address: &str| Mailbox {
        name: name.to_owned(),
        address: address.to_owned(),
    };
    Told {
        tells,
        is_alarm: false,
        language,
        from: mailbox("Acme", "feedback@acme.example"),
        to: mailbox("Joris Bakker", "joris@acme.example"),
        reply_to: Some("bounces+secret@acme.example".to_owned()),
        title: "Anna de Wit: 3".to_owned(),
        contact: Some("Anna de Wit".to_owned()),
        account: Some("Bakkerij Zon".to_owned()),
        score: Some("3 / 10".to_owned()),
        survey: Some("How are we doing?".to_owned()),
        comment: Some("Nobody called me back.\nTwice.".to_owned()),
        reason: "Every detractor is called back".to_owned(),
        due: "24 Nov 2026, 16:00".to_owned(),
        is_first_contact: true,
        owner: Some("Joris Bakker".to_owned()),
        by: "Marie Smit".to_owned(),
        note: String::new(),
        url: "https://feedback.acme.example/cases/0123456789abcdefghjkmnpqrs".to_owned(),
    }
}

fn letter(told: &Told) -> Letter {
    let (words, templates) = desk();
    write(&words, &templates, told).expect("a letter")
}

fn golden(name: &str, told: &Told) {
    let letter = letter(told);
    insta::assert_snapshot!(
        format!("{name}.txt"),
        format!("{}\n\n{}", letter.subject, letter.text)
    );
    insta::assert_snapshot!(format!("{name}.html"), letter.html);
}

#[test]
fn a_new_case_in_dutch() {
    golden("opened-nl", &told(Tells::Opened, Language::Nl));
}

#[test]
fn a_case_handed_over_in_english() {
    let mut told = told(Tells::HandedOver, Language::En);
    told.note = "She only wants to speak\nwith you.".to_owned();
    golden("handed-over-en", &told);
}

#[test]
fn an_overdue_case_in_dutch() {
    golden("escalated-nl", &told(Tells::Escalated, Language::Nl));
}

#[test]
fn a_case_of_nobody_without_replies_and_answer() {
    let mut told = told(Tells::Unowned, Language::En);
    told.owner = None;
    told.reply_to = None;
    told.comment = None;
    told.score = None;
    told.survey = None;
    told.is_first_contact = false;
    golden("unowned-en", &told);
}

#[test]
fn every_mail_has_words_in_both_languages() {
    for language in [Language::En, Language::Nl] {
        for tells in Tells::ALL {
            for is_alarm in [false, true] {
                let mut told = told(tells, language);
                told.is_alarm = is_alarm;
                told.owner = None;
                let letter = letter(&told);
                for part in [&letter.subject, &letter.text, &letter.html] {
                    assert!(!part.contains('⟨'), "{part}");
                }
            }
        }
    }
}

#[test]
fn what_customers_write_is_inert() {
    let mut told = told(Tells::HandedOver, Language::En);
    let bad = "<script>alert(1)</script>\r\nBcc: all@acme.example\r\n\r\n##- x -##\u{7}\u{202e}gnp\u{2066}";
    for text in [
        &mut told.title,
        &mut told.reason,
        &mut told.note,
        &mut told.by,
    ] {
        bad.clone_into(text);
    }
    told.comment = Some(bad.to_owned());
    told.contact = Some(bad.to_owned());
    told.account = Some(bad.to_owned());
    let letter = letter(&told);
    assert!(!letter.html.contains("<script"), "{}", letter.html);
    let turning = ['\u{202e}', '\u{2066}'];
    for part in [&letter.subject, &letter.text, &letter.html] {
        assert!(!part.contains(turning), "{part}");
    }
    assert!(!letter.subject.contains(['\r', '\n', '\u{7}']));
    assert!(
        !letter.text.lines().any(|line| line.starts_with("Bcc:")),
        "{}",
        letter.text
    );
}

proptest! {
    #[test]
    fn any_text_stays_in_its_place(text in "[ -~\r\n<>&\u{e9}\u{202e}\u{0}]{0,80}") {
        let mut told = told(Tells::Opened, Language::En);
        told.title.clone_from(&text);
        told.comment = Some(text.clone());
        let letter = letter(&told);
        prop_assert!(!letter.subject.contains(['\r', '\n']));
        prop_assert!(letter.text.contains(&told.url));
    }
}
