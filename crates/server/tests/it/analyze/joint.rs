//! Importance, what-if and resampling, held against reference values that were computed outside
//! Luister.

use std::path::Path;

use serde_json::Value;

use super::{DRIVERS, SAMPLE, analyze, json, write};

/// Pearson, Spearman, tau-b, gamma; Pearson's interval; what-if gain, its standard error from the
/// model, share lifted; LMG, its share, Johnson by EM; the same from complete answers.
#[rustfmt::skip]
const JOINT: [(&str, [f64; 15]); 7] = [
    ("career_advancement", [
        0.434_112_232_939_117, 0.413_276_254_415_838, 0.359_393_090_937_565, 0.482_849_050_666_107,
        0.368_058_186_693_666, 0.495_806_515_795_618,
        1.568_195_592_397_61, 2.270_007_579_819_84, 0.348_608_837_970_54,
        0.038_170_334_137_855_6, 0.132_532_163_243_934, 0.036_830_609_786_92,
        0.038_131_734_168_883_3, 0.129_272_698_496_397, 0.036_867_615_146_381_7,
    ]),
    ("motivation_learning", [
        0.382_313_491_096_604, 0.394_893_665_009_285, 0.347_953_042_174_022, 0.492_398_694_148_449,
        0.313_051_660_977_451, 0.447_530_232_816_035,
        1.531_375_288_173_71, 0.866_036_680_699_881, 0.135_842_880_523_732,
        0.033_831_121_075_110_5, 0.117_465_874_017_726, 0.037_146_605_500_088_4,
        0.037_406_363_702_190_9, 0.126_813_576_201_47, 0.040_913_923_618_788_8,
    ]),
    ("increase_reproducibility", [
        0.434_633_881_966_401, 0.414_319_653_133_527, 0.353_435_591_876_1, 0.470_941_808_482_663,
        0.368_503_672_343_481, 0.496_387_415_321_251,
        3.547_434_808_441_55, 2.817_854_088_675_49, 0.466_448_445_171_849,
        0.039_522_418_125_108_7, 0.137_226_767_568_616, 0.038_688_861_484_915_3,
        0.039_670_741_413_326_3, 0.134_490_180_046_371, 0.038_907_517_576_040_4,
    ]),
    ("professional_recognition", [
        0.343_120_106_155_847, 0.314_074_764_709_339, 0.262_923_230_405_384, 0.353_677_190_115_622,
        0.271_600_833_146_516, 0.410_870_516_066_539,
        4.845_519_511_807_84, 4.170_173_462_236_82, 0.756_137_479_541_735,
        0.022_534_128_737_784_2, 0.078_241_306_917_823_6, 0.025_117_847_783_350_8,
        0.022_620_931_236_794_8, 0.076_688_587_267_772_5, 0.025_155_274_675_854_8,
    ]),
    ("improve_coding_practice", [
        0.443_899_139_539_87, 0.402_914_599_277_706, 0.350_467_387_284_45, 0.477_003_631_782_526,
        0.378_383_096_454_177, 0.504_989_842_490_898,
        1.497_143_671_148_14, 2.073_459_818_606_46, 0.307_692_307_692_308,
        0.041_693_865_686_536_7, 0.144_766_304_467_807, 0.040_705_057_004_580_6,
        0.040_862_885_079_069_2, 0.138_531_738_397_308, 0.039_751_455_763_340_9,
    ]),
    ("research_productivity", [
        0.479_747_718_090_4, 0.429_210_489_450_351, 0.371_053_959_960_038, 0.496_137_501_180_47,
        0.416_749_090_232_6, 0.538_159_905_087_389,
        9.643_685_313_463_54, 3.301_977_594_916_54, 0.469_721_767_594_108,
        0.059_186_626_356_938_7, 0.205_503_352_364_318, 0.055_624_398_180_888_5,
        0.059_026_907_598_856_8, 0.200_110_689_836_616, 0.055_455_549_030_357_9,
    ]),
    ("increase_confidence", [
        0.454_863_715_256_968, 0.419_064_305_882_128, 0.363_839_242_935_69, 0.492_866_141_270_911,
        0.390_093_796_907_79, 0.515_154_364_089_857,
        4.731_440_768_356_29, 1.951_632_822_649_8, 0.315_875_613_747_954,
        0.053_069_587_870_549_7, 0.184_264_231_419_775, 0.053_894_702_249_140_8,
        0.057_251_723_177_685_2, 0.194_092_529_754_065, 0.057_919_950_566_041_9,
    ]),
];

/// R² by EM and from complete answers.
const R2: [f64; 2] = [0.288_008_081_989_884, 0.294_971_286_376_806];
/// NPS by the what-if model, everybody as they are.
const BASELINE: f64 = 42.297_691_757_449_9;

pub(super) fn near(found: &Value, want: f64, tolerance: f64) {
    let found = found.as_f64().unwrap();
    let within = tolerance * want.abs().max(1e-3);
    assert!((found - want).abs() <= within, "{found} is not {want}");
}

pub(super) fn sample(arguments: &[&str]) -> Value {
    let common = ["--score", "recommend", "--drivers", DRIVERS];
    json(Path::new(SAMPLE), &[&common[..], arguments].concat())
}

fn driver<'a>(found: &'a Value, name: &str) -> &'a Value {
    let drivers = found["drivers"].as_array().unwrap();
    drivers
        .iter()
        .find(|driver| driver["name"] == name)
        .unwrap()
}

#[test]
fn the_reference_values_of_the_drivers_together() {
    let em = sample(&["--bootstrap", "0"]);
    let listwise = sample(&["--bootstrap", "0", "--missing-method", "listwise"]);
    let model = &em["model"];
    assert_eq!(model["method"], "em");
    assert_eq!(model["n"], 623);
    assert_eq!(model["n_listwise"], 611);
    near(&model["r2"], R2[0], 1e-5);
    near(&model["r2_listwise"], R2[1], 1e-8);
    near(&model["nps"], BASELINE, 1e-6);
    assert_eq!(listwise["model"]["method"], "listwise");
    assert_eq!(listwise["model"]["n"], 611);
    near(&listwise["model"]["r2"], R2[1], 1e-8);
    for (name, want) in JOINT {
        let found = driver(&em, name);
        for (field, want) in ["pearson", "spearman", "kendall_tau_b", "gamma"]
            .iter()
            .zip(&want[..4])
        {
            near(&found[field], *want, 1e-9);
        }
        near(&found["pearson_ci95"][0], want[4], 1e-9);
        near(&found["pearson_ci95"][1], want[5], 1e-9);
        let what_if = &found["what_if"];
        near(&what_if["gain"], want[6], 1e-6);
        near(&what_if["se_model"], want[7], 1e-6);
        near(&what_if["share_moved"], want[8], 1e-9);
        near(&what_if["before"], BASELINE, 1e-6);
        near(&found["kss_adjusted"], 100.0 - want[6], 1e-6);
        for (field, want) in ["lmg", "lmg_share", "johnson"].iter().zip(&want[9..12]) {
            near(&found[field], *want, 1e-5);
        }
        let found = driver(&listwise, name);
        for (field, want) in ["lmg", "lmg_share", "johnson"].iter().zip(&want[12..]) {
            near(&found[field], *want, 1e-8);
        }
    }
}

#[test]
fn resamples_follow_from_their_seed() {
    let first = sample(&["--seed", "7", "--bootstrap", "2000"]);
    assert_eq!(sample(&["--seed", "7", "--bootstrap", "2000"]), first);
    let other = sample(&["--seed", "8", "--bootstrap", "2000"]);
    let lmg = |found: &Value| driver(found, "research_productivity")["lmg_ci95"].clone();
    assert_ne!(lmg(&other), lmg(&first));
    assert_eq!(
        first["bootstrap"],
        serde_json::json!({
            "replicates": 2000, "seed": 7, "unit": "respondents", "units": 623, "lmg": "exact"
        })
    );
    // Of 20,000 resamples by another program 94.3 % have it lowest.
    let lowest = &driver(&first, "professional_recognition")["rank_probability"];
    assert!((lowest.as_f64().unwrap() - 0.943).abs() < 0.02, "{lowest}");
    let lowest = &driver(&first, "motivation_learning")["rank_probability"];
    assert_eq!(lowest.as_f64().map(f64::round), Some(0.0));
    assert_eq!(
        first["leading"],
        serde_json::json!(["professional_recognition", "research_productivity"])
    );
    assert_eq!(first["priorities"].as_array().unwrap().len(), 7);

    let none = sample(&["--bootstrap", "0"]);
    assert_eq!(none["bootstrap"], Value::Null);
    assert_eq!(lmg(&none), Value::Null);
    let found = driver(&none, "research_productivity");
    assert_eq!(found["rank_probability"], Value::Null);
    // The model's own interval stands in.
    assert!(found["what_if"]["ci95"].is_array());
}

#[test]
fn flags_that_do_not_fit_are_told() {
    for (arguments, want) in [
        (
            &["--missing-method", "pairwise"][..],
            "invalid value 'pairwise'",
        ),
        (&["--bootstrap", "100001"], "100001"),
        (&["--bootstrap", "many"], "many"),
        (&["--account", "firm"], "\"firm\""),
        (&["--change", "month"], "\"month\""),
        (&["--comment", "remark"], "\"remark\""),
        (&["--attributes", "country,size"], "\"size\""),
        (
            &["--attributes", "recommend"],
            "can't be both the score and an attribute",
        ),
        (&["--attributes", "country,country"], "is named twice"),
    ] {
        let common = ["--score", "recommend", "--drivers", DRIVERS];
        let output = analyze(Path::new(SAMPLE), &[&common[..], arguments].concat());
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(message.contains(want), "{arguments:?}: {message}");
        assert!(output.stdout.is_empty());
    }
    let folder = tempfile::tempdir().unwrap();
    let one = write(&folder, "one.csv", "score,wave\n9,2020\n8,2020\n7,\n");
    let output = analyze(&one, &["--score", "score", "--change", "wave"]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(message.contains("needs two different values"), "{message}");
}
