//! Against a mail server that is not ours.
