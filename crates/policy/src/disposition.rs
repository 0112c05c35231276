//! What finally became of every invitation, and the rates that follow: AAPOR Standard Definitions,
//! internet surveys of specifically named persons.
//!
//! Letters as there: I complete, P partial, R refusal and break-off, NC non-contact, O other,
//! UH and UO unknown eligibility. `e` is the share of those of unknown eligibility that is taken to
//! be eligible. A rate is `None` when its denominator is 0. Invitations a rule left out were never
//! sent and enter no rate; [`coverage`] tells about them.

use serde::{Deserialize, Serialize};

/// What is known of an invitation that was sent, in the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Known {
    /// Sent in.
    pub complete: bool,
    /// Questions answered, in percent of those that applied, 0–100.
    pub answered_percent: u8,
    /// A person opened the survey.
    pub opened: bool,
    /// Unsubscribed by, or complained about, this mail.
    pub refused: bool,
    /// Came back for good.
    pub bounced: bool,
    /// Answered by an automatic reply that says the person is away until after it closed.
    pub away: bool,
    /// The person turned out not to belong to those asked: left the company, no customer.
    pub ineligible: bool,
    /// The contact says why it can't: language, illness, death.
    pub unable: bool,
    /// Whether it was handed over is not known.
    pub unknown: bool,
}

/// Final disposition, with its letters in the Standard Definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// I: sent in.
    Complete,
    /// P: at least half answered, not sent in.
    Partial,
    /// R: refused.
    Refusal,
    /// R: began, or only opened, and stopped before half.
    BreakOff,
    /// NC: away all the time.
    NonContact,
    /// O: unable.
    Other,
    /// UH: nothing is known, not even whether it arrived.
    UnknownReach,
    /// UO: came back undelivered; nothing else is known of the person.
    Undelivered,
    /// UO: nothing ever came back.
    NothingReturned,
    /// Not among those to be asked; in no rate.
    NotEligible,
}

/// From how much answered a response that was not sent in is a partial one, in percent.
pub const PARTIAL_PERCENT: u8 = 50;

/// The final disposition. What was answered outweighs what was refused later.
pub fn finally(known: &Known) -> Disposition {
    if known.ineligible {
        Disposition::NotEligible
    } else if known.complete {
        Disposition::Complete
    } else if known.answered_percent >= PARTIAL_PERCENT {
        Disposition::Partial
    } else if known.refused {
        Disposition::Refusal
    } else if known.unable {
        Disposition::Other
    } else if known.opened || known.answered_percent > 0 {
        Disposition::BreakOff
    } else if known.bounced {
        Disposition::Undelivered
    } else if known.away {
        Disposition::NonContact
    } else if known.unknown {
        Disposition::UnknownReach
    } else {
        Disposition::NothingReturned
    }
}

/// How many of each; adds up over groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// I.
    pub complete: u64,
    /// P.
    pub partial: u64,
    /// R: refusals.
    pub refusal: u64,
    /// R: break-offs.
    pub break_off: u64,
    /// NC.
    pub non_contact: u64,
    /// O.
    pub other: u64,
    /// UH.
    pub unknown_reach: u64,
    /// UO: undelivered.
    pub undelivered: u64,
    /// UO: nothing returned.
    pub nothing_returned: u64,
    /// Not eligible.
    pub not_eligible: u64,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, disposition: Disposition) {
        *match disposition {
            Disposition::Complete => &mut self.complete,
            Disposition::Partial => &mut self.partial,
            Disposition::Refusal => &mut self.refusal,
            Disposition::BreakOff => &mut self.break_off,
            Disposition::NonContact => &mut self.non_contact,
            Disposition::Other => &mut self.other,
            Disposition::UnknownReach => &mut self.unknown_reach,
            Disposition::Undelivered => &mut self.undelivered,
            Disposition::NothingReturned => &mut self.nothing_returned,
            Disposition::NotEligible => &mut self.not_eligible,
        } += 1;
    }

    /// All rates. `e` in [0, 1] is the share of unknown eligibility taken to be eligible; say with
    /// the figure where it comes from.
    pub fn rates(&self, e: f64) -> Rates {
        let i = self.complete as f64;
        let p = self.partial as f64;
        let r = (self.refusal + self.break_off) as f64;
        let nc = self.non_contact as f64;
        let o = self.other as f64;
        let u = (self.unknown_reach + self.undelivered + self.nothing_returned) as f64;
        let known = i + p + r + nc + o;
        let some = e.clamp(0.0, 1.0) * u;
        Rates {
            rr1: rate(i, known + u),
            rr2: rate(i + p, known + u),
            rr3: rate(i, known + some),
            rr4: rate(i + p, known + some),
            rr5: rate(i, known),
            rr6: rate(i + p, known),
            coop1: rate(i, i + p + r + o),
            coop2: rate(i + p, i + p + r + o),
            coop3: rate(i, i + p + r),
            coop4: rate(i + p, i + p + r),
            ref1: rate(r, known + u),
            ref2: rate(r, known + some),
            ref3: rate(r, known),
            con1: rate(i + p + r + o, known + u),
            con2: rate(i + p + r + o, known + some),
            con3: rate(i + p + r + o, known),
        }
    }

    /// What vendors call response rate: complete of delivered. Name it so.
    pub fn answered_of_delivered(&self) -> Option<f64> {
        let delivered = self.complete
            + self.partial
            + self.refusal
            + self.break_off
            + self.non_contact
            + self.other
            + self.nothing_returned;
        rate(self.complete as f64, delivered as f64)
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.complete += other.complete;
        self.partial += other.partial;
        self.refusal += other.refusal;
        self.break_off += other.break_off;
        self.non_contact += other.non_contact;
        self.other += other.other;
        self.unknown_reach += other.unknown_reach;
        self.undelivered += other.undelivered;
        self.nothing_returned += other.nothing_returned;
        self.not_eligible += other.not_eligible;
    }
}

/// Rates in [0, 1].
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Rates {
    /// Minimum response rate: I / (I + P + R + NC + O + UH + UO).
    pub rr1: Option<f64>,
    /// As RR1 with partials: (I + P) / the same.
    pub rr2: Option<f64>,
    /// I / (I + P + R + NC + O + e (UH + UO)).
    pub rr3: Option<f64>,
    /// (I + P) / the same as RR3.
    pub rr4: Option<f64>,
    /// Maximum response rate: I / (I + P + R + NC + O), nobody unknown taken to be eligible.
    pub rr5: Option<f64>,
    /// (I + P) / the same as RR5.
    pub rr6: Option<f64>,
    /// I / (I + P + R + O).
    pub coop1: Option<f64>,
    /// (I + P) / (I + P + R + O).
    pub coop2: Option<f64>,
    /// I / (I + P + R).
    pub coop3: Option<f64>,
    /// (I + P) / (I + P + R).
    pub coop4: Option<f64>,
    /// R / (I + P + R + NC + O + UH + UO).
    pub ref1: Option<f64>,
    /// R / (I + P + R + NC + O + e (UH + UO)).
    pub ref2: Option<f64>,
    /// R / (I + P + R + NC + O).
    pub ref3: Option<f64>,
    /// (I + P + R + O) / (I + P + R + O + NC + UH + UO).
    pub con1: Option<f64>,
    /// (I + P + R + O) / (I + P + R + O + NC + e (UH + UO)).
    pub con2: Option<f64>,
    /// (I + P + R + O) / (I + P + R + O + NC).
    pub con3: Option<f64>,
}

/// Share of those eligible who were invited at all; `None` when nobody was eligible.
pub fn coverage(invited: u64, eligible: u64) -> Option<f64> {
    rate(invited as f64, eligible as f64)
}

fn rate(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

#[cfg(test)]
mod tests;
