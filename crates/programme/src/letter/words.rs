//! The words around a programme's own wording in a mail. A mail is written in the contact's
//! language and not in that of a page's reader; where we don't speak it, these are English.

use survey::model::{Direction, Kind, Question};

/// One set of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// Their language.
    pub(super) language: &'static str,
    /// On the button where there is no scale.
    pub(super) answer: &'static str,
    /// Above the scale's links in plain text.
    pub(super) choose: &'static str,
    /// Below the scale; it opens the survey, and nothing is sent by the click alone.
    pub(super) opens: &'static str,
    /// Before the one link in plain text.
    pub(super) answer_at: &'static str,
    /// In a reminder without words of its own.
    pub(super) again: &'static str,
    /// In the mails of an anonymous survey.
    pub(super) anonymous: &'static str,
    /// Why a customer gets a mail: with `{company}`.
    pub(super) why_customer: &'static str,
    /// The same, after an event: with `{company}` and `{subject}`.
    pub(super) why_event: &'static str,
    /// Why an employee does: with `{company}`.
    pub(super) why_employee: &'static str,
    /// Why a contact gets a letter that asks nothing, because of an answer: with `{company}`.
    pub(super) why_answered: &'static str,
    /// The same, for any other reason: with `{company}`.
    pub(super) why_contact: &'static str,
    /// On the button of a letter that leads to a page of ours.
    pub(super) read: &'static str,
    /// Before its address in plain text.
    pub(super) read_at: &'static str,
    /// Who sends it: with `{sender}` and `{company}`.
    pub(super) sent_by: &'static str,
    /// The same where no person stands behind it: with `{company}`.
    pub(super) sent_by_company: &'static str,
    /// Before the link that unsubscribes.
    pub(super) enough: &'static str,
    /// On the link that unsubscribes.
    pub(super) unsubscribe: &'static str,
    recommend: [&'static str; 2],
    agree: [&'static str; 2],
    effort: [&'static str; 2],
    satisfaction: [&'static str; 2],
}

const EN: Words = Words {
    language: "en",
    answer: "Answer the questions",
    choose: "Choose your answer:",
    opens: "Your choice opens a short page, where you can change it and add why.",
    answer_at: "Answer here:",
    again: "We asked you this before and have no answer yet. This takes about a minute.",
    anonymous: "Your answers are anonymous: they are stored without your name or address, and \
                results are shown of five answers or more.",
    why_customer: "You get this mail because you are a contact of {company}, which asks its \
                   customers how it is doing.",
    why_event: "You get this mail because you had contact with {company} about: {subject}.",
    why_employee: "You get this mail because you work at {company}.",
    why_answered: "You get this mail because you told {company} how it is doing.",
    why_contact: "You get this mail because you are a contact of {company}.",
    read: "Read more",
    read_at: "Read more:",
    sent_by: "Sent by {sender}, {company}.",
    sent_by_company: "Sent by {company}.",
    enough: "No more mails like this one?",
    unsubscribe: "Unsubscribe",
    recommend: ["Not at all likely", "Extremely likely"],
    agree: ["Strongly disagree", "Strongly agree"],
    effort: ["Very little effort", "Very much effort"],
    satisfaction: ["Very dissatisfied", "Very satisfied"],
};

const NL: Words = Words {
    language: "nl",
    answer: "Beantwoord de vragen",
    choose: "Kies uw antwoord:",
    opens: "Uw keuze opent een korte pagina; daar kunt u die nog wijzigen en toelichten.",
    answer_at: "Antwoord hier:",
    again: "Wij vroegen u dit eerder en hebben nog geen antwoord. Het kost ongeveer een minuut.",
    anonymous: "Uw antwoorden zijn anoniem: ze worden bewaard zonder uw naam of adres, en \
                uitkomsten zijn pas te zien vanaf vijf antwoorden.",
    why_customer: "U krijgt deze mail omdat u contact bent van {company}, dat zijn klanten vraagt \
                   hoe het gaat.",
    why_event: "U krijgt deze mail omdat u contact had met {company} over: {subject}.",
    why_employee: "U krijgt deze mail omdat u bij {company} werkt.",
    why_answered: "U krijgt deze mail omdat u {company} vertelde hoe het gaat.",
    why_contact: "U krijgt deze mail omdat u contact bent van {company}.",
    read: "Lees meer",
    read_at: "Lees meer:",
    sent_by: "Verstuurd door {sender}, {company}.",
    sent_by_company: "Verstuurd door {company}.",
    enough: "Geen mails als deze meer?",
    unsubscribe: "Meld u af",
    recommend: ["Zeer onwaarschijnlijk", "Zeer waarschijnlijk"],
    agree: ["Zeer mee oneens", "Zeer mee eens"],
    effort: ["Heel weinig moeite", "Heel veel moeite"],
    satisfaction: ["Zeer ontevreden", "Zeer tevreden"],
};

impl Words {
    /// Those of a language: `nl-BE` is Dutch, anything we don't speak English.
    pub(super) fn of(language: &str) -> Self {
        match primary(language) {
            "nl" => NL,
            _ => EN,
        }
    }

    /// What the lowest and the highest point of a question's scale say.
    pub(super) fn ends(&self, question: &Question) -> [&'static str; 2] {
        match (question.kind, question.direction) {
            (Kind::Recommend, _) => self.recommend,
            (Kind::Effort, Some(Direction::EffortHigh)) => self.effort,
            (Kind::Satisfaction, _) => self.satisfaction,
            _ => self.agree,
        }
    }
}

/// `nl` of `nl-BE`.
pub(super) fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}

/// Which way a language is written.
pub(super) fn direction(language: &str) -> &'static str {
    match primary(language) {
        "ar" | "he" | "fa" | "ur" => "rtl",
        _ => "ltr",
    }
}
