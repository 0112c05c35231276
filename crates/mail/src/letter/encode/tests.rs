//! What a letter becomes: read again by a parser of others, its signature checked by OpenSSL.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use mail_parser::{MessageParser, MimeHeaders};
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::letter::Unsubscribe;
use crate::letter::dkim::Dkim;
use crate::settings::Given;

const URL: &str = "https://ask.acme.nl/u/0123456789abcdefghjkmnpqrstvwxyz0123456789abcdefghjk";

fn settings() -> Settings {
    Settings::read(&Given {
        smtp_url: Some("smtp://mail.acme.nl".to_owned()),
        from: Some("Acme <feedback@acme.nl>".to_owned()),
        ..Given::default()
    })
    .expect("right")
    .expect("a server")
}

fn letter() -> Letter {
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

#[test]
fn openssl_finds_the_signature_right() {
    let folder = TempDir::new().expect("a folder");
    let keys: [(&str, &[&str]); 2] = [
        (
            "rsa",
            &[
                "genpkey",
                "-algorithm",
                "RSA",
                "-pkeyopt",
                "rsa_keygen_bits:2048",
            ],
        ),
        ("ed25519", &["genpkey", "-algorithm", "ED25519"]),
    ];
    for (algorithm, make) in keys {
        openssl(folder.path(), make, &["-out", "key.pem"]);
        openssl(
            folder.path(),
            &["pkey", "-in", "key.pem", "-pubout"],
            &["-out", "public.pem"],
        );
        verify(folder.path(), algorithm);
    }
    openssl(folder.path(), keys[0].1, &["-out", "key.pem"]);
    openssl(
        folder.path(),
        &["rsa", "-traditional", "-in", "key.pem"],
        &["-out", "pkcs1.pem"],
    );
    let pem = std::fs::read_to_string(folder.path().join("pkcs1.pem")).expect("a key");
    assert!(pem.starts_with("-----BEGIN RSA PRIVATE KEY-----"));
    Dkim::new("s", "acme.nl", &pem).expect("a key");
    for (selector, pem) in [("s", "nothing"), ("s p", pem.as_str()), ("", pem.as_str())] {
        Dkim::new(selector, "acme.nl", pem).expect_err("no key or name");
    }
}

fn openssl(folder: &Path, first: &[&str], then: &[&str]) {
    let output = Command::new("openssl")
        .args(first)
        .args(then)
        .current_dir(folder)
        .output()
        .expect("openssl is installed");
    assert!(output.status.success(), "{output:?}");
}

/// Signs a letter with `key.pem`, canonicalises it as RFC 6376 3.4 says, independently of what
/// signed it, and lets OpenSSL check it with `public.pem`.
fn verify(folder: &Path, algorithm: &str) {
    let pem = std::fs::read_to_string(folder.join("key.pem")).expect("a key");
    let mut settings = settings();
    settings.dkim = Some(Arc::new(Dkim::new("s1", "acme.nl", &pem).expect("a key")));
    let encoded = encode(&letter(), "mailid", &settings, 0).expect("a mail");
    let mail = String::from_utf8(encoded.raw).expect("ASCII");
    let (head, body) = mail.split_once("\r\n\r\n").expect("header and body");
    let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let relaxed: Vec<(String, String)> = head
        .split("\r\n")
        .map(|line| {
            let (name, value) = line.split_once(':').expect("a header");
            let words: Vec<&str> = value.split_ascii_whitespace().collect();
            (name.trim().to_lowercase(), words.join(" "))
        })
        .collect();
    let value_of = |name: &str| {
        relaxed
            .iter()
            .rfind(|(n, _)| n == name)
            .map(|(_, v)| v.clone())
    };
    let signature = value_of("dkim-signature").expect("a signature");
    let tag = |name: &str| {
        signature
            .split(';')
            .find_map(|t| t.trim().strip_prefix(&format!("{name}=")))
            .unwrap_or_else(|| panic!("{name} in {signature}"))
            .replace(' ', "")
    };
    assert_eq!(
        (tag("d"), tag("s"), tag("c")),
        ("acme.nl".into(), "s1".into(), "relaxed/relaxed".into())
    );
    assert_eq!(tag("a"), format!("{algorithm}-sha256"));
    let signed: Vec<String> = tag("h").split(':').map(str::to_owned).collect();
    for name in [
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "list-unsubscribe",
        "list-unsubscribe-post",
    ] {
        assert!(signed.contains(&name.to_owned()), "{name} in {signed:?}");
    }
    let mut data: String = signed
        .iter()
        .filter_map(|name| Some(format!("{name}:{}\r\n", value_of(name)?)))
        .collect();
    let (before, _) = signature.rsplit_once("; b=").expect("a signature");
    data.push_str(&format!("dkim-signature:{before}; b="));
    std::fs::write(folder.join("body"), relaxed_body(body)).expect("a file");
    openssl(
        folder,
        &["dgst", "-sha256", "-binary"],
        &["-out", "body.hash", "body"],
    );
    let hash = std::fs::read(folder.join("body.hash")).expect("a hash");
    assert_eq!(tag("bh"), crate::smtp::base64(&hash), "{mail}");
    std::fs::write(folder.join("data"), data).expect("a file");
    std::fs::write(folder.join("signature.b64"), format!("{}\n", tag("b"))).expect("a file");
    openssl(
        folder,
        &["base64", "-d", "-A", "-in", "signature.b64"],
        &["-out", "signature"],
    );
    if algorithm == "rsa" {
        openssl(
            folder,
            &["dgst", "-sha256", "-verify", "public.pem"],
            &["-signature", "signature", "data"],
        );
    } else {
        // RFC 8463: Ed25519 signs the SHA-256 of the data.
        openssl(
            folder,
            &["dgst", "-sha256", "-binary"],
            &["-out", "data.hash", "data"],
        );
        openssl(
            folder,
            &[
                "pkeyutl",
                "-verify",
                "-pubin",
                "-inkey",
                "public.pem",
                "-rawin",
            ],
            &["-sigfile", "signature", "-in", "data.hash"],
        );
    }
}

fn relaxed_body(body: &str) -> String {
    let mut lines: Vec<String> = body
        .split("\r\n")
        .map(|line| {
            let mut out = String::new();
            for c in line.trim_end_matches([' ', '\t']).chars() {
                match c {
                    ' ' | '\t' if out.ends_with(' ') => {}
                    ' ' | '\t' => out.push(' '),
                    c => out.push(c),
                }
            }
            out
        })
        .collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.iter().map(|line| format!("{line}\r\n")).collect()
}
