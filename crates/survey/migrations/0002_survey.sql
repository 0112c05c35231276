CREATE TABLE survey (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    survey_id TEXT NOT NULL,
    -- part of the public link
    token TEXT NOT NULL,
    template TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'open', 'closed')),
    version BIGINT NOT NULL,
    -- goes up with every change of this row's definition or status; names a cached copy
    revision BIGINT NOT NULL,
    definition {json} NOT NULL,
    -- responses ever stored; the next one's ordinal is one more
    response_count BIGINT NOT NULL,
    -- goes up with every response stored or changed; facts follow it
    change_seq BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    published_at_us BIGINT,
    closed_at_us BIGINT,
    PRIMARY KEY (workspace_id, survey_id)
);
CREATE UNIQUE INDEX survey_token ON survey (token);
-- Every version that has or may get answers, as it was asked.
CREATE TABLE survey_version (
    workspace_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    definition {json} NOT NULL,
    from_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, survey_id, version),
    FOREIGN KEY (workspace_id, survey_id) REFERENCES survey (workspace_id, survey_id)
);
-- This row is updated by every response: keep it narrow and its page airy, so that PostgreSQL
-- finds room for the next version beside the last one.
{postgres}ALTER TABLE survey SET (fillfactor = 10, toast_tuple_target = 128);
{postgres}ALTER TABLE survey ALTER COLUMN definition SET STORAGE EXTERNAL;
