//! Several processes on one outbox: each mail goes out once, whoever dies or stands still.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mail::Fate;
use mail::outbox::Promise;

use crate::office::{Office, a_while, eventually};
use crate::on_both;
use crate::smtp::Fault;

on_both!(
    a_killed_node_leaves_invitations_in_doubt_and_resets_sent_again,
    a_late_word_settles_a_doubt,
);

#[test]
fn three_nodes_send_each_mail_once() {
    let office = Office::on_postgres();
    let mails: Vec<_> = (0..600)
        .map(|i| {
            let id = platform::id::new();
            (id, format!("ann{i}@d{}.nl", i % 7), Promise::AtMostOnce)
        })
        .collect();
    office.queue_all(mails);
    let nodes = [office.node(), office.node(), office.node()];
    office.smtp.wait_for(600);
    a_while();
    let mut to: Vec<String> = office.smtp.mails().into_iter().flat_map(|m| m.to).collect();
    assert_eq!(to.len(), 600);
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 600);
    // Connections are used for more than one mail.
    assert!(
        office.smtp.connections() <= 24,
        "{}",
        office.smtp.connections()
    );
    for node in nodes {
        node.stop(&office.runtime);
    }
    let left = office.write(mail::outbox::totals);
    assert_eq!(left, mail::outbox::Counts::default());
    assert_eq!(office.told.fates.lock().expect("no panic").len(), 600);
}

fn a_killed_node_leaves_invitations_in_doubt_and_resets_sent_again(office: Office) {
    // Killed between the mail and its reply (C4 a).
    office.smtp.script(|_, _| Fault::Hang);
    let mut first = office.settings.clone();
    first.tempo.timeouts.end = Duration::from_secs(60);
    let invitation = office.queue("ann@a.nl");
    let reset = office.queue_as("bob@a.nl", Promise::AtLeastOnce);
    let node = office.node_with(first);
    office.smtp.wait_for(2);
    node.kill();
    a_while();
    assert_eq!(office.state(&invitation).0, "sending");
    office.smtp.script(|_, _| Fault::Accept);
    // Days go by on the clock: that alone makes nobody dead, the looks do.
    office.pass(40 * 86_400_000_000);
    let node = office.node();
    office.wait_for_state(&invitation, "unknown");
    office.wait_for_state(&reset, "sent");
    a_while();
    assert_eq!(office.smtp.mails_to("ann@a.nl").len(), 1);
    let resets = office.smtp.mails_to("bob@a.nl");
    assert_eq!(resets.len(), 2);
    assert_eq!(
        resets[0].header("Message-ID"),
        resets[1].header("Message-ID")
    );
    assert_eq!(office.told.fates_of("ann@a.nl"), [Fate::Unknown]);
    assert_eq!(office.told.fates_of("bob@a.nl"), [Fate::HandedOver]);
    node.stop(&office.runtime);
}

/// A node that is thought dead (its beats stopped) and had begun: its word still counts.
fn a_late_word_settles_a_doubt(office: Office) {
    let may_reply = Arc::new(AtomicBool::new(false));
    let waits = may_reply.clone();
    office.smtp.before_reply(move |_| {
        while !waits.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    let mut slow = office.settings.clone();
    slow.tempo.beat = Duration::from_secs(3600);
    slow.tempo.timeouts.end = Duration::from_secs(60);
    let mail = office.queue("ann@a.nl");
    let stale = office.node_with(slow);
    office.smtp.wait_for(1);
    let other = office.node();
    office.wait_for_state(&mail, "unknown");
    may_reply.store(true, Ordering::SeqCst);
    office.wait_for_state(&mail, "sent");
    assert_eq!(
        office.told.fates_of("ann@a.nl"),
        [Fate::Unknown, Fate::HandedOver]
    );
    a_while();
    assert_eq!(office.smtp.count(), 1);
    stale.stop(&office.runtime);
    other.stop(&office.runtime);
}

/// What a node claimed and did not begin is another's after it stood still (C10).
#[test]
fn a_stale_node_begins_nothing_that_was_taken_over() {
    let office = Office::on_postgres();
    // One connection, and the first mail keeps it busy: the others are claimed and not begun.
    let may_reply = Arc::new(AtomicBool::new(false));
    let waits = may_reply.clone();
    office.smtp.before_reply(move |mail| {
        while mail.to[0].starts_with("first") && !waits.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    let mut slow = office.settings.clone();
    slow.connections = 1;
    slow.tempo.beat = Duration::from_secs(3600);
    slow.tempo.timeouts.end = Duration::from_secs(60);
    let first = office.queue("first@a.nl");
    let others: Vec<String> = (0..3)
        .map(|i| office.queue(&format!("ann{i}@a.nl")))
        .collect();
    let stale = office.node_with(slow);
    office.smtp.wait_for(1);
    for mail in &others {
        office.wait_for_state(mail, "claimed");
    }
    let other = office.node();
    for mail in &others {
        office.wait_for_state(mail, "sent");
    }
    may_reply.store(true, Ordering::SeqCst);
    office.wait_for_state(&first, "sent");
    a_while();
    assert_eq!(office.smtp.count(), 4);
    eventually("all told", || {
        office.told.fates.lock().expect("no panic").len() == 5
    });
    stale.stop(&office.runtime);
    other.stop(&office.runtime);
}
