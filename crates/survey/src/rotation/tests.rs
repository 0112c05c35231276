//! What any list of blocks must be, and that everybody comes to the same.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::blocks::{bits, blocks, pairs};
use super::*;
use crate::model::{Kind, Texts};
use crate::templates::question;

fn definition(statements: usize, per_respondent: Option<u8>) -> Definition {
    let statement = |index| crate::Question {
        driver: true,
        ..question(&format!("s{index}"), Kind::Agree, Texts::new())
    };
    let mut questions = vec![question("recommend", Kind::Recommend, Texts::new())];
    questions.extend((0..statements).map(statement));
    questions.push(question("other", Kind::Agree, Texts::new()));
    Definition {
        languages: vec!["en".to_owned()],
        title: Texts::new(),
        intro: Texts::new(),
        thanks: Texts::new(),
        employees: false,
        statements_per_respondent: per_respondent,
        smallest_group: None,
        questions,
    }
}

/// How often each statement is in these blocks.
fn counts(blocks: &[u128], statements: usize) -> Vec<usize> {
    let mut counts = vec![0; statements];
    for block in blocks {
        bits(*block).for_each(|s| counts[s] += 1);
    }
    counts
}

fn spread(counts: &[usize]) -> usize {
    counts.iter().max().expect("some") - counts.iter().min().expect("some")
}

/// How often each pair is in these blocks.
fn pair_counts(blocks: &[u128], statements: usize) -> Vec<usize> {
    let mut counts = BTreeMap::new();
    for a in 0..statements {
        counts.extend((a + 1..statements).map(|b| ((a, b), 0)));
    }
    for block in blocks {
        for pair in pairs(*block) {
            *counts.get_mut(&pair).expect("a pair of statements") += 1;
        }
    }
    counts.into_values().collect()
}

fn holds(statements: usize, per: usize) {
    let name = format!("{per} of {statements}");
    let blocks = blocks(statements, per);
    assert!(
        blocks
            .iter()
            .all(|b| b.count_ones() as usize == per && b >> statements == 0),
        "{name}"
    );
    assert_eq!(spread(&counts(&blocks, statements)), 0, "{name}");
    let together = pair_counts(&blocks, statements);
    let least = *together.iter().min().expect("pairs");
    assert!(least > 0, "{name}: a pair is never together");
    let mean = together.iter().sum::<usize>() as f64 / together.len() as f64;
    let most = *together.iter().max().expect("pairs") as f64;
    // As equal as can be: within one of the mean, or a tenth of it.
    assert!(
        most - mean <= (mean / 10.0).max(2.0) && mean - least as f64 <= (mean / 10.0).max(2.0),
        "{name}: pairs {least} to {most}, {mean} on average"
    );
}

#[test]
fn small_numbers_have_every_block_once() {
    for (statements, per, count) in [
        (3, 2, 3),
        (8, 3, 56),
        (12, 4, 495),
        (40, 39, 40),
        (40, 2, 780),
    ] {
        let blocks = blocks(statements, per);
        assert_eq!(blocks.len(), count);
        assert_eq!(blocks.iter().collect::<BTreeSet<_>>().len(), count);
        let together = pair_counts(&blocks, statements);
        assert_eq!(spread(&together), 0, "{per} of {statements}");
    }
}

#[test]
fn every_statement_and_every_pair_comes_round() {
    for statements in 3..=10 {
        (2..statements).for_each(|per| holds(statements, per));
    }
    for (statements, per) in [(97, 10), (100, 3), (100, 50), (100, 99), (50, 2)] {
        holds(statements, per);
    }
}

#[test]
fn any_run_of_forms_is_about_balanced() {
    for (statements, per) in [(3, 2), (6, 3), (8, 3), (12, 5), (20, 6), (40, 3)] {
        let blocks = blocks(statements, per);
        let round: Vec<u128> = blocks.iter().chain(&blocks).copied().collect();
        for length in [20, 50, 300] {
            for run in round.windows(length).step_by(7) {
                let counts = counts(run, statements);
                assert!(
                    spread(&counts) <= 4,
                    "{length} forms, {per} of {statements}: {counts:?}"
                );
            }
        }
    }
}

#[test]
fn what_is_dealt_stays_the_same() {
    // Open forms and personal links out there rely on it.
    assert_eq!(blocks(5, 2)[..4], [0b1_0001, 0b0_1010, 0b0_0110, 0b0_0101]);
    let definition = definition(8, Some(3));
    let rotation = Rotation::of(&definition).expect("rotated");
    assert_eq!(rotation.cycle(), 56);
    assert_eq!(
        rotation.left_out("0123456789abcdefghjkmnpqrs"),
        ["s1", "s2", "s4", "s5", "s7"]
    );
}

#[test]
fn ids_lead_to_their_block() {
    let definition = definition(8, Some(3));
    let rotation = Rotation::of(&definition).expect("rotated");
    let ids = rotation.ids(50, 200);
    for (index, id) in ids.iter().enumerate() {
        assert!(id::is_id(id));
        assert_eq!(rotation.place_of(id), (50 + index) % 56);
        assert_eq!(rotation.left_out(id).len(), 5);
    }
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 200);
    assert_eq!(rotation.ids(0, 0), Vec::<String>::new());
    assert_eq!((rotation.keys().len(), rotation.per_respondent()), (8, 3));
}

#[test]
fn nothing_is_dealt_unless_it_is_a_part() {
    for (statements, per) in [
        (8, None),
        (8, Some(8)),
        (8, Some(1)),
        (2, Some(2)),
        (0, Some(2)),
        (3, Some(0)),
    ] {
        let definition = definition(statements, per);
        assert!(
            Rotation::of(&definition).is_none(),
            "{per:?} of {statements}"
        );
        assert_eq!(Cost::of_definition(&definition), None);
        let mut answers = BTreeMap::new();
        mark_not_asked(&definition, &mut answers);
        assert!(answers.is_empty());
    }
}

#[test]
fn what_is_not_named_was_not_asked() {
    let definition = definition(4, Some(2));
    let mut answers: BTreeMap<String, Value> =
        serde_json::from_value(json!({"s0": 4, "s1": null, "s2": "dont_know"})).expect("answers");
    mark_not_asked(&definition, &mut answers);
    let expected = json!({"s0": 4, "s1": null, "s2": "dont_know", "s3": "not_asked"});
    assert_eq!(json!(answers), expected);
}

#[test]
fn the_cost_is_known() {
    let cost = Cost::of(8, 2).expect("a part");
    assert!((cost.answers_share - 0.25).abs() < 1e-12);
    assert!((cost.pair_share - 2.0 / 56.0).abs() < 1e-12);
    assert!((cost.interval_factor - 2.0).abs() < 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Any numbers up to 40 statements.
    #[test]
    fn any_numbers_are_balanced((statements, per) in (3..=40_usize).prop_flat_map(|k| (Just(k), 2..k))) {
        holds(statements, per);
    }

    /// The cost is what the blocks really do.
    #[test]
    fn the_cost_is_that_of_the_blocks((statements, per) in (3..=14_usize).prop_flat_map(|k| (Just(k), 2..k))) {
        let (blocks, cost) = (blocks(statements, per), Cost::of(statements, per).expect("a part"));
        let seen = counts(&blocks, statements)[0] as f64 / blocks.len() as f64;
        prop_assert!((seen - cost.answers_share).abs() < 1e-12);
        let together = pair_counts(&blocks, statements).iter().sum::<usize>() as f64;
        let pairs = (statements * (statements - 1) / 2) as f64;
        prop_assert!((together / pairs / blocks.len() as f64 - cost.pair_share).abs() < 1e-12);
    }
}
