//! The words of the templates in Dutch and English; `{company}` and the like are placeholders.

use super::Template;

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

/// The parts of a mail.
pub(super) struct Letter {
    pub(super) subject: Said,
    pub(super) greeting: Said,
    pub(super) body: Said,
    pub(super) closing: Said,
    pub(super) reminder_subject: Said,
    pub(super) reminder_body: Said,
}

/// What a programme is called.
pub(super) fn name(template: Template) -> Said {
    match template {
        Template::RelationalNps => said(
            "Halfjaarlijkse klantvraag (NPS)",
            "Half-yearly customer question (NPS)",
        ),
        Template::TicketCes => said(
            "Na een gesloten ticket (CES)",
            "After a closed ticket (CES)",
        ),
        Template::EmployeeEnps => said(
            "Medewerkers elk kwartaal (eNPS)",
            "Employees every quarter (eNPS)",
        ),
        Template::ArticleCsat => said(
            "Na een artikel uit de kennisbank (CSAT)",
            "After an article of the knowledge base (CSAT)",
        ),
        Template::OnboardingCes => said(
            "Na een afgeronde onboarding (CES)",
            "After a completed onboarding (CES)",
        ),
    }
}

/// The title of its survey, where the survey's own template doesn't fit.
pub(super) fn title(template: Template) -> Option<Said> {
    match template {
        Template::ArticleCsat => Some(said("Over dit artikel", "About this article")),
        Template::OnboardingCes => Some(said("Over uw start", "About getting started")),
        _ => None,
    }
}

/// The sentence above its questions, where the survey's own doesn't fit.
pub(super) fn intro(template: Template) -> Option<Said> {
    match template {
        Template::ArticleCsat => Some(said(
            "U las onlangs een artikel in de kennisbank van {company}. Wij horen graag of u er iets aan had.",
            "You read an article in the knowledge base of {company} recently. We would like to know whether it helped.",
        )),
        Template::OnboardingCes => Some(said(
            "U bent onlangs begonnen met {company}. Wij horen graag hoe dat ging.",
            "You started with {company} recently. We would like to know how that went.",
        )),
        _ => None,
    }
}

/// Its first question, where the survey's own doesn't fit.
pub(super) fn question(template: Template) -> Option<Said> {
    match template {
        Template::ArticleCsat => Some(said(
            "Hoe tevreden bent u over wat u in het artikel vond?",
            "How satisfied are you with what you found in the article?",
        )),
        Template::OnboardingCes => Some(said(
            "{company} maakte het mij gemakkelijk om te beginnen.",
            "{company} made it easy for me to get started.",
        )),
        _ => None,
    }
}

const GREETING: Said = said("Beste {first_name|klant},", "Dear {first_name|customer},");
const CLOSING: Said = said(
    "Ik lees elk antwoord en gebruik het om te bepalen wat als eerste beter moet.\n\nMet vriendelijke groet,\n{sender|Het team}\n{company}",
    "I read every answer and use it to decide what to improve first.\n\nKind regards,\n{sender|The team}\n{company}",
);
const NONE: Said = said("", "");

const RELATIONAL_NPS: Letter = Letter {
    subject: said(
        "{first_name|Hallo}, hoe doen wij het voor {account|u}?",
        "{first_name|Hello}, how are we doing for {account|you}?",
    ),
    greeting: GREETING,
    body: said(
        "Twee keer per jaar vraag ik wat {company} goed doet voor {account|u} en wat beter moet. Het kost ongeveer een minuut; het cijfer kunt u hieronder meteen kiezen.",
        "Twice a year I ask what {company} does well for {account|you} and what should be better. It takes about a minute; you can choose the score right below.",
    ),
    closing: CLOSING,
    reminder_subject: said(
        "Mag ik uw mening nog, {first_name|beste klant}?",
        "May I still have your opinion, {first_name|dear customer}?",
    ),
    reminder_body: said(
        "Vorige week vroeg ik wat {company} goed doet voor {account|u} en wat beter moet. Uw antwoord telt echt mee. Dit is de enige herinnering.",
        "Last week I asked what {company} does well for {account|you} and what should be better. Your answer really counts. This is the only reminder.",
    ),
};

const TICKET_CES: Letter = Letter {
    subject: said(
        "Hoe ging het met uw vraag: {subject|bij onze servicedesk}?",
        "How did we do on your question: {subject|at our service desk}?",
    ),
    greeting: GREETING,
    body: said(
        "Onze servicedesk heeft uw vraag over {subject|ons product} net afgerond. Maakten wij het u gemakkelijk?",
        "Our service desk has just finished your question about {subject|our product}. Did we make it easy for you?",
    ),
    closing: CLOSING,
    reminder_subject: NONE,
    reminder_body: NONE,
};

const EMPLOYEE_ENPS: Letter = Letter {
    subject: said("Hoe is het om hier te werken?", "How is it to work here?"),
    greeting: said(
        "Beste {first_name|collega},",
        "Dear {first_name|colleague},",
    ),
    body: said(
        "Elk kwartaal vragen wij iedereen bij {company} hoe het is om hier te werken. Het kost ongeveer een minuut.",
        "Every quarter we ask everybody at {company} how it is to work here. It takes about a minute.",
    ),
    closing: said(
        "De uitkomsten bespreken wij met iedereen.\n\nMet vriendelijke groet,\n{sender|uw collega's}",
        "We discuss the results with everybody.\n\nKind regards,\n{sender|your colleagues}",
    ),
    reminder_subject: said(
        "Herinnering: hoe is het om hier te werken?",
        "Reminder: how is it to work here?",
    ),
    reminder_body: said(
        "Uw antwoord is nog welkom. Hebt u al geantwoord? Dank u wel; dan kunt u deze mail vergeten.",
        "Your answer is still welcome. Have you answered already? Thank you; then please forget this mail.",
    ),
};

const ARTICLE_CSAT: Letter = Letter {
    subject: said(
        "Had u iets aan het artikel {subject|dat u las}?",
        "Did the article {subject|you read} help?",
    ),
    greeting: GREETING,
    body: said(
        "U las in onze kennisbank: {subject|een artikel}. Met één klik vertelt u of u er iets aan had.",
        "You read in our knowledge base: {subject|an article}. One click tells us whether it helped.",
    ),
    closing: CLOSING,
    reminder_subject: NONE,
    reminder_body: NONE,
};

const ONBOARDING_CES: Letter = Letter {
    subject: said(
        "{first_name|Hallo}, hoe was uw start met {company}?",
        "{first_name|Hello}, how was getting started with {company}?",
    ),
    greeting: GREETING,
    body: said(
        "U bent begonnen met {company}. Maakten wij u de start gemakkelijk, en wat had beter gekund?",
        "You have started with {company}. Did we make it easy for you, and what could have been better?",
    ),
    closing: CLOSING,
    reminder_subject: said(
        "Hoe was uw start met {company}?",
        "How was getting started with {company}?",
    ),
    reminder_body: NONE,
};

/// Its mails.
pub(super) const fn letter(template: Template) -> &'static Letter {
    match template {
        Template::RelationalNps => &RELATIONAL_NPS,
        Template::TicketCes => &TICKET_CES,
        Template::EmployeeEnps => &EMPLOYEE_ENPS,
        Template::ArticleCsat => &ARTICLE_CSAT,
        Template::OnboardingCes => &ONBOARDING_CES,
    }
}
