//! Who stands behind a theme: one loud voice or many quiet ones, and the revenue behind them.

use serde_json::{Value, json};

use super::{add, figures, make, near, page};
use crate::harness::Server;
use crate::on_both;

on_both!(
    customers_and_their_worth_stand_behind_themes,
    what_stands_behind_is_on_the_page,
    nothing_stands_behind_what_employees_say,
);

/// Of 20 comments about the price one customer wrote 14, six others one each; twelve about the
/// staff are of nine customers. Another three praise.
fn survey(server: &Server) -> String {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let mut answers = Vec::new();
    let mut answer = |account: &str, why: &str, score: u8, revenue: &str| {
        let day = answers.len() + 1;
        let mut attributes = json!({ "account": account, "size": "large", "seats": "12" });
        if !revenue.is_empty() {
            attributes["Annual revenue"] = revenue.into();
        }
        answers.push(json!({
            "answers": { "recommend": score, "why": why },
            "attributes": attributes,
            "answered_at": format!("2026-{:02}-{:02}T10:00:00Z", day / 28 + 1, day % 28 + 1),
        }));
    };
    for i in 0..14 {
        // What was said last counts.
        let revenue = if i == 13 { "1.250,50" } else { "9.999.999" };
        answer("Loud", "The price is high", 2, revenue);
    }
    for i in 0..6 {
        let revenue = if i < 4 { "250" } else { "" };
        answer(&format!("Price {i}"), "The price is high", 3, revenue);
    }
    for i in 0..12 {
        answer(&format!("Staff {}", i % 9), "Friendly staff", 9, "2.000");
    }
    for i in 0..3 {
        answer(&format!("Other {i}"), "All works well", 10, "249,50");
    }
    add(server, &id, &answers);
    make(server, &id, "Price", "price");
    make(server, &id, "Staff", "staff");
    id
}

fn customers_and_their_worth_stand_behind_themes(server: Server) {
    let id = survey(&server);
    let found = figures(&server, &id, "");
    assert_eq!(found["value_by"], "Annual revenue", "guessed by its name");
    assert_eq!(
        found["value_attributes"],
        json!(["Annual revenue", "seats"])
    );
    assert_eq!(
        (&found["truncated"], &found["sample"]),
        (&json!(false), &Value::Null)
    );
    // 1,250.50 + 4 × 250 + 9 × 2,000 + 3 × 249.50.
    near(&found["value"]["value"], 20_999.0);
    assert_eq!(found["value"]["without"], 2);
    let [price, staff] = [0, 1].map(|at| &found["themes"][at]);
    near(&price["value"]["value"], 2250.5);
    near(&price["value"]["share"], 2250.5 / 20_999.0);
    assert_eq!(price["value"]["without"], 2);
    assert_eq!(
        price["voices"],
        json!({ "kind": "one_loud", "most_customers": 1, "most_comments": 14, "customer": "Loud" })
    );
    assert_eq!(
        (&staff["comments"], &staff["customers"]),
        (&json!(12), &json!(9))
    );
    near(&staff["value"]["value"], 18_000.0);
    assert_eq!(staff["voices"]["kind"], "quiet");
    assert!(staff["voices"]["customer"].is_null());

    // Another attribute, and a filter.
    let seats = figures(&server, &id, "?value=seats");
    assert_eq!(seats["value_by"], "seats");
    near(&seats["themes"][0]["value"]["value"], 84.0);
    let one = figures(&server, &id, "?attribute=account:Loud");
    near(&one["themes"][0]["value"]["share"], 1.0);
    for wrong in ["size", "account", "nothing", ""] {
        let path = format!("/api/v1/surveys/{id}/themes/figures?value={wrong}");
        assert_eq!(server.api("GET", &path, None).status, 400, "{wrong}");
    }
    let words = format!("/api/v1/surveys/{id}/words?value=seats");
    assert_eq!(server.api("GET", &words, None).status, 400);
    // An attribute with a value that is no number is no longer one.
    add(
        &server,
        &id,
        &[json!({ "answers": { "recommend": 5 }, "attributes": { "seats": "a few" } })],
    );
    assert_eq!(
        figures(&server, &id, "")["value_attributes"],
        json!(["Annual revenue"])
    );
}

fn what_stands_behind_is_on_the_page(server: Server) {
    let id = survey(&server);
    let cookie = server.log_in();
    let at = format!("/surveys/{id}/themes");
    let text = page(&server, &at, &cookie).replace('\u{a0}', " ");
    for words in [
        "Behind it: Annual revenue",
        "one loud voice: Loud wrote 14 of 20",
        "quiet voices: 9 customers, 12 comments",
        "18,000",
        "2 customers without a value",
        "of the 20 comments about “Price” one customer wrote 14",
        "Behind “Price” stand 7 customers",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("sample of") && !text.contains("Only the newest"));
    let mut links = text
        .split("href=\"")
        .filter_map(|link| link.split('"').next());
    let loud = links.find(|link| link.contains("theme=") && link.contains("Loud"));
    let loud = loud.expect("a link to the loud one");
    let list = page(&server, &loud.replace("&amp;", "&"), &cookie);
    assert!(list.contains("14 comments"), "{list}");
    let chosen = page(&server, &format!("{at}?value=seats"), &cookie);
    assert!(chosen.contains("Behind it: seats"));
    assert!(
        chosen.contains("value=seats"),
        "the picture's files keep the choice"
    );
    assert_eq!(
        server
            .page(&format!("{at}/charts/gains.svg?value=seats"), &cookie)
            .status,
        200
    );
    assert_eq!(
        server.page(&format!("{at}?value=size"), &cookie).status,
        400
    );
    // A form left alone is no choice.
    assert_eq!(server.page(&format!("{at}?value="), &cookie).status, 200);
}

fn nothing_stands_behind_what_employees_say(server: Server) {
    let (id, _) = server.survey("enps", &Value::Null);
    let answer = |i: usize| {
        json!({
            "answers": { "recommend": 4, "why": if i.is_multiple_of(2) { "the salary" } else { "colleagues" } },
            "attributes": { "value": "1000", "account": "A" },
        })
    };
    add(&server, &id, &(0..40).map(answer).collect::<Vec<_>>());
    make(&server, &id, "Salary", "salary");
    let found = figures(&server, &id, "");
    assert_eq!(found["themes"][0]["comments"], 20);
    assert_eq!(found["value_attributes"], json!([]));
    for never in [&found["value"], &found["value_by"]] {
        assert!(never.is_null());
    }
    let theme = &found["themes"][0];
    assert!(
        theme["voices"].is_null() && theme["value"].is_null(),
        "{theme}"
    );
    let path = format!("/api/v1/surveys/{id}/themes/figures?value=value");
    assert_eq!(server.api("GET", &path, None).status, 400);
    let cookie = server.log_in();
    let text = page(&server, &format!("/surveys/{id}/themes"), &cookie);
    assert!(!text.contains("Behind it") && !text.contains("loud voice"));
}
