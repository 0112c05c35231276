//! The worker that goes through changed responses.

use platform::clock::SECOND_US;
use platform::web::App;

use crate::hear::Listeners;

/// A response that was begun counts as finished when nothing came for so long.
pub const QUIET_US: i64 = 15 * 60 * SECOND_US;

/// Runs until the server stops.
pub async fn run(app: App, listeners: Listeners) {
    let mut stopping = app.stopping.clone();
    let _ = stopping.wait_for(|stop| *stop).await;
    drop(listeners);
}
