//! Who answered early and who late: by the time since the invitation, else by the day within each
//! wave or period.

use crate::answers::Answers;

/// By what the order goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Time from the invitation to the answer.
    Delay,
    /// Day of the answer within its wave.
    DayInWave,
    /// Day of the answer within its period.
    DayInPeriod,
}

/// Somebody's place: in which round they were asked, and how late they answered there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The person.
    pub(crate) person: usize,
    /// The round: a wave, a period.
    pub(crate) round: i64,
    /// How late, in any unit that is the same within a round.
    pub(crate) late: i64,
}

/// The people from the first to the last, each round spread over the whole order, and how many
/// were left out because their round does not tell early from late.
///
/// Rounds whose first and last third can't be told apart (all on one day) say nothing. People who
/// answered at the same moment come in an order that depends on nothing but their number, never on
/// what they said.
pub(crate) fn in_order(mut moments: Vec<Moment>, answers: &Answers) -> (Vec<usize>, usize) {
    let all = moments.len();
    moments.sort_unstable_by_key(|m| (m.round, m.late, scattered(answers.ordinals[m.person])));
    let mut placed: Vec<(f64, u32, usize)> = Vec::with_capacity(all);
    for round in moments.chunk_by(|a, b| a.round == b.round) {
        if !tells_apart(round) {
            continue;
        }
        let n = round.len() as f64;
        for (index, moment) in round.iter().enumerate() {
            let place = (index as f64 + 0.5) / n;
            placed.push((
                place,
                scattered(answers.ordinals[moment.person]),
                moment.person,
            ));
        }
    }
    placed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let left_out = all - placed.len();
    (
        placed.into_iter().map(|(_, _, person)| person).collect(),
        left_out,
    )
}

/// Whether the last third of a round answered later than the first third.
fn tells_apart(round: &[Moment]) -> bool {
    let third = round.len() / 3;
    third > 0 && round[third - 1].late < round[round.len() - third].late
}

/// A fixed number for a person, as good as random (multiplicative hashing, Knuth).
fn scattered(ordinal: u32) -> u32 {
    ordinal.wrapping_mul(2_654_435_761).rotate_left(15)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::answers::examples::scored;

    fn moments(of: &[(i64, i64)]) -> Vec<Moment> {
        of.iter()
            .enumerate()
            .map(|(person, &(round, late))| Moment {
                person,
                round,
                late,
            })
            .collect()
    }

    #[test]
    fn rounds_are_laid_over_each_other() {
        let answers = scored(&[9; 9]);
        // Three early in both rounds, three late in both; the third round is all on one day.
        let rounds = [
            (1, 1),
            (1, 2),
            (1, 3),
            (2, 100),
            (2, 110),
            (2, 120),
            (3, 5),
            (3, 5),
            (3, 5),
        ];
        let (order, left_out) = in_order(moments(&rounds), &answers);
        assert_eq!(left_out, 3);
        let mut thirds: Vec<Vec<usize>> = order.chunks(2).map(<[usize]>::to_vec).collect();
        for third in &mut thirds {
            third.sort_unstable();
        }
        assert_eq!(thirds, [[0, 3], [1, 4], [2, 5]]);
        assert_eq!(in_order(moments(&[(1, 1), (1, 2)]), &answers), (vec![], 2));
        assert_eq!(in_order(Vec::new(), &answers), (vec![], 0));
    }

    proptest! {
        #[test]
        fn nobody_is_lost_and_the_order_of_rows_does_not_count(
            rounds in proptest::collection::vec((0..3_i64, 0..6_i64), 0..40),
        ) {
            let answers = scored(&vec![9; rounds.len()]);
            let forward = moments(&rounds);
            let mut backward = forward.clone();
            backward.reverse();
            let (order, left_out) = in_order(forward, &answers);
            prop_assert_eq!(order.len() + left_out, rounds.len());
            prop_assert_eq!(in_order(backward, &answers), (order, left_out));
        }
    }
}
