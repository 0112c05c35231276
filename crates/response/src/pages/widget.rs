//! The survey in a frame of somebody's web page, the script that puts it there, and the page that
//! says which sites may.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{FormData, Frame, Path, QueryPairs, framed_by};
use platform::{Problem, id};
use serde_json::{Value, json};
use survey::Survey;
use user::Viewer;

use super::Pages;
use super::public::wanted;
use super::visit::Visit;
use crate::view::Door;
use crate::widget::{self, WIDGET_JS};

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The script, for any web page that wants it.
pub(super) async fn script() -> Response {
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/javascript; charset=utf-8"),
        ),
        (
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600"),
        ),
        (RESOURCE_POLICY, HeaderValue::from_static("cross-origin")),
    ];
    (headers, WIDGET_JS).into_response()
}

impl Pages {
    fn framed(&self, token: &str, survey: Arc<Survey>, query: &QueryPairs) -> Framed<'_> {
        Framed {
            pages: self,
            attributes: widget::attributes(query),
            token: token.to_owned(),
            survey,
        }
    }

    /// The response in a frame that the survey's sites may hold.
    async fn allowed(&self, survey: &Survey, reply: Response) -> Result<Response, Problem> {
        let sites = self
            .responses
            .sites(&survey.workspace_id, &survey.survey_id)
            .await?;
        let mut reply = reply;
        let headers = reply.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, framed_by(&sites));
        // Pages that let in only what agrees can hold the frame too.
        headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
        Ok(reply)
    }
}

struct Framed<'a> {
    pages: &'a Pages,
    attributes: crate::model::Attributes,
    token: String,
    survey: Arc<Survey>,
}

impl Framed<'_> {
    async fn visit(self) -> Result<Visit, Problem> {
        let company = self.pages.responses.company(&self.survey.workspace_id);
        let company = company.await?;
        let action = widget::action(&self.token, &self.attributes);
        let mut visit = Visit::new(self.survey, company, action, Door::Frame);
        visit.attributes = self.attributes;
        Ok(visit)
    }
}

pub(super) async fn open_frame(
    State(pages): State<Pages>,
    Path(token): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    query: QueryPairs,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let surveys = &pages.responses.surveys;
    let Some(survey) = surveys.load_by_token(&pages.app().db, &token).await? else {
        return pages.nowhere(&headers, peer);
    };
    let language = wanted(&survey, &query, &headers).to_owned();
    let visit = pages.framed(&token, survey.clone(), &query).visit().await?;
    let reply = pages.begin(&visit, &language, (id::new(), None))?;
    pages.allowed(&survey, reply).await
}

pub(super) async fn answer_frame(
    State(pages): State<Pages>,
    Path(token): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    query: QueryPairs,
    headers: HeaderMap,
    form: FormData,
) -> Result<Response, Problem> {
    let surveys = &pages.responses.surveys;
    let Some(survey) = surveys.get_by_token(&pages.app().db, &token).await? else {
        return pages.nowhere(&headers, peer);
    };
    let visit = pages.framed(&token, survey.clone(), &query).visit().await?;
    let reply = match pages.flooded(&visit, &form, &headers, peer).await? {
        Some(wait) => wait,
        None => pages.step(&visit, &form).await?,
    };
    pages.allowed(&survey, reply).await
}

/// What the page about the widget says besides what is stored.
#[derive(Default)]
struct Said {
    /// The text as it was sent, when something in it is wrong.
    sites: Option<String>,
    errors: Vec<Value>,
}

impl Pages {
    async fn widget(
        &self,
        frame: &Frame,
        (viewer, survey_id): (&Viewer, &str),
        said: Said,
    ) -> Result<Html<String>, Problem> {
        let (db, workspace_id) = (&self.app().db, &viewer.workspace_id);
        let surveys = &self.responses.surveys;
        let survey = surveys.renewed(db, workspace_id, survey_id).await?;
        let sites = self.responses.sites(workspace_id, survey_id).await?;
        let definition = &survey.definition;
        let values = json!({
            "place": "ask",
            "survey_id": survey_id,
            "title": definition.say(&definition.title, frame.language.code()),
            "may_manage": viewer.may_manage,
            "base_url": self.app().base_url,
            "snippet": widget::snippet(&self.app().base_url, &survey.token),
            "any": !sites.is_empty(),
            "sites": said.sites.unwrap_or_else(|| sites.join("\n")),
            "errors": said.errors,
        });
        self.app()
            .templates
            .page("response/widget.html", frame, values)
    }
}

pub(super) async fn show(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
) -> Result<Html<String>, Problem> {
    pages
        .widget(&frame, (&viewer, &survey_id), Said::default())
        .await
}

pub(super) async fn save(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == "sites")?;
    let text = form.text("sites");
    let given: Vec<String> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    let Err(errors) = widget::origins(&given) else {
        pages
            .responses
            .set_sites(&viewer, &survey_id, &given)
            .await?;
        return Ok(Redirect::to(&format!("/surveys/{survey_id}/widget")).into_response());
    };
    let said = Said {
        sites: Some(text.to_owned()),
        errors: errors
            .iter()
            .map(|error| {
                let index = error
                    .pointer
                    .trim_start_matches("/origins/")
                    .parse::<usize>();
                let site = index.ok().and_then(|index| given.get(index));
                json!({ "site": site })
            })
            .collect(),
    };
    let page = pages.widget(&frame, (&viewer, &survey_id), said).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
