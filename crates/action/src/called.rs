//! What a person is called, found in what others typed. Pure.

/// Stands where somebody's name or address stood.
pub(crate) const GONE: &str = "[…]";
/// Shorter words of a name could be anything.
const WORD_MIN: usize = 3;
/// Words that stand in names and name nobody.
const PARTICLES: [&str; 13] = [
    "van", "von", "der", "den", "des", "ten", "ter", "the", "het", "las", "los", "mrs", "dhr",
];

/// Names and addresses, as words in lower case that follow each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Called {
    /// Whole names and addresses: they mean this person wherever they stand.
    whole: Vec<Vec<String>>,
    /// Parts of names: they mean this person where the text is about them.
    parts: Vec<Vec<String>>,
}

impl Called {
    /// Adds a name.
    pub(crate) fn name(&mut self, name: &str) {
        let words: Vec<String> = words(name).into_iter().map(|word| word.text).collect();
        let is_name = |word: &&String| {
            word.chars().count() >= WORD_MIN && !PARTICLES.contains(&word.as_str())
        };
        let parts = words.iter().filter(is_name).map(|word| vec![word.clone()]);
        self.parts.extend(parts);
        match words.len() {
            0 | 1 => {}
            _ => self.whole.push(words),
        }
    }

    /// Adds an address of mail.
    pub(crate) fn address(&mut self, address: &str) {
        let words: Vec<String> = words(address).into_iter().map(|word| word.text).collect();
        if words.len() > 1 {
            self.whole.push(words);
        }
    }

    /// The text without them; `None` when they don't stand in it. `is_about`: whether the text is
    /// about this person, so that a part of their name means them.
    pub(crate) fn without(&self, text: &str, is_about: bool) -> Option<String> {
        let found = words(text);
        let parts: &[Vec<String>] = if is_about { &self.parts } else { &[] };
        let (mut kept, mut at, mut place) = (String::new(), 0, 0);
        while place < found.len() {
            let rest = &found[place..];
            let all = self.whole.iter().chain(parts);
            let longest = all
                .filter(|name| stands(text, rest, name))
                .map(Vec::len)
                .max();
            let Some(length) = longest else {
                place += 1;
                continue;
            };
            let last = &rest[length - 1];
            kept.push_str(&text[at..rest[0].start]);
            kept.push_str(GONE);
            at = last.end;
            place += length;
        }
        (at > 0).then(|| kept + &text[at..])
    }
}

/// Whether `found` begins with this name; its last word may have an `s` behind it, as Dutch has.
fn stands(text: &str, found: &[Word], name: &[String]) -> bool {
    found.len() >= name.len()
        && name.iter().enumerate().all(|(at, word)| {
            let is_last = at + 1 == name.len();
            let own = &found[at];
            let is_it = own.text == *word
                || is_last && own.text.strip_suffix('s').is_some_and(|text| text == word);
            // Words of one name stand together, in one line.
            let is_near = is_last || text[own.end..found[at + 1].start].chars().count() <= 3;
            is_it && is_near
        })
}

/// A word in a text.
struct Word {
    start: usize,
    end: usize,
    /// In lower case.
    text: String,
}

/// The words of a text: letters and digits.
fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut is_inside = false;
    for (at, sign) in text.char_indices() {
        if !sign.is_alphanumeric() {
            is_inside = false;
            continue;
        }
        if !is_inside {
            found.push(Word {
                start: at,
                end: at,
                text: String::new(),
            });
            is_inside = true;
        }
        if let Some(word) = found.last_mut() {
            word.end = at + sign.len_utf8();
            word.text.extend(sign.to_lowercase());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ann() -> Called {
        let mut called = Called::default();
        called.name("Ann van der Vos");
        called.address("ann.vos@acme.nl");
        called
    }

    #[test]
    fn names_and_addresses_are_taken_out() {
        for (text, is_about, kept) in [
            ("Call Ann van der Vos today", false, Some("Call […] today")),
            ("call ANN  VAN DER VOS", false, Some("call […]")),
            ("Mail ann.vos@acme.nl, now", false, Some("Mail […], now")),
            ("Mail Ann.Vos@ACME.nl!", false, Some("Mail […]!")),
            ("Ann van der Vos' order", false, Some("[…]' order")),
            ("Anns order, by Ann", true, Some("[…] order, by […]")),
            ("Anns order, by Ann", false, None),
            ("Vos is angry", true, Some("[…] is angry")),
            ("The planning of van der Berg", true, None),
            ("Annual report of acme.nl", true, None),
            ("", true, None),
        ] {
            let found = ann().without(text, is_about);
            assert_eq!(found.as_deref(), kept, "{text:?} {is_about}");
        }
    }

    #[test]
    fn a_single_name_means_somebody_only_where_it_is_about_them() {
        let mut called = Called::default();
        called.name("Zoë");
        assert_eq!(called.without("Zoë called", false), None);
        assert_eq!(
            called.without("ZOË called", true).as_deref(),
            Some("[…] called")
        );
    }

    proptest! {
        #[test]
        fn nothing_is_left_of_a_name(before in ".{0,20}", after in ".{0,20}") {
            let text = format!("{before} Ann van der Vos {after}");
            let kept = ann().without(&text, false).expect("it stands there");
            prop_assert!(!kept.contains("Ann van der Vos"));
            prop_assert_eq!(ann().without(&kept, false), None);
        }
    }
}
