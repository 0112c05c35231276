//! The block with the way from an invitation to a finished answer.

use std::collections::BTreeMap;

use dashboard::filter::address;
use dashboard::months::Months;
use dashboard::periods::days;
use dashboard::persons::is_named;
use dashboard::picture::{Cell, Head, Table};
use dashboard::privacy::Privacy;
use dashboard::voice::Voice;
use facts::Period;
use jiff::tz::TimeZone;
use platform::clock::{day_in, start_of_day_us};
use platform::{DbError, Problem, Tx};
use serde_json::{Value, json};
use stats::share::{Count, Share, change, share};
use stats::{Change, Tally, Verdict};
use survey::Survey;
use user::Sight;

use super::told::{Row, Shown};
use super::{One, Ready, Told};
use crate::store::funnel::{Steps, Which, handed, steps, without};
use crate::view::View;

/// Long before the first and long after the last invitation, UTC microseconds.
const EVER: [i64; 2] = [0, i64::MAX];

impl One<'_> {
    pub(super) async fn funnel(&self, ready: &Ready) -> Result<Told, Problem> {
        let (survey, known) = match ready {
            Ready::Known {
                survey, attributes, ..
            } => (survey, Some(attributes.as_slice())),
            // Invitations may know what no answer has yet.
            Ready::Unknown { survey, .. } => (survey, None),
            Ready::Gone => return Ok(self.nothing("board-survey-gone", &[])),
        };
        if survey.definition.employees {
            return Ok(self.nothing("board-funnel-employees", &[]));
        }
        if !self.view.built_in.is_empty() || self.view.complete {
            return Ok(self.nothing("board-funnel-filter", &[]));
        }
        let before = self.before();
        let asked = [Some(self.view), before.as_ref()];
        let Some((mut found, missing)) = self.funnels(survey, (asked, known)).await? else {
            return Ok(self.nothing("board-refused", &[]));
        };
        if !missing.is_empty() {
            let names = missing.join(", ");
            return Ok(self.nothing("board-funnel-unknown", &[("names", &names)]));
        }
        let (now, shown) = found.first().copied().unwrap_or_default();
        if now.invited == 0 {
            return Ok(self.nothing("board-funnel-none", &[]));
        }
        let privacy = self.privacy(&survey.definition);
        if !shown || numbers(now).iter().any(|n| privacy.is_few(*n)) {
            return Ok(self.nothing("board-hidden", &[]));
        }
        found.retain(|(_, shown)| *shown);
        let before = found.get(1).map(|(before, _)| *before);
        Ok(self.tell_funnel((survey, now), before))
    }

    /// The steps of each filter that is given and whether its days may be shown, and the attributes that
    /// no invitation has; none when an attribute names people of ours. `known` are the attributes of the
    /// survey's answers.
    async fn funnels(
        &self,
        survey: &Survey,
        (asked, known): ([Option<&View>; 2], Option<&[String]>),
    ) -> Result<Option<(Vec<(Steps, bool)>, Vec<String>)>, Problem> {
        let zone = self.boards.dashboard.zone(&self.eye.viewer).await?;
        let start = |day: i32| start_of_day_us(&zone, day);
        let which = |view: &View| {
            let (from, to) = view.days(self.today);
            let which = Which {
                handed_us: [
                    from.map_or(EVER[0], start),
                    to.map_or(EVER[1], |to| start(to + 1)),
                ],
                attributes: match known {
                    Some(known) => view.members_of(known),
                    None => view.members_of(&plain_names(view)),
                },
            };
            (which, (from, to))
        };
        let all: Vec<(Which, Days)> = asked.into_iter().flatten().map(which).collect();
        let names = all.iter().flat_map(|(which, _)| &which.attributes);
        let mut names: Vec<String> = names.map(|(name, _)| name.clone()).collect();
        names.dedup();
        let (workspace, survey_id) = (survey.workspace_id.clone(), survey.survey_id.clone());
        let sight = self.eye.viewer.sight.clone();
        let is_new = known.is_none();
        let privacy = self.privacy(&survey.definition);
        let read = move |tx: &mut Tx<'_>| {
            let of = (workspace.as_str(), survey_id.as_str());
            if is_new && is_of_people(tx, &workspace, &all)? {
                return Ok(None);
            }
            let missing = without(tx, of, (&sight, &names))?;
            let one = |(which, days): &(Which, Days)| {
                let found = steps(tx, of, (&sight, which))?;
                let shown = match days {
                    (None, None) => true,
                    _ if !privacy.hides() => true,
                    days => months(tx, of, (&sight, which), (&zone, privacy))?.show(*days),
                };
                Ok::<_, Problem>((found, shown))
            };
            let found = all.iter().map(one).collect::<Result<_, _>>()?;
            Ok::<_, Problem>(Some((found, missing)))
        };
        self.boards.app.db.read_long(read).await
    }

    /// The answers to invitations that were handed over: those that were begun or finished since.
    fn step_at(&self, survey: &Survey, step: &str) -> Option<String> {
        if !["started", "finished"].contains(&step) {
            return None;
        }
        let (from, _) = self.view.days(self.today);
        let view = View {
            period: None,
            from,
            to: None,
            teams: Vec::new(),
            surveys: Vec::new(),
            compare: None,
            ..self.view.clone()
        };
        let mut pairs = view.pairs();
        pairs.push(("channel".to_owned(), "personal".to_owned()));
        if step == "finished" {
            pairs.push(("complete".to_owned(), "1".to_owned()));
        }
        let path = format!("/surveys/{}/responses", survey.survey_id);
        Some(address(&path, &pairs))
    }

    fn tell_funnel(&self, (survey, now): (&Survey, Steps), before: Option<Steps>) -> Told {
        let voice = self.voice();
        let all = Step::all(now, before);
        let words = |key: &str| voice.word(key);
        let last = all.last().and_then(|step| step.share);
        let finding = last.map(|own| {
            let [low, high] = own.ci95.map(|end| voice.percent(end));
            let args = [
                ("share", voice.percent(own.value)),
                ("low", low),
                ("high", high),
            ];
            let args: Vec<(&str, &str)> = args.iter().map(|(n, v)| (*n, v.as_str())).collect();
            voice.count("board-funnel-finding", now.invited, &args)
        });
        let against = match self.other_name() {
            Some(there) => voice.say("board-funnel-against", &[("there", &there)]),
            None => words("board-funnel-before"),
        };
        let row = |step: &Step| Row {
            link: self.step_at(survey, step.name),
            ..step.row(voice)
        };
        let of_own = self.eye.viewer.sight != Sight::Everything;
        Told {
            finding,
            note: of_own.then(|| words("board-funnel-own")),
            head: vec![
                (words("board-step"), false),
                (words("dashboard-number"), true),
                (words("board-funnel-share"), true),
                (against.clone(), false),
            ],
            rows: all.iter().map(row).collect(),
            table: Some(Table {
                head: vec![
                    Head::text(words("board-step")),
                    Head::number(words("dashboard-number")),
                    Head::number(words("board-funnel-share")),
                    Head::number(words("dashboard-low")),
                    Head::number(words("dashboard-high")),
                    Head::text(against),
                ],
                rows: all.iter().map(|step| step.numbers(voice)).collect(),
            }),
            figure: all.iter().map(Step::json).collect(),
            ..Told::default()
        }
    }
}

/// First and last day.
type Days = (Option<i32>, Option<i32>);

fn numbers(steps: Steps) -> [u64; 4] {
    [steps.invited, steps.opened, steps.started, steps.finished]
}

/// The months in which invitations of a filter were handed over, whatever its days: in each run of them
/// enough were invited, opened theirs, began and finished.
fn months(
    tx: &mut Tx<'_>,
    of: (&str, &str),
    (sight, which): (&Sight, &Which),
    (zone, privacy): (&TimeZone, Privacy),
) -> Result<Months, DbError> {
    let ever = Which {
        handed_us: EVER,
        ..which.clone()
    };
    let mut counts = BTreeMap::new();
    if let Some([first, last]) = handed(tx, of, (sight, &ever))? {
        let (mut month, _) = month_of(day_in(zone, first));
        let last = day_in(zone, last);
        while month <= last {
            let (_, end) = month_of(month);
            let within = Which {
                handed_us: [month, end + 1].map(|day| start_of_day_us(zone, day)),
                ..which.clone()
            };
            let found = numbers(steps(tx, of, (sight, &within))?);
            counts.insert(month, found.to_vec());
            month = end + 1;
        }
    }
    Ok(Months::of(&counts, privacy))
}

/// The first and the last day of the month of a day.
fn month_of(day: i32) -> (i32, i32) {
    days(Period::Month, Period::Month.start_day(day))
}

/// The names of the attributes of a filter as they are written: up to the first mark.
fn plain_names(view: &View) -> Vec<String> {
    let names = view.attributes.iter();
    let names = names.filter_map(|member| member.split_once(':'));
    names.map(|(name, _)| name.to_owned()).collect()
}

/// Whether a filter names people who work here: there are no figures per person.
fn is_of_people(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    all: &[(Which, Days)],
) -> Result<bool, Problem> {
    let people = user::people::named(tx, workspace_id)?;
    let is_one = |value: &String| {
        let value = value.trim().to_lowercase();
        let mut people = people.iter();
        people
            .any(|(address, name)| address.to_lowercase() == value || name.to_lowercase() == value)
    };
    let mut attributes = all.iter().flat_map(|(which, _)| &which.attributes);
    Ok(attributes.any(|(name, values)| is_named(name) || values.iter().any(is_one)))
}

/// A step of the way.
struct Step {
    name: &'static str,
    n: u64,
    /// Of those invited; none for the first step.
    share: Option<Share>,
    /// Against the period before.
    moved: Option<Change>,
}

impl Step {
    fn all(now: Steps, before: Option<Steps>) -> Vec<Self> {
        let (now, before) = (numbers(now), before.map(numbers));
        let names = ["invited", "opened", "started", "finished"];
        let of = |steps: &[u64; 4], place: usize| Count {
            hits: Tally::from(steps[place]),
            all: Tally::from(steps[0]),
        };
        let step = |(place, name)| Self {
            name,
            n: now[place],
            share: share(&of(&now, place)).filter(|_| place > 0),
            moved: before
                .as_ref()
                .filter(|before| place > 0 && before[0] > 0)
                .and_then(|before| change(&of(before, place), &of(&now, place))),
        };
        names.into_iter().enumerate().map(step).collect()
    }

    fn word(&self, voice: Voice<'_>) -> String {
        voice.word(&format!("board-funnel-{}", self.name))
    }

    fn verdict(&self, voice: Voice<'_>) -> String {
        self.moved
            .map_or_else(String::new, |moved| match moved.verdict {
                Verdict::Rose => voice.word("board-funnel-rose"),
                Verdict::Fell => voice.word("board-funnel-fell"),
                Verdict::NotMoreThanChance => voice.word("dashboard-verdict-chance"),
                Verdict::TooFew { need } => voice.count("dashboard-verdict-few", need, &[]),
            })
    }

    fn row(&self, voice: Voice<'_>) -> Row {
        let between = self.share.map(|own| {
            let [low, high] = own.ci95.map(|end| voice.percent(end));
            voice.say("dashboard-between", &[("low", &low), ("high", &high)])
        });
        let share = self.share.map(|own| voice.percent(own.value));
        Row {
            name: self.word(voice),
            cells: vec![
                number(voice.whole(self.n)),
                Shown {
                    below: between,
                    ..number(share.unwrap_or_else(|| "–".to_owned()))
                },
                Shown {
                    text: self.verdict(voice),
                    ..Shown::default()
                },
            ],
            ..Row::default()
        }
    }

    fn numbers(&self, voice: Voice<'_>) -> Vec<Cell> {
        let cell = |value: Option<f64>| {
            value.map_or_else(Cell::default, |value| {
                Cell::number(voice.percent(value), value)
            })
        };
        vec![
            Cell::text(self.word(voice)),
            Cell::number(voice.whole(self.n), self.n as f64),
            cell(self.share.map(|own| own.value)),
            cell(self.share.map(|own| own.ci95[0])),
            cell(self.share.map(|own| own.ci95[1])),
            Cell::text(self.verdict(voice)),
        ]
    }

    fn json(&self) -> Value {
        json!({
            "step": self.name,
            "n": self.n,
            "share": self.share.map(|own| own.value),
            "ci95": self.share.map(|own| own.ci95),
            "verdict": self.moved.map(|moved| moved.verdict.as_str()),
        })
    }
}

fn number(text: String) -> Shown {
    Shown {
        text,
        number: true,
        ..Shown::default()
    }
}
