//! The people who answered the outcome, as numbers: a column per driver, missing answers as NaN.

use facts::code;
use figures::Coding;

use crate::attribute::{self, Coded};
use crate::count::known;
use crate::people::People;

/// The people an analysis of several drivers rests on.
pub(crate) struct Answers {
    /// Which of the people given, ascending.
    pub(crate) persons: Vec<u32>,
    /// Their scores.
    pub(crate) scores: Vec<u8>,
    /// Their survey weights.
    pub(crate) weights: Option<Vec<f64>>,
    /// Column 0 is the score, the others those of the players.
    pub(crate) columns: Vec<Vec<f64>>,
    /// The drivers that may take part: statements first, then attributes, as given.
    pub(crate) players: Vec<Player>,
    /// How the attributes were coded, as given.
    pub(crate) coded: Vec<Coded>,
}

/// One driver of the model: a statement, or an attribute with all its indicators.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Player {
    pub(crate) name: String,
    pub(crate) source: Source,
    /// Its columns.
    pub(crate) columns: Vec<usize>,
    /// People with an answer.
    pub(crate) n: u64,
    /// So many people without weights say as much.
    pub(crate) effective: u64,
    /// No two of them differ.
    pub(crate) constant: bool,
}

/// Where a player comes from, and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Statement(usize),
    Attribute(usize),
}

impl Answers {
    pub(crate) fn of(people: &People, coding: &Coding) -> Self {
        let counts = |person: &u32| {
            let person = *person as usize;
            code::is_answer(people.outcome[person]) && people.weight(person) > 0.0
        };
        let persons: Vec<u32> = (0..people.len() as u32).filter(counts).collect();
        let scores: Vec<u8> = gather(&persons, |person| people.outcome[person]);
        let weights = people
            .weights
            .as_ref()
            .map(|_| gather(&persons, |person| people.weight(person)));
        let mut columns = vec![scores.iter().map(|&score| f64::from(score)).collect()];
        let mut players = Vec::new();
        for (number, statement) in people.statements.iter().enumerate() {
            let column: Vec<f64> = gather(&persons, |person| {
                match known(statement.answers[person], coding) {
                    answer if code::is_answer(answer) => f64::from(answer),
                    _ => f64::NAN,
                }
            });
            let source = Source::Statement(number);
            let own = player(
                &statement.name,
                source,
                (vec![column], weights.as_deref()),
                &mut columns,
            );
            players.push(own);
        }
        let mut coded = Vec::with_capacity(people.attributes.len());
        for (number, attribute) in people.attributes.iter().enumerate() {
            let values: Vec<u32> = gather(&persons, |person| attribute.values[person]);
            let (code, own) = attribute::code(&attribute.levels, &values);
            let source = Source::Attribute(number);
            players.push(player(
                &attribute.name,
                source,
                (own, weights.as_deref()),
                &mut columns,
            ));
            coded.push(code);
        }
        Self {
            persons,
            scores,
            weights,
            columns,
            players,
            coded,
        }
    }

    /// How many people there are.
    pub(crate) fn len(&self) -> usize {
        self.persons.len()
    }

    /// A person's survey weight.
    pub(crate) fn weight(&self, at: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[at])
    }

    /// How many people without weights say as much as these (Kish 1965, `(Σw)² / Σw²`), rounded down.
    pub(crate) fn effective(&self, people: &[u32]) -> u64 {
        let weights = self.weights.as_deref();
        kish(
            people
                .iter()
                .map(|&at| weights.map_or(1.0, |own| own[at as usize])),
        )
    }

    /// Everybody gave the same score (or nobody one).
    pub(crate) fn is_constant(&self) -> bool {
        self.scores.windows(2).all(|pair| pair[0] == pair[1])
    }

    /// The columns of some players, the score first.
    pub(crate) fn chosen(&self, players: &[usize]) -> Vec<usize> {
        let own = players
            .iter()
            .flat_map(|&player| &self.players[player].columns);
        std::iter::once(0).chain(own.copied()).collect()
    }

    /// Who answered all of these columns.
    pub(crate) fn complete(&self, columns: &[usize]) -> Vec<u32> {
        let all = |at: &u32| {
            columns
                .iter()
                .all(|&column| !self.columns[column][*at as usize].is_nan())
        };
        (0..self.len() as u32).filter(all).collect()
    }
}

fn gather<T>(persons: &[u32], of: impl Fn(usize) -> T) -> Vec<T> {
    persons.iter().map(|&person| of(person as usize)).collect()
}

/// Adds a player's columns to all.
fn player(
    name: &str,
    source: Source,
    (own, weights): (Vec<Vec<f64>>, Option<&[f64]>),
    columns: &mut Vec<Vec<f64>>,
) -> Player {
    let answered = |value: &&f64| !value.is_nan();
    let first = own.first().map_or(&[][..], Vec::as_slice);
    let player = Player {
        name: name.to_owned(),
        source,
        n: first.iter().filter(answered).count() as u64,
        effective: kish(
            first
                .iter()
                .enumerate()
                .filter(|(_, value)| answered(value))
                .map(|(at, _)| weights.map_or(1.0, |own| own[at])),
        ),
        constant: own.iter().all(|column| is_constant(column)),
        columns: (columns.len()..columns.len() + own.len()).collect(),
    };
    columns.extend(own);
    player
}

fn kish(weights: impl Iterator<Item = f64>) -> u64 {
    let (sum, squares) = weights.fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
    // Rounding must not take one off people who all count the same.
    if squares > 0.0 {
        (sum * sum / squares + 1e-6).floor() as u64
    } else {
        0
    }
}

fn is_constant(column: &[f64]) -> bool {
    let mut answered = column.iter().filter(|value| !value.is_nan());
    let first = answered.next();
    answered.all(|value| Some(value) == first)
}
