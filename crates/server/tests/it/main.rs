//! End-to-end tests: the real binary on real databases, over HTTP.
#![allow(missing_docs, unreachable_pub, reason = "tests are read, not used")]

mod analyze;
mod apidoc;
mod dashboard;
mod bulk;
mod durability;
mod export;
mod faults;
mod guard;
mod harness;
mod import;
mod nodes;
mod personal;
mod respondent;
mod response;
mod survey;
mod survey_pages;
mod user;
