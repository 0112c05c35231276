//! Surveys so large that drivers are compared on a sample: counts are everybody's all the same.

use super::{DRIVERS, assert_sound, attribute, carpentries, quick};
use crate::SAMPLE as MOST;
use crate::{Options, People, analyse};

/// The Carpentries' people many times over.
fn crowd(times: usize) -> People {
    let mut people = carpentries();
    people.attributes.clear();
    people.outcome = people.outcome.repeat(times);
    for statement in &mut people.statements {
        statement.answers = statement.answers.repeat(times);
    }
    people.of = people.len() as u64;
    people
}

#[test]
fn counts_are_of_everybody_and_comparisons_of_a_sample() {
    let few = analyse(&carpentries(), &quick());
    let mut people = crowd(100);
    let everybody = people.len();
    assert!(everybody > MOST);
    let even: Vec<&str> = (0..everybody).map(|at| ["yes", "no"][at % 2]).collect();
    people.attributes.push(attribute("even", &even));
    let many = analyse(&people, &quick());
    assert_sound(&many);
    let sampled = many.warnings.iter().find(|w| w.code.as_str() == "sampled");
    let sampled = sampled.expect("a warning says that it is a sample");
    assert_eq!(sampled.value("n"), Some(MOST as f64));
    assert_eq!(sampled.value("of"), Some(everybody as f64));
    assert!(many.model.n < MOST as u64 && many.model.n > MOST as u64 / 2);
    let asked: u64 = many.attributes[0].levels.iter().map(|level| level.n).sum();
    for name in DRIVERS {
        let of = |analysis: &crate::DriverAnalysis| {
            let mut drivers = analysis.drivers.iter();
            drivers.find(|driver| driver.name == name).unwrap().clone()
        };
        let (few, many) = (of(&few), of(&many));
        assert_eq!(many.n, 100 * few.n);
        assert!(many.n <= asked);
        let close = |a: Option<f64>, b: Option<f64>, by: f64| (a.unwrap() - b.unwrap()).abs() < by;
        assert!(close(few.kss.value, many.kss.value, 1e-9));
        assert!(close(
            few.association.pearson,
            many.association.pearson,
            1e-9
        ));
        assert!(close(few.coverage, many.coverage, 1e-9));
        assert!(close(few.lmg, many.lmg, 0.01), "{name}");
    }
}

#[test]
fn ranks_are_as_sure_as_everybody_makes_them() {
    // Two drivers differ by a tenth of a point: hard to tell with a sample, not with everybody.
    let options = Options {
        replicates: 500,
        ..Options::default()
    };
    let sure = |people: &People| {
        let analysis = analyse(people, &options);
        let mut drivers = analysis.drivers.iter();
        let career = drivers.find(|driver| driver.name == "career_advancement");
        career.unwrap().rank_probabilities[3]
    };
    let (few, many) = (sure(&crowd(78)), sure(&crowd(1_600)));
    assert!(few < 0.7 && many > 0.8, "{few} {many}");
}
