//! Nothing more certain than the answers, and no number missing without a reason.

use super::edges::{codes, linked};
use super::*;
use crate::{Code, Status, analyse, what_if};

#[test]
fn ties_are_nobodys_advantage() {
    let options = Options {
        replicates: 300,
        ..Options::default()
    };
    let mut people = linked(300);
    let copy = people.statements[0].answers.clone();
    people.statements.push(statement("copy", &copy));
    let analysis = analyse(&people, &options);
    let driver = |name: &str| {
        let mut drivers = analysis.drivers.iter();
        drivers.find(|driver| driver.name == name).unwrap()
    };
    let (first, copy) = (driver("first"), driver("copy"));
    assert_eq!(first.rank_probabilities, copy.rank_probabilities);
    assert_eq!(first.rank_probability, copy.rank_probability);
    assert_eq!(first.lmg_rank_probability, copy.lmg_rank_probability);
    let sum = |of: fn(&crate::Driver) -> Option<f64>| -> f64 {
        analysis.drivers.iter().filter_map(of).sum()
    };
    assert!((sum(|driver| driver.rank_probability) - 1.0).abs() < 1e-12);
    assert!((sum(|driver| driver.lmg_rank_probability) - 1.0).abs() < 1e-12);
    // Nothing but passives: no KSS varies, and none is first.
    people.outcome = vec![7; 300];
    let analysis = analyse(&people, &options);
    assert_sound(&analysis);
    for driver in &analysis.drivers {
        assert_eq!(
            (driver.rank_probability, driver.lmg_rank_probability),
            (None, None)
        );
        assert!(driver.rank_probabilities.is_empty());
    }
}

#[test]
fn copies_have_no_what_if_in_any_order() {
    let options = Options {
        replicates: 60,
        ..Options::default()
    };
    for turned in [false, true] {
        let mut people = linked(300);
        let own = people.statements[0].answers.iter();
        let copy: Vec<u8> = own.map(|x| if turned { 6 - x } else { *x }).collect();
        people.statements.push(statement("copy", &copy));
        let mut other = people.clone();
        other.statements.reverse();
        for analysis in [analyse(&people, &options), analyse(&other, &options)] {
            assert_sound(&analysis);
            for driver in &analysis.drivers {
                let aliased = driver.name != "second";
                assert_eq!(driver.what_if.is_none(), aliased, "{}", driver.name);
                assert_eq!(driver.kss_adjusted.is_none(), aliased);
                assert!(!(aliased && driver.priority));
            }
            let warned = analysis.warnings.iter();
            let mut named: Vec<&String> = warned
                .filter(|warning| warning.code == Code::Aliased)
                .flat_map(|warning| &warning.drivers)
                .collect();
            named.sort();
            assert_eq!(named, ["copy", "first"]);
        }
        assert_eq!(
            what_if(&people, &quick(), &[("copy".to_owned(), 1.0)]),
            None
        );
        assert!(what_if(&people, &quick(), &[("second".to_owned(), 1.0)]).is_some());
    }
}

#[test]
fn many_drivers_have_limits_of_what_they_are_told() {
    let with = |drivers: usize, exact: usize, replicates: u32| {
        let mut people = linked(300);
        for copy in 2..drivers {
            let mut answers = people.statements[copy % 2].answers.clone();
            answers.rotate_left(copy * 3 + 1);
            let name = format!("more {copy}");
            people.statements.push(statement(&name, &answers));
        }
        let options = Options {
            replicates,
            exact,
            ..Options::default()
        };
        let analysis = analyse(&people, &options);
        assert_sound(&analysis);
        analysis
    };
    let limits = |analysis: &DriverAnalysis| {
        let driver = &analysis.drivers[0];
        let [lmg, share] = [driver.lmg_ci95, driver.lmg_share_ci95];
        assert_eq!(lmg.is_some(), share.is_some());
        (lmg.is_some(), driver.johnson_ci95.is_some())
    };
    let approximate =
        |analysis: &DriverAnalysis| codes(analysis).contains(&Code::ApproximateLimits);
    let exact = with(5, 5, 40);
    assert_eq!(
        (limits(&exact), approximate(&exact)),
        ((true, false), false)
    );
    let moved = with(5, 4, 40);
    assert_eq!((limits(&moved), approximate(&moved)), ((true, false), true));
    let many = with(21, 4, 40);
    assert_eq!((limits(&many), approximate(&many)), ((false, true), false));
    let few = with(5, 5, 39);
    assert_eq!(limits(&few), (false, false));
    assert!(codes(&few).contains(&Code::FewReplicates));
}

#[test]
fn who_answered_everything_answered_the_rare_statement_too() {
    let mut people = linked(200);
    let rare: Vec<u8> = (0..200)
        .map(|person| match person % 20 {
            0 => 1 + person as u8 / 20 % 5,
            _ => code::BLANK,
        })
        .collect();
    people.statements.push(statement("rare", &rare));
    let analysis = analyse(&people, &quick());
    assert_eq!((analysis.model.n_listwise, analysis.model.n), (10, 200));
    let listwise = Options {
        method: crate::Method::Listwise,
        ..quick()
    };
    let analysis = analyse(&people, &listwise);
    assert_eq!((analysis.model.n_listwise, analysis.model.n), (10, 200));
}

#[test]
fn a_separated_driver_is_no_certainty() {
    let answers: Vec<u8> = (0..120)
        .map(|person| if person % 3 == 0 { 2 } else { 5 })
        .collect();
    let outcome: Vec<u8> = answers
        .iter()
        .map(|answer| if *answer == 2 { 3 } else { 10 })
        .collect();
    let people = people(&outcome, vec![statement("apart", &answers)]);
    for replicates in [0, 100] {
        let options = Options {
            replicates,
            ..Options::default()
        };
        let analysis = analyse(&people, &options);
        assert_sound(&analysis);
        assert!(codes(&analysis).contains(&Code::NotDetermined));
        let what_if = analysis.drivers[0].what_if;
        assert!(
            what_if.is_some_and(|what_if| what_if.ci95.is_none()),
            "{what_if:?}"
        );
        assert!(analysis.priorities.is_empty());
    }
}

#[test]
fn uneven_weights_count_as_fewer_people() {
    let with = |heavy: usize| {
        let mut people = linked(200);
        let weight = |person: usize| if person < heavy { 1_000.0 } else { 0.1 };
        people.weights = Some((0..200).map(weight).collect());
        let analysis = analyse(&people, &quick());
        assert_sound(&analysis);
        let uneven = codes(&analysis).contains(&Code::UnevenWeights);
        (analysis.model.status, uneven)
    };
    assert_eq!(with(20), (Status::TooFew, true));
    assert_eq!(with(60), (Status::RankUncertain, true));
    assert_eq!(with(200), (Status::Fitted, false));
}
