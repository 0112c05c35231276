//! Tests of KSS: its edges, its order and what must hold for every table.

use super::*;
use crate::nps::Classes;
use proptest::prelude::*;

fn of(counts: [[u64; 3]; 3]) -> Kss {
    kss(&Cells::from_counts(counts))
}

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-9, "{got} is not {want}");
}

#[test]
fn nobody_answered() {
    let nobody = of([[0; 3]; 3]);
    assert_eq!(nobody.status, Status::NotEstimable);
    assert_eq!(
        (nobody.value, nobody.se, nobody.ci95, nobody.nps_all),
        (None, None, None, None)
    );
    assert_eq!(nobody.linear, None);
    assert_eq!(ratio(&Cells::default()), None);
    close(nobody.agree + nobody.neutral + nobody.disagree, 0.0);
}

#[test]
fn thresholds_of_those_who_agree() {
    for (agree, status) in [
        (0, Status::NotEstimable),
        (1, Status::Suppressed),
        (4, Status::Suppressed),
        (5, Status::IntervalOnly),
        (9, Status::IntervalOnly),
        (10, Status::Shown),
    ] {
        assert_eq!(
            of([[60, 20, 0], [10, 10, 0], [0, 0, agree]]).status,
            status,
            "{agree} agree"
        );
    }
}

#[test]
fn thresholds_of_all_who_answered() {
    assert_eq!(
        of([[12, 2, 0], [0, 0, 0], [0, 0, 15]]).status,
        Status::IntervalOnly
    );
    assert_eq!(
        of([[13, 2, 0], [0, 0, 0], [0, 0, 15]]).status,
        Status::Shown
    );
}

#[test]
fn few_who_agree_are_shown_by_the_linear_interval() {
    let few = of([[60, 20, 0], [10, 10, 0], [0, 1, 6]]);
    assert_eq!(
        (few.shown_value(), few.shown_interval()),
        (None, few.linear.map(|l| l.ci95))
    );
    let small = of([[6, 2, 0], [0, 2, 0], [0, 2, 12]]);
    assert_eq!(
        (small.shown_value(), small.shown_interval()),
        (None, small.ci95)
    );
}

#[test]
fn names_of_states() {
    let names = [
        Status::Shown,
        Status::IntervalOnly,
        Status::Suppressed,
        Status::NotEstimable,
        Status::NoDemonstrableGain,
        Status::Reversed,
    ]
    .map(Status::as_str);
    assert_eq!(
        names,
        [
            "gain",
            "interval_only",
            "suppressed",
            "not_estimable",
            "no_demonstrable_gain",
            "reversed"
        ]
    );
}

#[test]
fn without_variance_there_is_nothing_to_gain() {
    let all_promoters = of([[0, 0, 20], [0, 0, 20], [0, 0, 20]]);
    close(all_promoters.value.unwrap(), 100.0);
    close(all_promoters.se.unwrap(), 0.0);
    assert_eq!(all_promoters.status, Status::NoDemonstrableGain);
}

#[test]
fn all_who_agree_being_detractors_leaves_no_gauge() {
    assert_eq!(
        ratio(&Cells::from_counts([[0, 0, 20], [0, 0, 0], [20, 0, 0]])),
        None
    );
}

#[test]
fn all_in_one_level_that_is_not_agree_leaves_no_line() {
    assert_eq!(
        linear_form(&Cells::from_counts([[0; 3], [3, 4, 5], [0; 3]])),
        None
    );
    assert_eq!(
        linear_form(&Cells::from_counts([[3, 4, 5], [0; 3], [0; 3]])),
        None
    );
}

#[test]
fn a_small_group_is_listed_by_what_its_interval_shows() {
    let shown = of([[30, 30, 30], [0; 3], [0, 0, 90]]);
    let small_gain = of([[12, 0, 0], [0; 3], [0, 0, 12]]);
    let undecided = of([[30, 40, 30], [0; 3], [30, 40, 30]]);
    let wide_undecided = of([[5, 0, 15], [0; 3], [6, 0, 4]]);
    let small_reversed = of([[0, 0, 5], [0; 3], [20, 0, 0]]);
    let suppressed = of([[30, 30, 30], [0; 3], [0, 0, 4]]);
    assert!(
        small_gain.value < shown.value,
        "a low number alone gives no first place"
    );
    assert!(
        small_reversed.value < wide_undecided.value,
        "nor does it keep from a last one"
    );
    let wanted = [
        shown,
        small_gain,
        undecided,
        wide_undecided,
        small_reversed,
        suppressed,
    ];
    let mut got = wanted;
    got.reverse();
    got.sort_by(compare);
    assert_eq!(got, wanted);
}

fn table() -> impl Strategy<Value = [[u64; 3]; 3]> {
    prop::array::uniform3(prop::array::uniform3(0..120_u64))
}

fn people() -> impl Strategy<Value = Vec<(usize, usize, f64)>> {
    prop::collection::vec((0..3_usize, 0..3_usize, 0.05..20.0_f64), 1..80)
}

fn tallied(people: &[(usize, usize, f64)], factor: f64) -> Cells {
    let mut cells = Cells::default();
    for &(level, class, weight) in people {
        cells.count(
            Level::ALL[level],
            Class::ALL[class],
            Tally::weighted(weight * factor),
        );
    }
    cells
}

fn near(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6,
        (a, b) => a == b,
    }
}

fn same(a: &Kss, b: &Kss) -> bool {
    let linear = |kss: &Kss| kss.linear.map(|linear| linear.value);
    let linear_se = |kss: &Kss| kss.linear.map(|linear| linear.se);
    near(a.value, b.value)
        && near(a.se, b.se)
        && near(a.nps_all, b.nps_all)
        && near(linear(a), linear(b))
        && near(linear_se(a), linear_se(b))
        && (a.n, a.n_agree) == (b.n, b.n_agree)
}

proptest! {
    #[test]
    fn the_gain_is_split_exactly(counts in table()) {
        let kss = of(counts);
        if let (Some(gain), Some(value)) = (kss.gain, kss.value) {
            let parts = kss.gain_from_disagree.unwrap() + kss.gain_from_neutral.unwrap();
            prop_assert!(gain.to_bits() == parts.to_bits());
            prop_assert!((gain - (kss.nps_agree.unwrap() - kss.nps_all.unwrap())).abs() < 1e-9);
            prop_assert!((value - (100.0 - gain)).abs() < 1e-9);
            prop_assert!(-100.0 < value && value < 300.0);
        }
    }

    #[test]
    fn the_standard_error_is_the_closed_form(counts in table()) {
        let cells = Cells::from_counts(counts);
        let (all, agree) = (cells.all(), cells.level(Level::Agree));
        prop_assume!(!agree.total().is_empty());
        let variance = |classes: Classes| {
            let n = classes.total().w;
            let (p, d) = (classes.promoters.w / n, classes.detractors.w / n);
            10_000.0 * (p + d - (p - d).powi(2))
        };
        let share = agree.total().w / all.total().w;
        let inside = variance(agree) * (1.0 / share - 2.0);
        let closed = ((variance(all) + inside).max(0.0) / all.total().w).sqrt();
        prop_assert!((kss(&cells).se.unwrap() - closed).abs() < 1e-6);
    }

    #[test]
    fn everyone_agreeing_leaves_nothing_to_gain(row in prop::array::uniform3(0.0..50.0_f64)) {
        let cells = Cells { cells: [[Tally::ZERO; 3], [Tally::ZERO; 3], row.map(Tally::weighted)] };
        prop_assume!(!cells.total().is_empty());
        let kss = kss(&cells);
        prop_assert!((kss.value.unwrap() - 100.0).abs() < 1e-12 && kss.se.unwrap() < 1e-9);
        prop_assert!(near(kss.linear.map(|linear| linear.value), Some(100.0)));
    }

    #[test]
    fn no_link_leaves_nothing_to_gain(
        rows in prop::array::uniform3(1..30_u64), columns in prop::array::uniform3(1..30_u64),
    ) {
        let counts = rows.map(|row| columns.map(|column| row * column));
        let kss = of(counts);
        prop_assert!((kss.value.unwrap() - 100.0).abs() < 1e-9);
        prop_assert!((kss.linear.unwrap().value - 100.0).abs() < 1e-9);
        prop_assert!(!matches!(kss.status, Status::Shown | Status::Reversed));
    }

    #[test]
    fn turning_the_recommendation_around_turns_the_gain_around(counts in table()) {
        let turned = counts.map(|[d, u, p]| [p, u, d]);
        let (a, b) = (of(counts), of(turned));
        prop_assert!(near(a.gain, b.gain.map(|gain| -gain)) && near(a.se, b.se));
    }

    #[test]
    fn scaling_all_weights_changes_nothing(people in people(), factor in 0.01..50.0_f64) {
        let (a, b) = (tallied(&people, 1.0), tallied(&people, factor));
        prop_assert!(same(&kss(&a), &kss(&b)));
        let gauge = |cells: &Cells| ratio(cells).map(|ratio| ratio.se);
        prop_assert!(near(gauge(&a), gauge(&b)));
    }

    #[test]
    fn merging_groups_and_taking_one_out_again(a in people(), b in people()) {
        let (one, other) = (tallied(&a, 1.0), tallied(&b, 1.0));
        let both: Vec<_> = a.iter().chain(&b).copied().collect();
        prop_assert!(same(&kss(&(one + other)), &kss(&tallied(&both, 1.0))));
        prop_assert!(same(&kss(&(one + other - other)), &kss(&one)));
    }

    #[test]
    fn the_order_is_total_and_keeps_gains_on_top(tables in prop::collection::vec(table(), 2..12)) {
        let mut list: Vec<Kss> = tables.into_iter().map(of).collect();
        list.sort_by(compare);
        let last_gain = list.iter().rposition(|kss| kss.status == Status::Shown);
        let first_other = list.iter().position(|kss| kss.status != Status::Shown);
        if let (Some(gain), Some(other)) = (last_gain, first_other) {
            prop_assert!(gain < other);
        }
    }
}
