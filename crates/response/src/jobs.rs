//! Background work: judges votes anew after their rule was changed, and forgets idempotency keys
//! that nobody retries any more.

use std::time::Duration;

use platform::clock::DAY_US;
use platform::web::App;

use crate::store::idempotency;

/// Keys are honoured for at least a day; after two they are forgotten.
const KEY_KEPT_US: i64 = 2 * DAY_US;
/// How often old keys are looked for.
const EVERY: Duration = Duration::from_secs(3600);

/// Runs until the server stops. Several nodes may run it at once.
pub async fn run(app: App) {
    tokio::join!(forget(app.clone()), crate::votes::rejudge::run(app));
}

async fn forget(app: App) {
    let mut stopping = app.stopping.clone();
    loop {
        let before_us = app.clock.now_us() - KEY_KEPT_US;
        match app
            .db
            .write(move |tx| idempotency::purge(tx, before_us))
            .await
        {
            Ok(0) => {}
            Ok(keys) => tracing::info!(keys, "old idempotency keys forgotten"),
            Err(error) => tracing::warn!(%error, "old idempotency keys could not be forgotten"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}
