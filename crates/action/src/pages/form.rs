//! Forms of actions and improvements: from what is stored to fields, from fields to what is wanted.

use contact::item::Said;
use platform::Problem;
use platform::clock::{date_of_day, days_since_1970};
use platform::web::FormData;
use programme::letter::Wording;
use serde_json::{Map, Value, json};

use super::view::Voice;
use crate::model::{Action, Draft, Heard, ImprovementDraft, Level, Period, Source, Status};
use crate::rules::{Change, Fault, LANGUAGES, Wrong};
use crate::service::Origin;

/// Fields of an action.
const ACTION: [&str; 6] = [
    "title",
    "detail",
    "level",
    "owner_id",
    "due",
    "improvement_id",
];
/// Fields that say what raises a new one.
const ORIGIN: [&str; 3] = ["source", "from", "to"];
/// Parts of the public words and of the letter, each in every language.
const PARTS: [&str; 7] = [
    "heard_title",
    "heard_said",
    "heard_did",
    "letter_subject",
    "letter_greeting",
    "letter_body",
    "letter_closing",
];

/// Pairs of name and value, as forms send them.
pub(super) type Fields = Vec<(String, String)>;

fn pair(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

fn written(day: Option<i32>) -> String {
    day.map_or_else(String::new, |day| date_of_day(day).to_string())
}

/// An action as fields.
pub(super) fn of_action(own: &Action) -> Fields {
    let draft = &own.draft;
    vec![
        pair("title", &draft.title),
        pair("detail", &draft.detail),
        pair("level", draft.level.as_str()),
        pair("owner_id", draft.owner_id.clone().unwrap_or_default()),
        pair("due", written(draft.due_day)),
        pair(
            "improvement_id",
            draft.improvement_id.clone().unwrap_or_default(),
        ),
    ]
}

/// Fields as the templates take them: by name, with what is wrong.
pub(super) fn fields(
    names: &[String],
    given: &Fields,
    (voice, faults): (Voice<'_>, &[Fault]),
) -> Map<String, Value> {
    let one = |name: &String| {
        let value = given.iter().find(|(own, _)| own == name);
        let fault = faults.iter().find(|fault| field(&fault.pointer) == *name);
        let kind = if ["due", "from", "to"].contains(&name.as_str()) {
            "date"
        } else {
            ""
        };
        let value = json!({
            "name": name,
            "value": value.map_or("", |(_, value)| value.as_str()),
            "error": fault.map(|fault| voice.fault(fault)),
            "kind": kind,
        });
        (name.clone(), value)
    };
    names.iter().map(one).collect()
}

/// Names of the fields of an action.
pub(super) fn action_names() -> Vec<String> {
    ACTION
        .iter()
        .chain(&ORIGIN)
        .map(|own| (*own).to_owned())
        .collect()
}

/// Names of the fields of an improvement.
pub(super) fn improvement_names() -> Vec<String> {
    let parts = LANGUAGES
        .iter()
        .flat_map(|language| PARTS.map(|part| format!("{part}_{language}")));
    ["title", "why"]
        .map(str::to_owned)
        .into_iter()
        .chain(parts)
        .collect()
}

/// The field a fault is at: `/heard/nl/did` is `heard_did_nl`.
pub(super) fn field(pointer: &str) -> String {
    let parts: Vec<&str> = pointer.trim_start_matches('/').split('/').collect();
    match parts.as_slice() {
        [group, language, part] => format!("{group}_{part}_{language}"),
        ["heard"] => format!("heard_title_{}", LANGUAGES[0]),
        ["letter"] => format!("letter_subject_{}", LANGUAGES[0]),
        [group, language] => format!("{group}_title_{language}"),
        [one] => (*one).to_owned(),
        _ => "title".to_owned(),
    }
}

/// Lines as they are stored: forms send them with a carriage return.
fn text(form: &FormData, name: &str) -> String {
    form.text(name).replace("\r\n", "\n")
}

fn maybe(form: &FormData, name: &str) -> Option<String> {
    form.get(name)
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}

fn day(form: &FormData, name: &str, faults: &mut Vec<Fault>) -> Option<i32> {
    let text = maybe(form, name)?;
    let date: Result<jiff::civil::Date, _> = text.parse();
    match date {
        Ok(date) => Some(days_since_1970(date)),
        Err(_) => {
            faults.push(Fault::new(format!("/{name}"), Wrong::Day));
            None
        }
    }
}

/// What a form says of an action, what raises it, and what is wrong with the form itself.
pub(super) struct Read {
    pub(super) draft: Draft,
    pub(super) origin: Option<Origin>,
    pub(super) faults: Vec<Fault>,
}

/// Reads the form of an action.
pub(super) fn read_action(form: &FormData) -> Result<Read, Problem> {
    let known = |name: &str| ACTION.contains(&name) || ORIGIN.contains(&name) || name == "revision";
    form.only(known)?;
    let mut faults = Vec::new();
    let level = form.text("level").parse().unwrap_or_else(|_| {
        let listed = Level::ALL.map(Level::as_str).join(", ");
        faults.push(Fault::new("/level", Wrong::Choice(listed)));
        Level::Process
    });
    let draft = Draft {
        title: form.text("title").to_owned(),
        detail: text(form, "detail"),
        level,
        owner_id: maybe(form, "owner_id"),
        due_day: day(form, "due", &mut faults),
        improvement_id: maybe(form, "improvement_id"),
    };
    let period = Period {
        from_day: day(form, "from", &mut faults),
        to_day: day(form, "to", &mut faults),
    };
    if period.is_reversed() {
        faults.push(Fault::new("/to", Wrong::Reversed));
    }
    let origin = match maybe(form, "source") {
        None => None,
        Some(text) => Some(Origin {
            source: source(&text)?,
            period,
        }),
    };
    Ok(Read {
        draft,
        origin,
        faults,
    })
}

/// What raises an action, as links name it.
pub(super) fn source(text: &str) -> Result<Source, Problem> {
    text.parse().map_err(Problem::BadRequest)
}

/// The whole of an action as a change of it.
pub(super) fn change(draft: Draft) -> Change {
    Change {
        title: Some(draft.title),
        detail: Some(draft.detail),
        level: Some(draft.level),
        owner_id: said(draft.owner_id),
        due_day: said(draft.due_day),
        improvement_id: said(draft.improvement_id),
        ..Change::default()
    }
}

/// What a whole form says of a field: there is nothing it says nothing about.
fn said<T>(value: Option<T>) -> Said<T> {
    value.map_or(Said::Empty, Said::Value)
}

/// Reads the small form on an action's page: status, progress, a note.
pub(super) fn read_step(form: &FormData) -> Result<(Change, Vec<Fault>), Problem> {
    form.only(|name| ["status", "progress", "note"].contains(&name))?;
    let mut faults = Vec::new();
    let mut change = Change::default();
    if let Some(text) = maybe(form, "status") {
        match text.parse() {
            Ok(status) => change.status = Some(status),
            Err(_) => {
                let listed = Status::ALL.map(Status::as_str).join(", ");
                faults.push(Fault::new("/status", Wrong::Choice(listed)));
            }
        }
    }
    if let Some(text) = maybe(form, "progress") {
        match text.parse() {
            Ok(progress @ 0..=100) => change.progress = Some(progress),
            _ => faults.push(Fault::new("/progress", Wrong::Progress)),
        }
    }
    let note = text(form, "note");
    change.note = (!note.is_empty()).then_some(note);
    Ok((change, faults))
}

/// An improvement as fields.
pub(super) fn of_improvement(draft: &ImprovementDraft) -> Fields {
    let mut fields = vec![pair("title", &draft.title), pair("why", &draft.why)];
    for language in LANGUAGES {
        let heard = draft.heard.get(language).cloned().unwrap_or_default();
        let letter = draft.letter.get(language).cloned().unwrap_or_default();
        let values = [
            heard.title,
            heard.said,
            heard.did,
            letter.subject,
            letter.greeting,
            letter.body,
            letter.closing,
        ];
        for (part, value) in PARTS.iter().zip(values) {
            fields.push(pair(&format!("{part}_{language}"), value));
        }
    }
    fields
}

/// Reads the form of an improvement. A language left empty is none; other languages of its letter
/// stay as they are.
pub(super) fn read_improvement(
    form: &FormData,
    stored: Option<&ImprovementDraft>,
) -> Result<ImprovementDraft, Problem> {
    let names = improvement_names();
    form.only(|name| name == "revision" || names.iter().any(|own| own == name))?;
    let mut draft = ImprovementDraft {
        title: form.text("title").to_owned(),
        why: text(form, "why"),
        letter: stored.map(|own| own.letter.clone()).unwrap_or_default(),
        ..ImprovementDraft::default()
    };
    for language in LANGUAGES {
        let part = |part: &str| text(form, &format!("{part}_{language}"));
        let heard = Heard {
            title: part("heard_title"),
            said: part("heard_said"),
            did: part("heard_did"),
        };
        if heard != Heard::default() {
            draft.heard.insert(language.to_owned(), heard);
        }
        let letter = Wording::of_form(|name| part(&format!("letter_{name}")));
        draft.letter.remove(language);
        if letter != Wording::default() {
            draft.letter.insert(language.to_owned(), letter);
        }
    }
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> FormData {
        FormData(
            pairs
                .iter()
                .map(|(name, value)| pair(name, *value))
                .collect(),
        )
    }

    #[test]
    fn faults_find_their_fields() {
        let names = improvement_names();
        for (pointer, name) in [
            ("/title", "title"),
            ("/heard/nl/did", "heard_did_nl"),
            ("/letter/en/body", "letter_body_en"),
            ("/heard", "heard_title_nl"),
            ("/letter", "letter_subject_nl"),
        ] {
            assert_eq!(field(pointer), name);
            assert!(names.contains(&name.to_owned()), "{name}");
        }
    }

    #[test]
    fn an_improvement_comes_back_as_it_was_stored() {
        let mut draft = ImprovementDraft {
            title: "Sooner".to_owned(),
            why: "Many waited.\n\nToo long.".to_owned(),
            letter: crate::letter::usual(),
            ..ImprovementDraft::default()
        };
        let heard = Heard {
            title: "Sneller".to_owned(),
            said: String::new(),
            did: "Meer mensen".to_owned(),
        };
        draft.heard.insert("nl".to_owned(), heard);
        let fields = of_improvement(&draft);
        let sent = fields
            .into_iter()
            .map(|(name, value)| (name, value.replace('\n', "\r\n")));
        let form = FormData(sent.collect());
        let read = read_improvement(&form, None).expect("a form");
        assert_eq!(read, draft);
    }

    #[test]
    fn what_a_form_can_not_mean_is_told() {
        let read = read_action(&form(&[
            ("title", "Answer sooner"),
            ("level", "planet"),
            ("due", "tomorrow"),
        ]));
        let faults = read.expect("a form").faults;
        let pointers: Vec<&str> = faults.iter().map(|own| own.pointer.as_str()).collect();
        assert_eq!(pointers, ["/level", "/due"]);
        assert!(read_action(&form(&[("colour", "red")])).is_err());
        assert!(read_action(&form(&[("source", "case:1")])).is_err());
        let (change, faults) =
            read_step(&form(&[("progress", "101"), ("note", " ")])).expect("a form");
        assert_eq!((change, faults.len()), (Change::default(), 1));
    }
}
