//! Decisions about people: who may lead whom, and that somebody can always administer.

use std::collections::HashMap;

use platform::web::FieldError;

use super::Person;
use crate::model::Role;

/// What is wrong with `person`, as they would be from now on, among all people as they are.
pub(crate) fn mistakes(person: &Person, all: &[Person]) -> Vec<FieldError> {
    let works_here =
        |id: &str| -> bool { all.iter().any(|one| one.user_id == id && one.is_active()) };
    let mut errors = Vec::new();
    if let Some(lead_id) = &person.lead_id {
        if !works_here(lead_id) {
            errors.push(FieldError::new("lead_id", "nobody with this id works here"));
        } else if makes_a_circle(person, all) {
            errors.push(FieldError::new(
                "lead_id",
                "this person reports to whom they would lead",
            ));
        }
    }
    if let Some(deputy_id) = &person.deputy_id {
        if *deputy_id == person.user_id {
            errors.push(FieldError::new(
                "deputy_id",
                "nobody stands in for themselves",
            ));
        } else if !works_here(deputy_id) {
            errors.push(FieldError::new(
                "deputy_id",
                "nobody with this id works here",
            ));
        }
    }
    errors
}

/// Whether following the leads from `person`, as they would be, comes back to them.
fn makes_a_circle(person: &Person, all: &[Person]) -> bool {
    let leads: HashMap<&str, &str> = all
        .iter()
        .filter_map(|one| Some((one.user_id.as_str(), one.lead_id.as_deref()?)))
        .collect();
    let mut at = person.lead_id.as_deref();
    // A circle of others, which there should not be, must not keep us here.
    for _ in 0..=all.len() {
        match at {
            None => return false,
            Some(id) if id == person.user_id => return true,
            Some(id) => at = leads.get(id).copied(),
        }
    }
    true
}

/// Whether somebody could still administer if `person` were as given.
pub(crate) fn keeps_an_administrator(person: &Person, all: &[Person]) -> bool {
    let administers =
        |one: &Person| one.role == Role::Administrator && one.is_active() && one.may_login;
    all.iter()
        .map(|one| {
            if one.user_id == person.user_id {
                person
            } else {
                one
            }
        })
        .any(administers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: &str, role: Role, lead: Option<&str>) -> Person {
        Person {
            user_id: id.to_owned(),
            email: format!("{id}@example.com"),
            name: id.to_owned(),
            role,
            language: "en".to_owned(),
            team_id: None,
            lead_id: lead.map(str::to_owned),
            away_until_us: None,
            deputy_id: None,
            may_login: true,
            deactivated_at_us: None,
        }
    }

    fn four() -> Vec<Person> {
        vec![
            person("ann", Role::Administrator, None),
            person("dirk", Role::Director, None),
            person("lea", Role::Lead, Some("dirk")),
            person("eva", Role::Employee, Some("lea")),
        ]
    }

    fn pointers(person: &Person, all: &[Person]) -> Vec<String> {
        mistakes(person, all)
            .into_iter()
            .map(|e| e.pointer)
            .collect()
    }

    #[test]
    fn leads_form_no_circle() {
        let all = four();
        let cases = [
            ("dirk", "eva", false),
            ("dirk", "lea", false),
            ("dirk", "dirk", false),
            ("dirk", "ann", true),
            ("eva", "dirk", true),
            ("eva", "nobody", false),
            ("ann", "eva", true),
        ];
        for (who, lead, fits) in cases {
            let mut changed = all
                .iter()
                .find(|p| p.user_id == who)
                .cloned()
                .expect("there");
            changed.lead_id = Some(lead.to_owned());
            assert_eq!(
                pointers(&changed, &all).is_empty(),
                fits,
                "{who} under {lead}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_asked_for_everybody_has_an_end_of_leads(
            asked in proptest::collection::vec((0_usize..6, 0_usize..6), 0..40),
        ) {
            let mut all: Vec<Person> = (0..6)
                .map(|i| person(&format!("p{i}"), Role::Employee, None))
                .collect();
            for (who, lead) in asked {
                let mut changed = all[who].clone();
                changed.lead_id = Some(all[lead].user_id.clone());
                if mistakes(&changed, &all).is_empty() {
                    all[who] = changed;
                }
            }
            for one in &all {
                let (mut at, mut steps) = (one, 0);
                while let Some(lead) = &at.lead_id {
                    at = all.iter().find(|p| p.user_id == *lead).expect("one of them");
                    steps += 1;
                    proptest::prop_assert!(steps < all.len(), "a circle");
                }
            }
        }
    }

    #[test]
    fn a_circle_of_others_ends() {
        let mut all = four();
        all[1].lead_id = Some("lea".to_owned());
        let new = person("new", Role::Employee, Some("eva"));
        assert_eq!(pointers(&new, &all), ["lead_id"]);
    }

    #[test]
    fn who_left_leads_nobody_and_stands_in_for_nobody() {
        let mut all = four();
        all[2].deactivated_at_us = Some(1);
        let mut eva = all[3].clone();
        eva.deputy_id = Some("lea".to_owned());
        assert_eq!(pointers(&eva, &all), ["lead_id", "deputy_id"]);
        eva.lead_id = None;
        eva.deputy_id = Some("eva".to_owned());
        assert_eq!(pointers(&eva, &all), ["deputy_id"]);
        eva.deputy_id = Some("ann".to_owned());
        assert!(pointers(&eva, &all).is_empty());
    }

    #[test]
    fn the_last_administrator_stays() {
        let mut all = four();
        let mut ann = all[0].clone();
        ann.role = Role::Viewer;
        assert!(!keeps_an_administrator(&ann, &all));
        ann.role = Role::Administrator;
        assert!(keeps_an_administrator(&ann, &all));
        ann.deactivated_at_us = Some(1);
        assert!(!keeps_an_administrator(&ann, &all));
        all[1].role = Role::Administrator;
        assert!(keeps_an_administrator(&ann, &all));
        all[1].may_login = false;
        assert!(
            !keeps_an_administrator(&ann, &all),
            "who can't log in can't administer"
        );
    }
}
