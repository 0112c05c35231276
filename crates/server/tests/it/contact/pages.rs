//! The pages of contacts: plain forms that keep what was typed, in both languages.

use serde_json::json;

use super::{id_of, put, with_session};
use crate::harness::{Backend, Reply, Server};

fn post(server: &Server, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    let request = server.request("POST", path).header("Cookie", cookie);
    request.header("Accept", "text/html").form(fields).send()
}

fn shown(server: &Server, path: &str, cookie: &str) -> String {
    let page = server.page(path, cookie);
    assert_eq!(page.status, 200, "{path}: {}", page.text());
    let text = page.text();
    assert!(!text.contains('⟨'), "{path}: a word is missing: {text}");
    text
}

#[test]
fn empty_pages_teach_the_next_step() {
    let (server, cookie) = with_session(Backend::Sqlite);
    for (path, link) in [
        ("/contacts", "/contacts/import"),
        ("/accounts", "/contacts/import"),
        ("/contacts/duplicates", "/contacts"),
        ("/contacts/do-not-contact", "name=\"entry\""),
        ("/contacts/import", "multipart/form-data"),
        ("/contacts/new", "name=\"email\""),
    ] {
        for language in ["en", "nl"] {
            let both = format!("{cookie}; luister_language={language}");
            assert!(shown(&server, path, &both).contains(link), "{path}");
        }
    }
}

#[test]
fn a_contact_is_made_changed_and_marked_by_hand() {
    let (server, cookie) = with_session(Backend::Sqlite);
    let wrong = post(
        &server,
        "/contacts/new",
        &cookie,
        &[
            ("email", "jan"),
            ("name", "Jan <b>"),
            ("attributes", "role"),
        ],
    );
    assert_eq!(wrong.status, 422);
    let text = wrong.text();
    assert!(
        text.contains("value=\"Jan &lt;b&gt;\""),
        "what was typed is kept: {text}"
    );
    assert!(
        text.contains("#email") && text.contains("#attributes"),
        "{text}"
    );
    let made = post(
        &server,
        "/contacts/new",
        &cookie,
        &[
            ("email", "Jan@acme.nl"),
            ("name", "Jan"),
            ("account", "Acme"),
            ("consent", "unknown"),
            ("attributes", "role = buyer\nsize = 20"),
        ],
    );
    assert_eq!(made.status, 303, "{}", made.text());
    let at = made.header("location").expect("an address");
    let at = at.split('?').next().expect("a path").to_owned();
    let page = shown(&server, &at, &cookie);
    assert!(page.contains("jan@acme.nl") && page.contains("buyer") && page.contains("Acme"));
    let edit = format!("{at}/edit");
    assert!(shown(&server, &edit, &cookie).contains("role = buyer"));
    let saved = post(
        &server,
        &edit,
        &cookie,
        &[
            ("email", "jan@acme.nl"),
            ("name", "Jan"),
            ("account", "Acme"),
            ("consent", "refused"),
            ("attributes", "size = 30"),
        ],
    );
    assert_eq!(saved.status, 303, "{}", saved.text());
    let page = shown(&server, &at, &cookie);
    assert!(!page.contains("buyer") && page.contains("30"));
    let mark = format!("{at}/mark");
    let unasked = post(
        &server,
        &mark,
        &cookie,
        &[("what", "opted_in"), ("reason", "")],
    );
    assert_eq!(unasked.status, 422, "opting in again asks how");
    let back = post(
        &server,
        &mark,
        &cookie,
        &[("what", "opted_in"), ("reason", "by phone")],
    );
    assert_eq!(back.status, 303, "{}", back.text());
    assert!(shown(&server, &at, &cookie).contains("by phone"));
    assert_eq!(
        post(&server, &mark, &cookie, &[("what", "opted_out")]).status,
        303
    );
    let lifted = post(
        &server,
        &edit,
        &cookie,
        &[("email", "jan@acme.nl"), ("consent", "refused")],
    );
    assert_eq!(lifted.status, 303);
    let lifted = post(
        &server,
        &edit,
        &cookie,
        &[("email", "jan@acme.nl"), ("consent", "given")],
    );
    assert_eq!(lifted.status, 422, "a form doesn't lift an opt-out");
    assert_eq!(
        post(&server, &format!("{at}/block"), &cookie, &[]).status,
        303
    );
    let list = shown(&server, "/contacts/do-not-contact", &cookie);
    assert!(list.contains("jan@acme.nl"));
    assert_eq!(
        post(&server, &format!("{at}/erase"), &cookie, &[]).status,
        303
    );
    assert_eq!(server.page(&at, &cookie).status, 404);
}

#[test]
fn two_contacts_are_merged_by_hand() {
    let (server, cookie) = with_session(Backend::Postgres);
    let account = json!({ "name": "Acme" });
    let a = json!({ "email": "a@x.nl", "name": "Jan", "account": account });
    let b = json!({ "email": "b@x.nl", "name": "jan", "account": account });
    let (a, b) = (id_of(&put(&server, &a)), id_of(&put(&server, &b)));
    let page = shown(&server, "/contacts/duplicates", &cookie);
    assert!(page.contains("a@x.nl") && page.contains("b@x.nl"), "{page}");
    let merge = format!("/contacts/{a}/merge");
    assert_eq!(
        post(&server, &merge, &cookie, &[("other", "c@x.nl")]).status,
        422
    );
    assert_eq!(post(&server, &merge, &cookie, &[("other", &a)]).status, 422);
    assert_eq!(
        post(&server, &merge, &cookie, &[("other", " B@x.nl")]).status,
        303
    );
    let old = server.page(&format!("/contacts/{b}"), &cookie);
    assert_eq!(old.status, 303);
    assert_eq!(
        old.header("location"),
        Some(format!("/contacts/{a}").as_str())
    );
    assert!(!shown(&server, "/contacts/duplicates", &cookie).contains("b@x.nl"));
}

#[test]
fn accounts_and_the_list_are_changed_by_forms() {
    let (server, cookie) = with_session(Backend::Postgres);
    let contact = json!({ "email": "a@x.nl", "account": { "name": "Acme" } });
    let account = put(&server, &contact)["contact"]["account"]["account_id"].clone();
    let at = format!("/accounts/{}", account.as_str().expect("an id"));
    let edit = format!("{at}/edit");
    let saved = post(
        &server,
        &edit,
        &cookie,
        &[
            ("name", "Acme B.V."),
            ("role_0", "Anna.Bakker@example.com"),
            ("attributes", "industry = retail"),
        ],
    );
    assert_eq!(saved.status, 303, "{}", saved.text());
    let page = shown(&server, &at, &cookie);
    assert!(page.contains("anna.bakker@example.com") && page.contains("retail"));
    let wrong = post(&server, &edit, &cookie, &[("name", ""), ("role_0", "x")]);
    assert_eq!(wrong.status, 422);
    assert!(shown(&server, "/accounts?q=acme", &cookie).contains("Acme B.V."));
    let list = "/contacts/do-not-contact";
    let wrong = post(
        &server,
        list,
        &cookie,
        &[("entry", "nobody"), ("reason", "x")],
    );
    assert_eq!(wrong.status, 422);
    assert_eq!(
        post(
            &server,
            list,
            &cookie,
            &[("entry", "@x.nl"), ("reason", "rival")]
        )
        .status,
        303
    );
    assert!(shown(&server, list, &cookie).contains("rival"));
    let remove = format!("{list}/remove");
    assert_eq!(
        post(&server, &remove, &cookie, &[("entry", "@x.nl")]).status,
        303
    );
    assert!(!shown(&server, list, &cookie).contains("rival"));
}

#[test]
fn lists_keep_their_filters_while_paging() {
    let (server, cookie) = with_session(Backend::Sqlite);
    let contacts: Vec<_> = (0..120)
        .map(|n| json!({ "email": format!("p{n:03}@x.nl"), "name": format!("P {n:03}"), "language": "nl" }))
        .collect();
    let reply = server.api(
        "POST",
        "/api/v1/contacts/bulk",
        Some(&json!({ "contacts": contacts })),
    );
    assert_eq!(reply.status, 200, "{}", reply.text());
    let page = shown(
        &server,
        "/contacts?q=&standing=reachable&language=nl&employee=",
        &cookie,
    );
    assert!(page.contains("P 049") && !page.contains("P 050"));
    let next = page
        .split("href=\"")
        .filter_map(|part| part.split('"').next());
    let next = next
        .into_iter()
        .find(|href| href.contains("after="))
        .expect("a next page");
    let next = next.replace("&amp;", "&").replace("&#x2f;", "/");
    assert!(next.contains("language=nl"), "{next}");
    let page = shown(&server, &next, &cookie);
    assert!(page.contains("P 050") && page.contains("P 099"));
    assert!(shown(&server, "/contacts?q=nobody", &cookie).contains("/contacts"));
    assert_eq!(server.page("/contacts?colour=red", &cookie).status, 400);
    assert_eq!(server.page("/contacts?after=zz", &cookie).status, 422);
}
