//! The figures of themes, from who mentions what and how they scored. Pure: no words, no database.

use comments::{Group, Side, SuggestOptions, Suggestion, WordsApart, suggest};
use facts::code;
use figures::{Counts, Figure, Metric};
use serde::Serialize;
use stats::agreement::{Kappa, NoKappa, kappa};
use stats::kss::{Cells, Level};
use stats::multiplicity::benjamini_hochberg;
use stats::nps::Class;
use stats::quantile::normal_p;
use stats::share::Share;
use stats::{Interval, Tally};

use crate::behind::{Behind, Stands, behind};
use crate::rules::group_of;
use crate::worth::Worth;

/// Fewest comments with and without a theme of which anything is said.
pub const MINIMUM: u64 = 5;
/// Below this many scored comments, with or without the theme, only the interval is shown.
pub const FEW_MENTIONS: u64 = 10;
/// Below this many scored comments in all only the interval is shown.
pub const FEW: u64 = stats::kss::FEW;
/// Largest adjusted probability that is more than chance.
const LEVEL: f64 = 0.05;

/// One comment that passes the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picked {
    /// Place in the corpus.
    pub text: u32,
    /// Who wrote it: one number per customer.
    pub customer: u32,
    /// Code of the answer to the outcome, as in [`facts::code`].
    pub score: u8,
}

impl Picked {
    fn is_scored(&self) -> bool {
        code::is_answer(self.score)
    }
}

/// What a theme does to the NPS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Who mentions it scores lower, more than by chance.
    Costs,
    /// Who mentions it scores higher, more than by chance.
    Lifts,
    /// No more than chance.
    Chance,
    /// Too few comments for a number: the interval only.
    Few,
    /// Too few comments to say anything.
    TooFew,
}

/// Points to gain if a theme went away.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Gain {
    /// NPS of the comments without the theme minus NPS of all comments, in points; below 0 the
    /// theme lifts.
    pub value: f64,
    /// Standard error, from the influence function as for KSS.
    pub se: f64,
    /// 95 % interval.
    pub ci95: Interval,
}

/// How far rules and people agree.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Comments coded by hand: `table[by hand][by rules]`, 0 = no, 1 = yes.
    pub table: [[u64; 2]; 2],
}

impl Agreement {
    /// Cohen's kappa, or why there is none.
    pub fn kappa(&self) -> Result<Kappa, NoKappa> {
        kappa(&self.table)
    }

    /// How many comments were coded.
    pub fn n(&self) -> u64 {
        self.table.iter().flatten().sum()
    }
}

/// What there is to say of one theme.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeFigures {
    /// Comments that mention it.
    pub comments: u64,
    /// Their share of all comments; none when there are none.
    pub share: Option<Share>,
    /// Customers who mention it.
    pub customers: u64,
    /// Their share of all customers who wrote.
    pub customer_share: Option<Share>,
    /// Mean of the scores of those who mention it.
    pub mean_score: Option<f64>,
    /// The outcome of those who mention it.
    pub figure: Option<Figure>,
    /// Scored comments that mention it by side: low, between, high.
    pub sides: [u64; 3],
    /// Points to gain if it went away; only for NPS, none when too few mention it or don't.
    pub gain: Option<Gain>,
    /// What it does; none without NPS.
    pub effect: Option<Effect>,
    /// One loud voice or many, and what they are worth.
    pub behind: Behind,
    /// Against what people say.
    pub agreement: Agreement,
    /// Nothing may be said of it: too few employees mention it, or don't.
    pub hidden: bool,
}

impl ThemeFigures {
    /// Takes everything out that tells of somebody.
    pub fn hide(&mut self) {
        *self = Self {
            comments: 0,
            share: None,
            customers: 0,
            customer_share: None,
            mean_score: None,
            figure: None,
            sides: [0; 3],
            gain: None,
            effect: None,
            behind: Behind::default(),
            agreement: Agreement::default(),
            hidden: true,
        };
    }
}

/// All that is said of comments.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// Comments that pass the filter.
    pub comments: u64,
    /// Customers who wrote them.
    pub customers: u64,
    /// Comments with a score.
    pub scored: u64,
    /// The outcome of all who wrote a comment.
    pub figure: Option<Figure>,
    /// What those customers are worth; none when no attribute says so.
    pub stands: Option<Stands>,
    /// Per theme, in the order of the codebook.
    pub themes: Vec<ThemeFigures>,
    /// Per theme and rule: in how many of all comments it is found, whatever the filter.
    pub rules: Vec<Vec<u32>>,
    /// Comments that no theme is found in.
    pub without_theme: u64,
    /// Words and phrases that set low and high apart.
    pub words: WordsApart,
    /// Themes the data would support, of all comments, whatever the filter.
    pub suggestions: Vec<Suggestion>,
}

/// The counts of the outcome among some comments.
pub(crate) fn counts(picked: impl Iterator<Item = Picked>) -> Counts {
    let mut tables = facts::Tables::default();
    for one in picked {
        tables.responses += 1;
        tables.complete += 1;
        tables.outcome[usize::from(one.score)] += 1;
    }
    Counts::from(&tables)
}

/// The outcome of some comments.
pub fn figure(metric: Metric, picked: impl Iterator<Item = Picked>) -> Figure {
    figures::metric(metric, &counts(picked))
}

/// How many different customers wrote some comments.
pub fn customers(picked: impl Iterator<Item = Picked>) -> u64 {
    let mut all: Vec<u32> = picked.map(|one| one.customer).collect();
    all.sort_unstable();
    all.dedup();
    all.len() as u64
}

/// The figures of every theme. `picked` are the comments that pass the filter, in the order of
/// their texts; `mentions` holds, per theme, the texts that mention it, in rising order. Verdicts
/// are adjusted for the number of themes looked at.
pub fn themes(
    picked: &[Picked],
    mentions: &[Vec<u32>],
    metric: Option<Metric>,
    agreement: &[Agreement],
    worth: Option<&Worth>,
) -> Vec<ThemeFigures> {
    let all = customers(picked.iter().copied());
    let stands = stands(picked, worth);
    let mut found: Vec<ThemeFigures> = mentions
        .iter()
        .zip(agreement)
        .map(|(texts, agreement)| {
            let has: Vec<bool> = picked
                .iter()
                .map(|one| texts.binary_search(&one.text).is_ok())
                .collect();
            let mut figures = theme(picked, &has, (metric, all), *agreement);
            let with = picked.iter().zip(&has).filter(|(_, has)| **has);
            figures.behind = behind(with.map(|(one, _)| *one), worth, stands.as_ref());
            figures
        })
        .collect();
    judge(&mut found);
    found
}

/// What the customers who wrote some comments are worth; none when no attribute says so.
pub fn stands(picked: &[Picked], worth: Option<&Worth>) -> Option<Stands> {
    worth.and_then(|worth| behind(picked.iter().copied(), Some(worth), None).stands)
}

fn theme(
    picked: &[Picked],
    has: &[bool],
    (metric, all_customers): (Option<Metric>, u64),
    agreement: Agreement,
) -> ThemeFigures {
    let with = || {
        let pairs = picked.iter().zip(has);
        pairs.filter(|(_, has)| **has).map(|(one, _)| *one)
    };
    let comments = with().count() as u64;
    let customers = customers(with());
    let scored: Vec<Picked> = with().filter(Picked::is_scored).collect();
    let mut sides = [0; 3];
    if let Some(metric) = metric {
        for one in &scored {
            sides[side(metric, one.score)] += 1;
        }
    }
    let total: f64 = scored.iter().map(|one| f64::from(one.score)).sum();
    let is_nps = matches!(metric, Some(Metric::Nps | Metric::Enps));
    let (gain, effect) = match metric {
        Some(metric) if is_nps => {
            let (gain, effect) = gain(&cells(picked, has, metric));
            (gain, Some(effect))
        }
        _ => (None, None),
    };
    ThemeFigures {
        comments,
        share: share(comments, picked.len() as u64),
        customers,
        customer_share: share(customers, all_customers),
        mean_score: (!scored.is_empty()).then(|| total / scored.len() as f64),
        figure: metric.map(|metric| figure(metric, scored.iter().copied())),
        sides,
        gain,
        effect,
        behind: Behind::default(),
        agreement,
        hidden: false,
    }
}

fn side(metric: Metric, score: u8) -> usize {
    match group_of(metric, score) {
        Group::Low => 0,
        Group::Other => 1,
        Group::High => 2,
    }
}

fn share(hits: u64, all: u64) -> Option<Share> {
    stats::share::share(&stats::share::Count {
        hits: Tally::from(hits),
        all: Tally::from(all),
    })
}

/// Scored comments by class, those with the theme as if they disagreed and those without as if
/// they agreed: the gain is then that of KSS, with its standard error.
fn cells(picked: &[Picked], has: &[bool], metric: Metric) -> Cells {
    let mut cells = Cells::default();
    for (one, has) in picked.iter().zip(has).filter(|(one, _)| one.is_scored()) {
        let level = if *has { Level::Disagree } else { Level::Agree };
        let class = Class::ALL[side(metric, one.score)];
        cells.count(level, class, Tally::from(1));
    }
    cells
}

/// The gain and what may be said of it, before other themes are looked at.
fn gain(cells: &Cells) -> (Option<Gain>, Effect) {
    let n = |level| cells.level(level).total().n;
    let (with, without) = (n(Level::Disagree), n(Level::Agree));
    if with < MINIMUM || without < MINIMUM {
        return (None, Effect::TooFew);
    }
    let kss = stats::kss::kss(cells);
    let (Some(value), Some(se)) = (kss.gain, kss.se) else {
        return (None, Effect::TooFew);
    };
    let reach = stats::quantile::Z95 * se;
    let gain = Gain {
        value,
        se,
        ci95: [value - reach, value + reach],
    };
    let few = with + without < FEW || with < FEW_MENTIONS || without < FEW_MENTIONS;
    let effect = if few { Effect::Few } else { Effect::Chance };
    (Some(gain), effect)
}

/// Which effects are more than chance, given how many are looked at (Benjamini–Hochberg).
fn judge(themes: &mut [ThemeFigures]) {
    let judged: Vec<usize> = (0..themes.len())
        .filter(|at| themes[*at].effect == Some(Effect::Chance))
        .collect();
    let p: Vec<f64> = judged
        .iter()
        .filter_map(|at| themes[*at].gain)
        .map(|gain| {
            if gain.se > 0.0 {
                normal_p(gain.value / gain.se)
            } else {
                1.0
            }
        })
        .collect();
    for (at, adjusted) in judged.iter().zip(benjamini_hochberg(&p)) {
        let theme = &mut themes[*at];
        if let Some(gain) = theme.gain.filter(|_| adjusted <= LEVEL) {
            theme.effect = Some(if gain.value > 0.0 {
                Effect::Costs
            } else {
                Effect::Lifts
            });
        }
    }
}

/// Words and phrases that set low and high apart among the comments picked of `texts` in all.
pub fn words(
    corpus: &comments::Corpus,
    picked: &[Picked],
    metric: Metric,
    options: &comments::Options,
) -> WordsApart {
    let nobody = Side {
        customer: u32::MAX,
        group: Group::Other,
    };
    let mut sides = vec![nobody; corpus.len()];
    for one in picked.iter().filter(|one| one.is_scored()) {
        sides[one.text as usize] = Side {
            customer: one.customer,
            group: group_of(metric, one.score),
        };
    }
    corpus.apart(&sides, options)
}

/// Themes the data would support. Comments that are not among `picked` don't count; those
/// with a theme count only for what goes together.
pub fn suggestions(
    corpus: &comments::Corpus,
    picked: &[Picked],
    mentions: &[Vec<u32>],
) -> Vec<Suggestion> {
    let mut customers = vec![None; corpus.len()];
    for one in picked {
        customers[one.text as usize] = Some(one.customer);
    }
    let mut covered = vec![false; corpus.len()];
    for text in mentions.iter().flatten() {
        covered[*text as usize] = true;
    }
    suggest(corpus, &customers, &covered, &SuggestOptions::default())
}

#[cfg(test)]
mod tests;
