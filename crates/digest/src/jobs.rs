//! The worker that sends digests when they are due and alarms when something moved, on any node.

use std::collections::HashMap;
use std::time::Duration;

use coaching::Coaching;
use dashboard::Dashboard;
use jiff::tz::TimeZone;
use movement::Alarm;
use platform::clock::{DAY_US, SECOND_US, day_in};
use platform::words::Language;
use platform::{DbError, Problem, Tx, id};
use report::post::{self, Written};
use report::rules::next_at;
use user::{Viewer, people};

use crate::content;
use crate::letter;
use crate::model::{Setting, Wish};
use crate::store;

/// The mails of this slice.
pub(crate) const DIGEST: &str = "digest";
/// See [`DIGEST`].
pub(crate) const ALARM: &str = "alarm";
/// Between two looks when nothing was due.
const LOOK: Duration = Duration::from_secs(2);
/// After something went wrong.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);
/// People in one look.
const AT_ONCE: i64 = 50;
/// Between two looks for what moved: it costs a judgement of every open survey.
const MOVED_US: i64 = 60 * SECOND_US;
/// What was told so long ago is forgotten: alarms are about the latest period.
const TOLD_US: i64 = 800 * DAY_US;

/// Runs until the server stops.
pub async fn run(dashboard: Dashboard) {
    let mut stopping = dashboard.app.stopping.clone();
    let mut looks = Looks::default();
    let coaching = Coaching::new(dashboard);
    loop {
        if *stopping.borrow() {
            return;
        }
        let wait = match turn(&coaching, &mut looks).await {
            Ok(()) => LOOK,
            Err(problem) => {
                tracing::warn!(%problem, "digests were not sent; it is tried again");
                AFTER_TROUBLE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// When this node last looked for what moved, and where each workspace stood then.
#[derive(Default)]
struct Looks {
    at_us: Option<i64>,
    stood: HashMap<String, ((i64, i64), i32)>,
}

async fn turn(coaching: &Coaching, looks: &mut Looks) -> Result<(), Problem> {
    let dashboard = &coaching.dashboard;
    let app = &dashboard.app;
    begin(dashboard).await?;
    let now_us = app.clock.now_us();
    let due = app
        .db
        .read(move |tx| Ok::<_, Problem>(store::due(tx, now_us, AT_ONCE)?))
        .await?;
    for own in due {
        send(coaching, own).await?;
    }
    let is_time = looks
        .at_us
        .is_none_or(|at| !(0..MOVED_US).contains(&(now_us - at)));
    if is_time {
        looks.at_us = Some(now_us);
        tell_what_moved(dashboard, looks).await?;
    }
    Ok(())
}

/// Plans the first digest of people who are new.
async fn begin(dashboard: &Dashboard) -> Result<(), Problem> {
    let app = &dashboard.app;
    let new = app
        .db
        .read(|tx| Ok::<_, Problem>(store::without_setting(tx, AT_ONCE)?))
        .await?;
    if new.is_empty() {
        return Ok(());
    }
    let now_us = app.clock.now_us();
    let mut planned = Vec::new();
    for (workspace_id, user_id, zone) in new {
        let zone = TimeZone::get(&zone)
            .map_err(|e| Problem::Internal(format!("time zone {zone}: {e}")))?;
        let usual = Wish::USUAL.digest.cadence(Wish::USUAL.hour);
        let next_at_us = usual.map_or(i64::MAX, |cadence| next_at(cadence, &zone, now_us));
        planned.push((workspace_id, user_id, next_at_us));
    }
    app.db
        .write(move |tx| {
            for (workspace_id, user_id, next_at_us) in &planned {
                store::begin(tx, (workspace_id, user_id), *next_at_us)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

/// Who somebody is at this moment, and in which language; none when they can't log in any more.
async fn reader(
    dashboard: &Dashboard,
    (workspace_id, user_id): (&str, &str),
) -> Result<Option<(Viewer, Language)>, Problem> {
    let (workspace_id, user_id) = (workspace_id.to_owned(), user_id.to_owned());
    let read = move |tx: &mut Tx<'_>| {
        let viewer = user::team::viewer(tx, &workspace_id, &user_id)?;
        let person = people::by_id(tx, &workspace_id, &user_id)?;
        Ok::<_, Problem>(viewer.zip(person))
    };
    let found = dashboard.app.db.read(read).await?;
    Ok(found.map(|(viewer, person)| {
        let language = Language::from_code(&person.language).unwrap_or_default();
        (viewer, language)
    }))
}

/// Sends one digest, unless there is nothing to say, and plans the next.
async fn send(coaching: &Coaching, own: Setting) -> Result<(), Problem> {
    let dashboard = &coaching.dashboard;
    let app = &dashboard.app;
    let found = reader(dashboard, (&own.workspace_id, &own.user_id)).await?;
    let mut mail = None;
    let mut next_at_us = None;
    if let Some((viewer, language)) = found {
        let zone = dashboard.zone(&viewer).await?;
        let cadence = own.wish.digest.cadence(own.wish.hour);
        next_at_us = cadence.map(|cadence| next_at(cadence, &zone, app.clock.now_us()));
        if let Some(written) = written(coaching, (&viewer, language), &own).await? {
            mail = Some((viewer, written));
        }
    }
    let (mail_id, now_us) = (id::new(), app.clock.now_us());
    app.db
        .write(move |tx| {
            let sent_at_us = mail.as_ref().map(|_| now_us);
            if store::advance(tx, &own, (next_at_us, sent_at_us))?
                && let Some((viewer, written)) = &mail
            {
                post::put(tx, (DIGEST, &mail_id), (viewer, written), now_us)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

/// The digest as a mail; none when there is nothing worth one. What can't be made for one person must
/// not keep the others from theirs.
async fn written(
    coaching: &Coaching,
    reader: (&Viewer, Language),
    own: &Setting,
) -> Result<Option<Written>, Problem> {
    let content = match content::gather(coaching, reader, own.wish.digest).await {
        Ok(content) if content.is_empty() => return Ok(None),
        Ok(content) => content,
        Err(problem) => {
            tracing::warn!(%problem, user = own.user_id, "a digest can't be made");
            return Ok(None);
        }
    };
    letter::digest(&coaching.dashboard.app, reader.1, content).map(Some)
}

/// Sends the digest as it is now to whoever asks; false when there is nothing to say.
pub(crate) async fn send_one(
    coaching: &Coaching,
    viewer: &Viewer,
    own: &Setting,
) -> Result<bool, Problem> {
    let dashboard = &coaching.dashboard;
    let found = reader(dashboard, (&own.workspace_id, &own.user_id)).await?;
    let Some((_, language)) = found else {
        return Ok(false);
    };
    let content = content::gather(coaching, (viewer, language), own.wish.digest).await?;
    if content.is_empty() {
        return Ok(false);
    }
    let written = letter::digest(&dashboard.app, language, content)?;
    let (viewer, mail_id) = (viewer.clone(), id::new());
    let now_us = dashboard.app.clock.now_us();
    dashboard
        .app
        .db
        .write(move |tx| post::put(tx, (DIGEST, &mail_id), (&viewer, &written), now_us))
        .await?;
    Ok(true)
}

/// Looks in every workspace whose answers, surveys or day changed since the last look.
async fn tell_what_moved(dashboard: &Dashboard, looks: &mut Looks) -> Result<(), Problem> {
    let app = &dashboard.app;
    let now_us = app.clock.now_us();
    app.db
        .write(move |tx| store::forget_told(tx, now_us - TOLD_US))
        .await?;
    let workspaces = app
        .db
        .read(|tx| Ok::<_, Problem>(user::workspace::all(tx)?))
        .await?;
    for workspace in workspaces {
        let id = workspace.workspace_id.clone();
        let (stand, people) = app
            .db
            .read(move |tx| {
                let stand = store::stand(tx, &id)?;
                Ok::<_, Problem>((stand, store::who_wants_alarms(tx, &id)?))
            })
            .await?;
        let zone = TimeZone::get(&workspace.time_zone).unwrap_or(TimeZone::UTC);
        let now = (stand, day_in(&zone, now_us));
        if looks.stood.get(&workspace.workspace_id) == Some(&now) {
            continue;
        }
        tell(dashboard, &workspace.workspace_id, people).await?;
        looks.stood.insert(workspace.workspace_id, now);
    }
    Ok(())
}

/// Tells each person what moved in their sight. Who sees the same in the same language shares the
/// judgement.
async fn tell(
    dashboard: &Dashboard,
    workspace_id: &str,
    people: Vec<String>,
) -> Result<(), Problem> {
    let mut judged: HashMap<(user::Sight, Language), Vec<Alarm>> = HashMap::new();
    for user_id in people {
        let Some((viewer, language)) = reader(dashboard, (workspace_id, &user_id)).await? else {
            continue;
        };
        let key = (viewer.sight.clone(), language);
        if !judged.contains_key(&key) {
            let found = movement::alarms(dashboard, &viewer, language).await?;
            judged.insert(key.clone(), found);
        }
        let alarms = judged.get(&key).cloned().unwrap_or_default();
        if !alarms.is_empty() {
            tell_one(dashboard, (viewer, language), alarms).await?;
        }
    }
    Ok(())
}

/// Tells a person those alarms that they haven't been told, in one mail. Which those are is decided
/// in the transaction that sends it; its words are written anew when another node was faster.
async fn tell_one(
    dashboard: &Dashboard,
    (viewer, language): (Viewer, Language),
    alarms: Vec<Alarm>,
) -> Result<(), Problem> {
    let app = dashboard.app.clone();
    let (dashboard, mail_id) = (dashboard.clone(), id::new());
    let now_us = app.clock.now_us();
    app.db
        .clone()
        .write(move |tx| {
            let user_id = viewer.user_id().unwrap_or_default();
            let whose = (viewer.workspace_id.as_str(), user_id);
            let mut moved = Vec::new();
            for alarm in &alarms {
                if store::tell(tx, whose, alarm, now_us)? {
                    moved.push(alarm.clone());
                }
            }
            if !moved.is_empty() {
                let moved = content::moved(&dashboard, moved);
                let written = letter::alarms(&app, language, &moved)?;
                post::put(tx, (ALARM, &mail_id), (&viewer, &written), now_us)?;
            }
            Ok::<_, Problem>(())
        })
        .await
}
