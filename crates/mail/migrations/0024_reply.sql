-- Replies to mails: secrets in the reply addresses of those mails that ask for one, as hashes, and
-- which replies came in, so that each counts once.
CREATE TABLE mail_reply_link (
    token_hash {blob} PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    made_at_us BIGINT NOT NULL
);
CREATE INDEX mail_reply_link_by_mail ON mail_reply_link (workspace_id, mail_id);
CREATE TABLE mail_reply (
    workspace_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    -- of the whole message
    message_hash {blob} NOT NULL,
    at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, mail_id, message_hash)
);
