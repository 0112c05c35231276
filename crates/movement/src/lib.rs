//! What moved: control charts, verdicts over many segments, where a change comes from.
