//! Helpdesks that send what happened, each in its own way.

use std::process::Command;

use serde_json::{Value, json};

use super::{Asking, on_each, settle, transactional};

on_each!(
    zendesk_waits_for_its_secret,
    freshdesk_repeats_itself,
    zammad_and_any_other_are_understood,
    what_makes_no_sense_is_said,
);

/// A source; its path and answer.
fn source(asking: &Asking, body: &Value) -> (String, Value) {
    let source = asking.post("/api/v1/event-sources", body);
    let url = source["url"].as_str().expect("an address");
    let path = url.strip_prefix(&asking.server.base_url).expect("ours");
    (path.to_owned(), source)
}

/// A call, and what is said of it.
fn call(asking: &Asking, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, Value) {
    let mut request = asking.server.request("POST", path);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let sent = request
        .body("application/json", body.as_bytes().to_vec())
        .send();
    (sent.status, sent.json())
}

/// An HMAC by OpenSSL, which knows nothing of our code.
fn openssl(hash: &str, secret: &str, signed: &str, encoding: &str) -> String {
    let write = if encoding == "base64" {
        "-binary | base64 -w0"
    } else {
        "| sed 's/.*= //' | tr -d '\\n'"
    };
    let script = format!("printf %s \"$SIGNED\" | openssl dgst -{hash} -hmac \"$SECRET\" {write}");
    let output = Command::new("sh")
        .args(["-c", &script])
        .env("SIGNED", signed)
        .env("SECRET", secret)
        .output()
        .expect("openssl runs");
    String::from_utf8(output.stdout).expect("text")
}

fn zendesk_waits_for_its_secret(asking: Asking) {
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let programme = asking.running(&survey, &transactional());
    let wanted = json!({ "name": "Helpdesk", "system": "zendesk" });
    let (path, source) = source(&asking, &wanted);
    assert_eq!(source["secret"], Value::Null, "Zendesk makes it");
    asking.contact(&json!({ "email": "ann@customer.example", "external_id": "8447388090494" }));
    let body = json!({
        "type": "zen:event-type:ticket.status_changed", "id": "event-1", "time": super::ago(5),
        "detail": { "id": "5158", "requester_id": "8447388090494", "subject": "Printer" },
        "event": { "current": "SOLVED", "previous": "OPEN" },
    })
    .to_string();
    let secret = "dGhpc19pc19hX3NlY3JldF9mb3JfdGVzdHM=";
    let now = super::ago(0);
    let signature = openssl("sha256", secret, &format!("{now}{body}"), "base64");
    let headers = [
        ("X-Zendesk-Webhook-Signature-Timestamp", now.as_str()),
        ("X-Zendesk-Webhook-Signature", signature.as_str()),
    ];
    let (status, said) = call(&asking, &path, &headers, &body);
    assert_eq!(status, 401, "{said}");
    let id = source["id"].as_str().expect("an id");
    let at = format!("/api/v1/event-sources/{id}/secret");
    let set = |secret: &str| {
        asking
            .server
            .api("PUT", &at, Some(&json!({ "secret": secret })))
    };
    assert_eq!(set("short").status, 422);
    assert_eq!(set(secret).status, 204);
    let (status, said) = call(&asking, &path, &headers, &body.replace("5158", "5159"));
    assert_eq!(status, 401, "another body: {said}");
    for expected in ["accepted", "known"] {
        let (status, said) = call(&asking, &path, &headers, &body);
        assert_eq!(
            (status, &said["outcome"]),
            (200, &json!(expected)),
            "{said}"
        );
    }
    asking.handed_over(&programme, "ann@customer.example");
    let listed = asking.server.get_json("/api/v1/event-sources").to_string();
    assert!(!listed.contains(secret), "{listed}");
}

fn freshdesk_repeats_itself(asking: Asking) {
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let programme = asking.running(&survey, &transactional());
    let (path, source) = source(&asking, &json!({ "name": "Desk", "system": "freshdesk" }));
    let secret = source["secret"].as_str().expect("a secret");
    let body = |status: &str| {
        json!({ "freshdesk_webhook": {
            "ticket_id": 12, "ticket_status": status, "ticket_contact_email": "ann@customer.example",
            "ticket_contact_name": "Ann", "ticket_company_name": "Bakery",
        } })
        .to_string()
    };
    let send = |status: &str| {
        let (code, said) = call(
            &asking,
            &path,
            &[("X-Luister-Secret", secret)],
            &body(status),
        );
        assert_eq!(code, 200, "{said}");
        said["outcome"].as_str().expect("a word").to_owned()
    };
    assert_eq!(call(&asking, &path, &[], &body("Resolved")).0, 401);
    let (code, _) = call(
        &asking,
        &path,
        &[("X-Luister-Secret", "guess")],
        &body("Resolved"),
    );
    assert_eq!(code, 401);
    assert_eq!(send("Resolved"), "accepted");
    assert_eq!(send("Resolved"), "known", "the same call again");
    asking.handed_over(&programme, "ann@customer.example");
    assert_eq!(send("Open"), "accepted");
    assert_eq!(send("Resolved"), "accepted", "solved a second time");
    assert_eq!(send("Resolved"), "known");
}

fn zammad_and_any_other_are_understood(asking: Asking) {
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let programme = asking.running(&survey, &transactional());
    let (path, zammad) = source(&asking, &json!({ "name": "Zammad", "system": "zammad" }));
    let secret = zammad["secret"].as_str().expect("a secret");
    let body = json!({
        "ticket": {
            "id": 81, "title": "Help", "state": "closed", "close_at": super::ago(5),
            "updated_at": super::ago(5), "owner": { "email": "joris@acme.example" },
            "customer": { "email": "ann@customer.example", "firstname": "Ann", "mobile": "0687654321" },
        },
        "article": { "body": "my password is hunter2" },
    })
    .to_string();
    let signature = format!("sha1={}", openssl("sha1", secret, &body, "hex"));
    let (status, said) = call(&asking, &path, &[("X-Hub-Signature", &signature)], &body);
    assert_eq!(
        (status, &said["outcome"]),
        (200, &json!("accepted")),
        "{said}"
    );
    let mapping = json!({
        "proof": { "kind": "hmac", "header": "X-Sig", "hash": "sha256", "encoding": "hex", "prefix": "sha256=" },
        "type": { "at": "/state", "values": { "done": "ticket.closed" } },
        "subject": "/no", "email": "/mail",
    });
    let wanted = json!({ "name": "Own", "system": "mapped", "mapping": mapping });
    let (path, own) = source(&asking, &wanted);
    let secret = own["secret"].as_str().expect("a secret");
    let send = |state: &str| {
        let body = json!({ "state": state, "no": 4, "mail": "bob@customer.example" }).to_string();
        let signature = format!("sha256={}", openssl("sha256", secret, &body, "hex"));
        call(&asking, &path, &[("X-Sig", &signature)], &body)
    };
    assert_eq!(send("waiting").1["outcome"], "ignored");
    assert_eq!(send("done").1["outcome"], "accepted");
    asking.handed_over(&programme, "ann@customer.example");
    asking.handed_over(&programme, "bob@customer.example");
    settle();
    assert_eq!(asking.smtp.count(), 2);
    let events = asking.server.get_json("/api/v1/events").to_string();
    assert!(
        !events.contains("hunter2") && !events.contains("0687654321"),
        "{events}"
    );
}

fn what_makes_no_sense_is_said(asking: Asking) {
    let refused = |body: &Value, place: &str| {
        let sent = asking
            .server
            .api("POST", "/api/v1/event-sources", Some(body));
        assert_eq!(sent.status, 422, "{body}: {}", sent.text());
        assert_eq!(sent.json()["errors"][0]["pointer"], place, "{body}");
    };
    refused(&json!({ "name": "x", "system": "mapped" }), "/mapping");
    let mapping =
        json!({ "proof": { "kind": "standard" }, "type": "a", "subject": "no", "email": "/e" });
    refused(
        &json!({ "name": "x", "system": "mapped", "mapping": mapping }),
        "/mapping/subject",
    );
    refused(
        &json!({ "name": "x", "system": "zammad", "secret": "short" }),
        "/secret",
    );
    refused(
        &json!({ "name": "x", "secret": "not of the standard!" }),
        "/secret",
    );
    let (path, source) = source(&asking, &json!({ "name": "Desk", "system": "freshdesk" }));
    let secret = source["secret"].as_str().expect("a secret");
    let headers = [("X-Luister-Secret", secret)];
    let (status, said) = call(&asking, &path, &headers, "{");
    assert_eq!(status, 400, "{said}");
    let (status, said) = call(
        &asking,
        &path,
        &headers,
        r#"{"ticket_id":1,"ticket_status":"Open"}"#,
    );
    assert_eq!(
        (status, &said["errors"][0]["pointer"]),
        (422, &json!("/ticket_contact_email"))
    );
}
