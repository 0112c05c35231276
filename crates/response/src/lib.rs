//! Answers: public pages, submitting, personal links, import, export.
