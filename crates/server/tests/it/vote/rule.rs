//! Votes: what changes them later, links that are over, and rules.

use super::*;

on_both!(
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
