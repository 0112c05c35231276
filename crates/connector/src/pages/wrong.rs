//! What the verbs of this slice refuse, and the keys of the words by which pages say it.

use platform::web::Wording;

/// All of it; where one beginning is part of another, the longer stands first.
pub(crate) const WRONG: Wording = Wording(&[
    ("connector-wrong-name", "1 to 100 characters on one line"),
    ("connector-wrong-every", "0, or 5 to"),
    ("connector-wrong-option", "letters, digits, points, dashes"),
    ("connector-wrong-no-option", "there is no such option"),
    ("connector-wrong-employees", "addresses and numbers, as"),
    ("connector-wrong-no-secret", "there is no such secret"),
    ("connector-wrong-secret-long", "at most 4000 characters"),
    (
        "connector-wrong-secret-again",
        "give it again: the address is another one",
    ),
    ("connector-wrong-task-type", "is needed for tasks"),
    ("connector-wrong-needed", "is needed"),
    (
        "connector-wrong-theirs",
        "a name as the other system has it",
    ),
    ("connector-wrong-stream", "isn't pulled from this system"),
    ("connector-wrong-twice", "is there twice"),
    (
        "connector-wrong-no-filter",
        "this system takes no condition here",
    ),
    ("connector-wrong-filter-long", "at most 1000 characters"),
    ("connector-wrong-fields-many", "at most 50 fields"),
    (
        "connector-wrong-no-field",
        "no field goes to email or external_id",
    ),
    ("connector-wrong-no-target", "no field goes to"),
    ("connector-wrong-figures", "this system keeps no figures"),
    ("connector-wrong-one-person", "one person has no NPS"),
    (
        "connector-wrong-tasks",
        "tasks are not made in Request Tracker",
    ),
    (
        "connector-wrong-comments",
        "there are no tickets to comment on",
    ),
    ("connector-wrong-many", "there are 50 connections"),
    (
        "connector-wrong-late",
        "somebody changed this connection meanwhile",
    ),
    ("connector-wrong-no-role", "there is no role"),
    ("platform-call-malformed", "an address looks like"),
    ("platform-call-scheme", "an address starts with https://"),
    ("platform-call-login", "an address has no user name"),
    ("platform-call-port", "only ports 443 and 8443"),
    (
        "platform-call-not-public",
        "no public place has this address",
    ),
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_words_in_both_languages() {
        let faults = WRONG.faults(&[&platform::PLATFORM, &crate::SLICE]);
        assert_eq!(faults, Vec::<String>::new());
    }
}
