//! A letter: what one mail says, to whom, from whom.

pub mod dkim;
mod encode;

pub use encode::{Encoded, NoAddress, encode};

/// Name and address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// Shown name; may be empty.
    pub name: String,
    /// Address, `local@domain`.
    pub address: String,
}

impl Mailbox {
    /// Reads `Acme <feedback@acme.nl>`, `"Acme, Inc." <…>` or the address alone.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (name, address) = match text.strip_suffix('>').and_then(|t| t.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"').trim(), address),
            None => ("", text),
        };
        if name.chars().any(char::is_control) {
            return Err("a name is one line".to_owned());
        }
        Ok(Self {
            name: name.to_owned(),
            address: Self::checked_address(address)?,
        })
    }

    /// The address without spaces around it, when it is one that mail can be sent to.
    pub fn checked_address(text: &str) -> Result<String, String> {
        let address = text.trim();
        // Quoted local parts and comments are allowed by the rules and used by nobody but those
        // who want to smuggle something in.
        let is_odd = |c: char| c.is_control() || c.is_whitespace() || "<>()[],;:\"\\".contains(c);
        if address.chars().any(is_odd) || address.parse::<lettre::Address>().is_err() {
            return Err("this is no mail address, as in ann@acme.nl".to_owned());
        }
        Ok(address.to_owned())
    }
}

/// Ways to unsubscribe, by RFC 8058.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsubscribe {
    /// Where a POST unsubscribes and a GET asks.
    pub url: String,
}

/// A file that goes with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    /// Its name, ours: letters, digits, `-`, `_` and `.`.
    pub name: String,
    /// Such as `image/png`.
    pub media_type: &'static str,
    /// What is in it.
    pub content: Vec<u8>,
    /// Part of the letter's HTML, which shows it as `cid:NAME`; otherwise it is attached.
    pub shown: bool,
}

/// A letter to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Shown sender: the responsible person's name, an address under the company's domain.
    pub from: Mailbox,
    /// Where replies go, when elsewhere.
    pub reply_to: Option<Mailbox>,
    /// The one recipient.
    pub to: Mailbox,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// BCP 47 language of both.
    pub language: String,
    /// For mails that people can end.
    pub unsubscribe: Option<Unsubscribe>,
    /// Files that go with it.
    pub enclosures: Vec<Enclosure>,
}

impl Letter {
    /// Whether replies go to the address with the secret of this try.
    pub(crate) fn asks_reply(&self, links: &crate::link::Links) -> bool {
        self.reply_to
            .as_ref()
            .is_some_and(|reply| reply.address.contains(&links.reply))
    }
}
