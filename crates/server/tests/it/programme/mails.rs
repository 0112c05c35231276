//! What goes out: once, to those who may be asked, and no longer than it should.

use serde_json::json;

use super::{Asking, answer_link, closed, on_each, relational, settle, transactional};
use crate::respondent::{dump, open, write};

on_each!(
    a_round_asks_each_contact_once,
    a_reminder_stops_after_an_answer,
    who_opts_out_between_planning_and_sending_gets_nothing,
    a_withdrawn_invitation_is_over,
    who_is_erased_gets_nothing_and_leaves_no_address,
    a_test_mail_goes_to_oneself,
);

fn a_round_asks_each_contact_once(asking: Asking) {
    let server = &asking.server;
    let (survey, _) = server.survey("relational-nps", &serde_json::Value::Null);
    for name in ["ann", "bob", "cas", "eva", "fay"] {
        asking.contact(&json!({
            "email": format!("{name}@customer.example"), "first_name": name, "language": "nl",
            "attributes": { "role": "user" },
            "account": { "name": "Customer" },
        }));
    }
    asking.contact(&json!({ "email": "own@acme.example", "employee": true }));
    let out = asking.contact(&json!({ "email": "out@customer.example" }));
    asking.post(&format!("/api/v1/contacts/{out}/opt-out"), &json!({}));
    asking.contact(&json!({ "email": "never@customer.example" }));
    let never = json!({ "entry": "never@customer.example" });
    asking.post("/api/v1/do-not-contact", &never);
    let id = asking.running(&survey, &relational());
    let mails = asking.smtp.wait_for(5);
    let mail = mails
        .iter()
        .find(|m| m.to == ["ann@customer.example"])
        .expect("a mail to Ann");
    let from = mail.header("From").expect("a sender");
    assert!(
        from.contains("Anna de Vries") && from.contains("anna@acme.example"),
        "{from}"
    );
    assert!(mail.text().contains("ann"), "{}", mail.text());
    assert!(mail.header("List-Unsubscribe").is_some());
    assert_eq!(open(server, &answer_link(mail)).status, 200);
    let reasons: Vec<(String, String)> = asking
        .contacts(&id, "left_out")
        .iter()
        .map(|own| {
            let text = |name: &str| own[name].as_str().expect("a text").to_owned();
            (text("email"), text("reason"))
        })
        .collect();
    for (email, reason) in [
        ("out@customer.example", "opted_out"),
        ("never@customer.example", "do_not_contact"),
    ] {
        let found = (email.to_owned(), reason.to_owned());
        assert!(reasons.contains(&found), "{found:?} in {reasons:?}");
    }
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    // Whatever makes everybody be looked at again asks nobody again; who is new is asked.
    asking.settings(&json!([]));
    server.kill_and_restart();
    asking.contact(&json!({ "email": "new@customer.example" }));
    asking.smtp.wait_for(6);
    settle();
    assert_eq!(asking.smtp.count(), 6);
    assert_eq!(asking.mails_to("new@customer.example"), 1);
    assert_eq!(asking.mails_to("own@acme.example"), 0);
    asking.handed_over(&id, "new@customer.example");
    let report = server.get_json(&format!("/api/v1/programmes/{id}/report?by=role"));
    assert_eq!(report["mails"]["invitations"], 6, "{report}");
    assert_eq!(report["mails"]["handed_over"], 6);
    assert_eq!(report["dispositions"]["nothing_returned"], 6);
    assert_eq!(report["rates"]["rr1"], 0.0);
    let users = report["coverage"].as_array().expect("a list");
    let users = users
        .iter()
        .find(|g| g["value"] == "user")
        .expect("a group");
    assert_eq!(
        (&users["eligible"], &users["coverage"]),
        (&json!(5), &json!(1.0))
    );
    // One of the five answers; a vote so soon after delivery counts when a person is sure.
    let page = open(server, &answer_link(mail)).set("answer_recommend", "9");
    assert_eq!(page.send(server, &answer_link(mail), "next").status, 200);
    write(
        server,
        "UPDATE response SET doubt = NULL, state = 'complete'",
    );
    let report = server.get_json(&format!("/api/v1/programmes/{id}/report?by=role"));
    let rates = report["coverage"].as_array().expect("a list").iter();
    let rates: Vec<_> = rates
        .map(|g| {
            (
                &g["value"],
                &g["complete"],
                &g["rr1"],
                &g["answered_of_delivered"],
            )
        })
        .collect();
    let group = |value, n, rate| (value, n, rate, rate);
    let (user, none) = (json!("user"), json!(""));
    let (zero, one, nothing, fifth) = (json!(0), json!(1), json!(0.0), json!(0.2));
    assert_eq!(
        rates,
        [group(&none, &zero, &nothing), group(&user, &one, &fifth)]
    );
    let cookie = server.log_in();
    let page = server.page(&format!("/programmes/{id}/report?by=role"), &cookie);
    assert!(
        page.text().contains("Answered of delivered"),
        "{}",
        page.text()
    );
}

/// Lets time pass for everything that was planned.
fn days_pass(asking: &Asking, days: i64) {
    let us = days * 86_400_000_000;
    for sql in [
        format!("UPDATE programme_invitation SET mailed_at_us = mailed_at_us - {us}"),
        format!("UPDATE programme_touch SET at_us = at_us - {us}"),
        format!("UPDATE planning_look SET look_at_us = look_at_us - {us}"),
    ] {
        write(&asking.server, &sql);
    }
}

fn a_reminder_stops_after_an_answer(asking: Asking) {
    let server = &asking.server;
    let (survey, _) = server.survey("ces", &serde_json::Value::Null);
    for email in ["says@customer.example", "silent@customer.example"] {
        asking.contact(&json!({ "email": email }));
    }
    let id = asking.running(&survey, &relational());
    asking.smtp.wait_for(2);
    for email in ["says@customer.example", "silent@customer.example"] {
        asking.handed_over(&id, email);
    }
    let link = answer_link(&asking.smtp.mails_to("says@customer.example")[0]);
    let page = open(server, &link).set("answer_effort", "2");
    assert_eq!(page.send(server, &link, "next").status, 200);
    // So soon after delivery it is in doubt; a person is sure.
    write(server, "UPDATE response SET doubt = NULL");
    settle();
    assert_eq!(asking.smtp.count(), 2, "nobody is reminded at once");
    days_pass(&asking, 8);
    let mails = asking.smtp.wait_for(3);
    settle();
    assert_eq!(asking.smtp.count(), 3);
    let reminder = mails.last().expect("a reminder");
    assert_eq!(reminder.to, ["silent@customer.example"]);
    assert_eq!(open(server, &answer_link(reminder)).status, 200);
    days_pass(&asking, 8);
    settle();
    assert_eq!(asking.smtp.count(), 3, "one reminder is enough");
    let report = server.get_json(&format!("/api/v1/programmes/{id}/report"));
    assert_eq!(report["dispositions"]["complete"], 1, "{report}");
    assert_eq!(report["mails"]["reminders"], 1);
}

fn who_opts_out_between_planning_and_sending_gets_nothing(asking: Asking) {
    let (survey, _) = asking.server.survey("ces", &serde_json::Value::Null);
    let id = asking.running(&survey, &transactional());
    asking.smtp.down(true);
    asking.event(&closed("e1", "t1", "gone@customer.example", 1));
    asking.event(&closed("e2", "t2", "stays@customer.example", 1));
    let planned = asking.wait_for(&id, "invited", "gone@customer.example");
    asking.wait_for(&id, "invited", "stays@customer.example");
    let contact = planned["contact_id"].as_str().expect("an id");
    asking.post(&format!("/api/v1/contacts/{contact}/opt-out"), &json!({}));
    asking.smtp.down(false);
    asking.handed_over(&id, "stays@customer.example");
    let left_out = asking.wait_for(&id, "left_out", "gone@customer.example");
    assert_eq!(left_out["reason"], "opted_out");
    assert_eq!(asking.mails_to("gone@customer.example"), 0);
    assert_eq!(asking.mails_to("stays@customer.example"), 1);
}

fn who_is_erased_gets_nothing_and_leaves_no_address(asking: Asking) {
    let (survey, _) = asking.server.survey("ces", &serde_json::Value::Null);
    let id = asking.running(&survey, &transactional());
    asking.event(&closed("e1", "t1", "early@customer.example", 1));
    asking.handed_over(&id, "early@customer.example");
    asking.smtp.down(true);
    asking.event(&closed("e2", "t2", "late@customer.example", 1));
    asking.event(&closed("e3", "t3", "stays@customer.example", 1));
    asking.wait_for(&id, "invited", "stays@customer.example");
    for email in ["early@customer.example", "late@customer.example"] {
        let own = asking.wait_for(&id, "invited", email);
        let contact = own["contact_id"].as_str().expect("an id");
        let path = format!("/api/v1/contacts/{contact}");
        assert_eq!(asking.server.api("DELETE", &path, None).status, 204);
    }
    asking.smtp.down(false);
    asking.handed_over(&id, "stays@customer.example");
    settle();
    assert_eq!(asking.mails_to("late@customer.example"), 0);
    let kept = dump(&asking.server, "mail");
    assert!(kept.contains("stays@customer.example"), "{kept}");
    for address in ["early@customer.example", "late@customer.example"] {
        assert!(!kept.contains(address), "{kept}");
    }
}

fn a_withdrawn_invitation_is_over(asking: Asking) {
    let (survey, _) = asking.server.survey("ces", &serde_json::Value::Null);
    let id = asking.running(&survey, &transactional());
    asking.event(&closed("e1", "t1", "ann@customer.example", 1));
    let invited = asking.handed_over(&id, "ann@customer.example");
    let link = answer_link(&asking.smtp.mails()[0]);
    assert_eq!(open(&asking.server, &link).status, 200);
    let body = json!({ "invitation_id": invited["invitation"]["id"] });
    asking.post(&format!("/api/v1/programmes/{id}/withdraw"), &body);
    assert_eq!(open(&asking.server, &link).status, 410);
    let again = asking.contacts(&id, "invited");
    assert_eq!(again[0]["invitation"]["withdrawn_why"], "withdrawn");
}

fn a_test_mail_goes_to_oneself(asking: Asking) {
    let (survey, _) = asking.server.survey("ces", &serde_json::Value::Null);
    let mut definition = transactional();
    let english = &mut definition["wording"]["en"];
    english["greeting"] = json!("Hi again, {first_name}");
    english["reminder_body"] = json!("Did we miss it?");
    let id = asking.programme(&survey, &definition);
    let path = format!("/api/v1/programmes/{id}/test-mail");
    asking.post(&path, &json!({ "to": "me@acme.example", "language": "nl" }));
    let mail = asking.smtp.wait_for(1).remove(0);
    assert_eq!(mail.to, ["me@acme.example"]);
    assert!(mail.text().contains("/preview"), "{}", mail.text());
    assert!(mail.text().contains("Beste Anna,"), "{}", mail.text());
    let contact = asking.contact(&json!({
        "email": "bea@customer.example", "first_name": "Bea", "language": "en",
    }));
    let reminder = json!({ "to": "me@acme.example", "mail": "reminder", "contact_id": contact });
    asking.post(&path, &reminder);
    let mail = asking.smtp.wait_for(2).remove(1);
    assert_eq!(mail.to, ["me@acme.example"]);
    assert!(mail.text().contains("Hi again, Bea"), "{}", mail.text());
    assert!(mail.text().contains("Did we miss it?"), "{}", mail.text());
    for wrong in [
        json!({ "to": "a@b.example", "contact_id": platform::id::new() }),
        json!({ "to": "nobody" }),
        json!({ "to": "a@b.example", "language": "de" }),
    ] {
        assert_eq!(asking.server.api("POST", &path, Some(&wrong)).status, 422);
    }
    assert_eq!(asking.contacts(&id, "invited").len(), 0);
}
