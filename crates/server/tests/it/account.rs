//! Accounts whole: hierarchy, typed attributes, who does what, lists, views, one timeline.

mod pages;

use serde_json::{Value, json};

use crate::harness::{Server, encode, eventually};
use crate::on_both;
use crate::response::responses;

on_both!(
    accounts_are_parts_of_each_other_without_circles,
    attributes_have_kinds_wherever_they_come_in,
    people_do_things_for_accounts_and_those_below,
    a_bulk_request_says_what_became_of_each_account,
    lists_are_searched_filtered_and_ordered_page_by_page,
    contacts_are_found_by_the_beginnings_of_words,
    many_accounts_change_at_once_after_a_look,
    sums_follow_answers,
    one_timeline_has_everything_newest_first,
    views_are_kept_and_shared,
);

const ACCOUNTS: &str = "/api/v1/accounts";

pub(crate) fn put(server: &Server, account: &Value) -> Value {
    let reply = server.api("POST", ACCOUNTS, Some(account));
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

pub(crate) fn id_of(account: &Value) -> String {
    account["account_id"].as_str().expect("an id").to_owned()
}

fn define(server: &Server, name: &str, definition: &Value) {
    let path = format!("/api/v1/attributes/account/{name}");
    let reply = server.api("PUT", &path, Some(definition));
    assert_eq!(reply.status, 200, "{}", reply.text());
}

fn names(server: &Server, query: &str) -> Vec<String> {
    let reply = server.api("GET", &format!("{ACCOUNTS}?{query}"), None);
    assert_eq!(reply.status, 200, "{query}: {}", reply.text());
    let reply = reply.json();
    let all = reply["accounts"].as_array().expect("a list");
    all.iter()
        .map(|account| account["name"].as_str().expect("a name").to_owned())
        .collect()
}

fn accounts_are_parts_of_each_other_without_circles(server: Server) {
    let holding = put(&server, &json!({ "name": "Holding", "external_id": "h" }));
    let part = json!({ "name": "Part", "external_id": "p", "parent": { "external_id": "h" } });
    let part = put(&server, &part);
    assert_eq!(part["parent"]["account_id"], holding["account_id"]);
    assert_eq!(part["parent"]["name"], "Holding");
    // Whoever is above and isn't known yet becomes known.
    let deep = json!({ "name": "Team", "parent": { "name": "Branch" } });
    let team = put(&server, &deep);
    assert_eq!(team["parent"]["name"], "Branch");
    let branch = json!({ "name": "Branch", "parent": { "account_id": part["account_id"] } });
    put(&server, &branch);
    // A circle, however long, is refused; so is being a part of oneself.
    for parent in [&team, &part, &holding] {
        let circle =
            json!({ "external_id": "h", "parent": { "account_id": parent["account_id"] } });
        let reply = server.api("POST", ACCOUNTS, Some(&circle));
        assert_eq!(reply.status, 422, "{}", reply.text());
        assert_eq!(reply.json()["errors"][0]["pointer"], "/parent");
    }
    let itself = json!({ "name": "Alone", "parent": { "name": " alone " } });
    assert_eq!(server.api("POST", ACCOUNTS, Some(&itself)).status, 422);
    let below = format!("below={}", id_of(&part));
    assert_eq!(names(&server, &below), ["Branch", "Part", "Team"]);
    let reply = server.get_json(&format!("{ACCOUNTS}/{}/summary", id_of(&team)));
    let above: Vec<&str> = reply["above"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(above, ["Branch", "Part", "Holding"]);
    let free = json!({ "parent": null });
    let path = format!("{ACCOUNTS}/{}", id_of(&part));
    let freed = server.api("PATCH", &path, Some(&free)).json();
    assert_eq!(freed["parent"], Value::Null);
}

fn attributes_have_kinds_wherever_they_come_in(server: Server) {
    let old = put(
        &server,
        &json!({ "name": "Old", "attributes": { "revenue": "€ 1.250,50", "renewal_date": "spring" } }),
    );
    define(&server, "revenue", &json!({ "kind": "money" }));
    define(&server, "renewal_date", &json!({ "kind": "date" }));
    let choice = json!({ "kind": "choice", "choices": ["Bouw", "Zorg"] });
    define(&server, "industry", &choice);
    // What was there is written as its kind is; what doesn't fit stays.
    eventually("the old account is looked at again", || {
        let now = server.get_json(&format!("{ACCOUNTS}/{}", id_of(&old)));
        (now["attributes"]["revenue"] == "1250.5").then_some(())
    });
    let now = server.get_json(&format!("{ACCOUNTS}/{}", id_of(&old)));
    assert_eq!(now["attributes"]["renewal_date"], "spring");
    let new = put(
        &server,
        &json!({ "name": "New", "attributes": {
            "revenue": 2_000_000, "renewal_date": "01-03-2027", "industry": "zorg",
        } }),
    );
    assert_eq!(
        new["attributes"],
        json!({ "revenue": "2000000", "renewal_date": "2027-03-01", "industry": "Zorg" })
    );
    for (name, value) in [
        ("revenue", "a lot"),
        ("renewal_date", "31-02-2027"),
        ("industry", "IT"),
    ] {
        let wrong = json!({ "name": "New", "attributes": { name: value } });
        let reply = server.api("POST", ACCOUNTS, Some(&wrong));
        assert_eq!(reply.status, 422, "{name}");
        let pointer = &reply.json()["errors"][0]["pointer"];
        assert_eq!(*pointer, format!("/attributes/{name}"));
        // The same beside a contact.
        let contact = json!({ "email": "a@new.nl", "account": wrong });
        assert_eq!(
            server
                .api("POST", "/api/v1/contacts", Some(&contact))
                .status,
            422
        );
    }
    assert_eq!(
        names(&server, "sort=attribute.revenue&order=desc"),
        ["New", "Old"]
    );
    assert_eq!(
        names(&server, "from.revenue=2000&to.renewal_date=2027-12-31"),
        ["New"]
    );
    assert_eq!(
        names(&server, "attribute.industry=Zorg&attribute.industry=Bouw"),
        ["New"]
    );
    let bad = server.api(
        "PUT",
        "/api/v1/attributes/account/size",
        Some(&json!({ "kind": "choice" })),
    );
    assert_eq!(bad.status, 422);
    let offered = server.get_json("/api/v1/attributes");
    assert!(
        offered["offered"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
    let path = "/api/v1/attributes/account/industry";
    assert_eq!(server.api("DELETE", path, None).status, 204);
    assert_eq!(server.api("DELETE", path, None).status, 404);
    put(
        &server,
        &json!({ "name": "New", "attributes": { "industry": "IT" } }),
    );
}

fn people_do_things_for_accounts_and_those_below(server: Server) {
    let made = put(
        &server,
        &json!({
            "name": "Acme", "external_id": "a",
            "responsible": { "name": "Anna Bakker", "email": "anna@us.example" },
            "responsibilities": { "consultant": ["carl@us.example", { "email": "Dora@us.example", "name": "Dora" }] },
        }),
    );
    let people = |account: &Value| {
        let all = account["responsibilities"]
            .as_array()
            .expect("a list")
            .clone();
        let text = |one: &Value, key: &str| one[key].as_str().expect("text").to_owned();
        let mut all: Vec<(String, String)> = all
            .iter()
            .map(|one| (text(one, "role"), text(one, "email")))
            .collect();
        all.sort();
        all
    };
    let pair = |role: &str, email: &str| (role.to_owned(), email.to_owned());
    assert_eq!(
        people(&made),
        [
            pair("consultant", "carl@us.example"),
            pair("consultant", "dora@us.example"),
            pair("responsible", "anna@us.example"),
        ]
    );
    // The one in whose name mails go out and the role are the same.
    let path = "/api/v1/responsibilities";
    let change = json!({ "external_id": "a", "responsibilities": { "responsible": "bas@us.example", "consultant": null } });
    let reply = server.api("PUT", path, Some(&change));
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(
        people(&reply.json()),
        [pair("responsible", "bas@us.example")]
    );
    let now = server.get_json(&format!("{ACCOUNTS}/{}", id_of(&made)));
    assert_eq!(now["responsible"]["email"], "bas@us.example");
    // Roles of the company's own.
    let unknown = json!({ "external_id": "a", "responsibilities": { "coach": "bas@us.example" } });
    assert_eq!(server.api("PUT", path, Some(&unknown)).status, 422);
    let roles = "/api/v1/responsibilities/roles";
    let coach = json!({ "name": "Coach" });
    assert_eq!(server.api("POST", roles, Some(&coach)).status, 201);
    assert_eq!(server.api("POST", roles, Some(&coach)).status, 409);
    assert_eq!(server.api("PUT", path, Some(&unknown)).status, 200);
    assert_eq!(
        server.api("DELETE", &format!("{roles}/coach"), None).status,
        409
    );
    let stranger =
        json!({ "name": "Nobody knows", "responsibilities": { "coach": "bas@us.example" } });
    assert_eq!(server.api("PUT", path, Some(&stranger)).status, 404);
    let all = server.get_json(&format!("{path}?account_id={}", id_of(&made)));
    let bas = all["responsibilities"][0]["user_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    assert_eq!(
        names(&server, &format!("person={bas}&role=coach")),
        ["Acme"]
    );
    put(&server, &json!({ "name": "Left alone" }));
    assert_eq!(names(&server, "person=nobody"), ["Left alone"]);
    let gone = format!(
        "{path}?account_id={}&role=coach&user_id={bas}",
        id_of(&made)
    );
    assert_eq!(server.api("DELETE", &gone, None).status, 204);
    assert_eq!(server.api("DELETE", &gone, None).status, 404);
    let timeline = format!("{ACCOUNTS}/{}/timeline?kind=responsibility", id_of(&made));
    let entries = server.get_json(&timeline)["entries"].clone();
    assert_eq!(entries[0]["what"], "responsibility_lost");
    assert_eq!(entries[0]["detail"], "coach");
    assert_eq!(entries.as_array().map(Vec::len), Some(9));
}

fn a_bulk_request_says_what_became_of_each_account(server: Server) {
    define(&server, "size", &json!({ "kind": "number" }));
    let sent = json!({ "accounts": [
        { "external_id": "1", "name": "One", "attributes": { "size": "1.5" } },
        { "external_id": "2", "name": "Two", "parent": { "external_id": "1" } },
        { "external_id": "3", "name": "Three", "attributes": { "size": "many" } },
        { "nme": "typo" },
        { "external_id": "1", "parent": { "external_id": "2" } },
        { "external_id": "4", "name": "Four", "responsibilities": { "consultant": "c@us.example" } },
    ] });
    let path = "/api/v1/accounts/bulk";
    let reply = server.api("POST", path, Some(&sent));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let told = reply.json();
    let outcomes: Vec<&str> = told["results"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["outcome"].as_str().expect("an outcome"))
        .collect();
    let (new, bad) = ("created", "rejected");
    assert_eq!(outcomes, [new, new, bad, bad, bad, new], "{told}");
    assert_eq!(
        told["results"][2]["errors"][0]["pointer"],
        "/accounts/2/attributes/size"
    );
    assert_eq!(
        told["results"][4]["errors"][0]["pointer"],
        "/accounts/4/parent"
    );
    let again = server.api("POST", path, Some(&sent)).json();
    assert_eq!(
        again["counts"],
        json!({ "created": 0, "updated": 0, "unchanged": 3, "rejected": 3 }),
        "{again}"
    );
    let audit = server.get_json("/api/v1/audit?action=account.created");
    assert_eq!(
        audit["audit"].as_array().map(Vec::len),
        Some(3),
        "{audit}"
    );
    let none = server.api("POST", path, Some(&json!({ "accounts": [] })));
    assert_eq!(none.status, 422);
}

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
    ] {
        assert_eq!(server.api("POST", path, Some(&wrong)).status, 422);
    }
    let audit = server.get_json("/api/v1/audit?action=account.changed_together");
    let notes = audit["audit"].as_array().expect("a list");
    assert_eq!(notes[0]["detail"]["accounts"], 1);
    assert!(notes.len() >= 5);
}

fn answer(server: &Server, survey: &str, body: &Value) -> String {
    let reply = server.api("POST", &responses(survey), Some(body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()["id"].as_str().expect("an id").to_owned()
}

fn contact(server: &Server, body: &Value) -> (String, String) {
    let reply = server.api("POST", "/api/v1/contacts", Some(body));
    assert!(reply.status < 300, "{}", reply.text());
    let contact = &reply.json()["contact"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (
        text(&contact["contact_id"]),
        text(&contact["account"]["account_id"]),
    )
}

fn sums_follow_answers(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let (_, acme) = contact(
        &server,
        &json!({ "email": "a@acme.nl", "account": { "name": "Acme" } }),
    );
    contact(
        &server,
        &json!({ "email": "b@acme.nl", "account": { "name": "Acme" } }),
    );
    contact(
        &server,
        &json!({ "email": "c@acme.nl", "account": { "name": "Acme" }, "employee": true }),
    );
    put(
        &server,
        &json!({ "name": "Acme North", "parent": { "account_id": acme } }),
    );
    contact(
        &server,
        &json!({ "email": "n@north.nl", "account": { "name": "Acme North" } }),
    );
    let said = |email: &str, score: u8| {
        let body = json!({ "answers": { "recommend": score }, "attributes": { "email": email } });
        answer(&server, &survey, &body)
    };
    said("a@acme.nl", 9);
    said("b@acme.nl", 3);
    said("n@north.nl", 10);
    let path = format!("{ACCOUNTS}/{acme}");
    eventually("the sums are made", || {
        let summary = server.get_json(&path)["summary"].clone();
        (summary["respondents"] == 2).then_some(())
    });
    let summary = server.get_json(&path)["summary"].clone();
    assert_eq!(
        (&summary["contacts"], &summary["nps"]),
        (&json!(2), &json!(0.0))
    );
    assert_eq!(
        (&summary["mean_score"], &summary["score_class"]),
        (&json!(6.0), &json!("detractor"))
    );
    assert_eq!(
        summary["silent_contacts"], 0,
        "nobody is known for long enough"
    );
    // The latest answer of each respondent counts.
    let last = said("b@acme.nl", 10);
    eventually("the new answer counts", || {
        let summary = server.get_json(&path)["summary"].clone();
        (summary["nps"] == 100.0).then_some(())
    });
    assert_eq!(names(&server, "class=promoter"), ["Acme", "Acme North"]);
    assert!(names(&server, "class=detractor").is_empty());
    eventually("both have answered", || {
        names(&server, "no_answer_days=30").is_empty().then_some(())
    });
    let whole = server.get_json(&format!("{path}/summary"));
    assert_eq!(whole["own"]["by_respondents"]["n"], 2);
    assert_eq!(whole["with_accounts_below"]["by_respondents"]["n"], 3);
    assert_eq!(
        whole["with_accounts_below"]["by_accounts"],
        json!({ "nps": 100.0, "n": 2 })
    );
    // An answer that is erased counts no more.
    let erased = format!("{}/{last}", responses(&survey));
    assert_eq!(server.api("DELETE", &erased, None).status, 204);
    eventually("it counts no more", || {
        let summary = server.get_json(&path)["summary"].clone();
        (summary["nps"] == 0.0).then_some(())
    });
}

fn one_timeline_has_everything_newest_first(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let (ann, acme) = contact(
        &server,
        &json!({ "email": "ann@acme.nl", "name": "Ann", "external_id": "c-1",
                 "account": { "name": "Acme", "responsible": { "email": "x@us.example" } } }),
    );
    let (boss, _) = contact(
        &server,
        &json!({ "email": "boss@acme.nl", "employee": true, "account": { "name": "Acme" } }),
    );
    let body = json!({
        "answers": { "recommend": 3, "why": "<b>slow</b>" },
        "attributes": { "email": "ann@acme.nl" },
    });
    answer(&server, &survey, &body);
    for (n, who) in [(1, "c-1"), (2, "c-1")] {
        let event = json!({
            "id": format!("e-{n}"), "type": "ticket.closed", "subject": format!("T-{n}"),
            "at": format!("2026-01-0{n}T10:00:00Z"), "contact": { "external_id": who },
        });
        let reply = server.api("POST", "/api/v1/events", Some(&event));
        assert!(reply.status < 300, "{}", reply.text());
    }
    let case = json!({ "title": "Call Ann", "contact_id": ann, "account_id": acme });
    let reply = server.api("POST", "/api/v1/cases", Some(&case));
    assert!(reply.status < 300, "{}", reply.text());
    let case = reply.json()["case_id"].as_str().expect("an id").to_owned();
    let source = format!("case:{case}");
    let action = json!({ "title": "Answer faster", "level": "process", "source": source });
    let reply = server.api("POST", "/api/v1/actions", Some(&action));
    assert!(reply.status < 300, "{}", reply.text());
    let path = format!("{ACCOUNTS}/{acme}/timeline");
    let what = |path: &str| -> Vec<String> {
        let entries = server.get_json(path)["entries"].clone();
        let all = entries.as_array().expect("a list");
        all.iter()
            .map(|e| e["what"].as_str().expect("text").to_owned())
            .collect()
    };
    eventually("the answer is there", || {
        what(&path).contains(&"answer".to_owned()).then_some(())
    });
    let all = what(&path);
    assert_eq!(all.len(), 6, "{all:?}");
    let at: Vec<String> = server.get_json(&path)["entries"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|e| e["at"].as_str().expect("a time").to_owned())
        .collect();
    let mut sorted = at.clone();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(at, sorted);
    assert_eq!(&all[4..], ["event", "event"]);
    assert_eq!(
        what(&format!("{path}?kind=event,answer")),
        ["answer", "event", "event"]
    );
    // One at a time gives the same.
    let (mut one_by_one, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.get_json(&format!("{path}?limit=1{cursor}"));
        one_by_one.push(
            page["entries"][0]["what"]
                .as_str()
                .expect("text")
                .to_owned(),
        );
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(one_by_one, all);
    let of_contact = what(&format!("/api/v1/contacts/{ann}/timeline"));
    assert!(of_contact.contains(&"answer".to_owned()) && of_contact.contains(&"event".to_owned()));
    assert!(
        what(&format!("/api/v1/contacts/{boss}/timeline")).is_empty(),
        "of an employee nothing"
    );
    assert_eq!(
        server
            .api("GET", &format!("{path}?kind=gossip"), None)
            .status,
        422
    );
    assert_eq!(
        server
            .api("GET", &format!("{ACCOUNTS}/nobody/timeline"), None)
            .status,
        404
    );
    let cookie = server.log_in();
    let page = server.page(&format!("/accounts/{acme}"), &cookie);
    assert_eq!(page.status, 200, "{}", page.text());
    let page = page.text();
    assert!(page.contains("T-1") && page.contains("Answer faster") && page.contains("Call Ann"));
    assert!(!page.contains("<b>slow") && page.contains("&lt;b&gt;slow"));
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
