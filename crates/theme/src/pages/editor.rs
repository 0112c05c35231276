//! One theme: its rules, what they find, where people say otherwise.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dashboard::filter::Others;
use dashboard::results::Depth;
use dashboard::service::whose;
use platform::Problem;
use platform::web::{FormData, Frame, Path, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use super::Page;
use super::overview::back;
use crate::figures::Overview;
use crate::list::{Line, NO_THEME, Wanted, comments_at};
use crate::look::{Looked, Themes, codebook, coded_places};
use crate::mark::pieces;
use crate::model::{NAME_MAX, Theme};
use crate::rules::{self, Fault};
use crate::service::{self, Draft, NotSaved};
use crate::{figures, say};

/// Comments shown beside the rules.
const SHOWN: usize = 12;
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
        Some(service::add(&themes.dashboard.app, &whose, draft.clone()).await)
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
        Some(service::change(app, &whose, (&theme_id, None), draft.clone()).await)
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
    service::remove(&themes.dashboard.app, &whose, &theme_id).await?;
    Ok(Redirect::to(&back(&survey_id, "removed", Some(&theme_id))))
}

pub(super) async fn restore(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path((survey_id, theme_id)): Path<(String, String)>,
) -> Result<Redirect, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    service::restore(&themes.dashboard.app, &whose, &theme_id).await?;
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
        try_rules(looked, &editing).await?
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
    let listed = !looked.employees();
    let own = json!({
        "theme": editing.stored.map(|theme| json!({ "id": theme.theme_id, "name": theme.name })),
        "name": editing.draft.name,
        "rules": editing.draft.rules,
        "name_max": NAME_MAX,
        "faults": faults,
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
    });
    let common = page.common(viewer).await?;
    page.render("theme/editor.html", common, own)
}

/// What rules find.
#[derive(Default)]
struct Tried {
    is_tried: bool,
    comments: u64,
    customers: u64,
    /// Each rule with the number of comments it alone is found in.
    rules: Vec<(String, u32)>,
    /// The newest comments that are found.
    lines: Vec<Line>,
    /// Comments people say are about the theme and rules don't find.
    missed: Vec<Line>,
    /// Comments rules find and people say are not about the theme.
    wrong: Vec<Line>,
}

/// Applies rules that need not be saved to the comments of the filter.
async fn try_rules(looked: &Looked, editing: &Editing<'_>) -> Result<Tried, Problem> {
    let Ok(parsed) = comments::parse_rules(&editing.draft.rules) else {
        return Ok(Tried::default());
    };
    if looked.hidden.is_some() {
        return Ok(Tried::default());
    }
    let id = editing
        .stored
        .map_or_else(String::new, |theme| theme.theme_id.clone());
    let theme = Theme {
        theme_id: id.clone(),
        name: editing.draft.name.clone(),
        rules: editing.draft.rules.clone(),
        position: 0,
        revision: 0,
        created_at_us: 0,
        changed_at_us: 0,
    };
    let (slot, picked) = (looked.slot.clone(), looked.picked.clone());
    let codes = looked.codes.clone();
    let metric = looked.results.metric;
    let employees = looked.employees();
    let tried = tokio::task::spawn_blocking(move || {
        let texts = slot.read();
        let themes = [theme];
        let mentions = codebook(&themes).apply_to(&texts.corpus, picked.iter().map(|one| one.text));
        let found = picked.iter().filter(|one| mentions.has(0, one.text));
        let mut tried = Tried {
            is_tried: true,
            comments: found.clone().count() as u64,
            customers: figures::customers(found.copied()),
            ..Tried::default()
        };
        if employees {
            if !rules::may_show(tried.comments, picked.len() as u64) {
                (tried.comments, tried.customers) = (0, 0);
            }
            return tried;
        }
        let written = parsed.iter().map(ToString::to_string);
        tried.rules = written.zip(mentions.rules[0].iter().copied()).collect();
        let wanted = Wanted {
            theme: Some(id.clone()),
            page: 1,
            ..Wanted::default()
        };
        tried.lines = crate::list::lines(&texts, &picked, (&wanted, &themes), metric).lines;
        tried.lines.truncate(SHOWN);
        let places = coded_places(&texts, &codes);
        for code in codes.iter().filter(|code| code.theme_id == id) {
            let Some(place) = places.get(code.response_id.as_str()) else {
                continue;
            };
            let Ok(at) = picked.binary_search_by_key(place, |one| one.text) else {
                continue;
            };
            let into = match (code.has, mentions.has(0, *place)) {
                (true, false) => &mut tried.missed,
                (false, true) => &mut tried.wrong,
                _ => continue,
            };
            if into.len() < SHOWN {
                let comment = texts.comments[*place as usize].clone();
                into.push(Line {
                    pieces: pieces(&comment.text, Vec::new()),
                    score: picked[at].score,
                    comment,
                });
            }
        }
        tried
    });
    tried
        .await
        .map_err(|e| Problem::Internal(format!("trying rules: {e}")))
}

impl Page<'_> {
    /// How much is found, in words.
    fn found(&self, found: &Tried) -> String {
        let voice = self.voice();
        let all = self.looked.picked.len() as u64;
        if self.looked.employees() && found.comments == 0 {
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
