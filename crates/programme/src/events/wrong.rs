//! What can be wrong with an event or with the mapping of a source, in the words of the reader: it
//! is kept in English, for programs and logs.

use platform::web::Wording;

use super::intake::ASKS_WHOM;

/// The words for a text of ours, for whoever has nothing but the text. What is wrong with an
/// event's contact has its words with contacts.
pub const WORDING: Wording = Wording(&[
    ("programme-event-line", "1 to {most} characters on one line"),
    ("programme-event-type", "a type such as ticket.closed"),
    ("programme-event-moment", "a moment such as"),
    ("programme-event-ahead", "lies more than a day ahead"),
    ("programme-event-solver", "give either email or external_id"),
    (
        "programme-event-contact",
        "give email or external_id, so that",
    ),
    (
        "programme-mapping-many",
        "at most {most} conditions and attributes",
    ),
    ("programme-event-attributes", "at most {most} attributes"),
    (
        "programme-event-value",
        "a text, a number, true, false or null",
    ),
    (
        "programme-event-long",
        "a name has 1 to {name} characters, a value at most {value}",
    ),
    ("programme-event-whom", ASKS_WHOM),
    ("programme-mapping-place", "a place is a JSON pointer"),
    (
        "programme-mapping-contact",
        "say where the contact's email or external_id stands",
    ),
    ("programme-mapping-header", "the name of a header"),
    ("programme-mapping-needed", "say where what stands"),
    (
        "programme-mapping-only",
        "only a source of the system mapped",
    ),
    ("programme-mapping-system", "no system \"{system}\""),
    (
        "programme-mapping-json",
        "{what} at line {line} column {column}",
    ),
]);

#[cfg(test)]
mod tests {
    use platform::web::FieldError;
    use platform::words::{Language, Words};
    use serde_json::json;

    use super::*;
    use crate::events::{Mapping, System, read};

    const NOW: i64 = 1_780_000_000_000_000;

    fn words() -> Words {
        let slices = [&platform::PLATFORM, &contact::SLICE, &crate::SLICE];
        Words::new(&slices).expect("words")
    }

    /// What a page says in English and Dutch.
    fn said(text: &str) -> [String; 2] {
        let words = words();
        Language::ALL.map(|language| {
            [contact::wrong::WORDING, WORDING]
                .iter()
                .find_map(|wording| wording.try_say(&words, language, text))
                .unwrap_or_else(|| text.to_owned())
        })
    }

    #[test]
    fn everything_has_words_in_both_languages() {
        let faults = WORDING.faults(&[&platform::PLATFORM, &crate::SLICE]);
        assert_eq!(faults, Vec::<String>::new());
    }

    /// Whatever is refused is said in Dutch on Dutch pages, and in whole sentences.
    #[test]
    fn what_is_refused_of_an_event_has_words() {
        let long = "x".repeat(201);
        let many: serde_json::Map<_, _> = (0..51).map(|n| (n.to_string(), json!(n))).collect();
        for (event, nl) in [
            (json!({ "id": long, "type": "a" }), "Geef 1 tot 200 tekens"),
            (json!({ "id": "e", "type": "A b" }), "Een soort is een naam"),
            (json!({ "id": "e", "type": "a", "subject": "" }), "Geef 1"),
            (
                json!({ "id": "e", "type": "a", "at": "gisteren" }),
                "Een tijd",
            ),
            (
                json!({ "id": "e", "type": "a", "at": "2100-01-01T00:00:00Z" }),
                "Dit ligt meer dan een dag",
            ),
            (json!({ "id": "e", "type": "a", "contact": {} }), "Geef een"),
            (
                json!({ "id": "e", "type": "a", "contact": { "email": "x" } }),
                "Dit is geen e-mailadres",
            ),
            (json!({ "id": "e", "type": "a", "solver": {} }), "Noem wie"),
            (
                json!({ "id": "e", "type": "a", "attributes": many }),
                "Er zijn",
            ),
            (
                json!({ "id": "e", "type": "a", "attributes": { "a": [] } }),
                "Geef een tekst",
            ),
            (
                json!({ "id": "e", "type": "a", "attributes": { "a": long } }),
                "Een naam heeft 1 tot 64 tekens, een waarde hoogstens 200",
            ),
        ] {
            for error in read(&event, NOW).expect_err("refused") {
                is_said(&error, nl);
            }
        }
        is_said(&FieldError::new("/contact", ASKS_WHOM), "Een programma");
    }

    fn is_said(error: &FieldError, in_dutch: &str) {
        let [en, nl] = said(&error.detail);
        assert!(nl.starts_with(in_dutch), "{error:?}: {nl}");
        assert!(en.ends_with('.') && nl.ends_with('.') && en != nl, "{en}");
    }

    #[test]
    fn what_is_wrong_with_a_mapping_has_words() {
        let wrong: Mapping = serde_json::from_value(json!({
            "proof": { "kind": "secret", "header": "no header" },
            "type": "Not one",
            "subject": "ticket",
            "attributes": (0..51).map(|n| (n.to_string(), json!("/a")))
                .collect::<serde_json::Map<_, _>>(),
        }))
        .expect("a mapping");
        let errors = wrong.check().expect_err("wrong");
        assert_eq!(errors.len(), 5, "{errors:?}");
        for error in errors {
            is_said(&error, "");
        }
        let json = serde_json::from_str::<Mapping>("{}").expect_err("no proof");
        is_said(&FieldError::new("/mapping", json.to_string()), "De JSON");
        let unknown = "lotus".parse::<System>().expect_err("no such system");
        is_said(&FieldError::new("/system", unknown), "Er is geen systeem");
    }
}
