//! The attributes by themselves: how people with each value score, and how value and score go together.

use crate::answers::{Answers, Source};
use crate::attribute::{eta_squared, level_figures};
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
