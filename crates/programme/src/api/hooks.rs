//! The webhook by which a helpdesk sends events, proved as each system does it.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use platform::Problem;
use platform::web::{App, MEBIBYTE, Path, read_body};
use serde_json::{Value, json};

use super::events::told;
use crate::events::{self, Heard, Incoming};

pub(super) async fn hear(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<axum::Json<Value>, Problem> {
    let body = read_body(request, MEBIBYTE).await?;
    let call = Incoming {
        token: &token,
        headers: &headers,
        body: &body,
    };
    Ok(axum::Json(match events::hear(&app, call).await? {
        Heard::Event(id, outcome) => told(id, &outcome),
        Heard::Nothing(why) => json!({ "id": null, "outcome": "ignored", "why": why }),
    }))
}
