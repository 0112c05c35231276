//! The analysis itself: from people to everything there is to say of the drivers.

use stats::importance::EXACT_MAX;
use stats::ordinal::Nominal;

use crate::answers::{Answers, Source};
use crate::attributes::{attributes, attributes_alone};
use crate::caution::{self, UNEQUAL};
use crate::clustered;
use crate::count;
use crate::joint::{self, Joint, corrected};
use crate::lift::{self, Lift, Ordinal};
use crate::model::{AttributeDriver, Driver, DriverAnalysis, Model, Pair, WorksAt};
use crate::paired::{self, Drawn, Ranked};
use crate::people::{Options, People};
use crate::resample::{self, FEWEST, Plan, Resampled, column_of};
use crate::tell::Found;
use crate::warning::{Code, Warning};

/// Fewer units than this and resampling says little.
const FEW_UNITS: usize = 30;

/// Everything there is to say of the drivers of an outcome.
///
/// Figures of one driver at a time are those of everybody. Those of several at once are, when there
/// are more people than [`Options::sample`], of a random sample of so many, and a warning says so.
///
/// Panics when the columns of `people` differ in length.
pub fn analyse(people: &People, options: &Options) -> DriverAnalysis {
    people.check();
    let everybody = people;
    let counts = count::counts(everybody, &options.coding);
    let mut drivers = count::drivers(everybody, &counts, &options.coding);
    let sampled = everybody.sampled(options.sample, options.seed);
    let people = sampled.as_ref().unwrap_or(everybody);
    let answers = Answers::of(people, &options.coding);
    let mut warnings = caution::about_people(people, &answers);
    let (mut model, joint) = joint::joint(&answers, options.method, &mut warnings);
    let units = resample::units(people, &answers, options.seed);
    let lift = joint
        .as_ref()
        .and_then(|joint| Lift::new(&answers, (joint, &units), options, &mut warnings));
    let drawn = Drawn {
        answers: &answers,
        unit: &units.unit,
        units: units.units,
        share: people.len() as f64 / everybody.len().max(1) as f64,
    };
    if people.accounts.is_some() {
        clustered::between_accounts(&mut drivers, &drawn, &options.coding);
    }
    let (ranked, kss) = ranked(&answers, &drivers);
    let resampled = resampled(
        &Plan {
            answers: &answers,
            units: &units,
            ranked: &ranked.iter().map(|(_, column)| *column).collect::<Vec<_>>(),
            everybody: sampled.as_ref().map(|_| (&kss[..], drawn.share)),
            joint: joint.as_ref(),
            exact: options.exact.min(EXACT_MAX),
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
    if let (Some(joint), Some(Lift::Ordinal(lift))) = (&joint, &lift) {
        let whose = (&answers, joint, &**lift);
        warnings.extend(where_it_works(whose, options, &mut drivers));
    }
    tell_model(lift.as_ref(), &mut model);
    tell_places(&drawn, options, &mut drivers);
    let drivers: Vec<Driver> = drivers.into_iter().map(|(_, driver)| driver).collect();
    let pairs = joint
        .as_ref()
        .map_or_else(Vec::new, |joint| caution::pairs(&answers, joint));
    if let Some(joint) = &joint {
        warnings.extend(caution::about_players(&answers, joint, &pairs));
    }
    let limits = joint.as_ref().zip(resampled.as_ref());
    warnings
        .extend(limits.and_then(|(joint, own)| caution::about_limits(&joint.names(&answers), own)));
    warnings.extend(caution::about_drivers(&drivers));
    whole(model, drivers, attributes, pairs, warnings, resampled)
}

/// Tells what the what-if rests on.
fn tell_model(lift: Option<&Lift>, model: &mut Model) {
    if let Some(lift) = lift {
        model.nps = Some(lift.nps());
        model.n_what_if = lift.people();
        model.what_if = Some(lift.basis());
    }
}

/// Everything together.
fn whole(
    model: Model,
    drivers: Vec<Driver>,
    attributes: Vec<AttributeDriver>,
    pairs: Vec<Pair>,
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

/// The statements whose KSS are ranked, each with its column, and their KSS.
fn ranked(
    answers: &Answers,
    drivers: &[(usize, Driver)],
) -> (Vec<(usize, usize)>, Vec<Option<f64>>) {
    let shown = drivers
        .iter()
        .filter(|(_, driver)| driver.kss.ci95.is_some());
    let ranked = shown.filter_map(|(statement, driver)| {
        let column = column_of(answers, *statement)?;
        Some(((*statement, column), driver.kss.value))
    });
    ranked.unzip()
}

fn resampled(plan: &Plan<'_>, options: &Options, warnings: &mut Vec<Warning>) -> Option<Resampled> {
    let units = plan.units.units;
    if options.replicates == 0 || units == 0 || (plan.ranked.is_empty() && plan.joint.is_none()) {
        return None;
    }
    if units < FEW_UNITS {
        warnings.push(Warning::new(Code::FewUnits).with("units", units as f64));
    }
    if (options.replicates as usize) < FEWEST {
        let few = Warning::new(Code::FewReplicates).with("n", f64::from(options.replicates));
        warnings.push(few.with("need", FEWEST as f64));
    }
    let exact = plan.joint.filter(|joint| joint.importance.lmg.is_some());
    if let Some(joint) = exact.filter(|joint| joint.players.len() > plan.exact) {
        let many = Warning::new(Code::ApproximateLimits).with("n", joint.players.len() as f64);
        warnings.push(many.with("most", plan.exact as f64));
    }
    // Drawing one unit from one gives the same figures every time: intervals without width.
    (units > 1).then(|| resample::resample(plan, options))
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
    (answers, joint, lift): (&Answers, &Joint, &Ordinal),
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
fn tell_places(drawn: &Drawn<'_>, options: &Options, drivers: &mut [(usize, Driver)]) {
    let demonstrable: Vec<(usize, Ranked)> = drivers
        .iter()
        .filter(|(_, driver)| driver.kss.is_demonstrable())
        .filter_map(|(statement, driver)| {
            let column = column_of(drawn.answers, *statement)?;
            let kss = driver.kss.value?;
            Some((*statement, Ranked { column, kss }))
        })
        .collect();
    let ranked: Vec<Ranked> = demonstrable.iter().map(|(_, own)| *own).collect();
    let leading = paired::leading(drawn, &ranked, &options.coding);
    for (statement, driver) in drivers {
        let own = demonstrable.iter().find(|(number, _)| number == statement);
        driver.leading = own.is_some_and(|(_, own)| leading.contains(&own.column));
        let gains = driver
            .what_if
            .is_some_and(|what_if| what_if.gain > 0.0 && what_if.ci95.is_some());
        driver.priority = driver.kss.is_demonstrable() && gains;
    }
}
