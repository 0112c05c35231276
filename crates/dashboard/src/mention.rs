//! What people named in place of a score, of a results page: every moment and place with how many
//! named it and how those score; of employees only what tells nobody's answer.

use figures::{Cross, Mention, NAMED, NOT_NAMED, mentions};
use survey::answers::OWN_WORDS;
use survey::{Kind, Question};

use crate::plan::Named;
use crate::privacy::Privacy;
use crate::results::Results;

/// One thing that could be named.
pub(crate) struct Thing<'a> {
    pub(crate) named: &'a Named,
    pub(crate) mention: Mention,
    /// So few people named it, or did not, that its numbers are not shown.
    pub(crate) hidden: bool,
}

impl Thing<'_> {
    /// Whether it stands for whatever people wrote themselves.
    pub(crate) fn is_own_words(&self) -> bool {
        self.named.choice == OWN_WORDS
    }
}

/// A question with all that could be named in answer to it.
pub(crate) struct Topic<'a> {
    pub(crate) question: &'a Question,
    /// People who answered it.
    pub(crate) n: u64,
    /// Named most first; then those not shown, and own words.
    pub(crate) things: Vec<Thing<'a>>,
}

/// The questions in answer to which people name something, in the order they are asked; none where
/// nothing may be shown.
pub(crate) fn topics(results: &Results) -> Vec<Topic<'_>> {
    if results.hidden || results.named.drivers.len() != results.plan.named.len() {
        return Vec::new();
    }
    let questions = results.survey.definition.questions.iter();
    questions
        .filter(|question| question.kind.takes_own_words())
        .map(|question| topic(results, question))
        .collect()
}

fn topic<'a>(results: &'a Results, question: &'a Question) -> Topic<'a> {
    let of_question = results.plan.named.iter().zip(&results.named.drivers);
    let (named, tables): (Vec<&Named>, Vec<_>) = of_question
        .filter(|(named, _)| named.question == question.key)
        .map(|(named, table)| (named, table.clone()))
        .unzip();
    let mentions = mentions(results.metric, &tables);
    let counted: Vec<Counted> = tables.iter().map(Counted::of).collect();
    let hidden = too_few(results.privacy(), question.kind, &counted);
    // Own words could be given in every version.
    let n = mentions.iter().map(|mention| mention.n).max().unwrap_or(0);
    let mut things: Vec<Thing<'_>> = named
        .into_iter()
        .zip(mentions)
        .zip(hidden)
        .map(|((named, mention), hidden)| Thing {
            named,
            mention,
            hidden,
        })
        .collect();
    things.sort_by(|a, b| {
        let share = |thing: &Thing<'_>| thing.mention.share.filter(|_| !thing.hidden);
        let last = |thing: &Thing<'_>| (thing.is_own_words(), thing.hidden);
        let by_share = share(b)
            .unwrap_or(-1.0)
            .total_cmp(&share(a).unwrap_or(-1.0));
        last(a).cmp(&last(b)).then(by_share)
    });
    Topic {
        question,
        n,
        things,
    }
}

/// People who could have named a thing and those who did; all of them, and those with a score.
struct Counted {
    people: [u64; 2],
    scored: [u64; 2],
}

impl Counted {
    fn of(table: &Cross) -> Self {
        let sides = |tally: [stats::Tally; 16]| {
            let [named, others] = [NAMED, NOT_NAMED].map(|code| tally[usize::from(code)].n);
            [named, named + others]
        };
        Self {
            people: sides(table.by_code()),
            scored: sides(table.by_code_with_score()),
        }
    }
}

/// Which things too few people named, or too few did not: by people and by scores, because both
/// are shown with totals from which the rest follows.
fn too_few(privacy: Privacy, kind: Kind, things: &[Counted]) -> Vec<bool> {
    let small = |[named, all]: [u64; 2]| privacy.is_too_small(named, all);
    let alone = things
        .iter()
        .map(|thing| small(thing.people) || small(thing.scored));
    let alone: Vec<bool> = alone.collect();
    if kind != Kind::Moment {
        return alone;
    }
    // Everybody names one: what is hidden must not follow from what is shown.
    let named = |of: fn(&Counted) -> u64| things.iter().map(of).collect::<Vec<u64>>();
    let hidden = privacy.covered(&named(|thing| thing.people[0]), alone);
    privacy.covered(&named(|thing| thing.scored[0]), hidden)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FIVE: Privacy = Privacy::at_least(5);

    fn thing(named: u64, all: u64) -> Counted {
        Counted {
            people: [named, all],
            scored: [named, all],
        }
    }

    #[test]
    fn a_moment_few_employees_name_hides_with_another() {
        let of = |named: &[u64]| {
            let n = named.iter().sum();
            let all: Vec<Counted> = named.iter().map(|k| thing(*k, n)).collect();
            too_few(FIVE, Kind::Moment, &all)
        };
        assert_eq!(of(&[20, 4, 30]), [true, true, false]);
        assert_eq!(of(&[20, 15, 30]), [false, false, false]);
        assert_eq!(of(&[0, 15, 30]), [false, false, false]);
        assert_eq!(of(&[3, 3, 30, 9]), [true, true, false, false]);
    }

    #[test]
    fn a_place_nearly_everybody_names_tells_of_the_others() {
        let all = [thing(57, 60), thing(30, 60), thing(2, 60), thing(0, 60)];
        assert_eq!(
            too_few(FIVE, Kind::Elsewhere, &all),
            [true, false, true, false]
        );
    }

    proptest! {
        #[test]
        fn no_hidden_moment_follows_from_the_others(
            named in proptest::collection::vec((0..40_u64, 0..4_u64), 1..9),
            least in 2..30_u64,
        ) {
            let privacy = Privacy::at_least(least);
            let n: u64 = named.iter().map(|(k, _)| k).sum();
            let scored = |(k, without): &(u64, u64)| k.saturating_sub(*without);
            let all_scored: u64 = named.iter().map(scored).sum();
            let things: Vec<Counted> = named
                .iter()
                .map(|one| Counted { people: [one.0, n], scored: [scored(one), all_scored] })
                .collect();
            let hidden = too_few(privacy, Kind::Moment, &things);
            let left_out = |of: fn(&Counted) -> u64| -> u64 {
                let all = things.iter().zip(&hidden);
                all.filter(|(_, hidden)| **hidden).map(|(thing, _)| of(thing)).sum()
            };
            let shown = things.iter().zip(&hidden).filter(|(_, hidden)| !**hidden);
            for (thing, _) in shown.clone() {
                prop_assert!(thing.people[0] == 0 || thing.people[0] >= least);
                prop_assert!(thing.scored[0] == 0 || thing.scored[0] >= least);
            }
            let nobody_else = shown.clone().all(|(thing, _)| thing.people[0] == 0);
            let none_scored = shown.clone().all(|(thing, _)| thing.scored[0] == 0);
            for (left_out, nobody_else) in [
                (left_out(|thing| thing.people[0]), nobody_else),
                (left_out(|thing| thing.scored[0]), none_scored),
            ] {
                prop_assert!(left_out == 0 || left_out >= least || nobody_else);
            }
        }
    }
}
