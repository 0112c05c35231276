//! Moments as other systems write them: with a zone, with an odd zone, or without one.

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::civil::DateTime;

/// `stamp`, so many seconds earlier, in the form it has. What can't be read stays as it is.
pub(crate) fn earlier(stamp: &str, seconds: i64) -> String {
    let by = SignedDuration::from_secs(seconds);
    if let Some(at) = moment(stamp) {
        return at
            .saturating_sub(by)
            .map_or_else(|_| stamp.to_owned(), |at| at.to_string());
    }
    stamp.parse::<DateTime>().map_or_else(
        |_| stamp.to_owned(),
        |at| {
            at.saturating_sub(by)
                .strftime("%Y-%m-%dT%H:%M:%S")
                .to_string()
        },
    )
}

/// A moment with its zone: RFC 3339, or as Salesforce writes it (`+0000`).
pub(crate) fn moment(stamp: &str) -> Option<Timestamp> {
    let stamp = stamp.trim();
    stamp.parse().ok().or_else(|| {
        let (rest, offset) = stamp.split_at_checked(stamp.len().checked_sub(5)?)?;
        let is_offset =
            offset.starts_with(['+', '-']) && offset[1..].bytes().all(|b| b.is_ascii_digit());
        is_offset
            .then(|| format!("{rest}{}:{}", &offset[..3], &offset[3..]))?
            .parse()
            .ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_become_earlier_in_their_own_form() {
        let table = [
            ("2026-11-22T10:00:30Z", "2026-11-22T09:58:30Z"),
            ("2026-11-22T10:00:30.250Z", "2026-11-22T09:58:30.25Z"),
            ("2026-11-22T10:00:30.000+0000", "2026-11-22T09:58:30Z"),
            ("2026-11-22T10:00:30+01:00", "2026-11-22T08:58:30Z"),
            ("2026-03-29T03:01:00", "2026-03-29T02:59:00"),
            ("2026-11-22", "2026-11-21T23:58:00"),
            ("17", "17"),
            ("", ""),
        ];
        for (stamp, expect) in table {
            assert_eq!(earlier(stamp, 120), expect, "{stamp}");
        }
    }
}
