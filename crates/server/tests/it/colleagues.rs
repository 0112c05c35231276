//! Who served decides who sees an answer, and is told to nobody: no page, reply or file that shows
//! answers one by one has it, so that nobody makes figures per person of them.

use serde_json::{Value, json};

use crate::harness::{Reply, Server, eventually};
use crate::on_both;
use crate::people::{add, log_in};

on_both!(no_row_says_who_served);

/// In the address of the colleague, and so in the name.
const CANARY: &str = "zanzibar";

fn answers(server: &Server, survey: &str) -> String {
    let address = format!("{CANARY}@example.com");
    let mut last = Value::Null;
    for (index, who) in [
        json!({ "served_by": address }),
        json!({ "Served_By ": format!(" {}", address.to_uppercase()) }),
        json!({ "csm": "Zanzibar Smith", "served_by": "nobody@example.com" }),
        json!({ "helped": format!("x@them.example; {address}") }),
        json!({ "helper": CANARY, "served_by": format!("nobody@example.com, {address}") }),
    ]
    .into_iter()
    .enumerate()
    {
        let mut attributes = who;
        attributes["team"] = json!("Marmalade");
        attributes["email"] = json!(format!("customer-{index}@them.example"));
        let body = json!({
            "answers": { "recommend": 3, "why": "Fishmonger" }, "attributes": attributes,
            "external_id": format!("x-{index}"),
        });
        let reply = server.api(
            "POST",
            &format!("/api/v1/surveys/{survey}/responses"),
            Some(&body),
        );
        assert_eq!(reply.status, 201, "{}", reply.text());
        last = reply.json();
    }
    last["id"].as_str().expect("an id").to_owned()
}

/// All that a reply says; of a workbook the text of its parts.
fn told(reply: &Reply) -> String {
    if !reply.body.starts_with(b"PK") {
        return reply.text();
    }
    book(&reply.body)
}

fn book(bytes: &[u8]) -> String {
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut all = String::new();
    for index in 0..book.len() {
        let mut part = book.by_index(index).expect("a part");
        let _ = std::io::Read::read_to_string(&mut part, &mut all);
    }
    all
}

fn holds(what: &str, text: &str, must_have: &str) {
    assert!(text.contains(must_have), "{what} shows the answers: {text}");
    let low = text.to_lowercase();
    for word in [CANARY, "served_by", "nobody@example.com"] {
        assert!(!low.contains(word), "{what} says {word}: {text}");
    }
}

fn no_row_says_who_served(server: Server) {
    add(&server, CANARY, "employee");
    add(&server, "dora", "director");
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let response = answers(&server, &survey);
    let (admin, dora, own) = (
        server.log_in(),
        log_in(&server, "dora"),
        log_in(&server, CANARY),
    );
    let api = format!("/api/v1/surveys/{survey}/responses");
    let get = |path: &str, (name, value): (&str, &str)| {
        server.request("GET", path).header(name, value).send()
    };
    let bearer = |key: &str| format!("Bearer {key}");
    // They decide who sees the answer …
    eventually("who served is known", || {
        let seen = get(&api, ("Cookie", &own)).json();
        (seen["responses"].as_array().map(Vec::len) == Some(3)).then_some(())
    });
    // … and nothing has them.
    let keys = [bearer(&server.key), bearer(&server.read_key)];
    let who = [
        ("Authorization", keys[0].as_str()),
        ("Authorization", keys[1].as_str()),
        ("Cookie", admin.as_str()),
        ("Cookie", dora.as_str()),
        ("Cookie", own.as_str()),
    ];
    for one in who {
        for path in [
            api.clone(),
            format!("{api}/{response}"),
            format!("{api}.csv"),
            format!("{api}.csv?profile=excel-nl"),
            format!("{api}.xlsx"),
        ] {
            let reply = get(&path, one);
            assert_eq!(reply.status, 200, "{path}: {}", reply.text());
            holds(&path, &told(&reply), "Marmalade");
        }
    }
    for cookie in [&admin, &dora] {
        for (path, must_have) in [
            (format!("/surveys/{survey}/responses"), "Fishmonger"),
            (
                format!("/surveys/{survey}/responses/{response}"),
                "Marmalade",
            ),
            (format!("/surveys/{survey}/results"), "Fishmonger"),
            (format!("/surveys/{survey}/export.csv"), "Marmalade"),
            (format!("/surveys/{survey}/export.xlsx"), "Marmalade"),
        ] {
            let reply = server.page(&path, cookie);
            assert_eq!(reply.status, 200, "{path}: {}", reply.text());
            holds(&path, &told(&reply), must_have);
        }
    }
    for format in ["csv", "xlsx"] {
        let out = server.data.path().join(format!("export.{format}"));
        let file = out.to_str().expect("text");
        let arguments = [
            "export", "--survey", &survey, "--format", format, "--output", file,
        ];
        let output = server.command(&arguments, "");
        assert!(output.status.success(), "{output:?}");
        let bytes = std::fs::read(&out).expect("a file");
        let text = match format {
            "xlsx" => book(&bytes),
            _ => String::from_utf8(bytes).expect("text"),
        };
        holds(format, &text, "Marmalade");
        // Coming back, it takes nothing away.
        let output = server.command(&["import", file, "--survey", &survey], "");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains("0 created, 0 updated, 5 unchanged"), "{said}");
    }
    let seen = get(&api, ("Cookie", &own)).json();
    assert_eq!(
        seen["responses"].as_array().map(Vec::len),
        Some(3),
        "{seen}"
    );
    // Nor does what somebody is invited with.
    let invitation = json!({ "invitations": [{
        "external_id": "i", "attributes": { "served_by": format!("{CANARY}@example.com") },
    }] });
    let path = format!("/api/v1/surveys/{survey}/invitations");
    assert_eq!(server.api("POST", &path, Some(&invitation)).status, 201);
    holds(&path, &told(&get(&path, who[0])), "external_id");
}
