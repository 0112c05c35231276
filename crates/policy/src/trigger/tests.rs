//! Rules of conditions, row by row, and what must hold for any condition.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::compare::{date, number};
use super::*;

/// What is known, as a test says it.
#[derive(Clone, Debug, Default)]
struct World {
    comment: Option<String>,
    account: Option<BTreeMap<String, String>>,
    contact: Option<BTreeMap<String, String>>,
    roles: Option<Vec<String>>,
    metric: Option<Metric>,
    score: Option<u8>,
    previous: Option<u8>,
    language: Option<String>,
}

impl Known for World {
    fn says(&self, words: &str) -> Option<bool> {
        self.comment.as_ref().map(|text| text.contains(words))
    }

    fn about(&self, theme: &Theme) -> Option<bool> {
        self.says(&theme.theme_id)
    }

    fn attribute(&self, whose: Whose, name: &str) -> Option<&str> {
        let of = match whose {
            Whose::Account => &self.account,
            Whose::Contact => &self.contact,
        };
        of.as_ref()?.get(name).map(String::as_str)
    }

    fn has_role(&self, role: &str) -> Option<bool> {
        let roles = self.roles.as_ref()?;
        Some(roles.iter().any(|one| one == role))
    }
}

impl World {
    fn facts(&self) -> Facts<'_> {
        Facts {
            metric: self.metric,
            score: self.score,
            previous: self.previous,
            higher_is_better: (self.metric != Some(Metric::Effort)).then_some(true),
            survey_id: Some("s1"),
            language: self.language.as_deref(),
            today: Day(20_000),
            known: self,
        }
    }
}

fn condition(json: &str) -> Condition {
    serde_json::from_str(json).expect("a condition")
}

fn full() -> World {
    let pairs = |pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Some(pairs.collect::<BTreeMap<_, _>>())
    };
    World {
        comment: Some("too slow".to_owned()),
        account: pairs(&[
            ("revenue", "250000"),
            ("industry", "Retail"),
            ("renewal", "2024-11-03"),
        ]),
        contact: pairs(&[("role", "buyer")]),
        roles: Some(vec!["success_manager".to_owned()]),
        metric: Some(Metric::Recommend),
        score: Some(3),
        previous: Some(8),
        language: Some("nl-BE".to_owned()),
    }
}

/// Conditions, and whether they hold of [`full`]. Day 20 000 is 2024-10-04; the renewal is thirty
/// days ahead.
const HOLDS: &[(&str, Option<bool>)] = &[
    (r#"{"all":[]}"#, Some(true)),
    (r#"{"class":["detractor"]}"#, Some(true)),
    (r#"{"class":["passive","promoter"]}"#, Some(false)),
    (
        r#"{"score":{"metric":"recommend","at_most":3}}"#,
        Some(true),
    ),
    (
        r#"{"score":{"metric":"recommend","at_least":4}}"#,
        Some(false),
    ),
    (r#"{"score":{"metric":"effort","at_most":3}}"#, None),
    (r#"{"not":{"score":{"metric":"effort","at_most":3}}}"#, None),
    (r#"{"drop":{"points":5}}"#, Some(true)),
    (r#"{"drop":{"points":6}}"#, Some(false)),
    (r#"{"words":"slow"}"#, Some(true)),
    (r#"{"not":{"words":"dear"}}"#, Some(true)),
    (
        r#"{"theme":{"survey_id":"s1","theme_id":"slow"}}"#,
        Some(true),
    ),
    (r#"{"theme":{"survey_id":"s2","theme_id":"slow"}}"#, None),
    (
        r#"{"account":{"name":"revenue","at_least":250000}}"#,
        Some(true),
    ),
    (
        r#"{"account":{"name":"revenue","at_least":250001}}"#,
        Some(false),
    ),
    (r#"{"account":{"name":"industry","at_least":1}}"#, None),
    (
        r#"{"account":{"name":"industry","one_of":["bank","retail"]}}"#,
        Some(true),
    ),
    (
        r#"{"account":{"name":"renewal","within_days":30}}"#,
        Some(true),
    ),
    (
        r#"{"account":{"name":"renewal","within_days":29}}"#,
        Some(false),
    ),
    (
        r#"{"account":{"name":"renewal","past_days":30}}"#,
        Some(false),
    ),
    (r#"{"account":{"name":"size","one_of":["large"]}}"#, None),
    (
        r#"{"not":{"account":{"name":"size","one_of":["large"]}}}"#,
        None,
    ),
    (
        r#"{"contact":{"name":"role","one_of":["buyer"]}}"#,
        Some(true),
    ),
    (r#"{"has_role":"success_manager"}"#, Some(true)),
    (r#"{"has_role":"consultant"}"#, Some(false)),
    (r#"{"survey":["s1","s2"]}"#, Some(true)),
    (r#"{"language":["nl"]}"#, Some(true)),
    (r#"{"language":["nl-NL"]}"#, Some(false)),
    (
        r#"{"all":[{"class":["detractor"]},{"words":"slow"}]}"#,
        Some(true),
    ),
    (
        r#"{"all":[{"has_role":"consultant"},{"score":{"metric":"effort","at_most":1}}]}"#,
        Some(false),
    ),
    (
        r#"{"any":[{"has_role":"consultant"},{"score":{"metric":"effort","at_most":1}}]}"#,
        None,
    ),
    (
        r#"{"any":[{"class":["detractor"]},{"score":{"metric":"effort","at_most":1}}]}"#,
        Some(true),
    ),
];

#[test]
fn each_condition_holds_for_what_it_says() {
    for (json, holds) in HOLDS {
        assert_eq!(condition(json).holds(&full().facts()), *holds, "{json}");
    }
}

#[test]
fn score_zero_is_a_score() {
    let world = World {
        score: Some(0),
        ..full()
    };
    assert_eq!(
        condition(r#"{"class":["detractor"]}"#).holds(&world.facts()),
        Some(true)
    );
    assert_eq!(Class::of(6), Class::Detractor);
    assert_eq!(
        (Class::of(7), Class::of(9)),
        (Class::Passive, Class::Promoter)
    );
}

#[test]
fn a_drop_follows_the_direction_of_the_scale() {
    let drop = condition(r#"{"drop":{"points":2}}"#);
    let world = World {
        metric: Some(Metric::Effort),
        score: Some(4),
        previous: Some(2),
        ..full()
    };
    let facts = |higher_is_better| Facts {
        higher_is_better,
        ..world.facts()
    };
    assert_eq!(drop.holds(&facts(Some(true))), Some(false));
    assert_eq!(drop.holds(&facts(Some(false))), Some(true));
    assert_eq!(drop.holds(&facts(None)), None);
}

#[test]
fn numbers_and_dates_are_never_guessed() {
    for (text, value) in [
        ("1250000", Some(1_250_000.0)),
        ("-3.5", Some(-3.5)),
        ("€ 1.250.000,50", Some(1_250_000.5)),
        ("1,250,000.50", Some(1_250_000.5)),
        ("1.250.000", Some(1_250_000.0)),
        ("12,5", Some(12.5)),
        ("1,250", None),
        ("1,25,000", None),
        ("", None),
        ("many", None),
        ("1e999", None),
        ("inf", None),
        ("NaN", None),
        ("1.2.3", None),
        ("..", None),
        (",", None),
    ] {
        assert_eq!(number(text), value, "{text}");
    }
    assert_eq!(date("2024-10-04"), Some(Day(20_000)));
    assert_eq!(date(" 2024-10-04T10:00:00Z"), Some(Day(20_000)));
    for text in [
        "",
        "4-10-2024",
        "2024-10-4",
        "2024-13-01",
        "2024-10-041",
        "éééééééé",
    ] {
        assert_eq!(date(text), None, "{text}");
    }
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_place() {
    for (json, place) in [
        (r#"{"all":[{"any":[]}]}"#, "/when/all/0/any"),
        (r#"{"class":[]}"#, "/when/class"),
        (r#"{"score":{"metric":"recommend"}}"#, "/when/score"),
        (
            r#"{"score":{"metric":"recommend","at_most":11}}"#,
            "/when/score/at_most",
        ),
        (
            r#"{"score":{"metric":"effort","at_least":0}}"#,
            "/when/score/at_least",
        ),
        (r#"{"not":{"drop":{"points":0}}}"#, "/when/not/drop/points"),
        (
            r#"{"account":{"name":"","one_of":["a"]}}"#,
            "/when/account/name",
        ),
        (r#"{"account":{"name":"a"}}"#, "/when/account"),
        (
            r#"{"account":{"name":"a","at_least":2,"at_most":1}}"#,
            "/when/account/at_most",
        ),
        (
            r#"{"contact":{"name":"a","one_of":["b","c\nd"]}}"#,
            "/when/contact/one_of/1",
        ),
        (r#"{"survey":[]}"#, "/when/survey"),
    ] {
        let mistakes = condition(json).check("/when", true);
        assert_eq!(mistakes.len(), 1, "{json}: {mistakes:?}");
        assert_eq!(mistakes[0].pointer, place, "{json}");
    }
    let of_answer = condition(r#"{"all":[{"class":["detractor"]}]}"#);
    assert!(of_answer.check("", true).is_empty());
    assert_eq!(of_answer.check("", false)[0].pointer, "/all/0/class");
    let deep = (0..10).fold(condition(r#"{"all":[]}"#), |inner, _| {
        Condition::Not(Box::new(inner))
    });
    assert!(!deep.check("", true).is_empty());
    let many = Condition::All(vec![condition(r#"{"words":"a"}"#); 100]);
    assert!(!many.check("", true).is_empty());
}

#[test]
fn unknown_fields_are_refused() {
    for json in [
        r#"{"score":{"metric":"recommend","at_most":6,"above":1}}"#,
        r#"{"account":{"name":"a","equals":"b"}}"#,
        r#"{"script":"1"}"#,
        r#"{"class":["critic"]}"#,
    ] {
        assert!(serde_json::from_str::<Condition>(json).is_err(), "{json}");
    }
}

#[test]
fn leaves_are_named_by_their_place() {
    let rule =
        condition(r#"{"all":[{"words":"a"},{"not":{"any":[{"words":"b"},{"has_role":"c"}]}}]}"#);
    let mut places = Vec::new();
    rule.each_leaf("/when", &mut |at, _| places.push(at.to_owned()));
    assert_eq!(
        places,
        [
            "/when/all/0/words",
            "/when/all/1/not/any/0/words",
            "/when/all/1/not/any/1/has_role"
        ]
    );
}

#[test]
fn a_rule_fires_for_what_came_after_it_was_switched_on_and_once() {
    let on = Watch {
        active_since: Some(At(100)),
    };
    let off = Watch { active_since: None };
    for (watch, answered, holds, has_fired, fires) in [
        (on, 100, Some(true), false, true),
        (on, 99, Some(true), false, false),
        (on, 200, Some(true), true, false),
        (on, 200, Some(false), false, false),
        (on, 200, None, false, false),
        (off, 200, Some(true), false, false),
    ] {
        assert_eq!(watch.fires(At(answered), holds, has_fired), fires);
    }
    let since = Watch {
        active_since: Some(At(10 * DAY)),
    };
    assert!(since.fires_unanswered(At(0), 10, At(10 * DAY)));
    assert!(
        !since.fires_unanswered(At(0), 10, At(10 * DAY - 1)),
        "not yet"
    );
    assert!(
        !since.fires_unanswered(At(0), 9, At(30 * DAY)),
        "before it was on"
    );
    assert!(!off.fires_unanswered(At(0), 9, At(30 * DAY)));
}

#[test]
fn a_silence_begins_with_what_was_last_heard() {
    let heard = LastHeard {
        known_since: At(0),
        answered: Some(At(5 * DAY)),
        spoken: Some(At(7 * DAY)),
    };
    assert_eq!(heard.silence(10, At(17 * DAY - 1)), None);
    assert_eq!(heard.silence(10, At(17 * DAY)), Some(At(7 * DAY)));
    assert_eq!(
        heard.silence(10, At(90 * DAY)),
        Some(At(7 * DAY)),
        "the same one"
    );
    assert_eq!(LastHeard::default().silence(3, At(3 * DAY)), Some(At(0)));
}

fn leaf() -> impl Strategy<Value = Condition> {
    prop_oneof![
        (0_u8..=10).prop_map(|most| Condition::Score(Score {
            metric: Metric::Recommend,
            at_least: None,
            at_most: Some(most),
        })),
        Just(Condition::Class(vec![Class::Detractor])),
        (1_u8..=9).prop_map(|points| Condition::Drop(Drop { points })),
        Just(Condition::Words("slow".to_owned())),
        (0_u32..500_000).prop_map(|least| Condition::Account(Compare {
            name: "revenue".to_owned(),
            at_least: Some(f64::from(least)),
            ..Compare::default()
        })),
        Just(Condition::HasRole("success_manager".to_owned())),
        Just(Condition::Language(vec!["nl".to_owned()])),
    ]
}

fn any_condition() -> impl Strategy<Value = Condition> {
    leaf().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::Any),
            inner.prop_map(|part| Condition::Not(Box::new(part))),
        ]
    })
}

fn any_world() -> impl Strategy<Value = World> {
    let revenue = prop::option::of(0_u32..500_000);
    (
        prop::option::of("[a-z ]{0,8}(slow)?"),
        revenue,
        prop::option::of(any::<bool>()),
        prop::option::of(0_u8..=10),
        prop::option::of(0_u8..=10),
        prop::option::of(prop_oneof![Just("nl"), Just("en")]),
    )
        .prop_map(
            |(comment, revenue, role, score, previous, language)| World {
                comment,
                account: revenue.map(|n| BTreeMap::from([("revenue".to_owned(), n.to_string())])),
                contact: None,
                roles: role.map(|has| {
                    let roles = has.then(|| "success_manager".to_owned());
                    roles.into_iter().collect()
                }),
                metric: Some(Metric::Recommend),
                score,
                previous,
                language: language.map(str::to_owned),
            },
        )
}

proptest! {
    /// What was decided without knowing everything stays decided when all is known.
    #[test]
    fn knowing_more_never_overturns(rule in any_condition(), world in any_world(), mask in any::<u8>()) {
        let known = |bit: u8| mask >> bit & 1 == 1;
        let less = World {
            comment: world.comment.clone().filter(|_| known(0)),
            account: world.account.clone().filter(|_| known(1)),
            roles: world.roles.clone().filter(|_| known(2)),
            score: world.score.filter(|_| known(3)),
            previous: world.previous.filter(|_| known(4)),
            language: world.language.clone().filter(|_| known(5)),
            ..world.clone()
        };
        if let Some(decided) = rule.holds(&less.facts()) {
            prop_assert_eq!(rule.holds(&world.facts()), Some(decided));
        }
    }

    /// Where nothing is known nothing fires, whatever is denied.
    #[test]
    fn missing_data_never_fires(rule in any_condition()) {
        let nothing = World { metric: Some(Metric::Recommend), ..World::default() };
        prop_assert_eq!(rule.holds(&nothing.facts()), None);
    }

    /// Denying twice says the same; of a condition and its denial at most one holds.
    #[test]
    fn denial_is_denial(rule in any_condition(), world in any_world()) {
        let holds = rule.holds(&world.facts());
        let not = Condition::Not(Box::new(rule.clone()));
        prop_assert_eq!(not.holds(&world.facts()), holds.map(|holds| !holds));
        let twice = Condition::Not(Box::new(not));
        prop_assert_eq!(twice.holds(&world.facts()), holds);
    }

    /// One more condition among all never makes more fire, among any never fewer.
    #[test]
    fn more_conditions_narrow_all_and_widen_any(rule in any_condition(), more in any_condition(), world in any_world()) {
        let facts = world.facts();
        let fires = |condition: &Condition| condition.holds(&facts) == Some(true);
        let all = Condition::All(vec![rule.clone(), more.clone()]);
        let any = Condition::Any(vec![rule.clone(), more]);
        prop_assert!(fires(&rule) || !fires(&all));
        prop_assert!(fires(&any) || !fires(&rule));
    }

    /// A lower recommendation never falls out of a limit from above.
    #[test]
    fn a_worse_score_stays_within(most in 0_u8..=10, score in 1_u8..=10) {
        let rule = Condition::Score(Score { metric: Metric::Recommend, at_least: None, at_most: Some(most) });
        let at = |score| World { metric: Some(Metric::Recommend), score: Some(score), ..World::default() };
        if rule.holds(&at(score).facts()) == Some(true) {
            prop_assert_eq!(rule.holds(&at(score - 1).facts()), Some(true));
        }
    }

    /// What is written down is read back the same.
    #[test]
    fn json_is_exact(rule in any_condition()) {
        let text = serde_json::to_string(&rule).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Condition>(&text).expect("read back"), rule);
    }

    #[test]
    fn numbers_never_panic(text in "\\PC{0,20}") {
        let _ = (number(&text), date(&text));
    }
}
