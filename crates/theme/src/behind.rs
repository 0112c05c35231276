//! Who stands behind a theme: one loud voice or many quiet ones, and what they are worth. Pure.

use serde::Serialize;

use crate::figures::Picked;
use crate::worth::Worth;

/// One customer who writes more than this share of a theme's comments is its one loud voice.
pub const LOUD: f64 = 0.3;
/// Comments of one customer below which nobody is loud.
pub const LOUD_COMMENTS: u64 = 3;
/// Customers who together are few.
const FEW: usize = 3;
/// Customers from which on quiet ones are many.
const MANY: u64 = 5;

/// How many speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Voices {
    /// One customer writes more than 30 % of the comments, and at least three.
    OneLoud,
    /// At most three customers write more than half of them, three or more each on average.
    Few,
    /// At least five customers, fewer than three comments of each for every two.
    Quiet,
    /// None of these.
    #[default]
    Mixed,
}

/// What customers are worth together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Stands {
    /// Sum of the customers' values, each once.
    pub value: f64,
    /// Share of the value of all customers who wrote, 0–1; none when that is not above 0 or
    /// somebody's value is below 0.
    pub share: Option<f64>,
    /// Customers whose value nobody said.
    pub without: u64,
}

impl Stands {
    /// As what all who wrote are worth: their share of themselves says nothing.
    #[must_use]
    pub fn of_all(self) -> Self {
        Self {
            share: None,
            ..self
        }
    }
}

/// Who stands behind some comments.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Behind {
    /// How many speak.
    pub voices: Voices,
    /// Who wrote most: the customer's number.
    pub loudest: Option<u32>,
    /// How many customers write most of the comments, as `voices` says: 1 for a loud one.
    pub most_customers: u64,
    /// How many comments those wrote.
    pub most_comments: u64,
    /// What they are worth; none when no attribute says so.
    pub stands: Option<Stands>,
}

/// Who stands behind some comments; their share is that of `all`.
pub fn behind(
    picked: impl Iterator<Item = Picked>,
    worth: Option<&Worth>,
    all: Option<&Stands>,
) -> Behind {
    let mut customers: Vec<u32> = picked.map(|one| one.customer).collect();
    let comments = customers.len() as u64;
    customers.sort_unstable();
    let runs = customers.chunk_by(|a, b| a == b);
    let mut wrote: Vec<(u64, u32)> = runs.map(|run| (run.len() as u64, run[0])).collect();
    wrote.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let (voices, most) = voices(&wrote, comments);
    let stands = worth.map(|worth| {
        let mut sum = Stands::default();
        for (_, customer) in &wrote {
            match worth.of(*customer) {
                Some(value) => sum.value += value,
                None => sum.without += 1,
            }
        }
        let of = all.unwrap_or(&sum);
        let is_part = of.value > 0.0 && (0.0..=of.value).contains(&sum.value);
        let share =
            (all.is_none_or(|all| all.share.is_some()) && is_part).then(|| sum.value / of.value);
        let negative = |(_, customer): &(u64, u32)| worth.of(*customer).is_some_and(|v| v < 0.0);
        let share = share.filter(|_| !wrote.iter().any(negative));
        Stands { share, ..sum }
    });
    Behind {
        voices,
        loudest: wrote.first().map(|(_, customer)| *customer),
        most_customers: most as u64,
        most_comments: wrote[..most].iter().map(|(n, _)| n).sum(),
        stands,
    }
}

/// How many speak, and how many of the first write most; `wrote` holds how many comments each
/// wrote, most first.
fn voices(wrote: &[(u64, u32)], comments: u64) -> (Voices, usize) {
    let first = wrote.first().map_or(0, |(n, _)| *n);
    if first >= LOUD_COMMENTS && first as f64 > LOUD * comments as f64 {
        return (Voices::OneLoud, 1);
    }
    for few in 2..=FEW.min(wrote.len()) {
        let sum: u64 = wrote[..few].iter().map(|(n, _)| n).sum();
        if 2 * sum > comments && sum >= few as u64 * LOUD_COMMENTS {
            return (Voices::Few, few);
        }
    }
    let customers = wrote.len() as u64;
    if customers >= MANY && 2 * comments < 3 * customers {
        (Voices::Quiet, 0)
    } else {
        (Voices::Mixed, 0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Comments of customers, as many of each as said.
    fn written(of: &[usize]) -> Vec<Picked> {
        let customers = (0..).zip(of);
        let each = customers.flat_map(|(customer, n)| std::iter::repeat_n(customer, *n));
        each.map(|customer| Picked {
            text: 0,
            customer,
            score: 0,
        })
        .collect()
    }

    fn of(of: &[usize]) -> Behind {
        behind(written(of).into_iter(), None, None)
    }

    #[test]
    fn a_loud_voice_is_told_from_quiet_ones() {
        for (wrote, wanted, most) in [
            (&[14, 1, 1, 1, 1, 1, 1][..], Voices::OneLoud, (1, 14)),
            (&[4, 3, 3, 3], Voices::OneLoud, (1, 4)),
            (&[3, 3, 3, 1], Voices::Few, (2, 6)),
            (&[6, 6, 6, 1, 1, 1, 1, 1], Voices::Few, (2, 12)),
            (&[2, 2, 2, 1, 1, 1, 1, 1, 1], Voices::Quiet, (0, 0)),
            (&[1, 1], Voices::Mixed, (0, 0)),
            (&[2, 1], Voices::Mixed, (0, 0)),
            (&[], Voices::Mixed, (0, 0)),
        ] {
            let found = of(wrote);
            let found = (found.voices, (found.most_customers, found.most_comments));
            assert_eq!(found, (wanted, most), "{wrote:?}");
        }
        assert_eq!(of(&[1, 5, 5]).loudest, Some(1), "of equals always the same");
    }

    #[test]
    fn every_customer_is_worth_its_value_once() {
        let mut worth = Worth::default();
        for (customer, value) in [(0, 100.0), (1, 300.0), (2, 600.0)] {
            worth.take(customer, (0, 0), value);
        }
        let all = behind(written(&[5, 1, 1, 2]).into_iter(), Some(&worth), None).stands;
        let all = all.expect("a value");
        assert_eq!((all.value, all.share, all.without), (1000.0, Some(1.0), 1));
        let some = |wrote: &[usize]| {
            let behind = behind(written(wrote).into_iter(), Some(&worth), Some(&all));
            behind.stands.expect("a value")
        };
        let stands = some(&[5, 3, 0, 1]);
        assert_eq!(
            (stands.value, stands.share, stands.without),
            (400.0, Some(0.4), 1)
        );
        assert_eq!(some(&[0, 0, 0, 2]).share, Some(0.0));
        worth.take(3, (0, 0), -50.0);
        let all = behind(written(&[1, 1, 1, 1]).into_iter(), Some(&worth), None).stands;
        assert_eq!(
            all.expect("a value").share,
            None,
            "a part of it may be more than all"
        );
    }

    proptest! {
        #[test]
        fn nobody_writes_more_than_all(wrote in prop::collection::vec(0_usize..9, 0..9)) {
            let found = of(&wrote);
            let all: usize = wrote.iter().sum();
            prop_assert!(found.most_comments <= all as u64);
            prop_assert!(found.most_customers <= wrote.len() as u64);
        }
    }
}
