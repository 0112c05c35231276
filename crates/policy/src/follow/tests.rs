//! Due times, steps and receivers.
