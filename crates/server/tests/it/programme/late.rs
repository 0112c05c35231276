//! Trust C3: what becomes known between the planning of a reminder and its sending stops it.

use serde_json::{Value, json};

use super::clock::{DAY_US, Faked, at, on_each_backend, wave};
use super::{Asking, answer_link, settle};
use crate::harness::{Backend, eventually};
use crate::respondent::{database, dump, open, wait, write};

on_each_backend!(who_says_something_meanwhile_is_not_reminded);

const START: &str = "2026-10-14T10:00:00Z";

fn email(name: &str) -> String {
    format!("{name}@customer.example")
}

/// Says what it is that becomes known of the contact with this name.
fn becomes_known(asking: &Asking, name: &str, contact: &str) {
    let server = &asking.server;
    let mail = asking.smtp.mails_to(&email(name)).remove(0);
    match name {
        "answers" => {
            let link = answer_link(&mail);
            let page = open(server, &link).set("answer_effort", "2");
            assert_eq!(page.send(server, &link, "next").status, 200);
        }
        "opts-out" => {
            let header = mail.header("List-Unsubscribe").expect("a header");
            let url = header
                .split(['<', '>'])
                .find(|part| part.starts_with("http"));
            let path = url.and_then(|url| url.strip_prefix(&server.base_url));
            let click = [("List-Unsubscribe", "One-Click")];
            let reply = server
                .request("POST", path.expect("ours"))
                .form(&click)
                .send();
            assert_eq!(reply.status, 200, "{}", reply.text());
        }
        "bounces" | "complains" => {
            let of = json!({ "bounces": "bounce", "complains": "complaint" });
            let message_id = mail.header("Message-ID").expect("an id");
            let reason = format!("550 5.1.1 <{}>: no such user", email(name));
            let report = json!({ "message_id": message_id, "type": of[name], "reason": reason });
            let told = asking.post("/api/v1/mail/returns", &json!({ "returns": [report] }));
            assert_eq!(told["returns"][0]["outcome"], "stored", "{told}");
        }
        "erased" => {
            let path = format!("/api/v1/contacts/{contact}");
            assert_eq!(server.api("DELETE", &path, None).status, 204);
        }
        "refuses" => {
            asking.post("/api/v1/do-not-contact", &json!({ "entry": email(name) }));
        }
        _ => {}
    }
}

/// All tables of the database.
fn tables(asking: &Asking) -> Vec<String> {
    let sql = match asking.server.backend {
        Backend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
        Backend::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables
             WHERE table_schema = 'public'"
        }
    };
    let db = database(&asking.server);
    let rows = wait(db.read(move |tx| tx.query(sql, &[]))).expect("rows");
    let names = rows.iter().map(|row| row.at(0).expect("a name"));
    names.collect()
}

fn who_says_something_meanwhile_is_not_reminded(backend: Backend) {
    let names = [
        "answers",
        "opts-out",
        "bounces",
        "complains",
        "erased",
        "refuses",
        "silent",
    ];
    let (clock, asking) = Faked::asking(backend, START);
    let ids: Vec<String> = names
        .iter()
        .map(|name| asking.contact(&json!({ "email": email(name) })))
        .collect();
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let id = asking.running(&survey, &wave("2026-10-14"));
    for name in names {
        asking.handed_over(&id, &email(name));
    }
    asking.smtp.down(true);
    clock.set(at(START) + 8 * DAY_US);
    eventually("seven reminders are planned", || {
        (asking.server.get_json("/api/v1/mail")["waiting"] == names.len()).then_some(())
    });
    for (name, contact) in names.iter().zip(&ids) {
        becomes_known(&asking, name, contact);
    }
    // An answer within the first minutes of delivery may be a machine's; this one is a person's.
    write(&asking.server, "UPDATE response SET doubt = NULL");
    asking.smtp.down(false);
    // The next look at the mail server is due.
    clock.set(at(START) + 8 * DAY_US + 60_000_000);
    eventually("the reminder of who said nothing", || {
        (asking.mails_to(&email("silent")) == 2).then_some(())
    });
    eventually("nothing waits", || {
        (asking.server.get_json("/api/v1/mail")["waiting"] == 0).then_some(())
    });
    settle();
    for name in &names[..names.len() - 1] {
        assert_eq!(asking.mails_to(&email(name)), 1, "{name} was reminded");
    }
    assert_eq!(asking.smtp.count(), names.len() + 1);
    let report = asking
        .server
        .get_json(&format!("/api/v1/programmes/{id}/report"));
    assert_eq!(report["mails"]["reminders"], 1, "{report}");
    // Nothing tells any more to whom mails went.
    let bounces = &ids[2];
    let path = format!("/api/v1/contacts/{bounces}");
    assert_eq!(asking.server.api("DELETE", &path, None).status, 204);
    let tables = tables(&asking);
    assert!(tables.iter().any(|table| table == "mail"), "{tables:?}");
    for table in tables {
        let rows = dump(&asking.server, &table);
        for name in ["erased", "bounces"] {
            let left = rows.lines().find(|row| row.contains(&email(name)));
            assert_eq!(left, None, "{table} keeps an address");
        }
    }
    // All of that stays so when the next would be due.
    clock.set(at(START) + 16 * DAY_US);
    settle();
    assert_eq!(asking.smtp.count(), names.len() + 1);
}
