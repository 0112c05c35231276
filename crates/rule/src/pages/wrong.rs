//! What the verbs of this slice refuse, and the keys of the words by which pages say it.

use platform::web::Wording;

/// All of it; where one beginning is part of another, the longer stands first.
pub(crate) const WRONG: Wording = Wording(&[
    ("rule-wrong-detail-group", "give at least one condition"),
    ("rule-wrong-detail-deep", "conditions lie at most"),
    ("rule-wrong-detail-count", "a rule has at most"),
    (
        "rule-wrong-detail-answer",
        "this is about an answer, and the rule",
    ),
    (
        "rule-wrong-detail-class",
        "name detractor, passive or promoter",
    ),
    ("rule-wrong-detail-points", "give 1 to 10 points"),
    ("rule-wrong-detail-score", "give 0 to 10"),
    ("rule-wrong-detail-days", "give 0 to"),
    ("rule-wrong-detail-number", "give a number"),
    (
        "rule-wrong-detail-both",
        "no number is that high and that low",
    ),
    (
        "rule-wrong-detail-score-both",
        "no score is that high and that low",
    ),
    ("rule-wrong-detail-limits", "give at_least, at_most or both"),
    ("rule-wrong-detail-what", "say what it must be"),
    ("rule-wrong-detail-one", "give at least one"),
    ("rule-wrong-detail-values", "give at most"),
    (
        "rule-wrong-detail-consequences",
        "give 1 to 10 consequences",
    ),
    (
        "rule-wrong-detail-receivers",
        "give 1 to 20 people and roles",
    ),
    (
        "rule-wrong-detail-name",
        "give 1 to 120 characters on one line",
    ),
    (
        "rule-wrong-detail-line",
        "give 1 to 200 characters on one line",
    ),
    ("rule-wrong-detail-range", "give 1 to"),
    ("rule-wrong-detail-case", "a rule opens one case"),
    (
        "rule-wrong-detail-whose",
        "give a role or a person, not both",
    ),
    (
        "rule-wrong-detail-survey",
        "there is no such survey of customers",
    ),
    ("rule-wrong-detail-theme", "there is no such theme"),
    ("rule-wrong-detail-role", "there is no such role"),
    (
        "rule-wrong-detail-person",
        "nobody who works here has this id",
    ),
    ("rule-wrong-detail-channel", "there is no such channel"),
    ("rule-wrong-detail-title", "is needed"),
    ("rule-wrong-detail-title-long", "at most"),
    ("rule-wrong-detail-title-line", "is one line"),
    ("rule-wrong-detail-placeholder", "there is no placeholder"),
    ("rule-wrong-detail-brace", "the brace is not closed"),
    ("rule-wrong-detail-away", "this rule is put away"),
    ("rule-wrong-detail-drafts", "only drafts are removed"),
    (
        "rule-wrong-detail-late",
        "somebody else changed this rule since",
    ),
    (
        "rule-wrong-detail-draft",
        "a rule that was on can be switched off",
    ),
    ("rule-wrong-detail-many", "there are 200 rules"),
    ("rule-wrong-detail-written", "write it as {kept}"),
    (
        "rule-wrong-detail-choice",
        "{name} has no such choice: there are {listed}",
    ),
    ("rule-wrong-detail-value", "{name} has no such value"),
    ("rule-wrong-detail-no-number", "{name} is no number"),
    ("rule-wrong-detail-no-day", "{name} is no day"),
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
