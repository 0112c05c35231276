//! From sufficient statistics to the figures every surface shows, with words.
