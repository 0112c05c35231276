-- Links to choose a new password, sent by mail; the id is that of the mail.
CREATE TABLE password_reset (
    workspace_id TEXT NOT NULL,
    password_reset_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    asked_at_us BIGINT NOT NULL,
    -- a link was used, or the password was changed in another way: none of them works any more
    over_at_us BIGINT,
    PRIMARY KEY (workspace_id, password_reset_id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES app_user (workspace_id, user_id)
);
CREATE INDEX password_reset_by_user ON password_reset (workspace_id, user_id, asked_at_us);
