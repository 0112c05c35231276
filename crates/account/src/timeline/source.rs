//! The parts of the product a timeline is made of.

/// A part of the product, in the order in which entries of one moment stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Cases that were closed.
    CaseClosed,
    /// Conversations.
    Conversation,
    /// Cases that were opened.
    #[default]
    CaseOpened,
    /// Actions that were begun.
    Action,
    /// Actions that ended.
    ActionEnded,
    /// Answers that count; never an employee's.
    Answer,
    /// Invitations and reminders.
    Invitation,
    /// Other letters: thanks, requests for a reference, what was done with an answer.
    Letter,
    /// Events, such as tickets.
    Event,
    /// Responsibilities somebody got or lost.
    Responsibility,
}

impl Source {
    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::CaseClosed,
        Self::Conversation,
        Self::CaseOpened,
        Self::Action,
        Self::ActionEnded,
        Self::Answer,
        Self::Invitation,
        Self::Letter,
        Self::Event,
        Self::Responsibility,
    ];

    /// In a cursor.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::CaseClosed => "case_closed",
            Self::Conversation => "conversation",
            Self::CaseOpened => "case_opened",
            Self::Action => "action",
            Self::ActionEnded => "action_ended",
            Self::Answer => "answer",
            Self::Invitation => "invitation",
            Self::Letter => "letter",
            Self::Event => "event",
            Self::Responsibility => "responsibility",
        }
    }

    /// The source of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == name)
    }

    /// The kind a reader chooses by; several sources may be of one.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::CaseClosed | Self::CaseOpened => "case",
            Self::Conversation => "conversation",
            Self::Action | Self::ActionEnded => "action",
            Self::Answer => "answer",
            Self::Invitation | Self::Letter => "mail",
            Self::Event => "event",
            Self::Responsibility => "responsibility",
        }
    }
}

/// The kinds a reader chooses by.
pub const KINDS: [&str; 7] = [
    "answer",
    "event",
    "mail",
    "conversation",
    "case",
    "action",
    "responsibility",
];

/// The sources of these kinds, or all when none is named; the first name that is none.
pub fn of_kinds<'k>(kinds: impl Iterator<Item = &'k str>) -> Result<Vec<Source>, &'k str> {
    let mut wanted: Vec<&str> = Vec::new();
    for kind in kinds {
        let known = KINDS.into_iter().find(|known| *known == kind);
        wanted.push(known.ok_or(kind)?);
    }
    let all = Source::ALL.into_iter();
    Ok(all
        .filter(|source| wanted.is_empty() || wanted.contains(&source.kind()))
        .collect())
}
