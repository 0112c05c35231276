//! Tests of the words that set groups apart. Reference values: the formula of Monroe et al. in
//! Python (checked against the program FightingWords) and the R package tidylo, on the counts of
//! 1,675 words in 2,264 reviews; twelve of the words are given here, the others as one lump and a
//! filling that keeps both the totals and the number of words.

use super::*;
use proptest::prelude::*;

/// Times used in favourable and in unfavourable reviews.
const WORDS: [(&str, u64, u64); 12] = [
    ("good", 556, 471),
    ("excellent", 197, 106),
    ("no", 216, 905),
    ("poor", 37, 277),
    ("worst", 7, 121),
    ("and", 2837, 4380),
    ("not", 436, 1099),
    ("clean", 194, 172),
    ("i", 650, 1626),
    ("to", 1451, 3228),
    ("dirty", 8, 121),
    ("wines", 55, 33),
];

fn word((a, b): (u64, u64)) -> Word {
    Word {
        a,
        b,
        people_a: a,
        people_b: b,
    }
}

fn reviews() -> Vec<Word> {
    let mut words: Vec<Word> = WORDS.iter().map(|&(_, a, b)| word((a, b))).collect();
    words.extend(vec![word((5, 10)); 1675 - 13]);
    let left = |total: u64, side: fn(&Word) -> u64| total - words.iter().map(side).sum::<u64>();
    let lump = word((left(60_018, |w| w.a), left(113_173, |w| w.b)));
    words.push(lump);
    words
}

fn with(prior: Prior) -> Settings {
    Settings {
        prior,
        ..Settings::default()
    }
}

#[track_caller]
fn close(got: f64, want: f64) {
    assert!(
        (got - want).abs() <= 1e-9 * want.abs().max(1.0),
        "got {got:.15}, want {want:.15}"
    );
}

/// Per prior: the place of a word, its log-odds, standard error and z.
type Reference = (Prior, [(usize, f64, f64, f64); 3]);

#[rustfmt::skip]
const REFERENCE: [Reference; 4] = [
    (Prior::Uninformative(0.01), [
        (0, 0.805_183_706_097_782_4, 0.062_622_887_011_031_75, 12.857_658_669_679_985),
        (4, -2.215_346_322_130_107, 0.388_480_542_893_315_35, -5.702_592_736_384_448),
        (11, 1.145_471_539_741_093_3, 0.220_164_400_723_677_57, 5.202_800_888_681_108),
    ]),
    (Prior::Informative(1000.0), [
        (1, 1.241_100_390_296_420_4, 0.119_633_787_932_152_49, 10.374_162_782_509_917),
        (2, -0.788_074_185_415_776, 0.074_780_082_603_634_03, -10.538_557_299_981_889),
        (5, 0.206_185_826_151_729_3, 0.023_948_724_604_441_873, 8.609_470_005_491_948),
    ]),
    (Prior::Informative(500.0), [
        (3, -1.363_597_969_162_96, 0.173_144_514_088_902_97, -7.875_490_461_469_692),
        (6, -0.290_490_306_438_984_55, 0.056_362_791_548_725_7, -5.153_937_526_104_528),
        (10, -2.044_465_449_864_668, 0.357_321_796_892_252_4, -5.721_636_540_636_676),
    ]),
    (Prior::EmpiricalBayes, [
        (7, 0.245_930_577_654_350_56, 0.060_369_283_126_386_71, 4.073_770_051_890_134),
        (8, -0.083_617_898_679_850_81, 0.024_454_904_028_165_098, -3.419_269_140_600_460_5),
        (9, -0.050_588_018_816_212_89, 0.017_017_707_051_629_045, -2.972_669_506_105_423),
    ]),
];

#[test]
fn log_odds_with_four_priors() {
    for (prior, want) in REFERENCE {
        let keys = keyness(&reviews(), &with(prior));
        assert_eq!(keys.len(), 1675);
        for (index, delta, se, z) in want {
            close(keys[index].delta, delta);
            close(keys[index].se, se);
            close(keys[index].z, z);
        }
    }
}

#[test]
fn one_group_against_all_text() {
    let high = reviews();
    let low: Vec<Word> = high.iter().map(swapped).collect();
    for (words, prior, index, delta, z) in [
        (
            &high,
            Prior::EmpiricalBayes,
            0,
            0.136_003_358_937_243,
            4.398_014_634_844_3,
        ),
        (
            &low,
            Prior::EmpiricalBayes,
            2,
            0.089_579_961_151_455_8,
            3.185_223_653_475_93,
        ),
        (
            &high,
            Prior::Uninformative(1.0),
            1,
            0.620_823_389_306_076,
            6.802_469_335_595_8,
        ),
        (
            &low,
            Prior::Uninformative(1.0),
            3,
            0.302_454_497_858_13,
            3.678_178_183_724_38,
        ),
    ] {
        let key = against_all(words, &with(prior), 2)[index];
        close(key.delta, delta);
        close(key.z, z);
    }
}

fn swapped(word: &Word) -> Word {
    Word {
        a: word.b,
        b: word.a,
        people_a: word.people_b,
        people_b: word.people_a,
    }
}

#[test]
fn rare_words_and_single_voices_are_left_out() {
    let words = [
        word((30, 40)),
        word((6, 3)),
        Word {
            people_a: 1,
            people_b: 0,
            ..word((20, 0))
        },
        word((7, 3)),
    ];
    let keys = keyness(&words, &Settings::default());
    let places: Vec<usize> = keys.iter().map(|key| key.index).collect();
    assert_eq!(places, [0, 3]);
    // The single voice counts in the total all the same.
    let without = keyness(&[words[0], words[3]], &Settings::default());
    assert!((keys[0].delta - without[0].delta).abs() > 1e-3);
    assert!(keys.iter().all(|key| key.p_adjusted >= key.p));
}

#[test]
fn too_little_text_has_no_words() {
    let one_sided = [word((20, 0)), word((30, 0))];
    for words in [
        &[][..],
        &[word((20, 20))],
        &one_sided,
        &[Word::default(); 3],
    ] {
        assert_eq!(keyness(words, &Settings::default()), []);
        assert_eq!(against_all(words, &Settings::default(), 2), []);
    }
    let anything = Settings {
        prior: Prior::Informative(500.0),
        min_count: 0,
        min_people: 0,
    };
    let keys = keyness(&[Word::default(), word((1, 0)), word((0, 1))], &anything);
    assert_eq!(keys.len(), 2);
    assert!(keys.iter().all(|key| key.z.is_finite()));
}

fn prior() -> impl Strategy<Value = Prior> {
    prop_oneof![
        (0.001_f64..2.0).prop_map(Prior::Uninformative),
        (1.0_f64..2000.0).prop_map(Prior::Informative),
        Just(Prior::EmpiricalBayes),
    ]
}

proptest! {
    #[test]
    fn swapping_the_groups_turns_every_sign(
        words in prop::collection::vec((0_u64..60, 0_u64..60).prop_map(word), 0..60),
        prior in prior(),
    ) {
        let other: Vec<Word> = words.iter().map(swapped).collect();
        let (keys, turned) = (keyness(&words, &with(prior)), keyness(&other, &with(prior)));
        prop_assert_eq!(keys.len(), turned.len());
        for (key, turned) in keys.iter().zip(turned) {
            prop_assert_eq!(key.index, turned.index);
            prop_assert!((key.delta + turned.delta).abs() < 1e-12);
            prop_assert!((key.se - turned.se).abs() < 1e-12);
            prop_assert!((key.p_adjusted - turned.p_adjusted).abs() < 1e-9);
            prop_assert!(key.delta.is_finite() && key.se > 0.0);
        }
    }

    #[test]
    fn order_of_words_is_nothing(
        words in prop::collection::vec((0_u64..60, 0_u64..60).prop_map(word), 2..60),
        prior in prior(),
    ) {
        let reversed: Vec<Word> = words.iter().rev().copied().collect();
        let last = words.len() - 1;
        let mut back = keyness(&reversed, &with(prior));
        back.reverse();
        for (key, back) in keyness(&words, &with(prior)).iter().zip(back) {
            prop_assert_eq!(key.index, last - back.index);
            prop_assert!((key.z - back.z).abs() < 1e-12);
        }
    }

    #[test]
    fn more_use_in_a_group_pulls_towards_it(a in 10_u64..500, b in 10_u64..500) {
        let rest = word((5000, 5000));
        let once = keyness(&[word((a, b)), rest], &Settings::default())[0].delta;
        let more = keyness(&[word((a + 10, b)), rest], &Settings::default())[0].delta;
        prop_assert!(more > once);
    }
}
