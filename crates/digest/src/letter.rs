//! A digest and alarms as mails.

use dashboard::voice::Voice;
use platform::Problem;
use platform::web::{App, Frame};
use platform::words::Language;
use report::post::Written;
use serde_json::json;

use crate::content::{Content, Moved};

/// Writes a digest.
pub(crate) fn digest(app: &App, language: Language, content: Content) -> Result<Written, Problem> {
    let voice = Voice::new(app, language);
    let subject = voice.say("digest-subject", &[("period", &content.period)]);
    let mut text = format!("{subject}\n");
    for section in &content.sections {
        text.push_str(&format!("\n{}\n{}\n", section.title, section.answers));
        for line in section.finding.iter().chain(&section.verdict) {
            text.push_str(&format!("{line}\n"));
        }
        for (score, words) in &section.comments {
            let score = score.map(|score| format!("{score}: ")).unwrap_or_default();
            text.push_str(&format!("- {score}{}\n", words.replace('\n', " ")));
        }
        text.push_str(&format!("{}\n", section.link));
    }
    let mut list = |key: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            text.push_str(&format!("\n{}\n", voice.word(key)));
            text.push_str(&lines.concat());
        }
    };
    list("digest-moved", content.moved.iter().map(told).collect());
    let line = |(name, verdict): &(String, String)| format!("- {name}: {verdict}\n");
    list("digest-targets", content.targets.iter().map(line).collect());
    let cases = cases(&voice, &content);
    list(
        "digest-cases",
        cases.iter().map(|line| format!("- {line}\n")).collect(),
    );
    text.push_str(&foot(&voice, "digest-why", app));
    let values = json!({
        "subject": subject, "content": content, "cases": cases,
        "work": format!("{}/work", app.base_url), "settings": settings(app),
        "home": app.base_url,
    });
    Ok(Written {
        subject,
        text,
        html: html(app, language, ("digest/mail.html", values))?,
        files: content.files,
    })
}

fn cases(voice: &Voice<'_>, content: &Content) -> Vec<String> {
    let lines = [
        ("digest-mine", content.mine),
        ("digest-mine-overdue", content.mine_overdue),
        ("digest-overdue", content.overdue),
    ];
    lines
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| voice.count(key, count.unsigned_abs(), &[]))
        .collect()
}

/// Writes alarms: sentence and address of each.
pub(crate) fn alarms(app: &App, language: Language, moved: &[Moved]) -> Result<Written, Problem> {
    let voice = Voice::new(app, language);
    let count: usize = moved.iter().map(|own| own.told.len()).sum();
    let subject = voice.count("digest-alarm-subject", count as u64, &[]);
    let mut text = format!("{subject}\n");
    for own in moved {
        text.push_str(&format!("\n{}", told(own)));
    }
    text.push_str(&format!("\n{}\n", voice.word("digest-alarm-sure")));
    text.push_str(&foot(&voice, "digest-alarm-why", app));
    let values = json!({ "subject": subject, "moved": moved, "settings": settings(app) });
    Ok(Written {
        subject,
        text,
        html: html(app, language, ("digest/alarm_mail.html", values))?,
        files: Vec::new(),
    })
}

/// What moved in a survey, as plain text.
fn told(own: &Moved) -> String {
    let line = |(sentence, link): &(String, String)| format!("- {sentence}\n  {link}\n");
    let lines: Vec<String> = own.told.iter().map(line).collect();
    format!("{}\n{}", own.survey, lines.concat())
}

/// Why somebody gets this, and where to change that.
fn foot(voice: &Voice<'_>, why: &str, app: &App) -> String {
    let (why, change) = (voice.word(why), voice.word("digest-change"));
    format!("\n{why}\n{change}: {}\n", settings(app))
}

fn settings(app: &App) -> String {
    format!("{}/settings/digest", app.base_url)
}

fn html(
    app: &App,
    language: Language,
    (template, values): (&str, serde_json::Value),
) -> Result<String, Problem> {
    let frame = Frame {
        language,
        person: None,
        here: String::new(),
    };
    app.templates.text(template, &frame, values)
}
