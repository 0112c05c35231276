//! Time where small groups hide: its grain is the calendar month, and months of few people hide
//! together with those beside them. Any two windows that are shown, one within the other, differ by
//! nobody or by enough people; so do a filter and a wider one.
//!
//! The months of a selection (everything that is asked but the days) are cut into runs of enough
//! people each. A window is shown when it cuts through none of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use facts::{Group, Key, Period};
use figures::Counts;
use platform::Problem;

use crate::again::Several;
use crate::ask::Ask;
use crate::filter::{Asked, By};
use crate::periods::{days, next};
use crate::privacy::Privacy;
use crate::source::Source;
use crate::teams::{ByAtoms, Divided, InAtoms};

/// With more filters than this at once all of time is one run: each doubles what is to be counted.
const PARTS_MAX: usize = 4;

/// The days that count where groups hide: from the first day of the first month to the last day of
/// the last one.
pub fn whole_months((from, to): (Option<i32>, Option<i32>)) -> (Option<i32>, Option<i32>) {
    let start = |day: i32| Period::Month.start_day(day);
    let end = |day: i32| next(Period::Month, start(day)) - 1;
    (from.map(start), to.map(end))
}

/// As many whole months as a window of whole months has, just before it.
pub fn months_before((from, to): (i32, i32)) -> (i32, i32) {
    let start = |day: i32| Period::Month.start_day(day);
    let mut first = start(from);
    let mut month = start(from);
    while month <= to {
        month = next(Period::Month, month);
        first = start(first - 1);
    }
    (first, start(from) - 1)
}

/// Refuses steps and splits finer than a month where groups hide.
pub(crate) fn refuse_weeks(asked: &Asked, privacy: Privacy) -> Result<(), Problem> {
    let both = [("by", &asked.by), ("trend", &asked.trend)];
    let week = Some(By::Period(Period::Week));
    match both.into_iter().find(|(_, by)| **by == week) {
        Some((name, _)) if privacy.hides() => Err(Problem::invalid(
            format!("/{name}"),
            "this survey hides small groups, so its periods are whole months: there is month, \
             quarter and year, and no week",
        )),
        _ => Ok(()),
    }
}

/// The months of a selection, and which of them hide together.
#[derive(Clone, Debug, Default)]
pub struct Months {
    /// First day of each month that has answers, ascending; whether a run begins with it.
    all: Vec<(i32, bool)>,
    /// There is one run only, and it is of a few people, or leaves a few out.
    few: bool,
}

impl Months {
    /// Whether figures of these days may be shown, as far as time is concerned: every run lies within
    /// them or beyond them. Where no group hides, they always may.
    pub fn show(&self, (from, to): (Option<i32>, Option<i32>)) -> bool {
        let mut before = None;
        for (start, begins) in &self.all {
            let (first, last) = days(Period::Month, *start);
            let within = from.is_none_or(|from| from <= first) && to.is_none_or(|to| last <= to);
            let beyond = from.is_some_and(|from| last < from) || to.is_some_and(|to| to < first);
            let follows = !begins && before.is_some_and(|before| before != within);
            if !within && !beyond || follows {
                return false;
            }
            before = Some(within);
        }
        !self.few
    }

    /// The same for the part of a period that lies within the days that are asked for.
    pub(crate) fn show_part(&self, asked: &Asked, key: &Key) -> bool {
        let Key::Period { period, start_day } = key else {
            return true;
        };
        let (first, last) = days(*period, *start_day);
        let part = asked.within(first, last);
        self.show((part.from, part.to))
    }

    /// Months in which several groups were counted, by their first day: of each of these groups there is
    /// nobody or enough people in every run. For what isn't answers, such as invitations.
    pub fn of(counts: &BTreeMap<i32, Vec<u64>>, privacy: Privacy) -> Self {
        if !privacy.hides() {
            return Self::default();
        }
        let groups = counts.values().map(Vec::len).max().unwrap_or_default();
        let crowd = |n: Option<&u64>| Crowd {
            responses: n.copied().unwrap_or_default(),
            ..Crowd::default()
        };
        let side = |group: usize| counts.values().map(|n| crowd(n.get(group))).collect();
        let sides: Vec<Vec<Crowd>> = (0..groups).map(side).collect();
        let starts: Vec<i32> = counts.keys().copied().collect();
        Self::new(&starts, runs(&sides, &vec![true; starts.len()], privacy))
    }

    fn new(starts: &[i32], (begins, few): (Vec<bool>, bool)) -> Self {
        Self {
            all: starts.iter().copied().zip(begins).collect(),
            few,
        }
    }
}

/// Those who answered in some stretch of time.
#[derive(Clone, Debug, Default)]
struct Crowd {
    responses: u64,
    /// Those of them with an answer to the outcome.
    answered: u64,
    /// Of people known to have answered more than once, how many of these each gave.
    several: HashMap<u32, u64>,
}

impl Crowd {
    fn add(&mut self, other: &Self) {
        self.responses += other.responses;
        self.answered += other.answered;
        for (person, n) in &other.several {
            *self.several.entry(*person).or_default() += n;
        }
    }

    /// Without some who are in it.
    fn less(&self, other: &Self) -> Self {
        let left = |(person, n): (&u32, &u64)| {
            let n = n.saturating_sub(other.several.get(person).copied().unwrap_or_default());
            (n > 0).then_some((*person, n))
        };
        Self {
            responses: self.responses.saturating_sub(other.responses),
            answered: self.answered.saturating_sub(other.answered),
            several: self.several.iter().filter_map(left).collect(),
        }
    }

    fn people(&self) -> u64 {
        let again = self.several.values().sum::<u64>() - self.several.len() as u64;
        self.answered.saturating_sub(again)
    }

    fn is_few(&self, privacy: Privacy) -> bool {
        privacy.is_few(self.people()) || privacy.is_few(self.responses)
    }
}

/// Where runs begin, so that in each of them every one of `sides` has nobody or enough people, none
/// begins where `may` says no; and whether even all months together have too few. What is left over at
/// the end belongs to the run before.
fn runs(sides: &[Vec<Crowd>], may: &[bool], privacy: Privacy) -> (Vec<bool>, bool) {
    let is_few = |run: &[Crowd]| run.iter().any(|crowd| crowd.is_few(privacy));
    let add = |run: &mut [Crowd], more: &[Crowd]| {
        for (all, more) in run.iter_mut().zip(more) {
            all.add(more);
        }
    };
    let mut found: Vec<(usize, Vec<Crowd>)> = Vec::new();
    for (month, may) in may.iter().enumerate() {
        let here: Vec<Crowd> = sides.iter().map(|side| side[month].clone()).collect();
        match found.last_mut() {
            Some((_, run)) if !may || is_few(&run[..]) => add(run, &here),
            _ => found.push((month, here)),
        }
    }
    while found.len() > 1 && found.last().is_some_and(|(_, run)| is_few(run)) {
        let left = found.pop();
        if let (Some((_, left)), Some((_, run))) = (left, found.last_mut()) {
            add(run, &left);
        }
    }
    let mut begins = vec![false; may.len()];
    for (month, _) in &found {
        begins[*month] = true;
    }
    let few = found.first().is_some_and(|(_, run)| is_few(run));
    (begins, few)
}

impl Source {
    /// The months of a selection. Runs are also no finer than those of the same without one of its
    /// filters, and of a limited sight the same whoever looks, with enough people in each of the parts that
    /// teams divide the answers into; and what a filter leaves out of a run
    /// is nobody or enough people too.
    pub async fn months(&self, asked: &Asked) -> Result<Months, Problem> {
        if !self.privacy().hides() {
            return Ok(Months::default());
        }
        let selection = Selection {
            source: self,
            divided: self.divided(asked).await?,
            asked,
        };
        let parts = selection.parts();
        let masks: Vec<usize> = if parts > PARTS_MAX {
            vec![0]
        } else {
            (0..1 << parts).collect()
        };
        let found = selection.count(&masks).await?;
        let starts = found.iter().flat_map(HashMap::keys).copied();
        let starts: Vec<i32> = starts.collect::<BTreeSet<i32>>().into_iter().collect();
        if parts > PARTS_MAX {
            let begins = (0..starts.len()).map(|month| month == 0).collect();
            return Ok(Months::new(&starts, (begins, false)));
        }
        let levels = found.iter().flat_map(HashMap::values).map(Vec::len);
        let mut coarser: Option<Vec<Runs>> = None;
        for level in 0..levels.max().unwrap_or_default() {
            let crowds: Vec<Vec<Vec<Crowd>>> =
                found.iter().map(|of| by_side(of, level, &starts)).collect();
            let mut known: Vec<Runs> = Vec::new();
            for mask in &masks {
                let coarser = coarser.as_ref().map(|runs| &runs[*mask]);
                known.push(one_of(&crowds, (*mask, &known, coarser), self.privacy()));
            }
            coarser = Some(known);
        }
        let own = coarser.and_then(|mut known| known.pop());
        Ok(Months::new(&starts, own.unwrap_or_default()))
    }
}

/// Where runs begin, and whether even all together have too few.
type Runs = (Vec<bool>, bool);

/// Those who answered in a month, by what they are divided into: on one or two levels.
type Levels = Vec<Vec<Crowd>>;

/// By side and month.
fn by_side(of: &HashMap<i32, Levels>, level: usize, starts: &[i32]) -> Vec<Vec<Crowd>> {
    let sides = of.values().filter_map(|levels| levels.get(level));
    let sides = sides.map(Vec::len).max().unwrap_or_default();
    let crowd = |side: usize, start: &i32| {
        let levels = of.get(start);
        let crowd = levels.and_then(|levels| levels.get(level)?.get(side));
        crowd.cloned().unwrap_or_default()
    };
    (0..sides)
        .map(|side| starts.iter().map(|start| crowd(side, start)).collect())
        .collect()
}

/// The runs of one of the selections, from those with one filter less, and no finer than `coarser`.
fn one_of(
    crowds: &[Vec<Vec<Crowd>>],
    (mask, known, coarser): (usize, &[Runs], Option<&Runs>),
    privacy: Privacy,
) -> Runs {
    let own = &crowds[mask];
    let bits = (0..usize::BITS).map(|bit| 1_usize << bit);
    let wider: Vec<usize> = bits
        .take_while(|bit| *bit <= mask)
        .filter(|bit| mask & bit != 0)
        .map(|bit| mask & !bit)
        .collect();
    let months = crowds.iter().flatten().map(Vec::len).max();
    let may: Vec<bool> = (0..months.unwrap_or_default())
        .map(|month| {
            wider.iter().all(|one| known[*one].0[month]) && coarser.is_none_or(|runs| runs.0[month])
        })
        .collect();
    let mut sides = own.clone();
    for one in wider {
        for (side, all) in crowds[one].iter().enumerate() {
            let own = |month: usize| own.get(side).map(|own| &own[month]);
            let less = |(month, all): (usize, &Crowd)| {
                own(month).map_or_else(|| all.clone(), |own| all.less(own))
            };
            sides.push(all.iter().enumerate().map(less).collect());
        }
    }
    runs(&sides, &may, privacy)
}

/// What is asked, by its parts: each can be left away.
struct Selection<'a> {
    source: &'a Source,
    /// What teams divide it into, when the sight is limited.
    divided: Option<Divided>,
    asked: &'a Asked,
}

impl Selection<'_> {
    fn parts(&self) -> usize {
        self.asked.members.len() + usize::from(self.asked.complete_only)
    }

    /// By months, with the filters whose bits are set.
    fn ask(&self, mask: usize) -> Ask {
        let members = self.asked.members.iter().enumerate();
        let members = members.filter(|(place, _)| mask >> place & 1 == 1);
        let outcome = self.source.survey.definition.outcome();
        Ask {
            filter: Asked {
                members: members.map(|(_, member)| member.clone()).collect(),
                complete_only: self.asked.complete_only
                    && mask >> self.asked.members.len() & 1 == 1,
                ..Asked::default()
            },
            group: vec![By::Period(Period::Month)],
            outcome: outcome.map(|question| question.key.clone()),
            drivers: Vec::new(),
        }
    }

    /// Who answered in each month, by its first day.
    async fn count(&self, masks: &[usize]) -> Result<Vec<HashMap<i32, Levels>>, Problem> {
        let asks: Vec<Ask> = masks.iter().map(|mask| self.ask(*mask)).collect();
        if let Some(divided) = &self.divided {
            let found = self.source.by_atoms(divided, asks).await?;
            return Ok(found.iter().map(divided_by_month).collect());
        }
        let groups = self.source.evaluate(asks.clone()).await?;
        let several = self.source.several(asks).await?;
        let both = groups.iter().zip(&several);
        Ok(both
            .map(|(groups, several)| crowds(groups, several))
            .collect())
    }
}

fn divided_by_month(found: &ByAtoms) -> HashMap<i32, Levels> {
    let crowd = |of: &crate::crowd::Crowd| {
        let mut several: HashMap<u32, u64> = HashMap::new();
        for person in &of.again {
            *several.entry(*person).or_default() += 1;
        }
        Crowd {
            responses: of.responses,
            answered: of.answers,
            several,
        }
    };
    let month = |(key, of): (&Vec<Key>, &InAtoms)| {
        let Some(Key::Period { start_day, .. }) = key.first() else {
            return None;
        };
        let levels = std::iter::once(&of.by_teams).chain(&of.by_persons);
        let levels = levels.map(|sides| sides.iter().map(crowd).collect());
        Some((*start_day, levels.collect()))
    };
    found.iter().filter_map(month).collect()
}

fn crowds(groups: &[Group], several: &Several) -> HashMap<i32, Levels> {
    let crowd = |group: &Group| {
        let Some(Key::Period { start_day, .. }) = group.key.first() else {
            return None;
        };
        let counts = Counts::from(&group.tables);
        let crowd = Crowd {
            responses: counts.responses.n,
            answered: counts.answered().n,
            several: several.get(&group.key).cloned().unwrap_or_default(),
        };
        Some((*start_day, vec![vec![crowd]]))
    };
    groups.iter().filter_map(crowd).collect()
}

#[cfg(test)]
mod tests;
