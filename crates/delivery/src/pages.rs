//! `/settings/mail`: how mail goes, and what to decide.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{Frame, Path, Problem, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use crate::{Delivery, view};

/// What the page says after something was done; the words for each exist.
const SAID: [&str; 3] = ["test", "again", "arrived"];

/// `GET /settings/mail`.
pub(crate) async fn settings(
    State(delivery): State<Delivery>,
    frame: Frame,
    viewer: Viewer,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let said = query.get("done").filter(|d| SAID.contains(d));
    delivery.settings_page(&frame, &viewer, said).await
}

/// `POST /settings/mail/test`: a test mail to oneself.
pub(crate) async fn test(
    State(delivery): State<Delivery>,
    viewer: Viewer,
) -> Result<Response, Problem> {
    delivery.send_test(&viewer).await?;
    Ok(done("test"))
}

/// `POST /settings/mail/{id}/send-again`.
pub(crate) async fn send_again(
    State(delivery): State<Delivery>,
    viewer: Viewer,
    Path(mail_id): Path<String>,
) -> Result<Response, Problem> {
    delivery.send_again(&viewer, &mail_id).await?;
    Ok(done("again"))
}

/// `POST /settings/mail/{id}/arrived`.
pub(crate) async fn arrived(
    State(delivery): State<Delivery>,
    viewer: Viewer,
    Path(mail_id): Path<String>,
) -> Result<Response, Problem> {
    delivery.arrived(&viewer, &mail_id).await?;
    Ok(done("arrived"))
}

fn done(what: &str) -> Response {
    Redirect::to(&format!("/settings/mail?done={what}")).into_response()
}

impl Delivery {
    async fn settings_page(
        &self,
        frame: &Frame,
        viewer: &Viewer,
        said: Option<&str>,
    ) -> Result<Html<String>, Problem> {
        let overview = self.overview(viewer).await?;
        let in_doubt: Vec<Value> = overview
            .in_doubt
            .iter()
            .map(|d| {
                json!({
                    "id": d.mail.mail_id, "kind": self.kind_name(frame, &d.mail.kind),
                    "address": d.mail.address, "reason": d.reason, "at_us": d.first_try_at_us,
                })
            })
            .collect();
        let returns: Vec<Value> = overview
            .returns
            .iter()
            .map(|r| {
                json!({
                    "kind": r.kind, "mail_kind": self.kind_name(frame, &r.mail_kind),
                    "address": r.address, "at_us": r.at_us,
                    "status": r.status, "reason": r.diagnostic,
                })
            })
            .collect();
        let state = overview.inbox.unwrap_or_default();
        let has_inbox = self.settings.as_ref().is_some_and(|s| s.imap.is_some());
        let values = json!({
            "place": "settings", "settings": "mail",
            "said": said,
            "settings": view::settings(self.settings.as_ref()),
            "pause": overview.pause.map(|p| json!({
                "reason": p.reason, "is_alert": p.is_alert, "since_us": p.since_us,
            })),
            "inbox": has_inbox.then(|| json!({
                "read_at_us": state.read_at_us,
                "error": state.trouble.map(|t| t.1),
                "counted": state.counted,
                "ignored": state.ignored,
            })),
            "waiting": overview.counts.queued,
            "sent_today": overview.sent_today,
            "unknown": overview.counts.unknown,
            "bounced": overview.counts.bounced,
            "failed": overview.counts.failed,
            "in_doubt": in_doubt,
            "returns": returns,
        });
        self.app
            .templates
            .page("delivery/settings.html", frame, values)
    }

    /// What a kind of mail is called; kinds without a word of their own keep their name.
    fn kind_name(&self, frame: &Frame, kind: &str) -> String {
        let key = format!("delivery-kind-{}", kind.replace('_', "-"));
        self.app
            .words
            .try_say(frame.language, &key, &[])
            .unwrap_or_else(|| kind.to_owned())
    }
}
