//! A form and what it says are the same; mistakes are found at their fields.

use super::*;
use crate::model::Status;
use crate::templates::{self, Template};

fn programme(template: Template) -> Programme {
    Programme {
        workspace_id: "w".to_owned(),
        programme_id: "p".to_owned(),
        name: "A programme".to_owned(),
        survey_id: "s".to_owned(),
        status: Status::Draft,
        definition: templates::definition(template, Day(20_779)),
        revision: 3,
        created_at_us: 0,
        started_at_us: None,
        ended_at_us: None,
    }
}

#[test]
fn what_is_stored_comes_back_from_its_form() {
    for template in Template::ALL {
        let mut stored = programme(template);
        let values = vec!["gold".to_owned(), "silver, old".to_owned()];
        stored.definition.segment.0 = [("tier".to_owned(), values)].into();
        stored.definition.attributes = Some(vec!["tier".to_owned()]);
        stored.definition.closes = Some(Day(20_900));
        let (said, faults) = read(&fields(&stored)).expect("a form");
        assert_eq!(faults, [], "{template:?}");
        assert_eq!(said.definition, stored.definition);
        assert_eq!((said.revision, said.name), (3, stored.name));
    }
}

#[test]
fn mistakes_are_said_at_their_fields() {
    let wrong = |template, changes: &[(&str, &str)]| {
        let mut form = fields(&programme(template));
        for (name, value) in changes {
            form.set(name, *value);
        }
        let (_, faults) = read(&form).expect("a form");
        let said = faults.into_iter().map(|fault| (fault.field, fault.key));
        said.collect::<Vec<_>>()
    };
    for (template, name, value, key) in [
        (Template::RelationalNps, "start", "tomorrow", "date"),
        (Template::RelationalNps, "window_days", "0", "window-days"),
        (Template::RelationalNps, "window_days", "many", "number"),
        (Template::RelationalNps, "priority", "101", "priority"),
        (Template::RelationalNps, "name", "", "name"),
        (
            Template::RelationalNps,
            "sender_email",
            "a@",
            "sender-email",
        ),
        (Template::RelationalNps, "reminders", "9", "reminders"),
        (Template::TicketCes, "triggers", "", "triggers"),
        (Template::TicketCes, "cancels", "ticket.closed", "cancels"),
        (Template::TicketCes, "delay", "90000", "delay"),
    ] {
        let expected = (name.to_owned(), format!("programme-wrong-{key}"));
        assert_eq!(wrong(template, &[(name, value)]), [expected]);
    }
    assert_eq!(
        wrong(Template::TicketCes, &[("wording/nl/subject", "{oops}")]),
        [(
            "wording/nl/subject".to_owned(),
            "programme-wording-unknown-placeholder".to_owned()
        )]
    );
    assert_eq!(
        wrong(Template::TicketCes, &[("segment/0/name", "tier")]),
        [(
            "segment/0/name".to_owned(),
            "programme-wrong-segment".to_owned()
        )]
    );
}

#[test]
fn unknown_fields_are_refused() {
    for name in [
        "colour",
        "segment/99/name",
        "wording/nl/text",
        "wording/nl",
        "segment/0",
    ] {
        let mut form = fields(&programme(Template::TicketCes));
        form.set(name, "x");
        assert!(read(&form).is_err(), "{name}");
    }
}
