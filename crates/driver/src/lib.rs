//! What drives the score: importance, gain, what-if, and what may be said of them.
