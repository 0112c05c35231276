//! Sums over pairs: the fast way agrees with the plain one, and parts add up to the whole.

mod random;

use facts::{Facts, Filter, MomentsQuery, PairSums, moments, moments_by_row, moments_weighted};
use proptest::prelude::*;
use random::{Random, query, shapes};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn fast_and_plain_agree(shape in shapes(), columns in 0..12_usize, complete: bool) {
        let built = shape.build();
        let mut random = Random(!shape.seed);
        let columns: Vec<_> = (0..columns)
            .map(|_| built.columns[random.below(built.columns.len())])
            .collect();
        for filter in [Filter::default(), query(&shape, &built, &mut random).filter] {
            let query = MomentsQuery { filter, columns: columns.clone(), complete };
            let plain = moments_by_row(&built.facts, &query);
            prop_assert_eq!(&moments(&built.facts, &query), &plain, "{:?}", query);
        }
    }

    #[test]
    fn parts_add_up_and_weights_of_one_change_nothing(
        rows in prop::collection::vec(prop::collection::vec(0..15_u8, 4), 0..60),
        cut in 0..60_usize,
    ) {
        let mut facts = Facts::new();
        let columns = (0..4).map(|column| facts.column(&column.to_string())).collect();
        let query = MomentsQuery { columns, complete: true, ..MomentsQuery::default() };
        let sum = |rows: &[Vec<u8>]| {
            let mut sums = PairSums::<u64>::empty(&query);
            for codes in rows {
                sums.count(codes, 1);
            }
            sums
        };
        let (first, second) = rows.split_at(cut.min(rows.len()));
        let mut parts = sum(first);
        parts.add(&sum(second));
        let whole = sum(&rows);
        prop_assert_eq!(&parts, &whole);
        for (a, b) in [(0, 1), (1, 0), (3, 3), (2, 0)] {
            let both = |codes: &&Vec<u8>| codes[a] <= 10 && codes[b] <= 10;
            let all = |codes: &&Vec<u8>| codes.iter().all(|&code| code <= 10);
            let xy = |codes: &Vec<u8>| u64::from(codes[a]) * u64::from(codes[b]);
            let x = |codes: &Vec<u8>| u64::from(codes[a]);
            let pair = whole.pair(a, b);
            prop_assert_eq!(pair.n, rows.iter().filter(both).count() as u64);
            prop_assert_eq!(pair.x, rows.iter().filter(both).map(x).sum::<u64>());
            prop_assert_eq!(pair.xy, rows.iter().filter(both).map(xy).sum::<u64>());
            prop_assert_eq!(pair.y, whole.pair(b, a).x);
            let complete = whole.complete_pair(a, b).map(|pair| [pair.n, pair.x, pair.xy]);
            let n = rows.iter().filter(all).count() as u64;
            let sums = [rows.iter().filter(all).map(x).sum(), rows.iter().filter(all).map(xy).sum()];
            prop_assert_eq!(complete, Some([n, sums[0], sums[1]]));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn weighted_sums_are_the_plain_ones_weighted(shape in shapes()) {
        let built = shape.build();
        let facts = &built.facts;
        let columns = built.columns.clone();
        let query = MomentsQuery { columns, ..MomentsQuery::default() };
        let weighted = moments_weighted(facts, &query);
        let mut expected = 0.0;
        for row in 0..facts.len() {
            let answers = [0, built.columns.len() - 1].map(|index| facts.answer(row, built.columns[index]));
            if facts.state(row) != facts::State::Absent && answers.iter().all(|&code| code <= 10) {
                expected += facts.weight(row) * f64::from(answers[0]) * f64::from(answers[1]);
            }
        }
        // Weights are quarters: their sums are exact.
        let pair = weighted.pair(0, built.columns.len() - 1);
        prop_assert!((pair.xy - expected).abs() < 1e-9);
    }
}
