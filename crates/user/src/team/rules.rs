//! Decisions about teams: their order in a tree, where one may be moved, how each is called in full.

use std::collections::HashMap;

use platform::web::FieldError;

use super::Team;

/// Levels of a tree at most.
pub(crate) const DEPTH_MAX: usize = 10;
/// Teams of a workspace at most.
pub(crate) const TEAMS_MAX: usize = 2000;
/// What stands between the names of a team and its parent, in lists and files.
pub(crate) const BETWEEN: &str = " / ";

/// What is wrong with `team`, as it would be from now on, among all teams as they are.
pub(super) fn mistakes(team: &Team, all: &[Team]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if team.name.contains(BETWEEN.trim()) {
        errors.push(FieldError::new(
            "name",
            "a slash stands between a team and its parent, so no name has one",
        ));
    }
    let is_namesake = |other: &Team| {
        other.team_id != team.team_id
            && other.parent_id == team.parent_id
            && other.name.to_lowercase() == team.name.to_lowercase()
    };
    if all.iter().any(is_namesake) {
        errors.push(FieldError::new(
            "name",
            "a team of this name is there already",
        ));
    }
    if let Some(parent_id) = &team.parent_id {
        if !all.iter().any(|other| other.team_id == *parent_id) {
            errors.push(FieldError::new("parent_id", "there is no such team"));
        } else if below(&team.team_id, all).contains(&parent_id.as_str()) {
            errors.push(FieldError::new(
                "parent_id",
                "a team can't be a part of itself or of what is below it",
            ));
        } else if level(parent_id, all) + height(&team.team_id, all) > DEPTH_MAX {
            errors.push(FieldError::new(
                "parent_id",
                format!("a tree of teams has at most {DEPTH_MAX} levels"),
            ));
        }
    }
    errors
}

/// The ids of a team and of all below it.
pub fn below<'a>(team_id: &'a str, all: &'a [Team]) -> Vec<&'a str> {
    let mut found = vec![team_id];
    let mut at = 0;
    while at < found.len() {
        let parent = found[at];
        for team in all {
            let is_child = team.parent_id.as_deref() == Some(parent);
            if is_child && !found.contains(&team.team_id.as_str()) {
                found.push(&team.team_id);
            }
        }
        at += 1;
    }
    found
}

/// On which level a team is; 1 has no parent.
fn level(team_id: &str, all: &[Team]) -> usize {
    path(team_id, all).len()
}

/// How many levels a team and those below it take.
fn height(team_id: &str, all: &[Team]) -> usize {
    let own = level(team_id, all);
    let deepest = below(team_id, all).iter().map(|id| level(id, all)).max();
    // A team that isn't there yet takes one.
    (deepest.unwrap_or(own) + 1).saturating_sub(own).max(1)
}

/// A team and its parents, from the top down; ends where a circle, which there should not be, begins.
fn path<'a>(team_id: &str, all: &'a [Team]) -> Vec<&'a Team> {
    let by_id: HashMap<&str, &Team> = all.iter().map(|t| (t.team_id.as_str(), t)).collect();
    let mut path = Vec::new();
    let mut at = by_id.get(team_id).copied();
    while let Some(team) = at {
        path.push(team);
        if path.len() > all.len() {
            break;
        }
        at = team
            .parent_id
            .as_deref()
            .and_then(|id| by_id.get(id).copied());
    }
    path.reverse();
    path
}

/// The name of a team with those of its parents before it: `Service / North`.
pub fn full_name(team_id: &str, all: &[Team]) -> String {
    let names: Vec<&str> = path(team_id, all)
        .iter()
        .map(|team| team.name.as_str())
        .collect();
    names.join(BETWEEN)
}

/// All teams as a tree is read: each before those below it, neighbours by name; with its level,
/// counted from 1.
pub fn in_order(all: &[Team]) -> Vec<(&Team, usize)> {
    let mut ordered: Vec<(Vec<String>, &Team)> = all
        .iter()
        .map(|team| {
            let names = path(&team.team_id, all);
            (
                names.iter().map(|one| one.name.to_lowercase()).collect(),
                team,
            )
        })
        .collect();
    ordered.sort_by(|(a, one), (b, other)| a.cmp(b).then(one.team_id.cmp(&other.team_id)));
    ordered
        .into_iter()
        .map(|(names, team)| (team, names.len()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn team(id: &str, parent: Option<&str>) -> Team {
        Team {
            team_id: id.to_owned(),
            name: id.to_uppercase(),
            parent_id: parent.map(str::to_owned),
            people: 0,
            created_at_us: 0,
        }
    }

    /// Service with North and South, North with Desk; Sales beside it.
    fn five() -> Vec<Team> {
        vec![
            team("service", None),
            team("south", Some("service")),
            team("north", Some("service")),
            team("desk", Some("north")),
            team("sales", None),
        ]
    }

    fn pointers(team: &Team, all: &[Team]) -> Vec<String> {
        mistakes(team, all).into_iter().map(|e| e.pointer).collect()
    }

    #[test]
    fn a_tree_is_read_from_the_top() {
        let all = five();
        let order: Vec<(&str, usize)> = in_order(&all)
            .into_iter()
            .map(|(team, level)| (team.team_id.as_str(), level))
            .collect();
        let expected = [
            ("sales", 1),
            ("service", 1),
            ("north", 2),
            ("desk", 3),
            ("south", 2),
        ];
        assert_eq!(order, expected);
        assert_eq!(full_name("desk", &all), "SERVICE / NORTH / DESK");
        assert_eq!(full_name("gone", &all), "");
        let mut under = below("service", &all);
        under.sort_unstable();
        assert_eq!(under, ["desk", "north", "service", "south"]);
    }

    #[test]
    fn teams_form_no_circle_and_no_namesakes() {
        let all = five();
        let cases = [
            ("service", Some("desk"), vec!["parent_id"]),
            ("service", Some("service"), vec!["parent_id"]),
            ("service", Some("sales"), vec![]),
            ("desk", None, vec![]),
            ("desk", Some("gone"), vec!["parent_id"]),
        ];
        for (id, parent, expected) in cases {
            assert_eq!(
                pointers(&team(id, parent), &all),
                expected,
                "{id} in {parent:?}"
            );
        }
        let mut namesake = team("new", Some("service"));
        namesake.name = "north".to_owned();
        assert_eq!(pointers(&namesake, &all), ["name"], "in other letters too");
        namesake.parent_id = None;
        assert!(
            pointers(&namesake, &all).is_empty(),
            "elsewhere it is another"
        );
        namesake.name = "A/B".to_owned();
        assert_eq!(pointers(&namesake, &all), ["name"]);
    }

    #[test]
    fn a_tree_has_ten_levels() {
        let mut all: Vec<Team> = (0..10)
            .map(|i| {
                let parent = (i > 0).then(|| format!("t{}", i - 1));
                team(&format!("t{i}"), parent.as_deref())
            })
            .collect();
        assert_eq!(pointers(&team("new", Some("t9")), &all), ["parent_id"]);
        assert!(pointers(&team("new", Some("t8")), &all).is_empty());
        all.push(team("a", None));
        all.push(team("b", Some("a")));
        assert_eq!(
            pointers(&team("a", Some("t8")), &all),
            ["parent_id"],
            "with what is below"
        );
        assert!(pointers(&team("a", Some("t7")), &all).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_moved_every_team_has_a_top(
            asked in proptest::collection::vec((0_usize..7, 0_usize..7), 0..60),
        ) {
            let mut all: Vec<Team> = (0..7).map(|i| team(&format!("t{i}"), None)).collect();
            for (which, to) in asked {
                let mut moved = all[which].clone();
                moved.parent_id = Some(all[to].team_id.clone());
                if mistakes(&moved, &all).is_empty() {
                    all[which] = moved;
                }
            }
            for one in &all {
                let path = path(&one.team_id, &all);
                proptest::prop_assert!(path.len() <= all.len());
                proptest::prop_assert!(path[0].parent_id.is_none());
            }
            proptest::prop_assert_eq!(in_order(&all).len(), all.len());
        }
    }
}
