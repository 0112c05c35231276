//! People who work here: login, sessions, roles, API keys, first-run setup.
