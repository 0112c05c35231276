//! Importing files in the browser, with nothing but forms.

use serde_json::{Value, json};

use super::{drivers, responses};
use crate::harness::{Reply, Server, eventually};
use crate::on_both;

on_both!(
    a_file_is_imported_in_the_browser,
    a_foreign_file_becomes_a_survey_in_the_browser,
    uploads_that_make_no_sense_are_refused,
);

/// Uploads a file like a browser's form.
fn upload(server: &Server, path: &str, cookie: &str, content: &[u8]) -> Reply {
    const BOUNDARY: &str = "x-luister-test";
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"answers.csv\"\
         \r\nContent-Type: text/csv\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    server
        .request("POST", path)
        .header("Cookie", cookie)
        .header("Accept", "text/html")
        .body(&format!("multipart/form-data; boundary={BOUNDARY}"), body)
        .send()
}

fn post(server: &Server, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    let request = server.request("POST", path).header("Cookie", cookie);
    request.header("Accept", "text/html").form(fields).send()
}

/// A page as soon as nothing runs any more.
fn settled(server: &Server, path: &str, cookie: &str) -> Reply {
    eventually("the end of a job", || {
        let page = server.page(path, cookie);
        assert_eq!(page.status, 200, "{}", page.text());
        (!page.text().contains("http-equiv=\"refresh\"")).then_some(page)
    })
}

fn location(reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.header("location").expect("a location").to_owned()
}

fn a_file_is_imported_in_the_browser(server: Server) {
    let (survey_id, _) = server.survey("relational-nps", &drivers(&["software"]));
    let cookie = server.log_in();
    let start = format!("/surveys/{survey_id}/import");
    let page = server.page(&start, &cookie);
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("enctype=\"multipart/form-data\""),
        "{}",
        page.text()
    );
    let text = "id;Recommend;software;Branche;opmerking\n\
                a;9;4;Zorg;<script>alert(1)</script>\nb;0;6;Bouw;=1+1\nc;11;5;Zorg;\nd;x;5;Zorg;\n";
    let here = location(&upload(&server, &start, &cookie, text.as_bytes()));
    let page = settled(&server, &here, &cookie).text();
    assert!(page.contains("CSV with semicolons, UTF-8"), "{page}");
    assert!(page.contains("4 rows, 5 columns"), "{page}");
    assert!(!page.contains("<script>alert"), "{page}");
    // Nothing is stored before somebody says so; codes are asked, not guessed.
    assert!(
        page.contains("11 (1×)") && page.contains("6 (1×)"),
        "{page}"
    );
    assert!(responses(&server, &survey_id).is_empty());
    let fields = [
        ("column_0", "external_id"),
        ("column_1", "question:recommend"),
        ("column_2", "question:software"),
        ("column_3", "attribute"),
        ("column_4", "question:why"),
        ("score_blank", "11"),
        ("statements_dont_know", "6"),
        ("statements_blank", ""),
        ("statements_not_applicable", ""),
        ("answered_on", "2025-11-21"),
        ("wave", "2025"),
    ];
    assert_eq!(location(&post(&server, &here, &cookie, &fields)), here);
    let page = settled(&server, &here, &cookie).text();
    assert!(page.contains("3 rows can be stored, 1 can"), "{page}");
    assert!(
        page.contains("21 Nov 2025") && page.contains("don&#x27;t know"),
        "{page}"
    );
    let mut twice = fields;
    twice[1].1 = "question:why";
    let again = post(&server, &here, &cookie, &twice);
    assert_eq!(again.status, 422);
    assert!(
        again.text().contains("both become the same"),
        "{}",
        again.text()
    );
    let unknown = post(&server, &here, &cookie, &[("colum", "x")]);
    assert_eq!(unknown.status, 400);
    assert_eq!(
        location(&post(&server, &format!("{here}/run"), &cookie, &[])),
        here
    );
    let page = settled(&server, &here, &cookie).text();
    assert!(
        page.contains("rejected.csv") && page.contains("3 rows of answers.csv"),
        "{page}"
    );
    let rejected = server.page(&format!("{here}/rejected.csv"), &cookie);
    assert!(
        rejected
            .header("content-disposition")
            .expect("set")
            .starts_with("attachment")
    );
    assert!(
        rejected.text().contains("\r\n5,Recommend,x,"),
        "{}",
        rejected.text()
    );
    let mut rows = responses(&server, &survey_id);
    rows.sort_by_key(|row| row["external_id"].to_string());
    assert_eq!(rows.len(), 3);
    let second = json!({"recommend": 0, "software": "dont_know", "why": "=1+1"});
    assert_eq!(rows[1]["answers"], second);
    assert_eq!(
        rows[1]["attributes"],
        json!({"Branche": "Bouw", "wave": "2025"})
    );
    // Run twice (two tabs): nothing is stored twice.
    let _ = post(&server, &format!("{here}/run"), &cookie, &[]);
    settled(&server, &here, &cookie);
    assert_eq!(responses(&server, &survey_id).len(), 3);
    // Another survey's address shows nothing of it, nor does an unknown file.
    let (other, _) = server.survey("ces", &Value::Null);
    let file_id = here.rsplit('/').next().expect("an id");
    for path in [
        format!("/surveys/{other}/import/{file_id}"),
        format!("/surveys/{survey_id}/import/{}", "0".repeat(26)),
        format!("/surveys/{survey_id}/import/..%2f..%2fluister"),
        format!("/surveys/{other}/import/{file_id}/rejected.csv"),
    ] {
        assert_eq!(server.page(&path, &cookie).status, 404, "{path}");
    }
}

fn a_foreign_file_becomes_a_survey_in_the_browser(server: Server) {
    let cookie = server.log_in();
    let mut text = String::from("RESPNUM,AREA,FOOD,ART,NETPRO\n");
    for i in 0..60 {
        let area = ["A", "B"][i % 2];
        text.push_str(&format!(
            "{i},{area},{},{},{}\n",
            i % 5 + 1,
            (i + 2) % 5 + 1,
            i % 11
        ));
    }
    let here = location(&upload(&server, "/import", &cookie, text.as_bytes()));
    let page = settled(&server, &here, &cookie).text();
    assert!(
        page.contains("value=\"answers\""),
        "the title is proposed: {page}"
    );
    let mut fields = vec![
        ("title", "Airport"),
        ("language", "en"),
        ("column_0", "external_id"),
        ("column_1", "attribute"),
        ("column_2", "driver"),
        ("column_3", "score"),
        ("column_4", "score"),
    ];
    let again = post(&server, &here, &cookie, &fields);
    assert_eq!(again.status, 422);
    assert!(
        again.text().contains("NETPRO is the second"),
        "{}",
        again.text()
    );
    fields[5].1 = "driver";
    let there = location(&post(&server, &here, &cookie, &fields));
    let page = settled(&server, &there, &cookie).text();
    assert!(page.contains("All 60 rows can be stored"), "{page}");
    post(&server, &format!("{there}/run"), &cookie, &[]);
    settled(&server, &there, &cookie);
    let survey_id = there.split('/').nth(2).expect("an id");
    let rows = responses(&server, survey_id);
    assert_eq!(rows.len(), 60);
    assert!(
        rows.iter()
            .all(|row| row["answers"].as_object().expect("answers").len() == 3)
    );
    let survey = server.get_json(&format!("/api/v1/surveys/{survey_id}"));
    assert_eq!(survey["status"], "closed");
}

fn uploads_that_make_no_sense_are_refused(server: Server) {
    let (survey_id, _) = server.survey("relational-nps", &drivers(&["software"]));
    let cookie = server.log_in();
    let start = format!("/surveys/{survey_id}/import");
    let empty = upload(&server, &start, &cookie, b"");
    assert_eq!(empty.status, 422);
    assert!(empty.text().contains("Choose a file"), "{}", empty.text());
    for (content, part) in [
        (&b"a,a\n1,2\n"[..], "Column names must differ"),
        (b"%PDF-1.4 ....", "This is no table"),
        (b"recommend,why\n9,\"never closed\n", "is never closed"),
        (b"PK\x03\x04 no zip at all", "can&#x27;t be read"),
    ] {
        let here = location(&upload(&server, &start, &cookie, content));
        let page = settled(&server, &here, &cookie).text();
        assert!(page.contains(part), "{part}: {page}");
    }
    let other_site = server
        .request("POST", &start)
        .header("Cookie", &cookie)
        .header("Sec-Fetch-Site", "cross-site")
        .body("multipart/form-data; boundary=x", b"--x--\r\n".to_vec())
        .send();
    assert_eq!(other_site.status, 403);
    let nobody = upload(&server, &start, "luister_session=x", b"recommend\n9\n");
    assert!([303, 401].contains(&nobody.status), "{}", nobody.status);
}
