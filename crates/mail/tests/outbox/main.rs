//! The outbox and its worker on real databases, against a mail server that fails as scripted.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::too_many_lines,
    reason = "tests are stories that are read from top to bottom, not used"
)]

#[path = "../../../server/tests/it/smtp.rs"]
mod smtp;

mod desk;
mod failures;
mod nodes;
mod office;
mod real;
mod security;
mod speed;
