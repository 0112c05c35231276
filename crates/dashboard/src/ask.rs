//! A question to the answers by names, so that columns in memory and SQL can both be asked it.

use facts::{Facts, Filter, Grouping, Query};

use crate::filter::{Asked, By, Dim};
use crate::sight::Seen;

/// Which responses, in which groups, which tables; names as in [`crate::plan::Plan`].
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Which responses count; split and trend of it are not looked at.
    pub filter: Asked,
    /// By what they are split, outermost first.
    pub group: Vec<By>,
    /// The column of the score.
    pub outcome: Option<String>,
    /// The columns to be crossed with the score.
    pub drivers: Vec<String>,
}

impl Ask {
    /// The same as a query to `facts`, of the answers that are seen; none when it names what the
    /// facts have never seen.
    pub(crate) fn to_query(&self, facts: &Facts, seen: &Seen) -> Option<Query> {
        let dimension = |dim: &Dim| facts.find_dimension(&dim.name());
        let allowed = self
            .filter
            .members
            .iter()
            .map(|(dim, values)| Some((dimension(dim)?, values.clone())));
        let group = self.group.iter().map(|by| match by {
            By::Period(period) => Some(Grouping::Period(*period)),
            By::Dim(dim) => dimension(dim).map(Grouping::Dimension),
        });
        let outcome = match &self.outcome {
            Some(name) => Some(facts.find_column(name)?),
            None => None,
        };
        let mut filter = Filter {
            from_day: self.filter.from,
            to_day: self.filter.to,
            allowed: allowed.collect::<Option<_>>()?,
            codes: Vec::new(),
            complete_only: self.filter.complete_only,
        };
        seen.limit(&mut filter);
        Some(Query {
            filter,
            group: group.collect::<Option<_>>()?,
            outcome,
            drivers: self
                .drivers
                .iter()
                .map(|name| facts.find_column(name))
                .collect::<Option<_>>()?,
        })
    }
}
