//! What outsiders write does nothing in a channel.

use proptest::prelude::*;

use super::*;

/// Things people write, or could.
const HOSTILE: [&str; 16] = [
    "<!channel>",
    "<!here|everybody>",
    "<@U012AB3CD>",
    "<#C012AB3CD>",
    "<!subteam^SAZ94GDB8>",
    "<http://evil.example|our page>",
    "[our page](http://evil.example)",
    "![x](http://evil.example/pixel.png)",
    "<at>Everybody</at>",
    "<script>alert(1)</script>",
    "*bold* _it_ ~no~ `code` ```block```",
    "# Heading\r\n- list\r\n1. one\r\n> quote",
    "{{DATE(2026-01-01T00:00:00Z,SHORT)}} {{{TIME()}}} ${secret}",
    "a\r\nBcc: x@y\0\u{7}\u{1b}[31m",
    "\u{202e}gnp.exe\u{2066}\u{200b}",
    "&lt;!channel&gt; &amp;",
];

fn message(text: &str) -> Message {
    Message {
        title: text.to_owned(),
        lines: vec![(text.to_owned(), text.to_owned())],
        text: Some(text.to_owned()),
        link: Some((
            text.to_owned(),
            "https://luister.example/cases/1?a=b&c=d".to_owned(),
        )),
    }
}

/// All texts of a JSON value, with the object each stands in.
fn texts(value: &Value, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                if let (true, Value::String(text)) = (key != "type" && key != "url", inner) {
                    found.push((text.clone(), value.clone()));
                }
                texts(inner, found);
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| texts(inner, found)),
        _ => {}
    }
}

fn all_texts(value: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    texts(value, &mut found);
    found
}

/// In Slack nothing is marked up but our own link.
fn check_slack(json: &Value) {
    for (text, object) in all_texts(json) {
        assert!(text.chars().count() <= SLACK_TEXT_MAX, "{text}");
        if object["type"] == "mrkdwn" {
            assert_eq!(object["verbatim"], true);
            let inner = text.strip_prefix('<').and_then(|t| t.strip_suffix('>'));
            let (url, label) = inner.and_then(|t| t.split_once('|')).expect("one link");
            assert_eq!(url, "https://luister.example/cases/1?a=b&amp;c=d");
            assert!(!label.contains(['<', '>', '|', '\n']), "{label}");
            continue;
        }
        assert!(!text.contains(['<', '>']), "{text}");
        for (at, _) in text.match_indices('&') {
            let rest = &text[at..];
            let is_entity = ["&amp;", "&lt;", "&gt;"]
                .iter()
                .any(|e| rest.starts_with(e));
            assert!(is_entity, "{text}");
        }
    }
    for block in json["blocks"].as_array().expect("blocks") {
        if block["type"] == "header" {
            let text = block["text"]["text"].as_str().expect("a text");
            assert!((1..=TITLE_MAX).contains(&text.chars().count()));
            assert!(!text.contains('\n'));
        }
        assert!(
            block["fields"]
                .as_array()
                .is_none_or(|f| f.len() <= SLACK_FIELDS)
        );
    }
    assert!(json["blocks"].as_array().expect("blocks").len() <= 50);
}

/// In Teams every text of outsiders is in a run, and none calls a function of the card.
fn check_teams(json: &Value) {
    let card = &json["attachments"][0]["content"];
    assert_eq!(card["type"], "AdaptiveCard");
    assert_eq!(card["version"], "1.4");
    for block in card["body"].as_array().expect("a body") {
        assert_eq!(block["type"], "RichTextBlock");
        for run in block["inlines"].as_array().expect("runs") {
            assert_eq!(run["type"], "TextRun");
            let text = run["text"].as_str().expect("a text");
            assert!(!text.contains("{{") && !text.contains("${"), "{text}");
        }
    }
    for action in card["actions"].as_array().into_iter().flatten() {
        assert_eq!(action["type"], "Action.OpenUrl");
        assert_eq!(action["url"], "https://luister.example/cases/1?a=b&c=d");
    }
    assert!(json.to_string().len() < 28_000, "what Teams takes");
}

fn check_no_controls(json: &Value) {
    for (text, _) in all_texts(json) {
        assert!(
            !text
                .chars()
                .any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'),
            "{text:?}"
        );
    }
}

#[test]
fn what_outsiders_write_does_nothing() {
    for text in HOSTILE {
        let message = message(text);
        check_slack(&slack(&message));
        check_teams(&teams(&message));
        check_no_controls(&slack(&message));
        check_no_controls(&teams(&message));
    }
}

#[test]
fn a_message_reads_as_it_should() {
    let message = Message {
        title: "A detractor: Smith & Co".to_owned(),
        lines: vec![
            ("Score".to_owned(), "3".to_owned()),
            ("Owner".to_owned(), "Ann".to_owned()),
        ],
        text: Some("Too slow.\r\nReally <slow>".to_owned()),
        link: Some((
            "Open the case".to_owned(),
            "https://luister.example/cases/1".to_owned(),
        )),
    };
    assert_eq!(
        slack(&message),
        json!({
            "text": "A detractor: Smith &amp; Co",
            "blocks": [
                { "type": "header",
                  "text": { "type": "plain_text", "emoji": false, "text": "A detractor: Smith &amp; Co" } },
                { "type": "section", "fields": [
                    { "type": "plain_text", "emoji": false, "text": "Score: 3" },
                    { "type": "plain_text", "emoji": false, "text": "Owner: Ann" },
                ] },
                { "type": "section", "text": {
                    "type": "plain_text", "emoji": false, "text": "Too slow.\nReally &lt;slow&gt;" } },
                { "type": "section", "text": {
                    "type": "mrkdwn", "verbatim": true,
                    "text": "<https://luister.example/cases/1|Open the case>" } },
            ],
            "unfurl_links": false,
            "unfurl_media": false,
        })
    );
    let card = &teams(&message)["attachments"][0]["content"];
    assert_eq!(
        card["body"][0]["inlines"][0]["text"],
        "A detractor: Smith & Co"
    );
    assert_eq!(card["body"][1]["inlines"][0]["text"], "Score: ");
    assert_eq!(card["body"][1]["inlines"][1]["text"], "3");
    assert_eq!(
        card["body"][3]["inlines"][0]["text"],
        "Too slow.\nReally <slow>"
    );
    assert_eq!(card["actions"][0]["title"], "Open the case");
}

#[test]
fn only_addresses_of_the_web_are_links() {
    for url in [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://a b/",
        "//evil",
        "https://a/\r\n",
    ] {
        let message = Message {
            link: Some(("Open".to_owned(), url.to_owned())),
            ..message("x")
        };
        assert!(
            teams(&message)["attachments"][0]["content"]["actions"].is_null(),
            "{url}"
        );
        assert_eq!(
            slack(&message)["blocks"].as_array().map(Vec::len),
            Some(3),
            "{url}"
        );
    }
    let odd = Message {
        link: Some(("a|b".to_owned(), "https://a/<x>|y".to_owned())),
        ..message("x")
    };
    assert_eq!(
        slack(&odd)["blocks"][3]["text"]["text"],
        "<https://a/%3Cx%3E%7Cy|a/b>"
    );
}

#[test]
fn long_texts_are_cut_and_say_so() {
    let message = message(&"<&>".repeat(5000));
    check_slack(&slack(&message));
    check_teams(&teams(&message));
    let text = slack(&message)["blocks"][2]["text"]["text"].to_string();
    assert!(text.ends_with("…\""), "{}", &text[text.len() - 30..]);
    let many = Message {
        lines: (0..200).map(|n| (n.to_string(), "x".to_owned())).collect(),
        ..message.clone()
    };
    check_slack(&slack(&many));
}

proptest! {
    #[test]
    fn whatever_is_written_is_inert(text in "[\\PC<>&|{}$\\[\\]()!@#*_\r\n\0-\u{1f}]{0,300}") {
        let message = message(&text);
        check_slack(&slack(&message));
        check_teams(&teams(&message));
        check_no_controls(&slack(&message));
        check_no_controls(&teams(&message));
    }
}
