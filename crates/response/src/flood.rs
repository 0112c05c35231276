//! How many answers one address may send to one survey by its public link. A whole office behind
//! one address must get through; a script that fills a survey must not.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;

use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use platform::Problem;

/// Forms begun at once, and after that per second.
const BEGUN_BURST: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
const BEGUN_PER_SECOND: NonZeroU32 = NonZeroU32::new(1).expect("not zero");
/// Further pages of forms at once, and after that per second.
const STEPS_BURST: NonZeroU32 = NonZeroU32::new(300).expect("not zero");
const STEPS_PER_SECOND: NonZeroU32 = NonZeroU32::new(5).expect("not zero");
/// Pairs of survey and address remembered before those at rest are forgotten.
const REMEMBERED_MAX: usize = 10_000;

type Limiter = DefaultKeyedRateLimiter<(String, IpAddr)>;

/// Counts by survey and address, in memory: each node counts for itself.
pub(crate) struct Flood {
    begun: Limiter,
    steps: Limiter,
}

impl Default for Flood {
    fn default() -> Self {
        let limiter = |burst, per_second| {
            RateLimiter::dashmap(Quota::per_second(per_second).allow_burst(burst))
        };
        Self {
            begun: limiter(BEGUN_BURST, BEGUN_PER_SECOND),
            steps: limiter(STEPS_BURST, STEPS_PER_SECOND),
        }
    }
}

impl Flood {
    /// Lets a page of a form pass, or says how long to wait. `begins` is true for the first page.
    pub(crate) fn pass(
        &self,
        survey_id: &str,
        address: IpAddr,
        begins: bool,
    ) -> Result<(), Problem> {
        let limiter = if begins { &self.begun } else { &self.steps };
        if limiter.len() > REMEMBERED_MAX {
            limiter.retain_recent();
        }
        limiter
            .check_key(&(survey_id.to_owned(), network(address)))
            .map_err(|until| {
                let wait = until.wait_time_from(DefaultClock::default().now());
                Problem::TooMany {
                    detail: "many answers came from this network at once".to_owned(),
                    retry_after_s: wait.as_secs() + 1,
                }
            })
    }
}

/// One subscriber of IPv6 has a whole /64: it counts as one address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from(u128::from(v6) >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// The address a request comes from. `hops` is how many reverse proxies of ours stand in front;
/// each adds the address it saw at the right of `X-Forwarded-For`. What is left of those anybody
/// can write, so it is never looked at.
pub(crate) fn address(headers: &HeaderMap, peer: SocketAddr, hops: usize) -> IpAddr {
    if hops == 0 {
        return peer.ip();
    }
    let seen: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    seen.len()
        .checked_sub(hops)
        .and_then(|index| seen[index].parse().ok())
        .unwrap_or_else(|| peer.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_gets_through_and_a_script_does_not() {
        let flood = Flood::default();
        let office = IpAddr::from([203, 0, 113, 7]);
        let passed = (0..100)
            .filter(|_| flood.pass("s", office, true).is_ok())
            .count();
        assert!((60..=62).contains(&passed), "{passed}");
        let Err(Problem::TooMany { retry_after_s, .. }) = flood.pass("s", office, true) else {
            panic!("the burst is over");
        };
        assert!((1..=2).contains(&retry_after_s));
        assert!(
            flood.pass("s", office, false).is_ok(),
            "who has begun may go on"
        );
        assert!(flood.pass("other", office, true).is_ok(), "another survey");
        assert!(
            flood
                .pass("s", IpAddr::from([203, 0, 113, 8]), true)
                .is_ok(),
            "elsewhere"
        );
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
