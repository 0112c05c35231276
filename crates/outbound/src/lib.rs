//! The guarded HTTP client: calls that can only reach public places.
//!
//! Whoever may write an address into a form decides where this server calls. So that it can't be
//! made to call its own network, every call goes through one [`Client`], which
//!
//! - reads addresses strictly: `https`, a host, port 443 or 8443, nothing else;
//! - resolves the name itself and refuses it when *any* of its addresses isn't public;
//! - connects to an address it has checked, so that a name that changes in between changes nothing;
//! - never follows a redirect;
//! - says the same of a refused address whatever is or isn't there.
//!
//! What the operator names in [`Reach`] may be called too, by plain `http` as well: systems inside
//! the company. There is no switch that lets everything through.

mod call;
mod client;
mod public;
mod reach;
mod target;

pub use call::{Answer, Call, Fault, Limits, Method};
pub use client::Client;
pub use public::is_public;
pub use reach::Reach;
pub use target::{Refused, Target};

#[cfg(test)]
mod tests;
