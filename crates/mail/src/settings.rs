//! How mail goes out and comes back, for the whole installation.

/// Settings of mail; without them nothing is sent and pages say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The company's own address; mails come from addresses under its domain.
    pub from: crate::Mailbox,
}

impl Settings {
    /// The company's domain.
    pub fn domain(&self) -> &str {
        self.from.address.rsplit_once('@').map_or("", |(_, d)| d)
    }
}
