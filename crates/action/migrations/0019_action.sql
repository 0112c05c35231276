-- What several actions are about, and what customers are told of it.
CREATE TABLE improvement (
    workspace_id TEXT NOT NULL,
    improvement_id TEXT NOT NULL,
    title TEXT NOT NULL,
    why TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    -- its address on the public page
    slug TEXT NOT NULL,
    -- what the letter says, by language
    letter {json} NOT NULL,
    -- what the public page says, by language
    heard {json} NOT NULL,
    published_at_us BIGINT,
    closed_at_us BIGINT,
    told_at_us BIGINT,
    revision BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, improvement_id)
);
CREATE UNIQUE INDEX improvement_by_slug ON improvement (workspace_id, slug);
CREATE INDEX improvement_by_status ON improvement (workspace_id, status, changed_at_us, improvement_id);
CREATE INDEX improvement_by_publication ON improvement (workspace_id, published_at_us);
-- Something the company does because of what was said.
CREATE TABLE action (
    workspace_id TEXT NOT NULL,
    action_id TEXT NOT NULL,
    title TEXT NOT NULL,
    detail TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('customer', 'employee', 'process', 'organisation')),
    status TEXT NOT NULL CHECK (status IN ('open', 'doing', 'done', 'dropped')),
    -- 0 to 100
    progress BIGINT NOT NULL,
    owner_id TEXT,
    -- days since 1970 in the workspace's zone
    due_day BIGINT,
    improvement_id TEXT,
    -- case, theme or driver; null when somebody just thought of it
    source_noun TEXT,
    source_id TEXT,
    survey_id TEXT,
    source_label TEXT,
    -- the answers' days, both included
    from_day BIGINT,
    to_day BIGINT,
    -- the survey is of employees: nobody is told by mail
    employees BIGINT NOT NULL,
    account_id TEXT,
    revision BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    ended_at_us BIGINT,
    PRIMARY KEY (workspace_id, action_id),
    FOREIGN KEY (workspace_id, improvement_id) REFERENCES improvement (workspace_id, improvement_id)
);
CREATE INDEX action_by_status ON action (workspace_id, status, due_day, action_id);
CREATE INDEX action_by_owner ON action (workspace_id, owner_id, status);
CREATE INDEX action_by_improvement ON action (workspace_id, improvement_id);
CREATE INDEX action_by_source ON action (workspace_id, source_noun, source_id);
CREATE INDEX action_by_account ON action (workspace_id, account_id);
-- What happened to an action, and what people wrote about it.
CREATE TABLE action_entry (
    workspace_id TEXT NOT NULL,
    action_id TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    -- created, note, status, progress, owner, due, improvement, changed, voices
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    by_name TEXT NOT NULL,
    PRIMARY KEY (workspace_id, action_id, entry_id)
);
CREATE INDEX action_entry_by_time ON action_entry (workspace_id, action_id, at_us);
-- The answers that raised an action. voice_id is the response's id; of a case without answer the
-- contact's.
CREATE TABLE action_voice (
    workspace_id TEXT NOT NULL,
    action_id TEXT NOT NULL,
    voice_id TEXT NOT NULL,
    response_id TEXT,
    contact_id TEXT,
    PRIMARY KEY (workspace_id, action_id, voice_id)
);
