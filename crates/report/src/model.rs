//! Reports that go by mail at set times.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a report is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Subject {
    /// The results of a survey.
    Survey {
        /// Its id.
        survey_id: String,
    },
    /// A dashboard.
    Dashboard {
        /// Its id.
        dashboard_id: String,
    },
}

impl Subject {
    /// Kind and id, as stored.
    pub fn stored(&self) -> (&'static str, &str) {
        match self {
            Self::Survey { survey_id } => ("survey", survey_id),
            Self::Dashboard { dashboard_id } => ("dashboard", dashboard_id),
        }
    }

    /// From kind and id.
    pub fn read(kind: &str, id: &str) -> Option<Self> {
        let id = id.to_owned();
        match kind {
            "survey" => Some(Self::Survey { survey_id: id }),
            "dashboard" => Some(Self::Dashboard { dashboard_id: id }),
            _ => None,
        }
    }

    /// Its page, beginning with a slash.
    pub fn page(&self) -> String {
        match self {
            Self::Survey { survey_id } => format!("/surveys/{survey_id}/results"),
            Self::Dashboard { dashboard_id } => format!("/dashboards/{dashboard_id}"),
        }
    }
}

/// As what it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A PDF.
    Pdf,
    /// A workbook.
    Xlsx,
    /// Both.
    Both,
}

impl Form {
    /// All, in the order a form offers them.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Xlsx, Self::Both];

    /// As stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Both => "both",
        }
    }
}

impl FromStr for Form {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|form| form.as_str() == text)
            .ok_or_else(|| format!("a report goes as pdf, xlsx or both, not {text:?}"))
    }
}

/// How often, at the hour `at_hour` of the workspace's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "every", rename_all = "snake_case", deny_unknown_fields)]
pub enum Cadence {
    /// Monday to Friday.
    WorkingDay {
        /// 0 to 23.
        hour: i8,
    },
    /// Once a week.
    Week {
        /// 1 is Monday, 7 is Sunday.
        day: i8,
        /// 0 to 23.
        hour: i8,
    },
    /// Once a month.
    Month {
        /// 1 to 28, so that every month has it.
        day: i8,
        /// 0 to 23.
        hour: i8,
    },
}

impl Cadence {
    /// Name, day and hour, as stored.
    pub const fn stored(self) -> (&'static str, i64, i64) {
        match self {
            Self::WorkingDay { hour } => ("daily", 0, hour as i64),
            Self::Week { day, hour } => ("weekly", day as i64, hour as i64),
            Self::Month { day, hour } => ("monthly", day as i64, hour as i64),
        }
    }

    /// From name, day and hour; none when they don't fit.
    pub fn read(name: &str, day: i64, hour: i64) -> Option<Self> {
        let (day, hour) = (i8::try_from(day).ok()?, i8::try_from(hour).ok()?);
        let cadence = match name {
            "daily" => Self::WorkingDay { hour },
            "weekly" => Self::Week { day, hour },
            "monthly" => Self::Month { day, hour },
            _ => return None,
        };
        cadence.is_right().then_some(cadence)
    }

    /// Whether day and hour exist.
    pub fn is_right(self) -> bool {
        let (hour, day) = match self {
            Self::WorkingDay { hour } => (hour, 1..=1),
            Self::Week { hour, .. } => (hour, 1..=7),
            Self::Month { hour, .. } => (hour, 1..=28),
        };
        let set = match self {
            Self::WorkingDay { .. } => 1,
            Self::Week { day, .. } | Self::Month { day, .. } => day,
        };
        (0..=23).contains(&hour) && day.contains(&set)
    }
}

/// What people set of a schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What the report is about.
    pub subject: Subject,
    /// The filter, as in the address of its page, without `?`.
    #[serde(default)]
    pub filter: String,
    /// As what it goes.
    pub form: Form,
    /// How often.
    pub cadence: Cadence,
    /// To whom: ids of people. Each gets what they may see.
    pub recipients: Vec<String>,
}

/// A report that goes by mail at set times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Its workspace.
    pub workspace_id: String,
    /// Its id.
    pub schedule_id: String,
    /// Who made it.
    pub owner_id: String,
    /// What was set.
    pub draft: Draft,
    /// When it goes next, UTC microseconds.
    pub next_at_us: i64,
    /// When it last went.
    pub sent_at_us: Option<i64>,
    /// Why the last one could not be made: `subject_gone`, `failed`.
    pub trouble: Option<String>,
    /// When it was ended.
    pub ended_at_us: Option<i64>,
}

impl Draft {
    /// The page the report is of, with its filter; begins with a slash.
    pub fn page(&self) -> String {
        let page = self.subject.page();
        match self.filter.trim_start_matches('?') {
            "" => page,
            filter => format!("{page}?{filter}"),
        }
    }
}
