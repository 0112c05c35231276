//! The verbs of votes: take note of a hit, look at the rule and the evidence, change the rule.

use std::sync::Arc;

use platform::Problem;
use policy::vote::{self, VoteRules};
use survey::Survey;
use user::Viewer;
use user::audit::Note;

use super::evidence::{Evidence, judged};
use super::{note, store};
use crate::model::{Invitation, New};
use crate::service::{Against, Responses, TRIES};
use crate::store::Refusal;

/// Fewest and most seconds of each threshold, and links of a burst: `/early_seconds` and so on.
const LIMITS: [(&str, u32, u32); 4] = [
    ("/early_seconds", 0, 3600),
    ("/burst_links", 2, 11),
    ("/burst_seconds", 1, 600),
    ("/visible_seconds", 0, 120),
];
/// Hits shown as examples.
const EXAMPLES: usize = 50;

/// How the votes of a survey stand.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) rules: VoteRules,
    /// Whether the rules are the survey's own, not the workspace's.
    pub(crate) own: bool,
    pub(crate) confirmed: i64,
    pub(crate) provisional: i64,
    pub(crate) suspect: i64,
    /// While everything past is judged by changed rules: (judged, of how many invitations).
    pub(crate) progress: Option<(i64, i64)>,
    /// The latest hits, each with how its visit is judged.
    pub(crate) examples: Vec<(Evidence, Option<vote::State>)>,
}

/// Refuses thresholds that make no sense.
pub(crate) fn checked(rules: VoteRules) -> Result<VoteRules, Problem> {
    let given = [
        rules.early_seconds,
        rules.burst_links.into(),
        rules.burst_seconds,
        rules.visible_seconds,
    ];
    for ((pointer, least, most), value) in LIMITS.into_iter().zip(given) {
        if !(least..=most).contains(&value) {
            return Err(Problem::invalid(pointer, format!("give {least} to {most}")));
        }
    }
    Ok(rules)
}

impl Responses {
    /// Takes note of a hit at a personal link, with the answers `check` makes of what was sent, if
    /// there are any. Returns after it is durable.
    pub(crate) async fn note(
        &self,
        survey: Arc<Survey>,
        (invitation, hit): (&Invitation, Evidence),
        check: impl Fn(&Against) -> Result<Option<New>, Problem>,
    ) -> Result<(), Problem> {
        let mut against = self.against(survey).await?;
        for _ in 0..TRIES {
            let new = match check(&against) {
                Err(invalid @ Problem::Invalid { .. }) => {
                    // Perhaps a question is newer than what we remember.
                    if !self.renew(&mut against).await? {
                        return Err(invalid);
                    }
                    continue;
                }
                checked => checked?,
            };
            let deed = note::Deed {
                invitation: invitation.clone(),
                hit: hit.clone(),
                new,
            };
            let work = Arc::new((against.target(), against.company.zone.clone(), deed));
            let noted = self
                .app
                .db
                .write(move |tx| {
                    let (target, zone, deed) = &*work;
                    note::take(tx, (target, zone), deed)
                })
                .await;
            match noted {
                Ok(changed) => {
                    if changed {
                        self.app.changes.announce(&against.survey.survey_id);
                    }
                    return Ok(());
                }
                Err(Refusal::Stale) => {
                    self.renew(&mut against).await?;
                }
                Err(refusal) if refusal.is_passing() => {}
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Err(Problem::Unavailable(
            "others change the same response all the time".to_owned(),
        ))
    }

    /// How the votes of a survey stand.
    pub(crate) async fn votes(
        &self,
        viewer: &Viewer,
        survey_id: &str,
    ) -> Result<Standing, Problem> {
        let survey = self
            .surveys
            .renewed(&self.app.db, &viewer.workspace_id, survey_id)
            .await?;
        self.app
            .db
            .read(move |tx| {
                let (workspace, id) = (survey.workspace_id.as_str(), survey.survey_id.as_str());
                let (rules, own) = store::rules(tx, workspace, id)?;
                let (confirmed, provisional, suspect) = store::counts(tx, workspace, id)?;
                Ok::<_, Problem>(Standing {
                    rules,
                    own,
                    confirmed,
                    provisional,
                    suspect,
                    progress: store::progress(tx, workspace, id)?,
                    examples: examples(tx, (workspace, id), &rules)?,
                })
            })
            .await
    }

    /// Changes the rule of a survey; everything past is judged by it soon after.
    pub(crate) async fn set_vote_rules(
        &self,
        viewer: &Viewer,
        survey_id: &str,
        rules: VoteRules,
    ) -> Result<(), Problem> {
        let survey = self
            .surveys
            .renewed(&self.app.db, &viewer.workspace_id, survey_id)
            .await?;
        let rules = checked(rules)?;
        let (by, now_us) = (viewer.clone(), self.app.clock.now_us());
        self.app
            .db
            .write(move |tx| {
                let whose = (survey.workspace_id.as_str(), survey.survey_id.as_str());
                store::keep_rules(tx, whose, &rules, now_us)?;
                let note = Note::new("vote.changed", &survey.survey_id);
                Ok::<_, Problem>(user::audit::note(tx, &by, note, now_us)?)
            })
            .await
    }
}

/// The latest hits of a survey, the newest first, judged together with all others of their
/// invitation.
fn examples(
    tx: &mut platform::Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    rules: &VoteRules,
) -> Result<Vec<(Evidence, Option<vote::State>)>, platform::DbError> {
    let latest = store::latest(tx, workspace_id, survey_id, EXAMPLES)?;
    let mut states = std::collections::BTreeMap::new();
    for (invitation_id, _) in &latest {
        if !states.contains_key(invitation_id) {
            let log = store::log(tx, workspace_id, invitation_id)?;
            states.insert(invitation_id.clone(), judged(&log, rules));
        }
    }
    Ok(latest
        .into_iter()
        .map(|(invitation_id, hit)| {
            let state = states.get(&invitation_id).and_then(|s| s.get(&hit.visit));
            let state = state.copied();
            (hit, state)
        })
        .collect())
}
