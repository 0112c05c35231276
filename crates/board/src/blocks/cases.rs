//! The block with cases: open, overdue, closed.

use dashboard::picture::{Cell, Head, Table};
use dashboard::screen::Tile;
use dashboard::voice::Voice;
use platform::clock::start_of_day_us;
use platform::{Problem, Tx};
use serde_json::{Value, json};
use stats::share::{Count, Share, change, share};
use stats::{Change, Tally, Verdict};

use super::{One, Told};
use crate::store::cases::{Counts, Times, counts};

/// Long before the first and long after the last case, UTC microseconds.
const EVER: [i64; 2] = [0, i64::MAX];

impl One<'_> {
    pub(super) async fn cases(&self) -> Result<Told, Problem> {
        if self.view.picks_answers() {
            return Ok(self.nothing("board-cases-filter", &[]));
        }
        let zone = self.boards.dashboard.zone(&self.eye.viewer).await?;
        let (from, to) = self.view.days(self.today);
        let start = |day: i32| start_of_day_us(&zone, day);
        let before = from.map(|from| {
            let to = to.unwrap_or(self.today);
            [start(from - (to - from) - 1), start(from)]
        });
        let times = Times {
            within: [
                from.map_or(EVER[0], start),
                to.map_or(EVER[1], |to| start(to + 1)),
            ],
            before: before.unwrap_or_default(),
            now_us: self.boards.app.clock.now_us(),
        };
        let viewer = &self.eye.viewer;
        let (workspace, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
        let surveys = (!self.view.surveys.is_empty()).then(|| json!(self.view.surveys).to_string());
        let read = move |tx: &mut Tx<'_>| {
            counts(tx, &workspace, (&sight, surveys.as_deref()), times).map_err(Problem::from)
        };
        let found = self.boards.app.db.read(read).await?;
        Ok(self.tell_cases(found, before.is_some()))
    }

    fn tell_cases(&self, found: Counts, has_before: bool) -> Told {
        let voice = self.voice();
        let parts = Parts::of(found, has_before);
        Told {
            finding: Some(voice.count(
                "board-cases-finding",
                found.open,
                &[("overdue", &voice.whole(found.overdue))],
            )),
            tiles: parts.tiles(voice, found),
            table: Some(parts.table(voice, found)),
            more: Some((
                "/cases?state=open".to_owned(),
                voice.word("board-cases-all"),
            )),
            figure: json!({
                "open": found.open,
                "overdue": found.overdue,
                "unowned": found.unowned,
                "closed": found.closed,
                "resolved": found.resolved,
                "overdue_share": parts.late.map(as_json),
                "resolved_share": parts.right.map(as_json),
                "verdict": parts.moved.map(|moved| moved.verdict.as_str()),
            }),
            ..Told::default()
        }
    }
}

/// What follows from the counts.
struct Parts {
    /// Overdue ones of those open.
    late: Option<Share>,
    /// Those put right of those closed.
    right: Option<Share>,
    /// The same against the period before.
    moved: Option<Change>,
}

impl Parts {
    fn of(found: Counts, has_before: bool) -> Self {
        let of = |hits: u64, all: u64| Count {
            hits: Tally::from(hits),
            all: Tally::from(all),
        };
        let before = of(found.resolved_before, found.closed_before);
        let now = of(found.resolved, found.closed);
        Self {
            late: share(&of(found.overdue, found.open)),
            right: share(&now),
            moved: change(&before, &now)
                .filter(|_| has_before && found.closed_before > 0 && found.closed > 0),
        }
    }

    fn tiles(&self, voice: Voice<'_>, found: Counts) -> Vec<Tile> {
        let part = |own: Option<Share>, key: &str| {
            own.map(|own| {
                let [low, high] = own.ci95.map(|end| voice.percent(end));
                let between = voice.say("dashboard-between", &[("low", &low), ("high", &high)]);
                let share = voice.percent(own.value);
                voice.say(key, &[("share", &share), ("between", &between)])
            })
        };
        let tile = |key: &str, value: u64| Tile {
            name: voice.word(key),
            value: Some(voice.whole(value)),
            interval: None,
            n: String::new(),
            few: false,
            verdict: None,
            changed: false,
        };
        let verdict = self.moved.map(|moved| match moved.verdict {
            Verdict::Rose => voice.word("board-cases-rose"),
            Verdict::Fell => voice.word("board-cases-fell"),
            Verdict::NotMoreThanChance => voice.word("dashboard-verdict-chance"),
            Verdict::TooFew { need } => voice.count("dashboard-verdict-few", need, &[]),
        });
        vec![
            Tile {
                n: voice.count("board-cases-unowned", found.unowned, &[]),
                ..tile("board-cases-open", found.open)
            },
            Tile {
                interval: part(self.late, "board-cases-late"),
                n: voice.count("board-cases-of", found.open, &[]),
                ..tile("board-cases-overdue", found.overdue)
            },
            Tile {
                interval: part(self.right, "board-cases-right"),
                n: voice.count("board-cases-of", found.closed, &[]),
                verdict,
                ..tile("board-cases-closed", found.closed)
            },
        ]
    }

    fn table(&self, voice: Voice<'_>, found: Counts) -> Table {
        let row = |key: &str, n: u64, own: Option<Share>| {
            let cell = |value: Option<f64>| {
                value.map_or_else(Cell::default, |value| {
                    Cell::number(voice.percent(value), value)
                })
            };
            vec![
                Cell::text(voice.word(key)),
                Cell::number(voice.whole(n), n as f64),
                cell(own.map(|own| own.value)),
                cell(own.map(|own| own.ci95[0])),
                cell(own.map(|own| own.ci95[1])),
            ]
        };
        Table {
            head: vec![
                Head::text(voice.word("board-kind-cases")),
                Head::number(voice.word("dashboard-number")),
                Head::number(voice.word("dashboard-share")),
                Head::number(voice.word("dashboard-low")),
                Head::number(voice.word("dashboard-high")),
            ],
            rows: vec![
                row("board-cases-open", found.open, None),
                row("board-cases-overdue", found.overdue, self.late),
                row("board-cases-closed", found.closed, self.right),
            ],
        }
    }
}

fn as_json(own: Share) -> Value {
    json!({ "value": own.value, "ci95": own.ci95, "n": own.n })
}
