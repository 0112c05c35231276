//! The webhook by which a helpdesk sends events, signed by Standard Webhooks.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use platform::Problem;
use platform::web::{App, MEBIBYTE, Path, read_body};
use serde_json::Value;

use super::events::told;
use crate::events::{self, Call};

pub(super) async fn hear(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<axum::Json<Value>, Problem> {
    let header = |name: &str| {
        let value = headers.get(name);
        let text = value.and_then(|v| v.to_str().ok());
        text.unwrap_or_default().to_owned()
    };
    let (id, timestamp) = (header("webhook-id"), header("webhook-timestamp"));
    let signature = header("webhook-signature");
    let body = read_body(request, MEBIBYTE).await?;
    let call = Call {
        token: &token,
        id: &id,
        timestamp: &timestamp,
        signature: &signature,
        body: &body,
    };
    let outcome = events::hear(&app, call).await?;
    Ok(axum::Json(told(Some(id.clone()), &outcome)))
}
