//! Tests of the control charts. Reference values: the R package qcc 2.7 (with R 4.2.2) on series
//! from Montgomery's textbook and on public counts of an airport; Laney's p′ as he describes it.

use super::*;
use crate::Tally;
use crate::nps::Classes;
use crate::share::Count;
use proptest::prelude::*;

const ROOM: f64 = 1e-9;

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() <= ROOM, "got {got:.15}, want {want:.15}");
}

fn counts(hits: &[u64], all: u64) -> Vec<Count> {
    hits.iter()
        .map(|&hits| Count {
            hits: hits.into(),
            all: all.into(),
        })
        .collect()
}

/// Satisfied (4 and 5) and all answers to "the airport as a whole", 2010–2018.
const SATISFIED: [(u64, u64); 9] = [
    (2333, 3093),
    (2785, 3694),
    (2638, 3348),
    (2643, 3334),
    (2111, 2677),
    (2248, 2810),
    (2364, 2919),
    (2206, 2688),
    (2059, 2625),
];

fn satisfied() -> Vec<Count> {
    SATISFIED
        .iter()
        .map(|&(hits, all)| Count {
            hits: hits.into(),
            all: all.into(),
        })
        .collect()
}

/// Cans out of 50 in 30 samples; samples 15 and 23 were found to have a cause.
const CANS: [u64; 30] = [
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12,
    7, 13, 9, 6,
];

#[test]
fn p_chart() {
    let chart = |cans: &[u64]| {
        let series = Series::shares(&counts(cans, 50), Baseline::All).unwrap();
        (series.centre, series.chart())
    };
    let (centre, points) = chart(&CANS);
    close(centre, 0.231_333_333_333_333);
    close(points[0].limits[0], 0.052_427_548_071_928_2);
    close(points[0].limits[1], 0.410_239_118_594_738);
    let beyond: Vec<usize> = points
        .iter()
        .filter(|point| point.beyond == Some(Direction::Up))
        .map(|point| point.index + 1)
        .collect();
    assert_eq!(beyond, [15, 23]);

    let rest: Vec<u64> = (0..30)
        .filter(|i| ![14, 22].contains(i))
        .map(|i| CANS[i])
        .collect();
    let (centre, points) = chart(&rest);
    close(centre, 0.215);
    close(points[0].limits[0], 0.040_702_839_954_289_6);
    close(points[0].limits[1], 0.389_297_160_045_71);
}

#[test]
fn laneys_chart_of_many_answers() {
    let plain = Series::shares(&satisfied(), Baseline::All).unwrap();
    close(plain.centre, 0.786_633_809_033_397);
    close(plain.sigma_z, 1.711_675_473_196_16);
    let low = [
        0.764_534_413_196_19,
        0.766_411_911_037_745,
        0.765_392_678_087_322,
        0.765_348_127_351_751,
        0.762_879_293_620_702,
        0.763_448_269_794_98,
        0.763_885_280_319_647,
        0.762_927_948_297_896,
        0.762_645_164_611_337,
    ];
    let laney_high = [
        0.824_460_802_860_398,
        0.821_247_135_854_03,
        0.822_991_731_896_741,
        0.823_067_988_298_132,
        0.827_293_830_442_968,
        0.826_319_927_880_623,
        0.825_571_907_684_022,
        0.827_210_549_425_358,
        0.827_694_583_325_861,
    ];
    for (point, want) in plain.chart().iter().zip(low) {
        close(point.limits[0], want);
    }
    let out = |series: &Series| series.chart().iter().filter(|p| p.beyond.is_some()).count();
    assert_eq!(out(&plain), 4);
    let laney = plain.laney().unwrap();
    for (point, want) in laney.chart().iter().zip(laney_high) {
        close(point.limits[1], want);
    }
    assert_eq!(out(&laney), 0);
}

/// Mean diameters of 25 samples of 5 piston rings.
const RINGS: [f64; 25] = [
    74.0102, 74.0006, 74.008, 74.003, 74.0034, 73.9956, 74.0, 73.9968, 74.0042, 73.998, 73.9942,
    74.0014, 73.9984, 73.9902, 74.006, 73.9966, 74.0008, 74.0074, 73.9982, 74.0092, 73.9998,
    74.0016, 74.0024, 74.0052, 73.9982,
];

fn rings() -> Series {
    let periods: Vec<(f64, f64)> = RINGS.iter().map(|&mean| (mean, 5.0)).collect();
    Series::known(74.001_176, 0.009_785_038_693_035_3, &periods).unwrap()
}

#[test]
fn moving_average() {
    let points = rings().ewma(Ewma::default());
    for (index, value, low, high) in [
        (0, 74.002_980_8, 73.998_550_398_598_4, 74.003_801_601_401_6),
        (1, 74.002_504_64, 73.997_813_589_605_5, 74.004_538_410_394_5),
        (
            13,
            73.997_630_528_607_4,
            73.996_804_231_922_3,
            74.005_547_768_077_7,
        ),
        (
            24,
            74.001_606_482_322_7,
            73.996_800_028_892_3,
            74.005_551_971_107_7,
        ),
    ] {
        close(points[index].value, value);
        close(points[index].limits[0], low);
        close(points[index].limits[1], high);
    }
    assert!(points.iter().all(|point| point.beyond.is_none()));
    let limits = rings().chart()[0].limits;
    close(limits[0], 73.988_047_992_991_9);
    close(limits[1], 74.014_304_007_008);
}

#[test]
fn cumulative_sums() {
    let points = rings().cusum(Cusum::default());
    for (index, upper, lower) in [
        (0, 1.562_156_120_378_41, 0.0),
        (4, 1.914_988_502_415_33, 0.0),
        (5, 0.140_766_147_894_377, -0.774_222_354_520_949),
        (13, 0.0, -2.911_331_663_378_09),
        (19, 1.333_637_046_757_34, 0.0),
        (24, 0.0, -0.180_072_763_100_338),
    ] {
        close(points[index].upper, upper);
        close(points[index].lower, lower);
    }
    assert!(points.iter().all(|point| point.beyond.is_none()));
}

#[test]
fn a_single_jump_a_drift_and_a_shift_are_seen() {
    let calm = [10.0, 11.0, 10.0, 9.0, 10.0, 11.0, 10.0, 9.0];
    let with = |more: &[f64]| -> Vec<(usize, Kind, Direction)> {
        let values: Vec<f64> = calm.iter().chain(more).copied().collect();
        Series::individuals(&values, Baseline::First(8))
            .unwrap()
            .signals()
            .iter()
            .map(|signal| (signal.index, signal.kind, signal.direction))
            .collect()
    };
    assert_eq!(with(&[10.0, 11.0]), []);
    assert!(with(&[15.0]).contains(&(8, Kind::BeyondLimits, Direction::Up)));
    let shifted = with(&[8.5; 8]);
    assert!(
        shifted
            .iter()
            .all(|&(_, kind, direction)| kind != Kind::BeyondLimits && direction == Direction::Down)
    );
    let crossings = |kind| shifted.iter().filter(|signal| signal.1 == kind).count();
    assert_eq!((crossings(Kind::Ewma), crossings(Kind::Cusum)), (1, 1));
}

#[test]
fn nps_and_means_have_the_spread_of_one_answer() {
    let periods: Vec<Classes> = (0..8)
        .map(|i| Classes::from_counts(20, 30 - i, 50 + i))
        .collect();
    let series = Series::nps(&periods, Baseline::All).unwrap();
    let (p, d) = (0.535, 0.2);
    close(series.centre, 100.0 * (p - d));
    close(series.sd, 100.0 * (p + d - (p - d) * (p - d)).sqrt());
    close(series.periods[0].se, series.sd / 10.0);

    let periods: Vec<[Tally; 3]> = (0..8).map(|i| [2 + i, 3, 5].map(Tally::from)).collect();
    let series = Series::means([1.0, 2.0, 3.0], &periods, Baseline::All).unwrap();
    let pooled = mean_of(&[44, 24, 40]);
    close(series.centre, pooled.value);
    close(series.sd, pooled.sd.unwrap());
    close(series.range[0], 1.0);
    close(series.range[1], 3.0);
}

fn mean_of(counts: &[u64; 3]) -> crate::mean::Mean {
    let points: Vec<(f64, Tally)> = [1.0, 2.0, 3.0]
        .into_iter()
        .zip(counts.map(Tally::from))
        .collect();
    crate::mean::mean(&points).unwrap()
}

#[test]
fn limits_stay_within_what_the_figure_can_be() {
    let series = Series::shares(&counts(&[9, 10, 9, 8, 10, 9, 10, 9], 10), Baseline::All).unwrap();
    assert!(series.chart().iter().all(|point| point.limits[1] <= 1.0));
    assert!(
        series
            .ewma(Ewma::default())
            .iter()
            .all(|p| p.limits[1] <= 1.0)
    );
}

#[test]
fn too_few_periods_and_no_spread_are_said() {
    let few = |have: usize| Series::shares(&counts(&vec![5; have], 10), Baseline::All);
    assert_eq!(few(0), Err(NoChart::TooFewPeriods { need: 8 }));
    assert_eq!(few(7), Err(NoChart::TooFewPeriods { need: 1 }));
    let first = Series::shares(&counts(&CANS, 50), Baseline::First(5));
    assert_eq!(first, Err(NoChart::TooFewPeriods { need: 3 }));
    // Empty periods are no periods.
    let mut gaps = counts(&CANS[..7], 50);
    gaps.extend(vec![Count::default(); 9]);
    assert_eq!(
        Series::shares(&gaps, Baseline::All),
        Err(NoChart::TooFewPeriods { need: 1 })
    );
    let all_satisfied = Series::shares(&counts(&[50; 9], 50), Baseline::All);
    assert_eq!(all_satisfied, Err(NoChart::NoSpread));
    let promoters = vec![Classes::from_counts(0, 0, 9); 9];
    assert_eq!(
        Series::nps(&promoters, Baseline::All),
        Err(NoChart::NoSpread)
    );
    assert_eq!(
        Series::individuals(&[4.0; 9], Baseline::All),
        Err(NoChart::NoSpread)
    );
    // Every period the same share: no ups and downs to take limits from.
    let same = Series::shares(&counts(&[5; 9], 10), Baseline::All).unwrap();
    assert_eq!(same.laney(), Err(NoChart::NoSpread));
}

#[test]
fn gaps_keep_the_places_of_the_periods() {
    let mut periods = counts(&CANS, 50);
    periods.insert(3, Count::default());
    let series = Series::shares(&periods, Baseline::All).unwrap();
    let places: Vec<usize> = series.periods.iter().map(|p| p.index).take(5).collect();
    assert_eq!(places, [0, 1, 2, 4, 5]);
    assert_eq!(series.signals()[0].index, 15);
}

proptest! {
    #[test]
    fn mirrored_series_signal_the_other_way(hits in prop::collection::vec(0_u64..=40, 8..40)) {
        let mirrored: Vec<u64> = hits.iter().map(|hits| 40 - hits).collect();
        let series = Series::shares(&counts(&hits, 40), Baseline::All);
        let other = Series::shares(&counts(&mirrored, 40), Baseline::All);
        prop_assert_eq!(series.is_ok(), other.is_ok());
        if let (Ok(series), Ok(other)) = (series, other) {
            prop_assert!((series.centre + other.centre - 1.0).abs() < 1e-12);
            prop_assert!((series.sigma_z - other.sigma_z).abs() < 1e-9);
            for (here, there) in series.chart().iter().zip(other.chart()) {
                prop_assert!((here.limits[0] + there.limits[1] - 1.0).abs() < 1e-9);
                prop_assert!(here.value.is_finite() && here.limits.iter().all(|l| l.is_finite()));
            }
        }
    }

    #[test]
    fn doubled_answers_halve_the_variance(hits in prop::collection::vec(1_u64..40, 8..40)) {
        let doubled: Vec<u64> = hits.iter().map(|hits| 2 * hits).collect();
        let series = Series::shares(&counts(&hits, 40), Baseline::All).unwrap();
        let other = Series::shares(&counts(&doubled, 80), Baseline::All).unwrap();
        for (here, there) in series.periods.iter().zip(&other.periods) {
            prop_assert!((here.value - there.value).abs() < 1e-12);
            prop_assert!((here.se / there.se - 2.0_f64.sqrt()).abs() < 1e-9);
        }
    }
}
