//! One change of many at once: which ones are meant, and what became of them.

use platform::web::FormData;
use platform::{Problem, id};

use crate::address;

/// What is changed at once at most.
pub const EDIT_MAX: usize = 100_000;
/// What is changed in one transaction, so that others who write needn't wait long.
pub const PIECE: usize = 500;
/// Examples of a preview.
const SHOWN: usize = 20;
/// Fields of a form that say which ones are meant.
pub const FIELDS: [&str; 4] = ["id", "all", "query", "do"];

/// Which ones are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// Those with these ids.
    These(Vec<String>),
    /// All of the list with this query.
    List(Vec<(String, String)>),
}

impl Meant {
    /// By a form: those that are ticked, or all of the list.
    pub fn by_form(form: &FormData) -> Result<Self, Problem> {
        if form.get("all").is_some() {
            let pairs = address::pairs(form.text("query"));
            // Columns say nothing of which ones.
            let asked = pairs.into_iter().filter(|(name, _)| name != "column");
            return Ok(Self::List(asked.collect()));
        }
        let ids: Vec<String> = form.all("id").map(str::to_owned).collect();
        if ids.len() > EDIT_MAX || ids.iter().any(|one| !id::is_id(one)) {
            return Err(Problem::BadRequest("there are no such ids".to_owned()));
        }
        Ok(Self::These(ids))
    }

    /// By a program: `ids` stand at the place `at`, or the query of a list is given.
    pub fn by_program(
        (ids, at): (Option<Vec<String>>, &'static str),
        list: Option<&str>,
    ) -> Result<Self, Problem> {
        match (ids, list) {
            (Some(ids), None) if ids.len() <= EDIT_MAX => Ok(Self::These(ids)),
            (Some(_), None) => Err(Problem::invalid(at, format!("give at most {EDIT_MAX}"))),
            (None, Some(query)) => Ok(Self::List(address::pairs(query))),
            _ => Err(Problem::invalid(
                at,
                format!("give {}, or a list", at.trim_start_matches('/')),
            )),
        }
    }
}

/// What whoever means too many is told.
pub fn too_many() -> Problem {
    Problem::TooLarge(format!("at most {EDIT_MAX} are changed at once"))
}

/// What a program is told that means all there are without saying so.
pub fn asks_nothing() -> Problem {
    let detail = "this list asks nothing: say \"all\": true to change every one there is";
    Problem::invalid("/list", detail)
}

/// What a change would do, or did. `W` is why one is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<W> {
    /// How many are meant.
    pub meant: usize,
    /// Of those: changed, or that would change.
    pub changed: usize,
    /// Not changed, for a reason.
    pub refused: usize,
    changes: Vec<String>,
    refusals: Vec<(String, W)>,
}

impl<W> Default for Outcome<W> {
    fn default() -> Self {
        Self {
            meant: 0,
            changed: 0,
            refused: 0,
            changes: Vec::new(),
            refusals: Vec::new(),
        }
    }
}

impl<W> Outcome<W> {
    /// Counts what became of one: whether it changed, or why it is refused.
    pub fn count(&mut self, id: &str, fate: Result<bool, W>) {
        self.meant += 1;
        match fate {
            Ok(false) => {}
            Ok(true) => {
                self.changed += 1;
                if self.changes.len() < SHOWN {
                    self.changes.push(id.to_owned());
                }
            }
            Err(why) => {
                self.refused += 1;
                if self.refusals.len() < SHOWN {
                    self.refusals.push((id.to_owned(), why));
                }
            }
        }
    }

    /// Some of them: those that are refused with their reason first, then those that change.
    pub fn examples(&self) -> Vec<(&str, Option<&W>)> {
        let refused = self.refusals.iter();
        let refused = refused.map(|(id, why)| (id.as_str(), Some(why)));
        let changed = self.changes.iter().map(|id| (id.as_str(), None));
        refused.chain(changed).take(SHOWN).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_is_shown_first() {
        let mut outcome = Outcome::default();
        for n in 0..50 {
            let fate = match n {
                0 => Ok(false),
                40..43 => Err("why"),
                _ => Ok(true),
            };
            outcome.count(&format!("id{n}"), fate);
        }
        assert_eq!(
            (outcome.meant, outcome.changed, outcome.refused),
            (50, 46, 3)
        );
        let examples = outcome.examples();
        assert_eq!(examples.len(), SHOWN);
        assert_eq!(examples[0], ("id40", Some(&"why")));
        assert_eq!(examples[3], ("id1", None));
    }

    #[test]
    fn a_form_means_those_ticked_or_all_of_its_list() {
        let form = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter();
            FormData(
                pairs
                    .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                    .collect(),
            )
        };
        let one = id::new();
        let ticked = form(&[("id", &one), ("query", "q=acme")]);
        assert_eq!(
            Meant::by_form(&ticked).expect("ids"),
            Meant::These(vec![one.clone()])
        );
        let all = form(&[
            ("id", &one),
            ("all", "on"),
            ("query", "q=acme&column=email"),
        ]);
        let pairs = vec![("q".to_owned(), "acme".to_owned())];
        assert_eq!(Meant::by_form(&all).expect("a list"), Meant::List(pairs));
        assert!(Meant::by_form(&form(&[("id", "'; --")])).is_err());
    }

    #[test]
    fn a_program_names_ids_or_a_list() {
        let ids = |many: usize| Some(vec![String::new(); many]);
        assert!(Meant::by_program((ids(1), "/contacts"), None).is_ok());
        assert!(Meant::by_program((None, "/contacts"), Some("q=x")).is_ok());
        for (many, list) in [(None, None), (ids(1), Some("")), (ids(EDIT_MAX + 1), None)] {
            assert!(Meant::by_program((many, "/contacts"), list).is_err());
        }
    }
}
