//! Themes and what people say of comments, as stored.

/// Most themes of a survey: more than anybody keeps apart.
pub const THEMES_MAX: usize = 100;
/// Longest name of a theme, in characters.
pub const NAME_MAX: usize = 60;
/// Longest text of rules, in bytes.
pub const RULES_BYTES_MAX: usize = 20_000;
/// Comments that are read; of more the newest.
pub const COMMENTS_MAX: usize = 100_000;

/// What comments may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its id.
    pub theme_id: String,
    /// As its users call it.
    pub name: String,
    /// One rule per line, see [`comments::parse_rules`].
    pub rules: String,
    /// Place among the themes, from 0.
    pub position: i64,
    /// Goes up with every change.
    pub revision: i64,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// UTC microseconds.
    pub changed_at_us: i64,
}

/// What a person says of one comment and one theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandCode {
    /// The theme.
    pub theme_id: String,
    /// The response the comment belongs to.
    pub response_id: String,
    /// Whether the comment is about the theme.
    pub has: bool,
}
