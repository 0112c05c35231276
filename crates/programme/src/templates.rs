//! Programmes to start from, each with its survey and its words in Dutch and English.

mod words;

use std::str::FromStr;

use policy::relational::{Every, Shape};
use policy::reminder::Reminders;
use policy::transactional::Transactional;
use policy::{Audience, Day};
use survey::templates as surveys;

use crate::letter::{Wording, Wordings};
use crate::model::{Definition, Relational, Schedule, Sender};

use self::words::Said;

/// A programme to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Template {
    /// Every customer's contact every half year: NPS with the statements that may drive it.
    RelationalNps,
    /// After a closed ticket: how easy it was.
    TicketCes,
    /// Every employee every quarter: eNPS with statements, anonymous.
    EmployeeEnps,
    /// After an article of the knowledge base was read: how satisfying it was.
    ArticleCsat,
    /// After getting started: how easy it was.
    OnboardingCes,
}

impl Template {
    /// All, in the order they are offered.
    pub const ALL: [Self; 5] = [
        Self::RelationalNps,
        Self::TicketCes,
        Self::EmployeeEnps,
        Self::ArticleCsat,
        Self::OnboardingCes,
    ];

    /// As in the API and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RelationalNps => "relational-nps",
            Self::TicketCes => "ticket-ces",
            Self::EmployeeEnps => "employee-enps",
            Self::ArticleCsat => "article-csat",
            Self::OnboardingCes => "onboarding-ces",
        }
    }

    /// The template of the survey it asks with.
    pub const fn survey(self) -> surveys::Template {
        match self {
            Self::RelationalNps => surveys::Template::RelationalNps,
            Self::TicketCes | Self::OnboardingCes => surveys::Template::Ces,
            Self::EmployeeEnps => surveys::Template::Enps,
            Self::ArticleCsat => surveys::Template::Csat,
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

/// The languages of a template, the one asked for first.
pub fn languages(first: &str) -> Vec<String> {
    let both = if first == "nl" {
        ["nl", "en"]
    } else {
        ["en", "nl"]
    };
    both.map(str::to_owned).to_vec()
}

/// What the programme is called, in `language`.
pub fn name(template: Template, language: &str) -> &'static str {
    words::name(template).of(language)
}

/// The survey it asks with, of `company`, with `language` as the default of both languages.
pub fn survey(template: Template, company: &str, language: &str) -> survey::Definition {
    let choices = surveys::Choices {
        company,
        title: words::title(template).map_or_else(Default::default, |said| texts(said, company)),
        languages: languages(language),
        drivers: None,
    };
    let mut definition = surveys::definition(template.survey(), choices);
    if let Some(intro) = words::intro(template) {
        definition.intro = texts(intro, company);
    }
    if let Some(said) = words::question(template)
        && let Some(first) = definition.questions.first_mut()
    {
        first.text = texts(said, company);
    }
    definition
}

fn texts(said: Said, company: &str) -> survey::Texts {
    let text = |code: &str| (code.to_owned(), said.of(code).replace("{company}", company));
    ["nl", "en"].map(text).into()
}

/// The programme, to begin tomorrow when `today` is the company's day. Whoever is to send it is
/// filled in by people.
pub fn definition(template: Template, today: Day) -> Definition {
    let is_employee = template == Template::EmployeeEnps;
    Definition {
        audience: if is_employee {
            Audience::Employees
        } else {
            Audience::Customers
        },
        segment: contact::segment::Segment::default(),
        schedule: schedule(template, today),
        reminders: reminders(template),
        priority: priority(template),
        per_day: None,
        closes: None,
        needs_consent: false,
        sender: Sender {
            responsible: !is_employee,
            ..Sender::default()
        },
        attributes: None,
        wording: wording(template),
    }
}

fn schedule(template: Template, today: Day) -> Schedule {
    let on = |kind: &str, cancels: &[&str], delay_minutes, expires_days| {
        Schedule::Transactional(Transactional {
            triggers: vec![kind.to_owned()],
            cancels: cancels.iter().map(|kind| (*kind).to_owned()).collect(),
            delay_minutes,
            expires_days,
        })
    };
    let every = |every, shape, baseline, window_days| {
        Schedule::Relational(Relational {
            start: today.plus(1),
            every,
            shape,
            baseline,
            window_days,
            settle_days: 30,
        })
    };
    match template {
        // Longer than the month that the contact budget keeps somebody free after another mail.
        Template::RelationalNps => every(Every::HalfYear, Shape::Spread, true, 42),
        Template::EmployeeEnps => every(Every::Quarter, Shape::Wave, false, 14),
        // A ticket that is closed by mistake is reopened within the hour.
        Template::TicketCes => on("ticket.closed", &["ticket.reopened"], 60, 3),
        Template::ArticleCsat => on("article.read", &[], 15, 1),
        Template::OnboardingCes => on("onboarding.completed", &["onboarding.reopened"], 24 * 60, 7),
    }
}

/// The rarer a programme asks, the more its turn counts.
const fn priority(template: Template) -> u8 {
    match template {
        Template::RelationalNps => 80,
        Template::EmployeeEnps => 70,
        Template::OnboardingCes => 60,
        Template::TicketCes => 40,
        Template::ArticleCsat => 20,
    }
}

/// What happened a week ago is forgotten: only what is asked by turn is asked again.
const fn reminders(template: Template) -> Reminders {
    let (number, open_days) = match template {
        Template::RelationalNps | Template::EmployeeEnps => (1, 21),
        Template::OnboardingCes => (1, 14),
        Template::TicketCes | Template::ArticleCsat => (0, 7),
    };
    Reminders {
        number,
        spacing_days: 7,
        open_days,
    }
}

fn wording(template: Template) -> Wordings {
    let said = words::letter(template);
    let one = |code: &str| {
        let wording = Wording {
            subject: said.subject.of(code).to_owned(),
            greeting: said.greeting.of(code).to_owned(),
            body: said.body.of(code).to_owned(),
            closing: said.closing.of(code).to_owned(),
            reminder_subject: said.reminder_subject.of(code).to_owned(),
            reminder_body: said.reminder_body.of(code).to_owned(),
        };
        (code.to_owned(), wording)
    };
    ["nl", "en"].map(one).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter;

    #[test]
    fn every_template_is_sound_in_both_languages() {
        for template in Template::ALL {
            assert_eq!(template.as_str().parse(), Ok(template));
            let definition = definition(template, Day(20_779));
            assert_eq!(letter::check(&definition.wording), [], "{template:?}");
            if let Schedule::Relational(relational) = &definition.schedule {
                assert!(relational.policy().sound());
            }
            for language in ["nl", "en"] {
                let survey = survey(template, "Acme", language);
                assert_eq!(
                    survey::rules::check_publishable(&survey),
                    [],
                    "{template:?}"
                );
                assert_eq!(survey::rules::missing(&survey), [], "{template:?}");
                assert_eq!(survey.language(), language);
                let is_employee = definition.audience == Audience::Employees;
                assert_eq!(survey.employees, is_employee, "{template:?}");
                assert!(!name(template, language).is_empty());
            }
        }
    }

    #[test]
    fn an_unknown_template_names_those_there_are() {
        let error = "nps".parse::<Template>().expect_err("none");
        assert!(error.contains("relational-nps"), "{error}");
    }
}
