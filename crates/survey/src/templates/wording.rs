//! The words of the templates, in Dutch and English. `{company}` becomes the company's name.
//!
//! One idea per statement, so that whoever disagrees says what he disagrees with; every
//! statement is worded so that agreeing is good. The wordings follow the usual definitions:
//! NPS and eNPS "how likely", effort and satisfaction on five points, and for CAS the Dutch
//! definition (acting in the customer's interest), which is not the English copy of NPS.

use super::Template;
use crate::model::Kind;

/// A text in Dutch and English.
#[derive(Clone, Copy)]
pub(super) struct Said {
    pub(super) en: &'static str,
    pub(super) nl: &'static str,
}

/// Key and wording.
pub(super) type Statement = (&'static str, Said);

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
pub(super) struct Parts {
    pub(super) title: Said,
    pub(super) intro: Said,
    pub(super) outcome: Option<(Kind, &'static str, Said)>,
    pub(super) why: Said,
    pub(super) drivers: &'static [Statement],
}

const WHY_SCORE: Said = Said {
    en: "What is the main reason for your score?",
    nl: "Wat is de belangrijkste reden voor uw cijfer?",
};
const WHY_ANSWER: Said = Said {
    en: "What is the main reason for your answer?",
    nl: "Wat is de belangrijkste reden voor uw antwoord?",
};
pub(super) const THANKS: Said = Said {
    en: "Thank you. People at {company} read every answer and use it to decide what to improve first.",
    nl: "Dank u wel. Medewerkers van {company} lezen elk antwoord en bepalen daarmee wat als eerste beter moet.",
};

pub(super) fn parts(template: Template) -> Parts {
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
