//! The pages on which surveys are made, without a script.

use serde_json::json;

use crate::harness::{PASSWORD, Reply, Server};
use crate::on_both;
use crate::survey::{keys, make, path};

on_both!(
    viewers_only_look,
    surveys_are_made_in_the_browser,
    the_editor_works_without_a_script,
);

fn viewers_only_look(server: Server) {
    let made = make(&server, &json!({ "template": "enps", "title": "Team <b>" }));
    let id = made["id"].as_str().expect("an id");
    let add = [
        "user",
        "add",
        "--email",
        "viewer@example.com",
        "--password-stdin",
    ];
    assert!(server.command(&add, PASSWORD).status.success());
    let cookie = server.log_in_as("viewer@example.com", PASSWORD);
    for path in [
        "/surveys".to_owned(),
        format!("/surveys/{id}"),
        format!("/surveys/{id}/share"),
    ] {
        let page = server.page(&path, &cookie);
        assert_eq!(page.status, 200, "{path}");
        let text = page.text();
        assert!(
            text.contains("Team &lt;b&gt;") && !text.contains("Team <b>"),
            "{path}"
        );
        assert!(
            !text.contains("method=\"post\" action=\"/surveys"),
            "{path}"
        );
    }
    assert_eq!(server.page("/surveys/new", &cookie).status, 403);
    for verb in ["", "/publish", "/close", "/reopen", "/remove"] {
        let reply = server
            .request("POST", &format!("/surveys/{id}{verb}"))
            .header("Cookie", &cookie)
            .form(&[("action", "save")])
            .send();
        assert_eq!(reply.status, 403, "{verb}");
    }
    assert_eq!(server.get_json(&path(&made)), made, "unchanged");
}

/// No page has an untranslated word.
pub fn worded(page: &Reply) -> String {
    let text = page.text();
    assert!(!text.contains('⟨'), "{text}");
    text
}

fn surveys_are_made_in_the_browser(server: Server) {
    let cookie = server.log_in();
    let empty = server.page("/surveys", &cookie);
    assert!(worded(&empty).contains("/surveys/new?template=relational-nps"));
    assert!(
        worded(&server.page("/surveys/new?template=ces", &cookie))
            .contains("value=\"ces\" checked")
    );
    let post = |path: &str, form: &[(&str, &str)]| {
        server
            .request("POST", path)
            .header("Cookie", &cookie)
            .form(form)
            .send()
    };
    let long = "x".repeat(201);
    let again = post(
        "/surveys/new",
        &[("template", "ces"), ("title", &long), ("languages", "nl")],
    );
    assert_eq!(again.status, 422);
    assert!(worded(&again).contains(&long), "what was typed is kept");
    let unknown = post(
        "/surveys/new",
        &[("template", "ces"), ("languages", "nl"), ("x", "1")],
    );
    assert_eq!(unknown.status, 400);
    let made = post(
        "/surveys/new",
        &[("template", "ces"), ("title", ""), ("languages", "nl,en")],
    );
    assert_eq!(made.status, 303, "{}", made.text());
    let editor = made.header("location").expect("the editor").to_owned();
    let page = worded(&server.page(&editor, &cookie));
    assert!(
        page.contains("Over ons contact") && page.contains("About our contact"),
        "{page}"
    );
    let survey = editor.split('?').next().expect("a path");
    let published = post(&format!("{survey}/publish"), &[]);
    assert_eq!(
        published.header("location"),
        Some(format!("{survey}/share?said=published").as_str())
    );
    let share = worded(&server.page(&format!("{survey}/share?said=published"), &cookie));
    assert!(unescape(&share).contains(&format!("{}/r/", server.base_url)));
    assert_eq!(
        server.page(&format!("{survey}/share?x=1"), &cookie).status,
        400
    );
    let qr = server.page(&format!("{survey}/qr.svg?download=1"), &cookie);
    assert_eq!(qr.header("content-type"), Some("image/svg+xml"));
    assert!(
        qr.header("content-disposition")
            .expect("a name")
            .starts_with("attachment")
    );
    assert!(qr.text().contains("<svg"));
    for (verb, badge) in [("close", "badge closed"), ("reopen", "badge open")] {
        let reply = post(&format!("{survey}/{verb}"), &[]);
        assert_eq!(reply.status, 303);
        let page = worded(&server.page(reply.header("location").expect("a page"), &cookie));
        assert!(page.contains(badge), "{verb}");
    }
    assert!(worded(&server.page("/surveys", &cookie)).contains("badge open"));
}

/// The fields of the first form with id `editor`, as a browser would send them.
pub fn fields(page: &str) -> Vec<(String, String)> {
    let start = page
        .find("<form class=\"stack loose\" id=\"editor\"")
        .expect("the editor");
    let form = &page[start..];
    let form = &form[..form.find("</form>").expect("its end")];
    let mut fields = Vec::new();
    for (at, _) in form.match_indices('<') {
        let tag = &form[at..at + form[at..].find('>').expect("an end")];
        let attribute = |name: &str| {
            let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
            Some(unescape(&tag[start..start + tag[start..].find('"')?]))
        };
        let Some(name) = attribute("name") else {
            continue;
        };
        if tag.starts_with("<input") {
            let kind = attribute("type").unwrap_or_default();
            if !["radio", "checkbox"].contains(&kind.as_str()) || tag.contains("checked") {
                fields.push((name, attribute("value").unwrap_or_default()));
            }
        } else if tag.starts_with("<textarea") {
            let rest = &form[at + tag.len() + 1..];
            let value = &rest[..rest.find("</textarea>").expect("an end")];
            fields.push((name, unescape(value.trim_start_matches('\n'))));
        } else if tag.starts_with("<select") {
            fields.push((name, "agree".to_owned()));
        }
    }
    fields
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn the_editor_works_without_a_script(server: Server) {
    let made = make(
        &server,
        &json!({ "template": "cas", "title": "T & \"co\"", "languages": ["en"] }),
    );
    let id = made["id"].as_str().expect("an id").to_owned();
    let cookie = server.log_in();
    let page = format!("/surveys/{id}");
    let first = worded(&server.page(&page, &cookie));
    let mut browser = Browser {
        server: &server,
        cookie: cookie.clone(),
        path: page.clone(),
        fields: fields(&first),
    };
    assert_eq!(browser.press("save").status, 303, "saving what is there");
    assert_eq!(server.get_json(&path(&made)), made, "changes nothing");

    browser.set("languages", "en, nl");
    assert_eq!(browser.press("refresh").status, 200);
    browser.set("title/nl", "Titel");
    browser.set("add_kind", "single_choice");
    browser.press("add");
    browser.set("questions/2/text/en", "Which channel did you use?");
    browser.set("questions/2/choices/0/text/en", "Phone");
    browser.press("up/2");
    assert_eq!(
        browser.get("questions/1/text/en"),
        "Which channel did you use?"
    );
    browser.press("remove/2");
    assert_eq!(browser.get("questions/2/kind"), "");
    browser.press("undo");
    assert_eq!(browser.get("questions/2/key"), "why");
    let wrong = browser.press("save");
    assert_eq!(wrong.status, 422, "one choice is too few");
    assert!(worded(&wrong).contains("error-summary"));
    assert_eq!(server.get_json(&path(&made)), made, "nothing stored yet");
    browser.press("add-choice/1");
    browser.set("questions/1/choices/1/text/en", "E-mail");
    let saved = browser.press("save");
    assert_eq!(saved.status, 303, "{}", saved.text());
    let now = server.get_json(&path(&made));
    assert_eq!(keys(&now), ["advocacy", "which_channel_did_you_us", "why"]);
    let choices = &now["definition"]["questions"][1]["choices"];
    assert_eq!(choices[0]["key"], "phone");
    assert_eq!(choices[1]["key"], "e_mail");
    assert_eq!(
        now["definition"]["title"],
        json!({ "en": "T & \"co\"", "nl": "Titel" })
    );

    // Still the old revision in this form: somebody saved in the meantime.
    browser.set("title/en", "Mine");
    let conflict = browser.press("save");
    assert_eq!(conflict.status, 409);
    assert_eq!(browser.get("title/en"), "Mine", "what was typed is kept");
    assert_eq!(server.get_json(&path(&made)), now);
    assert_eq!(
        browser.press("publish").status,
        303,
        "a second time goes over it"
    );
    let published = server.get_json(&path(&made));
    assert_eq!(published["status"], "open");
    assert_eq!(published["title"], "Mine");
    assert_eq!(browser.press("explode").status, 400);
}

struct Browser<'a> {
    server: &'a Server,
    cookie: String,
    path: String,
    fields: Vec<(String, String)>,
}

impl Browser<'_> {
    fn set(&mut self, name: &str, value: &str) {
        match self.fields.iter_mut().find(|(n, _)| n == name) {
            Some(field) => value.clone_into(&mut field.1),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
    }

    fn get(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v)
    }

    /// Presses a button; the form that comes back is the one that is filled in next.
    fn press(&mut self, action: &str) -> Reply {
        let mut form: Vec<(&str, &str)> = self
            .fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        form.push(("action", action));
        let reply = self
            .server
            .request("POST", &self.path)
            .header("Cookie", &self.cookie)
            .form(&form)
            .send();
        if ![303, 400].contains(&reply.status) {
            self.fields = fields(&worded(&reply));
        }
        reply
    }
}
