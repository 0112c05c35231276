//! Agreement between two who sort the same things, such as a codebook and a person reading the same
//! comments: Cohen's kappa, how much more they agree than two who sort at random with the same
//! habits. 1 = always, 0 = no more than by chance, below 0 = less.

use crate::quantile::Z95;
use crate::{Interval, around, share};

/// With fewer things than this sorted by both, kappa is too uncertain to go by.
pub const FEW: u64 = 30;

/// Why there is no kappa.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKappa {
    /// Nothing was sorted by both.
    Nothing,
    /// Both put everything into the same category: they agree, but they could not have differed.
    OneCategory,
}

impl NoKappa {
    /// Name used in interfaces: `nothing`, `one_category`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::OneCategory => "one_category",
        }
    }
}

/// What may be said of a kappa.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Show it.
    Shown,
    /// Fewer than [`FEW`] things: show the interval.
    Few,
    /// One of the two used a single category: kappa is 0 whatever the other did, and has no
    /// interval.
    OneSided,
}

impl Status {
    /// Name used in interfaces: `shown`, `few`, `one_sided`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Few => "few",
            Self::OneSided => "one_sided",
        }
    }
}

/// Cohen's kappa with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kappa {
    /// `(agreement − expected) / (1 − expected)`, −1 to 1.
    pub value: f64,
    /// Things sorted by both.
    pub n: u64,
    /// Share on which they agree, 0–1.
    pub agreement: f64,
    /// Share on which they would agree by chance, 0–1.
    pub expected: f64,
    /// Large-sample standard error; `None` when one-sided.
    pub se: Option<f64>,
    /// 95 % interval, within −1 to 1; `None` when one-sided. See [`kappa`].
    pub ci95: Option<Interval>,
    /// What may be said.
    pub status: Status,
}

/// Cohen's kappa (Cohen 1960) of two who sorted the same things into `K` categories: `table[i][j]`
/// is how many things the first put into category `i` and the second into `j`.
///
/// Standard error after Fleiss, Cohen & Everitt (1969, Psychological Bulletin 72, eq. 13). The interval
/// is `tanh(atanh κ ± 1.96 se/(1 − κ²))`: kappa is skewed the way a correlation is, and `κ ± 1.96 se`
/// would contain the truth in 87–93 of 100 samples of 50 to 100 things. Two who always agree have a
/// standard error of 0, which would claim certainty from ten examples: the interval is then
/// Wilson's of the agreement, carried over to kappa.
pub fn kappa<const K: usize>(table: &[[u64; K]; K]) -> Result<Kappa, NoKappa> {
    let rows: Vec<&[u64]> = table.iter().map(<[u64; K]>::as_slice).collect();
    of_rows(&rows)
}

/// As [`kappa`], for as many categories as there are rows; every row must be that long, and what
/// is not is taken as nothing.
pub fn of_rows(rows: &[&[u64]]) -> Result<Kappa, NoKappa> {
    let table = Table::of(rows).ok_or(NoKappa::Nothing)?;
    let (agreement, expected) = (table.agreement(), table.expected());
    if table.one_category() {
        return Err(NoKappa::OneCategory);
    }
    let value = (agreement - expected) / (1.0 - expected);
    let n = table.n as f64;
    let mut kappa = Kappa {
        value,
        n: table.n,
        agreement,
        expected,
        se: None,
        ci95: None,
        status: Status::OneSided,
    };
    if table.one_sided() {
        kappa.value = 0.0;
        return Ok(kappa);
    }
    kappa.status = if table.n < FEW {
        Status::Few
    } else {
        Status::Shown
    };
    let se = (table.variance(value, expected) / n).sqrt();
    kappa.se = Some(se);
    // No spread but what rounding leaves, or no room for any.
    let room = 1.0 - value * value;
    let interval = if se > 1e-9 && room > 1e-9 {
        around(value.atanh(), se / room, Z95).map(f64::tanh)
    } else {
        share::wilson(agreement * n, n, Z95).map(|p| (p - expected) / (1.0 - expected))
    };
    kappa.ci95 = Some(interval.map(|limit| limit.clamp(-1.0, 1.0)));
    Ok(kappa)
}

/// The shares of all things in each pair of categories.
struct Table {
    n: u64,
    p: Vec<Vec<f64>>,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Table {
    fn of(rows: &[&[u64]]) -> Option<Self> {
        let n: u64 = rows.iter().map(|row| row.iter().sum::<u64>()).sum();
        if n == 0 || rows.iter().any(|row| row.len() != rows.len()) {
            return None;
        }
        let all = n as f64;
        let p: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| row.iter().map(|&count| count as f64 / all).collect())
            .collect();
        let first = p.iter().map(|row| row.iter().sum()).collect();
        let second = (0..rows.len())
            .map(|j| p.iter().map(|row| row[j]).sum())
            .collect();
        Some(Self {
            n,
            p,
            first,
            second,
        })
    }

    fn agreement(&self) -> f64 {
        (0..self.p.len()).map(|i| self.p[i][i]).sum()
    }

    fn expected(&self) -> f64 {
        self.first
            .iter()
            .zip(&self.second)
            .map(|(a, b)| a * b)
            .sum()
    }

    fn one_category(&self) -> bool {
        let mut used = self.first.iter().zip(&self.second);
        used.any(|(&a, &b)| is_all(a) && is_all(b))
    }

    fn one_sided(&self) -> bool {
        self.first.iter().chain(&self.second).any(|&p| is_all(p))
    }

    /// `n` times the variance of kappa.
    fn variance(&self, kappa: f64, expected: f64) -> f64 {
        let miss = 1.0 - kappa;
        let mut sum = 0.0;
        for (i, row) in self.p.iter().enumerate() {
            for (j, p) in row.iter().enumerate() {
                let square = if i == j {
                    1.0 - (self.first[i] + self.second[i]) * miss
                } else {
                    miss * (self.second[i] + self.first[j])
                };
                sum += p * square * square;
            }
        }
        let mean = kappa - expected * miss;
        ((sum - mean * mean) / (1.0 - expected).powi(2)).max(0.0)
    }
}

/// Whether a share is that of everything, but for rounding.
fn is_all(p: f64) -> bool {
    p > 1.0 - 1e-12
}

#[cfg(test)]
mod tests;
