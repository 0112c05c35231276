//! A letter: what one mail says, to whom, from whom.

/// Name and address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// Shown name; may be empty.
    pub name: String,
    /// Address, `local@domain`.
    pub address: String,
}

/// Ways to unsubscribe, by RFC 8058.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsubscribe {
    /// Where a POST unsubscribes and a GET asks.
    pub url: String,
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
}
