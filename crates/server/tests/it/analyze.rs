//! `luister analyze` as others use it: the real binary on real files.
#![allow(
    clippy::unwrap_used,
    reason = "a test that can't set up its files may panic"
)]

mod airport;
mod asked;
mod joint;
mod refused;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const SAMPLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../samples/carpentries_longterm.csv"
);
const DRIVERS: &str = "career_advancement,motivation_learning,increase_reproducibility,\
                       professional_recognition,improve_coding_practice,research_productivity,\
                       increase_confidence";

fn analyze(file: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_luister"))
        .arg("analyze")
        .arg(file)
        .args(arguments)
        .output()
        .unwrap()
}

/// Without `--bootstrap` there is none: resampling takes seconds in a test build.
fn json(file: &Path, arguments: &[&str]) -> Value {
    let mut arguments = [arguments, &["--format", "json"]].concat();
    if !arguments.contains(&"--bootstrap") {
        arguments.extend(["--bootstrap", "0"]);
    }
    let output = analyze(file, &arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn write(folder: &tempfile::TempDir, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

fn close(found: &Value, want: f64) {
    let found = found.as_f64().unwrap();
    assert!(
        (found - want).abs() <= 1e-9 * want.abs().max(1e-3),
        "{found} is not {want}"
    );
}

/// n, mean, agree, disagree, agree and promoter, disagree and detractor, KSS, its standard error
/// and interval; in rank order.
#[rustfmt::skip]
const KSS: [(&str, u64, [f64; 9]); 7] = [
    ("professional_recognition", 618, [
        2.893_203_883_495_145_6, 0.245_954_692_556_634_3, 0.347_896_440_129_449_8, 0.192_556_634_304_207_1, 0.079_288_025_889_967_64,
        67.545_988_758_303_52, 4.048_402_432_710_723_5, 59.611_265_795_266_16, 75.480_711_721_340_88,
    ]),
    ("research_productivity", 620, [
        3.524_193_548_387_097, 0.532_258_064_516_129, 0.132_258_064_516_129_04, 0.387_096_774_193_548_4, 0.058_064_516_129_032_26,
        73.993_157_380_254_16, 2.809_033_690_656_98, 68.487_552_515_206_86, 79.498_762_245_301_46,
    ]),
    ("increase_reproducibility", 620, [
        3.606_451_612_903_226, 0.535_483_870_967_742, 0.109_677_419_354_838_71, 0.374_193_548_387_096_8, 0.043_548_387_096_774_194,
        78.950_641_274_776_53, 2.772_034_111_167_278, 73.517_554_252_972_16, 84.383_728_296_580_9,
    ]),
    ("career_advancement", 622, [
        3.721_864_951_768_488_5, 0.651_125_401_929_260_5, 0.104_501_607_717_041_8, 0.440_514_469_453_376_2, 0.041_800_643_086_816_72,
        81.926_878_647_135_88, 2.388_826_807_127_600_6, 77.244_864_139_861_97, 86.608_893_154_409_78,
    ]),
    ("increase_confidence", 620, [
        3.824_193_548_387_097, 0.682_258_064_516_129, 0.070_967_741_935_483_87, 0.458_064_516_129_032_26, 0.030_645_161_290_322_58,
        81.996_492_030_809_12, 2.316_992_725_404_231_3, 77.455_269_736_575_53, 86.537_714_325_042_71,
    ]),
    ("improve_coding_practice", 620, [
        3.764_516_129_032_258, 0.691_935_483_870_967_7, 0.111_290_322_580_645_16, 0.462_903_225_806_451_6, 0.045_161_290_322_580_64,
        83.408_526_956_914_05, 2.254_963_746_005_655, 78.988_879_223_099_44, 87.828_174_695_528_65,
    ]),
    ("motivation_learning", 621, [
        4.159_420_289_855_072, 0.861_513_687_600_644_2, 0.046_698_872_785_829_31, 0.526_570_048_309_178_8, 0.020_933_977_455_716_585,
        92.798_169_970_051_32, 1.487_445_519_544_517_5, 89.882_830_322_778_6, 95.713_509_617_324_04,
    ]),
];

#[test]
fn the_reference_values_of_all_drivers() {
    let found = json(
        Path::new(SAMPLE),
        &["--score", "recommend", "--drivers", DRIVERS],
    );
    assert_eq!(found["rows"], 739);
    assert_eq!(found["rejected"], serde_json::json!([]));
    assert_eq!(found["by"], serde_json::json!([]));
    assert_eq!(found["nps"]["n"], 623);
    close(&found["nps"]["value"], 43.499_197_431_781_7);
    assert_eq!(found["drivers"].as_array().unwrap().len(), KSS.len());
    for (driver, (name, n, want)) in found["drivers"].as_array().unwrap().iter().zip(KSS) {
        assert_eq!(driver["name"], name);
        assert_eq!(driver["n"], n, "{name}");
        let [
            mean,
            agree,
            disagree,
            agree_promoter,
            disagree_detractor,
            kss,
            se,
            low,
            high,
        ] = want;
        close(&driver["mean"], mean);
        close(&driver["agree"], agree);
        close(&driver["disagree"], disagree);
        close(&driver["neutral"], 1.0 - agree - disagree);
        close(&driver["agree_promoter"], agree_promoter);
        close(&driver["disagree_detractor"], disagree_detractor);
        close(&driver["kss"]["value"], kss);
        close(&driver["kss"]["gain"], 100.0 - kss);
        close(&driver["kss"]["se"], se);
        close(&driver["kss"]["ci95"][0], low);
        close(&driver["kss"]["ci95"][1], high);
        assert_eq!(driver["kss"]["status"], "gain", "{name}");
    }
    // The same seven are found by looking.
    assert_eq!(json(Path::new(SAMPLE), &["--score", "recommend"]), found);
}

#[test]
fn the_reference_values_per_wave() {
    let arguments = ["--score", "recommend", "--drivers", DRIVERS, "--by", "wave"];
    let found = json(Path::new(SAMPLE), &arguments);
    let groups = found["by"].as_array().unwrap();
    let names: Vec<&str> = groups
        .iter()
        .map(|group| group["group"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["2017-10", "2020-03", "2020-12"]);
    assert!(
        groups
            .iter()
            .all(|group| group["drivers"].as_array().unwrap().len() == 7)
    );

    let first = &groups[0]["nps"];
    assert_eq!(first["n"], 402);
    assert_eq!(
        [
            &first["promoters"],
            &first["passives"],
            &first["detractors"]
        ],
        [&Value::from(215), &Value::from(118), &Value::from(69)]
    );
    close(&first["value"], 36.318_407_960_199);
    close(&first["se"], 3.780_563_627_775_84);
    close(&first["ci95"][0], 28.664_427_222_454_6);
    close(&first["ci95"][1], 43.434_338_209_646_1);
    let last = &groups[2]["nps"];
    assert_eq!(last["n"], 87);
    close(&last["value"], 47.126_436_781_609_2);

    let text = analyze(Path::new(SAMPLE), &arguments);
    let text = String::from_utf8(text.stdout).unwrap();
    let head: Vec<&str> = text.lines().skip(2).take(2).collect();
    assert_eq!(head[0], "NPS is 43, between 38 and 49 (623 answers).");
    assert!(head[1].starts_with("From 2020-03 to 2020-12 it did not move more than chance"));
}

/// The sample with accents in it, as rows of cells.
fn accented() -> Vec<Vec<String>> {
    let sample = std::fs::read_to_string(SAMPLE).unwrap();
    let mut table = tabular::open(sample.into_bytes(), &tabular::Options::default()).unwrap();
    let header = table
        .columns()
        .iter()
        .map(|name| name.replace("country", "né à"))
        .collect();
    let mut rows = vec![header];
    for row in table.rows() {
        let row = row.unwrap();
        rows.push(
            row.cells()
                .map(|cell| cell.replace("USA", "Curaçao"))
                .collect(),
        );
    }
    rows
}

fn csv(rows: &[Vec<String>], separator: char, line_end: &str) -> String {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| format!("\"{cell}\"")).collect();
        text.push_str(&cells.join(&separator.to_string()));
        text.push_str(line_end);
    }
    text
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn the_same_answers_in_any_dialect_give_the_same_figures() {
    let rows = accented();
    let plain = csv(&rows, ',', "\n");
    let mut decimal = rows.clone();
    for cell in decimal.iter_mut().skip(1).filter_map(|row| row.last_mut()) {
        if !cell.is_empty() {
            cell.push_str(",0");
        }
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0_u32..).zip(&rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, cell.as_str()).unwrap(),
            };
        }
    }
    let latin: Vec<u8> = plain.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let folder = tempfile::tempdir().unwrap();
    let variants = [
        ("plain.csv", plain.clone().into_bytes()),
        ("bom.csv", format!("\u{FEFF}{plain}").into_bytes()),
        ("semicolon.csv", csv(&decimal, ';', "\r\n").into_bytes()),
        ("tab.csv", csv(&rows, '\t', "\r").into_bytes()),
        ("pipe.csv", csv(&rows, '|', "\n").into_bytes()),
        ("windows.csv", latin),
        (
            "utf16le.csv",
            utf16(&format!("\u{FEFF}{plain}"), u16::to_le_bytes),
        ),
        (
            "utf16be.csv",
            utf16(&format!("\u{FEFF}{plain}"), u16::to_be_bytes),
        ),
        ("utf16.csv", utf16(&plain, u16::to_le_bytes)),
        ("book.xlsx", book.save_to_buffer().unwrap()),
    ];
    let arguments = ["--score", "recommend", "--by", "né à"];
    let mut first: Option<Value> = None;
    for (name, content) in variants {
        let found = json(&write(&folder, name, content), &arguments);
        let first = first.get_or_insert_with(|| found.clone());
        assert_eq!(&found, first, "{name}");
    }
    let groups = first.unwrap()["by"].clone();
    let groups = groups.as_array().unwrap();
    assert!(groups.iter().any(|group| group["group"] == "Curaçao"));
    assert_eq!(groups.last().unwrap()["group"], "", "no country comes last");
}

#[test]
fn what_is_left_out_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(
        &folder,
        "answers.csv",
        "score,speed,weight,remark\n\
         9,5,1,\"two\nlines\"\n\
         11,4,1,\n\
         0,6,1,\n\
         \n\
         10,x,2,\n\
         8,3,0,\n\
         Blank,4,1\n\
         ;;;\n\
         ,,,\n",
    );
    let found = json(
        &file,
        &[
            "--score",
            "score",
            "--drivers",
            "speed",
            "--weight",
            "weight",
        ],
    );
    let score = "not a whole number from 0 to 10, nor named as missing";
    let speed = "not a whole number from 1 to 5, nor named as missing";
    let weight = "a weight must be a number above 0; the row is left out";
    let short =
        |n: u8| format!("the row has {n} cells, the header has 4: the rest counts as empty");
    assert_eq!(
        found["rejected"],
        serde_json::json!([
            {"line": 4, "column": "score", "value": "11", "reason": score},
            {"line": 5, "column": "speed", "value": "6", "reason": speed},
            {"line": 7, "column": "speed", "value": "x", "reason": speed},
            {"line": 8, "column": "weight", "value": "0", "reason": weight},
            {"line": 9, "column": "", "value": "", "reason": short(3)},
            {"line": 9, "column": "score", "value": "Blank", "reason": score},
            {"line": 10, "column": "", "value": "", "reason": short(1)},
            {"line": 10, "column": "weight", "value": "", "reason": weight},
        ])
    );
    assert_eq!(found["rows"], 7);
    // 9, 0 and 10 count as scores, also where the statement of the row was rejected.
    assert_eq!(found["nps"]["n"], 3);
    close(&found["nps"]["value"], 100.0 * (3.0 - 1.0) / 4.0);
    assert_eq!(found["drivers"][0]["n"], 1);
}

#[test]
fn codes_without_answer_are_named_apart_for_score_and_drivers() {
    let folder = tempfile::tempdir().unwrap();
    let mut content = "score,speed\n".to_owned();
    for row in ["6,6", "6,0", "11,5", "9,BLANK", "blank,4", "10,5", "0,1"] {
        content.push_str(row);
        content.push('\n');
    }
    let file = write(&folder, "answers.csv", content);
    let found = json(
        &file,
        &[
            "--score",
            "score",
            "--missing",
            "0,6,Blank",
            "--score-missing",
            "11,Blank",
        ],
    );
    assert_eq!(found["rejected"], serde_json::json!([]));
    assert_eq!(found["nps"]["n"], 5);
    assert_eq!(found["nps"]["detractors"], 3, "6 and 0 are scores");
    assert_eq!(found["drivers"][0]["n"], 2);
    close(&found["drivers"][0]["mean"], 3.0);
}

#[test]
fn a_scale_of_ten_points() {
    let folder = tempfile::tempdir().unwrap();
    let mut content = "score,speed\n".to_owned();
    for i in 0..60 {
        let (score, speed) = [(10, 9), (9, 8), (8, 7), (7, 6), (3, 5), (1, 1)][i % 6];
        content.push_str(&format!("{score},{speed}\n"));
    }
    let file = write(&folder, "answers.csv", content);
    let found = json(
        &file,
        &[
            "--score",
            "score",
            "--agree",
            "8,9,10",
            "--disagree",
            "1,2,3,4,5",
        ],
    );
    let driver = &found["drivers"][0];
    close(&driver["agree"], 1.0 / 3.0);
    close(&driver["neutral"], 1.0 / 3.0);
    close(&driver["disagree"], 1.0 / 3.0);
    close(&driver["kss"]["value"], 0.0);
    close(&driver["disagree_detractor"], 1.0 / 3.0);
}

#[test]
fn the_text_gives_every_kss_with_its_interval() {
    let arguments = ["--score", "recommend", "--by", "wave", "--drivers", DRIVERS];
    let output = analyze(Path::new(SAMPLE), &arguments);
    let text = String::from_utf8(output.stdout).unwrap();
    let table = text.split("\n  KSS ").nth(1).unwrap();
    let row = table
        .lines()
        .find(|line| line.contains("motivation_learning"));
    let cells: Vec<&str> = row.unwrap().split_whitespace().collect();
    assert_eq!(
        cells.join(" "),
        "motivation_learning 92.4 (89 \u{2013} 96) 98.0 (94 \u{2013} 102) 86.6 (78 \u{2013} 95)"
    );
}
