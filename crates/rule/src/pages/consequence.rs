//! One consequence as fields of a form.

use platform::Problem;
use programme::letter::{Wording, Wordings};

use super::form::{Fault, Fields, all, text};
use crate::model::{Consequence, Notify, OpenCase, ReachOut, Tell, Why, Within};
use crate::templates;

/// Fields of a consequence there is one of, or that have several values.
pub(super) const FIELDS: [&str; 13] = [
    "kind",
    "owner",
    "title",
    "within",
    "unit",
    "first_contact",
    "priority",
    "notify",
    "people",
    "roles",
    "channel",
    "why",
    "languages",
];
/// The parts of a letter.
pub(super) const PARTS: [&str; 4] = ["subject", "greeting", "body", "closing"];

/// Whether a consequence has a field of this name.
pub(super) fn is_field(name: &str) -> bool {
    if FIELDS.contains(&name) {
        return true;
    }
    let mut pieces = name.split('/');
    match (pieces.next(), pieces.next(), pieces.next(), pieces.next()) {
        (Some("wording"), Some(language), Some(part), None) => {
            !language.is_empty() && language.len() <= 20 && PARTS.contains(&part)
        }
        _ => false,
    }
}

/// The fields of a new consequence of a kind.
pub(super) fn fresh(kind: &str) -> Result<Fields, Problem> {
    let then = match kind {
        "open_case" => Consequence::OpenCase(OpenCase {
            role: Some("success_manager".to_owned()),
            person: None,
            title: "{rule}: {contact}".to_owned(),
            within: Within::Days(2),
            first_contact: true,
            priority: case::model::Priority::Normal,
            notify: true,
        }),
        "notify" => Consequence::Notify(Notify::default()),
        "tell" => Consequence::Tell(Tell {
            channel_id: String::new(),
        }),
        "reach_out" => Consequence::ReachOut(ReachOut {
            why: Why::Thank,
            wording: templates::wording(Why::Thank),
        }),
        other => {
            let detail = format!("unknown consequence {other:?}");
            return Err(Problem::BadRequest(detail));
        }
    };
    let mut made = Fields::new();
    for (field, value) in fields(&then) {
        made.entry(field).or_default().push(value);
    }
    Ok(made)
}

/// The fields of a consequence.
pub(super) fn fields(then: &Consequence) -> Vec<(String, String)> {
    let mut fields = vec![("kind".to_owned(), then.name().to_owned())];
    let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
    match then {
        Consequence::OpenCase(open) => {
            let owner = match (&open.role, &open.person) {
                (Some(role), _) => format!("role:{role}"),
                (None, Some(person)) => format!("person:{person}"),
                (None, None) => String::new(),
            };
            let (within, unit) = match open.within {
                Within::Hours(hours) => (hours, "hours"),
                Within::Days(days) => (days, "days"),
            };
            add("owner", owner);
            add("title", open.title.clone());
            add("within", within.to_string());
            add("unit", unit.to_owned());
            if open.first_contact {
                add("first_contact", "on".to_owned());
            }
            add("priority", open.priority.as_str().to_owned());
            if open.notify {
                add("notify", "on".to_owned());
            }
        }
        Consequence::Notify(notify) => {
            for id in &notify.people {
                add("people", id.clone());
            }
            for role in &notify.roles {
                add("roles", role.clone());
            }
        }
        Consequence::Tell(tell) => add("channel", tell.channel_id.clone()),
        Consequence::ReachOut(reach) => {
            add("why", reach.why.as_str().to_owned());
            for (language, wording) in &reach.wording {
                let texts = wording.texts().into_iter();
                for (part, text) in texts.filter(|(part, _)| PARTS.contains(part)) {
                    add(&format!("wording/{language}/{part}"), text.to_owned());
                }
            }
        }
    }
    fields
}

/// Reads a consequence; `None` with a fault when it can't be.
pub(super) fn read(
    fields: &Fields,
    place: &str,
    faults: &mut Vec<Fault>,
) -> Result<Option<Consequence>, Problem> {
    let mut wrong = |field: &str, key| faults.push(Fault::new(format!("{place}/{field}"), key));
    Ok(match text(fields, "kind") {
        "open_case" => match open_case(fields) {
            Ok(open) => Some(Consequence::OpenCase(open)),
            Err((field, key)) => {
                wrong(field, key);
                None
            }
        },
        "notify" => Some(Consequence::Notify(Notify {
            people: all(fields, "people"),
            roles: all(fields, "roles"),
        })),
        "tell" => match text(fields, "channel") {
            "" => {
                wrong("channel", "rule-wrong-choose");
                None
            }
            id => Some(Consequence::Tell(Tell {
                channel_id: id.to_owned(),
            })),
        },
        "reach_out" => match text(fields, "why").parse() {
            Ok(why) => Some(Consequence::ReachOut(ReachOut {
                why,
                wording: wordings(fields),
            })),
            Err(_) => {
                wrong("why", "rule-wrong-choose");
                None
            }
        },
        other => {
            let detail = format!("unknown consequence {other:?}");
            return Err(Problem::BadRequest(detail));
        }
    })
}

fn open_case(fields: &Fields) -> Result<OpenCase, (&'static str, &'static str)> {
    let owner = text(fields, "owner");
    let number = text(fields, "within").parse();
    let number = number.map_err(|_| ("within", "rule-wrong-number"))?;
    let within = match text(fields, "unit") {
        "hours" => Within::Hours(number),
        "days" => Within::Days(number),
        _ => return Err(("unit", "rule-wrong-choose")),
    };
    let priority = text(fields, "priority").parse();
    Ok(OpenCase {
        role: owner.strip_prefix("role:").map(str::to_owned),
        person: owner.strip_prefix("person:").map(str::to_owned),
        title: text(fields, "title").to_owned(),
        within,
        first_contact: fields.contains_key("first_contact"),
        priority: priority.map_err(|_| ("priority", "rule-wrong-choose"))?,
        notify: fields.contains_key("notify"),
    })
}

/// The wordings of a letter; a language without any words is none.
fn wordings(fields: &Fields) -> Wordings {
    let languages = fields.keys().filter_map(|name| name.split('/').nth(1));
    let wording = |language: &str| {
        let said = |part: &str| text(fields, &format!("wording/{language}/{part}"));
        Wording::of_form(|part| said(part).to_owned())
    };
    let mut wordings: Wordings = languages
        .map(|own| (own.to_owned(), wording(own)))
        .collect();
    wordings.retain(|_, wording| *wording != Wording::default());
    wordings
}

/// The field a mistake at this place of a consequence is beside.
pub(super) fn field_of(then: &Consequence, field: &str) -> String {
    match then {
        Consequence::OpenCase(_) => match field {
            "title" | "within" => field.to_owned(),
            _ => "owner".to_owned(),
        },
        Consequence::Notify(_) if field.starts_with("people") => "people".to_owned(),
        Consequence::Notify(_) => "roles".to_owned(),
        Consequence::Tell(_) => "channel".to_owned(),
        Consequence::ReachOut(_) if is_field(field) => field.to_owned(),
        Consequence::ReachOut(_) => "why".to_owned(),
    }
}
