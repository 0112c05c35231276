//! What a letter becomes, read again by a parser of others.

use mail_parser::{MessageParser, MimeHeaders};
use proptest::prelude::*;

use super::*;
use crate::letter::Unsubscribe;
use crate::settings::Given;

const URL: &str = "https://ask.acme.nl/u/0123456789abcdefghjkmnpqrstvwxyz0123456789abcdefghjk";

pub(crate) fn settings() -> Settings {
    Settings::read(&Given {
        smtp_url: Some("smtp://mail.acme.nl".to_owned()),
        from: Some("Acme <feedback@acme.nl>".to_owned()),
        ..Given::default()
    })
    .expect("right")
    .expect("a server")
}

pub(crate) fn letter() -> Letter {
    Letter {
        from: Mailbox {
            name: "Ann de Vries".to_owned(),
            address: "ann@acme.nl".to_owned(),
        },
        reply_to: None,
        to: Mailbox {
            name: "Bob".to_owned(),
            address: "bob@example.com".to_owned(),
        },
        subject: "How did we do?".to_owned(),
        text: "Hi Bob,\n\nHow did we do?  \n.\n.dot\nGrüße\n\n\n".to_owned(),
        html: "<p>Hi Bob,</p>\n<p>Grüße</p>".to_owned(),
        language: "en".to_owned(),
        enclosures: Vec::new(),
        unsubscribe: Some(Unsubscribe {
            url: URL.to_owned(),
        }),
    }
}

fn text_of(letter: &Letter) -> String {
    let encoded = encode(letter, "mailid", &settings(), 1_795_000_000_000_000).expect("a mail");
    String::from_utf8(encoded.raw).expect("ASCII")
}

/// Unfolded lines of the header.
fn headers(mail: &str) -> Vec<String> {
    let head = mail.split("\r\n\r\n").next().expect("a header");
    head.replace("\r\n ", " ")
        .replace("\r\n\t", " ")
        .split("\r\n")
        .map(str::to_owned)
        .collect()
}

#[test]
fn pictures_go_with_the_html_that_shows_them_and_files_beside_it() {
    let enclosure = |name: &str, media_type: &'static str, shown: bool| Enclosure {
        name: name.to_owned(),
        media_type,
        content: vec![0, 159, 146, 150],
        shown,
    };
    let letter = Letter {
        html: "<p><img src=\"cid:trend.png\" alt=\"rose\"></p>".to_owned(),
        enclosures: vec![
            enclosure("trend.png", "image/png", true),
            enclosure("report.pdf", "application/pdf", false),
        ],
        ..letter()
    };
    let text = text_of(&letter);
    let mail = MessageParser::default().parse(&text).expect("a mail");
    assert!(mail.body_text(0).expect("text").contains("How did we do?"));
    assert!(mail.body_html(0).expect("HTML").contains("cid:trend.png"));
    let picture = mail
        .parts
        .iter()
        .find(|part| part.content_id() == Some("trend.png"))
        .expect("the picture");
    assert_eq!(picture.contents(), letter.enclosures[0].content);
    let file = mail
        .attachments()
        .find(|part| part.attachment_name() == Some("report.pdf"))
        .expect("the file");
    assert_eq!(file.contents(), letter.enclosures[1].content);
    assert!(text.lines().all(|line| line.len() <= 998));
}

#[test]
fn a_letter_has_both_forms_and_all_headers() {
    let mail = text_of(&letter());
    assert!(mail.is_ascii());
    let headers = headers(&mail);
    for expect in [
        "From: \"Ann de Vries\" <ann@acme.nl>",
        "To: Bob <bob@example.com>",
        "Subject: How did we do?",
        "Message-ID: <mailid@acme.nl>",
        "Date: Wed, 18 Nov 2026 11:06:40 +0000",
        "Auto-Submitted: auto-generated",
        "Content-Language: en",
        &format!("List-Unsubscribe: <{URL}>"),
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "MIME-Version: 1.0",
    ] {
        assert!(headers.contains(&expect.to_owned()), "{expect} in {mail}");
    }
    let parsed = MessageParser::default()
        .parse(mail.as_bytes())
        .expect("a mail");
    assert_eq!(
        parsed.body_text(0).expect("text").replace("\r\n", "\n"),
        letter().text
    );
    assert_eq!(
        parsed.body_html(0).expect("html").replace("\r\n", "\n"),
        letter().html
    );
    let kind = parsed.content_type().expect("a type");
    assert_eq!(
        (kind.ctype(), kind.subtype()),
        ("multipart", Some("alternative"))
    );
}

#[test]
fn nothing_in_a_name_or_subject_becomes_a_header() {
    let mut letter = letter();
    for evil in [
        "A\r\nBcc: x@y.example",
        "A\nBcc: x@y.example",
        "A\rBcc: x@y.example",
        "A\u{2028}Bcc: x@y.example\u{85}\u{0}",
        "\"A\" <x@y.example>, B",
        "=?utf-8?q?A=0D=0ABcc:_x=40y?=",
    ] {
        evil.clone_into(&mut letter.to.name);
        evil.clone_into(&mut letter.from.name);
        evil.clone_into(&mut letter.subject);
        let mail = text_of(&letter);
        let names: Vec<String> = headers(&mail)
            .iter()
            .map(|line| line.split(':').next().expect("a name").to_lowercase())
            .collect();
        assert!(!names.contains(&"bcc".to_owned()), "{mail}");
        let parsed = MessageParser::default()
            .parse(mail.as_bytes())
            .expect("a mail");
        let to = parsed.to().expect("a recipient").as_list().expect("a list");
        assert_eq!(to.len(), 1, "{mail}");
        assert_eq!(to[0].address(), Some("bob@example.com"));
        let from = parsed.from().expect("a sender").as_list().expect("a list");
        assert_eq!((from.len(), from[0].address()), (1, Some("ann@acme.nl")));
    }
}

#[test]
fn what_is_not_english_reads_the_same_again() {
    let mut letter = letter();
    for text in [
        "Hoe was het? 😀👩‍👩‍👧",
        "مرحبا كيف كانت الخدمة؟ \u{202e}abc",
        "日本語の件名はとても長いので折り返しが必要になるはずですがそれでも正しく読めるべきです、本当に",
        "Überraschung für Müller & Söhne, was nun folgt ist eine sehr lange Zeile, die gefaltet wird",
    ] {
        text.clone_into(&mut letter.subject);
        text.clone_into(&mut letter.to.name);
        let mail = text_of(&letter);
        let parsed = MessageParser::default()
            .parse(mail.as_bytes())
            .expect("a mail");
        assert_eq!(parsed.subject(), Some(text));
        let to = parsed.to().expect("a recipient").first().expect("one");
        assert_eq!(to.name(), Some(text));
        // RFC 5322 2.1.1
        assert!(mail.lines().all(|line| line.len() <= 998));
    }
}

#[test]
fn an_address_must_be_one() {
    let mut letter = letter();
    for address in [
        "",
        "bob",
        "bob@",
        "a b@c.nl",
        "a@b.nl\r\nBcc: c@d.nl",
        "a@b.nl,c@d.nl",
        "<a@b.nl>",
    ] {
        address.clone_into(&mut letter.to.address);
        assert_eq!(
            encode(&letter, "m", &settings(), 0),
            Err(NoAddress),
            "{address}"
        );
    }
}

#[test]
fn a_sender_that_cant_be_used_is_the_company() {
    let mut letter = letter();
    "nobody".clone_into(&mut letter.from.address);
    let mail = text_of(&letter);
    assert!(headers(&mail).contains(&"From: Acme <feedback@acme.nl>".to_owned()));
}

proptest! {
    #[test]
    fn any_text_makes_one_mail_to_one_person(name: String, subject: String, text: String) {
        let mut letter = letter();
        letter.to.name = name;
        letter.subject = subject;
        letter.text = text;
        let mail = text_of(&letter);
        let names = headers(&mail)
            .iter()
            .filter_map(|line| Some(line.split_once(':')?.0.to_lowercase()))
            .collect::<Vec<_>>();
        let mut once = names.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), names.len());
        prop_assert_eq!(names.len(), 11);
        prop_assert!(mail.is_ascii());
    }
}
