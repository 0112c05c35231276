//! What somebody's own customers say: their words first, then what can be said in figures. Only
//! ever of one person, for that person and on the page they share with their lead.
//!
//! Below [`OWN_MIN`] answers there are words only. From there on the estimate is the own mean drawn
//! towards what is usual among colleagues (`stats::shrink`): of few answers most is chance. The
//! own past is compared with the own present alone, never with anybody else's.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use dashboard::ask::Ask;
use dashboard::filter::{Asked, Others};
use dashboard::months::{months_before, whole_months};
use dashboard::results::{Depth, Results};
use dashboard::said::{self, Said};
use dashboard::screen::Screen;
use dashboard::service::whose;
use dashboard::voice::{Voice, on_scale};
use dashboard::{Dashboard, Whose};
use figures::{Change, Counts, Metric};
use platform::web::QueryPairs;
use platform::{Problem, Tx};
use stats::Tally;
use stats::shrink::{self, GROUPS_MIN, Group, Shrunken, Usual};
use survey::Status;
use user::people::{self, Person};
use user::{Sight, Viewer};

/// Fewer own answers than this and only words are shown.
pub const OWN_MIN: u64 = 10;
/// Days whose answers the estimate is made of.
const DAYS: i32 = 365;
/// Days that are compared with as many before them.
const RECENT: i32 = 90;
/// Comments shown per survey.
const COMMENTS: usize = 20;
/// Colleagues who are looked at to know what is usual; more tell hardly more.
const COLLEAGUES_MAX: usize = 60;
/// Usual values remembered.
const KEPT_MAX: usize = 500;

/// One person's results in one survey.
#[derive(Clone)]
pub struct Own {
    /// The counts of all their answers, for words about them.
    pub results: Results,
    /// What the figure is.
    pub metric: Option<Metric>,
    /// Their answers of the last year.
    pub n: u64,
    /// The estimate; none below [`OWN_MIN`] answers.
    pub estimate: Option<Estimate>,
    /// The last ninety days against the ninety before; none below [`OWN_MIN`] answers.
    pub change: Option<Change>,
    /// What their customers wrote, newest first.
    pub comments: Vec<Said>,
    /// Those of them that praise.
    pub compliments: Vec<Said>,
}

/// What can be said of somebody's figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// In the metric's unit.
    pub value: f64,
    /// 95 % interval, within the scale.
    pub ci95: [f64; 2],
    /// Part of it that their own answers decide, 0–1; none when nobody knows what is usual, and
    /// the figure is their own alone.
    pub own: Option<f64>,
}

/// Remembers what is usual as long as no answer comes in.
#[derive(Clone, Default)]
pub struct Remembered(Arc<Mutex<HashMap<String, Known>>>);

/// What was found to be usual, and where the survey stood then.
#[derive(Clone)]
struct Known {
    mark: String,
    usual: Option<Usual>,
}

impl Remembered {
    fn get(&self, key: &str, mark: &str) -> Option<Known> {
        let kept = self.0.lock().ok()?;
        kept.get(key).filter(|known| known.mark == mark).cloned()
    }

    fn keep(&self, key: String, known: Known) {
        if let Ok(mut kept) = self.0.lock() {
            if kept.len() >= KEPT_MAX {
                kept.clear();
            }
            kept.insert(key, known);
        }
    }
}

/// Reads somebody's own results.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The figures.
    pub dashboard: &'a Dashboard,
    /// What was found out before.
    pub remembered: &'a Remembered,
    /// Whoever looks: their workspace.
    pub viewer: &'a Viewer,
    /// The day it is.
    pub today: i32,
}

impl Reader<'_> {
    /// The results of one person, by survey; those without any answer are left out. The caller
    /// makes sure that the viewer may see this person's.
    pub async fn of(&self, person_id: &str, voice: Voice<'_>) -> Result<Vec<Own>, Problem> {
        let viewer = self
            .viewer
            .clone()
            .with_sight(Sight::of([person_id.to_owned()]));
        let mut all = Vec::new();
        for survey in survey::service::list(&self.dashboard.app, &viewer).await? {
            let is_asked = survey.status != Status::Draft || survey.response_count > 0;
            if !is_asked || survey.definition.employees {
                continue;
            }
            let whose = whose(&viewer, &survey.survey_id)?;
            match self.one((person_id, &whose), voice).await {
                Ok(Some(own)) => all.push(own),
                // Nothing of theirs, or removed between the list and here.
                Ok(None) | Err(Problem::NotFound(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(all)
    }

    async fn one(
        &self,
        (person_id, whose): (&str, &Whose),
        voice: Voice<'_>,
    ) -> Result<Option<Own>, Problem> {
        let query = QueryPairs::default();
        let results = self
            .dashboard
            .results(whose, &query, Others::NONE, Depth::Page)
            .await?;
        if results.everybody == 0 {
            return Ok(None);
        }
        let screen = Screen::new(voice, &results);
        let comments = said::latest(&screen, (COMMENTS, true)).await?;
        let metric = results.metric;
        let is_praise = |said: &&Said| match metric {
            Some(Metric::Csat) => said.score == Some(5),
            Some(_) => said.class == "promoter",
            None => false,
        };
        let compliments: Vec<Said> = comments.iter().filter(is_praise).cloned().collect();
        let privacy = results.privacy();
        let spans = spans(self.today, privacy.hides());
        let months = results.source.months(&Asked::default()).await?;
        let is_cut = |[from, to]: [i32; 2]| !months.show((Some(from), Some(to)));
        let [year, now, before] = self.counts(&results, spans).await?;
        let n = year.answered().n;
        let is_few =
            n < OWN_MIN || privacy.is_too_small(n, results.all.answered().n) || is_cut(spans[0]);
        let shown = metric.filter(|_| !is_few && !results.hidden);
        let estimate = match shown {
            Some(metric) => {
                self.estimate((person_id, &results), (metric, &year))
                    .await?
            }
            None => None,
        };
        Ok(Some(Own {
            metric,
            n,
            estimate,
            change: shown
                .filter(|_| {
                    ![&before, &now]
                        .map(|c| privacy.is_few(c.answered().n))
                        .contains(&true)
                        && !spans[1..].iter().any(|span| is_cut(*span))
                })
                .and_then(|metric| figures::change(metric, &before, &now)),
            comments,
            compliments,
            results,
        }))
    }

    /// The counts of the outcome over some days each.
    async fn counts<const N: usize>(
        &self,
        results: &Results,
        spans: [[i32; 2]; N],
    ) -> Result<[Counts; N], Problem> {
        let outcome = results.survey.definition.outcome();
        let asks = spans.map(|[from, to]| Ask {
            filter: Asked {
                from: Some(from),
                to: Some(to),
                ..Asked::default()
            },
            outcome: outcome.map(|question| question.key.clone()),
            ..Ask::default()
        });
        let groups = results.source.evaluate(asks.to_vec()).await?;
        let mut groups = groups.into_iter();
        Ok(std::array::from_fn(|_| {
            let first = groups.next().and_then(|groups| groups.into_iter().next());
            let tables = first.map(|group| group.tables).unwrap_or_default();
            Counts::from(&tables)
        }))
    }

    async fn estimate(
        &self,
        (person_id, results): (&str, &Results),
        (metric, own): (Metric, &Counts),
    ) -> Result<Option<Estimate>, Problem> {
        let usual = self.usual(person_id, results, metric).await?;
        let Some(usual) = usual else {
            let figure = figures::metric(metric, own);
            return Ok(figure.value.zip(figure.ci95).map(|(value, ci95)| Estimate {
                value,
                ci95: on_scale(metric, ci95),
                own: None,
            }));
        };
        let group = group(metric, own);
        let Shrunken {
            value, ci95, own, ..
        } = usual.shrink(group.n, group.mean);
        let [value, _] = on_scale(metric, [value, value]);
        Ok(Some(Estimate {
            value,
            ci95: on_scale(metric, ci95),
            own: Some(own),
        }))
    }

    /// What is usual among the people of the same team, or of the company where the team has too
    /// few with answers.
    async fn usual(
        &self,
        person_id: &str,
        results: &Results,
        metric: Metric,
    ) -> Result<Option<Usual>, Problem> {
        let workspace = self.viewer.workspace_id.clone();
        let read = move |tx: &mut Tx<'_>| Ok::<_, Problem>(people::all(tx, &workspace)?);
        let all: Vec<Person> = self.dashboard.app.db.read(read).await?;
        let team = all
            .iter()
            .find(|person| person.user_id == person_id)
            .and_then(|person| person.team_id.clone());
        let survey_id = results.survey.survey_id.as_str();
        if let Some(team) = team {
            let own = all
                .iter()
                .filter(|person| person.team_id.as_ref() == Some(&team));
            let ids: Vec<&str> = own.map(|person| person.user_id.as_str()).collect();
            if ids.len() >= GROUPS_MIN {
                let found = self.among((survey_id, &team), &ids, metric).await?;
                if found.is_some() {
                    return Ok(found);
                }
            }
        }
        let ids: Vec<&str> = all.iter().map(|person| person.user_id.as_str()).collect();
        self.among((survey_id, ""), &ids, metric).await
    }

    async fn among(
        &self,
        (survey_id, team): (&str, &str),
        people: &[&str],
        metric: Metric,
    ) -> Result<Option<Usual>, Problem> {
        let everybody = self.viewer.clone().with_sight(Sight::Everything);
        let source = self
            .dashboard
            .source(&whose(&everybody, survey_id)?)
            .await?;
        let key = format!("{}:{survey_id}:{team}", self.viewer.workspace_id);
        let mark = format!("{}.{}", source.change_seq, self.today);
        if let Some(known) = self.remembered.get(&key, &mark) {
            return Ok(known.usual);
        }
        let mut groups = Vec::new();
        for person in spread(people) {
            let viewer = everybody.clone().with_sight(Sight::of([person.to_owned()]));
            let source = match self.dashboard.source(&whose(&viewer, survey_id)?).await {
                Ok(source) => source,
                Err(Problem::NotFound(_)) => continue,
                Err(other) => return Err(other),
            };
            let ask = Ask {
                filter: Asked {
                    from: Some(self.today - DAYS + 1),
                    to: Some(self.today),
                    ..Asked::default()
                },
                outcome: source
                    .survey
                    .definition
                    .outcome()
                    .map(|question| question.key.clone()),
                ..Ask::default()
            };
            let found = source.evaluate(vec![ask]).await?.pop().unwrap_or_default();
            if let Some(first) = found.first() {
                groups.push(group(metric, &Counts::from(&first.tables)));
            }
        }
        let usual = shrink::usual(&groups);
        self.remembered.keep(key, Known { mark, usual });
        Ok(usual)
    }
}

/// The days of a year, of lately and of before that. Where groups hide, whole months: the last twelve
/// or thirteen, those of lately, and as many before them.
fn spans(today: i32, hides: bool) -> [[i32; 2]; 3] {
    let (year, lately) = (today - DAYS + 1, today - RECENT + 1);
    if !hides {
        return [
            [year, today],
            [lately, today],
            [today - 2 * RECENT + 1, today - RECENT],
        ];
    }
    let (from, to) = whole_months((Some(lately), Some(today)));
    let (from, to) = (from.unwrap_or(lately), to.unwrap_or(today));
    let (before, until) = months_before((from, to));
    let first = whole_months((Some(year), None)).0.unwrap_or(year);
    [[first, to], [from, to], [before, until]]
}

/// Some of very many, evenly from the whole list; the same ones each time.
fn spread<'a>(people: &[&'a str]) -> Vec<&'a str> {
    let step = people.len().div_ceil(COLLEAGUES_MAX).max(1);
    people.iter().step_by(step).copied().collect()
}

/// A person's answers as a group: in the unit of the metric, each answer a point.
fn group(metric: Metric, counts: &Counts) -> Group {
    let mut points: BTreeMap<i32, Tally> = BTreeMap::new();
    let mut add = |point: i32, tally: Tally| {
        let kept = points.entry(point).or_default();
        *kept += tally;
    };
    match metric {
        Metric::Nps | Metric::Enps => {
            for (score, tally) in counts.scores().into_iter().enumerate() {
                add(
                    match score {
                        9.. => 100,
                        7 | 8 => 0,
                        _ => -100,
                    },
                    tally,
                );
            }
        }
        Metric::Ces(_) => {
            for (place, tally) in (1..).zip(counts.one_to_five()) {
                add(place, tally);
            }
        }
        Metric::Csat | Metric::Cas => {
            for (place, tally) in (1..).zip(counts.one_to_five()) {
                add(i32::from(place >= 4), tally);
            }
        }
    }
    let points: Vec<(f64, Tally)> = points
        .into_iter()
        .map(|(point, tally)| (f64::from(point), tally))
        .collect();
    Group::of(&points)
}

#[cfg(test)]
mod tests {
    use facts::Tables;

    use super::*;

    fn counts(scores: &[(usize, u64)]) -> Counts {
        let mut tables = Tables::default();
        for (score, n) in scores {
            tables.outcome[*score] = *n;
        }
        Counts::from(&tables)
    }

    #[test]
    fn the_mean_of_a_group_is_its_figure() {
        let own = counts(&[(10, 6), (8, 2), (0, 2)]);
        let group_of = group(Metric::Nps, &own);
        assert_eq!((group_of.n, group_of.mean), (10, 40.0));
        let figure = figures::metric(Metric::Nps, &own);
        assert_eq!(figure.value, Some(group_of.mean));
        let own = counts(&[(1, 1), (4, 2), (5, 1)]);
        assert!((group(Metric::Csat, &own).mean - 0.75).abs() < 1e-12);
        let effort = Metric::Ces(figures::Direction::EasyIsHigh);
        assert!((group(effort, &own).mean - 3.5).abs() < 1e-12);
        assert_eq!(group(effort, &counts(&[])).n, 0);
    }

    #[test]
    fn where_groups_hide_the_past_is_of_whole_months() {
        let day =
            |month, day| platform::clock::days_since_1970(jiff::civil::date(2026, month, day));
        let today = day(11, 23);
        let [year, now, before] = spans(today, false);
        assert_eq!((now[0], before[1]), (today - 89, today - 90));
        assert_eq!(year[1] - year[0], 364);
        let [year, now, before] = spans(today, true);
        // Ninety days reach back to August.
        assert_eq!(now, [day(8, 1), day(11, 30)]);
        assert_eq!(before, [day(4, 1), day(7, 31)]);
        assert_eq!(year, [day(1, 1) - 61, day(11, 30)]);
    }

    #[test]
    fn of_very_many_some_are_taken_evenly() {
        let ids: Vec<String> = (0..500).map(|i| i.to_string()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let taken = spread(&ids);
        assert!(taken.len() <= COLLEAGUES_MAX && taken.len() > COLLEAGUES_MAX / 2);
        assert_eq!(spread(&ids[..7]).len(), 7);
        assert!(spread(&[]).is_empty());
    }
}
