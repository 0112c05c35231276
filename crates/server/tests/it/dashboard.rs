//! What the answers say: figures, pages, the answers behind them, live changes; never another
//! scale, never a small group of employees, never a parameter that is ignored.

mod live;
mod shown;

use std::process::Command;

use serde_json::{Value, json};

use crate::harness::{Reply, Server, binary, encode, root, run};
use crate::on_both;

on_both!(
    figures_are_those_of_analyze,
    what_is_not_known_is_refused,
    pages_tell_the_figures,
    figures_lead_to_the_answers,
    scales_are_never_mixed,
    employees_are_protected,
);

fn figures(server: &Server, id: &str, query: &str) -> Value {
    server.get_json(&format!("/api/v1/surveys/{id}/figures{query}"))
}

fn add(server: &Server, id: &str, responses: &[Value]) {
    for piece in responses.chunks(1000) {
        let path = format!("/api/v1/surveys/{id}/responses/bulk");
        let reply = server.api("POST", &path, Some(&json!({ "responses": piece })));
        assert!(reply.status < 300, "{}", reply.text());
    }
}

/// A page that has all its words, in the language of the session, and nothing inline.
fn page(server: &Server, path: &str, cookie: &str) -> String {
    checked(server.page(path, cookie), path)
}

fn checked(reply: Reply, path: &str) -> String {
    let text = reply.text().replace("&#x2f;", "/");
    assert_eq!(reply.status, 200, "{path}: {text}");
    for never in ["⟨", " style=", "<style", " onclick=", "javascript:"] {
        assert!(!text.contains(never), "{path} holds {never}");
    }
    text
}

const DRIVERS: [&str; 7] = [
    "career_advancement",
    "motivation_learning",
    "increase_reproducibility",
    "professional_recognition",
    "improve_coding_practice",
    "research_productivity",
    "increase_confidence",
];

/// The sample, as far as it has a score.
fn sample() -> Vec<Value> {
    let text = std::fs::read_to_string(root().join("samples/carpentries_longterm.csv"));
    let text = text.expect("the sample");
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = lines.next().expect("a head");
    let place = |name: &str| head.iter().position(|c| *c == name).expect("a column");
    let (score, wave) = (place("recommend"), place("wave"));
    let drivers = DRIVERS.map(|name| (name, place(name)));
    lines
        .filter_map(|row| {
            // Texts with commas come after the columns used here, and scores at the end.
            let score: i64 = row.get(score.min(row.len() - 1))?.parse().ok()?;
            let mut answers = serde_json::Map::new();
            answers.insert("recommend".to_owned(), score.into());
            for (name, place) in drivers {
                if let Ok(answer) = row[place].parse::<i64>() {
                    answers.insert(name.to_owned(), answer.into());
                }
            }
            let day = match row[wave] {
                "2017-10" => "2018-04-10",
                "2020-03" => "2020-03-15",
                _ => "2020-12-10",
            };
            Some(json!({
                "answers": answers,
                "attributes": { "wave": row[wave] },
                "answered_at": format!("{day}T10:00:00Z"),
            }))
        })
        .collect()
}

fn sample_survey(server: &Server) -> String {
    let drivers: Vec<Value> = DRIVERS
        .iter()
        .map(|key| json!({ "key": key, "text": { "en": format!("It {key}."), "nl": format!("Het {key}.") } }))
        .collect();
    let (id, _) = server.survey("relational-nps", &json!(drivers));
    let sample = sample();
    assert_eq!(sample.len(), 623);
    add(server, &id, &sample);
    id
}

fn figures_are_those_of_analyze(server: Server) {
    let id = sample_survey(&server);
    let mut command = Command::new(binary());
    command
        .arg("analyze")
        .arg(root().join("samples/carpentries_longterm.csv"))
        .args([
            "--score",
            "recommend",
            "--drivers",
            &DRIVERS.join(","),
            "--by",
            "wave",
            "--bootstrap",
            "0",
            "--format",
            "json",
        ]);
    let output = run(command, "");
    assert!(output.status.success(), "{output:?}");
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let found = figures(&server, &id, "?by=wave");
    assert_eq!(found["nps"], told["nps"]);
    // The file gives more of each driver; what both give is the same.
    let both = |drivers: &Value| -> Vec<[Value; 9]> {
        let drivers = drivers.as_array().expect("drivers").iter();
        let fields = "name n mean agree neutral disagree kss agree_promoter disagree_detractor";
        drivers
            .map(|driver| {
                let mut fields = fields.split(' ').map(|field| driver[field].clone());
                std::array::from_fn(|_| fields.next().unwrap_or_default())
            })
            .collect()
    };
    assert_eq!(both(&found["drivers"]), both(&told["drivers"]));
    let groups = |figures: &Value| -> Vec<(Value, Value, Vec<[Value; 9]>)> {
        let groups = figures["by"].as_array().expect("groups").iter();
        groups
            .map(|g| (g["group"].clone(), g["nps"].clone(), both(&g["drivers"])))
            .collect()
    };
    assert_eq!(groups(&found), groups(&told));
    assert_eq!(found["rows"], 623);
    assert_eq!(found["responses"]["completion"], 1.0);
    assert_eq!(found["distribution"][0], 4.0, "a score of 0 stays 0");
    assert_eq!(found["trend"][1]["verdict"], "rose");
    assert_eq!(found["trend"][1]["period"], "2020-03");

    // The same groups by period; a filter is the group; nobody fits what nobody has.
    let years = figures(&server, &id, "?by=year");
    let years: Vec<&Value> = years["by"]
        .as_array()
        .expect("years")
        .iter()
        .map(|g| &g["group"])
        .collect();
    assert_eq!(years, ["2018", "2020"]);
    let wave = figures(&server, &id, "?attribute=wave:2020-12");
    assert_eq!(wave["nps"], found["by"][2]["nps"]);
    let days = figures(&server, &id, "?from=2020-12-10&to=2020-12-10");
    assert_eq!(days["nps"], wave["nps"]);
    let both = figures(
        &server,
        &id,
        "?attribute=wave:2020-12&attribute=wave:2020-03",
    );
    assert_eq!(
        both["rows"],
        wave["rows"].as_u64().expect("n") + found["by"][1]["nps"]["n"].as_u64().expect("n")
    );
    let nobody = figures(&server, &id, "?attribute=wave:1999");
    assert_eq!(
        (&nobody["rows"], &nobody["nps"]["value"]),
        (&json!(0), &Value::Null)
    );
    assert_eq!(figures(&server, &id, "?from=2020-12-11")["rows"], 0);
}

fn what_is_not_known_is_refused(server: Server) {
    let id = sample_survey(&server);
    let cookie = server.log_in();
    for (query, named) in [
        ("?bogus=1", "bogus"),
        ("?attribute=planet:earth", "planet"),
        ("?by=planet", "planet"),
        ("?trend=decade", "decade"),
        ("?from=yesterday", "yesterday"),
        ("?to=2026-02-30", "2026-02-30"),
        ("?complete=maybe", "maybe"),
    ] {
        let path = format!("/api/v1/surveys/{id}/figures{query}");
        let reply = server.api("GET", &path, None);
        assert_eq!(reply.status, 400, "{query}");
        assert!(reply.text().contains(named), "{query}: {}", reply.text());
        for page in ["results", "responses"] {
            let reply = server.page(&format!("/surveys/{id}/{page}{query}"), &cookie);
            assert_eq!(reply.status, 400, "{page}{query}");
        }
    }
    for query in [
        "?score=11",
        "?driver=planet:agree",
        "?driver=career_advancement:maybe",
        "?before=x",
    ] {
        let reply = server.page(&format!("/surveys/{id}/responses{query}"), &cookie);
        assert_eq!(reply.status, 400, "{query}");
    }
    let nowhere = "0".repeat(26);
    for path in [
        format!("/surveys/{nowhere}/results"),
        format!("/surveys/{nowhere}/live"),
        format!("/surveys/{nowhere}/responses"),
        format!("/surveys/{id}/responses/{nowhere}"),
        format!("/surveys/{id}/charts/planet.svg"),
        format!("/surveys/{id}/charts/trend.exe"),
        "/surveys/..%2f/results".to_owned(),
    ] {
        assert_eq!(server.page(&path, &cookie).status, 404, "{path}");
    }
    assert_eq!(
        server
            .request("GET", &format!("/surveys/{id}/results"))
            .send()
            .status,
        303
    );
    assert_eq!(
        server
            .request("GET", &format!("/api/v1/surveys/{id}/figures"))
            .send()
            .status,
        401
    );
}

fn pages_tell_the_figures(server: Server) {
    let cookie = server.log_in();
    let (empty, _) = server.survey("relational-nps", &Value::Null);
    let results =
        |id: &str, query: &str| page(&server, &format!("/surveys/{id}/results{query}"), &cookie);
    assert!(
        results(&empty, "").contains(&format!("/surveys/{empty}/share")),
        "teaches the next step"
    );
    let id = sample_survey(&server);
    for language in ["nl", "en"] {
        let form = [("language", language)];
        let reply = server
            .request("POST", "/settings/language")
            .header("Cookie", &cookie)
            .form(&form)
            .send();
        assert_eq!(reply.status, 303);
        for query in [
            "",
            "?by=wave",
            "?trend=year&by=year",
            "?attribute=wave:2020-12",
            "?from=2030-01-01",
        ] {
            results(&id, query);
        }
        page(&server, "/understand", &cookie);
        page(&server, &format!("/surveys/{id}/responses"), &cookie);
    }
    let text = results(&id, "?by=wave");
    assert!(
        text.contains("NPS is 43, between 38 and 49"),
        "the finding first"
    );
    assert!(text.contains("did not move more than chance"));
    assert!(text.contains("67.5"), "the lowest KSS");
    assert!(
        text.contains("8\u{202f}% disagree and would not recommend, 19\u{202f}% agree and would")
    );
    assert!(text.len() < 400_000);
    for (file, kind, start) in [
        ("trend.svg", "image/svg+xml", "<svg"),
        ("drivers.svg", "image/svg+xml", "<svg"),
        ("split.csv", "text/csv", "wave,NPS"),
        ("waves.csv", "text/csv", "Statement,"),
        (
            "distribution.csv",
            "text/csv",
            "Answer,Class,Number,Share\r\n0,Detractors,4,",
        ),
        ("opportunity.csv", "text/csv", "Statement,"),
    ] {
        let reply = server.page(&format!("/surveys/{id}/charts/{file}?by=wave"), &cookie);
        assert_eq!(reply.status, 200, "{file}");
        assert!(
            reply
                .header("content-type")
                .is_some_and(|t| t.starts_with(kind)),
            "{file}"
        );
        assert!(
            reply
                .header("content-disposition")
                .is_some_and(|d| d.starts_with("attachment"))
        );
        assert!(
            reply.text().starts_with(start),
            "{file}: {}",
            &reply.text()[..60]
        );
    }
    for (template, key) in [
        ("ces", "effort"),
        ("csat", "satisfaction"),
        ("cas", "advocacy"),
    ] {
        let (id, _) = server.survey(template, &Value::Null);
        let answers: Vec<Value> = (0..40)
            .map(|n| json!({ "answers": { key: 1 + n % 5 } }))
            .collect();
        add(&server, &id, &answers);
        let text = results(&id, "");
        assert!(text.contains(&template.to_uppercase()), "{template}");
        assert!(!text.contains("NPS"), "{template} says nothing of the NPS");
        let found = figures(&server, &id, "");
        assert_eq!(found["figure"]["metric"], template);
        assert_eq!(found["figure"]["n"], 40);
        assert_eq!(found["nps"]["n"], 0);
        assert_eq!(found["drivers"], json!([]));
    }
}

fn figures_lead_to_the_answers(server: Server) {
    let id = sample_survey(&server);
    let hostile = json!({ "answers": { "recommend": 2, "why": "<script>alert(1)</script> =1+1 SLOW" },
        "attributes": { "wave": "\"><b>" }, "answered_at": "2021-01-01T00:00:00Z" });
    add(&server, &id, &[hostile]);
    let cookie = server.log_in();
    let list = |query: &str| page(&server, &format!("/surveys/{id}/responses{query}"), &cookie);
    let found = figures(&server, &id, "?attribute=wave:2020-12");
    for (query, n) in [
        (
            "?score=0..6&attribute=wave:2020-12",
            &found["nps"]["detractors"],
        ),
        (
            "?score=9..10&attribute=wave:2020-12",
            &found["nps"]["promoters"],
        ),
        ("?attribute=wave:2020-12", &found["rows"]),
    ] {
        let n = n.as_u64().expect("a number");
        let mut links = 0;
        let mut next = Some(query.to_owned());
        while let Some(query) = next {
            let text = list(&query);
            assert!(text.contains(&format!("{n} response")), "{query}");
            links += text.matches("class=\"comment\"").count() as u64;
            next = text
                .split("class=\"pagination\"><a href=\"")
                .nth(1)
                .map(|rest| {
                    let address = rest
                        .split('"')
                        .next()
                        .expect("an address")
                        .replace("&amp;", "&");
                    address[address.find('?').expect("a query")..].to_owned()
                });
        }
        assert_eq!(links, n, "{query}");
    }
    let behind = list("?driver=career_advancement:disagree&score=0..6");
    assert!(behind.contains("26 responses"), "{behind}");
    let results = page(&server, &format!("/surveys/{id}/results?q=slow"), &cookie);
    assert!(
        results.contains("&lt;script&gt;alert(1)"),
        "the comment, as text"
    );
    assert!(!results.contains("<script>alert"));
    assert!(!results.contains("\"><b>"));
    let none = page(&server, &format!("/surveys/{id}/results?q=100%25"), &cookie);
    assert!(
        !none.contains("&lt;script&gt;alert(1)"),
        "a wildcard is a letter"
    );
    let answer = results
        .split(&format!("/surveys/{id}/responses/"))
        .nth(1)
        .expect("a link");
    let answer = page(
        &server,
        &format!("/surveys/{id}/responses/{}", &answer[..26]),
        &cookie,
    );
    assert!(answer.contains("2 of 10") && answer.contains("&lt;script&gt;"));
    let wave = format!("/surveys/{id}/results?attribute={}", encode("wave:\"><b>"));
    assert!(page(&server, &wave, &cookie).contains("1 of 624 responses"));
}

fn scales_are_never_mixed(server: Server) {
    let (id, _) = server.survey("csat", &Value::Null);
    let path = format!("/api/v1/surveys/{id}");
    let fives: Vec<Value> = (0..30)
        .map(|_| json!({ "answers": { "satisfaction": 5 } }))
        .collect();
    add(&server, &id, &fives);
    let mut definition = server.get_json(&path)["definition"].clone();
    definition["questions"][0]["kind"] = json!("recommend");
    let reply = server.api("PUT", &format!("{path}/definition"), Some(&definition));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let nines: Vec<Value> = (0..40)
        .map(|_| json!({ "answers": { "satisfaction": 9 } }))
        .collect();
    add(&server, &id, &nines);
    let found = figures(&server, &id, "");
    assert_eq!(
        (&found["rows"], &found["earlier_scale"]),
        (&json!(70), &json!(30))
    );
    assert_eq!(
        (&found["nps"]["n"], &found["nps"]["value"]),
        (&json!(40), &json!(100.0))
    );
    assert_eq!(found["distribution"][5], 0.0);
    let cookie = server.log_in();
    let text = page(&server, &format!("/surveys/{id}/results"), &cookie);
    assert!(text.contains("30 answers on an earlier scale are not in these figures."));
    let old = page(
        &server,
        &format!("/surveys/{id}/responses?score=5"),
        &cookie,
    );
    assert!(
        old.contains("No answer fits here"),
        "a 5 of 5 is no 5 of 10"
    );
}

fn employees_are_protected(server: Server) {
    let (id, _) = server.survey("enps", &Value::Null);
    let teams = [("Board", 3), ("IT", 12), ("Sales", 22), ("Support", 31)];
    let answers: Vec<Value> = teams
        .iter()
        .flat_map(|(team, n)| {
            (0..*n).map(move |i| {
                let score = if *team == "Board" { 0 } else { 6 + i % 5 };
                json!({ "answers": { "recommend": score, "why": format!("said in {team}") },
                    "attributes": { "team": team } })
            })
        })
        .collect();
    add(&server, &id, &answers);
    let found = figures(&server, &id, "?by=team");
    assert_eq!(found["figure"]["metric"], "enps");
    assert_eq!(found["nps"]["n"], 68);
    for group in found["by"].as_array().expect("groups") {
        let hides = ["Board", "IT"].contains(&group["group"].as_str().expect("a name"));
        assert_eq!(group["hidden"], hides, "{group}");
        assert_eq!(group["nps"]["value"].is_null(), hides, "{group}");
        assert_eq!(group["responses"] == 0, hides, "{group}");
    }
    // Neither the small group, nor the one that would give it away, nor everybody but it.
    for query in [
        "?attribute=team:Board",
        "?attribute=team:IT",
        "?attribute=team:IT&attribute=team:Sales&attribute=team:Support",
    ] {
        let found = figures(&server, &id, query);
        assert_eq!(
            (&found["hidden"], &found["nps"]["n"]),
            (&json!(true), &json!(0)),
            "{query}"
        );
    }
    let sales = figures(&server, &id, "?attribute=team:Sales");
    assert_eq!(sales["nps"]["n"], 22);
    let cookie = server.log_in();
    let text = page(
        &server,
        &format!("/surveys/{id}/results?attribute=team:Board"),
        &cookie,
    );
    assert!(!text.contains("said in Board") && text.contains("Too few answers to show"));
    let text = page(&server, &format!("/surveys/{id}/results?by=team"), &cookie);
    assert!(text.contains("eNPS") && !text.contains(&format!("/surveys/{id}/responses")));
    let list = page(&server, &format!("/surveys/{id}/responses"), &cookie);
    assert!(list.contains("never shown one by one") && !list.contains("said in"));
}
