//! What a survey asks, in the API's description.

use serde_json::{Value, json};

use super::operation::{schema, sent};

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("Texts", texts()),
        ("NewSurvey", new_survey()),
        ("Definition", definition()),
        ("Question", question()),
    ]
}

/// A language code.
fn language() -> Value {
    json!({ "type": "string", "pattern": "^[a-z]{2,3}(-[0-9A-Za-z]{2,8})*$", "maxLength": 35 })
}

fn texts() -> Value {
    json!({
        "type": "object",
        "description": "A text by language code.",
        "propertyNames": language(),
        "additionalProperties": {
            "type": "string", "minLength": 1, "maxLength": 1000, "pattern": "\\S",
        },
    })
}

fn key() -> Value {
    json!({ "type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$" })
}

fn touchpoint() -> Value {
    json!({
        "type": ["string", "null"],
        "description": "The moment of contact it measures.",
        "minLength": 1,
        "maxLength": 100,
    })
}

pub(super) fn template() -> Value {
    json!({
        "type": "string",
        "enum": ["relational-nps", "ces", "csat", "cas", "enps", "empty"],
    })
}

fn new_survey() -> Value {
    let driver = sent(
        &["key", "text"],
        json!({ "key": key(), "text": some_texts(), "touchpoint": touchpoint() }),
    );
    sent(
        &["template", "title"],
        json!({
            "template": template(),
            "title": {
                "description": "One text for all languages, or one per language.",
                "oneOf": [
                    { "type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S" },
                    schema("Texts"),
                ],
            },
            "drivers": {
                "type": ["array", "null"],
                "description": "Statements about what may drive the score, answered from 1 \
                                (disagree) to 5 (agree) or with \"don't know\".",
                "maxItems": 100,
                "items": driver,
            },
            "extras": {
                "type": "array",
                "description": "What is asked beside the template's questions: which moment \
                                mattered most, and where else people looked.",
                "uniqueItems": true,
                "items": { "type": "string", "enum": ["moment", "elsewhere"] },
            },
            "languages": {
                "type": ["array", "null"],
                "description": "Languages offered, the default first. The templates' own texts \
                                exist in `en` and `nl`.",
                "minItems": 1,
                "maxItems": 20,
                "uniqueItems": true,
                "items": language(),
            },
        }),
    )
}

/// Texts of which there must be one.
fn some_texts() -> Value {
    let mut texts = schema("Texts");
    texts["minProperties"] = json!(1);
    texts
}

fn definition() -> Value {
    let mut all = sent(
        &["languages", "title", "questions"],
        json!({
            "languages": {
                "type": "array",
                "description": "Languages offered, the default first. Texts in other languages are \
                                refused; in the default one every text must exist.",
                "minItems": 1,
                "maxItems": 20,
                "uniqueItems": true,
                "items": language(),
            },
            "title": some_texts(),
            "intro": schema("Texts"),
            "thanks": schema("Texts"),
            "employees": {
                "type": "boolean",
                "default": false,
                "description": "Whether employees are asked: recommend then gives eNPS.",
            },
            "smallest_group": {
                "type": ["integer", "null"],
                "description": "The fewest people a group has whose figures are shown, in every \
                                output: smaller groups are null or left out, and so is every other \
                                group that would give them away by subtraction. Of customers 1 \
                                (hides nothing, the default) to 100; of employees 5 (the default) \
                                to 100. Where more than 1 is asked, somebody with a limited sight \
                                and whoever follows a share link read no single answers. A change \
                                holds at once, for all answers, and begins no new version.",
                "minimum": 1,
                "maximum": 100,
            },
            "statements_per_respondent": {
                "type": ["integer", "null"],
                "description": "How many of the driver statements each respondent gets, when not \
                                all: 2 to one less than there are, of at least 3. They are dealt \
                                so that all are asked equally often and every two together to \
                                somebody; the others are stored as `not_asked`. With k of K each \
                                statement's interval is about √(K/k) times as wide. A change of it \
                                begins a new version, and breaks no trend.",
                "minimum": 2,
                "maximum": 99,
            },
            "questions": { "type": "array", "maxItems": 100, "items": schema("Question") },
        }),
    );
    all["description"] = json!("All texts and questions of a survey at one version.");
    all
}

fn question() -> Value {
    let choice = sent(
        &["key", "text"],
        json!({
            "key": { "type": "string", "pattern": "^[a-z0-9][a-z0-9_]{0,39}$" },
            "text": some_texts(),
            "touchpoint": {
                "type": "string",
                "description": "The touchpoint this moment stands for; only with kind `moment`. \
                                Every touchpoint of the survey's questions becomes such a choice by \
                                itself when the definition is saved, keeps its key and texts, and \
                                goes when no question names it any more.",
            },
        }),
    );
    sent(
        &["key", "kind", "text"],
        json!({
            "key": key(),
            "kind": {
                "type": "string",
                "description": "Type and scale: `recommend` is 0 to 10; `agree`, `effort`, \
                                `satisfaction` and `advocacy` are 1 to 5. `moment` (which moment \
                                mattered most) is one of its choices or own words, `elsewhere` \
                                (where else people looked) any of its choices and own words; a \
                                survey has at most one of each.",
                "enum": [
                    "recommend", "agree", "effort", "satisfaction", "advocacy", "open_text",
                    "single_choice", "multiple_choice", "moment", "elsewhere",
                ],
            },
            "text": some_texts(),
            "required": { "type": "boolean", "default": false },
            "driver": {
                "type": "boolean",
                "default": false,
                "description": "Whether this statement is a driver; only with kind `agree`.",
            },
            "touchpoint": touchpoint(),
            "direction": {
                "type": ["string", "null"],
                "enum": ["easy_high", "effort_high", null],
                "description": "Which end of the scale is good; only with kind `effort`, and \
                                needed there.",
            },
            "choices": {
                "type": "array",
                "description": "What can be chosen; only with the kinds that choose, which need 2 \
                                to 50; for a `moment` the survey's touchpoints are among them.",
                "maxItems": 50,
                "items": choice,
            },
            "new_page": {
                "type": "boolean",
                "default": false,
                "description": "Whether a new page begins with this question.",
            },
        }),
    )
}

pub(super) fn example() -> Value {
    json!({
        "languages": ["en", "nl"],
        "title": { "en": "How are we doing?", "nl": "Hoe doen we het?" },
        "intro": {},
        "thanks": {},
        "employees": false,
        "questions": [
            {
                "key": "recommend",
                "kind": "recommend",
                "text": {
                    "en": "How likely are you to recommend us?",
                    "nl": "Hoe waarschijnlijk is het dat u ons aanbeveelt?",
                },
                "required": true,
                "driver": false,
                "new_page": false,
            },
            {
                "key": "software",
                "kind": "agree",
                "text": {
                    "en": "The software does what I need.",
                    "nl": "De software doet wat ik nodig heb.",
                },
                "required": false,
                "driver": true,
                "new_page": false,
            },
            {
                "key": "why",
                "kind": "open_text",
                "text": {
                    "en": "What is the reason for your score?",
                    "nl": "Wat is de reden voor uw cijfer?",
                },
                "required": false,
                "driver": false,
                "new_page": false,
            },
        ],
    })
}
