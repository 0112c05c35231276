//! What the templates show of actions: in the reader's language.

use std::collections::HashMap;

use platform::web::{App, Frame, encoded};
use serde_json::{Value, json};
use user::people::Person;

use crate::model::{Action, Entry, Raised, Source, Status};
use crate::rules::Fault;

/// Says things to one reader.
#[derive(Clone, Copy)]
pub(super) struct Voice<'a> {
    pub(super) app: &'a App,
    pub(super) frame: &'a Frame,
}

impl Voice<'_> {
    /// A message; all arguments are texts.
    pub(super) fn say(&self, key: &str, args: &[(&str, String)]) -> String {
        let args: Vec<_> = args
            .iter()
            .map(|(name, text)| (*name, text.clone().into()))
            .collect();
        self.app.words.say(self.frame.language, key, &args)
    }

    /// A fault in words.
    pub(super) fn fault(&self, fault: &Fault) -> String {
        self.say(fault.wrong.word(), &fault.wrong.args())
    }

    /// Faults for the summary above a form: field and words. `field` gives a field's name from
    /// where a fault is.
    pub(super) fn faults(&self, faults: &[Fault], field: impl Fn(&str) -> String) -> Vec<Value> {
        let one =
            |fault: &Fault| json!({ "field": field(&fault.pointer), "words": self.fault(fault) });
        faults.iter().map(one).collect()
    }
}

/// Names of people by id.
pub(super) fn names(people: &[Person]) -> HashMap<&str, &str> {
    people
        .iter()
        .map(|own| (own.user_id.as_str(), own.name.as_str()))
        .collect()
}

/// An action as a line of a table, and on its page.
pub(super) fn action(own: &Action, people: &HashMap<&str, &str>, today: i32) -> Value {
    let owner = own.draft.owner_id.as_deref();
    json!({
        "id": own.action_id,
        "title": own.draft.title,
        "detail": paragraphs(&own.draft.detail),
        "level": own.draft.level.as_str(),
        "status": own.status.as_str(),
        "badge": badge(own.status),
        "is_over": own.status.is_over(),
        "progress": own.progress,
        "owner": owner.and_then(|id| people.get(id)),
        "due_day": own.draft.due_day,
        "overdue": own.is_overdue(today),
        "improvement_id": own.draft.improvement_id,
        "raised": own.raised.as_ref().map(raised),
        "revision": own.revision,
        "created_by": own.created_by,
        "created_at_us": own.created_at_us,
    })
}

/// The look of a state.
const fn badge(status: Status) -> &'static str {
    match status {
        Status::Open => "draft",
        Status::Doing => "few",
        Status::Done => "open",
        Status::Dropped => "closed",
    }
}

/// What raised an action, with the page it leads to.
pub(super) fn raised(own: &Raised) -> Value {
    json!({
        "noun": own.source.noun(),
        "label": own.label,
        "link": link(&own.source),
        "employees": own.employees,
        "account_id": own.account_id,
        "from_day": own.period.from_day,
        "to_day": own.period.to_day,
    })
}

fn link(source: &Source) -> String {
    match source {
        Source::Case(id) => format!("/cases/{id}"),
        Source::Theme {
            survey_id,
            theme_id,
        } => format!("/surveys/{survey_id}/themes/comments?theme={theme_id}"),
        Source::Driver { survey_id, key } => {
            format!("/surveys/{survey_id}/drivers#{}", encoded(key))
        }
    }
}

/// A line of a log: `what` it says, and its value when that is a text.
pub(super) fn entry(voice: Voice<'_>, own: &Entry) -> Value {
    let detail = own.detail.as_str();
    let said = match own.kind.as_str() {
        "note" => None,
        "status" => {
            let status = voice.say(&format!("action-status-{detail}"), &[]);
            Some(voice.say("action-log-status", &[("value", status)]))
        }
        kind @ ("owner" | "due" | "improvement") if detail.is_empty() => {
            Some(voice.say(&format!("action-log-no-{kind}"), &[]))
        }
        kind => {
            let value = [("value", detail.to_owned())];
            Some(voice.say(&format!("action-log-{kind}"), &value))
        }
    };
    json!({
        "at_us": own.at_us,
        "by": own.by_name,
        "note": if said.is_none() { paragraphs(detail) } else { Vec::new() },
        "said": said,
    })
}

/// A text in paragraphs: blank lines part them.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let blocks = text.split("\n\n").map(str::trim);
    blocks
        .filter(|own| !own.is_empty())
        .map(str::to_owned)
        .collect()
}
