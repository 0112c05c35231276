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
);

/// Makes a personal link; returns its path.
pub fn invite(server: &Server, id: &str, attributes: &Value) -> String {
    let body = json!({ "invitations": [{ "external_id": "c-1", "attributes": attributes }] });
    let reply = server.api(
        "POST",
        &format!("/api/v1/surveys/{id}/invitations"),
        Some(&body),
    );
    assert_eq!(reply.status, 201, "{}", reply.text());
    let url = reply.json()["invitations"][0]["url"]
        .as_str()
        .expect("a link")
        .to_owned();
    url.strip_prefix(&server.base_url)
        .expect("our address")
        .to_owned()
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
