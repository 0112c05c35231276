//! Coaching pages: two people and nobody else; every look is kept; a new lead begins anew.

use serde_json::{Value, json};

use crate::harness::Server;
use crate::on_both;
use crate::staffed::Staffed;

on_both!(
    only_the_two_see_their_page,
    what_stands_on_a_page_is_of_who_put_it_there,
    a_new_lead_begins_anew,
    only_answers_of_the_employee_can_be_chosen,
    an_erased_customer_leaves_the_page,
);

fn opened(staffed: &Staffed, by: &str, with: &str) -> Value {
    let body = json!({ "person_id": staffed.id(with) });
    let reply = staffed.send("POST", "/api/v1/coaching", &staffed.cookie(by), &body);
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()
}

fn path_of(page: &Value) -> String {
    format!("/api/v1/coaching/{}", page["id"].as_str().expect("an id"))
}

fn only_the_two_see_their_page(server: Server) {
    let staffed = Staffed::new(server);
    let page = opened(&staffed, "lena", "anna");
    assert_eq!(page["part"], "lead");
    let path = path_of(&page);
    // The same page from the other side.
    assert_eq!(opened(&staffed, "anna", "lena")["id"], page["id"]);
    let admin = staffed.server.log_in();
    let html = path.replace("/api/v1", "");
    for cookie in [
        admin.as_str(),
        &staffed.cookie("dirk"),
        &staffed.cookie("bert"),
        &staffed.cookie("otto"),
    ] {
        assert_eq!(staffed.get(&path, cookie).status, 404);
        assert_eq!(staffed.server.page(&html, cookie).status, 404);
        let note = json!({ "kind": "note", "text": "x" });
        assert_eq!(
            staffed
                .send("POST", &format!("{path}/entries"), cookie, &note)
                .status,
            404
        );
        let share = json!({ "person_id": null });
        assert_eq!(
            staffed
                .send("PUT", &format!("{path}/share"), cookie, &share)
                .status,
            404
        );
    }
    assert_eq!(
        staffed.server.api("GET", &path, None).status,
        404,
        "a key is nobody's lead"
    );
    let all = staffed.server.get_json("/api/v1/coaching");
    assert_eq!(all["led"], json!([]));
    // Whom one doesn't lead isn't there.
    for (by, with) in [
        ("otto", "anna"),
        ("dirk", "anna"),
        ("anna", "bert"),
        ("lena", "otto"),
    ] {
        let body = json!({ "person_id": staffed.id(with) });
        let reply = staffed.send("POST", "/api/v1/coaching", &staffed.cookie(by), &body);
        assert_eq!(reply.status, 404, "{by} with {with}");
    }
    // Every look of the two is kept and shown, nobody else's is there to show.
    let before = staffed.get(&path, &staffed.cookie("anna")).json();
    staffed.page(&html, &staffed.cookie("lena"));
    let after = staffed.get(&path, &staffed.cookie("anna")).json();
    let looked = |page: &Value| page["looked"].as_u64().expect("a number");
    assert_eq!(looked(&after), looked(&before) + 2);
    let by = |at: usize| {
        after["looks"][at]["by"]
            .as_str()
            .expect("a name")
            .to_lowercase()
    };
    assert_eq!((by(0), by(1)), ("anna".to_owned(), "lena".to_owned()));
    // The lead's list is in the order of names and holds no figure.
    let led = staffed
        .get("/api/v1/coaching", &staffed.cookie("lena"))
        .json();
    let names: Vec<String> = led["led"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|own| own["name"].as_str().expect("a name").to_lowercase())
        .collect();
    assert_eq!(names, ["anna", "bert", "cees", "dora", "emma"]);
    for own in led["led"].as_array().expect("a list") {
        let mut keys: Vec<&String> = own.as_object().expect("an object").keys().collect();
        keys.sort();
        assert_eq!(keys, ["name", "page_id", "person_id"]);
    }
}

fn what_stands_on_a_page_is_of_who_put_it_there(server: Server) {
    let staffed = Staffed::new(server);
    let path = path_of(&opened(&staffed, "lena", "anna"));
    let (lena, anna) = (staffed.cookie("lena"), staffed.cookie("anna"));
    let entries = format!("{path}/entries");
    let put = |cookie: &str, body: &Value| staffed.send("POST", &entries, cookie, body);
    let note = put(&lena, &json!({ "kind": "note", "text": " Secret plan \n" }));
    assert_eq!(note.status, 201, "{}", note.text());
    let note = note.json();
    assert_eq!(note["text"], "Secret plan");
    let agreed =
        json!({ "kind": "agreement", "text": "Call back within a day", "due": "2027-01-15" });
    let agreed = put(&anna, &agreed).json();
    for wrong in [
        json!({ "kind": "note", "text": " " }),
        json!({ "kind": "note", "text": "x".repeat(4001) }),
        json!({ "kind": "note", "text": "a\u{0}b" }),
        json!({ "kind": "agreement", "text": "x", "due": "soon" }),
        json!({ "kind": "order", "text": "x" }),
    ] {
        assert_eq!(put(&lena, &wrong).status, 422, "{wrong}");
    }
    // Both see everything; either says when something is done.
    let of = |entry: &Value| format!("{entries}/{}", entry["id"].as_str().expect("an id"));
    let done = staffed.send("PATCH", &of(&agreed), &lena, &json!({ "done": true }));
    assert!(done.json()["done_at"].is_string());
    let not_done = staffed.send("PATCH", &of(&note), &lena, &json!({ "done": true }));
    assert_eq!(not_done.status, 409);
    let page = staffed.page(&path.replace("/api/v1", ""), &anna);
    assert!(page.contains("Secret plan") && page.contains("Call back within a day"));
    // Who wrote it takes it away; that it was there stays.
    assert_eq!(
        staffed
            .send("DELETE", &of(&note), &anna, &Value::Null)
            .status,
        403
    );
    assert_eq!(
        staffed
            .send("DELETE", &of(&note), &lena, &Value::Null)
            .status,
        204
    );
    let left = staffed.get(&path, &anna).json();
    let gone = &left["entries"][1];
    assert_eq!((&gone["text"], &gone["kind"]), (&json!(""), &json!("note")));
    assert!(gone["removed_at"].is_string());
    // The log says that something was done, never what.
    let log = staffed.server.get_json("/api/v1/audit").to_string();
    assert!(
        log.contains("coaching.noted") && !log.contains("Secret plan"),
        "{log}"
    );
    let admin = staffed.server.log_in();
    let log = staffed.page("/settings/audit", &admin);
    assert!(!log.contains("Secret plan"), "{log}");
    // The forms of the page do the same.
    let html = path.replace("/api/v1", "");
    let written = staffed.post(&format!("{html}/notes"), &anna, &[("text", "Thank you")]);
    assert_eq!(written.status, 303, "{}", written.text());
    let empty = staffed.post(&format!("{html}/notes"), &anna, &[("text", " ")]);
    assert!(empty.status == 422 && empty.text().contains("Write something."));
    let bad = [("text", "Again"), ("due", "soon")];
    let bad = staffed.post(&format!("{html}/agreements"), &anna, &bad);
    assert!(
        bad.status == 422 && bad.text().contains("Give a date.") && bad.text().contains("Again")
    );
}

fn a_new_lead_begins_anew(server: Server) {
    let staffed = Staffed::new(server);
    let path = path_of(&opened(&staffed, "lena", "anna"));
    let (lena, anna, otto) = (
        staffed.cookie("lena"),
        staffed.cookie("anna"),
        staffed.cookie("otto"),
    );
    let entries = format!("{path}/entries");
    let note = json!({ "kind": "note", "text": "With Lena" });
    assert_eq!(staffed.send("POST", &entries, &lena, &note).status, 201);
    let change = json!({ "lead_id": staffed.id("otto") });
    let person = format!("/api/v1/people/{}", staffed.id("anna"));
    assert_eq!(
        staffed.server.api("PATCH", &person, Some(&change)).status,
        200
    );
    // At once: the old lead sees nothing, the employee keeps it, the new one begins anew.
    assert_eq!(staffed.get(&path, &lena).status, 404);
    assert_eq!(staffed.get(&path, &otto).status, 404);
    let kept = staffed.get(&path, &anna).json();
    assert_eq!(
        (&kept["current"], &kept["entries"][0]["text"]),
        (&json!(false), &json!("With Lena"))
    );
    assert_eq!(staffed.send("POST", &entries, &anna, &note).status, 409);
    let anew = opened(&staffed, "otto", "anna");
    assert!(anew["id"] != kept["id"] && anew["entries"] == json!([]));
    // Only the employee shares it, only with who leads them now, and takes that back.
    let share = format!("{path}/share");
    let with = |name: &str| json!({ "person_id": staffed.id(name) });
    assert_eq!(
        staffed.send("PUT", &share, &otto, &with("otto")).status,
        404
    );
    assert_eq!(
        staffed.send("PUT", &share, &anna, &with("dirk")).status,
        422
    );
    assert_eq!(
        staffed.send("PUT", &share, &anna, &with("otto")).status,
        204
    );
    let read = staffed.get(&path, &otto).json();
    assert_eq!(
        (&read["part"], &read["entries"][0]["text"]),
        (&json!("guest"), &json!("With Lena"))
    );
    assert_eq!(staffed.send("POST", &entries, &otto, &note).status, 409);
    assert_eq!(
        staffed
            .send("PUT", &share, &otto, &json!({ "person_id": null }))
            .status,
        403
    );
    let list = staffed.page("/coaching", &otto);
    assert!(list.contains("Pages of before that you may read"));
    assert_eq!(
        staffed
            .send("PUT", &share, &anna, &json!({ "person_id": null }))
            .status,
        204
    );
    assert_eq!(staffed.get(&path, &otto).status, 404);
    assert!(
        staffed
            .page("/coaching", &anna)
            .contains("Pages with earlier leads")
    );
}

/// An answer of somebody's customer, as they see it themselves: nobody else is told whose it is.
fn response_of(staffed: &Staffed, name: &str) -> String {
    let path = format!("/api/v1/surveys/{}/responses", staffed.survey);
    let listed = staffed.get(&path, &staffed.cookie(name)).json();
    let first = &listed["responses"][0]["id"];
    first.as_str().expect("an answer of theirs").to_owned()
}

fn only_answers_of_the_employee_can_be_chosen(server: Server) {
    let staffed = Staffed::new(server);
    staffed.answers(
        "anna",
        &[(3, "Nobody called me back", 2), (10, "Anna was great", 3)],
    );
    staffed.answers("bert", &[(2, "Bert forgot me", 2)]);
    staffed.heard("anna", 2);
    staffed.heard("bert", 1);
    let path = path_of(&opened(&staffed, "lena", "anna"));
    let html = path.replace("/api/v1", "");
    let (lena, anna) = (staffed.cookie("lena"), staffed.cookie("anna"));
    let offered = staffed.page(&format!("{html}/answers"), &lena);
    assert!(offered.contains("Nobody called me back") && !offered.contains("Bert forgot me"));
    let entries = format!("{path}/entries");
    let choose = |cookie: &str, response: &str| {
        let body =
            json!({ "kind": "answer", "survey_id": staffed.survey, "response_id": response });
        staffed.send("POST", &entries, cookie, &body)
    };
    let (own, other) = (response_of(&staffed, "anna"), response_of(&staffed, "bert"));
    assert_eq!(
        choose(&lena, &other).status,
        404,
        "the lead sees it, but it isn't Anna's"
    );
    assert_eq!(choose(&anna, &other).status, 404);
    let chosen = choose(&lena, &own);
    assert_eq!(chosen.status, 201);
    assert_eq!(chosen.json()["answer"]["response_id"], json!(own));
    assert_eq!(choose(&anna, &own).status, 201, "twice is once");
    let page = staffed.get(&path, &anna).json();
    assert_eq!(page["entries"].as_array().map(Vec::len), Some(1));
    assert_eq!(page["entries"][0]["answer"]["response_id"], json!(own));
    let shown = staffed.page(&html, &lena);
    assert!(
        shown.contains("What customers of")
            && shown.contains("A figure is shown from ten answers on")
    );
    // Either takes it off, and it can be chosen again.
    let id = page["entries"][0]["id"].as_str().expect("an id");
    assert_eq!(
        staffed
            .send("DELETE", &format!("{entries}/{id}"), &anna, &Value::Null)
            .status,
        204
    );
    assert_eq!(staffed.get(&path, &anna).json()["entries"], json!([]));
    assert_eq!(choose(&lena, &own).status, 201);
}

fn an_erased_customer_leaves_the_page(server: Server) {
    let staffed = Staffed::new(server);
    let contact = json!({ "email": "customer@them.example", "name": "Cas" });
    let contact = staffed
        .server
        .api("POST", "/api/v1/contacts", Some(&contact))
        .json();
    let answer = json!({
        "answers": { "recommend": 4, "why": "Waited for hours" },
        "attributes": { "email": "customer@them.example", "served_by": "anna@example.com" },
    });
    let path = format!("/api/v1/surveys/{}/responses", staffed.survey);
    let response = staffed.server.api("POST", &path, Some(&answer)).json();
    staffed.heard("anna", 1);
    let page = path_of(&opened(&staffed, "lena", "anna"));
    let body = json!({
        "kind": "answer", "survey_id": staffed.survey, "response_id": response["id"],
    });
    let anna = staffed.cookie("anna");
    let chosen = staffed.send("POST", &format!("{page}/entries"), &anna, &body);
    assert_eq!(chosen.status, 201, "{}", chosen.text());
    let id = contact["contact"]["contact_id"].as_str().expect("an id");
    let erased = staffed
        .server
        .api("DELETE", &format!("/api/v1/contacts/{id}"), None);
    assert!(erased.status < 300, "{}", erased.text());
    assert_eq!(staffed.get(&page, &anna).json()["entries"], json!([]));
}
