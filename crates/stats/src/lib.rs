//! Formulas: counts in, figures with uncertainty out; no input, output, clock or database.
