//! What a mail server can do to a mail (trust C4, C5), and what becomes of it.

use mail::outbox::Promise;
use mail::{Composed, Fate};

use crate::office::{MINUTE_US, NOW_US, Office, a_while, eventually};
use crate::on_both;

on_both!(
    every_reply_has_its_fate,
    what_is_refused_for_now_is_tried_again_and_given_up_after_days,
    a_lost_reply_is_in_doubt_or_tried_again,
    a_server_that_is_down_costs_no_try,
    a_refused_login_or_sender_pauses_and_marks_nobody,
    rejections_in_a_row_pause,
    a_kind_may_stop_or_wait,
    a_stop_finishes_what_has_begun,
    a_mail_that_was_cut_in_the_middle_is_never_taken_for_sent,
    a_kind_that_fails_makes_no_doubt,
);

fn every_reply_has_its_fate(office: Office) {
    let mails: Vec<(&str, &str, Option<Fate>)> = vec![
        ("ann@a.nl", "sent", Some(Fate::HandedOver)),
        (
            "rcpt-550-5.1.1-x@a.nl",
            "bounced",
            Some(Fate::Refused("550 5.1.1 as scripted".into())),
        ),
        (
            "rcpt-552-5.2.2-x@a.nl",
            "bounced",
            Some(Fate::Refused("552 5.2.2 as scripted".into())),
        ),
        (
            "data-550-5.1.1-x@a.nl",
            "bounced",
            Some(Fate::Refused("550 5.1.1 as scripted".into())),
        ),
        (
            "data-554-5.7.1-x@a.nl",
            "failed",
            Some(Fate::GaveUp("554 5.7.1 as scripted".into())),
        ),
        (
            "rcpt-550-5.7.1-x@a.nl",
            "failed",
            Some(Fate::GaveUp("550 5.7.1 as scripted".into())),
        ),
        ("rcpt-421-4.3.2-x@a.nl", "queued", None),
        ("rcpt-451-4.7.1-x@a.nl", "queued", None),
        ("data-452-4.3.1-x@a.nl", "queued", None),
        ("hang-x@a.nl", "unknown", Some(Fate::Unknown)),
        ("lost-x@a.nl", "unknown", Some(Fate::Unknown)),
        ("taken-x@a.nl", "unknown", Some(Fate::Unknown)),
        ("replied-x@a.nl", "sent", Some(Fate::HandedOver)),
        (
            "no address",
            "bounced",
            Some(Fate::Refused("501 5.1.3 this is no mail address".into())),
        ),
    ];
    let ids: Vec<String> = mails.iter().map(|m| office.queue(m.0)).collect();
    let node = office.node();
    for ((address, state, fate), id) in mails.iter().zip(&ids) {
        eventually(address, || {
            let (is, tries, _) = office.state(id);
            is == *state && tries == 1
        });
        let fates = office.told.fates_of(address);
        assert_eq!(fates.as_slice(), fate.as_slice(), "{address}");
    }
    a_while();
    // Nothing was tried a second time, although the clock stands.
    for (address, _, _) in &mails {
        assert!(office.smtp.tries(address) <= 1, "{address}");
    }
    assert_eq!(office.pause(), None);
    node.stop(&office.runtime);
}

fn what_is_refused_for_now_is_tried_again_and_given_up_after_days(office: Office) {
    let grey = office.queue("grey-a@a.nl");
    let never = office.queue("rcpt-451-b@a.nl");
    let node = office.node();
    office.wait_for_state(&grey, "queued");
    eventually("both tried", || {
        office.smtp.tries("grey-a@a.nl") == 1 && office.smtp.tries("rcpt-451-b@a.nl") == 1
    });
    eventually("stored", || office.state(&grey).2 > NOW_US);
    let due = office.state(&grey).2;
    assert!(due - NOW_US >= 30 * MINUTE_US, "RFC 5321 4.5.4.1");
    office.pass(30 * MINUTE_US - 1);
    a_while();
    assert_eq!(office.smtp.tries("grey-a@a.nl"), 1);
    let mut tries = 1;
    while office.state(&never).0 == "queued" {
        let (_, made, due) = office.state(&never);
        office.clock.set(due);
        eventually("one more try", || {
            let (state, now_made, _) = office.state(&never);
            state == "failed" || state == "queued" && now_made == made + 1
        });
        tries += 1;
        assert!(tries < 40);
    }
    let days = (office.clock.now_us() - NOW_US) as f64 / 86_400e6;
    assert!((4.0..5.0).contains(&days), "{days}");
    assert_eq!(
        office.told.fates_of("rcpt-451-b@a.nl"),
        [Fate::GaveUp("451 as scripted".into())]
    );
    office.wait_for_state(&grey, "sent");
    assert_eq!(office.smtp.tries("grey-a@a.nl"), 2);
    assert_eq!(office.smtp.mails_to("grey-a@a.nl").len(), 1);
    node.stop(&office.runtime);
}

fn a_lost_reply_is_in_doubt_or_tried_again(office: Office) {
    let invitation = office.queue("taken-a@a.nl");
    let reset = office.queue_as("taken-b@a.nl", Promise::AtLeastOnce);
    let node = office.node();
    office.wait_for_state(&invitation, "unknown");
    eventually("a try", || office.smtp.mails_to("taken-b@a.nl").len() == 1);
    eventually("stored", || office.state(&reset).0 == "queued");
    office.smtp.script(|_, _| crate::smtp::Fault::Accept);
    office.pass(5 * MINUTE_US);
    office.wait_for_state(&reset, "sent");
    a_while();
    let mails = office.smtp.mails_to("taken-b@a.nl");
    assert_eq!(mails.len(), 2);
    // The receiver can tell that it is the same, and every try has links of its own.
    let id = format!("<{reset}@acme.nl>");
    assert!(
        mails
            .iter()
            .all(|m| m.header("Message-ID").as_deref() == Some(&id))
    );
    assert_ne!(mails[0].from, mails[1].from);
    assert_ne!(
        mails[0].header("List-Unsubscribe"),
        mails[1].header("List-Unsubscribe")
    );
    assert_eq!(office.smtp.mails_to("taken-a@a.nl").len(), 1);
    assert_eq!(office.told.fates_of("taken-b@a.nl"), [Fate::HandedOver]);
    node.stop(&office.runtime);
}

fn a_server_that_is_down_costs_no_try(office: Office) {
    office.smtp.down(true);
    let mail = office.queue("ann@a.nl");
    let node = office.node();
    eventually("a pause", || office.pause().is_some());
    let pause = office.pause().expect("a pause");
    assert!(!pause.is_alert, "{pause:?}");
    assert!(pause.reason.starts_with("connect: "), "{pause:?}");
    for _ in 0..5 {
        office.pass(MINUTE_US);
        std::thread::sleep(std::time::Duration::from_millis(60));
    }
    assert_eq!(office.state(&mail), ("queued".into(), 0, NOW_US));
    office.smtp.down(false);
    office.pass_until_sent(&mail);
    assert_eq!(office.pause(), None);
    // Closed while idle: noticed before anything is lost.
    office.smtp.cut_all();
    let second = office.queue("bob@a.nl");
    office.wait_for_state(&second, "sent");
    assert_eq!(office.pause(), None);
    assert_eq!(office.smtp.count(), 2);
    node.stop(&office.runtime);
}

fn a_refused_login_or_sender_pauses_and_marks_nobody(office: Office) {
    type Change = fn(&mut crate::smtp::Manners);
    let table: [(&str, bool, Change); 5] = [
        ("greeting: 554 no", true, |m| m.greeting = "554 no".into()),
        ("greeting: 421 busy", false, |m| {
            m.greeting = "421 busy".into();
        }),
        ("EHLO: 554 5.7.1 go away", true, |m| m.refuses_all = true),
        ("MAIL: 550 5.7.1 who are you", true, |m| {
            m.mail_reply = "550 5.7.1 who are you".into();
        }),
        ("MAIL: 452 4.3.1 full", false, |m| {
            m.mail_reply = "452 4.3.1 full".into();
        }),
    ];
    let node = office.node();
    for (number, (reason, is_alert, change)) in table.into_iter().enumerate() {
        office.smtp.cut_all();
        office.smtp.manners(change);
        let address = format!("ann{number}@a.nl");
        let mail = office.queue(&address);
        eventually(reason, || office.pause().is_some());
        let pause = office.pause().expect("a pause");
        assert_eq!((pause.reason.as_str(), pause.is_alert), (reason, is_alert));
        office.wait_for_state(&mail, "queued");
        a_while();
        assert_eq!(office.state(&mail).1, 0, "{reason}");
        assert!(office.told.fates_of(&address).is_empty(), "{reason}");
        office
            .smtp
            .manners(|m| *m = crate::smtp::Manners::default());
        office.pass(MINUTE_US);
        office.wait_for_state(&mail, "sent");
        assert_eq!(office.pause(), None);
    }
    node.stop(&office.runtime);
}

fn rejections_in_a_row_pause(office: Office) {
    office
        .smtp
        .script(|_, _| crate::smtp::Fault::Rcpt("550 5.7.1 relaying denied".into()));
    let mails: Vec<String> = (0..100)
        .map(|i| office.queue(&format!("ann{i}@a.nl")))
        .collect();
    let node = office.node();
    eventually("a pause", || office.pause().is_some());
    a_while();
    let pause = office.pause().expect("a pause");
    assert!(pause.is_alert, "{pause:?}");
    let failed = mails
        .iter()
        .filter(|m| office.state(m).0 == "failed")
        .count();
    // Those that were claimed already go on.
    assert!((5..=45).contains(&failed), "{failed}");
    node.stop(&office.runtime);
}

fn a_kind_may_stop_or_wait(office: Office) {
    {
        let mut says = office.told.says.lock().expect("no panic");
        says.insert("stop@a.nl".into(), Composed::Stop("answered"));
        says.insert("wait@a.nl".into(), Composed::Later(NOW_US + MINUTE_US));
    }
    let stop = office.queue("stop@a.nl");
    let wait = office.queue("wait@a.nl");
    let node = office.node();
    office.wait_for_state(&stop, "stopped");
    eventually("put off", || {
        office.state(&wait) == ("queued".into(), 0, NOW_US + MINUTE_US)
    });
    assert_eq!(
        office.told.fates_of("stop@a.nl"),
        [Fate::Stopped("answered")]
    );
    office.told.says.lock().expect("no panic").clear();
    office.pass(MINUTE_US);
    office.wait_for_state(&wait, "sent");
    assert_eq!(office.smtp.count(), 1);
    // Of what was not sent there are no secrets.
    let links = office.write(|tx| tx.query("SELECT 1 AS one FROM mail_link", &[]));
    assert_eq!(links.len(), 3);
    node.stop(&office.runtime);
}

fn a_stop_finishes_what_has_begun(office: Office) {
    office
        .smtp
        .script(|_, _| crate::smtp::Fault::Slow(std::time::Duration::from_millis(300)));
    let mails: Vec<String> = (0..40)
        .map(|i| office.queue(&format!("ann{i}@a.nl")))
        .collect();
    let node = office.node();
    office.smtp.wait_for(1);
    node.stop(&office.runtime);
    let states: Vec<String> = mails.iter().map(|m| office.state(m).0).collect();
    let sent = states.iter().filter(|s| *s == "sent").count();
    let queued = states.iter().filter(|s| *s == "queued").count();
    assert_eq!(sent + queued, 40, "{states:?}");
    assert_eq!(office.smtp.count(), sent);
    assert!((1..40).contains(&sent), "{sent}");
}

/// Whether the end of the mail went out before the cut was seen is a matter of luck.
fn a_mail_that_was_cut_in_the_middle_is_never_taken_for_sent(office: Office) {
    let mail = office.queue("middle-x@a.nl");
    let node = office.node();
    eventually("a try", || {
        let (state, tries, due) = office.state(&mail);
        state == "unknown" || (state == "queued" && tries == 1 && due > NOW_US)
    });
    assert_eq!(office.smtp.count(), 0);
    node.stop(&office.runtime);
}

fn a_kind_that_fails_makes_no_doubt(office: Office) {
    let mail = office.queue("broken@a.nl");
    let node = office.node();
    office.wait_for_state(&mail, "sent");
    assert_eq!(office.smtp.count(), 1);
    node.stop(&office.runtime);
}
