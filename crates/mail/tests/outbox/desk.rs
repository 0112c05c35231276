//! What an operator does with mails in doubt.

use mail::Fate;
use mail::outbox::{self, Counts};

use crate::office::{Office, WORKSPACE};
use crate::on_both;
use crate::smtp::Fault;

on_both!(doubts_are_listed_and_settled);

fn doubts_are_listed_and_settled(office: Office) {
    let arrived = office.queue("taken-a@a.nl");
    let lost = office.queue("lost-b@a.nl");
    let node = office.node();
    office.wait_for_state(&arrived, "unknown");
    office.wait_for_state(&lost, "unknown");
    let doubts = office.write(|tx| outbox::unknown(tx, WORKSPACE, 10));
    assert_eq!(doubts.len(), 2);
    assert!(
        doubts
            .iter()
            .all(|d| !d.reason.is_empty() && d.mail.tries == 1)
    );
    let other = office.write(|tx| outbox::unknown(tx, "other", 10));
    assert!(other.is_empty());

    office.smtp.script(|_, _| Fault::Accept);
    let now_us = office.clock.now_us();
    let (kinds, mail_id) = (office.kinds(), arrived.clone());
    let settle = move |workspace: &'static str| {
        let (kinds, mail_id) = (kinds.clone(), mail_id.clone());
        move |tx: &mut platform::Tx<'_>| outbox::it_arrived(tx, &kinds, workspace, &mail_id, now_us)
    };
    assert!(!office.write(settle("other")));
    assert!(office.write(settle(WORKSPACE)));
    assert!(!office.write(settle(WORKSPACE)));
    let mail_id = lost.clone();
    let again = move |workspace: &'static str| {
        let mail_id = mail_id.clone();
        move |tx: &mut platform::Tx<'_>| outbox::send_again(tx, workspace, &mail_id, now_us)
    };
    assert!(!office.write(again("other")));
    assert!(office.write(again(WORKSPACE)));
    assert!(!office.write(again(WORKSPACE)));
    office.wait_for_state(&lost, "sent");
    assert_eq!(
        office.told.fates_of("lost-b@a.nl"),
        [Fate::Unknown, Fate::HandedOver]
    );
    assert_eq!(
        office.told.fates_of("taken-a@a.nl"),
        [Fate::Unknown, Fate::HandedOver]
    );
    assert_eq!(office.smtp.mails_to("taken-a@a.nl").len(), 1);
    let counts = office.write(|tx| outbox::counts(tx, WORKSPACE));
    assert_eq!(
        counts,
        Counts {
            sent: 2,
            ..Counts::default()
        }
    );
    node.stop(&office.runtime);
}
