//! Themes for programs: JSON under `/api/v1/surveys/{id}`.

use axum::Router;
use axum::extract::State;
use axum::http::header::{ETAG, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use comments::Term;
use dashboard::Whose;
use dashboard::filter::Others;
use dashboard::results::Depth;
use dashboard::service::whose;
use platform::clock::rfc3339;
use platform::web::{Json, NoQuery, Path, Query, QueryPairs, if_match};
use platform::{DbError, Problem};
use serde::Deserialize;
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::behind::Voices;
use crate::figures::{Agreement, Overview, ThemeFigures};
use crate::look::{Hidden, Looked, Themes};
use crate::model::Theme;
use crate::service::{self, Draft, NotSaved, Said};
use crate::store;

/// Most codes in one request.
const CODES_MAX: usize = 10_000;

pub(crate) fn routes(gate: &Gate, themes: Themes) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/api/v1/surveys/{id}/themes", Access::Read, list)
        .post("/api/v1/surveys/{id}/themes", Access::Manage, create)
        .get(
            "/api/v1/surveys/{id}/themes/figures",
            Access::MemberRead,
            figures,
        )
        .get("/api/v1/surveys/{id}/words", Access::MemberRead, words)
        .get("/api/v1/surveys/{id}/themes/{theme_id}", Access::Read, get)
        .put(
            "/api/v1/surveys/{id}/themes/{theme_id}",
            Access::Manage,
            put,
        )
        .delete(
            "/api/v1/surveys/{id}/themes/{theme_id}",
            Access::Manage,
            remove,
        )
        .get(
            "/api/v1/surveys/{id}/themes/{theme_id}/codes",
            Access::Read,
            codes,
        )
        .put(
            "/api/v1/surveys/{id}/themes/{theme_id}/codes",
            Access::Manage,
            put_codes,
        )
        .finish(themes)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionParameter {
    question: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeBody {
    name: String,
    rules: String,
    #[serde(default)]
    position: Option<i64>,
}

impl ThemeBody {
    fn draft(self) -> Result<Draft, Problem> {
        if self
            .position
            .is_some_and(|place| !(0..1_000_000).contains(&place))
        {
            return Err(Problem::invalid("/position", "a whole number from 0"));
        }
        Ok(Draft {
            name: self.name,
            rules: self.rules,
            position: self.position,
        })
    }
}

fn whole(theme: &Theme) -> Value {
    json!({
        "id": theme.theme_id,
        "name": theme.name,
        "rules": theme.rules,
        "position": theme.position,
        "revision": theme.revision,
        "created_at": rfc3339(theme.created_at_us),
        "changed_at": rfc3339(theme.changed_at_us),
    })
}

/// A theme with its revision as `ETag`.
fn reply(status: StatusCode, theme: &Theme) -> Response {
    let tag = format!("\"{}\"", theme.revision);
    (status, [(ETAG, tag)], axum::Json(whole(theme))).into_response()
}

async fn list(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let all = service::all(&themes.dashboard.app, &whose).await?;
    let all: Vec<Value> = all.iter().map(whole).collect();
    Ok(axum::Json(json!({ "themes": all })))
}

async fn create(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<ThemeBody>,
) -> Result<Response, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let theme = service::add(&themes.dashboard.app, (&viewer, &whose), body.draft()?).await?;
    let mut response = reply(StatusCode::CREATED, &theme);
    let location = format!("/api/v1/surveys/{survey_id}/themes/{}", theme.theme_id);
    if let Ok(location) = location.parse() {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

async fn get(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path((survey_id, theme_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let theme = service::get(&themes.dashboard.app, &whose, &theme_id).await?;
    Ok(reply(StatusCode::OK, &theme))
}

async fn put(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path((survey_id, theme_id)): Path<(String, String)>,
    headers: HeaderMap,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<ThemeBody>,
) -> Result<Response, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let expected = if_match(&headers, "theme")?;
    let app = &themes.dashboard.app;
    let saved = service::change(app, (&viewer, &whose), (&theme_id, expected), body.draft()?).await;
    match saved {
        Ok(theme) => Ok(reply(StatusCode::OK, &theme)),
        Err(NotSaved::Problem(Problem::Conflict(text))) => Err(Problem::Other(412, text)),
        Err(other) => Err(other.into()),
    }
}

async fn remove(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path((survey_id, theme_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    service::remove(&themes.dashboard.app, (&viewer, &whose), &theme_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The figures of all themes. Parameters as of `/figures`, `question` and `value`.
async fn figures(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<axum::Json<Value>, Problem> {
    let once = &["question", "value"];
    let (looked, overview) = look(&themes, (&viewer, &survey_id), &query, once).await?;
    let rows = looked.themes.iter().zip(&overview.themes);
    let rows: Vec<Value> = rows
        .enumerate()
        .map(|(at, (theme, figures))| {
            let rules = overview.rules.get(at);
            let mut shown = theme_figures((theme, figures), rules.map(Vec::as_slice));
            shown["voices"] = voices(&looked, figures);
            shown["value"] = json!(figures.behind.stands);
            shown
        })
        .collect();
    let suggestions = overview.suggestions.iter().map(|suggestion| {
        json!({
            "name": suggestion.name(),
            "rules": suggestion.rules,
            "words": suggestion.forms,
            "comments": suggestion.texts.len(),
            "customers": suggestion.customers,
            "language": suggestion.language,
        })
    });
    let mut body = about(&looked, &overview);
    body["themes"] = json!(rows);
    body["value_by"] = json!(looked.value);
    body["value_attributes"] = json!(looked.values);
    body["value"] = json!(overview.stands);
    body["without_theme"] = json!(overview.without_theme);
    body["suggestions"] = json!(suggestions.collect::<Vec<_>>());
    Ok(axum::Json(body))
}

/// The words and phrases that set low and high apart. Parameters as of `/figures`, and
/// `question`.
async fn words(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<axum::Json<Value>, Problem> {
    let once = &["question"];
    let (looked, overview) = look(&themes, (&viewer, &survey_id), &query, once).await?;
    let side = |terms: &[Term], n: u64, customers: u64, tokens: u64| json!({ "comments": n, "customers": customers, "words": tokens, "terms": terms });
    let words = &overview.words;
    let mut body = about(&looked, &overview);
    body["low"] = side(
        &words.low,
        words.n_low,
        words.customers_low,
        words.tokens_low,
    );
    body["high"] = side(
        &words.high,
        words.n_high,
        words.customers_high,
        words.tokens_high,
    );
    body["types"] = json!(words.types);
    body["vocabulary"] = json!(words.vocabulary);
    Ok(axum::Json(body))
}

async fn look(
    themes: &Themes,
    (viewer, survey_id): (&Viewer, &str),
    query: &QueryPairs,
    once: &[&str],
) -> Result<(Looked, std::sync::Arc<Overview>), Problem> {
    let whose = whose(viewer, survey_id)?;
    // Only forms send fields left alone; of a program an empty value is a mistake.
    if let Some((name, _)) = query.0.iter().find(|(_, value)| value.is_empty()) {
        return Err(Problem::BadRequest(format!("{name} is empty")));
    }
    if let Some((name, _)) = query
        .0
        .iter()
        .find(|(name, _)| name == "by" || name == "trend")
    {
        return Err(Problem::BadRequest(format!(
            "unknown parameter {name:?}: themes are not split"
        )));
    }
    let others = Others::once(once);
    let looked = themes.look(&whose, query, others, Depth::Page).await?;
    let overview = themes.overview(&looked).await?;
    Ok((looked, overview))
}

/// What figures are about.
fn about(looked: &Looked, overview: &Overview) -> Value {
    json!({
        "question": looked.question,
        "period": dashboard::days_counted(&looked.results),
        "change_seq": looked.results.change_seq,
        "hidden": looked.hidden.map(|hidden| match hidden {
            Hidden::Filtered => "filtered",
            Hidden::Few => "too_few",
        }),
        "comments": overview.comments,
        "customers": overview.customers,
        "customers_by": looked.account,
        "scored": overview.scored,
        "truncated": looked.truncated(),
        "sample": looked.sample().map(|(n, of)| json!({ "n": n, "of": of })),
        "figure": overview.figure,
    })
}

/// Who speaks of a theme; nothing where it is hidden or of employees.
fn voices(looked: &Looked, figures: &ThemeFigures) -> Value {
    let behind = &figures.behind;
    if looked.groups_only() || figures.comments == 0 {
        return Value::Null;
    }
    let is_loud = behind.voices == Voices::OneLoud;
    let loud = behind.loudest.filter(|_| is_loud);
    json!({
        "kind": behind.voices,
        "most_customers": behind.most_customers,
        "most_comments": behind.most_comments,
        "customer": loud.and_then(|customer| looked.customer(customer)),
    })
}

fn theme_figures((theme, figures): (&Theme, &ThemeFigures), rules: Option<&[u32]>) -> Value {
    let share = |share: Option<stats::share::Share>| {
        share.map(|share| json!({ "value": share.value, "n": share.n, "ci95": share.ci95 }))
    };
    let [low, middle, high] = figures.sides;
    json!({
        "id": theme.theme_id,
        "name": theme.name,
        "hidden": figures.hidden,
        "comments": figures.comments,
        "share": share(figures.share),
        "customers": figures.customers,
        "customer_share": share(figures.customer_share),
        "mean_score": figures.mean_score,
        "figure": figures.figure,
        "low": low,
        "middle": middle,
        "high": high,
        "gain": figures.gain,
        "effect": figures.effect,
        "agreement": agreement(&figures.agreement),
        "found_by_rule": rules.unwrap_or_default(),
    })
}

fn agreement(agreement: &Agreement) -> Value {
    let [[neither, rules_only], [hand_only, both]] = agreement.table;
    let kappa = match agreement.kappa() {
        Ok(kappa) => json!({
            "value": kappa.value,
            "ci95": kappa.ci95,
            "agreement": kappa.agreement,
            "status": kappa.status.as_str(),
        }),
        Err(none) => json!({
            "value": null, "ci95": null, "agreement": null, "status": none.as_str(),
        }),
    };
    let mut all = kappa;
    all["n"] = json!(agreement.n());
    all["both"] = json!(both);
    all["hand_only"] = json!(hand_only);
    all["rules_only"] = json!(rules_only);
    all["neither"] = json!(neither);
    all
}

/// Theme and question of a request about codes; employees' comments are not coded.
async fn coded(
    themes: &Themes,
    (viewer, survey_id, theme_id): (&Viewer, &str, &str),
    question: Option<&str>,
) -> Result<(Whose, String), Problem> {
    let whose = whose(viewer, survey_id)?;
    service::get(&themes.dashboard.app, &whose, theme_id).await?;
    let pairs = question.map(|key| ("question".to_owned(), key.to_owned()));
    let query = QueryPairs(pairs.into_iter().collect());
    let others = Others::once(&["question"]);
    let looked = themes.look(&whose, &query, others, Depth::Page).await?;
    looked.refuse_single()?;
    let question = looked.question.ok_or_else(|| Problem::no("question"))?;
    Ok((whose, question))
}

async fn codes(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path((survey_id, theme_id)): Path<(String, String)>,
    Query(asked): Query<QuestionParameter>,
) -> Result<axum::Json<Value>, Problem> {
    let of = (&viewer, survey_id.as_str(), theme_id.as_str());
    let (whose, question) = coded(&themes, of, asked.question.as_deref()).await?;
    let key = question.clone();
    let read = move |tx: &mut platform::Tx<'_>| store::hand_codes(tx, &whose, &key);
    let found: Result<_, DbError> = themes.dashboard.app.db.read(read).await;
    let found: Vec<Value> = found?
        .iter()
        .filter(|code| code.theme_id == theme_id)
        .map(|code| json!({ "response_id": code.response_id, "has": code.has }))
        .collect();
    Ok(axum::Json(json!({ "question": question, "codes": found })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodesBody {
    #[serde(default)]
    question: Option<String>,
    codes: Vec<CodeBody>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeBody {
    response_id: String,
    /// None takes back what was said.
    has: Option<bool>,
}

/// Adds to what was said, or takes it back; what is not named stays.
async fn put_codes(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path((survey_id, theme_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<CodesBody>,
) -> Result<StatusCode, Problem> {
    if body.codes.len() > CODES_MAX {
        return Err(Problem::TooLarge(format!(
            "at most {CODES_MAX} codes at a time"
        )));
    }
    let of = (&viewer, survey_id.as_str(), theme_id.as_str());
    let (whose, question) = coded(&themes, of, body.question.as_deref()).await?;
    let said = body.codes.into_iter().map(|code| Said {
        theme_id: theme_id.clone(),
        response_id: code.response_id,
        has: code.has,
    });
    let said = (question, said.collect());
    service::code(&themes.dashboard.app, &viewer, &whose, said).await?;
    Ok(StatusCode::NO_CONTENT)
}
