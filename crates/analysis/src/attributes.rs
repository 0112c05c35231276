//! The attributes by themselves: how people with each value score, and how value and score go together.

use std::collections::HashSet;

use figures::Coding;

use crate::answers::{Answers, Source};
use crate::attribute::{Coded, eta_squared, level_figures};
use crate::model::{Association, AttributeDriver, Kind};
use crate::people::{Options, People};

/// The attributes by themselves, of people whose statements take no part.
pub(crate) fn attributes_alone(people: &People, options: &Options) -> Vec<AttributeDriver> {
    if people.attributes.is_empty() {
        return Vec::new();
    }
    let alone = people.without_statements();
    attributes(&alone, &Answers::of(&alone, &options.coding))
}

/// For each attribute how many respondents its levels have, in the order of the analysis, and last how
/// many have no value: of those who answered the outcome. `respondents` has a number for each of
/// `people`, the same one where somebody answered again.
///
/// Panics when there are not as many numbers as people.
pub fn level_sizes(people: &People, coding: &Coding, respondents: &[u32]) -> Vec<Vec<u64>> {
    assert_eq!(people.len(), respondents.len(), "a number for each");
    let answers = Answers::of(&people.without_statements(), coding);
    let sizes = |coded: &Coded| {
        let mut found = vec![HashSet::new(); coded.groups.len() + 1];
        for (person, group) in answers.persons.iter().zip(&coded.group) {
            let place = (*group as usize).min(coded.groups.len());
            found[place].insert(respondents[*person as usize]);
        }
        found.iter().map(|own| own.len() as u64).collect()
    };
    answers.coded.iter().map(sizes).collect()
}

/// The attributes by themselves.
pub(crate) fn attributes(people: &People, answers: &Answers) -> Vec<AttributeDriver> {
    let weight = |at: usize| answers.weight(at);
    let everybody: f64 = (0..answers.len()).map(weight).sum();
    let own = answers.coded.iter().enumerate();
    own.map(|(number, coded)| {
        let player = answers
            .players
            .iter()
            .find(|player| player.source == Source::Attribute(number))
            .expect("every attribute is a player");
        let column = &answers.columns[player.columns[0]];
        let with: f64 = (0..answers.len())
            .filter(|&at| !column[at].is_nan())
            .map(weight)
            .sum();
        AttributeDriver {
            name: people.attributes[number].name.clone(),
            kind: coded.kind,
            n: player.n,
            coverage: (everybody > 0.0).then(|| (with / everybody).min(1.0)),
            levels: level_figures(coded, &answers.scores, weight),
            association: match coded.kind {
                Kind::Categorical => Association::default(),
                Kind::Numeric | Kind::YesNo => together(answers, column),
            },
            eta2: eta_squared(coded, &answers.scores, weight),
            lmg: None,
            lmg_ci95: None,
            lmg_share: None,
            lmg_share_ci95: None,
            johnson: None,
            johnson_ci95: None,
            lmg_rank_probability: None,
            what_if: None,
        }
    })
    .collect()
}

/// How a number goes with the score; by pairs only as long as a table of them is small.
fn together(answers: &Answers, column: &[f64]) -> Association {
    use stats::association::{Table, association, fisher, pearson_of, spearman_of};
    let weights = answers.weights.as_deref();
    if let Some(table) = Table::of(column, &answers.columns[0], weights) {
        return association(&table).into();
    }
    let n = column.iter().filter(|value| !value.is_nan()).count() as f64;
    let pearson = pearson_of(column, &answers.columns[0], weights);
    Association {
        pearson,
        pearson_ci95: pearson.and_then(|r| fisher(r, n)),
        spearman: spearman_of(column, &answers.columns[0], weights),
        kendall_tau_b: None,
        gamma: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Attribute, NOBODY};

    #[test]
    fn a_level_has_as_many_respondents_as_answered_with_it() {
        let people = People {
            outcome: vec![9, 8, 7, 6, 5, 10, facts::code::BLANK],
            attributes: vec![Attribute {
                name: "segment".to_owned(),
                values: vec![0, 0, 0, 1, 1, NOBODY, 1],
                levels: vec!["a".to_owned(), "b".to_owned()],
            }],
            ..People::default()
        };
        // The first two answers are of one respondent, who is in no other group.
        let sizes = level_sizes(&people, &Coding::default(), &[1, 1, 3, 4, 5, 6, 7]);
        assert_eq!(sizes, [[2, 2, 1]]);
        let analysis = crate::analyse(&people, &crate::Options::default());
        let levels = analysis.attributes[0].levels.iter();
        assert_eq!(levels.map(|level| level.n).collect::<Vec<_>>(), [3, 2]);
    }
}
