//! Driver analysis of people, row by row: importance, what-if, bootstrap, what may be said.
