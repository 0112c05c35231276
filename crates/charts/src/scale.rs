//! From values to pixels, and round numbers for axes.
