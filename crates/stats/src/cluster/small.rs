//! What few and unequal clusters do to an interval: the linearised variance comes out too small,
//! and with fewer degrees of freedom than there are clusters, because a large cluster draws the
//! mean towards itself. Without this the 95 % interval of 30 accounts of 1 to 12 answers contains
//! the truth in 92 to 93 of 100 surveys.
//!
//! Bias-reduced variance "CR2" (Bell & McCaffrey 2002, Survey Methodology 28), which for a mean is
//! `Σ s_g²/(1 − p_g) / (Σw)²` with the cluster's sum of deviations `s_g` and share of the weight
//! `p_g`, and Satterthwaite's degrees of freedom `(tr Ω)²/tr Ω²`, where Ω is the covariance of the
//! `s_g/√(1 − p_g)` when answers of one cluster correlate by ρ (Imbens & Kolesár 2016, Review of
//! Economics and Statistics 98). Equal clusters give the linearised variance and `G − 1`.

use super::Cluster;

/// Standard error and degrees of freedom for an interval.
pub(super) struct Corrected {
    pub(super) se: f64,
    pub(super) df: f64,
}

/// Sums over clusters that `tr Ω²` is made of; a² = 1/(1 − p), v = variance of a cluster's sum.
#[derive(Default)]
struct Sums {
    /// Σ v
    v: f64,
    /// Σ a² p²
    pp: f64,
    /// Σ a² v²
    vv: f64,
    /// Σ a² p v
    pv: f64,
    /// tr Ω
    trace: f64,
    /// What Ω² has on its diagonal beside the general term.
    diagonal: f64,
}

/// For clusters with answers, at least two; `alike` is ρ.
pub(super) fn corrected<'a>(
    clusters: impl Iterator<Item = &'a Cluster> + Clone,
    all: &Cluster,
    (mean, alike): (f64, f64),
) -> Corrected {
    let alike = alike.clamp(0.0, 1.0);
    let variance = |c: &Cluster| (1.0 - alike) * c.w2 + alike * c.w * c.w;
    let mut sums = Sums {
        v: clusters.clone().map(variance).sum(),
        ..Sums::default()
    };
    let mut squares = 0.0;
    for cluster in clusters {
        let (p, v) = (cluster.w / all.w, variance(cluster));
        let a2 = 1.0 / (1.0 - p);
        squares += a2 * cluster.deviation(mean).powi(2);
        sums.pp += a2 * p * p;
        sums.vv += a2 * v * v;
        sums.pv += a2 * p * v;
        // Covariance of two different clusters' sums, were both this one; and the real variance.
        let other = p * p * sums.v - 2.0 * p * v;
        let own = other + v;
        sums.trace += a2 * own;
        sums.diagonal += a2 * a2 * (own * own - other * other);
    }
    Corrected {
        se: squares.sqrt() / all.w,
        df: sums.degrees_of_freedom(),
    }
}

impl Sums {
    /// The general term is `(p_g p_h V − p_g v_h − p_h v_g)²`, multiplied out and summed.
    fn degrees_of_freedom(&self) -> f64 {
        let Self { v, pp, vv, pv, .. } = *self;
        let general = 2.0 * pp * vv + pp * pp * v * v + 2.0 * pv * pv - 4.0 * v * pp * pv;
        self.trace * self.trace / (general + self.diagonal)
    }
}
