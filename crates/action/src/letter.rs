//! The letter of an improvement: what stands on the public page is filled in before it goes to the
//! planner, which fills in what is of each contact.

use programme::letter::placeholder::{self, Piece, pieces};
use programme::letter::{Fault, Wordings, check};
use programme::outreach;

use crate::model::{Heard, ImprovementDraft};

/// What customers said and what was done, as the public page has it in the letter's language.
const SAID: &str = "said";
const DID: &str = "did";

/// The letter an improvement begins with: the usual one, with what was done.
pub fn usual() -> Wordings {
    let mut letter = outreach::wording(outreach::Kind::Told);
    for words in letter.values_mut() {
        words.body = words
            .body
            .replacen("{subject}.\n\n", "{subject}.\n\n{did}\n\n", 1);
    }
    letter
}

/// The placeholders as a sentence lists them.
pub fn listed() -> String {
    format!("{} {{{SAID}}} {{{DID}}}", placeholder::listed())
}

/// What keeps a letter from going out.
pub fn faults(letter: &Wordings) -> Vec<Fault> {
    let stands_in = |name: &str| [SAID, DID].contains(&name).then(|| "…".to_owned());
    check(&each(letter, |_, text, _| filled(text, stands_in)))
}

/// The letter as it goes out: `{subject}` is what the public page calls the improvement in that
/// language, else its title; `{said}` and `{did}` are what stands there.
pub fn wording(draft: &ImprovementDraft) -> Wordings {
    each(&draft.letter, |language, text, is_line| {
        let nothing = Heard::default();
        let heard = draft.heard.get(language);
        let title = heard.map_or(draft.title.as_str(), |heard| &heard.title);
        let heard = heard.unwrap_or(&nothing);
        filled(text, |name| match name {
            "subject" => Some(inert(title, true)),
            SAID => Some(inert(&heard.said, is_line)),
            DID => Some(inert(&heard.did, is_line)),
            _ => None,
        })
    })
}

/// Each text of a letter, changed; whether it is one line is said with it.
fn each(letter: &Wordings, change: impl Fn(&str, &str, bool) -> String) -> Wordings {
    let mut letter = letter.clone();
    for (language, words) in &mut letter {
        words.subject = change(language, &words.subject, true);
        words.greeting = change(language, &words.greeting, true);
        words.body = change(language, &words.body, false);
        words.closing = change(language, &words.closing, false);
    }
    letter
}

/// What is filled in is no wording: what looks like a placeholder in it is none.
fn inert(text: &str, is_line: bool) -> String {
    let text = text.replace(['{', '}'], "");
    if is_line {
        let words: Vec<&str> = text.split_whitespace().collect();
        return words.join(" ");
    }
    text.trim().to_owned()
}

/// A text in which some placeholders are filled in; where the value is empty by their own words.
fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Placeholder { name, fallback } => match value(name) {
                Some(value) if value.is_empty() => filled.push_str(fallback),
                Some(value) => filled.push_str(&value),
                None if fallback.is_empty() => filled.push_str(&format!("{{{name}}}")),
                None => filled.push_str(&format!("{{{name}|{fallback}}}")),
            },
            Piece::Text(text) | Piece::Unclosed(text) => filled.push_str(text),
        }
    }
    // A paragraph that nobody filled leaves no hole.
    while filled.contains("\n\n\n") {
        filled = filled.replace("\n\n\n", "\n\n");
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(did: &str) -> ImprovementDraft {
        let heard = Heard {
            title: "Sneller {name}".to_owned(),
            said: "U wachtte\nte lang".to_owned(),
            did: did.to_owned(),
        };
        ImprovementDraft {
            title: "Sooner".to_owned(),
            letter: usual(),
            heard: [("nl".to_owned(), heard)].into(),
            ..ImprovementDraft::default()
        }
    }

    #[test]
    fn the_usual_letter_says_what_was_done() {
        for (language, words) in usual() {
            assert!(words.body.contains("{subject}.\n\n{did}\n\n"), "{language}");
        }
        assert_eq!(faults(&usual()), []);
        let letter = wording(&draft("Er zijn {meer} mensen.\n\nOok ’s avonds."));
        let dutch = &letter["nl"];
        assert_eq!(dutch.subject, "U zei, wij deden: Sneller name");
        let did = "Sneller name.\n\nEr zijn meer mensen.\n\nOok ’s avonds.\n\nMerkt";
        assert!(dutch.body.contains(did), "{}", dutch.body);
        // Where nothing is said in a language the title stands alone.
        let english = &letter["en"];
        assert!(
            english.body.contains("about it: Sooner.\n\nDo you"),
            "{}",
            english.body
        );
    }

    #[test]
    fn a_line_stays_one_and_others_fill_in_theirs() {
        let mut draft = draft("x");
        let words = draft.letter.get_mut("nl").expect("Dutch");
        words.subject = "{said} {first_name|klant} {sender}".to_owned();
        words.body = "{said|niets} {did} {oops".to_owned();
        let letter = wording(&draft);
        assert_eq!(
            letter["nl"].subject,
            "U wachtte te lang {first_name|klant} {sender}"
        );
        assert_eq!(letter["nl"].body, "U wachtte\nte lang x {oops");
    }

    #[test]
    fn unknown_placeholders_are_found() {
        let mut letter = usual();
        letter.get_mut("nl").expect("Dutch").body = "{said} {done}".to_owned();
        let found = faults(&letter);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].pointer, "/nl/body");
    }
}
