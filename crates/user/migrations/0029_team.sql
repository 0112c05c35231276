-- Teams in a tree, people in teams, and the roles that follow from an organisation.
CREATE TABLE team (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    team_id TEXT NOT NULL,
    name TEXT NOT NULL,
    parent_id TEXT,
    created_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, team_id),
    FOREIGN KEY (workspace_id, parent_id) REFERENCES team (workspace_id, team_id)
);
CREATE INDEX team_by_parent ON team (workspace_id, parent_id);
ALTER TABLE app_user ADD COLUMN role_new TEXT NOT NULL DEFAULT 'viewer'
    CHECK (role_new IN ('administrator', 'programme_manager', 'director', 'analyst', 'lead', 'employee', 'viewer'));
UPDATE app_user SET role_new = role;
ALTER TABLE app_user DROP COLUMN role;
ALTER TABLE app_user RENAME COLUMN role_new TO role;
ALTER TABLE app_user ADD COLUMN team_id TEXT;
CREATE INDEX app_user_by_team ON app_user (workspace_id, team_id);
