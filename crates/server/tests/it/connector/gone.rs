//! What isn't there any more in the other system: seen when everything is read, told, and removed
//! nowhere.

use serde_json::{Value, json};

use super::afas::{Afas, connection};
use super::fake::Host;
use super::{account, accounts, call, connect, contact, on_each, path, run};
use crate::harness::Server;

on_each!(what_is_gone_at_the_source_is_marked_and_kept);

fn gone(server: &Server, id: &str, stream: &str) -> Vec<Value> {
    let found = server.get_json(&path(id, &format!("/gone?stream={stream}")));
    found["gone"].as_array().expect("a list").clone()
}

fn run_everything(server: &Server, id: &str) -> Value {
    // The weekly round, asked for by hand.
    let sql = "UPDATE connector_cursor SET full_at_us = NULL";
    crate::respondent::write(server, sql);
    run(server, id)
}

fn what_is_gone_at_the_source_is_marked_and_kept(server: Server) {
    let host = Host::start(Afas::with(130));
    let id = connect(&server, &connection(&host));
    let first = run(&server, &id);
    assert_eq!(first["rows"]["gone"], 0, "{first}");
    assert_eq!(gone(&server, &id, "accounts"), Vec::<Value>::new());

    // Two organisations and the contact are deleted there.
    host.with(|afas| {
        afas.remove("Luister_Organisaties", "1003");
        afas.remove("Luister_Organisaties", "1127");
        afas.remove("Luister_Contacten", "5000");
    });
    let changed = run(&server, &id);
    assert_eq!(
        changed["rows"]["gone"], 0,
        "what changed says nothing of it"
    );
    let all = run_everything(&server, &id);
    assert_eq!(all["rows"]["gone"], 3, "{all}");
    let names = |all: &[Value]| -> Vec<String> {
        let name = |one: &Value| one["name"].as_str().expect("a name").to_owned();
        all.iter().map(name).collect()
    };
    let lost = gone(&server, &id, "accounts");
    assert_eq!(names(&lost), ["Bakker 1003", "Bakker 1127"]);
    assert_eq!(lost[0]["remote_id"], "1003");
    assert_eq!(names(&gone(&server, &id, "contacts")), ["Anna 5000"]);
    let part = server.get_json(&path(&id, "/gone?limit=1"));
    let next = part["next_cursor"].as_str().expect("more");
    let rest = server.get_json(&path(&id, &format!("/gone?limit=1&cursor={next}")));
    assert_eq!(rest["gone"][0]["remote_id"], "1127");
    assert_eq!(
        server
            .api("GET", &path(&id, "/gone?stream=tickets"), None)
            .status,
        422
    );

    // Nothing was removed here.
    assert_eq!(accounts(&server), 130);
    assert!(account(&server, "Bakker 1003").is_some());
    let anna = contact(&server, "anna5000@bakker.example").expect("is there");
    let seen = server.get_json(&path(&id, ""));
    assert_eq!(
        seen["gone_at_source"],
        json!({ "accounts": 2, "contacts": 1 })
    );
    let cookie = server.log_in();
    let page = server
        .page(&format!("/settings/connectors/{id}"), &cookie)
        .text();
    assert!(
        page.contains("3 customers and contacts are not there any more"),
        "{page}"
    );
    let page = server
        .page(&format!("/settings/connectors/{id}/gone"), &cookie)
        .text();
    assert!(
        page.contains("Bakker 1127") && page.contains("Nothing is removed here"),
        "{page}"
    );

    let account_id = lost[0]["id"].as_str().expect("an id");
    let contact_id = anna["contact_id"].as_str().expect("an id");
    for place in [
        format!("/accounts/{account_id}"),
        format!("/contacts/{contact_id}/timeline"),
    ] {
        let page = server.page(&place, &cookie).text();
        assert!(page.contains("Not in Profit any more"), "{place}: {page}");
    }

    // Once marked, not counted again; what comes back isn't gone.
    assert_eq!(run_everything(&server, &id)["rows"]["gone"], 0);
    host.with(|afas| afas.change(3));
    let back = run(&server, &id);
    assert_eq!(back["rows"]["gone"], 0, "{back}");
    assert_eq!(names(&gone(&server, &id, "accounts")), ["Bakker 1127"]);
    // By hand, without waiting for the week.
    host.with(|afas| afas.remove("Luister_Organisaties", "1003"));
    call(&server, "POST", &path(&id, "/run?everything=true"), None);
    super::patiently("it is seen", std::time::Duration::from_secs(30), || {
        (gone(&server, &id, "accounts").len() == 2).then_some(())
    });
}
