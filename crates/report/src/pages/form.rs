//! The form of a schedule: from what is stored to fields, from fields to what is wanted.

use platform::Problem;
use platform::web::{FieldError, FormData};
use user::Viewer;

use crate::model::{Cadence, Draft, Subject};

/// The fields.
const FIELDS: [&str; 8] = [
    "subject",
    "filter",
    "form",
    "every",
    "week_day",
    "month_day",
    "hour",
    "recipient",
];

/// Pairs of name and value, as forms send them.
pub(super) type Fields = Vec<(String, String)>;

fn pair(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

fn named(subject: &Subject) -> String {
    let (kind, id) = subject.stored();
    format!("{kind}:{id}")
}

/// A new schedule: every Monday at eight, as PDF, to whoever makes it.
pub(super) fn new(subject: &Subject, filter: &str, viewer: &Viewer) -> Fields {
    let mut fields = of(&Draft {
        subject: subject.clone(),
        filter: filter.to_owned(),
        form: crate::model::Form::Pdf,
        cadence: Cadence::Week { day: 1, hour: 8 },
        recipients: Vec::new(),
    });
    fields.extend(viewer.user_id().map(|id| pair("recipient", id)));
    fields
}

/// A schedule as fields.
pub(super) fn of(draft: &Draft) -> Fields {
    let (every, day, hour) = draft.cadence.stored();
    let mut fields = vec![
        pair("subject", named(&draft.subject)),
        pair("filter", draft.filter.clone()),
        pair("form", draft.form.as_str()),
        pair("every", every),
        pair(
            "week_day",
            if every == "weekly" { day } else { 1 }.to_string(),
        ),
        pair(
            "month_day",
            if every == "monthly" { day } else { 1 }.to_string(),
        ),
        pair("hour", hour.to_string()),
    ];
    fields.extend(draft.recipients.iter().map(|id| pair("recipient", id)));
    fields
}

/// What the report is about.
pub(super) fn subject(fields: &Fields) -> Option<Subject> {
    let (_, text) = fields.iter().find(|(name, _)| name == "subject")?;
    let (kind, id) = text.split_once(':')?;
    Subject::read(kind, id)
}

/// Who gets it.
pub(super) fn recipients(fields: &Fields) -> Vec<&str> {
    let own = fields.iter().filter(|(name, _)| name == "recipient");
    own.map(|(_, id)| id.as_str()).collect()
}

/// What is wanted; otherwise which fields are wrong.
pub(super) fn read(form: &FormData) -> Result<Result<Draft, Vec<FieldError>>, Problem> {
    form.only(|name| FIELDS.contains(&name))?;
    let wrong = |field: &str| FieldError::new(field, "this is none of the choices");
    let mut errors = Vec::new();
    let number = |name: &str| form.text(name).parse::<i64>().unwrap_or(-1);
    let every = form.text("every");
    let day = match every {
        "weekly" => number("week_day"),
        "monthly" => number("month_day"),
        _ => 0,
    };
    let cadence = Cadence::read(every, day, number("hour"));
    let subject = subject(&form.0);
    let kind = form.text("form").parse();
    if cadence.is_none() {
        errors.push(wrong("cadence"));
    }
    if subject.is_none() {
        errors.push(wrong("subject"));
    }
    if kind.is_err() {
        errors.push(wrong("form"));
    }
    match (subject, kind, cadence) {
        (Some(subject), Ok(kind), Some(cadence)) => Ok(Ok(Draft {
            subject,
            filter: form.text("filter").to_owned(),
            form: kind,
            cadence,
            recipients: recipients(&form.0).into_iter().map(str::to_owned).collect(),
        })),
        _ => Ok(Err(errors)),
    }
}

/// The words for a field that is wrong.
pub(super) fn why(field: &str) -> &'static str {
    match field {
        "cadence" => "report-wrong-cadence",
        "filter" => "report-wrong-filter",
        "recipients" => "report-wrong-recipients",
        _ => "report-wrong-subject",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Form;

    #[test]
    fn what_is_stored_comes_back_from_its_fields() {
        for cadence in [
            Cadence::WorkingDay { hour: 7 },
            Cadence::Week { day: 3, hour: 0 },
            Cadence::Month { day: 28, hour: 23 },
        ] {
            let draft = Draft {
                subject: Subject::Survey {
                    survey_id: "s".to_owned(),
                },
                filter: "attribute=team%3Anorth".to_owned(),
                form: Form::Both,
                cadence,
                recipients: vec!["a".to_owned(), "b".to_owned()],
            };
            assert_eq!(read(&FormData(of(&draft))).unwrap().unwrap(), draft);
        }
    }

    #[test]
    fn what_is_no_choice_is_named_and_an_unknown_field_is_refused() {
        let draft = Draft {
            subject: Subject::Survey {
                survey_id: "s".to_owned(),
            },
            filter: String::new(),
            form: Form::Pdf,
            cadence: Cadence::WorkingDay { hour: 7 },
            recipients: Vec::new(),
        };
        let with = |name: &str, value: &str| {
            let mut fields = of(&draft);
            fields.retain(|(known, _)| known != name);
            fields.push(pair(name, value));
            read(&FormData(fields))
        };
        let wrong =
            |name: &str, value: &str| with(name, value).unwrap().unwrap_err()[0].pointer.clone();
        assert_eq!(wrong("hour", "24"), "cadence");
        assert_eq!(wrong("every", "often"), "cadence");
        assert_eq!(wrong("form", "docx"), "form");
        assert_eq!(wrong("subject", "x"), "subject");
        assert!(with("colour", "red").is_err());
    }
}
