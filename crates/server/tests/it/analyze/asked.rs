//! What can be asked for beside the drivers, change, accounts, attributes and words; and what the
//! text and the report make of all of it.

use std::path::Path;

use serde_json::Value;

use super::joint::{near, sample};
use super::{DRIVERS, SAMPLE, analyze, json, write};

/// The last two of three waves; its parts add up, whatever it is taken apart by.
#[test]
fn a_change_is_between_the_last_two_waves_and_adds_up() {
    let arguments = ["--bootstrap", "0", "--change", "wave", "--by", "country"];
    let found = sample(&[&arguments[..], &["--attributes", "n_workshops"]].concat());
    let change = &found["change"];
    assert_eq!(
        [&change["from"], &change["to"], &change["values"]],
        [
            &Value::from("2020-03"),
            &Value::from("2020-12"),
            &Value::from(3)
        ]
    );
    let nps = &change["nps"];
    assert_eq!(nps["before"]["n"], 134);
    assert_eq!(nps["after"]["n"], 87);
    near(&nps["after"]["value"], 47.126_436_781_609_2, 1e-9);
    assert_eq!(nps["verdict"], "not_more_than_chance");
    let difference = nps["difference"].as_f64().unwrap();
    let parts = change["parts"].as_array().unwrap();
    let columns: Vec<&Value> = parts.iter().map(|parts| &parts["column"]).collect();
    assert_eq!(columns, ["country", "n_workshops"]);
    for parts in parts {
        let sum = |field: &str| -> f64 {
            let groups = parts["groups"].as_array().unwrap().iter();
            groups.map(|group| group[field].as_f64().unwrap()).sum()
        };
        near(&parts["within"], sum("within"), 1e-9);
        near(&parts["mix"], sum("mix"), 1e-9);
        assert!((sum("within") + sum("mix") - difference).abs() < 1e-9);
        assert!((sum("share_before") - 1.0).abs() < 1e-12);
    }
    let drivers = change["drivers"].as_array().unwrap();
    assert_eq!(drivers.len(), 7);
    for driver in drivers {
        let [p, adjusted] = [&driver["agree"]["p"], &driver["p_adjusted"]];
        assert!(adjusted.as_f64().unwrap() >= p.as_f64().unwrap());
    }
}

/// Days as the Dutch write them follow each other by time, not as text.
#[test]
fn waves_come_by_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut content = "score,day\n".to_owned();
    for (day, score) in [("21-11-2025", 3), ("05-12-2025", 8), ("01-02-2026", 10)] {
        for _ in 0..40 {
            content.push_str(&format!("{score},{day}\n"));
        }
    }
    let file = write(&folder, "days.csv", content);
    let arguments = ["--score", "score", "--change", "day", "--by", "day"];
    let found = json(&file, &arguments);
    assert_eq!(found["change"]["from"], "05-12-2025");
    assert_eq!(found["change"]["to"], "01-02-2026");
    assert_eq!(found["change"]["nps"]["verdict"], "rose");
    let groups = found["by"].as_array().unwrap().iter();
    let groups: Vec<&Value> = groups.map(|group| &group["group"]).collect();
    assert_eq!(groups, ["21-11-2025", "05-12-2025", "01-02-2026"]);
    let text = analyze(&file, &arguments);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains("From 05-12-2025 to 01-02-2026 it rose by 100"),
        "{text}"
    );
    assert!(text.contains("The last two of 3 values."), "{text}");
}

/// 25 accounts of four people who say the same: a hundred answers tell as much as 25.
#[test]
fn people_of_one_account_count_for_less() {
    let folder = tempfile::tempdir().unwrap();
    let mut content = "score,firm,speed\n".to_owned();
    for firm in 0..25 {
        for _ in 0..4 {
            let score = [10, 9, 8, 3, 10][firm % 5];
            content.push_str(&format!("{score},firm {firm},{}\n", firm % 5 + 1));
        }
    }
    content.push_str("9,,4\n0,,1\n");
    let file = write(&folder, "firms.csv", content);
    let arguments = ["--score", "score", "--account", "firm"];
    let found = json(&file, &[&arguments[..], &["--bootstrap", "50"]].concat());
    let accounts = &found["accounts"];
    assert_eq!(accounts["column"], "firm");
    assert_eq!(accounts["accounts"], 27);
    assert_eq!(accounts["n"], 102);
    assert_eq!(accounts["without"], 2);
    assert_eq!(accounts["largest"], 4);
    assert_eq!(accounts["status"], "shown");
    // 61 promoters and 21 detractors of 102; by accounts 16 and 6 of 27.
    near(&accounts["by_people"]["value"], 4000.0 / 102.0, 1e-9);
    near(&accounts["by_accounts"]["value"], 1000.0 / 27.0, 1e-9);
    near(&accounts["intraclass"], 1.0, 1e-9);
    let width = |found: &Value| found[1].as_f64().unwrap() - found[0].as_f64().unwrap();
    let (wide, narrow) = (
        width(&accounts["by_people"]["ci95"]),
        width(&found["nps"]["ci95"]),
    );
    assert!(
        wide > 1.8 * narrow && wide < 2.4 * narrow,
        "{wide} {narrow}"
    );
    assert_eq!(found["bootstrap"]["unit"], "accounts");
    assert_eq!(found["bootstrap"]["units"], 27);
    let text = analyze(&file, &["--score", "score", "--account", "firm"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("(102 answers of 27 accounts)."), "{text}");
    assert!(text.contains("When every account counts once"), "{text}");
}

#[test]
fn attributes_take_part_as_drivers() {
    let found = sample(&["--attributes", "country,wave", "--bootstrap", "50"]);
    let attributes = found["attributes"].as_array().unwrap();
    assert_eq!(attributes.len(), 2);
    assert_eq!(attributes[0]["name"], "country");
    assert_eq!(attributes[0]["kind"], "categorical");
    assert_eq!(attributes[1]["levels"].as_array().unwrap().len(), 3);
    let codes: Vec<&Value> = found["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|warning| &warning["code"])
        .collect();
    assert_eq!(codes, ["rare_levels"]);
    // Together they explain what there is to explain.
    let share = |of: &Value| of["lmg_share"].as_f64().unwrap();
    let drivers = found["drivers"].as_array().unwrap();
    let whole: f64 = drivers.iter().chain(attributes).map(share).sum();
    assert!((whole - 1.0).abs() < 1e-9, "{whole}");
}

/// Words count by the customers who write them; small words count.
#[test]
fn words_set_detractors_and_promoters_apart() {
    let folder = tempfile::tempdir().unwrap();
    let mut content = "score,remark\n".to_owned();
    for i in 0..120 {
        let (score, remark) = match i % 3 {
            0 => (2, "it is not fast and the invoice is wrong"),
            1 => (10, "it is fast and the service is friendly"),
            _ => (7, "it is what it is"),
        };
        content.push_str(&format!("{score},{remark} {i}\n"));
    }
    let file = write(&folder, "remarks.csv", content);
    let arguments = ["--score", "score", "--comment", "remark"];
    let words = &json(&file, &arguments)["words"];
    assert_eq!(words["n_low"], 40);
    assert_eq!(words["customers_high"], 40);
    let terms = |side: &str| -> Vec<String> {
        let terms = words[side].as_array().unwrap().iter();
        terms
            .map(|term| term["term"].as_str().unwrap().to_owned())
            .collect()
    };
    let (low, high) = (terms("low"), terms("high"));
    for (side, word) in [(&low, "not"), (&low, "invoice"), (&high, "friendly")] {
        assert!(side.iter().any(|term| term == word), "{word}: {side:?}");
    }
    assert!(!low.contains(&"fast".to_owned()), "{low:?}");
    let text = analyze(&file, &arguments);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains("Detractors more often write \u{201c}"),
        "{text}"
    );
    assert!(text.contains("40 (100\u{202f}%)"), "{text}");
}

#[test]
fn the_text_answers_three_questions() {
    let common = ["--score", "recommend", "--drivers", DRIVERS];
    let output = analyze(Path::new(SAMPLE), &common);
    let text = String::from_utf8(output.stdout).unwrap();
    let row = text
        .lines()
        .find(|line| line.trim_start().starts_with("research_productivity  "))
        .unwrap();
    let cells: Vec<&str> = row.split("  ").filter(|cell| !cell.is_empty()).collect();
    let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
    assert_eq!(cells[2], "53\u{202f}% (49 \u{2013} 57)");
    assert!(cells[3].starts_with("21\u{202f}% ("), "{cells:?}");
    assert_eq!(cells[4], "74.0 (68 \u{2013} 79)");
    assert!(cells[5].starts_with("+10 ("), "{cells:?}");
    assert_eq!(cells[6], "act first; shares most to gain");
    for sentence in [
        "Most to gain is on professional_recognition: 32 NPS points, between 25 and 40. Not to be told \
         apart from it: research_productivity.",
        "Act first on research_productivity (+10, between ",
        "Together the drivers explain 29\u{202f}% of the differences in score; most strongly linked is \
         research_productivity, with 21\u{202f}% of that (between ",
    ] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
    assert!(!text.to_lowercase().contains("significan"));
}

#[test]
fn the_report_reads_from_findings_to_method() {
    let arguments = [
        "--score",
        "recommend",
        "--change",
        "wave",
        "--by",
        "country",
    ];
    let arguments = [&arguments[..], &["--drivers", DRIVERS, "--format", "html"]].concat();
    let output = analyze(Path::new(SAMPLE), &arguments);
    let html = String::from_utf8(output.stdout).unwrap();
    let place = |text: &str| html.find(text).unwrap_or_else(|| panic!("no {text}"));
    let order = [
        "<h1>NPS is 43",
        ">Findings<",
        ">Where to act<",
        ">Pictures<",
        ">How well, and how strongly<",
        ">How much to gain, beside the others<",
        ">Where it moved<",
        ">Tables<",
        "seed 1: the same seed gives the same figures",
        ">Correlations</dt>",
    ]
    .map(place);
    assert!(order.is_sorted(), "{order:?}");
    assert!(html.contains("611 of them answered every driver"));
    assert!(html.contains("if the link were causal"));
    assert!(!html.to_lowercase().contains("significan"));
}

/// Files that nothing can be said of say so, in every format, and no number is none.
#[test]
fn files_without_anything_to_say_say_so() {
    let rows =
        |row: fn(usize) -> String, n: usize| -> String { (0..n).map(|i| row(i) + "\n").collect() };
    let folder = tempfile::tempdir().unwrap();
    for (name, content, status) in [
        ("empty", String::new(), "nobody"),
        ("one", rows(|_| "9,4,3,a,2020".to_owned(), 1), "no_variance"),
        (
            "two",
            rows(|i| format!("{},{},3,a,{}", i * 9, i + 1, 2020 + i), 2),
            "too_few",
        ),
        (
            "silent",
            rows(|i| format!(",{},3,a,{}", i % 5 + 1, 2020 + i % 2), 50),
            "nobody",
        ),
        (
            "alike",
            rows(|i| format!("9,{},{},a,2020", i % 5 + 1, i % 4 + 1), 99),
            "no_variance",
        ),
        (
            "unknown",
            rows(|i| format!("{},,,a,2020", i % 11), 99),
            "no_drivers",
        ),
        (
            "constant",
            rows(|i| format!("{},4,{},a,2020", i % 11, i % 5 + 1), 99),
            "rank_uncertain",
        ),
        (
            "copy",
            rows(
                |i| format!("{0},{1},{1},b{2},2020", i % 11, i % 5 + 1, i % 9),
                200,
            ),
            "fitted",
        ),
        (
            "small",
            rows(
                |i| format!("{},{},{},c{i},2020", i % 11, i % 5 + 1, i % 3 + 1),
                30,
            ),
            "rank_uncertain",
        ),
        (
            "smaller",
            rows(
                |i| format!("{},{},{},c{i},2020", i % 11, i % 5 + 1, i % 3 + 1),
                29,
            ),
            "too_few",
        ),
    ] {
        let content = format!("score,a,b,firm,wave\n{content}");
        let file = write(&folder, &format!("{name}.csv"), content);
        let arguments = ["--score", "score", "--drivers", "a,b", "--account", "firm"];
        let more = [
            "--attributes",
            "wave",
            "--comment",
            "firm",
            "--bootstrap",
            "50",
        ];
        let arguments = [arguments, more].concat();
        let found = json(&file, &arguments);
        assert_eq!(found["model"]["status"], status, "{name}");
        for format in ["text", "html"] {
            let output = analyze(&file, &[&arguments[..], &["--format", format]].concat());
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(output.status.success() && !text.contains("NaN"), "{name}");
        }
    }
}
