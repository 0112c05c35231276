//! Dispositions and rates, by hand.

use proptest::prelude::*;

use super::*;

#[test]
fn what_finally_became_of_it() {
    type Row = (fn(&mut Known), Disposition);
    let table: [Row; 11] = [
        (|_| (), Disposition::NothingReturned),
        (|k| k.unknown = true, Disposition::UnknownReach),
        (|k| k.bounced = true, Disposition::Undelivered),
        (|k| k.away = true, Disposition::NonContact),
        (|k| k.opened = true, Disposition::BreakOff),
        (|k| k.answered_percent = 49, Disposition::BreakOff),
        (|k| k.answered_percent = 50, Disposition::Partial),
        (
            |k| (k.complete, k.refused) = (true, true),
            Disposition::Complete,
        ),
        (
            |k| (k.refused, k.opened) = (true, true),
            Disposition::Refusal,
        ),
        (|k| k.unable = true, Disposition::Other),
        (
            |k| (k.ineligible, k.complete) = (true, true),
            Disposition::NotEligible,
        ),
    ];
    for (change, expect) in table {
        let mut known = Known::default();
        change(&mut known);
        assert_eq!(finally(&known), expect, "{known:?}");
    }
}

fn close(one: Option<f64>, other: f64) {
    assert!(
        one.is_some_and(|one| (one - other).abs() < 1e-12),
        "{one:?} {other}"
    );
}

#[test]
fn rates_by_hand() {
    let tally = Tally {
        complete: 200,
        partial: 50,
        refusal: 30,
        break_off: 20,
        non_contact: 10,
        other: 40,
        unknown_reach: 15,
        undelivered: 35,
        nothing_returned: 600,
        not_eligible: 99,
    };
    let rates = tally.rates(0.4);
    close(rates.rr1, 200.0 / 1000.0);
    close(rates.rr2, 250.0 / 1000.0);
    close(rates.rr3, 200.0 / 610.0);
    close(rates.rr4, 250.0 / 610.0);
    close(rates.rr5, 200.0 / 350.0);
    close(rates.rr6, 250.0 / 350.0);
    close(rates.coop1, 200.0 / 340.0);
    close(rates.coop2, 250.0 / 340.0);
    close(rates.coop3, 200.0 / 300.0);
    close(rates.coop4, 250.0 / 300.0);
    close(rates.ref1, 50.0 / 1000.0);
    close(rates.ref2, 50.0 / 610.0);
    close(rates.ref3, 50.0 / 350.0);
    close(rates.con1, 340.0 / 1000.0);
    close(rates.con2, 340.0 / 610.0);
    close(rates.con3, 340.0 / 350.0);
    close(tally.answered_of_delivered(), 200.0 / 950.0);
    close(coverage(3, 4), 0.75);
    assert_eq!(coverage(0, 0), None);
    assert_eq!(Tally::default().rates(1.0), Rates::default());
}

proptest! {
    #[test]
    fn rates_are_shares_in_their_order(
        counts in proptest::collection::vec(0_u64..50, 9), e in 0.0_f64..=1.0,
    ) {
        let all = [
            Disposition::Complete, Disposition::Partial, Disposition::Refusal,
            Disposition::BreakOff, Disposition::NonContact, Disposition::Other,
            Disposition::UnknownReach, Disposition::Undelivered, Disposition::NothingReturned,
        ];
        let mut tally = Tally::default();
        for (disposition, count) in all.iter().zip(&counts) {
            for _ in 0..*count {
                tally.add(*disposition);
            }
        }
        let rates = tally.rates(e);
        if let (Some(low), Some(mid), Some(high)) = (rates.rr1, rates.rr3, rates.rr5) {
            prop_assert!(0.0 <= low && low <= mid && mid <= high && high <= 1.0);
            prop_assert!(rates.rr2 >= rates.rr1 && rates.rr6 >= rates.rr5);
            prop_assert!(rates.rr2.unwrap() + rates.ref1.unwrap() <= 1.0 + 1e-12);
            prop_assert!(rates.con1 >= rates.rr2 && rates.con3 >= rates.con1);
        }
    }
}
