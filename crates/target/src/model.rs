//! What a target is: of whom, of what, from when to when, from where to where.

use std::str::FromStr;

use figures::{Direction, Metric};

/// What is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measured {
    /// The figure of a question, by its key; what it measured when the target was set.
    Question {
        /// The question's key.
        key: String,
        /// Its metric.
        metric: Metric,
    },
    /// How many of those invited answered.
    ResponseRate,
}

/// The name of the response rate where metrics are named.
pub const RESPONSE_RATE: &str = "response_rate";

impl Measured {
    /// Name used in interfaces.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Question { metric, .. } => metric.as_str(),
            Self::ResponseRate => RESPONSE_RATE,
        }
    }

    /// The metric; the response rate is none of them.
    pub fn metric(&self) -> Option<Metric> {
        match self {
            Self::Question { metric, .. } => Some(*metric),
            Self::ResponseRate => None,
        }
    }

    /// The question's key.
    pub fn question(&self) -> Option<&str> {
        match self {
            Self::Question { key, .. } => Some(key),
            Self::ResponseRate => None,
        }
    }

    /// Whether a rise is good news.
    pub fn higher_is_better(&self) -> bool {
        self.metric().is_none_or(Metric::higher_is_better)
    }

    /// Lowest and highest possible value, in its unit.
    pub fn range(&self) -> [f64; 2] {
        self.metric().map_or([0.0, 1.0], Metric::range)
    }

    /// From what is stored.
    pub(crate) fn stored(
        metric: &str,
        question: Option<String>,
        higher_is_better: bool,
    ) -> Option<Self> {
        let metric = match metric {
            RESPONSE_RATE => return Some(Self::ResponseRate),
            "nps" => Metric::Nps,
            "enps" => Metric::Enps,
            "csat" => Metric::Csat,
            "cas" => Metric::Cas,
            "ces" if higher_is_better => Metric::Ces(Direction::EasyIsHigh),
            "ces" => Metric::Ces(Direction::EffortIsHigh),
            _ => return None,
        };
        question.map(|key| Self::Question { key, metric })
    }
}

/// Whose answers count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody's.
    Company,
    /// Of customers whom this team, or a team below it, served.
    Team(String),
    /// With this value of an attribute, such as a phase of the journey.
    Group {
        /// The attribute.
        attribute: String,
        /// The value.
        value: String,
    },
}

impl Scope {
    /// Name used in interfaces.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Team(_) => "team",
            Self::Group { .. } => "group",
        }
    }
}

/// Where it starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    /// In the unit of what is measured.
    pub value: f64,
    /// The answers it was measured from; none when somebody typed it.
    pub n: Option<u64>,
}

/// Whether anybody could see the target met; worked out when it was set.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Visibility {
    /// Answers per period that it takes to see such a change; none when the figure can't change by
    /// so much.
    pub needed: Option<u64>,
    /// Answers that the target's period will bring, as fast as they come in now; none when too few
    /// came to say.
    pub expected: Option<u64>,
    /// The smallest change that so many show, in the unit of what is measured.
    pub visible: Option<f64>,
}

impl Visibility {
    /// Whether such a change is smaller than what so many answers can show. Nobody knows when
    /// nothing came in yet.
    pub fn is_too_small(&self) -> bool {
        match (self.needed, self.expected) {
            (Some(needed), Some(expected)) => expected < needed,
            (None, _) => true,
            (_, None) => false,
        }
    }
}

/// What somebody wants to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The survey it is measured with.
    pub survey_id: String,
    /// What is measured.
    pub measured: Measured,
    /// Whose answers count.
    pub scope: Scope,
    /// First day of the period.
    pub from_day: i32,
    /// Last day of the period.
    pub to_day: i32,
    /// Where it starts.
    pub start: Start,
    /// Where it is to be on the last day, in the unit of what is measured.
    pub aim: f64,
}

/// A target.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The workspace.
    pub workspace_id: String,
    /// Its id.
    pub target_id: String,
    /// What is to be reached.
    pub draft: Draft,
    /// Whether that could be seen.
    pub visibility: Visibility,
    /// Goes up with every change.
    pub revision: i64,
    /// Who set it.
    pub created_by: String,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// UTC microseconds.
    pub changed_at_us: i64,
    /// When it was given up; none while it holds, also after its period.
    pub ended_at_us: Option<i64>,
}

/// Where a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// Its period has not begun.
    NotStarted,
    /// The whole interval lies where it should be today, or beyond.
    OnCourse,
    /// The whole interval lies short of where it should be today.
    Behind,
    /// The interval holds the value it should have: nobody can tell yet.
    Open,
    /// So few answers that no interval is trusted; with how many more it takes.
    TooFew {
        /// Answers that are still missing.
        need: u64,
    },
    /// The whole interval lies at the aim or beyond it.
    Reached,
    /// The period is over, and the whole interval lies short of the aim.
    Missed,
    /// The period is over, and the interval holds the aim: it can't be told.
    Untold,
    /// Too small a group to be shown.
    Hidden,
    /// What is measured now is not what was measured when it was set.
    Otherwise,
}

impl Course {
    /// Name used in interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::OnCourse => "on_course",
            Self::Behind => "behind",
            Self::Open => "open",
            Self::TooFew { .. } => "too_few",
            Self::Reached => "reached",
            Self::Missed => "missed",
            Self::Untold => "untold",
            Self::Hidden => "hidden",
            Self::Otherwise => "otherwise",
        }
    }
}

/// Which targets a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those that hold and whose period is not over.
    #[default]
    Current,
    /// Those whose period is over, and those given up.
    Past,
}

impl Which {
    /// Both, in the order of a page.
    pub const ALL: [Self; 2] = [Self::Current, Self::Past];

    /// Name used in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Past => "past",
        }
    }
}

impl FromStr for Which {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|own| own.as_str() == text);
        found.ok_or_else(|| format!("show: current or past, not {text:?}"))
    }
}
