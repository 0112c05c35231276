//! Who is asked when, and what counts as an answer: rules as pure functions of (state, now).
//!
//! Nothing here reads a clock, a database or a source of chance. The workers load, ask [`plan`]
//! what to do, store the decision and the outgoing mail in one transaction, and look again just
//! before sending. Because of that a simulator can drive the same rules through years in seconds
//! (`tests/simulate`). Every decision carries its reason as an enum, so that a screen can tell it.

pub mod budget;
pub mod calendar;
mod chance;
pub mod contact;
pub mod disposition;
pub mod follow;
pub mod plan;
pub mod programme;
pub mod relational;
pub mod reminder;
pub mod retry;
pub mod time;
pub mod transactional;
pub mod trigger;
pub mod vote;

pub use budget::{Budget, Counts, Rule, Scope, Touch};
pub use calendar::{Calendar, CalendarSettings, Closed, Holiday, Holidays, Hours, Liberation};
pub use contact::{Contact, Done, Invitation, Standing};
pub use plan::{Because, Decision, Occasion, Planner, Reason, Setting, Verdict, Why};
pub use programme::{Audience, Kind, Programme};
pub use time::{At, DAY, Day, HOUR, MINUTE, SECOND};
