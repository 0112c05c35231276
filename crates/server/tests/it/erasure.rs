//! Erasing a customer: afterwards no table holds a word about them but their own answers.

use serde_json::{Value, json};

use crate::harness::{Backend, Server, eventually};
use crate::respondent::{database, dump, wait};
use crate::rule::{Acting, on_each};
use crate::webhook::receiver::{Act, Receiver};

on_each!(a_customer_is_forgotten_everywhere_at_once);

/// In the name and address of the customer, and in what others wrote about them.
const CANARY: &str = "zephyrine";

/// Tables in which the canary stands, without those of their own answers.
fn left(server: &Server) -> Vec<String> {
    let sql = match server.backend {
        Backend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
        Backend::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables
             WHERE table_schema = 'public'"
        }
    };
    let rows = wait(database(server).read(move |tx| tx.query(sql, &[]))).expect("rows");
    let names = rows.iter().map(|row| row.at::<String>(0).expect("a name"));
    names
        .filter(|name| !["response", "response_revision"].contains(&name.as_str()))
        .filter(|name| dump(server, name).to_lowercase().contains(CANARY))
        .collect()
}

/// A detractor whose case was opened by a rule, told to a channel that is out of order, talked
/// about, and made into an action: ids of contact, case, action and channel.
fn customer(acting: &Acting, receiver: &Receiver) -> [String; 4] {
    let text = |value: &Value| value.as_str().expect("an id").to_owned();
    receiver.script("/slack", &[const { Act::Say(500) }; 9]);
    let channel = acting.post(
        "/api/v1/webhooks",
        &json!({ "kind": "slack", "name": "Team", "url": receiver.url("/slack"),
                 "with_comments": true }),
    );
    let channel = text(&channel["id"]);
    acting.rule(&json!({
        "when": { "class": ["detractor"] },
        "then": [
            { "open_case": { "role": "responsible", "title": "Call {contact}",
                             "within": { "days": 2 } } },
            { "tell": { "channel_id": channel } },
            { "notify": { "roles": ["responsible"] } },
        ],
    }));
    let put = acting.post(
        "/api/v1/contacts",
        &json!({
            "email": "zephyrine@acme.nl", "name": "Zephyrine Vos", "external_id": "zephyrine-1",
            "account": { "external_id": "a-1", "name": "Acme",
                         "responsible": { "name": "Sam", "email": "sam@example.com" } },
        }),
    );
    let contact = text(&put["contact"]["contact_id"]);
    acting.answer(
        "x",
        &json!({ "answers": { "recommend": 1 }, "attributes": { "contact_id": contact } }),
    );
    let case = eventually("a case is opened", || {
        let found = acting.server.get_json("/api/v1/cases");
        Some(text(found["cases"].get(0)?.get("case_id")?))
    });
    receiver.wait_for("/slack", 1);
    acting.post(
        &format!("/api/v1/cases/{case}/conversations"),
        &json!({ "kind": "call", "text": "Zephyrine is angry" }),
    );
    let action = acting.post(
        "/api/v1/actions",
        &json!({ "title": "Answer Zephyrine sooner", "level": "process",
                 "detail": "Mail ZEPHYRINE@acme.nl: Zephyrines order was late",
                 "source": format!("case:{case}") }),
    );
    // Also where nothing says that it is about them.
    let other = acting.post(
        "/api/v1/actions",
        &json!({ "title": "Like Zephyrine  Vos said", "level": "process" }),
    );
    let other = text(&other["id"]);
    let note = json!({ "note": "zephyrine@acme.nl asked again" });
    let noted = acting
        .server
        .api("PATCH", &format!("/api/v1/actions/{other}"), Some(&note));
    assert_eq!(noted.status, 200, "{}", noted.text());
    acting.post(
        "/api/v1/improvements",
        &json!({ "title": "Zephyrine Vos is heard", "why": "Zephyrine Vos waited",
                 "heard": { "en": { "title": "Sooner", "did": "Zephyrine Vos, thank you" } } }),
    );
    [contact, case, text(&action["id"]), channel]
}

fn a_customer_is_forgotten_everywhere_at_once(backend: Backend) {
    let receiver = Receiver::start();
    let allow = receiver.allow();
    let acting = Acting::start(backend, &[("LUISTER_OUTBOUND_ALLOW", &allow)]);
    let server = &acting.server;
    acting.smtp.down(true);
    let [contact, case, action, channel] = customer(&acting, &receiver);
    let before = left(server);
    for table in ["app_case", "conversation", "action", "webhook_delivery"] {
        assert!(before.iter().any(|own| own == table), "{table}: {before:?}");
    }

    let path = format!("/api/v1/contacts/{contact}");
    let erased = server.api("DELETE", &path, None);
    assert_eq!(erased.status, 204, "{}", erased.text());
    assert_eq!(left(server), Vec::<String>::new(), "at once");

    let seen = server.get_json(&format!("/api/v1/cases/{case}"));
    assert_eq!(
        (&seen["state"], &seen["result"], &seen["contact_id"]),
        (&json!("closed"), &json!("no_action"), &Value::Null),
        "{seen}"
    );
    // What was said of them without their name stays; the case stays closed.
    let kept = server.get_json(&format!("/api/v1/actions/{action}"));
    assert_eq!(kept["title"], "Answer […] sooner", "{kept}");
    assert_eq!(kept["detail"], "Mail […]: […] order was late", "{kept}");
    let reopen = format!("/api/v1/cases/{case}/reopen");
    let refused = server.api("POST", &reopen, Some(&json!({ "reason": "again" })));
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert!(refused.text().contains("was erased"), "{}", refused.text());
    let history = server.get_json(&format!("/api/v1/cases/{case}/history"));
    let lines = history["history"].as_array().expect("a list");
    assert!(lines.iter().any(|line| line["what"] == "erased"));
    let audit = server.get_json("/api/v1/audit?action=case.erased");
    assert!(audit.to_string().contains(&case), "{audit}");
    // Mails and messages about them that waited don't go any more, not even by hand.
    assert_eq!(dump(server, "case_notice") + &dump(server, "rule_mail"), "");
    let deliveries = server.get_json(&format!("/api/v1/webhooks/{channel}/deliveries"));
    assert_eq!(deliveries["deliveries"][0]["state"], "dead", "{deliveries}");
    let again = format!("/api/v1/webhooks/{channel}/send-again");
    assert!(server.api("POST", &again, None).status < 300);
    let deliveries = server.get_json(&format!("/api/v1/webhooks/{channel}/deliveries"));
    assert_eq!(deliveries["deliveries"][0]["state"], "dead", "{deliveries}");

    // The pages say so.
    let cookie = server.log_in();
    for path in [
        format!("/cases/{case}"),
        "/cases?state=closed".to_owned(),
        format!("/actions/{action}"),
    ] {
        let page = server.page(&path, &cookie);
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text().to_lowercase().contains(CANARY), "{path}");
    }
    let page = server.page(&format!("/cases/{case}"), &cookie).text();
    assert!(page.contains("<h1>Erased customer</h1>"), "{page}");
}
