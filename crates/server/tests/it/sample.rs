//! Who answered: weights, accounts, a closed customer base, late answers, response rates, the
//! planner. Numbers were worked out apart from the program, by the formulas its page explains.

mod page;

use std::fmt::Write;

use serde_json::{Value, json};

use crate::harness::Server;
use crate::on_both;
use crate::respondent::open;

on_both!(
    weights_and_accounts_are_as_worked_out,
    a_closed_base_narrows_the_interval_and_never_lies,
    late_answers_and_response_rates_are_told,
    the_planner_stands_alone,
    targets_that_nobody_can_see_are_flagged,
    other_metrics_have_their_own_units,
);

/// 240 people of 19 accounts and three of none, four without a usable weight, over ninety days.
fn people() -> String {
    let mut csv = "id;recommend;account;gewicht;answered_on\n".to_owned();
    for i in 0..240_usize {
        let account = (i * i * 7 + i) % 37;
        let base = [10, 9, 9, 8, 7, 6, 3, 10, 2, 9][account % 10];
        let mut score = if i % 4 == 0 { (base + i) % 11 } else { base };
        if i >= 160 && score >= 9 && i % 3 == 0 {
            score -= 4;
        }
        let weight = if i % 60 == 7 {
            ["", "0", "x", "-1"][i / 60]
        } else {
            ["0,5", "1", "1.5", "2", "4"][i % 5]
        };
        let account = if i % 80 == 11 {
            String::new()
        } else {
            format!("A{account:02}")
        };
        let day = i * 90 / 240;
        let (month, day) = match day {
            0..=26 => (1, 5 + day),
            27..=54 => (2, day - 26),
            55..=85 => (3, day - 54),
            _ => (4, day - 85),
        };
        writeln!(
            csv,
            "{i};{score};{account};{weight};2026-{month:02}-{day:02}"
        )
        .expect("text");
    }
    csv
}

/// Imports the people as a new survey; gives its id.
fn business(server: &Server) -> String {
    let file = server.data.path().join("people.csv");
    std::fs::write(&file, people()).expect("a file");
    let file = file.to_string_lossy();
    let args = [
        "import",
        &*file,
        "--new",
        "Business customers",
        "--score",
        "recommend",
        "--attributes",
        "account,gewicht",
        "--answered-at",
        "answered_on",
        "--external-id",
        "id",
    ];
    let output = server.command(&args, "");
    assert!(output.status.success(), "{output:?}");
    let surveys = server.get_json("/api/v1/surveys");
    surveys["surveys"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

fn sample(server: &Server, id: &str, query: &str) -> Value {
    server.get_json(&format!("/api/v1/surveys/{id}/sample{query}"))
}

fn set(server: &Server, id: &str, settings: &Value) -> Value {
    let path = format!("/api/v1/surveys/{id}/sample-settings");
    let reply = server.api("PUT", &path, Some(settings));
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

fn add(server: &Server, id: &str, responses: &[Value]) {
    for piece in responses.chunks(1000) {
        let path = format!("/api/v1/surveys/{id}/responses/bulk");
        let reply = server.api("POST", &path, Some(&json!({ "responses": piece })));
        assert!(reply.status < 300, "{}", reply.text());
    }
}

#[track_caller]
fn near(found: &Value, wanted: f64) {
    let number = found
        .as_f64()
        .unwrap_or_else(|| panic!("{found} is no number"));
    assert!(
        (number - wanted).abs() <= 1e-9 * wanted.abs().max(1.0),
        "{number}, not {wanted}"
    );
}

fn weights_and_accounts_are_as_worked_out(server: Server) {
    let id = business(&server);
    let told = sample(&server, &id, "");
    assert_eq!(
        told["settings"]["guessed"],
        json!(["weight_attribute", "account_attribute"])
    );
    near(&told["figure"]["value"], -0.833_333_333_333_333_4);
    near(&told["figure"]["ci95"][0], -12.042_295_349_753_807);

    let weights = &told["weights"];
    assert_eq!(
        (&weights["status"], &weights["unusable"]),
        (&json!("shown"), &json!(4))
    );
    assert_eq!(weights["figure"]["n"], 236);
    near(&weights["figure"]["value"], -0.704_225_352_112_676);
    near(&weights["figure"]["se"], 7.045_722_529_027_273);
    near(&weights["figure"]["ci95"][1], 13.105_137_049_843_245);
    near(&weights["unweighted"]["value"], -2.118_644_067_796_610_3);
    near(&weights["effective_n"], 162.176_943_699_731_9);
    near(&weights["design_effect"], 236.0 / 162.176_943_699_731_9);

    let accounts = &told["accounts"];
    assert_eq!(
        (&accounts["accounts"], &accounts["without"]),
        (&json!(22), &json!(3))
    );
    assert_eq!(
        (&accounts["largest"], &accounts["status"]),
        (&json!(14), &json!("shown"))
    );
    near(&accounts["by_people"]["value"], -0.704_225_352_112_676);
    near(&accounts["by_people"]["se"], 14.399_135_564_220_835);
    // Bell & McCaffrey's correction, worked out with the whole covariance matrix: 16.6 degrees of
    // freedom.
    near(&accounts["by_people"]["ci95"][0], -31.289_291_847_974_27);
    near(&accounts["by_people"]["ci95"][1], 29.880_841_143_748_917);
    near(&accounts["by_accounts"]["value"], -6.667_685_806_912_303);
    near(&accounts["by_accounts"]["se"], 14.568_522_338_874_33);
    near(
        &accounts["difference"]["difference"],
        -5.963_460_454_799_627,
    );
    // Student's t with 21 degrees of freedom.
    near(
        &accounts["difference"]["ci95"][0],
        -5.963_460_454_799_627 - 2.079_613_844_727_68 * 7.980_955_190_016_208,
    );
    assert_eq!(accounts["difference"]["verdict"], "not_more_than_chance");
    near(&accounts["intraclass"], 0.429_270_616_296_654_55);
    near(&accounts["design_effect"], 6.051_777_231_987_232_5);
    near(&accounts["effective_n"], 38.996_808_863_452_54);
    assert_eq!(
        accounts["large"],
        json!({ "accounts": 18, "n": 227, "value": -0.365_853_658_536_585_36 })
    );
    assert_eq!(accounts["small"]["n"], 9);

    // Nobody's weights: the plain figure, and accounts of everybody.
    set(&server, &id, &json!({ "account_attribute": "account" }));
    let told = sample(&server, &id, "");
    assert_eq!(
        (&told["weights"], &told["accounts"]["n"]),
        (&Value::Null, &json!(240))
    );
    near(&told["accounts"]["by_people"]["se"], 14.441_871_766_084_365);
    near(
        &told["accounts"]["by_accounts"]["value"],
        -6.423_500_741_682_56,
    );
    near(&told["accounts"]["intraclass"], 0.435_504_313_698_104_5);
    // Among strangers 5,023 answers show five points; the accounts make that 6.23 times as many.
    near(&told["plan"]["design_effect"], 6.231_499_774_527_111);
    assert_eq!(told["plan"]["asked"]["needed"], 31_300);
    near(
        &told["plan"]["pace"]["per_month"],
        240.0 * 365.25 / 12.0 / 90.0,
    );
    set(&server, &id, &json!({}));
    let told = sample(&server, &id, "");
    assert_eq!(
        (&told["weights"], &told["accounts"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(told["plan"]["asked"]["needed"], 5023);
    assert_eq!(told["plan"]["basis"], "answers");

    // The filter applies to all of it; what is not known is refused.
    let some = sample(&server, &id, "?attribute=account:A00&change=10");
    assert!(some["figure"]["n"].as_u64().expect("n") < 20);
    assert_eq!(some["plan"]["basis"], "planning_values");
    assert_eq!(some["plan"]["asked"]["needed"], 923);
    let nobody = sample(&server, &id, "?from=2030-01-01");
    assert_eq!(
        (&nobody["responses"], &nobody["figure"]["value"]),
        (&json!(0), &Value::Null)
    );
    for query in [
        "?by=month",
        "?trend=month",
        "?bogus=1",
        "?change=0",
        "?change=x",
        "?change=",
    ] {
        let path = format!("/api/v1/surveys/{id}/sample{query}");
        assert_eq!(server.api("GET", &path, None).status, 400, "{query}");
    }
}

fn a_closed_base_narrows_the_interval_and_never_lies(server: Server) {
    let id = business(&server);
    let with = |size: i64| {
        set(&server, &id, &json!({ "population_size": size }));
        sample(&server, &id, "")["population"].clone()
    };
    // √(60/299), drawn towards −0.83 from −12.04 and 10.40.
    let told = with(300);
    assert_eq!(
        (&told["status"], &told["n"]),
        (&json!("shown"), &json!(240))
    );
    near(&told["factor"], 0.447_960_820_073_664_7);
    near(&told["figure"]["ci95"][0], -5.854_509_150_383_607);
    near(&told["figure"]["ci95"][1], 4.197_059_784_541_507);
    let told = with(240);
    assert_eq!(told["status"], "everybody");
    near(&told["figure"]["ci95"][0], -0.833_333_333_333_333_4);
    let told = with(239);
    assert_eq!(told["status"], "more_answers_than_customers");
    assert_eq!(
        (&told["figure"], &told["coverage"]),
        (&Value::Null, &Value::Null)
    );
    let filtered = sample(&server, &id, "?attribute=account:A00");
    assert_eq!(filtered["population"]["status"], "filtered");
    let cookie = server.log_in();
    let page = server
        .page(&format!("/surveys/{id}/sample"), &cookie)
        .text();
    assert!(
        page.contains("240 answers but only 239 customers: that can not be."),
        "{page}"
    );
    with(300);
    let page = server
        .page(&format!("/surveys/{id}/sample"), &cookie)
        .text();
    let page = page.replace('\u{a0}', " ");
    assert!(page.contains("240 of all 300 customers answered"), "{page}");
    assert!(page.contains("between −6 and 4, instead of between −12 and 10"));
}

/// 150 invitations, 90 answers; the later the lower, and Retail hardly answers.
fn late_answers_and_response_rates_are_told(server: Server) {
    let (id, _) = server.survey("csat", &Value::Null);
    let invitations: Vec<Value> = (0..150)
        .map(|i| {
            let industry = if i % 2 == 0 { "Care" } else { "Retail" };
            json!({ "external_id": format!("p{i}"), "attributes": { "industry": industry } })
        })
        .collect();
    let path = format!("/api/v1/surveys/{id}/invitations");
    let body = json!({ "invitations": invitations });
    let made = server.api("POST", &path, Some(&body));
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    let links = made["invitations"].as_array().expect("links");
    // Everybody in Care answers and fifteen in Retail.
    let answering = (0..150).filter(|i| i % 2 == 0 || i % 10 == 1);
    for (place, person) in answering.enumerate() {
        let url = links[person]["url"].as_str().expect("a link");
        let path = url.strip_prefix(&server.base_url).expect("a link here");
        let score = if place < 45 { "5" } else { "2" };
        open(&server, path)
            .set("answer_satisfaction", score)
            .send(&server, path, "next");
    }
    let told = sample(&server, &id, "");
    let rate = &told["response_rate"];
    assert_eq!(
        (&rate["invited"], &rate["complete"]),
        (&json!(150), &json!(90))
    );
    near(&rate["value"], 0.6);
    let groups = &rate["segments"][0];
    assert_eq!(groups["attribute"], "industry");
    assert_eq!(
        (
            &groups["values"][0]["value"],
            &groups["values"][0]["complete"]
        ),
        (&json!("Retail"), &json!(15))
    );
    assert_eq!(groups["values"][0]["against_rest"]["verdict"], "fell");
    let late = &told["late"];
    assert_eq!(
        (&late["basis"], &late["n"], &late["status"]),
        (&json!("delay"), &json!(90), &json!("shown"))
    );
    near(&late["thirds"][0]["value"], 1.0);
    near(&late["thirds"][2]["value"], 0.0);
    assert_eq!(late["change"]["verdict"], "fell");
    // The line ends below the scale, so at 0; half of 90 answers and none of 60.
    near(&late["trend"]["silent"], 0.0);
    near(&late["trend"]["of_all_invited"], 0.3);
    let care = sample(&server, &id, "?attribute=industry:Care");
    assert_eq!(
        (
            &care["response_rate"]["invited"],
            &care["response_rate"]["complete"]
        ),
        (&json!(75), &json!(75))
    );
    let dutch = sample(&server, &id, "?language=nl");
    assert_eq!(dutch["response_rate"]["status"], "filtered");
    // A link that was replaced or taken back asks nobody.
    let silent = links[3]["id"].as_str().expect("an id");
    let path = format!("/api/v1/surveys/{id}/invitations/{silent}/revoke");
    assert_eq!(server.api("POST", &path, None).status, 204);
    assert_eq!(sample(&server, &id, "")["response_rate"]["invited"], 149);
    let cookie = server.log_in();
    let page = server
        .page(&format!("/surveys/{id}/sample"), &cookie)
        .text();
    assert!(page.contains("may well be more critical still"), "{page}");
    assert!(page.contains("fewer than elsewhere answered in Retail"));
    let csv = server.page(&format!("/surveys/{id}/sample/charts/thirds.csv"), &cookie);
    assert!(csv.text().starts_with("Third,CSAT,"), "{}", csv.text());
}

fn the_planner_stands_alone(server: Server) {
    let usual = server.get_json("/api/v1/plan");
    assert_eq!(
        (&usual["basis"], &usual["asked"]["needed"]),
        (&json!("planning_values"), &json!(3689))
    );
    let paced = server.get_json("/api/v1/plan?change=5&per_month=210");
    near(&paced["asked"]["months"], 3689.0 / 210.0);
    // 5 · √(3688.97 / 630)
    let seen = paced["visible"][1]["change"].as_f64().expect("a change");
    assert!((seen - 12.099).abs() < 0.001, "{seen}");
}

fn targets_that_nobody_can_see_are_flagged(server: Server) {
    let id = business(&server);
    set(&server, &id, &json!({ "target_change": 5 }));
    let target = &sample(&server, &id, "")["plan"]["target"];
    assert_eq!(
        (&target["can_be_seen"], &target["needed"]),
        (&json!(false), &json!(5023))
    );
    assert_eq!(
        (&target["period"], &target["n"]),
        (&json!("quarter"), &json!(244))
    );
    let cookie = server.log_in();
    let page = server
        .page(&format!("/surveys/{id}/sample"), &cookie)
        .text();
    assert!(
        page.contains("The target of 5 points is smaller than can be seen"),
        "{page}"
    );
    set(&server, &id, &json!({ "target_change": 30 }));
    assert_eq!(
        sample(&server, &id, "")["plan"]["target"]["can_be_seen"],
        true
    );
    let page = server
        .page(&format!("/surveys/{id}/sample"), &cookie)
        .text();
    assert!(!page.contains("is smaller than can be seen"));
}

fn other_metrics_have_their_own_units(server: Server) {
    for (template, key, unit) in [
        ("ces", "effort", "scale_points"),
        ("csat", "satisfaction", "percentage_points"),
        ("cas", "advocacy", "percentage_points"),
    ] {
        let (id, _) = server.survey(template, &Value::Null);
        let empty = sample(&server, &id, "");
        assert_eq!(
            (&empty["plan"]["unit"], &empty["plan"]["basis"]),
            (&json!(unit), &json!("planning_values"))
        );
        let answers: Vec<Value> = (0..120)
            .map(|n| {
                let weight = if n % 2 == 0 { "1" } else { "3" };
                json!({ "answers": { key: 1 + n % 5 },
                    "attributes": { "weight": weight, "company": format!("c{}", n % 30) } })
            })
            .collect();
        add(&server, &id, &answers);
        let told = sample(&server, &id, "");
        assert_eq!(told["plan"]["basis"], "answers", "{template}");
        assert_eq!(told["weights"]["status"], "shown", "{template}");
        assert_eq!(told["accounts"]["accounts"], 30, "{template}");
        let [low, high] = [0, 1].map(|at| {
            told["weights"]["figure"]["ci95"][at]
                .as_f64()
                .expect("a limit")
        });
        let value = told["weights"]["figure"]["value"]
            .as_f64()
            .expect("a value");
        assert!(low < value && value < high, "{template}");
        near(&told["accounts"]["by_people"]["value"], value);
        let cookie = server.log_in();
        let page = server
            .page(&format!("/surveys/{id}/sample"), &cookie)
            .text();
        assert!(
            page.contains(&template.to_uppercase()) && !page.contains("NPS points"),
            "{template}"
        );
    }
}
