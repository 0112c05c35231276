//! Which figures of attributes would give people of small groups away. A filter that is too small is
//! hidden as a whole by the dashboard; here it is about the groups an attribute makes.

use analysis::{AttributeDriver, DriverAnalysis, Kind};
use dashboard::privacy::Privacy;

/// The attributes that may not take part: from a category's share of the variance and its
/// importance the figures of its hidden groups could be worked out. A number's are of everybody
/// together.
pub(crate) fn withheld(analysis: &DriverAnalysis, answered: u64, privacy: Privacy) -> Vec<String> {
    let attributes = analysis.attributes.iter();
    attributes
        .filter(|attribute| attribute.kind != Kind::Numeric)
        .filter(|attribute| levels_hidden(attribute, answered, privacy).contains(&true))
        .map(|attribute| attribute.name.clone())
        .collect()
}

/// Takes the figures out of groups that are too small, and of others that would give them away.
pub(crate) fn hide(analysis: &mut DriverAnalysis, answered: u64, privacy: Privacy) {
    for attribute in &mut analysis.attributes {
        let hidden = levels_hidden(attribute, answered, privacy);
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
/// others leave of all who answered.
fn levels_hidden(attribute: &AttributeDriver, answered: u64, privacy: Privacy) -> Vec<bool> {
    let mut groups: Vec<u64> = attribute.levels.iter().map(|level| level.n).collect();
    let with_value: u64 = groups.iter().sum();
    groups.push(answered.saturating_sub(with_value));
    let mut hidden = privacy.hidden(&groups);
    hidden.pop();
    hidden
}

#[cfg(test)]
mod tests {
    use analysis::{Attribute, NOBODY, Options, People, analyse};

    use super::*;

    const FIVE: Privacy = Privacy::at_least(5);

    /// Employees with one attribute: so many of each value, the last ones without.
    fn employees(values: &[(&str, usize)], without: usize) -> DriverAnalysis {
        let places = values
            .iter()
            .enumerate()
            .flat_map(|(place, (_, n))| std::iter::repeat_n(place as u32, *n));
        let values_of: Vec<u32> = places.chain(std::iter::repeat_n(NOBODY, without)).collect();
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
        analyse(&people, &options)
    }

    #[test]
    fn an_attribute_with_small_groups_takes_no_part() {
        let large = employees(&[("a", 40), ("b", 30)], 0);
        assert!(withheld(&large, 70, FIVE).is_empty());
        let small = employees(&[("a", 40), ("b", 3)], 0);
        assert_eq!(withheld(&small, 43, FIVE), ["team"]);
        // Who has no value is what the others leave.
        let missing = employees(&[("a", 40), ("b", 30)], 2);
        assert_eq!(withheld(&missing, 72, FIVE), ["team"]);
    }

    #[test]
    fn a_number_takes_part_without_its_small_groups() {
        let mut ages = employees(&[("1", 40), ("2", 3), ("3", 30)], 0);
        assert!(withheld(&ages, 73, FIVE).is_empty());
        hide(&mut ages, 73, FIVE);
        let shown = ages.attributes[0].levels.iter().filter(|level| level.n > 0);
        // The small one, and the smallest other, else the small one could be found.
        assert_eq!(shown.map(|level| level.n).collect::<Vec<_>>(), [40]);
        assert!(
            ages.attributes[0]
                .levels
                .iter()
                .all(|l| l.n > 0 || l.nps.is_none())
        );
    }
}
