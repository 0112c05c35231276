//! Answers that come in clusters: several contacts of one account answer alike, so ten answers of
//! one account tell less than ten of ten accounts. Intervals here go by the differences between
//! accounts, whatever the likeness within them is.
//!
//! Two figures, both worth seeing: [`estimate`] lets every answer weigh the same (large accounts
//! decide), [`by_cluster`] every account.

mod small;
mod sums;

use crate::change::statistic;
use crate::quantile::{student, student_p};
use crate::{Change, Interval, Verdict, around};

pub use sums::{Cluster, Clusters};

/// With fewer clusters than this the interval itself is uncertain, and says so.
pub const FEW_CLUSTERS: u64 = 20;

/// What may be said of a clustered figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Enough clusters: show the figure.
    Shown,
    /// Fewer than [`FEW_CLUSTERS`]: the interval is a rough one.
    FewClusters,
    /// No difference between clusters to take an interval from: there is none.
    NoSpread,
}

impl Status {
    /// Name used in interfaces: `shown`, `few_clusters`, `no_spread`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::FewClusters => "few_clusters",
            Self::NoSpread => "no_spread",
        }
    }

    fn of(clusters: u64, se: f64) -> Self {
        if se <= 0.0 {
            Self::NoSpread
        } else if clusters < FEW_CLUSTERS {
            Self::FewClusters
        } else {
            Self::Shown
        }
    }
}

/// A mean over answers with the uncertainty that clusters leave it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clustered {
    /// In the unit of the values.
    pub value: f64,
    /// How many people answered.
    pub n: u64,
    /// In how many clusters.
    pub clusters: u64,
    /// Linearised standard error, see [`estimate`]; 0 when nothing varies between clusters.
    pub se: f64,
    /// 95 % interval, not clipped, as wide as the number of clusters and their sizes ask for: see
    /// [`estimate`]. `None` without spread.
    pub ci95: Option<Interval>,
    /// Degrees of freedom of `ci95`: `clusters − 1` when all are of one size, fewer else; `None`
    /// without spread.
    pub df: Option<f64>,
    /// Variance of the figure as a multiple of that of as many answers drawn one by one, weights
    /// and clusters together (Kish 1965); `None` without spread.
    pub design_effect: Option<f64>,
    /// `n / design_effect`: the number of single answers that would tell as much.
    pub effective_n: Option<f64>,
    /// Intraclass correlation: how alike the answers of one cluster are, 1 at most, 0 when no more
    /// than strangers, slightly below 0 by chance. Analysis of variance of the plain answers;
    /// `None` when no cluster has two answers or nothing varies.
    pub intraclass: Option<f64>,
    /// What may be said.
    pub status: Status,
}

/// A mean over clusters, each weighing the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByCluster {
    /// Mean of the clusters' means, in the unit of the values.
    pub value: f64,
    /// How many clusters.
    pub clusters: u64,
    /// Standard deviation of the clusters' means over `√clusters`.
    pub se: f64,
    /// 95 % interval by Student's t with `clusters − 1` degrees of freedom, not clipped; `None`
    /// without spread.
    pub ci95: Option<Interval>,
    /// What may be said.
    pub status: Status,
}

/// The mean over all answers; `None` with fewer than two clusters.
///
/// Linearised (sandwich) variance `G/(G − 1) Σ_g (Σ_{i∈g} wᵢ(zᵢ − z̄))² / (Σw)²` over `G` clusters
/// (Liang & Zeger 1986; Särndal, Swensson & Wretman 1992, chapter 5), as the R package survey
/// gives it for clusters drawn with replacement. That variance is too small when clusters are few
/// and of different sizes, so the interval takes its own: the bias-reduced one of Bell & McCaffrey
/// (2002), with Student's t at their degrees of freedom. With clusters of one size it is
/// `value ± t(G − 1) se`.
pub fn estimate<'a>(clusters: impl Iterator<Item = &'a Cluster> + Clone) -> Option<Clustered> {
    let all: Cluster = clusters.clone().filter(|c| !c.is_empty()).sum();
    let count = count(clusters.clone())?;
    let value = all.mean()?;
    let clusters = clusters.filter(|cluster| !cluster.is_empty());
    let squares: f64 = clusters
        .clone()
        .map(|cluster| cluster.deviation(value).powi(2))
        .sum();
    let g = count as f64;
    let se = spread((squares * g / (g - 1.0)).sqrt() / all.w, &all);
    let intraclass = intraclass(clusters.clone(), &all, g);
    let corrected = (se > 0.0)
        .then(|| small::corrected(clusters, &all, (value, intraclass.unwrap_or_default())))
        // One cluster that outweighs all others by sixteen digits is alone.
        .filter(|small| small.se.is_finite() && small.df.is_finite());
    // As many answers drawn one by one, all weighing the same.
    let n = all.n as f64;
    let plain = all.weighted_variance()? / (n - 1.0);
    let status = Status::of(count, se);
    let design_effect = (se > 0.0 && plain > 0.0).then(|| se * se / plain);
    Some(Clustered {
        value,
        n: all.n,
        clusters: count,
        se,
        ci95: corrected
            .as_ref()
            .map(|small| around(value, small.se, student(0.95, small.df))),
        df: corrected.map(|small| small.df),
        design_effect,
        effective_n: design_effect.map(|effect| n / effect),
        intraclass,
        status,
    })
}

/// The mean over clusters; `None` with fewer than two.
pub fn by_cluster<'a>(clusters: impl Iterator<Item = &'a Cluster> + Clone) -> Option<ByCluster> {
    let count = count(clusters.clone())?;
    let g = count as f64;
    let means = clusters.filter_map(Cluster::mean);
    let value = means.clone().sum::<f64>() / g;
    let squares: f64 = means.map(|mean| (mean - value).powi(2)).sum();
    let se = (squares / (g - 1.0) / g).sqrt();
    let se = if se <= ROUNDING * value.abs() {
        0.0
    } else {
        se
    };
    Some(ByCluster {
        value,
        clusters: count,
        se,
        ci95: limits(value, se, g),
        status: Status::of(count, se),
    })
}

/// The change of the mean over all answers from `before` to `after`. A cluster in both periods
/// answers alike in both, so its influence is taken together; degrees of freedom are the clusters
/// of both minus 1. `None` with fewer than two clusters in a period. The verdict counts answers.
pub fn change(before: &Clusters, after: &Clusters) -> Option<Change> {
    count(before.iter())?;
    count(after.iter())?;
    let (from, to) = (before.total(), after.total());
    let (start, end) = (from.mean()?, to.mean()?);
    let influence = |id: u64| {
        let part = |clusters: &Clusters, mean: f64, weight: f64| {
            clusters
                .get(id)
                .map_or(0.0, |cluster| cluster.deviation(mean) / weight)
        };
        part(after, end, to.w) - part(before, start, from.w)
    };
    let ids = before
        .ids()
        .chain(after.ids().filter(|&id| before.get(id).is_none()));
    let (squares, g) = ids.fold((0.0, 0.0), |(squares, g), id| {
        (squares + influence(id).powi(2), g + 1.0)
    });
    let se = (squares * g / (g - 1.0)).sqrt();
    let difference = end - start;
    let se = if se <= ROUNDING * start.abs().max(end.abs()) {
        0.0
    } else {
        se
    };
    let z = statistic(difference, se);
    let (p, ci95) = if se > 0.0 {
        let ci95 = around(difference, se, student(0.95, g - 1.0));
        (student_p(z, g - 1.0), ci95)
    } else {
        (if difference == 0.0 { 1.0 } else { 0.0 }, [difference; 2])
    };
    Some(Change {
        difference,
        se,
        z,
        p,
        ci95,
        verdict: Verdict::judge(from.n.min(to.n), ci95),
    })
}

/// Relative size below which a spread is a rounding error.
const ROUNDING: f64 = 1e-12;

/// The number of clusters with answers, if there are two.
fn count<'a>(clusters: impl Iterator<Item = &'a Cluster>) -> Option<u64> {
    let count = clusters.filter(|cluster| !cluster.is_empty()).count() as u64;
    (count >= 2).then_some(count)
}

/// A standard error, or 0 when it is what rounding leaves of none.
fn spread(se: f64, all: &Cluster) -> f64 {
    let size = (all.wzz / all.w).sqrt();
    if se <= ROUNDING * size { 0.0 } else { se }
}

fn limits(value: f64, se: f64, clusters: f64) -> Option<Interval> {
    (se > 0.0).then(|| around(value, se, student(0.95, clusters - 1.0)))
}

/// `(MSB − MSW) / (MSB + (n₀ − 1) MSW)` with `n₀ = (n − Σn_g²/n)/(G − 1)` (Donner & Koval 1980).
fn intraclass<'a>(
    clusters: impl Iterator<Item = &'a Cluster>,
    all: &Cluster,
    g: f64,
) -> Option<f64> {
    let n = all.n as f64;
    let mean = all.z / n;
    let (mut between, mut within, mut sizes) = (0.0, 0.0, 0.0);
    for cluster in clusters {
        let size = cluster.n as f64;
        let own = cluster.z / size;
        between += size * (own - mean).powi(2);
        within += (cluster.zz - size * own * own).max(0.0);
        sizes += size * size;
    }
    let free = n - g;
    if free < 1.0 || between + within <= ROUNDING * all.zz {
        return None;
    }
    let (between, within) = (between / (g - 1.0), within / free);
    let size = (n - sizes / n) / (g - 1.0);
    let total = between + (size - 1.0) * within;
    (total > 0.0).then(|| (between - within) / total)
}

#[cfg(test)]
mod tests;
