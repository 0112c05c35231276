//! Columns in memory: answers as bytes, queries to sufficient statistics.
