//! Tells every driver and attribute what was found of all of them together.

use stats::bootstrap::replicate;
use stats::quantile::Z95;

use crate::answers::{Answers, Source};
use crate::joint::Joint;
use crate::lift::{Lift, Lifted};
use crate::model::{AttributeDriver, Driver, WhatIf};
use crate::resample::Resampled;

/// Limits of a gain closer together than this, in NPS points, come from rounding alone.
const NO_WIDTH: f64 = 1e-6;

/// What was found of the drivers together.
pub(crate) struct Found<'a> {
    pub(crate) answers: &'a Answers,
    /// Weight of everybody who answered the outcome.
    pub(crate) weight: f64,
    pub(crate) joint: Option<&'a Joint>,
    pub(crate) lift: Option<&'a Lift>,
    pub(crate) resampled: Option<&'a Resampled>,
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
    pub(crate) fn tell(&self, drivers: &mut [(usize, Driver)], attributes: &mut [AttributeDriver]) {
        let players = self.players();
        let told = replicate(
            players.len(),
            || (),
            |(), at| self.lift?.one(players[at].1.at),
        );
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
            if player.lmg.is_some() {
                driver.lmg_ci95 = resampled.lmg[player.at];
                driver.lmg_share_ci95 = resampled.lmg_share[player.at];
            } else {
                driver.johnson_ci95 = resampled.lmg[player.at];
            }
            driver.lmg_rank_probability = resampled.first(player.at);
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
            if player.lmg.is_some() {
                attribute.lmg_ci95 = resampled.lmg[player.at];
                attribute.lmg_share_ci95 = resampled.lmg_share[player.at];
            } else {
                attribute.johnson_ci95 = resampled.lmg[player.at];
            }
            attribute.lmg_rank_probability = resampled.first(player.at);
        }
        let reached = attribute.coverage;
        attribute.what_if = told.map(|told| self.what_if(player, told, reached));
    }

    fn what_if(&self, player: Player, told: Lifted, reached: Option<f64>) -> WhatIf {
        let half = Z95 * told.se;
        let own = self
            .resampled
            .and_then(|resampled| resampled.gain[player.at]);
        let limits = own.unwrap_or([told.gain - half, told.gain + half]);
        // People who move along a line without any scatter: not certainty, but no way to tell.
        let certain = told.moved > 0.0 && limits[1] - limits[0] < NO_WIDTH;
        WhatIf {
            gain: told.gain,
            ci95: Some(limits).filter(|_| !certain),
            se_model: told.se,
            before: told.before,
            after: told.before + told.gain,
            n: self.lift.map_or(0, Lift::people),
            share_moved: told.moved,
            population_gain: told.gain * reached.unwrap_or(1.0),
        }
    }
}
