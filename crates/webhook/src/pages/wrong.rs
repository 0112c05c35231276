//! What the verbs of this slice refuse, and the keys of the words by which pages say it.

use platform::web::Wording;

/// All of it; where one beginning is part of another, the longer stands first.
pub(crate) const WRONG: Wording = Wording(&[
    ("webhook-wrong-many", "there are 50 webhooks"),
    ("webhook-wrong-late", "somebody else changed this webhook"),
    ("webhook-wrong-kind-stays", "the kind of a webhook stays"),
    ("webhook-wrong-no-secret", "a channel has no secret"),
    ("webhook-wrong-not-again", "only what ended and is kept"),
    ("webhook-wrong-is-off", "this webhook is off"),
    ("webhook-wrong-is-used", "it is told by"),
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
