//! Tests of proportional odds against R's `ordinal::clm` and at the edges.

use super::*;
use proptest::prelude::*;

const DRIVERS: [&str; 7] = [
    "career_advancement",
    "motivation_learning",
    "increase_reproducibility",
    "professional_recognition",
    "improve_coding_practice",
    "research_productivity",
    "increase_confidence",
];
const NPS: [f64; 3] = [-100.0, 0.0, 100.0];

/// Complete answers of the Carpentries' survey (CC BY 4.0): detractor 0, passive 1, promoter 2.
fn carpentries() -> (Vec<u8>, Vec<Vec<f64>>) {
    let file = include_str!("../../../../samples/carpentries_longterm.csv");
    let mut lines = file.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let (mut levels, mut columns) = (Vec::new(), vec![Vec::new(); DRIVERS.len()]);
    for line in lines {
        // Only text before the columns read here may be quoted with a comma.
        let mut fields = Vec::new();
        let mut quoted = false;
        let mut field = String::new();
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => fields.push(std::mem::take(&mut field)),
                _ => field.push(c),
            }
        }
        fields.push(field);
        let number = |name: &str| fields[at(name)].parse::<f64>().ok();
        let drivers: Option<Vec<f64>> = DRIVERS.iter().map(|name| number(name)).collect();
        if let (Some(score), Some(drivers)) = (number("recommend"), drivers) {
            levels.push(u8::from(score >= 7.0) + u8::from(score >= 9.0));
            for (column, value) in columns.iter_mut().zip(drivers) {
                column.push(value);
            }
        }
    }
    (levels, columns)
}

#[track_caller]
fn close(got: f64, want: f64) {
    assert!(
        (got - want).abs() <= 1e-6 * want.abs().max(1e-3),
        "{got} is not {want}"
    );
}

#[test]
fn carpentries_as_clm_fits_it() {
    let (levels, columns) = carpentries();
    assert_eq!(levels.len(), 611);
    let fit = Design::new(&levels, &columns, None).unwrap().fit().unwrap();
    for (got, want) in fit
        .thresholds
        .iter()
        .zip([3.247_305_809_905_21, 5.131_631_363_631_15])
    {
        close(*got, want);
    }
    let beta = [
        0.093_194_752_876_116_5,
        0.232_710_432_654_709,
        0.169_090_118_407_965,
        0.126_921_841_949_467,
        0.096_490_207_533_535,
        0.427_457_984_197_845,
        0.331_429_956_963_634,
    ];
    for (got, want) in fit.beta.iter().zip(beta) {
        close(*got, want);
    }
    let se = [
        0.524_678_303_128_621,
        0.550_846_477_150_603,
        0.133_618_688_161_6,
        0.130_192_942_889_99,
        0.132_215_448_290_963,
        0.109_374_716_424_433,
        0.132_075_508_496_72,
        0.144_054_061_944_672,
        0.132_676_536_710_922,
    ];
    for (got, want) in fit.se.iter().zip(se) {
        close(*got, want);
    }
    close(fit.loglik, -503.442_577_080_138);
    assert_eq!(fit.aliased, [false; 7]);
}

#[test]
fn proportional_odds_as_clm_tests_it() {
    let (levels, columns) = carpentries();
    let design = Design::new(&levels, &columns, None).unwrap();
    let fit = design.fit().unwrap();
    let expected = [
        (4.101_331_149_927_89, 0.042_849_464_469_015_3),
        (0.288_079_824_340_23, 0.591_453_659_609_703),
        (3.040_973_873_723_6, 0.081_187_197_027_376_8),
        (0.492_178_934_826_711, 0.482_956_938_270_934),
        (5.352_309_409_351_96, 0.020_694_842_412_813_2),
        (8.429_149_297_148_11, 0.003_692_530_580_919_93),
        (6.685_840_245_767_28, 0.009_718_170_541_830_85),
    ];
    for (driver, (statistic, p)) in expected.into_iter().enumerate() {
        let test = nominal_test(&design, &fit, driver).unwrap();
        assert_eq!(test.df, 1);
        close(test.statistic, statistic);
        close(test.p, p);
    }
}

/// Every answer moved by a rule.
fn moved(driver: usize, column: &[f64], rule: impl Fn(f64) -> f64) -> Move {
    Move {
        driver,
        by: column.iter().map(|&x| rule(x) - x).collect(),
    }
}

/// Per driver: gain and standard error of "below 4 becomes 4", "+1, at most 5", "below 3 becomes
/// 3", as R predicts them.
const LIFTS: [[f64; 6]; 7] = [
    [
        1.568_195_592_397_61,
        2.270_007_579_819_84,
        2.391_428_157_058_45,
        3.401_068_688_334_8,
        0.420_612_766_252_653,
        0.609_617_152_682_988,
    ],
    [
        1.531_375_288_173_71,
        0.866_036_680_699_881,
        4.845_131_060_352_91,
        2.673_118_340_571_17,
        0.416_010_068_994_765,
        0.227_520_462_337_379,
    ],
    [
        3.547_434_808_441_55,
        2.817_854_088_675_49,
        4.315_390_671_449_53,
        3.329_827_921_734_84,
        0.773_051_047_650_064,
        0.622_602_471_542_111,
    ],
    [
        4.845_519_511_807_84,
        4.170_173_462_236_82,
        3.575_135_062_633_05,
        3.037_860_214_338_83,
        1.797_100_671_263_28,
        1.575_340_826_607_61,
    ],
    [
        1.497_143_671_148_14,
        2.073_459_818_606_46,
        2.466_578_139_154_14,
        3.347_748_769_033_39,
        0.442_398_688_248_24,
        0.613_996_414_811_287,
    ],
    [
        9.643_685_313_463_54,
        3.301_977_594_916_54,
        11.098_763_348_683_6,
        3.507_954_815_103_43,
        2.501_428_059_698_16,
        0.890_248_799_007_353,
    ],
    [
        4.731_440_768_356_29,
        1.951_632_822_649_8,
        8.097_033_511_827_25,
        3.126_946_129_570_6,
        0.968_576_981_780_878,
        0.401_400_400_885_276,
    ],
];

#[test]
fn what_if_as_predicted_from_clm() {
    let (levels, columns) = carpentries();
    let design = Design::new(&levels, &columns, None).unwrap();
    let fit = design.fit().unwrap();
    let predictor = Predictor::new(&design, &NPS);
    let rules: [fn(f64) -> f64; 3] = [|x| x.max(4.0), |x| (x + 1.0).min(5.0), |x| x.max(3.0)];
    for (driver, expected) in LIFTS.into_iter().enumerate() {
        for (rule, expected) in rules.iter().zip(expected.chunks(2)) {
            let one = moved(driver, &columns[driver], rule);
            let told = predictor.what_if(&fit, &[&one]);
            close(told.before, 42.297_691_757_449_9);
            close(told.gain, expected[0]);
            close(told.se, expected[1]);
            // The same, in the parts that resampling uses.
            let ones = vec![1.0; levels.len()];
            close(
                predictor.gains(&fit.inner, &ones, std::slice::from_ref(&one))[0],
                expected[0],
            );
            let each = predictor.gain_of_each(&fit, &one);
            close(each.iter().sum::<f64>() / each.len() as f64, expected[0]);
        }
    }
    let all: Vec<Move> = (0..7)
        .map(|driver| moved(driver, &columns[driver], rules[0]))
        .collect();
    let all: Vec<&Move> = all.iter().collect();
    close(predictor.what_if(&fit, &all).after, 68.779_898_368_411_7);
}

/// Levels and two drivers of a few people.
fn few() -> (Vec<u8>, Vec<Vec<f64>>) {
    let levels = vec![0, 1, 2, 0, 1, 2, 2, 1, 0, 2, 1, 0];
    let first = vec![1., 2., 4., 3., 3., 5., 2., 4., 2., 3., 5., 1.];
    let second = vec![3., 1., 4., 1., 5., 2., 3., 5., 2., 1., 4., 4.];
    (levels, vec![first, second])
}

#[test]
fn weights_count_people() {
    let (levels, columns) = few();
    let weights: Vec<f64> = (0..12).map(|person| f64::from(person % 4)).collect();
    let weighted = Design::new(&levels, &columns, Some(&weights))
        .unwrap()
        .fit()
        .unwrap();
    let repeat = |column: &[f64]| -> Vec<f64> {
        let people = column.iter().zip(&weights);
        people
            .flat_map(|(&x, &times)| std::iter::repeat_n(x, times as usize))
            .collect()
    };
    let levels: Vec<f64> = levels.iter().map(|&level| f64::from(level)).collect();
    let levels: Vec<u8> = repeat(&levels).iter().map(|&level| level as u8).collect();
    let columns: Vec<Vec<f64>> = columns.iter().map(|column| repeat(column)).collect();
    let repeated = Design::new(&levels, &columns, None).unwrap().fit().unwrap();
    for (got, want) in weighted.beta.iter().zip(&repeated.beta) {
        close(*got, *want);
    }
    for (got, want) in weighted.se.iter().zip(&repeated.se) {
        close(*got, *want);
    }
}

#[test]
fn two_levels_are_logistic_regression() {
    // One yes/no driver: the odds ratio of the table 30, 10 / 20, 40.
    let mut levels = Vec::new();
    let mut driver = Vec::new();
    for (level, x, times) in [(0, 0., 30), (1, 0., 10), (0, 1., 20), (1, 1., 40)] {
        levels.extend(std::iter::repeat_n(level, times));
        driver.extend(std::iter::repeat_n(x, times));
    }
    let design = Design::new(&levels, &[driver], None).unwrap();
    let fit = design.fit().unwrap();
    close(fit.beta[0], 6.0_f64.ln());
    close(fit.thresholds[0], 3.0_f64.ln());
    close(
        fit.se[1],
        (1.0 / 30. + 1.0 / 10. + 1.0 / 20. + 1.0 / 40_f64).sqrt(),
    );
    assert_eq!(nominal_test(&design, &fit, 0), None);
}

#[test]
fn drivers_that_others_determine_are_left_out() {
    let (levels, mut columns) = few();
    let plain = Design::new(&levels, &columns, None).unwrap().fit().unwrap();
    columns.push(columns[0].iter().map(|x| 7.0 - 2.0 * x).collect());
    columns.push(vec![3.0; 12]);
    columns.push(
        columns[0]
            .iter()
            .zip(&columns[1])
            .map(|(a, b)| a + b)
            .collect(),
    );
    let design = Design::new(&levels, &columns, None).unwrap();
    let fit = design.fit().unwrap();
    assert_eq!(fit.aliased, [false, false, true, true, true]);
    assert_eq!(fit.beta[2..], [0.0; 3]);
    for (got, want) in fit.beta.iter().zip(&plain.beta) {
        close(*got, *want);
    }
    let one = moved(2, &columns[2], |x| x + 1.0);
    assert!(
        Predictor::new(&design, &NPS)
            .what_if(&fit, &[&one])
            .gain
            .abs()
            < 1e-12
    );
    assert_eq!(nominal_test(&design, &fit, 2), None);
}

#[test]
fn no_model_without_levels_or_when_separated() {
    let problem = |levels: &[u8], column: &[f64]| {
        Design::new(levels, &[column.to_vec()], None)
            .and_then(|design| design.fit())
            .err()
    };
    assert_eq!(problem(&[], &[]), Some(Problem::OneLevel));
    assert_eq!(problem(&[1, 1, 1], &[1., 2., 3.]), Some(Problem::OneLevel));
    // The driver tells the level without fail, or all but one tie.
    assert_eq!(
        problem(&[0, 0, 1, 1], &[1., 2., 3., 4.]),
        Some(Problem::Separated)
    );
    assert_eq!(
        problem(&[0, 0, 1, 1], &[1., 2., 2., 4.]),
        Some(Problem::Separated)
    );
    assert_eq!(problem(&[0, 1], &[1., 2.]), Some(Problem::Separated));
    // Nothing to tell by: thresholds alone.
    assert_eq!(problem(&[0, 1, 2], &[1., 1., 1.]), None);
}

#[test]
fn empty_levels_are_dropped() {
    let (levels, columns) = few();
    let spread: Vec<u8> = levels.iter().map(|level| level * 4 + 1).collect();
    let plain = Design::new(&levels, &columns, None).unwrap().fit().unwrap();
    let fit = Design::new(&spread, &columns, None).unwrap().fit().unwrap();
    assert_eq!((fit.thresholds, fit.beta), (plain.thresholds, plain.beta));
}

fn people() -> impl Strategy<Value = (Vec<u8>, Vec<Vec<f64>>)> {
    prop::collection::vec((0_u8..3, 1_u8..=5, 1_u8..=5), 40..120).prop_map(|people| {
        let levels = people.iter().map(|person| person.0).collect();
        let first = people.iter().map(|person| f64::from(person.1)).collect();
        let second = people.iter().map(|person| f64::from(person.2)).collect();
        (levels, vec![first, second])
    })
}

proptest! {
    #[test]
    fn reversing_a_driver_reverses_its_coefficient((levels, columns) in people()) {
        let reversed = vec![columns[0].iter().map(|x| 6.0 - x).collect(), columns[1].clone()];
        let fit = |columns: &[Vec<f64>]| Design::new(&levels, columns, None).and_then(|d| d.fit());
        if let (Ok(fit), Ok(other)) = (fit(&columns), fit(&reversed)) {
            prop_assert!((fit.beta[0] + other.beta[0]).abs() < 1e-6);
            prop_assert!((fit.beta[1] - other.beta[1]).abs() < 1e-6);
            prop_assert!((fit.loglik - other.loglik).abs() < 1e-6);
            prop_assert!((fit.se[2] - other.se[2]).abs() < 1e-6);
        }
    }

    #[test]
    fn everybody_twice_keeps_the_model((levels, columns) in people()) {
        let twice = |column: &[f64]| [column, column].concat();
        let doubled: Vec<Vec<f64>> = columns.iter().map(|column| twice(column)).collect();
        let both = (
            Design::new(&levels, &columns, None).and_then(|design| design.fit()),
            Design::new(&[&levels[..], &levels[..]].concat(), &doubled, None)
                .and_then(|design| design.fit()),
        );
        if let (Ok(once), Ok(twice)) = both {
            for (a, b) in once.beta.iter().zip(&twice.beta) {
                prop_assert!((a - b).abs() < 1e-6);
            }
            for (a, b) in once.se.iter().zip(&twice.se) {
                prop_assert!((a - b * 2_f64.sqrt()).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn a_refit_with_the_same_weights_stays((levels, columns) in people()) {
        let design = Design::new(&levels, &columns, None).unwrap();
        if let Ok(fit) = design.fit() {
            let again = design.refit(&vec![1.0; levels.len()], &fit).unwrap();
            for (a, b) in again.iter().zip(&fit.inner) {
                prop_assert!((a - b).abs() < 1e-6);
            }
            // At the maximum the scores cancel.
            let m = design.parameters();
            let scores = design.scores(&fit);
            for parameter in 0..m {
                let sum: f64 = scores.chunks(m).map(|row| row[parameter]).sum();
                prop_assert!(sum.abs() < 1e-4, "{sum}");
            }
        }
    }
}
