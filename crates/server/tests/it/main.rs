//! End-to-end tests: the real binary on real databases, over HTTP.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::too_many_lines,
    clippy::zombie_processes,
    reason = "tests are stories that are read from top to bottom, not used; a panic ends them all"
)]

mod account;
mod action;
mod analyze;
mod anonymous;
mod apidoc;
mod audit;
mod board;
mod bulk;
mod case;
mod case_pages;
mod coaching;
mod colleagues;
mod connector;
mod contact;
mod dashboard;
mod delivery;
mod demo;
mod driver;
mod durability;
mod effect;
mod employee;
mod erasure;
mod export;
mod faults;
mod guard;
mod harness;
mod home;
mod import;
mod mail;
mod matrix;
mod moment;
mod movement;
mod nodes;
mod nul;
mod people;
mod personal;
mod programme;
mod report;
mod respondent;
mod respondent_link;
mod response;
mod responsibilities;
mod rotation;
mod rule;
mod sample;
mod scim;
mod sessions;
mod sight;
mod sites;
mod small;
mod small_teams;
mod smtp;
mod sso;
mod staffed;
mod survey;
mod survey_pages;
mod target;
mod team;
mod theme;
mod user;
mod vote;
mod webhook;
mod widget;
mod workspace;
