//! An action made from a case: whoever said it, with an answer or by telephone, is told once.

use serde_json::{Value, json};

use super::{close, gone, letters, person, says, survey, voices};
use crate::harness::eventually;
use crate::programme::{Asking, on_each, settle};

on_each!(whoever_a_case_is_about_is_told_once);

const ANN: &str = "ann@customer.example";
const BOB: &str = "bob@customer.example";

fn id(made: &Value, name: &str) -> String {
    made[name].as_str().expect("an id").to_owned()
}

fn opened(asking: &Asking, body: &Value) -> String {
    id(&asking.post("/api/v1/cases", body), "case_id")
}

/// An action for the improvement from this source; how many voices it has.
fn action(asking: &Asking, improvement: &str, source: &str) -> Value {
    let body = json!({
        "title": format!("Answer sooner: {}", source.len()), "level": "process",
        "improvement_id": improvement, "source": source,
    });
    let made = asking.post("/api/v1/actions", &body);
    let path = format!("/api/v1/actions/{}", id(&made, "id"));
    let done = json!({ "status": "done" });
    let reply = asking.server.api("PATCH", &path, Some(&done));
    assert_eq!(reply.status, 200, "{}", reply.text());
    made["answers"].clone()
}

fn whoever_a_case_is_about_is_told_once(asking: Asking) {
    let (survey, driver) = survey(&asking);
    let [ann, bob] = [ANN, BOB].map(|email| person(&asking, email));
    let answer = says(&asking, &survey, (ANN, 1));
    // A case of an answer, one of a person who called, and one about nobody.
    let of_answer = json!({
        "title": "Call Ann", "response_id": answer, "contact_id": ann,
    });
    let case = eventually("the answer is known", || {
        let reply = asking.server.api("POST", "/api/v1/cases", Some(&of_answer));
        (reply.status == 201).then(|| id(&reply.json(), "case_id"))
    });
    let called = opened(
        &asking,
        &json!({ "title": "Bob called", "contact_id": bob }),
    );
    let nobody = opened(&asking, &json!({ "title": "A letter came" }));
    let improvement = asking.post(
        "/api/v1/improvements",
        &json!({
            "title": "Sooner",
            "heard": { "nl": { "title": "Sneller antwoord", "did": "Er zijn meer mensen." } },
        }),
    );
    let improvement = id(&improvement, "id");
    let sources = [
        (format!("case:{case}"), 1),
        (format!("driver:{survey}:{driver}"), 1),
        (format!("case:{called}"), 1),
        (format!("case:{nobody}"), 0),
    ];
    for (source, answers) in &sources {
        assert_eq!(action(&asking, &improvement, source), *answers, "{source}");
    }
    // The answer raised two of the actions, and is one voice.
    let found = voices(&asking, &improvement, 2);
    assert_eq!(
        (&found["answers"], &found["why"]),
        (&json!(2), &json!({})),
        "{found}"
    );
    close(&asking, &improvement, 2);
    for email in [ANN, BOB] {
        let mail = gone(&asking, email);
        assert!(mail.text().contains("Sneller antwoord"), "{}", mail.text());
    }
    let tell = format!("/api/v1/improvements/{improvement}/tell");
    asking.post(&tell, &json!({ "expected": 0 }));
    settle();
    assert_eq!([ANN, BOB].map(|email| asking.mails_to(email)), [1, 1]);
    let sent = eventually("both letters are sent", || {
        let sent = letters(&asking, "sent");
        (sent.len() == 2).then_some(sent)
    });
    assert!(
        sent.iter().all(|letter| letter["kind"] == "told"),
        "{sent:?}"
    );
    // The case's page leads to its action, and the action's page back.
    let cookie = asking.server.log_in();
    let page = asking.server.page(&format!("/cases/{case}"), &cookie);
    assert!(page.text().contains("/actions/"), "{}", page.text());
    let list = asking
        .server
        .get_json(&format!("/api/v1/actions?source=case:{case}"));
    let path = format!("/actions/{}", id(&list["actions"][0], "id"));
    let page = asking.server.page(&path, &cookie).text();
    let page = page.replace("&#x2f;", "/");
    assert!(page.contains(&format!("/cases/{case}")), "{page}");
}
