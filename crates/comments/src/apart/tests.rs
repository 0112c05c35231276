//! What sets groups apart, against published figures.
#![allow(clippy::unreadable_literal, reason = "figures as they were published")]

use proptest::prelude::*;

use super::*;

/// Counts of words in reviews of airport lounges, by those who recommend the lounge (high) and
/// those who don't, with delta and z of the log-odds ratio at alpha0 = 500: computed with `NumPy`.
/// The vocabulary has 60,018 words of the high group and 113,173 of the low group.
const REVIEWS: [(&str, u64, u64, f64, f64); 8] = [
    ("good", 556, 471, 0.8004394624861257, 12.819127349176537),
    (
        "excellent",
        197,
        106,
        1.2486961060919874,
        10.402027883356986,
    ),
    ("and", 2837, 4380, 0.2075452419066055, 8.639137737357913),
    ("spacious", 103, 80, 0.8826248390170912, 5.940244206423034),
    ("no", 216, 905, -0.7953620934185404, -10.569819234725342),
    ("poor", 37, 277, -1.36359796916296, -7.875490461469692),
    ("not", 436, 1099, -0.29049030643898455, -5.153937526104528),
    ("expect", 9, 70, -1.39957842247353, -3.997093925816728),
];
const TOTAL: (u64, u64) = (60_018, 113_173);

fn message(customer: u32, group: Group, text: &str) -> Message<'_> {
    Message {
        customer,
        group,
        text,
        language: Some(Language::En),
    }
}

#[test]
fn published_figures_come_out() {
    // Everything else is one word, so that the totals are those of the reviews.
    let text = |group: Group| {
        let mut words = Vec::new();
        let (mut rest, mut add) = (
            if group == Group::High {
                TOTAL.0
            } else {
                TOTAL.1
            },
            |word: &str, count: u64| words.extend((0..count).map(|_| word.to_owned())),
        );
        for (word, high, low, _, _) in REVIEWS {
            let count = if group == Group::High { high } else { low };
            rest -= count;
            add(word, count);
        }
        add("lounge", rest);
        words
    };
    let (high, low) = (text(Group::High), text(Group::Low));
    let of = |group: Group| move |(index, word)| message(index as u32, group, word);
    let high = high.iter().map(String::as_str).enumerate();
    let low = low.iter().map(String::as_str).enumerate();
    let messages: Vec<Message<'_>> = high
        .map(of(Group::High))
        .chain(low.map(of(Group::Low)))
        .collect();
    let apart = words_apart(&messages, &Options::default());
    assert_eq!((apart.tokens_high, apart.tokens_low), TOTAL);
    for (word, high, low, delta, z) in REVIEWS {
        let mut terms = apart.low.iter().chain(&apart.high);
        let term = terms.find(|term| term.term == word).expect(word);
        assert_eq!((term.high, term.low), (high, low), "{word}");
        assert!((term.delta - delta).abs() < 1e-9, "{word}: {}", term.delta);
        assert!((term.z - z).abs() < 1e-8, "{word}: {}", term.z);
    }
}

#[test]
fn a_word_used_often_by_one_person_is_not_shown() {
    let loud = "invoice ".repeat(30);
    let mut messages = vec![message(0, Group::Low, &loud)];
    for customer in 1..40 {
        messages.push(message(customer, Group::Low, "slow and late, late again"));
        messages.push(message(100 + customer, Group::High, "quick and friendly"));
    }
    let apart = words_apart(&messages, &Options::default());
    let low: Vec<&str> = apart.low.iter().map(|term| term.term.as_str()).collect();
    assert!(low.contains(&"slow") && low.contains(&"late"), "{low:?}");
    assert!(!low.contains(&"invoice"), "{low:?}");
    let late = apart.low.iter().find(|term| term.term == "late");
    let late = late.expect("shown");
    assert_eq!((late.low, late.customers_low), (78, 39));
    assert_eq!(
        (apart.n_low, apart.customers_low, apart.n_high),
        (40, 40, 39)
    );
}

#[test]
fn phrases_keep_their_negation_and_end_with_the_sentence() {
    let mut messages = Vec::new();
    for customer in 0..30 {
        messages.push(message(customer, Group::Low, "Niet goed bereikbaar. Duur"));
        messages.push(message(50 + customer, Group::High, "Goed bereikbaar, snel"));
    }
    let options = Options {
        alpha0: 10.0,
        ..Options::default()
    };
    let apart = words_apart(&messages, &options);
    let phrases = |terms: &[Term]| -> Vec<String> {
        let phrases = terms.iter().filter(|term| term.kind == TermKind::Phrase);
        phrases.map(|term| term.term.clone()).collect()
    };
    assert_eq!(phrases(&apart.low), ["niet goed bereikbaar"]);
    assert!(apart.low.iter().any(|term| term.term == "niet"));
}

#[test]
fn phrases_take_no_words_place() {
    let (low, high) = ("slow and late and rude", "quick but kind but dear");
    let mut messages = Vec::new();
    for customer in 0..40 {
        messages.push(message(customer, Group::Low, low));
        messages.push(message(50 + customer, Group::High, high));
    }
    let kinds = |most: usize| {
        let options = Options { most, ..small() };
        let low = words_apart(&messages, &options).low;
        let words = low.iter().filter(|term| term.kind == TermKind::Word);
        (words.count(), low.len())
    };
    let (words, all) = kinds(usize::MAX);
    assert!(words == 4 && all > 5, "{words} {all}");
    assert_eq!(kinds(4), (4, all.min(8)));
    assert_eq!(kinds(1), (1, 2));
}

#[test]
fn nothing_to_compare_sets_nothing_apart() {
    let one_side = [
        message(1, Group::Low, "slow slow slow"),
        message(2, Group::Other, "fast"),
    ];
    for messages in [&[][..], &one_side] {
        let apart = words_apart(messages, &Options::default());
        assert!(apart.low.is_empty() && apart.high.is_empty());
        assert_eq!(apart.n_high, 0);
    }
}

fn texts() -> impl Strategy<Value = Vec<(u32, bool, String)>> {
    prop::collection::vec((0..6_u32, any::<bool>(), "[a-c .]{0,12}"), 0..30)
}

fn small() -> Options {
    Options {
        min_count: 2,
        min_customers: 1,
        level: 1.0,
        ..Options::default()
    }
}

fn apart_of(texts: &[(u32, bool, String)], swap: bool) -> WordsApart {
    let group = |low: bool| {
        if low == swap { Group::High } else { Group::Low }
    };
    let messages: Vec<Message<'_>> = texts
        .iter()
        .map(|(customer, low, text)| message(*customer, group(*low), text))
        .collect();
    words_apart(&messages, &small())
}

proptest! {
    #[test]
    fn the_order_of_comments_changes_nothing(texts in texts(), seed in 0_usize..50) {
        let mut shuffled = texts.clone();
        let places = shuffled.len().max(1);
        shuffled.rotate_left(seed % places);
        shuffled.reverse();
        prop_assert_eq!(apart_of(&texts, false), apart_of(&shuffled, false));
    }

    #[test]
    fn exchanging_the_groups_exchanges_the_lists(texts in texts()) {
        let (here, there) = (apart_of(&texts, false), apart_of(&texts, true));
        prop_assert_eq!((here.n_low, here.tokens_high), (there.n_high, there.tokens_low));
        prop_assert_eq!(here.vocabulary, there.vocabulary);
        let lists = [(&here.low, &there.high), (&here.high, &there.low)];
        for (ours, theirs) in lists {
            for term in ours.iter().filter(|term| term.delta.abs() > 1e-9) {
                let other = theirs.iter().find(|other| other.term == term.term);
                prop_assert!(other.is_some_and(|other| (other.z + term.z).abs() < 1e-9));
            }
        }
    }

    #[test]
    fn customers_are_never_more_than_occurrences(texts in texts()) {
        let apart = apart_of(&texts, false);
        for term in apart.low.iter().chain(&apart.high) {
            prop_assert!(term.customers_low <= term.low.min(6));
            prop_assert!(term.customers_high <= term.high.min(6));
            prop_assert!(term.z.is_finite() && term.delta.is_finite());
        }
    }
}
