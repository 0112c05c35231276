//! What replies mean.

use super::*;

type Row = (&'static str, fn(String) -> Outcome);

fn reply(line: &str) -> Reply {
    let (code, _, text) = Reply::line(line).expect("a reply");
    Reply {
        code,
        text: text.to_owned(),
    }
}

#[test]
fn replies_about_a_recipient() {
    use Outcome::{Permanent, Rejected, Temporary};
    let table: [Row; 11] = [
        ("421 4.3.2 closing", Temporary),
        ("450 busy", Temporary),
        ("451 4.7.1 greylisted", Temporary),
        ("452 4.2.2 full", Temporary),
        ("550 5.1.1 no such user", Permanent),
        ("550 no such user", Permanent),
        ("552 5.2.2 mailbox full", Permanent),
        ("553 bad name", Permanent),
        ("550 5.7.1 relaying denied", Rejected),
        ("554 go away", Rejected),
        ("530 5.7.0 log in first", Rejected),
    ];
    for (line, expect) in table {
        assert_eq!(reply(line).recipient(), expect(line.to_owned()), "{line}");
    }
}

#[test]
fn replies_about_a_mail() {
    use Outcome::{HandedOver, Permanent, Rejected, Temporary};
    let table: [Row; 7] = [
        ("250 2.0.0 taken", HandedOver),
        ("451 4.3.0 later", Temporary),
        ("550 5.1.1 no such user", Permanent),
        ("552 5.2.2 mailbox full", Permanent),
        ("554 5.7.1 spam", Rejected),
        ("554 no", Rejected),
        // A status that contradicts the code says nothing.
        ("554 4.1.1 odd", Rejected),
    ];
    for (line, expect) in table {
        assert_eq!(reply(line).mail(), expect(line.to_owned()), "{line}");
    }
}

#[test]
fn what_is_no_reply() {
    for line in ["", "25", "abc ok", "250ok", "999 x", "100 x", "é50 x"] {
        assert_eq!(Reply::line(line), None, "{line}");
    }
    assert_eq!(Reply::line("250"), Some((250, true, "")));
    assert_eq!(Reply::line("250-A b"), Some((250, false, "A b")));
}

#[test]
fn a_reply_is_shown_without_secrets_and_control_characters() {
    let text = format!(
        "5.1.8 <bounces+{}@acme.nl>\u{1b}[31m refused\nagain",
        platform::id::secret()
    );
    let reply = Reply { code: 550, text };
    assert_eq!(reply.shown(), "550 5.1.8 … [31m refused again");
}
