//! The words of the questions that a survey can have beside its template's, in Dutch and English.
//! Their choices are to begin with: whoever makes the survey changes them to what fits.

use super::Extra;
use super::wording::{Said, Statement};

/// A question with its choices.
pub(super) struct Asked {
    pub(super) text: Said,
    pub(super) choices: &'static [Statement],
}

const MOMENTS: [Statement; 5] = [
    (
        "buying",
        Said {
            en: "Choosing and buying",
            nl: "Kiezen en kopen",
        },
    ),
    (
        "start",
        Said {
            en: "Getting started",
            nl: "De start",
        },
    ),
    (
        "use",
        Said {
            en: "Daily use",
            nl: "Het dagelijks gebruik",
        },
    ),
    (
        "help",
        Said {
            en: "When I needed help",
            nl: "Toen ik hulp nodig had",
        },
    ),
    (
        "invoice",
        Said {
            en: "Invoice and contract",
            nl: "Factuur en contract",
        },
    ),
];

const PLACES: [Statement; 5] = [
    (
        "competitors",
        Said {
            en: "Other suppliers",
            nl: "Andere leveranciers",
        },
    ),
    (
        "reviews",
        Said {
            en: "Reviews and comparisons",
            nl: "Reviews en vergelijkingen",
        },
    ),
    (
        "colleagues",
        Said {
            en: "Colleagues and people I know",
            nl: "Collega’s en bekenden",
        },
    ),
    (
        "search",
        Said {
            en: "A search engine or AI assistant",
            nl: "Een zoekmachine of AI-assistent",
        },
    ),
    (
        "nowhere",
        Said {
            en: "Nowhere else",
            nl: "Nergens anders",
        },
    ),
];

pub(super) fn asked(extra: Extra) -> Asked {
    match extra {
        Extra::Moment => Asked {
            text: Said {
                en: "Which moment with us mattered most to you?",
                nl: "Welk moment met ons was voor u het belangrijkst?",
            },
            choices: &MOMENTS,
        },
        Extra::Elsewhere => Asked {
            text: Said {
                en: "Where else did you look or ask?",
                nl: "Waar hebt u nog meer gekeken of gevraagd?",
            },
            choices: &PLACES,
        },
    }
}
