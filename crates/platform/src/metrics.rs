//! Counters for `/metrics`, in the text form Prometheus reads.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Duration;

/// Upper bounds of the request duration buckets, in seconds.
const BUCKETS_S: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Requests counted by route, method and status.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(String, String, u16), u64>>,
    durations: Mutex<Durations>,
    counts: Mutex<BTreeMap<&'static str, u64>>,
}

#[derive(Debug, Default)]
struct Durations {
    buckets: [u64; BUCKETS_S.len()],
    sum_s: f64,
    count: u64,
}

impl Metrics {
    /// Counts one request. `route` is the pattern, never the path, so that the number of series
    /// is bounded and no id is kept.
    pub fn request(&self, method: &str, route: &str, status: u16, took: Duration) {
        let key = (method.to_owned(), route.to_owned(), status);
        if let Ok(mut requests) = self.requests.lock() {
            *requests.entry(key).or_default() += 1;
        }
        if let Ok(mut durations) = self.durations.lock() {
            let seconds = took.as_secs_f64();
            durations.sum_s += seconds;
            durations.count += 1;
            for (bucket, bound) in durations.buckets.iter_mut().zip(BUCKETS_S) {
                *bucket += u64::from(seconds <= bound);
            }
        }
    }

    /// Counts one more of what `name` names, such as `luister_dashboard_blocks_total`.
    pub fn count(&self, name: &'static str) {
        if let Ok(mut counts) = self.counts.lock() {
            *counts.entry(name).or_default() += 1;
        }
    }

    /// The page, with the database's write counts (commits, works, unavailable).
    pub fn render(&self, [commits, works, unavailable]: [u64; 3]) -> String {
        let mut page = String::from("# TYPE luister_http_requests_total counter\n");
        if let Ok(requests) = self.requests.lock() {
            for ((method, route, status), count) in requests.iter() {
                let _ = writeln!(
                    page,
                    "luister_http_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} {count}"
                );
            }
        }
        if let Ok(durations) = self.durations.lock() {
            page.push_str("# TYPE luister_http_request_duration_seconds histogram\n");
            for (bound, count) in BUCKETS_S.iter().zip(durations.buckets) {
                let _ = writeln!(
                    page,
                    "luister_http_request_duration_seconds_bucket{{le=\"{bound}\"}} {count}"
                );
            }
            let Durations { sum_s, count, .. } = *durations;
            let _ = writeln!(
                page,
                "luister_http_request_duration_seconds_bucket{{le=\"+Inf\"}} {count}\n\
                 luister_http_request_duration_seconds_sum {sum_s}\n\
                 luister_http_request_duration_seconds_count {count}"
            );
        }
        if let Ok(counts) = self.counts.lock() {
            for (name, count) in counts.iter() {
                let _ = writeln!(page, "# TYPE {name} counter\n{name} {count}");
            }
        }
        for (name, count) in [
            ("luister_db_commits_total", commits),
            ("luister_db_works_total", works),
            ("luister_db_unavailable_total", unavailable),
        ] {
            let _ = writeln!(page, "# TYPE {name} counter\n{name} {count}");
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up() {
        let metrics = Metrics::default();
        metrics.request("GET", "/surveys", 200, Duration::from_millis(7));
        metrics.request("GET", "/surveys", 200, Duration::from_secs(60));
        metrics.count("luister_dashboard_blocks_total");
        metrics.count("luister_dashboard_blocks_total");
        let page = metrics.render([1, 2, 3]);
        for line in [
            "luister_http_requests_total{method=\"GET\",route=\"/surveys\",status=\"200\"} 2",
            "luister_http_request_duration_seconds_bucket{le=\"0.005\"} 0",
            "luister_http_request_duration_seconds_bucket{le=\"0.01\"} 1",
            "luister_http_request_duration_seconds_bucket{le=\"+Inf\"} 2",
            "luister_db_works_total 2",
            "luister_dashboard_blocks_total 2",
        ] {
            assert!(page.contains(line), "{line} in {page}");
        }
    }
}
