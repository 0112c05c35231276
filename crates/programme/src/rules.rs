//! What a programme must be to run, and the words for why somebody is not asked.

use platform::web::FieldError;
use policy::plan::{Reason, Why};
use policy::{Closed, Standing};

use crate::letter::Wording;
use crate::model::{AskSettings, Audience, Definition, Schedule};

/// Highest priority.
pub const PRIORITY_MAX: u8 = 100;
/// Most reminders about one invitation.
pub const REMINDERS_MAX: u8 = 5;
/// Longest time an invitation stays open, and longest wait, in days.
pub const DAYS_MAX: u16 = 366;
/// Longest delay after an event, in minutes: 60 days.
pub const DELAY_MAX: u32 = 60 * 24 * 60;
/// Programmes that run or are paused at the same time: as many as the planner can tell apart.
pub const PLANNED_MAX: i64 = 64;
/// Types of events one programme asks about or is undone by.
pub const TYPES_MAX: usize = 20;
/// Rules of a budget at most.
pub const RULES_MAX: usize = 20;
/// Attributes that can be picked for a response.
pub const ATTRIBUTES_MAX: usize = 50;
/// Longest name of a programme, in characters.
pub const NAME_MAX: usize = 100;

/// Every word that says why somebody waits or was left out.
pub const REASONS: [&str; 25] = [
    "new",
    "delay",
    "quiet_hours",
    "day_off",
    "holiday",
    "budget",
    "reserved",
    "per_day",
    "no_address",
    "bounced",
    "opted_out",
    "complained",
    "do_not_contact",
    "employee",
    "not_an_employee",
    "solver",
    "window_ended",
    "no_consent",
    "not_in_segment",
    "ended",
    "removed",
    "cancelled",
    "withdrawn",
    "answered",
    "no_wording",
];

/// A standing as a reason.
pub const fn standing_word(standing: Standing) -> &'static str {
    match standing {
        // Nobody is left out for being reachable.
        Standing::Reachable => "removed",
        Standing::NoAddress => "no_address",
        Standing::Bounced => "bounced",
        Standing::OptedOut => "opted_out",
        Standing::Complained => "complained",
        Standing::DoNotContact => "do_not_contact",
    }
}

/// Why a mail waits, in a word, with what the word alone doesn't say. `programmes` are the ids by
/// index.
pub fn why_word(why: Why, programmes: &[String]) -> (&'static str, Option<String>) {
    match why {
        Why::Closed(Closed::Quiet) => ("quiet_hours", None),
        Why::Closed(Closed::DayOff) => ("day_off", None),
        Why::Closed(Closed::Holiday(holiday)) => ("holiday", word_of(&holiday)),
        Why::Budget(rule) => ("budget", Some(rule.to_string())),
        Why::Reserved(index) => ("reserved", programmes.get(usize::from(index)).cloned()),
        Why::PerDay => ("per_day", None),
    }
}

/// Why a mail never goes out, in a word; of a window that ended the detail is what it waited for.
pub fn reason_word(reason: Reason, programmes: &[String]) -> (&'static str, Option<String>) {
    match reason {
        Reason::Standing(standing) => (standing_word(standing), None),
        Reason::Employee => ("employee", None),
        Reason::NotAnEmployee => ("not_an_employee", None),
        Reason::Solver => ("solver", None),
        Reason::WindowEnded(waited) => {
            let waited = waited.map(|why| why_word(why, programmes).0.to_owned());
            ("window_ended", waited)
        }
    }
}

/// The reason a stored word stands for, as far as the planner has to know what something waited
/// for.
pub fn why_of(reason: &str, detail: Option<&str>, programmes: &[String]) -> Option<Why> {
    match reason {
        "quiet_hours" => Some(Why::Closed(Closed::Quiet)),
        "day_off" => Some(Why::Closed(Closed::DayOff)),
        "holiday" => {
            let holiday = serde_json::Value::String(detail?.to_owned());
            let holiday = serde_json::from_value(holiday).ok()?;
            Some(Why::Closed(Closed::Holiday(holiday)))
        }
        "budget" => Some(Why::Budget(detail?.parse().ok()?)),
        "reserved" => {
            let index = programmes
                .iter()
                .position(|id| Some(id.as_str()) == detail)?;
            Some(Why::Reserved(u16::try_from(index).ok()?))
        }
        "per_day" => Some(Why::PerDay),
        _ => None,
    }
}

fn word_of<T: serde::Serialize>(value: &T) -> Option<String> {
    match serde_json::to_value(value).ok()? {
        serde_json::Value::String(word) => Some(word),
        other => Some(other.to_string()),
    }
}

/// Everything wrong with a programme's name and definition. What may be missing in a draft, such as
/// the wording, is judged by [`crate::letter::check`] when it starts.
pub fn check(name: &str, definition: &Definition) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if name.trim().is_empty()
        || name.chars().count() > NAME_MAX
        || name.chars().any(char::is_control)
    {
        let detail = format!("give a name, 1 to {NAME_MAX} characters on one line");
        errors.push(FieldError::new("/name", detail));
    }
    let mut at = |place: &str, detail: String| {
        errors.push(FieldError::new(format!("/definition{place}"), detail));
    };
    if definition.priority > PRIORITY_MAX {
        at("/priority", format!("0 to {PRIORITY_MAX}"));
    }
    if definition.per_day == Some(0) {
        at(
            "/per_day",
            "at least 1; leave it out for no limit".to_owned(),
        );
    }
    check_reminders(definition, &mut at);
    check_schedule(definition, &mut at);
    check_sender(definition, &mut at);
    if let Some(picked) = &definition.attributes {
        let good = |name: &String| {
            (1..=72).contains(&name.chars().count()) && !name.chars().any(char::is_control)
        };
        if picked.len() > ATTRIBUTES_MAX || !picked.iter().all(good) {
            at(
                "/attributes",
                format!("at most {ATTRIBUTES_MAX} names of attributes"),
            );
        }
    }
    // All else about words waits until it starts; these no database would take.
    let has_nul = |(language, own): (&String, &Wording)| {
        let first = [language, &own.subject, &own.greeting, &own.body];
        let last = [&own.closing, &own.reminder_subject, &own.reminder_body];
        first.iter().chain(&last).any(|text| text.contains('\0'))
    };
    if definition.wording.iter().any(has_nul) {
        at("/wording", "holds the character U+0000".to_owned());
    }
    if let Err(wrong) = definition.segment.check() {
        for error in wrong {
            at(&format!("/segment{}", error.pointer), error.detail);
        }
    }
    errors
}

fn check_reminders(definition: &Definition, at: &mut impl FnMut(&str, String)) {
    let reminders = definition.reminders;
    if reminders.number > REMINDERS_MAX {
        at("/reminders/number", format!("0 to {REMINDERS_MAX}"));
    }
    if !(1..=DAYS_MAX).contains(&reminders.open_days) {
        at("/reminders/open_days", format!("1 to {DAYS_MAX} days"));
    }
    if reminders.number > 0 && !(1..=DAYS_MAX).contains(&reminders.spacing_days) {
        at("/reminders/spacing_days", format!("1 to {DAYS_MAX} days"));
    }
}

fn check_schedule(definition: &Definition, at: &mut impl FnMut(&str, String)) {
    match &definition.schedule {
        Schedule::Relational(schedule) => {
            let max = policy::relational::Relational::window_max(schedule.every);
            if !(1..=max).contains(&schedule.window_days) {
                at(
                    "/schedule/relational/window_days",
                    format!("1 to {max} days, so that rounds don't run into each other"),
                );
            }
            if schedule.settle_days > DAYS_MAX {
                at(
                    "/schedule/relational/settle_days",
                    format!("0 to {DAYS_MAX} days"),
                );
            }
        }
        Schedule::Transactional(schedule) => {
            let place = "/schedule/transactional";
            if definition.audience == Audience::Employees {
                at(
                    "/audience",
                    "events are never asked about to employees".to_owned(),
                );
            }
            if schedule.triggers.is_empty() {
                at(
                    &format!("{place}/triggers"),
                    "give at least one type of event".to_owned(),
                );
            }
            for (name, types) in [
                ("triggers", &schedule.triggers),
                ("cancels", &schedule.cancels),
            ] {
                if types.len() > TYPES_MAX || !types.iter().all(|own| is_event_type(own)) {
                    at(
                        &format!("{place}/{name}"),
                        format!("at most {TYPES_MAX} types of events such as ticket.closed"),
                    );
                }
            }
            if schedule
                .triggers
                .iter()
                .any(|own| schedule.cancels.contains(own))
            {
                at(
                    &format!("{place}/cancels"),
                    "a type can't both ask and cancel".to_owned(),
                );
            }
            if schedule.delay_minutes > DELAY_MAX {
                at(
                    &format!("{place}/delay_minutes"),
                    format!("0 to {DELAY_MAX} minutes"),
                );
            }
            if !(1..=DAYS_MAX).contains(&schedule.expires_days) {
                at(
                    &format!("{place}/expires_days"),
                    format!("1 to {DAYS_MAX} days"),
                );
            }
        }
    }
}

fn check_sender(definition: &Definition, at: &mut impl FnMut(&str, String)) {
    let sender = &definition.sender;
    if sender.name.chars().count() > NAME_MAX || sender.name.chars().any(char::is_control) {
        at(
            "/sender/name",
            format!("at most {NAME_MAX} characters on one line"),
        );
    }
    if !sender.email.is_empty() && !is_address(&sender.email) {
        at(
            "/sender/email",
            "an address such as feedback@example.com".to_owned(),
        );
    }
}

/// Whether a text can be an address: what a mail server will make of it is known only there.
pub fn is_address(text: &str) -> bool {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>,;:\"()[]\\".contains(c);
    text.len() <= 254
        && text.chars().all(plain)
        && text.rsplit_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && local.len() <= 64
                && !local.contains('@')
                && !domain.is_empty()
                && domain.split('.').all(|part| !part.is_empty())
        })
}

/// Whether a text can be the type of an event: `ticket.closed`.
pub fn is_event_type(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
}

/// Everything wrong with settings.
pub fn check_settings(settings: &AskSettings) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if settings.budget.rules.len() > RULES_MAX {
        errors.push(FieldError::new(
            "/budget",
            format!("at most {RULES_MAX} rules"),
        ));
    }
    for (index, rule) in settings.budget.rules.iter().enumerate() {
        if !(1..=DAYS_MAX).contains(&rule.days) {
            let place = format!("/budget/{index}/days");
            errors.push(FieldError::new(place, format!("1 to {DAYS_MAX} days")));
        }
    }
    if let Err(problem) = policy::Calendar::new(settings.calendar.clone()) {
        use policy::calendar::CalendarProblem as Is;
        let (place, detail) = match problem {
            Is::UnknownZone => (
                "zone",
                "no time zone has this name; one is Europe/Amsterdam",
            ),
            Is::NoWorkingDay => ("working_days", "at least one day of the week"),
            Is::QuietHours => ("quiet", "minutes 0 to 1440, and part of the day stays open"),
            Is::OfficeHours => ("office", "minutes 0 to 1440, the first before the last"),
        };
        errors.push(FieldError::new(format!("/calendar/{place}"), detail));
    }
    if !(0.0..=1.0).contains(&settings.e) {
        errors.push(FieldError::new("/e", "a share from 0 to 1"));
    }
    errors
}

#[cfg(test)]
mod tests;
