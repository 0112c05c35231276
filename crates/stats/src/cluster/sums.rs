//! What clusters are kept as: sums that add up, so that the single answers are not needed again.

use std::collections::BTreeMap;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// The sums of one cluster's answers: values `z` with weights `w`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cluster {
    /// How many people answered.
    pub n: u64,
    /// Sum of their weights, 0 or more.
    pub w: f64,
    /// Sum of `w²`.
    pub w2: f64,
    /// Sum of `w z`.
    pub wz: f64,
    /// Sum of `w z²`.
    pub wzz: f64,
    /// Sum of `z`, unweighted.
    pub z: f64,
    /// Sum of `z²`, unweighted.
    pub zz: f64,
}

impl Cluster {
    /// `count` answers of value `z` that weigh `weight` each.
    pub fn of(count: u64, z: f64, weight: f64) -> Self {
        let n = count as f64;
        Self {
            n: count,
            w: n * weight,
            w2: n * weight * weight,
            wz: n * weight * z,
            wzz: n * weight * z * z,
            z: n * z,
            zz: n * z * z,
        }
    }

    /// Nobody answered, or all who did have weight 0.
    pub fn is_empty(&self) -> bool {
        self.n == 0 || self.w <= 0.0
    }

    /// Weighted mean; `None` when empty.
    pub fn mean(&self) -> Option<f64> {
        (!self.is_empty()).then(|| self.wz / self.w)
    }

    /// `Σ w (z − centre)`.
    pub(super) fn deviation(&self, centre: f64) -> f64 {
        self.wz - centre * self.w
    }

    /// Variance of the values, by weight, around their mean; `None` when empty.
    pub(super) fn weighted_variance(&self) -> Option<f64> {
        let mean = self.mean()?;
        Some((self.wzz / self.w - mean * mean).max(0.0))
    }
}

impl Add for Cluster {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            n: self.n + other.n,
            w: self.w + other.w,
            w2: self.w2 + other.w2,
            wz: self.wz + other.wz,
            wzz: self.wzz + other.wzz,
            z: self.z + other.z,
            zz: self.zz + other.zz,
        }
    }
}

impl AddAssign for Cluster {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<'a> Sum<&'a Cluster> for Cluster {
    fn sum<I: Iterator<Item = &'a Self>>(iter: I) -> Self {
        iter.fold(Self::default(), |sum, cluster| sum + *cluster)
    }
}

/// Clusters by their number, such as accounts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clusters(BTreeMap<u64, Cluster>);

impl Clusters {
    /// Adds answers to a cluster.
    pub fn add(&mut self, id: u64, answers: Cluster) {
        *self.0.entry(id).or_default() += answers;
    }

    /// Adds the answers of a part that was counted apart.
    pub fn merge(&mut self, other: &Self) {
        for (&id, &cluster) in &other.0 {
            self.add(id, cluster);
        }
    }

    /// The sums of one cluster.
    pub fn get(&self, id: u64) -> Option<&Cluster> {
        self.0.get(&id).filter(|cluster| !cluster.is_empty())
    }

    /// All clusters, by number.
    pub fn iter(&self) -> impl Iterator<Item = &Cluster> + Clone {
        self.0.values()
    }

    /// The numbers of all clusters with answers, ascending.
    pub fn ids(&self) -> impl Iterator<Item = u64> {
        let occurring = self.0.iter().filter(|(_, cluster)| !cluster.is_empty());
        occurring.map(|(&id, _)| id)
    }

    /// The sums over all clusters.
    pub fn total(&self) -> Cluster {
        self.iter().filter(|cluster| !cluster.is_empty()).sum()
    }
}

impl FromIterator<(u64, f64, f64)> for Clusters {
    /// From single answers `(cluster, z, weight)`.
    fn from_iter<I: IntoIterator<Item = (u64, f64, f64)>>(answers: I) -> Self {
        let mut clusters = Self::default();
        for (id, z, weight) in answers {
            clusters.add(id, Cluster::of(1, z, weight));
        }
        clusters
    }
}
