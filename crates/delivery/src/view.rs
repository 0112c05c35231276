//! What of mail is shown, on the page and by the API. Passwords are no part of it.

use mail::Settings;
use mail::outbox::Doubtful;
use mail::settings::{Security, Server};
use platform::clock::rfc3339;
use serde_json::{Value, json};

use crate::service::Overview;
use crate::store::Return;

fn security(server: &Server) -> &'static str {
    match server.security {
        Security::StartTls => "starttls",
        Security::Tls => "tls",
        Security::Plaintext => "none",
    }
}

fn server(server: &Server) -> Value {
    json!({ "host": server.host, "port": server.port, "security": security(server) })
}

/// The settings, or null when no mail server is set up.
pub(crate) fn settings(settings: Option<&Settings>) -> Value {
    let Some(settings) = settings else {
        return Value::Null;
    };
    let from = if settings.from.name.is_empty() {
        settings.from.address.clone()
    } else {
        format!("{} <{}>", settings.from.name, settings.from.address)
    };
    json!({
        "server": server(&settings.server),
        "from": from,
        "is_signed": settings.dkim.is_some(),
        "bounce": settings.bounce,
        "per_domain_per_minute": settings.per_domain_per_minute,
        "inbox": settings.imap.as_ref().map(server),
    })
}

/// All of it, for the API.
pub(crate) fn state(overview: &Overview, configured: Option<&Settings>) -> Value {
    let moment = |at: Option<i64>| at.map(rfc3339);
    let inbox = configured.and_then(|s| s.imap.as_ref()).map(|_| {
        let state = overview.inbox.clone().unwrap_or_default();
        json!({
            "read_at": moment(state.read_at_us),
            "failed_at": moment(state.trouble.as_ref().map(|t| t.0)),
            "error": state.trouble.map(|t| t.1),
            "counted": state.counted,
            "ignored": state.ignored,
        })
    });
    let counts = &overview.counts;
    json!({
        "settings": settings(configured),
        "paused": overview.pause.as_ref().map(|p| json!({
            "reason": p.reason, "needs_action": p.is_alert, "since": rfc3339(p.since_us),
        })),
        "inbox": inbox,
        "waiting": counts.queued,
        "sent": counts.sent,
        "sent_today": overview.sent_today,
        "stopped": counts.stopped,
        "bounced": counts.bounced,
        "failed": counts.failed,
        "unknown": counts.unknown,
        "returns": overview.returns.iter().map(returned).collect::<Vec<_>>(),
    })
}

fn returned(one: &Return) -> Value {
    json!({
        "mail_id": one.mail_id,
        "mail_kind": one.mail_kind,
        "email": one.address,
        "type": one.kind,
        "at": rfc3339(one.at_us),
        "status": one.status,
        "reason": one.diagnostic,
    })
}

/// A mail in doubt, for the API.
pub(crate) fn in_doubt(one: &Doubtful) -> Value {
    json!({
        "id": one.mail.mail_id,
        "kind": one.mail.kind,
        "subject_id": one.mail.subject_id,
        "email": one.mail.address,
        "tries": one.mail.tries,
        "first_try_at": one.first_try_at_us.map(rfc3339),
        "reason": one.reason,
    })
}
