//! The block with the way from an invitation to a finished answer.

use dashboard::picture::{Cell, Head, Table};
use dashboard::voice::Voice;
use platform::clock::start_of_day_us;
use platform::{Problem, Tx};
use serde_json::{Value, json};
use stats::share::{Count, Share, change, share};
use stats::{Change, Tally, Verdict};
use survey::Survey;
use user::Sight;

use super::told::{Row, Shown};
use super::{One, Told};
use crate::store::funnel::{Steps, steps};

/// Long before the first and long after the last invitation, UTC microseconds.
const EVER: [i64; 2] = [0, i64::MAX];

impl One<'_> {
    pub(super) async fn funnel(&self, survey: &Survey) -> Result<Told, Problem> {
        if survey.definition.employees {
            return Ok(self.nothing("board-funnel-employees", &[]));
        }
        if self.eye.viewer.sight != Sight::Everything {
            return Ok(self.nothing("board-funnel-sight", &[]));
        }
        if self.view.picks_answers() {
            return Ok(self.nothing("board-funnel-filter", &[]));
        }
        let (now, before) = self.funnels(survey).await?;
        if now.invited == 0 {
            return Ok(self.nothing("board-funnel-none", &[]));
        }
        Ok(self.tell_funnel(now, before))
    }

    /// The steps of the period, and of the one as long before it when it has a beginning.
    async fn funnels(&self, survey: &Survey) -> Result<(Steps, Option<Steps>), Problem> {
        let zone = self.boards.dashboard.zone(&self.eye.viewer).await?;
        let (from, to) = self.view.days(self.today);
        let start = |day: i32| start_of_day_us(&zone, day);
        let days = [
            from.map_or(EVER[0], start),
            to.map_or(EVER[1], |to| start(to + 1)),
        ];
        let before = from.map(|from| {
            let to = to.unwrap_or(self.today);
            [start(from - (to - from) - 1), start(from)]
        });
        let (workspace, survey_id) = (survey.workspace_id.clone(), survey.survey_id.clone());
        let read = move |tx: &mut Tx<'_>| {
            let of = (workspace.as_str(), survey_id.as_str());
            let now = steps(tx, of, days)?;
            let before = before.map(|before| steps(tx, of, before)).transpose()?;
            Ok::<_, Problem>((now, before))
        };
        self.boards.app.db.read_long(read).await
    }

    fn tell_funnel(&self, now: Steps, before: Option<Steps>) -> Told {
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
        Told {
            finding,
            head: vec![
                (words("board-step"), false),
                (words("dashboard-number"), true),
                (words("board-funnel-share"), true),
                (words("board-funnel-before"), false),
            ],
            rows: all.iter().map(|step| step.row(voice)).collect(),
            table: Some(Table {
                head: vec![
                    Head::text(words("board-step")),
                    Head::number(words("dashboard-number")),
                    Head::number(words("board-funnel-share")),
                    Head::number(words("dashboard-low")),
                    Head::number(words("dashboard-high")),
                    Head::text(words("board-funnel-before")),
                ],
                rows: all.iter().map(|step| step.numbers(voice)).collect(),
            }),
            figure: all.iter().map(Step::json).collect(),
            ..Told::default()
        }
    }
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
        let counts = |steps: Steps| [steps.invited, steps.opened, steps.started, steps.finished];
        let (now, before) = (counts(now), before.map(counts));
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
