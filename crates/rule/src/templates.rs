//! Rules to start from: what companies that work with feedback agree on first. Everything in them
//! can be changed.

mod words;

use std::str::FromStr;

use case::model::Priority;
use policy::trigger::{Class, Compare, Condition, Drop};
use programme::letter::{Wording, Wordings};

use crate::model::{
    Consequence, Days, Definition, Moment, Notify, OpenCase, ReachOut, Why, Within,
};

/// Yearly revenue from which an account counts as a large one, until people say otherwise.
const LARGE: f64 = 100_000.0;

/// A rule to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Template {
    /// Every detractor is called back within two working days.
    DetractorCallback,
    /// Every promoter of a large account is thanked.
    PromoterThanks,
    /// Three points less than the last time.
    ScoreDrop,
    /// A key contact says nothing for half a year.
    SilentContact,
    /// An important customer doesn't answer for two weeks.
    NoAnswer,
    /// A large account that is neither for nor against.
    PassiveLarge,
    /// A promoter is asked to be a reference.
    PromoterReference,
    /// Who sees something to improve is invited to work on it.
    ImproveTogether,
}

impl Template {
    /// All, in the order they are offered.
    pub const ALL: [Self; 8] = [
        Self::DetractorCallback,
        Self::PromoterThanks,
        Self::ScoreDrop,
        Self::SilentContact,
        Self::NoAnswer,
        Self::PassiveLarge,
        Self::PromoterReference,
        Self::ImproveTogether,
    ];

    /// As in the API and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DetractorCallback => "detractor-callback",
            Self::PromoterThanks => "promoter-thanks",
            Self::ScoreDrop => "score-drop",
            Self::SilentContact => "silent-contact",
            Self::NoAnswer => "no-answer",
            Self::PassiveLarge => "passive-large",
            Self::PromoterReference => "promoter-reference",
            Self::ImproveTogether => "improve-together",
        }
    }
}

impl FromStr for Template {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|t| t.as_str() == text);
        found.ok_or_else(|| {
            let all = Self::ALL.map(Self::as_str).join(", ");
            format!("there is no template {text:?}; there are {all}")
        })
    }
}

/// What the rule is called, in `language`.
pub fn name(template: Template, language: &str) -> &'static str {
    words::name(template).of(language)
}

/// The rule, with the titles of its cases in `language`.
pub fn definition(template: Template, language: &str) -> Definition {
    let case = |role: &str, within, priority| {
        let title = words::title(template).of(language);
        Consequence::OpenCase(OpenCase {
            role: Some(role.to_owned()),
            person: None,
            title: title.to_owned(),
            within,
            first_contact: true,
            priority,
            notify: true,
        })
    };
    let class = |class| Condition::Class(vec![class]);
    let large = || {
        Condition::Account(Compare {
            name: "revenue".to_owned(),
            at_least: Some(LARGE),
            ..Compare::default()
        })
    };
    let on_answer = |when, then| Definition {
        on: Moment::Answer,
        when: Condition::All(when),
        then,
    };
    match template {
        Template::DetractorCallback => on_answer(
            vec![class(Class::Detractor)],
            vec![case("success_manager", Within::Days(2), Priority::High)],
        ),
        Template::PromoterThanks => on_answer(
            vec![class(Class::Promoter), large()],
            vec![
                letter(Why::Thank),
                Consequence::Notify(Notify {
                    people: Vec::new(),
                    roles: vec!["account_manager".to_owned()],
                }),
            ],
        ),
        Template::ScoreDrop => on_answer(
            vec![Condition::Drop(Drop { points: 3 })],
            vec![case("account_manager", Within::Days(1), Priority::High)],
        ),
        Template::SilentContact => Definition {
            on: Moment::Silence(Days { days: 180 }),
            when: Condition::All(vec![Condition::Contact(Compare {
                name: "role".to_owned(),
                one_of: words::KEY_ROLES.map(str::to_owned).to_vec(),
                ..Compare::default()
            })]),
            then: vec![case("account_manager", Within::Days(5), Priority::Normal)],
        },
        Template::NoAnswer => Definition {
            on: Moment::NoAnswer(Days { days: 14 }),
            when: Condition::All(vec![large()]),
            then: vec![case("success_manager", Within::Days(5), Priority::Low)],
        },
        Template::PassiveLarge => on_answer(
            vec![class(Class::Passive), large()],
            vec![case("account_manager", Within::Days(5), Priority::Normal)],
        ),
        Template::PromoterReference => {
            on_answer(vec![class(Class::Promoter)], vec![letter(Why::Reference)])
        }
        Template::ImproveTogether => on_answer(
            vec![Condition::Class(vec![Class::Detractor, Class::Passive])],
            vec![letter(Why::Session)],
        ),
    }
}

fn letter(why: Why) -> Consequence {
    Consequence::ReachOut(ReachOut {
        why,
        wording: wording(why),
    })
}

/// What a letter says until people say something else, in Dutch and English.
pub fn wording(why: Why) -> Wordings {
    let said = words::letter(why);
    let one = |language: &str| {
        let wording = Wording {
            subject: said.subject.of(language).to_owned(),
            greeting: words::GREETING.of(language).to_owned(),
            body: said.body.of(language).to_owned(),
            closing: words::CLOSING.of(language).to_owned(),
            ..Wording::default()
        };
        (language.to_owned(), wording)
    };
    ["nl", "en"].map(one).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn every_template_is_a_rule() {
        for template in Template::ALL {
            for language in ["nl", "en"] {
                let definition = definition(template, language);
                let errors = rules::check(name(template, language), &definition);
                assert!(errors.is_empty(), "{template:?} {language}: {errors:?}");
                let json = serde_json::to_string(&definition).expect("JSON");
                let back: Definition = serde_json::from_str(&json).expect("read back");
                assert_eq!(back, definition);
            }
            assert_eq!(template.as_str().parse(), Ok(template));
        }
    }
}
