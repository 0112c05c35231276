//! Evidence decides: what counts, what the response says, and that the order of storing is nothing.

use jiff::tz::TimeZone;
use policy::SECOND;
use policy::vote::Accept;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::model::Attributes;

fn hit(at_s: i64, visit: &str, kind: Kind) -> Evidence {
    Evidence {
        mail: None,
        at_us: at_s * SECOND,
        visit: visit.to_owned(),
        kind,
        score: None,
        signs: Signs::default(),
        comment: false,
        agent: String::new(),
        content: None,
    }
}

/// A link with a score that was followed: a vote of its visit.
fn click(at_s: i64, visit: &str, score: u8) -> Evidence {
    Evidence {
        score: Some(score),
        content: Some(said(score, &["recommend"], false)),
        ..hit(at_s, visit, Kind::Opened)
    }
}

fn said(score: u8, questions: &[&str], complete: bool) -> Said {
    Said {
        complete,
        language: Some("nl".to_owned()),
        answers: Answers::from([("recommend".to_owned(), json!(score))]),
        questions: (!complete).then(|| questions.iter().map(|q| (*q).to_owned()).collect()),
        answered_at_us: None,
    }
}

fn sent(at_s: i64, visit: &str, score: u8) -> Evidence {
    Evidence {
        score: Some(score),
        content: Some(said(score, &[], true)),
        ..hit(at_s, visit, Kind::Submitted)
    }
}

fn sign(at_s: i64, visit: &str) -> Evidence {
    Evidence {
        signs: Signs {
            pointer: true,
            keyboard: false,
            visible_seconds: 6,
        },
        ..hit(at_s, visit, Kind::Used)
    }
}

fn base() -> Response {
    let moment = Moment { at_us: 0, day: 0 };
    Response {
        response_id: "r".into(),
        ordinal: 1,
        change_seq: 1,
        version: 1,
        state: State::Complete,
        doubt: None,
        language: "en".into(),
        channel: Channel::Personal,
        external_id: None,
        answers: Answers::from([("recommend".to_owned(), json!(0))]),
        attributes: Attributes::from([("team".to_owned(), "N".to_owned())]),
        answered: moment,
        stored_at_us: 0,
        changed_at_us: 0,
    }
}

/// Doubt, state and score a response has.
type Outcome = (Option<Doubt>, State, i64);

/// What the response has by these rules.
fn outcome(log: &[Evidence], rules: &VoteRules) -> Option<Outcome> {
    let ruling = rule(log, rules)?;
    let content = told(log, &ruling.counted, (&base(), &TimeZone::UTC)).expect("it speaks");
    let score = content.answers["recommend"].as_i64().expect("a number");
    assert_eq!(content.attributes, base().attributes);
    Some((ruling.doubt, content.state, score))
}

#[test]
fn the_best_visits_make_the_response() {
    use Doubt::{Provisional, Suspect};
    use State::{Complete, Partial};
    let burst = [click(0, "x", 0), click(1, "y", 1), click(2, "z", 10)];
    let cases: Vec<(Vec<Evidence>, Option<Outcome>)> = vec![
        (vec![], None),
        (vec![hit(0, "a", Kind::Head)], None),
        (vec![hit(0, "a", Kind::Opened)], None),
        (
            vec![click(0, "a", 9)],
            Some((Some(Provisional), Partial, 9)),
        ),
        (
            vec![click(0, "a", 3), click(60, "b", 9)],
            Some((Some(Provisional), Partial, 9)),
        ),
        (
            vec![click(0, "a", 9), sign(7, "a")],
            Some((None, Partial, 9)),
        ),
        // A later click of nobody knows whom doesn't undo what a person said.
        (
            vec![click(0, "a", 9), sign(7, "a"), click(60, "b", 2)],
            Some((None, Partial, 9)),
        ),
        (
            vec![click(0, "a", 9), sent(20, "a", 8)],
            Some((None, Complete, 8)),
        ),
        (
            vec![sent(0, "a", 8), click(60, "b", 2), sign(70, "b")],
            Some((None, Complete, 2)),
        ),
        (burst.to_vec(), Some((Some(Suspect), Partial, 10))),
        (
            [&burst[..], &[click(60, "a", 4)]].concat(),
            Some((Some(Provisional), Partial, 4)),
        ),
        (
            [&burst[..], &[sent(3, "y", 1)]].concat(),
            Some((Some(Suspect), Complete, 1)),
        ),
        (
            [&[sent(-60, "a", 7)], &burst[..], &[sent(3, "y", 1)]].concat(),
            Some((None, Complete, 7)),
        ),
        (
            vec![hit(0, "h", Kind::Hidden), click(2, "a", 9)],
            Some((Some(Suspect), Partial, 9)),
        ),
    ];
    for (log, expected) in cases {
        assert_eq!(outcome(&log, &VoteRules::default()), expected, "{log:?}");
    }
}

#[test]
fn who_knows_better_settles_it() {
    let before = Evidence {
        content: Some(Said {
            answered_at_us: Some(-5 * SECOND),
            ..said(6, &[], true)
        }),
        ..hit(100, "before", Kind::Before)
    };
    let burst = [click(0, "x", 0), click(1, "y", 1), click(2, "z", 10)];
    let log = [&burst[..], &[before]].concat();
    for accept in [
        Accept::Validated,
        Accept::ValidatedOrSign,
        Accept::Automatic,
    ] {
        let rules = VoteRules {
            accept,
            ..VoteRules::default()
        };
        assert_eq!(outcome(&log, &rules), Some((None, State::Complete, 6)));
    }
    let ruling = rule(&log, &VoteRules::default()).expect("it speaks");
    let content = told(&log, &ruling.counted, (&base(), &TimeZone::UTC)).expect("it speaks");
    assert_eq!(content.answered.at_us, -5 * SECOND, "its moment stays");
}

#[test]
fn each_mail_has_its_own_delivery() {
    let from = |mail_id: &str, delivered_s: i64, hit: Evidence| Evidence {
        mail: Some(FromMail {
            mail_id: mail_id.to_owned(),
            delivered_at_us: delivered_s * SECOND,
        }),
        ..hit
    };
    let early = from("m", 0, sent(5, "a", 9));
    let doubt = |log: &[Evidence]| rule(log, &VoteRules::default()).map(|r| r.doubt);
    assert_eq!(
        doubt(std::slice::from_ref(&early)),
        Some(Some(Doubt::Suspect))
    );
    assert_eq!(doubt(&[from("m", -600, sent(5, "a", 9))]), Some(None));
    // The reminder came long after.
    assert_eq!(
        doubt(&[early.clone(), from("n", 1000, sent(1100, "b", 9))]),
        Some(None)
    );
    // When it was really handed over is known later than when it was made.
    let later = from("m", 3, hit(900, "c", Kind::Opened));
    assert_eq!(
        doubt(&[from("m", -600, sent(5, "a", 9)), later]),
        Some(Some(Doubt::Suspect))
    );
}

#[test]
fn a_form_without_a_score_is_judged_too() {
    let only_words = |at_s, visit: &str| Evidence {
        score: None,
        content: Some(said(5, &["why"], false)),
        ..hit(at_s, visit, Kind::Submitted)
    };
    let found = rule(&[only_words(0, "a")], &VoteRules::default()).expect("it speaks");
    assert_eq!(found.doubt, None);
    let log = [hit(0, "h", Kind::Hidden), only_words(1, "a")];
    let found = rule(&log, &VoteRules::default()).expect("it speaks");
    assert_eq!(found.doubt, Some(Doubt::Suspect));
}

#[test]
fn what_is_stored_is_read_again() {
    for said in [said(9, &["recommend"], false), said(3, &[], true)] {
        let text = serde_json::to_string(&said).expect("JSON");
        assert_eq!(serde_json::from_str::<Said>(&text).expect("ours"), said);
    }
    for kind in [
        Kind::Head,
        Kind::Opened,
        Kind::Hidden,
        Kind::Used,
        Kind::Submitted,
        Kind::Before,
    ] {
        assert_eq!(kind.as_str().parse(), Ok(kind));
    }
}

fn any_log() -> impl Strategy<Value = Vec<Evidence>> {
    let one =
        (0..200_i64, 0..5_usize, 0..5_usize, 0..11_u8).prop_map(|(at_s, visit, kind, score)| {
            let visit = ["a", "b", "c", "d", "e"][visit];
            match kind {
                0 => hit(at_s, visit, Kind::Head),
                1 => click(at_s, visit, score),
                2 => sign(at_s, visit),
                3 => sent(at_s, visit, score),
                _ => hit(at_s, visit, Kind::Hidden),
            }
        });
    prop::collection::vec(one, 0..12)
}

proptest! {
    #[test]
    fn a_stricter_rule_confirms_no_more(log in any_log()) {
        let by = |accept| VoteRules { accept, ..VoteRules::default() };
        let confirmed = |accept| rule(&log, &by(accept)).is_some_and(|r| r.doubt.is_none());
        prop_assert!(!confirmed(Accept::Validated) || confirmed(Accept::ValidatedOrSign));
        prop_assert!(!confirmed(Accept::ValidatedOrSign) || confirmed(Accept::Automatic));
    }

    #[test]
    fn the_order_of_storing_is_nothing(log in any_log(), turn in 0..12_usize) {
        // Of two hits in the same moment none is the last one: give each its own.
        let own = |(n, hit): (usize, &Evidence)| Evidence {
            at_us: hit.at_us + i64::try_from(n).expect("small"),
            ..hit.clone()
        };
        let log: Vec<Evidence> = log.iter().enumerate().map(own).collect();
        let mut turned = log.clone();
        turned.rotate_left(if log.is_empty() { 0 } else { turn % log.len() });
        prop_assert_eq!(outcome(&log, &VoteRules::default()), outcome(&turned, &VoteRules::default()));
    }

    #[test]
    fn only_visits_that_say_something_count(log in any_log()) {
        if let Some(ruling) = rule(&log, &VoteRules::default()) {
            prop_assert!(!ruling.counted.is_empty());
            for visit in &ruling.counted {
                prop_assert!(log.iter().any(|h| &h.visit == visit && h.content.is_some()));
            }
        } else {
            prop_assert!(log.iter().all(|h| h.content.is_none()));
        }
    }
}
