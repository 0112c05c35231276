//! Response rates, by hand and at their edges.

use std::cmp::Ordering;

use super::*;

const OPEN: Privacy = Privacy::at_least(1);
const FIVE: Privacy = Privacy::at_least(5);

/// `complete` of `invited` people with this value answered.
fn invite(value: &str, invited: usize, complete: usize) -> Vec<Invitation> {
    (0..invited)
        .map(|i| Invitation {
            day: 20_000 + i as i32 % 10,
            attributes: [("industry".to_owned(), value.to_owned())].into(),
            answer: match i.cmp(&complete) {
                Ordering::Less => Answer::Complete,
                Ordering::Equal => Answer::Partial,
                Ordering::Greater => Answer::None,
            },
        })
        .collect()
}

#[test]
fn groups_that_answer_less_are_named() {
    let all = [
        invite("Care", 100, 60),
        invite("Retail", 100, 25),
        invite("IT", 50, 25),
        invite("Rare", 4, 4),
    ]
    .concat();
    let told = rate(&all, &Asked::default(), OPEN);
    assert_eq!((told.invited, told.complete, told.partial), (254, 114, 3));
    assert!((told.value.expect("a rate") - 114.0 / 254.0).abs() < 1e-12);
    let values = &told.segments[0].values;
    let names: Vec<&str> = values.iter().map(|group| group.value.as_str()).collect();
    assert_eq!(names, ["Retail", "IT", "Care", "Rare"]);
    let verdict = |at: usize| values[at].against_rest.expect("others").verdict;
    assert_eq!(verdict(0), Verdict::Fell);
    assert_eq!(verdict(1), Verdict::NotMoreThanChance);
    assert_eq!(verdict(2), Verdict::Rose);
    assert!(matches!(verdict(3), Verdict::TooFew { need: 26 }));
}

#[test]
fn a_filter_is_about_who_was_invited() {
    let all = [invite("Care", 20, 10), invite("IT", 10, 2)].concat();
    let care = Asked::default().only(&Dim::Attribute("industry".into()), "Care");
    let told = rate(&all, &care, OPEN);
    assert_eq!(
        (told.invited, told.complete, told.segments.len()),
        (20, 10, 0)
    );
    let first_days = Asked {
        to: Some(20_004),
        ..Asked::default()
    };
    assert_eq!(rate(&all, &first_days, OPEN).invited, 15);
    let dutch = Asked::default().only(&Dim::Language, "nl");
    assert_eq!(rate(&all, &dutch, OPEN).status, Status::Filtered);
    let nobody = Asked::default().only(&Dim::Attribute("industry".into()), "Space");
    assert_eq!(rate(&all, &nobody, OPEN).status, Status::NoInvitations);
    assert_eq!(
        rate(&[], &Asked::default(), OPEN).status,
        Status::NoInvitations
    );
}

#[test]
fn of_employees_no_small_group_shows_who_was_silent() {
    let all = [invite("Board", 6, 5), invite("IT", 30, 20)].concat();
    assert!(rate(&all, &Asked::default(), FIVE).segments.is_empty());
    let large = [invite("Sales", 40, 20), invite("IT", 30, 20)].concat();
    assert_eq!(rate(&large, &Asked::default(), FIVE).segments.len(), 1);
    let board = Asked::default().only(&Dim::Attribute("industry".into()), "IT");
    let all = [invite("Board", 3, 3), invite("IT", 30, 20)].concat();
    assert_eq!(rate(&all, &board, FIVE).status, Status::Hidden);
}

#[test]
fn of_employees_no_filter_shows_few_who_answered_or_did_not() {
    let it = Asked::default().only(&Dim::Attribute("industry".into()), "IT");
    let status = |sales: (usize, usize), it_answered: usize| {
        let all = [
            invite("Sales", sales.0, sales.1),
            invite("IT", 30, it_answered),
        ]
        .concat();
        rate(&all, &it, FIVE).status
    };
    assert_eq!(status((40, 20), 20), Status::Shown);
    assert_eq!(status((40, 20), 4), Status::Hidden, "four answered");
    assert_eq!(status((40, 20), 26), Status::Hidden, "four are silent");
    assert_eq!(status((40, 4), 20), Status::Hidden, "four others answered");
    let everybody = rate(&invite("IT", 30, 28), &Asked::default(), FIVE);
    assert_eq!(everybody.status, Status::Shown, "as the invitations tell");
}

#[test]
fn attributes_are_texts() {
    let read = attributes(r#"{"a":"x","n":2017,"empty":"","list":[1],"null":null}"#);
    let wanted = [("a", "x"), ("n", "2017")];
    assert_eq!(
        read,
        wanted.map(|(n, v)| (n.to_owned(), v.to_owned())).into()
    );
    assert!(attributes("no JSON").is_empty());
}

#[test]
fn where_groups_hide_days_of_invitations_are_whole_months() {
    // Days 20,000 to 20,009 are of one month; the same again forty and eighty days later, and one
    // person more.
    let later = |by: i32, mut all: Vec<Invitation>| {
        for invitation in &mut all {
            invitation.day += by;
        }
        all
    };
    let mut all = [
        invite("IT", 20, 10),
        later(40, invite("IT", 20, 10)),
        later(80, invite("IT", 1, 1)),
    ]
    .concat();
    let told = |all: &[Invitation], from: i32, to: i32, privacy| {
        let asked = Asked {
            from: Some(from),
            to: Some(to),
            ..Asked::default()
        };
        let told = rate(all, &asked, privacy);
        (told.status, told.invited)
    };
    // Two windows that differ by a day are the same month.
    let day = told(&all, 20_003, 20_006, FIVE);
    assert_eq!(day, told(&all, 20_003, 20_007, FIVE));
    assert_eq!(day, (Status::Shown, 20));
    assert_eq!(told(&all, 20_003, 20_006, OPEN), (Status::Shown, 8));
    // The one who was invited last hides the month before too, and goes with it.
    assert_eq!(told(&all, 20_040, 20_049, FIVE), (Status::Hidden, 0));
    assert_eq!(told(&all, 20_040, 20_089, FIVE), (Status::Shown, 21));
    all.pop();
    assert_eq!(told(&all, 20_040, 20_049, FIVE), (Status::Shown, 20));
}
