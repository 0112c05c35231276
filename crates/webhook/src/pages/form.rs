//! The form of a webhook: a new one, and one that is there.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use platform::web::{FieldError, FormData, Frame, Path, Problem, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::{Asked, Told, one_page, shown, to, used_by, wrong::WRONG};
use crate::api;
use crate::given::Given;
use crate::model::{Kind, TYPES, Webhook};
use crate::service::{Desk, Seen};
use crate::usage::Use;

/// The box that says: although something tells it.
pub(super) const EVEN_IF_USED: &str = "even_if_used";

/// What stands in the form, and what is wrong with it.
struct Draft {
    given: Given,
    /// Field and what is wrong with it.
    errors: Vec<(String, String)>,
    /// Somebody else changed the webhook meanwhile.
    is_late: bool,
    /// What tells it, when it is about to be switched off.
    used_by: Vec<Use>,
}

impl Draft {
    fn values(&self) -> Value {
        let error = |field: &str| {
            let found = self.errors.iter().find(|(name, _)| name == field);
            found.map(|(_, text)| text.clone())
        };
        json!({
            "kind": self.given.kind,
            "name": { "value": self.given.name, "error": error("name") },
            "url": { "value": self.given.url, "error": error("url") },
            "types": { "value": self.given.types, "error": error("types") },
            "with_comments": self.given.with_comments,
            "is_on": self.given.is_on,
            "is_late": self.is_late,
            "even_if_used": self.given.even_if_used,
            "used_by": used_by(&self.used_by),
            "errors": self.errors.iter()
                .map(|(field, text)| json!({ "field": field, "text": text }))
                .collect::<Vec<_>>(),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAsked {
    kind: Option<Kind>,
}

/// `GET /settings/webhooks/new`.
pub(crate) async fn new(
    State(desk): State<Desk>,
    frame: Frame,
    Query(asked): Query<NewAsked>,
) -> Result<Html<String>, Problem> {
    let draft = Draft {
        given: Given {
            kind: asked.kind.unwrap_or(Kind::Standard),
            name: String::new(),
            url: None,
            types: Vec::new(),
            with_comments: false,
            is_on: true,
            even_if_used: false,
        },
        errors: Vec::new(),
        is_late: false,
        used_by: Vec::new(),
    };
    form_page(&desk, &frame, None, &draft)
}

fn form_page(
    desk: &Desk,
    frame: &Frame,
    webhook: Option<&Webhook>,
    draft: &Draft,
) -> Result<Html<String>, Problem> {
    let values = json!({
        "place": "settings",
        "webhook": webhook.map(shown),
        "f": draft.values(),
        "kinds": Kind::ALL,
        "types": TYPES,
    });
    desk.app.templates.page("webhook/form.html", frame, values)
}

/// Reads the form; of one for a webhook that is there, an empty address keeps its own.
fn read_form(form: &FormData, before: Option<&Webhook>) -> Result<Given, Problem> {
    let known = [
        "kind",
        "name",
        "url",
        "types",
        "with_comments",
        "is_on",
        "revision",
        EVEN_IF_USED,
    ];
    form.only(|name| known.contains(&name))?;
    let kind = match before {
        Some(webhook) => webhook.kind,
        None => form
            .text("kind")
            .parse()
            .map_err(|words: String| Problem::invalid("/kind", words))?,
    };
    let url = form
        .get("url")
        .filter(|u| before.is_none() || !u.is_empty());
    Ok(Given {
        kind,
        name: form.text("name").to_owned(),
        url: url.map(str::to_owned),
        types: form.all("types").map(str::to_owned).collect(),
        with_comments: form.get("with_comments").is_some(),
        is_on: before.is_none() || form.get("is_on").is_some(),
        even_if_used: form.get(EVEN_IF_USED).is_some(),
    })
}

/// The form again, with what is wrong with it.
fn form_again(
    desk: &Desk,
    frame: &Frame,
    (seen, form): (Option<&Seen>, &FormData),
    problem: Problem,
) -> Result<Response, Problem> {
    let used_by = match (&problem, seen) {
        (Problem::Conflict(_), Some(seen)) => seen.used_by.clone(),
        _ => Vec::new(),
    };
    let errors = match &problem {
        Problem::Invalid { errors, .. } => errors.as_slice(),
        Problem::Other(412, _) => &[],
        Problem::Conflict(_) if !used_by.is_empty() => &[],
        _ => return Err(WRONG.said(&desk.app, frame.language, problem)),
    };
    let webhook = seen.map(|seen| &seen.webhook);
    let kind = webhook
        .map(|w| w.kind)
        .or_else(|| form.text("kind").parse().ok());
    let draft = Draft {
        given: Given {
            kind: kind.ok_or_else(|| problem.clone())?,
            name: form.text("name").to_owned(),
            url: form.get("url").map(str::to_owned),
            types: form.all("types").map(str::to_owned).collect(),
            with_comments: form.get("with_comments").is_some(),
            is_on: form.get("is_on").is_some(),
            even_if_used: form.get(EVEN_IF_USED).is_some(),
        },
        errors: errors.iter().map(|e| worded(desk, frame, e)).collect(),
        is_late: matches!(problem, Problem::Other(412, _)),
        used_by,
    };
    let page = form_page(desk, frame, webhook, &draft)?;
    Ok((problem.status(), page).into_response())
}

/// The field an error is about, and the words for it.
fn worded(desk: &Desk, frame: &Frame, error: &FieldError) -> (String, String) {
    let field = api::field(error).to_owned();
    let key = format!("webhook-wrong-{}", crate::given::word(error));
    let words = desk.app.words.try_say(frame.language, &key, &[]);
    (field, words.unwrap_or_else(|| error.detail.clone()))
}

/// `POST /settings/webhooks`: makes one, and shows its secret this once.
pub(crate) async fn create(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    let made = match read_form(&form, None) {
        Ok(given) => desk.create(&viewer, &given).await,
        Err(problem) => Err(problem),
    };
    match made {
        Ok((webhook, secret)) => {
            let secret = (!webhook.kind.is_chat()).then_some(secret);
            let told = Told {
                said: Some("created"),
                secret,
            };
            one_page(
                &desk,
                (&frame, &viewer),
                &webhook.webhook_id,
                (Asked::default(), told),
            )
            .await
        }
        Err(problem) => form_again(&desk, &frame, (None, &form), problem),
    }
}

/// `GET /settings/webhooks/{id}/edit`.
pub(crate) async fn edit(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
) -> Result<Html<String>, Problem> {
    let webhook = desk.one(&viewer, &webhook_id).await?.webhook;
    let draft = Draft {
        given: Given {
            kind: webhook.kind,
            name: webhook.name.clone(),
            url: None,
            types: webhook.types.clone(),
            with_comments: webhook.with_comments,
            is_on: webhook.is_on(),
            even_if_used: false,
        },
        errors: Vec::new(),
        is_late: false,
        used_by: Vec::new(),
    };
    form_page(&desk, &frame, Some(&webhook), &draft)
}

/// `POST /settings/webhooks/{id}/edit`.
pub(crate) async fn save(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let seen = desk.one(&viewer, &webhook_id).await?;
    let revision = form.get("revision").and_then(|r| r.parse().ok());
    let saved = match read_form(&form, Some(&seen.webhook)) {
        Ok(given) => desk.change(&viewer, &webhook_id, (&given, revision)).await,
        Err(problem) => Err(problem),
    };
    match saved {
        Ok(_) => Ok(to(&webhook_id, "saved")),
        Err(problem) => form_again(&desk, &frame, (Some(&seen), &form), problem),
    }
}
