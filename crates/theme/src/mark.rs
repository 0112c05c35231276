//! A comment with what was looked for marked in it.

use serde::Serialize;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether this is what was looked for.
    pub marked: bool,
}

/// The text in pieces; `places` are byte places to mark, in any order, overlapping or not.
pub fn pieces(text: &str, mut places: Vec<(usize, usize)>) -> Vec<Piece> {
    places.sort_unstable();
    let mut pieces = Vec::new();
    let mut push = |text: &str, marked: bool| {
        if !text.is_empty() {
            pieces.push(Piece {
                text: text.to_owned(),
                marked,
            });
        }
    };
    let (mut done, mut open) = (0, None::<(usize, usize)>);
    for (start, end) in places.into_iter().chain([(text.len(), text.len())]) {
        match &mut open {
            Some((_, until)) if start <= *until && start < text.len() => *until = end.max(*until),
            _ => {
                if let Some((from, until)) = open.take() {
                    push(&text[done..from], false);
                    push(&text[from..until], true);
                    done = until;
                }
                open = Some((start, end));
            }
        }
    }
    push(&text[done..], false);
    pieces
}

/// Every place where `wanted` stands in `text`, whatever the case; none for an empty wish.
pub fn find_all(text: &str, wanted: &str) -> Vec<(usize, usize)> {
    let wanted: Vec<char> = wanted.chars().flat_map(char::to_lowercase).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    // Each character in lower case with the place of the one it comes from.
    let lower: Vec<(char, usize, usize)> = text
        .char_indices()
        .flat_map(|(at, c)| {
            c.to_lowercase()
                .map(move |lower| (lower, at, at + c.len_utf8()))
        })
        .collect();
    let mut places = Vec::new();
    let mut at = 0;
    while at + wanted.len() <= lower.len() {
        let here = &lower[at..at + wanted.len()];
        if here.iter().zip(&wanted).all(|((c, _, _), w)| c == w) {
            places.push((here[0].1, here[wanted.len() - 1].2));
            at += wanted.len();
        } else {
            at += 1;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, places: &[(usize, usize)]) -> String {
        let pieces = pieces(text, places.to_vec());
        let written = pieces.iter().map(|piece| {
            if piece.marked {
                format!("[{}]", piece.text)
            } else {
                piece.text.clone()
            }
        });
        written.collect()
    }

    #[test]
    fn places_are_marked_once() {
        assert_eq!(shown("abcdef", &[]), "abcdef");
        assert_eq!(shown("abcdef", &[(0, 2), (4, 6)]), "[ab]cd[ef]");
        assert_eq!(shown("abcdef", &[(4, 5), (1, 3), (2, 4)]), "a[bcde]f");
        assert_eq!(shown("abcdef", &[(0, 6), (1, 2)]), "[abcdef]");
        assert_eq!(shown("", &[]), "");
    }

    #[test]
    fn searching_ignores_case() {
        assert_eq!(
            find_all("Wacht, WACHT wachten", "wacht"),
            [(0, 5), (7, 12), (13, 18)]
        );
        assert_eq!(find_all("İstanbul", "stan"), [(2, 6)]);
        assert_eq!(find_all("50 % of 50 %", "50 %"), [(0, 4), (8, 12)]);
        assert!(find_all("abc", "").is_empty());
        assert!(find_all("ab", "abc").is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[a-cé ]{0,20}", wanted in "[a-c]{0,2}") {
            let places = find_all(&text, &wanted);
            let whole: String = pieces(&text, places).into_iter().map(|piece| piece.text).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
