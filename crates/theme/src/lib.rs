//! What comments are about: search, words that set groups apart, themes and their codebook.
