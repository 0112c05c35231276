//! A weighted survey with codes for "no answer": the reference numbers of an airport.

use std::path::Path;

use super::{close, json};

/// Weighted NPS of each boarding area and its standard error as a domain of the survey.
const AREAS: [(&str, f64, f64); 7] = [
    ("A", 38.764_657_037_912_4, 2.747_572_659_998_69),
    ("B", 43.373_493_975_903_6, 5.547_468_862_133_56),
    ("C", 47.023_161_729_938_2, 4.581_428_035_256_83),
    ("D", 44.870_045_461_066_9, 3.593_632_938_536_59),
    ("E", 46.857_142_857_142_9, 5.098_415_366_744_85),
    ("F", 38.236_901_956_833, 3.244_205_478_234_31),
    ("G", 30.965_694_505_514_6, 3.106_457_393_989_89),
];

/// San Francisco airport, 2017: only where the file is at hand.
#[test]
fn a_weighted_survey_of_an_airport() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/sfo_airport_2017.csv"
    );
    let file = Path::new(file);
    if !file.exists() {
        return;
    }
    let codes = [
        "--score",
        "NETPRO",
        "--score-missing",
        "11,Blank",
        "--missing",
        "0,6,Blank",
    ];
    let drivers = ["--drivers", "Q7FOOD,Q7STORE", "--by", "BAREA"];
    let plain = json(file, &[&codes[..], &drivers].concat());
    assert_eq!(plain["rejected"], serde_json::json!([]));
    assert_eq!(plain["nps"]["n"], 2746);
    close(&plain["nps"]["value"], 39.839_766_933_721_8);
    close(&plain["nps"]["se"], 1.334_137_133_487_02);
    close(&plain["nps"]["ci95"][0], 37.182_360_716_973_8);
    close(&plain["nps"]["ci95"][1], 42.410_218_402_706_1);

    everything_about_an_airport(file, &codes);
    let weighted = json(
        file,
        &[&codes[..], &drivers, &["--weight", "WEIGHT"]].concat(),
    );
    close(&weighted["nps"]["value"], 40.398_435_511_707_4);
    close(&weighted["nps"]["se"], 1.445_724_976_927_01);
    close(&weighted["nps"]["ci95"][0], 37.564_866_625_380_5);
    close(&weighted["nps"]["ci95"][1], 43.232_004_398_034_4);
    let areas = weighted["by"].as_array().unwrap();
    assert_eq!(areas.len(), 7);
    // Each area as a part of the whole survey, by the same method whatever its weights.
    for (area, (name, value, se)) in areas.iter().zip(AREAS) {
        assert_eq!(area["group"], name);
        close(&area["nps"]["value"], value);
        close(&area["nps"]["se"], se);
        let half = 1.959_963_984_540_054 * se;
        close(&area["nps"]["ci95"][0], value - half);
        close(&area["nps"]["ci95"][1], value + half);
    }
}

/// Twelve drivers with much missing: EM and complete answers differ by up to half.
fn everything_about_an_airport(file: &Path, codes: &[&str]) {
    let drivers = "Q7ART,Q7FOOD,Q7STORE,Q7SIGN,Q7SCREENS,Q7INFOUP,Q7WIFI,Q7PARK,Q9RESTROOM,\
                   Q10SAFE,Q14FIND,Q14PASSTHRU";
    for (method, food, passing) in [("em", 0.076, 0.153), ("listwise", 0.052, 0.102)] {
        let more = ["--drivers", drivers, "--missing-method", method];
        let found = json(file, &[codes, &more].concat());
        assert_eq!(found["model"]["n_listwise"], 685);
        let share = |name: &str| {
            let drivers = found["drivers"].as_array().unwrap().iter();
            let mut those = drivers.filter(|driver| driver["name"] == name);
            those.next().unwrap()["lmg_share"].as_f64().unwrap()
        };
        assert!((share("Q7FOOD") - food).abs() < 5e-4, "{method}");
        assert!((share("Q14PASSTHRU") - passing).abs() < 5e-4, "{method}");
    }
}
