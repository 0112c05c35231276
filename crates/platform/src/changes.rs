//! Tells open pages that something changed, within this process. Nothing depends on it: whoever
//! hears it looks in the database, and looks there now and then anyway for what other nodes did.

use tokio::sync::broadcast;

/// How many changes a slow listener may be behind before it only hears that it missed some.
const KEPT: usize = 256;

/// A broadcast of topics such as a survey's id.
#[derive(Clone, Debug)]
pub struct Changes {
    sender: broadcast::Sender<String>,
}

impl Default for Changes {
    fn default() -> Self {
        Self {
            sender: broadcast::channel(KEPT).0,
        }
    }
}

impl Changes {
    /// Says that `topic` changed. Call it after the commit.
    pub fn announce(&self, topic: &str) {
        // Nobody listening is fine.
        let _ = self.sender.send(topic.to_owned());
    }

    /// Hears all topics from now on.
    pub fn listen(&self) -> broadcast::Receiver<String> {
        self.sender.subscribe()
    }
}
