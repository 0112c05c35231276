CREATE TABLE invitation (
    workspace_id TEXT NOT NULL,
    invitation_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    token_hash {blob} NOT NULL,
    attributes {json} NOT NULL,
    external_id TEXT,
    created_at_us BIGINT NOT NULL,
    revoked_at_us BIGINT,
    PRIMARY KEY (workspace_id, invitation_id),
    FOREIGN KEY (workspace_id, survey_id) REFERENCES survey (workspace_id, survey_id)
);
CREATE UNIQUE INDEX invitation_token ON invitation (token_hash);
CREATE INDEX invitation_by_survey ON invitation (workspace_id, survey_id, created_at_us);
CREATE TABLE response (
    workspace_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    -- 1, 2, 3 … within the survey, without holes: also the row in the facts
    ordinal BIGINT NOT NULL,
    response_id TEXT NOT NULL,
    -- the survey's change_seq when this was last stored
    change_seq BIGINT NOT NULL,
    -- the survey's version that was answered
    version BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('partial', 'complete', 'erased')),
    language TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('link', 'personal', 'widget', 'api', 'import')),
    external_id TEXT,
    submission_id TEXT,
    invitation_id TEXT,
    -- answers by question key; attributes by name
    answers {json} NOT NULL,
    attributes {json} NOT NULL,
    -- day of answered_at_us in the workspace's time zone
    day BIGINT NOT NULL,
    answered_at_us BIGINT NOT NULL,
    stored_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, survey_id, ordinal),
    FOREIGN KEY (workspace_id, survey_id) REFERENCES survey (workspace_id, survey_id)
);
CREATE UNIQUE INDEX response_by_id ON response (workspace_id, response_id);
CREATE UNIQUE INDEX response_by_change ON response (workspace_id, survey_id, change_seq);
CREATE UNIQUE INDEX response_by_external_id ON response (workspace_id, survey_id, external_id);
CREATE UNIQUE INDEX response_by_submission ON response (workspace_id, survey_id, submission_id);
CREATE UNIQUE INDEX response_by_invitation ON response (workspace_id, survey_id, invitation_id);
-- What a response said before it was changed.
CREATE TABLE response_revision (
    workspace_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    change_seq BIGINT NOT NULL,
    state TEXT NOT NULL,
    answers {json} NOT NULL,
    replaced_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, response_id, change_seq)
);
CREATE TABLE idempotency_key (
    workspace_id TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash {blob} NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, idempotency_key)
);
