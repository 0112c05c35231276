//! Lists of contacts: ordered, kept as views, taken as files, and changed together.

mod file;

use serde_json::{Value, json};

use super::{id_of, list, names, put};
use crate::harness::{Reply, Server, eventually};
use crate::on_both;

on_both!(
    lists_are_ordered_and_filtered_page_by_page,
    a_search_is_put_in_another_order,
    attributes_are_indexed_when_they_are_defined,
    many_contacts_change_at_once_after_a_look,
    consent_is_given_by_people_and_not_by_a_click,
    addresses_go_on_the_list_of_those_nobody_writes_to,
    views_of_contacts_are_their_own,
);

const CONTACTS: &str = "/api/v1/contacts";

fn put_all(server: &Server, contacts: &[Value]) {
    let reply = server.api(
        "POST",
        &format!("{CONTACTS}/bulk"),
        Some(&json!({ "contacts": contacts })),
    );
    assert_eq!(reply.status, 200, "{}", reply.text());
    let reply = reply.json();
    assert_eq!(reply["counts"]["rejected"], 0, "{reply}");
}

fn define(server: &Server, name: &str, definition: &Value) {
    let path = format!("/api/v1/attributes/contact/{name}");
    let reply = server.api("PUT", &path, Some(definition));
    assert_eq!(reply.status, 200, "{}", reply.text());
}

/// All contacts of a list, page by page.
fn all(server: &Server, query: &str, limit: usize) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("{CONTACTS}?{query}&limit={limit}{cursor}");
        let reply = server.api("GET", &path, None);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        let page = reply.json();
        all.extend(page["contacts"].as_array().expect("a list").clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

fn edit(server: &Server, body: &Value) -> Value {
    let reply = server.api("POST", &format!("{CONTACTS}/edit"), Some(body));
    assert_eq!(reply.status, 200, "{body}: {}", reply.text());
    reply.json()
}

fn refused(server: &Server, body: &Value) -> Reply {
    let reply = server.api("POST", &format!("{CONTACTS}/edit"), Some(body));
    assert_eq!(reply.status, 422, "{body}: {}", reply.text());
    reply
}

fn lists_are_ordered_and_filtered_page_by_page(server: Server) {
    define(&server, "size", &json!({ "kind": "number" }));
    define(&server, "role", &json!({ "kind": "text" }));
    let contacts: Vec<Value> = (0..60)
        .map(|n| {
            let mut attributes = json!({ "role": if n % 3 == 0 { "buyer" } else { "user" } });
            if n % 2 == 0 {
                attributes["size"] = json!(n / 4);
            }
            json!({
                "email": format!("p{n:02}@acme.nl"), "name": format!("Person {n:02}"),
                "language": if n % 5 == 0 { "en" } else { "nl" }, "attributes": attributes,
                "account": { "name": if n < 10 { "Acme" } else { "Other" } },
            })
        })
        .collect();
    put_all(&server, &contacts);
    let acme = list(&server, "q=p00")[0]["account"]["account_id"].clone();
    let acme = acme.as_str().expect("an id");
    // Page after page gives each once, in every order and direction, with and without filters.
    for (query, wanted) in [
        ("sort=name", 60),
        ("sort=name&order=desc", 60),
        ("sort=created_at", 60),
        ("sort=created_at&order=desc&language=en", 12),
        ("sort=changed_at&standing=reachable", 60),
        ("sort=attribute.size", 60),
        ("sort=attribute.size&order=desc", 60),
        ("sort=attribute.size&attribute.role=buyer", 20),
        ("sort=attribute.nobody", 60),
        ("attribute.role=buyer&attribute.role=user", 60),
        ("from.size=3&to.size=5", 6),
        ("sort=created_at&employee=true", 0),
        ("consent=unknown&sort=changed_at&order=desc", 60),
        (&format!("account={acme}&sort=attribute.size"), 10),
    ] {
        let found = all(&server, query, 7);
        let mut ids: Vec<&str> = found
            .iter()
            .filter_map(|c| c["contact_id"].as_str())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((ids.len(), found.len()), (wanted, wanted), "{query}");
        let key = |contact: &Value| match query {
            _ if query.contains("sort=attribute.size") => {
                let size = contact["attributes"]["size"].as_str();
                size.map(|size| size.parse::<f64>().expect("a number"))
            }
            _ => None,
        };
        // Those without a value come last, whichever way.
        let keys: Vec<Option<f64>> = found.iter().map(key).collect();
        let with: Vec<f64> = keys.iter().flatten().copied().collect();
        assert!(keys[..with.len()].iter().all(Option::is_some), "{query}");
        let mut sorted = with.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        if query.contains("desc") {
            sorted.reverse();
        }
        assert_eq!(with, sorted, "{query}");
        if query.starts_with("sort=name") {
            let mut sorted = names(&found);
            sorted.sort_unstable();
            if query.contains("desc") {
                sorted.reverse();
            }
            assert_eq!(names(&found), sorted, "{query}");
        }
    }
    for (wrong, status) in [
        ("colour=blue", 400),
        ("sort=email", 422),
        ("order=up", 422),
        ("consent=maybe", 422),
        ("cursor=00", 422),
        ("from.size=much", 422),
    ] {
        let reply = server.api("GET", &format!("{CONTACTS}?{wrong}"), None);
        assert_eq!(reply.status, status, "{wrong}: {}", reply.text());
    }
}

fn a_search_is_put_in_another_order(server: Server) {
    let contacts: Vec<Value> = (0..30)
        .map(|n| {
            json!({ "email": format!("p{n:02}@acme.nl"), "name": format!("Jan {n:02}"),
                         "language": if n < 5 { "en" } else { "nl" } })
        })
        .collect();
    put_all(&server, &contacts);
    put(&server, &json!({ "email": "els@other.nl", "name": "Els" }));
    let found = all(&server, "q=jan&sort=name&order=desc", 7);
    assert_eq!(found.len(), 30);
    assert_eq!(names(&found)[0], "Jan 29");
    let found = all(&server, "q=jan&sort=created_at&language=en", 2);
    assert_eq!(found.len(), 5);
    assert!(all(&server, "q=nobody&sort=created_at", 7).is_empty());
}

fn attributes_are_indexed_when_they_are_defined(server: Server) {
    let contacts: Vec<Value> = (0..40)
        .map(|n| {
            json!({ "email": format!("p{n:02}@acme.nl"), "name": format!("Person {n:02}"),
                         "attributes": { "usage": format!("{}.50", n % 4), "note": "x" } })
        })
        .collect();
    put_all(&server, &contacts);
    // Nobody said yet that it is a number: it is any text.
    assert_eq!(all(&server, "attribute.usage=1.50", 7).len(), 10);
    define(&server, "usage", &json!({ "kind": "number" }));
    // Values that are there are written the same way, and found by their numbers.
    eventually("all contacts are gone through", || {
        (all(&server, "from.usage=1.4&to.usage=2.5", 50).len() == 20).then_some(())
    });
    assert_eq!(all(&server, "attribute.usage=1.5", 7).len(), 10);
    assert_eq!(all(&server, "attribute.note=x", 7).len(), 40);
    let first = all(&server, "sort=attribute.usage&order=desc", 50);
    assert_eq!(first[0]["attributes"]["usage"], "3.5");
    // A change is found, and what it was before no more; who is erased is gone.
    let id = first[0]["contact_id"].as_str().expect("an id");
    let one = format!("{CONTACTS}/{id}");
    let change = json!({ "attributes": { "usage": "1000" } });
    assert_eq!(server.api("PATCH", &one, Some(&change)).status, 200);
    assert_eq!(all(&server, "from.usage=999", 7).len(), 1);
    assert_eq!(all(&server, "attribute.usage=3.5", 7).len(), 9);
    let twin = json!({ "email": "twin@acme.nl", "attributes": { "usage": 1001 } });
    let twin = id_of(&put(&server, &twin));
    let merge = json!({ "other": twin });
    let merged = server.api("POST", &format!("{one}/merge"), Some(&merge));
    assert_eq!(merged.status, 200, "{}", merged.text());
    assert_eq!(all(&server, "from.usage=1000", 7).len(), 1);
    assert_eq!(server.api("DELETE", &one, None).status, 204);
    assert!(all(&server, "from.usage=999", 7).is_empty());
    // Undefined, it is any text again.
    let path = "/api/v1/attributes/contact/usage";
    assert_eq!(server.api("DELETE", path, None).status, 204);
    assert_eq!(all(&server, "attribute.usage=3.5", 7).len(), 9);
    eventually("its rows are gone", || {
        all(&server, "from.usage=0", 7).is_empty().then_some(())
    });
}

fn many_contacts_change_at_once_after_a_look(server: Server) {
    define(&server, "size", &json!({ "kind": "number" }));
    let ids: Vec<String> = (0..5)
        .map(|n| {
            id_of(&put(
                &server,
                &json!({ "email": format!("p{n}@acme.nl"), "name": format!("Part {n}") }),
            ))
        })
        .collect();
    let account = server.api("POST", "/api/v1/accounts", Some(&json!({ "name": "Acme" })));
    let account = account.json()["account_id"].clone();
    let mut change = json!({
        "contacts": ids, "dry_run": true, "change": { "language": "EN-gb" },
    });
    let look = edit(&server, &change);
    assert_eq!((&look["changed"], &look["refused"]), (&json!(5), &json!(0)));
    assert_eq!(look["examples"].as_array().map(Vec::len), Some(5));
    assert!(list(&server, "language=en-GB").is_empty(), "only a look");
    change["dry_run"] = json!(false);
    assert_eq!(edit(&server, &change)["changed"], 5);
    assert_eq!(list(&server, "language=en-GB").len(), 5);
    assert_eq!(
        edit(&server, &change)["changed"],
        0,
        "again changes nothing"
    );
    for (said, wanted) in [
        (json!({ "time_zone": "europe/amsterdam" }), 5),
        (json!({ "language": null }), 5),
        (json!({ "account": { "account_id": account } }), 5),
        (json!({ "attribute": { "name": "size", "value": "12" } }), 5),
        (
            json!({ "attribute": { "name": "team", "value": "North" } }),
            5,
        ),
        (json!({ "attribute": { "name": "team", "value": null } }), 5),
    ] {
        let done = edit(&server, &json!({ "list": "q=part", "change": said }));
        assert_eq!(done["changed"], wanted, "{said}: {done}");
    }
    let one = &list(&server, "q=part")[0];
    assert_eq!(one["time_zone"], "Europe/Amsterdam");
    assert_eq!(one["account"]["name"], "Acme");
    assert_eq!(one["language"], Value::Null);
    assert_eq!(one["attributes"], json!({ "size": "12" }));
    assert_eq!(all(&server, "from.size=12", 7).len(), 5);
    // What doesn't fit is refused one by one, with the reason.
    let wrong = json!({ "contacts": [ids[0], "2m4p6r8t0w2y4a6c8e0g2j4m6p", ids[0]],
        "change": { "attribute": { "name": "size", "value": "a dozen" } } });
    let told = edit(&server, &wrong);
    assert_eq!((&told["changed"], &told["refused"]), (&json!(0), &json!(2)));
    assert!(told["examples"][0]["error"]["detail"].is_string(), "{told}");
    for wrong in [
        json!({ "change": { "language": "nl" } }),
        json!({ "contacts": ids, "list": "", "change": { "language": "nl" } }),
        json!({ "contacts": ids, "change": {} }),
        json!({ "contacts": ids, "change": { "language": "nl", "time_zone": null } }),
        json!({ "contacts": ids, "change": { "language": "dutch!" } }),
        json!({ "contacts": ids, "change": { "time_zone": "Mars/Base" } }),
        json!({ "contacts": ids, "change": { "attribute": { "name": "" } } }),
        json!({ "list": "colour=blue", "change": { "language": "nl" } }),
        json!({ "list": "", "change": { "language": "nl" } }),
        json!({ "list": "sort=name", "change": { "language": "nl" } }),
    ] {
        refused(&server, &wrong);
    }
    let every = json!({ "list": "", "all": true, "dry_run": true, "change": { "language": "nl" } });
    assert_eq!(edit(&server, &every)["contacts"], 5);
    let audit = server.get_json("/api/v1/audit?action=contact.changed_together");
    let notes = audit["audit"].as_array().expect("a list");
    assert_eq!(notes.len(), 9, "{audit}");
    let each = server.get_json("/api/v1/audit?action=contact.changed&limit=100");
    assert_eq!(
        each["audit"].as_array().map(Vec::len),
        Some(35),
        "one for each contact"
    );
    // Nobody but who may write.
    let body = json!({ "contacts": ids, "change": { "language": "nl" } });
    let reader = server
        .request("POST", &format!("{CONTACTS}/edit"))
        .maybe_json(Some(&body));
    assert_eq!(reader.send().status, 401);
}

fn consent_is_given_by_people_and_not_by_a_click(server: Server) {
    let email = |n: u32| format!("p{n}@acme.nl");
    let ids: Vec<String> = (0..4)
        .map(|n| id_of(&put(&server, &json!({ "email": email(n) }))))
        .collect();
    let opt_out = format!("{CONTACTS}/{}/opt-out", ids[3]);
    assert_eq!(server.api("POST", &opt_out, Some(&json!({}))).status, 200);
    let given = |source: &str, at: &str| {
        json!({ "contacts": ids, "change": { "consent": {
            "consent": "given", "source": source, "consent_at": at,
        } } })
    };
    for wrong in [
        given("", ""),
        given("  ", "2026-03-03"),
        given("fair", "soon"),
        given("fair", "2126-03-03"),
        json!({ "contacts": ids, "change": { "consent": { "consent": "given" } } }),
        json!({ "contacts": ids, "change": { "consent": { "consent": "unknown" } } }),
    ] {
        refused(&server, &wrong);
    }
    assert_eq!(list(&server, "consent=given").len(), 0);
    let told = edit(&server, &given("sign-up form of the fair", "2026-03-03"));
    assert_eq!((&told["changed"], &told["refused"]), (&json!(3), &json!(1)));
    assert_eq!(told["examples"][0]["contact_id"], json!(ids[3]), "{told}");
    let found = list(&server, "consent=given");
    assert_eq!(found.len(), 3);
    assert_eq!(found[0]["consent_at"], "2026-03-03T12:00:00Z");
    let history = server.get_json(&format!("{CONTACTS}/{}/history", ids[0]));
    let lines = history["history"].as_array().expect("lines");
    assert!(
        lines
            .iter()
            .any(|line| line["what"] == "consent_source"
                && line["detail"] == "sign-up form of the fair"),
        "{history}"
    );
    // Said again with another source it stands as it was.
    assert_eq!(edit(&server, &given("another form", ""))["changed"], 0);
    // A refusal needs no source, and nothing said of many lifts it.
    let no = json!({ "contacts": ids, "change": { "consent": { "consent": "refused" } } });
    assert_eq!(edit(&server, &no)["changed"], 4);
    assert_eq!(list(&server, "standing=opted_out").len(), 4);
    let told = edit(&server, &given("sign-up form", ""));
    assert_eq!((&told["changed"], &told["refused"]), (&json!(0), &json!(4)));
}

fn addresses_go_on_the_list_of_those_nobody_writes_to(server: Server) {
    let ids: Vec<String> = (0..3)
        .map(|n| id_of(&put(&server, &json!({ "email": format!("p{n}@acme.nl") }))))
        .chain([id_of(&put(
            &server,
            &json!({ "external_id": "no-mail", "name": "Nobody" }),
        ))])
        .collect();
    let block = json!({ "contacts": ids, "change": { "do_not_contact": { "reason": "left" } } });
    let mut look = block.clone();
    look["dry_run"] = json!(true);
    let told = edit(&server, &look);
    assert_eq!((&told["changed"], &told["refused"]), (&json!(3), &json!(1)));
    assert!(list(&server, "standing=do_not_contact").is_empty());
    assert_eq!(edit(&server, &block)["changed"], 3);
    assert_eq!(list(&server, "standing=do_not_contact").len(), 3);
    assert_eq!(edit(&server, &block)["changed"], 0);
    let entries = server.get_json("/api/v1/do-not-contact");
    let entries = entries["entries"].as_array().expect("a list");
    assert_eq!((entries.len(), &entries[0]["reason"]), (3, &json!("left")));
    let history = server.get_json(&format!("{CONTACTS}/{}/history", ids[0]));
    assert_eq!(history["history"][0]["what"], "do_not_contact");
    let audit = server.get_json("/api/v1/audit?action=contact.blocked");
    assert_eq!(audit["audit"].as_array().map(Vec::len), Some(3));
}

fn views_of_contacts_are_their_own(server: Server) {
    let path = "/api/v1/views";
    let view = json!({ "noun": "contact", "name": "Dutch buyers", "shared": true,
        "query": "language=nl&attribute.role=buyer&sort=created_at&order=desc&column=email" });
    let kept = server.api("POST", path, Some(&view));
    assert_eq!(kept.status, 201, "{}", kept.text());
    let one = format!("{path}/{}", kept.json()["view_id"].as_str().expect("an id"));
    let other = json!({ "name": "Silent", "query": "no_answer_days=365", "shared": true });
    let other = server.api("POST", path, Some(&other));
    assert_eq!(
        (other.status, &other.json()["noun"]),
        (201, &json!("account"))
    );
    let of = |noun: &str| {
        let views = server.get_json(&format!("{path}?noun={noun}"));
        views["views"].as_array().expect("a list").len()
    };
    assert_eq!((of("contact"), of("account")), (1, 1));
    assert_eq!(
        server.get_json(path)["views"].as_array().map(Vec::len),
        Some(2)
    );
    for wrong in [
        json!({ "noun": "contact", "name": "x", "query": "no_answer_days=365" }),
        json!({ "noun": "contact", "name": "x", "query": "column=password" }),
        json!({ "noun": "survey", "name": "x" }),
    ] {
        let reply = server.api("POST", path, Some(&wrong));
        assert_eq!(reply.status, 422, "{wrong}: {}", reply.text());
    }
    let wrong = json!({ "query": "class=promoter" });
    assert_eq!(server.api("PATCH", &one, Some(&wrong)).status, 422);
    assert_eq!(
        server
            .api("GET", &format!("{path}?noun=survey"), None)
            .status,
        422
    );
    let cookie = server.log_in();
    let page = |path: &str| {
        let page = server.page(path, &cookie);
        assert_eq!(page.status, 200, "{}", page.text());
        page.text()
    };
    put(&server, &json!({ "email": "jan@acme.nl" }));
    assert!(page("/contacts").contains("Dutch buyers"));
    assert!(!page("/contacts").contains("Silent"));
    let keep = |fields: &[(&str, &str)]| {
        let request = server
            .request("POST", "/contacts/views")
            .header("Cookie", &cookie);
        request.header("Accept", "text/html").form(fields).send()
    };
    let kept = keep(&[("name", "Mine"), ("query", "q=jan")]);
    assert_eq!(kept.status, 303, "{}", kept.text());
    let at = kept.header("location").expect("a page").to_owned();
    assert!(at.starts_with("/contacts?q=jan&view="), "{at}");
    assert!(page(&at).contains("Mine"));
    assert_eq!(
        keep(&[("name", "Wrong"), ("query", "colour=blue")]).status,
        422
    );
    assert_eq!(of("contact"), 1, "a person's own view is theirs alone");
    assert_eq!(server.api("DELETE", &one, None).status, 204);
    assert!(!page("/contacts").contains("Dutch buyers"));
}
