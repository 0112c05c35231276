//! What went wrong with the other system, or with what it sent, in the words of the reader: kept in
//! English, and behind it what the other system said itself, which is quoted as it came.

use contact::wrong::WORDING as CONTACT;
use platform::web::{CALLS, Wording, with_quote};
use platform::words::{Language, Words};
use programme::events::WORDING as EVENTS;

/// Faults of the other system, and why something wasn't sent.
const FAULTS: Wording = Wording(&[
    (
        "connector-fault-login",
        "the other system doesn't let us in: {said}",
    ),
    (
        "connector-fault-limited",
        "the other system asks to be called again in {seconds} seconds",
    ),
    (
        "connector-fault-no-comments",
        "the other system refuses this (0): there are no tickets",
    ),
    (
        "connector-fault-no-comments",
        "the other system refuses this (0): comments on",
    ),
    (
        "connector-fault-no-tasks",
        "the other system refuses this (0): tasks are not made",
    ),
    (
        "connector-fault-no-accounts",
        "the other system refuses this (0): Request Tracker keeps",
    ),
    (
        "connector-fault-unreadable",
        "what the other system answers can't be read: {said}",
    ),
    ("connector-nothing-ticket", "the answer is about no ticket"),
    ("connector-nothing-answer", "the answer doesn't count"),
    ("connector-nothing-unknown", "it isn't known there"),
    ("connector-nothing-figure", "there is no figure to send"),
    ("connector-nothing-gone", "the case is gone"),
    ("connector-nothing-closed", "the case was closed before"),
    (
        "connector-nothing-both",
        "neither account nor contact is known",
    ),
    ("connector-nothing-opened", "the case was opened again"),
    ("connector-nothing-case", "the case is about no ticket"),
    ("connector-nothing-doubt", "whether an earlier try arrived"),
]);

/// What is wrong with a row.
const ROWS: Wording = Wording(&[
    (
        "connector-row-above",
        "the account {id} above it isn't known yet",
    ),
    ("connector-row-its-account", "its account {id} isn't known"),
    ("connector-row-account", "the account {id} isn't known"),
    ("connector-row-role", "there is no role \"{role}\" here"),
    ("connector-row-address", "no e-mail address"),
    (
        "connector-row-nobody",
        "nobody with an e-mail address asked",
    ),
    ("connector-row-no-key", "has neither an e-mail address nor"),
    ("connector-row-needs", "needs an account, a role and"),
    ("connector-row-no-id", "has nothing usable in {field}"),
    ("connector-row-number", "{field}: \"{value}\" is no number"),
    ("connector-row-day", "{field}: \"{value}\" is no day"),
    (
        "connector-row-yes-no",
        "{field}: \"{value}\" is neither yes nor no",
    ),
]);

/// A fault of the other system, or why something wasn't sent.
pub(super) fn fault(words: &Words, language: Language, text: &str) -> String {
    if let Some((status, said)) = status(text) {
        return platform::web::answered(words, language, (status, said));
    }
    let text = text
        .strip_prefix("the address can't be called: ")
        .unwrap_or(text);
    [FAULTS, CALLS]
        .iter()
        .find_map(|wording| wording.try_say(words, language, text))
        .unwrap_or_else(|| text.to_owned())
}

/// The status that the other system answered, and what it said; 0 is none of theirs.
fn status(text: &str) -> Option<(u16, &str)> {
    let begins = [
        "the other system refuses this (",
        "the other system has trouble (",
    ];
    let rest = begins.iter().find_map(|begin| text.strip_prefix(begin))?;
    let (status, said) = rest.split_once("): ")?;
    let status = status.parse().ok().filter(|status| *status > 0)?;
    Some((status, said))
}

/// What is wrong with a row: one thing, or several with a `;` between them.
pub(super) fn row(words: &Words, language: Language, text: &str) -> String {
    let say = |text: &str| {
        [ROWS, CONTACT, EVENTS]
            .iter()
            .find_map(|wording| wording.try_say(words, language, text))
    };
    let each = text.split("; ").map(|text| {
        let (field, said) = match text.strip_prefix('/') {
            None => ("", say(text)),
            Some(text) => of_field(text, say),
        };
        let said = said.unwrap_or_else(|| text.to_owned());
        with_quote(&said, field)
    });
    each.collect::<Vec<_>>().join(" ")
}

/// What is wrong with a field, which stands before it; what fields are called may have spaces.
fn of_field(text: &str, say: impl Fn(&str) -> Option<String>) -> (&str, Option<String>) {
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    let found = spaces.map(|at| (&text[..at], say(&text[at + 1..])));
    let mut known = found.filter(|(_, said)| said.is_some());
    known.next().unwrap_or(("", None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::Fault;

    fn words() -> Words {
        let slices = [
            &platform::PLATFORM,
            &contact::SLICE,
            &programme::SLICE,
            &crate::SLICE,
        ];
        Words::new(&slices).expect("words")
    }

    #[test]
    fn everything_has_words_in_both_languages() {
        for wording in [FAULTS, ROWS] {
            let faults = wording.faults(&[&platform::PLATFORM, &crate::SLICE]);
            assert_eq!(faults, Vec::<String>::new());
        }
    }

    /// Begins so in Dutch, and ends with what was said in both languages.
    fn is_said(fault: &Fault, in_dutch: &str, quoted: &str) {
        let (words, text) = (words(), fault.to_string());
        let [en, nl] = Language::ALL.map(|language| super::fault(&words, language, &text));
        assert!(nl.starts_with(in_dutch), "{text}: {nl}");
        for said in [&en, &nl] {
            assert!(said.ends_with(&format!(".{quoted}")), "{text}: {said}");
        }
        assert_ne!(en, nl);
    }

    #[test]
    fn faults_of_others_are_said_in_the_language_of_the_page_and_quoted_behind() {
        let said = "No such <b>field</b>; ask \"Ann\"".to_owned();
        let quote = format!(" “{said}”");
        for (status, nl) in [
            (302, "Het andere systeem verwijst door"),
            (400, "Het andere systeem weigert dit"),
            (404, "Bij het andere systeem is hier niets"),
        ] {
            let said = said.clone();
            is_said(&Fault::Refused { status, said }, nl, &quote);
        }
        for (said, quoted) in [("(502): Bad gateway", " “Bad gateway”"), ("(500): ", "")] {
            let fault = Fault::Trouble {
                said: format!("the other system has trouble {said}"),
                in_doubt: true,
            };
            is_said(&fault, "Het andere systeem heeft zelf een storing", quoted);
        }
        let login = Fault::Login(said);
        is_said(
            &login,
            "Het andere systeem laat Luister niet binnen",
            &quote,
        );
        let limited = Fault::Limited(30);
        is_said(&limited, "Het andere systeem vraagt om 30 seconden te", "");
        let unreadable = Fault::Unreadable("expected value at line 1".to_owned());
        let quote = " “expected value at line 1”";
        is_said(
            &unreadable,
            "Wat het andere systeem antwoordt, is niet",
            quote,
        );
    }

    #[test]
    fn what_a_system_never_does_is_said_without_quotes() {
        for (said, nl) in [
            (
                "there are no tickets to comment on in AFAS",
                "Dit systeem neemt geen",
            ),
            (
                "comments on tickets of HubSpot are not written",
                "Dit systeem neemt geen",
            ),
            (
                "tasks are not made in Request Tracker",
                "In dit systeem worden geen",
            ),
            (
                "Request Tracker keeps no accounts",
                "Dit systeem kent geen klanten",
            ),
        ] {
            let fault = Fault::Refused {
                status: 0,
                said: said.to_owned(),
            };
            is_said(&fault, nl, "");
        }
    }

    /// Every way in which a call ends without an answer has words of its own.
    #[test]
    fn calls_without_an_answer_have_words() {
        use outbound::{Fault as Call, Refused};
        let words = words();
        for call in [
            Call::Refused(Refused::Malformed),
            Call::Refused(Refused::Scheme),
            Call::Refused(Refused::Login),
            Call::Refused(Refused::Port),
            Call::Refused(Refused::NotPublic),
            Call::Unsendable,
            Call::Connection,
            Call::Certificate,
            Call::Timeout,
            Call::BrokeOff,
            Call::TooLong(2000),
        ] {
            let text = call.to_string();
            for text in [text.clone(), Fault::Address(text.clone()).to_string()] {
                let said = Language::ALL.map(|language| fault(&words, language, &text));
                assert!(said.iter().all(|said| *said != text), "{text}");
                assert_ne!(said[0], said[1], "{text}");
                assert!(!said[1].contains('“'), "nobody said it: {said:?}");
            }
        }
    }

    #[test]
    fn several_faults_of_a_row_are_told_apart() {
        let text = "Omzet: \"veel\" is no number; its account K-9 isn't known; \
                    /email this is no e-mail address: give one address alone";
        assert_eq!(
            row(&words(), Language::Nl, text),
            "In Omzet staat geen getal: “veel”. De bijbehorende klant K-9 is hier niet bekend. \
             Dit is geen e-mailadres: geef één adres, zoals jan@acme.nl. “email”"
        );
        let text = "/subject 1 to 200 characters on one line; /attributes/Which team a text, a \
                    number, true, false or null";
        assert_eq!(
            row(&words(), Language::Nl, text),
            "Geef 1 tot 200 tekens op één regel. “subject” Geef een tekst, een getal, waar of \
             onwaar. “attributes/Which team”"
        );
        assert_eq!(
            row(&words(), Language::En, "something else"),
            "something else"
        );
    }
}
