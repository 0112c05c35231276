//! What is refused on a Dutch page is said in Dutch, whichever slice refuses it.

use serde_json::json;

use super::{Acting, detractor, on_each};
use crate::harness::{Backend, Reply};

on_each!(refusals_speak_the_language_of_the_page);

fn refusals_speak_the_language_of_the_page(backend: Backend) {
    let acting = Acting::start(backend, &[("LUISTER_OUTBOUND_ALLOW", "127.0.0.1:*")]);
    let server = &acting.server;
    crate::respondent::write(server, "UPDATE app_user SET language = 'nl'");
    let cookie = server.log_in();
    let post = |path: &str, form: &[(&str, &str)]| {
        server
            .request("POST", path)
            .header("Cookie", &cookie)
            .header("Accept", "text/html")
            .header("Accept-Language", "nl")
            .form(form)
            .send()
    };
    let says = |reply: Reply, status: u16, words: &str, never: &str| {
        let text = reply.text();
        assert_eq!(reply.status, status, "{text}");
        assert!(text.contains(words), "{words}: {text}");
        assert!(!text.contains(never), "{never}: {text}");
        assert!(!text.contains('⟨'), "a word is missing: {text}");
    };

    // A case: closed, it is to be talked to no more; a promise is moved without a reason.
    let case = acting.post("/api/v1/cases", &json!({ "title": "Bel Ann" }));
    let case = case["case_id"].as_str().expect("an id").to_owned();
    let at = format!("/cases/{case}");
    let revision = || server.get_json(&format!("/api/v1/cases/{case}"))["revision"].to_string();
    let snooze =
        [("revision", &*revision()), ("until", ""), ("reason", "")].map(|(n, v)| (n, v.to_owned()));
    let form: Vec<(&str, &str)> = snooze.iter().map(|(n, v)| (*n, v.as_str())).collect();
    says(
        post(&format!("{at}/snooze"), &form),
        422,
        "Zeg tot wanneer.",
        "say until when",
    );
    let rev = revision();
    let close = [
        ("revision", rev.as_str()),
        ("result", "other"),
        ("text", ""),
    ];
    says(
        post(&format!("{at}/close"), &close),
        422,
        "Zeg wat het werd.",
        "say what became",
    );
    let late = [("revision", "0"), ("result", "resolved"), ("text", "x")];
    says(
        post(&format!("{at}/close"), &late),
        412,
        "Iemand anders heeft deze zaak intussen veranderd",
        "somebody else",
    );
    let cause = [
        ("name", "De fout van Sam"),
        ("kind", "process"),
        ("parent_id", ""),
    ];
    crate::people::add(server, "sam", "employee");
    let refused = post("/cases/causes", &cause);
    assert!([303, 422].contains(&refused.status), "{}", refused.text());

    // A rule: without conditions, and a draft that was on.
    let rule = acting.rule(&detractor());
    says(
        post(&format!("/rules/{rule}/remove"), &[]),
        409,
        "Alleen concepten worden verwijderd",
        "only drafts",
    );
    let shown = server.get_json(&format!("/api/v1/rules/{rule}"));
    let revision = shown["revision"].to_string();
    let empty = [
        ("action", "save"),
        ("revision", revision.as_str()),
        ("name", "Leeg"),
        ("on", "answer"),
        ("days", "90"),
        ("when/0/group", ""),
        ("then/0/kind", "open_case"),
        ("then/0/title", "Bel"),
        ("then/0/within", "2"),
        ("then/0/unit", "days"),
        ("then/0/priority", "normal"),
    ];
    let refused = post(&format!("/rules/{rule}/edit"), &empty);
    says(
        refused,
        422,
        "Geef minstens één voorwaarde",
        "give at least",
    );

    // A webhook that is off, and a connection that is no address.
    let made = acting.post(
        "/api/v1/webhooks",
        &json!({ "kind": "slack", "name": "Team", "url": "http://127.0.0.1:9/x" }),
    );
    let id = made["id"].as_str().expect("an id");
    let path = format!("/settings/webhooks/{id}");
    says(
        post(&format!("{path}/secret"), &[]),
        409,
        "Een kanaal heeft geen geheim",
        "a channel has",
    );
    let off = json!({ "is_on": false });
    let reply = server.api("PATCH", &format!("/api/v1/webhooks/{id}"), Some(&off));
    assert_eq!(reply.status, 200, "{}", reply.text());
    says(
        post(&format!("{path}/test"), &[]),
        409,
        "Deze webhook staat uit",
        "is off",
    );
    let connection = [
        ("system", "afas"),
        ("name", "Profit"),
        ("base_url", "ftp://x"),
        ("every_minutes", "3"),
        ("option_task_employees", "sam=1"),
    ];
    says(
        post("/settings/connectors", &connection),
        422,
        "Vul dit in.",
        "is needed",
    );
    let refused = post("/settings/connectors", &connection).text();
    for words in ["Geef 0, of 5 tot 10080 minuten.", "sam@acme.nl=E12"] {
        assert!(refused.contains(words), "{words}: {refused}");
    }
}
