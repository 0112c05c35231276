//! Moments: what is shown of them, and to whom.

use super::*;

on_both!(
    what_was_named_stands_beside_the_score,
    own_words_are_comments,
    own_words_survive_every_way_out_and_in,
    what_few_employees_named_is_hidden,
    votes_in_doubt_count_nowhere_until_they_are_cleared,
);

/// 40 name the support desk and mostly would not recommend, 50 the invoice and would.
fn named(server: &Server) -> String {
    let (id, _) = survey(server, "relational-nps");
    let mut answers = Vec::new();
    answers.extend(times(
        30,
        &json!({ "recommend": 2, "moment": "support_desk", "elsewhere": ["reviews"] }),
    ));
    answers.extend(times(
        10,
        &json!({ "recommend": 9, "moment": "support_desk", "elsewhere": ["reviews", "search"] }),
    ));
    answers.extend(times(40, &json!({ "recommend": 10, "moment": "billing" })));
    answers.extend(times(9, &json!({ "recommend": 8, "moment": "billing" })));
    answers.push(json!({ "recommend": "not_applicable", "moment": "billing" }));
    answers.extend(times(
        10,
        &json!({ "recommend": 7, "moment": "other:The visit", "elsewhere": ["other:my father"] }),
    ));
    answers.extend(times(20, &json!({ "recommend": 5 })));
    add(server, &id, &answers);
    id
}

fn what_was_named_stands_beside_the_score(server: Server) {
    let id = named(&server);
    let told = figures(&server, &id, "");
    assert_eq!(
        (&told["named"][0]["kind"], &told["named"][0]["n"]),
        (&json!("moment"), &json!(100))
    );
    let support = thing(&told, 0, "support_desk");
    assert_eq!(
        (&support["named"], &support["n"], &support["share"]),
        (&json!(40), &json!(100), &json!(0.4))
    );
    let limits: Vec<f64> = serde_json::from_value(support["ci95"].clone()).expect("two");
    // Wilson, by hand: 0.3094 to 0.4980.
    assert!(
        (limits[0] - 0.3094).abs() < 1e-4 && (limits[1] - 0.4980).abs() < 1e-4,
        "{limits:?}"
    );
    assert_eq!(support["figure"]["value"], -50.0);
    assert_eq!(support["against_others"]["verdict"], "fell");
    let invoice = thing(&told, 0, "billing");
    assert_eq!(
        (&invoice["named"], &invoice["figure"]["n"]),
        (&json!(50), &json!(49))
    );
    assert_eq!(invoice["against_others"]["verdict"], "rose");
    assert_eq!(thing(&told, 0, "other:")["named"], 10);
    assert_eq!(thing(&told, 0, "start")["named"], 0);
    // Of what was named, most first; own words at the end.
    assert_eq!(told["named"][0]["things"][0]["choice"], "billing");
    assert_eq!(told["named"][1]["n"], 50);
    assert_eq!(thing(&told, 1, "reviews")["share"], 0.8);
    assert_eq!(thing(&told, 1, "search")["named"], 10);

    let cookie = server.log_in();
    let results = format!("/surveys/{id}/results");
    let page = worded(&server.page(&results, &cookie)).replace("&#x2f;", "/");
    let page = page.replace('\u{202f}', " ");
    for words in [
        "Which moment with us mattered most to you?",
        "Named most: “Billing”, by 50 % (between 40 % and 60 %)",
        "It can not be told apart from “Support desk”.",
        "Who named “Support desk” has a lower NPS than the others.",
        "100 people answered this.",
        "50 people answered this. Several could be named",
        "In own words",
        "explain",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // One click to the answers behind every number.
    for (column, n) in [
        ("moment:support_desk", 40),
        ("moment:other:", 10),
        ("elsewhere:search", 10),
    ] {
        let link = format!("/surveys/{id}/responses?named={column}");
        assert!(page.contains(&link), "{link}: {page}");
        let list = worded(&server.page(&link, &cookie));
        assert!(list.contains(&format!("{n} response")), "{link}: {list}");
    }
    let list = worded(&server.page(
        &format!("/surveys/{id}/responses?named=moment:support_desk&score=9"),
        &cookie,
    ));
    assert!(
        list.contains("10 responses") && list.contains("Named: Support desk"),
        "{list}"
    );
    for wrong in ["named=moment", "named=moment:fax", "named=recommend:9"] {
        let reply = server.page(&format!("/surveys/{id}/responses?{wrong}"), &cookie);
        assert_eq!(reply.status, 400, "{wrong}");
    }
    let csv = server
        .page(&format!("/surveys/{id}/charts/moment.csv"), &cookie)
        .text();
    let line = csv
        .lines()
        .find(|line| line.starts_with("Support desk"))
        .expect("a line");
    assert!(line.starts_with("Support desk,0.4,0.309"), "{csv}");
    assert!(line.contains(",40,100,-50,"), "{csv}");
    assert!(
        server
            .page(&format!("/surveys/{id}/charts/elsewhere.svg"), &cookie)
            .text()
            .contains("<svg")
    );
    // Filtered and in Dutch it stands there too.
    let filtered = figures(&server, &id, "?channel=api");
    assert_eq!(filtered["named"], told["named"]);
}

fn own_words_are_comments(server: Server) {
    let id = named(&server);
    let cookie = server.log_in();
    let search =
        |text: &str| worded(&server.page(&format!("/surveys/{id}/results?q={text}"), &cookie));
    assert_eq!(search("the+visit").matches("The visit").count(), 10);
    assert!(search("father").contains("my father"));
    // What stands before own words is no word of theirs.
    assert!(search("other%3A").contains("No comment fits"));
    assert!(search("reviews").contains("No comment fits"));
    let themes = server.page(&format!("/surveys/{id}/themes?question=moment"), &cookie);
    assert_eq!(themes.status, 200, "{}", themes.text());
    let body = json!({ "name": "Visit", "rules": "visit" });
    let reply = server.api("POST", &format!("/api/v1/surveys/{id}/themes"), Some(&body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    let found = server.get_json(&format!(
        "/api/v1/surveys/{id}/themes/figures?question=moment"
    ));
    assert_eq!(found["themes"][0]["comments"], 10, "{found}");
    let found = server.get_json(&format!(
        "/api/v1/surveys/{id}/themes/figures?question=elsewhere"
    ));
    assert_eq!(found["themes"][0]["comments"], 0, "{found}");
    let one = &all(&server, &id)[95]["id"];
    let page = worded(&server.page(
        &format!("/surveys/{id}/responses/{}", one.as_str().expect("an id")),
        &cookie,
    ));
    assert!(
        page.contains("The visit") && page.contains("my father") && !page.contains("other:"),
        "{page}"
    );
}

fn own_words_survive_every_way_out_and_in(server: Server) {
    let (id, _) = survey(&server, "relational-nps");
    let given = [
        json!({ "recommend": 9, "moment": "billing", "elsewhere": ["reviews", "search"] }),
        json!({ "recommend": 8, "moment": "other:invoice", "elsewhere": ["reviews", "other:a|b; \"c\",\n=1+1"] }),
        json!({ "recommend": 7, "moment": "other:=HYPERLINK(1)  ", "elsewhere": ["other:reviews"] }),
        json!({ "recommend": 6, "moment": "other:É \"quote\", 'x'" }),
    ];
    add(&server, &id, &given);
    let answers = |id: &str| -> Vec<Value> {
        all(&server, id)
            .iter()
            .map(|one| one["answers"].clone())
            .collect()
    };
    assert_eq!(answers(&id), given);
    for format in ["csv", "xlsx"] {
        let file = server.data.path().join(format!("out.{format}"));
        let file = file.to_str().expect("text");
        let args = [
            "export", "--survey", &id, "--format", format, "--output", file,
        ];
        assert!(server.command(&args, "").status.success());
        let (other, _) = survey(&server, "relational-nps");
        let output = server.command(&["import", file, "--survey", &other], "");
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            out.contains("4 created, 0 updated, 0 unchanged, 0 rejected"),
            "{out}"
        );
        assert_eq!(answers(&other), given, "{format}");
        // Own words of a spreadsheet too are no formulas.
        let again = server.command(&["import", file, "--survey", &id], "");
        let out = String::from_utf8_lossy(&again.stdout).into_owned();
        assert!(out.contains("0 created, 0 updated, 4 unchanged"), "{out}");
    }
    let csv = "score,moment,elsewhere\n9,Support desk,Other suppliers; search\n3,fax,reviews\n";
    let file = server.data.path().join("own.csv");
    std::fs::write(&file, csv).expect("written");
    let (other, _) = survey(&server, "relational-nps");
    let output = server.command(
        &["import", file.to_str().expect("text"), "--survey", &other],
        "",
    );
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    write!(said, "{}", String::from_utf8_lossy(&output.stderr)).expect("a text");
    assert!(said.contains("1 rejected"), "{said}");
    assert_eq!(
        answers(&other)[0]["elsewhere"],
        json!(["competitors", "search"]),
        "{said}"
    );
}

fn what_few_employees_named_is_hidden(server: Server) {
    let (id, _) = survey(&server, "enps");
    let mut answers = times(
        30,
        &json!({ "recommend": 9, "moment": "billing", "elsewhere": ["search"] }),
    );
    answers.extend(times(
        20,
        &json!({ "recommend": 3, "moment": "help", "elsewhere": ["search"] }),
    ));
    answers.extend(times(
        3,
        &json!({ "recommend": 3, "moment": "support_desk", "elsewhere": ["search", "reviews"] }),
    ));
    answers.extend(times(
        6,
        &json!({ "recommend": 8, "moment": "other:secret words", "elsewhere": ["search"] }),
    ));
    add(&server, &id, &answers);
    let told = figures(&server, &id, "");
    let hidden = |at: usize, choice: &str| {
        let thing = thing(&told, at, choice);
        let hidden = thing["hidden"] == true;
        assert_eq!(hidden, thing["named"].is_null(), "{thing}");
        assert_eq!(hidden, thing["share"].is_null(), "{thing}");
        assert!(!hidden || thing["figure"].is_null() && thing["against_others"].is_null());
        hidden
    };
    // Three name the support desk; with them goes who else would give them away.
    assert!(hidden(0, "support_desk") && hidden(0, "other:"));
    assert!(!hidden(0, "billing") && !hidden(0, "help"));
    assert!(hidden(1, "reviews") && !hidden(1, "search"));
    let cookie = server.log_in();
    let page = worded(&server.page(&format!("/surveys/{id}/results"), &cookie));
    assert!(page.contains("not shown: a group is too small"), "{page}");
    assert!(
        !page.contains("named=") && page.contains("secret words"),
        "{page}"
    );
    // Under a filter nothing anybody wrote is shown.
    let page = worded(&server.page(&format!("/surveys/{id}/results?channel=api"), &cookie));
    assert!(!page.contains("secret words"), "{page}");
    let csv = server
        .page(&format!("/surveys/{id}/charts/moment.csv"), &cookie)
        .text();
    assert!(
        csv.contains("Support desk,not shown: a group is too small,,,,"),
        "{csv}"
    );
    let list = server.page(
        &format!("/surveys/{id}/responses?named=moment:support_desk"),
        &cookie,
    );
    assert!(!list.text().contains("secret words"));
}

fn votes_in_doubt_count_nowhere_until_they_are_cleared(server: Server) {
    let id = named(&server);
    let cookie = server.log_in();
    let ids: Vec<String> = all(&server, &id)
        .iter()
        .map(|one| one["id"].as_str().expect("an id").to_owned())
        .collect();
    let put = |response: &str, doubt: &str| {
        for sql in [
            format!("UPDATE survey SET change_seq = change_seq + 1 WHERE survey_id = '{id}'"),
            format!(
                "UPDATE response SET doubt = {doubt}, change_seq =
                     (SELECT change_seq FROM survey WHERE survey_id = '{id}')
                 WHERE response_id = '{response}'"
            ),
        ] {
            write(&server, &sql);
        }
    };
    let before = figures(&server, &id, "");
    assert_eq!(
        before["in_doubt"],
        json!({ "provisional": 0, "suspect": 0 })
    );
    assert!(!worded(&server.page(&format!("/surveys/{id}/results"), &cookie)).contains("in doubt"));
    put(&ids[0], "'provisional'");
    put(&ids[90], "'suspect'");
    let told = figures(&server, &id, "");
    assert_eq!(told["in_doubt"], json!({ "provisional": 1, "suspect": 1 }));
    assert_eq!(
        (&told["rows"], &told["nps"]["n"]),
        (&json!(118), &json!(117))
    );
    assert_eq!(thing(&told, 0, "support_desk")["named"], 39);
    let page =
        worded(&server.page(&format!("/surveys/{id}/results"), &cookie)).replace("&#x2f;", "/");
    for words in [
        "2 votes are in doubt and not in these figures. 1 of them looks like a mail scanner’s.",
        &format!("href=\"/surveys/{id}/votes\""),
        "In doubt: clicks in a mail",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let filtered = worded(&server.page(
        &format!("/surveys/{id}/results?channel=api&q=visit"),
        &cookie,
    ));
    assert!(
        filtered.contains("the rest of the filter can not be applied"),
        "{filtered}"
    );
    assert_eq!(filtered.matches("The visit").count(), 9, "comments neither");
    let long_ago = figures(&server, &id, "?to=2001-01-01");
    assert_eq!(
        long_ago["in_doubt"],
        json!({ "provisional": 0, "suspect": 0 })
    );
    for response in [&ids[0], &ids[90]] {
        let reply = server.page(&format!("/surveys/{id}/responses/{response}"), &cookie);
        assert_eq!(reply.status, 404, "{}", reply.text());
    }
    let themes = server.get_json(&format!(
        "/api/v1/surveys/{id}/themes/figures?question=moment"
    ));
    assert_eq!(themes["comments"], 9, "{themes}");
    put(&ids[0], "NULL");
    put(&ids[90], "NULL");
    let after = figures(&server, &id, "");
    for member in ["nps", "named", "rows", "distribution"] {
        assert_eq!(after[member], before[member], "{member}");
    }
}
