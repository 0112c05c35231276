//! What is written: words, phrases and themes of comments, in Dutch and English.
