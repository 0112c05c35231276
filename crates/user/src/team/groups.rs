//! The groups of people of whose work somebody may see figures: teams with those below them, what
//! each lead sees, everybody alone. What is shown of one of them decides what of the others may be.

use std::collections::{BTreeSet, HashMap};

use platform::{DbError, Tx};

use super::store::{self, Placed};

/// What a group of people is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A team with those below it.
    Team,
    /// Whom a lead sees; the id of the lead.
    Led(String),
    /// Somebody.
    Alone,
}

/// A group of people of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// When not all groups can be shown those of a lower rank are: teams from the deepest up, with
    /// what their leads see, and persons last.
    pub rank: usize,
    /// What it is.
    pub kind: Kind,
    /// Ids of its people, also of those who stopped working here.
    pub people: BTreeSet<String>,
}

/// Somebody who works or worked here.
struct One {
    user_id: String,
    /// Place of the team.
    team: Option<usize>,
    lead_id: Option<String>,
    leads: bool,
}

/// All groups of a workspace; several may be of the same people.
pub fn groups(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Group>, DbError> {
    let (teams, people) = (
        store::parents(tx, workspace_id)?,
        store::placed(tx, workspace_id)?,
    );
    let places = teams.iter().enumerate();
    let places: HashMap<&str, usize> = places.map(|(at, (id, _))| (id.as_str(), at)).collect();
    let place = |id: Option<&String>| places.get(id?.as_str()).copied();
    let parents: Vec<Option<usize>> = teams.iter().map(|(_, id)| place(id.as_ref())).collect();
    let one = |placed: Placed| One {
        team: place(placed.team_id.as_ref()),
        user_id: placed.user_id,
        lead_id: placed.lead_id,
        leads: placed.leads,
    };
    let people: Vec<One> = people.into_iter().map(one).collect();
    Ok(of(&parents, &people))
}

fn of(parents: &[Option<usize>], people: &[One]) -> Vec<Group> {
    // The team and those above it; a stored circle must not hold us for ever.
    let up =
        |team: usize| std::iter::successors(Some(team), |team| parents[*team]).take(parents.len());
    let mut within: Vec<BTreeSet<String>> = vec![BTreeSet::new(); parents.len()];
    for one in people {
        for team in one.team.into_iter().flat_map(up) {
            within[team].insert(one.user_id.clone());
        }
    }
    let deepest = (0..parents.len()).map(|team| up(team).count()).max();
    let deepest = deepest.unwrap_or_default();
    let rank = |team: usize| 2 * (deepest - up(team).count());
    let mut groups: Vec<Group> = within
        .iter()
        .enumerate()
        .map(|(team, people)| Group {
            rank: rank(team),
            kind: Kind::Team,
            people: people.clone(),
        })
        .collect();
    let mut reports: HashMap<&str, Vec<&str>> = HashMap::new();
    for one in people {
        if let Some(lead) = &one.lead_id {
            reports.entry(lead).or_default().push(&one.user_id);
        }
    }
    for lead in people.iter().filter(|one| one.leads) {
        let mut seen = led(&lead.user_id, &reports);
        seen.extend(lead.team.into_iter().flat_map(|team| within[team].clone()));
        groups.push(Group {
            rank: lead.team.map_or(2 * deepest, &rank) + 1,
            kind: Kind::Led(lead.user_id.clone()),
            people: seen,
        });
    }
    groups.extend(people.iter().map(|one| Group {
        rank: 2 * deepest + 2,
        kind: Kind::Alone,
        people: BTreeSet::from([one.user_id.clone()]),
    }));
    groups
}

/// Somebody, who reports to them, and who reports to somebody who does.
fn led(lead: &str, reports: &HashMap<&str, Vec<&str>>) -> BTreeSet<String> {
    let mut found = BTreeSet::from([lead.to_owned()]);
    let mut next = vec![lead];
    while let Some(one) = next.pop() {
        for report in reports.get(one).into_iter().flatten() {
            if found.insert((*report).to_owned()) {
                next.push(report);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(user_id: &str, team: Option<usize>, lead: Option<&str>, leads: bool) -> One {
        One {
            user_id: user_id.to_owned(),
            team,
            lead_id: lead.map(str::to_owned),
            leads,
        }
    }

    #[test]
    fn teams_have_those_below_and_leads_who_reports_to_them() {
        let people = [
            one("head", Some(0), None, true),
            one("a", Some(1), Some("lead"), false),
            one("b", Some(1), None, false),
            one("lead", Some(1), Some("head"), true),
            one("far", None, Some("a"), false),
            one("round", None, Some("about"), true),
            one("about", None, Some("round"), false),
        ];
        let found = of(&[None, Some(0)], &people);
        let told: Vec<(usize, Kind, String)> = found
            .iter()
            .map(|group| {
                let people: Vec<&str> = group.people.iter().map(String::as_str).collect();
                (group.rank, group.kind.clone(), people.join(" "))
            })
            .collect();
        let wanted = [
            (2, Kind::Team, "a b head lead"),
            (0, Kind::Team, "a b lead"),
            // What leads see is what `store::sight` says.
            (3, Kind::Led("head".to_owned()), "a b far head lead"),
            (1, Kind::Led("lead".to_owned()), "a b far lead"),
            (5, Kind::Led("round".to_owned()), "about round"),
        ];
        let wanted = wanted.map(|(rank, kind, people)| (rank, kind, people.to_owned()));
        assert_eq!(told[..5], wanted);
        assert_eq!(found.len(), 5 + people.len());
        assert!(
            found[5..]
                .iter()
                .all(|group| group.rank == 6 && group.kind == Kind::Alone)
        );
    }

    #[test]
    fn a_stored_circle_of_teams_ends() {
        let found = of(&[Some(1), Some(0)], &[one("a", Some(0), None, false)]);
        assert_eq!(found.len(), 3);
    }
}
