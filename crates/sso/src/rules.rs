//! Decisions about somebody whom a provider vouches for: who they are here, and what they may do.

use user::Role;

use crate::claims::Told;
use crate::model::{Given, Provider};

/// Somebody of ours, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) user_id: String,
    pub(crate) is_active: bool,
}

/// What we know of whom the provider speaks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// The person this identity belongs to.
    pub(crate) linked: Option<Known>,
    /// The person of this workspace with the verified address.
    pub(crate) by_email: Option<Known>,
    /// Whether that person has another identity at the same provider.
    pub(crate) has_another: bool,
    /// Whether somebody of another workspace of this installation logs in with that address.
    pub(crate) is_elsewhere: bool,
}

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// They are this person.
    Enter(String),
    /// They are this person from now on.
    Link(String),
    /// They become a person, with this address.
    Make(String),
}

/// Why somebody isn't let in; each has its words, which say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// None of their groups gives a role here.
    NoRole,
    /// They stopped working here.
    Left,
    /// The provider gave no verified address, and they aren't linked yet.
    Unverified,
    /// The address is of another domain than those named.
    Domain,
    /// Somebody has this address, and people aren't linked by address.
    NotLinked,
    /// Somebody has this address and is somebody else there.
    Another,
    /// The address logs in elsewhere on this installation.
    Elsewhere,
    /// Nobody has this address, and people aren't made.
    Unknown,
    /// They would stop being the last administrator.
    LastAdministrator,
}

impl Refusal {
    /// The end of the key of its words, and what the log says.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::NoRole => "no-role",
            Self::Left => "left",
            Self::Unverified => "unverified",
            Self::Domain => "domain",
            Self::NotLinked => "not-linked",
            Self::Another => "another",
            Self::Elsewhere => "elsewhere",
            Self::Unknown => "unknown",
            Self::LastAdministrator => "last-administrator",
        }
    }
}

/// Who `told` is here.
pub(crate) fn judge(provider: &Provider, told: &Told, found: &Found) -> Result<Verdict, Refusal> {
    if let Some(linked) = &found.linked {
        let here = linked.is_active.then(|| linked.user_id.clone());
        return here.map(Verdict::Enter).ok_or(Refusal::Left);
    }
    let email = told.verified_email.as_deref().ok_or(Refusal::Unverified)?;
    if !is_of(email, &provider.domains) {
        return Err(Refusal::Domain);
    }
    if let Some(known) = &found.by_email {
        return match known {
            _ if !provider.links_by_email => Err(Refusal::NotLinked),
            known if !known.is_active => Err(Refusal::Left),
            _ if found.has_another => Err(Refusal::Another),
            _ if found.is_elsewhere => Err(Refusal::Elsewhere),
            known => Ok(Verdict::Link(known.user_id.clone())),
        };
    }
    if !provider.makes_people {
        return Err(Refusal::Unknown);
    }
    if found.is_elsewhere {
        return Err(Refusal::Elsewhere);
    }
    Ok(Verdict::Make(email.to_owned()))
}

/// Whether an address is of one of the domains; not of one below it.
fn is_of(email: &str, domains: &[String]) -> bool {
    email
        .rsplit_once('@')
        .is_some_and(|(_, domain)| domains.iter().any(|d| d == domain))
}

/// What the groups give: by the first line of the mapping that fits. Nothing is decided by groups
/// when the mapping is empty.
pub(crate) fn given<'a>(
    mapping: &'a [Given],
    groups: &[String],
) -> Result<Option<&'a Given>, Refusal> {
    if mapping.is_empty() {
        return Ok(None);
    }
    mapping
        .iter()
        .find(|line| line.group == "*" || groups.contains(&line.group))
        .map(Some)
        .ok_or(Refusal::NoRole)
}

/// Reads the lines of a mapping, `group = role` or `group = role, team`; the line that is wrong, by
/// its number, when one is.
pub(crate) fn read_mapping(
    text: &str,
    team_by_name: impl Fn(&str) -> Option<String>,
) -> Result<Vec<Given>, usize> {
    let lines = text.lines().enumerate();
    let said = lines.filter(|(_, line)| !line.trim().is_empty());
    said.map(|(at, line)| read_line(line, &team_by_name).ok_or(at + 1))
        .collect()
}

fn read_line(line: &str, team_by_name: &impl Fn(&str) -> Option<String>) -> Option<Given> {
    // Groups of directories may contain equals signs: CN=Sales,DC=acme
    let (group, given) = line.rsplit_once('=')?;
    let (role, team) = match given.split_once(',') {
        Some((role, team)) => (role, Some(team.trim())),
        None => (given, None),
    };
    let group = group.trim();
    let role: Role = role.trim().parse().ok()?;
    let team_id = match team {
        Some(name) => Some(team_by_name(name)?),
        None => None,
    };
    (!group.is_empty() && group.chars().count() <= 200).then(|| Given {
        group: group.to_owned(),
        role,
        team_id,
    })
}

/// Reads domains, by commas or white space; what is wrong when one is no domain.
pub(crate) fn read_domains(text: &str) -> Result<Vec<String>, String> {
    let parts = text
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|part| !part.is_empty());
    let mut domains = Vec::new();
    for part in parts {
        let domain = part.trim_start_matches('@').to_lowercase();
        let is_domain = domain.contains('.')
            && domain.len() <= 253
            && domain.split('.').all(|label| {
                !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            });
        if !is_domain {
            return Err(part.to_owned());
        }
        if !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    Ok(domains)
}

#[cfg(test)]
mod tests;
