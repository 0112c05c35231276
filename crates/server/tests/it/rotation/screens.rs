//! What those who make a survey see of planned missingness: the editor and the preview.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{shown, survey};
use crate::harness::Server;
use crate::on_both;
use crate::respondent::Page;
use crate::response::all;
use crate::survey_pages::{self, worded};

on_both!(the_editor_says_what_it_costs, a_preview_shows_one_draw);

fn the_editor_says_what_it_costs(server: Server) {
    let (id, _) = survey(&server, 2);
    let cookie = server.log_in();
    let path = format!("/surveys/{id}");
    let page = worded(&server.page(&path, &cookie));
    for words in [
        "Each respondent gets 2 of the 8 statements.",
        "Each statement gets 25 % of the answers: its interval is about 2.0 times as wide.",
        "Two statements are seen together by 4 % of the respondents.",
        "About 35 seconds to answer.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let edit = |typed: &str, action: &str| {
        let mut fields = survey_pages::fields(&page);
        fields
            .retain(|(name, _)| !["statements_per_respondent", "action"].contains(&name.as_str()));
        fields.push(("statements_per_respondent".to_owned(), typed.to_owned()));
        fields.push(("action".to_owned(), action.to_owned()));
        let fields: Vec<_> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        let request = server.request("POST", &path).form(&fields);
        request.header("Cookie", &cookie).send()
    };
    let refused = edit("8", "save");
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.text().contains("Give 2 to 7"), "{}", refused.text());
    let looked = edit("4", "refresh").text();
    assert!(looked.contains("about 1.4 times as wide"), "{looked}");
    let everybody = edit("", "refresh").text();
    assert!(
        everybody.contains("About 65 seconds") && everybody.contains("href=\"#rotation\""),
        "{everybody}"
    );
    assert_eq!(edit("4", "save").status, 303);
    let saved = server.get_json(&format!("/api/v1/surveys/{id}"));
    assert_eq!(saved["definition"]["statements_per_respondent"], 4);
    assert_eq!(
        (&saved["version"], &saved["expected_seconds"]),
        (&json!(1), &json!(45))
    );
}

fn a_preview_shows_one_draw(server: Server) {
    let (id, _) = survey(&server, 2);
    let cookie = server.log_in();
    let path = format!("/surveys/{id}/preview");
    let mut draws = BTreeSet::new();
    for _ in 0..20 {
        let page = Page::of(&server.page(&path, &cookie)).set("answer_recommend", "9");
        let notice = "Each respondent gets 2 of the 8 statements; this is one draw.";
        assert!(page.text.contains(notice), "{}", page.text);
        let fields: Vec<_> = page
            .fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        let request = server.request("POST", &path).form(&fields);
        let second = Page::of(&request.header("Cookie", &cookie).send());
        draws.insert(shown(&second));
    }
    assert!(
        draws.len() > 5 && draws.iter().all(|draw| draw.len() == 2),
        "{draws:?}"
    );
    assert_eq!(all(&server, &id), Vec::<Value>::new());
}
