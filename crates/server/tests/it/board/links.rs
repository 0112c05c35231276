//! Links for people outside by programs: made, listed and ended by whoever may share, of enough
//! people only, and nowhere to be found once they are over.

use serde_json::{Value, json};

use super::{made, page, survey};
use crate::harness::{Reply, Server, eventually};
use crate::on_both;
use crate::people::{add, id_of, log_in, post};

on_both!(
    a_program_makes_lists_and_ends_links,
    no_link_shows_a_team_that_is_too_small,
    a_link_shows_no_more_than_its_maker_sees_now,
);

fn by(server: &Server, cookie: &str, (method, path): (&str, &str), body: &Value) -> Reply {
    let request = server.request(method, path).header("Cookie", cookie);
    if body.is_null() {
        request.send()
    } else {
        request.json(body).send()
    }
}

/// What a key of scope write reads: it manages every dashboard.
fn read(server: &Server, path: &str) -> Value {
    let reply = server.api("GET", path, None);
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    reply.json()
}

/// The path of a link's address.
fn path_of(server: &Server, link: &Value) -> String {
    let url = link["url"].as_str().expect("an address");
    url.strip_prefix(&server.base_url)
        .expect("our own")
        .to_owned()
}

fn a_program_makes_lists_and_ends_links(server: Server) {
    let survey = survey(&server);
    let cookie = server.log_in();
    let id = made(&server, &cookie, "lead", &survey);
    let links = format!("/api/v1/dashboards/{id}/links");
    let new = json!({ "label": "Board <b>", "days": 2, "filter": "period=last-7-days" });
    let link = server.api("POST", &links, Some(&new));
    assert_eq!(link.status, 201, "{}", link.text());
    let link = link.json();
    let path = path_of(&server, &link);
    assert_eq!(server.request("GET", &path).send().status, 200);
    let all = read(&server, &links);
    let one = &all["links"][0];
    assert_eq!((&one["id"], &one["holds"]), (&link["id"], &json!(true)));
    assert!(one.get("url").is_none() && !all.to_string().contains(&path[8..]));
    assert_eq!(one["filter"], "period=last-7-days");
    for (body, status) in [
        (json!({ "label": "" }), 422),
        (json!({ "label": "x", "days": 0 }), 422),
        (json!({ "label": "x", "days": 400 }), 422),
        (json!({ "label": "x", "filter": "colour=red" }), 422),
        (
            json!({ "label": "x", "filter": "team=00000000000000000000000000" }),
            422,
        ),
        (json!({ "label": "x", "colour": "red" }), 400),
        (json!({}), 422),
    ] {
        let reply = server.api("POST", &links, Some(&body));
        let is_refused = reply.status == status || [400, 422].contains(&reply.status);
        assert!(
            is_refused && reply.status >= 400,
            "{body}: {} {}",
            reply.status,
            reply.text()
        );
    }
    assert_eq!(server.api("GET", &format!("{links}?x=1"), None).status, 400);
    let only = server.request("POST", &links);
    let only = only.header("Authorization", &format!("Bearer {}", server.read_key));
    assert_eq!(only.json(&new).send().status, 403);
    // Whoever may only look, or change, shares nothing.
    add(&server, "dora", "director");
    let dora = log_in(&server, "dora");
    assert_eq!(
        by(&server, &dora, ("GET", &links), &Value::Null).status,
        404
    );
    let form = [("role.director", "edit")];
    assert_eq!(
        post(&server, &format!("/dashboards/{id}/share"), &cookie, &form).status,
        303
    );
    for call in [("GET", links.as_str()), ("POST", links.as_str())] {
        let body = if call.0 == "GET" {
            Value::Null
        } else {
            new.clone()
        };
        assert_eq!(by(&server, &dora, call, &body).status, 403, "{}", call.0);
    }
    let own = format!("{links}/{}", link["id"].as_str().expect("an id"));
    assert_eq!(
        by(&server, &dora, ("DELETE", &own), &Value::Null).status,
        403
    );
    // The page names who made it, and ends it as a program does.
    let shown = page(&server, &format!("/dashboards/{id}/share"), &cookie);
    assert!(
        shown.contains("A program") && shown.contains("Board &lt;b&gt;"),
        "{shown}"
    );
    assert_eq!(server.api("DELETE", &own, None).status, 204);
    let gone = server.request("GET", &path).send();
    let never = server
        .request("GET", &format!("/shared/{}", "0".repeat(52)))
        .send();
    assert_eq!((gone.status, never.status), (404, 404));
    assert_eq!(read(&server, &links)["links"][0]["holds"], false);
    assert_eq!(
        server
            .api("DELETE", &format!("{links}/{}", "0".repeat(26)), None)
            .status,
        404
    );
    let audit = server.get_json("/api/v1/audit?noun=dashboard").to_string();
    for action in ["dashboard.link_made", "dashboard.link_ended"] {
        assert!(audit.contains(action), "{action} in {audit}");
    }
}

fn a_link_shows_no_more_than_its_maker_sees_now(server: Server) {
    let survey = survey(&server);
    add(&server, "dirk", "director");
    let dirk = log_in(&server, "dirk");
    let id = made(&server, &dirk, "director", &survey);
    let links = format!("/api/v1/dashboards/{id}/links");
    let link = by(&server, &dirk, ("POST", &links), &json!({ "label": "x" }));
    assert_eq!(link.status, 201, "{}", link.text());
    let path = path_of(&server, &link.json());
    let opens = || server.request("GET", &path).send().status;
    assert_eq!(opens(), 200);
    let person = format!("/api/v1/people/{}", id_of(&server, "dirk@example.com"));
    let role = |role: &str| {
        let reply = server.api("PATCH", &person, Some(&json!({ "role": role })));
        assert_eq!(reply.status, 200, "{}", reply.text());
    };
    // An employee sees their own answers only: no link of before shows them the company's.
    role("employee");
    assert_eq!(opens(), 404);
    assert_eq!(read(&server, &links)["links"][0]["holds"], false);
    role("director");
    assert_eq!(opens(), 200);
    let gone = server.api("PATCH", &person, Some(&json!({ "active": false })));
    assert_eq!(gone.status, 200, "{}", gone.text());
    assert_eq!(opens(), 404);
}

fn no_link_shows_a_team_that_is_too_small(server: Server) {
    let survey = survey(&server);
    let team = |name: &str| {
        let reply = server.api("POST", "/api/v1/teams", Some(&json!({ "name": name })));
        assert!(reply.status < 300, "{}", reply.text());
        reply.json()["team_id"].as_str().expect("an id").to_owned()
    };
    let (large, small) = (team("Large"), team("Small"));
    for at in 0..11 {
        let name = format!("p{at}");
        add(&server, &name, "employee");
        let person = id_of(&server, &format!("{name}@example.com"));
        let own = if at < 6 { &large } else { &small };
        // Four are in the small one; the last is in none with the administrator and others.
        let team = (at < 10).then_some(own);
        let path = format!("/api/v1/people/{person}");
        let reply = server.api("PATCH", &path, Some(&json!({ "team_id": team })));
        assert_eq!(reply.status, 200, "{}", reply.text());
    }
    for at in 0..6 {
        add(&server, &format!("q{at}"), "employee");
    }
    let cookie = server.log_in();
    let id = made(&server, &cookie, "lead", &survey);
    let links = format!("/api/v1/dashboards/{id}/links");
    let of = |team: &str| json!({ "label": "x", "filter": format!("team={team}") });
    let refused = server.api("POST", &links, Some(&of(&small)));
    assert_eq!(refused.status, 422, "{}", refused.text());
    let link = server.api("POST", &links, Some(&of(&large)));
    assert_eq!(link.status, 201, "{}", link.text());
    let path = path_of(&server, &link.json());
    assert_eq!(server.request("GET", &path).send().status, 200);
    // Who sees only themselves shows that to nobody outside.
    let own = log_in(&server, "p0");
    let mine = made(&server, &own, "employee", &survey);
    let at = format!("/api/v1/dashboards/{mine}/links");
    let reply = by(&server, &own, ("POST", &at), &json!({ "label": "x" }));
    assert_eq!(reply.status, 403, "{}", reply.text());
    let shown = page(&server, &format!("/dashboards/{mine}/share"), &own);
    assert!(shown.contains("at least five people"), "{shown}");
    assert!(!shown.contains("name=\"days\""));
    // A team that becomes too small takes its links along, and a kept filter says so.
    let keep = [("filter", format!("team={large}"))];
    let keep: Vec<(&str, &str)> = keep.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(
        post(&server, &format!("/dashboards/{id}/filter"), &cookie, &keep).status,
        303
    );
    for at in 0..2 {
        let person = id_of(&server, &format!("p{at}@example.com"));
        let path = format!("/api/v1/people/{person}");
        let reply = server.api("PATCH", &path, Some(&json!({ "team_id": null })));
        assert_eq!(reply.status, 200, "{}", reply.text());
    }
    eventually("the link leads nowhere", || {
        (server.request("GET", &path).send().status == 404).then_some(())
    });
    let shown = page(&server, &format!("/dashboards/{id}?team={large}"), &cookie);
    assert!(shown.contains("fewer than five people by now"), "{shown}");
    let api = format!("/api/v1/dashboards/{id}/figures?team={large}");
    assert_eq!(server.api("GET", &api, None).status, 400);
    let usual = read(&server, &format!("/api/v1/dashboards/{id}/figures"));
    assert_eq!(usual["blocks"][0]["figure"], Value::Null, "{usual}");
}
