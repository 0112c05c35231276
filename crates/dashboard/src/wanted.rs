//! All that a results page asks of the counts, asked at once, so that all its figures are of the
//! same moment; and what becomes of the answers.

use facts::{Group, Key, Period};
use figures::Counts;
use platform::Problem;

use crate::ask::Ask;
use crate::counted::{
    answered, breaks, folded, in_time, latest, nobody, points, points_of, property, protected, sum,
};
use crate::crowd::{Crowd, Sides, gives_away};
use crate::filter::{Asked, By, Dim};
use crate::months::Months;
use crate::periods;
use crate::plan::Named;
use crate::privacy::Privacy;
use crate::results::{Depth, Point, Results, Split, Trend, further_metrics, metric_of};
use crate::source::Source;
use crate::teams::Divided;

/// More steps than this make no trend.
const TREND_MAX: usize = 600;
/// More groups than this make no split: narrow the filter first.
pub(crate) const GROUPS_MAX: usize = 1000;

/// Everything to be asked.
pub(crate) struct Wanted {
    asked: Asked,
    dims: Vec<Dim>,
    outcome: Option<String>,
    /// Drivers and further metrics.
    tables: Vec<String>,
    /// Columns of the outcome on earlier scales.
    earlier: Vec<String>,
    /// Columns of what people name.
    named: Vec<String>,
    trend: By,
    waves: Option<By>,
    depth: Depth,
    has_wordings: bool,
    /// Employees are asked.
    employees: bool,
    /// Which groups hide.
    privacy: Privacy,
    /// Which months hide together.
    months: Months,
    /// The days became whole months.
    widened: bool,
}

/// Questions, and then their answers, each where it belongs.
struct Parts<T> {
    /// The trend's steps, with all tables.
    steps: T,
    /// Everybody, without any filter.
    everybody: T,
    /// One per property that is offered.
    properties: Vec<T>,
    /// None when the waves follow from the steps.
    waves: Option<T>,
    /// None without a split.
    split: Option<T>,
    /// Where groups hide: the split each filter is a part of.
    filters: Vec<T>,
    /// None when the outcome always had one wording.
    versions: Option<T>,
    /// What people named, crossed with the score; none when nothing of the kind is asked.
    named: Option<T>,
}

impl<T> Parts<T> {
    /// The same shape with other content, taken in the order of the fields.
    fn map<U>(self, mut with: impl FnMut(T) -> U) -> Parts<U> {
        Parts {
            steps: with(self.steps),
            everybody: with(self.everybody),
            properties: self.properties.into_iter().map(&mut with).collect(),
            waves: self.waves.map(&mut with),
            split: self.split.map(&mut with),
            filters: self.filters.into_iter().map(&mut with).collect(),
            versions: self.versions.map(&mut with),
            named: self.named.map(with),
        }
    }
}

/// Who is in the groups, where that decides what hides.
#[derive(Default)]
struct Sizes {
    /// Who gave several of the answers that pass, and of all.
    all: Vec<u32>,
    everybody: Vec<u32>,
    steps: Sides,
    waves: Sides,
    split: Sides,
    filters: Vec<Sides>,
    /// The figures of the teams in sight, and of others, would give few away.
    unshown: bool,
}

impl Wanted {
    /// What to ask of a survey with these properties.
    pub(crate) fn new(
        source: &Source,
        (asked, widened): (Asked, bool),
        dims: Vec<Dim>,
        depth: Depth,
    ) -> Self {
        let definition = &source.survey.definition;
        let outcome = definition.outcome().map(|question| question.key.clone());
        let further = further_metrics(&source.survey).map(|(question, _)| question);
        let tables = definition
            .drivers()
            .chain(further)
            .map(|q| q.key.clone())
            .collect();
        let earlier = outcome.iter().flat_map(|key| source.plan.earlier(key));
        let days = source.days.map(|(first, last)| {
            let from = asked.from.unwrap_or(first).max(first);
            (from, asked.to.unwrap_or(last).min(last))
        });
        let weeks = !source.privacy().hides();
        let usual = || usual_trend(&dims, days, (source.survey.response_count, weeks));
        let trend = asked.trend.clone().unwrap_or_else(usual);
        let waves = match &trend {
            By::Dim(_) | By::Period(Period::Year) => Some(trend.clone()),
            By::Period(_) => periods::wave(days).map(By::Period),
        };
        Self {
            tables,
            earlier: earlier.map(|column| column.name.clone()).collect(),
            named: source.plan.named.iter().map(Named::column).collect(),
            trend,
            waves,
            depth,
            has_wordings: source.plan.has_wordings(),
            employees: definition.employees,
            privacy: source.privacy(),
            months: Months::default(),
            widened,
            outcome,
            asked,
            dims,
        }
    }

    /// The same, of these months.
    pub(crate) fn within(self, months: Months) -> Self {
        Self { months, ..self }
    }

    /// Refuses splits and trends by a property with too many values here, before their tables
    /// take up memory.
    pub(crate) async fn check(&self, source: &Source) -> Result<(), Problem> {
        let by = self.asked.by.as_ref().map(|by| ("by", by, GROUPS_MAX));
        for (name, by, max) in [Some(("trend", &self.trend, TREND_MAX)), by]
            .into_iter()
            .flatten()
        {
            let By::Dim(dim) = by else { continue };
            if source.values_ever(dim) <= max {
                continue;
            }
            let ask = Ask {
                filter: self.asked.clone(),
                group: vec![by.clone()],
                ..Ask::default()
            };
            let groups = source.evaluate(vec![ask]).await?;
            let count = groups.first().map_or(0, Vec::len);
            if count > max {
                return Err(too_many(name, by, count, max));
            }
        }
        Ok(())
    }

    /// Asks everything and says what it amounts to.
    pub(crate) async fn ask(self, source: &Source) -> Result<Results, Problem> {
        let mut asks = Vec::new();
        let places = self.asks().map(|ask| {
            asks.push(ask);
            asks.len() - 1
        });
        let mut groups = source.evaluate(asks).await?;
        let answers = places.map(|place| std::mem::take(&mut groups[place]));
        let sizes = self.sizes(source).await?;
        Ok(self.take(source, answers, &sizes))
    }

    /// Who is in the groups, where that decides what hides.
    async fn sizes(&self, source: &Source) -> Result<Sizes, Problem> {
        if !self.privacy.hides() {
            return Ok(Sizes::default());
        }
        let of = |filter: Asked, group: Option<&By>| Ask {
            filter,
            group: group.into_iter().cloned().collect(),
            outcome: self.outcome.clone(),
            ..Ask::default()
        };
        let by = [
            Some(&self.trend),
            self.waves.as_ref(),
            self.asked.by.as_ref(),
        ];
        let mut asks: Vec<Ask> = by.map(|by| of(self.asked.clone(), by)).into();
        let members = self.asked.members.iter();
        asks.extend(
            members.map(|(dim, _)| of(self.asked.except(dim), Some(&By::Dim(dim.clone())))),
        );
        let whole = vec![of(self.asked.clone(), None), of(Asked::default(), None)];
        let whole = source.again(whole).await?.into_iter();
        let mut whole = whole.map(|groups| groups.into_values().flatten().collect());
        let divided = source.divided(&self.asked).await?;
        let mut found = self
            .sides(source, divided.as_ref(), asks)
            .await?
            .into_iter();
        let mut next = || found.next().unwrap_or_default();
        Ok(Sizes {
            all: whole.next().unwrap_or_default(),
            everybody: whole.next().unwrap_or_default(),
            steps: next(),
            waves: next(),
            split: next(),
            filters: found.collect(),
            unshown: divided.is_some_and(|divided| !divided.shown),
        })
    }

    /// Who is in the groups of each question; which months hide is for others to judge.
    async fn sides(
        &self,
        source: &Source,
        divided: Option<&Divided>,
        asks: Vec<Ask>,
    ) -> Result<Vec<Sides>, Problem> {
        let mut by_atoms = vec![None; asks.len()];
        if let Some(divided) = divided {
            let by_value = |ask: &Ask| matches!(ask.group.first(), Some(By::Dim(_)));
            let places = (0..asks.len()).filter(|place| by_value(&asks[*place]));
            let places: Vec<usize> = places.collect();
            let those = places.iter().map(|place| asks[*place].clone()).collect();
            let found = source.by_atoms(divided, those).await?;
            for (place, found) in places.into_iter().zip(found) {
                by_atoms[place] = Some(found);
            }
        }
        let again = source.again(asks).await?;
        let both = again.into_iter().zip(by_atoms);
        Ok(both
            .map(|(again, by_atoms)| Sides { again, by_atoms })
            .collect())
    }

    fn asks(&self) -> Parts<Ask> {
        let of = |group: Vec<By>, drivers: &[String]| Ask {
            filter: self.asked.clone(),
            group,
            outcome: self.outcome.clone(),
            drivers: drivers.to_vec(),
        };
        let unfiltered = |group: Vec<By>, outcome: Option<String>| Ask {
            group,
            outcome,
            ..Ask::default()
        };
        let by_dim = |dim: &Dim| vec![By::Dim(dim.clone())];
        let with_earlier = [self.tables.as_slice(), &self.earlier].concat();
        // Tables of drivers per group are large; pages show none.
        let split_tables = match self.depth {
            Depth::Api => self.tables.as_slice(),
            Depth::Page => &[],
        };
        let waves = self.waves_apart();
        let members = self.asked.members.iter().filter(|_| self.privacy.hides());
        let versions = vec![self.trend.clone(), By::Dim(Dim::Version)];
        Parts {
            steps: of(vec![self.trend.clone()], &with_earlier),
            everybody: unfiltered(Vec::new(), self.outcome.clone()),
            properties: self
                .offered()
                .iter()
                .map(|dim| unfiltered(by_dim(dim), None))
                .collect(),
            waves: waves.map(|waves| of(vec![waves.clone()], &self.tables)),
            split: self
                .asked
                .by
                .as_ref()
                .map(|by| of(vec![by.clone()], split_tables)),
            filters: members
                .map(|(dim, _)| Ask {
                    filter: self.asked.except(dim),
                    ..of(by_dim(dim), &[])
                })
                .collect(),
            versions: self.has_wordings.then(|| of(versions, &[])),
            named: (!self.named.is_empty()).then(|| of(Vec::new(), &self.named)),
        }
    }

    /// The properties a page offers to filter by; programs know theirs.
    fn offered(&self) -> &[Dim] {
        match self.depth {
            Depth::Page => &self.dims,
            Depth::Api => &[],
        }
    }

    /// The waves, when they don't follow from the steps of the trend: months add up to quarters
    /// and years, weeks don't.
    fn waves_apart(&self) -> Option<&By> {
        self.waves
            .as_ref()
            .filter(|_| self.trend == By::Period(Period::Week))
    }

    fn take(self, source: &Source, answers: Parts<Vec<Group>>, sizes: &Sizes) -> Results {
        let mut all = sum(&answers.steps, self.tables.len() + self.earlier.len());
        let earlier = all.drivers.split_off(self.tables.len());
        let all = Counts::from(&all);
        let everybody = Counts::from(&sum(&answers.everybody, 0));
        let hidden = self.hides([&all, &everybody], &answers.filters, sizes);
        let protect = |by: &By, points: Vec<Point>, sides: &Sides| match by {
            By::Period(_) => in_time(points, (&self.months, &self.asked), hidden),
            By::Dim(_) => protected(points, (self.privacy, sides), hidden),
        };
        let waves = answers.waves.or_else(|| {
            let waves = self.waves.as_ref()?;
            Some(folded(&answers.steps, waves, self.tables.len()))
        });
        let points = periods::without_gaps(&self.trend, points(answers.steps));
        let points = protect(&self.trend, points, &sizes.steps);
        let properties = self.offered().iter().zip(answers.properties);
        let properties = properties
            .map(|(dim, groups)| property(dim, groups))
            .collect();
        let versions = answers.versions.unwrap_or_default();
        let definition = &source.survey.definition;
        Results {
            metric: definition
                .outcome()
                .and_then(|q| metric_of(q, self.employees)),
            source: source.clone(),
            survey: source.survey.clone(),
            plan: source.plan.clone(),
            change_seq: source.change_seq,
            properties,
            everybody: everybody.responses.n,
            hidden,
            all: if hidden { nobody() } else { all },
            named: match answers.named {
                Some(named) if !hidden => Counts::from(&sum(&named, self.named.len())),
                _ => nobody(),
            },
            earlier: earlier.iter().map(answered).sum(),
            waves: self.waves.as_ref().map_or_else(Vec::new, |by| {
                let points = latest(points_of(waves.unwrap_or_default()));
                protect(by, points, &sizes.waves)
            }),
            split: self
                .asked
                .by
                .clone()
                .zip(answers.split)
                .map(|(by, groups)| Split {
                    groups: protect(&by, points_of(groups), &sizes.split),
                    by,
                }),
            trend: Trend {
                breaks: breaks(&points, &versions, &source.plan),
                by: self.trend,
                points,
            },
            asked: self.asked,
            widened: self.widened,
        }
    }

    /// Whether so few answered, or so few are left out, that nothing may be shown.
    fn hides(&self, [all, everybody]: [&Counts; 2], parts: &[Vec<Group>], sizes: &Sizes) -> bool {
        let privacy = self.privacy;
        let nobody = Sides::default();
        let sides = sizes.filters.iter().chain(std::iter::repeat(&nobody));
        let mut filters = self.asked.members.iter().zip(parts).zip(sides);
        let people = |counts: &Counts, again: &[u32]| {
            let crowd = Crowd {
                again: again.to_vec(),
                ..Crowd::of(counts.answered().n)
            };
            crowd.people()
        };
        let cut = all.responses.n > 0 && !self.months.show((self.asked.from, self.asked.to));
        let all = people(all, &sizes.all);
        let everybody = people(everybody, &sizes.everybody);
        cut || sizes.unshown
            || privacy.is_too_small(all, everybody)
            || filters.any(|(((_, values), groups), sides)| {
                shows_hidden(privacy, values, (groups, sides))
            })
    }
}

/// Whether a filter on these values of a property shows what the split by it would hide.
fn shows_hidden(privacy: Privacy, values: &[String], (groups, sides): (&[Group], &Sides)) -> bool {
    let answers = |group: &Group| Counts::from(&group.tables).answered().n;
    let all = groups
        .iter()
        .map(|group| (group.key.as_slice(), answers(group)));
    let hidden = sides.hidden(privacy, &all.collect::<Vec<_>>());
    let is_chosen = |group: &Group| match group.key.first() {
        Some(Key::Value(value)) => values
            .iter()
            .any(|known| known == value.as_deref().unwrap_or_default()),
        _ => false,
    };
    let chosen: Vec<bool> = groups.iter().map(is_chosen).collect();
    gives_away(&hidden, &chosen)
}

/// Waves when responses have them, else the period that gives a readable number of steps.
fn usual_trend(dims: &[Dim], days: Option<(i32, i32)>, (responses, weeks): (i64, bool)) -> By {
    let is_wave = |dim: &&Dim| match dim {
        Dim::Attribute(name) => ["wave", "golf"].contains(&name.to_lowercase().as_str()),
        _ => false,
    };
    match dims.iter().find(is_wave) {
        Some(wave) => By::Dim(wave.clone()),
        None => By::Period(periods::step(days, responses, weeks)),
    }
}

fn too_many(name: &str, by: &By, count: usize, max: usize) -> Problem {
    Problem::BadRequest(format!(
        "{name}: {} has {count} groups here, more than {max}; filter first",
        by.name()
    ))
}
