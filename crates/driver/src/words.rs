//! Drivers in sentences of the reader's language: where to act, what can't be told apart, how much
//! the drivers explain.

use analysis::{Bootstrap, Driver, DriverAnalysis, Interval, Status, WhatIf};
use dashboard::screen::Screen;

use crate::service::Found;

/// How many of those that share a place are named before the rest are only counted.
const NAMED: usize = 4;

/// Tells the drivers of one survey.
#[derive(Clone, Copy)]
pub(crate) struct Teller<'a> {
    /// The page.
    pub(crate) screen: Screen<'a>,
    /// What was asked and found.
    pub(crate) found: &'a Found,
    /// The analysis.
    pub(crate) analysis: &'a DriverAnalysis,
}

/// A driver whose gain stands with all others as they are.
pub(crate) struct Priority<'a> {
    pub(crate) driver: &'a Driver,
    pub(crate) what_if: WhatIf,
    /// The whole interval lies above 0.
    pub(crate) sure: bool,
}

impl<'a> Teller<'a> {
    /// A text of the page's words.
    pub(crate) fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.screen.voice.say(key, args)
    }

    /// A number with one decimal.
    pub(crate) fn one(&self, number: f64) -> String {
        self.screen.voice.number(number, 1)
    }

    /// A number with one decimal and its sign.
    pub(crate) fn signed(&self, number: f64) -> String {
        let text = self.one(number);
        if number > 0.0 && text != self.one(0.0) {
            format!("+{text}")
        } else {
            text
        }
    }

    /// NPS points in a sentence: whole ones, or with a decimal when there are few.
    pub(crate) fn points(&self, number: f64) -> String {
        let decimals = usize::from(number.abs() < 9.95);
        self.screen.voice.number(number, decimals)
    }

    /// `between 3 and 16`
    pub(crate) fn between(&self, [low, high]: Interval) -> String {
        let decimals = usize::from(low.abs().max(high.abs()) < 9.95);
        let text = |end| self.screen.voice.number(end, decimals);
        let (low, high) = (text(low), text(high));
        self.say("dashboard-between", &[("low", &low), ("high", &high)])
    }

    /// `14 % – 27 %`
    pub(crate) fn range_percent(&self, [low, high]: Interval) -> String {
        let voice = &self.screen.voice;
        format!("{} – {}", voice.percent(low), voice.percent(high))
    }

    /// `3.2 – 16.0`
    pub(crate) fn range(&self, [low, high]: Interval) -> String {
        format!("{} – {}", self.one(low), self.one(high))
    }

    /// A statement in quotation marks, or an attribute by its name.
    pub(crate) fn quoted(&self, name: &str) -> String {
        let text = self.screen.in_sentence(name);
        self.say("driver-quoted", &[("name", &text)])
    }

    /// `“A”, “B” and “C”`
    pub(crate) fn all_of(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => {
                let first = first.join(", ");
                self.say("driver-and", &[("first", &first), ("last", last)])
            }
        }
    }

    /// The drivers where to act: those whose gain is certain first, then by the gain.
    pub(crate) fn priorities(&self) -> Vec<Priority<'a>> {
        let drivers = self.analysis.drivers.iter().filter(|d| d.priority);
        let mut found: Vec<Priority<'a>> = drivers
            .filter_map(|driver| {
                let what_if = driver.what_if?;
                let sure = what_if.ci95.is_some_and(|[low, _]| low > 0.0);
                Some(Priority {
                    driver,
                    what_if,
                    sure,
                })
            })
            .collect();
        found.sort_by(|a, b| {
            let gain = b.what_if.gain.total_cmp(&a.what_if.gain);
            b.sure.cmp(&a.sure).then(gain)
        });
        found
    }

    /// The finding of the page in one sentence.
    pub(crate) fn finding(&self) -> String {
        if let Some(none) = self.no_model() {
            return none;
        }
        let priorities = self.priorities();
        let Some(first) = priorities.first() else {
            let nothing = if self.analysis.model.nps.is_none() {
                "driver-find-no-what-if"
            } else if self.analysis.leading.is_empty() {
                "driver-find-nothing"
            } else {
                "driver-find-overlap"
            };
            return self.say(nothing, &[]);
        };
        let args = [
            ("name", self.quoted(&first.driver.name)),
            ("points", self.points(first.what_if.gain)),
            ("between", self.interval(&first.what_if)),
        ];
        let args: Vec<(&str, &str)> = args.iter().map(|(n, text)| (*n, text.as_str())).collect();
        self.say(
            if first.sure {
                "driver-find-act"
            } else {
                "driver-find-perhaps"
            },
            &args,
        )
    }

    /// The interval of a gain in words.
    fn interval(&self, what_if: &WhatIf) -> String {
        what_if
            .ci95
            .map_or_else(String::new, |ci95| self.between(ci95))
    }

    /// Why there is no model of all drivers, in a sentence.
    fn no_model(&self) -> Option<String> {
        let key = match self.analysis.model.status {
            Status::Fitted | Status::RankUncertain => return None,
            Status::Nobody => "driver-none-nobody",
            Status::NoDrivers => "driver-none-no-drivers",
            Status::NoVariance => "driver-none-no-variance",
            Status::TooFew => "driver-none-too-few",
            Status::NotDetermined => "driver-none-not-determined",
        };
        Some(self.say(key, &[]))
    }

    /// What else to know at once.
    pub(crate) fn more(&self) -> Vec<String> {
        let parts = [
            self.further(),
            self.leading(),
            self.overlapping(),
            self.strongest(),
            self.explained(),
        ];
        parts.into_iter().flatten().collect()
    }

    /// The other places to act.
    fn further(&self) -> Option<String> {
        let priorities = self.priorities();
        let sure: Vec<String> = priorities
            .iter()
            .skip(1)
            .filter(|one| one.sure)
            .map(|one| {
                let args = [
                    ("name", self.quoted(&one.driver.name)),
                    ("points", self.points(one.what_if.gain)),
                    ("between", self.interval(&one.what_if)),
                ];
                let args: Vec<(&str, &str)> =
                    args.iter().map(|(n, text)| (*n, text.as_str())).collect();
                self.say("driver-further-one", &args)
            })
            .collect();
        if sure.is_empty() {
            return None;
        }
        let names = self.all_of(&sure[..sure.len().min(NAMED)]);
        Some(self.say("driver-further", &[("names", &names)]))
    }

    /// Who shares the first place by KSS.
    fn leading(&self) -> Option<String> {
        let leading: Vec<&Driver> = self.analysis.drivers.iter().filter(|d| d.leading).collect();
        let chance = |driver: &Driver| {
            let share = driver
                .rank_probability
                .filter(|_| self.bootstrap().is_some());
            share.map(|share| self.screen.voice.percent(share))
        };
        match leading.as_slice() {
            [] => None,
            [one] => {
                let name = self.quoted(&one.name);
                let gain = self.points(one.kss.gain.unwrap_or_default());
                Some(match chance(one) {
                    Some(chance) => self.say(
                        "driver-leading-one",
                        &[("name", &name), ("gain", &gain), ("chance", &chance)],
                    ),
                    None => self.say(
                        "driver-leading-one-quick",
                        &[("name", &name), ("gain", &gain)],
                    ),
                })
            }
            many => {
                let name = |driver: &&Driver| match chance(driver) {
                    Some(chance) => format!("{} ({chance})", self.quoted(&driver.name)),
                    None => self.quoted(&driver.name),
                };
                let shown: Vec<String> = many.iter().take(NAMED).map(name).collect();
                let key = match (self.bootstrap().is_some(), many.len() > NAMED) {
                    (true, false) => "driver-leading-many",
                    (true, true) => "driver-leading-more",
                    (false, false) => "driver-leading-many-quick",
                    (false, true) => "driver-leading-more-quick",
                };
                let names = self.all_of(&shown);
                let args = [("names", names.as_str())];
                Some(self.screen.voice.count(key, many.len() as u64, &args))
            }
        }
    }

    /// Leads by itself, and gains nothing certain when the others stay as they are.
    fn overlapping(&self) -> Option<String> {
        let first = self.analysis.drivers.iter().find(|d| d.leading)?;
        let what_if = first.what_if?;
        let ci95 = what_if.ci95.filter(|[low, _]| *low <= 0.0)?;
        let name = self.quoted(&first.name);
        let (points, between) = (self.points(what_if.gain), self.between(ci95));
        Some(self.say(
            "driver-overlapping",
            &[("name", &name), ("points", &points), ("between", &between)],
        ))
    }

    /// The most important driver.
    fn strongest(&self) -> Option<String> {
        let share = |driver: &&Driver| driver.lmg_share;
        let drivers = self.analysis.drivers.iter();
        let first = drivers
            .filter(|driver| share(driver).is_some())
            .max_by(|a, b| {
                share(a)
                    .partial_cmp(&share(b))
                    .unwrap_or(std::cmp::Ordering::Equal)
            })?;
        let voice = &self.screen.voice;
        let (name, part) = (self.quoted(&first.name), voice.percent(first.lmg_share?));
        let told = first.lmg_share_ci95.zip(first.lmg_rank_probability);
        Some(match told {
            Some(([low, high], chance)) => {
                let (low, high) = (voice.percent(low), voice.percent(high));
                let between = self.say("dashboard-between", &[("low", &low), ("high", &high)]);
                let args = [
                    ("name", name.as_str()),
                    ("part", &part),
                    ("between", &between),
                    ("chance", &voice.percent(chance)),
                ];
                self.say("driver-strongest", &args)
            }
            None => self.say(
                "driver-strongest-quick",
                &[("name", &name), ("part", &part)],
            ),
        })
    }

    /// How much of the scores the drivers explain.
    fn explained(&self) -> Option<String> {
        let part = self.screen.voice.percent(self.analysis.model.r2?);
        Some(self.say("driver-explained", &[("part", &part)]))
    }

    /// The bootstrap, when its intervals are there.
    pub(crate) fn bootstrap(&self) -> Option<&'a Bootstrap> {
        self.analysis.bootstrap.as_ref()
    }
}
