-- Mails to be sent, and what became of them.
CREATE TABLE mail (
    workspace_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    -- which part of the product it is from: invitation, reminder, password_reset …
    kind TEXT NOT NULL,
    -- what it is about: the id of an invitation, of a user
    subject_id TEXT NOT NULL,
    address TEXT NOT NULL,
    domain TEXT NOT NULL,
    promise TEXT NOT NULL CHECK (promise IN ('at_most_once', 'at_least_once')),
    state TEXT NOT NULL CHECK (state IN ('queued', 'claimed', 'sending', 'sent', 'stopped', 'bounced', 'failed', 'unknown')),
    -- not before; the next try
    due_at_us BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    first_try_at_us BIGINT,
    -- who claims a mail takes the next fence; what another claimed meanwhile can't be stored
    fence BIGINT NOT NULL,
    lease_until_us BIGINT,
    reply TEXT,
    sent_at_us BIGINT,
    created_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, mail_id)
);
CREATE INDEX mail_by_due ON mail (state, due_at_us);
CREATE INDEX mail_by_subject ON mail (workspace_id, subject_id);
-- Hashes of the secrets in each try of a mail.
CREATE TABLE mail_link (
    token_hash {blob} PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('answer', 'unsubscribe', 'bounce')),
    workspace_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    made_at_us BIGINT NOT NULL
);
CREATE INDEX mail_link_by_mail ON mail_link (workspace_id, mail_id);
