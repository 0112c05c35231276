//! The block with cases: open, overdue, closed. Of a filter on answers pass the cases about such
//! answers.

use case::service::{Counted, StandIns};
use case::store::{AnswerLike, Filter, Tally as Counts};
use dashboard::filter::address;
use dashboard::picture::{Cell, Head, Table};
use dashboard::privacy::{MINIMUM, Privacy};
use dashboard::screen::Tile;
use dashboard::voice::Voice;
use jiff::tz::TimeZone;
use platform::Problem;
use platform::clock::{rfc3339, start_of_day_us};
use serde_json::{Value, json};
use stats::share::{Count, Share, change, share};
use stats::{Change, Tally, Verdict};

use super::ready::sides;
use super::{One, Ready, Told};
use crate::view::View;

/// Long before the first and long after the last case, UTC microseconds.
const EVER: [i64; 2] = [0, i64::MAX];
/// Surveys whose answers are looked at.
const SURVEYS_MAX: usize = 100;

impl One<'_> {
    pub(super) async fn cases(&self) -> Result<Told, Problem> {
        let zone = self.boards.dashboard.zone(&self.eye.viewer).await?;
        let mut least = Privacy::at_least(if self.eye.outside { MINIMUM } else { 1 });
        let now = match self.cases_of(self.view, (&zone, &mut least)).await? {
            Ok(now) => now,
            Err(told) => return Ok(told),
        };
        let before = match self.before() {
            Some(view) => self.cases_of(&view, (&zone, &mut least)).await?.ok(),
            None => None,
        };
        let asked = std::iter::once(now.clone()).chain(before.clone()).collect();
        let viewer = &self.eye.viewer;
        let app = &self.boards.app;
        let found = case::service::tallies(app, viewer, (asked, self.stand_ins())).await?;
        let counts = found.first().copied().unwrap_or_default();
        let is_few = |n: u64| least.is_few(n);
        if self.view.picks_answers() && (is_few(counts.open) || is_few(counts.closed)) {
            return Ok(self.nothing("board-hidden", &[]));
        }
        Ok(self.tell_cases((counts, found.get(1).copied()), &now))
    }

    /// Whether cases of people whoever looks stands in for count too: not where the sight is that of
    /// a team, or of whoever made a link.
    fn stand_ins(&self) -> StandIns {
        if self.view.teams.is_empty() && !self.eye.outside {
            StandIns::Too
        } else {
            StandIns::Not
        }
    }

    /// The other side of what is compared, else the period before; none without a beginning.
    pub(super) fn before(&self) -> Option<View> {
        let usual = View {
            compare: Some(crate::view::Compare::Before),
            ..self.view.clone()
        };
        let view = match self.view.compare {
            Some(_) => self.view,
            None => &usual,
        };
        view.other(self.today)
    }

    /// What the other side is called, when somebody chose one.
    pub(super) fn other_name(&self) -> Option<String> {
        let [_, there] = sides(&self.voice(), self.view, self.today)?;
        Some(there)
    }

    /// The cases that pass a filter; or what to show when the filter can't be asked of them. `least`
    /// becomes what the strictest of their surveys asks for.
    async fn cases_of(
        &self,
        view: &View,
        (zone, least): (&TimeZone, &mut Privacy),
    ) -> Result<Result<Counted, Told>, Problem> {
        let (from, to) = view.days(self.today);
        let start = |day: i32| start_of_day_us(zone, day);
        let closed_us = [
            from.map_or(EVER[0], start),
            to.map_or(EVER[1], |to| start(to + 1)),
        ];
        let mut answer = AnswerLike {
            surveys: (!view.surveys.is_empty()).then(|| view.surveys.clone()),
            ..AnswerLike::default()
        };
        if view.picks_answers() {
            let (surveys, attributes) = self.knowing(view, least).await?;
            if surveys.is_empty() {
                let names = view.attributes.join(", ");
                return Ok(Err(
                    self.nothing("board-cases-unknown", &[("names", &names)])
                ));
            }
            let built_in = |name: &str| {
                let own = view.built_in.iter().filter(|(own, _)| *own == name);
                own.map(|(_, value)| value.clone()).collect()
            };
            answer = AnswerLike {
                attributes: view.members_of(&attributes),
                languages: built_in("language"),
                channels: built_in("channel"),
                versions: built_in("version"),
                complete: view.complete,
                surveys: Some(surveys),
            };
        }
        let filter = Filter {
            answer,
            ..Filter::default()
        };
        Ok(Ok(Counted { filter, closed_us }))
    }

    /// The surveys with cases whose answers know the attributes of a filter, and the names of all
    /// attributes they know. Those that name people of ours are none.
    async fn knowing(
        &self,
        view: &View,
        least: &mut Privacy,
    ) -> Result<(Vec<String>, Vec<String>), Problem> {
        let (app, viewer) = (&self.boards.app, &self.eye.viewer);
        let mut surveys = case::service::surveys(app, viewer, self.stand_ins()).await?;
        surveys.retain(|id| view.surveys.is_empty() || view.surveys.contains(id));
        let (mut known, mut names) = (Vec::new(), Vec::new());
        for survey_id in surveys.into_iter().take(SURVEYS_MAX) {
            let of = (survey_id.as_str(), self.today);
            let ready = Ready::of(self.boards, self.eye, view, of).await?;
            if let Ready::Known {
                attributes, survey, ..
            } = ready
            {
                let own = self.privacy(&survey.definition);
                *least = Privacy::at_least(least.least().max(own.least()));
                known.push(survey_id);
                names.extend(attributes);
            }
        }
        names.sort_unstable();
        names.dedup();
        Ok((known, names))
    }

    fn tell_cases(&self, (found, before): (Counts, Option<Counts>), asked: &Counted) -> Told {
        let voice = self.voice();
        let parts = Parts::of(found, before);
        let at = |more: &[(&str, String)]| Some(cases_at(asked, more));
        let closed = [("state", "closed".to_owned())];
        let [from_us, to_us] = asked.closed_us;
        let from = (from_us > EVER[0]).then(|| ("closed_from", rfc3339(from_us)));
        let to = (to_us < EVER[1]).then(|| ("closed_to", rfc3339(to_us)));
        let closed: Vec<(&str, String)> = closed.into_iter().chain(from).chain(to).collect();
        let open = || ("state", "open".to_owned());
        let links = vec![
            at(&[open()]),
            at(&[open(), ("overdue", "true".to_owned())]),
            at(&closed),
        ];
        let of_answers = self.view.picks_answers();
        Told {
            finding: Some(voice.count(
                "board-cases-finding",
                found.open,
                &[("overdue", &voice.whole(found.overdue))],
            )),
            tiles: parts.tiles(voice, found, self.other_name()),
            links,
            table: Some(parts.table(voice, found)),
            note: of_answers.then(|| voice.word("board-cases-of-answers")),
            more: Some((cases_at(asked, &[open()]), voice.word("board-cases-all"))),
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

/// The list of the cases that are counted.
fn cases_at(asked: &Counted, more: &[(&str, String)]) -> String {
    let answer = &asked.filter.answer;
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut push = |name: &str, value: &str| pairs.push((name.to_owned(), value.to_owned()));
    for (name, value) in more {
        push(name, value);
    }
    for (name, values) in &answer.attributes {
        for value in values {
            push("attribute", &format!("{name}:{value}"));
        }
    }
    for (name, values) in [
        ("language", &answer.languages),
        ("channel", &answer.channels),
        ("version", &answer.versions),
    ] {
        for value in values {
            push(name, value);
        }
    }
    if answer.complete {
        push("complete", "1");
    }
    for survey_id in answer.surveys.iter().flatten() {
        push("survey", survey_id);
    }
    address("/cases", &pairs)
}

/// What follows from the counts.
struct Parts {
    /// Overdue ones of those open.
    late: Option<Share>,
    /// Those put right of those closed.
    right: Option<Share>,
    /// The same against the other side.
    moved: Option<Change>,
}

impl Parts {
    fn of(found: Counts, before: Option<Counts>) -> Self {
        let of = |hits: u64, all: u64| Count {
            hits: Tally::from(hits),
            all: Tally::from(all),
        };
        let now = of(found.resolved, found.closed);
        let before = before.filter(|before| before.closed > 0 && found.closed > 0);
        Self {
            late: share(&of(found.overdue, found.open)),
            right: share(&now),
            moved: before.and_then(|before| change(&of(before.resolved, before.closed), &now)),
        }
    }

    fn tiles(&self, voice: Voice<'_>, found: Counts, other: Option<String>) -> Vec<Tile> {
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
        let against = |key: &str| match &other {
            Some(there) => voice.say(&format!("{key}-than"), &[("there", there)]),
            None => voice.word(key),
        };
        let verdict = self.moved.map(|moved| match moved.verdict {
            Verdict::Rose => against("board-cases-rose"),
            Verdict::Fell => against("board-cases-fell"),
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
