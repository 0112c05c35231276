//! What runs beside the pages: reading the mailbox for what comes back.

use mail::incoming::{self, Reader};
use mail::{Kinds, Settings};
use platform::web::App;

/// Reads the mailbox every so often until the app stops; ends at once when none is set up.
pub async fn run(app: App, settings: Settings, kinds: Kinds) {
    if let Some(inbox) = settings.imap {
        let reader = Reader {
            inbox,
            every: settings.imap_every,
            tls: settings.tls,
            kinds,
        };
        incoming::run(app, reader).await;
    }
}
