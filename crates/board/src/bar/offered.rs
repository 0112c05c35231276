//! What the filter bar of a dashboard offers: values of attributes as whoever looks sees them, and
//! the teams that may have figures of their own.

use std::collections::BTreeSet;
use std::sync::Arc;

use dashboard::ask::Ask;
use dashboard::filter::{By, Dim};
use dashboard::privacy::{MINIMUM, Privacy, teams_shown};
use dashboard::service::whose;
use facts::Key;
use platform::clock::SECOND_US;
use platform::{Problem, Tx};
use user::{Sight, Viewer};

use crate::Boards;
use crate::blocks::Eye;
use crate::store;
use crate::view::View;

/// More values than this are not offered to tick.
pub(super) const TICKED_MAX: usize = 60;
/// What can be chosen is looked up again after this, in seconds.
const LASTS_S: i64 = 60;
/// What can be chosen of a survey, and under what it is kept.
pub(crate) type Choices = Arc<Vec<(Dim, Vec<String>)>>;

/// Under what the choices of a survey are kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Choosing {
    workspace_id: String,
    survey_id: String,
    sight: Sight,
    at: i64,
}

impl Boards {
    /// The values that can be chosen of a survey, as this eye sees it; looked up once a minute.
    pub(crate) async fn choices(&self, eye: &Eye, survey_id: &str) -> Result<Choices, Problem> {
        let key = Choosing {
            workspace_id: eye.viewer.workspace_id.clone(),
            survey_id: survey_id.to_owned(),
            sight: eye.viewer.sight.clone(),
            at: self.app.clock.now_us() / SECOND_US / LASTS_S,
        };
        let looking = async {
            let found = async {
                let whose = whose(&eye.viewer, survey_id)?;
                let source = self.dashboard.source(&whose).await?;
                let dims = source.dims().await?;
                let few = |dim: &Dim| source.values_ever(dim) <= TICKED_MAX;
                let (dims, many): (Vec<Dim>, Vec<Dim>) = dims.into_iter().partition(few);
                let ask = |dim: &Dim| Ask {
                    group: vec![By::Dim(dim.clone())],
                    ..Ask::default()
                };
                let counted = source.evaluate(dims.iter().map(ask).collect()).await?;
                let values = counted.into_iter().map(|groups| {
                    let value = |group: facts::Group| match group.key.into_iter().next() {
                        Some(Key::Value(value)) => value,
                        _ => None,
                    };
                    groups
                        .into_iter()
                        .filter_map(value)
                        .collect::<Vec<String>>()
                });
                let all = dims.iter().cloned().zip(values);
                let all = all.map(|(dim, values)| match values.len() {
                    0..=TICKED_MAX => (dim, values),
                    _ => (dim, Vec::new()),
                });
                let all = all.chain(many.into_iter().map(|dim| (dim, Vec::new())));
                Ok::<_, Problem>(Arc::new(all.collect::<Vec<_>>()))
            };
            match found.await {
                Err(Problem::NotFound(_) | Problem::Forbidden(_)) => Ok(Choices::default()),
                other => other,
            }
        };
        self.choices.get(&key, looking).await
    }

    /// The names of all attributes of a dashboard's surveys, for forms.
    pub(crate) async fn attributes(
        &self,
        eye: &Eye,
        surveys: &[String],
    ) -> Result<Vec<String>, Problem> {
        let mut names = Vec::new();
        for survey_id in surveys {
            for (dim, _) in self.choices(eye, survey_id).await?.iter() {
                if let Dim::Attribute(name) = dim
                    && !names.contains(name)
                {
                    names.push(name.clone());
                }
            }
        }
        names.sort();
        Ok(names)
    }

    /// The teams somebody can filter by: those that may have figures of their own, wholly in sight;
    /// id, name, and the people in them and below them.
    pub(crate) async fn teams(&self, viewer: &Viewer) -> Result<Vec<Seen>, Problem> {
        let (workspace, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
        let read = move |tx: &mut Tx<'_>| {
            let (teams, outside) = store::team::tree(tx, &workspace)?;
            let above: Vec<Option<usize>> = teams.iter().map(|team| team.above).collect();
            let people: Vec<u64> = teams.iter().map(|team| team.people.len() as u64).collect();
            let shown = teams_shown(&above, &people, outside, Privacy::at_least(MINIMUM));
            let seen = (0..teams.len())
                .filter(|place| shown[*place])
                .map(|place| Seen {
                    team_id: teams[place].team_id.clone(),
                    name: teams[place].name.clone(),
                    people: store::team::people(&teams, place),
                });
            let all_seen = |team: &Seen| team.people.iter().all(|id| sight.sees(id));
            Ok::<_, Problem>(seen.filter(all_seen).collect())
        };
        self.app.db.read(read).await
    }

    /// Who looks, with the sight that a filter on teams leaves: narrower, never wider. Refuses teams
    /// that there aren't, or that are so small that their figures would be figures of persons.
    pub(crate) async fn narrowed(&self, viewer: &Viewer, view: &View) -> Result<Viewer, Problem> {
        if view.teams.is_empty() {
            return Ok(viewer.clone());
        }
        let known = self.teams(viewer).await?;
        let mut people = BTreeSet::new();
        for team_id in &view.teams {
            let team = known.iter().find(|team| team.team_id == *team_id);
            let team = team.ok_or_else(|| {
                Problem::BadRequest(
                    "team: there is no such team, or it is so small that its figures would be \
                     figures of persons"
                        .to_owned(),
                )
            })?;
            people.extend(team.people.iter().cloned());
        }
        Ok(viewer.clone().with_sight(Sight::of(people)))
    }
}

/// A team that can be filtered by.
pub(crate) struct Seen {
    pub(crate) team_id: String,
    pub(crate) name: String,
    /// Of it and of the teams below it.
    pub(crate) people: BTreeSet<String>,
}
