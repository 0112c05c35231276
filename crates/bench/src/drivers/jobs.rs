//! What is measured, as Luister does it, and the figures by which everybody is checked.

use analysis::{DriverAnalysis, GROUPS, MOST_UNITS, Options, People, Statement, analyse};
use facts::{
    Filter, Group, Grouping, Key, MomentsQuery, PairSum, PairSums, Query, evaluate, gather_columns,
    moments, select,
};
use stats::nps::{Classes, nps};
use stats::{Matrix, Tally, importance};

use super::resample;
use crate::data::{self, Data};

/// What Luister is asked about.
pub(super) struct Answers {
    data: Data,
    segments: Query,
    tables: Query,
    moments: MomentsQuery,
    covariance: Matrix,
}

/// A measured job.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Job {
    /// NPS of 60 segments with intervals.
    Segments,
    /// All statement × score tables.
    Tables,
    /// All covariances of score and statements.
    Moments,
    /// Exact LMG of 20 drivers.
    Importance,
    /// Limits of KSS and LMG of 10 drivers, of 10,000 people.
    Bootstrap,
    /// The same of everybody.
    Groups,
    /// All figures of a page of drivers.
    Page,
}

/// Part of an interval's width by which limits of two bootstraps may differ.
const LIMITS: f64 = 0.12;

/// The people of a large survey. Rivals draw them one by one and in the groups that the analysis
/// draws so many people in.
const DRAWN: usize = 10_000;

pub(super) const JOBS: [Job; 7] = [
    Job::Segments,
    Job::Tables,
    Job::Moments,
    Job::Importance,
    Job::Bootstrap,
    Job::Groups,
    Job::Page,
];

impl Answers {
    pub(super) fn new(data: Data) -> Self {
        let mut columns = vec![data.score];
        columns.extend(&data.statements);
        let moments_query = MomentsQuery {
            columns,
            ..MomentsQuery::default()
        };
        let dimensions: Vec<_> = data.facts.dimensions().map(|(id, _)| id).collect();
        let segments = Query {
            group: dimensions[..2]
                .iter()
                .map(|&id| Grouping::Dimension(id))
                .collect(),
            outcome: Some(data.score),
            ..Query::default()
        };
        let tables = Query {
            filter: Filter::default(),
            ..data.drivers.clone()
        };
        let covariance = covariance(&moments(&data.facts, &moments_query));
        Self {
            data,
            segments,
            tables,
            moments: moments_query,
            covariance,
        }
    }

    fn segments(&self) -> Vec<([usize; 2], [f64; 3])> {
        let groups = evaluate(&self.data.facts, &self.segments);
        groups.iter().filter_map(segment).collect()
    }

    fn bootstrap(&self, people: usize) -> Vec<f64> {
        let groups = (people > MOST_UNITS).then_some(GROUPS);
        let facts = &self.data.facts;
        let mut rows = select(facts, &Filter::default());
        rows.truncate(people);
        let columns = &self.moments.columns[..=resample::DRIVERS];
        resample::limits(&gather_columns(facts, &rows, columns), groups)
    }

    /// Everything the page of drivers shows but what is drawn anew, from the columns on.
    fn page(&self) -> DriverAnalysis {
        let facts = &self.data.facts;
        let rows = select(facts, &Filter::default());
        let mut columns = gather_columns(facts, &rows, &self.moments.columns).into_iter();
        let people = People {
            outcome: columns.next().unwrap_or_default(),
            statements: columns
                .enumerate()
                .map(|(place, answers)| Statement {
                    name: place.to_string(),
                    answers,
                })
                .collect(),
            of: rows.len() as u64,
            ..People::default()
        };
        let options = Options {
            replicates: 0,
            ..Options::default()
        };
        analyse(&people, &options)
    }

    fn importance(&self) -> Vec<f64> {
        let players = importance::singles(data::STATEMENTS);
        importance::lmg(&self.covariance, &players).unwrap_or_default()
    }
}

impl Job {
    /// What the script calls it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Segments => "segments",
            Self::Tables => "tables",
            Self::Moments => "moments",
            Self::Importance => "importance",
            Self::Bootstrap => "bootstrap",
            Self::Groups => "groups",
            Self::Page => "page",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Segments => "NPS of 60 segments with intervals",
            Self::Tables => "20 statement × score tables",
            Self::Moments => "21 × 21 moments, pairwise complete",
            Self::Importance => "exact LMG of 20 drivers",
            Self::Bootstrap => "2,000 resamples of 10,000 people: KSS and LMG of 10 drivers",
            Self::Groups => "2,000 resamples of everybody: KSS and LMG of 10 drivers",
            Self::Page => "all figures of a page of drivers, from warm columns",
        }
    }

    /// Does it, as the server does.
    pub(super) fn run(self, answers: &Answers) {
        use std::hint::black_box;
        let facts = &answers.data.facts;
        match self {
            Self::Segments => drop(black_box(answers.segments())),
            Self::Tables => drop(black_box(evaluate(facts, &answers.tables))),
            Self::Moments => drop(black_box(covariance(&moments(facts, &answers.moments)))),
            Self::Importance => drop(black_box(answers.importance())),
            Self::Bootstrap => drop(black_box(answers.bootstrap(DRAWN))),
            Self::Groups => drop(black_box(answers.bootstrap(facts.len()))),
            Self::Page => drop(black_box(answers.page())),
        }
    }

    /// What everybody must come to.
    pub(super) fn figures(self, answers: &Answers) -> Vec<f64> {
        let facts = &answers.data.facts;
        match self {
            Self::Segments => {
                let mut segments = answers.segments();
                segments.sort_by_key(|&(key, _)| key);
                segments.into_iter().flat_map(|(_, nps)| nps).collect()
            }
            Self::Tables => {
                let sums = data::checksum_drivers(&evaluate(facts, &answers.tables));
                sums.map(|sum| sum as f64).to_vec()
            }
            Self::Moments => {
                let matrix = &answers.covariance;
                let rows = 0..matrix.nrows();
                rows.flat_map(|row| (row..matrix.nrows()).map(move |column| matrix[(row, column)]))
                    .collect()
            }
            Self::Importance => answers.importance(),
            Self::Bootstrap => answers.bootstrap(DRAWN),
            Self::Groups => answers.bootstrap(facts.len()),
            Self::Page => Vec::new(),
        }
    }

    /// Whether a rival came to the same.
    pub(super) fn agree(self, ours: &[f64], theirs: &[f64]) -> Result<(), String> {
        if ours.len() != theirs.len() {
            return Err(format!("{} figures, we have {}", theirs.len(), ours.len()));
        }
        for (place, (our, their)) in ours.iter().zip(theirs).enumerate() {
            let tolerance = match self {
                // The lower limits come first, then the upper ones: chance moves both.
                Self::Bootstrap | Self::Groups => {
                    let low = place % (ours.len() / 2);
                    LIMITS * (ours[low + ours.len() / 2] - ours[low])
                }
                _ => 1e-9 * our.abs().max(1.0),
            };
            let difference = (our - their).abs();
            if difference.is_nan() || difference > tolerance {
                return Err(format!("figure {place} is {their}, we have {our}"));
            }
        }
        Ok(())
    }
}

/// The places of a segment's values, and its NPS with interval.
fn segment(group: &Group) -> Option<([usize; 2], [f64; 3])> {
    let [Key::Value(Some(first)), Key::Value(Some(second))] = &group.key[..] else {
        return None;
    };
    let scores: [Tally; 11] = std::array::from_fn(|score| group.tables.outcome[score].into());
    let nps = nps(&Classes::from_scores(&scores))?;
    let key = [first.parse().ok()?, second.parse().ok()?];
    Some((key, [nps.value, nps.ci95[0], nps.ci95[1]]))
}

/// Covariances of those who answered both.
fn covariance(sums: &PairSums) -> Matrix {
    Matrix::from_fn(sums.columns(), sums.columns(), |row, column| {
        let PairSum { n, x, y, xy } = sums.pair(row, column);
        let n = n as f64;
        (xy as f64 - x as f64 * y as f64 / n) / (n - 1.0)
    })
}
