-- One login may be a person in several workspaces: password and sessions belong to the login.
CREATE TABLE login (
    login_id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    -- empty: there is no password, so nobody gets in by one
    password_hash TEXT NOT NULL,
    -- may make and rename workspaces of this installation
    installation_administrator BIGINT NOT NULL DEFAULT 0 CHECK (installation_administrator IN (0, 1)),
    -- where to go after logging in
    last_workspace_id TEXT,
    created_at_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX login_by_email ON login (email);
-- Until now every address was one person in one workspace.
INSERT INTO login (login_id, email, password_hash, installation_administrator, last_workspace_id, created_at_us)
SELECT u.user_id, u.email, u.password_hash,
       CASE WHEN u.role = 'administrator' AND u.deactivated_at_us IS NULL
                 AND u.workspace_id IN (SELECT workspace_id FROM installation) THEN 1 ELSE 0 END,
       u.workspace_id, u.created_at_us
FROM app_user u WHERE u.password_hash <> '';
-- Nothing: the person can't log in until invited.
ALTER TABLE app_user ADD COLUMN login_id TEXT REFERENCES login (login_id);
UPDATE app_user SET login_id = user_id WHERE password_hash <> '';
ALTER TABLE app_user DROP COLUMN password_hash;
DROP INDEX app_user_email;
CREATE UNIQUE INDEX app_user_email ON app_user (workspace_id, email);
CREATE UNIQUE INDEX app_user_by_login ON app_user (login_id, workspace_id);
-- A key that may make and rename workspaces of this installation.
ALTER TABLE api_key ADD COLUMN installs BIGINT NOT NULL DEFAULT 0 CHECK (installs IN (0, 1));
-- A session is of a login, and at each moment in one workspace as the person it has there.
ALTER TABLE session ADD COLUMN login_id TEXT REFERENCES login (login_id);
UPDATE session SET login_id = user_id;
CREATE INDEX session_by_login ON session (login_id);
-- Nothing: an invitation, which makes or finds the login.
ALTER TABLE password_reset ADD COLUMN login_id TEXT REFERENCES login (login_id);
UPDATE password_reset SET login_id = (
    SELECT u.login_id FROM app_user u
    WHERE u.workspace_id = password_reset.workspace_id AND u.user_id = password_reset.user_id);
CREATE INDEX password_reset_by_login ON password_reset (login_id, asked_at_us);
