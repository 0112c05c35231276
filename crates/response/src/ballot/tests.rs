//! Nobody is known by their ballot.
