//! Cases, conversations, causes and results.

use platform::named;

named! {
    /// How soon, beside the due time.
    Priority, "priority" {
        /// When there is time.
        Low = "low",
        /// As most.
        Normal = "normal",
        /// Before others.
        High = "high",
        /// Now.
        Urgent = "urgent",
    }
}

named! {
    /// What became of a case.
    Outcome, "result" {
        /// What went wrong is put right.
        Resolved = "resolved",
        /// The customer understands it now.
        Explained = "explained",
        /// The customer got something for it.
        Compensated = "compensated",
        /// Somebody else goes on with it, outside this case.
        PassedOn = "passed_on",
        /// The customer could not be reached.
        NotReachable = "not_reachable",
        /// Nothing was to be done.
        NoAction = "no_action",
        /// The customer left.
        Lost = "lost",
        /// As the text says.
        Other = "other",
    }
}

named! {
    /// How a conversation was held.
    ConversationKind, "kind" {
        /// By telephone.
        Call = "call",
        /// By mail.
        Mail = "mail",
        /// At the customer's.
        Visit = "visit",
        /// In a chat.
        Chat = "chat",
        /// Anywhere else, in person or on a screen.
        Meeting = "meeting",
        /// No conversation: something to be remembered.
        Note = "note",
    }
}

named! {
    /// Who began a conversation.
    Direction, "direction" {
        /// We.
        Out = "out",
        /// The customer.
        In = "in",
        /// Among ourselves: a note.
        Inside = "inside",
    }
}

named! {
    /// What sort of cause it is. None of them is a person.
    CauseKind, "kind" {
        /// How we work.
        Process = "process",
        /// What we deliver.
        Product = "product",
        /// What we say, and when.
        Communication = "communication",
        /// What was promised, or expected.
        Expectation = "expectation",
        /// What it costs.
        Price = "price",
        /// Outside of us.
        Outside = "outside",
    }
}

/// Whom a new case is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Whoever has this role for the account, or for the account above it.
    Role(String),
    /// This user.
    Person(String),
    /// Nobody yet.
    Nobody,
}

/// When a new case is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Minutes of office time on working days, from now.
    pub minutes: u32,
    /// Whether it is the first contact with the customer that is due by then, rather than the end.
    pub first_contact: bool,
}

/// A case to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCase {
    /// The rule that opens it; one case per rule and response.
    pub rule_id: Option<String>,
    /// The answer it is about.
    pub response_id: Option<String>,
    /// The survey of that answer.
    pub survey_id: Option<String>,
    /// The customer.
    pub contact_id: Option<String>,
    /// Their account.
    pub account_id: Option<String>,
    /// In a line.
    pub title: String,
    /// Why, in words; may be empty.
    pub reason: String,
    /// Whom it is for.
    pub owner: Owner,
    /// When it is due.
    pub due: Due,
    /// How soon.
    pub priority: Priority,
    /// Whether people are told of it by mail.
    pub notify: bool,
}

/// What opening gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The case.
    pub case_id: String,
    /// False when the rule had opened one for this answer before.
    pub is_new: bool,
}

/// An answer that a case is measured by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// The answer; gone when it was erased.
    pub response_id: Option<String>,
    /// On its own scale: 0–10 or 1–5.
    pub score: u8,
    /// When, UTC microseconds.
    pub at_us: i64,
}

/// What became of a closed case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseResult {
    /// In a word.
    pub outcome: Outcome,
    /// In words; may be empty.
    pub text: String,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its workspace.
    pub workspace_id: String,
    /// Its id.
    pub case_id: String,
    /// In a line.
    pub title: String,
    /// Why it was opened, in words.
    pub reason: String,
    /// The rule that opened it.
    pub rule_id: Option<String>,
    /// The answer it is about.
    pub response_id: Option<String>,
    /// The survey of that answer.
    pub survey_id: Option<String>,
    /// The customer.
    pub contact_id: Option<String>,
    /// Their account.
    pub account_id: Option<String>,
    /// What the answer's outcome measures: `recommend`, `effort` …
    pub metric: Option<String>,
    /// The answer when it was opened.
    pub before: Option<Scored>,
    /// The first counting answer of the same contact on the same metric after it was opened.
    pub after: Option<Scored>,
    /// The role whose responsibility it is, when it was opened for one.
    pub role: Option<String>,
    /// Who has it.
    pub owner_id: Option<String>,
    /// Since when.
    pub owned_since_us: Option<i64>,
    /// How soon.
    pub priority: Priority,
    /// Minutes of office time it was given.
    pub due: Due,
    /// By when, UTC microseconds.
    pub due_at_us: i64,
    /// Whether people are told by mail.
    pub notifies: bool,
    /// When it was opened.
    pub opened_at_us: i64,
    /// By whom: a name, or `rule`.
    pub opened_by: String,
    /// When the customer was first spoken with.
    pub first_contact_at_us: Option<i64>,
    /// Out of sight until then; the due time stays.
    pub snoozed_until_us: Option<i64>,
    /// Why.
    pub snooze_reason: Option<String>,
    /// When it was closed; open otherwise.
    pub closed_at_us: Option<i64>,
    /// By whom.
    pub closed_by: Option<String>,
    /// What became of it.
    pub result: Option<CaseResult>,
    /// Steps of escalation that were taken.
    pub taken: policy::follow::Taken,
    /// When it is looked at for the next of them.
    pub look_at_us: Option<i64>,
    /// Goes up with every change.
    pub revision: i64,
    /// When it was last changed.
    pub changed_at_us: i64,
}

impl Case {
    /// Whether its customer was erased, and with them what it was called: every other case has a
    /// title.
    pub fn is_erased(&self) -> bool {
        self.title.is_empty()
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.closed_at_us.is_none()
    }

    /// When what was promised was done, if it was: the first contact, or the end.
    pub fn kept_at_us(&self) -> Option<i64> {
        if self.due.first_contact {
            self.first_contact_at_us.or(self.closed_at_us)
        } else {
            self.closed_at_us
        }
    }

    /// Whether it is open and what was promised isn't done by now.
    pub fn is_overdue(&self, now_us: i64) -> bool {
        self.is_open() && self.kept_at_us().is_none() && now_us > self.due_at_us
    }

    /// Whether it is out of sight now.
    pub fn is_snoozed(&self, now_us: i64) -> bool {
        self.is_open() && self.snoozed_until_us.is_some_and(|until| until > now_us)
    }
}

/// A line of a case's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// When, UTC microseconds.
    pub at_us: i64,
    /// What: `opened`, `assigned`, `taken_over`, `handed_over`, `snoozed`, `woken`, `spoke`,
    /// `noted`, `changed`, `causes`, `closed`, `reopened`, `reminded`, `escalated`, `alarmed`,
    /// `measured_again`, `erased`.
    pub what: String,
    /// By whom; empty for what Luister does by itself.
    pub by: String,
    /// More, by name.
    pub detail: serde_json::Value,
}

/// What was said with a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// Its id.
    pub conversation_id: String,
    /// The case it belongs to.
    pub case_id: Option<String>,
    /// The account.
    pub account_id: Option<String>,
    /// The contact.
    pub contact_id: Option<String>,
    /// How.
    pub kind: ConversationKind,
    /// Who began.
    pub direction: Direction,
    /// Whether the customer was spoken with.
    pub reached: bool,
    /// When, UTC microseconds.
    pub at_us: i64,
    /// Who spoke on our side, when that is a user.
    pub user_id: Option<String>,
    /// Their name, or the address of whoever wrote.
    pub spoke: String,
    /// Whether they led at that moment.
    pub is_leader: bool,
    /// What was said.
    pub said: String,
    /// A mail as it came, with what it quotes.
    pub whole: Option<String>,
    /// When it was noted.
    pub added_at_us: i64,
    /// By whom.
    pub added_by: String,
}

/// A cause in the company's tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Its id.
    pub cause_id: String,
    /// The cause it is part of.
    pub parent_id: Option<String>,
    /// What sort of cause.
    pub kind: CauseKind,
    /// What it is called.
    pub name: String,
    /// Its place among its siblings.
    pub place: i64,
    /// Since when it is no longer offered.
    pub archived_at_us: Option<i64>,
    /// Goes up with every change.
    pub revision: i64,
}
