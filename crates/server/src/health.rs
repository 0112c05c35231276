//! Routes that belong to no noun: health, metrics, assets.

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use platform::Problem;
use platform::web::{App, Path};
use user::{Access, Entry, Gate, Routes};

#[derive(Clone)]
struct Health {
    app: App,
}

pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/livez", Access::Public, livez)
        .get("/readyz", Access::Public, readyz)
        .get("/metrics", Access::Public, metrics)
        .get("/assets/{file}", Access::Public, asset)
        .finish(Health {
            app: gate.app().clone(),
        })
}

/// The process runs; says nothing of the database.
async fn livez() -> &'static str {
    "ok\n"
}

/// The database can be read, and the last write was stored.
async fn readyz(State(health): State<Health>) -> Result<&'static str, Problem> {
    health
        .app
        .db
        .read(|tx| Ok::<_, Problem>(tx.query_one("SELECT 1 AS one", &[])?))
        .await?;
    if health.app.db.is_writable() {
        Ok("ok\n")
    } else {
        // A write that can be stored again makes the next look green.
        health
            .app
            .db
            .write(|tx| tx.execute("DELETE FROM session WHERE 1 = 0", &[]))
            .await?;
        Ok("ok\n")
    }
}

async fn metrics(State(health): State<Health>) -> Response {
    let mut page = health.app.metrics.render(health.app.db.write_counts());
    // Without the database the other figures are all the more wanted.
    if let Ok(mails) = health.app.db.read(mail::worker::metrics).await {
        page.push_str(&mails);
    }
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], page).into_response()
}

async fn asset(State(health): State<Health>, Path(file): Path<String>) -> Response {
    health.app.assets.reply(&file)
}
