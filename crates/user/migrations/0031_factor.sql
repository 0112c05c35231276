-- Where and with what somebody logged in, shown to them alone and to administrators; gone with the
-- session. A bound session stays in the workspace whose identity provider vouched for the person.
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN is_bound BIGINT NOT NULL DEFAULT 0 CHECK (is_bound IN (0, 1));
-- A second factor: the secret an app makes codes from. Not confirmed: it is being set up and asks
-- nothing yet. `last_step` is the time step of the last code that was accepted.
CREATE TABLE login_factor (
    login_id TEXT PRIMARY KEY REFERENCES login (login_id),
    secret {blob} NOT NULL,
    last_step BIGINT NOT NULL,
    made_at_us BIGINT NOT NULL,
    confirmed_at_us BIGINT
);
CREATE TABLE login_recovery (
    login_id TEXT NOT NULL REFERENCES login (login_id),
    code_hash {blob} NOT NULL,
    used_at_us BIGINT,
    PRIMARY KEY (login_id, code_hash)
);
-- Between password and code: good for a few tries within a few minutes, and for one session.
CREATE TABLE login_step (
    step_hash {blob} PRIMARY KEY,
    login_id TEXT NOT NULL REFERENCES login (login_id),
    tries BIGINT NOT NULL,
    made_at_us BIGINT NOT NULL
);
CREATE INDEX login_step_by_time ON login_step (made_at_us);
CREATE INDEX login_step_by_login ON login_step (login_id);
-- Wrong codes of a login, counted over all its steps and nodes.
CREATE TABLE login_wrong (
    login_id TEXT PRIMARY KEY REFERENCES login (login_id),
    wrong BIGINT NOT NULL,
    last_at_us BIGINT NOT NULL
);
-- Roles of which a workspace asks a second factor.
CREATE TABLE factor_role (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    role TEXT NOT NULL,
    PRIMARY KEY (workspace_id, role)
);
