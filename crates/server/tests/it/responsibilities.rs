//! Who is responsible for which account comes with a file, through the pages, as an administrator
//! brings it: people who aren't known yet become known, and nobody can log in for it.

use serde_json::{Value, json};

use crate::harness::{Reply, Server, eventually};
use crate::on_both;

on_both!(a_file_brings_accounts_contacts_and_who_is_responsible);

const BOUNDARY: &str = "a-line-between-parts";

const FILE: &str = "E-mailadres;Naam;Klant;Successmanager;Consultant\r\n\
    jan@acme.nl;Jan de Vries;Acme B.V.;sanne@us.example;cor@us.example\r\n\
    piet@acme.nl;Piet;Acme B.V.;;\r\n\
    kim@bolt.nl;Kim;Bolt;Sanne@US.example;anna@us.example\r\n";

fn upload(server: &Server, cookie: &str) -> Reply {
    let body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"crm.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{FILE}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"sheet\"\r\n\r\n\r\n--{BOUNDARY}--\r\n"
    );
    server
        .request("POST", "/contacts/import")
        .header("Cookie", cookie)
        .header("Accept", "text/html")
        .body(
            &format!("multipart/form-data; boundary={BOUNDARY}"),
            body.into_bytes(),
        )
        .send()
}

fn settled(server: &Server, path: &str, cookie: &str) -> String {
    eventually("the end of a job", || {
        let page = server.page(path, cookie);
        assert_eq!(page.status, 200, "{}", page.text());
        let text = page.text();
        (!text.contains("http-equiv=\"refresh\"")).then_some(text)
    })
}

fn account(server: &Server, name: &str) -> Value {
    let all = server.get_json("/api/v1/accounts?limit=100");
    let all = all["accounts"].as_array().expect("a list").clone();
    let found = all.iter().find(|own| own["name"] == name).expect("there");
    let id = found["account_id"].as_str().expect("an id");
    server.get_json(&format!("/api/v1/accounts/{id}"))
}

/// Role and address of each responsibility, in order.
fn duties(account: &Value) -> Vec<(String, String)> {
    let all = account["responsibilities"].as_array().expect("a list");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let mut duties: Vec<(String, String)> = all
        .iter()
        .map(|own| (text(&own["role"]), text(&own["email"])))
        .collect();
    duties.sort();
    duties
}

fn a_file_brings_accounts_contacts_and_who_is_responsible(server: Server) {
    let cookie = server.log_in();
    let reply = upload(&server, &cookie);
    assert_eq!(reply.status, 303, "{}", reply.text());
    let at = reply.header("location").expect("a place").to_owned();
    let tried = settled(&server, &at, &cookie);
    assert!(tried.contains("New contacts"), "{tried}");
    let none = server.get_json("/api/v1/people?q=us.example");
    assert_eq!(none["people"], json!([]), "nothing is stored yet");

    let run = server
        .request("POST", &format!("{at}/run"))
        .header("Cookie", &cookie)
        .form(&[])
        .send();
    assert_eq!(run.status, 303, "{}", run.text());
    settled(&server, &at, &cookie);
    let pair = |role: &str, name: &str| (role.to_owned(), format!("{name}@us.example"));
    assert_eq!(
        duties(&account(&server, "Acme B.V.")),
        [pair("consultant", "cor"), pair("success_manager", "sanne")]
    );
    assert_eq!(
        duties(&account(&server, "Bolt")),
        [pair("consultant", "anna"), pair("success_manager", "sanne")]
    );
    let people = server.get_json("/api/v1/people?q=us.example");
    let people = people["people"].as_array().expect("a list");
    assert_eq!(people.len(), 3, "each once: {people:?}");
    assert!(people.iter().all(|person| person["may_login"] == false));
    // The account's page names them.
    let id = account(&server, "Bolt")["account_id"].clone();
    let path = format!("/accounts/{}", id.as_str().expect("an id"));
    let page = server.page(&path, &cookie).text();
    assert!(page.contains("sanne@us.example"), "{page}");

    // A case about Bolt finds its way by the role, though nobody was invited yet.
    let case = json!({ "title": "Call Kim", "account_id": id, "role": "success_manager" });
    let made = server.api("POST", "/api/v1/cases", Some(&case));
    assert_eq!(made.status, 201, "{}", made.text());
    let sanne = people
        .iter()
        .find(|person| person["email"] == "sanne@us.example")
        .expect("there");
    assert_eq!(made.json()["owner_id"], sanne["user_id"]);
}
