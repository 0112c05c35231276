//! Several people change one dashboard: nobody's work is lost without a word. What is gone elsewhere
//! is said by its block, and the rest stays.

use serde_json::json;

use super::{blocks, made, page, survey};
use crate::harness::Server;
use crate::on_both;
use crate::people::post;

on_both!(
    two_who_change_one_block_are_told,
    what_is_gone_is_said_and_the_rest_stays,
);

/// The hidden values of a page's forms: which form and what it was shown with.
fn was(page: &str, action: &str) -> String {
    let page = page.replace("&#x2f;", "/");
    let at = page
        .find(&format!("action=\"{action}\""))
        .unwrap_or_else(|| panic!("{action}"));
    let part = page[at..]
        .split("name=\"was\" value=\"")
        .nth(1)
        .expect("a mark");
    part.split('"').next().expect("a value").to_owned()
}

fn two_who_change_one_block_are_told(server: Server) {
    let survey = survey(&server);
    let cookie = server.log_in();
    let id = made(&server, &cookie, "director", &survey);
    let edit = format!("/dashboards/{id}/edit");
    let seen = page(&server, &edit, &cookie);
    let block = blocks(&seen)[0].clone();
    let at = format!("/dashboards/{id}/blocks/{block}");
    let mark = was(&seen, &at);
    let save =
        |title: &str, mark: &str| post(&server, &at, &cookie, &[("title", title), ("was", mark)]);
    assert_eq!(save("Mine", &mark).status, 303);
    // Somebody else still has the form of before.
    let late = save("Yours <b>", &mark);
    assert_eq!(late.status, 409, "{}", late.text());
    let text = late.text();
    assert!(
        !text.contains('⟨') && text.contains("Somebody else changed this block"),
        "{text}"
    );
    assert!(
        text.contains("value=\"Yours &lt;b&gt;\""),
        "what was typed stays: {text}"
    );
    assert!(
        text.contains("<dd>Mine</dd>"),
        "and what is stored is told: {text}"
    );
    assert!(
        page(&server, &edit, &cookie).contains("value=\"Mine\""),
        "nothing was stored"
    );
    let again = save("Yours <b>", &was(&text, &at));
    assert_eq!(again.status, 303, "{}", again.text());
    // The order is brought together; a block that was taken off is offered back.
    let seen = page(&server, &edit, &cookie);
    let mark = was(&seen, &at);
    assert_eq!(
        post(&server, &format!("{at}/remove"), &cookie, &[]).status,
        303
    );
    let order: Vec<(&str, String)> = blocks(&seen)
        .into_iter()
        .rev()
        .map(|id| ("block", id))
        .collect();
    let order: Vec<(&str, &str)> = order.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(
        post(
            &server,
            &format!("/dashboards/{id}/arrange"),
            &cookie,
            &order
        )
        .status,
        204
    );
    let late = save("Later", &mark);
    assert_eq!(late.status, 409, "{}", late.text());
    assert!(
        late.text()
            .contains(&format!("blocks&#x2f;{block}&#x2f;restore"))
            || late.text().contains(&format!("blocks/{block}/restore")),
        "{}",
        late.text()
    );
    assert_eq!(
        post(&server, &format!("{at}/restore"), &cookie, &[]).status,
        303
    );
    // The name, and with whom it is shared.
    let mark = was(&seen, &edit);
    let name = |title: &str, mark: &str| {
        post(
            &server,
            &edit,
            &cookie,
            &[("title", title), ("seconds", "30"), ("was", mark)],
        )
    };
    assert_eq!(name("First", &mark).status, 303);
    let late = name("Second", &mark);
    assert_eq!(late.status, 409);
    assert!(late.text().contains("value=\"Second\""));
    let share = format!("/dashboards/{id}/share");
    let mark = was(&page(&server, &share, &cookie), &share);
    let give =
        |role: &str, mark: &str| post(&server, &share, &cookie, &[(role, "see"), ("was", mark)]);
    assert_eq!(give("role.lead", &mark).status, 303);
    let late = give("role.viewer", &mark);
    assert_eq!(late.status, 409, "{}", late.text());
    assert!(late.text().contains("Somebody else changed with whom"));
    let stored = server
        .api("GET", &format!("/api/v1/dashboards/{id}"), None)
        .json();
    assert_eq!(
        stored["shares"],
        json!([{ "with": "role", "role": "lead", "may": "see" }])
    );
    assert_eq!(give("role.viewer", &was(&late.text(), &share)).status, 303);
}

fn what_is_gone_is_said_and_the_rest_stays(server: Server) {
    let survey = survey(&server);
    // Only what nobody answered can be removed.
    let draft = json!({ "template": "ces", "title": "A draft" });
    let draft = server.api("POST", "/api/v1/surveys", Some(&draft));
    assert_eq!(draft.status, 201, "{}", draft.text());
    let other = draft.json()["id"].as_str().expect("an id").to_owned();
    let hostile = "</h2><script>alert(1)</script>{{ t(\"x\") }} \u{202e}";
    let body = json!({
        "title": hostile,
        "blocks": [
            { "kind": "figure", "survey_id": survey, "title": hostile },
            { "kind": "figure", "survey_id": other },
            { "kind": "themes", "survey_id": survey },
            { "kind": "targets" },
            { "kind": "text", "text": hostile },
        ],
    });
    let made = server.api("POST", "/api/v1/dashboards", Some(&body));
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let theme = json!({ "name": "Alerts", "rules": "alert" });
    let path = format!("/api/v1/surveys/{survey}/themes");
    let theme = server.api("POST", &path, Some(&theme));
    assert!(theme.status < 300, "{}", theme.text());
    let theme = theme.json()["id"].as_str().expect("an id").to_owned();
    let gone = server.api("DELETE", &format!("{path}/{theme}"), None);
    assert!(gone.status < 300, "{}", gone.text());
    let gone = server.api("DELETE", &format!("/api/v1/surveys/{other}"), None);
    assert!(gone.status < 300, "{}", gone.text());
    let cookie = server.log_in();
    for place in ["?all=1", "/edit", "/share", "/wall"] {
        let text = page(&server, &format!("/dashboards/{id}{place}"), &cookie);
        assert!(!text.contains("<script>alert"), "{place}: {text}");
        assert!(!text.contains("</h2><script"), "{place}");
    }
    let shown = page(&server, &format!("/dashboards/{id}?all=1"), &cookie);
    for part in [
        "The survey of this block is gone",
        "No theme is made yet",
        "No target is set",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let figures = server.get_json(&format!("/api/v1/dashboards/{id}/figures"));
    assert_eq!(figures["blocks"][0]["figure"]["n"], 120, "the rest stays");
    // It can still be changed and saved, with the block of what is gone in it.
    let change = json!({ "title": "Still here" });
    let reply = server.api("PATCH", &format!("/api/v1/dashboards/{id}"), Some(&change));
    assert_eq!(reply.status, 200, "{}", reply.text());
}
