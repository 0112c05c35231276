//! The editor of a programme: who, when, mail, limits on one page.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FieldError, FormData, Frame, Path, Query};
use serde_json::{Value, json};
use user::Viewer;

use super::form::{self, CONDITIONS_MAX, Fault};
use super::view::{self, Arg, Voice, dashed};
use super::{Pages, SaidParameters};
use crate::letter::{PARTS, placeholder};
use crate::model::{Programme, Status};
use crate::service::{self, Draft};

/// Contacts whose attributes are offered as names.
const LOOKED_AT: usize = 500;
/// Fields that hold a number, for the right keyboard on a phone.
const NUMBERS: [&str; 9] = [
    "window_days",
    "settle_days",
    "delay",
    "expires_days",
    "reminders",
    "spacing_days",
    "open_days",
    "priority",
    "per_day",
];
/// Fields that hold a date.
const DATES: [&str; 2] = ["start", "closes"];
/// Boxes to tick.
const BOXES: [&str; 3] = ["needs_consent", "baseline", "sender_responsible"];
/// All other fields there is one of.
const TEXTS: [&str; 13] = [
    "name",
    "survey_id",
    "audience",
    "every",
    "shape",
    "triggers",
    "cancels",
    "delay_unit",
    "sender_name",
    "sender_email",
    "languages",
    "attributes_mode",
    "attributes",
];

/// What the editor says besides its fields.
#[derive(Default)]
struct Told {
    said: Option<&'static str>,
    /// Somebody else saved meanwhile.
    conflict: bool,
    /// One more condition than there are.
    more: bool,
    faults: Vec<Fault>,
}

pub(super) async fn show(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<SaidParameters>,
) -> Result<Html<String>, Problem> {
    let own = editable(&pages, &viewer, &id).await?;
    let told = Told {
        said: asked.said.map(super::Said::word),
        ..Told::default()
    };
    page(&pages, (&frame, &viewer), (&own, &form::fields(&own)), told).await
}

async fn editable(pages: &Pages, viewer: &Viewer, id: &str) -> Result<Programme, Problem> {
    let own = service::get(&pages.app, viewer, id).await?;
    if own.status == Status::Ended {
        return Err(Problem::Conflict("this programme is over".to_owned()));
    }
    Ok(own)
}

pub(super) async fn save(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let own = editable(&pages, &viewer, &id).await?;
    let reader = (&frame, &viewer);
    let (said, mut faults) = form::read(&form)?;
    let action = form.text("action");
    match action {
        "save" | "preview" => {}
        "refresh" | "more" => {
            let told = Told {
                more: action == "more",
                ..Told::default()
            };
            let page = page(&pages, reader, (&own, &form), told).await?;
            return Ok(page.into_response());
        }
        other => return Err(Problem::BadRequest(format!("unknown action {other:?}"))),
    }
    if own.status == Status::Draft {
        // A draft may wait for its words.
        faults.retain(|fault| fault.key != "programme-wording-empty");
    }
    let mut told = Told::default();
    if faults.is_empty() {
        let draft = Draft {
            name: said.name,
            survey_id: said.survey_id,
            definition: said.definition,
        };
        let changed = service::change(&pages.app, &viewer, &id, (draft, Some(said.revision))).await;
        match changed {
            Ok(_) => {
                let part = if action == "save" { "edit" } else { action };
                let to = format!("/programmes/{id}/{part}?said=saved");
                return Ok(Redirect::to(&to).into_response());
            }
            Err(Problem::Conflict(_) | Problem::Other(412, _)) => told.conflict = true,
            Err(Problem::Invalid { errors, .. }) => {
                faults = errors.iter().map(of_service).collect();
            }
            Err(problem) => return Err(problem),
        }
    }
    told.faults = faults;
    again(&pages, reader, (own, form), told).await
}

/// The form with what stands in the way.
async fn again(
    pages: &Pages,
    reader: (&Frame, &Viewer),
    (mut own, mut form): (Programme, FormData),
    told: Told,
) -> Result<Response, Problem> {
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if told.conflict {
        status = StatusCode::CONFLICT;
        // A second save goes over what the other one stored.
        own = editable(pages, reader.1, &own.programme_id).await?;
        form.set("revision", own.revision.to_string());
    }
    let page = page(pages, reader, (&own, &form), told).await?;
    Ok((status, page).into_response())
}

/// A mistake that only the verb finds: a survey that doesn't fit, what can't change any more.
fn of_service(error: &FieldError) -> Fault {
    let is_fixed = error.detail.contains("can't be changed");
    let field = match error.pointer.as_str() {
        "/survey_id" => "survey_id",
        "/definition/audience" => "audience",
        "/definition/closes" => "closes",
        place if place.starts_with("/definition/schedule/relational") => "start",
        _ => "name",
    };
    let key = match field {
        _ if is_fixed => "programme-wrong-fixed",
        "survey_id" => "programme-wrong-survey-fits",
        "closes" | "start" => "programme-wrong-past",
        _ => "programme-wrong-other",
    };
    Fault {
        field: field.to_owned(),
        key: key.to_owned(),
        args: vec![("detail", error.detail.clone())],
    }
}

/// A mistake of the service in words, for pages without the field.
pub(super) fn said(voice: Voice<'_>, error: &FieldError) -> String {
    let fault = of_service(error);
    if fault.key == "programme-wrong-other" {
        // The settings know the field and have words for it.
        return voice.word("programme-refused-other");
    }
    fault_text(voice, &fault)
}

/// A mistake in words.
pub(super) fn fault_text(voice: Voice<'_>, fault: &Fault) -> String {
    let listed = placeholder::listed();
    let mut args: Vec<(&str, Arg<'_>)> = vec![("listed", Arg::Text(&listed))];
    for (name, value) in &fault.args {
        args.push(match value.parse() {
            Ok(number) => (*name, Arg::Number(number)),
            Err(_) => (*name, Arg::Text(value)),
        });
    }
    voice.say(&fault.key, &args)
}

async fn page(
    pages: &Pages,
    (frame, viewer): (&Frame, &Viewer),
    (own, form): (&Programme, &FormData),
    told: Told,
) -> Result<Html<String>, Problem> {
    let voice = pages.voice(frame);
    let surveys = survey::service::list(&pages.app, viewer).await?;
    let open = surveys
        .iter()
        .filter(|s| s.status != survey::Status::Closed || s.survey_id == own.survey_id);
    let survey = |s: &survey::Survey| {
        let title = s.definition.say(&s.definition.title, frame.language.code());
        let status = voice.word(&format!("survey-status-{}", s.status.as_str()));
        json!({ "id": s.survey_id, "title": format!("{title} ({status})") })
    };
    let shown = Shown::new(voice, form, &told.faults);
    let values = json!({
        "place": "ask",
        "said": told.said,
        "conflict": told.conflict,
        "mail_ready": pages.mail.is_some(),
        "programme": view::programme(own, viewer.may_manage),
        "revision": form.text("revision"),
        "kind": form.text("kind"),
        "f": shown.fields(),
        "faults": shown.summary(),
        "segment": shown.segment(told.more),
        "wording": shown.wording(),
        "surveys": open.map(survey).collect::<Vec<_>>(),
        "attribute_names": attribute_names(pages, viewer).await?,
        "placeholders": placeholders(),
    });
    pages
        .app
        .templates
        .page("programme/edit.html", frame, values)
}

/// The placeholders with the words that explain them.
fn placeholders() -> Vec<Value> {
    let named = placeholder::NAMES
        .iter()
        .map(|name| json!({ "code": format!("{{{name}}}"), "word": dashed(name) }));
    let attribute = json!({ "code": "{attribute.NAME}", "word": "attribute" });
    named.chain([attribute]).collect()
}

/// Attributes that some contacts have, as names to choose from.
pub(super) async fn attribute_names(
    pages: &Pages,
    viewer: &Viewer,
) -> Result<BTreeSet<String>, Problem> {
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut platform::Tx<'_>| {
        let some = contact::store::page_by_account(tx, &workspace, None, LOOKED_AT)?;
        let own = some.into_iter().flat_map(|c| c.attributes.into_keys());
        Ok::<_, Problem>(own.chain(["language".to_owned()]).collect())
    };
    pages.app.db.read(read).await
}

/// The form's fields as the page shows them.
struct Shown<'a> {
    voice: Voice<'a>,
    form: &'a FormData,
    faults: &'a [Fault],
    errors: BTreeMap<&'a str, String>,
}

impl<'a> Shown<'a> {
    fn new(voice: Voice<'a>, form: &'a FormData, faults: &'a [Fault]) -> Self {
        let mut errors = BTreeMap::new();
        for fault in faults {
            errors
                .entry(fault.field.as_str())
                .or_insert_with(|| fault_text(voice, fault));
        }
        Self {
            voice,
            form,
            faults,
            errors,
        }
    }

    fn field(&self, name: &str, kind: &str) -> Value {
        json!({
            "name": name,
            "value": self.form.text(name),
            "error": self.errors.get(name),
            "kind": kind,
        })
    }

    fn fields(&self) -> BTreeMap<&'static str, Value> {
        let mut fields = BTreeMap::new();
        for name in TEXTS {
            fields.insert(name, self.field(name, ""));
        }
        for name in NUMBERS {
            fields.insert(name, self.field(name, "number"));
        }
        for name in DATES {
            fields.insert(name, self.field(name, "date"));
        }
        for name in BOXES {
            let is_on = self.form.get(name).is_some();
            fields.insert(name, json!({ "name": name, "value": is_on }));
        }
        fields
    }

    fn summary(&self) -> Vec<Value> {
        let line = |fault: &Fault| {
            let label = self.label(&fault.field);
            let text = format!("{label}: {}", fault_text(self.voice, fault));
            json!({ "field": fault.field, "text": text })
        };
        self.faults.iter().map(line).collect()
    }

    /// What a field is called on the page.
    fn label(&self, field: &str) -> String {
        let mut parts = field.split('/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("wording"), Some(language), Some(part)) => {
                let part = self
                    .voice
                    .word(&format!("programme-wording-{}", dashed(part)));
                format!("{part} · {}", self.voice.language(language))
            }
            (Some("segment"), ..) => self.voice.word("programme-segment"),
            _ => {
                let key = match field {
                    "survey_id" => "programme-survey",
                    "window_days" => "programme-window",
                    "settle_days" => "programme-settle",
                    "expires_days" => "programme-expires",
                    "reminders" => "programme-reminders-number",
                    "spacing_days" => "programme-reminders-spacing",
                    "open_days" => "programme-reminders-open",
                    other => return self.voice.word(&format!("programme-{}", dashed(other))),
                };
                self.voice.word(key)
            }
        }
    }

    /// The conditions that are filled in and an empty one, or two when asked for.
    fn segment(&self, more: bool) -> Vec<Value> {
        let place = |at: usize, what: &str| format!("segment/{at}/{what}");
        let is_filled = |at: &usize| {
            !self.form.text(&place(*at, "name")).is_empty()
                || !self.form.text(&place(*at, "values")).is_empty()
        };
        let filled = (0..CONDITIONS_MAX)
            .filter(is_filled)
            .max()
            .map_or(0, |at| at + 1);
        let shown = (filled + 1 + usize::from(more)).min(CONDITIONS_MAX);
        (0..shown)
            .map(|at| {
                json!({
                    "name": self.field(&place(at, "name"), ""),
                    "values": self.field(&place(at, "values"), ""),
                })
            })
            .collect()
    }

    fn wording(&self) -> Vec<Value> {
        let part = |language: &str, part: &str| {
            let mut field = self.field(&format!("wording/{language}/{part}"), "");
            field["word"] = json!(dashed(part));
            field["rows"] = json!(match part {
                "body" | "closing" => 6,
                "reminder_body" => 4,
                _ => 0,
            });
            let is_again = part.starts_with("reminder");
            let hint = is_again.then(|| self.voice.word("programme-wording-same"));
            field["hint"] = json!(hint.unwrap_or_default());
            field
        };
        let letter = |language: String| {
            json!({
                "language": language,
                "language_name": self.voice.language(&language),
                "parts": PARTS.map(|own| part(&language, own)),
            })
        };
        form::languages(self.form).into_iter().map(letter).collect()
    }
}
