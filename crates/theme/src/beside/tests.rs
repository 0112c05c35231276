//! Themes side by side, on answers made up here.

use super::*;

fn picked(texts: std::ops::Range<u32>, score: u8) -> Vec<Picked> {
    let one = |text| Picked {
        text,
        customer: text,
        score,
    };
    texts.map(one).collect()
}

#[test]
fn a_theme_of_few_is_hidden_on_its_side_with_what_is_left() {
    let all = picked(0..40, 9);
    let texts = |n: u32| (0..n).collect::<Vec<u32>>();
    for (n, least, hidden) in [
        (4, 5, true),
        (4, 1, false),
        (5, 5, false),
        (36, 5, true),
        (35, 5, false),
        (0, 5, false),
        (40, 5, false),
    ] {
        let (side, counts) = side(
            &all,
            &texts(n),
            (Some(Metric::Nps), Privacy::at_least(least)),
            &Writers::default(),
        );
        assert_eq!(side.hidden, hidden, "{n} of 40, at least {least}");
        if hidden {
            assert_eq!((side.comments, side.share, side.figure), (0, None, None));
            assert_eq!(counts.answered().n, 0);
        } else {
            assert_eq!(side.comments, u64::from(n));
            assert_eq!(side.figure.is_some(), n > 0);
        }
    }
}

#[test]
fn a_figure_of_few_scores_is_hidden_though_the_share_is_not() {
    let mut all = picked(0..20, code::BLANK);
    all.extend(picked(20..40, 9));
    let texts: Vec<u32> = (10..23).collect();
    let by = (Some(Metric::Nps), Privacy::at_least(5));
    let (side, _) = side(&all, &texts, by, &Writers::default());
    assert_eq!((side.comments, side.hidden), (13, false));
    assert!(side.share.is_some() && side.figure.is_none());
}

#[test]
fn one_difference_among_many_is_taken_back() {
    let change = |p: f64| Change {
        difference: 0.1,
        ci95: [0.01, 0.2],
        p,
        verdict: Verdict::Rose,
    };
    let mut alone = [change(0.03)];
    judge(alone.iter_mut());
    assert_eq!(alone[0].verdict, Verdict::Rose);
    let mut many: Vec<Change> = std::iter::once(0.03).chain([0.6; 9]).map(change).collect();
    judge(many.iter_mut());
    assert_eq!(many[0].verdict, Verdict::NotMoreThanChance);
    // What can't be told is neither judged nor counted.
    let few = Verdict::TooFew { need: 3 };
    let mut mixed = vec![change(0.03)];
    mixed.extend((0..9).map(|_| Change {
        verdict: few,
        ..change(0.6)
    }));
    judge(mixed.iter_mut());
    assert_eq!((mixed[0].verdict, mixed[1].verdict), (Verdict::Rose, few));
}

#[test]
fn each_side_has_its_own_words_and_customers() {
    let texts: Vec<String> = (0..80)
        .map(|at| {
            let word = if at < 40 { "invoice" } else { "waiting" };
            format!("the {word} was strange number{at}")
        })
        .collect();
    let corpus = Corpus::read(texts.iter().map(|text| (text.as_str(), None)));
    // The same numbers for other customers on the other side.
    let side = |texts: std::ops::Range<u32>| -> Vec<Picked> {
        let one = |text| Picked {
            text,
            customer: text % 40,
            score: 9,
        };
        texts.map(one).collect()
    };
    let (here, there) = (side(40..80), side(0..40));
    let [more, less] = apart(&corpus, [&here, &there], &Options::default());
    let word = |all: &[Said], term: &str| all.iter().find(|said| said.term == term).cloned();
    let waiting = word(&more, "waiting").expect("said here");
    assert_eq!((waiting.own, waiting.other), (40, Some(0)));
    let invoice = word(&less, "invoice").expect("said there");
    assert_eq!((invoice.own, invoice.other), (40, Some(0)));
    assert!(word(&more, "invoice").is_none() && word(&more, "strange").is_none());
}
