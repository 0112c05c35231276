//! The filter bar of a dashboard: what can be chosen for all its blocks at once.

mod offered;

use std::collections::BTreeMap;

use dashboard::filter::{Dim, address};
use dashboard::voice::Voice;
use platform::Problem;
use platform::clock::date_of_day;
use serde::Serialize;

use crate::Boards;
use crate::blocks::Eye;
use crate::model::Board;
use crate::view::{Compare, RELATIVE, View};

use offered::TICKED_MAX;
pub(crate) use offered::{Choices, Choosing};

/// Attributes that come first, by what they are often called.
const FIRST: [&[&str]; 5] = [
    &["segment"],
    &["industry", "branche", "sector"],
    &["phase", "fase", "stage"],
    &["touchpoint", "contactmoment", "moment"],
    &["persona", "role", "rol"],
];

/// A value to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Choice {
    value: String,
    label: String,
    set: bool,
}

/// Something with values to choose.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Group {
    name: String,
    parameter: &'static str,
    set: usize,
    values: Vec<Choice>,
}

/// Something set, with the address without it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Chip {
    label: String,
    href: String,
}

/// The bar.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Bar {
    action: String,
    pub(crate) period: String,
    periods: Vec<Choice>,
    from: String,
    to: String,
    complete: bool,
    groups: Vec<Group>,
    /// Attributes with too many values to tick: one is typed.
    others: Vec<String>,
    /// Typed values that are set: no tick stands for them.
    typed: Vec<(&'static str, String)>,
    compares: Vec<Choice>,
    chips: Vec<Chip>,
    clear: Option<String>,
    /// The filter as it would be kept, when it is another one than the dashboard opens with.
    unsaved: Option<String>,
}

/// Names of attributes with their values.
type Named = Vec<(String, Vec<String>)>;
/// Names of attributes alone.
type Names = Vec<String>;
/// Names of built-in properties with their values.
type BuiltIn = BTreeMap<&'static str, Vec<(Dim, String)>>;

/// What the bar is made of.
pub(crate) struct Parts<'a> {
    pub(crate) boards: &'a Boards,
    pub(crate) eye: &'a Eye,
    pub(crate) view: &'a View,
    pub(crate) board: &'a Board,
    /// Surveys of its blocks: id and title.
    pub(crate) surveys: &'a [(String, String)],
    pub(crate) teams: &'a [(String, String)],
    pub(crate) today: i32,
}

impl Parts<'_> {
    /// The bar.
    pub(crate) async fn bar(&self) -> Result<Bar, Problem> {
        let (view, voice) = (self.view, self.eye.voice(self.boards));
        let (attributes, others, built_in) = self.known().await?;
        let date =
            |day: Option<i32>| day.map_or_else(String::new, |day| date_of_day(day).to_string());
        let mut groups: Vec<Group> = attributes
            .iter()
            .map(|(name, values)| self.attribute(name, values))
            .collect();
        groups.extend(self.built_in(&voice, &built_in));
        groups.extend(self.listed(&voice, "survey", self.surveys));
        groups.extend(self.listed(&voice, "team", self.teams));
        let text = view.text();
        let cleared = address(&self.eye.base, &[("all".to_owned(), "1".to_owned())]);
        Ok(Bar {
            action: self.eye.base.clone(),
            period: period(&voice, view, self.today),
            periods: RELATIVE
                .iter()
                .map(|(name, _)| Choice {
                    value: (*name).to_owned(),
                    label: voice.word(&format!("board-period-{name}")),
                    set: view.period == Some(name),
                })
                .collect(),
            from: date(view.from),
            to: date(view.to),
            complete: view.complete,
            compares: self.compares(&voice, &attributes),
            chips: self.chips(&voice),
            clear: (view.is_filtered() || view.compare.is_some()).then_some(cleared),
            unsaved: (text != self.board.draft.filter).then_some(text),
            groups,
            typed: self.typed(&others),
            others,
        })
    }

    /// The values of attributes and built-in properties of all surveys together.
    async fn known(&self) -> Result<(Named, Names, BuiltIn), Problem> {
        let mut attributes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut built_in: BTreeMap<&'static str, Vec<(Dim, String)>> = BTreeMap::new();
        for (survey_id, _) in self.surveys {
            for (dim, values) in self.boards.choices(self.eye, survey_id).await?.iter() {
                match dim {
                    Dim::Attribute(name) => {
                        let known = attributes.entry(name.clone()).or_default();
                        known.extend(values.iter().cloned());
                        known.sort_by_cached_key(|v| {
                            (v.parse::<u64>().is_err(), v.parse::<u64>().ok(), v.clone())
                        });
                        known.dedup();
                    }
                    Dim::Language | Dim::Channel => {
                        let name = if *dim == Dim::Language {
                            "language"
                        } else {
                            "channel"
                        };
                        let known = built_in.entry(name).or_default();
                        for value in values {
                            let one = (dim.clone(), value.clone());
                            if !known.contains(&one) {
                                known.push(one);
                            }
                        }
                    }
                    // Versions of different surveys have nothing in common.
                    Dim::Version => {}
                }
            }
        }
        let mut attributes: Vec<_> = attributes.into_iter().collect();
        attributes.sort_by_cached_key(|(name, _)| {
            let lower = name.to_lowercase();
            let place = FIRST
                .iter()
                .position(|names| names.contains(&lower.as_str()));
            (place.unwrap_or(FIRST.len()), lower)
        });
        let is_set = |name: &str| {
            let same = format!("{name}:");
            let mut set = self.view.attributes.iter();
            set.any(|member| member.starts_with(&same))
        };
        let is_ticked = |(name, values): &(String, Vec<String>)| {
            (2..=TICKED_MAX).contains(&values.len()) || is_set(name) && !values.is_empty()
        };
        let (attributes, others): (Named, Named) = attributes.into_iter().partition(is_ticked);
        let others = others.into_iter().map(|(name, _)| name);
        Ok((attributes, others.collect(), built_in))
    }

    /// Values of these attributes that are filtered by.
    fn typed(&self, others: &[String]) -> Vec<(&'static str, String)> {
        let is_of = |member: &&String| {
            let mut others = others.iter();
            others.any(|other| member.starts_with(&format!("{other}:")))
        };
        let set = self.view.attributes.iter().filter(is_of);
        set.map(|member| ("attribute", member.clone())).collect()
    }

    fn attribute(&self, name: &str, values: &[String]) -> Group {
        let values: Vec<Choice> = values
            .iter()
            .map(|value| {
                let member = format!("{name}:{value}");
                Choice {
                    set: self.view.attributes.contains(&member),
                    label: value.clone(),
                    value: member,
                }
            })
            .collect();
        Group {
            name: name.to_owned(),
            parameter: "attribute",
            set: values.iter().filter(|value| value.set).count(),
            values,
        }
    }

    fn built_in(
        &self,
        voice: &Voice<'_>,
        known: &BTreeMap<&'static str, Vec<(Dim, String)>>,
    ) -> Vec<Group> {
        let group = |(name, values): (&&'static str, &Vec<(Dim, String)>)| {
            let (dim, _) = values.first()?;
            let choice = |(dim, value): &(Dim, String)| Choice {
                set: self.view.built_in.contains(&(*name, value.clone())),
                label: voice.value_of(Some(dim), value),
                value: value.clone(),
            };
            let choices: Vec<Choice> = values.iter().map(choice).collect();
            let set = choices.iter().filter(|value| value.set).count();
            (values.len() > 1 || set > 0).then(|| Group {
                name: voice.dim(dim),
                parameter: name,
                set,
                values: choices,
            })
        };
        known.iter().filter_map(group).collect()
    }

    /// Surveys or teams; a single survey needs no choosing.
    fn listed(
        &self,
        voice: &Voice<'_>,
        parameter: &'static str,
        known: &[(String, String)],
    ) -> Option<Group> {
        let is_survey = parameter == "survey";
        if known.len() < 1 + usize::from(is_survey) {
            return None;
        }
        let chosen = if is_survey {
            &self.view.surveys
        } else {
            &self.view.teams
        };
        let values: Vec<Choice> = known
            .iter()
            .map(|(id, name)| Choice {
                set: chosen.contains(id),
                value: id.clone(),
                label: name.clone(),
            })
            .collect();
        let set = values.iter().filter(|value| value.set).count();
        Some(Group {
            name: voice.word(&format!("board-filter-{parameter}")),
            parameter,
            set,
            values,
        })
    }

    /// With what can be compared: the time before, a year earlier, and the other values of the
    /// attributes that are filtered by.
    fn compares(&self, voice: &Voice<'_>, attributes: &[(String, Vec<String>)]) -> Vec<Choice> {
        let set = |compare: &Compare| self.view.compare.as_ref() == Some(compare);
        let mut choices: Vec<Choice> = [Compare::Before, Compare::Year]
            .into_iter()
            .map(|compare| Choice {
                set: set(&compare),
                label: voice.word(&format!("board-compare-{}", compare.text())),
                value: compare.text().to_owned(),
            })
            .collect();
        for (name, values) in attributes {
            let same = format!("{name}:");
            if !self
                .view
                .attributes
                .iter()
                .any(|member| member.starts_with(&same))
            {
                continue;
            }
            for value in values {
                let member = format!("{name}:{value}");
                if !self.view.attributes.contains(&member) {
                    let compare = Compare::Group(member.clone());
                    choices.push(Choice {
                        set: set(&compare),
                        label: format!("{name}: {value}"),
                        value: member,
                    });
                }
            }
        }
        choices
    }

    fn chips(&self, voice: &Voice<'_>) -> Vec<Chip> {
        let view = self.view;
        let chip = |label: String, without: View| {
            let mut pairs = without.pairs();
            if pairs.is_empty() {
                pairs.push(("all".to_owned(), "1".to_owned()));
            }
            Chip {
                label,
                href: address(&self.eye.base, &pairs),
            }
        };
        let mut chips = Vec::new();
        if view.period.is_some() || view.from.is_some() || view.to.is_some() {
            let without = View {
                period: None,
                from: None,
                to: None,
                ..view.clone()
            };
            chips.push(chip(period(voice, view, self.today), without));
        }
        for member in &view.attributes {
            let mut without = view.clone();
            without.attributes.retain(|other| other != member);
            chips.push(chip(member.replacen(':', ": ", 1), without));
        }
        for (name, value) in &view.built_in {
            let mut without = view.clone();
            without
                .built_in
                .retain(|other| other != &(*name, value.clone()));
            chips.push(chip(value.clone(), without));
        }
        let named = |known: &[(String, String)], id: &str| {
            let found = known.iter().find(|(own, _)| own == id);
            found.map_or_else(|| "?".to_owned(), |(_, name)| name.clone())
        };
        for survey_id in &view.surveys {
            let mut without = view.clone();
            without.surveys.retain(|other| other != survey_id);
            chips.push(chip(named(self.surveys, survey_id), without));
        }
        for team_id in &view.teams {
            let mut without = view.clone();
            without.teams.retain(|other| other != team_id);
            chips.push(chip(named(self.teams, team_id), without));
        }
        if let Some(compare) = &view.compare {
            let without = View {
                compare: None,
                ..view.clone()
            };
            let with = match compare {
                Compare::Group(member) => member.replacen(':', ": ", 1),
                other => voice.word(&format!("board-compare-{}", other.text())),
            };
            chips.push(chip(
                voice.say("board-compare-chip", &[("with", &with)]),
                without,
            ));
        }
        chips
    }
}

/// A period in words.
pub(crate) fn period(voice: &Voice<'_>, view: &View, today: i32) -> String {
    if let Some(name) = view.period {
        return voice.word(&format!("board-period-{name}"));
    }
    voice.window(view.days(today))
}
