//! What letters say when nobody changes them.

use super::model::Kind;
use crate::letter::{Wording, Wordings};

/// The words to begin with, in Dutch and English. `{subject}` names what it is about.
pub fn wording(kind: Kind) -> Wordings {
    [("nl", dutch(kind)), ("en", english(kind))]
        .into_iter()
        .map(|(language, [subject, body])| {
            let (greeting, closing) = frame(language);
            let wording = Wording {
                subject: subject.to_owned(),
                greeting: greeting.to_owned(),
                body: body.to_owned(),
                closing: closing.to_owned(),
                ..Wording::default()
            };
            (language.to_owned(), wording)
        })
        .collect()
}

/// Greeting and closing.
fn frame(language: &str) -> (&'static str, &'static str) {
    match language {
        "nl" => (
            "Beste {first_name|relatie},",
            "Met vriendelijke groet,\n\n{sender|wij allemaal}\n{company}",
        ),
        _ => (
            "Dear {first_name|customer},",
            "Kind regards,\n\n{sender|all of us}\n{company}",
        ),
    }
}

/// Subject and body.
fn dutch(kind: Kind) -> [&'static str; 2] {
    match kind {
        Kind::Thank => [
            "Dank voor uw waardering",
            "Onlangs vertelde u ons hoe tevreden u bent over {company}. Daar zijn wij blij mee, en \
             het is een compliment voor iedereen die hier voor u werkt.\n\nDank u wel. Is er iets \
             dat nog beter kan? Beantwoord dan gerust deze mail.",
        ],
        Kind::Reference => [
            "Wilt u vertellen over {company}?",
            "U bent tevreden over {company}. Anderen die voor dezelfde keuze staan, horen graag van \
             iemand met ervaring hoe het bevalt.\n\nWilt u hun daar eens over vertellen, in een \
             gesprek of in een paar zinnen? Beantwoord deze mail, dan nemen wij contact met u op. \
             Doet u het liever niet, dan hoeft u niets te doen.",
        ],
        Kind::Panel => [
            "Denkt u met ons mee?",
            "U weet uit ervaring wat er bij {company} goed gaat en wat beter kan. Daarom nodigen \
             wij u uit om mee te denken: enkele keren per jaar, met een klein aantal klanten, over \
             wat wij gaan veranderen.\n\nDoet u mee? Beantwoord deze mail, dan vertellen wij u \
             meer.",
        ],
        Kind::Told => [
            "U zei, wij deden: {subject|wat er beter is}",
            "U vertelde ons wat er beter kon. Dit hebben wij ermee gedaan: {subject}.\n\nMerkt u \
             het verschil, of juist niet? Beantwoord deze mail; wij lezen alles.",
        ],
    }
}

fn english(kind: Kind) -> [&'static str; 2] {
    match kind {
        Kind::Thank => [
            "Thank you for your kind words",
            "You told us recently how content you are with {company}. We are glad to hear that, and \
             it is a compliment to everybody who works for you here.\n\nThank you. Is there \
             anything that could be better still? Simply answer this mail.",
        ],
        Kind::Reference => [
            "Would you tell others about {company}?",
            "You are content with {company}. Others who face the same choice like to hear from \
             somebody with experience.\n\nWould you tell them, in a conversation or in a few \
             sentences? Answer this mail and we will get in touch. If you would rather not, there \
             is nothing you need to do.",
        ],
        Kind::Panel => [
            "Would you think along with us?",
            "You know from experience what goes well at {company} and what could be better. So we \
             invite you to think along: a few times a year, with a small number of customers, about \
             what we are going to change.\n\nWill you join? Answer this mail and we will tell you \
             more.",
        ],
        Kind::Told => [
            "You said, we did: {subject|what is better now}",
            "You told us what could be better. This is what we did about it: {subject}.\n\nDo you \
             notice the difference, or not at all? Answer this mail; we read everything.",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::check;

    #[test]
    fn nothing_is_wrong_with_the_words_to_begin_with() {
        for kind in Kind::ALL {
            let wordings = wording(kind);
            assert_eq!(check(&wordings), [], "{kind:?}");
            assert_eq!(wordings.len(), 2);
        }
    }
}
