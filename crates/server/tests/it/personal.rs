//! Personal links: one response each, nothing shown to whoever has the link, over when it is over.

use serde_json::{Value, json};

use crate::harness::Server;
use crate::on_both;
use crate::respondent::{Page, decode, dump, open, rows};
use crate::response::{all, at_once};

on_both!(
    two_tabs_of_a_personal_link_are_one_response,
    a_personal_link_shows_nothing_of_its_answers,
    links_that_are_over_say_so,
    erased_answers_stay_erased,
    people_are_invited_from_a_list,
    a_respondent_answers_once,
    erased_respondents_get_no_link,
    one_key_gives_the_same_links,
    guessers_are_held_back_and_guests_are_not,
    retries_of_one_form_are_no_flood,
    fields_that_are_not_ours_are_named,
);

/// Makes a personal link; returns its path.
pub fn invite(server: &Server, id: &str, attributes: &Value) -> String {
    let item = json!({ "external_id": platform::id::new(), "attributes": attributes });
    link(server, &invited(server, id, &item))
}

/// Asks for one personal link; returns what is said of it.
pub fn invited(server: &Server, id: &str, item: &Value) -> Value {
    let body = json!({ "invitations": [item] });
    let path = format!("/api/v1/surveys/{id}/invitations");
    let reply = server.api("POST", &path, Some(&body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()["invitations"][0].clone()
}

/// The path of the link.
pub fn link(server: &Server, invitation: &Value) -> String {
    let url = invitation["url"].as_str().expect("a link");
    url.strip_prefix(&server.base_url)
        .expect("our address")
        .to_owned()
}

fn a_respondent_answers_once(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let person = json!({ "external_id": "c-9", "attributes": { "team": "North" } });
    let first = link(&server, &invited(&server, &id, &person));
    let second = link(&server, &invited(&server, &id, &person));
    assert_ne!(first, second);
    assert_eq!(open(&server, &first).status, 410, "one link is live");
    open(&server, &second)
        .set("answer_effort", "2")
        .send(&server, &second, "next");
    let stored = all(&server, &id);
    assert_eq!(stored[0]["external_id"], "c-9");
    let third = invited(&server, &id, &person);
    assert_eq!(
        (&third["url"], &third["response"]),
        (&Value::Null, &json!("complete"))
    );
    let path = format!("/api/v1/surveys/{id}/responses");
    let body = json!({ "external_id": "c-9", "answers": { "effort": 4 } });
    assert_eq!(server.api("POST", &path, Some(&body)).status, 200);
    let other = json!({ "external_id": "c-10", "answers": { "effort": 1 } });
    assert_eq!(server.api("POST", &path, Some(&other)).status, 201);
    let late = link(
        &server,
        &invited(&server, &id, &json!({ "external_id": "c-10" })),
    );
    let page = open(&server, &late).set("answer_effort", "5");
    assert_eq!(page.send(&server, &late, "next").status, 200);
    let answers: Vec<_> = all(&server, &id)
        .iter()
        .map(|r| r["answers"].clone())
        .collect();
    assert_eq!(answers, [json!({ "effort": 4 }), json!({ "effort": 5 })]);
    let answered = invited(&server, &id, &json!({ "external_id": "c-10" }));
    assert_eq!(answered["response"], "complete");
    let twice = json!({ "invitations": [{ "external_id": "a" }, { "external_id": "a" }] });
    let refused = server.api(
        "POST",
        &format!("/api/v1/surveys/{id}/invitations"),
        Some(&twice),
    );
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.json()["errors"][0]["pointer"],
        "/invitations/1/external_id"
    );
}

fn erased_respondents_get_no_link(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let person = json!({ "external_id": "jan-9", "attributes": { "name": "Jan Jansen" } });
    invited(&server, &id, &person);
    let path = link(&server, &invited(&server, &id, &person));
    open(&server, &path)
        .set("answer_effort", "2")
        .send(&server, &path, "next");
    let one = all(&server, &id)[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let response = format!("/api/v1/surveys/{id}/responses/{one}");
    assert_eq!(server.api("DELETE", &response, None).status, 204);
    let again = invited(&server, &id, &person);
    assert!(
        again["url"].is_null() && again["revoked_at"].is_string(),
        "{again}"
    );
    let known = dump(&server, "invitation");
    assert!(
        !known.contains("jan-9") && !known.contains("Jansen"),
        "{known}"
    );
}

fn one_key_gives_the_same_links(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let path = format!("/api/v1/surveys/{id}/invitations");
    let ask = |key: &str, body: &Value| {
        let request = server
            .request("POST", &path)
            .header("Authorization", &format!("Bearer {}", server.key))
            .header("Idempotency-Key", key);
        request.json(body).send()
    };
    let people = json!({ "invitations": [{ "external_id": "a" }, { "external_id": "b" }, {}] });
    let replies = at_once(8, |_| ask("k-1", &people));
    assert!(replies.iter().all(|r| r.status == 201));
    let first = replies[0].json();
    assert!(replies.iter().all(|r| r.json() == first));
    assert_eq!(rows(&server, "invitation"), 3);
    for invitation in first["invitations"].as_array().expect("a list") {
        let path = link(&server, invitation);
        assert_eq!(open(&server, &path).status, 200);
        let secret = path.trim_start_matches("/p/");
        assert!(
            !dump(&server, "idempotency_key").contains(secret),
            "links are stored nowhere"
        );
    }
    assert_eq!(ask("k-1", &json!({ "invitations": [{}] })).status, 422);
    let later = ask("k-2", &people).json();
    assert_ne!(
        later["invitations"][0]["url"],
        first["invitations"][0]["url"]
    );
}

fn guessers_are_held_back_and_guests_are_not(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let people: Vec<Value> = (0..200)
        .map(|i| json!({ "external_id": format!("g-{i}") }))
        .collect();
    let path = format!("/api/v1/surveys/{id}/invitations");
    let reply = server
        .api("POST", &path, Some(&json!({ "invitations": people })))
        .json();
    let links: Vec<String> = reply["invitations"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| link(&server, one))
        .collect();
    let guess = |_| {
        server
            .request("GET", &format!("/p/{}", platform::id::secret()))
            .send()
            .status
    };
    let guessed: Vec<u16> = (0..150).map(guess).collect();
    assert_eq!((guessed[0], guessed.contains(&429)), (404, true));
    let answered = at_once(4, |part| {
        links[part * 50..(part + 1) * 50]
            .iter()
            .map(|path| {
                let page = open(&server, path).set("answer_effort", "3");
                page.send(&server, path, "next").status
            })
            .collect::<Vec<_>>()
    });
    assert!(
        answered.iter().flatten().all(|status| *status == 200),
        "{answered:?}"
    );
    assert_eq!(all(&server, &id).len(), 200);
}

fn retries_of_one_form_are_no_flood(server: Server) {
    let (id, token) = server.survey("ces", &Value::Null);
    let path = format!("/r/{token}");
    let page = open(&server, &path).set("answer_effort", "3");
    for _ in 0..3 {
        let replies = at_once(50, |_| page.send(&server, &path, "next").status);
        assert!(replies.iter().all(|status| *status == 200), "{replies:?}");
    }
    assert_eq!(all(&server, &id).len(), 1);
    server.kill_and_restart();
    let mut statuses = (0..70).map(|_| {
        let other = open(&server, &path).set("answer_effort", "1");
        other.send(&server, &path, "next").status
    });
    assert!(statuses.any(|status| status == 429));
    let retry = page.send(&server, &path, "next");
    assert_eq!(retry.status, 200, "what is stored may come again");
}

fn fields_that_are_not_ours_are_named(server: Server) {
    let (_, token) = server.survey("ces", &Value::Null);
    let path = format!("/r/{token}");
    for (name, value) in [("answer_nope", "1"), ("page", "7"), ("page", "-1")] {
        let page = open(&server, &path)
            .set("answer_effort", "3")
            .set(name, value);
        let reply = page.reply(&server, &path, "next");
        assert_eq!(reply.status, 400, "{name}");
        assert!(reply.text().contains(name), "{}", reply.text());
    }
}

fn two_tabs_of_a_personal_link_are_one_response(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let path = invite(
        &server,
        &id,
        &json!({ "team": "North", "industry": "Bank" }),
    );
    let tabs: Vec<Page> = (0..10)
        .map(|i| open(&server, &path).set("answer_effort", &(i % 5 + 1).to_string()))
        .collect();
    let replies = at_once(10, |i| tabs[i].send(&server, &path, "next"));
    assert!(
        replies
            .iter()
            .all(|r| r.status == 200 && r.text.contains("Thank you"))
    );
    let stored = all(&server, &id);
    assert_eq!(stored.len(), 1);
    assert_eq!(
        stored[0]["attributes"],
        json!({ "industry": "Bank", "team": "North" })
    );
    assert_eq!(stored[0]["channel"], "personal");
    tabs[3].send(&server, &path, "next");
    assert_eq!(
        all(&server, &id)[0]["answers"]["effort"],
        4,
        "the last one wins"
    );
    assert!(rows(&server, "response_revision") >= 1);
}

fn a_personal_link_shows_nothing_of_its_answers(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let path = invite(&server, &id, &json!({ "name": "Jan Jansen" }));
    let page = open(&server, &path);
    assert!(!page.text.contains("Jansen"));
    page.set("answer_effort", "2")
        .set("answer_why", "secret-reason")
        .send(&server, &path, "next");
    let again = open(&server, &path);
    assert!(again.text.contains("already answered"), "{}", again.text);
    let form = open(&server, &format!("{path}?change=yes"));
    assert!(form.text.contains("answer_effort"));
    for page in [&again, &form] {
        assert!(!page.text.contains("secret-reason") && !page.text.contains("Jansen"));
    }
    form.set("answer_effort", "5").send(&server, &path, "next");
    let stored = all(&server, &id);
    assert_eq!(
        (stored.len(), &stored[0]["answers"]),
        (1, &json!({ "effort": 5 }))
    );
    let secret = path.trim_start_matches("/p/");
    assert!(
        !dump(&server, "invitation").contains(secret),
        "only its hash is stored"
    );
    let log = std::fs::read_to_string(server.data.path().join("stderr.log")).expect("a log");
    assert!(!log.contains(secret));
}

fn links_that_are_over_say_so(server: Server) {
    let (id, token) = server.survey("ces", &Value::Null);
    let (public, personal) = (format!("/r/{token}"), invite(&server, &id, &json!({})));
    let revoked = invite(&server, &id, &json!({}));
    let list = server.get_json(&format!("/api/v1/surveys/{id}/invitations"));
    let last = list["invitations"][1]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let filled = open(&server, &revoked).set("answer_effort", "3");
    let revoke = format!("/api/v1/surveys/{id}/invitations/{last}/revoke");
    assert_eq!(server.api("POST", &revoke, None).status, 204);
    assert_eq!(open(&server, &revoked).status, 410);
    assert_eq!(filled.send(&server, &revoked, "next").status, 410);
    assert_eq!(open(&server, &personal).status, 200);
    let open_page = open(&server, &public).set("answer_effort", "3");
    server.api("POST", &format!("/api/v1/surveys/{id}/close"), None);
    for path in [&public, &personal, &revoked] {
        let page = open(&server, path);
        assert_eq!(page.status, 410, "{path}");
        assert!(
            page.text.contains("is over") && page.text.contains("Acme"),
            "{}",
            page.text
        );
    }
    assert_eq!(open_page.send(&server, &public, "next").status, 410);
    assert_eq!(all(&server, &id), Vec::<Value>::new());
}

fn erased_answers_stay_erased(server: Server) {
    let (id, token) = server.survey("ces", &Value::Null);
    let (public, personal) = (
        format!("/r/{token}"),
        invite(&server, &id, &json!({ "n": "Jan" })),
    );
    let pages = [&public, &personal].map(|path| open(&server, path).set("answer_effort", "1"));
    for (page, path) in pages.iter().zip([&public, &personal]) {
        assert_eq!(page.send(&server, path, "next").status, 200);
    }
    for response in all(&server, &id) {
        let one = response["id"].as_str().expect("an id");
        let path = format!("/api/v1/surveys/{id}/responses/{one}");
        assert_eq!(server.api("DELETE", &path, None).status, 204);
    }
    for (page, path) in pages.iter().zip([&public, &personal]) {
        assert_eq!(page.send(&server, path, "next").status, 410, "{path}");
    }
    assert_eq!(open(&server, &personal).status, 410);
    assert_eq!(
        open(&server, &public).status,
        200,
        "others may still answer"
    );
    assert!(!dump(&server, "invitation").contains("Jan"));
    assert_eq!(all(&server, &id), Vec::<Value>::new());
}

fn people_are_invited_from_a_list(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let (path, cookie) = (format!("/surveys/{id}/invitations"), server.log_in());
    assert_eq!(server.page(&path, &cookie).status, 200);
    let post = |people: &str| {
        server
            .request("POST", &path)
            .header("Cookie", &cookie)
            .form(&[("people", people)])
            .send()
    };
    let long = format!("team\nNorth\n{}", "x".repeat(201));
    let refused = post(&long);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Line 3") && refused.text().contains("North"));
    let reply = post("external_id;team\nK1;North\nK2;South");
    assert_eq!(reply.status, 200, "{}", reply.text());
    let text = decode(&reply.text());
    let links: Vec<&str> = text
        .split(&format!("{}/p/", server.base_url))
        .skip(1)
        .filter_map(|rest| rest.get(..52))
        .collect();
    assert_eq!(links.len(), 2, "{text}");
    assert!(text.contains("download=\"links.csv\""));
    let personal = format!("/p/{}", links[1]);
    open(&server, &personal)
        .set("answer_effort", "2")
        .send(&server, &personal, "next");
    assert_eq!(all(&server, &id)[0]["attributes"]["team"], "South");
    let later = server.page(&path, &cookie).text();
    assert!(!later.contains(links[0]), "a link is shown once");
    assert!(later.contains("1 of 2 answered"), "{later}");
}
