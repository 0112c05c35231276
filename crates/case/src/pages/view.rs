//! Cases as templates read them: times in the company's time zone, states as words.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::clock::day_in;
use serde_json::{Value, json};

use crate::model::{Case, Conversation, Logged, Scored};
use crate::service::Named;

/// Who does what nobody does.
const LUISTER: &str = "Luister";

/// When and where a page is looked at.
pub(super) struct Now {
    pub(super) now_us: i64,
    pub(super) zone: TimeZone,
}

impl Now {
    /// Day and time of day in the company's time zone.
    pub(super) fn moment(&self, at_us: i64) -> Value {
        let time = Timestamp::from_microsecond(at_us)
            .map(|at| self.zone.to_datetime(at).strftime("%H:%M").to_string());
        json!({ "day": day_in(&self.zone, at_us), "time": time.unwrap_or_default() })
    }

    /// As a field for day and time has it.
    pub(super) fn field(&self, at_us: i64) -> String {
        Timestamp::from_microsecond(at_us)
            .map(|at| {
                let local = self.zone.to_datetime(at);
                local.strftime("%Y-%m-%dT%H:%M").to_string()
            })
            .unwrap_or_default()
    }

    /// When the case is due, as one says it: state and how many days off.
    fn due(&self, case: &Case) -> Value {
        let days = day_in(&self.zone, case.due_at_us) - day_in(&self.zone, self.now_us);
        let state = if !case.is_open() {
            "closed"
        } else if case.is_overdue(self.now_us) {
            "overdue"
        } else if case.kept_at_us().is_some() {
            "kept"
        } else {
            match days {
                ..=0 => "today",
                1 => "tomorrow",
                _ => "later",
            }
        };
        let mut due = self.moment(case.due_at_us);
        due["state"] = state.into();
        due["days"] = days.abs().into();
        due
    }

    /// A case in a list.
    pub(super) fn line(&self, named: &Named) -> Value {
        let case = &named.case;
        json!({
            "id": case.case_id,
            "title": case.title,
            "contact": named.contact,
            "contact_id": case.contact_id,
            "account": named.account,
            "account_id": case.account_id,
            "owner": named.owner,
            "role": case.role,
            "priority": case.priority.as_str(),
            "score": case.before.as_ref().map(|before| before.score),
            "metric": case.metric,
            "due": self.due(case),
            "opened": self.moment(case.opened_at_us),
            "snoozed": case.snoozed_until_us.filter(|_| case.is_snoozed(self.now_us)).map(|at| self.moment(at)),
            "result": case.result.as_ref().map(|r| r.outcome.as_str()),
        })
    }

    /// A case on its own page.
    pub(super) fn whole(&self, named: &Named) -> Value {
        let case = &named.case;
        let scored = |own: &Option<Scored>| {
            own.as_ref()
                .map(|s| json!({ "score": s.score, "at": self.moment(s.at_us) }))
        };
        let mut whole = self.line(named);
        let more = json!({
            "revision": case.revision,
            "reason": case.reason,
            "is_open": case.is_open(),
            "owner_id": case.owner_id,
            "survey_id": case.survey_id,
            "response_id": case.response_id,
            "rule_id": case.rule_id,
            "opened_by": case.opened_by,
            "due_first_contact": case.due.first_contact,
            "due_field": self.field(case.due_at_us),
            "first_contact": case.first_contact_at_us.map(|at| self.moment(at)),
            "snooze_reason": case.snooze_reason,
            "closed": case.closed_at_us.map(|at| self.moment(at)),
            "closed_by": case.closed_by,
            "result_text": case.result.as_ref().map(|r| &r.text),
            "before": scored(&case.before),
            "after": scored(&case.after),
            "cause_ids": named.cause_ids,
        });
        if let (Some(whole), Value::Object(more)) = (whole.as_object_mut(), more) {
            whole.extend(more);
        }
        whole
    }

    /// What was said and done, newest first, as one stream.
    pub(super) fn stream(&self, said: &[Conversation], done: &[Logged]) -> Vec<Value> {
        // A conversation's own line in the history would say the same twice.
        let done = done
            .iter()
            .filter(|logged| !["spoke", "noted"].contains(&logged.what.as_str()));
        let mut all: Vec<(i64, Value)> = done
            .map(|logged| {
                let line = json!({
                    "kind": "done",
                    "at": self.moment(logged.at_us),
                    "what": logged.what.replace('_', "-"),
                    "by": if logged.by.is_empty() { LUISTER } else { &logged.by },
                    "by_itself": logged.by.is_empty(),
                    "note": text_of(&logged.detail),
                });
                (logged.at_us, line)
            })
            .collect();
        all.extend(said.iter().map(|own| {
            let line = json!({
                "kind": "said",
                "at": self.moment(own.at_us),
                "how": own.kind.as_str(),
                "direction": own.direction.as_str(),
                "reached": own.reached,
                "by": own.spoke,
                "text": own.said,
                "whole": own.whole,
            });
            (own.at_us, line)
        }));
        all.sort_by_key(|(at_us, _)| std::cmp::Reverse(*at_us));
        all.into_iter().map(|(_, line)| line).collect()
    }
}

/// The words that go with a line of history.
fn text_of(detail: &Value) -> Option<&str> {
    ["note", "reason", "text"]
        .iter()
        .find_map(|name| detail.get(name).and_then(Value::as_str))
        .filter(|text| !text.is_empty())
}
