//! Lists of accounts: searched, filtered, ordered, kept as views, and changed together.

use serde_json::{Value, json};

use super::{ACCOUNTS, define, id_of, names, put};
use crate::harness::{Server, encode, eventually};
use crate::on_both;

on_both!(
    lists_are_searched_filtered_and_ordered_page_by_page,
    contacts_are_found_by_the_beginnings_of_words,
    many_accounts_change_at_once_after_a_look,
    views_are_kept_and_shared,
);

fn lists_are_searched_filtered_and_ordered_page_by_page(server: Server) {
    define(&server, "size", &json!({ "kind": "number" }));
    let accounts: Vec<Value> = (0..60)
        .map(|n| {
            let mut attributes = json!({ "industry": if n % 3 == 0 { "Bouw" } else { "Zorg" } });
            if n % 2 == 0 {
                attributes["size"] = json!(n / 4);
            }
            json!({ "external_id": format!("X{n:02}"), "name": format!("Bedrijf {n:02} Café"),
                    "attributes": attributes })
        })
        .collect();
    let sent = json!({ "accounts": accounts });
    assert_eq!(
        server
            .api("POST", "/api/v1/accounts/bulk", Some(&sent))
            .status,
        200
    );
    // An account that gets its sums between two pages may be on both, or on neither.
    eventually("all have their sums", || {
        (names(&server, "class=none&limit=100").len() == 60).then_some(())
    });
    // Page after page gives each once, in every order and direction, with and without filters.
    for query in [
        "sort=name",
        "sort=name&order=desc",
        "sort=attribute.size",
        "sort=attribute.size&order=desc",
        "sort=nps",
        "sort=last_answer&order=desc",
        "sort=contacts",
        "sort=silent&order=desc",
        "sort=attribute.size&attribute.industry=Bouw",
        "q=cafe&sort=attribute.size&order=desc",
        "person=nobody&sort=attribute.size",
    ] {
        let wanted = if query.contains("Bouw") { 20 } else { 60 };
        let (mut all, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("{ACCOUNTS}?{query}&limit=7{cursor}");
            let reply = server.api("GET", &path, None);
            assert_eq!(reply.status, 200, "{path}: {}", reply.text());
            let page = reply.json();
            for account in page["accounts"].as_array().expect("a list") {
                all.push(account.clone());
            }
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
        let mut ids: Vec<String> = all.iter().map(id_of).collect();
        if query.contains("sort=name") {
            let mut names: Vec<&str> = all.iter().filter_map(|a| a["name"].as_str()).collect();
            let before = names.clone();
            names.sort_unstable();
            if query.contains("desc") {
                names.reverse();
            }
            assert_eq!(before, names);
        }
        if query.contains("sort=attribute.size") {
            // Those without a size come last, whichever way.
            let size = |a: &Value| {
                a["attributes"]["size"]
                    .as_str()
                    .map(|s| s.parse::<i64>().expect("a number"))
            };
            let sizes: Vec<Option<i64>> = all.iter().map(size).collect();
            let with: Vec<i64> = sizes.iter().flatten().copied().collect();
            assert!(sizes[..with.len()].iter().all(Option::is_some), "{query}");
            let mut sorted = with.clone();
            sorted.sort_unstable();
            if query.contains("desc") {
                sorted.reverse();
            }
            assert_eq!(with, sorted, "{query}");
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((ids.len(), all.len()), (wanted, wanted), "{query}");
    }
    assert_eq!(names(&server, "q=x07"), ["Bedrijf 07 Café"]);
    assert_eq!(names(&server, "q=bedr%2012"), ["Bedrijf 12 Café"]);
    assert_eq!(
        names(&server, &format!("q={}", encode("CAFÉ 59"))),
        ["Bedrijf 59 Café"]
    );
    assert!(
        names(&server, "q=afe").is_empty(),
        "words are found by how they begin"
    );
    assert!(names(&server, "q=%25").is_empty());
    assert_eq!(
        server
            .api("GET", &format!("{ACCOUNTS}?colour=blue"), None)
            .status,
        400
    );
    assert_eq!(
        server
            .api("GET", &format!("{ACCOUNTS}?cursor=00"), None)
            .status,
        422
    );
}

fn contacts_are_found_by_the_beginnings_of_words(server: Server) {
    let contacts = json!({ "contacts": [
        { "email": "jan@acme.nl", "name": "Jan de Vries", "external_id": "C-100" },
        { "email": "vries@other.nl", "name": "Els de Vries-Smit" },
        { "email": "jose@acme.nl", "name": "José Ñandú" },
        { "email": "p@bakkerij.nl", "name": "Piet", "account": { "name": "Bakkerij Jansen" } },
        { "email": "jansen.k@third.nl" },
    ] });
    let reply = server.api("POST", "/api/v1/contacts/bulk", Some(&contacts));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let found = |q: &str| {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/contacts?q={}&limit=1{cursor}", encode(q));
            let reply = server.api("GET", &path, None);
            assert_eq!(reply.status, 200, "{q}: {}", reply.text());
            let page = reply.json();
            for contact in page["contacts"].as_array().expect("a list") {
                all.push(contact["email"].as_str().expect("an address").to_owned());
            }
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
        all
    };
    assert_eq!(
        found("jan"),
        ["jan@acme.nl", "jansen.k@third.nl", "p@bakkerij.nl"]
    );
    let both = |q: &str| {
        let mut all = found(q);
        all.sort_unstable();
        all
    };
    assert_eq!(both("vries"), ["jan@acme.nl", "vries@other.nl"]);
    assert_eq!(found("smit"), ["vries@other.nl"]);
    assert_eq!(found("jan vri"), ["jan@acme.nl"]);
    assert_eq!(found("vries els"), ["vries@other.nl"]);
    assert_eq!(found("jose"), ["jose@acme.nl"]);
    assert_eq!(found("nandu"), ["jose@acme.nl"]);
    assert_eq!(both("@acme"), ["jan@acme.nl", "jose@acme.nl"]);
    assert_eq!(found("C-1"), ["jan@acme.nl"]);
    assert!(found("an").is_empty());
    assert!(found("%").is_empty());
    // A new name is found, and the old one no more.
    let id = server.get_json("/api/v1/contacts?q=smit")["contacts"][0]["contact_id"].clone();
    let path = format!("/api/v1/contacts/{}", id.as_str().expect("an id"));
    let change = json!({ "name": "Els Mulder" });
    assert_eq!(server.api("PATCH", &path, Some(&change)).status, 200);
    assert_eq!(found("mulder"), ["vries@other.nl"]);
    assert!(found("smit").is_empty());
}

fn many_accounts_change_at_once_after_a_look(server: Server) {
    define(&server, "size", &json!({ "kind": "number" }));
    let top = put(&server, &json!({ "name": "Top" }));
    let ids: Vec<String> = (0..5)
        .map(|n| id_of(&put(&server, &json!({ "name": format!("Part {n}") }))))
        .collect();
    let path = "/api/v1/accounts/edit";
    let edit = |body: &Value| {
        let reply = server.api("POST", path, Some(body));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    };
    let mut change = json!({
        "accounts": ids, "dry_run": true,
        "change": { "attribute": { "name": "size", "value": "12" } },
    });
    let look = edit(&change);
    assert_eq!((&look["changed"], &look["refused"]), (&json!(5), &json!(0)));
    assert!(
        names(&server, "attribute.size=12").is_empty(),
        "only a look"
    );
    change["dry_run"] = json!(false);
    assert_eq!(edit(&change)["changed"], 5);
    assert_eq!(names(&server, "attribute.size=12").len(), 5);
    assert_eq!(edit(&change)["changed"], 0, "again changes nothing");
    change["change"]["attribute"]["value"] = json!("a dozen");
    let refused = edit(&change);
    assert_eq!(
        (&refused["changed"], &refused["refused"]),
        (&json!(0), &json!(5))
    );
    let role = json!({
        "list": "attribute.size=12",
        "change": { "responsibility": { "role": "consultant", "email": "carl@us.example" } },
    });
    assert_eq!(edit(&role)["changed"], 5);
    let parent = json!({
        "list": "q=part", "change": { "parent": { "account_id": id_of(&top) } },
    });
    assert_eq!(edit(&parent)["changed"], 5);
    assert_eq!(names(&server, &format!("below={}", id_of(&top))).len(), 6);
    let circle = json!({
        "accounts": [id_of(&top)], "change": { "parent": { "account_id": ids[0] } },
    });
    assert_eq!(edit(&circle)["refused"], 1);
    for wrong in [
        json!({ "change": { "parent": { "account_id": null } } }),
        json!({ "accounts": [], "change": {} }),
        json!({ "list": "colour=blue", "change": { "parent": { "account_id": null } } }),
        json!({ "list": "", "change": { "parent": { "account_id": null } } }),
        json!({ "list": "sort=name", "change": { "parent": { "account_id": null } } }),
    ] {
        let reply = server.api("POST", path, Some(&wrong));
        assert_eq!(reply.status, 422, "{wrong}: {}", reply.text());
    }
    let every = json!({
        "list": "", "all": true, "dry_run": true, "change": { "parent": { "account_id": null } },
    });
    assert_eq!(edit(&every)["accounts"], 6);
    let audit = server.get_json("/api/v1/audit?action=account.changed_together");
    let notes = audit["audit"].as_array().expect("a list");
    assert_eq!(notes[0]["detail"]["accounts"], 1);
    assert!(notes.len() >= 5);
}

fn views_are_kept_and_shared(server: Server) {
    let path = "/api/v1/views";
    let view = json!({ "name": "Builders", "query": "attribute.industry=Bouw&sort=nps&column=nps", "shared": true });
    let reply = server.api("POST", path, Some(&view));
    assert_eq!(reply.status, 201, "{}", reply.text());
    let kept = reply.json();
    let one = format!("{path}/{}", kept["view_id"].as_str().expect("an id"));
    assert_eq!(
        server.get_json(path)["views"].as_array().map(Vec::len),
        Some(1)
    );
    let change = json!({ "name": "All builders" });
    assert_eq!(
        server.api("PATCH", &one, Some(&change)).json()["name"],
        "All builders"
    );
    for wrong in [
        json!({ "name": "" }),
        json!({ "name": "x", "query": "colour=blue" }),
    ] {
        assert_eq!(server.api("POST", path, Some(&wrong)).status, 422);
    }
    // A person's own view is theirs alone.
    let cookie = server.log_in();
    let form = [("name", "Mine"), ("query", "person=me")];
    let kept = server
        .request("POST", "/accounts/views")
        .header("Cookie", &cookie)
        .form(&form)
        .send();
    assert_eq!(kept.status, 303, "{}", kept.text());
    let page = server.page("/accounts?q=x", &cookie).text();
    assert!(page.contains("Mine") && page.contains("All builders"));
    assert_eq!(
        server.get_json(path)["views"].as_array().map(Vec::len),
        Some(1)
    );
    assert_eq!(server.api("DELETE", &one, None).status, 204);
    assert_eq!(server.api("GET", &one, None).status, 404);
}
