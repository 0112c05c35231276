//! All figures of a survey or file in the shape that `analyze` and the API give.

use serde::{Deserialize, Serialize};

use crate::coding::Coding;
use stats::nps::Design;

use crate::counts::Counts;
use crate::driver::{Driver, drivers};
use crate::metric::classes;
use crate::nps::{Nps, nps, nps_in};

/// All figures of a survey or file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Rows read, or responses.
    pub rows: u64,
    /// Values that were left out, and why.
    pub rejected: Vec<Rejected>,
    /// NPS of all.
    pub nps: Nps,
    /// The same per group, in the order of the groups' values.
    pub by: Vec<Group>,
    /// Drivers of all, the one with the most to gain first.
    pub drivers: Vec<Driver>,
}

/// A value that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// 1-based line of the file.
    pub line: u64,
    /// The column; empty when it is about the whole row.
    pub column: String,
    /// The value as it stands there.
    pub value: String,
    /// Why.
    pub reason: String,
}

/// The figures of one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The group's value; empty for those without one.
    pub group: String,
    /// Its NPS.
    pub nps: Nps,
    /// Its drivers, ranked within the group.
    pub drivers: Vec<Driver>,
}

/// The figures of one group.
pub fn group<S: AsRef<str>>(value: &str, names: &[S], counts: &Counts, coding: &Coding) -> Group {
    Group {
        group: value.to_owned(),
        nps: nps(counts),
        drivers: drivers(names, counts, coding),
    }
}

/// The figures of all and of each group (value and counts, in the order to give them). `names`
/// are those of the drivers, in the order of the tables. Groups are parts of all: when answers are
/// weighted, each group's NPS is estimated that way, even if its own weights are equal.
pub fn figures<S: AsRef<str>>(
    names: &[S],
    all: &Counts,
    groups: &[(String, Counts)],
    coding: &Coding,
) -> Figures {
    let design = Design::of(&classes(all));
    Figures {
        rows: all.responses.n,
        rejected: Vec::new(),
        nps: nps(all),
        by: groups
            .iter()
            .map(|(value, counts)| Group {
                nps: nps_in(counts, design),
                ..group(value, names, counts, coding)
            })
            .collect(),
        drivers: drivers(names, all, coding),
    }
}
