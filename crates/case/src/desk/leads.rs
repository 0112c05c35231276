//! Who leads whom, and to whom somebody may give a case who doesn't see everybody: the person they
//! report to and whoever leads their team or one above it, by role.

use std::collections::{BTreeMap, BTreeSet};

use user::Role;
use user::people::Person;

/// Teams above each other at most: a stored circle must not hold us for ever.
const DEPTH_MAX: usize = 100;

/// The parent of each team.
pub(crate) type Parents = BTreeMap<String, Option<String>>;

/// Who leads each team now, by role.
pub(super) struct Leading<'a> {
    parents: &'a Parents,
    by_team: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Leading<'a> {
    /// Of these people. There may be thousands: each is looked at once.
    pub(super) fn new(people: &'a BTreeMap<String, Person>, parents: &'a Parents) -> Self {
        let mut by_team: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for one in people.values() {
            if let Some(team) = &one.team_id
                && one.role == Role::Lead
                && one.is_active()
            {
                by_team.entry(team).or_default().push(&one.user_id);
            }
        }
        Self { parents, by_team }
    }

    /// Who leads this person: whom they report to, else whoever leads their team, else whoever leads
    /// the nearest team above that has somebody.
    pub(super) fn of(&self, person: &Person) -> Vec<String> {
        if let Some(lead) = &person.lead_id {
            return vec![lead.clone()];
        }
        let mut up = self.upwards(person).into_iter();
        up.find(|leads| !leads.is_empty()).unwrap_or_default()
    }

    /// Who leads the person's team and those above it, but for the person.
    fn upwards(&self, person: &Person) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        let mut next = person.team_id.as_deref();
        while let Some(team) = next.filter(|_| found.len() < DEPTH_MAX) {
            let leads = self.by_team.get(team).into_iter().flatten();
            let others = leads.filter(|id| **id != person.user_id);
            found.push(others.map(|id| (*id).to_owned()).collect());
            next = self.parents.get(team).and_then(Option::as_deref);
        }
        found
    }
}

/// Everybody whom this person works with: the own team, whom they report to, and whoever leads the
/// team or one above it.
pub(super) fn colleagues(
    people: &BTreeMap<String, Person>,
    parents: &Parents,
    person: &Person,
) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = person.lead_id.iter().cloned().collect();
    if person.team_id.is_some() {
        let same = people.values().filter(|one| one.team_id == person.team_id);
        found.extend(same.map(|one| one.user_id.clone()));
    }
    let leading = Leading::new(people, parents);
    found.extend(leading.upwards(person).into_iter().flatten());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(id: &str, role: Role, (team, lead): (Option<&str>, Option<&str>)) -> (String, Person) {
        let person = Person {
            user_id: id.to_owned(),
            email: format!("{id}@acme.example"),
            name: id.to_owned(),
            role,
            language: "en".to_owned(),
            team_id: team.map(str::to_owned),
            lead_id: lead.map(str::to_owned),
            away_until_us: None,
            deputy_id: None,
            may_login: true,
            deactivated_at_us: None,
        };
        (id.to_owned(), person)
    }

    fn world() -> (BTreeMap<String, Person>, Parents) {
        let mut people: BTreeMap<String, Person> = [
            one("head", Role::Lead, (Some("service"), None)),
            one("north", Role::Lead, (Some("north"), None)),
            one("south", Role::Lead, (Some("south"), None)),
            one("anna", Role::Employee, (Some("north"), None)),
            one("bob", Role::Employee, (Some("north"), Some("boss"))),
            one("cas", Role::Employee, (Some("south"), None)),
            one("dan", Role::Employee, (Some("service"), None)),
            one("boss", Role::Director, (None, None)),
            one("eva", Role::Employee, (None, None)),
        ]
        .into();
        let south = people.get_mut("south").expect("there");
        south.deactivated_at_us = Some(1);
        let parent = |team: &str, above: Option<&str>| (team.to_owned(), above.map(str::to_owned));
        let parents = [
            parent("service", None),
            parent("north", Some("service")),
            parent("south", Some("service")),
        ];
        (people, parents.into())
    }

    #[test]
    fn who_leads_follows_from_the_person_else_from_the_team() {
        let (people, parents) = world();
        let leads = |id: &str| Leading::new(&people, &parents).of(&people[id]);
        assert_eq!(leads("anna"), ["north"]);
        assert_eq!(
            leads("bob"),
            ["boss"],
            "whom somebody reports to comes first"
        );
        assert_eq!(leads("cas"), ["head"], "whoever left leads nobody");
        assert_eq!(leads("north"), ["head"], "nobody leads themselves");
        assert_eq!(leads("dan"), ["head"]);
        assert_eq!(leads("head"), [""; 0]);
        assert_eq!(leads("eva"), [""; 0]);
    }

    #[test]
    fn colleagues_are_the_team_and_those_who_lead_it() {
        let (people, parents) = world();
        let with = |id: &str| {
            let found = colleagues(&people, &parents, &people[id]);
            found.into_iter().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(with("anna"), "anna bob head north");
        assert_eq!(with("bob"), "anna bob boss head north");
        assert_eq!(with("cas"), "cas head south");
        assert_eq!(with("eva"), "");
    }

    #[test]
    fn a_stored_circle_of_teams_ends() {
        let (people, mut parents) = world();
        parents.insert("service".to_owned(), Some("north".to_owned()));
        assert_eq!(
            Leading::new(&people, &parents).of(&people["head"]),
            ["north"]
        );
        parents.insert("lonely".to_owned(), Some("lonely".to_owned()));
        let (_, lonely) = one("lonely", Role::Employee, (Some("lonely"), None));
        assert_eq!(Leading::new(&people, &parents).of(&lonely), [""; 0]);
    }
}
