//! What a tree of causes may look like, and that nobody is one.

use platform::web::FieldError;

use super::name_key;
use crate::model::Cause;

/// Levels of the tree at most.
pub const DEPTH_MAX: usize = 5;
/// Shorter words of a name could be anything.
const WORD_MIN: usize = 3;

/// Whether `cause` fits into the tree in which it is new or changed: below a cause that is there,
/// not below itself, not too deep, and with a name that none of its siblings has.
pub fn check(all: &[Cause], cause: &Cause) -> Result<(), FieldError> {
    let find = |id: &str| all.iter().find(|other| other.cause_id == id);
    let mut depth = 1;
    let mut above = cause.parent_id.as_deref();
    while let Some(id) = above {
        depth += 1;
        if id == cause.cause_id {
            let detail = "a cause is no part of itself";
            return Err(FieldError::new("/parent_id", detail));
        }
        let Some(parent) = find(id) else {
            return Err(FieldError::new("/parent_id", "there is no such cause"));
        };
        if depth > DEPTH_MAX {
            break;
        }
        above = parent.parent_id.as_deref();
    }
    if depth - 1 + height(all, &cause.cause_id, DEPTH_MAX + 1) > DEPTH_MAX {
        let detail = format!("the tree has at most {DEPTH_MAX} levels");
        return Err(FieldError::new("/parent_id", detail));
    }
    let key = name_key(&cause.name);
    let is_taken = all.iter().any(|other| {
        other.cause_id != cause.cause_id
            && other.parent_id == cause.parent_id
            && name_key(&other.name) == key
    });
    if is_taken {
        let detail = "another cause at this place has this name";
        return Err(FieldError::new("/name", detail));
    }
    Ok(())
}

/// Levels from this cause on down: 1 for one without parts. Never looks deeper than `most`.
fn height(all: &[Cause], id: &str, most: usize) -> usize {
    if most == 0 {
        return 0;
    }
    let below = all
        .iter()
        .filter(|cause| cause.parent_id.as_deref() == Some(id))
        .map(|cause| height(all, &cause.cause_id, most - 1));
    1 + below.max().unwrap_or(0)
}

/// How somebody is spoken of, before their name.
const TITLES: [&str; 10] = [
    "heer", "dhr", "mevr", "mevrouw", "meneer", "mijnheer", "mw", "mr", "mrs", "ms",
];
/// Words that stand in names and are none.
const PARTICLES: [&str; 6] = ["van", "der", "den", "ten", "ter", "the"];

/// A cause is how we work, never who did it. Refused is a name in which stands an address of mail,
/// somebody with a title, the whole name of somebody who works here, or a part of their name with a
/// title, an `'s` or a Dutch `s`; and one that is nothing but their first or last name.
pub fn is_nobody(name: &str, people: &[&str]) -> Result<(), FieldError> {
    let words = words(name);
    if has_address(name) || has_titled(name) {
        return Err(refused());
    }
    for person in people {
        let own = self::words(person);
        let is_whole = own.len() > 1
            && words.len() >= own.len()
            && words.windows(own.len()).any(|part| part == own);
        let is_part = words.len() == 1
            && own
                .iter()
                .any(|word| word.chars().count() >= WORD_MIN && *word == words[0]);
        let is_meant = own
            .iter()
            .filter(|word| word.chars().count() >= WORD_MIN && !PARTICLES.contains(&word.as_str()))
            .any(|word| {
                is_titled(&words, word) || owns_something(name, word) || owns_dutch(name, word)
            });
        if is_whole || is_part || is_meant {
            return Err(refused());
        }
    }
    Ok(())
}

fn refused() -> FieldError {
    let detail = "a person is never a cause: name what in the process let it happen";
    FieldError::new("/name", detail)
}

fn has_address(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        word.split_once('@').is_some_and(|(local, domain)| {
            local.ends_with(char::is_alphanumeric) && domain.starts_with(char::is_alphanumeric)
        })
    })
}

/// Whether a title stands before what is written as a name is: `mevrouw Jansen`, but not `MS Teams`.
fn has_titled(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(2).any(|pair| {
        let is_title = TITLES.contains(&pair[0].to_lowercase().as_str())
            && pair[0].chars().any(char::is_lowercase);
        is_title && pair[1].starts_with(char::is_uppercase)
    })
}

fn is_titled(words: &[String], name: &str) -> bool {
    words
        .windows(2)
        .any(|pair| TITLES.contains(&pair[0].as_str()) && pair[1] == name)
}

/// Whether `name` stands in `text` with an apostrophe: `Sam's team`, `Joris' rooster`.
fn owns_something(text: &str, name: &str) -> bool {
    let text = text.to_lowercase().replace('\u{2019}', "'");
    text.match_indices(name).any(|(at, found)| {
        let mut after = text[at + found.len()..].chars();
        let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        ends(text[..at].chars().next_back())
            && after.next() == Some('\'')
            && match after.next() {
                Some('s') => ends(after.next()),
                next => ends(next),
            }
    })
}

/// Whether `name` stands in `text` as Dutch says that something is somebody's: `Sams team`. Written
/// as a name and with something behind it, so that no other word is taken for one: `het Marks`.
fn owns_dutch(text: &str, name: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(2).any(|pair| {
        pair[0].starts_with(char::is_uppercase)
            && pair[0]
                .to_lowercase()
                .strip_suffix('s')
                .is_some_and(|own| own == name)
    })
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CauseKind;

    fn cause(id: &str, parent: Option<&str>, name: &str) -> Cause {
        Cause {
            cause_id: id.to_owned(),
            parent_id: parent.map(str::to_owned),
            kind: CauseKind::Process,
            name: name.to_owned(),
            place: 0,
            archived_at_us: None,
            revision: 1,
        }
    }

    #[test]
    fn nobody_is_a_cause() {
        let people = ["Anna de Vries", "Jan Jansen", "Mark Process", "Bo Li"];
        for bad in [
            "Jan Jansen",
            "jan  JANSEN",
            "Jansen",
            "Anna",
            "Mistake of Jan Jansen",
            "Anna de Vries forgot it",
            "Jan-Jansen",
            "Ask jan@acme.example",
            "De heer Jan",
            "de heer jansen vergat het",
            "Mevrouw Smit van de planning",
            "mw. Anna is te laat",
            "Mr Bean",
            "Anna's team",
            "het team van jan’s afdeling",
            "Vries' rooster",
            "Annas team",
            "Het is Jansens planning",
            "De planning van Jans afdeling",
        ] {
            assert!(is_nobody(bad, &people).is_err(), "{bad}");
        }
        for good in [
            "Handover between teams",
            "Planning",
            "Nobody called back",
            "Process unclear",
            "Bo",
            "Delivery in January",
            "MS Teams was down",
            "Team of the customer's planner",
            "Price @ order differs",
            "Anna and Jansen are towns too",
            "Januari's drukte",
            "marks on the goods",
            "Delivery of Annas",
            "De heer of mevrouw in de aanhef klopt niet",
        ] {
            assert!(is_nobody(good, &people).is_ok(), "{good}");
        }
    }

    #[test]
    fn a_tree_has_no_circles_and_is_not_too_deep() {
        let mut all = vec![
            cause("a", None, "A"),
            cause("b", Some("a"), "B"),
            cause("c", Some("b"), "C"),
            cause("d", Some("c"), "D"),
        ];
        assert!(check(&all, &cause("e", Some("d"), "E")).is_ok());
        all.push(cause("e", Some("d"), "E"));
        assert!(
            check(&all, &cause("f", Some("e"), "F")).is_err(),
            "too deep"
        );
        assert!(check(&all, &cause("a", Some("c"), "A")).is_err(), "circle");
        assert!(check(&all, &cause("a", Some("a"), "A")).is_err(), "itself");
        assert!(check(&all, &cause("x", Some("y"), "X")).is_err(), "unknown");
        // A part with parts of its own takes them along.
        all.push(cause("g", None, "G"));
        assert!(check(&all, &cause("b", Some("g"), "B")).is_ok());
        all.push(cause("h", Some("g"), "H"));
        assert!(
            check(&all, &cause("b", Some("h"), "B")).is_err(),
            "too deep"
        );
    }

    #[test]
    fn siblings_have_names_of_their_own() {
        let all = [
            cause("a", None, "Late delivery"),
            cause("b", Some("a"), "B"),
        ];
        assert!(check(&all, &cause("c", None, "late  delivery")).is_err());
        assert!(check(&all, &cause("c", Some("b"), "Late delivery")).is_ok());
        assert!(check(&all, &cause("a", None, "Late Delivery")).is_ok());
    }
}
