//! Evidence decides.
