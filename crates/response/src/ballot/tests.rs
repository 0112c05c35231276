//! Nobody is known by what their answer keeps, and five are told at once.

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;

fn known(pairs: &[(&str, &str)]) -> Attributes {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(own).collect()
}

#[test]
fn only_what_enough_share_is_kept() {
    let mut all = vec![known(&[("team", "North"), ("site", "A")]); 5];
    all.extend(vec![known(&[("team", "South"), ("site", "A")]); 4]);
    all.push(known(&[("team", "North"), ("site", "A"), ("name", "Jo")]));
    let kept = |own: &[(&str, &str)]| shared(&known(own), &all, 5);
    assert_eq!(
        kept(&[("team", "North"), ("site", "A"), ("name", "Jo")]),
        known(&[("team", "North"), ("site", "A")])
    );
    assert_eq!(
        kept(&[("team", "South"), ("site", "A")]),
        known(&[("site", "A")]),
        "four are too few"
    );
    assert_eq!(kept(&[("name", "Jo")]), Attributes::new());
    assert_eq!(kept(&[]), Attributes::new());
}

#[test]
fn answers_of_a_day_have_one_moment() {
    let zone = TimeZone::get("Europe/Amsterdam").expect("a zone");
    let start = platform::clock::start_of_day_us(&zone, 20_000);
    let moments: Vec<Moment> = [0, 1, 11, 23]
        .map(|hour| coarse(Moment::new(&zone, start + hour * 3_600_000_000), &zone))
        .to_vec();
    assert!(
        moments.iter().all(|moment| *moment == moments[0]),
        "{moments:?}"
    );
    assert_eq!(moments[0].day, 20_000);
}

#[test]
fn five_different_ones_are_enough() {
    let ballots = Ballots::default();
    let survey = |name: &str| ("w".to_owned(), name.to_owned());
    for id in ["d", "a", "c", "b", "a", "b"] {
        assert_eq!(ballots.enough(&survey("s"), id), None, "{id}");
        assert_eq!(ballots.enough(&survey("other"), "x"), None);
    }
    let told = ballots.enough(&survey("s"), "e").expect("the fifth");
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    assert_eq!(told, ["a", "b", "c", "d", "e"], "in no order of theirs");
    assert_eq!(ballots.enough(&survey("s"), "f"), None, "it begins anew");
}

proptest! {
    #[test]
    fn what_is_kept_leads_to_five_at_least(
        values in prop::collection::vec((0..3_u8, 0..3_u8, 0..20_u8), 1..40),
        own in any::<prop::sample::Index>(),
    ) {
        let all: Vec<Attributes> = values
            .iter()
            .map(|(a, b, c)| known(&[("a", &a.to_string()), ("b", &b.to_string()), ("c", &c.to_string())]))
            .collect();
        let kept = shared(own.get(&all), &all, 5);
        let has = |other: &&Attributes| kept.iter().all(|(n, v)| other.get(n) == Some(v));
        prop_assert!(kept.is_empty() || all.iter().filter(has).count() >= 5);
    }
}
