//! A personal link that was followed: the invitation behind it, how it was found, and what follows
//! for how its answers are stored.

use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use mail::Purpose;
use platform::{Problem, id};
use survey::{Definition, Kind as QuestionKind};

use crate::form::Filled;
use crate::model::{Attributes, Identity, Invitation};
use crate::service::Responses;
use crate::store;
use crate::votes::evidence::{AGENT_MAX, Evidence, FromMail, Kind, Signs};

/// Kinds of mail whose answer link leads to a survey.
const KINDS: [&str; 2] = ["invitation", "reminder"];

/// A personal link.
#[derive(Clone, Debug)]
pub(crate) struct PersonalLink {
    pub(crate) invitation: Invitation,
    /// The mail it stood in.
    mail: Option<FromMail>,
    /// The user agent that follows it.
    agent: String,
    /// In surveys of employees: what the response is stored under in place of the invitation. It
    /// follows from the link's secret, which is stored nowhere.
    pub(crate) ballot: Option<String>,
    /// In surveys of employees: the attributes that enough others have too.
    shared: Option<Attributes>,
}

/// One loading of a page.
#[derive(Clone, Debug)]
pub(crate) struct Loading {
    /// Its id.
    pub(crate) visit: String,
    /// UTC microseconds.
    pub(crate) at_us: i64,
}

impl PersonalLink {
    /// The id from which follows which statements are dealt.
    pub(crate) fn dealt_by(&self) -> &str {
        self.ballot
            .as_deref()
            .unwrap_or(&self.invitation.invitation_id)
    }

    /// What makes a second sending the same response.
    pub(crate) fn identity(&self) -> Identity {
        match &self.ballot {
            Some(ballot) => Identity::Submission(ballot.clone()),
            None => Identity::Invitation {
                invitation_id: self.invitation.invitation_id.clone(),
                external_id: self.invitation.external_id.clone(),
            },
        }
    }

    /// The attributes its response gets.
    pub(crate) fn attributes(&self) -> &Attributes {
        self.shared.as_ref().unwrap_or(&self.invitation.attributes)
    }

    /// Makes what is answered here anonymous.
    pub(crate) fn made_anonymous(mut self, token: &str, shared: Attributes) -> Self {
        self.ballot = Some(ballot_of(token));
        self.shared = Some(shared);
        self
    }

    fn hit(&self, loading: Loading, kind: Kind) -> Evidence {
        Evidence {
            mail: self.mail.clone(),
            at_us: loading.at_us,
            visit: loading.visit,
            kind,
            score: None,
            signs: Signs::default(),
            comment: false,
            agent: self.agent.clone(),
            content: None,
        }
    }

    /// A HEAD request, a look at the page or at the hidden link.
    pub(crate) fn looked(&self, loading: Loading, kind: Kind, score: Option<u8>) -> Evidence {
        Evidence {
            score,
            ..self.hit(loading, kind)
        }
    }

    /// What a page tells of its use.
    pub(crate) fn used(&self, loading: Loading, signs: Signs) -> Evidence {
        Evidence {
            signs,
            ..self.hit(loading, Kind::Used)
        }
    }

    /// A form that was sent in.
    pub(crate) fn submitted(
        &self,
        loading: Loading,
        filled: &Filled,
        definition: &Definition,
    ) -> Evidence {
        let first = |key: &str| Some(filled.values.get(key)?.first()?.as_str());
        let is_comment = |(key, values): (&String, &Vec<String>)| {
            let question = definition.question(key);
            question.is_some_and(|q| q.kind == QuestionKind::OpenText)
                && values.iter().any(|text| !text.trim().is_empty())
        };
        Evidence {
            score: definition
                .outcome()
                .and_then(|question| first(&question.key))
                .and_then(|text| score(definition, Some(text))),
            comment: filled.values.iter().any(is_comment),
            ..self.hit(loading, Kind::Submitted)
        }
    }
}

/// What a response by this link is stored under in a survey of employees. What is stored of the
/// link, a hash of its secret, doesn't lead to it.
fn ballot_of(token: &str) -> String {
    let mut secret = id::derived_secret(&format!("ballot:{token}"));
    // As long as any id of a form: 130 bits.
    secret.truncate(26);
    secret
}

/// The score of a link, when it is exactly one of the scale of the survey's outcome question.
pub(crate) fn score(definition: &Definition, given: Option<&str>) -> Option<u8> {
    let given = given?;
    let (low, high) = definition.outcome()?.kind.range()?;
    let number: u8 = given.parse().ok()?;
    // As our own links write it: no sign, no zeros in front.
    let is_ours = number.to_string() == given;
    (is_ours && (low..=high).contains(&number)).then_some(number)
}

impl Responses {
    /// The personal link with this secret, made by hand, by the API or in a mail. Every secret
    /// that leads nowhere costs the same.
    pub(crate) async fn personal_link(
        &self,
        token: &str,
        headers: &HeaderMap,
    ) -> Result<Option<PersonalLink>, Problem> {
        let agent = headers
            .get(USER_AGENT)
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .unwrap_or_default();
        let agent: String = agent
            .chars()
            .filter(|c| !c.is_control())
            .take(AGENT_MAX)
            .collect();
        let token = token.to_owned();
        let found = self
            .app
            .db
            .read(move |tx| {
                if let Some(invitation) = store::invitation::by_token(tx, &id::hash(&token))? {
                    return Ok::<_, Problem>(Some((invitation, None)));
                }
                let target = mail::link::find(tx, Purpose::Answer, &token)?;
                let Some(target) = target.filter(|t| KINDS.contains(&t.kind.as_str())) else {
                    return Ok(None);
                };
                let (workspace, id) = (&target.workspace_id, &target.subject_id);
                let invitation = store::invitation::in_workspace(tx, workspace, id)?;
                let mail = FromMail {
                    delivered_at_us: target.handed_over_at_us.unwrap_or(target.made_at_us),
                    mail_id: target.mail_id,
                };
                Ok(invitation.map(|invitation| (invitation, Some(mail))))
            })
            .await?;
        Ok(found.map(|(invitation, mail)| PersonalLink {
            invitation,
            mail,
            agent,
            ballot: None,
            shared: None,
        }))
    }
}

#[cfg(test)]
mod tests;
