//! What a body and a cursor may look like.

use super::*;

fn body(json: Value) -> Result<NewBody, serde_json::Error> {
    serde_json::from_value(json)
}

#[test]
fn languages_follow_the_texts_that_are_given() {
    let cases = [
        (json!({"template": "ces", "title": "T"}), vec!["en", "nl"]),
        (json!({"template": "ces", "title": {"nl": "T"}}), vec!["nl"]),
        (
            json!({"template": "ces", "title": "T",
                   "drivers": [{"key": "a", "text": {"en": "A", "nl": "A"}},
                               {"key": "b", "text": {"en": "B"}}]}),
            vec!["en"],
        ),
        (
            json!({"template": "ces", "title": {"de": "T"}}),
            vec!["en", "nl"],
        ),
    ];
    for (json, expected) in cases {
        let body = body(json.clone()).expect("fits");
        let drivers = body.drivers.unwrap_or_default();
        assert_eq!(languages_of(&body.title, &drivers), expected, "{json}");
    }
}

#[test]
fn unknown_and_wrong_fields_are_refused() {
    for json in [
        json!({"template": "ces", "title": "T", "x": 1}),
        json!({"template": "ces"}),
        json!({"template": "ces", "title": 3}),
        json!({"template": "ces", "title": "T", "drivers": [{"key": "a"}]}),
        json!({"template": "ces", "title": "T", "drivers": [{"key": "a", "text": "A"}]}),
    ] {
        assert!(body(json.clone()).is_err(), "{json}");
    }
}

#[test]
fn a_cursor_is_only_what_the_list_gave() {
    let id = platform::id::new();
    assert!(matches!(read_cursor(&format!("12-{id}")), Ok((12, found)) if found == id));
    for wrong in ["", "12", "x-y", "12-' OR 1=1", "-"] {
        assert!(read_cursor(wrong).is_err(), "{wrong}");
    }
}
