//! What a mail about a case says: the customer, the score, their words, until when, and where.

use mail::{Letter, Mailbox};
use platform::Problem;
use platform::web::{Frame, Templates};
use platform::words::{Language, Words};
use serde_json::json;

use crate::notice::Tells;
use crate::rules::one_line as line;

/// What a letter is made of. Texts from outside are as they were written: they are escaped here.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) tells: Tells,
    /// Whether the case is overdue for so long that administrators hear of it.
    pub(crate) is_alarm: bool,
    pub(crate) language: Language,
    pub(crate) from: Mailbox,
    pub(crate) to: Mailbox,
    /// Where replies go that become part of the case.
    pub(crate) reply_to: Option<String>,
    pub(crate) title: String,
    pub(crate) contact: Option<String>,
    pub(crate) account: Option<String>,
    /// `3 / 10`.
    pub(crate) score: Option<String>,
    pub(crate) survey: Option<String>,
    pub(crate) comment: Option<String>,
    pub(crate) reason: String,
    /// As people write it.
    pub(crate) due: String,
    pub(crate) is_first_contact: bool,
    pub(crate) owner: Option<String>,
    /// Who did what it tells of, and what they say with it.
    pub(crate) by: String,
    pub(crate) note: String,
    pub(crate) url: String,
}

/// Writes the letter.
pub(crate) fn write(words: &Words, templates: &Templates, told: &Told) -> Result<Letter, Problem> {
    let say = |key: &str| words.say(told.language, key, &[]);
    let kind = match told.tells {
        Tells::Opened => "opened",
        Tells::HandedOver => "handed-over",
        Tells::Due => "due",
        Tells::Escalated if told.is_alarm => "alarm",
        Tells::Escalated => "escalated",
        Tells::Unowned => "unowned",
    };
    let subject = format!(
        "{}: {}",
        say(&format!("case-mail-{kind}-subject")),
        line(&told.title)
    );
    let intro = say(&format!("case-mail-{kind}"));
    let rows = rows(told, &say);
    let mark = told
        .reply_to
        .as_ref()
        .map(|_| mail::incoming::marked(&say("case-mail-reply-above")));
    let frame = Frame {
        language: told.language,
        person: None,
        here: String::new(),
    };
    let values = json!({
        "subject": subject,
        "mark": mark,
        "intro": intro,
        "title": line(&told.title),
        "rows": rows,
        "comment": told.comment.as_deref().map(lines),
        "note": Some(lines(&told.note)).filter(|note| !note.is_empty()),
        "by": line(&told.by),
        "url": told.url,
    });
    Ok(Letter {
        from: told.from.clone(),
        reply_to: told.reply_to.as_ref().map(|address| Mailbox {
            name: told.from.name.clone(),
            address: address.clone(),
        }),
        to: told.to.clone(),
        text: text(told, (&intro, &rows, mark.as_deref()), &say),
        html: templates.text("case/mail.html", &frame, values)?,
        subject,
        language: told.language.code().to_owned(),
        unsubscribe: None,
        enclosures: Vec::new(),
    })
}

fn rows(told: &Told, say: &impl Fn(&str) -> String) -> Vec<(String, String)> {
    let due = if told.is_first_contact {
        "case-mail-due-contact"
    } else {
        "case-mail-due-end"
    };
    let owner = (!matches!(told.tells, Tells::Opened | Tells::HandedOver)).then(|| {
        told.owner
            .clone()
            .unwrap_or_else(|| say("case-mail-nobody"))
    });
    let all = [
        ("case-mail-contact", told.contact.clone()),
        ("case-mail-account", told.account.clone()),
        ("case-mail-score", told.score.clone()),
        ("case-mail-survey", told.survey.clone()),
        ("case-mail-reason", Some(told.reason.clone())),
        (due, Some(told.due.clone())),
        ("case-mail-owner", owner),
    ];
    all.into_iter()
        .filter_map(|(key, value)| Some((say(key), line(&value?))))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

fn text(
    told: &Told,
    (intro, rows, mark): (&str, &[(String, String)], Option<&str>),
    say: &impl Fn(&str) -> String,
) -> String {
    let mut parts = Vec::new();
    parts.extend(mark.map(str::to_owned));
    parts.push(intro.to_owned());
    parts.push(line(&told.title));
    let rows: Vec<String> = rows
        .iter()
        .map(|(label, value)| format!("{label}: {value}"))
        .collect();
    parts.push(rows.join("\n"));
    if let Some(comment) = &told.comment {
        parts.push(quoted(comment));
    }
    if !told.note.is_empty() {
        parts.push(format!("{}:\n{}", line(&told.by), quoted(&told.note)));
    }
    parts.push(format!("{}:\n{}", say("case-mail-open"), told.url));
    if mark.is_some() {
        parts.push(say("case-mail-reply"));
    }
    parts.push(say("case-mail-why"));
    parts.join("\n\n") + "\n"
}

fn lines(text: &str) -> String {
    platform::inert::text(text, usize::MAX)
}

fn quoted(text: &str) -> String {
    platform::inert::quoted(&lines(text))
}

#[cfg(test)]
mod tests;
