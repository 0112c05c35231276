//! The surveys people start from, in Dutch and English. `{company}` becomes the company's name.
//!
//! One idea per statement, so that whoever disagrees says what he disagrees with; every
//! statement is worded so that agreeing is good. The wordings follow the usual definitions:
//! NPS and eNPS "how likely", effort and satisfaction on five points, and for CAS the Dutch
//! definition (acting in the customer's interest), which is not the English copy of NPS.

use std::str::FromStr;

use crate::model::{Definition, Direction, Kind, Question, Texts};

/// A survey to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// How loyal customers are and what drives it.
    RelationalNps,
    /// How easy a contact was.
    Ces,
    /// How satisfied customers are with one aspect.
    Csat,
    /// Whether customers feel that the company acts in their interest.
    Cas,
    /// How loyal employees are and what drives it.
    Enps,
    /// No questions yet.
    Empty,
}

impl Template {
    /// All, in the order they are offered.
    pub const ALL: [Self; 6] = [
        Self::RelationalNps,
        Self::Ces,
        Self::Csat,
        Self::Cas,
        Self::Enps,
        Self::Empty,
    ];

    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RelationalNps => "relational-nps",
            Self::Ces => "ces",
            Self::Csat => "csat",
            Self::Cas => "cas",
            Self::Enps => "enps",
            Self::Empty => "empty",
        }
    }
}

impl FromStr for Template {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|t| t.as_str() == text).ok_or(())
    }
}

/// A driver statement of one's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Driver {
    /// Its key.
    pub key: String,
    /// Its wording.
    pub text: Texts,
    /// The touchpoint it measures, if any.
    pub touchpoint: Option<String>,
}

/// What is chosen when a survey is made from a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices<'a> {
    /// The company's name, as respondents know it.
    pub company: &'a str,
    /// The title by language; the template's own when empty.
    pub title: Texts,
    /// Languages offered, the default first.
    pub languages: Vec<String>,
    /// Own statements in place of the template's.
    pub drivers: Option<Vec<Driver>>,
}

/// A text in Dutch and English.
#[derive(Clone, Copy)]
struct Said {
    en: &'static str,
    nl: &'static str,
}

/// Key and wording.
type Statement = (&'static str, Said);

const RELATIONAL_DRIVERS: [Statement; 6] = [
    (
        "software",
        Said {
            en: "The software of {company} does what we need.",
            nl: "De software van {company} doet wat wij nodig hebben.",
        },
    ),
    (
        "ease_of_use",
        Said {
            en: "The software of {company} is easy to use.",
            nl: "De software van {company} is gemakkelijk te gebruiken.",
        },
    ),
    (
        "support",
        Said {
            en: "When I ask {company} for help, my question gets solved.",
            nl: "Als ik {company} om hulp vraag, wordt mijn vraag opgelost.",
        },
    ),
    (
        "contact",
        Said {
            en: "I know whom I can turn to at {company}.",
            nl: "Ik weet bij wie ik terechtkan bij {company}.",
        },
    ),
    (
        "transparency",
        Said {
            en: "{company} is open about what I can expect.",
            nl: "{company} is open over wat ik kan verwachten.",
        },
    ),
    (
        "value",
        Said {
            en: "What {company} delivers is worth its price.",
            nl: "Wat {company} levert, is zijn prijs waard.",
        },
    ),
];

const EMPLOYEE_DRIVERS: [Statement; 6] = [
    (
        "appreciation",
        Said {
            en: "I feel appreciated for my work.",
            nl: "Ik voel mij gewaardeerd om mijn werk.",
        },
    ),
    (
        "growth",
        Said {
            en: "I can develop myself at {company}.",
            nl: "Ik kan mij bij {company} ontwikkelen.",
        },
    ),
    (
        "workload",
        Said {
            en: "I can do my work in the time I have for it.",
            nl: "Ik kan mijn werk doen in de tijd die ik ervoor heb.",
        },
    ),
    (
        "manager",
        Said {
            en: "My manager supports me in my work.",
            nl: "Mijn leidinggevende steunt mij in mijn werk.",
        },
    ),
    (
        "team",
        Said {
            en: "In my team we can count on each other.",
            nl: "In mijn team kunnen we op elkaar rekenen.",
        },
    ),
    (
        "course",
        Said {
            en: "I know where {company} wants to go.",
            nl: "Ik weet waar {company} naartoe wil.",
        },
    ),
];

/// The parts in which templates differ.
struct Parts {
    title: Said,
    intro: Said,
    outcome: Option<(Kind, &'static str, Said)>,
    why: Said,
    drivers: &'static [Statement],
}

const WHY_SCORE: Said = Said {
    en: "What is the main reason for your score?",
    nl: "Wat is de belangrijkste reden voor uw cijfer?",
};
const WHY_ANSWER: Said = Said {
    en: "What is the main reason for your answer?",
    nl: "Wat is de belangrijkste reden voor uw antwoord?",
};
const THANKS: Said = Said {
    en: "Thank you. People at {company} read every answer and use it to decide what to improve first.",
    nl: "Dank u wel. Medewerkers van {company} lezen elk antwoord en bepalen daarmee wat als eerste beter moet.",
};

fn parts(template: Template) -> Parts {
    match template {
        Template::RelationalNps => Parts {
            title: Said {
                en: "How are we doing?",
                nl: "Hoe doen wij het?",
            },
            intro: Said {
                en: "We would like to know what {company} does well for you, and what should be better.",
                nl: "Wij horen graag wat {company} voor u goed doet en wat beter moet.",
            },
            outcome: Some((
                Kind::Recommend,
                "recommend",
                Said {
                    en: "How likely is it that you would recommend {company} to a friend or colleague?",
                    nl: "Hoe waarschijnlijk is het dat u {company} zou aanbevelen aan een vriend of collega?",
                },
            )),
            why: WHY_SCORE,
            drivers: &RELATIONAL_DRIVERS,
        },
        Template::Ces => Parts {
            title: Said {
                en: "About our contact",
                nl: "Over ons contact",
            },
            intro: Said {
                en: "You were in contact with {company} recently. We would like to know how that went.",
                nl: "U had onlangs contact met {company}. Wij horen graag hoe dat ging.",
            },
            outcome: Some((
                Kind::Effort,
                "effort",
                Said {
                    en: "{company} made it easy for me to get my question answered.",
                    nl: "{company} maakte het mij gemakkelijk om antwoord te krijgen op mijn vraag.",
                },
            )),
            why: WHY_ANSWER,
            drivers: &[],
        },
        Template::Csat => Parts {
            title: Said {
                en: "How satisfied are you?",
                nl: "Hoe tevreden bent u?",
            },
            intro: Said {
                en: "With two questions you help {company} to improve its service.",
                nl: "Met twee vragen helpt u {company} de dienstverlening te verbeteren.",
            },
            outcome: Some((
                Kind::Satisfaction,
                "satisfaction",
                Said {
                    en: "How satisfied are you with the service of {company}?",
                    nl: "Hoe tevreden bent u over de dienstverlening van {company}?",
                },
            )),
            why: WHY_ANSWER,
            drivers: &[],
        },
        Template::Cas | Template::Enps | Template::Empty => other_parts(template),
    }
}

fn other_parts(template: Template) -> Parts {
    match template {
        Template::Cas => Parts {
            title: Said {
                en: "In your interest",
                nl: "In uw belang",
            },
            intro: Said {
                en: "We would like to know whether {company} puts your interest first.",
                nl: "Wij horen graag of {company} uw belang vooropstelt.",
            },
            outcome: Some((
                Kind::Advocacy,
                "advocacy",
                Said {
                    en: "{company} does what is best for me, even when that is not in its own direct interest.",
                    nl: "{company} doet wat het beste is voor mij, ook als dat niet in het eigen directe belang is.",
                },
            )),
            why: WHY_ANSWER,
            drivers: &[],
        },
        Template::Enps => Parts {
            title: Said {
                en: "How is it to work here?",
                nl: "Hoe is het om hier te werken?",
            },
            intro: Said {
                en: "We would like to know how it is for you to work at {company}.",
                nl: "Wij horen graag hoe het voor u is om bij {company} te werken.",
            },
            outcome: Some((
                Kind::Recommend,
                "recommend",
                Said {
                    en: "How likely is it that you would recommend {company} as an employer to a friend or acquaintance?",
                    nl: "Hoe waarschijnlijk is het dat u {company} als werkgever zou aanbevelen aan een vriend of bekende?",
                },
            )),
            why: WHY_SCORE,
            drivers: &EMPLOYEE_DRIVERS,
        },
        _ => Parts {
            title: Said {
                en: "New survey",
                nl: "Nieuwe vragenlijst",
            },
            intro: Said { en: "", nl: "" },
            outcome: None,
            why: WHY_ANSWER,
            drivers: &[],
        },
    }
}

/// The definition a template gives. Texts exist in those of the chosen languages that are Dutch
/// or English; the others are for the editor.
pub fn definition(template: Template, choices: Choices<'_>) -> Definition {
    let parts = parts(template);
    let say = |said: Said| texts(said, &choices);
    let mut questions = Vec::new();
    if let Some((kind, key, text)) = parts.outcome {
        let direction = (kind == Kind::Effort).then_some(Direction::EasyHigh);
        let asked = question(key, kind, say(text));
        questions.push(Question {
            required: true,
            direction,
            ..asked
        });
        questions.push(question("why", Kind::OpenText, say(parts.why)));
    }
    let own = |(key, text): &Statement| question(key, Kind::Agree, say(*text));
    let mut drivers: Vec<Question> = match &choices.drivers {
        None => parts.drivers.iter().map(own).collect(),
        Some(drivers) => drivers.iter().map(statement).collect(),
    };
    for (index, driver) in drivers.iter_mut().enumerate() {
        driver.driver = true;
        // The statements come after the score and its reason, on a page of their own.
        driver.new_page = index == 0 && !questions.is_empty();
    }
    questions.append(&mut drivers);
    let (intro, thanks) = (say(parts.intro), say(THANKS));
    let mut title = choices.title.clone();
    if title.is_empty() {
        title = say(parts.title);
    }
    Definition {
        languages: choices.languages,
        title,
        intro,
        thanks,
        employees: template == Template::Enps,
        questions,
    }
}

fn texts(said: Said, choices: &Choices<'_>) -> Texts {
    let text = |language: &str| match language.split('-').next() {
        Some("nl") => said.nl,
        Some("en") => said.en,
        _ => "",
    };
    choices
        .languages
        .iter()
        .map(|language| {
            (
                language.clone(),
                text(language).replace("{company}", choices.company),
            )
        })
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

fn statement(driver: &Driver) -> Question {
    Question {
        touchpoint: driver.touchpoint.clone(),
        ..question(&driver.key, Kind::Agree, driver.text.clone())
    }
}

/// A question without anything special about it.
pub fn question(key: &str, kind: Kind, text: Texts) -> Question {
    Question {
        key: key.to_owned(),
        kind,
        text,
        required: false,
        driver: false,
        touchpoint: None,
        direction: None,
        choices: Vec::new(),
        new_page: false,
    }
}

#[cfg(test)]
mod tests;
