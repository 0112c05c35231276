//! Tells open dashboards that something on them changed: server-sent events. What changed, a page
//! then asks for; it is worked out once for all of them.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream, SelectAll, Stream, StreamExt};
use platform::Problem;
use platform::web::{Frame, Path, QueryPairs};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, sleep, sleep_until};
use user::{StillHere, Viewer};

use super::shared::Opened;
use super::{chosen, eye};
use crate::Boards;
use crate::blocks::{Eye, drawn_topic};
use crate::model::Board;
use crate::service::{self, topic};
use crate::view::View;

/// A sign of life this often, so that a wall knows whether it is still connected.
const BEATS: Duration = Duration::from_secs(5);
/// Cases, targets and funnels change without an answer: pages look again after so many beats.
const LOOKS: u32 = 4;
/// Changes that follow each other closely are told at once.
const CALM: Duration = Duration::from_millis(200);
/// A connection ends after this; the page connects again, and access is checked again.
const LASTS: Duration = Duration::from_secs(600);

type Events = Sse<KeepAliveStream<BoxStream<'static, Result<Event, Infallible>>>>;

/// `GET /dashboards/{id}/live`.
pub(super) async fn events(
    State(boards): State<Boards>,
    frame: Frame,
    viewer: Viewer,
    here: StillHere,
    Path(board_id): Path<String>,
    query: QueryPairs,
) -> Result<Events, Problem> {
    let found = service::get(&boards, &viewer, &board_id).await?;
    let view = View::read(&query, &[])?;
    let base = format!("/dashboards/{board_id}");
    let eye = eye(&boards, (&viewer, &frame), base, &view).await?;
    let ended: BoxFuture<'static, ()> = Box::pin(here.ended());
    Ok(stream(&boards, (&eye, &view), &found.board, ended))
}

/// `GET /shared/{secret}/live`; ends when the link does.
pub(super) async fn shared_events(
    State(boards): State<Boards>,
    frame: Frame,
    Path(secret): Path<String>,
) -> Result<Events, Problem> {
    let opened = Opened::new(&boards, &secret, &frame).await?;
    let over = {
        let (boards, secret) = (boards.clone(), secret.clone());
        async move {
            // A change of the dashboard may have been the end of the link.
            while service::links::open(&boards, &secret).await.is_ok() {
                sleep(BEATS).await;
            }
        }
    };
    let seen = (&opened.eye, &opened.view);
    Ok(stream(&boards, seen, &opened.board, Box::pin(over)))
}

/// What wakes a page.
enum Woken {
    /// A survey or the dashboard itself.
    Changed,
    /// Time.
    Beat,
    /// The server stops, the session ended, or it took long enough.
    Over,
}

struct Waiting {
    wakers: SelectAll<BoxStream<'static, ()>>,
    ended: BoxFuture<'static, ()>,
    stopping: tokio::sync::watch::Receiver<bool>,
    end: Instant,
    beat: Instant,
    beats: u32,
    /// Some blocks follow from something else than answers.
    looks: bool,
    calm: Option<Instant>,
}

fn stream(
    boards: &Boards,
    (eye, view): (&Eye, &View),
    board: &Board,
    ended: BoxFuture<'static, ()>,
) -> Events {
    let mut wakers: SelectAll<BoxStream<'static, ()>> = SelectAll::new();
    let (blocks, _) = chosen(board, view);
    let mut surveys: Vec<&str> = blocks
        .iter()
        .filter_map(|b| b.survey_id.as_deref())
        .collect();
    surveys.sort_unstable();
    surveys.dedup();
    for survey_id in surveys {
        if let Ok(whose) = dashboard::service::whose(&eye.viewer, survey_id) {
            let standing = boards.dashboard.standing(&whose);
            let told = stream::unfold(standing, async |mut standing| {
                standing.next().await.map(|_| ((), standing))
            });
            wakers.push(told.boxed());
        }
    }
    let topics = [topic(&board.board_id), drawn_topic(&eye.base)];
    wakers.push(of_board(boards, topics).boxed());
    let now = Instant::now();
    let state = Waiting {
        wakers,
        ended,
        stopping: boards.app.stopping.clone(),
        end: now + LASTS,
        beat: now + BEATS,
        beats: 0,
        looks: blocks.iter().any(|block| block.kind.is_looked_at_again()),
        calm: None,
    };
    let events = stream::unfold(state, async |mut state| {
        let event = state.next().await?;
        Some((Ok(event), state))
    });
    Sse::new(events.boxed()).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

/// Changes of the dashboard itself, as far as this process hears of them, and of its blocks that
/// take long.
fn of_board(boards: &Boards, topics: [String; 2]) -> impl Stream<Item = ()> + Send + 'static {
    let told = boards.app.changes.listen();
    stream::unfold((told, topics), async |(mut told, topics)| {
        loop {
            match told.recv().await {
                Ok(other) if !topics.contains(&other) => {}
                Ok(_) | Err(RecvError::Lagged(_)) => return Some(((), (told, topics))),
                Err(RecvError::Closed) => return None,
            }
        }
    })
}

impl Waiting {
    async fn next(&mut self) -> Option<Event> {
        if let Some(until) = self.calm.take() {
            sleep_until(until).await;
        }
        let woken = tokio::select! {
            told = self.wakers.next() => if told.is_some() { Woken::Changed } else { Woken::Over },
            () = &mut self.ended => Woken::Over,
            () = sleep_until(self.end) => Woken::Over,
            _ = self.stopping.wait_for(|stop| *stop) => Woken::Over,
            () = sleep_until(self.beat) => Woken::Beat,
        };
        let name = match woken {
            Woken::Over => return None,
            Woken::Changed => {
                self.calm = Some(Instant::now() + CALM);
                "changed"
            }
            Woken::Beat => {
                self.beat = Instant::now() + BEATS;
                self.beats += 1;
                let looks = self.looks && self.beats.is_multiple_of(LOOKS);
                if looks { "changed" } else { "beat" }
            }
        };
        Some(Event::default().event(name).data("1"))
    }
}
