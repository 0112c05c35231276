//! The pages about comments: found, marked, made into themes, coded by hand.

use serde_json::{Value, json};

use super::{checked, figures, make, near, page, survey};
use crate::harness::Server;
use crate::on_both;

on_both!(
    pages_find_and_mark_comments,
    a_theme_is_made_on_the_page,
    comments_are_coded_by_hand,
);

fn pages_find_and_mark_comments(server: Server) {
    let id = survey(&server);
    let theme = make(&server, &id, "Price", "pric*");
    make(&server, &id, "Staff", "staff");
    let cookie = server.log_in();
    let at = format!("/surveys/{id}/themes");
    let overview = page(&server, &at, &cookie);
    assert!(overview.contains("“Price” costs most"), "{overview}");
    assert!(overview.contains("“Staff” lifts most"));
    assert!(overview.contains("240 comments from 30 customers"));
    assert!(overview.contains("<svg"));
    assert!(overview.contains("40 comments have no theme"));
    let dutch = server
        .request("GET", &at)
        .header("Cookie", &format!("{cookie}; luister_language=nl"))
        .header("Accept", "text/html")
        .send();
    checked(dutch, (&at, 200));

    let list = page(&server, &format!("{at}/comments?theme={theme}"), &cookie);
    assert!(list.contains("80 comments"));
    assert_eq!(list.matches("<mark>price</mark>").count(), 30);
    assert!(list.contains("isn&#39;t") || list.contains("isn't") || list.contains("isn&#x27;t"));
    let high = page(
        &server,
        &format!("{at}/comments?theme={theme}&class=high"),
        &cookie,
    );
    assert!(high.contains("No comments"));
    let none = page(&server, &format!("{at}/comments?theme=none"), &cookie);
    assert!(none.contains("40 comments"));
    let searched = page(&server, &format!("{at}/comments?q=HELPED&page=2"), &cookie);
    assert!(searched.contains("120 comments"));
    assert_eq!(searched.matches("<mark>helped</mark>").count(), 30);
    let term = page(
        &server,
        &format!("{at}/comments?term=good+value&class=low"),
        &cookie,
    );
    assert!(term.contains("80 comments") && term.contains("<mark>good value</mark>"));
}

fn a_theme_is_made_on_the_page(server: Server) {
    let id = survey(&server);
    let cookie = server.log_in();
    let at = format!("/surveys/{id}/themes");
    let post = |path: &str, fields: &[(&str, &str)]| {
        server
            .request("POST", path)
            .header("Cookie", &cookie)
            .header("Accept", "text/html")
            .form(fields)
            .send()
    };
    let new = page(
        &server,
        &format!("{at}/new?name=Prices&rules=~price"),
        &cookie,
    );
    assert!(
        new.contains("value=\"Prices\"") && new.contains("80 comments of 240"),
        "{new}"
    );
    // Trying stores nothing.
    let fields = [
        ("name", "Prices"),
        ("rules", "works\n!!price"),
        ("do", "try"),
    ];
    let tried = checked(post(&format!("{at}/new"), &fields), (&at, 200));
    assert!(tried.contains("40 comments of 240") && tried.contains("<mark>works</mark>"));
    // Mistakes keep what was typed.
    let fields = [("name", ""), ("rules", "price\n24"), ("do", "save")];
    let wrong = checked(post(&format!("{at}/new"), &fields), (&at, 422));
    assert!(wrong.contains("Line 2, “24”") && wrong.contains("Give the theme a name"));
    assert!(wrong.contains("price\n24"), "what was typed stays");
    assert!(
        server.get_json(&format!("/api/v1{at}"))["themes"]
            .as_array()
            .is_some_and(Vec::is_empty)
    );
    let fields = [("name", "Prices"), ("rules", "~price"), ("do", "save")];
    let saved = post(&format!("{at}/new"), &fields);
    assert_eq!(
        (saved.status, saved.header("location")),
        (303, Some(format!("{at}?said=saved").as_str()))
    );
    let theme = server.get_json(&format!("/api/v1{at}"))["themes"][0]["id"].clone();
    let theme = theme.as_str().expect("an id");

    let own = format!("{at}/{theme}");
    assert!(page(&server, &own, &cookie).contains("All comments about this theme"));
    let fields = [("name", "Cost"), ("rules", "expensive"), ("do", "save")];
    assert_eq!(post(&own, &fields).status, 303);
    assert!(page(&server, &own, &cookie).contains("value=\"Cost\""));
    // Removed, and back again.
    let removed = post(&format!("{own}/remove"), &[]);
    let back = removed.header("location").expect("a location").to_owned();
    assert!(page(&server, &back, &cookie).contains("Undo"));
    assert_eq!(server.page(&own, &cookie).status, 404);
    assert_eq!(post(&format!("{own}/restore"), &[]).status, 303);
    assert!(page(&server, &own, &cookie).contains("value=\"Cost\""));
}

fn comments_are_coded_by_hand(server: Server) {
    let id = survey(&server);
    let price = make(&server, &id, "Price", "price");
    let staff = make(&server, &id, "Staff", "friendly");
    let cookie = server.log_in();
    let at = format!("/surveys/{id}/themes/coding");
    for round in 0..4 {
        let text = page(&server, &at, &cookie);
        let mut fields: Vec<(String, String)> = vec![
            ("theme".to_owned(), price.clone()),
            ("theme".to_owned(), staff.clone()),
        ];
        let sheets: Vec<&str> = text.split("<fieldset class=\"coding\"").skip(1).collect();
        assert_eq!(sheets.len(), 10, "round {round}");
        for sheet in sheets {
            let response = sheet
                .split("name=\"response\" value=\"")
                .nth(1)
                .expect("an id")[..26]
                .to_owned();
            if sheet.contains("price") {
                fields.push(("has".to_owned(), format!("{response}.{price}")));
            }
            // A person who sees staff in every comment.
            fields.push(("has".to_owned(), format!("{response}.{staff}")));
            fields.push(("response".to_owned(), response));
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        let reply = server
            .request("POST", &at)
            .header("Cookie", &cookie)
            .form(&fields)
            .send();
        assert_eq!(reply.status, 303, "{}", reply.text());
    }
    let text = page(&server, &at, &cookie);
    assert!(text.contains("40 comments coded"));
    let found = figures(&server, &id, "");
    let [price_of, staff_of] = [0, 1].map(|at| &found["themes"][at]["agreement"]);
    assert_eq!(
        (&price_of["n"], &price_of["status"]),
        (&json!(40), &json!("shown"))
    );
    near(&price_of["value"], 1.0);
    assert_eq!(staff_of["status"], "one_sided");
    assert!(staff_of["hand_only"].as_u64().is_some_and(|n| n > 0));
    // The rules' misses are shown where they can be corrected.
    let editor = page(&server, &format!("/surveys/{id}/themes/{staff}"), &cookie);
    assert!(editor.contains("People say these are about the theme"));

    // Programs read and write the same.
    let codes = format!("/api/v1/surveys/{id}/themes/{staff}/codes");
    let known = server.get_json(&codes);
    assert_eq!(known["codes"].as_array().map(Vec::len), Some(40));
    let first = known["codes"][0]["response_id"].clone();
    let put = |codes_body: Value| server.api("PUT", &codes, Some(&json!({ "codes": codes_body })));
    assert_eq!(
        put(json!([{ "response_id": first, "has": false }])).status,
        204
    );
    assert_eq!(server.get_json(&codes)["codes"][0]["has"], false);
    assert_eq!(
        put(json!([{ "response_id": first, "has": null }])).status,
        204
    );
    assert_eq!(
        server.get_json(&codes)["codes"].as_array().map(Vec::len),
        Some(39)
    );
    let foreign = put(json!([{ "response_id": "0".repeat(26), "has": true }]));
    assert_eq!(foreign.status, 422, "{}", foreign.text());
}
