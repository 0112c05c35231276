//! Which figures of attributes would give people of small groups away. A filter that is too small is
//! hidden as a whole by the dashboard; here it is about the groups an attribute makes.

use std::collections::HashMap;

use analysis::{AttributeDriver, DriverAnalysis, Kind};
use dashboard::privacy::Privacy;

/// How many respondents each level of an attribute has, those without a value last; by attribute.
pub(crate) type Sizes = HashMap<String, Vec<u64>>;

/// The attributes that may not take part: from a category's share of the variance and its
/// importance the figures of its hidden groups could be worked out. A number's are of everybody
/// together.
pub(crate) fn withheld(analysis: &DriverAnalysis, sizes: &Sizes, privacy: Privacy) -> Vec<String> {
    let attributes = analysis.attributes.iter();
    attributes
        .filter(|attribute| attribute.kind != Kind::Numeric)
        .filter(|attribute| levels_hidden(attribute, sizes, privacy).contains(&true))
        .map(|attribute| attribute.name.clone())
        .collect()
}

/// Takes the figures out of groups that are too small, and of others that would give them away.
pub(crate) fn hide(analysis: &mut DriverAnalysis, sizes: &Sizes, privacy: Privacy) {
    for attribute in &mut analysis.attributes {
        let hidden = levels_hidden(attribute, sizes, privacy);
        for (level, _) in attribute
            .levels
            .iter_mut()
            .zip(&hidden)
            .filter(|(_, hidden)| **hidden)
        {
            level.n = 0;
            level.nps = None;
            level.nps_ci95 = None;
            level.mean = None;
        }
    }
}

/// Per level whether it must be hidden; those without a value are a group too, known as what the
/// others leave of all who answered. All are, when it isn't known how large they are.
fn levels_hidden(attribute: &AttributeDriver, sizes: &Sizes, privacy: Privacy) -> Vec<bool> {
    let levels = attribute.levels.len();
    let groups = sizes.get(&attribute.name);
    let Some(groups) = groups.filter(|groups| groups.len() == levels + 1) else {
        return vec![true; levels];
    };
    let mut hidden = privacy.hidden(groups);
    hidden.pop();
    hidden
}

#[cfg(test)]
mod tests {
    use analysis::{Attribute, NOBODY, Options, People, analyse, level_sizes};
    use figures::Coding;

    use super::*;

    const FIVE: Privacy = Privacy::at_least(5);

    /// Respondents with one attribute: so many of each value, the last ones without. Each answers
    /// `times`.
    fn respondents(
        values: &[(&str, usize)],
        without: usize,
        times: usize,
    ) -> (DriverAnalysis, Sizes) {
        let places = values
            .iter()
            .enumerate()
            .flat_map(|(place, (_, n))| std::iter::repeat_n(place as u32, *n));
        let values_of: Vec<u32> = places.chain(std::iter::repeat_n(NOBODY, without)).collect();
        let values_of = values_of.repeat(times);
        let people = People {
            outcome: (0..values_of.len()).map(|at| (at % 11) as u8).collect(),
            attributes: vec![Attribute {
                name: "team".to_owned(),
                values: values_of,
                levels: values.iter().map(|(name, _)| (*name).to_owned()).collect(),
            }],
            ..People::default()
        };
        let options = Options {
            replicates: 0,
            ..Options::default()
        };
        let once = people.len() / times;
        let numbers: Vec<u32> = (0..people.len()).map(|at| (at % once) as u32).collect();
        let sizes = level_sizes(&people, &Coding::default(), &numbers);
        let sizes = Sizes::from([("team".to_owned(), sizes[0].clone())]);
        (analyse(&people, &options), sizes)
    }

    #[test]
    fn an_attribute_with_small_groups_takes_no_part() {
        let withheld = |values: &[(&str, usize)], without, times| {
            let (analysis, sizes) = respondents(values, without, times);
            withheld(&analysis, &sizes, FIVE)
        };
        assert!(withheld(&[("a", 40), ("b", 30)], 0, 1).is_empty());
        assert_eq!(withheld(&[("a", 40), ("b", 3)], 0, 1), ["team"]);
        // Who has no value is what the others leave.
        assert_eq!(withheld(&[("a", 40), ("b", 30)], 2, 1), ["team"]);
        // Six answers of three respondents.
        assert_eq!(withheld(&[("a", 40), ("b", 3)], 0, 2), ["team"]);
        assert!(withheld(&[("a", 40), ("b", 6)], 0, 2).is_empty());
    }

    #[test]
    fn a_number_takes_part_without_its_small_groups() {
        for (times, wanted) in [(1, 40), (2, 80)] {
            let (mut ages, sizes) = respondents(&[("1", 40), ("2", 3), ("3", 30)], 0, times);
            assert!(withheld(&ages, &sizes, FIVE).is_empty());
            hide(&mut ages, &sizes, FIVE);
            let levels = &ages.attributes[0].levels;
            // The small one, and the smallest other, else the small one could be found.
            let shown = levels.iter().filter(|level| level.n > 0);
            assert_eq!(shown.map(|level| level.n).collect::<Vec<_>>(), [wanted]);
            assert!(levels.iter().all(|l| l.n > 0 || l.nps.is_none()));
        }
    }

    #[test]
    fn groups_of_unknown_size_are_hidden() {
        let (analysis, _) = respondents(&[("a", 40), ("b", 30)], 0, 1);
        assert_eq!(withheld(&analysis, &Sizes::new(), FIVE), ["team"]);
    }
}
