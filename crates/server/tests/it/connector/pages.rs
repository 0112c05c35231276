//! The pages of connections.

use serde_json::Value;

use super::fake::{Call, Fault, Host, Play, Said};
use super::{accounts, on_each, patiently, runs};
use crate::harness::Server;

on_each!(a_connection_is_made_mapped_tried_and_run_on_pages);

/// A portal with one company, where no tasks are made.
pub struct Crm;

impl Play for Crm {
    fn play(&mut self, call: &Call) -> Said {
        let said = |json: Value| Said::json(200, &json);
        match call.path.as_str() {
            "/crm/v3/properties/companies" => said(serde_json::json!({ "results": [
                { "name": "name", "label": "Name" }, { "name": "tier", "label": "Tier" },
            ]})),
            "/crm/v3/objects/companies" => said(serde_json::json!({ "results": [
                { "id": "1", "properties": { "name": "<i>Acme</i>", "tier": "gold", "hs_lastmodifieddate": "2026-11-20T10:00:00Z" } },
            ]})),
            "/crm/v3/objects/tasks" => Said::json(400, &serde_json::json!({ "message": "no" })),
            _ => said(serde_json::json!({ "results": [] })),
        }
    }
}

fn a_connection_is_made_mapped_tried_and_run_on_pages(server: Server) {
    let host = Host::start(Crm);
    let cookie = server.log_in();
    let post = |path: &str, fields: &[(&str, &str)]| {
        server
            .request("POST", path)
            .header("Cookie", &cookie)
            .header("Accept", "text/html")
            .form(fields)
            .send()
    };
    let list = server.page("/settings/connectors", &cookie);
    assert_eq!(list.status, 200);
    for name in ["AFAS Profit", "HubSpot", "Salesforce", "Request Tracker"] {
        assert!(list.text().contains(name));
    }
    for system in ["afas", "hubspot", "salesforce", "request_tracker"] {
        let page = server.page(
            &format!("/settings/connectors/new?system={system}"),
            &cookie,
        );
        assert_eq!(page.status, 200);
        assert!(
            !page.text().contains('⟨'),
            "{system}: a word is missing: {}",
            page.text()
        );
    }
    let wrong = post(
        "/settings/connectors",
        &[
            ("system", "hubspot"),
            ("name", ""),
            ("base_url", "http://10.0.0.1/"),
            ("secret_token", ""),
            ("every_minutes", "60"),
            ("account_score", "bad name!"),
        ],
    );
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("bad name!"), "what was typed is kept");
    let made = post(
        "/settings/connectors",
        &[
            ("system", "hubspot"),
            ("name", "CRM"),
            ("base_url", &host.url()),
            ("secret_token", "pat-secret-4711"),
            ("every_minutes", "0"),
            ("contact_score", "luister_score"),
        ],
    );
    assert_eq!(made.status, 303, "{}", made.text());
    let to = made.header("location").expect("a place").to_owned();
    let one = to.split('?').next().expect("a path").to_owned();
    let id = one.rsplit('/').next().expect("an id").to_owned();
    let page = server.page(&to, &cookie);
    assert!(
        page.text().contains("is off") && !page.text().contains('⟨'),
        "{}",
        page.text()
    );
    let edit = server.page(&format!("{one}/edit"), &cookie).text();
    assert!(edit.contains("luister_score") && !edit.contains("4711"));
    let sheet = format!("{one}/mapping/accounts");
    let page = server.page(&sheet, &cookie).text();
    assert!(
        page.contains("&lt;i&gt;Acme") && page.contains("Tier") && !page.contains('⟨'),
        "{page}"
    );
    let saved = post(
        &sheet,
        &[
            ("is_pulled", "on"),
            ("source", "companies"),
            ("id", "hs_object_id"),
            ("stamp", "hs_lastmodifieddate"),
            ("from_0", "name"),
            ("to_0", "name"),
            ("name_0", ""),
            ("kind_0", "text"),
            ("from_3", "tier"),
            ("to_3", "attribute"),
            ("name_3", "level"),
            ("kind_3", "text"),
        ],
    );
    assert_eq!(saved.status, 303, "{}", saved.text());
    let wrong = post(
        &sheet,
        &[
            ("is_pulled", "on"),
            ("source", "companies"),
            ("id", "hs_object_id"),
            ("stamp", ""),
            ("from_0", "tier"),
            ("to_0", "email"),
            ("name_0", ""),
            ("kind_0", "text"),
        ],
    );
    assert_eq!(wrong.status, 422);
    let tried = post(&format!("{one}/try/accounts"), &[]);
    assert_eq!(tried.status, 200);
    assert!(
        tried.text().contains("gold") && tried.text().contains("Created: 1"),
        "{}",
        tried.text()
    );
    let speak = |language| post("/settings/language", &[("language", language)]);
    assert_eq!(speak("nl").status, 303);
    let refused = serde_json::json!({ "message": "This app hasn't <b>been</b> granted" });
    for (status, words) in [
        (403, "Het andere systeem laat Luister niet binnen."),
        (404, "Bij het andere systeem is hier niets."),
        (503, "Het andere systeem heeft zelf een storing."),
    ] {
        let said = Said::json(status, &refused);
        host.fault("/crm/v3/objects/companies", 0, Fault::Say(said));
        let tried = post(&format!("{one}/try/accounts"), &[]).text();
        let quoted = "“This app hasn&#x27;t &lt;b&gt;been&lt;&#x2f;b&gt; granted”";
        assert!(tried.contains(&format!("{words} {quoted}")), "{tried}");
    }
    assert_eq!(speak("en").status, 303);
    assert_eq!(accounts(&server), 0);
    assert_eq!(post(&format!("{one}/run"), &[]).status, 303);
    patiently("it ran", std::time::Duration::from_secs(10), || {
        runs(&server, &id)
            .first()
            .filter(|run| run["state"] == "done")
            .cloned()
    });
    assert_eq!(accounts(&server), 1);
    let run_id = runs(&server, &id)[0]["run_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let report = server.page(&format!("{one}/runs/{run_id}"), &cookie);
    assert!(report.status == 200 && !report.text().contains('⟨'));
    assert_eq!(post(&format!("{one}/switch"), &[("on", "yes")]).status, 303);
    let audit = server.get_json("/api/v1/audit").to_string();
    assert!(
        audit.contains("connector.created")
            && audit.contains("connector.changed")
            && !audit.contains("4711")
    );
    assert_eq!(post(&format!("{one}/remove"), &[]).status, 303);
    assert_eq!(server.page(&one, &cookie).status, 404);
    assert_eq!(accounts(&server), 1, "customers stay");
}
