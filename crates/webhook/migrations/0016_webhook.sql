-- Where other systems hear what happens here: signed webhooks, and channels in Slack and Teams.
CREATE TABLE webhook (
    workspace_id TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('standard', 'slack', 'teams')),
    name TEXT NOT NULL,
    -- of a chat, the address itself is the secret
    url TEXT NOT NULL,
    -- JSON list of event types; empty is all of them. Chats get what rules tell them
    types TEXT NOT NULL,
    -- 1 when words of customers may go there
    with_comments BIGINT NOT NULL,
    secret TEXT NOT NULL,
    -- signs too, until then, so that a receiver can change at its own time
    old_secret TEXT,
    old_secret_until_us BIGINT,
    state TEXT NOT NULL CHECK (state IN ('on', 'off')),
    -- who switched it off: a person, the receiver (410), or its long silence
    off_reason TEXT CHECK (off_reason IN ('person', 'gone', 'failing')),
    -- since when, and how often in a row, no call was taken
    failing_since_us BIGINT,
    failures BIGINT NOT NULL,
    -- no call before that, whatever is due
    wait_until_us BIGINT NOT NULL,
    -- one call at a time: the node that makes it, until when it has that right, and which right it is
    holder TEXT,
    held_until_us BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    -- when administrators were last told of trouble
    told_at_us BIGINT,
    revision BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, webhook_id)
);
-- What is told, one row for each event and webhook.
CREATE TABLE webhook_delivery (
    workspace_id TEXT NOT NULL,
    -- also the header webhook-id, the same on every try
    delivery_id TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    -- the same event is told once
    dedup_id TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'delivered', 'dead')),
    due_at_us BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    -- of all tries, with those before it was sent again by hand
    tries_ever BIGINT NOT NULL,
    first_try_at_us BIGINT,
    ended_at_us BIGINT,
    created_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, delivery_id)
);
CREATE UNIQUE INDEX webhook_delivery_once ON webhook_delivery (workspace_id, webhook_id, dedup_id);
CREATE INDEX webhook_delivery_by_due ON webhook_delivery (workspace_id, webhook_id, state, due_at_us);
CREATE INDEX webhook_delivery_by_time ON webhook_delivery (workspace_id, webhook_id, created_at_us, delivery_id);
CREATE INDEX webhook_delivery_by_end ON webhook_delivery (state, ended_at_us);
-- Each call that was made for it.
CREATE TABLE webhook_attempt (
    workspace_id TEXT NOT NULL,
    delivery_id TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    took_ms BIGINT NOT NULL,
    -- none when nothing was answered
    status BIGINT,
    -- the beginning of what was answered, or why nothing was
    said TEXT NOT NULL,
    PRIMARY KEY (workspace_id, delivery_id, attempt)
);
