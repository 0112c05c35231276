//! The order of the values of a column: moments by time, numbers by size, everything else by text.

/// Sorts groups by their value; those without one come last.
pub(super) fn in_order<T>(groups: &mut [(String, T)]) {
    let values = || {
        let values = groups.iter().map(|(value, _)| value.as_str());
        values.filter(|value| !value.is_empty())
    };
    let moments = values().all(is_moment);
    let numbers = values().all(|value| tabular::number(value).is_some());
    groups.sort_by(|(a, _), (b, _)| {
        let by_kind = if moments {
            moment(a).cmp(&moment(b))
        } else {
            match (tabular::number(a), tabular::number(b)) {
                (Some(a), Some(b)) if numbers => a.total_cmp(&b),
                _ => std::cmp::Ordering::Equal,
            }
        };
        let last = a.is_empty().cmp(&b.is_empty());
        last.then(by_kind).then_with(|| a.cmp(b))
    });
}

/// A day, a month or a year.
pub(super) fn is_moment(value: &str) -> bool {
    moment(value).is_some()
}

/// A moment as text that sorts by time.
fn moment(value: &str) -> Option<String> {
    let year = value.len() == 4
        && value
            .parse()
            .is_ok_and(|year| (1900..=2200).contains(&year));
    if year {
        return Some(value.to_owned());
    }
    tabular::date(value).map(|when| match when {
        tabular::When::Instant(at) => at.to_string(),
        tabular::When::Clock(at) => at.to_string(),
        tabular::When::Day(day) => day.to_string(),
    })
}
