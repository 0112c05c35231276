//! One theme: its rules, what they find, where people say otherwise.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dashboard::filter::Others;
use dashboard::results::Depth;
use dashboard::service::whose;
use dashboard::voice::Voice;
use platform::Problem;
use platform::web::{FormData, Frame, Path, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use super::Page;
use super::overview::back;
use crate::list::{NO_THEME, Wanted, comments_at};
use crate::look::{Looked, Themes};
use crate::model::{NAME_MAX, Theme};
use crate::rules::{self, Fault};
use crate::say;
use crate::service::{self, Draft, NotSaved};
use crate::tried::{Tried, try_rules};

/// Longest text taken from an address, in characters.
const GIVEN_MAX: usize = 2_000;

/// A theme being edited.
struct Editing<'a> {
    /// The theme as it is stored; none for a new one.
    stored: Option<&'a Theme>,
    draft: Draft,
    faults: Vec<Fault>,
    /// Whether what stands there is saved.
    tried: bool,
}

pub(super) async fn new_page(
    State(themes): State<Themes>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let others = Others::once(&["question", "name", "rules"]);
    let looked = themes.look(&whose, &query, others, Depth::Page).await?;
    let given = |name: &str| -> String {
        let text = query.get(name).unwrap_or_default();
        text.chars().take(GIVEN_MAX).collect()
    };
    let editing = Editing {
        stored: None,
        draft: Draft {
            name: given("name"),
            rules: given("rules"),
            position: None,
        },
        faults: Vec::new(),
        tried: true,
    };
    edit(&themes, (&frame, &viewer), &looked, editing)
        .await
        .map(Html)
}

pub(super) async fn create(
    State(themes): State<Themes>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
    form: FormData,
) -> Result<Response, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let (draft, tries) = draft(&form)?;
    let others = Others::once(&["question", "name", "rules"]);
    let looked = themes.look(&whose, &query, others, Depth::Page).await?;
    let saved = if tries {
        None
    } else {
        Some(service::add(&themes.dashboard.app, (&viewer, &whose), draft.clone()).await)
    };
    answer(&themes, (&frame, &viewer), &looked, (None, draft, saved)).await
}

pub(super) async fn page(
    State(themes): State<Themes>,
    frame: Frame,
    viewer: Viewer,
    Path((survey_id, theme_id)): Path<(String, String)>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let theme = service::get(&themes.dashboard.app, &whose, &theme_id).await?;
    let others = Others::once(&["question"]);
    let looked = themes.look(&whose, &query, others, Depth::Page).await?;
    let editing = Editing {
        draft: Draft {
            name: theme.name.clone(),
            rules: theme.rules.clone(),
            position: None,
        },
        stored: Some(&theme),
        faults: Vec::new(),
        tried: false,
    };
    edit(&themes, (&frame, &viewer), &looked, editing)
        .await
        .map(Html)
}

pub(super) async fn save(
    State(themes): State<Themes>,
    frame: Frame,
    viewer: Viewer,
    Path((survey_id, theme_id)): Path<(String, String)>,
    query: QueryPairs,
    form: FormData,
) -> Result<Response, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let (draft, tries) = draft(&form)?;
    let app = &themes.dashboard.app;
    let theme = service::get(app, &whose, &theme_id).await?;
    let others = Others::once(&["question"]);
    let looked = themes.look(&whose, &query, others, Depth::Page).await?;
    let saved = if tries {
        None
    } else {
        Some(service::change(app, (&viewer, &whose), (&theme_id, None), draft.clone()).await)
    };
    let editing = (Some(&theme), draft, saved);
    answer(&themes, (&frame, &viewer), &looked, editing).await
}

/// The overview when the theme is saved; else the page again with what was typed.
async fn answer(
    themes: &Themes,
    reader: (&Frame, &Viewer),
    looked: &Looked,
    (stored, draft, saved): (Option<&Theme>, Draft, Option<Result<Theme, NotSaved>>),
) -> Result<Response, Problem> {
    let faults = match saved {
        Some(Ok(_)) => {
            let survey_id = &looked.results.survey.survey_id;
            return Ok(Redirect::to(&back(survey_id, "saved", None)).into_response());
        }
        Some(Err(NotSaved::Problem(problem))) => return Err(problem),
        Some(Err(NotSaved::Faults(faults))) => faults,
        None => {
            let mut others = looked.themes.clone();
            others.retain(|other| stored.is_none_or(|theme| theme.theme_id != other.theme_id));
            rules::check(&draft.name, &draft.rules, &others)
        }
    };
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let editing = Editing {
        stored,
        draft,
        faults,
        tried: true,
    };
    let page = edit(themes, reader, looked, editing).await?;
    Ok((status, Html(page)).into_response())
}

/// What the form says, and whether it is only to be tried.
fn draft(form: &FormData) -> Result<(Draft, bool), Problem> {
    form.only(|name| ["name", "rules", "do"].contains(&name))?;
    let tries = match form.text("do") {
        "try" => true,
        "save" | "" => false,
        other => return Err(Problem::BadRequest(format!("do: {other:?} is try or save"))),
    };
    let draft = Draft {
        name: form.text("name").to_owned(),
        rules: form.text("rules").to_owned(),
        position: None,
    };
    Ok((draft, tries))
}

pub(super) async fn remove(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path((survey_id, theme_id)): Path<(String, String)>,
) -> Result<Redirect, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    service::remove(&themes.dashboard.app, (&viewer, &whose), &theme_id).await?;
    Ok(Redirect::to(&back(&survey_id, "removed", Some(&theme_id))))
}

pub(super) async fn restore(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path((survey_id, theme_id)): Path<(String, String)>,
) -> Result<Redirect, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    service::restore(&themes.dashboard.app, (&viewer, &whose), &theme_id).await?;
    Ok(Redirect::to(&back(&survey_id, "restored", None)))
}

async fn edit(
    themes: &Themes,
    (frame, viewer): (&Frame, &Viewer),
    looked: &Looked,
    editing: Editing<'_>,
) -> Result<String, Problem> {
    let place = match editing.stored {
        Some(theme) => format!("themes/{}", theme.theme_id),
        None => "themes/new".to_owned(),
    };
    let page = Page::new(themes, frame, looked, &place);
    let voice = page.voice();
    let has_rules = editing.faults.iter().all(|fault| fault.field() != "rules");
    let found = if has_rules && !editing.draft.rules.trim().is_empty() {
        let id = editing.stored.map(|theme| theme.theme_id.clone());
        try_rules(looked, id, &editing.draft.rules).await?
    } else {
        Tried::default()
    };
    let faults: Vec<Value> = editing
        .faults
        .iter()
        .map(|fault| json!({ "field": fault.field(), "words": say::fault(&voice, fault) }))
        .collect();
    let wanted = editing
        .stored
        .filter(|_| !editing.tried)
        .map(|theme| Wanted {
            theme: Some(theme.theme_id.clone()),
            ..Wanted::default()
        });
    let without = Wanted {
        theme: Some(NO_THEME.to_owned()),
        ..Wanted::default()
    };
    let listed = !looked.groups_only();
    let own = json!({
        "theme": editing.stored.map(|theme| json!({ "id": theme.theme_id, "name": theme.name })),
        "name": editing.draft.name,
        "rules": editing.draft.rules,
        "name_max": NAME_MAX,
        "faults": faults,
        "name_fault": faults_of(&voice, &editing.faults, "name").first(),
        "rule_faults": faults_of(&voice, &editing.faults, "rules"),
        "tried": editing.tried,
        "found": found.is_tried.then(|| page.found(&found)),
        "per_rule": found.rules.iter().map(|(rule, n)| (rule, voice.whole(u64::from(*n)))).collect::<Vec<_>>(),
        "lines": found.lines.iter().map(|line| page.shown(line)).collect::<Vec<_>>(),
        "missed": found.missed.iter().map(|line| page.shown(line)).collect::<Vec<_>>(),
        "wrong": found.wrong.iter().map(|line| page.shown(line)).collect::<Vec<_>>(),
        "all_at": wanted.filter(|_| listed).map(|wanted| comments_at(looked, &wanted)),
        "without_at": listed.then(|| comments_at(looked, &without)),
        "action": page.screen().results_at(&looked.results.asked),
        "back": page.themes_at(),
        "action_at": editing
            .stored
            .and_then(|theme| page.action_at(viewer, &theme.theme_id)),
    });
    let common = page.common(viewer).await?;
    page.render("theme/editor.html", common, own)
}

/// What is wrong with a field, in words.
fn faults_of(voice: &Voice<'_>, faults: &[Fault], field: &str) -> Vec<String> {
    let of = faults.iter().filter(|fault| fault.field() == field);
    of.map(|fault| say::fault(voice, fault)).collect()
}

impl Page<'_> {
    /// How much is found, in words.
    fn found(&self, found: &Tried) -> String {
        let voice = self.voice();
        let all = self.looked.picked.len() as u64;
        if self.looked.groups_only() && found.comments == 0 {
            return voice.word("theme-found-hidden");
        }
        let share = found.comments as f64 / all.max(1) as f64;
        let args = [
            ("share", voice.percent(share)),
            ("all", voice.whole(all)),
            ("customers", voice.whole(found.customers)),
        ];
        let args: Vec<(&str, &str)> = args.iter().map(|(n, text)| (*n, text.as_str())).collect();
        voice.count("theme-found", found.comments, &args)
    }
}
