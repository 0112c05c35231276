//! What the verbs of this slice refuse, and the keys of the words by which pages say it.

use platform::web::Wording;

/// All of it; where one beginning is part of another, the longer stands first.
pub(crate) const WRONG: Wording = Wording(&[
    (
        "case-wrong-closed-reopen",
        "this case is closed; reopen it first",
    ),
    ("case-wrong-closed", "this case is closed already"),
    ("case-wrong-open", "this case is open"),
    ("case-wrong-erased", "the customer of this case was erased"),
    (
        "case-wrong-until-year",
        "a moment that is still to come, within a year",
    ),
    (
        "case-wrong-due-years",
        "a moment that is still to come, within five years",
    ),
    (
        "case-wrong-due-reason",
        "say why the customer hears from us later",
    ),
    ("case-wrong-result", "say what became of it"),
    (
        "case-wrong-no-worker",
        "nobody who handles cases here has this id",
    ),
    (
        "case-wrong-no-role",
        "nobody has this role for this customer",
    ),
    ("case-wrong-until", "say until when"),
    ("case-wrong-moment", "a day and a time, as"),
    ("case-wrong-hours", "a number of hours, as"),
    ("case-wrong-days", "a number of working days"),
    ("case-wrong-minutes", "at most"),
    ("case-wrong-late", "somebody else changed this case since"),
    (
        "case-wrong-cause-late",
        "somebody else changed this cause since",
    ),
    (
        "case-wrong-escalation",
        "minutes of office time; administrators",
    ),
    ("case-wrong-cause-itself", "a cause is no part of itself"),
    ("case-wrong-cause-none", "there is no such cause"),
    ("case-wrong-cause-deep", "the tree has at most"),
    (
        "case-wrong-cause-name",
        "another cause at this place has this name",
    ),
    ("case-wrong-cause-person", "a person is never a cause"),
    ("case-wrong-causes-there", "there are causes already"),
    (
        "case-wrong-causes-who",
        "administrators and people who lead arrange causes",
    ),
    ("case-wrong-direction", "in or out: a conversation"),
    ("case-wrong-said", "say what was said"),
    ("case-wrong-said-at", "a moment that has been"),
    ("case-wrong-nobody", "nobody here has this id"),
    (
        "case-wrong-with-whom",
        "say with whom: a contact or an account",
    ),
    ("case-wrong-no-contact", "there is no such contact"),
    ("case-wrong-no-account", "there is no such account"),
    ("case-wrong-no-answer", "no such answer is known"),
    ("case-wrong-line", "one line of 1 to"),
    ("case-wrong-text", "a text has at most"),
    ("case-wrong-control", "a text has no control characters"),
    ("case-wrong-key", "a key can't have a case"),
    ("case-wrong-workers", "this is for people who handle cases"),
    ("case-wrong-administrators", "this is for administrators"),
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
