//! Figures for `/metrics`: what this process sent, and what waits in the database.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use platform::{DbError, Tx};

use crate::outbox;
use crate::smtp::Outcome;

/// Tries of this process by how they ended, since it started.
static TRIES: [(&str, AtomicU64); 4] = [
    ("handed_over", AtomicU64::new(0)),
    ("refused", AtomicU64::new(0)),
    ("put_off", AtomicU64::new(0)),
    ("unknown", AtomicU64::new(0)),
];

/// Counts one try.
pub(super) fn count(outcome: &Outcome) {
    let place = match outcome {
        Outcome::HandedOver(_) => 0,
        Outcome::Permanent(_) | Outcome::Rejected(_) => 1,
        Outcome::Temporary(_) => 2,
        Outcome::Unknown(_) => 3,
        Outcome::HeldBack => return,
    };
    TRIES[place].1.fetch_add(1, Ordering::Relaxed);
}

/// The lines about mail, in the text form Prometheus reads: tries of this process, mails that wait
/// or are in doubt in the whole installation, and whether sending is paused.
pub fn metrics(tx: &mut Tx<'_>) -> Result<String, DbError> {
    let totals = outbox::totals(tx)?;
    let is_paused = i64::from(outbox::paused(tx)?.is_some());
    let mut page = String::from("# TYPE luister_mail_tries_total counter\n");
    for (name, count) in &TRIES {
        let count = count.load(Ordering::Relaxed);
        let _ = writeln!(
            page,
            "luister_mail_tries_total{{outcome=\"{name}\"}} {count}"
        );
    }
    for (name, value) in [
        ("luister_mails_queued", totals.queued),
        ("luister_mails_unknown", totals.unknown),
        ("luister_mails_paused", is_paused),
    ] {
        let _ = writeln!(page, "# TYPE {name} gauge\n{name} {value}");
    }
    Ok(page)
}
