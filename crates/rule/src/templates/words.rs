//! The words of the templates in Dutch and English.

use super::Template;
use crate::model::Why;

/// A text in Dutch and English.
#[derive(Clone, Copy)]
pub(super) struct Said {
    nl: &'static str,
    en: &'static str,
}

impl Said {
    /// Dutch for `nl`, else English.
    pub(super) fn of(self, language: &str) -> &'static str {
        if language == "nl" { self.nl } else { self.en }
    }
}

const fn said(nl: &'static str, en: &'static str) -> Said {
    Said { nl, en }
}

/// What contacts are called who matter most.
pub(super) const KEY_ROLES: [&str; 4] = ["key contact", "decision maker", "beslisser", "key user"];

/// What a rule is called.
pub(super) fn name(template: Template) -> Said {
    match template {
        Template::DetractorCallback => said(
            "Elke criticaster binnen 2 werkdagen teruggebeld",
            "Every detractor is called back within 2 working days",
        ),
        Template::PromoterThanks => said(
            "Elke promotor van een grote klant bedankt",
            "Every promoter of a large account is thanked",
        ),
        Template::ScoreDrop => said(
            "Drie punten lager dan de vorige keer",
            "Three points lower than last time",
        ),
        Template::SilentContact => said(
            "Belangrijk contact een half jaar stil",
            "A key contact is silent for half a year",
        ),
        Template::NoAnswer => said(
            "Grote klant antwoordt twee weken niet",
            "A large account doesn't answer for two weeks",
        ),
        Template::PassiveLarge => said(
            "Grote klant die passief is",
            "A large account that is passive",
        ),
        Template::PromoterReference => said(
            "Promotor gevraagd als referentie",
            "A promoter is asked to be a reference",
        ),
        Template::ImproveTogether => said(
            "Samen verbeteren: uitnodiging voor een sessie",
            "Improve together: an invitation to a session",
        ),
    }
}

/// What its cases are called.
pub(super) fn title(template: Template) -> Said {
    match template {
        Template::DetractorCallback => said(
            "Bel {contact|deze klant} terug: score {score}",
            "Call {contact|this customer} back: score {score}",
        ),
        Template::ScoreDrop => said(
            "{account|Klant}: van {before} naar {score}",
            "{account|Customer}: from {before} to {score}",
        ),
        Template::SilentContact => said(
            "{contact|Belangrijk contact}: al {days} dagen stil",
            "{contact|Key contact}: silent for {days} days",
        ),
        Template::NoAnswer => said(
            "{contact|Contact} van {account|een grote klant} antwoordt niet",
            "{contact|Contact} of {account|a large account} doesn't answer",
        ),
        Template::PassiveLarge => said(
            "{account|Grote klant}: wat maakt van een {score} een 9?",
            "{account|Large account}: what turns a {score} into a 9?",
        ),
        Template::PromoterThanks | Template::PromoterReference | Template::ImproveTogether => said(
            "{contact|Klant}: score {score}",
            "{contact|Customer}: score {score}",
        ),
    }
}

/// The parts of a letter that differ.
pub(super) struct Letter {
    pub(super) subject: Said,
    pub(super) body: Said,
}

pub(super) const GREETING: Said = said("Beste {first_name|klant},", "Dear {first_name|customer},");
pub(super) const CLOSING: Said = said(
    "Met vriendelijke groet,\n{sender}",
    "Kind regards,\n{sender}",
);

/// What a letter says.
pub(super) fn letter(why: Why) -> Letter {
    match why {
        Why::Thank => Letter {
            subject: said("Dank voor uw oordeel", "Thank you for your rating"),
            body: said(
                "U gaf ons onlangs een hoog cijfer. Dat doet ons goed, en we hebben het gedeeld met de mensen die voor u werken.\n\nDank u wel dat u de moeite nam het ons te vertellen.",
                "You recently gave us a high rating. That means a lot to us, and we shared it with the people who work for you.\n\nThank you for taking the trouble to tell us.",
            ),
        },
        Why::Reference => Letter {
            subject: said(
                "Mogen we u als referentie noemen?",
                "May we name you as a reference?",
            ),
            body: said(
                "U gaf aan dat u ons zou aanbevelen. Zouden we u mogen noemen als referentie, of mag iemand die ons overweegt u eens bellen?\n\nAntwoord gerust op deze mail. Liever niet is ook goed.",
                "You told us that you would recommend us. May we name you as a reference, or may somebody who considers us give you a call?\n\nJust reply to this mail. If you would rather not, that is fine too.",
            ),
        },
        Why::Panel => Letter {
            subject: said("Denkt u met ons mee?", "Would you think along with us?"),
            body: said(
                "Een kleine groep klanten kijkt een paar keer per jaar mee met wat wij willen veranderen. We zouden u er graag bij hebben.\n\nAntwoord op deze mail, dan vertellen we u meer.",
                "A small group of customers looks at what we want to change, a few times a year. We would like you to be part of it.\n\nReply to this mail and we will tell you more.",
            ),
        },
        Why::Session => Letter {
            subject: said(
                "Helpt u ons dit te verbeteren?",
                "Would you help us make this better?",
            ),
            body: said(
                "U vertelde ons wat er beter kan. Dat bedenken we liever samen met u dan voor u. Zouden we u mogen uitnodigen voor een korte werksessie?\n\nAntwoord op deze mail, dan zoeken we een moment dat u past.",
                "You told us what could be better. We would rather work that out with you than for you. May we invite you to a short working session?\n\nReply to this mail and we will find a time that suits you.",
            ),
        },
    }
}
