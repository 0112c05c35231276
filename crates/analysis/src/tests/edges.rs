//! Input that has little or nothing to say.

use super::*;
use crate::{Basis, Code, Kind, Status, Unit, analyse, what_if};

pub(super) fn codes(analysis: &DriverAnalysis) -> Vec<Code> {
    analysis
        .warnings
        .iter()
        .map(|warning| warning.code)
        .collect()
}

/// `n` people whose score follows two statements, with some noise.
pub(super) fn linked(n: usize) -> People {
    let answer = |person: usize, by: usize| (person * by / 7 % 5) as u8 + 1;
    let first: Vec<u8> = (0..n).map(|person| answer(person, 3)).collect();
    let second: Vec<u8> = (0..n).map(|person| answer(person, 11)).collect();
    let score = |person: usize| {
        let noise = (person * 13 % 9) as u8;
        (first[person] + second[person] / 2 + noise / 2).clamp(0, 10)
    };
    let outcome: Vec<u8> = (0..n).map(score).collect();
    people(
        &outcome,
        vec![statement("first", &first), statement("second", &second)],
    )
}

#[test]
fn nobody_or_nearly() {
    let with = |outcome: &[u8]| {
        let answers = vec![4; outcome.len()];
        let mut people = people(outcome, vec![statement("a", &answers)]);
        people
            .attributes
            .push(attribute("plan", &vec!["basic"; outcome.len()]));
        analyse(&people, &Options::default())
    };
    for (outcome, status, code) in [
        (&[][..], Status::Nobody, Code::Nobody),
        (
            &[code::BLANK, code::NOT_ASKED],
            Status::Nobody,
            Code::Nobody,
        ),
        (&[9], Status::NoVariance, Code::OutcomeConstant),
        (&[9, 9], Status::NoVariance, Code::OutcomeConstant),
        (&[9, 3], Status::NoDrivers, Code::Constant),
    ] {
        let analysis = with(outcome);
        assert_sound(&analysis);
        assert_eq!(analysis.model.status, status, "{outcome:?}");
        assert!(codes(&analysis).contains(&code), "{outcome:?}");
        assert_eq!(analysis.drivers.len(), 1);
        assert!(analysis.leading.is_empty() && analysis.priorities.is_empty());
    }
    let nothing = analyse(&People::default(), &Options::default());
    assert_sound(&nothing);
    assert_eq!(what_if(&People::default(), &quick(), &[]), None);
}

#[test]
fn statements_nobody_knows() {
    let mut people = linked(100);
    people
        .statements
        .push(statement("unknown", &[code::DONT_KNOW; 100]));
    people.statements.push(statement("outside", &[9; 100]));
    people.statements.push(statement("constant", &[4; 100]));
    let analysis = analyse(
        &people,
        &Options {
            replicates: 100,
            ..Options::default()
        },
    );
    assert_sound(&analysis);
    assert_eq!(analysis.model.status, Status::Fitted);
    let driver = |name: &str| {
        analysis
            .drivers
            .iter()
            .find(|driver| driver.name == name)
            .unwrap()
    };
    assert_eq!(
        (driver("unknown").n, driver("unknown").missing.dont_know),
        (0, 100.0)
    );
    assert_eq!(
        (driver("outside").n, driver("outside").missing.blank),
        (0, 100.0)
    );
    assert_eq!(driver("constant").lmg, None);
    assert!(codes(&analysis).contains(&Code::Constant));
    // A statement nobody answered doesn't keep the others from being analysed, nor from lifting.
    assert!(driver("first").lmg.is_some() && driver("first").what_if.is_some());
}

#[test]
fn too_few_for_a_model() {
    let analysis = analyse(
        &linked(29),
        &Options {
            replicates: 50,
            ..Options::default()
        },
    );
    assert_sound(&analysis);
    assert_eq!(analysis.model.status, Status::TooFew);
    assert!(codes(&analysis).contains(&Code::TooFew));
    assert!(analysis.drivers[0].association.pearson.is_some());
    let analysis = analyse(&linked(60), &quick());
    assert_sound(&analysis);
    assert_eq!(analysis.model.status, Status::RankUncertain);
    assert!(codes(&analysis).contains(&Code::FewForRanks));
    let analysis = analyse(&linked(150), &quick());
    assert_eq!(analysis.model.status, Status::Fitted);
    // Two answer scales of six drivers each need 60.
    let mut many = linked(55);
    for copy in 0..10 {
        let mut answers = many.statements[copy % 2].answers.clone();
        answers.rotate_left(copy + 1);
        many.statements
            .push(statement(&format!("more {copy}"), &answers));
    }
    assert_eq!(analyse(&many, &quick()).model.status, Status::TooFew);
}

#[test]
fn a_rarely_answered_statement_leaves_the_model_to_the_others() {
    let mut people = linked(200);
    let rare: Vec<u8> = (0..200)
        .map(|person| {
            if person % 20 == 0 {
                1 + person as u8 / 20 % 5
            } else {
                code::NOT_APPLICABLE
            }
        })
        .collect();
    people.statements.push(statement("rare", &rare));
    let analysis = analyse(&people, &quick());
    assert_sound(&analysis);
    let few: Vec<_> = analysis
        .warnings
        .iter()
        .filter(|warning| warning.code == Code::TooFew)
        .collect();
    assert_eq!(few.len(), 1);
    assert_eq!(few[0].drivers, ["rare"]);
    assert_eq!(analysis.model.status, Status::Fitted);
}

#[test]
fn a_copied_driver_is_named_and_shares() {
    let mut people = linked(300);
    let alone = analyse(&people, &quick());
    let copy = people.statements[0].answers.clone();
    people.statements.push(statement("copy", &copy));
    let analysis = analyse(
        &people,
        &Options {
            replicates: 100,
            ..Options::default()
        },
    );
    assert_sound(&analysis);
    assert!(codes(&analysis).contains(&Code::Aliased));
    assert_eq!(analysis.pairs[0].drivers, ["first", "copy"]);
    let r2 = |analysis: &DriverAnalysis| analysis.model.r2.unwrap();
    assert!((r2(&analysis) - r2(&alone)).abs() < 1e-9);
    let lmg = |name: &str| {
        analysis
            .drivers
            .iter()
            .find(|driver| driver.name == name)
            .unwrap()
            .lmg
            .unwrap()
    };
    assert!((lmg("first") - lmg("copy")).abs() < 1e-9);
}

#[test]
fn an_outcome_among_the_drivers_is_named() {
    let mut people = linked(300);
    let twin: Vec<u8> = people
        .outcome
        .iter()
        .map(|score| score / 2 + u8::from(*score < 2))
        .collect();
    people.statements.push(statement(
        "twin",
        &twin.iter().map(|x| (*x).clamp(1, 5)).collect::<Vec<_>>(),
    ));
    let analysis = analyse(&people, &quick());
    let like = analysis
        .warnings
        .iter()
        .find(|warning| warning.code == Code::OutcomeLike)
        .unwrap();
    assert_eq!(like.drivers, ["twin"]);
    assert!(like.text().contains("twin"));
}

#[test]
fn rotated_statements_have_a_model_without_complete_answers() {
    let n = 1_200;
    let mut people = linked(n);
    let mut third = people.statements[0].answers.clone();
    third.rotate_left(5);
    people.statements.push(statement("third", &third));
    let complete = people.clone();
    for (number, statement) in people.statements.iter_mut().enumerate() {
        for (person, answer) in statement.answers.iter_mut().enumerate() {
            if (person / 4 + number) % 3 == 0 {
                *answer = code::NOT_ASKED;
            }
        }
    }
    let analysis = analyse(
        &people,
        &Options {
            replicates: 200,
            ..Options::default()
        },
    );
    assert_sound(&analysis);
    assert_eq!((analysis.model.method, analysis.model.n), ("em", 1_200));
    assert_eq!(analysis.model.n_listwise, 0);
    assert!(analysis.model.r2.unwrap() > 0.1);
    assert!(codes(&analysis).contains(&Code::LinearWhatIf));
    assert_eq!(analysis.model.what_if, Some(Basis::Linear));
    let gains = |analysis: &DriverAnalysis| -> Vec<crate::WhatIf> {
        let own = analysis
            .drivers
            .iter()
            .map(|driver| driver.what_if.unwrap());
        own.collect()
    };
    for what_if in gains(&analysis) {
        let [low, high] = what_if.ci95.unwrap();
        assert!(low < what_if.gain && what_if.gain < high);
        let ratio = (high - low) / (2.0 * 1.96 * what_if.se_model);
        assert!((0.8..1.25).contains(&ratio), "{ratio}");
    }
    let lifted = what_if(&people, &quick(), &[("first".to_owned(), 1.0)]).unwrap();
    assert_eq!((lifted.basis, lifted.n), (Basis::Linear, 1_200));
    // Who answered everything gets about the same from proportional odds.
    let complete = analyse(&complete, &quick());
    assert_eq!(complete.model.what_if, Some(Basis::Ordinal));
    for driver in &complete.drivers {
        let other = analysis
            .drivers
            .iter()
            .find(|other| other.name == driver.name);
        let (full, part) = (driver.what_if.unwrap(), other.unwrap().what_if.unwrap());
        assert!(
            (full.gain - part.gain).abs() < 4.0 * part.se_model,
            "{full:?} {part:?}"
        );
    }
}

#[test]
fn accounts_are_drawn_whole() {
    let mut people = linked(400);
    // Four people of each account answer alike.
    for statement in &mut people.statements {
        statement.answers = (0..400)
            .map(|person| statement.answers[person / 4])
            .collect();
    }
    people.outcome = (0..400).map(|person| people.outcome[person / 4]).collect();
    let single = analyse(
        &people,
        &Options {
            replicates: 400,
            ..Options::default()
        },
    );
    people.accounts = Some((0..400).map(|person| person / 4).collect());
    let clustered = analyse(
        &people,
        &Options {
            replicates: 400,
            ..Options::default()
        },
    );
    assert_sound(&clustered);
    let bootstrap = clustered.bootstrap.unwrap();
    assert_eq!((bootstrap.unit, bootstrap.units), (Unit::Accounts, 100));
    let width = |analysis: &DriverAnalysis| {
        let [low, high] = analysis.drivers[0].lmg_ci95.unwrap();
        high - low
    };
    // Four alike tell as much as one: twice the width.
    let ratio = width(&clustered) / width(&single);
    assert!((1.6..2.5).contains(&ratio), "{ratio}");
    for driver in &clustered.drivers {
        let mut others = single.drivers.iter();
        let other = others.find(|other| other.name == driver.name).unwrap();
        assert_eq!(driver.kss.value, other.kss.value);
        let ratio = driver.kss.se.unwrap() / other.kss.se.unwrap();
        assert!(
            (ratio - 2.0 * (100_f64 / 99.0).sqrt()).abs() < 1e-9,
            "{ratio}"
        );
    }
    // Accounts of one person each change next to nothing.
    people.accounts = Some((0..400).collect());
    let alone = analyse(&people, &quick());
    for (driver, other) in alone.drivers.iter().zip(&single.drivers) {
        let ratio = driver.kss.se.unwrap() / other.kss.se.unwrap();
        assert!((ratio - (400_f64 / 399.0).sqrt()).abs() < 1e-9, "{ratio}");
        assert_eq!(driver.kss.status, other.kss.status);
    }
}

#[test]
fn very_many_people_are_drawn_in_groups() {
    let drawn = |n: usize| {
        let options = Options {
            replicates: 40,
            ..Options::default()
        };
        let bootstrap = analyse(&linked(n), &options).bootstrap.unwrap();
        (bootstrap.unit, bootstrap.units)
    };
    assert_eq!(drawn(5_000), (Unit::Respondents, 5_000));
    assert_eq!(drawn(5_001), (Unit::Blocks, 1_000));
    let people = linked(30_000);
    let analysis = analyse(
        &people,
        &Options {
            replicates: 300,
            ..Options::default()
        },
    );
    assert_sound(&analysis);
    let bootstrap = analysis.bootstrap.unwrap();
    assert_eq!((bootstrap.unit, bootstrap.units), (Unit::Blocks, 1_000));
    let what_if = analysis.drivers[0].what_if.unwrap();
    let [low, high] = what_if.ci95.unwrap();
    assert!(low < what_if.gain && what_if.gain < high);
}

#[test]
fn yes_and_no_can_be_lifted() {
    let mut people = linked(200);
    let owned: Vec<&str> = (0..200)
        .map(|person| if person % 3 == 0 { "ja" } else { "nee" })
        .collect();
    for (score, owned) in people.outcome.iter_mut().zip(&owned) {
        *score = (*score + 2 * u8::from(*owned == "ja")).min(10);
    }
    people.attributes.push(attribute("admin", &owned));
    let features: Vec<String> = (0..200).map(|person| (person % 7).to_string()).collect();
    let features: Vec<&str> = features.iter().map(String::as_str).collect();
    people.attributes.push(attribute("features", &features));
    let analysis = analyse(
        &people,
        &Options {
            replicates: 100,
            ..Options::default()
        },
    );
    assert_sound(&analysis);
    let [admin, features] = &analysis.attributes[..] else {
        panic!("two attributes")
    };
    assert_eq!((admin.kind, features.kind), (Kind::YesNo, Kind::Numeric));
    assert!(admin.what_if.unwrap().gain > 0.0 && features.what_if.is_none());
    assert!(admin.association.pearson.unwrap() > 0.2);
    assert!(admin.lmg_ci95.is_some());
    assert_eq!(features.levels.len(), 7);
    let lifted = what_if(&people, &quick(), &[("admin".to_owned(), 1.0)]).unwrap();
    assert!((lifted.gain - admin.what_if.unwrap().gain).abs() < 1e-9);
}

#[test]
fn weights_count_and_people_without_one_do_not() {
    let mut people = linked(200);
    people.weights = Some(
        (0..200)
            .map(|person| [0.0, 1.0, 2.0, f64::NAN][person % 4])
            .collect(),
    );
    let analysis = analyse(
        &people,
        &Options {
            replicates: 100,
            ..Options::default()
        },
    );
    assert_sound(&analysis);
    assert_eq!((analysis.model.n, analysis.drivers[0].n), (100, 100));
    // All twice as heavy says nothing else.
    let heavier: Vec<f64> = people
        .weights
        .iter()
        .flatten()
        .map(|weight| weight * 2.0)
        .collect();
    people.weights = Some(heavier);
    let again = analyse(
        &people,
        &Options {
            replicates: 100,
            ..Options::default()
        },
    );
    let gain = |analysis: &DriverAnalysis| analysis.drivers[0].what_if.unwrap();
    assert!((gain(&analysis).gain - gain(&again).gain).abs() < 1e-6);
    assert!((gain(&analysis).se_model - gain(&again).se_model).abs() < 1e-6);
    assert!((analysis.model.r2.unwrap() - again.model.r2.unwrap()).abs() < 1e-6);
}

#[test]
fn names_the_interface_promises() {
    let json = serde_json::to_value(analyse(
        &linked(200),
        &Options {
            replicates: 40,
            ..Options::default()
        },
    ))
    .unwrap();
    for name in [
        "pearson",
        "spearman",
        "kendall_tau_b",
        "gamma",
        "lmg",
        "lmg_ci95",
        "johnson",
        "rank_probability",
    ] {
        assert!(!json["drivers"][0][name].is_null(), "{name}");
    }
    for name in ["gain", "ci95"] {
        assert!(!json["drivers"][0]["what_if"][name].is_null(), "{name}");
    }
    for name in ["method", "n", "n_listwise", "r2"] {
        assert!(!json["model"][name].is_null(), "{name}");
    }
    assert_eq!(json["model"]["method"], "em");
    assert!(json["warnings"].is_array());
    assert_eq!(json["bootstrap"]["unit"], "respondents");
}
