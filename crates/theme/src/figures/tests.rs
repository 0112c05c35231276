//! Figures of themes against ones computed by hand, and what must always hold.

use proptest::prelude::*;

use super::*;

/// Comments with these scores, each of another customer.
fn scored(scores: &[u8]) -> Vec<Picked> {
    let places = 0..scores.len() as u32;
    places
        .zip(scores)
        .map(|(text, score)| Picked {
            text,
            customer: text,
            score: *score,
        })
        .collect()
}

fn one(picked: &[Picked], mentions: Vec<u32>) -> ThemeFigures {
    themes(
        picked,
        &[mentions],
        Some(Metric::Nps),
        &[Agreement::default()],
        None,
    )
    .remove(0)
}

#[test]
fn the_gain_is_the_nps_without_the_theme_minus_that_of_all() {
    // 20 mention it: 15 detractors, 5 passives. 80 don't: 40 promoters, 30 passives, 10 detractors.
    let mut scores = vec![3; 15];
    scores.extend(vec![7; 5]);
    scores.extend(vec![9; 40]);
    scores.extend(vec![8; 30]);
    scores.extend(vec![0; 10]);
    let picked = scored(&scores);
    let theme = one(&picked, (0..20).collect());
    assert_eq!(
        (theme.comments, theme.customers, theme.sides),
        (20, 20, [15, 5, 0])
    );
    // All: 40 − 25 = 15. Without: 50 − 12.5 = 37.5.
    let gain = theme.gain.expect("a gain");
    assert!((gain.value - 22.5).abs() < 1e-9, "{}", gain.value);
    // √((s² + s_A²(1/p_A − 2))/n) with s² = 6275, s_A² = 4843.75, p_A = 0.8.
    let se = ((6275.0 + 4843.75 * (1.0 / 0.8 - 2.0)) / 100.0_f64).sqrt();
    assert!((gain.se - se).abs() < 1e-9, "{} {se}", gain.se);
    assert_eq!(theme.effect, Some(Effect::Costs));
    assert!((theme.mean_score.unwrap() - 4.0).abs() < 1e-9);
    let share = theme.share.unwrap();
    assert!((share.value - 0.2).abs() < 1e-12 && share.n == 100);
    // Those who don't mention it are the other side of the same coin.
    let others = one(&picked, (20..100).collect());
    assert_eq!(others.effect, Some(Effect::Lifts));
}

#[test]
fn few_comments_give_no_number() {
    let picked = scored(&[vec![9; 40], vec![1; 40]].concat());
    let effect = |mentions: Vec<u32>| {
        let theme = one(&picked, mentions);
        (theme.effect.unwrap(), theme.gain.is_some())
    };
    assert_eq!(effect((40..44).collect()), (Effect::TooFew, false));
    assert_eq!(effect((40..49).collect()), (Effect::Few, true));
    assert_eq!(effect((0..76).collect()), (Effect::TooFew, false));
    assert_eq!(effect(Vec::new()), (Effect::TooFew, false));
    let few = scored(&[vec![9; 12], vec![1; 12]].concat());
    assert_eq!(one(&few, (12..24).collect()).effect, Some(Effect::Few));
    assert_eq!(one(&[], Vec::new()).share, None);
}

#[test]
fn customers_are_counted_once() {
    let mut picked = scored(&[9; 30]);
    for one in &mut picked[..10] {
        one.customer = 0;
    }
    let theme = one(&picked, (0..12).collect());
    assert_eq!((theme.comments, theme.customers), (12, 3));
    assert_eq!(theme.customer_share.unwrap().n, 21);
}

#[test]
fn many_themes_make_a_single_find_less_sure() {
    // Of those who mention it 17 of 24 are detractors, in a crowd of half and half.
    let picked = scored(&[vec![9; 60], vec![1; 60]].concat());
    let weak: Vec<u32> = (53..60).chain(60..77).collect();
    let alone = one(&picked, weak.clone());
    assert_eq!(alone.effect, Some(Effect::Costs));
    let none: Vec<u32> = (0..10).chain(60..70).collect();
    let mut many = vec![none; 29];
    many.push(weak);
    let agreement = vec![Agreement::default(); 30];
    let judged = themes(&picked, &many, Some(Metric::Nps), &agreement, None);
    assert_eq!(judged[29].effect, Some(Effect::Chance));
    assert_eq!(judged[29].gain, alone.gain, "the figure itself stays");
}

#[test]
fn other_outcomes_have_a_mean_and_no_points() {
    let picked = scored(&[1, 2, 4, 5, 5]);
    let metric = Some(Metric::Csat);
    let theme = themes(
        &picked,
        &[vec![0, 1, 2]],
        metric,
        &[Agreement::default()],
        None,
    )
    .remove(0);
    assert_eq!((theme.gain, theme.effect), (None, None));
    assert_eq!(theme.sides, [2, 0, 1]);
    assert!((theme.figure.unwrap().value.unwrap() - 1.0 / 3.0).abs() < 1e-12);
}

#[test]
fn missing_scores_count_as_comments_only() {
    let mut scores = vec![9; 30];
    scores.extend([code::BLANK, code::DONT_KNOW, code::NOT_ASKED]);
    let theme = one(&scored(&scores), (25..33).collect());
    assert_eq!((theme.comments, theme.sides), (8, [0, 0, 5]));
    assert_eq!(theme.figure.unwrap().n, 5);
}

proptest! {
    #[test]
    fn gains_of_a_theme_and_of_its_opposite_share_the_difference(
        scores in prop::collection::vec(0_u8..=10, 10..60),
        split in 5_usize..30,
    ) {
        let picked = scored(&scores);
        let split = split.min(scores.len() - 5) as u32;
        let all = scores.len() as u32;
        let with = one(&picked, (0..split).collect());
        let without = one(&picked, (split..all).collect());
        if let (Some(with), Some(without)) = (with.gain, without.gain) {
            // p·(A − B) and (1 − p)·(B − A).
            let p = f64::from(split) / f64::from(all);
            prop_assert!((with.value * (1.0 - p) + without.value * p).abs() < 1e-9);
        }
    }

    #[test]
    fn nothing_is_ever_not_a_number(scores in prop::collection::vec(0_u8..15, 0..40), every in 1_u32..6) {
        let picked = scored(&scores);
        let mentions: Vec<u32> = (0..scores.len() as u32).filter(|t| t % every == 0).collect();
        let theme = one(&picked, mentions);
        if let Some(gain) = theme.gain {
            prop_assert!(gain.value.is_finite() && gain.se.is_finite() && gain.se >= 0.0);
        }
        prop_assert!(theme.mean_score.is_none_or(f64::is_finite));
        prop_assert!(theme.comments >= theme.customers);
    }

    #[test]
    fn the_order_of_comments_changes_nothing(scores in prop::collection::vec(0_u8..=10, 12..40)) {
        let picked = scored(&scores);
        let half: Vec<u32> = (0..scores.len() as u32 / 2).collect();
        let here = one(&picked, half.clone());
        let mut turned = picked.clone();
        turned.reverse();
        let there = one(&turned, half);
        prop_assert_eq!(here.effect, there.effect);
        prop_assert_eq!(here.sides, there.sides);
        if let (Some(a), Some(b)) = (here.gain, there.gain) {
            prop_assert!((a.value - b.value).abs() < 1e-9 && (a.se - b.se).abs() < 1e-9);
        }
    }
}
