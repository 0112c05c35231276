//! Dashboards, their blocks, with whom they are shared, and links for people without a login.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use user::{Role, Sight};

/// What a block shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The survey's figure.
    Figure,
    /// The figure over time.
    Trend,
    /// How the answers spread over the scale.
    Distribution,
    /// Importance of drivers against how well they are done.
    Drivers,
    /// KSS of every driver.
    Kss,
    /// What people said lately.
    Comments,
    /// What comments are about.
    Themes,
    /// From invited to finished.
    Funnel,
    /// Cases: open, overdue, closed.
    Cases,
    /// Targets with their progress.
    Targets,
    /// Journey phases as rows, each with its own figures.
    Phases,
    /// Plain words.
    Text,
}

impl Kind {
    /// All, in the order a form offers them.
    pub const ALL: [Self; 12] = [
        Self::Figure,
        Self::Trend,
        Self::Distribution,
        Self::Kss,
        Self::Drivers,
        Self::Phases,
        Self::Comments,
        Self::Themes,
        Self::Funnel,
        Self::Cases,
        Self::Targets,
        Self::Text,
    ];

    /// As stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Trend => "trend",
            Self::Distribution => "distribution",
            Self::Drivers => "drivers",
            Self::Kss => "kss",
            Self::Comments => "comments",
            Self::Themes => "themes",
            Self::Funnel => "funnel",
            Self::Cases => "cases",
            Self::Targets => "targets",
            Self::Phases => "phases",
            Self::Text => "text",
        }
    }

    /// Whether it is about one survey, which must be named.
    pub const fn is_of_a_survey(self) -> bool {
        !matches!(self, Self::Cases | Self::Targets | Self::Text)
    }

    /// Whether it changes with the answers of its survey and nothing else.
    pub const fn follows_answers(self) -> bool {
        self.is_of_a_survey() && !matches!(self, Self::Funnel)
    }

    /// Whether it may be another one without an answer: open pages look again now and then.
    pub const fn is_looked_at_again(self) -> bool {
        let is_text = matches!(self, Self::Text);
        // Intervals of drivers come later than the picture; themes are corrected by people.
        !is_text && (!self.follows_answers() || matches!(self, Self::Drivers | Self::Themes))
    }

    /// Whether it may take long: pages show what was known last.
    pub const fn takes_long(self) -> bool {
        matches!(self, Self::Drivers | Self::Themes)
    }

    /// Columns it takes when nothing else is said.
    pub const fn usual_width(self) -> u8 {
        match self {
            Self::Figure | Self::Cases | Self::Text => 1,
            Self::Trend | Self::Distribution | Self::Comments | Self::Themes | Self::Funnel => 2,
            Self::Drivers | Self::Kss | Self::Targets | Self::Phases => 3,
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| {
                let names: Vec<&str> = Self::ALL.iter().map(|kind| kind.as_str()).collect();
                format!("a block is one of {}, not {text:?}", names.join(", "))
            })
    }
}

/// A part of a dashboard.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// Its id; given by us.
    #[serde(default)]
    pub id: String,
    /// What it shows.
    pub kind: Kind,
    /// Columns of three that it takes.
    #[serde(default)]
    pub width: u8,
    /// What stands above it; none leaves that to the block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The survey it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey_id: Option<String>,
    /// Trend: its steps (`week`, `month`, `quarter`, `year`); none leaves the choice to us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<String>,
    /// Phases: the attribute whose values are the rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// Phases: the values in their order; others come after them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<String>,
    /// Text: the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Block {
    /// A block of this kind with nothing set.
    pub fn new(kind: Kind) -> Self {
        Self {
            id: String::new(),
            kind,
            width: kind.usual_width(),
            title: None,
            survey_id: None,
            steps: None,
            attribute: None,
            order: Vec::new(),
            text: None,
        }
    }
}

/// A block that was taken off, and where it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOff {
    /// Its place then.
    pub place: usize,
    /// The block.
    pub block: Block,
}

/// What people set of a dashboard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub title: String,
    /// Its blocks in their order.
    pub blocks: Vec<Block>,
    /// The filter it opens with, as in addresses.
    pub filter: String,
    /// How long the wall screen shows one block, in seconds.
    pub seconds: i64,
    /// Who else may look at it, or change it.
    pub shares: Vec<Share>,
}

/// A dashboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// Its id.
    pub board_id: String,
    /// Whose it is; none when a program made it: then it is the workspace's.
    pub owner_id: Option<String>,
    /// What people set of it.
    pub draft: Draft,
    /// The blocks taken off lately, the last one last.
    pub taken_off: Vec<TakenOff>,
    /// Goes up with every change.
    pub revision: i64,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// UTC microseconds.
    pub changed_at_us: i64,
    /// UTC microseconds; none while it is there.
    pub removed_at_us: Option<i64>,
}

/// With whom a dashboard is shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "with", rename_all = "snake_case", deny_unknown_fields)]
pub enum Audience {
    /// Everybody who can log in.
    Everybody,
    /// Everybody of a role.
    Role {
        /// Its name.
        role: String,
    },
    /// A team and the teams below it.
    Team {
        /// Its id.
        team_id: String,
    },
}

impl Audience {
    /// Kind and value, as stored.
    pub fn stored(&self) -> (&'static str, &str) {
        match self {
            Self::Everybody => ("everybody", ""),
            Self::Role { role } => ("role", role),
            Self::Team { team_id } => ("team", team_id),
        }
    }

    /// From kind and value.
    pub fn read(kind: &str, value: &str) -> Option<Self> {
        match kind {
            "everybody" => Some(Self::Everybody),
            "role" => value.parse::<Role>().ok().map(|role| Self::Role {
                role: role.as_str().to_owned(),
            }),
            "team" => Some(Self::Team {
                team_id: value.to_owned(),
            }),
            _ => None,
        }
    }
}

/// With whom a dashboard is shared, and whether they may change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// With whom.
    pub audience: Audience,
    /// Whether they may change it too.
    pub may_edit: bool,
}

/// A link by which people without a login see a dashboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The workspace.
    pub workspace_id: String,
    /// Its id; not its secret, which is stored nowhere.
    pub link_id: String,
    /// The dashboard.
    pub board_id: String,
    /// What it is for.
    pub label: String,
    /// Who made it.
    pub made_by: String,
    /// Whom they saw then.
    pub sight: Sight,
    /// The filter it is fixed to, as in addresses.
    pub filter: String,
    /// Whether comments are shown.
    pub with_comments: bool,
    /// UTC microseconds.
    pub made_at_us: i64,
    /// UTC microseconds; from then on it leads nowhere.
    pub expires_at_us: i64,
    /// UTC microseconds; none while it holds.
    pub revoked_at_us: Option<i64>,
}

impl Link {
    /// Whether it leads anywhere at this moment.
    pub fn holds(&self, now_us: i64) -> bool {
        self.revoked_at_us.is_none() && now_us < self.expires_at_us
    }
}
