//! The analysis itself: from people to everything there is to say of the drivers.

use crate::count;
use crate::model::{DriverAnalysis, JointWhatIf, Model, Status};
use crate::people::{Options, People};
use crate::warning::{Code, Warning};

/// Everything there is to say of the drivers of an outcome.
///
/// Panics when the columns of `people` differ in length.
pub fn analyse(people: &People, options: &Options) -> DriverAnalysis {
    people.check();
    let counts = count::counts(people, &options.coding);
    let drivers = count::drivers(people, &counts, &options.coding);
    let answered = counts.answered().n;
    let mut warnings = Vec::new();
    if answered == 0 {
        warnings.push(Warning::new(Code::Nobody));
    }
    DriverAnalysis {
        model: Model {
            method: options.method.as_str(),
            n: answered,
            n_listwise: 0,
            r2: None,
            r2_listwise: None,
            importance: None,
            status: Status::TooFew,
            nps: None,
            n_what_if: 0,
            iterations: 0,
        },
        drivers: drivers.into_iter().map(|(_, driver)| driver).collect(),
        attributes: Vec::new(),
        leading: Vec::new(),
        priorities: Vec::new(),
        pairs: Vec::new(),
        warnings,
        bootstrap: None,
    }
}

/// What becomes of the NPS when several drivers are lifted at once: of each driver named, the share
/// given (0–1) of those who don't agree would agree. The same people are reached first on every
/// driver. Gains are not additive, hence this. None when there is no what-if model, or a name is
/// unknown.
///
/// Panics when the columns of `people` differ in length.
pub fn what_if(people: &People, options: &Options, lifts: &[(String, f64)]) -> Option<JointWhatIf> {
    people.check();
    let known = |name: &String| people.statements.iter().any(|other| other.name == *name);
    let _ = options;
    if !lifts.iter().all(|(name, _)| known(name)) {
        return None;
    }
    None
}
