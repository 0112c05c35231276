//! A small closed customer base in words.

use super::{Section, Teller};
use crate::population::Status;

/// The part of the page; none unless the number of customers is set.
pub(super) fn section(teller: &Teller<'_>) -> Option<Section> {
    let population = teller.told.population.as_ref()?;
    let word = match population.status {
        Status::Shown => "shown",
        Status::Everybody => "everybody",
        Status::MoreAnswersThanCustomers => "more",
        Status::Filtered => "filtered",
        Status::SeveralWaves => "waves",
        Status::Nobody => "nobody",
    };
    let plain = teller.told.figure.and_then(|figure| figure.ci95);
    let left = population.figure.and_then(|figure| figure.ci95);
    let between = |ci95: Option<[f64; 2]>| ci95.map_or_else(String::new, |c| teller.between(c));
    let finding = teller.say(
        &format!("sample-population-{word}"),
        &[
            ("n", &teller.whole(population.n)),
            ("size", &teller.whole(population.size)),
            ("metric", &teller.name()),
            ("between", &between(left)),
            ("plain", &between(plain)),
        ],
    );
    let mut section = Section::new(teller, "population", finding);
    section.notice = !matches!(population.status, Status::Shown | Status::Everybody);
    section.explain = vec!["sample-population"];
    Some(section)
}
