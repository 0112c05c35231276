//! The worker that makes reports when they are due, on any node: whoever moves a schedule on to its
//! next moment sends the mails, in the same transaction.

use std::time::Duration;

use dashboard::voice::Voice;
use mail::Enclosure;
use platform::words::Language;
use platform::{DbError, Problem, id};
use user::{Viewer, people};

use crate::Sources;
use crate::document::{File, file_name};
use crate::letter;
use crate::model::{Form, Schedule};
use crate::post::{self, Written};
use crate::{rules, store};

/// The mails of this slice.
pub(crate) const KIND: &str = "report";
/// Between two looks when nothing was due.
const LOOK: Duration = Duration::from_secs(2);
/// After something went wrong.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);
/// Schedules in one look.
const AT_ONCE: i64 = 20;

/// Runs until the server stops.
pub async fn run(sources: Sources) {
    let mut stopping = sources.dashboard.app.stopping.clone();
    loop {
        if *stopping.borrow() {
            return;
        }
        let wait = match turn(&sources).await {
            Ok(()) => LOOK,
            Err(problem) => {
                tracing::warn!(%problem, "reports were not sent; it is tried again");
                AFTER_TROUBLE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

async fn turn(sources: &Sources) -> Result<(), Problem> {
    let now_us = sources.dashboard.app.clock.now_us();
    let due = sources
        .dashboard
        .app
        .db
        .read(move |tx| Ok::<_, Problem>(store::due(tx, now_us, AT_ONCE)?))
        .await?;
    for schedule in due {
        send(sources, schedule).await?;
    }
    Ok(())
}

/// Makes the report for each recipient and sends it; what can't be made is marked and comes again
/// at its next moment.
async fn send(sources: &Sources, schedule: Schedule) -> Result<(), Problem> {
    let mut mails = Vec::new();
    let mut trouble = None;
    for viewer in recipients(sources, &schedule).await? {
        match written(sources, &schedule, &viewer).await {
            Ok(written) => mails.push((id::new(), viewer, written)),
            // They may not see it (any more), or it is gone: nothing for them.
            Err(Problem::NotFound(_)) => trouble = trouble.or(Some("subject_gone")),
            Err(problem) => {
                tracing::warn!(%problem, schedule = schedule.schedule_id, "a report can't be made");
                trouble = Some("failed");
            }
        }
    }
    let viewer = Viewer::key(&schedule.workspace_id, ("", ""), user::Scope::Read);
    let zone = sources.dashboard.zone(&viewer).await?;
    let now_us = sources.dashboard.app.clock.now_us();
    let next_at_us = rules::next_at(schedule.draft.cadence, &zone, now_us);
    sources
        .dashboard
        .app
        .db
        .write(move |tx| {
            let sent_at_us = (!mails.is_empty()).then_some(now_us);
            if store::advance(tx, &schedule, (next_at_us, sent_at_us, trouble))? {
                for (mail_id, viewer, written) in &mails {
                    post::put(tx, (KIND, mail_id), (viewer, written), now_us)?;
                }
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

/// Sends the report as it is now to `viewer` alone.
pub(crate) async fn send_one(
    sources: &Sources,
    viewer: &Viewer,
    schedule: &Schedule,
) -> Result<(), Problem> {
    let written = written(sources, schedule, viewer).await?;
    let (viewer, mail_id) = (viewer.clone(), id::new());
    let now_us = sources.dashboard.app.clock.now_us();
    sources
        .dashboard
        .app
        .db
        .write(move |tx| post::put(tx, (KIND, &mail_id), (&viewer, &written), now_us))
        .await?;
    Ok(())
}

/// Who gets it: those who can still log in, with what they see now.
async fn recipients(sources: &Sources, schedule: &Schedule) -> Result<Vec<Viewer>, Problem> {
    let schedule = schedule.clone();
    let read = sources.dashboard.app.db.read(move |tx| {
        let ids = schedule.draft.recipients.iter();
        let viewers = ids.map(|id| user::team::viewer(tx, &schedule.workspace_id, id));
        Ok::<_, Problem>(viewers.collect::<Result<Vec<_>, _>>()?)
    });
    Ok(read.await?.into_iter().flatten().collect())
}

async fn language_of(sources: &Sources, viewer: &Viewer) -> Result<Language, Problem> {
    let viewer = viewer.clone();
    let read = sources.dashboard.app.db.read(move |tx| {
        let user_id = viewer.user_id().unwrap_or_default();
        Ok::<_, Problem>(people::by_id(tx, &viewer.workspace_id, user_id)?)
    });
    let person = read.await?;
    let code = person.map_or_else(String::new, |person| person.language);
    Ok(Language::from_code(&code).unwrap_or_default())
}

async fn written(
    sources: &Sources,
    schedule: &Schedule,
    viewer: &Viewer,
) -> Result<Written, Problem> {
    let language = language_of(sources, viewer).await?;
    let query = crate::service::pairs(&schedule.draft.filter);
    let of = (&schedule.draft.subject, &query);
    let taken = crate::taken(sources, viewer, language, of).await?;
    let voice = Voice::new(&sources.dashboard.app, language);
    let forms: &[File] = match schedule.draft.form {
        Form::Pdf => &[File::Pdf],
        Form::Xlsx => &[File::Xlsx],
        Form::Both => &[File::Pdf, File::Xlsx],
    };
    let mut files = Vec::new();
    for form in forms {
        files.push(Enclosure {
            name: file_name(&taken.title, *form),
            media_type: form.media_type(),
            content: taken.clone().file(&voice, language, *form).await?,
            shown: false,
        });
    }
    let page = format!(
        "{}{}",
        sources.dashboard.app.base_url,
        schedule.draft.page()
    );
    letter::write(
        &sources.dashboard.app,
        language,
        &letter::Told {
            taken: &taken,
            page,
            files,
        },
    )
}
