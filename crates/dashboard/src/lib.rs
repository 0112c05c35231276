//! What the answers say: facts kept current, figures, pages, live changes.
