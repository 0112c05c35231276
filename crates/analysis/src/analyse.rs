//! The analysis itself: from people to everything there is to say of the drivers.

use stats::bootstrap::replicate;
use stats::ordinal::Nominal;

use crate::answers::{Answers, Source};
use crate::attribute::{eta_squared, level_figures};
use crate::caution::{self, UNEQUAL};
use crate::count;
use crate::joint::{self, Joint, corrected};
use crate::lift::{self, Lift, NoLift};
use crate::model::{
    Association, AttributeDriver, Driver, DriverAnalysis, JointWhatIf, Kind, Model, WhatIf, WorksAt,
};
use crate::paired::{self, Drawn, Ranked};
use crate::people::{Method, Options, People};
use crate::resample::{self, Plan, Resampled, Units, column_of};
use crate::warning::{Code, Warning};

/// Most people that figures of several drivers at once are computed from; the standard error of a
/// share of importance is then about a third of a percent.
const MOST: usize = 50_000;

/// Fewer units than this and resampling says little.
const FEW_UNITS: usize = 30;

/// Everything there is to say of the drivers of an outcome.
///
/// Figures of one driver at a time are those of everybody. Those of several at once are, when there
/// are more than 50,000 people, of a random sample of so many, and a warning says so.
///
/// Panics when the columns of `people` differ in length.
pub fn analyse(people: &People, options: &Options) -> DriverAnalysis {
    people.check();
    let everybody = people;
    let counts = count::counts(everybody, &options.coding);
    let mut drivers = count::drivers(everybody, &counts, &options.coding);
    let sampled = everybody.sampled(MOST, options.seed);
    let people = sampled.as_ref().unwrap_or(everybody);
    let answers = Answers::of(people, &options.coding);
    let mut warnings = caution::about_people(people, &answers);
    let (mut model, joint) = joint::joint(&answers, options.method, &mut warnings);
    let lift = joint
        .as_ref()
        .and_then(|joint| lift(&answers, joint, options, &mut warnings));
    let units = resample::units(people, &answers, options.seed);
    let ranked: Vec<(usize, usize)> = drivers
        .iter()
        .filter(|(_, driver)| driver.kss.ci95.is_some())
        .filter_map(|(statement, _)| Some((*statement, column_of(&answers, *statement)?)))
        .collect();
    let resampled = resampled(
        &Plan {
            answers: &answers,
            units: &units,
            ranked: &ranked.iter().map(|(_, column)| *column).collect::<Vec<_>>(),
            joint: joint.as_ref(),
            lift: lift.as_ref(),
        },
        options,
        &mut warnings,
    );
    let mut attributes = match &sampled {
        Some(_) => attributes_alone(everybody, options),
        None => attributes(people, &answers),
    };
    let found = Found {
        answers: &answers,
        weight: counts.answered().w,
        joint: joint.as_ref(),
        lift: lift.as_ref(),
        resampled: resampled.as_ref(),
    };
    found.tell(&mut drivers, &mut attributes);
    if let Some(resampled) = &resampled {
        let statements: Vec<usize> = ranked.iter().map(|(statement, _)| *statement).collect();
        tell_ranks(&statements, resampled, &mut drivers);
    }
    if let (Some(joint), Some(lift)) = (&joint, &lift) {
        warnings.extend(where_it_works(
            &answers,
            (joint, lift),
            options,
            &mut drivers,
        ));
        let predicted = lift.predictor().what_if(&lift.fit, &[]);
        model.nps = Some(predicted.before);
        model.n_what_if = lift.people.len() as u64;
    }
    let share = people.len() as f64 / everybody.len().max(1) as f64;
    tell_places(&answers, (&units, share), options, &mut drivers);
    let drivers: Vec<Driver> = drivers.into_iter().map(|(_, driver)| driver).collect();
    let pairs = joint
        .as_ref()
        .map_or_else(Vec::new, |joint| caution::pairs(&answers, joint));
    if let Some(joint) = &joint {
        warnings.extend(caution::about_players(&answers, joint, &pairs));
    }
    warnings.extend(caution::about_drivers(&drivers));
    whole(model, drivers, attributes, pairs, warnings, resampled)
}

/// What becomes of the NPS when several drivers are lifted at once: of each driver named, the share
/// given (0–1) of those who don't agree would agree (an attribute of yes and no: would say yes). The
/// same people are reached first on every driver. Gains are not additive, hence this. None when
/// there is no what-if model, or a name is no driver of it that can be lifted.
///
/// Panics when the columns of `people` differ in length.
pub fn what_if(people: &People, options: &Options, lifts: &[(String, f64)]) -> Option<JointWhatIf> {
    WhatIfModel::new(people, options)?.lift(lifts)
}

/// The model behind [`what_if`], fitted once for many questions, such as those of a slider.
pub struct WhatIfModel(Lift);

impl WhatIfModel {
    /// Fits the model; none when answers don't suffice.
    ///
    /// Panics when the columns of `people` differ in length.
    pub fn new(people: &People, options: &Options) -> Option<Self> {
        people.check();
        let sampled = people.sampled(MOST, options.seed);
        let answers = Answers::of(sampled.as_ref().unwrap_or(people), &options.coding);
        // The what-if rests on complete answers, whatever the method of the other figures.
        let (_, joint) = joint::joint(&answers, Method::Listwise, &mut Vec::new());
        Lift::new(&answers, &joint?, options).ok().map(Self)
    }

    /// See [`what_if`].
    pub fn lift(&self, lifts: &[(String, f64)]) -> Option<JointWhatIf> {
        self.0.together(lifts)
    }
}

/// Everything together.
fn whole(
    model: Model,
    drivers: Vec<Driver>,
    attributes: Vec<AttributeDriver>,
    pairs: Vec<crate::model::Pair>,
    warnings: Vec<Warning>,
    resampled: Option<Resampled>,
) -> DriverAnalysis {
    let names = |which: fn(&Driver) -> bool| -> Vec<String> {
        let those = drivers.iter().filter(|driver| which(driver));
        those.map(|driver| driver.name.clone()).collect()
    };
    DriverAnalysis {
        model,
        leading: names(|driver| driver.leading),
        priorities: names(|driver| driver.priority),
        drivers,
        attributes,
        pairs,
        warnings,
        bootstrap: resampled.map(|resampled| resampled.bootstrap),
    }
}

/// The what-if model, or a warning why there is none.
fn lift(
    answers: &Answers,
    joint: &Joint,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Option<Lift> {
    match Lift::new(answers, joint, options) {
        Ok(lift) => Some(lift),
        Err(NoLift::TooFew(n, need)) => {
            let few = Warning::new(Code::TooFewForWhatIf).with("n", n as f64);
            warnings.push(few.with("need", need as f64));
            None
        }
        Err(NoLift::NotDetermined) => {
            warnings.push(Warning::new(Code::NotDetermined));
            None
        }
    }
}

fn resampled(plan: &Plan<'_>, options: &Options, warnings: &mut Vec<Warning>) -> Option<Resampled> {
    let units = plan.units.units;
    if options.replicates == 0 || units == 0 || (plan.ranked.is_empty() && plan.joint.is_none()) {
        return None;
    }
    if units < FEW_UNITS {
        warnings.push(Warning::new(Code::FewUnits).with("units", units as f64));
    }
    Some(resample::resample(plan, options))
}

/// What was found of the drivers together.
struct Found<'a> {
    answers: &'a Answers,
    /// Weight of everybody who answered the outcome.
    weight: f64,
    joint: Option<&'a Joint>,
    lift: Option<&'a Lift>,
    resampled: Option<&'a Resampled>,
}

/// One player of the model: its place there, and what it explains.
#[derive(Clone, Copy)]
struct Player {
    at: usize,
    lmg: Option<f64>,
    share: Option<f64>,
    johnson: f64,
    vif: Option<f64>,
}

/// What the what-if model says of lifting one player.
#[derive(Clone, Copy)]
struct Lifted {
    told: stats::ordinal::WhatIf,
    n: u64,
    share_moved: f64,
}

impl Found<'_> {
    /// The players with their number in the answers.
    fn players(&self) -> Vec<(usize, Player)> {
        let Some(joint) = self.joint else {
            return Vec::new();
        };
        let own = &joint.importance;
        let player = |at: usize| {
            let lmg = own.lmg.as_ref().map(|lmg| lmg[at]);
            Player {
                at,
                lmg,
                share: lmg.filter(|_| own.r2 > 0.0).map(|lmg| lmg / own.r2),
                johnson: own.johnson[at],
                vif: own.vif[at],
            }
        };
        let numbers = joint.players.iter().enumerate();
        numbers.map(|(at, &number)| (number, player(at))).collect()
    }

    /// Tells every driver and attribute what was found of it.
    fn tell(&self, drivers: &mut [(usize, Driver)], attributes: &mut [AttributeDriver]) {
        let players = self.players();
        let told = replicate(players.len(), || (), |(), at| self.lifted(players[at].1.at));
        for ((player, of), told) in players.into_iter().zip(told) {
            match self.answers.players[player].source {
                Source::Statement(number) => {
                    let driver = drivers.iter_mut().find(|(own, _)| *own == number);
                    let (_, driver) = driver.expect("every statement has its driver");
                    self.tell_driver(driver, of, told);
                }
                Source::Attribute(number) => {
                    self.tell_attribute(&mut attributes[number], of, told);
                }
            }
        }
    }

    fn tell_driver(&self, driver: &mut Driver, player: Player, told: Option<Lifted>) {
        driver.lmg = player.lmg;
        driver.lmg_share = player.share;
        driver.johnson = Some(player.johnson);
        driver.vif = player.vif;
        if let Some(resampled) = self.resampled {
            driver.lmg_ci95 = resampled.lmg[player.at];
            driver.lmg_share_ci95 = resampled.lmg_share[player.at];
            driver.lmg_rank_probability = Some(resampled.lmg_first[player.at]);
        }
        let asked = 1.0 - driver.missing.not_asked / self.weight;
        let reached = driver.coverage.map(|coverage| (coverage / asked).min(1.0));
        driver.what_if = told.map(|told| self.what_if(player, told, reached));
        driver.kss_adjusted = driver.what_if.map(|what_if| 100.0 - what_if.gain);
    }

    fn tell_attribute(
        &self,
        attribute: &mut AttributeDriver,
        player: Player,
        told: Option<Lifted>,
    ) {
        attribute.lmg = player.lmg;
        attribute.lmg_share = player.share;
        attribute.johnson = Some(player.johnson);
        if let Some(resampled) = self.resampled {
            attribute.lmg_ci95 = resampled.lmg[player.at];
            attribute.lmg_share_ci95 = resampled.lmg_share[player.at];
            attribute.lmg_rank_probability = Some(resampled.lmg_first[player.at]);
        }
        let reached = attribute.coverage;
        attribute.what_if = told.map(|told| self.what_if(player, told, reached));
    }

    /// What the model says of lifting one player.
    fn lifted(&self, player: usize) -> Option<Lifted> {
        let lift = self.lift?;
        let moved = lift.moves[player].as_ref()?;
        Some(Lifted {
            told: lift.predictor().what_if(&lift.fit, &[moved]),
            n: lift.people.len() as u64,
            share_moved: lift.share_moved(self.answers, moved),
        })
    }

    fn what_if(&self, player: Player, lifted: Lifted, reached: Option<f64>) -> WhatIf {
        let told = lifted.told;
        let half = stats::quantile::Z95 * told.se;
        let ci95 = match self.resampled {
            Some(resampled) => resampled.gain[player.at],
            None => Some([told.gain - half, told.gain + half]),
        };
        WhatIf {
            gain: told.gain,
            ci95,
            se_model: told.se,
            before: told.before,
            after: told.after,
            n: lifted.n,
            share_moved: lifted.share_moved,
            population_gain: told.gain * reached.unwrap_or(1.0),
        }
    }
}

/// Tells the statements that were ranked their ranks.
fn tell_ranks(statements: &[usize], resampled: &Resampled, drivers: &mut [(usize, Driver)]) {
    for (statement, ranks) in statements.iter().zip(&resampled.ranks) {
        let driver = drivers.iter_mut().find(|(own, _)| own == statement);
        let (_, driver) = driver.expect("a ranked statement has its driver");
        driver.rank_probability = ranks.first().copied();
        driver.rank_probabilities.clone_from(ranks);
    }
}

/// Tests whether each driver works alike at the bottom and at the top.
fn where_it_works(
    answers: &Answers,
    (joint, lift): (&Joint, &Lift),
    options: &Options,
    drivers: &mut [(usize, Driver)],
) -> Vec<Warning> {
    let tests = lift::nominal(answers, joint, lift, options.seed);
    let p: Vec<Option<f64>> = tests
        .iter()
        .map(|test| test.as_ref().map(|own| own.p))
        .collect();
    let mut warnings = Vec::new();
    for ((&player, test), corrected) in joint.players.iter().zip(&tests).zip(corrected(&p)) {
        let (Some(test), Some(corrected)) = (test, corrected) else {
            continue;
        };
        let own = &answers.players[player];
        let unequal = corrected < UNEQUAL;
        if unequal {
            let unequal = Warning::new(Code::ProportionalOdds).of(&own.name);
            warnings.push(unequal.with("p", corrected));
        }
        if let Source::Statement(number) = own.source
            && let Some((_, driver)) = drivers.iter_mut().find(|(own, _)| *own == number)
        {
            driver.proportional_odds_p = Some(test.p);
            driver.works_at = Some(works_at(test, unequal));
        }
    }
    warnings
}

fn works_at(test: &Nominal, unequal: bool) -> WorksAt {
    let ends = test.beta.first().zip(test.beta.last());
    match ends.filter(|_| unequal) {
        Some((bottom, top)) if bottom.abs() > top.abs() => WorksAt::Bottom,
        Some(_) => WorksAt::Top,
        None => WorksAt::Both,
    }
}

/// Who leads, and where to act.
fn tell_places(
    answers: &Answers,
    (units, share): (&Units, f64),
    options: &Options,
    drivers: &mut [(usize, Driver)],
) {
    let demonstrable: Vec<(usize, Ranked)> = drivers
        .iter()
        .filter(|(_, driver)| driver.kss.is_demonstrable())
        .filter_map(|(statement, driver)| {
            let column = column_of(answers, *statement)?;
            let kss = driver.kss.value?;
            Some((*statement, Ranked { column, kss }))
        })
        .collect();
    let ranked: Vec<Ranked> = demonstrable.iter().map(|(_, own)| *own).collect();
    let drawn = Drawn {
        answers,
        unit: &units.unit,
        units: units.units,
        share,
    };
    let leading = paired::leading(&drawn, &ranked, &options.coding);
    for (statement, driver) in drivers {
        let own = demonstrable.iter().find(|(number, _)| number == statement);
        driver.leading = own.is_some_and(|(_, own)| leading.contains(&own.column));
        let gains = driver.what_if.is_some_and(|what_if| what_if.gain > 0.0);
        driver.priority = driver.kss.is_demonstrable() && gains;
    }
}

/// The attributes by themselves, of people whose statements take no part.
fn attributes_alone(people: &People, options: &Options) -> Vec<AttributeDriver> {
    let alone = people.without_statements();
    attributes(&alone, &Answers::of(&alone, &options.coding))
}

/// The attributes by themselves.
fn attributes(people: &People, answers: &Answers) -> Vec<AttributeDriver> {
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
