//! A text as people meant it: HTML entities resolved, accents composed.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::entity;

/// The text with HTML entities resolved and in Unicode's composed form (NFC): `Caf&eacute;` and
/// `Cafe` with a combining accent are both `Café`. Places of tokens and matches are byte places in
/// this text, so show it rather than the original.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let unescaped = entity::unescape(text);
    if is_nfc_quick(unescaped.chars()) == IsNormalized::Yes {
        unescaped
    } else {
        Cow::Owned(unescaped.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn entities_and_accents_are_resolved() {
        let cases = [
            ("plain", "plain"),
            ("R&amp;D", "R&D"),
            ("caf&eacute; &euro;5", "café €5"),
            ("it&#39;s &#x2019;t", "it's ’t"),
            // What old word processors wrote for a quote.
            ("it&#146;s", "it’s"),
            ("cafe\u{301}", "café"),
            (
                "A&TT, B&B &unknown; &; & &#; &#xzz;",
                "A&TT, B&B &unknown; &; & &#; &#xzz;",
            ),
            // Without the semicolon only what browsers take so.
            ("a &lt b &ampc", "a < b &c"),
            ("&#0; &#1114112; &#xD800;", "\u{fffd} \u{fffd} \u{fffd}"),
        ];
        for (text, wanted) in cases {
            assert_eq!(clean(text), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_without_entities_keeps_its_letters(text in "[^&]{0,40}") {
            let composed: String = text.nfc().collect();
            prop_assert_eq!(clean(&text).into_owned(), composed);
        }
    }
}
