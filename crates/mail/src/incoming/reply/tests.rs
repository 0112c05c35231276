//! Replies as mail programs write them.

use proptest::prelude::*;

use super::super::{What, read};
use super::*;

fn reply(raw: &str) -> Option<Reply> {
    match read(raw.replace('\n', "\r\n").as_bytes()).what {
        What::Reply(reply) => Some(*reply),
        _ => None,
    }
}

fn words(body: &str) -> String {
    let raw = format!("From: Jan <Jan@Acme.nl>\nSubject: Re: x\n\n{body}");
    reply(&raw).expect("a reply").words
}

#[test]
fn own_words_stand_above_the_quote() {
    for quote in [
        "On Mon, 23 Nov 2026 at 10:00, Acme <feedback@acme.nl> wrote:\n> Score 3",
        "Op ma 23 nov 2026 om 10:00 schreef Acme <feedback@acme.nl>:\n> Score 3",
        "Op maandag 23 november 2026 om 10:00 schreef Acme\n<feedback@acme.nl>:\n\nScore 3",
        "-----Original Message-----\nFrom: Acme\nScore 3",
        "-----Oorspronkelijk bericht-----\nVan: Acme\nScore 3",
        "________________________________\nVan: Acme <feedback@acme.nl>\nVerzonden: maandag\nScore 3",
        "From: Acme <feedback@acme.nl>\nSent: Monday\nTo: Jan\nScore 3",
        "*Van:* Acme\n*Verzonden:* maandag\nScore 3",
        "##- Antwoord boven deze lijn -##\nScore 3",
        "> Score 3\n> more",
    ] {
        let body = format!("Called her.\n\nWill send the invoice again.\n\n{quote}");
        assert_eq!(
            words(&body),
            "Called her.\n\nWill send the invoice again.",
            "{quote}"
        );
    }
}

#[test]
fn what_only_looks_like_a_quote_stays() {
    for body in [
        "On Monday I wrote to her: no answer yet.",
        "Op tijd geleverd",
        "From: here on we call first.\nThat is all.",
        "a > b",
        "_____ five lines",
    ] {
        assert_eq!(words(body), body, "{body}");
    }
}

#[test]
fn who_writes_below_the_quote_has_all_of_it_in_the_whole() {
    let raw = "From: jan@acme.nl\n\n> Score 3\nCalled her.";
    let reply = reply(raw).expect("a reply");
    assert_eq!(reply.words, "");
    assert_eq!(reply.whole, "> Score 3\nCalled her.");
}

#[test]
fn parts_and_alphabets_are_read() {
    let raw = "From: =?utf-8?q?J=C3=B6rg_M?= <J@Acme.nl>\n\
        Content-Type: multipart/mixed; boundary=o\n\n--o\n\
        Content-Type: multipart/alternative; boundary=i\n\n--i\n\
        Content-Type: text/plain; charset=iso-8859-1\n\
        Content-Transfer-Encoding: quoted-printable\n\nBelde caf=E9.\n--i\n\
        Content-Type: text/html\n\n<p>other</p>\n--i--\n--o\n\
        Content-Disposition: attachment\nContent-Type: text/plain\n\nfile\n--o--\n";
    let reply = reply(raw).expect("a reply");
    assert_eq!(reply.words, "Belde café.");
    assert_eq!(
        (reply.name.as_str(), reply.from.as_str()),
        ("Jörg M", "j@acme.nl")
    );
}

#[test]
fn html_alone_becomes_text() {
    let raw = "From: a@b.nl\nContent-Type: text/html; charset=utf-8\n\n\
        <div>Called &amp; solved</div><div>Bye<script>alert(1)</script></div>\
        <div>Op 1 jan. 2026 schreef Acme:</div><blockquote>Score 3</blockquote>";
    let reply = reply(raw).expect("a reply");
    assert_eq!(reply.words, "Called & solved\nBye");
    assert!(
        !reply.whole.contains('<') && !reply.whole.contains("alert"),
        "{}",
        reply.whole
    );
}

#[test]
fn machines_write_no_replies() {
    for field in [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "X-Autoreply: yes",
        "Return-Path: <>",
        "List-Id: <x.acme.nl>",
    ] {
        let raw = format!("From: a@b.nl\n{field}\n\nI am away.");
        assert_eq!(reply(&raw), None, "{field}");
    }
    assert_eq!(reply("From: a@b.nl\n\n \n"), None, "nothing is said");
}

#[test]
fn the_secret_address_as_sender_is_not_kept() {
    let secret = platform::id::secret();
    let raw = format!("From: bounces+{secret}@acme.nl\n\nhello");
    let reply = reply(&raw).expect("a reply");
    assert_eq!((reply.from, reply.name), (String::new(), String::new()));
}

#[test]
fn control_and_direction_signs_are_taken_out() {
    assert_eq!(words("a\u{202e}b\u{7}c\td"), "abc\td");
}

#[test]
fn long_replies_are_cut_where_they_say() {
    let reply = reply(&format!("From: a@b.nl\n\n{}", "é".repeat(300_000))).expect("a reply");
    assert_eq!(reply.words.chars().count(), WORDS_MAX);
    assert_eq!(reply.whole.chars().count(), WHOLE_MAX);
}

proptest! {
    #[test]
    fn any_message_is_read(raw in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = read(&raw);
    }

    #[test]
    fn own_words_begin_the_whole(text in "(?s)[ -~\n>é]{0,400}") {
        let text = clean(&text);
        prop_assert!(text.starts_with(own_words(&text)));
    }

    #[test]
    fn html_is_read(html in "(<[a-z/ =\"]{0,9}>?|[a-zé&;]{0,9}){0,60}") {
        let _ = from_html(&html);
    }
}
