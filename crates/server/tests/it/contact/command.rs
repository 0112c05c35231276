//! Contacts by `luister import contacts`, while the server runs.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::harness::Server;
use crate::on_both;

on_both!(
    the_command_tries_stores_and_changes_nothing_the_second_time,
    the_command_refuses_columns_that_nobody_knows,
    rows_of_one_person_far_apart_become_one_contact,
    a_file_of_accounts_alone_becomes_accounts,
);

const FILE: &str = "E-mailadres;Naam;Klant;Extern id;Afdeling\r\n\
    Jan@ACME.nl;Jan de Vries;Acme B.V.;1;Inkoop\r\n\
    geen adres;Kees;Acme B.V.;2;\r\n\
    piet@bolt.nl;Piet;Bölt;3;IT\r\n\
    \" jan@acme.NL \";Johan de Vries;;;\r\n";

/// Runs the command; gives the exit code, standard output and standard error.
fn import(server: &Server, args: &[&str]) -> (Option<i32>, String, String) {
    let all: Vec<&str> = ["import", "contacts"]
        .into_iter()
        .chain(args.iter().copied())
        .collect();
    let output = server.command(&all, "");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn file(server: &Server, name: &str, content: &str) -> String {
    let path: PathBuf = server.data.path().join(name);
    std::fs::write(&path, content).expect("a file");
    path.to_string_lossy().into_owned()
}

fn count(server: &Server) -> usize {
    let all = server.get_json("/api/v1/contacts");
    all["contacts"].as_array().expect("a list").len()
}

fn the_command_tries_stores_and_changes_nothing_the_second_time(server: Server) {
    let crm = file(&server, "crm.csv", FILE);
    let rejected = server.data.path().join("rejected.csv");
    let merged = server.data.path().join("merged.csv");
    let reports = [
        "--rejected",
        &*rejected.to_string_lossy(),
        "--merged",
        &*merged.to_string_lossy(),
    ];
    let others = [crm.as_str(), "--others", "attribute"];
    let dry: Vec<&str> = [&others[..], &reports, &["--dry-run"]].concat();
    let (code, told, wrong) = import(&server, &dry);
    assert_eq!(code, Some(0), "{told}{wrong}");
    assert!(
        told.contains("Klant → account\n") && told.contains("Afdeling → attribute\n"),
        "{told}"
    );
    assert!(
        told.contains("4 rows: 2 would be created") && told.contains("nothing was stored"),
        "{told}"
    );
    assert_eq!(count(&server), 0, "a dry run");
    let text = std::fs::read_to_string(&rejected).expect("a report");
    assert!(
        text.contains("3,E-mailadres,geen adres,") && text.contains("Kees"),
        "{text}"
    );

    let (code, told, wrong) = import(&server, &[&others[..], &reports].concat());
    assert_eq!(code, Some(0), "{told}{wrong}");
    assert!(
        told.contains("4 rows: 2 created, 0 updated, 0 unchanged, 1 put together, 1 rejected."),
        "{told}"
    );
    assert!(
        told.contains("lines 2, 5; name: Johan de Vries, not Jan de Vries"),
        "{told}"
    );
    assert!(told.contains("E-mailadres: "), "{told}");
    let text = std::fs::read_to_string(&merged).expect("a report");
    assert!(text.contains("name,Jan de Vries,Johan de Vries"), "{text}");
    assert_eq!(count(&server), 2);

    // What the columns became is remembered.
    let (code, told, wrong) = import(&server, &[&crm]);
    assert_eq!(code, Some(0), "{told}{wrong}");
    assert!(
        told.contains("4 rows: 0 created, 0 updated, 2 unchanged"),
        "{told}"
    );
    let log = server.get_json("/api/v1/audit?action=contact.imported");
    assert_eq!(log["audit"].as_array().map(Vec::len), Some(2), "{log}");
}

fn the_command_refuses_columns_that_nobody_knows(server: Server) {
    let crm = file(&server, "crm.csv", FILE);
    let (code, told, wrong) = import(&server, &[&crm]);
    assert_eq!(code, Some(2), "{told}{wrong}");
    assert!(wrong.contains("--map 'Afdeling=attribute'"), "{wrong}");
    for (args, expected) in [
        (&["--map", "Nergens=email"][..], "no column \"Nergens\""),
        (&["--map", "Afdeling=colour"], "can't become \"colour\""),
        (&["--map", "Afdeling=person:nobody"], "no responsibility"),
        (&["--map", "Afdeling=email"], "only one column can become"),
        (&["--saved", "CRM"], "no mapping was kept"),
        (
            &[
                "--others",
                "ignore",
                "--map",
                "E-mailadres=ignore",
                "--map",
                "Extern id=ignore",
            ],
            "nobody could be found again",
        ),
        (&["--others", "ignore", "--rejected", &crm], "overwrite"),
    ] {
        let (code, told, wrong) = import(&server, &[&[crm.as_str()], args].concat());
        assert_eq!(code, Some(2), "{args:?}: {told}{wrong}");
        assert!(wrong.contains(expected), "{args:?}: {wrong}");
    }
    let missing = server.data.path().join("missing.csv");
    assert_eq!(import(&server, &[&missing.to_string_lossy()]).0, Some(2));
    assert_eq!(count(&server), 0, "nothing was stored");

    let mapping = r#"{"Afdeling": "attribute:department", "Extern id": "ignore"}"#;
    let mapping = file(&server, "mapping.json", mapping);
    let args = [&crm, "--mapping", &mapping, "--save-as", "CRM"];
    let (code, told, wrong) = import(&server, &args);
    assert_eq!(code, Some(0), "{told}{wrong}");
    let jan = server.get_json("/api/v1/contacts?q=jan%40acme.nl");
    let jan = &jan["contacts"][0];
    assert_eq!(jan["attributes"]["department"], "Inkoop", "{jan}");
    assert!(jan["external_id"].is_null(), "{jan}");
    // Kept by name for a file with other columns.
    let less = "E-mailadres;Afdeling;Nieuw\r\npiet@bolt.nl;HR;x\r\n";
    let less = file(&server, "less.csv", less);
    let args = [&less, "--saved", "CRM", "--others", "ignore"];
    let (code, told, wrong) = import(&server, &args);
    assert_eq!(code, Some(0), "{told}{wrong}");
    assert!(told.contains("Afdeling → attribute:department"), "{told}");
    assert!(told.contains("1 updated"), "{told}");
}

fn rows_of_one_person_far_apart_become_one_contact(server: Server) {
    use std::fmt::Write;
    let mut all = String::from("id,email,name\n1,a@x.nl,Anna\n");
    for number in 0..3_000 {
        let _ = writeln!(all, "n{number},p{number}@x.nl,");
    }
    for number in 0..3_000 {
        let _ = writeln!(all, ",p{number}@x.nl,Person {number}");
    }
    all.push_str("2,a@x.nl,Ans\n");
    let all = file(&server, "all.csv", &all);
    let merged = server.data.path().join("merged.csv");
    let args = [all.as_str(), "--merged", &merged.to_string_lossy()];
    let (code, told, wrong) = import(&server, &args);
    assert_eq!(code, Some(0), "{told}{wrong}");
    assert!(
        told.contains("6002 rows: 3001 created, 0 updated, 0 unchanged, 3001 put together"),
        "{told}"
    );
    let text = std::fs::read_to_string(&merged).expect("a report");
    assert!(
        text.contains("\r\n6003,") && text.contains(",name,Anna,Ans"),
        "{told}"
    );
    let (_, told, _) = import(&server, &[&all]);
    assert!(told.contains("3001 unchanged"), "{told}");
}

fn a_file_of_accounts_alone_becomes_accounts(server: Server) {
    let kind = json!({ "kind": "money" });
    let path = "/api/v1/attributes/account/revenue";
    assert_eq!(server.api("PUT", path, Some(&kind)).status, 200);
    let crm = file(
        &server,
        "accounts.csv",
        "Klant;Klantnummer;Moederbedrijf;Omzet;Consultant;Branche\r\n\
         Acme;A1;Holding;€ 1.200,50;carl@us.example;Bouw\r\n\
         Bolt;A2;;veel;;\r\n\
         Acme B.V.;A1;;;;Zorg\r\n\
         ;;;5;;\r\n",
    );
    let rejected = server.data.path().join("no.csv");
    let rejected = rejected.to_string_lossy();
    let all = [crm.as_str(), "--others", "attribute"];
    let dry: Vec<&str> = [&all[..], &["--dry-run"]].concat();
    let (code, told, wrong) = import(&server, &dry);
    assert_eq!(code, Some(0), "{told}{wrong}");
    assert!(
        told.contains("2 rejected") && told.contains("nothing was stored"),
        "{told}"
    );
    let names = || -> Vec<String> {
        let all = server.get_json("/api/v1/accounts");
        let all = all["accounts"].as_array().expect("a list");
        let name = |one: &Value| one["name"].as_str().expect("a name").to_owned();
        all.iter().map(name).collect()
    };
    assert_eq!(names(), [""; 0]);
    let stored: Vec<&str> = [&all[..], &["--rejected", &*rejected]].concat();
    let (code, told, wrong) = import(&server, &stored);
    assert_eq!(code, Some(0), "{told}{wrong}");
    assert!(
        told.contains("4 rows: 1 created, 1 updated, 0 unchanged"),
        "{told}"
    );
    assert_eq!(names(), ["Acme B.V.", "Holding"]);
    let acme = &server.get_json("/api/v1/accounts?q=acme")["accounts"][0];
    assert_eq!(acme["external_id"], "A1");
    assert_eq!(acme["parent"]["name"], "Holding");
    assert_eq!(
        acme["attributes"],
        json!({ "revenue": "1200.5", "Branche": "Zorg" })
    );
    assert_eq!(acme["responsibilities"][0]["email"], "carl@us.example");
    assert_eq!(count(&server), 0, "nobody is made of an account");
    let text = std::fs::read_to_string(&*rejected).expect("a report");
    assert!(
        text.contains("revenue is an amount") && text.contains("\n5,"),
        "{text}"
    );
    // Again it changes what the last row of an account says, and nothing else.
    let (_, told, _) = import(&server, &stored);
    assert!(told.contains("0 created"), "{told}");
    // Our own file of accounts comes back as it is, and what was changed in it is changed.
    let own = server.api("GET", "/api/v1/accounts.csv?profile=excel-nl", None);
    let own = own.text();
    let back = file(&server, "own.csv", &own);
    let (code, told, wrong) = import(&server, &[&back]);
    assert_eq!(code, Some(0), "{told}{wrong}");
    assert!(
        told.contains("2 rows: 0 created, 0 updated, 2 unchanged"),
        "{told}"
    );
    let back = file(&server, "own.csv", &own.replace("1200,5", "1300,75"));
    let (_, told, _) = import(&server, &[&back]);
    assert!(told.contains("1 updated, 1 unchanged"), "{told}");
    let acme = &server.get_json("/api/v1/accounts?q=acme")["accounts"][0];
    assert_eq!(acme["attributes"]["revenue"], "1300.75");
    assert_eq!(count(&server), 0, "nobody is made of an account");
    // A person nobody could find again is refused before anything is read.
    let people = file(&server, "people.csv", "Naam;Klant\r\nJan;Acme\r\n");
    let (code, _, wrong) = import(&server, &[&people]);
    assert_eq!(code, Some(2), "{wrong}");
    assert!(wrong.contains("accounts alone"), "{wrong}");
}
