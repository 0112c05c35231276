//! The machinery: database, web, words, settings, clock, ids. Knows no noun.
