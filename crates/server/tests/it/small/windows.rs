//! Windows of days: where groups hide, no two of them that are shown differ by a few people, by
//! whichever output; where none hides, a day is a day and a week a week.

use serde_json::{Value, json};

use super::{answer, least};
use crate::harness::{Reply, Server};
use crate::on_both;

on_both!(
    no_two_windows_differ_by_a_few,
    every_output_counts_whole_months,
    weeks_are_none_where_groups_hide,
);

/// The days on which people answered: how many in one segment, and in another.
const ANSWERED: [(&str, u64, u64); 8] = [
    ("2026-03-10", 4, 5),
    ("2026-04-05", 3, 0),
    ("2026-05-02", 6, 2),
    ("2026-05-12", 7, 5),
    // One person is all that two windows that end beside each other differ by.
    ("2026-05-20", 1, 0),
    ("2026-06-03", 6, 6),
    ("2026-07-09", 12, 1),
    ("2026-08-01", 0, 2),
];

/// Days of two months: each window begins with one and ends with one.
const DAYS: [u32; 7] = [1, 2, 5, 12, 19, 20, 30];

fn survey(server: &Server, template: &str) -> String {
    let (id, _) = server.survey(template, &Value::Null);
    let one = |day: &str, segment: &str, n: u64| {
        json!({
            "answers": { "recommend": 10 - n % 4 },
            "attributes": { "segment": segment },
            "answered_at": format!("{day}T10:00:00Z"),
        })
    };
    let mut all = Vec::new();
    for (day, a, b) in ANSWERED {
        all.extend((0..a).map(|n| one(day, "a", n)));
        all.extend((0..b).map(|n| one(day, "b", n)));
    }
    answer(server, &id, &all);
    id
}

/// How many answered from one day to another, of one segment or of both.
fn answered(from: &str, to: &str, only_a: bool) -> u64 {
    let within = ANSWERED
        .iter()
        .filter(|(day, ..)| (from..=to).contains(day));
    within
        .map(|(_, a, b)| a + if only_a { 0 } else { *b })
        .sum()
}

fn windows() -> Vec<(String, String)> {
    let all = ["2026-04", "2026-05"].into_iter();
    let all: Vec<String> = all
        .flat_map(|month| DAYS.map(|day| format!("{month}-{day:02}")))
        .collect();
    let from = all.iter().enumerate();
    let pairs = from.flat_map(|(at, from)| all[at..].iter().map(move |to| (from, to)));
    pairs.map(|(from, to)| (from.clone(), to.clone())).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A window that was shown: whether only of one segment, its first and last day, and how many are in
/// it.
type Shown = (bool, String, String, u64);

/// Every window of these days that is shown; and months, quarters and years.
fn shown(server: &Server, survey: &str, smallest: u64) -> Vec<Shown> {
    let figures = format!("/api/v1/surveys/{survey}/figures");
    let mut shown = Vec::new();
    for only_a in [false, true] {
        let filter = if only_a { "&attribute=segment:a" } else { "" };
        let mut take = |query: &str| {
            let found = server.get_json(&format!("{figures}?{query}{filter}"));
            let period = &found["period"];
            let (from, to) = (text(&period["from"]), text(&period["to"]));
            let to = if to.is_empty() {
                "2026-12-31".to_owned()
            } else {
                to
            };
            if found["hidden"] == json!(false) {
                let n = found["rows"].as_u64().expect("a number");
                assert_eq!(n, answered(&from, &to, only_a), "{query} is of {period}");
                shown.push((only_a, from, to, n));
            }
            for group in found["by"].as_array().expect("groups") {
                if group["hidden"] == json!(false) {
                    let from = text(&group["from"]);
                    let to = match text(&group["group"]).len() {
                        4 => format!("{}-12-31", &from[..4]),
                        7 if text(&group["group"]).contains('Q') => {
                            let month: u32 = from[5..7].parse().expect("a month");
                            format!("{}-{:02}-31", &from[..4], month + 2)
                        }
                        _ => format!("{}-31", &from[..7]),
                    };
                    let n = group["responses"].as_u64().expect("a number");
                    shown.push((only_a, from, to, n));
                }
            }
            period["widened"] == json!(true)
        };
        for (from, to) in windows() {
            let widened = take(&format!("from={from}&to={to}"));
            let is_whole = from.ends_with("-01") && to.ends_with("04-30");
            assert_eq!(widened, smallest > 1 && !is_whole, "{from} {to}");
        }
        take("from=2026-05-21");
        take("to=2026-05-19");
        for by in ["month", "quarter", "year"] {
            take(&format!("by={by}"));
        }
    }
    shown
}

fn no_two_windows_differ_by_a_few(server: Server) {
    let customers = survey(&server, "relational-nps");
    let employees = survey(&server, "enps");
    for (survey, smallest) in [(&customers, 1), (&customers, 5), (&employees, 5)] {
        least(&server, survey, smallest);
        let shown = shown(&server, survey, smallest);
        let is_few = |n: u64| (1..smallest).contains(&n);
        for (only_a, from, to, n) in &shown {
            assert!(!is_few(*n), "{from} {to} shows {n}");
            for (also_a, first, last, less) in &shown {
                let is_within = from <= first && last <= to && (*also_a || !only_a);
                let left = n.saturating_sub(*less);
                assert!(
                    !is_within || !is_few(left),
                    "{only_a} {from} {to} less {also_a} {first} {last} leaves {left}"
                );
            }
        }
        assert!(shown.len() > 50, "{} are shown at {smallest}", shown.len());
    }
}

/// A dashboard with a figure and a trend by week; of what a block counts, the days and how many.
fn board(server: &Server, survey: &str) -> String {
    let body = json!({
        "title": "Windows",
        "blocks": [
            { "kind": "figure", "survey_id": survey },
            { "kind": "trend", "survey_id": survey, "steps": "week" },
        ],
    });
    let made = server.api("POST", "/api/v1/dashboards", Some(&body));
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    let id = made["dashboard_id"].as_str().or(made["id"].as_str());
    id.expect("an id").to_owned()
}

fn target(server: &Server, survey: &str, [from, to]: [&str; 2]) -> String {
    let body = json!({
        "survey_id": survey, "scope": "company", "from": from, "to": to, "start": 0.0,
        "aim": 20.0,
    });
    let made = server.api("POST", "/api/v1/targets", Some(&body));
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["id"].as_str().expect("an id").to_owned()
}

/// What a reply says without when it was made and what was asked for.
fn content(reply: &Reply, asked: &[&str]) -> String {
    assert_eq!(reply.status, 200, "{}", reply.text());
    let mut text = super::text(reply);
    for asked in asked {
        text = text.replace(asked, "");
    }
    text
}

fn every_output_counts_whole_months(server: Server) {
    let customers = survey(&server, "relational-nps");
    let employees = survey(&server, "enps");
    let cookie = server.log_in();
    for (survey, smallest, hides) in [
        (&customers, 1, false),
        (&customers, 5, true),
        (&employees, 5, true),
    ] {
        least(&server, survey, smallest);
        let board = board(&server, survey);
        let outputs = [
            format!("/surveys/{survey}/charts/distribution.csv"),
            format!("/surveys/{survey}/charts/trend.csv"),
            format!("/surveys/{survey}/movement"),
            format!("/surveys/{survey}/drivers"),
            format!("/surveys/{survey}/sample"),
            format!("/surveys/{survey}/themes"),
            format!("/api/v1/surveys/{survey}/sample"),
            format!("/api/v1/surveys/{survey}/movement"),
            format!("/api/v1/dashboards/{board}/figures"),
        ];
        // Windows that differ by the day of one person.
        let windows = ["2026-05-19", "2026-05-20"].map(|to| ("2026-04-02", to));
        for output in &outputs {
            let [one, other] = windows.map(|(from, to)| {
                let path = format!("{output}?from={from}&to={to}");
                let reply = server.request("GET", &path).header("Cookie", &cookie);
                content(&reply.send(), &[from, to])
            });
            if hides {
                assert_eq!(one, other, "{output} at {smallest}");
            }
            if output.ends_with("distribution.csv") {
                assert_eq!(one == other, hides, "{output} at {smallest}");
            }
        }
        let page = |from: &str, to: &str| {
            let path = format!("/surveys/{survey}/results?from={from}&to={to}");
            server.page(&path, &cookie).text()
        };
        let (one, whole) = (
            page("2026-04-02", "2026-05-19"),
            page("2026-04-01", "2026-05-31"),
        );
        assert_eq!(one.contains("periods are whole months"), hides);
        assert_eq!(
            one.contains("Counted: 1 Apr 2026 – 31 May 2026"),
            hides,
            "{one}"
        );
        assert!(!whole.contains("Counted:"));
        for window in windows {
            blocks(&server, &board, window, hides);
            targets(&server, survey, [window.0, window.1], hides);
        }
    }
}

fn blocks(server: &Server, board: &str, (from, to): (&str, &str), hides: bool) {
    let path = format!("/api/v1/dashboards/{board}/figures?from={from}&to={to}&compare=before");
    let found = server.get_json(&path);
    let blocks = found["blocks"].as_array().expect("blocks");
    let figure = &blocks[0];
    if !hides {
        assert_eq!(figure["figure"]["n"], json!(answered(from, to, false)));
        assert_eq!(figure["period"]["to"], json!(to));
        assert!(blocks[1]["table"].is_object(), "by week");
        return;
    }
    let whole = json!({ "from": "2026-04-01", "to": "2026-05-31", "widened": true });
    assert_eq!(figure["period"], whole);
    assert_eq!(figure["figure"]["n"], json!(24), "{figure}");
    // The trend that was made by week is by month.
    assert_eq!(blocks[1]["period"], whole);
    assert!(blocks[1]["table"].is_object(), "{}", blocks[1]);
}

fn targets(server: &Server, survey: &str, days: [&str; 2], hides: bool) {
    let id = target(server, survey, days);
    let found = server.get_json(&format!("/api/v1/targets/{id}"));
    let counted = json!({ "from": "2026-04-01", "to": "2026-05-31" });
    assert_eq!(found["counted"], if hides { counted } else { Value::Null });
    let n = if hides {
        24
    } else {
        answered(days[0], days[1], false)
    };
    assert_eq!(found["figure"]["n"], json!(n), "{found}");
}

fn weeks_are_none_where_groups_hide(server: Server) {
    let survey = survey(&server, "relational-nps");
    let cookie = server.log_in();
    let api = format!("/api/v1/surveys/{survey}");
    let asked = [
        (format!("{api}/figures?by=week"), "/by"),
        (format!("{api}/figures?trend=week"), "/trend"),
        (format!("{api}/movement?step=week"), "/step"),
    ];
    for (smallest, hides) in [(1, false), (5, true)] {
        least(&server, &survey, smallest);
        for (path, pointer) in &asked {
            let reply = server.api("GET", path, None);
            assert_eq!(reply.status, if hides { 422 } else { 200 }, "{path}");
            if hides {
                let error = &reply.json()["errors"][0];
                assert_eq!(error["pointer"], json!(pointer), "{error}");
                assert!(text(&error["detail"]).contains("month"), "{error}");
            }
        }
        let short = server.get_json(&format!("{api}/figures?from=2026-05-01&to=2026-05-31"));
        let steps = short["trend"].as_array().expect("steps");
        let first = text(&steps[0]["period"]);
        assert_eq!(first.len(), if hides { 7 } else { 10 }, "{first}");
        let page = server.page(&format!("/surveys/{survey}/results"), &cookie);
        assert_eq!(page.text().contains("value=\"week\""), !hides);
        let page = server.page(&format!("/surveys/{survey}/movement"), &cookie);
        assert_eq!(page.text().contains("step=week"), !hides);
    }
}
