//! Starting, pausing and ending programmes, taking an invitation back, mails to try.

use mail::{NewMail, Promise};
use platform::web::{App, Problem};
use platform::{Tx, id};
use policy::At;
use user::Viewer;
use user::audit::{self, Note};

use super::{Refusal, check, check_wording, update};
use crate::model::{Programme, Schedule, Status};
use crate::planning::Plan;
use crate::{rules, store};

/// Starts a draft, or goes on with a paused programme.
pub async fn start(app: &App, viewer: &Viewer, programme_id: &str) -> Result<Programme, Problem> {
    let now_us = app.clock.now_us();
    let of = (programme_id, "programme.started");
    update(app, viewer, of, move |tx, programme| {
        match programme.status {
            Status::Running => return Ok(()),
            Status::Ended => {
                return Err(
                    Problem::Conflict("this programme is over; make a new one".to_owned()).into(),
                );
            }
            Status::Draft | Status::Paused => {}
        }
        check(tx, programme)?;
        check_wording(programme)?;
        let survey = survey::store::by_id(tx, &programme.workspace_id, &programme.survey_id)?;
        if survey.is_none_or(|survey| survey.status != survey::Status::Open) {
            return Err(Problem::Conflict(
                "publish the survey before you start: it must take answers".to_owned(),
            )
            .into());
        }
        let planned = store::programme::count_planned(tx, &programme.workspace_id)?;
        if programme.status == Status::Draft && planned >= rules::PLANNED_MAX {
            let detail = format!(
                "at most {} programmes run at the same time",
                rules::PLANNED_MAX
            );
            return Err(Problem::Conflict(detail).into());
        }
        let plan = Plan::load(tx, &programme.workspace_id, now_us)?;
        let today = plan.company.local(At(now_us)).0;
        if programme.definition.closes.is_some_and(|day| day < today) {
            return Err(Problem::invalid("/definition/closes", "lies in the past").into());
        }
        if let (Schedule::Relational(schedule), None) =
            (&programme.definition.schedule, programme.started_at_us)
            && schedule.start < today
        {
            let place = "/definition/schedule/relational/start";
            return Err(Problem::invalid(place, "lies in the past; choose today or later").into());
        }
        programme.status = Status::Running;
        programme.started_at_us.get_or_insert(now_us);
        Ok(())
    })
    .await
}

/// Asks nobody for the time being.
pub async fn pause(app: &App, viewer: &Viewer, programme_id: &str) -> Result<Programme, Problem> {
    let of = (programme_id, "programme.paused");
    update(app, viewer, of, |_, programme| match programme.status {
        Status::Running | Status::Paused => {
            programme.status = Status::Paused;
            Ok(())
        }
        Status::Draft | Status::Ended => {
            Err(Problem::Conflict("this programme doesn't run".to_owned()).into())
        }
    })
    .await
}

/// Ends a programme for good. Links that went out still take answers until they close.
pub async fn end(app: &App, viewer: &Viewer, programme_id: &str) -> Result<Programme, Problem> {
    let now_us = app.clock.now_us();
    let of = (programme_id, "programme.ended");
    update(app, viewer, of, move |_, programme| {
        if programme.status == Status::Draft {
            return Err(Problem::Conflict("this programme never ran".to_owned()).into());
        }
        programme.status = Status::Ended;
        programme.ended_at_us.get_or_insert(now_us);
        Ok(())
    })
    .await
}

/// Removes a draft.
pub async fn remove(app: &App, viewer: &Viewer, programme_id: &str) -> Result<(), Problem> {
    if !id::is_id(programme_id) {
        return Err(Problem::no("programme"));
    }
    let (by, id, now_us) = (viewer.clone(), programme_id.to_owned(), app.clock.now_us());
    app.db
        .write(move |tx| {
            let programme = store::programme::lock(tx, &by.workspace_id, &id)?
                .ok_or_else(|| Problem::no("programme"))?;
            if programme.status != Status::Draft {
                return Err(Problem::Conflict(
                    "only a draft can be removed; end this programme".to_owned(),
                )
                .into());
            }
            store::programme::remove(tx, &by.workspace_id, &id)?;
            audit::note(tx, &by, Note::new("programme.removed", &id), now_us)?;
            Ok::<_, Refusal>(())
        })
        .await?;
    Ok(())
}

/// Takes an invitation back: its link says that it is over, nothing more is sent about it. What was
/// answered stays.
pub async fn withdraw(
    app: &App,
    viewer: &Viewer,
    programme_id: &str,
    invitation_id: &str,
) -> Result<(), Problem> {
    if !id::is_id(programme_id) || !id::is_id(invitation_id) {
        return Err(Problem::no("invitation"));
    }
    let (by, programme) = (viewer.clone(), programme_id.to_owned());
    let (id, now_us) = (invitation_id.to_owned(), app.clock.now_us());
    app.db
        .write(move |tx| {
            let workspace = &by.workspace_id;
            store::invitation::by_id(tx, workspace, &id)?
                .filter(|own| own.programme_id == programme)
                .ok_or_else(|| Problem::no("invitation"))?;
            store::invitation::withdraw(tx, (workspace, &id), "withdrawn", now_us)?;
            response::invitation::withdraw(tx, workspace, &id, now_us)?;
            audit::note(tx, &by, Note::new("invitation.withdrawn", &id), now_us)?;
            Ok::<_, Refusal>(())
        })
        .await?;
    Ok(())
}

/// A mail to oneself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestMail {
    /// The address it goes to.
    pub to: String,
    /// Language of the wording; without it the contact's, else the survey's.
    pub language: Option<String>,
    /// With the words of a reminder.
    pub is_reminder: bool,
    /// The contact whose values are filled in; nobody: examples.
    pub contact_id: Option<String>,
}

/// Puts a mail to oneself into the outbox, as the programme's invitation or reminder looks. Its links
/// lead to the survey's preview.
pub async fn send_test(
    app: &App,
    viewer: &Viewer,
    programme_id: &str,
    test: TestMail,
) -> Result<(), Problem> {
    let programme = super::get(app, viewer, programme_id).await?;
    let to = test.to.trim().to_owned();
    if !rules::is_address(&to) {
        return Err(Problem::invalid(
            "/to",
            "an address such as you@example.com",
        ));
    }
    check_wording(&programme)?;
    let language = test.language.unwrap_or_default();
    if !language.is_empty() && !programme.definition.wording.contains_key(&language) {
        return Err(Problem::invalid(
            "/language",
            "the mail has no wording in this language",
        ));
    }
    if let Some(contact_id) = &test.contact_id {
        let (workspace, id) = (viewer.workspace_id.clone(), contact_id.clone());
        let find = move |tx: &mut Tx<'_>| {
            Ok::<_, Problem>(contact::store::by_id(tx, &workspace, &id)?.is_some())
        };
        if !id::is_id(contact_id) || !app.db.read(find).await? {
            return Err(Problem::invalid("/contact_id", "no contact has this id"));
        }
    }
    let contact_id = test.contact_id.as_deref();
    let id = &programme.programme_id;
    let now_us = app.clock.now_us();
    let mail = NewMail {
        subject_id: crate::kinds::test_subject(id, &language, test.is_reminder, contact_id),
        workspace_id: programme.workspace_id,
        mail_id: id::new(),
        kind: "test_invitation",
        address: to,
        promise: Promise::AtMostOnce,
        due_at_us: now_us,
    };
    app.db
        .write(move |tx| mail::outbox::add(tx, &mail, now_us))
        .await
        .map_err(Problem::from)
}
