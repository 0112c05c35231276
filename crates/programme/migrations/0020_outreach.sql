-- Letters outside programmes that count against the contact budget. What they say is kept once for
-- all who get the same.
CREATE TABLE outreach_letter (
    workspace_id TEXT NOT NULL,
    -- follows from the wording
    letter_id TEXT NOT NULL,
    wording {json} NOT NULL,
    created_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, letter_id)
);
CREATE TABLE outreach (
    workspace_id TEXT NOT NULL,
    outreach_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    -- what it is about, as the letter calls it
    subject TEXT NOT NULL,
    letter_id TEXT NOT NULL,
    -- a page of this installation that the letter leads to
    link TEXT,
    cause_noun TEXT NOT NULL,
    cause_id TEXT NOT NULL,
    priority BIGINT NOT NULL,
    window_days BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('deferred', 'left_out', 'sent')),
    -- a word: new, quiet_hours, budget, opted_out, window_ended …; null when sent
    reason TEXT,
    detail TEXT,
    until_us BIGINT,
    -- first moment at which it no longer goes out
    ends_at_us BIGINT NOT NULL,
    -- when it is to be looked at again
    look_at_us BIGINT NOT NULL,
    mail_id TEXT,
    created_at_us BIGINT NOT NULL,
    decided_at_us BIGINT NOT NULL,
    handed_over_at_us BIGINT,
    bounced_at_us BIGINT,
    refused_at_us BIGINT,
    unknown_at_us BIGINT,
    PRIMARY KEY (workspace_id, outreach_id)
);
-- One letter of a kind per cause and contact, however often it is asked for.
CREATE UNIQUE INDEX outreach_once ON outreach (workspace_id, kind, cause_noun, cause_id, contact_id);
CREATE INDEX outreach_by_look ON outreach (state, look_at_us, workspace_id);
CREATE INDEX outreach_by_state ON outreach (workspace_id, state, decided_at_us, outreach_id);
CREATE INDEX outreach_by_contact ON outreach (workspace_id, contact_id, created_at_us);
CREATE INDEX outreach_by_cause ON outreach (workspace_id, cause_noun, cause_id, state);
