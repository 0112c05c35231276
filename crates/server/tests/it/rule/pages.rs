//! The pages: from a template to a rule that is on, without scripts.

use serde_json::json;

use super::{Acting, on_each};
use crate::harness::{Backend, Reply, Server};
use crate::people;
use crate::respondent::{Page, open};

on_each!(
    a_rule_is_made_from_a_template_tried_and_switched_on,
    mistakes_keep_what_was_typed,
    viewers_read_and_change_nothing,
);

fn get(server: &Server, path: &str, cookie: &str) -> String {
    let reply = server.page(path, cookie);
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    reply.text().replace("&#x2f;", "/")
}

/// The path a reply leads to.
fn next(reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{}", reply.text());
    let path = reply.header("location").expect("a place");
    path.split('?').next().expect("a path").to_owned()
}

/// The fields a browser would send of a page's form: hidden and ticked ones, texts, choices.
fn fields(reply: &Reply) -> Vec<(String, String)> {
    let text = reply.text();
    let main = text.split("<main").nth(1).expect("a main part");
    let main = main.split("</main>").next().expect("its end");
    let page = Page::of_text(reply.status, main);
    let mut fields = page.fields;
    for tag in page.text.split("<input ").skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let value = |name: &str| {
            let start = tag
                .find(&format!(" {name}=\""))
                .or_else(|| tag.starts_with(&format!("{name}=\"")).then_some(0))?;
            let rest = &tag[start..];
            Some(crate::respondent::decode(rest.split('"').nth(1)?))
        };
        if value("type").is_none() {
            let name = value("name").expect("a name");
            fields.push((name, value("value").unwrap_or_default()));
        }
    }
    for select in page.text.split("<select ").skip(1) {
        let inside = select.split("</select>").next().unwrap_or_default();
        let name = inside
            .split("name=\"")
            .nth(1)
            .and_then(|n| n.split('"').next());
        let options: Vec<&str> = inside.split("<option ").skip(1).collect();
        let chosen = options
            .iter()
            .find(|o| {
                o.split('>')
                    .next()
                    .is_some_and(|tag| tag.contains(" selected"))
            })
            .or(options.first());
        let value = chosen.and_then(|o| o.split("value=\"").nth(1));
        let value = value.and_then(|v| v.split('"').next()).unwrap_or_default();
        fields.push((
            name.expect("a name").to_owned(),
            crate::respondent::decode(value),
        ));
    }
    // Names are places, with slashes.
    let decoded = |(name, value): (String, String)| (crate::respondent::decode(&name), value);
    fields.into_iter().map(decoded).collect()
}

fn send(
    server: &Server,
    path: &str,
    cookie: &str,
    fields: &[(String, String)],
    action: &str,
) -> Reply {
    let mut form: Vec<(&str, &str)> = fields
        .iter()
        .filter(|(name, _)| name != "action")
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    form.push(("action", action));
    people::post(server, path, cookie, &form)
}

fn a_rule_is_made_from_a_template_tried_and_switched_on(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    let server = &acting.server;
    acting.contact("ann@acme.nl", "250000");
    acting.answer(
        "1",
        &json!({ "answers": { "recommend": 2, "why": "<b>slow</b>" },
                 "attributes": { "email": "ann@acme.nl" } }),
    );
    acting.all_heard();
    let cookie = server.log_in();
    let empty = get(server, "/rules", &cookie);
    assert!(
        empty.contains("detractor-callback"),
        "templates are offered"
    );
    assert!(get(server, "/rules/new", &cookie).contains("promoter-thanks"));
    let made = people::post(
        server,
        "/rules",
        &cookie,
        &[("template", "detractor-callback")],
    );
    let edit = next(&made);
    let rule = edit.trim_end_matches("/edit").to_owned();
    let page = server.page(&edit, &cookie);
    let mut form = fields(&page);
    for (name, value) in &mut form {
        if name == "add_condition" {
            "words".clone_into(value);
        }
    }
    let more = send(server, &edit, &cookie, &form, "add-condition:0");
    assert_eq!(more.status, 200, "{}", more.text());
    let mut form = fields(&more);
    let words = form.iter_mut().find(|(name, _)| name == "when/0/1/words");
    "slow".clone_into(&mut words.expect("a new row").1);
    let owner = form.iter_mut().find(|(name, _)| name == "then/0/owner");
    "role:responsible".clone_into(&mut owner.expect("an owner").1);
    let saved = send(server, &edit, &cookie, &form, "save");
    assert_eq!(next(&saved), rule);
    let tried = get(server, &format!("{rule}?days=90"), &cookie);
    assert!(tried.contains("would have opened one case"), "{tried}");
    assert!(tried.contains("Ann Jansen") && !tried.contains("<b>slow"));
    assert!(tried.contains("/responses/"), "links to the answers");
    let on = people::post(server, &format!("{rule}/on"), &cookie, &[]);
    assert_eq!(next(&on), rule);
    acting.answer(
        "2",
        &json!({ "answers": { "recommend": 1, "why": "slow again" },
                 "attributes": { "email": "ann@acme.nl" } }),
    );
    let id = rule.rsplit('/').next().expect("an id");
    acting.fired_times(id, 1);
    let shown = get(server, &rule, &cookie);
    assert!(shown.contains("/cases/"), "the case is linked: {shown}");
    let page = server.page(&edit, &cookie);
    let mut form = fields(&page);
    let within = form.iter_mut().find(|(name, _)| name == "then/0/within");
    "4".clone_into(&mut within.expect("a time").1);
    let saved = send(server, &edit, &cookie, &form, "save");
    let cases = next(&saved);
    assert!(cases.ends_with("/open-cases"), "{cases}");
    let page = server.page(&cases, &cookie);
    assert!(
        page.text().contains("Change one open case"),
        "{}",
        page.text()
    );
    let form = fields(&page);
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(next(&people::post(server, &cases, &cookie, &form)), rule);
    assert!(get(server, &cases, &cookie).contains("All open cases are as"));
    assert!(
        get(server, "/rules", &cookie).contains("slow")
            || get(server, "/rules", &cookie).contains("responsible")
    );
}

fn mistakes_keep_what_was_typed(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    let server = &acting.server;
    let cookie = server.log_in();
    let made = people::post(
        server,
        "/rules",
        &cookie,
        &[("template", "promoter-thanks")],
    );
    let edit = next(&made);
    let mut form = fields(&server.page(&edit, &cookie));
    for (name, value) in &mut form {
        match name.as_str() {
            "when/0/1/value" => "much".clone_into(value),
            "name" => "<script>x</script>".clone_into(value),
            _ => {}
        }
    }
    let reply = send(server, &edit, &cookie, &form, "save");
    assert_eq!(reply.status, 422);
    let text = reply.text();
    assert!(text.contains("value=\"much\"") && text.contains("Give a number"));
    assert!(!text.contains("<script>x"), "typed markup is text");
    for (name, value) in &mut form {
        if name == "when/0/1/value" {
            "1000".clone_into(value);
        }
        if name == "then/0/wording/nl/body" {
            "{oops}".clone_into(value);
        }
    }
    let reply = send(server, &edit, &cookie, &form, "save");
    assert_eq!(reply.status, 422);
    assert!(reply.text().contains("no placeholder of this name"));
    let unknown = people::post(server, &edit, &cookie, &[("action", "save"), ("x", "y")]);
    assert_eq!(unknown.status, 400);
    // Somebody else saved meanwhile.
    let stale = fields(&server.page(&edit, &cookie));
    assert_eq!(send(server, &edit, &cookie, &stale, "save").status, 303);
    let mut changed = stale.clone();
    let name = changed.iter_mut().find(|(n, _)| n == "name");
    "A".clone_into(&mut name.expect("a name").1);
    assert_eq!(send(server, &edit, &cookie, &changed, "save").status, 303);
    let mut other = stale;
    let name = other.iter_mut().find(|(n, _)| n == "name");
    "B".clone_into(&mut name.expect("a name").1);
    let reply = send(server, &edit, &cookie, &other, "save");
    assert_eq!(reply.status, 409, "{}", reply.text());
    assert!(reply.text().contains("value=\"B\""));
}

fn viewers_read_and_change_nothing(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    let server = &acting.server;
    let rule = acting.rule(&super::detractor());
    people::add(server, "vera", "viewer");
    let cookie = people::log_in(server, "vera");
    assert_eq!(server.page("/rules", &cookie).status, 200);
    let page = get(server, &format!("/rules/{rule}"), &cookie);
    assert!(!page.contains("/off\""));
    for path in ["/rules/new".to_owned(), format!("/rules/{rule}/edit")] {
        assert_eq!(server.page(&path, &cookie).status, 403, "{path}");
    }
    for verb in ["off", "archive", "remove", "open-cases"] {
        let reply = people::post(server, &format!("/rules/{rule}/{verb}"), &cookie, &[]);
        assert_eq!(reply.status, 403, "{verb}");
    }
    assert_eq!(open(server, &format!("/rules/{rule}")).status, 303);
}
