//! What comes back: bounces, complaints, automatic answers, and replies by people. Reading a message is pure
//! ([`read`]); what follows is stored with the mail it is about ([`apply`]), which is found by the
//! secret in its sender's address and by nothing else a message says.

mod apply;
mod imap;
mod mime;
mod poll;
mod reply;
mod report;
mod state;
mod verp;

pub use apply::{Applied, apply, apply_to};
pub use imap::ImapError;
pub use poll::{Reader, run};
pub use reply::{Reply, marked};
pub use report::{Bounce, Returned, What, one_line, read};
pub use state::{InboxState, inbox_state};
pub use verp::secret_in;
