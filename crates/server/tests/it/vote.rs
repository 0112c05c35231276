//! One click, no false votes: mail scanners open, look and send in; people click and close.

use std::time::Duration;

use platform::params;
use serde_json::{Value, json};

use crate::harness::{Reply, Server};
use crate::on_both;
use crate::personal::{invited, link};
use crate::respondent::{Page, database, dump, open, rows, wait, write};
use crate::response::{all, at_once};

on_both!(
    looks_of_a_scanner_are_no_votes,
    what_a_scanner_sends_in_counts_nothing,
    a_click_with_a_human_sign_counts,
    the_last_score_of_a_person_counts,
    what_is_no_score_is_no_vote,
    a_changed_rule_judges_the_past_anew,
    a_scanner_changes_nothing_of_what_was_sent_in,
    whoever_gets_the_mail_forwarded_changes_nothing,
    links_that_are_over_are_gone,
    secrets_are_stored_nowhere,
    what_a_program_says_settles_the_doubt,
    the_evidence_of_one_link_has_an_end,
    guesses_tell_nothing,
    rules_are_checked,
);

const SCANNER: &str = "Mozilla/5.0 (compatible; MailScanner/1.0)";
const SECOND_US: i64 = 1_000_000;

fn now_us() -> i64 {
    platform::Clock::system().now_us()
}

/// A mail of an invitation with its answer and unsubscribe secrets, handed over so many seconds ago;
/// `None`: being handed over.
struct Mail {
    answer: String,
    unsubscribe: String,
}

fn mail(server: &Server, survey_id: &str, ago_s: Option<i64>) -> Mail {
    let invitation = invited(server, survey_id, &json!({ "attributes": { "team": "N" } }));
    mail_of(server, &invitation, ago_s)
}

fn mail_of(server: &Server, invitation: &Value, ago_s: Option<i64>) -> Mail {
    let links = mail::Links::new();
    let invitation_id = invitation["id"].as_str().expect("an id").to_owned();
    let mail_id = platform::id::new();
    let made_us = now_us() - ago_s.unwrap_or_default() * SECOND_US;
    let work = links.clone();
    let db = database(server);
    let stored = db.write(move |tx| {
        let row = tx.query_one(
            "SELECT workspace_id FROM invitation WHERE invitation_id = $1",
            params![&invitation_id],
        )?;
        let workspace_id: String = row.expect("an invitation").get("workspace_id")?;
        tx.execute(
            "INSERT INTO mail (workspace_id, mail_id, kind, subject_id, address, domain, promise,
                               state, due_at_us, tries, fence, sent_at_us, created_at_us)
             VALUES ($1, $2, 'invitation', $3, 'a@example.com', 'example.com', 'at_most_once',
                     $4, 0, 1, 1, $5, 0)",
            params![
                &workspace_id,
                &mail_id,
                &invitation_id,
                if ago_s.is_some() { "sent" } else { "sending" },
                ago_s.map(|_| made_us)
            ],
        )?;
        mail::link::keep(tx, &workspace_id, &mail_id, &work, made_us)
    });
    let stored: Result<(), platform::DbError> = wait(stored);
    stored.expect("a mail");
    Mail {
        answer: format!("/p/{}", links.answer),
        unsubscribe: format!("/p/{}", links.unsubscribe),
    }
}

fn get(server: &Server, path: &str) -> Reply {
    let request = server.request("GET", path).header("User-Agent", SCANNER);
    request.header("Accept-Language", "en").send()
}

fn in_doubt(server: &Server, id: &str) -> Vec<Value> {
    let page = server.get_json(&format!("/api/v1/surveys/{id}/responses?in_doubt=true"));
    page["responses"].as_array().expect("a list").clone()
}

fn votes(server: &Server, id: &str) -> Value {
    server.get_json(&format!("/api/v1/surveys/{id}/votes"))
}

fn rules(server: &Server, id: &str, changes: &Value) -> Reply {
    let mut rules = votes(server, id)["rules"].clone();
    for (name, value) in changes.as_object().expect("an object") {
        rules[name] = value.clone();
    }
    let path = format!("/api/v1/surveys/{id}/votes");
    server.api("PUT", &path, Some(&rules))
}

/// Everything past is judged by the rule as it is.
fn judged(server: &Server, id: &str) -> Value {
    for _ in 0..100 {
        let votes = votes(server, id);
        if votes["judging"].is_null() {
            return votes;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("the past was not judged");
}

fn pause(millis: u64) {
    std::thread::sleep(Duration::from_millis(millis));
}

/// What the page tells of its use.
fn seen(server: &Server, mail: &Mail, page: &Page, visible_seconds: u32) -> u16 {
    let body = json!({ "visit": page.get("visit"), "pointer": true, "keyboard": false,
                       "visible_seconds": visible_seconds });
    let request = server.request("POST", &format!("{}/seen", mail.answer));
    request.json(&body).send().status
}

fn looks_of_a_scanner_are_no_votes(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    // A scanner's seconds, so that a person may come a moment later.
    assert_eq!(
        rules(&server, &id, &json!({ "burst_seconds": 3 })).status,
        200
    );
    let cookie = server.log_in();
    for ago_s in [None, Some(5), Some(3600)] {
        let mail = mail(&server, &id, ago_s);
        let looks = at_once(11, |score| {
            let path = format!("{}?s={score}", mail.answer);
            let head = server
                .request("HEAD", &path)
                .header("User-Agent", SCANNER)
                .send();
            assert!(head.body.is_empty());
            (head.status, get(&server, &path).status)
        });
        assert!(looks.iter().all(|both| *both == (200, 200)), "{looks:?}");
        assert_eq!(all(&server, &id), Vec::<Value>::new(), "{ago_s:?}");
        let doubtful = in_doubt(&server, &id);
        assert_eq!(doubtful.len(), 1, "one response whatever happens");
        assert_eq!(doubtful[0]["doubt"], "suspect");
        let surveys = server.page("/surveys", &cookie).text();
        assert!(surveys.contains("+ 1 in doubt"), "{surveys}");
        pause(3500);
        // The link isn't burned: a person answers, with words, even so soon after delivery.
        let page = open(&server, &format!("{}?s=9", mail.answer));
        assert!(page.get("answer_recommend") == Some("9"), "{}", page.text);
        let page = page
            .set("answer_why", "Quick help")
            .send(&server, &mail.answer, "next");
        assert_eq!(page.status, 200);
        let counted = all(&server, &id);
        assert_eq!((counted.len(), &counted[0]["doubt"]), (1, &Value::Null));
        assert_eq!(counted[0]["answers"]["recommend"], 9);
        assert!(in_doubt(&server, &id).is_empty());
        let one = format!(
            "/api/v1/surveys/{id}/responses/{}",
            counted[0]["id"].as_str().expect("an id")
        );
        assert_eq!(server.api("DELETE", &one, None).status, 204);
        assert_eq!(
            rows(&server, "vote_hit"),
            0,
            "evidence of the erased is erased"
        );
    }
}

fn what_a_scanner_sends_in_counts_nothing(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    rules(&server, &id, &json!({ "burst_seconds": 3 }));
    let mail = mail(&server, &id, Some(3));
    at_once(5, |score| {
        let page = open(&server, &format!("{}?s={}", mail.answer, score + 1));
        assert_eq!(page.send(&server, &mail.answer, "next").status, 200);
    });
    assert_eq!(all(&server, &id).len(), 0);
    let stored = in_doubt(&server, &id);
    assert_eq!((stored.len(), &stored[0]["doubt"]), (1, &json!("suspect")));
    assert_eq!(stored[0]["state"], "complete", "nothing is lost");
    let export = server
        .request("GET", &format!("/api/v1/surveys/{id}/responses.csv"))
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .send();
    assert_eq!(export.text().lines().count(), 1, "{}", export.text());
    assert_eq!(dump(&server, "vote_hit").matches("submitted").count(), 5);
    pause(3500);
    // So soon after delivery what is sent in without words or a sign may be a script's.
    let page = open(&server, &format!("{}?s=2", mail.answer));
    assert_eq!(page.status, 200, "not used up");
    pause(1100);
    rules(&server, &id, &json!({ "visible_seconds": 1 }));
    judged(&server, &id);
    assert_eq!(seen(&server, &mail, &page, 1), 204);
    assert_eq!(page.send(&server, &mail.answer, "next").status, 200);
    let counted = all(&server, &id);
    assert_eq!(counted.len(), 1);
    assert_eq!(counted[0]["answers"], json!({ "effort": 2 }));
    assert_eq!(counted[0]["state"], "complete");
}

fn a_click_with_a_human_sign_counts(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    rules(&server, &id, &json!({ "visible_seconds": 1 }));
    let mail = mail(&server, &id, Some(10));
    let path = format!("{}?s=8", mail.answer);
    let page = open(&server, &path);
    assert!(
        page.get("visit").is_some_and(platform::id::is_id),
        "{}",
        page.text
    );
    let doubt = || in_doubt(&server, &id).first().map(|r| r["doubt"].clone());
    assert_eq!(doubt(), Some(json!("suspect")), "so soon after delivery");
    assert_eq!(seen(&server, &mail, &page, 600), 204);
    assert_eq!(
        all(&server, &id).len(),
        1,
        "a second at most has gone by, which is enough here"
    );
    let strict = rules(&server, &id, &json!({ "visible_seconds": 5 }));
    assert_eq!(strict.status, 200);
    judged(&server, &id);
    assert_eq!(
        all(&server, &id).len(),
        0,
        "nobody looks for longer than the page is there"
    );
    rules(&server, &id, &json!({ "visible_seconds": 2 }));
    judged(&server, &id);
    pause(1200);
    assert_eq!(seen(&server, &mail, &page, 5), 204);
    let counted = all(&server, &id);
    assert_eq!(counted.len(), 1, "who clicks and closes counts");
    assert_eq!(
        (&counted[0]["state"], &counted[0]["answers"]["recommend"]),
        (&json!("partial"), &json!(8))
    );
    assert_eq!(counted[0]["attributes"], json!({ "team": "N" }));
    // A sign without a visit, or of a link that isn't, is no sign.
    let other = Page {
        fields: vec![("visit".to_owned(), platform::id::new())],
        ..page
    };
    assert_eq!(seen(&server, &mail, &other, 5), 204);
    let hits = rows(&server, "vote_hit");
    let nowhere = Mail {
        answer: "/p/nowhere".to_owned(),
        unsubscribe: String::new(),
    };
    assert_eq!(seen(&server, &nowhere, &other, 5), 404);
    assert_eq!(rows(&server, "vote_hit"), hits);
    let shown = votes(&server, &id);
    assert_eq!(
        (
            &shown["confirmed"],
            &shown["provisional"],
            &shown["suspect"]
        ),
        (&json!(1), &json!(0), &json!(0))
    );
    assert_eq!(shown["latest"][0]["kind"], "used");
    assert_eq!(
        shown["latest"][0]["judged"],
        json!({ "state": "confirmed", "because": "sign" })
    );
}

fn the_last_score_of_a_person_counts(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    rules(&server, &id, &json!({ "accept": "automatic" }));
    let mail = mail(&server, &id, Some(600));
    open(&server, &format!("{}?s=3", mail.answer));
    let first = all(&server, &id);
    assert_eq!(
        (first.len(), &first[0]["answers"]["recommend"]),
        (1, &json!(3))
    );
    open(&server, &format!("{}?s=9", mail.answer));
    let last = all(&server, &id);
    assert_eq!(
        (last.len(), &last[0]["answers"]["recommend"]),
        (1, &json!(9))
    );
    assert_eq!(last[0]["id"], first[0]["id"]);
    assert!(last[0]["ordinal"] == 1);
    assert_eq!(
        rows(&server, "response_revision"),
        1,
        "what was said before is kept"
    );
}

fn what_is_no_score_is_no_vote(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let mail = mail(&server, &id, Some(600));
    for bad in [
        "11", "-1", "0", "6", "9.5", "1e1", "%00", "[]", "", "+3", "03", "3&s=4", "٣", "s",
    ] {
        for method in ["GET", "HEAD"] {
            let reply = server
                .request(method, &format!("{}?s={bad}", mail.answer))
                .send();
            assert_eq!(reply.status, 200, "{bad}");
            assert!(!reply.text().contains(" checked"), "{bad}");
        }
    }
    assert_eq!(rows(&server, "response"), 0);
    let fine = open(&server, &format!("{}?s=4", mail.answer));
    assert_eq!(fine.get("answer_effort"), Some("4"));
    let prefetch = server
        .request("GET", &format!("{}?s=2", mail.answer))
        .header("Sec-Purpose", "prefetch;prerender")
        .send();
    assert_eq!((prefetch.status, prefetch.body.len()), (503, 0));
    assert_eq!(in_doubt(&server, &id)[0]["answers"], json!({ "effort": 4 }));
}

fn a_changed_rule_judges_the_past_anew(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let clicks = 130;
    for score in 0..clicks {
        let mail = mail(&server, &id, Some(600));
        open(&server, &format!("{}?s={}", mail.answer, score % 11));
    }
    let standing = |votes: &Value| {
        let n = |name: &str| votes[name].as_i64().expect("a number");
        (n("confirmed"), n("provisional"), n("suspect"))
    };
    assert_eq!(standing(&votes(&server, &id)), (0, clicks, 0));
    assert_eq!(
        rules(&server, &id, &json!({ "accept": "automatic" })).status,
        200
    );
    assert_eq!(standing(&judged(&server, &id)), (clicks, 0, 0));
    assert_eq!(i64::try_from(all(&server, &id).len()), Ok(clicks));
    rules(&server, &id, &json!({ "accept": "validated" }));
    assert_eq!(standing(&judged(&server, &id)), (0, clicks, 0));
    assert_eq!(all(&server, &id).len(), 0);
    assert_eq!(
        rows(&server, "response_revision"),
        0,
        "the answers are the same"
    );
    // The same on the page.
    let cookie = server.log_in();
    let path = format!("/surveys/{id}/votes");
    let page = server.page(&path, &cookie);
    assert_eq!(page.status, 200);
    assert!(!page.text().contains('⟨'), "{}", page.text());
    let form = [
        ("accept", "automatic"),
        ("early_seconds", "60"),
        ("burst_links", "3"),
        ("burst_seconds", "10"),
        ("visible_seconds", "5"),
    ];
    let send = |form: &[(&str, &str)]| {
        let request = server.request("POST", &path).header("Cookie", &cookie);
        request.form(form).send()
    };
    assert_eq!(send(&form).status, 303);
    assert_eq!(standing(&judged(&server, &id)), (clicks, 0, 0));
    let mut wrong = form;
    wrong[2].1 = "1";
    let refused = send(&wrong);
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains(r##"<a href="#burst_links">"##),
        "{}",
        refused.text()
    );
}

fn a_scanner_changes_nothing_of_what_was_sent_in(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    rules(&server, &id, &json!({ "burst_seconds": 3 }));
    let mail = mail(&server, &id, Some(600));
    let page = open(&server, &format!("{}?s=2", mail.answer));
    page.set("answer_why", "It took long")
        .send(&server, &mail.answer, "next");
    let before = all(&server, &id);
    assert_eq!(before.len(), 1);
    pause(3500);
    at_once(5, |score| {
        let path = format!("{}?s={}&change=yes", mail.answer, score + 1);
        let reply = open(&server, &path).send(&server, &mail.answer, "next");
        assert_eq!(reply.status, 200);
    });
    assert_eq!(all(&server, &id), before);
    assert!(in_doubt(&server, &id).is_empty());
    // The hidden link betrays who follows it, and shows what any link shows.
    let hidden = get(&server, &format!("{}/x", mail.answer));
    let other = mail_of(&server, &invited(&server, &id, &json!({})), Some(600));
    let plain = get(&server, &other.answer);
    assert_eq!((hidden.status, plain.status), (200, 200));
    let same = |text: &str| {
        let lines = text
            .lines()
            .filter(|l| !l.contains("/p/") && !l.contains("submission_id") && !l.contains("visit"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(same(&hidden.text()), same(&plain.text()));
    let path = format!("{}/x", other.answer);
    assert_eq!(get(&server, &path).status, 200);
    open(&server, &format!("{}?s=3", other.answer)).send(&server, &other.answer, "next");
    let suspect = in_doubt(&server, &id);
    assert_eq!(
        (suspect.len(), &suspect[0]["doubt"]),
        (1, &json!("suspect"))
    );
    let latest = votes(&server, &id)["latest"].clone();
    assert_eq!(
        latest[0]["judged"],
        json!({ "state": "suspect", "because": "hidden" })
    );
}

fn whoever_gets_the_mail_forwarded_changes_nothing(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    rules(&server, &id, &json!({ "accept": "automatic" }));
    let mail = mail(&server, &id, Some(600));
    let page = open(&server, &format!("{}?s=2", mail.answer));
    page.set("answer_why", "My own words")
        .send(&server, &mail.answer, "next");
    let before = all(&server, &id);
    let forwarded = open(&server, &format!("{}?s=5", mail.answer));
    assert_eq!(forwarded.status, 200);
    assert!(
        forwarded.text.contains("You have already answered"),
        "{}",
        forwarded.text
    );
    let changing = open(&server, &format!("{}?change=yes", mail.answer));
    for text in [&forwarded.text, &changing.text] {
        assert!(!text.contains("My own words") && !text.contains("checked"));
    }
    assert_eq!(all(&server, &id), before);
    assert_eq!(rows(&server, "response"), 1);
}

fn links_that_are_over_are_gone(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let invitation = invited(&server, &id, &json!({}));
    let mail = mail_of(&server, &invitation, Some(60));
    assert_eq!(get(&server, &mail.answer).status, 200);
    for path in [&mail.unsubscribe, &"/p/00".to_owned()] {
        assert_eq!(
            get(&server, path).status,
            404,
            "a secret is good for one thing"
        );
        assert_eq!(get(&server, &format!("{path}/x")).status, 404);
    }
    let reset = mail_of(&server, &invitation, Some(60));
    let db = database(&server);
    let done = db.write(|tx| {
        tx.execute("UPDATE mail SET kind = 'password_reset' WHERE mail_id = (SELECT MAX(mail_id) FROM mail)", &[])?;
        tx.execute("UPDATE invitation SET closes_at_us = 1", &[])
    });
    let done: Result<u64, platform::DbError> = wait(done);
    assert_eq!(done.map_err(|e| e.to_string()), Ok(1));
    let statuses = [
        get(&server, &mail.answer).status,
        get(&server, &reset.answer).status,
    ];
    assert!(
        statuses.contains(&404) && statuses.contains(&410),
        "{statuses:?}"
    );
    let by_hand = link(&server, &invitation);
    let over = get(&server, &by_hand);
    assert_eq!(over.status, 410);
    assert!(
        over.text().contains("This survey is over"),
        "{}",
        over.text()
    );
    let sent = server
        .request("POST", &by_hand)
        .form(&[("page", "0")])
        .send();
    assert_eq!(sent.status, 410);
    let hits = rows(&server, "vote_hit");
    assert_eq!(server.request("HEAD", &by_hand).send().status, 410);
    assert_eq!(rows(&server, "vote_hit"), hits);
}

fn secrets_are_stored_nowhere(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let mail = mail(&server, &id, Some(600));
    let reply = get(&server, &format!("{}?s=2", mail.answer));
    assert_eq!(reply.header("referrer-policy"), Some("same-origin"));
    let text = reply.text();
    for address in text.split("http").skip(1) {
        let ours = server.base_url.trim_start_matches("http");
        assert!(
            address.starts_with(ours),
            "nothing of others is on the page: {address}"
        );
    }
    let page = Page::of(&reply).set("answer_why", "Words");
    assert_eq!(page.send(&server, &mail.answer, "next").status, 200);
    get(&server, &format!("{}/x", mail.answer));
    let secret = mail.answer.trim_start_matches("/p/");
    for table in [
        "response",
        "response_revision",
        "vote_hit",
        "invitation",
        "mail",
        "mail_link",
    ] {
        assert!(!dump(&server, table).contains(secret), "{table}");
    }
    for entry in std::fs::read_dir(server.data.path()).expect("a folder") {
        let path = entry.expect("an entry").path();
        let bytes = std::fs::read(&path).unwrap_or_default();
        let found = bytes
            .windows(secret.len())
            .any(|part| part == secret.as_bytes());
        assert!(!found, "{}", path.display());
    }
}

fn what_a_program_says_settles_the_doubt(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let invitation = invited(&server, &id, &json!({ "external_id": "c-1" }));
    let mail = mail_of(&server, &invitation, Some(600));
    open(&server, &format!("{}?s=2", mail.answer));
    assert_eq!(in_doubt(&server, &id)[0]["doubt"], "provisional");
    let body = json!({ "external_id": "c-1", "answers": { "effort": 4 } });
    let path = format!("/api/v1/surveys/{id}/responses");
    assert_eq!(server.api("POST", &path, Some(&body)).status, 200);
    let settled = all(&server, &id);
    assert_eq!(
        (settled.len(), &settled[0]["answers"]["effort"]),
        (1, &json!(4))
    );
    get(&server, &format!("{}?s=1", mail.answer));
    get(&server, &format!("{}?s=5", mail.answer));
    assert_eq!(
        all(&server, &id),
        settled,
        "no later click puts it in doubt"
    );
    rules(&server, &id, &json!({ "early_seconds": 30 }));
    judged(&server, &id);
    assert_eq!(all(&server, &id), settled);
}

fn the_evidence_of_one_link_has_an_end(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let mail = mail(&server, &id, Some(3600));
    assert_eq!(get(&server, &mail.answer).status, 200);
    write(
        &server,
        "INSERT INTO vote_hit (workspace_id, invitation_id, hit_id, survey_id, mail_id,
                               delivered_at_us, at_us, visit, kind, score, pointer, keyboard,
                               visible_seconds, comment, agent)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 499)
         SELECT workspace_id, invitation_id, hit_id || i, survey_id, mail_id, delivered_at_us,
                at_us, visit || i, 'opened', NULL, 0, 0, 0, 0, '' FROM vote_hit, n",
    );
    for score in 1..=5 {
        let click = format!("{}?s={score}", mail.answer);
        assert_eq!(get(&server, &click).status, 200);
    }
    assert_eq!(rows(&server, "vote_hit"), 500, "clicks with scores too");
    // Whoever sends in is heard all the same.
    let page = open(&server, &mail.answer).set("answer_effort", "2");
    assert_eq!(page.send(&server, &mail.answer, "next").status, 200);
    assert_eq!(all(&server, &id).len(), 1);
}

fn guesses_tell_nothing(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let mut links = Vec::new();
    for _ in 0..4 {
        let people: Vec<Value> = (0..500).map(|_| json!({})).collect();
        let path = format!("/api/v1/surveys/{id}/invitations");
        let reply = server
            .api("POST", &path, Some(&json!({ "invitations": people })))
            .json();
        let made = reply["invitations"].as_array().expect("a list").clone();
        links.extend(made.iter().map(|one| link(&server, one)));
    }
    let guesses = at_once(4, |_| {
        let guess = |_| {
            let reply = get(&server, &format!("/p/{}", platform::id::secret()));
            (reply.status, reply.body.len())
        };
        (0..2500)
            .map(guess)
            .collect::<std::collections::BTreeSet<_>>()
    });
    let seen: std::collections::BTreeSet<_> = guesses.into_iter().flatten().collect();
    let statuses: Vec<u16> = seen.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [404, 429], "each status has one length: {seen:?}");
    let valid = at_once(4, |part| {
        let mine = links[part * 500..(part + 1) * 500].iter();
        mine.map(|path| get(&server, path).status)
            .collect::<Vec<_>>()
    });
    assert!(valid.iter().flatten().all(|status| *status == 200));
}

fn rules_are_checked(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let shown = votes(&server, &id);
    assert_eq!(shown["own"], false);
    assert_eq!(
        shown["rules"],
        json!({ "accept": "validated_or_sign", "early_seconds": 60, "burst_links": 3,
                "burst_seconds": 10, "visible_seconds": 5 })
    );
    for (name, value) in [
        ("burst_links", 1),
        ("burst_links", 12),
        ("burst_seconds", 0),
        ("early_seconds", 3601),
        ("visible_seconds", 121),
    ] {
        let refused = rules(&server, &id, &json!({ name: value }));
        assert_eq!(refused.status, 422, "{name} {value}");
        assert_eq!(refused.json()["errors"][0]["pointer"], format!("/{name}"));
    }
    assert_eq!(
        rules(&server, &id, &json!({ "accept": "none" })).status,
        422
    );
    let path = format!("/api/v1/surveys/{id}/votes");
    assert_eq!(
        server
            .api("PUT", &path, Some(&json!({ "accept": "automatic" })))
            .status,
        422
    );
    let foreign = format!("/api/v1/surveys/{}/votes", platform::id::new());
    assert_eq!(server.api("GET", &foreign, None).status, 404);
    let read = server
        .request("PUT", &path)
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .json(&shown["rules"])
        .send();
    assert_eq!(read.status, 403);
}
