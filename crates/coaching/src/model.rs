//! What a coaching page is and what stands on it.

/// A page of two people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its id.
    pub page_id: String,
    /// Who coaches.
    pub lead_id: String,
    /// Whose page it is.
    pub employee_id: String,
    /// UTC microseconds.
    pub opened_at_us: i64,
    /// A later lead whom the employee lets read it.
    pub shared_with_id: Option<String>,
}

/// What somebody is on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The page is theirs for good.
    Employee,
    /// They coach now.
    Lead,
    /// The employee lets them read what was before their time.
    Guest,
}

impl Part {
    /// Name used in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Employee => "employee",
            Self::Lead => "lead",
            Self::Guest => "guest",
        }
    }
}

/// The kind of what stands on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words of one of the two.
    Note,
    /// What they agreed on, with a date.
    Agreement,
    /// An answer of a customer.
    Answer,
}

impl Kind {
    /// As stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Agreement => "agreement",
            Self::Answer => "answer",
        }
    }

    /// From what is stored.
    pub(crate) fn stored(text: &str) -> Option<Self> {
        [Self::Note, Self::Agreement, Self::Answer]
            .into_iter()
            .find(|own| own.as_str() == text)
    }
}

/// Something on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub entry_id: String,
    /// What it is.
    pub kind: Kind,
    /// Who put it there.
    pub author_id: String,
    /// The words of a note or an agreement; of an answer why it was chosen, or nothing.
    pub words: String,
    /// Survey and response of an answer.
    pub answer: Option<(String, String)>,
    /// Until when something was agreed.
    pub due_day: Option<i32>,
    /// When it was done.
    pub done_at_us: Option<i64>,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// When its author took it away.
    pub removed_at_us: Option<i64>,
}

/// Somebody who looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Who.
    pub user_id: String,
    /// UTC microseconds.
    pub at_us: i64,
}
