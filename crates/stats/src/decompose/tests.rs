//! Tests of the decomposition of a change.

use super::*;
use crate::mean::one_to_five;
use crate::{Tally, Verdict};
use proptest::prelude::*;

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-12, "got {got:.15}, want {want:.15}");
}

#[test]
fn a_change_of_mix_alone() {
    // Both segments stay what they are (NPS 60 and 0); the better one grows from half to 80 %.
    let (high, low) = ((70, 20, 10), (30, 40, 30));
    let classes = |(p, n, d): (u64, u64, u64), times: u64| {
        Classes::from_counts(d * times, n * times, p * times)
    };
    let got = nps(&[
        (classes(high, 1), classes(high, 4)),
        (classes(low, 1), classes(low, 1)),
    ])
    .unwrap();
    close(got.difference, 18.0);
    close(got.within, 0.0);
    close(got.mix, 18.0);
    // Growth of the good one and shrinking of the poor one help alike around the middle, 39.
    close(got.parts[0].mix, 0.3 * (60.0 - 39.0));
    close(got.parts[1].mix, -0.3 * (0.0 - 39.0));
    assert_eq!(
        got.parts[0].change.unwrap().verdict,
        Verdict::NotMoreThanChance
    );
}

#[test]
fn a_change_within_alone() {
    let got = nps(&[
        (
            Classes::from_counts(10, 40, 50),
            Classes::from_counts(30, 40, 30),
        ),
        (
            Classes::from_counts(10, 40, 50),
            Classes::from_counts(10, 40, 50),
        ),
    ])
    .unwrap();
    close(got.difference, -20.0);
    close(got.within, -20.0);
    close(got.mix, 0.0);
    let part = got.parts[0];
    assert_eq!(part.change.unwrap().verdict, Verdict::Fell);
    close(part.within, -20.0);
    close(part.within_se.unwrap(), part.change.unwrap().se / 2.0);
    assert!(part.within_ci95.unwrap()[1] < 0.0);
    assert!(got.within_se.unwrap() > part.within_se.unwrap());
}

#[test]
fn a_paradox_is_shown_as_what_it_is() {
    // Every segment falls, the whole rises: the mix did it.
    let got = share(&[
        (count(90, 100), count(350, 400)),
        (count(160, 400), count(35, 100)),
    ])
    .unwrap();
    assert!(got.difference > 0.0 && got.within < 0.0 && got.mix > got.difference);
    assert!(got.parts.iter().all(|part| part.within < 0.0));
}

fn count(hits: u64, all: u64) -> Count {
    Count {
        hits: hits.into(),
        all: all.into(),
    }
}

#[test]
fn new_and_gone_segments_are_mix() {
    let got = share(&[
        (count(50, 100), count(50, 100)),
        (Count::default(), count(90, 100)),
        (count(10, 50), Count::default()),
        (Count::default(), Count::default()),
    ])
    .unwrap();
    close(got.within, 0.0);
    close(got.mix, got.difference);
    assert!(got.parts[1].mix > 0.0 && got.parts[2].mix > 0.0);
    assert_eq!((got.parts[1].before, got.parts[1].within_se), (None, None));
    close(got.parts[3].total(), 0.0);
}

#[test]
fn nobody_in_a_period_has_no_change() {
    assert_eq!(nps(&[]), None);
    assert_eq!(share(&[(Count::default(), count(1, 2))]), None);
    assert_eq!(share(&[(count(1, 2), Count::default())]), None);
}

#[test]
fn one_segment_is_the_change_itself() {
    let answers = |counts: [u64; 5]| one_to_five(&counts.map(Tally::from));
    let (before, after) = (answers([1, 2, 3, 4, 5]), answers([5, 1, 1, 9, 9]));
    let got = mean(&[(before, after)]).unwrap();
    let want = mean::change(&before, &after).unwrap();
    close(got.difference, want.difference);
    close(got.within, want.difference);
    close(got.within_se.unwrap(), want.se);
    close(got.mix, 0.0);
}

fn segments() -> impl Strategy<Value = Vec<(Classes, Classes)>> {
    let tally = || {
        prop::collection::vec(0.1_f64..5.0, 0..6)
            .prop_map(|weights| weights.into_iter().map(Tally::weighted).sum::<Tally>())
    };
    let classes = move || {
        (tally(), tally(), tally()).prop_map(|(detractors, passives, promoters)| Classes {
            detractors,
            passives,
            promoters,
        })
    };
    prop::collection::vec((classes(), classes()), 1..40)
}

proptest! {
    #[test]
    fn parts_add_up_exactly(segments in segments()) {
        let pooled = |side: fn(&(Classes, Classes)) -> Classes| {
            segments.iter().map(side).fold(Classes::default(), |sum, x| sum + x)
        };
        let want = nps::change(&pooled(|s| s.0), &pooled(|s| s.1));
        let got = nps(&segments);
        prop_assert_eq!(got.is_some(), want.is_some());
        if let (Some(got), Some(want)) = (got, want) {
            // On a scale of 100 points this is the last digit.
            let room = 1e-12 * 100.0;
            let parts: f64 = got.parts.iter().map(Part::total).sum();
            prop_assert!((got.difference - want.difference).abs() < room);
            prop_assert!((parts - got.difference).abs() < room);
            prop_assert!((got.within + got.mix - got.difference).abs() < room);
            prop_assert!(got.parts.iter().all(|part| part.total().is_finite()));
        }
    }

    #[test]
    fn reversing_time_reverses_every_part(segments in segments()) {
        let reversed: Vec<_> = segments.iter().map(|&(before, after)| (after, before)).collect();
        if let (Some(there), Some(back)) = (nps(&segments), nps(&reversed)) {
            for (here, there) in there.parts.iter().zip(&back.parts) {
                prop_assert!((here.within + there.within).abs() < 1e-10);
                prop_assert!((here.mix + there.mix).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn order_of_segments_changes_nothing(segments in segments()) {
        let mut shuffled = segments.clone();
        shuffled.reverse();
        if let (Some(got), Some(other)) = (nps(&segments), nps(&shuffled)) {
            prop_assert!((got.within - other.within).abs() < 1e-10);
            prop_assert!((got.mix - other.mix).abs() < 1e-10);
        }
    }
}
