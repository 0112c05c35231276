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
    -- the node that has it, while claimed or sending
    holder TEXT,
    reply TEXT,
    sent_at_us BIGINT,
    created_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, mail_id)
);
CREATE INDEX mail_by_due ON mail (state, promise, due_at_us);
CREATE INDEX mail_by_subject ON mail (workspace_id, subject_id);
-- Nodes that send. The beat goes up while a node holds mails; one that stands still is dead, and
-- what it held is taken over. No clock is involved.
CREATE TABLE mail_node (
    node_id TEXT PRIMARY KEY,
    beat BIGINT NOT NULL,
    beat_at_us BIGINT NOT NULL
);
-- Sending speed by domain, when it is limited: when the next mail may go, and the end of the queue
-- of those that wait for that.
CREATE TABLE mail_domain (
    domain TEXT PRIMARY KEY,
    next_at_us BIGINT NOT NULL,
    tail_at_us BIGINT NOT NULL
);
-- Why nothing is sent at all, while that is so. One row.
CREATE TABLE mail_pause (
    pause_id BIGINT PRIMARY KEY CHECK (pause_id = 1),
    reason TEXT NOT NULL,
    -- 1 when it stays until somebody acts
    is_alert BIGINT NOT NULL,
    since_us BIGINT NOT NULL,
    -- when the mail server is tried again
    look_at_us BIGINT NOT NULL
);
-- Hashes of the secrets in each try of a mail.
CREATE TABLE mail_link (
    token_hash {blob} PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('answer', 'unsubscribe', 'bounce')),
    workspace_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    made_at_us BIGINT NOT NULL
);
CREATE INDEX mail_link_by_mail ON mail_link (workspace_id, mail_id);
CREATE INDEX mail_by_address ON mail (workspace_id, address);
-- What came back for a mail, once of each kind.
CREATE TABLE mail_return (
    workspace_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('bounce', 'soft', 'complaint', 'auto_reply')),
    at_us BIGINT NOT NULL,
    -- enhanced status code and what the mail server said; empty when nothing was said
    status TEXT NOT NULL,
    diagnostic TEXT NOT NULL,
    PRIMARY KEY (workspace_id, mail_id, kind)
);
CREATE INDEX mail_return_by_time ON mail_return (workspace_id, at_us);
-- The mailbox for what comes back: how far it is read, by whom, and how that goes. One row.
CREATE TABLE mail_inbox (
    inbox_id BIGINT PRIMARY KEY CHECK (inbox_id = 1),
    -- messages below this UID are done; UIDs count anew when the validity changes
    uid_validity BIGINT NOT NULL,
    uid_next BIGINT NOT NULL,
    -- the next look, by whichever node comes first
    look_at_us BIGINT NOT NULL,
    read_at_us BIGINT,
    failed_at_us BIGINT,
    error TEXT,
    failures BIGINT NOT NULL,
    -- messages that counted, and that were ignored: unknown or forged, or no report
    counted BIGINT NOT NULL,
    ignored BIGINT NOT NULL
);
