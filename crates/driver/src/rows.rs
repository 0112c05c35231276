//! One driver as the page's table tells it: how well, how strongly, how much to gain; and the rest
//! of its figures for whoever opens them.

use analysis::{Driver, Unit, WorksAt};
use serde::Serialize;

use crate::words::Teller;

/// Fewer answers than this carry no claim.
pub(crate) const FEW: u64 = 30;

/// One driver.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    /// Its key.
    key: String,
    /// The statement.
    name: String,
    /// Where to act, and certainly.
    act: bool,
    n: String,
    few: bool,
    /// "53 %", and its interval.
    agree: String,
    agree_range: Option<String>,
    mean: Option<String>,
    importance: Option<String>,
    importance_range: Option<String>,
    pearson: Option<String>,
    pearson_range: Option<String>,
    kss: Option<String>,
    kss_range: Option<String>,
    gain: Option<String>,
    what_if: Option<String>,
    what_if_range: Option<String>,
    /// What may be said of the KSS when that is not the plain figure.
    status: Option<String>,
    /// The two cells behind the KSS.
    cells: Option<String>,
    link: Option<String>,
    well: Vec<Fact>,
    strongly: Vec<Fact>,
    to_gain: Vec<Fact>,
}

/// A figure with its name, and where it leads.
#[derive(Clone, Debug, Serialize)]
struct Fact {
    name: String,
    value: String,
}

/// All drivers, the one with the most to gain by itself first.
pub(crate) fn rows(teller: &Teller<'_>) -> Vec<Row> {
    let drivers = teller.analysis.drivers.iter();
    drivers.map(|driver| row(teller, driver)).collect()
}

fn row(teller: &Teller<'_>, driver: &Driver) -> Row {
    let voice = &teller.screen.voice;
    let what_if = driver.what_if;
    let priorities = teller.priorities();
    Row {
        key: driver.name.clone(),
        name: teller.screen.question(&driver.name),
        act: priorities
            .iter()
            .any(|one| one.sure && one.driver.name == driver.name),
        n: voice.whole(driver.n),
        few: driver.n > 0 && driver.n < FEW,
        agree: driver
            .agree
            .map_or_else(|| "–".to_owned(), |share| voice.percent(share)),
        agree_range: driver.agree_ci95.map(|ends| teller.range_percent(ends)),
        mean: driver.mean.map(|mean| voice.number(mean, 1)),
        importance: driver.lmg_share.map(|share| voice.percent(share)),
        importance_range: driver.lmg_share_ci95.map(|ends| teller.range_percent(ends)),
        // Of few answers the interval stands without the number.
        pearson: driver
            .association
            .pearson
            .filter(|_| driver.n >= FEW)
            .map(|r| voice.number(r, 2)),
        pearson_range: driver.association.pearson_ci95.map(|[low, high]| {
            let (low, high) = (voice.number(low, 2), voice.number(high, 2));
            format!("{low} – {high}")
        }),
        kss: driver.kss.value.map(|kss| teller.one(kss)),
        kss_range: driver.kss.ci95.map(|ends| teller.range(ends)),
        gain: driver.kss.gain.map(|gain| teller.signed(gain)),
        what_if: what_if.map(|what_if| teller.signed(what_if.gain)),
        what_if_range: what_if
            .and_then(|what_if| what_if.ci95)
            .map(|ends| teller.range(ends)),
        status: status(teller, driver),
        cells: cells(teller, driver),
        link: teller.behind(driver),
        well: well(teller, driver),
        strongly: strongly(teller, driver),
        to_gain: to_gain(teller, driver),
    }
}

fn status(teller: &Teller<'_>, driver: &Driver) -> Option<String> {
    let key = match driver.kss.status.as_str() {
        "interval_only" => "dashboard-status-interval-only",
        "suppressed" => "dashboard-status-suppressed",
        "not_estimable" => "dashboard-status-not-estimable",
        "no_demonstrable_gain" => "dashboard-status-no-gain",
        "reversed" => "dashboard-status-reversed",
        _ => return None,
    };
    Some(teller.screen.voice.word(key))
}

fn cells(teller: &Teller<'_>, driver: &Driver) -> Option<String> {
    let voice = &teller.screen.voice;
    let (against, fond) = (driver.disagree_detractor?, driver.agree_promoter?);
    let (against, fond) = (voice.percent(against), voice.percent(fond));
    let args = [("against", against.as_str()), ("for", &fond)];
    Some(voice.say("dashboard-driver-cells", &args))
}

/// Facts in the making.
struct Facts<'a, 'b> {
    teller: &'b Teller<'a>,
    all: Vec<Fact>,
}

impl Facts<'_, '_> {
    fn add(&mut self, key: &str, value: Option<String>) {
        if let Some(value) = value {
            self.all.push(Fact {
                name: self.teller.screen.voice.word(key),
                value,
            });
        }
    }

    fn number(&mut self, key: &str, value: Option<f64>, decimals: usize) {
        let text = value.map(|value| self.teller.screen.voice.number(value, decimals));
        self.add(key, text);
    }
}

fn well(teller: &Teller<'_>, driver: &Driver) -> Vec<Fact> {
    let voice = &teller.screen.voice;
    let mut facts = Facts {
        teller,
        all: Vec::new(),
    };
    let with = |share: Option<f64>, ends: Option<[f64; 2]>| {
        let share = voice.percent(share?);
        Some(match ends {
            Some(ends) => format!("{share} ({})", teller.range_percent(ends)),
            None => share,
        })
    };
    facts.add("dashboard-agree", with(driver.agree, driver.agree_ci95));
    facts.add("dashboard-neutral", with(driver.neutral, None));
    let disagree = with(driver.disagree, driver.disagree_ci95);
    facts.add("dashboard-disagree", disagree);
    facts.number("driver-mean-long", driver.mean, 2);
    facts.add("driver-answered", Some(voice.whole(driver.n)));
    let coverage = driver.coverage.map(|share| voice.percent(share));
    facts.add("driver-coverage", coverage);
    let missing = &driver.missing;
    for (key, n) in [
        ("dashboard-missing-dont-know", missing.dont_know),
        ("dashboard-missing-not-applicable", missing.not_applicable),
        ("dashboard-missing-not-asked", missing.not_asked),
        ("dashboard-missing-blank", missing.blank),
    ] {
        facts.number(key, (n > 0.0).then_some(n), 0);
    }
    facts.all
}

fn strongly(teller: &Teller<'_>, driver: &Driver) -> Vec<Fact> {
    let voice = &teller.screen.voice;
    let mut facts = Facts {
        teller,
        all: Vec::new(),
    };
    let share = driver.lmg_share.map(|share| {
        let share = voice.percent(share);
        match driver.lmg_share_ci95 {
            Some(ends) => format!("{share} ({})", teller.range_percent(ends)),
            None => share,
        }
    });
    facts.add("driver-importance", share);
    facts.number("driver-lmg", driver.lmg, 4);
    facts.number("driver-johnson", driver.johnson, 4);
    let own = &driver.association;
    let pearson = own.pearson.map(|r| match own.pearson_ci95 {
        Some([low, high]) => {
            let [r, low, high] = [r, low, high].map(|end| voice.number(end, 2));
            format!("{r} ({low} – {high})")
        }
        None => voice.number(r, 2),
    });
    facts.add("driver-pearson", pearson);
    facts.number("driver-spearman", own.spearman, 2);
    facts.number("driver-tau", own.kendall_tau_b, 2);
    facts.number("driver-gamma", own.gamma, 2);
    facts.number("driver-vif", driver.vif, 1);
    let first = driver
        .lmg_rank_probability
        .map(|share| voice.percent(share));
    facts.add("driver-lmg-rank", first);
    let works = driver.works_at.map(|at| {
        voice.word(match at {
            WorksAt::Bottom => "driver-works-bottom",
            WorksAt::Top => "driver-works-top",
            WorksAt::Both => "driver-works-both",
        })
    });
    facts.add("driver-works", works);
    facts.all
}

fn to_gain(teller: &Teller<'_>, driver: &Driver) -> Vec<Fact> {
    let voice = &teller.screen.voice;
    let mut facts = Facts {
        teller,
        all: Vec::new(),
    };
    let kss = driver.kss.value.map(|kss| match driver.kss.ci95 {
        Some(ends) => format!("{} ({})", teller.one(kss), teller.range(ends)),
        None => teller.one(kss),
    });
    facts.add("driver-kss-long", kss);
    let gain = driver.kss.gain.map(|gain| teller.signed(gain));
    facts.add("driver-gain", gain);
    if let Some(what_if) = driver.what_if {
        let gain = teller.signed(what_if.gain);
        let gain = match what_if.ci95 {
            Some(ends) => format!("{gain} ({})", teller.range(ends)),
            None => gain,
        };
        facts.add("driver-what-if-long", Some(gain));
        let population = teller.signed(what_if.population_gain);
        facts.add("driver-population", Some(population));
        let moved = voice.percent(what_if.share_moved);
        facts.add("driver-moved", Some(moved));
        facts.add("driver-based-on", Some(voice.whole(what_if.n)));
    }
    facts.number("driver-kss-adjusted", driver.kss_adjusted, 1);
    facts.add("driver-ranks", ranks(teller, driver));
    facts.all
}

/// `1st 12 %, 2nd 40 %, …`: the places that come about at all.
fn ranks(teller: &Teller<'_>, driver: &Driver) -> Option<String> {
    let voice = &teller.screen.voice;
    let places = driver.rank_probabilities.iter().enumerate();
    let told: Vec<String> = places
        .filter(|(_, share)| **share >= 0.005)
        .map(|(place, share)| {
            let (place, share) = (voice.whole(place as u64 + 1), voice.percent(*share));
            teller.say("driver-place", &[("place", &place), ("share", &share)])
        })
        .collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// The name of what was drawn with replacement.
pub(crate) fn unit(teller: &Teller<'_>, unit: Unit) -> String {
    teller.screen.voice.word(match unit {
        Unit::Respondents => "driver-unit-respondents",
        Unit::Accounts => "driver-unit-accounts",
        Unit::Blocks => "driver-unit-blocks",
    })
}
