//! What an action and an improvement must be, and what a change of an action means. Pure.

use contact::item::Said;
use platform::web::FieldError;
use programme::letter;

use crate::model::{Action, Draft, Heard, HeardBy, ImprovementDraft, Status};

/// Longest title, in characters.
pub const LINE_MAX: usize = 200;
/// Longest text, in characters.
pub const TEXT_MAX: usize = 4000;
/// The languages of the public page.
pub const LANGUAGES: [&str; 2] = ["nl", "en"];
/// Longest address of an improvement on the public page, in characters.
const SLUG_MAX: usize = 60;
/// Earliest and latest day a date may be: 1970 to 2199.
const DAYS: std::ops::Range<i32> = 0..84_006;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is needed.
    Empty,
    /// Longer than this many characters.
    TooLong(usize),
    /// A line break or another control character where there is one line.
    NotOneLine,
    /// A control character that no text has.
    Control,
    /// No such day.
    Day,
    /// The last day is before the first.
    Reversed,
    /// Nobody with this id works here.
    Person,
    /// There is no such improvement.
    Improvement,
    /// Not from 0 to 100.
    Progress,
    /// The public page is in Dutch and English.
    Language(String),
    /// In the letter.
    Letter(letter::Wrong),
    /// No choice of those there are; with them.
    Choice(String),
}

impl Wrong {
    /// The message that says it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Empty => "action-wrong-empty",
            Self::TooLong(_) => "action-wrong-too-long",
            Self::NotOneLine => "action-wrong-not-one-line",
            Self::Control => "action-wrong-control",
            Self::Day => "action-wrong-day",
            Self::Reversed => "action-wrong-reversed",
            Self::Person => "action-wrong-person",
            Self::Improvement => "action-wrong-improvement",
            Self::Progress => "action-wrong-progress",
            Self::Language(_) => "action-wrong-language",
            Self::Letter(wrong) => wrong.word(),
            Self::Choice(_) => "action-wrong-choice",
        }
    }

    /// What the message names: name and value.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLong(max) | Self::Letter(letter::Wrong::TooLong(max)) => {
                vec![("max", max.to_string())]
            }
            Self::Language(given) => vec![("given", given.clone())],
            Self::Choice(listed) => vec![("listed", listed.clone())],
            Self::Letter(letter::Wrong::UnknownPlaceholder(name)) => vec![
                ("name", format!("{{{name}}}")),
                ("listed", crate::letter::listed()),
            ],
            Self::Letter(letter::Wrong::Unclosed(text)) => vec![("text", text.clone())],
            Self::Letter(letter::Wrong::LanguageForm) => vec![("given", String::new())],
            _ => Vec::new(),
        }
    }
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("is needed"),
            Self::TooLong(max) => write!(f, "at most {max} characters"),
            Self::NotOneLine => f.write_str("is one line"),
            Self::Control => f.write_str("holds a control character"),
            Self::Day => f.write_str("a date such as 2026-12-01"),
            Self::Reversed => f.write_str("not before the first day"),
            Self::Person => f.write_str("nobody with this id works here"),
            Self::Improvement => f.write_str("there is no such improvement, or it is closed"),
            Self::Progress => f.write_str("0 to 100"),
            Self::Language(given) => write!(f, "{given:?} is neither nl nor en"),
            Self::Letter(wrong) => wrong.fmt(f),
            Self::Choice(listed) => write!(f, "one of {listed}"),
        }
    }
}

/// Something wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A JSON pointer: `/title`, `/heard/nl/did`.
    pub pointer: String,
    /// What.
    pub wrong: Wrong,
}

impl Fault {
    /// At this place.
    pub fn new(pointer: impl Into<String>, wrong: Wrong) -> Self {
        Self {
            pointer: pointer.into(),
            wrong,
        }
    }
}

impl From<&Fault> for FieldError {
    fn from(fault: &Fault) -> Self {
        Self::new(fault.pointer.clone(), fault.wrong.to_string())
    }
}

/// Collects faults.
struct Faults(Vec<Fault>);

impl Faults {
    fn line(&mut self, pointer: &str, text: &str, is_needed: bool) {
        if text.chars().any(char::is_control) {
            self.0.push(Fault::new(pointer, Wrong::NotOneLine));
        }
        self.length(pointer, text, (LINE_MAX, is_needed));
    }

    fn text(&mut self, pointer: &str, text: &str, is_needed: bool) {
        let is_odd = |c: char| c.is_control() && !"\n\r\t".contains(c);
        if text.chars().any(is_odd) {
            self.0.push(Fault::new(pointer, Wrong::Control));
        }
        self.length(pointer, text, (TEXT_MAX, is_needed));
    }

    fn length(&mut self, pointer: &str, text: &str, (max, is_needed): (usize, bool)) {
        if is_needed && text.trim().is_empty() {
            self.0.push(Fault::new(pointer, Wrong::Empty));
        }
        if text.chars().count() > max {
            self.0.push(Fault::new(pointer, Wrong::TooLong(max)));
        }
    }
}

/// Everything wrong with an action, as far as it can be told without looking anything up.
pub fn check(draft: &Draft) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    faults.line("/title", &draft.title, true);
    faults.text("/detail", &draft.detail, false);
    if draft.due_day.is_some_and(|day| !DAYS.contains(&day)) {
        faults.0.push(Fault::new("/due", Wrong::Day));
    }
    faults.0
}

/// Whether a note may be written.
pub fn check_note(text: &str) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    faults.text("/note", text, true);
    faults.0
}

/// Everything wrong with an improvement. Words for customers may still be missing.
pub fn check_improvement(draft: &ImprovementDraft) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    faults.line("/title", &draft.title, true);
    faults.text("/why", &draft.why, false);
    for (language, heard) in &draft.heard {
        let at = format!("/heard/{language}");
        if !LANGUAGES.contains(&language.as_str()) {
            let wrong = Wrong::Language(language.clone());
            faults.0.push(Fault::new(at.clone(), wrong));
        }
        faults.line(&format!("{at}/title"), &heard.title, true);
        faults.text(&format!("{at}/said"), &heard.said, false);
        faults.text(&format!("{at}/did"), &heard.did, true);
    }
    if !draft.letter.is_empty() {
        faults.0.extend(letter_faults(draft));
    }
    faults.0
}

/// What keeps an improvement from being told by mail.
pub fn check_letter(draft: &ImprovementDraft) -> Vec<Fault> {
    letter_faults(draft).collect()
}

fn letter_faults(draft: &ImprovementDraft) -> impl Iterator<Item = Fault> {
    let faults = crate::letter::faults(&draft.letter).into_iter();
    faults.map(|own| Fault::new(format!("/letter{}", own.pointer), Wrong::Letter(own.wrong)))
}

/// What keeps an improvement from the public page.
pub fn check_public(draft: &ImprovementDraft) -> Vec<Fault> {
    if draft.heard.is_empty() {
        return vec![Fault::new("/heard", Wrong::Empty)];
    }
    Vec::new()
}

/// What the public page says to a reader of this language, with the language it is in.
pub fn heard_in<'a>(heard: &'a HeardBy, language: &str) -> Option<(&'a str, &'a Heard)> {
    let own = heard.get_key_value(language);
    let found = own.or_else(|| heard.iter().next());
    found.map(|(code, heard)| (code.as_str(), heard))
}

/// An address from a title: letters and digits with hyphens, never empty. `number` from 2 tells
/// apart what would be the same.
pub fn slug(title: &str, number: u32) -> String {
    let mut slug = String::new();
    for sign in title.chars().flat_map(char::to_lowercase) {
        let sign = plain(sign);
        match sign {
            Some(sign) => slug.push(sign),
            None if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            None => {}
        }
        if slug.len() >= SLUG_MAX {
            break;
        }
    }
    let mut slug = slug.trim_end_matches('-').to_owned();
    if slug.is_empty() {
        "improvement".clone_into(&mut slug);
    }
    if number > 1 {
        slug.push_str(&format!("-{number}"));
    }
    slug
}

/// The sign as it is written in addresses; none for what parts words.
fn plain(sign: char) -> Option<char> {
    Some(match sign {
        'a'..='z' | '0'..='9' => sign,
        'à'..='å' => 'a',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        _ => return None,
    })
}

/// What somebody wants to change of an action; none leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The title.
    pub title: Option<String>,
    /// More about it.
    pub detail: Option<String>,
    /// Where something is to change.
    pub level: Option<crate::model::Level>,
    /// Who sees to it; nobody.
    pub owner_id: Said<String>,
    /// By when; no day.
    pub due_day: Said<i32>,
    /// The improvement it is a part of; none.
    pub improvement_id: Said<String>,
    /// Where it is in its life.
    pub status: Option<Status>,
    /// How far it is, 0–100.
    pub progress: Option<u8>,
    /// A line for its log.
    pub note: Option<String>,
}

/// What of an action was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Changed {
    /// Title, text or level.
    Words,
    /// The owner.
    Owner,
    /// The due day.
    Due,
    /// The improvement.
    Improvement,
    /// The status.
    Status,
    /// The progress, without the status.
    Progress,
}

impl Changed {
    /// As in the action's log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Words => "changed",
            Self::Owner => "owner",
            Self::Due => "due",
            Self::Improvement => "improvement",
            Self::Status => "status",
            Self::Progress => "progress",
        }
    }
}

/// Changes an action, and says what is different. Progress follows the status: done is 100, and
/// whatever is begun is being done; what is done or dropped and gets another progress goes on.
pub fn apply(action: &mut Action, change: &Change, now_us: i64) -> Vec<Changed> {
    let before = action.clone();
    let draft = &mut action.draft;
    if let Some(title) = &change.title {
        title.trim().clone_into(&mut draft.title);
    }
    if let Some(detail) = &change.detail {
        detail.trim().clone_into(&mut draft.detail);
    }
    draft.level = change.level.unwrap_or(draft.level);
    put(&change.owner_id, &mut draft.owner_id);
    put(&change.due_day, &mut draft.due_day);
    put(&change.improvement_id, &mut draft.improvement_id);
    (action.status, action.progress) = moved(&before, change);
    if action.status.is_over() {
        if !before.status.is_over() {
            action.ended_at_us = Some(now_us);
        }
    } else {
        action.ended_at_us = None;
    }
    let words = |own: &Draft| (own.title.clone(), own.detail.clone(), own.level);
    let is_moved = action.status != before.status;
    let (old, new) = (&before.draft, &action.draft);
    [
        (words(old) != words(new), Changed::Words),
        (old.owner_id != new.owner_id, Changed::Owner),
        (old.due_day != new.due_day, Changed::Due),
        (
            old.improvement_id != new.improvement_id,
            Changed::Improvement,
        ),
        (is_moved, Changed::Status),
        (
            !is_moved && action.progress != before.progress,
            Changed::Progress,
        ),
    ]
    .into_iter()
    .filter_map(|(is_so, changed)| is_so.then_some(changed))
    .collect()
}

fn put<T: Clone>(said: &Said<T>, field: &mut Option<T>) {
    match said {
        Said::Nothing => {}
        Said::Empty => *field = None,
        Said::Value(value) => *field = Some(value.clone()),
    }
}

/// Status and progress after a change.
fn moved(before: &Action, change: &Change) -> (Status, u8) {
    let progress = change.progress.unwrap_or(before.progress).min(100);
    let status = change.status.unwrap_or_else(|| match before.status {
        Status::Open if progress > before.progress => Status::Doing,
        Status::Done if progress < 100 => Status::Doing,
        Status::Dropped if change.progress.is_some_and(|p| p != before.progress) => Status::Doing,
        status => status,
    });
    let progress = match (status, change.progress) {
        (Status::Done, _) => 100,
        // What is open again begins anew unless somebody says how far it is.
        (Status::Open | Status::Doing, None) if before.status == Status::Done => 0,
        _ => progress,
    };
    (status, progress)
}

#[cfg(test)]
mod tests;
