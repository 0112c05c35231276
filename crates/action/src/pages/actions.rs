//! The list of actions, one action, and its forms.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FormData, Frame, Path, Query, encoded, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::form::{self, Fields};
use super::view::{self, Voice};
use super::{Said, SaidParameters, again};
use crate::Actions;
use crate::heard;
use crate::model::{Action, Level, Status};
use crate::rules::{Fault, LINE_MAX};
use crate::service::{self, Refusal, Whole, improvement};
use crate::store::action::{NO_DAY, Wanted, Whose};

/// Lines of a page.
const PAGE: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    show: Option<Show>,
    level: Option<Level>,
    /// What raised them, as links name it.
    source: Option<String>,
    after: Option<String>,
    said: Option<Said>,
}

/// Which actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Show {
    #[default]
    Current,
    Mine,
    Overdue,
    Unowned,
    Done,
    Dropped,
}

impl Show {
    const ALL: [Self; 6] = [
        Self::Current,
        Self::Mine,
        Self::Overdue,
        Self::Unowned,
        Self::Done,
        Self::Dropped,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Mine => "mine",
            Self::Overdue => "overdue",
            Self::Unowned => "unowned",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    fn wanted(self, viewer: &Viewer, today: i32) -> Wanted {
        let current = vec![Status::Open, Status::Doing];
        let all = Wanted {
            statuses: current,
            ..Wanted::default()
        };
        match self {
            Self::Current => all,
            Self::Mine => Wanted {
                // A program has none.
                whose: Whose::Of(viewer.user_id().unwrap_or_default().to_owned()),
                ..all
            },
            Self::Overdue => Wanted {
                due_before: Some(today),
                ..all
            },
            Self::Unowned => Wanted {
                whose: Whose::Nobody,
                ..all
            },
            Self::Done => Wanted {
                statuses: vec![Status::Done],
                ..all
            },
            Self::Dropped => Wanted {
                statuses: vec![Status::Dropped],
                ..all
            },
        }
    }
}

pub(super) async fn list(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let show = asked.show.unwrap_or_default();
    let today = service::today(&state, &viewer).await?;
    let source = asked.source.as_deref().map(form::source).transpose()?;
    let after = match &asked.after {
        None => None,
        Some(text) => {
            let [due, id] = paging::read_cursor(text)?;
            Some((due.parse().map_err(|_| paging::no_cursor())?, id))
        }
    };
    let all = Show::ALL.map(|show| show.wanted(&viewer, today));
    let counts = service::counts(&state, &viewer, all).await?;
    let wanted = Wanted {
        level: asked.level,
        source,
        after,
        ..show.wanted(&viewer, today)
    };
    let (mut found, _) = service::list(&state, &viewer, wanted, PAGE + 1).await?;
    let kept = kept(&asked);
    let next = paging::cut(&mut found, PAGE).map(|last| {
        let due = last.draft.due_day.map_or(NO_DAY, i64::from).to_string();
        let after = paging::cursor(&[&due, &last.action_id]);
        format!("/actions?show={}{kept}&after={after}", show.as_str())
    });
    let people = service::people(&state, &viewer).await?;
    let people = view::names(&people);
    let shows = Show::ALL.iter().zip(counts);
    let shows = shows.map(|(own, n)| json!({ "value": own.as_str(), "n": n }));
    let lines = found.iter().map(|own| view::action(own, &people, today));
    let values = json!({
        "place": "act",
        "heard": heard::address(&viewer.workspace_id),
        "said": asked.said.map(Said::word),
        "may_work": viewer.may_work,
        "show": show.as_str(),
        "shows": shows.collect::<Vec<_>>(),
        "level": asked.level.map(Level::as_str),
        "levels": Level::ALL.map(Level::as_str),
        "source": asked.source,
        "kept": kept,
        "actions": lines.collect::<Vec<_>>(),
        "next": next,
    });
    state.app.templates.page("action/list.html", &frame, values)
}

/// The parameters that stay when others are looked at.
fn kept(asked: &Asked) -> String {
    let level = asked
        .level
        .map(|level| format!("&level={}", level.as_str()));
    let source = asked.source.as_deref();
    let source = source.map(|own| format!("&source={}", encoded(own)));
    [level, source].into_iter().flatten().collect()
}

/// A page with one action.
pub(super) async fn show(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<SaidParameters>,
) -> Result<Html<String>, Problem> {
    let whole = service::get(&state, &viewer, &id).await?;
    let said = asked.said.map(Said::word);
    one(&state, (&frame, &viewer), &whole, (said, "", &[])).await
}

async fn one(
    state: &Actions,
    (frame, viewer): (&Frame, &Viewer),
    whole: &Whole,
    (said, note, faults): (Option<&str>, &str, &[Fault]),
) -> Result<Html<String>, Problem> {
    let voice = Voice {
        app: &state.app,
        frame,
    };
    let own = &whole.action;
    let today = service::today(state, viewer).await?;
    let people = service::people(state, viewer).await?;
    let part_of = match &own.draft.improvement_id {
        Some(id) => Some(improvement::get(state, viewer, id).await?.improvement),
        None => None,
    };
    let entries = whole.entries.iter().map(|own| view::entry(voice, own));
    let values = json!({
        "place": "act",
        "said": said,
        "may_work": viewer.may_work,
        "action": view::action(own, &view::names(&people), today),
        "improvement": part_of.map(|own| json!({
            "id": own.improvement_id, "title": own.draft.title,
        })),
        "statuses": Status::ALL.map(Status::as_str),
        "entries": entries.collect::<Vec<_>>(),
        "answers": whole.voices,
        "note": note,
        "faults": voice.faults(faults, form::field),
    });
    state.app.templates.page("action/show.html", frame, values)
}

/// Status, progress, a note.
pub(super) async fn step(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let (change, mut faults) = form::read_step(&form)?;
    let is_note = change.note.is_some();
    if faults.is_empty() {
        match service::change(&state, &viewer, (&id, None), change).await {
            Ok(_) => {
                let said = if is_note { "noted" } else { "saved" };
                return Ok(Redirect::to(&format!("/actions/{id}?said={said}")).into_response());
            }
            Err(Refusal::Faults(own)) => faults = own,
            Err(Refusal::Problem(problem)) => return Err(problem),
        }
    }
    let whole = service::get(&state, &viewer, &id).await?;
    let told = (None, form.text("note"), faults.as_slice());
    let page = one(&state, (&frame, &viewer), &whole, told).await?;
    Ok(again(page))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct New {
    /// What raises it: `case:ID`, `theme:SURVEY:ID`, `driver:SURVEY:KEY`.
    from: Option<String>,
    /// First and last day of the answers.
    since: Option<String>,
    until: Option<String>,
    improvement: Option<String>,
}

/// The form of a new action.
pub(super) async fn new(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<New>,
) -> Result<Html<String>, Problem> {
    let mut fields: Fields = vec![
        ("level".to_owned(), Level::Process.as_str().to_owned()),
        (
            "owner_id".to_owned(),
            viewer.user_id().unwrap_or_default().to_owned(),
        ),
    ];
    if let Some(text) = asked.from {
        form::source(&text)?;
        fields.push(("source".to_owned(), text));
    }
    for (name, day) in [("from", asked.since), ("to", asked.until)] {
        fields.extend(day.map(|day| (name.to_owned(), day)));
    }
    if let Some(id) = asked.improvement {
        fields.push(("improvement_id".to_owned(), id));
    }
    edit_page(&state, (&frame, &viewer), None, (&fields, &[])).await
}

/// Makes an action.
pub(super) async fn create(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    let read = form::read_action(&form)?;
    let mut faults = read.faults;
    if faults.is_empty() {
        match service::create(&state, &viewer, read.draft, read.origin).await {
            Ok(made) => {
                let to = format!("/actions/{}?said=created", made.action_id);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(Refusal::Faults(own)) => faults = own,
            Err(Refusal::Problem(problem)) => return Err(problem),
        }
    }
    let page = edit_page(&state, (&frame, &viewer), None, (&form.0, &faults)).await?;
    Ok(again(page))
}

/// The form of an action that is there.
pub(super) async fn edit(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Html<String>, Problem> {
    let own = service::get(&state, &viewer, &id).await?.action;
    let fields = form::of_action(&own);
    edit_page(&state, (&frame, &viewer), Some(&own), (&fields, &[])).await
}

/// Saves an action.
pub(super) async fn save(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let read = form::read_action(&form)?;
    let mut faults = read.faults;
    let expected = form.text("revision").parse().ok();
    if faults.is_empty() {
        let change = form::change(read.draft);
        match service::change(&state, &viewer, (&id, expected), change).await {
            Ok(_) => {
                return Ok(Redirect::to(&format!("/actions/{id}?said=saved")).into_response());
            }
            Err(Refusal::Faults(own)) => faults = own,
            Err(Refusal::Problem(problem)) => return Err(problem),
        }
    }
    let own = service::get(&state, &viewer, &id).await?.action;
    let page = edit_page(&state, (&frame, &viewer), Some(&own), (&form.0, &faults)).await?;
    Ok(again(page))
}

async fn edit_page(
    state: &Actions,
    (frame, viewer): (&Frame, &Viewer),
    stored: Option<&Action>,
    (given, faults): (&Fields, &[Fault]),
) -> Result<Html<String>, Problem> {
    let voice = Voice {
        app: &state.app,
        frame,
    };
    let text = |name: &str| {
        let found = given.iter().find(|(own, _)| own == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let chosen = text("owner_id");
    let people = service::people(state, viewer).await?;
    let people = people
        .iter()
        .filter(|own| own.is_active() || own.user_id == chosen)
        .map(|own| json!({ "id": own.user_id, "name": own.name, "email": own.email }));
    let improvements = improvement::open_ones(state, viewer).await?;
    let improvements = improvements
        .iter()
        .map(|own| json!({ "id": own.improvement_id, "title": own.draft.title }));
    let source = text("source");
    let raised = match (stored, source) {
        (Some(own), _) => own.raised.as_ref().map(view::raised),
        (None, "") => None,
        (None, source) => Some(described(state, viewer, source).await?),
    };
    let values = json!({
        "place": "act",
        "id": stored.map(|own| &own.action_id),
        "revision": stored.map(|own| own.revision),
        "source": source,
        "raised": raised,
        "may_have_period": stored.is_none() && !source.is_empty() && !source.starts_with("case:"),
        "people": people.collect::<Vec<_>>(),
        "improvements": improvements.collect::<Vec<_>>(),
        "levels": Level::ALL.map(Level::as_str),
        "line_max": LINE_MAX,
        "f": form::fields(&form::action_names(), given, (voice, faults)),
        "faults": voice.faults(faults, form::field),
    });
    state.app.templates.page("action/edit.html", frame, values)
}

/// What will have raised a new action.
async fn described(state: &Actions, viewer: &Viewer, source: &str) -> Result<Value, Problem> {
    let source = form::source(source)?;
    let found = crate::voices::find(state, viewer, &source, crate::model::Period::default()).await;
    let found = found.map_err(|problem| match problem {
        Problem::Invalid { .. } => Problem::no("page"),
        other => other,
    })?;
    let mut shown = view::raised(&found.raised);
    shown["answers"] = json!(found.voices.len());
    Ok(shown)
}

/// Counts again who raised an action.
pub(super) async fn recount(
    State(state): State<Actions>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    service::recount(&state, &viewer, &id).await?;
    Ok(Redirect::to(&format!("/actions/{id}?said=recounted")))
}
