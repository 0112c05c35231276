//! The filter bar of a dashboard: what can be chosen for all its blocks at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dashboard::ask::Ask;
use dashboard::filter::{By, Dim, address};
use dashboard::privacy::teams_shown;
use dashboard::service::whose;
use dashboard::voice::Voice;
use facts::Key;
use platform::clock::{SECOND_US, date_of_day};
use platform::{Problem, Tx};
use serde::Serialize;
use user::{Sight, Viewer};

use crate::Boards;
use crate::blocks::Eye;
use crate::model::Board;
use crate::store;
use crate::view::{Compare, RELATIVE, View};

/// More values than this are not offered to tick.
const TICKED_MAX: usize = 60;
/// What can be chosen is looked up again after this, in seconds.
const LASTS_S: i64 = 60;
/// Attributes that come first, by what they are often called.
const FIRST: [&[&str]; 5] = [
    &["segment"],
    &["industry", "branche", "sector"],
    &["phase", "fase", "stage"],
    &["touchpoint", "contactmoment", "moment"],
    &["persona", "role", "rol"],
];

/// What can be chosen of a survey, and under what it is kept.
pub(crate) type Choices = Arc<Vec<(Dim, Vec<String>)>>;

/// Under what the choices of a survey are kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Choosing {
    workspace_id: String,
    survey_id: String,
    sight: Sight,
    at: i64,
}

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
    kind: &'static str,
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
    compares: Vec<Choice>,
    chips: Vec<Chip>,
    clear: Option<String>,
    /// The filter as it would be kept, when it is another one than the dashboard opens with.
    unsaved: Option<String>,
}

impl Boards {
    /// The values that can be chosen of a survey, as this eye sees it; looked up once a minute.
    pub(crate) async fn choices(&self, eye: &Eye, survey_id: &str) -> Result<Choices, Problem> {
        let key = Choosing {
            workspace_id: eye.viewer.workspace_id.clone(),
            survey_id: survey_id.to_owned(),
            sight: eye.viewer.sight.clone(),
            at: self.app.clock.now_us() / SECOND_US / LASTS_S,
        };
        let looking = async {
            let found = async {
                let whose = whose(&eye.viewer, survey_id)?;
                let source = self.dashboard.source(&whose).await?;
                let dims = source.dims().await?;
                let few = |dim: &Dim| source.values_ever(dim) <= TICKED_MAX;
                let dims: Vec<Dim> = dims.into_iter().filter(few).collect();
                let ask = |dim: &Dim| Ask {
                    group: vec![By::Dim(dim.clone())],
                    ..Ask::default()
                };
                let counted = source.evaluate(dims.iter().map(ask).collect()).await?;
                let values = counted.into_iter().map(|groups| {
                    let value = |group: facts::Group| match group.key.into_iter().next() {
                        Some(Key::Value(value)) => value,
                        _ => None,
                    };
                    groups
                        .into_iter()
                        .filter_map(value)
                        .collect::<Vec<String>>()
                });
                let all = dims.iter().cloned().zip(values);
                let all = all.filter(|(_, values)| (1..=TICKED_MAX).contains(&values.len()));
                Ok::<_, Problem>(Arc::new(all.collect::<Vec<_>>()))
            };
            match found.await {
                Err(Problem::NotFound(_) | Problem::Forbidden(_)) => Ok(Choices::default()),
                other => other,
            }
        };
        self.choices.get(&key, looking).await
    }

    /// The names of all attributes of a dashboard's surveys, for forms.
    pub(crate) async fn attributes(
        &self,
        eye: &Eye,
        surveys: &[String],
    ) -> Result<Vec<String>, Problem> {
        let mut names = Vec::new();
        for survey_id in surveys {
            for (dim, _) in self.choices(eye, survey_id).await?.iter() {
                if let Dim::Attribute(name) = dim
                    && !names.contains(name)
                {
                    names.push(name.clone());
                }
            }
        }
        names.sort();
        Ok(names)
    }

    /// The teams somebody can filter by: those that may have figures of their own, wholly in sight;
    /// id, name, and the people in them and below them.
    pub(crate) async fn teams(&self, viewer: &Viewer) -> Result<Vec<Seen>, Problem> {
        let (workspace, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
        let read = move |tx: &mut Tx<'_>| {
            let (teams, outside) = store::team::tree(tx, &workspace)?;
            let above: Vec<Option<usize>> = teams.iter().map(|team| team.above).collect();
            let people: Vec<u64> = teams.iter().map(|team| team.people.len() as u64).collect();
            let shown = teams_shown(&above, &people, outside);
            let seen = (0..teams.len())
                .filter(|place| shown[*place])
                .map(|place| Seen {
                    team_id: teams[place].team_id.clone(),
                    name: teams[place].name.clone(),
                    people: store::team::people(&teams, place),
                });
            let all_seen = |team: &Seen| team.people.iter().all(|id| sight.sees(id));
            Ok::<_, Problem>(seen.filter(all_seen).collect())
        };
        self.app.db.read(read).await
    }
}

/// A team that can be filtered by.
pub(crate) struct Seen {
    pub(crate) team_id: String,
    pub(crate) name: String,
    /// Of it and of the teams below it.
    pub(crate) people: BTreeSet<String>,
}

/// Names of attributes with their values.
type Named = Vec<(String, Vec<String>)>;
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
        let (attributes, built_in) = self.known().await?;
        let date =
            |day: Option<i32>| day.map_or_else(String::new, |day| date_of_day(day).to_string());
        let mut groups: Vec<Group> = attributes
            .iter()
            .map(|(name, values)| self.attribute(name, values))
            .collect();
        groups.extend(self.built_in(&voice, &built_in));
        groups.extend(self.listed(&voice, ("survey", "checkbox"), self.surveys));
        groups.extend(self.listed(&voice, ("team", "radio"), self.teams));
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
        })
    }

    /// The values of attributes and built-in properties of all surveys together.
    async fn known(&self) -> Result<(Named, BuiltIn), Problem> {
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
        attributes.retain(|(name, values)| {
            let same = format!("{name}:");
            (2..=TICKED_MAX).contains(&values.len())
                || self
                    .view
                    .attributes
                    .iter()
                    .any(|member| member.starts_with(&same))
        });
        Ok((attributes, built_in))
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
            kind: "checkbox",
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
                kind: "checkbox",
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
        (parameter, kind): (&'static str, &'static str),
        known: &[(String, String)],
    ) -> Option<Group> {
        let is_survey = parameter == "survey";
        if known.len() < 1 + usize::from(is_survey) {
            return None;
        }
        let mut values: Vec<Choice> = known
            .iter()
            .map(|(id, name)| Choice {
                set: if is_survey {
                    self.view.surveys.contains(id)
                } else {
                    self.view.team.as_ref() == Some(id)
                },
                value: id.clone(),
                label: name.clone(),
            })
            .collect();
        let set = values.iter().filter(|value| value.set).count();
        if !is_survey {
            let none = Choice {
                value: String::new(),
                label: voice.word("board-team-all"),
                set: set == 0,
            };
            values.insert(0, none);
        }
        Some(Group {
            name: voice.word(&format!("board-filter-{parameter}")),
            parameter,
            kind,
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
        if let Some(team_id) = &view.team {
            let without = View {
                team: None,
                ..view.clone()
            };
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
    match view.days(today) {
        (None, None) => voice.word("dashboard-period-all"),
        (Some(from), None) => voice.say("dashboard-period-from", &[("from", &voice.day(from))]),
        (None, Some(to)) => voice.say("dashboard-period-to", &[("to", &voice.day(to))]),
        (Some(from), Some(to)) => format!("{} – {}", voice.day(from), voice.day(to)),
    }
}
