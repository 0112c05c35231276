//! Tests of the whole analysis: against reference values, at the edges, and what must always hold.

mod always;
mod edges;
mod reasons;
mod reference;
mod sampled;

use crate::{Attribute, DriverAnalysis, NOBODY, Options, People, Statement};
use facts::code;

const DRIVERS: [&str; 7] = [
    "career_advancement",
    "motivation_learning",
    "increase_reproducibility",
    "professional_recognition",
    "improve_coding_practice",
    "research_productivity",
    "increase_confidence",
];

/// The Carpentries' long-term survey (CC BY 4.0), all who were asked.
fn carpentries() -> People {
    let file = include_str!("../../../samples/carpentries_longterm.csv");
    let mut lines = file.lines();
    let header = fields(lines.next().unwrap());
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let mut people = People {
        statements: DRIVERS.map(|name| statement(name, &[])).to_vec(),
        attributes: vec![attribute("wave", &[]), attribute("n_workshops", &[])],
        ..People::default()
    };
    for line in lines {
        let fields = fields(line);
        let answer = |name: &str| fields[at(name)].parse().unwrap_or(code::BLANK);
        people.outcome.push(answer("recommend"));
        for statement in &mut people.statements {
            statement.answers.push(answer(&statement.name));
        }
        for attribute in &mut people.attributes {
            add(attribute, &fields[at(&attribute.name)]);
        }
    }
    people.of = people.len() as u64;
    people
}

/// The fields of a line; text in quotes may hold commas.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields.last_mut().unwrap().push(c),
        }
    }
    fields
}

fn statement(name: &str, answers: &[u8]) -> Statement {
    Statement {
        name: name.to_owned(),
        answers: answers.to_vec(),
    }
}

fn attribute(name: &str, values: &[&str]) -> Attribute {
    let mut attribute = Attribute {
        name: name.to_owned(),
        ..Attribute::default()
    };
    for value in values {
        add(&mut attribute, value);
    }
    attribute
}

fn add(attribute: &mut Attribute, value: &str) {
    let level = match attribute.levels.iter().position(|level| level == value) {
        _ if value.is_empty() => NOBODY,
        Some(level) => level as u32,
        None => {
            attribute.levels.push(value.to_owned());
            attribute.levels.len() as u32 - 1
        }
    };
    attribute.values.push(level);
}

fn people(outcome: &[u8], statements: Vec<Statement>) -> People {
    People {
        of: outcome.len() as u64,
        outcome: outcome.to_vec(),
        statements,
        ..People::default()
    }
}

/// No resamples.
fn quick() -> Options {
    Options {
        replicates: 0,
        ..Options::default()
    }
}

/// Fails when a number isn't one, or is missing without a reason.
#[track_caller]
fn assert_sound(analysis: &DriverAnalysis) {
    let all = format!("{analysis:?}");
    assert!(!all.contains("NaN") && !all.contains("inf"), "{all}");
    let model = &analysis.model;
    let warned = |codes: &[&str], driver: &str| {
        analysis.warnings.iter().any(|warning| {
            let about = warning.drivers.is_empty() || warning.drivers.iter().any(|d| d == driver);
            about && codes.contains(&warning.code.as_str())
        })
    };
    let none = ["too_few", "constant", "nobody", "outcome_constant"];
    for driver in &analysis.drivers {
        let name = driver.name.as_str();
        if driver.association.pearson.is_none() {
            assert!(
                driver.n < 3 || warned(&none, name),
                "{name} without correlation: {all}"
            );
        }
        if driver.johnson.is_none() {
            assert!(
                model.r2.is_none() || warned(&none, name),
                "{name} without weight: {all}"
            );
        }
        if driver.lmg.is_none() {
            let reason = driver.johnson.is_none() || warned(&["many_drivers"], name);
            assert!(reason, "{name} without importance: {all}");
        }
        if driver.what_if.is_none() {
            let codes = ["too_few_for_what_if", "not_determined", "aliased"];
            assert!(
                driver.johnson.is_none() || warned(&codes, name),
                "{name}: {all}"
            );
        }
        if driver.what_if.is_some_and(|what_if| what_if.ci95.is_none()) {
            assert!(
                warned(&["few_units", "few_for_ranks", "not_determined"], name),
                "{name}: {all}"
            );
        }
    }
    if model.r2.is_none() {
        assert!(
            !analysis.warnings.is_empty(),
            "no model without a reason: {all}"
        );
    }
    serde_json::to_string(analysis).unwrap();
}
