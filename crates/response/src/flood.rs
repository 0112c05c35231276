//! How many answers one address may send to one survey by its public link. A whole office behind
//! one address must get through; a script that fills a survey must not. Personal links are not
//! counted by address: each gives one response anyway. Who tries links that lead nowhere is.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use platform::Problem;

/// Forms begun at once, and after that per second.
const BEGUN_BURST: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
const BEGUN_PER_SECOND: NonZeroU32 = NonZeroU32::new(1).expect("not zero");
/// Further pages of forms at once, and after that per second.
const STEPS_BURST: NonZeroU32 = NonZeroU32::new(300).expect("not zero");
const STEPS_PER_SECOND: NonZeroU32 = NonZeroU32::new(5).expect("not zero");
/// Links that lead nowhere at once, and after that per second.
const FAILED_BURST: NonZeroU32 = NonZeroU32::new(100).expect("not zero");
const FAILED_PER_SECOND: NonZeroU32 = NonZeroU32::new(1).expect("not zero");
/// Forms that were let pass and are remembered: between this many and twice as many.
const FORMS_MAX: usize = 50_000;
/// Pairs of survey and address remembered before those at rest are forgotten.
const REMEMBERED_MAX: usize = 10_000;

type Limiter = DefaultKeyedRateLimiter<(String, IpAddr)>;

/// Counts by survey and address, in memory: each node counts for itself.
pub(crate) struct Flood {
    begun: Limiter,
    steps: Limiter,
    failed: Limiter,
    forms: Mutex<Forms>,
    hasher: RandomState,
}

/// Forms that were let pass: their retries and further pages are no new answers. The older half is
/// forgotten when the newer one is full.
#[derive(Default)]
struct Forms {
    newer: HashSet<u64>,
    older: HashSet<u64>,
}

impl Forms {
    fn has(&self, form: u64) -> bool {
        self.newer.contains(&form) || self.older.contains(&form)
    }

    fn add(&mut self, form: u64) {
        if self.newer.len() >= FORMS_MAX {
            self.older = std::mem::take(&mut self.newer);
        }
        self.newer.insert(form);
    }
}

impl Default for Flood {
    fn default() -> Self {
        let limiter = |burst, per_second| {
            RateLimiter::dashmap(Quota::per_second(per_second).allow_burst(burst))
        };
        Self {
            begun: limiter(BEGUN_BURST, BEGUN_PER_SECOND),
            steps: limiter(STEPS_BURST, STEPS_PER_SECOND),
            failed: limiter(FAILED_BURST, FAILED_PER_SECOND),
            forms: Mutex::default(),
            hasher: RandomState::new(),
        }
    }
}

impl Flood {
    /// Lets a sending of the public form with this id pass, or says how long to wait. Only the
    /// first sending of a form counts as an answer begun, however many arrive at once.
    pub(crate) fn pass(
        &self,
        survey_id: &str,
        submission_id: &str,
        address: IpAddr,
    ) -> Result<(), Problem> {
        let form = self.hasher.hash_one((survey_id, submission_id));
        let mut forms = self.forms.lock().unwrap_or_else(PoisonError::into_inner);
        if forms.has(form) {
            drop(forms);
            return check(&self.steps, survey_id, address);
        }
        check(&self.begun, survey_id, address)?;
        forms.add(form);
        Ok(())
    }

    /// As [`Self::pass`] for a form that is known to be stored: perhaps on another node, or before
    /// a restart.
    pub(crate) fn pass_stored(
        &self,
        survey_id: &str,
        submission_id: &str,
        address: IpAddr,
    ) -> Result<(), Problem> {
        let form = self.hasher.hash_one((survey_id, submission_id));
        let mut forms = self.forms.lock().unwrap_or_else(PoisonError::into_inner);
        forms.add(form);
        drop(forms);
        check(&self.steps, survey_id, address)
    }

    /// Lets a sending by a personal link pass, wherever it comes from.
    pub(crate) fn pass_personal(&self, invitation_id: &str) -> Result<(), Problem> {
        check(&self.steps, invitation_id, Ipv6Addr::UNSPECIFIED.into())
    }

    /// Counts a link that leads nowhere; an error when this address tried too many.
    pub(crate) fn fail(&self, address: IpAddr) -> Result<(), Problem> {
        check(&self.failed, "", address)
    }
}

fn check(limiter: &Limiter, what: &str, address: IpAddr) -> Result<(), Problem> {
    if limiter.len() > REMEMBERED_MAX {
        limiter.retain_recent();
    }
    limiter
        .check_key(&(what.to_owned(), network(address)))
        .map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Problem::TooMany {
                detail: "too much came from this network at once".to_owned(),
                retry_after_s: wait.as_secs() + 1,
            }
        })
}

/// One subscriber of IPv6 has a whole /64: it counts as one address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from(u128::from(v6) >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

pub(crate) use platform::web::client_address as address;

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::http::HeaderMap;

    use super::*;

    #[test]
    fn an_office_gets_through_and_a_script_does_not() {
        let flood = Flood::default();
        let office = IpAddr::from([203, 0, 113, 7]);
        let passed = (0..100)
            .filter(|i| flood.pass("s", &i.to_string(), office).is_ok())
            .count();
        assert!((60..=62).contains(&passed), "{passed}");
        let Err(Problem::TooMany { retry_after_s, .. }) = flood.pass("s", "new", office) else {
            panic!("the burst is over");
        };
        assert!((1..=2).contains(&retry_after_s));
        for _ in 0..200 {
            flood.pass("s", "0", office).expect("a form that was begun");
        }
        flood
            .pass_stored("s", "elsewhere", office)
            .expect("stored on another node");
        flood
            .pass("s", "elsewhere", office)
            .expect("known from then on");
        flood.pass("other", "new", office).expect("another survey");
        let home = IpAddr::from([203, 0, 113, 8]);
        flood.pass("s", "new", home).expect("elsewhere");
    }

    #[test]
    fn wrong_links_are_counted_and_right_ones_are_not() {
        let flood = Flood::default();
        let guesser = IpAddr::from([203, 0, 113, 7]);
        let failed = (0..200).filter(|_| flood.fail(guesser).is_ok()).count();
        assert!((100..=102).contains(&failed), "{failed}");
        for i in 0..2000 {
            flood
                .pass_personal(&i.to_string())
                .expect("a link of its own");
        }
        let again = (0..1000)
            .filter(|_| flood.pass_personal("one").is_ok())
            .count();
        assert!((300..=320).contains(&again), "{again}");
    }

    #[test]
    fn forms_of_long_ago_are_forgotten() {
        let mut forms = Forms::default();
        for form in 0..=2 * FORMS_MAX as u64 {
            forms.add(form);
        }
        assert!(!forms.has(0) && forms.has(FORMS_MAX as u64));
        assert!(forms.has(2 * FORMS_MAX as u64));
    }

    #[test]
    fn one_subscriber_is_one_address() {
        let parse = |text: &str| -> IpAddr { text.parse().expect("an address") };
        assert_eq!(
            network(parse("2001:db8:1:2::1")),
            network(parse("2001:db8:1:2:ffff::9"))
        );
        assert_ne!(
            network(parse("2001:db8:1:2::1")),
            network(parse("2001:db8:1:3::1"))
        );
        assert_eq!(network(parse("::ffff:203.0.113.7")), parse("203.0.113.7"));
    }

    #[test]
    fn forwarded_addresses_are_counted_from_the_right() {
        let peer: SocketAddr = "10.0.0.1:1234".parse().expect("an address");
        let mut headers = HeaderMap::new();
        let value = "6.6.6.6, 198.51.100.2, 10.0.0.9".parse().expect("a header");
        headers.insert("x-forwarded-for", value);
        let cases = [
            (0, "10.0.0.1"),
            (1, "10.0.0.9"),
            (2, "198.51.100.2"),
            (9, "10.0.0.1"),
        ];
        for (hops, expected) in cases {
            assert_eq!(
                address(&headers, peer, hops).to_string(),
                expected,
                "{hops} hops"
            );
        }
        headers.insert("x-forwarded-for", "unknown".parse().expect("a header"));
        assert_eq!(address(&headers, peer, 1), peer.ip());
    }
}
