//! Who named what: shares and scores by reference numbers, and verdicts that many looks don't fool.

use stats::{Tally, Verdict};

use super::close;
use crate::{Cross, Metric, NAMED, NOT_NAMED, mentions};

/// Those who named it and those who did not, each as (score, people).
fn thing(named: &[(usize, u64)], others: &[(usize, u64)]) -> Cross {
    let mut cells = [[Tally::ZERO; 12]; 16];
    for (code, people) in [(NAMED, named), (NOT_NAMED, others)] {
        for &(score, n) in people {
            cells[usize::from(code)][score] = n.into();
        }
    }
    Cross { cells }
}

#[test]
fn a_share_is_of_those_who_could_name_it_and_has_wilsons_interval() {
    // 20 of 80, three of them without a score; Wilson's limits as in R's binom.confint.
    let one = thing(&[(9, 12), (7, 5), (11, 3)], &[(0, 30), (10, 30)]);
    let [found] = <[_; 1]>::try_from(mentions(Some(Metric::Nps), &[one])).expect("one");
    assert_eq!((found.named, found.n, found.few), (20, 80, false));
    close(found.share.expect("answered"), 0.25);
    let [low, high] = found.ci95.expect("answered");
    assert!(
        (low - 0.168_1).abs() < 1e-4 && (high - 0.354_9).abs() < 1e-4,
        "{low} {high}"
    );
    let figure = found.figure.expect("a metric");
    assert_eq!((figure.n, figure.few), (17, true));
    close(figure.value.expect("scored"), 100.0 * 12.0 / 17.0);
    let change = found.against_others.expect("both scored");
    assert!(matches!(change.verdict, Verdict::TooFew { .. }));
}

#[test]
fn nobody_and_no_metric_give_no_numbers() {
    let nobody = mentions(
        Some(Metric::Ces(crate::Direction::EasyIsHigh)),
        &[thing(&[], &[])],
    );
    assert_eq!(
        (nobody[0].named, nobody[0].n, nobody[0].share),
        (0, 0, None)
    );
    assert_eq!(nobody[0].against_others, None);
    let bare = mentions(None, &[thing(&[(11, 4)], &[(11, 4)])]);
    assert_eq!((bare[0].share, bare[0].figure), (Some(0.5), None));
    assert!(mentions(None, &[]).is_empty());
}

#[test]
fn one_difference_among_many_is_judged_by_how_many_are_looked_at() {
    let usual = || thing(&[(10, 60), (0, 40)], &[(10, 240), (0, 160)]);
    let odd = || thing(&[(10, 46), (0, 54)], &[(10, 240), (0, 160)]);
    let alone = mentions(Some(Metric::Nps), &[odd()]);
    assert_eq!(
        alone[0].against_others.map(|c| c.verdict),
        Some(Verdict::Fell)
    );
    let mut many: Vec<Cross> = (0..19).map(|_| usual()).collect();
    many.push(odd());
    let many = mentions(Some(Metric::Nps), &many);
    assert!(many.iter().all(|m| {
        m.against_others
            .is_some_and(|c| c.verdict == Verdict::NotMoreThanChance)
    }));
}
