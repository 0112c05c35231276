//! The days to come, as the overview and the calendar show them.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::view::{Arg, Reasons, dashed};
use crate::model::Programme;
use crate::service::{DayAhead, Foreseen, NotAsked};

/// Length of the longest bar, in px.
const BAR: u32 = 120;
/// Reasons told for one programme on one day, at most.
const REASONS_MAX: usize = 4;

/// The days, one line per programme that sends or would have sent something.
pub(super) fn days(foreseen: &Foreseen, programmes: &[Programme], say: &Reasons<'_>) -> Vec<Value> {
    let most = foreseen
        .days
        .iter()
        .flat_map(|day| day.mails.values())
        .map(|(invitations, reminders)| invitations + reminders)
        .max()
        .unwrap_or(0);
    let one = |day: &DayAhead| {
        let not_asked: Vec<&NotAsked> = foreseen
            .not_asked
            .iter()
            .filter(|own| own.day == day.day)
            .collect();
        let line = |programme: &Programme| {
            let mails = day.mails.get(&programme.programme_id).copied();
            let own: Vec<&NotAsked> = not_asked
                .iter()
                .copied()
                .filter(|own| own.programme_id == programme.programme_id)
                .collect();
            if mails.is_none() && own.is_empty() {
                return None;
            }
            let (invitations, reminders) = mails.unwrap_or_default();
            Some(json!({
                "id": programme.programme_id,
                "name": programme.name,
                "invitations": invitations,
                "reminders": reminders,
                "first": bar(invitations, most),
                "then": bar(reminders, most),
                "deferred": told(&own, "deferred", say),
                "left_out": told(&own, "left_out", say),
            }))
        };
        json!({
            "day": day.day.0,
            "weekday": say.voice.word(&format!("programme-weekday-{}", day.day.weekday())),
            "closed": day.closed.as_ref().map(|(word, detail)| match detail {
                Some(holiday) if *word == "holiday" => say.voice.holiday(holiday),
                _ => say.voice.word("programme-day-off"),
            }),
            "lines": programmes.iter().filter_map(line).collect::<Vec<_>>(),
        })
    };
    foreseen.days.iter().map(one).collect()
}

/// How many wait or are left out, by reason, the most common first.
fn told(not_asked: &[&NotAsked], state: &str, say: &Reasons<'_>) -> Vec<String> {
    let mut counts: HashMap<(&str, Option<&str>), i64> = HashMap::new();
    for own in not_asked.iter().filter(|own| own.state.as_str() == state) {
        *counts
            .entry((own.reason, own.detail.as_deref()))
            .or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let key = if state == "deferred" {
        "programme-waits-n"
    } else {
        "programme-out-n"
    };
    let line = |((reason, detail), n): ((&str, Option<&str>), i64)| {
        let why = say.say(reason, detail);
        say.voice
            .say(key, &[("n", Arg::Number(n)), ("why", Arg::Text(&why))])
    };
    counts.into_iter().take(REASONS_MAX).map(line).collect()
}

/// The length of a bar: never nothing for something.
pub(super) fn bar(part: u32, most: u32) -> u32 {
    if part == 0 || most == 0 {
        return 0;
    }
    let length = u64::from(part) * u64::from(BAR) / u64::from(most);
    u32::try_from(length).unwrap_or(BAR).max(2)
}

/// Mails in all, with the day that has most.
pub(super) fn summed(foreseen: &Foreseen) -> (i64, Option<(policy::Day, i64)>) {
    let of_day = |day: &DayAhead| {
        let mails = day
            .mails
            .values()
            .map(|(i, r)| i64::from(*i) + i64::from(*r));
        (day.day, mails.sum::<i64>())
    };
    let all: Vec<(policy::Day, i64)> = foreseen.days.iter().map(of_day).collect();
    let most = all.iter().copied().max_by_key(|(day, n)| (*n, -day.0));
    (
        all.iter().map(|(_, n)| n).sum(),
        most.filter(|(_, n)| *n > 0),
    )
}

/// The first day on which a programme sends something, with how much.
pub(super) fn next(foreseen: &Foreseen, programme_id: &str) -> Option<(policy::Day, i64)> {
    foreseen.days.iter().find_map(|day| {
        let (invitations, reminders) = day.mails.get(programme_id)?;
        Some((day.day, i64::from(*invitations) + i64::from(*reminders)))
    })
}

/// A state as part of a message's key.
pub(super) fn state_word(state: crate::model::OccasionState) -> String {
    dashed(state.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_share() {
        assert_eq!(bar(0, 10), 0);
        assert_eq!(bar(10, 10), 120);
        assert_eq!(bar(5, 10), 60);
        assert_eq!(bar(1, 1_000_000), 2);
        assert_eq!(bar(3, 0), 0);
    }

    #[test]
    fn the_busiest_day_is_the_first_of_the_busiest() {
        let day = |at, n| DayAhead {
            day: policy::Day(at),
            closed: None,
            mails: [("p".to_owned(), (n, 1))].into(),
        };
        let foreseen = Foreseen {
            days: vec![day(1, 0), day(2, 4), day(3, 4)],
            ..Foreseen::default()
        };
        assert_eq!(summed(&foreseen), (11, Some((policy::Day(2), 5))));
        assert_eq!(next(&foreseen, "p"), Some((policy::Day(1), 1)));
        assert_eq!(next(&foreseen, "q"), None);
        assert_eq!(summed(&Foreseen::default()), (0, None));
    }
}
