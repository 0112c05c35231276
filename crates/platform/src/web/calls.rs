//! What comes of calls to other systems, in the words of the reader.

use crate::words::{Language, Words};

use super::Wording;
use super::wording::with_quote;

/// Why there is no answer, as the client that makes the calls says it.
pub const CALLS: Wording = Wording(&[
    ("platform-call-malformed", "an address looks like https://"),
    ("platform-call-scheme", "an address starts with https://"),
    ("platform-call-login", "an address has no user name"),
    ("platform-call-port", "only ports 443 and 8443"),
    (
        "platform-call-not-public",
        "no public place has this address",
    ),
    (
        "platform-call-unsendable",
        "the call has a header that can't be sent",
    ),
    ("platform-call-connection", "no connection"),
    (
        "platform-call-certificate",
        "the certificate is not trusted",
    ),
    ("platform-call-timeout", "no answer in time"),
    ("platform-call-broke-off", "the answer broke off"),
    (
        "platform-call-too-long",
        "the answer is longer than {bytes} bytes",
    ),
]);

/// What an answer means by its HTTP status, with what the other system said behind it; of a good
/// one only that.
pub fn answered(words: &Words, language: Language, (status, said): (u16, &str)) -> String {
    let key = match status {
        200..=299 => return said.to_owned(),
        300..=399 => "redirect",
        401 => "401",
        403 => "403",
        404 => "404",
        410 => "410",
        429 => "429",
        500..=599 => "trouble",
        _ => "refused",
    };
    let key = format!("platform-answer-{key}");
    with_quote(&words.say(language, &key, &[]), said)
}

#[cfg(test)]
mod tests {
    use super::{CALLS, answered};
    use crate::PLATFORM;
    use crate::words::{Language, Words};

    #[test]
    fn everything_has_words_in_both_languages() {
        assert_eq!(CALLS.faults(&[&PLATFORM]), Vec::<String>::new());
    }

    #[test]
    fn answers_are_explained_and_quoted() {
        let words = Words::new(&[&PLATFORM]).expect("words");
        for (status, nl, en) in [
            (200, "no", "no"),
            (
                302,
                "Het andere systeem verwijst door naar een ander adres; dat volgt Luister niet. “no”",
                "The other system sends us on to another address, which Luister doesn’t follow. “no”",
            ),
            (
                401,
                "Het andere systeem kent deze aanmelding niet. “no”",
                "The other system doesn’t know this login. “no”",
            ),
            (
                403,
                "Het andere systeem staat dit niet toe. “no”",
                "The other system doesn’t allow this. “no”",
            ),
            (
                404,
                "Bij het andere systeem is hier niets. “no”",
                "There is nothing here at the other system. “no”",
            ),
            (
                429,
                "Het andere systeem krijgt te veel aanvragen; Luister wacht even. “no”",
                "The other system gets too many requests; Luister waits a while. “no”",
            ),
            (
                503,
                "Het andere systeem heeft zelf een storing. “no”",
                "The other system has trouble of its own. “no”",
            ),
            (
                422,
                "Het andere systeem weigert dit. “no”",
                "The other system refuses this. “no”",
            ),
        ] {
            let said = [Language::Nl, Language::En].map(|l| answered(&words, l, (status, "no")));
            assert_eq!(said, [nl, en], "{status}");
        }
    }
}
