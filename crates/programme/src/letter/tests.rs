//! Whole mails against the texts they must be, and what must hold for all of them.

use std::collections::BTreeMap;

use proptest::prelude::*;
use survey::templates::{Choices, Template, definition};

use super::*;

fn asked(template: Template, language: &str) -> Definition {
    let choices = Choices {
        company: "Acme",
        title: BTreeMap::new(),
        languages: vec![language.to_owned()],
        drivers: None,
    };
    definition(template, choices)
}

fn wording(language: &str) -> Wording {
    let said = |nl: &str, en: &str| if language == "nl" { nl } else { en }.to_owned();
    Wording {
        subject: said(
            "Hoe doen wij het, {first_name|klant}?",
            "How was {subject|our help}?",
        ),
        greeting: said("Beste {first_name|klant},", "Dear {name|customer},"),
        body: said(
            "U werkt bij {account} met onze software.\nWij horen graag hoe dat gaat.\n\nHet kost \
             een minuut.",
            "You asked us about {subject|something}.",
        ),
        closing: said(
            "Met vriendelijke groet,\n{sender}",
            "Kind regards,\n{sender}",
        ),
        reminder_subject: String::new(),
        reminder_body: String::new(),
    }
}

fn values() -> Values {
    Values {
        first_name: "Anna".to_owned(),
        name: "Anna de Wit".to_owned(),
        account: "Bakkerij Zon".to_owned(),
        sender: "Joris Bakker".to_owned(),
        company: "Acme".to_owned(),
        survey: "How are we doing?".to_owned(),
        subject: String::new(),
        attributes: BTreeMap::new(),
    }
}

const LINKS: Links<'static> = Links {
    base_url: "https://feedback.acme.example",
    answer: "0123456789abcdefghjkmnpqrstvwxyz0123456789abcdefghjk",
    unsubscribe: "zyxwvtsrqpnmkjhgfedcba9876543210zyxwvtsrqpnmkjhgfedc",
};

/// One case: its mail as HTML and text.
fn case(name: &str, input: &Input<'_>) {
    let mail = render(input);
    insta::assert_snapshot!(
        format!("{name}.txt"),
        format!("{}\n\n{}", mail.subject, mail.text)
    );
    insta::assert_snapshot!(format!("{name}.html"), mail.html);
}

fn input<'a>(definition: &'a Definition, wording: &'a Wording, values: &'a Values) -> Input<'a> {
    Input {
        language: definition.language(),
        wording,
        is_reminder: false,
        definition,
        occasion: Occasion::Turn,
        values,
        links: LINKS,
    }
}

#[test]
fn a_dutch_nps_mail() {
    let (survey, words, values) = (
        asked(Template::RelationalNps, "nl"),
        wording("nl"),
        values(),
    );
    case("nps-nl", &input(&survey, &words, &values));
}

#[test]
fn an_english_effort_mail_and_its_reminder() {
    let (survey, words) = (asked(Template::Ces, "en"), wording("en"));
    let values = Values {
        subject: "Ticket 4711: printer on fire".to_owned(),
        ..values()
    };
    let first = Input {
        occasion: Occasion::Event,
        ..input(&survey, &words, &values)
    };
    case("ces-en", &first);
    let again = Input {
        is_reminder: true,
        ..first
    };
    case("ces-en-reminder", &again);
}

#[test]
fn a_mail_to_an_employee_has_no_scale() {
    let (survey, words, values) = (asked(Template::Enps, "nl"), wording("nl"), values());
    case("employee-nl", &input(&survey, &words, &values));
    let mail = render(&input(&survey, &words, &values));
    assert!(!mail.html.contains("?s=") && !mail.text.contains("?s="));
}

#[test]
fn a_mail_with_nasty_names() {
    let (survey, words) = (asked(Template::RelationalNps, "nl"), wording("nl"));
    let values = Values {
        first_name: "<script>alert(1)</script>\r\nBcc: x@evil.example".to_owned(),
        name: "\u{202e}gnp.exe 👩\u{200d}💻".to_owned(),
        account: format!("https://evil.example/{}", "a".repeat(300)),
        sender: "\"><img src=x onerror=alert(1)>".to_owned(),
        company: "R&D 'Acme'".to_owned(),
        ..values()
    };
    case("nasty-nl", &input(&survey, &words, &values));
}

#[test]
fn a_reminder_has_its_own_words_where_there_are_some() {
    let survey = asked(Template::RelationalNps, "en");
    let own = Wording {
        reminder_subject: "Once more, {first_name}".to_owned(),
        reminder_body: "Only if you like.".to_owned(),
        ..wording("en")
    };
    let values = values();
    let reminder = Input {
        is_reminder: true,
        ..input(&survey, &own, &values)
    };
    let mail = render(&reminder);
    assert_eq!(mail.subject, "Once more, Anna");
    assert!(mail.text.contains("Only if you like.") && !mail.text.contains("You asked us"));
    assert!(!mail.text.contains("before and have no answer"));
}

#[test]
fn a_mail_from_the_company_names_it_once() {
    let survey = asked(Template::RelationalNps, "en");
    let words = Wording {
        closing: "{sender|The team}\n{company}".to_owned(),
        ..wording("en")
    };
    let values = Values {
        sender: "Acme".to_owned(),
        ..values()
    };
    let mail = render(&input(&survey, &words, &values));
    assert!(mail.text.contains("The team\nAcme"), "{}", mail.text);
    assert!(mail.text.contains("Sent by Acme."), "{}", mail.text);
}

#[test]
fn the_wording_is_the_contacts_else_the_surveys() {
    let wordings: Wordings = ["de", "en-GB", "nl"]
        .map(|code| (code.to_owned(), wording("nl")))
        .into();
    for (contact, survey, expected) in [
        (Some("nl"), "en", "nl"),
        (Some("nl-BE"), "en", "nl"),
        (Some("en"), "nl", "en-GB"),
        (Some("fr"), "nl", "nl"),
        (Some("fr"), "es", "de"),
        (None, "en", "en-GB"),
    ] {
        let found = language(&wordings, contact, survey).map(|(code, _)| code);
        assert_eq!(found, Some(expected), "{contact:?} {survey}");
    }
    assert!(language(&Wordings::new(), None, "nl").is_none());
}

#[test]
fn all_links_lead_to_us() {
    let survey = asked(Template::RelationalNps, "nl");
    let (words, values) = (wording("nl"), values());
    let mail = render(&input(&survey, &words, &values));
    let urls = mail.html.split("href=\"").skip(1);
    for url in urls.clone() {
        assert!(
            url.starts_with("https://feedback.acme.example/"),
            "{url:.60}"
        );
    }
    // Eleven points twice (Word has its own), the hidden one and unsubscribing.
    assert_eq!(urls.count(), 24);
    for forbidden in ["<img", "src=", "<script", "url("] {
        assert!(!mail.html.contains(forbidden), "{forbidden}");
    }
    assert_eq!(mail.text.matches("?s=").count(), 11);
}

/// What HTML could be made of, links, and plain text.
fn nasty() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,60}",
        "[<>&\"'a-z /=:.@\\r\\n\\t]{0,60}",
        Just("<a href=https://evil.example>".to_owned()),
    ]
}

proptest! {
    #[test]
    fn a_contact_changes_no_markup(name in nasty(), account in nasty(), subject in nasty()) {
        let survey = asked(Template::Ces, "en");
        let words = Wording {
            body: "{name|x} {account|x} {subject|x} {attribute.a|x}".to_owned(),
            subject: "{name|x}".to_owned(),
            ..wording("en")
        };
        let tags = |values: &Values| {
            let mail = render(&input(&survey, &words, values));
            let starts = mail.html.matches('<').count();
            let quotes = mail.html.matches('"').count();
            assert!(!mail.subject.chars().any(char::is_control));
            assert!(!mail.subject.is_empty());
            (starts, quotes, mail.text.lines().count())
        };
        let plain = tags(&values());
        let odd = Values { name: name.clone(), account, subject, ..values() };
        let odd = Values { attributes: BTreeMap::from([("a".to_owned(), name)]), ..odd };
        prop_assert_eq!(tags(&odd), plain);
    }
}

/// A letter that asks nothing, as HTML and text.
fn plain_case(name: &str, language: &str, values: &Values, link: Option<&str>) {
    let words = crate::outreach::wording(crate::outreach::Kind::Told);
    let letter = render_plain(&Plain {
        language,
        wording: &words[language],
        values,
        is_about_answer: link.is_some(),
        base_url: LINKS.base_url,
        unsubscribe: LINKS.unsubscribe,
        link,
    });
    insta::assert_snapshot!(
        format!("{name}.txt"),
        format!("{}\n\n{}", letter.subject, letter.text)
    );
    insta::assert_snapshot!(format!("{name}.html"), letter.html);
}

#[test]
fn a_dutch_letter_about_what_was_done() {
    let values = Values {
        subject: "sneller antwoord".to_owned(),
        ..values()
    };
    plain_case("told-nl", "nl", &values, Some("/heard/sneller-antwoord"));
}

#[test]
fn an_english_letter_to_a_nasty_contact_that_leads_nowhere() {
    let values = Values {
        first_name: "<script>alert(1)</script>\r\nBcc: x@evil.example".to_owned(),
        subject: "{name} \"quick\" & </p>".to_owned(),
        ..values()
    };
    plain_case("told-nasty-en", "en", &values, None);
}
