//! The guarded HTTP client: calls that can only reach public places.
