//! The mail a report goes with: its finding in words, the files beside it.

use mail::Enclosure;
use platform::Problem;
use platform::web::{App, Frame};
use platform::words::Language;
use serde_json::json;

use crate::document::Taken;
use crate::post::Written;

/// What the mail tells.
pub(crate) struct Told<'a> {
    pub(crate) taken: &'a Taken,
    /// The whole address of the page it is of.
    pub(crate) page: String,
    pub(crate) files: Vec<Enclosure>,
}

/// Writes it.
pub(crate) fn write(app: &App, language: Language, told: &Told<'_>) -> Result<Written, Problem> {
    let say = |key: &str| app.words.say(language, key, &[]);
    let taken = told.taken;
    let finding = taken
        .finding
        .clone()
        .unwrap_or_else(|| say("report-nothing"));
    let why = say("report-mail-why");
    let names: Vec<&str> = told.files.iter().map(|file| file.name.as_str()).collect();
    let attached = (!names.is_empty()).then(|| {
        let names = [("names", names.join(", ").into())];
        app.words.say(language, "report-mail-attached", &names)
    });
    let reports = format!("{}/reports", app.base_url);
    let text = format!(
        "{}\n{}\n\n{finding}\n\n{}{}: {}\n\n{why}\n{}: {reports}\n",
        taken.title,
        taken.about.join("\n"),
        attached
            .as_ref()
            .map(|line| format!("{line}\n"))
            .unwrap_or_default(),
        say("report-mail-open"),
        told.page,
        say("report-mail-change"),
    );
    let frame = Frame {
        language,
        person: None,
        here: String::new(),
    };
    let values = json!({
        "title": taken.title, "about": taken.about, "finding": finding,
        "page": told.page, "reports": reports, "attached": attached,
    });
    Ok(Written {
        subject: taken.title.clone(),
        text,
        html: app.templates.text("report/mail.html", &frame, values)?,
        files: told.files.clone(),
    })
}
