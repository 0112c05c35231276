//! Sending speed by domain, over all nodes.

use mail::outbox::Promise;

use crate::office::{MINUTE_US, Office, a_while, eventually};
use crate::on_both;

on_both!(a_domain_gets_its_share_and_others_are_not_held_up);

fn a_domain_gets_its_share_and_others_are_not_held_up(mut office: Office) {
    office.settings.per_domain_per_minute = Some(60);
    let mails = |domain: &str, count: usize| -> Vec<_> {
        (0..count)
            .map(|i| {
                let address = format!("ann{i}@{domain}");
                (platform::id::new(), address, Promise::AtMostOnce)
            })
            .collect()
    };
    office.queue_all(mails("big.nl", 30));
    office.queue_all(mails("small.nl", 2));
    let at = |domain: &str| {
        let mails = office.smtp.mails();
        mails.iter().filter(|m| m.to[0].ends_with(domain)).count()
    };
    let first = office.node();
    let second = office.node();
    eventually("the first", || at("big.nl") == 3 && at("small.nl") == 2);
    a_while();
    // The clock stands: nothing more goes, but for those that people wait for.
    assert_eq!(at("big.nl"), 3);
    let reset = office.queue_as("reset@big.nl", Promise::AtLeastOnce);
    office.wait_for_state(&reset, "sent");
    for seconds in 1..=20 {
        office.pass(MINUTE_US / 60);
        eventually("one more", || at("big.nl") >= 3 + seconds);
        assert!(
            at("big.nl") <= 5 + seconds,
            "{} after {seconds}",
            at("big.nl")
        );
    }
    office.pass(MINUTE_US);
    // All went once, after a pause in small heaps.
    for _ in 0..30 {
        office.pass(MINUTE_US / 60);
        std::thread::sleep(std::time::Duration::from_millis(60));
    }
    eventually("all", || at("big.nl") == 31);
    first.stop(&office.runtime);
    second.stop(&office.runtime);
}
