//! Trust C8 and C9: the server's clock jumps, nights are long, and people live elsewhere.
//!
//! The binary runs with libfaketime, which reads from a file by how much its clock is wrong. As on
//! a real machine only the time of day jumps; what measures how long something takes does not, and
//! PostgreSQL has the real time.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Asking, now_us, relational, settings, settle, transactional};
use crate::harness::{Backend, Server, eventually};

const LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
const MINUTE_US: i64 = 60_000_000;
pub const HOUR_US: i64 = 60 * MINUTE_US;
pub const DAY_US: i64 = 24 * HOUR_US;

/// Makes a test on each database of `fn name(backend: Backend)`.
macro_rules! on_each_backend {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                super::$name(crate::harness::Backend::Sqlite);
            }
            #[test]
            fn postgres() {
                super::$name(crate::harness::Backend::Postgres);
            }
        }
    )*};
}
pub(crate) use on_each_backend;

on_each_backend!(
    forty_days_at_once_are_no_burst_and_an_hour_back_nothing_twice,
    nights_are_quiet_where_people_live,
    a_mail_that_waits_in_the_outbox_keeps_quiet_too,
    nothing_goes_out_at_christmas,
    half_past_two_comes_twice_and_the_mail_once,
);

/// The clock of a server, which can be set.
pub struct Faked {
    folder: TempDir,
}

impl Faked {
    /// Asks people from this moment on, `2026-10-14T20:00:00Z`.
    pub(super) fn asking(backend: Backend, moment: &str) -> (Self, Asking) {
        let faked = Self::new(moment);
        let file = faked.file();
        let asking = Asking::start_with(backend, &environment(&file));
        (faked, asking)
    }

    /// A server from this moment on, with more in its environment.
    pub fn server(backend: Backend, moment: &str, more: &[(&str, &str)]) -> (Self, Server) {
        let faked = Self::new(moment);
        let file = faked.file();
        let all = [&environment(&file)[..], more].concat();
        let server = Server::start_with(backend, &all);
        (faked, server)
    }

    fn new(moment: &str) -> Self {
        assert!(
            std::path::Path::new(LIBRARY).exists(),
            "the Debian package faketime is missing"
        );
        let folder = TempDir::new().expect("a temporary folder");
        let faked = Self { folder };
        faked.set(at(moment));
        faked
    }

    fn file(&self) -> String {
        let file = self.folder.path().join("clock");
        file.to_string_lossy().into_owned()
    }

    /// Sets it, forwards or back; it runs on from there.
    pub fn set(&self, at_us: i64) {
        let seconds = (at_us - now_us()) / 1_000_000;
        let new = self.folder.path().join("new");
        std::fs::write(&new, format!("{seconds:+}\n")).expect("a file");
        std::fs::rename(new, self.file()).expect("a file");
    }
}

/// What makes a process read its clock from a file.
fn environment(file: &str) -> [(&str, &str); 5] {
    [
        ("LD_PRELOAD", LIBRARY),
        ("FAKETIME_TIMESTAMP_FILE", file),
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("NO_FAKE_STAT", "1"),
    ]
}

/// UTC microseconds of `2026-10-14T20:00:00Z`.
pub fn at(moment: &str) -> i64 {
    let timestamp: jiff::Timestamp = moment.parse().expect("a moment");
    timestamp.as_microsecond()
}

/// The Netherlands, every day of the week, quiet from 20:00 to 08:00.
fn dutch(asking: &Asking, dutch_holidays: bool, quiet: &Value) {
    let mut body = settings(&json!([]));
    body["calendar"]["zone"] = json!("Europe/Amsterdam");
    body["calendar"]["holidays"]["dutch"] = json!(dutch_holidays);
    body["calendar"]["quiet"] = quiet.clone();
    let reply = asking
        .server
        .api("PUT", "/api/v1/ask/settings", Some(&body));
    assert_eq!(reply.status, 200, "{}", reply.text());
}

fn at_night() -> Value {
    json!({ "from": 20 * 60, "to": 8 * 60 })
}

/// Everybody on this day.
pub fn wave(start: &str) -> Value {
    let mut definition = relational();
    definition["schedule"]["relational"]["start"] = json!(start);
    definition
}

/// A ticket of somebody was closed at this moment.
fn closed_at(id: &str, email: &str, moment: i64) -> Value {
    json!({
        "id": id, "type": "ticket.closed", "at": platform::clock::rfc3339(moment), "subject": id,
        "contact": { "email": email },
    })
}

/// How many of a programme are in a state, by the report; of all reasons or of one.
fn count(asking: &Asking, id: &str, state: &str, reason: Option<&str>) -> usize {
    let report = asking
        .server
        .get_json(&format!("/api/v1/programmes/{id}/report"));
    let all = report["occasions"].as_array().expect("a list");
    let of = all
        .iter()
        .filter(|own| own["state"] == state && reason.is_none_or(|reason| own["reason"] == reason));
    let counts = of.map(|own| own["count"].as_u64().expect("a count"));
    usize::try_from(counts.sum::<u64>()).expect("a count")
}

/// Waits until as many mails came as were planned and nobody plans any more.
fn all_sent(asking: &Asking, id: &str) -> usize {
    settle();
    eventually("all that was planned is sent", || {
        let planned = count(asking, id, "invited", None);
        (asking.smtp.count() == planned).then_some(planned)
    })
}

fn nobody_twice(asking: &Asking) {
    let mut met = std::collections::HashSet::new();
    for mail in asking.smtp.mails() {
        assert!(met.insert(mail.to.clone()), "{:?} got two", mail.to);
    }
}

/// 400 contacts over a quarter: some seven a working day. The programme names no limit of its own,
/// so that it catches up with at most twice that many in a day.
fn forty_days_at_once_are_no_burst_and_an_hour_back_nothing_twice(backend: Backend) {
    const PER_DAY: usize = 14;
    let start = at("2026-10-05T12:00:00Z");
    let (clock, asking) = Faked::asking(backend, "2026-10-05T12:00:00Z");
    let people = (0..400).map(|number| {
        let email = format!("p{number}@customer.example");
        json!({ "email": email, "attributes": { "role": "user" } })
    });
    let body = json!({ "contacts": people.collect::<Vec<Value>>() });
    asking.post("/api/v1/contacts/bulk", &body);
    let (survey, _) = asking.server.survey("relational-nps", &Value::Null);
    let mut definition = wave("2026-10-05");
    definition["schedule"]["relational"]["shape"] = json!("spread");
    definition["schedule"]["relational"]["every"] = json!("quarter");
    definition["reminders"]["number"] = json!(0);
    definition["segment"] = json!({ "role": ["user"] });
    let id = asking.running(&survey, &definition);
    let first = all_sent(&asking, &id);
    assert!(first <= 15, "{first} on the first day");

    clock.set(start + 40 * DAY_US);
    eventually("the day after the jump is full", || {
        (asking.smtp.count() >= first + PER_DAY).then_some(())
    });
    assert_eq!(all_sent(&asking, &id), first + PER_DAY);
    // Of 40 days those of the last 14 still make sense, and wait for another day.
    let late = count(&asking, &id, "left_out", Some("window_ended"));
    let waiting = count(&asking, &id, "deferred", Some("per_day"));
    assert!((70..=170).contains(&late), "{late} left out");
    assert!((10..=80).contains(&waiting), "{waiting} wait");
    nobody_twice(&asking);

    clock.set(start + 40 * DAY_US - HOUR_US);
    // What happens now goes on, with mails of now.
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let tickets = asking.running(&survey, &transactional());
    let event = closed_at(
        "t1",
        "new@customer.example",
        start + 40 * DAY_US - 2 * HOUR_US,
    );
    asking.event(&event);
    asking.handed_over(&tickets, "new@customer.example");
    settle();
    assert_eq!(asking.smtp.count(), first + PER_DAY + 1);
    nobody_twice(&asking);

    clock.set(start + 41 * DAY_US);
    eventually("the next day is full", || {
        (asking.smtp.count() > first + 2 * PER_DAY).then_some(())
    });
    settle();
    assert_eq!(asking.smtp.count(), first + 2 * PER_DAY + 1);
    nobody_twice(&asking);
}

fn nights_are_quiet_where_people_live(backend: Backend) {
    let (ann, bob) = ("ann@customer.example", "bob@customer.example");
    // 22:00 in Amsterdam, on a Wednesday.
    let (clock, asking) = Faked::asking(backend, "2026-10-14T20:00:00Z");
    dutch(&asking, false, &at_night());
    asking.contact(&json!({ "email": ann }));
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let id = asking.running(&survey, &wave("2026-10-14"));
    assert_eq!(
        asking.wait_for(&id, "deferred", ann)["reason"],
        "quiet_hours"
    );
    // Midnight in New York, four hours to eight in Amsterdam's morning.
    clock.set(at("2026-10-15T04:00:00Z"));
    asking.contact(&json!({ "email": bob, "time_zone": "America/New_York" }));
    assert_eq!(
        asking.wait_for(&id, "deferred", bob)["reason"],
        "quiet_hours"
    );
    settle();
    assert_eq!(asking.smtp.count(), 0, "nothing at night");
    // 09:00 in Amsterdam, 03:00 in New York.
    clock.set(at("2026-10-15T07:00:00Z"));
    asking.handed_over(&id, ann);
    settle();
    assert_eq!(asking.mails_to(bob), 0, "it is night there");
    // 09:00 in New York.
    clock.set(at("2026-10-15T13:00:00Z"));
    asking.handed_over(&id, bob);
    assert_eq!((asking.mails_to(ann), asking.mails_to(bob)), (1, 1));
}

/// Planned by day, the mail server down until night: it waits for the morning.
fn a_mail_that_waits_in_the_outbox_keeps_quiet_too(backend: Backend) {
    let ann = "ann@customer.example";
    let (clock, asking) = Faked::asking(backend, "2026-10-14T17:50:00Z");
    dutch(&asking, false, &at_night());
    asking.contact(&json!({ "email": ann }));
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    asking.smtp.down(true);
    let id = asking.running(&survey, &wave("2026-10-14"));
    asking.wait_for(&id, "invited", ann);
    clock.set(at("2026-10-14T20:00:00Z"));
    asking.smtp.down(false);
    eventually("the mail server is back", || {
        asking.server.get_json("/api/v1/mail")["paused"]
            .is_null()
            .then_some(())
    });
    settle();
    assert_eq!(asking.smtp.count(), 0, "nothing at night");
    clock.set(at("2026-10-15T06:00:30Z"));
    asking.handed_over(&id, ann);
    assert_eq!(asking.smtp.count(), 1);
}

fn nothing_goes_out_at_christmas(backend: Backend) {
    let ann = "ann@customer.example";
    // 10:00 in Amsterdam on Christmas Day, a Friday.
    let moment = "2026-12-25T09:00:00Z";
    let (clock, asking) = Faked::asking(backend, moment);
    dutch(&asking, true, &at_night());
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let id = asking.running(&survey, &transactional());
    asking.event(&closed_at("t1", ann, at(moment) - HOUR_US));
    let waits = asking.wait_for(&id, "deferred", ann);
    assert_eq!(
        (&waits["reason"], &waits["detail"]),
        (&json!("holiday"), &json!("christmas_day"))
    );
    // The day after is one too.
    clock.set(at(moment) + DAY_US);
    settle();
    assert_eq!(asking.smtp.count(), 0);
    clock.set(at(moment) + 2 * DAY_US);
    asking.handed_over(&id, ann);
    assert_eq!(asking.smtp.count(), 1);
}

/// On 25 October 2026 it is 02:30 in Amsterdam at 00:30 and at 01:30 UTC.
fn half_past_two_comes_twice_and_the_mail_once(backend: Backend) {
    let (ann, bob) = ("ann@customer.example", "bob@customer.example");
    let (clock, asking) = Faked::asking(backend, "2026-10-25T00:20:00Z");
    dutch(
        &asking,
        false,
        &json!({ "from": 22 * 60, "to": 2 * 60 + 30 }),
    );
    asking.contact(&json!({ "email": ann }));
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let relational = asking.running(&survey, &wave("2026-10-25"));
    let tickets = asking.running(&survey, &transactional());
    asking.event(&closed_at("t1", bob, at("2026-10-25T00:10:00Z")));
    asking.wait_for(&relational, "deferred", ann);
    asking.wait_for(&tickets, "deferred", bob);
    assert_eq!(asking.smtp.count(), 0, "it is quiet until half past two");
    clock.set(at("2026-10-25T00:30:05Z"));
    asking.handed_over(&relational, ann);
    asking.handed_over(&tickets, bob);
    for moment in ["2026-10-25T01:10:00Z", "2026-10-25T01:30:05Z"] {
        clock.set(at(moment));
        settle();
    }
    // Bob became a customer by his ticket, so he got both.
    assert_eq!((asking.mails_to(ann), asking.mails_to(bob)), (1, 2));
}
