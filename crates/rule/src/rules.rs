//! What may be a rule. Pure; whether the people, roles, channels, surveys and themes it names are
//! there is looked up by the service.

use platform::web::FieldError;
use policy::trigger::Condition;
use programme::letter;

use crate::model::{
    CONSEQUENCES_MAX, Consequence, DAYS_MAX, Definition, Moment, NAME_MAX, Notify, OpenCase,
    RECEIVERS_MAX, Within,
};
use crate::title;

/// Longest time in which a case is due, in days: a year.
const WITHIN_DAYS_MAX: u16 = 250;
/// The same in hours.
const WITHIN_HOURS_MAX: u16 = 2_000;

/// What is wrong with a group without conditions.
pub(crate) const EMPTY_GROUP: &str = "give at least one condition";

/// Everything wrong with a rule's name and definition; definitions are at `/definition`.
pub fn check(name: &str, definition: &Definition) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let length = name.trim().chars().count();
    if !(1..=NAME_MAX).contains(&length) || name.chars().any(char::is_control) {
        let detail = format!("give 1 to {NAME_MAX} characters on one line");
        errors.push(FieldError::new("/name", detail));
    }
    check_on(definition, &mut errors);
    check_when(definition, &mut errors);
    check_then(definition, &mut errors);
    errors
}

fn check_on(definition: &Definition, errors: &mut Vec<FieldError>) {
    let Some(days) = definition.on.days() else {
        return;
    };
    if !(1..=DAYS_MAX).contains(&days) {
        let pointer = format!("/definition/on/{}/days", definition.on.as_str());
        errors.push(FieldError::new(
            pointer,
            format!("give 1 to {DAYS_MAX} days"),
        ));
    }
}

fn check_when(definition: &Definition, errors: &mut Vec<FieldError>) {
    // An empty group holds for everybody, which nobody means: it is a rule that isn't finished.
    if let Condition::All(parts) | Condition::Any(parts) = &definition.when
        && parts.is_empty()
    {
        let pointer = format!("/definition/when/{}", definition.when.name());
        errors.push(FieldError::new(pointer, EMPTY_GROUP));
    }
    let with_answer = definition.on == Moment::Answer;
    let mistakes = definition.when.check("/definition/when", with_answer);
    errors.extend(
        mistakes
            .into_iter()
            .map(|mistake| FieldError::new(mistake.pointer, mistake.detail)),
    );
    definition
        .when
        .each_leaf("/definition/when", &mut |at, leaf| {
            if let Condition::Words(words) = leaf
                && let Err(wrong) = comments::parse_rules(words)
            {
                errors.extend(
                    wrong
                        .iter()
                        .map(|error| FieldError::new(at, error.to_string())),
                );
            }
        });
}

fn check_then(definition: &Definition, errors: &mut Vec<FieldError>) {
    let mut wrong = |pointer: String, detail: String| {
        errors.push(FieldError::new(
            format!("/definition/then{pointer}"),
            detail,
        ));
    };
    let count = definition.then.len();
    if count == 0 || count > CONSEQUENCES_MAX {
        wrong(
            String::new(),
            format!("give 1 to {CONSEQUENCES_MAX} consequences"),
        );
    }
    let mut has_case = false;
    for (index, then) in definition.then.iter().enumerate() {
        let at = format!("/{index}/{}", then.name());
        match then {
            Consequence::OpenCase(open) => {
                if std::mem::replace(&mut has_case, true) {
                    wrong(at, "a rule opens one case".to_owned());
                    continue;
                }
                for (field, detail) in wrong_case(open) {
                    wrong(format!("{at}/{field}"), detail);
                }
            }
            Consequence::Notify(notify) => {
                if let Some(detail) = wrong_notify(notify) {
                    wrong(at, detail);
                }
            }
            Consequence::Tell(_) => {}
            Consequence::ReachOut(reach) => {
                for fault in letter::check(&reach.wording) {
                    let pointer = format!("{at}/wording{}", fault.pointer);
                    wrong(pointer, fault.wrong.to_string());
                }
            }
        }
    }
}

fn wrong_case(open: &OpenCase) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    if let Err(detail) = title::check(&open.title) {
        wrong.push(("title", detail));
    }
    if open.role.is_some() && open.person.is_some() {
        let detail = "give a role or a person, not both";
        wrong.push(("person", detail.to_owned()));
    }
    let (given, most) = match open.within {
        Within::Hours(hours) => (hours, WITHIN_HOURS_MAX),
        Within::Days(days) => (days, WITHIN_DAYS_MAX),
    };
    if !(1..=most).contains(&given) {
        wrong.push(("within", format!("give 1 to {most}")));
    }
    wrong
}

fn wrong_notify(notify: &Notify) -> Option<String> {
    let count = notify.people.len() + notify.roles.len();
    let fits = (1..=RECEIVERS_MAX).contains(&count);
    (!fits).then(|| format!("give 1 to {RECEIVERS_MAX} people and roles"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(json: &str) -> Vec<String> {
        let definition: Definition = serde_json::from_str(json).expect("a definition");
        let errors = check("Call back", &definition);
        errors.into_iter().map(|error| error.pointer).collect()
    }

    const CASE: &str =
        r#"{"open_case":{"role":"success_manager","title":"Call {contact}","within":{"days":2}}}"#;

    #[test]
    fn a_rule_that_can_be_meant_is_taken() {
        let rule = format!(r#"{{"when":{{"class":["detractor"]}},"then":[{CASE}]}}"#);
        assert_eq!(errors(&rule), Vec::<String>::new());
        let definition: Definition = serde_json::from_str(&rule).expect("a definition");
        let open = definition.open_case().expect("a case");
        assert!(open.notify && open.first_contact);
        assert_eq!(open.within.minutes(480), 960);
        assert_eq!(check(" ", &definition)[0].pointer, "/name");
    }

    #[test]
    fn mistakes_are_named_where_they_are() {
        for (json, place) in [
            (r#"{"when":{"class":["detractor"]},"then":[]}"#.to_owned(), "/definition/then"),
            (format!(r#"{{"when":{{"all":[]}},"then":[{CASE}]}}"#), "/definition/when/all"),
            (format!(r#"{{"when":{{"any":[]}},"then":[{CASE}]}}"#), "/definition/when/any"),
            (
                format!(r#"{{"when":{{"any":[{{"language":["nl"]}},{{"all":[]}}]}},"then":[{CASE}]}}"#),
                "/definition/when/any/1/all",
            ),
            (format!(r#"{{"when":{{"not":{{"any":[]}}}},"then":[{CASE}]}}"#), "/definition/when/not/any"),
            (format!(r#"{{"when":{{"words":"\"open"}},"then":[{CASE}]}}"#), "/definition/when/words"),
            (format!(r#"{{"when":{{"class":[]}},"then":[{CASE}]}}"#), "/definition/when/class"),
            (format!(r#"{{"when":{{"language":["nl"]}},"then":[{CASE},{CASE}]}}"#), "/definition/then/1/open_case"),
            (
                format!(r#"{{"on":{{"silence":{{"days":0}}}},"when":{{"language":["nl"]}},"then":[{CASE}]}}"#),
                "/definition/on/silence/days",
            ),
            (
                format!(r#"{{"on":{{"silence":{{"days":9}}}},"when":{{"drop":{{"points":3}}}},"then":[{CASE}]}}"#),
                "/definition/when/drop",
            ),
            (r#"{"when":{"language":["nl"]},"then":[{"notify":{}}]}"#.to_owned(), "/definition/then/0/notify"),
            (
                r#"{"when":{"language":["nl"]},"then":[{"open_case":{"title":"{x}","within":{"days":2}}}]}"#.to_owned(),
                "/definition/then/0/open_case/title",
            ),
            (
                r#"{"when":{"language":["nl"]},"then":[{"open_case":{"title":"x","within":{"hours":0}}}]}"#.to_owned(),
                "/definition/then/0/open_case/within",
            ),
            (
                r#"{"when":{"language":["nl"]},"then":[{"reach_out":{"why":"thank","wording":{"nl":{"subject":"x"}}}}]}"#.to_owned(),
                "/definition/then/0/reach_out/wording/nl/body",
            ),
        ] {
            assert_eq!(errors(&json), [place], "{json}");
        }
    }

    #[test]
    fn unknown_fields_are_refused() {
        for json in [
            r#"{"when":{"all":[]},"then":[],"else":[]}"#,
            r#"{"when":{"all":[]},"then":[{"run":{}}]}"#,
            r#"{"when":{"all":[]},"then":[{"tell":{"channel_id":"x","url":"http://x"}}]}"#,
            r#"{"on":"weather","when":{"all":[]},"then":[]}"#,
        ] {
            assert!(serde_json::from_str::<Definition>(json).is_err(), "{json}");
        }
    }
}
