CREATE TABLE workspace (
    workspace_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    created_at_us BIGINT NOT NULL
);
-- Holds at most one row: of several people who set up at once, one gets it.
CREATE TABLE installation (
    installation_id BIGINT PRIMARY KEY CHECK (installation_id = 1),
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    set_up_at_us BIGINT NOT NULL
);
CREATE TABLE app_user (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    user_id TEXT NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'viewer')),
    language TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    deactivated_at_us BIGINT,
    PRIMARY KEY (workspace_id, user_id)
);
CREATE UNIQUE INDEX app_user_email ON app_user (email);
CREATE TABLE session (
    workspace_id TEXT NOT NULL,
    session_hash {blob} NOT NULL,
    user_id TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    last_seen_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, session_hash),
    FOREIGN KEY (workspace_id, user_id) REFERENCES app_user (workspace_id, user_id)
);
CREATE UNIQUE INDEX session_by_hash ON session (session_hash);
CREATE INDEX session_by_user ON session (workspace_id, user_id);
CREATE TABLE api_key (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    api_key_id TEXT NOT NULL,
    key_hash {blob} NOT NULL,
    prefix TEXT NOT NULL,
    name TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write')),
    created_at_us BIGINT NOT NULL,
    revoked_at_us BIGINT,
    PRIMARY KEY (workspace_id, api_key_id)
);
CREATE UNIQUE INDEX api_key_by_hash ON api_key (key_hash);
