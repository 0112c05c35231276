//! The worker that decides who is asked: loads, asks `policy`, stores the decision, the invitation
//! and the outgoing mail in one transaction.
//!
//! Everybody is gone through when a programme or a setting changes and every few hours; between, only
//! contacts of whom something is due are looked at ([`crate::store::plan::look_at`]). Going through
//! reads only; what it finds is decided again under a lock on the workspace's planning row. Even
//! without the lock nothing happens twice: occasions, reminders and mails have unique keys.

mod batch;
mod decide;
mod desk;
pub(crate) mod forecast;
mod known;
mod plan;
mod save;

pub(crate) use desk::{Desk, whole_groups};
pub(crate) use known::{Known, belongs, belongs_to_audience, case_of, has_consent};
pub(crate) use plan::{Calendars, Plan, company};

/// A text id as the planner takes it.
pub(crate) use platform::id::number;
