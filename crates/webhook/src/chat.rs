//! Messages for Slack and Teams. Text from outside goes where these show text as it is, never
//! where they read markup; what they read everywhere is escaped.

use platform::inert;
use serde_json::{Value, json};

use crate::model::Message;

/// Characters of a title: what Slack takes as header.
const TITLE_MAX: usize = 150;
/// Characters of a section in Slack, after escaping.
const SLACK_TEXT_MAX: usize = 3000;
/// Characters of a field in Slack, after escaping.
const SLACK_FIELD_MAX: usize = 2000;
/// Fields of a section in Slack.
const SLACK_FIELDS: usize = 10;
/// Lines of a message: a channel is no report.
const LINES_MAX: usize = 20;
/// Characters of a customer's words.
const TEXT_MAX: usize = 2000;
/// Characters of a line's value.
const VALUE_MAX: usize = 300;

/// The body for Slack's incoming webhooks: blocks of plain text, with a fallback.
pub(crate) fn slack(message: &Message) -> Value {
    let title = inert::line(&message.title, TITLE_MAX);
    let mut blocks = Vec::new();
    if !title.is_empty() {
        blocks.push(json!({ "type": "header", "text": plain(&title, TITLE_MAX) }));
    }
    let fields: Vec<Value> = lines(message)
        .map(|(label, value)| plain(&format!("{label}: {value}"), SLACK_FIELD_MAX))
        .collect();
    for some in fields.chunks(SLACK_FIELDS) {
        blocks.push(json!({ "type": "section", "fields": some }));
    }
    if let Some(text) = words(message) {
        blocks.push(json!({ "type": "section", "text": plain(&text, SLACK_TEXT_MAX) }));
    }
    if let Some((label, url)) = link(message) {
        // In an address, what Slack reads is written as percent signs; nothing else is marked up.
        let url = url
            .replace('<', "%3C")
            .replace('>', "%3E")
            .replace('|', "%7C");
        let label = escaped(&label.replace('|', "/"), VALUE_MAX);
        let text = format!("<{}|{label}>", url.replace('&', "&amp;"));
        blocks.push(json!({
            "type": "section",
            "text": { "type": "mrkdwn", "verbatim": true, "text": text },
        }));
    }
    let shown = if title.is_empty() { "Luister" } else { &title };
    json!({
        "text": escaped(shown, SLACK_TEXT_MAX),
        "blocks": blocks,
        "unfurl_links": false,
        "unfurl_media": false,
    })
}

fn plain(text: &str, most: usize) -> Value {
    json!({ "type": "plain_text", "emoji": false, "text": escaped(text, most) })
}

/// With Slack's three control characters escaped; never longer than `most`, and no entity cut.
fn escaped(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut count = 0;
    for c in text.chars() {
        let mut buffer = [0; 4];
        let piece: &str = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            other => other.encode_utf8(&mut buffer),
        };
        count += piece.chars().count();
        // One is kept for the mark that something was left out.
        if count > most.saturating_sub(1) {
            out.push('…');
            break;
        }
        out.push_str(piece);
    }
    out
}

/// The body for a workflow of Teams that posts a card: an Adaptive Card whose text is in runs, in
/// which Teams reads no markdown.
pub(crate) fn teams(message: &Message) -> Value {
    let title = inert::line(&message.title, TITLE_MAX);
    let mut body = vec![rich(vec![json!({
        "type": "TextRun", "text": still(&title), "weight": "Bolder", "size": "Medium",
    })])];
    for (label, value) in lines(message) {
        body.push(rich(vec![
            json!({ "type": "TextRun", "text": format!("{}: ", still(&label)), "weight": "Bolder" }),
            json!({ "type": "TextRun", "text": still(&value) }),
        ]));
    }
    if let Some(text) = words(message) {
        body.push(rich(vec![
            json!({ "type": "TextRun", "text": still(&text) }),
        ]));
    }
    let mut card = json!({
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": still(&title),
        "body": body,
    });
    if let Some((label, url)) = link(message) {
        card["actions"] = json!([{ "type": "Action.OpenUrl", "title": still(&label), "url": url }]);
    }
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": card,
        }],
    })
}

fn rich(inlines: Vec<Value>) -> Value {
    json!({ "type": "RichTextBlock", "inlines": inlines })
}

/// Without the functions of Adaptive Cards, as in `{{DATE(…)}}`, and its data, as in `${…}`.
fn still(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '{' && out.ends_with(['{', '$']) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

fn lines(message: &Message) -> impl Iterator<Item = (String, String)> {
    message
        .lines
        .iter()
        .take(LINES_MAX)
        .map(|(label, value)| (inert::line(label, VALUE_MAX), inert::line(value, VALUE_MAX)))
}

fn words(message: &Message) -> Option<String> {
    let text = inert::text(message.text.as_deref()?, TEXT_MAX);
    (!text.is_empty()).then_some(text)
}

/// A link that is one: `https:` or `http:`.
fn link(message: &Message) -> Option<(String, String)> {
    let (label, url) = message.link.as_ref()?;
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_one = !url.chars().any(|c| c.is_control() || c.is_whitespace());
    (is_web && is_one).then(|| (inert::line(label, VALUE_MAX), url.clone()))
}

#[cfg(test)]
mod tests;
