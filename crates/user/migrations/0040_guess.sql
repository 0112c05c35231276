-- Tries at what can be guessed (a password, a link, a token), where every node sees them. From where
-- and at what is kept as a hash only; a row is of no use, and goes, after the pause.
CREATE TABLE guess (
    guess_hash {blob} PRIMARY KEY,
    tries BIGINT NOT NULL,
    last_at_us BIGINT NOT NULL
);
CREATE INDEX guess_by_time ON guess (last_at_us);
