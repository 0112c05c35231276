//! Several drivers lifted at once.

use crate::answers::Answers;
use crate::joint;
use crate::lift::Lift;
use crate::model::JointWhatIf;
use crate::people::{Options, People};
use crate::resample;

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
        let sampled = people.sampled(options.sample, options.seed);
        let people = sampled.as_ref().unwrap_or(people);
        let answers = Answers::of(people, &options.coding);
        let units = resample::units(people, &answers, options.seed);
        let (_, joint) = joint::joint(&answers, options.method, &mut Vec::new());
        Lift::new(&answers, (&joint?, &units), options, &mut Vec::new()).map(Self)
    }

    /// See [`what_if`].
    pub fn lift(&self, lifts: &[(String, f64)]) -> Option<JointWhatIf> {
        self.0.together(lifts)
    }
}
