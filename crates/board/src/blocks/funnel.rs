//! The block with the way from an invitation to a finished answer.

use dashboard::picture::{Cell, Head, Table};
use platform::clock::start_of_day_us;
use platform::{Problem, Tx};
use serde_json::json;
use stats::share::{Count, change, share};
use stats::{Tally, Verdict};
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
        let names = ["invited", "opened", "started", "finished"];
        let [all, then] = [Some(now), before].map(|steps| {
            steps.map(|steps| [steps.invited, steps.opened, steps.started, steps.finished])
        });
        let all = all.unwrap_or_default();
        let mut rows = Vec::new();
        let mut numbers = Vec::new();
        let mut figures = Vec::new();
        for (place, name) in names.into_iter().enumerate() {
            let word = voice.word(&format!("board-funnel-{name}"));
            let count = |steps: &[u64; 4]| Count {
                hits: Tally::from(steps[place]),
                all: Tally::from(steps[0]),
            };
            let own = share(&count(&all)).filter(|_| place > 0);
            let moved = then
                .as_ref()
                .filter(|then| place > 0 && then[0] > 0)
                .and_then(|then| change(&count(then), &count(&all)));
            let verdict = moved.map_or_else(String::new, |moved| match moved.verdict {
                Verdict::Rose => voice.word("board-funnel-rose"),
                Verdict::Fell => voice.word("board-funnel-fell"),
                Verdict::NotMoreThanChance => voice.word("dashboard-verdict-chance"),
                Verdict::TooFew { need } => voice.count("dashboard-verdict-few", need, &[]),
            });
            let [low, high] = own
                .map_or([0.0; 2], |own| own.ci95)
                .map(|end| voice.percent(end));
            let between = voice.say("dashboard-between", &[("low", &low), ("high", &high)]);
            rows.push(Row {
                name: word.clone(),
                cells: vec![
                    number(voice.whole(all[place])),
                    Shown {
                        below: own.map(|_| between),
                        ..number(own.map_or_else(|| "–".to_owned(), |own| voice.percent(own.value)))
                    },
                    Shown {
                        text: verdict.clone(),
                        ..Shown::default()
                    },
                ],
                ..Row::default()
            });
            let cell = |value: Option<f64>| {
                value.map_or_else(Cell::default, |value| {
                    Cell::number(voice.percent(value), value)
                })
            };
            numbers.push(vec![
                Cell::text(word),
                Cell::number(voice.whole(all[place]), all[place] as f64),
                cell(own.map(|own| own.value)),
                cell(own.map(|own| own.ci95[0])),
                cell(own.map(|own| own.ci95[1])),
                Cell::text(verdict),
            ]);
            figures.push(json!({
                "step": name,
                "n": all[place],
                "share": own.map(|own| own.value),
                "ci95": own.map(|own| own.ci95),
                "verdict": moved.map(|moved| moved.verdict.as_str()),
            }));
        }
        let words = |key: &str| voice.word(key);
        let head = [
            "board-step",
            "dashboard-number",
            "board-funnel-share",
            "board-funnel-before",
        ];
        let finished = share(&Count {
            hits: Tally::from(all[3]),
            all: Tally::from(all[0]),
        });
        let finding = finished.map(|own| {
            let [low, high] = own.ci95.map(|end| voice.percent(end));
            let args = [
                ("share", voice.percent(own.value)),
                ("low", low),
                ("high", high),
            ];
            let args: Vec<(&str, &str)> = args.iter().map(|(n, v)| (*n, v.as_str())).collect();
            voice.count("board-funnel-finding", all[0], &args)
        });
        Told {
            finding,
            head: head
                .iter()
                .map(|key| {
                    (
                        words(key),
                        key.starts_with("dash") || key.ends_with("share"),
                    )
                })
                .collect(),
            rows,
            table: Some(Table {
                head: vec![
                    Head::text(words("board-step")),
                    Head::number(words("dashboard-number")),
                    Head::number(words("board-funnel-share")),
                    Head::number(words("dashboard-low")),
                    Head::number(words("dashboard-high")),
                    Head::text(words("board-funnel-before")),
                ],
                rows: numbers,
            }),
            figure: json!(figures),
            ..Told::default()
        }
    }
}

fn number(text: String) -> Shown {
    Shown {
        text,
        number: true,
        ..Shown::default()
    }
}
