//! Who may do what on a coaching page. Pure.
//!
//! The page belongs to the employee for good: they always see all of it. Whoever leads them now
//! sees and writes the page of the two. When the lead changes, the page of before is the
//! employee's alone, who may let the present lead read it. Nobody else: no director, no
//! administrator.

use std::collections::BTreeSet;

use crate::model::{Entry, Kind, Page, Part};

/// Longest text, in characters.
pub const TEXT_MAX: usize = 4000;
/// Things on one page at most.
pub const ENTRIES_MAX: i64 = 2000;
/// Earliest and latest day: 1970 to 2199.
const DAYS: std::ops::Range<i32> = 0..84_006;

/// What `user_id` is on a page; none: for them it doesn't exist. `leads`: who leads the employee
/// now.
pub fn part(page: &Page, user_id: &str, leads: &BTreeSet<String>) -> Option<Part> {
    if page.employee_id == user_id {
        return Some(Part::Employee);
    }
    if !leads.contains(user_id) {
        return None;
    }
    if page.lead_id == user_id {
        Some(Part::Lead)
    } else if page.shared_with_id.as_deref() == Some(user_id) {
        Some(Part::Guest)
    } else {
        None
    }
}

/// Whether the two still work together, so that the page can be written on.
pub fn is_current(page: &Page, leads: &BTreeSet<String>) -> bool {
    leads.contains(&page.lead_id)
}

/// Whether somebody may write on a page.
pub fn may_write(part: Part, is_current: bool) -> bool {
    is_current && part != Part::Guest
}

/// Whether somebody may take something away: what they put there themselves; the employee also
/// answers that the lead chose, and the lead those the employee chose.
pub fn may_remove(entry: &Entry, user_id: &str) -> bool {
    entry.removed_at_us.is_none() && (entry.kind == Kind::Answer || entry.author_id == user_id)
}

/// What is wrong with a text.
pub fn text(text: &str) -> Result<String, Wrong> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    if text.is_empty() {
        Err(Wrong::Empty)
    } else if text.chars().count() > TEXT_MAX {
        Err(Wrong::TooLong)
    } else if text.chars().any(|c| c.is_control() && !"\n\t".contains(c)) {
        Err(Wrong::Control)
    } else {
        Ok(text)
    }
}

/// What is wrong with a day.
pub fn day(day: i32) -> Result<i32, Wrong> {
    if DAYS.contains(&day) {
        Ok(day)
    } else {
        Err(Wrong::Day)
    }
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is needed.
    Empty,
    /// Longer than [`TEXT_MAX`].
    TooLong,
    /// It holds a character that no text has.
    Control,
    /// No such day.
    Day,
}

impl Wrong {
    /// Its message.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Empty => "coaching-wrong-empty",
            Self::TooLong => "coaching-wrong-long",
            Self::Control => "coaching-wrong-control",
            Self::Day => "coaching-wrong-day",
        }
    }

    /// For programs.
    pub const fn detail(self) -> &'static str {
        match self {
            Self::Empty => "is needed",
            Self::TooLong => "at most 4000 characters",
            Self::Control => "holds a control character",
            Self::Day => "a date such as 2026-12-01",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn page(shared: Option<&str>) -> Page {
        Page {
            page_id: "p".to_owned(),
            lead_id: "lead".to_owned(),
            employee_id: "me".to_owned(),
            opened_at_us: 0,
            shared_with_id: shared.map(str::to_owned),
        }
    }

    fn leads(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn only_the_two_see_a_page() {
        let now = leads(&["lead"]);
        assert_eq!(part(&page(None), "me", &now), Some(Part::Employee));
        assert_eq!(part(&page(None), "lead", &now), Some(Part::Lead));
        for other in ["director", "administrator", "colleague", ""] {
            assert_eq!(part(&page(None), other, &now), None, "{other}");
            assert_eq!(part(&page(Some("x")), other, &now), None, "{other}");
        }
    }

    #[test]
    fn an_earlier_lead_sees_nothing_and_a_later_one_what_is_shared() {
        let later = leads(&["new"]);
        assert_eq!(part(&page(None), "lead", &later), None);
        assert_eq!(part(&page(None), "new", &later), None);
        assert_eq!(part(&page(Some("new")), "new", &later), Some(Part::Guest));
        assert_eq!(part(&page(Some("new")), "me", &later), Some(Part::Employee));
        assert!(!is_current(&page(Some("new")), &later));
        // Shared with somebody who no longer leads: nothing.
        assert_eq!(part(&page(Some("new")), "new", &leads(&["newer"])), None);
        assert!(!may_write(Part::Guest, true) && !may_write(Part::Employee, false));
        assert!(may_write(Part::Employee, true) && may_write(Part::Lead, true));
    }

    #[test]
    fn words_are_taken_away_by_who_wrote_them() {
        let entry = |kind| Entry {
            entry_id: "e".to_owned(),
            kind,
            author_id: "lead".to_owned(),
            words: String::new(),
            answer: None,
            due_day: None,
            done_at_us: None,
            created_at_us: 0,
            removed_at_us: None,
        };
        for kind in [Kind::Note, Kind::Agreement] {
            assert!(may_remove(&entry(kind), "lead") && !may_remove(&entry(kind), "me"));
        }
        assert!(may_remove(&entry(Kind::Answer), "me"));
        let gone = Entry {
            removed_at_us: Some(1),
            ..entry(Kind::Note)
        };
        assert!(!may_remove(&gone, "lead"));
    }

    #[test]
    fn texts_are_texts() {
        assert_eq!(text("  a\r\nb "), Ok("a\nb".to_owned()));
        assert_eq!(text(" \n"), Err(Wrong::Empty));
        assert_eq!(text("a\u{0}"), Err(Wrong::Control));
        assert_eq!(text(&"x".repeat(4001)), Err(Wrong::TooLong));
    }

    proptest! {
        #[test]
        fn nobody_who_neither_is_nor_leads_the_employee_has_a_part(
            who in "[a-d]", lead in "[a-d]", employee in "[a-d]", shared in proptest::option::of("[a-d]"),
            now in proptest::collection::btree_set("[a-d]", 0..3),
        ) {
            let page = Page { lead_id: lead, employee_id: employee.clone(), shared_with_id: shared, ..page(None) };
            let found = part(&page, &who, &now);
            if who != employee && !now.contains(&who) {
                prop_assert_eq!(found, None);
            }
            if who == employee {
                prop_assert_eq!(found, Some(Part::Employee));
            }
        }
    }
}
