//! Forms and rules say the same.

use policy::trigger::Condition;

use super::*;
use crate::model::State;
use crate::templates::{self, Template};

fn rule(definition: Definition) -> Rule {
    Rule {
        workspace_id: String::new(),
        rule_id: String::new(),
        name: "Call back".to_owned(),
        state: State::Draft,
        definition,
        revision: 3,
        active_since_us: None,
        created_at_us: 0,
        changed_at_us: 0,
        changed_by: String::new(),
    }
}

#[test]
fn every_template_comes_back_from_its_form() {
    for template in Template::ALL {
        let definition = templates::definition(template, "nl");
        let form = fields(&rule(definition.clone()));
        let said = read(&form).expect("a form");
        assert_eq!(said.faults, [], "{template:?}");
        assert_eq!(said.definition, definition, "{template:?}");
        assert_eq!((said.revision, said.name.as_str()), (3, "Call back"));
    }
}

#[test]
fn every_kind_of_condition_comes_back() {
    let json = r#"{"any":[
        {"all":[{"class":["detractor","passive"]},{"not":{"score":{"metric":"effort","at_least":2,"at_most":4}}},
                {"drop":{"points":3}},{"words":"price*\n!\"not expensive\""}]},
        {"all":[{"theme":{"survey_id":"a","theme_id":"b"}},{"account":{"name":"revenue","at_most":0.5}},
                {"contact":{"name":"role","one_of":["buyer","user"]}},{"account":{"name":"renewal","within_days":90}},
                {"has_role":"consultant"},{"survey":["a","b"]},{"not":{"language":["nl","en"]}}]}]}"#;
    let when: Condition = serde_json::from_str(json).expect("a condition");
    let definition = Definition {
        when,
        ..templates::definition(Template::NoAnswer, "en")
    };
    let form = fields(&rule(definition.clone()));
    assert_eq!(read(&form).expect("a form").definition, definition);
}

#[test]
fn what_a_form_cannot_show_stays_as_it_was_sent() {
    let json = r#"{"all":[{"any":[{"words":"a"},{"words":"b"}]}]}"#;
    let definition = Definition {
        when: serde_json::from_str(json).expect("a condition"),
        ..templates::definition(Template::DetractorCallback, "en")
    };
    let form = fields(&rule(definition.clone()));
    assert!(form.get("json").is_some());
    assert_eq!(read(&form).expect("a form").definition, definition);
}

#[test]
fn parts_are_added_and_taken_away() {
    let definition = templates::definition(Template::PromoterThanks, "en");
    let mut form = fields(&rule(definition));
    form.0
        .push(("add_condition".to_owned(), "words".to_owned()));
    form.0
        .push(("add_consequence".to_owned(), "open_case".to_owned()));
    let more = edited(&form, "add-condition:0")
        .expect("known")
        .expect("a button");
    let there = parts(&more).expect("parts");
    assert_eq!(there.when[&0].len(), 3);
    assert_eq!(text(&there.when[&0][&2], "kind"), "words");
    let fewer = edited(&more, "remove-condition:0:0")
        .expect("known")
        .expect("a button");
    let there = parts(&fewer).expect("parts");
    assert_eq!(there.when[&0].len(), 2);
    assert_eq!(text(&there.when[&0][&0], "kind"), "account");
    let group = edited(&form, "add-group")
        .expect("known")
        .expect("a button");
    assert_eq!(parts(&group).expect("parts").when.len(), 2);
    let then = edited(&form, "add-consequence")
        .expect("known")
        .expect("a button");
    assert_eq!(parts(&then).expect("parts").then.len(), 3);
    let gone = edited(&form, "remove-consequence:0")
        .expect("known")
        .expect("a button");
    let there = parts(&gone).expect("parts");
    assert_eq!(text(&there.then[&0], "kind"), "notify");
    assert!(edited(&form, "save").expect("known").is_none());
}

#[test]
fn mistakes_are_beside_their_fields() {
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let form = FormData(vec![
        field("revision", "1"),
        field("name", "x"),
        field("on", "silence"),
        field("days", "many"),
        field("when/0/0/kind", "account"),
        field("when/0/0/name", "revenue"),
        field("when/0/0/test", "at_least"),
        field("when/0/0/value", "much"),
        field("then/0/kind", "tell"),
    ]);
    let said = read(&form).expect("a form");
    let fields: Vec<&str> = said
        .faults
        .iter()
        .map(|fault| fault.field.as_str())
        .collect();
    assert_eq!(fields, ["when/0/0/value", "then/0/channel", "days"]);
    let unknown = FormData(vec![field("revision", "1"), field("then/0/script", "x")]);
    assert!(read(&unknown).is_err());
    let far = FormData(vec![field("when/99/0/kind", "class")]);
    assert!(parts(&far).is_err());
}

#[test]
fn places_of_rules_become_fields() {
    let definition = templates::definition(Template::PromoterThanks, "en");
    for (pointer, field) in [
        ("/name", "name"),
        ("/definition/on/silence/days", "days"),
        ("/definition/when/all/1/account/name", "when/0/1/name"),
        (
            "/definition/then/0/reach_out/wording/nl/subject",
            "then/0/wording/nl/subject",
        ),
        ("/definition/then/1/notify/roles/0", "then/1/roles"),
        ("/definition/then", "add_consequence"),
    ] {
        assert_eq!(field_of(&definition, pointer), field, "{pointer}");
    }
}
