//! The model of all drivers together: which take part, whether there are answers enough, and what
//! part of the outcome each explains.

use figures::Coding;
use stats::em::{self, Incomplete, Stop};
use stats::importance::{EXACT_MAX, Importance, importance, inflation, r_squared};
use stats::moments::Moments;
use stats::{Matrix, multiplicity};

use crate::answers::{Answers, Player};
use crate::lift::Target;
use crate::model::{self, Model, Status};
use crate::people::Method;
use crate::warning::{Code, Warning};

/// Complete answers below which there is no model of several drivers.
pub(crate) const NEEDED: u64 = 30;
/// Complete answers per driver (column) below which there is none.
const PER_DRIVER: u64 = 5;
/// Complete answers below which ranks are uncertain.
const FOR_RANKS: u64 = 100;
/// EM ends when no mean or covariance moves by more, in standard deviations; the figures shown have
/// far fewer digits.
pub(crate) const STOP: Stop = Stop {
    tolerance: 1e-8,
    iterations: 1_000,
};

/// The drivers together.
pub(crate) struct Joint {
    /// The players that take part, by their number in the answers.
    pub(crate) players: Vec<usize>,
    /// Columns of the answers that the matrices are of, the score first.
    pub(crate) columns: Vec<usize>,
    /// Per player its columns of the matrices.
    pub(crate) groups: Vec<Vec<usize>>,
    /// Means and covariances of the columns.
    pub(crate) fit: em::Fit,
    /// People behind them: all (EM), or who answered every driver.
    pub(crate) people: Vec<u32>,
    /// What each player explains.
    pub(crate) importance: Importance,
    /// Per player: others determine it fully, so that nothing tells what it does by itself. Also of
    /// those that it determines in turn: which of two copies comes first says nothing.
    pub(crate) aliased: Vec<bool>,
}

impl Joint {
    /// Per player how it is lifted, and its first column; none for one that can't be lifted, or whose
    /// part in the gain nothing tells.
    pub(crate) fn lifted<'a>(
        &'a self,
        answers: &'a Answers,
        coding: &'a Coding,
    ) -> impl Iterator<Item = Option<(usize, Target)>> + 'a {
        let own = self.players.iter().zip(&self.groups).zip(&self.aliased);
        own.map(|((&player, group), aliased)| {
            let target = Target::of(answers, player, coding).filter(|_| !aliased)?;
            Some((group[0], target))
        })
    }

    /// The players' names.
    pub(crate) fn names(&self, answers: &Answers) -> Vec<String> {
        let name = |&player: &usize| answers.players[player].name.clone();
        self.players.iter().map(name).collect()
    }
}

/// How many answers a model of so many columns needs.
pub(crate) fn needed(columns: usize) -> u64 {
    NEEDED.max(PER_DRIVER * columns as u64)
}

/// The model of all drivers, if there is one, and what may be said of it.
pub(crate) fn joint(
    answers: &Answers,
    method: Method,
    warnings: &mut Vec<Warning>,
) -> (Model, Option<Joint>) {
    let mut model = Model {
        method: method.as_str(),
        n: answers.len() as u64,
        n_listwise: 0,
        r2: None,
        r2_listwise: None,
        importance: None,
        status: Status::Fitted,
        nps: None,
        what_if: None,
        n_what_if: 0,
        iterations: 0,
    };
    let joint = fitted(answers, method, &mut model, warnings);
    match joint {
        Ok(joint) => (model, Some(joint)),
        Err(status) => {
            model.status = status;
            (model, None)
        }
    }
}

fn fitted(
    answers: &Answers,
    method: Method,
    model: &mut Model,
    warnings: &mut Vec<Warning>,
) -> Result<Joint, Status> {
    if answers.len() == 0 {
        warnings.push(Warning::new(Code::Nobody));
        return Err(Status::Nobody);
    }
    let every: Vec<usize> = (0..answers.players.len()).collect();
    model.n_listwise = answers.complete(&answers.chosen(&every)).len() as u64;
    if method == Method::Listwise {
        model.n = model.n_listwise;
    }
    if answers.is_constant() {
        warnings.push(Warning::new(Code::OutcomeConstant));
        return Err(Status::NoVariance);
    }
    let chosen = Chosen::of(answers, taking_part(answers, warnings)?);
    if method == Method::Listwise {
        model.n = chosen.complete.len() as u64;
    }
    let basis = match method {
        Method::Em => fewest_together(answers, &chosen.players),
        Method::Listwise => answers.effective(&chosen.complete),
    };
    if basis < chosen.need {
        warnings.push(few(Code::TooFew, basis, chosen.need));
        return Err(Status::TooFew);
    }
    if basis < FOR_RANKS {
        warnings.push(few(Code::FewForRanks, basis, FOR_RANKS));
        model.status = Status::RankUncertain;
    }
    estimated(answers, method, chosen, (model, warnings))
}

/// The players that take part, with what follows from them.
struct Chosen {
    players: Vec<usize>,
    columns: Vec<usize>,
    groups: Vec<Vec<usize>>,
    /// Who answered all of them.
    complete: Vec<u32>,
    /// How many answers they need.
    need: u64,
}

impl Chosen {
    fn of(answers: &Answers, players: Vec<usize>) -> Self {
        let columns = answers.chosen(&players);
        Self {
            groups: groups(answers, &players),
            complete: answers.complete(&columns),
            need: needed(columns.len() - 1),
            players,
            columns,
        }
    }
}

/// The model by the method wanted, or by complete answers when EM gives none.
fn estimated(
    answers: &Answers,
    method: Method,
    chosen: Chosen,
    (model, warnings): (&mut Model, &mut Vec<Warning>),
) -> Result<Joint, Status> {
    let listwise = listwise(answers, &chosen.columns, &chosen.complete)
        .filter(|_| answers.effective(&chosen.complete) >= chosen.need);
    model.r2_listwise = listwise.as_ref().and_then(|fit| r_squared(&fit.covariance));
    let by_em = match method {
        Method::Em => by_em(answers, &chosen.columns, listwise.as_ref()),
        Method::Listwise => None,
    };
    // A copy among complete answers only is one for the what-if, which rests on those.
    let complete = listwise
        .as_ref()
        .and_then(|fit| inflation(&fit.covariance, &chosen.groups));
    let also: Vec<bool> = (0..chosen.players.len())
        .map(|at| complete.as_ref().is_some_and(|vif| vif[at].is_none()))
        .collect();
    let (fit, people) = match by_em {
        Some(fit) => (fit, (0..answers.len() as u32).collect()),
        None => {
            model.method = Method::Listwise.as_str();
            model.n = chosen.complete.len() as u64;
            if method == Method::Em {
                warnings.push(Warning::new(Code::NotPositiveDefinite));
            }
            (listwise.ok_or(Status::NotDetermined)?, chosen.complete)
        }
    };
    let importance = importance(&fit.covariance, &chosen.groups).ok_or(Status::NotDetermined)?;
    let aliased = importance
        .vif
        .iter()
        .zip(also)
        .map(|(vif, also)| vif.is_none() || also);
    model.iterations = fit.iterations;
    model.r2 = Some(importance.r2);
    model.importance = Some(if importance.lmg.is_some() {
        model::Importance::Lmg
    } else {
        let players = chosen.players.len() as f64;
        let many = Warning::new(Code::ManyDrivers).with("n", players);
        warnings.push(many.with("most", EXACT_MAX as f64));
        model::Importance::Johnson
    });
    Ok(Joint {
        aliased: aliased.collect(),
        players: chosen.players,
        columns: chosen.columns,
        groups: chosen.groups,
        fit,
        people,
        importance,
    })
}

/// The players whose answers differ and are enough for a model with the others.
fn taking_part(answers: &Answers, warnings: &mut Vec<Warning>) -> Result<Vec<usize>, Status> {
    let player = |number: usize| -> &Player { &answers.players[number] };
    let mut players: Vec<usize> = Vec::new();
    for number in 0..answers.players.len() {
        let own = player(number);
        if own.n > 1 && own.constant {
            let constant = Warning::new(Code::Constant).of(&own.name);
            warnings.push(constant.with("n", own.n as f64));
        } else if own.n > 1 {
            players.push(number);
        } else {
            warnings.push(few(Code::TooFew, own.n, NEEDED).of(&own.name));
        }
    }
    if players.is_empty() {
        return Err(Status::NoDrivers);
    }
    let everybody: Vec<u32> = (0..answers.len() as u32).collect();
    let total = answers.effective(&everybody);
    if total < needed(players.len()).max(FOR_RANKS) && total < answers.len() as u64 {
        let uneven = Warning::new(Code::UnevenWeights).with("n", answers.len() as f64);
        warnings.push(uneven.with("effective", total as f64));
    }
    if total < needed(0) {
        warnings.push(few(Code::TooFew, total, needed(players.len())));
        return Err(Status::TooFew);
    }
    // The least answered one leaves as long as it hasn't got enough for those that stay.
    while let Some(&least) = players
        .iter()
        .min_by_key(|&&number| player(number).effective)
    {
        let columns = answers.chosen(&players).len() - 1;
        if player(least).effective >= needed(columns) || total < needed(columns) {
            break;
        }
        let need = needed(columns);
        warnings.push(few(Code::TooFew, player(least).effective, need).of(&player(least).name));
        players.retain(|&number| number != least);
    }
    if players.is_empty() {
        return Err(Status::TooFew);
    }
    Ok(players)
}

fn few(code: Code, n: u64, need: u64) -> Warning {
    let few = Warning::new(code).with("n", n as f64);
    few.with("need", need as f64)
}

/// How many people (with weights: effectively) answered both of two drivers, for the two with the fewest: what the least known
/// covariance rests on. With nothing missing that is everybody.
fn fewest_together(answers: &Answers, players: &[usize]) -> u64 {
    let marks = |number: &usize| -> Vec<u64> {
        let column = &answers.columns[answers.players[*number].columns[0]];
        let word = |people: &[f64]| {
            let marks = people.iter().map(|value| u64::from(!value.is_nan()));
            marks.rev().fold(0, |word, mark| word << 1 | mark)
        };
        column.chunks(64).map(word).collect()
    };
    if answers.weights.is_some() {
        let column = |number: usize| answers.players[number].columns[0];
        let pairs = (0..players.len()).flat_map(|a| (0..=a).map(move |b| (players[a], players[b])));
        let together =
            pairs.map(|(a, b)| answers.effective(&answers.complete(&[column(a), column(b)])));
        return together.min().unwrap_or(0);
    }
    let answered: Vec<Vec<u64>> = players.iter().map(marks).collect();
    let together = |a: usize, b: usize| -> u64 {
        let both = answered[a].iter().zip(&answered[b]);
        both.map(|(a, b)| u64::from((a & b).count_ones())).sum()
    };
    let pairs = (0..players.len()).flat_map(|a| (0..=a).map(move |b| (a, b)));
    pairs.map(|(a, b)| together(a, b)).min().unwrap_or(0)
}

/// Per player its columns among those chosen.
fn groups(answers: &Answers, players: &[usize]) -> Vec<Vec<usize>> {
    let mut next = 1;
    let mut own = |number: &usize| {
        let first = next;
        next += answers.players[*number].columns.len();
        (first..next).collect()
    };
    players.iter().map(&mut own).collect()
}

/// Means and covariances of those who answered everything.
fn listwise(answers: &Answers, columns: &[usize], complete: &[u32]) -> Option<em::Fit> {
    let mut moments = Moments::new(columns.len());
    let mut row = vec![0.0; columns.len()];
    for &person in complete {
        let person = person as usize;
        for (value, &column) in row.iter_mut().zip(columns) {
            *value = answers.columns[column][person];
        }
        moments.add(&row, answers.weight(person));
    }
    Some(em::Fit {
        mean: moments.means().to_vec(),
        covariance: moments.covariance()?,
        iterations: 0,
        converged: true,
    })
}

/// Means and covariances of all who answered the outcome; the search starts from those of the people
/// who answered everything.
fn by_em(answers: &Answers, columns: &[usize], start: Option<&em::Fit>) -> Option<em::Fit> {
    let chosen: Vec<Vec<f64>> = columns
        .iter()
        .map(|&column| answers.columns[column].clone())
        .collect();
    let fit = Incomplete::new(&chosen).fit(answers.weights.as_deref(), start, STOP);
    fit.ok()
        .filter(|fit| fit.converged && is_proper(&fit.covariance))
}

fn is_proper(covariance: &Matrix) -> bool {
    let p = covariance.nrows();
    covariance.iter().all(|cell| cell.is_finite()) && (0..p).all(|v| covariance[(v, v)] > 0.0)
}

/// The probabilities corrected for how many there are (Holm), those without one left out.
pub(crate) fn corrected(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let known: Vec<f64> = p.iter().flatten().copied().collect();
    let mut adjusted = multiplicity::holm(&known).into_iter();
    p.iter().map(|p| p.and_then(|_| adjusted.next())).collect()
}
