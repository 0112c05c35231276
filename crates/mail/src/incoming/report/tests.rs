//! Reports as mail servers write them, and what is left of them when somebody tampers.

use proptest::prelude::*;

use super::*;

const SECRET: &str = "0123456789abcdefghjkmnpqrstvwxyz0123456789abcdefghjk";

const SAMPLES: [&str; 8] = [
    include_str!("samples/postfix.eml"),
    include_str!("samples/postfix_delayed.eml"),
    include_str!("samples/exim.eml"),
    include_str!("samples/exchange.eml"),
    include_str!("samples/gmail.eml"),
    include_str!("samples/complaint.eml"),
    include_str!("samples/out_of_office.eml"),
    include_str!("samples/qmail.eml"),
];

fn bounce(permanent: bool, status: &str, diagnostic: &str) -> What {
    What::Bounce(Bounce {
        permanent,
        status: status.to_owned(),
        diagnostic: diagnostic.to_owned(),
    })
}

#[test]
fn reports_of_mail_servers_are_understood() {
    let expected = [
        (
            bounce(
                true,
                "5.1.1",
                "550 5.1.1 <j.jansen@customer.example>: Recipient address rejected: User unknown \
                 in virtual mailbox table",
            ),
            Some("2h4j6k8m0n1p3q5r7s9t2v4w6x@acme.nl"),
        ),
        (
            bounce(
                false,
                "4.4.1",
                "connect to slow.example[192.0.2.9]:25: Connection timed out",
            ),
            None,
        ),
        (
            bounce(true, "5.0.0", "550 no such mailbox"),
            Some("5q7r9s1t3v5w7x9y1z3a5b7c9d@acme.nl"),
        ),
        (
            bounce(
                true,
                "5.1.10",
                "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient k.smit@customer.example \
                 not found by SMTP address lookup",
            ),
            Some("3v5w7x9y1z3a5b7c9d2e4f6g8h@acme.nl"),
        ),
        (
            bounce(
                true,
                "5.2.2",
                "552-5.2.2 The recipient's inbox is out of storage space and inactive. Please \
                 direct the 552-5.2.2 recipient to their provider 552 5.2.2 OverQuotaPerm - gsmtp",
            ),
            Some("8h6g4f2e9d7c5b3a1z9y7x5w3v@acme.nl"),
        ),
        (What::Complaint, Some("9d7c5b3a1z9y7x5w3v1t9s7r5q@acme.nl")),
        (What::AutoReply, None),
        // No report: the words of a mail are not believed.
        (What::Other, None),
    ];
    for (sample, (what, message_id)) in SAMPLES.iter().zip(expected) {
        for text in [(*sample).to_owned(), sample.replace('\n', "\r\n")] {
            let returned = read(text.as_bytes());
            assert_eq!(returned.what, what, "{sample}");
            assert_eq!(returned.token.as_deref(), Some(SECRET), "{sample}");
            assert_eq!(returned.message_id.as_deref(), message_id, "{sample}");
        }
    }
}

#[test]
fn what_a_status_means() {
    // (action, status, diagnostic) → (permanent, status)
    let cases = [
        ("failed", "5.1.1", "", Some((true, "5.1.1"))),
        ("Failed", "5.1.1 (bad mailbox)", "", Some((true, "5.1.1"))),
        ("failed (given up)", "4.4.7", "", Some((false, "4.4.7"))),
        (
            "failed",
            "5.0.0",
            "smtp; 550 5.2.1 disabled",
            Some((true, "5.2.1")),
        ),
        (
            "failed",
            "5.0.0",
            "smtp; 452 4.2.2 full",
            Some((false, "4.2.2")),
        ),
        (
            "failed",
            "4.0.0",
            "smtp; 550 5.1.1 ?",
            Some((false, "4.0.0")),
        ),
        (
            "failed",
            "5.0.0",
            "smtp; 550 at 192.0.2.1",
            Some((true, "5.0.0")),
        ),
        ("failed", "", "smtp; 550 5.1.1 x", Some((true, "5.1.1"))),
        ("failed", "", "", Some((true, ""))),
        ("failed", "5.2.2", "", Some((true, "5.2.2"))),
        ("failed", "5.3.4", "", Some((false, "5.3.4"))),
        ("failed", "5.7.1", "smtp; 550 spam", Some((false, "5.7.1"))),
        (
            "failed",
            "5.4.1",
            "smtp; 550 Access denied",
            Some((true, "5.4.1")),
        ),
        ("delayed", "5.1.1", "", Some((false, "5.1.1"))),
        ("delivered", "2.1.5", "", None),
        ("relayed", "2.0.0", "", None),
        ("expanded", "2.0.0", "", None),
        ("", "5.1.1", "", None),
    ];
    for (action, status, diagnostic, expected) in cases {
        let text = format!(
            "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.nl\nAction: {action}\n\
             Status: {status}\nDiagnostic-Code: {diagnostic}\n"
        );
        let found = delivery_status(&text);
        let found = found.as_ref().map(|b| (b.permanent, b.status.as_str()));
        assert_eq!(found, expected, "{action} {status} {diagnostic}");
    }
}

#[test]
fn the_worst_recipient_counts() {
    let one = |action: &str, status: &str| {
        format!("Final-Recipient: rfc822; a@b.nl\nAction: {action}\nStatus: {status}\n\n")
    };
    let text = [
        "Reporting-MTA: dns; x\n\n".to_owned(),
        one("relayed", "2.0.0"),
        one("delayed", "4.2.2"),
        one("failed", "5.1.2"),
        one("failed", "5.1.1"),
    ]
    .concat();
    let bounce = delivery_status(&text).expect("a failure");
    assert_eq!((bounce.permanent, bounce.status.as_str()), (true, "5.1.2"));
}

#[test]
fn only_a_complaint_is_a_complaint() {
    for (kind, expected) in [
        ("abuse", What::Complaint),
        ("Abuse", What::Complaint),
        ("fraud", What::Complaint),
        ("not-spam", What::Other),
        ("auth-failure", What::Other),
        ("", What::Other),
    ] {
        let text = SAMPLES[5].replace("Feedback-Type: abuse", &format!("Feedback-Type: {kind}"));
        assert_eq!(read(text.as_bytes()).what, expected, "{kind}");
    }
}

#[test]
fn a_report_in_base64_and_one_wrapped_by_a_relay_are_read_too() {
    let status = "Reporting-MTA: dns; x\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n";
    // The same in base 64.
    let encoded = "UmVwb3J0aW5nLU1UQTogZG5zOyB4DQoNCkFjdGlvbjogZmFpbGVkDQpTdGF0dXM6IDUuMS4xDQo=";
    for (encoding, body) in [("7bit", status), ("base64", encoded)] {
        let report = format!(
            "Content-Type: multipart/report; boundary=i\n\n--i\n\nhello\n--i\n\
             Content-Type: message/delivery-status\nContent-Transfer-Encoding: {encoding}\n\n\
             {body}\n--i--\n"
        );
        let wrapped =
            format!("Content-Type: multipart/mixed; boundary=o\n\n--o\n{report}\n--o--\n");
        for text in [report, wrapped] {
            assert_eq!(
                read(text.as_bytes()).what,
                bounce(true, "5.1.1", ""),
                "{text}"
            );
        }
    }
}

#[test]
fn a_diagnostic_is_one_line_of_bounded_length() {
    let long = format!("smtp; 550\t5.1.1\u{7} {}", "é".repeat(2000));
    let text = format!("Action: failed\nStatus: 5.1.1\nDiagnostic-Code: {long}\n");
    let bounce = delivery_status(&text).expect("a failure");
    assert_eq!(bounce.diagnostic.chars().count(), DIAGNOSTIC_MAX);
    assert!(bounce.diagnostic.starts_with("550 5.1.1 éé"));
}

/// What a tamperer does to a sample.
#[derive(Clone, Debug)]
enum Tamper {
    Cut(prop::sample::Index),
    Drop(prop::sample::Index, usize),
    Put(prop::sample::Index, Vec<u8>),
    Repeat(prop::sample::Index, usize),
}

fn tamper() -> impl Strategy<Value = Tamper> {
    let index = any::<prop::sample::Index>();
    prop_oneof![
        index.prop_map(Tamper::Cut),
        (any::<prop::sample::Index>(), 1..200_usize).prop_map(|(i, n)| Tamper::Drop(i, n)),
        (
            any::<prop::sample::Index>(),
            prop::collection::vec(any::<u8>(), 1..20)
        )
            .prop_map(|(i, bytes)| Tamper::Put(i, bytes)),
        (any::<prop::sample::Index>(), 1..300_usize).prop_map(|(i, n)| Tamper::Repeat(i, n)),
    ]
}

fn tampered(mut bytes: Vec<u8>, how: &Tamper) -> Vec<u8> {
    let len = bytes.len().max(1);
    match how {
        Tamper::Cut(at) => bytes.truncate(at.index(len)),
        Tamper::Drop(at, n) => {
            let from = at.index(len).min(bytes.len());
            let to = (from + n).min(bytes.len());
            bytes.drain(from..to);
        }
        Tamper::Put(at, what) => {
            let at = at.index(len).min(bytes.len());
            bytes.splice(at..at, what.iter().copied());
        }
        Tamper::Repeat(at, n) => {
            let from = at.index(len).min(bytes.len());
            let to = (from + n).min(bytes.len());
            let piece = bytes[from..to].to_vec();
            bytes.extend(piece);
        }
    }
    bytes
}

proptest! {
    #[test]
    fn nothing_that_is_sent_trips_us(
        sample in 0..SAMPLES.len(),
        how in prop::collection::vec(tamper(), 1..8),
    ) {
        let mut bytes = SAMPLES[sample].as_bytes().to_vec();
        for step in &how {
            bytes = tampered(bytes, step);
        }
        let returned = read(&bytes);
        if let What::Bounce(bounce) = &returned.what {
            prop_assert!(bounce.diagnostic.chars().count() <= DIAGNOSTIC_MAX);
            prop_assert!(bounce.status.len() <= 9);
        }
        if let Some(token) = &returned.token {
            prop_assert_eq!(token.len(), 52);
        }
    }

    #[test]
    fn nor_does_noise(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert_ne!(read(&bytes).what, What::Complaint);
    }
}
