//! Teams in a tree, and whom a person sees: themselves, and who works in the teams they lead.

pub(crate) mod store;
