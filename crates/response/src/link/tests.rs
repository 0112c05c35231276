//! What a link is.
