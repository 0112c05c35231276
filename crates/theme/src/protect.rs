//! What of comments may be told where small groups hide: a theme that enough people mention and
//! enough don't. Somebody known who wrote several comments counts once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use dashboard::people::Rows;
use dashboard::privacy::Privacy;
use dashboard::respondents::Respondents;
use facts::code;

use crate::behind::Behind;
use crate::figures::{Overview, Picked};
use crate::shelf::Texts;

/// Who wrote which comments, by place of the text; nobody is known where nothing hides.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writers(HashMap<u32, Writer>);

/// Somebody, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Writer {
    person: u32,
    /// Which part of the answers it is of, where those of several teams are told apart.
    side: u32,
}

/// How many people wrote some comments, in all and of each side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sizes {
    all: u64,
    sides: Vec<u64>,
}

impl Sizes {
    /// Whether they are few, or those of one side.
    pub(crate) fn is_few(&self, privacy: Privacy) -> bool {
        privacy.is_few(self.all) || self.sides.iter().any(|n| privacy.is_few(*n))
    }

    fn is_enough(&self, privacy: Privacy) -> bool {
        self.all >= privacy.least() && !self.is_few(privacy)
    }
}

impl Writers {
    /// Of the texts in memory; `sides` has a number for each of the rows.
    pub(crate) fn of(
        texts: &Texts,
        rows: &Rows,
        (respondents, sides): (&Respondents, &[u32]),
    ) -> Self {
        let writer = |(ordinal, side): (&u32, &u32)| {
            let text = u32::try_from(texts.place(*ordinal)?).ok()?;
            let person = respondents.of(*ordinal);
            Some((
                text,
                Writer {
                    person,
                    side: *side,
                },
            ))
        };
        Self(rows.ordinals.iter().zip(sides).filter_map(writer).collect())
    }

    /// A number that is another one when it is known of other comments who wrote them.
    pub(crate) fn fingerprint(&self) -> u64 {
        let all = self.0.iter().map(|(text, writer)| {
            let mut hasher = DefaultHasher::new();
            (text, writer.person, writer.side).hash(&mut hasher);
            hasher.finish()
        });
        all.fold(self.0.len() as u64, u64::wrapping_add)
    }

    /// How many people wrote these. Whoever isn't known is somebody else each time.
    pub(crate) fn sizes<'p>(&self, picked: impl Iterator<Item = &'p Picked>) -> Sizes {
        let mut people = HashSet::new();
        let mut sides: BTreeMap<u32, HashSet<Result<u32, u32>>> = BTreeMap::new();
        for one in picked {
            let writer = self.0.get(&one.text);
            let person = writer.map_or(Err(one.text), |writer| Ok(writer.person));
            people.insert(person);
            let side = writer.map_or(0, |writer| writer.side);
            sides.entry(side).or_default().insert(person);
        }
        Sizes {
            all: people.len() as u64,
            sides: sides.values().map(|people| people.len() as u64).collect(),
        }
    }

    /// Whether it may be said that some of all comments do something: neither those who wrote them nor
    /// those who wrote others are so few that they could be recognised.
    pub(crate) fn may_show(
        &self,
        all: &[Picked],
        does: impl Fn(&Picked) -> bool,
        privacy: Privacy,
    ) -> bool {
        let [did, did_not] = self.apart(all, does);
        did.is_enough(privacy) && did_not.is_enough(privacy)
    }

    /// Whether a figure of some of all comments must be hidden: they, or the others, are of few.
    pub(crate) fn is_too_small(
        &self,
        all: &[Picked],
        does: impl Fn(&Picked) -> bool,
        privacy: Privacy,
    ) -> bool {
        let [did, did_not] = self.apart(all, does);
        did.is_few(privacy) || did_not.is_few(privacy)
    }

    fn apart(&self, all: &[Picked], does: impl Fn(&Picked) -> bool) -> [Sizes; 2] {
        [
            self.sizes(all.iter().filter(|one| does(one))),
            self.sizes(all.iter().filter(|one| !does(one))),
        ]
    }
}

/// Leaves of comments only what tells of no small group: themes that enough mention and enough
/// don't. Where only groups are shown no scores either: who knows a comment by its theme would know
/// its score. `mentions` are the texts that mention each theme, in rising order.
pub(crate) fn protect(
    overview: &mut Overview,
    (picked, mentions): (&[Picked], &[Vec<u32>]),
    writers: &Writers,
    (privacy, groups_only): (Privacy, bool),
) {
    if !privacy.hides() {
        return;
    }
    let is_scored = |one: &&Picked| code::is_answer(one.score);
    let scored: Vec<Picked> = picked.iter().filter(is_scored).copied().collect();
    for (theme, texts) in overview.themes.iter_mut().zip(mentions) {
        let has = |one: &Picked| texts.binary_search(&one.text).is_ok();
        if groups_only || writers.is_too_small(&scored, has, privacy) {
            theme.figure = None;
            theme.mean_score = None;
            theme.gain = None;
            theme.effect = None;
            theme.sides = [0; 3];
            theme.behind = Behind::default();
        }
        if !writers.may_show(picked, has, privacy) {
            theme.hide();
        }
    }
    overview.rules.clear();
    if groups_only {
        overview.figure = None;
        overview.scored = 0;
    }
    let has_none = |one: &Picked| {
        let mut themes = mentions.iter();
        themes.all(|texts| texts.binary_search(&one.text).is_err())
    };
    if !writers.may_show(picked, has_none, privacy) {
        overview.without_theme = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE: Privacy = Privacy::at_least(5);

    fn picked(n: u32) -> Vec<Picked> {
        let one = |text| Picked {
            text,
            customer: text,
            score: 9,
        };
        (0..n).map(one).collect()
    }

    /// The writers of the first comments; the others are unknown.
    fn writers(all: &[(u32, u32)]) -> Writers {
        let writer = |(text, (person, side)): (u32, &(u32, u32))| {
            let writer = Writer {
                person: *person,
                side: *side,
            };
            (text, writer)
        };
        Writers((0..).zip(all).map(writer).collect())
    }

    #[test]
    fn six_comments_of_three_people_are_of_three() {
        let all = picked(30);
        let first_six = |one: &Picked| one.text < 6;
        let nobody = writers(&[]);
        assert!(nobody.may_show(&all, first_six, FIVE));
        let three = writers(&[(1, 0), (1, 0), (2, 0), (2, 0), (3, 0), (3, 0)]);
        assert_eq!(three.sizes(all.iter()).all, 27);
        assert!(!three.may_show(&all, first_six, FIVE));
        assert!(three.is_too_small(&all, first_six, FIVE));
        assert!(three.may_show(&all, first_six, Privacy::at_least(3)));
        // And so are those who don't mention it.
        assert!(!three.may_show(&all, |one| one.text >= 6, FIVE));
    }

    #[test]
    fn few_of_one_side_are_few() {
        let all = picked(30);
        // Two of the first ten are of another team.
        let sides: Vec<(u32, u32)> = (0..30).map(|at| (at, u32::from(at < 2))).collect();
        let sides = writers(&sides);
        assert!(!sides.may_show(&all, |one| one.text < 10, FIVE));
        assert!(!sides.is_too_small(&all[2..], |one| one.text < 10, FIVE));
        assert!(sides.sizes(all.iter()).is_few(FIVE));
    }
}
