//! Whether a team, or whoever sees only some people's results, may be shown a figure of a survey that
//! hides small groups. A team lies within another, and what is shown of both tells what is left; so
//! this is decided for all groups of people of ours together ([`crate::parted`]), by the respondents
//! whose answers their own people served, with everything else of the selection the same. Nothing of
//! it depends on who asks: what two people see who put their figures together gives nobody away
//! either.

mod counting;
mod division;
mod kept;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use facts::Facts;
use platform::{DbError, Problem, Tx};
use user::Sight;
use user::team::Kind;

use crate::ask::Ask;
use crate::filter::Asked;
use crate::keeper::read;
use crate::privacy::MINIMUM;
use crate::pushdown::{self, Served, Whose};
use crate::sight::Sets;
use crate::source::Source;
use crate::store;
use counting::by_sql;
use division::{Sees, divide};
use kept::Now;

pub(crate) use division::{ByAtoms, Divided, InAtoms};
pub(crate) use kept::Found;

/// With more filters than this at once nothing is shown: each doubles what is to be counted.
const PARTS_MAX: usize = 4;

/// All groups of people of ours whose figures somebody may see, each with its rank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Groups(Vec<(usize, BTreeSet<String>)>);

/// The rank of somebody alone.
const ALONE: usize = usize::MAX;

impl Groups {
    /// Those there are now. Who has a link sees what its maker saw then, as far as they see it still.
    fn read(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Self, DbError> {
        let own = user::team::groups(tx, workspace_id)?;
        let now: HashMap<&str, &BTreeSet<String>> = own
            .iter()
            .filter_map(|group| match &group.kind {
                Kind::Led(lead) => Some((lead.as_str(), &group.people)),
                _ => None,
            })
            .collect();
        let links = store::people::linked(tx, workspace_id)?;
        let links = links.into_iter().map(|(maker, then)| {
            let still = |id: &String| now.get(&*maker).is_none_or(|now| now.contains(id));
            (ALONE - 1, then.into_iter().filter(still).collect())
        });
        let mut all: Vec<(usize, BTreeSet<String>)> = links.collect();
        all.extend(own.into_iter().filter_map(|group| match group.kind {
            // Teams of fewer have no figures of their own; what their leads see is another group.
            Kind::Team if (group.people.len() as u64) < MINIMUM => None,
            // Whoever leads nobody sees themselves.
            _ if group.people.len() == 1 => Some((ALONE, group.people)),
            _ => Some((group.rank, group.people)),
        }));
        Ok(Self(all))
    }
}

impl Source {
    /// How a selection is divided, whatever its days ([`Source::months`]), and whether whoever looks is
    /// shown figures of it; none for those who see everything, and where nothing hides.
    pub(crate) async fn divided(&self, asked: &Asked) -> Result<Option<Divided>, Problem> {
        // Answers of employees are within no limited sight.
        let is_limited = self.whose.sight != Sight::Everything;
        if !self.privacy().hides() || !is_limited || self.survey.definition.employees {
            return Ok(None);
        }
        let workspace_id = self.whose.workspace_id.clone();
        let look = move |tx: &mut Tx<'_>| Groups::read(tx, &workspace_id);
        let groups = Arc::new(self.db.read(look).await?);
        self.divided_by(asked, groups).await.map(Some)
    }

    async fn divided_by(&self, asked: &Asked, groups: Arc<Groups>) -> Result<Divided, Problem> {
        let repeated = self.repeated().await?;
        let (privacy, sight) = (self.privacy(), self.whose.sight.clone());
        let Some(asks) = self.selections(asked) else {
            return Ok(Divided::new(Arc::default(), groups, Sees::Nothing));
        };
        let Some(slot) = self.slot.clone() else {
            let (whose, plan) = (self.of_everybody(), self.plan.clone());
            let work = move |tx: &mut Tx<'_>| {
                let mut sets = Sets::new(&mut Facts::new());
                let mut counted = Vec::with_capacity(asks.len());
                for ask in &asks {
                    let mut code = |people: &[String]| Some(sets.code(people));
                    let found = by_sql(tx, (&whose, &plan, ask), (&repeated, &mut code))?;
                    counted.push(found.into_values().next().unwrap_or_default());
                }
                let mut division = divide(&sets, &counted, (&groups, privacy));
                let sees = division.sees(&sets, &sight);
                division.sets = Some(sets);
                Ok::<_, DbError>(Divided::new(Arc::new(division), groups, sees))
            };
            return Ok(self.db.read_long(work).await?);
        };
        in_thread(move || {
            let kept = read(&slot.kept);
            let kept = kept.as_ref()?;
            let now = Now {
                kept,
                groups,
                repeated,
                privacy,
            };
            let division = slot.teams.division(&now, &asks)?;
            let sees = division.sees(&kept.served, &sight);
            Some(Divided::new(division, now.groups, sees))
        })
        .await
    }

    /// For each question the answers of its groups by atom, those beyond the sight included.
    pub(crate) async fn by_atoms(
        &self,
        divided: &Divided,
        asks: Vec<Ask>,
    ) -> Result<Vec<ByAtoms>, Problem> {
        let repeated = self.repeated().await?;
        let divided = divided.clone();
        let Some(slot) = self.slot.clone() else {
            let (whose, plan) = (self.of_everybody(), self.plan.clone());
            let work = move |tx: &mut Tx<'_>| {
                let found = asks.iter().map(|ask| {
                    let sets = divided.division.sets.as_ref();
                    let mut code = |people: &[String]| sets.and_then(|sets| sets.known(people));
                    let found = by_sql(tx, (&whose, &plan, ask), (&repeated, &mut code))?;
                    Ok(divided.gather(&found))
                });
                found.collect::<Result<Vec<_>, DbError>>()
            };
            return Ok(self.db.read_long(work).await?);
        };
        let privacy = self.privacy();
        in_thread(move || {
            let kept = read(&slot.kept);
            let now = Now {
                kept: kept.as_ref()?,
                groups: divided.groups.clone(),
                repeated,
                privacy,
            };
            let found = asks.iter().map(|ask| {
                let found = slot.teams.counted(&now, ask)?;
                Some(divided.gather(&found))
            });
            found.collect()
        })
        .await
    }

    /// For each of these answers of a selection, by their places in the survey, which of the parts it
    /// belongs to that groups of people divide the selection into: of each part as much must be hidden
    /// as of the whole. All are of one where nothing hides, and for those who see everything.
    pub async fn sides(&self, asked: &Asked, ordinals: Vec<u32>) -> Result<Vec<u32>, Problem> {
        let Some(divided) = self.divided(asked).await? else {
            return Ok(vec![0; ordinals.len()]);
        };
        let Some(slot) = self.slot.clone() else {
            let (whose, plan) = (self.of_everybody(), self.plan.clone());
            let work = move |tx: &mut Tx<'_>| {
                let ask = Ask::default();
                let found = pushdown::served(tx, &whose, (&plan, &ask), Some(&ordinals))?;
                let sets = divided.division.sets.as_ref();
                let side = |one: &Served| {
                    let code = sets.and_then(|sets| sets.known(&one.people));
                    (one.ordinal, divided.side(code))
                };
                let sides: HashMap<u32, u32> = found.iter().map(side).collect();
                let side = |ordinal| sides.get(ordinal).copied().unwrap_or(u32::MAX);
                Ok::<_, DbError>(ordinals.iter().map(side).collect())
            };
            return Ok(self.db.read_long(work).await?);
        };
        in_thread(move || {
            let kept = read(&slot.kept);
            let kept = kept.as_ref()?;
            let side = |ordinal: u32| {
                let code = kept.served.code_of(&kept.facts, ordinal.checked_sub(1)?);
                Some(divided.side(Some(code)))
            };
            ordinals.into_iter().map(side).collect()
        })
        .await
    }

    fn of_everybody(&self) -> Whose {
        Whose {
            sight: Sight::Everything,
            ..self.whose.clone()
        }
    }

    /// A selection without its days, with each choice of its filters, all of them last; none when
    /// there are too many.
    fn selections(&self, asked: &Asked) -> Option<Vec<Ask>> {
        let filters = asked.members.len();
        let parts = filters + usize::from(asked.complete_only);
        let outcome = self.survey.definition.outcome();
        let of = |choice: usize| {
            let members = asked.members.iter().enumerate();
            let members = members.filter(|(place, _)| choice >> place & 1 == 1);
            Ask {
                filter: Asked {
                    members: members.map(|(_, member)| member.clone()).collect(),
                    complete_only: asked.complete_only && choice >> filters & 1 == 1,
                    ..Asked::default()
                },
                outcome: outcome.map(|question| question.key.clone()),
                ..Ask::default()
            }
        };
        (parts <= PARTS_MAX).then(|| (0..1 << parts).map(of).collect())
    }
}

async fn in_thread<T: Send + 'static>(
    work: impl FnOnce() -> Option<T> + Send + 'static,
) -> Result<T, Problem> {
    let found = tokio::task::spawn_blocking(work).await;
    let found = found.map_err(|e| Problem::Internal(format!("counting by teams: {e}")))?;
    found.ok_or_else(|| Problem::Internal("unknown column".to_owned()))
}

#[cfg(test)]
mod tests;
