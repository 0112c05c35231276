//! Small groups: of a survey of customers that hides groups under four or five people, no output
//! tells what three of them said, nor lets it be worked out; with one it is all there. And what may
//! be asked for as the smallest group.

mod windows;

use serde_json::{Value, json};

use crate::harness::{Reply, Server, eventually};
use crate::on_both;
use crate::staffed::{Staffed, day};

on_both!(
    no_output_tells_of_a_small_group,
    no_group_follows_from_others,
    a_limited_sight_reads_no_single_answers,
    a_group_is_as_large_as_it_has_people,
    the_smallest_group_is_a_setting,
);

/// What the small group wrote.
const SECRET: &str = "Tiny secret";

fn put(server: &Server, survey: &str, edit: impl FnOnce(&mut Value)) -> Reply {
    let path = format!("/api/v1/surveys/{survey}");
    let mut definition = server.get_json(&path)["definition"].clone();
    edit(&mut definition);
    server.api("PUT", &format!("{path}/definition"), Some(&definition))
}

fn least(server: &Server, survey: &str, least: u64) {
    let reply = put(server, survey, |d| d["smallest_group"] = json!(least));
    assert_eq!(reply.status, 200, "{}", reply.text());
}

fn answer(server: &Server, survey: &str, all: &[Value]) {
    let path = format!("/api/v1/surveys/{survey}/responses/bulk");
    let reply = server.api("POST", &path, Some(&json!({ "responses": all })));
    assert!(reply.status < 300, "{}", reply.text());
}

/// Three customers with an NPS of -67, and two larger groups with one of 100.
fn answers(server: &Server, survey: &str) {
    let one = |segment: &str, score: u64, by: &str, why: &str| {
        json!({
            "answers": { "recommend": score, "why": why },
            "attributes": { "segment": segment, "served_by": format!("{by}@example.com") },
        })
    };
    let mut all: Vec<Value> = [0, 3, 7]
        .map(|score| one("small", score, "anna", &format!("{SECRET} {score}")))
        .to_vec();
    all.extend((0..12).map(|n| one("b", 10, "bert", &format!("Fine {n}"))));
    all.extend((0..14).map(|n| one("c", 10, "cees", &format!("Good {n}"))));
    answer(server, survey, &all);
}

fn survey(server: &Server) -> String {
    let drivers = json!([{ "key": "speed", "text": { "en": "You answer soon" } }]);
    let (id, _) = server.survey("relational-nps", &drivers);
    // What the drivers page needs: answers in which there is a statement too.
    let one = |n: u64| {
        json!({
            "answers": { "recommend": n % 11, "speed": n % 5 + 1 },
            "attributes": { "segment": "d" },
        })
    };
    answer(server, &id, &(0..40).map(one).collect::<Vec<Value>>());
    answers(server, &id);
    id
}

/// All that a reply says, of a workbook the text in it.
fn text(reply: &Reply) -> String {
    if !reply.body.starts_with(b"PK") {
        return reply.text();
    }
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(&reply.body)).expect("a workbook");
    let names = book.file_names().filter_map(Result::ok);
    let names: Vec<String> = names.map(std::borrow::Cow::into_owned).collect();
    let mut all = String::new();
    for name in names.iter().filter(|name| name.contains(".xml")) {
        let mut file = book.by_name(name).expect("a part");
        std::io::Read::read_to_string(&mut file, &mut all).expect("text");
    }
    all
}

/// Whether a reply tells the figure of the small group, however it is written, or quotes it.
fn tells(reply: &Reply) -> bool {
    text(reply).contains(SECRET) || counts(reply)
}

fn counts(reply: &Reply) -> bool {
    let all = text(reply);
    let figures = [
        "\u{2212}67",
        "-66.66",
        "&#x2212;67",
        ">-67<",
        "\t-67",
        ",-67,",
    ];
    figures.iter().any(|figure| all.contains(figure))
}

/// A dashboard with a block of each kind that has figures by segment, filtered by the small one;
/// and a link by which people outside see it.
fn board(server: &Server, survey: &str, cookie: &str) -> (String, String) {
    let body = json!({
        "title": "Small", "filter": "attribute=segment:small",
        "blocks": [
            { "kind": "figure", "survey_id": survey },
            { "kind": "trend", "survey_id": survey },
            { "kind": "distribution", "survey_id": survey },
            { "kind": "comments", "survey_id": survey },
            { "kind": "phases", "survey_id": survey, "attribute": "segment" },
        ],
    });
    let made = server.api("POST", "/api/v1/dashboards", Some(&body));
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    let id = made["dashboard_id"].as_str().or(made["id"].as_str());
    let id = id.expect("an id").to_owned();
    let form = [
        ("label", "Out"),
        ("days", "30"),
        ("filter", "attribute=segment:small"),
        ("comments", "1"),
    ];
    let path = format!("/dashboards/{id}/links");
    let request = server.request("POST", &path).header("Cookie", cookie);
    let linked = request.form(&form).send().text().replace("&#x2f;", "/");
    let at = linked.find("/shared/").expect("a link");
    (id, linked[at..at + 60].to_owned())
}

/// Every output of the survey for an administrator, and whether it tells of the small group where
/// nothing hides; a mark on those that must.
fn outputs(survey: &str, board: &str, target: &str) -> Vec<(String, bool)> {
    let (page, api) = (
        format!("/surveys/{survey}"),
        format!("/api/v1/surveys/{survey}"),
    );
    let only = "attribute=segment:small";
    let own = |path: String, must: bool| (path, must);
    vec![
        own(format!("{api}/figures?{only}"), true),
        own(format!("{api}/figures?by=segment"), true),
        own(format!("{api}/figures?{only}&trend=segment"), true),
        own(format!("{api}/figures?trend=segment"), true),
        own(format!("{page}/results?{only}"), true),
        own(format!("{page}/results?by=segment"), true),
        own(format!("{page}/results?trend=segment"), true),
        own(format!("{page}/results?{only}&q=secret"), true),
        own(format!("{page}/charts/split.svg?by=segment"), true),
        own(format!("{page}/charts/split.csv?by=segment"), true),
        own(format!("{page}/charts/split.xlsx?by=segment"), true),
        own(format!("{page}/charts/trend.csv?trend=segment"), true),
        own(format!("{page}/responses?{only}"), true),
        own(format!("{page}/drivers?{only}"), false),
        own(format!("{page}/drivers?with=segment"), false),
        own(format!("{api}/drivers?with=segment"), true),
        own(format!("{page}/movement?{only}"), false),
        own(format!("{api}/movement?{only}"), false),
        own(format!("{page}/themes?{only}"), false),
        own(format!("{page}/themes/comments?{only}"), true),
        own(format!("{api}/themes/figures?{only}"), true),
        own(format!("{api}/words?{only}"), false),
        own(format!("{page}/sample?{only}"), false),
        own(format!("{api}/sample?{only}"), true),
        own(format!("{page}/report.xlsx?{only}"), true),
        own(format!("{page}/report.xlsx?by=segment"), true),
        own(format!("/dashboards/{board}?{only}"), true),
        own(format!("/dashboards/{board}?all=1"), true),
        own(format!("/dashboards/{board}/blocks?{only}"), true),
        own(format!("/dashboards/{board}/report.xlsx?{only}"), true),
        own(format!("/api/v1/dashboards/{board}/figures?{only}"), true),
        own(format!("/api/v1/targets/{target}"), true),
        own("/api/v1/targets".to_owned(), true),
        own("/targets".to_owned(), false),
        own("/understand".to_owned(), false),
        own("/".to_owned(), false),
    ]
}

fn target(server: &Server, survey: &str) -> String {
    let body = json!({
        "survey_id": survey, "scope": "group", "attribute": "segment", "value": "small",
        "from": day(30), "to": day(-30), "start": 0.0, "aim": 20.0,
    });
    let made = server.api("POST", "/api/v1/targets", Some(&body));
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["id"].as_str().expect("an id").to_owned()
}

fn no_output_tells_of_a_small_group(server: Server) {
    let survey = survey(&server);
    let cookie = server.log_in();
    let (board, link) = board(&server, &survey, &cookie);
    let target = target(&server, &survey);
    let outputs = outputs(&survey, &board, &target);
    let get = |path: &str| {
        let request = server.request("GET", path).header("Cookie", &cookie);
        let reply = request.send();
        assert!(
            [200, 403].contains(&reply.status),
            "{path}: {}",
            reply.text()
        );
        reply
    };
    // The last time is again as the first: what changes holds at once, whatever was kept.
    for (smallest, hides) in [(1, false), (4, true), (5, true), (1, false)] {
        least(&server, &survey, smallest);
        let mut silent = Vec::new();
        for (path, must) in &outputs {
            // Among everybody's comments theirs stand too.
            let is_alone = path.contains("segment:small");
            let tells = if is_alone { tells } else { counts };
            let told = tells(&get(path));
            assert!(!(hides && told), "{path} tells at {smallest}");
            if *must && !hides && !told {
                silent.push(path);
            }
        }
        assert!(silent.is_empty(), "tell nothing at {smallest}: {silent:#?}");
        for part in ["", "/wall", "/blocks"] {
            let reply = server.request("GET", &format!("{link}{part}")).send();
            assert_eq!(reply.status, 200, "{part}: {}", reply.text());
            let told = text(&reply);
            let figure = told.contains("\u{2212}67");
            assert!(!figure, "{part} tells people outside at {smallest}");
            let words = told.contains(SECRET);
            assert!(!(hides && words), "{part} quotes to people outside");
        }
        // Whoever sees everything reads answers one by one all the same: a customer has a name.
        let all = get(&format!("/surveys/{survey}/responses"));
        assert!(all.text().contains(SECRET));
        let file = get(&format!("/api/v1/surveys/{survey}/responses.csv"));
        assert!(file.text().contains(SECRET));
    }
}

fn no_group_follows_from_others(server: Server) {
    let survey = survey(&server);
    let figures = format!("/api/v1/surveys/{survey}/figures");
    let segments = ["small", "b", "c", "d"];
    for smallest in [1_u64, 4, 5, 13] {
        least(&server, &survey, smallest);
        // Every set of segments that is shown, with how many it has.
        let mut shown: Vec<(u32, u64)> = Vec::new();
        for set in 0..16_u32 {
            let chosen = segments.iter().enumerate();
            let chosen = chosen.filter(|(at, _)| set >> at & 1 == 1);
            let query: Vec<String> = chosen
                .map(|(_, s)| format!("attribute=segment:{s}"))
                .collect();
            let found = server.get_json(&format!("{figures}?{}", query.join("&")));
            // No segment chosen is all of them.
            let set = if set == 0 { 15 } else { set };
            if found["hidden"] == json!(false) {
                shown.push((set, found["rows"].as_u64().expect("a number")));
            }
        }
        let split = server.get_json(&format!("{figures}?by=segment"));
        for group in split["by"].as_array().expect("groups") {
            let at = segments
                .iter()
                .position(|s| group["label"] == json!(s) || group["group"] == json!(s));
            if group["hidden"] == json!(false) {
                let at = at.unwrap_or_else(|| panic!("{group}"));
                shown.push((1 << at, group["responses"].as_u64().expect("a number")));
            }
        }
        let is_few = |n: u64| (1..smallest).contains(&n);
        for (whole, n) in &shown {
            assert!(!is_few(*n), "{whole:04b} shows {n} at {smallest}");
            for (part, less) in shown.iter().filter(|(part, _)| part & whole == *part) {
                let left = n - less;
                assert!(!is_few(left), "{whole:04b} less {part:04b} at {smallest}");
            }
        }
        let some = shown.iter().any(|(set, _)| *set == 15);
        assert!(some, "everybody together is shown at {smallest}");
        assert_eq!(shown.iter().any(|(set, _)| *set == 1), smallest == 1);
    }
}

fn a_limited_sight_reads_no_single_answers(server: Server) {
    let staffed = Staffed::new(server);
    answers(&staffed.server, &staffed.survey);
    staffed.heard("anna", 3);
    staffed.heard("lena", 29);
    let (anna, lena) = (staffed.cookie("anna"), staffed.cookie("lena"));
    let survey = &staffed.survey;
    let api = format!("/api/v1/surveys/{survey}");
    let paths = [
        format!("{api}/figures"),
        format!("{api}/responses"),
        format!("{api}/responses.csv"),
        format!("{api}/themes/figures"),
        format!("/surveys/{survey}/results"),
        format!("/surveys/{survey}/responses"),
        format!("/surveys/{survey}/themes"),
        format!("/surveys/{survey}/report.xlsx"),
        "/coaching".to_owned(),
        "/understand".to_owned(),
        "/".to_owned(),
    ];
    for (smallest, hides) in [(1, false), (4, true)] {
        least(&staffed.server, survey, smallest);
        let mut told = 0;
        for path in &paths {
            let reply = staffed.get(path, &anna);
            assert!(
                [200, 403].contains(&reply.status),
                "{path}: {}",
                reply.text()
            );
            assert!(!(hides && tells(&reply)), "{path} tells anna at {smallest}");
            told += usize::from(tells(&reply));
        }
        assert!(hides || told >= 5, "only {told} tell at {smallest}");
        // A lead sees the group of all of them, and no answer of it that has a score or a day.
        let seen = staffed.get(&format!("{api}/figures"), &lena).json();
        assert_eq!(seen["hidden"], json!(false));
        let list = staffed.get(&format!("{api}/responses"), &lena);
        assert_eq!(list.status, if hides { 403 } else { 200 });
        let file = staffed.get(&format!("{api}/responses.csv"), &lena);
        assert_eq!(file.status, if hides { 403 } else { 200 });
        let split = staffed.get(&format!("{api}/figures?by=segment"), &lena);
        assert_eq!(tells(&split), !hides);
        let page = staffed.page(&format!("/surveys/{survey}/results?q="), &lena);
        assert_eq!(page.contains("class=\"score detractor\""), !hides);
    }
    // Two more beyond the team: everybody less the team would be these two.
    least(&staffed.server, survey, 1);
    staffed.answers("otto", &[(9, "", 1), (2, "", 1)]);
    staffed.heard("otto", 2);
    for (smallest, hides) in [(1, false), (3, true), (2, false)] {
        least(&staffed.server, survey, smallest);
        let seen = staffed.get(&format!("{api}/figures"), &lena).json();
        assert_eq!(seen["hidden"], json!(hides), "{smallest}");
    }
}

fn a_group_is_as_large_as_it_has_people(server: Server) {
    let survey = survey(&server);
    for name in ["first", "second"] {
        let email = format!("{name}@them.example");
        let body = json!({ "email": email, "name": name });
        let reply = server.api("POST", "/api/v1/contacts", Some(&body));
        assert!(reply.status < 300, "{}", reply.text());
        let one = |score: u64| {
            json!({
                "answers": { "recommend": score },
                "attributes": { "segment": "again", "email": email },
            })
        };
        answer(&server, &survey, &[one(2), one(3), one(9)]);
    }
    let hidden = |smallest: u64| {
        least(&server, &survey, smallest);
        let figures = format!("/api/v1/surveys/{survey}/figures");
        let own = server.get_json(&format!("{figures}?attribute=segment:again"));
        let split = server.get_json(&format!("{figures}?by=segment"));
        let groups = split["by"].as_array().expect("groups").clone();
        let group = groups
            .into_iter()
            .find(|group| [&group["label"], &group["group"]].contains(&&json!("again")));
        let group = group.expect("the group")["hidden"].clone();
        assert_eq!(own["hidden"], group, "alone and beside others");
        own["hidden"] == json!(true)
    };
    assert!(!hidden(1), "six answers");
    eventually("it is known who answered", || hidden(4).then_some(()));
    assert!(!hidden(2), "of two people");
}

fn the_smallest_group_is_a_setting(server: Server) {
    let (customers, _) = server.survey("relational-nps", &Value::Null);
    let (employees, _) = server.survey("enps", &Value::Null);
    // Who is asked, what for, and whether that can be.
    for (survey, value, status) in [
        (&customers, json!(1), 200),
        (&customers, json!(100), 200),
        (&customers, json!(null), 200),
        (&customers, json!(0), 422),
        (&customers, json!(101), 422),
        (&customers, json!(-3), 422),
        (&employees, json!(5), 200),
        (&employees, json!(12), 200),
        (&employees, json!(4), 422),
        (&employees, json!(1), 422),
        (&employees, json!(101), 422),
    ] {
        let reply = put(&server, survey, |d| d["smallest_group"] = value.clone());
        assert_eq!(reply.status, status, "{value}: {}", reply.text());
        if status == 422 {
            let error = &reply.json()["errors"][0];
            assert_eq!(error["pointer"], "/smallest_group");
            let detail = error["detail"].as_str().expect("a reason");
            assert!(detail.contains("100"), "{detail}");
        }
    }
    let version = server.get_json(&format!("/api/v1/surveys/{employees}"))["version"].clone();
    assert_eq!(version, json!(1), "nobody is asked anything else");
    let cookie = server.log_in();
    let page = server
        .page(&format!("/surveys/{employees}"), &cookie)
        .text();
    let field = page
        .split("name=\"smallest_group\"")
        .nth(1)
        .expect("a field");
    assert!(field.starts_with(" value=\"12\""), "{}", &field[..40]);
    let audit = server.page("/settings/audit", &cookie).text();
    assert!(audit.contains("smallest_group: 12"), "{audit}");
    assert!(audit.contains("smallest_group_before: 5"), "{audit}");
}
